"""Said: a statement as the ledger keeps it, with all that is needed to set it beside another article's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from ..attribution import QuotationType
from ..span import Span


@dataclass(frozen=True, slots=True)
class Source:
    """The article that a statement stands in.

    id: in the ledger. site: what counts as one outlet, folded. published: ISO date. copy_of: id of the article of which
    this one is a copy.
    """

    id: int
    site: str
    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None
    copy_of: int | None = None

    @property
    def name(self) -> str:
        """What to call it in a sentence: the outlet, else the title, else its number."""
        return self.outlet or self.site or (f"“{self.title}”" if self.title else f"article {self.id}")


@dataclass(frozen=True, slots=True)
class Held:
    """A stance: the target's name, its holder's id if it is one, polarity -1 to 1, the words it rests on."""

    target: str
    target_id: int | None
    polarity: float
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """One statement.

    id, source, position: which statement of which article. holder: its id, None where unknown. name: as the ledger
    calls the holder. unnamed: nobody is named. role: as this article has it. spans, words: of the content, piece
    by piece.
    first, last: ISO dates between which it was uttered, by the words of the article (time_spans); None where it tells
    nothing. chain: name and relation of each hop, nearest to the holder first. answers: ids of the statements answered
    and how. nested: whether it stands in another statement.
    """

    id: int
    source: Source
    position: int
    holder: int | None
    name: str | None
    unnamed: bool
    type: QuotationType
    spans: tuple[Span, ...]
    words: tuple[str, ...]
    cue: str = ""
    role: str | None = None
    time: str | None = None
    first: str | None = None
    last: str | None = None
    time_spans: tuple[Span, ...] = ()
    standing: str = "asserted"
    chain: tuple[tuple[str, str], ...] = ()
    answers: tuple[tuple[int, str], ...] = ()
    stances: tuple[Held, ...] = ()
    thread: int | None = None
    nested: bool = False

    @property
    def who(self) -> str:
        """The holder's name, or that it isn't known."""
        return self.name or "an unknown source"

    @property
    def content(self) -> str:
        """The words, its pieces parted by an ellipsis."""
        return " … ".join(self.words)

    @property
    def day(self) -> str | None:
        """The day by which it was said: of the utterance, else of publication; None where neither is known."""
        return self.last or self.source.published

    def alone(self) -> Said:
        """The same without what it answers."""
        return replace(self, answers=())


#: What is looked at when two dates are compared: publication dates are local, clocks differ.
SAME_DAY = timedelta(days=1)

Order = Literal["before", "after", "unclear"]


def order(earlier: str | None, later: str | None) -> Order:
    """How two ISO days stand: whether the first is surely before or after the second, by more than a day."""
    if earlier is None or later is None:
        return "unclear"
    between = date.fromisoformat(later) - date.fromisoformat(earlier)
    if abs(between) <= SAME_DAY:
        return "unclear"
    return "before" if between > timedelta(0) else "after"
