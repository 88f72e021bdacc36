"""Travel: a drawing, in columns, of how an utterance went from its origins to the outlets that have it. Pure.

The articles of one outlet are one node. Origins are at the left, and each outlet is to the right of those that it has
the words from; outlets that cite one another in a circle share a column.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from ..ledger.threads.origins import Graph, outlet_key
from ..values.labels import count

if TYPE_CHECKING:
    import networkx as nx

#: The most outlets that are drawn one by one; the rest are drawn as one node.
MOST: Final = 40
#: The size of a node and the gaps between nodes, in pixels.
WIDTH, HEIGHT, ACROSS, DOWN = 150, 38, 92, 14
#: The most lines with which each is labelled with its relation.
LABELLED: Final = 12

StopKind = Literal["origin", "outlet", "rest"]


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """An origin, an outlet, or the rest of the outlets.

    articles: ids of its articles in the thread. x, y: its upper left corner in pixels.
    """

    sort: StopKind
    name: str
    articles: tuple[int, ...]
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class DrawnEdge:
    """A line along which the words passed. path: SVG path data. x, y: its middle in pixels."""

    source: str
    target: str
    relation: str
    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Nodes, the lines between them, and the drawing's size in pixels. labelled: whether lines show their relations."""

    places: tuple[DrawnNode, ...]
    lines: tuple[DrawnEdge, ...]
    width: float
    height: float
    labelled: bool


@dataclass(slots=True)
class _Stop:
    sort: StopKind
    name: str
    articles: list[int] = field(default_factory=list)


def draw(graph: Graph) -> Drawing:
    """The joined chains of a thread as a drawing; an empty one where nothing was passed on."""
    import networkx as nx  # noqa: PLC0415 - a fifth of a second

    stops, key_of = _stops(graph)
    way: nx.DiGraph[str] = nx.DiGraph()
    way.add_nodes_from(stops)
    for edge in graph.edges:
        source, target = key_of[edge.source], key_of[edge.target]
        if source != target and not way.has_edge(source, target):
            way.add_edge(source, target, relation=edge.relation)
    if not way.number_of_edges():
        return Drawing((), (), 0, 0, labelled=False)
    way = _fewer(way, stops)
    places = _placed(_columns(way, stops), way, stops)
    lines = tuple(_line(places[a], places[b], data["relation"]) for a, b, data in sorted(way.edges(data=True), key=str))
    width = max(place.x for place in places.values()) + WIDTH
    height = max(place.y for place in places.values()) + HEIGHT
    return Drawing(tuple(places.values()), lines, width, height, labelled=len(lines) <= LABELLED)


def _stops(graph: Graph) -> tuple[dict[str, _Stop], dict[str, str]]:
    """The stops by key, and the key of the stop for each node of the graph."""
    stops: dict[str, _Stop] = {}
    key_of: dict[str, str] = {}
    for node in graph.nodes:
        key = node.id if node.kind == "origin" else f"outlet {outlet_key(node.name) or node.id}"
        key_of[node.id] = key
        stop = stops.setdefault(key, _Stop("origin" if node.kind == "origin" else "outlet", node.name))
        if node.kind == "article":
            stop.articles.append(int(node.id.removeprefix("article ")))
            stop.name = node.name
    return stops, key_of


def _fewer(way: nx.DiGraph[str], stops: dict[str, _Stop]) -> nx.DiGraph[str]:
    """The graph with at most MOST outlets: those that pass on most, then those with most articles; the rest merged."""
    import networkx as nx  # noqa: PLC0415

    outlets = [key for key in way if stops[key].sort == "outlet"]
    ranked = sorted(outlets, key=lambda key: (-way.out_degree(key), -len(stops[key].articles), key))
    left_out = {*ranked[MOST:]}
    if not left_out:
        return way
    stops["rest"] = _Stop("rest", f"and {count(len(left_out), 'more outlet')}")
    fewer: nx.DiGraph[str] = nx.relabel_nodes(way, dict.fromkeys(left_out, "rest"))
    fewer.remove_edges_from([(a, b) for a, b in fewer.edges if a == "rest"])
    return fewer


def _columns(way: nx.DiGraph[str], stops: Mapping[str, _Stop]) -> list[list[str]]:
    """The stops in columns from left to right, each one column after the last of those that it has the words from."""
    import networkx as nx  # noqa: PLC0415

    whole = nx.condensation(way)
    column: dict[int, int] = {}
    for part in nx.topological_sort(whole):
        members = whole.nodes[part]["members"]
        own = 0 if any(stops[key].sort == "origin" for key in members) else 1
        column[part] = max([own, *(column[before] + 1 for before in whole.predecessors(part))])
    columns: list[list[str]] = [[] for _ in range(max(column.values()) + 1)]
    for part, at in column.items():
        columns[at] += sorted(whole.nodes[part]["members"])
    return [_in_order(keys, columns[:at], way) for at, keys in enumerate(columns) if keys]


def _in_order(keys: Sequence[str], before: Iterable[Sequence[str]], way: nx.DiGraph[str]) -> list[str]:
    """A column's stops from top to bottom, ordered by the mean height of those that they have the words from."""
    heights = {key: at / max(1, len(column)) for column in before for at, key in enumerate(column)}

    def middle(key: str) -> float:
        known = [heights[source] for source in way.predecessors(key) if source in heights]
        return sum(known) / len(known) if known else 1.0

    return sorted(keys, key=lambda key: (middle(key), key))


def _placed(columns: Sequence[Sequence[str]], way: nx.DiGraph[str], stops: Mapping[str, _Stop]) -> dict[str, DrawnNode]:
    tallest = max(len(column) for column in columns)
    places: dict[str, DrawnNode] = {}
    for at, column in enumerate(columns):
        top = (tallest - len(column)) * (HEIGHT + DOWN) / 2
        for row, key in enumerate(column):
            stop = stops[key]
            x, y = at * (WIDTH + ACROSS), top + row * (HEIGHT + DOWN)
            places[key] = DrawnNode(stop.sort, stop.name, tuple(sorted(stop.articles)), float(x), float(y))
    return places


def _line(source: DrawnNode, target: DrawnNode, relation: str) -> DrawnEdge:
    """A curve from the source's right side to the target's left, or to its right if the target isn't further right."""
    y, end_y = source.y + HEIGHT / 2, target.y + HEIGHT / 2
    x = source.x + WIDTH
    on = target.x > source.x
    end_x = target.x if on else target.x + WIDTH
    bend = ACROSS / 2 if on else ACROSS * 0.6
    turn = end_x - bend if on else end_x + bend
    path = f"M{x:g} {y:g}C{x + bend:g} {y:g} {turn:g} {end_y:g} {end_x:g} {end_y:g}"
    return DrawnEdge(
        source.name, target.name, relation, path, (x + end_x) / 2 + (0 if on else bend * 0.75), (y + end_y) / 2
    )
