"""Addresses: one key for all URLs of an article, by which its versions are told, in the order of their days."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from reportedly.articles.addresses import address_key

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the column and fill it; articles that turn out to be versions of one become so."""
    op.add_column("articles", sa.Column("address", sa.Text(), nullable=True))
    op.create_index(op.f("ix_articles_address"), "articles", ["address"], unique=False)
    names = ("id", "url", "address", "published", "version", "supersedes", "current")
    articles = sa.table("articles", *(sa.column(name) for name in names))
    connection = op.get_bind()
    found = sa.select(*(articles.c[name] for name in ("id", "url", "published", "version"))).where(
        articles.c.url.is_not(None)
    )
    at: dict[str, list[sa.Row[Any]]] = {}
    for row in connection.execute(found.order_by(articles.c.id)).all():
        at.setdefault(address_key(row.url), []).append(row)
    for address, rows in at.items():
        ordered: list[sa.Row[Any]] = []
        for row in rows:
            later = (i for i, one in enumerate(ordered) if (row.published or "9") < (one.published or ""))
            ordered.insert(next(later, len(ordered)), row)
        for i, row in enumerate(ordered):
            values = {
                "address": address, "version": i + 1, "supersedes": ordered[i - 1].id if i else None,
                "current": i == len(ordered) - 1,
            }  # fmt: skip
            connection.execute(sa.update(articles).where(articles.c.id == row.id).values(values))
