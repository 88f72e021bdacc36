"""Boundaries: rules that correct spans where the words leave no doubt, whatever the tagger's scores.

They concern quotation marks, paragraph breaks, stray punctuation, the passive, and nouns of saying (“claim”).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..english import lexicon
from ..english.quotation import Quotation
from ..english.sentences import ABBREVIATION, paragraph
from ..patterns import lazy
from ..span import Span, SpanIndex, strip

# cases: tests/test_choice.py, TABLES; tests/test_attributions.py, TABLES
#: Verbs whose subject, in the passive, is the addressee.
TOLD = frozenset(["told", "informed", "warned", "asked", "advised", "assured", "reminded", "notified", "urged"])
PASSIVE = lazy(
    r"(?:\b(?:is|are|was|were|been|being|be)\s+(?:(?:also|often|widely|later|once|never|not|long|first|\w+ly)\s+)*"
    r"|,\s+(?=\w+\s+by\b))"
    r"(?P<verb>told|informed|warned|asked|advised|assured|reminded|notified|accused|alleged|believed|blamed|called|claimed|"
    r"condemned|considered|credited|criticised|criticized|deemed|denounced|described|dubbed|estimated|expected|feared|"
    r"known|perceived|portrayed|praised|regarded|reported|reputed|rumored|rumoured|said|seen|supposed|suspected|thought|"
    r"understood|urged|viewed)\b",
    re.IGNORECASE,
)
_SPEAKER = (
    r"\b(?P<source>I|[Hh]e|[Ss]he|[Tt]hey|[Ww]e|(?:[Mm]y|[Tt]he|[Hh]is|[Hh]er|[Oo]ur) [\w-]+"
    r"|[A-Z][\w-]+(?: [A-Z][\w-]+)?)\s+(?:(?:always|also|just|then|once|later|had|has|have)\s+)?"
)
_TOLD = r"(?:\s+(?:to\s+)?(?:me|him|her|us|them|you|(?:the|my|his|her) [\w-]+|[A-Z][\w-]+))"
#: A speaker and a cue right before a quotation, with at most another verb and the addressee between.
SAID_WITHIN = lazy(
    _SPEAKER + r"(?:[a-z][^.,;:“”‘\"]{1,40}\sand\s+)?"
    r"(?P<cue>said|says|told|tells|asked|asks|goes|went|replied|shouted|answered|wrote|was like|(?:would|used to) say)"
    + _TOLD
    + r"?\s*[,:]?\s*$"
)
#: Nouns of saying and thinking.
SAYING = lazy(
    r"(?:accusation|admission|allegation|announcement|argument|assertion|assurance|belief|boast|charge|claim|comment|"
    r"complaint|conclusion|contention|declaration|demand|denial|estimate|fear|finding|hint|hope|idea|insistence|"
    r"insinuation|notion|pledge|prediction|promise|proposal|remark|report|revelation|rumou?r|statement|suggestion|"
    r"suspicion|testimony|theory|threat|view|vow|warning)s?",
    re.IGNORECASE,
)
BEGINS_SENTENCE = lazy(r"(?:^|[.!?][”\"’')]*\s|\n)\s*(?:(?:But|And|Yet|Still),? )?(?:(?:The|A|An|That|This) )?$", re.I)
#: Finite verbs: those that tell what became of a claim (main), and auxiliaries without a conjunction or pronoun before.
FINITE = lazy(
    r"(?<!\bwho )(?<!\bwhich )(?<!\bwhat )(?<!\band )(?<!\bor )(?<!\bbut )\b(?:(?P<main>came|caused|drew|emerged|"
    r"enraged|infuriated|lasted|led to|outraged|prompted|provoked|raised|shocked|sparked|spread|stunned|surfaced)|"
    r"has|had|have|is|are|was|were|will|would|could|may|might|does|did)\b"
)
HANGING = lazy(r"(?<=\w)(?:\s(?:of|for|at|in|from|on|with|by|the))+$")
NAME_AFTER = lazy(r" (?:the )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,20}")
#: Time, place and other circumstances of the utterance after a content that is a noun phrase: "rejected that argument |
#: in a ruling", "endorsed Lund | and has since".
SETTING = lazy(
    r",? (?:(?:earlier|later|late|early) )?(?:(?:on |last |this )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:last|"
    r"this|next) "
    r"(?:week|month|year|night|morning|summer|spring|fall|autumn|winter)\b|in (?:January|February|March|April|May|"
    r"June|July|August|"
    r"September|October|November|December)\b|yesterday|during|while|in (?:an?|his|her|their|"
    r"its) (?:[\w-]+ ){0,3}(?:statement|speech|"
    r"interview|letter|ruling|tweet|tweets|post|memo|note|op-ed|column|article|book|address|diatribe|report|decision|message|video|"
    r"email|appearance|testimony)\b|at (?:an?|the|his|her|their|last) (?:[\w’'-]+ ){0,4}(?:rally|conference|event|"
    r"debate|forum|"
    r"hearing|meeting|briefing|convention|fundraiser|dinner|stop|stops|summit)\b|since (?:he|she|they|the)\b|because)"
    r"|, wh(?:ich|o|ose)\b|,? and (?:has|have|had|then|later|began|is|was|are|were|almost|will)\b",
    re.IGNORECASE,
)
CLAUSE = lazy(r"(?:that|to|how|what|why|whether|if|who|when|where|it|he|she|they|there|for|as)\b", re.IGNORECASE)
#: The agent of a passive, up to "that", "to", a comma or a quotation.
BY = lazy(r"\s+by\s+(?P<agent>[^,;.“\"\n]{2,60}?)(?=\s+(?:that|to|of|as|for)\s|[,.;]|\s+[“\"])")
#: Words that a plain subject doesn't contain: verbs, and words that begin another clause.
_NO_SUBJECT = (
    r"(?!(?:and|or|but|that|which|who|whom|whose|when|if|because|while|as|whether|although|though|said|says|told|is|"
    r"are|was|were|be|been|has|had|have|will|would|could|can|may|might|should|did|does|do|not|never|neither|nor|to|by)\b)"
)
#: A plain subject at the beginning of a clause, right before its verb.
SUBJECT = lazy(
    r"(?:^|[.!?;,][”\"]?\s|\n|\b[Bb]ut |\band |\b(?:[Oo]n|[Bb]y) \w+day,? )"
    r"(?P<source>[Hh]e|[Ss]he|[Tt]hey|[Ii]t|[Ww]e|I|(?!(?:In|On|At|By|For|From|After|Before|With)\b)"
    rf"(?:(?i:{_NO_SUBJECT})[\w&’'-]+(?:(?<=\b\w)\.|(?<=\b[DMS]r)\.)? ){{0,8}}?(?i:{_NO_SUBJECT})[\w&’'-]*\w)"
    r"(?:, [^,;.\n“”\"]{1,60},)? "
    r"(?:(?:has|have|had|also|always|again|later|repeatedly|publicly|twice|then|now|still|so far|[a-z]+ly) |"
    r"on \w+day )*(?:would )?$"
)
#: How far before the verb a subject may begin, in code points.
_BEFORE = 160
#: A clause up to its end.
_REST = r"(?P<content>\w(?:(?!\b(?:but|saying|adding|and (?:said|says|told|he|she|they|it))\b)[^.;,\n“”\"]|\.(?=\w))+)"
_DECLINED = r"(?:declin|refus)(?:ed|es)"
_REQUEST = (
    r"(?:to )?(?:(?:an?|the|our|several|repeated|multiple|\w+ed) )*"
    r"(?:requests?|questions?|inquir(?:y|ies)|enquir(?:y|ies)|messages?|e-?mails?|calls?)(?: and \w+)?"
    r"(?: (?:for|seeking) (?:further )?(?:comment|an interview|information))?"
)
#: Refusals and withdrawals: the training corpus has few of them, and doesn't annotate all.
PLAIN = tuple(
    lazy(pattern)
    for pattern in (
        rf"\b(?P<cue>{_DECLINED}) (?P<content>to comment)\b(?!(?: (?:further|publicly|\w+day))* (?:on|about)\b)",
        rf"\b(?P<cue>did not (?:immediately )?(?:respond|reply|return)) (?P<content>{_REQUEST})\b",
        rf"\bwould (?P<cue>not be drawn) on {_REST}",
        r"\b(?P<cue>(?:would|did|does) not) (?P<content>comment(?: further| publicly)?)\b(?! (?:on|about)\b)",
        r"\b(?P<cue>had|offered) (?P<content>no (?:further |immediate )?comment)\b(?! (?:on|about)\b)",
        r"\b(?P<cue>withdrew|withdrawn|retracted|took back|taken back|recanted) (?P<content>"
        r"(?:the|that|this|his|her|their|its|an?) (?:[\w’'-]+ ){0,3}?"
        rf"(?:{SAYING.pattern}|editorial|evidence|article|story)\b"
        r"(?: that [^.;,\n“”\"]+)?)",
    )
)


def plain(text: str) -> Iterator[tuple[Span, Span, Span]]:
    """Source, cue and content of each refusal or withdrawal that matches a pattern of PLAIN."""
    for pattern in PLAIN:
        for said in pattern.finditer(text):
            who = SUBJECT.search(text, max(0, said.start() - _BEFORE), said.start("cue"))
            content = strip(text, *said.span("content"))
            if who and content:
                yield Span(*who.span("source")), Span(*said.span("cue")), content


def quoted_within(text: str, marks: SpanIndex[Quotation]) -> Iterator[tuple[Span, Span, Span]]:
    """Source, cue and content of quotations within quotations whose speaker is named right before.

    “I said, ‘…’ And he goes, ‘…’”: the training corpus has none of these, and their form leaves no doubt.
    marks: the quotations of `text`.
    """
    for mark in marks:
        around = marks.across(mark.span) if mark.depth else ()
        outer = next((m for m in around if m.depth < mark.depth and m.span.contains(mark.span)), None)
        said = SAID_WITHIN.search(text, max(outer.span.start, mark.span.start - 90), mark.span.start) if outer else None
        if said:
            yield Span(*said.span("source")), Span(*said.span("cue")), mark.span


def active(text: str, source: list[Span], cue: Span, content: list[Span]) -> tuple[list[Span], list[Span]]:
    """Source and content of a cue, corrected if the cue is passive: the source is then the agent after “by”, or none.

    The subject of the passive is dropped if it is the addressee (“the court was told that”) and otherwise becomes part
    of the content (“he is thought to”).
    """
    if source and _hears(text, source[-1], cue, content):
        return [], content
    subject = next((s for s in content[:-1] if text[s.end : cue.start] == " "), None)
    if subject and SAID_TO_HAVE_SAID.fullmatch(cue.of(text)):
        said = [strip(text, s.start + (text[s.start] == ":"), s.end) for s in content if s != subject]
        return [subject], [s for s in said if s]
    passive = PASSIVE.search(text, max(0, cue.start - 24), cue.end + len(" by"))
    if passive and len(content) > 1:  # "It was claimed that"
        content = [s for s in content if s.of(text).lower() not in ("it", "there")]
    if not passive or not cue.start < passive.end("verb") <= cue.end or not source or source[0].start > cue.start:
        return source, content
    told = passive["verb"].lower() in TOLD or source[0].of(text).lower() in ("it", "there")
    patient = strip(text, source[0].start, source[0].end - (source[0].of(text)[-1] == ",")) or source[0]
    everything = content if told else sorted({patient, *content})
    by = BY.match(text, passive.end("verb"))
    if not by:
        return [], everything
    agent = strip(text, by.start("agent"), by.end("agent"))
    cut = (strip(text, max(c.start, by.end()) if c.end > by.end() else c.start, c.end) for c in everything)
    rest = [s for s in cut if s and not (agent and s.overlap(agent))]
    return ([agent], rest) if agent and rest else (source, content)


#: A cue that takes in what somebody is reported to have done: say. Its subject then is whoever speaks.
SAID_TO_HAVE_SAID = lazy(
    r"(?:(?:has|have|had|also) )*(?:reportedly|allegedly|apparently|supposedly|purportedly) \w+", re.IGNORECASE
)

#: Who is told in a headline that leaves out “was”, and who hears: “…, jury | told”, “…, inquest | hears”.
TOLD_ALONE = lazy(r"told|hears?|heard", re.IGNORECASE)
#: A cue that says only that somebody heard what follows.
HEARING = lazy(r"(?:(?:has|have|had|also|later|then|previously) )*(?:hears?|heard)", re.IGNORECASE)
#: A body that hears what others say, and its description.
HEARER = (
    r"(?:jur(?:y|ies|ors)|courts?|inquests?|tribunals?|inquir(?:y|ies)|trials?|hearings?|panels?|commissions?|committees?|"
    r"MPs|lawmakers|senators|council(?:lors)?|magistrates|judges?)"
)
HEARERS = lazy(rf"(?:[\w’'-]+ ){{0,3}}{HEARER}(?: (?:at|in|into|of) [\w’'-]+(?: [\w’'-]+){{0,4}})?", re.IGNORECASE)

#: What follows where nothing more is said of what was heard: a day, and the end of the clause.
NOTHING_TOLD = lazy(r"(?: (?:on |last |this )?(?:\w+day|week|morning|afternoon|yesterday|today))?[ ]*(?:[.,:;–—\n]|\Z)")


def _hears(text: str, source: Span, cue: Span, content: Sequence[Span]) -> bool:
    """Whether the source only hears what stands before it, as nobody stands behind the cue, or what follows “heard”."""
    if source.end <= cue.start and cue.end <= content[0].start and HEARING.fullmatch(cue.of(text)):
        return HEARERS.fullmatch(source.of(text)) is not None
    return (
        content[-1].end <= source.start <= cue.start
        and bool(TOLD_ALONE.fullmatch(cue.of(text)) and HEARERS.fullmatch(source.of(text)))
        and bool(NOTHING_TOLD.match(text, cue.end))
    )


def within_subject(text: str, source: list[Span], cue: Span, content: list[Span]) -> list[Span]:
    """The content of a noun that is the subject, up to the verb of the main clause: “Her claim that … | has split”.

    That verb is the first match of FINITE if it is one of its main verbs, otherwise the second.
    """
    start = min([cue.start, *(s.start for s in source)])
    last = content[-1]
    if (
        not SAYING.fullmatch(cue.of(text))
        or not BEGINS_SENTENCE.search(text[max(0, start - 40) : start])
        or last.start < cue.end
    ):
        return content
    for finite, verb in enumerate(FINITE.finditer(text, last.start, last.end)):
        if verb["main"] or finite:
            end = strip(text, last.start, verb.start())
            return [*content[:-1], end] if end else content
    return content


#: Verbs that take a clause, with or without "that".
SAYING_THAT = lazy(
    r"\b(?:sa(?:id|ys?|ying)|t(?:old|ells?|elling)|add(?:s|ed|ing)|cl?aim|think|thought|believ|know|knew|hop(?:e|es|ed|ing)\b|"
    r"fear|insist|argu|suggest|warn|writ|wrote|report|conced|admit|swear|swore)\w*",
    re.IGNORECASE,
)


#: Verbs of acts other than speech: what was signed, banned or authorised was not thereby said.
ACT = lazy(
    r"(?:\w+ly |also |then |later |again |both |still ){0,3}"
    r"(?:(?:ha[sd]|have|having|would|will|did|does|to) )?(?:not |never )?(?:\w+ly |also |since |just |ever ){0,3}"
    r"(?:(?:sign|impeach|select|authori[sz]|arrang|appoint|bann?|grant|arrest|convict|sentenc|approv|pass|ratif|impos|"
    r"institut|enact|outlaw|overturn|unseal|dedicat|negotiat|formali[sz]|introduc|limit|fir|hir|award|suspend|remov|"
    r"replac|nominat|elect|appeal|enforc|revis|unveil)(?:e?s|e?d|e|y|ies|ied|ing)?(?: instead| against)?|"
    r"vot(?:es?|ed|ing)(?: (?:on|for|against|\w+day|unanimously|\d+ to \d+))?|(?:hand|roll)(?:s|ed|ing) (?:down|out)|"
    r"supporting|opposing|dubbing|uph(?:olds?|eld)|teach(?:es)?|taught)",
    re.IGNORECASE,
)
#: What is claimed without a word: “claimed the lives of 40 soldiers”, “claimed third place”.
TAKES = lazy(r"(?:\w+ )?claim(?:s|ed|ing)?", re.IGNORECASE)
TAKEN = lazy(
    r"(?:(?:the|its|his|her|their|an?|at least|more than|over|up to|about|nearly|almost|another|some|many|countless|"
    r"several|hundreds of|thousands of|dozens of|[\d,.]+|first|second|third|last|latest|new|fresh|young|human|innocent|"
    rf"{'|'.join(sorted(lexicon.NUMBERS))})(?: million| thousand| hundred)? ){{0,4}}"
    r"(?:li(?:fe|ves)|victims?|casualt(?:y|ies)|medals?|titles?|trophy|trophies|crown|scalps?|wickets?|(?:first|second|third|"
    r"last) place|gold|silver|bronze)\b(?! (?:was|were|is|are|had|has|have|would|will))",
    re.IGNORECASE,
)
#: Passives that, without an agent, tell what something is or is called rather than anybody's words.
SO_CALLED = lazy(
    r"\b(?:is|are|was|were|been|being) (?:\w+ly |also |once |still |first |later |often |both ){0,3}(?:previously )?"
    r"(?:known (?:for|as)|valued|called|named|nicknamed|dubbed|termed|titled|referred to|convicted|charged|sentenced|"
    r"scheduled|classified|designated|elected|appointed|nominated|credited|observed|identified|arrested|"
    r"drafted|approved|considered|regarded|viewed)\b(?! by\b)",
    re.IGNORECASE,
)


#: Cues that mean nothing without the verb, which the tagger left out.
EMPTY = lazy(
    r"(?:(?:is|are|was|were|be|been|ha[sd]|have|['’](?:s|ve|re|ll|d)|do|does|did(?:n['’]t)?|would|will|can|could|should|may|"
    r"might|must|not|also|again|last|still|never|commonly|without|it) ?){1,6}",
    re.IGNORECASE,
)
#: The same passives where a name in quotation marks follows.
ALIAS = lazy(r"\b(?:is|are|was|were) (?:\w+ )?(?:known as|referred to as|nicknamed|dubbed|titled|called)\b", re.I)


def says(text: str, source: Sequence[Span], cue: Span, content: Sequence[Span]) -> bool:
    """Whether a cue introduces somebody's words or thoughts, rather than an act or what something is called."""
    words = cue.of(text)
    # A recording that is cited passes words on, as the chain tells.
    recorded = CITES.fullmatch(words) and any(RECORDED.match(text, s.start, s.end) for s in source)
    if any(mark in piece.of(text) for piece in content for mark in '“"'):
        return not recorded and not ALIAS.search(words)
    if SO_CALLED.search(text, cue.start, cue.end + len(" by")) and not (source and source[0].start > cue.end):
        return False
    if CITES.fullmatch(words):
        if content[0].start >= cue.end:
            return not _tells_whom(content[0].of(text))
        return bool(source) and source[0].start >= cue.end and not recorded  # whoever is cited, and not whoever cites
    if TAKES.fullmatch(words) and content[0].start >= cue.end and TAKEN.match(text, content[0].start, content[0].end):
        return False
    return not (ACT.fullmatch(words) or EMPTY.fullmatch(words))


