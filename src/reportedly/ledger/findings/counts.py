"""Findings about counts: two accounts of one event that count the same thing otherwise.

"Forty people died" against "60 people died" share too few telling words to be compared as wordings. So what is counted,
what is said of it, and whether both articles are about one event are looked at by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from math import inf
from typing import Final

from ...english.lexicon import CALENDAR, words
from ...english.spelling import NUMBERS
from ..tables.record import Source, StatementRecord, near
from ..threads.tokens import stem
from ..threads.vocabulary import MAGNITUDES
from ..threads.wordings import wording
from .finding import Finding, extents, two_accounts

# cases: tests/test_counts.py, CONFLICTS and NO_CONFLICTS
_NUMBER = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"
_WORDS = "|".join(sorted((word for word in NUMBERS if word.isalpha()), key=len, reverse=True))
_POWERS: Final = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_FIGURE = (
    rf"(?:{_NUMBER}|(?:{_WORDS})(?:[- ](?:one|{_WORDS}))?|no|none|nobody)"
    r"(?: (?:hundred|thousand|million|billion|m|mn|bn|k)\b)*"
)
#: Words before a figure by which it isn't exact: the least, the most, about.
_LEAST = r"at least|more than|over|upwards of|no fewer than|not less than|as many as|a minimum of"
_MOST = r"up to|fewer than|less than|under|at most|no more than|a maximum of"
_ABOUT = r"about|some|around|nearly|almost|roughly|approximately|an estimated|close to|close on"
_NOUN = r"(?:[a-z]+\s)?(?:people|men|women|children|persons|police)\b|(?:[a-z]+(?:-[a-z]+)*\s){0,2}?[a-z]{3,}s\b"
_COUNT = re.compile(
    rf"\b(?:(?P<least>{_LEAST})|(?P<most>{_MOST})|(?P<about>{_ABOUT}))?\s*\b(?P<figure>{_FIGURE})(?![\w%]|[.,:]\d)"
    rf"(?:\s(?P<noun>{_NOUN}))?",
    re.IGNORECASE,
)
#: People who are counted before the figure: “put the crowd at 2,500”.
_CROWD = re.compile(r"\b(?:crowds?|turnout|attendance|gathering) (?:[\w ]{1,40} )?at\s*\Z", re.IGNORECASE)
#: "The death toll stood at 60": what is counted stands before the figure.
_TOLL = re.compile(r"\b(?:toll|number of (?:dead|deaths|casualties|fatalities|victims))\b", re.IGNORECASE)
#: Words around a figure by which it counts only some: "the remaining eleven", "two more bodies", "four of them", "one
#: in five nurses".
_SOME = re.compile(
    rf"\b(?:remaining|other|another|further|additional|among (?:them|those)[^,]*|(?:one|{_FIGURE}) (?:in|out of))\s*\Z",
    re.IGNORECASE,
)
_SOME_MORE = re.compile(r"\s(?:more|others?|of (?:them|those|whom|the)|additional|further|remaining)\b", re.IGNORECASE)
#: What may have happened to people, each by one word; what is counted may be missing then: "60 were killed".
_FATES: Final = {
    "die": (
        r"d(?:ie[sd]?|ying|ead|eaths?)|kill\w*|lost (?:their )?li(?:fe|ves)|perish\w*|drown\w*|toll|fatalit\w+|bodies"
    ),
    "injure": r"injur\w+|wound\w+|hurt|hospitali[sz]ed",
    "miss": r"missing|unaccounted",
    "arrest": r"arrest\w*|detain\w*|in custody",
    "displace": r"displac\w+|evacuat\w+|homeless|lost (?:their )?homes",
    "kidnap": r"kidnap\w*|abduct\w*|hostages?",
}
_FATE = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in _FATES.items()}
#: Words that tell nothing of who was counted: “the crowd stood at”.
_STOOD = frozenset(map(stem, words("crowd crowds turnout attendance gathering stood stand put estimated reached")))
_PEOPLE = frozenset(map(stem, ("people", "persons", "residents", "victims", "lives", "others", "civilians", "bodies")))
#: Nouns that measure something instead of counting it.
_UNITS: Final = frozenset(
    stem(word)
    for word in words(
        "years days weeks months hours minutes seconds metres meters kilometres kilometers miles feet percent points "
        "degrees times dollars pounds euros crowns naira tonnes tons votes cents shares"
    )
)
#: Words that end as plurals do, or stand between a figure and another thing, and what only tells when.
_NO_NOUNS: Final = words(
    "this its his hers ours theirs less plus across towards unless perhaps always was has does per cent"
)
_SHARE: Final = re.compile(r"\s*per\s?cent", re.IGNORECASE)
_TIMES: Final = frozenset(map(stem, words("day days week month quarter season year today yesterday tomorrow decade")))
#: The end of a clause: a figure beyond it is of something else.
_CLAUSE = re.compile(
    r"[;:—–]|,? (?:and|while|but) (?=(?:at least |more than |about |some |another )?(?:\d|[a-z]+ (?:people|were)))"
)
#: How far apart two figures may lie that are rounded to one, as a share (0 to 1): of those said to be about so many,
#: and of any. Set by hand.
ABOUT, ROUNDED = 0.15, 0.05
#: Least share (0 to 1) of the telling words of the slighter of two accounts that both have.
SAME: Final = 0.5
#: Fewest names, and fewest telling words, that the beginnings of two articles on one event share, or how many telling
#: words beside a single name; how many code points are looked at.
NAMES, WORDS, MANY, HEAD = 2, 3, 6, 700
#: Fewest telling words that two statements share beside a name, but for those of people and of what happened to them.
WORDS_SAID: Final = 1
_OF_ANY: Final = _PEOPLE | frozenset(
    map(stem, words("die died dead kill killed injure injured wounded hurt missing arrested evacuated displaced said"))
)
#: The same where two articles have many names in common, in their first WHOLE code points.
FEW_WORDS, MANY_NAMES, WHOLE = 2, 4, 4_000
#: Most words of a statement that is looked at.
LONGEST: Final = 45
#: Most days between the articles.
APART: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a statement counts. low, high: how many it may be. noun: the stem of what is counted; empty for people.

    fate: what has happened to them, if that is one of _FATES. about: the other telling words of the clause, but for
    times. extents: see `finding.extents`. value: the figure itself. to_be: whether there will or would be so many: that
    doesn't grow from day to day.
    """

    value: float
    low: float
    high: float
    noun: str
    fate: str | None
    about: frozenset[str]
    extents: frozenset[str]
    to_be: bool = False


