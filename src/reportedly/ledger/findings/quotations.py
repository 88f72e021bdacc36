"""What articles do with quoted words: alter them, run together what stands apart, quote nobody."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import combinations, pairwise

from ...english.quotation import quotations
from ...span import Span
from ..tables.record import Source, StatementRecord, near
from ..threads.wordings import differ, wording
from .finding import Evidence, Finding, quote

#: A word, a gap that the writer marks, or what the writer put in brackets.
TOKEN = re.compile(r"(?P<gap>\.{3,}|…|\[[^\]\n]*\])|(?P<word>[^\W_]+(?:[’'*#@_.-]+[^\W_*]+)*[*#@-]*|[*#@-]{2,}[^\W_]+)")
QUOTED = re.compile(r"[“\"„«](?P<words>[^“”\"„«»]+)(?:[”\"»]|$)")
#: An apostrophe in any of its shapes, some of them mistaken.
APOSTROPHE = re.compile(r"[’`´]|(?<=\w)‘(?=\w)")
#: What is marked as missing, in one quotation and in the other: a gap here is none there.
GAP, GAP_THERE = "…", "… there"
#: Sounds and stopgaps that writers may leave out.
FILLERS = frozenset(["uh", "um", "er", "eh", "ah", "oh", "well", "so", "like", "yeah"])
PAIRS = frozenset([("you", "know"), ("i", "mean"), ("kind", "of"), ("sort", "of")])
#: What is one word in two spellings.
SPELLINGS = (
    (re.compile(r"isation"), "ization"), (re.compile(r"is(e[ds]?|ing)$"), r"iz\1"), (re.compile(r"our(?=\w|$)"), "or"),
    (re.compile(r"(?<=t)re$"), "er"), (re.compile(r"mme$"), "m"), (re.compile(r"ogue$"), "og"),
    (re.compile(r"ll(?=ed$|ing$|er$)"), "l"), (re.compile(r"ence$"), "ense"),
)  # fmt: skip
SHORT = {
    "gonna": "going to", "wanna": "want to", "gotta": "got to", "cannot": "can not", "can't": "can not",
    "won't": "will not", "shan't": "shall not", "ain't": "is not", "okay": "ok", "i'm": "i am", "let's": "let us",
    "it's": "it is", "that's": "that is", "he's": "he is", "she's": "she is", "there's": "there is",
    "what's": "what is",
}  # fmt: skip
ENDINGS = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would"}
#: Words in common below which two quotations may be about the same without being the same utterance.
COMMON = 4
#: Share of the shorter stretch that both have word for word.
SHARE = 0.6
#: Words left out without a mark, from which on a quotation runs together what stands apart.
APART = 4
#: Words that an end of a quotation may differ in and still be the same sentence.
TAIL = 2
#: Words in common, up to a gap, for each word that differs at an end.
EDGES_FROM = 4


@dataclass(frozen=True, slots=True)
class Substitution:
    """Words of one quotation that stand in the place of another's; either side may be empty."""

    ours: tuple[str, ...]
    theirs: tuple[str, ...]


def quoted(statement: StatementRecord) -> tuple[str, ...]:
    """The pieces of a statement that stand in quotation marks, without the marks."""
    if statement.type == "indirect":
        return ()
    pieces = tuple(match["words"] for words in statement.words for match in QUOTED.finditer(words))
    return pieces or (statement.words if statement.type == "direct" else ())


def tokens(pieces: Sequence[str]) -> tuple[str, ...]:
    """The words of a quotation in one spelling, lower case; GAP where the writer marks that something is missing."""
    found: list[str] = []
    for number, piece in enumerate(pieces):
        if number:
            found.append(GAP)  # what stands between two pieces is not known
        for match in TOKEN.finditer(APOSTROPHE.sub("'", piece)):
            found += [GAP] if match["gap"] else _spelled(match["word"].casefold())
    return tuple(token for i, token in enumerate(found) if token not in FILLERS and not _is_filler(found, i))


def _is_filler(words: Sequence[str], at: int) -> bool:
    """Whether a word is one of "you know" and "I mean"."""
    return any(tuple(words[start : start + 2]) in PAIRS for start in (at - 1, at) if start >= 0)


