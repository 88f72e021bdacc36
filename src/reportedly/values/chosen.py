"""Chosen: the addressee, time, place and chain of each statement, from all that rules and the tagger propose.

Rules read what stands beside a cue and carry it on, the tagger says what the words beside a cue are; for each value the
head weighs how far it speaks for it that others have it: statements before and after, of the same holder, around.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from ..english.dates import Expression
from ..patterns import lazy
from ..span import Span
from ..tagger import Floats, Scores
from ..tagger.values import ValueKind
from .act import likely_acts
from .addressees import Addressee, Listeners
from .adverbials import BARE, ELSEWHEN, OCCASION, WRITTEN, places_in
from .chains import POSTED, Hop, HopRelation, Ways
from .draft import Draft
from .hearers import hearers, is_nameless, object_of
from .outlets import is_outlet, is_same, outlets
from .proposals import LIKELY, ByRule, Pool, Proposed, Setting, ValueWords, each_alone, plain
from .provenance import Provenance
from .times import Occasions, Place, Time

DATE_FORMS: Final = (
    "weekday", "deictic", "day", "day_us", "named", "iso", "unit", "weekend", "year", "month_of", "month_alone",
)  # fmt: skip
RELATIONS: Final = ("told", "obtained", "recorded", "published", "cited")
PLATFORMS: Final = frozenset({"Twitter", "X", "Facebook", "Instagram", "Telegram", "YouTube"})
NO_FORM: Final = (0.0,) * 6
#: Those who report, by what they are.
REPORTERS = lazy(r"\b(?:journalists|newsmen|reporters|correspondents?|the (?:press|media))\b", re.IGNORECASE)
#: An account, as a post that is shown within an article has it.
ACCOUNT = lazy(r"\(@\w+\)|https?://t\.co/|pic\.twitter\.com")
#: Occasions on which something is said, with where they are.
EVENT = lazy(
    r"\b(?:[Aa]t|[Dd]uring|[Ii]n|[Oo]n|[Aa]ddressing|[Tt]o|[Hh]osted|[Tt]old|[Oo]f) (?:(?:an?|the|his|her|its|their) )?"
    r"(?P<place>(?:[\w’'-]+ ){0,4}?(?:meeting|event|speech|rally|conference|presentation|interview|hearing|trial|"
    r"ceremony|briefing|forum|summit|debate|dinner|convention|fundraiser|hall|appearance|visit|session|address|"
    r"conversation|awards?|lecture|launch|workshop|burial|funeral|inauguration|chat|panel|floor|court|seminar|"
    r"symposium|parade|service|sermon)"
    r"(?: (?:in|at|of|on|with) (?:the )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,3})?)(?![\w’'])"
)
GATHERING = lazy(
    r"meeting|event|rally|conference|hearing|ceremony|briefing|summit|debate|lecture|convention|court|visit|interview",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The values of each attribution, in the same order; None, or no hops, where the text doesn't tell.

    provenance: by what each of them came, in the order of the fields and of the hops.
    """

    told: tuple[Addressee | None, ...]
    times: tuple[Time | None, ...]
    places: tuple[Place | None, ...]
    chains: tuple[tuple[Hop, ...], ...]
    provenance: tuple[tuple[Provenance, ...], ...]


