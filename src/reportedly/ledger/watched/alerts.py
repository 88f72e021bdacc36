"""Alert: what is told, with the change itself; kept until every channel has it.

An alert and who is to have it are stored in the transaction in which it is known that there is something to tell, so
that none is lost. What is being sent is marked before; whoever finds such a mark after a stop can't know whether it
arrived.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal, cast

import sqlalchemy as sa

from ..tables import schema
from ..tables.lists import page, wanted
from ..tables.record import Source
from ..tables.store import now
from .rules import Happening, Rule

AlertKind = Literal["said", "edited", "found", "digest"]
#: What an item tells: new words; words, or a headline, that stand otherwise now; words that came or went; an article
#: that isn't there any more, with its words; a finding.
ItemKind = Literal["said", "reworded", "headline", "put in", "taken out", "taken down", "finding"]

_ALERT: Final = schema.alerts.c
_DELIVERY: Final = schema.deliveries.c


@dataclass(frozen=True, slots=True)
class Where:
    """An article in which words stand: its outlet or what else it is called, title, URL, and day (ISO).

    versions: of one that was changed, since when each version is known, in words.
    """

    name: str
    title: str | None = None
    url: str | None = None
    published: str | None = None
    versions: str | None = None

    @classmethod
    def of(cls, source: Source) -> Where:
        """Of an article of the ledger."""
        return cls(source.name, source.title, source.url, source.published)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is told.

    words: as they stand now, at `where`. before: as they stood before, or stand at `other`. Either may be empty. who:
    whose they are; was: whose they were before, if that is somebody else. standing: how firmly they are presented.
    sentence: what was found, or what else there is to say.
    """

    kind: ItemKind
    where: Where
    words: str = ""
    before: str = ""
    who: str | None = None
    was: str | None = None
    cue: str = ""
    standing: str = "asserted"
    sentence: str = ""
    other: Where | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """What one rule found worth telling of one article at one time; a digest tells of many.

    id: in the ledger. key: the same wherever it is told. rule: its name. at: when it was known, ISO 8601 in UTC.
    article: id of the article.
    """

    id: int
    key: str
    rule: str
    kind: AlertKind
    at: str
    article: int | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Delivery:
    """An alert that a channel is to have. tries: how often it was sent in vain. again: whether it may have it."""

    alert: Alert
    channel: str
    tries: int
    again: bool


#: What an item is known by, and the statement that it is of: by these a rule tells nothing twice.
KnownItem = tuple[str, int | None, Item]


#: What a rule picks of an article.
Picked = tuple[Rule, Sequence[KnownItem]]


def store(connection: sa.Connection, kind: Happening, article: int, picked: Iterable[Picked]) -> int:
    """Store what rules pick of an article and haven't told yet, and who is to have it; returns how many alerts that is.

    What several rules have for a channel is one alert: nobody is told the same twice.
    """
    fresh = [(rule, news) for rule, known in picked if (news := _fresh(connection, rule, known))]
    channels: dict[str, list[int]] = {}
    for number, (rule, _) in enumerate(fresh):
        for channel in rule.tell:
            channels.setdefault(channel, []).append(number)
    groups: dict[tuple[int, ...], list[str]] = {}
    for channel, telling in channels.items():
        groups.setdefault(tuple(telling), []).append(channel)
    covered = {key for rules in groups for number in rules for key in fresh[number][1]}
    for number, (rule, news) in enumerate(fresh):
        if not rule.tell and not news.keys() <= covered:
            groups[(number,)] = []
            covered |= news.keys()
    for rules, names in groups.items():
        _alert_of(connection, kind, article, [fresh[number] for number in rules], names)
    # A rule that tells nobody may be covered by those that do, and has told this too.
    alone = [one for number, one in enumerate(fresh) if not any(number in rules for rules in groups)]
    if alone:
        _remember(connection, alone, newest(connection))
    return len(groups)


_Fresh = Mapping[str, tuple[int | None, Item]]


def _fresh(connection: sa.Connection, rule: Rule, news: Sequence[KnownItem]) -> _Fresh:
    known = {key for (key,) in connection.execute(_TOLD, {"rule": rule.name, "wanted": [key for key, *_ in news]})}
    return {key: (statement, item) for key, statement, item in news if key not in known}


def _alert_of(
    connection: sa.Connection, kind: Happening, article: int, some: Sequence[tuple[Rule, _Fresh]], to: Sequence[str]
) -> None:
    """Store the alert of what some rules have for some channels."""
    every = {key: item for _, news in some for key, (_, item) in news.items()}
    name = ", ".join(rule.name for rule, _ in some)
    digest = hashlib.sha256("\0".join((kind, str(article), name, *every)).encode("utf-8", "replace")).hexdigest()[:32]
    number = _insert(connection, (digest, name, kind), article, every.values(), to)
    _remember(connection, some, number)


