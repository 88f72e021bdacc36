"""What is known of a quotation once it was held against records."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final, Literal

from ..span import Span

#: How a quotation relates to a record, in the order in which they are named where several fit. The two that tell what
#: was heard are of recordings, and no other but the first is.
QuotationClass = Literal[
    "not-in-this-record", "other-speaker", "altered", "spliced", "trimmed", "cleaned", "verbatim", "heard-otherwise",
    "heard-alike",
]  # fmt: skip
#: Those in which all words are there, as their holder said them, or as a machine heard them.
WHOLE: Final[frozenset[QuotationClass]] = frozenset(["verbatim", "cleaned", "heard-alike"])
#: What a difference is about; the first two may turn a claim round.
DifferenceKind = Literal["negation", "number", "words"]


@dataclass(frozen=True, slots=True)
class ComparedWords:
    """Where a quotation differs from a record. quoted, said: the words of either; either may be empty.

    kind: "negation" or "number" if one is changed, put in or left out, else "words".
    """

    kind: DifferenceKind
    quoted: str
    said: str


@dataclass(frozen=True, slots=True)
class RecordPassage:
    """A passage of a record. record: its name. speaker: of its turn, or None. turn: its index, from 0.

    time: when it was said, in seconds, or None. span: where it stands in the record's text. words: the words there.
    until: by when it has been said, in seconds, or None.
    """

    record: str
    speaker: str | None
    turn: int
    time: float | None
    span: Span
    words: str
    until: float | None = None


@dataclass(frozen=True, slots=True)
class VerifiedQuotation:
    """A quotation and what records have of it.

    spans: its pieces in the article's text, with their quotation marks. words: the pieces, joined by “ … ”.
    holder: whose it is there, or None. statement: the index of the statement in the reading; None if none has it.
    class_: how it relates to the record; None for indirect speech, of which nothing is said.
    marked: whether what is left out is marked, by an ellipsis or brackets; None unless it is trimmed.
    passages: where its words stand, one for each turn or place. differences: what was changed, put in or left out, or
    heard otherwise, negations and numbers first. nearest: passages that may be meant, where none has its words: nothing
    is said of them.
    """

    spans: tuple[Span, ...]
    words: str
    holder: str | None
    statement: int | None
    class_: QuotationClass | None
    marked: bool | None = None
    passages: tuple[RecordPassage, ...] = ()
    differences: tuple[ComparedWords, ...] = ()
    nearest: tuple[RecordPassage, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether all of it is in the record, as its holder said it, or as a machine heard it."""
        return self.class_ in WHOLE

    @property
    def passage(self) -> str | None:
        """The words of the record, or None."""
        return " … ".join(found.words for found in self.passages) or None


@dataclass(frozen=True, slots=True)
class Verification:
    """What records have of an article's quotations, in the order of the text. records: their names.

    indirect: what the article tells in its own words, with passages that may be meant.
    """

    quotations: tuple[VerifiedQuotation, ...]
    indirect: tuple[VerifiedQuotation, ...]
    records: tuple[str, ...]

    @property
    def counts(self) -> Counter[QuotationClass]:
        """How many quotations are of each class."""
        return Counter(one.class_ for one in self.quotations if one.class_)
