"""The document that speaks in a statement: marked text → its words and where they stand."""

from __future__ import annotations

import pytest
from drafts import draft_from, plain

from reportedly.values.documents import documents

#: A statement, and the words of the document that speaks in it.
SPEAKS = [
    ("[s:The Auditor-General’s annual report] [c:found] [q:that three million crowns were missing].", "annual report"),
    ("[s:A leaked memo seen by {org:Radio Sella}] [c:warned] [q:of rust].", "leaked memo"),
    ("[c:According to] [s:the criminal complaint], [q:{Kern} took the money].", "criminal complaint"),
    ("[s:A police statement] [c:said] [q:the driver had fled].", "police statement"),
    ("[s:A letter signed by 40 teachers] [c:said] [q:they were leaving].", "letter"),
    ("[q:The fleet halved], [s:a study by the {org:University of Tarn}] [c:shows].", "study"),
    ("[s:A {org:Tarn University} poll] [c:found] [q:that most wanted the bridge].", "poll"),
    ("[s:The new harbour law] [c:says] [q:ferries must carry two pilots].", "new harbour law"),
    ("[s:{Ana Reyes}’s lawsuit, filed in May,] [c:alleges] [q:that the yard knew].", "lawsuit"),
    ("[s:Her tweet about {Lund}] [c:said] [q:he was finished].", "tweet"),
    ("[s:The ministry’s website] [c:says] [q:the quota is fair].", "website"),
    ("[s:Several of the emails the board handed over] [c:show] [q:that it was warned].", "emails"),
    ("[s:Part of the statement] [c:said] [q:the crane was new].", "statement"),
    ("[s:Court documents] [c:say] [q:the valve was old].", "Court documents"),
    ("[s:A statement by the mayor’s aide, {Ola Berg},] [c:said] [q:she was well].", "statement"),
    ("[s:Footage on {org:Tarn TV}] [c:showed] [q:the boat listing].", "Footage"),
    ("[s:This memo] [c:says] [q:nothing].", "memo"),
    ("[s:The annual report of the Auditor-General] [c:said] [q:the till was empty].", "annual report"),
]
#: Who speaks for themselves, whatever else is named.
SILENT = [
    "[s:{Ana Reyes}] [c:said] [q:the crane was safe].",
    "[s:The author of the report] [c:said] [q:it was rushed].",
    "[s:The {org:Tarn Post}] [c:reported] [q:that the quay had sunk].",
    "[s:{Kevin Book}] [c:said] [q:prices would fall].",
    "[s:The website] [c:said] [q:the quay had sunk].",
    "[s:A report writer] [c:said] [q:nobody read them].",
    "[s:{Ana Reyes}] [c:said] in a letter [q:that the crane was safe].",
    "[s:{Ola Berg}, who wrote the mayor’s letter,] [c:said] [q:it was short].",
    "[c:It was claimed] [q:that the quay had sunk].",
]


@pytest.mark.parametrize(("marked", "words"), SPEAKS)
def test_a_document_speaks(marked: str, words: str) -> None:
    (found,) = documents(draft_from(marked))
    assert found is not None
    assert found.text == words
    assert [span.of(plain(marked)) for span in found.spans] == [words]


@pytest.mark.parametrize("marked", SILENT)
def test_no_document_speaks(marked: str) -> None:
    assert documents(draft_from(marked)) == (None,)


def test_it_goes_on_with_the_document_before() -> None:
    text = (
        "[s1:The {org:Tarn Health Board}’s report] [c1:said] [q1:the ward was shut]. "
        "[s2:{=Tarn Health Board:It}] [c2:added] [q2:that the roof leaked]. [s3:{Reyes}] [c3:said] [q3:it was so]."
    )
    said = [document and document.text for document in documents(draft_from(text))]
    assert said == ["report", "report", None]


def test_a_newspaper_is_no_document() -> None:
    text = "[s1:The {org:Courier}] [c1:said] [q1:it sank]. [s2:{=Courier:The paper}] [c2:added] [q2:that it was old]."
    assert documents(draft_from(text)) == (None, None)


def test_each_document_stands_in_its_own_statement() -> None:
    text = "[s1:The letter] [c1:said] [q1:yes]. [s2:The memo] [c2:said] [q2:no]."
    draft = draft_from(text)
    found = documents(draft)
    assert [document and document.spans[0].start for document in found] == [
        draft.text.index("letter"),
        draft.text.index("memo"),
    ]
