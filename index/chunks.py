"""What is embedded of an entry: its question in every wording, the whole of it, passages of its answer, its facts.

Most answers are longer than the 256 tokens the default model reads, so an answer is embedded in passages of whole
sentences too. A passage carries its question: alone it often does not say what it is about. A fact stands alone, so
that a query about a detail in the middle of an answer meets its own like: the key points, or where an entry has none,
the sentences of its answer.
"""

import hashlib
from collections.abc import Iterator

from corpus.entries import Entry
from corpus.text import sentences
from index.hits import Chunk, Role

CHUNKS_VERSION = "4"  # grows when the same entry would give other chunks: documents are then indexed again
PASSAGE_WORDS = 60  # a passage ends with the sentence that reaches this
FACT_WORDS = 4  # a shorter sentence says too little to be found by
ENTRY_CHARACTERS = 1200  # of an answer: about as much as the default model reads


def chunks_of(entry: Entry) -> tuple[Chunk, ...]:
    """The chunks of an entry: its question, all others it is found by, the whole, the passages in order, the facts."""
    made = [_chunk(entry, Role.QUESTION, asked) for asked in (entry.question, *entry.also_asked)]
    made += [_chunk(entry, Role.QUESTION, one.question, one.span_in(entry.answer)) for one in entry.details]
    if entry.answer.strip():
        made.append(_chunk(entry, Role.ENTRY, f"{entry.question}\n{entry.answer[:ENTRY_CHARACTERS]}"))
        made += [
            _chunk(entry, Role.ANSWER, f"{entry.question}\n{entry.answer[start:end]}", (start, end))
            for start, end in passages(entry.answer)
        ]
    made += [_chunk(entry, Role.KEY_POINT, point) for point in entry.key_points] or [
        _chunk(entry, Role.KEY_POINT, entry.answer[start:end], (start, end)) for start, end in _facts(entry.answer)
    ]
    made += [
        _chunk(entry, Role.KEY_POINT, f"{follow_up.question}\n{follow_up.good_reply}".strip())
        for follow_up in entry.follow_ups
    ]
    return tuple(made)


def passages(answer: str) -> Iterator[tuple[int, int]]:
    """Spans of whole sentences, each of PASSAGE_WORDS or a little more; a short rest joins the passage before it."""
    spans: list[tuple[int, int]] = []
    start, end, words = None, 0, 0
    for sentence in sentences(answer):
        start = sentence.start if start is None else start
        end = sentence.end
        words += len(answer[sentence.start : sentence.end].split())
        if words >= PASSAGE_WORDS:
            spans.append((start, end))
            start, words = None, 0
    if start is not None:
        if spans and words < PASSAGE_WORDS // 2:
            start = spans.pop()[0]
        spans.append((start, end))
    yield from spans


def text_hash(text: str) -> str:
    """The name of a text among vectors: equal texts have equal vectors."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _facts(answer: str) -> Iterator[tuple[int, int]]:
    for sentence in sentences(answer):
        if len(answer[sentence.start : sentence.end].split()) >= FACT_WORDS:
            yield sentence.start, sentence.end


def _chunk(entry: Entry, role: Role, text: str, span: tuple[int, int] | None = None) -> Chunk:
    return Chunk(entry_id=entry.id, document=entry.document, role=role, text=text, span=span)
