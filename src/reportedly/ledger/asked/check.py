"""A draft held against the ledger: for each of its statements the nearest wording there, and what to look at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import sqlalchemy as sa

from ...articles.article import Article
from ...english.lexicon import NEGATIONS
from ...english.quotation import quotations
from ...english.verbatim import EMPTY, words
from ...printable import printable
from ...reading import Reading, Statement
from ...span import Span
from ..findings import rehearsal
from ..findings.collation import Passage
from ..findings.comparison import (
    Compared,
    DraftQuotation,
    NearWording,
    Piece,
    Status,
    compare_quotation,
    compare_report,
)
from ..findings.dates import Offices
from ..findings.denials import left_out
from ..findings.finding import Code, Evidence, Finding
from ..findings.passages import passages, whole
from ..findings.speakers import Speakers, may_speak_for, speakers, two_named
from ..findings.unattributed import unattributed
from ..tables import schema
from ..tables.record import Source, StatementRecord, fetch, sources
from ..threads import membership
from ..threads.linking import name_words
from ..threads.wordings import wording
from .checked import Check, CheckedStatement, CheckedWords, CheckFinding, Nearest, cited, sentence_case
from .draft import DraftBeside
from .on_record import DraftOnRecord, HeldAgainst
from .search import resembling

#: Most statements that words lead to, most articles looked into for one statement, most of them by its holder.
FOUND, LOOKED_INTO, OF_HOLDER = 30, 24, 12
#: Most words that are looked for, and how many in a row.
WORDS, ROW = 12, 6
#: Fewest words of a quotation that gets a row of its own where no statement has it.
LEAST = 3
#: Words before a quotation by which the draft itself says “not”, and how far before they may stand, in code points.
_DENYING = re.compile(r"\b(?:den(?:y|ies|ied|ying)|refus\w+|reject\w+|doubt\w*|dismiss\w*)\b", re.IGNORECASE)
BEFORE: Final = 60
_ARTICLE = re.compile(r"\b(?:the|an?) $", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?][”\"’']?\s|\n")
#: Kinds of findings that are made by comparing quotations here, and not by adding the draft.
COMPARED: Final[frozenset[Code]] = frozenset(
    ["altered-quotation", "denied-elsewhere", "misattributed-quotation", "spliced-quotation", "unattributed-quotation"]
)


@dataclass(frozen=True, slots=True)
class _Row:
    """A statement of the draft, or a quotation that no statement has. record: what it is compared as.

    pieces: what it quotes. holder: its name in the draft. inside: whether it stands in what another statement quotes.
    known: whether it is a statement. doubted: whether its holder is only probably the one. described: the words of the
    source, where these don't name the holder. beside: the statements of articles, by their ids.
    """

    record: StatementRecord
    pieces: tuple[Piece, ...]
    words: str
    holder: str | None = None
    inside: bool = False
    known: bool = True
    doubted: bool = False
    described: frozenset[str] = frozenset()
    beside: Mapping[int, Sequence[StatementRecord]] = field(default_factory=dict)

    def whose(self, mine: StatementRecord, other: StatementRecord) -> Speakers:
        """Whether another statement has the same holder, by all that the draft tells of its own.

        A description that fits the role of the other may mean that one, whomever the reader took it for.
        """
        found = speakers(mine, other)
        role = frozenset(word.lower() for word in re.findall(r"\w+", other.role or "")) - EMPTY
        if found == "other" and (
            self.doubted
            or (self.described and self.described <= role)
            or may_speak_for(mine, other, self.beside.get(other.source.id, ()))
        ):
            return "unknown"
        return found


def check(connection: sa.Connection, draft: DraftBeside, held: Offices, beside: HeldAgainst) -> Check:
    """A draft held against the ledger, its records, and what is given beside it; nothing is written.

    held: a holder's offices on a day (see `dates.Offices`).
    """
    found = rehearsal.found(connection, draft.rehearsed, held)
    rows = list(_rows(draft))
    looked = _Looked(connection, draft, beside.linked)
    looked.load(rows)
    rows = [replace(row, beside=looked.statements) for row in rows]
    compared = [_compared(row, looked) if not row.inside else _inside(row, looked) for row in rows]
    recorded = DraftOnRecord.of(connection, draft, beside)
    compared = [
        one if row.inside else recorded.settled(row.record, len(row.pieces), one)
        for row, one in zip(rows, compared, strict=True)
    ]
    findings = [
        _finding(draft, i, row, one) for i, (row, one) in enumerate(zip(rows, compared, strict=True)) if one.code
    ]
    findings += recorded.findings([row.record for row in rows])
    denials = list(_denials(draft, rows, compared, looked))
    for finding, near in denials:
        at = finding.statements[0]
        if compared[at].nearest is None:
            compared[at] = replace(compared[at], status="similar", nearest=near)
    findings += [finding for finding, _ in denials]
    findings += _unattributed(draft, rows)
    findings += _kept(connection, draft, rows, found)
    codes: list[list[Code]] = [[] for _ in rows]
    for finding in findings:
        for i in finding.statements:
            codes[i] += [finding.code] if finding.code not in codes[i] else []
    checked = (
        CheckedStatement(row.words, row.record.spans, row.holder, one.status, tuple(some), _nearest(one.nearest))
        for row, one, some in zip(rows, compared, codes, strict=True)
    )
    return Check(tuple(checked), tuple(findings))


# -- the draft's statements ------------------------------------------------------------------------------------------


def _rows(draft: DraftBeside) -> Iterator[_Row]:
    """The draft's statements and the quotations that no statement has, in the order of the text."""
    text = draft.reading.article.text
    outer = [one.span for one in quotations(text) if not one.depth]
    mine = draft.statements
    rows = []
    for one in mine:
        statement = draft.reading.statements[one.position]
        within = [
            span
            for other in draft.reading.statements
            if other.parent == one.position and other.holder is not None
            for span in other.content
        ]
        parent = None if statement.parent is None else draft.reading.statements[statement.parent]
        inside = parent is not None and any(
            quote.contains(span)
            and len(quote) > 1.3 * len(span)
            and any(quote.overlap(other) for other in parent.content)
            for quote in outer
            for span in one.spans
        )
        rows.append(
            _Row(
                one,
                tuple(_pieces(text, one, outer, within)),
                draft.reading.words(one.spans),
                statement.holder.name if statement.holder else None,
                inside,
                doubted=statement.doubted and not _is_named(draft.reading, statement),
                described=_described(draft.reading, statement),
            )
        )
    held = [span for one in mine for span in one.spans]
    for span in outer:
        if 2 * sum(span.overlap(other) for other in held) <= len(span):
            words_ = tuple(words(text, span.start, span.end))
            if len(words_) >= LEAST:
                record = StatementRecord(
                    -1 - span.start, mine[0].source if mine else Source(draft.number, draft.name), -1, None, None, True,
                    "direct", (span,), (span.of(text),),
                )  # fmt: skip
                rows.append(_Row(record, (Piece(span.of(text), words_),), printable(span.of(text)), known=False))
    yield from sorted(rows, key=lambda row: (row.record.spans[0].start, row.record.id))


