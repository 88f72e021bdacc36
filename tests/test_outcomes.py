"""One bad input is one outcome: a sentence that names it, while the rest is added; and nothing raw comes out."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from fabricated import said_of_all
from fastapi.testclient import TestClient

from reportedly.articles.article import Article
from reportedly.articles.inputs import articles
from reportedly.cli import cli
from reportedly.errors import ReportedlyError
from reportedly.holders.holder import Holder
from reportedly.ledger import Ledger
from reportedly.printable import plainer, tame
from reportedly.reading import Reading
from reportedly.web import create_app

SAID = "“It floats,” said Ana Reyes. " + "The tide was late and the harbour was full of boats. " * 16
GOOD = "https://courier.example/good"


def item(title: str = "Ferry", link: str = "https://courier.example/1", text: str = SAID, more: str = "") -> str:
    whole = f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded>"
    return f"<item><title>{title}</title><link>{link}</link>{more}{whole}</item>"


def feed(entry: str, head: str = "", site: str = "https://courier.example/") -> str:
    """A feed with an entry, and a good one after it."""
    return (
        f'{head}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>The Courier</title><link>{site}</link>{entry}{item('Good', GOOD)}</channel></rss>"
    )


DOCTYPE = (
    '<?xml version="1.0"?>\n<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
    '"http://my.netscape.com/publish/formats/rss-0.91.dtd">\n'
)
#: a feed → the title of its first entry, or the end of the sentence that says why it is none
FEEDS = [
    (feed(item(link="http://[")), "expected a link that can be read in {}, entry 1, found 'http://['"),
    (feed(item(link="http://a:b/")), "expected a link that can be read in {}, entry 1, found 'http://a:b/'"),
    (feed(item(link="/1"), site="http://["), "Ferry"),
    (feed(item(more='<source url="http://[">NTB</source>')), "Ferry"),
    (feed(item(text=f'{SAID}<a href="http://[">x</a><img src="http://[">')), "Ferry"),
    (feed(item("A &#xD800; B")), "A \ufffd B"),
    (feed(item("A &#55296; B &#x110000; &#0; C")), "A \ufffd B \ufffd \ufffd C"),
    (feed(item("Ferry", text=f"A &#xDFFF; {SAID}")), "Ferry"),
    (feed(item(), DOCTYPE), "Ferry"),
    (feed(item(), '<!DOCTYPE rss [<!ENTITY nbsp "&#160;"><!ENTITY a "x">]>'), "Ferry"),
    (feed(item("A &x; B"), '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "A &x; B"),
    (feed(item(more="<pubDate>Wed, 08 May 99999999999 10:00:00 GMT</pubDate>")), "Ferry"),
    (feed("<item><title>Nothing</title></item>"), "expected an article or a link to one in {}, entry 1, found neither"),
    (feed(item(text="<div>" * 5_000 + SAID)), "Ferry"),
]


@pytest.mark.parametrize(("text", "expected"), FEEDS)
def test_a_bad_entry_is_one_outcome(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "a.rss"
    path.write_text(text, encoding="utf-8")
    first, good = articles([str(path)])
    if first.article is None:
        assert str(first.error).endswith(expected.format(path))
    else:
        assert first.article.title == expected
    assert good.article is not None
    assert (good.article.url, good.article.title) == (GOOD, "Good")


#: a line of JSON → why it is no article, or None
LINES = [
    ('{"text": "It floats.", "url": "http://["}', "expected an address that can be read, found 'http://[', in {}, l"),
    ('{"text": "It floats.", "url": "http://a/%s"}' % ("x" * 2_000), "expected an address of at most 2,000 characters"),
    ('{"html": "<p>It floats.", "url": "http://["}', "expected an address that can be read, found 'http://[', in {},"),
    ('{"text": "It floats.", "published": "-0500-01-01"}', "expected a date of publication as YYYY-MM-DD, found '-0"),
    ('{"text": "It floats.", "published": "20240604"}', "expected a date of publication as YYYY-MM-DD, found '202406"),
    ('{"text": "It floats.", "n": %s}' % ("9" * 5_000), "expected a JSON object in {}, line 1"),
    ('{"text": %s}' % ('{"a":' * 30_000), "expected a JSON object in {}, line 1"),
    ("\x00", "expected a JSON object in {}, line 1"),
    ('{"text": "It floats.", "n": 1e999, "m": NaN}', None),
    (r'{"text": "\ud800 It \u0000 floats.", "title": "\udfff", "outlet": "\ud800", "url": "https://a/\ud800"}', None),
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), LINES, ids=range(len(LINES)))
def test_a_bad_line_is_one_outcome(tmp_path: Path, line: str, expected: str | None) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{line}\n{json.dumps({'text': SAID})}\n", encoding="utf-8")
    first, good = articles([str(path)])
    assert (first.article is None) == (expected is not None)
    if expected:
        assert str(first.error).startswith(expected.format(path))
    assert good.article is not None
    assert good.article.text == SAID


UTF8, WESTERN = "“It floats,” said Zoë Müller.".encode(), "“It sinks,” said José Núñez.".encode("cp1252")
#: text that is of two encodings → where the sentence says that it begins
MIXED = [
    (UTF8 + b"\n\n" + WESTERN, "at byte 37, in line 3"),
    (WESTERN + b"\n\n" + UTF8, "at byte 0, in line 1"),
    (UTF8 + b" " + WESTERN, "at byte 36, in line 1"),
    ((WESTERN + b"\n") * 20 + UTF8, "at byte 0, in line 1"),
    ("Zoë Müller".encode() + b" said so, and nobody asked.\n" + (WESTERN + b"\n") * 20, "at byte 40, in line 2"),
    (UTF8 * 3 + b"\x81", "at byte 105, in line 1"),
]


@pytest.mark.parametrize(("data", "where"), MIXED, ids=range(len(MIXED)))
def test_text_of_two_encodings_is_told(tmp_path: Path, data: bytes, where: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    (found,) = articles([str(tmp_path / "a.txt")])
    assert str(found.error).endswith(f"a.txt, found damage or another encoding {where}")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("“It sinks,” said José Núñez.", "cp1252"), ("“Они тонут”, – сказал Иван.\nЧто?\n", "cp1251"),
        ("«Ça coule», dit Zoë.", "mac_roman"),
        ("港が閉鎖された。\n「沈む」と彼女は言った。\n" * 20, "cp932"),
    ],
)  # fmt: skip
def test_text_of_one_encoding_is_read(tmp_path: Path, text: str, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    (found,) = articles([str(tmp_path / "a.txt")])
    assert found.article is not None, found.error


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="canonical" href="http://[">', '<meta property="og:url" content="http://a:b/">',
        '<base href="http://[">', "<title>A &#xD800; B</title>",
    ],
)  # fmt: skip
def test_a_page_with_a_bad_address_is_read(head: str) -> None:
    link = '<a href="http://[">A link.</a>'
    page = f"<html><head>{head}</head><body><article><p>{SAID}</p><p>{link}</p></article></body></html>"
    article = Article.from_html(page)
    assert article.text.startswith("“It floats,” said Ana Reyes.")
    assert article.url is None


def test_a_batch_goes_on_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(feed(item(link="http://[")), encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(UTF8 + WESTERN)
    (tmp_path / "c.jsonl").write_text(
        '{"text": "It floats.", "url": "http://["}\n{"text": "It sank."}', encoding="utf-8"
    )
    (tmp_path / "d.txt").write_text("“It drifts,” said Ole Lund.", encoding="utf-8")
    ended = CliRunner().invoke(cli, ["add", str(tmp_path), "--ledger", str(tmp_path / "desk.db")])
    assert ended.exit_code == 1
    assert ended.stdout.count("new: ") == 3
    assert [line.partition(" ")[0] for line in ended.stderr.splitlines()] == ["reportedly:"] * 3 + ["3"]
    assert "not read in the folder" not in ended.stderr  # the ledger itself
    assert "Traceback" not in ended.output


# -- locales -----------------------------------------------------------------------------------------------------------

LOCALES = [
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
    {"PYTHONIOENCODING": "ascii:strict"},
]


@pytest.mark.parametrize("locale", LOCALES, ids=" ".join)
def test_any_locale_will_do(tmp_path: Path, locale: dict[str, str]) -> None:
    name = "Zoë–→日本.txt".encode()
    with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:  # noqa: PTH118, PTH123 - a name in bytes
        file.write("“It floats – ‘now’ …,” said Zoë Müller → 日本.".encode())
    paths = [os.path.join(os.fsencode(tmp_path), name), b"none-\xe9.txt"]  # noqa: PTH118
    ended = subprocess.run(
        [sys.executable, "-m", "reportedly", "read", *paths],
        capture_output=True, env={**os.environ, **locale}, timeout=120, check=False,
    )  # fmt: skip
    assert (ended.returncode, b"Traceback" in ended.stderr) == (1, False)
    assert len(ended.stderr.splitlines()) == 1
    words = ended.stdout.decode("latin-1" if "latin-1" in locale.values() else "utf-8")
    floats = "\"It floats - 'now' ...,\"" if "latin-1" in locale.values() else "“It floats – ‘now’ …,”"
    assert floats in words
    assert "Zoë Müller" in words


def test_what_an_encoding_lacks_is_put_plainly() -> None:
    with pytest.raises(UnicodeEncodeError) as lacking:
        "Zoë – “日本”".encode("ascii")
    assert plainer(lacking.value) == ("?", 3)
    assert plainer(UnicodeEncodeError("ascii", "–“日…", 0, 4, "")) == ('-"?...', 4)


# -- control characters ------------------------------------------------------------------------------------------------

RAW = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
ATTACK = "\x1b]0;owned\x07\x1b[31mred\x9b2J\x7f \u202edlog\u2066 \x85\x08 \x00 said"


@pytest.fixture(scope="module")
def attacked(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger in which every value that can hold any words has control characters."""
    path = Path(shutil.copy(tables, tmp_path_factory.mktemp("attacked") / "desk.db"))
    reading = said_of_all(ATTACK)
    article = replace(
        reading.article, url=f"http://{ATTACK}", title=ATTACK, outlet=ATTACK, authors=(ATTACK,), language=ATTACK
    )
    holder = Holder(ATTACK, "person", ATTACK, reading.holders[0].mentions)
    said = tuple(replace(statement, holder=holder) for statement in reading.statements)
    with Ledger.open(path) as ledger:
        ledger.add(Reading(article, said, (holder,)))
        ledger.add(Reading(replace(article, outlet="NTB", url="https://ntb.example/1"), said, (holder,)))
        ledger.fail(ATTACK, ATTACK)
    return path


