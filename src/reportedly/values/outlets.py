"""Outlets: who of an article's cast publishes news, and which of them is the article's own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from itertools import chain

from ..english import lexicon
from ..english.lists import entries, listed
from ..english.names import comparable
from ..english.names import words as words_of
from ..holders.cast import Cast
from ..holders.entities import Entity
from ..holders.forms import lower
from ..patterns import lazy
from ..span import Span

# cases: tests/test_chains.py, CASES and OURS
#: What is a medium by its name alone: a site, or one that nobody names.
MEDIUM = lazy(
    r"[A-Za-z][\w-]+\.(?:com|org|net|news|info|tv|eu|[a-z]{2})(?:\.[a-z]{2})?|"
    r"(?:\w+ )?(?:state|local|national|foreign|public|social)(?: \w+)? "
    r"(?:media|television|TV|radio|newspapers?|broadcaster)"
)
#: Words that a name alone doesn't make an outlet's.
PRESS = {"news", "press", "telegraph", "wire", "information"}
NO_OUTLETS = {
    (word,) for word in ("tv", "radio", "television", "press", "news", "today", "standard", "sun", "star", "channel")
}
#: Last words of bodies that publish no news, whatever they begin with: “Independent Ports Commission”.
BODIES = lexicon.words(
    "affairs agency army authority bank board bureau cabinet commission committee congress council court department "
    "directorate federation force foundation fund government institute league ministry office parliament party police "
    "senate tribunal union university"
)
#: An outlet mentioned again, without its name.
AGAIN = lazy(
    r"the (?:news |same |British |American )?(?:paper|newspaper|outlet|magazine|tabloid|daily|weekly|broadcaster|"
    r"network|channel|website|site|programme|publication)",
    re.IGNORECASE,
)
#: An outlet given by its address.
ADDRESS = lazy(r"(?:https?://)?(?:www\.)?(?P<name>[\w-]+)(?:\.(?:com|org|net|info|news|tv|co|[a-z]{2}))+/?")


def is_outlet(cast: Cast, name: str, spans: Sequence[Span], text: str, carriers: Collection[str] = ()) -> bool:
    """Whether somebody named is an outlet: by its name, by what it is called, or as one of the carriers of a record.

    spans: further words of `text` that mean it.
    """
    words = lower(name.removeprefix("The "))
    if MEDIUM.fullmatch(name):
        return True
    if not words or name in carriers or not name[:1].isupper() or words in NO_OUTLETS:
        return name in carriers
    entity = cast.called(name)
    if entity and entity.kind == "person":
        return len(words) > 1 and words[0] in lexicon.OUTLETS  # Agence Bleue, but not Vicente Fox
    called = set(chain(*(lower(s.of(text)) for s in spans))) | (entity.called if entity else set())
    if _is_body(words):
        return bool(called & lexicon.PUBLISHERS)
    return bool({words[0], words[-1]} & lexicon.OUTLETS or called & lexicon.PUBLISHERS)


def publishes(name: str | None, kind: str | None) -> bool:
    """Whether a holder, given by name and kind, is an outlet by its name: one who passes on what others say."""
    if kind != "organization" or not name:
        return False
    words = tuple(re.findall(r"[^\W_]+", comparable(name).removeprefix("the ")))
    if not words or words in NO_OUTLETS or _is_body(words):
        return False
    alone = entries("outlet_abbreviations").get("".join(words)) or {*words} & listed("outlets", "alone")
    return bool(alone) or (len(words) > 1 and not {words[0], words[-1]}.isdisjoint(listed("outlets", "name")))


def _is_body(words: Sequence[str]) -> bool:
    """Whether a name, in lower case, is of a body that publishes no news; a news agency does."""
    return words[-1] in BODIES and (words[-1] != "agency" or PRESS.isdisjoint(words))


def outlets(cast: Cast, text: str) -> list[tuple[Span, Entity]]:
    """The outlets that an article names and where, in the order of `meant`."""
    known: dict[str, bool] = {}
    for entity in cast.meant.values():
        if entity.name not in known:
            known[entity.name] = is_outlet(cast, entity.name, (), text)
    return [(span, entity) for span, entity in cast.meant.items() if known[entity.name]]


def last_outlet(named: Sequence[tuple[Span, Entity]], before: int) -> tuple[Span, Entity] | None:
    """The outlet that was last named before a code point, and where; None if none was. named: outlets in text order."""
    beyond = bisect_left(named, before, key=lambda found: found[0].start)
    return next((named[k] for k in reversed(range(beyond)) if named[k][0].end <= before), None)


def is_same(name: str, outlet: str | None) -> bool:
    """Whether a name means an outlet that may be given by its address: “CNN Business” is of “www.cnn.com”.

    A part of the outlet counts, and a short form: “the Gazette” for “Fjord Gazette”.
    """
    if not outlet:
        return False
    address = ADDRESS.fullmatch(outlet)
    ours, theirs = (_plain(n) for n in (address["name"] if address else outlet, name))
    if not ours or not theirs:
        return False
    squeezed = "".join(ours)
    return any("".join(theirs[:k]) == squeezed for k in range(1, len(theirs) + 1)) or theirs in (
        ours[: len(theirs)],
        ours[-len(theirs) :],
    )


def _plain(name: str) -> tuple[str, ...]:
    """The words of an outlet's name that tell it apart."""
    words = words_of(name.replace("_", " "))
    squeezed = words[0].removeprefix("the") if len(words) == 1 else ""
    return (squeezed,) if squeezed else tuple(word for word in words if word not in ("the", "online"))
