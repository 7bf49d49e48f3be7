"""The first version: documents, entries, chunks and vectors; sessions, events and kept verdicts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Tables of the index may be there already: an index can be used without the coach."""
    op.create_table(
        "documents",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("recipe", sa.String, nullable=False),
        sa.Column("builtin", sa.Boolean, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "entries",
        sa.Column("document", sa.String, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.name"], name="fk_entries_documents_document", ondelete="CASCADE"
        ),
        if_not_exists=True,
    )
    op.create_index("ix_entries_id", "entries", ["id"], if_not_exists=True)
    op.create_table(
        "chunks",
        sa.Column("document", sa.String, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("text_hash", sa.String(32), nullable=False),
        sa.Column("start", sa.Integer),
        sa.Column("end", sa.Integer),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.name"], name="fk_chunks_documents_document", ondelete="CASCADE"
        ),
        if_not_exists=True,
    )
    op.create_index("ix_chunks_text_hash", "chunks", ["text_hash"], if_not_exists=True)
    op.create_table(
        "vectors",
        sa.Column("embedder", sa.String, primary_key=True),
        sa.Column("text_hash", sa.String(32), primary_key=True),
        sa.Column("vector", sa.LargeBinary, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "revisions",
        sa.Column("of", sa.String(16), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "events",
        sa.Column("session_id", sa.String(32), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("type", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name="fk_events_sessions_session_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_events_type_at", "events", ["type", "at"])
    op.create_table(
        "verdicts",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("grade", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
