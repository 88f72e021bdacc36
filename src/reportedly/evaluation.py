"""Evaluation: readings against gold, as precision, recall and F1, and how often the holder is right.

Gold is JSON Lines, an article a line. Two attributions match, one to one, if the words of their
contents overlap by at least half (intersection over union); they count as the same attribution if
their sources share a word as well, or both have none. What is counted in words leaves punctuation out.
"""

from __future__ import annotations

import codecs
import itertools
import json
import lzma
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

from .entities import HolderKind
from .errors import GoldError
from .holders import Holder
from .reading import Reading
from .span import Span, strip

Role = Literal["source", "cue", "content"]
T = TypeVar("T")

ROLES: tuple[Role, ...] = ("source", "cue", "content")
KINDS: tuple[HolderKind, ...] = ("person", "organization", "group", "unnamed")
#: Contents that share less than this part of their words are not of one attribution.
SAME_CONTENT = 0.5
WORD = re.compile(r"\w+")
LINE = re.compile(r"[^\n]+")
#: The mark of a value on which the annotators differed.
DISPUTED = "?"

_STRAIGHT = str.maketrans("‘’‚“”„", "'''\"\"\"")
_BEFORE_NAME = re.compile(r"^(?:(?:the|an?|mr|mrs|ms|dr)\b\.?\s+)+")
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')$")
#: What a line break between two pieces weighs, in code points, when the nearest occurrence is sought.
_LINE_BREAK_COST = 300


class Marked(Protocol):
    """The spans of one attribution: what a Statement, an Attribution and a GoldStatement have in common.

    parent: index, in the same article's list, of the attribution it is nested in; None at the top.
    """

    @property
    def source(self) -> tuple[Span, ...]:
        """Its pieces; empty where the text names none."""

    @property
    def cue(self) -> tuple[Span, ...]:
        """Its pieces."""

    @property
    def content(self) -> tuple[Span, ...]:
        """Its pieces."""

    @property
    def parent(self) -> int | None:
        """Index of the attribution around it, or None."""


class Held(Marked, Protocol):
    """An attribution with its holder, as a Statement is."""

    @property
    def holder(self) -> Holder | None:
        """Whose it is; None where the text doesn't tell."""


@dataclass(frozen=True, slots=True)
class GoldHolder:
    """Whose a gold statement is.

    names: every accepted name; empty where there is none to be right about.
    kind: None where the text names nobody at all.
    by_kind: the holder goes by no name, and is right if its kind is.
    """

    names: tuple[str, ...]
    kind: HolderKind | None
    by_kind: bool = False


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """A gold attribution, and its holder where that was annotated and the annotators agreed (else None)."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    parent: int | None = None
    holder: GoldHolder | None = None


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article's text and every attribution in it, in the order of the file."""

    id: str
    text: str
    attributions: tuple[GoldStatement, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts: `hits` of `predicted` things are right, and there were `gold` to find."""

    hits: int = 0
    predicted: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """Part of what was predicted that is right, 0 to 1; 0 if nothing was predicted."""
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Part of what is there that was found, 0 to 1; 0 if nothing is there."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0

    def __add__(self, other: Score) -> Score:
        """The counts of both together."""
        return Score(self.hits + other.hits, self.predicted + other.predicted, self.gold + other.gold)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of `total` are right."""

    right: int = 0
    total: int = 0

    @property
    def value(self) -> float:
        """Between 0 and 1; 0 if there were none."""
        return self.right / self.total if self.total else 0.0

    def count(self, right: bool) -> Share:
        """The share with one more thing counted."""
        return Share(self.right + right, self.total + 1)


@dataclass(frozen=True, slots=True)
class HolderScores:
    """How well holders are told, over the gold statements that were found and whose holder is annotated.

    holder: the holder is right. kind: its kind is. statements: how well the statements themselves are found.
    nested: the same for those inside another statement; a hit stands inside the right one.
    """

    holder: Share
    kind: Share
    statements: Score
    nested: Score


@dataclass(frozen=True, slots=True)
class Match:
    """Indices of a prediction and of the gold attribution whose content it shares, and whether the source agrees."""

    ours: int
    gold: int
    same_source: bool


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text by their bounds, so that a span's words are a range of numbers."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> _Words:
        bounds = [m.span() for m in WORD.finditer(text)]
        return cls(tuple(s for s, _ in bounds), tuple(e for _, e in bounds))

    def under(self, spans: Iterable[Span]) -> frozenset[int]:
        """Numbers of the words that the spans touch."""
        return frozenset(
            i for span in spans for i in range(bisect_right(self.ends, span.start), bisect_left(self.starts, span.end))
        )


@dataclass(frozen=True, slots=True)
class _Read:
    """The words of one attribution, and its index in the list it comes from."""

    index: int
    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]

    def shares_source(self, other: _Read) -> bool:
        return bool(self.source & other.source) or not (self.source or other.source)