#: Cues of whoever names a source; and names alone.
CITES = lazy(r"(?:also |in turn )?cit(?:ing|es|ed)", re.IGNORECASE)
RECORDED = lazy(
    r"(?:[\w’'-]+ ){0,4}(?:audio|recordings?|(?:video|audio)?tapes?|videos?|footage|clips?)\b", re.IGNORECASE
)
NAMES_ALONE = lazy(r"(?:[Tt]he )?[A-Z][\w.&’'-]*(?: (?:and |of |the )*[A-Z][\w.&’'-]*){0,5}")


def _tells_whom(words: str) -> bool:
    """Whether a phrase names whose words they are, and no words: “citing | a recording obtained by Channel 9 |”."""
    first = [word.strip(",").lower() for word in words.split()[:5]]
    nouns = lexicon.DOCUMENTS | lexicon.PERSONS | lexicon.SPOKESPEOPLE | lexicon.WITHHELD
    known = any(word in nouns or word.removesuffix("s") in nouns for word in first)
    return bool(NAMES_ALONE.fullmatch(words)) or (known and not {"that", "how", "why"} & {*first[:1]})


#: A cue cut off after its auxiliary, and the rest of its verb: "does | not support".
AUXILIARY = lazy(
    r"(?:do|does|did|has|have|had|would|is|are|was|were|could|should|wo)(?:n['’]t| not)?|"
    r"will(?: not)?|can(?:['’]t|not| not)?",
    re.IGNORECASE,
)
VERB_AFTER = lazy(r" (?:(?:not|never|also) )?[a-z]+ (?:to |for |of |on )?")


