"""Mentions: the names, pronouns and descriptions in a text that mean somebody."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache
from itertools import dropwhile, takewhile
from typing import Literal

import numpy as np

from ..attributions.boundaries import without_month
from ..english import lexicon
from ..english.quotation import too_deep
from ..english.words import whole_words
from ..patterns import lazy
from ..span import Span, covers
from ..tagger import Scores
from .headlines import in_title_case, shouted
from .occurrences import Occurrences

MentionForm = Literal["name", "pronoun", "description"]
#: The tagger's entity types, in the order of its labels.
ENTITY_TYPES = ("person", "organization", "place", "other")
# cases: tests/test_holders.py, TABLES
PRONOUN = lazy(rf"\b(?:{'|'.join(sorted(lexicon.HE | lexicon.SHE | lexicon.THEY | lexicon.IT))})\b", re.IGNORECASE)
#: The probability (0 to 1) of being no name below which a capitalized piece is joined to the name after it.
LEANING = 0.7
#: How far before a body's name words with a capital belong to it, in code points.
REACH = 500
#: Small words with a capital stand in headlines, where every word looks like a name.
TITLE_CASE = lazy(r" (?:A|An|And|As|At|By|For|From|Has|His|Her|In|Is|Of|On|Over|That|To|Was|Who|With) ")
CAPITALISED = lazy(r"(?<!\S)(?P<word>[A-Z][\w-]+)['’]?s? $")
#: What follows a place in a dateline.
FILED = lazy(r"(?:, [^\n–—-]{1,30})?(?: \([^)\n]{1,30}\))? ?(?:[–—]|--| - )")
#: Whose name is surely one by itself: in capitals, or of three words and more. "Tenants’ Alliance" is one name.
OWNED = lazy(r"(?P<owner>[A-Z]{2,}|[\w.-]+(?: [\w.-]+){2,6})[’'](?:s|(?<=s[’'])) (?=[A-Z])")
#: What the tagger leaves off a name: the end of a surname with an apostrophe, of a station's name.
REST_OF_PERSON = lazy(r"(?<= [A-Z])['’][A-Z][a-z]+|(?:(?<= bin)|(?<= ibn)) Said\b")
REST_OF_BODY = lazy(
    r"(?: (?:TV|News|Radio|Times|Agency)\b){1,2}|,? (?:Inc|Corp|Ltd|Co|PLC|Plc|LLC|AG|NV|SA)\b\.?(?!\w)"
)
WORD = lazy(r"[^\s,;:.!?“”\"]+")
#: Between two persons who are named together.
PERSONS_JOINT = lazy(r"(?<=\w),? (?:and|n?or) (?=[A-Z])")
#: What isn't a person's name any more: “Donald Trump | ’s legal”, “Katie Couric | -produced”.
NOT_OF_PERSON = lazy(r"(?<=\w)(?:['’]s? |[-–][a-z]{3,})")
#: A word that may be an ordinary one, and the most white space before the first name of a text, in code points.
SMALL, OPENING = lazy(r"\b[^\WA-Z]\w*"), 1_000
#: What opens a sentence.
OPENED = lazy(r"(?:[.!?:]|^|\n)[\s“\"‘']*$")
#: What tells a person from a parent of the same name.
GENERATION = lazy(r",? (?:(?:Jr|Sr)\b\.?|I{2,3}\b|IV\b)")
#: What the tagger takes for the end of a person's name.
HANGING = lazy(r" (?:of|for|in|at|from|and|by|to|on|said|says)$")
#: What a headline in title case goes on with behind the name that speaks.
HEADLINE_VERB = lazy(
    r"(?<=\w) (?:Says|Said|Calls|Tells|Told|Asks|Warns|Wants|Urges|Denies|Admits|Claims|Slams|Blasts|Vows|Backs|"
    r"Rejects|Accuses|Defends|Reveals|Announces|Confirms|Insists|Reacts|Responds|Explains)\b"
)
#: What a body is only a part of: “Justice Department | -funded |”, or what it doesn't end with: “Office | of”.
PARTICIPLE = lazy(r"(?<=\w)[-–](?:[a-z]+ed|led|run)$| (?:of|for|in|on|at|and|by)(?: the)?$")
#: Illnesses look like bodies, and speak for nobody.
DISEASE = lazy(r"(?:novel |new )?(?:\w+ )?(?:[Cc]oronavirus|COVID|SARS|MERS|2019-nCoV|nCoV|HIV|AIDS|Ebola|H\dN\d)\b")
SHORT_FORM = lazy(r",? \((?:the )?(?P<short>[A-Z][A-Za-z&-]{1,9})[);,]")
#: The same between commas.
SHORT_BETWEEN = lazy(r", (?:the )?(?P<short>[A-Z]{3,9}),")
NICKNAME = lazy(r"[^\S\n]+[\"“‘'(][^\"”’'),\n]{1,30}[\"”’')][^\S\n]+")


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that means somebody. type: the entity type of a name (one of ENTITY_TYPES), else None."""

    span: Span
    form: MentionForm
    type: str | None = None


