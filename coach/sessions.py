"""Interviews as they run: each step is stored before anything follows from it.

This is the shell around the pure coach.interviewing.interview. It reads the log, decides, appends, and only then does
the slow things, grading and wording a probe. Killed at any moment, a session goes on from its log: an answer that was
stored but not graded is graded when it is resumed.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from coach.events import Event, QuestionAsked, Started, Tone
from coach.grading.grades import Grade, KeyPointVerdict
from coach.grading.key_points import key_points
from coach.grading.offline import version
from coach.interviewing import interview, planning
from coach.interviewing.interview import (
    Answer,
    Assessed,
    Begin,
    Command,
    End,
    Interview,
    Phase,
    Probe,
    Regrade,
    Resume,
    Skip,
)
from coach.interviewing.planning import History, Room, Setup
from coach.interviewing.reading import wish
from coach.storage import Store, utc_now, verdict_key
from corpus.entries import Entry
from corpus.errors import NotFound, NotNow
from index import Index

Grader = Callable[[Entry, str], Grade]
"""What an answer to an entry is worth."""
Prober = Callable[[Entry, KeyPointVerdict, Sequence[str], str, Tone], Probe]
"""A follow-up about one key point: the question and all follow-ups of the interview, the last words, the tone."""

NEAR = 0.9  # cosine of two questions from which they are taken for the same


class Interviews:
    """Holds interviews. Safe to share between threads: the same session in two windows cannot fork.

    due: ids of entries that are due for review, the most valuable first.
    """

    def __init__(
        self,
        store: Store,
        index: Index,
        grade: Grader,
        probe: Prober,
        due: Callable[[datetime], Sequence[str]] = lambda now: (),
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._index = index
        self._grade = grade
        self._probe = probe
        self._due = due
        self._clock = clock

    def start(self, setup: Setup) -> str:
        """Plan an interview and ask its first question; the id of its session. Raises NotFound where nothing fits."""
        seed = setup.seed if setup.seed is not None else secrets.randbelow(2**31)
        plan = planning.plan(self._index.entries(), setup, seed, self._remembered(), self._near())
        started = Started(
            plan=plan,
            seed=seed,
            minutes=setup.minutes,
            feedback=setup.feedback,
            tone=setup.tone,
            probes=setup.probes,
        )
        return self._begin("interview", started)

    def room(self, setup: Setup) -> Room:
        """How many questions fit a setup, and how many an interview would have now."""
        return planning.room(self._index.entries(), setup, self._remembered())

    def review(self, entry_ids: Sequence[str]) -> str:
        """Ask these entries one after the other, as far as they are still in the library; the id of the session."""
        entries = {entry.id: entry for entry in self._index.entries()}
        chosen = [entries[entry_id] for entry_id in dict.fromkeys(entry_ids) if entry_id in entries]
        if not chosen:
            raise NotFound("Nothing is due for review.", remedy="Take an interview, or come back later.")
        plan = tuple(planning.planned(entry) for entry in chosen)
        return self._begin("review", Started(plan=plan, seed=0, probes=1))

    def again(self, session_id: str, entry_id: str) -> str:
        """Ask a question of an earlier interview once more, alone; the id of the new session.

        Raises NotFound where the session did not ask it, or where it has left the library since.
        """
        asked = [event for event in self.events(session_id) if isinstance(event, QuestionAsked)]
        if all(event.entry_id != entry_id for event in asked):
            raise NotFound("That interview did not ask this question.", remedy="Choose a question of its report.")
        try:
            entry = self._index.entry(entry_id)
        except NotFound as gone:
            raise NotFound(
                "This question is not in the library any more.", remedy="Add its document again to answer it again."
            ) from gone
        return self._begin("review", Started(plan=(planning.planned(entry),), seed=0, again=session_id))

    def send(self, session_id: str, command: Command) -> Iterator[Event]:
        """Do what a command asks for. Each event is stored, then given; what is not taken from here still happened.

        Raises NotNow where the command does not fit the state, and where a grader that failed fails again.
        """
        state = self.state(session_id)
        if isinstance(command, Answer) and (meant := wish(command.text)) is not None:
            yield from self._step(session_id, state, command)
            command, state = meant, self.state(session_id)
        if isinstance(command, Regrade) and command.grade is None:
            yield from self._step(session_id, state, self._regraded(state, command))
            return
        if isinstance(command, Skip | End) and state.phase is not Phase.ENDED:
            yield from self._finish(session_id)
            state = self.state(session_id)
            if state.current is not None and state.current.said and command.grade is None:
                command = command.model_copy(update={"grade": self._graded(state)})
        yield from self._step(session_id, state, command)
        yield from self._finish(session_id)

    def resume(self, session_id: str) -> Iterator[Event]:
        """Go on with a session: end its pause, and do what was cut off. Gives only what is new."""
        state = self.state(session_id)
        if state.phase is Phase.NEW:
            raise NotNow(f"Session {session_id} holds no interview.", remedy="Start a new one.")
        if state.phase is not Phase.ENDED:
            yield from self._step(session_id, state, Resume())
            if state.paused:
                yield from self._mend(session_id)
            yield from self._finish(session_id)

    def events(self, session_id: str) -> list[Event]:
        """All that happened in a session. Raises NotFound."""
        return self._store.events(session_id)

    def state(self, session_id: str) -> Interview:
        """Where a session stands: the fold of its events. Raises NotFound."""
        return interview.fold(self._store.events(session_id))

    def _begin(self, kind: str, started: Started) -> str:
        entries = self._entries(started)
        events = interview.decide(Interview(), Begin(started=started), self._clock(), entries)
        titles = list(dict.fromkeys(place.topic for place in started.plan))
        session_id = self._store.create_session(kind, ", ".join(titles))
        self._store.append(session_id, events, 0)
        return session_id

    def _finish(self, session_id: str) -> Iterator[Event]:
        """Grade what is to be graded, until it is the candidate's turn."""
        state = self.state(session_id)
        while state.phase is Phase.ASSESSING:
            grade = self._graded(state)
            aim = interview.target(state, grade)
            probe = self._worded(state, aim) if aim is not None else None
            yield from self._step(session_id, state, Assessed(grade=grade, probe=probe))
            state = self.state(session_id)

    def _mend(self, session_id: str) -> Iterator[Event]:
        """Grade again what a failed grader left, up to the first that fails again: its model is still away."""
        for grade in self.state(session_id).graded:
            if grade.notice is None:
                continue
            state = self.state(session_id)
            try:
                command = self._regraded(state, Regrade(entry_id=grade.entry_id))
            except NotNow:
                return
            yield from self._step(session_id, state, command)

    def _regraded(self, state: Interview, command: Regrade) -> Regrade:
        """The command with its grade. Raises NotNow where the grader fails again."""
        asked = next((a for a in state.asked if a.grade is not None and a.grade.entry_id == command.entry_id), None)
        if asked is None or asked.grade is None or asked.grade.notice is None:
            return command  # `decide` says what is wrong with it
        grade = self._grade(self._entry(asked.question), asked.answer)
        if grade.notice is not None:
            raise NotNow(grade.notice, remedy="The grade stays as it was. Ask for it again later.")
        return command.model_copy(update={"grade": grade})

    def _step(self, session_id: str, state: Interview, command: Command) -> Iterator[Event]:
        events = interview.decide(state, command, self._clock(), self._entries(state))
        yield from self._store.append(session_id, events, state.seq)

    def _graded(self, state: Interview) -> Grade:
        asked = state.asked[-1]
        return self._grade(self._entry(asked.question), asked.answer)

    def _worded(self, state: Interview, aim: KeyPointVerdict) -> Probe:
        asked = state.asked[-1]
        earlier = [text for other in state.asked for text in other.follow_ups]
        before = dict.fromkeys((asked.question.question, *earlier))
        return self._probe(self._entry(asked.question), aim, tuple(before), asked.said[-1].text, state.tone)

    def _entry(self, question: QuestionAsked) -> Entry:
        """The entry of an open question. One that left the corpus meanwhile is graded as a question without answer."""
        try:
            return self._index.entry(question.entry_id)
        except NotFound:
            return planning.without_answer(question)

    def _entries(self, planned: Interview | Started) -> Mapping[str, Entry]:
        """The entries that may be needed, by id."""
        wanted = {place.entry_id for place in planned.plan}
        wanted |= {other.entry_id for place in planned.plan for other in place.alternatives}
        return {entry.id: entry for entry in self._index.entries() if entry.id in wanted}

    def _remembered(self) -> History:
        return History(last=self._asked_last(), due=frozenset(self._due(self._clock())))

    def _asked_last(self) -> frozenset[str]:
        """Ids asked in the newest interview."""
        newest = next(iter(sorted(self._store.sessions("interview"), key=lambda s: s.created_at, reverse=True)), None)
        if newest is None:
            return frozenset()
        return frozenset(e.entry_id for e in self._store.events(newest.id) if isinstance(e, QuestionAsked))

    def _near(self) -> planning.Near:
        """Whether two questions mean the same, by their vectors; each is embedded once."""
        vectors: dict[str, NDArray[np.float32]] = {}

        def vector(entry: Entry) -> NDArray[np.float32]:
            if entry.id not in vectors:
                vectors[entry.id] = self._index.embed([entry.question])[0]
            return vectors[entry.id]

        def near(a: Entry, b: Entry) -> bool:
            return planning.near_by_words(a, b) or float(vector(a) @ vector(b)) >= NEAR

        return near


def kept(store: Store, grade: Grader, grader: str) -> Grader:
    """A grader that gives the same answer the same grade for ever; what fell back to another grader is not kept."""

    def graded(entry: Entry, answer: str) -> Grade:
        points = [point.text for point in key_points(entry)]
        key = verdict_key(entry.id, points, answer, f"{grader}/{version()}")
        before = store.kept_grade(key)
        if before is not None:
            return before
        now = grade(entry, answer)
        if now.notice is None:
            store.keep_grade(key, now)
        return now

    return graded
