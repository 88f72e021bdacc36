"""The document that speaks for a holder, and why an unnamed holder is unnamed and how it knows."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add columns and table; what was read before has neither, until it is read again."""
    for table in ("statements", "reviewed"):
        op.add_column(table, sa.Column("document", sa.Text(), nullable=True))
        op.add_column(table, sa.Column("document_spans", sa.JSON(), nullable=True))
    op.create_table(
        "sourcing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=True),
        _to("statement_id", "statements"),
        _to("review_id", "reviews"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sourcing")),
    )
    op.create_index(op.f("ix_sourcing_statement_id"), "sourcing", ["statement_id"], unique=False)
    with op.batch_alter_table("reviewed") as batch:
        batch.add_column(sa.Column("sourcing_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_reviewed_sourcing_id_reviews"), "reviews", ["sourcing_id"], ["id"])


def _to(column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_sourcing_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="CASCADE")
