"""Authenticity: what an article says of whether a record is genuine, in its words, and who says so.

“The footage could not be independently verified”, “the ministry called it a fake”, “Lund confirmed that the voice is
his”. It hangs on the record, and on all statements whose words stand in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..english import lexicon
from ..holders.entities import Entity
from ..patterns import lazy
from ..span import Span
from . import cited
from .chains import Hop
from .documents import Document
from .doubts import AuthenticityKind, Doubt, doubts
from .draft import Draft
from .outlets import is_same

# cases: tests/test_authenticity.py
_NO_NAME = r"that|and|but|of|in|on|to|said|while|when|as|if|because|although|though|for|it|by|there|so"
#: Whoever a verb follows, where no name does: “two sound engineers | have questioned”.
BEFORE_VERB = lazy(
    rf"(?<![\w’'.&-])(?:(?:[Tt]he|[Aa]n?)\s+)?(?P<name>(?:(?!(?:{_NO_NAME}|the|an?)\b)[\w.’'&-]+\s+){{0,4}}"
    rf"(?!(?:{_NO_NAME})\b)[\w’'&-]+)$"
)
#: The same behind “by”.
AFTER_BY = lazy(
    rf"(?:(?:the|an?)\s+)?(?P<name>[\w&-]+(?:\s+(?!(?:{_NO_NAME}|at|who|which|after|before|was|is|"
    rf"[a-z]+ed)\b)[\w’'&-]+){{0,4}})"
)
WHO = lazy(r"[\s,]+(?:who|which)$")
#: A first person that is the article's own.
OURS = frozenset(("we", "this newspaper", "this paper", "this publication", "this website"))
#: How far from “by” a name may begin and end, and how long a phrase before a verb may be, in code points.
REACH, NAME, PHRASE = 12, 60, 80


@dataclass(frozen=True, slots=True)
class Authenticity:
    """What an article says of whether a record is genuine.

    text, spans: the words that say so. record: what the record is called, in lower case (“recording”); record_spans:
    the words for it there, or those that a pronoun goes back to. own: whether the article says so itself, in
    nobody's name. by: the name of whoever else says so; None where that isn't told. by_spans: the words for them.
    statement: the index of the statement in which they say so; None if it is in none. statements: the indices of those
    whose words stand in the record.
    """

    kind: AuthenticityKind
    text: str
    spans: tuple[Span, ...]
    record: str
    record_spans: tuple[Span, ...]
    own: bool
    by: str | None
    by_spans: tuple[Span, ...]
    statement: int | None
    statements: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Whoever says so. name: None where that isn't told. own: whether it is the article itself."""

    name: str | None
    spans: tuple[Span, ...] = ()
    own: bool = False


def authenticity(
    draft: Draft, chains: Sequence[Sequence[Hop]], spoken: Sequence[Document | None]
) -> tuple[Authenticity, ...]:
    """What an article says of whether the records that it speaks of are genuine, in text order.

    chains, spoken: the chain of each statement, and the document that speaks in it.
    """
    found = doubts(draft.text, draft.discourse.sentence)
    within = cited.standing_in(draft, chains, spoken) if found else ()
    return tuple(_finished(draft, doubt, within) for doubt in found)


def _finished(draft: Draft, doubt: Doubt, within: Sequence[str | None]) -> Authenticity:
    words, noun = Span(doubt.start, doubt.end), doubt.record.noun
    i = _stated(draft, doubt)
    speaker = _speaker(draft, doubt, i)
    return Authenticity(
        doubt.kind, words.of(draft.text), (words,), noun.split()[-1], (doubt.record.span,), speaker.own,
        None if speaker.own else speaker.name, speaker.spans, i,
        tuple(k for k, one in enumerate(within) if one is not None and k != i and cited.is_alike(one, noun)),
    )  # fmt: skip


def _stated(draft: Draft, doubt: Doubt) -> int | None:
    """The innermost statement in which it is said, or whose cue says it; never one whose source is the record."""
    words = Span(doubt.start, doubt.end)

    def itself(i: int) -> bool:
        return any(source.overlap(doubt.record.span) for source in draft.attributions[i].source)

    inside = [i for i in draft.discourse.quoting(Span(doubt.end - 1, doubt.end)) if not itself(i)]
    if inside:
        return min(inside, key=lambda i: sum(map(len, draft.attributions[i].content)))
    cues = (i for i in draft.discourse.in_sentence(words) if any(c.overlap(words) for c in draft.attributions[i].cue))
    return next((i for i in cues if draft.holders[i] and not itself(i)), None)


def _speaker(draft: Draft, doubt: Doubt, i: int | None) -> _Speaker:
    """Whoever says so: who is named before or after the verb, or else the holder of statement `i`, or the article."""
    named = _named(draft, doubt)
    if i is not None and draft.holders[i] is not None:
        a = draft.attributions[i]
        nested = named and any(content.contains(span) for content in a.content for span in named.spans)
        if not nested:
            holder = draft.holders[i]
            named = _Speaker(holder.name if holder else None, a.source)
    if named is None:
        return _Speaker(None, own=i is None and not doubt.told)
    ours = named.name is not None and (named.own or is_same(named.name, draft.article.outlet))
    return _Speaker(named.name, named.spans, ours)


def _named(draft: Draft, doubt: Doubt) -> _Speaker | None:
    """Whoever is named beside the verb; None if nobody is."""
    if doubt.after is not None:
        return _after(draft, doubt.after)
    return None if doubt.agent is None else _before(draft, doubt.agent)


def _after(draft: Draft, at: int) -> _Speaker | None:
    """Whoever is named behind “by”. at: where the phrase begins."""
    near = draft.cast.meant_in(Span(at, at + NAME))
    known = [(span, entity) for span, entity in near if span.start <= at + REACH]
    if known:
        return _longest(known)
    phrase = AFTER_BY.match(draft.text, at)
    return _Speaker(phrase["name"], (Span(*phrase.span()),)) if phrase else None


def _before(draft: Draft, at: int) -> _Speaker | None:
    """Whoever is named before a verb. at: where its group begins."""
    sentence = draft.discourse.sentence(max(0, at - 1))
    end = sentence.start + len(draft.text[sentence.start : at].rstrip(" ,"))
    who = WHO.search(draft.text, sentence.start, end)
    end = who.start() if who else end
    known = draft.cast.meant_until(end)
    if known:
        return _longest(known)
    phrase = BEFORE_VERB.search(draft.text, max(sentence.start, end - PHRASE), end)
    words = phrase[0].lower() if phrase else ""
    if phrase is None or words in lexicon.PRONOUNS - OURS:
        return None
    return _Speaker(phrase["name"], (Span(*phrase.span()),), own=words in OURS)


def _longest(known: Sequence[tuple[Span, Entity]]) -> _Speaker:
    span, entity = max(known, key=lambda one: len(one[0]))
    return _Speaker(entity.name, (span,))
