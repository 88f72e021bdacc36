"""PDF and Word files, made here → their text in paragraphs; and what can't be read is told in a sentence."""

from __future__ import annotations

import gzip
import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

from reportedly import Article, Empty, MissingExtra, NotText, TooLarge
from reportedly.articles import documents
from reportedly.articles.inputs import articles

WIDTH, HEIGHT = A4
HEADLINE = "Port to stay shut, mayor says"
NEWS = [
    "The mayor said the harbour would stay closed until the storm had passed, and that nobody was to go out. “We will "
    "shut the port,” she told reporters on the quay, where the ferries were lying two abreast in the rain.",
    "Ole Lund, the harbour master, denied that there had been a warning. “There was no call at all,” he said. He added "
    "that the government-owned ferry line had kept on running its night-time service for two more hours.",
    "A spokesman for the ministry declined to comment on what he called an extraordinarily complicated administrative "
    "misunderstanding between two departments.",
]


def pdf(paragraphs: list[str], columns: int = 1, **style: Any) -> bytes:
    """A PDF with a headline, running heads and page numbers. style: of the paragraphs."""

    def running(canvas: Any, page: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, HEIGHT - 30, "THE COURIER – Wednesday 8 May 2024")
        canvas.drawCentredString(WIDTH / 2, 25, f"Page {page.page} of 9")

    file = io.BytesIO()
    body = ParagraphStyle("body", **{"fontName": "Times-Roman", "fontSize": 10, "leading": 12, **style})
    head = ParagraphStyle("head", fontName="Helvetica-Bold", fontSize=18, leading=22, spaceAfter=10)
    width = (WIDTH - 120) / columns
    frames = [Frame(60 + i * width, 50, width - 10 * (columns > 1), HEIGHT - 100) for i in range(columns)]
    document = BaseDocTemplate(file, pagesize=A4)
    document.addPageTemplates(PageTemplate("page", frames, onPage=running))
    document.build([Paragraph(HEADLINE, head), *(Paragraph(words, body) for words in paragraphs)])
    return file.getvalue()


def drawn(draw: Callable[[Canvas], object], **options: Any) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, **options)
    draw(canvas)
    canvas.save()
    return file.getvalue()


def lines(*words: str, size: float = 10) -> bytes:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", size)
        for number, line in enumerate(words):
            canvas.drawString(60, HEIGHT - 150 - 12 * number, line)

    return drawn(draw)


#: how the paragraphs are set, how often they are repeated
SETTINGS: list[tuple[dict[str, Any], int]] = [
    ({"spaceAfter": 8}, 12),
    ({"spaceAfter": 8, "alignment": 4}, 12),
    ({"spaceAfter": 24, "leading": 24, "fontSize": 12}, 6),
    ({"firstLineIndent": 12, "alignment": 4}, 16),
    ({"columns": 2, "firstLineIndent": 12, "alignment": 4, "hyphenationLang": "en_GB", "embeddedHyphenation": 1}, 16),
    ({"columns": 2, "spaceAfter": 6}, 8),
    ({"columns": 3, "firstLineIndent": 10, "alignment": 4, "fontSize": 8, "leading": 9.5}, 20),
]


@pytest.mark.parametrize(("style", "times"), SETTINGS)
def test_paragraphs_of_a_pdf_are_rejoined(style: dict[str, Any], times: int) -> None:
    text = Article.from_bytes(pdf(NEWS * times, **style)).text
    assert text.split("\n\n") == [HEADLINE, *NEWS * times]


#: lines of a page, the paragraphs
HYPHENS = [
    (["The minister called it a misunder-", "standing between two offices of state."],
     "The minister called it a misunderstanding between two offices of state."),
    (["It is government-owned, they say, and a govern-", "ment that owns it has to answer for a government-",
      "owned line."],
     "It is government-owned, they say, and a government that owns it has to answer for a government-owned line."),
    (["He is the minister of a non-", "governmental sort, she said."],
     "He is the minister of a non-governmental sort, she said."),
    (["She is of the Anglo-", "American line, she said to all."],
     "She is of the Anglo-American line, she said to all."),
]  # fmt: skip


@pytest.mark.parametrize(("given", "expected"), HYPHENS)
def test_a_hyphen_at_the_end_of_a_line(given: list[str], expected: str) -> None:
    assert documents.pdf_text(lines(*given), "a.pdf") == expected


