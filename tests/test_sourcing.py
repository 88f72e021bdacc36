"""Why a holder is unnamed and how it knows: marked text → the words, and where they stand."""

from __future__ import annotations

import pytest
from drafts import draft_from, plain

from reportedly.values.sourcing import sourcing

#: Why the holder isn't named. A text with one statement, and the words.
UNNAMED = [
    (
        "[s:A nurse, who spoke on condition of anonymity because she feared losing her job,] [c:said] [q:it rained].",
        "spoke on condition of anonymity because she feared losing her job",
    ),
    (
        "[q:“The beds are full,”] [c:said] [s:a nurse] who declined to give her name, citing threats to her family.",
        "declined to give her name, citing threats to her family",
    ),
    (
        "[s:A harbour official] [c:told] {org:Radio Sella} on condition of anonymity [q:that the quay would close].",
        "on condition of anonymity",
    ),
    (
        "[s:A worker by night,] who spoke in confidence because he fears for his job, [c:said] [q:it rained].",
        "spoke in confidence because he fears for his job",
    ),
    (
        "[s:Two members of the board] who begged not to be mentioned [c:told] {org:Radio Sella} [q:that it rained].",
        "begged not to be mentioned",
    ),
    (
        "Speaking on condition of anonymity, [s:a harbour official] [c:said] [q:the quay would close].",
        "Speaking on condition of anonymity",
    ),
    (
        "[q:The quay will close], [s:an official] [c:said], speaking on the condition that he not be named.",
        "speaking on the condition that he not be named",
    ),
    ("[s:A clerk, who asked not to be named,] [c:said] [q:the files were burnt].", "asked not to be named"),
    (
        "[s:The clerk], whose name is being withheld for her safety, [c:said] [q:the files were burnt].",
        "whose name is being withheld for her safety",
    ),
    ("[s:A juror who did not want his name published] [c:said] [q:it was close].", "did not want his name published"),
    (
        "[s:An agent] who wasn’t authorised to speak publicly [c:said] [q:shots were fired].",
        "wasn’t authorised to speak publicly",
    ),
    ("[s:A miner, who lacked permission to comment,] [c:said] [q:gas had leaked].", "lacked permission to comment"),
    (
        "Granted anonymity to speak freely, [s:a strategist] [c:said] [q:{Lund} was finished].",
        "Granted anonymity to speak freely",
    ),
    ("[s:Two engineers, who asked to remain anonymous,] [c:said] [q:it was rust].", "asked to remain anonymous"),
    ("[s:A guard, who gave only his first name,] [c:said] [q:the gate was open].", "gave only his first name"),
    (
        "[s:Three sailors] [c:said] [q:the engine had failed]. They asked not to be identified for fear of reprisals.",
        "asked not to be identified for fear of reprisals",
    ),
    (
        "[s:A security official] [c:said] [q:the men were armed]. The official was not cleared to brief reporters.",
        "not cleared to brief reporters",
    ),
    (
        "[s:A girl of 14] [c:said] [q:she was beaten]. The {org:Gazette} is not naming her because she is a minor.",
        "not naming her because she is a minor",
    ),
    (
        "The source could not be named as the case is open. [s:The source] [c:said] [q:the boy had died].",
        "could not be named as the case is open",
    ),
    (
        "[s:A pilot, who does not want to read her name in the paper,] [c:said] [q:the wing was cracked].",
        "does not want to read her name in the paper",
    ),
    (
        "[s:A member of the crew], who did not want to be quoted, [c:said] [q:the wing was cracked].",
        "did not want to be quoted",
    ),
    ("[s:A nurse, who fears for her job,] [c:said] [q:the ward was full].", "fears for her job"),
    (
        "[q:The ward was full], [c:said] [s:a porter] who was afraid that he would be dismissed.",
        "afraid that he would be dismissed",
    ),
    ("[s:A guard] who would not give his name [c:said] [q:the gate was open].", "would not give his name"),
]
#: How the holder knows.
KNOWING = [
    ("[s:Two officials briefed on the talks] [c:said] [q:the deal was dead].", "briefed on the talks"),
    ("[q:It was dead], [c:according to] [s:two people familiar with the matter].", "familiar with the matter"),
    (
        "[q:It was dead], [c:according to] [s:a person] with direct knowledge of the negotiations.",
        "with direct knowledge of the negotiations",
    ),
    ("[s:A diplomat who was present at the meeting] [c:said] [q:nobody shouted].", "present at the meeting"),
    ("[s:An aide, who was in the room when the call came,] [c:said] [q:she wept].", "in the room when the call came"),
    ("[s:A senior aide close to the mayor] [c:said] [q:she would resign].", "close to the mayor"),
    ("[s:Residents who saw the crash] [c:said] [q:the bus was speeding].", "saw the crash"),
    ("[s:Someone with access to the files] [c:said] [q:forty were missing].", "with access to the files"),
    ("[s:A lawyer involved in the case] [c:called] [q:it a mistake].", "involved in the case"),
    ("[s:An engineer, who has inspected the bridge,] [c:said] [q:it was rusting].", "inspected the bridge"),
]
#: Named holders, what others do, and words that mean something else.
NOTHING = [
    "[s:{Ana Reyes}, who was briefed on the talks,] [c:said] [q:the deal was dead].",
    "[s:{Ana Reyes}] [c:said] [q:the aide had asked not to be named].",
    "[s:A nurse] [c:said] [q:“I was told not to be named”].",
    "[q:The body could not be identified], [s:police] [c:said].",
    "[s:A captain] [c:declined] [q:to be named as the next mayor].",
    "[s:An officer] [c:asked] [q:her name].",
    "[s:A nurse] [c:said] [q:the beds were full]. {Ana Reyes} asked not to be named.",
    "[s:A clerk] [c:told] [q:of burnt files].",
    "[s:A clerk, who feared the winter,] [c:said] [q:the coal was gone].",
    "[s:A clerk] [c:said] [q:she did not want to be quoted as saying so].",
    "[s:The {org:Tarn Ministry}, which is familiar with the case,] [c:said] [q:nothing was lost].",
]


