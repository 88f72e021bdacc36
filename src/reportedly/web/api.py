"""The API: every page's value as JSON under `/api/v1`, described by OpenAPI.

The description can't differ from what is sent: each model has the members that `ledger.asked.json` writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field, create_model

from ..ledger.asked.json import key, members, to_json
from ..span import Span
from .turns import InTurn

PREFIX = "/api/v1"
OPENAPI = f"{PREFIX}/openapi.json"

#: The published names of types that are called otherwise in the code.
PUBLISHED = {"StatementRecord": "Said", "ThreadOrigin": "Origin"}


class Problem(BaseModel):
    """What went wrong."""

    error: str = Field(description="One sentence: what was expected, and what was found.")


def router() -> APIRouter:
    """A router for a page's JSON; its routes are under `/api/v1` and declare the form of their errors."""
    return APIRouter(
        prefix=PREFIX,
        responses={"4XX": {"model": Problem, "description": "What was asked can’t be had."}},
        route_class=InTurn,
    )


def answer(value: object, status: int = 200) -> Response:
    """A value of the ledger as JSON."""
    return Response(to_json(value), status, media_type="application/json")


@cache
def shape(of: type) -> type[BaseModel]:
    """The pydantic model, for `response_model`, of a frozen dataclass of the ledger or of a reading.

    The first paragraph of the class's docstring becomes its description in the OpenAPI document.
    """
    hints = get_type_hints(of)
    for name in members(of):
        if name not in hints:  # a property
            hints[name] = get_type_hints(vars(of)[name].fget)["return"]
    sent: dict[str, Any] = {key(name): (_as_sent(hints[name]), ...) for name in members(of)}
    summary = (of.__doc__ or "").split("\n\n")[0]
    model: type[BaseModel] = create_model(
        PUBLISHED.get(of.__name__, of.__name__), __module__=of.__module__, __doc__=summary, **sent
    )
    return model


def _as_sent(hint: Any) -> Any:
    """The type that `hint` has in JSON: dataclasses as objects, spans as pairs, sequences as lists."""
    if hint is Span:
        return tuple[int, int]
    if isinstance(hint, type) and is_dataclass(hint):
        return shape(hint)
    inner = get_args(hint)
    return hint if get_origin(hint) is Literal or not inner else _of_many(get_origin(hint), inner)


def _of_many(origin: Any, inner: tuple[Any, ...]) -> Any:
    """The same for a union, a fixed-length tuple, a mapping or a sequence. Built at run time, so mypy can't follow."""
    sent = [one if one in (NoneType, Ellipsis) else _as_sent(one) for one in inner]
    if origin in (Union, UnionType):
        return Union[tuple(sent)]  # noqa: UP007
    if origin is tuple and Ellipsis not in inner:
        return tuple[tuple(sent)]  # type: ignore[misc]
    if issubclass(origin, Mapping):
        return dict[str, sent[-1]]  # type: ignore[valid-type]
    return list[sent[0]]  # type: ignore[valid-type]
