"""Naming: the words of each source that name or describe its holder, as the tagger marks them.

“Convener of the group, Mr. | Kayode Esan |”, “data released Friday by | the Labor Department |”, “some of | the other
candidates |”. A source without such words means somebody that is named or described elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np

from ..attributions.attribution import Attribution
from ..english import lexicon
from ..english.names import TOKEN
from ..english.words import whole_words
from ..patterns import lazy
from ..span import Span, SpanIndex, strip
from ..tagger import Floats, Rows, Scores
from ..tagger.naming import BEGINS, GOES_ON, NONE
from .mentions import Mention
from .occurrences import Occurrences
from .sources import (
    BREAK,
    SourcePhrase,
    analyse,
    as_issued,
    meant_elsewhere,
    named_by,
    names_in,
    without_article,
    without_examples,
)

#: The probability (0 to 1) from which on a piece begins the words that name.
NAMES = 0.5
#: How much likelier, as a logarithm, other words must be than those that the rules take: best on articles that neither
#: head nor rules had seen.
SURER = 3.0
#: What no name or description ends with.
HANGING = lazy(
    r" (?:the|an?|of|for|at|in|from|with|by|to|on|who|that|about|within|under|over|into|than|as|like|and|n?or|his|her|"
    r"their|its|\$)$| (?:and|nor) [^,]*['’]s?$"
)
#: What ends with a full stop of its own: “Ole Lund Jr.”, “Brask Inc.”
SHORTENED = lazy(r" (?:Jr|Sr|Inc|Corp|Ltd|Co)\.$")
#: The sorts of sources that are nothing but what a body has said.
SPEAKS_FOR = frozenset(["spokesperson", "document", "organization"])
#: Small words within a name.
WITHIN = frozenset(
    ["of", "the", "for", "and", "in", "on", "at", "to", "de", "del", "della", "dela", "dos", "da", "di", "du", "la",
     "le", "van", "von", "der", "den", "al", "el", "bin", "ibn", "y", "e", "&"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Naming:
    """What names the holder within the piece of a source at `source`.

    span: the words; None where none do. likely: the probability (0 to 1) that any do. shares: float32 (pieces, 3), of
    none, begins and goes on for the pieces at `starts` and `ends`, in code points.
    """

    source: Span
    span: Span | None
    likely: float
    shares: Floats
    starts: Rows
    ends: Rows

    def surer(self, span: Span) -> bool:
        """Whether what is found is surely right where `span` is taken."""
        return self._log(self.span) > self._log(span) + SURER

    def _log(self, span: Span | None) -> float:
        """The logarithm of the probability that exactly these words name the holder."""
        labels = np.zeros(len(self.shares), dtype=np.int64)
        inside = np.flatnonzero((self.ends > span.start) & (self.starts < span.end)) if span else labels[:0]
        labels[inside] = GOES_ON
        labels[inside[:1]] = BEGINS
        return float(np.log(np.maximum(self.shares[np.arange(len(labels)), labels], 1e-6)).sum())


def namings(text: str, found: Sequence[Attribution], scores: Scores) -> dict[int, Naming]:
    """The naming of each attribution with a source, in the likeliest piece of it. scores: of the same text."""
    return {
        i: max((_naming(text, scores, piece) for piece in a.source), key=lambda naming: naming.likely)
        for i, a in enumerate(found)
        if a.source
    }


def _naming(text: str, scores: Scores, source: Span) -> Naming:
    first, last = scores.encoding.pieces(source.start, source.end)
    starts, ends = (bounds[first : last + 1] for bounds in (scores.encoding.starts, scores.encoding.ends))
    shares = scores.naming_head.label(scores.hidden, first, last + 1)
    begin = int(shares[:, BEGINS].argmax())
    likely = float(shares[begin, BEGINS])
    # The likeliest end: each piece up to it goes on, and each behind it is none.
    odds = np.log(np.maximum(shares[begin + 1 :, GOES_ON], 1e-6) / np.maximum(shares[begin + 1 :, NONE], 1e-6))
    end = begin + int(np.concatenate([[0.0], np.cumsum(odds)]).argmax())
    words = strip(text, *whole_words(text, int(starts[begin]), int(ends[end]))) if likely >= NAMES else None
    return Naming(source, words and _whole(text, words, source.end), likely, shares, starts, ends)


def _whole(text: str, words: Span, end: int) -> Span:
    """The words up to the next comma or the end of the source where they would break off behind a small word: “expert
    at the | board”; with the full stop that is theirs, and without examples and what a document is called: “an internal
    | Harbour Board | report”.
    """
    words = without_examples(text, words)
    bare = without_article(words.of(text))
    if bare[:1].isupper() and text[words.start].islower():
        words = Span(words.start + len(words.of(text)) - len(bare), words.end)
    if HANGING.search(text, words.start, words.end):
        pause = BREAK.search(text, words.end, end)
        return Span(words.start, pause.start() if pause else end)
    short = SHORTENED.search(text, words.start, min(words.end + 1, end))
    return Span(words.start, short.end()) if short else words


def phrases(
    text: str, found: Mapping[int, Naming], names: Sequence[Mention]
) -> tuple[list[Mention], dict[int, SourcePhrase]]:
    """The parts of each source, by the rules unless the naming head surely knows better; and the names, corrected.

    found: the naming of each attribution. names: of the whole text, in order.
    """
    surely = {i: naming for i, naming in found.items() if _is_surer(text, naming, names)}
    renamed = _renamed(text, names, {naming.span for naming in surely.values() if naming.span})
    return renamed, {
        i: _phrase(text, naming, renamed) if i in surely else analyse(text, naming.source, renamed)
        for i, naming in found.items()
    }


def _is_surer(text: str, naming: Naming, names: Sequence[Mention]) -> bool:
    """Whether other words name the holder than those that the rules take."""
    whole = analyse(text, naming.source, names)
    taken = whole.name.span if whole.name else whole.span
    # Whom a spokesperson speaks for, and who issued a document, is the holder by the rules too.
    body = isinstance(whole.body, Mention) and whole.body.span == naming.span and whole.sort in SPEAKS_FOR
    if whole.sort == "pronoun" or whole.members or body or naming.span == taken or _cuts_name(text, naming.span, names):
        return False
    responsible = whole.sort == "document" and isinstance(whole.body, Mention)
    if responsible and naming.span and not names_in(names, naming.span):  # the appeal that Rosa Diaz filed
        return False
    if responsible and naming.span and _is_document(naming.span.of(text)):  # “CNN poll”, of CNN
        return False
    received = naming.span and naming.span.start >= as_issued(text, naming.source).end  # a letter sent to the ministry
    return not received and naming.surer(taken)


def _is_document(words: str) -> bool:
    """Whether words end with the noun of a document, in lower or upper case: “CNN poll”, “Fox News Poll”."""
    return words.rpartition(" ")[2].lower() in lexicon.DOCUMENTS


def _cuts_name(text: str, span: Span | None, names: Sequence[Mention]) -> bool:
    """Whether words are part of a person's name without its end, or without its first name: “Ruth | Lang”."""
    if span is None:
        return False
    people = (name.span for name in names_in(names, span) if name.type == "person" and name.span != span)
    whole = next((name for name in people if name.contains(span)), None)
    if whole is None:
        return False
    return span.end < whole.end or text[whole.start : span.start].rsplit(maxsplit=1)[-1].lower() in lexicon.FIRST_NAMES


