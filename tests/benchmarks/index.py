"""How fast is the index? Against the naive LangChain pipeline and plain sentence-transformers, in one run.

    python -m tests.benchmarks.index [ENTRIES...]        default 10000; 100000 takes about ten minutes and 4 GB

The naive pipeline: RecursiveCharacterTextSplitter 1000/200, Chroma, the same model by sentence-transformers. Both get
the same two threads, and their queries take turns. Ratios are what counts; times are of this machine.

Embedding speed is measured on passages of the built-in corpus. Very many entries are made up: two sentences of the
built-in corpus each, with invented names, as on a flash card. Their vectors are real ones, mixed in pairs and
perturbed, since embedding 100,000 entries takes an hour. Everything else is what the product does with real ones.
"""

import hashlib
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

os.environ.setdefault("HF_HUB_OFFLINE", "1")

from corpus.documents import document
from corpus.entries import Document, Entry, Level, Location
from corpus.text import sentences
from index import Embedder, Filter, Index, legs, search
from index.chunks import chunks_of
from index.conversation import Asked
from index.database import connect
from index.dense import Dense
from index.embedding import packaged_folder
from index.snapshot import LEGS, Snapshot
from index.wordings import known, meant
from tests.benchmarks import retrieval_sets as sets

T = TypeVar("T")
THREADS = 2
SAMPLE = 600  # passages embedded to measure the speed
FEW = 40  # entries of a small library
PER_DOCUMENT = 1000
QUERIES = 100
NAME = re.compile(r"[bdfgklmnprst]{3}\d+")  # of what an entry is about, invented
COMPARED = 30  # queries answered exactly too, out of very many entries
TOPICS = 50
FOLDER = str(packaged_folder("all-MiniLM-L6-v2"))

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
print(store.similarity_search(sys.argv[3], k=5)[0].page_content[:40])
"""
KILLED = """
import sys
from pathlib import Path
from index import Embedder, Index
from index.database import connect
from tests.benchmarks.index import reworded
home = Path(sys.argv[1])
index = Index(connect(f"sqlite:///{home / 'coach.db'}"), home, Embedder(cache=home / "cache"))
report = index.sync(*reworded(), lambda what, done, total: print(done, total, flush=True))
print("embedded", report.embedded, flush=True)
"""


def main(*counts: int) -> None:
    """Print it all."""
    import torch

    torch.set_num_threads(THREADS)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        embedding(home)
        small(home / "small")
        resumed(home / "resumed")
        for count in counts or (10_000,):
            large(home / f"large-{count}", count, home / "cache")


def embedding(home: Path) -> None:
    """Chunks per second beside sentence-transformers' default `encode`, and what either's vectors find."""
    from sentence_transformers import SentenceTransformer

    corpus = [entry for _, found in sets.library() for entry in found]
    texts = [chunk.text for entry in corpus for chunk in chunks_of(entry)][:: 1 + len(corpus) * 13 // SAMPLE][:SAMPLE]
    model = SentenceTransformer(FOLDER, device="cpu")
    model.encode(texts[:32])
    embedder = Embedder(cache=home / "cache")
    embedder.encode(texts[:32])
    slow, quick = [], []
    for _ in range(3):
        reference, seconds = timed(lambda: model.encode(texts, normalize_embeddings=True))
        slow.append(seconds)
        vectors, seconds = timed(lambda: embedder.encode(texts))
        quick.append(seconds)
    theirs, ours = SAMPLE / min(slow), SAMPLE / min(quick)
    print(f"chunks/s: sentence-transformers {theirs:.0f}, ours {ours:.0f}: {ours / theirs:.1f} x (>= 3)")
    print(f"mean cosine between the two: {float((vectors * reference).sum(axis=1).mean()):.4f}")
    wholes = [f"{entry.question}\n{entry.answer[:1200]}" for entry in corpus]
    known = sets.ids_of(corpus)
    labelled = [(one.query, known_ids(one, known)) for one in sets.queries()]
    labelled = [(query, ids) for query, ids in labelled if ids][:: 1 + len(sets.queries()) // 300]
    queries = [query for query, _ in labelled]

    def gain(encode: Callable[[list[str]], Any]) -> float:
        order = np.argsort(-(np.asarray(encode(queries)) @ np.asarray(encode(wholes)).T), axis=1)[:, :10]
        gains = [
            max((1 / np.log2(place + 2) for place, row in enumerate(rows) if corpus[row].id in ids), default=0.0)
            for rows, (_, ids) in zip(order, labelled, strict=True)
        ]
        return float(np.mean(gains))

    theirs, ours = gain(lambda some: model.encode(some, normalize_embeddings=True)), gain(embedder.encode)
    print(f"nDCG@10, one vector per entry: theirs {theirs:.4f}, ours {ours:.4f}: {ours / theirs:.4f} (>= 0.997)\n")


def known_ids(one: sets.Labelled, known: dict[str, str]) -> set[str]:
    """The ids that a query is labelled with."""
    labels: Sequence[str] = getattr(one, "entries", None) or (getattr(one, "entry", ""),)
    return {known[label] for label in labels if label in known}


def small(home: Path) -> None:
    """Forty entries: a query, and a process from its start to the first result."""
    from langchain_chroma import Chroma
    from langchain_core.documents import Document as Passage
    from langchain_core.embeddings import Embeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(FOLDER, device="cpu")

    class Encoded(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [[float(value) for value in row] for row in model.encode(texts)]

        def embed_query(self, text: str) -> list[float]:
            return [float(value) for value in model.encode(text)]

    home.mkdir()
    index = Index(connect(f"sqlite:///{home / 'coach.db'}"), home, Embedder(cache=home / "models"))
    taken: list[Document] = []
    for made, found in sets.library():
        if sum(info.entries for info in index.documents()) < FEW:
            index.sync(made, found)
            taken.append(made)
    entries = len(index.entries())
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    store = Chroma("naive", Encoded(), persist_directory=str(home / "naive"))
    store.add_documents(splitter.split_documents([Passage(page_content=made.text) for made in taken]))
    queries = [one.query for one in sets.queries()][:QUERIES]
    ours, naive = in_turn([index.search, lambda query: store.similarity_search(query, k=5)], queries)
    compared(f"query at {entries} entries", ours, naive, 0.5)
    index.close()
    program = str(Path(sys.executable).with_name("coach"))
    environment = {**os.environ, "COACH_BUILTIN_CORPUS": "0"}
    search_ = [program, "search", queries[0], "--home", str(home)]
    ask = [program, "ask", queries[0], "--home", str(home)]
    plain = [sys.executable, "-c", NAIVE, str(home / "naive"), FOLDER, queries[0]]
    started: list[float] = []
    asked: list[float] = []
    theirs: list[float] = []
    for _ in range(4):  # the first finds nothing in the caches, and is left out
        for command, seconds in ((search_, started), (ask, asked), (plain, theirs)):
            seconds.append(timed(lambda command=command: run(command, environment))[1] * 1000)  # type: ignore[misc]
    compared("from the start of the process, search", started[1:], theirs[1:], 0.35)
    compared("from the start of the process, ask", asked[1:], theirs[1:], 0.35)
    print()


def resumed(home: Path) -> None:
    """Kill the first index of a document in its middle, and start it again."""
    home.mkdir()
    command = [sys.executable, "-c", KILLED, str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        done, total = first.stdout.readline().split()
        first.kill()
    again = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1]
    print(f"killed after {done} of {total} texts; the second start embedded {again}\n")


def reworded() -> tuple[Document, list[Entry]]:
    """A document that no vectors are shipped for."""
    corpus = [entry for _, found in sets.library() for entry in found][:FEW]
    entries = [
        entry.model_copy(
            update={
                "question": f"Say: {entry.question}",
                "key_points": tuple(f"So: {point}" for point in entry.key_points),
                "document": "reworded.md",
            }
        )
        for entry in corpus
    ]
    return document("reworded.md", "\n".join(entry.question for entry in entries)), entries


class ByRule(Embedder):
    """Vectors of indexed texts by rule: a real one for each entry, and one for each text, mixed and perturbed."""

    indexing = False

    def encode_for_search(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row of unit length per text."""
        if not self.indexing or not texts:
            return super().encode_for_search(texts)
        names = [NAME.search(text) for text in texts]
        keys = [(name.group() if name else text, text) for name, text in zip(names, texts, strict=True)]
        seeds = [[int.from_bytes(hashlib.sha256(part.encode()).digest()[:6], "little") for part in key] for key in keys]
        random = np.random.default_rng(seeds[0][1])
        real = real_vectors(self)
        pairs = np.array(seeds) % len(real)
        share = random.uniform(0.0, 0.5, size=(len(texts), 1)).astype(np.float32)
        noise = 0.02 * random.standard_normal((len(texts), real.shape[1]), dtype=np.float32)
        mixed = real[pairs[:, 0]] * (1 - share) + real[pairs[:, 1]] * share + noise
        return np.asarray(mixed / np.linalg.norm(mixed, axis=1, keepdims=True), dtype=np.float32)