def _remember(connection: sa.Connection, some: Iterable[tuple[Rule, _Fresh]], number: int) -> None:
    """Store what rules have told, with the alert that does, unless another alert does too."""
    for rule, news in some:
        known = {key for (key,) in connection.execute(_TOLD, {"rule": rule.name, "wanted": [*news]})}
        rows = [
            {"rule": rule.name, "key": key, "alert_id": number, "statement_id": statement}
            for key, (statement, _) in news.items()
            if key not in known
        ]
        if rows:
            connection.execute(sa.insert(schema.told), rows)


def _insert(
    connection: sa.Connection, about: tuple[str, str, AlertKind], article: int | None, items: Iterable[Item],
    channels: Iterable[str],
) -> int:  # fmt: skip
    key, rule, kind = about
    row = {"key": key, "rule": rule, "kind": kind, "at": now(), "article_id": article, "items": [*map(asdict, items)]}
    number = connection.execute(sa.insert(schema.alerts).values(row).returning(_ALERT.id)).scalar_one()
    to = [{"alert_id": number, "channel": channel, "state": "waiting"} for channel in dict.fromkeys(channels)]
    if to:
        connection.execute(sa.insert(schema.deliveries), to)
    return int(number)


def told_in_thread(connection: sa.Connection, rule: Rule, thread: int) -> bool:
    """Whether the rule has told of a statement of this thread."""
    return connection.execute(_IN_THREAD, {"rule": rule.name, "thread": thread}).first() is not None


def latest(connection: sa.Connection, limit: int, skip: int = 0) -> list[Alert]:
    """The latest alerts without digests, the newest first."""
    rows = connection.execute(_LATEST, {"limit": limit, "skip": skip}).mappings()
    return [_alert(row) for row in rows]


def since(connection: sa.Connection, number: int) -> list[Alert]:
    """The alerts without digests whose ids are greater than this, in order."""
    query = sa.select(schema.alerts).where(_ALERT.id > number, _ALERT.kind != "digest").order_by(_ALERT.id)
    return [_alert(row) for row in connection.execute(query).mappings()]


def newest(connection: sa.Connection) -> int:
    """The greatest id of an alert; 0 if there is none."""
    return connection.execute(sa.select(sa.func.max(_ALERT.id))).scalar() or 0


def digest(connection: sa.Connection, day: str, channels: Sequence[str]) -> bool:
    """Store the digest of a day, of all that was told since the one before; whether there wasn't any yet.

    One of nothing goes to nobody.
    """
    key = f"digest-{day}"
    if connection.execute(sa.select(_ALERT.id).where(_ALERT.key == key)).first() is not None:
        return False
    before = sa.select(sa.func.max(_ALERT.id)).where(_ALERT.kind == "digest")
    items = [item for one in since(connection, connection.execute(before).scalar() or 0) for item in one.items]
    _insert(connection, (key, "digest", "digest"), None, items, channels if items else ())
    return True


# -- whom they reach -------------------------------------------------------------------------------------------------


def due(connection: sa.Connection, at: float) -> list[Delivery]:
    """What is to be sent at this time (seconds since 1970), in the order in which it was known."""
    query = (
        sa.select(schema.alerts, *_DELIVERY["channel", "state", "tries"])
        .join(schema.deliveries, _DELIVERY.alert_id == _ALERT.id)
        .where(_DELIVERY.state != "told", _DELIVERY.not_before <= at)
        .order_by(_ALERT.id, _DELIVERY.channel)
    )
    rows = connection.execute(query).mappings()
    return [Delivery(_alert(row), row["channel"], row["tries"], row["state"] == "sending") for row in rows]


def mark(
    connection: sa.Connection, some: Iterable[Delivery], state: Literal["waiting", "sending", "told"],
    not_before: float = 0.0,
) -> None:  # fmt: skip
    """Store how far deliveries are. Waiting ones were sent in vain, and are due again at `not_before`."""
    for one in some:
        changing = sa.update(schema.deliveries).where(
            _DELIVERY.alert_id == one.alert.id, _DELIVERY.channel == one.channel
        )
        tries = one.tries + (state == "waiting")
        connection.execute(changing.values(state=state, tries=tries, not_before=not_before))


_TOLD: Final = sa.select(schema.told.c.key).where(schema.told.c.rule == sa.bindparam("rule"), wanted(schema.told.c.key))
_IN_THREAD: Final = (
    sa.select(schema.told.c.key)
    .join(schema.statements, schema.statements.c.id == schema.told.c.statement_id)
    .where(schema.told.c.rule == sa.bindparam("rule"), schema.statements.c.thread_id == sa.bindparam("thread"))
    .limit(1)
)
_LATEST: Final = page(sa.select(schema.alerts).where(_ALERT.kind != "digest").order_by(_ALERT.id.desc()))


def _alert(row: Mapping[Any, Any]) -> Alert:
    return Alert(
        row["id"], row["key"], row["rule"], cast("AlertKind", row["kind"]), row["at"], row["article_id"],
        tuple(map(_item, row["items"])),
    )  # fmt: skip


def _item(kept: Mapping[str, Any]) -> Item:
    other = kept["other"]
    return Item(**{**kept, "where": Where(**kept["where"]), "other": Where(**other) if other else None})
