"""Unsaid: attributions of what was not said, by the article's own words: negation, questions, conditions.

“Field never said that …”, “if Field says …”, “Did she say …?”, “Contrary to what Field said, …”. A negated thought or
wish (“she doesn't want …”) is one all the same, so negation counts for speech and evidence alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..english import lexicon
from ..patterns import lazy
from ..span import Span
from .draft import Draft

# cases: tests/test_unsaid.py
#: How far before source or cue the words may begin, in code points.
REACH = 80
_ADVERB = (
    r"(?:(?!only\b|merely\b|simply\b|solely\b)\w+ly|ever|once|yet|even|in fact|so far|at any (?:time|point)|"
    r"(?:him|her|it)self|themselves)"
)
_BETWEEN = rf"(?:(?:{_ADVERB}|ha(?:s|ve|d)|having|be|been|being|go (?:so|as|that) far as(?: to)?),? ){{0,4}}"
#: Words before the verb that say that it didn't happen. A refusal (“would not say”) is another thing.
_NOT = (
    r"(?:(?<!would )(?<!will )(?<!could )(?<!can )\b(?:not|never)|(?<!\bwo)(?<!\bca)(?<!would)(?<!could)n[’']t|"
    r"\b(?:n?either|nor|hardly|scarcely|nowhere|not once|at no (?:time|point|stage))|"
    r"\b(?:fail(?:s|ed|ing)?|neglect(?:s|ed|ing)?|forg[eo]t(?:s|ting)?|omit(?:s|ted|ting)?|yet) to|"
    r"\b(?:stop(?:s|ped|ping)?|fell|falls?|falling) (?:just )?short of|"
    r"\b(?:refrain(?:s|ed|ing)?|far) from|\bavoid(?:s|ed|ing)?|\bwithout|\binstead of|\brather than)"
)
#: “Field never | said”: negation, then the verb.
NEGATED = lazy(lambda: rf"(?P<on>{_NOT}) {_BETWEEN}(?P<verb>{_verbs()})\b", re.IGNORECASE)
#: “Never did | Field say”.
TURNED = lazy(
    r"\b(?P<on>(?:never(?: before| again)?|n?either|nor|nowhere|not once|at no (?:time|point|stage)) "
    r"(?:did|do|does|has|have|had|was|were|is|are)) $",
    re.IGNORECASE,
)
#: Sources that are nobody: “nobody said”, “neither Field nor Reyes said”, “no official has claimed”. “No fewer than
#: ten”, “none other than Field” and “not one but two” are somebody, and so is No. 10.
NOBODY = lazy(
    r"(?P<on>nobody|no[ -]one|none(?! other\b)|neither|nothing|not (?:one(?! but\b)|a single)|"
    r"no(?!\.| (?:fewer|less|lesser|doubt)\b| (?:more|other) than\b))\b",
    re.IGNORECASE,
)
#: Before a source that lacks its first words: “none of | the officials”.
NOBODY_OF = lazy(r"\b(?P<on>none of|neither of|not one of|neither|no) $", re.IGNORECASE)
#: Verbs that report what nobody did, beside those of speech.
_TOLD = (
    r"disclos|reveal|divulg|volunteer|let (?:on|slip)|br(?:ing|ought) up|own(?:ed)? up|object|protest|complain|confess"
)
#: What follows the verb where its holder declines to tell, which is another thing than not saying so.
OPEN = lazy(
    r"[“\"‘']?(?:when|where|why|who|whom|whose|which|what|how|whether|if|anything|much|more|any|about|to whom)\b",
    re.IGNORECASE,
)
#: “if | Field says”, and what denies a whole clause: “there is no evidence that | Field said”.
CONDITION = lazy(
    r"(?:\b|(?=n[’']t))(?P<on>(?:(?:(?<!even )(?<!as )if|unless|whether(?: or not)?|in case|lest|"
    r"suppos(?:e|ing)|assuming|provided)(?: that)?|"
    r"(?:no (?:\w+ )?(?:evidence|record|proof|sign|indication|suggestion)|(?:not|n[’']t) (?:true|the case|clear|known)|"
    rf"untrue|false|unclear|unknown) that)) (?:and when )?(?:{_ADVERB},? )?$",
    re.IGNORECASE,
)
#: The same before a verb without a subject of its own: “if it is | claimed”.
CONDITIONED = lazy(
    rf"\b(?P<on>if|unless|whether) (?:(?:it|there) )?(?:(?:is|was|were|be|been|being|has|had|have|{_ADVERB}) )*$",
    re.IGNORECASE,
)
_CLAUSE = r"(?:^|[–—:;,] ?|\b(?:and|but|or|so|yet) )[\s“”\"‘'(\[]*"
#: “Did | Field say …?”
ASKED = lazy(
    rf"{_CLAUSE}(?P<on>did|do|does|has|have|had|is|are|was|were|will|would|can|could|should|may|might) $", re.IGNORECASE
)
#: “Should | Field say …”, a condition without “if”.
SHOULD = lazy(rf"{_CLAUSE}(?P<on>should|were|had) $", re.IGNORECASE)
LEAD = lazy(r"(?:If|Unless|Whether|Did|Do|Does|Has|Have|Had|Is|Are|Was|Were|Should|Would|Could) (?=\w)")
QUESTION = lazy(r"[“”\"‘’')\]\s]*\?")
#: “Contrary to what | Field said, …”: what stands beside it is not Field's.
CONTRARY = lazy(
    r"\b(?P<on>(?:contrary to|unlike|despite|in spite of|regardless of|no matter|as opposed to|in contrast to|not) "
    r"what|whatever) $",
    re.IGNORECASE,
)
#: What may stand between a source and the verb of its clause.
CLAUSE = lazy(
    rf"(?:, [^,.;:?!“”\"]{{1,80}},)? ?(?:(?:{_ADVERB}|ha(?:s|ve|d)|do|does|did|is|are|was|were|be|been|being|will|"
    r"would|can|could|may|might|should|must|not|to) ?){0,4}",
    re.IGNORECASE,
)
#: From a source to the end of its verb of saying, where it isn't one of declining (“nobody would say”).
SPOKEN = lazy(
    lambda: (
        rf"(?!.*\b(?:would|will|could|can)\b)[^.;:?!“”\"]{{0,60}}?\b(?:{_verbs()}|(?:{_TOLD})\w*)\b[^.;:?!“”\"]{{0,30}}"
    ),
    re.IGNORECASE,
)


#: Verbs that claim something; a wish on a condition claims nothing either way.
CLAIMING = lazy(
    lambda: rf"\b(?:{_verbs()}|{lexicon.either(lexicon.THOUGHT_STEMS)}(?:e|es|ed|ing|s|d)?)\b|\baccording\b",
    re.IGNORECASE,
)


def _verbs() -> str:
    return rf"{lexicon.either(lexicon.SPEECH_STEMS)}[tl]?(?:e|es|ed|ing|s|ies|ied|y|ying|d)?"


def unsaid(draft: Draft, i: int) -> Span | None:
    """The words by which the article says that an attribution was not uttered, or None."""
    return next((found for way in _WAYS for found in way(draft, i)), None)


def _negated(draft: Draft, i: int) -> Iterator[Span]:
    a, context = draft.attributions[i], draft.contexts[i]
    start = _before(context.cue.start)[0]
    declines = OPEN.match(draft.text, a.content[0].start)
    for match in NEGATED.finditer(context.words, start, min(len(context.words), context.cue.end + 1)):
        if not declines and match.end("verb") > context.cue.start and match.start("verb") < context.cue.end:
            yield context.at(*match.span("on"))
    source = context.source
    if source is None:
        return
    before = _before(source.start)
    around = (
        NOBODY.match(context.words, source.start, source.end),
        TURNED.search(context.words, *before),
        NOBODY_OF.search(context.words, *before),
    )
    # Last, as it is rarely asked and long.
    if any(around) and SPOKEN.fullmatch(context.words, source.end, context.cue.end):
        yield from (context.at(*found.span("on")) for found in around if found)


def _conditional(draft: Draft, i: int) -> Iterator[Span]:
    a, text = draft.attributions[i], draft.text
    cue = a.cue[0].start
    source = next((s for s in a.source if s.end <= cue and CLAUSE.fullmatch(text, s.end, cue)), None)
    at, pattern = (source.start + _lead(text, source), CONDITION) if source else (cue, CONDITIONED)
    match = pattern.search(text, *_before(at))
    if match and _claims(draft, i):
        yield Span(*match.span("on"))


def _asked(draft: Draft, i: int) -> Iterator[Span]:
    a, context = draft.attributions[i], draft.contexts[i]
    if context.source is None or context.source.start > context.cue.end:
        return
    asks = _asks(draft, i)
    at = context.source.start + _lead(context.words, context.source)
    match = (ASKED if asks else SHOULD).search(context.words, *_before(at))
    if match and (asks or a.content[0].start > a.cue[0].start) and _claims(draft, i):
        yield context.at(*match.span("on"))


def _claims(draft: Draft, i: int) -> bool:
    return any(CLAIMING.search(piece.of(draft.text)) for piece in draft.attributions[i].cue)


def _asks(draft: Draft, i: int) -> bool:
    """Whether the sentence that an attribution ends is a question."""
    text, last = draft.text, draft.attributions[i].content[-1]
    return last.of(text).rstrip("“”\"‘’'").endswith("?") or bool(QUESTION.match(text, last.end))


def _contrary(draft: Draft, i: int) -> Iterator[Span]:
    a, context = draft.attributions[i], draft.contexts[i]
    if context.source is None or context.source.start > context.cue.start:
        return
    match = CONTRARY.search(context.words, *_before(context.source.start))
    after = draft.text[a.cue[-1].end : a.content[0].start]
    if match and (a.content[0].end <= a.cue[0].start or "," in after):
        yield context.at(*match.span("on"))


def _lead(words: str, source: Span) -> int:
    """The length of a small word that begins a sentence and was taken for part of a name: “If Field”, “Did Reyes”."""
    lead = LEAD.match(words, source.start, source.end)
    return lead.end() - source.start if lead else 0


def _before(at: int) -> tuple[int, int]:
    return max(0, at - REACH), at


_WAYS: tuple[Callable[[Draft, int], Iterator[Span]], ...] = (_negated, _conditional, _asked, _contrary)
