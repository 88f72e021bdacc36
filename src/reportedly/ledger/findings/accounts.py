"""Findings about contradiction: a denial that an article leaves out, and accounts that can't both be true.

The thresholds were set by hand, beside the planted articles of the tests and what was found in real news.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import product

from ..tables.record import StatementRecord, near
from ..threads.linking import name_words
from ..threads.wordings import ComparableWording, differ, wording
from .finding import ON_RECORD, Evidence, Finding, claims, extents, quote, sentences, states, two_accounts
from .opposites import opposite

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
#: Most words of an account in which some numbers are those of the other account.
LONGEST = 30
#: Weight of common words (`Token.weight`) from which two accounts are taken to be about the same event.
COMMON = 5.0
#: The same where they have nearly all words in common: a share (0 to 1) of the weight of the longer one.
VERBATIM, ALMOST = 3.0, 0.8
#: Contents about the holder itself, or about somebody the words don't name: "it had a loss", "net income fell to …".
#: Two holders who say such things speak of different matters.
OWN = re.compile(
    r"[“\"‘']?(?:that )?(?:I|we|he|she|it|they|my|our|his|her|its|their)\b|"
    r".*\b(?:net|earnings|profits?|revenues?|dividends?|the company|(?:a|per|of|common|preferred) (?:share|stock))\b",
    re.IGNORECASE | re.DOTALL,
)
POWERS = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
#: Shares, 0 to 1, of weight in common. MOSTLY, HALF: of the slighter and of the other of two accounts, for a conflict.
#: RETELLING: of a claim, for a statement that repeats it.
MOSTLY, HALF, RETELLING = 0.7, 0.5, 0.5
#: The same of a reply, which only negates something, for it to be about the claim.
OF_REPLY = 0.4


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
        own = statement.holder in deniers and not recorded
        knows = own or statement.source.id in told or statement.source.copy_of in told
        undone = UNDONE.search(statement.content)  # it says so itself
        if knows or undone or statement.standing != "asserted" or not known or not claims(statement):
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
    told = rf"\b{re.escape(last)}\b[^.!?\n]{{0,120}}\b(?:den(?:y|ies|ied)|(?:reject|dismiss|disput)e?[sd]?(?:ed|es)?)\b"
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
    how = {relation for answered, relation in reply.answers if answered == claim.id}
    if how:
        denied = "denies" in how or bool(DENYING.search(reply.content))
        return denied and (WHOLE.match(reply.content) is not None or _is_near(reply, claim))
    if reply.source.id != claim.source.id:
        both = UNDONE.search(claim.content) or _is_negated(claim, reply)  # both say that it isn't so
        about = _retells(reply, claim) or (_is_meant(reply, claim) and _is_part(reply, claim))
        return reply.standing == "denied" and not both and about
    return _denies_here(reply, claim)


def _denies_here(reply: StatementRecord, claim: StatementRecord) -> bool:
    """Whether a reply denies a claim of the same article, as far as its own words tell."""
    if reply.standing == "denied" and _retells(reply, claim):
        return True
    if WHOLE.match(reply.content) and 0 < reply.position - claim.position <= NEXT:
        return reply.standing == "denied" or bool(DENYING.search(reply.content[:OPENING]))
    if reply.standing == "denied" and DENYING.search(reply.cue) and _is_about(reply, claim):
        return True
    return negates_of_oneself(reply, claim)


def negates_of_oneself(reply: StatementRecord, claim: StatementRecord) -> bool:
    """Whether somebody whom a claim of the same article names denies or negates words of it."""
    if reply.source.id != claim.source.id or not _may_answer(reply, claim) or not _is_meant(reply, claim):
        return False
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
    """Whether the claim names whoever replies, by the last name."""
    last = (reply.name or "").rpartition(" ")[2]
    return len(last) > 2 and re.search(rf"\b{re.escape(last)}\b", claim.content) is not None


def _was_out(reply: StatementRecord, statement: StatementRecord) -> bool:
    """Whether the reply was published no later than the statement. False if either day is unknown."""
    return bool(
        reply.source.published and statement.source.published and reply.source.published <= statement.source.published
    )


def conflicting(statement: StatementRecord, others: Iterable[StatementRecord]) -> Iterator[Finding]:
    """Accounts of other holders that can't be true if this one is: a sentence that has another number or a negation."""
    for other in others:
        if _may_conflict(statement, other) and any(
            _are_contrary(one, two) for one, two in product(_accounts(statement), _accounts(other))
        ):
            yield two_accounts(statement, other)


