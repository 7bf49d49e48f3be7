"""The set-up of an interview: one Start that works at once, and behind it everything that can be chosen.

The last choices are kept in the browser as JSON of a `Setup`; one that cannot be read any more is forgotten.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import gradio as gr
from pydantic import ValidationError

from coach.interviewing import briefing
from coach.interviewing.planning import ROLES, Room, Setup
from corpus.entries import Kind, Level
from ui import interview_html
from ui.shell import errors_shown

READABLE = [".pdf", ".docx", ".txt", ".md"]
MOST_ASKED = 15
LONGEST, SHORTEST = 90, 10  # minutes
Choices = dict[Any, Any]
"""Updates by component."""


@dataclass(frozen=True, slots=True)
class Fields:
    """What can be chosen, in the order in which `chosen` takes it."""

    role: gr.Radio
    level: gr.Radio
    topics: gr.Dropdown
    kinds: gr.CheckboxGroup
    by: gr.Radio
    questions: gr.Slider
    minutes: gr.Slider
    about: gr.Textbox
    tone: gr.Radio
    feedback: gr.Radio

    @property
    def all(self) -> list[Any]:
        """All of them."""
        return [getattr(self, field.name) for field in fields(self)]


@dataclass(frozen=True, slots=True)
class Form:
    """The set-up. starts: the buttons that begin. upload: for a job description or a CV."""

    starts: tuple[gr.Button, gr.Button]
    plan: gr.HTML
    more: gr.Accordion
    fields: Fields
    upload: gr.UploadButton


def build(room: Callable[[Setup], Room]) -> Form:
    """Build the set-up. room: how many questions there are for what was chosen."""
    start = gr.Button("Start", variant="primary", size="lg", elem_id="interview-start")
    plan = gr.HTML(padding=False, elem_id="interview-plan")
    with gr.Accordion("Choose topics, level, length and more", open=False, elem_id="interview-more") as more:
        role = gr.Radio(
            [("Any role", ""), *((f"{role[0].upper()}{role[1:]}", role) for role in ROLES)], value="", label="Role"
        )
        level = gr.Radio(
            [("Any level", ""), *((level.value.capitalize(), level.value) for level in Level)], value="", label="Level"
        )
        topics = gr.Dropdown([], label="Topics (none means all)", multiselect=True, elem_id="interview-topics")
        kinds = gr.CheckboxGroup(
            [(kind.value.capitalize(), kind.value) for kind in Kind],
            label="Kinds of question (none means all)",
            elem_id="interview-kinds",
        )
        by = gr.Radio(
            [("A number of questions", "questions"), ("A time, with a clock", "minutes")],
            value="questions",
            label="Length",
            elem_id="interview-by",
        )
        questions = gr.Slider(1, MOST_ASKED, value=5, step=1, label="Questions", elem_id="interview-questions")
        minutes = gr.Slider(
            SHORTEST, LONGEST, value=30, step=5, label="Minutes", visible=False, elem_id="interview-minutes"
        )
        about = gr.Textbox(
            label="Job description or CV (its words weigh the topics)",
            placeholder="Paste it here, or upload a file",
            lines=3,
            max_lines=8,
            elem_id="interview-about",
        )
        upload = gr.UploadButton(
            "Upload a PDF, Word or text file", file_types=READABLE, size="sm", elem_id="interview-upload"
        )
        tone = gr.Radio(
            [("Friendly", "friendly"), ("Neutral", "neutral"), ("Tough", "tough")],
            value="friendly",
            label="Tone of the interviewer",
        )
        feedback = gr.Radio(
            [("After each question", "each"), ("Only at the end, as in a real one", "end")],
            value="each",
            label="Feedback",
        )
        below = gr.Button("Start with these choices", variant="primary", elem_id="interview-start-chosen")
    chosen = Fields(role, level, topics, kinds, by, questions, minutes, about, tone, feedback)
    form = Form((start, below), plan, more, chosen, upload)
    _live(form, room)
    return form


def _live(form: Form, room: Callable[[Setup], Room]) -> None:
    """The plan in words follows each choice, and only the length that was chosen is shown.

    It follows what the user does, and not what the page fills in: a field that is being filled sends the others as they
    were before. And one at a time, so that the last choice is told last.
    """
    shown: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}

    def told(*values: Any) -> str:
        setup = chosen(*values)
        return interview_html.plan_in_words(setup, room(setup))

    def read(file: str) -> str:
        with errors_shown():
            return briefing.text_of(Path(file))

    gr.on(
        [field.input for field in form.fields.all],
        told,
        form.fields.all,
        form.plan,
        trigger_mode="always_last",
        concurrency_limit=1,
        **shown,
    )
    form.upload.upload(read, form.upload, form.fields.about, show_progress="minimal", api_visibility="private").success(
        told, form.fields.all, form.plan, concurrency_limit=1, **shown
    )
    form.fields.by.input(
        lambda by: (gr.update(visible=by == "questions"), gr.update(visible=by == "minutes")),
        form.fields.by,
        [form.fields.questions, form.fields.minutes],
        **shown,
    )


def chosen(
    role: str,
    level: str,
    topics: Sequence[str] | None,
    kinds: Sequence[str] | None,
    by: str,
    questions: float,
    minutes: float,
    about: str,
    tone: str,
    feedback: str,
) -> Setup:
    """The choices as the interviewer takes them. What a browser made up raises pydantic's ValidationError."""
    return Setup.model_validate(
        {
            "role": role or "",
            "level": level or None,
            "topics": tuple(topics or ()),
            "kinds": tuple(kinds or ()),
            "questions": int(questions) if by == "questions" else None,
            "minutes": float(minutes) if by == "minutes" else None,
            "job_description": (about or "").strip(),
            "tone": tone or "friendly",
            "feedback": feedback or "each",
        }
    )


def filled(form: Form, setup: Setup, topics: Mapping[str, int], room: Callable[[Setup], Room]) -> Choices:
    """The set-up with these choices made. topics: how many questions each has. room: as for `build`."""
    f = form.fields
    known = tuple(topic for topic in setup.topics if topic in topics)
    setup = setup.model_copy(update={"topics": known})
    return {
        f.role: setup.role if setup.role in ROLES else "",
        f.level: setup.level.value if setup.level else "",
        f.topics: gr.update(
            choices=[(f"{topic} ({count})", topic) for topic, count in topics.items()], value=list(known)
        ),
        f.kinds: [kind.value for kind in setup.kinds],
        f.by: "minutes" if setup.questions is None and setup.minutes is not None else "questions",
        f.questions: gr.update(value=setup.questions or 5, visible=setup.minutes is None),
        f.minutes: gr.update(value=setup.minutes or 30, visible=setup.minutes is not None),
        f.about: setup.job_description,
        f.tone: setup.tone,
        f.feedback: setup.feedback,
        form.plan: interview_html.plan_in_words(setup, room(setup)),
    }


def remembered(kept: object) -> Setup:
    """The set-up that the browser kept, or a fresh one."""
    try:
        return Setup.model_validate_json(kept) if isinstance(kept, str) and kept else Setup()
    except ValidationError:  # from an older version, or somebody's own
        return Setup()
