"""Doubt phrases: the words by which it is said that a record is genuine or not, and those around them that turn it."""

from __future__ import annotations

import re

from ..english import lexicon
from ..patterns import lazy

# cases: tests/test_authenticity.py
_FAKE = (
    r"(?:fakes?|faked|fakery|forged|forger(?:y|ies)|fabricated|fabrications?|hoax(?:es)?|deep-?fakes?|bogus|"
    r"counterfeit|"
    r"falsified|inauthentic|AI[- ]generated|generated (?:by|with|using) (?:AI|artificial intelligence)|"
    r"computer-generated)"
)
_ALTERED = r"(?:doctored|manipulated|altered|photoshopped|spliced|tampered with|edited)"
_TAMPERING = r"(?:(?:digital )?(?:tampering|manipulation|editing|splicing|alteration|doctoring))"
_VERIFY = r"(?:verif(?:y|ies|ied|ying)|authenticat(?:e|es|ed|ing))"
_GENUINE = r"(?:genuine|authentic|real|legitimate)"
_AUTHENTICITY = r"(?:authenticity|genuineness|veracity|provenance)"
_OPEN = r"(?:unverified|unauthenticated|purported|purportedly|purporting|alleged)"
#: Words that can say something of a record.
WORDS = lazy(
    rf"\b(?:(?P<fake>{_FAKE})|(?P<altered>{_ALTERED})|(?P<tampering>{_TAMPERING})|(?P<verify>{_VERIFY})|"
    rf"(?P<genuine>{_GENUINE})|(?P<authenticity>{_AUTHENTICITY})|(?P<open>{_OPEN})|(?P<voice>voice))\b",
    re.IGNORECASE,
)
#: Stems of which an article has to contain one; looking for them first is faster.
TELLTALE = lazy(
    r"uthenti|erif(?:y|ie)|enuine|\b[Ff]ake|[Ff]orge|abricat|octored|dit(?:ed|ing)|anipulat|\b[Hh]oax|"
    r"[Dd]eep-?fake|amper|plice|"
    r"bogus|Bogus|AI[- ]generated|urport|\breal\b|voice\b|eracity|rovenance|alleged|altered|counterfeit|"
    r"falsified|hotoshop|"
    r"legitimate|enerated"
)
#: By which somebody calls a record something, and what they call so.
COMPLEMENT = lazy(
    r"\b(?P<verb>(?:call|brand|dismiss|denounc|describ|label|reject|condemn|declar|decr|deem|pronounc|consider|slam|"
    r"ridicul|bill|expos|debunk|identif)\w*)\s+(?P<object>(?:(?!\b(?:and|but|who|which|"
    r"that)\b)[^.;:!?“”\n]){1,110}?)\s*"
    r"(?:,? ?(?:as|to be|being)\b)?\s*$",
    re.IGNORECASE,
)
#: Before a noun that says what a record is: “as | a crude and obvious | forgery”.
BEFORE_NOUN = lazy(
    r"\b(?:an?|the)\s+(?:(?!(?:an?|the|of|in|on|for|as|that|which|is|was)\b)[\w’'-]+,?\s+){0,4}[“\"‘]?$", re.IGNORECASE
)
#: Signs that may stand between words of one group.
SIGNS = " “”\"‘’'\ue000"
BE = lexicon.words(
    "is was are were be been being ’s 's appears appeared appear seems seemed seem looks looked prove "
    "proves proved proven turned remains remained remain isn’t wasn’t aren’t weren’t isn't wasn't aren't "
    "weren't"
)
GROUP = BE | lexicon.words(
    "has have had having may might can could cannot would will should must do does did to not never yet so far also "
    "both all either only still already even indeed out believed deemed found shown thought said known like "
    "able unable possible impossible sure certain been as almost nothing but more than too either quite very "
    "determined understood considered reported judged ruled"
)
#: Verbs by which somebody is said to have called a record something: “was dismissed | as a fake”.
CALLED = lexicon.words(
    "dismissed denounced described labelled labeled branded rejected condemned declared called deemed "
    "pronounced exposed "
    "debunked decried confirmed verified authenticated accepted recognised recognized"
)
#: Words before a verb, beside its auxiliaries: what somebody tried, asked or declined to do.
TRYING = lexicon.words(
    "failed fail fails declined decline declines refused refuse refuses tried trying try tries working works worked "
    "seeking sought attempting attempted attempt hoping struggled struggling racing asked yet way ways no unable able "
    "seek continue continued continuing managed nobody none neither nor without difficult hard one"
)
NEGATIVE = lexicon.words(
    "not never cannot unable failed fail fails declined decline declines refused refuse refuses no nobody none neither "
    "nor without yet impossible difficult hard without"
)
TRIED = lexicon.words(
    "tried trying try tries working works worked seeking sought attempting attempted attempt hoping struggled "
    "struggling "
    "racing asked seek continue continued continuing may might could would will should must"
)
#: Verbs whose object is whether a record is genuine.
_CONFIRM = (
    r"(?:verif\w+|confirm\w*|authenticat(?:e|es|ed|ing)|establish\w*|ascertain\w*|vouch\w* for|corroborat\w+|"
    r"attest\w* to|acknowledg\w+|admit\w*|prov(?:e|es|ed|en|ing)|insist\w* on)"
)
_INSPECT = (
    r"(?:check\w*|assess\w*|investigat\w+|inspect\w*|examin\w+|review\w*|determin\w+|probe\w*|probing|"
    r"comment\w* on|address\w*|speak to|discuss\w*|look\w* into|analy[sz]\w+|know\w*)"
)
_DISPUTE = (
    r"(?:disput\w+|question(?:s|ed|ing)?|challeng\w+|doubt(?:s|ed|ing)?|contest\w*|den(?:y|ied|ies|ying)|reject\w*|"
    r"(?:cast\w*|throw\w*|threw) (?:\w+ )?doubts? (?:on|over|about|upon)|"
    r"(?:questions?|doubts?|concerns?|suspicions?|scepticism|skepticism|uncertainty|debate|dispute) (?:about|"
    r"over|on|as to|regarding|surrounding|around|of)|"
    r"(?:s[ck]eptical|suspicious|doubtful|unsure|uncertain) (?:of|about))"
)
#: What comes before the authenticity of a record, up to it.
GOVERNS = lazy(
    rf"\b(?:(?P<confirm>{_CONFIRM})|(?P<inspect>{_INSPECT})|(?P<dispute>{_DISPUTE}))\s+(?:either\s+)?"
    r"(?:(?:the|its|their|his|her|any|full)\s+)*(?:[\w’'-]+,? (?:and|or|and the|or the|nor the)\s+)?"
    r"(?P<whose>(?:[\w.’'&-]+\s+){0,5}[\w-]+['’]s?\s+|(?:its|their|the)\s+)?$",
    re.IGNORECASE,
)
#: What comes after it: “has been disputed”.
FOLLOWS = lazy(
    r"(?P<group>(?:[^.;:!?“”()\n]{0,90}?\b(?:is|was|are|were|be|been|being|remains?|remained)\b)"
    r"(?: (?:not|never|yet|also|still|to|be|been|being|immediately|independently|now|in|under|\w+ly))*)\s+"
    r"(?:(?P<confirm>verified|confirmed|established|authenticated|ascertained|corroborated|proven|proved)|"
    r"(?P<dispute>disputed|questioned|challenged|doubted|contested|denied|doubt|question|dispute)|"
    r"(?P<inspect>unclear|unverified|unknown|uncertain|unconfirmed|determined|checked|examined|assessed|"
    r"investigated))\b",
    re.IGNORECASE,
)
#: Parts of a record that can be verified: “could not verify the location of the video”.
ASPECT = lazy(
    r"\s*(?:(?:the|its|their)\s+)?(?:[\w-]+\s+)?(?:contents?|dates?|location|locations|sources?|origins?|"
    r"identity|timing|"
    r"setting|context)(?:,? (?:and|or) (?:the )?[\w-]+)?\s+(?:of|in|on|from)\s+",
    re.IGNORECASE,
)
#: What stands around a clause: “denied that”, “could not say whether”.
GOVERNOR = lazy(
    r"(?:\b(?P<word>[\w’'-]+(?:\s+for)?)(?P<more>(?:\s+(?:to|it|on)\s+[\w’'-]+){0,1}))?(?:(?:,?\s+|"
    r"^[\s“\"‘]*)(?P<that>that|whether|if|provided|assuming|unless))?(?:\s+or not)?\s*[“\"‘]?$",
    re.IGNORECASE,
)
NO_SIGN = lazy(
    r"\b(?:no|without|little|lacks?|any|not find|nothing to (?:suggest|indicate|show)|never) ?(?:clear |hard |"
    r"any |credible )?(?:evidence|indications?|proof|signs?|suggestion|reason to (?:believe|think|suspect))?(?: "
    r"(?:to (?:suggest|indicate)|suggesting))?(?: that)?\s*$",
    re.IGNORECASE,
)
SIGN_OF = lazy(
    r"\b(?:signs?|evidence|traces?|marks?|hints?|indications?|proof|hallmarks?)\s+of\s+(?:any\s+|\w+\s+)?$",
    re.IGNORECASE,
)
DENIES = lazy(
    r"(?:den(?:y|ied|ies|ying)|disput(?:e|es|ed|ing)|reject(?:s|ed|ing)?|doubt(?:s|ed|ing)?|dismiss(?:es|ed|"
    r"ing)?|rebut\w*|refut\w+)",
    re.IGNORECASE,
)
CONFIRM = lazy(_CONFIRM, re.IGNORECASE)
#: Before “whether”: what is asked, and what is doubted.
KNOWS = lazy(
    rf"{_CONFIRM}|{_INSPECT}|say|tell|clear|unclear|certain|sure|question\w*|doubt\w*|disput\w*", re.IGNORECASE
)
DOUBTS = lazy(r"question\w*|doubt\w*|disput\w*|challeng\w*", re.IGNORECASE)
#: What is denied: “rejected | claims | that the tape was doctored”.
CLAIM = frozenset(("claims", "suggestions", "allegations", "accusations"))
#: Edited as every interview is.
FOR_LENGTH = lazy(
    r"\s+(?:(?:(?:and|or|down)\s+\w+\s+)?(?:(?:slightly|lightly)\s+)?(?:for|by)|out|into)\b|,\s+\w+ed\b", re.IGNORECASE
)
#: How a video has to be edited to be told of: “a heavily edited clip”.
HOW_EDITED = lazy(r"\b\w+ly[- ]$", re.IGNORECASE)
BY = lazy(r"\s+(?:\w+ly\s+)?by\s+(?P<agent>(?:the\s+|an?\s+)?[^,.;:()“”\n]{2,80})", re.IGNORECASE)
#: Whose a voice is said to be.
WHOSE = lazy(
    r" (?:[\w’'-]+ ){0,3}?(?:(?P<not>not|never) )?(?P<whose>(?:in fact |indeed |actually |really )?(?:his|hers|"
    r"mine|theirs|"
    r"him|me|that of|(?:[A-Z][\w.’'-]* ){0,3}[A-Z][\w-]+['’]s?))(?![\w-])"
)
IS = lazy(
    r"(?P<group>(?:\s+(?:isn[’']t|wasn[’']t|is|was|has been|had been|be|as|belongs to|belonged to|appears to be|"
    r"appeared to be|sounds like|may be|could be|might be)(?![\w’']))+)",
    re.IGNORECASE,
)
HERS = lazy(
    r"\b(?:it|this|that|that[’']s|it[’']s)(?:\s+(?:is|was|be|been|not|n[’']t|indeed|isn[’']t|wasn[’']t|in fact|"
    r"really|may|might|could|has|had|appears|to))*\s+"
    r"(?:my|his|her|the (?:[\w-]+ )?[\w-]+['’]s|(?:[A-Z][\w.-]*\s+){0,2}[A-Z][\w-]+['’]s?)(?:\s+own)?\s+$"
)
HEARD_ON = lazy(r"\s*(?:heard\s+)?(?:on|in)\s+", re.IGNORECASE)
IDENTIFIED = lazy(r"\b(?:recogni[sz]|identif)\w+\s+(?:the|a|his|her)\s+$", re.IGNORECASE)
#: “It was doctored,” she said of | the tape.
OF_A_RECORD = lazy(r"\b(?:said|says|told|wrote|asked|added)\b[^.;“”]{0,40}?\b(?:of|about)\s+", re.IGNORECASE)
#: Whom a verb says that nobody does: “neither the ministry nor the union | has questioned”.
NOBODY = lazy(r"\b(?:neither|none|nobody|no)\b(?:(?!\bthat\b)[^,;:.“”\n]){0,50}$", re.IGNORECASE)
#: How far before a pronoun that is subject or object the record stands at most, in code points.
NEAR = 320
WORD = re.compile(r"[\w’'-]+")
#: The last word before a place.
LATER = re.compile(r"[\w’'-]+$")
#: A pronoun that is a subject, at its end.
PRONOUN = lazy(r"(?<![\w’'-])(?P<it>it|they|this|these|those|which|that)(?:[’']s)?$", re.IGNORECASE)
#: A pronoun that is an object, and no determiner.
OBJECT = lazy(
    r"(?:it|them)(?=\s*(?:[^\w\s]|$)|\s+(?:and|but|or|because|as|with|by|for|from|in|on|at|after|before|through|using|"
    r"independently|yet)\b)",
    re.IGNORECASE,
)
#: The nouns of recordings, which can be edited.
EDITED = frozenset(("recording", "photograph", ""))
#: What is seen or heard.
SEEN = frozenset(("recording", "photograph"))
#: Records that are only made up: “systems that can generate | a fake clip”.
MAKING = lazy(r"\b(?:creat|generat|mak|produc|spot|detect)\w*\s+$", re.IGNORECASE)
#: What stands before no record.
NEVER_BEFORE = frozenset(("real", "legitimate", "purportedly", "purporting", "fakery", "tampered with"))
#: Who is alleged to have done it, not what is alleged to be genuine.
DEALS = lazy(r"leaks?|contract|certificate")
#: Whose it is, at the head of a noun phrase: “Lund’s | forged letter”.
OWNER = lazy(r"[\w.’'&-]+['’]s?\s")
WHAT_IT_IS = lazy(r"\b(?:is|are|was|were)\s+$")
#: Between a record and “purportedly”.
PURPORTS = lazy(r",? |,? (?:which|that) (?:is |was |are |were )?|(?:(?!\bwho\b)[^.;:“”]){0,50}[,a-z] (?:and )?")
#: Before the noun that owns a subject: “some of | the tapes”.
OF = lazy(
    r"\b(?:the|its|their|all|some|any|most|both|one|part|parts|copies|copy)\s+(?:[\w-]+\s+)?of\s+$", re.IGNORECASE
)
#: Before a noun phrase that has no article.
BARE = lazy(r"\s(?!(?:the|an?|this|that|these|those|its|his|her|their|by)\b)", re.IGNORECASE)
OF_IT = lazy(r"\s+of\s+")
IN = lazy(r"\s+(?:in|on|with|of)\s+")
OWNED = lazy(r"[\w-]+['’]s?\s+$")
THE = lazy(r"\b(?:the|a|that|his|her)\s+$", re.IGNORECASE)
SEEMS = frozenset(("may", "might", "could", "appears", "appeared", "sounds"))
#: Words around signs of tampering.
SHOWING = lexicon.words(
    "no shows showed show bears bore any clear several find found contains contained some of many few"
)
#: Doubts that nobody need have voiced by a verb: “questions about the authenticity”.
A_DOUBT = lazy(r"(?:questions?|doubts?|concerns?|suspicions?|dispute|debate|uncertainty)\s", re.IGNORECASE)
#: Behind a verb whose object is a relative pronoun; and that, with its subject, before the verb.
NO_OBJECT = lazy(r"\s*(?:$|[,.;:)–—”\"]|-|(?:and|but|show\w*|which|for|because|as)\b)")
RELATIVE = lazy(r"[\s,](?:which|that)\s+(?:(?!\b(?:which|that|is|was|has|had|who)\b)[^,;:.()“”\n]){2,60}$")
#: How everybody’s words are edited.
LIGHTLY = frozenset(("lightly", "slightly", "newly", "nicely", "beautifully", "professionally"))
#: What is done to every film as well.
CUT = frozenset(("edited", "altered", "spliced"))
#: What follows a word that ends what is said: not another noun, as in “fake news”.
ENDS = lazy(
    r"$|\s*\n|\s*[^\w\s]|\s+(?:and|or|but|nor|by|to|in|on|at|of|as|for|with|from|after|before|because|when|"
    r"while|if|though|although|"
    r"that|since|using|until|or|the|a|an|he|she|they|it|we|was|is|are|were|would|could|has|had|have|may|this|"
    r"without|so|"
    r"\w+ly|together|again|yesterday|today|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z]\w*)\b"
)
#: Claims by their name that are said of records as well.
_SHOWN_IN = lexicon.words("report account finding evidence statement story version charge")
#: Nouns for what can be verified and is no record.
CLAIMED = lazy(
    lambda: (
        rf"\b(?:{lexicon.either(lexicon.CLAIMS - _SHOWN_IN)}|figure|number|report|toll|account|detail|information)s?\b"
    ),
    re.IGNORECASE,
)
#: What may stand between the noun of a subject and its verb.
LOOSE = lazy(
    r"\s*|(?:,?\s+(?:of|from|in|on|by|at|to|with|about|between|for|that|which|who|showing|show|posted|shared|published|"
    r"released|obtained|circulat\w+|purport\w+|taken|filmed|sent|attributed|allegedly|said|dated|being|seen|"
    r"written|leaked|"
    r"broadcast|aired|handed|given|made|recorded|apparently|appearing|depicting|reviewed|provided|uploaded|signed|"
    r"supposedly|[A-Z][\w.’'-]*|he|she|they|it|we|the)\b"
    r"(?:(?!\b(?:and|but|because|while|although|though|said|says|told|that)\b (?:the|it|he|she|they|a|an|"
    r"no)\b)[^;:“”\"\n]){0,150})",
)
#: What is taken from a record.
PART = lazy(
    r"\b(?:cop(?:y|ies)|batch|series|cache|trove|collection|set|parts?|versions?|portions?|excerpts?|clips?|"
    r"pages|some|one|many|most|all|both|none|several|two|three|"
    r"screenshots?|images?|photos?|videos?|recordings?|transcripts?|audio|footage|authenticity|"
    r"contents?)\s+(?:of|from)\s+$",
    re.IGNORECASE,
)
#: What isn't said of a record that there is: “could be altered”.
POSSIBLE = lexicon.words("can could would will")
SHOWN = lexicon.words("confirmed verified authenticated shown determined found")
HARDLY = lexicon.words("not never cannot no nothing")
