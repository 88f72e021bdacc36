"""Values chosen among all that are proposed: text → what is proposed, what a head makes of it, its words."""

from __future__ import annotations

from dataclasses import replace
from time import process_time

import numpy as np
import pytest
from drafts import draft_from, reading_from, scores_from
from numpy.typing import NDArray

from reportedly.reading import from_draft
from reportedly.tagger.choosers import Chooser
from reportedly.tagger.values import KINDS, ValueHead, ValueKind
from reportedly.values.act import likely_acts
from reportedly.values.chosen import Pools

BRIDGE = (
    "[s1:{Ole Lund}] [c1:told] {org:Radio Sella} on Monday [q1:the bridge would shut].\n\n"
    "[s2:{Ana Reyes}] [c2:called] [q2:that a mistake]. She spoke at a rally in {place:Tarn} on Tuesday.\n\n"
    "[q3:“It is sound,”] [s3:Lund] [c3:added]."
)
PUBLISHED = "2024-05-16"
#: text, the kind of value, what is proposed for every statement of it.
PROPOSED = [
    (BRIDGE, "time", {"2024-05-13", "2024-05-14"}),
    (BRIDGE, "addressee", {"radio sella", "ole lund", "ana reyes"}),
    (BRIDGE, "chain", {"radio sella"}),
    (BRIDGE, "place", {"in rally tarn"}),
    ("[s:{Ana Reyes}] [c:said] in an interview in {org:Tarnby} [q:it would reopen].", "chain", {"ana reyes"}),
    ("[s:{Ana Reyes}] [c:said] by telephone interview from {org:Tarnby} [q:it would reopen].", "chain", {"ana reyes"}),
    ("[s:{Ana Reyes}] [c:said] in an interview in the {org:Tarn Post} [q:it would reopen].", "chain", {"tarn post"}),
    ("[s:{Ana Reyes}] [c:said] [q:it would reopen].", "time", set[str]()),
    ("[s:{Ana Reyes}], briefing newsmen, [c:said] [q:it would reopen].", "addressee", {"newsmen"}),
    ("The harbour reopens next June, [s:{Ana Reyes}] [c:said].[q: It will.]", "time", set[str]()),
]


