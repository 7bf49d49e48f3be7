"""The Interview page: set up, talk, read the report. Which of them is shown follows from the stored session.

Closing the tab loses nothing: the address holds the session's id, and every answer is stored before it is graded. The
page knows the number of the last event it has shown (`seen`), so that a second window never answers the wrong question.
"""

from collections.abc import Iterator
from importlib import resources
from typing import Any

import gradio as gr
from pydantic import ValidationError

from coach.chats import LONGEST
from coach.coach import Coach
from coach.interviewing.interview import (
    Answer,
    Clarify,
    Command,
    Dispute,
    End,
    Hint,
    Pause,
    Phase,
    Regrade,
    Repeat,
    Skip,
)
from coach.interviewing.planning import Setup
from corpus.errors import CoachError, NotFound
from ui import interview_form, interview_html, interview_view, report_html
from ui.coach_page import LATEX
from ui.interview_form import Choices
from ui.interview_view import View
from ui.shell import errors_shown, top_bar

PATH, NAME = "/interview", "Interview"
KEPT = "interview-setup"
"""Under which the browser keeps the last choices."""
MOVED_ON = "This interview has gone on in another window. Here is where it stands now; what you typed is still here."
CHOOSING = '<p class="waiting" role="status">Choosing your questions …</p>'
SHOWN: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def build(coach: Coach, demo: gr.Blocks) -> None:
    """Build the page."""
    top_bar(NAME)
    session, seen = (gr.Textbox(visible="hidden", elem_id=f"interview-{name}") for name in ("id", "seen"))
    kept = gr.BrowserState("", storage_key=KEPT, secret=KEPT)  # a fixed secret: it has to be read after a restart
    did = gr.HTML(js_on_load=(resources.files("ui") / "interview.js").read_text(encoding="utf-8"))
    with gr.Column(elem_classes="page"):
        with gr.Column(elem_id="interview-setup") as setting_up:
            gr.HTML(
                "<h2 class='title'>A mock interview</h2><p class='lead'>One question at a time, follow-ups where "
                "something is missing, and a report at the end. Stop at any moment and go on later.</p>",
                padding=False,
            )
            form = interview_form.build(lambda setup: coach.interviews.room(setup))
            opened = gr.HTML(padding=False, elem_id="interview-open")
        talk = interview_view.build_talk()
        with gr.Column(visible=False, elem_id="interview-report") as reported:
            heading = gr.HTML(padding=False)
            report = gr.Markdown(latex_delimiters=LATEX, elem_id="interview-result")
            another = gr.Button("Another interview", variant="primary", elem_id="interview-another")
    view = View(session, seen, kept, setting_up, form, opened, talk, reported, heading, report, another, did)
    _begin_and_restore(coach, demo, view)
    _converse(coach, view)
    _read(coach, view)


# --- Events ------------------------------------------------------------------------------------------------------


def _begin_and_restore(coach: Coach, demo: gr.Blocks, view: View) -> None:
    everything = interview_view.everything(view)

    def begin(*values: Any) -> Iterator[Choices]:
        form = view.form
        ready = dict.fromkeys(form.starts, gr.update(interactive=True))
        yield dict.fromkeys(form.starts, gr.update(interactive=False)) | {form.plan: CHOOSING}
        try:
            setup = interview_form.chosen(*values)
            session = coach.interviews.start(setup)
        except ValidationError as error:
            wrong = f"That cannot be set up: {error.errors()[0]['msg']}. Choose again."
            yield ready | {form.plan: interview_html.refused(wrong)}
        except CoachError as error:
            yield ready | {form.plan: interview_html.refused(str(error))}
        else:
            room = coach.interviews.room(setup)
            said = {form.plan: interview_html.plan_in_words(setup, room), view.kept: setup.model_dump_json()}
            yield interview_view.shown(coach, view, session) | ready | said

    def restore(kept: object, request: gr.Request) -> Iterator[Choices]:
        topic = str(request.query_params.get("topic", ""))
        wanted = interview_form.remembered(kept)
        if topic:
            wanted = wanted.model_copy(update={"topics": (topic,), "kinds": (), "documents": ()})
        yield interview_form.filled(view.form, wanted, coach.topics(), coach.interviews.room)
        yield from _stands(coach, view, str(request.query_params.get("session", "")))

    for start in view.form.starts:
        start.click(begin, view.form.fields.all, [*everything, *view.form.starts, view.form.plan], **SHOWN)
    view.session.change(
        None,
        view.session,
        None,
        js="(id) => { const to = location.pathname + (id ? '?session=' + id : '');"
        " if (to !== location.pathname + location.search) history.pushState(null, '', to) }",
    )
    demo.load(restore, view.kept, [*everything, *view.form.fields.all, view.form.plan], **SHOWN)


