"""Which search finds the right entry, and which knows when there is none? All of them, on the same corpus, in one run.

    make bench-retrieval                                    the built-in corpus: four minutes on two busy cores
    make bench-retrieval ARGS=--more                        588 more queries of a quarter of it
    make bench-retrieval ARGS="DOCUMENT QUERIES.jsonl"      another document; the same as
    python -m tests.benchmarks.retrieval DOCUMENT QUERIES.jsonl

A line of QUERIES is one of these, and `entry` (or `entries`, where several are right) an id or a question of DOCUMENT:

    {"query": "cv folds?", "entry": "What is cross-validation?", "type": "abbreviation"}
    {"query": "how do I descale a coffee machine", "kind": "unrelated"}         the document cannot answer it
    {"turns": [{"role": "user", "content": "what is L1?"}, {"role": "assistant", "content": "..."},
               {"role": "user", "content": "and L2?"}], "entry": "l1-vs-l2", "kind": "elliptical"}

recall@k: share of queries of which some right entry is among the first k: success@k in TREC's terms.
MRR@10: mean of 1/rank. AUROC: the probability that an answerable query gets a higher confidence than an unanswerable
one; a rival's confidence is the score of its best find. false@95: unanswerable queries answered when 95 % of the others
are.
"left out" are answerable queries whose entry, with those it calls related, is taken out of the corpus: the hard kind.
ms: median per query, one at a time, embedding included, with two threads for everybody.
Whatever is learned looks at `tune` only; `held-out`, printed under it, says if we fooled ourselves. The adapter has
read the entries themselves, held-out ones too, as it ships with them; for words it has never seen, use --document.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

import numpy as np

os.environ.setdefault("HF_HUB_OFFLINE", "1")

from corpus.documents import read
from corpus.entries import Document, Entry
from corpus.parsing import parse
from index import Embedder, Filter, Index, Turn
from index.database import connect
from index.embedding import packaged_folder
from index.words import words
from tests.benchmarks import retrieval_sets as sets

Search = Callable[[str], list[tuple[str, float]]]
"""Entry ids with scores, best first, at most ten."""
Expecting = tuple[sets.Labelled, Collection[str]]
"""A query, and the ids of which any counts as found."""
RRF_K = 60  # Cormack, Clarke and Buettcher, SIGIR 2009


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("document", type=Path, nargs="?")
    options.add_argument("queries", type=Path, nargs="?")
    options.add_argument("--more", action="store_true")
    options.add_argument("--ours-only", action="store_true")
    chosen = options.parse_args()
    if (chosen.document is None) is not (chosen.queries is None):
        options.error("Give a document and its queries, or neither.")
    corpus = sets.library() if chosen.document is None else [_parsed(read(chosen.document))]
    own = sets.from_file(sets.MORE) if chosen.more else sets.builtin()
    asked = own if chosen.queries is None else sets.from_file(chosen.queries)
    entries = [entry for _, found in corpus for entry in found]
    known = sets.ids_of(entries)
    labelled = [(one, sets.resolved(one.entries, known)) for one in asked.queries]
    queries = [(one, expected) for one, expected in labelled if expected]
    print(
        f"{len(entries)} entries, {len(queries)} queries ({len(labelled) - len(queries)} name no entry of the corpus)\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        index = ours(corpus, Path(folder))
        searches: dict[str, Search] = {} if chosen.ours_only else rivals(corpus, entries)
        searches["ours"] = lambda query: [(hit.entry.id, hit.score) for hit in index.search(query, k=10).hits]
        seen = [(one, expected) for one, expected in queries if one.split == "tune"]
        unseen = [(one, expected) for one, expected in queries if one.split == "held-out"]
        if seen:
            print_ranking("tune", {"ours": searches["ours"]}, seen)
        best = print_ranking("held-out", searches, unseen)
        if asked.unanswerable:
            print_answerable(index, searches, best, unseen, asked.unanswerable, entries)
        talks = [(talk, sets.resolved(talk.entries, known)) for talk in asked.conversations]
        print_conversations(index, [(talk, expected) for talk, expected in talks if expected])
        index.close()


def ours(corpus: Sequence[tuple[Document, Sequence[Entry]]], home: Path) -> Index:
    """Our index of the corpus."""
    index = Index(connect(f"sqlite:///{home / 'coach.db'}"), home, Embedder(cache=home / "cache"))
    for document, found in corpus:
        index.sync(document, found)
    return index


def rivals(corpus: Sequence[tuple[Document, Sequence[Entry]]], entries: Sequence[Entry]) -> dict[str, Search]:
    """The plain methods, all with the same model as sentence-transformers runs it."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(packaged_folder("all-MiniLM-L6-v2")), device="cpu")
    dense, lexical = one_vector(model, entries), bm25(entries)
    return {
        "naive chunks": naive(model, corpus),
        "one vector": dense,
        "BM25": lexical,
        "RRF": lambda query: fused_ranks([dense(query), lexical(query)]),
    }


