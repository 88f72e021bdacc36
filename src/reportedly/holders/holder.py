"""Holder: the person, organization, group or unnamed source that a statement belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..span import Span

HolderKind = Literal["person", "organization", "group", "unnamed"]


@dataclass(frozen=True, slots=True)
class Holder:
    """A person, organisation, group or unnamed source with statements in an article.

    name: the fullest name in the article ("Ana Reyes"); for one unnamed, the description ("senior official").
    role: the words the text gives for it ("spokesperson for the port"), or None.
    mentions: every place in the article that means this holder, in text order: the evidence.
    """

    name: str
    kind: HolderKind
    role: str | None
    mentions: tuple[Span, ...]

    def __hash__(self) -> int:
        """By its name and its first mention: to go through all mentions for each statement would take too long."""
        return hash((self.name, self.kind, self.mentions[:1]))
