"""Conversations on a real database and a real index: nothing that was said is lost, and follow-ups are understood."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from coach.chats import LONGEST, STOPPED, Chats, Exchange, exchanges, to_markdown
from coach.events import Asked, Event, Explained
from coach.explaining.rewrite import fused
from coach.explanation import NOT_IN_NOTES, Explanation
from coach.models.spec import ModelSpec, open_model
from coach.storage import Store, new_id, prepare
from corpus.entries import Document
from corpus.errors import NotFound, NotNow
from index import Index
from index.database import connect
from tests.databases import KINDS, fresh
from tests.sea import EMBEDDER, READER, SHIPS, TIDE, WAVE, found
from tests.servers import FAULTS, Fault, Request, serving


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    with fresh(request.param, tmp_path) as url:
        engine = connect(url)
        prepare(engine)
        yield engine
        engine.dispose()


@pytest.fixture(scope="session")
def sea(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An index of the three entries about the sea; tests only read it."""
    home = tmp_path_factory.mktemp("sea")
    engine = connect(f"sqlite:///{home / 'coach.db'}")
    prepare(engine)
    index = Index(engine, home, EMBEDDER)
    index.sync(Document(name="sea.md", text="the sea", content_hash="1"), [TIDE, WAVE, SHIPS])
    yield index
    index.close()
    engine.dispose()


@pytest.fixture
def chats(engine: Engine, sea: Index) -> Chats:
    return Chats(Store(engine), sea, READER)


def last(answer: Iterator[Explanation]) -> Explanation:
    *_, explanation = answer
    return explanation


def test_a_conversation_survives_a_restart(chats: Chats, engine: Engine, sea: Index) -> None:
    chat = chats.start()
    first = last(chats.say(chat, "What are tides?"))

    reopened = Chats(Store(engine), sea, READER).exchanges(chat)

    assert reopened == [Exchange(seq=1, text="What are tides?", explanation=first)]
    assert first.citations


def test_what_the_user_said_is_stored_before_it_is_answered(chats: Chats) -> None:
    chat = chats.start()

    chats.say(chat, "What are tides?")

    assert chats.exchanges(chat) == [Exchange(seq=1, text="What are tides?")]


def test_a_question_that_was_never_answered_is_answered_later(chats: Chats) -> None:
    chat = chats.start()
    chats.say(chat, "What are tides?")

    explanation = last(chats.retry(chat))

    assert chats.exchanges(chat) == [Exchange(seq=1, text="What are tides?", explanation=explanation)]


def test_a_follow_up_is_understood_from_the_conversation(chats: Chats) -> None:
    chat = chats.start()
    last(chats.say(chat, "What are waves?"))

    explanation = last(chats.say(chat, "and why do they not carry water?"))

    assert "each drop moves in a circle" in explanation.answer


def test_simpler_is_about_what_was_asked_before(chats: Chats) -> None:
    chat = chats.start()
    last(chats.say(chat, "What are waves?"))
    last(chats.say(chat, "deeper"))

    explanation = last(chats.say(chat, "simpler, please"))

    assert {citation.question for citation in explanation.citations} == {"What are waves?"}


def test_a_suggested_question_is_answered_by_the_entry_that_suggested_it(chats: Chats) -> None:
    chat = chats.start()
    first = last(chats.say(chat, "What are tides?"))

    explanation = last(chats.say(chat, first.follow_ups[0]))

    assert explanation.answer == "That is not settled. Io has large ones. [1]"


def test_an_edited_message_takes_the_place_of_what_followed_it(chats: Chats) -> None:
    chat = chats.start()
    last(chats.say(chat, "What are tides?"))
    last(chats.say(chat, "What are waves?"))

    edited = last(chats.say(chat, "How do ships float?", replaces=1))

    assert [(e.text, e.explanation) for e in chats.exchanges(chat)] == [("How do ships float?", edited)]


def test_what_an_edit_replaced_can_be_read_and_brought_back(chats: Chats) -> None:
    chat = chats.start()
    last(chats.say(chat, "What are tides?"))
    last(chats.say(chat, "And why?"))
    last(chats.say(chat, "What makes a wave break?", replaces=1))
    edit = chats.exchanges(chat)[0]

    before = chats.before(chat, edit.seq)
    chats.bring_back(chat, edit.seq)

    assert edit.edited
    assert [e.text for e in before] == ["What are tides?", "And why?"]
    now = chats.exchanges(chat)
    assert [(e.text, e.explanation) for e in now] == [(e.text, e.explanation) for e in before]
    assert [e.text for e in chats.before(chat, now[0].seq)] == ["What makes a wave break?"]


