"""The library as HTML: documents, what a file would bring, lists of questions, one entry. Pure.

Everything of a document is shown as text: whatever tags it holds do nothing.
"""

from collections.abc import Sequence
from datetime import UTC
from html import escape
from itertools import zip_longest
from urllib.parse import quote, urlencode

from coach.finding import Found
from coach.library import Ingested, Preview
from corpus.entries import Entry
from index import DocumentInfo
from ui.escaping import harmless

DOCUMENTS_A_PAGE = 30
ENTRIES_A_PAGE = 30
FIRST = 5  # questions of a preview
LONGEST = 500  # characters of an answer in a preview


def address(**query: str | int) -> str:
    """A place in the library."""
    return escape("/library?" + urlencode(query, quote_via=quote))


def home() -> str:
    """The head of the page."""
    return (
        "<h2 class='title'>Library</h2><p class='lead'>The coach answers and asks from these documents, and from "
        "nothing else.</p>"
    )


def drop_zone() -> str:
    """The words in the field that files are dropped on."""
    return (
        '<p class="drop-words"><b>Drop documents here</b><span>Text, Markdown, web pages, PDF, Word, tables, '
        "notebooks, Anki decks, or a zip of them. You see what was recognised before anything is kept.</span></p>"
    )


# --- Documents ---------------------------------------------------------------------------------------------------


def documents(infos: Sequence[DocumentInfo], page: int = 1) -> str:
    """The documents as a table, the user's own first."""
    if not infos:
        return '<p class="lead">The library is empty. Add a document to begin.</p>'
    ordered = sorted(infos, key=lambda info: (info.builtin, info.name.casefold()))
    own = [info for info in infos if not info.builtin]
    total = f"{_count(len(own), 'document')} of yours with {_count(sum(i.entries for i in own), 'question')}"
    rest = len(infos) - len(own)
    built_in = f"{_count(rest, 'document')} that came with the coach" if rest else ""
    summary = " · ".join(part for part in (total if own else "", built_in) if part)
    shown = ordered[(page - 1) * DOCUMENTS_A_PAGE : page * DOCUMENTS_A_PAGE]
    rows = "".join(_row(info) for info in shown)
    head = '<thead><tr><th>Document</th><th class="n">Questions</th><th>Added</th></tr></thead>'
    return (
        f'<p class="line">{summary}</p><table class="docs">{head}<tbody>{rows}</tbody></table>'
        f"{_pages(page, -(-len(ordered) // DOCUMENTS_A_PAGE))}"
    )


def _row(info: DocumentInfo) -> str:
    added = "built in" if info.builtin else f"{info.added_at.astimezone(UTC):%d %b %Y}"
    return (
        f'<tr><td><a href="{address(document=info.name)}">{escape(info.name).replace("/", "/<wbr>")}</a></td>'
        f'<td class="n">{info.entries}</td><td>{added}</td></tr>'
    )


def document_head(info: DocumentInfo, *, drawing: bool) -> str:
    """A document's name, what is known of it, and what can be done with it. drawing: whether a model can be asked."""
    name = escape(info.name)
    about = [_count(info.entries, "question")]
    about.append("came with the coach" if info.builtin else f"added {info.added_at.astimezone(UTC):%d %B %Y}")
    links = "".join(
        f'<a class="second" href="/library/export.{form}?document={quote(info.name)}" download>{label}</a>'
        for form, label in (("md", "Download as Markdown"), ("csv", "as CSV"))
    )
    draw = f'<button type="button" class="second" data-do="draw" data-name="{name}">Draw key points</button>'
    remove = f'<button type="button" class="second bad" data-do="remove" data-name="{name}">Remove</button>'
    own = "" if info.builtin else (draw if drawing else "") + remove
    return (
        f'<p class="line back"><a href="/library">Library</a></p><h2 class="title">{name}</h2>'
        f'<p class="line">{" · ".join(about)}</p><div class="do">{links}{own}</div>'
    )


def foot(infos: Sequence[DocumentInfo]) -> str:
    """What can be done with all documents."""
    own = any(not info.builtin for info in infos)
    links = (
        '<a class="second" href="/library/export.md" download>Download mine as Markdown</a>'
        '<a class="second" href="/library/export.csv" download>as CSV</a>'
        if own
        else ""
    )
    mend = '<button type="button" class="second" data-do="reindex">Check the index</button>'
    return f'<div class="do foot">{links}{mend}</div>'


