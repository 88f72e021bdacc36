"""Answers: which statement answers which, and how.

Every earlier statement of somebody else nearby is weighed by the signs that it is answered; the weightiest is taken.
A denial in a headline may answer what the article tells further down.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from . import lexicon
from .addressees import Addressee
from .draft import Draft
from .holders import Holder
from .standing import Standing, Value

Response = Literal["denies", "confirms", "doubts", "declines", "replies"]

#: How many statements back one may stand that is answered.
REACH = 6
#: The weight of signs from which on a statement counts as answered.
ENOUGH = 3.0

#: Cues that answer; and that hold against what was said.
REPLY = re.compile(
    r"\b(?:repl(?:y|ies|ied|ying)|retort\w*|respon(?:d|ds|ded|ding)|answer(?:s|ed|ing)?|counter(?:s|ed|ing)?|rejoin\w*|"
    r"(?:shot|shoots|hit|hits|fired|fires|snapp?ed|clapped|pushed) back)\b",
    re.IGNORECASE,
)
INSIST = re.compile(r"\b(?:insist|maintain|protest|object|retort|disagree|scoff|mock|ridicul)\w*", re.IGNORECASE)
IN_REPLY = re.compile(r"\b(?:in (?:reply|response|return|answer)|for (?:his|her|its|their) part|asked (?:about|by|if|"
                      r"whether|how|what|why|when|where|who)|otherwise)\b", re.IGNORECASE)  # fmt: skip
ASK = re.compile(r"\b(?:ask(?:s|ed|ing)?|question(?:s|ed|ing)?|inquir\w+|enquir\w+|demand\w* to know|wonder\w*)\b", re.I)
QUESTION = re.compile(r"\W*(?:whether|if|why|how|what|where|when|who|whom|which)\b|.*\?\W*$", re.IGNORECASE | re.DOTALL)
CHALLENGE = re.compile(r"\b(?:blam|criticis|criticiz|condemn|attack|slam|denounc|complain|suggest|claim|warn)\w*", re.I)
#: What was said, called by a noun that points back.
POINTING = re.compile(
    r"\b(?:the|that|this|those|these|both|such|any|all|her|his|their|its) (?:[\w’'-]+ ){0,2}?"
    rf"(?:{'|'.join(sorted(lexicon.CLAIMS))})s?\b",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Answer:
    """That a statement answers another. statement: index of the other. relation: how it does."""

    statement: int
    relation: Response


#: How a statement answers, by its standing; any other replies.
RELATIONS: dict[Value, Response] = {
    "denied": "denies", "confirmed": "confirms", "neither": "doubts", "declined": "declines"
}  # fmt: skip


def answers(
    draft: Draft, standing: Sequence[Standing], told: Sequence[Addressee | None]
) -> tuple[tuple[Answer, ...], ...]:
    """Which statements each attribution answers, in the same order; at most one so far.

    standing, told: of each attribution. Nobody answers themselves.
    """
    article = _Article(draft, standing, told)
    found: list[int | None] = []
    for i in range(len(draft.attributions)):
        found.append(_answered(article, i, found))
    return tuple(
        () if j is None else (Answer(j, RELATIONS.get(standing[i].value, "replies")),) for i, j in enumerate(found)
    )


@dataclass(frozen=True)
class _Article:
    """What the signs look at."""

    draft: Draft
    standing: Sequence[Standing]
    told: Sequence[Addressee | None]

    @cached_property
    def words(self) -> tuple[frozenset[str], ...]:
        """The telling words of each content, cut to their stems."""
        return tuple(_stems(self.content(i)) for i in range(len(self.draft.attributions)))

    def content(self, i: int) -> str:
        """What is said."""
        return " ".join(piece.of(self.draft.text) for piece in self.draft.attributions[i].content)

    def cue(self, i: int) -> str:
        """The words of the cue."""
        return " ".join(piece.of(self.draft.text) for piece in self.draft.attributions[i].cue)

    def siblings(self, i: int) -> list[int]:
        """All at the same depth, by where their cues stand."""
        parent = self.draft.attributions[i].parent
        same = [j for j, a in enumerate(self.draft.attributions) if a.parent == parent]
        return sorted(same, key=lambda j: self.draft.attributions[j].cue[0].start)

    def breaks(self, i: int, j: int) -> int:
        """How many paragraphs lie between two cues."""
        start, end = sorted(self.draft.attributions[k].cue[0].start for k in (i, j))
        return len(re.findall(r"\n+", self.draft.text[start:end]))

    def same(self, i: int, j: int) -> bool:
        """Whether both are the same holder's, as far as that is known."""
        return self.draft.holders[i] is not None and self.draft.holders[i] is self.draft.holders[j]


def _stems(text: str) -> frozenset[str]:
    words = (word.lower() for word in WORD.findall(text))
    return frozenset(word[:5] for word in words if len(word) > 3 and word not in lexicon.COMMON)


