"""Explaining without a model: the sentences that answer this question, verbatim, with their citations.

A short answer comes first and the rest after it. Two things that are compared stand side by side; a question between
two entries is answered from both. Every sentence is a span of the corpus, so a citation cannot be wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from coach.explanation import NOT_IN_NOTES, NOTES_DIFFER, Citation, Explanation, Nearest, Part
from coach.forms import Depth, Form, comparison_in, depth_of, form_of
from coach.grading_features import Embed
from coach.premises import correction
from coach.quoting import Unit, runs, units_of
from coach.selecting import MORE_WORDS, select
from coach.suggesting import follow_ups
from corpus.entries import Entry, normalised
from index.hits import Hit, SearchResult, Turn
from index.words import terms

NEARLY = 0.75
"""A second entry is used as well when its score is at least this share of the first one's ..."""
SHARED_OUT = 0.34
"""... and at least this share of the question's words is in the second entry and not in the first."""


NO_CODE = "My notes have no code for this."


@dataclass(slots=True)
class _Notes:
    """The citations of an answer as it is put together."""

    citations: list[Citation] = field(default_factory=list)

    def cite(self, entry: Entry, quote: str, part: Part, span: tuple[int, int] | None = None) -> str:
        """The number, in brackets, under which the quote is cited; the same quote keeps its number."""
        for citation in self.citations:
            if (citation.entry_id, citation.quote, citation.part) == (entry.id, quote, part):
                return f"[{citation.n}]"
        n = len(self.citations) + 1
        self.citations.append(
            Citation(
                n=n,
                entry_id=entry.id,
                question=entry.question,
                document=entry.document,
                location=entry.location,
                quote=quote,
                part=part,
                span=span,
            )
        )
        return f"[{n}]"


def explain_offline(
    turns: Sequence[Turn],
    result: SearchResult,
    *,
    notice: str | None = None,
    said: Sequence[str] = (),
    embed: Embed | None = None,
) -> Explanation:
    """The answer to the last turn, out of what was found.

    notice: why there is no model, where one was wanted. said: quotations that earlier answers had. embed: compares
    what the question takes for granted with the notes; without it nothing is put right.
    """
    asked = [turn.content for turn in turns if turn.role == "user"]
    hits = [hit for hit in result.hits if hit.entry.answer or hit.entry.key_points]
    if not result.answerable or not hits:
        return not_in_notes(result, notice=notice)
    request = asked[-1] if asked else result.query
    depth = depth_of(request)
    notes = _Notes()
    mended = _put_right(notes, hits, result.standalone, embed)
    if (answered := _follow_up(notes, hits, request)) is not None:
        short, more, used = answered
    elif (pair := _sides(result.standalone, hits)) is not None:
        short, more, used = _side_by_side(notes, pair, depth)
    else:
        short, more, used = _in_sentences(notes, hits, result.standalone, depth, said)
    if not short:
        return not_in_notes(result, notice=notice)
    if mended and mended not in short:
        short, more = mended, "\n\n".join(part for part in (short, more) if part)
    elif mended:
        short = f"{NOTES_DIFFER}\n\n{short}"
    if depth is Depth.CODE and not notice and not any(citation.quote.startswith("```") for citation in notes.citations):
        notice = NO_CODE
    neighbours = [hit.entry for hit in result.hits if hit.entry.id not in {entry.id for entry in used}]
    return Explanation(
        query=result.query,
        answer="\n\n".join(part for part in (short, more) if part),
        answerable=True,
        short=short,
        citations=tuple(notes.citations),
        follow_ups=follow_ups(used, neighbours, asked),
        notice=notice,
    )


def not_in_notes(result: SearchResult, *, notice: str | None = None, model: str = "offline") -> Explanation:
    """The one honest line, with what comes nearest."""
    nearest = tuple(
        Nearest(entry_id=hit.entry.id, question=hit.entry.question, document=hit.entry.document)
        for hit in result.hits[:3]
    )
    return Explanation(
        query=result.query,
        answer=NOT_IN_NOTES,
        short=NOT_IN_NOTES,
        answerable=False,
        nearest=nearest,
        follow_ups=tuple(near.question for near in nearest),
        model=model,
        notice=notice,
    )


def _put_right(notes: _Notes, hits: Sequence[Hit], question: str, embed: Embed | None) -> str:
    """What contradicts the question, with a line that says so; empty where nothing does."""
    if embed is None:
        return ""
    found = correction(question, [hit.entry for hit in hits], embed)
    if found is None:
        return ""
    return f"{NOTES_DIFFER}\n\n{found.quote} {notes.cite(found.entry, found.quote, found.part, found.span)}"


_Answered = tuple[str, str, list[Entry]]
"""Short answer, the rest, and the entries they came from."""


