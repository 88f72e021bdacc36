"""What makes keeping cheap in a large ledger: how many keys a statement has, and which ones stand in others."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column, unknown for what is there, and the index."""
    op.add_column("keys", sa.Column("of", sa.SmallInteger(), server_default="0", nullable=False))
    inside = sa.text("parent_id IS NOT NULL")
    op.create_index(
        "ix_statements_parent_id", "statements", ["parent_id"], sqlite_where=inside, postgresql_where=inside
    )