# --- gold files ---------------------------------------------------------------------------------------------------


def load_gold(path: Path | str) -> list[GoldArticle]:
    """The articles of a gold file, JSON Lines in UTF-8, plain or .xz; empty lines are passed over.

    A line holds `{"id", "text", "attributions": [{"source": [[start, end], ...], "cue": ..., "content": ...}]}`
    with offsets in code points, half open; other keys are passed over.
    Raises GoldError, with the line, if the file can't be read or is anything else.
    """
    return _each(Path(path), _article)


def load_statements(path: Path | str, gold: Iterable[GoldArticle]) -> list[GoldArticle]:
    """Those articles of `gold` that a file of holders speaks of, with the holders on their attributions.

    A line holds `{"id", "attribution": index, "holder": [accepted name, ...] or null, "kind"}`; a value of "?" marks
    one that is left out of a score. Raises GoldError, with the line, if the file can't be read, is anything else, or
    speaks of an attribution that `gold` lacks.
    """
    articles = {article.id: article for article in gold}
    held: dict[str, dict[int, GoldHolder | None]] = {}
    for row in _rows(Path(path)):
        key, index = row.get("id", str), row.get("attribution", int)
        if key not in articles or not 0 <= index < len(articles[key].attributions):
            raise row.error("an attribution of the gold articles", f"number {index} of {key!r}")
        held.setdefault(key, {})[index] = _listed_holder(row)
    return [
        replace(
            article,
            attributions=tuple(replace(a, holder=held[key].get(i)) for i, a in enumerate(article.attributions)),
        )
        for key, article in articles.items()
        if key in held
    ]


def load_passages(path: Path | str) -> list[GoldArticle]:
    """Passages with whole statements, nested ones too, whose spans are given as words of the text.

    A line holds `{"id", "text", "statements": [{"source": [words, ...], "cue", "content", "holder", "kind",
    "parent"}]}`. A content occurs once; of a source and a cue the occurrences are taken that stand nearest to it
    and to each other. Raises GoldError, with the line, if the file can't be read or is anything else.
    """
    return _each(Path(path), _passage)


@dataclass(frozen=True, slots=True)
class _Row:
    """A JSON object of a file, with where it stands, for the sentence of an error."""

    where: str
    value: Mapping[str, Any]

    def error(self, expected: str, found: str) -> GoldError:
        return GoldError(f"{self.where}: expected {expected}, found {found}")

    def get(self, key: str, kind: type[T]) -> T:
        if key not in self.value:
            raise self.error(f"the key {key!r}", f"only {_list(self.value)}" if self.value else "none")
        value = self.value[key]
        if not isinstance(value, kind) or isinstance(value, bool):
            raise self.error(f"{_NAMES[kind]} for {key!r}", _shown(value))
        return value

    def maybe(self, key: str, kind: type[T]) -> T | None:
        return None if key in self.value and self.value[key] is None else self.get(key, kind)

    def objects(self, key: str) -> Iterator[_Row]:
        for i, value in enumerate(self.get(key, list)):
            where = f"{self.where}, {key}[{i}]"
            if not isinstance(value, dict):
                raise GoldError(f"{where}: expected an object, found {_shown(value)}")
            yield _Row(where, value)


def _each(path: Path, article_of: Callable[[_Row], GoldArticle]) -> list[GoldArticle]:
    """The articles of a file, of which each has an id of its own."""
    articles: dict[str, GoldArticle] = {}
    for row in _rows(path):
        article = article_of(row)
        if article.id in articles:
            raise row.error("an id that no line before has", repr(article.id))
        articles[article.id] = article
    if not articles:
        raise GoldError(f"{path.name}: expected an article a line, found none")
    return list(articles.values())


_NAMES: Mapping[type, str] = {str: "a string", int: "a whole number", list: "a list"}


def _list(keys: Iterable[str]) -> str:
    return ", ".join(map(repr, itertools.islice(keys, 6)))


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= 60 else text[:57] + "..."


