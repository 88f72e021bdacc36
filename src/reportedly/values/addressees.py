"""Addressee: to whom a statement was made.

It is read from the words after a verb of telling (“told the committee”), “to” and “with” beside the cue (“wrote to”,
“in an interview with”), the passive (“she was told”), and the turns of a conversation: a reply is addressed to the
previous speaker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from ..english import lexicon
from ..holders.entities import Entity
from ..holders.forms import lower, proper
from ..patterns import lazy
from ..span import Span
from .draft import ELSEWHERE, Draft
from .hearers import ASKED_BY, NO_ONE, OURSELVES, hearers, is_nameless, is_reporter
from .outlets import AGAIN, last_outlet, outlets

# cases: tests/test_addressees.py, TURNS, OURSELVES and NOBODY
#: Verbs of asking: whoever answers was the one asked.
ASKING = lazy(
    r"\b(?:ask(?:s|ed|ing)?|quer(?:y|ies|ied)|question(?:s|ed|ing)?|suggested to|challenged)\b", re.IGNORECASE
)
REPLYING = lazy(
    r"\b(?:repl(?:y|ies|ied|ying)|retort(?:s|ed|ing)?|answer(?:s|ed|ing)?|respond(?:s|ed|ing)?|rejoined|"
    r"(?:shot|hit|fired|shouted|snapped) back|counter(?:s|ed|ing)?|shouted)\b",
    re.IGNORECASE,
)
BYLINE = lazy(r"^\s*By:?\s+(?P<name>[A-Z][^\n,|]{3,40}?)(?:\s+(?:at|in)\s|,|\n|$)", re.MULTILINE)


#: Verbs of asking somebody to do something.
DEMANDING = lazy(
    r"\b(?:ask|order|urg|call|encourag|invit|instruct|direct|beg|request|appeal|advis|warn|challeng|plead|press|demand)",
    re.IGNORECASE,
)
#: After an outlet's name, the noun for it.
PAPER = lazy(r" (?:news agency|newspaper|magazine|website|news site|news channel)")


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whoever was told. name: canonical, or the bare noun ("reporters"). spans: the words it rests on."""

    name: str
    spans: tuple[Span, ...]


def addressees(draft: Draft) -> tuple[Addressee | None, ...]:
    """The addressee of each attribution; None where the text doesn't tell."""
    listeners = Listeners(draft)
    return tuple(listeners.found)


