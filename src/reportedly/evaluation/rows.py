"""Rows: the objects of a JSON Lines file, with errors that name the line."""

from __future__ import annotations

import codecs
import itertools
import json
import lzma
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from ..errors import GoldError

T = TypeVar("T")
K = TypeVar("K", bound=str)

_NAMES: Mapping[type, str] = {str: "a string", int: "a whole number", list: "a list"}


@dataclass(frozen=True, slots=True)
class GoldRow:
    """A JSON object of a file. where: its place, for error messages.

    The methods that read a key raise GoldError if the key is missing or its value has another type.
    """

    where: str
    value: Mapping[str, Any]

    def error(self, expected: str, found: str) -> GoldError:
        """The error that something other than `expected` was found in this row."""
        return GoldError(f"{self.where}: expected {expected}, found {found}")

    def get(self, key: str, kind: type[T]) -> T:
        """The value of a key, which must be of type `kind`."""
        if key not in self.value:
            raise self.error(f"the key {key!r}", f"only {_list(self.value)}" if self.value else "none")
        value = self.value[key]
        if not isinstance(value, kind) or isinstance(value, bool):
            raise self.error(f"{_NAMES[kind]} for {key!r}", shown(value))
        return value

    def maybe(self, key: str, kind: type[T]) -> T | None:
        """The value of a key, or None for null."""
        return None if key in self.value and self.value[key] is None else self.get(key, kind)

    def one_of(self, key: str, known: Sequence[K]) -> K:
        """The value of a key, which must be one of `known`."""
        value = self.get(key, str)
        for one in known:
            if value == one:
                return one
        raise self.error(f"one of {', '.join(known)} for {key!r}", shown(value))

    def maybe_one_of(self, key: str, known: Sequence[K]) -> K | None:
        """The value of a key, which must be one of `known`, or None for null."""
        return None if key in self.value and self.value[key] is None else self.one_of(key, known)

    def objects(self, key: str) -> Iterator[GoldRow]:
        """The objects in a key's list."""
        for i, value in enumerate(self.get(key, list)):
            where = f"{self.where}, {key}[{i}]"
            if not isinstance(value, dict):
                raise GoldError(f"{where}: expected an object, found {shown(value)}")
            yield GoldRow(where, value)


def rows(path: Path) -> Iterator[GoldRow]:
    """The objects of a JSON Lines file in UTF-8, plain or .xz; blank lines are skipped.

    Raises GoldError, naming the line, if the file can't be read or has another form.
    """
    for number, line in enumerate(_bytes(path).split(b"\n"), start=1):
        if not line.strip():
            continue
        where = f"{path.name}, line {number}"
        try:
            value = json.loads(line.decode("utf-8"))
        except UnicodeDecodeError as error:
            found = f"the byte 0x{line[error.start]:02x} at byte {error.start + 1}"
            raise GoldError(f"{where}: expected UTF-8, found {found}") from error
        except json.JSONDecodeError as error:
            found = f"something else at column {error.colno} ({error.msg})"
            raise GoldError(f"{where}: expected a JSON object, found {found}") from error
        except (ValueError, RecursionError) as error:
            raise GoldError(f"{where}: expected a JSON object, found one beyond the parser's limits") from error
        if not isinstance(value, dict):
            raise GoldError(f"{where}: expected a JSON object, found {shown(value)}")
        yield GoldRow(where, value)


def shown(value: object) -> str:
    """A JSON value in at most 60 characters of ASCII."""
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= 60 else text[:57] + "..."


def _list(keys: Iterable[str]) -> str:
    return ", ".join(map(repr, itertools.islice(keys, 6)))


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
        return (lzma.decompress(data) if path.suffix == ".xz" else data).removeprefix(codecs.BOM_UTF8)
    except OSError as error:
        raise GoldError(f"expected a gold file at {path}, found none to read: {error.strerror or error}") from error
    except lzma.LZMAError as error:
        raise GoldError(f"{path.name}: expected xz data, found something else ({error})") from error
