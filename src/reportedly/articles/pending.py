"""Pending: what an input holds, record by record, before any article is made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..errors import InputError, MissingExtra
from ..printable import shorten
from .article import Article

if TYPE_CHECKING:
    from .captured import Capture


@dataclass(frozen=True, slots=True)
class Input:
    """One input with its article, or with the error if there is none. name: the input, and the part of it if any.

    captures: what the article was read from, if that is to be kept: its page or file, then the feed that named it.
    """

    name: str
    article: Article | None = None
    error: InputError | MissingExtra | None = None
    captures: tuple[Capture, ...] = ()


@dataclass(frozen=True, slots=True)
class Pending:
    """A record that may hold an article.

    make: makes the article; called before the next record is taken, since it may still have to be read. It raises
    InputError, MissingExtra and OSError. at: the byte at which the record begins in its file, if reading can begin
    there. url: where it is from, if the record tells. captures: as of an input.
    """

    name: str
    make: Callable[[], Article]
    at: int | None = None
    url: str | None = None
    captures: tuple[Capture, ...] = ()


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A record that is passed over. kind: why, in a word or two that can be counted. reason: the same as a sentence.

    at, url: as of a record that may hold an article.
    """

    name: str
    kind: str
    reason: str
    at: int | None = None
    url: str | None = None


#: A record of an input, as it comes.
FoundRecord = Input | Pending | PassedOver


def made(pending: Pending) -> Input:
    """The record with its article, or with the error."""
    found: Input = next(attempt(pending.name, _one, pending))
    return replace(found, captures=pending.captures) if pending.captures else found


def _one(pending: Pending) -> Iterator[Input]:
    yield Input(pending.name, pending.make())


def attempt(name: str, work: Callable[..., Iterator[Any]], *of: Any) -> Iterator[Any]:
    """What `work(*of)` yields; if it raises InputError or OSError, an Input with the error comes last."""
    try:
        yield from work(*of)
    except (InputError, MissingExtra) as error:
        yield Input(name, error=error)
    except OSError as error:
        reason = error.strerror or str(error)
        yield Input(name, error=InputError(f"expected an article in {shorten(name, 80)}, found: {reason}"))
