"""How good are explanations? The offline one beside what it could have been, and a real model's, in one run.

    python -m tests.benchmarks.explain                    offline, on the built-in corpus
    python -m tests.benchmarks.explain --llm local -n 8   the same questions, the first eight of each half, by a model

key points: share of the key points of the right entry that the answer contains: one or two neighbouring sentences have
at least 0.7 of a point's content words. words: how many words it takes for that. Of the offline answer, the short part
is measured by itself too. Its rivals: the passage that the search matched, as many words from the start of the entry,
and the whole entry, which is the most there is. form: share of short answers whose wording fits the question (`because`
for why), beside the same for the first sentence of the entry.
precision: share of citations whose quotation stands in the notes and, for a model, whose sentence it supports by the
span check. recall: share of asserting sentences that carry a citation. refused: unanswerable questions declined, and
answerable ones wrongly declined. premises: questions that take something wrong for granted and are put right, and those
that take something true for granted and are left alone. details: questions that one sentence of an entry answers, and
not its beginning; whether the short answer has it, and whether the whole one does. Weights were chosen on `tune`;
`held-out`, printed under it, says if we fooled ourselves; its premises and details were looked into once.
"""

import argparse
import json
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Literal

from coach.explaining.cues import fits
from coach.explaining.forms import Form
from coach.explaining.offline import explain_offline
from coach.explaining.premises import correction
from coach.explaining.quoting import units_of
from coach.explaining.with_model import explain
from coach.explanation import OFFLINE, Explanation
from coach.grading.features import Reader
from coach.grading.remembering import reader
from coach.models.spec import ModelSpec, open_model
from corpus.builtin import documents
from corpus.entries import Entry, Frozen
from corpus.parsing import parse
from corpus.text import sentences
from index import Embedder, Index
from index.database import connect
from index.hits import SearchResult, Turn
from index.words import terms

DATA = Path(__file__).parent / "data"
CONTAINED = 0.7


class Query(Frozen):
    """A question, the entry that answers it, and its form."""

    query: str
    entry: str
    form: Form
    split: Literal["tune", "held-out"]


def queries() -> list[Query]:
    """The questions of this benchmark, written for the built-in corpus."""
    lines = (DATA / "explain-queries.jsonl").read_text("utf-8").splitlines()
    return [Query.model_validate_json(line) for line in lines]


class Detail(Frozen):
    """A question about a detail, its entry, and words of the sentences that answer it, any of which will do."""

    query: str
    entry: str
    says: tuple[str, ...]
    split: Literal["tune", "held-out"]


def unanswerable(split: str) -> list[str]:
    """Questions that the built-in corpus cannot answer."""
    lines = (DATA / "retrieval-unanswerable.jsonl").read_text("utf-8").splitlines()
    return [row["query"] for row in map(json.loads, lines) if row["split"] == split]


def contained(points: Sequence[str], answer: str) -> float:
    """Share of the key points that the answer contains."""
    said = [frozenset(terms(answer[span.start : span.end])) for span in sentences(answer)]
    windows = [*said, *(one | two for one, two in pairwise(said))]
    wanted = [frozenset(terms(point)) for point in points]
    held = [any(len(point & window) >= CONTAINED * len(point) for window in windows) for point in wanted]
    return sum(held) / len(held)


def bare(answer: str) -> str:
    """An answer without citation numbers."""
    return re.sub(r"\s*\[\d+\]", "", answer)


def quoted_rightly(explanation: Explanation, entries: dict[str, Entry]) -> list[bool]:
    """For each citation, whether its quotation stands where it says."""
    right = []
    for citation in explanation.citations:
        entry = entries[citation.entry_id]
        replies = [follow_up.good_reply for follow_up in entry.follow_ups]
        elsewhere = "\n".join((*entry.key_points, *entry.pitfalls, *replies))
        there = entry.answer[slice(*citation.span)] if citation.span else elsewhere
        right.append(citation.quote in there)
    return right


def cited(explanation: Explanation) -> list[bool]:
    """For each asserting sentence, whether it is inside a quotation or carries a number."""
    quotes = "\n".join(citation.quote for citation in explanation.citations)
    text = explanation.answer
    told = [text[span.start : span.end] for span in sentences(text)]
    return [
        bool(re.search(r"\[\d+\]", sentence)) or bare(sentence).strip("|- *\n") in quotes
        for sentence in told
        if len(terms(sentence)) >= 3 and not sentence.startswith(("**", "| ")) and "(not from my notes)" not in sentence
    ]