def _in_sentences(notes: _Notes, hits: Sequence[Hit], question: str, depth: Depth, said: Sequence[str]) -> _Answered:
    """The answer of the best entry; of the second as well, where the question lies between the two."""
    form = Form.EXAMPLE if depth is Depth.EXAMPLE else form_of(question)
    first = hits[0]
    if depth is Depth.INTERVIEW and first.entry.key_points:
        return _for_interview(notes, first.entry, question, form)
    chosen = select(first.entry, question, form, depth, first.span, said)
    if not chosen.short:
        point = first.entry.key_points[0]
        return f"{point} {notes.cite(first.entry, point, 'key_point')}", "", [first.entry]
    short = _told(notes, first.entry, chosen.short)
    more = _told(notes, first.entry, chosen.more)
    used = [first.entry]
    if len(hits) > 1 and depth is Depth.USUAL and _lies_between(question, hits[0], hits[1]):
        also = select(hits[1].entry, question, form, Depth.SIMPLER, hits[1].span)
        more = "\n\n".join(part for part in (more, _told(notes, hits[1].entry, also.short)) if part)
        used.append(hits[1].entry)
    return short, more, used


def _for_interview(notes: _Notes, entry: Entry, question: str, form: Form) -> _Answered:
    """What to say: the short answer, the points to make, and what not to say."""
    short = _told(notes, entry, select(entry, question, form, Depth.SIMPLER).short)
    points = [f"- {point} {notes.cite(entry, point, 'key_point')}" for point in entry.key_points]
    more = "**Points to make**\n\n" + "\n".join(points)
    if entry.pitfalls:
        pitfalls = [f"- {pitfall} {notes.cite(entry, pitfall, 'pitfall')}" for pitfall in entry.pitfalls]
        more += "\n\n**What not to say**\n\n" + "\n".join(pitfalls)
    return short or more, more if short else "", [entry]


def _follow_up(notes: _Notes, hits: Sequence[Hit], request: str) -> _Answered | None:
    """The reply that an entry has for this very follow-up question."""
    wanted = normalised(request)
    for hit in hits:
        for follow_up in hit.entry.follow_ups:
            if follow_up.good_reply and normalised(follow_up.question) == wanted:
                reply = follow_up.good_reply
                return f"{reply} {notes.cite(hit.entry, reply, 'follow_up')}", "", [hit.entry]
    return None


def _sides(question: str, hits: Sequence[Hit]) -> tuple[Hit, Hit] | None:
    """The two entries that a comparison is about; None where one entry compares them, or only one is there."""
    pair = comparison_in(question)
    if pair is None:
        return None
    left, right = frozenset(terms(pair.left)), frozenset(terms(pair.right))
    left, right = left - right or left, right - left or right
    if any(left & _asks(hit) and right & _asks(hit) for hit in hits[:2]):
        return None
    best_left, best_right = _about(left, hits), _about(right, hits)
    if best_left is None or best_right is None or best_left.entry.id == best_right.entry.id:
        return None
    return best_left, best_right


def _about(wanted: frozenset[str], hits: Sequence[Hit]) -> Hit | None:
    """The first entry that asks about something, by its question or else by how its answer begins."""
    asking = (hit for hit in hits if wanted <= _asks(hit))
    opening = (hit for hit in hits if (units := units_of(hit.entry.answer)) and wanted <= units[0].terms)
    return next(asking, None) or next(opening, None)


def _asks(hit: Hit) -> frozenset[str]:
    return frozenset(terms(hit.entry.question))


def _side_by_side(notes: _Notes, pair: tuple[Hit, Hit], depth: Depth) -> _Answered:
    """One entry beside the other: a table of their short answers where they fit in cells, then the rest of each."""
    chosen = [select(hit.entry, hit.entry.question, Form.WHAT, depth, words=MORE_WORDS[depth] // 2) for hit in pair]
    shorts = [_told(notes, hit.entry, part.short) for hit, part in zip(pair, chosen, strict=True)]
    titles = [hit.entry.question for hit in pair]
    if any("|" in text or "\n" in text for text in (*shorts, *titles)):
        short = "\n\n".join(f"**{title}**\n\n{text}" for title, text in zip(titles, shorts, strict=True))
    else:
        short = f"| {titles[0]} | {titles[1]} |\n|---|---|\n| {shorts[0]} | {shorts[1]} |"
    rest = [_told(notes, hit.entry, part.more) for hit, part in zip(pair, chosen, strict=True)]
    more = "\n\n".join(f"**{title}**\n\n{text}" for title, text in zip(titles, rest, strict=True) if text)
    return short, more, [hit.entry for hit in pair]


def _lies_between(question: str, first: Hit, second: Hit) -> bool:
    """Whether the second entry holds a good part of the question that the first does not."""
    if second.score < NEARLY * first.score or not second.entry.answer:
        return False
    asked = frozenset(terms(question))
    missing = asked - _holds(first.entry)
    return bool(asked) and len(missing & _holds(second.entry)) / len(asked) >= SHARED_OUT


def _holds(entry: Entry) -> frozenset[str]:
    return frozenset(terms(f"{entry.question} {entry.answer} {' '.join(entry.key_points)}"))


def _told(notes: _Notes, entry: Entry, units: Sequence[Unit]) -> str:
    """Units as Markdown: what follows each other in the document stays together, with one citation at its end."""
    told = ""
    end = 0
    for start, stop in runs(units, entry.answer):
        quote = entry.answer[start:stop]
        number = notes.cite(entry, quote, "answer", (start, stop))
        last = next(unit for unit in reversed(units) if unit.end == stop)
        gap = "\n\n" if not told or not last.prose or "\n\n" in entry.answer[end:start] else " "
        told += (gap if told else "") + quote + ("\n\n" if not last.prose else " ") + number
        end = stop
    return told