def chosen(draft: Draft, scores: Scores) -> Chosen:
    """The values of the attributions of a draft. scores: the tagger's, of the article's text."""
    if not draft.attributions:
        return Chosen((), (), (), (), ())
    asking, head = Pools(draft, likely_acts(draft, scores)), scores.value_head

    def best(kind: ValueKind, pool: Pool) -> list[int | None]:
        likely = head.judge(kind, pool.features()) * pool.possible()
        top = likely.argmax(1).tolist() if pool.keys else [None] * len(likely)
        return [v if v is not None and likely[k, v] >= head.floors[kind] else None for k, v in enumerate(top)]

    size = len(draft.attributions)
    told: list[Addressee | None] = [None] * size
    times: list[Time | None] = [None] * size
    places: list[Place | None] = [None] * size
    chains: list[tuple[Hop, ...]] = [()] * size
    provenance: list[list[Provenance]] = [[] for _ in range(size)]
    for stretch, beside in draft.stretches():
        near = asking.among(beside)
        taken = {kind: best(kind, pool) for kind, pool in near.single()}
        for i in stretch:
            k = near.setting.place[i]
            hearing, when, where = (taken[kind][k] for kind, _ in near.single())
            told[i] = None if hearing is None else near.addressee(i, hearing)
            times[i] = None if when is None else near.time(i, when)
            places[i] = None if where is None else near.place(i, where)
            for kind, pool in near.single():
                if (v := taken[kind][k]) is not None:
                    provenance[i].append(pool.provenance(kind, k, v))
    ways = asking.ways(told)
    for stretch, beside in draft.stretches():
        hops = asking.among(beside).chains(ways)
        likely = head.judge("chain", hops.pool.features()) >= head.floors["chain"]
        for i in stretch:
            k = hops.pool.setting.place[i]
            chains[i] = hops.of(i, np.flatnonzero(likely[k]).tolist())
            found = (hops.pool.rank[plain(hop.name)] for hop in chains[i])
            provenance[i] += (hops.pool.provenance("chain", k, v) for v in found)
    return Chosen(tuple(told), tuple(times), tuple(places), tuple(chains), tuple(map(tuple, provenance)))


