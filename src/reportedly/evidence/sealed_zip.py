"""ZIP files in which every byte counts: the digest of all before the directory's last record stands in the comment."""

from __future__ import annotations

import hashlib
import struct
import zipfile
from typing import IO, Final

#: The last record of a ZIP file's directory: signature, two disks, two counts, size and offset of the directory, and
#: the length of the comment behind it.
_END: Final = struct.Struct("<4s4H2LH")
_SIGNATURE: Final = b"PK\x05\x06"
_COMMENT: Final = b"sha256:"
#: What the fields of the last record say where ZIP64 records before it do.
_SHORT, _LONG = 0xFFFF, 0xFFFFFFFF
#: The size from which on an entry is written with ZIP64's lengths.
_LARGE: Final = 1 << 31


def entry(archive: zipfile.ZipFile, name: str, content: IO[bytes], size: int) -> None:
    """Write an entry as it is, packed no further, with no time of its own."""
    about = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    about.external_attr = 0o644 << 16
    with archive.open(about, "w", force_zip64=size >= _LARGE) as out:
        while piece := content.read(1 << 20):
            out.write(piece)


def seal(file: IO[bytes]) -> None:
    """Write the digest of a whole ZIP file into its comment. It has none yet."""
    start = file.seek(-_END.size, 2)
    end = file.read(_END.size)
    comment = _COMMENT + _digest(file, start).encode()
    file.seek(start)
    file.write(end[:-2] + struct.pack("<H", len(comment)) + comment)


def sealed(file: IO[bytes]) -> tuple[str, str] | None:
    """The digest that the comment of a ZIP file has, and the one of its bytes; None if it isn't sealed.

    Raises zipfile.BadZipFile if its last record isn't what it has to be.
    """
    length = len(_COMMENT) + 64
    size = file.seek(0, 2)
    start = size - length - _END.size
    if start < 0:
        return None
    file.seek(start)
    end, comment = file.read(_END.size), file.read()
    signature, *disks, here, every, extent, offset, told = _END.unpack(end)
    if not comment.startswith(_COMMENT):
        if signature == _SIGNATURE and told == length:
            return comment.decode("latin-1"), _COMMENT.decode() + _digest(file, start)
        return None
    plain = offset + extent == start or _LONG in (offset, extent)
    if (signature, disks, told) != (_SIGNATURE, [0, 0], length) or here != every or not plain:
        raise zipfile.BadZipFile("its last record is damaged")
    return comment.decode("latin-1"), _COMMENT.decode() + _digest(file, start)


def _digest(file: IO[bytes], end: int) -> str:
    """The SHA-256 of a file up to an offset."""
    digest = hashlib.sha256()
    file.seek(0)
    while end > 0 and (piece := file.read(min(1 << 20, end))):
        digest.update(piece)
        end -= len(piece)
    return digest.hexdigest()
