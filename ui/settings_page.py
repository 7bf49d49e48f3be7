"""The Settings page: who answers, when the interview is, how the page looks, what is kept, and whether all is well.

Where the server is open to more than its own machine, everything is shown and nothing can be changed (coach.Coach
refuses; the page only says so).
"""

from datetime import date
from pathlib import Path

import gradio as gr

from coach import doctor
from coach.coach import Coach
from corpus.errors import CoachError
from ui import model_form, settings_html
from ui.model_form import QUIET
from ui.shell import top_bar

PATH, NAME = "/settings", "Settings"
DAY_JS = """
const tell = (day) => trigger('select', { day });
element.addEventListener('change', (event) => event.target.matches('input[type=date]') && tell(event.target.value));
element.addEventListener('click', (event) => event.target.closest('[data-clear]') && tell(''));
"""
THEME_JS = """
const now = localStorage.getItem('coach-theme') ?? 'system';
element.querySelectorAll('input').forEach((input) => { input.checked = input.value === now; });
const tell = (theme) => document.dispatchEvent(new CustomEvent('coach-theme', { detail: theme }));
element.addEventListener('change', (event) => tell(event.target.value));
"""
MEGABYTE = 1_000_000
LIMITS = (
    ("max_bytes", "Megabytes of a file", MEGABYTE),
    ("max_pages", "Pages of a PDF", 1),
    ("max_entries", "Questions in one document", 1),
    ("max_seconds", "Seconds to read one document", 1),
)
"""The limits that people run into: name, what it bounds, and how much one of what is shown is."""


def build(coach: Coach, demo: gr.Blocks) -> None:
    """Build the page."""
    locked = coach.settings.settings_open is False
    top_bar(NAME)
    with gr.Column(elem_id="settings", elem_classes="page"):
        gr.HTML(settings_html.LOCKED if locked else "", padding=False, visible=locked)
        model_form.build(coach, demo, locked=locked)
        _day_section(coach, demo, locked)
        gr.HTML(settings_html.heading("Light or dark", "Kept in this browser."), padding=False)
        gr.HTML(settings_html.themes(), padding=False, js_on_load=THEME_JS, elem_id="settings-theme")
        _limits_section(coach, demo, locked)
        _data_section(coach, demo, locked)
        _health_section(coach, locked)


def _day_section(coach: Coach, demo: gr.Blocks, locked: bool) -> None:
    gr.HTML(
        settings_html.heading("Your interview", "Reviews are spread over the days that are left until then."),
        padding=False,
    )
    day = gr.HTML(padding=False, js_on_load=DAY_JS, elem_id="settings-day")

    def shown() -> str:
        return settings_html.interview_day(coach.settings.interview_date, date.today(), locked)

    def set_day(said: gr.EventData) -> str:
        try:
            coach.change(interview_date=date.fromisoformat(said.day) if said.day else None)
        except CoachError as error:
            return settings_html.problem(str(error))
        return shown()

    day.select(set_day, None, day, **QUIET)
    demo.load(shown, None, day, **QUIET)


def _limits_section(coach: Coach, demo: gr.Blocks, locked: bool) -> None:
    gr.HTML(
        settings_html.heading("Limits for documents", "What is larger is refused. They count from the next start."),
        padding=False,
    )
    with gr.Row(elem_id="settings-limits"):
        fields = [
            gr.Number(label=label, minimum=1, precision=0, min_width=150, interactive=not locked)
            for _, label, _ in LIMITS
        ]
    save = gr.Button("Save the limits", size="sm", interactive=not locked, elem_id="settings-save-limits")
    said = gr.HTML(padding=False)

    def keep(*shown: float | None) -> str:
        try:
            wanted = {name: int(value) * one for (name, _, one), value in zip(LIMITS, shown, strict=True) if value}
            coach.change(**wanted)
        except CoachError as error:
            return settings_html.problem(str(error))
        return settings_html.outcome("Saved. They count from the next start.")

    def now() -> list[int]:
        return [getattr(coach.settings, name) // one for name, _, one in LIMITS]

    save.click(keep, fields, said, **QUIET)
    demo.load(now, None, fields, **QUIET)


def _data_section(coach: Coach, demo: gr.Blocks, locked: bool) -> None:
    gr.HTML(settings_html.heading("Your data", "Everything the coach keeps lies in one folder."), padding=False)
    facts = gr.HTML(padding=False)
    database = (coach.settings.database_url or "").rpartition("@")[2]

    def now() -> str:
        return settings_html.home(coach.settings.home, doctor.size_of(coach.settings.home), database)

    demo.load(now, None, facts, **QUIET)
    if locked:
        return
    with gr.Row(elem_classes="buttons"):
        gr.HTML(settings_html.EXPORT, padding=False)
        upload = gr.UploadButton("Import", file_types=[".zip"], size="sm", elem_id="settings-import")
    said = gr.HTML(padding=False, elem_id="settings-imported")

    def take_in(file: str) -> str:
        try:
            taken = coach.import_from(Path(file))
        except CoachError as error:
            return settings_html.problem(str(error))
        return settings_html.outcome(settings_html.taken_in(taken))

    upload.upload(take_in, upload, said, show_progress="minimal", api_visibility="private")


def _health_section(coach: Coach, locked: bool) -> None:
    gr.HTML(settings_html.heading("Is all well?"), padding=False)
    check = gr.Button("Look now", interactive=not locked, elem_id="settings-check")
    found = gr.HTML(padding=False, elem_id="settings-findings")

    def look() -> str:
        return settings_html.findings(doctor.examine_open(coach))

    check.click(look, None, found, show_progress="minimal", api_visibility="private")
