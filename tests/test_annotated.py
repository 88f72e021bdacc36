"""Articles to annotate and annotated ones: Label Studio, brat, gold; a blind sample; how far people agree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import commands
import pytest
import spacy
from drafts import reading_from
from spacy.tokens import DocBin

from reportedly.errors import GoldError
from reportedly.evaluation import agreement, load_annotated
from reportedly.evaluation.agreement import Agreed, krippendorff
from reportedly.evaluation.annotated import AnnotatedForm, lines, write_brat
from reportedly.evaluation.gold import ROLES, GoldArticle, parse
from reportedly.evaluation.label_studio import config
from reportedly.evaluation.line import predictions
from reportedly.ledger import Ledger
from reportedly.reading import Reading

#: Statements within statements, one said twice, contents in pieces and over lines, letters beyond UTF-16's first plane.
MARKED = (
    "😀 [s1:Mayor {Ana Reyes}] [c1:denied] [q1:that [s2:{Ole Lund}] [c2:told] her [q2:the port would shut]].\n\n"
    "[q3:“It floats,”] [s3:{Ole Lund}] [c3:said]. [q3:“It sinks.\n\n“It floats.”] {Petra Voss} nodded 😀. "
    "[q4:There was no call], [c4:according to] [s4:people in the harbour]."
)
ARTICLE = {"outlet": "NTB", "published": "2024-05-08", "title": "Port"}


@pytest.fixture(scope="module")
def reading() -> Reading:
    return reading_from(MARKED, **ARTICLE)


def said(article: GoldArticle) -> list[Any]:
    """What goes through any form, piece by piece of words between line breaks."""
    return [
        (*([span.of(article.text).split("\n\n") for span in getattr(one, role)] for role in ROLES),
         one.parent, one.holder, one.standing, one.act)
        for one in article.attributions
    ]  # fmt: skip


def annotated(reading: Reading, folder: Path, form: AnnotatedForm) -> Path:
    """As if somebody had taken over all that was read."""
    if form == "brat":
        folder.mkdir()
        write_brat(folder, [("port", reading.article, reading)])
        return folder
    tasks = json.loads("".join(lines([("port", reading.article, reading)], form)))
    for task in tasks:
        task["annotations"] = [{"result": [], "was_cancelled": True}, *task.pop("predictions")]
    path = folder.with_suffix(".json")
    path.write_text(json.dumps(tasks), encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["label-studio", "brat"])
def test_out_and_in_again(reading: Reading, tmp_path: Path, form: AnnotatedForm) -> None:
    (back,) = load_annotated(annotated(reading, tmp_path / "out", form))
    line = {**predictions(reading, "port"), "text": reading.article.text, "whole": True}
    expected = parse(line, "port")
    assert (back.id, back.text, back.whole) == ("port", reading.article.text, True)
    assert said(back) == said(expected)
    if form == "label-studio":
        assert [one.content for one in back.attributions] == [one.content for one in expected.attributions]
        assert (back.outlet, back.published) == ("NTB", "2024-05-08")


def test_offsets_of_label_studio_are_those_of_a_browser(reading: Reading) -> None:
    (task,) = json.loads("".join(lines([("port", reading.article, reading)], "label-studio")))
    units = task["data"]["text"].encode("utf-16-le")
    regions = [one for one in task["predictions"][0]["result"] if one["type"] == "labels"]
    for one in regions:
        value = one["value"]
        assert units[2 * value["start"] : 2 * value["end"]].decode("utf-16-le") == value["text"]
    assert regions


def test_the_interface_of_label_studio_has_all_that_is_asked_for() -> None:
    names = {one.get("name") for one in ElementTree.fromstring(config()).iter() if one.get("name")}
    assert names == {"role", "text", "holder", "kind", "standing", "act"}


#: a file or folder, its content, the sentence
WRONG = [
    ("a.json", "{", "expected JSON as Label Studio exports it"),
    ("a.json", "{}", "expected a list of tasks, found {}"),
    ("a.json", "[{}]", "task 1: expected a task as Label Studio exports it, found {}"),
    ("a.json", '[{"data": {"text": "It floats."}, "annotations": []}]', "expected annotated tasks, found none"),
    (
        "a.json",
        '[{"data": {"text": "x"}, "annotations": [{"result": [{"type": "labels"}]}]}]',
        "task 1: expected a task",
    ),
    ("b/a.ann", "T1\tContent x y\tz", "a.ann: expected annotations as brat writes them"),
    ("b/a.ann", "E1\tStatement:T9", "a.ann: expected annotations as brat writes them"),
    ("b/c.txt", "It floats.", "expected .ann files in the folder"),
]


@pytest.mark.parametrize(("name", "text", "sentence"), WRONG)
def test_what_is_no_annotation(tmp_path: Path, name: str, text: str, sentence: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    if name.endswith(".ann"):
        path.with_suffix(".txt").write_text("It floats.", encoding="utf-8")
    with pytest.raises(GoldError) as error:
        load_annotated(path.parent if name.startswith("b/") else path)
    assert sentence in str(error.value)


# -- commands ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(reading: Reading, tmp_path: Path) -> Path:
    where = tmp_path / "desk.db"
    with Ledger.open(where) as ledger:
        ledger.add(reading)
        for number in range(6):
            ledger.add(reading_from(f"[q:“It floats {number} times over the quay,”] [c:said] [s:{{Ole Lund}}]."))
    return where


def run(*args: object) -> Any:
    return commands.run(*map(str, args))


def test_a_sample_is_blind_and_can_be_drawn_again(desk: Path, tmp_path: Path) -> None:
    drawn = {}
    for name in ("a.jsonl", "b.jsonl", "c.jsonl"):
        seed = 1 if name == "c.jsonl" else 0
        assert run("sample", tmp_path / name, "--ledger", desk, "--size", 3, "--seed", seed).returncode == 0
        drawn[name] = (tmp_path / name).read_text("utf-8")
    assert drawn["a.jsonl"] == drawn["b.jsonl"] != drawn["c.jsonl"]
    assert [json.loads(line)["attributions"] for line in drawn["a.jsonl"].splitlines()] == [[]] * 3
    assert run("sample", tmp_path / "d.json", "--ledger", desk).returncode == 0
    assert all("predictions" not in task for task in json.loads((tmp_path / "d.json").read_text("utf-8")))
    assert (tmp_path / "label-studio.xml").read_text("utf-8") == config()
    assert run("sample", tmp_path / "brat", "--ledger", desk, "--size", 2).returncode == 0
    assert [path.read_text("utf-8") for path in (tmp_path / "brat").glob("*.ann")] == ["", ""]
    assert "doesn't tell which" in run("sample", tmp_path / "a.csv", "--ledger", desk).stderr


def test_a_ledger_to_be_annotated(desk: Path, tmp_path: Path) -> None:
    assert run("export", tmp_path / "tasks.json", "--format", "label-studio", "--ledger", desk).returncode == 0
    assert len(json.loads((tmp_path / "tasks.json").read_text("utf-8"))) == 7
    assert run("export", tmp_path / "brat", "--format", "brat", "--ledger", desk).returncode == 0
    assert len(load_annotated(tmp_path / "brat")) == 7
    assert run("export", tmp_path / "desk.spacy", "--ledger", desk).returncode == 0
    docs = DocBin(store_user_data=True).from_disk(tmp_path / "desk.spacy").get_docs(spacy.blank("en").vocab)
    assert [len(doc.spans["cue"]) for doc in docs] == [4, 1, 1, 1, 1, 1, 1]


# -- agreement ---------------------------------------------------------------------------------------------------------

#: units, alpha: Krippendorff's own worked example first
ALPHAS: list[tuple[list[list[Any]], float | None]] = [
    ([[0, 1], [1, 1], [0, 1], [0, 0], [0, 0], [0, 1], [0, 0], [0, 0], [1, 0], [0, 0]], 0.095),
    ([["a", "a", None], ["b", "b", "b"], ["a", "b", None]], 0.5),
    ([["a", "a"], ["b", "b"]], 1.0),
    ([["a", "a"], ["a", "a"]], None),
    ([["a", None]], None),
    ([], None),
]


@pytest.mark.parametrize(("units", "alpha"), ALPHAS)
def test_alpha(units: list[list[Any]], alpha: float | None) -> None:
    found = krippendorff(units)
    assert found.alpha == (None if alpha is None else pytest.approx(alpha, abs=5e-4))


def test_people_agree_on_the_same_and_not_on_another(reading: Reading) -> None:
    line = {**predictions(reading, "port"), "text": reading.article.text, "whole": True}
    one = parse(line, "port")
    assert agreement([[one], [one]])["holder"] == Agreed(1.0, 1.0, 4)
    other = json.loads(json.dumps(line))
    other["attributions"][0]["holder"] = {"name": "Petra Voss", "kind": "person"}
    del other["attributions"][3]
    found = agreement([[one], [parse(other, "port")], []])
    assert (found["holder"].same, found["holder"].units) == (pytest.approx(2 / 3), 3)
    assert found["content"].alpha is not None
    assert 0.5 < found["content"].alpha < 1
    assert agreement([[one], []])["content"].units == 0


def test_the_command_for_agreement(reading: Reading, tmp_path: Path) -> None:
    brat = annotated(reading, tmp_path / "brat", "brat")
    studio = annotated(reading, tmp_path / "studio", "label-studio")
    result = run("agreement", brat, studio, "--json")
    assert (result.returncode, json.loads(result.stdout)["holder"]) == (0, {"alpha": 1.0, "same": 1.0, "units": 4})
    assert "units" in run("agreement", brat, studio).stdout
    assert "expected the annotations of two people or more" in run("agreement", brat).stderr
