"""Whether one sentence says the contrary of another, and what a question takes for granted."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from coach.explaining.grounding import grounded
from coach.explaining.offline import explain_offline
from coach.explaining.premises import correction, premise_of
from coach.explaining.with_model import explain, prompt
from coach.explanation import NOTES_DIFFER
from coach.grading.opposing import opposes
from coach.grading.remembering import remembered
from coach.models.spec import ModelSpec, open_model
from corpus.builtin import documents
from corpus.parsing import parse
from index.hits import Turn
from tests.benchmarks.support import answers, of_pair, outcome, pairs
from tests.sea import EMBEDDER, READER, TIDE, WAVE, entry, found
from tests.servers import serving

Embed = Callable[[Sequence[str]], NDArray[np.float32]]


@pytest.fixture(scope="session")
def embed() -> Embed:
    return remembered(EMBEDDER.encode)


@pytest.mark.parametrize(
    ("said", "passage"),
    [
        ("Tides depend on the wind.", "Tides do not depend on the wind."),
        ("Bagging mainly reduces bias.", "Bagging mainly reduces variance, while boosting mainly reduces bias."),
        ("Lowering the threshold usually raises precision.", "Raising the threshold raises precision."),
        ("Mars is larger than Venus.", "Venus is larger than Mars."),
        ("Bagging reduces bias.", "Bagging reduces variance rather than bias."),
        ("The solution is a global optimum.", "The solution is only a local optimum."),
    ],
    ids=["negation", "another's claim", "the other way", "sides of a comparison", "what is denied", "opposite"],
)
def test_a_contradiction_is_seen(said: str, passage: str) -> None:
    assert opposes(said, passage)
    assert not opposes(passage, passage)


@pytest.mark.parametrize(
    ("said", "passage"),
    [
        ("Dividing keeps the softmax from saturating.", "Dividing makes the softmax not saturate."),
        ("A large k gives high bias and low variance.", "A small k gives low bias and high variance."),
        ("L2 shrinks weights but does not make them zero.", "L1 makes weights zero, whereas L2 only shrinks them."),
        ("The Moon pulls the near side.", "The wind does not make tides."),
    ],
    ids=["denied in other words", "all the other way is the same rule", "two turns", "something else"],
)
def test_other_words_for_the_same_are_no_contradiction(said: str, passage: str) -> None:
    assert not opposes(said, passage)


def test_a_sentence_that_contradicts_its_passage_loses_its_citation(embed: Embed) -> None:
    checked = grounded("Tides depend on the wind [1].", [TIDE], read=READER.tokens)

    assert checked.citations == ()


def share_cited(told: Iterable[tuple[str, str]], wanted: str) -> float:
    marks = [became == "cited" for label, became in told if label == wanted]
    return sum(marks) / len(marks)


def test_on_pairs_of_sentences_agreement_is_cited_and_contradictions_mostly_are_not() -> None:
    """The floor under `python -m tests.benchmarks.support`, on all of its pairs."""
    told = [(p.label, outcome(p.said, [of_pair(p)], of_pair(p), READER.tokens)) for p in pairs()]

    assert share_cited(told, "supported") > 0.9
    assert share_cited(told, "contradicted") < 0.5
    assert share_cited(told, "unsupported") < 0.5


def test_what_a_good_model_says_in_its_own_words_is_cited_and_what_it_adds_is_not() -> None:
    """The same floor under its answers, each beside its own entry."""
    known = {entry.id: entry for document in documents() for entry in parse(document).entries}
    rows = [said for said in answers() if said.split == "held-out"]
    told = [(said.label, outcome(said.said, [known[said.entry]], known[said.entry], READER.tokens)) for said in rows]

    assert share_cited(told, "supported") > 0.9
    assert share_cited(told, "beyond") < 0.15


@pytest.mark.parametrize(
    ("question", "premise"),
    [
        ("Since L1 can never give zeros, why is it used for selection?", "L1 can never give zeros"),
        ("why does a larger learning rate always help?", "a larger learning rate always help"),
        ("Why don't tides depend on the Moon's pull?", "not tides depend on the Moon's pull"),
        ("Trees need scaled features, right?", "Trees need scaled features"),
        ("Is it true that ships displace their weight?", "ships displace their weight"),
        ("What are tides?", ""),
        ("why?", ""),
        ("How do ships float, and what is a wave?", ""),
    ],
)
def test_what_a_question_takes_for_granted_is_read_from_it(question: str, premise: str) -> None:
    assert premise_of(question) == premise


FALSE, TRUE = "Why do tides depend on the wind?", "Why do tides repeat every 12 hours?"


def test_a_false_premise_is_put_right_first_and_from_the_passage() -> None:
    turns = [Turn(role="user", content=FALSE)]

    explanation = explain_offline(turns, found(FALSE, TIDE, WAVE), reader=READER)

    corrected = "Unlike waves, tides do not depend on the wind."
    assert explanation.answer.startswith(f"{NOTES_DIFFER}\n\n{corrected} [1]")
    assert explanation.citations[0].quote == corrected
    assert TIDE.answer[slice(*explanation.citations[0].span or ())] == corrected


def test_a_mistake_that_the_entry_names_is_put_right_by_what_denies_it(embed: Embed) -> None:
    knots = entry(
        "What is a bowline for?",
        "A bowline makes a loop that holds. It does not slip under load.",
        pitfalls=("A bowline slips under load.",),
    )

    mended = correction("Since a bowline slips under load, when is it used?", [knots], embed)

    assert mended is not None
    assert mended.quote == "It does not slip under load."


def test_that_something_never_happens_is_put_right_by_a_sentence_in_which_it_does(embed: Embed) -> None:
    penalties = entry(
        "How do the lasso and ridge differ?",
        "The lasso sets some weights exactly to zero. Ridge never gives zero weights.",
    )

    mended = correction("Since the lasso can never give zero weights, why is it used?", [penalties], embed)

    assert mended is not None
    assert mended.quote == "The lasso sets some weights exactly to zero."
    assert correction("Since ridge can never give zero weights, why is it used?", [penalties], embed) is None


@pytest.mark.parametrize("question", [TRUE, "Why does the Moon's pull cause tides?", "What are tides?"])
def test_a_true_premise_is_left_alone(question: str, embed: Embed) -> None:
    assert correction(question, [TIDE, WAVE], embed) is None


def test_a_model_is_told_what_is_wrong_with_the_question(embed: Embed) -> None:
    spec = ModelSpec(provider="openai", name="x")
    turns = [Turn(role="user", content=FALSE)]

    wrong, _ = prompt(turns, found(FALSE, TIDE), [TIDE], spec, embed)
    right, _ = prompt([Turn(role="user", content=TRUE)], found(TRUE, TIDE), [TIDE], spec, embed)

    assert "The notes contradict part of this question" in str(wrong[-1].content)
    assert "The notes contradict part of this question" not in str(right[-1].content)


def test_a_model_that_agrees_all_the_same_is_contradicted_where_it_does(embed: Embed) -> None:
    with serving(lambda request: "Tides depend on the wind [1]. Tides are the rise and fall of the sea [1].") as server:
        spec = ModelSpec.parse("openai:scripted", base_url=server.openai())
        assert spec is not None
        turns = [Turn(role="user", content=FALSE)]

        *_, last = explain(turns, found(FALSE, TIDE), open_model(spec, environ={}), spec, reader=READER)

    assert last.answer.startswith("Tides depend on the wind. *(my notes say otherwise)*")


def test_what_the_asker_has_seen_is_no_premise() -> None:
    assert premise_of("Why is my validation loss lower than my training loss?") == ""
    assert premise_of("Why is the validation loss lower than the training loss?")
