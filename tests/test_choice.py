"""Statements of labels: how a tagger may label a text → the statements that are made of it, both as marked text."""

from __future__ import annotations

import pytest
from drafts import attributions_from, plain, scores_from
from tables import params

from reportedly.attributions.attribution import Attribution
from reportedly.attributions.choice import attributions
from reportedly.span import Span

#: A month is no part of a name.
MONTHS = [
    (
        "In [s:May Holm] [c:had called] [q:the plan “a gift to the other side”].",
        "In May [s:Holm] [c:had called] [q:the plan “a gift to the other side”].",
    ),
    (
        "Since [s:last August Wilson] [c:has said] [q:the ferry is unsafe].",
        "Since last August [s:Wilson] [c:has said] [q:the ferry is unsafe].",
    ),
]

#: An article alone is no source, nor does one end with “of”.
HANGING = [
    (
        "“How late is it?” [s:a] reporter [c:asked], [q:and he laughed].",
        "“How late is it?” [s:a reporter] [c:asked], [q:and he laughed].",
    ),
    (
        "[s:The] old harbour master [c:said] [q:it was late].",
        "[s:The old harbour master] [c:said] [q:it was late].",
    ),
    (
        "Reyes signed [s:a] [c:pledge] [q:to close the quay].",
        "Reyes signed a [c:pledge] [q:to close the quay].",
    ),
    (
        "[s:The board] on Tuesday [c:said] [q:it was late].",
        "[s:The board] on Tuesday [c:said] [q:it was late].",
    ),
    (
        "[s:An expert at the University of] Tarn [c:said] [q:it was late].",
        "[s:An expert at the University of Tarn] [c:said] [q:it was late].",
    ),
]

#: When something was said is no part of the content, but what is quoted is.
SETTINGS = [
    (
        "[s:{Ana Reyes}] [c:boasts] [q:about threatening to “shut the port by Friday” if the union walked out].",
        "[s:{Ana Reyes}] [c:boasts] [q:about threatening to “shut the port by Friday” if the union walked out].",
    ),
]

#: Whoever relays isn't who said it, and naming a source says nothing.
RELAYED = [
    (
        "[q1,2:It is late], [c1:citing] [s1:the {org:Courier}] and [c2:citing] [s2:two officials].",
        "[q:It is late], [c:citing] [s:the {org:Courier}] and citing two officials.",
    ),
    (
        "[q1,2:It is late], [s1,2:{org:NTB}] [c1:reported], [c2:citing] the {org:Courier}.",
        "[q:It is late], [s:{org:NTB}] [c:reported], citing the {org:Courier}.",
    ),
    (
        "[q1,2:It is late], [s1:{org:NTB}] [c1:reported], [c2:citing] [s2:two officials close to the talks].",
        "[q1,2:It is late], [s1:{org:NTB}] [c1:reported], [c2:citing] [s2:two officials close to the talks].",
    ),
    (
        "[q1,2:“It is late,”] [c1:said] [s1:{Petra Voss}], [c2:according to] [s2:the {org:Daily Echo}].",
        "[q:“It is late,”] [c:said] [s:{Petra Voss}], according to the {org:Daily Echo}.",
    ),
    (
        "[q1:It is late], [s1,2:{org:NTB}] [c1:reported], [c2:citing] [q2:a recording obtained by Channel 9].",
        "[q:It is late], [s:{org:NTB}] [c:reported], citing a recording obtained by Channel 9.",
    ),
    (
        "[q1:It is late], [s1,2:{org:NTB}] [c1:reported], [c2:citing] [q2:two officials close to the talks].",
        "[q:It is late], [s:{org:NTB}] [c:reported], citing two officials close to the talks.",
    ),
    (
        "[q1:It is late], [s1,2:{org:NTB}] [c1:reported], [c2:citing] [q2:the Courier].",
        "[q:It is late], [s:{org:NTB}] [c:reported], citing the Courier.",
    ),
    (
        "[s:{org:Brask}] closed the site, [c:citing] [q:rising costs].",
        "[s:{org:Brask}] closed the site, [c:citing] [q:rising costs].",
    ),
]

