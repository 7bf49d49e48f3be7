"""What is embedded of an entry: its question, passages of its answer, its key points.

Most answers are longer than the 256 tokens the default model reads, so an answer is embedded in passages of whole
sentences. A passage carries its question: alone it often does not say what it is about.
"""

import hashlib
from collections.abc import Iterator

from corpus.text import sentences

from corpus.entries import Entry
from index.hits import Chunk, Role

CHUNKS_VERSION = "1"  # grows when the same entry would give other chunks: documents are then indexed again
PASSAGE_WORDS = 60  # a passage ends with the sentence that reaches this


def chunks_of(entry: Entry) -> tuple[Chunk, ...]:
    """The chunks of an entry: the question first, then the answer in order, then the key points."""
    made = [_chunk(entry, Role.QUESTION, entry.question)]
    made += [
        _chunk(entry, Role.ANSWER, f"{entry.question}\n{entry.answer[start:end]}", (start, end))
        for start, end in passages(entry.answer)
    ]
    made += [_chunk(entry, Role.KEY_POINT, point) for point in entry.key_points]
    return tuple(made)


def passages(answer: str) -> Iterator[tuple[int, int]]:
    """Spans of whole sentences, each of PASSAGE_WORDS or a little more; a short rest joins the passage before it."""
    spans: list[tuple[int, int]] = []
    start, words = None, 0
    for sentence in sentences(answer):
        start = sentence.start if start is None else start
        words += len(answer[sentence.start : sentence.end].split())
        if words >= PASSAGE_WORDS:
            spans.append((start, sentence.end))
            start, words = None, 0
        last = sentence.end
    if start is not None:
        if spans and words < PASSAGE_WORDS // 2:
            start = spans.pop()[0]
        spans.append((start, last))
    yield from spans


def text_hash(text: str) -> str:
    """The name of a text among vectors: equal texts have equal vectors."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _chunk(entry: Entry, role: Role, text: str, span: tuple[int, int] | None = None) -> Chunk:
    return Chunk(entry_id=entry.id, document=entry.document, role=role, text=text, span=span)
