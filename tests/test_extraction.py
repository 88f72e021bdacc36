"""The article on a page: what is kept of it, and what beside it is left out."""

from __future__ import annotations

import pytest

from reportedly.articles.article import Article
from reportedly.errors import Empty

FIRST = (
    "The harbour board met on Monday to weigh what the storm had cost the town, and whether the north quay could open "
    "again before the summer."
)
SECOND = (
    "Its engineers had found cracks in nine of the eleven piers, some as wide as a hand, and asked for another month, "
    "said Ole Lund, who leads them."
)
LAST = (
    "The ferries will call at the south quay until then, as they did in the spring, and the fish market stays where it "
    "has been since the storm."
)
QUOTED = "“We won’t open it before they have signed,” said Ana Reyes, the harbour master."
REMARK = "I have sailed from that quay for forty years and never saw a crack in it, so who is lying to whom here?"


def page(*, after: str = "", between: str = "") -> str:
    paragraphs = f"<p>{FIRST}</p>{between}<p>{SECOND}</p><p>{LAST}</p>"
    return (
        f"<html><body><nav><a href='/'>Home</a></nav><article><h1>Quay stays shut</h1>{paragraphs}{after}</article>"
        "<footer><p>The Quay Courier, Port Tarn</p></footer></body></html>"
    )


def links(*titles: str) -> str:
    return "<ul>" + "".join(f"<li><a href='/{n}'>{title}</a></li>" for n, title in enumerate(titles)) + "</ul>"


ELSEWHERE = links("Ferry fares rise again in the north", "Fish market to move for the third time this year")
REMARKS = "".join(f"<p>{REMARK}</p><p>Posted by: Sailor {n}, 2 May 2024</p>" for n in range(4))


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        (page(between=f"<p><a href='/letter'>{QUOTED}</a></p>"), QUOTED),  # a paragraph that is one link
        (page(between=f"<p> <a href='/letter'><b>{QUOTED}</b></a> </p>"), QUOTED),
        (page(between=f"<div><img src='a.jpg'></div>{QUOTED}"), QUOTED),  # text that stands between blocks
        (page(between=f"<div><img src='a.jpg'></div>It is shut, <i>he</i> wrote. {QUOTED}"), "It is shut, he wrote."),
        (page(between=f"<h2>Comments were few</h2><p>{QUOTED}</p>"), QUOTED),
        (page(between=f"<h2>Related</h2>{ELSEWHERE}<p>{QUOTED}</p>"), QUOTED),  # the article goes on
        (page(between=f"<h2>More on the quay</h2><p>{QUOTED}</p>"), QUOTED),
    ],
)
def test_what_is_the_articles_is_kept(html: str, kept: str) -> None:
    text = Article.from_html(html).text
    assert kept in text
    assert [one for one in text.split("\n\n") if one in (FIRST, SECOND, LAST)] == [FIRST, SECOND, LAST]


@pytest.mark.parametrize(
    ("after", "left_out"),
    [
        (f"<h3>Comments (4)</h3>{REMARKS}", REMARK),
        (f"<div><p><span>4 comments</span></p></div><div>{REMARKS}</div>", REMARK),
        (f"<div class='visitors_comment_block'><h3>What you say</h3>{REMARKS}</div>", REMARK),
        (f"<h3>Related stories</h3>{ELSEWHERE}", "Ferry fares"),
        (f"<div><h3>Editors’ recommendations:</h3></div>{ELSEWHERE}", "Ferry fares"),
        (f"<p><strong>You might also like</strong></p>{ELSEWHERE}", "Ferry fares"),
    ],
)
def test_what_stands_beside_the_article_is_left_out(after: str, left_out: str) -> None:
    text = Article.from_html(page(after=after)).text
    assert left_out not in text
    assert text.endswith(LAST)


@pytest.mark.parametrize(
    "html",
    [
        links(*(f"Board number {n} says that the quay will stay shut for the rest of the year" for n in range(20))),
        "".join(f"<h3><a href='/{n}'>Board number {n} says that the quay will stay shut</a></h3>" for n in range(20)),
        "<p>" + " | ".join(f"<a href='/{n}'>Quay {n} of the port</a>" for n in range(90)) + "</p>",
    ],
)
def test_a_page_of_links_is_no_article(html: str) -> None:
    with pytest.raises(Empty, match="found HTML without one"):
        Article.from_html(f"<html><body>{html}</body></html>")


def test_where_trafilatura_finds_nothing_resiliparse_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    import trafilatura  # noqa: PLC0415 - as the code does

    monkeypatch.setattr(trafilatura, "bare_extraction", lambda *_, **__: None)
    article = Article.from_html(page(between=f"<p>{QUOTED}</p><p>{FIRST.replace('Monday', 'Friday')}</p>"))
    assert article.text.split("\n\n")[-3:] == [FIRST.replace("Monday", "Friday"), SECOND, LAST]
    assert article.title is None
    with pytest.raises(Empty, match="found HTML without one"):
        Article.from_html(f"<html><body>{ELSEWHERE * 30}<p>{QUOTED}</p></body></html>")


def test_a_page_without_markup_is_read() -> None:
    text = " ".join([FIRST, SECOND, QUOTED, LAST, REMARK])
    assert Article.from_html(f"<html><body>{text}</body></html>").text == text
