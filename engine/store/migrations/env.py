"""What Alembic runs for each migration: the connection is that of whoever upgrades, and so is the transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
