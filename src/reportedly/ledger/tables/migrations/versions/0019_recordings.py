"""Which machine heard a record, and which recording it is of; of those that are there already neither is known."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add the columns."""
    for name in ("hearing", "recording"):
        op.add_column("records", sa.Column(name, sa.JSON(), nullable=True))