#: A comma or a bracket at the edge of a content is no part of it, nor is a line that no quotation carries on into.
EDGES = [
    ("[s:{Lund}] [c:also said][q:, 11 people had drowned].", "[s:{Lund}] [c:also said], [q:11 people had drowned]."),
    (
        "[q:Two cranes,] [s:the port authority] [c:said], [q:had been damaged by the storm].",
        "[q:Two cranes], [s:the port authority] [c:said], [q:had been damaged by the storm].",
    ),
    (
        "[q:The tanker,] [c:according to] [s:the coastguard], [q:was carrying 90,000 tonnes of oil].",
        "[q:The tanker], [c:according to] [s:the coastguard], [q:was carrying 90,000 tonnes of oil].",
    ),
    (
        "[q:(“The roof leaks,”] [s:Faro] [c:said].)",
        "([q:“The roof leaks,”] [s:Faro] [c:said].)",
    ),
    (
        "[q:“The trial was short].\n\n[q:“The wait was long,”] [c:said] [s:the widow, Carla Bruni-Hay].",
        "[q:“The trial was short.]\n\n[q:“The wait was long,”] [c:said] [s:the widow, Carla Bruni-Hay].",
    ),
    (
        "[q:“The lift has been broken since March,] [c:said] [s:resident Joan Pike].\n\n[s:The council owns the "
        "block].",
        "[q:“The lift has been broken since March], [c:said] [s:resident Joan Pike].\n\nThe council owns the block.",
    ),
    (
        "[s:Pike] [c:said:] [q:“The lift has been broken since March.]\n\n[q:The council owns the block].",
        "[s:Pike] [c:said:] [q:“The lift has been broken since March.]\n\nThe council owns the block.",
    ),
    (
        '[s:Pike] [c:said:] [q:"My mother is 84 and lives on the ninth floor.]\n\n[q:The block has 120 flats].',
        '[s:Pike] [c:said:] [q:"My mother is 84 and lives on the ninth floor.]\n\nThe block has 120 flats.',
    ),
]

#: Of two cues that claim a piece, the nearer has it.
NEARER = [
    (
        "[q1:“It is,”] [s1,2:Mori] [c1:told] the daily, [c2:pausing], [q1,2:“a very young fault. We knew nothing "
        "of it.”]",
        "[q1:“It is,”] [s1,2:Mori] [c1:told] the daily, [c2:pausing], [q2:“a very young fault. We knew nothing of "
        "it.”]",
    ),
]

#: What a quotation tells of somebody's words is a statement within it.
NESTED = [
    (
        "[s1:{org:Tass}] [c1:quoted] [q1:{Ana Reyes}, the mayor, as [c2:saying] [q2:it was late]].",
        "[s1:{org:Tass}] [c1:quoted] [q1:[s2:{Ana Reyes}, the mayor,] as [c2:saying] [q2:it was late]].",
    ),
    (
        "[q:“I said, ‘Try the other door,’”] [s:the porter, Max Dell,] [c:told] the court.",
        "[q1:“[s2:I] [c2:said], [q2:‘Try the other door,’]”] [s1:the porter, Max Dell,] [c1:told] the court.",
    ),
    (
        "[q:“I said, ‘Where is the key?’ And he goes, ‘In the river.’ So we left,”] [s:Dell] [c:said].",
        "[q1:“[s2:I] [c2:said], [q2:‘Where is the key?’] And [s3:he] [c3:goes], [q3:‘In the river.’] So we "
        "left,”] [s1:Dell] [c1:said].",
    ),
    (
        "[q:\"She told me, 'You are finished here,'\"] [s:the clerk, Pia Storm,] [c:said].",
        "[q1:\"[s2:She] [c2:told] me, [q2:'You are finished here,']\"] [s1:the clerk, Pia Storm,] [c1:said].",
    ),
    (
        "[q:‘He told me “never again” and hung up,’] [c:said] [s:Storm].",
        "[q1:‘[s2:He] [c2:told] me [q2:“never again”] and hung up,’] [c1:said] [s1:Storm].",
    ),
    (
        "[s1,2:Prosecutors] [c1:said] [q1:[s2:Dell] [c2:wrote] to his brother: [q2:“Sell the boat.”]]",
        "[s1:Prosecutors] [c1:said] [q1:[s2:Dell] [c2:wrote] to his brother: [q2:“Sell the boat.”]]",
    ),
    (
        "[q:“My brother always told me, ‘Never trust a calm sea,’”] [c:said] [s:the ferryman, Emil Radek].",
        "[q1:“[s2:My brother] always [c2:told] me, [q2:‘Never trust a calm sea,’]”] [c1:said] [s1:the ferryman, "
        "Emil Radek].",
    ),
    (
        "[q:“Pia rang me at midnight and said, ‘Burn the ledger,’”] [s:the accountant, Max Dell,] [c:told] the court.",
        "[q1:“[s2:Pia] rang me at midnight and [c2:said], [q2:‘Burn the ledger,’]”] [s1:the accountant, Max "
        "Dell,] [c1:told] the court.",
    ),
]

