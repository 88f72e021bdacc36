"""Holder: whose statement it is.

Names are gathered into entities (a name, its short forms, the descriptions and pronouns that mean it). A source is
then one of them, or a body, a group or an unnamed person of its own, or unknown. The tagger's link head says what a
pronoun or a description refers back to; gender, number and kind rule out what it can't be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from . import lexicon
from .attribution import Attribution
from .mentions import Mention, names, pieces, pronouns
from .sources import POSSESSOR, TOKEN, Source, analyse
from .span import Span
from .tagger import Scores

HolderKind = Literal["person", "organization", "group", "unnamed"]
Gender = Literal["he", "she"]

#: Log-odds that the link head must give a description to count as someone named before.
DESCRIPTION_FLOOR = 0.0
#: The same for a pronoun; lower, since a pronoun nearly always has an antecedent.
PRONOUN_FLOOR = -4.0
#: The same for "the company", "the agency": words that no reader understands without someone named before.
GENERIC_FLOOR = -3.0
#: Added to whoever the text calls by the noun of the description: "Housing Minister Ballantrae" for "the minister".
CALLED_BONUS = 4.0
#: Added to whoever holds the statement before: speakers go on speaking.
SPEAKER_BONUS = 1.0
#: Lost for each hundred code points between a pronoun and the last mention.
DISTANCE_COST = 0.25
GENDER_COST = 8.0
APPOSITION = re.compile(
    r",\s+(?P<role>(?:(?:a|an|the|its|his|her|their|who is|then)\s+)[^,;.“”\"\n]{2,90}"
    r"|[a-z][\w’'-]+(?:\s[\w’'-]+){0,4}\s(?:of|for|at)\s[^,;.“”\"\n]{2,60})[,.]"
)


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


@dataclass(slots=True, eq=False)
class _Entity:
    """Someone in the article, as far as it has been read."""

    kind: HolderKind
    name: str
    mentions: list[Span] = field(default_factory=list)
    role: str | None = None
    gender: Gender | None = None
    plural: bool = False
    named: bool = True
    #: Words that stand right before its names, or after them in apposition, lower case.
    called: set[str] = field(default_factory=set)

    def add(self, span: Span) -> None:
        if span not in self.mentions:
            self.mentions.append(span)

    def holder(self) -> Holder:
        return Holder(self.name, self.kind, self.role, tuple(sorted(self.mentions)))


def holders(text: str, found: Sequence[Attribution], scores: Scores) -> tuple[Holder | None, ...]:
    """The holder of each attribution; None where the text doesn't tell. Equal holders are one object."""
    resolver = _Resolver(text, found, scores)
    entities = [resolver.of(i) for i in range(len(found))]
    made: dict[int, Holder] = {}
    for entity in entities:
        if entity is not None:
            made.setdefault(id(entity), entity.holder())
    return tuple(made[id(e)] if e is not None else None for e in entities)


