"""The report of an interview beside the interviews and answers that came before it."""

from collections.abc import Sequence

from coach.events import Event, Graded, QuestionAsked, Reported, Started
from coach.reports.report import Before, Report, befores, report
from coach.storage import Store


def report_beside_earlier(events: Sequence[Event], store: Store, grades: Sequence[Graded]) -> Report:
    """The report of the interview that events tell. grades: of all interviews, as they stand, oldest first."""
    session, began = (events[0].session, events[0].at) if events else ("", None)
    whole = {info.id for info in store.sessions("interview")} - {session}
    earlier = {
        event.session: event
        for event in store.events_of(["report"])
        if isinstance(event, Reported) and event.session in whole and event.at and began and event.at < began
    }
    return report(events, tuple(earlier.values()), _answered_before(events, store, grades))


def _answered_before(events: Sequence[Event], store: Store, grades: Sequence[Graded]) -> dict[str, Before]:
    """The last answers to the same questions from interviews before this one; those of the interview that this one goes
    back to first."""
    mine = {event.entry_id for event in events if isinstance(event, QuestionAsked)}
    session, began = (events[0].session, events[0].at) if events else ("", None)
    back = next((event.again for event in events if isinstance(event, Started)), "")
    places: dict[str, str] = {}
    for grade in grades:
        earlier = grade.session != session and grade.at and began and grade.at < began
        if grade.entry_id in mine and earlier and places.get(grade.entry_id) != back:
            places[grade.entry_id] = grade.session
    found: dict[str, Before] = {}
    for place in dict.fromkeys(places.values()):
        found |= befores(store.events(place), [entry_id for entry_id, at in places.items() if at == place])
    return found
