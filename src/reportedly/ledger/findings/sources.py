"""On whom words rest: on nobody named, or on one another in a circle."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..origins import Origins, outlet_of
from ..said import Said
from .finding import Evidence, Finding, listed, quote

#: What is not a claim that could be checked.
NO_CLAIM = frozenset(["declined", "neither"])
#: Who is unnamed because the writer doesn't name them: of others ("voters", "critics") nobody expects a name.
WITHHELD = re.compile(
    r"\b(?:officials?|sources?|insiders?|aides?|advis[eo]rs?|diplomats?|staffers?|executives?|operatives?|investigators?|"
    r"spokes\w+|strategists?|lawmakers?|(?:person|people|someone|individuals?) (?:familiar|close|with (?:direct )?"
    r"knowledge|briefed|who))\b",
    re.IGNORECASE,
)
CLAIM = re.compile(
    r"\b(?:is|are|was|were|be|been|will|would|can|could|should|must|may|might|has|have|had|do|does|did|\w{3,}(?:ed|s))\b"
)
#: Words below which nothing is said that could be checked.
LEAST_WORDS = 5


def unnamed_only(thread: Sequence[Said]) -> Iterator[Finding]:
    """Words that no article ascribes to anybody by name, nor to a record that somebody obtained.

    thread: the statements of one thread, or one statement that is in none.
    """
    if any(not said.unnamed or said.chain or said.nested or said.standing in NO_CLAIM for said in thread):
        return
    first = min(thread, key=lambda said: (said.source.published or "~", said.id))
    if not _is_withheld(first) or not CLAIM.search(first.content) or len(first.content.split()) < LEAST_WORDS:
        return
    names = [said.source.name for said in thread]
    sentence = f"{quote(first.content)} rests on {first.who} alone, named by none of {listed(names)}."
    if len(set(names)) == 1:
        sentence = f"{quote(first.content)} rests on {first.who} alone, whom {names[0]} doesn't name."
    yield Finding("unnamed-only", sentence, tuple(Evidence.of(said) for said in _one_each(thread)))


def circular(thread: Sequence[Said], origins: Origins) -> Iterator[Finding]:
    """Articles that cite one another and nothing from outside.

    thread: the statements of one thread. origins: theirs.
    """
    for unknown in origins.unknown:
        said = [one for one in _one_each(thread) if one.source.id in unknown.articles]
        if not unknown.circle or len({outlet_of(one.source) for one in said}) < 2:
            continue
        sentence = f"{quote(said[0].content)} goes round: {listed(unknown.circle)} cite one another, and nobody else."
        yield Finding("circular-sourcing", sentence, tuple(Evidence.of(one) for one in said))


def _is_withheld(said: Said) -> bool:
    return said.name is not None and bool(WITHHELD.search(said.name))


def _one_each(thread: Sequence[Said]) -> list[Said]:
    """The first statement of each article."""
    return list({said.source.id: said for said in sorted(thread, key=lambda s: -s.id)}.values())[::-1]
