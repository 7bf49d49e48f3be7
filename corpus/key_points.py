"""Key points of an answer that comes with none: its own sentences that say most, in their order.

A grader reads them one by one, so each is a whole sentence of prose that stands on its own and says something the
question does not. Which ones: words that much of the answer is about count, words of the question do not; a sentence
that repeats one already taken adds nothing.
"""

import re
from collections import Counter
from collections.abc import Sequence

from corpus.entries import Entry
from corpus.text import sentences
from corpus.wording import COMMON_WORDS

MOST = 6
WORDS = (5, 40)  # of a sentence that can be a key point

_CODE = re.compile(r"^[ \t]*(`{3,}|~{3,})")
_ITEM = re.compile(r"^[ \t]*(?:[-*+•]|\(?\d{1,3}[.)])\s+")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)|<[^>]+>")
_LEANING = re.compile(
    r"(?:this|that|these|those|it|they|he|she|here|there|such|so|also|however|moreover|furthermore|finally|then|but|and"
    r"|or|for example|for instance|e\.g\.|in this case|in other words|as (?:mentioned|said|you)|let['’]?s|let us|sure"
    r"|note|remember|imagine|suppose|i|i['’]m|i['’]ve|we|you|see)\b",
    re.IGNORECASE,
)


def derive(entry: Entry) -> tuple[str, ...]:
    """Up to MOST facts from the answer, in its order; none where it has no prose. Equal entries give equal ones."""
    candidates = [text for text in _prose(entry.answer) if WORDS[0] <= len(text.split()) <= WORDS[1]]
    standing = [text for text in candidates if not _LEANING.match(text) and not text.endswith(("?", ":"))]
    if not standing:
        standing = [text for text in candidates if not text.endswith("?")] or _prose(entry.answer)[:1]
    return _central(standing, entry.question)


def _prose(answer: str) -> list[str]:
    """The sentences of an answer that are prose, without their markup; an item of a list is split into its own."""
    found = []
    for span in sentences(answer):
        text = answer[span.start : span.end]
        if _CODE.match(text) or text.startswith(("|", "#", "$$", "![", "<")):
            continue
        item = _ITEM.match(text)
        body = text[item.end() :] if item else text
        pieces = [body[inner.start : inner.end] for inner in sentences(body)][:1] if item else [body]
        for piece in pieces:
            clean = " ".join(_MARKS.sub("", _LINK.sub(r"\1", piece)).split())
            if any(letter.isalpha() for letter in clean):
                found.append(clean)
    return found


def _central(texts: Sequence[str], question: str) -> tuple[str, ...]:
    """The texts that together hold most of what the words of all of them are about."""
    given = _words(question)
    bags = [_words(text) - given for text in texts]
    weight = Counter(word for bag in bags for word in bag)
    chosen: list[int] = []
    covered: set[str] = set()
    while len(chosen) < min(MOST, len(texts)):
        gains = {
            i: sum(weight[word] for word in bag - covered) / (4 + len(bag)) + (0.5 if i == 0 else 0)
            for i, bag in enumerate(bags)
            if i not in chosen
        }
        best = max(gains, key=lambda i: (gains[i], -i))
        if gains[best] <= 0:
            break
        chosen.append(best)
        covered |= bags[best]
    return tuple(texts[i] for i in sorted(chosen))


def _words(text: str) -> set[str]:
    words = re.findall(r"[^\W\d_]{2,}|\d+", text.lower())
    return {re.sub(r"(?:ies|es|s|ed|ing)$", "", word) if len(word) > 4 else word for word in words} - COMMON_WORDS