COMMANDS = [
    ["search"], ["search", "said"], ["trace", "said"], ["who", "1"], ["holders"], ["holders", "1"], ["findings"],
    ["users"], ["figures", "list"], ["versions", f"http://{ATTACK}".replace("\x00", "\ufffd")], ["who", "red"],
]  # fmt: skip


@pytest.mark.parametrize("form", ["--json", ""])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: repr(command)[:30])
def test_no_control_character_leaves_a_command(attacked: Path, command: list[str], form: str) -> None:
    ended = CliRunner().invoke(cli, [*command, *filter(None, [form]), "--ledger", str(attacked)])
    assert not ended.exception or isinstance(ended.exception, ReportedlyError | SystemExit)
    assert RAW.search(ended.output) is None
    if form and ended.exit_code == 0:
        json.loads(ended.stdout)


def test_no_control_character_leaves_an_addition(tmp_path: Path) -> None:
    line = {"text": f"“It floats,” said Ana {ATTACK} Reyes.", "title": ATTACK, "outlet": ATTACK}
    bad = {"text": "It floats.", "published": ATTACK}
    (tmp_path / "a.jsonl").write_text(f"{json.dumps(line)}\n{json.dumps(bad)}\n{ATTACK}", encoding="utf-8")
    for command in (["read"], ["read", "--json"], ["add", "--json"], ["add"]):
        where = ["--ledger", str(tmp_path / "desk.db")] if command[0] == "add" else []
        ended = CliRunner().invoke(cli, [*command, str(tmp_path / "a.jsonl"), *where])
        assert ended.exit_code == 1
        assert RAW.search(ended.output) is None, command


@pytest.mark.parametrize(
    "path",
    ["/", "/articles", "/articles/1", "/holders", "/holders/1", "/holders/1/appearances", "/search?words=said",
     "/findings", "/compare?one=1&other=1", "/threads/1", "/statements/1/review", "/articles/1/missed", "/reviews"],
)  # fmt: skip
def test_no_control_character_leaves_a_page(attacked: Path, path: str) -> None:
    with Ledger.open(attacked) as ledger:
        pages = TestClient(create_app(ledger), base_url="http://127.0.0.1:8765")
        page, api = pages.get(path), pages.get(f"/api/v1{'/articles' if path == '/' else path}")
    assert page.status_code == 200
    # White space, and the turns of an article's own text, stay as published: a paragraph keeps them to itself.
    assert re.search("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]", page.text) is None
    assert RAW.search(api.text) is None


def test_json_means_the_same_when_it_is_tame() -> None:
    line = json.dumps({"words": ATTACK + "\u2028\u2029"}, ensure_ascii=False)
    assert RAW.search(tame(line)) is None
    assert json.loads(tame(line)) == json.loads(line)
