"""Documents: the text of PDF and Word files, in paragraphs as their author wrote them.

A PDF has letters in places, not paragraphs. pdfminer.six gives lines; here columns are told apart, what stands at the
head and foot of every page is left out, and lines are joined to paragraphs. Of a Word file the text is taken as it is
with all changes accepted, without notes, comments, headers and footers.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Any, Final

from ..errors import Empty, InputError, MissingExtra, NotText, TooLarge

PDF: Final = b"%PDF-"
ZIP: Final = b"PK\x03\x04"
#: How paragraphs are parted, as in the text of a page.
_PARTED: Final = "\n\n"
_NEEDED: Final = "PDF and Word files need the extra: pip install 'reportedly[documents]'"


def is_word(data: bytes) -> bool:
    """Whether a file is a Word document (.docx)."""
    return "word/document.xml" in members(data)


def members(data: bytes) -> frozenset[str]:
    """The names of the files in a ZIP archive; empty if it can't be read as one."""
    if not data.startswith(ZIP):
        return frozenset()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):  # all that zipfile raises on a broken one
        return frozenset()


# -- Word ------------------------------------------------------------------------------------------------------------

#: Bytes that a Word file may have unpacked: a few of an archive can become any number.
MAX_UNPACKED: Final = 200_000_000
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: What isn't part of the text: what was deleted or moved away, and boxes given once more for old programs. A box has
#: paragraphs of its own.
_LEFT_OUT: Final = frozenset(
    {f"{_W}del", f"{_W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
_APART: Final = f"{_W}txbxContent"
_SIGNS: Final = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "‑"}


def word_text(data: bytes, name: str) -> str:
    """The text of a Word document (.docx). name: what messages call it.

    Raises NotText if it can't be read, Empty if it has no text, TooLarge, and MissingExtra.
    """
    try:
        import docx  # noqa: PLC0415 - few inputs are documents
    except ModuleNotFoundError as error:
        raise MissingExtra(_NEEDED) from error
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = sum(one.file_size for one in archive.infolist())
    if size > MAX_UNPACKED:
        raise TooLarge(f"expected at most {MAX_UNPACKED / 1e6:.0f} MB in {name}, found {size / 1e6:,.0f} unpacked")
    try:
        body = docx.Document(io.BytesIO(data)).element.body
    except Exception as error:  # python-docx and lxml may raise anything on a broken file
        raise NotText(f"expected a Word document in {name}, found one that can't be read") from error
    texts = (_written(paragraph).strip() for paragraph in _paragraphs(body))
    return _nonempty(_PARTED.join(filter(None, texts)), name, "a Word document without text")


def _paragraphs(element: Any) -> Iterator[Any]:
    """The paragraphs of an element, those of tables and boxes in their places, without what is left out."""
    for child in element:
        if child.tag in _LEFT_OUT:
            continue
        if child.tag == f"{_W}p":
            yield child
        yield from _paragraphs(child)


def _written(element: Any) -> str:
    """The words of a paragraph, without those of the boxes in it."""
    words = []
    for child in element:
        if child.tag == f"{_W}t":
            words.append(child.text or "")
        elif child.tag in _SIGNS:
            words.append(_SIGNS[child.tag])
        elif child.tag not in _LEFT_OUT and child.tag not in (_APART, f"{_W}pPr"):
            words.append(_written(child))
    return "".join(words)


def _nonempty(text: str, name: str, found: str) -> str:
    if not text.strip():
        raise Empty(f"expected an article in {name}, found {found}")
    return text


# -- PDF -------------------------------------------------------------------------------------------------------------

#: Letters on one page, and in all, beyond which nobody wrote them.
MAX_LETTERS: Final = 200_000
#: The part of a page's height, at its head and at its foot, in which running heads and page numbers stand.
_MARGIN: Final = 0.12
_NUMBER: Final = re.compile(r"(?:page\s+)?[-–—| ]*\d{1,4}[-–—| ]*(?:(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
#: A letter that the PDF shows but doesn't name, as pdfminer writes it.
_UNNAMED: Final = re.compile(r"\(cid:\d+\)")
_LIGATURES: Final = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
#: What a sentence ends with, and what may close behind it.
_ENDED: Final = re.compile(r"[.!?:…][\"'”’»)\]]*$")
#: Whether a line breaks within a word, and first parts of words that keep their hyphen.
_BROKEN: Final = re.compile(r"(\w+)[-‐\u00ad]$")
_KEEP_HYPHEN: Final = frozenset({
    "all", "anti", "co", "cross", "ex", "far", "fellow", "first", "half", "high", "long", "low", "mid", "much", "multi",
    "non", "off", "post", "pro", "second", "self", "semi", "short", "so", "third", "two", "three", "four", "five",
    "six", "seven", "eight", "nine", "ten", "under", "vice", "well",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page. left, right, top, bottom, height of the page: in points, from its lower left corner."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    page: int
    height: float

    @property
    def size(self) -> float:
        return self.top - self.bottom


def pdf_text(data: bytes, name: str) -> str:
    """The text of a PDF. name: what messages call it.

    Raises NotText if it is encrypted or damaged, Empty if it has no text (pages that were scanned), TooLarge, and
    MissingExtra.
    """
    try:
        from pdfminer.pdfdocument import PDFPasswordIncorrect  # noqa: PLC0415 - few inputs are documents
    except ModuleNotFoundError as error:
        raise MissingExtra(_NEEDED) from error
    try:
        pages, pictures = _pages(data, name)
    except InputError:
        raise
    except PDFPasswordIncorrect as error:
        raise NotText(f"expected a PDF that can be read in {name}, found one that needs a password") from error
    except MemoryError as error:
        raise TooLarge(f"expected a PDF that can be read with the memory there is, found {name}") from error
    except Exception as error:  # pdfminer may raise anything on a broken file
        raise NotText(f"expected a PDF that can be read in {name}, found one that is damaged") from error
    text = _PARTED.join(_joined([column for page in _without_running(pages) for column in _columns(page)]))
    unnamed = len(_UNNAMED.findall(text))
    if unnamed * 20 > len(text):
        raise NotText(f"expected a PDF with text in {name}, found letters that it shows but doesn't name; use OCR")
    found = "a PDF of pictures without text: scanned pages need OCR first" if pictures else "a PDF without text"
    return _nonempty(text, name, found)


def _pages(data: bytes, name: str) -> tuple[list[list[_Line]], bool]:
    """The lines of each page, and whether there are pictures."""
    from pdfminer.converter import PDFPageAggregator  # noqa: PLC0415
    from pdfminer.layout import LAParams, LTChar, LTFigure, LTImage, LTTextBox  # noqa: PLC0415
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager  # noqa: PLC0415
    from pdfminer.pdfpage import PDFPage  # noqa: PLC0415

    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    pages, pictures, letters = [], False, 0
    for number, page in enumerate(PDFPage.get_pages(io.BytesIO(data))):
        interpreter.process_page(page)
        layout = device.get_result()
        here = sum(isinstance(one, LTChar) for one in layout)
        letters += here
        # Laying out takes time with the square of what is on a page.
        if here > MAX_LETTERS or letters > 10 * MAX_LETTERS:
            raise TooLarge(f"expected an article in {name}, found {letters:,} letters on {number + 1} pages")
        pictures = pictures or any(isinstance(one, LTImage | LTFigure) for one in layout)
        layout.analyze(LAParams(boxes_flow=None))
        lines = [line for box in layout if isinstance(box, LTTextBox) for line in box]
        pages.append([
            _Line(words, line.x0, line.x1, line.y1, line.y0, number, layout.height)
            for line in lines
            if (words := _tidied(line.get_text()))
        ])  # fmt: skip
    return pages, pictures


def _tidied(words: str) -> str:
    """The words of a line with one space between two, and letters in place of ligatures."""
    for ligature, letters in _LIGATURES.items():
        words = words.replace(ligature, letters)
    return " ".join(words.replace("\x00", " ").split())


def _without_running(pages: Sequence[Sequence[_Line]]) -> list[list[_Line]]:
    """The pages without page numbers and without what stands in the same place at the head or foot of half of them."""
    places = Counter(place for page in pages for place in {_place(line) for line in page if _is_marginal(line)})
    often = max(2, len(pages) / 2)
    return [
        [
            line for line in page
            if not (_is_marginal(line) and (places[_place(line)] >= often or _NUMBER.fullmatch(line.text)))
        ]
        for page in pages
    ]  # fmt: skip


def _is_marginal(line: _Line) -> bool:
    return line.bottom > line.height * (1 - _MARGIN) or line.top < line.height * _MARGIN


def _place(line: _Line) -> tuple[str, int]:
    """What a running head has in common with those of other pages: its words but for numbers, and its height."""
    return re.sub(r"\d+", "#", line.text), round(line.bottom / 4)


def _columns(lines: Sequence[_Line]) -> list[list[_Line]]:
    """The lines of a page column by column; what runs across columns parts those above it from those below."""
    gutter = _gutter(lines)
    if gutter is None:
        return [_mended(lines)] if lines else []
    across = sorted((line for line in lines if line.left < gutter < line.right), key=lambda line: -line.bottom)
    found: list[list[_Line]] = []
    rest = [line for line in lines if not line.left < gutter < line.right]
    for bottom in [*(line.bottom for line in across), float("-inf")]:
        above, rest = [one for one in rest if one.bottom >= bottom], [one for one in rest if one.bottom < bottom]
        found += _columns([one for one in above if one.right <= gutter])
        found += _columns([one for one in above if one.left >= gutter])
        found += [[line] for line in across if line.bottom == bottom]
    return found


def _mended(lines: Iterable[_Line]) -> list[_Line]:
    """The lines of a column from top to bottom, whole: one with wide spaces comes in pieces."""
    found: list[_Line] = []
    for line in sorted(lines, key=lambda line: (-line.bottom, line.left)):
        # Letters with and without tails differ in nothing: a line's height is that of its font.
        beside = [
            i for i in range(max(0, len(found) - 4), len(found)) if abs(found[i].bottom - line.bottom) < 0.3 * line.size
        ]
        if beside:
            other = found[beside[-1]]
            first, second = sorted((other, line), key=lambda one: one.left)
            found[beside[-1]] = replace(first, text=f"{first.text} {second.text}", right=max(first.right, second.right))
        else:
            found.append(line)
    return found


def _gutter(lines: Sequence[_Line]) -> float | None:
    """Where a page is parted into columns: few lines cross it, and several lie beside each other on both sides."""
    if len(lines) > 2_000:  # a table, or a drawing of letters; weighing each place would take too long
        return None
    lefts = sorted({line.left for line in lines})
    found = []
    for right in {line.right for line in lines}:
        left = next((one for one in lefts if one > right), None)
        if left is None:
            continue
        middle = (right + left) / 2
        before = [line for line in lines if line.right < middle]
        after = [line for line in lines if line.left > middle]
        crossing = len(lines) - len(before) - len(after)
        if crossing <= _CROSSING * len(lines) and _lie_beside(before, after):
            found.append((crossing, right - left, middle))
    return min(found)[2] if found else None


#: The share of a page's lines that may run across its columns.
_CROSSING: Final = 0.3


def _lie_beside(before: Sequence[_Line], after: Sequence[_Line]) -> bool:
    """Whether both have three lines and more, at the same heights for as much."""
    if min(len(before), len(after)) < 3:
        return False
    top = min(max(line.top for line in side) for side in (before, after))
    bottom = max(min(line.bottom for line in side) for side in (before, after))
    return all(sum(bottom <= line.bottom and line.top <= top for line in side) >= 3 for side in (before, after))


# -- lines to paragraphs ---------------------------------------------------------------------------------------------


def _joined(columns: Sequence[Sequence[_Line]]) -> Iterator[str]:
    """Paragraphs from the lines of columns, in the order in which they are read."""
    known = {word for column in columns for line in column for word in re.findall(r"\w+(?:-\w+)*", line.text.lower())}
    usual = _usual_gap(columns)
    paragraph, before, room = "", None, 0.0
    for column in columns:
        left, right = min(line.left for line in column), max(line.right for line in column)
        for number, line in enumerate(column):
            if before is not None and (
                _other_size(before, line)
                # Between two columns the distance tells nothing, nor does the place of the line before.
                or (number and _gap(before, line) > 1.35 * usual)
                or _is_set_in(line, before.left if number else left, left)
                or _left_room(before, line, room)
            ):
                yield paragraph
                paragraph = ""
            paragraph = _and(paragraph, line.text, known)
            before, room = line, right - line.right
    if paragraph:
        yield paragraph


def _usual_gap(columns: Iterable[Sequence[_Line]]) -> float:
    """The usual distance of a line from the one above it, as a multiple of its letters' size."""
    gaps = [_gap(above, line) for column in columns for above, line in pairwise(column)]
    return median([gap for gap in gaps if gap > 0] or [1.0])


def _gap(above: _Line, line: _Line) -> float:
    return (above.bottom - line.bottom) / max(line.size, 0.1)


def _is_set_in(line: _Line, before: float, left: float) -> bool:
    """Whether a line is set in. before, left: where the line before it and the column begin."""
    return min(line.left - left, line.left - before) > 0.6 * line.size


def _left_room(before: _Line, line: _Line, room: float) -> bool:
    """Whether the line before broke off although the first word of this one had room in it: it ends something.

    room: behind the line before, in points.
    """
    letter = (line.right - line.left) / len(line.text)
    had_room = letter * (len(line.text.split()[0]) + 2) < room
    ended = bool(_ENDED.search(before.text)) or not (line.text[0].islower() or _BROKEN.search(before.text))
    return had_room and ended


def _other_size(one: _Line, other: _Line) -> bool:
    return abs(one.size - other.size) > 0.2 * max(one.size, other.size)


def _and(paragraph: str, line: str, known: set[str]) -> str:
    """A paragraph with its next line. known: the words of the document, by which a hyphen is kept or not."""
    broken = _BROKEN.search(paragraph)
    if not broken:
        return f"{paragraph} {line}" if paragraph else line
    following = re.match(r"\w+", line)
    first, second = broken[1].lower(), following[0].lower() if following else ""
    whole = (
        second != ""
        and line[0].islower()
        and (
            paragraph.endswith("\u00ad")
            or first + second in known
            or (f"{first}-{second}" not in known and first not in _KEEP_HYPHEN)
        )
    )
    return paragraph[:-1] + line if whole else paragraph + line
