import pytest

from index import Turn
from index.conversation import Asked, asked, leans, listed
from index.following import readings

KINDS = """There are three kinds:
1. Supervised learning
2. Unsupervised learning
3. Reinforcement learning"""


def talk(*contents: str) -> list[Turn]:
    """Turns of the user and the coach in alternation."""
    return [Turn(role="assistant" if at % 2 else "user", content=text) for at, text in enumerate(contents)]


def test_a_first_turn_is_left_alone() -> None:
    assert asked(talk("and what about L2?")) == Asked("and what about L2?")


@pytest.mark.parametrize(
    "last",
    [
        "what is precision?",
        "how do you read a ROC curve?",
        "is Parquet better than CSV?",
        "what if they ask about my salary",
    ],
)
def test_a_turn_that_stands_on_its_own_is_not_coloured_by_the_one_before(last: str) -> None:
    turn = asked(talk("how does dropout work?", "It switches off units.", last))

    assert (turn.text, turn.own) == (last, None)


@pytest.mark.parametrize(
    "last",
    [
        "and at inference?",
        "why is that?",
        "anything in practice?",
        "what about the other one?",
        "what if they ask why?",
    ],
)
def test_a_turn_that_leaves_its_subject_unsaid_takes_the_turn_before_along(last: str) -> None:
    assert asked(talk("what is dropout?", "It switches off units.", last)).text == f"what is dropout? {last}"


@pytest.mark.parametrize(
    "last", ["How does a tree work, and when would you use one?", "what is PCA and why is it used"]
)
def test_a_question_in_two_parts_points_at_itself(last: str) -> None:
    assert not leans(last)


def test_a_pronoun_stands_for_the_subject_through_several_turns() -> None:
    said = talk("what is dropout?", "It ...", "and at inference?", "Nothing ...", "why does it work?")

    assert asked(said).text == "why does dropout work?"
    assert asked([*said, *talk("It ...", "how is it different from noise?")[1:]]).text.startswith("how is dropout diff")


@pytest.mark.parametrize(
    ("last", "text"), [("and power?", "what is power?"), ("what about the median", "what is median?")]
)
def test_another_thing_is_asked_about_in_the_same_words(last: str, text: str) -> None:
    turn = asked(talk("what is variance?", "A mean of squares.", last))

    assert (turn.text, turn.named) == (text, text.removeprefix("what is ").strip("?"))


@pytest.mark.parametrize("last", ["and at inference?", "and why?", "but which one?", "and it?"])
def test_not_every_and_names_another_thing(last: str) -> None:
    assert asked(talk("what is dropout?", "It switches off units.", last)).named is None


def test_another_state_takes_the_place_of_the_one_before() -> None:
    turn = asked(talk("what if the learning rate is too high?", "It diverges.", "and too small?"))

    assert turn.text == "what if the learning rate is too small?"


@pytest.mark.parametrize("last", ["which is faster to train?", "and which is better for images?", "which model?"])
def test_which_of_them_leans_on_what_was_compared(last: str) -> None:
    assert leans(last)


@pytest.mark.parametrize("last", ["which is better, Adam or SGD?", "which is the loss for regression?"])
def test_which_of_two_that_are_named_leans_on_nothing(last: str) -> None:
    assert not leans(last)


@pytest.mark.parametrize("last", ["what are the drawbacks?", "pros and cons?", "what are its assumptions"])
def test_a_side_of_a_subject_leans_on_it(last: str) -> None:
    assert leans(last)
    assert not leans("what are hyperparameters?")
    assert not leans("cost function")


@pytest.mark.parametrize("last", ["the third one", "tell me more about the third", "number 3 please", "3", "the last"])
def test_a_place_in_the_coachs_list_stands_for_what_is_there(last: str) -> None:
    assert asked(talk("what kinds are there?", KINDS, last)) == Asked("Reinforcement learning")


def test_a_number_that_is_a_value_is_no_place_in_the_list() -> None:
    assert (
        asked(talk("what kinds are there?", KINDS, "what if k is 1?")).text == "what kinds are there? what if k is 1?"
    )


def test_two_places_stand_for_both() -> None:
    assert asked(talk("kinds?", KINDS, "the first two")) == Asked("Supervised learning Unsupervised learning")


