"""Answers: which statement answers which, and how.

Every nearby earlier statement of somebody else is weighed by the signs that it is answered; the one with the greatest
weight is taken. A denial in a headline may answer what the article tells further down. Where no signs speak, the
answers head does.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile

from ..english import lexicon
from ..holders.holder import Holder
from ..patterns import lazy
from ..span import Span
from ..tagger import Scores
from . import exchanges
from .addressees import Addressee
from .draft import Draft
from .exchanges import ASK, IN_REPLY, POINTING, QUESTION, REPLY, WORD, Answer, Response, stems
from .provenance import By, by_either
from .standing import Firmness, Standing

#: How many previous statements of the same depth are considered as answered.
REACH = 6
#: The sum of weights (those in SIGNS) from which on a statement counts as answered.
ENOUGH = 2.75

# cases: tests/test_answers.py, TABLES
#: Cues that hold against what was said.
INSIST = lazy(
    r"\b(?:insist|maintain|protest(?!\w* against)|object|retort|disagree|scoff|mock|ridicul)\w*", re.IGNORECASE
)
CHALLENGE = lazy(r"\b(?:blam|criticis|criticiz|condemn|slam|denounc|complain|suggest|claim)\w*", re.IGNORECASE)
NO = lazy(r"\b(?:no|not|never|none)\b|n['’]t\b", re.IGNORECASE)


#: Whoever takes back or alleges something answers nobody, as far as can be told; nor does what wasn't said.
SILENT: frozenset[Firmness] = frozenset(["retracted", "alleged", "not said"])
#: How a statement answers, by its standing; any other replies.
RELATIONS: dict[Firmness, Response] = {
    "denied": "denies", "confirmed": "confirms", "neither": "declines", "declined": "declines"
}  # fmt: skip


def answers(
    draft: Draft, standing: Sequence[Standing], told: Sequence[Addressee | None], scores: Scores
) -> tuple[tuple[tuple[Answer, By], ...], ...]:
    """The statements that each attribution answers and by what that is known, in the same order; at most one.

    standing, told: of each attribution. scores: the tagger's, of the article's text. No statement answers itself.
    """
    talk = _Talk(draft, standing, told)
    for i in draft.discourse.by_cue:
        j = talk.found[i] = _answered(talk, i)
        if j is not None:
            talk.answered.add(j)
    heard = exchanges.heard(draft, standing, told, scores)
    return tuple(_answer(talk, i, heard[i]) for i in range(len(draft.attributions)))


def _answer(talk: _Talk, i: int, heard: Answer | None) -> tuple[tuple[Answer, By], ...]:
    j, value = talk.found[i], talk.standing[i].value
    if j is not None:
        relation = RELATIONS[value] if value in RELATIONS else "doubts" if talk.disowns(i, j) else "replies"
        return ((Answer(j, relation), by_either(True, heard is not None and heard.statement == j)),)
    if heard is None or value in SILENT:
        return ()
    return ((Answer(heard.statement, RELATIONS.get(value, heard.relation)), "tagger"),)


@dataclass(frozen=True)
class _Talk:
    """The statements of an article with what the signs need to know of them.

    found: the statement that each one answers, as far as they have been read. answered: those that have an answer.
    """

    draft: Draft
    standing: Sequence[Standing]
    told: Sequence[Addressee | None]
    found: dict[int, int | None] = field(default_factory=dict)
    answered: set[int] = field(default_factory=set)

    @cached_property
    def words(self) -> tuple[frozenset[str], ...]:
        """The telling words of each content, cut to their stems."""
        return tuple(stems(self.content(i)) for i in range(len(self.draft.attributions)))

    @cached_property
    def contents(self) -> tuple[str, ...]:
        text = self.draft.text
        return tuple(" ".join(piece.of(text) for piece in a.content) for a in self.draft.attributions)

    def content(self, i: int) -> str:
        """What is said."""
        return self.contents[i]

    @cached_property
    def cues(self) -> tuple[str, ...]:
        text = self.draft.text
        return tuple(" ".join(piece.of(text) for piece in a.cue) for a in self.draft.attributions)

    def cue(self, i: int) -> str:
        """The words of the cue."""
        return self.cues[i]

    @cached_property
    def of_record(self) -> tuple[bool, ...]:
        """Whether each is heard in a recording or stands in a paper."""
        return tuple(_has(context.words, lexicon.RECORDINGS) for context in self.draft.contexts)

    @cached_property
    def doubts_record(self) -> tuple[bool, ...]:
        """Whether each says that a recording or a paper is not what it seems."""
        return tuple(
            _has(said, lexicon.TAMPERED) or bool(NO.search(said) and _has(said, lexicon.RECORDINGS))
            for said in self.contents
        )

    def before(self, i: int) -> Sequence[int]:
        """The last statements before `i` at the same depth."""
        return self.draft.discourse.earlier(i, REACH)

    def after(self, i: int) -> Sequence[int]:
        """The statements after `i` at the same depth."""
        return self.draft.discourse.later(i)

    def denies(self, i: int) -> bool:
        """Whether it denies something or leaves it open."""
        return self.standing[i].value in ("denied", "neither")

    def points_back(self, i: int) -> bool:
        """Whether it begins with what was said, called a claim, a report."""
        return bool(POINTING.search(self.content(i)[:80]))

    def asks(self, i: int) -> bool:
        """Whether it is a question."""
        content = self.content(i)
        return bool(ASK.search(self.cue(i)) and QUESTION.match(content)) or content.rstrip("”’\"' ").endswith("?")

    def challenges(self, i: int) -> bool:
        """Whether it is an allegation, or finds fault."""
        value = self.standing[i].value
        return value == "alleged" or (value == "asserted" and bool(CHALLENGE.search(self.cue(i))))

    def breaks(self, i: int, j: int) -> int:
        """How many paragraphs end between two cues."""
        discourse = self.draft.discourse
        return discourse.breaks(*sorted((discourse.start(i), discourse.start(j))))

    def disowns(self, i: int, j: int) -> bool:
        """Whether `i` casts doubt on the recording, the paper, in which `j` is heard; it may be one's own."""
        return self.doubts_record[i] and self.of_record[j]

    def same(self, i: int, j: int) -> bool:
        """Whether both are the same holder's, as far as that is known."""
        return self.draft.holders[i] is not None and self.draft.holders[i] is self.draft.holders[j]


