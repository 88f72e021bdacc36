"""Article: one published text and what is known of its publication.

Plain text is never changed: offsets count the code points of the file as decoded. HTML is read by trafilatura, whose
result becomes the text. Slow imports (trafilatura, charset-normalizer) stand inside the functions that need them:
together they cost more time than reading a short article.
"""

from __future__ import annotations

import codecs
import hashlib
import html as html_entities
import re
import stat
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import Empty, InputError, NotFound, NotText, TooLarge
from .fetching import MAX_BYTES, Page, fetch, too_many_bytes

if TYPE_CHECKING:
    import os

MAX_CHARACTERS = 2_000_000  # of one article's text


@dataclass(frozen=True)
class Article:
    """One published text. The text is never changed: every span counts its code points.

    text: the article as published, paragraphs parted by line breaks.
    published: ISO date (YYYY-MM-DD) or None. url, outlet, title, language: None where unknown.
    Raises InputError if `published` is no such date.
    """

    text: str
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None

    def __post_init__(self) -> None:
        """Holds the promise that a date of publication is one."""
        _check_published(self.published)

    @cached_property
    def id(self) -> str:
        """SHA-256 of the text in UTF-8, hexadecimal: the same text is the same article."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @classmethod
    def from_text(
        cls, text: str, *, url: str | None = None, outlet: str | None = None, published: str | None = None
    ) -> Article:
        """The article whose text is `text`, unchanged.

        Raises Empty (nothing but white space), TooLarge (over 2,000,000 characters), InputError (`published`).
        """
        return cls(_checked(text, "the text"), url=url, outlet=outlet, published=published)

    @classmethod
    def from_html(
        cls, html: str | bytes, *, url: str | None = None, outlet: str | None = None, published: str | None = None
    ) -> Article:
        """The article on a web page; its title, authors, outlet, date, address and language where the page tells.

        Paragraphs are parted by a blank line. `url`, `outlet` and `published` win over what the page says.
        Raises Empty (no article on the page), TooLarge, NotText (bytes that are no text), InputError (`published`).
        """
        name = url or "the HTML"
        page = html if isinstance(html, str) else _decoded(html, name, is_html=True)
        return _known(_extracted(page, name, url), url, outlet, published)

    @classmethod
    def from_bytes(
        cls,
        data: bytes,
        *,
        name: str = "standard input",
        url: str | None = None,
        outlet: str | None = None,
        published: str | None = None,
    ) -> Article:
        """The article in `data`, text or HTML by its content; `name` is what an error calls it.

        A byte order mark belongs to the encoding and isn't part of the text.
        Raises NotText, Empty, TooLarge (over 20 MB or 2,000,000 characters), InputError (`published`).
        """
        return _known(_from_bytes(data, name, url=url), url, outlet, published)

    @classmethod
    def from_file(
        cls,
        path: str | os.PathLike[str],
        *,
        url: str | None = None,
        outlet: str | None = None,
        published: str | None = None,
    ) -> Article:
        """The article in a file, text or HTML by its suffix and content.

        Raises NotFound, InputError (a folder, no permission, `published`), NotText, Empty,
        TooLarge (over 20 MB, then not read whole, or 2,000,000 characters).
        """
        path = Path(path)
        html_named = path.suffix.lower() in {".html", ".htm", ".xhtml"}
        article = _from_bytes(_file_bytes(path), str(path), url=url, html_named=html_named)
        return _known(article, url, outlet, published)

    @classmethod
    def from_url(cls, url: str, *, outlet: str | None = None, published: str | None = None) -> Article:
        """The article at an http or https address, fetched now; `url` stays the article's address.

        Raises FetchError (not http or https, no such host, no answer in 20 seconds, more than 5 redirects, an HTTP
        error), NotText, Empty, TooLarge (over 20 MB or 2,000,000 characters), InputError (`published`).
        """
        _check_published(published)  # before the network is asked
        return cls.from_page(fetch(url), outlet=outlet, published=published)

    @classmethod
    def from_page(cls, page: Page, *, outlet: str | None = None, published: str | None = None) -> Article:
        """The article in a fetched answer, whose URL stays its address.

        Raises NotText, Empty, TooLarge (over 2,000,000 characters), InputError (`published`).
        """
        article = _from_bytes(page.body, page.url, url=page.url, html_named=page.is_html, charset=page.charset)
        return _known(article, page.url, outlet, published)


def _known(article: Article, url: str | None, outlet: str | None, published: str | None) -> Article:
    """The article with what its reader knows in place of what the page says."""
    return replace(
        article,
        url=article.url if url is None else url,
        outlet=article.outlet if outlet is None else outlet,
        published=article.published if published is None else published,
    )


def is_iso_date(value: str) -> bool:
    """Whether this is a day as YYYY-MM-DD that the calendar has."""
    # date.fromisoformat alone also takes 20240305 and 2024-W10-2
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _check_published(published: str | None) -> None:
    if published is not None and not is_iso_date(published):
        raise InputError(f"expected a date of publication as YYYY-MM-DD, found {published!r}")


def _checked(text: str, name: str) -> str:
    """`text` itself, if it can be one article's."""
    if not text or text.isspace():
        raise Empty(f"expected an article in {name}, found {'only white space' if text else 'nothing'}")
    if len(text) > MAX_CHARACTERS:
        raise TooLarge(f"expected at most {MAX_CHARACTERS:,} characters in {name}, found {len(text):,}")
    return text


