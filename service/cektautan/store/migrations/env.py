"""Runs the migrations over the connection that `store.migrate` hands over; there is no other way in."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transaction_per_migration=False)
context.run_migrations()
