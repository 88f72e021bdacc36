"""What pages ask of a ledger: an article, a thread, a holder, two holders, counts, findings as a queue."""

from __future__ import annotations

import pytest

import reportedly
from reportedly import Article
from reportedly.errors import NotInLedger
from reportedly.ledger import Ledger, Query

PORT = "“We will shut the damn port down by Friday,” Mayor Ana Reyes said."
CLOSED = "“We will close the damn port down by Friday,” Mayor Ana Reyes said."
#: Text, outlet and day: each is an article, numbered from 1 on.
NEWS = [
    (f"{PORT}\n\n“It rains,” said Ole Lund.", "The Courier", "2024-05-06"),
    (CLOSED, "NTB", "2024-05-07"),
    (PORT, "NTB", "2024-05-08"),
    ("Mayor Ana Reyes hailed the tunnel as “a gift to this town”.", "Daily Echo", "2023-03-20"),
    ("Mayor Ana Reyes condemned the tunnel on Friday.", "Daily Echo", "2024-05-11"),
    ("Ole Lund condemned the tunnel and denounced the ferry.", "Daily Echo", "2024-05-12"),
]


def of(text: str, outlet: str, published: str, number: int) -> reportedly.Reading:
    url = f"https://{outlet.lower().replace(' ', '')}.example/{number}"
    return reportedly.read(Article.from_text(text, url=url, outlet=outlet, published=published))


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    for number, (text, outlet, published) in enumerate(NEWS, 1):
        ledger.add(of(text, outlet, published, number))
    return ledger


def test_an_article_and_where_its_statements_stand(filled: Ledger) -> None:
    shown = filled.article(1)
    assert shown.reading == filled.reading(1)
    assert (shown.reading.article.outlet, shown.versions, shown.copy_of) == ("The Courier", (1,), None)
    port, rain = shown.statements
    thread = filled.statement(port.id).thread
    assert (port.thread, port.outlets, port.wordings) == (thread, 2, 2)
    assert (rain.thread, rain.outlets, rain.wordings) == (None, 1, 1)
    assert [filled.holder(placed.holder or 0).name for placed in shown.statements] == ["Ana Reyes", "Ole Lund"]


def test_pages_say_that_findings_may_be_missing(filled: Ledger) -> None:
    assert filled.article(2).findings == ()
    number = filled.article(2).statements[0].holder or 0
    views = (filled.queue(), filled.article(2), filled.statement(1), filled.holder(number), *filled.trace("port"))
    assert {view.waiting for view in views} == {filled.waiting()}
    assert filled.waiting() > 1
    assert filled.refresh() == 0
    shown = filled.article(2)
    assert [kept.finding.code for kept in shown.findings] == ["altered-quotation"]
    assert [source.id for source in shown.sources] == [1]
    assert {1, 2} <= {source.id for source in filled.queue().sources}
    assert (shown.waiting, filled.queue().waiting) == (0, 0)


def test_versions_know_one_another(ledger: Ledger) -> None:
    for text in ("“It floats,” said Ana Reyes. The tide was late.", "“It sinks,” said Ana Reyes. The tide was late."):
        ledger.add(reportedly.read(Article.from_text(text, url="https://courier.example/1")))
    assert ledger.article(1).versions == ledger.article(2).versions == (1, 2)
    assert [listed.id for listed in ledger.articles().articles] == [2]
    assert (ledger.counts().articles, ledger.counts().statements) == (1, 1)


def test_the_list_of_articles_and_how_much_there_is(filled: Ledger) -> None:
    filled.refresh()
    first, last = filled.articles(limit=2), filled.articles(limit=9, skip=4)
    assert ([listed.id for listed in first.articles], first.total, first.more) == ([6, 5], 6, True)
    assert ([listed.id for listed in last.articles], last.total, last.more) == ([1, 4], 6, False)
    by_number = {listed.id: listed for listed in filled.articles().articles}
    assert (by_number[1].statements, by_number[2].statements, by_number[2].findings) == (2, 1, 1)
    counts = filled.counts()
    assert (counts.articles, counts.holders, counts.threads) == (6, 2, 1)
    assert counts.statements == sum(listed.statements for listed in by_number.values())
    assert counts.findings == filled.queue().total


