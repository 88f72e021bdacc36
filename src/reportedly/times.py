"""Time and place: when and where a statement was made.

Both stand in the statement's frame, or hold from another statement made on the same occasion. A time in what is said is
none of its utterance.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .dates import Expression, expressions
from .draft import Draft
from .frames import SAID, sentence
from .lexicon import DOCUMENTS
from .span import Span
from .wording import paragraph


@dataclass(frozen=True, slots=True)
class Time:
    """When it was said. edtf: EDTF level 0 or 1 (ISO 8601-2): "2016-10-18", "2024", "../2017-01-20". spans: the words
    it rests on.
    """

    edtf: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where it was said, or on what occasion. text: the named place, or the noun phrase. spans: the words it rests on."""

    text: str
    spans: tuple[Span, ...]


def times(draft: Draft) -> tuple[Time | None, ...]:
    """The time of each attribution; None where the text doesn't tell."""
    return _Clock(draft).times()


def places(draft: Draft) -> tuple[Place | None, ...]:
    """The place of each attribution; None where the text doesn't tell."""
    return (None,) * len(draft.attributions)


#: What parts a time from a cue in one sentence: the time is that of something else.
SUBORDINATE = re.compile(
    r"\b(?:who|whose|whom|which|where|that|when|after|because|if|though|although|since|until|while)\b|"
    r"(?<!late )(?<!early )(?<!recently )\bas\b(?! (?:late|early|recently|well)\b)", re.IGNORECASE,
)  # fmt: skip
RELATIVE = re.compile(
    r"\b(?:who|whose|whom|which|where|that|because|if|though|although|since|until|but|while|released|published|"
    r"announced|filed|aired|elected|born|killed|died|founded|scheduled|expected)\b",
    re.IGNORECASE,
)
BY_OTHERS = re.compile(r"\b(?:statements?|comments?|remarks?|words) (?:by|of|from)\b")
#: After a time, what makes it that of the clause to come; and what ends its sentence.
TOGETHER = re.compile(r"^ (?:when|as|while) ")
STOP = re.compile(r"[.!?]\s+[A-Z]")
#: A content that ran on into how it was uttered: "the claim in a letter released on Monday".
RAN_ON = re.compile(
    r"\b(?:in|at|during|on) (?:an?|his|her|its|their) (?:[\w’'-]+ ){0,3}?(?:statement|ruling|decision|interview|letter|post|tweet|speech|"
    r"e-?mail|memo|message|order|opinion|briefing|rally|hearing|meeting|(?:news |press )?conference|editorial|column|article|report|filing)"
    r"(?: (?:released|published|issued|posted|filed|aired|broadcast|dated|held|given|sent))?(?: on| in| late| earlier)? $"
)
CLAUSE = re.compile(r"\b(?:is|are|was|were|be|been|has|have|had|would|will|could|can|may|might|should|must|did|does|do|he|she|they|it|we|I)\b")
#: The document or recording in which something is said.
IN_IT = re.compile(r"\b(?:in|on) (?:the|an?|his|her|its|their) (?:[\w’'-]+ ){0,2}(\w+)\b")
#: A time after these opens its sentence and holds for all of it.
OPENING = re.compile(r"^\W*(?:(?:On|In|At|During|By|Before|From|As late|Late|Early|Speaking|Back|But|And|Then)\b[^.;]*)?$")
#: A document or a broadcast in which something is said, and the participle that dates it.
IN_DOCUMENT = re.compile(
    r"\b(?:in|on) (?:an?|the|his|her|its|their) (?:[\w’'-]+ ){1,4}?(?:released|published|issued|posted|filed|aired|broadcast)\b"
)
#: Before a time, these make it no time at which something is said.
ELSEWHEN = re.compile(
    r"\b(?:since|until|till|from|for|after|through|of next|(?:first|second|third|fourth|fifth|last) time)"
    r"(?: (?:the|late|early))? $", re.IGNORECASE,
)  # fmt: skip
#: Before a year, these make it the time of what is done, not a name's or a number's.
IN_YEAR = re.compile(r"\b(?:in|during|at|by|before|back in|on) (?:(?:the|an?|his|her|its|their) (?:[\w-]+ ){0,2})?$", re.I)
#: Between a source and its cue, what tells how the source came to speak.
ASKED = re.compile(r"\b(?:contacted|speaking|interviewed|asked|reached|quoted|writing|testifying|appearing)\b", re.I)
#: What a document is dated by.
DATED = re.compile(
    r"\b(?:dated|filed|published|released|issued|printed|written|sent|carried out|conducted|made|held|taken|recorded|"
    r"posted|drafted|signed|dates? from|surveyed|interviewed|polled)\b[^.;]*$"
)
PREVIOUS = re.compile(r"\b(?:previous|last|earlier|other|similar)\b", re.IGNORECASE)
#: Cues by which a speaker goes on; what somebody rejects, hopes or has said may be of any other day.
WENT_ON = re.compile(
    r"(?:\w+ly |also |further |then |later )?(?:said|wrote|add(?:ed|ing)|argued|warn(?:ed|ing)|noted|explained|insisted|stressed|"
    r"stated|declared|recalled|claimed|observed|suggested|predicted|promised|vowed|joked|announced|contended|accused|"
    r"complained|lamented|acknowledged|agreed|ruled|made|conceded|admitted|concluded|continued|described|called|characterized|"
    r"criticized|criticised|praised|pointed|cited|referenced|recommends|finds|found|mentioned|saying|calling|urging)\b", re.IGNORECASE,
)
#: Words that open another occasion.
ANOTHER = re.compile(
    r"\btold\b|\b[Aa]sked by\b|^To \b|\bin (?:an?|another) (?:[\w’'-]+ ){0,3}(?:statement|interview|letter|email|e-mail|post|tweet|"
    r"message|speech|briefing|column|essay|article|book)\b|\bon (?:CNN|MSNBC|Fox|NBC|ABC|CBS|Twitter|Facebook)\b"
)
#: Of an article's line of place, date and agency: FLINT, Mich., Oct. 4 (UPI) —
DATELINE = re.compile(r"^[A-Z][A-Z’' .-]{2,}[^\n“\"]{0,60}?(?:[—–]|--| - )", re.MULTILINE)
#: Words of a source that is nothing but the answers to a poll.
POLLED = re.compile(r"\b(?:percent|per cent|poll|survey|majority|voters|respondents|(?:in|of) (?:ten|10|five|5))\b|%")
RECORDINGS = {"tape", "video", "footage", "audio", "minutes", "transcript"}
POLLS = {"poll", "survey"}
#: Cues of an exchange: said to whoever spoke before.
EXCHANGED = re.compile(r"\b(?:replied|retorted|shouted|interjected|interrupted|shot back|chimed in)\b", re.IGNORECASE)
EVENT = re.compile(
    r"\b(?:told|at|during|[Oo]pening|[Cc]losing|addressing|before|chairing|to) the (?:meeting|hearing|rally|debate|inquest|inquiry|"
    r"briefing|(?:(?:news|press) )?conference|ceremony|event|session|summit|funeral|vigil|forum)\b"
)
LEDE = re.compile(r"\s*[^\n]*\s*[^\n]*")
DAYS = {"weekday", "deictic", "day", "day_us", "named", "iso"}


