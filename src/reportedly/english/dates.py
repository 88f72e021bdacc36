"""Dates: expressions of time in a text and what they mean, as EDTF (ISO 8601-2, levels 0 and 1).

A grammar finds the expressions; dateutil parses dates and calculates days. dateparser would do both, but it returns an
instant where the words mean a week or a year, takes a millisecond for each and a fifth of a second to load.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from ..patterns import lazy
from ..span import Span, covers
from .periods import Period, around, day, month, moved, on, parsed, stretch, until, weekend, year


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression of time in a text.

    form: the key of the rule in RULES that found it. period: what it means; None if that is unknown. said: whether it
    stands in the content of a statement.
    """

    span: Span
    form: str
    period: Period | None
    said: bool


@lru_cache(maxsize=8)  # times and places ask the same
def expressions(text: str, published: date | None, said: tuple[Span, ...] = ()) -> tuple[Expression, ...]:
    """The expressions of time in `text`, in order and without overlap.

    published: the day of publication, from which “on Tuesday” and “last year” are counted; if None, only dates with a
    year have a period. said: the contents of statements, in text order; “two days later” and “at the time” are counted
    from the previous expression outside them.
    """
    found: list[Expression] = []
    before: Period | None = None
    matches = deque(match for start, end in _windows(text) for match in GRAMMAR.finditer(text, start, end))
    while matches:
        match = matches.popleft()
        start, end = match.span()
        form, anchor = match.lastgroup or "", before
        if form == "shift" and matches and REACH.fullmatch(text, end, matches[0].start()):  # "a week before the 3 May"
            counted_from = matches.popleft()
            anchor, end = _period(counted_from.lastgroup or "", counted_from[0], published, before), counted_from.end()
        period = _period(form, match[0], published, anchor)
        if period and UNTIL.search(text, max(0, start - 60), start) and form not in {"same", "shift"}:
            period = until(period)
        found.append(Expression(Span(start, end), form, period, covers(said, start)))
        if not found[-1].said:
            before = period
    return tuple(found)


def _windows(text: str) -> list[tuple[int, int]]:
    """Stretches of whole words around years and the words in TELLING; the grammar is too slow for the whole text."""
    found: list[tuple[int, int]] = []
    for match in WORD.finditer(text):
        word = match[0]
        if YEAR_LIKE.match(word) if word[0].isdigit() else word.lower() in TELLING:
            start = text.rfind(" ", 0, max(0, match.start() - 30)) + 1
            end = text.find(" ", match.end() + 30)
            end = end if end >= 0 else len(text)
            if found and start <= found[-1][1]:
                start = found.pop()[0]
            found.append((start, end))
    return found


@lru_cache(maxsize=4096)
def _period(form: str, words: str, published: date | None, before: Period | None) -> Period | None:
    match = re.fullmatch(RULES[form].pattern, words)
    if match is None:
        return None
    try:
        return RULES[form].read(match.groupdict(), Context(published, before))
    except (ValueError, OverflowError):  # dateutil: no such day, or a year that the calendar hasn't
        return None


class Context(NamedTuple):
    """What an expression is counted from. published: the day of publication. before: the time mentioned before."""

    published: date | None
    before: Period | None


Groups = Mapping[str, str | None]
Reader = Callable[[Groups, Context], Period | None]


# Readers: from the groups of a form's match to what it means


def _yearly(groups: Groups, context: Context, of_year: Callable[[int], Period]) -> Period | None:
    """A yearly period in the year that the words give, else the latest that had begun on the day of publication."""
    if groups.get("year"):
        return of_year(int(groups["year"] or ""))
    now = context.published
    if now is None:
        return None
    if groups.get("relative"):
        return of_year(now.year - (groups["relative"] == "last"))
    for number in range(now.year, now.year - 9, -1):  # 29 February may be eight years back
        try:
            period = of_year(number)
        except ValueError:
            continue
        if period.first <= now and not (groups.get("last") and period.last >= now):
            return period
    return None


def _iso(groups: Groups, _: Context) -> Period | None:
    return day(date.fromisoformat(groups["iso"] or ""))


