"""Key points taken apart: subject, claim, terms and phrases."""

import re
from dataclasses import dataclass

from coach.grading.text import terms, tokens

PHRASE = 3  # content words of a phrase
_VERB = re.compile(
    r"\b(?:is|are|was|were|can|cannot|may|might|must|should|does|do|has|have|had|will|would|needs?|uses?|means?|makes?|"
    r"gives?|adds?|reduces?|increases?|lowers?|raises?|measures?|shows?|helps?|allows?|lets?|keeps?|learns?|trains?|"
    r"splits?|works?|ends?|starts?|becomes?|causes?|turns?|takes?|leads?|drives?|shrinks?|depends?|predicts?|computes?|"
    r"maps?|applies|penalises?|penalizes?|spreads?|tends?|favou?rs?|fits?|feeds?|stores?|finds?|looks?|suits?|sends?|"
    r"estimates?|assigns?|builds?|corresponds?|plots?|punishes|sets?|creates?|matches|compares?|leaves?|decides?|corrects?|"
    r"trained|used|based|involves?|refers?|provides?|works|considers?|tries|try|aims?|focuses|describes?|consists?)\b"
)


@dataclass(frozen=True, slots=True)
class Point:
    """A key point, taken apart once. head: canonical terms of its subject; claim: those of the rest."""

    text: str
    terms: tuple[str, ...]
    head: frozenset[str]
    claim: frozenset[str]
    tokens: tuple[str, ...]
    phrases: tuple[str, ...]


def point_of(text: str, about: str = "") -> Point:
    """A key point, taken apart. about: its subject, where the text has only a pronoun for it."""
    head, claim = halves(text)
    head = about or head
    return Point(text, terms(text), frozenset(terms(head)), frozenset(terms(claim)), tuple(tokens(text)), phrases(text))


def halves(text: str) -> tuple[str, str]:
    """A statement's subject, empty where no verb is recognised, and the rest of it."""
    found = _VERB.search(text)
    if found is None or found.start() == 0:
        return "", text
    head, comma, aside = text[: found.start()].partition(",")
    return head, f"{aside} {text[found.start() :]}" if comma else text[found.start() :]


def phrases(text: str) -> tuple[str, ...]:
    """Its words in windows of PHRASE content words, each from the first to the last of them as they were written."""
    words = re.findall(r"[^\s,;:.!?()\"]+", text)
    at = [n for n, word in enumerate(words) if terms(word)]
    if len(at) <= PHRASE:
        return (" ".join(words),) if at else ()
    return tuple(" ".join(words[at[n] : at[n + PHRASE - 1] + 1]) for n in range(len(at) - PHRASE + 1))
