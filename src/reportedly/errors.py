"""Every error a caller may meet, one tree.

    ReportedlyError
    ├── InputError             the input can't be read as an article
    │   ├── NotFound           no such file
    │   ├── NotText            binary, an image, an unknown encoding
    │   ├── Empty              no text, or HTML without an article
    │   ├── TooLarge           more text than an article may have, or than there is memory for
    │   ├── OtherLanguage      an article that isn't in English
    │   ├── NotARecord         a transcript, captions or a table of which no turns can be read
    │   └── FetchError         a URL that fails, redirects endlessly, or isn't http(s)
    │       └── NotPublic      a URL that leads off the public internet
    ├── LedgerError            a ledger can't be opened, read or written
    │   ├── NotInLedger        the ledger doesn't hold what was asked for
    │   ├── InvalidQuery       a query has an unknown value or an invalid day
    │   ├── InvalidReview      a review or decision is contradictory, or cites words not in the text
    │   ├── InvalidUser        a user name is invalid or taken
    │   ├── NotALedger         the file or database isn't a ledger
    │   ├── NewerLedger        a newer version of Reportedly wrote it
    │   ├── LedgerLocked       another program kept it locked for too long
    │   ├── LedgerDamaged      the file is damaged
    │   ├── LedgerFull         the disk is full
    │   ├── LedgerReadOnly     the ledger can be read but not written
    │   └── NoConnection       the database server can't be reached, or refuses the user
    ├── EvidenceError          what was fetched can't be kept or read, or is damaged
    │   └── NoTimestamp        a timestamp authority gives none
    ├── GoldError              a gold or prediction file is not what `evaluate` reads
    ├── OutputError            a result can't be written
    ├── ServeError             the reader can't listen where it was told to
    ├── WatchError             a watch's feeds, rules or channels aren't what they should be
    ├── ModelError             the tagger's files are missing, damaged or don't fit this version
    └── MissingExtra           a feature needs an optional dependency

Each message is one sentence that says what was expected and what was found. Errors of other
libraries are re-raised as one of these, `from` the original.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class ReportedlyError(Exception):
    """The base of every error that Reportedly raises on purpose."""


class InputError(ReportedlyError):
    """The input can't be read as an article."""


class NotFound(InputError):
    """There is no such file."""


class NotText(InputError):
    """The bytes are not text: binary, an image, or in an unknown encoding."""


class Empty(InputError):
    """There is no text, or the HTML holds no article."""


class TooLarge(InputError):
    """There is more text than an article may have, or than there is memory for."""


class OtherLanguage(InputError):
    """An article isn't in English. language: what it is in, as ISO 639 writes it."""

    def __init__(self, message: str, language: str) -> None:
        super().__init__(message)
        self.language = language


class NotARecord(InputError):
    """The file is of no form of which the turns of a record can be read, or is damaged."""


@contextmanager
def within_bounds(characters: int) -> Iterator[None]:
    """A context in which one article is worked on, so that its failure stays its own.

    characters: how many it has. Raises TooLarge if memory or Python's stack runs out.
    """
    try:
        yield
    except (MemoryError, RecursionError) as error:
        what = "memory" if isinstance(error, MemoryError) else "stack"
        raise TooLarge(
            f"expected an article that can be read with the {what} there is, found {characters:,} characters that need "
            "more; read it in parts"
        ) from error


class FetchError(InputError):
    """A URL could not be fetched.

    status: of the answer; None if there was none, or not of HTTP. wait: seconds to wait before it is asked again, if
    the answer says so.
    """

    def __init__(self, message: str, status: int | None = None, wait: float | None = None) -> None:
        super().__init__(message)
        self.status, self.wait = status, wait


class NotPublic(FetchError):
    """A URL leads to a private network, or to a port other than 80 and 443."""


class LedgerError(ReportedlyError):
    """A ledger can't be opened, read or written."""


class NotInLedger(LedgerError):
    """The ledger has no such article, holder, thread or decision."""


class InvalidQuery(LedgerError):
    """A query has an unknown value or an invalid day."""


class InvalidReview(LedgerError):
    """A review or a decision is contradictory, or rests on words that aren't in the text."""


class InvalidUser(LedgerError):
    """A user name is invalid or already taken."""


class NotALedger(LedgerError):
    """The file or database isn't a ledger."""


class NewerLedger(LedgerError):
    """A newer version of Reportedly wrote the ledger."""


class LedgerLocked(LedgerError):
    """Another program kept the ledger locked for too long."""


class LedgerDamaged(LedgerError):
    """The ledger's file is damaged."""


class LedgerFull(LedgerError):
    """The disk is full; what was stored before is intact."""


class LedgerReadOnly(LedgerError):
    """The ledger can be read but not written."""


class NoConnection(LedgerError):
    """The database server can't be reached, or refuses the user."""


class EvidenceError(ReportedlyError):
    """What was fetched can't be kept or read, or is damaged."""


class NoTimestamp(EvidenceError):
    """A timestamp authority can't be reached, refuses, or gives something else."""


class GoldError(ReportedlyError):
    """A gold file is not what `evaluate` reads."""


class OutputError(ReportedlyError):
    """A result can't be written."""


class ServeError(ReportedlyError):
    """The reader can't listen where it was told to."""


class WatchError(ReportedlyError):
    """What a watch is told to do isn't what it should be, or another watch is at it."""


class ModelError(ReportedlyError):
    """The tagger's files are missing, damaged or of another version."""


class MissingExtra(ReportedlyError):
    """A feature needs an optional dependency that isn't installed."""
