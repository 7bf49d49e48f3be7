"""What a message leads to that asks nothing of the notes: a plan, a list, an interview, a few words.

The words themselves are in coach.replies; here they are put together from what the home holds.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, assert_never

from coach import intents, replies, weaknesses
from coach.explaining.offline import not_in_notes
from coach.explanation import Explanation
from coach.intents import (
    AboutCoach,
    ListFollowUps,
    ListQuestions,
    ListTopics,
    OfTheCoach,
    Prepare,
    Quiz,
    ShowProgress,
    ShowSources,
    SmallTalk,
    StartInterview,
)
from coach.interviewing import subjects
from coach.interviewing.planning import Setup
from coach.models.settings import answers_line
from corpus.errors import NotFound

if TYPE_CHECKING:
    from coach.coach import Coach

QUIZ = 3  # questions, where the user does not say how many


def replied(coach: "Coach", text: str, intent: OfTheCoach) -> Explanation:
    """The reply to a message. An interview that it asks for is set up. Raises what `Interviews.start` raises."""
    match intent:
        case SmallTalk(reply=reply):
            return Explanation(query=text, answer=reply, answerable=True)
        case AboutCoach():
            return replies.about(text, answers_line(coach.spec))
        case ShowSources(answer=told_before, doubted=doubted):
            return replies.sources_told(text, told_before, doubted=doubted)
        case ListFollowUps(answer=told_before):
            return _follow_ups(coach, text, told_before)
        case Prepare(days=days):
            return _plan(coach, text, days)
        case ListTopics():
            return replies.topics_told(text, coach.index.entries(), coach.topics())
        case ListQuestions(subject=subject):
            return _questions(coach, text, subject)
        case ShowProgress():
            return weaknesses.told(text, coach.grades())
        case intents.Review():
            return _set_up(coach, text, [review.entry_id for review in coach.due()], None)
        case Quiz(subject=subject, entry_ids=ids, questions=count, level=level):
            wanted = Setup(questions=count or QUIZ, level=level)
            return _set_up(coach, text, ids, wanted, subject)
        case StartInterview(subject=subject, questions=count, minutes=minutes, level=level):
            return _set_up(coach, text, (), Setup(questions=count, minutes=minutes, level=level), subject)
        case _:
            assert_never(intent)


def _plan(coach: "Coach", text: str, days: int | None) -> Explanation:
    day = coach.settings.interview_date
    left = days if days is not None else replies.days_until(day, date.today())
    return replies.plan(text, left, len(coach.due()), coach.grades(), day_kept=day is not None)


def _follow_ups(coach: "Coach", text: str, last: Explanation) -> Explanation:
    entry = next(iter(coach.chats.cited(last)), None)
    if entry is not None and entry.follow_ups:
        return replies.follow_ups_told(text, last, entry, ())
    near = coach.index.search(last.citations[0].question, 1 + replies.RELATED).hits
    related = [hit.entry for hit in near if hit.entry.id != last.citations[0].entry_id][: replies.RELATED]
    return replies.follow_ups_told(text, last, entry, related)


def _questions(coach: "Coach", text: str, subject: str) -> Explanation:
    entries = subjects.entries_on(subject, coach.topics(), coach.index, replies.LISTED)
    if not entries:
        return not_in_notes(coach.index.search(subject)).model_copy(update={"query": text})
    return replies.questions_told(text, subject, entries)


def _set_up(coach: "Coach", text: str, entry_ids: Sequence[str], setup: Setup | None, subject: str = "") -> Explanation:
    """An interview on these entries or, where there are none, as wished for on a subject."""
    if not entry_ids and setup is None:
        return Explanation(query=text, answer=weaknesses.NOTHING_DUE, answerable=True)
    held = coach.interviews
    try:
        setup = _on(coach, subject, setup) if setup is not None and subject else setup
        session = held.review(entry_ids) if entry_ids or setup is None else held.start(setup)
    except NotFound as nothing_fits:
        return Explanation(query=text, answer=str(nothing_fits), answerable=True)
    plan = held.state(session).plan
    topics = ", ".join(dict.fromkeys(place.topic for place in plan))
    about = subject if setup is not None and setup.entry_ids else topics
    count = "one question" if len(plan) == 1 else f"{len(plan)} questions"
    return Explanation(query=text, answer=f"Ready: {count} on {about}.", answerable=True, session=session)


def _on(coach: "Coach", subject: str, setup: Setup) -> Setup:
    """The setup with the topics that a subject means or, where topics tell nothing apart, the questions about it."""
    known = coach.topics()
    topics = subjects.topics_for(subject, known, coach.index)
    if subjects.tell_apart(topics, known):
        return setup.model_copy(update={"topics": topics})
    asked = subjects.entries_on(subject, (), coach.index, replies.LISTED)
    if not asked:
        raise NotFound(f"No question in the library is about {subject}.", remedy="Ask “what topics are there?”.")
    return setup.model_copy(update={"entry_ids": tuple(entry.id for entry in asked)})
