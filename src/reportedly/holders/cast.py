"""Cast: the entities of an article, and which of them its noun phrases mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ..span import Span, SpanIndex
from .entities import Entity
from .holder import Holder
from .mentions import Mention


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase or pronoun near the cue or in the content of an attribution. attribution: its index."""

    span: Span
    attribution: int


@dataclass(frozen=True)
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

    def names_in(self, span: Span) -> list[Mention]:
        """The names that share a code point with a span, in text order."""
        return self._names.across(span)

    def meant_in(self, span: Span) -> list[tuple[Span, Entity]]:
        """The names and sources within a span and whom they mean, in the order of `meant`."""
        return self._where.within(span)

    def meant_until(self, end: int) -> list[tuple[Span, Entity]]:
        """The names and sources that end at a code point and whom they mean, in the order of `meant`."""
        return self._ending.get(end, [])

    def meant_from(self, start: int) -> list[tuple[Span, Entity]]:
        """The same of those that begin at a code point."""
        return self._beginning.get(start, [])

    def called(self, name: str) -> Entity | None:
        """The first entity of a name, or None."""
        return self._called.get(name)

    @cached_property
    def _names(self) -> SpanIndex[Mention]:
        return SpanIndex((name.span, name) for name in self.names)

    @cached_property
    def _where(self) -> SpanIndex[tuple[Span, Entity]]:
        return SpanIndex((one[0], one) for one in self.meant.items())

    @cached_property
    def _ending(self) -> dict[int, list[tuple[Span, Entity]]]:
        found: dict[int, list[tuple[Span, Entity]]] = {}
        for span, entity in self.meant.items():
            found.setdefault(span.end, []).append((span, entity))
        return found

    @cached_property
    def _beginning(self) -> dict[int, list[tuple[Span, Entity]]]:
        found: dict[int, list[tuple[Span, Entity]]] = {}
        for span, entity in self.meant.items():
            found.setdefault(span.start, []).append((span, entity))
        return found

    @cached_property
    def _called(self) -> dict[str, Entity]:
        return {entity.name: entity for entity in reversed(self.entities)}
