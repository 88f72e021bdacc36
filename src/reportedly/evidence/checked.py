"""Evidence held against what is known of it: every byte that differs, every record that is missing, named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from ..errors import EvidenceError
from ..printable import printable, shorten
from .archive import Archive, digest_at, digest_of
from .kept import KeptCapture, SealedRecord
from .members import Member, body_of, member, members

FaultKind = Literal["differs", "missing", "cut"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that isn't as it was kept.

    kind: other bytes, no such record, or a file that ends too early. sentence: what was expected and what was found.
    record: the WARC-Record-ID, where one is meant. articles: ids in the ledger, or in the manifest of a WACZ, of the
    articles that rest on it. offset: in bytes of the WARC file.
    """

    kind: FaultKind
    sentence: str
    record: str | None = None
    articles: tuple[int, ...] = ()
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of checking. records, captures, recordings: how many were looked at. faults: empty if all is as kept.

    remarks: sentences on what is no fault.
    """

    records: int
    captures: int
    faults: tuple[Fault, ...]
    remarks: tuple[str, ...] = ()
    recordings: int = 0


#: Says what a timestamp, given as an authority's answer, proves of bytes with this SHA-256. Raises ValueError with the
#: reason if it proves nothing.
Proves = Callable[[bytes, str], str]
#: A capture and the ids of the articles that rest on it.
Resting = tuple[KeptCapture, Sequence[int]]


def check_file(file: IO[bytes], name: str, end: int | None = None) -> Checked:
    """The records of a WARC file held against their own digests. name: what it is called. end: see `members`."""
    faults: list[Fault] = []
    count = 0
    for found in members(file, end):
        count += 1
        if found.fault:
            kind: FaultKind = "cut" if found.cut else "differs"
            faults.append(Fault(kind, f"{_named(found, name)}: {found.fault}", found.id or None, (), found.offset))
        if found.block:
            found.block.close()
    if not count:
        faults.append(Fault("missing", f"expected records in {name}, found none"))
    return Checked(count, 0, tuple(faults))


def check_kept(archive: Archive, kept: Iterable[Resting], proves: Proves | None = None) -> Checked:
    """The evidence in a folder held against what a ledger knows of it, every byte of every record.

    proves: checks timestamps; without it they are only bytes.
    """
    resting = list(kept)
    if not resting:
        return Checked(0, 0, ())
    try:
        file = archive.warc.open("rb")
    except OSError as error:
        every = tuple(sorted({number for _, numbers in resting for number in numbers}))
        reason = (error.strerror or str(error)).lower()
        told = f"expected the evidence of {_articles(every)} in {archive.warc}, but: {reason}"
        return Checked(0, len(resting), (Fault("missing", told, None, every),))
    with file:
        return check_sealed(file, archive.warc.name, resting, archive.whole, proves)


def check_recordings(folder: Path, kept: Iterable[tuple[int, str, str]]) -> Checked:
    """The copies of recordings in the folder of evidence held against their digests.

    kept: of each the number of the record in the ledger, the name of the copy, and its SHA-256.
    """
    faults: list[Fault] = []
    count = 0
    for number, name, sha256 in kept:
        count += 1
        path = folder / name
        try:
            with path.open("rb") as file:
                found, _ = digest_of(file)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            faults.append(Fault("missing", f"expected the recording of record {number} in {path}, but: {reason}"))
            continue
        if found != sha256:
            told = f"the recording of record {number} in {path}: expected SHA-256 {sha256}, found {found}"
            faults.append(Fault("differs", told))
    return Checked(0, 0, tuple(faults), (), count)


def check_sealed(
    file: IO[bytes], name: str, resting: Sequence[Resting], whole: int | None = None, proves: Proves | None = None
) -> Checked:
    """As `check_kept`, for an open WARC file. name: what it is called. whole: how much of it counts, if not all."""
    size = file.seek(0, 2)
    known: dict[SealedRecord, set[int]] = {}
    for capture, numbers in resting:
        for record in capture.records:
            known.setdefault(record, set()).update(numbers)
    faults: list[Fault] = []
    last = max(record.offset + record.length for record in known)
    if size < last:
        every = {number for record, of in known.items() if record.offset + record.length > size for number in of}
        told = f"expected at least {last:,} bytes in {name}, found {size:,}: its end is missing"
        faults.append(Fault("cut", told, None, tuple(sorted(every)), size))
    ordered = sorted(known, key=lambda one: one.offset)
    differing = {record: fault for record in ordered for fault in _against(file, name, record, known[record], size)}
    elsewhere = _elsewhere(file, differing) if differing else set()
    faults += [fault for record, fault in differing.items() if record not in elsewhere]
    if elsewhere:
        of = tuple(sorted({number for record in elsewhere for number in known[record]}))
        told = f"{_articles(of)}: {len(elsewhere):,} records in {name} are sound, but not where they were kept"
        faults.append(Fault("missing", told, None, of))
    others: list[Member | Fault] = []
    if not elsewhere:
        at = 0
        for record in ordered:
            others += _unknown(file, name, at, min(record.offset, size))
            at = max(at, record.offset + record.length)
        others += _unknown(file, name, at, size if whole is None else min(whole, size))
    faults += [fault for fault in others if isinstance(fault, Fault)]
    beside = len(others) - sum(isinstance(one, Fault) for one in others)
    remarks: list[str] = []
    if not faults:
        faults += _bodies(file, resting)
        for proved in _stamps(file, resting, proves) if proves else ():
            (faults if isinstance(proved, Fault) else remarks).append(proved)  # type: ignore[arg-type] # each its own
    if beside:
        remarks.append(f"{beside:,} records in {name} belong to no article here")
    if whole is not None and whole < size:
        remarks.append(
            f"the last {size - whole:,} bytes of {name} are what a stopped writer left; the next takes them away"
        )
    return Checked(len(known) + len(others), len(resting), tuple(faults), tuple(remarks))


def _elsewhere(file: IO[bytes], wanted: Iterable[SealedRecord]) -> set[SealedRecord]:
    """Those of these records that lie in the file, the same byte for byte, but in another place."""
    by_id = {record.id: record for record in wanted}
    found = set()
    for there in members(file):
        record = by_id.get(there.id)
        if there.block:
            there.block.close()
        if record is None or there.offset == record.offset:
            continue
        if digest_at(file, there.offset, there.length) == record.sha256:
            found.add(record)
    return found


def _against(file: IO[bytes], name: str, record: SealedRecord, articles: Iterable[int], size: int) -> Iterator[Fault]:
    """What is wrong with a record, if something is."""
    of = tuple(sorted(articles))
    what = f"{_articles(of)}: the {record.type}{_of(record.uri)} ({record.id}) at byte {record.offset:,} of {name}"
    if record.offset >= size:
        yield Fault("missing", f"{what} is missing", record.id, of, record.offset)
        return
    digest = digest_at(file, record.offset, record.length)
    if digest == record.sha256:
        return
    told = f"{what}: expected SHA-256 {record.sha256}, found {digest}"
    there = member(file, record.offset, size)
    if there.fault:
        told += f"; {there.fault}"
    elif there.id != record.id:
        yield Fault(
            "missing", f"{what} is missing, {_named(there, name)} is in its place", record.id, of, record.offset
        )
        return
    yield Fault("differs", told, record.id, of, record.offset)


def _unknown(file: IO[bytes], name: str, at: int, end: int) -> Iterator[Member | Fault]:
    """The records between those of a ledger, held against their own digests."""
    while at < end:
        found = member(file, at, end)
        at += found.length
        if found.block:
            found.block.close()
        if found.fault:
            yield Fault("differs", f"{_named(found, name)}: {found.fault}", found.id or None, (), found.offset)
        else:
            yield found


def _bodies(file: IO[bytes], resting: Iterable[Resting]) -> Iterator[Fault]:
    """Whether what articles were read from comes out of sound records again."""
    seen: set[str] = set()
    for capture, numbers in resting:
        if capture.record in seen:
            continue
        seen.add(capture.record)
        try:
            with ExitStack() as stack:
                body = stack.enter_context(body_of(member(file, capture.sealed.offset, file.seek(0, 2))))
                found = digest_of(body)[0]
        except (ValueError, StopIteration) as error:
            found = f"none ({error})"
        if found != capture.sha256:
            of = tuple(sorted(numbers))
            told = f"{_articles(of)}: expected SHA-256 {capture.sha256} of what was read, found {found}"
            yield Fault("differs", told, capture.record, of)


def _stamps(file: IO[bytes], resting: Iterable[Resting], proves: Proves) -> Iterator[Fault | str]:
    """What the timestamps of captures prove, in words, or that one proves nothing."""
    for capture, numbers in resting:
        if capture.stamp is None:
            continue
        of = tuple(sorted(numbers))
        record = next(one for one in capture.records if one.id == capture.stamp.record)
        try:
            answer = body_of(member(file, record.offset, file.seek(0, 2)))
            yield f"{_articles(of)}: {proves(answer.read(), capture.sha256)}"
        except ValueError as error:
            told = f"{_articles(of)}: expected a timestamp of SHA-256 {capture.sha256}, found one of no worth: {error}"
            yield Fault("differs", told, record.id, of, record.offset)


def body(archive: Archive, kept: KeptCapture) -> IO[bytes]:
    """The bytes that were kept, in a file of their own, once they have proved to be the same.

    Raises EvidenceError if they can't be had, or differ.
    """
    try:
        with archive.warc.open("rb") as file:
            found = member(file, kept.sealed.offset, file.seek(0, 2))
            content = body_of(found)
    except OSError as error:
        raise EvidenceError(
            f"expected evidence in {archive.warc}, but: {(error.strerror or str(error)).lower()}"
        ) from error
    except ValueError as error:
        raise EvidenceError(f"expected the record {kept.record} in {archive.warc}, but {error}") from error
    sha256 = digest_of(content)[0]
    content.seek(0)
    if sha256 != kept.sha256:
        content.close()
        raise EvidenceError(f"expected SHA-256 {kept.sha256} of {shorten(printable(kept.uri), 80)}, found {sha256}")
    return content


def _named(found: Member, name: str) -> str:
    """A record in words."""
    known = f"the {found.type}{_of(found.uri)}" if found.head else "the record"
    return f"{known} at byte {found.offset:,} of {name}"


def _of(uri: str | None) -> str:
    return f" of {shorten(printable(uri), 100)}" if uri else ""


def _articles(numbers: Sequence[int]) -> str:
    """Articles in words; several thousand may rest on one file."""
    if not numbers:
        return "no article"
    shown = ", ".join(map(str, numbers[:5])) + (f" and {len(numbers) - 5:,} more" if len(numbers) > 5 else "")
    return f"article {shown}" if len(numbers) == 1 else f"articles {shown}"


def is_warc(path: Path) -> bool:
    """Whether a file begins as a packed WARC file does, or is called so."""
    return path.name.lower().endswith((".warc.gz", ".warc"))
