"""Findings: for each kind, cases that are one and cases that look like one and are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.ledger.findings import dates, denials, quotations, sources, turns, unattributed
from reportedly.ledger.findings.finding import Finding
from reportedly.ledger.findings.substitutions import changes, tokens
from reportedly.ledger.tables.record import Held, Source, StatementRecord, order
from reportedly.span import Span

_ids = count(1)


def source(outlet: str = "NTB", published: str | None = "2024-05-08", **known: object) -> Source:
    return Source(next(_ids), outlet.lower(), outlet, published=published, **known)  # type: ignore[arg-type]


def statement(words: str, **known: object) -> StatementRecord:
    """A statement of Ana Reyes's, in an article of its own unless `source` is given."""
    values: dict[str, object] = {
        "holder": 1, "name": "Ana Reyes", "unnamed": False, "type": "direct", "spans": (Span(0, max(1, len(words))),),
        "source": source(),
    }  # fmt: skip
    return StatementRecord(id=next(_ids), position=0, words=(words,), **{**values, **known})  # type: ignore[arg-type]


def codes(found: Sequence[Finding]) -> list[str]:
    return [finding.code for finding in found]


#: a quotation, another of the same utterance, the words that differ
ALTERED = [
    ("“We will shut the port down by Friday.”", "“We will close the port down by Friday.”", [("close", "shut")]),
    ("“I never threatened to shut the port,”", "“I threatened to shut the port,”", [("", "never")]),
    ("“The tunnel is a gift to this town.”", "“The tunnel is a great gift to this town.”", [("great", "")]),
    ("“We won't pay a penny more for it”", "“We will pay a penny more for it”", [("", "not")]),
    ("“It has cost the town N310b in a year”", "“It has cost the town N310m in a year”", [("n310m", "n310b")]),
    (
        "“It was the latter crane that fell at noon”",
        "“It was the later crane that fell at noon”",
        [("later", "latter")],
    ),
    ("“It came by sea on 27 May at noon”", "“It came by sea on 28 May at noon”", [("28", "27")]),
]
#: Two ways of printing the same words.
SAME = [
    ("“The mayor‘s view of the port could make us all less safe.”", "“The mayor's view of the port could make us all”"),
    ("“He is becoming James' best friend in the town.”", "“He is becoming James’s best friend in the town.”"),
    ("“Let's make the harbour great again,”", "“Far more exciting than politics: make the harbour great again!”"),
    ("“It was the best. … He was the one.”", "“It was the best. … By the way, the two of us lost.”"),
    ("“We will shut the port down.”", "“We'll shut the port down”"),
    ("“Shut the d*mn port down by Friday”", "“Shut the damn port down by Friday”"),
    ("“Shut the f---ing port down by Friday”", "“Shut the fucking port down by Friday”"),
    ("“The harbour programme was organised by us”", "“The harbor program was organized by us”"),
    ("“We will shut the port down by Friday, and then we will see.”", "“shut the port down by Friday”"),
    ("“She [the mayor] will shut the port down by Friday”", "“She will shut the port down by Friday”"),
    (
        "“We will shut the port … by Friday at the latest”",
        "“We will shut the port down for good by Friday at the latest”",
    ),
    ("“Well, we will shut, uh, the port down”", "“We will shut the port down”"),
    ("“The crane has cost the town N310b in a year”", "“The crane has cost the town N310 billion in a year”"),
    ("“The crane came by sea on 27 May, 2024, at noon”", "“The crane came by sea on May 27, 2024, at noon”"),
    ("“All of the travellers saw the crane fall at noon”", "“All of the travelers saw the crane fall at noon”"),
    ("“It was paid in a two years plan for the port”", "“It was paid in a two year's plan for the port”"),
    (
        "“The crane was sold by the Pilots Guildthe day before”",
        "“The crane was sold by the Pilots Guild the day before”",
    ),
    ("“The crane was sold at noon by the Pilots Guildthe”", "“The crane was sold at noon by the Pilots Guild.”"),
    ("“We need a crane, a quay and a ferry”", "“We need a) a crane, b) a quay and c) a ferry”"),
    (
        "“Nobody asked us to buy cranes; you did not hear that from me”",
        "“Nobody asked us to buy cranes. Moses in his book did not buy one”",
    ),
    (
        "“By the way, if she gets to pick, if she gets to pick her harbour master, we lose.”",
        "“By the way, if she gets to pick her harbour master, we lose.”",
    ),
]


