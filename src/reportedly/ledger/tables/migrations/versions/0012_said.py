"""What was said as one view, for whoever opens a ledger in Datasette; the index of words where that finds it; titles;
users in a file of their own.

A migration that makes `articles`, `statements` or another table of the view anew has to drop the view first.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

from reportedly.ledger.tables import files

revision = "0012"
down_revision = "0011"

#: Statements of current articles as reviews leave them: one row each, with all that makes sense without other tables.
SAID = """CREATE VIEW said AS SELECT
    statements.id AS id,
    coalesce(holders.name, CASE WHEN reviewed.own THEN {name} ELSE appearances.name END) AS who,
    CASE WHEN reviewed.statement_id IS NULL THEN statements.content_text ELSE reviewed.content_text END AS words,
    CASE WHEN reviewed.statement_id IS NULL THEN statements.act ELSE reviewed.act END AS act,
    coalesce(CASE WHEN reviewed.statement_id IS NULL THEN statements.time ELSE reviewed.time END, articles.published)
        AS "when",
    articles.outlet AS outlet,
    articles.title AS title,
    articles.url AS url,
    CASE WHEN reviewed.statement_id IS NULL THEN statements.standing ELSE reviewed.standing END AS standing,
    statements.thread_id AS thread,
    CASE WHEN reviewed.statement_id IS NULL THEN statements.type ELSE reviewed.type END AS type,
    articles.published AS published,
    statements.holder_id AS holder,
    statements.article_id AS article,
    round(CAST(statements.confidence AS numeric), 3) AS confidence
FROM statements
    JOIN articles ON articles.id = statements.article_id
    LEFT JOIN holders ON holders.id = statements.holder_id
    LEFT JOIN appearances ON appearances.id = statements.appearance_id
    LEFT JOIN reviewed ON reviewed.statement_id = statements.id
WHERE articles.current AND NOT coalesce(reviewed.rejected, {false})"""
#: Datasette takes an index for one of a table only if that is named within these quotation marks.
SQLITE_WORDS = (
    "DROP TABLE statement_words",
    """CREATE VIRTUAL TABLE statement_words USING fts5(
        content_text, content="statements", content_rowid="id", tokenize="porter unicode61 remove_diacritics 2")""",
    "INSERT INTO statement_words(statement_words) VALUES ('rebuild')",
)


def upgrade() -> None:
    """Make the view, make the index anew in SQLite, and add the column."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    name, false = (
        ("json_extract(reviewed.holder, '$.name')", "0") if sqlite else ("reviewed.holder ->> 'name'", "false")
    )
    for statement in SQLITE_WORDS if sqlite else ():
        op.execute(statement)
    op.execute(SAID.format(name=name, false=false))
    op.add_column("additions", sa.Column("title", sa.Text(), nullable=True))
    if sqlite:
        _move_users(op.get_bind())


#: What users were in a ledger, and the row that takes their place (`users.MARK`).
_USERS = ("id", "name", "digest", "added_at", "revoked_at")
_MARK = "in a file of their own"


def _move_users(connection: sa.Connection) -> None:
    """Move who may write out of a ledger in a file. If it breaks off in between, they are in both, and moved again."""
    database = connection.engine.url.database
    users = sa.table("users", *map(sa.column, _USERS))
    rows = [row._asdict() for row in connection.execute(sa.select(*(users.c[name] for name in _USERS)))]
    if not rows or not database:
        return
    file = files.of_users(Path(database))
    file.touch(mode=0o600)
    own = sa.create_engine(f"sqlite:///{file}")
    with own.begin() as opened:
        for statement in (
            "CREATE TABLE IF NOT EXISTS users (id INTEGER NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL, "
            "added_at TEXT NOT NULL, revoked_at TEXT, CONSTRAINT pk_users PRIMARY KEY (id), "
            "CONSTRAINT uq_users_digest UNIQUE (digest))",
            "CREATE INDEX IF NOT EXISTS ix_users_name ON users (name)",
        ):
            opened.exec_driver_sql(statement)
        names = ", ".join(_USERS)
        values = ", ".join(f":{name}" for name in _USERS)
        opened.execute(sa.text(f"INSERT OR IGNORE INTO users ({names}) VALUES ({values})"), rows)
    own.dispose()
    connection.execute(sa.delete(users))
    mark = {"name": _MARK, "digest": _MARK, "added_at": rows[0]["added_at"], "revoked_at": rows[0]["added_at"]}
    connection.execute(sa.insert(users).values(mark))