# --- What became of documents ------------------------------------------------------------------------------------


def outcome(rows: Sequence[Ingested]) -> str:
    """What became of documents, a line each."""
    return "".join(_outcome(row) for row in rows)


def _outcome(row: Ingested) -> str:
    name = escape(row.document)
    match row.status:
        case "failed":
            return f'<p class="notice error" role="alert">{name}: {escape(row.error or "could not be read.")}</p>'
        case "removed":
            undo = f'<button type="button" class="plain" data-do="undo" data-name="{name}">Undo</button>'
            return (
                f'<p class="told" role="status">{name} is removed, with {_count(row.entries, "question")}. {undo}</p>'
            )
        case "renamed":
            said = f"is {escape(row.was or '')} under another name; nothing else changed."
        case "unchanged":
            said = "is in the library already, unchanged."
        case "updated":
            said = f"is up to date: {_changed(row.new, row.changed, row.gone)}."
        case _:
            said = f"is in the library, with {_count(row.entries, 'question')}."
    warnings = "".join(f"<br>{escape(warning)}" for warning in row.warnings[:5])
    link = f'<a href="{address(document=row.document)}">{name}</a>'
    return f'<p class="told" role="status">{link} {said}{warnings}</p>'


def _changed(new: int, changed: int, gone: int) -> str:
    parts = [f"{count} {word}" for count, word in ((new, "new"), (changed, "changed"), (gone, "gone")) if count]
    return ", ".join(parts) or "no question changed"


# --- Previews ----------------------------------------------------------------------------------------------------


def previews(cards: Sequence[tuple[str, str]]) -> str:
    """Cards, each with the token it is kept by; and with more than one to keep, a way to keep all."""
    waiting = sum(bool(token) for token, _ in cards)
    both = (
        f'<div class="do all"><button type="button" class="first" data-do="keep-all">Keep all {waiting}</button>'
        '<button type="button" class="second" data-do="discard-all">Discard all</button></div>'
        if waiting > 1
        else ""
    )
    return f'<div class="previews">{both}{"".join(card for _, card in cards)}</div>' if cards else ""


def preview(found: Preview) -> str:
    """What one file would bring."""
    name = escape(found.document)
    if found.status == "failed":
        seen = (
            f"<details><summary>What was read of it</summary><pre>{escape(found.seen)}</pre></details>"
            if found.seen.strip()
            else ""
        )
        return (
            f'<section class="preview"><h3>{name}</h3><p class="notice error" role="alert">'
            f"{escape(found.error or '')}</p>{seen}</section>"
        )
    total = len(found.entries)
    counts = f"<b>{_count(total, 'question')}</b>"
    if found.unanswered:
        counts += f", {found.unanswered if found.unanswered < total else 'all'} without an answer"
    differ = found.changes
    match found.status:
        case "unchanged":
            what = "It is in the library already, unchanged."
        case "renamed":
            what = f"It has the text of {escape(found.was or '')}, which would be renamed."
        case "updated":
            change = _changed(len(differ.new), len(differ.changed), len(differ.gone))
            what = f"It would bring the document of that name up to date: {change}."
        case _:
            what = ""
    warnings = "".join(f'<p class="notice">{escape(warning)}</p>' for warning in found.warnings[:5])
    questions = "".join(
        f"<details><summary>{escape(entry.question)}</summary><p>{_beginning(entry.answer)}</p></details>"
        for entry in found.entries[:FIRST]
    )
    more = f'<p class="line">and {total - FIRST} more</p>' if total > FIRST else ""
    buttons = (
        f'<div class="do"><button type="button" class="first" data-do="keep" data-token="{found.token}">Keep</button>'
        f'<button type="button" class="second" data-do="discard" data-token="{found.token}">Discard</button></div>'
        if found.token
        else ""
    )
    return (
        f'<section class="preview"><h3>{name}</h3><p>{counts}. {what}</p>{warnings}'
        f'<div class="first-ones">{questions}{more}</div>{buttons}</section>'
    )


def _beginning(answer: str) -> str:
    if not answer.strip():
        return "<i>No answer in the document.</i>"
    return escape(answer[:LONGEST]) + (" …" if len(answer) > LONGEST else "")


