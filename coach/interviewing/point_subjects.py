"""What a key point is about: named briefly, as one would name it in the middle of a question."""

import re
from collections.abc import Sequence
from itertools import pairwise

from coach.interviewing.statements import Statement, is_plural, statement, verbs, word_class
from index.words import STOP_WORDS, terms, words

LONGEST_SUBJECT = 5  # words: what is longer is half of the point already
PRONOUN = re.compile(r"(?:it|they|this|these|that|those|there|here)(?:['’]\w+)?\b", re.IGNORECASE)
_OF_WHAT = re.compile(
    r"^(?:one|another|the|an?)\s+(?:\w+\s+)?(?:advantage|benefit|drawback|disadvantage|goal|idea|purpose|aim)\s+of\s+",
    re.IGNORECASE,
)
_THING = r"((?:an? |the )?[\w' -]{2,40}?)"
_ASKED_ABOUT = tuple(
    re.compile(form.replace("THING", _THING), re.IGNORECASE)
    for form in (
        r"\b(?:what|who) (?:exactly )?(?:is|are) THING(?: and\b| in\b| used\b| for\b|[,?:(]|$)",
        r"\bexplain (?:what |how )?THING(?: is\b| are\b| works?\b| and\b| in\b|[,?:(]|$)",
        r"\bhow (?:do|does) THING work",
        r"\bdescribe (?:what |how )?THING(?: is\b| are\b| works?\b|[,?:(]|$)",
        r"\b(?:role|purpose) (?:does|of) THING(?: play\b| in\b|[,?:(]|$)",
    )
)
_ARTICLES = frozenset(["a", "an", "the"])
_DEGREES = frozenset(["more", "most", "very", "less", "rather", "fairly"])
BEHIND_ORDERS = frozenset(
    ["a", "an", "the", "your", "each", "all", "it", "that", "whether", "them", "several", "both", "by", "with", "from"]
)
"""Words right behind a verb that tells somebody to do something."""
_NO_THING = re.compile(
    r"\b(?:briefly|difference|differences|you|your|i|me|advantages?|time|some|key|way|ways|how|what)\b", re.IGNORECASE
)


def subject(key_point: str, question: str, about: str = "") -> str:
    """What a key point is about, without what it says of it: its words up to the verb, else those of the question.

    about: what a pronoun at its beginning stands for, where that is known. Empty where nothing short can be named.
    """
    return own_subject(statement(key_point), question, about) or shared_words(key_point, question)


def own_subject(told: Statement | None, question: str, about: str) -> str:
    """The subject of a statement, cut to what can be said in a question; empty where it names nothing or is long."""
    head = told.subject.split() if told is not None else []
    if any(word.casefold() in ("i", "you", "we", "it", "they", "this", "those", "these") for word in head[1:]):
        return ""
    if about.split()[:1] and about.split()[0].casefold() in word_class("no_subject"):
        about = ""
    if head and PRONOUN.fullmatch(head[0]):
        known = about and not PRONOUN.match(about) and not _is_vague(about.split())
        head = (_OF_WHAT.sub("", about) if known else asked_about(question)).split() if len(head) == 1 else []
    elif head and (head[0].casefold() in word_class("no_subject") or _is_order(head, told)):
        head = []
    head = _cut(head)
    if _is_vague(head) or not any(word.casefold() not in STOP_WORDS for word in head):
        return ""
    return _lowered(" ".join(head), question)


def _is_order(head: Sequence[str], told: Statement | None) -> bool:
    """Whether words tell somebody to do something: "start by measuring", "plot the residuals"; "recall at k is" not."""
    first = head[0].casefold()
    if first in verbs() and head[1:2] and head[1].casefold() in BEHIND_ORDERS:
        return True
    return first in verbs(only=True) and not (told and told.auxiliary)


def shared_words(key_point: str, question: str) -> str:
    """Two words that point and question have side by side."""
    asked = words(question)
    shared = list(dict.fromkeys(word for word in words(key_point) if word in asked and word not in STOP_WORDS))[:2]
    beside = any(list(pair) == shared for pair in pairwise(asked))
    return _spelled(" ".join(shared), question) if beside else ""


