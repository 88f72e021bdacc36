"""The corpora, all loaded in one form: a text with its annotated spans.

None of them is shipped; they are in the folder that REPORTEDLY_CORPORA (or --corpora) names.
"""

from __future__ import annotations

import json
import lzma
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

Piece = tuple[int, int]

#: Entity types of the tagger, and the names that the corpora give them.
ENTITY_TYPES = ("person", "organization", "place", "other")
_ENTITY_NAMES = {
    "PER": "person", "PERSON": "person", "person": "person",
    "ORG": "organization", "ORGANIZATION": "organization", "organization": "organization",
    "LOC": "place", "LOCATION": "place", "place": "place",
    "MISC": "other", "NORP": "other", "Person": "person", "Organization": "organization", "Location": "place",
    "Facility": "place", "Misc": "other", "Product": "other",
}  # fmt: skip


@dataclass(slots=True)
class Labelled:
    """One annotated attribution.

    source, cue, content: spans in code points, any of them empty where the text has none. beside: by role (addressee,
    time, place, via) the words of that value; empty where nobody annotated values. unlocated: words that a
    value may rest on, nobody knows whether. act, standing: None where nobody annotated values. targets: the words of
    each target that were found, and its side, 1 or -1; None where nobody annotated them. lost: whether some weren't
    found.
    """

    source: list[Piece]
    cue: list[Piece]
    content: list[Piece]
    beside: dict[str, list[Piece]] = field(default_factory=dict)
    unlocated: list[Piece] = field(default_factory=list)
    act: str | None = None
    standing: str | None = None
    targets: list[tuple[Piece, int]] | None = None
    lost: bool = False


@dataclass(slots=True)
class Document:
    """An annotated text. What a corpus does not annotate is None, not empty.

    published: an ISO day. whole: whether every attribution is annotated, by this project's guide, nested ones too.
    named: names of which it is known what they are, the others of the text being unknown.
    """

    id: str
    text: str
    published: str | None = None
    attributions: list[Labelled] | None = None
    entities: list[tuple[int, int, str]] | None = None
    named: list[tuple[int, int, str]] = field(default_factory=list)
    whole: bool = False
    #: Mentions of persons, organizations, places and groups; chains are lists of indices into them.
    mentions: list[Piece] = field(default_factory=list)
    chains: list[list[int]] | None = None
    gold_chains: bool = False
    #: Start and end of each target of a stance, and its label: 0 unfavourable, 1 neutral, 2 favourable.
    stances: list[tuple[int, int, int]] = field(default_factory=list)


def lines_of(path: Path) -> Iterator[str]:
    """The lines of a text file, plain or .xz."""
    if path.suffix == ".xz":
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            yield from lines
    else:
        with path.open(encoding="utf-8") as lines:
            yield from lines


def polnear(corpora: Path, part: str) -> list[Document]:
    """PolNeAR: gold attributions; entities and coreference of its silver layer (CoreNLP)."""
    documents = []
    for row in map(json.loads, lines_of(corpora / "polnear" / f"{part}.jsonl.xz")):
        attributions = [
            Labelled(*([tuple(span) for span in a[role]] for role in ("source", "cue", "content")))
            for a in row["attributions"]
        ]
        document = Document(row["id"], row["text"], row["date"], attributions)
        silver = row["silver"]
        if silver:
            document.entities = [
                (s, e, _ENTITY_NAMES[name]) for s, e, name in silver["entities"] if name in _ENTITY_NAMES
            ]
            _silver_chains(document, silver["coreference"])
        documents.append(document)
    return documents


def _silver_chains(document: Document, chains: list[list[Piece]]) -> None:
    """Coreference as CoreNLP found it; sources and names outside any chain are mentions too."""
    index: dict[Piece, int] = {}
    for chain in chains:
        for s, e in chain:
            index.setdefault((s, e), len(index))
    document.chains = [sorted({index[s, e] for s, e in chain}) for chain in chains]
    ends = {e for _, e in index}
    alone = [(s, e) for s, e, name in document.entities or () if name != "other" and e not in ends]
    alone += [a.source[0] for a in document.attributions or () if a.source]
    for s, e in alone:
        index.setdefault((s, e), len(index))
    document.mentions = list(index)


def conll(corpora: Path) -> list[Document]:
    """CoNLL-2003 train: gold entities of newswire, a document an article."""
    documents = []
    words: list[tuple[str, str]] = []

    def close() -> None:
        if words:
            documents.append(_from_words(f"conll-{len(documents)}", words))
        words.clear()

    for line in lines_of(corpora / "conll2003" / "eng.train.xz"):
        columns = line.split()
        if columns and columns[0] == "-DOCSTART-":
            close()
        elif columns:
            words.append((columns[0], columns[-1]))
        elif words and words[-1][0] != "\n":
            words.append(("\n", "O"))
    close()
    return documents


