from collections.abc import Sequence
from typing import get_args

import numpy as np
import pytest

from coach.events import Tone
from coach.grading.grades import KeyPointVerdict, Verdict
from coach.grading.offline import Embed
from coach.interviewing.probe_questions import ANYTHING
from coach.interviewing.probe_wording import aspect, gives_away, quoted, subject, worded
from coach.interviewing.probing import probe_offline
from corpus import builtin, parsing
from corpus.entries import Entry, FollowUp, Kind, Location
from tests.sea import EMBEDDER

POINTS = ("Bagging trains its models independently of each other.", "Boosting can overfit with too many rounds.")


@pytest.fixture(scope="module")
def embed() -> Embed:
    return EMBEDDER.encode


def entry(kind: Kind = Kind.CONCEPT, points: Sequence[str] = POINTS) -> Entry:
    return Entry(
        id="bagging",
        question="What is the difference between bagging and boosting?",
        key_points=tuple(points),
        follow_ups=(
            FollowUp(
                question="What happens if you add ever more rounds to each?",
                good_reply="Boosting can overfit with too many rounds, bagging levels off.",
            ),
        ),
        kind=kind,
        document="mine.md",
        location=Location(start_line=1, end_line=3),
    )


def missed(point: str) -> KeyPointVerdict:
    return KeyPointVerdict(key_point=point, verdict=Verdict.MISSED)


def test_the_entrys_own_follow_up_is_asked_where_it_is_about_the_point(embed: Embed) -> None:
    probe = probe_offline(entry(), missed(POINTS[1]), ("What is the difference?",), embed)

    assert probe.text == "What happens if you add ever more rounds to each?"
    assert probe.aims_at == POINTS[1]


def test_what_the_author_of_a_point_would_ask_comes_first_and_once(embed: Embed) -> None:
    written = "Which of the two does harm with ever more rounds, and why?"
    worked = entry().model_copy(update={"probes": ("How are the models of bagging trained?", written)})

    first = probe_offline(worked, missed(POINTS[1]), ("What is the difference?",), embed)
    second = probe_offline(worked, missed(POINTS[1]), ("What is the difference?", first.text), embed)

    assert first.text == written
    assert written not in second.text


def test_what_the_author_would_ask_takes_up_what_was_wrong(embed: Embed) -> None:
    written = "Which of the two does harm with ever more rounds, and why?"
    worked = entry().model_copy(update={"probes": ("How are the models of bagging trained?", written)})
    wrong = KeyPointVerdict(key_point=POINTS[1], verdict=Verdict.CONTRADICTED, evidence="Boosting never overfits.")

    probe = probe_offline(worked, wrong, ("What is the difference?",), embed, "Boosting never overfits.")

    assert "boosting never overfits" in probe.text.casefold()
    assert probe.text.endswith(written)


def test_no_follow_up_is_asked_twice(embed: Embed) -> None:
    asked = ("What happens if you add ever more rounds to each?",)

    assert probe_offline(entry(), missed(POINTS[1]), asked, embed).text not in asked


def test_a_point_without_a_fitting_follow_up_is_asked_for_by_its_subject_without_saying_it(embed: Embed) -> None:
    probe = probe_offline(entry(), missed(POINTS[0]), (), embed)

    assert "bagging" in probe.text
    assert "independently" not in probe.text


def test_what_was_wrong_is_quoted_and_questioned(embed: Embed) -> None:
    wrong = KeyPointVerdict(
        key_point=POINTS[0], verdict=Verdict.CONTRADICTED, evidence="bagging builds trees one after another"
    )

    probe = probe_offline(entry(), wrong, (), embed)

    assert "“bagging builds trees one after another”" in probe.text
    assert "independently" not in probe.text


@pytest.mark.parametrize(
    ("kind", "point", "asked_for"),
    [
        (Kind.BEHAVIOURAL, "Result: gives the outcome with a number.", "outcome"),
        (Kind.DESIGN, "Monitoring: watches drift and volume.", "watch"),
    ],
)
def test_the_missing_part_of_a_story_or_design_is_asked_for(
    embed: Embed, kind: Kind, point: str, asked_for: str
) -> None:
    assert asked_for in probe_offline(entry(kind, (point,)), missed(point), (), embed).text


