"""Whole annotated articles as documents: every statement, nested ones too, and the words its values rest on.

The annotations give values as names and dates. Where a value can be found beside the cue, its words become a role of
the cue like source and content; where it can't, it was carried on from another sentence.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from reportedly.english.dates import Expression, expressions
from reportedly.evaluation import GoldArticle, GoldStatement
from reportedly.span import Span

from .corpora import Document, Labelled, Piece, lines_of

#: What stands between one sentence and the next.
_SENTENCE_END = re.compile(r"(?<=[.!?])[”\"’')]*\s+(?=[“\"‘A-Z(])|\n+")
#: Whoever is told by a pronoun stands right behind the cue: "told him".
_TOLD = re.compile(r"\s+(him|her|them|me|us|you)\b")
#: A determiner before a name that is found again without it.
_DETERMINER = re.compile(r"(?:the|a|an) ", re.IGNORECASE)
_CAPITALIZED_BEFORE = re.compile(r"[A-Z][\w.’'-]*[ -]\Z")
_CAPITALIZED = re.compile(r"[ -][A-Z]")
_SUFFIXES = {"Jr", "Jr.", "Sr", "Sr.", "II", "III", "Inc", "Inc."}

Row = Mapping[str, Any]


#: The articles annotated for this project: offsets and values beside the id of a text that isn't kept here.
OURS = Path(__file__).parents[1] / "annotation" / "articles"
#: Passages invented for kinds of wording that were read wrong, with their text.
CASES = Path(__file__).parents[1] / "annotation" / "cases"


def articles(corpora: Path, part: str) -> list[Document]:
    """`articles/`: every statement with its roles and values, names and sources of one holder as chains."""
    return [_document(row) for row in rows_of(corpora, part)]


def ours(corpora: Path, part: str) -> list[Document]:
    """The same of `annotation/articles/` and `annotation/cases/`."""
    return [_document(row) for row in (*our_rows(corpora, part), *case_rows(part))]


def our_rows(corpora: Path, part: str) -> Iterator[Row]:
    """The rows of `annotation/articles/` with their texts, which are in `raw/`.

    Raises ValueError where a text is another one.
    """
    rows = {row["id"]: row for row in map(json.loads, lines_of(OURS / f"{part}.jsonl"))}
    for text in map(json.loads, lines_of(corpora / "raw" / "articles.jsonl.xz")):
        row = rows.get(text["id"])
        if row is None:
            continue
        if hashlib.sha256(text["text"].encode()).hexdigest() != row["sha256"]:
            raise ValueError(f"expected the text that was annotated as {text['id']}, but raw/ has another one")
        yield row | {"text": text["text"]}


def case_rows(part: str) -> Iterator[Row]:
    """The rows of `annotation/cases/`, `train` to learn from or `held` to measure by."""
    return map(json.loads, lines_of(CASES / f"{part}.jsonl"))


def learned_rows(corpora: Path) -> Iterator[Row]:
    """Every whole article and passage that may be learned from."""
    yield from rows_of(corpora, "train")
    yield from our_rows(corpora, "train")
    yield from case_rows("train")


def rows_of(corpora: Path, part: str) -> Iterator[Row]:
    """The rows of `articles/`."""
    return map(json.loads, lines_of(corpora / "articles" / f"{part}.jsonl.xz"))


def gold(corpora: Path, part: str) -> list[GoldArticle]:
    """The articles as gold by which spans are scored, nested statements with their parents."""
    return list(map(gold_of, rows_of(corpora, part)))


def gold_of(row: Row) -> GoldArticle:
    """The same of one row."""
    return GoldArticle(row["id"], row["text"], tuple(map(_marked, row["statements"])), row["published"], whole=True)


def _marked(row: Row) -> GoldStatement:
    source, cue, content = (tuple(Span(*span) for span in row[role]) for role in ("source", "cue", "content"))
    return GoldStatement(source, cue, content, row["parent"])


def with_values(documents: Sequence[Document], corpora: Path) -> list[Document]:
    """PolNeAR documents, their attributions with the values that `statements/train` adds to some of them."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in map(json.loads, lines_of(corpora / "statements" / "train.jsonl.xz")):
        rows[row["id"]].append(row)
    for document in documents:
        if document.id in rows:
            finder = _Finder(document.text, document.published)
            for row in rows[document.id]:
                finder.add(document.attributions[row["attribution"]], row)  # type: ignore[index]
    return list(documents)


def _document(row: Row) -> Document:
    finder = _Finder(row["text"], row["published"])
    attributions = []
    for statement in row["statements"]:
        labelled = Labelled(*([tuple(s) for s in statement[role]] for role in ("source", "cue", "content")))
        finder.add(labelled, statement)
        attributions.append(labelled)
    names = _names(row["text"], row["statements"])
    mentions, chains = _chains(row["text"], row["statements"], names)
    return Document(
        row["id"], row["text"], row["published"],
        attributions=attributions,
        named=[(s, e, kind) for _, kind, spans in names for s, e in spans],
        mentions=mentions, chains=chains, gold_chains=True, whole=True,
    )  # fmt: skip


