"""The nouns of the corpus: a document, and the questions and answers in it."""

import hashlib
import re
import unicodedata
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Frozen(BaseModel):
    """A value: never changed after it was made, and refused when it has a field nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Kind(StrEnum):
    """What sort of question it is: how it is asked, probed and graded depends on it."""

    CONCEPT = "concept"
    PROCEDURE = "procedure"
    BEHAVIOURAL = "behavioural"
    DESIGN = "design"
    CODING = "coding"
    OPINION = "opinion"


class Level(StrEnum):
    """The seniority a question is asked at."""

    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"


class Location(Frozen):
    """Where an entry stands in its document's text: first and last line, counted from 1, both included."""

    start_line: int = Field(ge=1)
    end_line: int = Field(ge=1)


class FollowUp(Frozen):
    """A question an interviewer asks next, and what a good reply to it contains (may be empty)."""

    question: str
    good_reply: str = ""


class Detail(Frozen):
    """A question that one place of an entry's answer answers.

    says: the words there, as they stand in the answer. next: how it is asked by somebody who has just read how the
    answer begins ("and at inference?"); may be empty.
    """

    question: str
    says: str
    next: str = ""

    def span_in(self, answer: str) -> tuple[int, int] | None:
        """Where the words stand in an answer, however its lines are broken; None where they are not there."""
        found = re.search(r"\s+".join(map(re.escape, self.says.split())), answer)
        return found.span() if found else None


class Entry(Frozen):
    """One interview question with all that is known about it.

    Only `id`, `question`, `document` and `location` are always there. `answer` is Markdown, byte for byte as it stands
    in the document, and empty where the document lists questions without answers.
    """

    id: str
    """Stable across edits of the answer: written by the author in the library format, else made by `entry_id`."""
    question: str
    answer: str = ""
    key_points: tuple[str, ...] = ()
    """One fact each, checkable on its own in a candidate's words."""
    probes: tuple[str, ...] = ()
    """How an interviewer asks for each key point that was not made, in their order; empty where nobody wrote any."""
    follow_ups: tuple[FollowUp, ...] = ()
    pitfalls: tuple[str, ...] = ()
    """What weak candidates say, stated as they would say it."""
    hints: tuple[str, ...] = ()
    """Of growing strength; none gives the answer away."""
    level: Level = Level.MID
    kind: Kind = Kind.CONCEPT
    topics: tuple[str, ...] = ()
    also_asked: tuple[str, ...] = ()
    """Other wordings of the question: it is found by them, never asked by them."""
    details: tuple[Detail, ...] = ()
    """What else its answer answers: it is found by these questions, and told from where they are answered."""
    references: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    """Ids of entries that belong beside this one."""
    document: str
    """Name of the document it stands in."""
    location: Location


class Document(Frozen):
    """A text that entries are read from.

    name: what the user calls it, unique in a library: a file name, or a path below the ingested folder.
    text: its content as Markdown or plain text, decoded, with "\\n" line ends.
    content_hash: SHA-256 of name and text, hexadecimal. Equal hash, equal entries.
    warnings: sentences about what reading the file had to guess or leave out.
    """

    name: str
    text: str
    content_hash: str
    warnings: tuple[str, ...] = ()


def questions_of(entry: Entry) -> tuple[str, ...]:
    """All questions that an entry is found by, its own first."""
    return (entry.question, *entry.also_asked, *(detail.question for detail in entry.details))


def normalised(question: str) -> str:
    """The question without case, accents, markup and punctuation: equal means "the same question"."""
    plain = unicodedata.normalize("NFKD", question.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c))))


def entry_id(question: str) -> str:
    """An id for a question that has none: readable words and a hash of the normalised question.

    The same question in two documents gets the same id, so that it is shown once, with both sources.
    """
    words = normalised(question)
    digest = hashlib.sha256(words.encode()).hexdigest()[:8]
    return "-".join([*words.split()[:7], digest])
