"""Findings about quotations: altered words, words run together that were said apart, quotations of nobody.

The thresholds were set by hand, beside the planted articles of the tests and what was found in real news.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, groupby, pairwise, takewhile

from ...english import lexicon
from ...english.lexicon import MONTHS, NEGATIONS
from ...english.quotation import quotations
from ...english.verbatim import EMPTY, GAP, censors, words
from ...span import Span
from ..tables.record import Source, StatementRecord, near, said_near
from ..threads.alignment import Stretch, aligned
from ..threads.linking import name_words
from ..threads.wordings import bare_stem, differ, wording
from .finding import Evidence, Finding, quote
from .recalled import is_recalled

#: Gives the text of an article by its id.
Texts = Callable[[int], str]
QUOTED = re.compile(r"[“\"„«](?P<words>[^“”\"„«»]+)(?:[”\"»]|$)")
#: Token for a marked gap in the second of two compared quotations. It isn't the first one's, so that two gaps are never
#: matched with each other: what is missing may not be the same.
GAP_THERE = f"{GAP}{GAP}"
#: Fewest words in common of two quotations of one utterance. Also the fewest words of a quotation that is compared.
COMMON = 4
#: Least share (0 to 1) of words in common in the stretch from the first to the last of them, in the quotation where
#: that stretch is shorter.
SHARE = 0.6
#: The same, and their least share (0 to 1) of the shorter one, where the words themselves tell little.
LEAST_COMMON, NEARLY = 5, 0.75
#: Fewest words in common with a quotation that another article recalls.
RECALLED = 8
#: Fewest telling words in common with a quotation of somebody whom one of two articles doesn't name, or by halves.
TELLING = 3
#: Words in common in a row that are enough for it.
ROW = 7
#: Fewest words left out without a mark that make a quotation spliced. Fewer are an alteration.
APART = 4
#: Most words at either end that are compared beyond the words in common.
TAIL = 2
#: Fewest words in common (up to the next gap) for each word that differs at an end. A slogan may end many sentences.
EDGES_FROM = 4
#: The mark of an item in a list that is quoted: “b) the quay”.
LISTING = re.compile(r"(?<![^\s“\"])(?:[a-z]|[ivx]{1,4}|\d{1,2})\)(?=\s)", re.IGNORECASE)
#: British “ll” before an ending, and fewest letters of a word in which it is that: “travellers”, but “filled”.
DOUBLED, DOUBLED_FROM = re.compile(r"l{1,2}(?=(?:er|ed|ing|or)s?$)"), 8
#: A magnitude after figures, of which the first letter may stand for the whole.
MAGNITUDE = re.compile(r"(?<=\d)(thousand|million|mn|billion|bn|trillion|tn)(?![a-z])")
#: The sign of the naira before figures, which may be left out.
NAIRA = re.compile(r"(?<![a-z])n(?=\d)")
#: What may stand between hours and minutes.
CLOCK = re.compile(r"(?<=\d)[.:](?=\d\d(?!\d))")
#: Words for which one contraction stands: “he's lied” is “he has lied”, “she'd gone” is “she had gone”.
CONTRACTED = frozenset([(("has",), ("is",)), (("had",), ("would",))])
#: Fewest letters of a word that may be run together with a little one after it: “guildthe”.
RUN_FROM = 4


@dataclass(frozen=True, slots=True)
class Substitution:
    """Words of one quotation (ours) in the place of another's (theirs); one of the two may be empty."""

    ours: tuple[str, ...]
    theirs: tuple[str, ...]

    @property
    def has_gap(self) -> bool:
        """Whether something may be missing on either side."""
        return any(token.startswith(GAP) for token in (*self.ours, *self.theirs))


def quoted(statement: StatementRecord) -> tuple[str, ...]:
    """The pieces of a statement's content in quotation marks, without the marks; empty for indirect speech."""
    if statement.type == "indirect":
        return ()
    pieces = tuple(match["words"] for words in statement.words for match in QUOTED.finditer(words))
    return pieces or (statement.words if statement.type == "direct" else ())


