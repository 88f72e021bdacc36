"""Resolution: which entities the names, sources and other phrases of an article mean.

A source means an entity named in the article, or a new body, group or unnamed person, or is unknown. The tagger's link
head scores what a pronoun or a description refers back to; gender, number and kind exclude some. What the rules
propose for sources that don't name their holder, the holder head weighs against all other contenders.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ..attributions.attribution import Attribution
from ..english import lexicon
from ..english.names import tokens
from ..patterns import lazy
from ..span import Span, SpanIndex
from ..tagger import Scores
from .antecedents import Antecedents
from .cast import Cast, Phrase
from .contenders import LOOK_BACK, Contender, Proposals, contenders, evidence, gender_of
from .descriptions import POSSESSED, Descriptions
from .entities import (
    Cluster,
    Entity,
    Gender,
    NameIndex,
    apposition,
    calling,
    gather,
    is_anothers,
    title,
)  # fmt: skip
from .forms import canonical, lower
from .holder import Holder, HolderKind
from .joint import together
from .mentions import Mention, MentionForm, names, pronouns
from .naming import namings, phrases
from .sources import SourcePhrase, analyse, are_court_files, enumerated

# Scores are the link head's log-odds that a phrase refers back to a mention, with the bonuses and costs below.

#: The score that an antecedent of a description must exceed.
DESCRIPTION_FLOOR = 0.0
#: The same for "the man": words that nobody understands without an antecedent.
PLAIN_FLOOR = -12.0
#: The same for a pronoun, which nearly always has an antecedent.
PRONOUN_FLOOR = -6.0
#: Added if the text calls the entity by the noun of the description: "Housing Minister Ballantrae" for "the minister".
CALLED_BONUS = 6.0
#: Added for the holder of the previous statement, since speakers continue.
SPEAKER_BONUS = 1.0
#: Added, within another's statement, for each doubling of the number of earlier mentions: speakers refer to the main
#: characters of an article without naming them. Set by judgement: the gold holders have too few cases to tune on.
SALIENCE_BONUS = 2.0
#: Subtracted for each hundred code points between the mention and the phrase.
DISTANCE_COST = 0.25
#: Subtracted if the genders differ.
GENDER_COST = 8.0
#: More than what adding the same numbers in another order makes of a score.
ROUNDING = 1e-6
#: The probability (0 to 1) from which on a description as somebody new (“a woman”) is of somebody whom the text names.
SURELY_NAMED = 0.9
#: How far before a relative pronoun its antecedent may end, in code points.
RELATIVE_REACH = 60
#: How many names back the outlet is looked for that “the paper” means: articles have 1,100 mentions at most.
NAMES_BACK = 2_048
# cases: tests/test_holders.py, TABLES
#: A pronoun that is an object: "her" only where nothing is hers.
OBJECT = lazy(r"(?:him|them|her(?= (?:of|for|as|to|with|over|when|after|in|on)\b|[,.;”\"]))\b")
#: Who wrote or signed: “tweets posted by | Lund |”; and a word that is no part of a name.
AUTHOR = lazy(r"\bby (?:[A-Z][\w.]*\.? )*$")
DESCRIBES = lazy(r"(?<![\w’'-])(?!(?:van|von|den|der|de|la|le|al|el|bin|ibn|y|dos|da|di|du)\b)[a-z]")
#: What stands before the name that signs an article.
BYLINE = lazy(r"^\s*By:?\s+$", re.MULTILINE | re.IGNORECASE)
#: The first two paragraphs: the headline and the one under it, or two of the story.
LEDE = lazy(r"\s*[^\n]*\s*[^\n]*")


def resolve(text: str, found: Sequence[Attribution], scores: Scores, asked: Iterable[Phrase] = ()) -> Cast:
    """The cast of a text: its entities, the holder of each attribution, and the entity that each phrase means.

    found: the attributions, in text order. scores: the tagger's, of the same text. asked: further phrases to resolve
    after all sources, in this order; where several have the same span, the first that can be resolved counts.
    """
    resolution = _Resolution(text, found, scores)
    resolution.read_sources()
    resolution.choose()
    holders, meant = resolution.holders(), dict(resolution.meant)
    resolution.read_phrases(asked)
    return resolution.cast(holders, meant)


def proposed(text: str, found: Sequence[Attribution], scores: Scores) -> Proposals:
    """What the rules alone come to; the same parameters as those of `resolve`."""
    resolution = _Resolution(text, found, scores)
    resolution.read_sources()
    return resolution.proposals()


class _Resolution:
    """The clusters of mentions while they grow: with the sources in text order, then with other phrases."""

    def __init__(self, text: str, found: Sequence[Attribution], scores: Scores) -> None:
        self.text, self.found, self.scores = text, found, scores
        self.namings = namings(text, found, scores)
        self.named, self.sources = phrases(text, self.namings, names(text, scores))
        self.names = gather(text, self.named)
        self.index = NameIndex()
        self.unheard: set[int] = set()
        self.unnamed: dict[str, list[Cluster]] = {}
        self.several: dict[str, Cluster] = {}
        for entity in self.names.entities:
            self._add(entity)
        self.meant: dict[Span, Cluster] = dict(self.names.of)
        self.descriptions = Descriptions(text, self.named, self.meant)
        self.documents: dict[str, Cluster] = {}
        self.bylines = {m.span for m in self.named if BYLINE.search(text, max(0, m.span.start - 12), m.span.start)}
        self._add_roles()
        self.joint = together(text, self.named, self.names.of)
        self.unheard = {id(both) for both in self.joint}
        self.mentions = self._mentions(self.named)
        lede = LEDE.match(text)
        self.lede = lede.end() if lede else 0
        self.antecedents = Antecedents(scores, self.mentions, self._asking())
        for span in self.meant:
            self.antecedents.tell(span)
        self.answers: dict[int, Cluster | None] = {}
        self.spoken: dict[int | None, list[tuple[int, int, int]]] = {}
        self.sure: dict[int, float] = {}
        self.phrases: dict[Span, Cluster | None] = {}

    def read_sources(self) -> None:
        """Resolve the source of each attribution."""
        for i in sorted(self.sources, key=lambda i: self.sources[i].span.start):
            if i not in self.answers:
                self._answer(i)

    def proposals(self) -> Proposals:
        """What the rules came to."""
        return Proposals(
            self.text, self.found, self.sources, self.namings, self._everybody(), dict(self.answers), self.antecedents,
            dict(self.meant), self.lede, self.names.rivals,
        )  # fmt: skip

    def _answer(self, i: int) -> None:
        """Let the rules propose the holder of an attribution with a source."""
        self.answers[i] = self._resolve(i, self.sources[i])
        # Of two who speak at one place the first that was resolved comes last, as the later words are looked for.
        at = self.sources[i].span.start, -len(self.answers), i
        insort(self.spoken.setdefault(self.found[i].parent, []), at)

    def _everybody(self) -> tuple[Cluster, ...]:
        """The entities, and those who are named together whom nothing means yet."""
        return (*self.entities, *(both for both in self.joint if id(both) in self.unheard))

    @property
    def entities(self) -> list[Cluster]:
        """All entities that are named, or that a source means."""
        return self.index.entities

    def choose(self) -> None:
        """Let the holder head choose between what the rules propose and the other contenders."""
        known, head = self.proposals(), self.scores.holder_head
        weighed = []
        for i in range(len(self.found)):  # before any mention changes hands
            found, features = contenders(known, i)
            likely = head.choose(features)
            best = self._best(i, found, likely)
            weighed.append((found[best], len(found) > 1, float(likely[best]), features[best].copy()))
        known_as = {
            id(known.answers[i]): chosen
            for i, (chosen, *_) in enumerate(weighed)
            if known.is_new(i) and chosen.cluster and chosen.cluster is not known.answers[i]
        }
        for i, (chosen, contended, sure, spoke) in enumerate(weighed):
            if contended:
                # Whoever is described in one place is whom the choice takes the description for: “she” after it too.
                self._assign(i, known_as.get(id(chosen.cluster), chosen))
            self.sure[i] = head.confidence(evidence(known, i, self.answers.get(i), sure, spoke))
        for i in sorted(range(len(self.found)), key=lambda i: self.found[i].content[0].start):
            self._follow(i)

    def _best(self, i: int, found: Sequence[Contender], likely: NDArray[np.float32]) -> int:
        """Which contender is chosen: the likeliest, but “a woman” is somebody named only if that is nearly certain."""
        best, source = int(likely.argmax()), self.sources.get(i)
        own = next((k for k, contender in enumerate(found) if contender.described), None)
        unsure = source is not None and source.new and source.sort == "person" and likely[best] < SURELY_NAMED
        others = source is not None and (
            self._is_within(found[best].cluster, source)
            or self._is_anothers(found[best].cluster, source)
            or _is_court_of(found[best].cluster, source)
        )
        if (unsure or others) and own is not None and found[best].cluster:
            return own
        return self._issuing(i, found, best) if best == own else best

    def _issuing(self, i: int, found: Sequence[Contender], own: int) -> int:
        """The contender that issued a document, where the source names it: “the latest | CNN | poll”; else `own`."""
        source = self.sources[i]
        body = source.body if source.sort == "document" and isinstance(source.body, Mention) else None
        issuer = self.meant.get(body.span) if body else None
        named = (k for k, contender in enumerate(found) if issuer and contender.cluster is issuer)
        return next(named, own)

    def _is_within(self, cluster: Cluster | None, source: SourcePhrase) -> bool:
        """Whether somebody is only named in what describes another: “a spokesman for | Voss |”, “Lund’s | critics”."""
        if cluster is None or cluster.kind != "person" or source.sort not in ("person", "group", "spokesperson"):
            return False
        around = source.span
        there = cluster.mentions[cluster.mentions_before(around.start) : cluster.mentions_before(around.end)]
        inside = (m for m in there if around.contains(m) and m != around)
        return any(
            (DESCRIBES.search(self.text, around.start, m.start) and not AUTHOR.search(self.text, around.start, m.start))
            or POSSESSED.match(self.text, m.end, around.end)
            for m in inside
        )

    def _is_anothers(self, cluster: Cluster | None, source: SourcePhrase) -> bool:
        """Whether a speaker's own somebody, “my daughter”, would be a person whom nothing calls so."""
        if cluster is None or cluster.head or cluster.kind != "person" or source.owner is None:
            return False
        mine = source.owner.of(self.text).lower() in lexicon.SPEAKER
        return mine and source.head not in lower(cluster.role or "")

    def _follow(self, i: int) -> None:
        """Whoever says “I” within another's quotation is whoever is quoted: that leaves no choice."""
        parent, source = self.found[i].parent, self.sources.get(i)
        if parent is not None and source and source.words in lexicon.SPEAKER and self.found[parent].type == "direct":
            self._assign(i, Contender(self.answers.get(parent)))
            self.sure[i] = self.sure[parent]

    def _assign(self, i: int, chosen: Contender) -> None:
        """Make the contender chosen the holder of attribution `i`."""
        before, source = self.answers.get(i), self.sources.get(i)
        cluster = chosen.cluster
        if chosen.described and cluster is None and source:
            cluster = self._own(i, source)
        if cluster is before:
            return
        if cluster and id(cluster) in self.unheard:
            self._add(cluster)
        if source and before and source.span in before.mentions and len(before.mentions) > 1:
            before.remove(source.span)  # an entity is always mentioned somewhere
        if source and cluster:
            cluster.add(source.span)
            self._means(source.span, cluster)
        self.answers[i] = cluster

    def _own(self, i: int, source: SourcePhrase) -> Cluster:
        """An entity of which nothing is known but what the source calls it."""
        if source.sort in ("organization", "document"):
            return self._add(
                Cluster("organization", self.descriptions.full(source, self._owner(i, source)), head=source.head)
            )
        kind: HolderKind = "group" if source.plural else "unnamed"
        words = self.descriptions.owned(source.words, source, self._owner(i, source))
        return self._add(Cluster(kind, words, plural=source.plural, head=source.head))

    def holders(self) -> tuple[Holder | None, ...]:
        """The holder of each attribution, with the mentions found so far; None where it is unknown."""
        entities = [self.answers.get(i) for i in range(len(self.found))]
        distinct = {id(e): e for e in entities if e is not None}
        made = {key: Holder(e.name, e.kind, e.role, tuple(e.mentions)) for key, e in distinct.items()}
        return tuple(made[id(e)] if e is not None else None for e in entities)

    def read_phrases(self, asked: Iterable[Phrase]) -> None:
        """Resolve phrases in the given order."""
        for phrase in asked:
            if self.phrases.get(phrase.span) is None:
                self.phrases[phrase.span] = self._who(phrase.span, phrase.attribution)

    def cast(self, holders: tuple[Holder | None, ...], meant: Mapping[Span, Cluster]) -> Cast:
        """The frozen result. holders, meant: as they were before other phrases were read."""
        known = {id(cluster): cluster.entity() for cluster in self.entities}

        def entity(cluster: Cluster | None) -> Entity | None:
            return None if cluster is None else known[id(cluster)]

        return Cast(
            holders,
            tuple(entity(self.answers.get(i)) for i in range(len(self.found))),
            tuple(self.sure.get(i, 0.0) for i in range(len(self.found))),
            tuple(known.values()),
            tuple(self.named),
            MappingProxyType({span: known[id(cluster)] for span, cluster in meant.items()}),
            MappingProxyType({span: entity(cluster) for span, cluster in self.phrases.items()}),
        )

    def _who(self, span: Span, i: int) -> Cluster | None:
        """The entity that a phrase of attribution `i` means, or None."""
        source = analyse(self.text, span, self.named)
        if source.span in self.meant:
            return self.meant[source.span]
        if source.sort != "name":
            self.antecedents.ask(source.span, "pronoun" if source.sort == "pronoun" else "description")
        if source.owner:
            self.antecedents.ask(source.owner, "pronoun")
        return self._resolve(i, source)

    def _mentions(self, named: Sequence[Mention]) -> list[Mention]:
        """Names, those together too, pronouns and sources that are descriptions, in text order, one for each span."""
        by_span = {m.span: m for m in pronouns(self.text)}
        by_span |= {span: Mention(span, "description") for both in self.joint for span in both.mentions}
        for source in self.sources.values():
            form: MentionForm = "pronoun" if source.sort == "pronoun" else "description"
            by_span[source.span] = Mention(source.span, form)
        by_span |= {m.span: m for m in named}
        return [by_span[s] for s in sorted(by_span)]

    def _asking(self) -> Iterator[Span]:
        """The sources, pronouns and descriptions among the mentions."""
        sources = {source.span for source in self.sources.values()}
        return (m.span for m in self.mentions if m.form != "name" or m.span in sources)

    def _add_roles(self) -> None:
        """Give every named person the role beside a name: in a source, or in apposition."""
        for source in self.sources.values():
            if source.name and source.role and not _is_courtesy(source.role):
                entity = self.meant[source.name.span]
                entity.role = entity.role or source.role
        for entity in self.entities:
            if entity.kind == "person" and entity.role is None:
                beside = (title(self.text, s) or apposition(self.text, s) for s in entity.mentions)
                entity.role = next((role for role in beside if role), None)

    def _resolve(self, i: int, source: SourcePhrase) -> Cluster | None:
        by_sort: dict[str, Callable[[int, SourcePhrase], Cluster | None]] = {
            "pronoun": self._pronoun,
            "name": self._name,
            "spokesperson": self._spokesperson,
            "document": self._document,
            "organization": self._organization,
            "group": self._group,
            "person": self._person,
        }
        same = self.meant.get(source.span) if source.sort not in ("name", "pronoun") else None
        entity = same or (self._joint(source) if source.members else by_sort[source.sort](i, source))
        if entity is not None:
            entity.add(source.span)
            self._means(source.span, entity)
        return entity

    def _means(self, span: Span, entity: Cluster) -> None:
        self.meant[span] = entity
        self.antecedents.tell(span)

    # -- names and pronouns ------------------------------------------------------------------------------------

    def _name(self, i: int, source: SourcePhrase) -> Cluster | None:
        """The entity with the name in a source; of two namesakes, the holder of the previous statement."""
        if source.name is None:
            return None
        rivals = self.names.rivals.get(source.name.span, [])
        previous = self._previous(i, source)
        return previous if previous in rivals else self.meant[source.name.span]

    def _pronoun(self, i: int, source: SourcePhrase) -> Cluster | None:
        if source.words in lexicon.SPEAKER:
            return self._speaker_around(i, source.span)
        if source.words in lexicon.RELATIVE:
            return self._before(source)
        if source.words in lexicon.UNTOLD:
            return None
        return self._antecedent(i, source, PRONOUN_FLOOR)

    def _speaker_around(self, i: int, at: Span) -> Cluster | None:
        """The entity that I and we mean within a quotation: the holder of the statement around it."""
        parent = self.found[i].parent
        if parent is None:
            parent = next((j for j in reversed(self._quoted.around(at)) if j != i), None)
        if parent is None or parent not in self.sources:
            return None
        if parent not in self.answers and self.sources[parent].words not in lexicon.SPEAKER:
            self._answer(parent)  # its source comes later in the text
        return self.answers.get(parent)

    @cached_property
    def _quoted(self) -> SpanIndex[int]:
        """The attributions by where their contents stand."""
        return SpanIndex((span, i) for i, a in enumerate(self.found) for span in a.content)

    def _before(self, source: SourcePhrase) -> Cluster | None:
        """The antecedent of a relative pronoun: the mention right before it; that of “who” isn't a thing."""
        before = bisect_left(self.mentions, source.span.start, key=lambda mention: mention.span.start)
        for mention in (self.mentions[k] for k in reversed(range(before))):
            if mention.span.end > source.span.start or mention.form == "pronoun":
                continue
            far = source.span.start - mention.span.end > RELATIVE_REACH
            gap = "" if far else self.text[mention.span.end : source.span.start]
            if far or "\n" in gap or re.search(r"[.!?]\s", gap):
                return None
            entity = self.meant.get(mention.span)
            if entity and (entity.kind != "organization" or not source.words.startswith("who")):
                return entity
        return None

    def _antecedent(self, i: int, source: SourcePhrase, floor: float) -> Cluster | None:
        """The entity with the highest score above `floor` that a pronoun or description can refer back to, or None."""
        row = self.antecedents.row(source.span)
        previous = self._previous(i, source)
        speaker, quoted = self._around(i, source.span)
        body = self.meant.get(source.body.span) if isinstance(source.body, Mention) else None
        # Holders are neither their own addressees nor, in indirect speech, anybody but "I".
        reported = self.found[i].type != "direct" and any(c.contains(source.span) for c in self.found[i].content)
        reported = reported and not self._is_object(i, source)
        holder = self.answers.get(i) if self.sources.get(i) is not source and not reported else None
        best: tuple[float, int, Cluster | None] = floor, -1, None
        most = SPEAKER_BONUS + CALLED_BONUS + (SALIENCE_BONUS * math.log2(len(self.text) + 2) if speaker else 0)
        seen: set[int] = set()  # of each entity its likeliest mention counts: what is added is the same for all
        for near, j in row.likely(source.span.start, floor - most, DISTANCE_COST):
            if near + most < best[0] - ROUNDING:
                break
            mention = row.mentions[j]
            entity = self.meant.get(mention.span)
            if entity is None or id(entity) in seen or mention.span in self.bylines:
                continue
            seen.add(id(entity))
            if (
                entity in (body, holder)
                or (quoted and entity is speaker)
                or not _possible(source, entity)
                or (source.head and is_anothers(source.words, entity))
            ):
                continue
            score = near + (SPEAKER_BONUS if entity in (previous, speaker) else 0.0)
            if speaker:
                score += SALIENCE_BONUS * math.log2(max(1, entity.mentions_before(source.span.start)))
            if source.head:
                score += CALLED_BONUS * (entity.is_called(source.words) - entity.was_called(source.words))
            score -= GENDER_COST if _clash(source, entity) else 0.0
            if score > best[0] or (score == best[0] and j < best[1]):
                best = score, j, entity
        return best[2]

    def _is_object(self, i: int, source: SourcePhrase) -> bool:
        """Whether a pronoun is the object of the cue, and so not the holder: "accused him of"."""
        objective = OBJECT.match(self.text, source.span.start)
        return bool(objective) and self.text[self.found[i].cue[-1].end : source.span.start] == " "

    def _around(self, i: int, at: Span) -> tuple[Cluster | None, bool]:
        """The holder of the statement around an attribution, and whether it is quoted: there speakers say “I”."""
        parent = self.found[i].parent
        if parent is None:
            return None, False
        return self._speaker_around(i, at), self.found[parent].type == "direct"

    def _previous(self, i: int, source: SourcePhrase) -> Cluster | None:
        """The holder of the last attribution of the same depth before these words."""
        spoken = self.spoken.get(self.found[i].parent, [])
        before = bisect_left(spoken, (source.span.start,))
        if not before:
            return None
        return self.answers[spoken[before - 1][2]]

    # -- descriptions ------------------------------------------------------------------------------------------

    def _organization(self, i: int, source: SourcePhrase) -> Cluster | None:
        if source.head in lexicon.GATHERINGS and isinstance(source.body, Mention):
            whose = self.meant[source.body.span]
            if whose.kind != "person":
                return whose
            return self._by_words(source) or self._add(
                Cluster("group", self.descriptions.owned(source.words, source, self._owner(i, source)))
            )
        same = self._by_words(source)
        if same:
            return same
        if source.definite and source.body is None and source.owner is None and not source.plural:
            linked = self._antecedent(i, source, DESCRIPTION_FLOOR) or self._last_outlet(source)
            if linked:
                return linked
        return self._add(
            Cluster("organization", self.descriptions.full(source, self._owner(i, source)), head=source.head)
        )

    def _owner(self, i: int, source: SourcePhrase) -> Cluster | None:
        """The entity that a possessive pronoun means: “her office”, “their report”."""
        if source.owner is None:
            return None
        if source.owner.of(self.text).lower() in lexicon.SPEAKER:
            return self._speaker_around(i, source.owner)
        word = {"his": "he", "her": "she", "their": "they", "its": "it"}[source.owner.of(self.text).lower()]
        return self._antecedent(i, SourcePhrase("pronoun", source.owner, word), PRONOUN_FLOOR)

    def _document(self, i: int, source: SourcePhrase) -> Cluster | None:
        """The body that issued a document, or else what the document refers back to.

        A poll made for outlets keeps its own name, since they asked nobody themselves.
        """
        entity = self._issuer(i, source)
        if entity is not None and source.head in lexicon.POLLS and _is_outlet(entity):
            entity = self._by_words(source) or self._add(
                Cluster("organization", _undated(source.words), head=source.head)
            )
        if entity is None and are_court_files(tokens(source.words)):
            entity = self._by_words(source) or self._add(Cluster("organization", source.words, head=source.head))
        if entity is None and source.definite:
            paper = self._last_organization(source) if source.head in lexicon.COVERAGE else None
            entity = self.documents.get(source.head) or paper or self._antecedent(i, source, DESCRIPTION_FLOOR)
        if entity is None and source.head in lexicon.RESEARCH:
            entity = self._by_words(source) or self._add(Cluster("organization", source.words, head=source.head))
        if entity is not None:
            self.documents.setdefault(source.head, entity)
        return entity

    def _last_organization(self, source: SourcePhrase) -> Cluster | None:
        """The last named organization that was the holder of a statement."""
        before = bisect_left(self._in_order, (source.span.start,))
        held = (self.answers.get(j) for _, j in reversed(self._in_order[max(0, before - LOOK_BACK) : before]))
        return next((e for e in held if e and e.kind == "organization" and not e.head), None)

    @cached_property
    def _in_order(self) -> list[tuple[int, int]]:
        """Where the source of each attribution begins, in text order."""
        return sorted((source.span.start, j) for j, source in self.sources.items())

    def _last_outlet(self, source: SourcePhrase) -> Cluster | None:
        """The outlet that “the paper” or “the network” means where nothing links it to one: the last one named."""
        if source.words != source.head or source.head not in lexicon.PUBLISHERS:
            return None
        before = bisect_left(self.named, source.span.start, key=lambda mention: mention.span.start)
        last = (self.named[k].span for k in reversed(range(max(0, before - NAMES_BACK), before)))
        named = (span for span in last if span.end <= source.span.start)
        return next((entity for span in named if _is_outlet(entity := self.meant[span])), None)

    def _issuer(self, i: int, source: SourcePhrase) -> Cluster | None:
        if source.body is not None:
            return self._of_body(i, source)
        return self._owner(i, source)

    def _spokesperson(self, i: int, source: SourcePhrase) -> Cluster | None:
        entity = self._of_body(i, source)
        if entity is None and source.head in lexicon.VOICES:
            entity = self._previous(i, source)  # "The palace declined to comment, but a spokesman said ..."
        if entity is None or entity.kind != "organization":
            return self._person(i, source)
        entity.role = entity.role or source.head
        return entity

    def _of_body(self, i: int, source: SourcePhrase) -> Cluster | None:
        """The body named or described in a source: “a ministry spokesman”, “a company lawyer”."""
        if isinstance(source.body, Mention):
            return self.meant[source.body.span]
        if source.body is None:
            return None
        words = lower(source.body)
        if words:
            called = (k for k in self.index.ending(words) if lower(self.entities[k].name)[-len(words) :] == words)
            bodies = (k for k in self.index.same(source.body, "organization") if self._is_body(k))
            known = [k for k in (next(called, None), next(bodies, None)) if k is not None]
            if known:
                return self.entities[min(known)]
        if source.body.lower() in lexicon.GENERIC:
            asking = SourcePhrase("organization", source.span, source.body, source.body.lower(), definite=True)
            linked = self._antecedent(i, asking, DESCRIPTION_FLOOR)
            if linked:
                return linked
        return self._add(Cluster("organization", source.body, head=words[-1] if words else ""))

    def _is_body(self, number: int) -> bool:
        return self.entities[number].kind == "organization"

    def _group(self, i: int, source: SourcePhrase) -> Cluster | None:
        named = self._namesake(source)  # a name that ends in -s
        if named:
            return named
        linked = self._antecedent(i, source, DESCRIPTION_FLOOR) if source.definite else None
        if linked and not (source.owner and linked is self._owner(i, source)):
            return linked
        withheld = source.head in lexicon.WITHHELD
        counted = source.words.lower().split(" ")[0] in lexicon.NUMBERS and source.head not in lexicon.PLURALS
        kind: HolderKind = "unnamed" if withheld or counted else "group"
        words = self.descriptions.share(source)
        return self._by_words(source) or self._add(
            Cluster(kind, self.descriptions.owned(words, source, self._owner(i, source)), plural=True, head=source.head)
        )

    def _joint(self, source: SourcePhrase) -> Cluster:
        """Those who speak together, each by the full name: “Reyes and Lund” are Ana Reyes and Ole Lund."""
        first, *others = (self.meant[member.span] for member in source.members)
        if all(other is first for other in others):  # “the Port Authority, or PCA”
            return first
        name = enumerated(self.descriptions.members(source.members))
        kind: HolderKind = "organization" if source.sort == "organization" else "group"
        return self.several.get(name) or self._add(Cluster(kind, name, plural=True))

    def _person(self, i: int, source: SourcePhrase) -> Cluster | None:
        plain = source.words in lexicon.MALE_NOUNS | lexicon.FEMALE_NOUNS or source.head.endswith("-year-old")
        plain = plain and source.owner is None
        floor = PLAIN_FLOOR if plain else DESCRIPTION_FLOOR
        linked = self._antecedent(i, source, floor) if source.definite else None
        if linked and not (source.owner and linked is self._owner(i, source)):  # his family is not he
            return linked
        described = self._described(source) if source.definite and not source.owner else None
        if described:
            return described
        later = self._named_later(source)
        if later:
            return later
        if _looks_like_a_name(source):
            return self._namesake(source) or self._add(Cluster("person", canonical(source.words, "person")))
        gender: Gender | None = None
        if source.head in lexicon.MALE_NOUNS | lexicon.FEMALE_NOUNS:
            gender = "he" if source.head in lexicon.MALE_NOUNS else "she"
        office = source.definite and source.head in lexicon.OFFICES and not source.body
        kind: HolderKind = "person" if office else "unnamed"
        words = self.descriptions.owned(source.words, source, self._owner(i, source))
        return self._by_words(source) or self._add(Cluster(kind, words, gender=gender, head=source.head))

    def _described(self, source: SourcePhrase) -> Cluster | None:
        """The last unnamed one before whom the noun of a description described."""
        last = islice(reversed(self.unnamed.get(source.head, [])), LOOK_BACK)
        return next((e for e in last if e.before(source.span) and not is_anothers(source.words, e)), None)

    def _named_later(self, source: SourcePhrase) -> Cluster | None:
        """Whom a description in the headline or the lede means: "Minister mocked ...", then "Minister Petra Voss"."""
        untold = source.head in lexicon.WITHHELD or not source.head.isalpha()  # "Channel 9" is no description
        if source.plural or source.owner or untold or source.span.start >= self.lede:
            return None
        people = self._people.get(calling(source.words) or "", [])
        called = list(islice((e for e in people if not is_anothers(source.words, e)), 2))
        return called[0] if len(called) == 1 and not called[0].before(source.span) else None

    @cached_property
    def _people(self) -> dict[str, list[Cluster]]:
        """The persons named, by what the text calls them."""
        found: dict[str, list[Cluster]] = {}
        for entity in self.names.entities:
            for word in entity.called if entity.kind == "person" else ():
                found.setdefault(word, []).append(entity)
        return found

    def _namesake(self, source: SourcePhrase) -> Cluster | None:
        """A person named elsewhere whom these words name too, though the tagger saw no name here."""
        if not _looks_like_a_name(source):
            return None
        known = (self.entities[k] for k in self.index.same(source.words, "person"))
        return next((e for e in known if e.kind == "person"), None)

    def _by_words(self, source: SourcePhrase) -> Cluster | None:
        """An entity met before under these words, or whose name ends in them: "the board", "Delta Board"."""
        words, is_body = lower(source.words), source.sort in ("organization", "document")
        for k in reversed(self.index.ending(words)):
            entity = self.entities[k]
            theirs = lower(entity.name)
            same = bool(words) and (theirs == words if entity.plural else theirs[-len(words) :] == words)
            if same and entity.before(source.span) and (entity.kind == "organization") == is_body:
                return entity
        return None

    def _add(self, entity: Cluster) -> Cluster:
        self.index.add(entity)
        self.unheard.discard(id(entity))
        if entity.kind == "unnamed":
            self.unnamed.setdefault(entity.head, []).append(entity)
        if entity.plural:
            self.several.setdefault(entity.name, entity)
        return entity