class Pools:
    """What is proposed for the statements of a draft: a pool of values for each kind.

    acts: the probability of each act, (n, 6).
    """

    def __init__(self, draft: Draft, acts: Floats) -> None:
        self.draft, self.text = draft, draft.text
        self.alone = each_alone(draft, acts)
        self.occasions, self.listeners = Occasions(draft), Listeners(draft)
        self.kinds = {plain(e.name): e.kind for e in draft.cast.entities}
        self.outlets = outlets(draft.cast, self.text)
        self.times = self._times()
        self.names: dict[str, str] = {}
        self.addressees = self._addressees()
        self.spots: dict[str, str] = {}
        self.places = self._places()

    def pools(self, told: Sequence[Addressee | None]) -> Iterator[tuple[ValueKind, Pool]]:
        """All of them, for all statements. told: the addressee of each."""
        near = self.among(self._all())
        yield from near.single()
        yield "chain", near.chains(self.ways(told)).pool

    def among(self, statements: Sequence[int]) -> Near:
        """What is proposed among some statements, given ascending."""
        return Near(self, Setting(self.draft, self.alone, statements))

    def ways(self, told: Sequence[Addressee | None]) -> Routes:
        """The hops that are proposed. told: the addressee of each statement."""
        return Routes(self, told)

    def _all(self) -> range:
        return range(len(self.draft.attributions))

    # -- times ---------------------------------------------------------------------------------------------------

    def _times(self) -> Proposed:
        adverbials, published = self.occasions.adverbials, self.occasions.adverbials.published
        mentions, gaps = [], dict[str, int]()
        for e in adverbials.dates:
            if e.period is None or (adverbials.is_future(e) and not adverbials.is_spelt_out(e)):
                continue
            lead = self.text[max(0, e.span.start - 30) : e.span.start]
            opens, elsewhen = adverbials.opens(e), bool(ELSEWHEN.search(lead))
            on = lead.lower().endswith(" on ") or lead.endswith("On ")
            forms = (*(float(e.form == form) for form in DATE_FORMS), float(opens), float(elsewhen), float(on))
            mentions.append(ValueWords(e.period.edtf, e.span, forms))
            gaps.setdefault(e.period.edtf, (published - e.period.last).days if published else -1)

        def like(edtf: str) -> tuple[float, ...]:
            gap = gaps.get(edtf, -1)
            near = (gap == 0, gap == 1, 1 < gap <= 7, 7 < gap <= 31, 31 < gap <= 366, gap > 366, published is None)
            return *map(float, near), *map(float, (edtf[:2] == "..", "/" in edtf, edtf.count("-") == 1, len(edtf) == 4))

        own = [_edtf(self.occasions.own[i]) for i in self._all()]
        said = [_edtf(self.occasions.time(i)) for i in self._all()]
        return Proposed("time", mentions, ByRule(own, said), like)

    # -- addressees ----------------------------------------------------------------------------------------------

    def _addressees(self) -> Proposed:
        told, found = self.listeners.told, self.listeners.found
        mentions = [*self._heard(), *self._press()]
        for i in self._all():
            holder = self.draft.holders[i]
            if holder and holder.kind != "unnamed" and plain(holder.name):
                spans = self.draft.attributions[i].source[:1]
                mentions += [ValueWords(self.key(holder.name), span, (0.0,) * 5) for span in spans]
        mentions += [ValueWords(self.key(e.name), span, (0.0,) * 5) for span, e in self.outlets if plain(e.name)]
        mentions += [ValueWords(self.key(a.name), a.spans[0], (0.0,) * 5) for a in found if a and plain(a.name)]
        rules = ByRule(*([self._keys(a.name if a else None) for a in row] for row in (told, found)))
        return Proposed("addressee", mentions, rules, self.like)

    def _heard(self) -> Iterator[ValueWords]:
        """The noun phrases beside each cue that may name who was told, by rules and by the tagger."""
        beside = self.draft.beside
        for i in self._all():
            spans = [(span, 0) for span in hearers(self.draft.discourse, i)]
            spans += [(span, 1) for span in (beside.surely("addressee", i, LIKELY),) if span]
            spans += [(span, 2) for span in (beside.surely("via", i, 2 * LIKELY),) if span]
            spans += [(span, 3) for span in object_of(self.draft.discourse, i)]
            for span, by in spans:
                one = self.listeners.described(i, span)
                if one and plain(one.name):
                    yield ValueWords(self.key(one.name), span, tuple(float(by == k) for k in range(5)))

    def _press(self) -> Iterator[ValueWords]:
        for match in REPORTERS.finditer(self.text):
            yield ValueWords(self.key(match[0]), Span(*match.span()), (0.0,) * 4 + (1.0,))

    def key(self, name: str) -> str:
        """A name as names are compared; the name itself is kept."""
        key = plain(name)
        self.names.setdefault(key, name)
        return key

    def _keys(self, name: str | None) -> list[str]:
        return [self.key(name)] if name and plain(name) else []

    def like(self, key: str) -> tuple[float, ...]:
        """What whoever is called so is like."""
        name, kind = self.names[key], self.kinds.get(key)
        ours = is_same(name, self.draft.article.outlet)
        return *map(
            float,
            (
                is_outlet(self.draft.cast, name, (), self.text), ours, is_nameless(name), name[:1].islower(),
                kind == "person", kind == "organization", kind is None, len(name.split()) > 3, name in PLATFORMS,
            ),
        ),  # fmt: skip

    # -- places --------------------------------------------------------------------------------------------------

    def _places(self) -> Proposed:
        mentions: list[ValueWords] = []

        def add(span: Span | None, by: int) -> list[str]:
            words = span.of(self.text) if span else ""
            key = self.spot(words)
            if span and key:
                self.spots.setdefault(key, words)
                mentions.append(ValueWords(key, span, tuple(float(by == k) for k in range(4))))
            return [key] if key else []

        own = [add(self.occasions.adverbials.place(i), 0) for i in self._all()]
        said = [add(self.occasions.place(i), 0) for i in self._all()]
        for i, context in enumerate(self.draft.contexts):
            for match in places_in(context.words):
                span = context.at(*match.span("place"))
                occasion = OCCASION.search(self.text, context.span.start, span.start)
                add(Span(occasion.start("occasion"), span.end) if occasion else span, 1)
            sure = self.draft.beside.surely("place", i, LIKELY)
            bare = BARE.fullmatch(self.text, sure.start, sure.end) if sure else None
            add(Span(*bare.span("place")) if bare else None, 2)
        for match in EVENT.finditer(self.text):
            add(Span(*match.span("place")), 3)

        def like(key: str) -> tuple[float, ...]:
            words = self.spots[key]
            size = len(words.split())
            shape = (WRITTEN.search(words), GATHERING.search(words), words[:1].islower(), size > 2, size > 5)
            return tuple(float(bool(one)) for one in shape)

        return Proposed("place", mentions, ByRule(own, said), like)

    def spot(self, words: str) -> str:
        """A place as places are compared: by its words, in any order."""
        return " ".join(sorted(set(plain(words).split())))


