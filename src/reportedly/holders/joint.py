"""Joint: those whom the text names together, and whom “they”, “both” or “the pair” can mean: “Reyes and Ole Lund”."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..span import Span
from .entities import Cluster
from .holder import HolderKind
from .mentions import Mention
from .sources import AND_NEXT, NEXT, enumerated

#: The most who are named together: of a longer list, the last.
MOST = 64
#: How far apart two of them stand at most, in code points.
GAP = 400


def together(text: str, names: Sequence[Mention], of: Mapping[Span, Cluster]) -> list[Cluster]:
    """Those named together, as one each, under the full names. names: in text order. of: whom each of them means."""
    found: dict[str, Cluster] = {}
    for run in _runs(text, names):
        entities = [of[name.span] for name in run]
        if len({id(entity) for entity in entities}) < len(entities):
            continue
        kind: HolderKind = "group" if run[0].type == "person" else "organization"
        name = enumerated([entity.name for entity in entities])
        found.setdefault(name, Cluster(kind, name, plural=True)).add(Span(run[0].span.start, run[-1].span.end))
    return list(found.values())


def _runs(text: str, names: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Names of persons, or of bodies, with commas between them and “and” before the last."""
    run: list[Mention] = []
    for name in names:
        between = text[run[-1].span.end : min(name.span.start, run[-1].span.end + GAP)] if run else ""
        alike = bool(run) and (run[-1].type == "person") == (name.type == "person")
        if alike and AND_NEXT.fullmatch(between):
            yield [*run, name]
            run = [name]
        elif alike and NEXT.fullmatch(between):
            run = [*run[-MOST + 1 :], name]
        else:
            run = [name]
