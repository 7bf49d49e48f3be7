"""Questions in a Markdown document, known by the document's own regularities.

People set all questions of a document alike: as headings of one level, as bold lines, behind "Q:", as items. So the
candidates are grouped by how they are set, and whole groups are judged by how many of them ask. The strongest group
comes first; a weaker one counts only where no answer of a stronger one is. A title that does not ask, such as
"Expected value", is a question where it stands among questions and is set like them.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.candidates import Candidate, Style
from corpus.entries import normalised
from corpus.lines import Line, Shape
from corpus.navigation import is_furniture, is_link_list
from corpus.outline import Outline, runs
from corpus.titled import titled
from corpus.wording import asks_plainly, ends_as_question, is_request

WEIGHT = {
    Style.LABEL: 4.0,
    Style.HEADING: 2.5,
    Style.SUMMARY: 2.5,
    Style.TERM: 2.0,
    Style.BOLD: 2.0,
    Style.ITEM: 1.0,
    Style.PARAGRAPH: 0.8,
}
"""How much a way of setting says that something is a question."""

NUMBERED = 1.3  # a number in front adds to that
MOSTLY = 0.5  # share of a group that asks, from which all of it may be questions
SOME = 0.2  # share from which those that ask are questions
ENOUGH = 8  # questions, from which their habits are habits
USUALLY = 0.8  # share of them that shows a habit
FEWEST_SUBJECTS = 5  # headings that the contents list, from which they may be what is asked about
FEW_BESIDE = 2  # how many times more subjects there are than questions, where a document asks by naming subjects
REPEATED = 0.3  # share of distinct titles below which they are labels of exercises, all alike


@dataclass(frozen=True, slots=True)
class Group:
    """Candidates that are set alike. asking: those that ask. distinct: share of different titles among them."""

    members: tuple[Candidate, ...]
    asking: tuple[Candidate, ...]
    distinct: float

    @property
    def share(self) -> float:
        return len(self.asking) / len(self.members)

    @property
    def first(self) -> Candidate:
        return self.members[0]

    @property
    def score(self) -> float:
        weight = WEIGHT[self.first.style] * (NUMBERED if self.first.label.kind else 1)
        share = 1.0 if self.first.label.kind == "q" else self.share
        number = len(self.members) if self.first.label.kind == "q" else len(self.asking)
        return weight * number * share * self.distinct


@dataclass(frozen=True, slots=True)
class Chosen:
    """The candidates that are questions, in order; and the titles of exercises that are left out, with their number."""

    questions: list[Candidate]
    left_out: tuple[tuple[str, int], ...] = ()


def choose(
    found: Sequence[Candidate],
    lines: Sequence[Line],
    outline: Outline,
    listed: Collection[str] = (),
    *,
    of_questions: bool = False,
) -> Chosen:
    """The candidates that are questions.

    listed: normalised titles that the document's own contents list. of_questions: whether the document says that it
    is about questions, in its name or its first title.
    """
    left_out: list[tuple[str, int]] = []
    groups = sorted(_groups(found), key=lambda group: -group.score)
    chosen: list[Candidate] = []
    below = titled(found, lines)
    if len(below) > 2 * sum(len(group.asking) for group in groups if group.first.style is not Style.PARAGRAPH):
        chosen = below
    for group in groups:
        members = _questions_of(group, lines, outline)
        if members and _are_exercises_beside(group, chosen):
            title = Counter(member.question for member in members).most_common(1)[0][0]
            left_out.append((title, len(outline.outside(members, chosen))))
            continue
        if not members or _are_advice_beside(group, chosen) or (not of_questions and _are_orders(group)):
            continue
        chosen = sorted([*chosen, *outline.outside(members, chosen)], key=lambda candidate: candidate.start)
    if of_questions and len(subjects := _listed_subjects(found, listed, outline)) > FEW_BESIDE * len(chosen):
        chosen = subjects
    if not chosen:
        chosen = _numbered_statements(groups, outline)
    return Chosen(chosen, tuple((title, count) for title, count in left_out if count))


def _groups(found: Sequence[Candidate]) -> Iterator[Group]:
    alike: dict[tuple[str, int, str, bool], list[Candidate]] = defaultdict(list)
    for candidate in found:
        alike[candidate.key].append(candidate)
    for members in map(_strictly, alike.values()):
        titles = {normalised(member.question) for member in members}
        yield Group(tuple(members), tuple(m for m in members if m.asks), len(titles) / len(members))


def _strictly(members: Sequence[Candidate]) -> list[Candidate]:
    """Where questions end in question marks, a title such as "How to use this list" that has none does not ask."""
    asking = [member for member in members if member.asks]
    marked = sum(ends_as_question(member.question) for member in asking)
    if len(asking) < ENOUGH or marked < USUALLY * len(asking):
        return list(members)
    return [
        member if member.mark or asks_plainly(member.question) else replace(member, asks=False) for member in members
    ]


def _are_exercises_beside(group: Group, chosen: Sequence[Candidate]) -> bool:
    """Whether the titles are the same words again and again, beside many questions that are not."""
    few = group.distinct < REPEATED and len(group.members) > 5
    return few and len(chosen) >= group.distinct * len(group.members) * 3


def _are_advice_beside(group: Group, chosen: Sequence[Candidate]) -> bool:
    """Whether items without a question mark, such as "Start with the basics", stand beside many questions set apart."""
    weak = group.first.style in (Style.ITEM, Style.PARAGRAPH)
    marked = sum(ends_as_question(member.question) for member in group.asking)
    strong = sum(question.style not in (Style.ITEM, Style.PARAGRAPH) for question in chosen)
    return weak and strong >= ENOUGH and marked < MOSTLY * len(group.asking)


def _are_orders(group: Group) -> bool:
    """Whether items only say what to do, as guides do: "Make sure that ...", without a question among them."""
    weak = group.first.style in (Style.ITEM, Style.PARAGRAPH)
    return weak and not any(ends_as_question(member.question) for member in group.asking)


def _listed_subjects(found: Sequence[Candidate], listed: Collection[str], outline: Outline) -> list[Candidate]:
    """Headings that the contents list, each with a text below and none of the others inside."""
    titles = [
        candidate
        for candidate in found
        if candidate.style is Style.HEADING
        and normalised(candidate.question) in listed
        and not is_furniture(candidate.question)
    ]
    following = [*(title.rank for title in titles[1:]), 0][: len(titles)]
    leaves = [
        title
        for title, below in zip(titles, following, strict=True)
        if below <= title.rank and (outline.has_body(title) or outline.has_parts(title))
    ]
    telling = [leaf for leaf in leaves if outline.tells(leaf)]
    return leaves if len(leaves) >= FEWEST_SUBJECTS and len(telling) > MOSTLY * len(leaves) else []


def _questions_of(group: Group, lines: Sequence[Line], outline: Outline) -> list[Candidate]:
    """The members of a group that are questions, were it the only one."""
    style, labelled = group.first.style, group.first.label.kind
    asking = len(group.asking)
    if labelled == "q":
        return list(group.members) if len(group.members) > 1 or asking else []
    match style:
        case Style.ITEM:
            return _of_lists(group, lines, outline)
        case Style.PARAGRAPH:
            return _of_paragraphs(group, lines)
        case Style.BOLD if asking < 2 and not (asking and group.share == 1):
            return []
    if labelled and (group.share >= MOSTLY or (group.share >= SOME and asking > 1)):
        return [member for member in _without_inner_counts(group.members) if not outline.is_section(member)]
    if group.share >= MOSTLY and asking:
        return _with_statements(group, outline)
    if group.share >= SOME and asking > 2:
        return list(group.asking)
    return []


def _without_inner_counts(members: Sequence[Candidate]) -> list[Candidate]:
    """Numbered titles without those that count something inside an answer.

    They start at 1 again, mostly do not ask, and behind them the outer count goes on where it was.
    """
    kept: list[Candidate] = []
    i = 0
    while i < len(members):
        number, before = members[i].label.number, kept[-1].label.number if kept else None
        end = i + 1
        if number == 1 and before is not None:
            while end < len(members) and members[end].label.number == end - i + 1:
                end += 1
            following = members[end].label.number if end < len(members) else None
            inner = members[i:end]
            asking = sum(member.asks for member in inner)
            if following is not None and before < following <= before + 3 and asking <= len(inner) / 2:
                i = end
                continue
        kept += members[i:end]
        i = end
    return kept


def _with_statements(group: Group, outline: Outline) -> list[Candidate]:
    """Those that ask, and those among them that do not but stand and look like them."""
    first, last = group.asking[0].start, group.asking[-1].start
    marked = sum(_is_marked(member) for member in group.asking) > 0.8 * len(group.asking)
    return [
        member
        for member in group.members
        if member.asks
        or (
            (outline.has_body(member) or (group.first.style is Style.HEADING and outline.has_parts(member)))
            and not is_furniture(member.question)
            and (group.first.style is Style.TERM or (first < member.start < last if not marked else _is_marked(member)))
            and (group.first.style is not Style.BOLD or marked or outline.stands_apart(member, group.asking))
        )
    ]


def _is_marked(candidate: Candidate) -> bool:
    """Whether its title carries an emoji or another sign that its words do not."""
    return any(ord(character) > 0x2190 and not character.isalnum() for character in candidate.title)


def _of_lists(group: Group, lines: Sequence[Line], outline: Outline) -> list[Candidate]:
    """Items that ask, with the rest of a list that mostly asks; not those that only head the items that ask."""
    marked = sum(ends_as_question(item.question) for item in group.asking)
    few = len(group.asking) < 3 and not (group.share == 1 and group.asking)
    if few and not (group.share > MOSTLY and marked > 1):
        return []
    counted = _counted(group)
    if counted:
        return counted
    questions: list[Candidate] = []
    passed: list[Candidate] = []
    for whole in runs(group.members, lines):
        run = [item for item in whole if not outline.heads_items(item)]
        asking = [item for item in run if item.asks]
        if is_link_list(whole, lines) and len(asking) < 0.8 * len(run):
            continue  # things to read, whose titles happen to ask
        mostly = len(asking) > MOSTLY * len(run) or (len(asking) == MOSTLY * len(run) and len(asking) > 2)
        alone = len(run) == 1 and not run[0].label.kind and is_request(run[0].question)
        if alone and 2 * marked > len(group.asking):
            continue  # "Add more if you like": beside questions with their marks, an order alone is none
        if mostly and (len(run) > 1 or group.share >= MOSTLY):
            questions += [item for item in run if any(letter.isalpha() for letter in item.question)]
        elif questions:  # a list inside an answer, and behind it the outer one goes on
            expected = (questions[-1].label.number or 0) + 1
            more = [item for item in asking if item.label.number == expected][:1]
            questions += more
            passed += run if not more and _ask_in_part(run) else []
    if passed and len(questions) >= max(ENOUGH, MOSTLY * len(group.members)) and outline.are_bare(questions):
        questions = sorted([*questions, *passed], key=lambda item: item.start)
    return questions


def _ask_in_part(run: Sequence[Candidate]) -> bool:
    """Whether enough of a list asks for the rest to be subjects to ask about: advice consists of requests only."""
    asking = [item for item in run if item.asks and not is_request(item.question)]
    return len(asking) > 1 or len(asking) == len(run) == 1


def _counted(group: Group) -> list[Candidate]:
    """Numbered items that mostly ask and count up through the document, with answers between; none if they do not."""
    members = _without_inner_counts(group.members)
    numbers = [member.label.number for member in members]
    steps = sum(before is not None and after == before + 1 for before, after in pairwise(numbers))
    apart = sum(after.start > before.end + 1 for before, after in pairwise(members))
    asking = sum(member.asks for member in members)
    if apart < 0.9 * (len(members) - 1) or asking < MOSTLY * len(members):
        return []
    lazily = len(members) > 2 and set(numbers) == {1}  # as word processors and lazy hands write "1." every time
    return members if lazily or (len(members) >= ENOUGH and steps >= 0.9 * (len(members) - 1)) else []


def _of_paragraphs(group: Group, lines: Sequence[Line]) -> list[Candidate]:
    """Lines of their own that ask and are followed by something that does not, or stand in a row of such lines."""
    asking = {member.start for member in group.members}
    questions = []
    row: list[Candidate] = []
    for member in group.members:
        following = next((i for i in range(member.end, len(lines)) if lines[i].shape is not Shape.BLANK), None)
        row.append(member)
        if following in asking:
            continue
        if following is not None and lines[following].shape is not Shape.HEADING:
            questions += row if len(row) > 2 else row[-1:]
        elif len(row) > 2:
            questions += row
        row = []
    if len(questions) == 1:
        first = next(i for i, line in enumerate(lines) if line.shape not in (Shape.BLANK, Shape.RULE))
        alone = questions[0]
        return questions if alone.start == first and ends_as_question(alone.question) else []
    return questions


def _numbered_statements(groups: Sequence[Group], outline: Outline) -> list[Candidate]:
    """Where nothing asks: headings or bold lines that count up, each with a text below it."""
    for group in groups:
        if group.first.style in (Style.HEADING, Style.BOLD) and group.first.label.number is not None:
            members = [member for member in group.members if outline.has_body(member)]
            if len(members) > 4 and len(members) > 0.8 * len(group.members):
                return members
    return []