@cache
def _no_names() -> frozenset[str]:
    """Capitalized words that are no names by themselves."""
    persons = lexicon.OFFICES | lexicon.PERSONS | lexicon.TITLES | lexicon.PLURALS
    return persons | lexicon.DEFINITE | lexicon.INDEFINITE


#: What stands between the sides of a case or a match, which is nobody: “Lund v. Reyes”.
VERSUS = lazy(r" vs?\.? ")


def names(text: str, scores: Scores) -> list[Mention]:
    """The names of `text`, of all types, in text order. scores: the tagger's, of the same text."""
    found: list[Mention] = []
    words = frozenset(SMALL.findall(text))
    for first, last, kind in _runs(text, scores):
        span = Span(*whole_words(text, int(scores.encoding.starts[first]), int(scores.encoding.ends[last - 1])))
        if kind == "organization":
            span = _without_function_word(text, _with_words_before(text, span))
        elif kind == "person":
            span = _with_generation(text, _without_opener(text, _with_first_name(text, span), words))
        law = kind == "person" and span.of(text).endswith("care")  # Obamacare is nobody
        case = VERSUS.search(text, span.start, span.end)
        name = Mention(span, "name", "other" if law or case else kind)
        if found and _same(text, found[-1], name):
            before = found.pop()
            both = Span(min(before.span.start, span.start), max(before.span.end, span.end))
            name = Mention(both, "name", before.type)
        if _may_be_a_name(span.of(text)) and not _is_dateline(text, span):
            found.append(name)
    parted = (part for name in found for part in _parted(text, _before_verb(text, name)))
    tidy = [_tidied(text, name) for name in parted if not TITLE_CASE.search(name.span.of(text))]
    sure = _uncapitalized(text, [name for name in tidy if not _is_no_name(name.span.of(text), name.type)])
    return with_short_forms(text, _untitled(text, sure))


def _uncapitalized(text: str, names: Sequence[Mention]) -> list[Mention]:
    """The names, those in headlines in capitals cut to what the text names elsewhere: “REYES | SAYS PORT”.

    In such a line every word looks like a name.
    """
    lines = shouted(text)
    loud = [
        " " in (words := name.span.of(text)) and words.isupper() and covers(lines, name.span.start) for name in names
    ]
    known = {
        word.casefold()
        for name, is_loud in zip(names, loud, strict=True)
        if not is_loud
        for word in name.span.of(text).split()
    }
    return [_cut(text, name, known) if is_loud else name for name, is_loud in zip(names, loud, strict=True)]


def _untitled(text: str, names: Sequence[Mention]) -> list[Mention]:
    """The names, those in title case cut to the name with which they begin elsewhere: “ITF | Seeks Talks”."""
    lines = in_title_case(text)
    titled = [covers(lines, name.span.start) for name in names]
    sure = {name.span.of(text) for name, is_titled in zip(names, titled, strict=True) if not is_titled}
    known = [words for words in sure if " " in words or (len(words) > 1 and words.isupper())]
    return [
        _begun(text, name, known) if is_titled and name.span.of(text) not in sure else name
        for name, is_titled in zip(names, titled, strict=True)
    ]


