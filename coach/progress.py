"""Progress: per topic, how much was covered, and how much of it one should remember today. Computed from the grades."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from statistics import fmean

from coach.events import Graded, Reported, Skipped
from coach.interviewing.planning import topic_of
from coach.results import topic_scores
from coach.review import reviews
from corpus.entries import Entry, Frozen


class TopicProgress(Frozen):
    """Where one stands in a topic.

    asked, entries: questions asked at least once, and all there are. score: mean of the last grades; None where
    nothing was graded. ability, standard_error: logits, from all grades. recall: mean chance to know an asked question
    now. due: questions whose time has come.
    """

    topic: str
    entries: int
    asked: int
    score: float | None = None
    ability: float = 0.0
    standard_error: float = 0.0
    observations: int = 0
    recall: float | None = None
    due: int = 0


class Progress(Frozen):
    """Where one stands.

    scores: of the interviews so far, oldest first, with when each ended.
    """

    topics: tuple[TopicProgress, ...]
    scores: tuple[tuple[datetime, float], ...]
    asked: int
    entries: int
    due: int


def progress(
    entries: Sequence[Entry], graded: Sequence[Graded | Skipped], reports: Sequence[Reported], now: datetime
) -> Progress:
    """Progress over a library. graded: all events of the two types by time; reports likewise."""
    remembered = {review.entry_id: review for review in reviews(graded, now)}
    abilities = {row.topic: row for row in topic_scores([g for g in graded if isinstance(g, Graded)])}
    by_topic: dict[str, list[Entry]] = {}
    for entry in {entry.id: entry for entry in entries}.values():
        by_topic.setdefault(topic_of(entry), []).append(entry)
    rows = []
    for topic, members in sorted(by_topic.items()):
        mine = [remembered[entry.id] for entry in members if entry.id in remembered]
        row = abilities.get(topic)
        rows.append(
            TopicProgress(
                topic=topic,
                entries=len(members),
                asked=len(mine),
                score=round(fmean(review.score for review in mine), 4) if mine else None,
                ability=row.ability if row else 0.0,
                standard_error=row.standard_error if row else 0.0,
                observations=row.observations if row else 0,
                recall=round(fmean(review.recall for review in mine), 4) if mine else None,
                due=sum(review.due <= now for review in mine),
            )
        )
    return Progress(
        topics=tuple(rows),
        scores=tuple(_last_of_each(reports).values()),
        asked=sum(row.asked for row in rows),
        entries=sum(row.entries for row in rows),
        due=sum(row.due for row in rows),
    )


def _last_of_each(reports: Sequence[Reported]) -> Mapping[str, tuple[datetime, float]]:
    """The newest report of each session: a disputed point makes a second one."""
    return {report.session: (report.at, report.score) for report in reports if report.at is not None}
