"""Whether two wordings are of one utterance, and how they relate: same words, fewer, other words, a part, retold.

A wording is split into tokens, and each token reduced to a form that doesn't depend on the way of quoting: its stem,
the base of an irregular form, one word for a group of synonyms. Pronouns, tenses, articles and adverbs of place and
time change when a quotation becomes indirect speech, so they only serve to tell verbatim from retold. The remaining
tokens, the content words, are aligned (longest common subsequence, rapidfuzz) and have to agree. Whatever would make
it another claim keeps two wordings apart however much they share: a negation, a number, a name, a modal verb or an
opposite on one side only.

Pure: no database, nothing of the rest of the ledger. Precision comes before recall: in doubt, two wordings are two
utterances. All weights and thresholds were set by hand, on planted utterances, mostly on their tuning half
(`python -m bench.ledger threads --part tune`), and on what was linked in real articles (docs/threads.md).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from typing import Final, Literal

import snowballstemmer
from rapidfuzz.distance import LCSseq, Levenshtein

from ...english.lexicon import MONTHS, NEGATIONS, WEEKDAYS
from ...english.spelling import APOSTROPHES, NUMBERS, spelt_out
from . import vocabulary
from .alignment import aligned

WordingRelation = Literal["exact", "repunctuated", "trimmed", "part", "altered", "indirect"]
#: Whether two wordings have the same holder (by the ledger or by name), different ones, or one that isn't known.
Whose = Literal["same", "unknown", "other"]
TokenKind = Literal["content", "initial", "name", "number", "negation", "mood", "pronoun", "function", "censored"]


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a wording. word: as written, in lower case. form: what is compared.

    weight: how much it proves if two wordings share it: 0 for function words, up to 1 for content words.
    """

    word: str
    form: str
    kind: TokenKind
    weight: float


@dataclass(frozen=True, slots=True)
class ComparableWording:
    """The words of one statement, prepared for comparison.

    text: with uniform quotation marks and white space, without outer marks.
    quoted: whether some words are quoted (direct or mixed). direct: whether all are.
    words: the words of the tokens. content: the forms of the tokens with a weight, in order; contents: the same as a
    set. at: the index of each of them in `tokens`. weights: theirs. info: the sum of these.
    breaks: indices of the tokens that begin a sentence.
    """

    text: str
    quoted: bool
    direct: bool
    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    content: tuple[str, ...]
    at: tuple[int, ...]
    weights: tuple[float, ...]
    info: float
    breaks: frozenset[int]
    contents: frozenset[str]

    @property
    def says_something(self) -> bool:
        """Whether it says enough to be recognised: not "yes" and not, outside quotation marks, a mere name or topic."""
        if self.info < LEAST:
            return False
        if self.quoted or self.is_clause:
            return True
        return sum(self.tokens[i].weight for i in self.at if self.tokens[i].kind != "name") >= TOPIC

    @property
    def is_clause(self) -> bool:
        """Whether it has a predicate, as far as function words tell: “that” opens a clause, if not “that old port”."""
        first = self.tokens[0].word
        return (
            first == "to"
            or (first == "that" and len(self.tokens) >= THAT)
            or any(
                token.kind in ("mood", "negation") or token.form in _FINITE or token.word in _SUBJECTS
                for token in self.tokens
            )
        )

    def in_common(self, other: ComparableWording) -> float:
        """The weight of its content words that the other has anywhere: an upper bound of what can agree."""
        theirs = other.contents
        return sum([weight for form, weight in zip(self.content, self.weights, strict=True) if form in theirs])

    @property
    def is_question(self) -> bool:
        """Whether it ends with a question mark."""
        return self.text.endswith("?")


@dataclass(frozen=True, slots=True)
class WordingMatch:
    """That two wordings are of one utterance. score: share (0 to 1) of the smaller that agrees. shared: its weight."""

    relation: WordingRelation
    score: float
    shared: float


#: Weights of tokens by kind; other kinds have none. EVERYDAY: of a content word in `vocabulary.EVERYDAY`.
EVERYDAY: Final = 0.3
WEIGHTS: Final[dict[TokenKind, float]] = {"content": 1.0, "initial": 1.0, "name": 1.0, "number": 0.8}

