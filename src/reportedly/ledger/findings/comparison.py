"""A statement of a draft compared with what the ledger has: the nearest wording there, and how the two relate.

Quotations are compared piece by piece with the passages of articles (`collation`), indirect speech by its meaning
(`wordings`). Pure: what is compared with is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from ...english.verbatim import EMPTY, Word
from ..tables.record import Source, StatementRecord
from ..threads.linking import name_words
from ..threads.matches import WordingRelation, compare
from ..threads.wordings import ComparableWording, wording
from .accounts import figures
from .collation import Collation, Passage, Splice, collate, spliced
from .finding import Code, quote, sentences
from .speakers import LEAST, Speakers, speakers

#: Whether two statements have one holder.
TellsWhose = Callable[[StatementRecord, StatementRecord], Speakers]
#: Whether two statements of the same words are plainly of two holders, whom both texts name.
TellsTwo = Callable[[StatementRecord, StatementRecord], bool]
#: How a statement of a draft stands in the ledger: word for word, in other words, as somebody else's, as something like
#: it, or not at all.
Status = Literal["same", "differs", "other-holder", "similar", "new"]
#: From the best to the worst: a statement with several quotations has the status of its worst.
_ORDER: Final[tuple[Status, ...]] = ("same", "similar", "new", "other-holder", "differs")
#: Fewest words of a quotation that is looked for by itself; shorter ones are terms and titles as often as speech.
SHORT: Final = 3
#: Share (0 to 1) of a quotation's words from which on it is one passage's, whatever others have of it.
MOSTLY_ONE: Final = 0.9
#: Least weight of words in common (`Token.weight`), and least share (0 to 1) of the slighter wording, of two that are
#: alike.
ALIKE, MOSTLY = 2.0, 0.6
#: The same for indirect speech that says the contrary of a sentence.
CONTRARY, NEARLY, ALL = 1.5, 0.6, 0.8
#: A holder who says the contrary later than that may speak of something else, or have thought again.
ONE_MATTER = timedelta(days=366)
#: How one wording may relate to another if both have the same words.
_VERBATIM: Final[frozenset[WordingRelation]] = frozenset(["exact", "repunctuated", "trimmed"])


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a draft's quotation between two cues. text: as written.

    negated: whether the draft's own words before it say “not”. named: whether it may be the writer's name for
    something, since an article stands right before it: the “ferry affair”.
    """

    text: str
    words: tuple[Word, ...]
    negated: bool = False
    named: bool = False

    @property
    def size(self) -> int:
        """The number of its words."""
        return sum(not word.gap for word in self.words)


