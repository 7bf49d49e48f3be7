"""What pages share whose buttons begin an interview: a click says what, and the browser goes to the session it made."""

from datetime import datetime
from html import escape

import gradio as gr

from coach.review import Review

CLICKS = """element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-do]');
  if (!button || button.dataset.busy) return;
  trigger('select', { ...button.dataset });
  button.dataset.busy = 'yes';  // a double click begins one interview, not two
  setTimeout(() => { delete button.dataset.busy; }, 2000);
});"""
"""For js_on_load: a button's data attributes become the data of a select event."""


def opens() -> gr.Textbox:
    """A hidden field: the id of a session put into it opens that session on the Interview page."""
    session = gr.Textbox(visible="hidden")
    session.change(None, session, None, js="(id) => { if (id) location.assign('/interview?session=' + id) }")
    return session


def ago(then: datetime, now: datetime) -> str:
    """How many days ago, in words."""
    days = (now.date() - then.date()).days
    return "today" if days <= 0 else "yesterday" if days == 1 else f"{days} days ago"


def day(moment: datetime) -> str:
    """A day in words, such as Friday 27 November."""
    return f"{moment:%A} {moment.day} {moment:%B}"


def last(review: Review, now: datetime) -> str:
    """Topic, score and day of the last answer, as HTML."""
    skipped = not review.score and not review.missed
    how = "skipped" if skipped else f"{review.score:.0%}, answered"
    return f'<p class="line">{escape(review.topic)} · {how} {ago(review.last, now)}</p>'


def missed(review: Review) -> str:
    """What was open in the last answer, as HTML; empty where nothing was."""
    if review.missed:
        more = f" (and {len(review.missed) - 1} more)" if len(review.missed) > 1 else ""
        return f'<p class="why"><b>Missed:</b> {escape(review.missed[0])}{more}</p>'
    return ""
