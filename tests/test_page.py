"""A reading as a page."""

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from importlib.resources import files
from itertools import product

import pytest
from fabricated import READING, RICH, TEXT, readings, said_of_all, whole
from hypothesis import given
from hypothesis import strategies as st

from reportedly.articles.article import Article
from reportedly.reading import ReadBy, Reading
from reportedly.shown.annotated import COLOURS
from reportedly.shown.page import to_html

ATTACK = (
    '<script>alert(1)</script> said </article></style> "onmouseover="alert(2)" <img src=x onerror=alert(3)> '
    "&lt;b&gt; ]]> --> \x1b[31m \x00 \ud800 ${x}"
)
SHOWN_AS_REPLACED = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]
    text: str = ""


@dataclass
class Read(HTMLParser):
    """A page's elements, and the text within <article>."""

    elements: list[Element] = field(default_factory=list)
    article: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        assert len(element.attributes) == len(attrs), "an attribute twice"
        self.elements.append(element)
        if tag not in ("meta", "link"):
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data
        if any(element.tag == "article" for element in self.open):
            self.article += data

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    def values(self, name: str) -> Iterator[str]:
        return (value for element in self.elements if (value := element.attributes.get(name)) is not None)


def parsed(reading: Reading) -> Read:
    read = Read()
    read.feed(to_html(reading))
    read.close()
    assert not read.open
    return read


def marks(reading: Reading) -> list[tuple[str, str, str]]:
    """Words, title and class of every mark in the article."""
    return [
        (e.text, e.attributes["title"] or "", e.attributes["class"] or "")
        for e in parsed(reading).all("a")
        if "title" in e.attributes
    ]


def test_the_article_stands_as_published() -> None:
    read = parsed(READING)
    assert TEXT.split() == read.article.split()
    assert len(read.all("p")) - sum("class" in p.attributes for p in read.all("p")) == 1 + 4


@pytest.mark.parametrize(
    ("words", "title", "classes"),
    [
        ("Mayor Ana Reyes", "source of statement 1, Ana Reyes", "source i0"),
        ("allegedly boasts of", "cue of statement 1, Ana Reyes", "cue i0"),
        ("a plan to “sink the d*mn ferry” by spring", "content of statement 1, Ana Reyes", "content t0"),
        ("He", "content of statement 2, Ana Reyes; source of statement 4, Lund", "content t0 source i1"),
        (
            "‘You wouldn’t.’",
            "content of statement 2, Ana Reyes; content of statement 4, Lund",
            "content t1 nested o0",
        ),
        ("was claimed", "cue of statement 5, unknown", "cue ix"),
    ],
)
def test_marks(words: str, title: str, classes: str) -> None:
    assert (words, title, classes) in marks(READING)


def test_a_span_over_two_lines_is_marked_in_both() -> None:
    found = [words for words, title, _ in marks(READING) if "content of statement 6" in title]
    assert found == ["Lund", " had ", "admitted", "it floats"]


def test_a_mark_carries_every_statement_it_belongs_to() -> None:
    mark = next(e for e in parsed(READING).all("a") if e.text == "‘Try me,’" and "data-s" in e.attributes)
    assert (mark.attributes["data-s"], mark.attributes["href"]) == ("2 3", "#s3")


def test_one_stop_for_the_tab_key_a_statement() -> None:
    stops = [e for e in parsed(READING).all("a") if "title" in e.attributes and "tabindex" not in e.attributes]
    assert [e.attributes["id"] for e in stops] == ["t1", "t3", "t2", "t4", "t5", "t6", "t7"]


def test_holders_and_statements_lead_to_each_other() -> None:
    read = parsed(READING)
    entries = {e.attributes["id"]: e.text for e in read.all("li")}
    assert list(entries) == ["s1", "s2", "s3", "s4", "s5", "s6", "s7", "h1", "h2", "h3", "h0"]
    assert "Lund" in entries["h2"]
    assert "statements 4, 7" in entries["h2"]
    assert "In the text: Lund, He" in entries["h2"]
    assert "within statement 2" in entries["s4"]


def check_links(read: Read) -> None:
    ids = list(read.values("id"))
    assert len(ids) == len(set(ids))
    inner = {link[1:] for link in read.values("href") if link.startswith("#")}
    assert inner <= set(ids)


def test_no_statements_is_said_in_a_sentence() -> None:
    read = parsed(Reading(Article("Rain fell.\n\nMore rain."), (), ()))
    assert read.article.split() == ["Rain", "fell.", "More", "rain."]
    assert "No statements were found in this article." in read.all("aside")[0].text
    check_links(read)


def test_the_page_says_what_read_it() -> None:
    read = parsed(replace(READING, read_by=ReadBy("0.1.0", "abcd1234")))
    assert "Read by Reportedly 0.1.0 with weights abcd1234." in read.all("aside")[0].text
    assert "Read by" not in parsed(READING).all("aside")[0].text


