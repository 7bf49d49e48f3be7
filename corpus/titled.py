"""Questions that stand below a title: "#### Law of Demeter", and then a few sentences of which one asks.

Together they are the question, and what is behind them is the answer, if there is one.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from corpus.candidates import Candidate, Style
from corpus.lines import Line, Shape
from corpus.titles import plain
from corpus.wording import SENTENCE_END, ends_as_question, is_request

ENOUGH = 5
MOSTLY = 0.6
LONGEST = 150  # words; more is an answer that happens to ask


def titled(found: Sequence[Candidate], lines: Sequence[Line]) -> list[Candidate]:
    """Headings of one level that mostly do not ask, while the text right below them mostly does; with that text."""
    alike: dict[int, list[Candidate]] = defaultdict(list)
    for candidate in found:
        if candidate.style is Style.HEADING:
            alike[candidate.rank].append(candidate)
    best: list[Candidate] = []
    for members in alike.values():
        plainly = [member for member in members if not ends_as_question(member.question)]
        asking = [whole for member in plainly if (whole := _with_text(member, lines)) is not None]
        if len(asking) >= max(ENOUGH, MOSTLY * len(members)) and len(asking) > len(best):
            best = asking
    return best


def _with_text(title: Candidate, lines: Sequence[Line]) -> Candidate | None:
    """The title and the paragraphs below it up to the last one that asks; None if none does."""
    said: list[str] = []
    last = 0
    end = title.end
    for i in range(title.end, len(lines)):
        line = lines[i]
        if line.shape in (Shape.BLANK, Shape.RULE):
            continue
        if line.shape is not Shape.TEXT or sum(len(part.split()) for part in said) > LONGEST:
            break
        said.append(plain(line.body))
        if any(ends_as_question(part) or is_request(part) for part in SENTENCE_END.split(said[-1])):
            last, end = len(said), i + 1
    if not last:
        return None
    name = title.question.rstrip(".:!")
    return replace(title, question=f"{name}: {' '.join(said[:last])}", end=end, asks=True)
