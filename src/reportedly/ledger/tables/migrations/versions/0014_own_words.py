"""Who passes words on; and in the view of what was said, in whose words it stands and whether its holder said it.

A migration that makes `articles`, `statements` or another table of the view anew has to drop the view first.
"""

import sqlalchemy as sa
from alembic import op

from reportedly.ledger.tables.around import passes_on

revision = "0014"
down_revision = "0013"

#: Rows written at once.
AT_ONCE = 5000
#: Whose a statement is, as a text, NULL if that is unknown; and the statement around it.
WHOSE = """CASE WHEN {s}.holder_id IS NOT NULL THEN 'holder ' || {s}.holder_id
            WHEN {r}.own THEN 'review ' || {said_so} ELSE 'appearance ' || {s}.appearance_id END"""
PARENT = "CASE WHEN {r}.statement_id IS NULL THEN {s}.parent_id ELSE {r}.parent_id END"
ABOVE = """FROM way JOIN statements s ON s.id = way.at LEFT JOIN reviewed r ON r.statement_id = s.id
            LEFT JOIN holders h ON h.id = s.holder_id LEFT JOIN appearances a ON a.id = s.appearance_id"""
THEIRS = "{whose} IS NOT NULL AND {whose} {differs} way.mine AND NOT coalesce(h.passes_on, {false})"
#: In whose words a statement stands, found as `around.within` finds it: up through the statements around it.
WITHIN = """CASE WHEN {parent} IS NOT NULL THEN (
        WITH RECURSIVE way(mine, at) AS (
            SELECT {mine}, {parent} UNION SELECT way.mine, {next} {above} WHERE NOT ({theirs})
        )
        SELECT coalesce(h.name, CASE WHEN r.own THEN {said_so} ELSE a.name END, 'somebody') {above} WHERE {theirs}
    ) END"""
#: As in 0012, with two columns.
SAID = """CREATE VIEW said AS SELECT told.*, told.within IS NULL AND told.standing <> 'not said' AS said FROM (SELECT
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
    {within} AS within,
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
WHERE articles.current AND NOT coalesce(reviewed.rejected, {false})) AS told"""


def upgrade() -> None:
    """Add the column, fill it, and make the view anew."""
    op.execute("DROP VIEW said")
    op.add_column("holders", sa.Column("passes_on", sa.Boolean(), nullable=False, server_default=sa.false()))
    connection = op.get_bind()
    holders = sa.table("holders", *map(sa.column, ("id", "name", "kind", "passes_on")))
    bodies = connection.execute(sa.select(holders).where(holders.c.kind == "organization")).all()
    outlets = [row.id for row in bodies if passes_on(row.name, row.kind)]
    for first in range(0, len(outlets), AT_ONCE):
        some = outlets[first : first + AT_ONCE]
        connection.execute(sa.update(holders).where(holders.c.id.in_(some)).values(passes_on=sa.true()))
    op.create_index(
        "ix_articles_superseded", "articles", ["id"], sqlite_where=sa.text("current IS 0"),
        postgresql_where=sa.text("current IS false"),
    )  # fmt: skip
    op.execute(_view(sqlite=connection.dialect.name == "sqlite"))


def _view(*, sqlite: bool) -> str:
    said_so = "json_extract({r}.holder, '$.name')" if sqlite else "({r}.holder ->> 'name')"
    false, differs = ("0", "IS NOT") if sqlite else ("false", "IS DISTINCT FROM")
    own, up = {"s": "statements", "r": "reviewed"}, {"s": "s", "r": "r"}
    whose = WHOSE.format(**up, said_so=said_so.format(**up))
    within = WITHIN.format(
        mine=WHOSE.format(**own, said_so=said_so.format(**own)), parent=PARENT.format(**own), next=PARENT.format(**up),
        above=ABOVE, theirs=THEIRS.format(whose=whose, differs=differs, false=false), said_so=said_so.format(**up),
    )  # fmt: skip
    return SAID.format(within=within, name=said_so.format(**own), false=false)
