"""Clause: what stands around a word in its sentence, as far as no parser is needed: verb group, subject, object."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ..span import Span
from . import cited
from .cited import Cited
from .doubt_phrases import (
    ASPECT,
    CLAIMED,
    HARDLY,
    LATER,
    LOOSE,
    NEAR,
    NEGATIVE,
    NOBODY,
    OBJECT,
    OF_A_RECORD,
    PART,
    PRONOUN,
    SIGNS,
    TRIED,
    WORD,
)

#: The number of a pronoun: whether it means several.
_MANY = {"it": False, "this": False, "they": True, "them": True, "these": True, "those": True}
_ASIDES = ((", ", ","), (" – ", "–"), (" — ", "—"), (" - ", "-"), ("—", "—"), (" (", ")"))


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """The words that lead to a verb and belong to it: “has not been able to”. start: where they begin.

    words: which they are, in lower case; “nobody” among them where the subject is nobody.
    """

    start: int
    words: frozenset[str]

    def has(self, some: Collection[str]) -> bool:
        """Whether one of some words is among them."""
        return not self.words.isdisjoint(some)

    @property
    def negative(self) -> bool:
        """Whether they deny it, or say that it couldn't be or wasn't done."""
        return self.has(NEGATIVE) or self.denies

    @property
    def denies(self) -> bool:
        """Whether a “not” is among them."""
        return self.has(HARDLY) or any(word.endswith(("n’t", "n't")) for word in self.words)

    @property
    def open(self) -> bool:
        """Whether it isn't said that it was done: it wasn't, or somebody is only about to."""
        return self.negative or (self.has(TRIED) and not self.has(("able", "managed")))


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence of a text, in which words are looked at one by one. Places are code points of the text."""

    text: str
    sentence: Span

    def back(self, at: int, signs: str = " ,") -> int:
        """Where the text before `at` ends without the given signs."""
        while at > self.sentence.start and self.text[at - 1] in signs:
            at -= 1
        return at

    def before(self, at: int, most: int) -> str:
        """The text of the sentence before `at`, at most so many code points."""
        return self.text[max(self.sentence.start, at - most) : at]

    def last(self, at: int) -> str:
        """The last word before `at`, in lower case."""
        words = WORD.findall(self.before(at, 24))
        return words[-1].lower() if words else ""

    def group(self, at: int, known: Collection[str]) -> VerbGroup:
        """The verb group that leads to `at`. known: words that can stand in one; adverbs and “n’t” can besides."""
        found: set[str] = set()
        start = at
        while word := LATER.search(self.text, max(self.sentence.start, start - 32), self.back(start, SIGNS)):
            low = word[0].lower()
            adverb = low.endswith("ly") and low != "family"
            if not (low in known or adverb or low.endswith(("n’t", "n't"))):
                break
            start = word.start()
            found.add(low)
        if NOBODY.search(self.text, max(self.sentence.start, start - 60), start):
            found.add("nobody")
        return VerbGroup(start, frozenset(found))

    # -- records -------------------------------------------------------------------------------------------------

    def record_from(self, at: int, *, joined: bool = False) -> Cited | None:
        """The record whose noun phrase begins at `at`."""
        return cited.begins_with(self.text, at, self.sentence.end, joined=joined)

    def object(self, at: int) -> tuple[Cited | None, int]:
        """The record that is the object of a verb which ends at `at`, and where what is said of it ends."""
        at += len(self.text[at : at + 4]) - len(self.text[at : at + 4].lstrip())
        aspect = ASPECT.match(self.text, at, self.sentence.end)
        record = self.record_from(aspect.end() if aspect else at)
        if record:
            return record, record.span.end
        pronoun = None if aspect else OBJECT.match(self.text, at)
        return (self.antecedent(at, pronoun[0]), pronoun.end()) if pronoun else (None, at)

    def antecedent(self, at: int, pronoun: str = "", reach: int = cited.REACH) -> Cited | None:
        """The record that words before `at` go back to; None if a claim or a figure lies nearer, or none does.

        pronoun: the words, where they tell whether it is one or several.
        """
        found = cited.before(self.text, at, many=_MANY.get(pronoun.lower()), reach=reach)
        if found is None:
            of = OF_A_RECORD.search(self.text, at, self.sentence.end)
            return self.record_from(of.end()) if of else None
        return None if CLAIMED.search(self.text, found.span.end, at) else found

    def subject(self, end: int, *, expletive: bool = False) -> tuple[Cited, int] | None:
        """The record that is the subject of a verb group which begins at `end`, and where the words for it begin; None
        if the subject is none.

        expletive: whether an “it” means nothing, as in “it is claimed that”.
        """
        stop = self._without_aside(self.back(end, ' ,“"‘'))
        pronoun = PRONOUN.search(self.text, self.sentence.start, stop)
        if pronoun is None:
            record = self.head(stop)
            return (record, record.span.start) if record else None
        word, at = pronoun["it"].lower(), pronoun.start("it")
        opens = not self.text[self.sentence.start : at].strip('“"‘’ ')
        record = None
        if word in ("which", "that"):
            record = self.head(self.back(at))
        elif word in ("it", "they") or opens:
            record = None if expletive and word == "it" else self.antecedent(at, word, NEAR)
        return (record, at) if record else None

    def head(self, stop: int, *, anywhere: bool = False) -> Cited | None:
        """The record that the last noun phrase before `stop` means, with what follows its noun.

        anywhere: also one that a preposition leads to, as no subject is.
        """
        for one in reversed(cited.cited_in(self.text, max(self.sentence.start, stop - 200), stop)):
            if LOOSE.fullmatch(self.text, one.span.end, stop):
                part = PART.search(self.text, max(self.sentence.start, one.span.start - 40), one.span.start)
                if anywhere or part or cited.is_subject(self.text, one.span.start):
                    return one
        return None

    def _without_aside(self, stop: int) -> int:
        """Where the text ends without an aside between commas, dashes or brackets before `stop`."""
        for opening, closing in _ASIDES:
            follows = closing != ")" and self.text[stop : stop + 2].lstrip()[:1] == closing
            if follows or self.text[stop - 1 : stop] == closing:
                at = self.text.rfind(opening, self.sentence.start, stop - 1)
                if at > self.sentence.start:
                    return at
        return stop
