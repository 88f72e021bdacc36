"""The answers of a ledger on a screen or in a pipe.

Everything that comes from articles passes through `printable` and goes to Rich as `Text`, never as a string.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import singledispatch
from pathlib import PurePath

from rich.console import Console
from rich.text import Text

from ...ledger.asked.authenticity import DoubtedRecord
from ...ledger.asked.holder import Profile, Stand
from ...ledger.asked.profiles import Loaded, Person, Public, Seen
from ...ledger.asked.search import Found
from ...ledger.asked.trace import Trace, Wording
from ...ledger.asked.versions import Version
from ...ledger.findings.finding import Evidence
from ...ledger.findings.queue import Kept
from ...ledger.people.suggestions import Suggestion
from ...ledger.records.quotations import HeldQuotation
from ...ledger.rereading import Rereading
from ...ledger.reviews.users import User
from ...ledger.tables.record import Source, StatementRecord
from ...printable import printable, shorten
from ...records import clock
from ...values import labels
from ...values.labels import count, side
from .lines import table, write

_WORDS = 200


@singledispatch
def show(value: object, console: Console) -> None:
    """Write an answer of the ledger to `console`. Raises TypeError for a value that is no such answer."""
    raise TypeError(f"expected an answer of the ledger, got {type(value).__name__}")


@show.register(list)
def _(values: list[object], console: Console) -> None:
    if not values:
        write(console, Text("Nothing was found."))
    for number, value in enumerate(values):
        if number and not _is_line(value):
            console.print()
        show(value, console)


def _is_line(value: object) -> bool:
    """Whether an answer takes a single line, and so is not set off by an empty one."""
    return (isinstance(value, Person) and not value.seen) or isinstance(value, Public | User)


@show.register
def _(found: Found, console: Console) -> None:
    if found.why:
        write(console, Text(found.why))
    elif not found.statements:
        write(console, Text("Nothing was found."))
    for statement, repeats in zip(found.statements, found.repeats, strict=True):
        _utterance(statement, repeats, console)
    if found.more:
        write(console, Text("There is more: --limit shows it.", style="dim"))
    _nested(found.nested, console)


def _statement(statement: StatementRecord, console: Console) -> None:
    write(
        console,
        Text.assemble(
            (_whose(statement), "bold"), " · ", (printable(statement.cue), "italic"), _standing(statement),
            f" · {printable(str(statement.around))}" if statement.around else "",
        ),
    )  # fmt: skip
    write(console, Text(shorten(printable(statement.content), _WORDS)), Text("  "))
    for known in (" · ".join(_sourced(statement)), _where(statement)):
        if known:
            write(console, Text(known, style="dim"), Text("  "))


def _utterance(statement: StatementRecord, repeats: Sequence[StatementRecord], console: Console) -> None:
    _statement(statement, console)
    if repeats:
        write(console, Text(f"also in {_outlets(repeats)}", style="dim"), Text("  "))


def _sourced(statement: StatementRecord) -> Iterator[str]:
    """The document that speaks, why the holder is unnamed and how it knows."""
    if statement.document:
        yield f"document: {printable(statement.document)}"
    for words, kind in statement.sourcing:
        yield f"{labels.SOURCING[kind]}: {printable(words)}"


def _whose(statement: StatementRecord) -> str:
    return printable(statement.who)


def _standing(statement: StatementRecord) -> str:
    return "" if statement.standing == "asserted" else f" · {statement.standing}"


def _where(statement: StatementRecord) -> str:
    thread = f"thread {statement.thread}" if statement.thread is not None else ""
    return " · ".join(filter(None, (_named(statement.source), thread, f"statement {statement.id}")))


# -- the way of an utterance -----------------------------------------------------------------------------------------


@show.register
def _(trace: Trace, console: Console) -> None:
    write(console, Text(shorten(printable(trace.wordings[0].words), _WORDS), style="bold"))
    write(console, Text(printable(str(trace.origins))))
    if trace.ends:
        write(console, Text(printable(_verified(trace.ends)), style="green"))
    for doubted in trace.authenticity:
        write(console, Text(_doubted(doubted)))
    if trace.thread is not None:
        write(console, Text(f"thread {trace.thread}", style="dim"))
    _wordings(trace.wordings, console)
    write(console, Text("When and where", style="bold"))
    held = {one.statement: one for one in trace.verified}
    for statement in trace.statements:
        _place(statement, printable(_way(statement, held.get(statement.id))), console)
    if trace.origins.graph.edges:
        _graph(trace, console)
    if trace.responses:
        write(console, Text("Answered by", style="bold"))
        for response in trace.responses:
            _place(response, ", ".join(dict(response.answers).values()), console)
    for finding in trace.findings:
        show(finding, console)


def _doubted(one: DoubtedRecord) -> str:
    """“the recording: not verified by the article itself, “could not be verified” (The Courier, 2024-05-10)”."""
    said = f"{labels.AUTHENTICITY[one.said.kind]} {labels.by_whom(one.said.by, own=one.said.own)}"
    where = ", ".join(filter(None, (one.source.name, one.source.published)))
    return printable(f"the {one.said.record}: {said}, “{one.said.text}” ({where})")


def _wordings(wordings: Sequence[Wording], console: Console) -> None:
    if len(wordings) > 1:
        rows = [
            (count(len({s.source.id for s in w.statements}), "article"), shorten(printable(w.words), _WORDS), w.type)
            for w in wordings
        ]
        table(console, "Wordings", rows)


def _place(statement: StatementRecord, how: str, console: Console) -> None:
    """Write who said it in which article, and how it came there or what it answers."""
    line = f"{_whose(statement)}{_standing(statement)}, {shorten(printable(statement.content), 60)}"
    write(console, Text(f"{line}  {how}" if how else line), Text("  "))
    write(console, Text(f"{_named(statement.source)} · statement {statement.id}", style="dim"), Text("    "))


def _way(statement: StatementRecord, held: HeldQuotation | None) -> str:
    """Through whom a statement came, and how the record has it at the end."""
    hops = [f"{relation} {name}" for name, relation in statement.chain]
    return " → ".join([*hops, *([f"{held.class_.replace('-', ' ')}, record {held.record}"] if held else [])])


def _verified(ends: Sequence[HeldQuotation]) -> str:
    """Where a thread ends: “1 origin, verified at 00:07:35 of hearing.vtt (record 1)”."""
    places = []
    for one in ends:
        at = one.passages[0]
        time = clock.code(one.time) if one.time is not None else f"turn {at.turn}"
        places.append(f"{time} of {PurePath(at.record).name} (record {one.record})")
    return f"{count(len(ends), 'origin')}, verified at {'; at '.join(places)}"


def _graph(trace: Trace, console: Console) -> None:
    """The graph of the joined chains, one row for each edge, from the origins on."""
    names = {node.id: printable(node.name) for node in trace.origins.graph.nodes}
    rows = [(names[e.source], f"→ {names[e.target]}", e.relation) for e in trace.origins.graph.edges]
    table(console, "How it travelled", rows)


# -- a holder --------------------------------------------------------------------------------------------------------


@show.register
def _(profile: Profile, console: Console) -> None:
    write(console, Text(printable(profile.name), style="bold"))
    roles = ", ".join(printable(role) for role in profile.roles[:6])
    write(console, Text(" · ".join(filter(None, [profile.kind, roles, f"holder {profile.id}"])), style="dim"))
    for other in profile.others:
        also = f"also called so: {printable(other.name)}, {other.kind}, {count(other.statements, 'statement')}"
        write(console, Text(f"{also}: reportedly who {other.id}", style="dim"))
    for target, stands in _by_target(profile.stands).items():
        console.print()
        write(console, Text(f"Towards {printable(target)}", style="bold"))
        for stand in stands:
            turn = "  turned" if stand.turn else ""
            write(console, Text(f"{stand.said.day or 'undated':<11}{side(stand.held.polarity)}{turn}"))
            write(console, Text(f"{shorten(printable(stand.said.content), 80)}", style="dim"), Text("           "))
    console.print()
    for statement, repeats in zip(profile.statements, profile.repeats, strict=True):
        _utterance(statement, repeats, console)
    if profile.total > len(profile.statements):
        shown = f"{len(profile.statements):,} of {count(profile.total, 'utterance')}: --limit shows more."
        write(console, Text(shown, style="dim"))
    _nested(profile.nested if all(one.around is None for one in profile.statements) else 0, console)
    for finding in profile.findings:
        show(finding, console)


def _nested(number: int, console: Console) -> None:
    """Write how many statements are left out since they stand in somebody else's words."""
    if number:
        write(console, Text(f"{number} more in somebody else’s words: --nested shows them.", style="dim"))


