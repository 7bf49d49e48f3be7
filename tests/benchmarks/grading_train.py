"""Train the forests of the offline grader and write coach/data/grading.npz. Needs scikit-learn and torch.

    python -m tests.benchmarks.grading_train MOHLER.jsonl

MOHLER.jsonl: the public set of M. Mohler, R. Bunescu, R. Mihalcea, "Learning to Grade Short Answer Questions using
Semantic Similarity Measures and Dependency Graph Alignments", ACL 2011; lines of question, reference, answer, score.
Our own answers come from data/grading-dev.jsonl; data/grading-held-out.jsonl is never trained on.

A network (coach.grading.entailment, trained by entailment_train.py) reads each key point with its clause. The first
forest sees what it says, and all that is measured, and says missed, covered or contradicted. The second sees what the
first one says of all points of an answer (of questions the first one was not trained on) and says what it is worth.
The third does so for references of a sentence or two, from the public set alone: with answers to other questions
among them, right answers in unexpected words lose (Pearson .597 instead of .650), so what is off topic is told by the
second one (coach.grading.offline.related). The fourth does so from our answers to one or two key points of a question
as its whole reference: where the subject is one of ours, it is believed instead. Trained together, they spoil each
other: pupils are given 0.8 for what an interviewer would not accept (Pearson on the public set .677 -> .441).
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor

from coach.grading import word_order
from coach.grading.code_answers import read_code
from coach.grading.entailment import Entailment, entailed
from coach.grading.features import Measured, Reader
from coach.grading.guards import guard, of_few_words
from coach.grading.key_points import KeyPoint, key_points
from coach.grading.offline import assess, is_short, related, shown_to_candidate, subject_of
from coach.grading.remembering import reader
from coach.grading.text import units
from coach.grading.whole import overall, short
from corpus import builtin
from corpus.entries import Entry, Location
from corpus.parsing import parse
from index import Embedder
from tests.benchmarks.entailment_train import Pair, made_pairs, read_tokens, train
from tests.benchmarks.grading_answers import UNLABELLED, UNTRAINED, Labelled, Question, read, read_written

DATA = Path(__file__).parent / "data"
OUT = Path(__file__).parents[2] / "coach" / "data" / "grading.npz"
FOLDS = 5
MOHLER_POINTS, MOHLER_WHOLE = 0.3, 0.6  # weight of an answer of the public set against one of ours, per forest
OTHERS = 7  # one answer in so many of the public set is given to another question as well, where it is worth 0
WRITTEN = {"excellent": 3.0, "half": 3.0, "vague": 3.0, "swapped": 3.0, "misconception": 3.0, "jotted": 4.0}
WRITTEN |= {"turned": 0.5, "mixed": 1.0, "told": 3.0}
"""Weight of an answer that somebody wrote against one that was made by rule.

