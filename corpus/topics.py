"""Topics and levels of questions, from the headings they stand below."""

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence

from corpus.candidates import Candidate, Style
from corpus.entries import Level, normalised
from corpus.lines import Line, Shape
from corpus.navigation import is_furniture
from corpus.titles import level_named, plain
from corpus.wording import opens_as_question

LONGEST_TOPIC = 5  # words; more is a sentence
_BEFORE = re.compile(
    r"(?:(?:the|a|an|some|my|our|your|top|most|more|other|general|common(?:ly)?|frequently|asked|basics?|beginners?"
    r"|easy|medium|hard|intermediate|advanced|expert|junior|senior|sample|level|theoretical|practical|list|part|section"
    r"|chapter|day|week|module|set|unit|topic|round|of|must[- ](?:know|do|read)|important|essential|useful|popular"
    r"|classic|latest|old|recent|all|other|additional|extra|bonus|remaining|awesome|ultimate|complete|comprehensive"
    r"|collection|cracking|mastering|ace(?:ing)?|yet another|open|miscellaneous|challenging|tricky|real|\d+\+?"
    r"|(?:interview )?(?:questions?|q ?& ?a|q/a|qna|faqs?)|answers?|about|on|for|in|regarding|with|and"
    r"|&|to)(?=$|[\s:.&/-])"
    r"[\s:.&/–—-]*)+",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"(?<=[\w)+#])[\s:.&/,|–—-]+(?:(?:sample )?interview(?:s)?\b.*|(?:sample )?(?:questions?|q ?& ?a|q/a|qna|faqs?)\b.*"
    r"|list of .*|(?:for|by) \w+ (?:scientists?|engineers?|developers?).*|\d{4}"
    r"|(?:basics?|exercises?|problems?|tasks?|notes|handbook|cheat[- ]?sheets?|guide|prep(?:aration)?|quiz(?:zes)?"
    r"|mcqs?|frequently asked)(?: for .*)?)$",
    re.IGNORECASE,
)


_NONE = re.compile(
    r"(?:and|or|of|the|misc(?:ellaneous)?|others?|general|basics?|solutions?|examples?|explanations?|pitfalls?|formulas?"
    r"|follow[- ]?ups?|companies|tips|advice|details|results?|key (?:points|takeaways)|what|why|how|mixed|various|bank"
    r"|readme|short answer|interviews?|topics?|categor(?:y|ies)|sections?|preparation|practice|warm[- ]?up|[a-z]|[ivx]+"
    r"|topics covered)",
    re.IGNORECASE,
)
"""Headings that name no subject."""
LONGEST_WORD = 22  # letters; a longer one is several written together


class Sections:
    """The headings of a document that are no questions."""

    def __init__(
        self, lines: Sequence[Line], questions: Sequence[Candidate], ends: Sequence[int], contents: Collection[int]
    ) -> None:
        """questions: in order, with the lines their answers end on. contents: lines that only list questions."""
        self._found: dict[int, tuple[str | None, Level | None]] = {}
        stack: list[tuple[int, str | None, Level | None]] = []
        self._listed = _topics_of_contents(contents, lines)
        within = dict(zip((question.start for question in questions), ends, strict=True))
        ranks = {question.start: question.rank for question in questions if question.style is Style.HEADING}
        tops = sum(line.level == 1 for i, line in enumerate(lines) if i not in within)
        listing = _headings_of(contents, lines)
        skip = 0
        for i, line in enumerate(lines):
            if i in within:
                stack = [held for held in stack if held[0] < ranks.get(i, 7)]
                skip = within[i]
            elif line.shape is Shape.HEADING and not line.indent and i >= skip and i not in listing:
                title = line.level == 1 and tops == 1
                stack = [held for held in stack if held[0] < line.level]
                stack.append((line.level, None if title else topic_of(line.body), level_of_section(line.body)))
            if i in within or line.shape is Shape.TABLE or "<table" in line.text.casefold():
                own = self._listed.get(normalised(plain(line.body)))
                topic = own or next((name for _, name, _ in reversed(stack) if name), None)
                self._found[i] = topic, next((named for _, _, named in reversed(stack) if named), None)
        self._title = next((topic_of(line.body) for line in lines if line.level == 1), None) if tops == 1 else None

    def topics(self, line: int) -> tuple[str, ...]:
        """The topic of what stands on a line: the nearest heading that names one, else the title of the document."""
        topic = self._found[line][0] or self._title
        return (topic,) if topic else ()

    def level(self, line: int) -> Level | None:
        """The level that a heading above names."""
        return self._found[line][1]


def _headings_of(contents: Collection[int], lines: Sequence[Line]) -> set[int]:
    """The headings with nothing below them but contents, or contents and what they list."""
    found: set[int] = set()
    headings = [i for i, line in enumerate(lines) if line.shape is Shape.HEADING]
    for i in contents:
        above = next((j for j in range(i - 1, -1, -1) if lines[j].shape is not Shape.BLANK), i)
        if lines[above].shape is Shape.HEADING:
            at = bisect_right(headings, i)
            if at == len(headings) or lines[headings[at]].level <= lines[above].level:
                found.add(above)
    return found


def _topics_of_contents(contents: Collection[int], lines: Sequence[Line]) -> dict[str, str]:
    """The topics of titles, normalised, by the headings that contents stand below, where they stand below several."""
    headings = [i for i, line in enumerate(lines) if line.shape is Shape.HEADING]
    topics: dict[str, str] = {}
    for i in sorted(contents):
        at = bisect_right(headings, i) - 1
        topic = topic_of(lines[headings[at]].body) if at >= 0 else None
        if topic:
            topics.setdefault(normalised(plain(lines[i].body)), topic)
    return topics if len(set(topics.values())) > 1 else {}


def level_of_section(heading: str) -> Level | None:
    """The level that a heading names as a whole or for its questions: "Advanced", "Easy questions", "Advanced SQL"."""
    words = plain(heading)
    named = level_named(words)
    plainly = re.search(r"\b(?:questions?|level|problems?|interview|developers?)\b", words, re.IGNORECASE)
    opening = re.match(
        r"(?:advanced|expert|senior|beginner|junior|intermediate|easy|medium|hard|difficult)\b", words, re.I
    )
    return named if len(words.split()) == 1 or plainly or opening else None


def topic_of(heading: str) -> str | None:
    """The subject that a heading names, in lower case; None if it names none, such as "Questions and answers"."""
    words = plain(heading)
    if is_furniture(words):
        return None
    words = " ".join(re.sub(r"\([^()]*\)", " ", words).split())
    opening = _BEFORE.match(words)
    words = words[opening.end() :] if opening else words
    while (shorter := _BEHIND.sub("", words)) != words:
        words = shorter
    words = words.strip(" '\"`*:.,;!?&|/–—-").lower()
    if not words or len(words.split()) > LONGEST_TOPIC or not any(letter.isalpha() for letter in words):
        return None
    if _NONE.fullmatch(words) or opens_as_question(words) or (" " not in words and len(words) > LONGEST_WORD):
        return None
    return words
