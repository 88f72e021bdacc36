"""The class of a quotation: what of a record it leaves out, changes, puts in, and from where it has its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ..english.lexicon import NEGATIONS
from ..english.lists import meanings
from ..english.spelling import NUMBERS
from ..english.verbatim import FILLERS, POWERS, Word, is_filler, words
from .alignment import Aligned
from .verified import ComparedWords, DifferenceKind, QuotationClass

#: Sounds and words besides those of `verbatim` that may be left out of speech without trimming it.
_FILLERS: Final = FILLERS | {"hm", "hmm", "mm", "mhm", "huh", "ok", "look", "ah"}
#: Sounds that a quotation may have more than the record.
_SOUNDS: Final = frozenset(["uh", "um", "er", "eh", "ah", "oh", "hm", "hmm", "mm"])
#: A false start has so many words at most.
_START: Final = 3
_DASH: Final = re.compile(r"\s*(?:--+|[—–]|-(?=\s)|…|\.\.\.)")
_RANKS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ORDINALS: Final = {rank: str(number) for number, rank in enumerate(_RANKS, 1)}
_OTHER: Final = {"mister": "mr", "versus": "vs", "saint": "st", "cause": "because", "etc": "et cetera"}
_NUMBER = re.compile(r"\d[\d.,:]*\Z")


@dataclass(frozen=True, slots=True)
class JudgedQuotation:
    """What was found. class_: that of the words alone, whoever spoke. marked: as in VerifiedQuotation."""

    class_: QuotationClass
    marked: bool | None
    differences: tuple[ComparedWords, ...]


@dataclass(frozen=True, slots=True)
class _Gap:
    """Where the two differ between words in common: the words of each; the marks there; whether a cue stands there.

    at: the index in the record's words of the first of theirs. ends: whether it is at an end of the quotation.
    opens: whether it is where a sentence of the quotation begins.
    """

    ours: tuple[Word, ...]
    theirs: tuple[Word, ...]
    marks: tuple[Word, ...]
    at: int
    ends: bool = False
    opens: bool = False


def judged(aligned: Aligned, record_text: str) -> JudgedQuotation:
    """What a quotation makes of the words of the record that it was aligned with."""
    spliced = any(run.leap for run in aligned.runs[1:])
    cleaned, trimmed, marked = False, False, True
    differences: list[ComparedWords] = []
    for gap in _gaps(aligned):
        kind = _kind(gap, aligned, record_text)
        if kind == "altered":
            differences.append(_difference(gap, aligned, record_text))
        elif kind == "trimmed":
            trimmed = True
            marked = marked and bool(gap.marks)
        cleaned = cleaned or kind == "cleaned"
    differences.sort(key=lambda one: ("negation", "number", "words").index(one.kind))
    class_: QuotationClass = (
        "altered" if differences else "spliced" if spliced else "trimmed" if trimmed else "cleaned" if cleaned
        else "verbatim"
    )  # fmt: skip
    return JudgedQuotation(class_, marked if class_ == "trimmed" else None, tuple(differences))


def _gaps(aligned: Aligned) -> Iterator[_Gap]:
    """Where the two differ, in order. After a leap, only what the quotation has more."""
    quoted, said = aligned.quoted, aligned.said
    at, theirs = 0, aligned.runs[0].theirs
    for number, run in enumerate(aligned.runs):
        if (at, theirs) != (run.ours, run.theirs) or quoted.marked(at, at):
            ours = quoted.words[at : run.ours]
            first, last = theirs, theirs if run.leap or not number else run.theirs
            if not ours and first < last:
                back = _moved(aligned, first, last, aligned.runs[number - 1].size - 1)
                first, last = first - back, last - back
            if ours or first < last:
                left_out = tuple(one.word for one in said[first:last])
                opens = at > 0 and quoted.words[at - 1].stop == "."
                yield _Gap(ours, left_out, quoted.marked(at, run.ours), first, ends=not number, opens=opens)
        at, theirs = run.ours + run.size, run.theirs + run.size
    if at < len(quoted.words):
        yield _Gap(quoted.words[at:], (), quoted.marked(at, len(quoted.words)), theirs, ends=True)


def _moved(aligned: Aligned, first: int, last: int, most: int) -> int:
    """By how many words a stretch that is left out begins sooner, so that it begins where a sentence does.

    Of “We sail. We wait. We go.” without “sail. We wait. We”, what is left out may as well be “We sail. We wait.”
    """
    said = aligned.said
    for back in range(most + 1):
        if first - back == 0 or said[first - back - 1].word.stop == ".":
            return back
        if said[first - back - 1].word.form != said[last - back - 1].word.form:
            break
    return 0


def _kind(gap: _Gap, aligned: Aligned, text: str) -> str:
    """What a difference is: "same" (none), "cleaned", "trimmed", "altered"."""
    ours = tuple(word for word in gap.ours if word.form not in _SOUNDS and word.end > word.start)  # “$” of “$5” says it
    if ours:
        same = _is_cut_number(ours, gap, aligned, text) or _is_spelt_at_an_end(ours, gap, aligned)
        return "same" if same else _changed(ours, gap)
    if not gap.theirs or _is_opening_and(gap, aligned) or any(_stands_for(mark, gap.theirs) for mark in gap.marks):
        return "same"
    if not gap.marks and _is_cleaned(gap, aligned, text):
        return "cleaned"
    if _negates(gap, aligned):
        return "altered"
    return "trimmed"


def _changed(ours: tuple[Word, ...], gap: _Gap) -> str:
    """Whether other words say the same, in another spelling."""
    if _alike(ours, gap.theirs) or (gap.marks and not ours):
        return "same"
    said = [word for i, word in enumerate(gap.theirs) if word.form not in _FILLERS and not is_filler(gap.theirs, i)]
    return "cleaned" if said and _alike(ours, said) else "altered"


# -- words that are the same -------------------------------------------------------------------------------------------


def _alike(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """Whether two rows of words are the same in another spelling: “Sen.” and “Senator”, “healthcare” in two words."""
    mine, others = [_forms(word) for word in ours], [_forms(word) for word in theirs]
    return any(a == b or "".join(a) == "".join(b) for a in _rows(mine) for b in _rows(others))


def _forms(word: Word) -> tuple[tuple[str, ...], ...]:
    """In which ways a word may be read."""
    form = meanings("titles").get(word.form, word.form)
    form = _OTHER.get(form, form)
    found = [tuple(part for part in re.split(r"[\s'-]+", form) if part)]
    if word.raw.replace(".", "") in ("us", "usa") and "." in word.raw:
        found.append(("united", "states"))
    if word.form.endswith("'s"):
        found += [(word.form[:-2], verb) for verb in ("is", "has")]
    if word.form == "is" and word.raw.endswith("'s"):
        found.append(("has",))
    if word.form == "would" and word.raw.endswith("'d"):
        found += [("had",), ("did",)]
    if word.form in _ORDINALS:
        found.append((_ORDINALS[word.form],))
    if word.form in NUMBERS:
        found.append((NUMBERS[word.form],))
    if word.form == "one":
        found.append(("1",))
    return tuple(found)


def _rows(words: Sequence[tuple[tuple[str, ...], ...]], most: int = 32) -> list[list[str]]:
    """Every row of forms that words may be read as; the first of them, if they are many."""
    rows: list[list[str]] = [[]]
    for ways in words:
        rows = [[*row, *way] for row in rows for way in ways][:most]
    return rows


def _stands_for(mark: Word, theirs: Sequence[Word]) -> bool:
    """Whether brackets only change the form of a word, or have the very words that were said: “close[d]”, “(all)”."""
    inside = re.sub(r"[\[\]()]", "", mark.raw).split()
    if [word.raw for word in theirs] == inside or [word.form for word in theirs] == inside:
        return True
    outside = re.sub(r"\[[^\]]*\]", "", mark.raw)
    return len(theirs) == 1 and len(outside) > 2 and outside.isalpha() and theirs[0].form.startswith(outside[:-1])


def _is_spelt_at_an_end(ours: Sequence[Word], gap: _Gap, aligned: Aligned) -> bool:
    """Whether a quotation begins or ends with words in another spelling: “Lund’s late” where Lund is late."""
    if not gap.ends or len(ours) > _START:
        return False
    begins = gap.ours[0].start == aligned.quoted.words[0].start
    rows = (
        aligned.said[gap.at - size : gap.at] if begins else aligned.said[gap.at : gap.at + size]
        for size in range(1, min(len(ours) + 2, gap.at if begins else len(aligned.said) - gap.at) + 1)
    )  # fmt: skip
    return any(_alike(ours, [one.word for one in row]) for row in rows)


def _is_cut_number(ours: Sequence[Word], gap: _Gap, aligned: Aligned, text: str) -> bool:
    """Whether a quotation begins or ends within a number of several words: “… 3” of “3 million”."""
    if not gap.ends or len(ours) != 1:
        return False
    begins = gap.ours[0].start == aligned.quoted.words[0].start
    at, beside = (gap.at - 1, gap.at) if begins else (gap.at, gap.at - 1)
    if not (0 <= at < len(aligned.said) and 0 <= beside < len(aligned.said)):
        return False
    one, other = aligned.said[at], aligned.said[beside]
    if one.turn != other.turn or abs(one.number - other.number) != 1:
        return False
    parts = text[one.word.start : one.word.end].split()
    cuts = (parts[n:] if begins else parts[:n] for n in range(1, len(parts)))
    return any([word.form for word in words(" ".join(cut))] == [ours[0].form] for cut in cuts)


# -- words left out ----------------------------------------------------------------------------------------------------


def _is_opening_and(gap: _Gap, aligned: Aligned) -> bool:
    before = aligned.said[gap.at - 1].word if gap.at else None
    opens = gap.opens or (before is not None and before.stop == ".")
    return [word.form for word in gap.theirs] == ["and"] and opens


def _is_cleaned(gap: _Gap, aligned: Aligned, text: str) -> bool:
    """Whether what is left out is fillers, repeats, false starts of up to _START words."""
    row = list(gap.theirs)
    kept = [w for i, w in enumerate(row) if w.form not in _FILLERS and not is_filler(row, i)]
    if not kept:
        return True
    before = [one.word.form for one in aligned.said[max(0, gap.at - 12) : gap.at]]
    end = gap.at + len(row)
    after = [one.word.form for one in aligned.said[end : end + 12]]
    forms = [word.form for word in kept]
    bare_after = [form for form in after if form not in _FILLERS]
    bare_before = [form for form in before if form not in _FILLERS]
    size = len(forms)
    if size == 2 and forms[0] == "and" and forms[1:] == bare_before[-1:]:
        return True  # “billions and billions”
    if size <= 2 * _START and (forms == bare_after[:size] or forms == bare_before[-size:]):
        return True
    if size > _START or (NEGATIONS.intersection(forms) and size == 1):
        return False
    follows = text[row[-1].end : row[-1].end + 6]
    starts = text[aligned.said[gap.at - 1].word.end : row[0].start] if gap.at else ""
    return (bool(_DASH.match(follows)) and not (_DASH.match(starts) and forms[0] not in bare_after[:1])) or (
        size > 1 and forms[0] in bare_after[:1] and forms[0] not in ("the", "a", "to", "of", "in")
    )


def _negates(gap: _Gap, aligned: Aligned) -> bool:
    """Whether a negation is left out whose clause isn't left out as a whole."""
    end = gap.at + len(gap.theirs)
    for i in range(gap.at, end):
        if aligned.said[i].word.form not in NEGATIONS:
            continue
        first, last = i, i
        while first > gap.at and not aligned.said[first - 1].word.stop:
            first -= 1
        while last < end - 1 and not aligned.said[last].word.stop:
            last += 1
        begins = first > gap.at or (gap.at > 0 and bool(aligned.said[gap.at - 1].word.stop))
        if not (begins and aligned.said[last].word.stop and last < end):
            return True
    return False


# -- what differs ------------------------------------------------------------------------------------------------------


def _difference(gap: _Gap, aligned: Aligned, text: str) -> ComparedWords:
    mine, others = _counted(gap.ours), _counted(gap.theirs)
    negated = [form for form in mine if form in NEGATIONS] != [form for form in others if form in NEGATIONS]
    numbers = [_numbers(row) for row in (mine, others)]
    kind: DifferenceKind = "negation" if negated else "number" if numbers[0] != numbers[1] else "words"
    ours = aligned.quoted.text[gap.ours[0].start : gap.ours[-1].end] if gap.ours else ""
    theirs = text[gap.theirs[0].start : gap.theirs[-1].end] if gap.theirs else ""
    return ComparedWords(kind, ours, theirs)


def _counted(row: Sequence[Word]) -> list[str]:
    return [word.form for word in row]


def _numbers(forms: Sequence[str]) -> list[str]:
    return [form for form in forms if _NUMBER.match(form) or form in NUMBERS or form in POWERS or form == "one"]