def worldwide(corpora: Path) -> list[Document]:
    """Names in newswire of some ninety outlets outside the West; dates and amounts are no names here."""
    documents: list[Document] = []
    words: list[tuple[str, str]] = []
    for line in lines_of(corpora / "ner" / "worldwide.bio.xz"):
        if line.startswith("# "):
            if words:
                documents.append(_from_words(f"worldwide-{len(documents)}", words))
            words = []
        elif "\t" in line:
            word, tag = line.rstrip("\n").rsplit("\t", 1)
            words.append((word, tag if tag[2:] in _ENTITY_NAMES else "O"))
        elif words and words[-1][0] != "\n":
            words.append(("\n", "O"))
    documents.append(_from_words(f"worldwide-{len(documents)}", words))
    return documents


#: Polarities of NewsMTSC.
_POLARITIES = {2.0: 0, 4.0: 1, 6.0: 2}


def newsmtsc(corpora: Path, part: str, further: bool = True) -> list[Document]:
    """NewsMTSC: sentences, and the sentiment of each towards its targets and, if `further`, their other mentions."""
    documents = []
    for row in map(json.loads, lines_of(corpora / "newsmtsc" / f"{part}.jsonl.xz")):
        stances = [
            (mention["from"], mention["to"], _POLARITIES[target["polarity"]])
            for target in row["targets"]
            for mention in (target, *((target.get("further_mentions") or ()) if further else ()))
        ]
        documents.append(Document(row["primary_gid"], row["sentence_normalized"], stances=stances))
    return documents


_NO_SPACE_BEFORE = set(".,;:!?)]}%'") | {"'s", "n't", "''"}
_NO_SPACE_AFTER = set("([{$")


def _from_words(name: str, words: list[tuple[str, str]]) -> Document:
    """Detokenised text with its entities (IOB tags)."""
    text, entities, open_type = "", [], ""
    for word, tag in words:
        glue = "" if not text or text[-1] in "\n([{$" or word in _NO_SPACE_BEFORE or word == "\n" else " "
        start = len(text) + len(glue)
        text += glue + word
        kind = tag[2:] if tag != "O" else ""
        if kind and kind == open_type and not tag.startswith("B-"):
            s, _, t = entities[-1]
            entities[-1] = (s, len(text), t)
        elif kind:
            entities.append((start, len(text), _ENTITY_NAMES[kind]))
        open_type = kind
    return Document(name, text, entities=entities)


_ENTITY = re.compile(r"(\(?)([^()]+)(\)?)")
_LINKED = {"person", "organization", "place", "animal"}


def gum(corpora: Path, part: str) -> list[Document]:
    """GUM: gold mentions, coreference and (from its proper nouns) named entities."""
    documents = []
    rows: list[str] = []
    for line in lines_of(corpora / "gum" / f"{part}.conllu.xz"):
        if line.startswith("# newdoc") and rows:
            documents.append(_from_gum(rows))
            rows = []
        rows.append(line.rstrip("\n"))
    documents.append(_from_gum(rows))
    return documents


def _from_gum(rows: list[str]) -> Document:
    name = rows[0].split("=")[-1].strip()
    text, tokens = "", []
    starts: dict[str, list[int]] = defaultdict(list)
    spans: list[tuple[int, int, str, str]] = []
    types: dict[str, str] = {}
    for row in rows:
        if row.startswith("# newpar"):
            text = text.rstrip(" ") + "\n" if text.strip() else text
        columns = row.split("\t")
        if len(columns) < 10 or not columns[0].isdigit():
            continue
        start = len(text)
        text += columns[1]
        misc = dict(item.split("=", 1) for item in columns[9].split("|") if "=" in item)
        tokens.append((start, len(text), columns[3]))
        for opening, body, closing in _ENTITY.findall(misc.get("Entity", "")):
            group, *rest = body.split("-")
            if opening:
                starts[group].append(start)
                types[group] = rest[0] if rest else types.get(group, "")
            if closing and starts[group]:
                spans.append((starts[group].pop(), len(text), group, types[group]))
        if misc.get("SpaceAfter") != "No":
            text += " "
    mentions = sorted({(s, e, g.split("[")[0], t) for s, e, g, t in spans if t in _LINKED})
    chains: dict[str, list[int]] = defaultdict(list)
    for i, (_, _, group, _) in enumerate(mentions):
        chains[group].append(i)
    return Document(
        name, text,
        entities=list(_named(text, tokens, spans)),
        mentions=[(s, e) for s, e, _, _ in mentions],
        chains=[c for c in chains.values() if len(c) > 1],
        gold_chains=True,
    )  # fmt: skip


def _named(
    text: str, tokens: list[tuple[int, int, str]], spans: list[tuple[int, int, str, str]]
) -> Iterator[tuple[int, int, str]]:
    """Runs of proper nouns, typed by the smallest mention around them."""
    i = 0
    while i < len(tokens):
        j = i
        while j < len(tokens) and tokens[j][2] == "PROPN":
            j += 1
            if j + 1 < len(tokens) and text[tokens[j][0] : tokens[j][1]] in ("of", "-") and tokens[j + 1][2] == "PROPN":
                j += 1
        if j > i:
            s, e = tokens[i][0], tokens[j - 1][1]
            around = [(y - x, t) for x, y, _, t in spans if x <= s and e <= y]
            if around:
                yield s, e, _ENTITY_NAMES.get(min(around)[1], "other")
        i = max(j, i + 1)
