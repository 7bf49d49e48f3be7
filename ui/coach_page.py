"""The Coach page: a conversation, its sources beside it, and what to ask next below it.

The conversation is what is stored; the page only shows it. Its address holds the id, so a reload or a restart of the
server loses nothing.
"""

from collections.abc import Iterator
from html import escape
from typing import Any

import gradio as gr

from coach.chats import LONGEST, Exchange
from coach.coach import Coach
from coach.model_settings import answers_line
from corpus.errors import CoachError, NotFound
from ui import chat_html
from ui.shell import errors_shown, top_bar

PATH, NAME = "/", "Coach"
WELCOME = "**What would you like to understand?**\n\nAsk in your own words. Every answer shows where it was read."
FIRST = (
    "What is the bias-variance trade-off?",
    "Why do people use cross-validation?",
    "L1 or L2 regularisation: when which?",
)
LATEX: list[dict[str, str | bool]] = [
    {"left": "$$", "right": "$$", "display": True},
    {"left": "$", "right": "$", "display": False},
]
Updates = tuple[Any, ...]
"""chat, sources, three suggestions, box, id, send, stop, history"""


def build(coach: Coach, demo: gr.Blocks) -> None:
    """Build the page."""
    top_bar(NAME)
    chat_id = gr.Textbox(visible="hidden", elem_id="coach-id")
    with gr.Row(equal_height=False):
        with gr.Column(scale=7, min_width=320):
            chat = gr.Chatbot(
                elem_id="coach-chat",
                show_label=False,
                container=False,
                layout="bubble",
                height="calc(100dvh - 330px)",
                min_height=260,
                buttons=["copy"],
                feedback_options=None,
                allow_tags=False,
                latex_delimiters=LATEX,
                placeholder=WELCOME,
            )
            with gr.Row(elem_classes="suggestions"):
                chips = [gr.Button(visible=False, size="sm", elem_id=f"coach-next-{n}") for n in range(3)]
            with gr.Row(elem_classes="ask-row"):
                box = gr.Textbox(
                    label="Your question",
                    show_label=False,
                    placeholder="Ask a question",
                    container=False,
                    lines=1,
                    max_lines=6,
                    autofocus=True,
                    scale=8,
                    elem_id="coach-box",
                )
                send = gr.Button("Send", variant="primary", scale=0, min_width=90, elem_id="coach-send")
                stop = gr.Button("Stop", visible=False, scale=0, min_width=90, elem_id="coach-stop")
            gr.HTML(lambda: f'<p class="line">{escape(answers_line(coach.spec))}</p>', padding=False)
        with gr.Column(scale=4, min_width=280, elem_classes="aside"):
            gr.HTML("<h2>Sources</h2>", padding=False)
            sources = gr.Markdown(elem_id="coach-sources", latex_delimiters=LATEX)
            gr.HTML("<h2>Conversations</h2>", padding=False)
            history = gr.HTML(elem_id="coach-history", padding=False)
            with gr.Row(elem_classes="buttons"):
                new = gr.Button("New", size="sm", elem_id="coach-new")
                delete = gr.Button("Delete this one", size="sm", elem_id="coach-delete")

    outputs = [chat, sources, *chips, box, chat_id, send, stop, history]
    text_in = [box, chat_id]

    def shown(current: str, **running: bool) -> Updates:
        told = coach.chats.exchanges(current) if current else []
        return _all(coach, told, current, **running)

    def say(text: str, current: str) -> Iterator[Updates]:
        yield from _answering(coach, text, current)

    def chip(text: str, current: str) -> Iterator[Updates]:
        yield from _answering(coach, text, current)

    def again(current: str) -> Iterator[Updates]:
        with errors_shown():
            for _ in coach.chats.retry(current, model=coach.model, spec=coach.spec):
                yield shown(current, running=True)
            yield shown(current)

    def restore(request: gr.Request) -> Updates:
        current = str(request.query_params.get("c", ""))
        try:
            return shown(current)
        except NotFound:
            gr.Warning("That conversation is not here any more.")
            return shown("")

    def forget(current: str) -> Updates:
        if current:
            with errors_shown():
                coach.chats.delete(current)
        return shown("")

    started: list[Any] = [
        on(say, text_in, outputs, show_progress="hidden", api_visibility="private") for on in (box.submit, send.click)
    ]
    started += [
        one.click(chip, [one, chat_id], outputs, show_progress="hidden", api_visibility="private") for one in chips
    ]
    started.append(chat.retry(again, [chat_id], outputs, show_progress="hidden", api_visibility="private"))
    stop.click(shown, [chat_id], outputs, cancels=started, show_progress="hidden", api_visibility="private")
    new.click(lambda: shown(""), None, outputs, show_progress="hidden", api_visibility="private")
    delete.click(forget, [chat_id], outputs, show_progress="hidden", api_visibility="private")
    chat_id.change(
        None, chat_id, None, js="(id) => { history.replaceState(null, '', location.pathname + (id ? '?c=' + id : '')) }"
    )
    demo.load(restore, None, outputs, show_progress="hidden", api_visibility="private")


def _answering(coach: Coach, text: str, current: str) -> Iterator[Updates]:
    """Say something and show the answer as it grows. The words are stored before anything else happens."""
    if not text.strip():
        gr.Info("Type a question first.")
        yield tuple(gr.skip() for _ in range(10))
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
        told = coach.chats.exchanges(chat_id)
        asked = Exchange(seq=0, text=text)
        yield _all(coach, [*told, asked], chat_id, running=True)
        try:
            for explanation in coach.say(chat_id, text):
                asked = Exchange(seq=0, text=text, explanation=explanation)
                if not explanation.done:
                    yield (chat_html.messages([*told, asked]), *(gr.skip() for _ in range(9)))
        except CoachError:
            yield _all(coach, coach.chats.exchanges(chat_id), chat_id)
            raise
        yield _all(coach, coach.chats.exchanges(chat_id), chat_id)


def _all(coach: Coach, told: list[Exchange], chat_id: str, *, running: bool = False) -> Updates:
    """Updates of everything on the page."""
    proposed = () if running else chat_html.suggestions(told, FIRST)
    chips = [gr.update(value=proposed[n] if n < len(proposed) else "", visible=n < len(proposed)) for n in range(3)]
    return (
        chat_html.messages(told),
        gr.skip() if running and told[:-1] else chat_html.sources(told),
        *chips,
        "" if running else gr.skip(),
        chat_id,
        gr.update(visible=not running),
        gr.update(visible=running),
        chat_html.history(coach.chats.conversations(), chat_id),
    )
