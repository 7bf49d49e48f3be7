"""The Interview page: set up, talk, read the report. Which of them is shown follows from the stored session.

Closing the tab loses nothing: the address holds the session's id, and every answer is stored before it is graded.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from typing import Any

import gradio as gr

from coach.chats import LONGEST
from coach.coach import Coach
from coach.interview import Answer, Clarify, Command, End, Hint, Pause, Repeat, Skip
from coach.planning import Setup
from corpus.entries import Level
from corpus.errors import CoachError, NotFound
from ui import interview_html, report_html
from ui.coach_page import LATEX
from ui.shell import errors_shown, top_bar

PATH, NAME = "/interview", "Interview"
ANY = "any"
FEEDBACK = {"After each question": "each", "At the end, as in a real one": "end"}
Updates = tuple[Any, ...]
"""id, set-up, talking, reported, dots, question, talk, answer box, answer label's buttons, notice, report, open ones"""


def build(coach: Coach, demo: gr.Blocks) -> None:
    """Build the page."""
    top_bar(NAME)
    session_id = gr.Textbox(visible="hidden", elem_id="interview-id")
    with gr.Column(elem_classes="page"):
        with gr.Column(visible=True, elem_id="interview-setup") as setting_up:
            gr.HTML(
                "<h1>A mock interview</h1><p class='lead'>One question at a time, follow-ups where something is "
                "missing, and a report at the end. Stop at any moment and go on later.</p>",
                padding=False,
            )
            start = gr.Button("Start", variant="primary", size="lg", elem_id="interview-start")
            with gr.Accordion("Choose topics, level and length", open=False):
                topics = gr.Dropdown([], label="Topics (none means all)", multiselect=True, elem_id="interview-topics")
                with gr.Row():
                    level = gr.Radio([ANY, *(level.value for level in Level)], value=ANY, label="Level")
                    feedback = gr.Radio(list(FEEDBACK), value=next(iter(FEEDBACK)), label="Feedback")
                with gr.Row():
                    questions = gr.Slider(1, 15, value=5, step=1, label="Questions", elem_id="interview-questions")
                    minutes = gr.Slider(0, 90, value=0, step=5, label="Minutes (0 means no limit)")
            opened = gr.HTML(padding=False, elem_id="interview-open")
        with gr.Column(visible=False, elem_id="interview-talk") as talking:
            dots = gr.HTML(padding=False, elem_id="interview-dots")
            talk = gr.HTML(padding=False, elem_id="interview-said")
            question = gr.HTML(padding=False, elem_id="interview-question")
            answer = gr.Textbox(
                label="Your answer",
                placeholder="Answer as you would aloud",
                lines=6,
                max_lines=18,
                elem_id="interview-answer",
            )
            notice = gr.HTML(padding=False, elem_id="interview-notice")
            with gr.Row(elem_classes="buttons"):
                send = gr.Button("Send answer", variant="primary", elem_id="interview-send")
                hint = gr.Button("Hint", elem_id="interview-hint")
                clarify = gr.Button("What do you mean?", elem_id="interview-clarify")
                repeat = gr.Button("Repeat", elem_id="interview-repeat")
                skip = gr.Button("Skip", elem_id="interview-skip")
                pause = gr.Button("Pause", elem_id="interview-pause")
                end = gr.Button("End and see the report", elem_id="interview-end")
        with gr.Column(visible=False, elem_id="interview-report") as reported:
            gr.HTML("<h1>Your report</h1>", padding=False)
            report = gr.Markdown(latex_delimiters=LATEX, elem_id="interview-result")
            another = gr.Button("Another interview", variant="primary", elem_id="interview-another")

    outputs = [session_id, setting_up, talking, reported, dots, talk, question, answer, notice, report, opened, topics]

    def begin(chosen: list[str], at: str, count: int, limit: int, when: str) -> Updates:
        with errors_shown():
            setup = Setup(
                questions=int(count),
                minutes=float(limit) or None,
                topics=tuple(chosen or ()),
                level=None if at == ANY else Level(at),
                feedback="end" if FEEDBACK.get(when) == "end" else "each",
            )
            return _all(coach, coach.interviews.start(setup))

    def restore(request: gr.Request) -> Updates:
        current = str(request.query_params.get("session", ""))
        try:
            if current:
                list(coach.interviews.resume(current))
            return _all(coach, current)
        except NotFound:
            gr.Warning("That interview is not here any more.")
        except CoachError as error:
            gr.Warning(str(error))
        return _all(coach, "")

    def answered(current: str, text: str) -> Iterator[Updates]:
        if len(text) > LONGEST:
            yield _noticed(f"That answer has {len(text):,} characters; {LONGEST:,} are the most. Say it shorter.")
            return
        yield from _said(coach, current, Answer(text=text), "Reading your answer …")

    def telling(command: Command, meanwhile: str) -> Any:
        def tell(current: str) -> Iterator[Updates]:
            yield from _said(coach, current, command, meanwhile)

        return tell

    options: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    start.click(begin, [topics, level, questions, minutes, feedback], outputs, **options)
    send.click(answered, [session_id, answer], outputs, **options)
    for button, command, meanwhile in (
        (hint, Hint(), ""),
        (clarify, Clarify(), ""),
        (repeat, Repeat(), ""),
        (skip, Skip(), "Grading what you said …"),
        (end, End(), "Writing the report …"),
    ):
        button.click(telling(command, meanwhile), [session_id], outputs, **options)

    def paused(current: str) -> Updates:
        with errors_shown():
            list(coach.interviews.send(current, Pause()))
        return _all(coach, "")

    pause.click(paused, [session_id], outputs, **options)
    another.click(lambda: _all(coach, ""), None, outputs, **options)
    session_id.change(
        None,
        session_id,
        None,
        js="(id) => { history.replaceState(null, '', location.pathname + (id ? '?session=' + id : '')) }",
    )
    demo.load(restore, None, outputs, **options)


