"""Words in common, weighed by how rare they are: BM25 over the questions and over whole entries.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, by the library bm25s.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.words import terms

K1, B = 1.2, 0.75  # the usual values of the literature


class Lexical:
    """BM25 scores of every text for a query."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._bm25: Any = None
        self._n = len(texts)
        tokens = [terms(text) for text in texts]
        if any(tokens):
            import bm25s

            self._bm25 = bm25s.BM25(k1=K1, b=B)
            self._bm25.index([row or ["\0"] for row in tokens], show_progress=False)

    def scores(self, query_terms: Sequence[str]) -> NDArray[np.float32]:
        """A score per text, 0 where no word is shared."""
        ids = self._bm25.get_tokens_ids(list(query_terms)) if self._bm25 is not None else []
        if not ids:
            return np.zeros(self._n, dtype=np.float32)
        return np.asarray(self._bm25.get_scores_from_ids(ids), dtype=np.float32)
