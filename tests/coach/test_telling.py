"""How an answer is told without a model: what the question asks for comes first, and what is not there is said."""

import pytest

from coach.explaining.answering import about
from coach.explaining.citing import fenced
from coach.explaining.comparing import compared
from coach.explaining.comparisons import Comparison, comparison_in
from coach.explaining.depths import untold
from coach.explaining.forms import Form, form_of
from coach.explaining.offline import explain_offline
from coach.explaining.parts import named_in, parts_of
from coach.explaining.premises import claimed, correction
from coach.explaining.quoting import units_of
from coach.explaining.telling import NO_CODE, NO_EXAMPLE, NO_FORMULA, NO_SIMPLER, NOTHING_NEARER
from coach.explaining.worth import facts, worth
from coach.explanation import NO_MORE, Explanation, Heard
from corpus.entries import Entry, FollowUp
from index.hits import Turn
from tests.sea import READER, TIDE, WAVE, entry, found

SAILS = entry(
    "What is a lateen sail? When would you use it?",
    "A lateen sail is a triangular sail on a long yard. It was the sail of the Mediterranean.\n\n"
    "One advantage of lateen sails is that they point close to the wind. They need a large crew.\n\n"
    "They are often used in scenarios where the wind changes, such as near a coast.\n\n"
    "However, tacking is slow, and the yard is prone to breaking in a storm.",
)
RIGS = entry(
    "How are ships rigged?",
    "There are several ways to rig a ship. Square rig carries sails across the hull, driven from behind. "
    "It suits long passages before the wind.\n\n"
    "On the other hand, fore-and-aft rig carries sails along the hull. It lets a small crew sail close to the wind.",
)
ANCHORS = entry(
    "Which anchors are there?",
    "**What they are good at.**\n\n- A plough holds well in sand.\n- A grapnel folds away.\n\n"
    "**What they are bad at.**\n\n- A plough drags in rock.\n- A grapnel bends.\n\n"
    "An anchor is a hook for the sea bed.",
)
KNOT = entry("How do you tie a bowline?", "Make a loop and pass the end through it, round and back. It does not slip.")


def explained(query: str, *entries: Entry, standalone: str = "", said: tuple[str, ...] = ()) -> Explanation:
    result = found(standalone or query, *entries)
    return explain_offline([Turn(role="user", content=query)], result, heard=Heard(quotes=said))


def user(*texts: str) -> list[Turn]:
    turns = [
        turn for text in texts for turn in (Turn(role="user", content=text), Turn(role="assistant", content="..."))
    ]
    return turns[:-1]


@pytest.mark.parametrize(
    ("query", "opening"),
    [
        ("what is a lateen sail", "A lateen sail is a triangular sail"),
        ("when would you use a lateen sail?", "They are often used in scenarios"),
        ("advantages of lateen sails", "One advantage of lateen sails"),
        ("drawbacks of the lateen sail", "However, tacking is slow"),
        ("what are lateen sails bad at?", "However, tacking is slow"),
    ],
)
def test_the_short_answer_is_about_what_is_asked_of_the_subject(query: str, opening: str) -> None:
    assert opening in explained(query, SAILS).short


def test_pros_and_cons_are_one_of_each() -> None:
    explanation = explained("pros and cons of anchors", ANCHORS)

    assert "**What they are good at.**\n\n- A plough holds well in sand." in explanation.short
    assert "**What they are bad at.**\n\n- A plough drags in rock." in explanation.short


def test_an_announcement_is_no_answer() -> None:
    assert "There are several ways" not in explained("how are ships rigged?", RIGS).short


def test_two_things_in_one_entry_are_told_one_after_the_other_with_what_goes_on_about_them() -> None:
    explanation = explained("square rig vs fore-and-aft rig", RIGS)

    assert explanation.short.startswith("Square rig carries sails across the hull, driven from behind.")
    assert "fore-and-aft rig carries sails along the hull. It lets a small crew" in explanation.short


def test_a_side_that_the_notes_do_not_know_is_named() -> None:
    explanation = explained("square rig vs wing sail", RIGS)

    assert "Square rig carries sails" in explanation.short
    assert explanation.notice == "My notes say nothing about “Wing sail”."


