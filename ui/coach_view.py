"""What the Coach page shows of a conversation: as it is stored, while it is answered, and as it was before an edit.

Each function gives updates of the page's components; the page wires them to events (ui.coach_page).
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from html import escape
from typing import Any

import gradio as gr

from coach.chats import LONGEST, Exchange
from coach.coach import Coach
from coach.model_settings import answers_line
from coach.storage import utc_now
from corpus.entries import Entry
from corpus.errors import CoachError, NotFound
from ui import chat_html, sources_html
from ui.shell import errors_shown

FIRST = (
    "What is the bias-variance trade-off?",
    "Why do people use cross-validation?",
    "L1 or L2 regularisation: when which?",
)
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


def answers(coach: Coach) -> str:
    """The line under the chat: who answers, whether words leave this machine, and where to change that."""
    return f'<p class="line answers">{escape(answers_line(coach.spec))} <a href="/settings">Change</a></p>'


def answering(coach: Coach, parts: Parts, text: str, current: str, *, replaces: int = 0) -> Iterator[Updates]:
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
            yield shown(coach, parts, chat_id)
            raise
        yield shown(coach, parts, chat_id, announced=True)


def answering_again(coach: Coach, parts: Parts, chat_id: str) -> Iterator[Updates]:
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
        yield shown(coach, parts, chat_id, announced=True)


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


def shown(coach: Coach, parts: Parts, chat_id: str, *, announced: bool = False) -> Updates:
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
        parts.history: history(coach, chat_id),
        parts.status: chat_html.announced(told) if announced else "",
        parts.undo: gr.update(visible=False),
        parts.deleted: None,
    }


def earlier(coach: Coach, parts: Parts, chat_id: str, edit: int) -> Updates:
    """The page with a conversation as it was before an edit: to read, and to go on from. Raises NotFound."""
    return {
        **shown(coach, parts, chat_id),
        **_told(coach, parts, coach.chats.before(chat_id, edit), chat_id),
        **{one: gr.update(visible=False) for one in parts.chips},
        parts.before: str(edit),
        parts.ask: gr.update(visible=False),
        parts.earlier: gr.update(visible=True),
    }


def done(coach: Coach, parts: Parts, chat_id: str, what: str, value: str) -> Updates:
    """Rename or delete a conversation."""
    with errors_shown():
        if what == "rename":
            coach.chats.rename(chat_id, value)
            return {parts.head: chat_html.head(coach.store.info(chat_id)), parts.history: history(coach, chat_id)}
        held = coach.chats.delete(chat_id)
    return {
        **shown(coach, parts, ""),
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
        parts.chat: chat_html.stored(told, chat_id),
        parts.sources: sources_html.sources(told, entry_of),
        parts.chat_id: chat_id,
        parts.head: chat_html.head(coach.store.info(chat_id) if chat_id else None),
    }


def history(coach: Coach, chat_id: str, words: str = "") -> str:
    return chat_html.history(coach.chats.conversations(words), chat_id, utc_now(), words)
