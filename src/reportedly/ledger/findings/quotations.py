"""Findings about quotations: altered words, and words run together that were said apart.

The thresholds were set by hand, beside the planted articles of the tests and what was found in real news.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby

from ...english import lexicon
from ...english.lexicon import NEGATIONS
from ...english.verbatim import EMPTY, GAP
from ..tables.record import StatementRecord, near, said_near
from ..threads.alignment import aligned
from ..threads.linking import name_words
from ..threads.matches import differ
from ..threads.tokens import bare_stem
from ..threads.wordings import wording
from .finding import Evidence, Finding, quote
from .recalled import is_recalled
from .substitutions import APART, COMMON, SHARE, TAIL, Substitution, changes, spoken

#: Gives the text of an article by its id.
Texts = Callable[[int], str]
#: Fewest words in common, and their least share (0 to 1) of the shorter quotation, where the words themselves tell
#: little.
LEAST_COMMON, NEARLY = 5, 0.75
#: Fewest words in common with a quotation that another article recalls.
RECALLED = 8
#: Fewest telling words in common with a quotation of somebody whom one of two articles doesn't name, or by halves.
TELLING = 3
#: Words in common in a row that are enough for it.
ROW = 7
#: Least `StatementRecord.sure` of a holder who is taken for the one named.
SURE = 0.5
#: Fewest words in common, and their least share (0 to 1) of the longer of two quotations, that are one whoever is
#: named, and whatever number stands in it.
VERBATIM, WHOLLY = 10, 0.8


def altered(thread: Sequence[StatementRecord]) -> Iterator[Finding]:
    """Quotations of one utterance whose words differ, each compared with the wording that most articles have.

    thread: the statements of one thread. Those in copies of another article don't count.
    """
    camps = _camps(_wordings(thread))
    if len(camps) < 2:
        return
    reference = camps[0][0]
    seen: set[tuple[frozenset[int], Substitution]] = set()
    for camp in camps[1:]:
        pair = frozenset((camp[0].statement.source.id, reference.statement.source.id))
        kept = [c for c in _changes(camp[0], reference) if not _is_cut(c) and (pair, c) not in seen]
        seen |= {(pair, change) for change in kept}
        if all(map(_is_inflected, kept)) and not _nearly(camp[0].tokens, reference.tokens):
            continue  # “I opposed it” is another day's “I oppose it”
        if kept and _are_of_one_time(camp[0], reference):
            yield Finding("altered-quotation", _told(camp[0], reference, kept), _both(camp[0], reference))


def _are_of_one_time(one: _Wording, other: _Wording) -> bool:
    """Whether two wordings may be of one saying: of one week, undated, or so long that nobody says it twice."""
    first, second = one.statement, other.statement
    common = sum(stretch.size for stretch in aligned(one.tokens, other.tokens) if stretch.same)
    dated = first.source.published and second.source.published
    return common >= RECALLED or not dated or near(first, second) or said_near(first, second)


def contrary(statement: StatementRecord, others: Iterable[StatementRecord], texts: Texts) -> Iterator[Finding]:
    """Altered and spliced quotations that are in no thread together.

    Their sense differs, or they share little that tells.

    A negation, a number, a name or an opposite makes two utterances for linking, and so do words exchanged in a short
    quotation. Compared are a statement and others of the same holder, said about the same time, in other articles.
    texts: of these.
    """
    others = [*others]
    against = contrary_to(statement, others, texts)
    if against:
        # Those that agree with it come along, so that the same difference is told once, from wherever it is seen.
        apart = [other for other in others if other not in against]
        agreeing = [other for other in apart if of_one(statement, other) and _agree(statement, other)]
        sides = {one.id for one in against}
        every = sorted((statement, *against, *agreeing), key=lambda one: one.id)
        for finding in (*altered(every), *spliced(every)):
            if len({evidence.statement in sides for evidence in finding.evidence}) > 1:
                yield finding


def contrary_to(statement: StatementRecord, others: Iterable[StatementRecord], texts: Texts) -> list[StatementRecord]:
    """Those of some statements that are the same quotation with words by which they are in no thread with it.

    texts: of their articles.
    """
    return [
        other
        for other in others
        if (may_be_altered(statement, other) and _is_contrary(statement, other))
        or _is_recalled(statement, other, texts)
    ]


def may_differ(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether two quotations, as `tokens`, share so many words, in whatever order, that they may be one altered."""
    common = len({*ours} & {*theirs})
    return common >= LEAST_COMMON and common >= SHARE * min(len({*ours}), len({*theirs}))


