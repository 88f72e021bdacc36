"""The schemas of exported nodes, and their validation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from jsonschema_rs import Draft202012Validator

from ..errors import OutputError
from .names import NodeObject

Shape = Literal["article", "agent", "claim", "statement", "passed", "annotation"]
#: What counts as an IRI; the same pattern as in the schema.
IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of all nodes, in the terms of schema.org, Web Annotations and PROV-O."""
    content = files("reportedly").joinpath("schema", "graph-1.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(content)
    return loaded


@cache
def _validator(shape: Shape) -> Draft202012Validator:
    whole = schema()
    return Draft202012Validator({"$ref": f"#/$defs/{shape}", "$defs": whole["$defs"]})


def shape(node: NodeObject) -> Shape:
    """The schema that applies to a node, by its types."""
    kinds = node["type"]
    if kinds == "Annotation":
        return "annotation"
    if "schema:NewsArticle" in kinds:
        return "article"
    if "prov:Agent" in kinds:
        return "agent"
    if kinds == ["prov:Entity"]:
        return "passed"
    return "statement" if "prov:Entity" in kinds else "claim"


def checked(nodes: Iterable[NodeObject]) -> Iterator[NodeObject]:
    """The nodes, each validated before it is yielded. Raises OutputError at the first that doesn't match its schema."""
    for node in nodes:
        error = next(_validator(shape(node)).iter_errors(node), None)
        if error is not None:
            where = "/".join(map(str, error.instance_path)) or "all"
            found = f"in {where} {error.message}"
            raise OutputError(f"expected {node.get('id')} in the shape of a {shape(node)}, but {found}")
        yield node
