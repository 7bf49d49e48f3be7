"""What of a model's answer stands in the notes: citations are checked and placed by code, never believed.

A sentence is supported when one of the passages that the model was given has most of its content words close together,
means much the same, has all of its numbers and names, and does not say the contrary (coach.grading.opposing). The
model's own citation is kept when that passage supports the sentence; where another one does, it is cited instead; where
none does, the sentence is marked. A sentence that says the contrary of a passage is marked as contradicting it.
`python -m tests.benchmarks.support` measures all this on pairs of sentences.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from coach.explaining.quoting import units_of
from coach.explanation import NOT_FROM_NOTES, NOTES_DISAGREE, Citation, Part
from coach.grading.features import Embed
from coach.grading.opposing import goes_beyond, opposes
from coach.grading.orders import gives_orders
from coach.grading.text import terms as meant
from coach.plain_markdown import harmless
from corpus.entries import Entry
from corpus.text import sentences
from index.words import terms, words

NEAR = 0.6
"""Share of a sentence's content words that one or two sentences of a passage must have to support it."""
OWN = 0.5
"""Share of the content words that the entry's question does not have, from which they count as said."""
ALIKE = 1.4
"""Sum of that share and the cosine of the two, from which they mean the same, where there are vectors to compare."""
SURELY = 0.8
"""Share from which the words say enough."""
FEWEST = 0.5
"""Share below which no likeness of meaning counts: sentences on the same subject are all alike."""

_MARKS = re.compile(
    r"\s*(?:\[(?:note |passage |notes? )?\d{1,2}(?:\s*[,;-]\s*\d{1,2})*\]|【\d{1,2}[^】]*】|\(\[?\d{1,2}\]\))", re.I
)
_NUMBER = re.compile(r"\d{1,2}")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"(?<=[a-z,;:] )[A-Z][a-z]{2,}")
_SMALL_TALK = re.compile(
    r"(?:sure|certainly|of course|great question|good question|exactly|here(?:'s| is| are)|in summary|to summari[sz]e"
    r"|let me|let's|i hope|feel free|does that|would you like|do you want|in short|hello|hi|yes|no)\b",
    re.IGNORECASE,
)
_GAP_IN_NOTES = re.compile(
    r"(?:my|the|these|your) notes? (?:do(?:es)? not|don't|doesn't|say nothing)|that is not in my notes", re.IGNORECASE
)
SMALL = 3
"""Content words that a sentence may have and still be small talk."""
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


@dataclass(frozen=True, slots=True)
class Support:
    """What of an entry a sentence rests on.

    span: where quote stands in the part. share: of the sentence's content words that it has. contradicts: whether it
    says the opposite.
    """

    entry: Entry
    part: Part
    quote: str
    span: tuple[int, int]
    share: float
    contradicts: bool


Known = dict[tuple[str, tuple[int, ...]], Support | None]
"""What was found for a sentence and its citations before: a growing answer is checked ten times a second."""