def report(
    title: str, asked: Sequence[Query], answer: Callable[[Query, SearchResult], Explanation], index: Index
) -> None:
    """Print the measures of one way to explain, on the questions of one split."""
    entries = {entry.id: entry for entry in index.entries()}
    results = {query.query: index.search(query.query) for query in asked}
    explanations: list[Explanation] = []
    took: list[float] = []
    for query in asked:
        began = time.perf_counter()
        explanations.append(answer(query, results[query.query]))
        took.append(1000 * (time.perf_counter() - began))
    pairs = [(query, e) for query, e in zip(asked, explanations, strict=True) if e.answerable]
    right = [pair for pair in pairs if results[pair[0].query].hits[0].entry.id == pair[0].entry]

    def row(name: str, texts: Sequence[tuple[Query, str]]) -> None:
        shares = [contained(entries[query.entry].key_points, text) for query, text in texts]
        words = [len(text.split()) for _, text in texts]
        print(f"  {name:<28}{statistics.fmean(shares):>10.3f}{statistics.fmean(words):>8.0f}")

    print(f"\n{title}: {len(asked)} questions, {len(right)} with the right entry first\n  {'':<28}key points   words")
    row("answer", [(query, bare(e.answer)) for query, e in right])
    row("its short part", [(query, bare(e.short)) for query, e in right])
    row("matched passage", [(query, results[query.query].hits[0].passage) for query, _ in right])
    sized = [(query, entries[query.entry].answer.split(" "), len(bare(e.answer).split())) for query, e in right]
    row("as many words of the entry", [(query, " ".join(words[:n])) for query, words, n in sized])
    row("the whole entry", [(query, entries[query.entry].answer) for query, _ in right])
    formed = [fits(bare(e.short), query.form) for query, e in right]
    first = [fits(units_of(entries[query.entry].answer)[0].text, query.form) for query, _ in right]
    print(f"  form: short answer {statistics.fmean(formed):.3f}, first sentence {statistics.fmean(first):.3f}")
    precise = [mark for _, e in pairs for mark in quoted_rightly(e, entries)]
    recalled = [mark for _, e in pairs for mark in cited(e)]
    marked = sum(len(e.unsupported) for _, e in pairs)
    print(
        f"  citations: precision {statistics.fmean(precise):.3f}, recall {statistics.fmean(recalled):.3f}"
        f" of {len(recalled)} sentences; {marked} more marked as not from the notes"
    )
    fallen = sum(bool(e.notice) for e in explanations)
    modelled = sum(e.model != OFFLINE for e in explanations)
    print(f"  wrongly refused {1 - len(pairs) / len(asked):.3f}; median {statistics.median(took):.1f} ms")
    print(f"  answered by a model {modelled}; with a notice {fallen}")


def refused(split: str, index: Index) -> float:
    """Share of the unanswerable questions of a split that are declined."""
    asked = unanswerable(split)
    results = index.search_many(asked)
    told = [
        explain_offline([Turn(role="user", content=query)], result)
        for query, result in zip(asked, results, strict=True)
    ]
    return statistics.fmean(not e.answerable and not e.citations for e in told)


def premises(split: str, index: Index) -> None:
    """Print how many false premises of a split are put right, and how many true ones are left alone."""
    lines = (DATA / "explain-premises.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["split"] == split]
    marks: dict[bool, list[bool]] = {True: [], False: []}
    for row in rows:
        entries = [hit.entry for hit in index.search(row["query"]).hits]
        marks[row["false"]].append(correction(row["query"], entries, index.embed) is not None)
    right, left = sum(marks[True]), len(marks[False]) - sum(marks[False])
    print(
        f"  premises: {right} of {len(marks[True])} false ones put right, {left} of {len(marks[False])} true ones left"
    )


def details(split: str, index: Index, read: Reader) -> None:
    """Print how many questions of a split about a detail get the sentence that answers them."""
    lines = (DATA / "explain-details.jsonl").read_text("utf-8").splitlines()
    asked = [row for row in map(Detail.model_validate_json, lines) if row.split == split]
    shares: dict[str, list[bool]] = {name: [] for name in ("short", "whole", "passage", "start")}
    words: dict[str, list[int]] = {"short": [], "passage": []}
    for row in asked:
        result = index.search(row.query)
        if not result.answerable or result.hits[0].entry.id != row.entry:
            continue
        told = explain_offline([Turn(role="user", content=row.query)], result, reader=read)
        passage = result.hits[0].passage
        words["short"].append(len(told.short.split()))
        words["passage"].append(len(passage.split()))
        start = " ".join(result.hits[0].entry.answer.split(" ")[: words["short"][-1]])
        for name, text in (("short", told.short), ("whole", told.answer), ("passage", passage), ("start", start)):
            shares[name].append(any(said in text for said in row.says))
    says = {name: f"{statistics.fmean(found):.3f}" for name, found in shares.items()}
    long = {name: f"{statistics.fmean(counts):.0f} words" for name, counts in words.items()}
    print(
        f"  details: {len(shares['short'])} of {len(asked)} entries found; the sentence is in the short answer"
        f" ({long['short']}) {says['short']}, the whole one {says['whole']}, the matched passage ({long['passage']})"
        f" {says['passage']}, as many words from the start {says['start']}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--llm", default="offline", help="a model spec, for example local")
    parser.add_argument("--base-url", default=None)
    parser.add_argument("-n", type=int, default=None, help="questions of each half, all of them if not given")
    options = parser.parse_args()
    spec = ModelSpec.parse(options.llm, options.base_url, timeout=300)
    model = open_model(spec) if spec else None
    embedder = Embedder()
    read = reader(embedder.encode, embedder.encode_tokens)

    def by_model(query: Query, result: SearchResult) -> Explanation:
        *_, last = explain([Turn(role="user", content=query.query)], result, model, spec, reader=read)
        return last

    def offline(query: Query, result: SearchResult) -> Explanation:
        return explain_offline([Turn(role="user", content=query.query)], result, reader=read)

    with tempfile.TemporaryDirectory() as home:
        engine = connect(f"sqlite:///{home}/coach.db")
        index = Index(engine, Path(home), embedder)
        for document in documents():
            index.sync(document, parse(document).entries, builtin=True)
        for split in ("tune", "held-out"):
            asked = [query for query in queries() if query.split == split][: options.n]
            report(f"{split}, offline", asked, offline, index)
            if model is not None:
                report(f"{split}, {spec}", asked, by_model, index)
            print(f"  unanswerable questions declined {refused(split, index):.3f} of {len(unanswerable(split))}")
            premises(split, index)
            details(split, index, read)
        index.close()
        engine.dispose()


if __name__ == "__main__":
    main()