def _described(reading: Reading, statement: Statement) -> frozenset[str]:
    """The words of a source that doesn't name its holder: “the chief engineer”. Empty for a name or a pronoun."""
    return frozenset() if _is_named(reading, statement) else _said(reading, statement) - EMPTY


def _is_named(reading: Reading, statement: Statement) -> bool:
    """Whether the words of a source have some of its holder's name."""
    return bool(statement.holder and _said(reading, statement) & name_words(statement.holder.name))


def _said(reading: Reading, statement: Statement) -> frozenset[str]:
    """The words of a source, in lower case."""
    return frozenset(word.lower() for word in re.findall(r"\w+", reading.words(statement.source)))


def _pieces(text: str, one: StatementRecord, outer: Sequence[Span], within: Sequence[Span]) -> Iterator[Piece]:
    """The stretches of a statement in quotation marks, but for what is another's statement within it."""
    if one.type == "indirect":
        return
    found = []
    for span in one.spans:
        quoted = [
            Span(max(span.start, quote.start), min(span.end, quote.end)) for quote in outer if quote.overlap(span)
        ]
        found += quoted or ([span] if one.type == "direct" else [])
    for span in found:
        if any(2 * span.overlap(other) > 1.6 * len(span) for other in within):
            continue
        said = tuple(words(text, span.start, span.end))
        if any(not word.gap for word in said):
            named = _ARTICLE.search(text, max(0, span.start - 5), span.start) is not None
            yield Piece(span.of(text), said, _negated(text, span.start), named)


