"""What Alembic runs: the migrations, on the connection that it was given."""

from alembic import context

from reportedly.ledger.tables.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
