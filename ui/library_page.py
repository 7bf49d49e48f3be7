"""The Library page: documents, their questions, adding and removing."""

from pathlib import Path
from typing import Any

import gradio as gr

from coach.coach import Coach
from corpus.documents import SUFFIXES
from ui import library_html
from ui.coach_page import LATEX
from ui.shell import errors_shown, top_bar

PATH, NAME = "/library", "Library"


def build(coach: Coach, demo: gr.Blocks) -> None:
    """Build the page."""
    top_bar(NAME)
    with gr.Column(elem_classes="page"):
        gr.HTML(
            "<h1>Library</h1><p class='lead'>The coach answers and asks from these documents, and from nothing else."
            " Add your own: text, Markdown, web pages, PDF, Word, tables, notebooks, Anki decks.</p>",
            padding=False,
        )
        upload = gr.UploadButton(
            "Add documents",
            file_count="multiple",
            file_types=list(SUFFIXES),
            variant="primary",
            elem_id="library-upload",
        )
        outcome = gr.HTML(padding=False, elem_id="library-outcome")
        table = gr.HTML(padding=False, elem_id="library-documents")
        with gr.Row(equal_height=True):
            chosen = gr.Dropdown([], label="Read the questions of", elem_id="library-document", interactive=True)
            remove = gr.Button("Remove this document", scale=0, min_width=200, elem_id="library-remove")
        entries = gr.Markdown(latex_delimiters=LATEX, elem_id="library-entries")

    shown = [table, chosen, remove]

    def listed(name: str | None = None) -> tuple[Any, ...]:
        infos = coach.index.documents()
        names = [info.name for info in sorted(infos, key=lambda i: (i.builtin, i.name))]
        return library_html.documents(infos), gr.update(choices=names, value=name if name in names else None), gr.skip()

    def added(files: list[str], progress: gr.Progress = gr.Progress()) -> tuple[Any, ...]:  # noqa: B008  # Gradio's way
        with errors_shown():
            rows = []
            for n, file in enumerate(files):
                progress((n, len(files)), desc=f"Reading {Path(file).name}")
                name = Path(file).name
                rows.append(
                    coach.ingest_file(Path(file), name, lambda what, done, total: progress((done, total), desc=what))
                )
        good = [row.document for row in rows if row.status != "failed"]
        return (library_html.ingested(rows), *listed(good[0] if good else None))

    def removed(name: str | None) -> tuple[Any, ...]:
        if not name:
            gr.Info("Choose a document first.")
            return (gr.skip(), *listed())
        with errors_shown():
            done = coach.remove(name)
        return (library_html.ingested([done]), *listed())

    def read(name: str | None) -> str:
        return library_html.entries(coach.index.entries(name)) if name else ""

    upload.upload(added, [upload], [outcome, *shown], show_progress_on=outcome, api_visibility="private")
    remove.click(removed, [chosen], [outcome, *shown], show_progress="hidden", api_visibility="private")
    chosen.change(read, [chosen], [entries], show_progress="hidden", api_visibility="private")
    demo.load(lambda: listed(), None, shown, show_progress="hidden", api_visibility="private")
