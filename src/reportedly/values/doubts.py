"""Doubts: what a text says of whether records are genuine, word by word.

First a word that can say so is looked for, then what it is said of: the noun that it stands before, its subject, or its
object. Only where that is a record is anything found. A denial or a question around it turns what it means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from ..english import lexicon
from ..span import Span
from . import cited
from . import doubt_phrases as phrases
from .cited import Cited
from .clause import Clause, VerbGroup

#: What is said of a record. verified: that it is genuine, or what it shows; undisputed: that somebody doesn't dispute
#: that; unverified: that it isn't known; disputed: that somebody doubts it; altered, fake: what it is then.
AuthenticityKind = Literal["verified", "undisputed", "unverified", "disputed", "altered", "fake"]

#: What is said where the same is denied.
_TURNED: Final[dict[AuthenticityKind, AuthenticityKind]] = {
    "verified": "disputed", "disputed": "verified", "altered": "verified", "fake": "verified",
}  # fmt: skip
_DETERMINERS: Final = lexicon.DEFINITE | lexicon.INDEFINITE | {"one", "another"}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words that say something of a record, from start to end.

    agent: where the phrase for whoever says so ends, before its verb. after: where one begins, after “by”. None where
    there is none. told: whether somebody must have said so, named or not.
    """

    kind: AuthenticityKind
    start: int
    end: int
    record: Cited
    agent: int | None = None
    after: int | None = None
    told: bool = False


def doubts(text: str, sentence: Callable[[int], Span]) -> list[Doubt]:
    """All that a text says of whether records are genuine, in its order.

    sentence: gives the sentence around a place.
    """
    if not phrases.TELLTALE.search(text):
        return []
    found = list(_found(text, sentence))
    whole: list[Doubt] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        twice = whole and whole[-1].kind == one.kind and whole[-1].record.span.contains(Span(one.start, one.end))
        if not whole or (one.start >= whole[-1].end and not twice):
            whole.append(one)
    return whole


def _found(text: str, sentence: Callable[[int], Span]) -> Iterator[Doubt]:
    for word in phrases.WORDS.finditer(text):
        around = sentence(word.start())
        if not around.of(text).rstrip(" ”\"’'").endswith("?"):  # who asks says nothing
            found = _Word(Clause(text, around), word).said()
            if found:
                yield found


def _turned(kind: AuthenticityKind) -> AuthenticityKind:
    return _TURNED.get(kind, kind)