def _said(coach: Coach, current: str, command: Command, meanwhile: str) -> Iterator[Updates]:
    """Do what was asked for. The page shows each event once it is stored, so what it shows is never lost."""
    try:
        for n, _ in enumerate(coach.interviews.send(current, command)):
            if n == 0 and meanwhile:
                yield (*_all(coach, current)[:8], f'<p class="line" role="status">{meanwhile}</p>', *_skipped(3))
        yield _all(coach, current)
    except CoachError as error:
        yield _noticed(str(error))


def _noticed(words: str) -> Updates:
    """Only a line under the answer changes: what was typed stays where it is."""
    return (*_skipped(8), f'<p class="notice error" role="alert">{escape(words)}</p>', *_skipped(3))


def _skipped(count: int) -> Updates:
    return tuple(gr.skip() for _ in range(count))


def _all(coach: Coach, current: str) -> Updates:
    """Updates of everything on the page."""
    events = coach.interviews.events(current) if current else []
    state = coach.interviews.state(current) if current else None
    over = state is not None and state.ended is not None
    infos = [*coach.store.sessions("interview"), *coach.store.sessions("review")]
    running = state is not None and not over
    return (
        current,
        gr.update(visible=state is None),
        gr.update(visible=running),
        gr.update(visible=over),
        interview_html.dots(state, datetime.now(UTC)) if state is not None and running else "",
        interview_html.talk(events, hide_grades=state is not None and state.feedback == "end") if running else "",
        interview_html.question(state) if state is not None and running else "",
        gr.update(value=""),
        "",
        report_html.report(coach.report(current)) if over else "",
        interview_html.open_interviews(infos) if state is None else "",
        gr.update(choices=[(f"{topic} ({count})", topic) for topic, count in coach.topics().items()])
        if state is None
        else gr.skip(),
    )