def _date(groups: Groups, context: Context) -> Period | None:
    return _yearly(groups, context, lambda y: day(parsed(f"{groups['day']} {groups['month']} {y}", date(y, 1, 1))))


def _range(groups: Groups, context: Context) -> Period | None:
    """ "3-9 April", "between Sept. 28 and Oct. 2"; the year applies to both ends."""
    start, end = groups.get("from") or groups.get("start") or "", groups["to"] or ""

    def of_year(number: int) -> Period:
        if end.isdigit():  # the month stands with the first day
            first = parsed(start, date(number, 1, 1))
            return stretch(first, parsed(end, first))
        last = parsed(end, date(number, 1, 1))
        return stretch(parsed(start, last.replace(day=1)), last)

    period = _yearly(groups, context, of_year)
    return period if period and period.first < period.last else None


def _month(groups: Groups, context: Context) -> Period | None:
    return _yearly(groups, context, lambda y: month(parsed(f"1 {groups['month']} {y}", date(y, 1, 1))))


def _week_of_month(groups: Groups, context: Context) -> Period | None:
    whole = _month(groups, context)
    if whole is None:
        return None
    if groups["ordinal"] == "last":
        return stretch(whole.last - timedelta(6), whole.last)
    first = whole.first + timedelta(7 * (ORDINALS[groups["ordinal"] or ""] - 1))
    return stretch(first, first + timedelta(6))


def _season(groups: Groups, context: Context) -> Period | None:
    code, first_month = SEASONS[(groups["season"] or "").lower()]

    def of_year(number: int) -> Period:
        first = date(number, first_month, 1)
        return Period(first, moved(first, months=3, days=-1), f"{number:04}-{code}")

    return _yearly(groups, context, of_year)


def _quarter(groups: Groups, context: Context) -> Period | None:
    number = ORDINALS[(groups["ordinal"] or groups["number"] or "").lower()]

    def of_year(y: int) -> Period:
        first = date(y, 3 * number - 2, 1)
        return stretch(first, moved(first, months=3, days=-1))

    return _yearly(groups, context, of_year)


def _year(groups: Groups, _: Context) -> Period | None:
    return year(int(groups["year"] or ""))


