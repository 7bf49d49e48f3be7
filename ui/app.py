"""The app: all pages in one Gradio context, and the routes beside them."""

import sys
import warnings
from collections.abc import Callable
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import SimpleNamespace

import gradio as gr
from fastapi import FastAPI
from fastapi.responses import FileResponse, PlainTextResponse, Response
from gradio.components import Navbar
from starlette.background import BackgroundTask

from coach.coach import Coach
from coach.reports import formats as report_formats
from coach.reports.report import Report
from corpus.errors import NotFound
from ui import coach_page, interview_page, library_page, library_routes, progress_page, review_page, settings_page
from ui.theme import theme

HERE = Path(str(resources.files("ui")))
PAGES = (interview_page, review_page, progress_page, library_page, settings_page)
AT_ONCE = 60
"""Answers under way at the same time; the threads behind them are twice as many, so that a click is never queued."""
REPORTS: dict[str, tuple[Callable[[Report], str | bytes], str]] = {
    "md": (report_formats.to_markdown, "text/markdown"),
    "html": (report_formats.to_html, "text/html"),
    "json": (report_formats.to_json, "application/json"),
    "pdf": (report_formats.to_pdf, "application/pdf"),
}


def create_app(coach: Coach) -> FastAPI:
    """The app of a coach that is ready."""
    demo = gr.Blocks(title="Interview Coach", fill_width=True, analytics_enabled=False, delete_cache=(3600, 86400))
    with demo:
        _no_bar()
        coach_page.build(coach, demo)
        for page in PAGES:  # what demo.route() does, without building the app anew for each page
            path = page.PATH.removeprefix("/")
            demo.pages.append((path, page.NAME, True))
            demo.current_page = path
            _no_bar()
            page.build(coach, demo)
    demo.max_threads = 2 * AT_ONCE
    demo.queue(default_concurrency_limit=AT_ONCE, max_size=300)

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    _add_routes(app, coach)
    library_routes.add(app, coach)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="SSR mode is not supported")  # said although it is off
        mounted: FastAPI = gr.mount_gradio_app(
            app,
            demo,
            "/",
            theme=theme(),
            css_paths=sorted((HERE / "css").glob("*.css")),
            js=(HERE / "boot.js").read_text(encoding="utf-8"),
            favicon_path=str(HERE / "favicon.svg"),
            footer_links=[],
            run_history=False,
            enable_monitoring=False,
            max_file_size=coach.settings.max_bytes,
            show_error=False,
            ssr_mode=False,
            pwa=False,
            mcp_server=False,
        )
    _describe_nothing_to_visitors(demo)
    _without_matplotlib()
    return mounted


def _no_bar() -> None:
    """Hide Gradio's own bar: each page has ours."""
    Navbar(visible="hidden")  # type: ignore[arg-type]  # False does not hide it


def _without_matplotlib() -> None:
    """Let Gradio's search for matplotlib, before and after each update, fail at once where it is not installed."""
    if find_spec("matplotlib") is None:
        sys.modules["matplotlib"] = None  # type: ignore[assignment]  # what an import that must fail looks like


def _describe_nothing_to_visitors(demo: gr.Blocks) -> None:
    """Begin a visitor's session without a description of every component of every page.

    Gradio makes it for links that bring a page back with its state; our addresses do that. It was more than half of all
    the work when many conversations begin at once.
    """
    demo.state_holder.blocks = SimpleNamespace(default_config=demo.default_config, blocks=())  # type: ignore[assignment]


def _add_routes(app: FastAPI, coach: Coach) -> None:
    @app.get("/status")
    @app.get("/healthz")
    def status() -> dict[str, bool]:
        return {"ready": True}

    @app.get("/report/{session_id}.{form}")
    def report(session_id: str, form: str) -> Response:
        if form not in REPORTS:
            return PlainTextResponse("There is no such format: choose md, html, pdf or json.", 404)
        write, kind = REPORTS[form]
        try:
            text = write(coach.report(session_id))
        except NotFound as error:
            return PlainTextResponse(str(error), 404)
        name = f'attachment; filename="interview-{session_id}.{form}"'
        return Response(text, media_type=kind, headers={"Content-Disposition": name})

    @app.get("/everything.zip")
    def everything() -> Response:
        if coach.settings.settings_open is False:
            return PlainTextResponse("On this server, only whoever runs it can export: coach export FILE", 403)
        with NamedTemporaryFile(suffix=".zip", delete=False) as file:
            written = Path(file.name)
        coach.export_to(written)
        return FileResponse(
            written, filename="interview-coach.zip", background=BackgroundTask(written.unlink, missing_ok=True)
        )

    @app.get("/chat/{chat_id}.{form}")
    def chat(chat_id: str, form: str) -> Response:
        writers = {"md": coach.chats.as_markdown, "json": coach.chats.as_json}
        if form not in writers:
            return PlainTextResponse("There is no such format: choose md or json.", 404)
        try:
            text = writers[form](chat_id)
        except NotFound as error:
            return PlainTextResponse(str(error), 404)
        name = f'attachment; filename="conversation-{chat_id}.{form}"'
        return Response(text, media_type="text/plain", headers={"Content-Disposition": name})