With 3 for the long wrong ones too, excellent answers lose to half ones in one case in ten: a forest that cannot tell
them apart learns to trust neither.
"""
PAIRED = (*WRITTEN, "telegram", "stated")
"""Kinds of answers that the network of coach.grading.entailment learns from."""
PROSE = "-prose"  # ends the id of a question that is there again, with the reference of a web page
CONTRADICTED = 2  # as a label of a key point; 0 is missed, 1 covered
OFF_TOPIC = 0.6  # weight of an off-topic or adversarial answer: they are many and easy

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """An answer as measured. labels: per key point 0 missed, 1 covered, 2 contradicted; None where nobody labelled."""

    group: str
    measured: Measured
    mark: float
    weight: float
    labels: NDArray[np.int64] | None
    kind: str = ""
    source: str = "ours"
    """ours, by our key points; derived, ours by the reference alone; library, see there; public."""
    real: bool = True
    """Whether somebody gave this answer to this question; otherwise it was taken from another one."""
    points: tuple[str, ...] = ()
    """The texts of the key points."""
    entailed: Array | None = None
    """What the network of coach.grading.entailment says, trained without this question: its NAMES, a row per point."""

    @property
    def public(self) -> bool:
        """Whether it is of the public set."""
        return self.source == "public"

    @property
    def rows(self) -> Array:
        """Features per key point."""
        measured = np.array([evidence.features for evidence in self.measured.evidence])
        return measured if self.entailed is None else np.hstack([measured, self.entailed])


def example(entry: Entry, answer: Labelled, embed: Reader, source: str) -> Example | None:
    """An answer, measured as the grader does; None where nothing of it is left to judge."""
    points = key_points(entry)
    code = read_code(answer.text)
    left = guard(code.prose, units(code.prose), entry.question, shown_to_candidate(entry)).units + code.units
    if not left or not points:
        return None
    labels = None
    if source == "ours" and answer.kind not in UNLABELLED:
        labels = np.zeros(len(points), dtype=np.int64)
        labels[list(answer.covers)] = 1
        labels[list(answer.contradicts)] = CONTRADICTED
    weight = WRITTEN.get(answer.kind, 1.0 if answer.mark else OFF_TOPIC)
    measured = assess(entry, points, left, embed)
    group = entry.id.removesuffix(PROSE)
    return Example(group, measured, answer.mark, weight, labels, answer.kind, source, points=_texts(points))


def _texts(points: Sequence[KeyPoint]) -> tuple[str, ...]:
    return tuple(point.text for point in points)


def labelled_pairs(examples: Sequence[Example]) -> Iterator[Pair]:
    """Key points with the clause that says most of them, and contradicted ones with the one most against them."""
    for e in examples:
        if e.labels is None or e.kind not in PAIRED:
            continue
        for point, evidence, label in zip(e.points, e.measured.evidence, e.labels, strict=True):
            yield Pair(e.group, point, evidence.best.text, int(label))
            if label == CONTRADICTED and evidence.worst.text != evidence.best.text:
                yield Pair(e.group, point, evidence.worst.text, int(label))


def with_entailment(
    examples: Sequence[Example], embedder: Embedder, embed: Reader
) -> tuple[list[Example], dict[str, NDArray[np.float16]]]:
    """The examples with what a network says that has not seen their question, and one that has seen them all."""
    untouched = {json.loads(line)["id"] for line in (DATA / "grading-held-out.jsonl").read_text("utf-8").splitlines()}
    made = [pair for pair in made_pairs(embedder) if pair.group not in untouched]
    pairs = [*labelled_pairs(examples), *made]
    tokens = read_tokens(pairs, embedder)
    folds = folds_of(examples)
    fold_of = {e.group: fold for e, fold in zip(examples, folds, strict=True)}
    out = list(examples)
    for fold in range(FOLDS):
        network = Entailment.read(train([pair for pair in pairs if fold_of.get(pair.group) != fold], tokens))
        for n in np.flatnonzero(np.array(folds) == fold):
            e = examples[int(n)]
            out[int(n)] = replace(e, entailed=entailed(e.points, e.measured, network, embed))
    return out, train(pairs, tokens)


def brief_references(question: Question) -> Iterator[tuple[Entry, tuple[int, ...]]]:
    """A question with its first key point as the whole reference, and with the second and third; and which they are."""
    points = question.entry.key_points
    for chosen in ((0,), (1, 2)):
        if chosen[-1] < len(points):
            text = " ".join(points[n].rstrip(".") + "." for n in chosen)
            entry = question.without_key_points().model_copy(update={"answer": text})
            held = key_points(entry)
            if len(held) == len(chosen) and is_short(held):
                yield entry, chosen


def briefly(question: Question, embed: Reader) -> Iterator[Example]:
    """The answers to a question as answers to brief references; worth the share of these that they cover."""
    for entry, chosen in brief_references(question):
        for answer in question.answers:
            if answer.kind not in (*UNTRAINED, *UNLABELLED):
                found = units(answer.text)
                left = of_few_words(found, guard(answer.text, found, entry.question, shown_to_candidate(entry))).units
                if left:
                    mark = sum(n in answer.covers for n in chosen) / len(chosen)
                    measured = assess(entry, key_points(entry), left, embed)
                    yield Example(entry.id.removesuffix(PROSE), measured, mark, 1.0, None, answer.kind, "brief")


def public(path: Path, embed: Reader) -> list[Example]:
    """The public set; a reference answer's sentences are its key points."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    answers = {question: [r["answer"] for r in rows if r["question_id"] == question] for question in _ids(rows)}
    out: list[Example] = []
    for row in rows:
        others = [question for question in answers if question != row["question_id"]]
        entry = Entry(
            id="mohler-" + row["question_id"],
            question=row["question"],
            answer=row["reference"],
            document="mohler",
            location=Location(start_line=1, end_line=1),
        )
        made = [(row["answer"], float(row["score"]))]
        if len(out) % OTHERS == 0:
            foreign = answers[others[len(out) % len(others)]]
            made.append((foreign[len(out) % len(foreign)], 0.0))
        for answer, mark in made:
            found = units(answer)
            if found:
                measured = assess(entry, key_points(entry), found, embed)
                real = answer == row["answer"]
                texts = _texts(key_points(entry))
                given = Example(entry.id, measured, mark, MOHLER_WHOLE, None, "", "public", real, texts)
                out.append(given)
    return out


def _ids(rows: Sequence[dict[str, str]]) -> list[str]:
    return list(dict.fromkeys(row["question_id"] for row in rows))


