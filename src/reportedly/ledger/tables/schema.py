"""The ledger's tables.

Spans are JSON lists of `[start, end]` in code points of the text, and their words stand beside them, so that a table
makes sense by itself (in Datasette, say). Dates are ISO texts, times EDTF texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from ...values.fields import BESIDE, ON_ROW

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _to(
    target: str, *, index: bool = True, nullable: bool = True, cascade: bool = False, name: str = ""
) -> Column[int]:
    table = target.partition(".")[0]
    return Column(
        name or f"{table.removesuffix('s')}_id",
        ForeignKey(target, ondelete="CASCADE" if cascade else None),
        index=index,
        nullable=nullable,
    )


def _values() -> Iterator[Column[Any]]:
    """The columns of the values that stand on a statement's own row."""
    for field in ON_ROW:
        for part in field.parts:
            yield Column(part.column, JSON if part.sort == "spans" else Text, nullable=not field.usual)
            if part.holder:
                yield _to("holders.id", name=part.holder, index=False)
        yield from (Column(one.column, Text) for one in field.derived)


#: Of each table beside statements that holds values, the column of `reviewed` that says which review's count.
REVIEWS: Final = {field.table: f"{field.name}_id" for field in BESIDE}

#: One version of a published text. site: what counts as one outlet, folded. copy_of: the first article of which this
#: one is a copy. supersedes: the version before at the same URL; current: no later version is there.
articles = Table(
    "articles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("url", Text, index=True),
    Column("outlet", Text),
    Column("site", Text, nullable=False, index=True),
    Column("title", Text),
    Column("authors", JSON, nullable=False),
    Column("published", Text, index=True),
    Column("language", Text),
    Column("text", Text, nullable=False),
    Column("words", Integer, nullable=False),
    Column("added_at", Text, nullable=False),
    Column("version", Integer, nullable=False),
    _to("articles.id", name="supersedes", index=False),
    Column("current", Boolean, nullable=False),
    _to("articles.id", name="copy_of"),
)
#: Public figures, from a file that the user loads.
figures = Table(
    "figures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("wikidata", Text, unique=True),
)
figure_names = Table(
    "figure_names",
    metadata,
    _to("figures.id", nullable=False, cascade=True),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False, index=True),
    Column("family", Text, nullable=False, index=True),
    UniqueConstraint("figure_id", "name"),
)
#: Offices with the first and last day they were held; None: not known, or not over.
offices = Table(
    "offices",
    metadata,
    Column("id", Integer, primary_key=True),
    _to("figures.id", nullable=False, cascade=True),
    Column("title", Text, nullable=False, index=True),
    Column("of", Text),
    Column("start", Text),
    Column("end", Text),
)
#: Holders across articles. key, family: by what they are looked up (`names.key`, `names.family`). same_as: the one that
#: this was merged into, which may have been merged in turn.
holders = Table(
    "holders",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("role", Text),
    _to("figures.id"),
    Column("key", Text, nullable=False, index=True),
    Column("family", Text, nullable=False, index=True),
    _to("holders.id", name="same_as"),
)
#: Holders as an article has them, in the order of the reading.
appearances = Table(
    "appearances",
    metadata,
    Column("id", Integer, primary_key=True),
    _to("articles.id", nullable=False, cascade=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("role", Text),
    Column("mentions", JSON, nullable=False),
    _to("holders.id"),
)
#: As what, and in which outlets, articles have a holder: a row for each role, with no site, and one for each site.
descriptions = Table(
    "descriptions",
    metadata,
    Column("holder_id", ForeignKey("holders.id"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("site", Text, primary_key=True),
    sqlite_with_rowid=False,
)
#: Why holders are one or two: every decision (`decisions.Action`), by whom, and whether it was undone.
decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("action", Text, nullable=False),
    _to("holders.id", index=False),
    _to("holders.id", name="other_id"),
    Column("appearances", JSON, nullable=False),
    Column("reason", Text, nullable=False),
    Column("undone_at", Text),
)
#: One utterance across articles. statements, articles: how many have it.
threads = Table(
    "threads",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("statements", Integer, nullable=False),
    Column("articles", Integer, nullable=False),
)
#: Statements in the order of the reading. first, last: ISO days between which it was uttered. added: by a person,
#: not read. holder_id and thread_id follow from appearances, links and reviews; the rest is as it was read.
statements = Table(
    "statements",
    metadata,
    Column("id", Integer, primary_key=True),
    _to("articles.id", nullable=False, cascade=True, index=False),  # that of the positions has it in front
    Column("position", Integer, nullable=False),
    _to("statements.id", name="parent_id", index=False, cascade=True),
    _to("appearances.id", index=True, cascade=True),
    _to("holders.id"),
    Column("type", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("source", JSON, nullable=False),
    Column("cue", JSON, nullable=False),
    Column("cue_text", Text, nullable=False),
    Column("content", JSON, nullable=False),
    Column("content_text", Text, nullable=False),
    *_values(),
    _to("threads.id"),
    Column("added", Boolean, nullable=False, server_default=false()),
)
#: Who passed a statement on, nearest to the holder first. site: the name folded, as of an outlet. review_id, here and
#: in the next two: the review that says so instead of what was read; which one counts, `reviewed` says.
hops = Table(
    "hops",
    metadata,
    _to("statements.id", nullable=False, cascade=True, index=False),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("relation", Text, nullable=False),
    Column("spans", JSON, nullable=False),
    Column("site", Text, nullable=False),
    _to("reviews.id", cascade=True, index=False),
)
answers = Table(
    "answers",
    metadata,
    _to("statements.id", nullable=False, cascade=True),
    _to("statements.id", nullable=False, cascade=True, name="answered_id"),
    Column("relation", Text, nullable=False),
    _to("reviews.id", cascade=True, index=False),
)
stances = Table(
    "stances",
    metadata,
    Column("id", Integer, primary_key=True),
    _to("statements.id", nullable=False, cascade=True),
    Column("target", Text, nullable=False),
    _to("holders.id", name="target_holder_id"),
    Column("polarity", Float, nullable=False),
    Column("spans", JSON, nullable=False),
    _to("reviews.id", cascade=True, index=False),
)
#: Marks by which wordings of one utterance find each other, and copies of one text. of: how many of the statement's are
#: kept; 0: that wasn't counted yet.
keys = Table(
    "keys",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("statement_id", ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True),
    Column("of", SmallInteger, nullable=False, server_default="0"),
    sqlite_with_rowid=False,
)
bands = Table(
    "bands",
    metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    sqlite_with_rowid=False,
)
#: Why a statement is in its thread: the other one, how their wordings relate, how sure that is.
links = Table(
    "links",
    metadata,
    _to("statements.id", nullable=False, cascade=True),
    _to("statements.id", nullable=False, cascade=True, name="other_id"),
    Column("wording", Text, nullable=False),
    Column("score", Float, nullable=False),
)
#: What a person should look at; `key` is the same for the same finding. scope, scope_id: where it was looked for, an
#: article, a thread or a holder.
findings = Table(
    "findings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("code", Text, nullable=False, index=True),
    Column("sentence", Text, nullable=False),
    _to("articles.id", nullable=False, cascade=True),
    Column("scope", Text, nullable=False),
    Column("scope_id", Integer, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("found_at", Text, nullable=False),
)
#: Which articles and statements findings rest on, a row for each piece of evidence.
evidence = Table(
    "evidence",
    metadata,
    _to("findings.id", nullable=False, cascade=True),
    _to("articles.id", nullable=False, cascade=True),
    _to("statements.id", cascade=True),
)
#: What people said of what was read: every review, whether it stands or was undone. subject: a value of a statement, a
#: finding (by its key), or a statement that was missed. Nothing that it is on is changed by it.
reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text),
    Column("subject", Text, nullable=False),
    _to("articles.id", nullable=False, cascade=True),
    _to("statements.id", cascade=True),
    Column("finding", Text, index=True),
    Column("field", Text),
    Column("verdict", Text, nullable=False),
    Column("value", JSON),
    Column("undone_at", Text),
    Column("undone_by", Text),
)
#: Statements as reviews leave them: a row for each on which one stands, whole, with what was read where no review says
#: otherwise. It follows from `reviews` and is made anew with them. rejected: it is no statement. apart: it is in no
#: thread, and in none to come; thread_id: in which it would be. own: whether its holder is a review's. chain_id,
#: answers_id, stances_id: the review of which hops, answers and stances count; none: those that were read.
reviewed = Table(
    "reviewed",
    metadata,
    _to("statements.id", nullable=False, cascade=True, index=False),
    _to("articles.id", nullable=False, cascade=True),
    Column("rejected", Boolean, nullable=False),
    Column("apart", Boolean, nullable=False),
    Column("own", Boolean, nullable=False),
    _to("holders.id"),
    Column("holder", JSON),
    _to("threads.id"),
    Column("parent_id", Integer),
    Column("type", Text, nullable=False),
    Column("source", JSON, nullable=False),
    Column("cue", JSON, nullable=False),
    Column("cue_text", Text, nullable=False),
    Column("content", JSON, nullable=False),
    Column("content_text", Text, nullable=False),
    *_values(),
    *(_to("reviews.id", name=name, index=False) for name in REVIEWS.values()),
    PrimaryKeyConstraint("statement_id"),
)
#: Who may write, where there is anybody: a name, and the hash of a token that only its owner has.
users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, index=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("added_at", Text, nullable=False),
    Column("revoked_at", Text),
)
#: What findings have to be looked for again since something was added. kind: thread, holder or article.
dirty = Table(
    "dirty",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("id", Integer, primary_key=True, autoincrement=False),
)
#: Inputs that could not be read: outcomes too.
failures = Table(
    "failures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("input", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
)
# A president has thousands of links, and few decisions of other sorts.
Index("ix_decisions_holder_id_action", decisions.c.holder_id, decisions.c.action)
# What people decide is little, and asked for by time; what is decided while articles come is much, and never asked so.
_BY_PEOPLE = decisions.c.action.in_(["merge", "split"])
Index("ix_decisions_at", decisions.c.at, sqlite_where=_BY_PEOPLE, postgresql_where=_BY_PEOPLE)
# Few statements stand in others.
_INSIDE = statements.c.parent_id.is_not(None)
Index("ix_statements_parent_id", statements.c.parent_id, sqlite_where=_INSIDE, postgresql_where=_INSIDE)
Index("ix_statements_standing", statements.c.standing)
Index("ix_findings_scope_scope_id", findings.c.scope, findings.c.scope_id)
Index("ix_hops_statement_id_position", hops.c.statement_id, hops.c.position)
Index("ix_statements_article_id_position", statements.c.article_id, statements.c.position, unique=True)
