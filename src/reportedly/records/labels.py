"""Speaker labels: who says the lines of a transcript that is written as text.

A label is told by its form, and by what the other lines have: a line that begins “Remember: …” has none, unless others
begin so too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ..english.lexicon import MONTHS, WEEKDAYS
from ..english.lexicon import words as _listed
from ..english.persons import person
from . import clock, margins
from .record import Spoken

#: How a label is marked: a colon, a dash, the full stop of “Mr. LUND.”, the letter of “Q.” and “A.”, its own line, the
#: brackets of “[Reyes] …”, that it is set apart by a tab, by blanks, by a bar, by a time; the stop and the dash of
#: “Ana Reyes (PPE). – …”.
LabelForm = Literal["colon", "dash", "stop", "letter", "line", "bracket", "apart", "stop-dash"]


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the beginning of a line. speaker, role: as in Turn. words: the rest of the line.

    form: how it is marked. time: in seconds, if a time code stands beside it.
    """

    speaker: str
    role: str | None
    words: str
    form: LabelForm
    time: float | None = None

    @property
    def capitals(self) -> bool:
        """Whether its name is written in capitals, as hardly anything but a label is."""
        letters = [sign for sign in self.speaker if sign.isalpha()]
        return len(letters) > 1 and sum(sign.isupper() for sign in letters) >= 0.7 * len(letters)

    @property
    def key(self) -> str:
        """By what it is known again: the last of its names."""
        return person(self.speaker).family or self.speaker.casefold()


