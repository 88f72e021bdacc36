"""Proposals: the times, addressees, places and hops that each statement may have, and what speaks for each.

Every value that rules or the tagger see anywhere in an article is proposed for all of its statements: what was said to
whom, when, where and through whom holds, more often than not, for what is said before and after.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..english import lexicon
from ..patterns import lazy
from ..span import Span
from ..tagger import Floats, Rows
from .beside import Role
from .draft import Draft
from .provenance import Provenance, by_either

Flags = NDArray[np.bool_]

#: The probability (0 to 1) from which on the words that the tagger takes for a value are proposed.
LIKELY: Final = 0.1

#: What a cue says of its occasion, by its words: one feature each.
CUE_WORDS = tuple(
    lazy(words, re.IGNORECASE)
    for words in (
        r"\b(?:told|tells?|telling)\b",
        r"\b(?:tweet|post(?:s|ed)\b)",
        r"\b(?:wr(?:ote|ites?|itten|iting)|reads?|titled)\b",
        r"\b(?:add(?:s|ed|ing)?|continu|went on|further|also|conclud)",
        r"^had\b",
        r"^ha(?:s|ve)\b",
        r"^(?:is|are|was|were|be|been)\b",
        r"\w+ing$",
        r"(?:s|say|think|believe|want|know)$",
        r"\b(?:said|saying|stat|not(?:ed|ing)|explain|stress|warn|insist|argu)",
        r"\b(?:according|per|as)\b",
        r"\b(?:ask|quer|question|repl|answer|respon|retort)",
        r"\b(?:urg|call|order|direct|warn|appeal|advis|tell|remind|assur|inform|encourag|invit)",
        r"\b(?:previously|earlier|once|long|always|repeatedly|often|initially|first|later)\b",
    )
)
#: What a sentence says of the occasion.
CONTEXT_WORDS = tuple(
    lazy(words, re.IGNORECASE)
    for words in (
        r"\bstatement\b",
        r"\binterview",
        r"\b(?:tweet|Twitter|Facebook|posted|Instagram|Telegram)",
        r"\b(?:speaking|spoke|addressing|speech)\b",
        r"\b(?:conference|briefing|hearing|meeting|rally|debate|court|ceremony)\b",
        r"\b(?:letter|report|study|survey|poll|article|book)\b",
        r"\b(?:told|telling)\b",
    )
)
DETERMINER = lazy(r"\A(?:the|an?|each|other|his|her|their|its|our|some|all) ", re.IGNORECASE)
NOT_A_WORD = lazy(r"\W+")
KINDS: Final = ("person", "organization", "group", "unnamed")
#: Which feature tells whether the rules come to a value.
BY_RULE: Final = 4
#: How surely a statement has a value for it to be the one that was last set.
SET: Final = 0.4


@dataclass(frozen=True, slots=True)
class ValueWords:
    """Words for a value. key: the value, as values are compared. forms: numbers that say what the words are like."""

    key: str
    span: Span
    forms: tuple[float, ...]


def plain(name: str) -> str:
    """A name as names are compared: without case, article and punctuation."""
    return NOT_A_WORD.sub(" ", DETERMINER.sub("", name.lower(), count=1)).strip()


class Setting:
    """Statements of a draft as columns: where each stands, which stand beside it, and what it is like.

    among: their indices, ascending: all, or those of a stretch of a long article. alone: what each of all statements is
    like by itself, (n, r). Everything else counts among these statements.
    """

    def __init__(self, draft: Draft, alone: Floats, among: Sequence[int]) -> None:
        self.draft, self.among, self.alone = draft, among, alone[among]
        discourse, attributions = draft.discourse, [draft.attributions[i] for i in among]
        contexts = [draft.contexts[i].span for i in among]
        self.size = len(among)
        self.place: dict[int | None, int] = {i: k for k, i in enumerate(among)}
        self.cue = np.array([(a.cue[0].start, a.cue[-1].end) for a in attributions], dtype=np.int64).reshape(-1, 2)
        self.context = np.array([(span.start, span.end) for span in contexts], dtype=np.int64).reshape(-1, 2)
        self.cues = np.sort(self.cue[:, 0])
        self.order = np.searchsorted(self.cues, self.cue[:, 0])
        self.by_cue = sorted(range(self.size), key=lambda k: int(self.cue[k, 0]))
        self.line = np.array([discourse.breaks(0, int(at)) for at in self.cue[:, 0]], dtype=np.int64)
        self.top = [i for i, a in enumerate(attributions) if a.parent is None]
        self.contents = [(i, span) for i, a in enumerate(attributions) for span in a.content]
        self.sources = [(i, span) for i, a in enumerate(attributions) for span in a.source]
        #: Which statement stands within the content of which, (n, n).
        self.nested = self.within(self.contents, self.cue).T
        ids, holders = {id(None): -1}, [draft.holders[i] for i in among]
        self.holder = np.array([ids.setdefault(id(h), len(ids)) for h in holders], dtype=np.int64)
        self.names = [plain(h.name) if h else None for h in holders]
        self.near = self._near()
        apart = np.abs(self.line[:, None] - self.line[self.near])
        self.close = np.exp(-apart / 2.0) * (self.near >= 0)
        other = ~np.eye(self.size, dtype=np.bool_)
        alike = (self.holder[:, None] == self.holder[None]) & (self.holder[:, None] >= 0) & other
        lines = np.abs(self.line[:, None] - self.line[None])
        self.same, self.together = alike.astype(np.float32), ((lines == 0) & other).astype(np.float32)
        close = np.exp(-lines / 2.0).astype(np.float32) * other
        self.nearness = close, close * alike

    def within(self, pieces: Sequence[tuple[int, Span]], bounds: Rows) -> Flags:
        """Which words (m, 2) lie within a piece of each statement, (n, m)."""
        found = np.zeros((self.size, len(bounds)), dtype=np.bool_)
        for i, span in pieces:
            found[i] |= (bounds[:, 0] >= span.start) & (bounds[:, 1] <= span.end)
        return found

    def _near(self) -> Rows:
        """For each statement, (n, 7), the index of its neighbours, -1 for none: before and after at its depth, of its
        holder before and after at any, around it, that it plainly continues, and the first of its holder."""
        draft, found = self.draft, np.full((self.size, 7), -1, dtype=np.int64)
        last: dict[int | None, int] = {}
        of: dict[int, int] = {}
        first: dict[int, int] = {}
        for i in self.by_cue:
            parent, holder = draft.attributions[self.among[i]].parent, int(self.holder[i])
            if (j := last.get(parent)) is not None:
                found[i, 0], found[j, 1] = j, i
            if holder >= 0:
                if (j := of.get(holder)) is not None:
                    found[i, 2], found[j, 3] = j, i
                    found[i, 6] = first[holder]
                first.setdefault(holder, i)
                of[holder] = i
            last[parent] = i
            found[i, 4] = self.place.get(parent, -1)
            found[i, 5] = self.place.get(draft.before[self.among[i]], -1)
        return found

    @cached_property
    def rows(self) -> Floats:
        """What each statement is like, and where it stands, (n, r)."""
        near, whole = self.near, len(self.draft.attributions)
        rank = self.order + bisect_left(self.draft.discourse.cues, int(self.cues[0]))
        apart = np.abs(self.line[:, None] - self.line[near]) * (near >= 0) + 20 * (near < 0)
        return np.concatenate(
            [
                self.alone, (near >= 0).astype(np.float32), np.exp(-apart / 3.0),
                (rank / max(1, whole))[:, None], (rank[:, None] == 0),
                np.exp(-self.line[:, None] / 3.0), np.full((self.size, 1), np.log1p(whole) / 4),
            ],
            axis=1,
        ).astype(np.float32)  # fmt: skip


def each_alone(draft: Draft, acts: Floats) -> Floats:
    """What each statement of a draft is like by itself, (n, r). acts: the probability of each act, (n, 6)."""
    text, found = draft.text, []
    for i, a in enumerate(draft.attributions):
        cue, context = " ".join(s.of(text) for s in a.cue), draft.contexts[i]
        source = a.source[0].of(text).lower() if a.source else ""
        holder = draft.holders[i]
        row = [
            *(float(bool(words.search(cue))) for words in CUE_WORDS),
            *(float(bool(words.search(context.words))) for words in CONTEXT_WORDS),
            *(float(holder is not None and holder.kind == kind) for kind in KINDS),
            float(holder is None),
            float(not source),
            float(source in lexicon.PRONOUNS),
            float(a.type == "direct"),
            float(a.type == "mixed"),
            float(a.parent is not None),
            float(bool(a.cue) and a.cue[0].start < a.content[0].start),
            float(text[context.span.start - 1 : context.span.start] in ("", "\n")),
        ]
        found.append(np.array(row, dtype=np.float32))
    rows = np.array(found, dtype=np.float32).reshape(len(draft.attributions), -1)
    return np.concatenate([rows, acts], axis=1, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class ByRule:
    """What rules say of each statement: the values that stand beside its own cue, and those that they come to."""

    own: Sequence[Collection[str]]
    said: Sequence[Collection[str]]


@dataclass(frozen=True)
class Proposed:
    """The values of one kind that are proposed in an article.

    mentions: all words for them. like: numbers that say what a value is like.
    """

    role: Role
    mentions: Sequence[ValueWords]
    rules: ByRule
    like: Callable[[str], tuple[float, ...]]

    def near(self, setting: Setting) -> list[ValueWords]:
        """The words for values among some statements: all of the article, or those from the first statement to the one
        that follows the last, and the first words for what rules come to that has none there.
        """
        cues = setting.draft.discourse.cues
        first, beyond = bisect_left(cues, int(setting.cues[0])), bisect_right(cues, int(setting.cues[-1]))
        low = cues[first - 1] if first else 0
        high = cues[beyond] if beyond < len(cues) else len(setting.draft.text)
        order, starts = self._order
        begin, end = np.searchsorted(starts, [low, high]).tolist()
        found = [self.mentions[k] for k in np.sort(order[begin:end]).tolist()]
        ruled = (key for rows in (self.rules.own, self.rules.said) for i in setting.among for key in rows[i])
        missing = dict.fromkeys(ruled).keys() - {m.key for m in found}
        return found + [self._first[key] for key in sorted(missing) if key in self._first]

    @cached_property
    def _order(self) -> tuple[Rows, Rows]:
        starts = np.array([m.span.start for m in self.mentions], dtype=np.int64)
        order = np.argsort(starts, kind="stable")
        return order, starts[order]

    @cached_property
    def _first(self) -> dict[str, ValueWords]:
        return {m.key: m for m in reversed(self.mentions)}


class Pool:
    """The values of one kind that are proposed among some statements, and what speaks for each beside each of them."""

    def __init__(self, setting: Setting, proposed: Proposed) -> None:
        self.setting, self.role = setting, proposed.role
        mentions, like = proposed.near(setting), proposed.like
        own, said = ([rows[i] for i in setting.among] for rows in (proposed.rules.own, proposed.rules.said))
        self.keys = list(dict.fromkeys([*(m.key for m in mentions), *(k for row in (*own, *said) for k in row)]))
        self.rank = {key: v for v, key in enumerate(self.keys)}
        self.mentions = sorted(mentions, key=lambda m: self.rank[m.key])
        self.value = np.array([self.rank[m.key] for m in self.mentions], dtype=np.int64)
        self.bounds = np.array([(m.span.start, m.span.end) for m in self.mentions], dtype=np.int64).reshape(-1, 2)
        self.own, self.said = self._table(own), self._table(said)
        self.like = np.array([like(key) for key in self.keys], dtype=np.float32).reshape(
            len(self.keys), -1 if self.keys else 0
        )

    def _table(self, rows: Sequence[Collection[str]]) -> Floats:
        """Which values each statement has, (n, v)."""
        found = np.zeros((self.setting.size, len(self.keys)), dtype=np.float32)
        for i, keys in enumerate(rows):
            for key in keys:
                found[i, self.rank[key]] = 1
        return found

    def provenance(self, field: str, i: int, v: int) -> Provenance:
        """By what value `v` is that of statement `i`; where its own words don't tell, from the nearest whose do."""
        seen = self.likely[:, self.value == v]
        by = by_either(bool(self.said[i, v]), bool(seen[i].max(initial=0) >= LIKELY))
        beside = (seen >= LIKELY) & self._here[:, self.value == v]
        telling = np.flatnonzero((self.own[:, v] > 0) | beside.any(1))
        if i in telling or not len(telling):
            return Provenance(field, by)
        apart = self.setting.order[telling] - self.setting.order[i]
        # Of two as near, the one before: what was said last still holds.
        return Provenance(field, by, self.setting.among[int(telling[np.lexsort((apart, np.abs(apart)))[0]])])

    def words(self, i: int, v: int) -> Span:
        """The words for a value on which it rests for a statement: the likeliest, and of equal ones the nearest."""
        of = np.flatnonzero(self.value == v)
        far = np.abs(self.bounds[of, 0] - self.setting.cue[i, 0])
        best = of[np.lexsort((far, -np.round(self.likely[i, of], 1)))[0]]
        return self.mentions[int(best)].span

    # -- of mentions ---------------------------------------------------------------------------------------------

    def _best(self, columns: Floats) -> Floats:
        """Of each value the greatest number of its mentions: (n, m, …) to (n, v, …)."""
        found = np.zeros((columns.shape[0], len(self.keys), *columns.shape[2:]), dtype=np.float32)
        if len(self.value):
            starts = np.flatnonzero(np.append(True, self.value[1:] != self.value[:-1]))
            found[:, self.value[starts]] = np.maximum.reduceat(columns, starts, axis=1)
        return found

    @cached_property
    def likely(self) -> Floats:
        """The probability (n, m) that the tagger gives each mention of having the role beside each cue."""
        return self.setting.draft.beside.table(self.role, self.setting.among, [m.span for m in self.mentions])

    @cached_property
    def _here(self) -> Flags:
        """Whether each mention stands in the sentence of each statement's cue, (n, m)."""
        s, a = self.setting, self.bounds
        return (a[None, :, 0] >= s.context[:, None, 0]) & (a[None, :, 1] <= s.context[:, None, 1])

    def _placed(self) -> Floats:
        """Where the mentions of each value stand from each statement, (n, v, f)."""
        s, a, cue = self.setting, self.bounds, self.setting.cue
        before, after = a[None, :, 1] <= cue[:, None, 0], a[None, :, 0] >= cue[:, None, 1]
        gap = np.where(before, cue[:, None, 0] - a[None, :, 1], np.maximum(a[None, :, 0] - cue[:, None, 1], 0))
        here = self._here
        between = np.abs(np.searchsorted(s.cues, a[:, 0])[None] - s.order[:, None])
        own_line = np.array([s.draft.discourse.breaks(0, int(at)) for at in a[:, 0]], dtype=np.int64)
        line = own_line[None] - s.line[:, None]
        inside, source = s.within(s.contents, a), s.within(s.sources, a)
        quoted: Flags = np.logical_or.reduce(inside[s.top], axis=0, keepdims=True)
        free, far = here & ~inside, np.float32(1) * (~quoted)
        # The last words before the cue, outside of all content.
        score = np.where(before & ~quoted, a[None, :, 0], -1)
        last = (score == score.max(1, initial=0, keepdims=True)) & (score >= 0)
        same = line == 0
        columns = [
            free, free & before, free & after, free & (gap <= 2), free & (between <= 1), here & inside, inside, source,
            last, last & same, last & (line == -1), before & same, before & (line == -1), same & ~quoted,
            np.exp(-gap / 60.0) * free, np.exp(-gap / 300.0) * ~inside, np.exp(-gap / 1500.0) * far * before,
            np.exp(-gap / 1500.0) * far * after, np.exp(-between / 2.0) * far * before,
            np.exp(-between / 2.0) * far * after, ~quoted, (own_line <= 1)[None] & ~quoted,
        ]  # fmt: skip
        forms = np.array([m.forms for m in self.mentions], dtype=np.float32).reshape(
            len(self.mentions), -1 if self.mentions else 0
        )
        whole = np.empty((*here.shape, len(columns) + 2 * forms.shape[1]), dtype=np.float32)
        for k, column in enumerate(columns):
            whole[..., k] = column
        for k, which in enumerate((free.astype(np.float32), far)):
            at = len(columns) + k * forms.shape[1]
            whole[..., at : at + forms.shape[1]] = which[..., None] * forms[None]
        return self._best(whole)

    def possible(self) -> Flags:
        """Which values each statement may have, (n, v): by rules, or with words outside of all sources and contents.

        “Voss, who took office in May, denied it” doesn't tell when she denied it, nor when others did. What is quoted
        within a content may be dated there.
        """
        s, a = self.setting, self.bounds
        elsewhere = (~s.nested).astype(np.float32) @ s.within(s.contents, a) > 0
        free = ~(elsewhere | s.within(s.sources, a).any(0))
        return (self._best(free.astype(np.float32)) > 0) | (self.said > 0)

    # -- of values -----------------------------------------------------------------------------------------------

    def _around(self, sure: Floats) -> Floats:
        """How surely the statements beside each one have each value, (n, v, f). sure: (n, v)."""
        s = self.setting
        padded = np.concatenate([sure, np.zeros((1, sure.shape[1]), dtype=np.float32)])
        beside = padded[s.near].transpose(0, 2, 1)
        weighed = beside[:, :, :4] * s.close[:, None, :4]
        close, alike = s.nearness
        mean, smooth, alone = (
            (w @ sure) / np.maximum(least, w.sum(1))[:, None]
            for w, least in ((s.same, 1), (close, 1e-3), (alike, 0.05))
        )
        paragraph = np.minimum(s.together @ sure, 2)
        total = sure.sum(0)
        top = (total == total.max(initial=0)) & (total > 0.3)
        each = [np.broadcast_to(row[None], sure.shape) for row in (sure.mean(0), sure.max(0, initial=0), top)]
        current = (*self._current(sure, np.zeros_like(s.holder)), *self._current(sure, s.holder))
        columns = np.stack([mean, smooth, alone, paragraph, *each, *current], axis=-1)
        return np.concatenate([beside, weighed, columns], axis=-1, dtype=np.float32)

    def _current(self, sure: Floats, groups: Rows) -> tuple[Floats, Floats]:
        """The value that was last set before each statement by one of its group: which it is, and how near."""
        s = self.setting
        found, near = np.zeros_like(sure), np.zeros_like(sure)
        last: dict[int, tuple[int, int]] = {}
        best: Rows = sure.argmax(1) if sure.shape[1] else np.zeros(s.size, dtype=np.int64)
        for i in s.by_cue:
            group = int(groups[i])
            if group >= 0 and (now := last.get(group)):
                found[i, now[1]] = 1
                near[i, now[1]] = np.exp(-(s.line[i] - s.line[now[0]]) / 3.0)
            if sure.shape[1] and sure[i, best[i]] >= SET:
                last[group] = (i, int(best[i]))
        return found, near

    def _whose(self) -> Floats:
        """Whether each value names the holder of a statement, of those before, after and around it, (n, v, 4)."""
        s = self.setting
        found = np.zeros((s.size + 1, len(self.keys)), dtype=np.float32)
        for i, key in enumerate(s.names):
            if key in self.rank:
                found[i, self.rank[key]] = 1
        return np.concatenate([found[:-1, :, None], found[s.near[:, [0, 1, 4]]].transpose(0, 2, 1)], axis=-1)

    def features(self) -> Floats:
        """What speaks for each value beside each statement, float32 (n, v, f)."""
        s, p = self.setting, self._best(self.likely)
        n, v = p.shape
        most = p.max(1, keepdims=True, initial=0)
        rules = np.stack(
            [p, np.sqrt(p), p >= 0.5, self.own, self.said, np.where(p >= most, 0, most), self.own * p], axis=-1
        )
        counts = np.minimum(np.bincount(self.value, minlength=v), 5)[:, None] / 5
        like = np.concatenate([counts, self.like], axis=-1)
        row = np.stack([most[:, 0], self.own.max(1, initial=0), self.said.max(1, initial=0)], axis=-1)
        row = np.concatenate([row, s.rows], axis=-1)
        return np.concatenate(
            [
                rules, self._placed(), np.broadcast_to(like[None], (n, *like.shape)), self._whose(),
                self._around(np.maximum(p, 0.5 * self.own)), self._around(self.said),
                np.broadcast_to(row[:, None], (n, v, row.shape[1])),
            ],
            axis=-1,
            dtype=np.float32,
        )  # fmt: skip
