"""The agency that an article names as whose text it is: in the dateline, in the byline, at the end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...english.lexicon import either
from ...english.lists import listed
from ...patterns import lazy

# cases: tests/test_copies.py, CREDITED and NOT_CREDITED
#: Names of agencies: an abbreviation ("KNA"), or a name that is known for an outlet's ("Reuters", "Agence Bleue").
#: SHORT: where a place may stand in capitals too.
_ABBREVIATION, _SHORT = r"(?:[A-Z][A-Z/]{2,7}|AP|PA)", r"(?:[A-Z]{3}|AP|PA)"
_KNOWN = lazy(
    lambda: (
        rf"(?i:{either(listed('outlets', 'alone'))})|(?:[A-Z]\w+ ){{0,3}}(?:Agency|Press|Wire)|"
        r"Agence(?: [A-Z]\w*)?(?: \w+)?"
    )
)
_NAME = lazy(lambda: rf"(?:{_ABBREVIATION}|{_KNOWN.pattern})")
_ALONE = lazy(lambda: rf"(?:{_SHORT}|{_KNOWN.pattern})")
#: "KELDHAVEN, June 4 (KNA) – ": a place, perhaps a day, and the agency. Without a dash there has to be a month.
_DATELINE = lazy(
    lambda: (
        rf"(?!The )[A-Z][\w’'.-]*(?:[ ,/]+[\w’'.-]+){{0,6}}[ ,]*[(\[](?P<name>{_NAME.pattern})[)\]]"
        r"\s*(?P<dash>[-–—:])?"
    )
)
_MONTH = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)(?:\.|uary|ruary|ch|il|e|y|ust|tember|ober|ember)?\b"
)
#: The opening of a text by an agency without a place: "KNA – ", "(KNA) – ".
_OPENING = lazy(lambda: rf"(?:[(\[](?P<name>{_NAME.pattern})[)\]]|(?P<alone>{_ALONE.pattern}))\s*[-–—]\s")
_BYLINE = lazy(lambda: rf"By (?:[^\n,]{{1,60}}, )?(?P<name>{_ALONE.pattern})\s*\Z")
#: The end of a text: "(KNA)" after a sentence, or "Source: KNA" or "– KNA" in a line, or "KNA" in one after a sentence.
_END = lazy(
    lambda: (
        rf"(?:[.!?”\"’')]\s*[(\[](?P<name>{_NAME.pattern})[)\]]?|"
        rf"(?:[.!?”\"’')]\s*\n\s*|\n\s*(?:[(\[–—-]\s*|Sources?: |Credit: ))(?P<alone>{_NAME.pattern})[)\]]?)[.\s]*\Z"
    )
)
#: How many lines at the beginning may name it, and how many code points at the end.
_LINES, _TAIL = 3, 120
#: The end of a line that is a sentence's, or a credit's.
_CLOSED = re.compile(r"(?:[^.]\.|[!?”\"’')\]])\s*\Z")
#: Code points at the end of which some may be a page's own, and the most of a line that is.
_PAGE, _ITEM = 400, 40


def credits(text: str, authors: Iterable[str] = ()) -> tuple[str, ...]:
    """The agencies that an article names as whose text it is, each once; mostly none or one.

    text: of the article. authors: as the article names them.
    """
    return tuple(dict.fromkeys(" ".join(name.split()) for name in _named(text, authors)))


def _named(text: str, authors: Iterable[str]) -> Iterator[str]:
    for line in text.lstrip().split("\n")[: 2 * _LINES]:
        for pattern in (_DATELINE, _OPENING, _BYLINE):
            found = pattern.match(line)
            if found and (pattern is not _DATELINE or found["dash"] or _MONTH.search(line[: found.start("name")])):
                parts = found.groupdict()
                yield parts["name"] or parts["alone"]
                break
    found = _END.search(text[-_TAIL:]) or _END.search(_without_menu(text[-_PAGE:])[-_TAIL:])
    if found:
        yield found["name"] or found["alone"]
    yield from (author for author in authors if _NAME.fullmatch(author))


def _without_menu(end: str) -> str:
    """The end of a text without what a page puts after it in short lines: its name, a menu for sharing."""
    lines = end.split("\n")
    while lines and len(lines[-1].strip()) <= _ITEM and not _CLOSED.search(lines[-1]):
        lines.pop()
    return "\n".join(lines)