def test_going_back_takes_the_turn_it_goes_back_to() -> None:
    turns = talk(
        "what is overfitting?", "Noise.", "and a ROC curve?", "A plot.", "back to the first thing, how to see it?"
    )

    assert asked(turns).text.startswith("what is overfitting?")


def test_what_may_lead_elsewhere_is_read_with_its_subject_in_front_too() -> None:
    meant = asked(talk("what is a decision tree?", "It asks questions.", "how are they trained?"))

    assert [one.text for one in readings(meant)][1:] == [
        "decision tree how are they trained?",
        "how are they trained?",
        "what is a decision tree?",
    ]


@pytest.mark.parametrize("last", ["why is that?", "what are the drawbacks?", "the second one"])
def test_what_can_only_be_about_what_was_told_is_read_in_one_way(last: str) -> None:
    assert len(readings(asked(talk("what kinds are there?", KINDS, last)))) == 1


@pytest.mark.parametrize(
    "last",
    [
        "new topic: what is recall?",
        "lets change topic, what is recall?",
        "enough of neural nets. what is recall?",
        "and something else, what is recall?",
    ],
)
def test_a_new_topic_is_announced_and_the_announcement_dropped(last: str) -> None:
    assert asked(talk("what is dropout?", "...", last)) == Asked("what is recall?")


def test_something_of_a_kind_is_no_new_topic() -> None:
    assert "grid search" in asked(talk("is grid search slow?", "...", "something smarter?")).text


@pytest.mark.parametrize(
    "symbol", ["how do I choose k", "what does k mean?", "what is a good k?", "what if lambda is huge?"]
)
def test_a_symbol_is_a_quantity_of_the_subject_at_hand(symbol: str) -> None:
    turns = talk("how does k-means work?", "...", symbol)

    assert asked(turns).text == f"how does k-means work? {symbol}"


@pytest.mark.parametrize("whole", ["what is the C in an SVM?", "what is k-means?"])
def test_a_symbol_beside_its_subject_leans_on_nothing(whole: str) -> None:
    assert not leans(whole)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (KINDS, ["Supervised learning", "Unsupervised learning", "Reinforcement learning"]),
        (
            "Try: accuracy, precision and recall, and the ROC curve.",
            ["accuracy", "precision and recall", "the ROC curve"],
        ),
        ("Sigmoid, tanh and ReLU are common.", ["Sigmoid", "tanh", "ReLU are common"]),
        ("Either 1. clip the gradient or 2. lower the rate.", ["clip the gradient or", "lower the rate"]),
        ("There is no list here.", []),
        (
            "It multiplies a factor for each layer; when they are small the gradient shrinks with the depth of it, and"
            " when they are large it grows.",
            [],
        ),
    ],
)
def test_the_items_of_a_list_are_read_in_each_form(text: str, items: list[str]) -> None:
    assert listed(text) == items


def test_a_turn_without_content_words_leans_on_what_was_said() -> None:
    assert leans("can you explain that?")
    assert leans("for example?")
    assert not leans("explain gradient boosting")


@pytest.mark.parametrize(
    ("before", "last", "text"),
    [
        ("what is the cold start problem?", "how can it be solved?", "how can cold start problem be solved?"),
        ("explain k-means", "when does it fail?", "when does k-means fail?"),
        ("what is the power of a test?", "why is it often set to 80 percent?", "why is power of a test often set"),
    ],
)
def test_the_subject_takes_the_place_of_the_pronoun(before: str, last: str, text: str) -> None:
    assert asked(talk(before, "...", last)).text.startswith(text)


def test_one_half_of_a_comparison_takes_the_other_from_the_turn_before() -> None:
    turns = talk("what is stemming?", "It cuts endings off.", "what's the difference to finding base forms?")

    assert asked(turns).text == "what is stemming? what's the difference to finding base forms?"


def test_a_place_may_be_named_in_words_and_an_item_needs_no_foreword() -> None:
    assert asked(talk("kinds?", KINDS, "tell me about number three")) == Asked("Reinforcement learning")
    assert asked(talk("tools?", "Try 1) tests, such as t-tests 2) such as plots", "2")) == Asked("plots")


def test_a_turn_that_leans_on_the_coachs_answer_hears_its_beginning() -> None:
    answer = " ".join(f"word{at}" for at in range(60))

    said = asked(talk("my error is 1 % here and 29 % there", answer, "what is that called?"))

    assert said.own == "what is that called?"
    assert said.heard == " ".join(f"word{at}" for at in range(40))
