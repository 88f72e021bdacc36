"""Quotations held against what a machine heard.

A machine errs, so of its words it is never said that a quotation alters them: either it heard them alike, or it heard
otherwise, and somebody has to listen. Alike are words that are the same; where the recording is at hand, those that on
listening again are about as likely there as what was heard; elsewhere those that a machine easily takes for each other.
A “not” that was heard or not, a number or a day that differs are never alike, however they sound. Where a number is
quoted and no number was heard (“dirty” for “thirty”), it is alike only if it is far likelier there than any other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from ..english.lexicon import MONTHS, NEGATIONS, WEEKDAYS
from ..english.lexicon import words as _listed
from ..english.spelling import NUMBERS
from ..english.verbatim import EMPTY, FILLERS, POWERS
from ..records.record import Record
from ..span import Span
from .alignment import TELLING, ComparedQuotation, SaidWord, worth
from .sounding import HeardDifference, Sounding, alike, beside, like_consonants, spoken_as
from .verified import ComparedWords, DifferenceKind

#: How likely each of several wordings is, as natural logarithms, of what a record has between two times in seconds;
#: None if it can't be listened to.
Listen = Callable[[Record, float, float, Sequence[str]], Sequence[float] | None]

#: The least share (0 to 1) of a quotation's words that were heard just so, by their worth, for it to be near; what is
#: added for each word less than seven; and the fewest words in a row, or of them if as many tell something.
_NEAR, _NEAR_SHORT, _RUN, _RUN_TELLING = 0.5, 0.06, 3, 2
#: So many words of a quotation may be few.
_FEW: Final = 3
#: How much less likely (natural logarithm) other words may be than those that were heard: as a rule; if they sound
#: alike; if they are small words; if they are names, which a model seldom expects; if both have a verb that takes a
#: “not”, which it hears well; and more for each word after the first, of _MORE at most, of names by more.
_LESS, _LESS_ALIKE, _LESS_SMALL, _LESS_NAMES, _LESS_VERBS = 4.5, 8.0, 6.0, 9.0, 2.0
#: The same if the consonants are much alike, and if they are the same.
_LESS_CONSONANTS, _LESS_SAME = 7.0, 9.0
#: The consonants of two words are much alike from this likeness (0 to 1) on.
_CONSONANTS: Final = 0.6
#: How much likelier (natural logarithm) a number must be than any other of its kind, where none was heard.
_CLEAR: Final = 3.0
_EACH, _EACH_NAME, _MORE = 2.0, 5.0, 3
#: From which likeness (0 to 1) on words sound alike: where it can be listened again, and where not.
_ALIKE, _ALIKE_UNHEARD = 0.55, 0.75
#: The share (0 to 1) of a quotation's worth that may rest on words that only sound alike.
_DOUBTFUL: Final = 0.4
#: Words before and after a stretch that are listened to with it; seconds beside these.
_AROUND, _SECONDS = 8, 0.1
_NUMBER = re.compile(r"\d[\d.,:]*\Z")
_COUNTED: Final = (
    frozenset(POWERS)
    | WEEKDAYS
    | _listed(
        "one first second third fourth fifth sixth seventh eighth ninth tenth half twice once double january february "
        "march april may june july august september october november december today tomorrow yesterday"
    )
)
#: What is counted, kind by kind: numbers, ordinals, days, months. Of a kind that is quoted others are listened for.
_KINDS: Final = (
    _listed(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
    )
    | {str(number) for number in (*range(1, 21), *range(30, 100, 10))},
    _listed("first second third fourth fifth sixth seventh eighth ninth tenth"),
    WEEKDAYS,
    MONTHS,
)
#: Numbers that are heard as another word, and the other way round.
_AS_NUMBERS: Final = {"to": "2", "too": "2", "for": "4", "won": "one", "ate": "8"}
_REVERSING: Final = re.compile(r"(?:un|in|im|il|ir|dis|non|mis|de)-?(?=\w{3})")
#: Words that a “not” may follow.
_VERBS: Final = _listed(
    "is are was were am be been has have had do does did will would can could shall should may might must"
)
_SMALL: Final = (
    EMPTY - NEGATIONS - _VERBS - _listed("i we you he she they me us him her them my our your his their so if")
)


@dataclass(frozen=True, slots=True)
class HeardQuotation:
    """A quotation beside what a machine heard. alike: whether it heard it so. span: where, in the record's text.

    differences: what it heard otherwise. cost: of all that differs, the less the nearer.
    """

    alike: bool
    span: Span
    differences: tuple[ComparedWords, ...]
    cost: float


def heard(
    ours: ComparedQuotation, stretches: Sequence[Sequence[SaidWord]], record: Record, listen: Listen | None
) -> HeardQuotation | None:
    """What a machine heard of a quotation, in stretches of a record's words; None if nothing near it."""
    open_ = frozenset(ours.gaps) | ours.breaks
    laid = [(beside(ours.words, said, open_), said) for said in stretches if said]
    near = [(one, said) for one, said in laid if _is_near(ours, one)]
    if not near:
        return None
    one, said = min(near, key=lambda it: it[0].cost)
    doubts = [
        _Doubt(ours, said, difference, record) for difference in one.differences if not _is_marked(ours, difference)
    ]
    settled = _settled(doubts, one, said, record, listen)
    doubtful = sum(doubt.worth for doubt in doubts if settled[doubt] != "likelier")
    different = [doubt for doubt in doubts if settled[doubt] == "otherwise"]
    if not different and doubtful > _DOUBTFUL * ours.worth:
        different = doubts
    span = Span(said[one.start].word.start, max(it.word.end for it in said[one.start : one.end]))
    compared = sorted(
        (doubt.compared for doubt in different), key=lambda it: ("negation", "number", "words").index(it.kind)
    )
    return HeardQuotation(not different, span, tuple(compared), one.cost)