# cases: tests/test_records.py, LABELS and NO_LABELS
_CODE = rf"(?:\[{clock.CODE}\]|\({clock.CODE}\)|<{clock.CODE}>|(?<![\w:]){clock.CODE}(?![\w:]))"
_RANGE = rf"(?P<time>{_CODE})(?:\s*(?:-->|[-–—])\s*{_CODE})?"
_UNTIL = re.compile(rf"(?<=[\[(])({clock.CODE})\s*(?:-->|[-–—])\s*{clock.CODE}(?=[\])])")
_LEADING = re.compile(rf"\s*{_RANGE}\s*(?:[-–—|]\s+)?")
_TRAILING = re.compile(rf"\s*[,|–—-]?\s*{_RANGE}\s*\Z")
_MARKUP = re.compile(r"\*\*|__|(?:\A|(?<=\s))(?:>>+|#+)\s*|\A\s*[•·]\s*")
_EMPHASIS = re.compile(r"\A([*_])(?=\S)([^*_\n]{1,100})\1")
_BULLET = re.compile(r"\A(?:[-–—*]|\d{1,3}[.)])\s+(?=\S)")
_NAME = r"[^\W\d_][\w.'’&/-]*|\d{1,3}|[\"“‘(][^\W\d_][\w.'’-]*[\"”’)]"
_COLON = re.compile(r"(?P<label>[^:\n]{1,100}):(?!//)(?:\s+|\Z)(?P<words>.*)", re.DOTALL)
_DASH = re.compile(r"(?P<label>[^-–—\n]{1,60}?) ?(?:--|[–—]|(?<= )-(?= ))\s*(?P<words>\S.*)", re.DOTALL)
_ENDED_DASH = re.compile(r"(?P<label>[^-–—\n]{1,90}?)\.\s?(?:--|[–—]|-(?=\s))\s*(?P<words>\S.*)", re.DOTALL)
#: What sets a label apart from the words behind it, where that is the rule: a tab, blanks, a bar, brackets, a time.
_APART = (
    re.compile(r"(?P<label>[^\t|:]{1,60}?)(?:\s*\t\s*|\s{3,}|\s+\|\s+|\s*>+\s+)(?P<words>\S.*)", re.DOTALL),
    re.compile(r"[<(](?P<label>[^<>()\n]{1,60})[>)]\s+(?P<words>\S.*)", re.DOTALL),
    re.compile(rf"(?P<label>[^:\n]{{1,60}}?)\s+(?P<time>{_CODE})\s+(?P<words>\S.*)", re.DOTALL),
    re.compile(r"(?P<label>[A-Z][A-Z.'’&-]+(?: [A-Z][A-Z.'’&-]*){0,5})\.\s+(?P<words>\S.*)", re.DOTALL),
)
#: A label of few words in whatever spelling, which is one where each line has such a one: “spk_0: …”, “reyes: …”.
_ODD = re.compile(r"(?P<label>[^\W_][\w.'’&/-]*(?: [\w.'’&/-]+){0,2}):\s+(?P<words>\S.*)", re.DOTALL)
#: A line, or a column, that tells of the next words whose they are: “Speaker: Ana Reyes”.
_TELLING = re.compile(r"(?:speaker|name|voice)\s*:\s*(?=\S)", re.IGNORECASE)
_BRACKET = re.compile(r"\[(?P<label>[^\[\]\n]{1,100})\]:?(?:\s+|\Z)(?P<words>.*)", re.DOTALL)
_LETTER = re.compile(
    r"(?P<label>Q|A)(?:\s*\((?P<note>[^()]{1,40})\))?(?:[.:]\s+|\s{2,}|\t|\s(?=[A-Z“\"]))(?P<words>\S.*)", re.DOTALL
)
_STOP = re.compile(
    r"(?P<label>(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sen|Rep|Gov|Messrs)\.?|Madam|Senator|Chair(?:man|woman)?|Representative|"
    r"Secretary|Governor|Judge|Justice|General|Ambassador|Director|Professor|Sir|Lord|Lady|Baroness)"
    r"(?: (?:[A-Z][\w'’-]+|[A-Z]\.|Mc[A-Z]+|of|de|la|van|von|[A-Z]{2,}))+?|The (?:ACTING |VICE |DEPUTY )*[A-Z]{4,}"
    r"(?: (?:pro tempore|OFFICER|CHAIR|SPEAKER|PRESIDENT))*|The (?:President|Speaker|Chair(?:man|woman|person)?|Clerk|"
    r"Court|Witness|Moderator))(?: \((?P<note>[^()]{1,60})\))?\.\s+(?P<words>\S.*)",
    re.DOTALL,
)
_NOTE = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])")
_NOTES_ONLY = re.compile(r"\s*\([A-Z][^()]*[^().]\)(?:\s*\([^()]*[^().]\))?\s*")
_ROLE = re.compile(r"\s*,\s+|\s+[-–—]\s+|\s*\|\s*")
_ENDED = re.compile(r"[.!?…]\s+\S|[!?…]\Z|[;“”\"]")
_ABBREVIATED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Mx|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Maj|Adm|Hon|Prof|St|Jr|Sr|Rev|Fr|Amb|Pres|Sec|Supt|"
    r"[A-Z])\.",
    re.IGNORECASE,
)
_SMALL = _listed("of the de del della di da van von der den la le el al bin ibn and for in to & y e zu dos du ten ter")
#: What stands before a colon at the head of a transcript, and isn't a speaker.
_HEADS = _listed(
    "note notes date time location place subject transcript source topic title cite contact duration re present "
    "participants speakers guests event venue published updated attendees agenda summary editor's correction warning "
    "http https example remember copyright credit photo video watch read related more listen release runtime length "
    "recorded aired url link here question-and-answer there this that these those what why how but and so well because "
    "remarks briefing interview statement in to on at for from with when if as by of is it he she they we you a.m p.m "
    "look now yes no dear then or let please remember okay ok today tomorrow yesterday"
)
#: What stands in brackets and is heard or seen, not spoken.
_NOTES = _listed(
    "applause laughter laughs laughing music cheers cheering cheer boos booing crosstalk inaudible unintelligible "
    "indiscernible silence pause video audio clip recording playing plays begin end break commercial foreign sic "
    "redacted translated translation singing chanting gavel sighs crying coughs phonetic sound ringing the a an"
)
_DAYS = MONTHS | WEEKDAYS
#: Words for somebody without a name, which a label may have in lower case: “Audience member”.
_SOMEBODY = _listed(
    "member members speaker voice man woman male female person questioner reporter interviewer host caller child "
    "official witness moderator operator translator interpreter guest participant student teacher juror officer"
)
#: Words of headings: “WEEKLY ADDRESS: …”.
_HEADINGS = _listed("address remarks statement release briefing transcript conference contact information")
#: So many words a label has at most, with its role; and a name.
_LONGEST, _LONGEST_NAME = 14, 6
#: So many code points from the beginning of a line its label ends at most.
_FAR = 160
#: The share of paragraphs from which on labels are the rule, so that one that comes only once is one; and from which on
#: those are labels that only stand before words as others do.
_RULE, _STRICT = 0.4, 0.8
#: Blanks before a line that goes on.
_SET_IN = 6
#: So many words before the first label are a speech, not a heading.
_SPEECH = 150