_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,:]\d+)*)(?:(?P<unit>bn|mn|[mkb])\b|(?:st|nd|rd|th)\b)?"
    r"|(?P<word>[^\W\d_](?:[^\W\d_]|\*(?=\w)|['’](?=[^\W\d_]))*)|%"
)
#: Variants of marks, with the one that replaces them.
_MARKS = (
    (APOSTROPHES, "'"), (re.compile("[“”„‟«»]"), '"'), (re.compile("[–—]"), "-"), (re.compile("…"), "..."),
)  # fmt: skip
_QUOTED = re.compile(r"[“\"«][^“”\"«»]*[”\"»]")
#: The end of a sentence, with whatever marks stand between it and the next word.
_SENTENCE = re.compile(r"[.!?:]['\")\]]*\s*['\"(\[]*\Z")
_OPENING = "'\"(["
#: Code points before a word in which the end of a sentence is looked for; enough for the marks between.
REACH = 8
_ELLIPSIS = re.compile(r"\.{3}|\[\s*\]|\s-\s")


def _plain(text: str) -> str:
    """The text with uniform marks and white space, without the marks around it."""
    if not text.isascii():
        for marks, one in _MARKS:
            text = marks.sub(one, text)
        text = unicodedata.normalize("NFKC", text)
    return " ".join(text.split()).strip(" \"'")


@dataclass(frozen=True, slots=True)
class _Piece:
    """The tokens of the text between two blanks.

    breaks: indices of those that begin a sentence. ends: whether a sentence ends with it.
    two: whether one of them may be the first of two tokens with one meaning.
    """

    tokens: tuple[Token, ...]
    breaks: tuple[int, ...]
    ends: bool
    two: bool


def _tokens(plain: str, names: Collection[str]) -> tuple[list[Token], list[int]]:
    """The tokens, and the indices of those that begin a sentence."""
    capitals = plain.isupper()
    tokens: list[Token] = []
    breaks: list[int] = []
    ends = two = False
    for written in plain.split(" "):
        piece = _piece(written, not tokens, ends, capitals)
        if piece.breaks:
            breaks += [len(tokens) + i for i in piece.breaks]
        tokens += piece.tokens
        ends, two = piece.ends, two or piece.two
    if two:
        tokens, breaks = _joined(tokens, breaks)
    if "nor" in plain.lower():
        tokens = _negated_once(tokens)
    if names:
        tokens = [_HE if token.word in names and token.kind in _MAY_BE_NAMES else token for token in tokens]
    return tokens, breaks


@lru_cache(maxsize=1 << 17)
def _piece(written: str, first: bool, after: bool, capitals: bool) -> _Piece:
    """The text between two blanks. first: whether no token precedes it. after: whether a sentence ends before it.

    capitals: whether the whole wording is in capitals, so that they don't tell names.
    """
    tokens: list[Token] = []
    breaks: list[int] = []
    two = False
    for match in _TOKEN.finditer(written):
        word, before = match[0], written[max(0, match.start() - REACH) : match.start()]
        begins = first and not tokens
        if begins or not word[0].islower():
            # A word in lower case begins no sentence, except the first.
            begins = begins or (after and not tokens and not before.strip(_OPENING)) or bool(_SENTENCE.search(before))
            if begins:
                breaks.append(len(tokens))
            kind: TokenKind = "content" if capitals or word[0].islower() else "initial" if begins else "name"
        else:
            kind = "content"
        found = _read(word, kind)
        tokens += found
        two = two or (bool(found) and (found[0].kind == "number" or found[0].word in _FIRST_OF_TWO))
    ends = bool(_SENTENCE.search(written[-REACH:])) or (after and not written.strip(_OPENING))
    return _Piece(tuple(tokens), tuple(breaks), ends, two)


def _negated_once(tokens: Sequence[Token]) -> list[Token]:
    """The tokens where “nor” only goes on with a negation before it: “not the wall nor the gate” negates once."""
    first = next((i for i, token in enumerate(tokens) if token.kind == "negation"), len(tokens))
    return [_NOR if token.word == "nor" and i > first else token for i, token in enumerate(tokens)]


_MAY_BE_NAMES: Final[frozenset[TokenKind]] = frozenset(["name", "initial", "content"])


def _joined(tokens: Sequence[Token], breaks: Sequence[int]) -> tuple[list[Token], list[int]]:
    """The tokens and breaks after merging pairs that have one meaning."""
    begins = frozenset(breaks)
    found: list[Token] = []
    at: list[int] = []
    i = 0
    while i < len(tokens):
        if i in begins:
            at.append(len(found))
        both = _one_of_two(tokens[i], tokens[i + 1]) if i + 1 < len(tokens) else None
        found.append(both or tokens[i])
        i += 2 if both else 1
    return found, at


@lru_cache(maxsize=1 << 17)
def _read(word: str, written: TokenKind) -> tuple[Token, ...]:
    """The tokens of a word as written: several for a contraction or a figure with its unit ("3m").

    written: the kind by the word's capitals and place.
    """
    match = _TOKEN.fullmatch(word)
    if match and match["number"]:
        figure = match["number"].replace(",", "").rstrip(".:")
        unit = (_token(vocabulary.MAGNITUDES[match["unit"]], "number"),) if match["unit"] else ()
        return (_token(figure, "number"), *unit)
    if word == "%":
        return (_token("percent", "number"),)
    return tuple(_token(piece, written) for piece in _spelt(word.lower()))


