"""Debates as XML: ParlParse's Hansard, Akoma Ntoso, TEI, and whatever else has speeches as elements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ..errors import NotARecord
from . import clock
from .record import Spoken

#: Elements that hold what one person said, the attributes and the elements inside that name the speaker.
_SPEECHES: Final = frozenset(["speech", "sp", "u", "utterance", "statement", "contribution", "question", "answer"])
_NAMES: Final = ("speakername", "speaker", "name", "who", "by", "person")
_NAMED: Final = frozenset(["speaker", "from", "name", "member", "talker"])
_TIMES: Final = ("time", "start", "startTime", "begin")
_ENDS: Final = ("end", "endTime", "stop")


def said(data: bytes, name: str) -> Iterator[Spoken]:
    """What the speeches say, in order. Raises NotARecord if it isn't XML, or has no speeches."""
    from lxml import etree  # noqa: PLC0415 - few records are XML

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotARecord(f"expected a debate as XML in {name}, found XML that can't be read") from error
    speeches = [one for one in root.iter() if _tag(one) in _SPEECHES and not _is_inner(one)]
    if not speeches:
        raise NotARecord(f"expected speeches in the XML of {name}, found none")
    return (_speech(one) for one in speeches)


def _tag(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _is_inner(element: Any) -> bool:
    return any(_tag(around) in _SPEECHES for around in element.iterancestors())


def _speech(element: Any) -> Spoken:
    named = next((inner for inner in element.iter() if inner is not element and _tag(inner) in _NAMED), None)
    own = next((element.get(key) for key in _NAMES if element.get(key)), None)
    inside = " ".join("".join(named.itertext()).split()).rstrip(":") if named is not None else ""
    # “#person.reyes” only points to a name; what stands in the text is one.
    speaker = inside if not own or (own.startswith("#") and inside) else own.removeprefix("#")
    words = " ".join(_words(element, named))
    start, end = (_time(element, keys) for keys in (_TIMES, _ENDS))
    return Spoken(words, speaker or None, start=start, end=end)


def _time(element: Any, keys: tuple[str, ...]) -> float | None:
    return next((clock.seconds(element.get(key)) for key in keys if element.get(key)), None)


def _words(element: Any, named: Any) -> Iterator[str]:
    """The text of an element, without the name of its speaker."""
    if element is not named and isinstance(element.tag, str):
        if element.text:
            yield element.text
        for inner in element:
            yield from _words(inner, named)
            if inner.tail:
                yield inner.tail
