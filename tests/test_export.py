"""A ledger taken elsewhere: JSON-LD as graphs, annotations by their words, tables by their description."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from csvw import TableGroup
from hearing import ABOUT, HEARING
from pyarrow import parquet
from rdflib import Graph, URIRef
from rdflib.namespace import PROV, RDF, SDO

import reportedly
from reportedly import Article
from reportedly.errors import OutputError
from reportedly.export.files import Format, export
from reportedly.export.names import NodeObject
from reportedly.export.shapes import checked, schema, shape
from reportedly.export.tables import COLUMNS
from reportedly.ledger import Ledger
from reportedly.ledger.records.recordings import StoredRecording
from reportedly.ledger.reviews.review import Review
from reportedly.records.load import of_bytes

TAPE = (
    "In a recording obtained by Channel 9, Mayor Ana Reyes allegedly boasts about threatening to “shut the damn port "
    "down by Friday” if the union walked out.\n"
    "“I said, ‘Nobody moves’, and nobody moved,” Reyes tells a donor on the tape.\n"
    "Harbour chief Per Lund denied the account."
)
AGAIN = "“We will shut the damn port down by Friday,” Mayor Ana Reyes says on a tape obtained by Channel 9."
TOLD = "Mayor Ana Reyes hailed the tunnel as “a gift to this town”, a clerk told NTB on Tuesday.\nIt 🚢 floats."
OA = "http://www.w3.org/ns/oa#"
#: The terms of https://www.w3.org/TR/annotation-vocab/ that are used.
OA_TERMS = {
    "Annotation", "SpecificResource", "TextualBody", "TextQuoteSelector", "TextPositionSelector", "hasBody",
    "hasTarget", "hasSource", "hasSelector", "motivatedBy", "hasPurpose", "exact", "prefix", "suffix", "start", "end",
    "linking", "tagging",
}  # fmt: skip


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    for number, (text, outlet, published) in enumerate(
        ((TAPE, "The Courier", "2024-05-06"), (AGAIN, "NTB", "2024-05-07"), (TOLD, "Daily Echo", None)), 1
    ):
        url = f"https://news.example/{number}" if published else None
        facts = {"url": url, "outlet": outlet, "published": published}
        ledger.add(reportedly.read(Article(text, title='=1+1, "two"\nlines', **facts)))
    ledger.findings()
    return ledger


def written(ledger: Ledger, form: Format, base: str = "urn:reportedly:") -> dict[str, Any]:
    file = io.StringIO()
    export(ledger, file, form, base)
    document: dict[str, Any] = json.loads(file.getvalue())
    return document


def nodes(ledger: Ledger) -> Iterator[tuple[str, NodeObject]]:
    return ((shape(node), node) for node in written(ledger, "jsonld")["@graph"])


def test_the_graph_as_rdf_has_the_claim_its_appearances_and_where_it_came_from(filled: Ledger) -> None:
    graph = Graph().parse(data=json.dumps(written(filled, "jsonld")), format="json-ld")
    claims = """
        SELECT ?text (COUNT(DISTINCT ?article) AS ?articles) (SAMPLE(?headline) AS ?first) WHERE {
          ?claim a schema:Claim ; schema:text ?text ; schema:appearance ?article ; schema:firstAppearance ?one ;
                 schema:author/schema:name "Ana Reyes" .
          ?one schema:url ?headline
        } GROUP BY ?claim HAVING (COUNT(DISTINCT ?article) > 1)"""
    (row,) = graph.query(claims, initNs={"schema": SDO})
    assert (int(row.articles), str(row.first)) == (2, "https://news.example/1")
    ways = """
        SELECT DISTINCT ?how ?name WHERE {
          ?statement prov:wasAttributedTo/schema:name "Ana Reyes" ; prov:wasDerivedFrom/prov:wasGeneratedBy ?passing .
          ?passing a ?how ; prov:wasAssociatedWith/schema:name ?name . FILTER(?how != prov:Activity)
        }"""
    found = {(str(row.how), str(row.name)) for row in graph.query(ways, initNs={"schema": SDO, "prov": PROV})}
    assert ("urn:reportedly:terms:obtained", "Channel 9") in found


def test_every_term_is_one_of_its_vocabulary(filled: Ledger) -> None:
    graph = Graph().parse(data=json.dumps(written(filled, "jsonld")), format="json-ld")
    terms = {*graph.predicates(), *graph.objects(predicate=RDF.type)}
    assert {URIRef(f"{SDO}{name}") for name in ("Claim", "Quotation", "NewsArticle", "Person")} <= terms
    for term in terms:
        if term.startswith(OA):
            assert term.removeprefix(OA) in OA_TERMS
        elif not term.startswith("urn:reportedly:terms:"):
            assert any(term in vocabulary for vocabulary in (SDO, PROV, RDF)), term


@pytest.fixture
def corrected(filled: Ledger) -> Ledger:
    """The statement of a thread is rejected, and one in which another stands; one is corrected, one is added."""
    (again,) = filled.article(2).statements
    first = filled.article(1)
    words = [first.reading.words(said.content) for said in first.reading.statements]
    others = dict(zip(words, first.statements, strict=True))
    inner, account = others.pop("‘Nobody moves’"), others.pop("the account")
    assert again.thread is not None
    assert again.thread in {said.thread for said in others.values()}
    for rejected in others.values():
        filled.review(Review("reject", rejected.id), by="jo")
    filled.review(Review("correct", account.id, "holder", {"name": "Pia Lund", "kind": "person"}), by="jo")
    filled.review(Review("correct", account.id, "answers", [{"statement": inner.id, "relation": "declines"}]), by="jo")
    stance = {"target": "the union", "polarity": -1.0, "spans": spans("the union")}
    filled.review(Review("correct", inner.id, "stances", [stance]), by="jo")
    missed = {"content": spans("the union walked out"), "cue": spans("allegedly boasts"), "type": "indirect",
              "holder": {"number": again.holder}, "parent": account.id}  # fmt: skip
    filled.review(Review("correct", article=1, value=missed), by="kim")
    return filled


def spans(words: str) -> list[list[int]]:
    return [[TAPE.index(words), TAPE.index(words) + len(words)]]


def test_a_graph_is_as_reviews_leave_the_ledger(corrected: Ledger) -> None:
    all_nodes = [node for _, node in nodes(corrected)]
    said = {node["schema:text"]: node for node in all_nodes if "reportedly:cue" in node}
    assert "shut the damn port down by Friday" not in said
    inner, account, added = (said[text] for text in ("‘Nobody moves’", "the account", "the union walked out"))
    assert "reportedly:within" not in inner
    assert [stance["reportedly:target"] for stance in inner["reportedly:stance"]] == ["the union"]
    assert account["reportedly:answers"][0]["reportedly:statement"] == {"id": inner["id"]}
    assert added["reportedly:within"] == {"id": account["id"]}
    names = {node["id"]: node["schema:name"] for node in all_nodes if "prov:Agent" in node["type"]}
    assert names[account["schema:author"]["id"]] == "Pia Lund"
    assert names[added["schema:author"]["id"]] == "Ana Reyes"


def test_names_of_statements_stay_whatever_people_say_of_others(filled: Ledger) -> None:
    before = {node["id"]: node["schema:text"] for _, node in nodes(filled) if "reportedly:cue" in node}
    filled.review(Review("reject", filled.article(1).statements[0].id), by="jo")
    after = {node["id"]: node["schema:text"] for _, node in nodes(filled) if "reportedly:cue" in node}
    assert after.items() <= before.items()
    assert len(after) == len(before) - 1


def test_tables_are_as_reviews_leave_the_ledger(corrected: Ledger) -> None:
    with corrected.snapshot() as snapshot:
        tables = {name: list(snapshot.rows(name)) for name in COLUMNS}
    there = {row["content_text"]: row for row in tables["statements"] if row["article_id"] == 1}
    assert list(there) == ["‘Nobody moves’", "the account", "the union walked out"]
    inner, account, added = there.values()
    assert (inner["parent_id"], added["parent_id"]) == (None, account["id"])
    assert (account["holder"], account["holder_kind"], added["holder"]) == ("Pia Lund", "person", "Ana Reyes")
    assert [(row["statement_id"], row["answered_id"]) for row in tables["answers"]] == [(account["id"], inner["id"])]
    assert [row["target"] for row in tables["stances"] if row["statement_id"] == inner["id"]] == ["the union"]
    numbers = {row["id"] for row in tables["statements"]}
    pointing = [(name, column) for name, columns in COLUMNS.items() for column in columns if column.to == "statements"]
    for name, column in pointing:
        assert {row[column.name] for row in tables[name]} - {None} <= numbers, (name, column.name)


def test_what_is_pointed_to_is_there(filled: Ledger) -> None:
    _assert_there(filled)


def test_what_is_pointed_to_is_there_after_reviews_too(corrected: Ledger) -> None:
    _assert_there(corrected)


def _assert_there(filled: Ledger) -> None:
    named = {node["id"] for _, node in nodes(filled)}

    def pointed(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            if set(value) == {"id"}:
                yield value["id"]
            for item in value.values():
                yield from pointed(item)
        elif isinstance(value, list):
            for item in value:
                yield from pointed(item)

    for kind, node in nodes(filled):
        missing = {name for name in pointed(node) if name not in named and "wikidata" not in name}
        assert not missing, kind


def test_annotations_give_the_words_at_their_place(filled: Ledger) -> None:
    document = written(filled, "annotations")
    assert document["@context"] == "http://www.w3.org/ns/anno.jsonld"
    texts = {"https://news.example/1": TAPE, "https://news.example/2": AGAIN}
    roles = set()
    for annotation in document["first"]["items"]:
        roles.add(annotation["body"][1]["value"])
        for target in annotation["target"]:
            text = texts.get(target["source"], TOLD)
            quote, position = target["selector"]
            assert text[position["start"] : position["end"]] == quote["exact"]
            assert text[: position["start"]].endswith(quote["prefix"])
            assert text[position["end"] :].startswith(quote["suffix"])
    assert {"source", "cue", "content", "standing", "obtained", "told"} <= roles


def test_names_begin_as_the_user_wants(filled: Ledger) -> None:
    document = written(filled, "jsonld", "https://desk.example/")
    assert all(node["id"].startswith("https://desk.example/") for node in document["@graph"])


@pytest.mark.parametrize(
    ("of", "change", "expected"),
    [
        ("annotation", {"target": []}, "target"),
        ("annotation", {"body": [{"type": "TextualBody", "purpose": "tagging"}]}, "body"),
        ("statement", {"schema:text": ""}, "schema:text"),
        ("statement", {"reportedly:confidence": 1.5}, "reportedly:confidence"),
        ("statement", {"type": ["schema:Claim", "prov:Entity"], "schema:spokenByCharacter": {"id": "urn:a:b"}}, "type"),
        ("claim", {"schema:appearance": [{"id": "no iri"}]}, "schema:appearance/0/id"),
        ("article", {"schema:datePublished": "last week"}, "schema:datePublished"),
        ("article", {"schema:heading": "unknown"}, "schema:heading"),
        ("agent", {"type": ["schema:Person", "schema:Organization", "prov:Agent"]}, "type"),
        ("passed", {"prov:wasGeneratedBy": {"type": ["prov:Activity", "reportedly:told"]}}, "prov:wasGeneratedBy"),
    ],
)
def test_a_node_that_has_not_its_shape_is_refused(of: str, change: NodeObject, expected: str, tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "shapes.db") as ledger:
        article = Article.from_text(TAPE, url="https://news.example/1", published="2024-05-06")
        ledger.add(reportedly.read(article))
        node = next(node for kind, node in nodes(ledger) if kind == of and (of != "passed" or len(node) > 3))
    with pytest.raises(OutputError, match=f"in the shape of a {of}, but in .*{expected}|{expected}"):
        list(checked([{**node, **change}]))


def test_every_shape_says_where_it_is_published() -> None:
    defined = schema()["$defs"]
    for name in ("article", "agent", "claim", "statement", "passed", "annotation", "quote", "position", "target"):
        assert "https://" in defined[name]["$comment"], name


def test_csv_is_read_by_its_description(filled: Ledger, tmp_path: Path) -> None:
    export(filled, tmp_path / "csv", "csv")
    group = TableGroup.from_file(tmp_path / "csv" / "csv-metadata.json")
    tables = {str(table.url): list(table.iterdicts(strict=True)) for table in group.tables}
    assert [row["outlet"] for row in tables["articles.csv"]] == ["The Courier", "NTB", "Daily Echo"]
    assert tables["articles.csv"][0]["published"].date() == date(2024, 5, 6)
    assert tables["articles.csv"][0]["title"] == '=1+1, "two"\nlines'
    statements = tables["statements.csv"]
    for row in statements:
        text = (TAPE, AGAIN, TOLD)[row["article_id"] - 1]
        assert " … ".join(text[start:end] for start, end in row["content"]) == row["content_text"]
    assert {row["holder"] for row in statements} >= {"Ana Reyes", "Per Lund"}
    with (tmp_path / "csv" / "statements.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.reader(file))) == len(statements) + 1


def test_parquet_has_types(filled: Ledger, tmp_path: Path) -> None:
    export(filled, tmp_path / "parquet", "parquet")
    assert {path.stem for path in (tmp_path / "parquet").iterdir()} == set(COLUMNS)
    table = parquet.read_table(tmp_path / "parquet" / "statements.parquet")
    first = table.to_pylist()[0]
    assert (first["published"], first["holder"], first["standing"]) == (date(2024, 5, 6), "Ana Reyes", "alleged")
    assert " … ".join(TAPE[start:end] for start, end in first["content"]) == first["content_text"]
    hops = parquet.read_table(tmp_path / "parquet" / "hops.parquet").to_pylist()
    assert ("Channel 9", "obtained") in {(hop["name"], hop["relation"]) for hop in hops}


DOUBTED = (
    "“We counted rust in twelve of the sixteen bearings,” Ana Reyes, the mayor of Halden, said on Monday.\n\n"
    "“The tide is late every day of the year,” said Ole Lund. The recording could not be independently verified."
)


@pytest.mark.parametrize("format_", ["csv", "parquet"])
def test_records_and_what_is_said_of_them_are_exported(ledger: Ledger, tmp_path: Path, format_: Format) -> None:
    hearing = replace(of_bytes(HEARING.encode(), "hearing.vtt"), name="/home/jo/hearing.vtt")
    ledger.add_record(hearing, ABOUT, StoredRecording("/home/jo/tape.mp3", "ab" * 32))
    ledger.add(reportedly.read(DOUBTED, outlet="Halden Post", published="2026-03-03"))
    ledger.refresh()
    export(ledger, tmp_path / "out", format_)
    tables = exported(tmp_path / "out", format_)
    (record,) = tables["records"]
    assert (record["name"], record["event"], record["date"], record["recording"], record["recording_sha256"]) == (
        "hearing.vtt", ABOUT.event, date(2026, 3, 2), "tape.mp3", "ab" * 32,
    )  # fmt: skip
    assert sorted((row["class"], row["time"]) for row in tables["verified"]) == [("altered", 5.0), ("verbatim", 14.0)]
    for row in tables["verified"]:
        assert " … ".join(DOUBTED[start:end] for start, end in row["spans"]) == row["words"]
        assert all(hearing.text[start:end] == at["words"] for at in row["passages"] for start, end in [at["span"]])
    (doubt,) = tables["authenticity"]
    assert (doubt["kind"], doubt["record"], doubt["own"]) == ("unverified", "recording", True)
    assert " ".join(DOUBTED[start:end] for start, end in doubt["spans"]) == doubt["text"]


def exported(folder: Path, format_: Format) -> dict[str, list[dict[str, Any]]]:
    """The rows of all tables that were written, with their structures."""
    if format_ == "csv":
        described = TableGroup.from_file(folder / "csv-metadata.json").tables
        found = {str(one.url).removesuffix(".csv"): list(one.iterdicts(strict=True)) for one in described}
        return {name: [_dated(row) for row in rows] for name, rows in found.items()}
    found = {path.stem: parquet.read_table(path).to_pylist() for path in folder.glob("*.parquet")}
    structured = {"passages", "differences", "statements"}
    return {
        name: [{key: json.loads(value) if key in structured else value for key, value in row.items()} for row in rows]
        for name, rows in found.items()
        if name in ("records", "verified", "authenticity")
    }


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value.date() if hasattr(value, "date") else value for key, value in row.items()}


def test_facts_that_were_corrected_are_exported_as_they_were(ledger: Ledger, tmp_path: Path) -> None:
    for facts in ({"published": "2024-05-06"}, {"published": "2024-05-07", "authors": ("Jo Marsh", "Li Moe")}):
        article = Article("“It floats,” said Ana Reyes.", "https://news.example/1", **facts)
        ledger.add(reportedly.read(article))
    expected = [("published", "2024-05-06", "2024-05-07"), ("authors", [], ["Jo Marsh", "Li Moe"])]
    export(ledger, tmp_path / "csv", "csv")
    table = next(t for t in TableGroup.from_file(tmp_path / "csv" / "csv-metadata.json").tables if "fact" in str(t.url))
    assert [(row["fact"], row["old"], row["new"]) for row in table.iterdicts(strict=True)] == expected
    export(ledger, tmp_path / "parquet", "parquet")
    rows = parquet.read_table(tmp_path / "parquet" / "fact_changes.parquet").to_pylist()
    assert [(row["fact"], json.loads(row["old"]), json.loads(row["new"])) for row in rows] == expected
    assert {row["article_id"] for row in rows} == {1}


def test_an_article_of_which_nothing_is_known_is_exported(ledger: Ledger, tmp_path: Path) -> None:
    ledger.add(reportedly.read("“It floats,” said Ana Reyes."))
    export(ledger, tmp_path / "csv", "csv")
    with (tmp_path / "csv" / "articles.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["url"], row["outlet"], row["site"], row["published"]) == ("", "", "", "")
    export(ledger, tmp_path / "parquet", "parquet")


def test_an_empty_ledger_is_exported_too(ledger: Ledger, tmp_path: Path) -> None:
    assert written(ledger, "jsonld")["@graph"] == []
    assert written(ledger, "annotations")["first"]["items"] == []
    export(ledger, tmp_path / "csv", "csv")
    export(ledger, tmp_path / "parquet", "parquet")


@pytest.mark.parametrize(
    ("form", "there", "expected"),
    [
        ("csv", "folder", "expected a folder that isn't there yet"),
        ("parquet", "file", "expected a folder that isn't there yet"),
        ("jsonld", "folder", "expected a file to write"),
    ],
)
def test_what_is_there_stays(form: Format, there: str, expected: str, tmp_path: Path) -> None:
    target = tmp_path / "target"
    if there == "folder":
        target.mkdir()
        (target / "mine.txt").write_text("mine")
    else:
        target.write_text("mine")
    with Ledger.open(tmp_path / "some.db") as ledger, pytest.raises(OutputError, match=expected):
        export(ledger, target, form)
    kept = target / "mine.txt" if there == "folder" else target
    assert kept.read_text() == "mine"
    assert not list(tmp_path.glob(".target*"))


def test_names_need_an_iri(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "some.db") as ledger, pytest.raises(OutputError, match="expected an IRI"):
        export(ledger, io.StringIO(), "jsonld", "our desk")


def test_a_pipe_is_written_to_and_stays_one(filled: Ledger, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.jsonld"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_text, "utf-8")
        export(filled, pipe, "jsonld")
        assert json.loads(read.result())["@graph"]
    assert pipe.is_fifo()


def test_a_link_stays_one(filled: Ledger, tmp_path: Path) -> None:
    (tmp_path / "link.jsonld").symlink_to(tmp_path / "ledger.jsonld")
    export(filled, tmp_path / "link.jsonld", "jsonld")
    assert (tmp_path / "link.jsonld").is_symlink()
    assert json.loads((tmp_path / "ledger.jsonld").read_text(encoding="utf-8"))["@graph"]


def test_a_link_to_itself_makes_way(filled: Ledger, tmp_path: Path) -> None:
    (tmp_path / "loop.jsonld").symlink_to(tmp_path / "loop.jsonld")
    export(filled, tmp_path / "loop.jsonld", "jsonld")
    assert json.loads((tmp_path / "loop.jsonld").read_text(encoding="utf-8"))["@graph"]


def test_no_folder_to_write_in(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "some.db") as ledger, pytest.raises(OutputError, match="No such file or directory"):
        export(ledger, tmp_path / "none" / "out.jsonld", "jsonld")


def test_a_snapshot_is_of_one_moment(filled: Ledger) -> None:
    with filled.snapshot() as snapshot:
        before = len(list(snapshot.parties()))
        filled.add(reportedly.read("“It floats,” said Karin Holm."))
        assert len(list(snapshot.parties())) == before
        assert len(list(snapshot.records())) == 3
    with filled.snapshot() as snapshot:
        assert len(list(snapshot.records())) == 4