def _phrase(text: str, naming: Naming, names: Sequence[Mention]) -> SourcePhrase:
    if naming.span is None:
        return meant_elsewhere(text, analyse(text, naming.source, names), names)
    return named_by(text, naming.source, naming.span, names)


def _renamed(text: str, names: Sequence[Mention], spans: Set[Span]) -> list[Mention]:
    """The names, those in the way of other names that holders are called by replaced: “As | DAILY POST”.

    A name of several words is one wherever it stands.
    """
    by_place, taken = SpanIndex((name.span, name) for name in names), bytearray(len(text))
    marked: dict[Span, str] = {}

    def mark(found: Mapping[Span, str]) -> None:
        marked.update(found)
        for span in found:
            taken[span.start : span.end] = b"\1" * len(span)

    mark({span: kind for span in spans if (kind := _kind(text, span, by_place.across(span)))})
    several: dict[str, str] = {}
    for span, kind in marked.items():
        if " " in span.of(text):
            several.setdefault(span.of(text), kind)
    occurrences = Occurrences(text)
    for words, kind in several.items():
        found = (span for span in occurrences.of(words) if 1 not in taken[span.start : span.end])
        free = (s for s in found if all(len(name.span) <= len(words) for name in by_place.across(s)))
        mark(dict.fromkeys(free, kind))
    kept = [name for name in names if 1 not in taken[name.span.start : name.span.end]]
    return sorted([*kept, *(Mention(span, "name", kind) for span, kind in marked.items())], key=lambda name: name.span)


def _kind(text: str, span: Span, names: Sequence[Mention]) -> str | None:
    """The entity type of words that are a name, by the name that they share most with; None if they are none.

    names: those in its way.
    """
    words = [word.group() for word in TOKEN.finditer(span.of(text))]
    if (
        not words
        or ", " in span.of(text)
        or not all(word[0].isupper() or word[0].isdigit() or word.lower() in WITHIN for word in words)
    ):
        return None
    shared = [(name.span.overlap(span), name.type) for name in names if name.span.overlap(span)]
    most, kind = max(shared, key=lambda one: one[0], default=(0, None))
    several = sum(kind == "person" for _, kind in shared) > 1
    return kind if 2 * most >= len(span) and not several else None
