"""The words of a wording as they are compared: each reduced to a form that doesn't depend on the way of quoting.

That is its stem, the base of an irregular form, one word for a group of synonyms. Pronouns, tenses, articles and
adverbs of place and time change when a quotation becomes indirect speech, so they have no weight. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

import snowballstemmer
from rapidfuzz.distance import Levenshtein

from ...english.lexicon import MONTHS, NEGATIONS, WEEKDAYS
from ...english.spelling import APOSTROPHES, NUMBERS, spelt_out
from . import vocabulary

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
#: The end of a sentence, with whatever marks stand between it and the next word.
_SENTENCE = re.compile(r"[.!?:]['\")\]]*\s*['\"(\[]*\Z")
_OPENING = "'\"(["
#: Code points before a word in which the end of a sentence is looked for; enough for the marks between.
REACH = 8


def uniform(text: str) -> str:
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


def tokenised(plain: str, names: Collection[str]) -> tuple[list[Token], list[int]]:
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


def are_spellings(x: Token, y: Token) -> bool:
    """Whether two tokens are the same word: "d*mn" and "damn", "programme" and "program"."""
    if "censored" in (x.kind, y.kind):
        return len(x.word) == len(y.word) and all(p == q or "*" in (p, q) for p, q in zip(x.word, y.word, strict=True))
    if "number" in (x.kind, y.kind) or min(len(x.word), len(y.word)) < 6 or x.word[:4] != y.word[:4]:
        return False
    return Levenshtein.distance(x.word, y.word) <= (2 if abs(len(x.word) - len(y.word)) == 2 else 1)


@lru_cache(maxsize=1 << 16)
def are_opposite(x: str, y: str) -> bool:
    """Whether two forms are of opposites: “open” and “shut”, “able” and “unable”."""
    if frozenset((x, y)) in _OPPOSITE:
        return True
    return any(x == p + y or y == p + x for p in ("un", "in", "im", "dis", "non", "ir"))
