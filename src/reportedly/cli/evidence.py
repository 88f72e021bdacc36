"""Commands on evidence: what was kept, offered again and checked."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import EvidenceError
from .group import cli, evidence_extra, evidence_in, told
from .ledger import EVIDENCE, JSON, LEDGER, NUMBER, opened, printed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..evidence.checked import Checked, Proves, Resting
    from ..evidence.kept import KeptCapture


@cli.group("evidence")
def evidence_group() -> None:
    """Show what was kept of articles, and offer it again, byte for byte."""


@evidence_group.command("show")
@click.argument("article", type=NUMBER, metavar="ARTICLE")
@LEDGER
@JSON
def show_command(article: int, where: str, as_json: bool) -> None:
    """List what was kept of ARTICLE, by its number: when and how it was fetched, its size and SHA-256."""
    with opened(where) as ledger:
        found = ledger.captures(article)
    if as_json:
        printed(found, as_json)
    else:
        from rich.console import Console

        from ..shown.terminal.evidence import show_kept

        show_kept(found, Console())
    if not found:
        click.echo(f"Nothing was kept of article {article}: `reportedly add --keep` does.", err=True)


@evidence_group.command("get")
@click.argument("article", type=NUMBER, metavar="ARTICLE")
@LEDGER
@EVIDENCE
@click.option("--number", type=NUMBER, default=1, show_default=True, help="Which of those that `show` lists.")
@click.option("--output", "to", type=click.Path(path_type=Path), metavar="FILE", help="Not to standard output.")
def get_command(article: int, where: str, place: str | None, number: int, to: Path | None) -> None:
    """Write the bytes that ARTICLE was read from, as they were kept, once their SHA-256 has proved right."""
    from ..evidence.kept import folder_of

    there = evidence_in(folder_of(where, place))
    with opened(where) as ledger:
        kept = _chosen(ledger.captures(article), article, number)
    from ..evidence.checked import body

    with body(there, kept) as content:
        if to is None:
            shutil.copyfileobj(content, sys.stdout.buffer)
            sys.stdout.buffer.flush()
            return
        from ..export.whole import whole_bytes

        with whole_bytes(to) as file:
            shutil.copyfileobj(content, file)
    click.echo(f"Wrote {to}", err=True)


@evidence_group.command("media")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--anchors", type=click.Path(path_type=Path), metavar="PEM",
    help="Certificates of those whom you trust to certify signers.",
)  # fmt: skip
@JSON
def media_command(files: tuple[Path, ...], anchors: Path | None, as_json: bool) -> None:
    """Tell what each media FILE says of its own making (C2PA): who signed it, what was done.

    It is one fact among others. No manifest says nothing: most files have none. A signature that is whole says that
    nothing was changed since, and nothing of what is shown. The exit code is 1 if a signature is broken, or a file
    can't be read.
    """
    from dataclasses import asdict

    from rich.console import Console

    from ..errors import ReportedlyError
    from ..printable import tame
    from ..shown.terminal.media import show_media

    with evidence_extra():
        from ..evidence.media import read_media

    trusted = _anchors(anchors) if anchors else None
    console, failed = Console(), False
    for path in files:
        try:
            found = read_media(path, trusted)
        except ReportedlyError as error:
            told(str(error))
            failed = True
            continue
        failed = failed or (found is not None and found.state == "broken")
        if as_json:
            line = {"file": str(path), "manifest": found and asdict(found)}
            click.echo(tame(json.dumps(line, ensure_ascii=False)).encode("utf-8", "replace"))
        else:
            show_media(str(path), found, console)
    if failed:
        sys.exit(1)


def _anchors(path: Path) -> str:
    from ..evidence.stamps import certificates, pem

    return pem(certificates(path))


def _chosen(kept: tuple[KeptCapture, ...], article: int, number: int) -> KeptCapture:
    if not kept:
        raise EvidenceError(f"expected evidence of article {article}, found none: `reportedly add --keep` keeps it")
    if number > len(kept):
        raise EvidenceError(f"expected a number from 1 to {len(kept)} for article {article}, found {number}")
    return kept[number - 1]


@cli.command("verify-evidence")
@click.argument("given", metavar="LEDGER|FILE")
@EVIDENCE
@click.option(
    "--tsa-certificate", "trusted", type=click.Path(path_type=Path), metavar="FILE",
    help="Certificates (PEM) of timestamp authorities that you trust.",
)  # fmt: skip
@JSON
def verify_command(given: str, place: str | None, trusted: Path | None, as_json: bool) -> None:
    """Hold kept evidence against its digests: that of a LEDGER, or a FILE (WACZ, or WARC packed by record).

    Named are every record with another byte, with its articles, expected and found SHA-256; every record that is
    missing; a file that was cut. Of timestamps it is told what they prove. The exit code is 0 if all is as it was kept,
    1 if something isn't.
    """
    from dataclasses import replace

    from ..evidence.kept import folder_of

    path = Path(given).expanduser()
    name = path.name.lower()
    if name.endswith(".wacz"):
        evidence_in(path.parent)
        from ..evidence.packages import check_package

        found = check_package(path, _proves(trusted))
    elif name.endswith((".warc.gz", ".warc")):
        evidence_in(path.parent)  # tells of a missing extra
        found = _of_warc(path)
    else:
        there = evidence_in(folder_of(given, place))
        from ..evidence.checked import check_kept, check_recordings

        with opened(given) as ledger:
            with ledger.snapshot() as snapshot:
                found = check_kept(there, _resting(snapshot.captures()), _proves(trusted))
            copies = [(number, one.path, one.digest) for number, one in ledger.recordings().items() if one.kept]
        beside = check_recordings(folder_of(given, place), copies)
        found = replace(found, faults=(*found.faults, *beside.faults), recordings=beside.recordings)
    _told(found, as_json)


def _proves(trusted: Path | None) -> Proves:
    """What checks timestamps. Raises EvidenceError for certificates that can't be read, and MissingExtra."""
    with evidence_extra():
        from ..evidence.stamps import certificates, proving
    return proving(certificates(trusted) if trusted else ())


