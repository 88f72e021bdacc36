"""Addressee: to whom a statement was made.

Read off the words after a verb of telling ("told the committee"), off "to" and "with" beside the cue ("wrote to",
"in an interview with"), off the passive ("she was told"), and off the turns of a talk: whoever replies, replies to
somebody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ..english import lexicon
from ..holders.entities import lower, proper
from ..patterns import lazy
from ..span import Span, strip
from .cue_context import SAID, CueContext
from .draft import Draft

#: Verbs whose object is who hears it.
TELL = (
    r"t(?:ell|ells|old|elling)|(?:inform|warn|ask|remind|assur|advis|notif|order|instruct|direct|beg|implor|invit|"
    r"encourag|exhort|query|quer|lectur|brief|petition|question|command)(?:s|es|e|ed|ied|ies|ing|y)?|urg(?:e|es|ed|ing)|"
    r"call(?:s|ed|ing)? (?:up)?on|press(?:es|ed|ing)|appeal(?:s|ed|ing)? to|addressed|addressing|"
    r"plead(?:s|ed|ing)? with"
)
TELLING = lazy(rf"\b(?:{TELL})\b", re.IGNORECASE)
#: Verbs of asking: who answers is who was asked.
ASKING = lazy(
    r"\b(?:ask(?:s|ed|ing)?|quer(?:y|ies|ied)|question(?:s|ed|ing)?|suggested to|challenged)\b", re.IGNORECASE
)
REPLYING = lazy(
    r"\b(?:repl(?:y|ies|ied|ying)|retort(?:s|ed|ing)?|answer(?:s|ed|ing)?|respond(?:s|ed|ing)?|rejoined|"
    r"(?:shot|hit|fired|shouted|snapped) back|counter(?:s|ed|ing)?|shouted)\b",
    re.IGNORECASE,
)
#: Occasions that somebody hears, with the word that leads to who it is.
OCCASION = lazy(
    r"\b(?:(?:in|via|through) (?:an?|the|his|her|their|its|another|one)(?: [\w’'.-]+){0,4} "
    r"(?:letter|e-?mail|message|note|memo|submission|testimony|telegram|petition|complaint|text) to"
    r"|(?:in|during) (?:an?|the|his|her|their|another|one)(?: [\w’'.-]+){0,5} "
    r"(?:interview|conversation|meeting|call|talk|briefing|phone call|exchange|chat) with"
    r"|on (?:a|the) (?:[\w-]+ )?call with"
    r"|(?:speaking|talking|spoke|talked|testifying|testified|remarks|speech|address|testimony|comments|giving evidence|"
    r"gave evidence|told) (?:privately |briefly |directly )?(?:to|with|before)"
    r"|appearing before|addressing) ",
    re.IGNORECASE,
)
#: "To the bishop, ..., she remarked that".
FRONTED = lazy(r"^To ", re.IGNORECASE)
#: "Asked by the chairman, Col Hugh Minter, how ...", "when counsel asked him who".
ASKED_BY = lazy(r"\b[Aa]sked by ")
#: "Wrote to Breck", "snapped at reporters": verbs of speech, and the word that leads to who hears it.
TO = lazy(
    r"\b(?:said|says?|saying|wr(?:ite|ites|ote|itten|iting)|explain|complain|remark|suggest|admit|confess|confirm|mention|"
    r"repeat|signal|sp(?:eak|oke|oken)|talk|testif|announce|apologi[sz]e|boast|brag|whisper|shout|point|report|"
    r"reveal|disclose|propos|recommend|submit|indicate|stress|sw(?:ear|ore)|li(?:e|ed)|preach|declar|stat|stress|protest|"
    r"quip|jok|mutter|commit|pledg|promis|swore|describ)\w* (?:[a-z]+ly |back |out |this |it )?to (?=\S)"
    r"|\b(?:snap|shout|yell|scream|bark|shriek)\w* at (?=\S)",
    re.IGNORECASE,
)
#: After "to" a verb: "promised to resign".
DETERMINED = lazy(
    r"(?:an?|the|his|her|their|its|our|my|this|these|those|me|him|us|them|one|two|three|some|all)\b|[A-Z]|[a-z-]+(?:s|men|women|people|police|staff)\b"
)
#: "She was told", "as voters were warned".
PASSIVE_BEFORE = lazy(
    r"(?P<subject>[^,;:.“”\"\ue000]+?) (?:(?:has|have|had) )?(?:was|were|been|is|are|being) (?:\w+ly |also |later |"
    r"then )?$"
)
#: Where a noun phrase ends. Not "of": "the tenants of the estate".
END = lazy(
    rf"[,;:!?()“”\"‘{SAID}]|(?<!\b[A-Z])\.(?!\w)|\s[-–—]|\s(?:that|to|not|in|at|on|during|after|before|for|about|how|why|what|when|where|whether|if|who|"
    r"whom|which|and|but|as|while|with|from|by|over|against|because|outside|inside|near|last|this|earlier|later|"
    r"yesterday|today|tomorrow|there|it|he|she|they|we|dated|also|again|only|just|her|his|their|than|via|into|out|up|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|through|late|early|lately|afterwards?|then|once|repeatedly|simply|directly|"
    r"(?:is|are|was|were|had|has|have|would|will|could|can|should|may|might|did|does))\b",
)
PRONOUN_AS_CONTENT = lazy(r"\s+to (?P<who>me|him|her|us|them)(?= that | [“\"‘])")
#: The same where nothing but the next noun phrase ends it: "told the county board | the lease money would ...".
NEXT = lazy(rf"{END.pattern}|\s(?:the|an?|we|I|you)\s")
#: No noun phrase begins with these.
NO_NOUN = lazy(
    r"(?:to|by|for|that|how|why|what|when|where|whether|if|who|against|about|not|of|on|in|at)\b", re.IGNORECASE
)
#: What comes between a verb of telling and who hears it.
BEFORE_NOUN = lazy(r"\s*(?:(?:all|both|even|later|also|then) )?(?:(?<=asked )of |(?<=all )of |(?<=both )of )?")
#: "Told of" and "warned about" what, not whom.
OF_WHAT = lazy(r"\s*(?:of|about)\b")
#: Those who report, with the next clause right behind them: "told the press | the boats were late".
PRESS = lazy(
    r"(?:(?:the|local|state|foreign) ){0,2}(?:press|media|reporters|journalists|those (?:gathered|present|assembled))"
    r"(?= (?:the|an?|he|she|it|they|we|[A-Z][\w’'-]*)\b)"
)
PRESS_ALONE = lazy(r"(?:the )?(?:press|media|reporters|journalists)")
#: What speaks of the addressee in a content that takes it in: "residents to write to their MP".
AS_CONTENT = lazy(
    r"\s+(?:(?:not )?to|that|the|an?|his|her|its|their|he|she|it|they|there|we|I|you|if|whether|who|how|what|why|"
    r"when|where)\s|,? [“\"‘]"
    r"|\s(?:in|at|on|during|outside) [^.;\n]{2,60}?(?: that |: [“\"‘])"
)
OURSELVES = lazy(
    r"(?:this|our) (?:newspaper|paper|website|magazine|reporter|correspondent|programme|program|outlet|publication|"
    r"newsroom|site)|us",
    re.IGNORECASE,
)
BYLINE = lazy(r"^\s*By:?\s+(?P<name>[A-Z][^\n,|]{3,40}?)(?:\s+(?:at|in)\s|,|\n|$)", re.MULTILINE)
NO_ONE = lazy(
    r"(?:himself|herself|themselves|itself|it|there|one|each other|that|this|so|again|more|questions?)", re.IGNORECASE
)
#: The name after the comma: "the clerk, | Tam Birrell,".
NAMED = lazy(r",\s+(?:(?:Mrs?|Ms|Dr|Col|Sir)\.? )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+(?=,)")
#: Whoever is quoted, right before the words of another.
ME = lazy(r"\bme\b(?=[^.!?]*$)")
#: Longest noun phrase, in words.
LONGEST = 9


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whoever was told. name: canonical, or the bare noun ("reporters"). spans: the words it rests on."""

    name: str
    spans: tuple[Span, ...]


