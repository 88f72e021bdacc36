"""Verifying: every quotation of a reading held against records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from ..english.verbatim import EMPTY, words
from ..holders.holder import Holder
from ..reading import Reading
from ..records.record import Record
from ..span import Span, strip
from .alignment import Aligned, ComparedQuotation, SaidWord, align, quoted_words
from .classes import JudgedQuotation, judged
from .heard import HeardQuotation, Listen, heard
from .index import RecordIndex, Region
from .quoted import QuotedWords, quoted
from .speakers import is_speaker
from .verified import QuotationClass, RecordPassage, Verification, VerifiedQuotation

#: The least share (0 to 1) of a quotation's words that a record has, by their worth; of one with few words, all.
_SHARE, _SHARE_SHORT = 0.62, 0.99
_SHORT, _RUN = 3, 3
#: Where the record lacks the first or the last word of a quotation with fewer than so many: then they are alike by
#: chance sooner than changed.
_SHARE_CUT, _CUT = 0.83, 10
#: The share from which on a passage without a leap is looked no further from.
_ENOUGH: Final = 0.9
#: A region with so much of what speaks for another is far behind it.
_FAR_LESS: Final = 0.75
#: Regions of one record that lie so many code points apart are looked at together, with what lies between.
_TOGETHER: Final = 900
#: Records looked at for one quotation.
_RECORDS: Final = 3
#: So many records are few.
_FEW: Final = 20
#: Fewest words by another speaker that make a quotation theirs.
_THEIRS: Final = 3


def verify(reading: Reading, records: RecordIndex | Iterable[Record], listen: Listen | None = None) -> Verification:
    """What records have of each quotation of a reading: its class, the passage, who said it, when.

    records: records, or an index of them, which serves many readings. listen: what listens again to recordings where a
    quotation isn't what was heard, as `Recogniser.listen` does; None: their words alone are compared.
    Raises ValueError for no records.
    """
    index = records if isinstance(records, RecordIndex) else RecordIndex(records)
    found = [verified(reading.article.text, one, index, listen) for one in quoted(reading)]
    told = [_told(reading, number, index) for number, one in enumerate(reading.statements) if one.type == "indirect"]
    return Verification(tuple(one for one in found if one), tuple(told), index.names)


def verified(text: str, one: QuotedWords, index: RecordIndex, listen: Listen | None = None) -> VerifiedQuotation | None:
    """A quotation held against records; None if it has no words. text: the article's. listen: as in `verify`."""
    ours = quoted_words(text, [(span.start, span.end) for span in one.spans])
    if not ours.words:
        return None
    quotation = " … ".join(span.of(text) for span in one.spans)
    name = one.holder.name if one.holder else None
    bare = VerifiedQuotation(one.spans, quotation, name, one.statement, "not-in-this-record")
    regions = index.regions(quotation)
    recordings = _recordings(regions, index)
    written = [region for region in regions if region.record not in recordings]
    best = _best(ours, one.holder, index, written)
    record = index.record(best[1]) if best else None
    outcome = judged(best[0], record.text) if best and record and best[0].runs else None
    if best and record and outcome and _is_there(best[0], outcome):
        return _classed(bare, best[0], outcome, one.holder, record)
    found = _heard(bare, ours, index, regions, listen)
    return found or replace(bare, nearest=tuple(_near(index, regions[:1], quotation)))


def _recordings(regions: Sequence[Region], index: RecordIndex) -> frozenset[int]:
    """Which of the records that come into question a machine heard."""
    if all(index.record(number).form != "recording" for number in _likeliest(regions)):
        return frozenset()  # others aren't looked at, and of an index in a file each is read when it is asked for
    numbers = {region.record for region in regions}
    return frozenset(number for number in numbers if index.record(number).form == "recording")


