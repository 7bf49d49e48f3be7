"""The ways to tell an answer out of the notes: in sentences, side by side, simply, deeper, in code, for an interview.

Whatever is asked for and the notes do not have (an example, code, simpler words) is said in one line, beside what they
have instead.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coach.explaining.citing import Notes
from coach.explaining.comparing import compared
from coach.explaining.cues import fits, is_example
from coach.explaining.depths import Depth
from coach.explaining.forms import Form, form_in
from coach.explaining.nearness import NOT_COMPARED, Nearness, nearness
from coach.explaining.parts import Parts, named_in, parts_of
from coach.explaining.quoting import Unit, units_of, with_support
from coach.explaining.selecting import MORE_WORDS, Selection, has_code, has_formula, more_of, select
from coach.explaining.worth import MADE, bland, is_own
from coach.explanation import NOTHING_HEARD, Heard
from coach.grading.conflicts import share
from coach.grading.features import Reader
from corpus.entries import Entry, Kind, normalised
from index.conversation import content, leans
from index.hits import Hit
from index.words import terms

NEARLY = 0.75
"""A second entry is used as well when its score is at least this share of the first one's ..."""
SHARED_OUT = 0.34
"""... and at least this share of the question's words is in the second entry and not in the first."""
WITH_CODE = 0.6
"""Another entry shows the code or the formula when its score is at least this share of the first one's."""
SIMPLE_POINTS = 2
MIN_EXAMPLE, SIMPLE_EXAMPLE = 12, 60  # words of an example beside them
PART_ASKED = 0.5
"""Share of the words of an entry's question, below which only a part of it is asked about."""
NEXT_BEST = 0.15
"""How near the next sentence must come in meaning, where a list that was just told has nothing of what is asked."""
MOST_POINTS = 5
"""Key points that are added to an answer whose sentences do not make them."""
INTERVIEW_WORDS = 90  # of points to make, where the entry has no key points

NOTHING_NEARER = "My notes have nothing nearer to that than what I just told:"
NO_CODE = "My notes have no code for this."
NO_FORMULA = "My notes have no formula for this."
NO_EXAMPLE = "My notes give no example of this."
NO_SIMPLER = "My notes have no simpler words for this."
_PLAIN = re.compile(
    r"\b(?:in (?:simpler|other|plain|everyday) (?:words|terms)|put simply|simply put|think of|imagine|it['’]s like"
    r"|is like|intuiti\w+|analogy|tells? us)\b",
    re.IGNORECASE,
)

