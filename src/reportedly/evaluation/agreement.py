"""Agreement: how far several people who annotated the same articles say the same.

Krippendorff's α for nominal values is written here: what is well kept for Python is under the GPL.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean
from typing import Any, Final

from ..span import Span
from ..values.fields import ACT, STANDING
from .gold import ROLES, GoldArticle, GoldStatement, SpanRole
from .names import normal

_WORD: Final = re.compile(r"\w+")
#: What is said of a statement, by name: how a coder's value is told from another's.
_VALUES: Final[Mapping[str, Callable[[GoldStatement], Hashable]]] = {
    "holder": lambda one: one.holder and tuple(sorted(map(normal, one.holder.names))),
    "kind": lambda one: one.holder and one.holder.kind,
    "standing": lambda one: getattr(one, STANDING.name),
    "act": lambda one: getattr(one, ACT.name),
}


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far coders agree on one thing.

    alpha: Krippendorff's α: 1 if always, 0 as often as by chance; None if there is no telling, since all values are the
    same or nothing was coded twice. same: of pairs of values, the share that are the same. units: what two coders or
    more have coded: words, or statements.
    """

    alpha: float | None
    same: float
    units: int


def krippendorff(units: Iterable[Sequence[Hashable]]) -> Agreed:
    """Krippendorff's α of nominal values. units: for each thing the values that coders gave it; None: gave none."""
    coded = [values for unit in units if len(values := [one for one in unit if one is not None]) > 1]
    counts: Counter[Hashable] = Counter(value for values in coded for value in values)
    total = counts.total()
    differ = fmean_or([_differing(values) for values in coded for _ in values])
    expected = 1 - sum(count * (count - 1) for count in counts.values()) / (total * (total - 1)) if total > 1 else 0.0
    return Agreed(1 - differ / expected if expected else None, 1 - differ, len(coded))


def _differing(values: Sequence[Hashable]) -> float:
    """The share of pairs of values that differ."""
    same = sum(count * (count - 1) for count in Counter(values).values())
    return 1 - same / (len(values) * (len(values) - 1))


def fmean_or(values: Sequence[float], otherwise: float = 0.0) -> float:
    """The mean, or `otherwise` if there are no values."""
    return fmean(values) if values else otherwise


def agreement(coders: Sequence[Sequence[GoldArticle]]) -> dict[str, Agreed]:
    """How far coders agree, over the articles that two or more of them have (the same text under the same id).

    source, cue, content: whether each word is one of these. holder, kind, standing, act: of the statements that both of
    two coders have, that is, with contents that share half of their words; where a coder gives none, it isn't counted.
    """
    texts: dict[tuple[str, str], list[GoldArticle | None]] = {}
    for number, articles in enumerate(coders):
        for article in articles:
            texts.setdefault((article.id, article.text), [None] * len(coders))[number] = article
    shared = [found for each in texts.values() if len(found := [one for one in each if one is not None]) > 1]
    told: dict[str, Agreed] = {
        role: krippendorff(unit for each in shared for unit in _words(each, role)) for role in ROLES
    }
    pairs = [pair for each in shared for one, other in combinations(each, 2) for pair in _paired(one, other)]
    return told | {name: krippendorff([(of(one), of(other)) for one, other in pairs]) for name, of in _VALUES.items()}


def _words(coders: Sequence[GoldArticle], role: SpanRole) -> Iterable[tuple[bool, ...]]:
    """For each word of a text whether it has the role, by each coder."""
    text = coders[0].text
    taken = [_covered(article, role) for article in coders]
    return (tuple(word.start() in places for places in taken) for word in _WORD.finditer(text))


def _covered(article: GoldArticle, role: SpanRole) -> set[int]:
    spans: Iterable[Span] = (span for one in article.attributions for span in getattr(one, role))
    return {place for span in spans for place in range(span.start, span.end)}


def _paired(one: GoldArticle, other: GoldArticle) -> Iterable[tuple[GoldStatement, GoldStatement]]:
    """The statements that both have, each once: those whose contents share most of their words first."""
    mine, theirs = ([_content(each, of.text) for each in of.attributions] for of in (one, other))
    scored = (
        (len(a & b) / len(a | b), -i, -j) for i, a in enumerate(mine) for j, b in enumerate(theirs) if a & b
    )  # fmt: skip
    used: tuple[set[int], set[int]] = (set(), set())
    for score, i, j in sorted(scored, reverse=True):
        if score >= 0.5 and -i not in used[0] and -j not in used[1]:
            used[0].add(-i)
            used[1].add(-j)
            yield one.attributions[-i], other.attributions[-j]


def _content(statement: GoldStatement, text: str) -> set[int]:
    """Where the words of a statement's content begin."""
    return {word.start() for span in statement.content for word in _WORD.finditer(text, span.start, span.end)}


def agreement_table(found: Mapping[str, Agreed]) -> str:
    """The agreement as aligned lines."""
    lines = [f"{'':8} {'α':>6} {'same':>6} {'units':>7}"]
    for name, one in found.items():
        alpha = "–" if one.alpha is None else f"{one.alpha:.3f}"
        lines.append(f"{name:8} {alpha:>6} {one.same:6.3f} {one.units:7,}")
    return "\n".join(lines)


def agreement_json(found: Mapping[str, Agreed]) -> dict[str, dict[str, Any]]:
    """The agreement as JSON values, by name: {"alpha" (or null), "same", "units"}."""
    return {
        name: {
            "alpha": None if one.alpha is None else round(one.alpha, 4), "same": round(one.same, 4), "units": one.units,
        }
        for name, one in found.items()
    }  # fmt: skip
