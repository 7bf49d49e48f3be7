"""What the last turn of a conversation asks, said so that it can be searched for.

No model is needed: a turn that points at the coach's own list ("the second one") is replaced by what stands there; one
that goes back ("back to the first thing") takes the earlier turn with it; one that leaves its subject unsaid ("and at
inference?") takes the turn before with it, and is searched in both forms at once and with the beginning of the coach's
answer, so that its own words keep their weight. Where a pronoun stands for the subject ("how can it be solved?"), the
subject is put in its place, and the turn then stands on its own. A turn that stands on its own is left alone: a new
subject must not be coloured by the old one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import resources

from index.hits import Turn
from index.words import terms, words

_DATA = resources.files("index") / "data"
FEW_TERMS = 2  # content words; a turn that holds no more may have left its subject unsaid
SHORT_TURN = 12  # words; a longer turn does not merely point at a list
HEARD_WORDS = 40  # of the coach's answer, which begins with what matters most
LONG_SUBJECT = 8  # words; a longer subject is not put in the place of a pronoun

_ORDINALS = {
    **dict.fromkeys(("first", "1st", "former"), 0),
    **dict.fromkeys(("second", "2nd"), 1),
    **dict.fromkeys(("third", "3rd"), 2),
    **dict.fromkeys(("fourth", "4th"), 3),
    **dict.fromkeys(("fifth", "5th"), 4),
    **dict.fromkeys(("sixth", "6th"), 5),
    **dict.fromkeys(("last", "latter", "final"), -1),
}
_NUMBERS = {"one": 0, "two": 1, "three": 2, "four": 3, "five": 4, "six": 5}
_DISCOURSE = frozenset((_DATA / "discourse-words.txt").read_text("utf-8").split())
"""Words about the conversation rather than its subject."""
_NEW_SUBJECT = re.compile(
    r"^\W*(?:ok|okay|thanks|thank you|great|good|right|fine|now|well|and)?\W*"
    r"(?:new (?:topic|subject|question)|(?:on )?(?:something (?:else|different)|another (?:subject|topic))|"
    r"(?:a )?different (?:topic|question|subject)|change of (?:topic|subject)|let'?s change (?:the )?(?:topic|subject)|"
    r"let'?s talk about something else|next (?:topic|question|subject)|"
    r"enough (?:of|about|on|with) \w+(?: \w+){0,3}(?=[.,;:!]))\b\W*",
    re.I,
)
_BACK = re.compile(
    r"\b(?:(?:go(?:ing)?|come|get|let'?s go)?\s*back (?:to|on)|return(?:ing)? to|earlier|you said (?:first|before)|"
    r"(?:the )?(?:first|previous|original) (?:thing|topic|question|subject|point)|before that|"
    r"(?:about )?the (?:first|previous|original|earlier) \w+ again|"
    r"at the (?:start|beginning)|"
    r"one more (?:question|thing) (?:on|about)|about what you said)\b",
    re.I,
)
_OPENING = r"^\W*(?:(?:ok|okay|yes|right|hm+|oh|i see)\W+)*"
_ANDS = r"and|but|or|then|also|what about|how about"
_CONNECTING = re.compile(_OPENING + rf"(?:{_ANDS}|so|for (?:instance|example))\b", re.I)
_CIRCUMSTANCE = re.compile(
    _OPENING + rf"(?:(?:{_ANDS}|so)\W+)*"
    r"(?:at|in|for|with|on|during|when|if|by|without|under|after|before)\b",
    re.I,
)
"""A turn that asks for the same thing elsewhere: "and at inference?"."""
_ANOTHER = re.compile(
    _OPENING + rf"(?:(?:{_ANDS})\W+)+(?:an?\s|the\s)?"
    r"(?!(?:why|how|what|when|where|who|which|if|is|are|do|does|can|could|should|would|will|not|now|so|it|its|this|that"
    r"|these|those|they|them|one)\b)(?P<named>[\w-]+(?:\s[\w-]+){0,2})\W*$",
    re.I,
)
"""A turn that asks the same of another thing: "and L2?"."""
_TOO = re.compile(r"\btoo \w+", re.I)
"""A state that may be exchanged for another: "what if it is too high?", "and too low?"."""
_WHICH_OF_THEM = re.compile(
    _OPENING
    + rf"(?:(?:{_ANDS}|so)\W+)*which (?:is|are|was|would be|tends? to be|trains?|runs?|learns?|works?|needs?|has)\s"
    r"(?:\w+\s)?(?:more|less|fewer|better|worse|best|most|[a-z]{2,}er|[a-z]{2,}est)\b(?!.*\b(?:or|than|vs)\b)",
    re.I,
)
"""A turn that compares what was named before: "which is faster to train?"."""
_INTERVIEWERS = re.compile(
    r"\b(?:they|somebody|someone|people|interviewers?) (?:(?:will|would|might|may|then|also|always|often) )?"
    r"(?:asks?|asked|wants? (?:me|to (?:know|hear))|say|expect|interrupt|push|press)\b",
    re.I,
)
"""They are people: "what if they ask about my salary?" points at nothing that was said."""
_WHICH_ONE = re.compile(r"^\W*(?:which|what)\s(?!is\b|are\b|about\b)", re.I)
"""In two words: "which model?" is asked of what stands before."""
_REASON = re.compile(_OPENING + r"(?:(?:and|but|so)\W+)*(?:why|how come)\b", re.I)
_ASKING_ON = re.compile(
    _OPENING + r"(?:why|what if|how so|such as|like what|in what way|(?:can|could) you (?:give|show|name)|give|"
    r"anything|any|something|tell me more|more|go on|how (?:come|exactly))\b",
    re.I,
)
_DEFINING = re.compile(
    r"^\W*(?:what(?:'s| is| are)|define|explain|describe|tell me about"
    r"|(?:what|how) (?:does|do)(?= \S+(?: \S+){0,4}? (?:mean|stand for|work)))\b",
    re.I,
)
_HALF_COMPARED = re.compile(
    _OPENING
    + r"(?:what(?:'s| is| are)? the differences? (?:to|from|with)\b|(?:is|are) (?:there|it) (?:a|any) differen)|"
    r"\bdiffer(?:s|ent)?\W*$",
    re.I,
)
_PRONOUN = re.compile(
    r"(?<=\s)(?:it|its|they|them|their|these|those|this|that)(?=\s*(?:\?|$|[,.;:]|\s(?:be|is|are|was|do|does|did|has|"
    r"have|can|could|will|would|should|might|may|work|help|happen|fail|differ|compare|used?|often|usually|always|still|"
    r"better|worse|faster|slower|different|similar|related|properly|in|on|at|for|from|to|with|when|if|and|or|so|\w+ed|\w+s)\b))",
    re.I,
)
_SUBJECT = re.compile(
    r"^\W*(?:(?:ok|okay|so|and|now|please)\W+)*(?:(?:can|could|would) you (?:please )?)?"
    r"(?:(?:explain|describe|define)(?: to me)?|tell me (?:about|more about)|what(?:'s| is| are| does| do)|"
    r"how (?:does|do|is|are)|why (?:does|do|is|are))\s+(?:(?:a|an|the)\s+)?"
    r"(.+?)(?:\s+(?:works?|does?|for|used for|mean))?\W*$",
    re.I,
)
_FOREWORD = re.compile(r"^(?:such as|for example|for instance|e\.g\.|like|including|either|both)\W+", re.I)
_COMPARED = re.compile(
    r"\b(?:(?:better|worse|other|same) (?:than|as)\b|(?:better|worse|both|either)\b(?=.*\bor\b))", re.I
)
_ASPECTS = frozenset((_DATA / "aspect-words.txt").read_text("utf-8").split())
"""Words that ask for a side of a subject, and say nothing of which: "what are the drawbacks?"."""
_SYMBOLS = frozenset("bcdefghjklmnopqrstuvwxyz") | {
    *("alpha", "beta", "gamma", "delta", "epsilon", "eta", "theta", "lambda", "rho", "sigma", "tau")
}
"""What stands for a quantity of the subject at hand: the k of "how do I choose k?"."""
_OF_A_QUANTITY = frozenset(
    (
        *("choose", "chosen", "pick", "set", "tune", "control", "controls", "increase", "increases", "decrease"),
        *("decreases", "value", "values", "big", "small", "large", "huge", "high", "low", "larger", "smaller"),
        *("higher", "lower", "good", "best", "right", "optimal", "default", "odd", "even", "mean", "always"),
    )
)
_AND_THEN = re.compile(r",? and (?=how|why|when|where|what)", re.I)
_OF_IT = re.compile(r"\b(?:the|its|their|any|some)\b", re.I)
_POINTING = frozenset((_DATA / "pointing-words.txt").read_text("utf-8").split())
_DIGIT = re.compile(r"(?:^|number |#|no\.? |item |option |point )(\d)\b", re.I)
_ANY_DIGIT = re.compile(r"(?:^|#|\s)(\d)\b")
"""In a turn that says nothing else: the 1 of "what if k is 1?" is no item of a list."""
_ITEM = re.compile(r"^\s*(?:[-*+•]|\(?\d{1,2}[.):])\s+(.+)$", re.M)
_INLINE_ITEM = re.compile(r"(?:^|\s)\(?(\d{1,2})[.):]\s+(.+?)(?=\s\(?\d{1,2}[.):]\s|$)", re.S)
_MARKED_ITEM = re.compile(r"([^,;:(]+?)\s*\((\d{1,2})\)")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a turn asks.

    text: said in full. own: the turn's own words, where they are searched for beside it.
    heard: how the coach's answer began, where the turn leans on it: it often has the words that the turn leaves out.
    subject: what it is about, where a pronoun of a later turn may stand for that.
    named: another thing that is now asked about in the same way, as in "and L2?".
    otherwise: where the turn may be about what was told or lead elsewhere: it with what was talked of in front, it by
    itself, and what was asked before it. leans: whether it leaves something unsaid.
    """

    text: str
    own: str | None = None
    heard: str | None = None
    subject: str | None = None
    named: str | None = None
    otherwise: tuple[str, ...] = ()
    leans: bool = False