def _begun(text: str, name: Mention, known: Sequence[str]) -> Mention:
    """A name cut to the longest of those known with which it begins, unless it is a body named after that."""
    words = name.span.of(text)
    body = words.rpartition(" ")[2].lower() in lexicon.ORGANIZATIONS | lexicon.FIRMS
    begins = [one for one in known if words.startswith((f"{one} ", f"{one}-")) and not body]
    size = len(max(begins, key=len, default=words))
    return replace(name, span=Span(name.span.start, name.span.start + size))


def _cut(text: str, name: Mention, known: Set[str]) -> Mention:
    """Of a name in capitals the first words that are known; the first word if none is."""

    def is_known(word: re.Match[str]) -> bool:
        return word.group().casefold() in known

    words = list(WORD.finditer(text, name.span.start, name.span.end))
    first = list(takewhile(is_known, dropwhile(lambda word: not is_known(word), words))) or words[:1]
    return replace(name, span=Span(first[0].start(), first[-1].end()))


def _may_be_a_name(words: str) -> bool:
    """Whether words begin like a name and have a capital or a digit: “office” alone names nobody."""
    return words[0].isalnum() and words.lower() not in _no_names() and any(c.isupper() or c.isdigit() for c in words)


def _is_no_name(words: str, kind: str | None) -> bool:
    """Whether a name is that of a disease, or an office that the tagger took for a body: “Senate Minority Leader”,
    “Auditor-General of the Federation”.
    """
    before, _, noun = words.lower().partition(" of ")[0].rpartition(" ")
    general = noun == "general" and f"{before.rpartition(' ')[2]}-general" in lexicon.OFFICES
    office = general or (noun in lexicon.OFFICES and ("-" in noun or (kind == "organization" and " " in words)))
    return office or bool(DISEASE.match(words))


def _tidied(text: str, name: Mention) -> Mention:
    """The name completed by its end (C|'Brien), and without a final “of” or “-funded”."""
    start, end = name.span.start, name.span.end
    rest = (REST_OF_PERSON if name.type == "person" else REST_OF_BODY).match(text, end)
    end = rest.end() if rest else end
    hanging = (HANGING if name.type == "person" else PARTICIPLE).search(text, start, end)
    end = hanging.start() if hanging and hanging.start() > start else end
    kind = "organization" if name.type == "person" and is_medium(text[start:end]) else name.type
    return Mention(Span(start, end), "name", kind)


def is_medium(words: str) -> bool:
    """Whether a name can only be an outlet's: “BBC”, “the Guardian”."""
    return words == "USA Today" or words.lower().removeprefix("the ") in lexicon.SURE_OUTLETS


def short_form(text: str, name: Mention) -> str | None:
    """The abbreviation after a name, in brackets or commas, or None: “Harbour Protection Board (HPB)”."""
    if name.type == "person":
        return None
    between = SHORT_BETWEEN.match(text, name.span.end)
    if between and " " in name.span.of(text) and _shortens(between["short"], name.span.of(text)):
        return between["short"]
    match = SHORT_FORM.match(text, name.span.end)
    if match is None or sum(c.isupper() for c in match["short"]) < 2:
        return None
    return match["short"] if text[name.span.start].upper() == match["short"][0] else None  # Notes from | Poland (NfP)


def _shortens(short: str, name: str) -> bool:
    """Whether the letters of an abbreviation stand in a name in this order, the first as the first: HURIWA."""
    letters = iter(name.upper())
    return name[:1] == short[:1] and all(letter in letters for letter in short)


def with_short_forms(text: str, names: list[Mention]) -> list[Mention]:
    """The names, and every occurrence of their abbreviations that the tagger didn't find."""
    added = []
    starts, words = [name.span.start for name in names], Occurrences(text)
    short_of = ((short_form(text, name), name.type) for name in names)
    for short, kind in dict.fromkeys(one for one in short_of if one[0]):
        for span in words.of(short or "", inside="-"):
            at = bisect_right(starts, span.start)
            near = names[max(0, at - 1) : at + 1]
            if not any(span.overlap(other.span) for other in near):
                added.append(Mention(span, "name", kind))
    return sorted(dict.fromkeys([*names, *added]), key=lambda name: name.span)


