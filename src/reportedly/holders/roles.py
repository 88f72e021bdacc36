"""Roles: what an article calls a holder besides the name, as a noun phrase: “harbour chief of Port Sella”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..english import lexicon
from ..patterns import lazy
from ..span import Span

# cases: tests/test_roles.py, ROLES
#: What may stand before the noun phrase without belonging to it.
BEFORE = lazy(
    r"(?:(?:who|which) (?:is|was|are|were)\b|(?:the|an?|his|her|their|its|my|our|then|also|now|one(?! of))(?= ))\s*",
    re.I,
)
OWNED = lazy(r"(?:his|her|their|its|my|our|your)\b", re.IGNORECASE)
#: Relatives and the like: by themselves, or of somebody whom a pronoun means, they tell nothing.
KIN = lexicon.words(
    "husband wife widow widower spouse partner son daughter child father mother parent brother sister sibling twin "
    "uncle aunt cousin nephew niece grandson granddaughter grandfather grandmother stepfather stepmother stepson "
    "fiance fiancee fiancé fiancée boyfriend girlfriend friend neighbour neighbor colleague lover heir relative dad "
    "mum mom"
)
#: Words that begin a clause, an adverbial phrase or a predicate: what they begin is no noun phrase.
NO_NOUN = (
    lexicon.PREPOSITIONS
    | lexicon.FUNCTION_WORDS
    | (lexicon.OPENERS - {"more", "most", "several", "many", "no", "one", "our", "other"})
    | lexicon.PRONOUNS
    | lexicon.words(
        "outside inside across behind beside beneath below above beyond upon within throughout amid among around near "
        "despite following prior regarding concerning due alongside aboard via per "
        "here there elsewhere somewhere anyway indeed rather quite very too often always never once again soon "
        "said says added asked told wrote insisted argued be being been having do doing to not and or nor "
        "last next later earlier ago"
    )
)
#: Prepositions that may be the first part of a title: “under secretary”, “outside counsel”.
IN_TITLES = lexicon.words("under outside inside over")
#: Words in -ly that are nouns or adjectives, and such in -ing and -ed.
LY = lexicon.words("ally family assembly bully butterfly anomaly fly jelly belly elderly friendly weekly daily monthly "
                   "early only lonely daily yearly orderly ugly costly lively lovely likely local")  # fmt: skip
#: Nouns for times, places and occasions, and for what is said: nobody is called so.
NOBODY = lexicon.words(
    "week weekend month year day night morning afternoon evening noon time moment hour minute today "
    "court courtroom courthouse house home hearing interview statement speech email letter post tweet message call "
    "conference briefing meeting press reporters scene site street stage way case event addition contrast later "
    "earlier ago before after response reply comment comments remarks question record background condition anonymity"
)
#: Where the noun phrase's own noun ends.
AFTER_NOUN = lazy(
    r"[,;:–—(]|\s(?:of|for|at|in|on|from|with|to|who|whom|whose|which|that|by|near|under|during|after|before|and|as|"
    r"representing|charged|accused|based|responsible|involved|leading|working|living|serving|specialising|specializing)\b"
)
PREPOSITION_NEXT = lazy(r"\S+\s+(?:to|about|on|at|in|from|with|by|for|of|as|that|if|why|whether|how)\b", re.IGNORECASE)
#: How far before a name the words of an office may begin, in code points, and what no office goes beyond.
OFFICE_REACH = 90
PAUSE = lazy(r"[.;:“”\"\n](?:\s|$)")
#: Initials in brackets behind an office: “Chief of the Harbour Staff | (CHS) |”.
BRACKETS = lazy(r"\([A-Z]+\)")
OFFICE_WORD = lazy(r"[^\W\d_]+")
#: The most words between an office and a name: titles, and initials.
TITLES_AT_MOST = 6
#: The least letters of an office's initials.
SHORTEST = 3
#: Small words within an office.
WITHIN = frozenset(["of", "the", "to", "for", "and"])
LETTER = lazy(r"[^\W\d_]")
QUOTED = lazy(r"[“”\"«»]")


def as_role(words: str) -> str | None:
    """The words as a role, without article: a noun phrase for somebody; None if they are none, or tell nothing.

    None are adverbs and adverbial phrases (“Politically”, “Outside court”), clauses, ages, times, bare courtesy titles,
    and a relative of somebody whom a pronoun means (“her husband”).
    """
    plain = " ".join(word for word in words.split() if word.lower().strip(",") not in lexicon.CALENDAR).strip(" ,;:–—-")
    owned = OWNED.match(plain)
    while match := BEFORE.match(plain):
        plain = plain[match.end() :]
    tokens = plain.split()
    while tokens and tokens[-1].lower().strip(".,") in lexicon.COURTESY | {"and", "or"}:
        tokens = tokens[:-1]
    plain = " ".join(tokens).rstrip(" ,")
    if not tokens or QUOTED.search(plain) or not LETTER.search(tokens[0]):
        return None
    first, noun = tokens[0].lower(), head(plain)
    if (owned and noun in KIN) or plain.lower() in KIN:
        return None
    return plain if _is_noun_phrase(plain, first, noun) else None


def head(words: str) -> str:
    """The noun of a noun phrase, in lower case: “chief” of “harbour chief of Port Sella”."""
    end = AFTER_NOUN.search(words, 1)
    before = (words[: end.start()] if end else words).split()
    return before[-1].lower().strip(".,’'") if before else ""


def _is_noun_phrase(words: str, first: str, noun: str) -> bool:
    someone = _is_somebody(noun)
    if first in NO_NOUN and not (first in IN_TITLES and someone and noun != first):
        return False
    if first.endswith("ly") and first not in LY and "-" not in first and not (someone and noun != first):
        return False
    if first.endswith(("ing", "ed")) and not _is_somebody(first) and (PREPOSITION_NEXT.match(words) or noun == first):
        return False
    return noun not in NOBODY and noun not in lexicon.CALENDAR and bool(noun)


def _is_somebody(noun: str) -> bool:
    known = lexicon.PERSONS | lexicon.OFFICES | lexicon.CALLINGS | lexicon.SPOKESPEOPLE | lexicon.WITHHELD
    return noun in known or noun.removesuffix("s") in known


def offices_before(text: str, name: Span) -> Iterator[str]:
    """The capitalized words before a name, and before its titles: “Chief of Harbour Staff (CHS), Captain | Lund |”."""
    words = PAUSE.split(text[max(0, name.start - OFFICE_REACH) : name.start])[-1].replace(",", " ").split()
    for _ in range(min(TITLES_AT_MOST, len(words))):
        first = len(words)
        while first and (words[first - 1][0].isupper() or words[first - 1] in WITHIN):
            first -= 1
        yield " ".join(words[first:])
        last = words.pop()
        if not last[0].isupper() and not BRACKETS.fullmatch(last):
            return


def office_initials(role: str) -> set[str]:
    """The initials by which whoever has an office may be called, with small words and without: CHS, COHS."""
    words = [part for word in role.split() for part in OFFICE_WORD.findall(word)]
    found: set[str] = set()
    for k in range(len(words)):
        rest = words[k:]
        if not any(word.lower() in lexicon.OFFICES | lexicon.PERSONS for word in rest) or not rest[0][0].isupper():
            continue
        found.add("".join(word[0].upper() for word in rest))
        found.add("".join(word[0] for word in rest if word[0].isupper()))
    return {initials for initials in found if len(initials) >= SHORTEST}