def _decade(groups: Groups, context: Context) -> Period | None:
    if groups["decade"]:
        tens = int(groups["decade"])
    elif context.published:  # the '70s: the latest that have begun
        tens = (context.published.year // 10 - int(groups["short"] or "")) // 10 * 10 + int(groups["short"] or "")
    else:
        return None
    return Period(date(tens * 10, 1, 1), date(tens * 10 + 9, 12, 31), f"{tens:03}X")


def _century(groups: Groups, _: Context) -> Period | None:
    hundreds = int(groups["century"] or "") - 1
    return Period(date(hundreds * 100, 1, 1), date(hundreds * 100 + 99, 12, 31), f"{hundreds:02}XX")


def _named(groups: Groups, context: Context) -> Period | None:
    """A holiday or the like; Easter and the days that depend on it are calculated by dateutil."""
    name = (groups["name"] or "").lower().replace("’", "'").replace(".", "")

    def of_year(number: int) -> Period:
        if name in FROM_EASTER:
            from dateutil.easter import easter  # noqa: PLC0415 - few articles need it

            return day(easter(number) + timedelta(FROM_EASTER[name]))
        in_month, in_day, weekday, count = NAMED_DAYS[name]
        start = date(number, in_month, in_day)
        return day(on(start, weekday, count) if count else start)

    return _yearly(groups, context, of_year)


def _weekday(groups: Groups, context: Context) -> Period | None:
    now, which = context.published, (groups["which"] or "").lower()
    if now is None:
        return None
    weekday = DAYS.index((groups["weekday"] or "")[:3])
    if "next" in which or "coming" in which:
        return day(on(now + timedelta(1), weekday, 1))
    return day(on(now - timedelta(which == "last"), weekday, -1))


def _deictic(groups: Groups, context: Context) -> Period | None:
    if context.published is None:
        return None
    back = 2 if groups["two"] else 1 if groups["last"] else -1 if groups["next"] else 0
    return day(context.published - timedelta(back))


def _weekend(groups: Groups, context: Context) -> Period | None:
    """The latest weekend that had begun on the day of publication; “last weekend” must be over."""
    now = context.published
    if now is None:
        return None
    latest = weekend(now if now.weekday() >= 5 else now - timedelta(7))
    return weekend(now - timedelta(7)) if groups["last"] and latest.last >= now else latest


def _unit(groups: Groups, context: Context) -> Period | None:
    """ "last week", "earlier this month"."""
    if context.published is None:
        return None
    unit = groups["unit"] or ""
    back = -1 if groups["last"] else 1 if groups["next"] else 0
    return around(moved(context.published, **{f"{unit}s": back}), unit)


def _ago(groups: Groups, context: Context) -> Period | None:
    """ "three weeks ago": as exact as its unit."""
    if context.published is None:
        return None
    return _shifted(context.published, -1, groups, whole_weeks=True)


def _shift(groups: Groups, context: Context) -> Period | None:
    """ "two days later": days and weeks are counted from a day only, months and years from any period."""
    if context.before is None:
        return None
    unit, way = groups["unit"] or "", groups["way"] or ""
    sign = 1 if way.startswith(("later", "after")) else -1
    if unit in {"minute", "hour"}:
        return context.before if context.before.is_day else None
    if unit not in {"month", "year"} and not context.before.is_day:
        return None
    return _shifted(context.before.first, sign, groups, whole_weeks=False)


def _shifted(start: date, sign: int, groups: Groups, *, whole_weeks: bool) -> Period | None:
    unit, words = groups["unit"] or "", (groups["count"] or "").lower()
    count = sign * (int(words) if words.isdigit() else NUMBERS[words])
    if unit in {"minute", "hour"}:
        return day(start)
    if unit == "fortnight":
        unit, count = "week", 2 * count
    if unit in {"decade", "weekend"}:
        return None
    there = moved(start, **{f"{'day' if unit == 'night' else unit}s": count})
    return around(there, unit) if whole_weeks or unit != "week" else day(there)


def _soon(_: Groups, context: Context) -> Period | None:
    """ "hours later": the same day."""
    return context.before if context.before and context.before.is_day else None


def _next(groups: Groups, context: Context) -> Period | None:
    """ "the following week", "the previous day", counted from the time mentioned before."""
    if context.before is None:
        return None
    unit = groups["unit"] or groups["unit_alone"] or ""
    way = groups["way"] or groups["way_alone"] or ""
    sign = 1 if way in {"next", "following", "after"} else -1
    start = context.before.last if sign > 0 else context.before.first
    if unit == "weekend":
        near = weekend(start)
        return near if sign > 0 and start < near.first else weekend(start + timedelta(7 * sign))
    if unit not in {"week", "month", "year"}:
        return day(start + timedelta(sign)) if context.before.is_day else None
    return around(moved(start, **{f"{unit}s": sign}), unit)


def _same(groups: Groups, context: Context) -> Period | None:
    """ "that day", "the same week", "at the time": the time mentioned before, or the unit around it."""
    before = context.before
    if before is None or groups["unit"] is None:
        return before
    if groups["unit"] in {"week", "month", "year"}:
        whole = around(before.first, groups["unit"])
        inside = whole.first <= before.first and before.last <= whole.last
        return (whole if before.is_day or groups["unit"] != "week" else before) if inside else None
    return before if before.is_day else None


def _unknown(_: Groups, __: Context) -> Period | None:
    """A time that the words leave open: "a few days later"."""
    return None


# The grammar

MONTHS = (
    "(?:Jan(?:uary|[.])?|Feb(?:ruary|[.])?|Mar(?:ch|[.])|Apr(?:il|[.])?|May|June?|July?|Aug(?:ust|[.])?|"
    "Sept?(?:ember|[.])?|Oct(?:ober|[.])?|Nov(?:ember|[.])?|Dec(?:ember|[.])?)"
)
MONTH = rf"(?P<month>{MONTHS})(?!\w)"
#: A month before a capitalized word: at the head of a sentence, "In June Carter said" has a month; elsewhere "in June
#: Carter" has a name.
AT_HEAD = "|".join(
    rf"(?<=\bIn {name})(?= [A-Z])"
    for name in ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                 "November", "December")
)  # fmt: skip
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[.,:]\d)"
DATE = rf"(?:{DAY}(?: of)? {MONTHS}(?!\w)|{MONTHS} {DAY})"
YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)(?![\w%]|[-–,./:]\d)"
THE_YEAR = rf"(?:,? (?:of |in )?(?:{YEAR}|(?P<relative>last|this) year))"
WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?!\w)|(?:Mon|Tues?|Weds?|Thurs?|Fri|Sat|Sun)[.])"
PART = r"(?:morning|afternoon|evening|night|lunchtime|midday)(?!\w)"
UNIT = "minute|hour|day|night|week|weekend|fortnight|month|year|decade"
STAGE = "(?:(?:[Ee]arly|[Mm]id|[Ll]ate|the (?:start|beginning|middle|end) of)[- ](?:in )?)"
TO = " ?(?:[-–—]|to|until|through) ?"

