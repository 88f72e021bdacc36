"""Hearers: the noun phrases beside a cue that may name the addressee.

They stand after a verb of telling ("told the committee"), after "to" and "with" ("wrote to", "in an interview with"),
before a passive ("she was told") or what stands for one ("jury told"), and after "asked by".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..attributions.boundaries import HEARER, HEARERS, HEARING
from ..holders.cast import Phrase
from ..patterns import lazy
from ..span import Span, strip
from .cue_context import SAID, CueContext
from .discourse import Discourse

# cases: tests/test_addressees.py, TOLD, TO and NOBODY
#: Verbs whose object is who hears it.
TELL = (
    r"t(?:ell|ells|old|elling)|(?:inform|warn|ask|remind|assur|advis|notif|order|instruct|direct|beg|implor|invit|"
    r"encourag|exhort|query|quer|lectur|brief|petition|question|command)(?:s|es|e|ed|ied|ies|ing|y)?|urg(?:e|es|ed|ing)|"
    r"call(?:s|ed|ing)? (?:up)?on|press(?:es|ed|ing)|appeal(?:s|ed|ing)? to|addressed|addressing|"
    r"plead(?:s|ed|ing)? with"
)
TELLING = lazy(rf"\b(?:{TELL})\b", re.IGNORECASE)
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
#: Of these one stands right before the participle, or one word before it.
BE = frozenset(("was", "were", "been", "is", "are", "being"))
#: Where a noun phrase ends. Not "of": "the tenants of the estate".
END = lazy(
    rf"[,;:!?()“”\"‘{SAID}]|(?<!\b[A-Z])\.(?!\w)|\s[-–—]|\s(?:that|to|not|in|at|on|during|after|before|for|about|how|why|what|when|where|whether|if|who|"
    r"whom|which|and|but|as|while|with|from|by|over|against|because|outside|inside|near|last|this|earlier|later|"
    r"yesterday|today|tomorrow|there|it|he|she|they|we|dated|also|again|only|just|her|his|their|than|via|into|out|up|"
    r"(?<!\b[Tt]he )(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|through|late|early|lately|afterwards?|then|once|"
    r"repeatedly|simply|directly|"
    r"(?:is|are|was|were|had|has|have|would|will|could|can|should|may|might|did|does))\b",
)
#: The same where nothing but the next noun phrase ends it: "told the county board | the lease money would ...".
NEXT = lazy(rf"{END.pattern}|\s(?:the|an?|we|I|you)\s")
#: Where a noun phrase ends at the latest: "people with the recalled vacuum | to stop using it".
BROADLY = lazy(r"[,;:!?()“”\"‘]|(?<!\b[A-Z])\.(?!\w)|\s(?:to|that|not|for|over|on)\b")
#: No noun phrase begins with these.
NO_NOUN = lazy(
    r"(?:to|by|for|that|how|why|what|when|where|whether|if|who|against|about|not|of|on|in|at)\b", re.IGNORECASE
)
#: What comes between a verb of telling and who hears it.
BEFORE_NOUN = lazy(r"\s*(?:(?:all|both|even|later|also|then) )?(?:(?<=asked )of |(?<=all )of |(?<=both )of )?")
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
NO_ONE = lazy(
    r"(?:himself|herself|themselves|itself|it|there|one|each other|that|this|so|again|more|questions?)", re.IGNORECASE
)
#: Longest noun phrase, in words.
LONGEST = 9


def hearers(discourse: Discourse, i: int) -> Iterator[Span]:
    """The noun phrases that may name the addressee of statement `i`, the most certain first."""
    for find in (_object, _to, _subject, _told_alone, _occasion, _asker):
        if span := find(discourse, i):
            yield span


def phrases(discourse: Discourse) -> Iterator[Phrase]:
    """The hearers of all statements that must be resolved; not those that mean nobody in particular or the author."""
    for i, a in enumerate(discourse.attributions):
        for span in hearers(discourse, i):
            words = span.of(discourse.text)
            reporter = is_reporter(words) and a.parent is None
            if not (is_nameless(words) or NO_ONE.fullmatch(words) or OURSELVES.fullmatch(words) or reporter):
                yield Phrase(span, i)


def is_nameless(words: str) -> bool:
    """Whether the words mean the press or “those gathered”, who have no name."""
    return words.lower().startswith("those ") or bool(PRESS_ALONE.fullmatch(words))


def is_reporter(words: str) -> bool:
    """Whether the words, outside of any statement, mean the author of the article."""
    return words.lower() in ("me", "i")


def _object(discourse: Discourse, i: int) -> Span | None:
    """After a verb of telling: "told the committee that", "urged residents to"."""
    context = discourse.contexts[i]
    verb = TELLING.search(context.words, context.cue.start, context.cue.end)
    if not verb or (not verb.group().endswith("ing") and _is_passive(context, verb.start())):
        return None
    start = BEFORE_NOUN.match(context.words, verb.end())
    at = start.end() if start else verb.end()
    if context.words[at : at + 1] != SAID:
        return _phrase(context, context.words, at)
    inside = _phrase(context, context.span.of(discourse.text), at, NEXT)
    return inside if inside and AS_CONTENT.match(discourse.text, inside.end) else None


def object_of(discourse: Discourse, i: int) -> Iterator[Span]:
    """The noun phrases right behind any cue, or that begin its content, short and with what follows them."""
    context = discourse.contexts[i]
    text = context.span.of(discourse.text)
    start = BEFORE_NOUN.match(text, context.cue.end)
    for ends in (NEXT, BROADLY):
        if span := _phrase(context, text, start.end() if start else context.cue.end, ends):
            yield span


def _to(discourse: Discourse, i: int) -> Span | None:
    """After "to": behind the cue, "wrote to Breck", or at the head of the sentence, "To the bishop, ..."."""
    context = discourse.contexts[i]
    after = TO.search(context.words, context.cue.start, min(context.cue.end + 24, len(context.words)))
    if after and after.start() < context.cue.end and DETERMINED.match(context.words, after.end()):
        return _phrase(context, context.words, after.end())
    fronted = FRONTED.match(context.words)
    named = fronted and DETERMINED.match(context.words, fronted.end())
    return _phrase(context, context.words, fronted.end()) if fronted and named else None


def _is_passive(context: CueContext, at: int) -> bool:
    return bool(_passive_before(context.words[:at])) or context.words[:at].rstrip().endswith("sked by")


def _passive_before(words: str) -> re.Match[str] | None:
    """The match of PASSIVE_BEFORE; an endless sentence isn't gone through for it in vain."""
    return None if BE.isdisjoint(words.rsplit(None, 2)[-2:]) else PASSIVE_BEFORE.search(words)


