"""What kind of attribution each statement is, and how sure its holder."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the columns; what was read before counts as said, the most frequent by far, and as its holder's, until it is
    read again.
    """
    for table in ("statements", "reviewed"):
        op.add_column(table, sa.Column("act", sa.Text(), server_default="say", nullable=False))
    op.add_column("statements", sa.Column("holder_confidence", sa.Float(), server_default="1", nullable=False))
    op.create_index(op.f("ix_statements_act"), "statements", ["act"], unique=False)
