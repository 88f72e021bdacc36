"""Answers: which statement answers which, and how.

Every earlier statement of somebody else nearby is weighed by the signs that it is answered; the weightiest is taken.
A denial in a headline may answer what the article tells further down.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
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
IN_REPLY = re.compile(r"\b(?:in (?:reply|response|return|answer)|for (?:his|her|its|their) part|asked (?:by|if|"
                      r"whether|how|what|why|when|where|who)|otherwise)\b", re.IGNORECASE)  # fmt: skip
ASK = re.compile(r"\b(?:ask(?:s|ed|ing)?|question(?:s|ed|ing)?|inquir\w+|enquir\w+|demand\w* to know)\b", re.I)
QUESTION = re.compile(r"\W*(?:\w+ ){0,2}(?:whether|if|why|how|what|where|when|who|whom|which)\b", re.IGNORECASE)
CHALLENGE = re.compile(r"\b(?:blam|criticis|criticiz|condemn|slam|denounc|complain|suggest|claim)\w*", re.IGNORECASE)
#: What begins with these is asked for, not said.
REQUEST = re.compile(r"(?:to|for)\b", re.IGNORECASE)
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


#: Whoever takes back or alleges something answers nobody, as far as can be told.
SILENT: frozenset[Value] = frozenset(["retracted", "alleged"])
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
    for i in article.in_order:
        article.found[i] = _answered(article, i)
    return tuple(_answer(article, i) for i in range(len(draft.attributions)))


def _answer(article: _Article, i: int) -> tuple[Answer, ...]:
    j = article.found[i]
    return () if j is None else (Answer(j, RELATIONS.get(article.standing[i].value, "replies")),)


@dataclass(frozen=True)
class _Article:
    """What the signs look at."""

    draft: Draft
    standing: Sequence[Standing]
    told: Sequence[Addressee | None]
    found: dict[int, int | None] = field(default_factory=dict)

    @cached_property
    def in_order(self) -> tuple[int, ...]:
        """All attributions by where their cues stand."""
        found = self.draft.attributions
        return tuple(sorted(range(len(found)), key=lambda i: found[i].cue[0].start))

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
        return [j for j in self.in_order if self.draft.attributions[j].parent == parent]

    def asks(self, i: int) -> bool:
        """Whether it is a question."""
        content = self.content(i)
        return bool(ASK.search(self.cue(i)) and QUESTION.match(content)) or content.rstrip("”’\"' ").endswith("?")

    def challenges(self, i: int) -> bool:
        """Whether it is an allegation, or finds fault."""
        value = self.standing[i].value
        return value == "alleged" or (value == "asserted" and bool(CHALLENGE.search(self.cue(i))))

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


def _answered(article: _Article, i: int) -> int | None:
    """The statement that `i` answers, if any."""
    if article.standing[i].value in SILENT or article.asks(i):
        return None
    siblings = article.siblings(i)
    before = siblings[: siblings.index(i)]
    others = [j for j in before[-REACH:] if not article.same(i, j)]
    pairs = [Pair(article, i, j, j == others[-1] or article.same(j, others[-1])) for j in others]
    weight, j = max(((pair.weight(), pair.j) for pair in pairs), default=(0.0, i))
    if weight >= ENOUGH:
        return _main_claim(article, i, j, others)
    if before and _goes_on(article, before[-1], i):
        return article.found[before[-1]]
    return None if others else _told_later(article, i, siblings)


def _goes_on(article: _Article, i: int, then: int) -> bool:
    """Whether the same holder goes on, in the same paragraph, with what began as an answer, if not to a question."""
    answered = article.found[i]
    plain = article.standing[then].value != "declined" and not REQUEST.match(article.content(then))
    return (
        plain and article.same(i, then) and not article.breaks(i, then)
        and answered is not None and not article.asks(answered)
    )  # fmt: skip


def _main_claim(article: _Article, i: int, j: int, others: Sequence[int]) -> int:
    """Of several statements that a denial may mean, told one after another, the first that is an allegation."""
    if article.standing[i].value != "denied" and not POINTING.search(article.content(i)[:80]):
        return j
    run = [j]
    for k in reversed(others[: others.index(j)]):
        if not article.same(k, j) and article.standing[k].value != "alleged":
            break
        run.append(k)
    return next((k for k in reversed(run) if article.standing[k].value == "alleged"), j)


def _told_later(article: _Article, i: int, siblings: Sequence[int]) -> int | None:
    """The allegation that a denial, first of all in a headline, answers."""
    if article.standing[i].value != "denied":
        return None
    later = [j for j in siblings if j not in (i, *siblings[: siblings.index(i)]) and not article.same(i, j)]
    alleged = [j for j in later if article.standing[j].value == "alleged"]
    return next((j for j in alleged if article.words[i] & article.words[j]), None)


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement `i`, and an earlier one of somebody else, `j`, that it may answer.

    nearest: whether `j` is the last of somebody else.
    """

    article: _Article
    i: int
    j: int
    nearest: bool

    def weight(self) -> float:
        """How much speaks for an answer."""
        return sum(weight for weight, holds in SIGNS if holds(self))


