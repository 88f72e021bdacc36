"""Spoken texts: which texts are surely captions or a transcript, and where in them each turn stands.

A text that only has labels in places, such as news with an interview in it, is neither.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from ..english.lexicon import words as _listed
from ..span import Span, strip
from . import captions, clock, labels
from .record import Turn, record_of

#: What a text is that is read turn by turn.
SpokenForm = Literal["captions", "transcript"]
#: So many turns make a transcript, by so many speakers who speak again.
_TURNS: Final = 4
_AGAIN: Final = 2
#: With fewer turns, words behind the last that name a speaker are prose: an interview in the news.
_LONG: Final = 12
#: So many words before the first label are prose, not a heading.
_HEAD: Final = 60
#: The share (0 to 1) of a text's words that stand on lines with labels, or right after these.
_SAID: Final = 0.4
#: What marks the turn of a speaker whom captions don't name.
_CHANGE: Final = ">>"
#: A line of `captions_as_text`.
_LINE: Final = re.compile(r"\[\d{2,}:\d\d:\d\d\] (?:(?P<change>>>)|(?P<label>[^\n]{1,200}?):) (?P<words>\S.*)")
_ENDED: Final = re.compile(r"[.?!…–—\-)\]”\"’'*]\Z")
#: Labels of somebody whom they don't name.
_NOBODY: Final = _listed(
    "q a question questioner answer reporter interviewer moderator speaker voice witness participant caller male "
    "female man woman unidentified unknown audience member host narrator operator interpreter translator court clerk"
)


@dataclass(frozen=True, slots=True)
class PlacedTurn:
    """A turn where it stands in a text.

    speaker: as the label calls them; None where it doesn't tell. role: what it says beside the name, or None.
    label: the name, or the mark of a turn without one. words: what was said, in one piece for each stretch.
    """

    speaker: str | None
    role: str | None
    label: Span
    words: tuple[Span, ...]

    @property
    def names(self) -> bool:
        """Whether the label names somebody: “Reyes”, not “Q”, “Speaker 2” or “THE PRESIDENT”."""
        bare = re.findall(r"[^\W\d_]+", (self.speaker or "").casefold())
        return bool(bare) and bare[0] != "the" and not _NOBODY.issuperset(bare)


def spoken_form(text: str) -> SpokenForm | None:
    """What a text surely is; None if it is to be read as prose."""
    if _are_captions(text) or _of_captions(text):
        return "captions"
    return "transcript" if turns_in(text) else None


def turns_in(text: str) -> tuple[PlacedTurn, ...]:
    """The turns of a transcript, or of captions as `captions_as_text` writes them; none of any other text."""
    return _of_captions(text) or _of_transcript(text)


def captions_as_text(text: str) -> str:
    """WebVTT or SRT as a text to be read, a line a turn: “[00:00:08] Ana Reyes: It floats.”; any other as it is.

    A turn of nobody known has “>>” in place of the label. Raises NotARecord and Empty.
    """
    if not _are_captions(text):
        return text
    record = record_of("the captions", "captions", captions.said(text, "the captions"))
    return "\n".join(map(_line, record.turns))


def _are_captions(text: str) -> bool:
    return bool(captions.WEBVTT.match(text) or captions.SRT.match(text))


def _line(turn: Turn) -> str:
    label = f"{turn.speaker}, {turn.role}" if turn.role else turn.speaker
    whose = f"{' '.join(label.replace(':', ' ').split())}:" if label else _CHANGE
    return f"[{clock.code(turn.start or 0)}] {whose} {turn.words}"


def _of_captions(text: str) -> tuple[PlacedTurn, ...]:
    """The turns of captions as `captions_as_text` writes them; none of any other text."""
    found: list[PlacedTurn] = []
    for at, line in _lines(text):
        match = _LINE.fullmatch(line.rstrip())
        if match is None:
            return ()
        words = (Span(at + match.start("words"), at + match.end("words")),)
        if match["change"]:
            found.append(PlacedTurn(None, None, Span(at + match.start("change"), at + match.end("change")), words))
        else:
            name, role = labels.parted(match["label"])
            start = at + match.start("label")
            found.append(PlacedTurn(name, role, Span(start, start + len(name)), words))
    return tuple(found)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text with their ends, each with the place where it begins."""
    at = 0
    for line in text.splitlines(keepends=True):
        yield at, line
        at += len(line)


# -- transcripts -------------------------------------------------------------------------------------------------------


def _of_transcript(text: str) -> tuple[PlacedTurn, ...]:
    """The turns of a text in which most lines have labels; none of any other."""
    lines = [line for _, line in _lines(text)]
    found = labels.by_line(lines)
    if not _is_transcript(lines, found):
        return ()
    turns: list[PlacedTurn] = []
    for number, (at, line) in enumerate(_lines(text)):
        label = found.get(number)
        if label:
            turns.append(_labelled(text, at, line, label))
        elif turns and line.strip():
            span = strip(text, at, at + len(line))
            words = () if span is None or labels.is_time(line) else (span,)
            last = turns[-1]
            turns[-1] = PlacedTurn(last.speaker, last.role, last.label, (*last.words, *words))
    return tuple(PlacedTurn(one.speaker, one.role, one.label, _joined(text, one.words)) for one in turns if one.words)


def _is_transcript(lines: Sequence[str], found: Mapping[int, labels.Label]) -> bool:
    """Whether labels are on most lines, come again, and stand before what somebody may have said."""
    often = Counter(label.key for label in found.values())
    if len(found) < _TURNS or sum(count > 1 for count in often.values()) < _AGAIN:
        return False
    if any(one.form == "dash" or (one.form == "stop" and not one.capitals) for one in found.values()):
        return False
    if 2 * sum(count == 1 for count in often.values()) > len(found):
        return False
    if len(found) < _LONG and _tells_of_a_speaker(lines, found):
        return False
    size = [len(line.split()) for line in lines]
    if sum(size[: min(found)]) > _HEAD:
        return False
    filled = [n for n, line in enumerate(lines) if size[n] and not labels.is_time(line)]
    # Of a label that has a line of its own, the words stand on the next.
    said = [n for n in filled if n in found and found[n].words]
    said += [after for n, after in pairwise(filled) if n in found and not found[n].words]
    alone = sum(not label.words for label in found.values())
    ended = sum(bool(_ENDED.search(lines[n].strip())) for n in said)
    most = 2 * (len(said) + alone) > len(filled) and sum(size[n] for n in said) > _SAID * sum(size)
    return most and 2 * ended > len(said)


def _tells_of_a_speaker(lines: Sequence[str], found: Mapping[int, labels.Label]) -> bool:
    """Whether a paragraph behind the last label names somebody who has one: “Lund’s bakery opens in June.”"""
    behind = " ".join(lines[max(found) + 1 :])
    surnames = {label.speaker.split()[-1] for label in found.values() if label.speaker}
    return any(re.search(rf"\b{re.escape(name)}\b", behind) for name in surnames)


def _labelled(text: str, at: int, line: str, label: labels.Label) -> PlacedTurn:
    """The turn that begins on a line. at: where the line begins in the text."""
    end = at + len(line.rstrip())
    start = max(text.find(label.speaker, at, end), at)
    whose = Span(start, min(start + len(label.speaker), end))
    first = label.words.split()[:1]
    begins = text.find(first[0], whose.end, end) if first else -1
    return PlacedTurn(label.speaker, label.role, whose, (Span(begins, end),) if begins >= 0 else ())


def _joined(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans, those that only white space parts as one."""
    found: list[Span] = []
    for span in spans:
        if found and not text[found[-1].end : span.start].strip():
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return tuple(found)