def _spelt(word: str) -> tuple[str, ...]:
    """The words of a word in lower case: several for a contraction, none for a bare mark; without a final "'s"."""
    whole = spelt_out(word)
    if whole != (word,) or "'" not in word:
        return whole
    word = word.removesuffix("'s").replace("'", "")
    return (word,) if word else ()


_BRITISH = re.compile(r"^(.{4,})is(e[sd]?|ing|ation|ations)$")
_STEMMER = snowballstemmer.stemmer("english")


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """The form in which a word (lower case) is compared: stemmed, in American spelling, one for all its synonyms."""
    found = bare_stem(word)
    found = re.sub(r"our$", "or", found) if len(found) > 4 else found
    return _STEMS_EXCHANGED.get(found, found)


def bare_stem(word: str) -> str:
    """The stem of a word (lower case), which its other forms share and its synonyms don't: “say” for “said”."""
    base = _BRITISH.sub(r"\1iz\2", vocabulary.IRREGULAR.get(word, word))
    found: str = _STEMMER.stemWord(base)
    return found


_STEMS_EXCHANGED: dict[str, str] = {}
_STEMS_EXCHANGED.update({bare_stem(w): bare_stem(to) for w, to in vocabulary.EXCHANGED.items()})
_EVERYDAY = frozenset(map(stem, vocabulary.EVERYDAY))
_OPPOSITE = frozenset(
    frozenset(map(stem, pair.split()))
    for pair in vocabulary.OPPOSITES.split("/")
    if len(set(map(stem, pair.split()))) == 2
)
#: “may” is a verb more often than a month.
_CALENDAR = WEEKDAYS | MONTHS - {"may"}


def _token(word: str, written: TokenKind) -> Token:  # noqa: PLR0911 - a line a kind
    if "*" in word:
        return Token(word, word, "censored", 0.0)
    if word[0].isdigit():
        return Token(word, word, "number", WEIGHTS["number"])
    if word in NUMBERS:
        return Token(word, NUMBERS[word], "number", WEIGHTS["number"])
    if word in vocabulary.MAGNITUDES and len(word) > 1:
        return Token(word, vocabulary.MAGNITUDES[word], "number", WEIGHTS["number"] / 2)
    if word in NEGATIONS:
        return Token(word, word, "negation", 0.0)
    if word in vocabulary.MOODS:
        return Token(word, vocabulary.MOODS[word], "mood", 0.0)
    if word in vocabulary.PRONOUNS:
        return Token(word, word, "pronoun", 0.0)
    if word in vocabulary.AUXILIARIES:
        return Token(word, vocabulary.AUXILIARIES[word], "function", 0.0)
    if word in vocabulary.STOP or len(word) == 1:
        return Token(word, word, "function", 0.0)
    form = stem(word)
    kind: TokenKind = "name" if word in _CALENDAR else written
    return Token(word, form, kind, EVERYDAY if form in _EVERYDAY else WEIGHTS[kind])


@lru_cache(maxsize=1 << 13)
def wording(text: str, type: str = "direct", names: frozenset[str] = frozenset()) -> ComparableWording:
    """The content of a statement, prepared for comparison.

    text: the content. type: direct, mixed or indirect. names: the words of its holder's name, in lower case. In the
    content they are treated as a pronoun, because the holder says "I" instead.
    """
    plain = _plain(text)
    tokens, breaks = _tokens(plain, names)
    at = [i for i, token in enumerate(tokens) if token.weight]
    content = tuple([tokens[i].form for i in at])
    weights = tuple([tokens[i].weight for i in at])
    return ComparableWording(
        text=plain.strip(" \"',;:-") if not plain.endswith("...") else plain,
        quoted=type != "indirect",
        direct=type == "direct" or _QUOTED.fullmatch(text.strip()) is not None,
        tokens=tuple(tokens),
        words=tuple([token.word for token in tokens]),
        content=content,
        at=tuple(at),
        weights=weights,
        info=sum(weights),
        breaks=frozenset(breaks),
        contents=frozenset(content),
    )


_FIRST_OF_TWO = frozenset(["going", "rather", "instead"])