def _is_near(ours: ComparedQuotation, one: Sounding) -> bool:
    """Whether enough of a quotation was heard just so, in a row."""
    size = len(ours.words)
    differing = {at for difference in one.differences for at in range(*difference.ours)}
    same = sum(worth(word) for at, word in enumerate(ours.words) if at not in differing)
    row = longest = 0
    for at in range(size):
        row = 0 if at in differing else row + 1
        longest = max(longest, row)
    if size <= _FEW:
        return not differing
    telling = sum(worth(word) >= TELLING for at, word in enumerate(ours.words) if at not in differing)
    in_a_row = longest >= min(size, _RUN) or (longest >= _RUN_TELLING and telling >= _RUN)
    return same >= (_NEAR + max(0, 7 - size) * _NEAR_SHORT) * ours.worth and in_a_row


def _is_marked(ours: ComparedQuotation, difference: HeardDifference) -> bool:
    """Whether only words were heard that the quotation says it leaves out, or that stand where its cue does."""
    start, end = difference.ours
    return start == end and (start in ours.gaps or start in ours.breaks)


class _Doubt:
    """Where a quotation and what was heard differ: the words of both, and what the difference is about."""

    def __init__(
        self, ours: ComparedQuotation, said: Sequence[SaidWord], difference: HeardDifference, record: Record
    ) -> None:
        mine = ours.words[slice(*difference.ours)]
        others = [one.word for one in said[slice(*difference.theirs)]]
        at, end = difference.theirs
        first = said[at].word.start if at < len(said) else said[-1].word.end
        #: Where the words stand in the record's text; both the same where none was heard.
        self.start, self.end = first, said[end - 1].word.end if end > at else first
        self.quoted = ours.text[mine[0].start : mine[-1].end] if mine else ""
        self.said = record.text[self.start : self.end]
        #: Whether all that is quoted is written as names are, within a sentence.
        before = ours.words[difference.ours[0] - 1] if difference.ours[0] else None
        starts = before is None or before.stop == "." or difference.ours[0] in ours.breaks
        capitals = [ours.text[word.start].isupper() for word in mine]
        self.names = bool(mine) and all(capitals) and (not starts or len(mine) > 1)
        self.forms = [word.form for word in mine]
        self.others = [word.form for word in others]
        self.worth = sum(worth(word) for word in mine)
        self.likeness = alike(" ".join(map(spoken_as, mine)), " ".join(map(spoken_as, others)))

    @property
    def kind(self) -> DifferenceKind:
        """Negation or number if one is changed, put in or left out."""
        counts = [sum(form in NEGATIONS for form in forms) for forms in (self.forms, self.others)]
        if counts[0] != counts[1] or any(map(_is_reversed, self.forms, self.others)):
            return "negation"
        return "number" if _numbers(self.forms, self.others) != _numbers(self.others, self.forms) else "words"

    @property
    def compared(self) -> ComparedWords:
        """The words of both."""
        return ComparedWords(self.kind, self.quoted, self.said)

    @property
    def homophones(self) -> bool:
        """Whether it is a number and a word that sounds the same: “two” and “to”."""
        row, other = (self.forms, self.others) if len(self.forms) == 1 else ([], [])
        return any([_AS_NUMBERS.get(one)] == two for a, two in ((row, other), (other, row)) for one in a)

    @property
    def small(self) -> bool:
        """Whether neither has a word that says anything by itself."""
        return all(form in _SMALL or form in FILLERS for form in (*self.forms, *self.others))

    @property
    def less(self) -> float:
        """How much less likely the quotation's words may be than those that were heard."""
        more = min(max(0, len(self.forms) - 1), _MORE)
        if self.names:
            return _LESS_NAMES + _EACH_NAME * more
        if _VERBS.intersection(self.forms) and _VERBS.intersection(self.others):
            return _LESS_VERBS
        consonants = like_consonants(" ".join(self.forms), " ".join(self.others))
        if self.likeness >= _ALIKE:
            return (_LESS_SAME if consonants == 1.0 else _LESS_ALIKE) + _EACH * more
        first = _LESS_CONSONANTS if consonants >= _CONSONANTS else _LESS_SMALL if self.small else _LESS
        return first + _EACH * more

    @property
    def others_of_kind(self) -> list[str]:
        """The quotation's words with every other number in the place of its own, or day, or month.

        Empty if it has several, or one beyond what is counted here, or if a machine heard any of that kind.
        """
        counted = [word for word in re.findall(r"\w+", self.quoted) if _kind_of(word.casefold()) is not None]
        kinds = {_kind_of(form) for form in self.others}
        if len(counted) != 1 or _numbers(self.forms, self.others).total() != 1:
            return []
        kind = _kind_of(counted[0].casefold())
        if kind is None or kind in kinds or (not kind and any(map(_is_number, self.others))):
            return []
        same = sorted(one for one in _KINDS[kind] - {counted[0].casefold()} if one.isdigit() == counted[0].isdigit())
        rest = (one.capitalize() if counted[0][0].isupper() else one for one in same)
        return [re.sub(rf"\b{counted[0]}\b", one, self.quoted, count=1) for one in rest]

    @property
    def contrast(self) -> str | None:
        """The quotation's words with a “not” after a verb that takes one; None if it has none, or negates already."""
        verb = next((form for form in self.forms if form in _VERBS), None)
        if verb is None or NEGATIONS.intersection(self.forms):
            return None
        found = re.sub(rf"\b{verb}\b", f"{verb} not", self.quoted, count=1, flags=re.IGNORECASE)
        return None if found == self.quoted else found