def test_a_message_that_is_not_there_cannot_be_edited(chats: Chats) -> None:
    chat = chats.start()

    with pytest.raises(NotFound):
        chats.say(chat, "What are tides?", replaces=3)

    assert chats.exchanges(chat) == []


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (LONGEST + 1), "word " * 40_000])
def test_an_empty_or_overlong_message_is_refused_and_stores_nothing(chats: Chats, text: str) -> None:
    chat = chats.start()

    with pytest.raises(NotNow, match="nothing was stored"):
        chats.say(chat, text)

    assert chats.exchanges(chat) == []


def test_a_stopped_answer_keeps_what_was_said(chats: Chats) -> None:
    chat = chats.start()
    says = "Tides are the rise and fall of the sea. " + "No, really. " * 50
    with serving(lambda request: says, pause=0.02) as server:
        spec = ModelSpec.parse("openai:scripted", base_url=server.openai())
        assert spec is not None
        answer = chats.say(chat, "What are tides?", model=open_model(spec, environ={}), spec=spec)
        while not next(answer).citations:
            pass
        answer.close()
        assert server.hung_up.wait(30)

    (exchange,) = chats.exchanges(chat)

    assert exchange.explanation is not None
    assert exchange.explanation.notice == STOPPED
    assert exchange.explanation.answer.startswith("Tides are the rise and fall of the sea. [1]")


def test_a_conversation_begins_with_its_first_message(chats: Chats) -> None:
    chat = new_id()

    answer = chats.say(chat, "What are tides?", begins=True)

    assert [(info.id, info.title) for info in chats.conversations()] == [(chat, "What are tides?")]
    assert last(answer).citations


def test_conversations_are_listed_renamed_and_deleted(chats: Chats) -> None:
    tides, waves = chats.start(), chats.start("Surfing")
    last(chats.say(tides, "What are tides?"))
    last(chats.say(waves, "What are waves?"))

    assert [info.title for info in chats.conversations()] == ["Surfing", "What are tides?"]

    chats.rename(tides, "Moon")
    chats.delete(waves)

    assert [(info.id, info.title) for info in chats.conversations()] == [(tides, "Moon")]
    with pytest.raises(NotFound):
        chats.exchanges(waves)


def test_a_deleted_conversation_comes_back_as_it_was(chats: Chats) -> None:
    chat = chats.start()
    last(chats.say(chat, "What are tides?"))
    before = chats.as_json(chat)

    chats.undelete(chats.delete(chat))

    assert chats.as_json(chat) == before


def test_a_conversation_is_found_by_its_title_and_by_what_was_said_in_it(chats: Chats) -> None:
    chat, other = chats.start("High water"), chats.start("Something else")
    last(chats.say(chat, "What are tides?"))

    assert [info.id for info in chats.conversations("TIDES")] == [chat]
    assert [info.id for info in chats.conversations("high w")] == [chat]
    assert [info.id for info in chats.conversations("100%")] == []
    assert {info.id for info in chats.conversations(" ")} == {chat, other}


def test_a_conversation_is_exported_with_its_sources(chats: Chats) -> None:
    chat = chats.start()
    last(chats.say(chat, "What are tides?"))
    last(chats.say(chat, "How do I configure a Kubernetes ingress with TLS?"))

    markdown, exported = chats.as_markdown(chat), json.loads(chats.as_json(chat))

    assert "## What are tides?\n\nTides are the rise and fall" in markdown
    assert "- [1] What are tides? (sea.md, line 1)" in markdown
    assert NOT_IN_NOTES in markdown
    assert [exchange["text"] for exchange in exported["exchanges"]] == [
        "What are tides?",
        "How do I configure a Kubernetes ingress with TLS?",
    ]


SAID = st.lists(st.tuples(st.sampled_from(["ask", "explain", "edit"]), st.integers(1, 9)), max_size=12)


