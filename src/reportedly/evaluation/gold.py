"""Gold: articles with annotated statements, read from JSON Lines."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, TypeGuard, get_args

from ..articles.article import Article
from ..errors import GoldError
from ..given import is_day
from ..holders.holder import HolderKind
from ..span import Span
from ..values.act import Act
from ..values.fields import FIELDS, Field
from ..values.standing import Firmness
from .rows import GoldRow, rows, shown

SpanRole = Literal["source", "cue", "content"]

ROLES: tuple[SpanRole, ...] = ("source", "cue", "content")
KINDS: tuple[HolderKind, ...] = get_args(HolderKind)
#: The mark of a value on which the annotators differed.
DISPUTED = "?"
#: The code points that a line break counts for when the nearest occurrence of words is looked for.
_LINE_BREAK_COST = 300


@dataclass(frozen=True, slots=True)
class GoldHolder:
    """The holder of a gold statement.

    names: every accepted name; empty where gold has none.
    kind: None where the text names nobody at all.
    by_kind: whether the holder has no name, so that a prediction is right if its kind is.
    """

    names: tuple[str, ...]
    kind: HolderKind | None
    by_kind: bool = False


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """A gold attribution with its annotated values.

    parent: index, in the same article's list, of the statement it is nested in; None at the top.
    listed: whether gold has values for it, not only spans.

    A value is None if it wasn't annotated, or the annotators differed on it: it isn't scored. An empty value means that
    the text tells none.

    document, addressee, time (EDTF), place: at most one each. sourcing: words. chain: names, nearest to the holder
    first. answers: indices of the statements it answers. stances: each target with 1 (favourable) or -1 (unfavourable).
    disputed: targets on which the annotators differed; these count neither as right nor as wrong.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    parent: int | None = None
    listed: bool = False
    holder: GoldHolder | None = None
    document: tuple[str, ...] | None = None
    sourcing: tuple[str, ...] | None = None
    addressee: tuple[str, ...] | None = None
    time: tuple[str, ...] | None = None
    place: tuple[str, ...] | None = None
    chain: tuple[str, ...] | None = None
    standing: Firmness | None = None
    act: Act | None = None
    answers: tuple[int, ...] | None = None
    stances: tuple[tuple[str, int], ...] | None = None
    disputed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article's text and its gold attributions, in the order of the file.

    published: YYYY-MM-DD, or None. outlet: who published it, or None.
    whole: whether every statement is annotated, nested ones included, with its values; otherwise only those at the top.
    """

    id: str
    text: str
    attributions: tuple[GoldStatement, ...]
    published: str | None = None
    outlet: str | None = None
    whole: bool = False

    def article(self) -> Article:
        """The article to read: the text with its date and outlet, which times and chains depend on."""
        return Article(self.text, outlet=self.outlet, published=self.published)


def load_gold(path: Path | str) -> list[GoldArticle]:
    """The articles of a gold file, JSON Lines in UTF-8, plain or .xz; blank lines are skipped.

    A line holds `{"id", "text", "attributions": [{"source": [[start, end], ...], "cue": ..., "content": ...}]}`
    with offsets in code points, half open. It may hold `published` (or `date`, as in PolNeAR; YYYY-MM-DD) and `outlet`;
    a nested attribution may hold `parent`, the other's index. One with `"whole": true` has every statement with all its
    values, in the form of `line.predictions`; these are taken too. Other keys are ignored, among them PolNeAR's
    `publisher`, which is a code, not a name.
    Raises GoldError, naming the line, if the file can't be read or has another form.
    """
    return _each(Path(path), _article)


def parse(line: Mapping[str, Any], where: str) -> GoldArticle:
    """The article of a line in the form of `load_gold`. where: what an error calls the line. Raises GoldError."""
    return _article(GoldRow(where, line))


def load_statements(path: Path | str, gold: Iterable[GoldArticle]) -> list[GoldArticle]:
    """The articles of `gold` that a list of statements covers, with the listed values of their attributions.

    A line holds `{"id", "attribution": index, "holder": [accepted name, ...] or null, "kind"}` and may hold the values
    that `load_passages` names; an index in `answers` is one of the article's attributions. Raises GoldError, naming the
    line, if the file can't be read, has another form, or lists an attribution that `gold` lacks or the same one twice.
    """
    articles = {article.id: article for article in gold}
    listed: dict[str, dict[int, GoldStatement]] = {}
    for row in rows(Path(path)):
        key, index = row.get("id", str), row.get("attribution", int)
        if key not in articles or not 0 <= index < len(articles[key].attributions):
            raise row.error("an attribution of the gold articles", f"number {index} of {key!r}")
        statements = listed.setdefault(key, {})
        if index in statements:
            raise row.error("an attribution that no line before has", f"number {index} of {key!r}")
        attributions = articles[key].attributions
        statements[index] = _valued(row, attributions[index], _listed_holder(row), len(attributions))
    if not listed:
        raise GoldError(f"{Path(path).name}: expected a statement a line, found none")
    return [
        replace(
            article,
            attributions=tuple(listed[key].get(i, attribution) for i, attribution in enumerate(article.attributions)),
        )
        for key, article in articles.items()
        if key in listed
    ]


def load_passages(path: Path | str) -> list[GoldArticle]:
    """Passages with complete statements, nested ones included, whose spans are given as words of the text.

    A line holds `{"id", "text", "statements": [{"source": [words, ...], "cue", "content", "holder", "kind",
    "parent"}]}`, and may hold `published` and `outlet`. Content must occur exactly once; for cue and source, the
    occurrences nearest to it and to each other are taken.

    A statement may hold, further: `document`, `addressee`, `when` (EDTF), `place` (each a string, or null for none),
    `sourcing` (a list of words), `via` (names, nearest to the holder first), `standing`, `act`, `answers` (the index of
    a statement, or null), `targets` (of its stances: [name, 1 or -1]) and `targets_disputed` (in the same form). One
    that is missing, or "?", isn't scored.

    Raises GoldError, naming the line, if the file can't be read or has another form.
    """
    return _each(Path(path), _passage)


def _each(path: Path, article_of: Callable[[GoldRow], GoldArticle]) -> list[GoldArticle]:
    """The articles of a file. Raises GoldError if there are none or two have the same id."""
    articles: dict[str, GoldArticle] = {}
    for row in rows(path):
        article = article_of(row)
        if article.id in articles:
            raise row.error("an id that no line before has", repr(article.id))
        articles[article.id] = article
    if not articles:
        raise GoldError(f"{path.name}: expected an article a line, found none")
    return list(articles.values())


# --- articles with spans ------------------------------------------------------------------------------------------


def _article(row: GoldRow) -> GoldArticle:
    text = row.get("text", str)
    items = list(row.objects("attributions"))
    whole = row.value.get("whole") is True
    attributions = tuple(
        GoldStatement(
            _spans(item, "source", len(text)), _spans(item, "cue", len(text)), _spans(item, "content", len(text)),
            _index(item, "parent", len(items)) if "parent" in item.value else None,
        )
        for item in items
    )  # fmt: skip
    if whole:
        attributions = tuple(_written(item, bare, len(items)) for item, bare in zip(items, attributions, strict=True))
    return GoldArticle(row.get("id", str), text, attributions, _published(row), _outlet(row), whole)


def _written(row: GoldRow, bare: GoldStatement, count: int) -> GoldStatement:
    """The statement with the values of a row in the form in which a reading's are written."""
    given = row.maybe("holder", dict)
    holder = GoldHolder((), None)
    if given is not None:
        of = GoldRow(f"{row.where}, holder", given)
        holder = GoldHolder((of.get("name", str),), of.one_of("kind", KINDS))
    values: dict[str, Any] = {
        field.name: _read(row, field, count) if field.name in row.value else None for field in FIELDS
    }
    return replace(bare, listed=True, holder=holder, **values)


