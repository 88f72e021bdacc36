"""Exchanges: which statement answers which by the answers head, where no sign says so outright."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from math import log1p
from typing import Literal, get_args

import numpy as np

from ..english import lexicon
from ..holders.entities import Entity
from ..patterns import lazy
from ..tagger import STANDINGS, Floats, Rows, Scores
from .addressees import Addressee
from .draft import Draft
from .standing import Standing

Response = Literal["denies", "confirms", "doubts", "declines", "replies"]

#: How many statements before and after it a statement may answer; at most `draft.MARGIN`.
BEFORE, AFTER = 24, 6
#: Cues, and words beside them, that answer.
REPLY = lazy(
    r"\b(?:repl(?:y|ies|ied|ying)|retort\w*|respon(?:d|ds|ded|ding)|answer(?:s|ed|ing)?|counter(?:s|ed|ing)?|rejoin\w*|"
    r"(?:shot|shoots|hit|hits|fired|fires|snapp?ed|clapped|pushed) back)\b",
    re.IGNORECASE,
)
IN_REPLY = lazy(r"\b(?:in (?:reply|response|return|answer)|for (?:his|her|its|their) part|asked (?:by|if|"
                      r"whether|how|what|why|when|where|who)|otherwise)\b", re.IGNORECASE)  # fmt: skip
ASK = lazy(r"\b(?:ask(?:s|ed|ing)?|question(?:s|ed|ing)?|inquir\w+|enquir\w+|demand\w* to know)\b", re.I)
QUESTION = lazy(r"\W*(?:\w+ ){0,2}(?:whether|if|why|how|what|where|when|who|whom|which)\b", re.IGNORECASE)
#: What was said, called by a noun that points back.
POINTING = lazy(
    r"\b(?:the|that|this|those|these|both|such|any|all|her|his|their|its) "
    r"(?:(?!(?:for|of|in|on|to|by)\b)[\w’'-]+ ){0,2}?"
    rf"{lexicon.either(lexicon.CLAIMS)}s?\b",
    re.IGNORECASE,
)
WORD = lazy(r"[^\W_]+")
RESPONSES: tuple[Response, ...] = get_args(Response)


@dataclass(frozen=True, slots=True)
class Answer:
    """That a statement answers another. statement: index of the other. relation: how it does."""

    statement: int
    relation: Response


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """Everything that a draft asks of the answers head: whether `i` answers `j` for pairs of statements of different
    holders.

    i, j: int64 (pairs,), ascending by i. ones, twos: float32 (statements, 1152 + flags), of the one that may answer and
    of the one that may be answered. flags: float32 (pairs, flags).
    """

    i: Rows
    j: Rows
    ones: Floats
    twos: Floats
    flags: Floats


def heard(
    draft: Draft, standing: Sequence[Standing], told: Sequence[Addressee | None], scores: Scores
) -> tuple[Answer | None, ...]:
    """Of each attribution the statement that it likeliest answers, if it is likely enough that it answers any.

    standing, told: of each attribution. scores: the tagger's, of the article's text. Nobody answers themselves.
    """
    found: list[Answer | None] = [None for _ in draft.attributions]
    if len(found) < 2 or scores.answers.floor > 1:
        return tuple(found)
    talk = _Talk(draft, standing, told)
    for stretch, beside in draft.stretches():
        asking = _question(talk, scores, stretch, beside)
        if not len(asking.i):
            continue
        judged = scores.answers.score(asking.ones, asking.twos, (asking.i, asking.j), asking.flags)
        firsts = np.flatnonzero(np.diff(asking.i, prepend=-1)).tolist()
        for first, end in pairwise([*firsts, len(asking.i)]):
            odds = np.exp(np.minimum(judged[first:end, 0], 30))
            best = first + int(odds.argmax())
            if odds.sum() / (1 + odds.sum()) >= scores.answers.floor:
                relation = RESPONSES[int(judged[best, 1:].argmax())]
                found[beside[asking.i[first]]] = Answer(beside[asking.j[best]], relation)
    return tuple(found)


def question(
    draft: Draft, standing: Sequence[Standing], told: Sequence[Addressee | None], scores: Scores
) -> AnswerQuestion:
    """What is asked of the answers head of a draft with statements."""
    everything = range(len(draft.attributions))
    return _question(_Talk(draft, standing, told), scores, everything, everything)


def _question(talk: _Talk, scores: Scores, stretch: Sequence[int], beside: Sequence[int]) -> AnswerQuestion:
    """What is asked of a stretch of statements, all of them among those beside it: `i` and `j` are places in these."""
    order = talk.draft.discourse.by_cue
    place = {i: k for k, i in enumerate(beside)}
    pairs, flags = [], []
    states = talk.draft.states(scores, beside)
    own = np.array([talk.alone(i) for i in beside], dtype=np.float32)
    alike = states[:, 2 * states.shape[1] // 3 :]
    alike = alike / (np.linalg.norm(alike, axis=1, keepdims=True) + 1e-6)
    for i in stretch:
        at = talk.rank[i]
        for j in sorted(order[max(0, at - BEFORE) : at + AFTER + 1]):
            if i != j and not talk.same(i, j):
                pairs.append((place[i], place[j]))
                flags.append([*talk.flags(i, j), float(alike[place[i]] @ alike[place[j]])])
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    with_own = np.concatenate([states, own], axis=1)
    return AnswerQuestion(both[:, 0], both[:, 1], with_own, with_own, np.array(flags, dtype=np.float32))


@dataclass(frozen=True)
class _Talk:
    """The statements of an article with what the head is told of them beside the encoder's states."""

    draft: Draft
    standing: Sequence[Standing]
    told: Sequence[Addressee | None]

    def alone(self, i: int) -> list[float]:
        """What is known of one statement."""
        a, text = self.draft.attributions[i], self.draft.text
        cue = " ".join(piece.of(text) for piece in a.cue)
        return [
            *(float(self.standing[i].value == value) for value in STANDINGS),
            float(a.type == "direct"),
            float(a.type == "indirect"),
            float(a.parent is not None),
            float(bool(REPLY.search(cue))),
            float(bool(IN_REPLY.search(self.draft.contexts[i].words))),
            float(self.asks[i]),
            float(bool(POINTING.search(self.contents[i][:80]))),
            min(self.rank[i] / 10, 2.0),
            float(self.draft.cast.speakers[i] is None),
        ]

    def flags(self, i: int, j: int) -> list[float]:
        """What is known of `i` as an answer to `j`."""
        draft, speakers = self.draft, self.draft.cast.speakers
        mine, theirs = speakers[i], speakers[j]
        apart, breaks = self.rank[i] - self.rank[j], self._breaks(i, j)
        near, a, b = self.nearest[i], draft.attributions[i], draft.attributions[j]
        shared = len(self.words[i] & self.words[j])
        return [
            *_steps(apart),
            *_paragraphs(breaks),
            float(near == j),
            float(near is not None and theirs is not None and speakers[near] is theirs),
            float(theirs is not None and id(theirs) in self.named[i]),
            float(mine is not None and id(mine) in self.named[j]),
            float(bool(self.named[i] & self.named[j])),
            float(_told(self.told[j], mine)),
            float(_told(self.told[i], theirs)),
            min(shared / 3, 2.0),
            shared / (1 + len(self.words[i])),
            float(a.parent == b.parent),
            float(b.parent == i),
            float(a.parent == j),
        ]

    def same(self, i: int, j: int) -> bool:
        """Whether both are the same holder's, as far as that is known."""
        speakers = self.draft.cast.speakers
        return speakers[i] is not None and speakers[i] is speakers[j]

    def _breaks(self, i: int, j: int) -> int:
        """How many paragraphs end between two cues."""
        discourse = self.draft.discourse
        return discourse.breaks(*sorted((discourse.start(i), discourse.start(j))))

    @cached_property
    def rank(self) -> dict[int, int]:
        """The place of each statement in the order of cues."""
        return {i: rank for rank, i in enumerate(self.draft.discourse.by_cue)}

    @cached_property
    def nearest(self) -> tuple[int | None, ...]:
        """For each statement the last one of somebody else before it."""
        order, found = self.draft.discourse.by_cue, dict[int, int | None]()
        for before, i in pairwise([None, *order]):
            assert i is not None
            found[i] = before if before is None or not self.same(i, before) else found[before]
        return tuple(found[i] for i in range(len(order)))

    @cached_property
    def named(self) -> tuple[frozenset[int], ...]:
        """Who is named in each content."""
        meant_in = self.draft.cast.meant_in
        return tuple(
            frozenset(id(entity) for piece in a.content for _, entity in meant_in(piece))
            for a in self.draft.attributions
        )

    @cached_property
    def contents(self) -> tuple[str, ...]:
        """What is said."""
        text = self.draft.text
        return tuple(" ".join(piece.of(text) for piece in a.content) for a in self.draft.attributions)

    @cached_property
    def words(self) -> tuple[frozenset[str], ...]:
        """The telling words of each content, cut to their stems."""
        return tuple(map(stems, self.contents))

    @cached_property
    def asks(self) -> tuple[bool, ...]:
        """Whether each is a question."""
        text = self.draft.text
        return tuple(
            bool(ASK.search(a.cue[0].of(text)) and QUESTION.match(said)) or said.rstrip("”’\"' ").endswith("?")
            for a, said in zip(self.draft.attributions, self.contents, strict=True)
        )


@lru_cache(maxsize=256)
def _steps(apart: int) -> tuple[float, ...]:
    """What the head is told of how many cues after another one stands."""
    return (
        *(float(apart == k) for k in (1, 2, 3, -1)),
        *(float(low <= apart <= high) for low, high in ((4, 6), (7, 12), (13, BEFORE))),
        float(apart < 0),
        log1p(abs(apart)) / 2,
    )


@lru_cache(maxsize=256)
def _paragraphs(breaks: int) -> tuple[float, ...]:
    """What the head is told of how many paragraphs end between two."""
    return *(float(breaks == k) for k in (0, 1, 2)), log1p(breaks) / 2


def _told(told: Addressee | None, entity: Entity | None) -> bool:
    return told is not None and entity is not None and told.name == entity.name


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """The telling words of a text, cut to their stems."""
    words = (word.lower() for word in WORD.findall(text))
    return frozenset(word[:5] for word in words if len(word) > 3 and word not in lexicon.COMMON)
