"""A scripted model server: OpenAI's and Ollama's protocols over real HTTP, and the faults that real servers have.

    with serving(lambda request: "Paris [1].") as server:
        model = open_model(ModelSpec.parse("openai:scripted", base_url=server.openai()))
        model = open_model(ModelSpec.parse("ollama:scripted", base_url=server.ollama()))
        broken = open_model(ModelSpec.parse("openai:scripted", base_url=server.openai("silence")))

A script is a function from a Request to the text that the model replies. A fault is part of the address, so that a
test says what goes wrong where it opens the model. `server.requests` holds what was asked; `server.hung_up` is set
when a client closes a stream before its end, which is how a stopped model notices.
"""

import json
import select
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

Fault = Literal[
    "key",  # 401
    "model",  # 404
    "busy",  # 429, asks for a minute
    "busy-once",  # 429 with Retry-After: 0 at first, then as scripted
    "quota",  # 429, and no waiting helps
    "broken",  # 500 every time
    "broken-once",  # 500 at first, then as scripted
    "page",  # 502 with a web page, as a proxy gives it
    "overflow",  # 400, the prompt is too long
    "silence",  # accepts and says nothing
    "pings",  # keeps the connection alive and says nothing
    "stall",  # some words, then nothing
    "cut",  # some words, then the connection ends
    "length",  # some words, then the tokens are used up
    "filtered",  # nothing, because the provider's filter did not like it
    "empty",  # an answer without a word
    "garbage",  # not the protocol at all
    "endless",  # an answer that does not stop, whatever the limit
]
FAULTS: tuple[Fault, ...] = Fault.__args__  # type: ignore[attr-defined]
NOWHERE = "http://127.0.0.1:9/v1"
"""Nobody listens there: a refused connection. Port 9 is `discard`, which no machine serves any more."""
NO_SUCH_HOST = "http://coach.invalid/v1"
"""A name that never resolves (RFC 2606)."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked for. body: as it was sent; schema: the JSON schema it asked the reply to have, if any."""

    path: str
    body: dict[str, Any]
    key: str

    @property
    def messages(self) -> list[dict[str, str]]:
        return list(self.body.get("messages", []))

    @property
    def text(self) -> str:
        """All messages in one string, to look for what a model was told."""
        return "\n\n".join(message["content"] for message in self.messages)

    @property
    def schema(self) -> dict[str, Any] | None:
        if isinstance(form := self.body.get("format"), dict):
            return form
        wanted = self.body.get("response_format", {}).get("json_schema")
        return wanted["schema"] if wanted else None


Script = Callable[[Request], str]


@dataclass
class Server:
    """A running scripted server."""

    url: str
    script: Script
    requests: list[Request] = field(default_factory=list)
    hung_up: threading.Event = field(default_factory=threading.Event)
    closing: threading.Event = field(default_factory=threading.Event)
    pause: float = 0.0
    """Seconds between two words of a streamed reply."""
    failed_once: set[str] = field(default_factory=set)

    def openai(self, fault: Fault | None = None) -> str:
        """The base URL for an OpenAI client."""
        return f"{self.ollama(fault)}/v1"

    def ollama(self, fault: Fault | None = None) -> str:
        """The base URL for an Ollama client."""
        return f"{self.url}/{fault}" if fault else self.url


@contextmanager
def serving(script: Script, pause: float = 0.0) -> Iterator[Server]:
    """A scripted server on a free port of this machine, for the length of the block."""
    httpd = _Httpd(("127.0.0.1", 0), _Conversation)
    server = Server(url=f"http://127.0.0.1:{httpd.server_address[1]}", script=script, pause=pause)
    httpd.scripted = server  # type: ignore[attr-defined]
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        httpd.shutdown()
        httpd.server_close()
        thread.join()