class Near:
    """What is proposed among some of the statements of a draft, whose places among them are those of `setting`."""

    def __init__(self, asking: Pools, setting: Setting) -> None:
        self.asking, self.setting, self.draft = asking, setting, asking.draft

    @cached_property
    def addressees(self) -> Pool:
        """The addressees."""
        return Pool(self.setting, self.asking.addressees)

    @cached_property
    def times(self) -> Pool:
        """The times."""
        return Pool(self.setting, self.asking.times)

    @cached_property
    def places(self) -> Pool:
        """The places."""
        return Pool(self.setting, self.asking.places)

    def single(self) -> tuple[tuple[ValueKind, Pool], ...]:
        """The pools of the values of which a statement has one at most."""
        return ("addressee", self.addressees), ("time", self.times), ("place", self.places)

    def addressee(self, i: int, v: int) -> Addressee:
        """Value `v` of the addressees as that of statement `i`."""
        key, by_rule = self.addressees.keys[v], self.asking.listeners.found[i]
        if by_rule and plain(by_rule.name) == key:
            return by_rule
        return Addressee(self.asking.names[key], (self._words(self.addressees, i, v),))

    def time(self, i: int, v: int) -> Time:
        """Value `v` of the times as that of statement `i`, on the words that rules found for it or else its own."""
        edtf, by_rule = self.times.keys[v], self.asking.occasions.time(i)
        span = by_rule.span if by_rule and edtf in _edtf(by_rule) else self._words(self.times, i, v)
        return Time(edtf, (span,))

    def place(self, i: int, v: int) -> Place:
        """Value `v` of the places as that of statement `i`."""
        by_rule = self.asking.occasions.place(i)
        same = by_rule and self.asking.spot(by_rule.of(self.draft.text)) == self.places.keys[v]
        span = by_rule if by_rule and same else self._words(self.places, i, v)
        return Place(span.of(self.draft.text), (span,))

    def _words(self, pool: Pool, i: int, v: int) -> Span:
        return pool.words(self.setting.place[i], v)

    def chains(self, routes: Routes) -> Hops:
        """The hops that are proposed among them."""
        return Hops(routes, Pool(self.setting, routes.proposed))


#: What stands before the place of an interview.
GIVEN: Final = lazy(r"\b(?:interview|conversation|call|speech|briefing)s? (?:in|from|at) (?:the )?$")


