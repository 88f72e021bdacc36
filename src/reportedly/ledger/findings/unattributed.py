"""Quotations that an article gives as speech without saying whose words they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ...english import lexicon
from ...english.quotation import quotations
from ...span import Span
from ..tables.record import Source, StatementRecord
from .finding import Evidence, Finding, quote

#: Fewest words of a quotation that is taken for speech rather than for a name or a term; set by hand.
# cases: tests/test_findings.py, UNATTRIBUTED and ATTRIBUTED
LEAST_WORDS = 6
NAMED = re.compile(
    r"\b(?:titled|entitled|called|named|dubbed|headlined|headline|heading|title|inscription|captioned|slogan|song|film|movie|book|album|poem|"
    r"series|episode|novel|play|single|track|motto|reading|reads|read|sign|banner|painted|sprayed|scrawled|scribbled|chalked|daubed|carved|engraved|stitched|"
    r"embroidered|printed|known as|nicknamed|tagline|hashtag)"
    r":?,? $",
    re.IGNORECASE,
)
NOBODY = re.compile(r"(?:nobody|no one|none)\b", re.IGNORECASE)
#: How many times as long as what is said within it a quotation has to be, to be another's.
WITHIN = 3
#: The beginning of a paragraph that is quoted: the next quotation is likely to go on with it.
OPENED = ("“", '"', "„", "«")
#: A paragraph of the page between those of an article: advertisements, links, captions, what to share; or no words.
FURNITURE = re.compile(
    r"\W*(?:(?:advert(?:isement|s)?|sponsored|promoted|(?:also|see|read|watch)[ -](?:also|read|more|next|now|this)|"
    r"related|recommended|trending|more on this|click (?:here|to)|(?:just|must) watch(?:ed)?|share (?:this|on|via)|"
    r"kindly share|follow us|subscribe|sign up|join (?:us|our)|continue reading|story continues|photo|image|picture|"
    r"caption|credit|file photo|getty|video)\b[^\n]{0,160}|[^\n]{0,160}(?:\bclick here\b|>>)[^\n]{0,60}|\W*)$",
    re.IGNORECASE,
)
#: A double mark, and one that closes.
MARKED, CLOSING = re.compile(r"[“”\"„«»]"), re.compile(r"(?<=\S)[”\"»]")
#: The end of a quotation that ends a sentence; the beginning of a sentence of the writer's behind it.
CLOSED, SCENE = re.compile(r"[.!?…][”\"»]$"), re.compile(r" [A-Z]\S*(?: \S+){3}")
#: Paragraphs of a quotation that aren't opened again, after one that is.
NOT_REOPENED = 3
#: End of a sentence, or of a paragraph that doesn't lead on.
ENDED = re.compile(r"[.!?…][”\"’')\]]*\s*$")
SENTENCES = re.compile(r"(?<=[.!?])[”\"’')\]]*\s+(?=\S)")
#: At least this many code points before a paragraph are searched for words that report, if the paragraph before is
#: shorter; set by hand.
NEAR = 60
#: Beginning of a sentence about somebody named, who may be the speaker of what is quoted after it; of one about the
#: speaker of what is quoted before it.
PERSON = re.compile(r"[“\"]?(?:[A-Z][a-z]{1,4}\. )?[A-Z][\w’'-]+ (?:[A-Z]\. )?[A-Z][\w’'-]+")
SPEAKER = re.compile(rf"\s*(?:He|She)\b|\s*{PERSON.pattern}")
#: Beginning of an item of a list; end of the line that introduces a list; code points before an item in which such a
#: line is looked for (set by hand).
ITEM, LISTED, LIST = re.compile(r"(?:[l•·*–—-]|\d+[.)]) "), re.compile(r":\s*$", re.MULTILINE), 1500
#: A signature or source after a quotation: "― Ana Reyes", "[NTB]", ", by NTB's Ole Lund", a URL.
SIGNED = re.compile(
    r"[\s,.]*(?:(?:[―—–]|--?)\s?[A-Z\d]|[\[(][A-Z]|by (?:the )?[A-Z]|(?:[A-Z][\w’'-]*\.? ?){1,4}(?:$|\n)|https?://)"
)
#: End of words that introduce the quotation: the sentence goes on with it.
LEADING_IN = re.compile(r"[,:]\s*$")
#: Words that report. Where one of them stands, it is likelier that the reader missed the speaker than that the article
#: doesn't give one.
REPORTS = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|told|tell(?:s|ing)?|ask(?:s|ed|ing)?|wrote|writ(?:e|es|ers?|ing)|ha(?:s|d|ve) written|"
    r"tweet\w*|post(?:ed|s|ing)|stat(?:e[ds]|ing|ements?)|add(?:ed|s|ing)|"
    r"according|announc\w+|claim\w*|argu\w+|explain\w*|declar\w+|comment\w*|respon(?:d\w*|ses?)|repl(?:y|ies|ied)|"
    r"call\w*|insist\w*|not(?:ed|es|ing)|report\w*|remark\w*|interview\w*|speech|letter|message|"
    r"quot(?:e[ds]?|ing|ations?)|shout\w*|chant\w*|"
    r"rul(?:ed|es|ing)|held that|order(?:ed|s)|decid\w+|thank\w*|welcom\w+|provid\w+ that|defin\w+|"
    r"disclos\w+|reveal\w*|stress\w+|maintain\w*|lament\w*|assur\w+|observ(?:e[ds]?|ing)|urg(?:e[ds]?|ing)|recall\w*|"
    r"spoke|speak\w*|(?<!\bthe )talk\w*|talks|warn\w*|conclud\w+|describ\w+|joked?|mention\w*|I|my|you|your)\b|\?|:\s*$"
)
#: Words by which nobody reports: “nobody spoke for a long time”.
SILENCE = re.compile(r"\b(?:nobody|no one) (?:\w+ )?\w+", re.IGNORECASE)
#: Words that report only in the paragraph of what they report: elsewhere they tell of a march that went on.
REPORTS_HERE = re.compile(r"\b(?:think\w*|thought|go(?:es)?|went|like|written)\b", re.IGNORECASE)
#: Words for whoever may be the speaker of a quotation in the next paragraph: a person; others.
ONE = re.compile(r"\b(?:he|she|his|hers?|him)\b", re.IGNORECASE)
MANY = re.compile(r"\b(?:they|their|them|it|its)\b", re.IGNORECASE)
SOMEBODY = re.compile(rf"{ONE.pattern}|\b(?:they|their|them)\b", re.IGNORECASE)
SEVERAL = re.compile(r"\b(?:they|their|them)\b", re.IGNORECASE)
#: A word with a capital within a sentence: a name, as a rule. Nouns for who may speak.
INITIAL = re.compile(r"(?<=[a-z,;] )[A-Z]\w")
SPEAKERS = (
    lexicon.PERSONS
    | lexicon.OFFICES
    | lexicon.ORGANIZATIONS
    | lexicon.GATHERINGS
    | lexicon.PLURALS
    | lexicon.MALE_NOUNS
    | lexicon.FEMALE_NOUNS
)
#: Words for the holder of a quotation, by its kind; `MANY` for any other.
OTHERS = {"person": ONE, "unnamed": SOMEBODY}
CLAUSE = re.compile(
    r"\b(?:i|we|you|he|she|it|they|there|is|are|was|were|am|be|will|would|can|could|should|must|have|has|had|do|does|"
    r"did|not|n[’']t|[’'](?:s|re|ll|ve|m|d))\b",
    re.IGNORECASE,
)


def unattributed(
    source: Source, text: str, statements: Sequence[StatementRecord], *, strict: bool = False
) -> Iterator[Finding]:
    """Quotations that an article gives as speech without saying whose words they are.

    text, statements: of the article `source`. strict: whether the paragraph before may only tell whose they are if a
    statement stands in it, whatever its words.
    """
    held_of = [(one, span) for one in statements for span in one.spans if not _is_far_off(one, span, text)]
    for quotation in quotations(text):
        span = quotation.span
        held = sorted((said.start, said.end) for one, said in held_of if not _is_said_within(one, said, span))
        if quotation.depth or not quotation.closed or _is_held(span, held):
            continue
        words = span.of(text).strip("“”\"‘’'«»„ ")
        if _is_speech(words) and not _is_reported(text, span, held, strict):
            sentence = f"{source.name} quotes {quote(words)} and doesn't say whose words they are."
            yield Finding("unattributed-quotation", sentence, (Evidence.at(source, span, words),))


def _is_said_within(one: StatementRecord, said: Span, quotation: Span) -> bool:
    """Whether words are what somebody else says within a quotation, which doesn't tell whose that is.

    They are few of its words, or whoever says them is named there: “they tell us that the furnace is safe”. Nor do
    words of nobody's: “nobody wanted to give a name”.
    """
    if NOBODY.match(one.who):
        return True
    if not (quotation.start + 1 < said.start and said.end <= quotation.end):
        return False
    few = WITHIN * len(said) < len(quotation)
    return few or (bool(one.source_spans) and all(map(quotation.contains, one.source_spans)))


def _is_far_off(one: StatementRecord, piece: Span, text: str) -> bool:
    """Whether a piece of a statement stands in a paragraph of its own, behind one about others than its holder.

    Or it begins a paragraph that goes on with something else. There the reader took a quotation of nobody's for the
    rest.
    """
    start = text.rfind("\n", 0, piece.start) + 1
    others = [span for span in (*one.spans, *one.source_spans) if span != piece]
    before = [span.end for span in others if span.end <= start]
    if not before or len(before) < len(others) or text[start : piece.start].strip():
        return False
    end = text.find("\n", piece.end)
    after = text[piece.end : len(text) if end < 0 else end]
    paragraphs = [part for part in text[max(before) : start].split("\n")[1:] if not FURNITURE.match(part)]
    between = "\n".join((*paragraphs, after))
    last, they = (one.name or "").rpartition(" ")[2], OTHERS.get(one.kind or "", MANY)
    own = MARKED.search(between) or they.search(between) or last in between
    return bool(last) and not own and (bool(paragraphs) or _is_a_scene(text, piece))


def _is_a_scene(text: str, quotation: Span) -> bool:
    """Whether a quotation opens a paragraph that goes on with the writer's own sentences, and about no speaker."""
    start, end = text.rfind("\n", 0, quotation.start) + 1, text.find("\n", quotation.end)
    if text[start : quotation.start].strip() or not CLOSED.search(text, quotation.start, quotation.end):
        return False
    after = text[quotation.end : len(text) if end < 0 else end]
    speaker = ONE.search(after) or SEVERAL.search(after) or SPEAKER.match(after) or PERSON.search(after)
    told = MARKED.search(after) or REPORTS.search(SILENCE.sub(" ", after)) or REPORTS_HERE.search(after)
    return bool(SCENE.match(after)) and not (speaker or told or _leads_in(text[:start]))


