"""Cast: the entities of an article, and which of them its noun phrases mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..span import Span
from .entities import Entity
from .holder import Holder
from .mentions import Mention


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase or pronoun near the cue or in the content of an attribution. attribution: its index."""

    span: Span
    attribution: int


@dataclass(frozen=True, slots=True)
class Cast:
    """The entities of an article, and which of them its noun phrases mean.

    holders: the holder of each attribution; None where the text doesn't tell. Equal holders are one object.
    sure: for each attribution the probability (0 to 1) that its holder, or that nobody is told, is right.
    speakers: the same as entities. entities: all of them, the named ones first. names: every name, in text order.
    meant: the entities that names and sources mean. phrases: the entities that further phrases mean, as requested of
    `resolve`; None where that can't be told.
    """

    holders: tuple[Holder | None, ...]
    speakers: tuple[Entity | None, ...]
    sure: tuple[float, ...] = ()
    entities: Sequence[Entity] = ()
    names: Sequence[Mention] = ()
    meant: Mapping[Span, Entity] = field(default_factory=dict)
    phrases: Mapping[Span, Entity | None] = field(default_factory=dict)

    def who(self, span: Span) -> Entity | None:
        """The entity that a name, a source or a requested phrase means; None if that can't be told.

        Its name is canonical where the article gives one, else the words of the phrase.
        """
        return self.meant.get(span) or self.phrases.get(span)
