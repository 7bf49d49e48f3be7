"""Everything an edge needs of one home folder, wired together: the command line and the page call nothing else."""

import threading
from collections.abc import Generator, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from coach import archive
from coach import review as reviewing
from coach import settings as choices
from coach.archive import Carried
from coach.chats import Chats
from coach.events import Graded, Reported, Skipped, Tone
from coach.explaining.answering import answer
from coach.explanation import OFFLINE, Explanation, Heard
from coach.grading.by_model import grade_with_model
from coach.grading.grades import Grade, KeyPointVerdict
from coach.grading.key_points_by_model import with_key_points
from coach.grading.offline import grade_offline
from coach.grading.remembering import reader
from coach.home import open_home
from coach.intents import Explain, intent_of
from coach.interviewing.interview import Probe
from coach.interviewing.probing import probe_offline
from coach.interviewing.probing_by_model import probe_with_model
from coach.interviewing.settling import settled
from coach.library import Improve, Ingested, Library
from coach.models.settings import Keys, Tried, try_out
from coach.models.spec import ModelSpec, open_model
from coach.progress import Progress, progress
from coach.replying import replied
from coach.reports.earlier import report_beside_earlier
from coach.reports.report import Report
from coach.review import Review
from coach.sessions import Interviews, kept
from coach.settings import Settings
from coach.storage import Store, utc_now
from corpus import builtin, parsing
from corpus.entries import Document, Entry
from corpus.errors import HomeInUse, Misconfigured, NotNow
from index import Embedder, Index, Turn
from index import Progress as Shown

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

GETTING_READY = "Getting the notes ready"


