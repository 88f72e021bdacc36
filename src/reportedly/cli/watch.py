"""The command that watches feeds."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from .group import ALLOW_PRIVATE, LANGUAGE, cli, told
from .ledger import JSON, LEDGER, PATIENCE, bar, opened

if TYPE_CHECKING:
    from ..ledger import Ledger
    from ..ledger.watched.alerts import Alert
    from ..watch.rounds import Summary


@cli.command("watch")
@click.argument("files", nargs=-1, required=True, metavar="FEEDS...")
@LEDGER
@JSON
@click.option("--once", is_flag=True, help="One round, as for cron: ask every feed that may be asked now.")
@click.option("--dry-run", is_flag=True, help="One round on a copy of the ledger: print what would be told to whom.")
@click.option("--backlog", is_flag=True, help="Tell also of what a feed has when it is asked for the first time.")
@ALLOW_PRIVATE
@LANGUAGE
def watch_command(
    files: tuple[str, ...],
    where: str,
    as_json: bool,
    once: bool,
    dry_run: bool,
    backlog: bool,
    allow_private: bool,
    any_language: bool,
) -> None:
    """Watch feeds: keep their articles in the ledger, look at them again for edits, and tell what rules pick.

    FEEDS is an OPML list, or a YAML file with feeds, rules, and channels to be told (docs/watch.md); several count as
    one. Alerts are printed, sent to the channels of their rules, and shown by `serve` at /alerts. It goes on until
    Ctrl-C; stopped at any moment and started again, it goes on where it was.
    """
    import time

    from ..errors import LedgerLocked
    from ..watch.rounds import Watch
    from ..watch.settings import load

    settings = load(files)
    once = once or dry_run
    with _ledger(where, copied=dry_run) as ledger, ledger.watched.alone():
        watch = Watch(
            ledger, settings, private=allow_private, backlog=backlog, sends=not dry_run, any_language=any_language
        )
        while True:
            summary: Summary | None = None
            try:
                with bar("Watching") as shown:
                    summary = watch.round(all_feeds=once, progress=shown.doing)
            except LedgerLocked as error:
                if once:
                    raise
                told(str(error))
            if summary is not None:
                _print(summary, ledger, as_json, dry_run=dry_run)
            if once:
                break
            time.sleep(watch.wait())
    if summary is not None and (summary.failed or summary.untold):
        sys.exit(1)


@contextmanager
def _ledger(where: str, *, copied: bool) -> Iterator[Ledger]:
    """The ledger, made if there is none; or a copy of it for as long as the context. Raises WatchError."""
    import tempfile
    from pathlib import Path

    from ..errors import WatchError

    if not copied:
        with opened(where, must_be=False, patience=PATIENCE) as ledger:
            yield ledger
        return
    if "://" in where:
        raise WatchError("expected a ledger in a file for --dry-run, which works on a copy, but found a database")
    with tempfile.TemporaryDirectory(prefix="reportedly-watch-") as folder:
        copy = Path(folder) / "ledger.db"
        if Path(where).expanduser().exists():
            with opened(where) as ledger:
                ledger.backup(copy)
        with opened(str(copy), must_be=False) as ledger:
            yield ledger


def _print(summary: Summary, ledger: Ledger, as_json: bool, *, dry_run: bool) -> None:
    """Print alerts on standard output, and on standard error what came of the round."""
    import time

    from ..ledger.asked.json import to_json

    to: dict[int, list[str]] = {}
    alerts: dict[int, Alert] = {alert.id: alert for alert in summary.alerts}
    if dry_run:
        for one in ledger.watched.due(time.time()):
            alerts.setdefault(one.alert.id, one.alert)
            to.setdefault(one.alert.id, []).append(one.channel)
    for number in sorted(alerts):
        if as_json:
            click.echo(to_json(alerts[number]).encode("utf-8"))
        else:
            _show(alerts[number], to.get(number, []) if dry_run else None)
    for reason in summary.failed.values():
        told(reason)
    for url, reason in summary.passed_over.items():
        told(f"{url}: {reason}")
    for name, count in summary.untold.items():
        told(f"the channel {name!r} took nothing: {count:,} still to be told, tried again later")
    if summary.counts["feeds"] or summary.counts["pages"] or alerts:
        click.echo(_summed(summary, len(alerts), dry_run=dry_run), err=True)


def _show(alert: Alert, to: list[str] | None) -> None:
    from ..shown.alert import told as in_words

    words = in_words(alert)
    click.echo(words.title)
    for line in words.lines:
        click.echo(f"  {line}".rstrip())
    if to is not None:
        click.echo(f"  would be told: {', '.join(to) or 'nobody; it would be printed, and shown at /alerts'}")
    click.echo()


#: What a summary says of each count, in order; {} is an s where it is of several.
_SAID = (
    ("feeds not modified", "not modified"), ("feeds the same", "with the same content"), ("feeds failed", "failed"),
    ("feeds left alone", "left alone for now"), ("pages", "page{} asked"), ("pages unchanged", "of them unchanged"),
    ("pages failed", "page{} failed"), ("pages taken down", "taken down"),
    ("pages in another language", "in another language"),
    ("articles new", "new article{}"), ("articles new version", "edited"),
    ("articles corrected", "with other facts"), ("articles older version", "older version{}"),
    ("pages quiet", "there before it watched, of which nothing is told"),
)  # fmt: skip


def _summed(summary: Summary, alerts: int, *, dry_run: bool) -> str:
    """What came of a round, in one line."""

    def of(number: int, words: str) -> str:
        return f"{number:,} {words.format('' if number == 1 else 's')}"

    counts = summary.counts
    said = [of(counts[name], words) for name, words in _SAID if counts[name]]
    told_of = of(alerts, "alert{}") + (" would be told" if dry_run else f", {counts['told']:,} sent")
    return "; ".join([of(counts["feeds"], "feed{} asked"), *said, of(counts["readings"], "reading{} made"), told_of])
