"""What others wrote is shown as text, and citations lead to their passages."""

from datetime import UTC, datetime, timedelta

from coach.chats import Exchange
from coach.explanation import NOT_FROM_NOTES, NOTES_DISAGREE, Citation, Explanation, Nearest
from coach.storage import SessionInfo
from corpus.entries import Location
from ui import chat_html, sources_html
from ui.escaping import harmless

CITATION = Citation(
    n=1,
    entry_id="bogie",
    question="What is a <b>bogie</b>?",
    document="trains.txt",
    location=Location(start_line=7, end_line=9),
    quote="A bogie <img src=x onerror=alert(1)> is a frame.",
)


def info(session_id: str, at: datetime) -> SessionInfo:
    return SessionInfo(id=session_id, kind="chat", title="t", created_at=at, last_at=at, events=1, ended=False)


def exchange(answer: str, **fields: object) -> Exchange:
    explanation = Explanation(query="q", answer=answer, answerable=True, citations=(CITATION,), **fields)  # type: ignore[arg-type]
    return Exchange(seq=4, text="<script>alert(1)</script>", explanation=explanation)


def test_tags_become_text_outside_code() -> None:
    assert harmless("a <b> and `x < y <b>`") == "a &lt;b> and `x < y <b>`"


def test_images_become_their_description() -> None:
    assert harmless("see ![a chart](http://elsewhere.example/x.png)") == "see a chart"


def test_questions_that_are_the_answer_can_be_chosen_where_they_stand() -> None:
    near = (Nearest(entry_id="bogie", question="What is a <b>bogie</b> [1]?", document="trains.txt"),)

    shown = chat_html.messages([exchange("Asked:\n\n- What is a <b>bogie</b> [1]?", nearest=near)])[1]["content"]

    assert shown == "Asked:\n\n- [What is a &lt;b>bogie&lt;/b> \\[1\\]?](#say)"


def test_a_citation_becomes_a_link_to_its_passage() -> None:
    told = [exchange("It is a frame. [1] Unknown. [7]")]

    assert "[1](#cite-4-1)" in chat_html.messages(told)[1]["content"]
    assert "[7]" in chat_html.messages(told)[1]["content"]
    assert 'id="cite-4-1"' in sources_html.sources(told, lambda entry_id: None)


def test_an_index_in_code_is_no_citation() -> None:
    told = [exchange("See `row[1]`. [1]\n\n```python\nlast = rows[1]\n```")]

    content = chat_html.messages(told)[1]["content"]

    assert content == "See `row[1]`. [1](#cite-4-1)\n\n```python\nlast = rows[1]\n```"


def test_no_tag_of_a_user_or_a_document_reaches_the_page() -> None:
    told = [exchange("fine [1]")]

    shown = "".join(message["content"] for message in chat_html.messages(told))
    shown += sources_html.sources(told, lambda entry_id: None)

    assert "<script" not in shown
    assert "<img" not in shown
    assert "<b>" not in shown


def test_the_rest_of_an_answer_waits_behind_more() -> None:
    told = [exchange("Short. [1]\n\nLong tail.", short="Short. [1]")]

    content = chat_html.messages(told)[1]["content"]

    assert content.index("Short.") < content.index("<details>") < content.index("Long tail.")


def test_a_model_s_answer_is_shown_whole_and_says_what_is_not_from_the_notes() -> None:
    said = f"Short. [1]\n\nInvented. *{NOT_FROM_NOTES}* Wrong. *{NOTES_DISAGREE}*"
    told = [exchange(said, short="Short. [1]", model="openai:x")]

    content = chat_html.messages(told)[1]["content"]

    assert "<details>" not in content
    assert ">not from the notes</span>" in content
    assert ">the notes say otherwise</span>" in content


def test_an_edited_message_links_to_what_was_before_and_is_edited_again_without_the_link() -> None:
    told = [Exchange(seq=1, text="a"), Exchange(seq=7, text="is 1 < 2?", edited=True)]

    (first, second) = chat_html.messages(told, "c1")

    assert "/?c=c1&amp;before=7" in second["content"]
    assert "before" not in first["content"]
    assert chat_html.typed_in(second["content"]) == "is 1 < 2?"
    assert chat_html.exchange_at(told, 1) == told[1]


def test_a_message_that_was_never_answered_says_so_and_can_be_asked_again() -> None:
    told = [exchange("fine [1]"), Exchange(seq=6, text="and?")]

    assert chat_html.stored(told, "c1")[-1] == {"role": "assistant", "content": chat_html.UNANSWERED}
    assert chat_html.stored(told[:1], "c1") == chat_html.messages(told[:1], "c1")


def test_conversations_are_listed_by_day_and_it_is_said_that_there_are_more() -> None:
    now = datetime(2026, 3, 20, 12, tzinfo=UTC)
    infos = [info(f"c{n}", now - timedelta(days=n)) for n in range(chat_html.LISTED + 3)]

    shown = chat_html.history(infos, "c1", now)

    assert [day in shown for day in ("Today", "Yesterday", "Last 7 days", "February 2026")] == [True] * 4
    assert shown.count("<li>") == chat_html.LISTED
    assert "There are older ones" in shown
    assert '/?c=c1" aria-current=true' in shown


def test_before_anything_was_asked_there_are_questions_to_begin_with() -> None:
    assert chat_html.suggestions([], ["a", "b", "c", "d"]) == ("a", "b", "c")
