"""Reading again: what takes the place of what was read before, what people said of that, and what is told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from fabricated import RICH, made

import reportedly
from reportedly import Article
from reportedly.__about__ import __version__
from reportedly.cli.group import cli
from reportedly.errors import InvalidQuery, InvalidReview, NotInLedger, TooLarge
from reportedly.ledger import Ledger, Query, rereading
from reportedly.ledger import keeping as module
from reportedly.ledger.rereading import Rereading
from reportedly.ledger.reviews.review import Review
from reportedly.ledger.tables import engine, schema
from reportedly.ledger.threads import membership
from reportedly.reading import ReadBy, Reading, made_by
from reportedly.tagger import WEIGHTS, weights_digest
from reportedly.tagger.digest import DIGEST, computed
from reportedly.values.times import Place

#: One text, and what may be read in it: braces mark holder, cue and content of each statement.
PORT = "Mayor {Ana Reyes} {says} {“the port will shut on Friday if the dockers walk out”}."
NO_PORT = "Mayor Ana Reyes says “the port will shut on Friday if the dockers walk out”."
SHORTER = "Mayor {Ana Reyes} {says} {“the port will shut on Friday} if the dockers walk out”."
FERRY = "{Ole Lund} {says} {“the ferry was sold abroad last winter”}."
NO_FERRY = "Ole Lund says “the ferry was sold abroad last winter”."
OF_LUND = "Ole {Lund} {says} {“the ferry was sold abroad last winter”}."
OLD = ReadBy("0.0.9", "aaaaaaaa")


def of(*parts: str, by: ReadBy | None = OLD, outlet: str = "The Courier", published: str = "2024-05-08") -> Reading:
    read = made("\n".join(parts), url=f"https://{outlet.replace(' ', '')}.example/1", outlet=outlet,
                published=published)  # fmt: skip
    return replace(read, read_by=by)


@pytest.fixture
def again(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Rereading]:
    """Reads an article again as if the program read these parts in it now."""

    def reread(*parts: str, article: int = 1, dry_run: bool = False, **changed: Any) -> Rereading:
        now = replace(of(*parts, by=made_by()), **changed)
        monkeypatch.setattr(module, "read", lambda _: now)
        found = ledger.reread(article, dry_run=dry_run)
        if not dry_run:
            assert ledger.reading(article) == now
        return found

    return reread


def told(found: Rereading) -> dict[str, Any]:
    """What has changed, in words."""
    return {
        name: [said.words for said in getattr(found, name)] for name in ("gone", "new", "kept") if getattr(found, name)
    } | {
        f"{change.field} of {change.said.holder}": (change.old, change.new) for change in found.changed
    }  # fmt: skip


WHOLE, PART, SOLD = (
    "“the port will shut on Friday if the dockers walk out”", "“the port will shut on Friday",
    "“the ferry was sold abroad last winter”",
)  # fmt: skip
#: What was read, what is read now, and what is told of that.
CHANGES: list[tuple[tuple[str, ...], tuple[str, ...], dict[str, Any]]] = [
    ((PORT, FERRY), (PORT, FERRY), {}),
    ((PORT, FERRY), (PORT, NO_FERRY), {"gone": [SOLD]}),
    ((PORT, NO_FERRY), (PORT, FERRY), {"new": [SOLD]}),
    ((PORT, NO_FERRY), (NO_PORT, FERRY), {"gone": [WHOLE], "new": [SOLD]}),
    ((PORT, FERRY), (SHORTER, FERRY),
     {"content of Ana Reyes": ([[21, 75]], [[21, 50]])}),
    ((PORT, FERRY), (PORT, OF_LUND),
     {"holder of Ole Lund": ("Ole Lund", "Lund"), "source of Ole Lund": ([[77, 85]], [[81, 85]])}),
    ((PORT, FERRY), (NO_PORT, NO_FERRY), {"gone": [WHOLE, SOLD]}),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "expected"), CHANGES)
def test_what_changes_is_told_and_stored(
    ledger: Ledger, again: Callable[..., Rereading], before: tuple[str, ...], after: tuple[str, ...],
    expected: dict[str, Any],
) -> None:  # fmt: skip
    ledger.add(of(*before))
    rehearsed = again(*after, dry_run=True)
    assert ledger.reading(1) == of(*before)
    found = again(*after)
    assert told(rehearsed) == told(found) == expected
    assert (found.before, found.after) == (OLD, made_by())
    assert told(again(*after)) == {}
    assert len(ledger.versions("https://TheCourier.example/1")) == 1
    for words, number in (("dockers", 0), ("ferry", 1)):
        there = any(part in after for part in ((PORT,), (FERRY, OF_LUND))[number])
        assert len(ledger.search(Query(words)).statements) == there
    assert ledger.counts().statements == found.statements
    # And all as it was, if it is read so again.
    again(*before)
    assert [said.id for said in ledger.search(Query("port")).statements] == ([1] if PORT in before else [])


def test_a_reading_of_every_value_that_is_the_same_changes_nothing(ledger: Ledger) -> None:
    ledger.add(RICH)
    now = replace(RICH, read_by=made_by())
    with engine.writing(ledger._engine) as connection:
        found = rereading.replace(connection, 1, now)
    assert told(found) == {}
    assert ledger.reading(1) == now


# -- reviews -----------------------------------------------------------------------------------------------------------


def place(words: str, text: str) -> dict[str, Any]:
    return {"text": words, "spans": [[text.index(words), text.index(words) + len(words)]]}


def test_reviews_stay_with_statements_that_stand(ledger: Ledger, again: Callable[..., Rereading]) -> None:
    ledger.add(of(PORT, FERRY))
    text = of(PORT, FERRY).article.text
    ledger.review(Review("correct", 1, "place", place("Friday", text)), "jo")
    ledger.review(Review("correct", 2, "holder", {"name": "Kari Holt", "kind": "person", "spans": [[0, 5]]}), "li")
    found = again(SHORTER, OF_LUND)
    assert (found.lost, found.kept, found.gone) == ((), (), ())
    reviewed = ledger.reading(1, reviewed=True)
    assert reviewed.statements[0].place == Place("Friday", reviewed.statements[0].place.spans)  # type: ignore[union-attr]
    assert [s.holder and s.holder.name for s in reviewed.statements] == ["Ana Reyes", "Kari Holt"]
    assert [said.name for said in ledger.search(Query("ferry")).statements] == ["Kari Holt"]
    ledger.undo_review(2, "li")
    assert [said.name for said in ledger.search(Query("ferry")).statements] == ["Ole Lund"]


def test_what_was_found_right_stays_right(ledger: Ledger, again: Callable[..., Rereading]) -> None:
    ledger.add(of(PORT, FERRY))
    text = of(PORT, FERRY).article.text
    for field in ("holder", "content", "place", "stances", "act"):
        ledger.review(Review("accept", 1, field), "jo")
    (port, ferry) = of(SHORTER, FERRY, by=made_by()).statements
    now = replace(port, place=Place("Friday", (port.content[0],)), act="want", holder=ferry.holder)
    found = again(SHORTER, FERRY, statements=(now, ferry))
    assert {change.field for change in found.changed} == {"content", "place", "act", "holder"}
    kept = ledger.reading(1, reviewed=True).statements[0]
    assert (kept.place, kept.act, kept.holder and kept.holder.name) == (None, "say", "Ana Reyes")
    assert kept.content[0].of(text) == WHOLE
    assert [said.name for said in ledger.search(Query("port")).statements] == ["Ana Reyes"]
    for review in ledger.reviews():
        ledger.undo_review(review.id)
    assert ledger.reading(1, reviewed=True).statements[0].act == "want"


def test_what_people_vouched_for_is_kept(ledger: Ledger, again: Callable[..., Rereading]) -> None:
    ledger.add(of(PORT, FERRY))
    ledger.review(Review("accept", 2), "jo")
    found = again(PORT, NO_FERRY)
    assert told(found) == {"kept": [SOLD]}
    (said,) = ledger.search(Query("ferry")).statements
    assert (said.id, said.name) == (2, "Ole Lund")
    assert [person.name for person in ledger.holders()] == ["Ana Reyes", "Ole Lund"]
    assert len(ledger.article(1).statements) == 2
    assert told(again(PORT, NO_FERRY)) == {}
    # Whoever takes it back has it go; whoever says it again has it back.
    ledger.undo_review(1)
    assert ledger.search(Query("ferry")).statements == ()
    assert [person.name for person in ledger.holders()] == ["Ana Reyes"]
    ledger.review(Review("accept", 2), "jo")
    assert [said.id for said in ledger.search(Query("ferry")).statements] == [2]
    # Once it is read again, it is read.
    assert told(again(PORT, FERRY)) == {}
    ledger.undo_review(2)
    assert [said.id for said in ledger.search(Query("ferry")).statements] == [2]


def test_what_cannot_be_carried_is_told(ledger: Ledger, again: Callable[..., Rereading]) -> None:
    ledger.add(of(PORT, FERRY))
    ledger.review(Review("reject", 2, "place"), "jo")
    ledger.review(Review("reject", 1), "li")
    found = again(NO_PORT, NO_FERRY)
    assert (found.lost, found.kept) == ((1,), ())
    assert [entry.id for entry in ledger.reviews()] == [2, 1]
    again(PORT, FERRY)
    assert [said.id for said in ledger.search(Query("ferry")).statements] == [2]
    assert ledger.search(Query("dockers")).statements == ()
    assert ledger.under_review(2).entries[0].by == "jo"


def test_a_missed_statement_that_is_read_now_is_one(ledger: Ledger, again: Callable[..., Rereading]) -> None:
    ledger.add(of(PORT, NO_FERRY))
    text = of(PORT, NO_FERRY).article.text

    def at(words: str) -> list[list[int]]:
        return [[text.index(words), text.index(words) + len(words)]]

    value = {"source": at("Ole Lund"), "cue": [[86, 90]], "content": at(SOLD), "type": "direct",
             "holder": {"name": "Ole Lund", "kind": "person", "spans": at("Ole Lund")},
             "place": {"text": "abroad", "spans": at("abroad")}}  # fmt: skip
    assert text[86:90] == "says"
    ledger.review(Review("correct", article=1, value=value), "jo")
    assert told(again(PORT, NO_FERRY)) == {}
    assert len(ledger.article(1).statements) == 2
    assert told(again(PORT, FERRY)) == {}
    statements = ledger.reading(1, reviewed=True).statements
    assert [s.holder and s.holder.name for s in statements] == ["Ana Reyes", "Ole Lund"]
    assert statements[1].place is not None
    ledger.undo_review(1)
    assert ledger.reading(1, reviewed=True).statements[1].place is None


# -- what rests on statements ------------------------------------------------------------------------------------------


def test_threads_and_findings_follow(ledger: Ledger, again: Callable[..., Rereading]) -> None:
    ledger.add(of(PORT.replace("shut", "close"), outlet="NTB", published="2024-05-07"))
    ledger.add(of(PORT, FERRY))
    (finding,) = ledger.findings(["altered-quotation"])
    (trace,) = ledger.trace("dockers")
    assert len(trace.statements) == 2
    again(NO_PORT, FERRY, article=2)
    assert ledger.findings(["altered-quotation"]) == []
    assert [len(trace.statements) for trace in ledger.trace("dockers")] == [1]
    assert ledger.counts().threads == 0
    again(PORT, FERRY, article=2)
    assert [kept.finding for kept in ledger.findings(["altered-quotation"])] == [finding.finding]
    assert [len(trace.statements) for trace in ledger.trace("dockers")] == [2]
    assert ledger.counts().threads == 1


def test_no_thread_is_left_with_one_statement(ledger: Ledger, again: Callable[..., Rereading]) -> None:
    ledger.add(of(PORT, outlet="NTB"))
    ledger.add(of(PORT))
    ledger.review(Review("accept", 2), "jo")
    again(NO_PORT, article=2)
    assert [len(trace.statements) for trace in ledger.trace("dockers")] == [2]
    ledger.undo_review(1)
    again("Mayor {Ana Reyes} {says} {“the port} will shut on Friday if the dockers walk out”.", article=2)
    assert {said.id for said in ledger.search(Query("port")).statements} == {1, 2}
    assert ledger.counts().threads == 0


def test_a_thread_of_one_waits_for_what_reviews_keep_out(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is read again, reviewed and undone, in any order."""
    chance = Random(18)
    now = [of()]
    monkeypatch.setattr(module, "read", lambda _: now[0])
    for day, outlet in enumerate(("NTB", "The Courier", "Echo"), 5):
        ledger.add(of(PORT, FERRY, outlet=outlet, published=f"2024-05-0{day}"))
    alone = 0
    for _ in range(14):
        port, ferry = chance.choice((PORT, NO_PORT, SHORTER)), chance.choice((FERRY, NO_FERRY, OF_LUND))
        now[0] = of(port, ferry, by=made_by())
        field = chance.choice(("statement", "thread", "holder"))
        review = Review(chance.choice(("accept", "reject")), chance.randint(1, 6), field)  # type: ignore[arg-type]
        with suppress(InvalidReview, NotInLedger):
            kind = chance.random()
            if kind < 0.45:
                ledger.reread(chance.randint(1, 3))
            elif kind < 0.8:
                ledger.review(review, "jo")
            else:
                ledger.undo_review(chance.randint(1, 6))
        with ledger._engine.connect() as connection:
            kept_out = {*connection.execute(sa.select(schema.reviewed.c.thread_id)).scalars()}
            for thread, count in connection.execute(sa.select(schema.threads.c["id", "statements"])):
                inside = sa.select(sa.func.count()).where(schema.statements.c.thread_id == thread)
                assert connection.execute(inside).scalar() == count
                assert count > 1 or thread in kept_out
                alone += count == 1
    assert alone


