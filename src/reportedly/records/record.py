"""Record: what was said at one occasion, turn by turn, as a transcript or captions have it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ..errors import Empty
from ..span import Span

#: What a record was read from; a recording by a machine, which errs.
RecordForm = Literal["transcript", "captions", "hansard", "congress", "table", "page", "recording"]


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody said without another speaking.

    speaker: as the record calls them (“THE PRESIDENT”, “Q”), without role and title line; None where it doesn't tell.
    role: what the label says beside the name (“mayor of Halden”), or None.
    words: what was said. span: where they stand in the record's text. start, end: in seconds from the beginning of the
    record, from midnight if it has the time of day; None where it doesn't tell.
    """

    speaker: str | None
    role: str | None
    words: str
    span: Span
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """That the words from code point `at` of a record's text on were said from `seconds` on."""

    at: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Hearing:
    """How a machine heard a recording.

    recording: its file's name. recording_digest: SHA-256 of its content. seconds: how long what was heard is.
    model: the name of the folder with the speech model. model_digest: SHA-256 over its files.
    """

    recording: str
    recording_digest: str
    model: str
    model_digest: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Record:
    """What was said at one occasion.

    name: what it is called: its file. form: what it was read from; "recording" if these are words that a machine heard.
    text: the words of all turns, one after the other, a line break between; labels, time codes and whatever else only
    the form needs aren't in it. Every span counts its code points.
    turns: in order. moments: the times that are known, in order of the text.
    digest: SHA-256 of the file's bytes, in hexadecimal; None if it is from no file.
    hearing: which machine heard what; None of any other form, and where it isn't known.
    """

    name: str
    form: RecordForm
    text: str
    turns: tuple[Turn, ...]
    moments: tuple[Moment, ...] = ()
    digest: str | None = None
    hearing: Hearing | None = None

    def turn_at(self, at: int) -> int:
        """The index of the turn in which code point `at` of the text stands; of the break after one, that one."""
        return max(0, bisect_right(self.turns, at, key=lambda turn: turn.span.start) - 1)

    def time_at(self, at: int) -> float | None:
        """When the words at code point `at` were said, in seconds: the last time known in their turn, or None."""
        before = bisect_right(self.moments, at, key=lambda moment: moment.at)
        if not before or self.moments[before - 1].at < self.turns[self.turn_at(at)].span.start:
            return None
        return self.moments[before - 1].seconds

    def time_after(self, span: Span) -> float | None:
        """When the words of a span have been said, in seconds: the next time known in their turn, its end, or None."""
        turn = self.turns[self.turn_at(max(span.start, span.end - 1))]
        following = bisect_left(self.moments, span.end, key=lambda moment: moment.at)
        if following < len(self.moments) and self.moments[following].at < turn.span.end:
            return self.moments[following].seconds
        return turn.end

    @property
    def speakers(self) -> tuple[str, ...]:
        """All speakers, each once, in the order in which they first speak."""
        return tuple(dict.fromkeys(turn.speaker for turn in self.turns if turn.speaker))


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words as a form has them: a labelled paragraph, a caption, a row.

    continues: whether the turn before goes on with them. Otherwise as in Turn.
    """

    words: str
    speaker: str | None = None
    role: str | None = None
    start: float | None = None
    end: float | None = None
    continues: bool = False


def record_of(name: str, form: RecordForm, said: Iterable[Spoken]) -> Record:
    """The record of what was said, in order; white space is one blank. Raises Empty if there are no words."""
    parts: list[str] = []
    turns: list[Turn] = []
    moments: list[Moment] = []
    length = 0
    for one in said:
        words = " ".join(one.words.split())
        if not words:
            continue
        goes_on = one.continues and bool(turns)
        start = length + bool(parts)
        parts += [" " if goes_on else "\n", words] if parts else [words]
        length = start + len(words)
        if one.start is not None:
            moments.append(Moment(start, one.start))
        if goes_on:
            last = turns[-1]
            span = Span(last.span.start, length)
            begins = one.start if last.start is None else last.start
            ends = last.end if one.end is None else one.end
            turns[-1] = Turn(last.speaker, last.role, f"{last.words} {words}", span, begins, ends)
        else:
            turns.append(Turn(one.speaker, one.role, words, Span(start, length), one.start, one.end))
    if not turns:
        raise Empty(f"expected a record with words in {name}, found none")
    return Record(name, form, "".join(parts), tuple(turns), tuple(moments))