def tokens(pieces: Sequence[str], between: Sequence[str] = ()) -> tuple[str, ...]:
    """The words of a quotation in lower case and one spelling, without fillers.

    GAP stands for gaps and between pieces, where it isn't known what was said. A word or two of the writer's own there
    stand after it, since two articles may have the same: “old goats” who “should have bought a boat”.
    between: the writer's words after each piece but the last; none if nothing is known of them.
    """
    found: list[str] = []
    for number, piece in enumerate(pieces):
        if number:
            written = [word.form for word in words(between[number - 1])] if between else []
            found.append(" ".join([GAP, *written]) if len(written) <= TAIL else GAP)
        found += (word.form for word in words(LISTING.sub(" ", piece)))
    return tuple(found)


def spoken(statement: StatementRecord) -> tuple[str, ...]:
    """The words that a statement quotes, as `tokens`."""
    between: list[str] = []
    for piece in statement.words:
        matches = [*QUOTED.finditer(piece)]
        between += [""] if matches else []
        between += (piece[one.end() : other.start()] for one, other in pairwise(matches))
    return tokens(quoted(statement), between[1:])


def changes(ours: Sequence[str], theirs: Sequence[str]) -> list[Substitution] | None:
    """The differences between two quotations, given as `tokens`.

    None if they have too little in common to be one utterance. Words that only one of them quotes, before or after
    those in common, are no difference; neither are words beside a marked gap.
    """
    ours, theirs = _dated(ours), [GAP_THERE if token == GAP else token for token in _dated(theirs)]
    same = [stretch for stretch in aligned(ours, theirs, runs=True) if stretch.same]
    common = sum(stretch.size for stretch in same)
    if common < COMMON:
        return None
    first, last = same[0], same[-1]
    span = min(last.ours.stop - first.ours.start, last.theirs.stop - first.theirs.start)
    if common < SHARE * span:
        return None
    if len(same) > 1 and _is_stray(ours, same[-2], same[-1]):
        same.pop()  # “did not” of two sentences
    elif len(same) > 1 and _is_behind_a_gap(ours, theirs, same[-2], same[-1]):
        same[-2:] = [_longer(ours, theirs, same[-2])]
    if len(same) > 2 and _is_stray_before(ours, same[0], same[1]):
        same.pop(0)  # “it is” of two sentences
    found: list[Substitution] = []
    for number, (one, two) in enumerate(pairwise(same)):
        between = ours[one.ours.stop : two.ours.start], theirs[one.theirs.stop : two.theirs.start]
        change = Substitution(tuple(between[0]), tuple(between[1]))
        if number and one.size <= TAIL and _reaches_over(found[-1], change):
            # "worse deals … and better ones"
            change = Substitution((*found[-1].ours, *change.ours), (*found.pop().theirs, *change.theirs))
        found.append(change)
    found += _at_the_ends(ours, theirs, same)
    return [change for change in map(_bare, found) if _matters(change)]


def _reaches_over(one: Substitution, other: Substitution) -> bool:
    """Whether a gap may hold more than it stands for in the alignment: also a word or two in common, and what differs.

    Not so where the other quotation goes on without a break: “in forty minutes,” she said, “and …”, for “in fourteen
    minutes and …”.
    """
    for gap, beside in ((one, other), (other, one)):
        if gap.has_gap:
            goes_on = not (gap.ours and gap.theirs) and len(gap.ours) + len(gap.theirs) == 1
            exchanged = not beside.has_gap and len(beside.ours) == len(beside.theirs) <= TAIL
            return not (goes_on and exchanged)
    return False


def _is_stray(ours: Sequence[str], one: Stretch, last: Stretch) -> bool:
    """Whether the last words in common are a few that any sentence has, after more that differ."""
    between = max(last.ours.start - one.ours.stop, last.theirs.start - one.theirs.stop)
    words = ours[last.ours.start : last.ours.stop]
    return last.size <= TAIL < between and all(form in EMPTY for form in words)