@pytest.mark.parametrize(("marked", "words"), UNNAMED)
def test_why_a_holder_is_unnamed(marked: str, words: str) -> None:
    (found,) = sourcing(draft_from(marked))
    assert [(value.kind, value.text) for value in found] == [("anonymity", words)]
    assert [[span.of(plain(marked)) for span in value.spans] for value in found] == [[words]]


@pytest.mark.parametrize(("marked", "words"), KNOWING)
def test_how_a_holder_knows(marked: str, words: str) -> None:
    (found,) = sourcing(draft_from(marked))
    assert [(value.kind, value.text) for value in found] == [("knowledge", words)]
    assert [[span.of(plain(marked)) for span in value.spans] for value in found] == [[words]]


@pytest.mark.parametrize("marked", NOTHING)
def test_nothing_is_said_of_it(marked: str) -> None:
    assert sourcing(draft_from(marked)) == ((),)


def test_both_and_two_of_a_kind_stand_in_text_order() -> None:
    marked = (
        "[s:One engineer familiar with the leak, who was not authorized to discuss it and requested anonymity,] "
        "[c:said] [q:the valve was old]."
    )
    (found,) = sourcing(draft_from(marked))
    assert [(value.kind, value.text) for value in found] == [
        ("knowledge", "familiar with the leak"),
        ("anonymity", "not authorized to discuss it"),
        ("anonymity", "requested anonymity"),
    ]


def test_it_holds_for_all_that_the_holder_goes_on_to_say() -> None:
    marked = (
        "[s1:A clerk briefed on the case] [c1:said] [q1:the till was empty].\n\n"
        "[s2:{Reyes}] [c2:said] [q2:it was not].\n\n"
        "[q3:“I counted it,”] [s3:{=A clerk briefed on the case:she}] [c3:said].\n\n"
        "[s4:Another clerk] [c4:disagreed] [q4:with that]."
    )
    found = sourcing(draft_from(marked))
    assert [[value.text for value in values] for values in found] == [
        ["briefed on the case"],
        [],
        ["briefed on the case"],
        [],
    ]
    assert found[0] == found[2]


def test_a_reason_told_right_after_holds_for_what_was_said() -> None:
    marked = (
        "[s1:A nurse] [c1:said] [q1:the ward had no water]. [s2:{=A nurse:She}] [c2:asked] [q2:that her name not be "
        "used]. [q3:“We carried buckets,”] [s3:{=A nurse:she}] [c3:said]."
    )
    why = "asked that her name not be used"
    assert [[value.text for value in values] for values in sourcing(draft_from(marked))] == [[why]] * 3