#: A surname that looks like a cue: "Qaboos bin | Said".
NAMED_SAID = lazy(r"(?:\b(?:bin|ibn|al|el|Al|El|bint|ben|Abu|abu)[ -]|\b[A-Z][a-z]+ )$")


def without_name(text: str, cue: Span) -> Span | None:
    """The cue without the surname Said; None if nothing is left."""
    if not text.startswith("Said", cue.start) or not NAMED_SAID.search(text, max(0, cue.start - 24), cue.start):
        return cue
    return strip(text, cue.start + len("Said"), cue.end) if cue.end > cue.start + len("Said") else None


def whole_verb(text: str, cue: Span, content: Sequence[Span]) -> Span:
    """The cue extended by the verb that its auxiliary belongs to, if nothing else stands before the content."""
    after = [s.start for s in content if s.start > cue.end]
    if not after or not AUXILIARY.fullmatch(cue.of(text)) or not VERB_AFTER.fullmatch(text, cue.end, after[0]):
        return cue
    return strip(text, cue.start, after[0]) or cue


def without_setting(text: str, cue: Span, content: list[Span]) -> list[Span]:
    """The content without the time and place of the utterance at its end, if it is a noun phrase.

    In a clause, these may just as well be part of what is said.
    """
    last = content[-1]
    words = last.of(text)
    if SAYING_THAT.search(cue.of(text)):
        return content
    if last.start < cue.end or text[last.end - 1] in "”\"’'" or CLAUSE.match(words) or FINITE.search(words):
        return content
    setting = SETTING.search(words)
    end = strip(text, last.start, last.start + setting.start()) if setting else None
    # Within a quotation it is the speaker's.
    return [*content[:-1], end] if end and not _is_open(end.of(text)) else content