@pytest.mark.parametrize(("one", "other", "expected"), ALTERED)
def test_altered_words_are_told(one: str, other: str, expected: list[tuple[str, str]]) -> None:
    found = changes(tokens([other.strip("“”")]), tokens([one.strip("“”")]))
    assert [(" ".join(c.ours), " ".join(c.theirs)) for c in found or ()] == expected
    thread = [statement(one), statement(one), statement(other, source=source("The Courier"))]
    (finding,) = quotations.altered(thread)
    assert finding.code == "altered-quotation"
    assert finding.sentence.startswith("The Courier quotes Ana Reyes with other words than NTB: ")
    assert [e.statement for e in finding.evidence] == [thread[2].id, thread[0].id]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_other_ways_of_printing_are_no_alteration(one: str, other: str) -> None:
    thread = [statement(one), statement(other)]
    assert codes([*quotations.altered(thread), *quotations.spliced(thread)]) == []


def test_indirect_speech_and_copies_alter_nothing() -> None:
    one = statement("“We will shut the port down by Friday.”")
    retold = statement("that they would close the port down by Friday", type="indirect")
    copy = statement("“We will close the port down by Friday.”", source=source(copy_of=one.source.id))
    assert codes(list(quotations.altered([one, retold, copy]))) == []


def test_what_stands_apart_is_not_run_together() -> None:
    whole = statement("“I like the union, and I have always paid what I owe. But I will shut the port down.”")
    joined = statement("“I like the union. But I will shut the port down.”", source=source("The Courier"))
    marked = statement("“I like the union … But I will shut the port down.”")
    (finding,) = quotations.spliced([whole, joined])
    assert finding.sentence == (
        "The Courier quotes Ana Reyes in one piece where NTB has 8 more words in between: “and i have always paid what "
        "i owe”."
    )
    assert codes(list(quotations.altered([whole, joined]))) == []
    assert codes(list(quotations.spliced([whole, marked]))) == []


UNATTRIBUTED = [
    "The mood was bad. “We will never get this port back from them.” The doors closed at noon.",
]
ATTRIBUTED = [
    "Her book “We Will Never Get This Port Back” is out.",
    "He is known for the song “we will never get this port back again”.",
    "They spoke of a “shut port” and a “harbour for the few of us”.",
    # words of a law, a suit, a ruling, woven into the writer's sentence
    "The rules call that “a vessel which is not under the command of a pilot when it enters”.",
    "The union has sued the port “over the failure to promptly repair what it was paid to repair”.",
    "The judgment “takes from the council what it was given by the law of the land”.",
    "The council struck out: “A berth may be let by the harbour master where he deems it fit.”",
    "The crane was old. “A berth is not to be let without a vote,” the court ruled.",
    # headings and slogans
    "The crane was old.\n\n‘We will never get this port back’\n\nThe doors closed at noon.",
    "The mood was bad. “We will never get this port back from them.” - 2024 campaign leaflet",
    # the paragraph before leads in
    "The crane was old.\n\nConsider this from Ana Reyes in March 2024\n\n“We will never get this port back from them.”",
]
FURNITURE = [
    "Advertisement", "ADVERTISEMENT", "READ ALSO: Harbour master seeks a new view of cranes", "Also read: Ferry sold",
    "Click here for more on the port", "Feel young again in seven days. >>>Click Here for Details<<< .",
    "Photo: the quay at noon", "Share this story", ".", "JUST WATCHED", "Related: what the ferry cost",
]  # fmt: skip
#: what stands in the paragraphs before a quotation that goes on with what was quoted there
GOES_ON = [
    "“The crane was old when it was bought, and it was never looked after.",
    "“The crane was old when it was bought.\n\nIt was never looked after by any of the harbour masters.",
]


@pytest.mark.parametrize("before", GOES_ON)
@pytest.mark.parametrize("between", ["", *FURNITURE])
def test_what_stands_between_two_paragraphs_ends_no_quotation(before: str, between: str) -> None:
    rest = "\n\n“We will never get this port back from them.”\n\nThe doors closed at noon."
    paragraphs = f"{before}\n\n{between}" if between else before
    assert codes(list(unattributed.unattributed(source(), f"The crane.\n\n{paragraphs}{rest}", []))) == []


