"""Annotated HTML: the article as published, as paragraphs of HTML in which every statement is marked.

A segment of text that belongs to a statement is a link to that statement's entry (`#s3`), which the caller's page must
provide. Anything else to be shown at certain words (a finding, a quotation that is never closed) is passed as notes.
Ids in the HTML: t3 for the cue of statement 3, m1-2 for the second wording of holder 1, e3-time for the words that give
the time of statement 3, r1 for the first words on whether a record is genuine. Whatever the article contains is
escaped.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

from ..holders.holder import Holder
from ..printable import printable
from ..reading import Reading
from ..span import Span
from ..values import labels
from .escaping import named, show
from .segments import LINE_BREAKS, Mark, Segment, marks, segments

#: The number of colours for holders in the style sheet; further holders reuse them (names are always shown as well).
COLOURS = 8


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on certain words of the article, in addition to the statements that they belong to.

    kind: the CSS class of its segments. title: its text. href: the target of the link where the words belong to no
    statement.
    """

    span: Span
    kind: str
    title: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the article. span: its place in the text. html: its words with their marks, escaped."""

    span: Span
    html: str


class Prose:
    """Writes an article's paragraphs as annotated HTML; what several of them need is computed once.

    colours: each holder's colour, as its number in the style sheet; by default the colours in the order of the holders,
    reused after the eighth. notes: further remarks on words of the article.
    """

    def __init__(
        self, reading: Reading, colours: Mapping[Holder, str] | None = None, notes: Sequence[Note] = ()
    ) -> None:
        self.reading = reading
        self.text = reading.article.text
        self.numbers = {holder: index + 1 for index, holder in enumerate(reading.holders)}
        round_again = {holder: str(index % COLOURS) for index, holder in enumerate(reading.holders)}
        self.colours = round_again if colours is None else colours
        self.notes = notes

    def paragraphs(self) -> list[Paragraph]:
        """The article's paragraphs with their marks; blank lines are left out."""
        lines: list[list[Segment]] = [[]]
        for segment in self._segments:
            if self.text[segment.span.start] in LINE_BREAKS:
                lines.append([])
            else:
                lines[-1].append(segment)
        written = (self._paragraph(line) for line in lines if line)
        return [paragraph for paragraph in written if paragraph.html.strip()]

    def name(self, index: int) -> str:
        """The name of a statement's holder."""
        holder = self.reading.statements[index].holder
        return printable(holder.name) if holder else "unknown"

    def number(self, index: int) -> int:
        """The id of a statement."""
        return self.reading.statements[index].id

    def colour(self, index: int) -> str:
        """The colour of a statement's holder: its number in the style sheet, or “x” if the holder is unknown."""
        holder = self.reading.statements[index].holder
        return self.colours[holder] if holder else "x"

    @cached_property
    def mentioned(self) -> dict[str, Span]:
        """The first mention of each holder in each wording, by HTML id (“m1-2”)."""
        first: dict[str, Span] = {}
        for holder, number in self.numbers.items():
            wordings = {self.reading.words((span,)).casefold(): span for span in reversed(holder.mentions)}
            for place, span in enumerate(sorted(wordings.values())):
                first[f"m{number}-{place + 1}"] = span
        return first

    def _paragraph(self, line: Sequence[Segment]) -> Paragraph:
        return Paragraph(Span(line[0].span.start, line[-1].span.end), "".join(map(self._segment, line)))

    def _segment(self, segment: Segment) -> str:
        """A segment as HTML: a link to the innermost statement it belongs to, else to its note, else bare text."""
        inner = show(segment.span.of(self.text))
        names = list(self._names[segment.span.start])
        notes = self._noted.get(segment.span.start, [])
        if not segment.marks:
            return self._beside_statements(names, notes, inner)
        classes = " ".join([*self._classes(segment), *_kinds(notes)])
        statements = " ".join(_distinct(str(self.number(mark.statement)) for mark in segment.marks))
        if not inner.strip():  # white space alone makes no link: it would have no text to announce
            return named("span", names, f' class="{classes}" data-s="{statements}"', inner)
        href, title = f"#s{self.number(segment.innermost)}", self._description(segment, notes)
        attributes = f' href="{href}" class="{classes}" title="{title}"'
        attributes += f' data-s="{statements}"'
        if segment.evidence:
            attributes += f' data-e="{" ".join(_distinct(mark.value or "" for mark in segment.evidence))}"'
        ended = self._cue_ends.get(segment.span.end)
        if ended:
            attributes += f' data-n="{",".join(map(str, ended))}"'
        # One tab stop for each statement: with one for each segment the page couldn't be used by keyboard.
        if not any(name.startswith("t") for name in names):
            attributes += ' tabindex="-1"'
        return named("a", names, attributes, inner)

    def _beside_statements(self, names: list[str], notes: Sequence[Note], inner: str) -> str:
        """The HTML of a segment that belongs to no statement."""
        if not notes:
            return named("span", names, "", inner) if names else inner
        title = escape("; ".join(_distinct(printable(note.title) for note in notes)))
        href = next((f' href="{escape(note.href)}" tabindex="-1"' for note in reversed(notes) if note.href), "")
        return named("a" if href else "span", names, f'{href} class="{" ".join(_kinds(notes))}" title="{title}"', inner)

    def _classes(self, segment: Segment) -> list[str]:
        """The CSS classes of a segment: its role, and its holders' colours.

        The colours are a tint (t) for content, ink (i) for source, cue and evidence, and an outline (o) for the content
        that it is nested in.
        """
        contents = [mark.statement for mark in segment.own if mark.role == "content"]
        signs = [mark for mark in segment.own if mark.role != "content"]
        classes = []
        if contents:
            classes += ["content", f"t{self.colour(contents[-1])}"]
        if len(contents) > 1:
            classes += ["nested", f"o{self.colour(contents[-2])}"]
        if signs:
            classes += [signs[-1].role, f"i{self.colour(signs[-1].statement)}"]
        elif segment.evidence:
            classes += ["evidence", f"i{self.colour(segment.evidence[-1].statement)}"]
        return classes

    def _description(self, segment: Segment, notes: Iterable[Note]) -> str:
        """The title of a segment, for pointers and screen readers: every statement and note that it belongs to."""
        own = [
            f"{mark.role} of statement {self.number(mark.statement)}, {self.name(mark.statement)}"
            for mark in segment.own
        ]
        served: dict[str, list[int]] = defaultdict(list)
        for mark in segment.evidence:
            served[mark.role].append(mark.statement)
        for_others = [f"{role} of {labels.statements(self.reading.ids(of))}" for role, of in served.items()]
        return escape("; ".join([*own, *for_others, *_distinct(printable(note.title) for note in notes)]))

    @cached_property
    def _names(self) -> dict[int, list[str]]:
        """The ids that start at each offset."""
        names: dict[int, list[str]] = defaultdict(list)
        for statement in self.reading.statements:
            names[statement.cue[0].start].append(f"t{statement.id}")
        for name, span in self.mentioned.items():
            names[span.start].append(name)
        for number, one in enumerate(self.reading.authenticity, 1):
            names[one.spans[0].start].append(f"r{number}")
        first: dict[str, Mark] = {}
        for mark in marks(self.reading):
            if mark.value is not None:
                first.setdefault(mark.value, mark)
        for value, mark in first.items():
            names[mark.span.start].append(f"e{value}")
        return names

    @cached_property
    def _cue_ends(self) -> dict[int, list[int]]:
        """The numbers of the statements whose cue ends at each offset."""
        ends: dict[int, list[int]] = defaultdict(list)
        for statement in self.reading.statements:
            ends[statement.cue[-1].end].append(statement.id)
        return ends

    @cached_property
    def _segments(self) -> list[Segment]:
        doubted = (span for one in self.reading.authenticity for span in one.spans)
        return segments(self.reading, [*self.mentioned.values(), *doubted, *(note.span for note in self.notes)])

    @cached_property
    def _noted(self) -> dict[int, list[Note]]:
        """The notes on the segment that starts at each offset; segments are cut where notes begin and end."""
        starts = [segment.span.start for segment in self._segments]
        found: dict[int, list[Note]] = defaultdict(list)
        for note in self.notes:
            for start in starts[bisect_left(starts, note.span.start) : bisect_left(starts, note.span.end)]:
                found[start].append(note)
        return found


def doubts(reading: Reading) -> list[Note]:
    """A note on the words of each remark on whether a record is genuine, which leads to that remark's entry (`#a1`)."""
    return [
        Note(
            span,
            "doubt",
            f"{one.record} {labels.AUTHENTICITY[one.kind]} {labels.by_whom(one.by, own=one.own)}",
            f"#a{number}",
        )
        for number, one in enumerate(reading.authenticity, 1)
        for span in one.spans
    ]


def _kinds(notes: Iterable[Note]) -> list[str]:
    return _distinct(note.kind for note in notes)


def _distinct(values: Iterable[str]) -> list[str]:
    """Each value once, in the place of its last occurrence, so that the innermost statement stays last."""
    return list(dict.fromkeys(reversed(list(values))))[::-1]
