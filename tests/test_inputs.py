"""What a user names → articles, and what fails on the way."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import random
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from reportedly import InputError
from reportedly.articles import feeds, inputs
from reportedly.articles.inputs import Facts, Input, articles
from reportedly.errors import NotText, TooLarge

LINE = {"text": "“It floats,” said Ana Reyes.", "url": "https://courier.example/1", "outlet": "The Courier",
        "title": "Ferry", "authors": ["Petra Voss"], "published": "2024-05-08T10:00:00Z", "language": "en"}  # fmt: skip
FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Courier</title>
<item><title>Ferry</title><link>https://courier.example/1</link><pubDate>Wed, 08 May 2024 10:00:00 GMT</pubDate>
<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded></item>
<item><title>Teaser</title><link>http://127.0.0.1:1/2</link><description>Short.</description></item>
</channel></rss>"""


def given(*names: str | Path, facts: Facts | None = None, allow_private: bool = False) -> list[Input]:
    return list(articles([str(name) for name in names], facts, allow_private=allow_private))


def test_a_folder_a_pattern_and_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "a.txt").write_text("“It floats,” said Ana Reyes.", encoding="utf-8")
    (tmp_path / "b" / "d.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:04.000\nIt floats.\n", encoding="utf-8")
    (tmp_path / "b" / "c.html").write_text("<p>“It sinks,” said Ole Lund, and left the harbour.</p>", encoding="utf-8")
    (tmp_path / "b" / "picture.png").write_bytes(b"\x89PNG")
    assert [Path(found.name).name for found in given(tmp_path)] == ["a.txt", "c.html", "d.vtt"]
    assert [Path(found.name).name for found in given(tmp_path / "**" / "*.txt")] == ["a.txt"]
    (missing,) = given(tmp_path / "none.txt")
    assert missing.article is None
    assert "found no such file" in str(missing.error)


@pytest.mark.parametrize("pattern", ["*.txt", "sub/*"])
def test_a_pattern_without_files(tmp_path: Path, pattern: str) -> None:
    (found,) = given(tmp_path / pattern)
    assert "expected files like" in str(found.error)


def test_an_empty_folder(tmp_path: Path) -> None:
    (found,) = given(tmp_path)
    assert str(found.error) == f"expected articles in the folder {tmp_path}, found no files"


@pytest.mark.parametrize(("name", "opener"), [("a.jsonl", open), ("a.jsonl.gz", gzip.open), ("a.jsonl.xz", lzma.open)])
def test_json_lines(tmp_path: Path, name: str, opener: object) -> None:
    with opener(tmp_path / name, "wt", encoding="utf-8") as file:  # type: ignore[operator]
        file.write(json.dumps(LINE) + "\n\n" + json.dumps({"text": "Short."}) + "\n")
    first, second = given(tmp_path / name)
    assert first.article is not None
    assert (first.article.outlet, first.article.title, first.article.published) == (
        "The Courier",
        "Ferry",
        "2024-05-08",
    )
    assert first.article.authors == ("Petra Voss",)
    assert second.article is not None


BAD_LINES = [
    ("{not json", "expected a JSON object in"),
    ("[1, 2]", 'expected a JSON object with a string as "text" or "html"'),
    ('{"text": 7}', 'expected a JSON object with a string as "text" or "html"'),
    ('{"text": "It floats.", "url": 7}', "expected a text as 'url'"),
    ('{"text": "It floats.", "published": "May"}', "May"),
    ('{"text": "  "}', "expected"),
    ('{"text": "It floats.", "authors": 7}', "expected a list of names as 'authors'"),
    ('{"text": "It floats.", "authors": [null]}', "expected a list of names as 'authors'"),
    ('{"text": ' + "[" * 50_000, "expected a JSON object in"),
]


