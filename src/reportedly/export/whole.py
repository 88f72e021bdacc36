"""Files and folders that are written completely or not at all."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from ..errors import OutputError


@contextmanager
def whole_file(path: Path) -> Iterator[IO[str]]:
    """An open file that replaces `path` once complete; a device or pipe is written directly. Raises OutputError."""
    with whole_bytes(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8")
        yield text
        text.flush()
        text.detach()


@contextmanager
def whole_bytes(path: Path) -> Iterator[BinaryIO]:
    """As `whole_file`, for bytes."""
    with _told(path):
        if path.is_dir():
            raise OutputError(f"expected a file to write, but {path} is a folder")
        if path.exists() and not path.is_file():
            with path.open("wb") as file:
                yield file
            return
        path = Path(os.path.realpath(path))  # a symbolic link is kept, unless it leads to itself
        with tempfile.TemporaryDirectory(dir=path.absolute().parent, prefix=f".{path.name}.") as folder:
            draft = Path(folder) / path.name
            with draft.open("w+b") as file:
                yield file
            draft.replace(path)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A new folder that becomes `path` once complete. Raises OutputError, also if `path` exists and isn't empty."""
    with _told(path):
        if path.exists() and not (path.is_dir() and not any(path.iterdir())):
            raise OutputError(f"expected a folder that isn't there yet, but {path} is, and has something in it")
        draft = Path(tempfile.mkdtemp(dir=path.absolute().parent, prefix=f".{path.name}."))
        try:
            yield draft
            draft.chmod(0o755)
            draft.replace(path)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """A context that turns OSError into OutputError."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"expected to write {path}, but: {error.strerror or error}") from error
