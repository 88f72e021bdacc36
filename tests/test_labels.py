"""What is known of a statement, in words."""

from __future__ import annotations

from typing import get_args

import pytest
from fabricated import spans

from reportedly.values import labels
from reportedly.values.addressees import Addressee
from reportedly.values.chains import HopRelation
from reportedly.values.exchanges import Response
from reportedly.values.standing import Firmness
from reportedly.values.times import Place


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2024-05-07", "on 2024-05-07"),
        ("2024-05-07T10:30", "on 2024-05-07T10:30"),
        ("2024-05", "in 2024-05"),
        ("2024", "in 2024"),
        ("2024-22", "in summer 2024"),
        ("202X", "in 202X"),
        ("../2017-01-20", "by 2017-01-20"),
        ("/2017-01-20", "by 2017-01-20"),
        ("2016/..", "since 2016"),
        ("2016-10/2018", "between 2016-10 and 2018"),
        ("\x1b[31m\n2024", "in \ufffd[31m 2024"),
    ],
)
def test_when(edtf: str, expected: str) -> None:
    assert expected == labels.when(edtf)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2016-10-08", "8 October 2016"),
        ("2016-10", "October 2016"),
        ("2016", "2016"),
        ("2016-13", "2016-13"),
        ("20\x1b16", "20\ufffd16"),
    ],
)
def test_dated(day: str, expected: str) -> None:
    assert expected == labels.dated(day)


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2016-10-08", "on 8 October 2016"),
        ("2016-21", "in spring 2016"),
        ("../2017-01-20", "by 20 January 2017"),
        ("2016-10-03/2016-10-09", "between 3 October 2016 and 9 October 2016"),
    ],
)
def test_when_in_the_form_of_a_reader(edtf: str, expected: str) -> None:
    assert expected == labels.when(edtf, labels.dated)


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("She spoke in [Orle].", "Orle", "in Orle"),
        ("She spoke at a [rally].", "rally", "at a rally"),
        ("She spoke during the\n[hearing].", "hearing", "during the hearing"),
        ("She spoke [at a rally].", "at a rally", "at a rally"),
        ("[ORLE] — She spoke.", "Orle", "in Orle"),
        ("A [debate] followed.", "debate", "at debate"),
        ("Within [Orle] she spoke.", "Orle", "in Orle"),
    ],
)
def test_where_takes_the_preposition_of_the_text(text: str, place: str, expected: str) -> None:
    plain = text.replace("[", "").replace("]", "")
    assert expected == labels.where(plain, Place(place, spans(plain, text)))


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("She told [Lund].", "Ole Lund", "to Ole Lund"),
        ("She told [the harbour committee].", "harbour committee", "to the harbour committee"),
        ("She told [reporters].", "reporters", "to reporters"),
        ("She told [him].", "Ole Lund", "to Ole Lund"),
    ],
)
def test_to_whom_keeps_the_article_before_a_bare_noun(text: str, name: str, expected: str) -> None:
    plain = text.replace("[", "").replace("]", "")
    assert expected == labels.to_whom(plain, Addressee(name, spans(plain, text)))


@pytest.mark.parametrize(
    ("ids", "expected"),
    [((1,), "1"), ((1, 2), "1, 2"), ((1, 2, 3), "1–3"), ((1, 3, 4, 5, 8), "1, 3–5, 8"), ((), "")],
)
def test_numbers(ids: tuple[int, ...], expected: str) -> None:
    assert expected == labels.numbers(ids)


@pytest.mark.parametrize(("polarity", "expected"), [(1, "for"), (-1, "against")])
def test_a_side_is_shown_without_a_figure(polarity: float, expected: str) -> None:
    assert expected == labels.side(polarity)


def test_every_value_has_its_words() -> None:
    assert set(get_args(HopRelation)) == set(labels.RELATIONS)
    assert set(get_args(Firmness)) == set(labels.STANDINGS)
    assert set(get_args(Response)) == set(labels.ANSWERS) == set(labels.ANSWERED)
