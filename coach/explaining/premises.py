"""What a question takes for granted, and whether the notes say otherwise: "since L1 can never give zeros ...".

To answer such a question as it stands would agree with it. So the premise is taken out of the question, laid beside the
sentences that were found, and the one that contradicts it is told first.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from coach.explaining.quoting import units_of
from coach.explanation import Part
from coach.grading.features import Embed
from coach.grading.opposing import ABSOLUTE, DENYING, axis, hedges, opposes, overstates
from coach.grading.orders import gives_orders
from coach.grading.text import canonical, terms
from corpus.entries import Entry
from index.words import STOP_WORDS, stem, words

LOOKED_AT = 2
"""Entries whose sentences are compared: what comes after them is seldom on the same thing."""
FEWEST = 3
"""Content words of a premise; less of them claim nothing that could be wrong."""
SHARE = 0.5
"""Share of a premise's content words that a sentence must have to be about it."""
ABOUT = 0.5
"""Cosine from which it is."""
MISTAKEN = 0.8
"""Cosine of a premise and a pitfall of the entry, from which it is that mistake."""
MOST_COMPARED = 12
"""Sentences on each side whose meaning is compared with a premise: those that share most of its words."""
AHEAD = 0.05
"""How much nearer a contradicting sentence must be than one that says the same as the premise."""

_NAME = re.compile(r"\b(?:[A-Z]{2,}\w*|[A-Z]\d+)\b")
_NEVER = re.compile(r"\b(?:never|cannot|can(?:no|')t|can not|impossible)\b", re.IGNORECASE)
_THEN = r"(?:then )?(?:so )?(?:why|how|what|when|which|where|should|can|could|do|does|is|are|would|will|must)\b"
_SEEN = re.compile(r"\b(?:my|our|i see|i get|i got|we see|we get)\b", re.IGNORECASE)
_PREMISES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?:so |but )?(?:since|because|given that|seeing that|knowing that|as|now that|if) (?P<p>.+?), {_THEN}",
        r"(?:^|, | )(?:since|because|given that) (?P<p>[^,?]+)\?*$",
        r"^(?:so |but |and )?(?:explain |tell me )?(?:why|how come) (?:do|does|did|is|are|can|will|would|should|must"
        r"|has|have|could) (?P<p>.+?)\?*$",
        r"^(?:so |but |and )?why (?P<no>do not|don't|does not|doesn't|is not|isn't|are not|aren't|can't|cannot|can not)"
        r" (?P<p>.+?)\?*$",
        r"^(?:explain |tell me )?(?:why|how come) (?P<p>(?!.*\bnot\b).+?)\?*$",
        r"^(?:so |but |and )?(?P<p>.+?),? (?:right|correct|true|is(?:n't| not) it|are(?:n't| not) they"
        r"|does(?:n't| not) it|do(?:n't| not) they)\?+$",
        r"^(?:is it true|am i right|is it correct|is(?:n't| not) it true) that (?P<p>.+?)\?*$",
    )
]


@dataclass(frozen=True, slots=True)
class Correction:
    """The sentence that contradicts what a question takes for granted, and where it stands."""

    entry: Entry
    part: Part
    quote: str
    span: tuple[int, int] | None


def premise_of(question: str) -> str:
    """What a question takes for granted; empty where it takes nothing, or tells what the asker has seen themselves."""
    if _SEEN.search(question):
        return ""
    said = " ".join(question.translate({0x2019: "'"}).split())
    for pattern in _PREMISES:
        if found := pattern.search(said):
            denied = "not " if found.groupdict().get("no") else ""
            return f"{denied}{found['p'].strip()}" if len(terms(found["p"])) >= FEWEST else ""
    return ""


def claimed(request: str, standalone: str) -> str:
    """What may take something for granted: the question in full, where that is the request with its subject put in.

    Else it is the request by itself, for what stands before it in the full question was asked earlier.
    """
    same_start = request.casefold().split()[:2] == standalone.casefold().split()[:2]
    return standalone if same_start else request