def _kind_of(form: str) -> int | None:
    """Which kind of what is counted a word is of: its index; None if of none."""
    return next((at for at, kind in enumerate(_KINDS) if form in kind), None)


def _is_number(form: str) -> bool:
    return bool(_NUMBER.match(form)) or form in NUMBERS or form in POWERS


def _is_reversed(one: str, other: str) -> bool:
    """Whether one word is the other with a syllable before it that turns it round: “unsafe”, “safe”."""
    return any(
        match and long[match.end() :] == short
        for long, short in ((one, other), (other, one))
        if (match := _REVERSING.match(long))
    )


def _numbers(forms: Sequence[str], beside_them: Sequence[str]) -> Counter[str]:
    """The numbers and days among words; “to” is one where the words beside it have a 2."""
    found: Counter[str] = Counter()
    for form in forms:
        number = _AS_NUMBERS.get(form)
        if number is not None and number in beside_them:
            found[number] += 1
        elif _NUMBER.match(form) or form in NUMBERS or form in _COUNTED:
            found[form] += 1
    return found


#: How a difference stands once it was listened to: the quotation's words are likelier than what was heard, about as
#: likely, or not.
_Settled = Literal["likelier", "alike", "otherwise"]


def _settled(
    doubts: Sequence[_Doubt], one: Sounding, said: Sequence[SaidWord], record: Record, listen: Listen | None
) -> dict[_Doubt, _Settled]:
    """Of each difference whether it is none to the ear."""
    heard_ = [doubt for doubt in doubts if doubt.kind == "words" or (doubt.kind == "number" and doubt.others_of_kind)]
    likely = _listened(heard_, one, said, record, listen) if heard_ and listen else None
    found: dict[_Doubt, _Settled] = dict.fromkeys(doubts, "otherwise")
    for doubt in heard_:
        if doubt.kind == "words" and doubt.homophones:
            found[doubt] = "alike"
        elif likely is not None:
            found[doubt] = likely[doubt]
        elif doubt.kind == "words" and (doubt.small or doubt.likeness >= _ALIKE_UNHEARD):
            found[doubt] = "alike"
    return found


