"""A snapshot as files in the home's cache, so that the next process starts with memory-mapped arrays.

They are written beside and renamed into place, and are named after the state of the tables they were made of.
"""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.cards import Cards
from index.lexical import Lexical
from index.snapshot import Snapshot, built
from index.store import Store
from index.vocabulary import Vocabulary

SNAPSHOT_VERSION = "6"  # grows when the same tables would give other arrays
LEXICAL = (("question", "question_words"), ("all", "all_words"))
PLAIN = ("groups", "vectors", "bounds", "owners", "spans", "centre")


def current(store: Store, embedder: str, dimension: int, cache: Path, revision: int) -> Snapshot:
    """The snapshot of a revision, from the cache if it is there."""
    folder = cache / f"snapshot-{SNAPSHOT_VERSION}-{revision}-{store.stamp()}"
    if not (folder / "names.json").is_file():
        snapshot = built(
            store.entries_with_positions(),
            store.chunk_rows(),
            store.vector_keys(embedder),
            store.vector_batches(embedder, dimension),
            dimension,
            revision,
        )
        if not _saved(snapshot, cache, folder):
            return snapshot
    return _load(folder, revision)


def _saved(snapshot: Snapshot, cache: Path, folder: Path) -> bool:
    """Whether it could be written. Older ones go. A cache that cannot be written is done without."""
    unfinished = cache / f"unfinished-{os.getpid()}"
    try:
        unfinished.mkdir(parents=True, exist_ok=True)
        for name, array in _arrays(snapshot).items():
            np.save(unfinished / f"{name}.npy", array)
        words = [snapshot.question_words.vocabulary, snapshot.all_words.vocabulary, snapshot.vocabulary.to_json()]
        (unfinished / "words.json").write_text(json.dumps(words), "utf-8")
        names = [snapshot.cards.documents, snapshot.cards.topics]
        (unfinished / "names.json").write_text(json.dumps(names), "utf-8")
        for old in cache.glob("snapshot-*"):
            shutil.rmtree(old, ignore_errors=True)
        unfinished.rename(folder)
    except OSError:
        shutil.rmtree(unfinished, ignore_errors=True)
        return False
    return True


def _arrays(snapshot: Snapshot) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {name: getattr(snapshot, name) for name in PLAIN}
    arrays["density"] = np.array(snapshot.density)
    if snapshot.sketches is not None:
        arrays["sketches"] = snapshot.sketches
    arrays |= {f"card-{name}": column for name, column in snapshot.cards.columns.items()}
    for name, field in LEXICAL:
        for part, array in zip(("scores", "texts", "starts"), getattr(snapshot, field).table, strict=True):
            arrays[f"{name}-{part}"] = np.asarray(array)
    return arrays


def _load(folder: Path, revision: int) -> Snapshot:
    arrays = {file.stem: np.asarray(np.load(file, mmap_mode="r")) for file in folder.glob("*.npy")}
    question, every, vocabulary = json.loads((folder / "words.json").read_text("utf-8"))
    columns = {name.removeprefix("card-"): array for name, array in arrays.items() if name.startswith("card-")}
    cards = Cards(json.loads((folder / "names.json").read_text("utf-8")), columns)
    fields: dict[str, Any] = {name: arrays[name] for name in PLAIN}
    for (name, field), known in zip(LEXICAL, (question, every), strict=True):
        scores, texts, starts = (arrays[f"{name}-{part}"] for part in ("scores", "texts", "starts"))
        fields[field] = Lexical(known, scores, texts, starts, len(cards))
    return Snapshot(
        revision=revision,
        cards=cards,
        sketches=arrays.get("sketches"),
        vocabulary=Vocabulary.from_json(vocabulary),
        density=float(arrays["density"]),
        **fields,
    )