def asked(turns: Sequence[Turn]) -> Asked:
    """What the last turn, the user's, asks."""
    last = turns[-1].content
    users = [turn.content for turn in turns[:-1] if turn.role == "user"]
    if not users:
        return Asked(last, subject=_subject(last))
    if new := _NEW_SUBJECT.match(last):
        return Asked(last[new.end() :] or last)
    coach = next((turn.content for turn in reversed(turns[:-1]) if turn.role == "assistant"), "")
    if pointed := _pointed_at(last, coach):
        return Asked(pointed)
    if len(users) > 1 and _BACK.search(last):
        return Asked(f"{_gone_back_to(last, users)} {_BACK.sub(' ', last).strip(' ,:.')}")
    before = asked(turns[: max(at for at, turn in enumerate(turns[:-1]) if turn.role == "user") + 1])
    leaning = leans(last)
    going_on = _in_full(last, before, coach) if leaning else Asked(last, subject=_subject(last))
    if _ASPECTS.issuperset(content(last)):  # "why is that?", "what are the drawbacks?": of what was told
        return going_on
    otherwise = (f"{before.subject or before.text} {last}", last, before.text)
    return replace(going_on, otherwise=otherwise, leans=leaning)


def _in_full(last: str, before: Asked, coach: str) -> Asked:
    """What a turn asks that leans on the one before."""
    heard = " ".join(coach.split()[:HEARD_WORDS]) or None
    subject = before.subject or _subject(before.text)
    pronoun = _PRONOUN.search(last)
    if not content(last) and (pronoun is None or not words(last[pronoun.end() :])):  # "why is that?"
        return Asked(f"{before.text} {last}", before.own, heard, before.subject)
    if subject is None or pronoun is None:
        if (state := _TOO.search(last)) and _TOO.search(before.text) and _ANOTHER.match(last):
            return Asked(_TOO.sub(state.group(), before.text), last, heard, subject)
        circumstance = _CIRCUMSTANCE.match(last) is not None
        other = None if circumstance else _ANOTHER.match(last)
        named = other.group("named") if other is not None and content(other.group("named")) else None
        if named is not None and subject is not None:
            return Asked(before.text.replace(subject, named), last, heard, named, named)
        return Asked(f"{before.text} {last}", last, heard, subject if circumstance else None, named)
    said_in_full = f"{last[: pronoun.start()]}{subject}{last[pronoun.end() :]}"
    if _REASON.match(last):  # the reason stands where the matter does
        return Asked(said_in_full, last, heard, subject)
    return Asked(said_in_full, subject=subject)


