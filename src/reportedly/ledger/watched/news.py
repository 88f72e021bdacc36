"""News: what rules pick of an article that is new, of one that was changed, and of what was found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

import sqlalchemy as sa

from ...printable import printable
from ...span import Span
from ..findings import queue
from ..findings.finding import Evidence
from ..people import called
from ..tables import schema
from ..tables.lists import one_of
from ..tables.record import Source, StatementRecord, fetch, in_thread, these, these_sources
from . import alerts
from .alerts import Item, ItemKind, KnownItem, Picked, Where
from .edits import Reworded, Rewritten, extent, reworded, rewritten
from .rules import Happening, Rule, has, picks, published_by

#: Most sentences of an edit that are told by a rule that asks for no words.
MOST: Final = 6
#: For how long after a page was first seen findings that rest on it are told, and how old a finding may be.
WATCHED, FRESH = timedelta(days=14), timedelta(days=2)

_ARTICLE: Final = schema.articles.c


@dataclass(frozen=True, slots=True)
class _Version:
    """A version of an article: its source, its text, its number, and since when the ledger has it."""

    source: Source
    text: str
    number: int
    added_at: str


def tell(connection: sa.Connection, rules: Iterable[Rule], article: int, before: int | None) -> int:
    """Store what rules pick of an article; returns how many things that are.

    before: the version of which was told last; None: nothing was told of it yet.
    """
    if before is None:
        statements = fetch(connection, _ARTICLE.id == article)
        return alerts.store(connection, "said", article, _said(connection, _on("said", rules), statements))
    if before == article:
        return alerts.store(connection, "edited", article, _retitled(connection, rules, article))
    edit = _edit(connection, before, article)
    # Who wants to hear of edits hears of what was put in as well.
    new = [one.new for one in edit.statements if one.old is None and one.new is not None]
    said = _said(connection, (rule for rule in _on("said", rules) if "edited" not in rule.on), new)
    told = alerts.store(connection, "said", article, said)
    return told + alerts.store(connection, "edited", article, _edited(connection, rules, edit))


# -- what was said ---------------------------------------------------------------------------------------------------


def _said(connection: sa.Connection, rules: Iterable[Rule], statements: Sequence[StatementRecord]) -> Iterator[Picked]:
    for rule in rules:
        meant = meant_by(connection, rule)
        picked = [one for one in statements if picks(rule, one, meant)]
        inside = {one.id for one in picked}
        news = [
            _news(connection, one)
            for one in picked
            if one.parent not in inside and not (one.thread and alerts.told_in_thread(connection, rule, one.thread))
        ]
        yield rule, news


def _news(connection: sa.Connection, one: StatementRecord) -> KnownItem:
    """A statement, with what is known of it from elsewhere."""
    earlier = _elsewhere(connection, one)
    first = earlier[0] if earlier else None
    differs = first is not None and _plain(first.content) != _plain(one.content)
    outlets = list(dict.fromkeys(other.source.name for other in earlier))
    item = Item(
        "said", Where.of(one.source), one.content, first.content if first and differs else "", one.name,
        cue=one.cue, standing=one.standing, sentence=_for_and_against(one),
        other=Where.of(first.source) if first else None,
    )  # fmt: skip
    if len(outlets) > 1:
        had = f"{len(outlets)} outlets had it before"
        item = replace(item, sentence="; ".join(filter(None, (item.sentence, had))))
    return f"statement {one.id}", one.id, item


def _elsewhere(connection: sa.Connection, one: StatementRecord) -> list[StatementRecord]:
    """The same utterance in other articles, the earliest first."""
    if not one.thread:
        return []
    others = [other for other in in_thread(connection, one.thread) if other.source.id != one.source.id]
    return sorted(others, key=lambda other: (other.source.published or "9999", other.id))


def _for_and_against(one: StatementRecord) -> str:
    sides = (f"{'for' if stance.polarity > 0 else 'against'} {stance.target}" for stance in one.stances)
    return ", ".join(dict.fromkeys(sides))


# -- what was changed ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Edit:
    """Two versions of an article, and what the second changed."""

    old: _Version
    new: _Version
    changes: Sequence[Rewritten]
    statements: Sequence[Reworded]


def _edit(connection: sa.Connection, before: int, article: int) -> _Edit:
    old, new = _version(connection, before), _version(connection, article)
    changes = rewritten(old.text, new.text)
    had, has_now = (fetch(connection, _ARTICLE.id == number) for number in (before, article))
    return _Edit(old, new, changes, reworded(changes, had, has_now))


def _edited(connection: sa.Connection, rules: Iterable[Rule], edit: _Edit) -> Iterator[Picked]:
    old, new = edit.old, edit.new
    where = replace(
        Where.of(new.source),
        versions=f"Version {new.number}, seen {_moment(new.added_at)}; before it since {_moment(old.added_at)}",
    )
    for rule in _on("edited", rules):
        if not published_by(rule, new.source):
            continue
        meant = meant_by(connection, rule)
        picked = [
            one for one in edit.statements if any(picks(rule, side, meant) for side in (one.old, one.new) if side)
        ]
        news = [_change(one, where) for one in picked]
        if not rule.of_statements:
            title = (old.source.title or "", new.source.title or "")
            if all(title) and _plain(title[0]) != _plain(title[1]):
                news += _title(rule, where, title)
            news += _sentences(rule, edit, picked, where)
        yield rule, [(f"{key} {new.source.id}", statement, item) for key, statement, item in news]


def _change(one: Reworded, where: Where) -> KnownItem:
    """A statement that was reworded, put in or taken out."""
    if one.new is None:
        assert one.old is not None
        gone = Item("taken out", where, "", one.old.content, one.old.name, cue=one.old.cue)
        return f"gone {one.old.id}", None, gone
    now = one.new
    if one.old is None:
        came = Item("put in", where, now.content, "", now.name, None, now.cue, now.standing)
        return f"came {now.id}", now.id, came
    was = (one.old.name or "an unknown source") if one.old.name != now.name else None
    firm = "" if one.old.standing == now.standing else f"{one.old.standing} before, {now.standing} now"
    item = Item("reworded", where, now.content, one.old.content, now.name, was, now.cue, now.standing, firm)
    return f"changed {now.id}", now.id, item


def _sentences(rule: Rule, edit: _Edit, told: Sequence[Reworded], where: Where) -> Iterator[KnownItem]:
    """Sentences that were rewritten, other than those of statements that are told, and the headline."""
    gone = [extent(one.old) for one in told if one.old is not None]
    came = [extent(one.new) for one in told if one.new is not None]
    versions = (edit.old, edit.new)
    titles = {_plain(version.source.title or "") for version in versions}
    some = 0
    for change in edit.changes:
        if _overlaps(change.old, gone) or _overlaps(change.new, came):
            continue
        before, now = (
            _line(span.of(version.text)) if span else ""
            for span, version in zip((change.old, change.new), versions, strict=True)
        )
        if {_plain(before), _plain(now)} == titles or (rule.words and not has(rule.words, f"{before}\n{now}")):
            continue
        some += 1
        if some > MOST:
            return
        kind: ItemKind = "reworded" if before and now else "put in" if now else "taken out"
        key = f"sentence {change.new.start if change.new else -1} {change.old.start if change.old else -1}"
        yield key, None, Item(kind, where, now, before)


def _overlaps(span: Span | None, others: Iterable[Span]) -> bool:
    return span is not None and any(span.overlap(other) for other in others)


def _retitled(connection: sa.Connection, rules: Iterable[Rule], article: int) -> Iterator[Picked]:
    """A headline that was changed while the text stayed."""
    change = schema.fact_changes.c
    query = sa.select(change.id, change.old, change.new, change.at).where(
        change.article_id == article, change.fact == "title"
    )
    rows = [row for row in connection.execute(query) if row.old and _plain(row.old) != _plain(row.new)]
    if not rows:
        return
    (source,) = these_sources(connection, [article])
    for rule in _on("edited", rules):
        if published_by(rule, source) and not rule.of_statements:
            yield (
                rule,
                [
                    (f"{key} {row.id}", None, item)
                    for row in rows
                    for key, _, item in _title(
                        rule, replace(Where.of(source), versions=f"Seen {_moment(row.at)}"), (row.old, row.new)
                    )
                ],
            )


def _title(rule: Rule, where: Where, title: tuple[str, str]) -> Iterator[KnownItem]:
    if not rule.words or any(has(rule.words, words) for words in title):
        yield "headline", None, Item("headline", where, title[1], title[0])


# -- what was taken down ---------------------------------------------------------------------------------------------


def tell_taken_down(connection: sa.Connection, rules: Iterable[Rule], article: int, why: str) -> int:
    """Store what rules pick of an article that isn't where it was any more; returns how many things that are.

    article: its last version. why: a sentence. Rules for edits pick it.
    """
    last = _version(connection, article)
    where = replace(
        Where.of(last.source), versions=f"Version {last.number}, since {_moment(last.added_at)}, was the last"
    )
    gone = Item("taken down", where, sentence=why)
    statements = fetch(connection, _ARTICLE.id == article)
    asking = [rule for rule in _on("edited", rules) if published_by(rule, last.source)]
    picked = [(rule, list(_taken_down(connection, rule, last, statements, gone))) for rule in asking]
    return alerts.store(connection, "edited", article, picked)


def _taken_down(
    connection: sa.Connection, rule: Rule, last: _Version, statements: Sequence[StatementRecord], gone: Item
) -> Iterator[KnownItem]:
    """The statements that a rule asks for, or the article as it is."""
    key = f"down {last.source.id}"
    if not rule.of_statements:
        if not rule.words or has(rule.words, f"{last.source.title or ''}\n{last.text}"):
            yield key, None, gone
        return
    meant = meant_by(connection, rule)
    some = [one for one in statements if picks(rule, one, meant)]
    inside = {one.id for one in some}
    for one in some:
        if one.parent not in inside:
            yield f"{key} {one.id}", None, replace(gone, before=one.content, who=one.name, cue=one.cue)


# -- what was found --------------------------------------------------------------------------------------------------


def tell_findings(connection: sa.Connection, rules: Iterable[Rule]) -> int:
    """Store what rules pick of findings that rest on watched pages; returns how many these are."""
    asking = list(_on("found", rules))
    if not asking:
        return 0
    now = datetime.now(UTC)
    watched = _watched(connection, (now - WATCHED).timestamp())
    fresh = schema.findings.c.found_at >= (now - FRESH).isoformat(timespec="seconds")
    found = [one for one in queue.kept(connection, queue.NOT_REJECTED, fresh) if watched & {s.id for s in one.sources}]
    numbers = {evidence.statement for one in found for evidence in one.finding.evidence} - {None}
    said = {one.id: one for one in these(connection, [number for number in numbers if number is not None])}
    picked: dict[int, dict[str, list[KnownItem]]] = defaultdict(lambda: defaultdict(list))
    for rule in asking:
        meant = meant_by(connection, rule)
        for one in reversed(found):
            evidence = [said[e.statement] for e in one.finding.evidence if e.statement in said]
            if rule.findings and one.finding.code not in rule.findings:
                continue
            if not _is_picked(rule, one, evidence, meant):
                continue
            here = next(e for e in one.finding.evidence if e.article in watched)
            # By its words: a new version of an article has statements of its own, on which the same is found again.
            key = f"finding {one.finding.code} {one.finding.sentence}"
            picked[here.article][rule.name].append((key, None, _finding(one, here, said)))
    return sum(
        alerts.store(connection, "found", article, [(rule, news[rule.name]) for rule in asking if rule.name in news])
        for article, news in picked.items()
    )


def _is_picked(rule: Rule, one: queue.Kept, said: Iterable[StatementRecord], meant: Collection[int]) -> bool:
    """Whether a finding rests on something that meets a rule's conditions."""
    if rule.of_statements:
        return any(picks(rule, statement, meant) for statement in said)
    words = [one.finding.sentence, *(evidence.text for evidence in one.finding.evidence)]
    return any(published_by(rule, source) for source in one.sources) and (
        not rule.words or any(has(rule.words, each) for each in words)
    )


