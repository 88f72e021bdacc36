"""What people say of what was read: reviews and users; which statements a finding rests on."""

import json
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

#: Tables that may say otherwise than what was read, by a review.
BESIDE = ("hops", "answers", "stances")


def upgrade() -> None:
    """Make the tables, and fill in what follows from those that are there."""
    _reviews()
    _reviewed()
    _users()
    _evidence()
    op.add_column("statements", sa.Column("added", sa.Boolean(), server_default=sa.false(), nullable=False))
    for table in BESIDE:
        _beside(table)
    op.create_index("ix_hops_statement_id_position", "hops", ["statement_id", "position"], unique=False)
    by_people = sa.text("action IN ('merge', 'split')")
    op.create_index("ix_decisions_at", "decisions", ["at"], sqlite_where=by_people, postgresql_where=by_people)


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=True),
        sa.Column("finding", sa.Text(), nullable=True),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=True),
        sa.Column("undone_at", sa.Text(), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        _to("reviews", "article_id", "articles", "CASCADE"),
        _to("reviews", "statement_id", "statements", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    for column in ("article_id", "statement_id", "finding"):
        op.create_index(op.f(f"ix_reviews_{column}"), "reviews", [column], unique=False)


def _reviewed() -> None:
    op.create_table(
        "reviewed",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Boolean(), nullable=False),
        sa.Column("apart", sa.Boolean(), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.Column("holder", sa.JSON(), nullable=True),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("source", sa.JSON(), nullable=False),
        sa.Column("cue", sa.JSON(), nullable=False),
        sa.Column("cue_text", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_text", sa.Text(), nullable=False),
        sa.Column("addressee", sa.Text(), nullable=True),
        sa.Column("addressee_spans", sa.JSON(), nullable=True),
        sa.Column("addressee_holder_id", sa.Integer(), nullable=True),
        sa.Column("time", sa.Text(), nullable=True),
        sa.Column("first", sa.Text(), nullable=True),
        sa.Column("last", sa.Text(), nullable=True),
        sa.Column("time_spans", sa.JSON(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("place_spans", sa.JSON(), nullable=True),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("standing_spans", sa.JSON(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=True),
        sa.Column("answers_id", sa.Integer(), nullable=True),
        sa.Column("stances_id", sa.Integer(), nullable=True),
        _to("reviewed", "statement_id", "statements", "CASCADE"),
        _to("reviewed", "article_id", "articles", "CASCADE"),
        _to("reviewed", "holder_id", "holders"),
        _to("reviewed", "addressee_holder_id", "holders"),
        _to("reviewed", "thread_id", "threads"),
        *(_to("reviewed", f"{what}_id", "reviews") for what in ("chain", "answers", "stances")),
        sa.PrimaryKeyConstraint("statement_id", name=op.f("pk_reviewed")),
    )
    for column in ("article_id", "holder_id", "thread_id"):
        op.create_index(op.f(f"ix_reviewed_{column}"), "reviewed", [column], unique=False)


def _users() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("digest", name=op.f("uq_users_digest")),
    )
    op.create_index(op.f("ix_users_name"), "users", ["name"], unique=False)


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=True),
        _to("evidence", "finding_id", "findings", "CASCADE"),
        _to("evidence", "article_id", "articles", "CASCADE"),
        _to("evidence", "statement_id", "statements", "CASCADE"),
    )
    columns = ("finding_id", "article_id", "statement_id")
    rows = list(_resting())
    if rows:
        table = sa.table("evidence", *(sa.column(name) for name in columns))
        op.get_bind().execute(sa.insert(table), rows)
    for column in columns:
        op.create_index(op.f(f"ix_evidence_{column}"), "evidence", [column], unique=False)


def _resting() -> Iterator[dict[str, int | None]]:
    """On what the findings that are there rest."""
    for number, evidence in op.get_bind().execute(sa.text("SELECT id, evidence FROM findings")).all():
        for one in json.loads(evidence) if isinstance(evidence, str) else evidence:
            yield {"finding_id": number, "article_id": one["article"], "statement_id": one["statement"]}


def _beside(table: str) -> None:
    """Room for what a review says beside what was read: so the positions of hops are no key any more."""
    with op.batch_alter_table(table) as batch:
        batch.add_column(sa.Column("review_id", sa.Integer(), nullable=True))
        name = op.f(f"fk_{table}_review_id_reviews")
        batch.create_foreign_key(name, "reviews", ["review_id"], ["id"], ondelete="CASCADE")
        if table == "hops":
            batch.drop_constraint(op.f("uq_hops_statement_id_position"), type_="unique")


def _to(table: str, column: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)
