"""How fast is the index? Against the naive LangChain pipeline and plain sentence-transformers, in one run.

    python -m tests.benchmarks.index [ENTRIES]        default 10,000; 100,000 takes about half an hour and 4 GB

The entries are made up of words of the built-in corpus. All get the same two threads. Ratios are what counts; times are
of this machine. start: a new process from its start to the first result, model load included, second run.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np

os.environ.setdefault("HF_HUB_OFFLINE", "1")

from corpus.documents import document
from corpus.entries import Document, Entry, Location
from index import Embedder, Filter, Index
from index.chunks import chunks_of
from index.database import connect
from index.dense import Dense
from index.embedding import packaged_folder
from tests.benchmarks import retrieval_sets as sets

T = TypeVar("T")
PER_DOCUMENT = 1000
QUERIES = 100

OURS = """
import sys
from pathlib import Path
from typing import TypeVar
from index import Embedder, Index
from index.database import connect
home = Path(sys.argv[1])
index = Index(connect(f"sqlite:///{home / 'coach.db'}"), home, Embedder(cache=home / "cache"))
print(index.search("why do people use cross validation?").hits[0].entry.question)
"""
NAIVE = """
import sys
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings
from sentence_transformers import SentenceTransformer
model = SentenceTransformer(sys.argv[2], device="cpu")
class Encoded(Embeddings):
    def embed_documents(self, texts): return model.encode(texts).tolist()
    def embed_query(self, text): return model.encode(text).tolist()
