"""Is Chroma whole? Found out by searching for chunks it must hold, never by counting: a damaged one counts in full.

The vectors are kept in our own database, so a rebuild embeds nothing.
"""

import numpy as np

from index.dense import Dense
from index.hits import Progress
from index.store import Store

PROBES = 200  # known vectors searched for; a loss of 2 % escapes them once in fifty times
PUT_BACK_AT_ONCE = 1000


def heal(store: Store, dense: Dense, embedder: str, progress: Progress | None) -> int:
    """Rebuild Chroma if a probe is not found. How many vectors were put back. The caller holds the write lock."""
    keys = sorted(store.embedded({row.text_hash for row in store.chunk_rows()}, embedder))
    if not keys or _whole(keys, store, dense, embedder):
        return 0
    dense.start_over()
    for start in range(0, len(keys), PUT_BACK_AT_ONCE):
        some = keys[start : start + PUT_BACK_AT_ONCE]
        dense.add(some, store.vectors(embedder, some))
        if progress is not None:
            progress("rebuilding the vectors", start + len(some), len(keys))
    return len(keys)


def _whole(keys: list[str], store: Store, dense: Dense, embedder: str) -> bool:
    generator = np.random.default_rng(len(keys))
    probes = [keys[i] for i in sorted(generator.choice(len(keys), size=min(PROBES, len(keys)), replace=False))]
    found = dense.nearest(store.vectors(embedder, probes), n=1)
    return all(row and row[0][0] == key for key, row in zip(probes, found, strict=True))
