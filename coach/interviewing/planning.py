"""Which questions an interview asks. Pure and seeded: the same setup, history, entries and seed give the same plan.

A plan covers the topics in proportion to how much they matter (for the role and the job description, else evenly by how
many entries they have), starts with an easier question, never holds two near-duplicates, mixes kinds, and leaves out
what was asked last time unless it is due for review. Each place carries alternatives of the same topic at other levels,
so that the interview can rise and fall with how it goes.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from pydantic import Field

from coach.events import OTHER_TOPICS, Alternative, Feedback, Planned, QuestionAsked, Tone
from coach.grading.key_points import key_points
from corpus.entries import Entry, Frozen, Kind, Level, Location
from corpus.errors import NotFound
from index.hits import Filter
from index.words import terms

MINUTES_A_QUESTION = 4.0  # with its probes, said aloud; a rule of thumb of interview guides
MOST_QUESTIONS = 50
DUPLICATE = 0.6  # share of words of substance in common (Jaccard) from which two questions are taken for the same

Near = Callable[[Entry, Entry], bool]
"""Whether two entries ask for the same thing."""


class Setup(Frozen):
    """What an interview is to be like. Empty fields leave the choice open.

    questions: how many; None means as many as fit the minutes, or 5. minutes: the clock; None means none.
    entry_ids: these entries and no others. role: one of ROLES. job_description: pasted text, a job advertisement or a
    CV. seed: None draws one.
    """

    questions: int | None = Field(default=None, ge=1, le=MOST_QUESTIONS)
    minutes: float | None = Field(default=None, gt=0, le=240)
    topics: tuple[str, ...] = ()
    level: Level | None = None
    kinds: tuple[Kind, ...] = ()
    documents: tuple[str, ...] = ()
    entry_ids: tuple[str, ...] = ()
    role: str = ""
    job_description: str = ""
    seed: int | None = None
    feedback: Feedback = "each"
    tone: Tone = "friendly"
    probes: int = Field(default=2, ge=0, le=2)

    @property
    def length(self) -> int:
        """How many questions that comes to."""
        if self.questions is not None:
            return self.questions
        if self.minutes is not None:
            return max(1, min(MOST_QUESTIONS, round(self.minutes / MINUTES_A_QUESTION)))
        return 5


@dataclass(frozen=True, slots=True)
class History:
    """What was asked before. last: entry ids of the last interview. due: entry ids that are due for review."""

    last: frozenset[str] = frozenset()
    due: frozenset[str] = frozenset()


NAMED = 5
"""Topics that are named where one is asked for that there is not."""


@dataclass(frozen=True, slots=True)
class Room:
    """What there is for a setup: how many questions fit it, and how many of them an interview now would ask."""

    fits: int
    asked: int


ROLES: Mapping[str, str] = {
    "ML engineer": "models in production, training, evaluation, deployment, serving, data pipelines, mlops, coding",
    "data scientist": "statistics, experiments, metrics, features, regression, classification, validation, experience",
    "research": "deep learning, optimisation, theory, losses, architectures, generalisation, generative models",
    "MLOps": "deployment, serving, monitoring, drift, pipelines, large data, latency, reproducibility, mlops",
    "LLM engineer": "language models, transformers, attention, tokens, retrieval, prompts, fine-tuning, agents",
}
"""The roles one can prepare for, each with the words that say which topics matter for it."""


def plan(
    entries: Sequence[Entry], setup: Setup, seed: int, history: History = History(), near: Near | None = None
) -> tuple[Planned, ...]:
    """The places of an interview. Raises NotFound where no entry fits the setup.

    There are fewer places than wished for where fewer entries fit.
    """
    draw = random.Random(seed)
    same = near or near_by_words
    pool = _pool(entries, setup)
    if not pool:
        raise NotFound(
            "No question in the library fits these topics, levels and kinds.",
            remedy=_topics_meant(entries, setup.topics) or "Choose fewer of them, or add documents.",
        )
    draw.shuffle(pool)
    fresh = [e for e in pool if e.id not in history.last or e.id in history.due]
    pool = sorted(fresh, key=lambda e: e.id not in history.due)  # what is due comes first
    if not pool:
        pool = sorted(_pool(entries, setup), key=lambda e: e.id)
        draw.shuffle(pool)  # all was asked last time: better again than not at all
    chosen = _choose(pool, setup, draw, same)
    return tuple(_with_alternatives(_in_order(chosen, setup), pool, setup, same))


def room(entries: Sequence[Entry], setup: Setup, history: History = History()) -> Room:
    """How many questions fit a setup, and how many places a plan has. Questions alike in meaning are not told apart."""
    fits = len(_pool(entries, setup))
    return Room(fits, len(plan(entries, setup, 0, history)) if fits else 0)


def topic_of(entry: Entry, wanted: Sequence[str] = ()) -> str:
    """The topic an entry counts for: a wanted one that it has, else its main one."""
    return next((topic for topic in entry.topics if topic in wanted), entry.topics[0] if entry.topics else OTHER_TOPICS)


def planned(entry: Entry) -> Planned:
    """A place for one given entry."""
    return Planned(entry_id=entry.id, topic=topic_of(entry), level=entry.level)


def gradable(entry: Entry) -> bool:
    """Whether there is something to judge an answer by. What is not is asked only where nothing else fits."""
    return bool(key_points(entry))


def without_answer(question: QuestionAsked) -> Entry:
    """What is left of an entry that was removed while its question was open."""
    return Entry(
        id=question.entry_id,
        question=question.question,
        level=question.level,
        kind=question.kind,
        document="removed",
        location=Location(start_line=1, end_line=1),
    )


def near_by_words(a: Entry, b: Entry) -> bool:
    """Whether two questions share most of their words of substance."""
    one, other = _substance(a.question), _substance(b.question)
    return bool(one and other) and len(one & other) / len(one | other) >= DUPLICATE


def topic_weights(pool: Sequence[Entry], setup: Setup) -> dict[str, float]:
    """How much each topic of the pool matters; sums to 1."""
    counts = Counter(topic_of(entry, setup.topics) for entry in pool)
    power = 0.0 if setup.topics else 0.5  # the user's own choice counts evenly; else large topics more, but not all
    weights = {topic: count**power for topic, count in counts.items()}
    wanted = _substance(f"{ROLES.get(setup.role, '')} {setup.job_description}")
    if wanted:
        for topic in weights:
            words = _substance(" ".join([topic, *(e.question for e in pool if topic_of(e, setup.topics) == topic)]))
            named = len(_substance(topic) & wanted) / len(_substance(topic) or {topic})
            asked = len(words & wanted) / (len(words) or 1)
            weights[topic] *= 1 + 4 * named + 8 * asked
    total = sum(weights.values())
    return {topic: weight / total for topic, weight in weights.items()}


def _topics_meant(entries: Sequence[Entry], wanted: Sequence[str]) -> str:
    """What to choose instead of topics that there are not; empty where all of them are there."""
    known = [topic for topic, _ in Counter(topic for entry in entries for topic in entry.topics).most_common()]
    unknown = next((topic for topic in wanted if topic not in known), None)
    if unknown is None:
        return ""
    said = set(terms(unknown))
    nearest = [topic for topic in known if said & set(terms(topic))] or get_close_matches(unknown, known, NAMED, 0.5)
    if not nearest:
        return f"There is no topic “{unknown}”. There are, among others: {', '.join(known[:NAMED])}."
    return f"There is no topic “{unknown}”. The nearest are: {', '.join(nearest[:NAMED])}."


def _pool(entries: Sequence[Entry], setup: Setup) -> list[Entry]:
    """What may be asked, each question once, in an order that does not depend on the order of entries."""
    only = Filter(topics=setup.topics, kinds=setup.kinds, documents=setup.documents)
    unique = {
        entry.id: entry for entry in sorted(entries, key=lambda e: (e.document, e.location.start_line), reverse=True)
    }
    fits = [entry for entry in unique.values() if only.admits(entry)]
    if setup.entry_ids:
        fits = [entry for entry in fits if entry.id in setup.entry_ids]
    if setup.level is not None:
        fits = [entry for entry in fits if entry.level is setup.level]
    return sorted(fits, key=lambda e: e.id)


def _choose(pool: Sequence[Entry], setup: Setup, draw: random.Random, same: Near) -> list[Entry]:
    """Entries for all places: topic by topic in proportion, the kind that was taken least first."""
    shares = topic_weights(pool, setup)
    quota = _quotas(shares, setup.length, draw)
    kinds: Counter[Kind] = Counter()
    chosen: list[Entry] = []

    def take(candidates: Sequence[Entry]) -> bool:
        order = {entry.id: n for n, entry in enumerate(candidates)}
        ranked = sorted(candidates, key=lambda e: (kinds[e.kind], order[e.id]))
        free = (e for e in ranked if e not in chosen and not any(same(e, other) for other in chosen))
        entry = _first_gradable(free)
        if entry is None:
            return False
        chosen.append(entry)
        kinds[entry.kind] += 1
        return True

    for topic, number in quota.items():
        candidates = [entry for entry in pool if topic_of(entry, setup.topics) == topic]
        for _ in range(number):
            take(candidates)
    while len(chosen) < setup.length and take(pool):
        pass
    return chosen[: setup.length]


def _first_gradable(ranked: Iterable[Entry]) -> Entry | None:
    """The first entry that is gradable, or the first one where none is."""
    passed = None
    for entry in ranked:
        if gradable(entry):
            return entry
        passed = passed or entry
    return passed


def _quotas(shares: Mapping[str, float], places: int, draw: random.Random) -> dict[str, int]:
    """Whole places per topic; the rest of each share is drawn for, so that shares hold over many interviews."""
    exact = {topic: share * places for topic, share in shares.items()}
    quota = {topic: int(amount) for topic, amount in exact.items()}
    rest = {topic: exact[topic] - quota[topic] for topic in exact}
    for _ in range(places - sum(quota.values())):
        left = [topic for topic in rest if rest[topic] > 0]
        if not left:
            break
        [topic] = draw.choices(left, weights=[rest[t] for t in left])
        quota[topic] += 1
        rest[topic] = 0.0
    order = list(quota)
    draw.shuffle(order)
    return {topic: quota[topic] for topic in order if quota[topic]}


def _in_order(chosen: Sequence[Entry], setup: Setup) -> list[Planned]:
    """Warm-up first: the easiest question that is not a design; then topics in turn, easier ones before harder ones."""
    rank = {Level.JUNIOR: 0, Level.MID: 1, Level.SENIOR: 2}
    order = sorted(chosen, key=lambda e: (rank[e.level], e.kind is Kind.DESIGN))
    return [Planned(entry_id=e.id, topic=topic_of(e, setup.topics), level=e.level) for e in order]


def _with_alternatives(places: Sequence[Planned], pool: Sequence[Entry], setup: Setup, same: Near) -> list[Planned]:
    """The places, each with unused entries of its topic at the other levels."""
    by_id = {entry.id: entry for entry in pool}
    used = [by_id[place.entry_id] for place in places]
    out = []
    for place in places:
        others: list[Alternative] = []
        for level in Level:
            if level is place.level or setup.level is not None:
                continue
            for entry in pool:
                fits = entry.level is level and topic_of(entry, setup.topics) == place.topic and gradable(entry)
                if fits and entry not in used and not any(same(entry, other) for other in used):
                    others.append(Alternative(entry_id=entry.id, level=level))
                    used.append(entry)
                    break
        out.append(place.model_copy(update={"alternatives": tuple(others)}))
    return out


def _substance(text: str) -> frozenset[str]:
    """The stems of its words that say what it is about."""
    return frozenset(terms(text))
