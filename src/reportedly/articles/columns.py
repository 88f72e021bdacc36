"""Columns: which column of a table holds what of an article, told by its name, by its texts or by the user."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from statistics import fmean
from typing import Any, Final

from ..errors import Empty, InputError
from ..given import is_day
from ..printable import printable, shorten
from .article import Article
from .tables import GivenRow, Table, written

#: What a column may hold, and the names that such columns usually have, the surest first. Spaces and signs in a name
#: count as one low line.
NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "text": (
        "text", "body", "article_text", "full_text", "fulltext", "article_body", "articlebody", "body_text",
        "main_text", "maintext", "article_content", "content", "contents", "article", "story", "story_text",
        "news_text",
    ),
    "html": ("html", "body_html", "content_html", "raw_html", "page"),
    "title": ("title", "headline", "head", "heading", "article_title", "news_title"),
    "url": ("url", "link", "web_url", "article_url", "source_url", "permalink", "canonical_url", "href", "address"),
    "outlet": (
        "outlet", "publisher", "publication", "newspaper", "source", "source_name", "site_name", "sitename", "site",
        "media", "medium", "provider", "domain", "publication_name",
    ),
    "authors": ("authors", "author", "byline", "by", "writer", "creator", "reporter"),
    "published": (
        "published", "date", "published_at", "publishedat", "publication_date", "pub_date", "pubdate", "date_published",
        "datepublished", "publish_date", "date_publish", "published_date", "day", "datetime", "timestamp", "time",
    ),
    "language": ("language", "lang"),
}  # fmt: skip
#: Characters on average from which on the longest column holds the texts, whatever it is called.
LONG: Final = 200


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what: the column's name by the key of NAMES.

    month_first: whether 3/5/2024 is a day in March; None if no row tells.
    """

    of: Mapping[str, str]
    month_first: bool | None = None


def columns_of(table: Table, head: Sequence[GivenRow], chosen: Mapping[str, str]) -> Columns:
    """Which columns of a table hold what. head: its first rows. chosen: what the user says, by the keys of NAMES.

    Raises InputError if a column that the user names isn't there, or none holds texts.
    """
    found = {what: _named(column, table) for what, column in chosen.items()}
    # What the user says isn't guessed: a column of theirs holds nothing else.
    rest = {_plain(column): column for column in reversed(table.columns) if column not in found.values()}
    for what, names in NAMES.items():
        column = next((rest[name] for name in names if name in rest), None)
        if what not in found and column is not None and not (what == "html" and "text" in found):
            found[what] = column
    if not found.keys() & {"text", "html"}:
        longest = max(rest.values(), key=lambda column: _length(column, head), default=None)
        if longest is None or longest in found.values() or _length(longest, head) < LONG:
            known = shorten(", ".join(map(printable, table.columns)), 200)
            raise InputError(
                f"expected a column with the texts of articles in {table.name}, found {known}; --column text=NAME says "
                "which it is"
            )
        found["text"] = longest
    days = (row.cells.get(found["published"]) for row in head) if "published" in found else ()
    return Columns({what: found[what] for what in NAMES if what in found}, _month_first(days))


def has_names(columns: Sequence[str]) -> bool:
    """Whether these are surely the names of a table of articles: one of texts, and one of something else."""
    plain = {_plain(column) for column in columns}
    kinds = [what for what, names in NAMES.items() if plain & {*names}]
    return len(kinds) > 1 and bool({"text", "html"} & {*kinds}) and all(len(column) < 40 for column in columns)


def told(table: Table, columns: Columns) -> str:
    """In words, for the user: what is taken from which column, and which aren't used."""
    used = ", ".join(f"{what} from “{printable(column)}”" for what, column in columns.of.items())
    rest = [printable(column) for column in table.columns if column not in columns.of.values()]
    return f"{table.name}: {used}" + (f"; not used: {shorten(', '.join(rest), 200)}" if rest else "")


def article_of(row: GivenRow, columns: Columns) -> Article:
    """The article of a row. Raises InputError, which names the row."""
    if row.error:
        raise row.error
    cells = {what: row.cells.get(column) for what, column in columns.of.items()}
    try:
        return _article(cells, columns.month_first)
    except InputError as error:  # raised by what doesn't know the row
        raise type(error)(f"{error}, in {row.name}") from error


