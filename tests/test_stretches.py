"""Long texts: what is weighed grows with their length, not with its square, and what is near is found as before."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from drafts import GivenPairs, RulesAlone, RulesFound, attributions_from, plain, scores_from
from numpy.typing import NDArray

from reportedly.articles.article import Article
from reportedly.holders import antecedents, contenders
from reportedly.holders.antecedents import Row
from reportedly.holders.entities import Cluster, NameIndex
from reportedly.holders.forms import same_name
from reportedly.holders.mentions import Mention, with_short_forms
from reportedly.holders.occurrences import Occurrences
from reportedly.reading import Reading, from_draft
from reportedly.span import Span
from reportedly.tagger import Scores
from reportedly.values import draft as drafts
from reportedly.values import exchanges
from reportedly.values.cue_context import CUES, cue_contexts
from reportedly.values.draft import Draft

Numbers = NDArray[np.float32]


class Links:
    """A link head to which everything before may be the antecedent, the nearest most; counts pairs of mentions."""

    def __init__(self, asked: Counter[str]) -> None:
        self.asked = asked

    def antecedents(self, _: object, mentions: Sequence[object]) -> Numbers:
        return np.zeros((len(mentions), 1), dtype=np.float32)

    def score(self, _: object, mentions: Sequence[object], __: object, asking: Sequence[int]) -> Numbers:
        self.asked["links"] += len(asking) * len(mentions)
        behind = np.arange(len(mentions))[None] - np.array(asking, dtype=np.int64).reshape(-1, 1)
        return np.where(behind < 0, behind + 9.0, -np.inf).astype(np.float32)


class Contenders(RulesAlone):
    """A holder head that counts contenders."""

    def __init__(self, asked: Counter[str]) -> None:
        self.asked = asked

    def choose(self, features: Numbers) -> Numbers:
        self.asked["contenders"] += len(features)
        return super().choose(features)


class Values(RulesFound):
    """A value head that counts the values that statements may have."""

    def __init__(self, asked: Counter[str]) -> None:
        self.asked = asked

    def judge(self, kind: object, features: Numbers) -> Numbers:
        self.asked[f"{kind} values"] += features.shape[0] * features.shape[1]
        return super().judge(kind, features)


class Pairs:
    """A head to which no pair is any; counts them."""

    floor = 0.5

    def __init__(self, asked: Counter[str], what: str, none: tuple[float, ...]) -> None:
        self.asked, self.what, self.head = asked, what, GivenPairs(none)

    def score(self, ones: object, twos: object, which: object, flags: Numbers) -> Numbers:
        self.asked[self.what] += len(flags)
        return self.head.score(ones, twos, which, flags)


def counted(scores: Scores) -> tuple[Scores, Counter[str]]:
    """The scores with heads that count, and the counts."""
    asked: Counter[str] = Counter()
    heads = {
        "links": Links(asked), "holder_head": Contenders(asked), "value_head": Values(asked),
        "answers": Pairs(asked, "answers", (-9.0,) * 6), "targets": Pairs(asked, "targets", (9.0, 0.0, 0.0)),
    }  # fmt: skip
    return replace(scores, **heads), asked  # type: ignore[arg-type]


def long_text(size: int) -> str:
    """A text of `size` statements, each other one by somebody new, who is told something, on another day."""
    said = []
    for k in range(0, size, 2):
        who = f"Ana K{'aeiou'[k % 5]}{'bdfgk'[k // 5 % 5]}{'lmnrs'[k // 25 % 5]}{'tvwxz'[k // 125 % 5]}"
        told = f"[c{k}:told] {{org:{who[4:]} Radio}} on {k % 28 + 1} May 2021 [q{k}:the port would shut]"
        added = f"[c{k + 1}:added] [q{k + 1}:“it leaked in the winter”] at a meeting in {{place:{who[4:]} Bay}}"
        said.append(f"[s{k}:{{{who}}}] {told}. [s{k + 1}:She] {added}.\n")
    return "".join(said)


@pytest.fixture
def short_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretches of a few statements and mentions, as if the texts of these tests were long."""
    for module, names in ((antecedents, "16 8"), (contenders, "16 8"), (drafts, "8 4 2")):
        for name, value in zip(("WHOLE", "STRETCH", "MARGIN"), map(int, names.split()), strict=False):
            monkeypatch.setattr(module, name, value)
    monkeypatch.setattr(exchanges, "BEFORE", 2)
    monkeypatch.setattr(exchanges, "AFTER", 1)


def read_long(size: int) -> tuple[Reading, Counter[str]]:
    marked = long_text(size)
    scores, asked = counted(scores_from(marked))
    article = Article(plain(marked), published="2021-06-01")
    return from_draft(Draft.from_attributions(article, scores, attributions_from(marked)), scores), asked


