"""Page: a reading as one HTML page that stands by itself.

The article as published, every statement marked in it, and beside it a list of the statements and of whose they
are, each linked to the other. The page asks for nothing from any server and works without its script. Its
policy (CSP) allows our own style sheet and script, by digest, and nothing else: what an article holds stays text.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from html import escape
from importlib.resources import files
from itertools import pairwise
from typing import Literal

from .holders import Holder
from .phrases import printable
from .reading import Reading, Statement
from .span import Span

Role = Literal["source", "cue", "content"]

#: Colours of holders in page.css; with more holders they come round again (the name always stands beside).
COLOURS = 8
#: Nesting that the list shows by indentation; deeper statements stand no further in.
DEEPEST = 3
_LINE_BREAKS = frozenset("\n\r\v\f\x85\u2028\u2029")
_LINE = re.compile(f"[^{''.join(_LINE_BREAKS)}]+")
#: Control characters that are not white space, and lone surrogates: HTML and UTF-8 have no place for them.
_UNSHOWABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
_LINK = re.compile(r"https?://[^\s\x00-\x20\x7f-\x9f\"<>\\]+", re.IGNORECASE)
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def to_html(reading: Reading) -> str:
    """One self-contained HTML page: the article with its statements marked, the statements, their holders.

    Fit for UTF-8 whatever the article holds: a control character or lone surrogate shows as U+FFFD.
    """
    return _Page(reading).render()


@dataclass(frozen=True, slots=True)
class _Mark:
    """One span of a statement, by the statement's index."""

    span: Span
    role: Role
    statement: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of text between two boundaries, and every mark it belongs to, outermost first."""

    span: Span
    marks: tuple[_Mark, ...]


class _Page:
    """One reading while it is written out; what several parts of the page need is worked out once."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.article.text
        self.depths = dict(reading.outline())
        self.numbers = {holder: index + 1 for index, holder in enumerate(reading.holders)}

    def render(self) -> str:
        """The whole page."""
        style, script = _asset("page.css"), _asset("page.js")
        policy = (
            f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; img-src data:; "
            "base-uri 'none'; form-action 'none'"
        )
        language = self.reading.article.language or ""
        # An empty lang says that the language is unknown, rather than English like the page around.
        lang = language if _LANGUAGE.fullmatch(language) else ""
        return (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
            f'<title>{escape(self.reading.headline)}</title>\n<link rel="icon" href="data:,">\n'
            f"<style>{style}</style>\n</head>\n<body>\n"
            '<a class="skip" href="#statements">To the statements</a>\n'
            f"{self.header()}\n<main>\n"
            f'<article lang="{lang}">\n{self.article()}\n</article>\n'
            f"<aside>\n{self.statements()}\n</aside>\n</main>\n<script>{script}</script>\n</body>\n</html>\n"
        )

    # The article -----------------------------------------------------------------------------------------------

    def header(self) -> str:
        """Headline, outlet, authors, date, and how much there is."""
        article = self.reading.article
        outlet = f'<p class="outlet">{_show(article.outlet)}</p>\n' if article.outlet else ""
        line = [", ".join(_show(author) for author in article.authors), _date(article.published)]
        line.append(f"{_count(len(self.reading.statements), 'statement')}, {_count(len(self.numbers), 'holder')}")
        line.append(_link(article.url))
        about = " · ".join(part for part in line if part)
        return f'<header>\n{outlet}<h1 dir="auto">{escape(self.reading.headline)}</h1>\n<p>{about}</p>\n</header>'

    def article(self) -> str:
        """The article's paragraphs with their marks."""
        paragraphs: list[list[str]] = [[]]
        for piece in self.pieces:
            if self.text[piece.span.start] in _LINE_BREAKS:
                paragraphs.append([])
            else:
                paragraphs[-1].append(self.piece(piece))
        written = ("".join(parts) for parts in paragraphs)
        return "\n".join(f'<p dir="auto">{part}</p>' for part in written if part.strip())

    @cached_property
    def pieces(self) -> list[_Piece]:
        """The text cut at every boundary of a mark, a mention we link to, and a line."""
        opening: dict[int, list[_Mark]] = defaultdict(list)
        closing: dict[int, list[_Mark]] = defaultdict(list)
        for mark in self.marks():
            opening[mark.span.start].append(mark)
            closing[mark.span.end].append(mark)
        cuts = {0, len(self.text), *opening, *closing}
        cuts.update(at for line in _LINE.finditer(self.text) for at in line.span())
        cuts.update(at for span in self.mentioned.values() for at in (span.start, span.end))
        pieces = []
        active: dict[_Mark, None] = {}
        ordered = sorted(cuts)
        for start, end in pairwise(ordered):
            for mark in closing[start]:
                active.pop(mark, None)
            active.update(dict.fromkeys(opening[start]))
            pieces.append(_Piece(Span(start, end), tuple(sorted(active, key=self.inwardness))))
        return pieces

    def marks(self) -> Iterator[_Mark]:
        """Every span of every statement."""
        for index, statement in enumerate(self.reading.statements):
            for role, spans in _roles(statement):
                for span in spans:
                    yield _Mark(span, role, index)

    def inwardness(self, mark: _Mark) -> tuple[int, bool, int, int]:
        """Sorts marks from the outermost to the innermost: by nesting, words before who and how, long before short."""
        return self.depths[mark.statement], mark.role != "content", -len(mark.span), mark.statement

    def piece(self, piece: _Piece) -> str:
        """A piece as HTML: a link to the innermost statement it belongs to, bare text if to none."""
        inner = _show(piece.span.of(self.text))
        names = list(self.names[piece.span.start])
        if not piece.marks:
            return _named("span", names, "", inner) if names else inner
        target = piece.marks[-1].statement + 1
        attributes = f' href="#s{target}" class="{self.classes(piece)}" title="{self.description(piece)}"'
        attributes += f' data-s="{" ".join(str(number) for number in _numbers(piece.marks))}"'
        ended = self.cue_ends.get(piece.span.end)
        if ended:
            attributes += f' data-n="{",".join(map(str, ended))}"'
        # One stop for the tab key per statement: a link a piece would make the keyboard useless.
        if not any(name.startswith("t") for name in names):
            attributes += ' tabindex="-1"'
        return _named("a", names, attributes, inner)

    def classes(self, piece: _Piece) -> str:
        """What a piece is, and in whose colours: tint for words, ink for who and how, outer for words around words."""
        contents = [mark.statement for mark in piece.marks if mark.role == "content"]
        signs = [mark for mark in piece.marks if mark.role != "content"]
        classes = []
        if contents:
            classes += ["content", f"t{self.colour(contents[-1])}"]
        if len(contents) > 1:
            classes += ["nested", f"o{self.colour(contents[-2])}"]
        if signs:
            classes += [signs[-1].role, f"i{self.colour(signs[-1].statement)}"]
        return " ".join(classes)

    def description(self, piece: _Piece) -> str:
        """What a screen reader says after the words and a pointer shows: every statement the piece belongs to."""
        return escape(
            "; ".join(f"{m.role} of statement {m.statement + 1}, {self.name(m.statement)}" for m in piece.marks)
        )

    @cached_property
    def names(self) -> dict[int, list[str]]:
        """The ids that start at each offset: t1 for the cue of statement 1, m1-1 for a mention of holder 1."""
        names: dict[int, list[str]] = defaultdict(list)
        for index, statement in enumerate(self.reading.statements):
            names[statement.cue[0].start].append(f"t{index + 1}")
        for name, span in self.mentioned.items():
            names[span.start].append(name)
        return names

    @cached_property
    def cue_ends(self) -> dict[int, list[int]]:
        """The numbers of the statements whose cue ends at each offset."""
        ends: dict[int, list[int]] = defaultdict(list)
        for index, statement in enumerate(self.reading.statements):
            ends[statement.cue[-1].end].append(index + 1)
        return ends

    @cached_property
    def mentioned(self) -> dict[str, Span]:
        """By id, the first mention of each holder in each wording."""
        first: dict[str, Span] = {}
        for holder, number in self.numbers.items():
            wordings = {self.reading.words((span,)).casefold(): span for span in reversed(holder.mentions)}
            for place, span in enumerate(sorted(wordings.values())):
                first[f"m{number}-{place + 1}"] = span
        return first

    # The statements ---------------------------------------------------------------------------------------------

    def statements(self) -> str:
        """The list of statements and the list of holders."""
        if not self.reading.statements:
            return '<h2 id="statements">Statements</h2>\n<p class="about">No statements were found in this article.</p>'
        key = (
            '<p class="key"><span class="source i0">who</span> <span class="cue i0">how</span> '
            '<span class="content t0">the words</span></p>'
        )
        entries = "\n".join(self.statement(index, depth) for index, depth in self.reading.outline())
        holders = "\n".join(self.holder(holder, indices) for holder, indices in self.reading.by_holder().items())
        return (
            f'<h2 id="statements">Statements</h2>\n{key}\n<ol>\n{entries}\n</ol>\n'
            f'<h2 id="holders">Whose they are</h2>\n<ul>\n{holders}\n</ul>'
        )

    def statement(self, index: int, depth: int) -> str:
        """One statement's entry: number, holder, cue, words, type; links to its place, holder and parent."""
        statement, number, colour = self.reading.statements[index], index + 1, self.colour(index)
        holder = self.numbers[statement.holder] if statement.holder else 0
        source = self.reading.words(statement.source)
        about: list[str] = [statement.type, f"<span>{statement.confidence:.0%} sure</span>"]
        if source and source.casefold() != self.name(index).casefold():
            about.insert(0, f"“{_isolate(source)}” in the text")
        if statement.parent is not None:
            about.append(f'<span>within <a href="#s{statement.parent + 1}">statement {statement.parent + 1}</a></span>')
        return (
            f'<li id="s{number}" class="t{colour} i{colour} d{min(depth, DEEPEST)}" data-s="{number}" tabindex="-1">'
            f'<a class="number" href="#t{number}" aria-label="Statement {number}, in the text">{number}</a>'
            f'<a class="who" href="#h{holder}">{_isolate(self.name(index))}</a> '
            f'<span class="how">{_isolate(self.reading.words(statement.cue))}</span>'
            f'<p class="words" dir="auto">{escape(self.reading.words(statement.content))}</p>'
            f'<p class="about">{" · ".join(about)}</p></li>'
        )

    def holder(self, holder: Holder | None, indices: list[int]) -> str:
        """One holder's entry: name, kind, role, links to its statements and mentions."""
        links = ", ".join(f'<a href="#s{index + 1}">{index + 1}</a>' for index in indices)
        said = f"{'statement' if len(indices) == 1 else 'statements'} {links}" if links else "no statements"
        if holder is None:
            return (
                '<li id="h0" class="tx ix" tabindex="-1"><span class="who">unknown</span>'
                f'<p class="about">the text doesn’t tell · {said}</p></li>'
            )
        number = self.numbers[holder]
        colour = (number - 1) % COLOURS
        role = f", {_isolate(holder.role)}" if holder.role else ""
        return (
            f'<li id="h{number}" class="t{colour} i{colour}" tabindex="-1">'
            f'<span class="who">{_isolate(holder.name)}</span>'
            f'<p class="about">{holder.kind}{role} · {said}</p>{self.mentions(number)}</li>'
        )

    def mentions(self, number: int) -> str:
        """How the text calls a holder, each wording linked to its first place."""
        places = [(name, span) for name, span in self.mentioned.items() if name.startswith(f"m{number}-")]
        links = ", ".join(f'<a href="#{name}">{_isolate(self.reading.words((span,)))}</a>' for name, span in places)
        return f'<p class="mentions">In the text: {links}</p>' if links else ""

    def name(self, index: int) -> str:
        """The name of a statement's holder."""
        holder = self.reading.statements[index].holder
        return printable(holder.name) if holder else "unknown"

    def colour(self, index: int) -> str:
        """The colour of a statement's holder: its number in page.css, x if unknown."""
        holder = self.reading.statements[index].holder
        return str((self.numbers[holder] - 1) % COLOURS) if holder else "x"


