"""Articles from text, HTML, files, bytes and addresses: what survives, what is known, what is refused and how."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reportedly.articles import fetching
from reportedly.articles.article import Article
from reportedly.articles.fetching import MAX_BYTES
from reportedly.articles.nesting import shallow
from reportedly.errors import Empty, FetchError, InputError, NotFound, NotText, TooLarge

SAMPLES = Path(__file__).parent / "samples" / "articles"
SAID = "“I told Lund, ‘Try me,’” Reyes said – and the café’s owner heard it. Harbour chief Ole Lund told NTB."
LATER = "“The quay is safe,” Mayor Ana Reyes told the council on Monday."
PAGE = "<!DOCTYPE html><html><head><title>Call</title>{head}</head><body><article>{body}</article></body></html>"


def page(*paragraphs: str, head: str = "") -> str:
    return PAGE.format(head=head, body="".join(f"<p>{paragraph}</p>" for paragraph in paragraphs))


# --- plain text ---


@given(st.text())
def test_text_is_never_changed(text: str) -> None:
    assume(text and not text.isspace())
    assert Article.from_text(text).text == text


@given(st.text())
def test_text_survives_a_utf8_file(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    assume(text and not text.isspace() and "\x00" not in text)
    assume(not text.startswith("\ufeff"))  # it would be the file's byte order mark
    path = tmp_path_factory.mktemp("text") / "article.txt"
    path.write_bytes(text.encode())
    assert Article.from_file(path).text == text


def test_line_ends_and_outer_space_stay() -> None:
    assert Article.from_bytes(b"  One\r\ntwo\rthree\n\n\tfour ").text == "  One\r\ntwo\rthree\n\n\tfour "


@pytest.mark.parametrize("text", ["half \ud83d a character", "e\u0301 and \u00e9", "\u2028 \x0c \u200d", "👩\u200d⚖️"])
def test_odd_unicode_has_an_id(text: str) -> None:
    expected = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    assert Article.from_text(text).id == expected


def test_text_has_only_the_facts_given() -> None:
    article = Article.from_text("He said no.", url="https://a.example/1", outlet="NTB", published="2024-03-05")
    assert article == Article("He said no.", url="https://a.example/1", outlet="NTB", published="2024-03-05")
    assert Article.from_text("He said no.") == Article("He said no.")


@pytest.mark.parametrize(
    "published",
    ["5 March 2024", "20240305", "2024-W10-2", "2024-02-30", "2024-03", "", "2024-03-05T10:00", "２０２４-03-05"],
)
def test_published_is_an_iso_date(published: str) -> None:
    with pytest.raises(InputError, match="expected a date of publication as YYYY-MM-DD, found"):
        Article.from_text("He said no.", published=published)


# --- encodings ---

CZECH = "„Nikdy jsem nikomu nevyhrožovala,“ řekla starostka Žofie Šťastná. Přístav zůstává zavřený, dodala."
RUSSIAN = "«Я ему ничего не говорила», — сказала мэр. Начальник порта Оле Лунд не подтвердил и не опроверг разговор."
RUSSIAN_ASCII = RUSSIAN.translate(str.maketrans("«»—", '""-'))  # older encodings have no such marks
FRENCH = "« Je n’ai jamais menacé personne », a déclaré la maire. Le chef du port, lui, n’a pas répondu à l’été."
JAPANESE = "市長は「港を閉める」と脅したとされる。港湾局長は確認も否定もしなかった。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SAID, "utf-8"),
        (SAID, "utf-8-sig"),  # with a byte order mark, as the next two
        (SAID, "utf-16"),
        (SAID, "utf-32"),
        (SAID, "utf-16-le"),  # without
        (SAID, "utf-16-be"),
        (RUSSIAN, "utf-16-be"),
        (SAID, "cp1252"),
        (SAID, "mac_roman"),
        ("“Hi,” he said.", "cp1252"),
        ("“Hi,” he said.", "mac_roman"),
        ("The mayor didn’t answer.", "cp1252"),
        ("The mayor didn’t answer.", "mac_roman"),
        ("The port – closed since May – reopens.", "mac_roman"),
        ("He met her at the café, she said.", "latin-1"),
        (FRENCH, "cp1252"),
        (CZECH, "cp1250"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN_ASCII, "koi8-r"),
        (JAPANESE, "shift_jis"),
    ],
)
def test_encoding_is_told(text: str, encoding: str) -> None:
    assert Article.from_bytes(text.encode(encoding)).text == text


LATIN_2 = (
    "Starostka Žofie Šťastná řekla novinářům v úterý před radnicí, že odmítá odpovídat, a odešla bez dalšího slova."
)


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="iso-8859-2">', "iso-8859-2"),
        ("<meta charset = 'windows-1250' />", "cp1250"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1250">', "cp1250"),
        ('<meta charset="iso-8859-1">', "utf-8"),  # declared wrong
        ('<meta charset="no-such-charset">', "utf-8"),
        ('<meta charset="unicode_escape">', "utf-8"),  # Python's, not the web's
        ("", "utf-16"),
        ("", "utf-16-le"),
    ],
)
def test_html_encoding(head: str, encoding: str) -> None:
    data = page(LATIN_2, head=head).encode(encoding)
    assert Article.from_html(data).text == LATIN_2
    assert Article.from_bytes(data).text == LATIN_2


def test_iso_2022_jp_looks_like_ascii() -> None:
    html = page(JAPANESE, JAPANESE, head='<meta charset="iso-2022-jp">')
    assert Article.from_html(html.encode("iso-2022-jp")).text == f"{JAPANESE}\n\n{JAPANESE}"


def test_latin1_means_windows_1252() -> None:
    html = page(SAID, head='<meta charset="iso-8859-1">').encode("cp1252")
    assert Article.from_html(html).text == SAID


def test_a_damaged_byte_in_utf8() -> None:
    damaged = SAID.encode() + b" \xff."
    with pytest.raises(
        NotText,
        match=f"expected UTF-8 text in standard input, found damage or another encoding at byte {len(damaged) - 2}",
    ):
        Article.from_bytes(damaged)
    assert Article.from_html(page("@").encode().replace(b"@", damaged)).text == SAID + " \ufffd."


# --- HTML ---


def test_page_keeps_quotations_and_paragraphs() -> None:
    expected = [
        "Harbour chief will not confirm call with mayor",
        "Harbour chief Ole Lund told the agency NTB on Monday that he could “neither confirm nor deny” a call with "
        "Mayor Ana Reyes, in which she allegedly threatened to “shut the d*mn port down”.",
        "“I told Lund, ‘Try me,’” Reyes says in a recording obtained by Channel 9. “He goes, ‘You wouldn’t.’\n"
        "But he believed me.”",
        "“We never spoke before she took office in May,” Lund wrote in a letter to the council.",
        "“Anyone who says otherwise was not there.”",
        "What the union says",
        "The dockers’ union named three conditions:",
        "“No cuts before the summer,” said its chair, Tor Berg.",
        "A written apology from the mayor, Berg said.",
        "Talks in public.",
        "    I have never threatened anyone. The tape is fake. Café at noon & a word with Lund?",
        "    — Ana Reyes (@anareyes) March 4, 2024",
        "The city’s lawyer, Mia Sand, said the recording “was cut in at least two places”, a claim that "
        "Channel 9 denied.",
        "A spokesman for the port declined to comment.",
    ]
    article = Article.from_file(SAMPLES / "plain_page.html")
    assert article.text.split("\n\n") == expected


def test_page_tells_its_facts() -> None:
    article = Article.from_file(SAMPLES / "plain_page.html")
    assert article.title == "Harbour chief will not confirm call with mayor"
    assert article.outlet == "The Quay Courier"
    assert article.authors == ("Ida Holm",)
    assert article.published == "2024-03-05"
    assert article.url == "https://quaycourier.example/news/harbour-call"
    assert article.language == "en"


def test_given_facts_win() -> None:
    article = Article.from_file(
        SAMPLES / "plain_page.html", url="https://a.example/1", outlet="NTB", published="2024-03-06"
    )
    assert (article.url, article.outlet, article.published) == ("https://a.example/1", "NTB", "2024-03-06")
    assert article.title == "Harbour chief will not confirm call with mayor"


def test_breaks_tables_and_json_ld() -> None:
    article = Article.from_file(SAMPLES / "brs.html")
    assert article.text.split("\n\n") == [
        "“We have had enough,” Tor Berg said on the quay on Thursday, as some two hundred dockers walked out.",
        "He added that the mayor “had been told, twice”, and that no one at city hall had called back since the letter "
        "of Monday.",
        "Mayor Ana Reyes denied it. “Nobody told me anything,” she said.",
        "Year\tStrikes",
        "2021\t3",
    ]
    assert article.authors == ("Per Dahl", "Lise Moe")
    assert (article.outlet, article.published, article.url) == ("Fjord Daily", "2023-11-02", None)


def test_short_wire_news() -> None:
    article = Article.from_file(SAMPLES / "short_wire.html")
    assert (
        article.text == "The port will reopen on Friday, harbour chief Ole Lund said.\n\n“We are ready,” he told NTB."
    )
    assert article.title == "Port reopens"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("&#147;No,&#148; he said, &#8220;never&#8221; &#x93;again&#x94;", "“No,” he said, “never” “again”"),
        ("&ldquo;No,&rdquo; she didn&rsquo;t say &amp;lt;", "“No,” she didn’t say &lt;"),
        ("He said <q>she <q>knew</q> it</q>.", "He said “she ‘knew’ it”."),
        ("He said <q>“yes”</q>.", "He said “yes”."),
        ("He said <q>yes, <em>now</em></q>.", "He said “yes, now”."),
        ("<b>It <q>was</q></b> <q>so</q>, <q><i>he</i> <q>said</q></q> so.", "It “was” “so”, “he ‘said’” so."),
        ("“It was <a href='/x'>Lund</a>,” <b>Reyes</b> said.", "“It was Lund,” Reyes said."),
        ("“A line.\nAnother,” he\r\n   said.", "“A line. Another,” he said."),
        ("cafe\u0301 ﬁne ½ … ″", "cafe\u0301 ﬁne ½ … ″"),  # no normalisation
        ("half \ud83d a character", "half \ufffd a character"),
    ],
)
def test_words_on_a_page(html: str, expected: str) -> None:
    rest = "The harbour chief declined to comment on Tuesday."
    assert Article.from_html(page(html, rest)).text == f"{expected}\n\n{rest}"


def test_a_date_is_stated_or_unknown() -> None:
    html = page(SAID, "On 3 May 2021 she took office. Copyright 2019.")
    assert Article.from_html(html).published is None
    stated = page(SAID, head='<meta property="article:published_time" content="2021-05-04T01:00:00Z">')
    assert Article.from_html(stated).published == "2021-05-04"


def test_many_comments_before_the_page_cost_no_time() -> None:
    assert Article.from_bytes(("<!-- saved -->" * 250 + page(SAID)).encode()).text == SAID
    comments = "<!-- saved -->" * 250 + "words, he said"
    assert Article.from_bytes(comments.encode()).text == comments


def test_many_quotations_on_a_page_cost_no_time() -> None:
    """Text moved once for each of them would take minutes."""
    began = time.process_time()
    text = Article.from_html(page("<q>so</q> " * 50_000)).text
    assert text == ("“so” " * 50_000).strip()
    assert time.process_time() - began < 20


@pytest.mark.parametrize("tags", ["b", "span", "q", "div", "section", "blockquote", "font", "div><b", "ul><li", "p><i"])
@pytest.mark.parametrize("times", [300, 3000])
def test_text_behind_unclosed_tags_is_read(tags: str, times: int) -> None:
    """The parser takes 256 elements within one another, and loses what follows."""
    text = Article.from_html(page(f"{SAID}</p>{f'<{tags}>' * times}<p>{LATER}</p><p>Lund nodded.")).text
    assert text.startswith(f"{SAID}\n\n")
    assert f"\n\n{LATER}\n\n" in text
    assert "Lund nodded." in text


def test_a_deep_page_is_read_in_time() -> None:
    began = time.process_time()
    text = Article.from_html(page("<div><b>" * 100_000 + f"{SAID}</b> <i>{LATER}")).text
    assert SAID in text
    assert LATER in text
    assert time.process_time() - began < 20


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a<p>b", "<p>a</p><p>b</p>"),  # one paragraph ends another
        ("<p><b>a<p>b", "<p><b>a</b></p><p>b</p>"),  # and what is open in it
        ("<p>a<br>b</p>", "<p>a<br>b</p>"),
        ("<ul><li>a<li>b</ul>c", "<ul><li>a</li><li>b</li></ul>c"),
        ("<ul><li>a<ul><li>b</ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<table><tr><td>a<td>b<tr><th>c</table>", "<table><tr><td>a</td><td>b</td></tr><tr><th>c</th></tr></table>"),
        ("<div><b>a</div>b</b>", "<div><b>a</b></div>b"),
        ("<b><div>a</b>b</div>", "<b><div>ab</div></b>"),
        ("a</i>b</div>", "ab"),
        ("<script>if (a<b) '<div>'</script>a", "<script>if (a<b) '<div>'</script>a"),
        ("<!-- <div> -->a<!-- b", "a"),
        ("<p title='1'>2 < 3</p>", "<p title='1'>2 < 3</p>"),
        ("<div>" * 102 + "a</div>b", "<div>" * 100 + "<p>ab" + "</div>" * 100),
        ("<b>" * 20 + "a</b>b<p>c", "<b>" * 16 + "ab<p>c</p>" + "</b>" * 16),
    ],
)
def test_a_page_is_made_shallow(html: str, expected: str) -> None:
    assert shallow(html) == expected


def test_fragment_without_html_tag() -> None:
    assert Article.from_bytes(f"<p>{SAID}</p>".encode()).text == SAID


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", page(SAID), SAID),  # HTML by its content
        ("a", "\n<!-- saved -->\n" + page(SAID), SAID),
        ("a.xhtml", '<?xml version="1.0" encoding="utf-8"?>\n' + page(SAID), SAID),
        ("a.htm", f"<center><p>{SAID}</p></center>", SAID),  # HTML by its suffix
        ("a.html", "He said 2 < 3.", "He said 2 < 3."),  # text after all
        ("a.txt", "<b>bold</b> words, he said", "<b>bold</b> words, he said"),
    ],
)
def test_text_or_html(tmp_path: Path, name: str, content: str, expected: str) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode())
    assert Article.from_file(path).text == expected


@pytest.mark.parametrize(
    "html",
    [
        (SAMPLES / "nav_only.html").read_text(),
        "<html><body></body></html>",
        "<html></html>",
        "<!DOCTYPE html>",
        "<p></p>",
        "<script>alert('He said no.')</script>",
        "<div>" * 20_000,
    ],
    ids=["nav", "body", "html", "doctype", "p", "script", "deep"],
)
def test_html_without_an_article(html: str) -> None:
    with pytest.raises(Empty, match="expected an article in the HTML, found HTML"):
        Article.from_html(html)


# --- refusals ---


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a PNG image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
        (b"GIF89a\x01\x00", "a GIF image"),
        (b"PK\x03\x04\x14\x00", "a ZIP archive; of Office documents .docx and .xlsx are read"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "an old Office document, or one with a password; save it as .docx or .xlsx without one",
        ),
        (b"{\\rtf1\\ansi He said no.}", "an RTF document; save it as .docx"),
        (b"RIFF\x24\x00\x00\x00WEBP", "a WAV, WebP or AVI file"),
        (b"\x00\x00\x00\x18ftypmp42", "an MP4 video or another media file"),
        (b"He said\x00no.", "binary data (NUL bytes)"),
    ],
)
def test_binary_is_named(tmp_path: Path, data: bytes, found: str) -> None:
    message = re.escape(f"expected an article as text or HTML in standard input, found {found}")
    with pytest.raises(NotText, match=f"^{message}$"):
        Article.from_bytes(data)
    path = tmp_path / "article.html"
    path.write_bytes(data)
    with pytest.raises(NotText, match=re.escape(f"in {path}, found {found}")):
        Article.from_file(path)


@pytest.mark.parametrize(
    "data", [bytes(range(128, 256)) * 4, b"\xff\xfeH\x00i", b"\xff\xfe\x00\xd8"], ids=["none", "odd", "half"]
)
def test_unknown_encoding(data: bytes) -> None:
    with pytest.raises(NotText, match=r"^expected .*text in .*standard input, found "):
        Article.from_bytes(data)


@pytest.mark.parametrize(("text", "found"), [("", "nothing"), (" \n\t\u00a0", "only white space")])
def test_empty(tmp_path: Path, text: str, found: str) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(text.encode())
    with pytest.raises(Empty, match=f"^expected an article in the text, found {found}$"):
        Article.from_text(text)
    with pytest.raises(Empty, match=f"^expected an article in the HTML, found {found}$"):
        Article.from_html(text)
    with pytest.raises(Empty, match=f"^expected an article in standard input, found {found}$"):
        Article.from_bytes(text.encode())
    with pytest.raises(Empty, match=f"^expected an article in {re.escape(str(path))}, found {found}$"):
        Article.from_file(path)


def test_a_byte_order_mark_alone_is_empty() -> None:
    with pytest.raises(Empty):
        Article.from_bytes(b"\xef\xbb\xbf")


def test_too_much_text() -> None:
    assert len(Article.from_text("a" * 2_000_000).text) == 2_000_000
    with pytest.raises(TooLarge, match=r"^expected at most 2,000,000 characters in the text, found 2,000,001$"):
        Article.from_text("a" * 2_000_001)


def test_a_huge_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(5_000_000_000)  # sparse: takes no room
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("the file was opened"))
    with pytest.raises(TooLarge, match=r"expected at most 20 MB in .*, found 5,000.0 MB"):
        Article.from_file(path)


def test_a_pipe_is_read_up_to_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)

    def write(data: bytes) -> None:
        with contextlib.suppress(BrokenPipeError):
            path.write_bytes(data)

    threading.Thread(target=write, args=(SAID.encode(),), daemon=True).start()
    assert Article.from_file(path).text == SAID
    threading.Thread(target=write, args=(b"a" * (MAX_BYTES + 70_000),), daemon=True).start()
    with pytest.raises(TooLarge, match="found more"):
        Article.from_file(path)


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = tmp_path / "missing.txt"
    with pytest.raises(NotFound, match=re.escape(f"expected an article in {missing}, found no such file")) as caught:
        Article.from_file(missing)
    assert isinstance(caught.value.__cause__, FileNotFoundError)
    with pytest.raises(InputError, match=re.escape(f"expected a file, found the folder {tmp_path}")):
        Article.from_file(tmp_path)
    with pytest.raises(NotFound):
        Article.from_file("a\x00b")

    locked = tmp_path / "locked.txt"
    locked.write_text("He said no.")

    def refuse(*_: object) -> None:  # root, as whom tests may run, may read everything
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match="found no permission for"):
        Article.from_file(locked)


# --- addresses ---


class Handler(BaseHTTPRequestHandler):
    """A small newspaper: each path one behaviour."""

    def do_GET(self) -> None:
        html = "text/html; charset=utf-8"
        if self.path == "/loop" or re.fullmatch(r"/hop/[1-9]", self.path):
            step = int(self.path[-1]) - 1 if self.path != "/loop" else None
            self.answer(302, b"", html, Location="/loop" if step is None else f"/hop/{step}")
        elif self.path == "/away":
            self.answer(302, b"", html, Location="ftp://127.0.0.1/article")
        elif self.path == "/busy":
            self.answer(429, b"later", html, **{"Retry-After": "1"})
        elif self.path == "/huge":
            self.answer(200, b"a" * (MAX_BYTES + 1), "text/plain")
        elif self.path == "/says-huge":
            self.answer(200, b"a", "text/plain", **{"Content-Length": "5000000000"})
        elif self.path == "/broken-off":
            self.answer(200, b"He said", "text/plain", **{"Content-Length": "5000"})
        else:
            self.answer(*ANSWERS.get(self.path, (404, b"gone", html)))

    def answer(self, status: int, body: bytes, media: str, **headers: str) -> None:
        self.send_response(status)
        if media:
            self.send_header("Content-Type", media)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


ARTICLE = (SAMPLES / "plain_page.html").read_bytes()
ANSWERS: dict[str, tuple[int, bytes, str]] = {
    "/article": (200, ARTICLE, "text/html"),
    "/hop/0": (200, ARTICLE, "text/html; charset=utf-8"),
    "/text": (200, SAID.encode(), "text/plain; charset=utf-8"),
    # IBM 866 is never guessed: the header alone tells it
    "/cyrillic": (200, page(RUSSIAN_ASCII).encode("cp866"), "text/html; charset=ibm866"),
    "/cyrillic-text": (200, RUSSIAN_ASCII.encode("cp866"), "text/plain; charset=ibm866"),
    "/untyped": (200, page(SAID).encode(), ""),
    "/pdf": (200, b"%PDF-1.7", "application/pdf"),
    "/disguised": (200, b"%PDF-1.7", "text/html"),
    "/image": (200, b"\x89PNG\r\n\x1a\n", "image/png"),
    "/feed": (200, b"<rss></rss>", "application/rss+xml"),
    "/nav": (200, (SAMPLES / "nav_only.html").read_bytes(), "text/html"),
    "/void": (200, b"", "text/html"),
    "/error": (500, b"oops", "text/html"),
    "/pay": (402, b"oops", "text/html"),
}


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_url(site: str) -> None:
    article = Article.from_url(f"{site}/article", published="2024-03-06")
    page_on_disk = Article.from_file(SAMPLES / "plain_page.html")
    assert article.text == page_on_disk.text
    assert (article.url, article.outlet) == (f"{site}/article", "The Quay Courier")
    assert article.published == "2024-03-06"


@pytest.mark.parametrize(
    ("path", "text"),
    [("/text", SAID), ("/cyrillic", RUSSIAN_ASCII), ("/cyrillic-text", RUSSIAN_ASCII), ("/untyped", SAID)],
)
def test_url_content(site: str, path: str, text: str) -> None:
    assert Article.from_url(site + path).text == text


def test_five_redirects_and_no_more(site: str) -> None:
    assert Article.from_url(f"{site}/hop/5", allow_private=True).url == f"{site}/hop/5"
    with pytest.raises(FetchError, match="found more than 5 redirects, or redirects without end"):
        Article.from_url(f"{site}/hop/6", allow_private=True)


@pytest.mark.parametrize(
    ("path", "error", "found"),
    [
        ("/missing", FetchError, "found HTTP status 404 Not Found"),
        ("/error", FetchError, "found HTTP status 500 Internal Server Error"),
        ("/pay", FetchError, "found HTTP status 402 Payment Required"),
        ("/busy", FetchError, "found HTTP status 429 Too Many Requests"),
        ("/loop", FetchError, "found more than 5 redirects, or redirects without end"),
        ("/away", FetchError, "found a redirect to an address that isn't http or https"),
        ("/broken-off", FetchError, "found an answer that broke off"),
        ("/huge", TooLarge, "found 20.0 MB"),
        ("/says-huge", TooLarge, "found 5,000.0 MB"),
        ("/pdf", NotText, "found one that is damaged"),
        ("/disguised", NotText, "found one that is damaged"),
        ("/image", NotText, "found image/png"),
        ("/feed", NotText, "found application/rss+xml"),
        ("/nav", Empty, "found HTML without one"),
        ("/void", Empty, "found nothing"),
    ],
)
def test_url_refused(site: str, path: str, error: type[InputError], found: str) -> None:
    with pytest.raises(error) as caught:
        Article.from_url(site + path, allow_private=True)
    assert type(caught.value) is error
    assert site + path in str(caught.value)
    assert str(caught.value).endswith(found)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("ftp://a.example/x", "expected a URL that begins with http:// or https://, found 'ftp://a.example/x'"),
        ("file:///etc/passwd", "expected a URL that begins"),
        ("a.example/x", "expected a URL that begins"),
        ("http://", "expected a URL that begins"),
        ("", "expected a URL that begins"),
        ("http://[::1/x", "found an address that is no URL"),
        ("http://127.0.0.1:99999/", "found an address that is no URL"),
        ("http://no-such-host.invalid/x", "expected an article at http://no-such-host.invalid/x, found no such host"),
        ("http://127.0.0.1:1/x", "found no connection"),
    ],
)
def test_url_that_cannot_be_fetched(url: str, found: str) -> None:
    with pytest.raises(FetchError, match=re.escape(found)):
        Article.from_url(url)


def test_no_time_at_all(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MAX_FETCH_TIME", -1.0)
    with pytest.raises(FetchError, match="found no whole answer"):
        Article.from_url(f"{site}/article")


def test_a_wrong_date_is_refused_before_the_network() -> None:
    with pytest.raises(InputError, match="YYYY-MM-DD"):
        Article.from_url("http://no-such-host.invalid/x", published="March")