def _from_bytes(
    data: bytes, name: str, *, url: str | None = None, html_named: bool = False, charset: str | None = None
) -> Article:
    """The article in `data`; html_named: its suffix or content type says HTML; charset: the one of an HTTP header."""
    if len(data) > MAX_BYTES:
        raise too_many_bytes(name, len(data))
    is_html = html_named or bool(_HTML_START.match(data[:_HEAD].decode("latin-1")))
    text = _decoded(data, name, is_html=is_html, charset=charset)
    # Again on the decoded text: UTF-16 hides its tags from the bytes, and a file may be called .html and hold none.
    if _HTML_START.match(text[:_HEAD]) or (html_named and _TAG.search(text)):
        return _extracted(text, name, url)
    if _XML_START.match(text[:_HEAD]):
        raise NotText(f"expected an article as text or HTML in {name}, found other XML: a feed or a list of pages")
    return Article(_checked(text, name))


# --- files ---


def _file_bytes(path: Path) -> bytes:
    """The content of a file; of one that is too large, at most a byte too much is read (a pipe has no size)."""
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise InputError(f"expected a file, found the folder {path}")
        if about.st_size > MAX_BYTES:
            raise too_many_bytes(str(path), about.st_size)
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFound(f"expected an article in {path}, found no such file") from error
    except PermissionError as error:
        raise InputError(f"expected a file that may be read, found no permission for {path}") from error
    except OSError as error:
        raise InputError(f"expected a file that can be read, found {path}: {error.strerror}") from error
    except ValueError as error:  # a NUL character in the path
        raise NotFound(f"expected the path of a file, found {str(path)!r}") from error
    if len(data) > MAX_BYTES:
        raise too_many_bytes(str(path))
    return data


# --- bytes to text ---

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
_HEAD = 4096  # bytes in which a page declares its encoding
_META_CHARSET = re.compile(rb"""<(?:meta\b[^>]*?charset|\?xml\b[^>]*?encoding)\s*=\s*["']?\s*([\w:.-]+)""", re.I)


def _decoded(data: bytes, name: str, *, is_html: bool, charset: str | None = None) -> str:
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
    found = _META_CHARSET.search(data[:_HEAD])
    return _encoding(found[1].decode("ascii", "ignore")) if found else None


def _encoding(label: str | None) -> str | None:
    """Python's encoding for a declared name; None if there is none or it isn't one of the web's."""
    try:
        encoding = codecs.lookup(label or "").name
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        return None
    return _MEANT.get(encoding, encoding) if _DECLARABLE.fullmatch(encoding) else None


# --- HTML ---

