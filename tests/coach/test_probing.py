from collections.abc import Sequence

import numpy as np
import pytest

from coach.grades import KeyPointVerdict, Verdict
from coach.grading import Embed
from coach.probing import probe_offline, subject
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


def test_probes_need_no_embedding_where_there_are_no_follow_ups() -> None:
    def never(texts: Sequence[str]) -> np.ndarray:
        raise AssertionError(texts)

    bare = entry().model_copy(update={"follow_ups": ()})

    assert probe_offline(bare, missed(POINTS[0]), (), never).text.endswith("?")
