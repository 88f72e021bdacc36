"""The file of a ledger in SQLite: whose it is, whether it may be written, and whole copies of it."""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from typing import Final, Literal
from urllib.parse import quote

from ...errors import LedgerDamaged, LedgerError, LedgerFull, LedgerReadOnly, NotALedger
from ...evidence.kept import beside

#: SQLite's application id of a ledger: “Rptd”. Ledgers before version 0009 have none.
APPLICATION: Final = 0x52707464
#: Tables that every ledger has had from the first version on.
TABLES: Final = frozenset(
    {"alembic_version", "articles", "appearances", "holders", "statements", "threads", "links", "findings", "dirty"}
)
#: How a file is opened: written and read; read while others may write; read where nobody can.
Access = Literal["write", "read", "immutable"]
#: How the names go on of the files that are kept beside a ledger, and of its own.
_BESIDE: Final = re.compile(r"(?:\.users|\.watch)?(?:-wal|-shm|-journal)?|\.version-\d{4}(?:-\d+)?")
#: How a file begins that SQLite made, and where in it the application id stands.
_MAGIC: Final = b"SQLite format 3\0"
_ID: Final = slice(68, 72)


def check(path: Path) -> None:
    """Raise NotALedger, without changing a byte, if a file is there and neither a ledger nor empty."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError:
        return
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise LedgerError(f"expected a ledger in {path}, but it can't be opened: {reason}") from error
    if not head:
        return
    if not head.startswith(_MAGIC):
        raise NotALedger(f"expected a ledger in {path}, but the file is no SQLite database")
    application = int.from_bytes(head[_ID])
    if application == APPLICATION:
        return
    there = _tables(path)
    if application or (there and not there >= TABLES):
        raise NotALedger(f"expected a ledger in {path}, but it is a database of something else")


def access(path: Path) -> Access:
    """How a ledger may be opened. Raises LedgerReadOnly if it can't be read where it is."""
    if _may_write(path.absolute().parent):
        return "write" if not path.exists() or _may_write(path) else "read"
    if path.with_name(path.name + "-shm").exists():  # somebody who may write has it open
        return "read"
    if has_log(path):
        raise LedgerReadOnly(
            f"expected to read {path}, but some of it lies in {path.name}-wal, which can't be read where nothing may "
            "be written: copy both files into a folder of yours"
        )
    return "immutable"


def connect(path: Path, access: Access) -> sqlite3.Connection:
    """A connection to the file of a ledger."""
    options = {"write": "mode=rwc", "read": "mode=ro", "immutable": "mode=ro&immutable=1"}[access]
    return sqlite3.connect(f"file:{quote(str(path.absolute()))}?{options}", uri=True, check_same_thread=False)


def of_users(path: Path) -> Path:
    """The file beside a ledger that says who may write to it."""
    return path.with_name(path.name + ".users")


def is_of(path: Path, file: Path) -> bool:
    """Whether a file is the ledger at `path`, or one that is kept beside it.

    These are its log, its users, an older version, its evidence.
    """
    if beside(path).absolute().resolve() in file.absolute().resolve().parents:
        return True
    ours = file.name.startswith(path.name) and _BESIDE.fullmatch(file.name, len(path.name))
    return bool(ours) and file.absolute().parent.resolve() == path.absolute().parent.resolve()


def state(path: Path) -> tuple[int, int, bool]:
    """What changes when somebody writes to a ledger: the time of its file, its size, whether there is a -wal."""
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size, path.with_name(path.name + "-wal").exists()


def has_log(path: Path) -> bool:
    """Whether some of a ledger lies in its -wal."""
    try:
        return path.with_name(path.name + "-wal").stat().st_size > 0
    except OSError:
        return False


def copy(source: Path, target: Path, *, replace: bool = False) -> None:
    """A copy of a ledger as it is at one moment, also while others write: checked, and there as a whole or not at all.

    replace: take the place of a file that is there. Raises LedgerError, without leaving anything.
    """
    try:
        with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=f".{target.name}.") as folder:
            draft = Path(folder) / target.name
            with closing(connect(source, access(source))) as there, closing(sqlite3.connect(draft)) as made:
                there.backup(made)
                made.execute("PRAGMA journal_mode=DELETE")  # one file, to be read anywhere
                found = made.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if found != "ok":
                raise LedgerDamaged(f"expected a sound ledger in {source}, but the file is damaged: {found}")
            _sync(draft)
            if replace:
                draft.replace(target)
            else:
                _link(draft, target)
        _sync(target.absolute().parent)
    except FileExistsError as error:
        raise LedgerError(f"expected a new file for the copy, but {target} is there already") from error
    except sqlite3.Error as error:
        raise _told(source, target, str(error)) from error
    except OSError as error:
        raise _told(source, target, error.strerror or str(error)) from error


def _told(source: Path, target: Path, reason: str) -> LedgerError:
    reason = reason.lower()
    if "full" in reason or "no space" in reason or "quota" in reason:
        return LedgerFull(f"expected room for the copy {target}, but the disk is full; nothing was changed")
    if "malformed" in reason or "not a database" in reason:
        return LedgerDamaged(f"expected a sound ledger in {source}, but the file is damaged: {reason}")
    return LedgerError(f"expected to copy {source} to {target}, but: {reason}")


def _tables(path: Path) -> frozenset[str]:
    """The names of tables, views and the like in a file as it is; if there are none, also of those in its -wal."""
    for access in ("immutable", "read"):
        names: frozenset[str] = frozenset()
        with suppress(sqlite3.Error), closing(connect(path, access)) as connection:
            names = frozenset(name for (name,) in connection.execute("SELECT name FROM sqlite_master"))
        if names or not has_log(path):
            return names
    return names


def _may_write(path: Path) -> bool:
    effective = {"effective_ids": True} if os.access in os.supports_effective_ids else {}
    return os.access(path, os.W_OK, **effective)


def _link(draft: Path, target: Path) -> None:
    """Give a file a second name that isn't taken yet."""
    try:
        os.link(draft, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if target.exists():
            raise FileExistsError from None
        draft.rename(target)


def _sync(path: Path) -> None:
    """Have the system write a file or a folder to its disk."""
    with suppress(PermissionError):  # Windows opens no folder
        number = os.open(path, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
