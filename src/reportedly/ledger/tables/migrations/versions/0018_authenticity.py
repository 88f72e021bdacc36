"""What articles say of whether records are genuine; of those that are there already it isn't known until read again."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Add the column."""
    op.add_column("articles", sa.Column("authenticity", sa.JSON(), nullable=False, server_default="[]"))
