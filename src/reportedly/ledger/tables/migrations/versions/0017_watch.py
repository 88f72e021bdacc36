"""What a watch knows: feeds, their pages, what is to be told and to whom."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "watched_feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("title", "etag", "modified", "digest")),
        sa.Column("asked_at", sa.Float(), nullable=True),
        sa.Column("not_before", sa.Float(), nullable=False, server_default="0"),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched_feeds")),
        sa.UniqueConstraint("url", name=op.f("uq_watched_feeds_url")),
    )
    op.create_table(
        "watched_pages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.JSON(none_as_null=True), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("etag", "modified", "digest")),
        sa.Column("seen_at", sa.Float(), nullable=False),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.Float(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("error", sa.Text(), nullable=True),
        _to("watched_pages", "feed_id", "watched_feeds"),
        _to("watched_pages", "article_id", "articles"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched_pages")),
        sa.UniqueConstraint("address", name=op.f("uq_watched_pages_address")),
    )
    for column in ("feed_id", "article_id", "due_at"):
        op.create_index(op.f(f"ix_watched_pages_{column}"), "watched_pages", [column], unique=False)
    op.create_table(
        "robots",
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("origin", name=op.f("pk_robots")),
    )
    op.create_table(
        "alerts",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("key", "rule", "kind", "at")),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("items", sa.JSON(), nullable=False),
        _to("alerts", "article_id", "articles"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
        sa.UniqueConstraint("key", name=op.f("uq_alerts_key")),
    )
    op.create_index(op.f("ix_alerts_article_id"), "alerts", ["article_id"], unique=False)
    op.create_table(
        "told",
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=True),
        _to("told", "alert_id", "alerts"),
        _to("told", "statement_id", "statements"),
        sa.PrimaryKeyConstraint("rule", "key", name=op.f("pk_told")),
    )
    for column in ("alert_id", "statement_id"):
        op.create_index(op.f(f"ix_told_{column}"), "told", [column], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("not_before", sa.Float(), nullable=False, server_default="0"),
        _to("deliveries", "alert_id", "alerts"),
        sa.PrimaryKeyConstraint("alert_id", "channel", name=op.f("pk_deliveries")),
    )
    op.create_index(op.f("ix_deliveries_state"), "deliveries", ["state"], unique=False)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete="CASCADE"
    )
