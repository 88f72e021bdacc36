"""Rule: what somebody wants to be told of, held against statements and words. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal, get_args
from unicodedata import combining, normalize

import snowballstemmer

from ...english.names import called
from ..asked.search import WORD, Term, terms
from ..findings.finding import Code
from ..tables.record import Source, StatementRecord
from ..tables.store import folded

#: What happened: somebody said something new; an article that was there was changed; something was found.
Happening = Literal["said", "edited", "found"]
HAPPENINGS: Final[tuple[Happening, ...]] = get_args(Happening)
#: How surely a holder has to be the one, unless a rule says otherwise.
SURE: Final = 0.5
#: The stemmer of the ledger's own index of words.
_STEMMER: Final = snowballstemmer.stemmer("porter")


@dataclass(frozen=True, slots=True)
class Rule:
    """What is told to whom. Every condition has to be met; of those with several values one of these.

    name: by which it is told. on: what has to have happened. holders, targets, outlets: names or parts of them, as
    `who` and `search` take them; targets: for or against whom a statement speaks. words: as `search` takes them.
    findings: kinds. sure: how surely the holder is the one (0 to 1), where holders are asked for. tell: names of
    channels.
    """

    name: str
    on: frozenset[Happening] = frozenset({"said", "edited"})
    holders: tuple[str, ...] = ()
    words: str = ""
    targets: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    findings: tuple[Code, ...] = ()
    sure: float = SURE
    tell: tuple[str, ...] = field(default=())

    @property
    def of_statements(self) -> bool:
        """Whether it asks for something that only statements have."""
        return bool(self.holders or self.targets)


def picks(rule: Rule, one: StatementRecord, meant: Collection[int]) -> bool:
    """Whether a statement meets a rule's conditions. meant: the ids of holders that its names mean in the ledger."""
    return (
        one.standing != "not said"
        and published_by(rule, one.source)
        and _is_held(rule, one, meant)
        and (not rule.words or has(rule.words, one.content))
        and (not rule.targets or any(_names(rule.targets, stance.target) for stance in one.stances))
    )


def published_by(rule: Rule, source: Source) -> bool:
    """Whether an article is of one of the outlets that a rule asks for, if it does."""
    names = {source.site, folded(source.outlet or ""), *_hosts(source.url)}
    return not rule.outlets or any(
        {folded(outlet), outlet.lower().removeprefix("www.")} & names for outlet in rule.outlets
    )


def _hosts(url: str | None) -> Sequence[str]:
    return (url.partition("://")[2].partition("/")[0].lower().removeprefix("www."),) if url else ()


def _is_held(rule: Rule, one: StatementRecord, meant: Collection[int]) -> bool:
    if not rule.holders:
        return True
    return one.sure >= rule.sure and (one.holder in meant or _names(rule.holders, one.name or ""))


def _names(asked: Sequence[str], name: str) -> bool:
    """Whether each word of one of the names asked for begins a word of a name."""
    there = called(name).split()
    wanted = (called(one).split() for one in asked)
    return any(words and all(any(word.startswith(begun) for word in there) for begun in words) for words in wanted)


def has(query: str, text: str) -> bool:
    """Whether a text has all words and phrases of a query, and none of those after a minus, as `search` takes them."""
    written, stems = _tokens(text)
    return all(_stands(term, written, stems) is not term.without for term in _asked(query))


@lru_cache(maxsize=256)
def _asked(query: str) -> Sequence[Term]:
    return terms(query)


@lru_cache(maxsize=256)
def _tokens(text: str) -> tuple[Sequence[str], Sequence[str]]:
    """The words of a text as written, without case and accents, and their stems."""
    bare = "".join(sign for sign in normalize("NFD", text) if not combining(sign)).lower()
    written = WORD.findall(bare)
    return written, _STEMMER.stemWords(written)


def _stands(term: Term, written: Sequence[str], stems: Sequence[str]) -> bool:
    words = [word.lower() for word in term.words]
    if not term.begins:
        words, there = _STEMMER.stemWords(words), stems
    else:
        there = written
    *first, last = words
    for at in range(len(there) - len(words) + 1):
        end = there[at + len(first)]
        if list(there[at : at + len(first)]) == first and (end.startswith(last) if term.begins else end == last):
            return True
    return False