def naive(model: "SentenceTransformer", corpus: Sequence[tuple[Document, Sequence[Entry]]]) -> Search:  # type: ignore[name-defined]  # noqa: F821
    """LangChain as its tutorials have it: fixed chunks in Chroma. A chunk counts for the entry with the most of it."""
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    class Encoded(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [row.tolist() for row in model.encode(texts, normalize_embeddings=True)]

        def embed_query(self, text: str) -> list[float]:
            return [float(value) for value in model.encode(text, normalize_embeddings=True)]

    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200, add_start_index=True)
    store = Chroma(embedding_function=Encoded(), collection_metadata={"hnsw:space": "cosine"})
    for document, found in corpus:
        lines = np.cumsum([0, *(len(line) + 1 for line in document.text.split("\n"))])
        spans = [(int(lines[e.location.start_line - 1]), int(lines[e.location.end_line]), e.id) for e in found]
        chunks = splitter.create_documents([document.text])
        for chunk in chunks:
            start = chunk.metadata["start_index"]
            end = start + len(chunk.page_content)
            shares = [(min(end, stop) - max(start, begin), entry) for begin, stop, entry in spans]
            chunk.metadata = {"entry": max(shares, default=(0, ""))[1]}
        store.add_documents(chunks)

    def search(query: str) -> list[tuple[str, float]]:
        best: dict[str, float] = {}
        for chunk, distance in store.similarity_search_with_score(query, k=30):
            best.setdefault(chunk.metadata["entry"], 1.0 - distance)
        return list(best.items())[:10]

    return search


def one_vector(model: "SentenceTransformer", entries: Sequence[Entry]) -> Search:  # type: ignore[name-defined]  # noqa: F821
    """One vector per entry: question and answer together."""
    vectors = model.encode([f"{entry.question}\n{entry.answer}" for entry in entries], normalize_embeddings=True)

    def search(query: str) -> list[tuple[str, float]]:
        scores = vectors @ model.encode(query, normalize_embeddings=True)
        return [(entries[place].id, float(scores[place])) for place in np.argsort(-scores)[:10]]

    return search


def bm25(entries: Sequence[Entry]) -> Search:
    """BM25 over question and answer, with bm25s as it comes."""
    import bm25s

    model = bm25s.BM25()
    texts = [f"{entry.question}\n{entry.answer}" for entry in entries]
    model.index(bm25s.tokenize(texts, stopwords="en", show_progress=False), show_progress=False)

    def search(query: str) -> list[tuple[str, float]]:
        if not words(query):
            return []
        tokens = bm25s.tokenize([query], stopwords="en", show_progress=False)
        places, scores = model.retrieve(tokens, k=min(10, len(entries)), show_progress=False)
        return [(entries[int(p)].id, float(s)) for p, s in zip(places[0], scores[0], strict=True) if s > 0]

    return search


