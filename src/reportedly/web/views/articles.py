"""The list of articles, and each article as published with its statements marked."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from fastapi import APIRouter, Request, Response
from markupsafe import Markup

from ...english.quotation import quotations
from ...holders.holder import Holder
from ...ledger.asked.articles import Articles, ArticleView, Neighbour
from ...ledger.findings.queue import Kept
from ...ledger.records.quotations import HeldQuotation
from ...reading import Statement
from ...shown.annotated import COLOURS, Note, Paragraph, Prose, doubts
from ...span import Span
from ...values.authenticity import Authenticity
from ...values.exchanges import Answer
from ...values.labels import count
from ..api import answer, shape
from ..api import router as json_router
from ..asking import Id, TheLedger, ThisPart
from ..pages import page
from ..playing import playable
from ..turns import InTurn

router = APIRouter(include_in_schema=False, route_class=InTurn)
api = json_router()

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@router.get("/articles")
def articles(request: Request, ledger: TheLedger, part: ThisPart) -> Response:
    """The articles, the newest first."""
    listed = ledger.articles(part.size, part.skip)
    return page(request, "articles.html", title="Articles", listed=listed, part=part)


@router.get("/articles/{number}")
def article(request: Request, ledger: TheLedger, number: Id) -> Response:
    """One article: its text with every statement marked, what is known of each, what was found in it."""
    view = ledger.article(number)
    played = playable(request, ledger, {held.record for held in view.verified})
    return page(request, "article.html", recordings=played, **shown(view))


@api.get("/articles", response_model=shape(Articles), summary="The articles, the newest first")
def articles_json(ledger: TheLedger, part: ThisPart) -> Response:
    """A page of thirty articles, with how many statements and findings each has."""
    return answer(ledger.articles(part.size, part.skip))


@api.get("/articles/{number}", response_model=shape(ArticleView), summary="One article")
def article_json(ledger: TheLedger, number: Id) -> Response:
    """Its reading, its statements' places in the ledger, its versions and copies, what was found in it.

    Spans are pairs of code points in the article's text, half open.
    """
    return answer(ledger.article(number))


@dataclass(frozen=True, slots=True)
class MarginNote:
    """A statement in the margin of the text.

    number: its id in the ledger. position: where it stood in the text as it was read; links of before led there.
    said: the statement of the reading. outlets, wordings: those of its thread. answered: the
    statements of the article that answer it. neighbours: its neighbours in other articles. reviewed: whether a review
    of it stands. recorded: what records have of its quotations.
    """

    number: int
    position: int
    depth: int
    colour: str
    name: str
    cue: str
    words: str
    said: Statement
    answered: Sequence[Answer]
    holder: int | None
    thread: int | None
    outlets: int
    wordings: int
    neighbours: Sequence[Neighbour]
    reviewed: bool
    recorded: Sequence[HeldQuotation]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A holder in the legend. first: the number of their first statement."""

    name: str
    colour: str
    statements: int
    first: int
    id: int | None