def _listened(
    doubts: Sequence[_Doubt], one: Sounding, said: Sequence[SaidWord], record: Record, listen: Listen
) -> dict[_Doubt, _Settled] | None:
    """Of each difference how likely the quotation's words are there; None if it can't be listened to."""
    first, last = max(0, one.start - _AROUND), min(len(said), one.end + _AROUND)
    whole = Span(said[first].word.start, max(it.word.end for it in said[first:last]))
    start = record.time_at(whole.start)
    if start is None:
        return None
    end = record.time_at(said[last].word.start) if last < len(said) else record.turns[record.turn_at(whole.end)].end
    beside_ = {doubt: [*([doubt.contrast] if doubt.contrast else []), *_others(doubt)] for doubt in doubts}
    wordings = [whole.of(record.text)]
    for doubt in doubts:
        wordings += [_instead(record, whole, doubt, words) for words in (doubt.quoted, *beside_[doubt])]
    likely = listen(record, max(0.0, start - _SECONDS), (end or start) + _SECONDS, wordings)
    if likely is None:
        return None
    rest: Iterator[float] = iter(likely)
    as_heard = next(rest)
    return {
        doubt: _judged(doubt, next(rest) - as_heard, [next(rest) - as_heard for _ in beside_[doubt]])
        for doubt in doubts
    }


def _others(doubt: _Doubt) -> list[str]:
    return doubt.others_of_kind if doubt.kind == "number" else []


def _judged(doubt: _Doubt, quoted: float, beside_: Sequence[float]) -> _Settled:
    """How a difference stands. quoted, beside_: how much likelier than what was heard its words and others are."""
    clear = _CLEAR if doubt.kind == "number" else 0.0
    if quoted < -max(doubt.less, _LESS_NAMES if clear else 0.0) or any(other >= quoted - clear for other in beside_):
        return "otherwise"
    return "likelier" if quoted > 0 else "alike"


def _instead(record: Record, whole: Span, doubt: _Doubt, words: str) -> str:
    """A stretch of a record with other words in the place of those that were heard."""
    text = record.text
    return " ".join(f"{text[whole.start : doubt.start]} {words} {text[doubt.end : whole.end]}".split())
