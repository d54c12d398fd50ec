"""Run by Alembic for each migration, on the connection that the store hands over."""

from __future__ import annotations

from alembic import context

from dictation.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # The store begins its transactions itself, so that on SQLite too a migration happens wholly or not at all.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
