"""Spoken texts: which texts are surely captions or a transcript, and where in them each turn stands.

A text that only has labels in places, such as news with an interview in it, is neither.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from ..english import lexicon
from ..english.lexicon import words as _listed
from ..english.persons import PersonName, person, same_first, uncapitalised
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
#: Words of a heading at most.
_HEADING: Final = 5
#: The share (0 to 1) of a text's words that stand on lines with labels, or right after these.
_SAID: Final = 0.4
#: The share of the lines that have labels, where these are of a form that lines of prose have too.
_MOST: Final = 0.8
#: What marks the turn of a speaker whom captions don't name.
_CHANGE: Final = ">>"
#: A line of `captions_as_text`.
_LINE: Final = re.compile(r"\[\d{2,}:\d\d:\d\d\] (?:(?P<change>>>)|(?P<label>[^\n]{1,200}?):) (?P<words>\S.*)")
_ENDED: Final = re.compile(r"[.?!…–—\-)\]”“\"’'*]\Z")
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


def one_name(labels_: Iterable[str]) -> dict[str, str]:
    """The fullest label of each label's person: “Ana Reyes” of “REYES”, “Mayor Reyes” and itself.

    A surname is of whoever alone has it among the labels, by first name and title.
    """
    every = list(dict.fromkeys(labels_))
    parsed = {label: person(uncapitalised(label)) for label in every}
    full = [label for label in every if parsed[label].first]
    found: dict[str, str] = {}
    for label in every:
        own = parsed[label]
        family = [one for one in every if parsed[one].family == own.family]
        same = [one for one in full if one in family and _one_person(label, own, one, parsed[one])]
        firsts = {parsed[one].first for one in same}
        whole = all(_same_first(a, b) for a in firsts for b in firsts)
        if not same or not whole or not (own.first or all(_one_sex(a, b) for a in family for b in family)):
            same = [one for one in family if parsed[one] == own and _one_sex(label, one)]
        found[label] = max(same, key=lambda one: (len(parsed[one].first) > 1, not one.isupper(), -every.index(one)))
    return found


def _one_person(label: str, own: PersonName, other: str, name: PersonName) -> bool:
    return _one_sex(label, other) and (not own.first or _same_first(own.first, name.first))


def _same_first(one: str, other: str) -> bool:
    """Whether two first names can be one person's: “A.” is Ana's too."""
    return same_first(one, other) or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _one_sex(one: str, other: str) -> bool:
    """Whether the titles of two labels don't tell a man from a woman."""
    titles = [{word.casefold().rstrip(".") for word in label.split()} for label in (one, other)]
    return not any(a & lexicon.MALE and b & lexicon.FEMALE for a, b in (titles, titles[::-1]))


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
    once = sum(count == 1 for count in often.values())
    if len(found) < _TURNS or len(often) - once < _AGAIN or 2 * once > len(found):
        return False
    weak = any(one.form == "dash" or (one.form == "stop" and not one.capitals) for one in found.values())
    if weak and len(found) < _MOST * sum(bool(line.strip()) for line in lines):
        return False
    if len(found) < _LONG and (weak or _is_column(lines, found) or _tells_of_a_speaker(lines, found)):
        return False
    if sum(len(line.split()) for line in lines[: min(found)]) > _HEAD:
        return False
    filled = [(n, line.strip()) for n, line in enumerate(lines) if line.strip() and not labels.is_time(line)]
    blocks = _blocks(lines)
    begun = sum(n in found for n, _ in blocks)
    alone = any(label.form == "line" for label in found.values())  # as in a screenplay, with prose between
    in_blocks = begun >= _MOST * len(blocks if alone else found)
    return _mostly_said(filled, found) or (in_blocks and _mostly_said(blocks, found))


def _blocks(lines: Sequence[str]) -> list[tuple[int, str]]:
    """The stretches without an empty line, each with the number of its first line that isn't a time."""
    found: list[tuple[int, str]] = []
    goes_on = False
    for n, line in enumerate(lines):
        if labels.is_time(line):
            continue
        if line.strip() and goes_on:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
        elif line.strip():
            found.append((n, line.strip()))
        goes_on = bool(line.strip())
    return found


def _mostly_said(parts: Sequence[tuple[int, str]], found: Mapping[int, labels.Label]) -> bool:
    """Whether most parts of a text begin with a label, and have sentences; each with the number of its first line."""
    size = [len(words.split()) for _, words in parts]
    alone = [i for i, (n, words) in enumerate(parts) if n in found and not found[n].words and _is_bare(words, found[n])]
    # Of a label that has a part of its own, the words stand in the next.
    said = [i for i, (n, _) in enumerate(parts) if n in found and i not in alone]
    said += [i + 1 for i in alone if i + 1 < len(parts)]
    ended = sum(bool(_ENDED.search(parts[i][1])) for i in said)
    most = 2 * (len(said) + len(alone)) > len(parts) and sum(size[i] for i in said) > _SAID * sum(size)
    return most and 2 * ended > len(said)


def _is_bare(words: str, label: labels.Label) -> bool:
    """Whether a part has nothing but a label, with its role and time."""
    return len(words.split()) <= len(f"{label.speaker} {label.role or ''}".split()) + 2


def _is_column(lines: Sequence[str], found: Mapping[int, labels.Label]) -> bool:
    """Whether questions and answers of nobody named have prose before or behind them, as in a column of advice."""
    around = [line for n, line in enumerate(lines) if not min(found) < n <= max(found) and n not in found]
    return all(label.form == "letter" or len(label.speaker) == 1 for label in found.values()) and any(
        len(line.split()) > _HEADING and _ENDED.search(line.strip()) for line in around
    )


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
