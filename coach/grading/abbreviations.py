"""Names that an entry writes out and a candidate cuts short: "LDA" for linear discriminant analysis.

To the grader they would be two things, and "LDA ignores the labels while PCA uses them" would say nothing false of
linear discriminant analysis. So the entry is read with the short names that the candidate uses.
"""

import re
from collections.abc import Iterable

from corpus.entries import Entry

_DEFINED = re.compile(r"((?:[A-Za-z][\w-]*\s){1,5}[A-Za-z][\w-]*)\s\((?=[a-z]?[A-Z])([A-Za-z]{2,7})\)")
_SMALL = frozenset(["the", "of", "and", "for", "a", "an", "to", "in"])


def abbreviations(text: str) -> dict[str, str]:
    """The names that a text cuts short, "linear discriminant analysis (LDA)", with what it cuts them to."""
    found: dict[str, str] = {}
    for before, short in _DEFINED.findall(text):
        words = before.split()
        for start in range(len(words)):
            name = " ".join(words[start:])
            parts = [part for part in re.split(r"[\s-]", name) if part]
            if words[start] not in _SMALL and short.casefold() in (
                _initials(parts),
                _initials(part for part in parts if part not in _SMALL),
            ):
                found.setdefault(name, short)
    return found


def used_by(answer: str, entry: Entry) -> dict[str, str]:
    """The names of an entry that an answer cuts short, and does not write out as well."""
    return {
        name: short
        for name, short in abbreviations(f"{entry.question}\n{entry.answer}").items()
        if re.search(rf"\b{short}s?\b", answer, re.IGNORECASE) and not _written(name).search(answer)
    }


def cut_short(text: str, names: dict[str, str]) -> str:
    """A text with these names cut short."""
    for name, short in names.items():
        text = _written(name).sub(short, re.sub(rf"({_written(name).pattern}) \({short}\)", short, text, flags=re.I))
    return text


def _initials(words: Iterable[str]) -> str:
    return "".join(word[0] for word in words).casefold()


def _written(name: str) -> re.Pattern[str]:
    return re.compile(r"[\s-]+".join(map(re.escape, re.split(r"[\s-]", name))), re.IGNORECASE)
