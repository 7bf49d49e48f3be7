"""Interviews whose process is killed with -9 at random points: is everything there that was acknowledged?

    python -m tests.benchmarks.durability [KILLS] [SEED]

A candidate answers, asks for hints and pauses; a scripted model grades, its words streaming over real HTTP; at the
end the report is written in every format. The process that does it is killed after a random number of acknowledgements
and a random delay, and another one goes on. After each kill: every acknowledged event is stored as it was said, numbers
have no gap, no answer, grade or end is doubled, and what was cut off is done by the next process before anything else
is asked. Printed: how many kills fell into which work, and how many checks failed (each is shown).

Children are forked from a process that has imported everything and has no threads, so that a kill takes milliseconds.
"""

import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coach.events import AnswerGiven, Ended, Event, Graded, from_json, to_json
from coach.grading.by_model import grade_with_model
from coach.grading.grades import Grade, KeyPointVerdict
from coach.interviewing.interview import Answer, Command, Hint, Pause, Phase, Probe
from coach.interviewing.planning import Setup
from coach.models.spec import ModelSpec, open_model
from coach.reports import formats as report_formats
from coach.reports.report import report
from coach.sessions import Interviews, kept
from coach.storage import Store, prepare
from corpus.entries import Document, Entry, Location
from index import Embedder, Index
from index.database import connect
from tests.coach.interview_process import by_length

SUBJECTS = ("pruning", "bagging", "dropout", "kernels", "attention", "clustering", "calibration", "momentum", "leakage")
QUESTIONS = 6
WORKS = ("asking", "grading", "streaming", "reporting")
MOST_LINES = 40  # said by one process before it is killed; a whole interview says about sixty
LONGEST_WAIT = 0.08  # seconds from an acknowledgement to the kill; a graded answer takes about as long


def library() -> list[Entry]:
    """A question a subject, with three key points."""
    return [
        Entry(
            id=subject,
            question=f"How does {subject} work?",
            answer=f"It is about {subject}.",
            key_points=tuple(f"{nth} thing about {subject} to say." for nth in ("First", "Second", "Third")),
            hints=("Think.",),
            topics=("methods",),
            document="mine.md",
            location=Location(start_line=1, end_line=2),
        )
        for subject in SUBJECTS
    ]


def alike(texts: Sequence[str]) -> NDArray[np.float32]:
    """Vectors that are all the same: whether a quote is near its point is not what is tested here."""
    return np.ones((len(texts), 1), dtype=np.float32)


def opened(home: Path, url: str, say: int | None = None) -> Interviews:
    """Interviews whose grades come from the model at url. say: where to write what the process is at."""
    engine = connect(f"sqlite:///{home}/coach.db")
    store = Store(engine)
    spec = ModelSpec.parse("openai:scripted", base_url=url, timeout=20)
    assert spec is not None

    def grade(entry: Entry, answer: str) -> Grade:
        _tell(say, "#streaming")
        offline = by_length(entry, answer)
        graded = grade_with_model(entry, answer, offline, open_model(spec), spec, alike)
        _tell(say, "#grading")
        return graded

    def probe(entry: Entry, aim: KeyPointVerdict, asked: Sequence[str], said: str, tone: str) -> Probe:
        return Probe(text=f"And {aim.key_point.split()[0].lower()}?", aims_at=aim.key_point)

    return Interviews(store, Index(engine, home, Embedder()), kept(store, grade, str(spec)), probe)


def go_on(home: Path, session: str, url: str, say: int) -> None:
    """The child: resume the session, answer to its end, write the report."""
    held = opened(home, url, say)
    steps: Iterator[Event] = held.resume(session)
    while True:
        for event in steps:
            _tell(say, to_json(event))
        state = held.state(session)
        if state.phase is Phase.ENDED:
            break
        _tell(say, "#asking")
        steps = held.send(session, _next(state.seq))
    _tell(say, "#reporting")
    told = report(held.events(session))
    for write in (report_formats.to_markdown, report_formats.to_html, report_formats.to_json, report_formats.to_pdf):
        written = write(told)
        _tell(say, f"#reporting {len(written)}")
    _tell(say, "#done")


def _next(seq: int) -> Command:
    if seq % 11 == 3:
        return Hint() if seq % 2 else Pause()
    return Answer(text=f"Answer {seq} in some words that say a little and no more.")


def _tell(say: int | None, line: str) -> None:
    if say is not None:
        os.write(say, f"{line}\n".encode())


