"""Values of statements that differ from gold: wrong, missed and spurious ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from reportedly.evaluation import FieldComparison, GoldArticle, compare
from reportedly.reading import Statement

from .snippets import evidence, snippet

Verdict = Literal["right", "wrong", "missed", "spurious"]

#: Most code points shown of a content, and of the words around a statement.
LONGEST, AROUND = 160, 80


@dataclass(frozen=True, slots=True)
class Slip:
    """A comparison, right or wrong, with the article and our reading of it."""

    article: GoldArticle
    statements: Sequence[Statement]
    compared: FieldComparison

    @property
    def verdict(self) -> Verdict:
        """missed: nothing was found. spurious: nothing was expected. wrong: both exist and differ."""
        if self.compared.is_right:
            return "right"
        if not self.compared.found:
            return "missed"
        return "wrong" if self.compared.expected else "spurious"


def slips(gold: Sequence[GoldArticle], predicted: Mapping[str, Sequence[Statement]], field: str) -> list[Slip]:
    """All comparisons of a field in which one side or both have a value, article by article."""
    return [
        Slip(article, predicted[article.id], compared)
        for article in gold
        for compared in compare(article, predicted[article.id])
        if compared.field == field and (compared.expected or compared.found)
    ]


def report(found: Sequence[Slip], field: str, verdicts: Sequence[str], limit: int) -> None:
    """Print the number of each verdict, and up to `limit` examples of each verdict asked for."""
    counts = Counter(slip.verdict for slip in found)
    print(f"== {field}: " + ", ".join(f"{counts[verdict]} {verdict}" for verdict in get_args(Verdict)), end="\n\n")
    for verdict in verdicts:
        these = [slip for slip in found if slip.verdict == verdict]
        # Taken evenly from the whole corpus, not from the first articles.
        step = max(1, len(these) // limit) if limit else 1
        for slip in these[::step][:limit]:
            print(shown(slip), end="\n\n")


def shown(slip: Slip) -> str:
    """A difference in a few lines: the place, the statement in its sentence, the expected and the given value."""
    article, compared = slip.article, slip.compared
    number = f"gold {compared.gold}" if compared.gold is not None else f"ours {compared.ours}"
    published = ", ".join(filter(None, (article.published, article.outlet))) or "no date, no outlet"
    lines = [f"{slip.verdict} {compared.field} · {article.id} · {number} · {published}", f"  {_statement(slip)}"]
    lines.append(f"  expected  {', '.join(_expected(slip)) or '–'}")
    if compared.field == "stance" and compared.gold is not None and article.attributions[compared.gold].disputed:
        lines.append(f"  disputed  {', '.join(article.attributions[compared.gold].disputed)}")
    return "\n".join([*lines, *_found(slip)])


def _statement(slip: Slip) -> str:
    compared = slip.compared
    if compared.gold is not None:
        return snippet(slip.article.text, slip.article.attributions[compared.gold], AROUND, LONGEST)
    assert compared.ours is not None
    return snippet(slip.article.text, slip.statements[compared.ours], AROUND, LONGEST)


def _expected(slip: Slip) -> Iterator[str]:
    """Gold's values as text."""
    for value in slip.compared.expected:
        if isinstance(value, int):
            other = slip.article.attributions[value]
            yield f"gold {value}: {snippet(slip.article.text, other, 0, LONGEST)}"
        elif isinstance(value, tuple):
            yield f"{value[1]:+} {value[0]}"
        else:
            yield str(value)


def _found(slip: Slip) -> Iterator[str]:
    """A line for each of our values, with the words it rests on."""
    ours = slip.compared.ours
    if ours is None:
        yield "  found     no such statement"
        return
    values = list(_given(slip, slip.statements[ours])) if slip.compared.found else []
    yield from (f"  found     {value}" for value in values or ["–"])


def _given(slip: Slip, ours: Statement) -> Iterator[str]:
    text = slip.article.text
    match slip.compared.field:
        case "document" if ours.document:
            yield f"{ours.document.text} on {evidence(text, ours.document.spans)}"
        case "sourcing":
            yield from (f"{how.text} on {evidence(text, how.spans)}" for how in ours.sourcing)
        case "addressee" if ours.addressee:
            yield f"{ours.addressee.name} on {evidence(text, ours.addressee.spans)}"
        case "time" if ours.time:
            yield f"{ours.time.edtf} on {evidence(text, ours.time.spans)}"
        case "place" if ours.place:
            yield f"{ours.place.text} on {evidence(text, ours.place.spans)}"
        case "act":
            yield ours.act
        case "standing":
            yield f"{ours.standing.value} on {evidence(text, ours.standing.spans)}"
        case "via":
            yield from (f"{hop.name} ({hop.relation}) on {evidence(text, hop.spans)}" for hop in ours.chain)
        case "stance":
            yield from (f"{s.polarity:+.2f} {s.target} on {evidence(text, s.spans)}" for s in ours.stances)
        case "answers":
            yield from (f"{a.relation} {_ours(slip, a.statement)}" for a in ours.answers)
        case "nested" if ours.parent is not None:
            yield f"within {_ours(slip, ours.parent)}"


def _ours(slip: Slip, index: int) -> str:
    return f"ours {index}: {snippet(slip.article.text, slip.statements[index], 0, LONGEST)}"
