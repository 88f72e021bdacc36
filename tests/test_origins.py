"""Origins: the chains of a thread → how many independent origins, and in which words."""
# A case a line:
# ruff: noqa: E501

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.ledger.tables.around import Around
from reportedly.ledger.tables.record import Source, StatementRecord
from reportedly.ledger.threads.origins import origins, outlet_key, record_noun
from reportedly.span import Span

Hop = tuple[str, str]


def statement(
    number: int, outlet: str | None, *chain: Hop, copy_of: int | None = None, unnamed: bool = False,
    within: str | None = None,
) -> StatementRecord:  # fmt: skip
    return StatementRecord(
        id=number, source=Source(number, site=(outlet or "").lower(), outlet=outlet, copy_of=copy_of), position=0, holder=None,
        name="Ana Reyes", unnamed=unnamed, type="direct", spans=(Span(0, 3),), words=("No.",), chain=chain,
        around=Around(number + 100, None, within, "asserted") if within else None,
    )  # fmt: skip


TOLD_NTB, TOLD_SELLA = ("NTB", "told"), ("Radio Sella", "told")
OBTAINED = ("Channel 9", "obtained")
#: name, the statements (one an article), the sentence.
CASES = [
    ("silent", [statement(1, "Courier")], "1 article, 1 outlet, no known origin; 1 article says nothing of an origin"),
    (
        "two silent are not two",
        [statement(1, "Courier"), statement(2, "Gazette")],
        "2 articles, 2 outlets, no known origin; 2 articles say nothing of an origin",
    ),
    (
        "one told",
        [statement(1, "Courier", TOLD_NTB), statement(2, "Gazette", TOLD_NTB), statement(3, "Echo", TOLD_NTB)],
        "3 articles, 3 outlets, 1 independent origin: what was told to NTB",
    ),
    (
        "told twice",
        [statement(1, "Courier", TOLD_NTB), statement(2, "Gazette", TOLD_SELLA)],
        "2 articles, 2 outlets, 2 independent origins: what was told to NTB; what was told to Radio Sella",
    ),
    (
        "a recording, and through whom it went",
        [
            statement(1, "Courier", OBTAINED),
            statement(2, "Gazette", OBTAINED, ("The Courier", "cited")),
            statement(3, "Echo", ("Gazette", "cited")),
        ],
        "3 articles, 3 outlets, 1 independent origin: a record obtained by Channel 9",
    ),
    (
        "obtained by two is one record",
        [statement(1, "Courier", OBTAINED), statement(2, "Gazette", ("Ida Berg", "obtained"))],
        "2 articles, 2 outlets, 1 independent origin: a record obtained by Channel 9 and Ida Berg",
    ),
    (
        "recorded by two are two",
        [statement(1, "Courier", ("Ole Lund", "recorded")), statement(2, "Gazette", ("Ida Berg", "recorded"))],
        "2 articles, 2 outlets, 2 independent origins: a record recorded by Ole Lund; a record recorded by Ida Berg",
    ),
    (
        "who cites inherits",
        [statement(1, "The Courier", TOLD_NTB), statement(2, "Gazette", ("Courier", "cited"))],
        "2 articles, 2 outlets, 1 independent origin: what was told to NTB",
    ),
    (
        "who cites one that is silent inherits that",
        [statement(1, "The Courier"), statement(2, "Gazette", ("Courier", "cited"))],
        "2 articles, 2 outlets, no known origin; 2 articles rest on The Courier, which names no origin",
    ),
    (
        "cited, and not in the ledger",
        [statement(1, "Echo", ("Courier", "cited")), statement(2, "Gazette", ("the Courier", "cited"))],
        "2 articles, 2 outlets, 1 independent origin: a report by Courier",
    ),
    (
        "a circle",
        [statement(1, "Courier", ("Gazette", "cited")), statement(2, "Gazette", ("Courier", "cited"))],
        "2 articles, 2 outlets, no known origin; Courier and Gazette cite one another and nobody else",
    ),
    (
        "a circle of three, and who cites it",
        [
            statement(1, "Courier", ("Gazette", "cited")),
            statement(2, "Gazette", ("Echo", "cited")),
            statement(3, "Echo", ("Courier", "cited")),
            statement(4, "Mercury", ("Echo", "cited")),
        ],
        "4 articles, 4 outlets, no known origin; Courier, Echo and Gazette cite one another and nobody else",
    ),
    (
        "a circle with an origin outside",
        [
            statement(1, "Courier", ("Gazette", "cited")),
            statement(2, "Gazette", ("Courier", "cited")),
            statement(3, "Gazette", TOLD_NTB),
        ],
        "3 articles, 2 outlets, 1 independent origin: what was told to NTB",
    ),
    (
        "copies",
        [
            statement(1, "NTB"),
            statement(2, "Courier", copy_of=1),
            statement(3, "Gazette", copy_of=1),
            statement(4, "Echo", TOLD_NTB),
        ],
        "4 articles, 4 outlets, 1 independent origin: what was told to NTB",
    ),
    (
        "copies of a silent one",
        [statement(1, "NTB"), statement(2, "Courier", copy_of=1), statement(3, "Gazette", copy_of=1)],
        "3 articles, 3 outlets, no known origin; 3 articles have one text, which names no origin",
    ),
    (
        "copies of a silent one, and who cites it",
        [statement(1, "NTB"), statement(2, "Courier", copy_of=1), statement(3, "Gazette", ("NTB", "cited"))],
        "3 articles, 3 outlets, no known origin; 3 articles rest on NTB, which names no origin",
    ),
    (
        "a copy tells what the other one doesn't",
        [
            statement(1, "Courier"),
            statement(2, "Gazette", ("KNA", "cited"), copy_of=1),
            statement(3, "Echo", copy_of=1),
        ],
        "3 articles, 3 outlets, 1 independent origin: a report by KNA",
    ),
    (
        "a copy of the outlet that it cites",
        [statement(1, "Courier"), statement(2, "Gazette", ("Courier", "cited"), copy_of=1)],
        "2 articles, 2 outlets, no known origin; 2 articles have one text, which names no origin",
    ),
    (
        "a copy tells less than the other one",
        [statement(1, "Courier", TOLD_NTB), statement(2, "Gazette", ("KNA", "cited"), copy_of=1)],
        "2 articles, 2 outlets, 1 independent origin: what was told to NTB",
    ),
    (
        "within somebody's words",
        [statement(1, "Courier", ("Ole Lund", "told"), within="Ole Lund"), statement(2, "Gazette")],
        "2 articles, 2 outlets, 1 independent origin: an account by Ole Lund; 1 article says nothing of an origin",
    ),
    (
        "told to an outlet, in somebody's words",
        [statement(1, "Courier", TOLD_SELLA, ("Ole Lund", "told"), within="Ole Lund")],
        "1 article, 1 outlet, 1 independent origin: what was told to Radio Sella",
    ),
    (
        "a council and its spokesman tell one another's words",
        [
            statement(1, "Courier", ("Sella Council", "told"), ("Ole Lund", "told"), within="Sella Council"),
            statement(2, "Gazette", ("Ole Lund", "told"), ("Sella Council", "told"), within="Ole Lund"),
        ],
        "2 articles, 2 outlets, 1 independent origin: an account by Ole Lund and Sella Council",
    ),
    (
        "two tell it",
        [
            statement(1, "Courier", ("Ole Lund", "told"), within="Ole Lund"),
            statement(2, "Gazette", ("Ida Berg", "told"), within="Ida Berg"),
        ],
        "2 articles, 2 outlets, 2 independent origins: an account by Ole Lund; an account by Ida Berg",
    ),
    (
        "a copy of what isn't in the thread stands for itself",
        [statement(2, "Courier", TOLD_NTB, copy_of=1)],
        "1 article, 1 outlet, 1 independent origin: what was told to NTB",
    ),
    (
        "known and unknown",
        [statement(1, "Courier", TOLD_NTB), statement(2, "Gazette")],
        "2 articles, 2 outlets, 1 independent origin: what was told to NTB; 1 article says nothing of an origin",
    ),
    (
        "published",
        [statement(1, "Courier", ("Twitter", "published")), statement(2, "Gazette", ("X", "published"))],
        "2 articles, 2 outlets, 1 independent origin: what Twitter published",
    ),
    (
        "its own outlet is no hop",
        [statement(1, "Courier", ("The Courier", "cited"))],
        "1 article, 1 outlet, no known origin; 1 article says nothing of an origin",
    ),
    (
        "said in its own programme",
        [statement(1, "channeltv", ("Channel TV", "published")), statement(2, "Courier")],
        "2 articles, 2 outlets, 1 independent origin: what channeltv published; 1 article says nothing of an origin",
    ),
    (
        "told and published by one is one",
        [statement(1, "Courier", TOLD_SELLA), statement(2, "Gazette", ("Radio Sella", "published"))],
        "2 articles, 2 outlets, 1 independent origin: what was told to Radio Sella",
    ),
    ("nothing", [], "0 articles, 0 outlets, no known origin"),
]


