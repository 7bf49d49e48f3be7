"""The web server. Its port answers at once with a page that says what is being got ready; the app follows behind it."""

import asyncio
import socket
import sys
import threading
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from importlib import resources
from typing import TYPE_CHECKING

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from coach.coach import Coach
from coach.settings import Settings
from corpus.errors import CoachError, Misconfigured
from ui.guard import LOOPBACK, Guard

if TYPE_CHECKING:
    from fastapi import FastAPI

PORTS_TRIED = 50


@dataclass(frozen=True, slots=True)
class Progress:
    """What the server is doing. share: of it that is done, in [0, 1]."""

    what: str = "Starting"
    share: float = 0.0


class Door:
    """Shows the waiting page until the app behind it is open, and the app from then on."""

    def __init__(self, coach: Coach) -> None:
        self._coach = coach
        self._progress = Progress()
        self._app: FastAPI | None = None
        self._closing = asyncio.Event()
        self.failure: CoachError | None = None
        self.server: uvicorn.Server | None = None
        self._waiting = Starlette(
            routes=[Route("/status", self._status), Route("/{path:path}", self._page, methods=["GET", "HEAD"])],
            lifespan=self._lifespan,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        app: ASGIApp = self._waiting if self._app is None or scope["type"] == "lifespan" else self._app
        await app(scope, receive, send)

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        behind = asyncio.create_task(self._open())
        try:
            yield
        finally:
            self._closing.set()
            await behind

    async def _open(self) -> None:
        """Build the app, and keep it running until the server closes."""
        try:
            app = await asyncio.to_thread(self._build)
        except CoachError as error:
            self.failure = error
            if self.server is not None:
                self.server.should_exit = True
            return
        async with app.router.lifespan_context(app):
            self._app = app
            behind = asyncio.create_task(asyncio.to_thread(self._behind_the_page))
            await self._closing.wait()
            await asyncio.to_thread(self._coach.index.close)  # mending gives up
            await behind

    def _build(self) -> "FastAPI":
        self._progress = Progress("Opening the page", 0.05)
        from threadpoolctl import threadpool_limits

        from ui.app import create_app

        # Many conversations share the cores: a product that is spread over all of them makes each of them wait.
        threadpool_limits(limits=1, user_api="blas")
        self._progress = Progress("Getting the notes ready", 0.1)
        self._coach.prepare(self._shown)
        self._coach.index.search("warm up")  # the first query loads the model; better now than under a user's eyes
        self._progress = replace(self._progress, share=0.95)
        return create_app(self._coach)

    def _behind_the_page(self) -> None:
        """What can wait until the page is open, but not until a user waits for it."""
        _told(self._coach.opened_model)
        _told(self._coach.mend)

    def _shown(self, what: str, done: int, total: int) -> None:
        self._progress = Progress(what, 0.1 + 0.85 * done / max(1, total))

    async def _status(self, _request: Request) -> Response:
        return JSONResponse({"ready": False, "what": self._progress.what, "share": self._progress.share})

    async def _page(self, _request: Request) -> Response:
        page = (resources.files("ui") / "waiting.html").read_text(encoding="utf-8")
        page = page.replace("{{what}}", self._progress.what).replace("{{percent}}", f"{self._progress.share:.0%}")
        return HTMLResponse(page, status_code=503, headers={"Retry-After": "1", "Cache-Control": "no-store"})


def _told(do: Callable[[], object]) -> None:
    """Do it; the coach can do without it, but whoever started the server should know why it was not done."""
    try:
        do()
    except CoachError as error:
        print(error, file=sys.stderr, flush=True)  # noqa: T201


def settings_for(settings: Settings, host: str) -> Settings:
    """The settings of a server: those who open its page may change them where that is only this machine.

    host: what it listens on. What was chosen by COACH_SETTINGS_OPEN stays.
    """
    if settings.settings_open is not None:
        return settings
    return settings.model_copy(update={"settings_open": host in LOOPBACK})


def serve(settings: Settings, host: str, port: int, *, open_browser: bool) -> None:
    """Serve until stopped. Raises Misconfigured where the port is taken, and what opening the coach raises."""
    listening = _listen(host, port)
    coach = Coach(settings_for(settings, host))
    door = Door(coach)
    config = uvicorn.Config(
        Guard(door, host),
        log_level="warning",
        timeout_graceful_shutdown=2,  # an open tab holds a stream, and would hold the server for ever
    )
    door.server = uvicorn.Server(config)
    address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"
    print(f"Interview Coach is at {address} (stop it with Ctrl-C)", flush=True)  # noqa: T201
    if open_browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    try:
        door.server.run(sockets=[listening])
    finally:
        coach.close()
    if door.failure is not None:
        raise door.failure


def _listen(host: str, port: int) -> socket.socket:
    try:
        return _bound(host, port)
    except OSError as error:
        if isinstance(error, socket.gaierror):
            raise Misconfigured(f"{host} is no address of this machine.", remedy="Leave --host out.") from error
        for free in range(port + 1, min(port + PORTS_TRIED, 65536)):
            try:
                _bound(host, free).close()
            except OSError:
                continue
            raise Misconfigured(
                f"Port {port} cannot be used: {error.strerror}.", remedy=f"Port {free} is free: coach --port {free}"
            ) from error
        raise Misconfigured(
            f"Port {port} cannot be used: {error.strerror}.", remedy="Choose another --port."
        ) from error


def _bound(host: str, port: int) -> socket.socket:
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except OSError:
        listening.close()
        raise
    return listening
