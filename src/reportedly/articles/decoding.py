"""Decoding: bytes of a file or a page to text, whatever they are encoded in.

charset-normalizer is imported only where an encoding has to be guessed: it is slow to load.
"""

from __future__ import annotations

import codecs
import re

from ..errors import NotText

# What newsrooms have that is not text, by its first bytes.
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"ID3\x03", "an MP3 recording"),
    (b"ID3\x04", "an MP3 recording"),
    (b"OggS\x00", "an Ogg recording"),
    (b"fLaC\x00", "a FLAC recording"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The encodings a text without any declaration may be in; of two that fit equally well the earlier is taken. Few on
# purpose: the more are tried, the more often a rare one fits some short text by chance.
_GUESSES = (
    *("cp1252", "cp1250", "mac_roman", "iso8859_2", "cp1251", "koi8_r", "mac_cyrillic", "cp1253", "cp1254"),
    *("cp932", "euc_jp", "gb18030", "big5", "euc_kr"),
)
# Python's names of the encodings that web pages declare; others (utf-7, unicode_escape) would rewrite the text.
_DECLARABLE = re.compile(
    r"utf-(8|16|16-le|16-be)|cp\d+|iso8859-\d+|koi8-[ru]|mac-\w+|gb\w+|big5\w*|euc_\w+|iso2022_jp|shift_jis|ascii"
)
# What the declared name means to browsers, which read it as the superset that pages really use.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
# Mac Roman's “…”, don’t and dash, which windows-1252 reads as capitals (Ò…Ó, donÕt, Ð) where no capital can stand.
_MAC_PUNCTUATION = re.compile(rb"(?:^|\s)\xd2[!-~][^\xd2\xd3]*\xd3(?:[\s.,;:]|$)|[a-z]\xd5[a-z]|[a-z,] \xd0 [A-Za-z]")
HEAD = 4096  # bytes in which a page declares its encoding
_META_CHARSET = re.compile(rb"""<(?:meta\b[^>]*?charset|\?xml\b[^>]*?encoding)\s*=\s*["']?\s*([\w:.-]+)""", re.I)


def decoded(data: bytes, name: str, *, is_html: bool, charset: str | None = None) -> str:
    """The text that `data` encodes; its byte order mark is part of the encoding and dropped.

    Order: the mark, UTF-8 if it fits, what the HTTP header or the page declares, a guess.
    """
    _check_magic(data, name)
    text = _marked(data, name)
    if text is None and b"\x00" in data:
        text = _unmarked_utf16(data)
    if text is None:
        declared = _encoding(charset) or (_declared(data) if is_html else None)
        text = _unmarked(data, name, declared, is_html=is_html)
    if "\x00" in text:
        raise NotText(f"expected an article as text or HTML in {name}, found binary data (NUL bytes)")
    return text


def _check_magic(data: bytes, name: str) -> None:
    found = next((what for magic, what in _MAGIC if data.startswith(magic)), None)
    if data[4:8] == b"ftyp":
        found = "an MP4 video or another media file"
    elif data[:4] == b"RIFF" and b"\x00" in data[:16]:
        found = "a WAV, WebP or AVI file"
    if found:
        raise NotText(f"expected an article as text or HTML in {name}, found {found}")


def _marked(data: bytes, name: str) -> str | None:
    """The text after a byte order mark; None without one."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                where = error.start + len(mark)
                message = f"expected {encoding.upper()} text in {name}, found damage at byte {where:,}"
                raise NotText(message) from error
    return None


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark, told by its spaces: in the wrong byte order they would be U+2000."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _try(data, encoding)
        if text is not None and "\x00" not in text and text.count(" ") * 30 > len(text):
            return text
    return None


def _unmarked(data: bytes, name: str, declared: str | None, *, is_html: bool) -> str:
    # Text in another encoding is hardly ever valid UTF-8, so UTF-8 goes before what is declared: pages that declare
    # latin-1 often are UTF-8. ISO-2022-JP alone looks like ASCII.
    candidates = (declared, "utf-8") if declared == "iso2022_jp" else ("utf-8", declared)
    for encoding in candidates:
        text = _try(data, encoding) if encoding else None
        if text is not None:
            return text
    if _is_damaged_utf8(data):
        return _damaged_utf8(data, name, is_html=is_html)
    guess = _guessed(data)
    if guess is None and declared:
        return data.decode(declared, "replace")  # the page says so; browsers do the same
    if guess is None:
        raise NotText(f"expected text in UTF-8 or another common encoding in {name}, found bytes that fit none")
    return guess


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether most of what isn't ASCII is valid UTF-8: one bad byte must not turn each “ into â€œ."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    return sum(not character.isascii() for character in text) > 2 * bad


def _damaged_utf8(data: bytes, name: str, *, is_html: bool) -> str:
    if is_html:
        return data.decode("utf-8", "replace")  # as browsers do; pages are put together from many hands
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotText(f"expected UTF-8 text in {name}, found damage at byte {error.start:,}") from error


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _guessed(data: bytes) -> str | None:
    """The text by charset-normalizer; where several encodings fit equally, the one that is most common in news."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow, see the top

    # Too little for charset-normalizer where a few marks are all that isn't ASCII. Cyrillic has far more of it.
    if sum(byte > 0x7F for byte in data) * 10 < len(data) + 20 and _MAC_PUNCTUATION.search(data):
        return data.decode("mac_roman")
    fitting = list(from_bytes(data, cp_isolation=list(_GUESSES)))
    if not fitting:
        return None
    best = fitting[0]
    equal = [m for m in fitting if m.chaos <= best.chaos and m.coherence >= best.coherence - 0.05]
    return str(min(equal, key=lambda match: _GUESSES.index(match.encoding)))


def _declared(data: bytes) -> str | None:
    """The encoding that a page's own head declares."""
    found = _META_CHARSET.search(data[:HEAD])
    return _encoding(found[1].decode("ascii", "ignore")) if found else None


def _encoding(label: str | None) -> str | None:
    """Python's encoding for a declared name; None if there is none or it isn't one of the web's."""
    try:
        encoding = codecs.lookup(label or "").name
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        return None
    return _MEANT.get(encoding, encoding) if _DECLARABLE.fullmatch(encoding) else None
