"""Chain: through whom a statement came from its holder to this article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .addressees import Addressee
from .draft import Draft
from .span import Span

Relation = Literal["told", "obtained", "recorded", "published", "cited"]


@dataclass(frozen=True, slots=True)
class Hop:
    """One who passed the words on. name: canonical. relation: how. spans: the words it rests on."""

    name: str
    relation: Relation
    spans: tuple[Span, ...]


def chains(draft: Draft, told: Sequence[Addressee | None]) -> tuple[tuple[Hop, ...], ...]:
    """The hops of each attribution, nearest to the holder first; never the publisher of the article itself."""
    return ((),) * len(draft.attributions)