def _answered(article: _Article, i: int, found: Sequence[int | None]) -> int | None:
    """The statement that `i` answers, if any."""
    if article.standing[i].value == "retracted":
        return None
    siblings = article.siblings(i)
    at = siblings.index(i)
    before = [j for j in siblings[max(0, at - REACH) : at] if not article.same(i, j)]
    weighed = [(_weight(article, Pair(i, j, not any(k in siblings[siblings.index(j)+1:at] for k in before))), j) for j in before]
    best = max(weighed, default=(0.0, -1))
    if best[0] >= ENOUGH:
        return best[1]
    if at and article.same(i, siblings[at - 1]) and article.breaks(i, siblings[at - 1]) == 0 and siblings[at - 1] < i:
        return found[siblings[at - 1]]
    return None


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement, and an earlier one that it may answer. nearest: whether nobody else spoke in between."""

    i: int
    j: int
    nearest: bool


def _weight(article: _Article, pair: Pair) -> float:
    return sum(weight for weight, holds in SIGNS if holds(article, pair))


def _replies(article: _Article, pair: Pair) -> bool:
    return pair.nearest and bool(REPLY.search(article.cue(pair.i)))


def _in_reply(article: _Article, pair: Pair) -> bool:
    return pair.nearest and bool(IN_REPLY.search(article.draft.frames[pair.i].words))


def _asked(article: _Article, pair: Pair) -> bool:
    asks = ASK.search(article.cue(pair.j)) or article.content(pair.j).rstrip("”’\"' ").endswith("?")
    return pair.nearest and bool(asks) and bool(QUESTION.match(article.content(pair.j)))


def _addressed(article: _Article, pair: Pair) -> bool:
    told, holder = article.told[pair.j], article.draft.holders[pair.i]
    return pair.nearest and told is not None and holder is not None and told.name == holder.name


def _denies(article: _Article, pair: Pair) -> bool:
    return article.standing[pair.i].value in ("denied", "neither")


def _of_allegation(article: _Article, pair: Pair) -> bool:
    return article.standing[pair.j].value == "alleged"


def _challenged(article: _Article, pair: Pair) -> bool:
    return bool(CHALLENGE.search(article.cue(pair.j)))


def _insists(article: _Article, pair: Pair) -> bool:
    return bool(INSIST.search(article.cue(pair.i)))


def _points_back(article: _Article, pair: Pair) -> bool:
    return pair.nearest and bool(POINTING.search(article.content(pair.i)[:80]))


def _of_record(article: _Article, pair: Pair) -> bool:
    """The recording is spoken of in which the other is heard."""
    draft = article.draft
    where = draft.frames[pair.j].words.lower()
    things = {w for w in WORD.findall(where) if w in lexicon.RECORDINGS}
    return bool(things & set(w.lower() for w in WORD.findall(article.content(pair.i))))


def _is_meant(article: _Article, pair: Pair) -> bool:
    """Whoever speaks now is spoken of there."""
    return _meant(article, article.draft.holders[pair.i], pair.j)


def _means(article: _Article, pair: Pair) -> bool:
    """Whoever spoke there is spoken of now."""
    return _meant(article, article.draft.holders[pair.j], pair.i)


def _meant(article: _Article, holder: Holder | None, i: int) -> bool:
    if holder is None:
        return False
    if any(piece.contains(m) for piece in article.draft.attributions[i].content for m in holder.mentions):
        return True
    return bool(_stems(f"{holder.name} {holder.role or ''}") & article.words[i])


def _shares(article: _Article, pair: Pair) -> bool:
    holders = (article.draft.holders[pair.i], article.draft.holders[pair.j])
    names = _stems(" ".join(h.name for h in holders if h))
    return bool((article.words[pair.i] & article.words[pair.j]) - names)


def _nearest(article: _Article, pair: Pair) -> bool:
    return pair.nearest


def _close(article: _Article, pair: Pair) -> bool:
    return article.breaks(pair.i, pair.j) <= 1


def _dialogue(article: _Article, pair: Pair) -> bool:
    both = [article.draft.attributions[k].type == "direct" for k in (pair.i, pair.j)]
    return pair.nearest and all(both)


#: The signs that one statement answers another, with their weights in front.
SIGNS: tuple[tuple[float, Callable[[_Article, Pair], bool]], ...] = (
    (2.5, _replies),
    (2.0, _in_reply),
    (2.0, _asked),
    (2.0, _addressed),
    (1.0, _denies),
    (1.0, _of_allegation),
    (0.5, _challenged),
    (0.5, _insists),
    (1.0, _points_back),
    (1.0, _of_record),
    (1.0, _is_meant),
    (1.0, _means),
    (0.5, _shares),
    (0.5, _nearest),
    (0.5, _close),
    (0.5, _dialogue),
)
