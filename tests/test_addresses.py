"""Addresses: which lead to one article, and which don't."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.articles.addresses import address_key

ONE = "https://paper.example/2024/06/storm-at-sea"
SAME = [
    "http://paper.example/2024/06/storm-at-sea",
    "https://www.paper.example/2024/06/storm-at-sea",
    "https://m.paper.example/2024/06/storm-at-sea/",
    "https://amp.paper.example/2024/06/storm-at-sea",
    "HTTPS://Paper.Example:443/2024/06/storm-at-sea",
    "https://paper.example//2024/06/storm-at-sea?utm_source=feed&utm_medium=rss",
    "https://paper.example/2024/06/storm-at-sea?fbclid=IwAR0x1#comments",
    "https://paper.example/2024/06/storm-at-sea?gclid=1&mc_cid=2&ref=home",
    "https://paper.example/2024/06/storm-at-sea/amp/",
    "https://paper.example/2024/06/storm-at-sea.amp",
    "https://paper.example/amp/2024/06/storm-at-sea",
    "https://paper.example/2024/06/storm-at-sea?amp=1",
    "https://paper.example/2024/06/storm-at-sea?outputType=amp",
    "https://www.google.com/amp/s/www.paper.example/2024/06/storm-at-sea/amp/",
    "https://paper-example.cdn.ampproject.org/c/s/paper.example/2024/06/storm-at-sea",
    " https://paper.example/2024/06/storm-at-sea#top",
]
OTHERS = [
    ("https://paper.example/story?id=12", "https://paper.example/story?id=13"),
    ("https://paper.example/story?cid=12", "https://paper.example/story?cid=13"),
    ("https://paper.example/story?id=12", "https://paper.example/story"),
    ("https://paper.example/Story", "https://paper.example/story"),
    ("https://paper.example/story", "https://news.paper.example/story"),
    ("https://paper.example/story", "https://paper.example/story/2"),
    ("https://paper.example/camp", "https://paper.example/c"),
    ("https://paper.example:8080/a", "https://paper.example/a"),
    ("https://paper.example/#!/story/1", "https://paper.example/#!/story/2"),
    ("https://m.example/a", "https://example/a"),
    ("tag:paper.example,2024:1", "tag:paper.example,2024:2"),
    ("http://[", "http://"),
]


@pytest.mark.parametrize("url", SAME)
def test_addresses_of_one_article(url: str) -> None:
    assert address_key(ONE) == address_key(url)


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_addresses_of_two_articles(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


def test_the_order_of_parameters_says_nothing() -> None:
    assert address_key("https://paper.example/s?b=2&a=1") == address_key("https://paper.example/s?a=1&b=2")


@given(st.text() | st.text().map("https://paper.example/{}".format))
def test_any_address_has_a_key(url: str) -> None:
    assert address_key(url) == address_key(url)