#: Who was told is no source; who told them is.
PASSIVE = [
    ("[q:Mayor ‘slept’], [s:jury] [c:told]", "[q:Mayor ‘slept’], jury [c:told]"),
    (
        "[q:The mayor slept], [s:an inquest] [c:heard] on Monday.",
        "[q:The mayor slept], an inquest [c:heard] on Monday.",
    ),
    ("[q:The mayor slept], [s:a clerk] [c:told] an inquest.", "[q:The mayor slept], [s:a clerk] [c:told] an inquest."),
    ("On Monday [s:the inquest] [c:heard] [q:he slept].", "On Monday the inquest [c:heard] [q:he slept]."),
    ("[s:A tribunal in Orle] [c:has heard] [q:he slept].", "A tribunal in Orle [c:has heard] [q:he slept]."),
    ("[s:Karin Holm] [c:heard] [q:that he slept].", "[s:Karin Holm] [c:heard] [q:that he slept]."),
    (
        "[s:The court] [c:was told] [q:that the brakes had failed twice that week].",
        "The court [c:was told] [q:that the brakes had failed twice that week].",
    ),
    (
        "[s:The inquest] [c:was told] by [s:Dr Irena Kos] [q:that the driver had not slept for two days].",
        "The inquest [c:was told] by [s:Dr Irena Kos] [q:that the driver had not slept for two days].",
    ),
    (
        "[q2:[c1:It]] [c2:was claimed] on Friday [q1,2:that the painting had been sold twice].",
        "It [c:was claimed] on Friday [q:that the painting had been sold twice].",
    ),
    (
        "[s:Residents] [c:were warned] by the fire service [q:that the smoke was poisonous].",
        "Residents [c:were warned] by [s:the fire service] [q:that the smoke was poisonous].",
    ),
    (
        "[c1:[s2:It]] [c2:has been alleged] [q1,2:that three officers took money from the club].",
        "It [c:has been alleged] [q:that three officers took money from the club].",
    ),
]

#: What a claim did is no part of it.
NOUNS = [
    (
        "[s:Her] [c:claim] [q:that the ballots were burnt has split the party].",
        "[s:Her] [c:claim] [q:that the ballots were burnt] has split the party.",
    ),
    (
        "[c:Allegations] [q:that the mayor took bribes surfaced in May].",
        "[c:Allegations] [q:that the mayor took bribes] surfaced in May.",
    ),
]

#: Two verbs with one subject stand side by side.
SIDE_BY_SIDE = [
    (
        "[s1,2:The judge] [c1:said] [q1:that Dell had shown “no remorse whatever” and [c2:jailed] [q2:him for "
        "nine years]].",
        "[s1,2:The judge] [c1:said] [q1:that Dell had shown “no remorse whatever”] and [c2:jailed] [q2:him for "
        "nine years].",
    ),
]

#: What somebody does, or how something is called, is nobody's words.
ACTS = [
    (
        "[s:President Ana Reyes] [c:signed] [q:the harbour bill into law in 1983].",
        "President Ana Reyes signed the harbour bill into law in 1983.",
    ),
    (
        "[s:She] [c:voted for] [q:the dredging plan in March].",
        "She voted for the dredging plan in March.",
    ),
    (
        "[s:The council] [c:voted] [q:to hold two of its officers in contempt].",
        "The council voted to hold two of its officers in contempt.",
    ),
    (
        "[s:The parliament of Novy Karst] [c:has ratified] [q:the fishing agreement].",
        "The parliament of Novy Karst has ratified the fishing agreement.",
    ),
    (
        "[q:Reyes] [c:was known for] [q:her heavy use of the drum in her songs].",
        "Reyes was known for her heavy use of the drum in her songs.",
    ),
    (
        "[s:The harbour committee] [c:authorized] [q:subpoenas for papers relating to the decision to close the pier].",
        "The harbour committee authorized subpoenas for papers relating to the decision to close the pier.",
    ),
    (
        "[q:The port] [c:is referred to as] [q:“the Duchess” by nobody in particular].",
        "The port is referred to as “the Duchess” by nobody in particular.",
    ),
    (
        "[s:Voters] [c:supporting] [q:the plan filled the square].",
        "Voters supporting the plan filled the square.",
    ),
    (
        "[q:A 44-year-old man] [c:was] arrested in Crane Valley on Monday night. He was released in the morning.",
        "A 44-year-old man was arrested in Crane Valley on Monday night. He was released in the morning.",
    ),
]

