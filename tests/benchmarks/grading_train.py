"""Train the forests of the offline grader and write coach/data/grading.npz. Needs scikit-learn and torch.

    python -m tests.benchmarks.grading_train MOHLER.jsonl

MOHLER.jsonl: the public set of M. Mohler, R. Bunescu, R. Mihalcea, "Learning to Grade Short Answer Questions using
Semantic Similarity Measures and Dependency Graph Alignments", ACL 2011; lines of question, reference, answer, score.
Our own answers come from data/grading-dev.jsonl, -more and -told; data/grading-held-out.jsonl is never trained on.

There are two examiners (coach.grading.examiners): the close one learns from the questions of grading-dev.jsonl, which
have every kind of answer, the wide one from all. Of each, a network (coach.grading.entailment, trained by
entailment_train.py) reads each key point with its clause. A first forest sees what it says, and all that is measured,
and says missed, covered or contradicted. A second sees what the first one says of all points of an answer (of questions
the first one was not trained on) and says what it is worth.

A third forest does so for references of a sentence or two, from the public set alone: with answers to other questions
among them, right answers in unexpected words lose (Pearson .597 instead of .650), so what is off topic is told by the
second one (coach.grading.offline.related). The fourth does so from our answers to one or two key points of a question
as its whole reference: where the subject is one of ours, it is believed instead. Trained together, they spoil each
other: pupils are given 0.8 for what an interviewer would not accept (Pearson on the public set .677 -> .441).
"""

import json
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor

from coach.grading import word_order
from coach.grading.entailment import Entailment, entailed
from coach.grading.features import Reader
from coach.grading.offline import related, subject_of
from coach.grading.remembering import reader
from coach.grading.whole import overall, short
from corpus import builtin
from corpus.parsing import parse
from index import Embedder
from tests.benchmarks.entailment_train import Pair, Tokens, made_pairs, read_tokens, train
from tests.benchmarks.grading_examples import CONTRADICTED, DATA, WRITTEN, Array, Example, brief_examples, examples_of

OUT = Path(__file__).parents[2] / "coach" / "data" / "grading.npz"
FOLDS = 5
MOHLER_POINTS = 0.3  # weight of an answer of the public set against one of ours, for the forest of key points
SUSPICIOUS, MANY = 1 / 3, 0.5
"""What is left of an answer's weight for the wide examiner: of long wrong ones, and of the questions added last."""
LEAF = {"close": 5, "wide": 8}  # answers in a leaf of an examiner's trees, at least
TREES, TREES_OF_WHOLES = 100, 120
PAIRED = (*WRITTEN, "telegram", "stated")
"""Kinds of answers that the network of coach.grading.entailment learns from."""


def labelled_pairs(examples: Sequence[Example]) -> Iterator[Pair]:
    """Key points with the clause that says most of them, and contradicted ones with the one most against them."""
    for e in examples:
        if e.labels is None or e.kind not in PAIRED:
            continue
        for point, evidence, label in zip(e.points, e.measured.evidence, e.labels, strict=True):
            yield Pair(e.group, point, evidence.best.text, int(label))
            if label == CONTRADICTED and evidence.worst.text != evidence.best.text:
                yield Pair(e.group, point, evidence.worst.text, int(label))


def made_and_read(examples: Sequence[Example], embedder: Embedder) -> tuple[list[Pair], Tokens]:
    """The pairs that are made of the built-in corpus, and the tokens of these and of the labelled ones."""
    untouched = {json.loads(line)["id"] for line in (DATA / "grading-held-out.jsonl").read_text("utf-8").splitlines()}
    made = [pair for pair in made_pairs(embedder) if pair.group not in untouched]
    return made, read_tokens([*labelled_pairs(examples), *made], embedder)


def with_entailment(
    examples: Sequence[Example], made: Sequence[Pair], tokens: Tokens, embed: Reader
) -> tuple[list[Example], dict[str, NDArray[np.float16]]]:
    """The examples with what a network says that has not seen their question, and one that has seen them all."""
    pairs = [*labelled_pairs(examples), *made]
    folds = folds_of(examples)
    fold_of = {e.group: fold for e, fold in zip(examples, folds, strict=True)}
    out = list(examples)
    for fold in sorted(set(folds)):
        network = Entailment.read(train([pair for pair in pairs if fold_of.get(pair.group) != fold], tokens))
        for n in np.flatnonzero(np.array(folds) == fold):
            e = examples[int(n)]
            out[int(n)] = replace(e, entailed=entailed(e.points, e.measured, network, embed))
    return out, train(pairs, tokens)