def _article(cells: Mapping[str, Any], month_first: bool | None) -> Article:
    words = {what: None if cell is None else written(cell).strip("\n\r\t ") or None for what, cell in cells.items()}
    published = None if cells.get("published") is None else _day(cells["published"], month_first)
    known = {"url": words.get("url"), "outlet": words.get("outlet"), "published": published}
    if words.get("text") is not None:
        article = Article.from_text(written(cells["text"]), **known)
    elif words.get("html") is not None:
        article = Article.from_html(written(cells["html"]), **known)
    else:
        raise Empty("expected an article, found no text")
    return replace(
        article,
        title=words.get("title") or article.title,
        language=words.get("language") or article.language,
        authors=tuple(_names(cells.get("authors"))) or article.authors,
    )


def _named(column: str, table: Table) -> str:
    """A column as the table calls it. Raises InputError."""
    like = {one.strip().lower(): one for one in reversed(table.columns)}
    if column in table.columns:
        return column
    if column.strip().lower() in like:
        return like[column.strip().lower()]
    known = shorten(", ".join(map(printable, table.columns)), 200)
    raise InputError(f"expected the column {shorten(column, 60)!r} in {table.name}, found {known}")


def _plain(column: str) -> str:
    return re.sub(r"[\W_]+", "_", column.lower()).strip("_")


def _length(column: str, head: Sequence[GivenRow]) -> float:
    """How many characters of text the cells of a column have on average."""
    return fmean([len(cell) if isinstance(cell := row.cells.get(column), str) else 0 for row in head] or [0])


def _names(cell: Any) -> Iterator[str]:
    """The names of authors: each of a list, or those that a text parts by semicolons or bars."""
    if cell is None:
        return
    for one in cell if isinstance(cell, list | tuple) else re.split(r"\s*[;|]\s*", written(cell)):
        if one is not None and (name := written(one).strip()):
            yield name


# -- days ------------------------------------------------------------------------------------------------------------

_NUMERIC: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)")
_YEAR_FIRST: Final = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)")


def _month_first(cells: Iterable[Any]) -> bool | None:
    """Whether days such as 3/5/2024 are written with the month first, by those of which it is clear."""
    found = [_NUMERIC.match(cell.strip()) for cell in cells if isinstance(cell, str)]
    clear = {int(one[2]) > 12 for one in found if one and (int(one[1]) > 12) != (int(one[2]) > 12)}
    return clear.pop() if len(clear) == 1 else None


def _day(cell: Any, month_first: bool | None) -> str:
    """The day of a cell as YYYY-MM-DD. Raises InputError if it can't be told."""
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    given = written(cell).strip()
    day = _iso(given) or _counted(given) or _ordered(given, month_first) or _in_words(given)
    if day is None or not is_day(day):
        open_to_both = _NUMERIC.match(given) and month_first is None
        found = f"{shorten(given, 40)!r}" + (", in which day and month can't be told apart" if open_to_both else "")
        raise InputError(f"expected a date of publication as YYYY-MM-DD, found {found}")
    return day


def _iso(given: str) -> str | None:
    if re.fullmatch(r"\d{8}", given):
        return f"{given[:4]}-{given[4:6]}-{given[6:]}"
    year_first = _YEAR_FIRST.match(given)
    if year_first:
        return f"{year_first[1]}-{int(year_first[2]):02}-{int(year_first[3]):02}"
    return given[:10] if re.match(r"\d{4}-\d{2}-\d{2}(?!\d)", given) else None


def _counted(given: str) -> str | None:
    """The day of seconds or milliseconds since 1970, in UTC, as programs write times."""
    if not re.fullmatch(r"\d{9,10}|\d{12,13}", given):
        return None
    seconds = int(given) / (1 if len(given) < 11 else 1000)
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def _ordered(given: str, month_first: bool | None) -> str | None:
    numeric = _NUMERIC.match(given)
    if not numeric:
        return None
    first, second = int(numeric[1]), int(numeric[2])
    if first > 12 or second > 12:
        month_first = second > 12
    elif first != second and month_first is None:
        return None
    month, day = (first, second) if month_first else (second, first)
    return f"{numeric[3]}-{month:02}-{day:02}"


def _in_words(given: str) -> str | None:
    """The day of words such as “May 8, 2024” or “Wed, 08 May 2024 10:00:00 GMT”, if they tell all of it."""
    if not re.search(r"[A-Za-z]{3}", given) or len(given) > 60:
        return None
    from dateutil import parser  # noqa: PLC0415 - few tables have such days

    try:
        # What the words leave out is taken from the default: two of them tell whether anything was.
        one, other = (parser.parse(given, default=datetime(year, n, n)).date() for year, n in ((1904, 1), (2008, 2)))
    except (ValueError, OverflowError, TypeError):
        return None
    return one.isoformat() if one == other else None
