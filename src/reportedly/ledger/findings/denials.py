"""Denials: which statement denies which claim, and who leaves a denial out: an article of the ledger, or a draft.

The thresholds were set by hand, beside the planted articles of the tests and what was found in real news.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from ...english.lexicon import TITLES
from ...english.sentences import sentences as sentence_spans
from ...span import Span
from ..people.names import COMMON
from ..tables.record import Source, StatementRecord
from ..threads.linking import name_words
from ..threads.matches import differ
from ..threads.tokens import TokenKind, stem
from ..threads.wordings import ComparableWording, wording
from .accounts import figures
from .comparison import named
from .finding import ON_RECORD, Evidence, Finding, claims, quote, sentences
from .speakers import speakers

# cases: tests/test_planted.py, FOUND and NOT_FOUND
#: Words of denial in a content: "Mr Ravn denies the allegation", "is a lie".
DENYING = re.compile(
    r"\b(?:(?<!was )(?<!were )(?<!been )(?<!being )den(?:y|ies|ied)|"
    r"untrue|false|fabricat\w+|invent(?:ed|ion)|a lie|lies|nonsense|baseless|unfounded|never)\b",
    re.IGNORECASE,
)
#: The opening of a content that denies something as a whole, and leaves it to the words before to say what.
WHOLE = re.compile(
    r"[“\"]?(?:(?:it|this|that)(?=[.,]?[”\"]?$| (?:is|was|isn|wasn|did|never)\b)|(?:(?:the|all|any|these|"
    r"those|such|her|his|their) )?(?:\w+[’']s? )?(?:claims?|allegations?|accusations?|charges?|account|reports?|story|"
    r"suggestions?)\b)",
    re.IGNORECASE,
)
NEGATED = re.compile(r"\b(?:not|never|no|none|nothing|nobody)\b|n[’']t\b", re.IGNORECASE)
#: Words without which a content can't deny anything. A statement whose standing isn't "denied" needs one of them.
MAY_DENY = re.compile(f"{DENYING.pattern}|{NEGATED.pattern}", re.IGNORECASE)
#: Words of somebody who was denied something: "that he was denied a hearing".
PASSIVE = re.compile(r"\b(?:was|were|been|being) denied\b", re.IGNORECASE)
#: Contents that neither deny nor confirm; words of a claim that something hasn't happened.
UNKNOWING = re.compile(
    r"[“\"‘']?(?:that )?(?:\w+ ){1,3}?(?:(?:do|does|did)(?:n[’']t| not) know|had no idea|(?:was|were) unaware)"
    r"[.,]?[”\"’']?$",
    re.IGNORECASE,
)
UNDONE = re.compile(r"\b(?:yet to|failed to|unable to|refused to)\b", re.IGNORECASE)
#: Code points at the beginning of a long reply to a claim as a whole, in which it has to deny it.
OPENING = 80
#: The cue of a plea before a court.
PLEA = re.compile(r"\bple(?:ad\w*|d)\b", re.IGNORECASE)
#: Standings of claims that may have been denied.
CLAIMED = frozenset(["asserted", "alleged"])
#: Standings of statements that deny nothing.
NO_DENIAL = frozenset(["not said", "neither", "declined"])
#: Most code points between a claim and what is said of it in the same sentence: “, the prosecutor said; Lund says”.
IN_A_SENTENCE = 60
#: Most words between a negation and what it negates.
BEFORE = 3
#: How many positions after a claim its denial as a whole ("it", "the claim") may stand, in statements.
NEXT = 2
#: Weight of common words (`Token.weight`, about 1 a word) from which a denial is taken to be about a claim.
SHARED = 2.0
#: The same of a denial in the claim's own article that says little more than what it denies.
ABOUT = 1.0
#: Shares, 0 to 1, of weight in common. MOSTLY: of a denial, for it to be about the claim. RETELLING: of a claim, for a
#: statement that repeats it. OF_REPLY: of a reply, which only negates something, for it to be about the claim.
MOSTLY, RETELLING, OF_REPLY = 0.7, 0.5, 0.4
#: Of a draft: least weight of words in common (`Token.weight`), if a claim is what is denied, by whoever the claim is
#: about or comes from, and by anybody else; least share (0 to 1) of the denial's words; fewest words in common.
CONCERNED, ANYBODY = 1.2, 3.0
OF_DENIAL: Final = 0.6
WORDS: Final = 3
#: Least weight of words in common, and least share (0 to 1) of the slighter of two statements, that make one claim:
#: of one speaker, and of two.
ONE_CLAIM: Final = {"same": (2.5, 0.6), "unknown": (3.5, 0.75), "other": (3.5, 0.75)}
#: Somebody the words don't name; who says that nothing of the kind was done, by himself or those whom he speaks for.
THEM = re.compile(r"\b(?:he|she|they|it|his|her|their|its)\b", re.IGNORECASE)
US = re.compile(r"\b(?:I|me|[Mm]y|[Ww]e|us|[Oo]ur)\b")
#: Least weight of words in common, and least share (0 to 1) of a claim's, of a sentence in which an article says it of
#: its own; words by which it doesn't.
OWN_VOICE, ALL = 3.0, 0.75
_LEFT_OPEN: Final = re.compile(
    r"\b(?:not|never|no|none|nothing|nobody|den(?:y|ies|ied|ial)|alleg\w+|accus\w+|claim\w*|charge[sd]?|whether|if|"
    r"said|says?|told|according|reported\w*|rumou?r\w*|suggest\w*|question\w*|suspect\w*|suppos\w+)\b|n[’']t\b|\?",
    re.IGNORECASE,
)
#: The opening of what somebody says of himself, or of those whom he speaks for.
OF_ONESELF: Final = re.compile(r"[“\"‘']?(?:that )?(?:I|we|he|she|they|it)\b", re.IGNORECASE)
#: Words for whatever it may be, by which more is denied than is claimed: “never locked anybody in anywhere”.
WHATEVER: Final = frozenset(
    map(stem, ("anybody", "anyone", "anything", "anywhere", "nobody", "any", "single", "ever", "kind", "sort", "life"))
)


# -- left out by an article of the ledger ----------------------------------------------------------------------------


def denied_elsewhere(thread: Sequence[StatementRecord], others: Sequence[StatementRecord]) -> Iterator[Finding]:
    """Articles that report a claim and leave out its denial, which another article published no later reports.

    thread: the statements of one thread. others: the statements that may deny it, in these articles and in others.
    """
    denials = [other for other in others if any(denies(other, statement) for statement in thread)]
    deniers = {name for denial in denials for name in (denial.holder, denial.who)}
    told = {o.source.id for o in others if o in denials or (o.standing == "denied" and _is_of(o, denials))}
    recorded = any(map(_on_record, thread))
    for statement in thread:
        known = [r for r in denials if not r.nested and _may_answer(r, statement, recorded) and _was_out(r, statement)]
        if statement.standing == "alleged":  # the article leaves it open, but who is meant has answered it
            known = [reply for reply in known if _is_meant(reply, statement)]
        own = statement.holder in deniers and not recorded
        knows = own or statement.source.id in told or statement.source.copy_of in told
        undone = UNDONE.search(statement.content)  # it says so itself
        if knows or undone or statement.standing not in CLAIMED or not known or not claims(statement):
            continue
        told.add(statement.source.id)
        first = min(known, key=lambda r: (r.source.published or "~", WHOLE.match(r.content) is not None, r.id))
        sentence = (
            f"{statement.source.name} has {quote(statement.content, 70)}, said by {statement.who}, "
            f"and not that {first.who} denied it in {first.source.name}: {quote(first.content, 70)}."
        )
        yield Finding("denied-elsewhere", sentence, (Evidence.of(statement), Evidence.of(first)))


def _is_of(one: StatementRecord, denials: Iterable[StatementRecord]) -> bool:
    """Whether a statement is of somebody who denies, be it together with others: “Lund and Voss”."""
    return any(
        one.holder == denial.holder
        or one.who == denial.who
        or (one.kind == "group" and " and " in one.who and name_words(denial.name) <= name_words(one.name))
        for denial in denials
    )


def has_its_say(one: StatementRecord, claim: StatementRecord, denial: StatementRecord) -> bool:
    """Whether a statement of an article is told as the answer to a claim there, by whoever denies it elsewhere.

    It is read as an answer, or stands right behind the claim in its sentence.
    """
    if not _is_of(one, [denial]) or one.nested or one.standing in NO_DENIAL:
        return False
    if any(answered == claim.id and relation != "confirms" for answered, relation in one.answers):
        return True
    return one.position == claim.position + 1 and 0 <= one.spans[0].start - claim.spans[-1].end <= IN_A_SENTENCE


def says_that_they_deny(text: str, name: str | None) -> bool:
    """Whether a text has the last name of somebody, and in the same sentence that they deny something."""
    last = (name or "").rpartition(" ")[2]
    denied = r"den(?:y|ies|ied)|(?:reject|dismiss|disput)e?[sd]?(?:ed|es)?"
    negated = r"(?:insist|maintain|sa[iy]|swear|swore|protest)\w*\b[^.!?\n]{0,40}?(?:\w+n[’']t|not|never|no such)"
    told = rf"\b{re.escape(last)}\b[^.!?\n]{{0,120}}\b(?:{denied}|{negated})\b"
    return len(last) > 2 and re.search(told, text) is not None


def denies(reply: StatementRecord, claim: StatementRecord) -> bool:
    """Whether a reply denies a claim.

    It does if the reading has it as an answer that denies, or that answers with words of denial; if it repeats the
    claim's words as denied; if it denies "it" as a whole right after the claim; or if somebody whom the claim names
    denies or negates words that it shares with the claim.
    """
    if reply.id == claim.id or reply.holder is None or not _may_answer(reply, claim) or not claims(claim):
        return False
    if claim.act == "rule" or PLEA.search(reply.cue):  # nobody denies a verdict, nor is a plea one
        return False
    if WHOLE.match(reply.content) and "must" in _of(wording(claim.content, claim.type), "mood"):
        return False  # what should be done isn't denied
    how = {relation for answered, relation in reply.answers if answered == claim.id}
    if how:
        denied = "denies" in how or bool(DENYING.search(reply.content))
        return denied and (WHOLE.match(reply.content) is not None or _is_near(reply, claim))
    if reply.source.id != claim.source.id:
        about = _retells(reply, claim) or (_is_meant(reply, claim) and _is_part(reply, claim))
        denied = (reply.standing == "denied" and about) or _negates_elsewhere(reply, claim)
        return denied and not _both_negate(reply, claim)
    return _denies_here(reply, claim)


def _both_negate(reply: StatementRecord, claim: StatementRecord) -> bool:
    """Whether a reply and a claim both say that it isn't so, and not that what isn't so is denied.

    Who denies “that she told pupils not to speak” repeats the claim with its “not”.
    """
    if UNDONE.search(claim.content):
        return True
    repeated = reply.type == "indirect" and reply.standing == "denied" and _is_negated(reply, claim)
    return _is_negated(claim, reply) and not repeated


def _negates_elsewhere(reply: StatementRecord, claim: StatementRecord) -> bool:
    """Whether somebody whom another article's claim is about says of himself that it isn't so.

    “He had never been offered money to lose a match” is a denial, also where it is only said.
    """
    if reply.nested or reply.standing not in ("asserted", "denied") or reply.act != "say":
        return False
    if not _is_meant(reply, claim):
        return False
    of_oneself = OF_ONESELF.match(reply.content) and _is_negated(reply, claim)
    if not of_oneself or NEGATED.search(claim.content) or _has_mood(reply, claim):
        return False
    mine, theirs = (wording(one.content, one.type) for one in (reply, claim))
    alike = sum(mine.tokens[at].form in theirs.contents for at in mine.at)
    shared = _shared(reply, claim, names=False)
    return alike >= WORDS and shared >= max(CONCERNED, OF_DENIAL * _shared(reply, reply, names=False))


def _has_mood(*statements: StatementRecord) -> bool:
    """Whether one of some statements tells what will, may or should be: that can't be denied."""
    return any(_of(wording(one.content, one.type), "mood") for one in statements)


