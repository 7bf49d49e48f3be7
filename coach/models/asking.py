"""Asking a model, and giving up on it in time: retries, time limits, errors in plain words.

All models are asked on one event loop in a thread of its own, because only a task that can be cancelled closes its HTTP
stream at once, even while the server is silent. What callers see is a plain generator: closing it stops the model.

A model that has begun to answer is not asked again: the reader has seen words of it.
"""

import asyncio
import json
import queue
import re
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from functools import cache
from math import inf
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from pydantic import BaseModel, SecretStr, ValidationError

from coach.models.faults import Refused, plain_words, seconds_until_retry
from corpus.errors import ModelFailed

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

HEARTBEAT = 0.25  # seconds after which a waiting caller is given what there is, so that it can stop
ATTEMPTS = 3
THOUGHT = 2000
"""Tokens that a hosted model may think first: they count as part of its reply, and many think unasked."""
PATIENCE = 5.0  # seconds that a wait between two attempts may take; a server that wants more is given up on
Ending = Literal["stop", "length", "limit"]
"""How a reply ended: the model was done, it used up the tokens it was given, or we stopped it."""
FILTERED = frozenset(["content_filter", "refusal", "SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "RECITATION"])
"""How providers say that they stopped a reply because of what it is about."""
Structured = TypeVar("Structured", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Limits:
    """When to give up.

    tokens: of the reply. characters: of the reply, for servers that do not keep to tokens.
    silence: seconds without a sign of life. total: seconds for the whole reply.
    """

    tokens: int = 700
    characters: int = 6000
    silence: float = 60.0
    total: float = 180.0

    def no_more_than(self, silence: float) -> "Limits":
        """The limits, with no more patience than the user has with this model."""
        return replace(self, silence=min(self.silence, silence))


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model has said so far. ending: None while it is still speaking."""

    text: str
    ending: Ending | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str = ""
    finish: str | None = None
    wait: float | None = None
    """Seconds until the model is asked again: that it refused is a sign of life, and waiting for it is no silence."""


@dataclass(frozen=True, slots=True)
class _Call:
    model: "BaseChatModel"
    messages: Sequence["BaseMessage"]
    options: dict[str, Any]
    name: str
    pieces: "queue.SimpleQueue[_Piece | ModelFailed | None]" = field(default_factory=queue.SimpleQueue)
    stopped: threading.Event = field(default_factory=threading.Event)
    """Set as well as cancelling: a task can lose a cancellation that comes together with a chunk (asyncio.wait_for)."""


def stream(
    model: "BaseChatModel", messages: Sequence["BaseMessage"], limits: Limits = Limits()
) -> Generator[Reply, None, None]:
    """The reply as it grows, at least every HEARTBEAT seconds; the last one has an ending.

    Close the generator to stop the model. Raises ModelFailed, never anything else that a provider raises.
    """
    yield from _stream(_Call(model, messages, _budget(model, limits.tokens), name_of(model)), limits)


def complete(model: "BaseChatModel", messages: Sequence["BaseMessage"], limits: Limits = Limits()) -> str:
    """The whole reply. Raises ModelFailed."""
    text = ""
    for reply in stream(model, messages, limits):
        text = reply.text
    return text


def structured(
    model: "BaseChatModel",
    messages: Sequence["BaseMessage"],
    shape: type[Structured],
    limits: Limits = Limits(),
) -> Structured:
    """The reply as a value: asked for by JSON schema where the server takes one, found in the text where it does not.

    A reply that does not fit is asked for once more, with the reason. Raises ModelFailed when that does not fit either.
    """
    from langchain_core.messages import AIMessage, HumanMessage

    name = name_of(model)
    text = _complete_as(model, messages, shape, limits)
    try:
        return read_json(text, shape)
    except ValueError as error:
        reason = _reason(error)
    again = [
        *messages,
        AIMessage(text[:2000]),
        HumanMessage(f"That was not usable: {reason} Reply with the JSON only."),
    ]
    try:
        return read_json(_complete_as(model, again, shape, limits), shape)
    except ValueError as error:
        raise ModelFailed(
            f"{name} did not reply in the form it was asked for.", remedy="Try again, or choose a larger model."
        ) from error


def read_json(text: str, shape: type[Structured]) -> Structured:
    """The first JSON object in text that has the shape, whatever stands around it. Raises ValueError.

    A comma too many before a closing bracket is forgiven: small models write it.
    """
    text = re.sub(r",(\s*[}\]])", r"\1", spoken(text))
    decoder = json.JSONDecoder()
    problem: ValueError = ValueError("There was no JSON object in it.")
    for start in (found.start() for found in re.finditer(r"\{", text)):
        try:
            value, _ = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):  # a model can nest brackets until it runs out of tokens
            continue
        try:
            return shape.model_validate(value)
        except ValidationError as error:
            problem = problem if isinstance(problem, ValidationError) else error
    raise problem


def spoken(text: str) -> str:
    """What a model said aloud: without what a reasoning model thinks first, finished or not."""
    return re.sub(r"^\s*<think(?:ing)?>.*?(?:</think(?:ing)?>\s*|\Z)", "", text, flags=re.DOTALL)


def name_of(model: "BaseChatModel") -> str:
    """What a model is called in messages to the user."""
    for attribute in ("model_name", "model", "model_id"):
        if isinstance(name := getattr(model, attribute, None), str) and name:
            return name.removeprefix("models/")
    return type(model).__name__


def _stream(call: _Call, limits: Limits) -> Iterator[Reply]:
    asked = asyncio.run_coroutine_threadsafe(_pump(call), _loop())
    try:
        yield from _read(call, asked, limits)
    finally:
        call.stopped.set()
        asked.cancel()


def _read(call: _Call, asked: "Future[None]", limits: Limits) -> Iterator[Reply]:
    began = heard = time.monotonic()
    text, finish = "", None
    while True:
        try:
            piece = call.pieces.get(timeout=HEARTBEAT)
        except queue.Empty:
            piece = _Piece()
        now = time.monotonic()
        if isinstance(piece, ModelFailed):
            raise piece
        if piece is None:
            break
        finish = piece.finish or finish
        if piece.text:
            text, heard = text + piece.text, now
        if piece.wait is not None:
            heard = now + piece.wait
        if now - heard > limits.silence:
            raise ModelFailed(
                f"{call.name} has said nothing for {limits.silence:g} seconds.",
                remedy="Try again, or look whether the server is busy.",
            )
        if len(text) > limits.characters or (text and now - began > limits.total):
            call.stopped.set()
            asked.cancel()
            yield Reply(spoken(text), "limit")
            return
        yield Reply(spoken(text))
    if finish in FILTERED:
        raise ModelFailed(
            f"{call.name} would not answer: its filter stopped it.", remedy="Ask in other words, or another model."
        )
    if not spoken(text).strip():
        raise ModelFailed(f"{call.name} gave an empty answer.", remedy="Try again, or choose another model.")
    if finish is None:
        raise ModelFailed(f"{call.name} broke off in the middle of its answer.", remedy="Try again.")
    yield Reply(spoken(text), "length" if finish in ("length", "max_tokens", "MAX_TOKENS") else "stop")


async def _pump(call: _Call) -> None:
    """Ask, retry where that makes sense, and put what comes back into the queue. None is the end."""
    from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt

    retrying = AsyncRetrying(
        stop=stop_after_attempt(ATTEMPTS),
        wait=lambda state: _delay(state.outcome.exception() if state.outcome else None, state.attempt_number),
        retry=retry_if_exception(lambda error: _delay(error, 1) <= PATIENCE),
        before_sleep=lambda state: call.pieces.put(_Piece(wait=state.upcoming_sleep)),
        reraise=True,
    )
    try:
        await retrying(_once, call)
    except ModelFailed as failure:
        call.pieces.put(failure)
    else:
        call.pieces.put(None)


def _delay(error: BaseException | None, attempt: int) -> float:
    wait = None if error is None else seconds_until_retry(error, attempt)
    return inf if wait is None else wait


async def _once(call: _Call) -> None:
    started = False
    try:
        async with aclosing(call.model.astream(list(call.messages), **call.options)) as chunks:  # type: ignore[type-var]
            async for chunk in chunks:
                data = chunk.response_metadata
                finish = data.get("finish_reason") or data.get("done_reason") or data.get("stop_reason")
                started = started or bool(chunk.text)
                call.pieces.put(_Piece(chunk.text, str(finish) if finish else None))
                if call.stopped.is_set():
                    return
                await asyncio.sleep(0)  # a fast stream never waits, and would keep all others waiting
    except Exception as error:
        # Only a provider's code runs above, and providers share no error class: whatever it raises, the model failed.
        raise plain_words(error, call.name, started=started, keys=_keys(call.model)) from error


def _keys(model: "BaseChatModel") -> list[str]:
    """The keys that a model was opened with: they stand in no message, whatever a server quotes."""
    values = (getattr(model, name) for name in type(model).model_fields)
    keys = [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
    return [key for key in keys if len(key) > 5]  # a shorter one is the stand-in for servers that want none


def _complete_as(
    model: "BaseChatModel", messages: Sequence["BaseMessage"], shape: type[BaseModel], limits: Limits
) -> str:
    """The text of a reply that was asked for in a shape, as far as the server takes part."""
    options = {**_budget(model, limits.tokens), **_shaped(model, shape)}
    text = ""
    try:
        for reply in _stream(_Call(model, messages, options, name_of(model)), limits):
            text = reply.text
    except ModelFailed as failure:
        # Servers that do not know JSON schemas refuse the request; the prompt asks for JSON as well.
        if not isinstance(failure, Refused):
            raise
        return complete(model, messages, limits)
    return text


def _shaped(model: "BaseChatModel", shape: type[BaseModel]) -> dict[str, Any]:
    schema = shape.model_json_schema()
    match type(model).__name__:
        case "ChatOpenAI":
            # In extra_body, so that the client hands it on and does not try to parse the stream itself.
            wanted = {"type": "json_schema", "json_schema": {"name": shape.__name__, "schema": schema, "strict": True}}
            return {"extra_body": {"response_format": wanted}}
        case "ChatOllama":
            return {"format": schema}
        case _:
            return {}


def _budget(model: "BaseChatModel", tokens: int) -> dict[str, Any]:
    """The option that bounds a reply, as each provider calls it."""
    match type(model).__name__:
        case "ChatOllama":
            # Options of a call replace those of the model.
            kept = {name: getattr(model, name) for name in ("temperature", "num_ctx")}
            return {"options": {**kept, "num_predict": tokens}}
        case "ChatGoogleGenerativeAI":
            return {"max_output_tokens": tokens + THOUGHT}
        case "ChatOpenAI" if getattr(model, "openai_api_base", None) is not None:
            return {"max_tokens": tokens}  # a server at home, that must not write on and on
        case "ChatOpenAI" | "ChatAnthropic":
            return {"max_tokens": tokens + THOUGHT}
        case _:
            return {"max_tokens": tokens}


def _reason(error: ValueError) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}."
    return str(error)


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """The one event loop on which models are asked: their HTTP clients must not change loops."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="models", daemon=True).start()
    return loop