#: Words before a month or a season.
LEADING = ("since", "before", "from", "until", "during")
DETERMINERS = ("a", "an", "the", "his", "her", "its", "their")

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
COUNT = rf"(?P<count>[1-9]\d?|{'|'.join(f'[{n[0].upper()}{n[0]}]{n[1:]}' for n in NUMBERS)})[- ]"
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1": 1, "2": 2, "3": 3, "4": 4}
#: EDTF's code of each season, and the month in which it begins in the northern hemisphere.
SEASONS = {"spring": (21, 3), "summer": (22, 6), "autumn": (23, 9), "fall": (23, 9), "winter": (24, 12)}
SEASON = "(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"

#: Month and day of each; for movable days also the weekday (0 is Monday) and its ordinal from that date, negative
#: backwards (0 for fixed days).
NAMED_DAYS = {
    "new year's day": (1, 1, 0, 0), "new year's eve": (12, 31, 0, 0), "valentine's day": (2, 14, 0, 0),
    "st patrick's day": (3, 17, 0, 0), "independence day": (7, 4, 0, 0), "fourth of july": (7, 4, 0, 0),
    "bastille day": (7, 14, 0, 0), "halloween": (10, 31, 0, 0), "veterans day": (11, 11, 0, 0),
    "armistice day": (11, 11, 0, 0), "christmas eve": (12, 24, 0, 0), "christmas day": (12, 25, 0, 0),
    "boxing day": (12, 26, 0, 0), "martin luther king jr day": (1, 1, 0, 3), "martin luther king day": (1, 1, 0, 3),
    "presidents day": (2, 1, 0, 3), "presidents' day": (2, 1, 0, 3), "memorial day": (5, 31, 0, -1),
    "labor day": (9, 1, 0, 1), "columbus day": (10, 1, 0, 2), "remembrance sunday": (11, 1, 6, 2),
    "thanksgiving day": (11, 1, 3, 4), "thanksgiving": (11, 1, 3, 4),
}  # fmt: skip
#: Days after Easter Sunday.
FROM_EASTER = {
    "ash wednesday": -46, "palm sunday": -7, "maundy thursday": -3, "good friday": -2, "easter sunday": 0,
    "easter day": 0, "easter monday": 1,
}  # fmt: skip
NAME = "|".join(
    name.title().replace("'S", "[’']s").replace("s'", "s[’']").replace(" Of ", " of ").replace("St ", "St[.]? ")
    .replace("Jr", "Jr[.]?")
    for name in sorted((*NAMED_DAYS, *FROM_EASTER), key=len, reverse=True)
)  # fmt: skip


class GrammarRule(NamedTuple):
    """A pattern of expressions of time with the function that interprets a match.

    after: words of which one must precede; none need to if empty.
    """

    pattern: str
    read: Reader
    after: tuple[str, ...] = ()

    def of_grammar(self, name: str) -> str:
        """The pattern as a part of GRAMMAR: a single group with the rule's name."""
        lead = "|".join(rf"(?<=\b[{word[0].upper()}{word[0]}]{word[1:]} )" for word in self.after)
        unnamed = re.sub("[(][?]P<[a-z_]+>", "(?:", self.pattern)
        return rf"(?:{lead})(?P<{name}>{unnamed})" if lead else f"(?P<{name}>{unnamed})"


