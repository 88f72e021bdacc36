"""Page: a reading as one self-contained HTML page.

It shows the article as published with every statement marked, beside lists of the statements, their holders, origins
and stances, all linked to one another. The page loads nothing from any server and works without its script. Its Content
Security Policy allows only our own style sheet and script, by digest; whatever the article contains is escaped.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from importlib.resources import files

from ..holders.holder import Holder
from ..reading import Origin, Reading, Statement
from ..values import labels
from ..values.authenticity import Authenticity
from ..values.fields import ACT, CHAIN, FIELDS
from ..values.labels import count
from .annotated import Prose, doubts
from .escaping import date, isolate, link, show
from .segments import marks
from .timeline import timeline

#: The deepest nesting that the list indents further.
DEEPEST = 3
#: The fields that an entry shows as links to the words they rest on; a chain is drawn.
_FACTS = tuple(field for field in FIELDS if field.spans and not field.usual and field is not CHAIN)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def to_html(reading: Reading) -> str:
    """The reading as one self-contained HTML page.

    It can be encoded as UTF-8 whatever the article contains: control characters and lone surrogates become U+FFFD.
    """
    return _Page(reading).render()


class _Page:
    """Writes one reading as a page; what several parts of the page need is computed once."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.article.text
        self.prose = Prose(reading, notes=doubts(reading))
        self.numbers, self.colours = self.prose.numbers, self.prose.colours
        self.answered = reading.answered()

    def render(self) -> str:
        """The whole page."""
        style, script = _asset("page.css"), _asset("page.js")
        policy = (
            f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; img-src data:; "
            "base-uri 'none'; form-action 'none'"
        )
        language = self.reading.article.language or ""
        # An empty lang says that the language is unknown; without it, the article would count as English like the page.
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
            f"<aside>\n{self.lists()}\n{self.made()}</aside>\n</main>\n<script>{script}</script>\n</body>\n</html>\n"
        )

    # The article -----------------------------------------------------------------------------------------------

    def header(self) -> str:
        """The header: headline, outlet, authors, date, and the numbers of statements and holders."""
        article = self.reading.article
        outlet = f'<p class="outlet">{show(article.outlet)}</p>\n' if article.outlet else ""
        line = [", ".join(show(author) for author in article.authors), date(article.published)]
        line.append(f"{count(len(self.reading.statements), 'statement')}, {count(len(self.numbers), 'holder')}")
        line.append(link(article.url))
        about = " · ".join(part for part in line if part)
        return f'<header>\n{outlet}<h1 dir="auto">{escape(self.reading.headline)}</h1>\n<p>{about}</p>\n</header>'

    def article(self) -> str:
        """The article's paragraphs with their marks."""
        return "\n".join(f'<p dir="auto">{paragraph.html}</p>' for paragraph in self.prose.paragraphs())

    # The statements ---------------------------------------------------------------------------------------------

    def lists(self) -> str:
        """The lists beside the article: statements, holders, origins, stances."""
        if not self.reading.statements:
            none = '<h2 id="statements">Statements</h2>\n<p class="about">No statements were found in this article.</p>'
            return "\n".join(part for part in (none, self.authenticity()) if part)
        parts = (self.statements(), self.holders(), self.origins(), self.authenticity(), self.stances())
        return "\n".join(part for part in parts if part)

    def made(self) -> str:
        """By which program and weights it was read; empty if that isn't known."""
        by = self.reading.read_by
        return f'<p class="about">Read by {escape(str(by))}.</p>\n' if by else ""

    def statements(self) -> str:
        """The list of statements."""
        also = ' <span class="evidence i0">and what else is known</span>' if self.has_evidence else ""
        key = (
            '<p class="key"><span class="source i0">who</span> <span class="cue i0">how</span> '
            f'<span class="content t0">the words</span>{also}</p>'
        )
        entries = "\n".join(self.statement(index, depth) for index, depth in self.reading.outline())
        return f'<h2 id="statements">Statements</h2>\n{key}\n<ol>\n{entries}\n</ol>'

    @property
    def has_evidence(self) -> bool:
        """Whether anything but the statements' own words is marked in the article."""
        return any(mark.value is not None for mark in marks(self.reading))

    def statement(self, index: int, depth: int) -> str:
        """One statement's entry: number, holder, cue, standing, content, its other values and its chain."""
        statement, colour = self.reading.statements[index], self.prose.colour(index)
        number = statement.id
        holder = self.numbers[statement.holder] if statement.holder else 0
        return (
            f'<li id="s{number}" class="t{colour} i{colour} d{min(depth, DEEPEST)}" data-s="{number}" tabindex="-1">'
            f'<a class="number" href="#t{number}" aria-label="Statement {number}, in the text">{number}</a>'
            f'<a class="who" href="#h{holder}">{isolate(self.prose.name(index))}</a> '
            f'<span class="how">{isolate(self.reading.words(statement.cue))}</span>{self.firmness(number, statement)}'
            f'<p class="words" dir="auto">{escape(self.reading.words(statement.content))}</p>'
            f"{self.known(number, statement)}{self.chain(number, statement)}"
            f'<p class="about">{" · ".join(self.about(index))}</p></li>'
        )

    def firmness(self, number: int, statement: Statement) -> str:
        """The standing, linked to the words it rests on; empty for “asserted”, the usual one.

        Any other field with a usual value that rests on words is shown likewise.
        """
        return "".join(
            f' <a class="{field.name}" href="#e{number}-{field.role}" data-e="{number}-{field.role}">'
            f"{field.label(self.text, value)}</a>"
            for field in FIELDS
            if field.usual and field.spans
            for value in field.told(statement)
        )

    def known(self, number: int, statement: Statement) -> str:
        """Addressee, time, place and stances of a statement, each linked to the words it rests on."""
        known = [
            _fact(f"{number}-{field.mark(which)}", field.label(self.text, value)) + self.whence(origin)
            for field in _FACTS
            for which, (value, origin) in enumerate(
                zip(field.of(statement), statement.carried(field.name), strict=False), 1
            )
        ]
        return f'<p class="known">{" · ".join(known)}</p>' if known else ""

    def chain(self, number: int, statement: Statement) -> str:
        """The chain from the holder to this article: a box for each hop, with arrows between them."""
        if not statement.chain:
            return ""
        start = isolate(statement.holder.name) if statement.holder else "unknown"
        if statement.unnamed:
            start += " <small>unnamed source</small>"
        whole = statement.whence
        hops = "".join(
            f'<li><span class="arrow">{labels.RELATIONS[hop.relation]}</span>'
            f"{_fact(f'{number}-chain-{which}', hop.name)}{self.whence(origin if whole is None else None)}</li>"
            for which, (hop, origin) in enumerate(zip(statement.chain, statement.carried("chain"), strict=True), 1)
        )
        return (
            '<ol class="chain" aria-label="How it came here">'
            f'<li class="start{" unnamed" if statement.unnamed else ""}"><span>{start}</span></li>{hops}'
            '<li class="end"><span class="arrow"></span><span>this article</span></li></ol>'
            f"{self.whence(whole)}"
        )

    def about(self, index: int) -> Iterator[str]:
        """Source, type, act, confidence of a statement; links to its parent, those it answers, and its answers."""
        statement = self.reading.statements[index]
        source = self.reading.words(statement.source)
        if source and source.casefold() != self.prose.name(index).casefold():
            yield f"“{isolate(source)}” in the text"
        yield statement.type
        yield from (labels.ACTS[act] for act in ACT.told(statement))
        if statement.doubted:
            yield "<span>probably theirs</span>"
        yield f"<span>{statement.confidence:.0%} sure</span>"
        if statement.parent is not None:
            yield f"<span>within {self.to(statement.parent)}</span>"
        for answer in statement.answers:
            yield f"<span>{labels.ANSWERS[answer.relation]} {self.to(answer.statement)}</span>"
        for answer in self.answered.get(index, ()):
            yield f"<span>{labels.ANSWERED[answer.relation]} {self.to(answer.statement)}</span>"

    def holders(self) -> str:
        """The list of holders."""
        entries = "\n".join(self.holder(holder, indices) for holder, indices in self.reading.by_holder().items())
        return f'<h2 id="holders">Whose they are</h2>\n<ul>\n{entries}\n</ul>'

    def holder(self, holder: Holder | None, indices: list[int]) -> str:
        """One holder's entry: name, kind, role, links to its statements and mentions."""
        said = _to_statements(self.reading.ids(indices)) if indices else "no statements"
        if holder is None:
            return (
                '<li id="h0" class="tx ix" tabindex="-1"><span class="who">unknown</span>'
                f'<p class="about">the text doesn’t tell · {said}</p></li>'
            )
        number = self.numbers[holder]
        colour = self.colours[holder]
        role = f", {isolate(holder.role)}" if holder.role else ""
        return (
            f'<li id="h{number}" class="t{colour} i{colour}" tabindex="-1">'
            f'<span class="who">{isolate(holder.name)}</span>'
            f'<p class="about">{holder.kind}{role} · {said}</p>{self.mentions(number)}</li>'
        )

    def mentions(self, number: int) -> str:
        """A holder's wordings in the text, each linked to its first occurrence."""
        places = [(name, span) for name, span in self.prose.mentioned.items() if name.startswith(f"m{number}-")]
        links = ", ".join(f'<a href="#{name}">{isolate(self.reading.words((span,)))}</a>' for name, span in places)
        return f'<p class="mentions">In the text: {links}</p>' if links else ""

    def origins(self) -> str:
        """The list of origins with their statements; empty where the article gives no chain."""
        origins = self.reading.origins()
        if all(origin.name is None for origin in origins):
            return ""
        entries = "\n".join(map(self.origin, origins))
        return f'<h2 id="origins">Origins</h2>\n<ul>\n{entries}\n</ul>'

    def origin(self, origin: Origin) -> str:
        """One origin's entry: its name and relation, and the statements that rest on it."""
        about = _to_statements(self.reading.ids(origin.statements))
        if origin.name is not None and origin.unnamed:
            some = "" if origin.unnamed == origin.statements else f"{labels.numbers(self.reading.ids(origin.unnamed))} "
            about += f" · {some}from an unnamed source"
        name = isolate(labels.origin(origin.name, origin.relation))
        return f'<li class="tx ix"><span class="who">{name}</span><p class="about">{about}</p></li>'

    def authenticity(self) -> str:
        """What the article says of whether records are genuine, each linked to its words; empty if it says nothing."""
        if not self.reading.authenticity:
            return ""
        entries = "\n".join(self.doubt(number, one) for number, one in enumerate(self.reading.authenticity, 1))
        return f'<h2 id="authenticity">Authenticity</h2>\n<ul>\n{entries}\n</ul>'

    def doubt(self, number: int, one: Authenticity) -> str:
        """One such entry: the record, what is said of it, the words, by whom, and what stands in the record."""
        said = f"{labels.AUTHENTICITY[one.kind]} {labels.by_whom(one.by, own=one.own)}"
        words = f'<a class="fact" href="#r{number}">“{isolate(self.reading.words(one.spans))}”</a>'
        resting = f" · of {_to_statements(self.reading.ids(one.statements))}" if one.statements else ""
        return (
            f'<li id="a{number}" class="tx ix" tabindex="-1"><span class="who">{isolate(one.record)}</span> '
            f'<span class="how">{isolate(said)}</span><p class="about">{words}{resting}</p></li>'
        )

    def to(self, index: int) -> str:
        """A link to a statement, by its index."""
        number = self.reading.statements[index].id
        return f'<a href="#s{number}">statement {number}</a>'

    def whence(self, index: int | None) -> str:
        """From which statement, by its index, a value was carried on; empty for None."""
        return "" if index is None else f' <small class="from">from {self.to(index)}</small>'

    def stances(self) -> str:
        """The stances as a drawing and a table; empty where there are none."""
        positions = self.reading.stances()
        if not positions:
            return ""
        ids = self.reading.ids(position.statement for position in positions)
        return f'<h2 id="stances">Stances</h2>\n{timeline(positions, ids, self.colours)}'


def _fact(value: str, phrase: str) -> str:
    """A value as a link to the words that it rests on."""
    return f'<a class="fact" href="#e{value}" data-e="{value}">{isolate(phrase)}</a>'


def _to_statements(ids: Sequence[int]) -> str:
    links = ", ".join(f'<a href="#s{number}">{number}</a>' for number in ids)
    return f"{'statement' if len(ids) == 1 else 'statements'} {links}"


@cache
def _asset(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _digest(asset: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(asset.encode()).digest()).decode()}'"