@dataclass(slots=True)
class AnnotatedParagraph:
    """A paragraph, with the statements and findings in its margin, and what it says of whether records are genuine.

    recorded: what records have of its quotations that no statement has.
    """

    html: Markup
    entries: list[MarginNote] = field(default_factory=list)
    findings: list[Kept] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    doubts: list[tuple[int, Authenticity]] = field(default_factory=list)
    recorded: list[HeldQuotation] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice above an article, with a link."""

    words: str
    link: str = ""
    href: str = ""


def shown(view: ArticleView) -> dict[str, Any]:
    """The values for the template of an article."""
    reading = view.reading
    colours = _colours(view)
    prose = Prose(reading, colours, [*_broken(reading.article.text), *_on_findings(view), *doubts(reading)])
    rows = _rows(view, prose)
    language = reading.article.language or ""
    return {
        "title": reading.headline,
        "id": view.id,
        "article": reading.article,
        "text": reading.article.text,
        # An empty lang says that the language is unknown; without it, the article would count as English like the page.
        "language": language if _LANGUAGE.fullmatch(language) else "",
        "rows": rows,
        "ids": [statement.id for statement in reading.statements],
        "entries": [entry for row in rows for entry in row.entries],
        "findings": view.findings,
        "gone": sorted({entry.statement for entry in view.reviews if entry.statement is not None}),
        "legend": _legend(view, colours),
        "notices": list(_notices(view)),
        "corrections": view.facts,
        "read_by": reading.read_by,
        "versions": view.versions,
        "captures": view.captures,
        "waiting": view.waiting,
    }


def _colours(view: ArticleView) -> dict[Holder, str]:
    """A colour for each of the COLOURS holders with most statements; the others share the grey of the unknown (“x”).

    It is by what was read, so that no review changes anybody's colour. Whoever only a review names has one that is
    left, by the holder's number in the ledger.
    """
    most = {id(one) for one in sorted(view.holders, key=lambda one: -one.statements)[:COLOURS]}
    # Assigned in the order of the article, so that neighbours in the text get distinct colours.
    chosen = [(one.name, one.kind) for one in view.holders if id(one) in most]
    left = range(len(chosen), COLOURS)
    read = {(one.name, one.kind) for one in view.holders}
    found = dict.fromkeys(view.reading.holders, "x")
    for statement, placed in zip(view.reading.statements, view.statements, strict=True):
        holder = statement.holder
        if holder and (holder.name, holder.kind) in chosen:
            found[holder] = str(chosen.index((holder.name, holder.kind)))
        elif holder and left and placed.holder and (holder.name, holder.kind) not in read:
            found[holder] = str(left[placed.holder % len(left)])
    return found


def _legend(view: ArticleView, colours: dict[Holder, str]) -> list[Quoted]:
    """The holders of the marked statements, those with most statements first."""
    found = []
    for holder, indices in view.reading.by_holder().items():
        if indices:
            name, colour = (holder.name, colours[holder]) if holder else ("unknown", "x")
            first = view.statements[indices[0]]
            found.append(Quoted(name, colour, len(indices), first.id, first.holder))
    return sorted(found, key=lambda quoted: -quoted.statements)


def _rows(view: ArticleView, prose: Prose) -> list[AnnotatedParagraph]:
    """The paragraphs, each with the statements whose cue begins in it and the findings that begin in it."""
    paragraphs = prose.paragraphs()
    rows = [AnnotatedParagraph(Markup(paragraph.html)) for paragraph in paragraphs]
    for entry in _entries(view, prose):
        rows[_at(paragraphs, entry.said.cue[0].start)].entries.append(entry)
    for kept in view.findings:
        spans = _here(view, kept)
        rows[_at(paragraphs, spans[0].start) if spans else 0].findings.append(kept)
    placed = {statement.id for statement in view.reading.statements}
    for held in view.verified:
        if held.statement not in placed:
            rows[_at(paragraphs, held.spans[0].start)].recorded.append(held)
    for number, one in enumerate(view.reading.authenticity, 1):
        rows[_at(paragraphs, one.spans[0].start)].doubts.append((number, one))
    for note in _broken(view.reading.article.text):
        if note.kind == "unclosed":
            rows[_at(paragraphs, note.span.start)].remarks.append("A quotation is opened here and never closed.")
    return rows


def _at(paragraphs: Sequence[Paragraph], offset: int) -> int:
    """The index of the paragraph in which an offset lies, else of the last before it."""
    return max(bisect_right([paragraph.span.start for paragraph in paragraphs], offset) - 1, 0)


def _entries(view: ArticleView, prose: Prose) -> Iterator[MarginNote]:
    reading, answered = view.reading, view.reading.answered()
    for index, depth in reading.outline():
        statement, placed = reading.statements[index], view.statements[index]
        yield MarginNote(
            statement.id, placed.position, depth, prose.colour(index), prose.name(index), reading.words(statement.cue),
            reading.words(statement.content), statement, answered.get(index, ()), placed.holder,
            placed.thread, placed.outlets, placed.wordings, placed.neighbours,
            any(review.stands for review in placed.reviews),
            [one for one in view.verified if one.statement == statement.id],
        )  # fmt: skip


def _here(view: ArticleView, kept: Kept) -> tuple[Span, ...]:
    """The words of this article that a finding rests on."""
    return tuple(span for evidence in kept.finding.evidence if evidence.article == view.id for span in evidence.spans)


def _on_findings(view: ArticleView) -> Iterator[Note]:
    for kept in view.findings:
        for span in _here(view, kept):
            yield Note(span, "found", f"Finding: {kept.finding.code.replace('-', ' ')}", f"#f{kept.id}")


def _broken(text: str) -> Iterator[Note]:
    """Notes on quotations that are nested, continued in the next paragraph, or never closed."""
    outer = [quotation for quotation in quotations(text) if quotation.depth == 0]
    carried = {one.span for one, following in pairwise(outer) if following.continues}
    for quotation in quotations(text):
        opening = Span(quotation.span.start, quotation.span.start + 1)
        if quotation.depth:
            yield Note(quotation.span, "within", "a quotation within a quotation")
        elif quotation.span in carried:
            yield Note(opening, "carried", "this quotation goes on in the next paragraph")
        elif not quotation.closed:
            yield Note(opening, "unclosed", "this quotation is never closed")


def _notices(view: ArticleView) -> Iterator[Notice]:
    """Notices of other versions and of copies."""
    if len(view.versions) > 1:
        number = view.versions.index(view.id) + 1
        newest = view.versions[-1]
        words = f"Version {number} of {len(view.versions)} at this address."
        yield Notice(words) if newest == view.id else Notice(words, "The newest version", f"/articles/{newest}")
    if view.copy_of:
        yield Notice("The same text as in", view.copy_of.name, f"/articles/{view.copy_of.id}")
    if view.copies:
        first = view.copies[0]
        has = "has" if len(view.copies) == 1 else "have"
        words = f"{count(len(view.copies), 'other article')} {has} this text, the first in"
        yield Notice(words, first.name, f"/articles/{first.id}")