@pytest.mark.parametrize(
    ("point", "asked_for"),
    [
        ("You collect clicks and purchases as implicit labels.", "Which data would you use"),
        ("Offline, you compare recall at ten on a later week.", "How would you know that it works"),
        ("The candidates are deployed behind a cache.", "How would you serve it"),
        ("A two-tower network finds candidates.", "Which model would you start with"),
    ],
)
def test_a_design_without_key_points_is_walked_through_part_by_part(embed: Embed, point: str, asked_for: str) -> None:
    design = entry(Kind.DESIGN, ()).model_copy(update={"question": "Design recommendations.", "follow_ups": ()})

    first = probe_offline(design, missed(point), (design.question,), embed)
    second = probe_offline(design, missed(point), (design.question, first.text), embed)

    assert first.text.startswith(asked_for)
    assert second.text != first.text


def test_a_subject_keeps_acronyms_and_lowers_the_rest() -> None:
    assert subject("L1 sets some weights exactly to zero.", "Why?") == "L1"
    assert subject("Boosting can overfit with too many rounds.", "Why?") == "boosting"


@pytest.mark.parametrize(
    ("point", "asked"),
    [
        ("Downsampling loses position information.", "What does downsampling lose?"),
        ("Linear models assume additive effects.", "What do linear models assume?"),
        (
            "The required sample grows with the inverse square of the effect.",
            "What does the required sample grow with?",
        ),
        ("Pooling makes the output less sensitive to small shifts.", "What effect does pooling have?"),
        ("The number of rounds is chosen by early stopping.", "How is the number of rounds chosen?"),
        ("Concept drift can be confirmed only with labels.", "How can concept drift be confirmed?"),
        ("Clusters are evaluated based on some measure of similarity.", "How are clusters evaluated?"),
        ("Outcome metrics are computed when labels arrive.", "When are outcome metrics computed?"),
        ("Features must be scaled because they enter the distance.", "Why must features be scaled?"),
        ("A threshold of 0.5 is optimal only for equal error costs.", "When is a threshold of 0.5 optimal?"),
        ("F1 is the harmonic mean of precision and recall.", "What exactly is F1?"),
        (
            "A stochastic step is cheaper and less exact than a full one.",
            "How does a stochastic step compare with a full one?",
        ),
        ("With correlated features, L1 tends to keep one of them.", "What happens with correlated features?"),
        ("When classes are rare, accuracy says little.", "What happens when classes are rare?"),
        ("Data drift does not harm the accuracy of forecasts.", "What would you not expect of data drift?"),
        ("Another method is random search over a grid.", "What other method would you name?"),
        ("Examples include k-means and mixtures.", "Can you give examples?"),
        ("Confirm that the drop is real before anything else.", "What would you confirm before anything else?"),
        (
            "Row counts before and after a join reveal duplicated keys.",
            "What do row counts reveal?",
        ),
        ("A model that is too flexible overfits noise.", "What does a model that is too flexible overfit?"),
        ("Start by measuring which resource is the bottleneck.", "What would you start with?"),
        ("Each tree is fitted to the negative gradient of the loss.", "What is each tree fitted to?"),
        (
            "Convolutional networks are designed to learn hierarchies.",
            "What are convolutional networks designed to do?",
        ),
        ("Use the expected cost to judge a classifier.", "What would you use to judge a classifier?"),
        ("Survival analysis models the time until an event.", "What does survival analysis model?"),
        (
            "Mahalanobis distance accounts for scale and correlation of features.",
            "What does Mahalanobis distance account for?",
        ),
        ("The penalty punishes outputs that are shorter than the text.", "What does the penalty punish?"),
        ("A queue deletes handled messages.", "What does a queue delete?"),
        ("They are hard to interpret.", "What is still missing from a full answer?"),
    ],
)
def test_a_probe_asks_for_what_the_point_says_of_its_subject(point: str, asked: str) -> None:
    assert aspect(point, "How many rounds, and how flexible a model?") == asked


def test_what_the_question_says_already_is_asked_from_the_other_end() -> None:
    assert aspect("Admitting ignorance reduces hallucination.", "What reduces hallucination?") == (
        "What else reduces hallucination?"
    )


def test_what_was_asked_for_first_is_not_asked_again_in_the_same_words() -> None:
    point = "K-means is a clustering algorithm that groups points by their nearest centre."

    assert aspect(point, "Can you explain what K-means is?") == "In one sentence, how would you define K-means?"


def test_a_pronoun_stands_for_what_the_question_asks_about() -> None:
    point = "It predicts the probability of a class."

    assert aspect(point, "Can you explain what logistic regression is?") == "What does logistic regression predict?"
    assert aspect("It's fitted by maximum likelihood.", "How does logistic regression work?") == (
        "How is logistic regression fitted?"
    )


def test_every_key_point_of_the_built_in_corpus_has_a_question_of_its_own() -> None:
    entries = [entry for document in builtin.documents() for entry in parsing.parse(document).entries]

    assert [e.id for e in entries if len(e.probes) != len(e.key_points) or len(set(e.probes)) != len(e.probes)] == []
    assert [probe for e in entries for probe in e.probes if not probe.endswith("?")] == []