@pytest.mark.parametrize(("line", "reason"), BAD_LINES)
def test_a_bad_line_fails_alone(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{line}\n{json.dumps(LINE)}\n", encoding="utf-8")
    bad, good = given(path)
    assert isinstance(bad.error, InputError)
    assert reason in str(bad.error)
    assert good.article is not None


def test_an_empty_list(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("\n\n", encoding="utf-8")
    (found,) = given(tmp_path / "a.jsonl")
    assert str(found.error).endswith("a.jsonl, found nothing")


#: standard input → the names of what is found
STREAMS = [
    ("“It floats,” said Ana Reyes.", ["-"]),
    ("<p>“It sinks,” said Ole Lund, and left the harbour.</p>", ["-"]),
    (json.dumps(LINE) + "\n" + json.dumps(LINE), ["-, line 1", "-, line 2"]),
    ("{It floats} is what Ana Reyes said.\nNobody knows why.", ["-"]),
    (FEED.replace("{text}", "The tide was late. " * 40), ["https://courier.example/1", "http://127.0.0.1:1/2"]),
]


@pytest.mark.parametrize(("text", "names"), STREAMS)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, text: str, names: list[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    found = given("-")
    assert [one.name for one in found] == names
    assert found[0].article is not None


@pytest.mark.parametrize("text", ['<?xml version="1.0"?><urlset><url/></urlset>', "<urlset></urlset>"])
def test_xml_that_is_no_article(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.xml").write_text(text, encoding="utf-8")
    (found,) = given(tmp_path)
    assert isinstance(found.error, NotText)


def test_one_url_for_one_article(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"“It floats,” said Ana Reyes in {name}.", encoding="utf-8")
    first, second = given(tmp_path, facts=Facts(url="https://courier.example/1"))
    assert first.article is not None
    assert first.article.url == "https://courier.example/1"
    assert "expected one article for the URL https://courier.example/1, found" in str(second.error)


def test_a_broken_archive(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(b"\x1f\x8b\x08 no archive")
    (found,) = given(tmp_path / "a.jsonl.gz")
    assert "found a file that can't be read" in str(found.error)


def test_an_archive_broken_within(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(json.dumps(LINE).encode() + b"\n" + random.Random(1).randbytes(20_000)))
    packed[200:-8] = bytes(byte ^ 0x5A for byte in packed[200:-8])
    (tmp_path / "a.jsonl.gz").write_bytes(packed)
    assert "found a file that can't be read" in str(given(tmp_path / "a.jsonl.gz")[-1].error)


def test_a_line_without_end_is_not_taken_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "MAX_BYTES", 1_000)
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"text": "{"x" * 5_000}"}}\n{json.dumps(LINE)}\n', encoding="utf-8")
    long, good = given(path)
    assert isinstance(long.error, TooLarge)
    assert (good.name, good.article is None) == (f"{path}, line 2", False)


def test_a_name_too_long_for_a_file() -> None:
    (found,) = given("x" * 5_000)
    assert isinstance(found.error, InputError)
    assert len(str(found.error)) < 200


def test_a_date_that_is_none_is_told_before_anything_is_read() -> None:
    with pytest.raises(InputError, match="expected a date of publication as YYYY-MM-DD, found 'May'"):
        Facts(published="May")


#: How a file begins, and whether it is a feed.
BEGINNINGS = [
    (b"<rss version='2.0'>", True),
    (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- a --> <!-- b -->\n<feed xmlns="x">', True),
    (b'<?xml version="1.0"?><?xml-stylesheet href="a"?><rdf:RDF>', True),
    (b"<!-- <rss> --><html>", False),
    (b"<!---->" * 5_000 + b"<html>", False),
    (b"<rsstoo>", False),
]


@pytest.mark.parametrize(("beginning", "feed"), BEGINNINGS)
def test_what_a_feed_begins_with(beginning: bytes, feed: bool) -> None:
    assert (feeds.FEED.match(beginning) is not None) == feed


PAGE = "<html><head><title>Quay</title></head><body><article><p>{}</p></article></body></html>".format(
    "“It floats,” said Ana Reyes. The tide was late and the harbour was full of boats. " * 5
)
SITE = {
    "/feed": ("application/rss+xml", """<rss version="2.0"><channel><title>The Courier</title>
        <item><title>Ferry</title><link>/news/1</link><pubDate>Wed, 08 May 2024 10:00:00 GMT</pubDate></item>
        <item><title>Gone</title><link>/news/2</link></item>
        <item><title>Old</title><link>/news/1?old</link><pubDate>Wed, 08 May 0000 10:00:00 GMT</pubDate></item>
        </channel></rss>"""),
    "/news/1": ("text/html", PAGE),
    "/news/1?old": ("text/html", PAGE),
}  # fmt: skip


@pytest.fixture
def site() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = SITE.get(self.path, ("text/html", ""))
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.end_headers()
            self.wfile.write(body.encode("utf-8"))

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_feed_at_a_url_whose_links_are_followed(site: str) -> None:
    ferry, gone, old = given(f"{site}/feed", allow_private=True)
    assert ferry.article is not None
    assert (ferry.name, ferry.article.url, ferry.article.outlet) == (f"{site}/news/1", f"{site}/news/1", "The Courier")
    assert (ferry.article.title, ferry.article.published) == ("Ferry", "2024-05-08")
    assert "HTTP status 404" in str(gone.error)
    assert old.article is not None
    assert old.article.published is None


def test_a_feed_with_a_whole_article_and_a_link_that_fails(tmp_path: Path) -> None:
    text = "“It floats,” said Ana Reyes. " + "The tide was late and the harbour was full of boats. " * 20
    (tmp_path / "feed.xml").write_text(FEED.replace("{text}", text), encoding="utf-8")
    whole, linked = given(tmp_path / "feed.xml")
    assert whole.article is not None
    assert (whole.article.outlet, whole.article.title, whole.article.published) == (
        "The Courier",
        "Ferry",
        "2024-05-08",
    )
    assert "It floats" in whole.article.text
    assert linked.article is None
    assert "which isn't on it (--allow-private" in str(linked.error)


def test_links_of_a_feed_on_disk_are_as_seen_from_its_site(tmp_path: Path, site: str) -> None:
    feed = SITE["/feed"][1].replace("<title>The Courier</title>", f"<title>The Courier</title><link>{site}/</link>")
    (tmp_path / "feed.rss").write_text(feed, encoding="utf-8")
    assert given(tmp_path / "feed.rss")[0].name == f"{site}/news/1"


def test_entries_without_links_are_articles_of_their_own(tmp_path: Path) -> None:
    said = "Harbour master Ole Lund said the north quay would stay shut. The ferries wait outside. " * 8
    entries = "".join(
        f'<item><title>{day}</title><guid isPermaLink="false">{day}</guid>'
        f"<content:encoded><![CDATA[<p>{day}: {said}</p>]]></content:encoded></item>"
        for day in ("Monday", "Tuesday")
    )
    feed = tmp_path / "feed.rss"
    feed.write_text(
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>The Courier</title><link>https://courier.example/</link>{entries}<item><title>Teaser</title></item></channel></rss>",
        encoding="utf-8",
    )
    first, second, teaser = given(feed)
    assert [(found.name, found.article and found.article.url) for found in (first, second)] == [
        (f"{feed}, entry 1", None),
        (f"{feed}, entry 2", None),
    ]
    assert str(teaser.error) == f"expected an article or a link to one in {feed}, entry 3, found neither"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"text": 5}', """expected a JSON object with a string as "text" or "html" in {}, found {{'text': 5}}"""),
        ("no article", "expected a JSON object in {}, found 'no article'"),
        ('{"text": ""}', "expected an article in the text, found nothing, in {}"),
        (
            '{"text": "“It floats,” said Reyes.", "published": "2026-13-45"}',
            "expected a date of publication as YYYY-MM-DD, found '2026-13-45', in {}",
        ),
    ],
)
def test_what_is_wrong_with_a_line_is_told_with_its_place(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{line}\n", encoding="utf-8")
    (found,) = given(path)
    assert str(found.error) == message.format(f"{path}, line 1")


def test_an_empty_name_is_no_folder() -> None:
    (found,) = given("")
    assert str(found.error) == "expected the name of a file or folder, a pattern, a URL or -, found an empty one"


def test_what_the_user_says_wins(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(LINE), encoding="utf-8")
    (found,) = given(tmp_path / "a.jsonl", facts=Facts(published="2020-01-01", outlet="NTB"))
    assert found.article is not None
    assert (found.article.outlet, found.article.published) == ("NTB", "2020-01-01")
