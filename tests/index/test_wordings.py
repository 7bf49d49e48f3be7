"""What a query is another wording of."""

from pathlib import Path

import numpy as np

from corpus import builtin
from corpus.entries import Entry, questions_of
from corpus.parsing import parse
from index import Embedder, Index, search, wordings
from index.conversation import Asked
from index.database import connect
from index.wordings import Wordings

from .conftest import NOTES, parsed

WORDED = {
    "overfitting": ("My loss on the examples it has seen is tiny, and on others huge",),
    "pca": ("Fewer columns, same spread",),
}


def worded() -> list[Entry]:
    """The notes, some of their questions in other wordings."""
    return [entry.model_copy(update={"also_asked": WORDED.get(entry.id, ())}) for entry in parsed(NOTES)[1]]


def known(entries: list[Entry], embedder: Embedder) -> Wordings:
    return wordings.of(entries, embedder.encode_for_search(wordings.texts_of(entries)))


def test_a_query_is_pulled_towards_the_question_that_it_is_a_wording_of(embedder: Embedder) -> None:
    entries = worded()
    vectors = embedder.encode_for_search(["tiny loss on what it has seen, huge on others"])

    meant = wordings.meant(vectors, known(entries, embedder))

    question = embedder.encode_for_search(["What is overfitting?"])[0]
    assert meant.pulled is not None
    assert meant.pulled[0] @ question > vectors[0] @ question
    np.testing.assert_allclose(np.linalg.norm(meant.pulled[0]), 1.0, atol=1e-5)


def test_the_surer_a_wording_is_the_farther_a_query_is_pulled(embedder: Embedder) -> None:
    entries = worded()
    (surely, hardly) = embedder.encode_for_search(["Fewer columns and the same spread", "columns of a table"])

    near, far = (wordings.meant(vector[None], known(entries, embedder)) for vector in (surely, hardly))

    assert near.pulled is not None
    assert far.pulled is not None
    assert near.likeness > far.likeness
    assert near.pulled[0] @ surely < far.pulled[0] @ hardly  # what is left of the query itself


def test_only_the_whole_of_a_message_is_pulled(embedder: Embedder) -> None:
    vectors = embedder.encode_for_search(["the whole message", "a part of it"])

    meant = wordings.meant(vectors, known(worded(), embedder))

    assert meant.pulled is not None
    np.testing.assert_array_equal(meant.pulled[1:], vectors[1:])


def test_what_the_documents_say_in_the_query_s_own_words_is_searched_as_it_is(notes: Index, embedder: Embedder) -> None:
    snapshot = notes.snapshot()
    query = search.understood(snapshot, Asked("How does cross-validation work?"))
    meant = wordings.meant(notes.embed_query(query.parts), known(worded(), embedder))

    gathered = search.gather(snapshot, query, meant, None)

    np.testing.assert_array_equal(gathered.vectors, meant.vectors)


def test_a_wording_that_only_the_built_in_corpus_knows_finds_the_entry_of_another_document(notes: Index) -> None:
    found = notes.search("the model learned the noise by heart").hits

    assert found[0].entry.id == "overfitting"


def test_wordings_are_known_in_the_vector_space_they_were_written_for(embedder: Embedder, tmp_path: Path) -> None:
    entries, file = worded(), tmp_path / "wordings.npz"
    vectors = embedder.encode_for_search(wordings.texts_of(entries))

    wordings.write(entries, vectors, "a space", file)

    held = wordings.known("a space", file)
    assert held is not None
    np.testing.assert_allclose(held.texts, wordings.of(entries, vectors).texts, atol=1e-3)
    assert wordings.known("another space", file) is None


def test_a_query_stands_for_itself_where_no_wordings_are_known(embedder: Embedder) -> None:
    vectors = embedder.encode_for_search(["cv folds?"])

    assert wordings.meant(vectors, None).pulled is None


def test_the_wordings_that_come_with_the_program_are_those_of_its_model(embedder: Embedder) -> None:
    assert wordings.known(embedder.search_name) is not None, "run `coach corpus vectors`, and commit what it writes"


def test_a_question_of_the_built_in_corpus_is_found_in_every_wording_that_it_lists(
    tmp_path: Path, embedder: Embedder
) -> None:
    index = Index(connect(f"sqlite:///{tmp_path}/coach.db"), tmp_path, embedder)
    for document in builtin.documents():
        index.sync(document, parse(document).entries, builtin=True)
    asked = [(text, entry.id) for entry in index.entries() for text in questions_of(entry)][::5]

    found = [result.hits[0].entry.id for result in index.search_many([text for text, _ in asked])]

    right = sum(id_ == wanted for id_, (_, wanted) in zip(found, asked, strict=True))
    assert right >= 0.99 * len(asked)
