from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from corpus.entries import Detail, Entry, FollowUp, Location
from index import Role
from index.chunks import PASSAGE_WORDS, chunks_of, passages

LONG = " ".join(f"Sentence number {n} says something about the matter at hand." for n in range(40))


def entry(answer: str, *key_points: str) -> Entry:
    """An entry with an answer."""
    where = Location(start_line=1, end_line=2)
    return Entry(id="x", question="Why?", answer=answer, key_points=key_points, document="d.md", location=where)


def test_every_passage_carries_the_question_and_stands_in_the_answer() -> None:
    chunks = [chunk for chunk in chunks_of(entry(LONG)) if chunk.role == Role.ANSWER]

    assert len(chunks) > 5
    for chunk in chunks:
        assert chunk.span is not None
        assert chunk.text == f"Why?\n{LONG[slice(*chunk.span)]}"


def test_facts_are_the_key_points_and_else_the_sentences() -> None:
    with_points = chunks_of(entry("It is so. Because of that.", "It is so."))
    without = chunks_of(entry("It is so for this reason. There is another reason as well."))

    assert [chunk.text for chunk in with_points if chunk.role == Role.KEY_POINT] == ["It is so."]
    assert [chunk.text for chunk in without if chunk.role == Role.KEY_POINT] == [
        "It is so for this reason.",
        "There is another reason as well.",
    ]


def test_what_is_asked_next_is_a_fact_with_its_reply() -> None:
    asked_next = FollowUp(question="Since when?", good_reply="Since May.")
    chunks = chunks_of(entry("It is so.", "It is so.").model_copy(update={"follow_ups": (asked_next,)}))

    assert chunks[-1].role == Role.KEY_POINT
    assert chunks[-1].text == "Since when?\nSince May."


def test_other_wordings_come_after_the_question_itself() -> None:
    asked = entry("It is so.").model_copy(update={"also_asked": ("How come?", "For what reason?")})

    questions = [chunk.text for chunk in chunks_of(asked) if chunk.role == Role.QUESTION]

    assert questions == ["Why?", "How come?", "For what reason?"]


def test_a_detail_is_a_question_that_knows_where_it_is_answered() -> None:
    detail = Detail(question="Since when?", says="since May")
    asked = entry("It is so, and has been since May.").model_copy(update={"details": (detail,)})

    made = [chunk for chunk in chunks_of(asked) if chunk.role == Role.QUESTION]

    assert [chunk.text for chunk in made] == ["Why?", "Since when?"]
    assert asked.answer[slice(*(made[1].span or (0, 0)))] == "since May"


def test_a_question_without_an_answer_is_one_chunk() -> None:
    assert [chunk.role for chunk in chunks_of(entry(""))] == [Role.QUESTION]


@given(st.text(max_size=2000))
def test_passages_are_in_order_and_lose_no_word(answer: str) -> None:
    spans = list(passages(answer))

    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert "".join("".join(answer[start:end] for start, end in spans).split()) == "".join(answer.split())


def test_passages_are_of_a_length_that_the_model_reads() -> None:
    lengths = [len(LONG[start:end].split()) for start, end in passages(LONG)]

    assert all(PASSAGE_WORDS // 2 <= length <= 2 * PASSAGE_WORDS for length in lengths)