def _rows(path: Path) -> Iterator[_Row]:
    """The objects of a JSON Lines file, one a line."""
    for number, line in enumerate(_bytes(path).split(b"\n"), start=1):
        if not line.strip():
            continue
        where = f"{path.name}, line {number}"
        try:
            value = json.loads(line.decode("utf-8"))
        except UnicodeDecodeError as error:
            found = f"the byte 0x{line[error.start]:02x} at byte {error.start + 1}"
            raise GoldError(f"{where}: expected UTF-8, found {found}") from error
        except json.JSONDecodeError as error:
            found = f"something else at column {error.colno} ({error.msg})"
            raise GoldError(f"{where}: expected a JSON object, found {found}") from error
        except (ValueError, RecursionError) as error:
            raise GoldError(f"{where}: expected a JSON object, found one beyond the parser's limits") from error
        if not isinstance(value, dict):
            raise GoldError(f"{where}: expected a JSON object, found {_shown(value)}")
        yield _Row(where, value)


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
        return (lzma.decompress(data) if path.suffix == ".xz" else data).removeprefix(codecs.BOM_UTF8)
    except OSError as error:
        raise GoldError(f"expected a gold file at {path}, found none to read: {error.strerror or error}") from error
    except lzma.LZMAError as error:
        raise GoldError(f"{path.name}: expected xz data, found something else ({error})") from error


def _article(row: _Row) -> GoldArticle:
    text = row.get("text", str)
    attributions = (
        GoldStatement(
            _spans(item, "source", len(text)), _spans(item, "cue", len(text)), _spans(item, "content", len(text))
        )
        for item in row.objects("attributions")
    )
    return GoldArticle(row.get("id", str), text, tuple(attributions))


def _spans(row: _Row, role: Role, length: int) -> tuple[Span, ...]:
    return tuple(sorted(_span(row, role, value, length) for value in row.get(role, list)))


def _span(row: _Row, role: Role, value: object, length: int) -> Span:
    match value:
        case [int(start), int(end)] if not isinstance(start, bool) and 0 <= start < end <= length:
            return Span(start, end)
    raise row.error(f"[start, end) with 0 <= start < end <= {length}, the text's length, in {role!r}", _shown(value))


def _listed_holder(row: _Row) -> GoldHolder | None:
    """The holder of a line of holders; None if the annotators differed on it."""
    if DISPUTED in (row.value.get("holder"), row.value.get("kind")):
        return None
    names = row.maybe("holder", list)
    if names is not None and not all(isinstance(name, str) for name in names):
        raise row.error("names or null for 'holder'", _shown(names))
    return GoldHolder(tuple(names or ()), _kind(row))


def _kind(row: _Row) -> HolderKind | None:
    kind = row.maybe("kind", str)
    if kind is None:
        return None
    for known in KINDS:
        if kind == known:
            return known
    raise row.error(f"one of {', '.join(KINDS)} or null for 'kind'", _shown(kind))


def _passage(row: _Row) -> GoldArticle:
    text = row.get("text", str)
    items = list(row.objects("statements"))
    return GoldArticle(row.get("id", str), text, tuple(_statement(item, text, len(items)) for item in items))


def _statement(row: _Row, text: str, count: int) -> GoldStatement:
    content = tuple(_only(row, text, words) for words in row.get("content", list))
    cue, source = _nearest(text, content, _places(row, text, "cue"), _places(row, text, "source"))
    parent = row.maybe("parent", int)
    if parent is not None and not 0 <= parent < count:
        raise row.error(f"a parent below {count}, the number of statements", str(parent))
    name, kind = row.maybe("holder", str), _kind(row)
    names = () if name is None else (name,)
    return GoldStatement(source, cue, content, parent, GoldHolder(names, kind, by_kind=not names and kind is not None))


def _occurrences(text: str, words: str) -> list[Span]:
    """Every place of `words` in `text` that doesn't begin or end within a word."""
    return [Span(*m.span()) for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)] if words else []


def _only(row: _Row, text: str, words: object) -> Span:
    start = text.find(words) if isinstance(words, str) and words else -1
    if not isinstance(words, str) or start < 0 or text.find(words, start + 1) >= 0:
        raise row.error("content that occurs once in the text", _shown(words))
    return Span(start, start + len(words))


def _places(row: _Row, text: str, role: Role) -> list[list[Span]]:
    """Where each piece of a role may stand."""
    places = []
    for words in row.get(role, list):
        found = _occurrences(text, words) if isinstance(words, str) else []
        if not found:
            raise row.error(f"words of the text in {role!r}", _shown(words))
        places.append(found)
    return places


