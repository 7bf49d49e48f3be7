"""The Coach page: a conversation, earlier ones to its left, its sources to its right, and what to ask next below it.

The conversation is what is stored; the page only shows it. Its address holds the id, so a reload or a restart of the
server loses nothing. `/?ask=QUESTION` asks at once, `/?c=ID&before=N` shows what an edited message took the place of.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from html import escape
from typing import Any

import gradio as gr

from coach.chats import LONGEST, Deleted, Exchange
from coach.coach import Coach
from coach.model_settings import answers_line
from coach.storage import utc_now
from corpus.entries import Entry
from corpus.errors import CoachError, NotFound
from ui import chat_html, sources_html
from ui.shell import errors_shown, top_bar

PATH, NAME = "/", "Coach"
FIRST = (
    "What is the bias-variance trade-off?",
    "Why do people use cross-validation?",
    "L1 or L2 regularisation: when which?",
)
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
Updates = dict[Any, Any]


@dataclass(frozen=True, slots=True)
class Parts:
    """The components that change. before: number of the edit whose earlier conversation is shown; "" for the present.

    stopping: conversations whose answer the user has stopped, until the answer has noticed.
    """

    chat: gr.Chatbot
    sources: gr.Markdown
    chips: tuple[gr.Button, ...]
    box: gr.Textbox
    chat_id: gr.Textbox
    before: gr.Textbox
    send: gr.Button
    stop: gr.Button
    ask: gr.Row
    earlier: gr.Row
    head: gr.HTML
    find: gr.Textbox
    history: gr.HTML
    status: gr.HTML
    undo: gr.Row
    undo_words: gr.HTML
    deleted: gr.State
    stopping: set[str] = field(default_factory=set)

    @property
    def all(self) -> list[Any]:
        """Everything a handler may change."""
        return [
            *(
                self.chat,
                self.sources,
                *self.chips,
                self.box,
                self.chat_id,
                self.before,
                self.send,
                self.stop,
                self.ask,
            ),
            *(self.earlier, self.head, self.find, self.history, self.status, self.undo, self.undo_words, self.deleted),
        ]


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
            with gr.Row(visible=False, elem_id="coach-undo") as undo:
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
            with gr.Row(visible=False, elem_id="coach-earlier") as earlier:
                gr.HTML('<p class="line">This is how it went before you edited a message.</p>', padding=False)
                go_on = gr.Button("Go on from here", size="sm", scale=0, min_width=140)
                present = gr.Button("Back to the present", size="sm", scale=0, min_width=140)
            with gr.Row(elem_classes="suggestions"):
                chips = tuple(gr.Button(visible=False, size="sm", elem_id=f"coach-next-{n}") for n in range(3))
            with gr.Row(elem_id="coach-ask") as ask:
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
                stop = gr.Button("Stop", visible=False, scale=0, min_width=76, elem_id="coach-stop")
            line = gr.HTML(padding=False)
            status = gr.HTML(elem_id="coach-status", padding=False)
        with gr.Column(scale=4, min_width=280, elem_id="coach-aside"):
            gr.HTML("<h2>Sources</h2>", padding=False)
            sources = gr.Markdown(elem_id="coach-sources", latex_delimiters=LATEX)

    parts = Parts(
        chat, sources, chips, box, chat_id, before, send, stop, ask, earlier, head, find, history, status, undo,
        undo_words, gr.State(None),
    )  # fmt: skip

    def say(text: str, current: str) -> Iterator[Updates]:
        yield from _answering(coach, parts, text, current)

    def chip(text: str, current: str) -> Iterator[Updates]:
        yield from _answering(coach, parts, text, current)

    def edit(current: str, edit_seq: str, edited: gr.EditData) -> Iterator[Updates]:
        resumed(current, edit_seq)
        index = edited.index if isinstance(edited.index, int) else edited.index[0]
        exchange = chat_html.exchange_at(coach.chats.exchanges(current), index)
        if exchange is not None:
            text = chat_html.typed_in(str(edited.value))
            yield from _answering(coach, parts, text, current, replaces=exchange.seq)

    def again(current: str, edit_seq: str) -> Iterator[Updates]:
        resumed(current, edit_seq)
        yield from _answering_again(coach, parts, current)

    def restore(request: gr.Request) -> Iterator[Updates]:
        query = request.query_params
        current, edit_seq, asked = str(query.get("c", "")), str(query.get("before", "")), str(query.get("ask", ""))
        if asked.strip():
            yield from _answering(coach, parts, asked, "")
            return
        try:
            yield (
                _earlier(coach, parts, current, int(edit_seq)) if edit_seq.isdigit() else _shown(coach, parts, current)
            )
        except NotFound:
            gr.Warning("That conversation is not here any more.")
            yield _shown(coach, parts, "")

    def done(current: str, what: gr.EventData) -> Updates:
        return _done(coach, parts, current, str(what.do), str(what.value))

    def undelete(held: Deleted | None) -> Updates:
        if held is None:
            return _shown(coach, parts, "")
        coach.chats.undelete(held)
        return _shown(coach, parts, held.info.id)

    def resumed(current: str, edit_seq: str) -> None:
        """Where what was before an edit is shown, go on from there."""
        if edit_seq:
            with errors_shown():
                coach.chats.bring_back(current, int(edit_seq))

    def resume(current: str, edit_seq: str) -> Updates:
        resumed(current, edit_seq)
        return _shown(coach, parts, current)

    def halt(current: str) -> None:
        parts.stopping.add(current)

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    here = [box, chat_id]
    box.submit(say, here, parts.all, **quiet)
    send.click(say, here, parts.all, **quiet)
    for one in chips:
        one.click(chip, [one, chat_id], parts.all, **quiet)
    chat.retry(again, [chat_id, before], parts.all, **quiet)
    chat.edit(edit, [chat_id, before], parts.all, **quiet)
    stop.click(halt, [chat_id], None, **quiet)
    new.click(lambda: _shown(coach, parts, ""), None, parts.all, **quiet)
    head.select(done, [chat_id], parts.all, **quiet)
    bring_back.click(undelete, [parts.deleted], parts.all, **quiet)
    go_on.click(resume, [chat_id, before], parts.all, **quiet)
    present.click(lambda current: _shown(coach, parts, current), [chat_id], parts.all, **quiet)
    find.change(
        lambda words, current: _history(coach, current, words),
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
    demo.load(lambda: answers(coach), None, line, **quiet)


def answers(coach: Coach) -> str:
    """The line under the chat: who answers, whether words leave this machine, and where to change that."""
    return f'<p class="line answers">{escape(answers_line(coach.spec))} <a href="/settings">Change</a></p>'


def _answering(coach: Coach, parts: Parts, text: str, current: str, *, replaces: int = 0) -> Iterator[Updates]:
    """Say something and show the answer as it grows. The words are stored before anything else happens."""
    if not text.strip():
        gr.Info("Type a question first.")
        yield {parts.status: ""}
        return
    if len(text) > LONGEST:
        raise gr.Error(
            f"That message has {len(text):,} characters; {LONGEST:,} are the most. Send the part that matters.",
            title="Too long",
            duration=None,
            print_exception=False,
        )
    with errors_shown():
        _ = coach.model  # an unusable one is said before anything is stored
        chat_id = current or coach.chats.start()
        told = [e for e in coach.chats.exchanges(chat_id) if not replaces or e.seq < replaces]
        asked = Exchange(seq=0, text=text)
        parts.stopping.discard(chat_id)
        yield _running(parts, [*told, asked], chat_id)
        try:
            with closing(coach.say(chat_id, text, replaces=replaces)) as explanations:
                for explanation in explanations:
                    if chat_id in parts.stopping:
                        break
                    asked = Exchange(seq=0, text=text, explanation=explanation)
                    if not explanation.done:
                        yield {parts.chat: chat_html.messages([*told, asked], chat_id)}
        except CoachError:
            yield _shown(coach, parts, chat_id)
            raise
        yield _shown(coach, parts, chat_id, announced=True)


def _answering_again(coach: Coach, parts: Parts, chat_id: str) -> Iterator[Updates]:
    """Answer the last message once more."""
    with errors_shown():
        told = coach.chats.exchanges(chat_id)
        parts.stopping.discard(chat_id)
        with closing(coach.chats.retry(chat_id, model=coach.model, spec=coach.spec)) as explanations:
            yield _running(parts, [*told[:-1], told[-1].model_copy(update={"explanation": None})], chat_id)
            for explanation in explanations:
                if chat_id in parts.stopping:
                    break
                if not explanation.done:
                    asked = told[-1].model_copy(update={"explanation": explanation})
                    yield {parts.chat: chat_html.messages([*told[:-1], asked], chat_id)}
        yield _shown(coach, parts, chat_id, announced=True)


def _running(parts: Parts, told: list[Exchange], chat_id: str) -> Updates:
    """The page while an answer is on its way."""
    return {
        parts.chat: chat_html.waiting(told, chat_id),
        **{one: gr.update(visible=False) for one in parts.chips},
        parts.box: "",
        parts.chat_id: chat_id,
        parts.before: "",
        parts.ask: gr.update(visible=True),
        parts.earlier: gr.update(visible=False),
        parts.send: gr.update(visible=False),
        parts.stop: gr.update(visible=True),
        parts.status: "",
        parts.undo: gr.update(visible=False),
    }


def _shown(coach: Coach, parts: Parts, chat_id: str, *, announced: bool = False) -> Updates:
    """The page with a conversation as it is stored; an empty id is a new one. Raises NotFound."""
    told = coach.chats.exchanges(chat_id) if chat_id else []
    proposed = chat_html.suggestions(told, FIRST)
    chips = {
        one: gr.update(value=proposed[n] if n < len(proposed) else "", visible=n < len(proposed))
        for n, one in enumerate(parts.chips)
    }
    return {
        **_told(coach, parts, told, chat_id),
        **chips,
        parts.before: "",
        parts.send: gr.update(visible=True),
        parts.stop: gr.update(visible=False),
        parts.ask: gr.update(visible=True),
        parts.earlier: gr.update(visible=False),
        parts.find: "",
        parts.history: _history(coach, chat_id),
        parts.status: chat_html.announced(told) if announced else "",
        parts.undo: gr.update(visible=False),
        parts.deleted: None,
    }


def _earlier(coach: Coach, parts: Parts, chat_id: str, edit: int) -> Updates:
    """The page with a conversation as it was before an edit: to read, and to go on from. Raises NotFound."""
    return {
        **_shown(coach, parts, chat_id),
        **_told(coach, parts, coach.chats.before(chat_id, edit), chat_id),
        **{one: gr.update(visible=False) for one in parts.chips},
        parts.before: str(edit),
        parts.ask: gr.update(visible=False),
        parts.earlier: gr.update(visible=True),
    }


def _done(coach: Coach, parts: Parts, chat_id: str, what: str, value: str) -> Updates:
    """Rename or delete a conversation."""
    with errors_shown():
        if what == "rename":
            coach.chats.rename(chat_id, value)
            return {parts.head: chat_html.head(coach.store.info(chat_id)), parts.history: _history(coach, chat_id)}
        held = coach.chats.delete(chat_id)
    return {
        **_shown(coach, parts, ""),
        parts.undo: gr.update(visible=True),
        parts.undo_words: chat_html.deleted(held.info.title),
        parts.deleted: held,
    }


def _told(coach: Coach, parts: Parts, told: list[Exchange], chat_id: str) -> Updates:
    def entry_of(entry_id: str) -> Entry | None:
        try:
            return coach.index.entry(entry_id)
        except NotFound:
            return None

    return {
        parts.chat: chat_html.messages(told, chat_id),
        parts.sources: sources_html.sources(told, entry_of),
        parts.chat_id: chat_id,
        parts.head: chat_html.head(coach.store.info(chat_id) if chat_id else None),
    }


def _history(coach: Coach, chat_id: str, words: str = "") -> str:
    return chat_html.history(coach.chats.conversations(words), chat_id, utc_now(), words)