def _is_open(words: str) -> bool:
    """Whether words end within a quotation that begins in them."""
    return words.count("“") > words.count("”") or words.count('"') % 2 == 1


TOLD_WHOM = lazy(r"\b(?:told|tells|tell|telling|informed|assured|reminded|notified)(?: \w+day)?$", re.IGNORECASE)
#: The addressee before the clause that they were told: a name, or the press.
LISTENER = lazy(
    r"(?:(?:the )?[A-Z][\w.&’'-]*(?: [A-Z][\w.&’'-]*){0,5}(?: \([A-Z]{2,6}\))?"
    r"(?= (?!to\b|of\b|and\b|or\b|about\b)[a-z\d])|"
    r"(?:(?:the |local |state |foreign |national ){0,2}"
    r"(?:press|media|reporters|journalists|newspapers?|radio|television)|"
    r"those (?:gathered|present|assembled)|an? (?:press|news) conference|(?:his|her|their|its) \w+s)"
    r"(?= (?:the|an?|he|she|it|they|there|we|I|his|her|its|their|this|that|these|those|no|[A-Z][\w’'-]*|\d+)\b))"
)


def without_listener(text: str, cue: Span, content: list[Span]) -> list[Span]:
    """The content without the addressee, if the tagger took it for the subject: “told | Radio Fjord | it sank”."""
    first = content[0]
    if not TOLD_WHOM.search(cue.of(text)) or text[cue.end : first.start] != " ":
        return content
    listener = LISTENER.match(text, first.start, first.end)
    rest = strip(text, listener.end(), first.end) if listener else None
    return [rest, *content[1:]] if rest else content