_DESIGNING = re.compile(r"how (?:would|do|should|could|can|to) ?(?:you|i|we|one)? \w+ (?P<what>.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answered:
    """short: the answer itself, empty where there is nothing left to say; more: the rest; used: the entries of both.

    notice: what was asked for and is not in the notes.
    """

    short: str
    more: str
    used: tuple[Entry, ...]
    notice: str = ""


def told(
    notes: Notes, hits: Sequence[Hit], request: str, standalone: str, depth: Depth, heard: Heard, reader: Reader | None
) -> Answered:
    """The answer to a request, in the way it asks for.

    standalone: the question, with what the conversation says of it filled in. heard: what was told already.
    reader: compares meanings; None where only words are compared.
    """
    if (replied := _follow_up(notes, hits, request)) is not None:
        return replied
    form = form_in(request, standalone)
    if _wants_design(request, hits[0].entry):
        form, standalone = Form.WHAT, hits[0].entry.question
    goes_on = bool(heard.quotes) and leans(request)

    def near() -> Nearness:
        if reader is None:
            return NOT_COMPARED
        return nearness(hits[0].entry, standalone, request, reader, None if goes_on else hits[0])

    match depth:
        case Depth.CODE:
            return _in_code(notes, hits, standalone, form)
        case Depth.FORMULA:
            return _in_formula(notes, hits, standalone, form)
        case Depth.EXAMPLE:
            return _by_example(notes, hits, standalone)
        case Depth.DEEPER:
            return _deeper(notes, hits[0], standalone, form, heard)
        case Depth.INTERVIEW:
            near_it = NOT_COMPARED if goes_on else near()  # "how do I answer that?": all of it
            return _for_interview(notes, hits[0], standalone, form, near_it)
        case Depth.SHORTER:
            entry = hits[0].entry
            chosen = select(entry, standalone, form, Depth.USUAL, hits[0], near=near()).short[:1]
            return Answered(
                notes.told(entry, chosen) or notes.listed(entry, entry.key_points[:1], "key_point"), "", (entry,)
            )
        case Depth.SIMPLER | Depth.USUAL:
            if (sides := _compared(notes, hits, request, standalone, depth)) is not None:
                return sides
            if depth is Depth.SIMPLER:
                return _simply(notes, hits[0], standalone, form, heard)
            before = heard if goes_on else NOTHING_HEARD
            added = frozenset(terms(" ".join(content(request)))) if goes_on else frozenset[str]()
            return _in_sentences(notes, hits, standalone, form, near(), before, added)


def _wants_design(request: str, entry: Entry) -> bool:
    """Whether a whole design is asked for: "how would you detect fraud?" wants the system, not the signs of fraud."""
    asked = _DESIGNING.match(request.strip())
    wanted = frozenset(terms(asked["what"])) if asked is not None else frozenset()
    return entry.kind is Kind.DESIGN and bool(wanted) and wanted <= frozenset(terms(entry.question))


def _in_sentences(
    notes: Notes,
    hits: Sequence[Hit],
    question: str,
    form: Form,
    near: Nearness,
    heard: Heard,
    wanted: frozenset[str],
) -> Answered:
    """The answer of the best entry; of the second as well, where the question lies between the two.

    heard: what was told already, where the question goes on about it; wanted: the words that it adds then.
    """
    entry = hits[0].entry
    chosen = select(entry, question, form, Depth.USUAL, hits[0], heard, wanted=wanted, near=near)
    if not chosen.short:
        return Answered(notes.listed(entry, entry.key_points[:1], "key_point").removeprefix("- "), "", (entry,))
    asked = (wanted or frozenset(terms(question))) - frozenset(terms(entry.question))
    if heard.last and all(_just_told(unit, heard) for unit in chosen.short):
        return _once_more(notes, entry, chosen, asked, near, heard)
    if len(chosen.short) == 1 and (part := _part_asked(chosen.short[0], asked, near, heard)):
        short = notes.part_of(entry, chosen.short[0], part)
        more = notes.told(entry, sorted((*chosen.short, *chosen.more), key=lambda unit: unit.start))
    else:
        short, more = notes.told(entry, chosen.short), notes.told(entry, chosen.more)
    if is_own(entry, question, form, hits[0]) and (points := _unsaid(entry, (*chosen.short, *chosen.more))):
        more = _paragraphs(more, "**Also worth saying**", notes.listed(entry, points, "key_point"))
    if len(hits) > 1 and _lies_between(question, hits[0], hits[1]):
        second = hits[1].entry
        also = select(second, question, form, Depth.SIMPLER, hits[1])
        return Answered(short, _paragraphs(more, notes.told(second, also.short)), (entry, second))
    return Answered(short, more, (entry,))


def _part_asked(unit: Unit, asked: frozenset[str], near: Nearness, heard: Heard) -> str:
    """The row of a table or the item of a list that answers by itself; empty where the whole of it does.

    Of steps one is told by itself where all of them were told before.
    """
    parts = _all_parts(unit) if unit.text in heard.told else parts_of(unit)
    if parts is None or (unit.start == 0 and near.detail < 1.0):
        return ""
    chosen = named_in(parts, asked - bland() - frozenset(terms(parts.head)))  # what heads a column is in every row
    if not chosen and unit.start in near.part:
        chosen = [near.part[unit.start]]
    return parts.shown(chosen) if chosen else ""


def _once_more(
    notes: Notes, entry: Entry, chosen: Selection, asked: frozenset[str], near: Nearness, heard: Heard
) -> Answered:
    """Where nothing seems nearer to what is asked than what was just told: a sentence or a step of that, and so said.

    Of a table or a list in which nothing is named that is asked for, nothing is told again; then the next sentence is.
    """
    again = max(chosen.short, key=lambda unit: near.of.get(unit.start, 0.0))
    parts = _all_parts(again)
    named = named_in(parts, asked - bland()) if parts else []
    if parts and named:
        short = notes.part_of(entry, again, Parts("", parts.each).shown(named))
    elif again.prose and not parts:
        short = notes.told(entry, [again])
    else:
        units = units_of(entry.answer)
        others = [u for u in units if u.text not in heard.last and near.of.get(u.start, 0.0) >= NEXT_BEST]
        best = max(others, key=lambda unit: near.of[unit.start], default=None)
        return Answered(notes.told(entry, with_support([best], units)) if best else "", "", (entry,))
    return Answered(_paragraphs(NOTHING_NEARER, short), notes.told(entry, chosen.more), (entry,))


def _just_told(unit: Unit, heard: Heard) -> bool:
    """Whether the short answer before had this, or a part of it."""
    parts = _all_parts(unit)
    return unit.text in heard.last or (parts is not None and any(part in heard.last for part in parts.each))


def _all_parts(unit: Unit) -> Parts | None:
    """The parts of a table or a list, with or without numbers."""
    return parts_of(unit, steps=True) or parts_of(unit)


def _unsaid(entry: Entry, units: Iterable[Unit]) -> list[str]:
    """The key points that no unit makes by itself."""
    held = [unit.terms for unit in units]
    wanted = [(point, frozenset(terms(point))) for point in entry.key_points]
    return [point for point, about in wanted if all(share(about, unit) < MADE for unit in held)][:MOST_POINTS]


def _simply(notes: Notes, hit: Hit, question: str, form: Form, heard: Heard) -> Answered:
    """The sentence that says it in plain words; else two key points, which say one fact each; else the short answer."""
    entry = hit.entry
    units = units_of(entry.answer)
    asked = frozenset(terms(question))
    plain = [unit for unit in units if unit.prose and _PLAIN.search(unit.text)]
    if plain:
        support = [with_support([unit], units) for unit in plain]
        best = max(support, key=lambda told: share(asked, frozenset[str]().union(*(unit.terms for unit in told))))
        return Answered(notes.told(entry, best), "", (entry,))
    if entry.key_points:
        of_entry = frozenset(terms(entry.question))
        about = asked if len(asked & of_entry) < PART_ASKED * len(of_entry) else asked - of_entry
        new = [point for point in entry.key_points if point not in heard.quotes]
        ranked = sorted(new, key=lambda point: -share(about, frozenset(terms(point))))  # stable
        points = [point for point in new if point in ranked[:SIMPLE_POINTS]]
        if not points:
            return Answered(notes.listed(entry, entry.key_points, "key_point"), "", (entry,), NO_SIMPLER)
        shown = notes.listed(entry, points, "key_point")
        if len(new) < len(entry.key_points):  # the example was told with the first ones
            return Answered(shown, "", (entry,))
        return Answered(_paragraphs(shown, notes.told(entry, _short_example(units))), "", (entry,))
    chosen = select(entry, question, form, Depth.SIMPLER, hit).short
    again = bool(heard.quotes) and all(unit.text in heard.told for unit in chosen)
    return Answered(notes.told(entry, chosen), "", (entry,), NO_SIMPLER if again else "")


def _short_example(units: Sequence[Unit]) -> list[Unit]:
    """The first example in running text, with what it needs and what goes on with it; none where that is long."""
    place = next((n for n, u in enumerate(units) if u.prose and is_example(u.text) and not u.leads), None)
    if place is None:
        return []
    told = with_support([units[place]], units)
    for unit in units[place + 1 :]:
        if unit.opens or not unit.prose or sum(u.words for u in told) + unit.words > SIMPLE_EXAMPLE:
            break
        told.append(unit)
    return told if MIN_EXAMPLE <= sum(unit.words for unit in told) <= SIMPLE_EXAMPLE else []


def _deeper(notes: Notes, hit: Hit, question: str, form: Form, heard: Heard) -> Answered:
    """What was not told yet, and then the entry's follow-up questions with their replies."""
    entry = hit.entry
    chosen = select(entry, question, form, Depth.DEEPER, hit, heard)
    if chosen.short:
        return Answered(notes.told(entry, chosen.short), notes.told(entry, chosen.more), (entry,))
    for further in entry.follow_ups:
        if further.good_reply and further.good_reply not in heard.quotes:
            reply = notes.cite(entry, further.good_reply, "follow_up")
            return Answered(f"**{further.question}**\n\n{further.good_reply} {reply}", "", (entry,))
    return Answered("", "", (entry,))


def _by_example(notes: Notes, hits: Sequence[Hit], question: str) -> Answered:
    """The example that the best entry gives, or one about the same; without any, the short answer."""
    near = [hit for hit in hits if hit is hits[0] or _is_about(question, hit)]
    hit = next((hit for hit in near if any(is_example(unit.text) for unit in units_of(hit.entry.answer))), None)
    if hit is None:
        chosen = select(hits[0].entry, question, Form.WHAT, Depth.SIMPLER, hits[0])
        named = any(fits(unit.text, Form.EXAMPLE) for unit in chosen.short)  # "settings, such as the depth"
        notice = "" if named else NO_EXAMPLE
        return Answered(notes.told(hits[0].entry, chosen.short), "", (hits[0].entry,), notice)
    chosen = select(hit.entry, question, Form.EXAMPLE, Depth.EXAMPLE, hit)
    return Answered(notes.told(hit.entry, chosen.short), notes.told(hit.entry, chosen.more), (hit.entry,))


def _is_about(question: str, hit: Hit) -> bool:
    """Whether an entry's question and topics have all that is asked about."""
    asked = frozenset(terms(question)) - frozenset(terms("give me an example"))
    return bool(asked) and asked <= frozenset(terms(f"{hit.entry.question} {' '.join(hit.entry.topics)}"))


def _in_code(notes: Notes, hits: Sequence[Hit], question: str, form: Form) -> Answered:
    """The code of the best entry that has some; without any, the short answer."""
    near = [hit for hit in hits if hit.score >= WITH_CODE * hits[0].score]
    hit = next((hit for hit in near if has_code(hit.entry.answer)), None)
    if hit is None:
        chosen = select(hits[0].entry, question, form, Depth.SIMPLER, hits[0])
        return Answered(notes.told(hits[0].entry, chosen.short), "", (hits[0].entry,), NO_CODE)
    chosen = select(hit.entry, question, form, Depth.CODE, hit)
    return Answered(notes.told(hit.entry, chosen.short), notes.told(hit.entry, chosen.more), (hit.entry,))


def _in_formula(notes: Notes, hits: Sequence[Hit], question: str, form: Form) -> Answered:
    """The formula of the best entry that has one; without any, the short answer."""
    near = [hit for hit in hits if hit.score >= WITH_CODE * hits[0].score]
    hit = next((hit for hit in near if has_formula(hit.entry.answer)), None)
    if hit is None:
        chosen = select(hits[0].entry, question, form, Depth.SIMPLER, hits[0])
        return Answered(notes.told(hits[0].entry, chosen.short), "", (hits[0].entry,), NO_FORMULA)
    chosen = select(hit.entry, question, form, Depth.FORMULA, hit)
    return Answered(notes.told(hit.entry, chosen.short), notes.told(hit.entry, chosen.more), (hit.entry,))


def _for_interview(notes: Notes, hit: Hit, question: str, form: Form, near: Nearness) -> Answered:
    """What to say: the short answer, the points to make, and what not to say."""
    entry = hit.entry
    chosen = select(entry, question, form, Depth.USUAL, hit, words=INTERVIEW_WORDS, near=near)
    short = notes.told(entry, chosen.short)
    points = [unit for unit in chosen.more if unit.prose and not unit.item]
    listed = notes.listed(entry, entry.key_points, "key_point") or notes.bulleted(entry, points)
    more = _paragraphs("**Points to make**", listed) if listed else ""
    if entry.pitfalls:
        more = _paragraphs(more, "**What not to say**", notes.listed(entry, entry.pitfalls, "pitfall"))
    return Answered(short or more, more if short else "", (entry,))


def _follow_up(notes: Notes, hits: Sequence[Hit], request: str) -> Answered | None:
    """The reply that an entry has for this very follow-up question."""
    wanted = normalised(request)
    for hit in hits:
        for follow_up in hit.entry.follow_ups:
            if follow_up.good_reply and normalised(follow_up.question) == wanted:
                reply = follow_up.good_reply
                return Answered(f"{reply} {notes.cite(hit.entry, reply, 'follow_up')}", "", (hit.entry,))
    return None


def _compared(notes: Notes, hits: Sequence[Hit], request: str, standalone: str, depth: Depth) -> Answered | None:
    """Things side by side, and what of them is not in the notes; None where nothing is compared."""
    found = compared(request, standalone, hits)
    if found is None:
        return None
    if found.entries is not None:
        return _side_by_side(notes, found.entries, found.names, depth)
    chosen: dict[str, set[Unit]] = {}
    for one in found.told:
        chosen.setdefault(one.hit.entry.id, set()).update(one.units)
    entries = {one.hit.entry.id: one.hit.entry for one in found.told}
    shown = {name: sorted(units, key=lambda unit: unit.start) for name, units in chosen.items()}
    short = "\n\n".join(notes.told(entries[name], units) for name, units in shown.items())
    first = next(iter(shown))
    more = more_of(entries[first], standalone, Form.DIFFERENCE, shown[first], MORE_WORDS[depth])
    missing = " or ".join(f"“{name}”" for name in found.missing)
    notice = f"My notes say nothing about {missing}." if missing else ""
    return Answered(short, notes.told(entries[first], more), tuple(entries.values()), notice)


def _side_by_side(notes: Notes, pair: tuple[Hit, Hit], names: Sequence[str], depth: Depth) -> Answered:
    """One entry beside the other: a table of their short answers where they fit in cells, then the rest of each."""
    chosen = [select(hit.entry, hit.entry.question, Form.WHAT, depth, words=MORE_WORDS[depth] // 2) for hit in pair]
    shorts = [notes.told(hit.entry, _in_a_row(part.short)) for hit, part in zip(pair, chosen, strict=True)]
    titles = [hit.entry.question for hit in pair]
    if any("|" in text or "\n\n" in text or "\n- " in text for text in (*shorts, *names)):
        short = "\n\n".join(f"**{title}**\n\n{text}" for title, text in zip(titles, shorts, strict=True))
    else:
        cells = [" ".join(text.split()) for text in shorts]  # a cell is one line
        short = f"| {names[0]} | {names[1]} |\n|---|---|\n| {cells[0]} | {cells[1]} |"
    rest = [
        notes.told(
            hit.entry,
            [
                unit
                for unit in sorted((*part.short, *part.more), key=lambda unit: unit.start)
                if unit not in _in_a_row(part.short)
            ],
        )
        for hit, part in zip(pair, chosen, strict=True)
    ]
    more = "\n\n".join(f"**{title}**\n\n{text}" for title, text in zip(titles, rest, strict=True) if text)
    return Answered(short, more, tuple(hit.entry for hit in pair))


def _in_a_row(units: Sequence[Unit]) -> list[Unit]:
    """The first of some units with those that follow in its paragraph: what fits into a cell."""
    return [unit for place, unit in enumerate(units) if all(not later.opens for later in units[1 : place + 1])]


def _lies_between(question: str, first: Hit, second: Hit) -> bool:
    """Whether the second entry holds a good part of the question that the first does not."""
    if second.score < NEARLY * first.score or not second.entry.answer:
        return False
    asked = frozenset(terms(question))
    missing = asked - _holds(first.entry)
    return bool(asked) and len(missing & _holds(second.entry)) / len(asked) >= SHARED_OUT


def _holds(entry: Entry) -> frozenset[str]:
    return frozenset(terms(f"{entry.question} {entry.answer} {' '.join(entry.key_points)}"))


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
