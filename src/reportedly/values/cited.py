"""Records cited: where an article speaks of a record that may be genuine or not, and which statements stand in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..english import lexicon
from ..english.lists import listed, meanings
from ..patterns import lazy
from ..span import Span
from .chains import WITHIN_RECORD, Hop
from .documents import DETERMINERS, Document
from .draft import Draft

# cases: tests/test_authenticity.py
#: The noun for a record, with others of its kind before it: “video footage”, “text message”.
NOUN = lazy(lambda: rf"\b{_one()}(?: {_one()})*\b(?!-)", re.IGNORECASE)
#: What may follow the noun of a noun phrase that ends with it: anything but another noun, as in “video game”.
FOLLOWED = lazy(
    r"$|['’]|\s*[,;:.?!()“”\"–—\]]|\s+-|\s+(?:of|for|at|in|from|with|who|whom|whose|which|that|on|by|to|near|"
    r"about|into|as|"
    r"during|after|before|when|while|between|against|under|and|or|but|the|an?|he|she|we|they|it|his|her|their|its|last|"
    r"this|these|earlier|written|seen|sent|given|shown|read|drawn|made|put|held|taken|said|[a-z]+(?:ed|ing)|"
    r"[A-Z]\w*|today|"
    r"yesterday|also|itself|themselves|alone|be|(?:is|was|are|were|ha[sd]|have|could|should|would|do|does|"
    r"did)(?:n[’']t)?|"
    r"may|might|can|cannot|will|must|laid|set|left|told|got|appears?|seems?|looks?|shows?|depicts?|contains?|"
    r"purports?|circulat\w+|surfac\w+|emerg\w+|went|came|"
    r"began|bears?|\w+ly|fakes?|real|genuine|authentic|bogus|if|then|because|nor|not|never)\b"
)
#: What leads to a noun phrase that is no subject.
PREPOSITION = lazy(
    r"(?:^|[\s“\"(])(?:of|for|at|in|from|with|on|by|to|near|about|into|as|during|after|before|between|against|"
    r"under|over|"
    r"through|via|behind|like|than|regarding|concerning|upon|within|without)\s+$",
    re.IGNORECASE,
)
#: Words of which none stands in a noun phrase before its noun.
BREAKS = lexicon.words(
    "of for at in from with who whom whose which that on by to near about into as during after before when "
    "while between "
    "against under or but is was are were be been being has had have may might can could cannot will would must "
    "do does "
    "did not never if whether because since said says say told called called dismissed denounced described verify "
    "verifies verified confirm confirmed authenticate authenticated over than through via and how why what "
    "where so then including "
    "here there released published posted showed shows show sent claims he she it they we you i claimed "
    "believes nor also only"
)
#: Pronouns that can mean a record.
PRONOUN = lazy(r"(?:it|this|that|they|them|these|those|which)", re.IGNORECASE)
#: How far before a pronoun, or words that name no record, one is looked for, in code points.
REACH = 700
#: How many words a noun phrase has before its noun at most.
MOST = 7
MARKS = re.compile(r"[.;:()!?\[\]–—\n]|, (?=the |an? )| - ")
WORD = re.compile(r"[\w’'&.-]+")
#: Nouns whose kind is none, such as “document”, can mean any record.
ANY = ""
#: Recordings of sound, on which a voice can be.
SOUND = "recording"
_LIKE = {"image": "photograph", "picture": "photograph", "photo": "photograph", "screenshot": "photograph"}


def _one() -> str:
    return lexicon.either(listed("documents", "genuine"))


@dataclass(frozen=True, slots=True)
class Cited:
    """Words that mean a record. span: the noun phrase or pronoun. noun: what the record is called, in lower case."""

    span: Span
    noun: str

    @property
    def kind(self) -> str:
        """What records of this noun can be the same as, in one word; empty for any."""
        return kind_of(self.noun)


def kind_of(noun: str) -> str:
    """The kind of record that a noun means: “recording” for “tape”; ANY for one that can mean all of them."""
    word = noun.rsplit(maxsplit=1)[-1]
    single = word.removesuffix("s")
    return meanings("documents").get(word) or meanings("documents").get(single) or _LIKE.get(single, ANY)


def is_alike(one: str, other: str) -> bool:
    """Whether two nouns can be used of the same record."""
    return ANY in (kind_of(one), kind_of(other)) or kind_of(one) == kind_of(other)


def cited_in(text: str, start: int, end: int) -> list[Cited]:
    """The noun phrases for records in `text[start:end]`, in its order."""
    return [
        Cited(_phrase(text, start, noun), noun[0].lower())
        for noun in NOUN.finditer(text, start, end)
        if FOLLOWED.match(text, noun.end())
    ]


def begins_with(text: str, start: int, end: int, *, joined: bool = False) -> Cited | None:
    """The noun phrase for a record that begins at `start`; None if another one, or none, does.

    joined: whether adjectives before its noun may be joined by “and”.
    """
    determiners = DETERMINERS.match(text, start, end)
    at = determiners.end() if determiners else start
    noun = NOUN.search(text, at, min(end, at + 90))
    while noun:
        between = text[at : noun.start()]
        words = re.findall(r"[\w’'&.-]+", between)
        others = BREAKS - {"and"} if joined else BREAKS
        if len(words) > MOST or any(word.lower() in others for word in words) or MARKS.search(between):
            return None
        if FOLLOWED.match(text, noun.end()):
            return Cited(Span(start, noun.end()), noun[0].lower())
        noun = NOUN.search(text, noun.end(), min(end, at + 90))
    return None


def _phrase(text: str, floor: int, noun: re.Match[str]) -> Span:
    """The noun phrase that ends with a noun, as far as no parser is needed. floor: before which it doesn't begin."""
    start, first = noun.start(), max(floor, noun.start() - 90)
    for count, word in enumerate(reversed(list(WORD.finditer(text, first, start)))):
        at = word.start()
        between = text[at + len(word[0]) : start]
        low = word[0].lower()
        if count == MOST or low in BREAKS or low.endswith(".") or between != " ":
            break
        start = at
        if low in lexicon.DEFINITE | lexicon.INDEFINITE | lexicon.NUMBERS:
            break
    return Span(start, noun.end())