# --- Questions ---------------------------------------------------------------------------------------------------


def questions(found: Sequence[Found], page: int, query: dict[str, str], *, empty: str) -> str:
    """A page of a list of questions, each a link to its entry. query: what the list is of, for the other pages."""
    if not found:
        return f'<p class="lead">{escape(empty)}</p>'
    shown = found[(page - 1) * ENTRIES_A_PAGE : page * ENTRIES_A_PAGE]
    rows = "".join(_question(one, with_document="document" not in query) for one in shown)
    return f'<ul class="found">{rows}</ul>{_pages(page, -(-len(found) // ENTRIES_A_PAGE), query)}'


def _question(one: Found, *, with_document: bool) -> str:
    entry = one.entry
    also = f" and {', '.join(one.also_in)}" if one.also_in else ""
    parts = [f"{entry.document}{also}"] if with_document else []
    parts += [", ".join(entry.topics)] if entry.topics else []
    parts += [f"{entry.level} · {entry.kind}", *([] if entry.answer else ["no answer"])]
    words = entry.question.split("\n", maxsplit=1)[0]
    return (
        f'<li><a href="{address(entry=entry.id)}">{escape(words)}</a>'
        f'<span class="line">{escape(" · ".join(parts))}</span></li>'
    )


def _pages(page: int, last: int, query: dict[str, str] | None = None) -> str:
    if last <= 1:
        return ""
    before = f'<a href="{address(**(query or {}), page=page - 1)}">Earlier</a>' if page > 1 else "<span></span>"
    after = f'<a href="{address(**(query or {}), page=page + 1)}">More</a>' if page < last else "<span></span>"
    return f'<nav class="pager" aria-label="Pages of the list">{before}<span>{page} of {last}</span>{after}</nav>'


def found_head(count: int) -> str:
    """The head of what a search found."""
    return (
        '<p class="line back"><a href="/library">Library</a></p><h2 class="title">Search</h2>'
        f'<p class="line" role="status">{_count(count, "question")}, nearest first.</p>'
    )


def entry_head(sources: Sequence[Entry]) -> str:
    """A question, and where it stands. sources: the entry, then the same question in other documents."""
    entry = sources[0]
    first, _, code = entry.question.partition("\n")
    shown = f"<pre>{escape(code.strip())}</pre>" if code.strip() else ""
    facts = [entry.level, entry.kind, *entry.topics]
    return (
        f'<p class="line back"><a href="/library">Library</a> / <a href="{address(document=entry.document)}">'
        f'{escape(entry.document)}</a></p><h2 class="title">{escape(first)}</h2>{shown}'
        f'<p class="line">{escape(" · ".join(facts))}</p>'
    )


def entry_body(entry: Entry) -> str:
    """All that an entry says, as Markdown."""
    sections = {
        "Key points": [_item(*pair) for pair in zip_longest(entry.key_points, entry.probes, fillvalue="")],
        "What is asked next": [_item(one.question, one.good_reply) for one in entry.follow_ups],
        "Pitfalls": map(_item, entry.pitfalls),
        "Hints": map(_item, entry.hints),
        "Also asked": map(_item, entry.also_asked),
        "Details": [_item(one.question, one.says) for one in entry.details],
        "References": map(_item, entry.references),
    }
    listed = {title: "\n".join(items) for title, items in sections.items()}
    answer = harmless(entry.answer) or "*The document has no answer to it.*"
    return "\n\n".join([answer, *(f"### {title}\n\n{items}" for title, items in listed.items() if items)])


def _item(text: str, below: str = "") -> str:
    return f"- {harmless(text)}" + (f"\n    - {harmless(below)}" if below else "")


def entry_source(sources: Sequence[Entry]) -> str:
    """Where the entry stands, down to the line, in each document that has it."""
    rows = "".join(
        f'<li><a href="{address(document=one.document)}">{escape(one.document)}</a>, '
        f"{_lines(one)}{escape(', under ' + one.topics[0]) if one.topics else ''}</li>"
        for one in sources
    )
    title = "Source" if len(sources) == 1 else "Sources"
    return f'<section class="sources-of"><h3>{title}</h3><ul>{rows}</ul></section>'


def _lines(entry: Entry) -> str:
    start, end = entry.location.start_line, entry.location.end_line
    return f"line {start}" if start == end else f"lines {start} to {end}"


def _count(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