def grounded(
    text: str,
    passages: Sequence[Entry],
    known: Known | None = None,
    *,
    whole: bool = True,
    embed: Embed | None = None,
) -> Grounded:
    """The answer with its citations checked against the passages it was given, passage 1 first.

    known: kept by the caller from one stage of the same answer to the next. whole: False while the answer is still
    growing: its last sentence is then left unmarked. embed: compares meanings; without it words have to do.
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
            known[key] = _support(bare, passages, key[1], embed)
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
    for span in sentences(text):
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


def _claims(sentence: str) -> bool:
    """Whether a sentence asserts something that notes could support."""
    plain = sentence.strip("*_ \n")
    if (
        not plain
        or plain.startswith("#")
        or plain.rstrip("\"”’'").endswith(("?", ":"))
        or re.fullmatch(r"[-|\s:]+", plain)
    ):
        return False
    said = len(terms(plain))
    if _GAP_IN_NOTES.search(plain) or (said <= SMALL and _SMALL_TALK.match(_ITEM.sub("", plain))):
        return False
    return said >= 1


def _cited(sentence: str, passages: int) -> tuple[int, ...]:
    """The passages a model says a sentence rests on, from 0; those that do not exist left out."""
    numbers = [int(n) for mark in _MARKS.findall(sentence) for n in _NUMBER.findall(mark)]
    return tuple(dict.fromkeys(n - 1 for n in numbers if 1 <= n <= passages))


def _support(sentence: str, passages: Sequence[Entry], cited: Iterable[int], embed: Embed | None) -> Support | None:
    """What supports a sentence: a passage it cites if one does, else the best of the others."""
    wanted = frozenset(meant(sentence)) or frozenset(terms(sentence))
    order = list(dict.fromkeys([*cited, *range(len(passages))]))
    found = [(place, _in_entry(sentence, wanted, passages[place], embed)) for place in order]
    backing = [(place, support) for place, support in found if support is not None]
    named = set(cited)
    by_model = [support for place, support in backing if place in named]
    return max(by_model or [support for _, support in backing], key=lambda support: support.share, default=None)


def _in_entry(sentence: str, wanted: frozenset[str], entry: Entry, embed: Embed | None) -> Support | None:
    """The one or two neighbouring sentences of an entry that support a sentence; those of its answer first."""
    parts: list[tuple[Part, str]] = [("answer", entry.answer)]
    parts += [("key_point", point) for point in entry.key_points]
    parts += [("follow_up", follow_up.good_reply) for follow_up in entry.follow_ups]
    found = [support for part, text in parts for support in _in_text(sentence, wanted, entry, part, text, embed)]
    return max(found, key=lambda support: support.share + 0.1 * (support.part == "answer"), default=None)


def _in_text(
    sentence: str, wanted: frozenset[str], entry: Entry, part: Part, text: str, embed: Embed | None
) -> Iterator[Support]:
    units = [unit for unit in units_of(text) if not gives_orders(unit.text)]
    figures = set(_FIGURE.findall(_ITEM.sub("", sentence)))
    names = {name.casefold() for name in _NAME.findall(sentence)}
    known = set(words(f"{entry.question} {entry.answer} {text}")) if names else set()
    subject = _meant(entry.question)
    for at in range(len(units)):
        for group in (units[at : at + 1], units[at : at + 2]):
            held = frozenset[str]().union(*(_meant(unit.text) for unit in group))
            # The question names the subject, so words of it count as said; but alone they support nothing.
            share = len(wanted & (held | subject)) / len(wanted)
            own = len((wanted & held) - subject) / max(1, len(wanted - subject))
            if share < FEWEST or own < OWN:
                continue
            quote = text[group[0].start : group[-1].end]
            if figures - set(_FIGURE.findall(quote + entry.question)) or names - known:
                continue
            if not _alike(sentence, quote, share, embed):
                continue
            share -= 0.02 * (len(group) - 1)  # one sentence rather than two
            span = (group[0].start, group[-1].end)
            if opposes(sentence, quote):
                yield Support(entry, part, quote, span, share, contradicts=True)
            elif not goes_beyond(sentence, quote, f"{entry.question} {entry.answer}"):
                yield Support(entry, part, quote, span, share, contradicts=False)


def _alike(sentence: str, quote: str, share: float, embed: Embed | None) -> bool:
    """Whether two sentences with so many words in common mean the same."""
    if embed is None or share >= SURELY:
        return share >= NEAR
    said, there = embed([sentence, quote])
    return share + float(said @ there) >= ALIKE


@lru_cache(maxsize=4096)  # asked of the same sentences for every sentence of an answer
def _meant(text: str) -> frozenset[str]:
    """The content words of a text, synonyms as one."""
    return frozenset(meant(text))


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

    Small models go round in circles. Sentences of fewer than six words may repeat.
    """
    said: set[str] = set()
    for span in sentences(text):
        sentence = " ".join(words(_MARKS.sub("", text[span.start : span.end])))
        if sentence in said:
            return text[: span.start].rstrip()
        if len(sentence.split()) >= 6:
            said.add(sentence)
    return text


def echoes(text: str, prompt: str, length: int = 12) -> bool:
    """Whether a text repeats so many words in a row of a prompt that it is quoting it."""
    said, told = words(text), words(prompt)
    runs = {tuple(told[at : at + length]) for at in range(len(told) - length + 1)}
    return any(tuple(said[at : at + length]) in runs for at in range(len(said) - length + 1))
