"""Recordings that are kept: whole copies in the folder of evidence, each called after its digest."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import IO, Final

from ..errors import EvidenceError

#: The folder of copies, in that of evidence.
FOLDER: Final = "recordings"
_NAME = re.compile(rf"{FOLDER}/[0-9a-f]{{64}}(?:\.[a-z0-9]{{1,8}})?")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
_BYTES: Final = 1 << 20


def keep(evidence: Path, path: Path, digest: str) -> str:
    """Keep a copy of a recording; returns its name in the folder of evidence. digest: SHA-256 that it must have.

    A copy that is there already stays. Raises EvidenceError if it can't be written, or the file has other bytes by now.
    """
    suffix = path.suffix.lower()
    name = f"{FOLDER}/{digest}{suffix if _SUFFIX.fullmatch(suffix) else ''}"
    target = evidence / name
    try:
        if not target.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            _copied(path, target, digest)
    except OSError as error:
        raise EvidenceError(f"expected to keep {path} in {target.parent}, found: {error.strerror}") from error
    return name


def place(evidence: Path, name: str) -> Path | None:
    """Where a copy lies by its name; None for a name that `keep` doesn't give."""
    return evidence / name if _NAME.fullmatch(name) else None


def _copied(path: Path, target: Path, digest: str) -> None:
    """Writes a copy under another name and then gives it its own, so that none is there in part."""
    copy = tempfile.NamedTemporaryFile(dir=target.parent, delete=False)  # noqa: SIM115 - it stays
    try:
        with copy, path.open("rb") as source:
            found = _written(source, copy)
            os.fsync(copy.fileno())
        if found == digest:
            Path(copy.name).replace(target)
    finally:
        Path(copy.name).unlink(missing_ok=True)
    if found != digest:
        raise EvidenceError(f"expected {path} to stay as it was heard, found other bytes while it was kept")


def _written(source: IO[bytes], copy: IO[bytes]) -> str:
    """Copies what is in a file to another; returns its SHA-256."""
    whole = hashlib.sha256()
    while block := source.read(_BYTES):
        whole.update(block)
        copy.write(block)
    copy.flush()
    return whole.hexdigest()
