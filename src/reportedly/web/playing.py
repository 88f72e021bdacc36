"""Recordings that the reader plays: those alone that the ledger names, while they are the files that were heard."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path

from fastapi import Request

from ..errors import NotInLedger
from ..evidence import recordings as kept
from ..ledger import Ledger
from ..ledger.asked.records import RecordView
from ..ledger.records.recordings import RecordingFacts, StoredRecording
from ..records import recording
from ..records.heard import stamp

#: Files of which the digest is remembered, as long as size and time of change are the same.
_REMEMBERED = 256
#: Seconds that a caption is shown of which it isn't known when it ends.
_SHOWN = 5.0


def playable(request: Request, ledger: Ledger, numbers: Collection[int]) -> dict[int, RecordingFacts]:
    """The recordings of some records that lie where the ledger has them, by the records' ids."""
    found = ledger.recordings(numbers) if numbers else {}
    return {number: one.facts for number, one in found.items() if _there(request, one)}


def file(request: Request, ledger: Ledger, number: int) -> tuple[Path, RecordingFacts]:
    """The recording of a record. Raises NotInLedger if it has none, or it isn't there as it was heard."""
    stored = ledger.recordings([number]).get(number)
    if stored is None:
        raise NotInLedger(f"expected a recording of record {number}, found none that the ledger knows")
    path = _there(request, stored)
    if path is None:
        raise NotInLedger(f"expected the recording of record {number}, {stored.facts.name}, found it moved or deleted")
    if not _is_same(path, stored.digest):
        raise NotInLedger(f"expected the recording of record {number} as it was added, found another file there")
    return path, stored.facts


def _there(request: Request, stored: StoredRecording) -> Path | None:
    """Where a recording lies; None if it doesn't."""
    evidence: Path | None = request.app.state.evidence
    path = Path(stored.path)
    if stored.kept:
        found = kept.place(evidence, stored.path) if evidence else None
    else:
        found = path if path.is_absolute() else None
    return found if found and found.is_file() else None


def _is_same(path: Path, digest: str) -> bool:
    try:
        status = path.stat()
        return _digest(path, status.st_size, status.st_mtime_ns) == digest
    except OSError:
        return False


@lru_cache(_REMEMBERED)
def _digest(path: Path, size: int, changed: int) -> str:
    """The digest of a file, taken once while it isn't written to. size, changed: its own."""
    return recording.digest_of(path)


def captions(view: RecordView) -> str:
    """A record's turns as WebVTT, for whoever doesn't hear its recording; those without a time are left out."""
    return "\n".join(("WEBVTT", "", *_cues(view)))


def _cues(view: RecordView) -> Iterator[str]:
    timed = [turn for turn in view.turns if turn.start is not None]
    for at, turn in enumerate(timed):
        start = turn.start or 0.0
        following = timed[at + 1].start if at + 1 < len(timed) else None
        end = max(turn.end or following or start + _SHOWN, start + 0.001)
        speaker = view.speaker(turn)
        words = f"{speaker.name}: {turn.words}" if speaker else turn.words
        escaped = " ".join(words.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        yield f"{stamp(start)} --> {stamp(end)}\n{escaped}\n"
