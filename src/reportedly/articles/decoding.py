"""Decoding: the bytes of a file or a page to text, whatever their encoding.

charset-normalizer is imported only where an encoding has to be guessed, because it is slow to load.
"""

from __future__ import annotations

import codecs
import re

from ..errors import NotText

# File types common in newsrooms that are not text, by their first bytes.
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"{\\rtf", "an RTF document; save it as .docx"),
    (b"PK\x03\x04", "a ZIP archive; of Office documents .docx and .xlsx are read"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Office document, or one with a password; save it as .docx or .xlsx without one",
    ),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"ID3\x03", "an MP3 recording"),
    (b"ID3\x04", "an MP3 recording"),
    (b"OggS\x00", "an Ogg recording"),
    (b"fLaC\x00", "a FLAC recording"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
# UTF-32 before UTF-16: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The encodings tried for a text that declares none; of two that fit equally well the earlier is taken. The list is
# short on purpose: the more encodings are tried, the more often a rare one fits a short text by chance.
_GUESSES = (
    *("cp1252", "cp1250", "mac_roman", "iso8859_2", "cp1251", "koi8_r", "mac_cyrillic", "cp1253", "cp1254"),
    *("cp932", "euc_jp", "gb18030", "big5", "euc_kr"),
)
# Python's names of the encodings that a page may declare. Others (utf-7, unicode_escape) would rewrite the text.
_DECLARABLE = re.compile(
    r"utf-(8|16|16-le|16-be)|cp\d+|iso8859-\d+|koi8-[ru]|mac-\w+|gb\w+|big5\w*|euc_\w+|iso2022_jp|shift_jis|ascii"
)
# Declared encodings that browsers, and so we, read as a superset, because that is what pages really use.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
# Mac Roman's quotation marks, apostrophe and dash. In windows-1252 the same bytes are capital letters in places where
# none can stand (Ò…Ó, donÕt, Ð).
_MAC_PUNCTUATION = re.compile(rb"(?:^|\s)\xd2[!-~][^\xd2\xd3]*\xd3(?:[\s.,;:]|$)|[a-z]\xd5[a-z]|[a-z,] \xd0 [A-Za-z]")
# Quotation marks, dashes and the ellipsis in UTF-8.
_UTF8_MARK = re.compile(rb"\xe2\x80[\x93\x94\x98-\x9e\xa6]")
HEAD = 4096  # bytes (or characters) from the start in which a page's declarations and first tags are looked for
_META_CHARSET = re.compile(rb"""<(?:meta\b[^>]*?charset|\?xml\b[^>]*?encoding)\s*=\s*["']?\s*([\w:.-]+)""", re.I)


def decoded(data: bytes, name: str, *, is_html: bool, charset: str | None = None) -> str:
    """`data` as text, without its byte order mark.

    Tried in turn: the mark, UTF-8, the encoding that the HTTP header or the page declares, a guess. Raises NotText.
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
    """The text after a byte order mark, decoded accordingly; None if there is no mark. Raises NotText."""
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
    """`data` as UTF-16 without a mark, or None. The byte order is the one with spaces: in the other they are U+2000."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _try(data, encoding)
        if text is not None and "\x00" not in text and text.count(" ") * 30 > len(text):
            return text
    return None


def _unmarked(data: bytes, name: str, declared: str | None, *, is_html: bool) -> str:
    # UTF-8 is tried before the declared encoding: pages that declare latin-1 are often UTF-8, while text in another
    # encoding is hardly ever valid UTF-8. ISO-2022-JP is the exception: its bytes are all ASCII.
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
    """Whether it is UTF-8 but for some bytes: one bad byte must not turn every “ into â€œ.

    So it is if most characters beyond ASCII are valid, or if any are that no other encoding has by chance: quotation
    marks and dashes, or all of a line of mostly ASCII. A text pasted together of two encodings is of this kind.
    """
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    if sum(not character.isascii() for character in text) > 2 * bad or _UTF8_MARK.search(data):
        return True
    return any(_is_utf8_line(line) for line in text.splitlines())


def _is_utf8_line(line: str) -> bool:
    beyond = sum(not character.isascii() for character in line)
    return 0 < beyond * 2 < len(line) and "\ufffd" not in line


def _damaged_utf8(data: bytes, name: str, *, is_html: bool) -> str:
    if is_html:
        return data.decode("utf-8", "replace")  # as browsers do: pages are assembled from several sources
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"damage or another encoding at byte {error.start:,}, in line {line:,}"
        raise NotText(f"expected UTF-8 text in {name}, found {found}") from error


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _guessed(data: bytes) -> str | None:
    """`data` decoded as charset-normalizer guesses, or None; of encodings that fit equally, the first in _GUESSES."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow, see the top

    # Where a few punctuation marks are all that isn't ASCII, charset-normalizer has too little to go by. (Cyrillic text
    # has far more bytes beyond ASCII.)
    if sum(byte > 0x7F for byte in data) * 10 < len(data) + 20 and _MAC_PUNCTUATION.search(data):
        return data.decode("mac_roman")
    fitting = list(from_bytes(data, cp_isolation=list(_GUESSES)))
    if not fitting:
        return None
    best = fitting[0]
    equal = [m for m in fitting if m.chaos <= best.chaos and m.coherence >= best.coherence - 0.05]
    return str(min(equal, key=lambda match: _GUESSES.index(match.encoding)))


def _declared(data: bytes) -> str | None:
    """The encoding that a page's head declares, or None."""
    found = _META_CHARSET.search(data[:HEAD])
    return _encoding(found[1].decode("ascii", "ignore")) if found else None


def _encoding(label: str | None) -> str | None:
    """Python's name of a declared encoding; None if it is missing, unknown or not in _DECLARABLE."""
    try:
        encoding = codecs.lookup(label or "").name
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        return None
    return _MEANT.get(encoding, encoding) if _DECLARABLE.fullmatch(encoding) else None
