"""Names: the forms in which they are compared."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Literal

from ..patterns import lazy

# cases: tests/test_names.py, FORMS
#: How much of the spelling counts. None of the forms distinguishes case.
#: plain, for names across articles: letters and digits without accents, hyphens and apostrophes within words; without
#: possessives, and "us" for "U.S.". letters, for outlets: letters and digits, with accents. spelt, for names within an
#: article: also full stops and other marks within words. strict, for gold: everything but the shape of quotation marks
#: and the width of white space.
NameForm = Literal["plain", "letters", "spelt", "strict"]

#: A word of a name or a description as written.
TOKEN = lazy(r"[\w&.]+(?:[-'’/][\w&.]+)*")
_PLAIN = lazy(r"[^\W_]+(?:['-][^\W_]+)*")
_INITIAL = lazy(r"\b(\w)\.(?=\w\b)")
_GAP = lazy(r"[^\w]+")
_STRAIGHT = str.maketrans("‘’‚“”„", "'''\"\"\"")
#: Letters that Unicode doesn't decompose into a base letter and an accent, with their plain spellings.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})

_APOSTROPHES = str.maketrans({"'": "", "-": " "})


@lru_cache(maxsize=4096)
def tokens(name: str) -> tuple[str, ...]:
    """The words of a name as written, without a possessive "'s"."""
    return tuple(t[:-2] if t.endswith(("'s", "’s")) else t for t in TOKEN.findall(name))


@lru_cache(maxsize=1 << 14)
def comparable(name: str, form: NameForm = "plain") -> str:
    """The form of a name for comparing, in lower case, with single blanks between words. May be empty."""
    if form == "spelt":
        return " ".join(tokens(name)).lower()
    if form == "letters":
        return _GAP.sub(" ", name.casefold()).strip()
    if form == "strict":
        return " ".join(unicodedata.normalize("NFKC", name).casefold().translate(_STRAIGHT).split())
    letters = unicodedata.normalize("NFKD", name.casefold().replace("’", "'").replace("'s ", " ")).translate(_LETTERS)
    bare = "".join(c for c in _INITIAL.sub(r"\1", letters) if not unicodedata.combining(c))
    return " ".join(_PLAIN.findall(bare))


def words(name: str, form: NameForm = "plain") -> tuple[str, ...]:
    """The words of `comparable`; empty if it is."""
    return tuple(comparable(name, form).split(" ")) if comparable(name, form) else ()


@lru_cache(maxsize=1 << 14)
def called(name: str) -> str:
    """The words of a name as they are asked for, separated by blanks: the one form for what is kept and what is typed.

    In lower case, without accents, apostrophes, "the"; hyphens part words, and initials that follow one another are one
    word: "jose damico" of "José D’Amico", "dh berg" of "D. H. Berg", "anne marie" of "Anne-Marie".
    """
    found: list[str] = []
    initials = False
    for word in comparable(name).translate(_APOSTROPHES).split():
        if len(word) == 1 and initials:
            found[-1] += word
        elif word != "the":
            found.append(word)
        initials = len(word) == 1
    return " ".join(found)