def _read(row: GoldRow, field: Field, count: int) -> Any:
    """The value of a row for a field, in gold's form."""
    if field.plain:
        return row.one_of(field.name, tuple(field.first.choices))
    one = None if field.many else row.maybe(field.name, dict)
    found = list(row.objects(field.name)) if field.many else [] if one is None else [GoldRow(row.where, one)]
    if field.usual:
        return found[0].one_of(field.first.name, tuple(field.first.choices)) if found else field.usual
    if field.first.sort == "statement":
        return tuple(index for each in found if (index := _index(each, field.first.name, count)) is not None)
    names = [each.get(field.first.name, str) for each in found]
    if field.second and field.second.sort == "polarity":
        sides = [(name, each.value.get(field.second.name)) for name, each in zip(names, found, strict=True)]
        return tuple((name, 1 if side > 0 else -1) for name, side in sides if _is_side(side))
    return tuple(names)


def _is_side(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and value != 0


def _spans(row: GoldRow, role: SpanRole, length: int) -> tuple[Span, ...]:
    return tuple(sorted(_span(row, role, value, length) for value in row.get(role, list)))


def _span(row: GoldRow, role: SpanRole, value: object, length: int) -> Span:
    match value:
        case [int(start), int(end)] if not isinstance(start, bool) and 0 <= start < end <= length:
            return Span(start, end)
    raise row.error(f"[start, end) with 0 <= start < end <= {length}, the text's length, in {role!r}", shown(value))


def _published(row: GoldRow) -> str | None:
    key = "published" if "published" in row.value else "date"
    day = row.maybe(key, str) if key in row.value else None
    if day is not None and not is_day(day):
        raise row.error(f"a day as YYYY-MM-DD or null for {key!r}", shown(day))
    return day


def _outlet(row: GoldRow) -> str | None:
    return row.maybe("outlet", str) if "outlet" in row.value else None


# --- what gold says of a statement --------------------------------------------------------------------------------


def _valued(row: GoldRow, bare: GoldStatement, holder: GoldHolder | None, count: int) -> GoldStatement:
    """The statement with the values of the row. count: the number of statements that `answers` may refer to."""
    values: dict[str, Any] = {
        field.name: _value(row, field, count) if _told(row, field.gold) else None for field in FIELDS
    }
    disputed = _stances(row, "targets_disputed") if _told(row, "targets_disputed") else ()
    return replace(bare, listed=True, holder=holder, disputed=tuple(target for target, _ in disputed), **values)


def _value(row: GoldRow, field: Field, count: int) -> Any:
    """The value of a row for a field: a choice, names, indices, or names with signs."""
    key, first, second = field.gold, field.first, field.second
    if first.sort == "choice":
        return row.one_of(key, tuple(first.choices))
    if field.many and second and second.sort == "polarity":
        return _stances(row, key)
    if field.many and first.sort == "words":
        return _strings(row, key, row.get(key, list))
    one = _index(row, key, count) if first.sort == "statement" else row.maybe(key, str)
    return () if one is None else (one,)


def _told(row: GoldRow, key: str) -> bool:
    """Whether the row has a value for the key on which the annotators agree."""
    return key in row.value and row.value[key] != DISPUTED


def _listed_holder(row: GoldRow) -> GoldHolder | None:
    """The holder in a line of a list of statements; None if the annotators differed on it."""
    if DISPUTED in (row.value.get("holder"), row.value.get("kind")):
        return None
    return GoldHolder(_strings(row, "holder", row.maybe("holder", list) or []), row.maybe_one_of("kind", KINDS))


def _strings(row: GoldRow, key: str, values: Sequence[object]) -> tuple[str, ...]:
    names = tuple(value for value in values if isinstance(value, str))
    if len(names) < len(values):
        raise row.error(f"names in {key!r}", shown(values))
    return names


def _index(row: GoldRow, key: str, count: int) -> int | None:
    """The index of another statement, below `count`, or None for null. Raises GoldError."""
    index = row.maybe(key, int)
    if index is not None and not 0 <= index < count:
        raise row.error(f"an index below {count}, the number of statements, for {key!r}", str(index))
    return index


def _stances(row: GoldRow, key: str) -> tuple[tuple[str, int], ...]:
    return tuple(_stance(row, key, value) for value in row.get(key, list))


def _stance(row: GoldRow, key: str, value: object) -> tuple[str, int]:
    match value:
        case [str(target), int(sign)] if not isinstance(sign, bool) and abs(sign) == 1:
            return target, sign
    raise row.error(f"[name, 1 or -1] in {key!r}", shown(value))


# --- passages, whose spans are given as words ---------------------------------------------------------------------


def _passage(row: GoldRow) -> GoldArticle:
    text = row.get("text", str)
    items = list(row.objects("statements"))
    statements = tuple(_statement(item, text, len(items)) for item in items)
    return GoldArticle(row.get("id", str), text, statements, _published(row), _outlet(row), whole=True)


def _statement(row: GoldRow, text: str, count: int) -> GoldStatement:
    content = tuple(_only(row, text, words) for words in row.get("content", list))
    cue, source = _nearest(text, content, _places(row, text, "cue"), _places(row, text, "source"))
    bare = GoldStatement(source, cue, content, _index(row, "parent", count))
    name, kind = row.maybe("holder", str), row.maybe_one_of("kind", KINDS)
    names = () if name is None else (name,)
    return _valued(row, bare, GoldHolder(names, kind, by_kind=not names and kind is not None), count)


def _occurrences(text: str, words: str) -> list[Span]:
    """Every occurrence of `words` in `text` that doesn't begin or end within a word."""
    return [Span(*m.span()) for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)] if words else []


