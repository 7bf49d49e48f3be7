"""A grade as it stands after all that was said about it: points that were disputed count, a later grading replaces it.

Pure. The log keeps the first grade, what came after it, and so both can always be shown.
"""

from collections.abc import Sequence

from coach.events import Disputed, Event, Graded, Regraded, Skipped
from coach.grading import scoring
from coach.interviewing import ability


def disputed(grade: Graded, key_point: str) -> Graded:
    """The grade with that point counted, and marked as the candidate's own count."""
    counted = scoring.disputed(grade.verdicts, key_point)
    return grade.model_copy(update={"verdicts": counted, "score": scoring.score(counted, grade.hints)})


def regraded(grade: Graded, again: Regraded) -> Graded:
    """The grade as a later grading has it. What the candidate counted before still counts."""
    counted = again.verdicts
    for verdict in grade.verdicts:
        if verdict.disputed:
            counted = scoring.disputed(counted, verdict.key_point)
    return grade.model_copy(
        update={
            "verdicts": counted,
            "score": scoring.score(counted, grade.hints) if counted != again.verdicts else again.score,
            "feedback": again.feedback,
            "grader": again.grader,
            "flags": again.flags,
            "notice": again.notice,
        }
    )


def settled(events: Sequence[Event]) -> list[Graded | Skipped]:
    """Grades as they stand now and questions skipped, of any sessions, in the order in which they were given first."""
    found: dict[tuple[str, str, str], Graded | Skipped] = {}
    for event in events:
        match event:
            case Graded() | Skipped():
                found[event.session, event.entry_id, event.type] = event
            case Disputed() | Regraded():
                key = (event.session, event.entry_id, "grade")
                grade = found.get(key)
                if isinstance(grade, Graded):
                    found[key] = (
                        disputed(grade, event.key_point) if isinstance(event, Disputed) else regraded(grade, event)
                    )
            case _:
                pass
    return list(found.values())


def outcome_of(grade: Graded) -> ability.Outcome:
    """A grade as observations of ability."""
    return ability.Outcome(grade.level, tuple(1.0 if v.disputed else v.degree for v in grade.verdicts))
