"""A conversation as Markdown and HTML: messages, suggestions, its title, the list of earlier ones. Pure."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from html import escape
from itertools import groupby
from urllib.parse import quote as quoted

from coach.chats import Exchange
from coach.explanation import NOT_FROM_NOTES, NOTES_DISAGREE, OFFLINE, Citation, Explanation
from coach.storage import SessionInfo
from ui.escaping import CODE, harmless

LISTED = 100
"""Conversations shown at once; the others are found by a word."""
WELCOME = """<div class="welcome">
<p class="title">Practise for your machine learning interview</p>
<p class="lead">Have things explained, be interviewed and graded, and keep what you learn. It works offline, without an
account.</p>
<div class="starts">
<a href="#ask"><b>Ask</b><span>Any question in your own words. Every sentence shows its source.</span></a>
<a href="/interview"><b>Be interviewed</b><span>A mock interview that probes, hints, and grades each point.</span></a>
<a href="/library"><b>Add your questions</b><span>Notes, PDFs, web pages and Anki decks become questions.</span></a>
</div></div>"""
WAITING = '<p class="waiting"><i>●</i> <i>●</i> <i>●</i></p>'
"""What stands for an answer that has not begun."""
UNANSWERED = '<p class="notice">This was not answered: the coach was stopped meanwhile. Retry asks it again.</p>'
MARKS = {
    f"*{NOT_FROM_NOTES}*": '<span class="unsupported" title="No passage of the notes says this.">'
    "not from the notes</span>",
    f"*{NOTES_DISAGREE}*": '<span class="unsupported wrong" title="A passage of the notes says otherwise.">'
    "the notes say otherwise</span>",
}
"""What stands behind a sentence of a model that the notes do not support, and how it is shown."""


def messages(exchanges: Sequence[Exchange], chat_id: str = "") -> list[dict[str, str]]:
    """A conversation for the chat component."""
    shown = []
    for exchange in exchanges:
        shown.append({"role": "user", "content": harmless(exchange.text) + _edited(exchange, chat_id)})
        if exchange.explanation is not None:
            shown.append({"role": "assistant", "content": answer(exchange.explanation, exchange.seq)})
    return shown


def stored(exchanges: Sequence[Exchange], chat_id: str) -> list[dict[str, str]]:
    """A conversation at rest: where its last message has no answer, it says so, and Retry stands below that."""
    shown = messages(exchanges, chat_id)
    if exchanges and exchanges[-1].explanation is None:
        shown.append({"role": "assistant", "content": UNANSWERED})
    return shown


def waiting(exchanges: Sequence[Exchange], chat_id: str) -> list[dict[str, str]]:
    """A conversation whose last message is being answered, before the first words of the answer."""
    return [*messages(exchanges, chat_id), {"role": "assistant", "content": WAITING}]


def exchange_at(exchanges: Sequence[Exchange], index: int) -> Exchange | None:
    """The exchange whose own message is the one numbered `index`, from 0, in what `messages` gives."""
    place = 0
    for exchange in exchanges:
        if place == index:
            return exchange
        place += 1 if exchange.explanation is None else 2
    return None


def typed_in(content: str) -> str:
    """A message as the user typed it, from what `messages` shows of it."""
    return re.sub(r"\n\n<p class=\"edited\">.*\Z", "", content, flags=re.DOTALL).replace("&lt;", "<")


def answer(explanation: Explanation, number: int) -> str:
    """An answer as Markdown: the short answer, the rest behind "more", and what has to be said about it."""
    parts = []
    more = explanation.more if explanation.done and explanation.short and explanation.model == OFFLINE else ""
    if more:
        parts.append(_linked(harmless(explanation.short), explanation.citations, number))
        rest = _linked(harmless(more), explanation.citations, number)
        parts.append(f"<details><summary>More from the notes</summary>\n\n{rest}\n\n</details>")
    else:
        listed = {f"- {harmless(near.question)}": f"- [{_label(near.question)}](#say)" for near in explanation.nearest}
        lines = harmless(explanation.answer).split("\n")  # where near questions are the answer, each is a line of it
        said = _linked("\n".join(listed.get(line, line) for line in lines), explanation.citations, number)
        for mark, shown in MARKS.items():
            said = said.replace(mark, shown)
        parts.append(said or WAITING)
    if explanation.session:
        parts.append(f"[Begin the interview](/interview?session={explanation.session})")
    if explanation.nearest and not explanation.answerable:
        near = "\n".join(f"- [{_label(entry.question)}](#say)" for entry in explanation.nearest)
        parts.append(f"The nearest questions I have notes on:\n\n{near}")
    if explanation.notice:
        parts.append(f'<p class="notice">{escape(explanation.notice)}</p>')
    return "\n\n".join(parts)


def suggestions(exchanges: Sequence[Exchange], first: Sequence[str]) -> tuple[str, ...]:
    """What to ask next, at most three; `first` where nothing was asked yet."""
    if not exchanges:
        return tuple(first[:3])
    explanation = exchanges[-1].explanation
    if explanation is None:
        return ()
    return (explanation.follow_ups or tuple(near.question for near in explanation.nearest))[:3]


def foot(doing: str, proposed: Sequence[str] = (), said: str = "") -> str:
    """Below the conversation: what to ask next.

    doing: "resting", "answering", "earlier" or "deleted"; the stylesheet shows what belongs to it, since to Gradio a
    component that comes or goes is made anew. said: the message being answered; the box is emptied of it.
    """
    buttons = "".join(
        f'<button id="coach-next-{n}" data-say>{escape(text)}</button>' for n, text in enumerate(proposed)
    )
    typed = f' data-said="{escape(said, quote=True)}"' if said else ""
    return f'<div class="suggestions" data-doing="{doing}"{typed}>{buttons}</div>'


def announced(exchanges: Sequence[Exchange]) -> str:
    """What a screen reader says when an answer is done."""
    explanation = exchanges[-1].explanation if exchanges else None
    if explanation is None:
        return ""
    count = len(explanation.citations)
    cited = "no sources" if not count else "one source" if count == 1 else f"{count} sources"
    return f"<span>The answer is there, with {cited}. {escape(explanation.notice or '')}</span>"


def head(info: SessionInfo | None) -> str:
    """The line above a conversation: its title, which can be typed over, and what can be done with it."""
    if info is None:
        return f'<div class="chat-head">{_TOGGLE}<span class="untitled">New conversation</span></div>'
    title = escape(info.title or "Conversation", quote=True)
    return (
        f'<div class="chat-head">{_TOGGLE}'
        f'<input class="title" value="{title}" maxlength="200" aria-label="Title of this conversation" '
        'title="Type to rename" autocomplete="off">'
        '<details class="menu"><summary aria-label="More about this conversation" title="More">⋯</summary><div>'
        '<button data-do="rename">Rename</button>'
        f'<a href="/chat/{escape(info.id)}.md" download>Save as Markdown</a>'
        f'<a href="/chat/{escape(info.id)}.json" download>Save as JSON</a>'
        '<button data-do="delete" class="danger">Delete</button></div></details></div>'
    )


def history(conversations: Sequence[SessionInfo], current: str, now: datetime, words: str = "") -> str:
    """Earlier conversations as links, by day."""
    if not conversations:
        said = f"No conversation has “{escape(words.strip())}” in it." if words.strip() else "None yet."
        return f'<p class="line">{said}</p>'
    listed = conversations[:LISTED]
    parts = []
    for day, infos in groupby(listed, key=lambda info: _day(info.last_at.astimezone().date(), now.astimezone().date())):
        rows = "".join(
            f'<li><a href="/?c={escape(info.id)}"{" aria-current=true" if info.id == current else ""} '
            f'title="{escape(info.title, quote=True)}">{escape(info.title or "Conversation")}</a></li>'
            for info in infos
        )
        parts.append(f'<h3>{day}</h3><ul class="history">{rows}</ul>')
    if len(conversations) > len(listed):
        parts.append('<p class="line">There are older ones: search for a word in them.</p>')
    return "".join(parts)


def deleted(title: str) -> str:
    """Said after a conversation was deleted, beside the button that brings it back."""
    return f'<p class="line" role="status">Deleted “{escape(title or "Conversation")}”.</p>'


_TOGGLE = (
    '<button class="show-history" aria-label="Conversations" title="Conversations" aria-expanded="true" '
    'aria-controls="coach-side">☰</button>'
)


def _edited(exchange: Exchange, chat_id: str) -> str:
    if not exchange.edited:
        return ""
    link = f"/?c={quoted(chat_id)}&before={exchange.seq}"
    return f'\n\n<p class="edited">Edited · <a href="{escape(link)}">see it as it was before</a></p>'


def _day(day: date, today: date) -> str:
    days = (today - day).days
    return "Today" if days <= 0 else "Yesterday" if days == 1 else "Last 7 days" if days < 7 else f"{day:%B %Y}"


def _label(text: str) -> str:
    """Text of others inside a Markdown link."""
    return re.sub(r"([\[\]\\])", r"\\\1", harmless(text))


def _linked(text: str, citations: Sequence[Citation], number: int) -> str:
    """The numbers of citations as links; what stands in brackets in code is code."""
    known = {str(c.n) for c in citations}

    def link(found: re.Match[str]) -> str:
        return f"[{found[1]}](#cite-{number}-{found[1]})" if found[1] in known else found[0]

    parts = CODE.split(text)
    return "".join(p if n % 2 else re.sub(r"\[(\d+)\](?!\()", link, p) for n, p in enumerate(parts))