def with_rest(text: str, source: list[Span], cue: Span, content: list[Span], marks: Sequence[Quotation]) -> list[Span]:
    """The content with the rest of a quotation that the cue interrupts: “…,” said Lund, “…”."""
    before = [s for s in content if s.end <= cue.start]
    after = max([cue.end, *(s.end for s in source)])
    if not before or all(before[-1] != m.span for m in marks):
        return content
    rest = [m.span for m in marks if m.span.start >= after and text[after : m.span.start].strip() in ("", ",")]
    if not rest or "\n" in text[after : rest[0].start] or not text[after - 1 : rest[0].start].strip().startswith(","):
        return content
    return sorted({*content, rest[0]}) if all(not rest[0].overlap(s) for s in content) else content


COLON_AT_END = lazy(r"[^\S\n]*:[^\S\n]*(?:\n|\Z)")


def in_reach(text: str, cue: Span, content: list[Span], marks: Sequence[Quotation]) -> list[Span]:
    """The pieces of content in the cue's paragraph, and quotations in others; all if a colon ends it."""
    here = paragraph(text, cue.start)
    if COLON_AT_END.match(text, cue.end):
        return content
    return [s for s in content if here.overlap(s) or any(m.span.overlap(s) for m in marks)]


def completed(text: str, source: Span, cue: int) -> Span:
    """A source that ends in a preposition or “the”, completed by the name after it, or else without that word; one that
    is nothing but an article, by the words up to the cue, which begins at `cue`.

    “an expert at the University of | Tarn”, “a | reporter | asked”
    """
    noun = UP_TO_CUE.fullmatch(text, source.end, cue) if BARE.fullmatch(source.of(text)) else None
    if noun:
        return Span(source.start, noun.end("words"))
    hanging = HANGING.search(source.of(text))
    if not hanging:
        return source
    name = NAME_AFTER.match(text, source.end)
    return Span(source.start, name.end() if name else source.start + hanging.start())


