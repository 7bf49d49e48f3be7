"""Whole interviews with a simulated candidate: does the score follow what is known, do probes ask for what is missing?

    python -m tests.benchmarks.interviews [INTERVIEWS]

A candidate knows a share of the key points of each question, drawn anew per interview, and says three quarters of what
it knows at once, in several wordings. To a follow-up it says the point that it aims at, if it knows it and has not said
it, else that it does not know. Printed: Spearman's correlation of the share of points known, of the questions that were
asked, with the final score and with the estimated ability; the share of follow-ups that aim at a point which had not
been said; the share of those that only ask what is missing; and how far the topics of all plans are from the weights
they were drawn with.
"""

import os
import random
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from scipy.stats import spearmanr

from coach.events import FollowUpAsked, Started
from coach.grading.offline import Reader, grade_offline
from coach.grading.remembering import reader
from coach.interviewing import interview, planning
from coach.interviewing.interview import Answer, Assessed, Begin, Interview, Phase, fold
from coach.interviewing.planning import Setup
from coach.interviewing.probe_questions import ANYTHING
from coach.interviewing.probing import probe_offline
from corpus import builtin, parsing
from corpus.entries import Entry, Kind
from index import Embedder


@dataclass(frozen=True, slots=True)
class Row:
    """One interview. aimed: follow-ups; right: those at a point not said; vague: those that only ask what is missing.

    topics: of its plan.
    """

    share: float
    score: float
    ability: float
    aimed: int
    right: int
    vague: int
    topics: tuple[str, ...]


NOW = datetime(2026, 11, 1, tzinfo=UTC)
OPENINGS = ("", "I would say that ", "As far as I know, ", "The way I see it, ", "Well, ", "In my experience ")
QUESTIONS = 5


def wording(point: str, draw: random.Random) -> str:
    """A key point as somebody says it."""
    text = point[0].lower() + point[1:] if not point[:2].isupper() else point
    return draw.choice(OPENINGS) + text.rstrip(".") + draw.choice((".", ", I think.", ", and that matters.", "."))


def hold(entries: dict[str, Entry], share: float, seed: int, embed: Reader) -> tuple[Interview, int, int, float]:
    """An interview to its end; how many follow-ups, how many aimed at what was not said, and the share known."""
    draw = random.Random(seed)
    plan = planning.plan(list(entries.values()), Setup(questions=QUESTIONS), seed)
    log = list(interview.decide(Interview(), Begin(started=Started(plan=plan, seed=seed)), NOW, entries))
    aimed = right = 0
    known: dict[str, set[str]] = {}
    said: set[str] = set()
    while (state := fold(log)).phase is not Phase.ENDED:
        current = state.current
        assert current is not None
        entry = entries[current.question.entry_id]
        if state.phase is Phase.ASSESSING:
            grade = grade_offline(entry, current.answer, embed)
            aim = interview.target(state, grade)
            asked = (entry.question, *(text for other in state.asked for text in other.follow_ups))
            probe = probe_offline(entry, aim, asked, embed) if aim is not None else None
            events = interview.decide(state, Assessed(grade=grade, probe=probe), NOW, entries)
            aims = [event.aims_at for event in events if isinstance(event, FollowUpAsked)]
            aimed += len(aims)
            right += sum(point not in said for point in aims)
        else:
            if entry.id not in known:
                known[entry.id] = {p for p in entry.key_points if draw.random() < share}
                said = {p for p in known[entry.id] if draw.random() < 0.75}
                text = " ".join(wording(p, draw) for p in entry.key_points if p in said)
            elif current.probing in known[entry.id] - said:
                said = said | {current.probing}
                text = wording(current.probing, draw)
            else:
                text = "I don't know."
            events = interview.decide(state, Answer(text=text or "I don't know."), NOW, entries)
        log += events
    wanted = sum(len(entries[entry_id].key_points) for entry_id in known)
    return fold(log), aimed, right, sum(map(len, known.values())) / wanted


@cache
def _library() -> tuple[dict[str, Entry], Reader]:
    """The entries and the embedder; once per process."""
    found = [entry for document in builtin.documents() for entry in parsing.parse(document).entries]
    entries = {entry.id: entry for entry in found if entry.kind in (Kind.CONCEPT, Kind.PROCEDURE)}
    embedder = Embedder(cache=Path(tempfile.gettempdir()) / "interview-coach-benchmark")
    return entries, reader(embedder.encode, embedder.encode_tokens)


def held(seed: int) -> Row:
    """One interview, with a candidate who knows a share drawn by the seed."""
    entries, embed = _library()
    state, aimed, right, share = hold(entries, random.Random(f"share {seed}").random(), seed, embed)
    assert state.report is not None
    topics = tuple(place.topic for place in state.plan)
    heard = [text for asked in state.asked for text in asked.follow_ups]
    vague = sum(text.casefold().endswith(tuple(one.casefold() for one in ANYTHING)) for text in heard)
    return Row(share, state.report.score, interview.estimate(state).logits, aimed, right, vague, topics)


def main() -> None:
    """Hold the interviews and print the figures."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    began = time.perf_counter()
    entries, embed = _library()  # the model is unpacked once, before the others need it
    embed(["."])
    with ProcessPoolExecutor(initializer=os.nice, initargs=(5,)) as pool:
        rows = list(pool.map(held, range(number), chunksize=5))
    topics = Counter(topic for row in rows for topic in row.topics)
    weights = planning.topic_weights(list(entries.values()), Setup())
    worst = max(abs(topics[t] / sum(topics.values()) - w) for t, w in weights.items())
    aimed, right = sum(row.aimed for row in rows), sum(row.right for row in rows)
    shares = [row.share for row in rows]
    print(f"{number} interviews of {QUESTIONS} questions, {aimed} follow-ups, {time.perf_counter() - began:.0f} s")
    print(f"share known with score: Spearman {spearmanr(shares, [row.score for row in rows])[0]:.3f}")
    print(f"share known with ability: Spearman {spearmanr(shares, [row.ability for row in rows])[0]:.3f}")
    print(f"follow-ups that aim at a point not said: {right / max(1, aimed):.3f}")
    vague = sum(row.vague for row in rows)
    print(f"follow-ups that only ask what is missing: {vague / max(1, aimed):.3f}")
    print(f"topics: largest distance of a share from its weight {worst:.3f}")


if __name__ == "__main__":
    main()