def _spelled(word: str) -> list[str]:
    if word in SHORT:
        return SHORT[word].split()
    word = word[:-2] if word.endswith("s's") else word  # James' and James's
    for ending, whole in ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending):
            return [word.removesuffix(ending), whole]
    for spelling, one in SPELLINGS:
        if len(word) > 5:  # "four", "wise" and "fence" are no other spellings
            word = spelling.sub(one, word)
    return [word]


def changes(ours: Sequence[str], theirs: Sequence[str]) -> list[Substitution] | None:
    """Where one quotation has other words than the other, between words that both have.

    None where they have too little in common to be one utterance. What only one of them quotes, before or after, is no
    change; nor is what stands beside a marked gap.
    """
    theirs = [GAP_THERE if token == GAP else token for token in theirs]
    blocks = [b for b in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks() if b.size]
    common = sum(b.size for b in blocks)
    if common < COMMON:
        return None
    first, last = blocks[0], blocks[-1]
    stretch = min(last.a + last.size - first.a, last.b + last.size - first.b)
    if common < SHARE * stretch:
        return None
    found = []
    for one, two in pairwise(blocks):
        found.append(Substitution(tuple(ours[one.a + one.size : two.a]), tuple(theirs[one.b + one.size : two.b])))
    found += _at_the_ends(ours, theirs, blocks)
    return [change for change in map(_bare, found) if _matters(change)]


def _at_the_ends(ours: Sequence[str], theirs: Sequence[str], blocks: Sequence[Match]) -> Iterator[Substitution]:
    """A word or two before or after all that both have, where that is enough to tell: a slogan ends many sentences."""
    first, last = blocks[0], blocks[-1]
    before = next((i for i, token in enumerate(ours) if token == GAP and i > first.a), len(ours))
    after = next((i for i in reversed(range(len(ours))) if ours[i] == GAP and i < last.a), -1)
    for a, b, side, common in (
        (ours[: first.a], theirs[: first.b], -1, sum(block.size for block in blocks if block.a < before)),
        (ours[last.a + last.size :], theirs[last.b + last.size :], 1, sum(b.size for b in blocks if b.a > after)),
    ):
        size = min(len(a), len(b))
        if 0 < size <= TAIL and common >= EDGES_FROM * size:
            yield Substitution(
                *((tuple(a[-size:]), tuple(b[-size:])) if side < 0 else (tuple(a[:size]), tuple(b[:size])))
            )


def _bare(change: Substitution) -> Substitution:
    """Without the words at either end that one side only censors."""
    ours, theirs = list(change.ours), list(change.theirs)
    for end in (0, -1):
        while ours and theirs and _censors(ours[end], theirs[end]):
            ours.pop(end)
            theirs.pop(end)
    return Substitution(tuple(ours), tuple(theirs))


def _matters(change: Substitution) -> bool:
    if GAP in change.ours or GAP_THERE in change.theirs or change.ours == change.theirs:
        return False
    return "".join(change.ours).replace("-", "") != "".join(change.theirs).replace("-", "")


def _censors(one: str, other: str) -> bool:
    """Whether one word hides letters of the other: "d*mn", "f---ing"."""
    for hidden, plain in ((one, other), (other, one)):
        if any(mark in hidden for mark in "*#@") or "--" in hidden:
            pattern = "".join(
                r"\w+" if part[0] in "*#@-" else re.escape(part) for part in re.findall(r"[*#@-]+|[^*#@-]+", hidden)
            )
            if re.fullmatch(pattern, plain):
                return True
    return False


# -- altered and spliced ---------------------------------------------------------------------------------------------


def altered(thread: Sequence[StatementRecord]) -> Iterator[Finding]:
    """Quotations of one utterance that differ in their words, each against the wording that most articles have.

    thread: the statements of one thread. Copies of an article count once.
    """
    camps = _camps(_wordings(thread))
    if len(camps) < 2:
        return
    reference = camps[0][0]
    for camp in camps[1:]:
        kept = [c for c in _changes(camp[0], reference) if not _is_cut(c)]
        if kept:
            yield Finding("altered-quotation", _told(camp[0], reference, kept), _both(camp[0], reference))


