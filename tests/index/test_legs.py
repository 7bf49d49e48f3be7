"""Search among so many vectors that they are found by their sketches first."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.entries import Entry, Location
from index import Filter, Index, Role, legs, search
from index.conversation import Asked
from index.sketches import apart, sketched
from index.snapshot import LEGS, Snapshot, assembled
from index.store import ChunkRow
from index.wordings import Meant

ENTRIES = 3000
DIMENSION = 384


@pytest.fixture(scope="module")
def many() -> Snapshot:
    """Entries around fifty subjects, each with a question, a whole and two facts; every tenth has no facts."""
    random = np.random.default_rng(0)
    subjects = random.standard_normal((50, DIMENSION))
    entries, rows, vectors = [], [], {}
    for at in range(ENTRIES):
        where = Location(start_line=1, end_line=1)
        topics = (f"topic-{at % 20}",)
        made = Entry(id=f"e{at}", question=f"question {at}", topics=topics, document="d.md", location=where)
        entries.append((made, at))
        for number, role in enumerate((Role.QUESTION, Role.ENTRY, Role.KEY_POINT, Role.KEY_POINT)):
            if role is Role.KEY_POINT and at % 10 == 0:
                continue
            key = f"{at * 4 + number:032x}"
            vector = subjects[at % 50] + 1.2 * random.standard_normal(DIMENSION)
            vectors[key] = (vector / np.linalg.norm(vector)).astype("<f4").tobytes()
            rows.append(ChunkRow(("d.md", at), role, key, None))
    snapshot = assembled(entries, rows, vectors, DIMENSION, 1)
    return replace(snapshot, sketches=sketched(snapshot.vectors, snapshot.centre))


def queries(snapshot: Snapshot) -> NDArray[np.float32]:
    """Vectors somewhat away from some of those that are held."""
    random = np.random.default_rng(1)
    rows = random.choice(len(snapshot.vectors), 40)
    near = snapshot.vectors[rows] + 0.04 * random.standard_normal((40, DIMENSION))
    return np.asarray(near / np.linalg.norm(near, axis=1, keepdims=True), dtype=np.float32)


def test_sketches_differ_in_the_bits_that_lie_on_different_sides() -> None:
    vectors = np.array([[1, 1, 1], [1, -1, 1], [-1, -1, -1]], dtype=np.float32)

    sketches = sketched(vectors, np.zeros(3, dtype=np.float32))

    assert apart(sketches, sketches[:, 0]).tolist() == [0, 1, 3]


def test_the_nearest_of_every_leg_are_among_those_that_sketches_find(many: Snapshot) -> None:
    everything = np.arange(ENTRIES)
    shares = []
    for vector in queries(many):
        found = legs.near(many, vector[None, :], None)
        exact = legs.of(replace(many, sketches=None), vector[None, :], everything)
        for leg in range(len(LEGS)):
            shares.append(np.isin(np.argsort(-exact[:, leg])[:10], found).mean())

    assert np.mean(shares) >= 0.98


def test_sketches_find_only_what_a_filter_admits_and_find_it_all(many: Snapshot) -> None:
    admitted = many.admitted(Filter(topics=("topic-3",)))

    found = legs.near(many, queries(many)[:1], admitted, kept=ENTRIES)

    assert found.tolist() == np.flatnonzero(admitted).tolist()


def test_an_entry_is_as_near_alone_as_among_all(many: Snapshot) -> None:
    vectors = queries(many)[:1]
    some = np.array([0, 7, 10, 2999])

    together = legs.of(replace(many, sketches=None), vectors, np.arange(ENTRIES))

    np.testing.assert_allclose(legs.of(many, vectors, some), together[some], atol=1e-6)


def test_what_an_entry_lacks_counts_as_its_question(many: Snapshot) -> None:
    question, facts = (many.rows(LEGS.index(leg), 10) for leg in (Role.QUESTION, Role.KEY_POINT))

    assert facts.stop - facts.start == 1
    np.testing.assert_array_equal(many.vectors[facts], many.vectors[question])
    assert many.owners[facts].tolist() == [10]


def test_results_are_the_same_with_sketches_and_without(notes: Index) -> None:
    snapshot = notes.snapshot()
    sketched_too = replace(snapshot, sketches=sketched(snapshot.vectors, snapshot.centre))
    query = search.understood(snapshot, Asked("how do I stop my model memorising the training set"))
    meant = Meant(notes.embed_query(query.parts))

    exact, found = (search.find(one, query, meant, 3, None) for one in (snapshot, sketched_too))

    assert found.places == exact.places
    scores = [[one.score for one in finds.entries] for finds in (found, exact)]
    assert scores[0] == pytest.approx(scores[1], abs=1e-6)


def test_a_long_message_is_searched_by_where_it_asks_too(notes: Index) -> None:
    before, asking, after = (
        "Hello, I am new here. My colleague showed me a picture of two lines. They came apart at the end of it.",
        "He said that the training error still fell. But the validation error rose. What is that called?",
        "Thanks a lot for your time.",
    )

    query = search.understood(notes.snapshot(), Asked(f"{before} {asking} {after}"))

    assert query.parts == (f"{before} {asking} {after}", asking)