def test_no_wording_for_the_built_in_corpus_gives_its_point_away_and_few_ask_for_nothing_in_particular() -> None:
    entries = [entry for document in builtin.documents() for entry in parsing.parse(document).entries]
    asked = [(e, point, aspect(point, e.question)) for e in entries for point in e.key_points]

    assert [text for e, point, text in asked if gives_away(text, point, e.question, "")] == []
    assert all(text.endswith("?") for _, _, text in asked)
    assert len({text for _, _, text in asked}) > len(asked) / 2
    assert sum(text in ANYTHING or text.startswith("What more can you say") for _, _, text in asked) < len(asked) / 10


def test_nobody_is_asked_in_the_same_form_all_the_time() -> None:
    points = [
        f"{method} lowers the variance." for method in ("Bagging", "Pooling", "Dropout", "Averaging", "Shrinkage")
    ]
    heard: list[str] = []

    for point in points:
        heard.append(worded("What helps?", missed(point), "", "friendly", heard))

    assert heard[:2] == [
        "What effect does bagging have?",
        "Let us stay with this a little. What effect does pooling have?",
    ]
    assert "effect" not in heard[2]
    assert len({text.partition(".")[0].partition("?")[0] for text in heard}) == 5


def test_the_same_gap_is_probed_in_three_tones() -> None:
    vague = KeyPointVerdict(key_point=POINTS[1], verdict=Verdict.PARTIAL, evidence="boosting has some risk")

    first = [worded("Why?", vague, "", tone) for tone in get_args(Tone)]
    asked = first + [worded("Why?", vague, "", tone, first) for tone in get_args(Tone)]

    assert len(set(asked)) == 6
    assert all("boosting has some risk" in text for text in asked)


def test_what_the_candidate_brought_up_is_taken_up() -> None:
    text = worded("How do ensembles work?", missed(POINTS[0]), "There is bagging, for one thing.", "friendly")

    assert text == "You brought up bagging. What does it train?"


def test_a_sentence_about_the_subject_is_built_upon() -> None:
    said = "Well, I think boosting fits each tree to the errors of the others. I would use that."

    text = worded("How does boosting work?", missed(POINTS[1]), said, "friendly")

    assert text == "You said “boosting fits each tree to the errors of the others”. When can boosting overfit?"


def test_code_is_quoted_as_written() -> None:
    vague = KeyPointVerdict(key_point=POINTS[1], verdict=Verdict.PARTIAL, evidence="model.fit(X, y, rounds=100)")

    assert worded("Why?", vague, "", "friendly").startswith("You wrote “model.fit(X, y, rounds=100)”")


def test_long_words_of_the_candidate_are_quoted_in_part_and_without_fillers() -> None:
    said = (
        "As far as I know, trees are grown one after the other, and so the whole thing takes rather long to train. "
        "It also has a risk of overfitting the noise, I think."
    )

    assert quoted(said, "Boosting can overfit the noise.") == "it also has a risk of overfitting the noise"
    assert quoted(said, "Trees are grown in turn.") == "trees are grown one after the other …"


def test_a_subject_whose_words_fell_here_and_there_was_not_brought_up() -> None:
    point = "Character-level tokens make sequences very long."
    said = "A word-level vocabulary has gaps, and a token has about four characters, which is what people count with."

    text = worded("Why are subwords used?", missed(point), said, "friendly")

    assert "brought up" not in text


def test_a_word_is_no_answer_and_is_asked_to_be_unfolded() -> None:
    text = worded("How do ensembles work?", missed(POINTS[0]), "Independently.", "tough")

    assert text.startswith("“Independently” is vague.")


def test_probes_need_no_embedding_where_there_are_no_follow_ups() -> None:
    def never(texts: Sequence[str]) -> np.ndarray:
        raise AssertionError(texts)

    bare = entry().model_copy(update={"follow_ups": ()})

    assert probe_offline(bare, missed(POINTS[0]), (), never).text.endswith("?")


def test_after_an_answer_about_something_else_the_question_is_gone_back_to() -> None:
    odd = missed("Using a validation set along with the training set is important.")

    asked = [worded("How do ensembles work?", odd, "I like pizza and football.", tone) for tone in get_args(Tone)]
    about_it = worded("How do ensembles work?", odd, "Ensembles vote.", "friendly")

    assert len(set(asked)) == 3
    assert all("question" in text or "asked" in text for text in asked)
    assert about_it.endswith(ANYTHING[0])