def contrary(statement: StatementRecord, others: Iterable[StatementRecord]) -> Iterator[Finding]:
    """Quotations of one holder, days apart at most, that differ by what turns the sense: a negation, a number.

    They are no one utterance as far as words tell, so no thread has both.
    """
    for other in others:
        quoted_both = "indirect" not in (statement.type, other.type) and statement.holder is not None
        apart = statement.source.id != other.source.id and not (statement.nested or other.nested)
        if quoted_both and apart and statement.holder == other.holder and near(statement, other):
            words, theirs = (wording(one.content, one.type) for one in (statement, other))
            if differ(words, theirs) == "contrary":
                yield from altered(sorted((statement, other), key=lambda one: one.id))


def _camps(wordings: Sequence[_Wording]) -> list[list[_Wording]]:
    """Wordings that agree word for word as far as both go, those of most articles first, the longest first in each."""
    camps: list[list[_Wording]] = []
    for one in sorted(wordings, key=lambda w: -len(w.tokens)):
        camp = next((c for c in camps if changes(one.tokens, c[0].tokens) == []), None)
        if camp is None:
            camps.append([one])
        else:
            camp.append(one)
    return sorted(camps, key=lambda camp: (-sum(len(w.names) for w in camp), camp[0].statement.source.published or "~"))


def spliced(thread: Sequence[StatementRecord]) -> Iterator[Finding]:
    """Quotations that run together words which another article quotes some words apart."""
    seen = set()
    for one, other in combinations(_wordings(thread), 2):
        for short, whole in ((one, other), (other, one)):
            cuts = [c for c in _changes(short, whole) if _is_cut(c) and not c.ours and not _repeats(c, whole.tokens)]
            if cuts and short.statement.id not in seen:
                seen.add(short.statement.id)
                yield Finding("spliced-quotation", _joined(short, whole, cuts), _both(short, whole))


def _changes(one: _Wording, other: _Wording) -> list[Substitution]:
    """Where a wording has other words than another; none where both are the same words of one article, read twice."""
    same = one.statement.source == other.statement.source
    if same and any(a.start < b.end and b.start < a.end for a in one.statement.spans for b in other.statement.spans):
        return []
    return changes(one.tokens, other.tokens) or []


@dataclass(frozen=True, slots=True)
class _Wording:
    """One way of quoting an utterance: who has it so, the first of them, its words."""

    statement: StatementRecord
    tokens: tuple[str, ...]
    names: tuple[str, ...]


def _wordings(thread: Sequence[StatementRecord]) -> list[_Wording]:
    """The quoted wordings of a thread, those of most articles first, then the longer ones, then the earlier ones."""
    groups: dict[tuple[str, ...], list[StatementRecord]] = {}
    for statement in sorted(thread, key=lambda s: (s.source.published or "~", s.id)):
        words = tokens(quoted(statement))
        if statement.source.copy_of is None and len(words) >= COMMON:
            groups.setdefault(words, []).append(statement)
    ranked = sorted(groups.items(), key=lambda item: (-len({s.source.id for s in item[1]}), -len(item[0])))
    return [_Wording(group[0], words, tuple(s.source.name for s in group)) for words, group in ranked]


def _is_cut(change: Substitution) -> bool:
    """Whether so much is left out that it was no slip."""
    return max(len(change.ours), len(change.theirs)) >= APART and not (change.ours and change.theirs)


def _repeats(change: Substitution, words: Sequence[str]) -> bool:
    """Whether somebody only said the same words twice in a row: "if she wins, if she wins"."""
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

