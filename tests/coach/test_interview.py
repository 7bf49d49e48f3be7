"""The interview as a state machine. Nothing here touches a disk, a model or a clock."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.events import (
    AnswerGiven,
    Ended,
    Event,
    FollowUpAsked,
    Graded,
    HintGiven,
    Planned,
    QuestionAsked,
    Reported,
    Started,
    Tone,
)
from coach.grading.grades import Grade, KeyPointVerdict, Verdict
from coach.grading.scoring import score
from coach.interviewing.interview import (
    Answer,
    Assessed,
    Begin,
    Clarify,
    Command,
    Dispute,
    End,
    Hint,
    Interview,
    Pause,
    Phase,
    Probe,
    Repeat,
    Resume,
    Skip,
    apply,
    decide,
    fold,
    target,
)
from corpus.entries import Entry, Kind, Level, Location
from corpus.errors import NotNow

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
POINTS = ("Trees split on one feature.", "Splits are greedy.", "Deep trees overfit.")


def entry(name: str, level: Level = Level.MID) -> Entry:
    return Entry(
        id=name,
        question=f"What is {name}?",
        answer=" ".join(POINTS),
        key_points=POINTS,
        hints=("Think of the data.", "Think of the splits."),
        level=level,
        topics=("trees",),
        document="mine.md",
        location=Location(start_line=1, end_line=9),
    )


ENTRIES = {
    e.id: e for e in (entry("a"), entry("b"), entry("c"), entry("easy", Level.JUNIOR), entry("hard", Level.SENIOR))
}


def grade(*verdicts: Verdict) -> Grade:
    degrees = {Verdict.COVERED: 1.0, Verdict.PARTIAL: 0.5}
    judged = tuple(
        KeyPointVerdict(key_point=point, verdict=verdict, degree=degrees.get(verdict, 0.0))
        for point, verdict in zip(POINTS, verdicts, strict=True)
    )
    return Grade(verdicts=judged, score=score(judged))


ALL = grade(Verdict.COVERED, Verdict.COVERED, Verdict.COVERED)
NONE = grade(Verdict.MISSED, Verdict.MISSED, Verdict.MISSED)
MIXED = grade(Verdict.COVERED, Verdict.PARTIAL, Verdict.CONTRADICTED)


class Talk:
    """An interview with its log, for tests that read as a story. Each command takes ten seconds."""

    def __init__(self, *ids: str, minutes: float | None = None, probes: int = 2, tone: Tone = "friendly") -> None:
        plan = tuple(Planned(entry_id=i, topic="trees", level=ENTRIES[i].level) for i in ids)
        self.log: list[Event] = []
        self.state = Interview()
        self.now = NOON
        self.do(Begin(started=Started(plan=plan, seed=1, minutes=minutes, probes=probes, tone=tone)))

    def do(self, *commands: Command) -> Sequence[Event]:
        """The events of the last command."""
        new: Sequence[Event] = ()
        for command in commands:
            events = decide(self.state, command, self.now, ENTRIES)
            new = [e.stamped("s", len(self.log) + n, self.now) for n, e in enumerate(events, 1)]
            self.log += new
            for event in new:
                self.state = apply(self.state, event)
            self.now += timedelta(seconds=10)
        return new


def types(events: Sequence[Event]) -> list[str]:
    return [event.type for event in events]


def test_a_new_interview_asks_its_first_question() -> None:
    talk = Talk("a", "b")

    assert types(talk.log) == ["started", "question"]
    assert talk.log[1].question == "What is a?"  # type: ignore[union-attr]
    assert talk.state.phase is Phase.ASKING


def test_an_answer_waits_for_its_grade() -> None:
    talk = Talk("a", "b")

    events = talk.do(Answer(text="Trees split."))

    assert types(events) == ["answer"]
    assert talk.state.phase is Phase.ASSESSING


def test_a_full_answer_is_graded_and_the_next_question_follows() -> None:
    talk = Talk("a", "b")

    events = talk.do(Answer(text="All of it."), Assessed(grade=ALL))

    assert types(events) == ["grade", "question"]
    assert isinstance(events[0], Graded)
    assert events[0].score == 1.0


def test_a_gap_is_probed_before_the_question_is_graded() -> None:
    talk = Talk("a", "b")

    events = talk.do(Answer(text="Trees split."), Assessed(grade=MIXED, probe=Probe(text="Really?", aims_at=POINTS[2])))

    assert types(events) == ["follow_up"]
    assert isinstance(events[0], FollowUpAsked)
    assert events[0].aims_at == POINTS[2]


def test_what_was_wrong_is_probed_before_what_was_vague() -> None:
    talk = Talk("a")
    talk.do(Answer(text="Trees split."))

    aim = target(talk.state, MIXED)

    assert aim is not None
    assert aim.key_point == POINTS[2]


def test_of_what_was_not_said_at_all_the_main_thing_is_probed_first() -> None:
    talk = Talk("a")
    talk.do(Answer(text="Trees split."))
    half = grade(Verdict.PARTIAL, Verdict.MISSED, Verdict.MISSED)

    aim = target(talk.state, half)

    assert aim is not None
    assert aim.key_point == POINTS[1]


def test_nothing_already_said_is_probed() -> None:
    talk = Talk("a")
    talk.do(Answer(text="All of it."))

    assert target(talk.state, ALL) is None


def test_no_point_is_probed_twice_and_there_are_two_probes_at_most() -> None:
    talk = Talk("a")
    aims = []
    talk.do(Answer(text="Trees split."))
    while (aim := target(talk.state, MIXED)) is not None:
        aims.append(aim.key_point)
        talk.do(Assessed(grade=MIXED, probe=Probe(text="And?", aims_at=aim.key_point)), Answer(text="More."))

    assert aims == [POINTS[2], POINTS[1]]


def test_one_grade_per_question_covers_all_its_answers() -> None:
    talk = Talk("a")
    talk.do(Answer(text="First."), Assessed(grade=MIXED, probe=Probe(text="And?", aims_at=POINTS[2])))
    talk.do(Answer(text="Second."))
    current = talk.state.current
    assert current is not None
    assert current.answer == "First.\n\nSecond."

    talk.do(Assessed(grade=ALL))

    assert types(talk.log).count("grade") == 1
    assert talk.state.ended is not None


def test_not_knowing_gets_a_hint_and_then_moves_on() -> None:
    talk = Talk("a", "b")

    hint = talk.do(Answer(text="I don't know"))
    after = talk.do(Answer(text="no idea"), Assessed(grade=NONE))

    assert types(hint) == ["answer", "hint"]
    assert types(after) == ["grade", "question"]


def test_a_hint_that_is_asked_for_in_words_is_given_until_there_are_none_and_moves_nothing_on() -> None:
    talk = Talk("a", "b")

    said = [talk.do(Answer(text="can you give me a hint?")) for _ in range(3)]

    assert [types(events) for events in said] == [["answer", "hint"], ["answer", "hint"], ["answer", "clarification"]]
    assert "no more hints" in said[-1][-1].text  # type: ignore[union-attr]
    assert talk.state.phase is Phase.ASKING


def test_who_is_thinking_is_left_to_think() -> None:
    talk = Talk("a", "b")

    events = talk.do(Answer(text="Hmm, let me think."))

    assert types(events) == ["answer", "clarification"]
    assert events[-1].text == "Take your time."  # type: ignore[union-attr]
    assert talk.state.phase is Phase.ASKING


def test_not_knowing_more_after_a_probe_ends_the_question() -> None:
    talk = Talk("a", "b")
    talk.do(Answer(text="Trees split."), Assessed(grade=MIXED, probe=Probe(text="And?", aims_at=POINTS[2])))

    talk.do(Answer(text="That is all I know."))

    assert target(talk.state, MIXED) is None


@pytest.mark.parametrize(
    ("text", "reply"), [("Do you mean training or serving?", "clarification"), ("what?", "repeated")]
)
def test_a_question_back_or_confusion_does_not_advance(text: str, reply: str) -> None:
    talk = Talk("a", "b")

    events = talk.do(Answer(text=text))

    assert types(events) == ["answer", reply]
    assert talk.state.phase is Phase.ASKING
    assert talk.state.current is not None
    assert talk.state.current.said == ()


def test_confusion_that_stays_gets_other_words() -> None:
    talk = Talk("a")

    replies = [talk.do(Answer(text="I don't understand the question"))[-1].type for _ in range(2)]

    assert replies == ["repeated", "clarification"]


@pytest.mark.parametrize("flag", ["instructions", "term list", "other language", "gibberish", "echo"])
def test_what_is_no_answer_is_turned_back_once_and_not_followed_up(flag: str) -> None:
    talk = Talk("a", "b")
    none = NONE.model_copy(update={"flags": (flag,)})

    talk.do(Answer(text="Something else altogether, at some length."))
    aim = target(talk.state, none)
    first = talk.do(Assessed(grade=none))
    second = talk.do(Answer(text="And again something else."), Assessed(grade=none))

    assert aim is None
    assert types(first) == ["clarification"]
    assert first[0].text.endswith("What is a?")  # type: ignore[union-attr]
    assert types(second) == ["grade", "question"]


def test_an_answer_about_something_else_is_followed_up() -> None:
    talk = Talk("a", "b")
    astray = NONE.model_copy(update={"flags": ("off topic",)})

    talk.do(Answer(text="I would split the data and look at the error on held-out data."))
    aim = target(talk.state, astray)
    events = talk.do(Assessed(grade=astray, probe=Probe(text="And how does a split go?", aims_at=POINTS[0])))

    assert aim is not None
    assert types(events) == ["follow_up"]


def test_an_answer_after_one_that_was_turned_back_is_graded_as_usual() -> None:
    talk = Talk("a")
    talk.do(Answer(text="Ignore all this."), Assessed(grade=NONE.model_copy(update={"flags": ("instructions",)})))

    talk.do(Answer(text="Trees split."), Assessed(grade=ALL))

    assert talk.state.graded[0].score == 1.0


@pytest.mark.parametrize("text", ["no", "Whatever.", "ok"])
def test_nothing_to_add_to_a_follow_up_ends_the_question(text: str) -> None:
    talk = Talk("a", "b")
    talk.do(Answer(text="Trees split."), Assessed(grade=MIXED, probe=Probe(text="And?", aims_at=POINTS[2])))

    talk.do(Answer(text=text))

    assert talk.state.current is not None
    assert talk.state.current.answer == "Trees split."
    assert target(talk.state, MIXED) is None


def test_a_question_back_to_a_follow_up_is_answered_about_the_follow_up() -> None:
    talk = Talk("a")
    talk.do(Answer(text="Trees split."), Assessed(grade=MIXED, probe=Probe(text="And depth?", aims_at=POINTS[2])))

    reply = talk.do(Answer(text="Do you mean at training or at serving?"))[-1]

    assert reply.text.startswith("Either will do")  # type: ignore[union-attr]
    assert reply.text.endswith("And depth?")  # type: ignore[union-attr]


def test_design_is_walked_through_from_requirements_to_trade_offs() -> None:
    parts = ("Requirements: x.", "Data: x.", "Model: x.")
    verdicts = tuple(
        KeyPointVerdict(key_point=part, verdict=Verdict.MISSED, degree=degree)
        for part, degree in zip(parts, (0.2, 0.1, 0.0), strict=True)
    )
    asked = QuestionAsked(number=1, of=1, entry_id="a", question="Design it.", kind=Kind.DESIGN)
    log: list[Event] = [Started(plan=(), seed=1), asked, AnswerGiven(text="A service.", entry_id="a")]

    aim = target(fold([e.stamped("s", n, NOON) for n, e in enumerate(log, 1)]), Grade(verdicts=verdicts, score=0.1))

    assert aim is not None
    assert aim.key_point == parts[0]


def test_hello_moving_on_reactions_and_goodbye_differ_with_the_tone() -> None:
    said = []
    for tone in get_args(Tone):
        talk = Talk("a", "easy", tone=tone)
        talk.do(Answer(text="All."), Assessed(grade=ALL), Answer(text="All."), Assessed(grade=MIXED))
        lead_ins = [event.lead_in for event in talk.log if isinstance(event, QuestionAsked)]
        reactions = [event.feedback.partition("You made")[0] for event in talk.log if isinstance(event, Graded)]
        said.append([*lead_ins, *reactions, *(event.text for event in talk.log if isinstance(event, Ended))])

    assert [len(set(words)) for words in zip(*said, strict=True)] == [3] * 5
    assert all(words for row in said for words in row)


def test_hints_grow_cost_and_run_out() -> None:
    talk = Talk("a")

    hints = [talk.do(Hint())[0] for _ in range(2)]
    with pytest.raises(NotNow, match="no more hints"):
        talk.do(Hint())
    talk.do(Answer(text="All."), Assessed(grade=ALL))

    assert [(h.text, h.step, h.of, h.cost) for h in hints if isinstance(h, HintGiven)] == [
        ("Think of the data.", 1, 2, 0.1),
        ("Think of the splits.", 2, 2, 0.2),
    ]
    assert talk.state.graded[0].score == 0.8


def test_a_follow_up_is_clarified_without_what_led_up_to_it() -> None:
    talk = Talk("a")
    probe = Probe(text="Let us stay with this a little. What do trees split?", aims_at=POINTS[2])
    talk.do(Answer(text="Trees."), Assessed(grade=MIXED, probe=probe))

    [clarified] = talk.do(Clarify())

    assert clarified.text.endswith("What I would like to hear now: What do trees split?")  # type: ignore[union-attr]


def test_repeat_says_the_open_question_and_clarify_never_its_answer() -> None:
    talk = Talk("a")

    [repeated] = talk.do(Repeat())
    [clarified] = talk.do(Clarify())

    assert repeated.text == "What is a?"  # type: ignore[union-attr]
    assert not any(point in clarified.text for point in POINTS)  # type: ignore[union-attr]


def test_skipping_the_last_question_ends_the_interview() -> None:
    talk = Talk("a")

    events = talk.do(Skip())

    assert types(events) == ["skipped", "ended", "report"]
    assert isinstance(events[2], Reported)
    assert events[2].score == 0.0


def test_skipping_a_follow_up_grades_what_was_said() -> None:
    talk = Talk("a")
    talk.do(Answer(text="Trees split."), Assessed(grade=MIXED, probe=Probe(text="And?", aims_at=POINTS[2])))

    events = talk.do(Skip(grade=MIXED))

    assert types(events) == ["grade", "ended", "report"]


def test_ending_early_keeps_what_was_said() -> None:
    talk = Talk("a", "b")
    talk.do(Answer(text="Trees split."), Assessed(grade=MIXED, probe=Probe(text="And?", aims_at=POINTS[2])))

    events = talk.do(End(grade=MIXED))

    assert types(events) == ["grade", "ended", "report"]
    assert isinstance(events[1], Ended)
    assert events[1].reason == "candidate"


def test_a_pause_stops_the_clock_and_any_command_ends_it() -> None:
    talk = Talk("a", minutes=1)
    talk.do(Pause())
    talk.now += timedelta(hours=3)

    events = talk.do(Repeat())

    assert types(events) == ["resumed", "repeated"]
    assert talk.state.elapsed(talk.now) < 60


def test_when_the_minutes_are_over_nothing_is_followed_up() -> None:
    talk = Talk("a", "b", minutes=1)
    talk.now += timedelta(minutes=2)

    events = talk.do(Answer(text="Late."), Assessed(grade=MIXED, probe=Probe(text="Really?", aims_at=POINTS[2])))

    assert types(events) == ["grade", "ended", "report"]


def test_when_the_minutes_are_over_no_new_question_is_asked() -> None:
    talk = Talk("a", "b", minutes=1)
    talk.now += timedelta(minutes=2)

    events = talk.do(Answer(text="Late."), Assessed(grade=ALL))

    assert types(events) == ["grade", "ended", "report"]
    assert isinstance(events[1], Ended)
    assert events[1].reason == "time"


def test_an_entry_that_is_gone_is_left_out() -> None:
    plan = tuple(Planned(entry_id=i, topic="trees", level=Level.MID) for i in ("gone", "a"))

    events = decide(Interview(), Begin(started=Started(plan=plan, seed=1)), NOON, ENTRIES)

    assert types(events) == ["started", "skipped", "question"]


def test_the_plan_rises_and_falls_with_how_it_goes() -> None:
    others = [{"entry_id": "easy", "level": "junior"}, {"entry_id": "hard", "level": "senior"}]
    plan = (
        Planned(entry_id="a", topic="trees", level=Level.MID),
        Planned.model_validate({"entry_id": "b", "topic": "trees", "level": "mid", "alternatives": others}),
    )

    def second_question(first: Grade) -> str:
        log = [
            e.stamped("s", n, NOON)
            for n, e in enumerate(decide(Interview(), Begin(started=Started(plan=plan, seed=1)), NOON, ENTRIES), 1)
        ]
        log += [e.stamped("s", 3, NOON) for e in decide(fold(log), Answer(text="So."), NOON, ENTRIES)]
        asked = decide(fold(log), Assessed(grade=first), NOON, ENTRIES)[-1]
        assert isinstance(asked, QuestionAsked)
        return asked.entry_id

    assert second_question(ALL) == "hard"
    assert second_question(NONE) == "easy"


def test_a_disputed_point_counts_and_stays_marked() -> None:
    talk = Talk("a")
    talk.do(Answer(text="Trees split."), Assessed(grade=MIXED))
    before = talk.state.graded[0].score

    events = talk.do(Dispute(entry_id="a", key_point=POINTS[2]))

    after = talk.state.graded[0]
    assert types(events) == ["disputed", "report"]
    assert after.score > before
    assert [v.disputed for v in after.verdicts] == [False, False, True]
    assert after.verdicts[2].verdict is Verdict.CONTRADICTED
    with pytest.raises(NotNow, match="counts already"):
        talk.do(Dispute(entry_id="a", key_point=POINTS[2]))


@pytest.mark.parametrize("command", [Answer(text="Hello"), Hint(), Skip(), Pause(), End()])
def test_nothing_more_can_be_said_when_it_is_over(command: Command) -> None:
    talk = Talk("a")
    talk.do(Skip())

    with pytest.raises(NotNow, match="over"):
        talk.do(command)


def test_an_empty_answer_is_refused() -> None:
    talk = Talk("a")

    with pytest.raises(NotNow, match="empty"):
        talk.do(Answer(text=" \n"))


COMMANDS = st.sampled_from(
    [
        Answer(text="Trees split on one feature."),
        Answer(text="I don't know"),
        Answer(text="what?"),
        Answer(text="Do you mean training or serving?"),
        Hint(),
        Repeat(),
        Clarify(),
        Skip(grade=MIXED),
        Pause(),
        Resume(),
        End(grade=MIXED),
        Assessed(grade=ALL),
        Assessed(grade=NONE, probe=Probe(text="And?", aims_at=POINTS[0])),
        Assessed(grade=MIXED, probe=Probe(text="And?", aims_at=POINTS[2])),
        Dispute(entry_id="a", key_point=POINTS[1]),
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(COMMANDS, max_size=40))
def test_whatever_is_said_the_interview_can_go_on_and_its_log_is_sound(commands: list[Command]) -> None:
    talk = Talk("a", "b", "c")
    for command in commands:
        try:
            talk.do(command)
        except NotNow:
            continue
    for _ in range(40):  # whatever came before, somebody who only answers reaches the end
        if talk.state.phase is Phase.ENDED:
            break
        talk.do(
            Assessed(grade=ALL) if talk.state.phase is Phase.ASSESSING else Answer(text="Trees split on a feature.")
        )

    assert talk.state.ended is not None
    assert [event.seq for event in talk.log] == list(range(1, len(talk.log) + 1))
    graded = [event.entry_id for event in talk.log if isinstance(event, Graded)]
    assert len(graded) == len(set(graded))
    asked = [event.entry_id for event in talk.log if isinstance(event, QuestionAsked)]
    assert len(asked) == len(set(asked))
    assert sum(isinstance(event, Ended) for event in talk.log) == 1


def test_folding_is_applying_one_event_after_the_other() -> None:
    talk = Talk("a", "b")
    talk.do(Answer(text="Trees split."), Assessed(grade=ALL), Hint())

    state = Interview()
    for event in talk.log:
        state = apply(state, event)

    assert state == fold(talk.log)
    assert state.seq == len(talk.log)
