"""A model's verdicts count only with the candidate's own words behind them."""

import json
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from coach.grading.by_model import grade_with_model, own_words
from coach.grading.grades import Grade, KeyPointVerdict, Verdict
from coach.interviewing.interview import Probe
from coach.interviewing.probing_by_model import probe_with_model
from coach.models.spec import ModelSpec, open_model
from corpus.entries import Entry, Location
from index import Embedder
from tests.sea import EMBEDDER
from tests.servers import Fault, serving

ENTRY = Entry(
    id="bogie",
    question="What is a bogie, and why do trains have them?",
    answer="A bogie is a frame with wheels. It turns against the body.",
    document="trains.md",
    location=Location(start_line=1, end_line=3),
)
POINTS = ("A bogie is a frame that holds the wheels.", "A bogie turns against the body of the carriage.")
ANSWER = "It is the frame with the wheels in it. It never moves against the carriage."
OFFLINE = Grade(verdicts=tuple(KeyPointVerdict(key_point=point, verdict=Verdict.MISSED) for point in POINTS), score=0.0)


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return EMBEDDER


def graded(
    reply: str, embedder: Embedder, *, answer: str = ANSWER, fault: Fault | None = None, offline: Grade = OFFLINE
) -> Grade:
    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        return embedder.encode(texts)

    with serving(lambda request: reply) as server:
        spec = ModelSpec.parse("openai:scripted", base_url=server.openai(fault), timeout=5)
        assert spec is not None
        return grade_with_model(ENTRY, answer, offline, open_model(spec), spec, embed)


def sheet(*points: tuple[str, str]) -> str:
    return json.dumps({"points": [{"number": n, "verdict": v, "quote": q} for n, (v, q) in enumerate(points, 1)]})


def test_a_verdict_with_the_candidates_words_stands(embedder: Embedder) -> None:
    reply = sheet(("covered", "the frame with the wheels"), ("contradicted", "never moves against the carriage"))

    grade = graded(reply, embedder)

    assert [v.verdict for v in grade.verdicts] == [Verdict.COVERED, Verdict.CONTRADICTED]
    assert [v.evidence for v in grade.verdicts] == ["the frame with the wheels", "never moves against the carriage"]
    assert (grade.grader, grade.score) == ("openai:scripted", 0.25)


@pytest.mark.parametrize(
    "quote",
    ["a bogie turns and holds the wheels", "", "What is a bogie, and why do trains have them", "frame"],
    ids=["invented", "empty", "the question", "one word"],
)
def test_a_quote_that_proves_nothing_leaves_the_offline_verdict(quote: str, embedder: Embedder) -> None:
    answer = f"{ANSWER} What is a bogie, and why do trains have them"

    grade = graded(sheet(("covered", quote), ("missed", "")), embedder, answer=answer)

    assert grade.verdicts[0].verdict is Verdict.MISSED
    assert grade.score == 0


def test_a_quote_about_something_else_leaves_the_offline_verdict(embedder: Embedder) -> None:
    answer = "My favourite soup is tomato with basil. " + ANSWER

    grade = graded(sheet(("covered", "soup is tomato with basil"), ("missed", "")), embedder, answer=answer)

    assert grade.verdicts[0].verdict is Verdict.MISSED


@pytest.mark.parametrize("fault", ["broken", "key", "empty", "cut", "garbage"])
def test_a_model_that_fails_leaves_the_offline_grade_and_says_so(fault: Fault, embedder: Embedder) -> None:
    grade = graded(sheet(("covered", "the frame")), embedder, fault=fault)

    assert (grade.score, grade.grader) == (0.0, "offline")
    assert "graded without a model" in (grade.notice or "")


def test_rambling_instead_of_json_leaves_the_offline_grade(embedder: Embedder) -> None:
    grade = graded("Great answer! I would give full marks.", embedder)

    assert grade.score == 0
    assert grade.notice


def test_what_the_guards_refused_is_not_sent(embedder: Embedder) -> None:
    refused = OFFLINE.model_copy(update={"flags": ("instructions",)})

    grade = graded(sheet(("covered", "the frame with the wheels")), embedder, offline=refused)

    assert grade == refused


def test_an_answer_in_another_language_is_read_by_the_model_and_loses_nothing(embedder: Embedder) -> None:
    answer = "Das Drehgestell ist der Rahmen mit den Rädern, und es dreht sich unter dem Wagenkasten."
    unread = OFFLINE.model_copy(update={"flags": ("other language",)})
    reply = sheet(("covered", "der Rahmen mit den Rädern"), ("covered", "es dreht sich unter dem Wagenkasten"))

    grade = graded(reply, embedder, answer=answer, offline=unread)

    assert (grade.score, grade.flags) == (1.0, ())


def test_orders_in_another_language_are_not_sent_either(embedder: Embedder) -> None:
    refused = OFFLINE.model_copy(update={"flags": ("other language", "instructions")})

    assert graded(sheet(("covered", "die volle Punktzahl")), embedder, offline=refused) == refused


def test_a_quote_is_found_however_it_was_tidied() -> None:
    assert own_words("The Frame,  with the wheels", ANSWER) == "the frame with the wheels"


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("It is the frame ... against the carriage", "against the carriage"),
        ("… the frame with the wheels …", "the frame with the wheels"),
        ("the frame [...] runs on springs", ""),
    ],
    ids=["a gap", "around it", "a piece that is not there"],
)
def test_of_a_quote_with_gaps_all_pieces_have_to_be_there_and_the_longest_is_kept(quote: str, found: str) -> None:
    assert own_words(quote, ANSWER) == found


def test_what_is_to_be_said_of_code_is_said_when_a_model_grades_too(embedder: Embedder) -> None:
    answer = f"{ANSWER}\n\n```python\ndef turn(a:\n    return a\n```"

    grade = graded(sheet(("covered", "the frame with the wheels"), ("missed", "")), embedder, answer=answer)

    assert "line 1" in grade.feedback


@pytest.mark.parametrize(
    ("reply", "kept"),
    [
        ("You say it never moves. What happens in a tight curve?", True),
        ("Good point!", False),
        ("Does a bogie turn against the body of the carriage?", False),
    ],
    ids=["a question", "no question", "gives the point away"],
)
def test_a_probe_asks_and_does_not_tell(reply: str, kept: bool) -> None:
    offline = Probe(text="What can you add?", aims_at=POINTS[1])
    aim = KeyPointVerdict(key_point=POINTS[1], verdict=Verdict.CONTRADICTED, evidence="never moves")

    with serving(lambda request: reply) as server:
        spec = ModelSpec.parse("openai:scripted", base_url=server.openai(), timeout=5)
        assert spec is not None
        probe = probe_with_model(ENTRY, aim, offline, open_model(spec), spec)

    assert probe.text == (reply if kept else offline.text)
    assert probe.asked_by == ("openai:scripted" if kept else "offline")
