"""Descriptions: the words for whoever is described, with full names in place of short ones and pronouns."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property

from ..english import lexicon
from ..patterns import lazy
from ..span import Span
from .entities import Cluster
from .mentions import Mention
from .sources import POSSESSOR, SourcePhrase, names_in, spelt

# cases: tests/test_holders.py, TABLES
#: What separates a body from what it belongs to: "the parliament of Tarn", unlike "the Voss campaign".
OF = lazy(r"\b(?:of|for|in|at|from)\b")
#: What is somebody's: “Lund | ’s critics”.
POSSESSED = lazy(r"['’]s? \w")
#: What joins the name before it to others, and what stands before a name in what describes another.
AND_OTHERS = lazy(r",? (?:and|as well as|along with) (?=[a-z])")
OF_SOMEBODY = lazy(r"\b(?:for|of|from) (?:[A-Z][\w-]*\.? )*$")
#: A share of people, and of whom shares are given: "52 percent of registered voters".
SHARE = lazy(r"(?:[\d.]+|one|two|three|four|five|six|seven|eight|nine)\s?(?:percent|per cent|%)", re.IGNORECASE)
WHOLE = lazy(r"(?:(?:percent|per cent|%) of|\b[Aa]mong) (?P<whole>(?:[\w-]+ ){0,2}[\w-]+s)\b")


class Descriptions:
    """The descriptions of an article.

    named: its names, in text order. meant: the entity of each name and source found so far.
    """

    def __init__(self, text: str, named: Sequence[Mention], meant: Mapping[Span, Cluster]) -> None:
        self.text, self.named, self.meant = text, named, meant

    def full(self, source: SourcePhrase, owner: Cluster | None) -> str:
        """A body's description with the full name in place of a possessor's short name or pronoun: “her office”.

        owner: whom the pronoun means.
        """
        words = source.words
        if source.head not in lexicon.PERSONAL and not re.search(r"s['’]\s", words):
            words = POSSESSOR.sub("", words)
        body = source.body
        if isinstance(body, Mention) and source.span.contains(body.span):
            entity = self.meant[body.span]
            rest = self.text[body.span.end : source.span.end]
            leads = not OF.search(self.text, source.span.start, body.span.start)
            words = spelt(entity.name + rest) if entity.kind == "person" and leads else words
        return _possessive(owner.name) + words if owner else words

    def owned(self, words: str, source: SourcePhrase, owner: Cluster | None) -> str:
        """A description with the full name of the person whom its possessor means: “Lund’s lawyers”, “his doctor”.

        words: of the description. owner: whom a pronoun before it means.
        """
        if source.owner:
            return _possessive(owner.name) + words if owner and owner.kind in ("person", "unnamed") else words
        possessor = POSSESSOR.match(words)
        within = (m.span for m in self.named if possessor and source.span.contains(m.span))
        whose = next((self.meant[span] for span in within if possessor and span.of(self.text) == possessor[1]), None)
        if possessor and whose and whose.kind == "person":
            return whose.name + words[possessor.end(1) :]
        return self._with_full_name(words, source.span)

    def _with_full_name(self, words: str, around: Span) -> str:
        """A description with the full name of whom it names: “Lund and others”, “a spokesman for Mr. Lund”."""
        for mention in names_in(self.named, around):
            span = mention.span
            if mention.type != "person" or not around.contains(span) or span == around:
                continue
            with_others = span.start == around.start and AND_OTHERS.match(self.text, span.end, around.end)
            of_one = OF_SOMEBODY.search(self.text, around.start, span.start)
            of_one = None if POSSESSED.match(self.text, span.end, around.end) else of_one
            if self.meant[span].kind == "person" and (with_others or of_one):
                start = of_one.start() + self.text[of_one.start() :].index(" ") + 1 if of_one else span.start
                return words.replace(self.text[start : span.end], self.meant[span].name, 1)
        return words

    def members(self, members: Sequence[Mention]) -> list[str]:
        """The names of those who speak together; a first name takes the surname behind the next: “Ana and Ole Lund”."""
        called = [self.meant[member.span].name for member in members]
        pairs = zip(members, called, [*members[1:], None], [*called[1:], ""], strict=True)
        return [
            f"{name} {last}"
            if after and (last := following.rpartition(" ")[2]) != following and name.lower() in lexicon.FIRST_NAMES
            and self.text[member.span.end : after.span.start] == " and " and " " in after.span.of(self.text)
            else name
            for member, name, after, following in pairs
        ]  # fmt: skip

    def share(self, source: SourcePhrase) -> str:
        """A description; a share completed by whom it is a share of: “63 percent”, of the voters mentioned before."""
        if not SHARE.fullmatch(source.words):
            return source.words
        start = source.span.start
        at = bisect_left(self._wholes, start, key=lambda whole: whole.end())
        cut = next((m.start() for m in self._wholes[at : at + 1] if m.start() < start), start)  # up to the source
        wholes = [*self._wholes[max(0, at - 1) : at], *WHOLE.finditer(self.text, cut, start)]
        return f"{source.words} of {wholes[-1]['whole']}" if wholes else source.words

    @cached_property
    def _wholes(self) -> list[re.Match[str]]:
        return list(WHOLE.finditer(self.text))


def _possessive(name: str) -> str:
    return name + ("’ " if name.endswith("s") else "’s ")