def _is_behind_a_scene(text: str, quotation: Span, before: str, after: str) -> bool:
    """Whether a quotation is a sentence of its own between the writer's, which are about nobody who may speak."""
    own = f"{before} {after}"
    whole = CLOSED.search(text, quotation.start, quotation.end) and ENDED.search(before) and SCENE.match(f" {before}")
    somebody = ONE.search(own) or SEVERAL.search(own) or PERSON.search(own) or MARKED.search(own) or INITIAL.search(own)
    return bool(whole) and not (somebody or SPEAKERS.intersection(re.findall(r"\w+", own.lower())))


def _leads_in(earlier: str) -> bool:
    """Whether the paragraph before a quotation opens it, or doesn't end."""
    return not ENDED.search(earlier.rstrip())


def _is_reported(text: str, span: Span, held: Sequence[tuple[int, int]], strict: bool) -> bool:
    """Whether the surroundings may tell whose words these are, or give them as a title, a list item or a headline.

    held: [start, end) of all contents.
    """
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    end = len(text) if end < 0 else end
    before, after = text[start : span.start], text[span.end : end]
    earlier = _without_furniture(text[:start])
    previous = earlier.rfind("\n") + 1
    told = any(first < len(earlier) and last > previous for first, last in held)
    scene = _is_a_scene(text, span) and told  # what was said before has its speaker already
    behind = _is_behind_a_scene(text, span, before, after)
    paragraph = start if scene or behind else min(previous, max(0, start - NEAR))
    goes_on = _goes_on(earlier) and not (scene and earlier[-1] not in '”"')
    told = told and not scene
    if strict:
        paragraph = previous if told or LISTED.search(earlier) else start
    alone = not before.strip()
    headline = not text[: span.start].strip() or (alone and not after.strip() and _is_heading(span.of(text)))
    return (
        headline
        or (alone and not after.strip() and _leads_over(text[end:]))
        or (alone and (goes_on or (told and not strict) or (bool(earlier) and not ENDED.search(earlier))))
        or (not alone and _is_woven_in(span.of(text), before))
        or any(first < end and last > start for first, last in held)
        or bool(
            SIGNED.match(text, span.end)
            or LEADING_IN.search(before)
            or NAMED.search(before)
            or REPORTS.search(SILENCE.sub(" ", " ".join([text[paragraph : len(earlier)], before, after])))
            or REPORTS_HERE.search(f"{before} {after}")
            or SPEAKER.match(after)
            or (PERSON.match(SENTENCES.split(before)[-1]) and not behind)
            or (ITEM.match(before) and LISTED.search(earlier[-LIST:]))
        )
    )


