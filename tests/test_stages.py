"""Stages are pure: what one gives depends on the draft alone, not on which ran before it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reportedly.articles.article import Article
from reportedly.span import Span
from reportedly.tagger import Scores, tagger
from reportedly.values.act import acts
from reportedly.values.addressees import addressees
from reportedly.values.answers import answers
from reportedly.values.chains import chains
from reportedly.values.documents import documents
from reportedly.values.draft import Draft
from reportedly.values.sourcing import sourcing
from reportedly.values.stance import stances
from reportedly.values.standing import standings, weighed
from reportedly.values.times import places, times

PASSAGES = Path(__file__).parents[1] / "annotation" / "passages.jsonl"


@pytest.fixture(scope="module", params=range(0, 110, 10))  # every tenth passage
def passage(request: pytest.FixtureRequest) -> tuple[Article, Scores]:
    row = json.loads(PASSAGES.read_text(encoding="utf-8").splitlines()[request.param])
    article = Article.from_text(row["text"], published=row["published"], outlet=row["outlet"])
    return article, tagger().tag(article.text)


def stages(draft: Draft, scores: Scores) -> dict[str, Callable[[], object]]:
    """Every stage of the values, by name; what some need of others is read off another draft."""
    other = Draft.of(draft.article, scores)
    told, firm = addressees(other), standings(other)
    return {
        "addressees": lambda: addressees(draft),
        "standings": lambda: weighed(draft, standings(draft), scores),
        "acts": lambda: acts(draft, scores),
        "documents": lambda: documents(draft),
        "sourcing": lambda: sourcing(draft),
        "times": lambda: times(draft),
        "places": lambda: places(draft),
        "chains": lambda: chains(draft, told),
        "answers": lambda: answers(draft, firm, told, scores),
        "stances": lambda: stances(draft, told, scores),
    }


def test_any_order_of_the_stages_gives_the_same(passage: tuple[Article, Scores]) -> None:
    article, scores = passage
    names = list(stages(Draft.of(article, scores), scores))
    alone = {name: stages(Draft.of(article, scores), scores)[name]() for name in names}
    turned = [names[at:] + names[:at] for at in range(len(names))]  # each first, the others after it
    for order in [*turned, names[::-1]]:
        run = stages(Draft.of(article, scores), scores)
        assert {name: run[name]() for name in order} == alone


def test_reading_leaves_the_draft_as_it_was(passage: tuple[Article, Scores]) -> None:
    draft = Draft.of(*passage)
    before = repr(draft)
    for stage in stages(draft, passage[1]).values():
        stage()
    assert repr(draft) == before


class Strict(dict[Span, object]):
    """A mapping that can't be asked for what it lacks."""

    def get(self, span: Span, default: object = None) -> object:  # type: ignore[override]
        return self[span]


def test_stages_ask_for_no_phrase_that_was_not_resolved(passage: tuple[Article, Scores]) -> None:
    draft = Draft.of(*passage)
    strict = replace(draft, cast=replace(draft.cast, phrases=Strict(draft.cast.phrases)))  # type: ignore[arg-type]
    for stage in stages(strict, passage[1]).values():
        stage()
