"""Article: one published text and its metadata.

Plain text is never changed: offsets count the code points of the file as decoded. The text of an HTML page is what
trafilatura extracts, that of a PDF or Word file what `documents` does. These are imported only where they are needed:
loading them takes longer than reading a short article.
"""

from __future__ import annotations

import stat
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import Empty, InputError, NotFound, NotText, TooLarge
from ..given import LONGEST_ADDRESS, is_address, is_day
from ..printable import shorten
from . import documents, packed
from .decoding import HEAD, decoded
from .extraction import extracted
from .fetching import MAX_BYTES, Page, fetch, too_many_bytes
from .html import HTML_START, TAG, XML_START

if TYPE_CHECKING:
    import os

MAX_CHARACTERS = 2_000_000  # of one article's text


@dataclass(frozen=True)
class Article:
    """One published text. The text is never changed: every span counts its code points.

    text: the article as published, paragraphs separated by line breaks.
    published: ISO date (YYYY-MM-DD) or None. url, outlet, title, language: None where unknown.
    Raises InputError if `published` isn't such a date.
    """

    text: str
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None

    def __post_init__(self) -> None:
        """Check the date of publication. Raises InputError."""
        _check_published(self.published)

    @cached_property
    def id(self) -> str:
        """SHA-256 of the text in UTF-8, hexadecimal: the same text is the same article."""
        import hashlib  # noqa: PLC0415 - a reading on a terminal has no id, and OpenSSL takes long to load

        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def known_as(
        self, *, url: str | None = None, outlet: str | None = None, title: str | None = None,
        published: str | None = None,
    ) -> Article:  # fmt: skip
        """The article with every value that isn't None in place of its own. Raises InputError (`published`, `url`)."""
        if url is None and outlet is None and title is None and published is None:
            return self
        return replace(
            self,
            url=self.url if url is None else checked_address(url),
            outlet=self.outlet if outlet is None else outlet,
            title=self.title if title is None else title,
            published=self.published if published is None else published,
        )

    @classmethod
    def from_text(
        cls, text: str, *, url: str | None = None, outlet: str | None = None, title: str | None = None,
        published: str | None = None,
    ) -> Article:  # fmt: skip
        """The article whose text is `text`, unchanged.

        Raises Empty (nothing but white space), TooLarge (over 2,000,000 characters), InputError (`published`, `url`).
        """
        return cls(_checked(text, "the text")).known_as(url=url, outlet=outlet, title=title, published=published)

    @classmethod
    def from_html(
        cls, html: str | bytes, *, url: str | None = None, outlet: str | None = None, title: str | None = None,
        published: str | None = None,
    ) -> Article:  # fmt: skip
        """The article on a web page, with its title, authors, outlet, date, URL and language where the page gives them.

        Paragraphs are separated by a blank line. `url`, `outlet`, `title` and `published` take precedence over the
        page's.
        Raises Empty (no article on the page), TooLarge, NotText (bytes that aren't text), InputError (`published`,
        `url`).
        """
        name = url or "the HTML"
        page = html if isinstance(html, str) else decoded(html, name, is_html=True)
        return _extracted(page, name, url).known_as(url=url, outlet=outlet, title=title, published=published)

    @classmethod
    def from_bytes(  # noqa: PLR0913 - all that is known of an article
        cls,
        data: bytes,
        *,
        name: str = "standard input",
        url: str | None = None,
        outlet: str | None = None,
        title: str | None = None,
        published: str | None = None,
    ) -> Article:
        """The article in `data`; whether that is text, HTML, PDF or Word is detected. name: what messages call it.

        A byte order mark belongs to the encoding and isn't part of the text.
        Raises NotText, Empty, TooLarge (over 20 MB or 2,000,000 characters), InputError (`published`, `url`), and
        MissingExtra (PDF, Word).
        """
        return _from_bytes(data, name, url=url).known_as(url=url, outlet=outlet, title=title, published=published)

    @classmethod
    def from_file(
        cls,
        path: str | os.PathLike[str],
        *,
        url: str | None = None,
        outlet: str | None = None,
        title: str | None = None,
        published: str | None = None,
    ) -> Article:
        """The article in a file, packed (.gz, .bz2, .xz, .zst) or not; it may be text, HTML, PDF or Word.

        Raises NotFound, InputError (a folder, no permission, a damaged archive, `published`, `url`), NotText, Empty,
        TooLarge (over 20 MB, of which no more is read, or over 2,000,000 characters), and MissingExtra (PDF, Word).
        """
        path = Path(path)
        html_named = packed.inner_name(path.name).endswith((".html", ".htm", ".xhtml"))
        article = _from_bytes(file_bytes(path), str(path), url=url, html_named=html_named)
        return article.known_as(url=url, outlet=outlet, title=title, published=published)

    @classmethod
    def from_url(
        cls, url: str, *, outlet: str | None = None, title: str | None = None, published: str | None = None,
        allow_private: bool = False,
    ) -> Article:  # fmt: skip
        """The article at an http or https URL, fetched now; `url` becomes the article's URL, whatever the page says.

        allow_private: whether redirects may lead off the public internet.
        Raises FetchError (not http or https, no such host, not all of it within 60 seconds, more than 5 redirects, an
        HTTP error), NotPublic, NotText, Empty, TooLarge (over 20 MB or 2,000,000 characters), InputError (`published`).
        """
        _check_published(published)  # before anything is fetched
        page = fetch(url, onward="anywhere" if allow_private else "public")
        return cls.from_page(page, outlet=outlet, title=title, published=published)

    @classmethod
    def from_page(
        cls, page: Page, *, outlet: str | None = None, title: str | None = None, published: str | None = None
    ) -> Article:
        """The article in a fetched page; the page's URL becomes the article's.

        Raises NotText, Empty, TooLarge (over 2,000,000 characters), InputError (`published`).
        """
        article = _from_bytes(page.body, page.url, url=page.url, html_named=page.is_html, charset=page.charset)
        return article.known_as(url=page.url, outlet=outlet, title=title, published=published)


