"""Log: what goes wrong in the reader, on one line, and said once however often it happens."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from typing import Final

from ..printable import printable

#: Seconds in which a message is written once, and messages of the same kind at most this often.
WHILE, MOST = 60.0, 5
#: Most kinds of message that are remembered.
KINDS: Final = 1_000


@dataclass(slots=True)
class _Written:
    """The messages of one kind: since when, which were written, how many weren't."""

    since: float
    messages: set[str] = field(default_factory=set)
    left_out: int = 0


class Sparing(logging.Filter):
    """Lets a message pass once in a while, and tells with the next how many were left out.

    Messages are of one kind if they differ in their parameters alone.
    """

    def __init__(self) -> None:
        super().__init__()
        self._kinds: dict[tuple[str, str], _Written] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is written. Called by logging."""
        if _is_late(record):
            return False
        now, message, kind = time.monotonic(), record.getMessage(), (record.name, str(record.msg))
        before = self._kinds.get(kind)
        if before is not None and now - before.since < WHILE:
            if message in before.messages or len(before.messages) >= MOST:
                before.left_out += 1
                return False
            before.messages.add(message)
            return True
        self._kinds.pop(kind, None)  # to the end of the order
        self._kinds[kind] = _Written(now, {message})
        if len(self._kinds) > KINDS:
            del self._kinds[next(iter(self._kinds))]
        if before is not None and before.left_out:
            record.msg, record.args = f"{message} (and {before.left_out:,} more like it before)", ()
        return True


def _is_late(record: logging.LogRecord) -> bool:
    """Whether asyncio tries to listen again, a second after it ran out of files, on what was closed in the meantime: it
    does so once for each connection that was waiting, and tells each time.
    """
    error = record.exc_info[1] if record.exc_info else None
    return record.name == "asyncio" and isinstance(error, ValueError) and str(error) == "Invalid file descriptor: -1"


class OneLine(logging.Formatter):
    """A message, and of an exception its name, its words and where it was raised."""

    def format(self, record: logging.LogRecord) -> str:
        """The line. Called by logging."""
        error = record.exc_info[1] if record.exc_info else None
        words = [record.getMessage(), *([located(error)] if error else [])]
        return f"reportedly: {printable(': '.join(word.strip() for word in words))}"


def located(error: BaseException) -> str:
    """An error with the place where it was raised."""
    at = error.__traceback__
    while at and at.tb_next:
        at = at.tb_next
    place = f" ({at.tb_frame.f_code.co_filename}:{at.tb_lineno})" if at else ""
    return f"{type(error).__name__}: {error}{place}"


def write() -> None:
    """Write every warning and error of this process, whoever's it is, to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine())
    handler.addFilter(Sparing())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
