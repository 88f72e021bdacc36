"""By what values came, and from which statement they were carried on: text → a row for each value."""

from __future__ import annotations

import pytest
from drafts import plain, tagged_from

from reportedly.export import to_dict
from reportedly.ledger import Ledger
from reportedly.ledger.reviews.review import Review
from reportedly.shown.page import to_html
from reportedly.values.provenance import by_either

QUAY = (
    "[s:Mayor Ana Reyes] [c:told] reporters on Tuesday in Orle [q:that the quay was safe]. "
    "[q2:“It is sound,”] [s2:she] [c2:added].\n\n"
)
COURIER = "[s3:Harbour master Ole Lund] [c3:denied] on Monday [q3:that he had faked readings], the Courier reported."
OFFICIAL = (
    "[s4:An official] who spoke on condition of anonymity [c4:said] [q4:the dam was weak].\n\n"
    "[q5:“It leaks,”] [s5:the official] [c5:said]."
)
#: text, statement, field, by (any of them), and the statement it was carried on from.
CAME = [
    (QUAY, 0, "time", {"rules", "both"}, None),
    (QUAY, 0, "addressee", {"rules", "both"}, None),
    (QUAY, 1, "time", {"rules", "both", "choice"}, 0),
    (QUAY, 1, "addressee", {"rules", "choice"}, 0),
    (QUAY, 1, "place", {"rules", "choice"}, 0),
    (QUAY + COURIER, 2, "time", {"rules", "tagger", "both"}, None),
    (QUAY + COURIER, 2, "chain", {"rules", "tagger", "both"}, None),
    (QUAY + COURIER, 2, "standing", {"rules", "both"}, None),
    (QUAY + COURIER, 2, "act", {"tagger"}, None),
    (OFFICIAL, 0, "sourcing", {"rules"}, None),
    (OFFICIAL, 1, "sourcing", {"rules"}, 0),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "index", "field", "by", "origin"), CAME)
def test_every_value_says_by_what_it_came(
    marked: str, index: int, field: str, by: set[str], origin: int | None
) -> None:
    statement = tagged_from(marked, published="2024-05-09").statements[index]
    (came,) = (one for one in statement.provenance if one.field == field)
    assert (came.by in by, came.statement) == (True, origin), came
    assert statement.carried(field) == (origin,)


def test_a_row_for_each_value_in_the_order_of_the_values() -> None:
    for statement in to_dict(tagged_from(QUAY + COURIER, published="2024-05-09"))["statements"]:
        names = [name for name in statement if name != "provenance"]
        fields = [row["field"] for row in statement["provenance"]]
        assert fields == sorted(fields, key=names.index)
        for name in names[names.index("document") :]:
            value = statement[name]
            assert fields.count(name) == (len(value) if isinstance(value, list) else value is not None)


@pytest.mark.parametrize(
    ("rules", "tagger", "expected"),
    [(True, True, "both"), (True, False, "rules"), (False, True, "tagger"), (False, False, "choice")],
)
def test_either_or_both(rules: bool, tagger: bool, expected: str) -> None:
    assert by_either(rules, tagger) == expected


def test_a_ledger_keeps_it_and_says_what_a_review_has_set(ledger: Ledger) -> None:
    reading = tagged_from(QUAY, published="2024-05-09")
    number = ledger.add(reading).article
    assert [s.provenance for s in ledger.reading(number).statements] == [s.provenance for s in reading.statements]
    start = plain(QUAY).index("Tuesday")
    second = ledger.article(number).statements[1].id
    ledger.review(Review("correct", second, "time", {"edtf": "2024-05-08", "spans": [[start, start + 7]]}), by="jo")
    ledger.review(Review("correct", second, "answers", []), by="jo")
    before, after = (ledger.reading(number, reviewed=reviewed).statements[1] for reviewed in (False, True))
    changed = [(one, two) for one, two in zip(before.provenance, after.provenance, strict=True) if one != two]
    assert [(one.field, two.by, two.statement) for one, two in changed] == [("time", "review", None)]


def test_a_rejected_statement_is_nobodys_origin(ledger: Ledger) -> None:
    number = ledger.add(tagged_from(QUAY, published="2024-05-09")).article
    ledger.review(Review("reject", ledger.article(number).statements[0].id), by="jo")
    (left,) = ledger.reading(number, reviewed=True).statements
    assert left.time is not None
    assert left.carried("time") == (None,)


def test_the_page_links_to_where_a_value_is_from() -> None:
    assert '<small class="from">from <a href="#s1">statement 1</a></small>' in to_html(tagged_from(QUAY))
