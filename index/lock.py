"""One process at a time writes to a home folder.

The lock is the operating system's, so that it goes when its holder dies, however it dies. Who holds it stands in a file
beside it, for the message only.
"""

import os
import threading
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import HomeInUse, HomeUnusable


class WriteLock:
    """The right to write vectors below folder; taken at the first write and kept until it is released."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._holder = folder / "write.pid"
        self._lock = FileLock(folder / "write.lock", thread_local=False)
        self._mutex = threading.Lock()

    @property
    def held(self) -> bool:
        """Whether this process holds it."""
        return self._lock.is_locked

    def acquire(self) -> None:
        """Take it, or raise HomeInUse. Taking it again is free."""
        with self._mutex:
            if self._lock.is_locked:
                return
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._lock.acquire(blocking=False)
                self._holder.write_text(str(os.getpid()))
            except Timeout as error:
                raise HomeInUse(
                    f"{self._said_holder()} is writing to {self._folder}.",
                    remedy="Close it, or do this in it; searching and reading go on working beside it.",
                ) from error
            except OSError as error:
                raise HomeUnusable(
                    f"{self._folder} cannot be written to: {error.strerror or error}.",
                    remedy="Make the folder writable and free some space, or choose another with --home.",
                ) from error

    def release(self) -> None:
        """Let the next one write."""
        with self._mutex:
            if self._lock.is_locked:
                self._holder.unlink(missing_ok=True)
                self._lock.release()

    def _said_holder(self) -> str:
        try:
            return f"Process {int(self._holder.read_text())}"
        except (OSError, ValueError):
            return "Another process"
