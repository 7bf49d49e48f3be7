"""Forests of regression trees, read from a file and asked; training needs scikit-learn, asking only numpy.

Extremely randomised trees (P. Geurts, D. Ernst, L. Wehenkel, Machine Learning, 2006): the mean over trees that were
grown on random cuts. Few labelled answers make a smooth estimate with them, where boosted trees follow the noise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees in flat arrays. roots: index of each tree's first node. feature: -1 in a leaf.

    value: what a node stands for, one row a node: shares of classes, or one number.
    """

    roots: NDArray[np.int32]
    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float16]

    @classmethod
    def read(cls, arrays: Mapping[str, NDArray[Any]], name: str) -> "Forest":
        """The forest of that name among the arrays of a file."""
        return cls(**{field: arrays[f"{name}_{field}"] for field in cls.__dataclass_fields__})

    def predict(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """The mean over the trees for each row."""
        rows = rows.astype(np.float32)
        at = np.tile(self.roots, (len(rows), 1))
        line = np.arange(len(rows))[:, None]
        while True:
            feature = self.feature[at]
            inner = feature >= 0
            if not inner.any():
                return np.asarray(self.value[at].mean(axis=1, dtype=np.float64))
            goes_left = rows[line, np.maximum(feature, 0)] <= self.threshold[at]
            at = np.where(inner, np.where(goes_left, self.left[at], self.right[at]), at)