class Routes:
    """The hops that are proposed for the statements of a draft."""

    def __init__(self, asking: Pools, told: Sequence[Addressee | None]) -> None:
        self.asking, draft = asking, asking.draft
        self.ways = ways = Ways(draft, told)
        key = asking.key
        mentions = []
        for hop in (*(hop for hops in ways.own for hop in hops), *(hop for hops in ways.found for hop in hops)):
            if plain(hop.name) and hop.spans:
                mentions.append(
                    ValueWords(key(hop.name), hop.spans[0], (*(float(hop.relation == r) for r in RELATIONS), 0.0))
                )
        mentions += self._beside()
        for span, e in asking.outlets:
            if plain(e.name):
                mentions.append(ValueWords(key(e.name), span, NO_FORM))
        for match in POSTED.finditer(draft.text):
            mentions.append(ValueWords(key(match["agent"] or "Twitter"), Span(*match.span()), NO_FORM))
        for match in ACCOUNT.finditer(draft.text):
            mentions.append(ValueWords(key("Twitter"), Span(*match.span()), NO_FORM))
        for i in {a.parent for a in draft.attributions if a.parent is not None}:
            holder = draft.holders[i]
            if holder and plain(holder.name):
                mentions += [ValueWords(key(holder.name), span, NO_FORM) for span in draft.attributions[i].source[:1]]
        own = [{key(hop.name) for hop in hops if plain(hop.name)} for hops in ways.own]
        said = [{key(hop.name) for hop in hops if plain(hop.name)} for hops in ways.found]
        self.proposed = Proposed("via", mentions, ByRule(own, said), asking.like)

    def _beside(self) -> Iterator[ValueWords]:
        """The words beside each cue that the tagger takes for a hop or an addressee, and who is named there."""
        draft, asking = self.asking.draft, self.asking
        for i in range(len(draft.attributions)):
            for role in ("via", "addressee"):
                span = draft.beside.surely(role, i, LIKELY)
                name = self.ways.name(span) if span else None
                if span and name and plain(name) and not self._is_where(span):
                    yield ValueWords(asking.key(name), span, (*(0.0,) * 5, 1.0))
        sentences = sorted({context.span for context in draft.contexts})
        for span, entity in draft.cast.meant.items():
            at = bisect_right(sentences, span.start, key=lambda sentence: sentence.start) - 1
            inside = at >= 0 and sentences[at].contains(span)
            if not inside or self._is_where(span):
                continue
            if entity.kind in ("person", "organization") and plain(entity.name):
                yield ValueWords(asking.key(entity.name), span, NO_FORM)

    def _is_where(self, span: Span) -> bool:
        """Whether words tell where an interview was given, not to whom: “in an interview in Georgetown”."""
        if any(span.contains(named) for named, _ in self.asking.outlets):
            return False
        return GIVEN.search(self.asking.draft.text, max(0, span.start - 40), span.start) is not None

    def relation(self, key: str) -> HopRelation:
        """How the hop that some statement has passed words on: as there, or told by whoever is quoted in it."""
        return self._relations.get(key, "cited")

    @cached_property
    def _relations(self) -> dict[str, HopRelation]:
        hops = [h for hops in (*self.ways.own, *self.ways.found) for h in hops]
        return {plain(h.name): h.relation for h in reversed(hops)}


@dataclass(frozen=True, slots=True)
class Hops:
    """The hops that are proposed among some of the statements of a draft."""

    routes: Routes
    pool: Pool

    def of(self, i: int, taken: Sequence[int]) -> tuple[Hop, ...]:
        """The hops `taken` as the chain of statement `i`: those that rules found in their order, then the others."""
        asking, setting = self.routes.asking, self.pool.setting
        left = {self.pool.keys[v]: v for v in taken}
        hops = [hop for hop in self.routes.ways.found[i] if left.pop(plain(hop.name), None) is not None]
        mine, outlet = setting.names[setting.place[i]], asking.draft.article.outlet
        for key, v in left.items():
            name = asking.names[key]
            live = name in self.routes.ways.carriers and self.routes.ways.is_live(i)
            if key != mine and not is_same(name, outlet) and not live and not self._is_far(i, key, v):
                words = self.pool.words(setting.place[i], v)
                hops.append(Hop(name, self.routes.relation(key), (words,)))
        return tuple(hops)

    def _is_far(self, i: int, key: str, v: int) -> bool:
        """Whether only the choice carries a hop here that is cited, or speaks, beside other statements.

        Whoever is cited for one thing is seldom cited for what others say beside it.
        """
        k = self.pool.setting.place[i]
        came = self.pool.provenance("chain", k, v)
        if came.by != "choice" or self.routes.relation(key) != "cited":
            return False
        words = self.pool.words(k, v)
        return came.statement is not None or any(source.contains(words) for _, source in self.pool.setting.sources)


def _edtf(e: Expression | None) -> list[str]:
    return [e.period.edtf] if e and e.period else []