def _replies(pair: Pair) -> bool:
    """The cue says so."""
    declined = pair.article.standing[pair.i].value == "declined"  # "did not respond": no reply, and to a reporter
    return pair.nearest and not declined and bool(REPLY.search(pair.article.cue(pair.i)))


def _in_reply(pair: Pair) -> bool:
    """The sentence of the cue says so."""
    return pair.nearest and bool(IN_REPLY.search(pair.article.draft.frames[pair.i].words))


def _asked(pair: Pair) -> bool:
    """The other was a question."""
    return pair.nearest and pair.article.asks(pair.j) and pair.j not in pair.article.found.values()


def _told(pair: Pair) -> bool:
    """The other was said to whoever speaks now."""
    told, holder = pair.article.told[pair.j], pair.article.draft.holders[pair.i]
    return pair.nearest and told is not None and holder is not None and told.name == holder.name


def _exchange(pair: Pair) -> bool:
    """The other answered whoever speaks now."""
    answered = pair.article.found[pair.j]
    return pair.nearest and answered is not None and pair.article.same(answered, pair.i)


def _denies(pair: Pair) -> bool:
    values = [pair.article.standing[k].value for k in (pair.i, pair.j)]
    return pair.nearest and values[0] in ("denied", "neither") and values[1] not in ("denied", "neither", "confirmed")


def _of_allegation(pair: Pair) -> bool:
    return pair.article.challenges(pair.j)


def _insists(pair: Pair) -> bool:
    return bool(INSIST.search(pair.article.cue(pair.i)))


def _points_back(pair: Pair) -> bool:
    """What was said is called a claim, a report."""
    return bool(POINTING.search(pair.article.content(pair.i)[:80])) and (
        pair.article.challenges(pair.j) or pair.nearest
    )


def _of_record(pair: Pair) -> bool:
    """The recording, or what it is worth, is spoken of in which the other is heard."""
    article = pair.article
    if article.standing[pair.i].value == "confirmed":
        return False
    there = article.draft.frames[pair.j].words + article.content(pair.j)
    return _has(there, lexicon.RECORDINGS) and _has(article.content(pair.i), lexicon.RECORDINGS | lexicon.TAMPERED)


def _has(text: str, words: Collection[str]) -> bool:
    return any(word.lower() in words for word in WORD.findall(text))


def _is_meant(pair: Pair) -> bool:
    """Whoever speaks now is spoken of there."""
    return _meant(pair.article, pair.article.draft.holders[pair.i], pair.j)


def _means(pair: Pair) -> bool:
    """Whoever spoke there is spoken of now."""
    return _meant(pair.article, pair.article.draft.holders[pair.j], pair.i)


def _is_subject(pair: Pair) -> bool:
    """Whoever spoke there is the first that is spoken of now."""
    holder = pair.article.draft.holders[pair.j]
    first = " ".join(WORD.findall(pair.article.content(pair.i).removeprefix("that "))[:3])
    return holder is not None and bool(_stems(f"{holder.name} {holder.role or ''}") & _stems(first))


def _meant(article: _Article, holder: Holder | None, i: int) -> bool:
    if holder is None:
        return False
    if any(piece.contains(m) for piece in article.draft.attributions[i].content for m in holder.mentions):
        return True
    return bool(_stems(f"{holder.name} {holder.role or ''}") & article.words[i])


def _shares(pair: Pair) -> bool:
    """Both speak of the same, besides each other."""
    article = pair.article
    holders = (article.draft.holders[pair.i], article.draft.holders[pair.j])
    names = _stems(" ".join(h.name for h in holders if h))
    return bool((article.words[pair.i] & article.words[pair.j]) - names)


def _nearest(pair: Pair) -> bool:
    return pair.nearest


def _close(pair: Pair) -> bool:
    return pair.article.breaks(pair.i, pair.j) <= 1


def _here(pair: Pair) -> bool:
    return pair.article.breaks(pair.i, pair.j) == 0


def _dialogue(pair: Pair) -> bool:
    """Both are quoted."""
    return pair.nearest and all(pair.article.draft.attributions[k].type == "direct" for k in (pair.i, pair.j))


#: The signs that one statement answers another, with their weights in front.
SIGNS: tuple[tuple[float, Callable[[Pair], bool]], ...] = (
    (2.0, _replies),
    (1.5, _in_reply),
    (2.25, _asked),
    (2.0, _told),
    (2.0, _exchange),
    (1.5, _denies),
    (1.5, _of_allegation),
    (0.75, _insists),
    (1.0, _points_back),
    (1.0, _of_record),
    (1.0, _is_meant),
    (0.25, _means),
    (0.75, _is_subject),
    (0.75, _shares),
    (0.75, _nearest),
    (0.25, _close),
    (0.5, _here),
    (0.5, _dialogue),
)