def _is_stray_before(ours: Sequence[str], first: Stretch, other: Stretch) -> bool:
    """Whether the first words in common are a few that any sentence has, with so many between that they are apart."""
    between = max(other.ours.start - first.ours.stop, other.theirs.start - first.theirs.stop)
    return first.size <= TAIL and between > 2 * APART and all(form in EMPTY for form in ours[first.ours])


def _is_behind_a_gap(ours: Sequence[str], theirs: Sequence[str], one: Stretch, last: Stretch) -> bool:
    """Whether the last words in common follow at once in one quotation, in the other behind other words and a gap."""
    mine, left = ours[one.ours.stop : last.ours.start], theirs[one.theirs.stop : last.theirs.start]
    between = mine or left
    return (
        last.size <= TAIL
        and not (mine and left)
        and any(token.startswith(GAP) for token in between)
        and not between[0].startswith(GAP)
    )


def _longer(ours: Sequence[str], theirs: Sequence[str], one: Stretch) -> Stretch:
    """A stretch with the words after it that are the same."""
    after = zip(ours[one.ours.stop :], theirs[one.theirs.stop :], strict=False)
    more = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], after))
    return replace(
        one,
        ours=slice(one.ours.start, one.ours.stop + more),
        theirs=slice(one.theirs.start, one.theirs.stop + more),
    )


def _at_the_ends(ours: Sequence[str], theirs: Sequence[str], same: Sequence[Stretch]) -> Iterator[Substitution]:
    """Differences right before and after the words in common, of as many words as these are enough for (EDGES_FROM)."""
    first, last = same[0], same[-1]
    before = next((i for i, token in enumerate(ours) if token.startswith(GAP) and i > first.ours.start), len(ours))
    after = next((i for i in reversed(range(len(ours))) if ours[i].startswith(GAP) and i < last.ours.start), -1)
    head = sum(stretch.size for stretch in same if stretch.ours.start < before)
    tail = sum(stretch.size for stretch in same if stretch.ours.start > after)
    for a, b, side, common in (
        (ours[: first.ours.start], theirs[: first.theirs.start], -1, head),
        (ours[last.ours.stop :], theirs[last.theirs.stop :], 1, tail),
    ):
        size = min(len(a), len(b))
        if 0 < size <= TAIL and common >= EDGES_FROM * size:
            yield Substitution(
                *((tuple(a[-size:]), tuple(b[-size:])) if side < 0 else (tuple(a[:size]), tuple(b[:size])))
            )


def _bare(change: Substitution) -> Substitution:
    """The substitution without words at either end that one side merely censors.

    Nor has it the other's gap where all of its words are missing: they stood there, whatever else did.
    """
    ours, theirs = list(change.ours), list(change.theirs)
    if not ours and len(theirs) > APART:
        theirs = [word for word in theirs if word != GAP_THERE]
    for end in (0, -1):
        while ours and theirs and censors(ours[end], theirs[end]):
            ours.pop(end)
            theirs.pop(end)
    return Substitution(tuple(ours), tuple(theirs))


def _matters(change: Substitution) -> bool:
    if change.has_gap or change.ours == change.theirs:
        return False
    if tuple(sorted((change.ours, change.theirs))) in CONTRACTED:
        return False
    ours, theirs = _printed(change.ours), _printed(change.theirs)
    return ours != theirs and not any(
        len(short) >= RUN_FROM and long.startswith(short) and long[len(short) :] in EMPTY
        for short, long in ((ours, theirs), (theirs, ours))
        if 1 in (len(change.ours), len(change.theirs))
    )


def _dated(forms: Sequence[str]) -> list[str]:
    """The words with each day after its month: “27 May” as “May 27”."""
    found = list(forms)
    for i, (one, other) in enumerate(pairwise(forms)):
        if other in MONTHS and one.isdecimal() and 0 < int(one) <= 31:
            found[i : i + 2] = other, one
    return found


