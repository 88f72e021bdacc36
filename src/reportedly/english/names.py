"""Names: brought to the form in which they are compared."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Literal

from ..patterns import lazy

#: How much of the spelling counts. plain: letters and digits without accents, words with a hyphen or an apostrophe
#: inside whole; no possessive, and "U.S." is "us": for names in many articles. letters: letters and digits as they are:
#: for outlets. spelt: accents, full stops and other marks inside words too: for names in one article. strict: all but
#: case, the kind of quotation marks and how wide the gaps are: for gold.
NameForm = Literal["plain", "letters", "spelt", "strict"]

#: A word of a name or a description as it is written.
TOKEN = lazy(r"[\w&.]+(?:[-'’/][\w&.]+)*")
_PLAIN = lazy(r"[^\W_]+(?:['-][^\W_]+)*")
_INITIAL = lazy(r"\b(\w)\.(?=\w\b)")
_GAP = lazy(r"[^\w]+")
_STRAIGHT = str.maketrans("‘’‚“”„", "'''\"\"\"")
#: Letters that no accent can be taken from.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})


@lru_cache(maxsize=4096)
def tokens(name: str) -> tuple[str, ...]:
    """The words of a name as they are written, without possessive endings."""
    return tuple(t[:-2] if t.endswith(("'s", "’s")) else t for t in TOKEN.findall(name))


@lru_cache(maxsize=1 << 14)
def comparable(name: str, form: NameForm = "plain") -> str:
    """A name as it is compared, lower case, words parted by single blanks; two of one form may be the same name."""
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
    """The words of a name as it is compared."""
    return tuple(comparable(name, form).split(" ")) if comparable(name, form) else ()