def _one_of_two(token: Token, after: Token) -> Token | None:
    """The one token for "going to" (will), "rather than", "instead of" (not), "twenty five"; None for other pairs."""
    if token.word == "going" and after.word == "to":
        return Token(token.word, "will", "mood", 0.0)
    if (token.word, after.word) in (("rather", "than"), ("instead", "of")):
        return Token(token.word, "not", "negation", 0.0)
    if after.kind == token.kind == "number" and _is_tens(token.form) and _is_unit(after.form):
        form = str(int(token.form) + int(after.form))
        return Token(f"{token.word} {after.word}", form, "number", WEIGHTS["number"])
    return None


#: Replaces the holder's own name.
_HE = Token("he", "he", "pronoun", 0.0)
#: “Nor” behind another negation.
_NOR = Token("nor", "nor", "function", 0.0)


def _is_tens(form: str) -> bool:
    return len(form) == 2 and form[1] == "0" and form.isdecimal() and form != "10"


def _is_unit(form: str) -> bool:
    return len(form) == 1 and form.isdecimal() and form != "0"


# --- keys ---------------------------------------------------------------------------------------------------------

#: Most keys of one statement: a long document is found by its first words just as well.
MOST_KEYS: Final = 48


def keys(one: ComparableWording) -> tuple[int, ...]:
    """Signed 64-bit hashes, in ascending order, of which two wordings of one utterance nearly always share some.

    There is one for each pair of neighbouring content words, in either order; if there are fewer than three content
    words, also one for all of them. Empty for a wording that says too little to be recognised ("yes", "no comment").
    """
    if not one.says_something:
        return ()
    if len(one.content) < 3:
        return tuple(sorted({*_pairs(one.content), _key(" ".join(sorted(set(one.content))))}))
    return tuple(sorted(set(_pairs(one.content[: MOST_KEYS + 1]))))


def _pairs(content: Sequence[str]) -> Iterator[int]:
    for a, b in pairwise(content):
        if a != b:
            yield _key(f"{a} {b}" if a < b else f"{b} {a}")