def correction(question: str, entries: Sequence[Entry], embed: Embed) -> Correction | None:
    """What puts a question right; None where it takes nothing for granted, or the notes do not contradict it."""
    premise = premise_of(question)
    if not premise:
        return None
    wanted = [_names(word) for word in words(premise) if word not in STOP_WORDS and word not in ABSOLUTE]
    near: list[tuple[float, bool, Correction]] = []
    for entry in entries[:LOOKED_AT]:
        for said in _sentences(entry):
            share = _shared(wanted, f"{said.quote} {entry.question}")
            if share >= SHARE:
                denies = not _of_another(premise, said.quote) and (
                    opposes(premise, said.quote)
                    or (overstates(premise, said.quote) and hedges(said.quote))
                    or (bool(_NEVER.search(premise)) and _happens(wanted, said.quote))
                )
                near.append((share, denies, said))
    denying = _nearest(premise, [(share, said) for share, denies, said in near if denies], embed)
    if denying is not None:  # else there is no need to look for what agrees
        agreeing = _nearest(premise, [(share, said) for share, denies, said in near if not denies], embed)
        if agreeing is None or denying[0] >= agreeing[0] + AHEAD:
            return denying[1]
    mended = (_mistake(premise, wanted, entry, embed) for entry in entries[:LOOKED_AT] if entry.pitfalls)
    return next((correction for correction in mended if correction is not None), None)


def _of_another(premise: str, quote: str) -> bool:
    """Whether a sentence sets another thing against that of the premise: "BERT reads a text, and GPT writes one"."""
    return not {name.casefold() for name in _NAME.findall(quote)} <= set(words(premise))


def _shared(wanted: Sequence[frozenset[str]], text: str) -> float:
    """The share of what is wanted that a text has, in whichever of its names."""
    held = frozenset[str]().union(*map(_names, words(text)))
    return sum(not held.isdisjoint(names) for names in wanted) / len(wanted)


def _nearest(premise: str, near: Sequence[tuple[float, Correction]], embed: Embed) -> tuple[float, Correction] | None:
    """The sentence that is most nearly about a premise, by share of its words and cosine, and how nearly."""
    if not near:
        return None
    near = sorted(near, key=lambda found: -found[0])[:MOST_COMPARED]  # to embed more would make the asker wait
    first, *vectors = embed([premise, *(said.quote for _, said in near)])
    alike = [(share, float(first @ vector), said) for (share, said), vector in zip(near, vectors, strict=True)]
    scored = [(share + cosine, said) for share, cosine, said in alike if cosine >= ABOUT]
    return max(scored, key=lambda found: found[0], default=None)


def _happens(wanted: Sequence[frozenset[str]], quote: str) -> bool:
    """Whether a sentence says, of all that is wanted, that it is so: "sets some weights exactly to zero"."""
    return DENYING.isdisjoint(words(quote)) and _shared(wanted, quote) == 1.0


@lru_cache(maxsize=16384)
def _names(word: str) -> frozenset[str]:
    """A word as it may be recognised in another sentence: by its stem, its synonyms, or its opposite."""
    return frozenset([stem(word), axis(canonical(word))])


def _sentences(entry: Entry) -> list[Correction]:
    """What an entry states: sentences of its answer, then its key points."""
    told = [
        Correction(entry, "answer", unit.text, (unit.start, unit.end))
        for unit in units_of(entry.answer)
        if unit.prose and not gives_orders(unit.text)
    ]
    return told + [Correction(entry, "key_point", point, None) for point in entry.key_points]


def _mistake(premise: str, wanted: Sequence[frozenset[str]], entry: Entry, embed: Embed) -> Correction | None:
    """What puts a premise right that is one of the mistakes which the entry names. wanted: the premise's words."""
    near = [pitfall for pitfall in entry.pitfalls if _shared(wanted, f"{pitfall} {entry.question}") >= SHARE]
    if not near:
        return None
    first, *vectors = embed([premise, *near])
    alike = [(float(first @ vector), pitfall, vector) for pitfall, vector in zip(near, vectors, strict=True)]
    alike = [said for said in alike if said[0] >= MISTAKEN and not opposes(premise, said[1])]
    if not alike:  # nearly always: to read the whole entry would make the asker wait
        return None
    told = sorted(_sentences(entry), key=lambda said: -_shared(wanted, said.quote))[:MOST_COMPARED]
    stated = embed([said.quote for said in told])
    for likeness, pitfall, vector in alike:
        if likeness > float((stated @ first).max()):
            places = [place for place, said in enumerate(told) if opposes(pitfall, said.quote)] or range(len(told))
            return told[max(places, key=lambda place: float(stated[place] @ vector))]
    return None