def test_three_things_are_compared_as_two_are() -> None:
    asked = "difference between tides, waves and currents"

    told = compared(asked, asked, found(asked, TIDE, WAVE).hits)

    assert told is not None
    assert told.names == ("Tides", "Waves", "Currents")
    assert told.missing == ("Currents",)


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ("show me code for a bowline", NO_CODE),
        ("give me an example of a bowline", NO_EXAMPLE),
    ],
)
def test_what_is_asked_for_and_not_there_is_said_in_one_line(query: str, notice: str) -> None:
    explanation = explained(query, KNOT)

    assert explanation.notice == notice
    assert explanation.answer == explanation.short


def test_code_of_a_near_entry_is_shown_where_the_first_has_none() -> None:
    shown = entry("Show a bowline in code", "A knot as a list:\n\n```python\nknot = ['loop', 'round', 'back']\n```")

    explanation = explained("show me code for a bowline", KNOT, shown)

    assert "knot = ['loop'" in explanation.short
    assert explanation.notice is None


def test_simpler_is_the_sentence_in_plain_words_else_key_points() -> None:
    plain = entry("What is a tide?", "A tide is a forced oscillation. In simpler words, the sea breathes twice a day.")

    assert explained("simpler", plain, standalone="What is a tide?").answer.startswith("In simpler words, the sea")
    assert explained("simpler", TIDE, standalone="What are tides?").answer.startswith(
        "- The Moon's pull causes tides. [1]\n- There are two high waters a day. [2]\n\n"
    )


def test_simple_points_bring_a_short_example_along() -> None:
    told = explained("explain tides to my grandmother", TIDE).answer

    assert "For example, a harbour that passes both bulges" in told


@pytest.mark.parametrize(
    ("request_", "searched"),
    [
        ("How would you explain tides to a child?", "explain tides"),
        ("explain neap tides to a five-year-old", "explain neap tides"),
        ("describe waves to non-technical people", "describe waves"),
        ("My interviewer asked me about tides and I froze. What should I have said?", "tides"),
        ("How do you explain a complex model to a manager?", "How do you explain a complex model to a manager?"),
    ],
)
def test_who_it_is_explained_to_is_not_searched_for(request_: str, searched: str) -> None:
    assert untold(request_) == searched


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("is a sloop better than a ketch?", ("a sloop", "a ketch")),
        ("is ebb the same as low water", ("ebb", "low water")),
        ("sloop or ketch?", ("sloop", "ketch")),
        ("difference between ebb and flood? which one is longer?", ("ebb", "flood")),
    ],
)
def test_things_are_compared_in_many_words(question: str, sides: tuple[str, str]) -> None:
    comparison = comparison_in(question)

    assert comparison is not None
    assert (comparison.left, comparison.right) == sides


@pytest.mark.parametrize(
    "question", ["what is ebb or flood?", "should I reef early or late today?", "ebb or so they say it"]
)
def test_not_every_or_compares(question: str) -> None:
    assert comparison_in(question) is None


def test_a_question_about_what_was_compared_is_no_comparison() -> None:
    full = "difference between square rig and fore-and-aft rig which one needs a small crew?"

    assert compared("which one needs a small crew?", full, found(full, RIGS).hits) is None


def test_the_condition_of_a_question_decides_what_is_told() -> None:
    reefs = entry(
        "When do you reef a sail?",
        "You reef a sail before you must. It keeps the boat upright and easy to steer.\n\n"
        "A sail that is too small makes the boat slow. A sail that is too large lays it on its side.",
    )

    assert explained("what happens if the sail is too large?", reefs).short.startswith("A sail that is too large")


def test_what_to_choose_is_the_sentence_that_chooses() -> None:
    hooks = entry(
        "What are hooks and nets for?",
        "Hooks and nets both catch fish. A hook takes one fish at a time. For cod I use nets, as cod swim in shoals.",
    )

    assert explained("hooks or nets for cod?", hooks).short.startswith("For cod I use nets")


def test_one_sentence_is_one_sentence() -> None:
    asked = explained("explain tides in one sentence", TIDE)

    assert (asked.answer, len(asked.citations)) == (asked.short, 1)
    assert asked.short.count(". ") <= 1


def test_the_cost_is_the_sentence_that_counts_it() -> None:
    sorting = entry(
        "How are containers sorted on board?",
        "Containers are sorted by port, the last one lowest. Every one has its place.\n\n"
        "Sorting n of them takes $O(n\\log n)$ comparisons.",
    )

    assert "$O(n" in explained("what is the time complexity of sorting containers?", sorting).short