def _subject(discourse: Discourse, i: int) -> Span | None:
    """The subject of a passive verb of telling: "She was told by"."""
    context = discourse.contexts[i]
    verb = TELLING.search(context.words, context.cue.start, context.cue.end)
    text = context.span.of(discourse.text)
    participle = verb and not verb.group().endswith("ing")
    passive = _passive_before(text[: verb.start()]) if verb and participle else None
    if not passive:
        return None
    words = re.split(r"\b(?:that|who|and|but|as|when|because|says|said)\b\s*", passive["subject"])[-1].strip()
    if not words or len(words.split()) > 5 or words.lower() in ("it", "there", "have", "has", "had"):
        return None
    start = passive.start("subject") + passive["subject"].rindex(words)
    return context.at(start, start + len(words))


#: Who hears, right before the cue: “the inquest | heard that”; and how far before it that may begin, in code points.
HEARD_BY = lazy(
    rf"\b(?P<who>(?:(?:the|an?) (?:[\w’'-]+ ){{0,3}}?)?{HEARER})(?: (?:at|in|into|of) [\w’' -]+)? $", re.IGNORECASE
)
LONGEST_HEARER = 60


def _told_alone(discourse: Discourse, i: int) -> Span | None:
    """Who is told or hears where nobody is named who says it: “…, jury told”, “…, an inquest heard”."""
    text, a = discourse.text, discourse.attributions[i]
    start, end = a.content[-1].end, a.cue[0].start
    if a.source:
        return None
    if a.cue[0].end <= a.content[0].start and HEARING.fullmatch(text, a.cue[0].start, a.cue[0].end):
        subject = HEARD_BY.search(text, max(0, end - LONGEST_HEARER), end)
        return Span(*subject.span("who")) if subject else None
    words = strip(text, start + (text[start : start + 1] == ","), max(start, end))
    return words if words and HEARERS.fullmatch(words.of(text)) else None


def _occasion(discourse: Discourse, i: int) -> Span | None:
    """Whom a letter, an interview or a speech beside the cue was for."""
    context = discourse.contexts[i]
    for occasion in OCCASION.finditer(context.words):
        if not discourse.is_of_another(i, context.at(occasion.start(), occasion.end()), whole=False):
            return _phrase(context, context.words, occasion.end())
    return None


def _asker(discourse: Discourse, i: int) -> Span | None:
    """ "Asked by the chairman how ..., Mr Pickersgill said": he tells the chairman."""
    context = discourse.contexts[i]
    asked = ASKED_BY.search(context.words, 0, context.cue.start)
    return _phrase(context, context.words, asked.end()) if asked else None


def _phrase(context: CueContext, words: str, start: int, ends: re.Pattern[str] = END) -> Span | None:
    """The noun phrase at `words[start:]`, if there is one.

    It may stand in quotation marks, as the name of a programme does.
    """
    start += words.startswith(("“", '"'), start)
    match = ends.search(words, start)
    end = match.start() if match else len(words)
    span = strip(words, start, end)
    if (
        not span
        or len(words[start:end].split()) > LONGEST
        or not words[span.start].isalnum()
        or NO_NOUN.match(words, span.start)
    ):
        return None
    return context.at(span.start, span.end)
