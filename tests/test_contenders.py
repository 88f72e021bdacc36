"""Who may be the holder of a statement, what speaks for each, and how sure the choice is."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from drafts import draft_from, parsed, scores_from
from numpy.typing import NDArray

from reportedly import read
from reportedly.holders.contenders import EVIDENCE, FEATURES, contenders, evidence
from reportedly.holders.resolution import proposed, resolve
from reportedly.tagger import HolderHead
from reportedly.tagger.session import WEIGHTS

#: Marked text, the number of the statement, and its contenders: names, “described” for the source's own words, or
#: None for nobody.
TABLE = [
    ("[s:{Ana Reyes}] [c:said] [q:the port would shut]. {Ole Lund} left.", 0, ["Ana Reyes"]),
    (
        "[s1:{Ana Reyes}] [c1:said] [q1:the port would shut]. [s2:{=Ana Reyes:She}] [c2:said] [q2:it was old]. "
        "{Ole Lund} left.",
        1,
        ["Ana Reyes", "Ole Lund", None],
    ),
    (
        "[s1:{Ana Reyes}] [c1:said] [q1:the port would shut]. [s2:The harbour chief] [c2:said] [q2:it was old].",
        1,
        ["Ana Reyes", "described", None],
    ),
    ("{Ana Reyes} came. [c:It was said] [q:that the port would shut].", 0, ["Ana Reyes", None]),
    # Whom a quotation is the first to name doesn't say it.
    (
        "{Ana Reyes} came. [q:“The chief, {Karin Holm}, built it,”] [c:said] [s:{=Ana Reyes:she}]. {Ole Lund} left.",
        0,
        ["Ana Reyes", "Ole Lund", None],
    ),
    (
        "{Ana Reyes} met {Karin Holm}. [q:“{Holm} built it,”] [c:said] [s:{=Ana Reyes:she}].",
        0,
        ["Ana Reyes", "Karin Holm", None],
    ),
]


@dataclass(frozen=True)
class Takes:
    """A holder head that takes the contender with this number, and is as sure of it as is said."""

    which: int
    sure: float = 1.0

    def choose(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.eye(len(features), dtype=np.float32)[self.which if len(features) > 1 else 0]

    def confidence(self, _: object) -> float:
        return self.sure


@pytest.mark.parametrize(("marked", "which", "expected"), TABLE)
def test_the_contenders_of_a_statement(marked: str, which: int, expected: list[str | None]) -> None:
    draft, scores = draft_from(marked), scores_from(marked)
    known = proposed(draft.text, draft.attributions, scores)
    found, features = contenders(known, which)
    told = ["described" if c.described else c.cluster.name if c.cluster else None for c in found]
    assert told == expected
    assert features.shape == (len(found), FEATURES)
    assert evidence(known, which, found[0].cluster, 0.5, features[0]).shape == (EVIDENCE,)


@pytest.mark.parametrize(("which", "holder"), [(0, "Ana Reyes"), (1, "harbour chief"), (2, None)])
def test_the_head_decides(which: int, holder: str | None) -> None:
    marked = TABLE[2][0]
    draft, scores = draft_from(marked), replace(scores_from(marked), holder_head=Takes(which, 0.25))
    cast = resolve(parsed(marked).text, draft.attributions, scores)
    assert [h.name if h else None for h in cast.holders] == ["Ana Reyes", holder]
    assert cast.sure == (0.25, 0.25)
    assert all(h.mentions for h in cast.holders if h)


def test_whoever_a_description_is_taken_for_is_meant_by_what_refers_to_it() -> None:
    marked = (
        "[s1:The harbour chief] [c1:said] [q1:it was old]. {Ana Reyes} came. [s2:{=harbour chief:She}] [c2:said] "
        "[q2:it would shut]."
    )
    draft, scores = draft_from(marked), scores_from(marked)
    known = proposed(draft.text, draft.attributions, scores)
    named = [[c.cluster.name if c.cluster else None for c in contenders(known, i)[0]] for i in range(2)]
    taken = iter([named[0].index("Ana Reyes"), named[1].index("harbour chief")])

    class InTurn(Takes):
        def choose(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
            return np.eye(len(features), dtype=np.float32)[next(taken)]

    cast = resolve(draft.text, draft.attributions, replace(scores, holder_head=InTurn(0)))
    assert [holder.name if holder else None for holder in cast.holders] == ["Ana Reyes", "Ana Reyes"]


def test_who_issued_a_document_is_its_holder_though_the_head_takes_the_document() -> None:
    marked = "{Ana Reyes} won. [s:The latest {org:Courant} poll] [c:found] [q:that most were pleased]."
    draft, scores = draft_from(marked), scores_from(marked)
    known = proposed(draft.text, draft.attributions, scores)
    own = next(k for k, contender in enumerate(contenders(known, 0)[0]) if contender.described)
    (holder,) = resolve(draft.text, draft.attributions, replace(scores, holder_head=Takes(own))).holders
    assert holder is not None
    assert holder.name == "Courant"


#: A minister named before, then what a speaker's own somebody said; who holds that though the head takes the minister.
OWN = [
    ("“[s2:My daughter] [c2:says] [q2:I should be cross],”", "Doreen Pike’s daughter"),
    ("“[s2:Our lawyer] [c2:told us] [q2:it was void],”", "Doreen Pike’s lawyer"),
    ("“[s2:My friend the minister] [c2:said] [q2:it would hold],”", "Ana Reyes"),
]


@pytest.mark.parametrize(("quotation", "holder"), OWN)
def test_a_speakers_own_somebody_is_nobody_else(quotation: str, holder: str) -> None:
    marked = f"Minister {{Ana Reyes}} was in town. [q1:{quotation}] [c1:said] [s1:{{Doreen Pike}}]."
    draft, scores = draft_from(marked), replace(scores_from(marked), holder_head=Takes(0))
    inner = next(i for i, a in enumerate(draft.attributions) if a.parent is not None)
    found = resolve(parsed(marked).text, draft.attributions, scores).holders[inner]
    assert found is not None
    assert found.name == holder


def test_the_head_that_ships_fits_its_contenders() -> None:
    head = HolderHead.load(WEIGHTS / "holders.npz")
    likely = head.choose(np.zeros((3, FEATURES), dtype=np.float32))
    assert likely.sum() == pytest.approx(1)
    assert 0 < head.confidence(np.zeros(EVIDENCE, dtype=np.float32)) < 1


def test_a_statement_is_no_surer_than_its_holder() -> None:
    for statement in read("“It floats,” said Ana Reyes. They said the tide was late.").statements:
        assert 0 < statement.confidence <= statement.holder_confidence <= 1
