"""Label Studio: articles as its tasks, with statements or blind, and what people marked there as gold.

Each piece of a statement is a region labelled source, cue or content. The first piece of the cue, or of the content
where there is no cue, stands for the statement: relations lead from it to the other pieces and to the statement around
it (“within”), and holder, kind, standing and act are said of it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from ..articles.article import Article
from ..errors import GoldError
from ..reading import Reading
from ..span import Span, pairs_of
from ..values import labels
from .attributions import spans_of
from .gold import KINDS, ROLES, GoldArticle, SpanRole, parse
from .rows import shown

#: What is said of a statement by choice, with what there is to choose.
CHOICES: Final[Mapping[str, Sequence[str]]] = {
    "kind": KINDS, "standing": tuple(labels.STANDINGS), "act": tuple(labels.ACTS),
}  # fmt: skip
_WITHIN: Final = "within"


def config() -> str:
    """The labelling interface of a project, in Label Studio's XML."""
    marked = "".join(f'<Label value="{role}"/>' for role in ROLES)
    related = "".join(f'<Relation value="{name}"/>' for name in (*ROLES, _WITHIN))
    chosen = "".join(
        f'<Header value="{name}"/><Choices name="{name}" toName="text" perRegion="true" choice="single-radio">'
        + "".join(f'<Choice value="{value}"/>' for value in values)
        + "</Choices>"
        for name, values in CHOICES.items()
    )
    return (
        f'<View><Labels name="role" toName="text">{marked}</Labels><Relations>{related}</Relations>'
        '<Text name="text" value="$text" granularity="word"/>'
        '<Header value="holder"/><TextArea name="holder" toName="text" perRegion="true" maxSubmissions="1"/>'
        f"{chosen}</View>\n"
    )


def task(article: Article, name: str, reading: Reading | None = None) -> dict[str, Any]:
    """The task of an article, for `json.dumps`. name: its id. reading: what was read, as a prediction; None: blind."""
    known = {"outlet": article.outlet, "published": article.published, "title": article.title, "url": article.url}
    data = {"text": article.text, "id": name, **{key: value for key, value in known.items() if value}}
    if reading is None:
        return {"data": data}
    by = str(reading.read_by) if reading.read_by else "Reportedly"
    return {"data": data, "predictions": [{"model_version": by, "result": list(_result(reading))}]}


def _result(reading: Reading) -> Iterator[dict[str, Any]]:
    text = reading.article.text
    for index, one in enumerate(reading.statements):
        order: tuple[SpanRole, ...] = ("cue", "content", "source")
        pieces = [(role, span) for role in order for span in spans_of(one, role)]
        names = [f"{index}-{number}" for number in range(len(pieces))]
        for name, (role, span) in zip(names, pieces, strict=True):
            yield _region(name, "role", "labels", {**_place(text, span), "labels": [role]})
        for name, (role, _) in zip(names[1:], pieces[1:], strict=True):
            yield _relation(names[0], name, role)
        if one.parent is not None:
            yield _relation(names[0], f"{one.parent}-0", _WITHIN)
        place = _place(text, pieces[0][1])
        said = {"standing": one.standing.value, "act": one.act, **({"kind": one.holder.kind} if one.holder else {})}
        for name, value in said.items():
            yield _region(names[0], name, "choices", {**place, "choices": [value]})
        if one.holder:
            yield _region(names[0], "holder", "textarea", {**place, "text": [one.holder.name]})


def _place(text: str, span: Span) -> dict[str, Any]:
    return {"start": _units(text, span.start), "end": _units(text, span.end), "text": span.of(text)}


def _region(name: str, of: str, kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": name, "from_name": of, "to_name": "text", "type": kind, "value": value}


def _relation(one: str, other: str, role: str) -> dict[str, Any]:
    return {"type": "relation", "from_id": one, "to_id": other, "direction": "right", "labels": [role]}


def _units(text: str, place: int) -> int:
    """A place in a text as a browser counts it: in units of UTF-16."""
    return place + sum(character > "\uffff" for character in text[:place])


# -- back ------------------------------------------------------------------------------------------------------------


def load_label_studio(path: Path) -> list[GoldArticle]:
    """The articles of a JSON export, as people marked them; tasks without annotations, or cancelled ones, are left out.

    Of several annotations of a task the last counts. Raises GoldError if the file can't be read, or nothing is
    annotated.
    """
    try:
        given = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise GoldError(f"expected annotations at {path}, found none to read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise GoldError(f"{path.name}: expected JSON as Label Studio exports it, found something else") from error
    if not isinstance(given, list):
        raise GoldError(f"{path.name}: expected a list of tasks, found {shown(given)}")
    found = [
        article for number, one in enumerate(given, 1) for article in _annotated(one, f"{path.name}, task {number}")
    ]
    if not found:
        raise GoldError(f"{path.name}: expected annotated tasks, found none")
    return found


def _annotated(given: Any, where: str) -> Iterator[GoldArticle]:
    try:
        data = given["data"]
        done = [one for one in given.get("annotations") or () if not one.get("was_cancelled")]
        if done:
            line = {
                "id": str(data.get("id", given.get("id"))), "text": data["text"], "whole": True,
                "attributions": list(_attributions(done[-1]["result"], data["text"])),
                **{name: data[name] for name in ("outlet", "published") if data.get(name)},
            }  # fmt: skip
            yield parse(line, where)
    except (KeyError, TypeError, AttributeError, ValueError, IndexError) as error:
        raise GoldError(f"{where}: expected a task as Label Studio exports it, found {shown(given)}") from error


def _attributions(result: Iterable[Mapping[str, Any]], text: str) -> Iterator[dict[str, Any]]:
    regions: dict[str, tuple[str, Span]] = {}
    said: dict[str, dict[str, str]] = defaultdict(dict)
    pieces: dict[str, list[str]] = defaultdict(list)
    around: dict[str, str] = {}
    for one in result:
        if one["type"] == "labels":
            regions[one["id"]] = (one["value"]["labels"][0], _span(one["value"], text))
        elif one["type"] == "relation" and _WITHIN in (one.get("labels") or ()):
            around[one["from_id"]] = one["to_id"]
        elif one["type"] == "relation":
            pieces[one["from_id"]].append(one["to_id"])
        elif one["type"] in ("choices", "textarea"):
            values = one["value"]["choices" if one["type"] == "choices" else "text"]
            said[one["id"]][one["from_name"]] = values[0] if isinstance(values, list) else values
    inner = {name for names in pieces.values() for name in names}
    heads = [name for name in regions if name not in inner]
    for name in heads:
        roles: dict[str, list[Span]] = {role: [] for role in ROLES}
        for piece in (name, *pieces[name]):
            role, span = regions[piece]
            roles[role].append(span)
        of = said[name]
        yield {
            **{role: pairs_of(sorted(spans)) for role, spans in roles.items()},
            "parent": heads.index(around[name]) if around.get(name) in heads else None,
            "holder": {"name": of["holder"], "kind": of.get("kind", "person")} if of.get("holder") else None,
            **({"standing": {"value": of["standing"]}} if "standing" in of else {}),
            **({"act": of["act"]} if "act" in of else {}),
        }


def _span(value: Mapping[str, Any], text: str) -> Span:
    """Where a region is. Browsers count units of UTF-16; the region's words tell whether this was so."""
    start, end = int(value["start"]), int(value["end"])
    if text[start:end] != value.get("text", text[start:end]):
        units = text.encode("utf-16-le")
        start, end = (len(units[: 2 * place].decode("utf-16-le", "ignore")) for place in (start, end))
    return Span(start, end)
