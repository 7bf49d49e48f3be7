"""Explaining without a model: which sentences answer which question, and that each stands in the notes."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.explaining.answering import about
from coach.explaining.comparisons import Comparison, comparison_in
from coach.explaining.depths import Depth, depth_of, only_depth, untold
from coach.explaining.forms import Form, form_of
from coach.explaining.offline import explain_offline
from coach.explaining.quoting import runs, units_of
from coach.explanation import NO_ANSWER_YET, NOT_IN_NOTES, Explanation, Heard
from coach.plain_markdown import harmless
from corpus.entries import Entry
from index.hits import Turn
from tests.sea import SHIPS, TIDE, TIDES, WAVE, entry, found


def explained(query: str, *entries: Entry) -> Explanation:
    return explain_offline([Turn(role="user", content=query)], found(query, *(entries or (TIDE, WAVE, SHIPS))))


def test_a_word_of_thanks_is_no_subject_of_its_own() -> None:
    turns = [Turn(role="user", content=said) for said in ("what are tides?", "hm, ok thanks", "why is that?")]

    assert [turn.content for turn in about(turns)] == ["what are tides?", "why is that?"]


@pytest.mark.parametrize(
    "pointer",
    [
        "The rest of the answer is [here](https://sea.example/tides#1:~:text=2.-,why).",
        "[[src]](https://sea.example/tides_(sea))",
        "Read more in [this post](https://sea.example).",
    ],
)
def test_a_link_to_more_is_not_quoted(pointer: str) -> None:
    said = [unit.text for unit in units_of(f"Tides rise [twice](https://sea.example) a day.\n\n{pointer}")]

    assert said == ["Tides rise [twice](https://sea.example) a day."]


@pytest.mark.parametrize(
    ("query", "opening"),
    [
        ("What are tides?", "Tides are the rise and fall of the sea"),
        ("Why are there two tides a day?", "**Why two a day.** The Moon pulls the near side"),
        ("When should I use a tide table?", "Use a tide table when you plan"),
        ("How do I compute the depth at a given hour?", "To compute the depth at a given hour, there are three steps:"),
        ("How do tides differ from waves?", "Unlike waves, tides do not depend on the wind."),
    ],
)
def test_the_short_answer_fits_the_form_of_the_question(query: str, opening: str) -> None:
    explanation = explained(query, TIDE)

    assert opening in explanation.short
    assert len(explanation.short.split()) < 80


def test_the_steps_of_a_procedure_stay_together() -> None:
    explanation = explained("How do I compute the depth at a given hour?")

    assert "1. Read the times of high and low water.\n2. Apply the rule of twelfths.\n3. Add" in explanation.short


def test_a_formula_is_not_torn_from_the_words_before_it() -> None:
    texts = [unit.text for unit in units_of(TIDES)]

    assert [text for text in texts if "$$" in text] == [
        "The height follows roughly\n\n$$h(t) = A \\cos(2\\pi t / T),$$"
    ]


def test_the_small_talk_of_a_transcript_is_not_quoted() -> None:
    explanation = explained(
        "What are tides?", entry("What are tides?", "Certainly. Tides rise and fall with the Moon.")
    )

    assert explanation.answer == "Tides rise and fall with the Moon. [1]"


def test_an_example_is_an_example() -> None:
    turns = [Turn(role="user", content="What are tides?"), Turn(role="user", content="give me an example")]

    explanation = explain_offline(turns, found("What are tides?", TIDE))

    assert "For example, a harbour that passes both bulges" in explanation.answer


def test_two_things_compared_stand_side_by_side() -> None:
    explanation = explained("tides vs waves")

    assert explanation.short.splitlines() == [
        "| Tides | Waves |",
        "|---|---|",
        "| Tides are the rise and fall of the sea that the pull of the Moon and the Sun causes. They repeat about every"
        " 12 hours and 25 minutes. [1] | Waves are movements of the sea surface that the wind causes. They last"
        " seconds, not hours. [2] |",
    ]
    assert [citation.question for citation in explanation.citations[:2]] == ["What are tides?", "What are waves?"]


def test_an_entry_that_compares_both_is_preferred_to_two_that_do_not() -> None:
    both = entry("How do tides differ from waves?", "The Moon makes tides, whereas the wind makes waves.")

    explanation = explained("What is the difference between tides and waves?", both, TIDE, WAVE)

    assert explanation.short == "The Moon makes tides, whereas the wind makes waves. [1]"


def test_what_to_say_in_an_interview_is_the_points_and_the_pitfalls() -> None:
    turns = [Turn(role="user", content="in an interview, what should I say?")]

    explanation = explain_offline(turns, found("What are tides?", TIDE))

    assert explanation.more == (
        "**Points to make**\n\n- The Moon's pull causes tides. [2]\n- There are two high waters a day. [3]\n\n"
        "**What not to say**\n\n- The wind makes the tides. [4]"
    )


def test_going_deeper_tells_what_was_not_told_yet() -> None:
    first = explained("What are tides?", TIDE)
    turns = [Turn(role="user", content="What are tides?"), Turn(role="user", content="deeper")]

    second = explain_offline(
        turns, found("What are tides?", TIDE), heard=Heard(quotes=tuple(c.quote for c in first.citations))
    )

    assert not {c.quote for c in first.citations} & {c.quote for c in second.citations}


def test_simpler_is_shorter() -> None:
    turns = [Turn(role="user", content="What are tides?"), Turn(role="user", content="simpler, please")]

    explanation = explain_offline(turns, found("What are tides?", TIDE))

    assert explanation.answer == explanation.short


def test_a_suggested_follow_up_is_answered_with_the_reply_that_the_entry_has() -> None:
    explanation = explained("Why are spring tides higher?")

    assert explanation.answer == "Sun and Moon then pull in one line. [1]"
    assert explanation.citations[0].part == "follow_up"


def test_suggestions_go_one_step_further_and_one_of_them_elsewhere() -> None:
    explanation = explained("What are tides?")

    assert explanation.follow_ups == (
        "Which planet has the largest tides?",
        "Why are spring tides higher?",
        "What are waves?",
    )


def test_what_the_notes_do_not_answer_is_declined_in_one_line() -> None:
    query = "How do I configure a Kubernetes ingress?"
    explanation = explain_offline([Turn(role="user", content=query)], found(query, TIDE, WAVE, answerable=False))

    assert (explanation.answer, explanation.answerable, explanation.citations) == (NOT_IN_NOTES, False, ())
    assert [near.question for near in explanation.nearest] == ["What are tides?", "What are waves?"]


def test_a_question_that_the_notes_have_without_an_answer_is_not_answered_from_its_neighbour() -> None:
    bare = entry("What are tsunamis?", "")
    result = found("What are tsunamis?", bare, WAVE)
    result = result.model_copy(update={"hits": (result.hits[0].model_copy(update={"likeness": 1.0}), result.hits[1])})

    explanation = explain_offline([Turn(role="user", content="What are tsunamis?")], result)

    assert (explanation.answer, explanation.answerable) == (NO_ANSWER_YET, False)
    assert explanation.follow_ups == ("What are waves?",)


def test_an_entry_without_an_answer_answers_nothing() -> None:
    explanation = explained("What are tides?", entry("What are tides?", ""))

    assert not explanation.answerable


def told(explanation: Explanation) -> list[str]:
    """The lines of an answer without citation numbers, layout and titles."""
    bare = re.sub(r"\s*\[\d+\]", "", explanation.answer)
    headings = r"^\|?-{3}.*$|^\| Tides \| Waves \|$|^\*\*(?:Points to make|What not to say|Also worth saying)\*\*$"
    bare = re.sub(headings, "", bare, flags=re.MULTILINE)
    cells = [cell for line in bare.splitlines() for cell in (line.split(" | ") if line.startswith("|") else [line])]
    return [line for cell in cells if (line := cell.strip(" |-"))]


ASKED = st.sampled_from(
    [
        "What are tides?",
        "tides vs waves",
        "why two a day",
        "how deep",
        "example of tides",
        "when",
        "deeper",
        "simpler",
        "in an interview, what should I say?",
        "How do ships float?",
        "the Moon and the wind",
        "Why are spring tides higher?",
    ]
)


@settings(max_examples=80, deadline=None)
@given(ASKED, st.permutations([TIDE, WAVE, SHIPS]), st.sampled_from(["", "What are tides?", "tides vs waves"]))
def test_every_sentence_is_in_a_quotation_and_every_quotation_in_the_notes(
    asked: str, order: list[Entry], standalone: str
) -> None:
    result = found(asked, *order)
    result = result.model_copy(update={"standalone": standalone or asked})

    explanation = explain_offline([Turn(role="user", content=asked)], result)

    notes = {entry.id: entry for entry in order}
    for citation in explanation.citations:
        cited = notes[citation.entry_id]
        if citation.span is not None:
            assert cited.answer[slice(*citation.span)] == citation.quote
        else:
            replies = [follow_up.good_reply for follow_up in cited.follow_ups]
            assert citation.quote in (*cited.key_points, *cited.pitfalls, *replies)
    titles = {entry.question for entry in order}
    quoted = " ".join(" ".join(citation.quote.split()) for citation in explanation.citations)
    for line in told(explanation):
        assert line.strip("*") in titles or " ".join(line.split()) in quoted
    assert [citation.n for citation in explanation.citations] == list(range(1, len(explanation.citations) + 1))
    assert explanation.answer.startswith(explanation.short)


WORDS = st.text(alphabet="ab.!?*-|$`#1 \n", max_size=120)


@settings(max_examples=200, deadline=None)
@given(WORDS)
def test_units_are_verbatim_in_order_and_do_not_overlap(answer: str) -> None:
    units = units_of(answer)

    assert all(answer[unit.start : unit.end] == unit.text for unit in units)
    assert all(earlier.end <= later.start for earlier, later in pairwise(units))
    assert all(answer[start:end].strip() for start, end in runs(units, answer))


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("What is k-means?", Form.WHAT),
        ("why do people use cross validation?", Form.WHY),
        ("What's the point of dropout?", Form.WHY),
        ("When should I use a random forest?", Form.WHEN),
        ("How does boosting differ from bagging?", Form.DIFFERENCE),
        ("bagging vs boosting", Form.DIFFERENCE),
        ("How do I choose k?", Form.HOW),
        ("How many trees are enough?", Form.AMOUNT),
        ("What is a typical value of beta?", Form.AMOUNT),
        ("how good is it?", Form.WHAT),
        ("Give an example of leakage", Form.EXAMPLE),
    ],
)
def test_the_form_of_a_question_is_read_from_its_words(question: str, form: Form) -> None:
    assert form_of(question) is form


@pytest.mark.parametrize(
    ("request_", "depth", "alone"),
    [
        ("simpler, please", Depth.SIMPLER, True),
        ("can you explain that in simple terms?", Depth.SIMPLER, True),
        ("ok and in one sentence?", Depth.SHORTER, True),
        ("explain boosting briefly", Depth.SHORTER, False),
        ("go deeper", Depth.DEEPER, True),
        ("anything else?", Depth.DEEPER, True),
        ("tell me more", Depth.DEEPER, True),
        ("tell me more about boosting", Depth.DEEPER, False),
        ("can you give me an example?", Depth.EXAMPLE, True),
        ("show me code", Depth.CODE, True),
        ("the formula please", Depth.FORMULA, True),
        ("formula of the F1 score and code", Depth.CODE, False),
        ("what does the Bellman equation say?", Depth.USUAL, False),
        ("in an interview, what should I say?", Depth.INTERVIEW, True),
        ("what should I say about boosting in an interview?", Depth.INTERVIEW, False),
        ("explain boosting like I'm a junior", Depth.SIMPLER, False),
        ("explain boosting at a senior level", Depth.DEEPER, False),
        ("What is a simplex?", Depth.USUAL, False),
    ],
)
def test_the_depth_is_read_from_the_request(request_: str, depth: Depth, alone: bool) -> None:
    assert depth_of(request_) is depth
    assert only_depth(request_) is alone


@pytest.mark.parametrize(
    ("request_", "asked"),
    [
        ("How do tides work? Explain it like I'm five", "how do tides work?"),
        ("explain tides for a junior", "explain tides"),
        ("go deeper into tides", "tides"),
        ("Why are deeper seas colder?", "Why are deeper seas colder?"),
        ("in simple terms", "in simple terms"),
    ],
)
def test_how_to_tell_it_is_not_looked_for_in_the_notes(request_: str, asked: str) -> None:
    assert untold(request_) == asked


@pytest.mark.parametrize(
    ("question", "pair"),
    [
        ("What is the difference between L1 and L2?", Comparison(left="l1", right="l2")),
        ("ROC curve vs. PR curve?", Comparison(left="roc curve", right="pr curve")),
        ("how does lasso differ from ridge", Comparison(left="lasso", right="ridge")),
        ("Should I use ROC or PR curves?", Comparison(left="roc", right="pr curves")),
        ("What is k-means?", None),
        ("and why?", None),
    ],
)
def test_what_is_compared_is_read_from_the_question(question: str, pair: Comparison | None) -> None:
    assert comparison_in(question) == pair


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("See ![a map](http://evil.example/?q=secret) here.", "See  here."),
        ("See [the site](http://evil.example).", "See the site."),
        ("See <http://evil.example/x>.", "See `http://evil.example/x`."),
        ("See http://evil.example/x now", "See `http://evil.example/x` now"),
        ('A <img src="http://evil.example"> B', "A  B"),
        ("A <script>alert(1)</script> B", "A alert(1) B"),
        ("[id]: http://evil.example\nText [id][id]", "\nText id"),
        ("Code `![x](http://a.example)` stays", "Code `![x](http://a.example)` stays"),
        ("If a < b and b > c, cite [1][2].", "If a < b and b > c, cite [1][2]."),
    ],
)
def test_nothing_in_an_answer_is_loaded_or_followed(written: str, shown: str) -> None:
    assert harmless(written) == shown
