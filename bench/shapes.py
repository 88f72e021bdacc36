"""Texts of any length, of the kinds whose reading might grow faster than their length, made of invented words.

Each kind is an endless stream of pieces, the same at every run, cut where it is long enough: a text is the beginning of
every longer one. Those with an end of their own, as brackets that close, are made for their length.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator


def _listed(words: str) -> list[str]:
    return words.split(";" if ";" in words else " ")


_BEGINS = _listed("Bar Cor Dal Els Fen Gar Hol Ing Jor Kel Lun Mar Nor Ost Per Quin Rey Sol Tor Ulv Ves Wen Yar Zel")
_ENDS = _listed("a an berg by dan den e er es feld gard holm i in ko land lo mund na o rik sen stad vik")
_FIRST = _listed("Ana Bo Cleo Dag Eva Finn Gro Hugo Ida Jon Kaja Leo Mia Nils Ola Pia Rolf Siv Tom Una Vera Wim Zoe")
_JOBS = _listed("mayor minister fisherman teacher judge engineer spokeswoman farmer striker nurse professor")
_THINGS = _listed("port bridge school ferry budget strike verdict harvest tunnel museum contract vaccine railway")
_DEEDS = _listed("close in March;reopen on Monday;cost twice as much;be sold;wait until 2031;need a new roof")
_VERBS = _listed("said added warned claimed told reporters admitted argued")
_MONTHS = _listed("January February March April May June July August September October November December")

Pieces = Iterator[str]


def _surname(chance: random.Random) -> str:
    return chance.choice(_BEGINS) + chance.choice(_ENDS) + chance.choice(["", "", chance.choice(_ENDS)])


def _name(chance: random.Random) -> str:
    return f"{chance.choice(_FIRST)} {_surname(chance)}"


def _claim(chance: random.Random) -> str:
    return f"the {chance.choice(_THINGS)} of {_surname(chance)} would {chance.choice(_DEEDS)}"


def _paragraphs(chance: random.Random) -> Pieces:
    """Paragraphs of news; every second one has somebody new, and speaks of the last twenty else."""
    known: list[str] = []
    while True:
        if not known or chance.random() < 0.5:
            known.append(_name(chance))
            who = f"{known[-1]}, a {chance.choice(_JOBS)} from {_surname(chance)},"
        else:
            who = chance.choice(known[-20:]).split()[-1]
        other = chance.choice(known[-20:])
        yield chance.choice(
            [
                f"{who} said on {chance.choice(['Monday', 'Friday'])} that {_claim(chance)}. “I told {other} so,” "
                f"{chance.choice(['he', 'she'])} added. “Nobody in {_surname(chance)} believed it.”",
                f"“By {chance.choice(_MONTHS)} {_claim(chance)},” {who} told the {_surname(chance)} Courier. "
                f"According to {other}, {_claim(chance)}, but the {chance.choice(_JOBS)} denied it.",
                f"The {chance.choice(_JOBS)} had warned in {chance.randrange(1990, 2024)} that {_claim(chance)}. "
                f"They were told by {who.removesuffix(',')} that it “would never {chance.choice(_DEEDS)}”. "
                f"{other} {chance.choice(_VERBS[:4])} {_claim(chance)}.",
                f"Critics of {other} claim {_claim(chance)}; {who} rejected that. A spokeswoman for the city of "
                f"{_surname(chance)} did not respond to a request for comment.",
            ]
        )


def _news(chance: random.Random) -> Pieces:
    for paragraph in _paragraphs(chance):
        yield paragraph + "\n\n"


def _same(*pieces: str) -> Callable[[random.Random], Pieces]:
    """The same pieces over and over."""

    def repeated(_: random.Random) -> Pieces:
        while True:
            yield from pieces

    return repeated


def _open_marks(chance: random.Random) -> Pieces:
    while True:
        yield f"“{_name(chance)} said {_claim(chance)}. It was {chance.choice(_VERBS[:4])} again.\n\n"


def _alternating(chance: random.Random) -> Pieces:
    while True:
        yield f"'{_surname(chance)} \"said {chance.choice(_THINGS)}' \"and 'more\" "


def _names(chance: random.Random) -> Pieces:
    while True:
        yield f"{_name(chance)}, "


def _pronouns(chance: random.Random) -> Pieces:
    while True:
        yield chance.choice(
            ["He saw her. ", "She told him that they knew. ", "They asked who it was. ", "His was his. "]
        )


def _no_stop(chance: random.Random) -> Pieces:
    while True:
        yield f"{_name(chance)} {chance.choice(_VERBS[:4])} that {_claim(chance)} and "


def _one_line(chance: random.Random) -> Pieces:
    for paragraph in _paragraphs(chance):
        yield paragraph + " "


def _headlines(chance: random.Random) -> Pieces:
    while True:
        yield f"{_surname(chance)} {chance.choice(_THINGS)} to {chance.choice(_DEEDS)}: {_surname(chance)}\n"


def _numbers(chance: random.Random) -> Pieces:
    while True:
        yield f"{chance.randrange(10**6):,} "


def _dates(chance: random.Random) -> Pieces:
    while True:
        yield f"on {chance.randrange(1, 29)} {chance.choice(_MONTHS)} {chance.randrange(1950, 2030)}, a week later, "


def _urls(chance: random.Random) -> Pieces:
    while True:
        yield f"https://www.{_surname(chance).lower()}.org/{chance.choice(_THINGS)}/{chance.randrange(10**6)}?a=b.c "


def _transcript(chance: random.Random) -> Pieces:
    while True:
        yield f"{_surname(chance).upper()}: Did you say {_claim(chance)}?\n{_name(chance)}: I never said so.\n"


def _carried(chance: random.Random) -> Pieces:
    """Quotations of thirty paragraphs, each reopened, the last one closed."""
    while True:
        yield f"{_name(chance)} told the court:\n"
        for _ in range(30):
            yield f"“I knew that {_claim(chance)}. {_name(chance)} said so.\n"
        yield "“That is all.”\n"


def _nested(size: int) -> str:
    """Quotations ever deeper, each with a word of its own, all closed in the end."""
    deep = size // 11
    opening = "".join(f"{'“‘'[k % 2]}she said " for k in range(deep))
    return opening + "no" + "".join("”’"[k % 2] for k in reversed(range(deep)))


def _brackets(size: int) -> str:
    return "".join("([{"[k % 3] for k in range(size // 2)) + "".join(")]}"[k % 3] for k in reversed(range(size // 2)))


#: Plain texts of a length.
_TEXTS: dict[str, Callable[[random.Random], Pieces]] = {
    "news": _news,
    "speakers": _same("Reyes: "),
    "he-said": _same("He said "),
    "said": _same("said "),
    "open-marks": _open_marks,
    "alternating": _alternating,
    "carried": _carried,
    "transcript": _transcript,
    "names": _names,
    "pronouns": _pronouns,
    "no-stop": _no_stop,
    "one-line": _one_line,
    "one-word": _same("port"),
    "headlines": _headlines,
    "numbers": _numbers,
    "dates": _dates,
    "urls": _urls,
    "apostrophes": _same("the workers' 'n' ", "Reyes' boys' "),
    "dashes": _same("the port – it said — was-shut-- "),
}
_WHOLE: dict[str, Callable[[int], str]] = {"nested": _nested, "brackets": _brackets}


def _quotations(chance: random.Random) -> Pieces:
    while True:
        yield f"<q>{chance.choice(_THINGS)}</q> "


def _table(chance: random.Random) -> Pieces:
    yield "<table>"
    while True:
        yield f"<tr><td>{_name(chance)}</td><td>said {_claim(chance)}.</td><td>{chance.randrange(99)}</td></tr>"


def _unclosed(chance: random.Random) -> Pieces:
    while True:
        yield f"<p><b><i><span><q>{_name(chance)} said {_claim(chance)}. "


def _attributes(chance: random.Random) -> Pieces:
    while True:
        noise = " ".join(f'data-{_surname(chance)}="{_claim(chance)} &quot;"' for _ in range(9))
        yield f"<p {noise}>{_name(chance)} said {_claim(chance)}.</p>"


#: What stands in the middle of a page of a length.
_PAGES: dict[str, Callable[[random.Random], Pieces]] = {
    "html-q": _quotations,
    "html-unclosed": _unclosed,
    "html-table": _table,
    "html-entities": _same("&ldquo;&#147;&amp;&AMP;&#8217;&nbsp;&bogus;&#x2014;said "),
    "html-attributes": _attributes,
}
_WHOLE_PAGES: dict[str, Callable[[int], str]] = {
    "html-deep": lambda size: "<div>" * (size // 11) + "said so" + "</div>" * (size // 11),
}
#: The names of all kinds, those of pages last.
KINDS = (*_TEXTS, *_WHOLE, *_PAGES, *_WHOLE_PAGES)
_PAGE = (
    "<html><head><title>Port to close</title></head><body><article><h1>Port to close</h1>"
    "<p>Ana Reyes said the port would close in March, and that nobody had told her before of any of it.</p>{}"
    "</article></body></html>"
)


def is_page(kind: str) -> bool:
    """Whether a kind is HTML."""
    return kind in _PAGES or kind in _WHOLE_PAGES


def made(kind: str, size: int) -> str:
    """The text of a kind, with about `size` code points and no more, or the page. Raises KeyError for another kind."""
    if kind in _WHOLE:
        return _WHOLE[kind](size)
    if kind in _WHOLE_PAGES:
        return _PAGE.format(_WHOLE_PAGES[kind](size))
    if kind in _PAGES:
        return _PAGE.format(_cut(_PAGES[kind], size))
    return _cut(_TEXTS[kind], size)


def _cut(stream: Callable[[random.Random], Pieces], size: int) -> str:
    pieces: list[str] = []
    for piece in stream(random.Random(7)):
        size -= len(piece)
        if size < 0 and pieces:
            return "".join(pieces)
        pieces.append(piece)
    raise AssertionError("a stream of pieces never ends")