def asked_about(question: str) -> str:
    """The thing that a question asks about, with its article; empty where it asks about several, or something else."""
    for form in _ASKED_ABOUT:
        found = form.search(question)
        if found and len(found[1].split()) <= LONGEST_SUBJECT and not _NO_THING.search(found[1]):
            return found[1].strip()
    return ""


def noun_phrase(point: str, question: str) -> str:
    """The first new thing that a point names by two or three words, with its article."""
    runs: list[list[str]] = [[]]
    articles = [""]
    for word in re.findall(r"[\w'’+#-]+|[^\w\s]", point):
        bare = word.casefold()
        no_noun = not re.match(r"\w", word) or bare in STOP_WORDS or bare.endswith("ly")
        no_noun = no_noun or any(bare in word_class(sort) for sort in ("auxiliaries", "no_nouns", "participles"))
        no_noun = no_noun or PRONOUN.fullmatch(bare) is not None or (runs[-1] != [] and bare.endswith("ed"))
        verb = {bare, bare.removesuffix("s")} & verbs(only=not runs[-1])  # a word behind another may be its verb
        if no_noun or verb:
            runs.append([])
            articles.append(bare if bare in _ARTICLES else articles[-1] if bare in _DEGREES else "")
        else:
            runs[-1].append(word)
    asked = set(terms(question))
    for run, article in zip(runs, articles, strict=True):
        if 2 <= len(run) <= 3 and not set(terms(" ".join(run))) <= asked:
            if article in ("a", "an"):
                article = "an" if run[0][0].casefold() in "aeiou" else "a"
            return f"{article} {_lowered(' '.join(run), question)}".strip()
    return ""


def _is_vague(head: Sequence[str]) -> bool:
    """Whether a subject names nothing: "the main idea here", "another method"."""
    named = [word.casefold() for word in head if word.casefold() not in STOP_WORDS]
    if not named:
        return False
    nothing = all(word in word_class("unnamed") for word in named) or named == ["key"]
    return nothing or named[-1] in ("time", "case", "way", "here")


def _cut(head: Sequence[str]) -> list[str]:
    """A subject without adverbs around it; a long one without what is said beside it."""
    head = list(head)
    while head and head[0].casefold() in word_class("around"):
        head = head[1:]
    while head and (head[-1].casefold() in word_class("around") | word_class("beside") or head[-1].endswith("ly")):
        head = head[:-1]
    longest = LONGEST_SUBJECT + (head[0].casefold() in ("a", "an", "the") if head else 0)
    if any(word in ("that", "which", "who") for word in head):  # half of such a subject would be another one
        return head if len(head) <= longest + 2 else []
    if len(head) > longest:
        short = int(not is_plural(head[0]))  # "strategies for ..." can do without the rest, "effect of ..." cannot
        beside = word_class("beside") - {"and"} | {"before", "after", "without", "during"}
        at = next((n for n, word in enumerate(head) if n > short and word.casefold() in beside), len(head))
        head = head[:at]
    return head if len(head) <= longest else []


def _spelled(shared: str, question: str) -> str:
    """Words as the question spells them: acronyms keep their capitals."""
    as_asked = {word.casefold(): word for word in re.findall(r"[\w+#-]+", question) if not word[1:].islower()}
    return " ".join(as_asked.get(word, word) for word in shared.split())


def _lowered(head: str, question: str = "") -> str:
    """A sentence's beginning, in the middle of another: names and acronyms keep their capitals.

    Names are told by a capital inside the question, or known.
    """
    first, _, rest = head.partition(" ")
    if first.casefold() in STOP_WORDS | {"a", "an", "the"}:
        return f"{first.lower()} {rest}".strip()
    inside = re.findall(r"[\w'’+#-]+", question)[1:]
    title = any(word[:1].isupper() and word[1:].islower() for word in rest.split())
    name = (
        title or first in inside or re.split(r"['’–-]", first.casefold())[0] in word_class("names") or first[1:2] == "-"
    )
    acronym = any(c.isupper() or c.isdigit() for c in first.partition("-")[0][1:])
    return head if name or acronym else f"{first[:1].lower()}{first[1:]} {rest}".strip()
