"""Which words of a source name or describe its holder: what is learned from, and what becomes of what is found."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from drafts import draft_from, parsed, scores_from
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from reportedly.holders.resolution import resolve
from reportedly.span import Span
from reportedly.tagger import NamingHead
from reportedly.tagger.naming import BEGINS, CONTEXT, GOES_ON
from training.names import naming

#: A source, its holder as annotated and the holder's kind; the words that name it, or None.
LABELS = [
    ("Harbour master Ana Reyes, 52,", "Ana Reyes", "person", "Ana Reyes"),
    ("Mrs. Reyes", "Ana Reyes", "person", "Reyes"),
    ("Ana", "Ana Reyes", "person", "Ana"),
    ("a report that the Port Authority released", "Port Authority", "organization", "Port Authority"),
    ("the TPA", "Tarn Port Authority", "organization", "TPA"),
    ("the Authority", "Tarn Port Authority", "organization", "Authority"),
    ("the authority", "Tarn Port Authority", "organization", None),
    ("about half of dockers", "dockers", "group", "dockers"),
    ("the men", "dockers", "group", None),
    ("Reyes and Lund, both mayors,", "Ana Reyes and Ole Lund", "person", "Reyes and Lund"),
    ("both mayors", "Ana Reyes and Ole Lund", "person", None),
    ("she", "Ana Reyes", "person", None),
    ("a poll", None, None, None),
]


@pytest.mark.parametrize(("source", "holder", "kind", "expected"), LABELS)
def test_the_words_that_name_a_holder(source: str, holder: str | None, kind: str | None, expected: str | None) -> None:
    text = f"On Monday {source} said it was late."
    start = text.index(source)
    row = {"holder": holder, "kind": kind, "source": [[start, start + len(source)]]}
    found = naming(text, row)
    assert (found and text[found[0] : found[1]]) == expected
    assert found is None or start <= found[0] < found[1] <= start + len(source)


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 9), st.integers(0, 6), st.integers(0, 6))
def test_the_head_says_what_the_network_said(
    tmp_path_factory: pytest.TempPathFactory, size: int, before: int, after: int
) -> None:
    torch = pytest.importorskip("torch", reason="comparing with the network that learns takes the training extra")
    learning = importlib.import_module("training.naming")
    torch.manual_seed(size)
    folder: Path = tmp_path_factory.mktemp("weights")
    net = learning.Net(8).eval()
    learning.write(net, folder)
    hidden = np.random.default_rng(size).normal(size=(before + size + after, 384)).astype(np.float32)
    states = np.zeros((size + 2 * CONTEXT, 384), dtype=np.float32)
    for at, row in enumerate(range(before - CONTEXT, before + size + CONTEXT)):
        if 0 <= row < len(hidden):
            states[at] = hidden[row]
    inside = torch.zeros(len(states))
    inside[CONTEXT:-CONTEXT] = 1
    with torch.no_grad():
        expected = net(torch.from_numpy(states)[None], inside[None])[0].softmax(-1)[CONTEXT:-CONTEXT]
    found = NamingHead.load(folder / "naming.npz").label(hidden, before, before + size)
    np.testing.assert_allclose(found, expected.numpy(), atol=2e-3)


@dataclass(frozen=True)
class Marks:
    """A naming head that is sure that exactly the pieces [first, last) of a text name a holder."""

    first: int
    last: int

    def label(self, _: object, first: int, last: int) -> NDArray[np.float32]:
        shares = np.zeros((last - first, 3), dtype=np.float32)
        for row in range(first, last):
            inside = self.first <= row < self.last
            shares[row - first, 0 if not inside else BEGINS if row == self.first else GOES_ON] = 1
        return shares


#: Marked text, the words that the head takes for naming the holder (None for no words), and the holder's name, kind
#: and role.
FOUND = [
    ("[s:Convener of the group, Mr. {Ole Lund},] [c:said] [q:it was late].", "Ole Lund", ("Ole Lund", "person")),
    ("[s:{org:As Port Post}] [c:reported], [q:it was late].", "Port Post", ("Port Post", "organization")),
    ("[s:Figures released by the {org:Port Board}] [c:show] [q:a rise].", "Port Board", ("Port Board", "organization")),
    ("[s:About half of dockers] [c:say] [q:it is late].", "dockers", ("dockers", "group")),
    # Whoever received a document isn't who wrote it; who filed it is.
    (
        "[s:{Rosa Diaz}’s letter, sent to the {org:Port Board},] [c:says] [q:it sank].",
        "Port Board",
        ("Rosa Diaz", "person"),
    ),
    (
        "[s:The motion lodged with the {org:Tarn Court} by {org:Brask Freight}] [c:says] [q:so].",
        "motion",
        ("Brask Freight", "organization"),
    ),
    ("[s:The appeal, filed by {Rosa Diaz},] [c:says] [q:so].", "appeal", ("Rosa Diaz", "person")),
    ("[s:The {org:Tarn} chief] [c:said] [q:it was late].", None, ("Tarn chief", "unnamed")),
    ("[s:{Ruth Lang}'s spokesman] [c:said] [q:it was late].", "Ruth", ("Ruth Lang's spokesman", "unnamed")),
    ("[s:{Lund} and {Reyes}] [c:said] [q:it was late].", "Lund and Reyes", ("Lund and Reyes", "group")),
]


@pytest.mark.parametrize(("marked", "words", "expected"), FOUND)
def test_what_names_the_holder_is_its_name(marked: str, words: str | None, expected: tuple[str, str]) -> None:
    text, scores = parsed(marked).text, scores_from(marked)
    first = last = 0
    if words:
        span = Span(text.index(words), text.index(words) + len(words))
        first, last = scores.encoding.pieces(span.start, span.end)
        last += 1
    scores = replace(scores, naming_head=Marks(first, last))  # type: ignore[arg-type]  # it only has to label
    holder = resolve(text, draft_from(marked).attributions, scores).holders[0]
    assert holder is not None
    assert (holder.name, holder.kind) == expected
