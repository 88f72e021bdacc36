"""The words of a quotation as they were said: each in one spelling, with its place, and the gaps that were marked.

Two quotations of the same words have the same forms, however they are printed: contractions, British and American
spelling, numbers in words and in figures, accents, hyphens and fillers make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from . import lexicon
from .spelling import APOSTROPHES, NUMBERS, american, spelt_out

#: The form of a gap: an ellipsis, or words that the writer put in brackets or parentheses.
GAP: Final = "…"
#: A word, possibly censored ("d*mn"), a number, a mark that is spoken, or a gap. “[T]he” is a word: only a letter was
#: changed; “close[d]” is a gap.
TOKEN: Final = re.compile(
    r"\[(?P<letter>[^\W\d_])\](?P<rest>[^\W\d_]+)"
    r"|(?P<gap>\.{3,}|(?:\. ){2,}\.|…|[^\W\d_]*\[[^\]\n]*\](?:[’'][^\W\d_]+)?|\([^()\n]{1,30}\))"
    r"|(?P<money>[$€£])(?=\d)"
    r"|(?P<number>\d+(?:[.,:]\d+)*)(?:(?P<unit>bn|mn|[mkb])\b|(?:st|nd|rd|th)\b)?"
    r"|(?P<sign>[%&])"
    r"|(?P<word>[^\W_]+(?:[’'*#@_.]+[^\W_*]+|-{2,}[^\W_]+)*[*#@]*|[*#@]{2,}[^\W_]+)"
)
# cases: tests/test_findings.py, ALTERED and SAME
#: Sounds and words that may be left out of a quotation without altering it; PAIRS: the same of two words.
FILLERS: Final = frozenset(["uh", "um", "er", "eh", "ah", "oh", "well", "so", "like", "yeah"])
PAIRS: Final = frozenset([("you", "know"), ("i", "mean"), ("kind", "of"), ("sort", "of")])
#: Words in which a final "'s" means "is". In others it is often a possessive.
IS: Final = frozenset(["it's", "that's", "he's", "she's", "there's", "what's", "who's", "here's", "where's", "how's"])
#: Spoken signs, currencies and units as words.
SPOKEN: Final = {"%": "percent", "&": "and", "$": "dollars", "€": "euros", "£": "pounds"}
POWERS: Final = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 10**9, "trillion": 10**12}
UNITS: Final = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "b": 1_000_000_000, "bn": 1_000_000_000}
#: Between words: the end of a sentence, of a clause, and other marks that part words.
SENTENCE, CLAUSE, COMMA = re.compile(r"[.!?](?![\w])"), re.compile(r"[;:—–]| -+ "), re.compile(r"[,()]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a quotation. form: what is compared. start, end: its place in the text, in code points.

    stop: what parts it from the next word: "." the end of a sentence, ";" of a clause, "," a comma, or "".
    raw: as written, in lower case with straight apostrophes.
    """

    form: str
    start: int
    end: int
    stop: str = ""
    raw: str = ""

    @property
    def gap(self) -> bool:
        """Whether it stands for words that were left out or put in brackets."""
        return self.form == GAP


def words(text: str, start: int = 0, end: int | None = None, *, fillers: bool = False) -> list[Word]:
    """The words of a stretch of a text, with their places in the whole of it. fillers: whether these are among them."""
    stretch = APOSTROPHES.sub("'", text[: len(text) if end is None else end])  # one mark for one, so places stay
    found = _numbers(list(_read(stretch, start)), stretch)
    kept = found if fillers else [w for i, w in enumerate(found) if w.form not in FILLERS and not is_filler(found, i)]
    return [_stopped(word, kept[i].start if i < len(kept) else len(stretch), stretch) for i, word in enumerate(kept, 1)]


def _read(text: str, start: int) -> Iterator[Word]:
    money = ""
    at = start
    for match in TOKEN.finditer(text, start):
        raw = match[0].lower()
        if money and not match["number"] and raw not in POWERS:  # “$40 million”: spoken after the number
            yield Word(money, at, at, raw=money)
            money = ""
        if match["money"]:
            money = SPOKEN[match["money"]]
        else:
            yield from _one(match, raw)
        at = match.end()
    if money:
        yield Word(money, at, at, raw=money)


def _one(match: re.Match[str], raw: str) -> Iterator[Word]:
    where = match.start(), match.end()
    if match["gap"]:
        yield Word(GAP, *where, raw=raw)
    elif match["number"]:
        yield _figure(match, where, raw)
    elif match["sign"]:
        yield Word(SPOKEN[match["sign"]], *where, raw=raw)
    else:
        written = f"{match['letter']}{match['rest']}" if match["letter"] else match["word"]
        for form in spelled(written.casefold()):
            yield Word(form, *where, raw=raw)