@lru_cache(maxsize=1 << 12)
def counted(content: str) -> tuple[Counted, ...]:
    """What a statement counts, in the order of its words."""
    return tuple(one for clause in _clauses(content) for one in _counted(clause))


def _clauses(content: str) -> Iterator[str]:
    at = 0
    for match in _CLAUSE.finditer(content):
        yield content[at : match.start()]
        at = match.end()
    yield content[at:]


def _counted(clause: str) -> Iterator[Counted]:
    fates = [name for name, pattern in _FATE.items() if pattern.search(clause)]
    fate = fates[0] if len(fates) == 1 else None
    said = wording(clause, "indirect")
    weighty = (t for t in said.tokens if t.weight and t.kind in ("content", "name") and t.word not in CALENDAR)
    telling = frozenset(t.form for t in weighty) - _TIMES - _STOOD
    over, to_be = extents(clause), any(token.form == "will" for token in said.tokens)
    for match in _counts(clause):
        value = _value(match["figure"])
        noun = _noun(match["noun"] or "")
        before, end = clause[: match.start("figure")], match.end("figure")
        if _SOME.search(before) or _SOME_MORE.match(clause, end) or _SHARE.match(clause, end):
            continue
        if value is None or noun in _UNITS or _is_year(match) or (value == 0 and not noun):
            continue
        toll = fate and (_TOLL.search(clause) or _is_subject(clause, match))
        if not noun and not toll and not _CROWD.search(clause, 0, match.start()):
            continue
        noun = "" if noun in _PEOPLE else noun
        low, high = _range(match, value)
        yield Counted(value, low, high, noun, fate, telling - {noun}, over, to_be)


def _counts(clause: str) -> Iterator[re.Match[str]]:
    """Figures with the words after them: what is no noun of the one may be the next."""
    match = _COUNT.search(clause)
    while match:
        yield match
        match = _COUNT.search(clause, match.end("figure"))


def _noun(words: str) -> str:
    """The stem of the noun that words end in; empty if they are none: “less this”, “in two villages”."""
    tokens = wording(words, "indirect").tokens
    plain = all(token.kind in ("content", "initial", "name") and token.word not in _NO_NOUNS for token in tokens)
    return tokens[-1].form if tokens and plain else ""


def _is_year(match: re.Match[str]) -> bool:
    return match["noun"] is None and re.fullmatch(r"(?:19|20)\d\d", match["figure"]) is not None


def _is_subject(clause: str, match: re.Match[str]) -> bool:
    """Whether people are meant by a figure alone: "60 were killed", "killed 60", "60 dead"."""
    after, before = clause[match.end() :], clause[: match.start()]
    there = re.match(r"\s*(?:have |had )?(?:were|are|was|been|died|dead|killed|injured|missing|others|more)\b", after)
    return bool(there or re.search(r"(?:killed|killing|injured|injuring|arrested|abducted|left)\s*\Z", before))


def _value(figure: str) -> float | None:
    found, power = Decimal(0), Decimal(1)
    for word in re.split(r"[\s-]+", figure.lower()):
        if word in ("no", "none", "nobody"):
            return 0.0
        if word in MAGNITUDES:
            power *= Decimal(_POWERS.get(MAGNITUDES[word], 1))
            continue
        plain = "1" if word == "one" else NUMBERS.get(word, word).replace(",", "")
        if not re.fullmatch(r"\d+(?:\.\d+)?", plain):
            return None
        found += Decimal(plain)
    return float((found or 1) * power)


