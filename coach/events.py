"""What can happen in a session, one class per type. An event is a fact: written once, numbered, never changed.

An event is made without `session`, `seq` and `at`; the store fills them in as it writes (coach.storage). As JSON it
is one flat object, and that is both what is stored and what `coach interview --json` prints.
"""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, TypeAdapter

from coach.explanation import Explanation
from coach.grading.grades import KeyPointVerdict
from corpus.entries import Frozen, Kind, Level

Feedback = Literal["each", "end"]
"""When the candidate hears how an answer was: after each question, or only in the report."""
Tone = Literal["friendly", "neutral", "tough"]
Reading = Literal["answer", "dont_know", "question", "confused"]
"""What the candidate's words are taken for: only an `answer` is graded, and only `answer` and `dont_know` move on."""


class Happened(Frozen):
    """What all events have.

    session: id of the session. seq: 1, 2, 3 ... within it; 0 before it is stored. at: UTC; None before it is stored.
    """

    session: str = ""
    seq: int = 0
    at: datetime | None = None

    def stamped(self, session: str, seq: int, at: datetime) -> Self:
        """The event as it is stored."""
        return self.model_copy(update={"session": session, "seq": seq, "at": at})


class Alternative(Frozen):
    """An entry that may stand in for a planned one, when the interview turns out harder or easier than planned."""

    entry_id: str
    level: Level


OTHER_TOPICS = "general"
"""The topic of a question that has none."""


class Planned(Frozen):
    """One place in the plan of an interview.

    alternatives: entries of the same topic at other levels; none is planned elsewhere.
    """

    entry_id: str
    topic: str
    level: Level
    alternatives: tuple[Alternative, ...] = ()


class Started(Happened):
    """An interview or a review begins. The plan is fixed here; which alternative is asked is decided as it goes."""

    type: Literal["started"] = "started"
    plan: tuple[Planned, ...]
    seed: int
    minutes: float | None = None
    feedback: Feedback = "each"
    tone: Tone = "friendly"
    probes: int = 2
    """Follow-up questions per question, at most."""
    again: str = ""
    """The session whose question is answered again here; empty for any other interview."""


class QuestionAsked(Happened):
    """An interviewer's question. It carries what the interview needs of its entry, so that the log stands alone."""

    type: Literal["question"] = "question"
    number: int
    of: int
    entry_id: str
    question: str
    topic: str = ""
    level: Level = Level.MID
    kind: Kind = Kind.CONCEPT
    hints: int = 0
    """How many hints there are to ask for."""
    lead_in: str = ""
    """Words said before the question; no part of it."""


class AnswerGiven(Happened):
    """Words of the candidate, exactly as they came. Stored before anything is done with them."""

    type: Literal["answer"] = "answer"
    text: str
    entry_id: str = ""
    reads_as: Reading = "answer"


class FollowUpAsked(Happened):
    """A probe.

    aims_at: the key point it is about, as the entry has it.
    asked_by: "offline" or the model that worded it.
    """

    type: Literal["follow_up"] = "follow_up"
    text: str
    aims_at: str
    entry_id: str = ""
    asked_by: str = "offline"


class HintGiven(Happened):
    """A hint, asked for or offered after an "I don't know".

    step: 1, 2, ...; of: how many there are; cost: share of the question's score that hints have cost so far, 0 to 1.
    """

    type: Literal["hint"] = "hint"
    text: str
    step: int
    of: int = 0
    cost: float = 0.0
    entry_id: str = ""


class Clarified(Happened):
    """The question in other words, or a reply to a question back. The question stays open."""

    type: Literal["clarification"] = "clarification"
    text: str
    entry_id: str = ""


class Repeated(Happened):
    """The open question once more, word for word."""

    type: Literal["repeated"] = "repeated"
    text: str
    entry_id: str = ""


