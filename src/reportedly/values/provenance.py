"""Provenance: by what a value came, and from which statement it was carried on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: rules: words that rules know. tagger: the tagger's heads. both: either by itself. choice: neither found it for this
#: statement; it holds for others, and the head that weighs all proposals chose it. review: a person.
By = Literal["rules", "tagger", "both", "choice", "review"]


@dataclass(frozen=True, slots=True)
class Provenance:
    """By what a value of a statement came.

    field: the name of its field (`fields.Field.name`). statement: the index of the statement from which it was carried
    on; None if it stands by the statement's own words, or by words that are no statement's, such as a dateline.
    """

    field: str
    by: By
    statement: int | None = None


def by_either(rules: bool, tagger: bool) -> By:
    """By what a value came that rules, the tagger, both or neither found for the statement."""
    if rules:
        return "both" if tagger else "rules"
    return "tagger" if tagger else "choice"
