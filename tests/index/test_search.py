import doctest
from concurrent.futures import ThreadPoolExecutor

import pytest

import index.retriever
from corpus.entries import Level
from index import Filter, Index, Turn, search
from index.conversation import Asked


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("how do I stop my model memorising the training set", "overfitting"),
        ("cv folds?", "cross-validation"),
        ("l1 vs l2", "l1-vs-l2"),
        ("PCA", "pca"),
        ("bacth normalizaton", "batch-normalisation"),
        ("batchnorm", "batch-normalisation"),
        ("which one sets weights to zero", "l1-vs-l2"),
        ("half of my rows have gaps", "missing-values"),
    ],
)
def test_the_entry_is_found_however_it_is_asked(notes: Index, query: str, expected: str) -> None:
    assert notes.search(query).hits[0].entry.id == expected


@pytest.mark.parametrize("query", ["why do people use cross validation?", "what is overfitting", "explain pca"])
def test_what_the_corpus_holds_is_answerable(notes: Index, query: str) -> None:
    assert notes.search(query).answerable


@pytest.mark.parametrize(
    "query", ["how do I configure a Kubernetes ingress with TLS?", "what should I cook tonight", "", "?!", "asdf qwer"]
)
def test_what_the_corpus_lacks_is_not_answerable(notes: Index, query: str) -> None:
    assert not notes.search(query).answerable


def test_without_the_entry_that_answers_the_confidence_falls(notes: Index) -> None:
    rest = Filter(entries=tuple(entry.id for entry in notes.entries() if entry.id != "batch-normalisation"))
    query = "what does batch normalisation do to a layer?"

    assert notes.search(query, only=rest).confidence < notes.search(query).confidence - 0.3


def test_a_name_that_nobody_knows_lowers_the_confidence(notes: Index) -> None:
    known = notes.search("what does batch normalisation do to a layer?").confidence

    assert notes.search("what does Zygmunt normalisation do to a layer?").confidence < known


def test_a_hit_shows_a_passage_as_it_stands_in_the_answer(notes: Index) -> None:
    result = notes.search("what happens at inference in batch normalisation?")

    best = result.hits[0]
    assert best.span is not None
    assert best.passage == best.entry.answer[slice(*best.span)]
    assert "running averages" in best.passage
    assert [hit.rank for hit in result.hits] == [1, 2, 3, 4, 5]
    assert all(0.0 <= hit.score <= 1.0 for hit in result.hits)
    assert [hit.score for hit in result.hits] == sorted((hit.score for hit in result.hits), reverse=True)


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        (Filter(topics=("validation",)), {"cross-validation"}),
        (Filter(levels=(Level.SENIOR,)), {"batch-normalisation"}),
        (Filter(documents=("notes.md",), topics=("validation", "regularisation")), {"cross-validation", "l1-vs-l2"}),
        (Filter(documents=("other.md",)), set()),
    ],
)
def test_a_filter_admits_only_its_own(notes: Index, only: Filter, expected: set[str]) -> None:
    assert {hit.entry.id for hit in notes.search("what is overfitting?", only=only).hits} == expected


def test_nothing_is_found_in_an_empty_index(empty: Index) -> None:
    result = empty.search("what is overfitting?")

    assert (result.hits, result.answerable, result.confidence) == ((), False, 0.0)


def test_a_follow_up_is_resolved_against_the_conversation(notes: Index) -> None:
    turns = [
        Turn(role="user", content="what is batch normalisation?"),
        Turn(role="assistant", content="It standardises the inputs of a layer with statistics of the mini-batch."),
        Turn(role="user", content="and at inference?"),
    ]

    result = notes.search(turns)

    assert result.query == "and at inference?"
    assert "batch normalisation" in result.standalone
    assert result.hits[0].entry.id == "batch-normalisation"


def test_many_searches_give_what_each_gives_alone(notes: Index) -> None:
    queries = ["what is overfitting?", "l1 vs l2", "how do I configure a Kubernetes ingress with TLS?"]

    together = notes.search_many(queries)

    for query, found in zip(queries, together, strict=True):
        alone = notes.search(query)
        assert [hit.entry.id for hit in found.hits] == [hit.entry.id for hit in alone.hits]
        assert found.confidence == pytest.approx(alone.confidence, abs=1e-3)


def test_threads_search_one_index_at_the_same_time(notes: Index) -> None:
    queries = ["what is overfitting?", "l1 vs l2", "PCA", "how does cross-validation work?"] * 10

    with ThreadPoolExecutor(8) as pool:
        found = [result.hits[0].entry.id for result in pool.map(notes.search, queries)]

    assert found == ["overfitting", "l1-vs-l2", "pca", "cross-validation"] * 10


def test_a_very_long_message_is_searched_too(notes: Index) -> None:
    message = "The weather was fine and we talked for long. " * 2000 + "What is overfitting?"

    assert len(notes.search(message).hits) == 5


def test_the_example_of_the_retriever_runs() -> None:
    assert doctest.testmod(index.retriever, raise_on_error=True).attempted > 5


def test_an_abbreviation_is_searched_with_what_it_stands_for_and_without(notes: Index) -> None:
    query = search.understood(notes.snapshot(), Asked("what is PCA for"))

    assert query.parts == ("what is PCA (principal component analysis) for", "what is PCA for")
