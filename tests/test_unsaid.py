"""What was not said, and what the article itself disputes: text → standing and the words it rests on."""

from __future__ import annotations

import pytest
from drafts import GivenPairs, reading_from

from reportedly.ledger import Ledger, Query

#: The last statement of each text wasn't said; the words that say so.
NOT_SAID = [
    # negation
    ("[s:{Field}] [c:never said] [q:that the bridge was safe].", "never"),
    ("[s:{Ana Reyes}] [c:did not say] [q:that the quay would close].", "not"),
    ("[s:The ministry] [c:hasn’t claimed] [q:that the dam is sound].", "n’t"),
    ("[s:{Ole Lund}] [c:has never publicly promised] [q:to sell the ferry].", "never"),
    ("[s:The report] [c:does not state] [q:who was to blame].", None),
    ("[s:The letter] [c:does not mention] [q:the missing funds].", "not"),
    ("[s:The survey] [c:did not show] [q:that prices had fallen].", "not"),
    ("[s:She] [c:stopped short of accusing] [q:{Lund} of theft].", "stopped short of"),
    ("[s:{Petra Dahl}] [c:failed to mention] [q:the second tape].", "failed to"),
    ("[s:The union] has [c:yet to announce] [q:a strike].", "yet to"),
    ("[s:{Kos}] spoke for an hour without [c:saying] [q:that she would resign].", "without"),
    ("[s:Nobody] [c:said] [q:that the lift was broken].", "Nobody"),
    ("[s:No official] [c:has suggested] [q:that the wells are clean].", "No"),
    ("[s:Neither {Field} nor {Reyes}] [c:told] the council [q:that the roof leaked].", "Neither"),
    ("None of [s:the witnesses] [c:claimed] [q:to have seen the van].", "None of"),
    ("[s:Neither] [c:says] [q:who made the offer].", "Neither"),
    ("[s:Nobody from the council] [c:said] [q:that the dam was safe].", "Nobody"),
    ("[s:None of them] [c:told] the police [q:that the boat had sunk].", "None"),
    ("[s:No one at the ministry] [c:has said] [q:what the contract costs].", "No one"),
    ("[s:Not one of the nurses] [c:said] [q:that she had been warned].", "Not one"),
    ("[s:Not a single witness] [c:has claimed] [q:that the light was on].", "Not a single"),
    ("[s:None of the three companies] [c:disclosed] [q:that the tests had failed].", "None"),
    ("[s:No spokesman for the port] [c:revealed] [q:when the crane would go].", "No"),
    ("Neither of [s:the two brothers] [c:mentioned] [q:that the money was gone].", "Neither of"),
    ("[s:Nothing in the report] [c:says] [q:why the bridge was closed].", "Nothing"),
    ("Not one of [s:the divers] [c:complained] [q:about the cold].", "Not one of"),
    ("Never did [s:{Field}] [c:say] [q:that the bridge was safe].", "Never did"),
    ("Nowhere does [s:the contract] [c:state] [q:that the yard must pay].", "Nowhere does"),
    ("At no point has [s:{Lund}] [c:promised] [q:a new school].", "At no point has"),
    ("[s1:{Dahl}] [c1:said] [q1:[s2:she] [c2:had never told] anyone [q2:that the safe was empty]].", "never"),
    # conditions
    ("If [s:{Field}] [c:says] [q:the bridge is safe], the council will open it.", "If"),
    ("[s:If {Field}] [c:says] [q:the bridge is safe], the council will open it.", "If"),
    ("Unless [s:the mayor] [c:admits] [q:that she lied], the talks are over.", "Unless"),
    ("Should [s:{Reyes}] [c:claim] [q:that the vote was bought], the court will sit.", "Should"),
    ("It is unclear whether [s:{Lund}] [c:told] the police [q:that he owned the boat].", "whether"),
    ("If it is [c:claimed] [q:that the well is dry], the village must pay.", "If"),
    ("There is no evidence that [s:{Boye}] [c:said] [q:the maps were fake].", "no evidence that"),
    ("It isn’t true that [s:the bank] [c:promised] [q:to pay them back].", "n’t true that"),
    ("[s1:Reporters] [c1:asked] [q1:whether [s2:{Field}] [c2:believed] [q2:the bridge was safe]].", "whether"),
    # questions
    ("Did [s:she] [c:say] [q:that the bridge was safe]?", "Did"),
    ("[s:Did {Field}] [c:say] [q:that the bridge was safe]?", "Did"),
    ("“Has [s:{Lund}] ever [c:promised] [q:to resign]?”", "Has"),
    ("And does [s:the minister] really [c:think] [q:the trains are on time]?", "does"),
    ("Is [s:{Reyes}] [c:claiming] [q:that nobody knew?]", "Is"),
    # the contrary of what was said
    ("Contrary to what [s:{Field}] [c:said], [q:the bridge is not safe].", "Contrary to what"),
    ("[q:The quay is rotten], despite what [s:the mayor] [c:says].", "despite what"),
    ("Whatever [s:{Lund}] [c:claims], [q:the ferry is late].", "Whatever"),
]
#: What looks like it: the standing of the last statement.
ELSE = [
    ("[s:{Field}] [c:said] [q:that the bridge was not safe].", "asserted"),
    ("[s:{Field}] [c:did not say] [q:when the bridge would open].", "declined"),
    ("[s:{Reyes}] [c:would not say] [q:that she had lost].", "declined"),
    ("[s:The firm] [c:wouldn’t say] [q:more].", "declined"),
    ("[s:No one] [c:would say] [q:who paid].", "declined"),
    ("[s:{Lund}] [c:refused to say] [q:that he was sorry].", "declined"),
    ("[s:The navy] [c:would neither confirm nor deny] [q:the sinking].", "neither"),
    ("[s:{Field}] not only [c:said] [q:that the bridge was safe] but drove over it.", "asserted"),
    ("[s:{Reyes}] [c:does not want] [q:the yard to close].", "asserted"),
    ("[s:Residents] [c:don’t believe] [q:that the water is clean].", "asserted"),
    ("[q:“If the ice holds, we sail,”] [s:{Lund}] [c:said].", "asserted"),
    ("If the ice holds, [s:{Lund}] [c:said], [q:the boats will sail].", "asserted"),
    ("Asked if taxes would rise, [s:{Dahl}] [c:said] [q:they would not].", "asserted"),
    ("Why did [s:{Field}] [c:say] [q:that the bridge was safe]?", "asserted"),
    ("[q:“Would you cross it?”] [c:asked] [s:{Field}].", "asserted"),
    ("[s:{Field}] [c:asked] [q:whether the bridge was safe].", "asserted"),
    ("[s:Will Field] [c:said] [q:that the bridge was safe].", "asserted"),
    ("Contrary to what [s:{Field}] [c:said] [q:about the bridge], it is closed.", "asserted"),
    ("[s:Nobody] [c:denied] [q:that the roof was old].", "asserted"),
    ("[s:No one at the yard] [c:would say] [q:what the crane cost].", "declined"),
    ("[s:No fewer than twelve witnesses] [c:said] [q:that the light was on].", "asserted"),
    ("[s:None other than the mayor] [c:said] [q:that the port was bust].", "asserted"),
    ("[s:No. 10] [c:said] [q:that the plan was dead].", "asserted"),
    ("[s:Not one but three divers] [c:said] [q:that the hull was torn].", "asserted"),
    ("[s:No less a judge than {Reyes}] [c:said] [q:that the law was bad].", "asserted"),
    ("[s:Not only {Lund} but {Reyes}] [c:said] [q:that the valve was shut].", "asserted"),
    ("[s:None of them] [c:doubted] [q:that the dam was safe].", "asserted"),
    ("[s:{Field}] [c:denied] [q:that the bridge was safe].", "denied"),
    ("[s:{Field}] [c:never denied] [q:that the bridge was safe].", "asserted"),
]
#: What the article itself says is false or unproven, and on which words.
DISPUTED = [
    ("[s:{Boye}] [c:falsely claimed] [q:that the vote was stolen].", "falsely"),
    ("[s:{Boye}] falsely [c:told] them [q:that the shop was shut].", "falsely"),
    ("[s:{Dahl}] [c:claimed], wrongly, [q:that the law had changed].", "wrongly"),
    ("[s:{Dahl}] [c:has baselessly accused] [q:the clerk of fraud].", "baselessly"),
    ("Without evidence, [s:{Lund}] [c:said] [q:that the ballots were burnt].", "Without evidence"),
    ("[s:{Lund}] [c:said] without offering any proof [q:that the ballots were burnt].", "without offering any proof"),
    ("It spread [s:the mayor]’s debunked [c:claim] [q:that the wells were poisoned].", "debunked"),
    ("[s:{Dahl}], without evidence, [c:said] [q:that the ballots were burnt].", "without evidence"),
    ("[s:{Dahl}] [c:claimed] [q:falsely that the law had changed].", "falsely"),
    ("[s:{Dahl}] [c:repeated] [q:the debunked claim that the wells were poisoned].", "debunked"),
    ("[s:{Dahl}] [c:said] [q:the law had changed], a claim that has long been discredited.", "discredited"),
    ("[s:{Dahl}] [c:said] [q:the law had changed], which is untrue.", "untrue"),
    ("[s:{Kos}]’s [c:claim] [q:that the dam was blown up], which has been debunked, spread fast.", "debunked"),
]