class _Clock:
    """The times in one article outside of what is said, and whose each is."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        published = draft.article.published
        self.published = date.fromisoformat(published) if published else None
        said = [span for a in draft.attributions if a.parent is None for span in a.content]
        datelines = [Span(*m.span()) for m in DATELINE.finditer(draft.text)]
        self.all = [
            e
            for e in expressions(draft.text, self.published, said)
            if not any(d.contains(e.span) for d in datelines)
        ]
        self.told = _blanked(draft.text, said)
        self.found = [e for e in self.all if SAID not in e.span.of(self.told)]
        self.taken: set[Expression] = set()
        self.starts = [e.span.start for e in self.found]
        self.cues = sorted(a.cue[0].start for a in draft.attributions)

    def times(self) -> tuple[Time | None, ...]:
        """In text order, so that what holds of one statement is known when the next asks for it."""
        found: list[Time | None] = [None] * len(self.draft.attributions)
        for i in sorted(range(len(found)), key=lambda i: self.draft.attributions[i].cue[0].start):
            own = self._own(i)
            if own is not None:
                found[i] = _time(own)
                if found[i]:
                    self.taken.add(own)
            elif self.draft.before[i] is not None:
                found[i] = found[self.draft.before[i]]
            else:
                found[i] = self._of_document(i) or self._of_scene(i) or self._of_occasion(i, found) or self._of_event(i)
        self._lede(found)
        return tuple(found)

    # In the statement's own sentence

    def _own(self, i: int) -> Expression | None:
        """The time nearest to the cue of those that can be its."""
        cue = self.draft.attributions[i].cue
        return min(
            (e for e in self._in_frame(i) if self._fits(i, e)),
            key=lambda e: max(e.span.start - cue[-1].end, cue[0].start - e.span.end),
            default=None,
        ) or self._ran_on(i)

    def _ran_on(self, i: int) -> Expression | None:
        """The time at the end of a content that is a noun with how it was uttered."""
        content = self.draft.attributions[i].content[-1]
        at = bisect_left(self.all, content.start, key=lambda e: e.span.start)
        for e in self.all[at:]:
            if e.span.start >= content.end:
                break
            lead = self.draft.text[content.start : e.span.start]
            if content.end - e.span.end <= 1 and RAN_ON.search(lead) and not CLAUSE.search(lead) and self._past(e):
                return e
        return None

    def _in_frame(self, i: int) -> Sequence[Expression]:
        frame = self.draft.frames[i]
        first = bisect_left(self.all, frame.span.start, key=lambda e: e.span.start)
        last = bisect_left(self.all, frame.span.end, key=lambda e: e.span.start)
        shift = frame.span.start
        return [e for e in self.all[first:last] if SAID not in frame.words[e.span.start - shift : e.span.end - shift]]

    def _within(self, span: Span) -> Sequence[Expression]:
        return self.found[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]

    def _fits(self, i: int, e: Expression) -> bool:
        """Whether a time in the frame of attribution `i` can be that of its utterance."""
        words, start = self.draft.frames[i].words, e.span.start - self.draft.frames[i].span.start
        end = start + len(e.span)
        if e.period and self.published and e.period.first > self.published:
            return False
        if ELSEWHEN.search(words[:start]) or words[end : end + 2] in {"’s", "'s"}:
            return False
        if e.form == "year" and not IN_YEAR.search(words[:start]) and not self._dates_source(i, start):
            return False
        return self._belongs(i, e, start, end)

    def _belongs(self, i: int, e: Expression, start: int, end: int) -> bool:
        """Whether `words[start:end]` of the frame stand with the cue, not with something else in the sentence."""
        frame = self.draft.frames[i]
        words, cue, source = frame.words, frame.cue, frame.source
        if source and source.start <= start and end <= source.end:
            ran_on = end == source.end and e.form in DAYS and not SUBORDINATE.search(words[source.start : start])
            return ran_on or self._dates_source(i, start)
        if start >= cue.end:
            between = IN_DOCUMENT.sub("", words[cue.end : start])
            return not RELATIVE.search(between) and not BY_OTHERS.search(words[cue.start : start]) and not self._speaks(i, cue.end, start)
        if start >= cue.start:
            return True
        if source and source.end <= start:
            after_source = words[source.end : start]
            lead = after_source.rpartition(",")[2]
            if "," in after_source and len(lead.split()) > 1 and not (ASKED.search(lead) or DATED.search(lead)):
                return False
            return not SUBORDINATE.search(after_source)
        between = words[end : cue.start]
        near = len(between.split()) <= 3
        if STOP.search(between):
            return False
        if together := TOGETHER.match(between):
            return not SUBORDINATE.search(between[together.end() :])
        if not OPENING.match(words[:start]) and SUBORDINATE.search(between):
            return False
        return not SUBORDINATE.search(words[:start]) and (near or not self._speaks(i, 0, start))

    def _speaks(self, i: int, start: int, end: int) -> bool:
        """Whether another cue stands in a stretch of the frame."""
        shift = self.draft.frames[i].span.start
        return bisect_left(self.cues, shift + start) < bisect_left(self.cues, shift + end)

    def _dates_source(self, i: int, start: int) -> bool:
        """Whether a time inside the source is that of a document: "a 2014 study", "the letter dated 3 March"."""
        frame = self.draft.frames[i]
        if frame.source is None or not frame.source.start <= start < frame.source.end:
            return False
        documents = _documents(frame.words[frame.source.start : frame.source.end])
        return bool(documents) and not SUBORDINATE.search(frame.words[frame.source.start : start])

    # On the same occasion

    @cached_property
    def _records(self) -> list[tuple[str, Expression]]:
        """The documents that the article dates, by the noun for each."""
        records = []
        for e in self.all:
            around = self._sentence(e.span.start)
            lead = self.draft.text[around.start : e.span.start]
            dated = DATED.search(lead)
            if dated and not PREVIOUS.search(lead) and e.period and (documents := _documents(lead[: dated.start()])):
                records.append((documents[-1], e))
        return records

    def _sentence(self, at: int) -> Span:
        line = paragraph(self.draft.text, at)
        start, end = sentence(line.of(self.draft.text), at - line.start)
        return Span(line.start + start, line.start + end)

    def _of_document(self, i: int) -> Time | None:
        """A document's date holds for all it says, a poll's for all answers."""
        source = self.draft.attributions[i].source
        if not self._records or not source:
            return None
        words = source[0].of(self.draft.text)
        nouns = set(_documents(words)) | {m[1] for m in IN_IT.finditer(self.draft.frames[i].words)}
        if POLLED.search(words):
            nouns |= POLLS
        return next((_time(e) for noun, e in self._records if noun in nouns), None)

    def _of_scene(self, i: int) -> Time | None:
        """The day on which the sentence before has the same holder do something."""
        holder, frame = self.draft.holders[i], self.draft.frames[i]
        if holder is None or self.draft.attributions[i].parent is not None or self.told[frame.span.start - 1 : frame.span.start] in {"", "\n"}:
            return None
        around = self._sentence(frame.span.start - 1)
        days = [e for e in self._within(around) if e.period and e.period.is_day and e.form in DAYS]
        here = any(around.contains(m) for m in holder.mentions)
        return _time(days[-1]) if days and here and self._past(days[-1]) else None

    def _past(self, e: Expression) -> bool:
        before = self.told[max(0, e.span.start - 30) : e.span.start]
        future = e.period is not None and self.published is not None and e.period.first > self.published
        return not future and not ELSEWHEN.search(before)

    def _of_occasion(self, i: int, found: Sequence[Time | None]) -> Time | None:
        """The time of the holder's statement before this one, where no other time stands in between."""
        draft, a = self.draft, self.draft.attributions[i]
        if not self._goes_on(i):
            return None
        exchanged = EXCHANGED.search(a.cue[0].of(draft.text))
        same = [
            j
            for j, b in enumerate(draft.attributions)
            if b.parent == a.parent
            and b.cue[0].start < a.cue[0].start
            and (exchanged or (draft.holders[i] is not None and draft.holders[j] is draft.holders[i]))
            and found[j] is not None
            and not b.cue[0].of(draft.text).startswith("had ")
        ]
        j = max(same, key=lambda j: draft.attributions[j].cue[0].start, default=None)
        return None if j is None or self._turned(j, i, found[j]) else found[j]

    def _goes_on(self, i: int) -> bool:
        """Whether a statement can be a further one on an occasion told of before."""
        a, text = self.draft.attributions[i], self.draft.text
        cue = a.cue[0].of(text)
        if EXCHANGED.search(cue) or (a.source and _documents(a.source[0].of(text))):
            return True
        return bool(WENT_ON.match(cue)) and not ANOTHER.search(self.draft.frames[i].words)

    def _turned(self, j: int, i: int, time: Time | None) -> bool:
        """Whether between two statements the article turns to another time, that of no other statement."""
        start, end = self.draft.frames[j].span.end, self.draft.frames[i].span.start
        between = self._within(Span(start, end)) if start < end else ()
        return any(e not in self.taken and (time is None or e.period is None or e.period.edtf != time.edtf) and self._opens(e) for e in between)

    def _opens(self, e: Expression) -> bool:
        """Whether a time stands at the head of its sentence."""
        lead = self.told[self._sentence(e.span.start).start : e.span.start]
        return len(lead.split()) <= 5 and bool(OPENING.match(lead)) and not ELSEWHEN.search(lead)

    def _of_event(self, i: int) -> Time | None:
        """The day last mentioned, for what was said at "the meeting"."""
        frame = self.draft.frames[i]
        if self.draft.attributions[i].parent is not None or not EVENT.search(frame.words) or self._in_frame(i):
            return None
        last = bisect_left(self.starts, frame.span.start) - 1
        e = self.found[last] if last >= 0 else None
        return _time(e) if e and e.form in DAYS and e.period and self._past(e) else None

    def _lede(self, found: list[Time | None]) -> None:
        """Headline and lede tell what the story then dates: the holder's first statement with a time."""
        draft = self.draft
        lede = LEDE.match(draft.text)
        for i, a in enumerate(draft.attributions):
            if found[i] or a.parent is not None or not lede or a.cue[0].start >= lede.end() or not draft.holders[i] or self._in_frame(i):
                continue
            if re.match(r"(?:is|are|was|were|be)\b", a.cue[0].of(draft.text)):
                continue
            line = paragraph(draft.text, a.cue[0].start).end
            later = [j for j, b in enumerate(draft.attributions) if b.parent is None and draft.holders[j] is draft.holders[i] and b.cue[0].start > line and found[j]]
            if later:
                found[i] = found[min(later, key=lambda j: draft.attributions[j].cue[0].start)]


def _time(e: Expression) -> Time | None:
    return Time(e.period.edtf, (e.span,)) if e.period else None


def _documents(words: str) -> list[str]:
    """The nouns for documents among some words."""
    return [w for w in re.findall(r"[a-z-]+", words.lower()) if w in DOCUMENTS or w in RECORDINGS]


def _blanked(text: str, said: Sequence[Span]) -> str:
    """The text with everything in `said` blanked out."""
    words = list(text)
    for span in said:
        words[span.start : span.end] = SAID * len(span)
    return "".join(words)
