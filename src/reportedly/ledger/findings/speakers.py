"""Whether two holders of the same words are one, two, or may be either: who spoke for whom, who passed words on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, Literal

from rapidfuzz.distance import Levenshtein

from ...english import lexicon
from ...english.names import words
from ...english.persons import person, same_first
from ...english.verbatim import EMPTY
from ..people.names import COMMON, common, letters
from ..tables.around import passes_on
from ..tables.record import StatementRecord
from ..tables.store import folded
from ..threads.linking import name_words
from .finding import Evidence, Finding, listed, quote
from .quotations import Texts
from .substitutions import SINGLE, changes, spoken

#: Whether two statements have one holder, two, or it can't be told.
Speakers = Literal["same", "unknown", "other"]
#: Fewest words, and fewest that say something, of a quotation that can be anybody's alone: others may say as much. Of
#: one as long as LONGER, so many are enough.
LEAST, TELLING, LONGER, TELLING_OF_LONGER = 5, 5, 9, 3
#: Least letters of a word of a name that may be misspelt.
LONG: Final = 5
#: Words of names that several bodies share, by which a body and a person aren't brought together.
_COMMON: Final = lexicon.words("the of for and in on at a an its his her their national former")


def speakers(one: StatementRecord, other: StatementRecord) -> Speakers:
    """Whether two statements of the same words have one holder, by all that is known of both.

    "unknown": one of them isn't named, passes on what the other said, speaks for the other, or publishes it.
    """
    if not (_is_named(one) and _is_named(other)):
        return "unknown"
    if one.holder is not None and one.holder == other.holder:
        return "same"
    mine, theirs = name_words(one.name), name_words(other.name)
    if mine <= theirs or theirs <= mine or _misspelt(mine, theirs) or _joint(one, other):
        return "same"
    if any(_passes_on(a, b) or _speaks_for(a, b) for a, b in ((one, other), (other, one))):
        return "unknown"
    return "other"


def _is_named(one: StatementRecord) -> bool:
    """Whether a holder is somebody whom the article names; a description (“the minister”) may be anybody."""
    return bool(one.name) and not one.unnamed and one.name != (one.name or "").lower() and one.document is None


def _misspelt(one: Collection[str], other: Collection[str]) -> bool:
    """Whether every word of the shorter of two names is one of the other, but for a letter in a word of some length."""
    short, long = sorted((one, other), key=len)
    return all(
        word in long or any(min(len(word), len(two)) >= LONG and Levenshtein.distance(word, two) <= 1 for two in long)
        for word in short
    )


#: Those who speak for a body.
_OFFICERS: Final = lexicon.SPOKESPEOPLE | lexicon.words(
    "director chief executive ceo chair chairman chairwoman chairperson president secretary head leader founder owner "
    "manager minister commissioner superintendent principal"
)


def may_speak_for(one: StatementRecord, other: StatementRecord, article: Iterable[StatementRecord]) -> bool:
    """Whether an article shows a person in an office of a body, without saying of which: “its managing director”.

    article: the statements of one in which both speak.
    """
    if {"person", "organization"} != {one.kind, other.kind}:
        return False
    person, body = (one, other) if one.kind == "person" else (other, one)
    every = list(article)
    roles = [said.role for said in every if speakers(said, person) == "same" and said.role]
    officer = any(word.lower() in _OFFICERS for role in roles for word in re.findall(r"\w+", role))
    return officer and any(speakers(said, body) == "same" for said in every)


def _joint(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether one of them is among several who speak together: “Ana Reyes and Ole Lund”."""
    return any(
        name_words(part) and (name_words(part) <= name_words(b.name) or name_words(b.name) <= name_words(part))
        for a, b in ((one, other), (other, one))
        for part in _parts(a.name or "")
    )


def _parts(name: str) -> list[str]:
    parts = [part.strip() for part in re.split(r",| and | & ", name)]
    return [part for part in parts if part] if len(parts) > 1 else []


