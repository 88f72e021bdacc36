"""Attribution: who is given which words by which cue (the terms of PARC 3.0 and PolNeAR)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..span import Span

QuotationType = Literal["direct", "indirect", "mixed"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Source, cue and content of one attribution; each may have several pieces, in text order.

    source: empty where the text names none ("it was claimed that ..."). cue and content are never empty.
    type: direct (every piece of content quoted in full), indirect (nothing quoted), mixed.
    parent: index, in the article's list, of the attribution in whose content this one stands; None at the top.
    confidence: estimated probability (0 to 1) that it is right.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    type: QuotationType
    parent: int | None
    confidence: float
