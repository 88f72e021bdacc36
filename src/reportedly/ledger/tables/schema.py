"""The tables of the ledger.

Spans are JSON lists of `[start, end]` in code points of the article's text. Important words are stored beside their
spans, so that a table makes sense by itself (for instance in Datasette). Dates are ISO strings, times EDTF strings.
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


class SpanPairs(JSON):
    """The type of columns of spans."""


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
    """The columns for the values that are stored on a statement's own row."""
    for field in ON_ROW:
        for part in field.parts:
            yield Column(part.column, SpanPairs if part.sort == "spans" else Text, nullable=not field.usual)
            if part.holder:
                yield _to("holders.id", name=part.holder, index=False)
        yield from (Column(one.column, Text) for one in field.derived)


#: For each table with values of statements, the column of `reviewed` with the id of the review whose rows count.
REVIEWS: Final = {field.table: f"{field.name}_id" for field in BESIDE}

#: One version of a published text. digest: of URL, outlet and text as first known, and of how often the text was at the
#: URL before, if it was. site: what identifies the outlet (`store.site`). copy_of: the earliest article that this one
#: is a copy of. address: what all URLs of the article have in common (`address_key`). supersedes: the previous version
#: there. current: whether there is no later version. program, weights: by which it was read (`ReadBy`); NULL: that
#: wasn't kept. authenticity: what it says of whether records are genuine (`Authenticity`), statements by position.
articles = Table(
    "articles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("url", Text, index=True),
    Column("address", Text, index=True),
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
    Column("program", Text),
    Column("weights", Text),
    Column("authenticity", JSON, nullable=False, server_default="[]"),
)
#: Facts of articles that were corrected. fact: the column of `articles`. old, new: its values. at: when it was learnt.
fact_changes = Table(
    "fact_changes",
    metadata,
    Column("id", Integer, primary_key=True),
    _to("articles.id", nullable=False, cascade=True),
    Column("fact", Text, nullable=False),
    Column("old", JSON(none_as_null=True)),
    Column("new", JSON(none_as_null=True)),
    Column("at", Text, nullable=False),
)
#: Public figures, loaded from a file.
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
#: Offices of public figures. start, end: the first and last day as ISO dates; NULL: unknown, or still held.
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
#: Holders across articles. key, family: for linking them (`names.key`, `names.family`). called: for asking for them
#: (`english.names.called`). same_as: the holder that this one was merged into, which may itself have been merged.
#: passes_on: whether what others say is only passed on in its words (`around.passes_on`).
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
    Column("called", Text, nullable=False, server_default=""),
    Column("passes_on", Boolean, nullable=False, server_default=false()),
)
#: Holders as an article has them. position: in the order of the reading; negative: only an earlier reading of the text
#: has it, for a statement that people vouched for.
appearances = Table(
    "appearances",
    metadata,
    Column("id", Integer, primary_key=True),
    _to("articles.id", nullable=False, cascade=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("role", Text),
    Column("mentions", SpanPairs, nullable=False),
    _to("holders.id"),
)
#: Roles and outlets in which articles have a holder: a row for each role, with an empty site, and one for each site,
#: with an empty role.
descriptions = Table(
    "descriptions",
    metadata,
    Column("holder_id", ForeignKey("holders.id"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("site", Text, primary_key=True),
    sqlite_with_rowid=False,
)
#: Decisions on the identity of holders (`decisions.Action`): by whom, why, and whether they were undone.
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
#: Threads: an utterance across articles. statements, articles: their numbers.
threads = Table(
    "threads",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("statements", Integer, nullable=False),
    Column("articles", Integer, nullable=False),
)
#: Statements. position: in the order of the reading. first, last: ISO dates between which it was uttered. added:
#: whether a review added it, or only an earlier reading of the text has it. holder_id and thread_id are derived from
#: appearances, links and reviews; the rest is as read.
statements = Table(
    "statements",
    metadata,
    Column("id", Integer, primary_key=True),
    _to("articles.id", nullable=False, cascade=True, index=False),  # the index on positions begins with this column
    Column("position", Integer, nullable=False),
    _to("statements.id", name="parent_id", index=False, cascade=True),
    _to("appearances.id", index=True, cascade=True),
    _to("holders.id"),
    Column("type", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("holder_confidence", Float, nullable=False, server_default="1"),
    Column("provenance", JSON, nullable=False, server_default="[]"),
    Column("source", SpanPairs, nullable=False),
    Column("cue", SpanPairs, nullable=False),
    Column("cue_text", Text, nullable=False),
    Column("content", SpanPairs, nullable=False),
    Column("content_text", Text, nullable=False),
    *_values(),
    _to("threads.id"),
    Column("added", Boolean, nullable=False, server_default=false()),
)
#: Hops of a statement's chain. position: from 0, nearest to the holder. site: the folded name, as of an outlet.
#: review_id, here and in the next three tables: the review that the row comes from, NULL if it was read. `reviewed`
#: says which of them count.
hops = Table(
    "hops",
    metadata,
    _to("statements.id", nullable=False, cascade=True, index=False),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("relation", Text, nullable=False),
    Column("spans", SpanPairs, nullable=False),
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
    Column("spans", SpanPairs, nullable=False),
    _to("reviews.id", cascade=True, index=False),
)
#: Why a holder is unnamed, and how it knows. kind: anonymity or knowledge.
sourcing = Table(
    "sourcing",
    metadata,
    Column("id", Integer, primary_key=True),
    _to("statements.id", nullable=False, cascade=True),
    Column("text", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("spans", SpanPairs, nullable=False),
    _to("reviews.id", cascade=True, index=False),
)
#: Hashes by which wordings of an utterance (keys) and copies of a text (bands) find each other. of: the number of keys
#: stored for the statement; 0 if it wasn't counted.
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
#: Why a statement is in its thread: another statement, how their wordings relate, and the score (0 to 1).
links = Table(
    "links",
    metadata,
    _to("statements.id", nullable=False, cascade=True),
    _to("statements.id", nullable=False, cascade=True, name="other_id"),
    Column("wording", Text, nullable=False),
    Column("score", Float, nullable=False),
)
#: Findings. key: identifies the same finding (`Finding.key`). scope, scope_id: the place that was examined, an article,
#: a thread, a holder, or the quotations of an article. passages: of records, that it rests on.
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
    Column("passages", JSON, nullable=False, server_default="[]"),
)
#: The articles and statements that findings rest on, a row for each piece of evidence.
evidence = Table(
    "evidence",
    metadata,
    _to("findings.id", nullable=False, cascade=True),
    _to("articles.id", nullable=False, cascade=True),
    _to("statements.id", cascade=True),
)
#: All reviews, also undone ones. subject: what it is about, a value of a statement, a finding (given by its key), a
#: missed statement or a whole article. A review never changes the rows that it is about.
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
#: Statements with reviews applied: a complete row for each statement with a review that stands. Values that no review
#: gives are as read. Derived from `reviews`, and written again whenever these change. rejected: it isn't a statement.
#: apart: it is in no thread and will join none; thread_id: the one it would be in. own: whether a review gives its
#: holder. chain_id, answers_id, stances_id, sourcing_id: the review whose hops, answers, stances and words of sourcing
#: count; NULL: those as read.
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
    Column("source", SpanPairs, nullable=False),
    Column("cue", SpanPairs, nullable=False),
    Column("cue_text", Text, nullable=False),
    Column("content", SpanPairs, nullable=False),
    Column("content_text", Text, nullable=False),
    *_values(),
    *(_to("reviews.id", name=name, index=False) for name in REVIEWS.values()),
    PrimaryKeyConstraint("statement_id"),
)
#: Users. Once there was one, writing in the reader needs a token. Only the hash of a token is stored.
users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, index=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("added_at", Text, nullable=False),
    Column("revoked_at", Text),
)
#: Places that have changed and must be examined again. kind: thread, holder, article, or quotations: those of an
#: article, which are held against records. mark: a random number, another one each time that the place changes.
dirty = Table(
    "dirty",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("mark", BigInteger, nullable=False, server_default="0"),
)
#: Articles handed in to the reader, from before they are confirmed (`additions`). key: by which it is asked for.
#: held_by, held_until: the worker that reads it, and until when (seconds since 1970). text: NULL once it is an
#: article's.
additions = Table(
    "additions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("url", Text),
    Column("text", Text),
    Column("outlet", Text),
    Column("title", Text),
    Column("published", Text),
    Column("state", Text, nullable=False, index=True),
    Column("held_by", Text),
    Column("held_until", Float),
    _to("articles.id", index=False, cascade=True),
    Column("outcome", Text),
    Column("statements", Integer),
    Column("error", Text),
)
#: Pages and files that were kept, of which articles were read (`KeptCapture`). warc: the WARC file's name in the folder
#: of evidence. record: the WARC-Record-ID of the record that has the bytes. records: all that were written for it
#: (`SealedRecord`). stamp: the proof of a time (`Stamp`).
captures = Table(
    "captures",
    metadata,
    Column("id", Integer, primary_key=True),
    _to("articles.id", nullable=False, cascade=True),
    Column("uri", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("media_type", Text),
    Column("size", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False, index=True),
    Column("warc", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("records", JSON, nullable=False),
    Column("stamp", JSON(none_as_null=True)),
)
#: What is known of a feed that is watched (`watched.state`). etag, modified, digest: of what it gave last. asked_at:
#: when it was asked last; not_before: until when it isn't, both in seconds since 1970. failures: how often it has
#: failed in a row, and error: the last reason in words.
watched_feeds = Table(
    "watched_feeds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("title", Text),
    Column("etag", Text),
    Column("modified", Text),
    Column("digest", Text),
    Column("asked_at", Float),
    Column("not_before", Float, nullable=False, server_default="0"),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("error", Text),
)
#: Pages that watched feeds name, from before they are read. address: one for all URLs of an article. entry: what the
#: feed says of it (`FeedEntry`); NULL once it isn't asked for any more. seen_at: since when it is known. quiet: the
#: feed had it when it was first asked, so that it is no news. article_id: the version of which all that there is to
#: tell was told. due_at: when it is to be asked for; NULL: not any more.
watched_pages = Table(
    "watched_pages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", Text, nullable=False, unique=True),
    Column("url", Text, nullable=False),
    _to("watched_feeds.id", nullable=False, cascade=True, name="feed_id"),
    Column("entry", JSON(none_as_null=True)),
    Column("etag", Text),
    Column("modified", Text),
    Column("digest", Text),
    Column("seen_at", Float, nullable=False),
    Column("quiet", Boolean, nullable=False),
    _to("articles.id", cascade=True),
    Column("due_at", Float, index=True),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("error", Text),
)
#: robots.txt of hosts that are asked. text: NULL: there is none. at: when it was asked for, in seconds since 1970.
robots = Table(
    "robots",
    metadata,
    Column("origin", Text, primary_key=True),
    Column("text", Text),
    Column("at", Float, nullable=False),
)
#: What is told (`watched.alerts.Alert`). key: of the alert, and by it told once.
alerts = Table(
    "alerts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("rule", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", Text, nullable=False),
    _to("articles.id", cascade=True),
    Column("items", JSON, nullable=False),
)
#: What each rule has told. key: of a statement, a change or a finding.
told = Table(
    "told",
    metadata,
    Column("rule", Text, nullable=False),
    Column("key", Text, nullable=False),
    _to("alerts.id", nullable=False, cascade=True, index=True),
    _to("statements.id", cascade=True),
    PrimaryKeyConstraint("rule", "key"),
)
#: To whom an alert goes. channel: by its name. state: waiting, sending, told. not_before: in seconds since 1970.
deliveries = Table(
    "deliveries",
    metadata,
    _to("alerts.id", nullable=False, cascade=True, index=False),
    Column("channel", Text, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("not_before", Float, nullable=False, server_default="0"),
    PrimaryKeyConstraint("alert_id", "channel"),
)
#: Inputs that could not be read, with the reason.
failures = Table(
    "failures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("input", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
)
#: Records of what was said. digest: SHA-256 of the file. name: what the record is called, its file. form: what it was
#: read from (`RecordForm`). event, date, place: as they were given; date: ISO. hearing: which machine heard
#: it (`Hearing`). recording: the file that it is of (`StoredRecording`). moments: `[code point, seconds]` of the
#: record's text, which is the words of all turns, parted by line breaks (`records.record.Record`).
records = Table(
    "records",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("event", Text),
    Column("date", Text),
    Column("place", Text),
    Column("moments", JSON, nullable=False),
    Column("words", Integer, nullable=False),
    Column("added_at", Text, nullable=False),
    Column("hearing", JSON(none_as_null=True)),
    Column("recording", JSON(none_as_null=True)),
)
#: Who speaks in a record, in the order in which they first speak. name: as the record calls them. reason: why this
#: holder is who speaks.
speakers = Table(
    "speakers",
    metadata,
    _to("records.id", nullable=False, cascade=True, index=False),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text),
    _to("holders.id"),
    Column("reason", Text),
    PrimaryKeyConstraint("record_id", "position"),
)
#: What somebody says in a record without another speaking. speaker: position among `speakers`; NULL: unknown. begins,
#: ends: in seconds.
turns = Table(
    "turns",
    metadata,
    _to("records.id", nullable=False, cascade=True, index=False),
    Column("position", Integer, nullable=False),
    Column("speaker", Integer),
    Column("role", Text),
    Column("words", Text, nullable=False),
    Column("begins", Float),
    Column("ends", Float),
    PrimaryKeyConstraint("record_id", "position"),
)
#: Hashes by which records and what articles quote find each other (`records.prints`).
record_prints = Table(
    "record_prints",
    metadata,
    Column("print", BigInteger, primary_key=True, autoincrement=False),
    Column("record_id", ForeignKey("records.id", ondelete="CASCADE"), primary_key=True),
    sqlite_with_rowid=False,
)
quoted_prints = Table(
    "quoted_prints",
    metadata,
    Column("print", BigInteger, primary_key=True, autoincrement=False),
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    sqlite_with_rowid=False,
)
#: Quotations of articles as records have them (`records.holding`). class, marked: as in `VerifiedQuotation`. spans,
#: words: of the article. passages: of the record, `turn`, `time`, `span` and `words` each. differences: `kind`,
#: `quoted` and `said` each.
verified = Table(
    "verified",
    metadata,
    Column("id", Integer, primary_key=True),
    _to("records.id", nullable=False, cascade=True),
    _to("articles.id", nullable=False, cascade=True),
    _to("statements.id", cascade=True),
    Column("holder", Text),
    Column("class", Text, nullable=False),
    Column("marked", Boolean),
    Column("spans", SpanPairs, nullable=False),
    Column("words", Text, nullable=False),
    Column("passages", JSON, nullable=False),
    Column("differences", JSON, nullable=False),
)
# For a president's few decisions among thousands of links.
Index("ix_decisions_holder_id_action", decisions.c.holder_id, decisions.c.action)
# Decisions by people are few and are queried by time; the many made on adding articles never are, and stay out.
_BY_PEOPLE = decisions.c.action.in_(["merge", "split"])
Index("ix_decisions_at", decisions.c.at, sqlite_where=_BY_PEOPLE, postgresql_where=_BY_PEOPLE)
# Only the few statements within others are in the index.
_INSIDE = statements.c.parent_id.is_not(None)
Index("ix_statements_parent_id", statements.c.parent_id, sqlite_where=_INSIDE, postgresql_where=_INSIDE)
# Few articles have other versions.
_OLDER = articles.c.current.is_(false())
Index("ix_articles_superseded", articles.c.id, sqlite_where=_OLDER, postgresql_where=_OLDER)
Index("ix_statements_standing", statements.c.standing)
Index("ix_statements_act", statements.c.act)
Index("ix_findings_scope_scope_id", findings.c.scope, findings.c.scope_id)
Index("ix_hops_statement_id_position", hops.c.statement_id, hops.c.position)
Index("ix_statements_article_id_position", statements.c.article_id, statements.c.position, unique=True)
