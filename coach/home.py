"""The home folder: made if it is missing, refused in words if it cannot be used."""

import os
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError, OperationalError

from coach import storage
from coach.settings import Settings
from corpus.errors import HomeUnusable
from index.database import connect

ROOM = 20 * 2**20
"""Bytes that must be free for the coach to start: what a first index of the built-in corpus takes."""


def open_home(settings: Settings) -> Engine:
    """The database of a home that can be used, at the present version. Raises HomeUnusable."""
    home = settings.home
    _make(home)
    if _free(home) < ROOM:
        raise HomeUnusable(
            f"The disk of {home} is full: {_free(home) // 2**20} MB are free, and {ROOM // 2**20} MB are needed.",
            remedy="Free some space, or choose another folder with --home.",
        )
    engine = connect(settings.database_url or f"sqlite:///{home / 'coach.db'}")
    try:
        storage.prepare(engine)
    except OperationalError as error:
        engine.dispose()
        raise HomeUnusable(
            f"The database in {home} cannot be written: {error.orig}.",
            remedy="Check the folder's rights and free space, or choose another with --home.",
        ) from error
    except DatabaseError as error:
        engine.dispose()
        raise HomeUnusable(
            f"The database in {home} is damaged: {error.orig}.",
            remedy="Put back a copy of coach.db, or move it away to start afresh.",
        ) from error
    return engine


def _make(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HomeUnusable(
            f"The home folder {home} cannot be made: {error.strerror}.", remedy="Choose another with --home."
        ) from error
    if not os.access(home, os.W_OK | os.X_OK):
        raise HomeUnusable(
            f"The home folder {home} is read-only.", remedy="Make it writable, or choose another with --home."
        )


def _free(home: Path) -> int:
    status = os.statvfs(home)
    return status.f_bavail * status.f_frsize
