"""Text of others made harmless.

Documents, answers of models and words of candidates are data: whatever tags they hold are shown as text. Markdown of
ours may hold HTML; Markdown of theirs goes through `harmless` first.
"""

import re

CODE = re.compile(r"(```.*?(?:```|\Z)|`[^`\n]*`)", re.DOTALL)
IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")


def harmless(markdown: str) -> str:
    """Markdown of others: tags become text, images their description; code is left as it is, for it is shown anyway."""
    parts = CODE.split(markdown)
    return "".join(p if n % 2 else IMAGE.sub(r"\1", p).replace("<", "&lt;") for n, p in enumerate(parts))