def leans(text: str) -> bool:
    """Whether a turn leaves something unsaid that stands before it."""
    first = _AND_THEN.split(text)[0]
    if first != text and content(first) and _subject(first):  # "how does a tree work, and when would you use one?"
        return False
    if people := _INTERVIEWERS.search(text):
        text = text[people.end() :]
    said = content(text)
    if people and said and not _PRONOUN.search(f" {text}"):
        return False
    if len(words(text)) == 2 and _WHICH_ONE.match(text):
        return True
    if not said or _CONNECTING.match(text) or _HALF_COMPARED.search(text):
        return True
    if not _SYMBOLS.isdisjoint(said) and (_SYMBOLS | _OF_A_QUANTITY | _ASPECTS).issuperset(said):
        return True
    if _ASPECTS.issuperset(said) and (_OF_IT.search(text) or not _DEFINING.match(text)):
        return True
    if (pronoun := _PRONOUN.search(text)) and not content(text[: pronoun.start()]):
        return len(said) <= SHORT_TURN
    if _ASKING_ON.match(text):
        return len(said) <= FEW_TERMS
    if _WHICH_OF_THEM.match(text):
        return len(said) <= 2 * FEW_TERMS
    if not _POINTING.isdisjoint(words(_COMPARED.sub("", text))):
        return len(said) <= 2 * FEW_TERMS
    return len(said) < FEW_TERMS and len(words(text)) > len(said) + 1 and not _DEFINING.match(text)


