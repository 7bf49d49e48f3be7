"""The Progress page: coverage, expected recall and scores, and one click to practise what is weak."""

from datetime import UTC, datetime
from typing import Any

import gradio as gr

from coach.coach import Coach
from coach.interviewing.planning import Setup
from ui import progress_html
from ui.opening import CLICKS, opens
from ui.shell import errors_shown, top_bar

PATH, NAME = "/progress", "Progress"
ON_A_TOPIC = 3  # questions of an interview that is begun here


def build(coach: Coach, demo: gr.Blocks) -> None:
    """Build the page."""
    top_bar(NAME)
    session = opens()
    with gr.Column(elem_classes="page"):
        gr.HTML(
            "<h2 class='title'>Progress</h2><p class='lead'>What you were asked, how it went, and how much of it you "
            "should still know today.</p>",
            padding=False,
        )
        stands = gr.HTML(padding=False, elem_id="progress-stands", js_on_load=CLICKS)

    def shown() -> str:
        now = datetime.now(UTC)
        return progress_html.progress(coach.progress(now), coach.reviews(now), now)

    def practise(event: gr.EventData) -> Any:
        wanted = event._data
        with errors_shown():
            match wanted.get("do"):
                case "questions":
                    return coach.interviews.review(str(wanted.get("ids", "")).split())
                case "topic":
                    setup = Setup(questions=ON_A_TOPIC, topics=(str(wanted.get("topic", "")),))
                    return coach.interviews.start(setup)
        return gr.skip()

    options: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    stands.select(practise, None, session, **options)
    demo.load(shown, None, stands, **options)
