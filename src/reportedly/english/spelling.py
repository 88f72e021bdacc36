"""Spelling: reduces contractions, British and American spellings, and words for numbers to one form."""

from __future__ import annotations

import re

from .lexicon import words

#: The characters used as apostrophes or single quotation marks, some of them by mistake.
APOSTROPHES = re.compile("[‘’‚‛`´ʼ]")
# cases: tests/test_spelling.py, SHORT and BRITISH
_CONTRACTIONS = {
    short: tuple(whole.split())
    for short, whole in {
        "won't": "will not", "can't": "can not", "shan't": "shall not", "cannot": "can not", "ain't": "is not",
        "wanna": "want to", "gonna": "going to", "gotta": "got to", "let's": "let us", "'em": "them", "okay": "ok",
    }.items()
}  # fmt: skip
_ENDINGS = {"n't": "not", "'ll": "will", "'re": "are", "'m": "am", "'ve": "have", "'d": "would"}
#: British spellings with their American replacements. They aren't applied to words of up to _SHORT letters: "four",
#: "wise" and "fence" only look British.
_BRITISH = (
    (re.compile(r"isation"), "ization"), (re.compile(r"is(e[ds]?|ing)$"), r"iz\1"), (re.compile(r"our(?=\w|$)"), "or"),
    (re.compile(r"(?<=t)re$"), "er"), (re.compile(r"mme$"), "m"), (re.compile(r"ogue$"), "og"),
    (re.compile(r"ll(?=ed$|ing$|er$)"), "l"), (re.compile(r"ence$"), "ense"),
)  # fmt: skip
_SHORT = 5
#: British words with their American replacements, where no ending tells.
_WORDS = dict(
    pair.split("/")
    for pair in words(
        "grey/gray towards/toward afterwards/afterward whilst/while amongst/among learnt/learned burnt/burned "
        "dreamt/dreamed spelt/spelled spoilt/spoiled leapt/leaped leant/leaned smelt/smelled metre/meter "
        "metres/meters litre/liter litres/liters fibre/fiber fibres/fibers odour/odor tyre/tire tyres/tires "
        "kerb/curb plough/plow sceptic/skeptic sceptical/skeptical draught/draft manoeuvre/maneuver "
        "jewellery/jewelry ageing/aging judgement/judgment acknowledgement/acknowledgment practise/practice "
        "practised/practiced licence/license licences/licenses fulfil/fulfill enrol/enroll skilful/skillful "
        "wilful/willful instalment/installment cheque/check cheques/checks storey/story storeys/stories "
        "mould/mold aluminium/aluminum paediatric/pediatric mum/mom mums/moms analyse/analyze analysed/analyzed "
        "paralyse/paralyze paralysed/paralyzed pyjamas/pajamas "
    )
)

_UNITS = (
    "zero - two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
#: Number words with their figures. "One" is missing: it is a pronoun more often than a number.
NUMBERS = {word: str(number) for number, word in enumerate(_UNITS.split(" ")) if word != "-"} | {
    word: str(number) for word, number in zip(_TENS.split(" "), range(20, 100, 10), strict=True)
}


def spelt_out(word: str) -> tuple[str, ...]:
    """The words of a contraction: "will" and "not" for "won't". Other words are returned alone.

    word: in lower case, with straight apostrophes. A final "'s" is left, because it is often a possessive.
    """
    if word in _CONTRACTIONS:
        return _CONTRACTIONS[word]
    if "'" in word:
        for ending, whole in _ENDINGS.items():
            if word.endswith(ending) and len(word) > len(ending):
                return word.removesuffix(ending), whole
    return (word,)


def american(word: str) -> str:
    """A word (lower case) in American spelling, for comparing. The result may be no word: "corse" for "course"."""
    if word in _WORDS:
        return _WORDS[word]
    if len(word) > _SHORT:
        for british, one in _BRITISH:
            word = british.sub(one, word)
    return word
