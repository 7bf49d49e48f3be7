"""What of a model's answer stands in the notes: citations are checked and placed by code, never believed.

Each sentence is looked for in the passages that the model was given (coach.explaining.support). The model's own
citation is kept when that passage supports the sentence; where another one does, it is cited instead; where none does,
the sentence is marked. A sentence that says the contrary of a passage is marked as contradicting it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coach.explaining.support import Support, Tokens, supported
from coach.explanation import NOT_FROM_NOTES, NOTES_DISAGREE, Citation
from coach.plain_markdown import harmless
from corpus.entries import Entry
from corpus.text import Span, sentences
from index.words import terms, words

_MARKS = re.compile(
    r"\s*(?:\[(?:note |passage |notes? )?\d{1,2}(?:\s*[,;-]\s*\d{1,2})*\]|【\d{1,2}[^】]*】|\(\[?\d{1,2}\]\))", re.I
)
_NUMBER = re.compile(r"\d{1,2}")
_SMALL_TALK = re.compile(
    r"(?:sure|certainly|of course|great question|good question|exactly|here(?:'s| is| are)|in summary|to summari[sz]e"
    r"|let me|let's|i hope|feel free|does that|would you like|do you want|in short|hello|hi|yes|no)\b",
    re.IGNORECASE,
)
_GAP_IN_NOTES = re.compile(
    r"(?:my|the|these|your) notes? (?:do(?:es)? not|don't|doesn't|say nothing)|that is not in my notes"
    r"|\b(?:notes?|they|it) (?:says?|gives?|offers?|mentions?|covers?|explains?|contains?) (?:no|nothing|neither)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:\*\*|__)[^*_\n]{1,80}(?:\*\*|__)[.:]?")
"""What stands in bold by itself is a heading."""
SURELY = 0.6
"""Share of a sentence that stands in the passage it cites, from which no other one is looked at."""
BETTER = 0.15
"""How much better another passage must support a sentence than the one that the model names."""
_BLOCK = re.compile(r"```|~~~|\$\$|\|")
SMALL = 3
"""Content words that a sentence may have and still be small talk."""
FEWEST_WORDS, SAME_WORDS = 6, 0.75
"""Words of a sentence, and share of those of two sentences that both have, from which it is said again."""
_ITEM = re.compile(r"^(\s*(?:[-*+•]|\d{1,3}[.)])\s+)")


@dataclass(frozen=True, slots=True)
class Grounded:
    """A model's answer after checking.

    text: Markdown with the numbers of citations and the marks of sentences that stand on nothing.
    claims: how many sentences assert something; supported: how many of them a passage supports; cited: how many came
    with the number of a passage that exists.
    """

    text: str
    citations: tuple[Citation, ...]
    unsupported: tuple[str, ...]
    claims: int
    cited: int

    @property
    def supported(self) -> int:
        return self.claims - len(self.unsupported)


Known = dict[tuple[str, tuple[int, ...]], Support | None]
"""What was found for a sentence and its citations before: a growing answer is checked ten times a second."""


def grounded(
    text: str,
    passages: Sequence[Entry],
    known: Known | None = None,
    *,
    read: Tokens,
    whole: bool = True,
) -> Grounded:
    """The answer with its citations checked against the passages it was given, passage 1 first.

    known: kept by the caller from one stage of the same answer to the next. whole: False while the answer is still
    growing: its last sentence is then left unmarked. read: reads texts token by token.
    """
    known = {} if known is None else known
    text = harmless(text)
    citations: list[Citation] = []
    unsupported: list[str] = []
    claims = cited = 0
    told = ""
    end = 0
    spans = _with_marks(text)
    for place, (start, stop) in enumerate(spans):
        told += text[end:start]
        end = stop
        said = text[start:stop]
        bare = _MARKS.sub("", said).rstrip()
        if not _claims(bare):
            told += bare
            continue
        if not whole and place == len(spans) - 1:
            told += bare  # still being said
            continue
        key = (bare, _cited(said, len(passages)))
        if key not in known:
            known[key] = _support(bare, passages, key[1], read)
        support = known[key]
        if support is not None and not support.contradicts:
            told += f"{bare}{_gap(bare)}[{_number(citations, support)}]"
        else:
            unsupported.append(bare)
            told += f"{bare}{_gap(bare)}*{NOTES_DISAGREE if support else NOT_FROM_NOTES}*"
        claims += 1
        cited += bool(key[1])
    return Grounded(_tidy(told + text[end:]), tuple(citations), tuple(unsupported), claims, cited)


def _with_marks(text: str) -> list[tuple[int, int]]:
    """Sentences, each with the citation marks that stand behind its full stop."""
    spans: list[tuple[int, int]] = []
    for span in _told(text):
        body = text[span.start : span.end]
        if spans and (behind := re.match(rf"(?:{_MARKS.pattern})+", body, re.IGNORECASE)):
            spans[-1] = (spans[-1][0], span.start + behind.end())
            rest = span.start + behind.end()
            rest += len(text[rest : span.end]) - len(text[rest : span.end].lstrip())
            if rest < span.end:
                spans.append((rest, span.end))
        else:
            spans.append((span.start, span.end))
    return spans


def _told(text: str) -> Iterator[Span]:
    """Sentences; those of a list item one by one, without its mark."""
    for span in sentences(text):
        marker = _ITEM.match(text[span.start : span.end])
        start = span.start + marker.end() if marker else span.start
        inside = sentences(text[start : span.end]) if marker else [Span(0, span.end - start)]
        yield from (Span(start + one.start, start + one.end) for one in inside)


def _claims(sentence: str) -> bool:
    """Whether a sentence asserts something that notes could support."""
    plain = sentence.strip("*_ \n")
    if (
        not plain
        or plain.startswith("#")
        or plain.rstrip("\"”’'").endswith(("?", ":"))
        or re.fullmatch(r"[-|\s:]+", plain)
        or _LABEL.fullmatch(sentence.strip())
    ):
        return False
    said = len(terms(plain))
    if _GAP_IN_NOTES.search(plain) or (said <= SMALL and _SMALL_TALK.match(plain)):
        return False
    return said >= 1


def _cited(sentence: str, passages: int) -> tuple[int, ...]:
    """The passages a model says a sentence rests on, from 0; those that do not exist left out."""
    numbers = [int(n) for mark in _MARKS.findall(sentence) for n in _NUMBER.findall(mark)]
    return tuple(dict.fromkeys(n - 1 for n in numbers if 1 <= n <= passages))


def _support(sentence: str, passages: Sequence[Entry], cited: Sequence[int], read: Tokens) -> Support | None:
    """What supports a sentence: a passage it cites if one does, unless one of the others says it much better."""
    named = [support for place in cited if (support := supported(sentence, passages[place], read, cited=True))]
    best = max(named, key=lambda support: support.share, default=None)
    if best is not None and best.share >= SURELY:  # to read the others as well would make the reader wait
        return best
    others = [entry for place, entry in enumerate(passages) if place not in cited]
    backing = [support for entry in others if (support := supported(sentence, entry, read, cited=False))]
    other = max(backing, key=lambda support: support.share, default=None)
    return other if other is not None and (best is None or other.share > best.share + BETTER) else best


def _number(citations: list[Citation], support: Support) -> int:
    entry = support.entry
    for citation in citations:
        same = citation.entry_id == entry.id and citation.part == support.part
        if same and support.quote in citation.quote:
            return citation.n
    n = len(citations) + 1
    span = support.span if support.part == "answer" else None
    citations.append(Citation.of(n, entry, support.quote, support.part, span))
    return n


def _gap(sentence: str) -> str:
    """Marks stand under a block, and behind anything else."""
    return "\n\n" if sentence.endswith(("```", "~~~", "$$")) or sentence.startswith("|") else " "


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)).strip()


def before_repeating(text: str) -> str:
    """What a text says until it begins to say the same again; all of it where it does not.

    Small models go round in circles, with a word more or less each time. Sentences of fewer than six words may repeat.
    """
    said: list[frozenset[str]] = []
    for span in sentences(text):
        sentence = words(_MARKS.sub("", text[span.start : span.end]))
        if len(sentence) < FEWEST_WORDS or _BLOCK.match(text, span.start):
            continue
        held = frozenset(sentence)
        if any(len(held & before) >= SAME_WORDS * len(held | before) for before in said):
            return text[: span.start].rstrip()
        said.append(held)
    return text


def echoes(text: str, prompt: str, length: int = 12) -> bool:
    """Whether a text repeats so many words in a row of a prompt that it is quoting it."""
    said, told = words(text), words(prompt)
    runs = {tuple(told[at : at + length]) for at in range(len(told) - length + 1)}
    return any(tuple(said[at : at + length]) in runs for at in range(len(said) - length + 1))
