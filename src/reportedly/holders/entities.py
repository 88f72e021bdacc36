"""Entities: persons and bodies named in an article, with the short forms and descriptions of their names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, takewhile
from typing import Literal

from ..english import lexicon
from ..english.names import tokens
from ..patterns import lazy
from ..span import Span, covers
from .forms import (
    abbreviates,
    asked_for,
    canonical,
    forms_of,
    is_misspelt,
    lower,
    same_name,
    spellings,
    without_initials,
)
from .headlines import in_title_case
from .holder import HolderKind
from .mentions import Mention, short_form
from .roles import SHORTEST, as_role, office_initials, offices_before

Gender = Literal["he", "she"]

# cases: tests/test_holders.py, TABLES
APPOSITION = lazy(
    r",\s+(?P<role>(?:(?:a|an|the|its|his|her|their|who is|then)\s+)[^,;.“”\"\n]{2,90}"
    r"|(?!said\b|says\b|told\b|who\b|which\b|and\b|but\b)[a-z][\w’'-]+(?:\s[\w’'-]+){0,4}\s(?:of|for|at)\s[^,;.“”\"\n]{2,60})[,.]"
)
#: What separates the words that belong to a name from those before.
PAUSE = lazy(r"[,.;:“”\"]\s*")
WORD_BEFORE = lazy(r"\b(?P<word>[a-z][\w-]+) $")
NOBLE = lazy(r"\b(?P<title>Lord|Lady|Pope|King|Queen|Emperor|Prince|Princess) $")
#: Names of which the title is a part: "Pope Francis".
CROWNED = lazy(r"(?P<title>Pope|King|Queen|Emperor|Prince|Princess) [A-Z][\w’'-]+$")
#: Where the noun of an apposition ends: "a village | that drowned".
AFTER_NOUN = lazy(r"\s(?:who|that|which|of|for|in|on|near|where|with|at|by|whose)\s")
#: The most entities that one name is compared with as having that name: a bound for texts that name thousands alike.
#: Articles have a dozen namesakes at most.
NAMESAKES = 64
#: As many letters tell a land from others, and its adjective with it: Russia, Russian.
SAME_LAND = 4
#: Words before an office that somebody no longer holds.
FORMER = frozenset(["former", "ex", "ex-", "onetime", "then"])


@dataclass(frozen=True, slots=True, eq=False)
class Entity:
    """A person or body in the article.

    place: whether every mention of the name is that of a place.
    called: the words, in lower case, right before its names or in apposition to them; “former president” counts as one.
    """

    kind: HolderKind
    name: str
    place: bool = False
    called: frozenset[str] = frozenset()

    def is_called(self, description: str) -> bool:
        """Whether a description fits what the text calls them: “the minister” fits “Housing Minister Ballantrae”.

        It doesn't fit a former minister.
        """
        return is_called(self.called, description)


def is_called(called: Collection[str], description: str) -> bool:
    """Whether the last word of a description is in `called`; after “former” and the like, as “former” with the word."""
    return calling(description) in called


def calling(description: str) -> str | None:
    """What a description calls somebody: its last word; after “former” and the like, “former” with the word."""
    words = description.lower().split()
    return (f"former {words[-1]}" if FORMER & {*words} else words[-1]) if words else None


def calling_before(description: str) -> str | None:
    """What a description would call somebody who no longer is that; None where it says so itself."""
    return None if FORMER & {*description.lower().split()} else calling(f"former {description}")


@dataclass(slots=True, eq=False)
class Cluster:
    """The mentions of one entity found so far, and what they tell of it.

    mentions: in text order, none twice. head: the noun of an entity that has only a description, else empty. place,
    called: as in Entity.
    """

    kind: HolderKind
    name: str
    mentions: list[Span] = field(default_factory=list)
    role: str | None = None
    gender: Gender | None = None
    plural: bool = False
    head: str = ""
    place: bool = False
    called: set[str] = field(default_factory=set)

    def add(self, span: Span) -> None:
        """Add a mention."""
        at = bisect_left(self.mentions, span)
        if self.mentions[at : at + 1] != [span]:
            self.mentions.insert(at, span)

    def remove(self, span: Span) -> None:
        """Take a mention back."""
        at = bisect_left(self.mentions, span)
        if self.mentions[at : at + 1] == [span]:
            del self.mentions[at]

    def mentions_before(self, at: int) -> int:
        """The number of mentions that begin before code point `at`."""
        return bisect_left(self.mentions, at, key=lambda span: span.start)

    def is_called(self, description: str) -> bool:
        """As in Entity."""
        return is_called(self.called, description)

    def was_called(self, description: str) -> bool:
        """Whether a description fits what the text calls them only as a former one."""
        return calling_before(description) in self.called

    def before(self, span: Span) -> bool:
        """Whether there is a mention before `span`."""
        return bool(self.mentions) and self.mentions[0].start < span.start

    def entity(self) -> Entity:
        """A frozen copy."""
        return Entity(self.kind, self.name, self.place, frozenset(self.called))


@dataclass(frozen=True, slots=True)
class NamedEntities:
    """The named entities of a text. of: the entity of each name's span. rivals: further entities that it might mean."""

    entities: list[Cluster]
    of: dict[Span, Cluster]
    rivals: dict[Span, list[Cluster]]


