"""Quotations that a record has otherwise: in other words, run together, by somebody else, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from ...english.names import words as name_words
from ...records import clock
from ...verification import RecordPassage
from ..records.quotations import HeldQuotation
from ..records.store import StoredRecord
from ..tables.record import Source, StatementRecord
from .finding import Code, Evidence, Finding, PassageEvidence, quote

#: Fewest words of a quotation that somebody else says, and of one whose words are from two places; set by judgement.
THEIRS, PUT_TOGETHER = 5, 8
#: How surely a holder has to be the one, for their words to be told as another's.
SURE = 0.8
_ARTICLE = re.compile(r"(?:the|an?|[A-Z]\w*[’']s?) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An article whose quotations were held against records.

    source, text: the article. statements, records: by their ids.
    """

    source: Source
    text: str
    statements: Mapping[int, StatementRecord]
    records: Mapping[int, StoredRecord]


def otherwise(article: Recorded, some: Iterable[HeldQuotation], held: Sequence[HeldQuotation]) -> Iterator[Finding]:
    """What a person should look at among some quotations of an article, in their order. held: all of them."""
    for one in some:
        said = article.statements.get(one.statement or 0)
        if said is not None and said.standing == "not said":
            continue
        if one.class_ == "altered":
            yield from _differs(article, one)
        elif one.class_ == "spliced":
            yield from _spliced(article, one)
        elif one.class_ == "other-speaker" and said is not None:
            yield from _other_speaker(article, one, said)
        elif one.class_ == "not-in-this-record":
            yield _missing(article, one, held)


def _differs(article: Recorded, one: HeldQuotation) -> Iterator[Finding]:
    if one.holder is None or not one.differences:
        return
    told = ", ".join(f"{_or_nothing(it.quoted)} for {_or_nothing(it.said)}" for it in one.differences[:3])
    more = f" and {len(one.differences) - 3} more" if len(one.differences) > 3 else ""
    there = f"{_name(article, one)}{_at(one)}"
    sentence = f"{article.source.name} quotes {one.holder} with other words than {there}: {told}{more}."
    yield _found("record-differs", article, one, sentence)


def _or_nothing(words: str) -> str:
    return quote(words, 60) if words.strip() else "nothing"


def _spliced(article: Recorded, one: HeldQuotation) -> Iterator[Finding]:
    """Only where no cue stands between: what stands around one may be two sentences, each by itself."""
    if one.holder is None or len(one.words.split()) < PUT_TOGETHER or len(one.passages) < 2 or len(one.spans) > 1:
        return
    places = " and at ".join(_place(passage) for passage in one.passages)
    sentence = (
        f"{article.source.name} gives as one quotation what {one.holder} says in {len(one.passages)} places of "
        f"{_name(article, one)}, at {places}: {quote(one.words)}."
    )
    yield _found("spliced", article, one, sentence)


def _other_speaker(article: Recorded, one: HeldQuotation, said: StatementRecord) -> Iterator[Finding]:
    """Only where the article itself names whom it quotes beside the words, and the record one other who speaks."""
    spoken = {passage.speaker for passage in one.passages}
    if len(spoken) != 1 or len(one.words.split()) < THEIRS or said.sure < SURE or not _names(article, said):
        return
    speaker = article.records[one.record].speaker(one.passages[0].turn)
    if speaker is None or (speaker.holder is not None and speaker.holder == said.holder):
        return
    sentence = (
        f"{article.source.name} has {one.holder} say what {speaker.holder_name or speaker.name} says in "
        f"{_name(article, one)}{_at(one)}: {quote(one.words)}."
    )
    yield _found("other-speaker", article, one, sentence)


def _names(article: Recorded, said: StatementRecord) -> bool:
    """Whether the words for the source have some of the holder's name."""
    source = {word for span in said.source_spans for word in name_words(span.of(article.text))}
    return bool(source & {*name_words(said.name or "")})


def _missing(article: Recorded, one: HeldQuotation, held: Sequence[HeldQuotation]) -> Finding:
    others = sum(other.record == one.record and other.holder == one.holder and other.stands for other in held)
    sentence = (
        f"{article.source.name} quotes {one.holder} with words that {_name(article, one)} doesn’t have, where "
        f"{others} other quotations of theirs stand: {quote(one.words)}."
    )
    return _found("not-in-record", article, one, sentence)


def _found(code: Code, article: Recorded, one: HeldQuotation, sentence: str) -> Finding:
    words = " … ".join(span.of(article.text) for span in one.spans)
    evidence = Evidence(one.article, one.statement, one.spans, words)
    return Finding(code, sentence, (evidence,), tuple(_evidence(article, one, at) for at in one.passages))


def _evidence(article: Recorded, one: HeldQuotation, at: RecordPassage) -> PassageEvidence:
    return PassageEvidence(one.record, _name(article, one), at.turn, at.speaker, at.time, at.span, at.words)


def _name(article: Recorded, one: HeldQuotation) -> str:
    """What a record is called in a sentence: “the record of the hearing on the bridge”, or its file."""
    stored = article.records[one.record]
    event = stored.about.event
    if not event:
        return PurePath(stored.record.name).name
    return f"the record of {event}" if _ARTICLE.match(event) else f"the record of the {event}"


def _at(one: HeldQuotation) -> str:
    return f" at {clock.code(one.time)}" if one.time is not None else ""


def _place(passage: RecordPassage) -> str:
    return clock.code(passage.time) if passage.time is not None else f"turn {passage.turn}"