class _Word:
    """A word that may say something of a record, in its sentence."""

    def __init__(self, clause: Clause, word: re.Match[str]) -> None:
        self.clause, self.text = clause, clause.text
        self.role, self.word = str(word.lastgroup), word[0].lower()
        self.start, self.end = word.span()

    def said(self) -> Doubt | None:
        """What it says of a record; None if it says nothing of one."""
        by_role: dict[str, Callable[[], Doubt | None]] = {
            "authenticity": self.of_authenticity, "voice": self.of_a_voice, "tampering": self.signs,
            "verify": self.verifying, "altered": self.altered, "open": self.open,
            "genuine": lambda: self.anyhow("verified"), "fake": lambda: self.anyhow("fake"),
        }  # fmt: skip
        return by_role[self.role]()

    def anyhow(self, kind: AuthenticityKind) -> Doubt | None:
        """“a fake video”, “called it fake”, “the video is fake”."""
        return self.attributive(kind) or self.complement(kind) or self.predicate(kind)

    # -- before its noun -----------------------------------------------------------------------------------------

    def attributive(self, kind: AuthenticityKind) -> Doubt | None:
        """“a doctored video”, “the unverified dossier”."""
        if self.word in phrases.NEVER_BEFORE or not self.text[self.end : self.end + 1].isspace():
            return None
        record = self.clause.record_from(self.end + 1, joined=True)
        first = phrases.WORD.match(self.text, self.end + 1)
        if record is None or (first and first[0].lower() in _DETERMINERS):  # “verified the video”
            return None
        phrase = self._phrase(record)
        adverb = self._how()
        if not self._is_meant(kind, record, adverb=bool(adverb), determined=self._is_determined(phrase)):
            return None
        if phrases.MAKING.search(self.clause.before(phrase.start, 14)):
            return None
        return Doubt(kind, adverb or self.start, self.end, replace(record, span=phrase))

    def _is_meant(self, kind: AuthenticityKind, record: Cited, *, adverb: bool, determined: bool) -> bool:
        """Whether a record is spoken of, and not the papers that somebody forges, or mail as it should be."""
        seen, several = record.kind in phrases.SEEN, record.noun.endswith("s")
        if self.word == "alleged":
            return not phrases.DEALS.search(record.noun)
        if determined or kind == "unverified":
            return True
        if kind == "verified":
            return seen and self.word in ("verified", "authenticated")
        if kind == "altered":
            return adverb or not (several or self.word in phrases.CUT)
        return not several

    def _phrase(self, record: Cited) -> Span:
        """The noun phrase of a record with what stands before this word."""
        there = cited.cited_in(self.text, self.clause.sentence.start, record.span.end)
        return Span(min([self.start, *(c.span.start for c in there[-1:])]), record.span.end)

    def _is_determined(self, phrase: Span) -> bool:
        """Whether a noun phrase has an article or an owner, or says what something is."""
        first = phrases.WORD.match(self.text, phrase.start)
        owned = phrases.OWNER.match(self.text, phrase.start, phrase.end)
        what = phrases.WHAT_IT_IS.search(self.clause.before(phrase.start, 8))
        return bool(owned or what or (first and first[0].lower() in _DETERMINERS))

    def _how(self) -> int | None:
        """Where the adverb begins that tells how it was done: “selectively”."""
        how = phrases.HOW_EDITED.search(self.text, max(self.clause.sentence.start, self.start - 20), self.start)
        return how.start() if how and self.role == "altered" else None

    def open(self) -> Doubt | None:
        """“the unverified dossier”, “a video purportedly showing”, “dismissed it as unverified”."""
        found = self.attributive("unverified") or self.purporting()
        if found or not self.word.startswith("un"):
            return found
        return self.complement("unverified") or self.predicate("unverified")

    def purporting(self) -> Doubt | None:
        """“a video purportedly showing”, “documents purporting to be”."""
        if self.word != "purportedly" and not (
            self.word.startswith("purport") and self.text.startswith(" to", self.end)
        ):
            return None
        record = self.clause.head(self.clause.back(self.start))
        near = record and phrases.PURPORTS.fullmatch(self.text, record.span.end, self.start)
        return Doubt("unverified", self.start, self.end, record) if record and near else None

    # -- after its subject ---------------------------------------------------------------------------------------

    def predicate(self, kind: AuthenticityKind) -> Doubt | None:
        """“the tape is genuine”, “appears to have been doctored”, “it was a crude forgery”."""
        if phrases.ENDS.match(self.text, self.end) is None:
            return None
        group = self.clause.group(self._article(), phrases.GROUP | phrases.CALLED)
        if not group.words and self.clause.last(group.start) == "if":
            return self._reduced(group.start)
        called = group.has(phrases.CALLED)
        if not group.has(phrases.BE) and not (called and "as" in group.words):
            return None
        if (self.role == "fake" and "as" in group.words and not called) or (
            kind != "verified" and group.has(phrases.POSSIBLE)
        ):
            return None
        that = self.text.startswith((" that ", " to "), self.end)
        subject = self.clause.subject(group.start, expletive=that)
        vague = self.word in ("real", "legitimate")  # “it is real” is said of everything
        if subject is None or (vague and subject[0].span.start != subject[1]):
            return None
        found = Doubt(self._denied(kind, group), group.start, self.end, subject[0], told=called)
        return self._embedded(replace(found, after=self._by(self.end) if called else None), subject[1])

    @staticmethod
    def _denied(kind: AuthenticityKind, group: VerbGroup) -> AuthenticityKind:
        """What a verb group makes of what is said of a record: “is not”, “was never shown to be”, “may be”."""
        if group.denies:
            return "unverified" if group.has(phrases.SHOWN) else _turned(kind)
        return "unverified" if kind == "verified" and group.has(("may", "might", "could")) else kind

    def _reduced(self, at: int) -> Doubt | None:
        """“the tape, if genuine,”, “if authentic, the tape”. at: behind the “if”."""
        start = self.clause.back(at) - len("if")
        subject = self.clause.subject(self.clause.back(start))
        fronted = self.text.startswith(", ", self.end)
        record = subject[0] if subject else self.clause.record_from(self.end + 2) if fronted else None
        return Doubt("unverified", start, self.end, record) if record else None

    def _embedded(self, said: Doubt, at: int) -> Doubt:
        """What a clause says with what stands around it: “denied that”, “could not say whether”.

        at: where the clause begins, with its subject.
        """
        sentence = self.clause.sentence.start
        owner = phrases.OF.search(self.clause.before(at, 40))
        left = self.text[sentence : at - len(owner[0]) if owner else at]
        none = phrases.NO_SIGN.search(left)
        if none and none[0].strip():
            return replace(said, kind=_turned(said.kind), start=sentence + none.start())
        around = phrases.GOVERNOR.search(left)
        if around is None or not (around["word"] or around["that"]):
            return said
        word, that = (around["word"] or "").lower(), (around["that"] or "").lower()
        begin = sentence + around.start("word" if word else "that")
        group = self.clause.group(begin, phrases.GROUP | phrases.TRYING)
        if that not in ("", "that"):
            return self._asked(said, word, group, sentence + around.start("that"))
        denied = (
            phrases.DENIES.fullmatch(self.clause.last(begin))
            if word in phrases.CLAIM
            else phrases.DENIES.fullmatch(word)
        )
        if denied:
            kind = said.kind if group.negative else _turned(said.kind)
            return replace(said, kind=kind, start=group.start, agent=group.start, told=True)
        if phrases.CONFIRM.fullmatch(word):
            start, kind = (group.start, "unverified") if group.open else (begin, said.kind)
            return replace(said, kind=kind, start=start, agent=group.start, told=True)
        return said

    @staticmethod
    def _asked(said: Doubt, word: str, group: VerbGroup, at: int) -> Doubt:
        """What a clause says that begins with “whether” or “if”. word: the one before. at: where the clause begins."""
        doubted = bool(phrases.DOUBTS.fullmatch(word))
        governed = doubted or bool(phrases.KNOWS.fullmatch(word))
        somebody = doubted or (governed and bool(group.words - {"is", "was", "not"}))
        return replace(
            said,
            kind="disputed" if doubted and not group.negative else "unverified",
            start=group.start if governed else at,
            agent=group.start if somebody else None,
        )

    # -- verbs ---------------------------------------------------------------------------------------------------

    def verifying(self) -> Doubt | None:
        """“could not verify the footage”, “the footage has been verified by”, “verified that it is real”."""
        group = self.clause.group(self.start, phrases.GROUP | phrases.TRYING)
        participle = self.word.endswith("ied") or self.word == "authenticated"
        if participle and group.has(phrases.BE):
            return self._verified(group)
        if participle and not group.words and self._opens():
            found, bare = self.attributive("verified"), phrases.BARE.match(self.text, self.end)
            if found or (bare and self.clause.record_from(self.end + 1)):
                return found
        record, end = self.clause.object(self.end)
        if record is None and participle and self._by(self.end):
            near = self.clause.head(self.clause.back(self.start, " ,–—-("), anywhere=True)
            return Doubt("verified", self.start, self.end, near, after=self._by(self.end)) if near else None
        if record is None:
            return self._relative(group)
        said = Doubt("unverified", group.start, end, record, agent=group.start, told=True)
        if group.open:
            return said
        finite = participle or self.word.endswith("ies") or self.word == "authenticates"
        return replace(said, kind="verified") if finite or group.has(("able", "managed")) else None

    def _verified(self, group: VerbGroup) -> Doubt | None:
        """The same in the passive."""
        that = self.text.startswith((" that ", " to "), self.end)
        subject = self.clause.subject(group.start, expletive=that)
        if subject is None:
            return None
        kind: AuthenticityKind = "unverified" if group.open or "being" in group.words else "verified"
        return self._embedded(Doubt(kind, group.start, self.end, subject[0], after=self._by(self.end)), subject[1])

    def _opens(self) -> bool:
        """Whether it stands where no verb does: behind an article, a comma or a preposition, or first."""
        before = self.clause.last(self.start)
        listed = self.text[max(0, self.start - 2) : self.start] == ", "
        return listed or self.start <= self.clause.sentence.start + 1 or before in _DETERMINERS | cited.BREAKS

    def _relative(self, group: VerbGroup) -> Doubt | None:
        """“videos, which Reuters could not verify”, “footage that the paper has verified”."""
        auxiliary = group.denies or group.has(("able", "unable", "could", "has", "have", "had", "yet"))
        if not auxiliary or phrases.NO_OBJECT.match(self.text, self.end) is None:
            return None
        relative = phrases.RELATIVE.search(self.text, self.clause.sentence.start, group.start)
        subject = self.clause.subject(self.clause.back(relative.start())) if relative else None
        kind: AuthenticityKind = "unverified" if group.open else "verified"
        return Doubt(kind, group.start, self.end, subject[0], agent=group.start, told=True) if subject else None

    def altered(self) -> Doubt | None:
        """“appears to have been edited”, “doctored footage”, “dismissed it as manipulated”."""
        lightly = self.clause.last(self.start) in phrases.LIGHTLY
        if self.word == "edited" and (lightly or phrases.FOR_LENGTH.match(self.text, self.end)):
            return None
        found = self.anyhow("altered")
        return None if found and self.word in phrases.CUT and found.record.kind not in phrases.EDITED else found

    def signs(self) -> Doubt | None:
        """“shows signs of editing”, “no evidence of tampering” of a record."""
        sign = phrases.SIGN_OF.search(self.text, self.clause.sentence.start, self.start)
        if sign is None:
            return None
        group = self.clause.group(sign.start(), phrases.GROUP | phrases.SHOWING)
        behind = phrases.IN.match(self.text, self.end)
        there = self.clause.record_from(behind.end()) if behind else None
        subject = self.clause.subject(group.start)
        record = there or (subject[0] if subject else self.clause.antecedent(sign.start()))
        kind: AuthenticityKind = "verified" if group.negative else "altered"
        agent = group.start if there else None
        return Doubt(kind, group.start, self.end, record, agent=agent) if record else None

    def complement(self, kind: AuthenticityKind) -> Doubt | None:
        """“called it a fake”, “dismissed the recording as doctored”."""
        at = self.clause.back(self._article(), phrases.SIGNS + ",")
        found = phrases.COMPLEMENT.search(self.text, max(self.clause.sentence.start, at - 150), at)
        if found is None:
            return None
        start, end = found.span("object")
        what = found["object"].strip(phrases.SIGNS)
        record = cited.begins_with(self.text, start, end + 1)
        if record is None and cited.PRONOUN.fullmatch(what):
            record = self.clause.antecedent(found.start(), what, phrases.NEAR)
        if record is None:
            return None
        group = self.clause.group(found.start(), phrases.GROUP | phrases.TRYING)
        denied = group.negative
        start = group.start if denied else found.start()
        return Doubt(_turned(kind) if denied else kind, start, self.end, record, agent=group.start, told=True)

    def _article(self) -> int:
        """Where the noun phrase begins that this word ends, if it is one (“a crude forgery”), or else this word."""
        noun = phrases.BEFORE_NOUN.search(self.text, self.clause.sentence.start, self.start)
        return noun.start() if self.role == "fake" and noun and not cited.NOUN.search(noun[0]) else self.start

    # -- nouns ---------------------------------------------------------------------------------------------------

    def of_authenticity(self) -> Doubt | None:
        """“disputed the authenticity of the letter”, “its authenticity could not be verified”."""
        record, end = self._whose_authenticity()
        words = record.span.of(self.text).lower() if record else ""
        if record is None or words.startswith("such "):
            return None
        left = phrases.GOVERNS.search(self.text, max(self.clause.sentence.start, self.start - 120), self.start)
        if left:
            group = self.clause.group(left.start(), phrases.GROUP | phrases.TRYING | {"reason"})
            if left["dispute"] and "to" in group.words and not group.negative:
                return None  # “given a day to challenge the authenticity of”
            aim = "to" in group.words and "able" not in group.words
            kind = "unverified" if left["confirm"] and (aim or words.startswith("any ")) else _judged(left, group)
            agent = None if "nobody" in group.words else group.start
            return Doubt(kind, group.start, end, record, agent=agent, told=not phrases.A_DOUBT.match(left[0]))
        right = phrases.FOLLOWS.match(self.text, end, self.clause.sentence.end)
        if right is None:
            return None
        group = VerbGroup(end, frozenset(word.lower() for word in phrases.WORD.findall(right["group"])))
        return Doubt(_judged(right, group), self.start, right.end(), record, after=self._by(right.end()))

    def _whose_authenticity(self) -> tuple[Cited | None, int]:
        """The record whose authenticity it is, and where the words for both end."""
        of = phrases.OF_IT.match(self.text, self.end)
        if of:
            record = self.clause.record_from(of.end())
            pronoun = None if record else phrases.OBJECT.match(self.text, of.end())
            return (
                (self.clause.antecedent(self.start), pronoun.end())
                if pronoun
                else (record, record.span.end if record else self.end)
            )
        if self.clause.last(self.start) in ("his", "her", "my", "your", "our"):
            return None, self.end
        if phrases.OWNED.search(self.clause.before(self.start, 60)):
            near = cited.cited_in(self.text, self.clause.sentence.start, self.start)
            return (near[-1] if near and self.start - near[-1].span.end <= len("’s  ") else None), self.end
        return self.clause.antecedent(self.start), self.end

    def of_a_voice(self) -> Doubt | None:
        """“the voice on the tape is not his”, “confirmed that it was her voice”."""
        on = phrases.HEARD_ON.match(self.text, self.end)
        there = self.clause.record_from(on.end()) if on else None
        record = there or cited.before(self.text, self.start, cited.SOUND) or self._later()
        if record is None or record.kind != cited.SOUND:
            return None
        end = there.span.end if there else self.end
        hers = phrases.HERS.search(self.text, self.clause.sentence.start, self.start)
        if hers:
            return self._embedded(Doubt(self._whose(hers[0]), hers.start(), end, record), hers.start())
        group = phrases.IS.match(self.text, end)
        whose = phrases.WHOSE.match(self.text, group.end()) if group else None
        if group is None or whose is None:
            return None
        found = Doubt(self._whose(f"{group[0]} {whose['not'] or ''}"), self.start, whose.end("whose"), record)
        named = phrases.IDENTIFIED.search(self.text, self.clause.sentence.start, self.start)
        if named:
            agent = self.clause.group(named.start(), phrases.GROUP).start
            return replace(found, start=named.start(), agent=agent, told=True)
        lead = phrases.THE.search(self.clause.before(self.start, 8))
        start = self.start - len(lead[0]) if lead else self.start
        return self._embedded(replace(found, start=start), start)

    @staticmethod
    def _whose(words: str) -> AuthenticityKind:
        """What words between a voice and whoever is said to speak make of that."""
        group = VerbGroup(0, frozenset(word.lower() for word in phrases.WORD.findall(words)))
        return "disputed" if group.denies else "unverified" if group.has(phrases.SEEMS) else "verified"

    def _later(self) -> Cited | None:
        """The recording that the sentence goes on to speak of: “The voice isn’t mine,” she said of the tape."""
        return next(
            (c for c in cited.cited_in(self.text, self.end, self.clause.sentence.end) if c.kind == cited.SOUND), None
        )

    def _by(self, at: int) -> int | None:
        """Where whoever did it is named behind `at`: “by | the army”."""
        by = phrases.BY.match(self.text, at, self.clause.sentence.end)
        return by.start("agent") if by else None


def _judged(around: re.Match[str], group: VerbGroup) -> AuthenticityKind:
    """What a verb with its group says of the authenticity that is its object or subject."""
    if around["dispute"]:
        return "undisputed" if group.negative else "disputed"
    return "unverified" if around["inspect"] or group.open else "verified"
