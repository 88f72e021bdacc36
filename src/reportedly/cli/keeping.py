"""What becomes of each article that is added to a ledger: kept, printed, counted."""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError
from .group import evidence_extra, evidence_in, told, told_if_spoken

if TYPE_CHECKING:
    from ..articles.captured import Capture
    from ..articles.pending import Input
    from ..errors import OtherLanguage
    from ..evidence.archive import Stamps
    from ..evidence.kept import KeptCapture
    from ..ledger import Ledger
    from ..ledger.tables.store import KeptArticle
    from ..reading import Reading


def batches_among(inputs: Sequence[str]) -> tuple[list[str], list[str]]:
    """The folders that `batch` wrote, and the other inputs."""
    from pathlib import Path

    from ..parts.readings import is_batch

    batches = [name for name in inputs if is_batch(Path(name))]
    return batches, [name for name in inputs if name not in batches]


def taken(ledger: Ledger, name: str, as_json: bool, progress: Callable[[Any], Iterator[Any]]) -> Counter[str]:
    """Keep the readings of a batch in the ledger, print what came of each, and count the outcomes."""
    from ..parts.folder import PartsFolder
    from ..parts.readings import batch_records, parts_left

    outcomes: Counter[str] = Counter()
    names: deque[str] = deque()

    def readings() -> Iterator[Reading]:
        for record in progress(batch_records(PartsFolder(name))):
            if record.reading is None:
                ledger.fail(record.name, record.reason or "")
                told(f"{record.name}: {record.reason}")
                outcomes["failed"] += 1
            else:
                names.append(record.name)
                yield record.reading

    for kept in ledger.add_many(readings()):
        _print_kept(names.popleft(), kept, as_json)
        outcomes[kept.outcome] += 1
    if left := parts_left(PartsFolder(name)):
        told(f"{left:,} parts of {name} aren't read yet: `reportedly batch` goes on with them")
    return outcomes


class Keeper:
    """Keeps the captures of inputs, each of them once. unstamped: for how many there was no timestamp.

    Raises EvidenceError without a place for them, and MissingExtra.
    """

    def __init__(self, where: str, place: str | None, authority: str | None) -> None:
        from ..evidence.kept import folder_of

        self.unstamped = 0
        self._there = evidence_in(folder_of(where, place))
        self._stamps: Stamps | None = None
        if authority:
            with evidence_extra():
                from ..evidence.stamps import asking
            self._stamps = asking(authority)
        self._last: dict[Capture, KeptCapture] = {}  # of a file with many articles, or of a feed

    def keep(self, ledger: Ledger, found: Input) -> tuple[KeptCapture, ...]:
        """What was kept for an input. Raises EvidenceError, and InputError for a file that has changed."""
        self._last = {one: self._last.get(one) or self._kept(ledger, one) for one in found.captures}
        return tuple(self._last.values())

    def _kept(self, ledger: Ledger, capture: Capture) -> KeptCapture:
        from ..errors import NoTimestamp

        try:
            return self._there.keep(capture, ledger.captured, self._stamps)
        except NoTimestamp as error:
            self.unstamped += 1
            told(f"{error}; it is kept without")
            return self._there.keep(capture, ledger.captured)


#: How the summary words each outcome.
COUNTED = {
    "new": "new", "new version": "as new versions", "older version": "as older versions", "corrected": "corrected",
    "unchanged": "unchanged", "skipped": "skipped", "failed": "failed",
}  # fmt: skip


def keep(
    ledger: Ledger, found: Input, as_json: bool, keeper: Keeper | None = None, *, any_language: bool = False
) -> str:
    """Add the article to the ledger, print what came of it, and return the outcome.

    any_language: whether it is kept though it isn't in English.
    """
    from contextlib import suppress

    from ..english.language import check_english
    from ..errors import LedgerLocked, OtherLanguage

    try:
        if found.article is None:
            raise found.error or InputError(f"expected an article in {found.name}, found none")
        if not any_language:
            check_english(found.article.text)
        told_if_spoken(found.name, found.article.text)
        kept = ledger.keep(found.article, of=keeper.keep(ledger, found) if keeper else ())
    except OtherLanguage as error:
        told(f"{found.name}: {error}")
        if as_json:
            _print_skipped(found.name, error)
        return "skipped"
    except (InputError, LedgerLocked) as error:
        with suppress(LedgerLocked):
            ledger.fail(found.name, str(error))
        told(f"{found.name}: {error}" if found.article else str(error))
        return "failed"
    _print_kept(found.name, kept, as_json)
    return kept.outcome


def _print_skipped(name: str, error: OtherLanguage) -> None:
    from ..printable import encodable

    skipped = {"input": encodable(name), "article": None, "outcome": "skipped", "language": error.language}
    click.echo(json.dumps({**skipped, "statements": 0, "facts": [], "copy_of": None}))


def _print_kept(name: str, kept: KeptArticle, as_json: bool) -> None:
    from ..ledger.asked.json import plain
    from ..printable import encodable, printable
    from ..values.labels import count

    if as_json:
        outcome = {"input": encodable(name), "article": kept.article, "outcome": kept.outcome}
        click.echo(
            json.dumps({**outcome, "statements": kept.statements, "facts": plain(kept.facts), "copy_of": kept.copy_of})
        )
    else:
        said = count(kept.statements, "statement") if kept.statements else "no statements"
        changes = "".join(f"; {change}" for change in kept.facts)
        changes += f"; a copy of article {kept.copy_of}" if kept.copy_of else ""
        click.echo(f"{kept.outcome}: {printable(name)}, article {kept.article}, {said}{changes}")
