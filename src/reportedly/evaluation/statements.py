"""Statements: the values of a reading's statements scored against gold.

Each field of a statement that was found gives one FieldComparison with gold, from which both the figures and lists of
errors are made. Values of a missed statement aren't counted: the miss is counted in the figure for statements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import eq
from typing import Any

from ..reading import Statement
from ..values import fields
from ..values.fields import ADDRESSEE, CHAIN, Field, Sameness
from .attributions import matches
from .figures import Metric, Proportion, Score
from .gold import GoldArticle, GoldStatement
from .names import holder_is_right, kind_is_right, normal, same_name

#: A name, time or standing; the index of a gold statement, None for a statement that gold lacks; a target and its sign.
FieldValue = str | int | tuple[str, int] | None

#: The fields of values by the names of their figures, in the order in which those are printed: “via” after “addressee”.
_VALUES: Mapping[str, Field] = {
    field.figure: field for field in sorted(fields.FIELDS, key=lambda field: field not in (ADDRESSEE, CHAIN))
}
#: The names of all figures of single statements.
FIELDS: tuple[str, ...] = ("nested", *_VALUES)


@dataclass(frozen=True, slots=True)
class FieldComparison:
    """One field of a statement: the values that gold expects and those that the reading has.

    gold, ours: indices of the statement in the gold article and in the reading; None where it has no counterpart
    there. hits: the number of values that are right, each counted once.
    """

    field: str
    gold: int | None
    ours: int | None
    expected: tuple[FieldValue, ...]
    found: tuple[FieldValue, ...]
    hits: int

    @property
    def score(self) -> Score:
        """The score of this comparison alone."""
        return Score(self.hits, len(self.found), len(self.expected))

    @property
    def is_right(self) -> bool:
        """Whether no value is wrong, missing or superfluous."""
        return self.hits == len(self.expected) == len(self.found)


def score_statements(gold: Iterable[GoldArticle], predicted: Mapping[str, Sequence[Statement]]) -> dict[str, Metric]:
    """Figures for statements with their values, by name; a figure is left out if gold has nothing on it.

    predicted: all statements of an article by its id, in the order of the reading, since `parent` and `answers` are
    indices; an article that is missing counts as having none.

    statement: those found, that is, with the same content and source (`matches`). If gold has every statement, a Score;
    otherwise the Proportion of the listed ones that were found, with our nested statements left out.
    nested: statements inside others; one inside the right statement is a hit. All of them count, found or not.
    All other figures are over the listed statements that were found:
    holder, kind: Proportions of those whose holder, or its kind, is right.
    addressee, time (the same EDTF), place, answers, stance (the same target, the same sign): Scores of single values.
    standing: a Score of those other than asserted.
    via: a Score of hops, in any order. via whole: a Score of complete chains in order.
    time wrong: the Proportion of our times that are wrong.
    """
    articles = list(gold)
    found = [_Found.of(article, predicted.get(article.id, ())) for article in articles]
    figures: dict[str, Metric] = {"statement": _statements_found(found)}
    compared = [comparison for each in found for comparison in each.comparisons()]
    for field in FIELDS:
        if any(_tells(article, field) for article in articles):
            figures |= _figures(field, [c for c in compared if c.field == field])
    return figures | _holders(found)


def compare(article: GoldArticle, statements: Sequence[Statement]) -> list[FieldComparison]:
    """The comparisons of every field of the listed statements that were found, and of nesting if gold is whole.

    statements: all statements of the article's reading, in order. A field without a gold value is left out.
    """
    return list(_Found.of(article, statements).comparisons())


@dataclass(frozen=True, slots=True)
class _Found:
    """A gold article with its reading. pairs: our statements' indices to those of the gold statements they match.

    counted: the number of our statements that are scored.
    """

    article: GoldArticle
    statements: Sequence[Statement]
    counted: int
    pairs: Mapping[int, int]

    @classmethod
    def of(cls, article: GoldArticle, statements: Sequence[Statement]) -> _Found:
        # If gold has no nested statements, ours could be matched in place of those at the top.
        nested = article.whole or any(a.parent is not None for a in article.attributions)
        kept = [i for i, s in enumerate(statements) if nested or s.parent is None]
        found = matches(article, [statements[i] for i in kept])
        return cls(article, statements, len(kept), {kept[m.ours]: m.gold for m in found if m.same_source})

    def listed(self) -> Iterator[tuple[Statement, GoldStatement]]:
        """Pairs of our statement and gold's, for those found that have values in gold."""
        for i, j in self.pairs.items():
            if self.article.attributions[j].listed:
                yield self.statements[i], self.article.attributions[j]

    def comparisons(self) -> Iterator[FieldComparison]:
        if self.article.whole:
            yield from self._nested()
        for i, j in sorted(self.pairs.items(), key=lambda pair: pair[1]):
            gold = self.article.attributions[j]
            for name, field in _VALUES.items():
                expected = _expected(field, gold)
                if expected is not None:
                    found = _found(field, self.statements[i], gold, self.pairs)
                    yield FieldComparison(name, j, i, expected, found, _hits(expected, found, _same(field)))

    def _nested(self) -> Iterator[FieldComparison]:
        """The comparisons of which statement each nested statement is inside."""
        ours_of = {j: i for i, j in self.pairs.items()}
        for j, statement in enumerate(self.article.attributions):
            i = ours_of.get(j)
            expected = _inside(statement.parent)
            found = () if i is None else self._inside(i)
            if expected or found:
                yield FieldComparison("nested", j, i, expected, found, _hits(expected, found, eq))
        for i in range(len(self.statements)):
            if i not in self.pairs and self._inside(i):
                yield FieldComparison("nested", None, i, (), self._inside(i), 0)

    def _inside(self, i: int) -> tuple[FieldValue, ...]:
        """The index of the gold statement that ours is inside, as the values of a field."""
        parent = self.statements[i].parent
        return () if parent is None else (self.pairs.get(parent),)


