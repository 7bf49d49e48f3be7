"""A process that holds an interview until it is killed: python interview_process.py HOME SESSION.

It answers whatever is asked and says each event on stdout as soon as the store has acknowledged it.
"""

import itertools
import sys
import time
from pathlib import Path

from coach.events import to_json
from coach.grading.grades import Grade, KeyPointVerdict, Verdict
from coach.grading.scoring import score
from coach.interviewing.interview import Answer, Hint, Phase, Probe
from coach.sessions import Interviews
from coach.storage import Store
from corpus.entries import Entry
from index import Embedder, Index
from index.database import connect

SLOW = 0.02  # seconds that grading takes, so that kills fall into it


def by_length(entry: Entry, answer: str) -> Grade:
    """A grader without a model: the longer, the more is covered."""
    time.sleep(SLOW)
    said = len(answer.split()) // 4
    verdicts = tuple(
        KeyPointVerdict(
            key_point=point,
            verdict=Verdict.COVERED if n < said else Verdict.MISSED,
            degree=float(n < said),
            evidence=answer[:9] if n < said else "",
        )
        for n, point in enumerate(entry.key_points)
    )
    return Grade(verdicts=verdicts, score=score(verdicts))


def interviews(home: Path, embedder: Embedder) -> Interviews:
    """Interviews on the home's database."""
    engine = connect(f"sqlite:///{home}/coach.db")
    index = Index(engine, home, embedder)
    return Interviews(
        Store(engine), index, by_length, lambda entry, aim, asked, said, tone: Probe(text="And?", aims_at=aim.key_point)
    )


def main() -> None:
    """Go on with the session to its end."""
    held = interviews(Path(sys.argv[1]), Embedder())
    session = sys.argv[2]
    steps = itertools.chain(held.resume(session))
    for n in itertools.count():
        for event in steps:
            sys.stdout.write(to_json(event) + "\n")
            sys.stdout.flush()
        state = held.state(session)
        if state.phase is Phase.ENDED:
            return
        hint = n % 7 == 3 and state.current is not None and state.current.hints == 0
        steps = itertools.chain(
            held.send(session, Hint() if hint else Answer(text=f"Answer {state.seq} in five words."))
        )


if __name__ == "__main__":
    main()