def _negated(text: str, start: int) -> bool:
    """Whether the words before a quotation, in its sentence and outside it, say “not”."""
    before = _SENTENCE.split(text[max(0, start - BEFORE) : start])[-1]
    before = re.split(r"[”\"]", before)[-1]
    return bool(_DENYING.search(before)) or any(word.form in NEGATIONS for word in words(before))


# -- what they are compared with -------------------------------------------------------------------------------------


@dataclass
class _Looked:
    """The articles of the ledger that were looked into, each once."""

    connection: sa.Connection
    draft: DraftBeside
    linked: Sequence[Article]
    statements: dict[int, list[StatementRecord]] = field(default_factory=dict)
    passages: dict[int, tuple[Passage, ...]] = field(default_factory=dict)
    texts: dict[int, tuple[Source, str]] = field(default_factory=dict)
    wholes: dict[int, Passage] = field(default_factory=dict)
    near: dict[int, list[int]] = field(default_factory=dict)

    def load(self, rows: Sequence[_Row]) -> None:
        """Find the articles that may have the rows' words, and load them all together."""
        worded = {row.record.id: wording(row.record.content, row.record.type) for row in rows}
        by_keys = membership.neighbours(self.connection, worded)
        found = {row.record.id: [*by_keys[row.record.id], *self._bycited(row)] for row in rows}
        articles = self._articles({one for some in found.values() for one in some})
        for row in rows:
            of_it = dict.fromkeys(articles[one] for one in found[row.record.id] if one in articles)
            of_it |= dict.fromkeys(self._of_holder(row.record.holder))
            self.near[row.record.id] = list(of_it)[: LOOKED_INTO + OF_HOLDER]
        self._load(sorted({number for some in self.near.values() for number in some}))

    def passages_for(self, row: _Row) -> list[Passage]:
        """The passages that may have the row's words, the pages that the draft links to among them."""
        return [*(one for number in self.near[row.record.id] for one in self.passages[number]), *self._linked()]

    def texts_for(self, row: _Row) -> list[Passage]:
        """The same articles, each as a whole."""
        for number in self.near[row.record.id]:
            if number not in self.wholes:
                source, text = self.texts[number]
                self.wholes[number] = whole(source, text, self.statements[number])
        return [self.wholes[number] for number in self.near[row.record.id]]

    def statements_for(self, row: _Row) -> list[StatementRecord]:
        """The statements of these articles."""
        return [one for number in self.near[row.record.id] for one in self.statements[number]]

    def two(self, mine: StatementRecord, other: StatementRecord) -> bool:
        """Whether a statement of the draft and one of the ledger, of the same words, are plainly of two holders."""
        return two_named(mine, other, self._text, pronoun=True)

    def _text(self, number: int) -> str:
        return self.draft.reading.article.text if number == self.draft.number else self.texts[number][1]

    def _linked(self) -> Iterator[Passage]:
        for at, one in enumerate(self.linked):
            yield whole(Source(-1 - at, one.outlet or "", one.outlet, one.url, one.title, one.published), one.text)

    def _bycited(self, row: _Row) -> list[int]:
        """Statements with the row's words: of what it quotes if it quotes anything, else of all it says."""
        said = [word for piece in row.pieces for word in piece.words] or words(row.record.content)
        plain = [word.raw for word in said if not word.gap and word.form not in EMPTY and "'" not in word.raw]
        every = sorted(dict.fromkeys(plain), key=lambda word: (-len(word), word))[:WORDS]
        phrase = [word.raw for word in said[:ROW] if not word.gap]
        return resembling(self.connection, every, phrase, FOUND)

    def _articles(self, statements: Iterable[int]) -> dict[int, int]:
        """The article of each statement, by the ids of both, without the draft and without superseded versions."""
        statement, article = schema.statements, schema.articles
        found: dict[int, int] = {}
        counts = sa.or_(article.c.current, article.c.id == self.draft.before)
        query = sa.select(statement.c.id, statement.c.article_id).join(article, statement.c.article_id == article.c.id)
        every = sorted(statements)
        for some in (every[i : i + 500] for i in range(0, len(every), 500)):
            where = statement.c.id.in_(some), article.c.id.is_distinct_from(self.draft.same), counts
            found |= {row.id: row.article_id for row in self.connection.execute(query.where(*where))}
        return found

    def _of_holder(self, holder: int | None) -> list[int]:
        """The newest articles with statements of a holder."""
        if holder is None:
            return []
        statement, article = schema.statements, schema.articles
        query = sa.select(article.c.id).join(statement, statement.c.article_id == article.c.id).distinct()
        query = query.where(statement.c.holder_id == holder, article.c.current)
        query = query.where(article.c.id.is_distinct_from(self.draft.same))
        return list(self.connection.execute(query.order_by(article.c.id.desc()).limit(OF_HOLDER)).scalars())

    def _load(self, numbers: Sequence[int]) -> None:
        article, statement = schema.articles, schema.statements
        for some in (numbers[i : i + 200] for i in range(0, len(numbers), 200)):
            texts = dict(
                self.connection.execute(sa.select(article.c.id, article.c.text).where(article.c.id.in_(some))).all()
            )
            known = {source.id: source for source in sources(self.connection, article.c.id.in_(some))}
            self.statements |= {number: [] for number in some}
            for one in fetch(self.connection, statement.c.article_id.in_(some)):
                self.statements[one.source.id].append(one)
            for number in some:
                said = self.statements[number]
                self.passages[number] = tuple(passages(known[number], texts[number], said))
                self.texts[number] = known[number], texts[number]


