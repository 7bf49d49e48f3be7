"""The cited sentences are marked where they stand, and nothing else changes."""

from coach.chats import Exchange
from coach.explanation import Citation, Explanation, Part
from corpus.entries import Entry, Location
from ui.sources_html import Cited, marked, sources

TEXT = "One is here. Two is there.\n\nBetween.\n\n- **Three** comes\n  third.\n\n```python\nfour = 4\n\nfive = 5\n```\n"
ENTRY = Entry(id="e/1", question="Q?", answer=TEXT, document="d.md", location=Location(start_line=3, end_line=9))


def cite(n: int, quote: str, part: Part = "answer", span: tuple[int, int] | None = None) -> Citation:
    return Citation(
        n=n, entry_id="e/1", question="Q?", document="d.md", location=ENTRY.location, quote=quote, part=part, span=span
    )


def shown(*citations: Citation, entry: Entry | None = ENTRY) -> str:
    explanation = Explanation(query="q", answer="a", answerable=True, citations=citations)
    return sources([Exchange(seq=4, text="q", explanation=explanation)], lambda entry_id: entry)


def at(quote: str, n: int = 1) -> Cited:
    return Cited(TEXT.index(quote), TEXT.index(quote) + len(quote), n)


def test_a_cited_sentence_is_marked_within_its_paragraph() -> None:
    assert marked(TEXT, [at("Two is there.", 2)], 4) == (
        'One is here. <mark id="cite-4-2" class="cite-4-2"><b class="n">2</b>Two is there.</mark>\n\n'
        '<p class="gap">…</p>'
    )


def test_a_citation_over_two_lines_is_one_mark_in_two_parts_and_leaves_the_list_a_list() -> None:
    text = marked(TEXT, [at("**Three** comes\n  third.")], 4)

    assert '- <mark id="cite-4-1" class="cite-4-1"><b class="n">1</b>**Three** comes</mark>\n' in text
    assert '  <mark class="cite-4-1">third.</mark>' in text


def test_no_tag_gets_into_code() -> None:
    text = marked(TEXT, [at("five = 5")], 4)

    assert "```python\nfour = 4\n\nfive = 5\n```" in text
    assert text.index("cite-4-1") < text.index("```python")


def test_one_card_holds_all_that_is_cited_of_an_entry() -> None:
    text = shown(cite(1, "One is here.", span=(0, 12)), cite(2, "A key point.", part="key_point"))

    assert text.count("<article") == 1
    assert '<p class="part">A key point</p>' in text
    assert 'href="/library?entry=e/1"' in text


def test_a_quotation_that_moved_is_found_again() -> None:
    assert '<b class="n">1</b>Between.</mark>' in shown(cite(1, "Between.", span=(0, 8)))


def test_what_left_the_library_is_shown_as_it_was_quoted() -> None:
    text = shown(cite(1, "One is here.", span=(0, 12)), entry=None)

    assert '<b class="n">1</b>One is here.</mark>' in text
    assert "Open in the library" not in text