def said(text: str) -> list[Spoken]:
    """What a transcript says, in order. Without labels it is one turn, and nobody knows whose.

    What stands before the first label is a turn only if it is longer than a heading.
    """
    written = text.splitlines()
    lines = _lines(written)
    found = _labels(lines, _hanging(written))
    turns: list[Spoken] = []
    time: float | None = None
    before: list[str] = []
    for number, line in enumerate(lines):
        label = found.get(number)
        lone = None if label else _lone_time(line)
        if label:
            turns.append(Spoken(label.words, label.speaker, label.role, label.time if label.time is not None else time))
            time = None
        elif lone is not None:
            time = lone
        elif not turns:
            before.append(line)
        elif line.strip():
            turns.append(_going_on(line, time))
            time = None
    if not turns:
        return _unlabelled(lines)
    head = " ".join(before)
    return ([Spoken(head)] if len(head.split()) > _SPEECH else []) + _filled(turns)


def _unlabelled(lines: Iterable[str]) -> list[Spoken]:
    """The lines of a transcript without labels, as one turn, with the times that stand before them."""
    time: float | None = None
    found: list[Spoken] = []
    for line in lines:
        lone = _lone_time(line)
        if lone is not None:
            time = lone
        elif line.strip():
            found.append(replace(_going_on(line, time), continues=bool(found)))
            time = None
    return found


def _going_on(line: str, time: float | None) -> Spoken:
    leading = _LEADING.match(line)
    if leading and leading.end() < len(line):
        return Spoken(line[leading.end() :], start=clock.seconds(leading["time"]), continues=True)
    return Spoken(line, start=time, continues=True)


def _filled(turns: Sequence[Spoken]) -> list[Spoken]:
    """The turns, where a label stands on a line of its own with the words from the next: these are its words."""
    found: list[Spoken] = []
    for one in turns:
        if one.continues and found and not found[-1].words.strip():
            if _NOTES_ONLY.fullmatch(one.words) and found[-1].role is None:  # “(Tarn West) (Lab)”
                found[-1] = replace(found[-1], role=one.words.strip().strip("()[]"))
                continue
            start = found[-1].start if found[-1].start is not None else one.start
            found[-1] = replace(found[-1], words=one.words, start=start)
        else:
            found.append(one)
    return [one for one in found if one.words.strip()]


def _lines(written: Sequence[str]) -> list[str]:
    """The lines of a transcript without their numbers, and cleaned."""
    return [_cleaned(line[width:]) for line, width in zip(written, margins.widths(written), strict=True)]


def by_line(lines: Iterable[str]) -> dict[int, Label]:
    """The labels of a transcript, by the index of their line."""
    written = [line.rstrip("\r\n") for line in lines]
    return _labels(_lines(written), _hanging(written))


def _hanging(written: Sequence[str]) -> int:
    """How many lines are set in so far that they go on with those before; 0 if most are, as on some pages."""
    far = sum(bool(line.strip()) and line[:_SET_IN].isspace() for line in written)
    return far if 4 * far < 3 * sum(bool(line.strip()) for line in written) else 0