@pytest.mark.parametrize(("text", "words"), NOT_SAID)
def test_what_was_not_said(text: str, words: str | None) -> None:
    of = reading_from(text)
    standing = of.statements[-1].standing
    if words is None:
        assert standing.value != "not said"
        return
    assert (standing.value, of.words(standing.spans)) == ("not said", words)


def test_who_did_not_say_it_takes_no_side_and_answers_nobody() -> None:
    text = (
        "[s1:{Reyes}] [c1:said] [q1:{Lund} had lied]. [s2:{Lund}] [c2:never said] [q2:that {Reyes} was a bad mayor]. "
        "[s3:{Lund}] [c3:said] [q3:that {Reyes} was a bad mayor]."
    )
    _, unsaid, said = reading_from(text, GivenPairs((0.0, 0.0, 4.0), 0.5)).statements
    assert (unsaid.standing.value, said.standing.value) == ("not said", "asserted")
    assert (unsaid.stances, unsaid.answers) == ((), ())
    assert "Reyes" in {held.target for held in said.stances}


def test_what_a_holder_did_not_say_is_none_of_what_a_holder_says(ledger: Ledger) -> None:
    ledger.add(reading_from("[s:{Ole Lund}] [c:never said] [q:that the quay was rotten].", outlet="The Courier"))
    ledger.add(reading_from("[s:{Ole Lund}] [c:said] [q:that the quay was rotten].", outlet="NTB"))
    (said,) = ledger.who("Ole Lund").statements
    assert said.source.name == "NTB"
    assert len(ledger.search(Query("quay", standing="not said")).statements) == 1
    assert ledger.trace("quay")[0].thread is None


@pytest.mark.parametrize(("text", "expected"), ELSE)
def test_what_only_looks_like_it(text: str, expected: str) -> None:
    assert reading_from(text).statements[-1].standing.value == expected


#: What is no verdict of the article: somebody's own words, or another clause.
UNDISPUTED = [
    ("[s1:{Reyes}] [c1:said] [q1:[s2:the paper] [c2:falsely claimed] [q2:that she had lied]].", "asserted"),
    ("[s:{Lund}] [c:said] [q:that the charge was false].", "denied"),
    ("It blamed the strikers, without evidence, and [s:{Lund}] [c:praised] [q:the police].", "asserted"),
    ("[s:{Dahl}] [c:dismissed] [q:the false claim that she had fled].", "denied"),
]


@pytest.mark.parametrize(("text", "expected"), UNDISPUTED)
def test_what_the_article_does_not_dispute(text: str, expected: str) -> None:
    assert reading_from(text).statements[-1].standing.value == expected


@pytest.mark.parametrize(("text", "words"), DISPUTED)
def test_what_the_article_disputes(text: str, words: str) -> None:
    of = reading_from(text)
    standing = of.statements[-1].standing
    assert (standing.value, of.words(standing.spans)) == ("disputed", words)