def fit_points(examples: Sequence[Example]) -> ExtraTreesClassifier:
    """The forest of key points. A public answer's mark says how likely each of its points is covered."""
    rows, labels, weights = [], [], []
    for e in examples:
        n = len(e.rows)
        if e.labels is not None:
            rows.append(e.rows)
            labels.append(e.labels)
            weights.append(np.full(n, e.weight))
        elif e.public:
            covered = float(np.clip((e.mark - 0.25) / 0.7, 0, 1))
            rows += [e.rows, e.rows]
            labels += [np.ones(n, dtype=np.int64), np.zeros(n, dtype=np.int64)]
            weights += [np.full(n, MOHLER_POINTS * share / n) for share in (covered, 1 - covered)]
    forest = ExtraTreesClassifier(150, min_samples_leaf=5, max_features=0.4, random_state=0, n_jobs=-1)
    return forest.fit(np.concatenate(rows), np.concatenate(labels), sample_weight=np.concatenate(weights))


def fit_whole(examples: Sequence[Example], chances: Sequence[Array]) -> ExtraTreesRegressor:
    """The forest of whole answers."""
    rows = np.array([overall(c, e.measured) for c, e in zip(chances, examples, strict=True)])
    forest = ExtraTreesRegressor(200, min_samples_leaf=5, max_features=0.4, random_state=0, n_jobs=-1)
    return forest.fit(rows, [e.mark for e in examples], sample_weight=[e.weight for e in examples])


def fit_short(examples: Sequence[Example]) -> ExtraTreesRegressor:
    """The forest of answers to short references."""
    chosen = [e for e in examples if e.public and e.real]
    forest = ExtraTreesRegressor(150, min_samples_leaf=4, max_features=0.3, random_state=0, n_jobs=-1)
    return forest.fit([short(e.measured) for e in chosen], [e.mark for e in chosen])


def fit_brief(examples: Sequence[Example]) -> ExtraTreesRegressor:
    """The forest of our answers to brief references."""
    chosen = [e for e in examples if e.source == "brief"]
    forest = ExtraTreesRegressor(150, min_samples_leaf=4, max_features=0.3, random_state=0, n_jobs=-1)
    return forest.fit([short(e.measured) for e in chosen], [e.mark for e in chosen])


def out_of_fold(examples: Sequence[Example]) -> list[Array]:
    """What the forest of key points says of each example when it has not seen its question."""
    folds = np.array(folds_of(examples))
    chances: list[Array] = [np.zeros(0)] * len(examples)
    for fold in range(FOLDS):
        forest = fit_points([e for e, f in zip(examples, folds, strict=True) if f != fold])
        unseen = np.flatnonzero(folds == fold)
        for n, said in zip(unseen, chances_of(forest, [examples[int(n)] for n in unseen]), strict=True):
            chances[int(n)] = said
    return chances


def chances_of(forest: ExtraTreesClassifier, examples: Sequence[Example]) -> list[Array]:
    """What a forest of key points says of each example: a row per point. All at once, which is far quicker."""
    rows = [e.rows for e in examples]
    ends = np.cumsum([len(some) for some in rows])[:-1]
    return [np.asarray(some) for some in np.split(forest.predict_proba(np.concatenate(rows)), ends)]


def folds_of(examples: Sequence[Example]) -> list[int]:
    """A fold per example; all of a question are in one."""
    groups = {group: n % FOLDS for n, group in enumerate(dict.fromkeys(e.group for e in examples))}
    return [groups[e.group] for e in examples]


def flat(name: str, forest: ExtraTreesClassifier | ExtraTreesRegressor) -> dict[str, NDArray[Any]]:
    """A forest as coach.grading.forest reads it."""
    roots, parts = [], []
    at = 0
    for tree in (estimator.tree_ for estimator in forest.estimators_):
        value = tree.value[:, 0, :]
        value = value / value.sum(axis=1, keepdims=True) if value.shape[1] > 1 else value
        inner = tree.children_left >= 0
        parts.append(
            (
                np.where(inner, tree.feature, -1),
                np.where(inner, tree.threshold, 0.0),
                np.where(inner, tree.children_left + at, 0),
                np.where(inner, tree.children_right + at, 0),
                value,
            )
        )
        roots.append(at)
        at += tree.node_count
    feature, threshold, left, right, values = (np.concatenate(column) for column in zip(*parts, strict=True))
    return {
        f"{name}_roots": np.array(roots, dtype=np.int32),
        f"{name}_feature": feature.astype(np.int16),
        f"{name}_threshold": threshold.astype(np.float32),
        f"{name}_left": left.astype(np.int32),
        f"{name}_right": right.astype(np.int32),
        f"{name}_value": values.astype(np.float16),  # three digits of a chance
    }


