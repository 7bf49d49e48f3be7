import bm25s
import numpy as np
import pytest

from index.lexical import K1, B, Lexical
from index.words import stem, terms

TEXTS = [terms(text) for text in ("The cat sat on the mat", "A cat and a dog", "Dogs bark at night", "")]


def test_scores_are_those_of_bm25s() -> None:
    reference = bm25s.BM25(k1=K1, b=B)
    reference.index(TEXTS, show_progress=False)
    query = terms("cats and dogs at night")

    expected = reference.get_scores(query)

    np.testing.assert_allclose(Lexical.of(TEXTS).scores(query), expected, rtol=1e-5)


def test_an_unknown_word_scores_nothing_and_is_rarest() -> None:
    lexical = Lexical.of(TEXTS)

    assert lexical.scores(["zebra"]).tolist() == [0, 0, 0, 0]
    assert lexical.rarity("zebra") > lexical.rarity("mat") > lexical.rarity("cat")


def test_an_index_of_nothing_can_be_searched() -> None:
    assert Lexical.of([[], []]).scores(["cat"]).tolist() == [0, 0]


@pytest.mark.parametrize(("british", "american"), [("regularisation", "regularization"), ("memorising", "memorizing")])
def test_british_and_american_spelling_have_one_stem(british: str, american: str) -> None:
    assert stem(british) == stem(american)
