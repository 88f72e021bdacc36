"""What a machine heard: its words with their times, as a record, and as WebVTT that tells which machine heard what.

The WebVTT is the form in which a transcript is kept: every word has its time, and any player shows it as captions.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ..__about__ import __version__
from ..errors import Empty, NotARecord
from ..span import Span
from .record import Hearing, Moment, Record, Turn

#: Seconds of silence after which a new turn begins, and those after which one ends with its sentence.
PAUSE, LONG = 2.0, 45.0
#: Code points and seconds that a caption has at most.
_WIDE, _SHOWN = 80, 6.0
_ENDS: Final = (".", "?", "!")
_TITLE: Final = "Heard by a machine, not checked by anybody"
_NOTE = re.compile(rf"\ufeff?WEBVTT[^\n]*\n+NOTE[ \t]+{_TITLE}\n(?P<lines>(?:[^\n]+\n)+)")
_FACT = re.compile(r"(?P<key>[a-z\d-]+): (?P<value>.+)")
_CUE = re.compile(
    r"(?P<start>\d\d+:\d\d:\d\d\.\d{3}) --> (?P<end>\d\d+:\d\d:\d\d\.\d{3})[^\n]*\n(?P<words>[^\n]+(?:\n[^\n]+)*)"
)
_WORD = re.compile(r"<(?P<time>\d\d+:\d\d:\d\d\.\d{3})>(?P<word>[^<]*)")


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A word as a machine heard it, with its punctuation. start, end: in seconds from the beginning."""

    word: str
    start: float
    end: float


def record_of_words(name: str, said: Iterable[HeardWord], hearing: Hearing) -> Record:
    """The record of what a machine heard, with a new turn after each pause; who speaks isn't known. Raises Empty."""
    turns: list[Turn] = []
    moments: list[Moment] = []
    at = 0
    for group in _turns([word for word in said if word.word.strip()]):
        begin = at
        for word in group:
            moments.append(Moment(at, word.start))
            at += len(word.word) + 1
        words = " ".join(word.word for word in group)
        turns.append(Turn(None, None, words, Span(begin, begin + len(words)), group[0].start, group[-1].end))
    if not turns:
        raise Empty(f"expected speech in {name}, found none that could be heard")
    text = "\n".join(turn.words for turn in turns)
    return Record(name, "recording", text, tuple(turns), tuple(moments), hearing.recording_digest, hearing)


def _turns(said: Sequence[HeardWord]) -> Iterator[Sequence[HeardWord]]:
    begin = 0
    for at, (word, following) in enumerate(pairwise(said), 1):
        long = following.start - said[begin].start > LONG and word.word.endswith(_ENDS)
        if long or following.start - word.end > PAUSE:
            yield said[begin:at]
            begin = at
    if said:
        yield said[begin:]


def as_webvtt(record: Record) -> str:
    """A record that a machine heard as WebVTT, to be kept and read again. Raises ValueError for any other record."""
    hearing = record.hearing
    if hearing is None:
        raise ValueError(f"expected a record that a machine heard, found {record.name}")
    facts = {
        "recording": hearing.recording,
        "recording-sha256": hearing.recording_digest,
        "seconds": f"{hearing.seconds:.3f}",
        "model": hearing.model,
        "model-sha256": hearing.model_digest,
        "heard-by": f"reportedly {__version__}",
    }
    lines = ["WEBVTT", "", f"NOTE {_TITLE}", *(f"{key}: {_one_line(value)}" for key, value in facts.items()), ""]
    words = words_of(record)
    at = 0
    cues: list[Sequence[HeardWord]] = []
    for turn in record.turns:  # a caption ends with its turn, so that the pause after it is known
        size = len(turn.words.split())
        cues += _cues(words[at : at + size])
        at += size
    for cue in cues:
        lines.append(f"{stamp(cue[0].start)} --> {stamp(max(cue[-1].end, cue[0].start + 0.001))}")
        lines += [" ".join(f"<{stamp(word.start)}>{html.escape(word.word, quote=False)}" for word in cue), ""]
    return "\n".join(lines)


def words_of(record: Record) -> list[HeardWord]:
    """The words of a record that a machine heard, with their times; a word ends where the next of its turn begins."""
    found: list[HeardWord] = []
    for at, moment in enumerate(record.moments):
        turn = record.turns[record.turn_at(moment.at)]
        following = record.moments[at + 1] if at + 1 < len(record.moments) else None
        within = following if following is not None and following.at < turn.span.end else None
        word = record.text[moment.at : within.at if within else turn.span.end].strip()
        end = within.seconds if within else max(moment.seconds, turn.end or 0.0)
        found.append(HeardWord(word, moment.seconds, end))
    return found


def _cues(words: Sequence[HeardWord]) -> Iterator[Sequence[HeardWord]]:
    """The words as captions: of a sentence, or of as much of it as is shown at once."""
    begin, wide = 0, 0
    for at, (word, following) in enumerate(pairwise(words), 1):
        wide += len(word.word) + 1
        full = wide + len(following.word) > _WIDE or following.start - words[begin].start > _SHOWN
        if full or word.word.endswith(_ENDS):
            yield words[begin:at]
            begin, wide = at, 0
    if words:
        yield words[begin:]


def is_heard(text: str) -> bool:
    """Whether a text is WebVTT as `as_webvtt` writes it."""
    return _NOTE.match(text) is not None


def record_of_webvtt(text: str, name: str) -> Record:
    """The record in WebVTT that `as_webvtt` wrote. Raises NotARecord if it was changed so that it can't be read."""
    note = _NOTE.match(text)
    facts = {match["key"]: match["value"] for match in _FACT.finditer(note["lines"])} if note else {}
    try:
        hearing = Hearing(
            facts["recording"],
            facts["recording-sha256"],
            facts["model"],
            facts["model-sha256"],
            float(facts["seconds"]),
        )
    except (KeyError, ValueError) as error:
        raise NotARecord(
            f"expected captions in {name} that tell which machine heard what, found a note without it"
        ) from error
    return record_of_words(name, _written(text, note.end() if note else 0), hearing)


def _written(text: str, at: int) -> Iterator[HeardWord]:
    """The words of captions with the times that stand before them; those without have their caption's."""
    for cue in _CUE.finditer(text, at):
        end = _seconds(cue["end"])
        line = cue["words"].replace("\n", " ")
        line = line if line.startswith("<") else f"<{cue['start']}>{line}"
        timed = [(_seconds(m["time"]), html.unescape(m["word"]).strip()) for m in _WORD.finditer(line)]
        for number, (start, word) in enumerate(timed):
            yield HeardWord(word, start, timed[number + 1][0] if number + 1 < len(timed) else end)


def stamp(seconds: float) -> str:
    """Seconds as WebVTT writes a time: “00:02:11.400”."""
    thousandths = max(0, round(seconds * 1000))
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


def _seconds(stamp: str) -> float:
    hours, minutes, rest = stamp.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def _one_line(value: str) -> str:
    """A fact as one line of a note, which may hold no arrow and no line break."""
    return " ".join(value.split()).replace("-->", "—>")
