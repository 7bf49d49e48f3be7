"""The databases that stores are tested on: SQLite, and a PostgreSQL server where COACH_TEST_DATABASE_URL names one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text

SERVER = os.environ.get("COACH_TEST_DATABASE_URL")
KINDS = ("sqlite", "server") if SERVER else ("sqlite",)


@contextmanager
def fresh(kind: str, folder: Path) -> Iterator[str]:
    """The URL of an empty database: a file in folder, or a schema of its own on the server, which is dropped after."""
    if kind == "sqlite" or SERVER is None:
        yield f"sqlite:///{folder / 'coach.db'}"
        return
    schema = f"test_{uuid4().hex[:12]}"
    server = create_engine(SERVER)
    with server.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    try:
        url = make_url(SERVER).update_query_dict({"options": f"-csearch_path={schema}"})
        yield url.render_as_string(hide_password=False)
    finally:
        with server.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        server.dispose()
