"""The words of holders' names, by which they are looked up."""

import sqlalchemy as sa
from alembic import op

from reportedly.english.names import called

revision = "0013"
down_revision = "0012"

#: Rows written at once.
AT_ONCE = 5000


def upgrade() -> None:
    """Add the column, and fill it."""
    op.add_column("holders", sa.Column("called", sa.Text(), nullable=False, server_default=""))
    connection = op.get_bind()
    holders = sa.table("holders", sa.column("id"), sa.column("name"), sa.column("called"))
    update = sa.update(holders).where(holders.c.id == sa.bindparam("at")).values(called=sa.bindparam("words"))
    rows = connection.execute(sa.select(holders.c.id, holders.c.name)).all()
    for first in range(0, len(rows), AT_ONCE):
        some = rows[first : first + AT_ONCE]
        connection.execute(update, [{"at": number, "words": called(name)} for number, name in some])