def _without_furniture(text: str) -> str:
    """A text without the paragraphs of page furniture at its end."""
    text = text.rstrip()
    while text:
        begins = text.rfind("\n") + 1
        if not FURNITURE.match(text, begins):
            break
        text = text[:begins].rstrip()
    return text


def _goes_on(earlier: str) -> bool:
    """Whether the paragraph before a quotation is quoted too, be it opened in one before it and never closed."""
    paragraphs = [paragraph for paragraph in earlier.split("\n") if not FURNITURE.match(paragraph)]
    for number, paragraph in enumerate(reversed(paragraphs[-1 - NOT_REOPENED :])):
        if paragraph.startswith(OPENED):
            return number == 0 or not CLOSING.search(paragraph)
        if MARKED.search(paragraph):
            return False
    return False


def _leads_over(later: str) -> bool:
    """Whether the paragraph after a quotation is quoted too: it may be there that its speaker is named."""
    paragraphs = (part for part in later.split("\n") if not FURNITURE.match(part))
    return next(paragraphs, "").startswith(OPENED)


def _is_heading(words: str) -> bool:
    """Whether a quotation in a paragraph of its own is a heading: in single marks, without a full stop."""
    return words[0] in "‘'" and not ENDED.search(words)


def _is_woven_in(words: str, before: str) -> bool:
    """Whether a quotation goes on with the writer's own sentence, as the words of a law or a report do."""
    return words.strip("“”\"‘’'«»„… ")[:1].islower() and not ENDED.search(before)


def _is_held(span: Span, held: Sequence[tuple[int, int]]) -> bool:
    """Whether statements cover more than half of it."""
    covered = sum(max(0, min(span.end, end) - max(span.start, start)) for start, end in held)
    return 2 * covered > len(span)


def _is_speech(words: str) -> bool:
    every = words.split()
    if len(every) < LEAST_WORDS or not CLAUSE.search(words):
        return False
    kinds = Counter(word[:1].isupper() for word in every if len(word) > 3)
    return kinds[False] >= kinds[True]  # in a title most words are capitalised