def _parted(text: str, name: Mention) -> Iterator[Mention]:
    """A name; if it has the possessive of another (“CNN’s Squawk Box”), both."""
    if name.type == "person":
        yield from _persons(text, name)
        return
    owned = OWNED.match(text, name.span.start, name.span.end) if name.type == "organization" else None
    if owned is None:
        yield name
        return
    yield Mention(Span(*owned.span("owner")), "name", name.type)
    yield Mention(Span(owned.end(), name.span.end), "name", name.type)


def _persons(text: str, name: Mention) -> Iterator[Mention]:
    """Those whom a run of words names: two joined by “and”, without what is theirs, “Donald Trump’s | legal”."""
    start = name.span.start
    for joint in (*PERSONS_JOINT.finditer(text, start, name.span.end), None):
        end = joint.start() if joint else name.span.end
        rest = NOT_OF_PERSON.search(text, start, end)
        for whole in _side_by_side(text, Span(start, rest.start() if rest else end)):
            yield Mention(whole, "name", name.type)
        start = joint.end() if joint else end


def _side_by_side(text: str, span: Span) -> Iterator[Span]:
    """Whole names that stand in a row with nothing between them, as in captions: “Petra Voss | Ole Lund”."""
    start = span.start
    for gap in re.finditer(" ", span.of(text)):
        at = span.start + gap.start()
        if _is_another(text[start:at], text[at + 1 : span.end]):
            yield Span(start, at)
            start = at + 1
    yield Span(start, span.end)


def _before_verb(text: str, name: Mention) -> Mention:
    """A name in a headline up to its verb: “Reyes | Says Port Is Safe”."""
    verb = HEADLINE_VERB.search(text, name.span.start, name.span.end)
    return replace(name, span=Span(name.span.start, verb.start())) if verb else name


def _is_dateline(text: str, span: Span) -> bool:
    """Whether a name in capitals is the place in a dateline: “KELDHAVEN – Voss said”."""
    at_start = span.start == 0 or text[span.start - 1] == "\n"
    return at_start and span.of(text).isupper() and bool(FILED.match(text, span.end))


def _runs(text: str, scores: Scores) -> Iterator[tuple[int, int, str]]:
    """Pieces [first, last) and type of each run that the tagger labels as a name; none goes beyond its line."""
    labels, opening = scores.entities.argmax(-1).tolist(), {*scores.encoding.lines.tolist()}
    row = 0
    for row_of_name in np.flatnonzero(labels).tolist():
        if row_of_name < row:
            continue
        first, end, kind = row_of_name, row_of_name + 1, (labels[row_of_name] - 1) // 2
        while end < len(labels) and labels[end] == 2 * kind + 2 and end not in opening:
            end += 1
        total = scores.entities[first:end, 1:].reshape(end - first, len(ENTITY_TYPES), 2).sum((0, 2))
        # Space or an invisible mark may stand before the first piece, which then begins no line.
        while first and first not in opening and _leans(text, scores, first - 1):
            first -= 1
        yield first, end, ENTITY_TYPES[int(np.argmax(total))]
        row = end


def _with_words_before(text: str, span: Span) -> Span:
    """The name of a body with the capitalized words before it (“Traders' Circle”), but not a sentence's first word."""
    near = max(0, span.start - REACH)
    line = text.rfind("\n", near, span.start) + 1 or near
    start = span.start
    while match := CAPITALISED.search(text, max(line, start - 30), start):
        before = text[line : match.start()].rstrip()
        if match["word"].lower() in _no_names() | lexicon.CALENDAR or not before or before[-1] in '.!?“":':
            break
        start = match.start()
    return Span(start, span.end)


def _with_first_name(text: str, span: Span) -> Span:
    """A surname with a first name before it that the tagger missed, or without a month that it took for one."""
    alone = without_month(text, span)
    match = CAPITALISED.search(text, max(0, span.start - 20), span.start)
    if alone != span or not match or match["word"].lower() not in lexicon.FIRST_NAMES:
        return alone
    return without_month(text, Span(match.start(), span.end))


