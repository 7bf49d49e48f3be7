"""The Interview page as shown: its components, and what they hold for a session. Its events: interview_page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any

import gradio as gr

from coach.coach import Coach
from coach.events import Event, Reported
from coach.interviewing.interview import Interview
from ui import interview_html, report_html
from ui.coach_page import LATEX
from ui.interview_form import Choices, Form


@dataclass(frozen=True, slots=True)
class Talk:
    """What is on the page while an interview runs."""

    column: gr.Column
    where: gr.HTML
    feedback: gr.Markdown
    said: gr.Markdown
    question: gr.Markdown
    notes: gr.Markdown
    running: gr.Column
    answer: gr.Textbox
    notice: gr.HTML
    send: gr.Button
    hint: gr.Button
    clarify: gr.Button
    repeat: gr.Button
    skip: gr.Button
    pause: gr.Button
    end: gr.Button
    ending: gr.Column
    ending_words: gr.HTML
    end_now: gr.Button
    stay: gr.Button
    paused: gr.Column
    go_on: gr.Button


@dataclass(frozen=True, slots=True)
class View:
    """Everything on the page that changes. seen: number of the last event that is shown."""

    session: gr.Textbox
    seen: gr.Textbox
    kept: gr.BrowserState
    setting_up: gr.Column
    form: Form
    open: gr.HTML
    talk: Talk
    reported: gr.Column
    heading: gr.HTML
    report: gr.Markdown
    another: gr.Button
    did: gr.HTML


def build_talk() -> Talk:
    with gr.Column(visible=False, elem_id="interview-talk") as column:
        where = gr.HTML(padding=False, elem_id="interview-where")
        feedback, said, question, notes = (
            gr.Markdown(latex_delimiters=LATEX, elem_id=f"interview-{name}")
            for name in ("feedback", "said", "question", "notes")
        )
        with gr.Column(elem_id="interview-running") as running:
            answer = gr.Textbox(
                label="Your answer",
                placeholder="Answer as you would aloud",
                lines=5,
                max_lines=16,
                elem_id="interview-answer",
            )
            notice = gr.HTML(padding=False, elem_id="interview-notice")
            with gr.Row(elem_classes="buttons", elem_id="interview-buttons"):
                send = gr.Button("Send answer", variant="primary", elem_id="interview-send")
                hint = gr.Button("Hint", elem_id="interview-hint")
                clarify = gr.Button("Clarify", elem_id="interview-clarify")
                repeat = gr.Button("Repeat", elem_id="interview-repeat")
                skip = gr.Button("Skip", elem_id="interview-skip")
                pause = gr.Button("Pause", elem_id="interview-pause")
                end = gr.Button("End", elem_id="interview-end")
            with gr.Column(visible=False, elem_id="interview-ending") as ending:
                ending_words = gr.HTML(padding=False)
                with gr.Row(elem_classes="buttons"):
                    end_now = gr.Button("End and see the report", variant="primary", elem_id="interview-end-now")
                    stay = gr.Button("Go on", elem_id="interview-stay")
        with gr.Column(visible=False, elem_id="interview-paused") as paused, gr.Row(elem_classes="buttons"):
            go_on = gr.Button("Go on", variant="primary", elem_id="interview-go-on")
            gr.HTML('<a class="button" href="/interview">Leave it for later</a>', padding=False)
    return Talk(
        column, where, feedback, said, question, notes, running, answer, notice,
        send, hint, clarify, repeat, skip, pause, end, ending, ending_words, end_now, stay, paused, go_on,
    )  # fmt: skip


def waiting(view: View, words: str) -> Choices:
    """While something slow happens: it is said, and nothing can be sent twice."""
    off = gr.update(interactive=False)
    talk = view.talk
    buttons = (talk.send, talk.hint, talk.clarify, talk.repeat, talk.skip, talk.pause, talk.end)
    return {
        talk.notice: f'<p class="waiting" role="status">{escape(words)}</p>',
        talk.ending: gr.update(visible=False),
    } | dict.fromkeys(buttons, off)


def _enabled(view: View) -> Choices:
    talk = view.talk
    return dict.fromkeys(
        (talk.send, talk.clarify, talk.repeat, talk.skip, talk.pause, talk.end), gr.update(interactive=True)
    )


def noticed(view: View, words: str) -> Choices:
    """Only a line under the answer changes: what was typed stays where it is."""
    return {view.talk.notice: interview_html.refused(words)}


def everything(view: View) -> list[Any]:
    """What `shown` updates."""
    talk = view.talk
    return [
        view.session, view.seen, view.kept, view.setting_up, view.open, view.reported, view.heading, view.report,
        talk.column, talk.where, talk.feedback, talk.said, talk.question, talk.notes, talk.running, talk.answer,
        talk.notice, talk.send, talk.hint, talk.clarify, talk.repeat, talk.skip, talk.pause, talk.end, talk.ending,
        talk.paused,
    ]  # fmt: skip


def shown(coach: Coach, view: View, session: str, *, keep_text: bool = False) -> Choices:
    """The page as it is for a session; for none, the set-up."""
    events = coach.interviews.events(session) if session else []
    state = coach.interviews.state(session) if session else Interview()
    running, over = bool(session) and state.ended is None, state.ended is not None
    talk = view.talk
    updates: Choices = {
        view.session: session,
        view.seen: str(state.seq),
        view.setting_up: gr.update(visible=not session),
        talk.column: gr.update(visible=running),
        view.reported: gr.update(visible=over),
        talk.ending: gr.update(visible=False),
        talk.notice: "",
    }
    if not keep_text:
        updates[talk.answer] = ""
    if running:
        updates |= _running(view, state, events)
    if over:
        report, kind = coach.report(session), coach.store.info(session).kind
        updates |= {
            view.heading: report_html.heading(report, kind, state.ended.text if state.ended else ""),
            view.report: report_html.report(report, kind),
        }
    if not session:
        infos = [*coach.store.sessions("interview"), *coach.store.sessions("review")]
        newest = sorted(infos, key=lambda info: info.last_at, reverse=True)
        updates[view.open] = interview_html.sessions(newest, _scores(coach))
    return updates


def _running(view: View, state: Interview, events: list[Event]) -> Choices:
    now, talk, paused = datetime.now(UTC), view.talk, state.paused
    label, left = interview_html.hint_label(state)
    return {
        talk.where: interview_html.where(state, now),
        talk.feedback: interview_html.feedback(state) if not paused else "",
        talk.said: interview_html.talk(events) if not paused else "",
        talk.question: interview_html.paused(state, now) if paused else interview_html.question(state),
        talk.notes: interview_html.notes(events) if not paused else "",
        talk.running: gr.update(visible=not paused),
        talk.paused: gr.update(visible=paused),
        talk.hint: gr.update(value=label, interactive=left),
    } | _enabled(view)


def _scores(coach: Coach) -> Mapping[str, float]:
    """The newest score of each session."""
    return {e.session: e.score for e in coach.store.events_of(["report"]) if isinstance(e, Reported)}
