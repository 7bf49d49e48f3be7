"""How well does the offline grader grade? Beside what other tutors use, on the same answers, in one run.

    python -m tests.benchmarks.grading [--document DOCUMENT [ANSWERS.jsonl]] [--public MOHLER.jsonl]

Within a question, the share of pairs of answers that are in the right order (a tie counts half). `own` grades by the
key points of the library, `derived` by the reference answer alone, as for a scraped document. These questions were
never trained on. With DOCUMENT, ml-interview-questions.txt that somebody else wrote: answers of ours to its
questions, graded by what it says; none of them was ever trained on. ANSWERS are others, to that or another document:
data/grading-document-more.jsonl to the same one, data/grading-theory.jsonl to alexeygrigorev's theory.md, each answer
with the score that its writer would give. With MOHLER.jsonl (see grading_train.py):
Pearson, Spearman and root mean squared error of the public set on 0-5, by cross-validation that keeps a question's
answers together; and by the same, on the questions that were trained on, accuracy and Cohen's kappa per key point,
and how many contradicted ones are found.

cosine: embedding of the answer and of all key points. overlap: F1 of their words. keywords: share of key points of
which at least 60 % of the words stand in the answer, as simple tutors do it.
"""

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from coach.grading.key_points import key_points
from coach.grading.offline import grade_offline
from coach.grading.remembering import reader
from corpus.entries import Entry
from index import Embedder
from index.words import terms
from tests.benchmarks.grading_answers import ADVERSARIAL, Question, read, read_for_document

DATA = Path(__file__).parent / "data"
PAIRS: Sequence[tuple[str, tuple[str, ...], tuple[str, ...]]] = (
    ("excellent > half", ("excellent",), ("half",)),
    ("half > vague", ("half",), ("vague",)),
    ("excellent > wrong", ("excellent",), ("swapped", "misconception")),
    ("excellent > turned round", ("excellent",), ("turned",)),
    ("excellent > made wrong", ("excellent",), ("negated", "opposite", "exchanged", "pitfalls")),
    ("half > wrong", ("half",), ("swapped", "misconception")),
    ("half > turned round", ("half",), ("turned",)),
    ("good > off-topic", ("excellent", "half"), ("near", "far")),
    ("excellent > adversarial", ("excellent",), ADVERSARIAL),
    ("telegram > half", ("telegram",), ("half",)),
    ("plain words > half", ("plain",), ("half",)),
    ("plain words > wrong", ("plain",), ("swapped", "misconception", "turned")),
    ("excellent > half wrong", ("excellent",), ("mixed",)),
    ("half > terms, off-topic", ("half",), ("keywords", "offtopic")),
)
Grader = Callable[[Entry, str], float]


def table(questions: Sequence[Question], graders: dict[str, Grader], entry_of: Callable[[Question], Entry]) -> None:
    """A row per pair of kinds and a column per grader; then mean scores per kind."""
    scores: dict[str, list[dict[str, list[float]]]] = {name: [] for name in graders}
    seconds = dict.fromkeys(graders, 0.0)
    for question in questions:
        entry = entry_of(question)
        for name, grade in graders.items():
            by_kind: dict[str, list[float]] = defaultdict(list)
            started = time.perf_counter()
            for answer in question.answers:
                by_kind[answer.kind].append(grade(entry, answer.text))
            seconds[name] += time.perf_counter() - started
            scores[name].append(by_kind)
    print(f"{'':<26}" + "".join(f"{name:>10}" for name in graders))
    for label, above, below in PAIRS:
        if any(by_kind[a] and by_kind[b] for by_kind in scores["ours"] for a in above for b in below):
            cells = [ordered(scores[name], above, below) for name in graders]
            print(f"{label:<26}" + "".join(f"{cell:>10.3f}" for cell in cells))
    answers = sum(len(question.answers) for question in questions)
    print(f"{'ms per answer':<26}" + "".join(f"{seconds[name] / answers * 1000:>10.1f}" for name in graders))
    written = ("excellent", "plain", "telegram", "half", "mixed", "vague", "swapped", "misconception", "turned")
    kinds = (*written, "keywords", "offtopic", "near", "far", *ADVERSARIAL)
    for kind in (kind for kind in kinds if any(by_kind[kind] for by_kind in scores["ours"])):
        cells = [fmean([s for by_kind in scores[name] for s in by_kind[kind]] or [0.0]) for name in graders]
        print(f"  mean {kind:<19}" + "".join(f"{cell:>10.3f}" for cell in cells))
    wanted = [mark for question in questions for mark in _marks(question)]
    for name in graders:
        got = [score for by_kind in scores[name] for some in by_kind.values() for score in some]
        print(f"  Pearson with our marks, {name}: {np.corrcoef(got, wanted)[0, 1]:.3f}")


def _marks(question: Question) -> list[float]:
    """What an examiner would give each answer, kind by kind."""
    kinds = dict.fromkeys(answer.kind for answer in question.answers)
    return [answer.mark for kind in kinds for answer in question.answers if answer.kind == kind]


def ordered(scores: Sequence[dict[str, list[float]]], above: Sequence[str], below: Sequence[str]) -> float:
    """Share of pairs in the right order; ties count half."""
    pairs = [
        (better, worse)
        for by_kind in scores
        for a in above
        for b in below
        for better in by_kind[a]
        for worse in by_kind[b]
    ]
    return fmean((better > worse) + 0.5 * (better == worse) for better, worse in pairs)


def cosine(embed: Callable[[Sequence[str]], NDArray[np.float32]]) -> Grader:
    """Closeness of the whole answer and all key points."""

    def grade(entry: Entry, answer: str) -> float:
        a, b = embed([answer, " ".join(p.text for p in key_points(entry))])
        return float(a @ b)

    return grade


def overlap(entry: Entry, answer: str) -> float:
    """F1 of the words of substance."""
    said, wanted = set(terms(answer)), {t for p in key_points(entry) for t in terms(p.text)}
    return 2 * len(said & wanted) / max(1, len(said) + len(wanted))


def keywords(entry: Entry, answer: str) -> float:
    """Share of key points of which 60 % of the words stand in the answer."""
    said = set(terms(answer))
    wanted = [set(terms(p.text)) for p in key_points(entry)]
    return fmean(len(w & said) >= 0.6 * len(w) for w in wanted) if wanted else 0.0


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--document", type=Path, nargs="+")
    parser.add_argument("--public", type=Path)
    arguments = parser.parse_args()
    embedder = Embedder()
    embed = reader(embedder.encode, embedder.encode_tokens)
    graders: dict[str, Grader] = {
        "ours": lambda entry, answer: grade_offline(entry, answer, embed).score,
        "cosine": cosine(embed),
        "overlap": overlap,
        "keywords": keywords,
    }
    questions = read(DATA / "grading-held-out.jsonl")
    print(f"\n== held-out, own key points, {len(questions)} questions")
    table(questions, graders, lambda q: q.entry)
    print("\n== held-out, derived from the reference answer")
    table(questions, graders, Question.without_key_points)
    if arguments.document:
        document, *answers = arguments.document
        questions = read_for_document(document, answers[0] if answers else DATA / "grading-document.jsonl")
        print(f"\n== a document of somebody else's, {len(questions)} questions")
        table(questions, graders, lambda q: q.entry)
    if arguments.public:
        from tests.benchmarks.grading_train import cross_validate

        cross_validate(arguments.public, embedder, embed)


if __name__ == "__main__":
    main()
