"""Is Chroma whole? Found out by searching for chunks it must hold, never by counting: a damaged one counts in full.

The search runs in a process of its own with a limit of time, since a damaged folder can hang or crash the process that
opens it. The vectors are kept in our own database, so a rebuild embeds nothing.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.dense import Dense
from index.hits import Progress
from index.store import Store

PROBES = 200  # known vectors searched for; a loss of 2 % escapes them once in fifty times
NEIGHBOURS = 5  # among which a probe must be: texts that differ in nothing the model reads have equal vectors
SAME = 1 - 1e-4  # similarity from which a neighbour is as good as the probe itself
PATIENCE = 60.0  # seconds until a search that does not end counts as a failed one
OPENED_A_SECOND = 1000  # vectors that a busy machine reads at least; very many have as much more time
PUT_BACK_AT_ONCE = 5000


def heal(
    store: Store, dense: Dense, embedder: str, progress: Progress | None, stopped: Callable[[], bool] = lambda: False
) -> int:
    """Rebuild Chroma if a probe is not found. How many vectors were put back. The caller holds the write lock.

    Vectors of models that are no longer used are dropped. stopped: asked now and then whether to give up.
    """
    store.forget_other_embedders(embedder)
    keys = store.chunk_keys(embedder)
    if not keys or _whole(keys, store, dense, embedder) or stopped():
        return 0
    return put_back(keys, store, dense, embedder, progress, stopped)


def put_back(
    keys: Sequence[str],
    store: Store,
    dense: Dense,
    embedder: str,
    progress: Progress | None,
    stopped: Callable[[], bool] = lambda: False,
) -> int:
    """Make Chroma anew of the stored vectors of keys. How many were put in; all, unless it was stopped."""
    dense.start_over()
    for start in range(0, len(keys), PUT_BACK_AT_ONCE):
        if stopped():
            return start
        some = keys[start : start + PUT_BACK_AT_ONCE]
        dense.add(some, store.vectors(embedder, some))
        if progress is not None:
            progress("rebuilding the vectors", start + len(some), len(keys))
    dense.mark_complete()
    return len(keys)


def _whole(keys: Sequence[str], store: Store, dense: Dense, embedder: str) -> bool:
    if not dense.complete:
        return False
    dense.close()  # the probing process opens the folder now
    generator = np.random.default_rng(len(keys))
    probes = [keys[i] for i in sorted(generator.choice(len(keys), size=min(PROBES, len(keys)), replace=False))]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "probes.npz"
        np.savez(file, keys=np.array(probes), vectors=store.vectors(embedder, probes))
        command = [sys.executable, "-m", "index.heal", str(dense.folder), dense.embedder, str(file)]
        try:
            done = subprocess.run(
                command,
                check=False,
                capture_output=True,
                timeout=PATIENCE + len(keys) / OPENED_A_SECOND,
                cwd=_ROOT,
                start_new_session=True,  # else a Ctrl-C for the program ends the probe, and looks like damage
            )
        except subprocess.TimeoutExpired:
            return False
    return done.returncode == 0


_ROOT = Path(__file__).parent.parent  # so that the process finds this package however the program was started


def _probe(folder: str, embedder: str, file: str) -> bool:
    with np.load(file) as stored:
        keys, vectors = [str(key) for key in stored["keys"]], stored["vectors"]
    dense = Dense(Path(folder), embedder)
    found = dense.nearest(vectors, n=NEIGHBOURS)
    dense.close()
    return all(
        row and (key in {near for near, _ in row} or row[0][1] >= SAME) for key, row in zip(keys, found, strict=True)
    )


if __name__ == "__main__":
    sys.exit(0 if _probe(*sys.argv[1:]) else 1)