def _passes_on(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether the first passes on what the second said: an outlet, a hop of its chain, or whoever published it."""
    name = folded(one.name or "")
    hops = {folded(hop) for hop, _ in other.chain}
    return (
        (passes_on(one.name, one.kind) and not common(one.name or ""))
        or name in hops
        or name == other.source.site
        or (bool(other.source.outlet) and name == folded(other.source.outlet or ""))
    )


def _speaks_for(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether the first is a person with a role at the body that is the second: a spokesman, a minister."""
    if other.kind == "person" or one.kind not in ("person", None):
        return False
    body = {_stem(word) for word in words(other.name or "")} - _COMMON
    role = {_stem(word) for word in words(f"{one.role or ''} {one.name or ''}")} - _COMMON
    return bool(body & role)


def _stem(word: str) -> str:
    """A word by which a ministry and its minister are alike."""
    return re.sub(r"(?:'s|s|ry|er|erial)$", "", word)


# -- named on both sides ---------------------------------------------------------------------------------------------

#: Least `StatementRecord.sure` of a holder whom the article names beside the words: "Reyes" may be one of two.
SURE: Final = 0.8
#: The same of a pronoun right behind the sentence that begins with the holder's whole name.
SURE_OF_SUBJECT: Final = 0.75
#: Least likeness, 0 to 1, of two words that may be one name in two spellings: Mohammed and Muhammad, Ardo and Ado.
LIKE: Final = 0.7
#: Roles of those who say what somebody else says: who speaks for another, or asks, or tells of it.
_VOICES: Final = lexicon.words(
    "spokesman spokeswoman spokesperson representative lawyer attorney barrister solicitor counsel advocate aide "
    "adviser advisor agent publicist secretary assistant correspondent reporter journalist columnist anchor host "
    "presenter moderator interviewer commentator pundit critic reader"
)
#: Code points before a pronoun in which its holder has to be named last of all.
_NAMED_BEFORE: Final = 400
#: What is quoted, as far as a mark closes it.
_MARKED: Final = re.compile(r"[“\"„«][^”\"»]*(?:[”\"»]|$)")
#: A name of two words and more that opens a sentence: whom it, and mostly the next, is about.
_SUBJECT: Final = re.compile(r"(?:(?<=\n)|(?<=[.!?] )|^)(?:(?!The\b)[A-Z][\w’'.-]+ ){1,3}[A-Z][\w’'-]+")
_LETTER: Final = re.compile(r"[^\W\d_]")


def two_named(one: StatementRecord, other: StatementRecord, texts: Texts, *, pronoun: bool = False) -> bool:
    """Whether two statements of the same words are plainly of two holders: of two people, or of two bodies.

    Each article has to name its own in the words for the source, and to quote what it says, itself. Neither may speak
    for the other, tell of the other, or have a name that can be the other's. pronoun: whether the other's article may
    say “she” of whom it named last.
    """
    both = (one, other), (other, one)
    return (
        speakers(one, other) == "other"
        and one.kind == other.kind
        and one.kind in ("person", "organization")
        and not _akin(one, other)
        and not any(_is_voice(a, b) or _mentions(a, b) for a, b in both)
        and all(map(_says_it_itself, (one, other)))
        and _are_both_named(one, other, texts, pronoun)
    )


def _are_both_named(one: StatementRecord, other: StatementRecord, texts: Texts, pronoun: bool) -> bool:
    """Whether the words for both sources name their holders: one of them may be “she”, of a longer quotation both."""
    every = (one, other)
    if pronoun and all(len(spoken(said)) >= LONGER for said in every):
        return all(names_its_holder(said, texts(said.source.id), pronoun=True) for said in every)
    return names_its_holder(one, texts(one.source.id)) and names_its_holder(
        other, texts(other.source.id), pronoun=pronoun
    )


def names_its_holder(one: StatementRecord, text: str, *, pronoun: bool = False) -> bool:
    """Whether the words for the source have a proper name, the holder's and nobody else's.

    Not so: “she”, “the minister”, “the commission”, “Lund, Voss,”. text: of the article. pronoun: as in `two_named`.
    """
    own = _telling_words(one)
    titles = {*words(one.role or "")} | lexicon.TITLES | _COMMON
    said = " ".join(span.of(text) for span in one.source_spans)
    if pronoun and (said.lower() in lexicon.PRONOUNS or (said[:4] == "the " and said.islower())):
        before = _MARKED.sub(" ", text[max(0, one.source_spans[0].start - _NAMED_BEFORE) : one.source_spans[0].start])
        names = [word for word in _capitals(before) if word not in titles | lexicon.FUNCTION_WORDS | lexicon.CALENDAR]
        subjects = [{*words(match[0])} & own for match in _SUBJECT.finditer(before)]
        last = bool(names) and names[-1] in own
        subject = bool(subjects) and len(subjects[-1]) > 1
        return (last and one.sure >= SURE) or (subject and one.sure >= SURE_OF_SUBJECT)
    named: set[str] = set()
    for part in re.split(r",|\band\b", said):
        capitals = set(_capitals(part))
        if capitals & own:
            named |= capitals & own
        elif capitals - titles and all(token[:1].isupper() for token in part.split()):
            return False
    return len(named) > 1 or (bool(named) and one.sure >= SURE) or _is_whole(one, said)


def _is_whole(one: StatementRecord, said: str) -> bool:
    """Whether words for a source are a body's name, all of it and no more: “the Health Agency”."""
    name, told = ([word for word in words(named) if word != "the"] for named in (one.name or "", said))
    return one.kind == "organization" and len(name) > 1 and told == name


def _capitals(text: str) -> list[str]:
    """The words with a capital, as names are compared."""
    return [word for token in text.split() if token.lstrip("“\"‘'([")[:1].isupper() for word in words(token)]


def _telling_words(one: StatementRecord) -> set[str]:
    """The words of a holder's name that may tell it: not a person's title, nor what many bodies are called."""
    name = one.name or ""
    if one.kind == "person":
        parts = person(name)
        return {part for part in (parts.first, *parts.middle, parts.family) if len(part) > 1} - _COMMON
    initials = {letters(name)} if len(letters(name)) > 1 else set()
    return {word for word in words(name) if word not in COMMON | _COMMON | {"executive", "panel"}} | initials


def _akin(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether two names have a word in common, in any spelling or short form, or one is the other's initials.

    Of a body's name a word that many have counts where it has no other: a Health Agency may be the Health Ministry.
    """
    mine, theirs = _telling_words(one), _telling_words(other)
    if any(common(s.name or "") for s in (one, other)):
        mine, theirs = ({*words(s.name or "")} - _COMMON | telling for s, telling in ((one, mine), (other, theirs)))
    return any(
        a == b or same_first(a, b) or (min(len(a), len(b)) >= 3 and Levenshtein.normalized_similarity(a, b) >= LIKE)
        for a in mine
        for b in theirs
    )


def _is_voice(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether one may speak for the other or tell of it, by its role: unless that says of whom else."""
    role = words(one.role or "")
    whose = {_stem(word) for word in {*role} - _VOICES - _COMMON - lexicon.PRONOUNS}
    theirs = {_stem(word) for word in words(f"{other.role or ''} {other.name or ''}")}
    return bool(_VOICES.intersection(role)) and (not whose or bool(whose & theirs))


def _mentions(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether one's role, chain or content names the other: who speaks for another, or says what that one said."""
    said = " ".join([one.role or "", *(hop for hop, _ in one.chain), one.content])
    return bool(_telling_words(other) & set(words(said)))


def _says_it_itself(one: StatementRecord) -> bool:
    """Whether a statement is the holder's own, and is what is quoted and no more: what is run together is another's."""
    bare = one.type == "direct" and _LETTER.search(SINGLE.sub("", _MARKED.sub("", one.content)))
    return one.act == "say" and one.standing == "asserted" and one.around is None and not one.nested and not bare


# -- one quotation, several holders ----------------------------------------------------------------------------------


def misattributed(statements: Sequence[StatementRecord], texts: Texts) -> Iterator[Finding]:
    """One quotation that articles give to two or more people; at most one finding.

    statements: of one utterance. Those in copies of another article don't count. texts: of their articles.
    """
    around = {one.parent for one in statements}
    every = [
        one
        for one in statements
        if one.source.copy_of is None and not one.nested and one.id not in around and distinct(spoken(one))
    ]
    every.sort(key=lambda one: (one.source.published or "~", one.id))
    camps: list[list[StatementRecord]] = []
    for one in every:
        alike = [camp for camp in camps if speakers(one, camp[0]) == "same"]
        if alike:
            alike[0].append(one)
        elif _is_named(one):
            camps.append([one])
    camps.sort(key=lambda camp: -len({one.source.id for one in camp}))
    found = camps[:1]
    for camp in camps[1:]:
        if all(_two_speakers(camp, other, texts) for other in found):
            found.append(camp)
    first = [next(_alike(camp, found, texts)) for camp in found] if len(found) > 1 else []
    if len({one.source.id for one in first}) > 1:
        told = listed(f"{one.who} in {one.source.name}" for one in first)
        yield Finding(
            "misattributed-quotation",
            f"{quote(first[0].content)} is given to {told}.",
            tuple(map(Evidence.of, first[::-1])),
        )


def _alike(
    camp: Sequence[StatementRecord], found: Sequence[Sequence[StatementRecord]], texts: Texts
) -> Iterator[StatementRecord]:
    """The statements of a camp whose words another camp has."""
    others = [other for camp_ in found if camp_ is not camp for other in camp_]
    yield from (one for one in camp if any(_one_quotation(one, other, texts) for other in others))


def _two_speakers(camp: Sequence[StatementRecord], other: Sequence[StatementRecord], texts: Texts) -> bool:
    return any(_one_quotation(one, two, texts) for one in camp for two in other)


def _one_quotation(one: StatementRecord, other: StatementRecord, texts: Texts) -> bool:
    """Whether two statements quote the same words, of two people."""
    apart = one.source.id != other.source.id and same_words(one, other)
    return apart and any(two_named(a, b, texts, pronoun=True) for a, b in ((one, other), (other, one)))


def same_words(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether two statements quote the same words, or one of them a part of the other's."""
    mine, theirs = spoken(one), spoken(other)
    short, long = sorted((mine, theirs), key=len)
    return distinct(short) and changes(short, long) == [] and len(set(short) - set(long)) <= len(short) // 8


def distinct(forms: Iterable[str]) -> bool:
    """Whether a quotation says enough that two people hardly say it by chance."""
    every = list(forms)
    telling = sum(form not in EMPTY for form in every)
    return len(every) >= LEAST and telling >= (TELLING_OF_LONGER if len(every) >= LONGER else TELLING)