def test_a_page_number_alone_is_left_out() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, HEIGHT - 150, "“It floats,” said Ana Reyes in 2024.")
        canvas.drawString(60, HEIGHT - 162, "7")
        canvas.drawString(WIDTH / 2, 30, "– 7 –")

    assert documents.pdf_text(drawn(draw), "a.pdf") == "“It floats,” said Ana Reyes in 2024. 7"


def picture(canvas: Canvas) -> None:
    from PIL import Image  # noqa: PLC0415 - comes with reportlab

    canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "white")), 0, 0, WIDTH, HEIGHT)


#: what a file is, its error, the sentence
REFUSED = [
    (drawn(picture), Empty, "found a PDF of pictures without text: scanned pages need OCR first"),
    (drawn(lambda canvas: canvas.showPage()), Empty, "found a PDF without text"),
    (drawn(lambda canvas: canvas.drawString(60, 700, "No."), encrypt="word"), NotText, "one that needs a password"),
    (b"%PDF-1.7\n%\xe2\xe3", NotText, "found one that is damaged"),
    (pdf(NEWS)[:900], NotText, "found one that is damaged"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "error", "sentence"), REFUSED)
def test_a_pdf_that_cannot_be_read(tmp_path: Path, data: bytes, error: type[Exception], sentence: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    with pytest.raises(error) as caught:
        Article.from_file(path)
    assert str(path) in str(caught.value)
    assert sentence in str(caught.value)


def test_a_page_beyond_all_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MAX_LETTERS", 100)
    with pytest.raises(TooLarge, match="letters on 1 pages"):
        documents.pdf_text(pdf(NEWS), "a.pdf")


# -- Word --------------------------------------------------------------------------------------------------------------


def word(*paragraphs: str, change: Callable[[Any], None] = lambda _: None) -> bytes:
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text, section.footer.paragraphs[0].text = "THE COURIER", "Page 1"
    for words in paragraphs:
        document.add_paragraph(words)
    change(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def changes(document: Any) -> None:
    """A word that was put in, one that was taken out."""
    paragraph = document.paragraphs[0]._p
    for tag, inner in (("ins", "<w:t>not </w:t>"), ("del", "<w:delText>gladly </w:delText>")):
        paragraph.append(parse_xml(f'<w:{tag} {nsdecls("w")} w:id="1" w:author="x"><w:r>{inner}</w:r></w:{tag}>'))
    paragraph.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>sail.”</w:t></w:r>"))


def rows(document: Any) -> None:
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Asked", "“No,” said Lund."


#: a Word file, its text
WORD = [
    (word(HEADLINE, *NEWS), "\n\n".join([HEADLINE, *NEWS])),
    (word("Ole Lund said: “We will ", change=changes), "Ole Lund said: “We will not sail.”"),
    (word("One.", "", "  ", "Two\tand\nthree."), "One.\n\nTwo\tand\nthree."),
    (word("One.", change=rows), "One.\n\nAsked\n\n“No,” said Lund."),
]


@pytest.mark.parametrize(("data", "expected"), WORD)
def test_the_text_of_a_word_file(tmp_path: Path, data: bytes, expected: str) -> None:
    assert Article.from_bytes(data, title="Port").text == expected
    (tmp_path / "a.docx").write_bytes(data)
    (tmp_path / "b.docx.gz").write_bytes(gzip.compress(data))
    (tmp_path / "c.txt").write_bytes(data)
    assert [found.article and found.article.text for found in articles([str(tmp_path)])] == [expected] * 3


def damaged(data: bytes) -> bytes:
    """A Word file whose text is no XML."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<w:document" if name == "word/document.xml" else old.read(name))
    return file.getvalue()


#: a file, its error, the sentence
WORD_REFUSED = [
    (word(), Empty, "found a Word document without text"),
    (damaged(word("x")), NotText, "expected a Word document in standard input, found one that can't be read"),
    (word("x")[:-30], NotText, "found a ZIP archive"),
]


@pytest.mark.parametrize(("data", "error", "sentence"), WORD_REFUSED)
def test_a_word_file_that_cannot_be_read(data: bytes, error: type[Exception], sentence: str) -> None:
    with pytest.raises(error, match=sentence):
        Article.from_bytes(data)


def test_a_word_file_that_unpacks_to_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MAX_UNPACKED", 1_000)
    with pytest.raises(TooLarge, match="unpacked"):
        Article.from_bytes(word("x"))


@pytest.mark.parametrize(("data", "module"), [(pdf(NEWS), "pdfminer.pdfdocument"), (word("x"), "docx")])
def test_the_extra_that_is_missing_is_named(data: bytes, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtra, match=r"pip install 'reportedly\[documents\]'"):
        Article.from_bytes(data)
