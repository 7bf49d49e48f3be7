"""A long job and how far it is, as a page shows it: the job runs in a thread, its steps come out as they are made."""

import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Generic, TypeVar

from index import Progress

Result = TypeVar("Result")
OFTEN = 0.2  # seconds between two steps that are shown


@dataclass(frozen=True, slots=True)
class Step:
    """What is being done, and the share of it that is done, in [0, 1]."""

    what: str
    share: float


@dataclass(frozen=True, slots=True)
class Done(Generic[Result]):
    """What the job came to."""

    result: Result


def following(work: Callable[[Progress], Result]) -> Iterator[Step | Done[Result]]:
    """The steps of a job, then its result. Raises what the job raises."""
    told: queue.Queue[Step | Done[Result] | BaseException] = queue.Queue()

    def run() -> None:
        try:
            told.put(Done(work(lambda what, done, total: told.put(Step(what, done / max(1, total))))))
        except BaseException as error:  # noqa: BLE001  # it is raised again where the job is waited for
            told.put(error)

    threading.Thread(target=run, daemon=True).start()
    shown = 0.0
    while True:
        step = told.get()
        if isinstance(step, BaseException):
            raise step
        if isinstance(step, Done):
            yield step
            return
        if time.monotonic() - shown >= OFTEN:
            shown = time.monotonic()
            yield step


def bar(step: Step) -> str:
    """A step as HTML."""
    percent = round(100 * step.share)
    return (
        f'<div class="working" role="status"><span>{escape(step.what)}</span>'
        f'<progress max="100" value="{percent}" aria-label="{escape(step.what)}"></progress><b>{percent}%</b></div>'
    )