#: The rules in order of precedence.
RULES = {
    "iso": GrammarRule(r"(?P<iso>(?:1[5-9]|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?!\d)", _iso),
    "range": GrammarRule(
        rf"(?:[Bb]etween (?:the )?(?P<from>{DAY}|{DATE}) and |(?:[Ff]rom )?(?:the )?(?P<start>{DAY}|{DATE}){TO})"
        rf"(?:the )?(?P<to>{DATE}){THE_YEAR}?", _range,
    ),
    "range_us": GrammarRule(
        rf"(?:[Bb]etween (?P<from>{MONTHS} {DAY}) and |(?:[Ff]rom )?(?P<start>{MONTHS} {DAY}){TO})"
        rf"(?P<to>{DAY}){THE_YEAR}?", _range,
    ),
    "day": GrammarRule(rf"(?:{WEEKDAY}(?: {PART})?,? )?(?:the )?(?P<day>{DAY})(?: of)? {MONTH}{THE_YEAR}?", _date),
    "day_us": GrammarRule(rf"(?:{WEEKDAY}(?: {PART})?,? )?{MONTH} (?:the )?(?P<day>{DAY}){THE_YEAR}?", _date),
    "week_of": GrammarRule(
        rf"(?:the )?(?P<ordinal>first|second|third|fourth|last) week (?:of|in) {MONTH}{THE_YEAR}?", _week_of_month
    ),
    "month_of": GrammarRule(rf"{STAGE}?{MONTH}{THE_YEAR}", _month),
    "month": GrammarRule(rf"(?:(?P<last>[Ll]ast)|[Tt]his(?: past)?) {STAGE}?{MONTH}(?![.]? \d)", _month),
    "month_alone": GrammarRule(
        rf"{STAGE}?{MONTH}(?:(?![.]? [\dA-Z])|{AT_HEAD})", _month, after=("in", "by", *LEADING, *DETERMINERS)
    ),
    "stage": GrammarRule(rf"{STAGE}{MONTH}", _month),
    "season_of": GrammarRule(rf"(?:the )?{STAGE}?{SEASON}{THE_YEAR}", _season),
    "season": GrammarRule(rf"(?:(?P<last>[Ll]ast)|[Tt]his(?: past)?) {STAGE}?{SEASON}(?!\w)", _season),
    "season_alone": GrammarRule(rf"(?:the )?{STAGE}?{SEASON}(?!\w)", _season, after=("in", "over", *LEADING)),
    "quarter": GrammarRule(
        rf"(?:(?:the )?(?P<ordinal>first|second|third|fourth)[- ]quarter|Q(?P<number>[1-4])){THE_YEAR}?", _quarter
    ),
    "decade": GrammarRule(
        rf"(?:the )?{STAGE}?(?:(?P<decade>(?:1[5-9]|20)\d)0[’']?s|[‘’'](?P<short>[2-9])0s)(?!\w)", _decade
    ),
    "century": GrammarRule(rf"(?:the )?{STAGE}?(?P<century>1\d|20|21)(?:th|st)[- ][Cc]entury(?!\w)", _century),
    "vague": GrammarRule(
        rf"(?:[Ss]everal|[Aa] few|[Ss]ome|[Mm]any|[Aa] couple of|[A-Za-z]+ty(?:-[a-z]+)?) (?:{UNIT})s? "
        r"(?:ago|earlier|later|before|after(?:wards?)?)(?!\w)|(?<!most )[Rr]ecently(?!\w)|[Oo]nce(?!\w)|"
        r"[Ll]ong ago(?!\w)|(?:[Ii]n )?(?:recent|past) (?:days|weeks|months|years)(?!\w)", _unknown,
    ),
    "ago": GrammarRule(rf"{COUNT}(?P<unit>{UNIT})s? ago(?!\w)", _ago),
    "soon": GrammarRule(
        r"(?:[Mm]inutes|[Hh]ours|[Mm]oments) (?:later|after(?:wards?)?|before(?:hand)?)(?!\w)", _soon
    ),
    "shift": GrammarRule(rf"{COUNT}(?P<unit>{UNIT})s? (?P<way>earlier|later|before|after(?:wards?)?)(?!\w)", _shift),
    "next": GrammarRule(
        rf"(?:[Tt]he|[Tt]hat) (?P<way>next|following|previous) (?P<unit>(?:{UNIT})(?!\w)|{PART})|"
        r"[Tt]he (?P<unit_alone>day|week|month|year) (?P<way_alone>before|after)(?=[,.;]|$)", _next,
    ),
    "same": GrammarRule(
        rf"(?:[Ll]ater |[Ee]arlier )?(?:[Tt]he (?:very )?same|[Tt]hat(?: same)?) (?P<unit>(?:{UNIT})(?!\w)|{PART})|"
        r"[Aa]t (?:the|that) time(?!\w)", _same,
    ),
    "weekend": GrammarRule(
        r"(?:(?P<last>[Ll]ast)|[Tt]his(?: past)?|[Oo]ver the(?: past)?|[Aa]t the|[Dd]uring the) weekend(?!\w)", _weekend
    ),
    "unit": GrammarRule(
        r"(?:(?:[Ee]arlier|[Ll]ater?|[Ee]arly) (?:in )?)?(?:(?P<last>[Ll]ast)|(?P<next>[Nn]ext)|[Tt]his(?: past)?) "
        r"(?P<unit>week|month|year)(?!\w)", _unit,
    ),
    "deictic": GrammarRule(
        rf"(?P<two>[Tt]he day before yesterday)|(?P<next>[Tt]omorrow)|(?:(?:[Ee]arlier|[Ll]ater?|[Ee]arly) )?"
        rf"(?:(?P<last>[Yy]esterday(?: {PART})?|[Ll]ast (?:night|evening))|[Tt]oday|[Tt]onight|[Tt]his {PART})(?!\w)",
        _deictic,
    ),
    "named": GrammarRule(rf"(?:(?P<last>[Ll]ast) |[Tt]his )?(?P<name>{NAME})(?!\w){THE_YEAR}?", _named),
    "weekday": GrammarRule(
        r"(?:(?P<which>[Ll]ast|[Tt]his(?: past| coming)?|[Nn]ext|[Cc]oming) )?(?:(?:[Ee]arly|[Ll]ater?)(?: on)? )?"
        rf"(?P<weekday>{WEEKDAY})(?: {PART})?", _weekday,
    ),
    "year": GrammarRule(rf"{STAGE}?{YEAR}", _year),
}  # fmt: skip
GRAMMAR = lazy(
    rf"(?<![\w$£€#.,/:-])(?=[\dA-Za-z‘’'])(?:{'|'.join(form.of_grammar(name) for name, form in RULES.items())})"
)
WORD = lazy(r"\w{3,}|Q[1-4]")
YEAR_LIKE = lazy(r"(?:1[5-9]|20)\d\d|[2-9]0s$")
#: Every expression contains a year or one of these words.
TELLING = frozenset(
    re.findall(
        r"\w+",
        """
        jan january feb february mar march apr april may june jul july aug august sep sept september oct october nov
        november dec december mon monday tue tues tuesday wed weds wednesday thu thur thurs thursday fri friday sat
        saturday sun sunday minute minutes hour hours day days night nights week weeks weekend weekends fortnight
        fortnights month months year years decade decades century spring summer autumn fall winter quarter q1 q2 q3
        q4 yesterday today tomorrow tonight morning afternoon evening lunchtime midday moments
        afterwards recently once ago time eve halloween thanksgiving fourth
        """,
    )
)
#: Words before a time that make it the end of an open interval.
UNTIL = lazy(
    r"\b(?:[Bb]y(?: the)?(?: early| late)?|(?:[Bb]efore|[Pp]rior to)(?: (?:the|an?|his|her|its|their))?|"
    r"[Bb]efore \w+ing (?:[\w’'-]+ ){0,3}(?:in|on)|"
    r"[Bb]efore (?:the|an?) (?!court|judge|jury|panel|committee)(?:[\w’'-]+ ){1,2}(?:of|on|in)) $"
)
#: What may stand between "a week before" and the time from which it counts.
REACH = lazy(r" (?:[\w’'-]+ ){0,5}")
