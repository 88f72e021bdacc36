"""Whether an article is in English: its function words tell at once; where they are few, py3langid is asked.

A text is turned away only if it is long enough and surely in another language: whoever is in doubt reads it.
"""

from __future__ import annotations

import math
import unicodedata
from typing import Final

from ..errors import OtherLanguage
from ..patterns import lazy
from .lexicon import TELLING

#: How much of a text is looked at, in code points.
LOOKED_AT: Final = 20_000
#: Words below which no text is turned away.
FEWEST: Final = 20
#: The share of its words that a text in English has of TELLING at least: 99.7 % of real articles do. Other languages
#: stay below .05.
SHARE: Final = 0.12
#: How likely it has to be that a text isn't in English.
SURE: Final = 0.9
#: English as py3langid has it, since Nigerian Pidgin and Scots share most of their words with it, and no language at
#: all: numbers, code.
READ: Final = frozenset(("en", "pcm", "sco", "zxx"))

_LETTERS = lazy(r"[^\W\d_]+")
#: Letters of scripts that put no blanks between words (Thai to Burmese, Khmer, Japanese, Chinese): two make a word.
_UNPARTED = lazy("[\u0e00-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def check_english(text: str) -> None:
    """Raise OtherLanguage if a text of an article is surely in another language than English."""
    if language := other_language(text):
        raise OtherLanguage(
            f"expected an article in English, found another language ({language}); `--language any` reads it anyway",
            language,
        )


def other_language(text: str) -> str | None:
    """The language of a text, as ISO 639 writes it (“de”), if that surely isn't English; None for any other text."""
    beginning = text[:LOOKED_AT]
    words = len(beginning.split()) + len(_UNPARTED.findall(beginning)) // 2
    if words < FEWEST:
        return None
    if sum(word in TELLING for word in _LETTERS.findall(beginning.lower())) >= SHARE * words:
        return None
    language, likelihood = _likeliest(beginning)
    return language if language not in READ and likelihood >= SURE else None


def _likeliest(text: str) -> tuple[str, float]:
    """The likeliest language of a text, and how likely it is that it isn't English, 0 to 1."""
    from py3langid import rank  # noqa: PLC0415 - it takes a second to load, and few texts need it

    even = unicodedata.normalize("NFC", text.lower() if text.isupper() else text)
    ranked = rank(even)
    # Scores grow with the length of a text, and faster than what is known: by its root the likelihoods are honest.
    root = math.sqrt(len(even.encode("utf-8", "surrogatepass")))
    weights = {language: math.exp((float(score) - float(ranked[0][1])) / root) for language, score in ranked}
    return ranked[0][0], 1 - sum(weights.get(one, 0.0) for one in READ) / sum(weights.values())