def _denies_here(reply: StatementRecord, claim: StatementRecord) -> bool:
    """Whether a reply denies a claim of the same article, as far as its own words tell."""
    if reply.standing == "denied" and _retells(reply, claim):
        return True
    if WHOLE.match(reply.content) and 0 < reply.position - claim.position <= NEXT:
        return reply.standing == "denied" or bool(DENYING.search(reply.content[:OPENING]))
    if reply.standing == "denied" and DENYING.search(reply.cue) and _is_about(reply, claim):
        return True
    return negates_of_oneself(reply, claim)


def one_claim(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether two articles make one claim, each in its words: most of those of the shorter, figures and names alike."""
    if one.source.id == other.source.id or one.nested or other.nested or not (claims(one) and claims(other)):
        return False
    mine, theirs = (wording(statement.content, statement.type) for statement in (one, other))
    least, share = ONE_CLAIM[speakers(one, other)]
    if mine.in_common(theirs) < max(least, share * min(mine.info, theirs.info)):
        return False
    figured = figures(mine), figures(theirs)
    names = _of(mine, "name"), _of(theirs, "name")
    odd = len(_of_kind(mine, "negation")) % 2 != len(_of_kind(theirs, "negation")) % 2
    apart = (names[0] - names[1] and names[1] - names[0]) and speakers(one, other) != "same"
    return min(figured, key=len) <= max(figured, key=len) and not (odd or apart)


def _never_did(reply: StatementRecord, claim: StatementRecord) -> bool:
    """Whether somebody says never to have done anything of what the claim says: “I have never locked anybody in”."""
    said = wording(claim.content, claim.type).contents
    for sentence in sentences(reply.content):
        words = wording(sentence, reply.type)
        negations = [i for i, token in enumerate(words.tokens) if token.kind == "negation"]
        after = [token.form for token in words.tokens[negations[0] :] if token.weight] if len(negations) == 1 else []
        before = [token for token in words.tokens[: negations[0]] if token.weight] if after else []
        if after and not before and US.search(sentence) and after[0] in said and {*after} <= said | WHATEVER:
            return True
    return False


def negates_of_oneself(reply: StatementRecord, claim: StatementRecord) -> bool:
    """Whether somebody whom a claim of the same article names denies or negates words of it."""
    if reply.source.id != claim.source.id or not _may_answer(reply, claim):
        return False
    if not (_is_meant(reply, claim) or _is_theirs(reply, claim)):
        return False
    if not NEGATED.search(claim.content) and _never_did(reply, claim):
        return True
    negated = bool(NEGATED.search(reply.content)) and not NEGATED.search(claim.content)
    shared = _shared(reply, claim)
    about = shared >= SHARED and (reply.standing == "denied" or shared >= OF_REPLY * _shared(reply, reply))
    mine, theirs = (wording(one.content, one.type) for one in (reply, claim))
    negated = negated and (differ(mine, theirs) == "contrary" or _negates_right_behind(reply, claim))
    negated = negated and ("must" in _of(mine, "mood")) == ("must" in _of(theirs, "mood"))  # “should go”: “I won't”
    return (reply.standing == "denied" or negated) and about


def _negates_right_behind(reply: StatementRecord, claim: StatementRecord) -> bool:
    """Whether a reply comes right behind a claim, and negates what it has in common with it in the same mood.

    Who is called by name and title in the claim is “she” or “I” in the reply, which makes them less alike.
    """
    mine, theirs = (wording(one.content, one.type) for one in (reply, claim))
    behind = 0 < reply.position - claim.position <= NEXT
    return behind and _is_negated(reply, claim) and _of(mine, "mood") == _of(theirs, "mood")


def _is_described(reply: StatementRecord, claim: StatementRecord) -> bool:
    """Whether whoever replies is only described, so that it may be whose claim it is: “the school”."""
    return reply.kind == claim.kind and bool(reply.name) and reply.name == (reply.name or "").lower()


def _may_answer(reply: StatementRecord, claim: StatementRecord, recorded: bool = False) -> bool:
    """Whether a reply can be to a claim: to another's, or to one's own words where a record has them.

    recorded: whether another article says that there is a record.
    """
    if (PASSIVE.search(reply.content) and not DENYING.search(reply.cue)) or UNKNOWING.match(reply.content):
        return False
    if (reply.document and reply.document == reply.name) or _is_described(reply, claim):
        return False  # “the first release denying it”: nobody denies it now
    return reply.standing not in NO_DENIAL and (reply.holder != claim.holder or recorded or _on_record(claim))


def _on_record(claim: StatementRecord) -> bool:
    """Whether a hop of the claim's chain leads to a record or a publication."""
    return any(relation in ON_RECORD for _, relation in claim.chain)


def _retells(reply: StatementRecord, claim: StatementRecord) -> bool:
    """Whether a reply repeats most of a claim, names aside."""
    shared = _shared(reply, claim, names=False)
    return shared >= SHARED and shared >= RETELLING * _shared(claim, claim, names=False)


def _is_part(reply: StatementRecord, claim: StatementRecord) -> bool:
    """Whether what is denied, names aside, is mostly in a claim that has more beside it: a place, an hour."""
    shared = _shared(reply, claim, names=False)
    return shared >= SHARED and shared >= MOSTLY * _shared(reply, reply, names=False)


def _is_negated(claim: StatementRecord, reply: StatementRecord) -> bool:
    """Whether a claim negates what it has in common with a reply, rather than something it goes on to say."""
    mine, theirs = (wording(one.content, one.type) for one in (claim, reply))
    common = [i for i in mine.at if mine.tokens[i].form in theirs.contents]
    around = mine.tokens[max(0, common[0] - BEFORE) : common[-1] + 1] if common else ()
    return any(token.kind == "negation" for token in around)


def _is_near(reply: StatementRecord, claim: StatementRecord) -> bool:
    """Whether a reply has a telling word of the claim, or right after it is about whom the claim names.

    What is said to be denied, and shares no word with the claim, is something else: “denied that it had dismissed her”.
    """
    if reply.type == "indirect" and _shared(reply, reply) >= SHARED and not _shared(reply, claim):
        return False
    return _shared(reply, claim) >= ABOUT or reply.position - claim.position == 1 or _is_meant(reply, claim)


def _is_about(reply: StatementRecord, claim: StatementRecord) -> bool:
    """Whether the words denied, names aside, are mostly the claim's: "denied that he had asked for pumps"."""
    shared = _shared(reply, claim, names=False)
    return shared >= ABOUT and shared >= MOSTLY * _shared(reply, reply, names=False)


def _shared(reply: StatementRecord, claim: StatementRecord, names: bool = True) -> float:
    """The weight of the reply's words that the claim has too, without the name of who replies.

    names: whether other names count.
    """
    mine, theirs = (wording(statement.content, statement.type) for statement in (reply, claim))
    own = name_words(reply.name)
    shared = [t for t in map(mine.tokens.__getitem__, mine.at) if t.form in theirs.contents and t.word not in own]
    return sum(token.weight for token in shared if names or token.kind != "name")


def _is_meant(reply: StatementRecord, claim: StatementRecord) -> bool:
    """Whether the claim names whoever replies.

    By the last name, in one article by the first too; a body by any word of its name that few others have, and so
    whoever speaks for it by the role.
    """
    name = (reply.name or "").split()
    called = name[-1:]
    if reply.kind == "person":
        called += name[:1] if reply.source.id == claim.source.id else []
        called += [word.strip(".,") for word in (reply.role or "").split() if word[:1].isupper()]
    else:
        called += [word for word in name if word[:1].isupper()]
    known = (word.removesuffix("’s").removesuffix("'s") for word in called)
    own = [word for word in known if len(word) > 2 and word.lower() not in COMMON | TITLES]
    return any(re.search(rf"\b{re.escape(word)}\b", claim.content) for word in own)


def _is_theirs(reply: StatementRecord, claim: StatementRecord) -> bool:
    """Whether a reply right behind a claim about somebody whom it doesn't name speaks of its holder: “her brother”."""
    behind = reply.position == claim.position + 1 and speakers(reply, claim) == "other"
    return behind and THEM.search(claim.content) is not None and US.search(reply.content) is not None


def _was_out(reply: StatementRecord, statement: StatementRecord) -> bool:
    """Whether the reply was published no later than the statement. False if either day is unknown."""
    return bool(
        reply.source.published and statement.source.published and reply.source.published <= statement.source.published
    )


def own_sentences(text: str, statements: Iterable[StatementRecord]) -> list[Span]:
    """The sentences in which an article says something of its own, without leaving it open. statements: all of its.

    What it says that somebody was told or asked, and not by whom, is its own: “the company was warned of the crack”.
    """
    others = [one for one in statements if one.source_spans or one.name or one.type != "indirect"]
    said = [span for one in others for span in (*one.spans, *one.source_spans)]
    every = (Span(one.start, one.start + len(one.of(text).rstrip())) for one in sentence_spans(text))
    return [one for one in every if not (_LEFT_OPEN.search(one.of(text)) or any(map(one.overlap, said)))]


def is_told(claim: StatementRecord, sentence: ComparableWording) -> bool:
    """Whether a sentence of an article says nearly all that a claim does."""
    said = wording(claim.content, claim.type)
    return claims(claim) and said.in_common(sentence) >= max(OWN_VOICE, ALL * said.info)


def is_denied(denial: StatementRecord, sentence: ComparableWording) -> bool:
    """Whether a sentence of an article says nearly all that somebody denies in another one, and negates as much."""
    if denial.standing != "denied" or denial.type != "indirect" or denial.nested or not is_told(denial, sentence):
        return False
    denied = wording(denial.content, denial.type)
    return len(_of_kind(denied, "negation")) % 2 == len(_of_kind(sentence, "negation")) % 2


def told_as_fact(
    source: Source, text: str, statements: Iterable[StatementRecord], sentence: Span, denial: StatementRecord
) -> Iterator[Finding]:
    """That an article says of its own what somebody denied in another before, and leaves that out.

    text, statements: of the article `source`.
    """
    denied = any(one.standing in ("denied", "not said") and _is_of(one, [denial]) for one in statements)
    early = not (denial.source.published and source.published) or denial.source.published > source.published
    if denied or early or denial.nested or says_that_they_deny(text, denial.name):
        return
    words = sentence.of(text)
    told = (
        f"{source.name} has {quote(words, 70)}, and not that {denial.who} denied it in {denial.source.name}: "
        f"{quote(denial.content, 70)}."
    )
    yield Finding("denied-elsewhere", told, (Evidence.at(source, sentence, words), Evidence.of(denial)))


# -- left out by a draft ---------------------------------------------------------------------------------------------


def left_out(
    claim: StatementRecord,
    others: Sequence[StatementRecord],
    draft: Sequence[StatementRecord],
    same: Collection[int] = (),
) -> Finding | None:
    """A claim of a draft that was denied before, and of which the draft has no denial.

    others: statements of other articles. draft: all of the draft's. same: ids of statements that are this claim.
    """
    if claim.standing != "asserted" or not claims(claim) or claim.nested:
        return None
    if any(denies(one, claim) for one in draft) or "must" in _of(wording(claim.content, claim.type), "mood"):
        return None
    told = [one for one in others if one.id in same]
    retold = [one for one in others if one.id in same or one_claim(claim, one)]
    beside = {one.source.id for one in told}  # articles that have both
    known = [
        one
        for one in others
        if _was_known(one, claim)
        and (
            denies_it(one, claim, one.source.id in beside and not _answers_another(one, same))
            or _answers(one, same)
            or (not one.nested and any(negates_of_oneself(one, other) or _answers(one, {other.id}) for other in retold))
        )
    ]
    denied = [one for one in draft if one.standing == "denied"]
    known = [
        one
        for one in known
        if not any(_is_one(one, other) for other in denied) and not any(has_its_say(o, claim, one) for o in draft)
    ]
    if not known:
        return None
    first = min(known, key=lambda one: (one.source.published or "~", one.id))
    sentence = (
        f"{claim.source.name} has {quote(claim.content, 70)}, said by {claim.who}, and not that {first.who} denied it "
        f"in {named(first.source)}: {quote(first.content, 70)}."
    )
    return Finding("denied-elsewhere", sentence, (Evidence.of(claim), Evidence.of(first)))


def denies_it(reply: StatementRecord, claim: StatementRecord, beside: bool = False) -> bool:
    """Whether a statement denies what a claim says, and not something else of the same matter.

    beside: whether its article has the claim too.
    """
    if reply.standing != "denied" or reply.nested or reply.name is None:
        return False
    if reply.type != "indirect" and speakers(reply, claim) == "same":
        return False  # the same in its own words
    own = name_words(reply.name)
    mine, theirs = (wording(one.content, one.type, own) for one in (reply, claim))
    shared = mine.in_common(theirs)
    alike = sum(token.form in theirs.contents for token in (mine.tokens[i] for i in mine.at))
    concerned = beside or speakers(reply, claim) == "same" or _names(claim, reply)
    if (
        shared < (CONCERNED if concerned else ANYBODY)
        or shared < OF_DENIAL * mine.info
        or alike < min(WORDS, len(mine.at))
    ):
        return False
    # What was denied is told indirectly, the denial itself in its own words: “I never took it”.
    alike_negated = len(_of(mine, "negation")) % 2 == len(_of(theirs, "negation")) % 2
    if alike_negated != (reply.type == "indirect"):
        return False
    return not any(_of(mine, kind) - _of(theirs, kind) and _of(theirs, kind) - _of(mine, kind) for kind in _TELLING)


_TELLING: Final[tuple[TokenKind, ...]] = ("number", "name")


def _answers(reply: StatementRecord, same: Collection[int]) -> bool:
    """Whether it denies, as a whole, one of the statements that are the claim: “the allegation”, “it”."""
    denied = any(number in same and relation == "denies" for number, relation in reply.answers)
    return denied and WHOLE.match(reply.content) is not None


def _answers_another(reply: StatementRecord, same: Collection[int]) -> bool:
    """Whether it is told as the denial of something else than the statements that are the claim."""
    denied = {number for number, relation in reply.answers if relation == "denies"}
    return bool(denied) and denied.isdisjoint(same)


def _is_one(one: StatementRecord, other: StatementRecord) -> bool:
    """Whether two statements are one's, as far as names tell: “Darrow” and “Colm Darrow”."""
    words = name_words(one.name), name_words(other.name)
    return (one.holder is not None and one.holder == other.holder) or bool(
        words[0] and words[1] and (words[0] <= words[1] or words[1] <= words[0])
    )


def _of(words: ComparableWording, kind: TokenKind) -> set[str]:
    return {*_of_kind(words, kind)}


def _of_kind(words: ComparableWording, kind: TokenKind) -> list[str]:
    return [token.form for token in words.tokens if token.kind == kind]


def _names(claim: StatementRecord, reply: StatementRecord) -> bool:
    """Whether the claim names whoever replies, by the last name, or by the first word of a body's name."""
    name = (reply.name or "").split()
    return any(len(word) > 2 and re.search(rf"\b{re.escape(word)}\b", claim.content) for word in (name[-1], name[0]))


def _was_known(reply: StatementRecord, claim: StatementRecord) -> bool:
    """Whether the denial was published no later than the draft; where a day is unknown, it was."""
    return not (reply.source.published and claim.source.published) or reply.source.published <= claim.source.published
