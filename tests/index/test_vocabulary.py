import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.vocabulary import Vocabulary, english_stems

TEXTS = [
    "Principal Component Analysis (PCA) finds the directions of greatest variance.",
    "SGD (stochastic gradient descent) takes one example at a time. Stochastic gradient descent is noisy.",
    "Batch normalization standardises a layer. Batch normalization helps training.",
    "A decision tree asks questions. A loss function says how wrong it is. The loss function is minimised.",
    "Overfitting means learning the noise of the training data. Backpropagation computes gradients.",
]
VOCABULARY = Vocabulary.of(TEXTS)


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("overfiting", "overfitting"),
        ("desicion tre", "decision tree"),
        ("los functon", "loss function"),
        ("stocastic gradeint decsent", "stochastic gradient descent"),
    ],
)
def test_misspelt_words_become_words_of_the_corpus(query: str, read: str) -> None:
    assert VOCABULARY.read(query).text == read


@pytest.mark.parametrize(
    ("query", "stands_for"),
    [
        ("pca?", "principal component analysis"),
        ("what is SGD", "stochastic gradient descent"),
        ("BN", "batch normalization"),
        ("batchnorm", "batch normalization"),
        ("backprop", "backpropagation"),
    ],
)
def test_abbreviations_are_read_off_the_corpus(query: str, stands_for: str) -> None:
    reading = VOCABULARY.read(query)

    assert " ".join(reading.expanded) == stands_for
    assert f"({stands_for})" in reading.text


@pytest.mark.parametrize("query", ["my bank can read the product owner's report", "the l2 norm", "C++ 17"])
def test_words_that_exist_are_left_alone(query: str) -> None:
    assert VOCABULARY.read(query).text == query


def test_a_vocabulary_survives_being_stored() -> None:
    again = Vocabulary.from_json(json.loads(json.dumps(VOCABULARY.to_json())))

    assert again.read("desicion tre with PCA") == VOCABULARY.read("desicion tre with PCA")


@given(st.text(max_size=80))
def test_any_text_can_be_read(query: str) -> None:
    reading = VOCABULARY.read(query)

    assert reading.repaired or reading.expanded or reading.text == query


@pytest.mark.parametrize(
    ("query", "stands_for"),
    [
        ("BoW", "bag of words"),
        ("kNN", "k nearest neighbours"),
        ("how do DTs work", "decision trees"),
        ("iForest", "isolation forest"),
        ("RF", "random forest"),
    ],
)
def test_initials_may_skip_no_word_stand_in_the_plural_or_be_written_in_part(query: str, stands_for: str) -> None:
    texts = [
        "What is a bag of words?\nA bag of words counts words.",
        "How do k nearest neighbours classify?\nThe k nearest neighbours vote.",
        "What are decision trees?\nDecision trees ask questions.",
        "How does an isolation forest find anomalies?\nAn isolation forest cuts at random.",
        "What is a random forest?\nA random forest (see also RF tuning) averages the trees of a random forest.",
    ]

    assert stands_for in Vocabulary.of(texts).read(query).text


def test_an_abbreviation_that_the_corpus_lacks_is_not_taken_for_a_like_one() -> None:
    assert Vocabulary.of(["What is a CNN?\nA CNN convolves."]).read("knn").text == "knn"


def test_common_words_are_less_unusual_than_rare_ones() -> None:
    stems = english_stems()

    assert stems["the"] < stems["tabl"] < stems["zebra"] <= 1.0


@pytest.mark.parametrize(
    ("query", "stands_for"),
    [
        ("RFE", "recursive feature elimination"),  # named once, in capitals
        ("ALS", "alternating least squares"),  # not the plural of "al"
        ("VAE", "variational autoencoder"),  # not "vanishing and exploding", which has its initials too
        ("batch norm", "normalization"),
        ("grad clipping", "gradient"),
        ("val acc", "validation accuracy"),
        ("train acc", "accuracy"),
    ],
)
def test_a_definition_a_name_or_the_company_of_a_word_says_what_it_is_short_for(query: str, stands_for: str) -> None:
    texts = [
        "One can use Recursive Feature Elimination for it. Alternating Least Squares (ALS) is another matter.",
        "A variational autoencoder (VAE) learns codes.",
        *["Batch normalization and gradient clipping keep vanishing and exploding gradients away."] * 3,
        *["Training accuracy was high. Validation accuracy was low."] * 3,
    ]

    assert " ".join(Vocabulary.of(texts).read(query).expanded) == stands_for


@pytest.mark.parametrize("query", ["docker", "apriori", "weather"])
def test_a_word_is_not_taken_for_another_that_no_slip_would_make_of_it(query: str) -> None:
    vocabulary = Vocabulary.of(["The doctor has a prior belief about what whether means. " * 3])

    assert vocabulary.read(query).text == query


@pytest.mark.parametrize(
    ("query", "share"),
    [
        ("stochastic gradient descent", 0.0),
        ("loss descent", 1.0),
        ("loss functions of a decision maker", 0.5),
        ("pca", 0.0),
    ],
)
def test_words_that_the_corpus_never_puts_side_by_side_are_strangers(query: str, share: float) -> None:
    assert VOCABULARY.read(query).strangers == share


def test_capitals_inside_a_word_make_it_a_name_and_no_slip() -> None:
    vocabulary = Vocabulary.of(["A graph has nodes. " * 3])

    assert vocabulary.read("what is GraphQL").text == "what is GraphQL"
    assert vocabulary.read("what is a grapph").text == "what is a graph"
    assert Vocabulary.of(["The ELBO is a bound. " * 3]).read("ELMo").text == "ELMo"


def test_what_is_a_word_is_not_repaired_into_another() -> None:
    vocabulary = Vocabulary.of(["The pos of a release is over the sea. " * 3])

    for words in ("pros and cons", "the mover", "a rebase"):
        assert vocabulary.read(words).text == words
    assert vocabulary.read("a relaese of hte sea").text == "a release of the sea"


def test_the_commands_of_a_formula_are_no_words() -> None:
    vocabulary = Vocabulary.of([r"The norm $\\lVert x \\rVert$ is a length. " * 3])

    assert vocabulary.read("how do I revert it").text == "how do I revert it"
