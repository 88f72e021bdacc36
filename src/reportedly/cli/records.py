"""Commands on records: articles held against what was said, and the records of a ledger."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ..errors import InputError, LedgerError, MissingExtra, ReportedlyError
from ..printable import printable
from ..reading import Reading, read
from .group import ALLOW_PRIVATE, cli, told
from .ledger import COUNT, EVIDENCE, JSON, LEDGER, LOOKING, NUMBER, PATIENCE, bar, opened, printed, still

if TYPE_CHECKING:
    from ..ledger import Ledger, RecordFacts
    from ..ledger.records.recordings import StoredRecording
    from ..records import Record
    from ..records.hearing import Recogniser
    from ..records.recording import RecordingFile
    from ..verification import RecordIndex, RecordPassage
    from ..verification.heard import Listen

#: How a file begins that SQLite wrote, and the URL of a ledger on a server.
_SQLITE: Final = b"SQLite format 3\x00"
_SERVER: Final = re.compile(r"(?:postgres(?:ql)?|sqlite)(?:\+\w+)?://")
#: What hears recordings.
_MODEL = partial(
    click.option, "--model", envvar="REPORTEDLY_SPEECH_MODEL", type=click.Path(path_type=Path), metavar="FOLDER",
    help="To hear recordings: a Whisper model as faster-whisper takes it. Also REPORTEDLY_SPEECH_MODEL.",
)  # fmt: skip


@cli.command("verify")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE|LEDGER...")
@click.option(
    "--record", "records", multiple=True, required=True, type=click.Path(path_type=Path), metavar="FILE|FOLDER",
    help="A transcript, captions, a debate, a table of turns, a recording, or a folder of them; may be given again.",
)  # fmt: skip
@click.option(
    "--index", "kept", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Keep the records, as they were read, in FILE: made once, then only brought up to date. For large folders.",
)  # fmt: skip
@_MODEL()
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line for each article.")
@ALLOW_PRIVATE
def verify_command(
    articles: tuple[str, ...],
    records: tuple[Path, ...],
    kept: Path | None,
    model: Path | None,
    as_json: bool,
    allow_private: bool,
) -> None:
    """Hold what each ARTICLE or draft, or all of a LEDGER, quotes against records of what was said.

    A LEDGER is a SQLite file or postgresql://USER@HOST/DATABASE: its current articles are compared as they were read,
    with reviews applied, and nothing is written to it.

    Of each quotation it is told whether the words are there, where, by whom, and what was changed, put in or left out.
    Never whether they are true. Of recordings, audio or video, it is told what a machine heard alike or otherwise. The
    exit code is 0 if all are there, 1 if there is something to look at or an input
    failed, 3 if there is nothing to compare: no quotation, or no record.
    """
    from rich.console import Console

    from ..export import verification as export
    from ..shown.terminal.verification import show_counts, show_verification
    from ..verification import verify

    failed: list[ReportedlyError] = []

    def tell(error: ReportedlyError) -> None:
        failed.append(error)
        told(str(error))

    console = Console()
    verifications = []
    with _index(records, kept, model, tell) as (index, listen):
        if index is None:
            told("expected a record that can be read, found none: there is nothing to compare with")
            sys.exit(3)
        for one in _given(articles, allow_private):
            if one.reading is None:
                tell(one.error or InputError(f"expected an article in {one.name}, found none"))
                continue
            found = verify(one.reading, index, listen)
            if one.number is not None and not found.quotations:
                continue  # most of a ledger quotes nothing
            verifications.append(found)
            if as_json:
                click.echo(export.to_json(found, one.reading, one.number).encode("utf-8"))
                continue
            if len(verifications) > 1:
                console.print()
            if len(articles) > 1 or one.number is not None:
                console.print(printable(one.name), markup=False, highlight=False)
            show_verification(found, console, partial(_played, index))
    if not as_json and any(_is_ledger(name) for name in articles) and len(verifications) > 1:
        console.print()
        show_counts(verifications, console)
    if (verifications or not failed) and not any(one.quotations for one in verifications):
        told("expected words in quotation marks, found none: there is nothing to compare")
        sys.exit(3)
    if failed or any(not quotation.whole for one in verifications for quotation in one.quotations):
        sys.exit(1)


def _played(index: RecordIndex, found: RecordPassage) -> str | None:
    """The address at which a browser plays the words of a passage, if a machine heard them of a file at hand."""
    from ..records.recording import fragment, of_record

    number = index.names.index(found.record)
    recording = of_record(index.record(number))
    return None if recording is None else f"{recording.path.as_uri()}{fragment(found.time, found.until)}"


@contextmanager
def _index(
    records: Iterable[Path], kept: Path | None, model: Path | None, tell: Callable[[ReportedlyError], object]
) -> Iterator[tuple[RecordIndex | None, Listen | None]]:
    """The index of records, kept in a file if one is named, None if there are none; and what listens to recordings."""
    from ..records import load_all
    from ..verification import RecordIndex, kept_index
    from ..verification.kept import IndexHearing

    if kept is None:
        with _hearing(model) as recogniser:
            hear = recogniser.hear if recogniser else None
            loaded = [record for path in records for record in load_all(path, tell, hear)]
        yield RecordIndex(loaded) if loaded else None, recogniser.listen if recogniser else None
        return
    with ExitStack() as stack:
        recogniser = stack.enter_context(_hearing(model))
        hearing = IndexHearing(recogniser.hear, recogniser.digest) if recogniser else None
        with nullcontext() if recogniser else bar("Records") as progress:  # a recording has a bar of its own
            told_ = progress.told if progress else None
            index = stack.enter_context(kept_index(kept, records, tell, told_, hearing))
        yield index, recogniser.listen if recogniser else None


@cli.command("transcribe")
@click.argument("recording", type=click.Path(path_type=Path), metavar="FILE")
@_MODEL(required=True)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.vtt",
    help="Where to write the transcript; a file that is there is replaced. Without it, it is printed.",
)  # fmt: skip
def transcribe_command(recording: Path, model: Path, out: Path | None) -> None:
    """Hear a recording FILE, audio or video, and write what is said as WebVTT, every word with its time.

    The transcript tells that a machine heard it, which, and of which file, so that `verify --record` takes it for
    what it is: hearing takes long, and need be done but once. It needs ffmpeg.
    """
    from ..export.whole import whole_file
    from ..printable import encodable
    from ..records import heard

    with _hearing(model) as recogniser:
        assert recogniser is not None  # a model is required
        if out is None:
            click.echo(encodable(heard.as_webvtt(recogniser.hear(recording))).encode("utf-8"), nl=False)
            return
        with whole_file(out) as file:  # before an hour of hearing it is seen whether it can be written
            file.write(encodable(heard.as_webvtt(recogniser.hear(recording))))


@contextmanager
def _hearing(model: Path | None) -> Iterator[Recogniser | None]:
    """What hears recordings with a model, and shows how far it is; None without one."""
    if model is None:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from ..records import clock
    from ..records.hearing import Recogniser

    columns = (TextColumn("Hearing"), BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    shown = Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True)
    with shown:
        task = shown.add_task("", total=None)

        def progress(seconds: float, of: float | None) -> None:
            far = clock.code(seconds) + (f" of {clock.code(of)}" if of else "")
            shown.update(task, completed=seconds, total=of, description=far)

        yield Recogniser(model, tell=told, progress=progress)


@dataclass(frozen=True, slots=True)
class _ToVerify:
    """What is to be held against records. name: what it is called. reading: None if there is none, but an error.

    number: the article's id in its ledger; None if it is from none.
    """

    name: str
    reading: Reading | None = None
    number: int | None = None
    error: ReportedlyError | None = None


def _given(names: Iterable[str], allow_private: bool) -> Iterator[_ToVerify]:
    """The readings of articles, made now, and those that ledgers have, in order."""
    from ..articles.inputs import Facts, articles

    for name in names:
        if _is_ledger(name):
            yield from _of_ledger(name)
            continue
        for one in articles([name], Facts(), allow_private=allow_private, tell=told):
            yield _ToVerify(one.name, read(one.article) if one.article else None, error=one.error)


def _is_ledger(name: str) -> bool:
    """Whether a name is a ledger's: a file that SQLite wrote, or the URL of a database."""
    if _SERVER.match(name):
        return True
    try:
        with Path(name).expanduser().open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except (OSError, ValueError):
        return False


