"""WACZ files held against what they say of themselves: their directory, every file in them, every record."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final, cast

from ..errors import EvidenceError
from .checked import Checked, Fault, Proves, Resting, check_file, check_sealed
from .kept import from_json
from .sealed_zip import sealed

#: The description of a WACZ file, its digest, and the statements with what they rest on.
PACKAGE: Final = "datapackage.json"
DIGEST: Final = "datapackage-digest.json"
MANIFEST: Final = "statements/statements.json"
#: What reading a damaged archive, or a description of another form, raises.
_UNREADABLE: Final = (zipfile.BadZipFile, ValueError, EOFError, OSError, RuntimeError, KeyError, TypeError)


def check_package(path: Path, proves: Proves | None = None) -> Checked:
    """A WACZ file held against the digests in it; with a manifest of ours, every byte of it.

    proves: checks timestamps. Raises EvidenceError if there is no such file.
    """
    try:
        with path.open("rb") as file:
            return _checked(file, path.name, proves)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise EvidenceError(f"expected a WACZ file in {path}, but: {reason}") from error


def _checked(file: IO[bytes], name: str, proves: Proves | None = None) -> Checked:
    faults: list[Fault] = []
    records = captures = 0
    remarks: list[str] = []
    whole: tuple[str, str] | None = None
    try:
        whole = sealed(file)
        with zipfile.ZipFile(file) as archive:
            faults += _entries(archive, name)
            resting = _resting(archive)
            for warc in (one for one in archive.namelist() if one.endswith((".warc.gz", ".warc"))):
                with tempfile.TemporaryFile() as copy:
                    _extract(archive, warc, copy)
                    ours = [one for one in resting if f"archive/{one[0].warc}" == warc]
                    found = check_sealed(copy, warc, ours, None, proves) if ours else check_file(copy, warc)
                records, captures = records + found.records, captures + found.captures
                # What differs in the file is told record by record.
                faults = [fault for fault in faults if not (found.faults and fault.sentence.startswith(f"{warc} in "))]
                faults += found.faults
                remarks += found.remarks
    except _UNREADABLE as error:
        reason = str(error) or type(error).__name__
        faults.append(Fault("differs", f"expected a WACZ file in {name}, found one that can't be read ({reason})"))
    if whole and whole[0] != whole[1] and not faults:
        told = f"expected {whole[0]} of all of {name}, found {whole[1]}: it differs outside of the files in it"
        faults.append(Fault("differs", told))
    return Checked(records, captures, tuple(faults), tuple(remarks))


def _entries(archive: zipfile.ZipFile, name: str) -> Iterator[Fault]:
    """The files in it that differ from their digests, or are missing."""
    there = {*archive.namelist()}
    if PACKAGE not in there:
        yield Fault("missing", f"expected {PACKAGE} in {name}, found none")
        return
    described = archive.read(PACKAGE)
    package = json.loads(described)
    if DIGEST in there:
        expected = json.loads(archive.read(DIGEST))["hash"]
        found = f"sha256:{hashlib.sha256(described).hexdigest()}"
        if found != expected:
            yield Fault("differs", f"{PACKAGE} in {name}: expected {expected}, found {found}")
    else:
        yield Fault("missing", f"expected {DIGEST} in {name}, found none")
    for resource in package["resources"]:
        path, expected = str(resource["path"]), str(resource["hash"])
        if path not in there:
            yield Fault("missing", f"expected {path} in {name}, found none")
            continue
        found = _hash(archive, path, expected.partition(":")[0])
        if found != expected:
            yield Fault("differs", f"{path} in {name}: expected {expected}, found {found}")
    known = {PACKAGE, DIGEST, *(str(resource["path"]) for resource in package["resources"])}
    for extra in sorted(there - known):
        yield Fault("differs", f"{extra} in {name}: expected only what {PACKAGE} has, which hasn't this")


def _hash(archive: zipfile.ZipFile, path: str, algorithm: str) -> str:
    digest = hashlib.new(algorithm)
    with suppress(zipfile.BadZipFile), archive.open(path) as file:  # its own checksum says less
        while piece := file.read(1 << 20):
            digest.update(piece)
    return f"{algorithm}:{digest.hexdigest()}"


def _extract(archive: zipfile.ZipFile, path: str, to: IO[bytes]) -> None:
    """Copy a file out of it, whatever its checksum says."""
    with archive.open(path) as file:
        cast("Any", file)._expected_crc = None  # a record is named, not a file
        shutil.copyfileobj(file, to)


def _resting(archive: zipfile.ZipFile) -> list[Resting]:
    """What the manifest says of captures; empty without a manifest of ours."""
    if MANIFEST not in archive.namelist():
        return []
    try:
        manifest: Mapping[str, Any] = json.loads(archive.read(MANIFEST))
    except (zipfile.BadZipFile, ValueError):
        return []
    found: dict[Any, list[int]] = {}
    for article in manifest.get("articles", ()):
        for capture in article.get("captures", ()):
            found.setdefault(from_json(capture), []).append(article["id"])
    return list(found.items())
