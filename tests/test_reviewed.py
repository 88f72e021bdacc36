"""Reviews as a gold file: articles as people left them, read back by what measures readings against gold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import commands
import pytest
from drafts import plain, reading_from

from reportedly.errors import InvalidReview, NotInLedger
from reportedly.evaluation import Proportion, Score, score_statements
from reportedly.evaluation.gold import load_gold
from reportedly.evaluation.reviewed import lines
from reportedly.ledger import Ledger
from reportedly.ledger.reviews.review import Review

MARKED = (
    "[s1:Mayor {Ana Reyes}] [c1:said] [q1:the port would shut on Friday].\n\n[q2:“It floats,”] [s2:{Ole Lund}] "
    "[c2:told] the council. {Petra Voss} nodded. The ferry sails at noon."
)
TEXT = plain(MARKED)


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    ledger.add(reading_from(MARKED, outlet="NTB", published="2024-05-08"))
    ledger.add(reading_from("[q:“It sank,”] [c:said] [s:{Ole Lund}].", outlet="NTB", published="2024-05-09"))
    return ledger


def spans(*pieces: str) -> list[list[int]]:
    return [[TEXT.index(piece), TEXT.index(piece) + len(piece)] for piece in pieces]


def written(ledger: Ledger, *whole: int) -> list[dict[str, Any]]:
    """The gold file, after these articles were said to be wholly reviewed."""
    for article in whole:
        ledger.review(Review("accept", article=article), by="jo")
    with ledger.snapshot() as snapshot:
        return [json.loads(line) for line in lines(snapshot)]


def contents(line: dict[str, Any]) -> list[str]:
    return [" … ".join(TEXT[start:end] for start, end in one["content"]) for one in line["attributions"]]


def test_only_what_people_said_is_written(filled: Ledger) -> None:
    assert written(filled) == []
    (first, second) = (placed.id for placed in filled.article(1).statements)
    missed = {"content": spans("The ferry sails at noon"), "cue": spans("nodded"), "source": spans("Petra Voss"),
              "holder": {"name": "Petra Voss", "kind": "person"}, "type": "indirect"}  # fmt: skip
    filled.review(Review("accept", first, "holder"), by="jo")
    filled.review(Review("correct", second, "content", spans("It floats"), why="without marks"), by="jo")
    filled.review(Review("correct", article=1, value=missed), by="kim")
    undone = filled.review(Review("reject", first, "time"), by="kim")
    filled.undo_review(undone, by="kim")
    (line,) = written(filled, 1)
    assert (line["text"], line["outlet"], line["published"]) == (TEXT, "NTB", "2024-05-08")
    assert contents(line) == ["the port would shut on Friday", "It floats", "The ferry sails at noon"]
    assert [one["holder"]["name"] for one in line["attributions"]] == ["Ana Reyes", "Ole Lund", "Petra Voss"]
    assert [(one["attribution"], one["field"], one["verdict"], one["by"], one["why"]) for one in line["reviews"]] == [
        (0, "holder", "accept", "jo", None),
        (1, "content", "correct", "jo", "without marks"),
        (2, "statement", "missed", "kim", None),
    ]


def test_a_rejected_statement_is_left_out_and_told(filled: Ledger) -> None:
    (_, second) = (placed.id for placed in filled.article(1).statements)
    filled.review(Review("reject", second, why="nobody said so"), by="jo")
    (line,) = written(filled, 1)
    assert contents(line) == ["the port would shut on Friday"]
    (said,) = line["reviews"]
    assert (said["attribution"], said["field"], said["verdict"]) == (None, "statement", "reject")


def test_what_reviews_say_makes_sense_without_the_ledger(filled: Ledger) -> None:
    first, second = filled.article(1).statements
    assert first.holder is not None
    filled.review(Review("correct", second.id, "holder", {"number": first.holder}), by="jo")
    filled.review(Review("correct", second.id, "parent", first.id), by="jo")
    answer = {"statement": first.id, "relation": "denies"}
    filled.review(Review("correct", second.id, "answers", [answer]), by="jo")
    missed = {"content": spans("The ferry sails at noon"), "cue": spans("nodded"), "type": "indirect",
              "holder": {"number": first.holder}, "parent": second.id, "answers": [answer]}  # fmt: skip
    filled.review(Review("correct", article=1, value=missed), by="kim")
    (line,) = written(filled, 1)
    holder, parent, answers, whole = (said["value"] for said in line["reviews"])
    assert (holder["name"], holder["kind"], "number" in holder) == ("Ana Reyes", "person", False)
    assert (parent, answers) == (0, [{"statement": 0, "relation": "denies"}])
    assert (whole["holder"]["name"], whole["parent"], whole["answers"]) == ("Ana Reyes", 1, answers)


def test_a_thread_is_no_number_outside_the_ledger(filled: Ledger) -> None:
    said = "[s:Mayor {Ana Reyes}] [c:said] [q:the port would shut on Friday]."
    kept = filled.add(reading_from(said, outlet="AFP", published="2024-05-08"))
    (statement,) = filled.article(kept.article).statements
    assert statement.thread is not None
    filled.review(Review("reject", statement.id, "thread"), by="jo")
    (line,) = written(filled, kept.article)
    assert [(said["field"], said["value"]) for said in line["reviews"]] == [("thread", None)]


def test_two_outlets_that_print_one_text_are_two_articles(ledger: Ledger, tmp_path: Path) -> None:
    for url in ("https://courier.example/1", "https://ntb.example/1"):
        kept = ledger.add(reading_from(MARKED, url=url))
        ledger.review(Review("accept", article=kept.article), by="jo")
    with ledger.snapshot() as snapshot:
        (tmp_path / "gold.jsonl").write_text("".join(lines(snapshot)), encoding="utf-8")
    assert len({article.id for article in load_gold(tmp_path / "gold.jsonl")}) == 2


def test_what_is_written_is_a_gold_file(filled: Ledger, tmp_path: Path) -> None:
    for article in (1, 2):
        filled.review(Review("accept", article=article), by="jo")
    path = tmp_path / "gold.jsonl"
    with filled.snapshot() as snapshot:
        path.write_text("".join(lines(snapshot)), encoding="utf-8")
    gold = load_gold(path)
    readings = [filled.reading(article, reviewed=True) for article in (1, 2)]
    assert [article.text for article in gold] == [reading.article.text for reading in readings]
    for article, reading in zip(gold, readings, strict=True):
        assert [(one.source, one.cue, one.content) for one in article.attributions] == [
            (statement.source, statement.cue, statement.content) for statement in reading.statements
        ]


def test_only_what_was_wholly_reviewed_is_gold(filled: Ledger) -> None:
    for statement in filled.article(1).statements:
        filled.review(Review("accept", statement.id, "holder"), by="jo")
    assert written(filled) == []
    with filled.snapshot() as snapshot:
        assert snapshot.partly_reviewed() == 1
    number = filled.review(Review("accept", article=2), by="jo")
    (line,) = written(filled)
    assert (line["text"], line["whole"], line["reviews"]) == ("“It sank,” said Ole Lund.", True, [])
    (entry,) = filled.reviews(article=2)
    assert (entry.subject, entry.verdict, entry.field) == ("article", "accept", None)
    filled.undo_review(number, by="jo")
    assert written(filled) == []


def test_an_article_that_is_read_otherwise_was_not_reviewed(filled: Ledger) -> None:
    filled.review(Review("accept", article=2), by="jo")
    filled.reread(2, dry_run=True)
    assert len(written(filled)) == 1
    filled.add(reading_from("[q:“It sank,”] [c:said] [s:{Ole Lund}].", outlet="NTB", published="2024-05-10"))
    told = filled.reread(2)
    assert bool(told.counts) == (written(filled) == [])


def test_no_article_to_review_and_no_other_verdict(filled: Ledger) -> None:
    with pytest.raises(NotInLedger):
        filled.review(Review("accept", article=99), by="jo")
    with pytest.raises(InvalidReview):
        filled.review(Review("reject", article=1), by="jo")


def test_evaluate_counts_all_of_what_was_wholly_reviewed(filled: Ledger, tmp_path: Path) -> None:
    _, second = (placed.id for placed in filled.article(1).statements)
    filled.review(Review("correct", second, "holder", {"name": "Emil Radek", "kind": "person", "spans": []}), by="jo")
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in written(filled, 1)), encoding="utf-8")
    (gold,) = load_gold(path)
    assert (gold.whole, [one.holder and one.holder.names for one in gold.attributions]) == (
        True, [("Ana Reyes",), ("Emil Radek",)],
    )  # fmt: skip
    figures = score_statements([gold], {gold.id: filled.reading(1).statements})
    assert figures["statement"] == Score(2, 2, 2)
    assert figures["holder"] == Proportion(1, 2)
    result = commands.run("evaluate", str(path))
    assert (result.returncode, result.stdout.splitlines()[-1]) == (0, "1 article, 2 statements, all that there are")
    assert "\nholder " in result.stdout
