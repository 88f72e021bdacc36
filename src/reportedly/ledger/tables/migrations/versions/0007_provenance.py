"""By what each value of a statement came, and from which statement it was carried on."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column; of what was read before it isn't known, until it is read again."""
    op.add_column("statements", sa.Column("provenance", sa.JSON(), server_default="[]", nullable=False))