#: An article alone; and the words that go on behind it.
BARE = lazy(r"the|an?", re.IGNORECASE)
UP_TO_CUE = lazy(r"(?P<words>(?: [\w’'-]+){1,4}) ")
#: A month, recognized by the word before it, in front of a name: "in | May | Holm had said".
MONTH = lazy(
    r"(?<!\w)(?:(?i:in|since|until|last|this|early|late|mid) |(?i:mid)-)(?P<month>(?:January|February|March|April|May|"
    r"June|July|August|September|October|November|December) )(?=[A-Z])(?!Day\b)"
)


def without_month(text: str, span: Span) -> Span:
    """A name or source without a month at its beginning."""
    match = MONTH.search(text, max(0, span.start - 8), span.end)
    begins = match is not None and match.start() <= span.start <= match.start("month")
    return Span(match.end(), span.end) if match and begins else span


#: Time or medium of the utterance at the end of a source: "the mayor | on Saturday via Twitter".
ASIDE = lazy(
    r",? (?:(?:(?:late|early|earlier) )?(?:on |last |this )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: [a-z]+)?|"
    r"(?:(?:late|later|earlier|early) )?(?:today|yesterday|(?:this|last) (?:week|month|year))|"
    r"on (?:[A-Z][a-z]+ \d{1,2}|\d{1,2} [A-Z][a-z]+)|(?:via|on) (?:(?:his|her|its|their) )?(?:\w+ )?"
    rf"(?:{lexicon.PLATFORMS})(?: account| page)?|via [^,;]{{2,40}}|speaking to [^,;]{{2,60}}|"
    r"(?:in|after|following|during|at) (?:an?|the|his|her|its|their|remarks|comments)\b[^;]{2,60}(?<=\w)),?$"
)
#: Those that may be part of the source unless a comma precedes: "the mayor | , in a letter to the board".
LOOSE = lazy(r" (?:in|after|following|during|at|speaking) ")
#: Words that a time in a source may belong to instead: of a document, or of what somebody was until then.
DATED = lazy(r"\b(?:filed|released|published|issued|conducted|dated|taken|made|carried out|until|since|from|before)\b")
#: The subject of a clause from the beginning of the content up to the verb, without another verb or clause in it.
INNER_SUBJECT = lazy(
    r"\W*(?:that |how )?(?P<source>(?=[A-Z]|(?:an?|the|his|her|its|their|this|these|those|some|many|most|no|one|two|"
    r"three|he|she|it|they|we|I|police|people|(?:[a-z]+ ){0,3}(?:[a-z]{3,}s|[A-Z][a-z]+)|nobody|someone)\b)"
    rf"(?i:{_NO_SUBJECT})[\w’'&.-]+(?: (?i:{_NO_SUBJECT})[\w’'&.-]+){{0,8}}"
    r"(?:, [^;“”\"\n]{1,90},)?)(?: (?:also|had|has|have|later|then|\w+ly))? $"
)
#: The outlet in which it stands, at the beginning of a source: "According to the Courier, | the minister".
CARRIER = lazy(r"[^,;“”\"]{2,60}, (?=(?:the |an? |its )?\w)")
CARRIED_BY = lazy(r"\b(?:[Aa]ccording to|[Aa]s reported by|[Ii]n|[Cc]iting|[Qq]uoting|told|to) $")