class NameIndex:
    """Entities by the forms of their names, so that words needn't be compared with every entity of a long text."""

    def __init__(self, entities: Iterable[Cluster] = ()) -> None:
        self.entities: list[Cluster] = []
        self._by_form: dict[str | tuple[str, ...], list[int]] = {}
        self._by_spelling: dict[str, list[int]] = {}
        for entity in entities:
            self.add(entity)

    def add(self, entity: Cluster) -> None:
        """Add an entity, behind all others."""
        self.entities.append(entity)
        number = len(self.entities) - 1
        self._file(number)
        if entity.kind == "person" and " " in entity.name:
            for surname in lower(entity.name)[-1:]:
                for spelling in spellings(surname):
                    self._by_spelling.setdefault(spelling, []).append(number)

    def renamed(self, entity: Cluster) -> None:
        """Find an entity by the forms of its new name too."""
        self._file(next(k for k, one in enumerate(self.entities) if one is entity))

    def _file(self, number: int) -> None:
        for form in forms_of(self.entities[number].name):
            kept = self._by_form.setdefault(form, [])
            at = bisect_left(kept, number)
            if kept[at : at + 1] != [number]:
                kept.insert(at, number)

    def same(self, words: str, kind: str | None, since: int = 0) -> list[int]:
        """The numbers of the entities, in order, of whose names `words` of a type can be a form. since: the first that
        counts.
        """
        found: set[int] = set()
        for form in asked_for(words, kind):
            kept = self._by_form.get(form, [])
            found.update(kept[bisect_left(kept, since) :][:NAMESAKES])
        candidates = ((k, self.entities[k]) for k in sorted(found))
        return [k for k, entity in candidates if same_name(words, entity.name, kind, entity.kind)]

    def misspelt(self, words: str) -> Cluster | None:
        """The one person with a first name whose surname these words, with a first name or alone, write wrong."""
        name = lower(canonical(words, "person"))
        found = (self._by_spelling.get(spelling, [])[:NAMESAKES] for spelling in spellings(name[-1])) if name else ()
        numbers = {k for kept in found for k in kept}
        meant = [self.entities[k] for k in sorted(numbers) if is_misspelt(name, lower(self.entities[k].name))]
        return meant[0] if len(meant) == 1 else None

    def ending(self, words: tuple[str, ...]) -> Sequence[int]:
        """The numbers of the entities whose names may end in these words, as `lower` gives them, in order."""
        return self._by_form.get(words, ())


#: By words and type of a name: how many entities have been compared with it, and which of them it can mean.
_Known = dict[tuple[str, str | None], tuple[int, list[Cluster]]]


