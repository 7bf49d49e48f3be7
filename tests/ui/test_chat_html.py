"""What others wrote is shown as text, and citations lead to their passages."""

from coach.chats import Exchange
from coach.explanation import Citation, Explanation
from corpus.entries import Location
from ui import chat_html
from ui.escaping import harmless

CITATION = Citation(
    n=1,
    entry_id="bogie",
    question="What is a <b>bogie</b>?",
    document="trains.txt",
    location=Location(start_line=7, end_line=9),
    quote="A bogie <img src=x onerror=alert(1)> is a frame.",
)


def exchange(answer: str, **fields: object) -> Exchange:
    explanation = Explanation(query="q", answer=answer, answerable=True, citations=(CITATION,), **fields)  # type: ignore[arg-type]
    return Exchange(seq=4, text="<script>alert(1)</script>", explanation=explanation)


def test_tags_become_text_outside_code() -> None:
    assert harmless("a <b> and `x < y <b>`") == "a &lt;b> and `x < y <b>`"


def test_images_become_their_description() -> None:
    assert harmless("see ![a chart](http://elsewhere.example/x.png)") == "see a chart"


def test_a_citation_becomes_a_link_to_its_passage() -> None:
    told = [exchange("It is a frame. [1] Unknown. [7]")]

    assert "[1](#cite-4-1)" in chat_html.messages(told)[1]["content"]
    assert "[7]" in chat_html.messages(told)[1]["content"]
    assert 'id="cite-4-1"' in chat_html.sources(told)


def test_no_tag_of_a_user_or_a_document_reaches_the_page() -> None:
    told = [exchange("fine [1]")]

    shown = "".join(message["content"] for message in chat_html.messages(told)) + chat_html.sources(told)

    assert "<script" not in shown
    assert "<img" not in shown
    assert "<b>" not in shown


def test_the_rest_of_an_answer_waits_behind_more() -> None:
    told = [exchange("Short. [1]\n\nLong tail.", short="Short. [1]")]

    content = chat_html.messages(told)[1]["content"]

    assert content.index("Short.") < content.index("<details>") < content.index("Long tail.")


def test_before_anything_was_asked_there_are_questions_to_begin_with() -> None:
    assert chat_html.suggestions([], ["a", "b", "c", "d"]) == ("a", "b", "c")