def without_asides(text: str, source: list[Span], cue: Span) -> list[Span]:
    """The source without time and medium of the utterance, and without the outlet that carries it."""
    if not source:
        return source
    span = source[0]
    if text.startswith((" Said ", " Said,"), span.end) and NAMED_SAID.search(text[span.start : span.end + 1]):
        span = Span(span.start, span.end + len(" Said"))
    carrier = CARRIER.match(text, span.start, span.end) if _is_carried(text, span, cue) else None
    if carrier:
        span = strip(text, carrier.end(), span.end) or span
    while (aside := ASIDE.search(span.of(text))) and not (LOOSE.match(aside.group()) or DATED.search(span.of(text))):
        span = Span(span.start, span.start + aside.start())
    return [strip(text, span.start, span.end) or span, *source[1:]]


#: Whoever is quoted by another, between that one's verb and “as”: “quoted | an aide | as | saying”.
QUOTED_AS = lazy(r"(?P<source>[^,;:.!?“”\"\n]{2,70}(?:, [^,;:!?“”\"\n]{2,60},)?) as $")


def quoted_as(text: str, start: int, cue: Span) -> Span | None:
    """Whoever says what a participle after “as” gives, in another's content that begins at `start`; or None."""
    quoted = QUOTED_AS.fullmatch(text[start : cue.start]) if 0 < cue.start - start <= _BEFORE else None
    return Span(start, start + quoted.end("source")) if quoted else None