def _outlets(repeats: Iterable[StatementRecord]) -> str:
    """Where an utterance stands besides: “NTB, 2024-05-09; The Courier, 2024-05-10, in Ole Lund’s denial”."""
    told = ((one.source.name, one.source.published, str(one.around or "")) for one in repeats)
    places = (", ".join(filter(None, one)) for one in told)
    return printable("; ".join(dict.fromkeys(places)))


def _by_target(stands: Iterable[Stand]) -> dict[str, list[Stand]]:
    found: dict[str, list[Stand]] = {}
    for stand in stands:
        found.setdefault(stand.held.target, []).append(stand)
    return dict(sorted(found.items(), key=lambda item: -len(item[1])))


# -- findings, holders, versions -------------------------------------------------------------------------------------


@show.register
def _(kept: Kept, console: Console) -> None:
    write(console, Text.assemble((kept.finding.code, "bold"), f" · finding {kept.id}"))
    write(console, Text(printable(kept.finding.sentence)), Text("  "))
    for evidence in kept.finding.evidence:
        _evidence(evidence, kept.source(evidence), console)
    for passage in kept.finding.passages:
        write(console, Text(shorten(printable(passage.text), _WORDS)), Text("    "))
        time = clock.code(passage.time) if passage.time is not None else ""
        known = (passage.speaker or "unknown", f"turn {passage.turn}", time, passage.name, f"record {passage.record}")
        write(console, Text(" · ".join(printable(part) for part in known if part), style="dim"), Text("    "))


