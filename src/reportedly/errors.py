"""Every error a caller may meet, one tree.

    ReportedlyError
    ├── InputError             the input can't be read as an article
    │   ├── NotFound           no such file
    │   ├── NotText            binary, an image, an encoding that can't be told
    │   ├── Empty              nothing in it, or HTML without an article
    │   ├── TooLarge           more text than one article has
    │   └── FetchError         a URL that fails, redirects without end, or isn't http(s)
    │       └── NotPublic      a URL that leads elsewhere than to the public internet
    ├── LedgerError            a ledger can't be opened, read or written
    │   ├── NotInLedger        what was asked for isn't in it
    │   ├── InvalidQuery       a question has a standing or a day that is none
    │   ├── InvalidReview      a review or a decision says what can't be, or what the text hasn't
    │   ├── InvalidUser        a user's name is none, or is taken
    │   ├── NotALedger         a file or database of something else
    │   ├── NewerLedger        a newer version of Reportedly wrote it
    │   ├── LedgerLocked       another program kept it locked for too long
    │   ├── LedgerDamaged      the file is damaged
    │   ├── LedgerFull         the disk is full
    │   ├── LedgerReadOnly     it may only be read
    │   └── NoConnection       the database server can't be reached, or refuses the user
    ├── GoldError              a gold or prediction file is not what `evaluate` reads
    ├── OutputError            a result can't be written
    ├── ServeError             the reader can't listen where it was told to
    ├── ModelError             the tagger's files are missing, damaged or don't fit this version
    └── MissingExtra           a feature needs an optional dependency

Each message is one sentence that says what was expected and what was found. Errors of other
libraries are re-raised as one of these, `from` the original.
"""

from __future__ import annotations


class ReportedlyError(Exception):
    """The root: catching it catches all that Reportedly raises on purpose."""


class InputError(ReportedlyError):
    """The input can't be read as an article."""


class NotFound(InputError):
    """There is no such file."""


class NotText(InputError):
    """The bytes are not text: binary, an image, or in an encoding that can't be told."""


class Empty(InputError):
    """There is no text, or HTML holds no article."""


class TooLarge(InputError):
    """There is more text than one article has."""


class FetchError(InputError):
    """A URL could not be fetched."""


class NotPublic(FetchError):
    """A URL leads to a private network, or to another port than a web server's."""


class LedgerError(ReportedlyError):
    """A ledger can't be opened, read or written."""


class NotInLedger(LedgerError):
    """The ledger has no such article, holder, thread or decision."""


class InvalidQuery(LedgerError):
    """A question that no ledger can answer: a standing or a day that is none."""


class InvalidReview(LedgerError):
    """A review or a decision that says what can't be, or rests on words that the text hasn't."""


class InvalidUser(LedgerError):
    """A name that no user can have, or that one has."""


class NotALedger(LedgerError):
    """The file or database is one of something else."""


class NewerLedger(LedgerError):
    """A newer version of Reportedly wrote the ledger."""


class LedgerLocked(LedgerError):
    """Another program kept the ledger locked for too long."""


class LedgerDamaged(LedgerError):
    """The ledger's file is damaged."""


class LedgerFull(LedgerError):
    """The disk is full; what was kept before is safe."""


class LedgerReadOnly(LedgerError):
    """The ledger may only be read."""


class NoConnection(LedgerError):
    """The database server can't be reached, or refuses the user."""


class GoldError(ReportedlyError):
    """A gold file is not what `evaluate` reads."""


class OutputError(ReportedlyError):
    """A result can't be written."""


class ServeError(ReportedlyError):
    """The reader can't listen where it was told to."""


class ModelError(ReportedlyError):
    """The tagger's files are missing, damaged or of another version."""


class MissingExtra(ReportedlyError):
    """A feature needs an optional dependency that isn't installed."""
