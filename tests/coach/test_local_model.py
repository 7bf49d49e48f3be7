"""The small real model, in process by llama.cpp: it may say what it likes, but it breaks nothing."""

from collections.abc import Iterator

import httpx
import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage
from pydantic import BaseModel, ConfigDict

from coach.explaining.with_model import explain, prompt
from coach.models import llamacpp
from coach.models.asking import Limits, complete, stream, structured
from coach.models.settings import try_out
from coach.models.spec import ModelSpec, open_model
from coach.models.tokens import clipped, fitting, tokens_of
from corpus import builtin, parsing
from corpus.errors import ModelFailed
from index.hits import Turn
from tests.sea import READER, SHIPS, TIDE, WAVE, entry, found

CONTEXT = 1024


@pytest.fixture(scope="module")
def spec() -> ModelSpec:
    spec = ModelSpec.parse("local", context=CONTEXT, temperature=0.0, timeout=120.0)
    assert spec is not None
    return spec


@pytest.fixture(scope="module")
def model(spec: ModelSpec) -> BaseChatModel:
    return open_model(spec)


@pytest.fixture(scope="module")
def server() -> Iterator[httpx.Client]:
    serving = llamacpp.serve(llamacpp.bundled(), CONTEXT)
    headers = {"Authorization": f"Bearer {serving.key.get_secret_value()}"}
    with httpx.Client(base_url=serving.base_url.removesuffix("/v1"), headers=headers, timeout=60) as client:
        yield client


def test_it_streams(model: BaseChatModel) -> None:
    replies = list(stream(model, [HumanMessage("Count from one to ten.")], Limits(tokens=12)))

    assert len({reply.text for reply in replies}) > 5
    assert replies[-1].ending in ("stop", "length")


def test_an_explanation_cites_only_what_it_was_given(model: BaseChatModel, spec: ModelSpec) -> None:
    asked = "What are tides?"

    stages = list(
        explain([Turn(role="user", content=asked)], found(asked, TIDE, WAVE, SHIPS), model, spec, reader=READER)
    )

    last = stages[-1]
    notes = {note.id: note for note in (TIDE, WAVE, SHIPS)}
    assert len(stages) > 3
    assert last.done
    assert last.answer.strip()
    assert last.follow_ups
    assert [citation.n for citation in last.citations] == list(range(1, len(last.citations) + 1))
    for citation in last.citations:
        assert citation.quote in notes[citation.entry_id].answer or citation.part != "answer"
        assert f"[{citation.n}]" in last.answer


def test_stopping_frees_the_model_at_once(model: BaseChatModel) -> None:
    for _ in range(llamacpp.SLOTS + 1):  # more than can run at once: none of them may go on in the background
        endless = stream(model, [HumanMessage("Write a very long story.")], Limits(tokens=900))
        while not next(endless).text:
            pass
        endless.close()

    assert complete(model, [HumanMessage("Say yes.")], Limits(tokens=4, silence=60))


def test_a_prompt_that_is_too_long_is_said_so(model: BaseChatModel) -> None:
    with pytest.raises(ModelFailed, match="too long for"):
        complete(model, [HumanMessage("tide " * 3 * CONTEXT)])


def test_a_long_conversation_is_cut_to_the_context(server: httpx.Client, spec: ModelSpec) -> None:
    long = entry("What is the sea?", "The sea is made of salt water, and $\\rho = 1025$ kg per cubic metre. " * 100)
    turns = [Turn(role="user", content="And the wind? " * 60), Turn(role="assistant", content="It blows. " * 90)] * 4

    messages, _ = prompt(
        [*turns, Turn(role="user", content="Why?")], found("Why?", long, TIDE), [long, TIDE], spec, READER
    )

    text = "\n".join(str(message.content) for message in messages)
    tokens = len(server.post("/tokenize", json={"content": text}).json()["tokens"])
    assert tokens < CONTEXT * 3 / 4


def test_the_model_itself_takes_the_prompt_of_a_long_conversation(model: BaseChatModel, spec: ModelSpec) -> None:
    long = entry("What is the sea?", "The sea is made of salt water, and $\\rho = 1025$ kg per cubic metre. " * 100)
    turns = [Turn(role="user", content="And the wind? " * 60), Turn(role="assistant", content="It blows. " * 90)] * 4

    *_, last = explain(
        [*turns, Turn(role="user", content="Why?")], found("Why?", long, TIDE), model, spec, reader=READER
    )

    assert last.answer
    assert "too long" not in (last.notice or "")


class Verdict(BaseModel):
    model_config = ConfigDict(extra="forbid")
    covered: bool
    reason: str


def test_structure_comes_by_grammar_from_a_model_that_rambles(model: BaseChatModel) -> None:
    asked = [HumanMessage("Do tides depend on the Moon? Reply as JSON with `covered` and a `reason` of three words.")]

    assert isinstance(structured(model, asked, Verdict, Limits(tokens=200)), Verdict)


def test_nobody_else_on_the_machine_can_talk_to_it(server: httpx.Client) -> None:
    stranger = httpx.post(f"{server.base_url}/v1/chat/completions", json={"messages": []}, trust_env=False)

    assert stranger.status_code == 401


def test_a_round_trip_is_timed(spec: ModelSpec) -> None:
    tried = try_out(spec)

    assert tried.error is None
    assert tried.said


def test_tokens_are_estimated_a_little_high(server: httpx.Client) -> None:
    """On every entry of the library, against the tokenizer of the small model."""
    entries = [entry for document in builtin.documents() for entry in parsing.parse(document).entries]
    texts = [f"{entry.question}\n{entry.answer}" for entry in entries[::3]]

    ratios = [
        tokens_of(text) / len(server.post("/tokenize", json={"content": text}).json()["tokens"]) for text in texts
    ]

    assert min(ratios) > 0.9
    assert 1.0 < sum(ratios) / len(ratios) < 1.35


def test_what_is_clipped_fits_and_is_a_beginning() -> None:
    text = "The Moon pulls the sea, and the Sun helps. " * 20

    cut = clipped(text, 50)

    assert tokens_of(cut) <= 52
    assert text.startswith(cut.removesuffix(" …"))
    assert clipped("short", 50) == "short"


def test_the_latest_turns_are_kept_and_begin_with_the_user() -> None:
    turns = [
        Turn(role="user", content="a " * 50),
        Turn(role="assistant", content="b " * 50),
        Turn(role="user", content="c"),
    ]

    assert fitting(turns, 90) == (turns[2],)
    assert fitting(turns, 500) == tuple(turns)
    assert fitting(turns, 0) == ()
