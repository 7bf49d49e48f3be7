"""Conversations with the coach: stored word for word, continued after any restart, shown in a list.

A chat is a session of the event log. The user's words are stored before anything is done with them, so that whatever
happens while they are answered loses nothing: a question without an answer can be answered later.
"""

import json
from collections.abc import Generator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from coach.events import Asked, Event, Explained
from coach.explaining.answering import answer
from coach.explanation import Explanation, Heard
from coach.grading.features import Reader
from coach.intents import Explain, ListQuestions, intent_of
from coach.models.spec import ModelSpec
from coach.storage import SessionInfo, Store
from corpus.entries import Entry, Frozen
from corpus.errors import NotFound, NotNow
from index.hits import Filter, Turn
from index.index import Index

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

KIND = "chat"
LONGEST = 20_000
"""Characters of one message: some ten pages. What is longer is a document, and belongs into the library."""
TITLE = 60  # characters of the first question that name a chat
STOPPED = "Stopped."
OF_THE_NOTES = (Explain, ListQuestions)
"""What is asked of the notes, so that later questions may lean on it."""


class Exchange(Frozen):
    """A message and its answer.

    seq: of the message. explanation: None where it was never answered. edited: whether it replaced an earlier message.
    """

    seq: int
    text: str
    explanation: Explanation | None = None
    edited: bool = False


class Deleted(Frozen):
    """A conversation that was deleted, whole."""

    info: SessionInfo
    events: tuple[Event, ...]


class Chats:
    """All conversations of one home."""

    def __init__(self, store: Store, index: Index, reader: Reader) -> None:
        self._store = store
        self._index = index
        self._reader = reader

    def start(self, title: str = "") -> str:
        """A new conversation; it is named after its first question unless it has a title."""
        return self._store.create_session(KIND, title)

    def say(
        self,
        chat_id: str,
        text: str,
        *,
        model: "BaseChatModel | None" = None,
        spec: ModelSpec | None = None,
        only: Filter | None = None,
        replaces: int = 0,
        begins: bool = False,
    ) -> Generator[Explanation, None, None]:
        """Store a message and answer it; the answer grows, and is stored when it is done or stopped.

        The message is stored when this returns, before the first explanation is asked for. replaces: seq of an earlier
        message that this one edits. begins: whether the conversation begins with this message, under an id that
        `coach.storage.new_id` gave. Raises NotFound, and NotNow for a message that is empty or too long.
        """
        text = _sayable(text)
        events = [] if begins else self._store.events(chat_id)
        if replaces and not any(isinstance(event, Asked) and event.seq == replaces for event in events):
            raise NotFound(f"There is no message {replaces} in this conversation.", remedy="Open it again.")
        asked = Asked(text=text, replaces=replaces)
        (stored,) = self._store.append(chat_id, [asked], _last(events), _title(text), KIND if begins else "")
        return self._answer(chat_id, exchanges([*events, stored]), stored.seq, model, spec, only)

    def answered(
        self, chat_id: str, text: str, explanation: Explanation, replaces: int = 0, *, begins: bool = False
    ) -> None:
        """Store a message together with an answer that needed no looking up. As `say`."""
        events = [] if begins else self._store.events(chat_id)
        both: list[Event] = [Asked(text=_sayable(text), replaces=replaces), Explained(explanation=explanation)]
        self._store.append(chat_id, both, _last(events), _title(text), KIND if begins else "")

    def retry(
        self,
        chat_id: str,
        *,
        model: "BaseChatModel | None" = None,
        spec: ModelSpec | None = None,
        only: Filter | None = None,
    ) -> Generator[Explanation, None, None]:
        """Answer the last message again, or for the first time. Raises NotNow where nothing was said yet."""
        events = self._store.events(chat_id)
        so_far = exchanges(events)
        if not so_far:
            raise NotNow("Nothing was asked in this conversation yet.", remedy="Type a question.")
        return self._answer(chat_id, so_far, _last(events), model, spec, only)

    def exchanges(self, chat_id: str) -> list[Exchange]:
        """The conversation so far. Raises NotFound."""
        return exchanges(self._store.events(chat_id))

    def conversations(self, words: str = "", *, most: int | None = None) -> list[SessionInfo]:
        """Those with these words in their title or the user's messages, the last used first; at most `most`."""
        said = self._store.saying(KIND, words.strip()) if words.strip() else None
        return self._store.sessions(KIND, among=said, most=most)

    def rename(self, chat_id: str, title: str) -> None:
        """Give a conversation another title. Raises NotFound, and NotNow for an empty title."""
        if not title.strip():
            raise NotNow("A conversation needs a title.", remedy="Type one.")
        self._store.rename(chat_id, title.strip())

    def delete(self, chat_id: str) -> Deleted:
        """Forget a conversation; what is returned brings it back. Raises NotFound."""
        deleted = Deleted(info=self._store.info(chat_id), events=tuple(self._store.events(chat_id)))
        self._store.delete(chat_id)
        return deleted

    def undelete(self, deleted: Deleted) -> None:
        """Bring a conversation back as it was, under its own id."""
        self._store.put_back(deleted.info, deleted.events)

    def before(self, chat_id: str, edit: int) -> list[Exchange]:
        """The conversation as it was before the message numbered `edit` replaced an earlier one. Raises NotFound."""
        return exchanges(_until(self._store.events(chat_id), edit))

    def bring_back(self, chat_id: str, edit: int) -> None:
        """Go on from the conversation as it was before an edit; what was said since can be brought back the same way.

        Nothing is taken out of the log: what was said then is said again. Raises NotFound.
        """
        events = self._store.events(chat_id)
        then, now = exchanges(_until(events, edit)), exchanges(events)
        same = sum(1 for old, new in zip(then, now, strict=False) if old.seq == new.seq)
        again: list[Event] = []
        for n, exchange in enumerate(then[same:]):
            replaces = now[same].seq if n == 0 and same < len(now) else 0
            again.append(Asked(text=exchange.text, replaces=replaces))
            again += [Explained(explanation=exchange.explanation)] if exchange.explanation else []
        self._store.append(chat_id, again, _last(events))

    def as_markdown(self, chat_id: str) -> str:
        """A conversation as a document, with what was cited."""
        return to_markdown(self._store.info(chat_id), self.exchanges(chat_id))

    def as_json(self, chat_id: str) -> str:
        """A conversation as one JSON object."""
        return to_json(self._store.info(chat_id), self.exchanges(chat_id))

    def cited(self, explanation: Explanation) -> list[Entry]:
        """The entries that an answer rests on, in its order, as far as they are still there."""
        entries: list[Entry] = []
        for entry_id in dict.fromkeys(citation.entry_id for citation in explanation.citations):
            try:
                entries.append(self._index.entry(entry_id))
            except NotFound:
                continue  # its document was removed since
        return entries

    def _answer(
        self,
        chat_id: str,
        so_far: Sequence[Exchange],
        after_seq: int,
        model: "BaseChatModel | None",
        spec: ModelSpec | None,
        only: Filter | None,
    ) -> Generator[Explanation, None, None]:
        before = [e.explanation for e in so_far[:-1] if e.explanation is not None]
        answers = answer(
            turns_of(so_far),
            self._index,
            model,
            spec,
            self._reader,
            only=only,
            cited=self.cited(before[-1]) if before else (),
            heard=Heard(
                quotes=tuple(citation.quote for explanation in before for citation in explanation.citations),
                last=before[-1].short if before else "",
            ),
        )
        explanation: Explanation | None = None
        try:
            with closing(answers):
                for explanation in answers:
                    if not explanation.done:
                        yield explanation
        finally:
            if explanation is not None and (explanation.done or explanation.answer):
                if not explanation.done:
                    explanation = explanation.model_copy(update={"done": True, "notice": STOPPED})
                self._store.append(chat_id, [Explained(explanation=explanation)], after_seq)
        if explanation is not None:
            yield explanation


