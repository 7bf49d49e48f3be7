"""Sentences: whole, in order, nothing lost, and what is not prose in one piece."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.text import blocks, sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("See e.g. Smith et al. 2020. It works.", ["See e.g. Smith et al. 2020.", "It works."]),
        ("The value is 3.14. Version 2.0 is out.", ["The value is 3.14.", "Version 2.0 is out."]),
        ("Use `a. b` here. Done.", ["Use `a. b` here.", "Done."]),
        ("With $f(x). g$ inside. Done.", ["With $f(x). g$ inside.", "Done."]),
        ("He said “Stop.” Then he left.", ["He said “Stop.”", "Then he left."]),
        ("**Bias.** It is an error. **Variance.** Too.", ["**Bias.**", "It is an error.", "**Variance.**", "Too."]),
        ("Wrapped\nover lines. And\nmore.", ["Wrapped\nover lines.", "And\nmore."]),
        ("- One. Two.\n- Three.", ["- One. Two.", "- Three."]),
        ("1. First. Then.\n2. Second.", ["1. First. Then.", "2. Second."]),
        ("Text.\n\n```python\na. b\n\nc. d\n```\n\nEnd.", ["Text.", "```python\na. b\n\nc. d\n```", "End."]),
        ("Text:\n$$\na. b\n$$\nEnd.", ["Text:", "$$\na. b\n$$", "End."]),
        ("| a. | b |\n|---|---|\n| c. d | e |\n\nEnd.", ["| a. | b |\n|---|---|\n| c. d | e |", "End."]),
        ("# A title. Yes\nText.", ["# A title. Yes", "Text."]),
        ("Is it y = a + ... + b here? Yes.", ["Is it y = a + ... + b here?", "Yes."]),
        ("Vitamin C. It helps.", ["Vitamin C.", "It helps."]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_sentences_of_a_text(text: str, expected: list[str]) -> None:
    assert [text[span.start : span.end] for span in sentences(text)] == expected


MARKDOWN = st.lists(
    st.sampled_from(
        [
            "word",
            "Word. ",
            "e.g. ",
            "? ",
            "\n",
            "\n\n",
            "```",
            "~~~",
            "$",
            "$$",
            "- ",
            "1. ",
            "| a |",
            "# ",
            "`",
            "**",
            "…",
            "\t",
        ]
    ),
    max_size=60,
).map("".join)


@settings(deadline=None, max_examples=300)
@given(MARKDOWN | st.text(max_size=200))
def test_only_white_space_lies_between_sentences_and_they_do_not_overlap(text: str) -> None:
    spans = sentences(text)

    at = 0
    for span in spans:
        assert not text[at : span.start].strip()
        assert span.start < span.end
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        at = span.end
    assert not text[at:].strip()
    assert len(blocks(text)) <= len(spans)