def is_within(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether a quotation, as `tokens`, stands in another without a break."""
    return f" {' '.join(ours)} " in f" {' '.join(theirs)} "


def may_be_altered(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether two statements are quotations of one holder, of about the same time, in two articles."""
    return of_one(one, other) and (near(one, other) or said_near(one, other))


def of_one(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether two statements are quotations of one holder in two articles."""
    apart = one.source.id != other.source.id and not (one.nested or other.nested)
    return apart and "indirect" not in (one.type, other.type) and _have_one_holder(one, other)


def _have_one_holder(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether two quotations may be compared as one holder's.

    Also if the ledger keeps them apart, since one article has the last name only, a description, or the body for which
    a person speaks: if there so many words are the same that hardly anybody else says them.
    """
    if _is_one(one, other):
        return True
    surname = _names_one(one, other)
    named = all(_is_named(statement) for statement in (one, other))
    if (named and one.kind == other.kind and not surname) or any(map(_is_titled, (one, other))):
        return False
    ours = spoken(one)
    same = [ours[stretch.ours] for stretch in aligned(ours, spoken(other)) if stretch.same and stretch.size > TAIL]
    telling = sum(form not in EMPTY for stretch in same for form in stretch)
    common, row = sum(map(len, same)), max(map(len, same), default=0)
    return telling >= TELLING and (common >= RECALLED or row >= ROW or (surname and common >= LEAST_COMMON))


def _is_titled(one: StatementRecord) -> bool:
    """Whether a description is a title, which is somebody's: “the former minister” is not the minister."""
    name = one.name or ""
    return name == name.lower() and bool({*name.split()} & lexicon.TITLES)


def _is_one(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether two statements have one holder, by the ledger."""
    return one.holder is not None and one.holder == other.holder


def _names_one(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether the name of the one's holder is a part of the other's: “Reyes” and “Ana Reyes”."""
    mine, theirs = (name_words(statement.name) for statement in (one, other))
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


def _is_named(one: StatementRecord) -> bool:
    """Whether a holder has a name, and not merely a description: “the minister”; nor one that is in doubt."""
    return bool(one.name) and not one.unnamed and one.name != (one.name or "").lower() and one.sure >= SURE


def _is_contrary(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether the sense of two quotations differs, or they share nearly all words and are in no thread together.

    If a “not” is exchanged and their holder isn't plainly one, they are two people's accounts.
    """
    differs = differ(*(wording(o.content, o.type) for o in (one, other))) == "contrary"
    plainly = _is_one(one, other) or _names_one(one, other)
    if not plainly and (_is_negated(one, other) or (differs and not _is_verbatim(one, other))):
        return False
    return differs or (_are_apart(one, other) and _is_slip(one, other))


def _is_verbatim(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether two quotations are the same, word for word and in some length, but for very few words."""
    ours, theirs = (spoken(statement) for statement in (one, other))
    common = sum(stretch.size for stretch in aligned(ours, theirs) if stretch.same)
    return common >= VERBATIM and common >= WHOLLY * max(len(ours), len(theirs))


def _is_negated(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether two quotations differ by a negation."""
    found = changes(spoken(one), spoken(other)) or []
    return any(
        NEGATIONS.intersection(change.ours) != NEGATIONS.intersection(change.theirs)
        for change in found
        if not _is_cut(change)
    )


def _are_apart(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether two statements are in no thread together."""
    return one.thread is None or one.thread != other.thread


def _agree(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether two quotations are in one thread, or a stretch of some words of the one stands in the other."""
    return not _are_apart(one, other) or any(
        f" {' '.join(words)} " in f" {' '.join(spoken(b))} "
        for a, b in ((one, other), (other, one))
        for words in _rows(spoken(a))
        if len(words) >= RECALLED
    )


def _is_recalled(one: StatementRecord, other: StatementRecord, texts: Texts) -> bool:
    """Whether one of two quotations is recalled and has nearly all words of the other, which is of another week.

    These have to be many, since the same holder may say much the same on another day.
    """
    if not (of_one(one, other) and _are_apart(one, other)) or near(one, other):
        return False
    common = sum(stretch.size for stretch in aligned(spoken(one), spoken(other)) if stretch.same)
    if common < RECALLED or not _is_slip(one, other):
        return False
    later = max((one, other), key=lambda statement: statement.source.published or "")
    return is_recalled(later, texts(later.source.id))


def _is_slip(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether two quotations have nearly all their words in common, in order, and differ by more than forms of them."""
    ours, theirs = (spoken(statement) for statement in (one, other))
    a, b = (wording(statement.content, statement.type) for statement in (one, other))
    found = changes(ours, theirs)
    inflected = bool(found) and all(map(_is_inflected, found or ()))
    if inflected:
        return False
    return (
        _nearly(ours, theirs, LEAST_COMMON if a.in_common(b) >= 1 else RECALLED)
        or any(_stands_in(piece, theirs) for piece in _rows(ours))
        or any(_stands_in(piece, ours) for piece in _rows(theirs))
    )


def _stands_in(piece: Sequence[str], words: Sequence[str]) -> bool:
    """Whether nearly all words of a piece stand in others, some at a time: a long text has any few little words."""
    common = sum(stretch.size for stretch in aligned(piece, words) if stretch.same and stretch.size > TAIL)
    return common >= RECALLED and common >= NEARLY * len(piece)


def _rows(forms: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The words of a quotation between gaps."""
    for gap, group in groupby(forms, lambda token: token.startswith(GAP)):
        if not gap:
            yield tuple(group)


def _nearly(ours: Sequence[str], theirs: Sequence[str], least: int = LEAST_COMMON) -> bool:
    """Whether two rows of words have nearly all of the shorter in common, and so many."""
    common = sum(stretch.size for stretch in aligned(ours, theirs) if stretch.same)
    return common >= least and common >= NEARLY * min(len(ours), len(theirs))


def _is_inflected(change: Substitution) -> bool:
    """Whether the words are other forms of the same."""
    return [*map(bare_stem, change.ours)] == [*map(bare_stem, change.theirs)]


def _camps(wordings: Sequence[_Wording]) -> list[list[_Wording]]:
    """Groups of wordings that have no difference from the longest of their group, which stands first in it.

    One with a gap may agree with wordings that don't agree with one another, so it comes after those without.

    The group that most statements have comes first, of equals the one with the earlier article.
    """
    camps: list[list[_Wording]] = []
    for one in sorted(wordings, key=lambda w: (any(t.startswith(GAP) for t in w.tokens), -len(w.tokens))):
        camp = next((c for c in camps if changes(one.tokens, c[0].tokens) == []), None)
        if camp is None:
            camps.append([one])
        else:
            camp.append(one)
    return sorted(camps, key=lambda camp: (-sum(len(w.names) for w in camp), camp[0].statement.source.published or "~"))


def spliced(thread: Sequence[StatementRecord]) -> Iterator[Finding]:
    """Quotations that run words together where another article has at least APART words in between."""
    seen = set()
    for one, other in combinations(_wordings(thread), 2):
        for short, whole in ((one, other), (other, one)):
            cuts = [c for c in _changes(short, whole) if _is_cut(c) and not c.ours and not _repeats(c, whole.tokens)]
            if cuts and short.statement.id not in seen:
                seen.add(short.statement.id)
                yield Finding("spliced-quotation", _joined(short, whole, cuts), _both(short, whole))


def _changes(one: _Wording, other: _Wording) -> list[Substitution]:
    """As `changes`; empty also if both wordings are overlapping stretches of one article, hence the same words."""
    same = one.statement.source == other.statement.source
    if same and any(a.start < b.end and b.start < a.end for a in one.statement.spans for b in other.statement.spans):
        return []
    return changes(one.tokens, other.tokens) or []


@dataclass(frozen=True, slots=True)
class _Wording:
    """One wording of an utterance. statement: the earliest that has it. names: of its articles, one a statement."""

    statement: StatementRecord
    tokens: tuple[str, ...]
    names: tuple[str, ...]


def _wordings(thread: Sequence[StatementRecord]) -> list[_Wording]:
    """The quoted wordings of a thread: most articles first, then the longer, then the earlier ones."""
    groups: dict[tuple[str, ...], list[StatementRecord]] = {}
    for statement in sorted(thread, key=lambda s: (s.source.published or "~", s.id)):
        words = spoken(statement)
        if statement.source.copy_of is None and len(words) >= COMMON:
            groups.setdefault(words, []).append(statement)
    ranked = sorted(groups.items(), key=lambda item: (-len({s.source.id for s in item[1]}), -len(item[0])))
    return [_Wording(group[0], words, tuple(s.source.name for s in group)) for words, group in ranked]


def _is_cut(change: Substitution) -> bool:
    """Whether one side lacks APART words or more, which is too many for a slip."""
    return max(len(change.ours), len(change.theirs)) >= APART and not (change.ours and change.theirs)


def _repeats(change: Substitution, words: Sequence[str]) -> bool:
    """Whether the words left out only repeat those beside them: "if she wins, if she wins"."""
    cut = change.theirs
    return any(tuple(words[i : i + 2 * len(cut)]) == (*cut, *cut) for i in range(len(words)))


def _told(one: _Wording, reference: _Wording, kept: Sequence[Substitution]) -> str:
    words = "; ".join(_as_words(change) for change in kept[:3])
    where = (
        "elsewhere in the same article" if one.statement.source == reference.statement.source else reference.names[0]
    )
    return f"{one.names[0]} quotes {one.statement.who} with other words than {where}: {words}."


def _as_words(change: Substitution) -> str:
    ours, theirs = " ".join(change.ours), " ".join(change.theirs)
    if not ours:
        return f"without “{theirs}”"
    return f"“{ours}” for “{theirs}”" if theirs else f"“{ours}” added"


def _joined(short: _Wording, whole: _Wording, cuts: Sequence[Substitution]) -> str:
    return (
        f"{short.names[0]} quotes {short.statement.who} in one piece where {whole.names[0]} has "
        f"{len(cuts[0].theirs)} more words in between: {quote(' '.join(cuts[0].theirs))}."
    )


def _both(one: _Wording, other: _Wording) -> tuple[Evidence, ...]:
    return Evidence.of(one.statement), Evidence.of(other.statement)
