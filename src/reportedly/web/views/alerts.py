"""What the watch tells, the newest first: as a page, as JSON, and as a feed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request, Response
from lxml import etree
from markupsafe import escape

from ...ledger.watched.alerts import Alert
from ...shown.alert import AlertText, told
from ..api import answer, shape
from ..api import router as json_router
from ..asking import TheLedger, ThisPart
from ..pages import page
from ..turns import InTurn

router = APIRouter(include_in_schema=False, route_class=InTurn)
api = json_router()

#: Alerts in the feed.
LATEST = 100
ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Alerts:
    """Alerts, the newest first. more: whether there are others."""

    alerts: tuple[Alert, ...]
    more: bool


@router.get("/alerts")
def alerts(request: Request, ledger: TheLedger, part: ThisPart) -> Response:
    """What was told, and to be told, with the change itself."""
    found = ledger.watched.latest(part.size + 1, part.skip)
    shown = [(alert, told(alert)) for alert in found[: part.size]]
    return page(request, "alerts.html", title="Alerts", alerts=shown, part=part, more=len(found) > part.size)


@api.get("/alerts", response_model=shape(Alerts), summary="What the watch tells")
def alerts_json(ledger: TheLedger, part: ThisPart) -> Response:
    """Thirty alerts, the newest first."""
    found = ledger.watched.latest(part.size + 1, part.skip)
    return answer(Alerts(tuple(found[: part.size]), len(found) > part.size))


@router.get("/alerts.atom")
def alerts_atom(request: Request, ledger: TheLedger) -> Response:
    """The latest alerts as an Atom feed. Each keeps its id, so that a reader shows it once."""
    here = str(request.url.replace(query=""))
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    found = ledger.watched.latest(LATEST)
    _add(feed, "id", here)
    _add(feed, "title", "Reportedly: alerts")
    _add(feed, "updated", found[0].at if found else "1970-01-01T00:00:00+00:00")
    _add(feed, "link", rel="self", href=here)
    _add(_add(feed, "author"), "name", "Reportedly")
    for alert in found:
        _entry(feed, alert, told(alert), here.removesuffix("/alerts.atom"))
    written = etree.tostring(feed, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return Response(written, media_type="application/atom+xml")


def _entry(feed: etree._Element, alert: Alert, words: AlertText, reader: str) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", f"urn:uuid:{UUID(hex=alert.key)}")
    _add(entry, "title", words.title)
    _add(entry, "updated", alert.at)
    _add(entry, "category", term=alert.rule)
    url = alert.items[0].where.url
    if url and is_link(url):
        _add(entry, "link", rel="alternate", href=url)
    if alert.article is not None:
        _add(entry, "link", rel="related", href=f"{reader}/articles/{alert.article}")
    _add(entry, "content", "<br>".join(_html(words)), type="html")


def _html(words: AlertText) -> Iterator[str]:
    for line in words.lines:
        indent = "&#160;" * (len(line) - len(line.lstrip(" ")))
        bare = escape(line.strip())
        yield f'{indent}<a href="{bare}">{bare}</a>' if is_link(line.strip()) else f"{indent}{bare}"


def is_link(line: str) -> bool:
    """Whether a line of an alert is nothing but an address on the web."""
    return line.startswith(("http://", "https://")) and " " not in line


def _add(to: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(to, f"{{{ATOM}}}{name}", {**attributes})
    element.text = text
    return element
