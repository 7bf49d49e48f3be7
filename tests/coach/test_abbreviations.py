"""Names that a candidate cuts short are the names of the entry."""

from coach.grading.abbreviations import abbreviations, cut_short, used_by
from coach.grading.grades import Verdict
from coach.grading.offline import grade_offline
from tests.sea import READER, entry

RIGS = entry(
    "How do a fore-and-aft rig and a square rig differ?",
    "A fore-and-aft rig (FAR) carries its sails along the hull, a square rig (SR) across it.",
    key_points=(
        "The fore-and-aft rig carries its sails along the hull.",
        "The square rig carries its sails across the hull.",
        "The square rig needs a larger crew.",
    ),
)


def test_a_short_name_is_known_by_its_initials() -> None:
    text = "We compare k-nearest neighbours (kNN) by the area under the curve (AUC). Use the first one (RIGHT)."

    assert abbreviations(text) == {"k-nearest neighbours": "kNN", "area under the curve": "AUC"}


def test_only_what_the_answer_cuts_short_is_cut_short() -> None:
    assert used_by("SR has its sails across.", RIGS) == {"square rig": "SR"}
    assert used_by("A square rig, or SR, has its sails across.", RIGS) == {}
    assert cut_short("A square rig (SR) or Square-rig", {"square rig": "SR"}) == "A SR or SR"


def test_the_verdicts_keep_the_words_of_the_entry() -> None:
    grade = grade_offline(RIGS, "FAR has the sails along the hull, SR has them across the hull.", READER)

    assert [verdict.key_point for verdict in grade.verdicts] == list(RIGS.key_points)
    assert grade.verdicts[2].verdict is Verdict.MISSED


def test_names_that_were_exchanged_earn_less_in_their_short_form_too() -> None:
    right = grade_offline(RIGS, "FAR has the sails along the hull, SR has them across the hull.", READER)
    wrong = grade_offline(RIGS, "SR has the sails along the hull, FAR has them across the hull.", READER)

    assert wrong.score < right.score
