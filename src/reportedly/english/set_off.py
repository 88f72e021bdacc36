"""Words set off from the rest of a text: lines that are indented or begin with “>”, as letters and posts are quoted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ..patterns import lazy
from ..span import Span

#: A line that isn't empty: how it is set off, and its words.
_LINE: Final = lazy(r"^(?P<off>[ \t]*(?:>[> \t]*)?)(?P<words>[^\s>][^\n]*?)[ \t\r]*$", 8)  # 8: re.MULTILINE
#: The least indentation, in columns; a tab is four.
_INDENT: Final = 4
#: The share (0 to 1) of a text's lines beyond which indentation is how its paragraphs begin.
_COMMON: Final = 0.5
#: The line below a quotation that tells whose it is: “— Ana Reyes, harbour master”.
_SIGNED: Final = lazy(r"(?:[–—―]|--?)\s*(?=[A-Z])")
#: What begins an item of a list, a heading or a row, and no sentence.
_NO_SENTENCE: Final = lazy(r"[-–—•*·#|]|\(?\w{1,3}[.)]\s|[\w ]{1,20}\t")
_SENTENCE_END: Final = lazy(r"[.!?…][\"”’')\]]*\Z")
#: What words that are set off may stand in.
PAPER: Final = (
    r"(?:statement|letter|post|e-?mail|message|memo|memorandum|note|reply|answer|response|speech|remark|address|"
    r"testimony|(?:press )?release|tweet|blog|report|ruling|decision|judgment|opinion|complaint|declaration|"
    r"resolution|resignation|petition|appeal|warning|notice|announcement|word)s?"
)
#: The end of a line below which somebody speaks.
_LEADS: Final = lazy(
    rf"[:,]\Z|\b(?:{PAPER}|say|says|said|writes?|wrote|written|posted|tweeted|told|tells|adds?|added|asked|asks|replied|"
    r"answered|responded|continued|read|reads|put it|explained|declared|announced|argued|concluded)\b[^.!?]*[.!?]?\Z"
)
#: How much of that line is looked at, in code points.
REACH: Final = 300
_QUOTED: Final = ("“", '"', "„", "«", "‘", "``")
#: The fewest words of what is somebody's.
_WORDS: Final = 5


@dataclass(frozen=True, slots=True)
class SetOff:
    """Lines set off one after the other.

    lead: the line before. lines: their words. signed: the line below them, behind its dash, if it says who signed.
    """

    lead: Span
    lines: tuple[Span, ...]
    signed: Span | None


@dataclass(frozen=True, slots=True)
class _Line:
    words: Span
    marked: bool
    indented: bool
    blank_before: bool


def set_off(text: str) -> tuple[SetOff, ...]:
    """What is set off in a text below a line that leads to somebody's words, or above a line with a name behind a dash.

    Lines in quotation marks aren't among it, which are quotations anyway, nor are lists, nor the first lines of
    paragraphs that begin with a blank.
    """
    if ">" not in text and "    " not in text and "\t" not in text:
        return ()
    lines = list(_lines(text))
    indented = sum(line.indented for line in lines) <= _COMMON * len(lines)
    return tuple(_blocks(text, lines, by_indentation=indented))


def _lines(text: str) -> Iterator[_Line]:
    end = 0
    for found in _LINE.finditer(text):
        off, words = found["off"], Span(*found.span("words"))
        columns = len(off.expandtabs(_INDENT))
        yield _Line(words, ">" in off, columns >= _INDENT, text.count("\n", end, words.start) > 1)
        end = words.end


def _blocks(text: str, lines: Sequence[_Line], *, by_indentation: bool) -> Iterator[SetOff]:
    start = 0
    while start < len(lines):
        marked = lines[start].marked
        if not marked and not (by_indentation and lines[start].indented):
            start += 1
            continue
        end = start + 1
        while end < len(lines) and (lines[end].marked if marked else lines[end].indented and not lines[end].marked):
            end += 1
        spans = tuple(line.words for line in lines[start:end])
        signature = _SIGNED.match(text, spans[-1].start) if len(spans) > 1 else None
        signed = Span(signature.end(), spans[-1].end) if signature else None
        spans = spans[:-1] if signed else spans
        # A paragraph's first line, indented, is followed by the others at once.
        parted = marked or end == len(lines) or lines[end].blank_before
        if parted and start and _is_said(text, spans) and (signed or _leads(text, lines[start - 1].words)):
            yield SetOff(lines[start - 1].words, spans, signed)
        start = end


def _leads(text: str, line: Span) -> bool:
    return bool(_LEADS.search(text, max(line.start, line.end - REACH), line.end))


def _is_said(text: str, lines: Sequence[Span]) -> bool:
    """Whether lines are sentences that aren't in quotation marks."""
    if lines[0].of(text).startswith(_QUOTED):
        return False
    words = sum(len(line.of(text).split()) for line in lines)
    ended = _SENTENCE_END.search(lines[-1].of(text))
    return words >= _WORDS and bool(ended) and not any(_NO_SENTENCE.match(text, line.start) for line in lines)
