from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from corpus.errors import Misconfigured
from index import Embedder
from index.bert import Precision, build, buildable, quantised, weights_of
from index.embedding import packaged_folder, preferred

TEXTS = ["What is overfitting?", "A model that has learnt the noise of its training data.", "Rain in Lisbon. " * 40]


def test_vectors_are_those_of_sentence_transformers(embedder: Embedder) -> None:
    from sentence_transformers import SentenceTransformer

    folder = packaged_folder("all-MiniLM-L6-v2")
    expected = SentenceTransformer(str(folder), device="cpu").encode(TEXTS, normalize_embeddings=True)

    cosines = (embedder.encode(TEXTS) * expected).sum(axis=1)

    assert cosines.min() > 0.99


def test_a_texts_vector_does_not_depend_on_its_batch(embedder: Embedder) -> None:
    alone = np.vstack([embedder.encode([text]) for text in TEXTS])

    np.testing.assert_allclose(embedder.encode(TEXTS), alone, atol=1e-4)


def test_a_text_is_read_token_by_token_in_context(embedder: Embedder) -> None:
    bank, money, alone = embedder.encode_tokens(["The river bank was muddy.", "The bank lent us money.", "bank"])

    at = {word: n for n, word in enumerate(bank.words)}
    assert list(at) == ["The", "river", "bank", "was", "muddy", "."]
    np.testing.assert_allclose(np.linalg.norm(bank.vectors, axis=1), 1.0, atol=1e-4)
    assert float(bank.vectors[at["bank"]] @ money.vectors[money.words.index("bank")]) < 0.9
    assert alone.words == ("bank",)


def test_a_texts_tokens_do_not_depend_on_its_batch(embedder: Embedder) -> None:
    together = embedder.encode_tokens(TEXTS)

    for text, read in zip(TEXTS, together, strict=True):
        [alone] = embedder.encode_tokens([text])
        assert read.words == alone.words
        np.testing.assert_allclose(read.vectors, alone.vectors, atol=1e-3)


def test_vectors_have_unit_length_and_the_stated_dimension(embedder: Embedder) -> None:
    vectors = embedder.encode_for_search(["", *TEXTS])

    assert vectors.shape == (4, embedder.dimension)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-4)
    assert embedder.encode([]).shape == (0, embedder.dimension)


def test_the_graph_is_kept_in_the_cache_and_gives_the_same_vectors(embedder: Embedder, tmp_path: Path) -> None:
    first = Embedder(cache=tmp_path).encode(TEXTS)

    again = Embedder(cache=tmp_path).encode(TEXTS)

    assert len(list(tmp_path.glob("embedding-*.onnx"))) == 1
    np.testing.assert_array_equal(first, again)


def test_only_bert_with_mean_pooling_is_built_here(tmp_path: Path) -> None:
    folder = packaged_folder("all-MiniLM-L6-v2")

    assert folder is not None
    assert buildable(folder)
    assert not buildable(tmp_path)
    weights = weights_of(folder)
    assert len(build(folder, weights, Precision.INT8)) < len(build(folder, weights, Precision.FP32))


@settings(max_examples=25)
@given(arrays(np.float32, (3, 8), elements=st.floats(-4, 4, width=32)))
def test_no_processor_cuts_off_the_sum_of_two_products(weight: np.ndarray) -> None:
    steps, size = quantised(weight)

    neighbours = np.abs(steps.astype(int)).reshape(3, -1, 2).sum(axis=2)
    assert neighbours.max() * 255 < 2**15
    np.testing.assert_allclose(steps * size[:, None], weight, atol=float(size.max()) / 2 + 1e-6)


@pytest.mark.parametrize(("floats", "best"), [(3.0, Precision.INT8), (0.9, Precision.INT8), (0.5, Precision.FP32)])
def test_bytes_are_computed_in_unless_floats_are_clearly_faster(floats: float, best: Precision) -> None:
    assert preferred({Precision.FP32: floats, Precision.INT8: 1.0}) is best


def test_a_model_that_is_not_there_is_said_in_words() -> None:
    with pytest.raises(Misconfigured, match="no-such-model cannot be loaded"):
        Embedder("no-such-model").encode(["hello"])