class _Httpd(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256  # many clients may come at once


class _HungUp(Exception):
    """The client closed the connection."""


class _Conversation(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def scripted(self) -> Server:
        return self.server.scripted  # type: ignore[attr-defined, no-any-return]

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: pytest shows what matters."""

    def do_GET(self) -> None:
        if self._refused():
            return
        if self.path.endswith("/api/tags"):
            self._json(200, {"models": [{"model": "scripted", "name": "scripted", "size": 1}]})
        else:
            self._json(200, {"object": "list", "data": [{"id": "scripted", "object": "model"}]})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))))
        key = self.headers.get("authorization", "").removeprefix("Bearer ")
        request = Request(path=self.path, body=body, key=key)
        self.scripted.requests.append(request)
        try:
            if not self._refused():
                self._reply(request)
        except (_HungUp, ConnectionError):
            self.scripted.hung_up.set()
            self.close_connection = True

    @property
    def _fault(self) -> str:
        first = self.path.split("/")[1]
        return first if first in FAULTS else ""

    def _refused(self) -> bool:
        """Whether the request was answered with an error instead of a reply."""
        match self._fault:
            case "key":
                self._error(401, "Incorrect API key provided: sk-abcdef1234567890.")
            case "model":
                self._error(404, "The model 'scripted' does not exist.")
            case "busy":
                self._error(429, "Rate limit reached.", {"retry-after": "60"})
            case "quota":
                said = "You exceeded your current quota, please check your plan and billing details."
                self._error(429, said, kind="insufficient_quota")
            case "busy-once" if self._first_time():
                self._error(429, "Rate limit reached.", {"retry-after": "0"})
            case "broken":
                self._error(500, "Internal error.")
            case "broken-once" if self._first_time():
                self._error(500, "Internal error.")
            case "page":
                self._send(502, b"<!doctype html><title>502</title><h1>Bad Gateway</h1>", "text/html")
            case "overflow":
                self._error(400, "request (6031 tokens) exceeds the available context size (4096 tokens)")
            case "garbage":
                self._send(200, b"<html>It works!</html>", "text/html")
            case "silence":
                self._wait()
            case _:
                return False
        return True

    def _first_time(self) -> bool:
        first = self.path not in self.scripted.failed_once
        self.scripted.failed_once.add(self.path)
        return first

    def _reply(self, request: Request) -> None:
        ollama = self.path.endswith("/api/chat")
        if not request.body.get("stream", ollama):
            text = "" if self._fault == "empty" else self.scripted.script(request)
            self._json(200, _ollama(text, "stop") if ollama else _whole(text))
            return
        self.send_response(200)
        self.send_header("content-type", "application/x-ndjson" if ollama else "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        for word in self._words(request):
            self._chunk(_line(_ollama(word, None)) if ollama else _event(_delta(word, None)))
        if self._fault == "cut":
            self.close_connection = True
            return
        finish = {"length": "length", "filtered": "content_filter"}.get(self._fault, "stop")
        self._chunk(_line(_ollama("", finish)) if ollama else _event(_delta("", finish)) + b"data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def _words(self, request: Request) -> Iterator[str]:
        match self._fault:
            case "empty" | "filtered":
                return
            case "pings":
                while not self._wait(0.05):
                    self._chunk(b": ping\n\n" if not self.path.endswith("/api/chat") else b"\n")
            case "endless":
                while not self.scripted.closing.wait(0.002):  # or it would use up a core
                    yield "and so on " * 8
            case "stall":
                yield from ("Some ", "words ")
                self._wait()
            case "cut" | "length":
                yield from ("Some ", "words ")
            case _:
                for word in self.scripted.script(request).splitlines(keepends=True):
                    for part in word.split(" "):
                        yield part if part.endswith("\n") else f"{part} "
                        if self.scripted.pause:
                            self._wait(self.scripted.pause)

    def _wait(self, seconds: float = 3600.0) -> bool:
        """Wait until the server closes (True) or the time is over; raise when the client hangs up."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.scripted.closing.wait(0.01):
                return True
            readable, _, _ = select.select([self.connection], [], [], 0)
            if readable and not self.connection.recv(1, 2):  # 2 = MSG_PEEK
                raise _HungUp
        return False

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _error(
        self, status: int, message: str, headers: dict[str, str] | None = None, kind: str = "invalid_request_error"
    ) -> None:
        ollama = "/api/" in self.path
        error = message if ollama else {"message": message, "type": kind, "code": kind}
        self._json(status, {"error": error}, headers)

    def _json(self, status: int, value: object, headers: dict[str, str] | None = None) -> None:
        self._send(status, json.dumps(value).encode(), "application/json", headers)

    def _send(self, status: int, data: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)


def _line(value: object) -> bytes:
    return json.dumps(value).encode() + b"\n"


def _event(value: object) -> bytes:
    return b"data: " + json.dumps(value).encode() + b"\n\n"


def _delta(text: str, finish: str | None) -> dict[str, object]:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
    return {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "scripted", "choices": [choice]}


def _whole(text: str) -> dict[str, object]:
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    return {
        "id": "1", "object": "chat.completion", "created": 0, "model": "scripted", "choices": [choice], "usage": usage
    }  # fmt: skip


def _ollama(text: str, done: str | None) -> dict[str, object]:
    reply: dict[str, object] = {
        "model": "scripted",
        "created_at": "2026-01-01T00:00:00Z",
        "message": {"role": "assistant", "content": text},
        "done": done is not None,
    }
    return reply | ({"done_reason": done, "eval_count": 1, "prompt_eval_count": 1} if done else {})
