"""What the Coach page shows of a conversation: as it is stored, while it is answered, and as it was before an edit.

Each function gives updates of the page's components; the page wires them to events (ui.coach_page).
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from html import escape
from typing import Any

import gradio as gr

from coach.chats import LONGEST, Exchange
from coach.coach import Coach
from coach.explanation import Explanation
from coach.models.settings import answers_line
from coach.storage import new_id, utc_now
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
    """The components that change.

    foot: what the page is doing (see `chat_html.foot`), and what to ask next. before: number of the edit whose earlier
    conversation is shown; "" for the present. stopping: conversations whose answer the user has stopped, until the
    answer has noticed.
    """

    chat: gr.Chatbot
    foot: gr.HTML
    chat_id: gr.Textbox
    sources: gr.Markdown
    head: gr.HTML
    history: gr.HTML
    status: gr.HTML
    before: gr.Textbox
    undo_words: gr.HTML
    deleted: gr.State
    stopping: set[str] = field(default_factory=set)

    @property
    def said(self) -> list[Any]:
        """What changes while an answer grows. To Gradio each of them is work at each update, changed or not."""
        return [self.chat, self.foot, self.chat_id]

    @property
    def beside(self) -> list[Any]:
        """What follows when an answer is there."""
        return [self.sources, self.head, self.history, self.status]

    @property
    def all(self) -> list[Any]:
        """Everything a handler may change."""
        return [*self.said, *self.beside, self.before, self.undo_words, self.deleted]


def answers(coach: Coach) -> str:
    """The line under the chat: who answers, whether words leave this machine, and where to change that."""
    return f'<p class="line answers">{escape(answers_line(coach.spec))} <a href="/settings">Change</a></p>'


def answering(coach: Coach, parts: Parts, text: str, current: str, *, replaces: int = 0) -> Iterator[Updates]:
    """Say something and show the answer as it grows. The words are stored before anything else happens."""
    if not text.strip():
        gr.Info("Type a question first.")
        yield {parts.chat_id: current}
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
        chat_id = current or new_id()
        told = [e for e in coach.chats.exchanges(chat_id) if not replaces or e.seq < replaces] if current else []
        try:
            with closing(coach.say(chat_id, text, replaces=replaces, begins=not current)) as explanations:
                yield from _growing(parts, told, Exchange(seq=0, text=text), chat_id, explanations)
        except CoachError:
            yield _as_stored(coach, parts, chat_id, current)
            raise
        yield _as_stored(coach, parts, chat_id, current)


def answering_again(coach: Coach, parts: Parts, chat_id: str) -> Iterator[Updates]:
    """Answer the last message once more."""
    with errors_shown():
        told = coach.chats.exchanges(chat_id)
        with closing(coach.chats.retry(chat_id, model=coach.model, spec=coach.spec)) as explanations:
            asked = told[-1].model_copy(update={"explanation": None})
            yield from _growing(parts, told[:-1], asked, chat_id, explanations)
        yield _as_stored(coach, parts, chat_id, chat_id)


def _growing(
    parts: Parts, told: list[Exchange], asked: Exchange, chat_id: str, explanations: Iterable[Explanation]
) -> Iterator[Updates]:
    """The conversation while its last message is answered, until the user stops that."""
    parts.stopping.discard(chat_id)
    unchanged = {parts.foot: chat_html.foot("answering", said=asked.text), parts.chat_id: chat_id}
    yield {parts.chat: chat_html.waiting([*told, asked], chat_id), **unchanged}
    for explanation in explanations:
        if chat_id in parts.stopping:
            return
        if not explanation.done:
            answered = asked.model_copy(update={"explanation": explanation})
            yield {parts.chat: chat_html.messages([*told, answered], chat_id), **unchanged}


def _as_stored(coach: Coach, parts: Parts, chat_id: str, current: str) -> Updates:
    """The conversation as it is stored; `current`, where it was to begin and did not."""
    try:
        return _conversation(parts, coach.chats.exchanges(chat_id), chat_id)
    except NotFound:
        return _conversation(parts, coach.chats.exchanges(current) if current else [], current)


def settled(coach: Coach, parts: Parts, chat_id: str, words: str = "") -> Updates:
    """What stands beside a conversation whose answer is there."""
    try:
        told = coach.chats.exchanges(chat_id) if chat_id else []
    except NotFound:  # deleted in another window meanwhile
        told, chat_id = [], ""
    return {**_beside(coach, parts, told, chat_id, words), parts.status: chat_html.announced(told)}


def shown(coach: Coach, parts: Parts, chat_id: str, words: str = "") -> Updates:
    """The page with a conversation as it is stored; an empty id is a new one. Raises NotFound."""
    told = coach.chats.exchanges(chat_id) if chat_id else []
    return {**_told(coach, parts, told, chat_id, words), parts.before: "", parts.status: "", parts.deleted: None}


def earlier(coach: Coach, parts: Parts, chat_id: str, edit: int) -> Updates:
    """The page with a conversation as it was before an edit: to read, and to go on from. Raises NotFound."""
    return {
        **_told(coach, parts, coach.chats.before(chat_id, edit), chat_id),
        parts.foot: chat_html.foot("earlier"),
        parts.before: str(edit),
    }


def done(coach: Coach, parts: Parts, chat_id: str, what: str, value: str, words: str = "") -> Updates:
    """Rename or delete a conversation."""
    with errors_shown():
        if what == "rename":
            coach.chats.rename(chat_id, value)
            head = chat_html.head(coach.store.info(chat_id))
            return {parts.head: head, parts.history: history(coach, chat_id, words)}
        held = coach.chats.delete(chat_id)
    return {
        **_told(coach, parts, [], "", words),
        parts.foot: chat_html.foot("deleted", FIRST),
        parts.before: "",
        parts.undo_words: chat_html.deleted(held.info.title),
        parts.deleted: held,
    }


def _told(coach: Coach, parts: Parts, told: list[Exchange], chat_id: str, words: str = "") -> Updates:
    return {**_conversation(parts, told, chat_id), **_beside(coach, parts, told, chat_id, words)}


def _conversation(parts: Parts, told: list[Exchange], chat_id: str) -> Updates:
    return {
        parts.chat: chat_html.stored(told, chat_id),
        parts.foot: chat_html.foot("resting", chat_html.suggestions(told, FIRST)),
        parts.chat_id: chat_id,
    }


def _beside(coach: Coach, parts: Parts, told: list[Exchange], chat_id: str, words: str) -> Updates:
    def entry_of(entry_id: str) -> Entry | None:
        try:
            return coach.index.entry(entry_id)
        except NotFound:
            return None

    return {
        parts.sources: sources_html.sources(told, entry_of),
        parts.head: chat_html.head(coach.store.info(chat_id) if chat_id else None),
        parts.history: history(coach, chat_id, words),
    }


def history(coach: Coach, chat_id: str, words: str = "") -> str:
    """The list of conversations, narrowed to those with these words."""
    found = coach.chats.conversations(words, most=chat_html.LISTED + 1)
    return chat_html.history(found, chat_id, utc_now(), words)
