"""Key points drawn from an answer that came with none."""

from corpus.entries import Entry, Location
from corpus.key_points import MOST, derive


def entry(answer: str, question: str = "What is a knot?") -> Entry:
    return Entry(
        id="knot", question=question, answer=answer, document="a.md", location=Location(start_line=1, end_line=1)
    )


ANSWER = """\
Sure, let us look at that. A knot joins two ropes or fastens one to a thing. It holds by friction between the turns.

Is it strong? However, every knot weakens a rope by a third or more, because the outer fibres carry most of the load.

- **Bowline**: makes a [fixed loop](https://example.org) that never slips under load. More below.
- **Hitch**: fastens a rope to a post and is quickly undone again.

```python
knot = "this is code and no key point at all"
```

| knot | use |
|---|---|
| bend | joins |
"""


def test_key_points_are_whole_sentences_of_prose_that_stand_alone() -> None:
    assert derive(entry(ANSWER)) == (
        "A knot joins two ropes or fastens one to a thing.",
        "Bowline: makes a fixed loop that never slips under load.",
        "Hitch: fastens a rope to a post and is quickly undone again.",
    )


def test_equal_entries_give_equal_points_and_never_too_many() -> None:
    long = " ".join(f"Fact number {i} says that thing{i} holds {i} times the weight." for i in range(40))

    points = derive(entry(long))

    assert len(points) == MOST
    assert points == derive(entry(long))
    assert all(point in long for point in points)


def test_an_answer_without_prose_gives_none() -> None:
    assert derive(entry("")) == ()
    assert derive(entry("```\ncode only\n```")) == ()
    assert derive(entry("![picture](a.png)")) == ()


def test_a_short_answer_is_its_own_key_point() -> None:
    assert derive(entry("It ties.")) == ("It ties.",)