def taught(examiner: str, examples: Sequence[Example]) -> list[Example]:
    """What an examiner learns from."""
    if examiner == "close":
        return [e for e in examples if e.file in ("dev", "")]
    return [
        replace(
            e,
            weight=e.weight
            * (SUSPICIOUS if e.kind in ("turned", "mixed") else 1.0)
            * (MANY if e.file == "more" else 1.0),
        )
        for e in examples
    ]


def fit_points(examples: Sequence[Example], leaf: int) -> ExtraTreesClassifier:
    """The forest of key points, with so many in a leaf at least.

    A public answer's mark says how likely each of its points is covered.
    """
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
    forest = ExtraTreesClassifier(TREES, min_samples_leaf=leaf, max_features=0.4, random_state=0, n_jobs=-1)
    return forest.fit(np.concatenate(rows), np.concatenate(labels), sample_weight=np.concatenate(weights))


def fit_whole(examples: Sequence[Example], chances: Sequence[Array], leaf: int) -> ExtraTreesRegressor:
    """The forest of whole answers, with so many in a leaf at least."""
    rows = np.array([overall(c, e.measured) for c, e in zip(chances, examples, strict=True)])
    forest = ExtraTreesRegressor(TREES_OF_WHOLES, min_samples_leaf=leaf, max_features=0.4, random_state=0, n_jobs=-1)
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


def out_of_fold(examples: Sequence[Example], leaf: int) -> list[Array]:
    """What the forest of key points says of each example when it has not seen its question."""
    folds = np.array(folds_of(examples))
    chances: list[Array] = [np.zeros(0)] * len(examples)
    for fold in np.unique(folds):
        forest = fit_points([e for e, f in zip(examples, folds, strict=True) if f != fold], leaf)
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
    """A fold per example; all of a question are in one, for every examiner the same."""
    return [zlib.crc32(e.group.encode()) % FOLDS for e in examples]


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


def subjects(embed: Reader) -> NDArray[np.float16]:
    """What the built-in corpus is about, a unit vector per entry."""
    entries = [entry for document in builtin.documents() for entry in parse(document).entries]
    return embed([subject_of(entry.question, entry.key_points) for entry in entries]).astype(np.float16)


def cross_validate(mohler: Path, embedder: Embedder, embed: Reader) -> None:
    """Train on four fifths of the questions, grade the rest, five times; print what comes out."""
    from scipy.stats import spearmanr
    from sklearn.metrics import cohen_kappa_score

    everything = examples_of(mohler, embed)
    made, tokens = made_and_read(everything, embedder)
    examples = taught("close", everything)
    folds = np.array(folds_of(examples))
    labels: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
    by_points = np.zeros(len(examples))
    for name, leaf in LEAF.items():
        heard, _ = with_entailment(taught(name, everything), made, tokens, embed)
        both = [e for e in heard if e.file in ("dev", "")]  # in the order of examples
        for fold in range(FOLDS):
            seen = [e for e, f in zip(heard, folds_of(heard), strict=True) if f != fold]
            points, whole = fit_points(seen, leaf), fit_whole(seen, out_of_fold(seen, leaf), leaf)
            unseen = [both[int(n)] for n in np.flatnonzero(folds == fold)]
            chances = chances_of(points, unseen)
            marked = whole.predict([overall(c, e.measured) for c, e in zip(chances, unseen, strict=True)])
            by_points[folds == fold] += marked / len(LEAF)
            if name == "close":
                told = zip(chances, unseen, strict=True)
                labels += [(e.labels, c.argmax(axis=1)) for c, e in told if e.labels is not None]
    marks = by_points.copy()
    for fold in range(FOLDS):
        brief = fit_short([e for e, f in zip(examples, folds, strict=True) if f != fold])
        asked = np.flatnonzero((folds == fold) & np.array([e.public for e in examples]))
        generous = brief.predict([short(examples[int(n)].measured) for n in asked])
        marks[asked] = related(generous, by_points[asked])
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
    examples = examples_of(Path(sys.argv[1]), embed)
    made, tokens = made_and_read(examples, embedder)
    arrays: dict[str, NDArray[Any]] = {"order_table": order_table(), "subjects": subjects(embed)}
    arrays |= flat("short", fit_short(examples)) | flat("brief", fit_brief(brief_examples(embed)))
    for name, leaf in LEAF.items():
        heard, network = with_entailment(taught(name, examples), made, tokens, embed)
        whole = fit_whole(heard, out_of_fold(heard, leaf), leaf)
        arrays |= flat(f"{name}_points", fit_points(heard, leaf)) | flat(f"{name}_whole", whole)
        arrays |= {f"{name}_{key}": weights for key, weights in network.items()}
    np.savez_compressed(OUT, allow_pickle=False, **arrays)
    print(f"{len(examples)} answers, {OUT.stat().st_size / 1e6:.1f} MB in {OUT}")


if __name__ == "__main__":
    main()