def _of_warc(path: Path) -> Checked:
    from ..evidence.checked import check_file

    try:
        with path.open("rb") as file:
            if file.read(5) == b"WARC/":
                raise EvidenceError(
                    f"expected a WARC file packed by record in {path}, found one that isn't: `warcio recompress` does"
                )
            return check_file(file, path.name)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise EvidenceError(f"expected a WARC file in {path}, but: {reason}") from error


def _resting(captures: Iterable[tuple[int, KeptCapture]]) -> list[Resting]:
    """Captures, each once, with the articles that rest on it."""
    found: dict[KeptCapture, list[int]] = {}
    for number, kept in captures:
        found.setdefault(kept, []).append(number)
    return list(found.items())


def _told(found: Checked, as_json: bool) -> None:
    """Print what came of checking, and exit with 1 if something isn't as it was kept."""
    from dataclasses import asdict

    from ..printable import printable, tame
    from ..values.labels import count

    if as_json:
        click.echo(tame(json.dumps(asdict(found), ensure_ascii=False)).encode("utf-8", "replace"))
    else:
        for sentence in (*(fault.sentence for fault in found.faults), *found.remarks):
            click.echo(printable(sentence))
        if not found.faults and not found.records and not found.recordings:
            click.echo("nothing was kept: `reportedly add --keep` keeps it")
        elif not found.faults:
            what = "page or file" if found.captures == 1 else "pages and files"
            captures = f", {found.captures:,} {what}" if found.captures else ""
            recordings = f", {count(found.recordings, 'recording')}" if found.recordings else ""
            click.echo(f"as it was kept: {count(found.records, 'record')}{captures}{recordings}")
    if found.faults:
        sys.exit(1)
