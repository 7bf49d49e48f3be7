"""Interviews on a real store and a real index; killed, forked and resumed."""

import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.events import AnswerGiven, Event, Graded, QuestionAsked, from_json
from coach.interviewing.interview import Answer, End, Phase, Skip
from coach.interviewing.planning import Setup
from coach.sessions import Interviews, kept
from coach.storage import Store, prepare
from corpus.entries import Document, Entry, Location
from corpus.errors import NotFound, NotNow
from index import Embedder, Index
from index.database import connect
from tests.coach.interview_process import by_length, interviews
from tests.sea import EMBEDDER

ROOT = Path(__file__).parents[2]
SUBJECTS = ("pruning", "bagging", "dropout", "kernels", "attention", "clustering", "calibration", "momentum", "leakage")


def library() -> list[Entry]:
    return [
        Entry(
            id=subject,
            question=f"How does {subject} work?",
            answer=f"It is about {subject}.",
            key_points=(f"First of {subject}.", f"Second of {subject}.", f"Third of {subject}."),
            hints=("Think.",),
            topics=("methods",),
            document="mine.md",
            location=Location(start_line=1, end_line=2),
        )
        for subject in SUBJECTS
    ]


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return EMBEDDER


@pytest.fixture
def home(tmp_path: Path, embedder: Embedder) -> Path:
    engine = connect(f"sqlite:///{tmp_path}/coach.db")
    prepare(engine)
    index = Index(engine, tmp_path, embedder)
    index.sync(Document(name="mine.md", text="mine", content_hash="1" * 64), library())
    index.close()
    engine.dispose()
    return tmp_path


@pytest.fixture
def held(home: Path, embedder: Embedder) -> Iterator[Interviews]:
    held = interviews(home, embedder)
    yield held
    held._index.close()


def test_an_answer_is_stored_before_it_is_graded(held: Interviews) -> None:
    session = held.start(Setup(questions=2, seed=1))

    events = held.send(session, Answer(text="It learns something from data."))
    first = next(events)

    assert isinstance(first, AnswerGiven)
    assert held.events(session)[-1] == first
    assert held.state(session).phase is Phase.ASSESSING


def test_a_grading_that_was_cut_off_is_done_when_the_session_is_resumed(held: Interviews) -> None:
    session = held.start(Setup(questions=2, seed=1))
    next(held.send(session, Answer(text="It learns something from data and does much more than others say it would.")))

    resumed = list(held.resume(session))

    assert [event.type for event in resumed] == ["grade", "question"]
    assert list(held.resume(session)) == []


def test_the_same_setup_and_seed_ask_the_same_questions(home: Path, embedder: Embedder) -> None:
    first = interviews(home, embedder)
    questions = []
    for _ in range(2):
        session = first.start(Setup(questions=4, seed=7, topics=("methods",)))
        plan = first.state(session).plan
        questions.append([place.entry_id for place in plan])
        first._store.delete(session)  # what was asked last time would be left out
    first._index.close()

    assert questions[0] == questions[1]


def test_what_was_asked_last_time_is_not_asked_again(held: Interviews) -> None:
    asked = []
    for seed in (1, 2):
        session = held.start(Setup(questions=1, seed=seed))
        list(held.send(session, Skip()))
        asked.append({e.entry_id for e in held.events(session) if isinstance(e, QuestionAsked)})

    assert asked[0].isdisjoint(asked[1])


def test_ending_early_grades_what_was_said(held: Interviews) -> None:
    session = held.start(Setup(questions=3, seed=1))
    list(held.send(session, Answer(text="It learns something from data.")))

    events = list(held.send(session, End()))

    assert [event.type for event in events] == ["grade", "ended", "report"]


@pytest.mark.parametrize(
    ("words", "follows"),
    [
        ("Can I skip this one?", ["answer", "skipped", "question"]),
        ("let's stop here", ["answer", "ended", "report"]),
        ("I need a short break", ["answer", "paused"]),
    ],
)
def test_who_wants_to_go_on_or_stop_need_only_say_so(held: Interviews, words: str, follows: list[str]) -> None:
    session = held.start(Setup(questions=2, seed=1))

    events = list(held.send(session, Answer(text=words)))

    assert [event.type for event in events] == follows
    assert events[0] == held.events(session)[-len(follows)]


def test_what_was_said_before_moving_on_is_graded(held: Interviews) -> None:
    session = held.start(Setup(questions=2, seed=1))
    list(held.send(session, Answer(text="It learns something from data.")))

    events = list(held.send(session, Answer(text="next question please")))

    assert [event.type for event in events] == ["answer", "grade", "question"]


def test_no_question_fits(held: Interviews) -> None:
    with pytest.raises(NotFound, match="No question"):
        held.start(Setup(topics=("astronomy",)))


def test_the_same_interview_in_two_windows_cannot_fork(home: Path, embedder: Embedder) -> None:
    first, second = interviews(home, embedder), interviews(home, embedder)
    session = first.start(Setup(questions=3, seed=1))
    ready = threading.Barrier(2)
    told: list[str] = []

    def say(window: Interviews, text: str) -> None:
        ready.wait()
        for _ in range(5):
            try:
                list(window.send(session, Answer(text=text)))
            except NotNow as refused:
                told.append(str(refused))

    threads = [threading.Thread(target=say, args=(w, t)) for w, t in ((first, "left says this"), (second, "right so"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    events = first.events(session)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    graded = [event.entry_id for event in events if isinstance(event, Graded)]
    assert len(graded) == len(set(graded))
    first._index.close()
    second._index.close()


def test_the_same_answer_keeps_its_grade(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path}/coach.db")
    prepare(engine)
    entry = library()[0]
    lengths = iter([by_length(entry, "one two three four"), by_length(entry, "")])
    grade = kept(Store(engine), lambda entry, answer: next(lengths), "model:x")

    assert grade(entry, "An answer.") == grade(entry, "An answer.")
    engine.dispose()


def kill_and_resume(home: Path, embedder: Embedder, kills: int, seed: int) -> list[Event]:
    """Hold an interview in processes that are killed at random moments; check after each that nothing was lost."""
    draw = random.Random(seed)
    first = interviews(home, embedder)
    session = first.start(Setup(questions=8, seed=seed))
    acknowledged = {event.seq: event for event in first.events(session)}
    for n in range(kills + 1):
        command = [sys.executable, "-m", "tests.coach.interview_process", str(home), session]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True)
        assert child.stdout is not None
        lines = []
        left = draw.randint(1, 6) if n < kills else None
        for line in child.stdout:
            lines.append(line)
            if left is not None and len(lines) >= left:
                time.sleep(draw.random() * 0.03)
                child.kill()
                break
        lines += child.stdout.readlines()
        child.wait()
        child.stdout.close()
        for event in (from_json(line) for line in lines if line.endswith("}\n")):
            assert event.seq not in acknowledged
            acknowledged[event.seq] = event
        stored = {event.seq: event for event in first.events(session)}
        assert sorted(stored) == list(range(1, len(stored) + 1))
        assert all(stored[seq] == event for seq, event in acknowledged.items())
        acknowledged = stored
        if first.state(session).phase is Phase.ENDED:
            break
    first._index.close()
    return first.events(session)


def test_kill_9_at_any_moment_loses_nothing_that_was_acknowledged(home: Path, embedder: Embedder) -> None:
    events = kill_and_resume(home, embedder, kills=8, seed=3)

    graded = [event.entry_id for event in events if isinstance(event, Graded)]
    assert events[-1].type == "report"
    assert len(graded) == len(set(graded)) == 8
    assert sum(event.type == "ended" for event in events) == 1