def _printed(forms: Iterable[str]) -> str:
    """Words in one string, however they are printed: “N310b” and “N310 billion”, “traveler”, “years” and “year's”."""
    alike = (DOUBLED.sub("l", form) if len(form) >= DOUBLED_FROM else form for form in forms)
    joined = "".join(alike).replace("-", "").replace("'", "")
    return MAGNITUDE.sub(lambda match: match[1][0], CLOCK.sub("", NAIRA.sub("", joined)))


# -- altered and spliced ---------------------------------------------------------------------------------------------


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
        if kept:
            yield Finding("altered-quotation", _told(camp[0], reference, kept), _both(camp[0], reference))


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
    """Whether a holder has a name, and not merely a description: “the minister”."""
    return bool(one.name) and not one.unnamed and one.name != (one.name or "").lower()


def _is_contrary(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether the sense of two quotations differs, or they share nearly all words and are in no thread together.

    If a “not” is exchanged and their holder isn't plainly one, they are two people's accounts.
    """
    differs = differ(*(wording(o.content, o.type) for o in (one, other))) == "contrary"
    if not (_is_one(one, other) or _names_one(one, other)) and (differs or _is_negated(one, other)):
        return False
    return differs or (_are_apart(one, other) and _is_slip(one, other))


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


# -- quoted, but nobody's --------------------------------------------------------------------------------------------

#: Fewest words of a quotation that is taken for speech rather than for a name or a term; set by hand.
# cases: tests/test_findings.py, UNATTRIBUTED and ATTRIBUTED
LEAST_WORDS = 6
NAMED = re.compile(
    r"\b(?:titled|entitled|called|named|dubbed|headlined|headline|heading|title|inscription|captioned|slogan|song|film|movie|book|album|poem|"
    r"series|episode|novel|play|single|track|motto|reading|reads|read|sign|banner|painted|sprayed|scrawled|scribbled|chalked|daubed|carved|engraved|stitched|"
    r"embroidered|printed|known as|nicknamed|tagline|hashtag)"
    r":?,? $",
    re.IGNORECASE,
)
NOBODY = re.compile(r"(?:nobody|no one|none)\b", re.IGNORECASE)
#: How many times as long as what is said within it a quotation has to be, to be another's.
WITHIN = 3
#: The beginning of a paragraph that is quoted: the next quotation is likely to go on with it.
OPENED = ("“", '"', "„", "«")
#: A paragraph of the page between those of an article: advertisements, links, captions, what to share; or no words.
FURNITURE = re.compile(
    r"\W*(?:(?:advert(?:isement|s)?|sponsored|promoted|(?:also|see|read|watch)[ -](?:also|read|more|next|now|this)|"
    r"related|recommended|trending|more on this|click (?:here|to)|(?:just|must) watch(?:ed)?|share (?:this|on|via)|"
    r"kindly share|follow us|subscribe|sign up|join (?:us|our)|continue reading|story continues|photo|image|picture|"
    r"caption|credit|file photo|getty|video)\b[^\n]{0,160}|[^\n]{0,160}(?:\bclick here\b|>>)[^\n]{0,60}|\W*)$",
    re.IGNORECASE,
)
#: A double mark, and one that closes.
MARKED, CLOSING = re.compile(r"[“”\"„«»]"), re.compile(r"(?<=\S)[”\"»]")
#: The end of a quotation that ends a sentence; the beginning of a sentence of the writer's behind it.
CLOSED, SCENE = re.compile(r"[.!?…][”\"»]$"), re.compile(r" [A-Z]\S*(?: \S+){3}")
#: Paragraphs of a quotation that aren't opened again, after one that is.
NOT_REOPENED = 3
#: End of a sentence, or of a paragraph that doesn't lead on.
ENDED = re.compile(r"[.!?…][”\"’')\]]*\s*$")
SENTENCES = re.compile(r"(?<=[.!?])[”\"’')\]]*\s+(?=\S)")
#: At least this many code points before a paragraph are searched for words that report, if the paragraph before is
#: shorter; set by hand.
NEAR = 60
#: Beginning of a sentence about somebody named, who may be the speaker of what is quoted after it; of one about the
#: speaker of what is quoted before it.
PERSON = re.compile(r"[“\"]?(?:[A-Z][a-z]{1,4}\. )?[A-Z][\w’'-]+ (?:[A-Z]\. )?[A-Z][\w’'-]+")
SPEAKER = re.compile(rf"\s*(?:He|She)\b|\s*{PERSON.pattern}")
#: Beginning of an item of a list; end of the line that introduces a list; code points before an item in which such a
#: line is looked for (set by hand).
ITEM, LISTED, LIST = re.compile(r"(?:[l•·*–—-]|\d+[.)]) "), re.compile(r":\s*$", re.MULTILINE), 1500
#: A signature or source after a quotation: "― Ana Reyes", "[NTB]", ", by NTB's Ole Lund", a URL.
SIGNED = re.compile(
    r"[\s,.]*(?:(?:[―—–]|--?)\s?[A-Z\d]|[\[(][A-Z]|by (?:the )?[A-Z]|(?:[A-Z][\w’'-]*\.? ?){1,4}(?:$|\n)|https?://)"
)
#: End of words that introduce the quotation: the sentence goes on with it.
LEADING_IN = re.compile(r"[,:]\s*$")
#: Words that report. Where one of them stands, it is likelier that the reader missed the speaker than that the article
#: doesn't give one.
REPORTS = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|told|tell(?:s|ing)?|ask(?:s|ed|ing)?|wrote|writ(?:e|es|ers?|ing)|ha(?:s|d|ve) written|"
    r"tweet\w*|post(?:ed|s|ing)|stat(?:e[ds]|ing|ements?)|add(?:ed|s|ing)|"
    r"according|announc\w+|claim\w*|argu\w+|explain\w*|declar\w+|comment\w*|respon(?:d\w*|ses?)|repl(?:y|ies|ied)|"
    r"call\w*|insist\w*|not(?:ed|es|ing)|report\w*|remark\w*|interview\w*|speech|letter|message|"
    r"quot(?:e[ds]?|ing|ations?)|shout\w*|chant\w*|"
    r"rul(?:ed|es|ing)|held that|order(?:ed|s)|decid\w+|thank\w*|welcom\w+|provid\w+ that|defin\w+|"
    r"disclos\w+|reveal\w*|stress\w+|maintain\w*|lament\w*|assur\w+|observ(?:e[ds]?|ing)|urg(?:e[ds]?|ing)|recall\w*|"
    r"spoke|speak\w*|(?<!\bthe )talk\w*|talks|warn\w*|conclud\w+|describ\w+|joked?|mention\w*|I|my|you|your)\b|\?|:\s*$"
)
#: Words by which nobody reports: “nobody spoke for a long time”.
SILENCE = re.compile(r"\b(?:nobody|no one) (?:\w+ )?\w+", re.IGNORECASE)
#: Words that report only in the paragraph of what they report: elsewhere they tell of a march that went on.
REPORTS_HERE = re.compile(r"\b(?:think\w*|thought|go(?:es)?|went|like|written)\b", re.IGNORECASE)
#: Words for whoever may be the speaker of a quotation in the next paragraph: a person; others.
ONE = re.compile(r"\b(?:he|she|his|hers?|him)\b", re.IGNORECASE)
MANY = re.compile(r"\b(?:they|their|them|it|its)\b", re.IGNORECASE)
SOMEBODY = re.compile(rf"{ONE.pattern}|\b(?:they|their|them)\b", re.IGNORECASE)
SEVERAL = re.compile(r"\b(?:they|their|them)\b", re.IGNORECASE)
#: Words for the holder of a quotation, by its kind; `MANY` for any other.
OTHERS = {"person": ONE, "unnamed": SOMEBODY}
CLAUSE = re.compile(
    r"\b(?:i|we|you|he|she|it|they|there|is|are|was|were|am|be|will|would|can|could|should|must|have|has|had|do|does|"
    r"did|not|n[’']t|[’'](?:s|re|ll|ve|m|d))\b",
    re.IGNORECASE,
)


def unattributed(
    source: Source, text: str, statements: Sequence[StatementRecord], *, strict: bool = False
) -> Iterator[Finding]:
    """Quotations that an article gives as speech without saying whose words they are.

    text, statements: of the article `source`. strict: whether the paragraph before may only tell whose they are if a
    statement stands in it, whatever its words.
    """
    held_of = [(one, span) for one in statements for span in one.spans if not _is_far_off(one, span, text)]
    for quotation in quotations(text):
        span = quotation.span
        held = sorted((said.start, said.end) for one, said in held_of if not _is_said_within(one, said, span))
        if quotation.depth or not quotation.closed or _is_held(span, held):
            continue
        words = span.of(text).strip("“”\"‘’'«»„ ")
        if _is_speech(words) and not _is_reported(text, span, held, strict):
            sentence = f"{source.name} quotes {quote(words)} and doesn't say whose words they are."
            yield Finding("unattributed-quotation", sentence, (Evidence.at(source, span, words),))


def _is_said_within(one: StatementRecord, said: Span, quotation: Span) -> bool:
    """Whether words are what somebody else says within a quotation, which doesn't tell whose that is.

    They are few of its words, or whoever says them is named there: “they tell us that the furnace is safe”. Nor do
    words of nobody's: “nobody wanted to give a name”.
    """
    if NOBODY.match(one.who):
        return True
    if not (quotation.start + 1 < said.start and said.end <= quotation.end):
        return False
    few = WITHIN * len(said) < len(quotation)
    return few or (bool(one.source_spans) and all(map(quotation.contains, one.source_spans)))


def _is_far_off(one: StatementRecord, piece: Span, text: str) -> bool:
    """Whether a piece of a statement stands in a paragraph of its own, behind one about others than its holder.

    Or it begins a paragraph that goes on with something else. There the reader took a quotation of nobody's for the
    rest.
    """
    start = text.rfind("\n", 0, piece.start) + 1
    others = [span for span in (*one.spans, *one.source_spans) if span != piece]
    before = [span.end for span in others if span.end <= start]
    if not before or len(before) < len(others) or text[start : piece.start].strip():
        return False
    end = text.find("\n", piece.end)
    after = text[piece.end : len(text) if end < 0 else end]
    paragraphs = [part for part in text[max(before) : start].split("\n")[1:] if not FURNITURE.match(part)]
    between = "\n".join((*paragraphs, after))
    last, they = (one.name or "").rpartition(" ")[2], OTHERS.get(one.kind or "", MANY)
    own = MARKED.search(between) or they.search(between) or last in between
    return bool(last) and not own and (bool(paragraphs) or _is_a_scene(text, piece))


def _is_a_scene(text: str, quotation: Span) -> bool:
    """Whether a quotation opens a paragraph that goes on with the writer's own sentences, and about no speaker."""
    start, end = text.rfind("\n", 0, quotation.start) + 1, text.find("\n", quotation.end)
    if text[start : quotation.start].strip() or not CLOSED.search(text, quotation.start, quotation.end):
        return False
    after = text[quotation.end : len(text) if end < 0 else end]
    speaker = ONE.search(after) or SEVERAL.search(after) or SPEAKER.match(after) or PERSON.search(after)
    told = MARKED.search(after) or REPORTS.search(SILENCE.sub(" ", after)) or REPORTS_HERE.search(after)
    return bool(SCENE.match(after)) and not (speaker or told or _leads_in(text[:start]))


def _leads_in(earlier: str) -> bool:
    """Whether the paragraph before a quotation opens it, or doesn't end."""
    return not ENDED.search(earlier.rstrip())


def _is_reported(text: str, span: Span, held: Sequence[tuple[int, int]], strict: bool) -> bool:
    """Whether the surroundings may tell whose words these are, or give them as a title, a list item or a headline.

    held: [start, end) of all contents.
    """
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    end = len(text) if end < 0 else end
    before, after = text[start : span.start], text[span.end : end]
    earlier = _without_furniture(text[:start])
    previous = earlier.rfind("\n") + 1
    told = any(first < len(earlier) and last > previous for first, last in held)
    scene = _is_a_scene(text, span) and told  # what was said before has its speaker already
    paragraph = start if scene else min(previous, max(0, start - NEAR))
    goes_on = _goes_on(earlier) and not (scene and earlier[-1] not in '”"')
    told = told and not scene
    if strict:
        paragraph = previous if told or LISTED.search(earlier) else start
    alone = not before.strip()
    headline = not text[: span.start].strip() or (alone and not after.strip() and _is_heading(span.of(text)))
    return (
        headline
        or (alone and not after.strip() and _leads_over(text[end:]))
        or (alone and (goes_on or (told and not strict) or (bool(earlier) and not ENDED.search(earlier))))
        or (not alone and _is_woven_in(span.of(text), before))
        or any(first < end and last > start for first, last in held)
        or bool(
            SIGNED.match(text, span.end)
            or LEADING_IN.search(before)
            or NAMED.search(before)
            or REPORTS.search(SILENCE.sub(" ", " ".join([text[paragraph : len(earlier)], before, after])))
            or REPORTS_HERE.search(f"{before} {after}")
            or SPEAKER.match(after)
            or PERSON.match(SENTENCES.split(before)[-1])
            or (ITEM.match(before) and LISTED.search(earlier[-LIST:]))
        )
    )


def _without_furniture(text: str) -> str:
    """A text without the paragraphs of page furniture at its end."""
    text = text.rstrip()
    while text:
        begins = text.rfind("\n") + 1
        if not FURNITURE.match(text, begins):
            break
        text = text[:begins].rstrip()
    return text


def _goes_on(earlier: str) -> bool:
    """Whether the paragraph before a quotation is quoted too, be it opened in one before it and never closed."""
    paragraphs = [paragraph for paragraph in earlier.split("\n") if not FURNITURE.match(paragraph)]
    for number, paragraph in enumerate(reversed(paragraphs[-1 - NOT_REOPENED :])):
        if paragraph.startswith(OPENED):
            return number == 0 or not CLOSING.search(paragraph)
        if MARKED.search(paragraph):
            return False
    return False


def _leads_over(later: str) -> bool:
    """Whether the paragraph after a quotation is quoted too: it may be there that its speaker is named."""
    paragraphs = (part for part in later.split("\n") if not FURNITURE.match(part))
    return next(paragraphs, "").startswith(OPENED)


def _is_heading(words: str) -> bool:
    """Whether a quotation in a paragraph of its own is a heading: in single marks, without a full stop."""
    return words[0] in "‘'" and not ENDED.search(words)


def _is_woven_in(words: str, before: str) -> bool:
    """Whether a quotation goes on with the writer's own sentence, as the words of a law or a report do."""
    return words.strip("“”\"‘’'«»„… ")[:1].islower() and not ENDED.search(before)


def _is_held(span: Span, held: Sequence[tuple[int, int]]) -> bool:
    """Whether statements cover more than half of it."""
    covered = sum(max(0, min(span.end, end) - max(span.start, start)) for start, end in held)
    return 2 * covered > len(span)


def _is_speech(words: str) -> bool:
    every = words.split()
    if len(every) < LEAST_WORDS or not CLAUSE.search(words):
        return False
    kinds = Counter(word[:1].isupper() for word in every if len(word) > 3)
    return kinds[False] >= kinds[True]  # in a title most words are capitalised
