"""A mark of its own for each change of a place, so that findings can be looked for while others write."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the column; what is marked already has the mark 0."""
    op.add_column("dirty", sa.Column("mark", sa.BigInteger(), server_default="0", nullable=False))
