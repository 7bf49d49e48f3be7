"""The versions of the database, as Alembic revisions. Released ones never change."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.config import Config


def configuration() -> "Config":
    """Where Alembic finds our revisions; the connection is passed in `attributes` (coach.storage.prepare)."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
