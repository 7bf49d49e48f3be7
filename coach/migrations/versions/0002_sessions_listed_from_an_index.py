"""Events are indexed by session, so that a list of sessions reads none of what was said in them."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Only an index: no row changes."""
    op.create_index("ix_events_session_id_type_at", "events", ["session_id", "type", "at"])