def _nearest(
    text: str, content: tuple[Span, ...], cues: list[list[Span]], sources: list[list[Span]]
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The cue and the source whose pieces stand nearest: the cue to the content, the source to the cue."""

    def cost(choice: tuple[tuple[Span, ...], tuple[Span, ...]]) -> int:
        cue, source = choice
        far = [_apart(text, piece, content) for piece in cue]
        far += [_apart(text, piece, cue or content) for piece in source]
        return sum(far) + 1000 * sum(piece.overlap(c) for piece in (*cue, *source) for c in content)

    return min(itertools.product(itertools.product(*cues), itertools.product(*sources)), key=cost)


def _apart(text: str, piece: Span, others: Sequence[Span]) -> int:
    """Code points between a piece and the nearest of the others, a line break counted dear."""
    return min((_gap(text, piece, other) for other in others), default=0)


def _gap(text: str, a: Span, b: Span) -> int:
    first, last = sorted((a, b))
    between = text[first.end : last.start]
    return len(between) + _LINE_BREAK_COST * between.count("\n")


# --- scores -------------------------------------------------------------------------------------------------------


def score(gold: Iterable[GoldArticle], predicted: Mapping[str, Iterable[Marked]]) -> dict[str, Score]:
    """Precision, recall and F1 of attributions, contents, and of spans and words per role.

    predicted: the attributions of each article by its id; an article without any counts as read and found empty.
    Gold is taken as flat: a prediction nested in another (its parent is not None) is left out.

    attribution, content: matched as this module's docstring says, with and without the condition on the source.
    span source ...: exact contiguous spans, split at line breaks, punctuation counted, outer white space not.
    word source ...: words labelled with the role.
    """
    names = ["attribution", "content", *(f"{unit} {role}" for unit in ("span", "word") for role in ROLES)]
    totals = dict.fromkeys(names, Score())
    for article in gold:
        flat = [a for a in predicted.get(article.id, ()) if a.parent is None]
        for name, counted in _score_article(article, flat):
            totals[name] += counted
    return totals


def _score_article(article: GoldArticle, predicted: Sequence[Marked]) -> Iterator[tuple[str, Score]]:
    words = _Words.of(article.text)
    ours, gold = _read(words, predicted), _read(words, article.attributions)
    pairs = _matched(ours, gold)
    yield "attribution", Score(sum(pair.same_source for pair in pairs), len(ours), len(gold))
    yield "content", Score(len(pairs), len(ours), len(gold))
    for role in ROLES:
        spans = (lines_of(article.text, predicted, role), lines_of(article.text, article.attributions, role))
        yield f"span {role}", _shared(*spans)
        labelled = (frozenset[int]().union(*(_words_of(a, role) for a in side)) for side in (ours, gold))
        yield f"word {role}", _shared(*labelled)


def _shared(predicted: frozenset[T], gold: frozenset[T]) -> Score:
    return Score(len(predicted & gold), len(predicted), len(gold))


def _read(words: _Words, attributions: Iterable[Marked]) -> list[_Read]:
    """The words of each attribution; one whose content has none can't be matched and isn't counted."""
    read = (
        _Read(i, words.under(a.source), words.under(a.cue), words.under(a.content))
        for i, a in enumerate(attributions)
    )  # fmt: skip
    return [r for r in read if r.content]


def matches(article: GoldArticle, predicted: Sequence[Marked], least: float = SAME_CONTENT) -> list[Match]:
    """One-to-one pairs of a prediction and a gold attribution of the article, the closest contents first.

    least: part of the words of both contents that they must share; at 0.0 a single word is enough.
    """
    words = _Words.of(article.text)
    return _matched(_read(words, predicted), _read(words, article.attributions), least)


def _matched(ours: Sequence[_Read], gold: Sequence[_Read], least: float = SAME_CONTENT) -> list[Match]:
    near = []
    for a, b in itertools.product(ours, gold):
        both = len(a.content & b.content)
        if both and (part := both / len(a.content | b.content)) >= least:
            near.append((part, a.index, b.index, a.shares_source(b)))
    found: dict[int, Match] = {}
    taken: set[int] = set()
    # Of pairs equally close the last goes first, as in the script whose figures have been published for PolNeAR.
    for _, i, j, same_source in sorted(near, reverse=True):
        if i not in found and j not in taken:
            found[i] = Match(i, j, same_source)
            taken.add(j)
    return list(found.values())


def spans_of(attribution: Marked, role: Role) -> tuple[Span, ...]:
    """The pieces of one role."""
    return {"source": attribution.source, "cue": attribution.cue, "content": attribution.content}[role]


def _words_of(read: _Read, role: Role) -> frozenset[int]:
    return {"source": read.source, "cue": read.cue, "content": read.content}[role]


def lines_of(text: str, attributions: Iterable[Marked], role: Role) -> frozenset[Span]:
    """The spans of a role, split at line breaks and without outer white space."""
    return frozenset(
        piece
        for attribution in attributions
        for span in spans_of(attribution, role)
        for line in LINE.finditer(text, span.start, span.end)
        if (piece := strip(text, *line.span()))
    )


def table(scores: Mapping[str, Score]) -> str:
    """The scores as aligned lines: name, precision, recall, F1."""
    width = max(map(len, scores), default=0)
    lines = [f"{'':{width}} precision  recall     F1"]
    lines += [f"{name:{width}} {s.precision:9.3f} {s.recall:7.3f} {s.f1:6.3f}" for name, s in scores.items()]
    return "\n".join(lines)


def predictions(reading: Reading, id: str | None = None) -> dict[str, Any]:
    """The reading's statements in the shape of a gold file's line, order kept.

    id: of the gold article; None takes the article's own. Each attribution carries, beside its spans, `holder`
    (`{"name", "kind"}` or null), `parent` (index or null), `type` and `confidence`.
    """
    return {
        "id": id or reading.article.id,
        "attributions": [
            {
                **{role: [[s.start, s.end] for s in spans_of(statement, role)] for role in ROLES},
                "holder": statement.holder and {"name": statement.holder.name, "kind": statement.holder.kind},
                "parent": statement.parent,
                "type": statement.type,
                "confidence": round(float(statement.confidence), 3),
            }
            for statement in reading.statements
        ],
    }


# --- holders ------------------------------------------------------------------------------------------------------


def score_holders(
    gold: Iterable[GoldArticle], predicted: Mapping[str, Iterable[Held]], nested: bool = False
) -> HolderScores:
    """How often the holder is right where the statement was found.

    predicted: the statements of each article by its id. nested: whether gold has statements inside statements, so
    that ours count too; otherwise those are left out.

    A name is right if it equals an accepted one after `normal`; where gold has neither name nor kind, ours must be
    None; where it has a kind alone, the kind is what counts.
    """
    holder, kind, statements, inner = Share(), Share(), Score(), Score()
    for article in gold:
        ours = [s for s in predicted.get(article.id, ()) if nested or s.parent is None]
        pairs = {match.ours: match.gold for match in matches(article, ours) if match.same_source}
        statements += Score(len(pairs), len(ours), len(article.attributions))
        inner += _nested(ours, article.attributions, pairs)
        for i, j in pairs.items():
            expected = article.attributions[j].holder
            if expected is not None:
                holder = holder.count(holder_is_right(expected, ours[i].holder))
                kind = kind.count(kind_is_right(expected, ours[i].holder))
    return HolderScores(holder, kind, statements, inner)


def _nested(ours: Sequence[Marked], gold: Sequence[Marked], pairs: Mapping[int, int]) -> Score:
    """Nested statements; a hit is a pair of which the parents are a pair too."""
    hits = 0
    for i, j in pairs.items():
        inside, within = ours[i].parent, gold[j].parent
        hits += inside is not None and within is not None and pairs.get(inside) == within
    return Score(hits, *(sum(s.parent is not None for s in side) for side in (ours, gold)))


def holder_is_right(expected: GoldHolder, found: Holder | None) -> bool:
    """Whether `found` is the holder that gold expects, by its name or, where that is all there is, its kind."""
    if expected.by_kind:
        return kind_is_right(expected, found)
    if not expected.names or found is None:
        return not expected.names and found is None
    return normal(found.name) in {normal(name) for name in expected.names}


def kind_is_right(expected: GoldHolder, found: Holder | None) -> bool:
    """Whether `found` is of the kind that gold expects (None: nobody)."""
    return expected.kind == (None if found is None else found.kind)


def normal(name: str) -> str:
    """A name for comparison: case folded, NFKC, quotation marks straight, white space single.

    Without leading articles and Mr, Mrs, Ms, Dr, and without a possessive ending.
    """
    folded = unicodedata.normalize("NFKC", name).casefold().translate(_STRAIGHT)
    return _POSSESSIVE.sub("", _BEFORE_NAME.sub("", " ".join(folded.split())))