def _without_opener(text: str, span: Span, words: Collection[str]) -> Span:
    """A person's name without the word that opens its sentence: “Now Trump”, in a text that has “now” as well.

    words: those of the text that begin with a small letter.
    """
    first, _, rest = span.of(text).partition(" ")
    begins = span.start < OPENING and not text[: span.start].strip()
    opens = begins or bool(OPENED.search(text, max(0, span.start - 3), span.start))
    named = first.lower() in lexicon.FIRST_NAMES or not first.isalpha()
    ordinary = first.lower() in lexicon.OPENERS or (opens and first.lower() in words)
    if not rest[:1].isupper() or named or not ordinary:
        return span
    return Span(span.end - len(rest.lstrip()), span.end)


def _without_function_word(text: str, span: Span) -> Span:
    """A body's name without the small word that opens its sentence or headline: “As DAILY POST”, “Is China”."""
    first, _, rest = span.of(text).partition(" ")
    if first.lower() not in lexicon.FUNCTION_WORDS or not rest[:1].isupper() or first.isupper():
        return span
    return Span(span.end - len(rest), span.end)


def _with_generation(text: str, span: Span) -> Span:
    """A person's name with the “Jr.” or “III” behind it."""
    match = GENERATION.match(text, span.end)
    return Span(span.start, match.end()) if match else span


def _leans(text: str, scores: Scores, row: int) -> bool:
    """Whether a capitalized piece before a name belongs to it although its most probable label is none."""
    start, end = int(scores.encoding.starts[row]), int(scores.encoding.ends[row])
    words = text[start:end]
    space = text[end : int(scores.encoding.starts[row + 1])]
    likely = float(scores.entities[row, 0]) < LEANING and not scores.entities[row].argmax()
    return likely and words[:1].isupper() and space in (" ", "") and words.lower() not in _no_names()


def _same(text: str, last: Mention, name: Mention) -> bool:
    """Whether two adjacent names are one: with nothing, “&” or a nickname between them (Tarquin “Bonesaw” Ellory)."""
    between = text[last.span.end : name.span.start]
    if name.span.start <= last.span.end or between == " & ":
        return True
    whole = last.span.of(text)
    if last.type == "organization" and between in (" ", " the ") and whole.endswith((" of", " of the", " for")):
        return True  # the Supreme Court of | Tarn, the Office of | the | Port Adviser
    if last.type != name.type or (name.type == "person" and _is_another(last.span.of(text), name.span.of(text))):
        return False
    joined = between in (" ", "'s ", "’s ", "' ", "’ ") if last.type == "organization" else between == " "
    return joined or bool(last.type == "person" and NICKNAME.fullmatch(between))


def _is_another(whole: str, after: str) -> bool:
    """Whether a name after a whole one begins another: “Petra Voss | Ole Lund”, but “Mary Ann | Lund”."""
    words = whole.split()
    if len(words) < 2 or words[-1].lower() in lexicon.FIRST_NAMES or len(words[-1].rstrip(".")) < 2:
        return False
    first, _, rest = after.partition(" ")
    return first.lower() in lexicon.FIRST_NAMES and bool(rest)


def pronouns(text: str) -> list[Mention]:
    """The third-person pronouns of `text` that aren't quoted too deep to tell whom they mean, in text order."""
    deep = too_deep(text)
    return [Mention(Span(*m.span()), "pronoun") for m in PRONOUN.finditer(text) if not covers(deep, m.start())]


def pieces(scores: Scores, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """First and last piece (inclusive) of each mention, for `Links.score`."""
    starts, ends = [m.span.start for m in mentions], [m.span.end for m in mentions]
    top = len(scores.encoding) - 1
    first = np.minimum(np.searchsorted(scores.encoding.ends, starts, side="right"), top)
    last = np.minimum(np.searchsorted(scores.encoding.starts, ends, side="left") - 1, top)
    return list(zip(first.tolist(), np.maximum(first, last).tolist(), strict=True))
