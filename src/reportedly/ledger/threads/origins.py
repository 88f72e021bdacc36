"""Origins: where the chains of a thread start, and how many of these starts are independent of one another.

The chains of all statements of a thread are joined into one directed graph. Its edges follow the words: from an origin
through the outlets that passed them on to the articles. Everything here is pure: no database.

What counts as an origin:

- *told X*: the holder spoke to X, an outlet. Words told to two outlets were said twice and have two origins.
- *a record* (recording, memo, e-mails …) that X obtained, recorded or published. The origin is the record, whoever made
  it known: if a channel and an author obtained a recording independently, it is still one recording, on which the words
  were said once. So all who obtained a record of these words share one origin, unless their articles call it by words
  that can't mean the same thing (a recording, a memo), or two outlets recorded it.
- *published by X*: the holder wrote or said it in X's pages or on X's air.
- *a report by X*: articles cite X and nobody before it, and no article of the thread is X's. Their chains end there.
- *an account by X*: X isn't an outlet, and articles have the words within X's. Several who have one another's words
  give one.

What doesn't count:

- An article that doesn't tell where its words come from has an unknown origin, which never counts as independent.
  Whoever cites an outlet whose own article doesn't tell has the same unknown origin.
- A copy has the origin of the article it copies. Only where that one doesn't tell does the copy's own chain count, for
  both.
- Articles that cite one another in a circle, and no origin outside, share one unknown origin. With an origin outside
  they have that one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ...english.lexicon import either, words
from ...english.lists import entries, listed, meanings
from ...english.names import comparable
from ...given import host
from ...patterns import lazy
from ...values.chains import CARRIES
from ...values.outlets import is_same, publishes
from ..tables.record import Source, StatementRecord

if TYPE_CHECKING:
    import networkx as nx

NodeKind = Literal["origin", "outlet", "article"]
OriginKind = Literal["told", "record", "published", "report"]


@dataclass(frozen=True, slots=True)
class Node:
    """A place in the graph. kind: an origin, an outlet as it is named in chains, an article. name: in words."""

    id: str
    kind: NodeKind
    name: str


@dataclass(frozen=True, slots=True)
class Edge:
    """That something passed from one node to another. relation: told, obtained, cited, copied … statements: ids that
    say so.

    source, target: ids of nodes.
    """

    source: str
    target: str
    relation: str
    statements: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """The chains of a thread, joined; nodes and edges in order of their ids."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class ThreadOrigin:
    """A place where chains start. description: as in "a recording obtained by Channel 9". articles: ids of those that
    rest on it. unnamed: whether none of them names the holder."""

    kind: OriginKind
    description: str
    articles: tuple[int, ...]
    unnamed: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """Articles of which no chain leads to an origin. description: what is known of why. circle: the outlets that cite
    one another, if they do.

    articles: their ids. circle is empty if there is no circle.
    """

    description: str
    articles: tuple[int, ...]
    circle: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origins:
    """What the articles of a thread rest on. articles, outlets: how many. known: independent origins, those with most
    articles first.

    unknown: the articles without a known origin, those that share an unknown one together.
    """

    articles: int
    outlets: int
    known: tuple[ThreadOrigin, ...]
    unknown: tuple[Unknown, ...]
    graph: Graph

    @property
    def independent(self) -> int:
        """The number of independent origins."""
        return len(self.known)

    @property
    def circles(self) -> tuple[tuple[str, ...], ...]:
        """The names of outlets that cite one another and nobody else, a tuple for each circle."""
        return tuple(unknown.circle for unknown in self.unknown if unknown.circle)

    def __str__(self) -> str:
        """One line: "37 articles, 12 outlets, 1 independent origin: a recording obtained by Channel 9"."""
        counted = f"{_number(self.articles, 'article')}, {_number(self.outlets, 'outlet')}, "
        if self.known:
            named = "; ".join(origin.description for origin in self.known)
            counted += f"{_number(len(self.known), 'independent origin')}: {named}"
        else:
            counted += "no known origin"
        return "; ".join([counted, *(unknown.description for unknown in self.unknown)])


def origins(
    thread: Iterable[StatementRecord],
    records: Mapping[int, str] | None = None,
    told: Mapping[int, str] | None = None,
    credited: Mapping[int, str] | None = None,
) -> Origins:
    """The independent origins of a thread's statements.

    records: by statement id, what the article calls the record that has the words (see `record_noun`).
    told: by statement id, the addressee. Needed for words told to the article's own outlet, which is never a hop of its
    chain. credited: by article id, the agency that an article names as whose text it is (`credits`): what it doesn't
    tell otherwise comes from there.
    """
    ordered = sorted(thread, key=lambda statement: statement.id)
    return _Joined(ordered, records or {}, told or {}, credited or {}).origins()


