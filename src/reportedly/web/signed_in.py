"""Who has signed in, as the processes of one reader know it alike: a file for each session, until the reader ends."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import tempfile
import time
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Final

#: The most sessions at once; beyond that, those who signed in first have to sign in again.
MOST: Final = 10_000


class SignedIn:
    """The digest of the token by which each session was signed in, and the secret by which sessions are told genuine.

    They are in a folder that nobody else can read and that is deleted with the object that made it. A copy in another
    process, made by pickling, sees the same.
    """

    def __init__(self) -> None:
        self.secret: Final = secrets.token_bytes(32)
        self._folder: Final = tempfile.mkdtemp(prefix="reportedly-")
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def put(self, session: str, digest: str) -> None:
        """Sign a session in. digest: that of its user's token."""
        written = self._file(f"{session} ")  # under another name until it is whole
        written.write_text(digest, encoding="ascii")
        os.utime(written, ns=(time.time_ns(),) * 2)  # finer than the system does it by itself
        written.replace(self._file(session))
        every = sorted(Path(self._folder).iterdir(), key=_age)
        for oldest in every[:-MOST]:
            oldest.unlink(missing_ok=True)

    def get(self, session: str) -> str | None:
        """The digest by which a session was signed in; None if it wasn't, or no longer is."""
        with suppress(FileNotFoundError):
            return self._file(session).read_text(encoding="ascii")
        return None

    def remove(self, session: str) -> None:
        """Sign a session out."""
        self._file(session).unlink(missing_ok=True)

    def _file(self, session: str) -> Path:
        # Named by a digest: a cookie says what it likes, and nothing in the folder lets anybody sign in.
        return Path(self._folder, hashlib.sha256(session.encode("utf-8", "surrogatepass")).hexdigest())


def _age(file: Path) -> int:
    with suppress(FileNotFoundError):
        return file.stat().st_mtime_ns
    return 0