@pytest.mark.parametrize(("thread", "sentence"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_sentences(thread: list[StatementRecord], sentence: str) -> None:
    assert sentence == str(origins(thread))


def test_records_by_the_words_for_them() -> None:
    thread = [
        statement(1, "Courier", OBTAINED),
        statement(2, "Gazette", ("Ida Berg", "obtained")),
        statement(3, "Echo", OBTAINED),
    ]
    one = origins(thread, records={1: "recording", 2: "tape", 3: "audio"})
    assert str(one) == "3 articles, 3 outlets, 1 independent origin: a recording obtained by Channel 9 and Ida Berg"
    assert origins(thread, records={1: "recording", 2: "memo", 3: "recording"}).independent == 2
    assert origins(thread, records={1: "recording"}).independent == 1


def test_told_to_the_article_s_own_outlet() -> None:
    thread = [statement(1, "The Courier"), statement(2, "Gazette", ("Courier", "cited"))]
    assert (
        str(origins(thread, told={1: "Courier"}))
        == "2 articles, 2 outlets, 1 independent origin: what was told to The Courier"
    )


def test_told_to_the_article_s_own_outlet_by_its_full_name() -> None:
    thread = [statement(1, "courier"), statement(2, "gazette")]
    told = origins(thread, told={1: "Courier News Keldhaven", 2: "the council"})
    assert [(origin.description, origin.articles) for origin in told.known] == [("what was told to courier", (1,))]


def test_an_account_in_an_agency_s_text_is_one_origin() -> None:
    thread = [statement(1, "Courier", ("Ole Lund", "told"), within="Ole Lund"), statement(2, "Gazette")]
    (origin,) = origins(thread, credited={1: "KNA", 2: "KNA"}).known
    assert (origin.description, origin.articles) == ("an account by Ole Lund", (1, 2))


def test_who_reported_it_may_be_called_by_the_end_of_an_outlet_s_name() -> None:
    called = {"name": "Boards", "kind": "organization"}
    thread = [statement(1, "Off the Boards", ("Daily Blast", "cited")), statement(2, "Daily Blast")]
    assert origins([thread[0], replace(thread[1], **called, cue="reported")]).circles == (
        ("Daily Blast", "Off the Boards"),
    )
    assert not origins([thread[0], replace(thread[1], **called, cue="said")]).circles


def test_an_origin_that_nobody_names() -> None:
    (origin,) = origins([statement(1, "Courier", TOLD_NTB, unnamed=True)]).known
    assert origin.unnamed


def test_edges_rest_on_statements() -> None:
    found = origins([statement(1, "Courier", TOLD_NTB), statement(2, "Gazette", TOLD_NTB, ("Courier", "cited"))])
    assert {edge.statements for edge in found.graph.edges if edge.relation == "told"} == {(1, 2), (1,)}
    nodes = {node.id for node in found.graph.nodes}
    assert all(edge.statements and {edge.source, edge.target} <= nodes for edge in found.graph.edges)


SAME = [
    ("The Courier", "Courier"),
    ("The Courier", "thecourier.example"),
    ("Courier", "https://www.thecourier.co.uk/news/1"),
    ("Channel 9", "channel9.example"),
    ("Channel 9", "Channel 9 News"),
    ("The Harbour Post", "harbourpost.example"),
    ("the newspaper Glas Obale", "Glas Obale"),
    ("Libération", "liberation.example"),
    ("CNN’s", "CNN"),
    ("Channel TV", "channeltv"),
    ("The Courier", "thecourier"),
    ("Sella News", "sellanews"),
    ("the News Agency of Nigeria", "NAN"),
    ("Courier (Web News)", "The Courier"),
    ("Courier - Opinion", "Courier"),
]
OTHERS = [
    ("Channel 9", "Channel 4"),
    ("Sunday Courier", "The Courier"),
    ("Daily News", "Evening News"),
    ("Radio Sella", "Sella Times"),
    ("CCTV", "CC"),
    ("News Agency of Norland", "Press Agency of Norland"),
    ("Theory", "Ory"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_one_outlet(a: str, b: str) -> None:
    assert outlet_key(a) == outlet_key(b)


@pytest.mark.parametrize(("a", "b"), OTHERS)
def test_two_outlets(a: str, b: str) -> None:
    assert outlet_key(a) != outlet_key(b)


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("In a recording obtained by Channel 9, she boasts.", "Channel 9", "recording"),
        ("The memo was leaked to the Courier.", "the Courier", "memo"),
        ("It was handed to the Courier.", "the Courier", None),
        ("A tape exists.\n\nIt was handed to the Courier.", "the Courier", None),
    ],
)
def test_record(text: str, name: str, expected: str | None) -> None:
    assert expected == record_noun(text, text.index(name))


OUTLETS = st.sampled_from(["Courier", "The Courier", "Gazette", "Echo", "NTB", "Channel 9", None])
HOPS = st.tuples(
    st.sampled_from(["Courier", "Gazette", "Echo", "NTB", "Channel 9", "Ida Berg", "…", ""]),
    st.sampled_from(["told", "obtained", "recorded", "published", "cited"]),
)
STATEMENTS = st.lists(
    st.tuples(OUTLETS, st.lists(HOPS, max_size=3), st.one_of(st.none(), st.integers(1, 8))), max_size=8
).map(lambda rows: [statement(i, outlet, *chain, copy_of=copy) for i, (outlet, chain, copy) in enumerate(rows, 1)])


@given(STATEMENTS, st.randoms())
def test_every_article_is_counted_whatever_the_order(thread: list[StatementRecord], chance: object) -> None:
    found = origins(thread)
    shuffled = list(thread)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert found == origins(shuffled)
    resting = [article for one in (*found.known, *found.unknown) for article in one.articles]
    assert {s.source.id for s in thread} == set(resting)
    unknown = [article for one in found.unknown for article in one.articles]
    assert not set(unknown) & {article for one in found.known for article in one.articles}
    assert str(found)


@given(st.text())
def test_any_name_has_a_key(name: str) -> None:
    assert outlet_key(name) == outlet_key(name)


def test_an_agency_that_is_credited_is_one_origin() -> None:
    thread = [statement(1, "Courier"), statement(2, "Gazette"), statement(3, "Echo", TOLD_SELLA), statement(4, "KNA")]
    credited = {1: "KNA", 2: "KNA", 3: "KNA", 4: "KNA"}
    found = origins(thread[:3], credited=credited)
    assert [origin.description for origin in found.known] == ["a report by KNA", "what was told to Radio Sella"]
    assert found.known[0].articles == (1, 2)
    assert [unknown.articles for unknown in origins(thread, credited=credited).unknown] == [(1, 2, 4)]
