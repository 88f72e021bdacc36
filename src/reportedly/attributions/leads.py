"""Leads: whom a line names of the words below it that are set off from the text, and whom a line below them."""

from __future__ import annotations

from ..english.set_off import PAPER, REACH
from ..patterns import lazy
from ..span import Span

#: Whoever a line names: “the Harbour Board”, “Ana Reyes”.
_SMALL = r"(?: (?:of|for|and|the|de|van|von|al|bin))*"
_NAME = rf"(?P<source>(?:[Tt]he )?[A-Z][\w’'&.-]*\w(?:{_SMALL} [A-Z][\w’'&.-]*\w){{0,6}})"
_OWNER = rf"(?P<source>(?:[Tt]he )?[A-Z][\w&.-]*(?:{_SMALL} [A-Z][\w&.-]*){{0,6}})"
_SIGNATURE = lazy(_NAME)
#: Who speaks in what follows, and where.
_NAMED = tuple(
    lazy(pattern)
    for pattern in (
        rf"\b(?P<cue>{PAPER}) (?:by|from|of) {_NAME}",
        rf"{_OWNER}(?:[’']s?)(?: [\w-]+){{0,3}} (?P<cue>{PAPER})\b",
        rf"\b(?:[Ii]n|[Oo]n|[Ff]rom|[Bb]y) (?:an?|its|his|her|their|the) (?:[\w-]+ ){{0,3}}(?P<cue>{PAPER})\b,?"
        rf"[^,:]{{0,40}}? {_NAME}",
        rf"^{_NAME}(?:, [^:]{{1,80}})?:$",
    )
)


def named(text: str, lead: Span) -> tuple[Span, Span] | None:
    """Source and cue that a sentence names of the words set off below it; of a label the name is both."""
    start = max(lead.start, lead.end - REACH)
    words = text[start : lead.end].rstrip()
    for pattern in _NAMED:
        if found := pattern.search(words):
            source = found.span("source")
            cue = found.span("cue") if "cue" in pattern.groupindex else source
            return Span(start + source[0], start + source[1]), Span(start + cue[0], start + cue[1])
    return None


def signed(text: str, line: Span) -> tuple[Span, Span] | None:
    """Source and cue, both the name with which a line begins: “Ana Reyes, harbour master”; None if it isn't one."""
    found = _SIGNATURE.match(text, line.start, line.end)
    name = found and Span(*found.span("source"))
    return (name, name) if name else None