#: When, where and through whom somebody spoke is no part of the source.
ASIDES = [
    ("[q:The pier would close], [s:the Sunday Telegraph] [c:reported].",) * 2,
    ("[s:The Monday Post] [c:said] [q:it was open].",) * 2,
    (
        "[c:According to] [s:Coroner Ole Lund on Saturday], [q:the driver was asleep].",
        "[c:According to] [s:Coroner Ole Lund] on Saturday, [q:the driver was asleep].",
    ),
    (
        "[s:Harbour chief Ana Reyes, in remarks to Interline], [c:said] [q:the quay would open].",
        "[s:Harbour chief Ana Reyes], in remarks to Interline, [c:said] [q:the quay would open].",
    ),
    (
        "[q:The pier was closed], [c:according to] [s:the mayor of Tarn via the news agency Interline].",
        "[q:The pier was closed], [c:according to] [s:the mayor of Tarn] via the news agency Interline.",
    ),
]

#: Whoever reports what another says is not who says it.
REPORTED = [
    (
        "[s1,2:Channel 9] [c1:reported] [q1:[s2:the minister, Rosa Marín,] [c2:said] [q2:trains were for the poor]].",
        "[s1:Channel 9] [c1:reported] [q1:[s2:the minister, Rosa Marín,] [c2:said] [q2:trains were for the poor]].",
    ),
    (
        "[s1,2:The Courier] [c1:later reported] [q1:officials], after an inquiry, [c2:stated] [q2:it was a mine].",
        "[s1:The Courier] [c1:later reported] [q1:[s2:officials, after an inquiry,] [c2:stated] [q2:it was a mine]].",
    ),
    (
        "[s1,2:The Courier] [c1:reported] [q1:[s2:its source] [c2:said] [q2:the mayor had lied]].",
        "[s1:The Courier] [c1:reported] [q1:[s2:its source] [c2:said] [q2:the mayor had lied]].",
    ),
]

#: Who was told is no part of what they were told.
LISTENERS = [
    (
        "[s:Ole Lund] [c:told] [q:the Fjord Gazette four divers were missing].",
        "[s:Ole Lund] [c:told] the Fjord Gazette [q:four divers were missing].",
    ),
    (
        "[s:Ole Lund] [c:told] [q:the press the boats were late].",
        "[s:Ole Lund] [c:told] the press [q:the boats were late].",
    ),
]

#: What the words give away though nothing is labelled.
UNLABELLED = [
    (
        "The owner of the mill, Rosa Marín, declined to comment.",
        "[s:The owner of the mill], Rosa Marín, [c:declined] [q:to comment].",
    ),
]

TABLES = {
    "months": MONTHS,
    "hanging": HANGING,
    "relayed": RELAYED,
    "settings": SETTINGS,
    "edges": EDGES,
    "nearer": NEARER,
    "nested": NESTED,
    "passive": PASSIVE,
    "nouns": NOUNS,
    "side-by-side": SIDE_BY_SIDE,
    "acts": ACTS,
    "asides": ASIDES,
    "reported": REPORTED,
    "listeners": LISTENERS,
    "unlabelled": UNLABELLED,
}


def words(text: str, found: tuple[Attribution, ...]) -> list[tuple[list[str], ...]]:
    """Source, cue and content of each, by the cues' places."""

    def of(spans: tuple[Span, ...]) -> list[str]:
        return [span.of(text) for span in spans]

    return [(of(a.source), of(a.cue), of(a.content)) for a in sorted(found, key=lambda a: a.cue)]


@pytest.mark.parametrize(("labelled", "expected"), params(TABLES))
def test_statements_of_labels(labelled: str, expected: str) -> None:
    text = plain(labelled)
    assert text == plain(expected)
    assert words(text, attributions(text, scores_from(labelled))) == words(text, attributions_from(expected))


def test_whoever_is_cited_stands_within_what_rests_on_them() -> None:
    labelled = "[q1,2,3:It is late], [s1:{org:NTB}] [c1:said], [c2:citing] [s2:an aide] and [c3:citing] [s3:a clerk]."
    found = attributions(plain(labelled), scores_from(labelled))
    assert [a.parent for a in found] in ([None, 0], [None, 0, 0])
    assert found[0].source[0].of(plain(labelled)) == "NTB"