def _of_ledger(where: str) -> Iterator[_ToVerify]:
    """The current articles of a ledger, as they were read, in the order of adding; an error that ends this, last."""
    try:
        with opened(where) as ledger, ledger.snapshot() as snapshot:
            for number, reading in snapshot.current():
                article = reading.article
                known = (article.outlet, article.published, reading.headline, f"article {number}")
                yield _ToVerify(" · ".join(part for part in known if part), reading, number)
    except (LedgerError, MissingExtra) as error:
        yield _ToVerify(where, error=error)


# -- in a ledger ------------------------------------------------------------------------------------------------------


@cli.group("record")
def record_group() -> None:
    """Records of what was said, in a ledger: what articles quote is held against them."""


@record_group.command("add")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE|FOLDER...")
@LEDGER
@JSON
@click.option("--event", metavar="WORDS", help="What it is a record of: “hearing on the bridge”.")
@click.option("--date", "day", metavar="DATE", help="On which day it was said: YYYY-MM-DD.")
@click.option("--place", "at", metavar="WORDS", help="Where it was said.")
@_MODEL()
@click.option(
    "--recording", "of", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="The audio or video that a transcript is of, by whose times it is played in the reader. For one FILE only.",
)  # fmt: skip
@click.option("--keep", is_flag=True, help="Keep a copy of each recording, in the folder of evidence.")
@EVIDENCE
def add_record_command(
    files: tuple[Path, ...], where: str, as_json: bool, event: str | None, day: str | None, at: str | None,
    model: Path | None, of: Path | None, keep: bool, place: str | None,
) -> None:  # fmt: skip
    """Keep each FILE as a record: a transcript, captions, a debate, a table of turns; of a FOLDER all that it holds.

    Of a recording it is kept what the --model hears, and where it lies, so that `serve` plays it.

    The same file again changes nothing, but takes what is said of it now. Whatever the ledger's articles quote of it is
    held against it: at the end for up to a minute, then by `findings`. What fails is told, and the rest goes on.
    """
    from contextlib import suppress

    from ..errors import EvidenceError, LedgerLocked
    from ..evidence.kept import folder_of
    from ..given import is_day
    from ..ledger import RecordFacts
    from ..records import load_all
    from ..records.recording import RecordingFile, of_record

    if day is not None and not is_day(day):
        raise click.BadParameter("expected a day as YYYY-MM-DD.", param_hint="--date")
    if of is not None and (len(files) != 1 or files[0].is_dir()):
        raise click.UsageError("expected one FILE beside --recording, found more, or a folder")
    about = RecordFacts(event, day, at)
    folder = folder_of(where, place) if keep else None
    given = RecordingFile.of(of) if of else None
    outcomes: Counter[str] = Counter()

    def tell(error: ReportedlyError) -> None:
        outcomes["failed"] += 1
        told(str(error))

    with opened(where, must_be=False, patience=PATIENCE) as ledger:
        # a recording has a bar of its own
        with _hearing(model) as recogniser, nullcontext(iter) if model else bar("Reading") as progress:
            hear = recogniser.hear if recogniser else None
            for path in files:
                try:
                    for record in progress(load_all(path, tell, hear)):
                        stored = _stored(given or of_record(record), folder)
                        outcomes[_keep(ledger, record, about, stored, as_json)] += 1
                except (InputError, MissingExtra, EvidenceError) as error:
                    tell(error)
        with bar("Looking") as shown, suppress(LedgerLocked):
            ledger.refresh(LOOKING, shown.told)
        still(ledger.waiting())
    if outcomes.total() > 1:
        click.echo(", ".join(f"{count:,} {outcome}" for outcome, count in outcomes.most_common()), err=True)
    if outcomes["failed"]:
        sys.exit(1)