def gather(text: str, mentions: Iterable[Mention]) -> NamedEntities:
    """The entities of names, each with its short forms.

    The longest names are read first and those of headlines last, since in title case every word looks like a name.
    """
    names = _agreed(text, [m for m in mentions if m.form == "name"])
    titled = in_title_case(text)
    headed = {m.span for m in names if covers(titled, m.span.start)}
    kinds = _kinds(text, names)
    gathered, index = NamedEntities([], {}, {}), NameIndex()
    known: _Known = {}
    short = {form: name.span for name in names if (form := short_form(text, name))}
    order = sorted(names, key=lambda m: (m.span in headed, -len(tokens(m.span.of(text))), m.span))
    for mention in order:
        words = mention.span.of(text)
        full = gathered.of.get(short[words]) if words in short else None
        fitting = [full] if full else _fitting(text, index, mention, known)
        if not fitting and mention.type == "person":
            fitting = [meant] if (meant := index.misspelt(words)) else []
        if not fitting and words.isupper():
            fitting = _in_office(text, words, gathered.entities)
        if not fitting and mention.span in headed:
            fitting = _fuller(words, gathered.entities)
            for one in fitting:
                index.renamed(one)
        entity = _nearest(fitting, mention.span) if fitting else _new(text, mention, kinds)
        if not fitting:
            gathered.entities.append(entity)
            index.add(entity)
        elif len(fitting) > 1:
            gathered.rivals[mention.span] = fitting
        gathered.of[mention.span] = entity
        entity.add(mention.span)
        entity.place = entity.place and mention.type == "place"
        entity.gender = entity.gender or gender_beside(text, mention.span)
        entity.called |= _called(text, mention.span)
        _correct(text, entity, mention.span)
    _complete(text, gathered.entities)
    people = {
        canonical(span.of(text), "person") for e in gathered.entities if e.kind == "person" for span in e.mentions
    }
    for entity in gathered.entities:
        entity.name = _unprefixed(text, entity, people)
        entity.name = _plainer(text, entity)
    return gathered


def _unprefixed(text: str, entity: Cluster, people: Collection[str]) -> str:
    """The name without the words before it that are a person's name or a party's: the “Obama White House”."""
    for form in dict.fromkeys(canonical(span.of(text), entity.kind) for span in entity.mentions):
        before, match, rest = entity.name.rpartition(f" {form}")
        if match and not rest and (before in lexicon.PARTIES or (before in people and _apart(entity, before))):
            return form
    return entity.name


def _apart(entity: Cluster, before: str) -> bool:
    """Whether the words before a name are somebody else's name: in “Sam Lund”, “Sam” is the same person's."""
    return entity.kind != "person" or " " in before


def _plainer(text: str, entity: Cluster) -> str:
    """The name without a middle initial, where the article itself leaves it out as often; an outlet's in capitals."""
    if entity.kind == "organization" and not entity.name.isupper():
        called = (span.of(text) for span in entity.mentions)
        short = next((form for form in called if form.isupper() and form.lower() in lexicon.SURE_OUTLETS), None)
        if short and abbreviates(short, tokens(entity.name)):
            return short  # CNN is hardly known as the Cable News Network
    plain = " ".join(without_initials(tuple(entity.name.split(" "))))
    if entity.kind != "person" or plain == entity.name:
        return entity.name
    forms = [canonical(span.of(text), "person") for span in entity.mentions]
    return plain if forms.count(plain) >= forms.count(entity.name) else entity.name


def _agreed(text: str, names: Sequence[Mention]) -> list[Mention]:
    """The names, each with the type that most mentions of the same words have."""
    votes: dict[str, Counter[str | None]] = {}
    for name in names:
        votes.setdefault(name.span.of(text), Counter())[name.type] += 1
    kinds = {words: vote.most_common(1)[0][0] for words, vote in votes.items()}
    agreed = ((name, kinds[name.span.of(text)]) for name in names)
    return [name if name.type == kind else replace(name, type=kind) for name, kind in agreed]


def _kinds(text: str, names: Sequence[Mention]) -> dict[str, HolderKind]:
    """The kind of each name, by the majority of its mentions."""
    votes: dict[str, Counter[str]] = {}
    for name in names:
        votes.setdefault(_key(name.span.of(text)), Counter())[
            "person" if name.type == "person" else "organization"
        ] += 1
    return {key: "person" if vote["person"] >= vote["organization"] else "organization" for key, vote in votes.items()}


def _key(words: str) -> str:
    return lower(words)[-1] if lower(words) else words


def _new(text: str, mention: Mention, kinds: dict[str, HolderKind]) -> Cluster:
    words = mention.span.of(text)
    kind: HolderKind = "person" if mention.type == "person" else "organization"
    if len(tokens(words)) < 4 and mention.type != "place":
        kind = kinds[_key(words)]
    noble = NOBLE.search(text, max(0, mention.span.start - 8), mention.span.start) if kind == "person" else None
    crowned = CROWNED.match(words) if kind == "person" else None
    noble = crowned or (noble if " " not in words else None)
    title = f"{noble['title']} " if noble else ""  # Lord Ambersley has no other name
    shouted = words.isupper() and len(words) > 3 and " " not in words
    longer = words.count(" ") > 1 or (" " in words and words.rpartition(" ")[2].islower())
    body = longer and _key(words) in lexicon.ORGANIZATIONS | lexicon.FIRMS
    if shouted or body:
        kind = "organization"  # UNICEF, the Voss campaign
    entity = Cluster(kind, title + canonical(words, kind), place=mention.type == "place")
    first = next(iter(lower(entity.name)), "")
    if kind == "person":
        entity.gender = "he" if first in lexicon.MALE_NAMES else "she" if first in lexicon.FEMALE_NAMES else None
    return entity