def _heard(
    bare: VerifiedQuotation,
    ours: ComparedQuotation,
    index: RecordIndex,
    regions: Sequence[Region],
    listen: Listen | None,
) -> VerifiedQuotation | None:
    """What machines heard of a quotation that no other record has; None if nothing near it."""
    found: list[tuple[HeardQuotation, Record]] = []
    # Of a few records it is looked for words in any order too: one misheard in two leaves none in a row.
    for some in (regions, index.about(bare.words) if len(index.names) <= _FEW else ()):
        recordings = _recordings(some, index)
        spoken = [region for region in some if region.record in recordings]
        for number in _likeliest(spoken):
            stretches = _joined([region for region in spoken if region.record == number])
            said = [list(_said(index, number, [stretch])) for stretch in stretches]
            record = index.record(number)
            one = heard(ours, said, record, listen)
            if one and one.alike:
                return _as_heard(bare, one, record)
            found += [(one, record)] if one else []
        if found:
            break
    return _as_heard(bare, *min(found, key=lambda it: it[0].cost)) if found else None


def _as_heard(bare: VerifiedQuotation, one: HeardQuotation, record: Record) -> VerifiedQuotation:
    class_: QuotationClass = "heard-alike" if one.alike else "heard-otherwise"
    return replace(bare, class_=class_, passages=(_found(record, one.span),), differences=one.differences)


def _best(
    ours: ComparedQuotation, holder: Holder | None, index: RecordIndex, regions: Sequence[Region]
) -> tuple[Aligned, int] | None:
    """The best alignment, and with which record. Where the likeliest region has it, no other is looked at."""
    best: tuple[Aligned, int] | None = None
    numbers = _likeliest(regions)
    for number in numbers:
        own = [region for region in regions if region.record == number]
        for some in (own[:1], own):
            aligned = _aligned(ours, number, some, holder, index)
            if aligned and (best is None or aligned.score > best[0].score + 0.01):
                best = aligned, number
            alone = len(numbers) == 1 and _stands_out(own)
            if best and _is_enough(*best, holder, index, alone=alone):
                return best
    return best


def _stands_out(regions: Sequence[Region]) -> bool:
    """Whether the first of the regions of a record has far more of a quotation than any elsewhere."""
    first = regions[0]
    beside = (first.end - first.start) / 3
    return all(one.votes < _FAR_LESS * first.votes for one in regions if abs(one.start - first.start) > beside)


def _is_enough(aligned: Aligned, number: int, holder: Holder | None, index: RecordIndex, *, alone: bool) -> bool:
    """Whether no better passage is to be expected: all of a quotation, or nearly all from its first word to its last.

    alone: whether no other place comes into question.
    """
    runs = aligned.runs
    if not runs or not _is_theirs(aligned, holder, index, number):
        return False
    if len(runs) == 1 and aligned.share == 1:
        return True
    ends = runs[0].ours == 0 and runs[-1].ours + runs[-1].size == len(aligned.quoted.words)
    return alone and ends and aligned.share >= _ENOUGH and not any(run.leap for run in runs)


def _likeliest(regions: Sequence[Region]) -> list[int]:
    """The records that have most of what was looked for."""
    votes: dict[int, float] = {}
    for region in regions:
        votes[region.record] = max(votes.get(region.record, 0.0), region.votes)
    return sorted(votes, key=lambda number: (-votes[number], number))[:_RECORDS]


def _aligned(
    ours: ComparedQuotation, number: int, regions: Sequence[Region], holder: Holder | None, index: RecordIndex
) -> Aligned | None:
    record = index.record(number)
    said = list(_said(index, number, _joined(regions)))
    if not said:
        return None
    places = index.places(number)
    turns = {one.turn for one in said}
    favoured = frozenset(turn for turn in turns if is_speaker(holder, record.turns[turn], record))
    return align(ours, said, places, favoured)