class Coach:
    """One home folder, opened. Safe to share between threads. Raises HomeUnusable, or ModelUnknown for a bad spec."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.keys = Keys(settings.home)
        self._spec = _spec(settings)
        self._model: BaseChatModel | None = None
        self._opening = threading.Lock()
        self._engine = open_home(settings)
        self.store = Store(self._engine)
        self.index = Index(
            self._engine, settings.home, Embedder(settings.embedding_model, cache=settings.home / "models")
        )
        self.library = Library(self.index, self._engine, settings.home, settings.limits())
        self._reader = reader(self.index.embed, self.index.embed_tokens)
        self.chats = Chats(self.store, self.index, self._reader)
        self.interviews = self._interviews()

    # --- The library ---------------------------------------------------------------------------------------------

    def prepare(self, progress: Shown | None = None) -> None:
        """Bring the index up to date with this program. Raises HomeInUse. Searches can begin; `mend` is to follow."""
        self.index.hold()
        self._bring_up_to_date(progress)

    def mend(self, progress: Shown | None = None) -> None:
        """See whether the vector store is whole, and make it anew if not. Searches and reading go on meanwhile."""
        self.index.heal(progress)

    def look(self, progress: Shown | None = None) -> None:
        """As `prepare`, for a command that only reads: beside a running app it reads what that one has."""
        try:
            self._bring_up_to_date(progress)
        except HomeInUse:
            if not self.index.documents():
                raise
        self.index.close()  # whoever reads holds nobody up

    def ingest(self, paths: Sequence[Path], progress: Shown | None = None) -> Iterator[Ingested]:
        """Take documents into the library, one report each; a bad one holds up no other. Raises HomeInUse."""
        yield from self.library.ingest(paths, progress)

    def ingest_with_key_points(self, paths: Sequence[Path], progress: Shown | None = None) -> Iterator[Ingested]:
        """As `ingest`; and where answers have no key points, the model draws some. Raises Misconfigured without one."""
        yield from self.library.ingest(paths, progress, self._drawing())

    def draw_key_points(self, name: str, progress: Shown | None = None) -> Ingested:
        """Let the model draw key points from a document's answers. Raises Misconfigured without one, or HomeInUse."""
        held = len(self.index.entries(name))
        return self.library.improved(
            Ingested(document=name, status="unchanged", entries=held), self._drawing(), progress
        )

    def _drawing(self) -> Improve:
        model = self.model
        if model is None:
            raise Misconfigured(
                "Key points are drawn by a language model, and none is chosen.",
                remedy="Choose one in the settings, or with --llm. Without one they are derived from the answers.",
            )
        return lambda entries, progress: with_key_points(entries, model, progress)

    def ingest_file(self, file: Path, name: str, progress: Shown | None = None) -> Ingested:
        """Take one file in under a name."""
        return self.library.ingest_file(file, name, progress)

    def remove(self, name: str) -> Ingested:
        """Take a document out of the library. Raises NotFound, or HomeInUse."""
        return self.library.remove(name)

    def topics(self) -> dict[str, int]:
        """How many entries each topic has, the fullest first."""
        counts: dict[str, int] = {}
        for entry in self.index.entries():
            for topic in entry.topics:
                counts[topic] = counts.get(topic, 0) + 1
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def _bring_up_to_date(self, progress: Shown | None) -> None:
        wanted = builtin.documents() if self.settings.builtin_corpus else []
        names = {document.name for document in wanted}
        gone = [info.name for info in self.index.documents() if info.builtin and info.name not in names]
        stale = [document for document in wanted if not self.index.is_current(document)]
        for name in gone:
            self.index.remove(name)
        for done, document in enumerate(stale):
            if progress:
                progress(GETTING_READY, done, len(stale))
            self._take_in(document)
        if stale and progress:
            progress(GETTING_READY, len(stale), len(stale))
        for document in self.index.stale():
            self.library.take_in(document, progress)

    def _take_in(self, document: Document) -> None:
        """Bring the index up to date with a document that comes with the program."""
        if not self.index.is_current(document):  # else it need not be parsed
            self.index.stock(document, parsing.parse(document).entries)

    # --- Explaining ----------------------------------------------------------------------------------------------

    def ask(self, turns: Sequence[Turn]) -> Iterator[Explanation]:
        """The answer to the last turn as it grows, by the same path as in a conversation. Nothing is stored."""
        told = [turn.content for turn in turns if turn.role == "assistant"]
        yield from answer(turns, self.index, self.model, self.spec, self._reader, heard=Heard(quotes=tuple(told)))

    def say(
        self, chat_id: str, text: str, *, replaces: int = 0, begins: bool = False
    ) -> Generator[Explanation, None, None]:
        """Do what a message asks for: explain, set up an interview or a quiz, say what is weak. It is stored first.

        replaces, begins: see `Chats.say`. Raises what `Chats.say` and `Interviews.start` raise.
        """
        before = [] if begins else self.chats.exchanges(chat_id)
        told = [told for told in before if not replaces or told.seq < replaces]
        last = next((e.explanation for e in reversed(told) if e.explanation is not None), None)
        intent = intent_of(text, last)
        if isinstance(intent, Explain):
            yield from self.chats.say(
                chat_id, intent.text or text, model=self.model, spec=self.spec, replaces=replaces, begins=begins
            )
            return
        answer = replied(self, text, intent)
        self.chats.answered(chat_id, text, answer, replaces, begins=begins)
        yield answer

    def _interviews(self) -> Interviews:
        grade = kept(self.store, self.grade, str(self._spec or OFFLINE))
        return Interviews(
            self.store, self.index, grade, self.probe, lambda now: [review.entry_id for review in self.due(now)]
        )

    # --- Remembering ---------------------------------------------------------------------------------------------

    def due(self, now: datetime | None = None, count: int | None = None) -> list[Review]:
        """Questions to take again today, the most valuable first; `count` of them at most, else a day's portion."""
        now = now or utc_now()
        return reviewing.due(self.reviews(now), now, interview=self._interview_day())[:count]

    def reviews(self, now: datetime | None = None) -> tuple[Review, ...]:
        """Every question that was graded, with when it comes back, the next one first."""
        return reviewing.reviews(self._history(), now or utc_now(), self._interview_day())

    def _interview_day(self) -> datetime | None:
        day = self.settings.interview_date
        return datetime(day.year, day.month, day.day, tzinfo=UTC) if day is not None else None

    def start_review(self, count: int | None = None) -> str:
        """Ask what is due; the id of the session. Raises NotFound where nothing is."""
        return self.interviews.review([review.entry_id for review in self.due(count=count)])

    def again(self, session_id: str, entry_id: str) -> str:
        """Answer a question of an earlier interview again; the id of the new session, whose report shows both answers.

        Raises NotFound.
        """
        return self.interviews.again(session_id, entry_id)

    def set_interview_date(self, day: date | None) -> None:
        """Keep the day of the real interview; None forgets it. Raises HomeUnusable."""
        self.settings = choices.save(self.settings, interview_date=day)

    def progress(self, now: datetime | None = None) -> Progress:
        """Per topic, what was asked and how much of it should be remembered today."""
        reports = [event for event in self.store.events_of(["report"]) if isinstance(event, Reported)]
        return progress(self.index.entries(), self._history(), reports, now or utc_now())

    def _history(self) -> list[Graded | Skipped]:
        """All grades as they stand, and what was skipped, by time."""
        return settled(self.store.events_of(["grade", "skipped", "disputed", "regraded"]))

    def grades(self) -> list[Graded]:
        """All that was ever graded here, the oldest first."""
        return [event for event in self._history() if isinstance(event, Graded)]

    # --- Interviewing --------------------------------------------------------------------------------------------

    def grade(self, entry: Entry, answer: str) -> Grade:
        """What an answer is worth: by the model, where one is chosen and its verdicts hold."""
        offline = grade_offline(entry, answer, self._reader)
        model, spec = self.model, self.spec
        if model is None or spec is None:
            return offline
        return grade_with_model(entry, answer, offline, model, spec, self._reader)

    def probe(
        self, entry: Entry, aim: KeyPointVerdict, asked: Sequence[str], said: str = "", tone: Tone = "neutral"
    ) -> Probe:
        """The follow-up question about a point that is open. said: the candidate's last words."""
        offline = probe_offline(entry, aim, asked, self._reader, said, tone)
        model, spec = self.model, self.spec
        if model is None or spec is None:
            return offline
        return probe_with_model(entry, aim, offline, model, spec)

    def report(self, session_id: str) -> Report:
        """The report of an interview, computed from its events, beside the interviews and answers before it.

        Raises NotFound.
        """
        return report_beside_earlier(self.interviews.events(session_id), self.store, self.grades())

    # --- The model -----------------------------------------------------------------------------------------------

    @property
    def spec(self) -> ModelSpec | None:
        """The model in use; None means offline."""
        return self._spec

    @property
    def model(self) -> "BaseChatModel | None":
        """The model in use, opened when it is first needed. Raises ModelUnknown."""
        return self.opened_model()

    def opened_model(self, progress: Shown | None = None) -> "BaseChatModel | None":
        """The model in use, opened now. progress: told of a download. Raises ModelUnknown."""
        if self._spec is None:
            return None
        with self._opening:
            if self._model is None:
                self._model = open_model(self._spec, self.keys.of(self._spec), progress=progress)
        return self._model

    def choose_model(
        self,
        spec: ModelSpec | None,
        key: SecretStr | None = None,
        *,
        keep_key: bool = False,
        progress: Shown | None = None,
    ) -> None:
        """Use another model from now on, and after the next start too; None for no model.

        key: what the user typed, held in memory; keep_key: also where it outlasts the program. progress: of a download.
        Raises what opening the model raises, and NotNow where settings are fixed; then nothing changes.
        """
        self.must_be_changeable()
        model = open_model(spec, key or self.keys.of(spec), progress=progress) if spec else None
        if spec and key:
            (self.keys.keep if keep_key else self.keys.type_in)(spec, key)
        kept = ("base_url", "temperature", "context", "timeout")
        self.change(llm=str(spec or OFFLINE), **(spec.model_dump(include=set(kept)) if spec else {"base_url": None}))
        self._spec, self._model = spec, model
        self.interviews = self._interviews()

    def try_model(self, spec: ModelSpec, key: SecretStr | None = None) -> Tried:
        """One round trip to a model, with the key that was typed or else the one that is held. Raises NotNow."""
        self.must_be_changeable()  # whoever may ask any address from here could look around behind the server
        return try_out(spec, key or self.keys.of(spec))

    def forget_key(self, spec: ModelSpec | None) -> None:
        """Forget the key for a model wherever it is held, but not in the environment. Raises NotNow."""
        self.must_be_changeable()
        if spec is not None:
            self.keys.forget(spec)

    # --- Settings ------------------------------------------------------------------------------------------------

    def change(self, **chosen: object) -> None:
        """Keep settings from now on, and after the next start too. Raises NotNow where they are fixed."""
        self.must_be_changeable()
        self.settings = choices.save(self.settings, **chosen)

    def export_to(self, file: Path) -> Carried:
        """Write everything the user owns to one file (coach.archive). Raises Misconfigured."""
        return archive.write(file, self.store, self.index, self._engine, self.settings, utc_now())

    def import_from(self, file: Path, progress: Shown | None = None) -> Carried:
        """Take in what such a file holds. Raises Misconfigured, HomeInUse, and NotNow where settings are fixed."""
        self.must_be_changeable()
        carried, settings = archive.read(file, self.store, self.index, self.settings, progress)
        if settings:
            self.change(**settings)
        return carried

    def must_be_changeable(self) -> None:
        """Raises NotNow where those who open the page may not change settings."""
        if self.settings.settings_open is False:
            raise NotNow(
                "The settings of this server cannot be changed from its page.",
                remedy="Whoever runs it can allow that by starting it with COACH_SETTINGS_OPEN=1.",
            )

    def close(self) -> None:
        """Let go of the index, the lock and the database."""
        self.index.close()
        self._engine.dispose()


def _spec(settings: Settings) -> ModelSpec | None:
    return ModelSpec.parse(
        settings.llm,
        settings.base_url,
        temperature=settings.temperature,
        context=settings.context,
        timeout=settings.timeout,
    )
