"""Names: whether a predicted name or holder is the one that gold has."""

from __future__ import annotations

import re

from ..english import lexicon
from ..english.names import comparable
from ..holders.holder import Holder
from .gold import GoldHolder

_BEFORE_NAME = re.compile(r"^(?:(?:the|an?|mr|mrs|ms|dr)\b\.?\s+)+")
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')$")
#: "reporters in Paris" and "reporters"; but "of" and "for" are part of a name: "Court of Appeals".
_PLACE_AFTER = re.compile(r"\s+(?:at|in|near|on|outside)\s.*", re.DOTALL)


def normal(name: str) -> str:
    """A name normalized for comparison: NFKC, case folded, straight quotation marks, single spaces.

    Leading articles, leading Mr, Mrs, Ms and Dr, and a possessive ending are dropped.
    """
    return _POSSESSIVE.sub("", _BEFORE_NAME.sub("", comparable(name, "strict")))


def same_name(ours: str, gold: str) -> bool:
    """Whether the name of an addressee, a hop or a target is the one that gold has.

    The names must be equal after `normal`, where one of them may lose titles before it ("Mayor Ana Reyes") or a place
    after it ("reporters in Paris"). Nothing else is tolerated: a surname doesn't equal the whole name, nor "fellow
    allotment holder" "allotment holder", nor "reporters in Paris" "reporters in London".
    """
    return normal(ours) == normal(gold) or normal(ours) in _shorter(gold) or normal(gold) in _shorter(ours)


def _shorter(name: str) -> set[str]:
    """The name without its titles, without the place after it, and without both, each after `normal`."""
    plain = _without_titles(name)
    return {normal(plain), normal(_PLACE_AFTER.sub("", name)), normal(_PLACE_AFTER.sub("", plain))}


def _without_titles(name: str) -> str:
    """What follows the last title or office ("Deputy Prime Minister Ana Reyes"), or the whole if that isn't a name."""
    words = name.split()
    last = max((i for i, word in enumerate(words) if word.casefold() in lexicon.TITLES | lexicon.OFFICES), default=-1)
    rest = " ".join(words[last + 1 :])
    return rest if rest[:1].isupper() else name


def holder_is_right(expected: GoldHolder, found: Holder | None) -> bool:
    """Whether `found` is the holder that gold expects, by name or, if `expected.by_kind`, by kind.

    A name is right if it equals an accepted one after `normal`. If gold accepts no name, `found` must be None.
    """
    if expected.by_kind:
        return kind_is_right(expected, found)
    if not expected.names or found is None:
        return not expected.names and found is None
    return normal(found.name) in {normal(name) for name in expected.names}


def kind_is_right(expected: GoldHolder, found: Holder | None) -> bool:
    """Whether `found` is of the kind that gold expects (None: nobody)."""
    return expected.kind == (None if found is None else found.kind)