def _stored(recording: RecordingFile | None, folder: Path | None) -> StoredRecording | None:
    """Where a recording lies, for the ledger; folder: of evidence, into which it is copied, None: it stays alone."""
    from ..evidence import recordings
    from ..ledger.records.recordings import StoredRecording

    if recording is None:
        return None
    if folder is None:
        return StoredRecording(str(recording.path), recording.digest)
    return StoredRecording(recordings.keep(folder, recording.path, recording.digest), recording.digest, kept=True)


def _keep(ledger: Ledger, record: Record, about: RecordFacts, recording: StoredRecording | None, as_json: bool) -> str:
    """Add a record to the ledger, print what came of it, and return the outcome."""
    from ..errors import LedgerLocked
    from ..ledger.asked.json import plain
    from ..printable import encodable
    from ..values.labels import count

    try:
        kept = ledger.add_record(record, about, recording)
    except LedgerLocked as error:
        told(f"{record.name}: {error}")
        return "failed"
    if as_json:
        click.echo(json.dumps({"input": encodable(record.name), **plain(kept)}))
    else:
        said = f"{count(kept.turns, 'turn')}, {count(kept.speakers, 'speaker')}"
        known = f", {kept.known:,} known" if kept.known else ""
        plays = ", its recording kept" if recording and recording.kept else ", with its recording" if recording else ""
        click.echo(f"{kept.outcome}: {printable(record.name)}, record {kept.record}, {said}{known}{plays}")
    return kept.outcome


@record_group.command("list")
@LEDGER
@JSON
@click.option("--limit", type=COUNT, default=50, show_default=True, help="How many at most.")
def list_records_command(where: str, as_json: bool, limit: int) -> None:
    """List the records of the ledger, the newest first, with how much is quoted of each."""
    with opened(where) as ledger:
        found = ledger.records(limit)
    if as_json:
        printed(found, as_json)
        return
    from rich.console import Console

    from ..shown.terminal.records import show_records

    show_records(found, Console())


@record_group.command("show")
@click.argument("number", type=NUMBER, metavar="RECORD")
@LEDGER
@JSON
def show_record_command(number: int, where: str, as_json: bool) -> None:
    """Show a RECORD, by its number: who speaks in it, and what articles quote of it."""
    with opened(where) as ledger:
        found = ledger.record(number)
    if as_json:
        printed(found, as_json)
    else:
        from rich.console import Console

        from ..shown.terminal.records import show_record

        show_record(found, Console())
    still(found.waiting)


@record_group.command("remove")
@click.argument("number", type=NUMBER, metavar="RECORD")
@LEDGER
def remove_record_command(number: int, where: str) -> None:
    """Take a RECORD, by its number, out of the ledger, with all that was found by it."""
    with opened(where, patience=PATIENCE) as ledger:
        ledger.remove_record(number)
    click.echo(f"removed: record {number}", err=True)
