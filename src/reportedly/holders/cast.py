"""Cast: everybody in an article, and whom each noun phrase means that something is asked about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..span import Span
from .entities import Entity
from .holder import Holder
from .mentions import Mention


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase or pronoun that stands near the cue, or in the content, of attribution number `attribution`."""

    span: Span
    attribution: int


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody in an article, and whom its noun phrases mean.

    holders: of each attribution; None where the text doesn't tell. Equal holders are one object. speakers: the same as
    entities. entities: everybody, those named first. names: every name, in text order. meant: whom names and sources
    mean. phrases: whom other phrases mean that are asked about; None where that can't be told.
    """

    holders: tuple[Holder | None, ...]
    speakers: tuple[Entity | None, ...]
    entities: Sequence[Entity] = ()
    names: Sequence[Mention] = ()
    meant: Mapping[Span, Entity] = field(default_factory=dict)
    phrases: Mapping[Span, Entity | None] = field(default_factory=dict)

    def who(self, span: Span) -> Entity | None:
        """Whom a name, a source or a phrase asked about means; None if that can't be told.

        Its name is canonical where the article gives one, else the words of the phrase.
        """
        return self.meant.get(span) or self.phrases.get(span)