class _Resolver:
    """Reads an article's mentions once, from the top, and answers whose each attribution is."""

    def __init__(self, text: str, found: Sequence[Attribution], scores: Scores) -> None:
        self.text, self.found = text, found
        named = names(text, scores)
        self.sources = {i: self._source(a, named) for i, a in enumerate(found) if a.source}
        self.mentions = self._mentions(named)
        self.index = {m.span: i for i, m in enumerate(self.mentions)}
        asking = {source.span for source in self.sources.values() if source.sort != "name"}
        asking |= {source.owner for source in self.sources.values() if source.owner}
        self.rows = {m.span: row for row, m in enumerate(m for m in self.mentions if m.span in asking)}
        asking_at = [self.index[span] for span in self.rows]
        self.links: NDArray[np.float32] = scores.links.score(scores.hidden, pieces(scores, self.mentions), asking_at)
        self.entities: list[_Entity] = []
        self.meant: dict[int, _Entity] = {}
        self._gather()
        self._answers: dict[int, _Entity | None] = {}
        for i in sorted(self.sources, key=lambda i: self.sources[i].span.start):
            self._answers[i] = self._resolve(i)

    def of(self, i: int) -> _Entity | None:
        """Whose attribution `i` is."""
        return self._answers.get(i)

    def _source(self, attribution: Attribution, named: Sequence[Mention]) -> Source:
        first, last = attribution.source[0], attribution.source[-1]
        whole = Span(first.start, last.end) if last.end - first.start < 200 and first.start < last.end else first
        return analyse(self.text, whole, named)

    def _mentions(self, named: Sequence[Mention]) -> list[Mention]:
        """Names, pronouns and described sources, in text order, one for each span."""
        by_span = {m.span: m for m in pronouns(self.text)}
        for source in self.sources.values():
            if source.sort != "name":
                form: Literal["pronoun", "description"] = "pronoun" if source.sort == "pronoun" else "description"
                by_span[source.span] = Mention(source.span, form)
        by_span |= {m.span: m for m in named}
        return [by_span[s] for s in sorted(by_span)]

    # -- names -----------------------------------------------------------------------------------------------

    def _gather(self) -> None:
        """One entity for each name and its short forms; the longest names first."""
        order = [i for i, m in enumerate(self.mentions) if m.form == "name"]
        for i in sorted(order, key=lambda i: (-len(_tokens(self._words(i))), self.mentions[i].span)):
            entity = self._namesake(i) or self._new_name(i)
            self.meant[i] = entity
            entity.add(self.mentions[i].span)
            entity.gender = entity.gender or self._gender_before(self.mentions[i].span)
            entity.called |= self._called(self.mentions[i].span)
        for entity in self.entities:
            entity.mentions.sort()
            entity.role = next((r for s in entity.mentions if (r := self._role_at(s, entity))), None)

    def _words(self, i: int) -> str:
        return self.mentions[i].span.of(self.text)

    def _new_name(self, i: int) -> _Entity:
        mention = self.mentions[i]
        kind: HolderKind = "person" if mention.type == "person" else "organization"
        entity = _Entity(kind, _canonical(self._words(i), kind))
        if kind == "person":
            first = _tokens(entity.name)[0].lower() if _tokens(entity.name) else ""
            entity.gender = "he" if first in lexicon.MALE_NAMES else "she" if first in lexicon.FEMALE_NAMES else None
        self.entities.append(entity)
        return entity

    def _namesake(self, i: int) -> _Entity | None:
        """The entity that this name is a form of; of several, the one linked or the one named last before it."""
        mention, words = self.mentions[i], self._words(i)
        fitting = [e for e in self.entities if _same_name(words, e.name, mention.type, e.kind)]
        title = self._gender_before(mention.span)
        if title and len(fitting) > 1:
            fitting = [e for e in fitting if e.gender in (title, None)] or fitting
        if len(fitting) < 2:
            return fitting[0] if fitting else None
        exact = [e for e in fitting if _tokens(e.name) == _tokens(words)]
        return max(exact or fitting, key=lambda e: self._nearness(e, mention.span))

    def _nearness(self, entity: _Entity, span: Span) -> float:
        before = [s.start for s in entity.mentions if s.start < span.start]
        return float(max(before)) if before else -float(min(s.start for s in entity.mentions))

    def _gender_before(self, span: Span) -> Gender | None:
        """What the title before a name tells: Mr, Mrs, Chairwoman."""
        before = self.text[max(0, span.start - 24) : span.start].split()[-1:]
        words = {w.lower() for w in (*before, span.of(self.text).split()[0])}
        if words & (lexicon.MALE_TITLES | lexicon.MALE_NOUNS):
            return "he"
        return "she" if words & (lexicon.FEMALE_TITLES | lexicon.FEMALE_NOUNS) else None

    def _called(self, span: Span) -> set[str]:
        """The words that describe a name: those right before it, and those of an apposition."""
        line = self.text.rfind("\n", 0, span.start) + 1
        before = re.split(r"[,.;:“”\"]\s*", self.text[max(line, span.start - 60) : span.start])
        words = before[-1] if before[-1].strip() or len(before) < 2 else before[-2]
        match = APPOSITION.match(self.text, span.end)
        return set(_lower(words)[-4:]) | set(_lower(match["role"]) if match else ())

    def _role_at(self, span: Span, entity: _Entity) -> str | None:
        """The role that stands beside a name: as its source says, or after a comma."""
        for source in self.sources.values():
            if source.name and source.name.span == span and source.role and not _is_courtesy(source.role):
                return source.role
        match = APPOSITION.match(self.text, span.end) if entity.kind == "person" else None
        return re.sub(r"^(?:a|an|the|who is)\s+", "", match["role"]) if match else None

    # -- sources ---------------------------------------------------------------------------------------------

    def _resolve(self, i: int) -> _Entity | None:
        source = self.sources[i]
        if source.sort == "pronoun":
            entity = self._pronoun(i, source)
        elif source.name:
            entity = self.meant[self.index[source.name.span]]
        else:
            entity = getattr(self, f"_{source.sort}")(i, source)
        if entity is not None:
            entity.add(source.span)
            if source.span in self.index:
                self.meant[self.index[source.span]] = entity
        return entity

    def _pronoun(self, i: int, source: Source) -> _Entity | None:
        if source.words in lexicon.SPEAKER:
            return self._speaker_around(i)
        if source.words in lexicon.RELATIVE:
            return self._before(source.span)
        return self._antecedent(i, source, PRONOUN_FLOOR)

    def _speaker_around(self, i: int) -> _Entity | None:
        """I and we, inside a quotation: whoever is being quoted."""
        parent = self.found[i].parent
        if parent is None:
            at = self.sources[i].span
            around = [j for j, a in enumerate(self.found) if j != i and any(c.contains(at) for c in a.content)]
            parent = around[-1] if around else None
        if parent is None:
            return None
        return self._answers[parent] if parent in self._answers else self._late(parent)

    def _late(self, i: int) -> _Entity | None:
        """The holder of an attribution whose source comes later in the text."""
        if i not in self.sources or self.sources[i].words in lexicon.SPEAKER:
            return None
        self._answers[i] = self._resolve(i)
        return self._answers[i]

    def _before(self, span: Span) -> _Entity | None:
        """Who, which: what stands right before."""
        best = None
        for j, mention in enumerate(self.mentions):
            if mention.span.end <= span.start and mention.form != "pronoun":
                gap = self.text[mention.span.end : span.start]
                if "\n" not in gap and not re.search(r"[.!?]\s", gap) and len(gap) < 60:
                    best = j
        return self._meant_by(best) if best is not None else None

    def _meant_by(self, j: int) -> _Entity | None:
        return self.meant.get(j)

    def _antecedent(self, i: int, source: Source, floor: float) -> _Entity | None:
        """The entity that a pronoun or a description refers back to, by the link head and what rules it out."""
        last, row = self.index[source.span], self.rows[source.span]
        previous = self._previous_holder(i)
        quoted = self._speaker_around(i) if self.found[i].parent is not None else None
        body = self.meant.get(self.index[source.body.span]) if isinstance(source.body, Mention) else None
        best: dict[int, float] = {}
        for j in range(last):
            entity = self.meant.get(j)
            if entity is None or entity in (quoted, body) or not self._possible(source, entity):
                continue
            score = float(self.links[row, j])
            score -= DISTANCE_COST * (source.span.start - self.mentions[j].span.end) / 100
            score += SPEAKER_BONUS if entity is previous else 0.0
            score += CALLED_BONUS if source.head and source.head in entity.called else 0.0
            score -= GENDER_COST if _clash(source, entity) else 0.0
            key = self.entities.index(entity)
            best[key] = max(best.get(key, -np.inf), score)
        if not best:
            return None
        winner = max(best, key=best.__getitem__)
        return self.entities[winner] if best[winner] >= floor else None

    def _previous_holder(self, i: int) -> _Entity | None:
        """Whose the last attribution before this one is."""
        start = self.sources[i].span.start
        before = [
            j
            for j in self._answers
            if self.sources[j].span.start < start and self.found[j].parent == self.found[i].parent
        ]
        return self._answers[max(before, key=lambda j: self.sources[j].span.start)] if before else None

    def _possible(self, source: Source, entity: _Entity) -> bool:
        """Whether kind and number allow it."""
        word = source.words
        if source.sort == "pronoun":
            if word in lexicon.HE | lexicon.SHE:
                return entity.kind in ("person", "unnamed") and not entity.plural
            if word in lexicon.IT:
                return entity.kind == "organization"
            return entity.plural or entity.kind in ("organization", "group")
        if source.sort in ("organization", "document"):
            return entity.kind == "organization"
        if source.plural:
            return entity.plural
        return entity.kind == "person"

    def _organization(self, i: int, source: Source) -> _Entity | None:
        same = self._by_words(source)
        if same:
            return same
        if source.definite and source.body is None and source.owner is None and not source.plural:
            floor = GENERIC_FLOOR if source.words.lower() in lexicon.GENERIC else DESCRIPTION_FLOOR
            linked = self._antecedent(i, source, floor)
            if linked:
                return linked
        words = source.words
        if source.head not in lexicon.PERSONAL and not re.search(r"s['’]\s", words):
            words = POSSESSOR.sub("", words)
        if isinstance(source.body, Mention):
            words = self._expanded(source)
        owner = self._owner(i, source)
        if owner:
            words = f"{owner.name}’s {words}" if not owner.name.endswith("s") else f"{owner.name}’ {words}"
        return self._add(_Entity("organization", words, named=False))

    def _owner(self, i: int, source: Source) -> _Entity | None:
        """Whose it is: "her office", "their report"."""
        if source.owner is None:
            return None
        word = {"his": "he", "her": "she", "their": "they", "its": "it"}[source.owner.of(self.text).lower()]
        return self._antecedent(i, Source("pronoun", source.owner, word), PRONOUN_FLOOR)

    def _expanded(self, source: Source) -> str:
        """ "The Trump campaign" with the fullest name of the one it is called after."""
        body = source.body
        if not isinstance(body, Mention) or not source.span.contains(body.span):
            return source.words
        entity = self.meant[self.index[body.span]]
        rest = self.text[body.span.end : source.span.end]
        return entity.name + rest if entity.kind == "person" else source.words

    def _by_words(self, source: Source) -> _Entity | None:
        """An entity met before under these words, or whose name ends in them: "the board", "Delta Board"."""
        words = _lower(source.words)
        for entity in reversed(self.entities):
            theirs = _lower(entity.name)
            before = any(s.start < source.span.start for s in entity.mentions)
            if (
                before
                and words
                and theirs[-len(words) :] == words
                and (entity.kind == "organization") == (source.sort in ("organization", "document"))
            ):
                return entity
        return None

    def _document(self, i: int, source: Source) -> _Entity | None:
        """The body that issued it; of a document without one, what it refers back to."""
        if source.body is not None:
            return self._of_body(source.body)
        if source.owner:
            return self._owner(i, source)
        linked = self._antecedent(i, source, DESCRIPTION_FLOOR) if source.definite else None
        if linked is None and source.head in lexicon.RESEARCH:
            return self._by_words(source) or self._add(_Entity("organization", source.words, named=False))
        return linked

    def _spokesperson(self, i: int, source: Source) -> _Entity | None:
        entity = self._of_body(source.body) if source.body is not None else None
        if entity is None or entity.kind == "person":
            return self._person(i, source)
        entity.role = entity.role or source.head
        return entity

    def _of_body(self, body: Mention | str) -> _Entity:
        if isinstance(body, Mention):
            return self.meant[self.index[body.span]]
        words = _lower(body)
        for entity in self.entities:
            theirs = _lower(entity.name)
            if words and theirs[-len(words) :] == words:
                return entity
        return self._add(_Entity("organization", body, named=False))

    def _group(self, i: int, source: Source) -> _Entity | None:
        if source.definite:
            linked = self._antecedent(i, source, DESCRIPTION_FLOOR)
            if linked:
                return linked
        tokens = _lower(source.words)
        withheld = source.head.rstrip("s") in lexicon.WITHHELD or source.head in lexicon.WITHHELD
        counted = bool(tokens) and tokens[0] in lexicon.NUMBERS and source.head not in lexicon.PLURALS
        kind: HolderKind = "unnamed" if withheld or counted else "group"
        return self._by_words(source) or self._add(_Entity(kind, source.words, plural=True, named=False))

    def _person(self, i: int, source: Source) -> _Entity | None:
        if source.definite:
            linked = self._antecedent(i, source, DESCRIPTION_FLOOR)
            if linked:
                return linked
        tokens = _tokens(source.words)
        known = lexicon.PERSONS | lexicon.OFFICES | lexicon.INDEFINITE
        capital = bool(tokens) and tokens[-1][:1].isupper() and source.head not in known
        if capital and not source.definite:
            named = next((e for e in self.entities if _same_name(source.words, e.name, "person", e.kind)), None)
            return named or self._add(_Entity("person", _canonical(source.words, "person")))
        same = self._by_words(source)
        if same:
            return same
        gender: Gender | None = (
            "he" if source.head in lexicon.MALE_NOUNS else "she" if source.head in lexicon.FEMALE_NOUNS else None
        )
        office = source.definite and source.head in lexicon.OFFICES and not source.body
        kind: HolderKind = "person" if office else "unnamed"
        return self._add(_Entity(kind, source.words, gender=gender, named=False))

    def _add(self, entity: _Entity) -> _Entity:
        self.entities.append(entity)
        return entity