def test_holders_follow(ledger: Ledger, again: Callable[..., Rereading]) -> None:
    ledger.add(of(PORT, OF_LUND))
    lund = ledger.holders("Lund")[0]
    again(PORT, FERRY)
    (same,) = ledger.holders("Lund")
    assert (same.id, same.statements, [seen.name for seen in same.seen]) == (lund.id, 1, ["Ole Lund"])
    again(PORT, NO_FERRY)
    assert [person.name for person in ledger.holders()] == ["Ana Reyes"]
    with ledger._engine.connect() as connection:
        described = connection.execute(sa.select(schema.descriptions.c.holder_id)).scalars()
        assert set(described) == {1}
    again(PORT, FERRY)
    assert ledger.holders("Lund")[0].id == lund.id


# -- which articles ----------------------------------------------------------------------------------------------------

NOW = made_by()
#: By what an article was read, and whether it is worth reading again.
READERS = [
    (None, True),
    (OLD, True),
    (ReadBy("0.0.9", NOW.weights), True),
    (ReadBy(NOW.program, "aaaaaaaa"), True),
    (NOW, False),
    (ReadBy("99.0.0", "aaaaaaaa"), False),
]


@pytest.mark.parametrize(("by", "expected"), READERS)
def test_what_is_worth_reading_again(ledger: Ledger, by: ReadBy | None, expected: bool) -> None:
    ledger.add(of(PORT, by=by))
    assert ledger.to_reread() == ([1] if expected else [])
    assert ledger.article(1).reading.read_by == by


