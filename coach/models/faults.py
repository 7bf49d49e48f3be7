"""What went wrong with a model, in plain words: from a provider's exception to one sentence and one remedy.

LangChain classes most failures (langchain_core.exceptions), but not all providers use them, and a refused connection
hides below several layers: so the status code and the chain of causes are read as well.
"""

import json
import re
import socket
from collections.abc import Collection, Iterator

from corpus.errors import ModelFailed

BUSY = frozenset({429})
BROKEN = frozenset({500, 502, 503, 504, 529})
BACKOFF = 0.25  # seconds before the second attempt; doubled for each later one


class Refused(ModelFailed):
    """The server understood the request and will not have it as it is."""


class BrokeOff(ModelFailed):
    """The model had begun to answer: words of it were seen, so it is not asked again."""


def plain_words(error: BaseException, name: str, *, started: bool, keys: Collection[str] = ()) -> ModelFailed:
    """The failure as the user is told it.

    name: of the model; started: whether words of it were seen already; keys: what must not be quoted.
    """
    if isinstance(error, ModelFailed):
        return error
    if started:
        return BrokeOff(f"{name} broke off in the middle of its answer.", remedy="Try again.")
    status = status_of(error)
    match status:
        case 401 | 403:
            return ModelFailed(f"The key for {name} was not accepted.", remedy="Check the key in the settings.")
        case 404:
            return ModelFailed(
                f"The server has no model called {name}.", remedy="Choose one of its models in the settings."
            )
        case 402:
            return _spent(name)
        case 429 if _no_quota(error):
            return _spent(name)
        case 429:
            wait = retry_after(error)
            soon = f"in {wait:.0f} seconds" if wait else "in a minute"
            return ModelFailed(f"{name} is over its limit of requests.", remedy=f"Try again {soon}.")
        case 400 | 413 | 422 if _about_context(error):
            return ModelFailed(
                f"The question and its passages are too long for {name}.",
                remedy="Give its context length in the settings, or start a new conversation.",
            )
        case 400 | 413 | 422:
            return Refused(
                f"The server refused the request to {name}: {_said(error, keys)}", remedy="Check the settings."
            )
        case int() if status >= 500:
            return ModelFailed(f"The server of {name} failed (error {status}).", remedy="Try again in a moment.")
    if any(isinstance(cause, socket.gaierror) for cause in causes(error)) or "Name or service" in str(error):
        return ModelFailed(f"The server address of {name} does not exist.", remedy="Check the base URL.")
    if any(isinstance(cause, TimeoutError) or "Timeout" in type(cause).__name__ for cause in causes(error)):
        return ModelFailed(f"{name} did not answer in time.", remedy="Try again, or look whether the server is busy.")
    if _no_model_server(error):
        return ModelFailed(f"What answers for {name} is no model server.", remedy="Check the base URL in the settings.")
    if _unreachable(error):
        return ModelFailed(f"The server of {name} cannot be reached.", remedy="Start it, or check the base URL.")
    return ModelFailed(f"{name} failed: {_said(error, keys)}", remedy="Try again, or choose another model.")


def seconds_until_retry(error: BaseException, attempt: int) -> float | None:
    """How long to wait before asking again; None where asking again is no use. attempt: how many were made."""
    if isinstance(error, BrokeOff):
        return None
    status = status_of(error)
    if _no_quota(error):
        return None
    if status in BUSY or status in BROKEN:
        wait = retry_after(error)
        return BACKOFF * 2.0 ** (attempt - 1) if wait is None else wait
    if status is None and any(isinstance(cause, ConnectionResetError) for cause in causes(error)):
        return BACKOFF
    return None


def status_of(error: BaseException) -> int | None:
    """The HTTP status that the failure came with."""
    for cause in causes(error):
        for holder in (cause, getattr(cause, "response", None)):
            status = getattr(holder, "status_code", None)
            if isinstance(status, int) and status >= 400:
                return status
    return None


def retry_after(error: BaseException) -> float | None:
    """Seconds the server asked to wait. Dates, which the header may hold too, are not worth reading here."""
    for cause in causes(error):
        value = getattr(getattr(cause, "response", None), "headers", {}).get("retry-after", "")
        if re.fullmatch(r"\d+(\.\d+)?", value):
            return float(value)
    return None


def causes(error: BaseException) -> Iterator[BaseException]:
    """The error, what caused it, what caused that, and so on."""
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        following = following.__cause__ or following.__context__


def _no_model_server(error: BaseException) -> bool:
    """Whether a reply was not the protocol at all: a web page, say."""
    unreadable = any(isinstance(cause, json.JSONDecodeError) for cause in causes(error))
    return unreadable or "No generation chunks were returned" in str(error)  # LangChain's words for nothing readable


def _spent(name: str) -> ModelFailed:
    return ModelFailed(
        f"The account behind {name} has no quota left.", remedy="Top it up, or choose another model in the settings."
    )


def _no_quota(error: BaseException) -> bool:
    """Whether the limit is one of money: waiting does not help then, whatever the status says."""
    return any(
        re.search(r"insufficient_quota|exceeded your current quota|credit balance|billing", str(cause), re.IGNORECASE)
        for cause in causes(error)
    )


def _unreachable(error: BaseException) -> bool:
    names = {type(cause).__name__ for cause in causes(error)}
    return any(isinstance(cause, ConnectionError) for cause in causes(error)) or bool(
        names & {"ConnectError", "APIConnectionError"}
    )


def _about_context(error: BaseException) -> bool:
    said = str(error).casefold()
    return "context" in said or "too long" in said or ("maximum" in said and "token" in said)


def _said(error: BaseException, keys: Collection[str]) -> str:
    """The provider's own words: one line, short, and without a key or anything that looks like one."""
    words = " ".join(str(error).split()) or type(error).__name__
    for key in keys:
        words = words.replace(key, "[key]")
    words = re.sub(r"\b(sk|key|pk|Bearer)[-_ ][\w-]{8,}", "[key]", words)
    return words if len(words) <= 160 else words[:160] + "…"