def _joined(regions: Sequence[Region]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for region in sorted(regions, key=lambda one: one.start):
        if found and region.start - found[-1][1] <= _TOGETHER:
            found[-1] = (found[-1][0], max(found[-1][1], region.end))
        else:
            found.append((region.start, region.end))
    return found


def _said(index: RecordIndex, number: int, stretches: Iterable[tuple[int, int]]) -> Iterator[SaidWord]:
    """The words of stretches of a record, each once; between two of them lie many."""
    at, count = -1, 0
    for start, end in stretches:
        count += 1000
        for word, turn in index.words(number, start, end):
            if max(at, start) <= word.start < end:
                yield SaidWord(word, turn, count)
                count += 1
        at = max(at, end)


def _is_there(aligned: Aligned, outcome: JudgedQuotation) -> bool:
    """Whether the record has a quotation, if perhaps in other words."""
    size = len(aligned.quoted.words)
    if size <= _SHORT:
        return aligned.share >= _SHARE_SHORT and len(aligned.runs) == 1
    least = _SHARE + max(0, 7 - size) * 0.06
    ends = aligned.runs[0].ours == 0 and aligned.runs[-1].ours + aligned.runs[-1].size == size
    if size < _CUT and not ends and outcome.differences:
        least = max(least, _SHARE_CUT)
    return aligned.share >= least and aligned.longest >= min(size, _RUN)


def _is_theirs(aligned: Aligned, holder: Holder | None, index: RecordIndex, number: int) -> bool:
    record = index.record(number)
    turn = record.turns[aligned.said[aligned.runs[0].theirs].turn]
    return is_speaker(holder, turn, record) is not False


def _classed(
    bare: VerifiedQuotation, aligned: Aligned, outcome: JudgedQuotation, holder: Holder | None, record: Record
) -> VerifiedQuotation:
    passages = tuple(_passages(aligned, record))
    by_turn: dict[int, int] = {}
    for run in aligned.runs:
        for one in aligned.said[run.theirs : run.theirs + run.size]:
            by_turn[one.turn] = by_turn.get(one.turn, 0) + 1
    least = min(_THEIRS, max(by_turn.values()))
    another = any(
        count >= least and is_speaker(holder, record.turns[turn], record) is False for turn, count in by_turn.items()
    )
    return replace(
        bare,
        class_="other-speaker" if another else outcome.class_,
        marked=None if another else outcome.marked,
        passages=passages,
        differences=outcome.differences,
    )


def _passages(aligned: Aligned, record: Record) -> Iterator[RecordPassage]:
    """Where the words stand: from the first to the last, each place by itself."""
    parts: list[tuple[int, int]] = []
    for number, run in enumerate(aligned.runs):
        first, last = run.theirs, run.theirs + run.size - 1
        same = parts and not run.leap and aligned.said[parts[-1][1]].turn == aligned.said[first].turn
        if number and same:
            parts[-1] = (parts[-1][0], last)
        else:
            parts.append((first, last))
    for first, last in parts:
        span = Span(aligned.said[first].word.start, max(aligned.said[i].word.end for i in range(first, last + 1)))
        yield _found(record, span)


def _found(record: Record, span: Span) -> RecordPassage:
    turn = record.turn_at(span.start)
    return RecordPassage(
        record.name, record.turns[turn].speaker, turn, record.time_at(span.start), span, span.of(record.text),
        record.time_after(span),
    )  # fmt: skip


# -- reading aids ------------------------------------------------------------------------------------------------------


def _told(reading: Reading, number: int, index: RecordIndex) -> VerifiedQuotation:
    """An indirect statement, with the passages that may be meant."""
    statement = reading.statements[number]
    said = " … ".join(span.of(reading.article.text) for span in statement.content)
    name = statement.holder.name if statement.holder else None
    near = tuple(_near(index, index.about(said), said))
    return VerifiedQuotation(statement.content, said, name, number, None, nearest=near)


def _near(index: RecordIndex, regions: Iterable[Region], said: str) -> Iterator[RecordPassage]:
    """Of each region the sentence that has most of the telling words, each sentence once."""
    telling = {word.form for word in words(said)} - EMPTY
    seen: set[tuple[int, Span]] = set()
    for region in regions:
        record = index.record(region.record)
        spans = [
            span
            for match in _SENTENCE.finditer(record.text, max(0, region.start), region.end)
            if (span := strip(record.text, *match.span()))
        ]
        if not spans:
            continue
        shared = [len(telling & {word.form for word in words(span.of(record.text))}) for span in spans]
        best = spans[shared.index(max(shared))]
        if max(shared) and (region.record, best) not in seen:
            seen.add((region.record, best))
            yield _found(record, best)


#: A sentence of a turn.
_SENTENCE: Final = re.compile(r"[^\s][^\n]*?(?:[.!?][\"”’)]*(?=\s)|$)", re.MULTILINE)