def _key(words: str) -> int:
    return int.from_bytes(blake2b(words.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)


# --- comparing ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bar:
    """What two wordings must reach. shared: least weight of common content words; cover: its least share (0 to 1) of
    the smaller wording's."""

    shared: float
    cover: float


#: Least weight of content words of an utterance that can be recognised.
LEAST: Final = 1.2
#: The same for words outside quotation marks without a predicate, names not counted: less may be a mere topic ("charter
#: schools").
TOPIC: Final = 3.0
_FINITE = frozenset(["be", "have", "do"])
_SUBJECTS = frozenset(["i", "we", "he", "she", "they", "it", "you"])
#: Added to the weight that must be shared: UNQUOTED if the holder isn't known to be the same and not both are quoted,
#: BOTH_UNQUOTED if neither is quoted, whoever the holders are. Outside quotation marks the same topics recur.
UNQUOTED, BOTH_UNQUOTED = 1.2, 1.0
#: What must be reached, by whether the holder is the same: for the same words or fewer of them, for altered words, and
#: if one of the two is retold.
VERBATIM: Final[dict[Whose, Bar]] = {"same": Bar(1.6, 1.0), "unknown": Bar(2.0, 1.0), "other": Bar(4.0, 1.0)}
ALTERED: Final[dict[Whose, Bar]] = {"same": Bar(3.0, 0.75), "unknown": Bar(4.0, 0.8), "other": Bar(6.0, 0.85)}
RETOLD: Final[dict[Whose, Bar]] = {"same": Bar(1.9, 0.8), "unknown": Bar(2.8, 0.85), "other": Bar(6.0, 0.9)}
#: Least shared weight between a retold and a much longer wording of the same holder.
RETOLD_PART = 3.0
#: Fewest tokens in a row, and their least weight, that two quotations don't share by chance.
RUN, RUN_INFO = 8, 3.5
#: Least share (0 to 1) of the smaller wording's content words in common, if one agrees with or excludes the other.
PART: Final = 0.5
#: Fewest words of a piece that is a clause of its own, and of one that “that” opens.
CLAUSE: Final = 4
THAT: Final = 6
#: Shared weight from which one freely exchanged word makes an alteration rather than another claim.
FREE = 5.0


def may_agree(a: ComparableWording, b: ComparableWording) -> bool:
    """Whether two wordings share enough for `compare` or `differ` to find something. A quick test before these.

    It misses only a few pairs whose words are spelt differently. Symmetric, except where one wording has its holder's
    name for a pronoun and the other has it as a word.
    """
    common = a.in_common(b)
    if min(a.info, common) < LEAST:
        return False
    return common >= PART * min(a.info, b.info) or (common >= RUN_INFO and a.quoted and b.quoted)


def compare(a: ComparableWording, b: ComparableWording, whose: Whose) -> WordingMatch | None:
    """How two wordings relate, or None if it isn't certain enough that they are of one utterance. Symmetric.

    whose: whether they have the same holder.
    """
    if not a.tokens or not b.tokens:
        return None
    if (len(b.tokens), b.info, b.text) < (len(a.tokens), a.info, a.text):
        a, b = b, a  # a is the smaller from here on
    if not (a.says_something and b.says_something) or a.in_common(b) < VERBATIM[whose].shared - 1e-9:
        return None
    same = _same(a, b)
    if same:
        return WordingMatch(same, 1.0, a.info) if _reaches(_bar(VERBATIM, whose, a, b), a.info, 1.0) else None
    laid = _Laid(a, b)
    return laid.fewer(whose) or laid.other(whose) or laid.run(whose)


def _same(a: ComparableWording, b: ComparableWording) -> WordingRelation | None:
    if a.words != b.words:
        return None
    return "exact" if a.text.rstrip(".") == b.text.rstrip(".") else "repunctuated"


def _reaches(bar: Bar, shared: float, cover: float) -> bool:
    return shared >= bar.shared - 1e-9 and cover >= bar.cover - 1e-9


def _bar(bars: dict[Whose, Bar], whose: Whose, a: ComparableWording, b: ComparableWording) -> Bar:
    """What two wordings must reach: more if words aren't quoted or one of them is only a phrase."""
    shared = bars[whose].shared
    if whose != "same":
        shared += UNQUOTED * (not (a.quoted and b.quoted)) + (1.0 if min(len(a.words), len(b.words)) < 4 else 0.0)
    return Bar(shared + BOTH_UNQUOTED * (not (a.quoted or b.quoted)), bars[whose].cover)


class _Laid:
    """Two wordings to compare, of which `a` is the smaller."""

    def __init__(self, a: ComparableWording, b: ComparableWording) -> None:
        self.a, self.b = a, b

    # -- the same words, fewer of them -----------------------------------------------------------------------------

    def fewer(self, whose: Whose) -> WordingMatch | None:
        """The match if all words of the smaller stand in the larger, in one piece or in a few."""
        a, b = self.a, self.b
        pieces = _pieces(a.words, b.words)
        if pieces is None or len(pieces) > (4 if _ELLIPSIS.search(a.text) else 2):
            return None
        if not _reaches(_bar(VERBATIM, whose, a, b), a.info, 1.0) or (whose == "other" and not (a.quoted and b.quoted)):
            return None
        gaps = [b.tokens[end:start] for (_, end), (start, _) in pairwise(pieces)]
        marked = _ELLIPSIS.search(a.text) is not None
        # Without a negation that stood before it, a piece says the contrary. A longer gap that is marked, or in what
        # the same holder is quoted with, is a clause left out together with its own negation.
        clauses = marked or (whose == "same" and a.direct and b.direct)
        cut = [_before(b, pieces[0][0]), *(gap for gap in gaps if not clauses or len(gap) < 4)]
        if any(_count(gap, "negation") for gap in cut):
            return None
        short = clauses and all(end - start >= CLAUSE for start, end in pieces)
        if not marked and sum(token.weight for gap in gaps for token in gap) > a.info * (2 if short else 1):
            return None
        return WordingMatch("part" if 2 * len(a.words) < len(b.words) else "trimmed", 1.0, a.info)

    # -- other words -----------------------------------------------------------------------------------------------

    def other(self, whose: Whose) -> WordingMatch | None:
        """The match if most content words agree: altered, or retold as indirect speech."""
        a, b = self.a, self.b
        region = _Region.of(a, b)
        if region is None:
            return None
        retold = not (a.direct and b.direct)
        bar = _bar(RETOLD if retold else ALTERED, whose, a, b)
        if not any(token.weight for token in (*region.mine, *region.theirs)) and b.info <= 1.5 * a.info:
            bar = _bar(VERBATIM, whose, a, b)  # spellings, contractions, a word struck out
        if not _reaches(bar, region.shared, region.shared / a.info) or (
            whose == "other" and not (a.quoted and b.quoted)
        ):
            return None
        if retold and whose == "same" and region.shared < RETOLD_PART and b.info > 1.5 * region.shared:
            return None  # so small a part of so much may be about something else
        if region.in_order < (0.5 if retold else 0.8) or not region.agrees(retold, whose):
            return None
        score = region.shared / (a.info + 0.5 * region.extra)
        return WordingMatch(self._relation(), round(min(1.0, score), 4), region.shared)

    def _relation(self) -> WordingRelation:
        return "altered" if self.a.direct == self.b.direct else "indirect"

    # -- one run of words ------------------------------------------------------------------------------------------

    def run(self, whose: Whose) -> WordingMatch | None:
        """The match if the two share one long run of words and were cut at different places.

        On either side, the run has to reach the end of a wording, or a boundary of sentences in both.
        """
        a, b = self.a, self.b
        i, j, size = _longest_run(a.words, b.words)
        info = sum(token.weight for token in a.tokens[i : i + size])
        least = RUN if whose == "same" else RUN + 4
        if size < least or info < RUN_INFO * (1 if whose == "same" else 1.5) or not (a.quoted and b.quoted):
            return None
        if any(token.kind == "negation" for token in (*_before(a, i), *_before(b, j))):
            return None
        begins = i == 0 or j == 0 or (i in a.breaks and j in b.breaks)
        last_a, last_b = i + size, j + size
        ends = last_a == len(a.words) or last_b == len(b.words) or (last_a in a.breaks and last_b in b.breaks)
        return WordingMatch("trimmed", round(info / a.info, 4), info) if begins and ends else None


def _pieces(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]] | None:
    """Where the words of a stand in b, as [start, end) indices; None unless all do, in the same order."""
    for j in range(len(b) - len(a) + 1):
        if b[j] == a[0] and tuple(b[j : j + len(a)]) == tuple(a):
            return [(j, j + len(a))]
    equal = [stretch for stretch in aligned(a, b) if stretch.same]
    if sum(stretch.size for stretch in equal) < len(a):
        return None
    return [(stretch.theirs.start, stretch.theirs.stop) for stretch in equal]