def test_a_question_that_goes_on_is_not_answered_with_what_was_told_before() -> None:
    said = ("A lateen sail is a triangular sail on a long yard. It was the sail of the Mediterranean.",)

    then = explained("and why is it used?", SAILS, standalone="what is a lateen sail and why is it used?", said=said)

    assert not then.short.startswith("A lateen sail is a triangular sail")


def test_what_the_answer_before_said_in_short_is_not_said_at_once_again() -> None:
    read = "They are often used in scenarios where the wind changes, such as near a coast."
    turns = [Turn(role="user", content="and if the wind changes?")]
    result = found("when would you use a lateen sail and if the wind changes?", SAILS)

    then = explain_offline(turns, result, heard=Heard(quotes=(read, "Something else."), last=f"{read} [1]"))

    assert not then.short.startswith(read)


MOORING = entry(
    "How do you moor a boat?",
    "Mooring works in several steps:\n\n  1. Approach: Steer slowly against the wind.\n\n"
    "  2. Lines: Throw the bow line ashore first.\n\n  3. Fenders: Hang them between hull and quay.\n\n"
    "  4. Stop: Mooring stops when the boat lies still and no line jerks any more.\n\n"
    "One limitation is that you must know the length of the berth beforehand.",
)


def asked_on(query: str, entry: Entry, said: str) -> Explanation:
    result = found(f"{entry.question} {query}", entry)
    heard = Heard(quotes=tuple(unit.text for unit in units_of(entry.answer) if unit.text in said), last=said)
    return explain_offline(user(entry.question, query), result, heard=heard, reader=READER)


def test_of_steps_that_were_told_the_one_that_is_asked_about_is_told_again() -> None:
    steps = units_of(MOORING.answer)[0].text

    told = asked_on("when does it stop?", MOORING, steps)

    assert "4. Stop" in told.short
    assert "2. Lines" not in told.short


def test_where_the_steps_just_told_do_not_say_it_the_nearest_sentence_does() -> None:
    steps = units_of(MOORING.answer)[0].text

    assert "length of the berth" in asked_on("what size must it have?", MOORING, steps).short


def test_what_nothing_else_comes_near_to_is_told_again_and_so_said() -> None:
    only = entry("What is a capstan?", "A capstan is a winch that sailors turn by walking around it with bars.")

    told = asked_on("why is it so?", only, only.answer)

    assert told.short.startswith(NOTHING_NEARER)
    assert only.answer in told.short


@pytest.mark.parametrize(
    "question", ["why not square rig?", "but why not just use an anchor", "why not the tide table?"]
)
def test_why_not_asks_for_drawbacks(question: str) -> None:
    assert form_of(question) is Form.CONS


def test_what_was_told_is_told_again_where_it_is_what_the_question_adds() -> None:
    said = ("A lateen sail is a triangular sail on a long yard. It was the sail of the Mediterranean.",)

    then = explained("and the yard?", SAILS, standalone="what is a lateen sail and the yard?", said=said)

    assert "yard" in then.short


def test_the_question_of_an_entry_is_answered_as_its_author_begins() -> None:
    forests = entry(
        "How does a convoy sail, and why does it zigzag?",
        "A convoy sails in columns behind a leader. Escorts stay at its edges.\n\n"
        "**Why not straight on?** Because a submarine would know where it will be.",
    )
    hit = found(forests.question, forests).hits[0].model_copy(update={"likeness": 1.0})
    result = found(forests.question, forests).model_copy(update={"hits": (hit,)})

    told = explain_offline([Turn(role="user", content=forests.question)], result)

    assert told.short.startswith("A convoy sails in columns")


def test_a_sentence_that_sets_another_thing_against_it_puts_nothing_right() -> None:
    radars = entry(
        "How do AIS and VHF differ?", "AIS gives good positions of a ship for a chart, and VHF speaks to the ship."
    )

    assert correction("why can AIS not speak to the ship?", [radars], READER) is None


def test_what_was_asked_earlier_is_not_taken_for_granted_now() -> None:
    full = "why does a ketch never heel? how is it different from a sloop"

    assert claimed("how is it different from a sloop", full) == "how is it different from a sloop"
    assert claimed("why does it never heel?", "why does a ketch never heel?") == "why does a ketch never heel?"


