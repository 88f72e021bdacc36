"""Reading: an article and every statement in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from .article import Article
from .attribution import QuotationType, attributions
from .holders import Holder, holders
from .span import Span
from .tagger import Tagger, tagger

#: Marks that turn the direction of writing until they are closed: outside their paragraph they would turn ours.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
#: Control characters (a terminal obeys them) and lone surrogates (no encoder takes them).
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def printable(text: str) -> str:
    """`text` on one line, safe to print: white space is one space, a control character is U+FFFD."""
    return _UNPRINTABLE.sub("\ufffd", _TURNS.sub("", " ".join(text.split())))


@dataclass(frozen=True, slots=True)
class Statement:
    """An attribution and its holder.

    source, cue, content, type, parent, confidence: as in Attribution.
    holder: one of the reading's holders; None where the text doesn't tell.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    type: QuotationType
    parent: int | None
    confidence: float
    holder: Holder | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What one article says that others said.

    statements: in text order; `parent` is an index into them. holders: in the order of their first mention.
    """

    article: Article
    statements: tuple[Statement, ...]
    holders: tuple[Holder, ...]

    @property
    def headline(self) -> str:
        """The article's title, or its first words where it has none; never empty."""
        title = printable(self.article.title or "")
        return title or _shorten(printable(self.article.text[:400]), 72) or "Untitled article"

    def words(self, spans: Iterable[Span]) -> str:
        """The words under `spans`, printable, on one line; “ … ” stands between two pieces."""
        return " … ".join(printable(span.of(self.article.text)) for span in spans)

    def outline(self) -> Iterator[tuple[int, int]]:
        """Index and depth of every statement in text order, those nested in it right after each."""
        nested: dict[int | None, list[int]] = {}
        for index, statement in enumerate(self.statements):
            nested.setdefault(statement.parent, []).append(index)
        waiting = [(index, 0) for index in reversed(nested.get(None, []))]
        while waiting:
            index, depth = waiting.pop()
            yield index, depth
            waiting += ((child, depth + 1) for child in reversed(nested.get(index, [])))

    def by_holder(self) -> dict[Holder | None, list[int]]:
        """For each holder, in order, the indices of its statements; under None those without a holder."""
        indices: dict[Holder | None, list[int]] = {holder: [] for holder in self.holders}
        for index, statement in enumerate(self.statements):
            indices.setdefault(statement.holder, []).append(index)
        return indices

    def __str__(self) -> str:
        """A short plain account: the headline, then a line a statement."""
        lines = [self.headline]
        for index, depth in self.outline():
            statement = self.statements[index]
            words = _shorten(self.words(statement.content), 80)
            lines.append(f"{'  ' * depth}{index + 1:>3}. {_holder(statement)}, {self.words(statement.cue)}: {words}")
        if not self.statements:
            lines.append("No statements were found.")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        """A table, a row a statement, for a notebook."""
        rows = "".join(self._row(index) for index in range(len(self.statements)))
        head = "".join(f'<th scope="col">{name}</th>' for name in ("", "Holder", "Cue", "Words", "Type"))
        return (
            f"<table><caption>{escape(self.headline)}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        )

    def _row(self, index: int) -> str:
        statement = self.statements[index]
        cells = (
            str(index + 1),
            _holder(statement),
            self.words(statement.cue),
            self.words(statement.content),
            statement.type,
        )
        return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def read(article: Article | str, model: Tagger | None = None) -> Reading:
    """Every statement in an article, and whose it is.

    article: an Article, or its text. model: the tagger to use; the one that ships with the package by default.
    A text without statements gives a Reading without statements. Raises InputError for a text that is no article
    (empty, too large) and ModelError if the tagger can't be loaded.
    """
    if isinstance(article, str):
        article = Article.from_text(article)
    scores = (model or tagger()).tag(article.text)
    found = attributions(article.text, scores)
    whose = holders(article.text, found, scores)
    statements = tuple(
        Statement(a.source, a.cue, a.content, a.type, a.parent, a.confidence, holder)
        for a, holder in zip(found, whose, strict=True)
    )
    distinct = {id(h): h for h in whose if h is not None}.values()
    return Reading(article, statements, tuple(sorted(distinct, key=lambda h: h.mentions[0])))


def _holder(statement: Statement) -> str:
    return printable(statement.holder.name) if statement.holder else "unknown"


def _shorten(text: str, width: int) -> str:
    """`text`, cut at a space to at most `width` code points, the cut marked with an ellipsis."""
    if len(text) <= width:
        return text
    return (text[: width - 1].rpartition(" ")[0] or text[: width - 1]) + "…"