def content(text: str) -> list[str]:
    """The content words of a turn, those about the conversation itself left out."""
    return [word for word in words(text) if terms(word) and word not in _DISCOURSE and word not in _POINTING]


def _subject(text: str) -> str | None:
    """What a turn is about, where it says so in few words: "how does dropout work?" is about dropout."""
    found = _SUBJECT.match(text)
    return found.group(1) if found is not None and len(found.group(1).split()) <= LONG_SUBJECT else None


def listed(text: str) -> list[str]:
    """The items of the last list in a text: lines, numbers in the running text, or an enumeration."""
    lines = _ITEM.findall(text)
    if len(lines) > 1:
        return _last_run(text)
    inline = [item for _, item in _INLINE_ITEM.findall(text)]
    if len(inline) > 1:
        return [item.strip(" .;,") for item in inline]
    marked = [item.strip() for item, _ in _MARKED_ITEM.findall(text)]
    if len(marked) > 1:
        return marked
    enumerations = (_enumerated(run) for run in reversed(re.split(r"(?<=[.!?:])\s", text)))
    return next((items for items in enumerations if len(items) > 2 and not any(map(_is_clause, items))), [])


def _enumerated(sentence: str) -> list[str]:
    """`a, b and c`, in which b may be two words joined by "and" if a comma stands before the last "and"."""
    *parts, last = re.split(r"[,;]\s", sentence)
    joined = re.match(r"(?:and|or)\s+(.*)", last)
    parts += [joined.group(1)] if joined else re.split(r"\s(?:and|or)\s", last)
    return [part.strip(" .;,:") for part in parts if part.strip(" .;,:")]


def _is_clause(item: str) -> bool:
    """Whether a part of a sentence is more than a name: nobody calls that "the second one"."""
    return len(item.split()) > LONG_SUBJECT


def _last_run(text: str) -> list[str]:
    """The items of the last unbroken list of lines."""
    runs: list[list[str]] = [[]]
    for line in text.splitlines():
        match = _ITEM.match(line)
        if match:
            runs[-1].append(match.group(1).strip())
        elif line.strip() and runs[-1]:
            runs.append([])
    return [run for run in runs if run][-1]


def _pointed_at(last: str, coach: str) -> str | None:
    """What a turn such as "the second one" stands for in the coach's words."""
    said = words(last)
    if len(said) > SHORT_TURN or not coach:
        return None
    items = listed(coach)
    places = _places(last, said, len(items))
    if not places:
        return None
    chosen = [_FOREWORD.sub("", items[place]) for place in places]
    rest = [word for word in content(last) if word not in _ORDINALS and not word.isdigit()]
    return " ".join([*chosen, *rest])


def _places(last: str, said: Sequence[str], n: int) -> list[int]:
    if n < 2:
        return []
    if match := re.search(r"\b(?:first|last) (two|three|2|3)\b", last, re.I):
        many = {"two": 2, "2": 2, "three": 3, "3": 3}[match.group(1).lower()]
        return list(range(n))[:many] if "first" in said else list(range(n))[-many:]
    found = [_ORDINALS[word] for word in said if word in _ORDINALS]
    named = re.findall(r"\b(?:number|item|option|point|no) (one|two|three|four|five|six)\b", last, re.I)
    found += [_NUMBERS[word.lower()] for word in named]
    digits = _DIGIT if content(re.sub(r"\d", "", last)) else _ANY_DIGIT
    found += [int(digit) - 1 for digit in digits.findall(last)]
    return [place % n for place in dict.fromkeys(found) if -n <= place < n]


def _gone_back_to(last: str, users: Sequence[str]) -> str:
    """The earlier turn that a turn goes back to: the one that shares most words with it, else the first."""
    own = set(terms(last))
    shared = [len(own & set(terms(turn))) for turn in users[:-1]]
    best = max(shared, default=0)
    return users[shared.index(best)] if best else users[0]