def test_simpler_again_says_that_there_are_no_simpler_words() -> None:
    first = explained("how do you tie a bowline?", KNOT)

    again = explained("simpler", KNOT, standalone="how do you tie a bowline?", said=(KNOT.answer,))

    assert first.notice is None
    assert again.notice == NO_SIMPLER


def test_simpler_again_tells_other_points_until_none_is_left() -> None:
    points = ("The Moon pulls.", "The sea rises.", "The sea falls.", "It does so twice a day.")
    tides = TIDE.model_copy(update={"key_points": points})

    again = explained("still don't get it", tides, standalone="What are tides?", said=points[:2])
    at_last = explained("still don't get it", tides, standalone="What are tides?", said=points)

    assert again.answer == "- The sea falls. [1]\n- It does so twice a day. [2]"
    assert (again.notice, at_last.notice) == (None, NO_SIMPLER)


def test_a_sentence_that_names_some_is_an_example_of_sorts() -> None:
    knots = entry("What are stopper knots?", "Stopper knots, such as the figure eight, keep a rope from slipping out.")

    assert explained("examples?", knots, standalone="What are stopper knots?").notice is None


def test_an_example_comes_before_what_it_is_an_example_of() -> None:
    asked = explained("an example with numbers", TIDE, standalone="What are tides?")

    assert "For example, a harbour that passes both bulges" in asked.short
    assert "Tides are" not in asked.short


def test_a_turn_is_answered_by_what_it_adds_and_not_by_what_was_asked_before() -> None:
    boats = entry(
        "How is a boat kept dry?",
        "A boat is kept dry by planks that swell. In Norway, which is wet, one tars them in Norway.\n\n"
        "The sails are dried in the sun. A pump takes care of the rest.",
    )

    asked = explained(
        "what about the sails?",
        boats,
        standalone="How is a boat kept dry in Norway? what about the sails?",
        said=("A boat is kept dry by planks that swell.",),
    )

    assert asked.short.startswith("The sails are dried")


def test_deeper_ends_with_the_follow_ups_and_then_says_that_there_is_no_more() -> None:
    further = FollowUp(question="Does it jam?", good_reply="No, it can always be untied.")
    knot = entry(KNOT.question, KNOT.answer, follow_ups=(further,))

    second = explained("deeper", knot, KNOT, standalone=KNOT.question, said=(KNOT.answer,))
    third = explained("deeper", knot, WAVE, standalone=KNOT.question, said=(KNOT.answer, further.good_reply))

    assert second.answer == "**Does it jam?**\n\nNo, it can always be untied. [1]"
    assert third.answer == NO_MORE
    assert [near.question for near in third.nearest] == ["What are waves?"]


def test_key_points_that_the_sentences_do_not_make_are_added() -> None:
    knot = entry(KNOT.question, KNOT.answer, key_points=("It does not slip.", "Sailors moor boats with it."))

    explanation = explained(KNOT.question, knot)

    assert explanation.more.endswith("**Also worth saying**\n\n- Sailors moor boats with it. [2]")


def test_an_interview_answer_has_points_even_where_the_entry_lists_none() -> None:
    explanation = explained("in an interview, what should I say?", SAILS, standalone="What is a lateen sail?")

    assert explanation.short.startswith("A lateen sail is")
    assert explanation.more.startswith("**Points to make**\n\n- ")


def test_code_whose_fences_lost_their_lines_is_shown_as_code() -> None:
    assert fenced("```python import sea\n\nsea.rise() ```\nThat was it.") == (
        "```python\nimport sea\n\nsea.rise()\n```\nThat was it."
    )
    assert fenced("```python\nimport sea\n```") == "```python\nimport sea\n```"


def test_a_turn_about_the_telling_does_not_colour_the_next_search() -> None:
    kept = about(user("What are tides?", "simpler, please", "why?"))

    assert [turn.content for turn in kept if turn.role == "user"] == ["What are tides?", "why?"]


