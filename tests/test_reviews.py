"""Reviews: what people say of what was read, applied over it and taken back; what was read stays."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import reportedly
from reportedly import Article
from reportedly.errors import InvalidReview, NotInLedger
from reportedly.ledger import Ledger, Query
from reportedly.ledger.asked.articles import Placed
from reportedly.ledger.reviews.corrections import ALWAYS, FIELDS
from reportedly.ledger.reviews.review import Review
from reportedly.reading import Reading, Statement
from reportedly.span import Span

#: Two statements, the second with one in it; Kari Holt is named and says nothing.
TEXT = (
    "“We will shut the damn port down by Friday,” Mayor Ana Reyes said.\n\n"
    "Ole Lund told NTB on Monday that Petra Voss had called the tunnel “a disgrace”. Kari Holt was away."
)
AGAIN = "“We will shut the damn port down by Friday,” Mayor Ana Reyes said on Tuesday, according to NTB."


def at(words: str, text: str = TEXT) -> list[list[int]]:
    start = text.index(words)
    return [[start, start + len(words)]]


def read(text: str, outlet: str, published: str) -> Reading:
    return reportedly.read(Article.from_text(text, url=f"https://{outlet.lower()}.example/1", outlet=outlet,
                                             published=published))  # fmt: skip


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    return fill(ledger)


def fill(ledger: Ledger) -> Ledger:
    ledger.add(read(TEXT, "Courier", "2024-05-06"))
    ledger.add(read(AGAIN, "Echo", "2024-05-08"))
    return ledger


def placed(ledger: Ledger, words: str, article: int = 1) -> Placed:
    """Where the statement of an article is whose content begins so."""
    view = ledger.article(article)
    whole = view.reading
    return next(place for place, statement in zip(view.statements, whole.statements, strict=True)
                if whole.words(statement.content).startswith(words))  # fmt: skip


def said(ledger: Ledger, number: int, article: int = 1) -> Statement:
    """A statement of an article as reviews leave it, by its number."""
    view = ledger.article(article)
    return next(s for place, s in zip(view.statements, view.reading.statements, strict=True) if place.id == number)


#: A field, what a person says it is, and what it then is.
CORRECTIONS: list[tuple[str, Any, Any]] = [
    ("holder", {"name": "Kari Holt", "kind": "person"}, "Kari Holt"),
    ("holder", {"name": "senior official", "kind": "unnamed", "spans": at("Mayor")}, "senior official"),
    ("holder", None, None),
    ("source", at("Ana Reyes"), (Span(*at("Ana Reyes")[0]),)),
    ("source", [], ()),
    ("cue", at("said"), (Span(*at("said")[0]),)),
    ("content", at("shut the damn port down"), (Span(*at("shut the damn port down")[0]),)),
    ("type", "mixed", "mixed"),
    ("addressee", {"name": "NTB", "spans": at("NTB")}, "NTB"),
    ("addressee", None, None),
    ("time", {"edtf": "2023-04/2023-05", "spans": at("Friday")}, "2023-04/2023-05"),
    ("time", None, None),
    ("place", {"text": "the port", "spans": at("port")}, "the port"),
    ("chain", [{"name": "NTB", "relation": "told", "spans": at("NTB")}], [("NTB", "told")]),
    ("chain", [], []),
    ("standing", {"value": "alleged"}, "alleged"),
    ("standing", {"value": "denied", "spans": at("Monday")}, "denied"),
    ("act", "think", "think"),
    ("document", {"text": "letter", "spans": at("port")}, "letter"),
    (
        "sourcing",
        [{"text": "close to the port", "kind": "knowledge", "spans": at("port")}],
        [("close to the port", "knowledge")],
    ),
    ("stances", [{"target": "port", "polarity": -0.5, "spans": at("port")}], [("port", -0.5)]),
]


def seen(statement: Statement, field: str) -> Any:
    """A value of a statement, as CORRECTIONS has it."""
    value = getattr(statement, field)
    if field == "chain":
        return [(hop.name, hop.relation) for hop in value]
    if field == "sourcing":
        return [(how.text, how.kind) for how in value]
    if field == "stances":
        return [(held.target, held.polarity) for held in value]
    keys = {
        "holder": "name",
        "addressee": "name",
        "time": "edtf",
        "place": "text",
        "document": "text",
        "standing": "value",
    }
    return getattr(value, keys[field]) if field in keys and value is not None else value


@pytest.mark.parametrize(("field", "value", "expected"), CORRECTIONS)
def test_a_correction_counts_until_it_is_undone(filled: Ledger, field: Any, value: Any, expected: Any) -> None:
    before, port = filled.reading(1), placed(filled, "“We will")
    number = filled.review(Review("correct", port.id, field, value, why="it says so"), by="Kim")
    assert seen(said(filled, port.id), field) == expected
    assert filled.reading(1) == before
    (entry,) = placed_reviews(filled, port.id)
    assert (entry.id, entry.by, entry.why, entry.field, entry.stands) == (number, "Kim", "it says so", field, True)
    filled.undo_review(number, by="Alex")
    assert filled.reading(1, reviewed=True) == before
    (entry,) = placed_reviews(filled, port.id)
    assert (entry.undone_by, entry.stands) == ("Alex", False)


def placed_reviews(ledger: Ledger, number: int) -> Any:
    return next(place.reviews for place in ledger.article(1).statements if place.id == number)


@pytest.mark.parametrize("field", [field for field in FIELDS if field not in ALWAYS | {"statement", "thread"}])
def test_a_value_that_is_rejected_is_empty(filled: Ledger, field: Any) -> None:
    before = filled.reading(1)
    inner = placed(filled, "that Petra Voss")
    number = filled.review(Review("reject", inner.id, field))
    assert not getattr(said(filled, inner.id), field)
    filled.undo_review(number)
    assert filled.reading(1, reviewed=True) == before


def test_the_last_review_of_a_value_counts_and_all_stay(filled: Ledger) -> None:
    port = placed(filled, "“We will").id
    first = filled.review(Review("correct", port, "standing", {"value": "alleged"}))
    last = filled.review(Review("correct", port, "standing", {"value": "denied"}))
    accepted = filled.review(Review("accept", port, "standing"))
    assert said(filled, port).standing.value == "denied"
    assert [entry.id for entry in filled.reviews()] == [accepted, last, first]
    assert filled.reviews()[0].value == filled.reviews()[1].value
    filled.undo_review(last)
    assert said(filled, port).standing.value == "alleged"


def test_a_corrected_holder_has_the_statement_and_what_follows(filled: Ledger) -> None:
    ana, ole, port = filled.who("Ana Reyes").id, filled.who("Ole Lund").id, placed(filled, "“We will").id
    number = filled.review(Review("correct", port, "holder", {"number": ole}))
    assert (filled.holder(ana).total, filled.holder(ole).total) == (1, 2)
    assert [found.source.id for found in filled.search(Query("port", holder="Lund")).statements] == [1]
    assert filled.statement(port).statements[0].who == "Ole Lund"
    decision = filled.merge(ana, ole, "one person")
    one = filled.holder(ana)
    assert one.total + sum(map(len, one.repeats)) == 3
    filled.undo(decision)
    assert (filled.holder(ana).total, filled.holder(ole).total) == (1, 2)
    filled.undo_review(number)
    assert (filled.holder(ana).total, filled.holder(ole).total) == (1, 1)


def test_a_holder_of_a_rejected_statement_is_merged(filled: Ledger) -> None:
    ana, ole = filled.who("Ana Reyes").id, filled.who("Ole Lund").id
    filled.review(Review("reject", placed(filled, "“We will").id))
    filled.merge(ana, ole, "one person")
    assert filled.holder(ana).total == 2


def test_a_split_leaves_a_statement_to_whom_a_review_gave_it(filled: Ledger) -> None:
    ana, ole = filled.who("Ana Reyes").id, filled.who("Ole Lund").id
    filled.review(Review("correct", placed(filled, "“We will").id, "holder", {"number": ole}))
    (seen_in, _) = filled.holders(str(ana))[0].seen
    decision = filled.split(ana, [seen_in.id], "two people")
    assert filled.holder(ole).total == 2
    filled.undo(decision)
    assert (filled.holder(ana).total, filled.holder(ole).total) == (1, 2)


def test_a_holder_who_is_new_to_the_ledger(filled: Ledger) -> None:
    port = placed(filled, "“We will").id
    filled.review(Review("correct", port, "holder", {"name": "Rosa Silva", "kind": "person", "role": "deputy"}))
    assert filled.who("Rosa Silva").total == 1
    again = placed(filled, "“We will", 2).id
    filled.review(Review("correct", again, "holder", {"name": "Rosa Silva", "kind": "person"}))
    found = filled.search(Query(holder="Rosa Silva"))
    assert {said.id for said in (*found.statements, *chain.from_iterable(found.repeats))} == {port, again}
    assert filled.who("Rosa Silva").total == 1  # one utterance


def test_search_and_pages_see_what_reviews_say(filled: Ledger) -> None:
    port, day = placed(filled, "“We will").id, {"edtf": "2019-03-02", "spans": at("Friday")}
    filled.review(Review("correct", port, "standing", {"value": "denied"}))
    filled.review(Review("correct", port, "time", day))
    filled.review(Review("correct", port, "stances", [{"target": "port", "polarity": -1, "spans": at("port")}]))
    (found,) = filled.search(Query("port", standing="denied", until="2019-12-31")).statements
    assert (found.id, found.time, found.first) == (port, "2019-03-02", "2019-03-02")
    counts = filled.search(Query("port"), counts=True).counts
    assert counts is not None
    assert [(share.value, share.count) for share in counts.years] == [("2024", 2), ("2019", 1)]
    profile = filled.who("Ana Reyes")
    assert [(target.name, target.unfavourable) for target in profile.targets] == [("port", 1)]
    assert [said.id for said in profile.statements][-1] == port


def test_a_rejected_statement_is_left_out_everywhere_and_may_come_back(filled: Ledger) -> None:
    ana, port = filled.who("Ana Reyes").id, placed(filled, "“We will").id
    before, thread = filled.article(1), placed(filled, "“We will").thread
    assert thread is not None
    number = filled.review(Review("reject", port, why="stage directions"))
    view = filled.article(1)
    assert port not in {place.id for place in view.statements}
    assert [entry.id for entry in view.reviews] == [number]
    assert port not in {s.id for s in filled.search(Query("port")).statements}
    assert filled.holder(ana).total == 1
    assert port not in {s.id for s in filled.thread(thread).statements}
    assert filled.counts().statements == 4
    with pytest.raises(NotInLedger):
        filled.statement(port)
    with pytest.raises(InvalidReview, match="was rejected, or isn't read any more: accept it first"):
        filled.review(Review("accept", port, "time"))
    filled.review(Review("accept", port))
    assert filled.article(1).reading == before.reading
    assert [(p.id, p.holder, p.thread) for p in filled.article(1).statements] == [
        (p.id, p.holder, p.thread) for p in before.statements
    ]


def test_what_stands_in_a_rejected_statement_stands_in_none(filled: Ledger) -> None:
    outer, inner = placed(filled, "that Petra Voss"), placed(filled, "the tunnel")
    assert said(filled, inner.id).parent is not None
    number = filled.review(Review("reject", outer.id))
    assert said(filled, inner.id).parent is None
    assert not next(s for s in filled.search(Query("tunnel")).statements if s.id == inner.id).nested
    filled.undo_review(number)
    assert filled.reading(1, reviewed=True) == filled.reading(1)


def test_findings_on_a_rejected_statement_are_gone_at_once(filled: Ledger) -> None:
    filled.add(read(TEXT.replace("shut", "close").split("\n\n")[0], "Daily", "2024-05-09"))
    (kept,) = filled.findings(["altered-quotation"])
    number = filled.review(Review("reject", kept.finding.evidence[0].statement))
    assert filled.queue(["altered-quotation"]).total == 0
    assert filled.findings(["altered-quotation"]) == []
    filled.undo_review(number)
    assert [k.finding for k in filled.findings(["altered-quotation"])] == [kept.finding]


def test_a_finding_is_accepted_or_rejected(filled: Ledger) -> None:
    filled.add(read(TEXT.replace("shut", "close").split("\n\n")[0], "Daily", "2024-05-09"))
    (kept,) = filled.findings(["altered-quotation"])
    key = kept.finding.key
    filled.review(Review("accept", finding=key))
    assert [k.state for k in filled.queue(state="accepted").findings] == ["accepted"]
    number = filled.review(Review("reject", finding=key, why="a slip of ours"))
    assert filled.findings(["altered-quotation"]) == []
    assert filled.queue(["altered-quotation"]).states == {"rejected": 1}
    assert filled.article(kept.finding.evidence[0].article).reviews[-1].finding == key
    filled.undo_review(number)
    assert filled.queue(["altered-quotation"]).states == {"accepted": 1}


def test_a_wrong_link_is_taken_out_of_its_thread_for_good(filled: Ledger) -> None:
    port = placed(filled, "“We will")
    assert port.thread is not None
    number = filled.review(Review("reject", port.id, "thread"))
    assert (placed(filled, "“We will").thread, len(filled.thread(port.thread).statements)) == (None, 1)
    filled.add(read(AGAIN.replace("Tuesday", "Wednesday"), "Daily", "2024-05-09"))
    assert placed(filled, "“We will").thread is None
    assert len(filled.thread(port.thread).statements) == 2
    filled.undo_review(number)
    assert len(filled.thread(port.thread).statements) == 3


MISSED = {
    "content": at("was away"), "cue": at("Kari Holt was"), "source": at("Kari Holt"), "type": "indirect",
    "holder": {"name": "Kari Holt", "kind": "person"}, "time": {"edtf": "2024-05-06", "spans": at("Monday")},
    "stances": [{"target": "tunnel", "polarity": 1, "spans": at("tunnel")}],
}  # fmt: skip


def test_a_statement_that_was_missed(filled: Ledger) -> None:
    before = filled.reading(1)
    number = filled.review(Review("correct", article=1, value=MISSED))
    missed = placed(filled, "was away")
    assert [entry.id for entry in missed.reviews] == [number]
    statement = said(filled, missed.id)
    assert (statement.holder and statement.holder.name, statement.standing.value) == ("Kari Holt", "asserted")
    assert filled.who("Kari Holt").total == 1
    assert [target.name for target in filled.who("Kari Holt").targets] == ["tunnel"]
    assert [s.id for s in filled.search(Query("away")).statements] == [missed.id]
    assert filled.reading(1) == before
    filled.review(Review("correct", missed.id, "standing", {"value": "alleged"}))
    assert said(filled, missed.id).standing.value == "alleged"
    filled.undo_review(number)
    assert filled.reading(1, reviewed=True) == before
    assert filled.search(Query("away")).statements == ()


def test_a_missed_statement_finds_its_thread(filled: Ledger) -> None:
    text = TEXT.split("\n\n", maxsplit=1)[0]
    filled.add(Reading(Article.from_text(text, outlet="Daily", published="2024-05-09"), (), ()))
    content = {"content": at("“We will shut the damn port down by Friday,”"), "cue": at("said"), "type": "direct"}
    filled.review(Review("correct", article=3, value={**content, "holder": {"number": filled.who("Ana Reyes").id}}))
    thread = placed(filled, "“We will", 3).thread
    assert thread == placed(filled, "“We will").thread
    assert thread is not None
    assert len(filled.thread(thread).statements) == 3


#: What can't be said of the first statement, and a part of what is answered.
INVALID: list[tuple[dict[str, Any], str]] = [
    ({"field": "cue", "value": [[0, 10_000]]}, r"expected \[start, end\) within the text's \d+ characters for a cue"),
    ({"field": "cue", "value": []}, "expected the words of the text that a cue rests on, but found none"),
    ({"field": "cue", "value": [[5, 3]]}, "within the text's"),
    ({"field": "cue", "value": [[0, True]]}, "within the text's"),
    ({"field": "content", "value": [[0, 10], [5, 12]]}, "expected pieces of a content that don't overlap"),
    ({"field": "content", "value": "words"}, "expected a list of"),
    ({"field": "time", "value": {"edtf": "last week", "spans": at("Friday")}}, "expected an EDTF time"),
    ({"field": "time", "value": {"edtf": "2024-02-31", "spans": at("Friday")}}, "expected an EDTF time"),
    ({"field": "time", "value": {"edtf": "2024-05/2024-01", "spans": at("Friday")}}, "expected an EDTF time"),
    ({"field": "time", "value": {"edtf": "2024", "spans": []}}, "expected the words of the text that a time rests on"),
    ({"field": "type", "value": "free"}, "expected direct, indirect or mixed for a type"),
    ({"field": "standing", "value": {"value": "sure"}}, "expected asserted, "),
    ({"field": "holder", "value": {"name": " ", "kind": "person"}}, "expected words for a holder's name"),
    ({"field": "holder", "value": {"name": "X", "kind": "robot"}}, "expected person, organization, group or unnamed"),
    ({"field": "holder", "value": {"nom": "X"}}, "expected a holder with name, kind"),
    ({"field": "stances", "value": [{"target": "X", "polarity": 2, "spans": [[0, 1]]}]}, "expected a polarity from -1"),
    ({"field": "chain", "value": [{"name": "X", "relation": "sang", "spans": [[0, 1]]}]}, "expected told, "),
    ({"field": "parent", "value": 99}, "expected the number of another statement of the article"),
    ({"field": "answers", "value": [{"statement": 4, "relation": "denies"}]}, "expected the number of another"),
    ({"field": "statement", "value": {}}, "expected to accept or reject a statement"),
    ({"field": "thread", "value": 1}, "expected to accept or reject a thread, but found a correction of it"),
    ({"field": "colour"}, "expected one of statement, holder"),
    ({"verdict": "reject", "field": "content"}, "expected a correction of the content, which every statement has"),
    ({"verdict": "doubt"}, "expected accept, correct or reject"),
    ({"article": 1}, "expected a review of one statement, one article or one finding"),
    ({"statement": None}, "expected a review of one statement, one article or one finding"),
    ({"statement": None, "article": 1, "value": {"cue": [[0, 1]]}}, "expected a statement with cue, content, type"),
    ({"why": "\x00"}, "expected words for who reviews and why"),
]


@pytest.mark.parametrize(("given_", "message"), INVALID)
def test_what_cannot_be(filled: Ledger, given_: dict[str, Any], message: str) -> None:
    whole: dict[str, Any] = {"verdict": "correct", "statement": 1, **given_}
    with pytest.raises(InvalidReview, match=message):
        filled.review(Review(**whole))
    assert filled.reviews() == []


@pytest.mark.parametrize(
    "review",
    [Review("accept", 99), Review("accept", finding="0" * 32), Review("correct", article=99, value={}),
     Review("correct", 1, "holder", {"number": 99})],
)  # fmt: skip
def test_what_is_not_there(filled: Ledger, review: Review) -> None:
    with pytest.raises(NotInLedger, match="in the ledger, but there is none"):
        filled.review(review)


def test_a_review_is_undone_once(filled: Ledger) -> None:
    number = filled.review(Review("accept", 1))
    filled.undo_review(number)
    with pytest.raises(InvalidReview, match="expected a review that stands, but number 1 was undone"):
        filled.undo_review(number)
    with pytest.raises(NotInLedger, match="expected review 9 in the ledger"):
        filled.undo_review(9)


def test_statements_are_never_around_themselves(filled: Ledger) -> None:
    outer, inner = placed(filled, "that Petra Voss").id, placed(filled, "the tunnel").id
    with pytest.raises(InvalidReview, match="expected a statement around this one that isn't in it"):
        filled.review(Review("correct", outer, "parent", inner))
    first = filled.review(Review("reject", inner, "parent"))
    filled.review(Review("correct", outer, "parent", inner))
    filled.undo_review(first)
    assert len(list(filled.reading(1, reviewed=True).outline())) == len(filled.article(1).statements)


def test_the_list_of_reviews_has_decisions_among_them(filled: Ledger) -> None:
    ana, ole = filled.who("Ana Reyes").id, filled.who("Ole Lund").id
    first = filled.review(Review("accept", 1), by="Kim")
    decision = filled.merge(ana, ole, "one person")
    second = filled.review(Review("accept", placed(filled, "“We will", 2).id), by="Alex")
    entries = filled.reviews()
    assert {(e.kind, e.id) for e in entries} == {("review", first), ("decision", decision), ("review", second)}
    merged = next(e for e in entries if e.kind == "decision")
    assert (merged.subject, merged.verdict, merged.why) == ("holder", "merge", "one person")
    assert [e.id for e in filled.reviews(by="Kim")] == [first]
    assert {(e.kind, e.id) for e in filled.reviews(article=1)} == {("review", first), ("decision", decision)}
    assert [e.id for e in filled.reviews(article=2)] == [second]
    assert filled.reviews(limit=1, skip=1) == entries[1:2]


# -- any sequence of them --------------------------------------------------------------------------------------------


@contextmanager
def opened(tables: Path) -> Iterator[Ledger]:
    with tempfile.TemporaryDirectory() as folder, Ledger.open(shutil.copy(tables, folder)) as ledger:
        yield fill(ledger)


OF_FIELD = {field: value for field, value, _ in CORRECTIONS}
ACTS = st.one_of(
    st.tuples(st.just("review"), st.sampled_from(["accept", "reject"]), st.integers(1, 6), st.sampled_from(FIELDS)),
    st.tuples(st.just("correct"), st.sampled_from(CORRECTIONS), st.integers(1, 6)),
    st.tuples(st.just("within"), st.sampled_from(["parent", "answers"]), st.integers(1, 6), st.integers(1, 6)),
    st.tuples(st.just("missed")),
    st.tuples(st.just("undo"), st.integers(1, 12)),
)


def act(ledger: Ledger, what: Any) -> None:
    kind, *rest = what
    if kind == "undo":
        ledger.undo_review(rest[0])
    elif kind == "missed":
        ledger.review(Review("correct", article=1, value=MISSED))
    elif kind == "review":
        ledger.review(Review(rest[0], rest[1], rest[2]))
    elif kind == "correct":
        field, value, _ = rest[0]
        ledger.review(Review("correct", rest[1], field, value))
    else:
        field, statement, other = rest
        value = other if field == "parent" else [{"statement": other, "relation": "replies"}]
        ledger.review(Review("correct", statement, field, value))


def sound(reading: Reading) -> bool:
    """Whether every span of a reading stands in its text, and every index is one of its statements."""
    spans = [span for s in reading.statements for span in (
        *s.source, *s.cue, *s.content, *s.standing.spans, *(span for hop in s.chain for span in hop.spans),
        *(span for held in s.stances for span in held.spans), *(s.time.spans if s.time else ()),
        *(s.place.spans if s.place else ()), *(s.addressee.spans if s.addressee else ()),
        *(s.holder.mentions if s.holder else ()),
    )]  # fmt: skip
    others = [a.statement for s in reading.statements for a in s.answers]
    others += [s.parent for s in reading.statements if s.parent is not None]
    return (
        all(0 <= span.start < span.end <= len(reading.article.text) for span in spans)
        and all(0 <= other < len(reading.statements) for other in others)
        and len(list(reading.outline())) == len(reading.statements)
        and all(s.cue and s.content for s in reading.statements)
        and {s.holder for s in reading.statements} - {None} == {*reading.holders}
    )


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ACTS, min_size=1, max_size=10))
def test_any_sequence_leaves_what_was_read_and_can_be_undone(tables: Path, acts: list[Any]) -> None:
    with opened(tables) as ledger:
        before, places = [ledger.reading(n) for n in (1, 2)], [ledger.article(n).statements for n in (1, 2)]
        for what in acts:
            try:
                act(ledger, what)
            except (InvalidReview, NotInLedger):
                continue
            assert [ledger.reading(n) for n in (1, 2)] == before
            assert all(sound(ledger.reading(n, reviewed=True)) for n in (1, 2))
        for entry in ledger.reviews(limit=100):
            if entry.stands:
                ledger.undo_review(entry.id)
        assert [ledger.reading(n, reviewed=True) for n in (1, 2)] == before
        after = [ledger.article(n).statements for n in (1, 2)]
        assert [[(p.id, p.holder, p.thread) for p in of] for of in after] == [
            [(p.id, p.holder, p.thread) for p in of] for of in places
        ]