class Listeners:
    """Reads the contexts of a draft in text order, since a turn of a conversation depends on earlier ones."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.told = [self._told(i) for i in range(len(draft.attributions))]
        self.found = list(self.told)
        for i in draft.discourse.by_cue:
            self.found[i] = self.found[i] or self._in_turn(i) or self._inherited(i)

    # -- what the context says -----------------------------------------------------------------------------------

    def _told(self, i: int) -> Addressee | None:
        """The addressee named by the words around the cue, or None."""
        found = (self.described(i, span) for span in hearers(self.draft.discourse, i))
        return next(filter(None, found), None)

    def _named(self, i: int, span: Span) -> Addressee | None:
        """The addressee that a noun phrase names, or None."""
        words = span.of(self.draft.text)
        article = self.draft.article
        if NO_ONE.fullmatch(words):
            return None
        if OURSELVES.fullmatch(words):
            return Addressee(article.outlet, (span,)) if article.outlet else None
        if is_reporter(words) and self.draft.attributions[i].parent is None:
            name = article.authors[0] if article.authors else self._byline
            return Addressee(name, (span,)) if name else None
        if within := self._within(i, span):
            return Addressee(within.name, (span,))
        name = proper(words)
        meant = self.draft.cast.who(span)
        if name and " " in name and not (meant and set(lower(name)) <= set(lower(meant.name))):
            words = name  # the tagger saw only a part of it
        elif meant is not None and meant is not self.draft.cast.speakers[i]:
            words = meant.name
        return None if words.lower() in lexicon.PRONOUNS else Addressee(self._name(words), (span,))

    def _within(self, i: int, span: Span) -> Entity | None:
        """Whoever a phrase names in part: whose name ends it, or stands before the noun for an outlet; or None.

        Of “the paper” it is the outlet that was last named.
        """
        text, cast = self.draft.text, self.draft.cast
        if AGAIN.fullmatch(text, span.start, span.end):
            last = last_outlet(self._outlets, span.start)
            return last[1] if last else None
        for named, entity in cast.meant_in(span):
            if named != span and entity is not cast.speakers[i]:
                rest = text[named.end : span.end]
                if (not rest and entity.kind == "person") or PAPER.fullmatch(rest):
                    return entity
        return None

    @cached_property
    def _outlets(self) -> list[tuple[Span, Entity]]:
        return sorted(outlets(self.draft.cast, self.draft.text), key=lambda found: found[0])

    @cached_property
    def _byline(self) -> str | None:
        byline = BYLINE.search(self.draft.text)
        return byline["name"].strip() if byline else None

    def described(self, i: int, span: Span) -> Addressee | None:
        """The same, but for the press and “those gathered”, which have no name, their words."""
        words = span.of(self.draft.text)
        return Addressee(words.removeprefix("the "), (span,)) if is_nameless(words) else self._named(i, span)

    def _name(self, name: str) -> str:
        """The outlet's own name where its short form is meant, else the name of the one meant, without a determiner."""
        outlet = self.draft.article.outlet
        short = lower(name)
        if outlet and short and lower(outlet)[-len(short) :] == short:
            return outlet
        first, _, rest = name.partition(" ")
        return rest if rest and first.lower() in lexicon.DEFINITE | {"a", "an", "some"} else name

    # -- the turns of a talk -----------------------------------------------------------------------------------

    def _in_turn(self, i: int) -> Addressee | None:
        """The other party of a reply, or of a question that the next statement answers."""
        draft = self.draft
        cue = draft.attributions[i].cue[0].of(draft.text)
        j = draft.discourse.begun_before(i)
        if j is not None and draft.holders[j] is not draft.holders[i]:
            asked = self.found[j]
            holder = draft.holders[i]
            was_asked = asked and holder and asked.name == holder.name
            nested = draft.attributions[i].parent is not None
            if was_asked and (nested or ASKING.search(draft.attributions[j].cue[0].of(draft.text))):
                return self._other(j)
            if REPLYING.search(cue) and not nested and self._near(j, i):
                return self._other(j)
        if ASKING.search(cue):
            k = draft.discourse.begun_after(i)
            if k is not None and draft.holders[k] is not draft.holders[i] and self._is_reply(i, k):
                return self._other(k)
        return None

    def _is_reply(self, i: int, k: int) -> bool:
        """Whether statement k answers question i: by its verb, or by “asked by” in the sentence that they share."""
        context, text = self.draft.contexts[i], self.draft.text
        together = context.span == self.draft.contexts[k].span and bool(ASKED_BY.search(context.words))
        return together or bool(REPLYING.search(self.draft.attributions[k].cue[0].of(text)))

    def _other(self, j: int) -> Addressee | None:
        """The holder of statement j as an addressee; None if unknown or unnamed."""
        holder, a = self.draft.holders[j], self.draft.attributions[j]
        return Addressee(holder.name, a.source or a.cue) if holder and holder.kind != "unnamed" else None

    def _near(self, j: int, i: int) -> bool:
        """Whether at most one paragraph break lies between two statements."""
        a, b = self.draft.attributions[j], self.draft.attributions[i]
        end = max(s.end for s in (*a.content, *a.cue))
        start = min(s.start for s in (*b.content, *b.cue))
        return start <= end or self.draft.text.count("\n", end, start) <= 2

    def _inherited(self, i: int) -> Addressee | None:
        """The addressee of the statement before on the same occasion: “told the court …. “I was away,” she said.”

        Who is asked to do something hears that alone, and words of its own in another place are for others.
        """
        draft = self.draft
        if (j := draft.before[i]) is None and (j := self._heard_on(i)) is None:
            return None
        told = self.found[j]
        return replace(told) if told else None

    def _heard_on(self, i: int) -> int | None:
        """The statement before on the same occasion if whoever heard it hears this one too, or None."""
        draft, j = self.draft, self.draft.occasion[i]
        if j is None or ELSEWHERE.search(draft.contexts[i].words):
            return None
        away = draft.discourse.breaks(draft.discourse.start(j), draft.discourse.start(i))
        demanded = DEMANDING.search(draft.attributions[j].cue[0].of(draft.text))
        return None if demanded or away > (draft.attributions[i].type != "indirect") else j
