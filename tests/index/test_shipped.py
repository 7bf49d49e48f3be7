"""The vectors that come with the program."""

from pathlib import Path

import numpy as np
import pytest

from corpus import builtin
from corpus.entries import questions_of
from corpus.parsing import parse
from index import Embedder, Index, search, shipped, wordings
from index.chunks import chunks_of, text_hash
from index.conversation import Asked
from index.snapshot import assembled
from index.store import ChunkRow

from .conftest import NOTES, parsed

COVERED = 0.9  # of the built-in corpus; below that the first start takes long again


def test_nearly_all_of_the_built_in_corpus_has_its_vectors_shipped(embedder: Embedder) -> None:
    entries = [entry for document in builtin.documents() for entry in parse(document).entries]
    keys = {text_hash(chunk.text) for entry in entries for chunk in chunks_of(entry)}

    share = len(shipped.vectors(embedder.search_name, keys)) / len(keys)

    assert share >= COVERED, "run `coach corpus vectors`, and commit the file that it writes"


def test_a_built_in_document_is_not_embedded_and_found_as_if_it_were(empty: Index, embedder: Embedder) -> None:
    document = next(document for document in builtin.documents() if document.name.endswith("/validation.md"))
    entries = parse(document).entries
    chunks = [chunk for entry in entries for chunk in chunks_of(entry)]
    place = {entry.id: position for position, entry in enumerate(entries)}
    rows = [ChunkRow((document.name, place[c.entry_id]), c.role, text_hash(c.text), c.span) for c in chunks]
    fresh = embedder.encode_for_search([chunk.text for chunk in chunks])
    vectors = {row.text_hash: vector.tobytes() for row, vector in zip(rows, fresh, strict=True)}
    embedded = assembled([(entry, place[entry.id]) for entry in entries], rows, vectors, embedder.dimension, 0)

    report = empty.stock(document, entries)

    assert report.embedded <= (1 - COVERED) * report.chunks
    for asked in ("cv folds?", "why not tune on the test set", "my data has a time order", "nested cross-validation"):
        query = search.understood(embedded, Asked(asked))
        meant = wordings.meant(embedder.encode_for_search(query.parts), wordings.known(embedder.search_name))
        found = search.find(embedded, query, meant, 3, None)
        assert [hit.entry.id for hit in empty.search(asked, 3).hits] == [embedded.cards[at].id for at in found.places]


def test_vectors_hold_for_one_vector_space_only() -> None:
    with np.load(shipped.FILE) as stored:
        space, keys = str(stored["space"]), [key.decode() for key in stored["keys"]]

    assert len(shipped.vectors(space, keys)) == len(keys)
    assert shipped.vectors("another model", keys) == {}


def test_writing_embeds_only_what_is_new_and_drops_what_is_gone(embedder: Embedder, tmp_path: Path) -> None:
    _, entries = parsed(NOTES)
    file = tmp_path / "vectors.npz"

    first = shipped.write(entries[:-1], embedder, file)
    second = shipped.write(entries[1:], embedder, file)

    count = len({chunk.text for entry in entries[1:] for chunk in chunks_of(entry)})
    assert first[0] == first[1] > 0
    assert second == (count, len({chunk.text for chunk in chunks_of(entries[-1])}))
    with np.load(file) as stored:
        assert len(stored["keys"]) == count
        alone = embedder.encode_for_search([entries[-1].question])[0]
        at = list(stored["keys"]).index(text_hash(entries[-1].question).encode())
        assert float(stored["vectors"][at].astype(np.float32) @ alone) == pytest.approx(1.0, abs=1e-3)


def test_the_wordings_that_come_with_the_program_have_the_vectors_that_come_with_it(embedder: Embedder) -> None:
    entries = [entry for document in builtin.documents() for entry in parse(document).entries]
    asked = [text_hash(text) for entry in entries for text in questions_of(entry)]
    shipped_vectors = shipped.vectors(embedder.search_name, asked)

    known = wordings.known(embedder.search_name)

    assert known is not None
    np.testing.assert_array_equal(known.texts, np.array([shipped_vectors[key] for key in asked]))
