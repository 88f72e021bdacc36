"""Pages: rendering of templates, and the static files, which browsers may cache for ever by their content's digest.

Everything is escaped. The functions for templates are listed in `_environment`: an article's words on one line, without
control characters and isolated in their direction of writing (`words`); dates in the user's format (`date`, `dated`,
`when`); numbers with their noun (`count`).
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from ..__about__ import __version__
from ..ledger.tables.record import StatementRecord
from ..printable import printable, shorten
from ..records import clock
from ..records.recording import fragment
from ..shown import escaping
from ..values import labels
from .on_record import file as record_file
from .on_record import title, told
from .sessions import sessions

_DAY = re.compile(r"\b\d{4}-\d\d(-\d\d)?\b", re.ASCII)
_QUOTED = re.compile(r"(“[^”]*”?)")
#: Most other outlets that are named beside an utterance.
MOST_REPEATS = 6
IMMUTABLE = "public, max-age=31536000, immutable"


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page: `template` rendered with `values` and with what every page shows."""
    given: dict[str, Any] = {"request": request, "desk": sessions(request), "json": json_address(request), **values}
    given["sections"] = _sections(request)
    given["title"] = printable(given["title"])
    written = _environment().get_template(template).render(given)
    return HTMLResponse(escaping.holdable(written), status)


def _sections(request: Request) -> list[tuple[str, str]]:
    """The links in the header: to records only where the ledger is known to have some."""
    has_records = getattr(request.state, "has_records", False)
    return [(name, path) for name, path in request.app.state.sections if has_records or path != "/records"]


def json_address(request: Request) -> str:
    """The address of this page's JSON."""
    query = f"?{request.url.query}" if request.url.query else ""
    return f"/api/v1{request.url.path.rstrip('/') or '/articles'}{query}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(__package__), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.globals |= {
        "static": static,
        "version": __version__,
        "labels": labels,
        "turned": turned,
        "most_repeats": MOST_REPEATS,
        "recordings": {},  # of a page that plays none
    }
    environment.filters |= {
        "words": words, "date": date, "dated": dated, "when": when, "sentence": sentence, "count": _count,
        "link": _link, "plain": printable, "plain_lines": _plain_lines, "shorten": shorten,
        "clock": clock.code, "on_record": told, "called": title, "file": record_file, "playing": played,
    }  # fmt: skip
    return environment


def played(record: int, times: Sequence[float | None]) -> str:
    """The address of a record's recording that plays some seconds. times: when words begin and end, or None each."""
    start, end = times
    return f"/records/{record}/recording{fragment(start, end)}"


def each_outlet(repeats: Sequence[StatementRecord]) -> list[StatementRecord]:
    """Of statements that repeat an utterance the first of every outlet."""
    return list({said.source.name: said for said in reversed(repeats)}.values())[::-1]


# -- filters -----------------------------------------------------------------------------------------------------------


def words(text: str | None) -> Markup:
    """An article's words, isolated within a line of ours; empty for None."""
    return Markup(escaping.isolate(text)) if text else Markup("")


@pass_context
def date(context: Context, day: str | None) -> Markup:
    """An ISO day, month or year as <time>; empty for None."""
    return _time(day[:10], _is_american(context)) if day else Markup("")


@pass_context
def dated(context: Context, day: str) -> str:
    """An ISO day, month or year in words; as “October 18, 2016” if the browser prefers American English."""
    return _written(day, _is_american(context))


@pass_context
def when(context: Context, edtf: str) -> str:
    """A statement's time (EDTF) in words: “on 18 October 2016”, “by 20 January 2017”."""
    return labels.when(edtf, lambda day: dated(context, day))


@pass_context
def sentence(context: Context, found: str) -> str:
    """A finding's sentence with its ISO dates in words; quoted words stay as they are."""
    parts = _QUOTED.split(found)
    return "".join(part if part[:1] == "“" else _DAY.sub(lambda day: dated(context, day[0]), part) for part in parts)


def turned(request: Request, **to: Any) -> str:
    """This page's address with some query parameters changed; None removes one."""
    kept: Mapping[str, Any] = {**request.query_params, **to}
    query = urlencode({name: value for name, value in kept.items() if value is not None})
    return f"{request.url.path}?{query}" if query else request.url.path


def _is_american(context: Context) -> bool:
    return bool(context["request"].headers.get("accept-language", "").lower().startswith("en-us"))


@lru_cache(maxsize=10_000)
def _time(day: str, american: bool) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(day, _written(day, american))


def _written(day: str, american: bool) -> str:
    written = labels.dated(day)
    parts = written.split()
    return f"{parts[1]} {parts[0]}, {parts[2]}" if american and len(parts) == 3 else written


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _plain_lines(text: str) -> str:
    """A text of several lines, made printable line by line."""
    return "\n".join(printable(line) for line in text.splitlines())


def _link(url: str | None) -> Markup:
    """An article's URL as a link if it is http or https, else as plain text."""
    return Markup(escaping.link(url))


# -- files -------------------------------------------------------------------------------------------------------------


def static(name: str) -> str:
    """The address of a file in `static/`; it changes when any of these files does. Raises KeyError for another name."""
    digest, held = _static()
    if name not in held:
        raise KeyError(name)
    return f"/static/{digest}/{name}"


def file(digest: str, name: str) -> Response | None:
    """A file in `static/`, cacheable for ever; None if it is unknown or `digest` is of another version."""
    current, held = _static()
    if digest != current or name not in held:
        return None
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(held[name], media_type=kind, headers={"Cache-Control": IMMUTABLE})


@cache
def _static() -> tuple[str, dict[str, bytes]]:
    """One digest of all files, and each by name. With a digest each, scripts couldn't import one another by path."""
    held = dict(sorted(_files(files(__package__) / "static").items()))
    digest = hashlib.sha256()
    for name, content in held.items():
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:16], held


def _files(folder: Traversable, within: str = "") -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for entry in folder.iterdir():
        if entry.is_dir():
            found |= _files(entry, f"{within}{entry.name}/")
        else:
            found[within + entry.name] = entry.read_bytes()
    return found
