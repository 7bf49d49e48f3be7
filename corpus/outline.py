"""Where sections, answers and lists of a document begin and end, seen from its questions."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from corpus.candidates import Candidate, Style
from corpus.lines import Line, Shape


class Outline:
    """Where sections begin and end, seen from the questions."""

    def __init__(self, lines: Sequence[Line], found: Sequence[Candidate]) -> None:
        self._lines = lines
        self._headings = [i for i, line in enumerate(lines) if line.shape is Shape.HEADING]
        self._starts = {candidate.start: candidate for candidate in found}

    def outside(self, members: Sequence[Candidate], chosen: Sequence[Candidate]) -> list[Candidate]:
        """The members that no answer of a chosen question contains."""
        if not chosen:
            return list(members)
        starts = [question.start for question in chosen]
        free = []
        for member in members:
            at = bisect_right(starts, member.start)
            question = chosen[at - 1] if at else None
            if at < len(chosen) and self._encloses(member, chosen[at]):
                if not self.has_body(member):
                    continue  # it heads a section of questions
            elif (
                question is not None
                and self.end_of(question, chosen[at].start if at < len(chosen) else None) > member.start
            ):
                continue
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

    def end_of(self, question: Candidate, following: int | None) -> int:
        """Where the answer of a question ends: at the following question, or where its section does.

        A heading of the question's own level ends it, except one that stands between two numbers that follow each other
        and has a text below it: that is a part of the answer whose level slipped.
        """
        limit = len(self._lines) if following is None else following
        heading = question.style is Style.HEADING
        level = question.rank if heading else self.level_above(question.start)
        at = bisect_right(self._headings, question.start)
        indent = self._lines[question.start].indent
        for k in range(at, len(self._headings)):
            i = self._headings[k]
            if i >= limit:
                break
            line = self._lines[i]
            if line.level > level or line.indent > indent + 1:
                continue
            slipped = (
                heading
                and question.label.kind
                and following is not None
                and line.level == level
                and following in self._starts
                and self._starts[following].label.number == (question.label.number or 0) + 1
                and self._has_text(i + 1)
            )
            if not slipped:
                return i
        return limit

    def has_body(self, candidate: Candidate) -> bool:
        """Whether there is a text of its own below it, before the next heading."""
        return bool(candidate.rest) or self._has_text(candidate.end)

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
