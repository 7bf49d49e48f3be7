"""The Coach page: a conversation, earlier ones to its left, its sources to its right, and what to ask next below it.

The conversation is what is stored; the page only shows it. Its address holds the id, so a reload or a restart of the
server loses nothing. `/?ask=QUESTION` asks at once, `/?c=ID&before=N` shows what an edited message took the place of.
"""

from collections.abc import Iterator
from typing import Any

import gradio as gr

from coach.chats import Deleted
from coach.coach import Coach
from corpus.errors import NotFound
from ui import chat_html, coach_view
from ui.coach_view import Updates
from ui.shell import errors_shown, top_bar

PATH, NAME = "/", "Coach"
LATEX: list[dict[str, str | bool]] = [
    {"left": "$$", "right": "$$", "display": True},
    {"left": "$", "right": "$", "display": False},
]
HEAD_JS = """
const tell = (what, value) => trigger('select', { do: what, value: value || '' });
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-do]');
  if (!button) return;
  element.querySelector('details').open = false;
  const title = element.querySelector('input.title');
  if (button.dataset.do === 'rename') { title.focus(); title.select(); } else tell(button.dataset.do);
});
element.addEventListener('keydown', (event) => {
  if (!event.target.matches('input.title')) return;
  if (event.key === 'Enter') event.target.blur();
  if (event.key === 'Escape') { event.target.value = event.target.defaultValue; event.target.blur(); }
});
element.addEventListener('focusout', (event) => {
  const title = event.target;
  if (title.matches('input.title') && title.value !== title.defaultValue) tell('rename', title.value);
});
"""