def _evidence(evidence: Evidence, source: Source | None, console: Console) -> None:
    number = f"statement {evidence.statement}" if evidence.statement is not None else ""
    write(console, Text(shorten(printable(evidence.text), _WORDS)), Text("    "))
    write(
        console, Text(" · ".join(filter(None, (_named(source) if source else "", number))), style="dim"), Text("    ")
    )


def _named(source: Source) -> str:
    """An article by its outlet, day, title and address."""
    known = (source.name, source.published, source.title if source.outlet or source.site else None, source.url)
    return " · ".join(printable(value) for value in known if value)


@show.register
def _(person: Person, console: Console) -> None:
    counted = f"{count(person.statements, 'statement')} in {count(person.articles, 'article')}"
    others = f"{person.nested:,} more in somebody else’s words" if person.nested else ""
    public = f"public figure {printable(person.figure)}" if person.figure else ""
    known = [person.kind, printable(person.role or ""), public, person.wikidata, counted, others]
    head = (f"{person.id:>6}  {printable(person.name)}", "bold")
    write(console, Text.assemble(head, " · ", " · ".join(filter(None, known))))
    if person.aliases:
        write(console, Text(f"also {', '.join(map(printable, person.aliases))}"), Text(" " * 8))
    for decided in person.decisions:
        line = f"decision {decided.id}, {decided.action} by {printable(decided.by)}: {printable(decided.reason)}"
        write(console, Text(line, style="dim"), Text(" " * 8))
    for seen in person.seen:
        _seen(seen, console)


@show.register
def _(found: Suggestion, console: Console) -> None:
    names = " = ".join(f"{printable(one.name)} ({one.id})" for one in (found.one, found.other))
    counted = " and ".join(count(one.statements, "statement") for one in (found.one, found.other))
    write(console, Text.assemble((names, "bold"), f" · {found.one.kind} · {counted}"))
    for reason in found.reasons:
        write(console, Text(printable(reason)), Text("  "))


