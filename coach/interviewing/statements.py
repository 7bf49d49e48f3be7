"""A statement taken apart: what it is about, and what it says of that. By function words and a list of verbs.

    With correlated features, | L1       | tends | to keep one of them.
    case                        subject    verb    rest

What cannot be taken apart with some certainty is not: then there is None, and whoever asked does without.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

BE = frozenset(["is", "are", "was", "were"])
MODALS = frozenset(["can", "cannot", "could", "may", "might", "must", "should", "will", "would"])
PLURAL_AUXILIARIES = frozenset(["are", "were", "have", "do", "need"])
LOOKED_AHEAD = 10  # words behind a word that may be a noun, among which the real verb is looked for
_CASE = re.compile(
    r"^(?P<word>with|without|for|in|under|at|during|after|before|if|when|while|among|given|unlike|on|because|once"
    r"|since|as|instead of|by|through|compared (?:with|to))"
    r"\s+(?P<case>[^,:;]{3,90}),\s+(?P<main>.+)$",
    re.IGNORECASE,
)
_LINK = re.compile(r"^(?:then|so|thus|therefore|also|first|second|third|finally|lastly|and|but)\b,?\s+", re.IGNORECASE)
_OBJECT_BEGINS = frozenset(["the", "a", "an", "each", "every", "its", "their"])
"""Before these stands a verb and no noun: "survival analysis models the time"."""
_BESIDE_NUMBER = frozenset(["a", "an", "one", "each", "every", "either", "another", "no", "this", "that", "its"])


@dataclass(frozen=True, slots=True)
class Statement:
    """case: the condition or place it begins with, with its word ("with correlated features"); empty without one.

    subject: as it is spelled. auxiliary: "is", "can", "does", ...; empty where the verb stands alone. negated: by "not"
    or "never". verb: in its base form, or the participle after "is"; empty after "is" with no participle. rest: the
    words behind, adverbs before the verb left out. plural: of the subject.
    """

    subject: str
    auxiliary: str = ""
    negated: bool = False
    verb: str = ""
    rest: tuple[str, ...] = ()
    plural: bool = False
    case: str = ""


def statement(text: str) -> Statement | None:
    """The first sentence of text taken apart; None where no subject and verb can be told."""
    plain = text.strip().rstrip(".:;")
    case = ""
    if found := _CASE.match(plain):
        case = f"{found['word'].lower()} {found['case']}"
        plain = found["main"]
    plain = _LINK.sub("", plain)
    head = head_of(plain)
    if not head:
        return Statement("", case=case) if case else None
    words = plain.split()
    return _said_of(" ".join(head), words[len(head) :], case)


def head_of(text: str) -> list[str]:
    """The words before the verb of a statement; empty where no verb is recognised."""
    found = text.strip().rstrip(".").split()
    for n, word in enumerate(found[1:], 1):
        if word.endswith((",", ":", ";")) or found[n - 1].endswith((",", ":", ";")):
            return []
        behind = found[n + 1].casefold() if n + 1 < len(found) else ""
        before_object = behind in _OBJECT_BEGINS and word.endswith("s")
        if before_object and word == "models":
            return found[:n]
        if _is_verb(found, n) and (before_object or not (_may_be_noun(word) and _verb_ahead(found, n))):
            return found[:n]
    return []


def is_plural(subject: str) -> bool:
    """Whether "do" or "does" goes with a subject, by its words alone."""
    found = subject.split()
    if not found:
        return False
    if found[0].casefold() in _BESIDE_NUMBER or found[0].casefold().endswith("ing"):
        return False
    main = re.split(r"\b(?:of|in|on|for|with|from|to|by|such|than|at|between|that|which|who)\b", subject)[0].split()
    if "and" in main:
        return True
    last = (main or found)[-1].casefold()
    return last == "data" or (last.endswith("s") and not last.endswith(("ss", "us", "is", "bayes", "ics")))


def base_of(verb: str) -> str:
    """A verb without the ending of the third person; itself where it has none."""
    return verb if verb in verbs() else _base(verb) or verb


def is_participle(word: str) -> bool:
    """Whether a word after "is" says what is done to the subject."""
    bare = word.casefold()
    if bare in word_class("no_participles") or (bare.startswith("un") and bare.endswith("ed")):
        return False
    return bare in word_class("participles") or (bare.endswith("ed") and len(bare) > 3 and not bare.endswith("eed"))


@cache
def verbs(*, only: bool = False) -> frozenset[str]:
    """Verbs that statements about this field are made with. only: without those that are nouns as well."""
    lines = (resources.files("coach") / "data" / "verbs.txt").read_text("utf-8").split()
    held = {line.rstrip("*") for line in lines if not (only and line.endswith("*"))}
    return frozenset(held | {f"{verb[:-3]}ize" for verb in held if verb.endswith("ise") and len(verb) > 6})


@cache
def word_class(sort: str) -> frozenset[str]:
    """A class of function words."""
    lines = (resources.files("coach") / "data" / "word-classes.txt").read_text("utf-8").splitlines()
    classes = dict(line.split(": ", 1) for line in lines)
    return frozenset(classes[sort].split())


def _said_of(subject: str, behind: Sequence[str], case: str) -> Statement:
    """The words from the verb on, sorted into auxiliary, verb and rest."""
    first, rest = behind[0].casefold(), list(behind[1:])
    plural = first in PLURAL_AUXILIARIES or first in verbs()
    if first in ("has", "have", "had"):
        return Statement(subject, "", False, "have", tuple(rest), plural, case)
    if first in MODALS or first in BE | {"does", "do", "did"}:
        plural = plural or (first in MODALS and is_plural(subject))
        negated = first == "cannot" or bool(rest and rest[0] in ("not", "never"))
        rest = _without_adverbs(rest)
        verb = ""
        if first in BE:
            if rest and is_participle(rest[0].rstrip(",")):
                verb, rest = rest[0], rest[1:]
        elif rest:
            verb, rest = rest[0], rest[1:]
        return Statement(subject, first, negated, verb.casefold(), tuple(rest), plural, case)
    return Statement(subject, "", False, base_of(first), tuple(rest), plural, case)


def _without_adverbs(found: list[str]) -> list[str]:
    while found and (found[0].casefold() in word_class("around") or found[0].endswith("ly") or found[0] == "be"):
        if found[0] == "be":
            break
        found = found[1:]
    return found


def _is_verb(found: Sequence[str], n: int) -> bool:
    """Whether a word is the verb of its statement: an auxiliary, or a known verb where it cannot be a noun."""
    word, before = found[n].casefold(), found[n - 1].casefold()
    after = found[n + 1].casefold() if n + 1 < len(found) else ""
    if (len(word) > 1 and found[n].isupper()) or before in ("that", "which", "who", "whose", "what", "how", "where"):
        return False
    if word in word_class("auxiliaries"):
        return True
    if before in word_class("not_before_verbs") or after in word_class("auxiliaries"):
        return False
    plural = is_plural(" ".join(found[:n]))
    base = word if plural else _base(word)
    if base not in verbs():
        return False
    sure = base in verbs(only=True)
    if (word.endswith("s") or not sure) and {after, _base(after)} & verbs(only=sure):
        return False  # the last word of a subject, with its verb behind it: "recursive forecasts accumulate"
    return sure or bool(after and after not in ("and", "or"))


def _may_be_noun(word: str) -> bool:
    bare = word.casefold()
    return bare not in word_class("auxiliaries") and not {bare, _base(bare)} & verbs(only=True)


def _verb_ahead(found: Sequence[str], n: int) -> bool:
    """Whether a word that cannot be a noun is the verb, further on in the same clause: "row counts ... reveal"."""
    for m in range(n + 1, min(len(found), n + LOOKED_AHEAD)):
        before = found[m - 1].casefold()
        if found[m - 1].endswith((",", ":", ";")) or before in ("that", "which", "who", "to", "when", "if"):
            return False
        if before in ("and", "or") and found[m].casefold() not in word_class("beside") | {"after", "before"}:
            return False
        bare = found[m].casefold().rstrip(",")
        if _is_verb(found, m) and not _may_be_noun(bare):
            return True
    return False


def _base(word: str) -> str:
    """A verb without the ending of the third person; empty where it has none."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("es") and word[:-2] in verbs():
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else ""