@dataclass(frozen=True, slots=True)
class NearWording:
    """A wording of the ledger, or of a record of what was said.

    words: of it. record: the statement that has them, if one does. speaker, time: of a record; time in seconds.
    """

    words: str
    source: Source
    record: StatementRecord | None = None
    speaker: str | None = None
    time: float | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of comparing one statement.

    code, sentence: of what a person should look at, None and empty for nothing. The sentence has no subject.
    """

    status: Status
    nearest: NearWording | None = None
    code: Code | None = None
    sentence: str = ""


# -- quotations ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DraftQuotation:
    """A statement of a draft that quotes. pieces: what it quotes.

    two: whether it and another statement are plainly of two holders. whose: whether another statement has the same
    holder, as far as the draft tells.
    """

    record: StatementRecord
    pieces: tuple[Piece, ...]
    two: TellsTwo
    whose: TellsWhose = speakers

    def whose_is(self, other: StatementRecord) -> Speakers:
        """Whether another statement has the same holder."""
        return self.whose(self.record, other)


def compare_quotation(
    one: DraftQuotation, passages: Sequence[Passage], texts: Callable[[], Sequence[Passage]]
) -> Compared:
    """A quotation held against passages, as a whole and, if it stands nowhere so, piece by piece.

    texts: gives the same articles as a whole, for what they have without quotation marks.
    """
    pieces = one.pieces
    together = Piece(" … ".join(piece.text for piece in pieces), _joined(pieces), pieces[0].negated, pieces[0].named)
    found = _piece(one, together, passages, texts)
    if len(pieces) == 1 or found.status == "same":
        return found
    long = [piece for piece in pieces if piece.size >= SHORT]
    if len(long) < len(pieces):
        return found
    each = [_piece(one, piece, passages, texts) for piece in long]
    return max(each, key=lambda comparison: (_ORDER.index(comparison.status), comparison.code is not None))


def _joined(pieces: Sequence[Piece]) -> tuple[Word, ...]:
    """The words of several pieces; where the cue stands, words may be left out as at a gap."""
    found: list[Word] = []
    for piece in pieces:
        if found:
            found.append(Word("…", found[-1].end, found[-1].end))
        found += piece.words
    return tuple(found)


def _piece(
    one: DraftQuotation, piece: Piece, passages: Sequence[Passage], texts: Callable[[], Sequence[Passage]]
) -> Compared:
    laid = [(collation, _whose(one, collation)) for collation in _laid(piece, passages)]
    exact = sorted((pair for pair in laid if pair[0].whole), key=lambda pair: _KNOWN.index(pair[1]))
    if exact and exact[0][1] != "other":
        return Compared("same", _near(exact[0][0]))
    if exact and (_is_telling(piece) or _is_all_of(piece, exact[0][0])):
        return _misattributed(one, piece, [collation for collation, _ in exact])
    related = [pair for pair in laid if pair[0].related]
    own = [pair for pair in related if pair[1] != "other"]
    found: Compared | None = None
    if piece.size < SHORT + piece.named:
        found = _term(one, piece, related if not exact else ())
    elif own or not exact:  # else a few words that anybody may say
        found = _differing(one, piece, laid, related if _is_telling(piece) else own) or _nowhere(piece, texts())
    if found:
        return found
    return Compared("similar", _near(exact[0][0])) if exact else Compared("new")


#: The nearer to the draft's own holder, the sooner a passage is taken.
_KNOWN: Final[tuple[Speakers, ...]] = ("same", "unknown", "other")


def _term(one: DraftQuotation, piece: Piece, related: Sequence[tuple[Collation, Speakers]]) -> Compared | None:
    """A word or two that stand there, but say something else without those before them."""
    lost = next((laid for laid, whose in related if whose == "same" and not _but_sense(laid)), None)
    return _altered(one.record, piece, lost, "same") if lost else None


def _differing(
    one: DraftQuotation,
    piece: Piece,
    laid: Sequence[tuple[Collation, Speakers]],
    related: Sequence[tuple[Collation, Speakers]],
) -> Compared | None:
    """A quotation of several passages, or one whose words differ from a passage; None if it is of none."""
    splice = spliced(piece.words, [collation for collation, _ in laid])
    best = max(related, key=_likeness, default=None)
    if splice and (best is None or best[0].share < MOSTLY_ONE):
        return _run_together(piece, splice)
    return _altered(one.record, piece, *best) if best else None


def _but_sense(collation: Collation) -> bool:
    """Whether a quotation differs otherwise than by what was left out around it."""
    return any(change.kind != "sense" for change in collation.changes)


def _laid(piece: Piece, passages: Iterable[Passage]) -> list[Collation]:
    telling = {word.form for word in piece.words if word.form not in EMPTY}
    least = 1 if len(telling) < 4 else 2
    forms = telling or {word.form for word in piece.words}
    near = (passage for passage in passages if len(forms.intersection(passage.forms)) >= min(least, len(forms)))
    return [laid for passage in near if (laid := collate(piece.words, passage, piece.negated)).blocks]


def _whose(one: DraftQuotation, collation: Collation) -> Speakers:
    """Whether the passage is the holder's: by the statements that have the words in common."""
    if not collation.passage.records:
        return "unknown"
    found = {one.whose_is(record) for record in _having(collation)}
    return "same" if "same" in found else "unknown" if "unknown" in found or not found else "other"


def _having(collation: Collation) -> list[StatementRecord]:
    """The statements of the passage that have the words in common."""
    first, last = collation.at
    start, end = collation.passage.words[first].start, collation.passage.words[last - 1].end
    records = collation.passage.records
    return [one for one in records if any(span.start < end and start < span.end for span in one.spans)] or list(records)


def _near(collation: Collation) -> NearWording:
    passage = collation.passage
    records = [one for one in _having(collation) if not one.nested] or _having(collation) if passage.records else []
    if records:
        return NearWording(records[0].content, passage.source, records[0])
    first, last = collation.at
    return NearWording(passage.said(first, last), passage.source)


def _likeness(laid: tuple[Collation, Speakers]) -> tuple[float, int, int]:
    collation, whose = laid
    wrong = sum(len(change.ours) + len(change.theirs) for change in collation.changes if change.kind != "cut")
    return (collation.shared - wrong / 2, whose == "same", -len(collation.changes))


