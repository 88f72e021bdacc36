"""Gold files of every form: attributions only, articles with all values of all statements, invented passages."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from reportedly.evaluation import GoldArticle, GoldHolder, GoldStatement, load_gold, load_passages
from reportedly.evaluation.gold import parse
from reportedly.evaluation.rows import GoldRow, rows


def labelled(path: Path) -> list[GoldArticle]:
    """The articles of a gold file, whose first line tells its form.

    A line has `attributions`, as `load_gold` has it, or `statements`: with words for spans, as `load_passages` has it,
    or with offsets. These hold `source`, `cue`, `content` (lists of [start, end) in code points), `parent`, `holder`,
    `kind`, `document`, `addressee`, `time` (EDTF), `place` (each may be null), `via` (names), `standing`, `act`,
    `answers` (`{"statement": index}` or null) and `targets` ([name, 1 or -1]).

    Raises GoldError if the file can't be read or is anything else.
    """
    first = next(itertools.islice(rows(path), 1), None)
    if first is None or "attributions" in first.value:
        return load_gold(path)
    content = next((piece for row in first.objects("statements") for piece in row.get("content", list)), "")
    return load_passages(path) if isinstance(content, str) else [_whole(row) for row in rows(path)]


def _whole(row: GoldRow) -> GoldArticle:
    """The article of a line with all statements, their offsets and values."""
    statements = [statement.value for statement in row.objects("statements")]
    bare = parse({**row.value, "attributions": statements}, row.where)
    pairs = zip(bare.attributions, statements, strict=True)
    return replace(bare, attributions=tuple(_valued(*pair) for pair in pairs), whole=True)


def _valued(bare: GoldStatement, value: Mapping[str, Any]) -> GoldStatement:
    names, kind, answers = _at_most_one(value["holder"]), value["kind"], value["answers"]
    return replace(
        bare,
        listed=True,
        holder=GoldHolder(names, kind, by_kind=not names and kind is not None),
        document=_at_most_one(value["document"]),
        addressee=_at_most_one(value["addressee"]),
        time=_at_most_one(value["time"]),
        place=_at_most_one(value["place"]),
        chain=tuple(value["via"]),
        standing=value["standing"],
        act=value["act"],
        answers=() if answers is None else (answers["statement"],),
        stances=tuple((target, sign) for target, sign in value["targets"]),
    )


def _at_most_one(name: str | None) -> tuple[str, ...]:
    return () if name is None else (name,)
