"""Packed files: what lies in a .gz, .bz2, .xz or .zst, told by its first bytes, whatever the file is called.

Nothing is unpacked at once: who reads says how much.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, Final

from ..errors import InputError, MissingExtra

#: What the names of packed files end in.
SUFFIXES: Final = (".gz", ".bz2", ".xz", ".zst")
_ZSTANDARD: Final = b"\x28\xb5\x2f\xfd"
_OPENERS: Final[tuple[tuple[bytes, Callable[[Any], Any]], ...]] = (
    (b"\x1f\x8b\x08", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ\x00", lzma.open),
)  # fmt: skip


def inner_name(name: str) -> str:
    """The name of what is packed in a file of this name, in lower case: “News.CSV.gz” is “news.csv”."""
    low = name.lower()
    return next((low.removesuffix(suffix) for suffix in SUFFIXES if low.endswith(suffix)), low)


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The content of a file, unpacked. Raises OSError, and MissingExtra for Zstandard without pyarrow."""
    with path.open("rb") as file, ExitStack() as stack:
        yield stack.enter_context(unpacked(file, str(path)))


@contextmanager
def unpacked(file: io.BufferedReader, name: str) -> Iterator[IO[bytes]]:
    """The content of an open file, which may be a pipe, unpacked if it is packed. name: what error messages call it."""
    head = file.peek(6)[:6]
    opener = next((opener for magic, opener in _OPENERS if head.startswith(magic)), None)
    if opener:
        with opener(file) as inner:
            yield inner
    elif head.startswith(_ZSTANDARD):
        with _zstandard(file, name) as inner:
            yield inner
    else:
        yield file


def _zstandard(file: IO[bytes], name: str) -> io.BufferedReader:
    try:
        import pyarrow as pa  # noqa: PLC0415 - takes a while to load
    except ModuleNotFoundError as error:
        raise MissingExtra(f"{name} is packed with Zstandard, which needs: pip install 'reportedly[tables]'") from error
    return io.BufferedReader(pa.CompressedInputStream(pa.PythonFile(file, mode="r"), "zstd"))


@contextmanager
def told(what: str, name: str) -> Iterator[None]:
    """A context that re-raises what a damaged file leads to as InputError. what: was expected, in the message."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError):
        raise
    except (OSError, EOFError, lzma.LZMAError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"expected {what} in {name}, found a file that can't be read: {reason}") from error
