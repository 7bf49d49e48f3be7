"""What in an answer earns nothing, whatever it says: words to the grader, echoes, bare lists of terms, gibberish.

Only the unit concerned is left out. A good answer with an order to the grader in it is graded on its good part, and the
order is shown as a flag.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib import resources
from itertools import pairwise

from coach.grading.text import NEGATORS, Unit, canonical, is_vague, plain, terms, tokens
from index.words import STOP_WORDS

OTHER_LANGUAGE = "other language"
ECHO = 0.9  # share of a unit's terms that the question has, from which it only repeats it
QUOTE = 0.75  # likeness of a unit to a hint or follow-up, from which it quotes it
LIST_WORDS = 5  # content words, from which a unit without any word that links them is a bare list
LINKING = 0.15  # share of linking words below which there is no sentence
LONGEST_NAME = 4  # words of a term in a list
NO_SENTENCE = 8  # words in a row without a small word or a sign between them, from which they are a list
COPIED = 0.5  # share of a unit's runs of three words that stand in what was shown, from which it is read out
OF_ONES_OWN = 2  # terms beyond what was shown, from which a unit says something all the same
MOSTLY = 0.6  # share of an answer's terms in bare lists, from which lists in it are no mere notes
SALAD = 25  # words per impossible pair of words, below which they are shuffled rather than misspoken
NOTHING_SPECIFIC = "nothing specific"
ECHOED, TERM_LIST = "echo", "term list"
FEWEST_FOREIGN = 3  # words of another language, of which at least two differ
FOREIGN = 0.12  # share of another language's commonest words, from which an answer is in it

_RELATION = re.compile(r"=|->|→|[<>≤≥]|\b(?:w/|w/o|vs|e\.g)\b|\w\(|:\s")
"""Signs by which notes say what belongs to what."""
_VERBAL = re.compile(r"\w{3,}(?:ed|ify|ise|ize)|(?!.*(?:ses|series)$)\w{3,}es")
_LANGUAGES = {  # without words that are English, or abbreviations in English notes
    "German": "der die das und ist nicht ein eine einen mit von zu den dem auf für werden wird sich bei durch sind",
    "French": "le la les et est une dans que pas sur avec qui sont ce il elle du au aux cette nous mais",
    "Spanish": "el la los las que y una es por con para del al como más son pero cuando cada este esta",
    "Italian": "il lo la gli di che una per con non del della sono è si più nel dei anche questo",
    "Portuguese": "os que em um uma para com não da por mais são se como dos das cada ao pelo",
    "Dutch": "het een en van dat niet te met voor zijn aan worden ook bij als wordt deze door",
}
_ENGLISH = frozenset(
    [
        "the",
        "a",
        "an",
        "is",
        "are",
        "of",
        "to",
        "and",
        "in",
        "that",
        "it",
        "for",
        "with",
        "on",
        "as",
        "be",
        "this",
        "by",
        "not",
        "or",
        "from",
    ]
)


_LINKING = frozenset(["UP", "DOWN", "MORE", "LESS", "HIGH", "LOW", "ALWAYS", "NEVER", "BEFORE", "AFTER", "INCLUDE"])
_LINKING |= frozenset(["EXCLUDE", "MINIMISE", "MAXIMISE", "need", "use", "make", "cause", "choose"])
"""Canonical terms that say something of what stands beside them."""
_IN_NAMES = frozenset(
    ["of", "and", "or", "the", "a", "an", "in", "on", "for", "with", "per", "at", "one", "two", "same"]
)
_IN_NAMES |= frozenset(["each", "mean", "example"])
"""Small words that stand within the name of something: "number of rounds"."""
_SAYING = NEGATORS | frozenset(["one", "once", "two", "twice", "zero", "only", "both", "all", "same"])
"""Small words that may be the whole of an answer: "the base case is one"."""
_ARTICLES = frozenset(["a", "an", "the", "its", "their", "my", "our", "your", "every"])
_PREPOSITIONS = frozenset(["of", "to", "in", "for", "by", "with", "at", "from", "than", "on", "into"])
_NOT_AFTER_ARTICLE = frozenset(["of", "and", "or", "is", "are", "was", "were", "to", "in", "for", "by", "with", "at"])
_NOT_AFTER_ARTICLE |= frozenset(["from", "than", "but", "the", "a", "an", "its", "has", "have", "it", "that", "can"])
_NOT_AFTER_PREPOSITION = frozenset(["of", "and", "or", "is", "are", "was", "were", "but", "than", "can", "has", "have"])


@dataclass(frozen=True, slots=True)
class Guarded:
    """What is left to judge of an answer, and what was odd about it.

    echoes, lists: units that were left out because they repeat what was shown, or only list terms.
    """

    units: tuple[Unit, ...]
    flags: tuple[str, ...]
    echoes: tuple[Unit, ...] = ()
    lists: tuple[Unit, ...] = ()


def guard(answer: str, found: Sequence[Unit], question: str, prompts: Sequence[str]) -> Guarded:
    """Leave out units that earn nothing. prompts: texts that the candidate was shown, hints and follow-ups."""
    language = other_language(answer)
    if language:
        return Guarded((), (OTHER_LANGUAGE, *(("instructions",) if _orders().search(answer) else ())))
    if is_salad(tokens(answer)):
        return Guarded((), ("gibberish",))
    left_out: dict[str, list[Unit]] = {}
    flags: dict[str, None] = {}
    if any(ord(c) > 0x2000 and not c.isprintable() for c in answer) or plain(answer).casefold() != _accentless(answer):
        flags["hidden or look-alike characters"] = None
    shown = [" ".join(tokens(text)) for text in prompts]
    copied = frozenset(run for text in (question, *prompts) for run in _runs(tokens(text)))
    lists = [unit for unit in found if is_list(unit.quote)]
    clauses = [unit for unit in found if unit.clause]
    in_lists = sum(len(unit.terms) for unit in clauses if _within(unit, lists))
    only_lists = in_lists >= MOSTLY * sum(len(unit.terms) for unit in clauses)
    kept = []
    for unit in found:
        reason = _why_not(unit, question, shown, copied)
        if not reason and only_lists and _within(unit, lists):
            reason = TERM_LIST
        if reason:
            left_out.setdefault(reason, []).append(unit)
        else:
            kept.append(unit)
    bad = [unit for units in left_out.values() for unit in units]
    left = [unit for unit in kept if not _within(unit, [b for b in bad if b.clause])]
    return Guarded(
        tuple(left), (*flags, *left_out), tuple(left_out.get(ECHOED, ())), tuple(left_out.get(TERM_LIST, ()))
    )


def of_few_words(found: Sequence[Unit], guarded: Guarded) -> Guarded:
    """What is left to judge where an answer may be a word or two: a list may be all of it, an echo half of it."""
    said = {*guarded.units, *guarded.lists}
    if not said:
        return guarded
    kept = tuple(unit for unit in found if unit in said or unit in guarded.echoes)
    return Guarded(kept, tuple(flag for flag in guarded.flags if flag not in (ECHOED, TERM_LIST)))


def telling(found: Sequence[Unit], question: str) -> tuple[Unit, ...]:
    """The units with a clause that says something of the subject beyond what the question gives away."""
    asked = frozenset(terms(question))
    said = [unit for unit in found if unit.clause and not is_vague(unit.terms, asked)]
    return tuple(unit for unit in found if any(_within(clause, [unit]) for clause in said))


def _within(unit: Unit, others: Sequence[Unit]) -> bool:
    return any(other.start <= unit.start and unit.end <= other.end for other in others)


def _why_not(unit: Unit, question: str, shown: Sequence[str], copied: frozenset[tuple[str, ...]]) -> str:
    if _orders().search(unit.text):
        return "instructions"
    words = tokens(unit.text)
    have = set(unit.terms)
    asked, given = frozenset(terms(question)), frozenset(terms(" ".join([question, *shown])))
    says = bool(_SAYING & set(words) - set(tokens(" ".join([question, *shown]))))
    if len(have & asked) >= ECHO * len(have) and not says:
        return ECHOED
    if _quotes(" ".join(words), shown):
        return ECHOED
    runs = _runs(words)
    read_out = len(runs) > 1 and sum(run in copied for run in runs) >= COPIED * len(runs)
    if read_out and not says and len(have - given) < OF_ONES_OWN:
        return ECHOED
    return "gibberish" if _gibberish(words) else ""


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[n : n + 3]) for n in range(len(words) - 2)]


def is_salad(words: Sequence[str]) -> bool:
    """Whether words stand in an order in which nobody says them: "the of", "to is", an article at the end."""
    broken = sum(
        (one in _ARTICLES and other in _NOT_AFTER_ARTICLE)
        or (one in _PREPOSITIONS and other in _NOT_AFTER_PREPOSITION and (one, other) != ("to", "have"))
        for one, other in pairwise(words)
    )
    broken += bool(words) and words[-1] in _ARTICLES
    return broken >= 2 and broken > len(words) / SALAD


def is_list(text: str) -> bool:
    """Whether these are terms without a word that links them: no statement, however right each of them is."""
    words = tokens(text)
    content = [word for word in words if word.isalnum() and word not in STOP_WORDS]
    if len(content) < LIST_WORDS or _RELATION.search(text.partition(":")[2] or text):
        return False
    pieces = [piece.split() for piece in re.split(r"[,;/|\n.:]", text) if piece.strip()]
    if len(pieces) >= LIST_WORDS and not any(map(_states, pieces)):
        return True
    if len(pieces) == 1 and len(words) == len(content) >= NO_SENTENCE:
        return True
    linking = [
        w for w in words if w in STOP_WORDS or not w.isalnum() or canonical(w) in _LINKING or _VERBAL.fullmatch(w)
    ]
    return len(linking) < max(1, round(LINKING * len(words)))  # one will do in a short clause: "SGD uses one sample"


def _states(piece: Sequence[str]) -> bool:
    """Whether a piece of a list is more than a name of something: long, or words with one that no name has."""
    words = tokens(" ".join(piece))
    small = {word for word in words if word in STOP_WORDS or word in NEGATORS} - _IN_NAMES
    return len(piece) > LONGEST_NAME or (len(piece) > 1 and bool(small))


@cache
def _orders() -> re.Pattern[str]:
    lines = (resources.files("coach") / "data" / "orders.txt").read_text("utf-8").splitlines()
    return re.compile("|".join(line for line in lines if not line.startswith("# ")), re.IGNORECASE | re.MULTILINE)


def _gibberish(words: Sequence[str]) -> bool:
    """Whether hardly anything looks like a word."""
    letters = [word for word in words if word.isalpha() and len(word) > 3]
    odd = [word for word in letters if not re.search(r"[aeiouy]", word) or re.search(r"[^aeiouy]{6}|(.)\1\1", word)]
    return len(letters) >= 3 and len(odd) > len(letters) / 2


def _quotes(said: str, shown: Sequence[str]) -> bool:
    return any(_alike(said, text) or (len(said) > 30 and said in text) for text in shown)


def _alike(said: str, text: str) -> bool:
    matcher = SequenceMatcher(None, said, text, autojunk=False)
    return matcher.real_quick_ratio() >= QUOTE and matcher.quick_ratio() >= QUOTE and matcher.ratio() >= QUOTE


def other_language(answer: str) -> str:
    """The language an answer is in, if it is not English; "" where that is unclear or it is."""
    letters = [c for c in answer if c.isalpha()]
    if len(letters) >= 12 and sum(ord(c) > 0x2FF for c in letters) > len(letters) * 0.6 and not _latin(plain(answer)):
        return "another script"
    words = re.findall(r"[^\W\d_]+", answer.casefold())
    if len(words) < 6:
        return ""
    english = sum(word in _ENGLISH for word in words) / len(words)
    name, hits = max(
        ((name, [w for w in words if w in common.split()]) for name, common in _LANGUAGES.items()),
        key=lambda pair: len(pair[1]),
    )
    enough = len(hits) >= FEWEST_FOREIGN and len(set(hits)) > 1
    return name if enough and len(hits) / len(words) >= max(FOREIGN, 2 * english) else ""


def _latin(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return sum(c.isascii() for c in letters) > len(letters) / 2


def _accentless(answer: str) -> str:
    """The answer as `plain` would give it if it held nothing hidden: accents and typographic signs are not odd."""
    signs = answer.translate({0x2019: "'", 0x2018: "'", 0x2013: "-", 0x2014: "-", 0x2212: "-", 0x60: "'"})
    shown = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", signs))
    return "".join(c for c in shown if not unicodedata.combining(c)).casefold()
