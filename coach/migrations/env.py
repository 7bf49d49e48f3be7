"""Run by Alembic: migrates the connection that coach.storage.prepare passes in."""

from alembic import context

import coach.storage
import index.database

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=index.database.metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
)
assert coach.storage.sessions.metadata is index.database.metadata
with context.begin_transaction():
    context.run_migrations()