def _is_outlet(entity: Cluster) -> bool:
    words = lower(entity.name)
    return bool(words) and bool({words[0], words[-1]} & lexicon.OUTLETS)


def _undated(words: str) -> str:
    """The words without "new" or "latest"."""
    return re.sub(r"^(?:(?:an?|the|new|latest|recent|newest) )+", "", words)


def _is_court_of(cluster: Cluster | None, source: SourcePhrase) -> bool:
    """Whether papers that lie at a court would be the words of the court."""
    return cluster is not None and are_court_files(tokens(source.words)) and "court" in lower(cluster.name)


def _looks_like_a_name(source: SourcePhrase) -> bool:
    """Whether a description is a person's name that the tagger missed."""
    words = tokens(source.words)
    known = lexicon.PERSONS | lexicon.OFFICES | lexicon.INDEFINITE
    return bool(words) and words[-1][:1].isupper() and source.head not in known and not source.definite


def _is_courtesy(role: str) -> bool:
    return all(t.lower() in lexicon.COURTESY for t in role.split())


def _possible(source: SourcePhrase, entity: Cluster) -> bool:
    """Whether kind and number allow that the source means the entity."""
    word = source.words
    if source.sort == "pronoun":
        if word in lexicon.HE | lexicon.SHE:
            return entity.kind in ("person", "unnamed") and not entity.plural
        if word in lexicon.IT:
            return entity.kind == "organization"
        return entity.plural or (entity.kind in ("organization", "group") and not entity.place)
    if source.sort in ("organization", "document"):
        lands = entity.place and source.head not in lexicon.LANDS
        return entity.kind == "organization" and not lands and entity.head in ("", source.head)
    if source.plural:
        return entity.plural
    return entity.kind in ("person", "unnamed") and not entity.plural and entity.head in ("", source.head)


def _clash(source: SourcePhrase, entity: Cluster) -> bool:
    """Whether the gender of a pronoun or description and of an entity differ."""
    wants = gender_of(source)
    return wants is not None and entity.gender is not None and entity.gender != wants