def test_the_empty_article() -> None:
    assert parsed(Reading(Article(""), (), ())).article.strip() == ""


def test_the_page_asks_for_nothing() -> None:
    page = to_html(READING)
    read = parsed(READING)
    assert [link for link in read.values("href") if not link.startswith("#")] == ["data:,", READING.article.url]
    assert not list(read.values("src"))
    assert not re.search(r"@import|url\(", page)


def test_the_policy_names_our_style_and_script() -> None:
    read = parsed(READING)
    policy = next(e.attributes["content"] or "" for e in read.all("meta") if "http-equiv" in e.attributes)
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        (element,) = read.all(tag)
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}';" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "en"), ("pt-BR", "pt-BR"), (None, ""), ('"><script>', ""), ("english please", "")]
)
def test_language(language: str | None, expected: str) -> None:
    read = parsed(Reading(Article("Rain.", language=language), (), ()))
    assert [e.attributes["lang"] for e in read.elements if "lang" in e.attributes] == ["en", expected]


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        ("https://courier.example/a?b=1&c=%22", True),
        ("HTTP://courier.example", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("java\nscript:alert(1)", False),
        (" https://courier.example", False),
        ("https://courier.example/\njavascript:alert(1)", False),
        ('https://courier.example/"onmouseover="alert(1)', False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//courier.example", False),
        ("https://", False),
    ],
)
def test_only_the_web_is_linked(url: str, is_link: bool) -> None:
    links = [link for link in parsed(whole("He said.", url=url)).values("href") if not link.startswith("#")]
    assert links == ["data:,", url] if is_link else links == ["data:,"]


def test_an_attack_stays_text() -> None:
    reading = whole(
        ATTACK,
        url="javascript:alert(1)",
        title=ATTACK,
        outlet=ATTACK,
        authors=(ATTACK,),
        language=ATTACK,
    )
    page, read = to_html(reading), parsed(reading)
    page.encode("utf-8")
    assert "\x1b" not in page
    assert "\x00" not in page
    assert len(read.all("script")) == len(read.all("style")) == 1
    assert not read.all("img")
    assert not any(name.startswith("on") for e in read.elements for name in e.attributes)
    assert read.article.split() == SHOWN_AS_REPLACED.sub("\ufffd", ATTACK).split()


# What str.split takes for white space but HTML doesn't collapse is compared as white space too.
@given(readings(st.text(st.characters() | st.sampled_from("<>&\"'\n “”"), max_size=60)))
def test_any_reading_gives_a_whole_page(reading: Reading) -> None:
    to_html(reading).encode("utf-8")
    read = parsed(reading)
    assert read.article.split() == SHOWN_AS_REPLACED.sub("\ufffd", reading.article.text).split()
    check_links(read)
    carried = {number for value in read.values("data-s") for number in value.split()}
    assert carried == {str(index + 1) for index in range(len(reading.statements))}


def schemes(style_sheet: str) -> list[dict[str, str]]:
    """The colours of the light and of the dark scheme."""
    style = files("reportedly").joinpath(style_sheet).read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]
    return [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in blocks]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio that WCAG 2 defines: 4.5 is enough for text."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", schemes("shown/page.css") + schemes("web/static/reader.css"))
def test_every_ink_reads_on_every_ground(scheme: dict[str, str]) -> None:
    names = [*map(str, range(COLOURS)), "x"]
    grounds = [scheme["paper"], scheme.get("raised", scheme["paper"]), *(scheme[f"tint-{name}"] for name in names)]
    inks = [scheme["text"], scheme["quiet"], *(scheme[f"ink-{name}"] for name in names)]
    assert min(contrast(ink, ground) for ink, ground in product(inks, grounds)) >= 4.5


# What is known of a statement beside whose it is ------------------------------------------------------------------


def entry(reading: Reading, number: int) -> str:
    return next(e.text for e in parsed(reading).all("li") if e.attributes.get("id") == f"s{number}")


def facts(reading: Reading) -> dict[str, str]:
    """What is told in the lists as resting on words of the article, by the id of those words."""
    links = (e for e in parsed(reading).all("a") if (e.attributes.get("class") or "") in ("fact", "standing"))
    return {(e.attributes["href"] or "")[1:]: e.text for e in links}