@lru_cache(maxsize=4096)
def _tokens(words: str) -> tuple[str, ...]:
    return tuple(re.sub(r"['’]s$", "", t) for t in TOKEN.findall(words))


@lru_cache(maxsize=4096)
def _lower(words: str) -> tuple[str, ...]:
    return tuple(t.lower() for t in _tokens(words))


@lru_cache(maxsize=4096)
def _canonical(words: str, kind: HolderKind) -> str:
    """A name without article, courtesy title or possessive."""
    words = re.sub(r"\s+", " ", re.sub(r"['’]s?$", "", words.strip()))
    words = re.sub(r"\s*[\"“][^\"”]*[\"”]\s*", " ", words)
    parts = words.split(" ")
    while kind == "person" and len(parts) > 1 and parts[0].lower() in lexicon.TITLES:
        parts = parts[1:]
    while kind == "person" and len(parts) > 2 and parts[-1].lower().strip(",") in lexicon.SUFFIXES:
        parts = parts[:-1]
    if kind == "organization" and len(parts) > 1 and parts[0] == "the":
        parts = parts[1:]
    return " ".join(parts)


def _same_name(words: str, name: str, kind: str | None, theirs: HolderKind) -> bool:
    """Whether `words` can be a form of `name`: the same, a surname or first name, an abbreviation."""
    full, lower, whole = (
        _tokens(name),
        _lower(_canonical(words, "person" if kind == "person" else "organization")),
        _lower(name),
    )
    if not lower or not whole:
        return False
    if lower == whole:
        return True
    if theirs == "person" and kind in ("person", "other", None):
        return len(lower) < len(whole) and (lower == whole[-len(lower) :] or (len(lower) == 1 and lower[0] == whole[0]))
    if theirs == "organization" and kind in ("organization", "other", "place"):
        return _abbreviates(words, full) or (
            kind == "organization" and len(lower) < len(whole) and _short_form(lower, whole)
        )
    return False


def _abbreviates(words: str, full: Sequence[str]) -> bool:
    letters = re.sub(r"[^A-Za-z]", "", words)
    if len(letters) < 2 or not letters.isupper():
        return False
    initials = "".join(t[0] for t in full if t[0].isupper())
    return letters in (initials, "".join(t[0].upper() for t in full)) and len(full) > 1


def _short_form(short: Sequence[str], whole: Sequence[str]) -> bool:
    """ "the Times" for "The New York Times": the end, or the beginning, of the long name."""
    return whole[-len(short) :] == short or whole[: len(short)] == short


def _is_courtesy(role: str) -> bool:
    return all(t.lower() in ("mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "dr", "dr.", "sir") for t in role.split())


def _clash(source: Source, entity: _Entity) -> bool:
    """Whether the gender of a pronoun or description and of an entity differ."""
    wants: Gender | None = None
    if source.words in lexicon.HE or source.head in lexicon.MALE_NOUNS:
        wants = "he"
    elif source.words in lexicon.SHE or source.head in lexicon.FEMALE_NOUNS:
        wants = "she"
    return wants is not None and entity.gender is not None and entity.gender != wants
