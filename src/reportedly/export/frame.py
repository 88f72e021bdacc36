"""Readings as a pandas DataFrame: one row a statement, one plain value a cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from ..batch import ReadOutcome
from ..errors import MissingExtra
from ..printable import encodable
from ..reading import Reading, Statement
from ..values.fields import ADDRESSEE, CHAIN, DOCUMENT, PLACE, SOURCING, TIME

if TYPE_CHECKING:
    import pandas as pd

#: The columns, their types in pandas and what they hold, as `docs/tutorial.md` has them.
COLUMNS: Final[Mapping[str, str]] = {
    "article": "str", "url": "str", "outlet": "str", "title": "str", "published": "str", "statement": "int64",
    "parent": "Int64", "type": "str", "act": "str", "standing": "str", "holder": "str", "holder_kind": "str",
    "holder_role": "str", "source": "str", "cue": "str", "words": "str", "start": "int64", "end": "int64",
    "document": "str", "sourcing": "str", "addressee": "str", "time": "str", "first": "str", "last": "str",
    "place": "str", "chain": "str", "answers": "str", "pro": "str", "contra": "str", "confidence": "float64",
    "holder_confidence": "float64", "program": "str", "weights": "str",
}  # fmt: skip
#: What stands between several values in one cell.
BETWEEN: Final = "; "


def to_frame(readings: Iterable[Reading | ReadOutcome]) -> pd.DataFrame:
    """A DataFrame with one row for each statement, in the order of the readings; its columns are those of COLUMNS.

    readings: readings, or what `read_many` gives, of which failed articles have no rows. Raises MissingExtra.
    """
    try:
        import pandas as pd  # noqa: PLC0415 - takes a while to load
    except ModuleNotFoundError as error:
        raise MissingExtra("a DataFrame needs the extra: pip install 'reportedly[pandas]'") from error
    rows = [row for one in readings for row in _rows(one if isinstance(one, Reading) else one.reading)]
    types = {name: "string" if kind == "str" else kind for name, kind in COLUMNS.items()}
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(types)


def _rows(reading: Reading | None) -> Iterable[dict[str, Any]]:
    if reading is None:
        return ()
    article, by = reading.article, reading.read_by
    known = {
        "article": article.id, "url": article.url, "outlet": article.outlet, "title": article.title,
        "published": article.published, "program": by and by.program, "weights": by and by.weights,
    }  # fmt: skip
    return (_cleaned({**known, **_row(reading, one)}) for one in reading.statements)


def _row(reading: Reading, one: Statement) -> dict[str, Any]:
    holder = one.holder
    days = {each.column: each.of(one.time.edtf) if one.time else None for each in TIME.derived}
    return {
        "statement": one.id,
        "parent": reading.id_of(one.parent),
        "type": one.type,
        "act": one.act,
        "standing": one.standing.value,
        "holder": holder and holder.name,
        "holder_kind": holder and holder.kind,
        "holder_role": holder and holder.role,
        "source": reading.words(one.source) or None,
        "cue": reading.words(one.cue) or None,
        "words": reading.words(one.content),
        "start": min(span.start for span in one.content),
        "end": max(span.end for span in one.content),
        **{field.name: _joined(one, field.of, field.main) for field in (DOCUMENT, SOURCING, ADDRESSEE, TIME, PLACE)},
        **days,
        "chain": _joined(one, CHAIN.of, lambda hop: f"{hop.relation} {hop.name}"),
        "answers": _joined(
            one, lambda _: one.answers, lambda answer: f"{answer.relation} {reading.id_of(answer.statement)}"
        ),
        "pro": BETWEEN.join(stance.target for stance in one.stances if stance.polarity > 0) or None,
        "contra": BETWEEN.join(stance.target for stance in one.stances if stance.polarity < 0) or None,
        "confidence": round(one.confidence, 3),
        "holder_confidence": round(one.holder_confidence, 3) if holder else None,
    }


def _joined(one: Statement, of: Callable[[Statement], Iterable[Any]], word: Callable[[Any], str]) -> str | None:
    return BETWEEN.join(map(word, of(one))) or None


def _cleaned(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row without lone surrogates, which neither Arrow nor a file takes."""
    return {name: encodable(cell) if isinstance(cell, str) else cell for name, cell in row.items()}