def _inside(parent: int | None) -> tuple[FieldValue, ...]:
    return () if parent is None else (parent,)


def _hits(expected: Sequence[FieldValue], found: Sequence[FieldValue], same: Callable[[Any, Any], bool]) -> int:
    """The number of found values that are expected, each expected value matched at most once."""
    left = list(expected)
    for value in found:
        match = next((i for i, other in enumerate(left) if same(value, other)), None)
        if match is not None:
            del left[match]
    return len(expected) - len(left)


# --- the values of each field -------------------------------------------------------------------------------------


def _expected(field: Field, gold: GoldStatement) -> tuple[FieldValue, ...] | None:
    """The values in gold, without the usual one; None if the field wasn't annotated."""
    values = getattr(gold, field.name)
    if values is None or not field.usual:
        return None if values is None else tuple(values)
    return () if values == field.usual else (values,)


def _found(field: Field, ours: Statement, gold: GoldStatement, pairs: Mapping[int, int]) -> tuple[FieldValue, ...]:
    """Our values in gold's form, without the usual one. pairs: our statements and gold's, by index."""
    found = field.told(ours)
    if field.first.sort == "statement":
        return tuple(pairs.get(field.main(value)) for value in found)
    if _is_signed(field):
        # Targets on which the annotators differed are neither right nor wrong.
        kept = (value for value in found if not any(same_name(field.main(value), name) for name in gold.disputed))
        return tuple((field.main(value), (value.polarity > 0) - (value.polarity < 0)) for value in kept)
    return tuple(map(field.main, found))


def _same(field: Field) -> Callable[[Any, Any], bool]:
    """The function that tells whether a value of ours is one of gold's."""
    same = _SAME[field.same]
    return (lambda ours, gold: same(ours[0], gold[0]) and ours[1] == gold[1]) if _is_signed(field) else same


def _is_signed(field: Field) -> bool:
    """Whether a value has a sign: for or against the target."""
    return any(part.sort == "polarity" for part in field.parts)


_SAME: Mapping[Sameness, Callable[[Any, Any], bool]] = {
    "exact": eq, "wording": lambda ours, gold: normal(ours) == normal(gold), "name": same_name,
}  # fmt: skip


def _tells(article: GoldArticle, figure: str) -> bool:
    """Whether gold has the field of a figure for any statement of this article."""
    if figure == "nested":
        return article.whole
    return any(_expected(_VALUES[figure], statement) is not None for statement in article.attributions)


# --- figures ------------------------------------------------------------------------------------------------------


def _statements_found(found: Sequence[_Found]) -> Metric:
    if all(each.article.whole for each in found):
        return _total(Score(len(f.pairs), f.counted, len(f.article.attributions)) for f in found)
    listed = sum(statement.listed for each in found for statement in each.article.attributions)
    return Proportion(sum(1 for each in found for _ in each.listed()), listed)


def _holders(found: Sequence[_Found]) -> dict[str, Metric]:
    held = [(gold.holder, ours.holder) for each in found for ours, gold in each.listed() if gold.holder is not None]
    return {
        "holder": Proportion.of(holder_is_right(expected, ours) for expected, ours in held),
        "kind": Proportion.of(kind_is_right(expected, ours) for expected, ours in held),
    }


def _figures(field: str, compared: Sequence[FieldComparison]) -> dict[str, Metric]:
    figures: dict[str, Metric] = {field: _total(c.score for c in compared)}
    if field == "via":
        figures["via whole"] = _total(map(_whole_chain, compared))
    if field == "time":
        figures["time wrong"] = Proportion.of(not c.is_right for c in compared if c.found)
    return figures


def _whole_chain(compared: FieldComparison) -> Score:
    """The score of a chain as one value."""
    expected, found = compared.expected, compared.found
    right = len(expected) == len(found) > 0 and all(map(same_name, map(str, found), map(str, expected)))
    return Score(int(right), int(bool(found)), int(bool(expected)))


def _total(scores: Iterable[Score]) -> Score:
    return sum(scores, start=Score())
