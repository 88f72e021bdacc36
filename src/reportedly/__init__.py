"""Reportedly reads news and says who said what.

    >>> import reportedly
    >>> reading = reportedly.read("“It floats,” said Ana Reyes.")

`read` takes a text or an `Article` and returns a frozen `Reading` of `Statement`s, each with its `Holder`.
"""

from .__about__ import __version__
from .article import Article
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
from .holders import Holder
from .reading import Reading, Statement, read
from .span import Span

__all__ = [
    "Article",
    "Empty",
    "FetchError",
    "GoldError",
    "Holder",
    "InputError",
    "MissingExtra",
    "ModelError",
    "NotFound",
    "NotText",
    "OutputError",
    "Reading",
    "ReportedlyError",
    "Span",
    "Statement",
    "TooLarge",
    "__version__",
    "read",
]