def _compared(row: _Row, looked: _Looked) -> Compared:
    if not row.pieces:
        return compare_report(row.record, looked.statements_for(row), row.whose)
    one = DraftQuotation(row.record, row.pieces, looked.two, row.whose)
    found = compare_quotation(one, looked.passages_for(row), lambda: looked.texts_for(row))
    if found.status == "new":
        alike = compare_report(row.record, looked.statements_for(row), row.whose)
        if alike.nearest and alike.status != "same":
            return replace(found, status="similar", nearest=alike.nearest)
        if alike.nearest and not found.code:
            return alike
    if found.status == "same" and row.record.type == "mixed" and sum(p.size for p in row.pieces) < LEAST:
        return replace(found, status="similar")
    return found


def _inside(row: _Row, looked: _Looked) -> Compared:
    """A statement in what another quotes: what is wrong with its words is told of the quotation."""
    found = _compared(row, looked)
    status: Status = found.status if found.status in ("same", "similar", "new") else "similar"
    return Compared(status, found.nearest)


# -- what was found --------------------------------------------------------------------------------------------------


def _finding(draft: DraftBeside, at: int, row: _Row, found: Compared) -> CheckFinding:
    evidence = [CheckedWords(row.words, None, None, None, None)]
    if found.nearest:
        evidence.append(cited(found.nearest.words, found.nearest.source))
    assert found.code is not None
    return CheckFinding(found.code, f"{sentence_case(draft.name)} {found.sentence}", (at,), tuple(evidence))