@pytest.mark.parametrize("between", ["", *FURNITURE])
def test_a_quotation_after_what_somebody_said_is_theirs(between: str) -> None:
    said = "Ana Reyes hailed the new crane as the best in the north of the land."
    rest = "\n\n“We will never get this port back from them.”\n\nThe doors closed at noon."
    text = f"{said}\n\n{between}{rest}"
    of = source()
    hailed = statement("the new crane", type="indirect", source=of, spans=(Span(17, 30),))
    assert text[17:30] == "the new crane"
    assert codes(list(unattributed.unattributed(of, text, [hailed]))) == []
    assert codes(list(unattributed.unattributed(of, text, []))) == ["unattributed-quotation"]


@pytest.mark.parametrize("text", UNATTRIBUTED)
def test_a_quotation_that_is_nobodys(text: str) -> None:
    of = source()
    (finding,) = unattributed.unattributed(of, text, [])
    (evidence,) = finding.evidence
    assert text[evidence.spans[0].start : evidence.spans[0].end].strip("“”") == evidence.text
    whole = statement(text, spans=(Span(0, len(text)),), source=of)
    assert codes(list(unattributed.unattributed(of, text, [whole]))) == []


@pytest.mark.parametrize("text", ATTRIBUTED)
def test_titles_and_scare_quotes_need_nobody(text: str) -> None:
    assert codes(list(unattributed.unattributed(source(), text, []))) == []


def stance(day: str | None, polarity: float, target: str = "harbour tunnel", **known: object) -> StatementRecord:
    """What Ana Reyes said when she hailed a target, or condemned it."""
    verb = "hailed" if polarity > 0 else "condemned"
    held = Held(target, None, polarity, (Span(420, 426), Span(400, 409)), (target, verb))
    return statement("It is what it is.", first=day, last=day, stances=(held,), **known)


def test_a_holder_who_turns() -> None:
    (finding,) = turns.reversals([stance("2024-05-01", 0.9), stance("2022-01-01", -0.8)])
    assert finding.sentence == (
        "Ana Reyes spoke for harbour tunnel on 2024-05-01, “It is what it is. … hailed”, and against on 2022-01-01, "
        "“It is what it is. … condemned”."
    )
    assert len(finding.evidence) == 2


NO_TURN = [
    [stance("2024-05-01", 0.9), stance("2022-01-01", 0.8)],
    [stance("2024-05-01", 0.9), stance("2024-05-01", -0.9)],
    [stance("2024-05-01", 0.9), stance("2022-01-01", -0.9, "harbour port")],
    [stance("2024-05-01", 0.9, "bill"), stance("2022-01-01", -0.9, "bill")],  # another bill, perhaps
    [stance("2024-05-01", 0.9), stance("2022-01-01", -0.9, standing="denied")],
    [stance("2024-05-01", 0.9), stance("2022-01-01", -0.9, unnamed=True)],
    [stance("2024-05-01", 0.9), stance(None, -0.9, source=source(published=None))],
]


@pytest.mark.parametrize("history", NO_TURN)
def test_no_turn(history: list[StatementRecord]) -> None:
    assert codes(list(turns.reversals(history))) == []


def test_words_of_nobody_named() -> None:
    unnamed: dict[str, object] = {"holder": 7, "name": "senior official", "unnamed": True, "cue": "said"}
    one, other = (
        statement("The port will shut on Friday.", **unnamed),
        statement("The port will shut on Friday.", **unnamed, source=source("The Courier")),
    )
    (finding,) = sources.unnamed_only([[one, other]])
    assert finding.sentence == (
        "“The port will shut on Friday.” rests on “senior official” alone, named by none of NTB and The Courier."
    )
    (finding,) = sources.unnamed_only([[one], [statement("The strike was called off.", **unnamed, source=one.source)]])
    assert finding.sentence == (
        "“The port will shut on Friday.” and 1 more rest on “senior official” alone, whom NTB doesn't name."
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "Ana Reyes", "unnamed": False},
        {"name": None, "holder": None},
        {"name": "voters"},
        {"name": "officials"},
        {"name": "the ministry's chief adviser"},
        {"standing": "declined"},
        {"standing": "not said"},
        {"chain": (("Channel 9", "obtained"),)},
        {"cue": "hopes"},
        {"words": ("a bad idea",)},
    ],
)
def test_words_whose_source_nobody_withholds(changed: dict[str, object]) -> None:
    values: dict[str, object] = {"holder": 7, "name": "senior official", "unnamed": True, "cue": "said"}
    assert codes(list(sources.unnamed_only([[statement("The port will shut on Friday.", **values)]]))) == [
        "unnamed-only"
    ]
    plain = statement("The port will shut on Friday.", **values)
    assert codes(list(sources.unnamed_only([[replace(plain, **changed)]]))) == []  # type: ignore[arg-type]