@settings(max_examples=100, deadline=None)
@given(SAID)
def test_any_order_of_events_tells_a_conversation(steps: list[tuple[str, int]]) -> None:
    events: list[Event] = []
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for seq, (what, number) in enumerate(steps, 1):
        event: Event = Explained(explanation=Explanation(query="", answer=str(seq), answerable=True))
        if what != "explain":
            event = Asked(text=str(seq), replaces=number if what == "edit" else 0)
        events.append(event.stamped("chat", seq, at))

    told = exchanges(events)

    assert [exchange.seq for exchange in told] == sorted({exchange.seq for exchange in told})
    assert all(exchange.text == str(exchange.seq) for exchange in told)


def test_an_export_of_nothing_is_a_title(chats: Chats) -> None:
    chat = chats.start("Empty")

    info = chats.conversations()[0]

    assert info.id == chat
    assert to_markdown(info, []).startswith("# Empty\n")


# --- Rewriting by a model -----------------------------------------------------------------------------------------


def script(request: Request) -> str:
    """A model that rewrites "and them?" well, and answers from its first note."""
    if "Last message:" in request.text:
        return "What are waves on the sea?"
    return "Waves are movements of the sea surface caused by the wind [1]."


def test_a_follow_up_is_rewritten_by_the_model_and_the_searches_are_fused(chats: Chats) -> None:
    chat = chats.start()
    last(chats.say(chat, "What are tides, and what are waves on the sea?"))
    with serving(script) as server:
        spec = ModelSpec.parse("openai:scripted", base_url=server.openai())
        assert spec is not None

        explanation = last(chats.say(chat, "and the second?", model=open_model(spec, environ={}), spec=spec))

        assert len(server.requests) == 2
    assert "What are waves?" in {citation.question for citation in explanation.citations}


def test_a_question_that_stands_alone_is_not_rewritten(chats: Chats) -> None:
    chat = chats.start()
    last(chats.say(chat, "What are tides?"))
    with serving(script) as server:
        spec = ModelSpec.parse("openai:scripted", base_url=server.openai())
        assert spec is not None

        last(
            chats.say(chat, "What are waves on the surface of the sea?", model=open_model(spec, environ={}), spec=spec)
        )

        assert len(server.requests) == 1


def test_fusion_keeps_what_both_searches_found_in_front() -> None:
    resolved, by_model = found("and them?", TIDE, WAVE), found("What are waves?", WAVE, SHIPS)

    result = fused(resolved, by_model)

    assert [hit.entry.question for hit in result.hits] == ["What are waves?", "What are tides?"]
    assert [hit.rank for hit in result.hits] == [1, 2]
    assert (result.query, result.standalone) == ("and them?", "What are waves?")


@pytest.mark.parametrize("says", ["", "Sure! I think bananas.", "yes " * 200, "Elephants are large grey animals?"])
def test_a_rewrite_that_is_none_changes_nothing(chats: Chats, says: str) -> None:
    chat, other = chats.start(), chats.start()
    for one in (chat, other):
        last(chats.say(one, "What are waves?"))
    with serving(lambda request: says if "Last message:" in request.text else NOT_IN_NOTES) as server:
        spec = ModelSpec.parse("openai:scripted", base_url=server.openai())
        assert spec is not None
        last(chats.say(chat, "and why?", model=open_model(spec, environ={}), spec=spec))

        assert 'about="What are waves?"' in server.requests[-1].text


LASTING: tuple[Fault, ...] = tuple(fault for fault in FAULTS if fault not in ("busy-once", "broken-once", "endless"))


@pytest.mark.parametrize("fault", LASTING)
@pytest.mark.parametrize("protocol", ["openai", "ollama"])
def test_a_follow_up_turn_is_finished_whatever_goes_wrong(chats: Chats, fault: Fault, protocol: str) -> None:
    if (fault, protocol) == ("pings", "ollama"):
        fault = "silence"  # that protocol has no pings
    chat = chats.start()
    last(chats.say(chat, "What are waves?"))
    with serving(script) as server:
        url = server.openai(fault) if protocol == "openai" else server.ollama(fault)
        spec = ModelSpec.parse(f"{protocol}:scripted", base_url=url, timeout=0.4)
        assert spec is not None

        explanation = last(chats.say(chat, "and why?", model=open_model(spec, environ={}), spec=spec))

    assert explanation.model == "offline"
    assert explanation.citations
    assert (explanation.notice or "").endswith("The offline coach answered instead.")
    assert chats.exchanges(chat)[-1].explanation == explanation
