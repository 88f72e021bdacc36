"""Accounts of two people of whom one says that something was done, and the other that it wasn't, each in their words.

“I did not receive Mr. Voss's letter” and “Ole Lund received my letter of May 3” have little in common as they stand.
So they are compared clause by clause, with the speaker's name for “I” and “my”, by the verb that one of them negates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ...english import lexicon
from ...english.lexicon import CALENDAR
from ..tables.record import StatementRecord
from ..threads.tokens import Token
from ..threads.wordings import ComparableWording, wording
from .finding import extents, sentences

# cases: tests/test_opposites.py, OPPOSITES and NO_OPPOSITES
#: What begins another clause; before it what is said of the first is said.
_CLAUSES: Final = re.compile(
    r"[;:—–]|,|\b(?:and|but|because|although|though|since|so|which|who|when|while|after|before|until|unless)\b",
    re.IGNORECASE,
)
_ME: Final = re.compile(r"\b(?:I|me)\b")
_MINE: Final = re.compile(r"\b(?:my|mine)\b", re.IGNORECASE)
#: What is only supposed or asked; words that negate as “not” does, so that two of them may be one.
_SUPPOSED: Final = re.compile(r"\b(?:if|whether|unless|should)\b|\?", re.IGNORECASE)
_LACKING: Final = re.compile(
    r"\b(?:lack\w*|fail\w*|refus\w+|declin\w+|den(?:y|ies|ied|ying)|absen(?:t|ce)|unable|stopp?\w*|cease\w*|yet to)\b",
    re.IGNORECASE,
)
#: Fewest tokens of a clause, and least weight (`Token.weight`, about 1 a word) of what two have in common.
FEWEST, COMMON = 4, 2.5
#: Least shares (0 to 1) of that weight in the slighter and in the other clause.
MOSTLY, HALF = 0.75, 0.5
#: Least share of a claim's weight in a statement by which an article tells of it.
TOLD: Final = 0.5


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause that says that something was done, or wasn't. verb: what is negated; None if nothing is.

    words: its wording, with the speaker's name for “I”.
    """

    words: ComparableWording
    verb: str | None
    extents: frozenset[str]

    def subject(self, verb: str) -> frozenset[str]:
        """The telling words before a verb."""
        forms = [token.form for token in self.words.tokens]
        before = self.words.tokens[: forms.index(verb)]
        return frozenset(token.form for token in before if token.weight and not _is_title(token))

    def of(self, kind: str) -> frozenset[str]:
        """The forms of all tokens of a kind; of names no titles and days."""
        tokens = (token for token in self.words.tokens if token.kind == kind)
        return frozenset(t.form for t in tokens if not (_is_title(t) or t.word in CALENDAR))


def opposite(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether one of two statements says that something was done, and the other that it wasn't."""
    return any(
        _exclude(not_done, done) or _exclude(done, not_done) for not_done in _clauses(one) for done in _clauses(other)
    )


def is_told_with(claim: StatementRecord, statements: Iterable[StatementRecord], contrary: StatementRecord) -> bool:
    """Whether an article tells of a claim beside its contrary: by whose it is, as denied, or as alleged.

    statements: of the article.
    """
    mine = wording(claim.content, claim.type)
    return any(
        other.id != contrary.id
        and (other.holder == claim.holder or other.standing in ("denied", "alleged"))
        and mine.in_common(wording(other.content, other.type)) >= TOLD * mine.info
        for other in statements
    )


def _clauses(statement: StatementRecord) -> tuple[_Clause, ...]:
    last = (statement.name or "").rpartition(" ")[2] if statement.kind == "person" else ""
    return _clauses_of(statement.content, last)


@lru_cache(maxsize=1 << 12)
def _clauses_of(content: str, last: str) -> tuple[_Clause, ...]:
    """The clauses of a content that negate one thing or nothing. last: the surname of who says “I”."""
    found = []
    for sentence in sentences(content):
        for clause in _CLAUSES.split(sentence) if not _SUPPOSED.search(sentence) else ():
            named = _MINE.sub(f"{last}'s", _ME.sub(last, clause)) if last else clause
            words = wording(named.strip(), "indirect")
            negations = [i for i, token in enumerate(words.tokens) if token.kind == "negation"]
            if len(words.tokens) < FEWEST or len(negations) > 1 or _LACKING.search(clause):
                continue
            verb = _after(words, negations[0]) if negations else None
            if not negations or verb:
                found.append(_Clause(words, verb, extents(clause)))
    return tuple(found)


def _after(words: ComparableWording, negation: int) -> str | None:
    """The first telling word after a negation: what is negated."""
    return next((token.form for token in words.tokens[negation + 1 :] if token.weight), None)


def _exclude(not_done: _Clause, done: _Clause) -> bool:
    """Whether the second clause says what the first negates: its verb, of the same, to the same, when and where."""
    verb = not_done.verb
    if verb is None or done.verb is not None or verb not in done.words.contents:
        return False
    mine, theirs = not_done.subject(verb), done.subject(verb)
    if not mine or not theirs or not (mine <= theirs or theirs <= mine):
        return False
    if not_done.of("mood") != done.of("mood") or not_done.extents not in (frozenset(), done.extents):
        return False
    if any(not _within(not_done.of(kind), done.of(kind)) for kind in ("name", "number")):
        return False
    shared = not_done.words.in_common(done.words)
    least, most = sorted((not_done.words.info, done.words.info))
    return shared >= max(COMMON, MOSTLY * least, HALF * most)


def _within(some: frozenset[str], others: frozenset[str]) -> bool:
    return some <= others or others <= some


def _is_title(token: Token) -> bool:
    return token.word in lexicon.TITLES
