"""Documents: what speaks for the holder of a statement, where that is a document: a letter, a poll, a law, a report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..english import lexicon
from ..holders.mentions import Mention
from ..patterns import lazy
from ..span import Span
from .draft import Draft

# cases: tests/test_documents.py
WORD = re.compile(r"\w(?:[\w&.-]*\w)?")
#: What stands before a document's name: determiners, and how many or which part of it.
DETERMINERS = lazy(
    r"(?:(?:(?:parts?|portions?|pages|copy|copies|versions?|one|some|many|most|all|both|several|series|set|number|batch|"
    r"trove|slew|spate|string|dozens|hundreds|thousands) of|the|an?|this|that|these|those|"
    r"(?P<owner>his|her|its|their|our|my|your)|some|any|all|both|another|other|several|many)\s+)*",
    re.IGNORECASE,
)
#: What may follow the noun of a noun phrase, at its end or after it.
FOLLOWS = lazy(
    r"$|['’]|\s*[,;:.()“”\"–—]|\s+-|\s+(?:of|for|at|in|from|with|who|whom|whose|which|that|on|by|to|near|about|into|as|"
    r"during|after|before|when|while|between|against|under|and|or|the|an?|he|she|they|it|his|her|their|its|last|this|"
    r"earlier|written|seen|sent|given|shown|read|drawn|made|put|held|led|[a-z]+(?:ed|ing)|[A-Z]\w*|today|tonight|"
    r"yesterday|also|itself|themselves|alone)\b"
)
#: Before a noun: what comes with another noun, as in “the author of the report”.
OTHERS = lazy(
    r"\s(?:of|for|at|in|from|with|on|by|to|near|about|behind|into|against|between|who|that|which)\s|[,;:(]",
    re.IGNORECASE,
)
#: Whose it is: “the Auditor-General of the Federation’s | annual report”.
OWNER = lazy(r"(?:(?!\s(?:who|that|which|in|from|with|on|by|to|near|about)\s)[^,;:(])*(?:['’]s|s['’])\s+")
#: A newspaper, where nothing is said of what sort it is.
NEWSPAPER = "paper"
#: Stands for each character of a name, where names are left out.
NAME = "\ue000"
#: What may stand between the name of a holder and the words for its document.
AROUND_NAMES = " -–/"


@dataclass(frozen=True, slots=True)
class Document:
    """A document that speaks for the holder of a statement.

    text: its noun with its own adjectives, without article, owner and holder (“annual report”).
    spans: these words in the article.
    """

    text: str
    spans: tuple[Span, ...]


def documents(draft: Draft) -> tuple[Document | None, ...]:
    """The document that speaks in each attribution, in the same order; None where a person or a body does."""
    found: dict[int, Document | None] = {}
    for i in draft.discourse.by_cue:
        found[i] = _spoken(draft, i) or _carried(draft, i, found)
    return tuple(found[i] for i in range(len(draft.attributions)))


def _spoken(draft: Draft, i: int) -> Document | None:
    """The document that the source of attribution `i` is."""
    text, holder, sources = draft.text, draft.holders[i], draft.attributions[i].source
    determiner = DETERMINERS.match(text, sources[0].start, sources[0].end) if sources else None
    if determiner is None or determiner.end() == sources[0].end:
        return None
    noun = _noun(draft, i, Span(determiner.end(), sources[0].end))
    if noun is None:
        return None
    start = _own(draft, i, determiner.end(), noun.start)
    word, owned = noun.of(text).lower(), start > determiner.end() or determiner["owner"] is not None
    if word in lexicon.OWNED and not owned:
        return None
    if word == NEWSPAPER and start == noun.start and holder and holder.kind == "organization":
        return None
    span = Span(start, noun.end)
    return Document(span.of(text), (span,))


def _noun(draft: Draft, i: int, phrase: Span) -> Span | None:
    """The noun of a noun phrase without determiners, if it is one for a document. Names of the holder are none."""
    text = phrase.of(draft.text)
    for name in _names(draft, i, phrase):
        start, end = max(name.start - phrase.start, 0), min(name.end - phrase.start, len(text))
        text = text[:start] + NAME * (end - start) + text[end:]
    for word in WORD.finditer(text):
        if _is_document(word[0].lower()) and FOLLOWS.match(text, word.end()):
            owner = OWNER.match(text, 0, word.start())
            other = OTHERS.search(text, owner.end() if owner else 0, word.start())
            return None if other else Span(phrase.start + word.start(), phrase.start + word.end())
    return None


def _names(draft: Draft, i: int, phrase: Span) -> list[Span]:
    """The names of the holder of attribution `i` in a phrase, without those of documents: “Audit”."""
    speaker, who = draft.cast.speakers[i], draft.cast.who
    there = draft.cast.names_in(phrase)
    return [name.span for name in there if speaker and who(name.span) is speaker and not _is_titled(draft.text, name)]


def _is_titled(text: str, name: Mention) -> bool:
    *before, last = name.span.of(text).split()
    common = not before or last.islower()
    return name.type != "person" and common and _is_document(last.lower()) and last.lower() not in lexicon.OUTLETS


def _is_document(word: str) -> bool:
    lists = (lexicon.DOCUMENTS, lexicon.RECORDS, lexicon.KEPT, lexicon.OWNED)
    return any(word in listed or word.removesuffix("s") in listed for listed in lists)


def _own(draft: Draft, i: int, start: int, noun: int) -> int:
    """Where a document's own words begin, behind its owner and the holder's name. start: of what precedes its noun."""
    text = draft.text
    owner = OWNER.match(text, start, noun)
    start = owner.end() if owner else start
    if start < noun:
        start = max((name.end for name in _names(draft, i, Span(start, noun))), default=start)
    return start + len(text[start:noun]) - len(text[start:noun].lstrip(AROUND_NAMES))


def _carried(draft: Draft, i: int, found: Mapping[int, Document | None]) -> Document | None:
    """The document that “it” goes on with: that of the attribution before, of the same holder."""
    a, before = draft.attributions[i], draft.discourse.before(i)
    if before is None or [s.of(draft.text).lower() for s in a.source] != ["it"]:
        return None
    return found[before] if draft.holders[before] is draft.holders[i] else None