# --- outlets ------------------------------------------------------------------------------------------------------

# cases: tests/test_origins.py, SAME and OTHERS
_SECOND_LEVEL = frozenset(["co", "com", "org", "net", "ac", "gov"])
#: A part of an outlet: “Courier (Web)”, “Courier - Opinion”.
_SECTION = re.compile(r"(?<=\w) ?(?:\([^()]*\)| [-–—|] .*)$")
#: What kind of outlet it is, where addresses and catalogues write names in one word: "radioselatv", "thecourier".
_JOINED = re.compile(r"^the(?=\w{4})|(?<=\w{3})(?:news|newspaper|online|television|tv)$")


def outlet_key(name: str) -> str:
    """A key that is equal for all names of an outlet: "The Courier", "Courier Online", "www.thecourier.example".

    name: a name or a URL. The key has no accents, capitals or spaces, no "the", and no word for what kind of outlet it
    is ("newspaper", "News") at either end, unless nothing else is left. May be empty.
    """
    text = _SECTION.sub("", name.strip()).casefold()
    if re.fullmatch(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:[/:].*)?", text):
        text = _domain(text)
    parts = re.findall(r"[^\W_]+", comparable(re.sub(r"['’]s\b", "", text)))
    if parts[:1] == ["the"] and len(parts) > 1:
        parts = parts[1:]
    while len(parts) > 1 and parts[-1] in listed("outlets", "last"):
        parts = parts[:-1]
    begins = {"the", *listed("outlets", "first")}
    while len(parts) > 1 and parts[0] in begins and not parts[1].isdigit() and not {"of", "for"} & {*parts[1:3]}:
        parts = parts[1:]
    short = _JOINED.sub("", "".join(parts))
    return "".join(entries("outlet_abbreviations").get(short, (short,)))


def _domain(text: str) -> str:
    """The label of a host that names the site: "courier" for www.thecourier.co.uk."""
    there = host(text if "://" in text else f"//{text}") or text
    labels = there.removeprefix("www.").split(".")
    labels = labels[:-1] or labels
    if len(labels) > 1 and labels[-1] in _SECOND_LEVEL:
        labels = labels[:-1]
    label = labels[-1]
    return label[3:] if label.startswith("the") and len(label) > 6 else label.replace("-", " ")


def outlet_of(source: Source) -> str:
    """The key of an article's outlet, by its name or else its URL. An article with neither has a key of its own."""
    there = host(source.url or "") or ""
    return outlet_key(source.outlet or source.site or there) or f"article {source.id}"


# --- records ------------------------------------------------------------------------------------------------------

# cases: tests/test_origins.py, CASES
_PLURALS = {"recordings": "recording", "tapes": "tape", "memos": "memo", "letters": "letter", "videos": "video"}
_MASS = words("audio footage emails e-mails messages documents files papers notes minutes texts records")
_RECORD = lazy(lambda: rf"\b{either(listed('documents', 'origin'))}\b", re.IGNORECASE)
#: Code points before a hop in which the noun for the record is looked for; set by hand.
_NEAR = 160


def record_noun(text: str, start: int) -> str | None:
    """The noun by which an article calls the record that a hop is about, in lower case; None if there is none.

    text: of the article. start: where the hop begins, in code points. It is the last such noun before it, within the
    paragraph.
    """
    before = text[max(0, start - _NEAR) : start].rpartition("\n\n")[2]
    found = _RECORD.findall(before)
    return str(found[-1]).lower() if found else None


# --- the graph ----------------------------------------------------------------------------------------------------


