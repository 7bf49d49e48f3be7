"""A copy of the database, made before a newer version of the program changes it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from corpus.errors import HomeUnusable


def back_up(engine: Engine, revision: str | None) -> Path | None:
    """Copy an SQLite database beside itself, as it is at `revision`; where the copy is.

    None where there is nothing to copy: an empty database, one in memory, or a server, whose operator has backups of
    their own. A copy that is there already stays: it is from before a change that did not come to its end. Raises
    HomeUnusable where it cannot be written; then nothing was changed.
    """
    if engine.dialect.name != "sqlite" or not engine.url.database or engine.url.database == ":memory:":
        return None
    file = Path(engine.url.database)
    copy = file.with_name(f"{file.name}.before-{revision or 'first'}")
    if copy.exists():
        return copy
    unfinished = copy.with_name(f"{copy.name}.part")
    try:
        with closing(sqlite3.connect(file)) as source:
            if source.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
                return None
            with closing(sqlite3.connect(unfinished)) as target:
                source.backup(target)
        unfinished.replace(copy)
    except (OSError, sqlite3.Error) as error:
        raise HomeUnusable(
            f"The database cannot be copied before it is brought to this version: {error}.",
            remedy=f"Free some space in {file.parent}, and start again. Nothing was changed.",
        ) from error
    return copy