def _fitting(text: str, index: NameIndex, mention: Mention, known: _Known) -> list[Cluster]:
    """The entities that a name can mean, at most NAMESAKES; a title before it (Mr, Mrs) excludes some.

    known: the results so far for the same words, so that only entities added since are compared.
    """
    words = mention.span.of(text)
    seen, fitting = known.get((words, mention.type), (0, []))
    if len(fitting) < NAMESAKES:
        since = [index.entities[k] for k in index.same(words, mention.type, seen)]
        fitting = (fitting + since)[:NAMESAKES]
    known[words, mention.type] = len(index.entities), fitting
    title = gender_beside(text, mention.span)
    if title and fitting:
        kept = [e for e in fitting if e.gender in (title, None)]
        fitting = kept if " " not in words else kept or fitting  # Mrs. Clinton isn't Bill Clinton
    exact = [e for e in fitting if tokens(e.name) == tokens(words)]
    return exact or fitting


def _fuller(words: str, entities: Sequence[Cluster]) -> list[Cluster]:
    """The one whom the text calls by a surname alone, given the full name that only the headline has."""
    if words.lower() in lexicon.ORGANIZATIONS:  # “Court clears Lund”, of the High Court in Tarn
        bodies = (e for e in entities if e.kind == "organization" and " " in e.name)
        return [e for e in bodies if _head(e.name) == words.lower()][:1]
    whole = canonical(words, "person")
    if whole.split(" ")[0].lower() not in lexicon.FIRST_NAMES:
        return []
    short = [e for e in entities if e.kind == "person" and " " not in e.name and whole.endswith(f" {e.name}")]
    for entity in short[:1]:
        entity.name = whole
    return short[:1]


def _in_office(text: str, words: str, entities: Sequence[Cluster]) -> list[Cluster]:
    """The one whose office has these initials: “the CHS”, of the Chief of Harbour Staff, Rear Admiral Ole Lund."""
    if len(words) < SHORTEST or not words.isalpha():
        return []
    found = (
        e
        for e in entities
        if e.kind == "person"
        and any(words in office_initials(office) for span in e.mentions for office in offices_before(text, span))
    )
    return [*islice(found, 1)]


def _head(name: str) -> str:
    """The noun of a body's name: “court” of the “High Court in Tarn”."""
    before = [*takewhile(lambda word: word not in lexicon.PREPOSITIONS, lower(name))]
    return before[-1] if before else ""


def _complete(text: str, entities: Sequence[Cluster]) -> None:
    """Give whom the text calls by a surname alone the first name that it has within another name.

    “The Ana Reyes administration”, “Ana Reyes’s office”.
    """
    alone = {e.name: e for e in entities if e.kind == "person" and " " not in e.name and len(e.name) > 2}
    for name in (span.of(text) for e in entities if e.kind == "organization" for span in e.mentions):
        first, _, rest = name.partition(" ")
        last = re.sub(r"['’]s?$", "", rest.partition(" ")[0])
        if last in alone and " " in rest and first.lower() in lexicon.FIRST_NAMES:
            alone.pop(last).name = f"{first} {last}"


def _nearest(fitting: Sequence[Cluster], span: Span) -> Cluster:
    """The entity with the last mention before the name, or else the one with the first mention after it."""

    def nearness(entity: Cluster) -> float:
        earlier = entity.mentions_before(span.start)
        return float(entity.mentions[earlier - 1].start) if earlier else -float(entity.mentions[0].start)

    return max(fitting, key=nearness)