class _Joined:
    """The chains of a thread joined in one graph.

    kinds: the kind of each origin. obtained: for each record how it became known ("obtained by Channel 9"), in order.
    nouns: for each record what it is called.
    """

    def __init__(
        self,
        thread: Sequence[StatementRecord],
        records: Mapping[int, str],
        told: Mapping[int, str],
        credited: Mapping[int, str],
    ) -> None:
        self.thread, self.records, self.told, self.credited = thread, records, told, credited
        self.sources = {statement.source.id: statement.source for statement in thread}
        self.outlets = self._outlets()
        import networkx as nx  # noqa: PLC0415 - takes a fifth of a second, and only threads need it

        self.graph: nx.DiGraph[str] = nx.DiGraph()
        self.kinds: dict[str, OriginKind] = {}
        self.obtained: dict[str, dict[str, None]] = {}
        self.nouns: dict[str, str] = {}
        for source in self.sources.values():
            self._node(f"article {source.id}", "article", source.name)
        self.accounts: set[str] = set()
        copies = [statement for statement in thread if self._original(statement) != statement.source.id]
        for statement in thread:
            if self._original(statement) == statement.source.id:
                self._chain(statement, statement.source.id)
        silent = {source for source in self.sources if not self.graph.in_degree(f"article {source}")}
        for statement in copies:
            original = self._original(statement)
            self._edge(f"article {original}", f"article {statement.source.id}", "copied", statement.id)
            if original in silent:
                self._chain(statement, original)
        self._join_outlets()

    def _original(self, statement: StatementRecord) -> int:
        """The id of the article whose text it is, if that one has the utterance too, or else of its own article."""
        source = statement.source
        return source.copy_of if source.copy_of is not None and source.copy_of in self.sources else source.id

    def _is_outlet(self, statement: StatementRecord) -> bool:
        """Whether the holder of a statement is an outlet: by its name, as one of the thread, or as who “reported” it.

        Only who reports may be called by the end of an outlet's name: “the Post”.
        """
        called = outlet_key(statement.name or "")
        reports = statement.kind == "organization" and CARRIES.search(statement.cue)
        named = self._named(statement.name or "") if reports else called
        return publishes(statement.name, statement.kind) or bool(called and named in self.outlets.values())

    def _outlets(self) -> dict[int, str]:
        """The key of each article's outlet, by article id."""
        return {source.id: outlet_of(source) for source in self.sources.values()}

    def _node(self, id: str, kind: NodeKind, name: str) -> str:
        if id not in self.graph:
            self.graph.add_node(id, kind=kind, name=name)
        return id

    def _edge(self, source: str, target: str, relation: str, statement: int) -> None:
        if source == target:
            return
        if not self.graph.has_edge(source, target):
            self.graph.add_edge(source, target, relation=relation, statements=[])
        statements = self.graph.edges[source, target]["statements"]
        if statement not in statements:
            statements.append(statement)

    def _chain(self, statement: StatementRecord, number: int) -> None:
        """Add the chain of one statement: from its origin through its hops to an article, its own or what that copies.

        number: the id of that article.
        """
        article, own = f"article {number}", self.outlets[statement.source.id]
        # Words that are an outlet's were passed on by it: "the bridge will shut, NTB reported".
        passed_on = [(statement.name, "cited")] if statement.name and self._is_outlet(statement) else []
        itself = {"", own, self.outlets[number]}
        hops = [(name, relation) for name, relation in (*statement.chain, *passed_on) if outlet_key(name) not in itself]
        told = self.told.get(statement.id)
        if told and (outlet_key(told) == own or is_same(told, statement.source.outlet)):
            self._edge(self._origin("told", statement.source.name, statement.id), article, "told", statement.id)
        for name, relation in statement.chain[:1]:
            if relation == "published" and outlet_key(name) == own:  # said in its own programme
                origin = self._origin(relation, statement.source.name, statement.id)
                self._edge(origin, article, relation, statement.id)
        agency = self.credited.get(statement.source.id)
        # What somebody retells in an agency's text came through the agency, too.
        silent = not told if not hops else hops[0][1] == "told" and self._retells(statement, hops[0][0])
        if silent and agency and outlet_key(agency) not in itself:
            hops.append((agency, "cited"))
        before: str | None = None
        for name, relation in hops:
            outlet = self._node(f"outlet {self._named(name)}", "outlet", _bare(name))
            if before is None and relation == "told" and self._retells(statement, name):
                self.accounts.add(outlet)
            elif before is None and relation != "cited":
                before = self._origin(relation, name, statement.id)
            if before is not None:
                self._edge(before, outlet, relation, statement.id)
            before = outlet
        if before is not None:
            self._edge(before, article, hops[-1][1], statement.id)

    def _retells(self, statement: StatementRecord, name: str) -> bool:
        """Whether somebody in a chain is no outlet, and has the words within what they say themselves."""
        outlet = publishes(name, "organization") or outlet_key(name) in self.outlets.values()
        return statement.around is not None and not outlet

    def _named(self, name: str) -> str:
        """The key of an outlet named in a chain.

        A short form ("the Post") has the key of the thread's only outlet whose key ends with it, if there is just one.
        """
        key = outlet_key(name)
        known = set(self.outlets.values())
        if key in known or len(key) < 4:
            return key
        longer = [other for other in known if other.endswith(key)]
        return longer[0] if len(longer) == 1 else key

    def _origin(self, relation: str, name: str, statement: int) -> str:
        """The origin that a first hop tells of, added to the graph; returns its node. name: of the hop."""
        noun = self.records.get(statement)
        key = self._named(name)
        if relation == "told" or (relation == "published" and noun is None):
            kind: OriginKind = "told" if relation == "told" else "published"
            id = f"{kind} {key}"
            self.kinds[id] = kind
            parts = f"what was told to {_bare(name)}" if kind == "told" else f"what {_bare(name)} published"
            return self._node(id, "origin", parts)
        family = meanings("documents").get(noun or "", "")
        id = f"record {family}" + (f" by {key}" if relation == "recorded" else "")
        self.kinds[id] = "record"
        self.nouns.setdefault(id, noun or "")
        self.nouns[id] = self.nouns[id] or noun or ""
        how = relation if relation != "cited" else "published"
        self.obtained.setdefault(id, {}).setdefault(f"{how} by {_bare(name)}")
        return self._node(id, "origin", "")

    def _join_outlets(self) -> None:
        """Connect named outlets with their own articles in the thread, and merge records that can be the same."""
        for id in sorted(id for id, kind in self.kinds.items() if kind == "published"):
            told = f"told {id.removeprefix('published ')}"
            if told in self.kinds:  # what was said on air, told from both sides
                self._same_origin(id, told)
        records = sorted(id for id, kind in self.kinds.items() if kind == "record")
        kinds = [id for id in records if id != "record "]
        if "record " in records and len(kinds) == 1:
            self._same_record("record ", kinds[0])
        elif len([id for id in records if " by " not in id]) == 1:
            plain = next(id for id in records if " by " not in id)
            by = [id for id in records if id.startswith(f"{plain} by ")]
            if len(by) == 1:
                self._same_record(by[0], plain)
        for id in sorted(set(self.kinds)):
            if id in self.graph and self.kinds[id] == "record":
                self.graph.nodes[id]["name"] = self._record_name(id)
        first: dict[str, dict[int, int]] = {}
        for statement in self.thread:
            first.setdefault(self.outlets[statement.source.id], {}).setdefault(statement.source.id, statement.id)
        for key, articles in first.items():
            outlet = f"outlet {key}"
            if outlet not in self.graph:
                continue
            for article, number in articles.items():
                node = f"article {article}"
                silent = self.graph.in_degree(node) == 0
                self._edge(node, outlet, "published", number)
                if silent:  # then what others say about the outlet's source holds for its own article
                    self._edge(outlet, node, "published", number)

    def _same_origin(self, one: str, other: str) -> None:
        for _, target, data in list(self.graph.out_edges(one, data=True)):
            for number in data["statements"]:
                self._edge(other, target, data["relation"], number)
        self.graph.remove_node(one)
        del self.kinds[one]

    def _same_record(self, one: str, other: str) -> None:
        self._same_origin(one, other)
        self.obtained[other] = self.obtained[other] | self.obtained.pop(one)
        self.nouns[other] = self.nouns[other] or self.nouns[one]

    def _record_name(self, id: str) -> str:
        noun = self.nouns[id] or "record"
        article = "" if noun in _MASS or (noun.endswith("s") and noun not in _PLURALS) else "a "
        noun = _PLURALS.get(noun, noun)
        return f"{'an ' if article and noun[0] in 'aeiou' else article}{noun} {_listed(list(self.obtained[id]))}"

    # -- what follows ----------------------------------------------------------------------------------------------

    def origins(self) -> Origins:
        """The origins with the articles that rest on them, and the articles without one.

        Circles are contracted (condensation into strongly connected components), so that the starts are the components
        without predecessors.
        """
        import networkx as nx  # noqa: PLC0415

        whole = nx.condensation(self.graph)
        at: dict[str, int] = whole.graph["mapping"]
        starts: dict[int, set[int]] = {}
        for part in nx.topological_sort(whole):
            before = [start for other in whole.predecessors(part) for start in starts[other]]
            starts[part] = set(before) or {part}
        found: dict[int, list[int]] = {}
        for article in sorted(self.sources):
            reached = starts[at[f"article {article}"]]
            known = {start for start in reached if self._is_known(whole.nodes[start]["members"])}
            for start in known or reached:
                found.setdefault(start, []).append(article)
        named = sorted(found, key=lambda part: (-len(found[part]), found[part], sorted(whole.nodes[part]["members"])))
        sure: list[ThreadOrigin] = []
        unknown: list[tuple[list[str], list[int]]] = []
        for part in named:
            members = sorted(whole.nodes[part]["members"])
            if self._is_known(members):
                sure.append(self._known(members, found[part]))
            else:
                unknown.append((members, found[part]))
        return Origins(
            len(self.sources),
            len(set(self.outlets.values())),
            tuple(sure),
            tuple(self._unknown(unknown)),
            self._graph(),
        )

    def _is_known(self, members: Iterable[str]) -> bool:
        """Whether a start is an origin: a single node, either an origin or an outlet without an article of its own, or
        several who retell one another's words."""
        inside = list(members)
        alone = len(inside) == 1 and self.graph.nodes[inside[0]]["kind"] != "article"
        return alone or self.accounts.issuperset(inside)

    def _known(self, members: Sequence[str], articles: Sequence[int]) -> ThreadOrigin:
        id, resting = members[0], set(articles)
        unnamed = all(statement.unnamed for statement in self.thread if statement.source.id in resting)
        if id in self.kinds:
            return ThreadOrigin(self.kinds[id], self.graph.nodes[id]["name"], tuple(articles), unnamed)
        what = "an account" if id in self.accounts else "a report"
        names = _listed([self.graph.nodes[member]["name"] for member in members])
        return ThreadOrigin("report", f"{what} by {names}", tuple(articles), unnamed)

    def _unknown(self, starts: Sequence[tuple[Sequence[str], Sequence[int]]]) -> Iterator[Unknown]:
        """The circles and the cited outlets that give no origin, one by one; then all other articles as one."""
        silent: list[int] = []
        for members, articles in starts:
            outlets = self._outlets_in(members)
            if len(outlets) > 1:
                parts = f"{_listed(outlets)} cite one another and nobody else"
                yield Unknown(parts, tuple(articles), tuple(outlets))
            elif len(articles) > 1:
                several = _number(len(articles), "article")
                resting = f"rest on {outlets[0]}" if self._cited(members, articles) else "have one text"
                yield Unknown(f"{several} {resting}, which names no origin", tuple(articles))
            else:
                silent += articles
        if silent:
            says = "says" if len(silent) == 1 else "say"
            yield Unknown(f"{_number(len(silent), 'article')} {says} nothing of an origin", tuple(sorted(silent)))

    def _cited(self, start: Sequence[str], articles: Iterable[int]) -> bool:
        """Whether some of the articles that rest on a start do more than have its text: which of these is first may be
        a guess."""
        edges = self.graph.edges
        same = {b for a, b in edges if a in start and edges[a, b]["relation"] == "copied"}
        return not {f"article {number}" for number in articles} <= {*same, *start}

    def _outlets_in(self, members: Iterable[str]) -> list[str]:
        """The names of the outlets among nodes, each once, sorted by key."""
        names: dict[str, str] = {}
        for id in sorted(members):
            node = self.graph.nodes[id]
            if node["kind"] == "article":
                number = int(id.removeprefix("article "))
                names[self.outlets[number]] = self.sources[number].name
            else:
                names.setdefault(id.removeprefix("outlet "), node["name"])
        return [names[key] for key in sorted(names)]

    def _graph(self) -> Graph:
        nodes = self.graph.nodes
        edges = [(a, b, d["relation"], tuple(d["statements"])) for a, b, d in self.graph.edges(data=True)]
        return Graph(
            tuple(Node(id, nodes[id]["kind"], nodes[id]["name"]) for id in sorted(nodes)),
            tuple(Edge(*edge) for edge in sorted(edges)),
        )


def _bare(name: str) -> str:
    return " ".join(name.split())


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")


def _listed(parts: Sequence[Any]) -> str:
    """The parts with commas and "and"; words up to "by" that all of them share appear once."""
    listed = [str(word) for word in parts]
    head = listed[0].partition(" by ")[0] + " by "
    if len(listed) > 1 and all(word.startswith(head) for word in listed):
        listed = [listed[0], *(word.removeprefix(head) for word in listed[1:])]
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} and {listed[-1]}"
