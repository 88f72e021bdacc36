"""Spans found by place: the same as asking all of them, in the same order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportedly.span import Span, SpanIndex

SPAN = st.builds(lambda start, size: Span(start, start + size), st.integers(0, 3_000), st.integers(1, 2_000))


@given(st.lists(SPAN, max_size=30), SPAN)
def test_across_gives_what_overlaps_in_the_order_in_which_it_was_added(spans: list[Span], asked: Span) -> None:
    index = SpanIndex((span, i) for i, span in enumerate(spans))
    assert [i for i, span in enumerate(spans) if span.overlap(asked)] == index.across(asked)
    assert [*range(len(spans))] == list(index)


def test_the_same_may_stand_at_several_spans() -> None:
    index = SpanIndex([(Span(0, 5), "a"), (Span(3, 900), "a"), (Span(900, 901), "b")])
    assert index.across(Span(4, 5)) == ["a", "a"]
    assert index.across(Span(900, 2_000)) == ["b"]


@given(st.lists(SPAN, max_size=30), SPAN)
def test_within_and_around_give_what_is_inside_and_what_contains(spans: list[Span], asked: Span) -> None:
    index = SpanIndex((span, i) for i, span in enumerate(spans))
    assert [i for i, span in enumerate(spans) if asked.contains(span)] == index.within(asked)
    assert [i for i, span in enumerate(spans) if span.contains(asked)] == index.around(asked)
