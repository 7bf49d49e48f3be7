"""Writes of many threads in one transaction: they wait for one flush to the disk together, not one after the other.

Whoever gets the lock does the work of all that wait behind it. Each piece of work stands in a savepoint of its own, so
that one that is refused takes nothing of the others with it. When `run` returns, the work is on the disk.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from sqlalchemy import Connection, Engine

Result = TypeVar("Result")


@dataclass(slots=True)
class _Work(Generic[Result]):
    do: Callable[[Connection], Result]
    result: list[Result] = field(default_factory=list)
    error: Exception | None = None
    done: bool = False


class Writer:
    """Writes to one database, for all threads of a process."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = threading.Lock()
        self._listing = threading.Lock()
        self._waiting: list[_Work] = []  # type: ignore[type-arg]

    def run(self, do: Callable[[Connection], Result]) -> Result:
        """What `do` gives; what it wrote is durable then. What it raises is raised, and nothing of it is written."""
        work = _Work(do)
        with self._listing:
            self._waiting.append(work)
        with self._writing:
            if not work.done:
                self._do_all()
        if work.error is not None:
            raise work.error
        return work.result[0]

    def _do_all(self) -> None:
        with self._listing:
            batch, self._waiting = self._waiting, []
        try:
            with self._engine.begin() as connection:
                if connection.dialect.name == "sqlite":
                    connection.exec_driver_sql("BEGIN IMMEDIATE")  # or the driver would end it with each savepoint
                for work in batch:
                    try:
                        with connection.begin_nested():
                            work.result.append(work.do(connection))
                    except Exception as error:  # noqa: BLE001 - raised again in the thread whose work it is
                        work.error = error
        except Exception as error:
            for work in batch:
                work.error = work.error or error
            raise
        finally:
            for work in batch:
                work.done = True