def is_time(line: str) -> bool:
    """Whether a line has nothing but a time code."""
    return _lone_time(line) is not None


def known(lines: Iterable[str]) -> frozenset[str]:
    """The keys of the labels with a colon that lines of captions have, for `labelled`."""
    found = [label for line in lines if (label := _colon(_cleaned(line)))]
    often = Counter(label.key for label in found)
    return frozenset(
        label.key for label in found if label.capitals or often[label.key] > 1 or len(label.speaker.split()) > 1
    )


def labelled(line: str, keys: Collection[str] | None = None, *, stops: bool = False) -> Label | None:
    """The label of one line by itself, or None. keys: of those known; None: its form alone tells.

    stops: whether the full stop of “Mr. LUND.” marks one.
    """
    line = _cleaned(line)
    if stops and (match := _STOP.match(line)):
        return Label(match["label"], match["note"], match["words"], "stop")
    label = _colon(line)
    if label is None:
        return None
    if keys is not None:
        return label if label.key in keys else None
    return label if label.capitals or len(label.speaker.split()) > 1 else None


# -- which lines have one ----------------------------------------------------------------------------------------------


def _labels(lines: Sequence[str], hanging: int) -> dict[int, Label]:
    """The labels of a transcript, by the number of their line: those of the form that has most.

    hanging: how many lines only go on with the one before.
    """
    paragraphs = sum(1 for line in lines if line.strip()) - hanging
    letters = {n: label for n, line in enumerate(lines) if (label := _letter(line))}
    found = {n: label for n, line in enumerate(lines) if (n not in letters) and (label := _colon(line))}
    colons = _sure(found, paragraphs)
    if not any(label.speaker == "Q" for label in letters.values()):
        letters = {}
    elif not _explicit(lines, letters):
        letters = {n: label for n, label in letters.items() if label.speaker == "Q"}
    stops = _sure({n: label for n, line in enumerate(lines) if (label := _stop(line))}, paragraphs)
    brackets = _sure({n: label for n, line in enumerate(lines) if (label := _bracket(line))}, paragraphs)
    marked = max(colons, stops, brackets if len(brackets) > 1 else {}, key=len)
    marked = {**letters, **marked}
    if len(marked) > 1 and len(marked) >= _RULE * paragraphs:
        return marked
    others = _others(lines, paragraphs)
    return others if len(others) > max(1, len(marked)) else marked


def _others(lines: Sequence[str], paragraphs: int) -> dict[int, Label]:
    """Labels of forms that lines without one have too: labels where most lines have one, and most come again."""
    ended = {n: label for n, line in enumerate(lines) if (label := _ended_dash(line))}
    dashes = {n: label for n, line in enumerate(lines) if (label := _dash(line))}
    found = [ended if _again(ended) else {}, dashes if len(dashes) >= _RULE * paragraphs else {}]
    for form in (*_APART, _ODD):
        apart = {n: label for n, line in enumerate(lines) if (label := _apart(line, form))}
        found.append(apart if len(apart) >= _STRICT * paragraphs and _again(apart) else {})
    return max(*found, _alone(lines), key=len)


def _again(found: Mapping[int, Label]) -> bool:
    """Whether there are several labels, and most come again."""
    often = Counter(label.key for label in found.values())
    return len(often) > 1 and 2 * sum(count for count in often.values() if count == 1) < len(found)


def _explicit(lines: Sequence[str], letters: dict[int, Label]) -> bool:
    """Whether answers are marked too: “A.”, with a stop; “A” by itself is a word."""
    return any(label.speaker == "A" and re.match(r"A\s*[.:\t]", lines[n]) for n, label in letters.items())


