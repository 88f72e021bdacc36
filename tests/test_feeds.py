"""Feeds: their days as they write them, and an entry's own text where its page gives less."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportedly.articles.article import Article
from reportedly.articles.feeds import FeedEntry, article_of, day, entries
from reportedly.errors import Empty, FetchError, InputError

#: What a feed writes → the day that it is, in the feed's own zone; None if it can't be read whole.
DAYS = [
    ("Wed, 08 May 2024 23:30:00 -0700", "2024-05-08"),
    ("Thu, 09 May 2024 00:10:00 +0200", "2024-05-09"),
    ("Wed, 08 May 2024 23:30:00 EST", "2024-05-08"),
    ("Wed, 08 May 2024 23:30 GMT", "2024-05-08"),
    ("Wednesday, 8 May 2024 11:30 PM PDT", "2024-05-08"),
    ("8 May 2024", "2024-05-08"),
    ("08-May-2024 10:00", "2024-05-08"),
    ("Tue, 5 Mar 24 10:00:00 +0100", "2024-03-05"),
    ("May 8, 2024", "2024-05-08"),
    ("2024-05-08T23:30:00-07:00", "2024-05-08"),
    ("2024-05-08T23:30:00Z", "2024-05-08"),
    ("2024-05-08 10:00", "2024-05-08"),
    (" 2024-05-08\n", "2024-05-08"),
    ("2024/3/5", None),
    ("03/05/2024", None),
    ("05.03.2024", None),
    ("2024", None),
    ("2024-05", None),
    ("May 2024", None),
    ("8 May", None),
    ("10:00", None),
    ("2024-13-05", None),
    ("2024-W10-2", None),
    ("1715200000", None),
    ("Mon, 31 Feb 2024 10:00:00 GMT", None),
    ("Wed, 08 May 0000 10:00:00 GMT", None),
    ("Wed, 08 May 99999999999 10:00:00 GMT", None),
    ("yesterday", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("written", "expected"), DAYS)
def test_a_day_is_as_the_feed_writes_it(written: str | None, expected: str | None) -> None:
    assert day(written) == expected


#: What stands in an entry → its day.
DATED = [
    ("<pubDate>Wed, 08 May 2024 23:30:00 -0700</pubDate>", "2024-05-08"),
    ("<pubDate>2024/3/5</pubDate>", None),
    ("<pubDate>2024/3/5</pubDate><dc:date>2024-03-06</dc:date>", None),
    ("<dc:date>2024-05-08T01:00:00+09:00</dc:date>", "2024-05-08"),
    ("", None),
]


@pytest.mark.parametrize(("written", "expected"), DATED)
def test_the_day_of_an_entry(written: str, expected: str | None) -> None:
    feed = (
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Courier</title>'
        f"<item><title>Ferry</title><link>https://courier.example/1</link>{written}</item></channel></rss>"
    )
    (entry,) = entries(feed.encode(), "https://courier.example/feed")
    assert (entry.title, entry.outlet, entry.published) == ("Ferry", "The Courier", expected)


def test_the_day_of_an_atom_entry_is_that_of_publication() -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>The Courier</title><entry><title>Ferry</title>'
        '<link href="/1"/><published>2024-05-08T23:30:00-07:00</published><updated>2024-05-10T10:00:00Z</updated>'
        '<content type="html">&lt;p&gt;Short.&lt;/p&gt;</content></entry></feed>'
    )
    (entry,) = entries(feed.encode(), "https://courier.example/feed")
    assert (entry.link, entry.published, entry.plain) == ("https://courier.example/1", "2024-05-08", "Short.")


LINK = "https://courier.example/1"
SHORT = "The quay will open in June, Ole Lund said."
LONG = " ".join(f"On day {number} Ole Lund said the quay would open in June." for number in range(1, 20))


def page(text: str) -> Callable[[str], Article]:
    return lambda link: Article(text, url=link)


def failing(error: InputError) -> Callable[[str], Article]:
    def raises(_: str) -> Article:
        raise error

    return raises


NO_ARTICLE, NO_ANSWER = failing(Empty("no article")), failing(FetchError("HTTP status 503"))
#: An entry's own text, whether it stands in `content`, its page → the text of its article, or the error.
TEXTS = [
    (LONG, True, failing(AssertionError("not asked for")), LONG),  # type: ignore[arg-type]
    (f"{LONG} Read more", True, page(f"{LONG} And more."), f"{LONG} And more."),
    (f"{LONG} […]", True, page(f"{LONG} And more."), f"{LONG} And more."),
    (LONG, False, page(SHORT), LONG),
    (SHORT, False, page(LONG), LONG),
    (SHORT, True, page("Subscribe to read."), SHORT),
    ("", False, page(SHORT), SHORT),
    (SHORT, False, NO_ARTICLE, SHORT),
    (LONG, False, NO_ANSWER, LONG),
    (SHORT, False, NO_ANSWER, FetchError),
    ("", False, NO_ARTICLE, Empty),
]


@pytest.mark.parametrize(("text", "is_content", "there", "expected"), TEXTS)
def test_an_entrys_own_text_is_used_where_the_page_gives_less(
    text: str, is_content: bool, there: Callable[[str], Article], expected: str | type[InputError]
) -> None:
    entry = FeedEntry(LINK, LINK, f"<p>{text}</p>" if text else "", is_content, "Ferry", "2024-05-08", "The Courier")
    if not isinstance(expected, str):
        with pytest.raises(expected):
            article_of(entry, there)
        return
    article = article_of(entry, there)
    assert article.text == expected
    assert (article.url, article.title, article.published, article.outlet) == (
        LINK, "Ferry", "2024-05-08", "The Courier",
    )  # fmt: skip