@dataclass
class Seen:
    """What a session has acknowledged so far, and what was found wrong."""

    acknowledged: dict[int, Event] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def check(self, stored: Sequence[Event]) -> None:
        """Compare the log with what was acknowledged."""
        if [event.seq for event in stored] != list(range(1, len(stored) + 1)):
            self.wrong.append("a gap in the log")
        by_seq = {event.seq: event for event in stored}
        self.wrong += [f"event {n} is lost or changed" for n, e in self.acknowledged.items() if by_seq.get(n) != e]
        for what, names in (
            ("answer", [e.text for e in stored if isinstance(e, AnswerGiven)]),
            ("grade", [e.entry_id for e in stored if isinstance(e, Graded)]),
            ("end", [e.type for e in stored if isinstance(e, Ended)]),
        ):
            if len(names) != len(set(names)):
                self.wrong.append(f"a doubled {what}")


def run_child(home: Path, session: str, url: str, seen: Seen, lines: int, wait: float) -> tuple[str, bool]:
    """Let a child go on and kill it after so many lines and seconds; what it was at, and whether it got to its end."""
    before = opened(home, url)
    cut_off = before.state(session).phase is Phase.ASSESSING
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        try:
            go_on(home, session, url, into)
        finally:
            os._exit(0)
    os.close(into)
    work, done, first = "asking", False, ""
    with os.fdopen(out, encoding="utf-8") as said:
        for n, line in enumerate(said, 1):
            if not line.endswith("\n"):
                break  # the kill fell into the writing of this line: nobody has read it
            if line.startswith("#"):
                work, done = line[1:].split()[0], line == "#done\n"
            else:
                event = from_json(line)
                first = first or event.type
                if event.seq in seen.acknowledged:
                    seen.wrong.append(f"event {event.seq} was said twice")
                seen.acknowledged[event.seq] = event
            if n == lines:
                time.sleep(wait)
                os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    if cut_off and first and first not in ("grade", "follow_up", "resumed"):
        seen.wrong.append(f"{first} came before the grading that was cut off")
    seen.check(before.events(session))
    return work if work in WORKS else "reporting", done


def main() -> None:
    """Kill so many times, and print what was found."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    draw = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    began = time.perf_counter()
    works: Counter[str] = Counter()
    wrong: list[str] = []
    sessions = whole = 0
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        engine = connect(f"sqlite:///{home}/coach.db")
        prepare(engine)
        Index(engine, home, Embedder()).sync(Document(name="mine.md", text="x", content_hash="1" * 64), library())
        engine.dispose()
        server = subprocess.Popen([sys.executable, "-m", __spec__.name, "--serve"], stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        try:
            _imported(url)
            while sum(works.values()) < kills:
                setup = Setup(questions=QUESTIONS, seed=sessions, feedback="each")
                session = opened(home, url).start(setup)
                sessions += 1
                seen, done = Seen(), False
                while not done:
                    left = sum(works.values()) < kills
                    lines = draw.randint(1, MOST_LINES) if left else 0
                    work, done = run_child(home, session, url, seen, lines, draw.random() * LONGEST_WAIT)
                    if left and not done:
                        works[work] += 1
                whole += 1
                wrong += [f"session {session}: {what}" for what in seen.wrong]
        finally:
            server.kill()
            server.wait()
    fell = ", ".join(f"{works[work]} while {work}" for work in WORKS)
    print(f"{sum(works.values())} kills in {sessions} interviews, {time.perf_counter() - began:.0f} s: {fell}")
    print(f"{whole} interviews reached their report; checks that failed: {len(wrong)}")
    print("\n".join(wrong))
    raise SystemExit(1 if wrong or whole < sessions else 0)


def _imported(url: str) -> None:
    """Import what is imported where it is needed, so that no child does it again."""
    spec = ModelSpec.parse("openai:scripted", base_url=url)
    assert spec is not None
    open_model(spec)
    report_formats.to_pdf(report([]))


def serve() -> None:
    """The scripted model, in a process of its own: quotes the last answer for each point, word by word."""
    from tests.servers import Request, serving

    def script(request: Request) -> str:
        said = re.findall(r"Answer \d+ in some words", request.text)
        points = ",".join(f'{{"number": {n}, "verdict": "partial", "quote": "{said[-1]}"}}' for n in (1, 2, 3))
        return f'{{"points": [{points}]}}'

    with serving(script, pause=0.002) as server:
        print(server.openai(), flush=True)
        signal.pause()


if __name__ == "__main__":
    serve() if sys.argv[1:] == ["--serve"] else main()