def test_what_is_the_difference_is_asked_of_the_last_two_subjects() -> None:
    kept = about(user("explain tides", "and waves?", "simpler", "which one is faster?", "what's the difference?"))

    assert kept[-1].content == "What is the difference between tides and waves?"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("give me an example of the first", "give me an example of tides"),
        ("what is the latter good for?", "what is waves good for?"),
        ("is the second one faster?", "is waves faster?"),
        ("the first thing I see is foam", "the first thing I see is foam"),
    ],
)
def test_the_former_and_the_latter_are_the_sides_of_the_comparison_before(said: str, meant: str) -> None:
    turns = user("what is the difference between tides and waves?", "which one is higher?", said)

    assert about(turns)[-1].content == meant


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("drawbacks of k-means", Form.CONS),
        ("what are the benefits of dropout?", Form.PROS),
        ("pros and cons of trees", Form.BALANCE),
        ("how do I know that it overfits?", Form.SIGNS),
        ("where is it used?", Form.WHEN),
        ("what's the complexity?", Form.COMPLEXITY),
        ("which metric for imbalanced data", Form.WHICH),
        ("precision or recall for spam?", Form.WHICH),
        ("which one is faster?", Form.WHICH),
        ("which of them is worse?", Form.WHICH),
        ("what is a loss function for?", Form.WHAT),
        ("such as?", Form.EXAMPLE),
        ("in an interview, what should I say?", Form.WHAT),
    ],
)
def test_more_forms_of_questions(question: str, form: Form) -> None:
    assert form_of(question) is form


def test_a_noun_that_two_sides_share_may_be_left_out_in_the_notes() -> None:
    ranges = entry(
        "How do spring and neap tides differ?",
        "The springs come at full moon and new moon. A spring has a wide range; a neap has a narrow one.",
    )

    explanation = explained("what is the difference between spring and neap tides?", ranges)

    assert "A spring has a wide range; a neap has a narrow one." in explanation.short
    assert explanation.notice is None


def test_half_a_sentence_behind_a_formula_does_not_answer_by_its_wording() -> None:
    ballast = entry(
        "What is ballast, and why does it matter?",
        "Ballast is weight low in the hull of a ship.\n\n"
        "The moment is the product of force and arm,\n\n$$M = F d,$$\n\nwhere $d$ was measured without cargo.",
    )
    units = units_of(ballast.answer)

    values = worth(units, facts(ballast, units, "why do ships carry ballast?", Form.WHY, None))

    assert min(units, key=lambda unit: values[unit.start]).text == "where $d$ was measured without cargo."


SPEED = entry(
    "How fast does a displacement hull go?",
    "A hull goes no faster than the wave that it makes. On a hull of 9 m that is $2.43\\cdot 3=7.29$ knots.\n\n"
    "With $L$ for the length at the waterline,\n\n$$v = c\\sqrt{L}$$",
)


def test_a_formula_is_shown_first_and_an_example_with_numbers_is_none() -> None:
    told = explained("what is the formula for the speed of a hull?", SPEED)

    assert told.short.startswith("With $L$ for the length at the waterline,\n\n$$v = c")
    assert "7.29" not in told.short


@pytest.mark.parametrize("request_", ["now with the math", "show me the equations", "in maths"])
def test_mathematics_is_asked_for_as_a_formula(request_: str) -> None:
    assert explained(request_, SPEED, standalone=SPEED.question).short.endswith("c\\sqrt{L}$$ [1]")


def test_it_is_said_where_the_notes_have_no_formula() -> None:
    assert explained("the formula of a bowline please", KNOT).notice == NO_FORMULA


def test_the_entry_s_question_in_other_words_is_answered_from_its_beginning() -> None:
    asked = "my boat will not move any quicker, whatever wave I make"
    result = found(asked, SPEED)
    alike = result.model_copy(update={"hits": (result.hits[0].model_copy(update={"likeness": 0.9}),)})

    told = explain_offline([Turn(role="user", content=asked)], alike)

    assert told.short.startswith("A hull goes no faster than the wave that it makes.")


CONVOY = entry(
    "How does a convoy sail?",
    "A convoy sails in columns behind a leader, with escorts at its edges.\n\n"
    "**Fog.** Each ship tows a buoy on a line, so that the next one keeps its distance.\n\n"
    "**Speed.** The slowest ship sets the pace.\n\n"
    "**Stragglers.** Nobody waits.\nWho cannot keep up is told a place and an hour to meet again.",
)


@pytest.mark.parametrize(
    ("detail", "told"),
    [
        ("how do they sail when it is foggy?", "**Fog.**"),
        ("who decides how fast they go?", "**Speed.** The slowest ship sets the pace."),
    ],
)
def test_a_detail_is_found_by_its_meaning_where_no_word_of_it_is_there(detail: str, told: str) -> None:
    result = found(detail, CONVOY)

    assert explain_offline([Turn(role="user", content=detail)], result, reader=READER).short.startswith(told)