def _answered(talk: _Talk, i: int) -> int | None:
    """The statement that `i` answers, if any."""
    if talk.standing[i].value in SILENT or talk.asks(i):
        return None
    before = talk.before(i)
    if before and _goes_on(talk, before[-1], i):
        return talk.found[before[-1]]
    others = [j for j in before if not talk.same(i, j) or talk.disowns(i, j)]
    if not others:
        return _told_later(talk, i)
    pairs = [Pair(talk, i, j, j == others[-1] or talk.same(j, others[-1])) for j in others]
    pairs = [pair for pair in pairs if pair.is_response()]
    if talk.standing[i].value == "declined":  # as a rule, to answer a reporter
        pairs = [pair for pair in pairs if _asked(pair) or _points_back(pair)]
    weight, j = max(((pair.weight(), pair.j) for pair in pairs), default=(0.0, i))
    return _main_claim(talk, i, j, others) if weight >= ENOUGH else None


def _goes_on(talk: _Talk, i: int, then: int) -> bool:
    """Whether the same holder goes on, in the same paragraph, with what began as an answer, if not to a question."""
    answered, discourse = talk.found[i], talk.draft.discourse
    return (
        talk.standing[then].value != "declined" and talk.same(i, then) and not talk.breaks(i, then)
        and answered is not None and not talk.asks(answered) and discourse.start(answered) < discourse.start(then)
    )  # fmt: skip


def _main_claim(talk: _Talk, i: int, j: int, others: Sequence[int]) -> int:
    """Of several statements that a denial may mean, told one after another, the first that is an allegation."""
    if not talk.denies(i) and not talk.points_back(i):
        return j
    run = [j]
    for k in reversed(others[: others.index(j)]):
        if not talk.same(k, j) and talk.standing[k].value != "alleged":
            break
        run.append(k)
    return next((k for k in reversed(run) if talk.standing[k].value == "alleged"), j)


def _told_later(talk: _Talk, i: int) -> int | None:
    """The allegation told further down that a denial answers, in a headline first of all."""
    if talk.standing[i].value != "denied":
        return None
    later = (j for j in talk.after(i) if talk.standing[j].value == "alleged" and not talk.same(i, j))
    return next((j for j in later if talk.words[i] & talk.words[j]), None)


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement `i` and an earlier one of somebody else, `j`, that it may answer.

    nearest: whether `j` is the last statement of somebody else before `i`.
    """

    talk: _Talk
    i: int
    j: int
    nearest: bool

    def weight(self) -> float:
        """The sum of the weights of the signs that hold."""
        return sum(weight for weight, holds in SIGNS if holds(self))

    def is_response(self) -> bool:
        """Whether the words of `i` respond to something and are linked to `j`; being adjacent isn't enough."""
        return any(holds(self) for holds in RESPONDING) and any(holds(self) for holds in LINKING)


def _replies(pair: Pair) -> bool:
    """The cue says so."""
    return pair.nearest and bool(REPLY.search(pair.talk.cue(pair.i)))


def _in_reply(pair: Pair) -> bool:
    """The sentence of the cue says so."""
    return pair.nearest and bool(IN_REPLY.search(pair.talk.draft.contexts[pair.i].words))


def _asked(pair: Pair) -> bool:
    """The other was a question, if not one that its speaker leaves to the readers."""
    put = bool(ASK.search(pair.talk.cue(pair.j))) or (_here(pair) and _dialogue(pair))
    return pair.nearest and put and pair.talk.asks(pair.j) and pair.j not in pair.talk.answered


