"""The question that an open key point is an answer to, as far as it can be asked without giving the point away.

A point is taken apart (coach.interviewing.statements), and its verb says what to ask for: "Downsampling loses position
information" is asked for by "What does downsampling lose?", "runs are parametrised by a date" by "How are runs
parametrised?". Where that is not possible, the question is about the thing that the point speaks of. Several questions
are offered, the best first, so that an interview does not have the same one over and over.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from coach.interviewing.point_subjects import (
    BEHIND_ORDERS,
    LONGEST_SUBJECT,
    PRONOUN,
    asked_about,
    noun_phrase,
    own_subject,
    shared_words,
)
from coach.interviewing.statements import BE, Statement, base_of, is_participle, is_plural, statement, verbs, word_class
from index.words import STOP_WORDS, terms

LONGEST_CASE = 9  # words of a condition that is asked about
LONGEST_PREDICATE = 7  # words of what the question has said already, when it is asked who else does that
GIVEN_AWAY = 0.5  # share of a point's own terms, from which a probe says it instead of asking for it
KNOWN = 0.6  # share of the terms of a predicate that stand in the question, from which it is known
ANYTHING = ("What is still missing from a full answer?", "What else belongs to this?")

_OURS = re.compile(
    r"^(?:you|we|i|one)(?:['’]d|['’]ll)?\s+(?:(?:would|could|can|should|may|might|must|will|then|also|often|usually|"
    r"need to|have to)\s+)*",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^[A-Z][\w -]{2,20}:\s+(?=\w)")
_THAN = re.compile(
    r"(?<!rather )\bthan ((?:(?:a|an|the) )?"
    r"(?:(?!in |on |by |with |for |to |from |at |when |if |of |and )[\w'-]+ ?){1,4})"
)
_MORE = re.compile(r"\b(?:more|less|better|worse|\w+er)(?: (?!from|of|in|on|at|for|with)\S+){0,3} $")
_SAYS_NOTHING = re.compile(
    r"(?:in|for|at) (?:the|many|most|other|some|all|this|that|general|these|such) ?"
    r"(?:\w+ )?(?:part|ways?|words|cases?|point|\w*)"
)
_ADJECTIVE = ("able", "ible", "ive", "ous", "ful", "less", "ic", "ent", "ant", "al", "er", "ed")
_WHEN = frozenset(["before", "after", "during", "when", "while", "until", "once", "unless", "if", "whenever"])
_WHY = frozenset(["because", "so", "to", "since"])
_HOW = frozenset(["by", "with", "through", "via", "using", "from", "without"])
_PARTICLES = frozenset(["out", "off", "up", "down", "back", "apart"])
_THROUGH = frozenset(["on", "to", "from", "over", "with", "for", "against", "into", "of"])
_PREPOSITIONS = frozenset(
    [
        "near",
        "at",
        "in",
        "on",
        "by",
        "with",
        "without",
        "after",
        "before",
        "for",
        "from",
        "to",
        "of",
        "into",
        "over",
        "under",
        "between",
        "within",
        "across",
        "against",
        "per",
        "through",
        "as",
        "than",
        "like",
        "via",
    ]
)
_TELLING = ("give", "name", "say", "state", "mention", "describe", "tell")
_PLAIN = {
    "help": "What {do} {s} help with?",
    "let": "What {do} {s} lead to?",
    "serve": "What {do} {s} serve as?",
    "allow": "What {do} {s} make possible?",
    "enable": "What {do} {s} make possible?",
    "have": "What is special about {s}?",
    "give": "What {do} {s} give you?",
    "mean": "What {do} {s} mean, exactly?",
    "tend": "What {do} {s} tend to do?",
    "suit": "When would you choose {s}?",
    "work": "How {do} {s} work?",
    "tell": "What {do} {s} tell you?",
    "take": "What {do} {s} do?",
    "play": "What part {do} {s} play?",
    "cost": "What would you say about the cost of {s}?",
    "differ": "How {do} {s} differ?",
    "say": "What {do} {s} say, exactly?",
    "state": "What {do} {s} say, exactly?",
    "act": "How {do} {s} act?",
    "do": "What {do} {s} do?",
}
"""Verbs whose object does not stand where the question needs it; {s} is the subject."""


def questions(point: str, question: str, about: str = "") -> Iterator[str]:
    """Questions that ask for a point, the best first; none of them is checked for giving it away.

    question: the one that the point belongs to. about: what a pronoun at its beginning stands for, where known.
    """
    first = _first_sentence(point)
    point = _LABEL.sub("", first)
    told = statement(point)
    yield from _about_a_deed_of_ours(point, told, labelled=point != first)
    thing = own_subject(told, question, about)
    if told is not None:
        yield from _about_others(told)
        if told.subject and _known(told, question):
            yield f"What else {_third_person(told)} {' '.join(told.rest).rstrip(',')}?"
        if told.case and not PRONOUN.match(told.case.partition(" ")[2]) and not _general(told.case, question):
            yield from _about_case(told.case)
        if thing and told.subject:
            yield from _about_subject(told, thing, question)
    if named := noun_phrase(point, question):
        yield f"What about {named}?"
        yield f"Where {'do' if is_plural(named) else 'does'} {named} come in?"
    thing = thing or shared_words(point, question)
    if thing and thing.casefold().split()[-1] not in word_class("vague"):
        yield f"What more can you say about {thing}?"


def _first_sentence(point: str) -> str:
    """Without short forms, links, images and tags: derived points may hold them."""
    point = re.sub(r"^(It|That|There)['’]s\b", r"\1 is", re.sub(r"^They['’]re\b", "They are", point))
    plain = re.sub(r"!\[[^\]]*\]\([^)]*\)|</?\w[^>]*>", " ", point)
    plain = " ".join(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", plain).split())
    return re.split(r"(?<=[a-z)])\.\s+(?=[A-Z])", plain)[0]


def gives_away(text: str, key_point: str, question: str, said: str) -> bool:
    """Whether a probe says most of what the candidate should: of what a point says of its subject, or the subject."""
    secret = set(terms(_secret(key_point, question))) - set(terms(question)) - set(terms(said))
    return bool(secret) and len(secret & set(terms(text))) / len(secret) > GIVEN_AWAY


def _secret(key_point: str, question: str) -> str:
    """The part of a point that its answer is in."""
    told = statement(key_point)
    if told is None or not told.subject or len(terms(" ".join(told.rest))) < 2:
        return key_point
    return told.subject if _known(told, question) else f"{told.verb} {' '.join(told.rest)}"


# --- Forms of questions --------------------------------------------------------------------------------------------


def _about_a_deed_of_ours(point: str, told: Statement | None, *, labelled: bool) -> Iterator[str]:
    """Where a point says what to do ("Check the ratio before ...") or what a good answer does ("Gives evidence")."""
    plain = _OURS.sub("", point.rstrip("."))
    first, _, rest = plain.partition(" ")
    verb = base_of(first.casefold())
    labelled = labelled or verb in _TELLING
    known = rest.partition(" ")[0] in BEHIND_ORDERS or (verb in verbs(only=True) and not (told and told.subject))
    ordered = verb == first.casefold() and known
    if not rest or first.isupper() or verb not in verbs() or not (plain != point.rstrip(".") or labelled or ordered):
        return
    behind = rest.split()
    if verb in ("start", "begin") and behind[0] == "by":
        behind[0] = "with"
    if verb in _TELLING:
        short = re.split(r",| such as | for example | or | and |, with ", rest)[0]
        if len(short.split()) <= LONGEST_SUBJECT + 1:
            yield f"Can you {verb} {short}?"
        return
    purpose = [n for n, word in enumerate(behind[:-1]) if word == "to" and behind[n + 1] in verbs()]
    at = next((n for n, word in enumerate(behind) if n > 0 and (word in _WHEN or n in purpose)), 0)
    tail = f" {' '.join(behind[at:]).partition(',')[0]}" if at and len(behind) - at <= LONGEST_CASE else ""
    yield f"What would you {verb}{_particle(behind)}{tail}?"
    if tail:
        yield f"What would you {verb}{_particle(behind)}?"


def _about_others(told: Statement) -> Iterator[str]:
    """Where a point adds one more to several, or gives examples."""
    first, _, rest = told.subject.partition(" ")
    head, _, of = told.subject.partition(" of ")
    if first.casefold() == "yet":
        first, _, rest = rest.partition(" ")
    if first.casefold() == "another" and rest and told.auxiliary in BE | {""}:
        yield f"What other {rest} would you name?"
    if head.casefold().removeprefix("some ").removeprefix("common ") == "examples":
        yield f"Can you give examples of {of}?" if of else "Can you give examples?"


def _about_case(case: str) -> Iterator[str]:
    word, _, rest = case.partition(" ")
    if len(rest.split()) > LONGEST_CASE:
        return
    match word:
        case "for" | "among" | "given" | "unlike" | "since" | "as" | "because" | "instead" | "by" | "through":
            if word == "for":
                yield f"And what about {rest}?"
        case "compared":
            yield f"How does it compare {rest.partition(' ')[0]} {rest.partition(' ')[2]}?"
        case _:
            yield f"What happens {case}?"


def _about_subject(told: Statement, thing: str, question: str) -> Iterator[str]:
    """Questions about the subject, by what the statement says of it."""
    replaced = PRONOUN.fullmatch(told.subject) is not None
    do = "do" if (is_plural(thing) if replaced else told.plural) else "does"
    if replaced and told.auxiliary in BE:
        past = told.auxiliary in ("was", "were")
        told = replace(told, auxiliary=("were" if past else "are") if is_plural(thing) else "was" if past else "is")
    rest = " ".join(told.rest)
    compared = _THAN.search(rest)
    if (
        compared
        and _is_comparison(rest[: compared.start()])
        and compared[1].split()[0] not in word_class("no_nouns")
        and not is_participle(compared[1].split()[0])
    ):
        yield f"How {do} {thing} compare with {compared[1].strip()}?"
    if told.auxiliary in BE:
        yield from _about_state(told, thing, question)
    elif told.negated and told.verb == "be":
        yield f"What cannot be done with {thing}?" if told.auxiliary == "cannot" else f"What has to hold for {thing}?"
    elif told.negated:
        yield f"What can {thing} not do?" if told.auxiliary == "cannot" else f"What would you not expect of {thing}?"
    elif told.auxiliary in ("may", "might", "could", "can", "must", "should", "will", "would"):
        yield from _about_possibility(told, thing)
    else:
        yield from _about_deed(told, thing, do)


def _is_comparison(before: str) -> bool:
    """Whether the subject itself is compared: "is better than", and not "punishes outputs that are shorter than"."""
    return _MORE.search(before) is not None and not re.search(r"\b(?:that|which|who)\b", before)


def _about_state(told: Statement, thing: str, question: str) -> Iterator[str]:
    """After "is": what is done to it, what it is, or what it is like."""
    be = told.auxiliary
    rest = [word.rstrip(",") for word in told.rest]
    if told.verb:
        yield from _about_what_is_done(be, thing, told.verb, rest)
        return
    first = rest[0].casefold() if rest else ""
    if first in ("a", "an", "the", "one") and _bare(thing) == _bare(asked_about(question)):
        yield f"In one sentence, how would you define {thing}?"
    if told.negated:
        yield f"Where would you be careful with {thing}?"
    elif first in ("a", "an", "the", "one", "any", "how", "what", "that", "where") or (first == "to" and len(rest) > 1):
        yield f"What exactly {be} {thing}?"
    elif len(rest) > 2 and rest[1] in _WHEN | {"only", "for", "under", "because", "since"}:
        yield f"{'Why' if rest[1] in _WHY else 'When'} {be} {thing} {rest[0]}?"
    elif _is_thing(rest):
        yield f"What exactly {be} {thing}?"
    elif rest:
        yield f"What should one know about {thing}?"


def _is_thing(rest: Sequence[str]) -> bool:
    """Whether words after "is" name a thing ("dot products of"), rather than a property ("off-policy")."""
    end = next((n for n, word in enumerate(rest) if word.casefold() in STOP_WORDS | _PREPOSITIONS), len(rest))
    return end >= 2 and not rest[0].endswith("ly") and not rest[end - 1].endswith(_ADJECTIVE)


def _about_what_is_done(be: str, thing: str, done: str, rest: Sequence[str]) -> Iterator[str]:
    done = done.rstrip(",")
    tail = [word.casefold() for word in rest]
    if tail and tail[0] in _PARTICLES:
        done, tail = f"{done} {tail[0]}", tail[1:]
    while tail and (tail[0].endswith("ly") or tail[0] in ("only", "first", "often", "together", "separately", "and")):
        tail = tail[2:] if tail[0] == "and" else tail[1:]  # "staged and published" is one deed
    after = tail[0] if tail else ""
    if after in ("on", "into", "from", "against", "for", "as", "of") and len(tail) > 1 and done not in ("used",):
        yield f"What {be} {thing} {done} {after}?" if after != "as" else f"How {be} {thing} {done}?"
    elif after == "for" and done == "used":
        yield f"What {be} {thing} used for?"
    elif after in _WHEN:
        yield f"When {be} {thing} {done}?"
    elif after == "to" and tail[1:2] in (["be"], ["have"]):
        yield f"What {be} {thing} {done} to {tail[1]}?"
    elif after == "to" and not (tail[1:] and (tail[1] in verbs() or tail[1].endswith("ly"))):
        yield f"What {be} {thing} {done} to?"
    elif after == "to" and done in ("designed", "trained", "built", "meant", "made"):
        yield f"What {be} {thing} {done} to do?"
    elif after in _WHY:
        yield f"Why {be} {thing} {done}?"
    elif after in _HOW | {"in", "at", "per", "over", "as", "based"}:
        yield f"How {be} {thing} {done}?"
    else:
        yield f"What is done with {thing}?"


def _about_possibility(told: Statement, thing: str) -> Iterator[str]:
    """After "can", "must" and their like."""
    modal, verb, rest = told.auxiliary, told.verb, [word.casefold().rstrip(",") for word in told.rest]
    if verb == "be" and rest:
        if is_participle(rest[0]):
            asked = list(_about_what_is_done("be", thing, rest[0], rest[1:]))
            ask = asked[0].partition(" ")[0] if asked and asked[0].startswith(("How", "When", "Why")) else "How"
            yield f"{ask} {modal} {thing} be {rest[0]}{_particle(rest[1:2])}?"
        elif "because" in rest[:5]:
            yield f"Why {modal} {thing} be {' '.join(rest[: rest.index('because')])}?"
        elif modal in ("must", "should"):
            yield f"What has to hold for {thing}?"
    elif verb in word_class("happenings"):
        yield f"When {modal} {thing} {verb}?"
    elif verb in word_class("effects") or verb in _PLAIN:
        yield (
            f"What {modal if modal != 'will' else 'would'} {thing} do?"
            if modal != "may"
            else f"What may {thing} lead to?"
        )
    elif verb == "come" or not rest or (rest[0] in _PREPOSITIONS | _WHEN and rest[0] not in _THROUGH):
        yield f"{'When' if verb == 'come' else 'How'} {modal} {thing} {verb}?"
    elif verb in verbs():
        yield f"What {modal} {thing} {verb}{_particle(rest)}?"


def _about_deed(told: Statement, thing: str, do: str) -> Iterator[str]:
    verb, rest = told.verb, [word.casefold() for word in told.rest]
    if told.auxiliary in ("has", "have", "had") or verb in ("has", "have"):
        yield _PLAIN["have"].format(s=thing)
        return
    while rest and (rest[0].endswith("ly") or rest[0] in word_class("around")) and rest[0] not in ("apply",):
        rest = rest[1:]
    after = rest[0].rstrip(",") if rest else ""
    if after in ("because", "since"):
        yield f"Why {do} {thing} {verb}?"
    if verb == "come":
        yield f"Where {do} {thing} come {'from' if after == 'from' else 'in'}?"
    elif verb in _PLAIN:
        yield _PLAIN[verb].format(do=do, s=thing)
    elif verb in word_class("happenings") and (not rest or after in _WHEN | {"with", "on", "at", "for", "in", "under"}):
        yield f"When {do} {thing} {verb}?"
    elif after == "to" and len(rest) > 1 and rest[1] in verbs():
        yield f"What {do} {thing} {verb} to do?"
    elif verb in word_class("effects") and rest and after not in _PREPOSITIONS:
        yield f"What effect {do} {thing} have?"
    elif particle := _particle(rest):
        yield f"What {do} {thing} {verb}{particle}?"
    elif not rest or after in _PREPOSITIONS | _WHEN | _WHY or _is_adverb(rest):
        yield f"How {do} {thing} {verb}?"
    elif after in ("and", "or"):
        return
    else:
        yield f"What {do} {thing} {verb}?"


def _is_adverb(rest: Sequence[str]) -> bool:
    """Whether "more", "faster" and their like say how, and not how much of what."""
    return rest[0] in ("well", "best", "badly") or (
        rest[0] in ("more", "less", "faster", "slower", "better", "worse")
        and (len(rest) == 1 or rest[1] in _PREPOSITIONS)
    )


def _particle(rest: Sequence[str]) -> str:
    """The preposition through which the verb has its object: "depends on"."""
    if rest[:1] and rest[0] in _PARTICLES:
        return f" {rest[0]}"
    return f" {rest[0]}" if len(rest) > 1 and rest[0] in _THROUGH else ""


def _bare(thing: str) -> str:
    """Without its article and what stands in brackets."""
    return re.sub(r"^(?:an?|the) | \(.*", "", thing.casefold())


def _known(told: Statement, question: str) -> bool:
    """Whether the question says already what the statement says of its subject, so that the subject is what is open."""
    if told.auxiliary or not told.verb or not told.subject or len(told.rest) > LONGEST_PREDICATE or not told.rest:
        return False
    asked, predicate = set(terms(question)), terms(" ".join(told.rest))
    new = set(terms(told.subject)) - asked
    return bool(new and predicate) and sum(term in asked for term in predicate) / len(predicate) >= KNOWN


def _third_person(told: Statement) -> str:
    verb = told.verb
    if verb == "have":
        return "has"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else f"{verb}s"


def _general(case: str, question: str) -> bool:
    """Whether a case says nothing: "in machine learning"."""
    if _SAYS_NOTHING.fullmatch(case):
        return True
    telling = set(terms(case)) - set(terms("machine learning practice general statistics data science deep world"))
    return not telling - set(terms(question)) and len(telling) < 2
