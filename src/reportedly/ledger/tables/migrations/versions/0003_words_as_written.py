"""Words as they are written, beside their stems: what begins with "governme" has the stem "govern"."""

from alembic import op

revision = "0003"
down_revision = "0002"

#: SQLite: a second index, without stems; only single words are looked up in it, so it needn't know where they stand.
SQLITE_WORDS = (
    """CREATE VIRTUAL TABLE statement_words_exact USING fts5(
        content_text, content='statements', content_rowid='id', tokenize="unicode61 remove_diacritics 2",
        detail=none, columnsize=0)""",
    """CREATE TRIGGER statement_words_exact_insert AFTER INSERT ON statements BEGIN
        INSERT INTO statement_words_exact(rowid, content_text) VALUES (new.id, new.content_text); END""",
    """CREATE TRIGGER statement_words_exact_delete AFTER DELETE ON statements BEGIN
        INSERT INTO statement_words_exact(statement_words_exact, rowid, content_text)
        VALUES ('delete', old.id, old.content_text); END""",
    """CREATE TRIGGER statement_words_exact_update AFTER UPDATE OF content_text ON statements BEGIN
        INSERT INTO statement_words_exact(statement_words_exact, rowid, content_text)
        VALUES ('delete', old.id, old.content_text);
        INSERT INTO statement_words_exact(rowid, content_text) VALUES (new.id, new.content_text); END""",
    "INSERT INTO statement_words_exact(statement_words_exact) VALUES ('rebuild')",
)
#: PostgreSQL: its English leaves out "not" and "we", and its parser takes "U.S." for a host and "-19" for a number.
#: Here words are what stands between marks, without accents, as SQLite has them, and none is left out.
POSTGRESQL_WORDS = (
    "DROP INDEX ix_statements_words",
    r"""CREATE FUNCTION statement_words(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT regexp_replace(regexp_replace(normalize(said, NFD), '[\u0300-\u036f]', '', 'g'),
                              '[\u0021-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007e\u00a1-\u00a9\u00ab\u00bb\u2010-\u205e]+',
                              ' ', 'g') $$""",
    "CREATE TEXT SEARCH DICTIONARY statement_stems (TEMPLATE = snowball, LANGUAGE = english)",
    "CREATE TEXT SEARCH CONFIGURATION statement_words (COPY = simple)",
    """ALTER TEXT SEARCH CONFIGURATION statement_words ALTER MAPPING REPLACE simple WITH statement_stems""",
    """CREATE INDEX ix_statements_words ON statements
        USING gin (to_tsvector('statement_words', statement_words(content_text)))""",
    """CREATE INDEX ix_statements_words_exact ON statements
        USING gin (to_tsvector('simple', statement_words(content_text)))""",
)


def upgrade() -> None:
    """Index the words."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_WORDS if sqlite else POSTGRESQL_WORDS:
        op.execute(statement)
