"""Threads in a real database: articles → which statements are in one thread, and which articles are copies."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from reportedly.articles.article import Article
from reportedly.holders.holder import Holder
from reportedly.ledger.ledger import Ledger
from reportedly.ledger.tables import schema
from reportedly.ledger.threads.linking import Together, Worded, links, whose
from reportedly.ledger.threads.membership import FULL, own_words
from reportedly.reading import Reading, Statement
from reportedly.span import Span
from reportedly.values.standing import Firmness, Standing

Said = tuple[str | None, str, str]
REYES, LUND = "Ana Reyes", "Ole Lund"
PORT = "“I will shut the port down if the dockers walk out on Friday.”"
LIGHT = "“The lighthouse at Brask has been dark since June and a tanker nearly hit the reef.”"


def reading(said: Sequence[Said], outlet: str, url: str | None = None, standing: Firmness = "asserted") -> Reading:
    """An article with statements of holder, type and words."""
    text, statements, holders = f"{outlet} reports.\n", [], {}
    for name, type, words in said:
        start = len(text) + len(f"{name} says ")
        text += f"{name} says {words}\n"
        at = Span(start - len(f"{name} says "), start - len(" says "))
        if name:
            holders.setdefault(name, Holder(name, "person", None, (at,)))
        statements.append(
            Statement((at,), (Span(at.end + 1, at.end + 5),), (Span(start, start + len(words)),), type, None, 1.0,  # type: ignore[arg-type]
                      holders.get(name or ""), None, None, None, (), Standing(standing, ()), (), ())
        )  # fmt: skip
    return Reading(Article.from_text(text, outlet=outlet, url=url), tuple(statements), tuple(holders.values()))


@pytest.fixture
def ledger(tables: Path, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(shutil.copy(tables, tmp_path / "ledger.db")) as opened:
        yield opened


def rows(ledger: Ledger, query: sa.Select[tuple[object, ...]]) -> list[tuple[object, ...]]:
    with ledger._engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query)]


def threads(ledger: Ledger) -> list[list[int]]:
    """The statements of each thread of at least two, by id."""
    columns = schema.statements.c
    found: dict[object, list[int]] = {}
    for number, thread in rows(
        ledger, sa.select(columns.id, columns.thread_id).where(columns.thread_id.is_not(None)).order_by(columns.id)
    ):
        found.setdefault(thread, []).append(number)  # type: ignore[arg-type]
    counted = {row[0]: row[1] for row in rows(ledger, sa.select(schema.threads.c.id, schema.threads.c.statements))}
    assert {thread: len(numbers) for thread, numbers in found.items()} == counted
    return sorted(found.values())


@pytest.mark.parametrize(("other", "linked"), [("transport minister", True), ("Emil Radek", False)])
def test_whom_one_article_describes_may_be_whom_another_names(ledger: Ledger, other: str, linked: bool) -> None:
    ledger.add(reading([(REYES, "direct", "“I told Brandt, and we both laughed.”")], "Courier"))
    ledger.add(reading([(other, "direct", "“I told Brandt, and we both laughed.”")], "Gazette"))
    assert threads(ledger) == ([[1, 2]] if linked else [])


def test_wordings_across_articles(ledger: Ledger) -> None:
    ledger.add(reading([(REYES, "direct", PORT), (LUND, "direct", LIGHT)], "Courier"))
    ledger.add(reading([(REYES, "direct", "“I will shut the port down … on Friday.”")], "Gazette"))
    ledger.add(
        reading([(REYES, "indirect", "she would shut down the port if the dockers walked out on Friday")], "Echo")
    )
    ledger.add(reading([(LUND, "direct", "“I will open the port up.”")], "Mercury"))
    assert threads(ledger) == [[1, 3, 4]]
    wordings = rows(ledger, sa.select(schema.links.c.statement_id, schema.links.c.other_id, schema.links.c.wording))
    assert wordings == [(3, 1, "trimmed"), (4, 1, "indirect")]
    assert rows(ledger, sa.select(schema.threads.c.statements, schema.threads.c.articles)) == [(3, 3)]


@pytest.mark.parametrize(
    ("words", "type", "holder", "standing", "linked"),
    [
        (PORT, "direct", REYES, "denied", True),
        ("that the port would be shut on Friday if the dockers walked out", "indirect", REYES, "denied", True),
        ("that the port would be shut on Friday if the dockers walked out", "indirect", LUND, "denied", False),
        (PORT, "direct", REYES, "not said", False),
    ],
)
def test_the_standing_of_the_same_words(
    ledger: Ledger, words: str, type: str, holder: str, standing: Firmness, linked: bool
) -> None:
    ledger.add(reading([(REYES, type, words)], "Courier"))
    ledger.add(reading([(holder, type, words)], "Gazette", standing=standing))
    assert threads(ledger) == ([[1, 2]] if linked else [])


def wrapped(outlet: str, within: str, words: str, *, url: str | None = None) -> Reading:
    """An article that passes on, from the outlet `within`, what Reyes says."""
    text = f"Reyes says {words}, {within} reported."
    inner = Span(11, 11 + len(words))
    whole, by = Span(0, inner.end), Span(inner.end + 2, inner.end + 2 + len(within))
    holders = Holder(within, "organization", None, (by,)), Holder(REYES, "person", None, (Span(0, 5),))
    of = (
        ((by,), Span(by.end + 1, len(text) - 1), whole, holders[0], None),
        ((Span(0, 5),), Span(6, 10), inner, holders[1], 0),
    )
    statements = tuple(
        Statement(source, (cue,), (content,), "indirect", parent, 1.0, holder, None, None, None, (),
                  Standing("asserted", ()), (), ())
        for source, cue, content, holder, parent in of
    )  # fmt: skip
    return Reading(Article(text, outlet=outlet, url=url), statements, holders)


SHUT = "she would shut the port down if the dockers walked out on Friday"


@pytest.mark.parametrize("first", [True, False])
def test_a_statement_and_what_passes_it_on_are_one(ledger: Ledger, first: bool) -> None:
    articles = [wrapped("Echo", "the Harbour Gazette", SHUT), reading([(REYES, "direct", PORT)], "Courier")]
    for one in articles if first else articles[::-1]:
        ledger.add(one)
    assert threads(ledger) == [[1, 2, 3]]
    (trace,) = ledger.trace("dockers", limit=1)
    assert {said.name for said in trace.statements} == {REYES}


def test_what_is_passed_on_is_nobodys_but_its_holders(ledger: Ledger) -> None:
    bought = "Norbank has bought the shipyard at Orle for 40 million crowns"
    for outlet, cited in (("Northern Mirror", "Harbour Gazette"), ("Harbour Gazette", "Northern Mirror")):
        text = f"{bought}, {cited} reported."
        by = Span(len(bought) + 2, len(bought) + 2 + len(cited))
        said = Statement((by,), (Span(by.end + 1, len(text) - 1),), (Span(0, len(bought)),), "indirect", None, 1.0,
                         Holder(cited, "organization", None, (by,)), None, None, None, (), Standing("asserted", ()),
                         (), ())  # fmt: skip
        ledger.add(Reading(Article(text, outlet=outlet, published="2024-05-08"), (said,), (said.holder,)))  # type: ignore[arg-type]
    assert threads(ledger) == [[1, 2]]
    assert [kept.finding.code for kept in ledger.findings()] == ["circular-sourcing"]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        # One pair of words in common, and one of them has few: that is enough, also where others have the pair.
        ("that ferries should be banned from entering Brask", "to ban ferries from entering"),
        # Both have many: several pairs are.
        (
            "that the council would ban ferries from entering the harbour at Brask before June",
            "the council would before June ban ferries from entering the harbour at Brask",
        ),
    ],
)
def test_wordings_meet_though_others_have_their_words(ledger: Ledger, first: str, then: str) -> None:
    for number, good in enumerate(("wheat", "cheese", "timber", "copper", "paper", "cement")):
        ledger.add(
            reading([(LUND, "indirect", f"they would ban ferries that carry {good} and {number}0 barrels")], good)
        )
    ledger.add(reading([(REYES, "indirect", first)], "Courier"))
    ledger.add(reading([(REYES, "indirect", then)], "Gazette"))
    assert [7, 8] in threads(ledger)


def test_wordings_meet_though_most_of_their_pairs_take_no_more(ledger: Ledger) -> None:
    for i in range(FULL):
        ledger.add(reading([(f"Holder {i}", "direct", f"“Prime minister {i * 7 + 100}”"),
                            (f"Keeper {i}", "direct", f"“Minister Norway {i * 7 + 100}”")], f"Outlet {i}"))  # fmt: skip
    for outlet in ("Courier", "Gazette"):
        ledger.add(reading([(REYES, "direct", "“The prime minister of Norway must resign.”")], outlet))
    said = 2 * FULL + 1
    assert [said, said + 1] in threads(ledger)
    kept = sa.select(schema.keys.c.of).where(schema.keys.c.statement_id >= said)
    assert rows(ledger, kept) == [(1,), (1,)]


def test_a_statement_does_not_join_threads_that_contradict_each_other(ledger: Ledger) -> None:
    twelve, forty = (
        f"the northern council must by September close {number} warehouses and dredge the muddy southern channel"
        for number in (12, 40)
    )
    ferries, trains = "coal ferries to Brask burn valuable timber", "trains run empty through freezing winter nights"
    both = f"{ferries}, {trains} and hospital nurses deserve generous pensions and longer holidays"
    for said in (f"{ferries} and {twelve}", f"{trains} and {forty}", ferries, trains, both):
        ledger.add(reading([(REYES, "indirect", said)], said[:9]))
    assert threads(ledger) == [[1, 3, 5], [2, 4]]


def test_two_statements_of_one_article(ledger: Ledger) -> None:
    ledger.add(reading([(REYES, "direct", PORT), (REYES, "mixed", "“shut the port down”")], "Courier"))
    assert threads(ledger) == [[1, 2]]
    assert rows(ledger, sa.select(schema.threads.c.statements, schema.threads.c.articles)) == [(2, 1)]


def test_threads_merge_when_a_statement_links_them(ledger: Ledger) -> None:
    first = "“The brakes were worn out in March and the engineers told the council so.”"
    last = "“Nobody wrote back before the Qarim tram left the rails at the fish market.”"
    for outlet in ("Courier", "Gazette"):
        ledger.add(reading([(REYES, "direct", first)], outlet))
        ledger.add(reading([(REYES, "direct", last)], outlet))
    assert threads(ledger) == [[1, 3], [2, 4]]
    ledger.add(reading([(REYES, "direct", f"{first[:-1]} {last[1:]}")], "Echo"))
    assert threads(ledger) == [[1, 2, 3, 4, 5]]
    assert rows(ledger, sa.select(schema.threads)) == [(1, 5, 5)]


def test_a_part_of_two_joins_neither_to_the_other(ledger: Ledger) -> None:
    ledger.add(reading([(REYES, "direct", "“If Brask pays us, we will raise the sunken ferry in April.”")], "Courier"))
    ledger.add(
        reading([(REYES, "direct", "“Unless Tessaly objects, we never will raise the sunken ferry again.”")], "Gazette")
    )
    ledger.add(reading([(REYES, "mixed", "“raise the sunken ferry”")], "Echo"))
    assert max((len(thread) for thread in threads(ledger)), default=0) <= 2


def test_other_holders_need_a_long_exact_quotation(ledger: Ledger) -> None:
    ledger.add(reading([(REYES, "direct", LIGHT), (REYES, "direct", "“We will sell the quay.”")], "Courier"))
    ledger.add(reading([(LUND, "direct", LIGHT), (LUND, "direct", "“We will sell the quay.”")], "Gazette"))
    assert threads(ledger) == [[1, 3]]


def test_who_declines_says_nothing(ledger: Ledger) -> None:
    for outlet in ("Courier", "Gazette"):
        ledger.add(reading([(REYES, "direct", PORT)], outlet, standing="declined"))
    assert threads(ledger) == []


def test_what_was_not_said_is_in_no_thread(ledger: Ledger) -> None:
    ledger.add(reading([(REYES, "direct", PORT)], "Courier"))
    ledger.add(reading([(REYES, "direct", PORT)], "Gazette", standing="not said"))
    ledger.add(reading([(REYES, "direct", PORT)], "Herald"))
    assert threads(ledger) == [[1, 3]]


def test_what_is_denied_is_not_what_is_said(ledger: Ledger) -> None:
    ledger.add(reading([(REYES, "indirect", "she shut the port down in Brask")], "Courier", standing="denied"))
    ledger.add(reading([(REYES, "direct", "“I shut the port down in Brask.”")], "Gazette"))
    assert threads(ledger) == []


def test_a_version_counts_as_the_same_article(ledger: Ledger) -> None:
    url = "https://courier.example/1"
    ledger.add(reading([(REYES, "direct", PORT)], "Gazette"))
    ledger.add(reading([(REYES, "direct", PORT)], "Courier", url))
    ledger.add(reading([(REYES, "direct", PORT), (LUND, "direct", LIGHT)], "Courier", url))
    assert rows(ledger, sa.select(schema.threads.c.statements, schema.threads.c.articles)) == [(3, 2)]


def test_keys_that_many_share_take_no_more(ledger: Ledger) -> None:
    for i in range(FULL + 20):
        ledger.add(reading([(f"Holder {i}", "direct", f"“Zebra giraffe number {i * 7 + 100}”")], f"Outlet {i}"))
    counts = sa.select(sa.func.count()).select_from(schema.keys).group_by(schema.keys.c.key)
    assert max(row[0] for row in rows(ledger, counts)) == FULL  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("text", "content", "within", "expected"),
    [
        ("He said “no” twice", [[10, 28]], [], "He said “no” twice"),
        ("He said “no” twice", [[10, 28]], [[[18, 22]]], "He said … twice"),
        ("one two … three four", [[0, 7], [20, 30]], [[[20, 25]]], "one two … four"),
        ("“no”", [[5, 9]], [[[5, 9]]], ""),
    ],
)
def test_own_words(text: str, content: list[list[int]], within: list[list[list[int]]], expected: str) -> None:
    assert expected == own_words(text, content, within)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((1, "Ana Reyes"), (1, "Reyes"), "same"),
        ((1, "Ana Reyes"), (2, "Ana Reyes"), "same"),
        ((None, "Ana Reyes"), (None, "Reyes"), "same"),
        ((1, "Ana Reyes"), (2, "Ida Reyes"), "other"),
        ((None, None), (2, "Ida Reyes"), "unknown"),
    ],
)
def test_whose(a: tuple[int | None, str | None], b: tuple[int | None, str | None], expected: str) -> None:
    one, other = (Worded(i, i, holder, name, "direct", "") for i, (holder, name) in enumerate((a, b)))
    assert expected == whose(one, other)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20))))
def test_the_smallest_stands_for_all(pairs: list[tuple[int, int]]) -> None:
    together = Together()
    for a, b in pairs:
        together.join(a, b)
    sets = list(together.sets(range(21)))
    assert list(range(21)) == sorted(member for members in sets for member in members)
    assert all(together.first(member) == members[0] for members in sets for member in members)
    assert all(together.first(a) == together.first(b) for a, b in pairs)


@given(
    st.lists(st.sampled_from([PORT, LIGHT, "shut the port down", "", "…", "12 ports in Brask"]) | st.text(), max_size=6)
)
def test_links_go_to_candidates_alone(texts: list[str]) -> None:
    worded = [Worded(i, i, None, None, "direct", text) for i, text in enumerate(texts)]
    for one in worded:
        found = links(one, worded)
        assert found == links(one, worded[::-1])
        assert one.id not in [link.other for link in found]
