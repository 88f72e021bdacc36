"""Captions: WebVTT and SRT, with voices, labels, and lines that roll up."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ..errors import NotARecord
from . import labels
from .record import Spoken

#: How captions begin.
WEBVTT: Final = re.compile(r"\ufeff?WEBVTT(?:[ \t\n\r]|\Z)")
SRT: Final = re.compile(
    r"\ufeff?\s*(?:\d+[ \t]*\r?\n)?\s*\d{1,3}:\d\d:\d\d[,.]\d{1,3}[ \t]*-->[ \t]*\d{1,3}:\d\d:\d\d[,.]\d{1,3}"
)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]*)>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<[\d:.,]+>|\{\\[^{}]*\}")
#: What begins the words of another speaker: “>> ” in live captions, a dash where two speak in one caption.
_CHANGE = re.compile(r"(?:>>+|&gt;&gt;|[-–—](?=\s*\S))\s*")
_DASHED = re.compile(r"[-–—]\s*\S")


@dataclass(frozen=True, slots=True)
class _Caption:
    """One caption: its lines as written, and when it is shown, in seconds."""

    lines: tuple[str, ...]
    start: float
    end: float


def said(text: str, name: str) -> Iterator[Spoken]:
    """What captions say, in order. Raises NotARecord if they can't be read."""
    shown = list(_unrolled(_webvtt(text, name) if WEBVTT.match(text) else _srt(text, name)))
    keys = labels.known(_bare(line) for caption in shown for line in caption.lines)
    return _turns(shown, keys)


def _webvtt(text: str, name: str) -> list[_Caption]:
    import webvtt  # noqa: PLC0415 - few records are captions

    try:
        found = webvtt.from_string(text.lstrip("\ufeff"))
        return [
            _Caption(tuple(one.raw_text.split("\n")), _seconds(one.start), _seconds(one.end)) for one in found.captions
        ]
    except Exception as error:  # it may raise anything on a damaged file
        raise NotARecord(f"expected captions in WebVTT in {name}, found some that can't be read") from error


def _seconds(code: str) -> float:
    hours, minutes, rest = f"0:{code}".split(":")[-3:]
    return int(hours) * 3600 + int(minutes) * 60 + float(rest.replace(",", "."))


def _srt(text: str, name: str) -> list[_Caption]:
    import pysubs2  # noqa: PLC0415 - few records are captions

    try:
        found = pysubs2.SSAFile.from_string(text.lstrip("\ufeff"), format_="srt")
    except Exception as error:  # it may raise anything on a damaged file
        raise NotARecord(f"expected captions in SRT in {name}, found some that can't be read") from error
    return [_Caption(tuple(one.plaintext.split("\n")), one.start / 1000, one.end / 1000) for one in found]


def _unrolled(captions: Iterable[_Caption]) -> Iterator[_Caption]:
    """The captions without lines that the one before has shown: captions that roll up repeat their last line.

    A line that only goes on with the last one is given by what is new in it.
    """
    shown: list[str] = []
    until = 0.0
    for caption in captions:
        lines = [line for line in caption.lines if _bare(line)]
        fresh = _fresh(lines, shown) if shown and caption.start <= until + 0.5 else lines
        shown = [_bare(line) for line in lines] or shown
        until = caption.end
        if fresh:
            yield _Caption(tuple(fresh), caption.start, caption.end)


def _fresh(lines: list[str], shown: list[str]) -> list[str]:
    bare = [_bare(line) for line in lines]
    for size in range(min(len(bare), len(shown)), 0, -1):
        if bare[:size] == shown[-size:]:
            return lines[size:]
    last = shown[-1]
    if len(last.split()) > 1 and bare and bare[0].startswith(f"{last} "):
        return [bare[0][len(last) :], *lines[1:]]
    return lines


def _bare(line: str) -> str:
    """A line without tags, as it is shown."""
    return " ".join(html.unescape(_TAG.sub("", line)).split())


def _turns(captions: Iterable[_Caption], keys: Collection[str]) -> Iterator[Spoken]:
    """What the captions say: a new turn where a voice, a label or a mark says so."""
    speaker: str | None = None
    first = True
    for caption in captions:
        for words, voice, role, new in _pieces(caption.lines, keys):
            begins = first or new or (voice is not None and voice != speaker)
            speaker = voice if begins else speaker
            yield Spoken(words, speaker, role, caption.start, caption.end, continues=not begins)
            first = False


def _pieces(lines: tuple[str, ...], keys: Collection[str]) -> Iterator[tuple[str, str | None, str | None, bool]]:
    """Words of a caption, who says them by voice or label, the role there, and whether a mark says that it is another.

    Lines that go on are one piece.
    """
    dashed = sum(bool(_DASHED.match(_bare(line))) for line in lines) > 1
    waiting: list[str] = []
    voice, role, new = None, None, False
    for line in lines:
        for words, tagged in _voiced(line):
            bare = _bare(words)
            mark = _CHANGE.match(bare)
            changes = bool(mark) and (dashed or not _DASHED.match(bare))
            bare = bare[mark.end() :] if mark and changes else bare
            label = labels.labelled(bare, keys)
            named = tagged or (label.speaker if label else None)
            if waiting and (changes or named):
                yield " ".join(waiting), voice, role, new
                waiting, voice, role, new = [], None, None, False
            voice, new = named or voice, new or changes
            role = label.role if label and not tagged else role
            bare = label.words if label and not tagged else bare
            if bare:
                waiting.append(bare)
    if waiting:
        yield " ".join(waiting), voice, role, new


def _voiced(line: str) -> Iterator[tuple[str, str | None]]:
    """The words of a line, parted where a voice tag begins, each with its voice."""
    at, voice = 0, None
    for match in _VOICE.finditer(line):
        if line[at : match.start()].strip() and _bare(line[at : match.start()]):
            yield line[at : match.start()], voice
        at, voice = match.end(), html.unescape(match[1]).strip() or None
    if at == 0 or line[at:].strip():
        yield line[at:], voice
