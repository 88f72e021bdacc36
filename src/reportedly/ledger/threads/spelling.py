"""Spelling: what is one word or phrase in several spellings, brought to one."""

from __future__ import annotations

import re

#: An apostrophe or a single quotation mark in any of its shapes, some of them mistaken.
APOSTROPHES = re.compile("[‘’‚‛`´ʼ]")
_CONTRACTIONS = {
    short: tuple(whole.split())
    for short, whole in {
        "won't": "will not", "can't": "can not", "shan't": "shall not", "cannot": "can not", "ain't": "is not",
        "wanna": "want to", "gonna": "going to", "gotta": "got to", "let's": "let us", "'em": "them", "okay": "ok",
    }.items()
}  # fmt: skip
_ENDINGS = {"n't": "not", "'ll": "will", "'re": "are", "'m": "am", "'ve": "have", "'d": "would"}
#: British spellings, and the American ones. Of short words they hold for none: "four", "wise" and "fence".
_BRITISH = (
    (re.compile(r"isation"), "ization"), (re.compile(r"is(e[ds]?|ing)$"), r"iz\1"), (re.compile(r"our(?=\w|$)"), "or"),
    (re.compile(r"(?<=t)re$"), "er"), (re.compile(r"mme$"), "m"), (re.compile(r"ogue$"), "og"),
    (re.compile(r"ll(?=ed$|ing$|er$)"), "l"), (re.compile(r"ence$"), "ense"),
)  # fmt: skip
_SHORT = 5


def spelt_out(word: str) -> tuple[str, ...]:
    """The words of a contraction, lower case, with a straight apostrophe: of "won't", "will" and "not"; else the word.

    Not of a final "'s", which is a possessive as often.
    """
    if word in _CONTRACTIONS:
        return _CONTRACTIONS[word]
    if "'" in word:
        for ending, whole in _ENDINGS.items():
            if word.endswith(ending) and len(word) > len(ending):
                return word.removesuffix(ending), whole
    return (word,)


def american(word: str) -> str:
    """A word, lower case, in one of its spellings. What comes of it needn't be a word: "course" gives "corse"."""
    if len(word) > _SHORT:
        for british, one in _BRITISH:
            word = british.sub(one, word)
    return word