def _seen(seen: Seen, console: Console) -> None:
    what = ", ".join(printable(part) for part in (seen.name, seen.role) if part)
    where = " · ".join(printable(part) for part in (seen.published, seen.outlet, f"article {seen.article}") if part)
    write(console, Text(f"{what} · {where}"), Text(f"        appearance {seen.id}: "))
    if seen.decision is not None:
        write(console, Text(f"decision {seen.decision}: {printable(seen.reason or '')}", style="dim"), Text(" " * 10))


@show.register
def _(public: Public, console: Console) -> None:
    known = [printable(name) for name in (public.wikidata, *public.aliases) if name]
    write(console, Text.assemble((printable(public.name), "bold"), *(f" · {name}" for name in known)))
    for office in public.offices:
        what = office.title + (f" of {office.of}" if office.of else "")
        write(console, Text(f"{printable(what)}, {office.start or '…'} to {office.end or '…'}"), Text("  "))


@show.register
def _(loaded: Loaded, console: Console) -> None:
    write(
        console,
        Text(f"{count(loaded.figures, 'public figure')}; {count(len(loaded.decisions), 'holder')} named by them."),
    )


@show.register
def _(user: User, console: Console) -> None:
    ended = f", revoked {user.revoked_at}" if user.revoked_at else ""
    write(console, Text.assemble((printable(user.name), "bold"), f" · since {user.added_at}{ended}"))


@show.register
def _(version: Version, console: Console) -> None:
    head = f"version {version.number} · article {version.article} · added {version.added_at}"
    again = f" · the text of version {version.again} again" if version.again else ""
    write(console, Text(head + again, style="bold"))
    for fact in version.facts:
        write(console, Text(f"{fact}, learnt {fact.at}"), Text("  "))
    for change in version.changes:
        gone, new = (shorten(printable(words), _WORDS) for words in (change.old, change.new))
        marked = " ".join(part for part in (f"[-{gone}-]" if gone else "", f"{{+{new}+}}" if new else "") if part)
        write(console, Text(f"… {printable(change.before)} {marked}"), Text("  "))
    for mark, statements in (("-", version.gone), ("+", version.added)):
        for statement in statements:
            write(
                console,
                Text(f"{_whose(statement)}: {shorten(printable(statement.content), _WORDS)}"),
                Text(f"  {mark} "),
            )


# -- read again ------------------------------------------------------------------------------------------------------


@show.register
def _(found: Rereading, console: Console) -> None:
    what = found.error or _counted(found.counts)
    write(console, Text(f"article {found.article}, {printable(found.name)}: {printable(what)}"))


def reread_in_words(counts: Counter[str], dry_run: bool) -> str:
    """What reading articles again has changed. counts: sums of `Rereading.counts`, with “articles” and “failed”."""
    read = f"{count(counts['articles'], 'article')} {'would be ' if dry_run else ''}read again"
    failed = f"; {count(counts['failed'], 'article')} can't be read" if counts["failed"] else ""
    return f"{read}: {_counted(counts) or 'nothing changes'}{failed}."


def _counted(counts: Counter[str]) -> str:
    """How many statements are gone and new, and how many values of others have changed."""
    fields = {name: many for name, many in counts.most_common() if name not in _NO_FIELDS}
    changed = f"{count(sum(fields.values()), 'value')} changed ({', '.join(f'{n} {m:,}' for n, m in fields.items())})"
    told = [f"{count(counts[name], what)} {name}" for name, what in (("gone", "statement"), ("new", "statement"))
            if counts[name]]  # fmt: skip
    told += [changed] if fields else []
    told += [f"{count(counts['kept'], 'statement')} kept for people"] if counts["kept"] else []
    told += [f"{count(counts['lost'], 'review')} without a statement now"] if counts["lost"] else []
    return ", ".join(told)


#: The counts that aren't of fields.
_NO_FIELDS = ("articles", "failed", "gone", "new", "kept", "lost")