_HTML_START = re.compile(
    r"(?:\ufeff|ï»¿)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|main|article|section|div|p|h1|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML_START = re.compile(r"(?:\ufeff)?\s*<(?:\?xml|rss|feed|rdf:RDF|urlset|sitemapindex)\b")
_TAG = re.compile(r"<[a-zA-Z!/][^<>]*>")
# &#147; means “ on the web (it counts in windows-1252); lxml would make it a control character, which is then dropped.
_C1_REFERENCE = re.compile(r"&#(?:x0*[89][0-9a-f]|0*1(?:2[89]|[345][0-9]));", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_QUOTATION_MARKS = "“”„‟\"'‘’‚«»‹›"
_AS_WRITTEN = {"pre", "script", "style", "textarea"}  # white space counts there
_BLOCKS = {"p", "head", "quote", "list", "item", "table", "row", "code"}  # trafilatura's names


def _extracted(html: str, name: str, url: str | None) -> Article:
    """The article on a page. Raises Empty if there is none, TooLarge if its text is too long."""
    if not html or html.isspace():
        raise Empty(f"expected an article in {name}, found {'only white space' if html else 'nothing'}")
    try:
        article = _main_part(html, url)
    except Exception as error:  # trafilatura, lxml and htmldate may raise anything on a broken page
        raise Empty(f"expected an article in {name}, found HTML that can't be read") from error
    if article is None or not article.text:
        raise Empty(f"expected an article in {name}, found HTML without one")
    _checked(article.text, name)
    return article


def _main_part(html: str, url: str | None) -> Article | None:
    """What trafilatura takes for the article, None if nothing."""
    import trafilatura  # noqa: PLC0415 - slow, see the top

    tree = trafilatura.load_html(_parsable(html))
    if tree is None:
        return None
    language = _language(tree)
    _as_shown(tree)
    document: Any = trafilatura.bare_extraction(
        tree,
        url=url,
        favor_precision=True,  # else a page of links counts as an article
        include_comments=False,  # readers' comments aren't the article's
        with_metadata=True,
        # Only dates that the page states: one guessed from its words or a copyright line is no fact. And
        # a fixed last day, not today: the same page gives the same article whenever it is read.
        date_extraction_params={"original_date": True, "extensive_search": False, "max_date": "2099-12-31"},
    )
    if document is None:
        return None
    return Article(
        _flat(document.body),
        url=document.url,
        outlet=document.sitename,
        title=document.title,
        authors=tuple(filter(None, (document.author or "").split("; "))),
        published=document.date if document.date and is_iso_date(document.date) else None,
        language=language,
    )


def _parsable(html: str) -> str:
    """The page with what lxml would choke on or lose put right."""
    html = html.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # half a character becomes U+FFFD
    html = _C1_REFERENCE.sub(lambda reference: html_entities.unescape(reference[0]), html)
    # trafilatura takes a fragment of one element for no HTML at all
    return html if re.search(r"<html\b", html[:_HEAD], re.IGNORECASE) else f"<html><body>{html}</body></html>"


def _language(tree: Any) -> str | None:
    """The page's language as it declares it: the first part of <html lang>, lower case."""
    declared = (tree.xpath("string(//html/@lang)") or "").strip().lower()
    found = re.match(r"[a-z]{2,3}(?![a-z])", declared)
    return found[0] if found else None


def _as_shown(tree: Any) -> None:
    """Makes the tree's text what a browser shows: quotation marks around <q>, a line break in the source a space."""
    for quotation in reversed(list(tree.iter("q"))):  # inner ones first: each is dissolved
        _dissolve_quotation(quotation)
    for element in tree.iter():
        if element.text and element.tag not in _AS_WRITTEN:
            element.text = _SPACES.sub(" ", element.text)
        if element.tail:
            element.tail = _SPACES.sub(" ", element.tail)


def _dissolve_quotation(element: Any) -> None:
    """Puts quotation marks, which browsers add to <q> by themselves, into the text, and takes the tag away."""
    if not "".join(element.itertext()).lstrip().startswith(tuple(_QUOTATION_MARKS)):
        inner = next(element.iterancestors("q"), None) is not None
        opening, closing = "‘’" if inner else "“”"
        element.text = opening + (element.text or "")
        if len(element):
            element[-1].tail = (element[-1].tail or "") + closing
        else:
            element.text += closing
    element.drop_tag()


def _flat(body: Any) -> str:
    """The text of trafilatura's tree, blocks parted by a blank line.

    Not trafilatura's own text: that adds hyphens to lists and bars to tables, which nobody published.
    """
    pieces: list[str] = []
    _collect(body, pieces)
    lines = re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(pieces))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def _collect(element: Any, pieces: list[str]) -> None:
    edge = "\n\n" if element.tag in _BLOCKS else ""
    pieces.append("\n" if element.tag == "lb" else edge)
    # As the source's own breaks are spaces by now, one in a text is trafilatura's, between paragraphs.
    pieces.append((element.text or "").replace("\n", "\n\n"))
    for child in element:
        _collect(child, pieces)
    pieces.append("\t" if element.tag == "cell" else edge)
    pieces.append((element.tail or "").replace("\n", "\n\n"))
