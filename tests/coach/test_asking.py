"""Asking a model over real HTTP, and giving up on it in time."""

import time
from collections.abc import Iterator
from itertools import pairwise, product

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage
from pydantic import BaseModel, ConfigDict, SecretStr

from coach.models.asking import Limits, Reply, complete, read_json, spoken, stream, structured
from coach.models.spec import ModelSpec, open_model
from corpus.errors import ModelFailed
from tests.servers import NO_SUCH_HOST, NOWHERE, Fault, Server, serving

ASKED = [HumanMessage("What is the capital of France?")]
HASTY = Limits(silence=1.0, total=3.0)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(lambda request: "Paris is the capital.") as server:
        yield server


def opened(server: Server, protocol: str, fault: Fault | None = None) -> BaseChatModel:
    url = server.openai(fault) if protocol == "openai" else server.ollama(fault)
    spec = ModelSpec.parse(f"{protocol}:scripted", base_url=url, timeout=5.0)
    assert spec is not None
    return open_model(spec, environ={})


@pytest.mark.parametrize("protocol", ["openai", "ollama"])
def test_a_reply_grows_and_ends(server: Server, protocol: str) -> None:
    replies = list(stream(opened(server, protocol), ASKED))

    assert replies[0] == Reply("Paris ")
    assert replies[-1] == Reply("Paris is the capital. ", "stop")
    assert all(later.text.startswith(earlier.text) for earlier, later in pairwise(replies))


SAID: dict[Fault, str] = {
    "key": "The key for scripted was not accepted.",
    "model": "The server has no model called scripted.",
    "busy": "scripted is over its limit of requests.",
    "quota": "The account behind scripted has no quota left.",
    "broken": "The server of scripted failed (error 500).",
    "page": "The server of scripted failed (error 502).",
    "overflow": "The question and its passages are too long for scripted.",
    "silence": "scripted has said nothing for 1 seconds.",
    "pings": "scripted has said nothing for 1 seconds.",
    "stall": "scripted has said nothing for 1 seconds.",
    "cut": "scripted broke off in the middle of its answer.",
    "filtered": "scripted would not answer: its filter stopped it.",
    "empty": "scripted gave an empty answer.",
    "garbage": "What answers for scripted is no model server.",
}


CASES = [case for case in product(SAID, ["openai", "ollama"]) if case != ("pings", "ollama")]  # it has no pings


@pytest.mark.parametrize(("fault", "protocol"), CASES)
def test_each_fault_is_said_in_one_sentence(server: Server, fault: Fault, protocol: str) -> None:
    with pytest.raises(ModelFailed) as failure:
        complete(opened(server, protocol, fault), ASKED, HASTY)

    assert failure.value.message == SAID[fault]
    assert "sk-abcdef" not in str(failure.value)


@pytest.mark.parametrize("protocol", ["openai", "ollama"])
@pytest.mark.parametrize("fault", ["busy-once", "broken-once"])
def test_a_server_that_recovers_is_asked_again(server: Server, fault: Fault, protocol: str) -> None:
    assert complete(opened(server, protocol, fault), ASKED) == "Paris is the capital. "
    assert len(server.requests) == 2


def test_a_server_that_wants_a_minute_is_not_waited_for(server: Server) -> None:
    began = time.monotonic()

    with pytest.raises(ModelFailed, match="Try again in 60 seconds"):
        complete(opened(server, "openai", "busy"), ASKED)

    assert time.monotonic() - began < 30
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (NOWHERE, "The server of scripted cannot be reached."),
        (NO_SUCH_HOST, "The server address of scripted does not exist."),
    ],
)
@pytest.mark.parametrize("protocol", ["openai", "ollama"])
def test_a_server_that_is_not_there_is_said_so(url: str, said: str, protocol: str) -> None:
    spec = ModelSpec.parse(f"{protocol}:scripted", base_url=url)
    assert spec is not None

    with pytest.raises(ModelFailed) as failure:
        complete(open_model(spec, environ={}), ASKED)

    assert failure.value.message == said


@pytest.mark.parametrize("protocol", ["openai", "ollama"])
def test_a_reply_that_does_not_end_is_ended(server: Server, protocol: str) -> None:
    *_, last = stream(opened(server, protocol, "endless"), ASKED, Limits(characters=500))

    assert last.ending == "limit"
    assert 500 < len(last.text) < 600
    assert server.hung_up.wait(30)


@pytest.mark.parametrize("protocol", ["openai", "ollama"])
@pytest.mark.parametrize("fault", ["silence", "stall"])
def test_closing_the_generator_closes_the_stream_even_while_the_server_is_silent(
    server: Server, protocol: str, fault: Fault
) -> None:
    replies = stream(opened(server, protocol, fault), ASKED)
    next(replies)

    replies.close()

    assert server.hung_up.wait(30)


def test_a_silent_server_still_lets_its_caller_look_up(server: Server) -> None:
    replies = stream(opened(server, "openai", "silence"), ASKED)

    seen = [next(replies), next(replies)]
    replies.close()

    assert seen == [Reply(""), Reply("")]


def test_a_typed_key_is_sent_and_none_is_invented(server: Server) -> None:
    spec = ModelSpec.parse("openai:scripted", base_url=server.openai())
    assert spec is not None

    complete(open_model(spec, SecretStr("typed"), environ={"OPENAI_API_KEY": "other"}), ASKED)
    complete(open_model(spec, environ={}), ASKED)

    assert [request.key for request in server.requests] == ["typed", "none"]


class Capital(BaseModel):
    model_config = ConfigDict(extra="forbid")
    city: str
    people: int


@pytest.mark.parametrize("protocol", ["openai", "ollama"])
def test_structure_is_asked_for_by_schema(protocol: str) -> None:
    with serving(lambda request: '{"city": "Paris", "people": 2100000}') as server:
        assert structured(opened(server, protocol), ASKED, Capital) == Capital(city="Paris", people=2100000)

        assert server.requests[0].schema == Capital.model_json_schema()


def test_a_reply_in_the_wrong_form_is_asked_for_once_more_with_the_reason() -> None:
    replies = iter(['{"city": "Paris", "people": "many"}', '{"city": "Paris", "people": 2}'])
    with serving(lambda request: next(replies)) as server:
        assert structured(opened(server, "openai"), ASKED, Capital) == Capital(city="Paris", people=2)

        assert "people" in server.requests[1].messages[-1]["content"]


def test_a_reply_that_never_fits_is_a_failure() -> None:
    with (
        serving(lambda request: "Paris, of course!") as server,
        pytest.raises(ModelFailed, match="did not reply in the form"),
    ):
        structured(opened(server, "openai"), ASKED, Capital)


@pytest.mark.parametrize(
    "text",
    [
        '{"city": "Paris", "people": 2}',
        'Sure! Here it is:\n```json\n{"city": "Paris", "people": 2}\n```\nAnything else?',
        '<think>{"city": "Lyon"}?</think>{"city": "Paris", "people": 2}',
        'A set is {x}. {"city": "Paris", "people": 2}',
    ],
)
def test_json_is_found_in_what_stands_around_it(text: str) -> None:
    assert read_json(text, Capital) == Capital(city="Paris", people=2)


def test_what_a_model_thinks_is_not_what_it_says() -> None:
    assert spoken("<think>Hm, France.</think>\nParis.") == "Paris."
    assert spoken("<think>Hm, France") == ""