def is_subject(text: str, start: int) -> bool:
    """Whether no preposition leads to the phrase that begins at `start`."""
    return not PREPOSITION.search(text[max(0, start - 16) : start])


def before(
    text: str, at: int, noun: str | None = None, *, many: bool | None = None, reach: int = REACH
) -> Cited | None:
    """The record that was last spoken of before code point `at`, within reach; None if none was.

    noun: only records that it can mean. many: only several (true), or one (false).
    """
    for one in reversed(cited_in(text, max(0, at - reach), at)):
        named = one.noun[0] != text[one.span.end - len(one.noun)] and one.span.end - len(one.noun) != one.span.start
        if (noun is None or is_alike(one.noun, noun)) and many in (None, one.noun.endswith("s")) and not named:
            return one
    return None


# -- which statements stand in a record ------------------------------------------------------------------------------


def standing_in(
    draft: Draft, chains: Sequence[Sequence[Hop]], spoken: Sequence[Document | None]
) -> tuple[str | None, ...]:
    """For each statement what the record is called in which its words stand; None where the article names none.

    chains, spoken: the chain of each statement, and the document that speaks in it. What the same speaker goes on to
    say stands there too, as far as it is quoted.
    """
    found: dict[int, str | None] = {}
    for i in draft.discourse.by_cue:
        found[i] = _named(draft, i, chains[i], spoken[i]) or _carried(draft, i, found)
    return tuple(found[i] for i in range(len(draft.attributions)))


def _named(draft: Draft, i: int, chain: Sequence[Hop], document: Document | None) -> str | None:
    """The record that the source, the sentence of the cue or the way of a statement names."""
    own = NOUN.findall(document.text) if document else []
    if own:
        return str(own[-1]).lower()
    for source in draft.attributions[i].source:
        if there := cited_in(draft.text, source.start, source.end):
            return there[-1].noun
    within = WITHIN_RECORD.search(draft.contexts[i].words)
    noun = NOUN.search(within[0]) if within else None
    if noun:
        return noun[0].lower()
    for hop in chain:
        if hop.relation in ("obtained", "recorded", "published") and hop.spans:
            sentence = draft.discourse.sentence(hop.spans[0].start)
            if known := cited_in(draft.text, sentence.start, hop.spans[0].start):
                return known[-1].noun
    return None


def _carried(draft: Draft, i: int, found: dict[int, str | None]) -> str | None:
    """The record of the statement before, of the same occasion, for words that are quoted."""
    j = draft.occasion[i]
    return found.get(j) if j is not None and draft.attributions[i].type != "indirect" else None