#: Which articles are asked for, and which are read again.
CHOSEN: list[tuple[dict[str, Any], list[int]]] = [
    ({}, [1, 2, 3]),
    ({"articles": [3, 1]}, [1, 3]),
    ({"since": "2024-05-08"}, [2, 3]),
    ({"outlet": "the courier"}, [1]),
    ({"outlet": "NTB", "since": "2024-05-09"}, [3]),
    ({"outlet": "Nobody"}, []),
]


def test_which_are_read_again(ledger: Ledger) -> None:
    for outlet, day in (("The Courier", "2024-05-07"), ("Echo", "2024-05-08"), ("NTB", "2024-05-09")):
        ledger.add(of(PORT, outlet=outlet, published=day))
    for chosen, expected in CHOSEN:
        assert ledger.to_reread(**chosen) == expected, chosen
    with pytest.raises(NotInLedger, match="expected article 9 in the ledger, but there is none"):
        ledger.to_reread([9])
    with pytest.raises(InvalidQuery, match="expected a day as YYYY-MM-DD, but found 'May'"):
        ledger.to_reread(since="May")


def test_one_that_cannot_be_read_stays_as_it_was(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.add(of(PORT))

    def refused(_: Article) -> Reading:
        raise TooLarge("expected at most 10 characters, found more")

    monkeypatch.setattr(module, "read", refused)
    found = ledger.reread(1)
    assert (found.error, found.after) == ("expected at most 10 characters, found more", None)
    assert ledger.reading(1) == of(PORT)
    assert ledger.to_reread() == [1]


@pytest.mark.parametrize("at", ["leave", "rejoin", "write", "dissolve"])
def test_one_that_is_broken_off_is_as_it_was(
    ledger: Ledger, again: Callable[..., Rereading], monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    ledger.add(of(PORT, FERRY))
    before = ledger.article(1)

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as then:
        then.setattr(membership, at, stopped)
        with pytest.raises(KeyboardInterrupt):
            again(SHORTER, NO_FERRY)
    assert ledger.article(1) == before
    assert ledger.to_reread() == [1]
    assert told(again(SHORTER, NO_FERRY))["gone"] == [SOLD]
    assert ledger.to_reread() == []


# -- the command -------------------------------------------------------------------------------------------------------


def test_the_command(tmp_path: Path) -> None:
    where = str(tmp_path / "desk.db")

    def run(*more: str) -> tuple[int, str, str]:
        result = CliRunner().invoke(cli, ["reread", "--ledger", where, *more])
        return result.exit_code, result.stdout, result.stderr

    right = reportedly.read(Article.from_text("“It floats,” said Ana Reyes.", outlet="The Courier"))
    with Ledger.open(where) as ledger:
        ledger.add(replace(right, statements=(), holders=(), read_by=OLD))
        ledger.add(replace(right, article=replace(right.article, outlet="NTB"), read_by=None))
    told = "article 1, The Courier: 1 statement new\n"
    assert run("--dry-run") == (0, told, "2 articles would be read again: 1 statement new.\n")
    code, out, _ = run("--json", "--dry-run", "1")
    (line,) = map(json.loads, out.splitlines())
    assert (code, line["article"], line["new"]) == (
        0, 1, [{"statement": None, "holder": "Ana Reyes", "words": "“It floats,”"}]
    )  # fmt: skip
    assert line["before"] == {"program": "0.0.9", "weights": "aaaaaaaa"}
    assert run("2") == (0, "", "1 article read again: nothing changes.\n")
    assert run() == (0, told, "1 article read again: 1 statement new.\n")
    assert run() == (0, "", "0 articles read again: nothing changes.\n")
    with Ledger.open(where) as ledger:
        assert [ledger.reading(number).read_by for number in (1, 2)] == [NOW, NOW]


# -- what read it ------------------------------------------------------------------------------------------------------


def test_the_digest_that_ships_is_that_of_the_weights() -> None:
    assert (WEIGHTS / DIGEST).read_text(encoding="ascii").strip() == computed(WEIGHTS), (
        "the weights have changed: write their digest, python -c "
        "'from reportedly.tagger import *; write_digest(WEIGHTS)'"
    )
    assert ReadBy(__version__, weights_digest(WEIGHTS)) == NOW
    assert reportedly.read("It floats.").read_by == NOW


def test_other_weights_have_another_digest(tmp_path: Path) -> None:
    (tmp_path / "one.npz").write_bytes(b"1")
    (tmp_path / "CARD.md").write_text("a card", encoding="utf-8")
    expected = hashlib.sha256(b"one.npz\x001\x001").hexdigest()
    assert (computed(tmp_path), weights_digest(tmp_path)) == (expected, expected[:8])
    (tmp_path / "two.json").write_bytes(b"2")
    assert weights_digest(tmp_path) != expected[:8]
