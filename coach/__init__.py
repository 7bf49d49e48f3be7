"""The coach: explains, interviews, grades and remembers. Nothing in it calls home."""

import os

# Said before any library is imported, because each reads its own variable at import. What a candidate says here is
# nobody else's business, so tracing that may be switched on for other programs is switched off for this one.
os.environ["ANONYMIZED_TELEMETRY"] = "False"
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["LANGSMITH_TRACING"] = "false"
os.environ["LANGCHAIN_TRACING_V2"] = "false"
os.environ["DO_NOT_TRACK"] = "1"
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
