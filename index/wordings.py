"""What a query is another wording of: the questions of the built-in corpus, each in the many ways it is asked.

People ask for what they do not know the name of, and notes use the name. Where a query comes nearer to a wording that
is known than to anything in the documents that are searched, its vector is pulled towards the questions that it may be
a wording of. This is query expansion by an external collection (Diaz and Metzler, "Improving the estimation of
relevance models using large external corpora", SIGIR 2006) as Rocchio has it for vectors. How near it comes to a
question, and whether the documents hold anything like it, says something too of whether it can be answered.

The vectors hold for one vector space: under another model a query stands for itself. `coach corpus vectors` writes
them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.entries import Entry, questions_of
from index.chunks import chunks_of
from index.hits import Role

FILE = Path(__file__).parent / "data" / "wordings.npz"
NEAREST = 8  # questions that a query is pulled towards ...
FALLS = 0.07  # ... each by how near it comes: with a cosine so much less, one counts a factor of e less
PULL = 0.35  # how far it is pulled: 0 leaves it where it is, 1 puts it in their middle ...
SURE, MORE = 0.65, 1.0  # ... and from this cosine on farther, so much for each 1.0 more
FARTHEST = 0.7


@dataclass(frozen=True, slots=True)
class Wordings:
    """texts: a unit vector per wording, question by question. starts: where those of each question begin.
    meanings: a unit vector per question, of it and its answer.
    """

    texts: NDArray[np.float32]
    starts: NDArray[np.int64]
    meanings: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Meant:
    """A query's vectors, and what it may be a wording of.

    vectors: a row for the whole of it, and a row per part. likeness: cosine of the nearest known wording. meaning: of
    that one's question. pulled: the rows with the first pulled towards the nearest questions.
    """

    vectors: NDArray[np.float32]
    likeness: float = -1.0
    meaning: NDArray[np.float32] | None = None
    pulled: NDArray[np.float32] | None = None


def meant(vectors: NDArray[np.float32], known: Wordings | None) -> Meant:
    """The query of which these are the vectors: of the whole, and of its parts."""
    if known is None:
        return Meant(vectors)
    likeness = np.maximum.reduceat(known.texts @ vectors[0], known.starts)
    nearest = np.argsort(-likeness)[:NEAREST]
    most = float(likeness[nearest[0]])
    counts = np.exp((likeness[nearest] - most) / FALLS)
    far = min(FARTHEST, PULL + MORE * max(0.0, most - SURE))
    pulled = (1 - far) * vectors[0] + far * _unit(counts @ known.meanings[nearest])
    return Meant(
        vectors=vectors,
        likeness=most,
        meaning=known.meanings[nearest[0]],
        pulled=np.vstack([_unit(pulled), vectors[1:]]),
    )


@lru_cache(maxsize=1)
def known(space: str, file: Path = FILE) -> Wordings | None:
    """The wordings in a vector space; None for any but the one that they were written for."""
    if not file.is_file():
        return None
    with np.load(file) as held:
        if str(held["space"]) != space:
            return None
        texts, starts, meanings = held["texts"], held["starts"], held["meanings"]
    return Wordings(texts.astype(np.float32), starts.astype(np.int64), meanings.astype(np.float32))


def write(entries: Sequence[Entry], vectors: NDArray[np.float32], space: str, file: Path = FILE) -> None:
    """Write the file. vectors: a row for each of `texts_of(entries)`."""
    made = of(entries, vectors)
    np.savez(
        file,
        space=np.array(space),
        texts=made.texts.astype("<f2"),
        starts=made.starts.astype("<i4"),
        meanings=made.meanings.astype("<f2"),
    )


def texts_of(entries: Sequence[Entry]) -> list[str]:
    """What has to be embedded: the wordings of each question, then each entry as a whole."""
    asked = [text for entry in entries for text in questions_of(entry)]
    return [*asked, *(_whole(entry) for entry in entries)]


def of(entries: Sequence[Entry], vectors: NDArray[np.float32]) -> Wordings:
    """The wordings of entries. vectors: a row for each of `texts_of(entries)`."""
    counts = [len(questions_of(entry)) for entry in entries]
    texts, wholes = vectors[: sum(counts)], vectors[sum(counts) :]
    starts = np.cumsum([0, *counts[:-1]])
    return Wordings(texts, starts, _unit(texts[starts] + wholes))


def _whole(entry: Entry) -> str:
    return next((chunk.text for chunk in chunks_of(entry) if chunk.role is Role.ENTRY), entry.question)


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(rows / np.linalg.norm(rows, axis=-1, keepdims=True), dtype=np.float32)