def _is_telling(piece: Piece) -> bool:
    """Whether it says enough that two people hardly say it by chance."""
    return piece.size >= LEAST and sum(word.form not in EMPTY and not word.gap for word in piece.words) >= 2


def _is_all_of(piece: Piece, collation: Collation) -> bool:
    """Whether a few words, that say something, are all that is quoted there: “Nobody warned us”."""
    whole = collation.at == (0, len(collation.passage.words))
    return whole and piece.size >= SHORT and sum(word.form not in EMPTY and not word.gap for word in piece.words) >= 2


def _misattributed(one: DraftQuotation, piece: Piece, exact: Sequence[Collation]) -> Compared:
    """The words of somebody else; only the same words where no article has them plainly as somebody else's."""
    for near in map(_near, exact):
        if near.record and one.two(one.record, near.record):
            who, theirs = one.record.who, possessive(near.record.who)
            sentence = f"gives {who} words that are {theirs} in {named(near.source)}: {quote(piece.text)}."
            return Compared("other-holder", near, "misattributed-quotation", sentence)
    return Compared("same", _near(exact[0]))


def _run_together(piece: Piece, splice: Splice) -> Compared:
    parts = [quote(" ".join(word.form for word in piece.words[first:last]), 60) for first, last, _ in splice.parts]
    first = splice.parts[0][2]
    record = next(iter(first.records), None)
    near = NearWording(record.content if record else first.said(0, len(first.words)), first.source, record)
    where = ", ".join(dict.fromkeys(named(passage.source) for *_, passage in splice.parts))
    sentence = f"runs together what was said apart, by {where}: {' and '.join(parts)}."
    return Compared("differs", near, "spliced-quotation", sentence)


def _altered(one: StatementRecord, piece: Piece, collation: Collation, whose: Speakers) -> Compared:
    near = _near(collation)
    kinds = {change.kind for change in collation.changes}
    where = named(near.source)
    if whose == "other" and near.record:
        where += f", where they are {possessive(near.record.who)}"
    if kinds == {"cut"}:
        cut = max(collation.changes, key=lambda change: len(change.theirs))
        more = f"{len(cut.theirs)} more words in between in {where}: {quote(' '.join(cut.theirs))}"
        sentence = f"quotes in one piece what has {more}."
        return Compared("differs", near, "spliced-quotation", sentence)
    told = "; ".join(_told(change.kind, change.ours, change.theirs) for change in collation.changes[:3])
    sentence = f"quotes {one.who} with other words than {where}: {told}."
    return Compared("differs", near, "altered-quotation", sentence)


def _told(kind: str, ours: Sequence[str], theirs: Sequence[str]) -> str:
    mine, left = " ".join(ours), " ".join(theirs)
    if kind == "sense":
        return f"what is quoted says something else without “{left}”"
    if not mine:
        return f"without “{left}”"
    return f"“{mine}” for “{left}”" if left else f"“{mine}” added"


def _nowhere(piece: Piece, texts: Sequence[Passage]) -> Compared:
    """A quotation that nobody has: perhaps its words stand somewhere without quotation marks."""
    laid = [collation for collation in _laid(piece, texts) if collation.related]
    best = max(laid, key=lambda collation: collation.shared, default=None)
    said = quote(piece.text)
    if best is None:
        return Compared("new", None, "no-antecedent", f"has {said}, which no article of the ledger quotes.")
    near = _near(best)
    sentence = f"has {said} as a quotation; in {named(near.source)} these words stand outside quotation marks."
    return Compared("similar", near, "no-antecedent", sentence)


# -- indirect speech -------------------------------------------------------------------------------------------------


