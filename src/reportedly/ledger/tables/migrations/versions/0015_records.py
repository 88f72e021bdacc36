"""Records of what was said: their turns and speakers, and what articles quote of them."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

#: Articles whose quotations are looked through at once.
AT_ONCE = 500


def upgrade() -> None:
    """Add the tables, and the prints of what articles quote; of findings the passages they rest on."""
    op.create_table(
        "records",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("digest", "name", "form")),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("event", "date", "place")),
        sa.Column("moments", sa.JSON(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records")),
        sa.UniqueConstraint("digest", name=op.f("uq_records_digest")),
    )
    op.create_table(
        "speakers",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        _record("speakers"),
        sa.ForeignKeyConstraint(["holder_id"], ["holders.id"], name=op.f("fk_speakers_holder_id_holders")),
        sa.PrimaryKeyConstraint("record_id", "position", name=op.f("pk_speakers")),
    )
    op.create_index(op.f("ix_speakers_holder_id"), "speakers", ["holder_id"], unique=False)
    op.create_table(
        "turns",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.Integer(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("begins", sa.Float(), nullable=True),
        sa.Column("ends", sa.Float(), nullable=True),
        _record("turns"),
        sa.PrimaryKeyConstraint("record_id", "position", name=op.f("pk_turns")),
    )
    op.create_table(
        "record_prints",
        sa.Column("print", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        _record("record_prints"),
        sa.PrimaryKeyConstraint("print", "record_id", name=op.f("pk_record_prints")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "quoted_prints",
        sa.Column("print", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        _article("quoted_prints"),
        sa.PrimaryKeyConstraint("print", "article_id", name=op.f("pk_quoted_prints")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "verified",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("record_id", "article_id")),
        sa.Column("statement_id", sa.Integer(), nullable=True),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("class", sa.Text(), nullable=False),
        sa.Column("marked", sa.Boolean(), nullable=True),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("passages", sa.JSON(), nullable=False),
        sa.Column("differences", sa.JSON(), nullable=False),
        _record("verified"),
        _article("verified"),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statements.id"], name=op.f("fk_verified_statement_id_statements"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verified")),
    )
    for column in ("record_id", "article_id", "statement_id"):
        op.create_index(op.f(f"ix_verified_{column}"), "verified", [column], unique=False)
    op.add_column("findings", sa.Column("passages", sa.JSON(), nullable=False, server_default="[]"))
    _print_articles(op.get_bind())


def _record(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_record_id_records")
    return sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=name, ondelete="CASCADE")


def _article(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_article_id_articles")
    return sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=name, ondelete="CASCADE")


def _print_articles(connection: sa.Connection) -> None:
    from reportedly.ledger.records.prints import quoted  # noqa: PLC0415 - it imports the tables

    articles = sa.table("articles", sa.column("id"), sa.column("text"))
    prints = sa.table("quoted_prints", sa.column("print"), sa.column("article_id"))
    numbers = connection.execute(sa.select(articles.c.id).order_by(articles.c.id)).scalars().all()
    for first in range(0, len(numbers), AT_ONCE):
        some = numbers[first : first + AT_ONCE]
        rows = connection.execute(sa.select(articles).where(articles.c.id.in_(some))).all()
        found = [{"print": one, "article_id": row.id} for row in rows for one in quoted(row.text)]
        if found:
            connection.execute(sa.insert(prints), found)
