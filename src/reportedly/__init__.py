"""Reportedly reads news and says who said what.

    >>> import reportedly
    >>> reading = reportedly.read("“It floats,” said Ana Reyes.")

`read` takes a text or an `Article` and returns a frozen `Reading` of `Statement`s: each with its `Holder`, its
`Standing`, and where the text tells the `Document` that speaks, the `Sourcing` of an unnamed holder, its `Addressee`,
`Time`, `Place`, the `Hop`s of its chain, the `Answer`s it gives and the `Stance`s it takes. `Reading.origins()` gives
`Origin`s and `Reading.stances()` gives `Position`s. `read_many` reads many, `to_frame` makes a table of them; `verify`
holds what is quoted against records of what was said. `Reading.authenticity` has the `Authenticity` of records that an
article speaks of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .__about__ import __version__
from .articles.article import Article
from .errors import (
    Empty,
    FetchError,
    GoldError,
    InputError,
    MissingExtra,
    ModelError,
    NotFound,
    NotText,
    OutputError,
    ReportedlyError,
    TooLarge,
)
from .holders.holder import Holder
from .reading import Origin, Position, Reading, Statement, read
from .span import Span
from .values.addressees import Addressee
from .values.authenticity import Authenticity
from .values.chains import Hop
from .values.documents import Document
from .values.exchanges import Answer
from .values.sourcing import Sourcing
from .values.stance import Stance
from .values.standing import Standing
from .values.times import Place, Time

if TYPE_CHECKING:
    import pandas as pd

    from .articles.pending import Input
    from .batch import BatchProgress, ReadOutcome
    from .records.record import Record
    from .verification import RecordIndex, Verification


def read_many(
    articles: Iterable[Article | str | Input], *, processes: int = 1, progress: bool | BatchProgress = False
) -> Iterator[ReadOutcome]:
    """As `batch.read_many`: the outcome of each article, with its `reading` or its `error`."""
    from . import batch  # noqa: PLC0415 - whoever reads one article needs no processes

    return batch.read_many(articles, processes=processes, progress=progress)


def to_frame(readings: Iterable[Reading | ReadOutcome]) -> pd.DataFrame:
    """As `export.frame.to_frame`: a pandas DataFrame with one row for each statement."""
    from .export import frame  # noqa: PLC0415 - whoever reads needs no table

    return frame.to_frame(readings)


def verify(reading: Reading, records: RecordIndex | Iterable[Record]) -> Verification:
    """As `verification.verify`: what records (`records.load`) have of each quotation: class, passage, speaker, time."""
    from . import verification  # noqa: PLC0415 - whoever reads needs no record

    return verification.verify(reading, records)


__all__ = [
    "Addressee",
    "Answer",
    "Article",
    "Authenticity",
    "Document",
    "Empty",
    "FetchError",
    "GoldError",
    "Holder",
    "Hop",
    "InputError",
    "MissingExtra",
    "ModelError",
    "NotFound",
    "NotText",
    "Origin",
    "OutputError",
    "Place",
    "Position",
    "Reading",
    "ReportedlyError",
    "Sourcing",
    "Span",
    "Stance",
    "Standing",
    "Statement",
    "Time",
    "TooLarge",
    "__version__",
    "read",
    "read_many",
    "to_frame",
    "verify",
]