def test_the_question_itself_is_answered_from_the_beginning_all_the_same() -> None:
    asked = "how do convoys sail?"

    told = explain_offline([Turn(role="user", content=asked)], found(asked, CONVOY), reader=READER)

    assert told.short.startswith("A convoy sails in columns")


def test_few_words_behind_a_label_take_the_next_sentence_along() -> None:
    asked = "what happens to stragglers?"

    told = explain_offline([Turn(role="user", content=asked)], found(asked, CONVOY), reader=READER).short

    assert told.startswith("**Stragglers.** Nobody waits.")
    assert "an hour to meet again" in told


HARBOUR = entry(
    "Design the control of traffic in a harbour.",
    "Give each ship a slot, and let one tower decide.\n\n"
    "**Data.** Positions of ships, tides, berths.\n\n"
    "**Serving.** The tower answers by radio within seconds.\n\n"
    "**Evaluation.** Hours that ships lie waiting, and near misses.\n\n"
    "**Trade-offs.** Traffic against safety.",
    kind="design",
)


def test_how_would_you_do_it_asks_for_the_design_as_a_whole() -> None:
    assert explained("how would you detect harbour traffic?", HARBOUR).short.startswith("Give each ship a slot")


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("what metric", "**Evaluation.** Hours"),
        ("and latency?", "**Serving.** The tower"),
        ("which features would you use?", "**Data.** Positions"),
    ],
)
def test_a_part_of_a_design_is_found_by_what_it_is_called(part: str, told: str) -> None:
    standalone = f"design the control of traffic in a harbour {part}"
    result = found(standalone, HARBOUR)

    told_before = Heard(quotes=("Give each ship a slot, and let one tower decide.",))

    then = explain_offline([Turn(role="user", content=part)], result, heard=told_before)

    assert then.short.startswith(told)


def test_what_is_said_behind_a_comparison_is_no_part_of_it() -> None:
    asked = "what is the difference between tides and waves? give me the 30 second version"

    assert comparison_in(asked) == Comparison(left="tides", right="waves")


BOATS = entry(
    "What is the difference between a ketch and a yawl?",
    "Both have two masts; the ketch has the larger mizzen.\n\n"
    "| | Ketch | Yawl |\n|---|---|---|\n| Mizzen mast | before the rudder | behind the rudder |\n"
    "| Crew | three | two |\n| Close to the wind | slower | faster |\n| In a storm | calm | wet |\n",
)


def test_of_a_table_the_row_is_shown_that_was_asked_about() -> None:
    asked = "which one needs a smaller crew?"
    turns = [Turn(role="user", content=BOATS.question), Turn(role="user", content=asked)]
    result = found(f"{BOATS.question} {asked}", BOATS)

    told = explain_offline(turns, result, heard=Heard(quotes=("Both have two masts.",)), reader=READER)

    assert told.short == "| | Ketch | Yawl |\n|---|---|---|\n| Crew | three | two |\n\n[1]"
    assert "| In a storm | calm | wet |" in told.more
    assert told.citations[0].quote in BOATS.answer


CARE = entry(
    "How do you care for a rope?",
    "Keep a rope dry and out of the sun.\n\n**What else.**\n\n- Coil it with the lay, so that it does not kink.\n"
    "- Wash salt out with fresh water.\n- Whip the ends against fraying.\n- Never stand in a bight.",
)


def test_of_a_list_the_item_is_shown_that_means_what_was_asked() -> None:
    asked = "how do I stop the ends from unravelling?"

    told = explain_offline([Turn(role="user", content=asked)], found(asked, CARE), reader=READER)

    assert told.short == "**What else.**\n\n- Whip the ends against fraying.\n\n[1]"


def test_a_table_or_list_that_nothing_singles_out_a_part_of_is_shown_whole() -> None:
    (table,) = (unit for unit in units_of(BOATS.answer) if unit.text.startswith("|"))
    parts = parts_of(table)

    assert parts is not None
    assert named_in(parts, {"storm"}) == [3]
    assert named_in(parts, {"ketch"}) == []
    assert parts_of(units_of("| a | b |\n|---|---|\n| Crew | two |")[0]) is None


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("asked", ["stragglers", "speed", "?", "🙂", "船"])
def test_a_word_alone_or_no_word_at_all_is_compared_without_trouble(asked: str) -> None:
    told = explain_offline([Turn(role="user", content=asked)], found(asked, CONVOY), reader=READER)

    assert told.short
