"""What can be asked of an interview: the candidate's commands, and the two that the shell around it sends."""

from coach.events import Started
from coach.grading.grades import Grade
from corpus.entries import Frozen


class Begin(Frozen):
    """Start with a plan."""

    started: Started


class Answer(Frozen):
    """The candidate's words, to a question or to a follow-up."""

    text: str


class Hint(Frozen):
    """Ask for the next hint."""


class Repeat(Frozen):
    """Ask to hear the open question again."""


class Clarify(Frozen):
    """Ask what is meant."""


class Skip(Frozen):
    """Leave the question out; or, after an answer to it, leave its follow-up out.

    grade: from the shell, where something was said already: nothing said is lost.
    """

    grade: Grade | None = None


class Pause(Frozen):
    """Stop the clock."""


class Resume(Frozen):
    """Go on after a pause."""


class End(Frozen):
    """Stop early. grade: as for Skip."""

    grade: Grade | None = None


class Dispute(Frozen):
    """Have a key point counted after its question was graded."""

    entry_id: str
    key_point: str


class Regrade(Frozen):
    """Grade a question again whose grader failed (its grade has a notice). grade: from the shell."""

    entry_id: str
    grade: Grade | None = None


class Probe(Frozen):
    """A follow-up question, worded. aims_at: the key point it is about."""

    text: str
    aims_at: str
    asked_by: str = "offline"


class Assessed(Frozen):
    """From the shell: what everything said to the open question is worth, and the probe for what is open in it."""

    grade: Grade
    probe: Probe | None = None


Command = Begin | Answer | Hint | Repeat | Clarify | Skip | Pause | Resume | End | Dispute | Regrade | Assessed
