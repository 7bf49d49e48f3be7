"""A conversation as Markdown and HTML: messages, sources, suggestions, the list of earlier ones. Pure."""

import re
from collections.abc import Sequence
from html import escape

from coach.chats import Exchange
from coach.explanation import Citation, Explanation
from coach.storage import SessionInfo
from ui.escaping import harmless


def messages(exchanges: Sequence[Exchange]) -> list[dict[str, str]]:
    """A conversation for the chat component."""
    shown = []
    for exchange in exchanges:
        shown.append({"role": "user", "content": harmless(exchange.text)})
        if exchange.explanation is not None:
            shown.append({"role": "assistant", "content": answer(exchange.explanation, exchange.seq)})
    return shown


def answer(explanation: Explanation, number: int) -> str:
    """An answer as Markdown: the short answer, the rest behind "more", and what has to be said about it."""
    parts = []
    more = explanation.more if explanation.done and explanation.short else ""
    if more:
        parts.append(_linked(harmless(explanation.short), explanation.citations, number))
        rest = _linked(harmless(more), explanation.citations, number)
        parts.append(f"<details><summary>More from the notes</summary>\n\n{rest}\n\n</details>")
    else:
        parts.append(_linked(harmless(explanation.answer), explanation.citations, number) or "…")
    if explanation.session:
        parts.append(f"[Begin the interview](/interview?session={explanation.session})")
    if explanation.nearest:
        near = "\n".join(f"- {harmless(entry.question)}" for entry in explanation.nearest)
        parts.append(f"The nearest questions I have notes on:\n\n{near}")
    if explanation.notice:
        parts.append(f'<p class="notice">{escape(explanation.notice)}</p>')
    return "\n\n".join(parts)


def sources(exchanges: Sequence[Exchange]) -> str:
    """The passages behind all answers, a group per answer, the last one open."""
    cited = [e for e in exchanges if e.explanation is not None and e.explanation.citations]
    if not cited:
        return '<p class="line">The passages behind an answer appear here.</p>'
    groups = []
    for exchange in cited:
        assert exchange.explanation is not None
        passages = "\n\n".join(_passage(c, exchange.seq) for c in exchange.explanation.citations)
        on = " on" if exchange is cited[-1] else ""
        groups.append(f'<div class="group{on}">\n\n{passages}\n\n</div>')
    return "\n\n".join(groups)


def suggestions(exchanges: Sequence[Exchange], first: Sequence[str]) -> tuple[str, ...]:
    """What to ask next, at most three; `first` where nothing was asked yet."""
    if not exchanges:
        return tuple(first[:3])
    explanation = exchanges[-1].explanation
    if explanation is None:
        return ()
    return (explanation.follow_ups or tuple(near.question for near in explanation.nearest))[:3]


def history(conversations: Sequence[SessionInfo], current: str) -> str:
    """Earlier conversations as links."""
    if not conversations:
        return '<p class="line">None yet.</p>'
    rows = "".join(
        f'<li><a href="/?c={escape(info.id)}"{" aria-current=true" if info.id == current else ""}>'
        f"{escape(info.title or 'Conversation')}</a></li>"
        for info in conversations[:20]
    )
    return f'<ul class="history">{rows}</ul>'


def _linked(text: str, citations: Sequence[Citation], number: int) -> str:
    known = {str(c.n) for c in citations}
    return re.sub(r"\[(\d+)\](?!\()", lambda m: f"[{m[1]}](#cite-{number}-{m[1]})" if m[1] in known else m[0], text)


def _passage(citation: Citation, number: int) -> str:
    where = f"{citation.document}, line {citation.location.start_line}"
    return (
        f'<article class="src" id="cite-{number}-{citation.n}">\n<h3>{citation.n}. {escape(citation.question)}</h3>\n\n'
        f'{harmless(citation.quote)}\n\n<p class="where">{escape(where)}</p>\n</article>'
    )