def addressees(draft: Draft) -> tuple[Addressee | None, ...]:
    """The addressee of each attribution; None where the text doesn't tell."""
    listeners = _Listeners(draft)
    return tuple(listeners.found)


class _Listeners:
    """Reads the contexts of a draft in text order; a later turn of a talk rests on an earlier one."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.found: list[Addressee | None] = [self._told(i) for i in range(len(draft.attributions))]
        order = sorted(range(len(self.found)), key=lambda i: draft.attributions[i].cue[0].start)
        for i in order:
            self.found[i] = self.found[i] or self._in_turn(i) or self._inherited(i)

    # -- what the context says -----------------------------------------------------------------------------------

    def _told(self, i: int) -> Addressee | None:
        """Whoever the words around the cue name as told."""
        for span in (self._object(i), self._to(i), self._subject(i), self._occasion(i), self._asker(i)):
            if span and (heard := self._described(i, span)):
                return heard
        return None

    def _object(self, i: int) -> Span | None:
        """After a verb of telling: "told the committee that", "urged residents to"."""
        context = self.draft.contexts[i]
        verb = TELLING.search(context.words, context.cue.start, context.cue.end)
        if not verb or (not verb.group().endswith("ing") and self._is_passive(context, verb.start())):
            return None
        if OF_WHAT.match(context.words, verb.end()) and verb.group().lower() not in ("asked", "asks", "ask"):
            return None
        start = BEFORE_NOUN.match(context.words, verb.end())
        at = start.end() if start else verb.end()
        if context.words[at : at + 1] != SAID:
            return _phrase(context, context.words, at)
        inside = _phrase(context, context.span.of(self.draft.text), at, NEXT)
        return inside if inside and AS_CONTENT.match(self.draft.text, inside.end) else None

    def _to(self, i: int) -> Span | None:
        """After "to": behind the cue, "wrote to Breck", or at the head of the sentence, "To the bishop, ..."."""
        context = self.draft.contexts[i]
        after = TO.search(context.words, context.cue.start, min(context.cue.end + 24, len(context.words)))
        if after and after.start() < context.cue.end and DETERMINED.match(context.words, after.end()):
            return _phrase(context, context.words, after.end())
        inside = PRONOUN_AS_CONTENT.match(self.draft.text, context.at(context.cue.start, context.cue.end).end)
        if inside:
            return Span(*inside.span("who"))
        fronted = FRONTED.match(context.words)
        named = fronted and DETERMINED.match(context.words, fronted.end())
        return _phrase(context, context.words, fronted.end()) if fronted and named else None

    def _is_passive(self, context: CueContext, at: int) -> bool:
        return bool(PASSIVE_BEFORE.search(context.words[:at])) or context.words[:at].rstrip().endswith("sked by")

    def _subject(self, i: int) -> Span | None:
        """The subject of a passive verb of telling: "She was told by"."""
        context = self.draft.contexts[i]
        verb = TELLING.search(context.words, context.cue.start, context.cue.end)
        text = context.span.of(self.draft.text)
        participle = verb and not verb.group().endswith("ing")
        passive = PASSIVE_BEFORE.search(text[: verb.start()]) if verb and participle else None
        if not passive:
            return None
        words = re.split(r"\b(?:that|who|and|but|as|when|because|says|said)\b\s*", passive["subject"])[-1].strip()
        if not words or len(words.split()) > 5 or words.lower() in ("it", "there", "have", "has", "had"):
            return None
        start = passive.start("subject") + passive["subject"].rindex(words)
        return context.at(start, start + len(words))

    def _occasion(self, i: int) -> Span | None:
        """Whom a letter, an interview or a speech beside the cue was for."""
        context = self.draft.contexts[i]
        for occasion in OCCASION.finditer(context.words):
            if not self._other_cue_between(i, context.at(occasion.start(), occasion.end())):
                return _phrase(context, context.words, occasion.end())
        return None

    def _other_cue_between(self, i: int, span: Span) -> bool:
        """Whether another statement's cue stands between these words and the cue, so that they belong to that one."""
        cue = self.draft.attributions[i].cue[0]
        start, end = sorted((span.start, cue.start))
        return any(
            start < other.cue[0].start < end and other.parent == self.draft.attributions[i].parent
            for other in self.draft.attributions
        )

    def _asker(self, i: int) -> Span | None:
        """ "Asked by the chairman how ..., Mr Pickersgill said": he tells the chairman."""
        context = self.draft.contexts[i]
        asked = ASKED_BY.search(context.words, 0, context.cue.start)
        return _phrase(context, context.words, asked.end()) if asked else None

    def _named(self, i: int, span: Span) -> Addressee | None:
        """The name of whoever the noun phrase means."""
        words = span.of(self.draft.text)
        article = self.draft.article
        if NO_ONE.fullmatch(words):
            return None
        if OURSELVES.fullmatch(words):
            return Addressee(article.outlet, (span,)) if article.outlet else None
        if words.lower() in ("me", "i") and self.draft.attributions[i].parent is None:
            byline = BYLINE.search(self.draft.text)
            name = article.authors[0] if article.authors else byline and byline["name"].strip()
            return Addressee(name, (span,)) if name else None
        name = proper(words)
        meant = self.draft.cast.who(span, i)
        if name and " " in name and not (meant and set(lower(name)) <= set(lower(meant.name))):
            return Addressee(self._name(name), (span,))  # the tagger saw only a part of it
        if meant is not None and meant is not self.draft.cast.answers.get(i):
            return Addressee(self._name(meant.name), (span,))
        return None if words.lower() in lexicon.PRONOUNS else Addressee(self._name(words), (span,))

    def _described(self, i: int, span: Span) -> Addressee | None:
        """The same; of the press and of "those gathered" the words, since they have no name."""
        words = span.of(self.draft.text)
        nameless = words.lower().startswith("those ") or PRESS_ALONE.fullmatch(words)
        return Addressee(words.removeprefix("the "), (span,)) if nameless else self._named(i, span)

    def _name(self, name: str) -> str:
        """The outlet's own name where its short form is meant, else the name of the one meant, without a determiner."""
        outlet = self.draft.article.outlet
        short = lower(name)
        if outlet and short and lower(outlet)[-len(short) :] == short:
            return outlet
        first, _, rest = name.partition(" ")
        return rest if rest and first.lower() in lexicon.DEFINITE | {"a", "an"} else name

    # -- the turns of a talk -----------------------------------------------------------------------------------

    def _in_turn(self, i: int) -> Addressee | None:
        """Of a reply, or of a question that the next one answers, the other party."""
        draft = self.draft
        cue = draft.attributions[i].cue[0].of(draft.text)
        j = self._previous(i)
        if j is not None and draft.holders[j] is not draft.holders[i]:
            asked = self.found[j]
            holder = draft.holders[i]
            was_asked = asked and holder and asked.name == holder.name
            nested = draft.attributions[i].parent is not None
            if was_asked and (nested or ASKING.search(draft.attributions[j].cue[0].of(draft.text))):
                return self._other(j)
            if REPLYING.search(cue) and not nested and self._near(j, i):
                return self._other(j)
        if ASKING.search(cue):
            k = self._next(i)
            if k is not None and draft.holders[k] is not draft.holders[i] and self._is_reply(i, k):
                return self._other(k)
        return self._partner(i)

    def _is_reply(self, i: int, k: int) -> bool:
        """Whether statement k plainly answers the question i: by its verb, or in the sentence that says who asked."""
        context, text = self.draft.contexts[i], self.draft.text
        together = context.span == self.draft.contexts[k].span and bool(ASKED_BY.search(context.words))
        return together or bool(REPLYING.search(self.draft.attributions[k].cue[0].of(text)))

    def _partner(self, i: int) -> Addressee | None:
        """Of words that somebody quoted says another said to them: “Quaile rang me at midnight and said, ‘…’”."""
        draft, context = self.draft, self.draft.contexts[i]
        parent = draft.attributions[i].parent
        speaker = draft.holders[parent] if parent is not None else None
        mine = ME.search(context.words[: context.cue.start])
        if speaker is None or speaker is draft.holders[i] or not mine:
            return None
        return Addressee(speaker.name, (context.at(*mine.span()),))

    def _other(self, j: int) -> Addressee | None:
        """The holder of statement j as who is addressed."""
        holder, a = self.draft.holders[j], self.draft.attributions[j]
        return Addressee(holder.name, a.source or a.cue) if holder and holder.kind != "unnamed" else None

    def _near(self, j: int, i: int) -> bool:
        """Whether no more than a paragraph break lies between two statements."""
        a, b = self.draft.attributions[j], self.draft.attributions[i]
        end = max(s.end for s in (*a.content, *a.cue))
        start = min(s.start for s in (*b.content, *b.cue))
        return start <= end or len(self.draft.text[end:start].split("\n")) <= 3

    def _previous(self, i: int) -> int | None:
        return self._beside(i, -1)

    def _next(self, i: int) -> int | None:
        return self._beside(i, 1)

    def _beside(self, i: int, step: int) -> int | None:
        """The statement before or after at the same depth, in the order of their first words."""
        attributions = self.draft.attributions
        same = [j for j, a in enumerate(attributions) if a.parent == attributions[i].parent]
        at = same.index(i) + step
        return same[at] if 0 <= at < len(same) else None

    def _inherited(self, i: int) -> Addressee | None:
        """Whom the same breath was already addressed to: "told the court ..., adding that"."""
        j = self.draft.before[i]
        told = self.found[j] if j is not None else None
        return replace(told) if told else None


def _phrase(context: CueContext, words: str, start: int, ends: re.Pattern[str] = END) -> Span | None:
    """The noun phrase at `words[start:]`, with a name after its comma ("the clerk, Tam Birrell"), if there is one."""
    match = ends.search(words, start)
    press = PRESS.match(words, start)
    end = press.end() if press else match.start() if match else len(words)
    span = strip(words, start, end)
    if (
        not span
        or len(words[start:end].split()) > LONGEST
        or not words[span.start].isalnum()
        or NO_NOUN.match(words, span.start)
    ):
        return None
    named = NAMED.match(words, end)
    return context.at(span.start, named.end() if named else span.end)