def test_what_is_known_leads_to_the_words_it_rests_on() -> None:
    told = facts(RICH)
    assert told == {
        "e1-standing": "alleged",
        "e1-document": "document: tape",
        "e1-chain-1": "deckhand",
        "e1-chain-2": "Radio Fjord",
        "e1-chain-3": "NTB",
        "e2-time": "in 2024-04",
        "e2-place": "in Orle",
        "e2-chain-1": "deckhand",
        "e3-addressee": "to Ole Lund",
        "e4-standing": "neither confirmed nor denied",
        "e4-addressee": "to the harbour committee",
        "e4-time": "on 2024-05-07",
        "e4-place": "in Orle",
        "e5-standing": "denied",
        "e5-time": "on 2024-05-09",
        "e6-time": "in 2022",
        "e6-stance-1": "for Ole Lund",
        "e7-addressee": "to reporters",
        "e7-time": "on 2024-05-08",
        "e7-stance-1": "against Ole Lund",
        "e8-stance-1": "against Ana Reyes",
        "e9-sourcing-1": "why unnamed: asked not to be named",
        "e9-chain-1": "NTB",
        "e9-chain-2": "The Courier",
    }
    words = {e.attributes["id"]: e.text for e in parsed(RICH).elements if "id" in e.attributes}
    assert {name: words[name] for name in ("e4-time", "e4-place", "e7-stance-1", "e9-chain-2", "e1-standing")} == {
        "e4-time": "on 7 May",
        "e4-place": "Orle",
        "e7-stance-1": "he",
        "e9-chain-2": "which The Courier cited",
        "e1-standing": "allegedly",
    }


@pytest.mark.parametrize(
    ("words", "title", "classes"),
    [
        ("on 7 May", "time of statement 4", "evidence i1"),
        ("recorded by a deckhand", "chain of statements 1, 2", "evidence i0"),
        ("allegedly", "cue of statement 1, Ana Reyes; standing of statement 1", "cue i0"),
        ("betrayed", "content of statement 7, Ana Reyes; stance of statement 7", "content t0 evidence i0"),
    ],
)
def test_marks_of_evidence(words: str, title: str, classes: str) -> None:
    assert (words, title, classes) in marks(RICH)


def test_words_belong_first_to_the_statement_whose_own_they_are() -> None:
    told = next(e for e in parsed(RICH).all("a") if e.text == "told" and "9" in (e.attributes.get("data-s") or ""))
    assert (told.attributes["href"], told.attributes["data-e"]) == ("#s9", "9-chain-1")
    lund = next(e for e in parsed(RICH).all("a") if e.attributes.get("data-e") == "3-addressee")
    assert (lund.text, lund.attributes["href"], lund.attributes["data-s"]) == ("Lund", "#s2", "3 2")


def test_a_chain_is_drawn_from_the_holder_to_this_article() -> None:
    steps = "Ana Reyes recorded by deckhand obtained by Radio Fjord cited by NTB this article"
    chains = [e for e in parsed(RICH).all("ol") if e.attributes.get("class") == "chain"]
    assert steps.replace(" ", "") == chains[0].text.replace(" ", "")
    assert len(chains) == 3


def test_a_chain_from_an_unnamed_source_says_so() -> None:
    assert "port official unnamed source" in entry(RICH, 9)
    nobody = replace(RICH, statements=(*RICH.statements[:8], replace(RICH.statements[8], holder=None)))
    assert "unknown unnamed source" in entry(nobody, 9)
    assert "unnamed source" not in entry(RICH, 1)


def test_answers_lead_there_and_back() -> None:
    assert "left unanswered in statement 4 · denied in statement 5" in entry(RICH, 1)
    assert "declines to answer statement 1" in entry(RICH, 4)
    assert "denies statement 1" in entry(RICH, 5)


def test_origins_and_stances_have_lists_of_their_own() -> None:
    aside = parsed(RICH).all("aside")[0].text
    assert "recorded by deckhandstatements 1, 2" in aside
    assert "told NTBstatement 9 · from an unnamed source" in aside
    assert [row.text for row in parsed(RICH).all("tr")] == [
        "WhenWho → whomStanceNo.",
        "2022 Ana Reyes → Ole Lundfor6",
        "2024-05-08 Ana Reyes → Ole Lundagainst, a turn7",
        "2024-05-10 Ole Lund → Ana Reyesagainst8",
    ]
    check_links(parsed(RICH))


def test_what_the_article_does_not_give_leaves_no_trace() -> None:
    page = parsed(READING)
    assert [e.text for e in page.all("h2")] == ["Statements", "Whose they are"]
    assert not page.all("svg")
    assert not list(page.values("data-e"))
    assert "what else is known" not in page.all("aside")[0].text


def test_an_attack_in_any_value_stays_text() -> None:
    page, read = to_html(said_of_all(ATTACK)), parsed(said_of_all(ATTACK))
    page.encode("utf-8")
    assert not {"\x1b", "\x00"} & set(page)
    assert len(read.all("script")) == len(read.all("style")) == 1
    assert not read.all("img")
    assert not any(name.startswith("on") or name == "style" for e in read.elements for name in e.attributes)
    assert "<script>alert(1)</script> said" in facts(said_of_all(ATTACK))["e1-chain-1"]
    check_links(read)
