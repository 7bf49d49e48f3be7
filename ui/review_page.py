"""The Review page: what is due today and why, the day of the real interview, and the way into a review."""

from datetime import UTC, date, datetime
from typing import Any

import gradio as gr

from coach.coach import Coach
from ui import review_html
from ui.opening import CLICKS, opens
from ui.shell import errors_shown, top_bar

PATH, NAME = "/review", "Review"
DAY = """element.addEventListener('change', (event) => {
  if (event.target.id === 'review-day') trigger('select', { do: 'day', day: event.target.value });
});"""


def build(coach: Coach, demo: gr.Blocks) -> None:
    """Build the page."""
    top_bar(NAME)
    session = opens()
    with gr.Column(elem_classes="page"):
        gr.HTML(
            "<h2 class='title'>Review</h2><p class='lead'>What you were asked before comes back when you are about to "
            "forget it. What you missed comes first.</p>",
            padding=False,
        )
        today = gr.HTML(padding=False, elem_id="review-today", js_on_load=CLICKS)
        interview = gr.HTML(padding=False, elem_id="review-interview", js_on_load=CLICKS + DAY)

    def shown() -> tuple[str, str]:
        now = datetime.now(UTC)
        due, day = coach.due(now), coach.settings.interview_date
        return review_html.today(due, coach.reviews(now), day, now), review_html.interview_day(day, len(due), now)

    def begin(event: gr.EventData) -> str:
        count = str(event._data.get("count", ""))
        with errors_shown():
            return coach.start_review(int(count) if count.isdecimal() else None)

    def chosen(event: gr.EventData) -> tuple[str, str]:
        with errors_shown():
            coach.set_interview_date(_day(str(event._data.get("day", ""))))
        return shown()

    options: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    today.select(begin, None, session, **options)
    interview.select(chosen, None, [today, interview], **options)
    demo.load(shown, None, [today, interview], **options)


def _day(written: str) -> date | None:
    """The day of an ISO date; None for none, and for what a browser made up."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