def _longest_run(a: Sequence[str], b: Sequence[str]) -> tuple[int, int, int]:
    """Start in a, start in b and length of the longest common run; the first of several that are equally long."""
    best = (0, 0, 0)
    row: dict[int, int] = {}
    places: dict[str, list[int]] = {}
    for j, word in enumerate(b):
        places.setdefault(word, []).append(j)
    for i, word in enumerate(a):
        row = {j: row.get(j - 1, 0) + 1 for j in places.get(word, ())}
        for j, size in row.items():
            if size > best[2]:
                best = (i - size + 1, j - size + 1, size)
    return best


@dataclass(frozen=True, slots=True)
class _Region:
    """The stretch of the larger wording (b) that has most of the smaller one's (a) content words.

    shared: weight in common. extra: weight in the stretch that a lacks. in_order: share of the common content words
    that stand in the same order. mine, theirs: tokens of a and of the stretch that the other lacks.
    tokens: the stretch. before, after: up to four tokens around it, within its sentence.
    """

    a: ComparableWording
    b: ComparableWording
    shared: float
    extra: float
    in_order: float
    mine: tuple[Token, ...]
    theirs: tuple[Token, ...]
    tokens: tuple[Token, ...]
    before: tuple[Token, ...]
    after: tuple[Token, ...]

    @classmethod
    def of(cls, a: ComparableWording, b: ComparableWording) -> _Region | None:
        """The stretch; None if the two have no content word in common."""
        start, end = _window(a, b)
        wanted = Counter(a.content)
        matched = []
        for k in range(start, end):
            if wanted[b.content[k]] > 0:
                wanted[b.content[k]] -= 1
                matched.append(k)
        if not matched:
            return None
        low, high = _widened(b, b.at[matched[0]], b.at[matched[-1]] + 1)
        # If a has words that b lacks, those in their place may lie just outside the common ones.
        if any(wanted.values()):
            low, high = _widened(b, b.at[max(start, matched[0] - 1)], b.at[min(end - 1, matched[-1] + 1)] + 1)
        tokens = b.tokens[low:high]
        # After a's last content word only negations are compared.
        mine, theirs = _left_over(a.tokens[: a.at[-1] + 1], tokens)
        extra = sum(token.weight for token in theirs)
        shared = a.info - sum(token.weight for token in mine)
        theirs_in = tuple(token.form for token in tokens if token.weight)
        ordered = LCSseq.similarity(a.content, theirs_in) / len(matched)
        return cls(a, b, shared, extra, ordered, mine, theirs, tokens, _before(b, low), _after(b, high))

    def agrees(self, retold: bool, whose: Whose = "same") -> bool:
        """Whether nothing makes the smaller wording another claim than this stretch."""
        return not (self.contrary() or self._other_mood() or self._exchanged(retold, whose))

    def contrary(self) -> bool:
        """Whether there is a negation, a number, a name or an opposite on one side only."""
        if self._denied():
            return True
        if any(token.kind == "number" for token in (*self.mine, *self.theirs)):
            return True
        sides = [[token for token in side if token.weight] for side in (self.mine, self.theirs)]
        if all(sides) and any(token.kind in ("name", "initial") for side in sides for token in side):
            return True
        if self.shared < FREE / 2 and any(token.kind == "name" for token in (*self.mine, *self.theirs)):
            return True
        return any(_are_opposite(x.form, y.form) for x in self.mine for y in self.theirs)

    def speaks_against(self) -> bool:
        """Whether the difference can't be explained by words that were left out of either."""
        if self.shared >= 0.85 * self.a.info and not any(_ELLIPSIS.search(of.text) for of in (self.a, self.b)):
            return True
        return all(any(token.kind in ("number", "name") for token in side) for side in (self.mine, self.theirs))

    def _denied(self) -> bool:
        """Whether one side negates what the other doesn't, also right after the last common content word."""
        common = {token.form for token in self.a.tokens if token.weight} - {token.form for token in self.mine}
        here = _negations(self.a.tokens, common)
        inner = _negations((*self.before, *self.tokens), common)
        there = [*inner, *(len(common) for _ in range(_count(self.after, "negation")))]
        if not len(inner) <= len(here) <= len(there):
            return True
        if len(here) == len(inner) and self.shared >= FREE + 1 and not (self.a.direct and self.b.direct):
            return False  # clauses may change their order when much is retold
        slack = 1 if len(common) >= 4 else 0
        return any(abs(x - y) > slack for x, y in zip(here, there, strict=False))

    def _other_mood(self) -> bool:
        """Whether the modal verbs differ ("will" against none or "may"), or one is a question, and little is shared."""
        if self.shared >= FREE or self.a.tokens[0].form == "to" or (self.tokens and self.tokens[0].form == "to"):
            return False
        moods = [{token.form for token in side if token.kind == "mood"} for side in (self.a.tokens, self.tokens)]
        return moods[0] != moods[1] or (self.a.is_question != self.b.is_question)

    def _exchanged(self, retold: bool, whose: Whose) -> bool:
        """Whether too many content words stand in the place of others."""
        mine = [token for token in self.mine if token.weight]
        theirs = [token for token in self.theirs if token.weight]
        lost, new = sum(t.weight for t in mine), sum(t.weight for t in theirs)
        if min(lost, new) > self._free(retold, whose) or (min(lost, new) > 0 and not self._in_place(retold)):
            return True
        if new > self.shared * (0.5 if retold else 0.4):
            return True
        if retold:
            return False
        same = LCSseq.similarity([t.form for t in self.a.tokens], [t.form for t in self.tokens])
        return same < 0.7 * len(self.a.tokens)

    def _in_place(self, retold: bool) -> bool:
        """Whether every exchanged word stands between the same words (if retold: between the same content words)."""
        mine = [t for t in self.a.tokens if t.weight or not retold]
        theirs = [t for t in self.tokens if t.weight or not retold]
        if any(t.form in ("have", "be", "do") for t in (*self.mine, *self.theirs)):
            return False  # another tense or voice is another claim
        exchanged, lost, new = 0, 0.0, 0.0
        for x, y in _unequal(mine, theirs):
            if any(t.weight >= 1 for t in x) and self._at_an_edge(x, y, mine):
                return False
            weights = sum(t.weight for t in x), sum(t.weight for t in y)
            if all(weights):
                exchanged += 1
                if max(len(x), len(y)) > 2:
                    return False
            else:
                lost, new = lost + weights[0], new + weights[1]
        return exchanged <= max(1, len(self.a.content) // 8) and min(lost, new) <= EVERYDAY

    def _at_an_edge(self, x: Sequence[Token], y: Sequence[Token], mine: Sequence[Token]) -> bool:
        """Whether one wording begins or ends with the exchanged words and the other doesn't."""
        last = [side.tokens[side.at[-1]] for side in (self.a, self.b)]
        first = [side.tokens[side.at[0]] for side in (self.a, self.b)]
        ends = x[-1] is mine[-1] or last[0] in x
        begins = x[0] is mine[0] or first[0] in x
        return (ends and last[1] not in y) or (begins and first[1] not in y)

    def _free(self, retold: bool, whose: Whose) -> float:
        """The weight of content words that may be exchanged for any others in an alteration."""
        enough = FREE if whose == "same" else FREE + 4
        return 0.0 if retold or self.shared < enough else max(1.0, self.shared / FREE)

    def replaces(self) -> bool:
        """Whether some content words stand exactly in the place of others."""
        mine = [t for t in self.a.tokens if t.weight]
        theirs = [t for t in self.tokens if t.weight]
        return any(all(sum(t.weight for t in side) >= 1 for side in pair) for pair in _unequal(mine, theirs))


def _window(a: ComparableWording, b: ComparableWording) -> tuple[int, int]:
    """[start, end) of the stretch in b's content that shares most weight with a; the first of equals.

    At most half as long again as a's content, and two more.
    """
    size = len(a.content) * 3 // 2 + 2
    if len(b.content) <= size:
        return 0, len(b.content)
    wanted = Counter(a.content)
    weights = dict(zip(b.content, b.weights, strict=True))
    have: Counter[str] = Counter()
    value, best, at = 0.0, -1.0, 0
    for k, form in enumerate(b.content):
        have[form] += 1
        value += weights[form] if have[form] <= wanted[form] else 0.0
        if k >= size:
            gone = b.content[k - size]
            value -= weights[gone] if have[gone] <= wanted[gone] else 0.0
            have[gone] -= 1
        if value > best + 1e-9:
            best, at = value, max(0, k - size + 1)
    return at, min(len(b.content), at + size)


def _widened(b: ComparableWording, low: int, high: int) -> tuple[int, int]:
    """[low, high) extended to the left by up to four tokens without weight, within the sentence."""
    for _ in range(4):
        if low > 0 and low not in b.breaks and not b.tokens[low - 1].weight:
            low -= 1
    return low, high


def _before(b: ComparableWording, at: int) -> tuple[Token, ...]:
    """Up to four tokens before an index, within its sentence."""
    start = max(at - 4, max((k for k in b.breaks if k <= at), default=0), 0)
    return b.tokens[start:at]


def _after(b: ComparableWording, at: int) -> tuple[Token, ...]:
    """Up to four tokens from an index on, within the sentence that goes on there."""
    return b.tokens[at : min(at + 4, min((k for k in b.breaks if k >= at), default=at + 4))]


def _left_over(a: Sequence[Token], b: Sequence[Token]) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """The tokens of either side that the other lacks, in any order. Spellings and censored words count as equal."""
    mine, theirs = _without(a, b), _without(b, a)
    for token in [t for t in mine if t.weight or t.kind == "censored"]:
        twin = next((other for other in theirs if _is_spelling(token, other)), None)
        if twin:
            mine.remove(token)
            theirs.remove(twin)
    return tuple(mine), tuple(theirs)


def _unequal(a: Sequence[Token], b: Sequence[Token]) -> Iterator[tuple[Sequence[Token], Sequence[Token]]]:
    """The pairs of stretches that differ, between tokens that are equal in both."""
    for stretch in aligned([t.form for t in a], [t.form for t in b]):
        if not stretch.same:
            yield a[stretch.ours], b[stretch.theirs]


def _negations(tokens: Sequence[Token], common: Collection[str]) -> list[int]:
    """For each negation, how many of the common content words stand before it."""
    found: list[int] = []
    seen: set[str] = set()
    for token in tokens:
        if token.kind == "negation":
            found.append(len(seen))
        elif token.form in common:
            seen.add(token.form)
    return found


def _without(a: Sequence[Token], b: Sequence[Token]) -> list[Token]:
    left = Counter(token.form for token in b)
    found = []
    for token in a:
        if left[token.form] > 0:
            left[token.form] -= 1
        else:
            found.append(token)
    return found


def _is_spelling(x: Token, y: Token) -> bool:
    """Whether two tokens are the same word: "d*mn" and "damn", "programme" and "program"."""
    if "censored" in (x.kind, y.kind):
        return len(x.word) == len(y.word) and all(p == q or "*" in (p, q) for p, q in zip(x.word, y.word, strict=True))
    if "number" in (x.kind, y.kind) or min(len(x.word), len(y.word)) < 6 or x.word[:4] != y.word[:4]:
        return False
    return Levenshtein.distance(x.word, y.word) <= (2 if abs(len(x.word) - len(y.word)) == 2 else 1)


@lru_cache(maxsize=1 << 16)
def _are_opposite(x: str, y: str) -> bool:
    if frozenset((x, y)) in _OPPOSITE:
        return True
    return any(x == p + y or y == p + x for p in ("un", "in", "im", "dis", "non", "ir"))


def _count(tokens: Sequence[Token], kind: TokenKind) -> int:
    return sum(token.kind == kind for token in tokens)


def differ(a: ComparableWording, b: ComparableWording) -> Literal["contrary", "other"] | None:
    """Why two wordings that share much are two utterances all the same; None if nothing speaks against one.

    "contrary": a negation, a number, a name or an opposite on one side only. "other": content words in the place of
    others. None also if they share too little or do match. Serves to keep a third wording that matches both from
    joining them in one thread. Symmetric.
    """
    if not a.tokens or not b.tokens or a.words == b.words or compare(a, b, "same"):
        return None
    if (len(b.tokens), b.info, b.text) < (len(a.tokens), a.info, a.text):
        a, b = b, a
    region = _Region.of(a, b) if a.info >= LEAST else None
    if region is None or region.shared < PART * a.info:
        return None
    if region.contrary() and region.speaks_against():
        return "contrary"
    return "other" if region.replaces() else None