def _denials(
    draft: DraftBeside, rows: Sequence[_Row], compared: Sequence[Compared], looked: _Looked
) -> Iterator[tuple[CheckFinding, NearWording]]:
    """Claims whose denial the draft leaves out, with that denial."""
    mine = [row.record for row in rows if row.known]
    for at, (row, one) in enumerate(zip(rows, compared, strict=True)):
        others = looked.statements_for(row)
        same = {one.nearest.record.id} if one.nearest and one.nearest.record else set()
        thread = draft.rehearsed.threads.get(row.record.thread or 0)
        threads = {one.nearest.record.thread} if one.nearest and one.nearest.record else set()
        if thread:
            threads |= thread.threads
            same |= {one.id for one in others if one.id in thread.statements}
        same |= {one.id for one in others if one.thread is not None and one.thread in threads}
        found = left_out(row.record, others, mine, same) if row.known and not row.inside else None
        if found:
            denial = next(other for other in others if other.id == found.evidence[-1].statement)
            told = _told(draft, found, {row.record.id: at}, {denial.source.id: denial.source})
            yield told, NearWording(denial.content, denial.source, denial)


def _unattributed(draft: DraftBeside, rows: Sequence[_Row]) -> Iterator[CheckFinding]:
    """Quotations of the draft without a speaker in their paragraph."""
    for at, row in enumerate(rows):
        if not row.known:
            known = [other.record for other in rows if other.known]
            for finding in unattributed(row.record.source, draft.reading.article.text, known, strict=True):
                if finding.evidence[0].spans == row.record.spans:
                    yield replace(_told(draft, finding, {}, {}), statements=(at,))


def _kept(
    connection: sa.Connection, draft: DraftBeside, rows: Sequence[_Row], found: Iterable[Finding]
) -> Iterator[CheckFinding]:
    """What was found when the draft was added, but for what comparing finds."""
    every = [one for one in dict.fromkeys(found) if one.code not in COMPARED and not _is_moot(draft, one)]
    articles = sorted({e.article for finding in every for e in finding.evidence})
    known = {source.id: source for source in sources(connection, schema.articles.c.id.in_(articles))}
    places = {row.record.id: i for i, row in enumerate(rows)}
    for finding in every:
        told = _told(draft, finding, places, known)
        if not told.statements:
            spans = [span for e in finding.evidence if e.article == draft.number for span in e.spans]
            on = tuple(i for i, row in enumerate(rows) if any(s.overlap(o) for s in spans for o in row.record.spans))
            told = replace(told, statements=on)
        yield told


def _is_moot(draft: DraftBeside, finding: Finding) -> bool:
    """Whether two accounts both stand in the draft, or a statement is dated by another paragraph, perhaps of another
    occasion.
    """
    if finding.code == "conflicting-accounts":
        return all(evidence.article == draft.number for evidence in finding.evidence)
    if finding.code != "impossible-date" or len(finding.evidence) < 2:
        return False
    words, time = (evidence.spans for evidence in finding.evidence[:2])
    same = finding.evidence[0].statement == finding.evidence[1].statement
    text = draft.reading.article.text
    between = text[min(words[-1].end, time[-1].end) : max(words[0].start, time[0].start)]
    return same and "\n" in between


def _told(draft: DraftBeside, finding: Finding, places: Mapping[int, int], known: Mapping[int, Source]) -> CheckFinding:
    on = dict.fromkeys(
        places[e.statement] for e in finding.evidence if e.statement is not None and e.statement in places
    )
    evidence = tuple(_evidence(draft, e, known) for e in finding.evidence)
    return CheckFinding(finding.code, sentence_case(finding.sentence), tuple(on), evidence)


def _evidence(draft: DraftBeside, evidence: Evidence, known: Mapping[int, Source]) -> CheckedWords:
    if evidence.article == draft.number:
        return CheckedWords(printable(evidence.text), None, None, None, None)
    return cited(evidence.text, known[evidence.article])


def _nearest(near: NearWording | None) -> Nearest | None:
    if near is None:
        return None
    source = near.source
    holder = near.record.name if near.record else near.speaker
    return Nearest(
        printable(near.words), holder, source.outlet or source.site or None, source.published, source.title, source.url,
        near.time,
    )  # fmt: skip
