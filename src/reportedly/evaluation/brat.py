"""brat: articles as .txt and .ann files, with statements or blind, and what people marked there as gold.

A statement is an event `Statement` whose trigger is the cue, with the arguments `Source`, `Content` and `Within` (the
statement around it); without a cue it is `Unmarked`, and its trigger the content. Kind, standing and act are
attributes, the holder is a note. A span over several lines is in pieces, as brat needs it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any, Final

from ..errors import GoldError
from ..reading import Reading
from ..span import Span, pairs_of
from .attributions import spans_of
from .gold import ROLES, GoldArticle, SpanRole, parse
from .label_studio import CHOICES

_EVENTS: Final[dict[SpanRole, str]] = {"cue": "Statement", "content": "Unmarked"}
_ARGUMENTS: Final = {"Source": "source", "Content": "content"}


def configuration() -> str:
    """brat's annotation.conf for statements."""
    choices = "\n".join(
        f"{name.capitalize()}\tArg:<EVENT>, Value:{'|'.join(value.replace(' ', '_') for value in values)}"
        for name, values in CHOICES.items()
    )
    return (
        "[entities]\nSource\nContent\n\n[relations]\n\n[events]\n"
        "Statement\tSource?:Source, Content*:Content, Within?:<EVENT>\nUnmarked\tSource?:Source, Within?:<EVENT>\n\n"
        f"[attributes]\n{choices}\n"
    )


def written(reading: Reading) -> str:
    """The .ann file of a reading, its text being the .txt file."""
    text = reading.article.text
    lines: list[str] = []
    attributes: list[str] = []
    marks = count(1)
    for index, one in enumerate(reading.statements, 1):
        trigger: SpanRole = "cue" if one.cue else "content"
        kinds: dict[SpanRole, str] = {trigger: _EVENTS[trigger], "source": "Source"}
        if one.cue:
            kinds["content"] = "Content"
        event = []
        for role, kind in kinds.items():
            pieces = _pieces(spans_of(one, role), text)
            if pieces:
                mark = f"T{next(marks)}"
                places = ";".join(f"{span.start} {span.end}" for span in pieces)
                lines.append(f"{mark}\t{kind} {places}\t{' '.join(span.of(text) for span in pieces)}")
                event.append(f"{kind}:{mark}")
        event += [] if one.parent is None else [f"Within:E{one.parent + 1}"]
        lines.append(f"E{index}\t{' '.join(event)}")
        said = {"Standing": one.standing.value, "Act": one.act, **({"Kind": one.holder.kind} if one.holder else {})}
        attributes += [f"{name} E{index} {value.replace(' ', '_')}" for name, value in said.items()]
        if one.holder:
            lines.append(f"#{index}\tAnnotatorNotes E{index}\tholder: {' '.join(one.holder.name.split())}")
    lines += (f"A{number}\t{attribute}" for number, attribute in enumerate(attributes, 1))
    return "".join(f"{line}\n" for line in lines)


def _pieces(spans: Iterable[Span], text: str) -> list[Span]:
    """The spans without line breaks."""
    return [Span(span.start + m.start(), span.start + m.end()) for span in spans
            for m in re.finditer(r"[^\r\n]+", span.of(text))]  # fmt: skip


# -- back ------------------------------------------------------------------------------------------------------------


def load_brat(folder: Path) -> list[GoldArticle]:
    """The articles of a folder with .txt and .ann files, as people marked them, by the names of their files.

    A text without an .ann file is left out. Raises GoldError if a file can't be read, or nothing is annotated.
    """
    found = []
    for path in sorted(folder.glob("*.ann")):
        try:
            text = path.with_suffix(".txt").read_bytes().decode("utf-8")
            lines = path.read_bytes().decode("utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise GoldError(f"expected {path.name} and its text in UTF-8 in {folder}, found: {error}") from error
        try:
            attributions = list(_attributions(lines, text))
        except (ValueError, IndexError, KeyError) as error:
            raise GoldError(f"{path.name}: expected annotations as brat writes them, found something else") from error
        line = {"id": path.stem, "text": text, "whole": True, "attributions": attributions}
        found.append(parse(line, path.name))
    if not found:
        raise GoldError(f"expected .ann files in the folder {folder}, found none")
    return found


def _attributions(lines: Sequence[str], text: str) -> Iterator[dict[str, Any]]:
    marks: dict[str, list[Span]] = {}
    events: dict[str, list[tuple[str, str]]] = {}
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for line in lines:
        name, _, rest = line.partition("\t")
        if name.startswith("T"):
            places = rest.split("\t")[0].split(" ", 1)[1]
            spans = [Span(*map(int, piece.split())) for piece in places.split(";")]
            marks[name] = _whole(spans, text)
        elif name.startswith("E"):
            events[name] = [(kind, mark) for kind, _, mark in (part.partition(":") for part in rest.split())]
        elif name.startswith("A"):
            kind, event, value = rest.split(" ", 2)
            said[event][kind.lower()] = value.replace("_", " ")
        elif name.startswith("#") and "holder:" in rest:
            about, _, note = rest.partition("\t")
            said[about.split()[1]]["holder"] = note.partition("holder:")[2].strip()
    order = list(events)
    for event in order:
        roles: dict[str, list[Span]] = {role: [] for role in ROLES}
        (trigger, mark), *arguments = events[event]
        roles["cue" if trigger == "Statement" else "content"] += marks[mark]
        parent = None
        for kind, of in arguments:
            role = _ARGUMENTS.get(kind.rstrip("0123456789"))
            if role:
                roles[role] += marks[of]
            elif of in order:
                parent = order.index(of)
        of_it = said[event]
        yield {
            **{role: pairs_of(sorted(spans)) for role, spans in roles.items()},
            "parent": parent,
            "holder": {"name": of_it["holder"], "kind": of_it.get("kind", "person")} if of_it.get("holder") else None,
            **({"standing": {"value": of_it["standing"]}} if "standing" in of_it else {}),
            **({"act": of_it["act"]} if "act" in of_it else {}),
        }


def _whole(spans: Sequence[Span], text: str) -> list[Span]:
    """The spans, those that only line breaks part joined."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and not text[found[-1].end : span.start].strip("\r\n"):
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found