def cites(words: str) -> bool:
    """Whether a cue names whose words another's are: “…, Reuters reported, | citing | two officials”."""
    return bool(CITES.fullmatch(words))


def inner_subject(text: str, start: int, cue: Span) -> Span | None:
    """The subject of a cue in another's content that begins at `start`: “reported | the minister | said”; or None."""
    subject = INNER_SUBJECT.fullmatch(text[start : cue.start]) if 0 < cue.start - start <= _BEFORE else None
    return Span(start + subject.start("source"), start + subject.end("source")) if subject else None


def _is_carried(text: str, source: Span, cue: Span) -> bool:
    """Whether a source before its cue follows “according to” or the like, so that its first part is an outlet."""
    return source.end <= cue.start and bool(CARRIED_BY.search(text, max(0, source.start - 20), source.start))


def refined(text: str, content: list[Span], marks: Sequence[Quotation]) -> list[Span]:
    """Content aligned to whole quotations, without stray punctuation at its end, adjacent pieces merged."""
    spans = [_trimmed(text, _snapped(span, marks), marks) for span in content]
    return _joined(text, spans)


def _trimmed(text: str, span: Span, marks: Sequence[Quotation]) -> Span:
    """Content without a comma or “>” before it, or a comma or full stop at its end.

    What ends a quotation or an abbreviation stays.
    """
    if text[span.start] in ",;>":
        words = text[span.start : span.end].lstrip(",; \t" if text[span.start] != ">" else "> \t")
        span = strip(text, span.end - len(words), span.end) or span
    last = text[span.end - 1]
    if last not in ",;.:" or len(span) < 2 or any(m.span.end >= span.end > m.span.start for m in marks):
        return span
    if last == "." and ABBREVIATION.search(text, max(span.start, span.end - 8), span.end):
        return span
    return strip(text, span.start, span.end - 1) or span


def _snapped(span: Span, marks: Sequence[Quotation]) -> Span:
    """The quotation that a span equals but for its marks, or else the span with marks missing at its edges taken in."""
    for mark in marks:
        q = mark.span
        if abs(q.start - span.start) <= 1 and abs(q.end - span.end) <= 2:
            return q
    start, end = span.start, span.end
    for mark in marks:
        q = mark.span
        if q.start == start - 1 and start < q.end <= end:
            start = q.start
        if mark.closed and q.end == end + 1 and start <= q.start < end:
            end = q.end
    return Span(start, end)


def apart(spans: list[Span]) -> list[Span]:
    """Pieces in text order, those that overlap merged."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """Pieces in text order; those that overlap or have only spaces between them are merged."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and (span.start <= merged[-1].end or not text[merged[-1].end : span.start].strip(" ")):
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
