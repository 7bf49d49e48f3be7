"""Where sections, answers and lists of a document begin and end, seen from its questions."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.candidates import Candidate, Style
from corpus.lines import Line, Shape
from corpus.navigation import is_furniture
from corpus.titles import plain

_LINKED = re.compile(r"\W*(?:<[^>]*>\W*)*\[[^\]]*\]\(|\W*https?://|\W*<[^>]*>\W*$")
FEWEST_HOLDING = 4  # questions, from which what their answers have in common is a habit
BARE = 0.8  # share of items without an answer, from which a list is one of questions only
HOLDING = 0.5  # share of them that makes it one


class Outline:
    """Where sections begin and end, seen from the questions."""

    def __init__(self, lines: Sequence[Line], found: Sequence[Candidate]) -> None:
        self._lines = lines
        self._headings = [i for i, line in enumerate(lines) if line.shape is Shape.HEADING]
        self._found = found
        self._order = [candidate.start for candidate in found]
        self._starts = {candidate.start: candidate for candidate in found}

    def ends(self, chosen: Sequence[Candidate]) -> list[int]:
        """Where the answer of each of these questions ends."""
        holding = self.holds_headings(chosen)
        following = [*(question.start for question in chosen[1:]), None][: len(chosen)]
        return [
            min(self.end_of(question, after, holding), self._head_of(after) or len(self._lines))
            for question, after in zip(chosen, following, strict=True)
        ]

    def _head_of(self, start: int | None) -> int | None:
        """Where the item stands that only heads the list which the question at start begins."""
        at = bisect_right(self._order, start - 1) if start else 0
        above = self._found[at - 1] if at else None
        return above.start if above is not None and above.style is Style.ITEM and self.heads_items(above) else None

    def holds_headings(self, chosen: Sequence[Candidate]) -> bool:
        """Whether most answers begin below a heading as high as their question's, or have one of the same words.

        Such as "## Question 1: ...", and below it "# Short answer". Without it they would end before they began.
        """
        if len(chosen) < FEWEST_HOLDING:
            return False
        inner: list[str] = []
        bare = 0
        for question, after in pairwise(chosen):
            level = question.rank if question.style is Style.HEADING else self.level_above(question.start)
            at = bisect_right(self._headings, question.start)
            first = self._headings[at] if at < len(self._headings) else after.start
            if first >= after.start or self._lines[first].level > level or not self._has_text(first + 1):
                continue
            inner.append(self._lines[first].body.split(" ", 1)[0].casefold())
            bare += not self.has_body(question)
        same = max(Counter(inner).values(), default=0)
        return max(bare, same) >= max(FEWEST_HOLDING - 1, HOLDING * (len(chosen) - 1))

    def outside(self, members: Sequence[Candidate], chosen: Sequence[Candidate]) -> list[Candidate]:
        """The members that no answer of a chosen question contains."""
        if not chosen:
            return list(members)
        starts = [question.start for question in chosen]
        holding = self.holds_headings(chosen)
        free = []
        for member in members:
            at = bisect_right(starts, member.start)
            question = chosen[at - 1] if at else None
            following = chosen[at] if at < len(chosen) else None
            start = following.start if following is not None else None
            inside = question is not None and self.end_of(question, start, holding) > member.start
            encloses = following is not None and self._encloses(member, following)
            held = holding or (question is not None and self._begins_with_heading(question, start))
            if (inside and (held or not encloses)) or (encloses and not self.has_body(member)):
                continue  # it is a part of an answer, or heads a section of questions
            free.append(member)
        return free

    def _encloses(self, member: Candidate, question: Candidate) -> bool:
        """Whether question stands in the section that member heads."""
        if member.style is not Style.HEADING:
            return False
        return self._section_end(member.start, member.rank) > question.start and not (
            question.style is Style.HEADING and question.rank <= member.rank
        )

    def _section_end(self, start: int, level: int) -> int:
        at = bisect_right(self._headings, start)
        below = (self._headings[k] for k in range(at, len(self._headings)))
        return next((i for i in below if self._lines[i].level <= level), len(self._lines))

    def level_above(self, line: int) -> int:
        """The level of the heading that a line stands below; 0 where there is none."""
        at = bisect_right(self._headings, line) - 1
        return self._lines[self._headings[at]].level if at >= 0 else 0

    def end_of(self, question: Candidate, following: int | None, holding: bool) -> int:
        """Where the answer of a question ends: at the following question, or where its section does.

        A heading of the question's own level ends it, except one that stands between two numbers that follow each other
        and has a text below it: that is a part of the answer whose level slipped. Where answers hold headings as high
        as their questions, or one begins with such a heading and the next number follows, only those end it below which
        nothing but the following question stands.
        """
        limit = len(self._lines) if following is None else following
        heading = question.style is Style.HEADING
        level = question.rank if heading else self.level_above(question.start)
        at = bisect_right(self._headings, question.start)
        indent = self._lines[question.start].indent
        counts_on = self._counts_on(question, following)
        holding = holding or self._begins_with_heading(question, following)
        for k in range(at, len(self._headings)):
            i = self._headings[k]
            if i >= limit:
                break
            line = self._lines[i]
            if line.level > level or line.indent > indent + 1:
                continue
            if holding and not is_furniture(plain(line.body)) and self._has_text_between(i + 1, limit):
                continue
            slipped = heading and counts_on and line.level == level and self._has_text(i + 1)
            if not slipped:
                return i
        return limit

    def _counts_on(self, question: Candidate, following: int | None) -> bool:
        """Whether the question at following has the next number."""
        after = self._starts.get(following) if following is not None else None
        number = question.label.number or 0
        return bool(question.label.kind) and after is not None and after.label.number == number + 1

    def _begins_with_heading(self, question: Candidate, following: int | None) -> bool:
        """Whether nothing but a heading begins the answer of a question that the next number follows."""
        return self._counts_on(question, following) and not self.has_body(question)

    def has_body(self, candidate: Candidate) -> bool:
        """Whether there is a text of its own below it, before the next heading."""
        return bool(candidate.rest) or self._has_text(candidate.end)

    def has_parts(self, candidate: Candidate) -> bool:
        """Whether there is text below it that only deeper headings divide, none of which asks."""
        end = self._section_end(candidate.start, candidate.rank)
        at = bisect_right(self._order, candidate.start)
        inner = iter(self._found[at:])
        deeper = next((c for c in inner if c.start >= end or (c.style is Style.HEADING and c.asks)), None)
        return self._has_text_between(candidate.end, end) and (deeper is None or deeper.start >= end)

    def tells(self, candidate: Candidate) -> bool:
        """Whether there is text below a heading other than lists of links."""
        end = self._section_end(candidate.start, candidate.rank)
        below = self._lines[candidate.end : end]
        return any(line.shape in (Shape.TEXT, Shape.ITEM) and not _LINKED.match(line.body) for line in below)

    def is_section(self, candidate: Candidate) -> bool:
        """Whether it is a heading with nothing but deeper headings below it."""
        if candidate.style is not Style.HEADING or candidate.asks or self._has_text(candidate.end):
            return False
        at = bisect_right(self._headings, candidate.start)
        return at < len(self._headings) and self._lines[self._headings[at]].level > candidate.rank

    def stands_apart(self, candidate: Candidate, asking: Sequence[Candidate]) -> bool:
        """Whether a bold line is set as those of its group that ask: behind the same kind of rule, or as a sentence."""
        above = [self._above(member.start) for member in asking]
        usual = max(set(above), key=above.count)
        if usual is Shape.RULE and self._above(candidate.start) is usual:
            return True
        alone = candidate.end >= len(self._lines) or self._lines[candidate.end].shape is Shape.BLANK
        return alone and candidate.question.endswith(".") and len(candidate.question.split()) > 2

    def _above(self, start: int) -> Shape:
        for i in range(start - 1, -1, -1):
            if self._lines[i].shape is not Shape.BLANK:
                return self._lines[i].shape
        return Shape.HEADING

    def are_bare(self, items: Sequence[Candidate]) -> bool:
        """Whether most of these items of lists have no answer: nothing stands between them and what follows."""
        ends = [item.end for item in items]
        bare = sum(not item.rest and self._is_over(end) for item, end in zip(items, ends, strict=True))
        return bare >= BARE * len(items)

    def _is_over(self, line: int) -> bool:
        """Whether the next thing from a line on is another item or a heading, or nothing."""
        shape = next((line.shape for line in self._lines[line:] if line.shape is not Shape.BLANK), Shape.HEADING)
        return shape in (Shape.ITEM, Shape.HEADING)

    def _has_text_between(self, start: int, end: int) -> bool:
        return any(line.shape not in (Shape.BLANK, Shape.RULE, Shape.HEADING) for line in self._lines[start:end])

    def heads_items(self, item: Candidate) -> bool:
        """Whether an item of a list does not ask, and the ones set in below it do."""
        at = bisect_right(self._order, item.start)
        below = self._found[at] if at < len(self._found) else None
        return (
            not item.asks
            and below is not None
            and below.style is Style.ITEM
            and below.asks
            and below.rank > item.rank
            and not self._has_text_between(item.end, below.start)
        )

    def _has_text(self, start: int) -> bool:
        for line in self._lines[start:]:
            if line.shape is Shape.HEADING:
                return False
            if line.shape not in (Shape.BLANK, Shape.RULE):
                return True
        return False


def runs(found: Sequence[Candidate], lines: Sequence[Line]) -> Iterator[list[Candidate]]:
    """Items of one list: nothing but blank lines and deeper indented ones between them."""
    run: list[Candidate] = []
    for candidate in found:
        if run and not _same_list(lines, run[-1], candidate):
            yield run
            run = []
        run.append(candidate)
    if run:
        yield run


def _same_list(lines: Sequence[Line], before: Candidate, after: Candidate) -> bool:
    between = lines[before.end : after.start]
    return all(line.shape in (Shape.BLANK, Shape.CODE) or line.indent > before.rank for line in between)