def test_a_denial_that_an_article_leaves_out() -> None:
    claim = statement("The mayor rang Lund at night.", source=source("NTB", "2024-05-01"))
    denial = statement(
        "There was no call.", holder=2, name="Ole Lund", answers=((claim.id, "denies"),), standing="denied",
        source=source("The Courier", "2024-05-03"),
    )  # fmt: skip
    later = statement("The mayor rang Lund at night.", source=source("Radio Sella", "2024-05-04"))
    fair = statement("The mayor rang Lund at night.", source=denial.source)
    (finding,) = denials.denied_elsewhere([claim, later, fair], [denial])
    assert finding.sentence == (
        "Radio Sella has “The mayor rang Lund at night.”, said by Ana Reyes, and not that Ole Lund denied it in "
        "The Courier: “There was no call.”."
    )
    his = statement("I rang nobody that night.", holder=2, name="Ole Lund", standing="denied", source=later.source)
    confirmed = replace(denial, answers=((claim.id, "confirms"),))
    assert codes(list(denials.denied_elsewhere([claim, fair], [denial]))) == []  # before it was denied; with it
    assert codes(list(denials.denied_elsewhere([claim, later], [denial, his]))) == []  # it has his denial
    assert codes(list(denials.denied_elsewhere([claim, later], [confirmed]))) == []
    assert codes(list(denials.denied_elsewhere([claim, later], [replace(denial, holder=1)]))) == []  # her own


ASKED = "that the port had paid the pilots for the crane in March"
#: what another article has, whose it is and how, and whether it denies what Ana Reyes said (ASKED)
DENIED: list[tuple[str, dict[str, object], bool]] = [
    ("that it had paid the pilots for the crane in March", {"standing": "denied"}, True),
    ("that it had paid the pilots for the crane in March", {"standing": "asserted"}, False),
    ("that it had paid the pilots for the crane in March", {"standing": "denied", "name": "company"}, False),
    (
        "that it had paid the pilots for the crane in March",
        {"standing": "denied", "name": "First note", "document": "First note"},
        False,
    ),
    ("he did not know", {"standing": "denied"}, False),
    ("that it had sold the ferry to the bank in June", {"standing": "denied"}, False),
]


@pytest.mark.parametrize(("words", "known", "expected"), DENIED)
def test_a_denial_denies_this_claim(words: str, known: dict[str, object], expected: bool) -> None:
    claim = statement(ASKED, type="indirect", kind="organization")
    values: dict[str, object] = {"holder": 2, "name": "Norline", "kind": "organization", "type": "indirect", **known}
    reply = statement(words, source=source("The Courier"), **values)
    assert denials.denies(reply, claim) == expected


def test_who_says_that_nothing_was_done_is_not_denied_by_who_denies_it() -> None:
    claim = statement("that the port was yet to pay the pilots for the crane bought in March", type="indirect")
    paid = "having paid the pilots for the crane bought in March"
    reply = statement(paid, holder=2, name="Norline", type="indirect", standing="denied")
    assert not denials.denies(reply, claim)
    assert denials.denies(reply, replace(claim, words=("that the port paid the pilots for the crane bought in March",)))
    paid_it = replace(claim, words=("that the port paid the pilots for the crane bought in March",))
    later = replace(paid_it, source=source("The Courier", published="2024-05-10"))
    undone = replace(claim, source=later.source)
    assert codes(list(denials.denied_elsewhere([paid_it, later], [reply]))) == ["denied-elsewhere"] * 2
    assert codes(list(denials.denied_elsewhere([paid_it, undone], [reply]))) == ["denied-elsewhere"]


def test_words_of_denial_stand_at_the_beginning() -> None:
    of = source()
    claim = statement("The port had paid the pilots for the crane in March.", source=of)
    reply = statement("It is false.", source=of, holder=2, name="Ole Lund")
    assert denials.denies(replace(reply, position=1), claim)
    far = "It is what every harbour needs from the first day of the season on, and the town was never told of a crane."
    assert not denials.denies(replace(reply, position=1, words=(far,)), claim)