def fused_ranks(rankings: Iterable[Sequence[tuple[str, float]]]) -> list[tuple[str, float]]:
    """Reciprocal rank fusion."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for place, (entry, _) in enumerate(ranking, start=1):
            scores[entry] = scores.get(entry, 0.0) + 1.0 / (RRF_K + place)
    return sorted(scores.items(), key=lambda item: -item[1])[:10]


def print_ranking(split: str, searches: dict[str, Search], queries: Sequence[Expecting]) -> dict[str, list[float]]:
    """A row per search: recall@1, recall@3, MRR@10, then recall@1 by type of query, then milliseconds.

    The score of the best find for each query, by search.
    """
    types = sorted({one.type for one, _ in queries})
    counts = {kind: sum(one.type == kind for one, _ in queries) for kind in types}
    heads = "".join(f"{f'{kind[:9]} {counts[kind]}':>14}" for kind in types)
    print(f"{f'{split}, {len(queries)} queries':<24}{'r@1':>7}{'r@3':>7}{'MRR':>7}{heads}{'ms':>8}")
    best: dict[str, list[float]] = {}
    for name, search in searches.items():
        ranks, milliseconds = [], []
        best[name] = []
        for one, expected in queries:
            started = time.perf_counter()
            found = search(one.query)
            milliseconds.append((time.perf_counter() - started) * 1000)
            ranks.append(sets.rank([entry for entry, _ in found], expected))
            best[name].append(max((score for _, score in found), default=0.0))
        at = np.array(ranks)
        of = np.array([one.type for one, _ in queries])
        by_type = "".join(f"{(at[of == kind] == 1).mean():>14.2f}" for kind in types)
        means = f"{(at == 1).mean():>7.3f}{(at <= 3).mean():>7.3f}{(1 / at).mean():>7.3f}"
        print(f"{name:<24}{means}{by_type}{statistics.median(milliseconds):>8.1f}")
    print()
    return best


def print_answerable(
    index: Index,
    searches: dict[str, Search],
    best: dict[str, list[float]],
    queries: Sequence[Expecting],
    nothing: Sequence[sets.Unanswerable],
    entries: Sequence[Entry],
) -> None:
    """A row per search and kind of unanswerable query, on held-out queries only."""
    silent = [one for one in nothing if one.split == "held-out"]
    kinds = {kind: [one.query for one in silent if one.kind == kind] for kind in sorted({one.kind for one in silent})}
    confident: dict[str, Callable[[str], float]] = {name: _best_score(search) for name, search in searches.items()}
    confident["ours"] = lambda query: index.search(query).confidence
    print(f"{'can it answer? held-out':<24}{'kind':<14}{'AUROC':>7}{'false@95':>10}")
    for name, confidence in confident.items():
        answered = [confidence(one.query) for one, _ in queries] if name == "ours" else best[name]
        unanswered = {kind: [confidence(query) for query in some] for kind, some in kinds.items()}
        unanswered["all of them"] = [value for values in unanswered.values() for value in values]
        if name == "ours":
            unanswered["left out"] = left_out(index, queries, entries)
        for kind, values in unanswered.items():
            print(
                f"{name:<24}{kind:<14}{sets.auroc(answered, values):>7.3f}{sets.false_answers(answered, values):>10.2f}"
            )
    said_yes = statistics.mean(index.search(one.query).answerable for one, _ in queries)
    said_no = statistics.mean(index.search(one.query).answerable for one in silent)
    print(f"ours says it can answer {said_yes:.3f} of the answerable and {said_no:.3f} of the unanswerable ones\n")


def left_out(index: Index, queries: Sequence[Expecting], entries: Sequence[Entry]) -> list[float]:
    """Confidence where the entry that answers, and those related to it, are not searched."""
    by_id = {entry.id: entry for entry in entries}
    values = []
    for one, expected in queries:
        related = {other for id_ in expected for other in by_id[id_].related}
        gone = {*expected, *related, *(entry.id for entry in entries if not set(entry.related).isdisjoint(expected))}
        values.append(
            index.search(one.query, only=Filter(entries=tuple(e.id for e in entries if e.id not in gone))).confidence
        )
    return values


def print_conversations(index: Index, talks: Sequence[tuple[sets.Conversation, Collection[str]]]) -> None:
    """Three ways to search a conversation: the last turn alone, everything the user said, and ours."""
    if not talks:
        return
    kinds = sorted({talk.kind for talk, _ in talks})
    ways: dict[str, Callable[[Sequence[Turn]], str | Sequence[Turn]]] = {
        "last turn": lambda turns: turns[-1].content,
        "all turns": lambda turns: " ".join(turn.content for turn in turns),
        "ours": lambda turns: turns,
    }
    for split in ("tune", "held-out"):
        some = [(talk, expected) for talk, expected in talks if talk.split == split]
        if not some:
            continue
        print(f"{f'{split}, {len(some)} talks':<24}{'r@1':>7}{'r@3':>7}" + "".join(f"{kind:>12}" for kind in kinds))
        for name, way in ways.items():
            found = [[hit.entry.id for hit in index.search(way(talk.turns)).hits] for talk, _ in some]
            at = np.array([sets.rank(ids, expected) for ids, (_, expected) in zip(found, some, strict=True)])
            of = np.array([talk.kind for talk, _ in some])
            by_kind = "".join(
                f"{(at[of == kind] == 1).mean():>12.2f}" if (of == kind).any() else f"{'':>12}" for kind in kinds
            )
            print(f"{name:<24}{(at == 1).mean():>7.3f}{(at <= 3).mean():>7.3f}{by_kind}")
        print()


def _best_score(search: Search) -> Callable[[str], float]:
    return lambda query: max((score for _, score in search(query)), default=0.0)


def _parsed(document: Document) -> tuple[Document, tuple[Entry, ...]]:
    return document, parse(document).entries


if __name__ == "__main__":
    main()
