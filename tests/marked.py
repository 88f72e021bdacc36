"""Gold and readings made by hand: attributions given by their words in a text."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from reportedly.evaluation import GoldArticle, GoldStatement
from reportedly.holders.holder import Holder, HolderKind
from reportedly.reading import Statement
from reportedly.span import Span
from reportedly.values.standing import Standing

TEXT = "Ana Reyes said the port would shut. “Never,” Lund replied.\nIt was claimed that ships left."


def spans(text: str, *words: str) -> tuple[Span, ...]:
    """Where each of the words stands for the first time."""
    return tuple(Span(text.index(w), text.index(w) + len(w)) for w in words)


def gold(source: str, cue: str, content: str, text: str = TEXT, **more: Any) -> GoldStatement:
    return GoldStatement(spans(text, *([source] if source else [])), spans(text, cue), spans(text, content), **more)


def article(*attributions: GoldStatement, text: str = TEXT, whole: bool = False) -> GoldArticle:
    return GoldArticle("a", text, attributions, whole=whole)


def holder(name: str, kind: HolderKind = "person") -> Holder:
    return Holder(name, kind, None, (Span(0, 3),))


def statement(of: GoldStatement, **values: Any) -> Statement:
    """A statement with the spans of `of`: plainly asserted, nothing else known, but for `values`."""
    bare = Statement(
        of.source, of.cue, of.content, "indirect", None, 0.9, None, None, None, None, (), Standing("asserted", of.cue),
        (), (),
    )  # fmt: skip
    return replace(bare, **values)


def write(path: Path, *rows: object) -> Path:
    """A file of JSON Lines."""
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return path


REYES = gold("Ana Reyes", "said", "the port would shut")
LUND = gold("Lund", "replied", "“Never,”")
CLAIM = gold("", "claimed", "ships left")
GOLD = (REYES, LUND, CLAIM)