def dated(text: str, day: str, words: str, **known: object) -> tuple[StatementRecord, str]:
    """A statement of these words of a text, dated by the last "[…]" in it; and the text without these brackets."""
    first, last = text.rindex("["), text.rindex("]")
    text = text[:first] + text[first + 1 : last] + text[last + 1 :]
    start = text.index(words)
    values: dict[str, object] = {
        "spans": (Span(start, start + len(words)),), "time_spans": (Span(first, last - 1),), "time": day, "first": day,
        "last": day, **known,
    }  # fmt: skip
    return statement(words, **values), text


#: what is said in an article of May 8, and whether the day of June is when it was said
NOT_YET = [
    ("“The crane was old,” Ole Lund said on [June 3, 2024].", "“The crane was old,”", True),
    ("“The crane will fall,” Ole Lund said on [June 3, 2024].", "“The crane will fall,”", True),
    ("On [June 3, 2024], Ole Lund said the crane was old.", "the crane was old", True),
    (
        "The court adjourned the trial of the harbour master to [June 3, 2024].",
        "the trial of the harbour master",
        False,
    ),
    ("Lund said the quay would be shut until [June 3, 2024].", "the quay would be shut", False),
    ("Lund said the crane must go by [June 3, 2024].", "the crane must go", False),
    ("Lund said the ferry was off from [June 3, 2024].", "the ferry was off", False),
    ("The hearing is scheduled for [June 3, 2024], Lund said.", "The hearing is scheduled", False),
    ("The new coin will be struck on [June 3, 2024]. “It is a step for the town,” Lund said.", "“It is a step", False),
]


@pytest.mark.parametrize(("text", "words", "expected"), NOT_YET)
def test_a_day_of_what_is_told_is_not_when_it_was_said(text: str, words: str, expected: bool) -> None:
    late, text = dated(text, "2024-06-03", words)
    assert codes(list(dates.not_yet(late, text))) == (["impossible-date"] if expected else [])


def test_dates_that_cannot_be() -> None:
    here = (Span(20, 29),)
    text = "“It will shut,” Reyes said on June 1 at noon." * 20
    late = statement("It will shut.", time="2024-06-01", first="2024-06-01", last="2024-06-01", time_spans=here)
    assert codes(list(dates.not_yet(late, text))) == ["impossible-date"]
    assert codes(list(dates.not_yet(replace(late, time_spans=(Span(400, 409),)), text))) == []  # another's date
    assert codes(list(dates.not_yet(replace(late, first="2024-05-09"), text))) == []  # across a date line
    assert codes(list(dates.not_yet(replace(late, first=None), text))) == []
    april = {"time": "2024-04-01", "first": "2024-04-01", "last": "2024-04-01", "time_spans": here}
    reply = statement("No.", answers=((late.id, "denies"),), cue="replied", **april)
    assert codes(list(dates.before_the_question(reply, {late.id: late}, text))) == ["impossible-date"]
    for other in (replace(reply, last="2024-06-02"), replace(reply, cue="said"), replace(reply, sure=0.4)):
        assert codes(list(dates.before_the_question(other, {late.id: late}, text))) == []
    assert codes(list(dates.before_the_question(reply, {late.id: replace(late, holder=None)}, text))) == []


def held(holder: int, day: str) -> Sequence[str] | None:
    """Ana Reyes was mayor from 2020 to 2023."""
    if holder != 1:
        return None
    return ["mayor of keldhaven"] if day == "" or "2020" <= day < "2024" else []


OFFICE = [("Mayor", "2024-05-08", True), ("Mayor", "2022-05-08", False), ("former mayor", "2024-05-08", False),
          ("captain", "2024-05-08", False), ("mayor of Keldhaven", "2019-05-08", True)]  # fmt: skip


@pytest.mark.parametrize(("role", "day", "expected"), OFFICE)
def test_offices_that_were_not_held(role: str, day: str, expected: bool) -> None:
    of = statement("The port is ours.", role=role, first=day, last=day)
    assert bool(list(dates.out_of_office([of], held))) == expected
    assert codes(list(dates.out_of_office([replace(of, holder=2)], held))) == []


