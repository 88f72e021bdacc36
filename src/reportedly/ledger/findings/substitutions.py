"""How the words of two quotations differ: which stand in the place of which, and which don't matter.

The thresholds were set by hand, beside the planted articles of the tests and what was found in real news.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from ...english.lexicon import MONTHS
from ...english.verbatim import EMPTY, GAP, censors, words
from ..tables.record import StatementRecord
from ..threads.alignment import Stretch, aligned

QUOTED = re.compile(r"[“\"„«](?P<words>[^“”\"„«»]+)(?:[”\"»]|$)")
#: The same in single marks, in which an apostrophe may stand.
SINGLE = re.compile(r"(?<!\w)[‘'](?P<words>(?:[^‘’'\n]|[’'](?=\w))+)[’'](?!\w)")
#: Token for a marked gap in the second of two compared quotations. It isn't the first one's, so that two gaps are never
#: matched with each other: what is missing may not be the same.
GAP_THERE = f"{GAP}{GAP}"
#: Fewest words in common of two quotations of one utterance. Also the fewest words of a quotation that is compared.
COMMON = 4
#: Least share (0 to 1) of words in common in the stretch from the first to the last of them, in the quotation where
#: that stretch is shorter.
SHARE = 0.6
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
    pieces = tuple(match["words"] for words in statement.words for match in in_marks(words))
    return pieces or (statement.words if statement.type == "direct" else ())


def in_marks(piece: str) -> list[re.Match[str]]:
    """What stands in quotation marks in a piece of a content, each as the group `words`, else in single ones."""
    return [*QUOTED.finditer(piece)] or [*SINGLE.finditer(piece)]


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
        matches = in_marks(piece)
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