def exchanges(events: Sequence[Event]) -> list[Exchange]:
    """The conversation that events tell: edited messages in their new words, each with its latest answer."""
    told: list[Exchange] = []
    for event in events:
        match event:
            case Asked():
                if event.replaces:
                    told = [exchange for exchange in told if exchange.seq < event.replaces]
                told.append(Exchange(seq=event.seq, text=event.text, edited=bool(event.replaces)))
            case Explained() if told:
                told[-1] = told[-1].model_copy(update={"explanation": event.explanation})
            case _:
                continue
    return told


def turns_of(told: Sequence[Exchange]) -> list[Turn]:
    """The conversation as turns, for a search or a model; what was asked of the coach itself is left out."""
    turns: list[Turn] = []
    for exchange in told:  # beside its own answer: "are you sure?" is known by the citations that this one repeats
        if exchange is not told[-1] and not isinstance(intent_of(exchange.text, exchange.explanation), OF_THE_NOTES):
            continue
        turns.append(Turn(role="user", content=exchange.text))
        if exchange.explanation is not None:
            turns.append(Turn(role="assistant", content=exchange.explanation.answer))
    return turns


def to_markdown(info: SessionInfo, told: Sequence[Exchange]) -> str:
    """A conversation as a document: questions as headings, sources under each answer."""
    lines = [f"# {info.title}", "", f"{info.created_at:%d %B %Y}", ""]
    for exchange in told:
        lines += [f"## {' '.join(exchange.text.split())}", ""]
        explanation = exchange.explanation
        if explanation is None:
            continue
        lines += [explanation.answer, ""]
        for citation in explanation.citations:
            lines.append(f"- [{citation.n}] {citation.question} ({citation.place})")
        lines += [""] if explanation.citations else []
        lines += [f"*{explanation.notice}*", ""] if explanation.notice else []
    return "\n".join(lines).rstrip() + "\n"


def to_json(info: SessionInfo, told: Sequence[Exchange]) -> str:
    """A conversation as one JSON object: id, title, created_at, exchanges."""
    return json.dumps(
        {
            "id": info.id,
            "title": info.title,
            "created_at": info.created_at.isoformat(),
            "exchanges": [exchange.model_dump(mode="json") for exchange in told],
        },
        ensure_ascii=False,
        indent=2,
    )


def _until(events: Sequence[Event], edit: int) -> list[Event]:
    if not any(isinstance(event, Asked) and event.replaces and event.seq == edit for event in events):
        raise NotFound(f"No message of this conversation was edited as number {edit}.", remedy="Open it again.")
    return [event for event in events if event.seq < edit]


def _last(events: Sequence[Event]) -> int:
    return events[-1].seq if events else 0


def _title(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= TITLE else line[:TITLE].rsplit(" ", 1)[0] + " …"


def _sayable(text: str) -> str:
    """The message as it is stored. Raises NotNow where it is none."""
    text = text.strip()
    if not text:
        raise NotNow("The message is empty; nothing was stored.", remedy="Type a question.")
    if len(text) > LONGEST:
        raise NotNow(
            f"The message has {len(text):,} characters, and {LONGEST:,} are the most; nothing was stored.",
            remedy="Ask about a part of it, or add the text to the library as a document.",
        )
    return text