def _sure(found: dict[int, Label], paragraphs: int) -> dict[int, Label]:
    """Those that are labels: in capitals, timed, coming again, or in a text where labels are the rule."""
    often = Counter(label.key for label in found.values())
    rule = len(found) > 1 and len(found) >= _RULE * paragraphs
    capitals = {n for n, label in found.items() if label.capitals}
    if len(capitals) >= 0.7 * len(found):
        return {n: label for n, label in found.items() if n in capitals or label.time is not None}
    sure = {
        n
        for n, label in found.items()
        if label.capitals or label.time is not None or rule or (often[label.key] > 1 and len(often) > 1)
        or (often[label.key] > 1 and len(label.speaker.split()) > 1)
    }  # fmt: skip
    if len(sure) > 1:  # among labels, two capitals are a name
        sure |= {n for n, label in found.items() if len(label.speaker.split()) > 1}
    return {n: label for n, label in found.items() if n in sure}


def _alone(lines: Sequence[str]) -> dict[int, Label]:
    """Labels that stand on lines of their own, without a colon: timed, or coming again, or every other paragraph."""
    filled = [n for n, line in enumerate(lines) if line.strip()]
    found: dict[int, Label] = {}
    for place, n in enumerate(filled[:-1]):
        following = lines[filled[place + 1]]
        label = _line(lines[n])
        if label and (place == 0 or filled[place - 1] not in found or label.time is not None) and (
            _line(following) is None or label.time is not None
        ):  # fmt: skip
            found[n] = label
    often = Counter(label.key for label in found.values())
    rule = len(found) > 1 and len(found) >= 0.45 * len(filled)
    return {n: label for n, label in found.items() if rule or label.time is not None or often[label.key] > 1}


# -- one line ----------------------------------------------------------------------------------------------------------


def _cleaned(line: str) -> str:
    """A line without marks of Markdown, live captions and lists, and with plain blanks; tabs stay."""
    plain = re.sub(r"<(?=/?(?:b|i|strong|em|p)>)[^>]*>", "", line)
    plain = _MARKUP.sub("", plain.replace("\xa0", " ").replace("\u200b", "").replace("\ufeff", "")).strip(" \r")
    return _UNTIL.sub(r"\1", _EMPHASIS.sub(r"\2", plain))


def _lone_time(line: str) -> float | None:
    """The seconds of a line that has nothing but a time code."""
    match = _LEADING.fullmatch(line.strip())
    return clock.seconds(match["time"]) if match else None


def _timed(line: str) -> tuple[str, float | None]:
    """A line without the time code before it, and its seconds."""
    match = _LEADING.match(line)
    return (line[match.end() :], clock.seconds(match["time"])) if match else (line, None)


def _colon(line: str) -> Label | None:
    if ":" not in line[:_FAR]:
        return None
    rest, time = _timed(_BULLET.sub("", line))
    if told := _TELLING.match(rest):
        name = _named(rest[told.end() :])
        return Label(*name, "", "colon", time) if name else None
    match = _COLON.match(rest)
    if match is None and time is None and (late := re.match(rf"(.{{1,80}}?)\s*{_RANGE}\s*:\s*(.*)", line)):
        name = _named(late[1])  # “Ana Reyes [00:02:11]: …”
        return Label(*name, late[late.lastindex or 0], "colon", clock.seconds(late["time"])) if name else None
    if match is None:
        return None
    label, words = match["label"], match["words"]
    inner = re.search(rf"\s*{_RANGE}\s*\Z", label)
    if inner and inner.start():
        label, time = label[: inner.start()], clock.seconds(inner["time"])
    after, said_at = _timed(words)
    if said_at is not None and words[:1] in "[(<":
        words, time = after, said_at
    name = _named(label)
    return Label(*name, words, "colon", time) if name else None


def _bracket(line: str) -> Label | None:
    rest, time = _timed(line)
    match = _BRACKET.match(rest)
    if match is None:
        return None
    label = match["label"]
    if inner := _TRAILING.search(label):
        label, time = label[: inner.start()], clock.seconds(inner["time"])
    name = _named(label)
    if name is None or not _NOTES.isdisjoint(name[0].casefold().split()):
        return None
    return Label(*name, match["words"], "bracket", time)


