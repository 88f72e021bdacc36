"""Drafts and readings of marked text: who says what, and who is named, is given; no trained model is asked.

    [s:Mayor {Ana Reyes}] [c:told] reporters [q:the port would shut].

    [s:…] [c:…] [q:…]         source, cue and content of a statement
    [s1:…] [c2:…] [s1,2:…]    of several statements: the number of each, in text order; words of two have both
    {…} {org:…} {place:…} {other:…}    the name of a person, an organisation, a place, of something else
    {=Ana Reyes:the mayor}    words that refer back to whoever is called so before

Marks may stand in one another, and brackets of the text itself inside them or outside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import BertPreTokenizer

from reportedly.articles.article import Article
from reportedly.attributions.attribution import Attribution
from reportedly.attributions.choice import arranged
from reportedly.attributions.decoding import CONTENT, SOURCE, Candidate
from reportedly.english.quotation import quotation_index
from reportedly.holders.mentions import ENTITY_TYPES
from reportedly.reading import Reading, from_draft
from reportedly.span import Span
from reportedly.tagger import Cue, Scores, tagger
from reportedly.tagger.calibration import Calibration
from reportedly.tagger.encoding import AFTER, BEFORE, Encoding, encode
from reportedly.tagger.values import KINDS
from reportedly.values.draft import Draft
from reportedly.values.proposals import BY_RULE

TYPES: Final = {"": "person", "org": "organization", "place": "place", "other": "other"}
MARK: Final = re.compile(
    r"\[(?P<role>[scq])(?P<numbers>[\d,]*):|\{(?:=(?P<referent>[^:{}]+):|(?P<type>org|place|other):)?|(?P<sign>[\[\]}])"
)
#: Log-odds of the links that are marked, and of all others: enough for a pronoun, not for a description.
TIED, LOOSE = 8.0, -3.0
#: Probability of what is marked.
SURE = 0.99
#: The confidence of every attribution, whatever its features.
CALIBRATION = Calibration((0.0,) * 7, 2.0)


@dataclass(frozen=True)
class Marked:
    """A text without its marks, and what they say.

    roles: for each statement, by its number, the spans of its source (s), cue (c) and content (q). names: spans and
    types. referents: spans, and the words by which those are called whom they refer back to.
    """

    text: str
    roles: Mapping[int, Mapping[str, Sequence[Span]]]
    names: Mapping[Span, str]
    referents: Mapping[Span, str]


@cache
def parsed(marked: str) -> Marked:
    """The text and its marks; an AssertionError tells of one that doesn't close."""
    text, at = "", 0
    roles: dict[int, dict[str, list[Span]]] = {}
    names: dict[Span, str] = {}
    referents: dict[Span, str] = {}
    stack: list[tuple[int, re.Match[str]]] = []
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        at = match.end()
        if match["sign"] not in ("]", "}"):
            stack.append((len(text), match))
            text += match["sign"] or ""
            continue
        assert stack, f"nothing is open at {marked[: match.end()]!r}"
        start, opened = stack.pop()
        span = Span(start, len(text))
        if opened["sign"]:
            text += match["sign"]
        elif opened["role"]:
            for number in opened["numbers"].split(","):
                found = roles.setdefault(int(number or 1), {"s": [], "c": [], "q": []})
                found[opened["role"]].append(span)
        elif opened["referent"]:
            referents[span] = opened["referent"]
        else:
            names[span] = TYPES[opened["type"] or ""]
    assert not stack, f"never closed: {stack[-1][1][0]!r} in {marked!r}"
    return Marked(text + marked[at:], dict(sorted(roles.items())), names, referents)


def plain(marked: str) -> str:
    """The text without its marks."""
    return parsed(marked).text