def questions() -> list[Question]:
    """The labelled questions that are trained on."""
    written = [question for name in ("more", "told") for question in read_written(DATA / f"grading-{name}.jsonl")]
    return [*read(DATA / "grading-dev.jsonl"), *written]


def examples_of(mohler: Path, embed: Reader) -> list[Example]:
    """Everything that is trained on."""
    out: list[Example | None] = []
    for question in questions():
        for answer in question.answers:
            if answer.kind in UNTRAINED:
                continue
            out.append(example(question.entry, answer, embed, "ours"))
            out.append(example(question.without_key_points(), answer, embed, "derived"))
    return [e for e in out if e is not None] + public(mohler, embed)


def brief_examples(embed: Reader) -> list[Example]:
    """Our answers to brief references."""
    return [e for question in read(DATA / "grading-dev.jsonl") for e in briefly(question, embed)]


def subjects(embed: Reader) -> NDArray[np.float16]:
    """What the built-in corpus is about, a unit vector per entry."""
    entries = [entry for document in builtin.documents() for entry in parse(document).entries]
    return embed([subject_of(entry.question, entry.key_points) for entry in entries]).astype(np.float16)


def cross_validate(mohler: Path, embedder: Embedder, embed: Reader) -> None:
    """Train on four fifths of the questions, grade the rest, five times; print what comes out."""
    from scipy.stats import spearmanr
    from sklearn.metrics import cohen_kappa_score

    examples, _ = with_entailment(examples_of(mohler, embed), embedder, embed)
    folds = np.array(folds_of(examples))
    marks = np.zeros(len(examples))
    labels: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
    for fold in range(FOLDS):
        seen = [e for e, f in zip(examples, folds, strict=True) if f != fold]
        points, whole, brief = fit_points(seen), fit_whole(seen, out_of_fold(seen)), fit_short(seen)
        unseen = [examples[int(n)] for n in np.flatnonzero(folds == fold)]
        chances = chances_of(points, unseen)
        by_points = whole.predict([overall(c, e.measured) for c, e in zip(chances, unseen, strict=True)])
        by_short = related(brief.predict([short(e.measured) for e in unseen]), by_points)
        marks[folds == fold] = np.where([e.public for e in unseen], by_short, by_points)
        labels += [(e.labels, c.argmax(axis=1)) for c, e in zip(chances, unseen, strict=True) if e.labels is not None]
    wanted = np.array([e.mark for e in examples])
    for name, rows in (
        ("public set", [e.public and e.real for e in examples]),
        ("ours", [not e.public for e in examples]),
    ):
        got, want = marks[rows], wanted[rows]
        error = 5 * float(np.sqrt(np.mean((got - want) ** 2)))
        r, rho = np.corrcoef(got, want)[0, 1], spearmanr(got, want)[0]
        print(f"{name}: Pearson {r:.3f}, Spearman {rho:.3f}, RMSE {error:.2f} of 5, {len(got)} answers")
    right, said = (np.concatenate(column) for column in zip(*labels, strict=True))
    kappa = cohen_kappa_score(right, said)
    print(f"key points: accuracy {np.mean(right == said):.3f}, kappa {kappa:.3f}, {len(right)} verdicts")
    wrong, called = right == CONTRADICTED, said == CONTRADICTED
    print(f"contradicted: {np.sum(wrong & called)} of {np.sum(wrong)} found, {np.sum(called & ~wrong)} that are none")


def order_table() -> NDArray[np.float32]:
    """What word follows what, counted in the prose of the built-in corpus."""
    paragraphs = (p for document in builtin.documents() for p in document.text.split("\n\n"))
    return word_order.count(word_order.words_of(p) for p in paragraphs if "```" not in p and "|" not in p)


def main() -> None:
    """Train, and write the file."""
    embedder = Embedder()
    embed = reader(embedder.encode, embedder.encode_tokens)
    examples, network = with_entailment(examples_of(Path(sys.argv[1]), embed), embedder, embed)
    whole = fit_whole(examples, out_of_fold(examples))
    arrays: dict[str, NDArray[Any]] = {"order_table": order_table(), "subjects": subjects(embed)}
    arrays |= flat("points", fit_points(examples)) | flat("whole", whole) | flat("short", fit_short(examples))
    arrays |= flat("brief", fit_brief(brief_examples(embed))) | network
    np.savez_compressed(OUT, allow_pickle=False, **arrays)
    print(f"{len(examples)} answers, {OUT.stat().st_size / 1e6:.1f} MB in {OUT}")


if __name__ == "__main__":
    main()