FOOT_JS = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-say]');
  if (button) trigger('select', { value: button.textContent });
});
"""


def build(coach: Coach, demo: gr.Blocks) -> None:
    """Build the page."""
    top_bar(NAME)
    chat_id = gr.Textbox(visible="hidden", elem_id="coach-id")
    before = gr.Textbox(visible="hidden", elem_id="coach-before")
    with gr.Row(equal_height=False, elem_id="coach-layout"):
        with gr.Column(scale=0, min_width=236, elem_id="coach-side"):
            gr.HTML('<h2 class="sr">Conversations</h2>', padding=False)
            new = gr.Button("New conversation", size="sm", elem_id="coach-new")
            find = gr.Textbox(
                label="Search conversations",
                show_label=False,
                container=False,
                placeholder="Search conversations",
                elem_id="coach-find",
            )
            history = gr.HTML(elem_id="coach-history", padding=False)
        with gr.Column(scale=7, min_width=320, elem_id="coach-main"):
            head = gr.HTML(elem_id="coach-head", padding=False, js_on_load=HEAD_JS)
            with gr.Row(elem_id="coach-undo"):
                undo_words = gr.HTML(padding=False)
                bring_back = gr.Button("Undo", size="sm", scale=0, min_width=80)
            chat = gr.Chatbot(
                elem_id="coach-chat",
                show_label=False,
                container=False,
                layout="bubble",
                height="calc(100dvh - 310px)",
                min_height=260,
                buttons=["copy"],
                editable="user",
                feedback_options=None,
                allow_tags=False,
                autoscroll=False,  # boot.js keeps the last question in sight, so that an answer is read from its start
                latex_delimiters=LATEX,
                placeholder=chat_html.WELCOME,
            )
            with gr.Row(elem_id="coach-earlier"):
                gr.HTML('<p class="line">This is how it went before you edited a message.</p>', padding=False)
                go_on = gr.Button("Go on from here", size="sm", scale=0, min_width=140)
                present = gr.Button("Back to the present", size="sm", scale=0, min_width=140)
            foot = gr.HTML(elem_id="coach-foot", padding=False, js_on_load=FOOT_JS)
            with gr.Row(elem_id="coach-ask"):
                box = gr.Textbox(
                    label="Your question",
                    show_label=False,
                    placeholder="Ask, or say “quiz me”",
                    container=False,
                    lines=1,
                    max_lines=6,
                    autofocus=True,
                    scale=8,
                    elem_id="coach-box",
                )
                send = gr.Button("Send", variant="primary", scale=0, min_width=76, elem_id="coach-send")
                stop = gr.Button("Stop", scale=0, min_width=76, elem_id="coach-stop")
            line = gr.HTML(padding=False)
            status = gr.HTML(elem_id="coach-status", padding=False)
        with gr.Column(scale=4, min_width=280, elem_id="coach-aside"):
            gr.HTML("<h2>Sources</h2>", padding=False)
            sources = gr.Markdown(elem_id="coach-sources", latex_delimiters=LATEX)

    deleted = gr.State(None)
    parts = coach_view.Parts(chat, foot, chat_id, sources, head, history, status, before, undo_words, deleted)

    def say(text: str, current: str) -> Iterator[Updates]:
        yield from coach_view.answering(coach, parts, text, current)

    def chosen(current: str, what: gr.EventData) -> Iterator[Updates]:
        yield from coach_view.answering(coach, parts, str(what.value), current)

    def edit(current: str, edit_seq: str, edited: gr.EditData) -> Iterator[Updates]:
        resumed(current, edit_seq)
        index = edited.index if isinstance(edited.index, int) else edited.index[0]
        exchange = chat_html.exchange_at(coach.chats.exchanges(current), index)
        if exchange is not None:
            text = chat_html.typed_in(str(edited.value))
            for update in coach_view.answering(coach, parts, text, current, replaces=exchange.seq):
                yield {**update, before: ""}

    def again(current: str, edit_seq: str) -> Iterator[Updates]:
        resumed(current, edit_seq)
        for update in coach_view.answering_again(coach, parts, current):
            yield {**update, before: ""}

    def settle(current: str, words: str) -> Updates:
        return coach_view.settled(coach, parts, current, words)

    def restore(request: gr.Request) -> Iterator[Updates]:
        query = request.query_params
        current, edit_seq, asked = str(query.get("c", "")), str(query.get("before", "")), str(query.get("ask", ""))
        if asked.strip():
            for update in coach_view.answering(coach, parts, asked, ""):
                yield update
            yield coach_view.settled(coach, parts, update[chat_id])
            return
        try:
            yield (
                coach_view.earlier(coach, parts, current, int(edit_seq))
                if edit_seq.isdigit()
                else coach_view.shown(coach, parts, current)
            )
        except NotFound:
            gr.Warning("That conversation is not here any more.")
            yield coach_view.shown(coach, parts, "")

    def done(current: str, words: str, what: gr.EventData) -> Updates:
        return coach_view.done(coach, parts, current, str(what.do), str(what.value), words)

    def undelete(held: Deleted | None, words: str) -> Updates:
        if held is not None:
            coach.chats.undelete(held)
        return coach_view.shown(coach, parts, held.info.id if held else "", words)

    def resumed(current: str, edit_seq: str) -> None:
        """Where what was before an edit is shown, go on from there."""
        if edit_seq:
            with errors_shown():
                coach.chats.bring_back(current, int(edit_seq))

    def resume(current: str, edit_seq: str, words: str) -> Updates:
        resumed(current, edit_seq)
        return coach_view.shown(coach, parts, current, words)

    def returned(current: str, words: str) -> Updates:
        return coach_view.shown(coach, parts, current, words)

    def halt(current: str) -> None:
        parts.stopping.add(current)

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    for asking in (
        box.submit(say, [box, chat_id], parts.said, **quiet),
        send.click(say, [box, chat_id], parts.said, **quiet),
        foot.select(chosen, [chat_id], parts.said, **quiet),
        chat.retry(again, [chat_id, before], [*parts.said, before], **quiet),
        chat.edit(edit, [chat_id, before], [*parts.said, before], **quiet),
    ):
        asking.then(settle, [chat_id, find], parts.beside, **quiet)
    stop.click(halt, [chat_id], None, **quiet)
    new.click(lambda words: coach_view.shown(coach, parts, "", words), [find], parts.all, **quiet)
    head.select(done, [chat_id, find], parts.all, **quiet)
    bring_back.click(undelete, [deleted, find], parts.all, **quiet)
    go_on.click(resume, [chat_id, before, find], parts.all, **quiet)
    present.click(returned, [chat_id, find], parts.all, **quiet)
    find.change(
        lambda words, current: coach_view.history(coach, current, words),
        [find, chat_id],
        history,
        trigger_mode="always_last",
        **quiet,
    )
    gr.on(
        [chat_id.change, before.change],
        None,
        [chat_id, before],
        None,
        js="(id, before) => { history.replaceState(null, '', location.pathname"
        " + (id ? '?c=' + id + (before ? '&before=' + before : '') : '')) }",
    )
    demo.load(restore, None, parts.all, **quiet)
    demo.load(lambda: coach_view.answers(coach), None, line, **quiet)