# -- what the tagger would say -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class GivenLinks:
    """A link head that ties mentions in the given places to others. All are first and last pieces."""

    ties: Mapping[tuple[int, int], Sequence[tuple[int, int]]]

    def antecedents(self, _: object, mentions: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
        """Numbers (mentions, 1), as the trained head gives more of them."""
        return np.zeros((len(mentions), 1), dtype=np.float32)

    def score(
        self, _: object, mentions: Sequence[tuple[int, int]], __: object, asking: Sequence[int]
    ) -> NDArray[np.float32]:
        """Log-odds (asking, mentions), as the trained head gives them."""
        odds = np.full((len(asking), len(mentions)), -np.inf, dtype=np.float32)
        for row, anaphor in enumerate(asking):
            to = [place for words, places in self.ties.items() if _meet(words, mentions[anaphor]) for place in places]
            for j, antecedent in enumerate(mentions[:anaphor]):
                odds[row, j] = TIED if any(_meet(place, antecedent) for place in to) else LOOSE
        return odds


def _meet(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two stretches, given by first and last piece, share one."""
    return a[0] <= b[1] and b[0] <= a[1]


@dataclass(frozen=True)
class GivenPairs:
    """A head that says the same of every pair; by default that there is nothing."""

    scores: tuple[float, ...] = ()
    floor: float = 2.0

    def score(self, _: object, __: object, ___: object, flags: NDArray[np.float32]) -> NDArray[np.float32]:
        """Scores (pairs, k), as the trained head gives them."""
        return np.tile(np.array(self.scores, dtype=np.float32), (len(flags), 1))


class NoHearing:
    """A stance head that hears nothing of any target."""

    def hear(self, _: object, targets: Sequence[NDArray[np.int64]], __: object) -> NDArray[np.float32]:
        """Numbers (targets, 1), as the trained head gives more of them."""
        return np.zeros((len(targets), 1), dtype=np.float32)


class NoOpinion:
    """A cue head to which every act and every standing is as likely as any other: the rules alone decide."""

    def judge(self, _: object, cues: Sequence[tuple[int, int]]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Shares (cues, 6) and (cues, 7), as the trained head gives them."""
        return np.full((len(cues), 6), 1 / 6, np.float32), np.full((len(cues), 7), 1 / 7, np.float32)


class RulesAlone:
    """A holder head that always takes what the rules propose, and is sure of it."""

    def choose(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Shares (k,), as the trained head gives them; the first feature tells the proposal."""
        proposed = features[:, 0] if features[:, 0].any() else np.eye(len(features), dtype=np.float32)[-1]
        shares: NDArray[np.float32] = proposed / proposed.sum()
        return shares

    def confidence(self, _: object) -> float:
        """The confidence of every holder."""
        return 1.0


class NoNaming:
    """A naming head that doesn't know which words of a source name its holder."""

    def label(self, _: object, first: int, last: int) -> NDArray[np.float32]:
        """Probabilities (pieces, 3), as the trained head gives them."""
        return np.full((last - first, 3), 1 / 3, dtype=np.float32)


class RulesFound:
    """A value head that takes what the rules come to, and nothing else."""

    floors = dict.fromkeys(KINDS, 0.5)

    def judge(self, _: object, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Shares (n, v), as the trained head gives them; one feature tells what the rules come to."""
        return features[..., BY_RULE] if features.size else features[..., 0:0].reshape(features.shape[:2])


@cache
def _words() -> Tokenizer:
    """A tokenizer whose pieces are whole words and signs."""
    tokenizer = Tokenizer(WordLevel({"[UNK]": 0}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = BertPreTokenizer()
    return tokenizer


@cache
def scores_from(marked: str, targets: GivenPairs = GivenPairs()) -> Scores:
    """What a tagger would say of a text that sees exactly what is marked, and is sure of it."""
    return scores_of(parsed(marked), targets)


def scores_of(given: Marked, targets: GivenPairs = GivenPairs()) -> Scores:
    """The same, of marks already taken from their text."""
    encoding = encode(_words(), given.text)
    entities = np.zeros((len(encoding), 1 + 2 * len(ENTITY_TYPES)), dtype=np.float32)
    entities[:, 0] = 1
    for span, kind in given.names.items():
        first, last = _pieces(encoding, span)
        label = 1 + 2 * ENTITY_TYPES.index(kind)
        entities[first:last, 0] = 0
        entities[first, label] = entities[first + 1 : last, label + 1] = 1
    cues = (_cue(encoding, roles) for roles in given.roles.values())
    return Scores(
        encoding, np.zeros((len(encoding), 1), dtype=np.float32), tuple(sorted(cues, key=lambda cue: cue.first)),
        entities, _links(given, encoding), NoHearing(), targets, GivenPairs(), NoOpinion(), RulesAlone(),  # type: ignore[arg-type]
        RulesFound(), NoNaming(), CALIBRATION,
    )  # fmt: skip


def _pieces(encoding: Encoding, span: Span) -> tuple[int, int]:
    """The pieces under a span, half open."""
    first = int(np.searchsorted(encoding.ends, span.start, side="right"))
    return first, int(np.searchsorted(encoding.starts, span.end, side="left"))


def _links(given: Marked, encoding: Encoding) -> GivenLinks:
    ties = {}
    for span, words in given.referents.items():
        called = [Span(*m.span()) for m in re.finditer(re.escape(words), given.text) if m.end() <= span.start]
        assert called, f"nobody is called {words!r} before {span.of(given.text)!r} in {given.text!r}"
        first, last = _pieces(encoding, span)
        ties[first, last - 1] = [(a, b - 1) for a, b in (_pieces(encoding, s) for s in called)]
    return GivenLinks(ties)


#: The log-probability of what else the words beside a cue may be: the tagger neither takes nor denies anything.
UNDECIDED = np.log(0.05)


def _cue(encoding: Encoding, roles: Mapping[str, Sequence[Span]]) -> Cue:
    """A cue, and around it the roles of the words marked for it."""
    first, last = _pieces(encoding, roles["c"][0])
    start, end = max(0, first - BEFORE), min(len(encoding), first + AFTER)
    labels = np.zeros(len(encoding), dtype=np.int64)
    for role, begins in (("s", SOURCE), ("q", CONTENT)):
        for span in roles[role]:
            a, b = _pieces(encoding, span)
            labels[a:b] = begins + 1
            labels[a] = begins
    shares = np.full((end - start, 5), (1 - SURE) / 4, dtype=np.float32)
    shares[np.arange(end - start), labels[start:end]] = SURE
    beside, sides = np.full((end - start, 8), UNDECIDED), np.zeros((end - start, 4))
    return Cue(first, last, SURE, start, np.log(shares), beside.astype(np.float32), sides.astype(np.float32))


# -- drafts and readings -------------------------------------------------------------------------------------------


def attributions_from(marked: str) -> tuple[Attribution, ...]:
    """The attributions marked in a text, in the order of their numbers."""
    given = parsed(marked)
    found = [Candidate(tuple(r["s"]), tuple(r["c"]), tuple(r["q"]), SURE) for r in given.roles.values()]
    return arranged(given.text, quotation_index(given.text), found)


def draft_from(marked: str, **facts: Any) -> Draft:
    """The draft of a marked text. facts: what the article says of itself, as `Article` takes it."""
    return Draft.from_attributions(Article(plain(marked), **facts), scores_from(marked), attributions_from(marked))


def reading_from(marked: str, targets: GivenPairs = GivenPairs(), **facts: Any) -> Reading:
    """The reading of a marked text: its statements with every value that the stages give them."""
    return from_draft(draft_from(marked, **facts), scores_from(marked, targets))


def tagged_from(marked: str, **facts: Any) -> Reading:
    """The reading of a marked text by the tagger that ships: only the spans of its statements are given."""
    article = Article(plain(marked), **facts)
    scores = tagger().tag(article.text)
    return from_draft(Draft.from_attributions(article, scores, attributions_from(marked)), scores)
