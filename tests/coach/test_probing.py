from collections.abc import Sequence
from typing import get_args

import numpy as np
import pytest

from coach.events import Tone
from coach.grades import KeyPointVerdict, Verdict
from coach.grading import Embed
from coach.probe_wording import aspect, gives_away, subject, worded
from coach.probing import probe_offline
from corpus import builtin, parsing
from corpus.entries import Entry, FollowUp, Kind, Location
from index import Embedder

POINTS = ("Bagging trains its models independently of each other.", "Boosting can overfit with too many rounds.")


@pytest.fixture(scope="module")
def embed(tmp_path_factory: pytest.TempPathFactory) -> Embed:
    return Embedder(cache=tmp_path_factory.mktemp("models")).encode


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


def test_a_subject_keeps_acronyms_and_lowers_the_rest() -> None:
    assert subject("L1 sets some weights exactly to zero.", "Why?") == "L1"
    assert subject("Boosting can overfit with too many rounds.", "Why?") == "boosting"


@pytest.mark.parametrize(
    ("point", "asked"),
    [
        ("With correlated features, L1 tends to keep one of them.", "And with correlated features, what can you say?"),
        ("When classes are rare, accuracy says little.", "What happens when classes are rare?"),
        ("The number of rounds is chosen by early stopping.", "How is the number of rounds chosen?"),
        ("Linear models assume additive effects.", "Which assumptions stand behind linear models?"),
        ("A replay buffer breaks the correlation of examples.", "Where do you see the limits of a replay buffer?"),
        (
            "A model that is too flexible overfits noise.",
            "Where do you see the limits of a model that is too flexible?",
        ),
        ("Models can memorise records.", "What else belongs to this?"),
        ("They are hard to interpret.", "What else belongs to this?"),
        ("Confirm that the drop is real.", "What else belongs to this?"),
    ],
)
def test_a_probe_asks_for_an_aspect_of_the_point(point: str, asked: str) -> None:
    assert aspect(point, "How many rounds, and how flexible a model?", number=1) == asked


def test_no_probe_of_the_built_in_corpus_gives_its_point_away() -> None:
    entries = [entry for document in builtin.documents() for entry in parsing.parse(document).entries]
    asked = [(e, point, aspect(point, e.question)) for e in entries for point in e.key_points]

    assert [text for e, point, text in asked if gives_away(text, point, e.question, "")] == []
    assert all(text.endswith("?") for _, _, text in asked)
    assert len({text for _, _, text in asked}) > len(asked) / 2


def test_the_same_gap_is_probed_in_three_tones() -> None:
    vague = KeyPointVerdict(key_point=POINTS[1], verdict=Verdict.PARTIAL, evidence="boosting has some risk")

    asked = [worded("Why?", vague, "", tone, number) for tone in get_args(Tone) for number in (0, 1)]

    assert len(set(asked)) == 6
    assert all("boosting has some risk" in text for text in asked)


def test_what_the_candidate_brought_up_is_taken_up() -> None:
    text = worded("How do ensembles work?", missed(POINTS[0]), "There is bagging, for one thing.", "friendly", 0)

    assert text.startswith("You brought up bagging.")


def test_a_subject_whose_words_fell_here_and_there_was_not_brought_up() -> None:
    point = "Character-level tokens make sequences very long."
    said = "A word-level vocabulary has gaps, and a token has about four characters, which is what people count with."

    text = worded("Why are subwords used?", missed(point), said, "friendly", 0)

    assert "brought up" not in text


def test_a_word_is_no_answer_and_is_asked_to_be_unfolded() -> None:
    text = worded("How do ensembles work?", missed(POINTS[0]), "Variance.", "tough", 0)

    assert text.startswith("“Variance” is vague.")


def test_probes_need_no_embedding_where_there_are_no_follow_ups() -> None:
    def never(texts: Sequence[str]) -> np.ndarray:
        raise AssertionError(texts)

    bare = entry().model_copy(update={"follow_ups": ()})

    assert probe_offline(bare, missed(POINTS[0]), (), never).text.endswith("?")
