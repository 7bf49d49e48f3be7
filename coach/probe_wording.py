"""How a follow-up question is worded: an aspect of the open point is asked for, and the point itself is never said.

The aspect is read off the key point's form ("with correlated features, ...", "... is chosen by ..."), or off what sort
of thing it says about its subject (a cost, a weakness, a comparison). Around it stands what the candidate just said, in
the tone of the interview. Which of several wordings is used depends only on the arguments.
"""

import re
from functools import cache
from importlib import resources
from itertools import pairwise

from coach.events import Tone
from coach.grades import KeyPointVerdict, Verdict
from index.words import STOP_WORDS, terms, words

LONGEST_SUBJECT = 5  # words: what is longer is half of the point already
LONGEST_CASE = 9  # words of a condition that is asked about
QUOTED_WORDS = 14  # of the candidate's, at most, in a probe
SHORT = 2  # words: an answer no longer than that is asked to be unfolded, whatever it is worth
GIVEN_AWAY = 0.5  # share of a point's own terms, from which a probe says it instead of asking for it
ANYTHING = ("What is still missing from a full answer?", "What else belongs to this?")

_CASE = re.compile(
    r"^(?P<word>with|without|for|in|under|at|during|after|before|if|when|while|among|given|unlike|on)"
    r"\s+(?P<case>[^,]{3,80}),",
    re.IGNORECASE,
)
_DONE_BY = re.compile(r"^(?P<what>[^,]{3,60}?) (?P<be>is|are|was|were) (?P<done>\w+(?:ed|en|nt|wn)\b[^,]{0,40}?) by\b")
_OF_WHAT = re.compile(
    r"^(?:one|another|the|an?)\s+(?:\w+\s+)?(?:advantage|benefit|drawback|disadvantage|goal|idea|purpose|aim)\s+of\s+",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:it|they|this|these|that|those|there|here)(?:['’]\w+)?\b", re.IGNORECASE)
_ASPECTS: tuple[tuple[str, str], ...] = (
    (r"\bis called|\bmeans\b|\brefers to|\bstands for", "How would you define {}?"),
    (r"\bbecause\b|\bdue to\b|\bfollows from|\bcomes from|\bthe reason", "What can you say about {}, and why?"),
    (
        r"\b(?:suffers?|fails?|cannot|misleading|drawback|hurts?|worse|breaks?|loses?|noisy|unstable|biased|leaks?|overfits?"
        r"|degrades?|ignores?|misses|wrong|inflates?|risk|harder?|unreliable|too (?:small|large|few))\b",
        "Where do you see the limits of {}?",
    ),
    (
        r"\b(?:memory|costs?|slow(?:er)?|fast(?:er)?|cheap(?:er|ly)?|expensive|quadratic(?:ally)?|compute|latency)\b",
        "What would you say about the cost of {}?",
    ),
    (r"\b(?:than|unlike|whereas|compared|differs?|instead)\b", "How would you compare {} with the alternative?"),
    (r"\b(?:measured|tested|checked|verified|evaluated|validated|monitored|watched)\b", "How would you check {}?"),
    (r"\b(?:must|should|never|only if|before|requires?|required)\b", "What would you watch out for with {}?"),
    (r"\b(?:assumes?|assumption|provided that|as long as|only when)\b", "Which assumptions stand behind {}?"),
    (r"\b(?:useful|helps?|suits?|prefer\w*|favours?|choose|best when|good for)\b", "When would you reach for {}?"),
    (
        r"\b(?:lowers?|raises?|reduces?|increases?|grows?|shrinks?|improves?|makes?|gives?|leads?|causes?|sets|spreads?)\b",
        "What is the effect of {}?",
    ),
    (r"\d", "Can you put a number on {}?"),
)
"""What a key point says of its subject, and the question that asks for it; the first that fits."""
_OPEN = ("What is the role of {} here?", "What more is there to say about {}?")
_FRAMES: dict[Tone, dict[str, tuple[str, ...]]] = {
    "friendly": {
        "missed": ("Let us stay with this a little. {}", "One more thing here. {}"),
        "mentioned": ("You brought up {}. {}", "You mentioned {}, let me follow that. {}"),
        "partial": ("You said “{}”, and I would like to hear that more precisely. {}", "“{}”: can you unfold that? {}"),
        "wrong": ("You said “{}”. Are you sure about that? {}", "Let me come back to “{}”. Does that always hold? {}"),
        "unsure": ("You said “{}”. Help me understand how you mean that.", "How do you mean “{}”?"),
    },
    "neutral": {
        "missed": ("{}", "And further: {}"),
        "mentioned": ("You mentioned {}. {}", "About {}: {}"),
        "partial": ("You said “{}”. More precisely: {}", "“{}”, you said. {}"),
        "wrong": ("You said “{}”. Is that right? {}", "“{}”: would you say that again? {}"),
        "unsure": ("You said “{}”. What do you mean by that?", "What do you mean by “{}”?"),
    },
    "tough": {
        "missed": ("That is not all of it. {}", "You left something out. {}"),
        "mentioned": ("You only dropped the word {}. {}", "You cannot leave {} at that. {}"),
        "partial": ("“{}” is vague. {}", "“{}”. That is too loose for me. {}"),
        "wrong": ("“{}”? I do not think so. {}", "I doubt that: “{}”. {}"),
        "unsure": ("“{}”. What is that supposed to mean, exactly?", "Explain “{}”. I do not follow."),
    },
}


def worded(question: str, aim: KeyPointVerdict, said: str, tone: Tone, number: int, about: str = "") -> str:
    """A follow-up question about an open key point.

    question: the one that is being answered. said: the candidate's last words. number: of the probe, counted from 0.
    """
    about = subject(aim.key_point, question, about)
    core = aspect(aim.key_point, question, said, about, number)
    quote = quoted(aim.evidence or (said if number == 0 and len(said.split()) <= SHORT else ""))
    frames = _FRAMES[tone]
    pick = number % 2
    if quote and aim.verdict is Verdict.CONTRADICTED:
        return frames["wrong" if aim.sure else "unsure"][pick].format(quote, core).strip()
    if quote and aim.verdict is not Verdict.CONTRADICTED:
        return frames["partial"][pick].format(quote, core)
    new = about and not set(terms(about)) <= set(terms(question))
    if new and _says(said, about):
        return frames["mentioned"][pick].format(about, core)
    return frames["missed"][pick].format(core)


def _says(said: str, about: str) -> bool:
    """Whether somebody spoke of a subject by its name: its words of substance side by side, not here and there."""
    name, told = terms(about), terms(said)
    return any(told[n : n + len(name)] == name for n in range(len(told) - len(name) + 1))


def aspect(key_point: str, question: str, said: str = "", about: str = "", number: int = 0) -> str:
    """The question that the key point is an answer to, as far as its form tells; it never tells the answer."""
    point = key_point.strip().rstrip(".")
    for asked in _candidates(point, about or subject(point, question)):
        if not gives_away(asked, key_point, question, said):
            return asked
    return ANYTHING[number % 2]


def _candidates(point: str, about: str) -> list[str]:
    out = []
    if (
        (found := _CASE.match(point))
        and not _PRONOUN.match(found["case"])
        and len(found["case"].split()) <= LONGEST_CASE
    ):
        case = f"{found['word'].lower()} {found['case']}"
        clause = found["word"].lower() in ("if", "when", "while", "after", "before", "during", "without")
        out.append(f"What happens {case}?" if clause else f"And {case}, what can you say?")
    if (found := _DONE_BY.match(point)) and " because " not in found["what"]:
        out.append(f"How {found['be']} {_lowered(found['what'])} {found['done']}?")
    if about:
        rest = " ".join(point.split()[len(head_of(point)) :]).casefold()
        fits = next((asked for cue, asked in _ASPECTS if re.search(cue, rest)), _OPEN[len(point) % 2])
        out += [fits.format(about), _OPEN[1].format(about)]
    return out


def gives_away(text: str, key_point: str, question: str, said: str) -> bool:
    """Whether a probe says most of what the candidate should."""
    secret = set(terms(key_point)) - set(terms(question)) - set(terms(said))
    return bool(secret) and len(secret & set(terms(text))) / len(secret) > GIVEN_AWAY


def subject(key_point: str, question: str, about: str = "") -> str:
    """What a key point is about, without what it says of it: its words up to the verb, else those of the question.

    about: what a pronoun at its beginning stands for, where that is known. Empty where nothing short can be named.
    """
    head = head_of(key_point)
    if _PRONOUN.match(key_point):
        head = _OF_WHAT.sub("", about).split()
    elif head and head[0].casefold() in _words("no_subject") | verbs(only=True):
        head = []
    head = _cut(head)
    named = [word.casefold() for word in head if word.casefold() not in STOP_WORDS]
    if named and ((len(named) == 1 and named[0] in _words("vague")) or named[-1] in ("time", "case", "way")):
        head = []
    if any(word.casefold() not in STOP_WORDS for word in head):
        return _lowered(" ".join(head))
    asked = words(question)
    shared = list(dict.fromkeys(word for word in words(key_point) if word in asked and word not in STOP_WORDS))[:2]
    beside = any(list(pair) == shared for pair in pairwise(asked))
    return _spelled(" ".join(shared), question) if beside else ""


def head_of(statement: str) -> list[str]:
    """The words before the verb of a statement; empty where no verb is recognised."""
    found = statement.strip().rstrip(".").split()
    for n, word in enumerate(found[1:], 1):
        if word.endswith(",") or found[n - 1].endswith(","):
            return []
        before = found[n - 1].casefold()
        after = found[n + 1].casefold() if n + 1 < len(found) else ""
        if before not in ("that", "which", "who") and _is_verb(word.casefold(), before, after):
            return found[:n]
    return []


def _is_verb(word: str, before: str, after: str) -> bool:
    """Whether a word is the verb of its statement: an auxiliary, or a known verb where it cannot be a noun."""
    if word in _words("auxiliaries"):
        return True
    if before in _words("not_before_verbs") or after in _words("auxiliaries"):
        return False
    plural = before.endswith("s") and not before.endswith(("ss", "us", "is"))
    base = word if plural else _base(word)
    if base not in verbs():
        return False
    return base in verbs(only=True) or not after or after in STOP_WORDS or after.endswith("ly") or after[0].isdigit()


def _base(word: str) -> str:
    """A verb without the ending of the third person; empty where it has none."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("es") and word[:-2] in verbs():
        return word[:-2]
    return word[:-1] if word.endswith("s") else ""


@cache
def _words(sort: str) -> frozenset[str]:
    """A class of function words."""
    lines = (resources.files("coach") / "data" / "word-classes.txt").read_text("utf-8").splitlines()
    classes = dict(line.split(": ", 1) for line in lines)
    return frozenset(classes[sort].split())


@cache
def verbs(*, only: bool = False) -> frozenset[str]:
    """Verbs that statements about this field are made with. only: without those that are nouns as well."""
    lines = (resources.files("coach") / "data" / "verbs.txt").read_text("utf-8").split()
    return frozenset(line.rstrip("*") for line in lines if not (only and line.endswith("*")))


def _cut(head: list[str]) -> list[str]:
    """A subject without its article, adverbs at its end, and what is said beside it."""
    while head and head[0].casefold() in _words("around"):
        head = head[1:]
    while head and head[-1].casefold() in _words("around") | _words("beside"):
        head = head[:-1]
    if any(word in ("that", "which", "who") for word in head):  # half of such a subject would be another one
        return head if len(head) <= LONGEST_SUBJECT + 2 else []
    if len(head) > LONGEST_SUBJECT:
        at = next((n for n, word in enumerate(head) if n > 0 and word.casefold() in _words("beside")), len(head))
        head = head[:at]
    return head if len(head) <= LONGEST_SUBJECT else []


def _spelled(shared: str, question: str) -> str:
    """Words as the question spells them: acronyms keep their capitals."""
    as_asked = {word.casefold(): word for word in re.findall(r"[\w+#-]+", question) if not word[1:].islower()}
    return " ".join(as_asked.get(word, word) for word in shared.split())


def quoted(evidence: str) -> str:
    """The candidate's words, short enough to be said back."""
    said = " ".join(evidence.split())
    shown = said.split(" ")
    return said.rstrip(".!?,;: ") if len(shown) <= QUOTED_WORDS else " ".join(shown[:QUOTED_WORDS]) + " …"


def _lowered(head: str) -> str:
    """A sentence's beginning, in the middle of another: names and acronyms keep their capitals."""
    first, _, rest = head.partition(" ")
    name = (not first[1:].islower() and len(first) > 1) or first[1:2] == "-"
    return head if name else f"{first.lower()} {rest}".strip()


__all__ = ["aspect", "gives_away", "quoted", "subject", "worded"]