class _Finder:
    """Finds the words of values in one text, published on an ISO day or on none."""

    def __init__(self, text: str, published: str | None) -> None:
        self.text = text
        self.bounds = [0, *(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]
        day = date.fromisoformat(published[:10]) if published else None
        self.dates: tuple[Expression, ...] = expressions(text, day)

    def add(self, labelled: Labelled, values: Row) -> None:
        """Give an attribution its act and standing, and the words of its other values beside its cue."""
        labelled.act, labelled.standing = values["act"], values["standing"]
        labelled.beside = {"addressee": [], "time": [], "place": [], "via": []}
        if not labelled.cue:
            return
        sides = [(self._target(labelled, name), side) for name, side in values["targets"]]
        labelled.targets = [(span, side) for span, side in sides if span]
        labelled.lost = len(labelled.targets) < len(sides)
        found = {
            "addressee": [self._told(labelled, values["addressee"])],
            "time": [self._dated(labelled, values["time"])],
            "place": [self._named(labelled, values["place"])],
            "via": [self._named(labelled, name) for name in values["via"]],
        }
        labelled.beside = {role: [span for span in spans if span] for role, spans in found.items()}
        if values["time"] and not labelled.beside["time"]:
            labelled.unlocated = self._free(labelled, ((e.span.start, e.span.end) for e in self.dates))

    def _sentence(self, labelled: Labelled) -> Piece:
        """The sentence in which the cue begins."""
        at = labelled.cue[0][0]
        return next((a, b) for a, b in pairwise(self.bounds) if a <= at < b)

    def _free(self, labelled: Labelled, spans: Iterable[Piece]) -> list[Piece]:
        """Those of the spans that stand in the cue's sentence, outside source, cue and content."""
        start, end = self._sentence(labelled)
        taken = [*labelled.source, *labelled.cue, *labelled.content]
        return [(s, e) for s, e in spans if start <= s and e <= end and not any(a < e and s < b for a, b in taken)]

    def _nearest(self, labelled: Labelled, spans: Iterable[Piece]) -> Piece | None:
        """The nearest to the cue of the spans that are free."""
        at = labelled.cue[0][0]
        return min(self._free(labelled, spans), key=lambda span: abs(span[0] - at), default=None)

    def _named(self, labelled: Labelled, name: str | None) -> Piece | None:
        for form in _forms(name):
            start, end = self._sentence(labelled)
            spans = (m.span() for m in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", self.text[start:end]))
            if found := self._nearest(labelled, ((s + start, e + start) for s, e in spans)):
                return found
        return None

    def _target(self, labelled: Labelled, name: str) -> Piece | None:
        """Where a target is named: in the content or, outside the source, in the rest of the cue's sentence."""
        outside = self._around(labelled)
        for form in (*_forms(name), name.rsplit(maxsplit=1)[-1]):
            pattern = re.compile(rf"(?<!\w){re.escape(form)}(?!\w)", re.IGNORECASE)
            for start, end in [*labelled.content, *outside]:
                if found := pattern.search(self.text, start, end):
                    return found.span()
        return None

    def _around(self, labelled: Labelled) -> list[Piece]:
        """The parts of the cue's sentence outside source, cue and content."""
        start, end = self._sentence(labelled)
        parts = []
        for a, b in sorted([*labelled.source, *labelled.cue, *labelled.content]):
            if start < a <= end:
                parts.append((start, a))
            start = max(start, b)
        return [*parts, (start, end)] if start < end else parts

    def _told(self, labelled: Labelled, name: str | None) -> Piece | None:
        found = self._named(labelled, name)
        pronoun = _TOLD.match(self.text, labelled.cue[-1][1]) if name and not found else None
        return self._nearest(labelled, [pronoun.span(1)]) if pronoun else found

    def _dated(self, labelled: Labelled, edtf: str | None) -> Piece | None:
        spans = ((e.span.start, e.span.end) for e in self.dates if e.period and e.period.edtf == edtf)
        return self._nearest(labelled, spans) if edtf else None


def _forms(name: str | None) -> Iterator[str]:
    """A name as it may stand in a sentence: whole, then its last word if that is capitalized."""
    if not name:
        return
    yield _DETERMINER.sub("", name, count=1) if _DETERMINER.match(name) else name
    words = [word for word in name.split() if word not in _SUFFIXES]
    if len(words) > 1 and words[-1][:1].isupper():
        yield words[-1]


def _names(text: str, statements: Iterable[Row]) -> list[tuple[str, str, list[Piece]]]:
    """Each holder that is a person or a body, its kind, and where its full name or a person's surname stands."""
    kinds = {s["holder"]: s["kind"] for s in statements if s["holder"] and s["kind"] in ("person", "organization")}
    taken: list[Piece] = []
    found = []
    for name, kind in sorted(kinds.items(), key=lambda item: -len(item[0])):
        forms = list(_forms(name))[: 2 if kind == "person" else 1]
        spans: list[Piece] = []
        for form in forms:
            # A surname beside another capitalized word may be another's, or no name of a person at all.
            for m in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text):
                apart = form == name or _stands_alone(text, *m.span())
                if apart and form[:1].isupper() and not any(a < m.end() and m.start() < b for a, b in taken):
                    taken.append(m.span())
                    spans.append(m.span())
        found.append((name, kind, sorted(spans)))
    return found


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no capitalized word stands right beside a name."""
    return not _CAPITALIZED_BEFORE.search(text, max(0, start - 40), start) and not _CAPITALIZED.match(text, end)


def _chains(
    text: str, statements: Iterable[Row], names: Iterable[tuple[str, str, list[Piece]]]
) -> tuple[list[Piece], list[list[int]]]:
    """Mentions, and indices of those of one holder: its names, and the sources of its statements that hold none."""
    of_holder: dict[str, set[Piece]] = {name: set(spans) for name, _, spans in names}
    named = {span for spans in of_holder.values() for span in spans}
    for s in statements:
        if s["holder"] and len(s["source"]) == 1:
            start, end = s["source"][0]
            end = start + len(text[start:end].rstrip(", "))
            if not any(start <= a and b <= end for a, b in named):
                of_holder.setdefault(s["holder"], set()).add((start, end))
    index: dict[Piece, int] = {}
    chains = [[index.setdefault(span, len(index)) for span in sorted(spans)] for spans in of_holder.values()]
    return list(index), [chain for chain in chains if len(chain) > 1]
