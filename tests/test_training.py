"""What training makes of annotated articles: the words that values rest on, chains of one holder, names."""

from __future__ import annotations

import hashlib
import json
import lzma
from pathlib import Path
from typing import Any

import pytest

from training import articles
from training.corpora import Document, Labelled

TEXT = (
    "Ana Reyes told the harbour board in Sella on Tuesday that the quay was safe. “It is sound,” she added.\n\n"
    "“It never was,” Mayor Ola Lund told her, the agency NTB reported. Tarn Lund has heard that Reyes would resign."
)


def spans(*words: str) -> list[list[int]]:
    """Where each of the words stands for the first time."""
    return [[TEXT.index(w), TEXT.index(w) + len(w)] for w in words]


def statement(source: str, cue: str, content: str, **values: Any) -> dict[str, Any]:
    row = {role: spans(words) if words else [] for role, words in (("source", source), ("cue", cue))}
    plain = {"holder": None, "kind": "person", "addressee": None, "time": None, "place": None, "via": [], "targets": []}
    return row | plain | {"content": spans(content), "parent": None, "act": "say", "standing": "asserted"} | values


ROW = {
    "id": "harbour",
    "outlet": "The Courier",
    "published": "2024-05-16",
    "text": TEXT,
    "statements": [
        statement(
            "Ana Reyes", "told", "that the quay was safe",
            holder="Ana Reyes", addressee="harbour board", time="2024-05-14", place="Sella",
        ),
        statement("she", "added", "“It is sound,”", holder="Ana Reyes", addressee="harbour board", time="2024-05-14"),
        statement(
            "Mayor Ola Lund", "told her", "“It never was,”",
            holder="Ola Lund", addressee="Ana Reyes", via=["NTB"], standing="denied",
        ) | {"cue": [[TEXT.index("told her"), TEXT.index("told her") + 4]]},
        statement(
            "Tarn Lund", "has heard", "that Reyes would resign",
            holder="Tarn Lund", act="think", targets=[["Ana Reyes", -1], ["quay wall", 1]],
        ),
    ],
}  # fmt: skip


@pytest.fixture
def document(tmp_path: Path) -> Document:
    (tmp_path / "articles").mkdir()
    with lzma.open(tmp_path / "articles" / "train.jsonl.xz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(ROW) + "\n")
    (only,) = articles.articles(tmp_path, "train")
    return only


def words(labelled: Labelled) -> dict[str, list[str]]:
    return {role: [TEXT[s:e] for s, e in found] for role, found in labelled.beside.items() if found}


def test_values_are_found_beside_their_cue(document: Document) -> None:
    assert document.attributions is not None
    assert [words(a) for a in document.attributions] == [
        {"addressee": ["harbour board"], "time": ["Tuesday"], "place": ["Sella"]},
        {},  # all carried on from the sentence before
        {"addressee": ["her"], "via": ["NTB"]},
        {},
    ]
    assert [(a.act, a.standing) for a in document.attributions] == [
        ("say", "asserted"), ("say", "asserted"), ("say", "denied"), ("think", "asserted"),
    ]  # fmt: skip


def test_targets_are_found_where_they_are_named(document: Document) -> None:
    first, *_, last = document.attributions or ()
    assert (first.targets, first.lost) == ([], False)
    (((start, end), side),) = last.targets or ()
    assert (TEXT[start:end], start, side) == ("Reyes", TEXT.index("Reyes would"), -1)
    assert last.lost, "the quay wall stands nowhere"


def test_names_and_sources_of_one_holder_are_a_chain(document: Document) -> None:
    chains = [[TEXT[slice(*document.mentions[m])] for m in chain] for chain in document.chains or ()]
    assert chains == [["Ana Reyes", "she", "Reyes"]]
    # A surname beside another capitalized word may be another's.
    assert [TEXT[s:e] for s, e, _ in document.named] == ["Ana Reyes", "Reyes", "Tarn Lund", "Ola Lund"]


def test_a_time_that_another_word_may_give_is_unknown_not_absent(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    row = ROW | {"statements": [ROW["statements"][0] | {"time": "2024-05"}]}
    with lzma.open(tmp_path / "articles" / "train.jsonl.xz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")
    (only,) = articles.articles(tmp_path, "train")
    (labelled,) = only.attributions or ()
    assert [TEXT[s:e] for s, e in labelled.unlocated] == ["Tuesday"]


def test_articles_are_gold_for_spans(tmp_path: Path, document: Document) -> None:
    (gold,) = articles.gold(tmp_path, "train")
    assert (gold.id, gold.published, gold.whole) == ("harbour", "2024-05-16", True)
    assert [a.cue[0].of(TEXT) for a in gold.attributions] == ["told", "added", "told", "has heard"]


@pytest.mark.parametrize("same", [True, False])
def test_our_annotations_find_their_texts_by_id(same: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "raw").mkdir()
    texts = [{"id": "another", "text": "Rain."}, {"id": "harbour", "text": TEXT if same else TEXT + " "}]
    with lzma.open(tmp_path / "raw" / "articles.jsonl.xz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(text) + "\n" for text in texts)
    bare = {key: value for key, value in ROW.items() if key != "text"}
    row = bare | {"sha256": hashlib.sha256(TEXT.encode()).hexdigest()}
    (tmp_path / "train.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    monkeypatch.setattr(articles, "OURS", tmp_path)
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "train.jsonl").write_text("", encoding="utf-8")
    monkeypatch.setattr(articles, "CASES", tmp_path / "cases")
    if same:
        (document,) = articles.ours(tmp_path, "train")
        assert document.text == TEXT
        assert document.attributions is not None
        assert [TEXT[s:e] for a in document.attributions for s, e in a.cue] == ["told", "added", "told", "has heard"]
    else:
        with pytest.raises(ValueError, match="annotated as harbour"):
            articles.ours(tmp_path, "train")
