"""An answer as a whole, in numbers: what its key points came to, and how it lies beside all of them."""

import numpy as np
from numpy.typing import NDArray

from coach.grading.contraries import KINDS
from coach.grading.features import NAMES, Measured

Row = NDArray[np.float64]

OVERALL = (
    "said",  # chance that a point is covered: mean over the points
    "said_1",  # of the best one, the best two, the best four
    "said_2",
    "said_4",
    "against",  # chance that a point is contradicted: mean, worst, worst two
    "against_1",
    "against_2",
    "balance",  # of what was said, the part that is not contradicted
    "cosine_answer",  # means and extremes of features of the points
    "cosine_answer_1",
    "cosine_3",
    "recall_answer",
    "recall_answer_3",
    "beyond_question_1",
    "recall_2",
    "phrases_3",
    "phrases",
    "phrase_least_2",
    "swap_1",
    "swap",
    "opposites",
    "worst_opposites",
    "directions",
    "negation",
    "absolutes",
    "name",
    "denied",
    "worst_denied_1",
    "purity",
    "pitfall_any_1",
    "precision",
    "rare_recall",
    "token_recall_1",  # tokens in context
    "token_recall_mean",
    "token_recall_answer_1",
    "token_recall_answer_3",
    "token_beyond_3",
    "token_least_2",
    "token_turned_1",
    "token_turned_2",
    "token_kept_2",
    "turned_1",  # contraries of the points
    "turned_mean",
    "exchanged_1",
    "exchanged_mean",
    "denial_1",
    "worst_turned_2",
    "worst_exchanged_2",
    "worst_denial_2",
    "opposed",
    "points",  # how many, up to 8, as a share
    "to_question",  # cosine of answer and question
    "to_points",  # cosine of the answer and all points as one text
    "on_topic",  # closeness of the answer's clauses to their nearest points, by what they add to the question
    "on_topic_1",
    "terms_alike",  # Jaccard of the terms of answer and points
    "terms_beyond",  # recall and precision of terms that the question does not have
    "terms_beyond_precision",
    "letters_precision",  # four-letter sequences in common
    "letters_recall",
    "question_recall",
    "points_to_question",
    "in_context",  # cosine of question with answer and question with points; less what the question alone has
    "in_context_beyond",
    "phrase_recall",  # over all phrases of the points: closest phrase of the answer; mean, beyond the question, shares
    "phrase_recall_beyond",
    "phrase_recall_near",
    "phrase_recall_same",
    "phrase_recall_least",  # the worst quarter
    "phrase_precision",  # over all phrases of the answer: closest phrase of the points
    "phrase_precision_beyond",
    "phrase_precision_near",
    "phrase_precision_same",
    "phrase_precision_least",
    "phrase_question",  # over all phrases of the answer: closest phrase of the question
    "phrase_hits",  # phrases of the answer nearer to the points than to the question, per phrase of the points
    "words_answer",  # counts of words, as logarithms; their ratio; share of different words
    "words_points",
    "words_ratio",
    "words_different",
    "words_small",  # share of small words, which notes leave out
    "association",  # of two things that are compared, is each one's claim nearer to its own points? mean, worst
    "association_least",
    "token_recall",  # over all tokens of the points in context, weighted: nearest token of the answer
    "token_precision",  # over all tokens of the answer: nearest token of the points
    "token_f1",
    "token_recall_beyond",  # less what the question gives
    "token_precision_beyond",
    "token_recall_near",  # shares
    "token_precision_near",
    "token_recall_least",
    "token_recall_even",  # all tokens alike
    "token_precision_even",
    "token_sum",  # weights of the answer's tokens, of the points' tokens; their ratio
    "token_sum_points",
    "token_sum_ratio",
    "coherence",  # of what a clause has of the points, how much is of one of them: mean, least
    "coherence_least",
    "coherence_clauses",
    "turned_answer",  # how much nearer the answer is to all points turned round, exchanged, denied than to the points
    "exchanged_answer",
    "denied_answer",
)
_FIRST = OVERALL.index("to_question")  # of those that are measured on the whole answer


_CONTRARIES = NAMES.index("turned")  # the first of the features of a point that are about its contraries


def whole(measured: Measured, name: str) -> float:
    """A feature of the answer as a whole, from to_question on, by its name."""
    return float(measured.whole[OVERALL.index(name) - _FIRST])


def overall(chances: Row, measured: Measured) -> Row:
    """The features of an answer as a whole. chances: per point, that it is missed, covered, contradicted."""
    rows = np.array([evidence.features for evidence in measured.evidence])
    said, against = np.sort(chances[:, 1])[::-1], np.sort(chances[:, 2])[::-1]

    def column(name: str) -> Row:
        return np.asarray(np.sort(rows[:, NAMES.index(name)])[::-1])

    features = [
        said.mean(),
        said[0],
        said[:2].mean(),
        said[:4].mean(),
        against.mean(),
        against[0],
        against[:2].mean(),
        said.sum() / (said.sum() + against.sum() + 0.3),
        column("cosine_answer").mean(),
        column("cosine_answer")[0],
        column("cosine")[:3].mean(),
        column("recall_answer").mean(),
        column("recall_answer")[:3].mean(),
        column("beyond_question")[0],
        column("recall")[:2].mean(),
        column("phrases")[:3].mean(),
        column("phrases").mean(),
        column("phrase_least")[:2].mean(),
        column("swap")[0],
        column("swap").mean(),
        *(column(n).mean() for n in ("opposites", "worst_opposites", "directions", "negation")),
        *(column(n).mean() for n in ("absolutes", "name", "denied")),
        column("worst_denied")[0],
        column("purity").mean(),
        column("pitfall_any")[0],
        column("precision").mean(),
        column("rare_recall").mean(),
        column("token_recall")[0],
        column("token_recall").mean(),
        column("token_recall_answer")[0],
        column("token_recall_answer")[:3].mean(),
        column("token_beyond")[:3].mean(),
        column("token_least")[:2].mean(),
        column("token_turned")[0],
        column("token_turned")[:2].mean(),
        column("token_kept")[:2].mean(),
        column("turned")[0],
        column("turned").mean(),
        column("exchanged")[0],
        column("exchanged").mean(),
        column("denial")[0],
        *(column(n)[:2].mean() for n in ("worst_turned", "worst_exchanged", "worst_denial")),
        column("opposed").mean(),
        min(len(rows), 8) / 8,
        *measured.whole,
    ]
    return np.array(features)


def short(measured: Measured) -> Row:
    """The features of an answer to a question whose reference is a sentence or two: everything there is, unweighed.

    Contraries of the points are left out: pupils leave out rather than turn round, and the forest only lost by them
    (Pearson .677 instead of .682).
    """
    rows = np.array([evidence.features[:_CONTRARIES] for evidence in measured.evidence])
    return np.concatenate([rows.mean(axis=0), rows.max(axis=0), rows.min(axis=0), measured.whole[: -len(KINDS)]])
