"""Which of several readings of a turn is believed."""

from collections.abc import Sequence

from index import Index, Turn
from index.following import weighed
from index.search import Found, FoundEntry

TREE, FOREST, OTHER = 1, 2, 3


def found(places: Sequence[int], scores: Sequence[float], nearest: Sequence[float] = (), sure: float = 0.9) -> Found:
    each = zip(places, scores, nearest or scores, strict=True)
    return Found(tuple(FoundEntry(place, (), score, None, cosine, ()) for place, score, cosine in each), sure)


def test_another_entry_that_the_turn_is_like_comes_before_the_one_that_was_told() -> None:
    said = found((TREE, FOREST), (0.62, 0.58))
    subject = found((FOREST, TREE), (0.65, 0.6))
    own = found((FOREST, OTHER), (0.7, 0.2))

    best = weighed((said, subject, own, found((TREE,), (0.9,))), 2, leans=True)

    assert best.places == (FOREST, TREE)
    assert best.confidence == said.confidence


def test_what_was_told_stays_first_where_it_is_clearly_the_best() -> None:
    said = found((TREE, FOREST), (0.8, 0.4))
    subject = found((TREE, FOREST), (0.8, 0.5))
    own = found((OTHER,), (0.2,), (0.1,))

    assert weighed((said, subject, own, found((TREE,), (0.9,))), 1, leans=True).places == (TREE,)


def test_a_turn_that_stands_alone_may_still_be_about_the_subject() -> None:
    alone = found((OTHER, TREE), (0.45, 0.4))
    subject = found((TREE, OTHER), (0.75, 0.3))

    assert weighed((alone, subject, alone, found((FOREST,), (0.9,))), 1, leans=False).places == (TREE,)


def test_one_reading_is_cut_to_what_was_asked_for() -> None:
    assert weighed((found((TREE, FOREST, OTHER), (0.9, 0.5, 0.1)),), 2, leans=False).places == (TREE, FOREST)


def test_a_follow_up_leads_to_the_entry_that_answers_it(notes: Index) -> None:
    turns = [
        Turn(role="user", content="what is overfitting?"),
        Turn(role="assistant", content="A model overfits when it learns the noise of its training data."),
        Turn(role="user", content="so how do I cut the data into folds?"),
    ]

    both = notes.search_many([turns, "what is PCA?"], 2)

    assert both[0].hits[0].entry.id == "cross-validation"
    assert [len(result.hits) for result in both] == [2, 2]