def _range(match: re.Match[str], value: float) -> tuple[float, float]:
    if match["least"]:
        return value, inf
    if match["most"]:
        return 0, value
    width = ABOUT if match["about"] else ROUNDED if value % 10 == 0 else 0
    return value * (1 - width), value * (1 + width)


def miscounted(
    statement: StatementRecord, others: Iterable[StatementRecord], texts: Mapping[int, str]
) -> Iterator[Finding]:
    """Accounts by other holders, or in other outlets, of one event, that count the same otherwise.

    texts: of the articles, by id.
    """
    for other in others:
        first, second = sorted((statement, other), key=lambda one: one.id)
        pairs = _pairs(first, second)
        differing = (
            (a, b)
            for a, b in pairs
            if _differs(a, b, first.source == second.source)
            and not _is_later(first, a, second, b)
            and (_are_near(first, second) or (a.to_be and b.to_be and near(first, second)))
        )
        if _may_differ(first, second) and any(differing) and is_one_event(first, second, texts):
            yield two_accounts(first, second)


def _pairs(one: StatementRecord, other: StatementRecord) -> list[tuple[Counted, Counted]]:
    """What both count, where each counts it once: who counts by parts, or tells a long story, counts several things."""
    if max(len(statement.content.split()) for statement in (one, other)) > LONGEST:
        return []
    sides = [{}, {}]  # type: list[dict[tuple[str, str | None], list[Counted]]]
    for side, statement in zip(sides, (one, other), strict=True):
        for count in counted(statement.content):
            side.setdefault((count.noun, count.fate), []).append(count)
    return [
        (ours[0], theirs[0])
        for kind, ours in sides[0].items()
        if (theirs := sides[1].get(kind)) and len(ours) == len(theirs) == 1
    ]


def _may_differ(one: StatementRecord, other: StatementRecord) -> bool:
    if one.id == other.id or None in (one.holder, other.holder) or one.nested or other.nested:
        return False
    if {one.standing, other.standing} != {"asserted"}:
        return False
    if one.source.copy_of is not None or other.source.copy_of is not None:
        return False
    same_holder, same_outlet = one.holder == other.holder, one.source.site == other.source.site
    return not (same_holder and (same_outlet or one.source.published != other.source.published))


def _are_near(one: StatementRecord, other: StatementRecord) -> bool:
    days = [date.fromisoformat(s.source.published) for s in (one, other) if s.source.published]
    return len(days) == 2 and abs(days[0] - days[1]) <= APART


def _differs(a: Counted, b: Counted, same_article: bool) -> bool:
    """Whether two counts of the same exclude each other."""
    if (a.low <= b.high and b.low <= a.high) or a.extents != b.extents:
        return False
    fewer = min(len(a.about), len(b.about))
    if a.fate and not same_article:
        return True
    return fewer > 0 and len(a.about & b.about) >= max(1, SAME * fewer)


def _is_later(one: StatementRecord, a: Counted, other: StatementRecord, b: Counted) -> bool:
    """Whether a count has grown since: more dead on the day after."""
    said = one.day or "", other.day or ""
    days = one.source.published or "", other.source.published or ""
    if said[0] == said[1]:
        return False
    return a.fate is not None and days[0] != days[1] and (days[0] < days[1]) == (a.value < b.value)


def is_one_event(one: StatementRecord, other: StatementRecord, texts: Mapping[int, str]) -> bool:
    """Whether the articles of two statements are taken to be about one event, by names and words at their beginning.

    texts: of the articles, by id.
    """
    if one.source.id == other.source.id:
        return True
    ours, theirs = _names(one.content), _names(other.content)
    if ours and theirs and not ours & theirs:
        return False
    if ours & theirs and len((_telling(one.content) & _telling(other.content)) - _OF_ANY) >= WORDS_SAID:
        return True
    heads = [_head(statement.source, texts) for statement in (one, other)]
    names, telling = heads[0][0] & heads[1][0], heads[0][1] & heads[1][1]
    common = len(names | (ours & theirs))
    if len(telling) >= FEW_WORDS and len(_in_all(one.source, texts) & _in_all(other.source, texts)) >= MANY_NAMES:
        return True
    return (common >= NAMES and len(telling) >= WORDS) or (common > 0 and len(telling) >= MANY)


def _head(source: Source, texts: Mapping[int, str]) -> tuple[frozenset[str], frozenset[str]]:
    """The names, and the other telling words, of the beginning of an article and its title."""
    text = f"{source.title or ''}\n{texts.get(source.id, '')[:HEAD]}"
    return _names(text), _telling(text)


def _in_all(source: Source, texts: Mapping[int, str]) -> frozenset[str]:
    """The names in the whole of an article, or nearly."""
    return _names(texts.get(source.id, "")[:WHOLE])


@lru_cache(maxsize=1 << 10)
def _names(text: str) -> frozenset[str]:
    said = wording(text, "indirect")
    return frozenset(t.form for t in said.tokens if t.kind == "name" and t.weight and t.word not in CALENDAR)


@lru_cache(maxsize=1 << 10)
def _telling(text: str) -> frozenset[str]:
    return frozenset(t.form for t in wording(text, "indirect").tokens if t.kind == "content" and t.weight >= 1)