def test_an_office_is_told_of_once_an_article() -> None:
    of = [
        statement(words, role="Mayor", first="2024-05-08", last="2024-05-08")
        for words in ("The port is ours.", "It is.")
    ]
    assert codes(list(dates.out_of_office(of, held))) == ["impossible-date"]


#: the day of May on which the words in a sentence of an article of May 22 were said, and whether they can have been
IN_ITS_COURSE = [
    ("The inquiry opened on 14 May 2024. “No,” Reyes told the inquiry on [6 May].", "2024-05-06", True),
    ("An inquiry into the fire opened Tuesday. “No,” Reyes told the inquiry on [6 May].", "2024-05-06", True),
    ("The strike began in Tarn on 14 May 2024. “No,” Reyes said during the strike on [6 May].", "2024-05-06", True),
    ("It was the second day of the ferry trial. “No,” Reyes told the trial on [9 May].", "2024-05-09", True),
    ("The inquiry opened on 14 May 2024. “No,” Reyes told the inquiry on [16 May].", "2024-05-16", False),
    ("The inquiry opened on 14 May 2024. “No,” Reyes told the council on [6 May].", "2024-05-06", False),
    ("It was the second day of the ferry trial. “No,” Reyes told the trial on [20 May].", "2024-05-20", False),
    ("The minister opened on 14 May 2024 a bridge. “No,” Reyes told the minister on [6 May].", "2024-05-06", False),
]


@pytest.mark.parametrize(("text", "day", "expected"), IN_ITS_COURSE)
def test_what_is_said_in_the_course_of_something(text: str, day: str, expected: bool) -> None:
    here = source(published="2024-05-22")
    one, text = dated(text, day, "“No,”", source=here)
    assert codes(list(dates.before_it_began(here, text, [one]))) == (["impossible-date"] if expected else [])


#: the same of a reply on May 9
LETTERS = [
    ("Holm wrote to him on 16 May to ask. In a letter of [9 May] Ravn replied that it was late.", True),
    ("In a letter of May 16 they asked for more. Ravn replied on [9 May] that it was late.", True),
    ("The senators' letter to Ravn, sent on 16 May, is short. He replied on [9 May] that it was late.", True),
    ("Holm wrote to him on 2 May to ask. In a letter of [9 May] Ravn replied that it was late.", False),
    ("Holm asked him to come by 16 May. In a letter of [9 May] Ravn replied that it was late.", False),
    ("They asked for a hearing on 16 May. Ravn replied on [9 May] that it was late.", False),
]


@pytest.mark.parametrize(("text", "expected"), LETTERS)
def test_a_reply_to_a_letter_that_is_only_told_of(text: str, expected: bool) -> None:
    reply, text = dated(
        text, "2024-05-09", "that it was late", source=source(published="2024-05-22"), cue="replied", holder=2
    )
    assert codes([*dates.before_what_it_answers(reply, {}, text)]) == (["impossible-date"] if expected else [])


def test_an_event_that_began_later() -> None:
    text = "“I was ashamed during the strike,” she said in March 2024. The strike began on April 10, 2024."
    of = source(published="2024-05-08")
    early = statement(
        "“I was ashamed during the strike,”", source=of, time="2024-03", first="2024-03-01", last="2024-03-31"
    )
    assert codes(list(dates.before_it_began(of, text, [early]))) == ["impossible-date"]
    assert codes(list(dates.before_it_began(of, text, [replace(early, last="2024-04-30")]))) == []


@given(st.text(), st.text())
def test_changes_of_any_words_are_their_own(one: str, other: str) -> None:
    a, b = tokens([one]), tokens([other])
    assert changes(a, a) in (None, [])
    for change in changes(a, b) or ():
        assert change.ours != change.theirs
        assert {*change.ours} <= {*a}
        assert {*change.theirs} <= {*b}


def test_days_are_compared_with_a_day_to_spare() -> None:
    assert order("2024-05-01", "2024-05-03") == "before"
    assert order("2024-05-03", "2024-05-01") == "after"
    assert order("2024-05-01", "2024-05-02") == "unclear"
    assert order(None, "2024-05-02") == "unclear"


def test_the_key_of_a_finding_stays() -> None:
    late = statement("It will shut.", time="2024-06-01", first="2024-06-01", time_spans=(Span(20, 29),))
    one, again = (dates.not_yet(late, "“It will shut,” Reyes said on June 1.") for _ in range(2))
    assert next(one).key == next(again).key