class Graded(Happened):
    """The verdict on one question, after its last answer. There is one per question.

    score: in [0, 1], computed by coach.grading.scoring from the verdicts. flags: what was odd about the answer.
    grader: "offline" or the model that gave the verdicts; notice: why it was not the one that was asked for.
    model_answer: the entry's answer as it stood then, so that a report never depends on a later corpus.
    seconds: from the question to the last answer, pauses left out.
    """

    type: Literal["grade"] = "grade"
    entry_id: str
    score: float = Field(ge=0, le=1)
    verdicts: tuple[KeyPointVerdict, ...]
    feedback: str
    grader: str
    flags: tuple[str, ...] = ()
    notice: str | None = None
    question: str = ""
    topic: str = ""
    level: Level = Level.MID
    kind: Kind = Kind.CONCEPT
    hints: int = 0
    probes: int = 0
    seconds: float = 0.0
    model_answer: str = ""
    document: str = ""


class Regraded(Happened):
    """A question graded once more, because its grader had failed. It stands in place of the grade before it.

    Fields as in Graded. notice: why the grader that was asked for failed again; None where it did not.
    """

    type: Literal["regraded"] = "regraded"
    entry_id: str
    score: float = Field(ge=0, le=1)
    verdicts: tuple[KeyPointVerdict, ...]
    feedback: str
    grader: str
    flags: tuple[str, ...] = ()
    notice: str | None = None


class Disputed(Happened):
    """The candidate says that a key point was covered after all. It counts, and it stays marked."""

    type: Literal["disputed"] = "disputed"
    entry_id: str
    key_point: str


class Skipped(Happened):
    """A question left out.

    reason: "candidate", or "gone" where its entry left the corpus during the interview.
    """

    type: Literal["skipped"] = "skipped"
    entry_id: str
    reason: Literal["candidate", "gone"] = "candidate"
    topic: str = ""
    question: str = ""


class Paused(Happened):
    """The clock stops; the open question stays open."""

    type: Literal["paused"] = "paused"


class Resumed(Happened):
    """The clock goes on."""

    type: Literal["resumed"] = "resumed"


class Ended(Happened):
    """No more questions.

    reason: "done" after the last one, "time" when the minutes are over, "candidate" when they stopped early.
    text: the interviewer's last words.
    """

    type: Literal["ended"] = "ended"
    reason: Literal["done", "time", "candidate"]
    text: str = ""


class TopicScore(Frozen):
    """How one topic went.

    score: mean over its questions, in [0, 1]. observations: key points behind it.
    ability: estimated, in logits, and its standard error; 0 is a candidate who covers half of a mid-level question.
    """

    topic: str
    score: float
    questions: int = 0
    observations: int = 0
    ability: float = 0.0
    standard_error: float = 0.0


class QuestionScore(Frozen):
    """How one question went. score: None where it was skipped, or where there is nothing to judge it by."""

    entry_id: str
    question: str
    topic: str
    score: float | None
    covered: int = 0
    of: int = 0
    hints: int = 0
    probes: int = 0
    seconds: float = 0.0


class NextStep(Frozen):
    """One thing to do next, with the entries to do it with."""

    text: str
    entry_ids: tuple[str, ...] = ()


class Reported(Happened):
    """The report in numbers. The full one is computed from the events at any time (coach.reports.report)."""

    type: Literal["report"] = "report"
    score: float = Field(ge=0, le=1)
    topics: tuple[TopicScore, ...]
    questions: tuple[QuestionScore, ...]
    next_steps: tuple[NextStep, ...]


# --- Chats --------------------------------------------------------------------------------------------------------


class Asked(Happened):
    """What the user said in a chat, exactly as it came. Stored before anything is done with it.

    replaces: seq of an earlier message that this one stands for; that one, and all that followed it, no longer count.
    """

    type: Literal["asked"] = "asked"
    text: str
    replaces: int = 0


class Explained(Happened):
    """The answer to the message before it. A later one for the same message takes its place."""

    type: Literal["explained"] = "explained"
    explanation: Explanation


Event = Annotated[
    Started
    | QuestionAsked
    | AnswerGiven
    | FollowUpAsked
    | HintGiven
    | Clarified
    | Repeated
    | Graded
    | Regraded
    | Disputed
    | Skipped
    | Paused
    | Resumed
    | Ended
    | Reported
    | Asked
    | Explained,
    Field(discriminator="type"),
]

_EVENT: TypeAdapter[Event] = TypeAdapter(Event)


def to_json(event: Event) -> str:
    """One line of JSON."""
    return event.model_dump_json()


def from_json(line: str | bytes) -> Event:
    """The event that to_json wrote."""
    return _EVENT.validate_json(line)
