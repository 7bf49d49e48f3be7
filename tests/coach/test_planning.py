import random
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.interviewing.planning import ROLES, History, Room, Setup, near_by_words, plan, room, topic_weights
from corpus.entries import Entry, Kind, Level, Location
from corpus.errors import NotFound

TOPICS = {"trees": 12, "losses": 6, "language models": 9, "deployment": 3}


def library() -> list[Entry]:
    draw = random.Random(0)
    words = [
        f"{a}{b}" for a in ("fo", "ba", "ku", "mi", "sa", "te") for b in ("rnal", "lgon", "vist", "pree", "dmur", "xil")
    ]
    out: list[Entry] = []
    for topic, number in TOPICS.items():
        for n in range(number):
            about = " ".join(f"{word}{len(out)}" for word in draw.sample(words, 4))
            out.append(
                Entry(
                    id=f"{topic.replace(' ', '-')}-{n}",
                    question=f"How does {about} work?",
                    answer="Trees split the data on one feature at a time.",
                    level=list(Level)[n % 3],
                    kind=list(Kind)[n % 2],
                    topics=(topic,),
                    document="mine.md",
                    location=Location(start_line=n + 1, end_line=n + 1),
                )
            )
    return out


LIBRARY = library()
BY_ID = {entry.id: entry for entry in LIBRARY}
TWINS = [
    entry.model_copy(update={"id": f"{entry.id}-twin", "question": f"{entry.question} Please explain."})
    for entry in LIBRARY[::3]
]
"""Each asks what an entry of the library asks, in nearly the same words."""


def test_the_same_seed_gives_the_same_plan_whatever_the_order_of_entries() -> None:
    shuffled = random.Random(9).sample(LIBRARY, len(LIBRARY))

    assert plan(LIBRARY, Setup(questions=6), 7) == plan(shuffled, Setup(questions=6), 7)
    assert plan(LIBRARY, Setup(questions=6), 7) != plan(LIBRARY, Setup(questions=6), 8)


@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, 10**6),
    st.integers(1, 12),
    st.sets(st.sampled_from(sorted(TOPICS))),
    st.none() | st.sampled_from(list(Level)),
    st.sets(st.sampled_from([entry.id for entry in LIBRARY]), max_size=8),
)
def test_plans_obey_topics_level_and_what_was_asked_last(
    seed: int, questions: int, topics: set[str], level: Level | None, last: set[str]
) -> None:
    setup = Setup(questions=questions, topics=tuple(sorted(topics)), level=level)

    places = plan(LIBRARY, setup, seed, History(last=frozenset(last)))

    ids = [place.entry_id for place in places] + [a.entry_id for place in places for a in place.alternatives]
    fitting = [e for e in LIBRARY if (not topics or e.topics[0] in topics) and level in (None, e.level)]
    assert len(ids) == len(set(ids))
    assert all(BY_ID[entry_id] in fitting for entry_id in ids)
    if {e.id for e in fitting} - last:
        assert not set(ids) & last
    assert len(places) == min(questions, len([e for e in fitting if e.id not in last] or fitting))


def test_a_thousand_interviews_obey_topic_level_kind_and_no_repeat() -> None:
    draw = random.Random(11)
    entries = [*LIBRARY, *TWINS]
    by_id = {entry.id: entry for entry in entries}
    last: frozenset[str] = frozenset()
    again = 0
    for seed in range(1000):
        topics = tuple(draw.sample(sorted(TOPICS), draw.randint(0, 2)))
        level = draw.choice((None, *Level))
        kinds = draw.choice(((), (Kind.CONCEPT,), (Kind.CONCEPT, Kind.PROCEDURE)))
        setup = Setup(questions=draw.randint(1, 6), topics=topics, level=level, kinds=kinds)
        due = frozenset(draw.sample(sorted(last), draw.randint(0, len(last))))
        history = History(last=last, due=due)
        fitting = {
            e.id
            for e in entries
            if (not topics or e.topics[0] in topics) and level in (None, e.level) and (not kinds or e.kind in kinds)
        }
        if not fitting:
            continue

        places = plan(entries, setup, seed, history)

        asked = [by_id[place.entry_id] for place in places]
        others = [by_id[a.entry_id] for place in places for a in place.alternatives]
        assert plan(entries, setup, seed, history) == places
        assert {entry.id for entry in asked + others} <= fitting
        assert len({entry.id for entry in asked + others}) == len(asked + others)
        assert not any(near_by_words(a, b) for a, b in combinations(asked + others, 2))
        assert {entry.id for entry in asked + others} & last <= due or fitting <= last
        assert room(entries, setup, history) == Room(fits=len(fitting), asked=len(places))
        ranks = [list(Level).index(entry.level) for entry in asked]
        assert ranks == sorted(ranks)
        again += len({entry.id for entry in asked} & due)
        last = frozenset(entry.id for entry in asked)
    assert again > 100  # what is due does come back