class Always:
    """A value head that is sure of one value, for every statement."""

    floors = dict.fromkeys(KINDS, 0.5)

    def __init__(self, kind: ValueKind, which: int) -> None:
        self.kind, self.which = kind, which

    def judge(self, kind: ValueKind, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Shares (n, v), as the trained head gives them."""
        found = np.zeros(features.shape[:2], dtype=np.float32)
        if kind == self.kind:
            found[:, self.which] = 1
        return found


def proposals(marked: str) -> Pools:
    draft = draft_from(marked, published=PUBLISHED)
    return Pools(draft, likely_acts(draft, scores_from(marked)))


@pytest.mark.parametrize(("marked", "kind", "expected"), PROPOSED)
def test_what_is_seen_anywhere_is_proposed_for_every_statement(
    marked: str, kind: ValueKind, expected: set[str]
) -> None:
    asking = proposals(marked)
    pools = dict(asking.pools(asking.listeners.found))
    assert expected <= set(pools[kind].keys)
    assert expected or not pools[kind].keys


def test_every_value_of_every_statement_has_the_same_number_of_features() -> None:
    for kind, pool in proposals(BRIDGE).pools([None] * 3):
        assert pool.features().shape[:2] == (3, len(pool.keys)), kind
        assert np.isfinite(pool.features()).all()


@pytest.mark.parametrize(("which", "edtf", "words"), [(0, "2024-05-13", "Monday"), (1, "2024-05-14", "Tuesday")])
def test_a_value_from_elsewhere_rests_on_the_words_there(which: int, edtf: str, words: str) -> None:
    draft = draft_from(BRIDGE, published=PUBLISHED)
    scores = replace(scores_from(BRIDGE), value_head=Always("time", which))  # type: ignore[arg-type]
    for statement in from_draft(draft, scores).statements:
        assert statement.time is not None
        assert (statement.time.edtf, [draft.text[s.start : s.end] for s in statement.time.spans]) == (edtf, [words])


def test_of_a_hop_the_relation_is_that_of_the_statement_that_has_it() -> None:
    draft = draft_from(BRIDGE, published=PUBLISHED)
    asking = Pools(draft, likely_acts(draft, scores_from(BRIDGE)))
    rank = dict(asking.pools([None] * 3))["chain"].rank["radio sella"]
    scores = replace(scores_from(BRIDGE), value_head=Always("chain", rank))  # type: ignore[arg-type]
    told = [statement.chain for statement in from_draft(draft, scores).statements]
    assert [(hop.name, draft.text[hop.spans[0].start : hop.spans[0].end]) for (hop,) in told] == [
        ("Radio Sella", "Radio Sella")
    ] * 3


#: Whoever is cited, or speaks, beside one statement; which statements have it as a hop if the choice gives it to all.
CITED = [
    (
        "[s1:{Ana Reyes}] [c1:said] [q1:it shut], {org:Radio Sella} reported.\n\n"
        "[s2:{Ole Lund}] [c2:said] [q2:it rained].",
        [1, 0],
    ),
    (
        "[q1:It shut], [s1:{Ana Reyes}] [c1:said], according to {org:Radio Sella}. [s2:She] [c2:said] [q2:it did].",
        [1, 1],
    ),
    (
        "[s1:{Ana Reyes} of the {org:Milk Union}] [c1:said] [q1:it shut].\n\n[s2:{Ole Lund}] [c2:said] [q2:it rained].",
        [0, 0],
    ),
]


@pytest.mark.parametrize(("marked", "expected"), CITED)
def test_whoever_is_cited_for_one_thing_is_not_for_what_others_say(marked: str, expected: list[int]) -> None:
    draft = draft_from(marked, published=PUBLISHED)
    asking = Pools(draft, likely_acts(draft, scores_from(marked)))
    keys = dict(asking.pools([None] * len(draft.attributions)))["chain"].keys
    (which,) = (v for v, key in enumerate(keys) if key in ("radio sella", "milk union"))
    scores = replace(scores_from(marked), value_head=Always("chain", which))  # type: ignore[arg-type]
    assert [len(statement.chain) for statement in from_draft(draft, scores).statements] == expected


#: A record that has passed through an outlet; which statements have that as a hop if the choice gives it to all.
ON_RECORD = [
    (
        "On a tape obtained by {org:Radio Sella}, [s1:{Ana Reyes}] [c1:laughs at] [q1:the dockers].\n\n[s2:She] "
        "[c2:denied] [q2:it]. [s3:She] [c3:calls] [q3:them rats].",
        [1, 0, 1],
    ),
]


@pytest.mark.parametrize(("marked", "expected"), ON_RECORD)
def test_what_denies_is_not_on_the_record(marked: str, expected: list[int]) -> None:
    draft = draft_from(marked, published=PUBLISHED)
    asking = Pools(draft, likely_acts(draft, scores_from(marked)))
    which = dict(asking.pools([None] * len(draft.attributions)))["chain"].rank["radio sella"]
    scores = replace(scores_from(marked), value_head=Always("chain", which))  # type: ignore[arg-type]
    assert [len(statement.chain) for statement in from_draft(draft, scores).statements] == expected


def head(rng: np.random.Generator) -> ValueHead:
    sizes = (64, 5), (64,), (64, 64), (64,), (1, 64)
    one = Chooser(*(rng.normal(size=size).astype(np.float32) for size in sizes))
    return ValueHead(dict.fromkeys(KINDS, one), dict.fromkeys(KINDS, 0.5))


def test_one_value_at_most_but_every_hop_by_itself() -> None:
    rng = np.random.default_rng(0)
    features = rng.normal(size=(4, 3, 5)).astype(np.float32)
    likely = head(rng).judge("time", features)
    assert ((likely.sum(1) <= 1 + 1e-6) & (likely >= 0).all(1)).all()
    alone = head(np.random.default_rng(0)).judge("chain", features[:, :1])
    together = head(np.random.default_rng(0)).judge("chain", features)
    np.testing.assert_allclose(together[:, :1], alone, atol=1e-6)


def test_no_value_is_chosen_where_none_is_proposed() -> None:
    assert head(np.random.default_rng(0)).judge("time", np.zeros((2, 0, 0), dtype=np.float32)).shape == (2, 0)


def test_a_programme_beside_a_long_word_takes_no_time() -> None:
    long = "A" + "b" * 60
    before = process_time()
    reading_from(f"[s:{{Ana Reyes}}] [c:said] on “Harbour Talk” [q:it would float]. {long} {long} {long}!")
    assert process_time() - before < 2


#: A date, and which statements may have it: no words within anybody's source or content tell when others spoke.
MAY_HAVE = [
    ("[s1:{Ana Reyes}] [c1:said] [q1:she left on Monday]. [q2:“I am sorry,”] [s2:she] [c2:told] {org:NTB}.", [0, 0]),
    ("[s1:{Ana Reyes}, who left on Monday,] [c1:denied] [q1:it]. [s2:{Ole Lund}] [c2:said] [q2:it rained].", [0, 0]),
    ("[s1:{Ana Reyes}] [c1:said] [q1:it rained] on Monday. [s2:{Ole Lund}] [c2:said] [q2:it snowed].", [1, 1]),
    ("[s1:{Ana Reyes}] [c1:said] [q1:that on Monday [s2:{Ole Lund}] [c2:had told] her [q2:it rained]].", [0, 1]),
]


@pytest.mark.parametrize(("marked", "may"), MAY_HAVE)
def test_who_may_have_a_date(marked: str, may: list[int]) -> None:
    times = dict(proposals(marked).pools([None] * marked.count("[c")))["time"]
    assert times.keys == ["2024-05-13"]
    by_rule = times.said[:, 0] > 0
    assert (times.possible()[:, 0] & ~by_rule).tolist() == (np.array(may, dtype=np.bool_) & ~by_rule).tolist()