def _told(pair: Pair) -> bool:
    """The other statement was addressed to this one's holder."""
    told, holder = pair.talk.told[pair.j], pair.talk.draft.holders[pair.i]
    return pair.nearest and told is not None and holder is not None and told.name == holder.name


def _exchange(pair: Pair) -> bool:
    """The other statement answered this one's holder."""
    answered = pair.talk.found[pair.j]
    partner = pair.talk.draft.holders[pair.j]
    face_to_face = partner is not None and partner.kind == "person"
    goes_on = _here(pair) or (face_to_face and pair.talk.draft.attributions[pair.i].type == "direct")
    return pair.nearest and goes_on and answered is not None and pair.talk.same(answered, pair.i)


def _denies(pair: Pair) -> bool:
    """What the other asserts is denied or left open."""
    value = pair.talk.standing[pair.j].value
    return pair.nearest and pair.talk.denies(pair.i) and not pair.talk.denies(pair.j) and value != "confirmed"


def _of_allegation(pair: Pair) -> bool:
    """The other is an allegation, or finds fault."""
    return pair.talk.challenges(pair.j)


def _insists(pair: Pair) -> bool:
    """The cue holds against something."""
    return bool(INSIST.search(pair.talk.cue(pair.i)))


def _points_back(pair: Pair) -> bool:
    """What was said is called a claim, a report."""
    return pair.talk.points_back(pair.i) and (pair.nearest or pair.talk.challenges(pair.j))


def _of_record(pair: Pair) -> bool:
    """The recording or paper is doubted in which the other is heard."""
    return pair.talk.disowns(pair.i, pair.j)


def _has(text: str, words: Collection[str]) -> bool:
    return any(word.lower() in words for word in WORD.findall(text))


def _is_meant(pair: Pair) -> bool:
    """Whoever speaks now is spoken of there."""
    return _meant(pair.talk, pair.talk.draft.holders[pair.i], pair.j)


def _meant(talk: _Talk, holder: Holder | None, i: int) -> bool:
    if holder is None:
        return False
    if any(_mentioned(holder, piece) for piece in talk.draft.attributions[i].content):
        return True
    return bool(stems(f"{holder.name} {holder.role or ''}") & talk.words[i])


def _mentioned(holder: Holder, piece: Span) -> bool:
    """Whether a piece of content mentions somebody."""
    first = bisect_left(holder.mentions, piece.start, key=lambda mention: mention.start)
    there = takewhile(lambda m: m.start < piece.end, (holder.mentions[k] for k in range(first, len(holder.mentions))))
    return any(mention.end <= piece.end for mention in there)


def _shares(pair: Pair) -> bool:
    """Both speak of the same, besides each other."""
    talk = pair.talk
    holders = (talk.draft.holders[pair.i], talk.draft.holders[pair.j])
    names = stems(" ".join(h.name for h in holders if h))
    return bool((talk.words[pair.i] & talk.words[pair.j]) - names)


def _nearest(pair: Pair) -> bool:
    """Nobody else spoke in between."""
    return pair.nearest


def _close(pair: Pair) -> bool:
    """At most one paragraph lies between."""
    return pair.talk.breaks(pair.i, pair.j) <= 1


def _here(pair: Pair) -> bool:
    """Both stand in one paragraph."""
    return pair.talk.breaks(pair.i, pair.j) == 0


def _dialogue(pair: Pair) -> bool:
    """Both are quoted."""
    return pair.nearest and all(pair.talk.draft.attributions[k].type == "direct" for k in (pair.i, pair.j))


def _charged(pair: Pair) -> bool:
    """An allegation, or what finds fault, is denied or left open."""
    return pair.talk.denies(pair.i) and _of_allegation(pair)


def _confirms(pair: Pair) -> bool:
    """It confirms something, or declines to."""
    return pair.talk.standing[pair.i].value in ("confirmed", "declined")


Sign = Callable[[Pair], bool]
#: The signs that one statement answers another, each with its weight.
SIGNS: tuple[tuple[float, Sign], ...] = (
    (1.5, _replies),
    (1.5, _in_reply),
    (1.75, _asked),
    (1.5, _told),
    (2.5, _exchange),
    (1.0, _denies),
    (0.5, _of_allegation),
    (0.75, _insists),
    (0.5, _points_back),
    (2.5, _of_record),
    (0.5, _is_meant),
    (0.75, _shares),
    (0.75, _nearest),
    (0.25, _close),
    (0.5, _here),
    (0.5, _dialogue),
)

#: Signs that the words respond to something, and signs that link them to this statement.
RESPONDING: tuple[Sign, ...] = (
    _replies, _in_reply, _asked, _told, _exchange, _denies, _insists, _points_back, _of_record, _confirms,
)  # fmt: skip
LINKING: tuple[Sign, ...] = (
    _replies, _in_reply, _asked, _told, _exchange, _points_back, _of_record, _is_meant, _shares, _dialogue, _charged,
)  # fmt: skip