def test_a_thread_by_its_number_or_a_statement(filled: Ledger) -> None:
    port, rain = (placed.id for placed in filled.article(1).statements)
    trace = filled.statement(port)
    assert [said.source.outlet for said in trace.statements] == ["The Courier", "NTB", "NTB"]
    assert trace.thread is not None
    assert filled.thread(trace.thread).statements == trace.statements
    alone = filled.statement(rain)
    assert (alone.thread, [said.content for said in alone.statements]) == (None, ["“It rains,”"])


def test_a_holder_page_by_page(filled: Ledger) -> None:
    number = filled.who("Ana Reyes").id
    profile = filled.holder(number, limit=2)
    assert (profile.name, profile.total, len(profile.statements)) == ("Ana Reyes", 3, 2)
    assert [said.day for said in profile.statements] == ["2024-05-10", "2024-05-07"]
    assert [said.day for said in filled.holder(number, limit=9, skip=2).statements] == ["2023-03-20"]
    (tunnel,) = profile.targets
    assert (tunnel.count, tunnel.favourable, tunnel.unfavourable) == (2, 1, 1)
    about = filled.holder(number, about="tunnel")
    assert (about.total, len(about.statements), [stand.turn for stand in about.stands]) == (2, 2, [False, True])
    assert filled.holder(number, about="weather").total == 0


def test_a_holder_merged_into_another(filled: Ledger) -> None:
    ana, ole = filled.who("Ana Reyes").id, filled.who("Ole Lund").id
    filled.merge(ana, ole, "one person")
    profile = filled.holder(ole)
    assert (profile.id, profile.name, profile.aliases, profile.total) == (ana, "Ana Reyes", ("Ole Lund",), 6)


def test_two_holders_side_by_side(filled: Ledger) -> None:
    ana, ole = filled.who("Ana Reyes").id, filled.who("Ole Lund").id
    comparison = filled.compare(ana, ole)
    assert (comparison.one.name, comparison.other.name) == ("Ana Reyes", "Ole Lund")
    (shared,) = comparison.shared
    assert "tunnel" in shared.target
    assert [stand.held.polarity > 0 for stand in shared.one] == [True, False]
    assert [stand.held.polarity > 0 for stand in shared.other] == [False]
    assert filled.compare(ana, ole, about="tunnel") == comparison
    assert filled.compare(ana, ole, about="ferry").shared == ()


def test_counts_of_what_is_found(filled: Ledger) -> None:
    found = filled.search(Query("port"), limit=1, counts=True)
    assert (len(found.statements), found.more) == (1, False)  # one utterance in three articles
    counts = found.counts
    assert counts is not None
    assert (counts.total, counts.utterances, counts.more) == (3, 1, False)
    assert [(share.name, share.count) for share in counts.holders] == [("Ana Reyes", 3)]
    assert [(share.value, share.count) for share in counts.outlets] == [("NTB", 2), ("The Courier", 1)]
    assert [(share.value, share.count) for share in counts.years] == [("2024", 3)]
    assert [(share.value, share.count) for share in counts.standings] == [("asserted", 3)]
    assert filled.search(Query("port", holder=counts.holders[0].value)).statements != ()
    assert filled.search(Query("port")).counts is None
    nothing = filled.search(Query("…"), counts=True).counts
    assert nothing is not None
    assert (nothing.total, nothing.holders) == (0, ())


def test_the_newest_first_where_very_many_have_the_words(filled: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportedly.ledger.asked.search.MOST_RANKED", 1)
    assert [said.source.id for said in filled.search(Query("tunnel")).statements] == [6, 5, 4]


def test_findings_as_a_queue(filled: Ledger) -> None:
    filled.refresh()
    queue = filled.queue()
    assert sum(queue.codes.values()) == queue.total == len(queue.findings) == queue.states["open"]
    altered = filled.queue(["altered-quotation"], "open", limit=1)
    assert (altered.total, len(altered.findings)) == (queue.codes["altered-quotation"], 1)
    assert filled.queue(limit=1, skip=1).findings == queue.findings[1:2]
    assert filled.queue(state="rejected").total == 0


@pytest.mark.parametrize("what", ["article", "thread", "statement", "holder"])
def test_what_is_not_there(ledger: Ledger, what: str) -> None:
    with pytest.raises(NotInLedger, match=f"expected {what} 99 in the ledger, but there is none"):
        getattr(ledger, what)(99)
