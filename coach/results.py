"""What grades add up to: per topic, per question, and what to do next. Pure functions of graded events."""

from collections.abc import Sequence
from statistics import fmean

from coach.events import OTHER_TOPICS, Graded, NextStep, QuestionScore, Reported, Skipped, TopicScore
from coach.grading.grades import Verdict
from coach.interviewing import ability
from coach.interviewing.settling import outcome_of

STEPS = 3  # things to do next
OPEN = (Verdict.MISSED, Verdict.PARTIAL)
GOOD = 0.7  # score from which a question needs no more work


def reported(graded: Sequence[Graded], skipped: Sequence[Skipped]) -> Reported:
    """The report in numbers. A skipped question counts 0: an interviewer would not leave it out either.

    A question that there is nothing to judge by has no score, and counts neither way.
    """
    asked_for = [s for s in skipped if s.reason == "candidate"]
    scores = [g.score for g in graded if g.verdicts] + [0.0] * len(asked_for)
    return Reported(
        score=round(fmean(scores), 4) if scores else 0.0,
        topics=topic_scores(graded, asked_for),
        questions=tuple(_question(g) for g in graded) + tuple(_left_out(s) for s in asked_for),
        next_steps=next_steps(graded, asked_for),
    )


def topic_scores(graded: Sequence[Graded], skipped: Sequence[Skipped] = ()) -> tuple[TopicScore, ...]:
    """One row per topic, the weakest first."""
    graded = [g for g in graded if g.verdicts]
    names = dict.fromkeys([g.topic for g in graded] + [s.topic for s in skipped])
    rows = []
    for name in names:
        here = [g for g in graded if g.topic == name]
        scores = [g.score for g in here] + [0.0 for s in skipped if s.topic == name]
        shown = ability.estimate([outcome_of(g) for g in here])
        rows.append(
            TopicScore(
                topic=name,
                score=round(fmean(scores), 4),
                questions=len(scores),
                observations=shown.observations,
                ability=round(shown.logits, 3),
                standard_error=round(shown.standard_error, 3),
            )
        )
    return tuple(sorted(rows, key=lambda row: (row.score, row.topic)))


def next_steps(graded: Sequence[Graded], skipped: Sequence[Skipped]) -> tuple[NextStep, ...]:
    """Up to STEPS things to do: mend what was wrong, learn what was missed, take on what was skipped."""
    steps = []
    wrong = [(g, v) for g in graded for v in g.verdicts if v.verdict is Verdict.CONTRADICTED and not v.disputed]
    if wrong:
        grade, verdict = wrong[0]
        others = dict.fromkeys(g.entry_id for g, _ in wrong)
        steps.append(
            NextStep(text=f"Put right what you said the wrong way round: {verdict.key_point}", entry_ids=tuple(others))
        )
    weak = sorted((g for g in graded if g.score < GOOD), key=lambda g: g.score)
    for grade in weak:
        missed = [
            v.key_point for v in grade.verdicts if v.verdict in (Verdict.MISSED, Verdict.PARTIAL) and not v.disputed
        ]
        if missed:
            steps.append(
                NextStep(
                    text=f"Answer again: {grade.question} This time include: {missed[0]}", entry_ids=(grade.entry_id,)
                )
            )
    steps += [
        NextStep(text=f"Look at the question you skipped: {s.question}", entry_ids=(s.entry_id,)) for s in skipped
    ]
    steps += [
        NextStep(text=f"Find an answer to this one, your notes have none: {g.question}", entry_ids=(g.entry_id,))
        for g in graded
        if not g.verdicts
    ]
    for row in topic_scores(graded):
        ids = tuple(g.entry_id for g in graded if g.topic == row.topic)
        again = "Practise" if row.score < GOOD else "Take a harder interview on"
        topic = "what has no topic" if row.topic == OTHER_TOPICS else row.topic
        steps.append(NextStep(text=f"{again} {topic}: it came to {round(100 * row.score)}%.", entry_ids=ids))
    return tuple(steps[:STEPS])


def _question(grade: Graded) -> QuestionScore:
    return QuestionScore(
        entry_id=grade.entry_id,
        question=grade.question,
        topic=grade.topic,
        score=grade.score if grade.verdicts else None,
        covered=sum(v.verdict is Verdict.COVERED or v.disputed for v in grade.verdicts),
        of=len(grade.verdicts),
        hints=grade.hints,
        probes=grade.probes,
        seconds=grade.seconds,
    )


def _left_out(skipped: Skipped) -> QuestionScore:
    return QuestionScore(entry_id=skipped.entry_id, question=skipped.question, topic=skipped.topic, score=None)
