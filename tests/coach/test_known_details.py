"""Questions about details that somebody wrote down: asked in like words, the answer begins where they are answered."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.coach import Coach
from coach.settings import Settings

NOTES = """# Tides

What the sea does.

## What is a tide?

- id: tide
- level: junior
- kind: concept
- topics: sea

A tide is the rise and fall of the sea that comes twice a day. The moon pulls at the water, and the water bulges on both
sides of the globe. Where both bodies pull in one line the range is at its greatest, which sailors call springs. In a
narrow bay the flood has nowhere to go and piles up to fifteen metres. Harbour masters print its times a year ahead.

### Also asked

- Why does the water at the beach go up and down?

### Details

- How is it that some places have such an enormous difference between high and low water?
  - In a narrow bay the flood
  - and why so huge in Fundy?
- Can I find out in advance when I can leave the port?
  - Harbour masters print its times
  - who tells me?
"""


@pytest.fixture
def coach(tmp_path: Path) -> Iterator[Coach]:
    (tmp_path / "tides.md").write_text(NOTES)
    coach = Coach(Settings(home=tmp_path / "home", builtin_corpus=False))
    coach.prepare()
    list(coach.ingest([tmp_path / "tides.md"]))
    yield coach
    coach.close()


def short(coach: Coach, *turns: str) -> str:
    chat = coach.chats.start()
    for turn in turns:
        *_, told = coach.say(chat, turn)
    return " ".join(told.short.split())


@pytest.mark.parametrize(
    ("asked", "opening"),
    [
        ("how come the difference of high and low water is enormous in some places?", "In a narrow bay"),
        ("can I find out in advance when to leave port?", "Harbour masters print"),
        ("what is a tide?", "A tide is the rise and fall"),
        ("why does the sea at the beach go up and down?", "A tide is the rise and fall"),
    ],
)
def test_the_answer_begins_where_what_is_asked_is_answered(coach: Coach, asked: str, opening: str) -> None:
    assert short(coach, asked).startswith(opening)


def test_a_detail_is_known_by_how_it_is_asked_next(coach: Coach) -> None:
    assert "Harbour masters print" in short(coach, "what is a tide?", "and who tells me?")


def test_a_hit_says_how_like_the_query_is_to_each_detail_and_to_the_question_apart_from_them(coach: Coach) -> None:
    hit = coach.index.search("Can I find out in advance when I can leave the port?").hits[0]

    first, second = hit.details
    assert second[1] == pytest.approx(1.0, abs=2e-3)
    assert hit.entry.answer[second[0] :].startswith("Harbour masters print")
    assert first[1] < second[1]
    assert hit.likeness < second[1]