@lru_cache(maxsize=1)
def real_vectors(embedder: Embedder) -> NDArray[np.float32]:
    """Those of a sample of built-in chunks."""
    texts = [chunk.text for _, found in sets.library() for entry in found for chunk in chunks_of(entry)]
    return Embedder.encode_for_search(embedder, texts[:: 1 + len(texts) // 1500])


def large(home: Path, count: int, cache: Path) -> None:
    """Very many entries: storing, syncing, searching exactly, approximately and filtered; a lost Chroma folder."""
    home.mkdir()
    embedder = ByRule(cache=cache)
    real_vectors(embedder)
    index = Index(connect(f"sqlite:///{home / 'coach.db'}"), home, embedder)
    numbers = range(0, count, PER_DOCUMENT)
    made_up(0, 1)
    embedder.indexing = True
    before = memory()
    used = []
    spent = 0.0
    for number in numbers:
        some = made_up(number, min(PER_DOCUMENT, count - number))
        spent += timed(lambda some=some: index.stock(*some))[1]  # type: ignore[misc]
        used.append(memory() - before)
    embedder.indexing = False
    infos = index.documents()
    chunks = sum(info.chunks for info in infos)
    print(f"{count} entries, {chunks} chunks: chunked and stored in {spent:.0f} s, {chunks / spent:.0f} chunks/s")
    worked = time.process_time()
    print(f"memory while indexing: {used[0]:+.0f} MB after the first document, {used[-1]:+.0f} MB after {len(used)}")
    put_back, seconds = timed(index.heal)
    worked = time.process_time() - worked
    print(f"a lost Chroma folder: {put_back} vectors put back in {seconds:.0f} s (<= 120), {worked:.0f} s of processor")
    _, seconds = timed(index.heal)
    print(f"a look whether it is whole: {seconds:.1f} s")
    again = [made_up(number, min(PER_DOCUMENT, count - number)) for number in numbers]
    reports, seconds = timed(lambda: [index.sync(*some, builtin=True) for some in again])
    print(f"sync with nothing changed: {sum(r.embedded for r in reports)} embedded, {seconds * 1000:.0f} ms (<= 1000)")
    text, entries = again[0]
    changed = [entries[0].model_copy(update={"answer": entries[0].answer + " One more remark."}), *entries[1:]]
    embedder.indexing = True
    report, seconds = timed(lambda: index.sync(document(text.name, text.text + "\n"), changed, builtin=True))
    embedder.indexing = False
    print(f"sync with one entry changed: {report.embedded} of {report.chunks} chunks embedded, {seconds:.1f} s")
    _, built = timed(lambda: index.search("what is overfitting?"))
    print(f"first search after a change: {built:.1f} s, in which the arrays are made")
    index.close()
    index = Index(connect(f"sqlite:///{home / 'coach.db'}"), home, embedder)
    _, loaded = timed(lambda: index.search("what is overfitting?"))
    print(f"first search of a new process: {loaded * 1000:.0f} ms")
    before = memory()
    searched(index)
    print(f"memory of searching: {memory() - before:+.0f} MB")
    agreement(index.snapshot(), embedder, Dense(home / "chroma", embedder.search_name))
    print(f"peak memory of this process, sentence-transformers included: {peak():.0f} MB")
    index.close()


def searched(index: Index) -> None:
    """Searches, plain and filtered, in turn; a core each, as in the server."""
    from threadpoolctl import threadpool_limits

    threadpool_limits(limits=1, user_api="blas")
    queries = [one.query for one in sets.queries()][:: 1 + len(sets.queries()) // QUERIES]
    names = [info.name for info in index.documents()]
    filters = {
        "topic": Filter(topics=("topic-7",)),
        "level": Filter(levels=(Level.SENIOR,)),
        "document": Filter(documents=(names[len(names) // 2],)),
    }
    runs: list[Callable[[str], object]] = [index.search]
    runs += [lambda query, only=only: index.search(query, only=only) for only in filters.values()]  # type: ignore[misc]
    plain, *filtered = in_turn(runs, queries)
    print(f"search: p50 {statistics.median(plain):.1f} ms, p95 {np.quantile(plain, 0.95):.1f} ms (p95 <= 25)")
    for name, milliseconds in zip(filters, filtered, strict=True):
        p50, p95 = statistics.median(milliseconds), float(np.quantile(milliseconds, 0.95))
        ratio = p50 / statistics.median(plain)
        print(f"  by {name}: p50 {p50:.1f} ms, p95 {p95:.1f} ms: {ratio:.2f} x the unfiltered (<= 1.5)")


def agreement(snapshot: Snapshot, embedder: Embedder, dense: Dense) -> None:
    """How much of what exact search finds is found by sketches, and by Chroma's HNSW."""
    queries = [one.query for one in sets.queries()][:: 1 + len(sets.queries()) // COMPARED]
    vectors = embedder.encode_for_search(queries)
    exact = np.asarray(snapshot.vectors, dtype=np.float32)
    by_chroma, by_sketch, in_the_end = [], [], []
    whole = replace(snapshot, sketches=None, vectors=exact)
    for query, vector in zip(queries, vectors, strict=True):
        cosines = exact @ vector
        first = np.argsort(-cosines)[:10]
        found = {key for key, _ in dense.nearest(vector[None, :], 10)[0]}
        scores = [cosine for _, cosine in dense.nearest(vector[None, :], 10)[0]]
        by_chroma.append(sum(cosine >= cosines[first[-1]] - 1e-3 for cosine in scores) / max(1, len(found)))
        if snapshot.sketches is not None:
            near = legs.near(snapshot, vector[None, :], None)
            for leg in range(len(LEGS)):
                start, end = snapshot.leg(leg)
                best = snapshot.owners[start + np.argsort(-cosines[start:end])[:10]]
                by_sketch.append(float(np.isin(best, near).mean()))
            asked = search.understood(snapshot, Asked(query))
            meaning = meant(embedder.encode_for_search(asked.parts), known(embedder.search_name))
            places = [search.find(one, asked, meaning, 10, None).places for one in (snapshot, whole)]
            in_the_end.append(len(set(places[0]) & set(places[1])) / max(1, len(places[1])))
    dense.close()
    if by_sketch:
        print(f"of the ten nearest in each leg, sketches find {statistics.mean(by_sketch):.3f} (>= 0.98)")
        print(f"of the first ten results of exact search, it finds {statistics.mean(in_the_end):.3f} (>= 0.98)")
    else:
        print("search is exact at this size")
    print(f"of the ten nearest vectors, Chroma's HNSW finds {statistics.mean(by_chroma):.3f}")


def made_up(number: int, count: int) -> tuple[Document, list[Entry]]:
    """A document of entries of built-in sentences, put together anew, with invented names."""
    random = np.random.default_rng(number)
    questions, said = material()
    entries = []
    for at in range(number, number + count):
        name = "".join(random.choice(list("bdfgklmnprst"), 3)) + f"{random.integers(count * 3)}"
        question = f"{questions[random.integers(len(questions))].rstrip('?')} in {name}?"
        facts = [f"For {name}: {said[place]}" for place in random.integers(len(said), size=2)]
        entries.append(
            Entry(
                id=f"entry-{at}",
                question=question,
                answer=" ".join(facts),
                topics=(f"topic-{at % TOPICS}",),
                level=list(Level)[at % 3],
                document=f"made-up-{number}.md",
                location=Location(start_line=1, end_line=1),
            )
        )
    return document(f"made-up-{number}.md", "\n".join(entry.question for entry in entries)), entries


@lru_cache(maxsize=1)
def material() -> tuple[list[str], list[str]]:
    """The questions and the sentences of the built-in corpus."""
    corpus = [entry for _, found in sets.library() for entry in found]
    said = [entry.answer[s.start : s.end] for entry in corpus for s in sentences(entry.answer)]
    return [entry.question for entry in corpus], [" ".join(one.split()) for one in said if len(one) < 200]


def in_turn(searches: Sequence[Callable[[str], object]], queries: Sequence[str]) -> list[list[float]]:
    """Milliseconds of each query by each of searches, which take turns, after a few that warm up."""
    for query in queries[:5]:
        for one in searches:
            one(query)
    taken: list[list[float]] = [[] for _ in searches]
    worked: list[list[float]] = [[] for _ in searches]
    for query in queries:
        for one, milliseconds, work in zip(searches, taken, worked, strict=True):
            before = time.process_time()
            milliseconds.append(timed(lambda one=one, query=query: one(query))[1] * 1000)  # type: ignore[misc]
            work.append((time.process_time() - before) * 1000)
    print("processor milliseconds, p50: " + ", ".join(f"{statistics.median(work):.1f}" for work in worked))
    return taken


def compared(what: str, ours: Sequence[float], naive: Sequence[float], goal: float) -> None:
    """One comparison with the naive pipeline, in milliseconds."""
    a, b = statistics.median(ours), statistics.median(naive)
    print(f"{what}: ours p50 {a:.1f} ms, p95 {np.quantile(ours, 0.95):.1f}; ", end="")
    print(f"naive p50 {b:.1f}, p95 {np.quantile(naive, 0.95):.1f}: {a / b:.2f} x (<= {goal})")


def run(command: Sequence[str], environment: dict[str, str]) -> None:
    """Run a program in a new process."""
    subprocess.run(command, check=True, capture_output=True, env=environment)


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What work gives, and the seconds it took."""
    started = time.perf_counter()
    result = work()
    return result, time.perf_counter() - started


def memory() -> float:
    """Megabytes of memory in use now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def peak() -> float:
    """Megabytes of memory that were in use at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
