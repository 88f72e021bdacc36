"""The words of a statement, prepared for comparison, and the keys by which two of one utterance find each other.

The content words, those with a weight, are what has to agree; whatever would make it another claim keeps two wordings
apart however much they share (`matches`). Pure: no database, nothing of the rest of the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from typing import Final

from .tokens import Token, tokenised, uniform

#: Least weight of content words of an utterance that can be recognised.
LEAST: Final = 1.2
#: The same for words outside quotation marks without a predicate, names not counted: less may be a mere topic ("charter
#: schools").
TOPIC: Final = 3.0
_FINITE = frozenset(["be", "have", "do"])
_SUBJECTS = frozenset(["i", "we", "he", "she", "they", "it", "you"])
THAT: Final = 6
_QUOTED = re.compile(r"[“\"«][^“”\"«»]*[”\"»]")


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


@lru_cache(maxsize=1 << 13)
def wording(text: str, type: str = "direct", names: frozenset[str] = frozenset()) -> ComparableWording:
    """The content of a statement, prepared for comparison.

    text: the content. type: direct, mixed or indirect. names: the words of its holder's name, in lower case. In the
    content they are treated as a pronoun, because the holder says "I" instead.
    """
    plain = uniform(text)
    tokens, breaks = tokenised(plain, names)
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