def gender_beside(text: str, span: Span) -> Gender | None:
    """The gender shown by a title before the name or its first word (Mr, Mrs, Lord, Chairwoman), or None."""
    before = text[max(0, span.start - 24) : span.start].split()[-1:]
    if text.startswith(",", span.end):  # in apposition: “her spokesman, Ingo Marsh, …”
        before = [word.rstrip(",") for word in before]
    words = {w.lower() for w in (*before, span.of(text).split()[0])}
    if not words.isdisjoint(lexicon.MALE):
        return "he"
    return None if words.isdisjoint(lexicon.FEMALE) else "she"


def _called(text: str, span: Span) -> set[str]:
    """The words that describe a name, in lower case: those right before it, and those of an apposition."""
    near = max(0, span.start - 60)
    line = text.rfind("\n", near, span.start) + 1
    before = PAUSE.split(text[max(line, near) : span.start])
    words = before[-1] if before[-1].strip() or len(before) < 2 else before[-2]
    found = {*_at_a_time(_title_words(lower(words))), *_at_a_time(lower(apposition(text, span) or ""))}
    return {*found, *(lexicon.NOUN_OF_TITLE.get(word.rstrip("."), word) for word in found)}


def _at_a_time(words: Sequence[str]) -> Iterator[str]:
    """The words, each with “former” before it if it follows such a word: what one was isn't what one is."""
    former = False
    for word in words:
        yield f"former {word}" if former else word
        former = (former or word in FORMER) and word not in lexicon.PREPOSITIONS


def _title_words(before: Sequence[str]) -> Sequence[str]:
    """The words before a name that may belong to it: the last four at most, after the last preposition."""
    first = next((i + 1 for i in reversed(range(len(before))) if before[i] in lexicon.PREPOSITIONS), 0)
    return before[max(first, len(before) - 4) :]


def title(text: str, span: Span) -> str | None:
    """The office or trade before a name (“Transport Minister”, “captain”), or None."""
    words = re.split(r"[,.;:“”\"\n]", text[max(0, span.start - 60) : span.start])[-1].split()
    if not words or words[-1].lower() in lexicon.COURTESY or words[-1].lower() not in lexicon.OFFICES | lexicon.PERSONS:
        return None
    first = len(words) - 1
    while words[-1][0].isupper() and first and words[first - 1][0].isupper() and words[first - 1].lower() != "the":
        first -= 1
    return as_role(" ".join(words[first:]))


def apposition(text: str, span: Span) -> str | None:
    """The apposition to a name (“the port's chief”), without its article; or None."""
    match = APPOSITION.match(text, span.end)
    return as_role(match["role"]) if match else None


def _correct(text: str, entity: Cluster, span: Span) -> None:
    """Make an entity an organization where the words beside the name call it a place or a body: “the daily Courant”."""
    whole = entity.gender is None and lower(span.of(text)) == lower(entity.name)
    body = whole and _word_before(text, span) in lexicon.ORGANIZATIONS
    place = _is_place(text, span)
    if entity.kind == "person" and (place or body):
        entity.kind, entity.place, entity.gender = "organization", place, None


def _word_before(text: str, span: Span) -> str:
    match = WORD_BEFORE.search(text, max(0, span.start - 24), span.start)
    return match["word"] if match else ""


def _is_place(text: str, span: Span) -> bool:
    """Whether an apposition says that a name is a place's: "Orle, a village that drowned"."""
    words = AFTER_NOUN.split(apposition(text, span) or "")[0].split()
    return bool(words) and words[-1].lower() in lexicon.PLACES


def is_anothers(description: str, entity: Cluster) -> bool:
    """Whether a description tells of somebody else's than an entity: “Ukraine's minister”, and “Russia's minister”.

    Two who are described by the same noun, or one by the noun of the other's role, are two if what is named before the
    noun differs. “Russian” and “Russia's” name the same, and so do “HHS” and “Health and Human Services”.
    """
    words = entity.name if entity.head else entity.role or ""
    ours, theirs = _owners(description), _owners(words)
    if not ours or not theirs or lower(description)[-1:] != lower(words)[-1:]:
        return False
    short = any(
        abbreviates(word, tokens(whole.rpartition(" ")[0]))
        for one, whole in ((description, words), (words, description))
        for word in tokens(one)
        if word.isupper()
    )
    return not short and not any(a[:SAME_LAND] == b[:SAME_LAND] for a in ours for b in theirs)


def _owners(description: str) -> set[str]:
    """What is named before the noun of a description, in lower case."""
    before = description.rpartition(" ")[0]
    return {word.lower() for word in tokens(before) if word[:1].isupper()}
