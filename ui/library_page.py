"""The Library page: documents looked at and kept, their questions found and read, documents removed and exported.

The address says what is shown: nothing for the documents, `?document=NAME`, `?entry=ID`, `?q=WORDS`, and `&page=N`.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from coach import finding
from coach.coach import Coach
from coach.library import Ingested
from corpus.errors import CoachError, NotFound
from index import Progress
from ui import library_html as html
from ui import working
from ui.coach_page import LATEX
from ui.opening import CLICKS
from ui.shell import errors_shown, top_bar

PATH, NAME = "/library", "Library"
DROP = """
const zone = element.closest('#library-drop');
const input = () => zone.querySelector('input[type=file]') ?? document.querySelector('#library-drop input[type=file]');
['dragenter', 'dragover'].forEach((kind) => zone.addEventListener(kind, (event) => {
  event.preventDefault(); zone.classList.add('over'); }));
['dragleave', 'drop'].forEach((kind) => zone.addEventListener(kind, (event) => {
  event.preventDefault(); if (!zone.contains(event.relatedTarget)) zone.classList.remove('over'); }));
zone.addEventListener('drop', (event) => {
  const field = input();
  if (!field || !event.dataTransfer.files.length) return;
  field.files = event.dataTransfer.files;
  field.dispatchEvent(new Event('change', { bubbles: true }));
});
"""
SEARCHED = """(words) => {
  const query = new URLSearchParams(location.search);
  const place = new URLSearchParams();
  if (query.get('document')) place.set('document', query.get('document'));
  if (words.trim()) place.set('q', words.trim());
  location.assign(location.pathname + (place.size ? '?' + place : ''));
}"""
REMOVED = """() => {
  if (document.querySelector('#library-drop')) history.replaceState(null, '', location.pathname);
}"""
Cards = list[tuple[str, str]]
"""What waits for a decision: token and card."""


def build(coach: Coach, demo: gr.Blocks) -> None:
    """Build the page."""
    top_bar(NAME)
    cards = gr.State([])
    with gr.Column(elem_classes="page", elem_id="library"):
        head = gr.HTML(padding=False, elem_id="library-head", js_on_load=CLICKS)
        with gr.Column(elem_id="library-drop") as drop:
            gr.HTML(html.drop_zone(), padding=False, js_on_load=DROP)
            upload = gr.UploadButton(
                "Choose files",
                file_count="multiple",
                variant="secondary",
                size="sm",
                elem_id="library-upload",
            )
        outcome = gr.HTML(padding=False, elem_id="library-outcome", js_on_load=CLICKS)
        previews = gr.HTML(padding=False, elem_id="library-previews", js_on_load=CLICKS)
        query = gr.Textbox(
            label="Search the questions",
            placeholder="Search the questions, by meaning or by words",
            show_label=False,
            max_lines=1,
            elem_id="library-query",
        )
        listing = gr.HTML(padding=False, elem_id="library-list")
        body = gr.Markdown(latex_delimiters=LATEX, elem_id="library-entry")
        foot = gr.HTML(padding=False, elem_id="library-foot", js_on_load=CLICKS)
    view = [head, drop, query, listing, body, foot]

    def show(request: gr.Request) -> tuple[Any, ...]:
        return _view(coach, dict(request.query_params))

    def looked(files: list[str], held: Cards) -> Iterator[tuple[Any, ...]]:
        made = list(held)
        for n, file in enumerate(files):
            yield working.bar(working.Step(f"Reading {Path(file).name}", n / len(files))), gr.skip(), gr.skip()
            made += [(found.token, html.preview(found)) for found in coach.library.look_at(Path(file))]
        yield "", made, html.previews(made)

    def decided(event: gr.EventData, held: Cards) -> Iterator[tuple[Any, ...]]:
        do, token = str(event._data.get("do", "")), str(event._data.get("token", ""))
        tokens = [one for one, _ in held if one] if do.endswith("-all") else [token]
        if do.startswith("discard"):
            for one in tokens:
                coach.library.discard(one)
            left = [] if do == "discard-all" else [card for card in held if card[0] != token]
            yield gr.skip(), left, html.previews(left), gr.skip(), gr.skip()
            return
        done: list[Ingested] = []
        for step in working.following(lambda progress: _kept(coach, tokens, progress)):
            if isinstance(step, working.Done):
                done = step.result
            else:
                yield working.bar(step), gr.skip(), gr.skip(), gr.skip(), gr.skip()
        left = [card for card in held if card[0] and card[0] not in tokens]
        infos = coach.index.documents()
        yield html.outcome(done), left, html.previews(left), html.documents(infos), html.foot(infos)

    def acted(event: gr.EventData, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        do = str(event._data.get("do", ""))
        work = _work(coach, do, str(event._data.get("name", "")))
        query = {} if do == "remove" else dict(request.query_params)  # what was removed is not there to be shown
        skipped = tuple(gr.skip() for _ in view)
        with errors_shown():
            for step in working.following(work):
                if isinstance(step, working.Done):
                    yield step.result, *_view(coach, query)
                else:
                    yield working.bar(step), *skipped

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    upload.upload(looked, [upload, cards], [outcome, cards, previews], **quiet)
    previews.select(decided, [cards], [outcome, cards, previews, listing, foot], **quiet)
    for place in (head, outcome, foot):
        place.select(acted, None, [outcome, *view], **quiet).then(None, None, None, js=REMOVED)
    query.submit(None, [query], None, js=SEARCHED)
    demo.load(show, None, view, **quiet)


def _view(coach: Coach, query: dict[str, str]) -> tuple[Any, ...]:
    """What the address asks for: head, drop zone, search, list, entry, foot."""
    words, document, entry_id = query.get("q", ""), query.get("document", ""), query.get("entry", "")
    page = max(1, int(query["page"])) if query.get("page", "").isdecimal() else 1
    try:
        if entry_id:
            return _entry(coach, entry_id)
        if document:
            return _document(coach, document, words, page)
    except NotFound as error:
        said = f'<p class="notice error" role="alert">{error.message} It may have been changed or removed.</p>'
        return (html.home() + said, *_documents(coach, 1)[1:])
    if words:
        found = finding.find(coach.index, words)
        listed = html.questions(found, page, {"q": words}, empty="No question has to do with that.")
        return html.found_head(len(found)), _hidden(), gr.update(visible=True, value=words), listed, "", ""
    return _documents(coach, page)


def _documents(coach: Coach, page: int) -> tuple[Any, ...]:
    infos = coach.index.documents()
    return html.home(), _shown(), gr.update(visible=True, value=""), html.documents(infos, page), "", html.foot(infos)


def _document(coach: Coach, name: str, words: str, page: int) -> tuple[Any, ...]:
    info = next((info for info in coach.index.documents() if info.name == name), None)
    if info is None:
        raise NotFound("There is no document of that name.", remedy="See the documents in the library.")
    found = finding.find(coach.index, words, name) if words else finding.once(coach.index.entries(name))
    query = {"document": name} | ({"q": words} if words else {})
    listed = html.questions(found, page, query, empty="No question of this document has to do with that.")
    head = html.document_head(info, drawing=coach.spec is not None)
    return head, _hidden(), gr.update(visible=True, value=words), listed, "", ""


def _entry(coach: Coach, entry_id: str) -> tuple[Any, ...]:
    sources = finding.sources(coach.index, coach.index.entry(entry_id))
    search = gr.update(visible=False, value="")
    return html.entry_head(sources), _hidden(), search, "", html.entry_body(sources[0]), html.entry_source(sources)


def _shown() -> dict[str, Any]:
    return gr.update(visible=True)


def _hidden() -> dict[str, Any]:
    return gr.update(visible=False)


def _kept(coach: Coach, tokens: Sequence[str], progress: Progress) -> list[Ingested]:
    """Keep what was looked at, one after the other; what does not work is reported and holds up nothing."""
    done = []
    for token in tokens:
        try:
            done.append(coach.library.keep(token, progress))
        except CoachError as error:
            done.append(Ingested(document="Not kept", status="failed", error=str(error)))
    return done


def _work(coach: Coach, do: str, name: str) -> Callable[[Progress], str]:
    """What a button does, and then says."""
    match do:
        case "remove":
            return lambda progress: html.outcome([coach.remove(name)])
        case "undo":
            return lambda progress: html.outcome([coach.library.put_back(name, progress)])
        case "draw":
            return lambda progress: html.outcome([coach.draw_key_points(name, progress)])
        case "reindex":
            return lambda progress: _mended(coach.library.reindex(progress))
        case _:
            return lambda progress: ""


def _mended(vectors: int) -> str:
    said = f"{vectors:,} passages were lost and are back." if vectors else "All documents can be found as they should."
    return f'<p class="told" role="status">{said}</p>'
