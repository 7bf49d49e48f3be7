"""Words in common, weighed by how rare they are: BM25 over the questions and over whole entries.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009. The library bm25s computes every
word's score in every text when the index is built; a query only adds up a few columns of that table, which is done
here, so that a search need not import anything for it.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

K1, B = 1.2, 0.75  # the usual values of the literature


class Lexical:
    """BM25 scores of every text for a query, and which texts hold a word.

    vocabulary: the column of each word. scores, texts: the table column by column, `starts` where each column begins.
    """

    def __init__(
        self,
        vocabulary: Mapping[str, int],
        scores: NDArray[np.float32],
        texts: NDArray[np.int32],
        starts: NDArray[np.int64],
        n: int,
    ) -> None:
        self.vocabulary = vocabulary
        self.table = (scores, texts, starts)
        self.n = n

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]]) -> "Lexical":
        """The index of texts that are given as their terms."""
        if not any(texts):
            return cls({}, np.zeros(0, np.float32), np.zeros(0, np.int32), np.zeros(1, np.int64), len(texts))
        import bm25s

        bm25 = bm25s.BM25(k1=K1, b=B)
        bm25.index([list(row) for row in texts], show_progress=False, create_empty_token=False)
        table = bm25.scores
        vocabulary = {str(word): int(column) for word, column in bm25.vocab_dict.items()}
        scores, rows = table["data"].astype(np.float32), table["indices"].astype(np.int32)
        return cls(vocabulary, scores, rows, table["indptr"].astype(np.int64), len(texts))

    def scores(self, query_terms: Sequence[str]) -> NDArray[np.float32]:
        """A score per text, 0 where no word is shared."""
        out = np.zeros(self.n, dtype=np.float32)
        for term in query_terms:
            scores, texts = self._column(term)
            out[texts] += scores
        return out

    def holds(self, term: str) -> NDArray[np.int32]:
        """The places of the texts that hold a term."""
        return self._column(term)[1]

    def rarity(self, term: str) -> float:
        """How much a term tells: its inverse document frequency, in nats. Highest for a term that no text holds."""
        df = len(self._column(term)[1])
        return float(np.log1p((self.n - df + 0.5) / (df + 0.5)))

    def _column(self, term: str) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
        scores, texts, starts = self.table
        column = self.vocabulary.get(term)
        if column is None:
            return scores[:0], texts[:0]
        return scores[starts[column] : starts[column + 1]], texts[starts[column] : starts[column + 1]]