def excluded(statement: StatementRecord, others: Iterable[StatementRecord]) -> Iterator[StatementRecord]:
    """Those of other articles, and of other holders, by whom something was done that by a statement wasn't, or the
    other way round."""
    for other in others:
        if statement.source.id != other.source.id and _may_conflict(statement, other) and opposite(statement, other):
            yield other


def _accounts(statement: StatementRecord) -> list[tuple[str, ComparableWording]]:
    """The sentences of a statement that tell what happened, each with its wording."""
    told = (part for part in sentences(statement.content) if states(part) and not OWN.match(part))
    return [(part, wording(part, statement.type)) for part in told]


def _are_contrary(one: tuple[str, ComparableWording], other: tuple[str, ComparableWording]) -> bool:
    """Whether two sentences agree, also in time and area, but for one negation or the numbers (not for both)."""
    (mine, ours), (its, theirs) = one, other
    shared = ours.in_common(theirs)
    enough = COMMON if shared < ALMOST * max(ours.info, theirs.info) else VERBATIM
    least, most = sorted((ours.info, theirs.info))
    if shared < max(enough, MOSTLY * least, HALF * most) or _of(ours, "name") != _of(theirs, "name"):
        return False
    numbers = figures(ours), figures(theirs)
    both = numbers[0] & numbers[1]
    if both and (len(numbers[0] ^ numbers[1]) != 2 or max(len(ours.tokens), len(theirs.tokens)) > LONGEST):
        both = set()  # of documents and figures read out, that are printed otherwise
    negated = (len(_of(ours, "negation")) - len(_of(theirs, "negation"))) % 2 == 1
    counted = all(numbers) and numbers[0] & numbers[1] == both and bool(_counted(ours, both) & _counted(theirs, both))
    contrary = (negated and numbers[0] == numbers[1]) != (counted and not negated)
    return contrary and extents(mine) == extents(its) and differ(ours, theirs) == "contrary"


def _of(words: ComparableWording, kind: str) -> list[str]:
    """The forms of all tokens of one kind, sorted."""
    return sorted(token.form for token in words.tokens if token.kind == kind)


def _counted(words: ComparableWording, but: Collection[str]) -> set[tuple[str, str]]:
    """What stands right before and after each number of a wording: what is counted, or by what it is told.

    but: numbers that aren't asked for, in figures: of “19 of the 41 taps” the one that both accounts have.
    """
    forms = ["", *(token.form for token in words.tokens), ""]
    found: set[tuple[str, str]] = set()
    for i, token in enumerate(words.tokens, 1):
        if token.kind == "number" and token.form not in but:
            found |= {("after", forms[i + 1])} if forms[i + 1] else {("before", forms[i - 1])}
    return found


def figures(words: ComparableWording) -> set[str]:
    """The numbers of a wording in figures: "400" for "four hundred"."""
    found: list[str] = []
    after = False
    for token in words.tokens:
        power = POWERS.get(token.form)
        if power and after and found[-1].replace(".", "", 1).isdigit():
            found[-1] = f"{(Decimal(found[-1]) * power).normalize():f}"
        elif token.kind == "number":
            found.append(str(power or token.form))
        after = token.kind == "number"
    return {*found}


def _may_conflict(one: StatementRecord, other: StatementRecord) -> bool:
    if one.holder is None or other.holder is None or one.holder == other.holder or one.nested or other.nested:
        return False
    if {one.standing, other.standing} != {"asserted"} or other.source.copy_of == one.source.id:
        return False
    return near(one, other)