def compare_report(
    one: StatementRecord, others: Iterable[StatementRecord], whose_is: TellsWhose = speakers
) -> Compared:
    """Indirect speech held against statements, by what it says."""
    mine = _worded(one)
    contrary: list[tuple[float, int, StatementRecord]] = []
    alike: list[tuple[float, int, StatementRecord]] = []
    matches: list[tuple[bool, float, float, int, StatementRecord, WordingRelation]] = []
    for other in others:
        theirs = _worded(other)
        whose = whose_is(one, other)
        match = compare(mine, theirs, whose)
        if match:
            matches.append((whose == "same", match.score, match.shared, -other.id, other, match.relation))
            continue
        shared = mine.in_common(theirs)
        one_speaker = whose == "same" or (whose == "unknown" and not (one.unnamed or other.unnamed))
        if one_speaker and (against := _against(one, other)):
            contrary.append((against, -other.id, other))
        # A quotation that has a few words in common with a short statement isn't like it.
        if shared >= ALIKE and shared >= MOSTLY * (mine.info if one.type == "direct" else min(mine.info, theirs.info)):
            alike.append((shared, -other.id, other))
    if matches:
        *_, other, relation = max(matches, key=lambda match: match[:4])
        return Compared("same" if relation in _VERBATIM else "similar", _of(other))
    if contrary:
        other = max(contrary, key=lambda pair: pair[:2])[2]
        told = f"has of {one.who} {quote(one.content, 120)}, and {named(other.source)} {quote(other.content, 120)}."
        return Compared("differs", _of(other), "altered-quotation", told)
    if alike:
        return Compared("similar", _of(max(alike, key=lambda pair: pair[:2])[2]))
    return Compared("new")


def _against(one: StatementRecord, other: StatementRecord) -> float:
    """How much indirect speech shares with a sentence of its holder that has another number, or is negated; else 0."""
    plain = one.type == "indirect" and not one.nested and {one.standing, other.standing} == {"asserted"}
    if not plain or not _one_matter(one, other):
        return 0.0
    mine = _worded(one)
    return max(
        (_contrary(mine, wording(part, other.type, name_words(one.name))) for part in sentences(other.content)),
        default=0,
    )


def _contrary(mine: ComparableWording, theirs: ComparableWording) -> float:
    """How much two wordings share that agree but for a number, or for a negation; 0 if they agree in more or less."""
    plain = [[t for t in words.tokens if t.weight and t.kind != "number"] for words in (mine, theirs)]
    shared = sum(token.weight for token in plain[0] if token.form in theirs.contents)
    least = min(sum(token.weight for token in side) for side in plain)
    if shared < CONTRARY or shared < NEARLY * least:
        return 0.0
    names = [{t.form for t in side if t.kind == "name"} for side in plain]
    if names[0] - names[1] and names[1] - names[0]:
        return 0.0
    numbers = [figures(words) for words in (mine, theirs)]
    if numbers[0] == numbers[1] or not numbers[0]:
        negations = [_negations_among(one, other) for one, other in ((mine, theirs), (theirs, mine))]
        whole = shared >= ALL * sum(token.weight for token in plain[0])
        return shared if whole and (negations[0] - negations[1]) % 2 else 0.0
    only = [_numbers(one, numbers[1 - i]) for i, one in enumerate((mine, theirs))]
    return shared if any(x[:2] == y[:2] or x[2:] == y[2:] for x in only[0] for y in only[1]) else 0.0


def _numbers(words: ComparableWording, but: set[str]) -> list[tuple[str, ...]]:
    """The numbers of a wording but for some: of each the word after it and its place, the word before it and its place.

    The words stand twice so that either can be compared; the end of a wording is no word.
    """
    forms = [token.form for token in words.tokens]
    found: list[tuple[str, ...]] = []
    for i, token in enumerate(words.tokens):
        if token.kind == "number" and token.form not in but:
            after = forms[i + 1] if i + 1 < len(forms) else f"end of {id(words)}"
            before = forms[i - 1] if i else f"beginning of {id(words)}"
            found.append((after, "after", before, "before"))
    return found


def _negations_among(words: ComparableWording, other: ComparableWording) -> int:
    """How many negations stand among the words that another wording has too, or right before these."""
    common = [i for i, token in enumerate(words.tokens) if token.weight and token.form in other.contents]
    first, last = (common[0] - 3, common[-1]) if common else (0, -1)
    return sum(token.kind == "negation" and first <= i <= last for i, token in enumerate(words.tokens))


def _one_matter(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether two statements were published so near each other that a holder speaks of one matter."""
    days = [date.fromisoformat(s.source.published) for s in (one, other) if s.source.published]
    return len(days) < 2 or abs(days[0] - days[1]) <= ONE_MATTER


def _worded(one: StatementRecord) -> ComparableWording:
    return wording(one.content, one.type, name_words(one.name))


def _of(record: StatementRecord) -> NearWording:
    return NearWording(record.content, record.source, record)


# -- words for sentences ---------------------------------------------------------------------------------------------


def named(source: Source) -> str:
    """An article as a sentence names it: outlet and day."""
    return f"{source.name} of {source.published}" if source.published else source.name


def possessive(name: str) -> str:
    """A name in the genitive."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"
