"""The first tables, and the index of words over what was said."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

#: SQLite: the words are indexed, and kept in the table of statements alone.
SQLITE_WORDS = (
    """CREATE VIRTUAL TABLE statement_words USING fts5(
        content_text, content='statements', content_rowid='id', tokenize="porter unicode61 remove_diacritics 2")""",
    """CREATE TRIGGER statement_words_insert AFTER INSERT ON statements BEGIN
        INSERT INTO statement_words(rowid, content_text) VALUES (new.id, new.content_text); END""",
    """CREATE TRIGGER statement_words_delete AFTER DELETE ON statements BEGIN
        INSERT INTO statement_words(statement_words, rowid, content_text)
        VALUES ('delete', old.id, old.content_text); END""",
    """CREATE TRIGGER statement_words_update AFTER UPDATE OF content_text ON statements BEGIN
        INSERT INTO statement_words(statement_words, rowid, content_text)
        VALUES ('delete', old.id, old.content_text);
        INSERT INTO statement_words(rowid, content_text) VALUES (new.id, new.content_text); END""",
)
POSTGRESQL_WORDS = ("CREATE INDEX ix_statements_words ON statements USING gin (to_tsvector('english', content_text))",)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "articles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("supersedes", sa.Integer(), nullable=True),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("copy_of", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["copy_of"], ["articles.id"], name=op.f("fk_articles_copy_of_articles")),
        sa.ForeignKeyConstraint(["supersedes"], ["articles.id"], name=op.f("fk_articles_supersedes_articles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("digest", name=op.f("uq_articles_digest")),
    )
    op.create_index(op.f("ix_articles_copy_of"), "articles", ["copy_of"], unique=False)
    op.create_index(op.f("ix_articles_published"), "articles", ["published"], unique=False)
    op.create_index(op.f("ix_articles_site"), "articles", ["site"], unique=False)
    op.create_index(op.f("ix_articles_url"), "articles", ["url"], unique=False)
    op.create_table(
        "dirty",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("kind", "id", name=op.f("pk_dirty")),
    )
    op.create_table(
        "failures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("input", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failures")),
    )
    op.create_table(
        "figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("wikidata", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figures")),
        sa.UniqueConstraint("wikidata", name=op.f("uq_figures_wikidata")),
    )
    op.create_table(
        "threads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
    )
    op.create_table(
        "bands",
        sa.Column("band", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_bands_article_id_articles"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("band", "article_id", name=op.f("pk_bands")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "figure_names",
        sa.Column("figure_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["figure_id"], ["figures.id"], name=op.f("fk_figure_names_figure_id_figures"), ondelete="CASCADE"
        ),
        sa.UniqueConstraint("figure_id", "name", name=op.f("uq_figure_names_figure_id_name")),
    )
    op.create_index(op.f("ix_figure_names_family"), "figure_names", ["family"], unique=False)
    op.create_index(op.f("ix_figure_names_figure_id"), "figure_names", ["figure_id"], unique=False)
    op.create_index(op.f("ix_figure_names_key"), "figure_names", ["key"], unique=False)
    op.create_table(
        "findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("scope_id", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("found_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_findings_article_id_articles"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
        sa.UniqueConstraint("key", name=op.f("uq_findings_key")),
    )
    op.create_index(op.f("ix_findings_article_id"), "findings", ["article_id"], unique=False)
    op.create_index(op.f("ix_findings_code"), "findings", ["code"], unique=False)
    op.create_index("ix_findings_scope_scope_id", "findings", ["scope", "scope_id"], unique=False)
    op.create_table(
        "holders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("figure_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("same_as", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["figure_id"], ["figures.id"], name=op.f("fk_holders_figure_id_figures")),
        sa.ForeignKeyConstraint(["same_as"], ["holders.id"], name=op.f("fk_holders_same_as_holders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holders")),
    )
    op.create_index(op.f("ix_holders_family"), "holders", ["family"], unique=False)
    op.create_index(op.f("ix_holders_figure_id"), "holders", ["figure_id"], unique=False)
    op.create_index(op.f("ix_holders_key"), "holders", ["key"], unique=False)
    op.create_index(op.f("ix_holders_same_as"), "holders", ["same_as"], unique=False)
    op.create_table(
        "offices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("figure_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("of", sa.Text(), nullable=True),
        sa.Column("start", sa.Text(), nullable=True),
        sa.Column("end", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["figure_id"], ["figures.id"], name=op.f("fk_offices_figure_id_figures"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offices")),
    )
    op.create_index(op.f("ix_offices_figure_id"), "offices", ["figure_id"], unique=False)
    op.create_index(op.f("ix_offices_title"), "offices", ["title"], unique=False)
    op.create_table(
        "appearances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("mentions", sa.JSON(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_appearances_article_id_articles"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["holder_id"], ["holders.id"], name=op.f("fk_appearances_holder_id_holders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appearances")),
    )
    op.create_index(op.f("ix_appearances_article_id"), "appearances", ["article_id"], unique=False)
    op.create_index(op.f("ix_appearances_holder_id"), "appearances", ["holder_id"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("appearances", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["holder_id"], ["holders.id"], name=op.f("fk_decisions_holder_id_holders")),
        sa.ForeignKeyConstraint(["other_id"], ["holders.id"], name=op.f("fk_decisions_other_id_holders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index("ix_decisions_holder_id_action", "decisions", ["holder_id", "action"], unique=False)
    op.create_index(op.f("ix_decisions_other_id"), "decisions", ["other_id"], unique=False)
    op.create_table(
        "descriptions",
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["holder_id"], ["holders.id"], name=op.f("fk_descriptions_holder_id_holders")),
        sa.PrimaryKeyConstraint("holder_id", "role", "site", name=op.f("pk_descriptions")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "statements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("appearance_id", sa.Integer(), nullable=True),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
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
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["addressee_holder_id"], ["holders.id"], name=op.f("fk_statements_addressee_holder_id_holders")
        ),
        sa.ForeignKeyConstraint(
            ["appearance_id"],
            ["appearances.id"],
            name=op.f("fk_statements_appearance_id_appearances"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_statements_article_id_articles"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["holder_id"], ["holders.id"], name=op.f("fk_statements_holder_id_holders")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["statements.id"], name=op.f("fk_statements_parent_id_statements"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_statements_thread_id_threads")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
    )
    op.create_index(op.f("ix_statements_appearance_id"), "statements", ["appearance_id"], unique=False)
    op.create_index("ix_statements_article_id_position", "statements", ["article_id", "position"], unique=True)
    op.create_index(op.f("ix_statements_holder_id"), "statements", ["holder_id"], unique=False)
    op.create_index(op.f("ix_statements_standing"), "statements", ["standing"], unique=False)
    op.create_index(op.f("ix_statements_thread_id"), "statements", ["thread_id"], unique=False)
    op.create_table(
        "answers",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("answered_id", sa.Integer(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_id"], ["statements.id"], name=op.f("fk_answers_answered_id_statements"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statements.id"], name=op.f("fk_answers_statement_id_statements"), ondelete="CASCADE"
        ),
    )
    op.create_index(op.f("ix_answers_answered_id"), "answers", ["answered_id"], unique=False)
    op.create_index(op.f("ix_answers_statement_id"), "answers", ["statement_id"], unique=False)
    op.create_table(
        "hops",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statements.id"], name=op.f("fk_hops_statement_id_statements"), ondelete="CASCADE"
        ),
        sa.UniqueConstraint("statement_id", "position", name=op.f("uq_hops_statement_id_position")),
    )
    op.create_table(
        "keys",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statements.id"], name=op.f("fk_keys_statement_id_statements"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", "statement_id", name=op.f("pk_keys")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "links",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["other_id"], ["statements.id"], name=op.f("fk_links_other_id_statements"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statements.id"], name=op.f("fk_links_statement_id_statements"), ondelete="CASCADE"
        ),
    )
    op.create_index(op.f("ix_links_other_id"), "links", ["other_id"], unique=False)
    op.create_index(op.f("ix_links_statement_id"), "links", ["statement_id"], unique=False)
    op.create_table(
        "stances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("target_holder_id", sa.Integer(), nullable=True),
        sa.Column("polarity", sa.Float(), nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statements.id"], name=op.f("fk_stances_statement_id_statements"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["target_holder_id"], ["holders.id"], name=op.f("fk_stances_target_holder_id_holders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stances")),
    )
    op.create_index(op.f("ix_stances_statement_id"), "stances", ["statement_id"], unique=False)
    op.create_index(op.f("ix_stances_target_holder_id"), "stances", ["target_holder_id"], unique=False)
    words = SQLITE_WORDS if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_WORDS
    for statement in words:
        op.execute(statement)
