"""Inputs: the articles in files, folders, patterns, URLs, feeds, tables and JSON Lines, one by one.

An input that can't be read is yielded with its error, and the rest goes on.
"""

from __future__ import annotations

import glob
import io
import json
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from ..errors import Empty, InputError, NotFound
from ..given import is_address
from ..printable import printable, shorten
from . import archives, captured, documents, feeds, tables
from . import columns as of_columns
from .article import Article, checked_address
from .fetching import MAX_BYTES, fetch, too_many_bytes
from .html import HTML_START
from .packed import inner_name, opened, told, unpacked
from .pending import FoundRecord, Input, PassedOver, Pending, attempt, made
from .tables import Table, TableForm

if TYPE_CHECKING:
    from .captured import Capture
    from .guard import Reach

#: The suffixes of the files that are read in a folder, packed or not: articles and captions, feeds, JSON Lines, tables.
TEXTS = (".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".vtt", ".srt")
FEEDS = (".rss", ".atom", ".xml")
LINES = (".jsonl", ".ndjson")
READ = (*TEXTS, *FEEDS, *LINES, *tables.SUFFIXES, *archives.SUFFIXES)
KNOWN = ("text", "html", "url", "outlet", "title", "authors", "published", "language")


@dataclass(frozen=True, slots=True)
class Facts:
    """Metadata that the user gives for all articles; it takes precedence over what they say themselves.

    url, title: for one article. Raises InputError if `published` isn't a date as YYYY-MM-DD, or `url` can't be an
    article's.
    """

    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    title: str | None = None

    def __post_init__(self) -> None:
        """Check the date and the URL before anything is read. Raises InputError."""
        Article("", published=self.published)
        checked_address(self.url)

    def of(self, article: Article) -> Article:
        """`article` with this metadata."""
        return replace(
            article,
            published=self.published or article.published,
            outlet=self.outlet or article.outlet,
            url=self.url or article.url,
            title=self.title or article.title,
        )

    @property
    def of_one(self) -> str | None:
        """In words, what of this only one article can have; None if there is nothing of it."""
        if self.url:
            return f"the URL {self.url}"
        return f"the title {shorten(self.title, 60)!r}" if self.title else None


@dataclass(frozen=True, slots=True)
class _Way:
    """How inputs are read.

    url: where the article was published, for a page that doesn't tell. onward: where links and redirects may lead.
    columns: what columns of tables hold, as the user says. tell: takes a sentence for the user. said: those it took.
    passed_over: which files of a folder are none that a user put there for reading. keep: whether inputs come with
    their captures.
    """

    url: str | None
    onward: Reach
    columns: Mapping[str, str]
    tell: Callable[[str], object]
    passed_over: Callable[[Path], bool]
    keep: bool = False
    said: set[str] = field(default_factory=set)

    def tell_once(self, sentence: str) -> None:
        """Tell what wasn't told before."""
        if sentence not in self.said:
            self.said.add(sentence)
            self.tell(sentence)


def articles(  # noqa: PLR0913 - how inputs may be read
    names: Iterable[str], facts: Facts | None = None, *, allow_private: bool = False,
    columns: Mapping[str, str] | None = None, tell: Callable[[str], object] = lambda _: None,
    passed_over: Callable[[Path], bool] = lambda _: False, keep: bool = False,
) -> Iterator[Input]:  # fmt: skip
    """The articles of `names` in order, those of a folder or pattern sorted by path.

    A name is a path, a pattern (`news/**/*.html`), a URL, or - for standard input. An input that fails is yielded with
    its error. If `facts` has a URL or a title, only the first article is taken; every further one is an error.
    allow_private: whether links in feeds, and redirects, may lead off the public internet; a name itself always may.
    columns: which columns of tables hold what, by the keys of `columns.NAMES`; the others are guessed.
    tell: takes sentences for the user: which columns were taken for what, what of a folder isn't read.
    passed_over: which files of a folder are neither read nor told.
    keep: whether every article comes with its captures, which last until the next one is asked for.
    """
    known = facts or Facts()
    way = _Way(known.url, "anywhere" if allow_private else "public", columns or {}, tell, passed_over, keep)
    there: str | None = None
    without: Counter[str] = Counter()
    for record in (record for name in names for record in attempt(name, _of, name, way)):
        if isinstance(record, PassedOver):
            without[record.kind] += 1
            continue
        found = made(record) if isinstance(record, Pending) else record
        if found.article is None:
            yield found
        elif known.of_one and there is not None:
            error = InputError(f"expected one article for {known.of_one}, found {there} and {found.name}")
            yield Input(found.name, error=error)
        else:
            there = found.name
            yield replace(found, article=known.of(found.article))
    if without:
        tell(f"passed over: {', '.join(f'{count:,} {kind}' for kind, count in without.most_common())}")


def files(name: str, tell: Callable[[str], object] = lambda _: None) -> Iterator[str]:
    """What a name stands for, one by one: each file of a folder or pattern, sorted by path; a URL itself.

    tell: takes sentences for the user: what of a folder isn't read. Raises NotFound.
    """
    if "://" in name:
        yield name
    else:
        yield from map(str, _files(name, _Way(None, "public", {}, tell, lambda _: False)))


def records(
    name: str, *, columns: Mapping[str, str] | None = None, allow_private: bool = False, at: int = 0
) -> Iterator[FoundRecord]:
    """What a file or URL holds, record by record, in an order that doesn't change. columns, allow_private: see above.

    An article is made only of a record that is asked for it, and before the next is taken. at: the byte of the file at
    which a record begins; those before it are left out.
    """
    if at:
        yield from attempt(name, archives.of_file, Path(name), at)
        return
    way = _Way(None, "anywhere" if allow_private else "public", columns or {}, lambda _: None, lambda _: False)
    yield from attempt(name, _of, name, way)


#: A link as it stands in a text, without the marks after it.
_LINK = re.compile(r"https?://[^\s<>\"“”„«»\[\]]+(?<![.,;:!?’')])")


def linked(article: Article, *, allow_private: bool = False) -> Iterator[Input]:
    """The articles that the links in an article's text lead to, each link once.

    allow_private: whether they may lead off the public internet.
    """
    reach: Reach = "anywhere" if allow_private else "public"
    for url in dict.fromkeys(_LINK.findall(article.text)):
        if url != article.url and is_address(url):
            yield from attempt(url, _page, url, reach)


def _of(name: str, way: _Way) -> Iterator[FoundRecord]:
    """The articles of one name."""
    if not name:
        raise NotFound("expected the name of a file or folder, a pattern, a URL or -, found an empty one")
    if name == "-" and way.keep:
        yield from _kept_stream(sys.stdin.buffer, way)
    elif name == "-":
        yield from _stream(sys.stdin.buffer, way)
    elif "://" in name:
        yield from _at(name, "anywhere", way.onward, keep=way.keep)
    else:
        yield from _path(name, way)


def _from(capture: Capture, inputs: Iterator[Any]) -> Iterator[Any]:
    """The inputs, which were read from this."""
    for one in inputs:
        yield one if isinstance(one, PassedOver) else replace(one, captures=(*one.captures, capture))


def _kept_stream(file: IO[bytes], way: _Way) -> Iterator[FoundRecord]:
    """As `_stream`, with what came on standard input, which is put into a file first."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "input"
        with data.open("wb") as out:
            shutil.copyfileobj(file, out)
        with data.open("rb") as again:
            yield from _from(captured.of_stream(data), _stream(again, way))


def _stream(file: IO[bytes], way: _Way) -> Iterator[FoundRecord]:
    """The articles on standard input; what it is is told by its first bytes."""
    given = file if isinstance(file, io.BufferedReader) else io.BufferedReader(_Rewound(b"", file))
    with told("an article", "-"), unpacked(given, "-") as inner:
        first = inner.readline(MAX_BYTES + 1)
        if archives.is_archive("", first):
            yield from archives.of_stream(io.BufferedReader(_Rewound(first, inner)), "-")
            return
        if _is_object(first):
            yield from _objects(chain([first], _pieces(inner)), "-", way)
            return
        form = _form("", first[:_ENOUGH])
        if form:
            yield from _table(io.BufferedReader(_Rewound(first, inner)), "-", form, way)
            return
        data = first + inner.read(MAX_BYTES + 1 - len(first))
    if feeds.FEED.match(data):
        yield from _feed(data, "-", way.onward, keep=way.keep)
    elif _is_workbook(data):
        yield from _table(io.BytesIO(data), "-", "excel", way)
    else:
        yield Input("-", Article.from_bytes(data, url=way.url))


class _Rewound(io.RawIOBase):
    """A file of which the beginning was read already."""

    def __init__(self, first: bytes, rest: IO[bytes]) -> None:
        self._first, self._rest = first, rest

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` with what comes next; returns the number of bytes, 0 at the end."""
        into = memoryview(buffer)
        data = self._first[: len(into)] or self._rest.read(len(into))
        self._first = self._first[len(into) :]
        into[: len(data)] = data
        return len(data)


def _path(name: str, way: _Way) -> Iterator[FoundRecord]:
    for path in _files(name, way):
        yield from attempt(str(path), _file, path, way)


def _files(name: str, way: _Way) -> Iterator[Path]:
    """The files of a folder or pattern, sorted by path, or the one of this name. Raises NotFound."""
    path = Path(name)
    if path.is_dir():
        yield from _in_folder(path, way)
    elif glob.has_magic(name) and not path.exists():
        matching = sorted(map(Path, glob.glob(name, recursive=True)))  # noqa: PTH207 - a pattern may begin anywhere
        if not matching:
            raise NotFound(f"expected files like {name}, found none")
        for one in matching:
            yield from _in_folder(one, way) if one.is_dir() else (one,)
    else:
        yield path


def _in_folder(folder: Path, way: _Way) -> list[Path]:
    files = sorted(p for p in folder.rglob("*") if p.is_file() and not way.passed_over(p))
    every = [p for p in files if inner_name(p.name).endswith(READ)]
    if not every:
        raise NotFound(f"expected articles in the folder {folder}, found {_left(files) or 'no files'}")
    if left := _left(p for p in files if p not in {*every}):
        way.tell(f"not read in the folder {folder}: {left}")
    return every


def _left(files: Iterable[Path]) -> str:
    """How many files there are by what their names end in, in words; hidden ones don't count."""
    ends = Counter(path.suffix.lower() or path.name for path in files if not path.name.startswith("."))
    return ", ".join(f"{count:,} {printable(end)}" for end, count in ends.most_common(8)) + (
        " and others" if len(ends) > 8 else ""
    )


def _file(path: Path, way: _Way) -> Iterator[FoundRecord]:
    read = _in_file(path, way)
    if not way.keep:
        return read
    if path.exists() and not path.is_file():
        raise InputError(f"expected a file to keep, found {path}, which can be read once only: give it as -")
    return _from(captured.of_file(path), read)


def _in_file(path: Path, way: _Way) -> Iterator[FoundRecord]:
    low = inner_name(path.name)
    if low.endswith(LINES):
        yield from _lines(path, way)
    elif low.endswith(FEEDS):
        if path.is_file() and feeds.FEED.match(data := _bytes(path)):
            yield from _feed(data, str(path), way.onward, keep=way.keep)
        else:
            yield Pending(str(path), partial(Article.from_file, path, url=way.url))
    elif path.is_file() and _is_archive(path, low):
        yield from archives.of_file(path)
    elif path.is_file() and (form := _form_of_file(path, low)):
        with told("a table", str(path)), opened(path) as file:
            yield from _table(file, str(path), form, way)
    else:
        yield Pending(str(path), partial(Article.from_file, path, url=way.url))


def _is_archive(path: Path, low: str) -> bool:
    with told("an article or an archive", str(path)), opened(path) as file:
        return archives.is_archive(low, file.read(5))


#: Bytes of a file by which it is told what it is.
_ENOUGH: Final = 65_536


def _form_of_file(path: Path, low: str) -> TableForm | None:
    """How the table in a file is written; None if there is an article in it. low: its name, unpacked, in lower case."""
    with told("an article or a table", str(path)), opened(path) as file:
        head = file.read(_ENOUGH)
        form = _form(low, head)
        if form == "excel" or not head.startswith(documents.ZIP):
            return form
        return "excel" if _is_workbook(head + file.read(MAX_BYTES)) else None


def _form(low: str, head: bytes) -> TableForm | None:
    """The same of the beginning of a file."""
    form = tables.form_of(low, head)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if form in ("csv", "json") and (start.startswith(documents.PDF) or HTML_START.match(start.decode("latin-1"))):
        return None
    if form or low.endswith(TEXTS[3:]):
        return form
    line = start.partition(b"\n")[0].decode("utf-8", "replace").strip()
    if re.match(rb"\[\s*\{\s*\"", start):
        return "json"
    parted = [cell.strip().strip('"') for cell in line.split(tables.delimiter_of(line))]
    return "csv" if of_columns.has_names(parted) else None


def _is_workbook(data: bytes) -> bool:
    return "xl/workbook.xml" in documents.members(data)


def _bytes(path: Path) -> bytes:
    """The content of a file, unpacked. Raises TooLarge if it is over MAX_BYTES, and then reads no more than that."""
    with told("a feed", str(path)), opened(path) as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise too_many_bytes(str(path))
    return data


# -- the web ---------------------------------------------------------------------------------------------------------


def _at(url: str, reach: Reach, onward: Reach, *, keep: bool = False) -> Iterator[Input]:
    """The article at a URL, or those of the feed there. reach, onward: where it, and what it names, may lead."""
    page = fetch(url, feeds=True, reach=reach, onward=onward, keep=keep)
    if feeds.FEED.match(page.body):
        found = _feed(page.body, url, onward, keep=keep)
    else:
        found = iter([Input(url, Article.from_page(page))])
    yield from _from(page.capture, found) if page.capture else found


def _page(url: str, reach: Reach) -> Iterator[Input]:
    yield Input(url, Article.from_page(fetch(url, reach=reach, onward=reach)))


def _feed(data: bytes, name: str, onward: Reach, *, keep: bool = False) -> Iterator[Input]:
    """The entries of a feed: from the feed where it carries the whole article, otherwise fetched from their links."""
    for number, entry in enumerate(feeds.entries(data, name), 1):
        if entry.link and not is_address(entry.link):
            place = f"{name}, entry {number}"
            unread = InputError(f"expected a link that can be read in {place}, found {shorten(entry.link, 80)!r}")
            yield Input(place, error=unread)
            continue
        yield from attempt(entry.name, _entry, entry, onward, keep)


def _entry(entry: feeds.FeedEntry, onward: Reach, keep: bool) -> Iterator[Input]:
    captures: list[Capture] = []

    def page(link: str) -> Article:
        fetched = fetch(link, reach=onward, onward=onward, keep=keep)
        if fetched.capture:
            captures.append(fetched.capture)
        return Article.from_page(fetched)

    article = feeds.article_of(entry, page)
    yield Input(entry.name, article, captures=tuple(captures))


# -- tables ----------------------------------------------------------------------------------------------------------


def _table(file: IO[bytes], name: str, form: TableForm, way: _Way) -> Iterator[FoundRecord]:
    """The articles of a table, or of the sheets of a workbook that have a column of texts."""
    none: InputError | None = None
    found = False
    for table in tables.tables(file, name, form):
        head = list(islice(table.rows, tables.HEAD_ROWS))
        try:
            columns = of_columns.columns_of(table, head, way.columns)
        except InputError as error:
            none = none or error
            continue
        found = True
        way.tell_once(of_columns.told(table, columns))
        for row in chain(head, table.rows):
            yield Pending(row.name, partial(of_columns.article_of, row, columns))
    if none and not found:
        raise none
    if none:
        way.tell_once(f"not read: {none}")


# -- JSON Lines ------------------------------------------------------------------------------------------------------


def _lines(path: Path, way: _Way) -> Iterator[FoundRecord]:
    """The articles of a JSON Lines file. Raises InputError if it can't be read."""
    with told("JSON Lines", str(path)), opened(path) as file:
        yield from _objects(_pieces(file), str(path), way)


def _objects(lines: Iterable[bytes], name: str, way: _Way) -> Iterator[Pending]:
    """The articles of JSON Lines; blank lines are skipped. Raises Empty if there are no others."""
    empty = True
    for number, line in enumerate(lines, 1):
        if line.strip():
            empty = False
            yield Pending(f"{name}, line {number}", partial(_line, line, name, number, way))
    if empty:
        raise Empty(f"expected JSON Lines in {name}, found nothing")


def _is_object(line: bytes) -> bool:
    """Whether a line is a JSON object."""
    try:
        return line.lstrip().startswith(b"{") and isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """The lines of a file, each cut to MAX_BYTES + 1 bytes, from which its being too long can be told."""
    while line := file.readline(MAX_BYTES + 1):
        yield line
        while len(line) > MAX_BYTES and not line.endswith(b"\n"):
            line = file.readline(MAX_BYTES + 1)


def _line(line: bytes, file: str, number: int, way: _Way) -> Article:
    """The article of a line. Raises InputError, which names it."""
    name = f"{file}, line {number}"
    try:
        values = _object(line, name)
        if way.columns or (isinstance(values, Mapping) and not {"text", "html"} & {*values}):
            return _renamed(values, file, name, way)
        return _from_object(values, name)
    except InputError as error:
        # An error in the article itself is raised by code that doesn't know the line.
        raise error if name in str(error) else type(error)(f"{error}, in {name}") from error


def _object(line: bytes, name: str) -> Any:
    if len(line) > MAX_BYTES:
        raise too_many_bytes(name)
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        found = line.strip()[:40].decode("utf-8", "replace")
        raise InputError(f"expected a JSON object in {name}, found {found!r}") from error


def _renamed(values: Any, file: str, name: str, way: _Way) -> Article:
    """The article of an object whose keys have other names, as columns of tables have."""
    table = tables.json_table([values], name)
    (row,) = table.rows
    columns = of_columns.columns_of(table, [row], way.columns)
    way.tell_once(of_columns.told(Table(file, table.columns, table.rows), columns))
    return of_columns.article_of(replace(row, name=name), columns)


def _from_object(values: Any, name: str) -> Article:
    if not isinstance(values, Mapping) or not any(isinstance(values.get(key), str) for key in ("text", "html")):
        raise InputError(f'expected a JSON object with a string as "text" or "html" in {name}, found {values!r:.40}')
    wrong = [k for k in KNOWN if k != "authors" and not isinstance(values.get(k), str | None)]
    if wrong:
        raise InputError(f"expected a text as {wrong[0]!r} in {name}, found {values[wrong[0]]!r:.40}")
    authors = values.get("authors") or ()
    named = (authors,) if isinstance(authors, str) else authors
    if not isinstance(named, list | tuple) or not all(isinstance(author, str) for author in named):
        raise InputError(f"expected a list of names as 'authors' in {name}, found {authors!r:.40}")
    published = (values.get("published") or "")[:10] or None
    known = {"url": values.get("url"), "outlet": values.get("outlet"), "published": published}
    article = (
        Article.from_text(values["text"], **known)
        if isinstance(values.get("text"), str)
        else Article.from_html(values["html"], **known)
    )
    return replace(
        article,
        title=values.get("title") or article.title,
        language=values.get("language") or article.language,
        authors=tuple(named) or article.authors,
    )
