"""Attribution: source, cue and content (the terms of PARC 3.0 and PolNeAR)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..span import Span

QuotationType = Literal["direct", "indirect", "mixed"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution; source, cue and content may have several pieces each, in text order.

    source: empty where the text names none (“it was claimed that …”). cue and content are never empty.
    type: direct (all words of the content are quoted), indirect (none are), mixed.
    parent: index, in the article's list, of the attribution in whose content this one is nested; None at the top.
    confidence: the calibrated probability (0 to 1) that it is right.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    type: QuotationType
    parent: int | None
    confidence: float
