"""Folder: where the files of a batch go, here or at any place that fsspec knows. A file is whole or not there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from ..errors import MissingExtra, OutputError

#: What a file is called until it is whole; readers of Parquet pass over names that begin so.
_UNDONE: Final = "."
_URL: Final = re.compile(r"[a-z][a-z0-9+.-]*://")


class PartsFolder:
    """A folder of files, told by names such as `articles/00001.parquet`. where: a path, or a URL that fsspec knows.

    Its methods raise OutputError if the place can't be read or written, and MissingExtra for a URL without fsspec.
    """

    def __init__(self, where: str) -> None:
        self.where = where
        self._remote: Any = None
        self._root = where if _URL.match(where) else str(Path(where).expanduser())
        if _URL.match(where):
            self._remote, self._root = _of_fsspec(where)

    @property
    def local(self) -> Path | None:
        """The folder's path, if it is on this machine."""
        return None if self._remote else Path(self._root)

    def write(self, name: str, data: bytes) -> None:
        """Write a file whole, in place of one that is there: whoever dies meanwhile leaves the one before."""
        with self._told(name):
            if self._remote:
                self._remote.makedirs(self._at(name).rpartition("/")[0], exist_ok=True)
                self._remote.pipe_file(self._at(name), data)
            else:
                _replace(Path(self._at(name)), data)

    def read(self, name: str) -> bytes | None:
        """The content of a file; None if it isn't there."""
        with self._told(name):
            try:
                return self._remote.cat_file(self._at(name)) if self._remote else Path(self._at(name)).read_bytes()
            except FileNotFoundError:
                return None

    def names(self, folder: str) -> set[str]:
        """The names of the files in a folder of it, without those that aren't whole."""
        with self._told(folder):
            try:
                if self._remote:
                    self._remote.invalidate_cache()
                    found = [str(path).rpartition("/")[2] for path in self._remote.ls(self._at(folder), detail=False)]
                else:
                    found = [entry.name for entry in os.scandir(self._at(folder))]
            except FileNotFoundError:
                return set()
            return {name for name in found if not name.startswith(_UNDONE)}

    def _at(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}" if name else self._root

    @contextmanager
    def _told(self, name: str) -> Iterator[None]:
        """A context that turns what a place may raise into OutputError."""
        try:
            yield
        except OSError as error:
            reason = error.strerror or error
            raise OutputError(f"expected to read and write {name} in {self.where}, but: {reason}") from error


def _replace(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{_UNDONE}{path.name}.{os.getpid()}")
    try:
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())  # before what says that it is there
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _of_fsspec(where: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 - few write elsewhere
    except ModuleNotFoundError as error:
        raise MissingExtra(f"{where} needs the extra: pip install 'reportedly[archives]'") from error
    try:
        found: tuple[Any, str] = url_to_fs(where)
    except (ImportError, ValueError) as error:
        raise OutputError(f"expected a place that can be written to in {where}, but: {error}") from error
    return found