def _finding(one: queue.Kept, here: Evidence, said: Mapping[int, StatementRecord]) -> Item:
    """A finding with the words on both sides. here: those that stand in a watched article."""
    others = [e for e in one.finding.evidence if e is not here]
    there = next((e for e in others if e.article != here.article), others[0] if others else None)
    at = {source.id: Where.of(source) for source in one.sources}
    passage = next(iter(one.finding.passages), None) if there is None else None
    whose = said.get(here.statement or 0)
    before, other = "", None
    if there is not None:
        before, other = there.text, at.get(there.article)
    elif passage is not None:
        before, other = passage.text, Where(", ".join(filter(None, (passage.name, passage.speaker))))
    return Item(
        "finding", at[here.article], _line(here.text), _line(before), whose.name if whose else None,
        sentence=f"{one.finding.code}: {one.finding.sentence}", other=other,
    )  # fmt: skip


def _watched(connection: sa.Connection, since: float) -> set[int]:
    """The articles of which findings are news."""
    watched = schema.watched_pages.c
    query = sa.select(watched.article_id).where(
        watched.article_id.is_not(None), watched.quiet.is_(sa.false()), watched.seen_at >= since
    )
    return {*connection.execute(query).scalars()}


# -- what all of them need -------------------------------------------------------------------------------------------


def _on(kind: Happening, rules: Iterable[Rule]) -> Iterator[Rule]:
    return (rule for rule in rules if kind in rule.on)


def meant_by(connection: sa.Connection, rule: Rule) -> frozenset[int]:
    """The ids of the holders that a rule's names mean in the ledger, also by what was merged into them."""
    return frozenset(number for name in rule.holders for number in called.numbered(connection, name))


def _version(connection: sa.Connection, number: int) -> _Version:
    columns = _ARTICLE["text", "version", "added_at"]
    row = connection.execute(sa.select(*columns).where(one_of(_ARTICLE.id, [number]))).one()
    (source,) = these_sources(connection, [number])
    return _Version(source, row.text, row.version, row.added_at)


def _moment(at: str) -> str:
    """A moment (ISO 8601 in UTC) to the minute, in words."""
    return f"{at[:10]} {at[11:16]} UTC"


def _plain(words: str) -> str:
    """Words without case, marks and white space, to see whether two wordings differ."""
    return "".join(sign for sign in words.casefold() if sign.isalnum())


def _line(words: str) -> str:
    return printable(words).strip()
