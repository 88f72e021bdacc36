"""Candidates: who and what each statement may be for or against, and what is known of each beside its words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice, takewhile
from math import log1p
from typing import Literal

import numpy as np

from ..english import lexicon
from ..holders.entities import Entity
from ..holders.mentions import Mention
from ..patterns import lazy
from ..span import Span, SpanIndex
from ..tagger import Floats, Rows
from .addressees import Addressee
from .draft import Draft

TargetForm = Literal["name", "phrase", "pronoun", "you"]

PRONOUN = lazy(
    rf"\b(?:{'|'.join(sorted(lexicon.HE | lexicon.SHE | lexicon.THEY | lexicon.IT))}|your?)\b", re.IGNORECASE
)
WORD = lazy(r"[^\W_](?:[\w.’'&-]*\w)?|[$£€]?\d[\d,.]*")
POSSESSIVE = lazy(r"['’]s?$")
#: What may stand between two words of a noun phrase.
GAPS = frozenset([" ", "-", " “", "” ", " ‘", "’ "])
#: Words that no noun phrase begins or ends with once its determiner is taken off.
NO_NOUN = frozenset(
    ["the", "a", "an", "this", "these", "those", "that", "his", "her", "their", "its", "our", "my", "your", "some",
     "any", "all", "no", "and", "or", "but", "if", "as", "at", "by", "for", "from", "in", "into", "of", "on",
     "over", "to", "with", "about", "against", "after", "before", "because", "is", "was", "are", "were", "be",
     "been", "being", "has", "have", "had", "do", "does", "did", "will", "would", "can", "could", "should", "may",
     "might", "must", "not", "n't", "it", "he", "she", "they", "we", "you", "i", "him", "them", "us", "me", "who",
     "which", "what", "when", "where", "why", "how", "than", "then", "there", "here", "so", "such", "very", "too",
     "also", "just", "only", "even", "still", "more", "most", "less", "much", "many", "say", "says", "said",
     "told", "tell", "both", "each", "every", "other", "another", "own", "same", "one", "two", "three", "up",
     "out", "off", "down", "now"]
)  # fmt: skip
#: Of these, those that may stand within one: "ban on fishing at night".
JOINING = frozenset(["of", "for", "to", "on", "in", "and", "the", "against", "with", "from", "by", "a"])
#: Words that end like adverbs and are nouns.
NOT_ADVERBS = frozenset(["family", "ally", "assembly", "rally", "supply", "italy", "july"])
#: The most names and pronouns of one statement, and the most phrases, that it is asked for; articles have 200 at most.
MOST = 1_024
#: The most words of a noun phrase.
LONGEST = 5
#: The most code points of a first line that may be a headline.
HEADLINE = 200
FORMS: tuple[TargetForm, ...] = ("name", "phrase", "pronoun", "you")
KINDS = ("person", "organization", "group", "unnamed")
#: What of a candidate's flags tells its form, and which the kind of whom it names.
_FORM = {form: [form == other for other in FORMS] for form in FORMS}
_KIND = {kind: [kind == other for other in KINDS] for kind in KINDS}
_NO_KIND = [False for _ in KINDS]


@dataclass(frozen=True, slots=True)
class PossibleTarget:
    """A mention of somebody or something. name: canonical, or its words without a determiner."""

    span: Span
    form: TargetForm
    name: str
    entity: Entity | None


@dataclass(frozen=True)
class PossibleTargets:
    """The candidates of the statements of a draft. told: the addressee of each statement."""

    draft: Draft
    told: Sequence[Addressee | None]

    def of(self, i: int) -> list[PossibleTarget]:
        """Those of statement `i`, each span once: its holder isn't among them.

        Of more than MOST names and pronouns, and of more than MOST phrases, the first.
        """
        found: dict[Span, PossibleTarget] = {}
        for one in islice(chain(self._named(i), self._pronouns(i)), MOST):
            found.setdefault(one.span, one)
        names = SpanIndex((one.span, one) for one in found.values() if one.form == "name")
        for one in islice(self._phrases(i), MOST):
            if not names.around(one.span):
                found.setdefault(one.span, one)
        return list(found.values())

    def _named(self, i: int) -> Iterator[PossibleTarget]:
        """The names in the content, and beside the cue."""
        a, cast = self.draft.attributions[i], self.draft.cast
        around = self.draft.contexts[i].span
        taken = (*a.source, *a.content)
        beside = (m for m in self._inside(around) if not any(m.span.overlap(span) for span in taken))
        for mention in (*(m for content in a.content for m in self._inside(content)), *beside):
            entity = cast.meant.get(mention.span)
            if entity is not None and entity is not cast.speakers[i]:
                yield PossibleTarget(mention.span, "name", entity.name, entity)

    def _pronouns(self, i: int) -> Iterator[PossibleTarget]:
        """The pronouns in the content of which it is known whom they mean."""
        cast, told = self.draft.cast, self.told[i]
        for content in self.draft.attributions[i].content:
            for match in PRONOUN.finditer(self.draft.text, content.start, content.end):
                span = Span(*match.span())
                if match[0].lower().startswith("you"):
                    if told:
                        yield PossibleTarget(span, "you", told.name, None)
                elif (entity := self._known(span)) is not None and entity is not cast.speakers[i]:
                    yield PossibleTarget(span, "pronoun", entity.name, entity)

    def _phrases(self, i: int) -> Iterator[PossibleTarget]:
        """What may be a noun phrase in the content; the head knows which are."""
        cast = self.draft.cast
        for content in self.draft.attributions[i].content:
            for span in _noun_phrases(self.draft.text, content):
                entity = self._known(span)
                if entity is None or entity is not cast.speakers[i]:
                    yield PossibleTarget(span, "phrase", entity.name if entity else span.of(self.draft.text), entity)

    def _known(self, span: Span) -> Entity | None:
        """Whom words mean that were resolved, by themselves or for another stage."""
        cast = self.draft.cast
        return cast.who(span) if span in cast.phrases else cast.meant.get(span)

    def _inside(self, span: Span) -> Iterator[Mention]:
        """The names within a span."""
        names = self.draft.cast.names
        first = bisect_left(names, span.start, key=lambda m: m.span.start)
        return takewhile(lambda m: m.span.end <= span.end, (names[k] for k in range(first, len(names))))

    # -- what is known of them ---------------------------------------------------------------------------------------

    def flags(self, i: int, some: Sequence[PossibleTarget], bounds: Rows) -> Floats:
        """What the target head is told of candidates of statement `i` beside the encoder's states, (n, flags).

        bounds: the first and the last piece of each, (n, 2).
        """
        draft, text = self.draft, self.draft.text
        a, speakers, told = draft.attributions[i], draft.cast.speakers, self.told[i]
        before = draft.discourse.before(i)
        outer = None if a.parent is None else speakers[a.parent]
        previous = None if before is None else speakers[before]
        of_all = [
            *(a.type == kind for kind in ("direct", "indirect", "mixed")),
            a.parent is not None,
            min(sum(c.end - c.start for c in a.content) / 200, 3.0),
        ]
        cue, cue_end, begins = a.cue[0].start, a.cue[-1].end, a.content[0].start + 4
        rows = []
        for one in some:
            start, entity = one.span.start, one.entity
            left = text[max(0, start - 5) : start].lower()
            known = id(entity) if entity else 0
            rows.append([
                *_FORM[one.form],
                *(_KIND[entity.kind] if entity else _NO_KIND),
                entity is not None and entity.place,
                any(c.contains(one.span) for c in a.content),
                start <= begins,
                entity is not None and outer is entity,
                entity is not None and previous is entity,
                known in self._in_headline,
                known in self._speaking,
                log1p(self._named_often[known]) / 2,
                min(log1p(abs(start - cue)) / 6, 1.5),
                start < cue,
                len(one.span.of(text).split()) / 3,
                *of_all,
                cue_end <= start <= cue_end + 1,
                text[start].isupper(),
                left.endswith(" the "),
                left.endswith((" a ", " an ")),
                left.endswith(" of "),
                told is not None and told.name == one.name,
            ])  # fmt: skip
        return np.concatenate([np.array(rows, dtype=np.float32), draft.beside.sides(i, bounds)], axis=1)

    @cached_property
    def _named_often(self) -> Counter[int]:
        return Counter(id(entity) for entity in self.draft.cast.meant.values())

    @cached_property
    def _speaking(self) -> frozenset[int]:
        return frozenset(id(entity) for entity in self.draft.cast.speakers if entity)

    @cached_property
    def _in_headline(self) -> frozenset[int]:
        end = self.draft.text.find("\n")
        meant = self.draft.cast.meant.items()
        return frozenset(id(entity) for span, entity in meant if span.end <= end <= HEADLINE)


def _noun_phrases(text: str, within: Span) -> Iterator[Span]:
    """Every run of words that might be a noun phrase without its determiner."""
    words = [(m.start(), m.end(), m[0].lower()) for m in WORD.finditer(text, within.start, within.end)]
    for k, (start, _, first) in enumerate(words):
        if POSSESSIVE.sub("", first) in NO_NOUN:
            continue
        before = start
        for begin, end, word in words[k : k + LONGEST]:
            if begin > start and text[before:begin] not in GAPS:
                break
            before = end
            if word in NO_NOUN:
                if word not in JOINING:
                    break
            elif not word.endswith("ly") or word in NOT_ADVERBS:
                yield Span(start, begin + len(POSSESSIVE.sub("", word)))