def _check_published(published: str | None) -> None:
    if published is not None and not is_day(published):
        raise InputError(f"expected a date of publication as YYYY-MM-DD, found {published!r}")


def checked_address(url: str | None) -> str | None:
    """`url` itself. Raises InputError for one that can't be an article's."""
    if url is not None and not is_address(url):
        limit = f"of at most {LONGEST_ADDRESS:,} characters" if len(url) > LONGEST_ADDRESS else "that can be read"
        raise InputError(f"expected an address {limit}, found {shorten(url, 80)!r}")
    return url


def _checked(text: str, name: str) -> str:
    """`text` unchanged. Raises Empty or TooLarge; name: what the message calls it."""
    if not text or text.isspace():
        raise Empty(f"expected an article in {name}, found {'only white space' if text else 'nothing'}")
    if len(text) > MAX_CHARACTERS:
        raise TooLarge(f"expected at most {MAX_CHARACTERS:,} characters in {name}, found {len(text):,}")
    return text


def _from_bytes(
    data: bytes, name: str, *, url: str | None = None, html_named: bool = False, charset: str | None = None
) -> Article:
    """The article in `data`. html_named: its suffix or content type says HTML. charset: from the HTTP header."""
    if len(data) > MAX_BYTES:
        raise too_many_bytes(name, len(data))
    if data.startswith(documents.PDF):
        return Article(_checked(documents.pdf_text(data, name), name))
    if documents.is_word(data):
        return Article(_checked(documents.word_text(data, name), name))
    is_html = html_named or bool(HTML_START.match(data[:HEAD].decode("latin-1")))
    text = decoded(data, name, is_html=is_html, charset=charset)
    # Tested again after decoding: in UTF-16 no tag is seen in the bytes, and a file named .html may hold no HTML.
    if HTML_START.match(text[:HEAD]) or (html_named and TAG.search(text)):
        return _extracted(text, name, url)
    if XML_START.match(text[:HEAD]):
        raise NotText(f"expected an article as text or HTML in {name}, found other XML: a feed or a list of pages")
    return Article(_checked(text, name))


# --- files ---


def file_bytes(path: Path, what: str = "an article") -> bytes:
    """The content of a file, unpacked; at most MAX_BYTES + 1 bytes are read, since a pipe doesn't tell its size.

    what: what messages say was expected. Raises NotFound, TooLarge, InputError.
    """
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise InputError(f"expected a file, found the folder {path}")
        if about.st_size > MAX_BYTES:
            raise too_many_bytes(str(path), about.st_size)
        with packed.told(what, str(path)), packed.opened(path) as file:
            data = file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFound(f"expected {what} in {path}, found no such file") from error
    except PermissionError as error:
        raise InputError(f"expected a file that may be read, found no permission for {path}") from error
    except OSError as error:
        raise InputError(f"expected a file that can be read, found {path}: {error.strerror}") from error
    except ValueError as error:  # a NUL character in the path
        raise NotFound(f"expected the path of a file, found {str(path)!r}") from error
    if len(data) > MAX_BYTES:
        raise too_many_bytes(str(path))
    return data


# --- HTML ---


def _extracted(html: str, name: str, url: str | None) -> Article:
    """The article on a page. Raises Empty if there is none, TooLarge if its text is too long, InputError (`url`)."""
    checked_address(url)
    if not html or html.isspace():
        raise Empty(f"expected an article in {name}, found {'only white space' if html else 'nothing'}")
    try:
        found = extracted(html, url)
    except Exception as error:  # trafilatura, lxml and htmldate may raise anything on a broken page
        raise Empty(f"expected an article in {name}, found HTML that can't be read") from error
    if found is None:
        raise Empty(f"expected an article in {name}, found HTML without one")
    return Article(
        _checked(found.text, name),
        url=found.url if found.url and is_address(found.url) else None,
        outlet=found.outlet,
        title=found.title,
        authors=found.authors,
        published=found.published if found.published and is_day(found.published) else None,
        language=found.language,
    )