@pytest.mark.usefixtures("short_stretches")
def test_what_heads_are_asked_grows_with_the_text() -> None:
    (_, half), (_, whole) = read_long(40), read_long(80)
    assert half.keys() == whole.keys() == {
        "links", "contenders", "addressee values", "time values", "place values", "chain values", "answers", "targets",
    }  # fmt: skip
    assert {what for what in whole if whole[what] > 2.2 * half[what]} == set()


@pytest.mark.usefixtures("short_stretches")
def test_a_long_text_is_read_stretch_by_stretch_to_its_end() -> None:
    reading, _ = read_long(40)
    assert len(reading.statements) == 40
    told = [(s.addressee.name if s.addressee else None, s.time.edtf if s.time else None) for s in reading.statements]
    holders = [s.holder.name if s.holder else None for s in reading.statements]
    for k in range(0, 40, 2):
        assert told[k] == (f"{(holders[k] or '')[4:]} Radio", f"2021-05-{k % 28 + 1:02}")
        assert holders[k + 1] == holders[k]


def test_a_sentence_of_many_cues_reaches_no_further_than_some_of_them() -> None:
    marked = " and ".join(f"[s{k}:{{Ana K{k}}}] [c{k}:said] [q{k}:the port would shut]" for k in range(30)) + "."
    text, found = plain(marked), attributions_from(marked)
    contexts = cue_contexts(text, found)
    assert contexts[2].span == Span(0, found[2 + CUES].cue[0].end)
    assert contexts[15].span == Span(found[15 - CUES].cue[0].start, found[15 + CUES].cue[0].end)
    assert contexts[29].span == Span(found[29 - CUES].cue[0].start, len(text))
    assert {context.cue.of(context.words) for context in contexts} == {"said"}


def test_of_many_who_may_be_meant_the_likeliest_is_found_first() -> None:
    mentions = [Mention(Span(k, k + 1), "pronoun") for k in range(0, 12, 2)]
    starts, ends = (np.array(bounds) for bounds in zip(*((m.span.start, m.span.end) for m in mentions), strict=True))
    links = np.array([1.0, 3.0, 3.0, 2.0, 9.0, -np.inf], dtype=np.float32)
    row = Row(mentions, starts, ends, links, np.array([True, True, True, False, True, True]))
    assert row.likely(8, 0.0, 0.0) == [(3.0, 1), (3.0, 2), (1.0, 0)]
    assert row.likely(8, 2.95, 1.0) == [(2.97, 2)]


def test_a_name_that_is_found_as_of_two_types_keeps_their_order() -> None:
    text = "Orle said so."
    names = [Mention(Span(0, 4), "name", kind) for kind in ("place", "person", "place", "organization", "other")]
    assert [name.type for name in with_short_forms(text, names)] == ["place", "person", "organization", "other"]


# -- look-ups --------------------------------------------------------------------------------------------------------

NAMES = [
    ("Ana Reyes", "person"), ("Reyes", "person"), ("Ana M. Reyes", "person"), ("Ana", "person"),
    ("Reyes Jr.", "person"),
    ("Harbour Protection Board", "organization"), ("HPB", "organization"), ("Protection Board", "organization"),
    ("the Board", "organization"), ("Sefton Motors", "organization"), ("Sefton", "organization"), ("Tarn", "place"),
    ("High Court in Tarn", "organization"), ("Ole Van Lund", "person"), ("Ole Lund", "person"),
    ("U.N.", "organization"),
    ("United Nations", "organization"), ("The Times", "organization"), ("The New York Times", "organization"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "kind"), NAMES)
def test_whom_a_name_can_mean_is_found_without_comparing_all(words: str, kind: str) -> None:
    entities = [Cluster("person" if k == "person" else "organization", name) for name, k in NAMES]
    found = NameIndex(entities).same(words, kind)
    assert found == [k for k, e in enumerate(entities) if same_name(words, e.name, kind, e.kind)]
    assert found


#: A text, words, and where they stand as whole words.
OCCURRING = [
    ("HPB said the HPB-led plan and xHPB; (HPB).", "HPB", [0, 37]),
    ("Ana Reyes, Ana Reyesson, Ana  Reyes, “Ana Reyes”", "Ana Reyes", [0, 38]),
    ("Brask Inc. and Brask Inc", "Brask Inc.", [0]),
    ("none here", "HPB", []),
]


@pytest.mark.parametrize(("text", "words", "starts"), OCCURRING)
def test_where_words_stand(text: str, words: str, starts: list[int]) -> None:
    found = Occurrences(text).of(words, inside="-")
    assert [span.start for span in found] == starts
    assert {text[span.start : span.end] for span in found} <= {words}


def test_mentions_stand_in_text_order() -> None:
    places = [Span(start, start + 3) for start in range(0, 60, 2)]
    entity, rng = Cluster("person", "Ana Reyes"), random.Random(1)
    for span in rng.choices(places, k=200):
        entity.add(span)
    assert entity.mentions == sorted(set(entity.mentions))
    assert entity.mentions_before(31) == sum(span.start < 31 for span in entity.mentions)
    for span in list(entity.mentions):
        entity.remove(span)
    assert entity.mentions == []