def _figure(match: re.Match[str], where: tuple[int, int], raw: str) -> Word:
    written = match["number"].rstrip(".,:")
    figure = re.sub(r",(?=\d{3}\b)", "", written)
    if match["unit"] and _is_decimal(figure):
        figure = _written(Decimal(figure) * UNITS[match["unit"]])
    return Word("one" if figure == "1" else figure, *where, raw=raw)


def spelled(word: str) -> tuple[str, ...]:
    """The forms of a word in lower case: of a contraction both words, in American spelling, without accents."""
    if word in IS:
        return word.removesuffix("'s"), "is"
    word = word[:-2] if word.endswith("s's") else word  # James' and James's
    whole = spelt_out(word)
    if whole != (word,):
        return whole
    if not word.isascii():
        word = "".join(sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign))
    if word in NUMBERS:
        return (word,)  # “fourteen” only looks British
    if "." in word:
        word = word.replace(".", "")  # p.m., U.S.
    return (american(word),)


def is_filler(found: Sequence[Word], at: int) -> bool:
    """Whether the word at `at` belongs to a pair of PAIRS."""
    return any(tuple(word.form for word in found[i : i + 2]) in PAIRS for i in (at - 1, at) if i >= 0)


def _stopped(word: Word, after: int, text: str) -> Word:
    between = text[word.end : after]
    stop = "." if SENTENCE.search(between) else ";" if CLAUSE.search(between) else "," if COMMA.search(between) else ""
    return Word(word.form, word.start, word.end, stop, word.raw) if stop else word


def censors(one: str, other: str) -> bool:
    """Whether one of two forms is the other with letters hidden: "d*mn", "f---ing"."""
    for hidden, plain in ((one, other), (other, one)):
        if any(mark in hidden for mark in "*#@") or "--" in hidden:
            parts = re.findall(r"[*#@-]+|[^*#@-]+", hidden)
            pattern = "".join(r"\w+" if part[0] in "*#@-" else re.escape(part) for part in parts)
            if re.fullmatch(pattern, plain):
                return True
    return False


# -- numbers ---------------------------------------------------------------------------------------------------------


def _numbers(found: Sequence[Word], text: str) -> list[Word]:
    """The words with each number as one word in figures: “two thousand”, “2,000” and “twenty-five”; “per cent” too."""
    result: list[Word] = []
    at = 0
    while at < len(found):
        value, size = _number(found, at, text)
        if size:
            one, last = found[at], found[at + size - 1]
            result.append(Word(value, one.start, last.end, raw=one.raw))
            at += size
        elif found[at].form == "per" and at + 1 < len(found) and found[at + 1].form == "cent":
            result.append(Word("percent", found[at].start, found[at + 1].end, raw="percent"))
            at += 2
        else:
            result.append(found[at])
            at += 1
    return result


def _number(found: Sequence[Word], at: int, text: str) -> tuple[str, int]:
    """The number that begins at a word, in figures, and of how many words it is; 0 for none."""
    total, part, size, last = Decimal(0), None, 0, ""
    while at + size < len(found):
        form = found[at + size].form
        if size and text[found[at + size - 1].end : found[at + size].start].strip(" \u00a0-"):
            break
        figure = NUMBERS.get(form, form)
        after = found[at + size + 1].form if at + size + 1 < len(found) else ""
        if form in ("one", "a") and not size and after in POWERS:
            part = Decimal(1)
        elif _is_decimal(figure) and part is None:
            part = Decimal(figure)
        elif _is_decimal(figure) and part is not None and _goes_on(part, Decimal(figure), last):
            part += Decimal(figure)
        elif form in POWERS and part is not None:
            if POWERS[form] == 100:
                part *= 100
            else:
                total, part = total + part * POWERS[form], Decimal(0)
        elif not (form == "and" and last in POWERS and _is_decimal(NUMBERS.get(after, after))):
            break
        size, last = size + 1, form
    if not size or (size == 1 and found[at].form not in NUMBERS):
        return "", 0
    return _written(total + (part or 0)), size


def _goes_on(part: Decimal, more: Decimal, last: str) -> bool:
    """Whether a number goes on with another: “twenty | five”, “two hundred (and) | six”, “two thousand | twenty”."""
    if last in POWERS or last == "and":
        return not part or more < (part if part > 100 else 100)
    return part % 10 == 0 and 20 <= part % 100 <= 90 and 0 < more < 10 and last in NUMBERS


def _is_decimal(figure: str) -> bool:
    return figure.replace(".", "", 1).isdecimal()


def _written(value: Decimal) -> str:
    return f"{value.normalize():f}"


#: Words that say nothing by themselves: by them alone no two quotations are alike.
EMPTY: Final = lexicon.words(
    "a an the and or but if then that this these those which who what when where as at by for from in into of off on "
    "out to up with about i me my we us our you your he him his she her it its they them their is are was were be been "
    "being am have has had do does did will would can could shall should may might must not no so there here"
)