def _only(row: GoldRow, text: str, words: object) -> Span:
    start = text.find(words) if isinstance(words, str) and words else -1
    if not isinstance(words, str) or start < 0 or text.find(words, start + 1) >= 0:
        raise row.error("content that occurs once in the text", shown(words))
    return Span(start, start + len(words))


def _places(row: GoldRow, text: str, role: SpanRole) -> list[list[Span]]:
    """All occurrences of each piece of a role. Raises GoldError if a piece doesn't occur."""
    places = []
    for words in row.get(role, list):
        found = _occurrences(text, words) if isinstance(words, str) else []
        if not found:
            raise row.error(f"words of the text in {role!r}", shown(words))
        places.append(found)
    return places


def _nearest(
    text: str, content: tuple[Span, ...], cues: list[list[Span]], sources: list[list[Span]]
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The occurrences of cue and source that are nearest: the cue to the content, the source to the cue."""

    def cost(choice: tuple[tuple[Span, ...], tuple[Span, ...]]) -> int:
        cue, source = choice
        far = [_apart(text, piece, content) for piece in cue]
        far += [_apart(text, piece, cue or content) for piece in source]
        return sum(far) + 1000 * sum(piece.overlap(c) for piece in (*cue, *source) for c in content)

    return min(itertools.product(itertools.product(*cues), itertools.product(*sources)), key=cost)


def _apart(text: str, piece: Span, others: Sequence[Span]) -> int:
    """Code points between a piece and the nearest of the others; a line break costs _LINE_BREAK_COST more."""
    return min((_gap(text, piece, other) for other in others), default=0)


def _gap(text: str, a: Span, b: Span) -> int:
    first, last = sorted((a, b))
    between = text[first.end : last.start]
    return len(between) + _LINE_BREAK_COST * between.count("\n")
