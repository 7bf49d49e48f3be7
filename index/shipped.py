"""Vectors of the built-in corpus that come with the program, so that the first start need not embed it.

They are kept by the hash of their text and hold for one vector space only: a text that has changed, and every text
under another model, is embedded as usual. `coach corpus vectors` writes the file.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.entries import Entry
from index.chunks import chunks_of, text_hash
from index.embedding import Embedder

FILE = Path(__file__).parent / "data" / "library-vectors.npz"
EMBED_AT_ONCE = 1024


def vectors(space: str, keys: Collection[str]) -> dict[str, NDArray[np.float16]]:
    """Those of keys that have a vector in the file; none where it was written for another vector space."""
    if not keys:
        return {}
    held = _held(FILE, space)
    return {key: held[key] for key in keys if key in held}


def write(entries: Iterable[Entry], embedder: Embedder, file: Path = FILE) -> tuple[int, int]:
    """Write the vectors of entries, embedding only the new ones. How many there are, and how many of them are new."""
    texts = {text_hash(chunk.text): chunk.text for entry in entries for chunk in chunks_of(entry)}
    held = _held(file, embedder.search_name)
    made = {key: held[key] for key in texts if key in held}
    missing = sorted(texts.keys() - made.keys(), key=lambda key: len(texts[key]))
    for start in range(0, len(missing), EMBED_AT_ONCE):
        some = missing[start : start + EMBED_AT_ONCE]
        rows = embedder.encode_for_search([texts[key] for key in some]).astype(np.float16)
        made |= dict(zip(some, rows, strict=True))
    keys = sorted(made)
    if missing or len(made) < len(held):
        matrix = np.array([made[key] for key in keys], dtype="<f2")
        np.savez(file, space=np.array(embedder.search_name), keys=np.array(keys, dtype="S32"), vectors=matrix)
        _held.cache_clear()
    return len(keys), len(missing)


@lru_cache(maxsize=1)
def _held(file: Path, space: str) -> Mapping[str, NDArray[np.float16]]:
    if not file.is_file():
        return {}
    with np.load(file) as stored:
        if str(stored["space"]) != space:
            return {}
        keys, rows = stored["keys"], stored["vectors"]
    return {key.decode(): row for key, row in zip(keys, rows, strict=True)}
