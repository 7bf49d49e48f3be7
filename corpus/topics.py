"""Topics and levels of questions, from the headings they stand below."""

import re
from collections.abc import Collection, Sequence

from corpus.entries import Level
from corpus.lines import Line, Shape
from corpus.navigation import is_furniture
from corpus.titles import level_named, plain

LONGEST_TOPIC = 6  # words; more is a sentence
_GENERAL = re.compile(
    r"\b(?:interviews?|questions?|answers?|q ?& ?a|q/a|qna|faqs?|list|lists|of|on|in|about|for|with|and|the|a|an|top"
    r"|most|commonly|common|frequently|asked|miscellaneous|misc|general|other|more|part|section|chapter|basics?|beginners?"
    r"|easy|medium|hard|intermediate|advanced|experts?|junior|senior|level|\d+\+?)\b|[&|/:,.!?–—-]+(?=\s|$)",
    re.IGNORECASE,
)


class Sections:
    """The headings of a document that are no questions."""

    def __init__(self, lines: Sequence[Line], questions: Collection[int]) -> None:
        self._above: list[tuple[str | None, Level | None]] = []
        stack: list[tuple[int, str | None, Level | None]] = []
        tops = sum(line.level == 1 for i, line in enumerate(lines) if i not in questions)
        for i, line in enumerate(lines):
            if line.shape is Shape.HEADING and i not in questions and not line.indent:
                while stack and stack[-1][0] >= line.level:
                    stack.pop()
                title = line.level == 1 and tops == 1
                stack.append((line.level, None if title else topic_of(line.body), level_named(plain(line.body))))
            topic = next((name for _, name, _ in reversed(stack) if name), None)
            level = next((named for _, _, named in reversed(stack) if named), None)
            self._above.append((topic, level))
        self._title = next((topic_of(line.body) for line in lines if line.level == 1), None) if tops == 1 else None

    def topics(self, line: int) -> tuple[str, ...]:
        """The topic of what stands on a line: the nearest heading that names one, else the title of the document."""
        topic = self._above[line][0] or self._title
        return (topic,) if topic else ()

    def level(self, line: int) -> Level | None:
        """The level that a heading above names."""
        return self._above[line][1]


def topic_of(heading: str) -> str | None:
    """The subject that a heading names, in lower case; None if it names none, such as "Questions and answers"."""
    words = plain(heading)
    if is_furniture(words):
        return None
    words = _GENERAL.sub(" ", re.sub(r"\([^()]*\)", " ", words))
    words = " ".join(words.split()).strip(" '\"`*").lower()
    if not words or len(words.split()) > LONGEST_TOPIC or not any(letter.isalpha() for letter in words):
        return None
    return words