def _roles(statement: Statement) -> Iterator[tuple[Role, tuple[Span, ...]]]:
    yield "source", statement.source
    yield "cue", statement.cue
    yield "content", statement.content


def _numbers(marks: Iterable[_Mark]) -> list[int]:
    """The numbers of the marks' statements, the innermost last."""
    return list(dict.fromkeys(mark.statement + 1 for mark in marks))


def _named(tag: str, names: list[str], attributes: str, inner: str) -> str:
    """An element that carries all of `names` as ids: an element has one, so the others wrap what it holds."""
    for name in names[1:]:
        inner = f'<span id="{name}">{inner}</span>'
    own = f' id="{names[0]}"' if names else ""
    return f"<{tag}{own}{attributes}>{inner}</{tag}>"


def _show(text: str) -> str:
    return escape(_UNSHOWABLE.sub("\ufffd", text))


def _isolate(text: str) -> str:
    """Words of the article within a line of ours, so that writing from right to left doesn't turn the line."""
    return f"<bdi>{escape(printable(text))}</bdi>"


def _date(published: str | None) -> str:
    if not published:
        return ""
    shown = escape(printable(published))
    return f'<time datetime="{shown}">{shown}</time>' if _DATE.fullmatch(published) else shown


def _link(url: str | None) -> str:
    """The article's address: a link if it leads to the web, bare text if it could do anything else."""
    if not url:
        return ""
    if not _LINK.fullmatch(url):
        return escape(printable(url))
    return f'<a href="{_show(url)}" rel="noopener noreferrer">the article where it was published</a>'


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@cache
def _asset(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _digest(asset: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(asset.encode()).digest()).decode()}'"