def test_kinds_are_mixed_where_a_topic_has_several() -> None:
    for seed in range(50):
        places = plan(LIBRARY, Setup(questions=6, topics=("trees",)), seed)
        kinds = Counter(BY_ID[place.entry_id].kind for place in places)
        assert max(kinds.values()) - min(kinds.values()) <= 1
        assert len(kinds) == 2


def test_questions_that_mean_the_same_are_not_both_asked_however_they_are_worded() -> None:
    def near(a: Entry, b: Entry) -> bool:
        return a.level is b.level

    places = plan(LIBRARY, Setup(questions=9), 3, near=near)

    assert len({place.level for place in places}) == len(places) == 3


def test_questions_without_an_answer_are_asked_where_nothing_else_fits() -> None:
    bare = [
        entry.model_copy(update={"id": f"bare-{n}", "answer": "", "document": "bare.md"})
        for n, entry in enumerate(LIBRARY[:3])
    ]

    mixed = plan([*LIBRARY, *bare], Setup(questions=12, topics=("trees",)), 1)
    alone = plan([*LIBRARY, *bare], Setup(questions=2, documents=("bare.md",)), 1)

    assert not {place.entry_id for place in mixed} & {entry.id for entry in bare}
    assert {place.entry_id for place in alone} < {entry.id for entry in bare}


def test_topics_come_in_proportion_to_what_matters() -> None:
    counts: Counter[str] = Counter()
    for seed in range(1000):
        counts.update(place.topic for place in plan(LIBRARY, Setup(questions=5), seed))

    shares = topic_weights(LIBRARY, Setup())
    for topic, share in shares.items():
        assert counts[topic] / 5000 == pytest.approx(share, abs=0.03)


def test_a_role_and_a_job_description_move_the_weights() -> None:
    plain = topic_weights(LIBRARY, Setup())
    role = topic_weights(LIBRARY, Setup(role="LLM engineer"))
    described = topic_weights(LIBRARY, Setup(job_description="You will own the deployment of our services."))

    assert role["language models"] > plain["language models"]
    assert described["deployment"] > plain["deployment"]
    assert set(ROLES) >= {"ML engineer", "data scientist", "research", "MLOps", "LLM engineer"}


def test_what_is_due_is_asked_although_it_was_asked_last_time() -> None:
    last = frozenset(BY_ID)

    places = plan(LIBRARY, Setup(questions=1), 1, History(last=last, due=frozenset({"trees-4"})))

    assert [place.entry_id for place in places] == ["trees-4"]


def test_an_interview_warms_up_with_an_easy_question() -> None:
    for seed in range(20):
        levels = [place.level for place in plan(LIBRARY, Setup(questions=8), seed)]
        assert levels[0] is Level.JUNIOR


def test_near_duplicates_are_never_in_one_plan() -> None:
    twin = BY_ID["trees-0"].model_copy(
        update={"id": "twin", "question": BY_ID["trees-0"].question + " Please explain."}
    )
    assert near_by_words(twin, BY_ID["trees-0"])

    for seed in range(50):
        places = plan([*LIBRARY, twin], Setup(questions=12, topics=("trees",)), seed)
        ids = {place.entry_id for place in places} | {a.entry_id for place in places for a in place.alternatives}
        assert not {"twin", "trees-0"} <= ids


def test_minutes_say_how_many_questions_where_nothing_else_does() -> None:
    assert Setup(minutes=20).length == 5
    assert Setup(minutes=20, questions=2).length == 2
    assert Setup().length == 5


def test_nothing_that_fits_is_said_in_a_sentence() -> None:
    with pytest.raises(NotFound, match="No question in the library fits"):
        plan(LIBRARY, Setup(topics=("astronomy",)), 1)


def test_it_is_known_beforehand_how_many_questions_there_are() -> None:
    last = frozenset(entry.id for entry in LIBRARY if entry.topics == ("deployment",)) - {"deployment-0"}

    assert room(LIBRARY, Setup(questions=2, topics=("deployment",))) == Room(fits=3, asked=2)
    assert room(LIBRARY, Setup(questions=5, topics=("deployment",))) == Room(fits=3, asked=3)
    assert room(LIBRARY, Setup(questions=5, topics=("deployment",)), History(last=last)) == Room(fits=3, asked=1)
    assert room(LIBRARY, Setup(topics=("astronomy",))) == Room(fits=0, asked=0)


@pytest.mark.parametrize(
    ("topic", "named"),
    [
        ("models", "The nearest are: language models."),
        ("tres", "The nearest are: trees."),
        ("xyz", "There are, among others: trees, language models"),
    ],
)
def test_a_topic_that_there_is_not_is_named_with_those_that_there_are(topic: str, named: str) -> None:
    with pytest.raises(NotFound) as caught:
        plan(LIBRARY, Setup(topics=(topic,)), 1)

    assert f"There is no topic “{topic}”" in caught.value.remedy
    assert named in caught.value.remedy