store = Chroma("naive", Encoded(), persist_directory=sys.argv[1])
print(store.similarity_search("why do people use cross validation?", k=1)[0].page_content[:40])
"""


def main(count: int = 10_000) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        embedding_speed(home)
        library_speed(home / "library")
        large_speed(home / "large", count)


def embedding_speed(home: Path) -> None:
    """Chunks per second, and how like the vectors are."""
    from sentence_transformers import SentenceTransformer

    texts = [chunk.text for _, found in sets.library() for entry in found for chunk in chunks_of(entry)][:1000]
    model = SentenceTransformer(str(packaged_folder("all-MiniLM-L6-v2")), device="cpu")
    model.encode(texts[:32])
    reference, slow = timed(lambda: model.encode(texts, normalize_embeddings=True))
    embedder = Embedder(cache=home / "cache")
    embedder.encode(texts[:32])
    vectors, quick = timed(lambda: embedder.encode(texts))
    cosine = float((vectors * reference).sum(axis=1).mean())
    print(f"chunks/s: sentence-transformers {1000 / slow:.0f}, ours {1000 / quick:.0f}, {slow / quick:.1f} x")
    print(f"mean cosine between the two: {cosine:.4f}\n")


def library_speed(home: Path) -> None:
    """The built-in corpus: first index, a query, and a process from its start."""
    from langchain_chroma import Chroma
    from langchain_core.documents import Document as Chunk
    from langchain_core.embeddings import Embeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter
    from sentence_transformers import SentenceTransformer

    folder = str(packaged_folder("all-MiniLM-L6-v2"))
    model = SentenceTransformer(folder, device="cpu")

    class Encoded(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [[float(value) for value in row] for row in model.encode(texts)]

        def embed_query(self, text: str) -> list[float]:
            return [float(value) for value in model.encode(text)]

    home.mkdir()
    corpus = sets.library()
    index = Index(connect(f"sqlite:///{home / 'coach.db'}"), home, Embedder(cache=home / "cache"))
    _, first = timed(lambda: [index.sync(made, found) for made, found in corpus])
    print(f"first index of {sum(len(found) for _, found in corpus)} built-in entries: {first:.1f} s")
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    pieces = splitter.split_documents([Chunk(page_content=made.text) for made, _ in corpus])
    store = Chroma("naive", Encoded(), persist_directory=str(home / "naive"))
    store.add_documents(pieces)
    queries = [one.query for one in sets.queries()][:QUERIES]
    ours, naive = each(index.search, queries), each(lambda q: store.similarity_search(q, k=5), queries)
    row("query", statistics.median(ours), statistics.median(naive))
    index.close()
    for _ in range(2):
        _, mine = timed(lambda: start(OURS, str(home)))
        _, theirs = timed(lambda: start(NAIVE, str(home / "naive"), folder))
    row("start", mine * 1000, theirs * 1000)
    print()


def large_speed(home: Path, count: int) -> None:
    """Very many entries: searches exact, approximate and filtered; syncs; a lost Chroma folder."""
    home.mkdir()
    embedder = Embedder(cache=home / "cache")
    index = Index(connect(f"sqlite:///{home / 'coach.db'}"), home, embedder)
    documents = [made_up(number, min(PER_DOCUMENT, count - number)) for number in range(0, count, PER_DOCUMENT)]
    _, first = timed(lambda: [index.sync(*one) for one in documents])
    chunks = sum(info.chunks for info in index.documents())
    print(f"{count} entries, {chunks} chunks: first index {first:.0f} s, {chunks / first:.0f} chunks/s")
    _, again = timed(lambda: [index.sync(*one) for one in documents])
    print(f"sync with nothing changed: {again * 1000:.0f} ms")
    text, entries = documents[0]
    changed = [entries[0].model_copy(update={"answer": entries[0].answer + " One more remark."}), *entries[1:]]
    report = index.sync(document(text.name, text.text + "\n"), changed)
    print(f"sync with one entry changed: {report.embedded} texts embedded")
    _, load = timed(lambda: index.search("first"))
    _, steady = timed(lambda: index.search("second"))
    print(f"first search {load * 1000:.0f} ms, second {steady * 1000:.1f} ms")
    queries = [one.query for one in sets.queries()][:QUERIES]
    plain = each(index.search, queries)
    percentiles("search", plain)
    filtered = each(lambda q: index.search(q, only=Filter(topics=("topic-7",))), queries)
    percentiles("search by topic", filtered)
    print(f"filtered / unfiltered, medians: {statistics.median(filtered) / statistics.median(plain):.2f}")
    snapshot = index.snapshot()
    vectors = embedder.encode_for_search(queries)
    index.close()
    dense = Dense(home / "chroma", embedder.search_name)
    approximate = dense.nearest(vectors, 10)
    exact = np.argsort(-(np.asarray(snapshot.vectors) @ vectors.T), axis=0)[:40]
    keys = np.empty(len(snapshot.order), dtype="S32")
    keys[snapshot.order] = snapshot.sorted_keys
    shares = []
    for column, found in enumerate(approximate):
        true = list(dict.fromkeys(key.decode() for key in keys[exact[:, column]]))[:10]
        shares.append(len({key for key, _ in found} & set(true)) / 10)
    print(f"approximate search finds {statistics.mean(shares):.3f} of what exact search finds")
    dense.start_over()
    put_back, seconds = timed(index.heal)
    print(f"a lost Chroma folder: {put_back} vectors put back in {seconds:.0f} s")
    index.close()


def made_up(number: int, count: int) -> tuple[Document, list[Entry]]:
    """A document of entries whose sentences are shuffled from the built-in corpus."""
    random = np.random.default_rng(number)
    entries = []
    for at in range(number, number + count):
        words = random.choice(vocabulary(), size=60)
        question = "What about " + " ".join(words[:8]) + f" {at}?"
        entries.append(
            Entry(
                id=f"entry-{at}",
                question=question,
                answer=" ".join(words[8:34]) + ". " + " ".join(words[34:]) + ".",
                topics=(f"topic-{at % 50}",),
                document=f"made-up-{number}.md",
                location=Location(start_line=1, end_line=1),
            )
        )
    return document(f"made-up-{number}.md", "\n".join(entry.question for entry in entries)), entries


def vocabulary() -> list[str]:
    """Words of the built-in corpus, as often as they stand there."""
    if not _words:
        answers = [entry.answer for _, found in sets.library() for entry in found]
        _words.extend(word for answer in answers for word in answer.split() if word.isalpha())
    return _words


_words: list[str] = []


def start(program: str, *arguments: str) -> None:
    """Run a program in a new process."""
    subprocess.run([sys.executable, "-c", program, *arguments], check=True, capture_output=True)


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What work gives, and the seconds it took."""
    started = time.perf_counter()
    result = work()
    return result, time.perf_counter() - started


def each(search: Callable[[str], object], queries: list[str]) -> list[float]:
    """Milliseconds of each query, after a few that warm up."""
    for query in queries[:5]:
        search(query)
    return [timed(lambda query=query: search(query))[1] * 1000 for query in queries]  # type: ignore[misc]


def row(what: str, ours: float, naive: float) -> None:
    """One comparison with the naive pipeline."""
    print(f"{what}: ours {ours:.1f} ms, naive {naive:.1f} ms: {ours / naive:.2f} x")


def percentiles(what: str, milliseconds: list[float]) -> None:
    """Median and 95th percentile."""
    print(f"{what}: p50 {statistics.median(milliseconds):.1f} ms, p95 {np.quantile(milliseconds, 0.95):.1f} ms")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