#: Words from which on a quotation is somebody's words rather than a name or a term.
LEAST_WORDS = 6
NAMED = re.compile(
    r"\b(?:titled|entitled|called|named|dubbed|headlined|headline|captioned|slogan|song|film|movie|book|album|poem|"
    r"series|episode|novel|play|single|track|motto|reading|reads|read|sign|banner|known as|nicknamed|tagline|hashtag)"
    r":?,? $",
    re.IGNORECASE,
)
#: Code points before a paragraph in which whoever speaks there may be named at least.
NEAR = 200
#: An item of a list, and the line that a list begins with; code points before an item in which it is looked for.
ITEM, LISTED, LIST = re.compile(r"(?:[l•·*–—-]|\d+[.)]) "), re.compile(r":\s*$", re.MULTILINE), 1500
#: Whose words they are, after them: "― Ana Reyes", "[NTB]", ", by NTB's Ole Lund", an address on the web.
SIGNED = re.compile(
    r"[\s,.]*(?:(?:[―—–]|--?)\s?[A-Z]|[\[(][A-Z]|by (?:the )?[A-Z]|(?:[A-Z][\w’'-]*\.? ?){1,4}(?:$|\n)|https?://)"
)
#: What leads in what follows: the sentence goes on with it, or names it before.
LEADING_IN = re.compile(r"[,:]\s*$")
#: Words that report, however: where one of them stands, it was missed whose the quotation is rather than not told.
REPORTS = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|told|tell\w*|ask\w*|wrote|writ\w+|tweet\w*|post(?:ed|s|ing)|stat\w+|add(?:ed|s|ing)|"
    r"according|announc\w+|claim\w*|argu\w+|explain\w*|declar\w+|comment\w*|respon\w+|repl(?:y|ies|ied)|call\w*|"
    r"insist\w*|not(?:ed|es|ing)|report\w*|remark\w*|interview\w*|speech|letter|message|quot\w+|shout\w*|chant\w*|"
    r"think\w*|thought|go(?:es)?|went|like|spoke|speak\w*|talk\w*|warn\w*|conclud\w+|describ\w+|joked?|mention\w*|"
    r"I|my|you|your)\b|\?|:\s*$"
)
CLAUSE = re.compile(
    r"\b(?:i|we|you|he|she|it|they|there|is|are|was|were|am|be|will|would|can|could|should|must|have|has|had|do|does|"
    r"did|not|n[’']t|[’'](?:s|re|ll|ve|m|d))\b",
    re.IGNORECASE,
)


def unattributed(source: Source, text: str, statements: Sequence[StatementRecord]) -> Iterator[Finding]:
    """Quotations in an article that nobody is said to have said: somebody's words in a paragraph that reports none."""
    held = sorted((span.start, span.end) for statement in statements for span in statement.spans)
    for quotation in quotations(text):
        span = quotation.span
        if quotation.depth or not quotation.closed or _is_held(span, held):
            continue
        words = span.of(text).strip("“”\"‘’'«»„ ")
        if _is_speech(words) and not _is_reported(text, span, held):
            sentence = f"{source.name} quotes {quote(words)} and doesn't say whose words they are."
            yield Finding("unattributed-quotation", sentence, (Evidence.at(source, span, words),))


def _is_reported(text: str, span: Span, held: Sequence[tuple[int, int]]) -> bool:
    """Whether the paragraph of a quotation, or the one before, reports anything; or it is led in, signed, a title."""
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    end = len(text) if end < 0 else end
    before, after = text[start : span.start], text[span.end : end]
    earlier = text[:start].rstrip()
    paragraph = min(earlier.rfind("\n") + 1, max(0, start - NEAR))
    headline = not text[: span.start].strip()
    return (
        headline
        or any(first < end and last > start for first, last in held)
        or bool(
            SIGNED.match(text, span.end)
            or LEADING_IN.search(before)
            or NAMED.search(before)
            or REPORTS.search(" ".join([text[paragraph:start], before, after]))
            or (ITEM.match(before) and LISTED.search(earlier[-LIST:]))
        )
    )


def _is_held(span: Span, held: Sequence[tuple[int, int]]) -> bool:
    """Whether a statement has most of it, or it stands in one."""
    covered = sum(max(0, min(span.end, end) - max(span.start, start)) for start, end in held)
    return 2 * covered > len(span)


def _is_speech(words: str) -> bool:
    every = words.split()
    if len(every) < LEAST_WORDS or not CLAUSE.search(words):
        return False
    kinds = Counter(word[:1].isupper() for word in every if len(word) > 3)
    return kinds[False] >= kinds[True]  # most words of a title have a capital
