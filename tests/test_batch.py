"""Many articles: their outcomes in order, in one process or several; readings as a DataFrame and as spaCy's Docs."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import spacy
from drafts import plain, reading_from
from spacy.tokens import DocBin

import reportedly
from reportedly import Article, MissingExtra, Reading, read_many, spacy_component, to_frame
from reportedly.articles.inputs import articles
from reportedly.export.frame import COLUMNS

SAID = "“It floats,” said Ana Reyes."
ROOT = Path(__file__).parents[1]
MARKED = (
    "[s1:Mayor {Ana Reyes}] [c1:said] [q1:the port would shut on Friday].\n\n[q2:“It floats,”] [s2:{Ole Lund}] "
    "[c2:told] the council in mid-air. {Petra Voss} nodded. Nobody denied it."
)


def summary(outcomes: Any) -> list[str]:
    return [f"{len(one.reading.statements)} in {one.name}" if one.reading else str(one.error) for one in outcomes]


@pytest.mark.parametrize("processes", [1, 2])
def test_a_failed_article_is_an_outcome(processes: int, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text\n“It sinks” said Ole Lund.\n", encoding="utf-8")
    given = [SAID, "  ", Article(SAID, outlet="NTB"), *articles([str(tmp_path / "none.txt"), str(tmp_path / "a.csv")])]
    told: list[tuple[int, int | None]] = []
    outcomes = list(read_many(given, processes=processes, progress=lambda done, of: told.append((done, of))))
    assert summary(outcomes) == [
        "1 in 0", "expected an article in the text, found only white space", "1 in 2",
        f"expected an article in {tmp_path / 'none.txt'}, found no such file", f"1 in {tmp_path / 'a.csv'}, row 2",
    ]  # fmt: skip
    assert told == [(i, 5) for i in range(1, 6)]
    assert outcomes[2].reading is not None
    assert outcomes[2].reading.article.outlet == "NTB"
    assert str(outcomes[2].reading.read_by).startswith("Reportedly ")


def test_articles_are_taken_while_they_are_read() -> None:
    taken: list[int] = []

    def endless() -> Any:
        while True:
            taken.append(len(taken))
            yield SAID

    outcomes = read_many(endless(), processes=1)
    assert next(outcomes).reading is not None
    assert taken == [0]
    outcomes.close()  # type: ignore[attr-defined] # a generator


def test_fewer_than_one_process() -> None:
    with pytest.raises(ValueError, match="expected at least one process, found 0"):
        read_many([SAID], processes=0)


def test_a_bar(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(list(read_many([SAID], progress=True))) == 1
    assert "Reading" in capsys.readouterr().err


def test_what_is_known_beside_the_text() -> None:
    reading = reportedly.read(SAID, title="Ferry", outlet="NTB", published="2024-05-08", url="https://ntb.example/1")
    article = reading.article
    assert (article.title, article.outlet, article.published) == ("Ferry", "NTB", "2024-05-08")
    assert reportedly.read(article, title="Port").article.url == "https://ntb.example/1"


# -- pandas ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reading() -> Reading:
    return reading_from(MARKED, outlet="NTB", published="2024-05-08", title="Ferry \ud800")


def test_a_row_is_a_statement(reading: Reading) -> None:
    frame = to_frame([reading, reading])
    assert list(frame.columns) == list(COLUMNS)
    assert list(frame["statement"]) == [1, 2, 1, 2]
    first = frame.iloc[1]
    assert (first["holder"], first["words"], first["cue"], first["outlet"]) == (
        "Ole Lund",
        "“It floats,”",
        "told",
        "NTB",
    )
    assert plain(MARKED)[first["start"] : first["end"]] == first["words"]
    assert first["title"] == "Ferry \ufffd"
    assert frame["parent"].isna().all()


def test_readings_of_many_are_a_frame(tmp_path: Path) -> None:
    frame = to_frame(read_many([SAID, " ", SAID]))
    assert list(frame["holder"]) == ["Ana Reyes"] * 2
    assert frame["weights"].notna().all()
    frame.to_csv(tmp_path / "a.csv", index=False)
    assert list(pd.read_csv(tmp_path / "a.csv")["words"]) == ["“It floats,”"] * 2


def test_no_statements_have_their_columns_and_types() -> None:
    frame = to_frame([])
    assert list(frame.columns) == list(COLUMNS)
    assert (str(frame["statement"].dtype), str(frame["parent"].dtype)) == ("int64", "Int64")


def test_the_columns_are_told() -> None:
    page = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
    assert [name for name in COLUMNS if f"`{name}`" not in page] == []


# -- spaCy -------------------------------------------------------------------------------------------------------------


def test_spans_of_a_doc_are_those_of_the_reading(reading: Reading) -> None:
    doc = reading.to_spacy()
    assert doc.text == reading.article.text
    for role in ("source", "cue", "content"):
        expected = [span.of(doc.text) for one in reading.statements for span in getattr(one, role)]
        assert [span.text for span in doc.spans[role]] == expected
    assert [(span.text, span.label_, span.id_) for span in doc.spans["content"]] == [
        ("the port would shut on Friday", "indirect", "1"), ("“It floats,”", "direct", "2"),
    ]  # fmt: skip
    told = doc.user_data["reportedly"]
    assert [told["holders"][one["holder"]]["name"] for one in told["statements"]] == ["Ana Reyes", "Ole Lund"]


def test_docs_go_through_a_docbin(reading: Reading) -> None:
    data = DocBin(docs=[reading.to_spacy()], store_user_data=True).to_bytes()
    (doc,) = DocBin(store_user_data=True).from_bytes(data).get_docs(spacy.blank("en").vocab)
    expected = reading.to_spacy()
    assert {key: [(s.text, s.label_, s.id_) for s in spans] for key, spans in doc.spans.items()} == {
        key: [(s.text, s.label_, s.id_) for s in spans] for key, spans in expected.spans.items()
    }
    assert doc.user_data["reportedly"] == expected.user_data["reportedly"]


def test_a_token_is_cut_where_a_span_ends() -> None:
    doc = reading_from("[q:“It floats”][c:said] [s:{Ana}]Reyes.").to_spacy()
    assert [span.text for key in ("content", "cue") for span in doc.spans[key]] == ["“It floats”", "said"]


def test_a_component_of_spacy() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("reportedly")
    doc = nlp(SAID)
    assert [(span.text, span.label_) for span in doc.spans["source"]] == [("Ana Reyes", "person")]
    assert "reportedly" not in nlp(" ").user_data
    known = nlp.make_doc("Ana Reyes said on Tuesday that it floats.")
    known.user_data["published"] = "2024-05-08"
    assert [span.label_ for span in nlp(known).spans["time"]] == ["2024-05-07"]


def test_the_component_is_found_by_an_entry_point() -> None:
    points = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]["spacy_factories"]
    module, _, name = points["reportedly"].partition(":")
    assert (module, hasattr(spacy_component, name)) == (spacy_component.__name__, True)


@pytest.mark.parametrize("module", ["pandas", "spacy"])
def test_the_extra_that_is_missing_is_named(reading: Reading, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtra, match=rf"pip install 'reportedly\[{module}\]'"):
        to_frame([reading]) if module == "pandas" else reading.to_spacy()
