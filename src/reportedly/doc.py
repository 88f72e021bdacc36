"""Doc: a text as a spaCy Doc whose spans are exactly those of a reading."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from .errors import MissingExtra
from .span import Span

if TYPE_CHECKING:
    import spacy
    from spacy.language import Language
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class DocSpan:
    """A span for a Doc. group: the key of its group. label: what the group's spans differ in. id: whose it is."""

    group: str
    label: str
    id: str
    span: Span


def doc_of(text: str, marks: Sequence[DocSpan], nlp: Language | None = None) -> Doc:
    """A Doc of a text with these spans, in groups.

    nlp: by whose tokenizer it is cut; by default that of a blank English one. A token in which a span begins or ends is
    cut there, so that every span is exact. Raises MissingExtra.
    """
    try:
        from spacy import blank  # noqa: PLC0415 - takes a second to load
        from spacy.tokens import Doc  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise MissingExtra("a spaCy Doc needs the extra: pip install 'reportedly[spacy]'") from error
    nlp = nlp or blank("en")
    bounds = sorted({bound for mark in marks for bound in (mark.span.start, mark.span.end)})
    words: list[str] = []
    spaces: list[bool] = []
    for token in nlp.tokenizer(text):
        within = bounds[bisect_right(bounds, token.idx) : bisect_left(bounds, token.idx + len(token))]
        cut = [token.text[start - token.idx : end - token.idx] for start, end in pairwise([
            token.idx, *within, token.idx + len(token),
        ])]  # fmt: skip
        words += cut
        spaces += [False] * (len(cut) - 1) + [bool(token.whitespace_)]
    doc = Doc(nlp.vocab, words=words, spaces=spaces)
    mark_doc(doc, marks)
    return doc


def mark_doc(doc: Doc, marks: Iterable[DocSpan]) -> None:
    """Put spans into the groups of a Doc; where they aren't its tokens', into the tokens that they touch."""
    groups: dict[str, list[spacy.tokens.Span]] = {}
    for mark in marks:
        found = doc.char_span(
            mark.span.start, mark.span.end, label=mark.label, span_id=mark.id, alignment_mode="expand"
        )
        if found is not None:
            groups.setdefault(mark.group, []).append(found)
    for group, spans in groups.items():
        doc.spans[group] = spans