def _dash(line: str) -> Label | None:
    rest, time = _timed(line)
    match = _DASH.match(rest)
    name = _named(match["label"]) if match and not match["words"][0].islower() else None
    return Label(*name, match["words"], "dash", time) if match and name else None


def _ended_dash(line: str) -> Label | None:
    """A label with a full stop and a dash: “MR. LUND.—The bridge”, “Ana Reyes (PPE). – The bridge”."""
    rest, time = _timed(line)
    match = _ENDED_DASH.match(rest)
    name = _named(match["label"]) if match else None
    return Label(*name, match["words"], "stop-dash", time) if match and name else None


def _apart(line: str, form: re.Pattern[str]) -> Label | None:
    """A label of one of the forms that are labels only where they are the rule."""
    rest, time = _timed(line)
    match = form.match(rest)
    if match is None:
        return None
    name: tuple[str, str | None] | None = (match["label"], None) if form is _ODD else _named(match["label"])
    if name is None or name[0].casefold().split()[0] in _HEADS or not _NOTES.isdisjoint(name[0].casefold().split()):
        return None
    said_at = match.groupdict().get("time")
    return Label(*name, match["words"], "apart", clock.seconds(said_at) if said_at else time)


def _letter(line: str) -> Label | None:
    rest, time = _timed(line)
    match = _LETTER.match(rest)
    return Label(match["label"], match["note"], match["words"], "letter", time) if match else None


def _stop(line: str) -> Label | None:
    if "." not in line[:_FAR]:
        return None
    rest, time = _timed(line)
    match = _STOP.match(rest)
    return Label(match["label"], match["note"], match["words"], "stop", time) if match else None


def _line(line: str) -> Label | None:
    """A label that is a whole line: a name, perhaps with a role or a time code."""
    if len(line) > _FAR:
        return None
    rest, time = _timed(line)
    if trailing := _TRAILING.search(rest):
        if not trailing.start():
            return None
        rest, time = rest[: trailing.start()], clock.seconds(trailing["time"])
    name = _named(rest.strip().removesuffix(":"))
    return Label(*name, "", "line", time) if name else None


def _named(label: str) -> tuple[str, str | None] | None:
    """The name and the role in a label: “Ana Reyes”, “mayor of Halden”; None if it is none."""
    note = _NOTE.search(label)
    bare = _NOTE.sub("", label).strip()
    if not bare or len(bare.split()) > _LONGEST or _ENDED.search(_ABBREVIATED.sub("A", bare)):
        return None
    if bare.split()[0].casefold() in _DAYS or bare.casefold() == "the white house":
        return None
    name, role = parted(bare)
    if not _is_name(name):
        return None
    return name, role or (note[0].strip().strip("()[]") if note and role is None else None)


def parted(bare: str) -> tuple[str, str | None]:
    """The name and the role of a label."""
    name, *roles = _ROLE.split(bare, maxsplit=1)
    if roles and re.fullmatch(r"(?:Jr|Sr|M\.?D|Ph\.?D|Esq|II|III|MP)\.?", roles[0].split(",")[0]):
        name, _, rest = bare.partition(",")
        roles = rest.split(",", 1)[1:]
    return name, roles[0].strip() if roles else None


def _is_name(name: str) -> bool:
    """Whether words are written like a name, and aren't a heading."""
    parts = name.split()
    if not 0 < len(parts) <= _LONGEST_NAME or parts[0].casefold().rstrip(".") in _HEADS:
        return False
    if not _HEADINGS.isdisjoint(name.casefold().split()) or not all(re.fullmatch(_NAME, part) for part in parts):
        return False
    if name[-1] == "." and not _ABBREVIATED.search(parts[-1]):
        return False
    small = [part.casefold() in _SMALL or (i > 0 and part in _SOMEBODY) for i, part in enumerate(parts)]
    capital = [part[0].isupper() or not part[0].isalpha() for part in parts]
    ends = parts[0][0].isupper() and not (parts[-1].casefold() in _SMALL and len(parts) > 1)
    return ends and all(one or other for one, other in zip(small, capital, strict=True))
