"""How Alembic runs our migrations: on the connection, and in the transaction, that `store.migrate` gives it."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True, transaction_per_migration=False)
context.run_migrations()