def _converse(coach: Coach, view: View) -> None:
    talk, everything = view.talk, interview_view.everything(view)
    here = [view.session, view.seen]

    def answered(session: str, seen: str, text: str) -> Iterator[Choices]:
        if len(text) > LONGEST:
            yield interview_view.noticed(
                view, f"That answer has {len(text):,} characters; {LONGEST:,} are the most. Say it shorter."
            )
            return
        yield from _said(coach, view, session, seen, Answer(text=text), "Reading your answer …")

    def telling(command: Command, meanwhile: str) -> Any:
        def tell(session: str, seen: str) -> Iterator[Choices]:
            yield from _said(coach, view, session, seen, command, meanwhile)

        return tell

    def ask_first(session: str) -> Choices:
        with errors_shown():
            words = interview_html.ending(coach.interviews.state(session))
        return {talk.ending: gr.update(visible=True), talk.ending_words: words}

    def go_on(session: str) -> Choices:
        with errors_shown():
            list(coach.interviews.resume(session))
            return interview_view.shown(coach, view, session)

    talk.send.click(answered, [*here, talk.answer], everything, **SHOWN)
    for button, command, meanwhile in (
        (talk.hint, Hint(), ""),
        (talk.clarify, Clarify(), ""),
        (talk.repeat, Repeat(), ""),
        (talk.skip, Skip(), "One moment …"),
        (talk.pause, Pause(), ""),
        (talk.end_now, End(), "Writing the report …"),
    ):
        button.click(telling(command, meanwhile), here, everything, **SHOWN)
    talk.end.click(ask_first, view.session, [talk.ending, talk.ending_words], **SHOWN)
    talk.stay.click(lambda: gr.update(visible=False), None, talk.ending, **SHOWN)
    talk.go_on.click(go_on, view.session, everything, **SHOWN)


def _read(coach: Coach, view: View) -> None:
    """What is clicked in a report, by the id of its button (see report_html); and a window that is looked at again."""

    def act(session: str, seen: str, event: gr.EventData) -> Iterator[Choices]:
        what = str(event._data.get("what", ""))  # the only way to what a gr.HTML triggers with
        yield {view.seen: seen}  # a handler that gives nothing at all is an error to Gradio
        if what == "look":
            if session and _seq(coach, session) != seen:
                yield from _stands(coach, view, session)
            return
        with errors_shown():
            wanted = report_html.action(what, coach.report(session)) if session else None
            match wanted:
                case Dispute() | Regrade():
                    if isinstance(wanted, Regrade):
                        gr.Info("Grading once more …", duration=3)
                    list(coach.interviews.send(session, wanted))
                    yield interview_view.shown(coach, view, session)
                case report_html.AnswerAgain(entry_id=entry_id):
                    yield interview_view.shown(coach, view, coach.again(session, entry_id))
                case Setup():
                    yield interview_view.shown(coach, view, coach.interviews.start(wanted))

    view.did.select(act, [view.session, view.seen], interview_view.everything(view), **SHOWN)
    view.another.click(lambda: interview_view.shown(coach, view, ""), None, interview_view.everything(view), **SHOWN)


def _said(coach: Coach, view: View, session: str, seen: str, command: Command, meanwhile: str) -> Iterator[Choices]:
    """Do what was asked for. The page shows each event once it is stored, so what it shows is never lost."""
    try:
        if _seq(coach, session) != seen:
            yield interview_view.shown(coach, view, session, keep_text=True) | interview_view.noticed(view, MOVED_ON)
            return
        keep = not isinstance(command, Answer | Skip | End)
        for n, _ in enumerate(coach.interviews.send(session, command)):
            if n == 0 and meanwhile:
                yield interview_view.shown(coach, view, session, keep_text=keep) | interview_view.waiting(
                    view, meanwhile
                )
        yield interview_view.shown(coach, view, session, keep_text=keep)
    except NotFound:
        yield from _gone(coach, view)
    except CoachError as error:
        yield interview_view.shown(coach, view, session, keep_text=True) | interview_view.noticed(view, str(error))


def _stands(coach: Coach, view: View, session: str) -> Iterator[Choices]:
    """Where a session stands; what was cut off in it is done now."""
    try:
        if session and coach.interviews.state(session).phase is Phase.ASSESSING:
            yield interview_view.shown(coach, view, session, keep_text=True) | interview_view.waiting(
                view, "Reading your answer …"
            )
            list(coach.interviews.resume(session))
        yield interview_view.shown(coach, view, session, keep_text=True)
    except NotFound:
        yield from _gone(coach, view)
    except CoachError as error:
        yield interview_view.shown(coach, view, session, keep_text=True) | interview_view.noticed(view, str(error))


def _gone(coach: Coach, view: View) -> Iterator[Choices]:
    gr.Warning("That interview is not here any more.")
    yield interview_view.shown(coach, view, "")


def _seq(coach: Coach, session: str) -> str:
    return str(coach.interviews.state(session).seq)
