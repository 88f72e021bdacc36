"""Typed: the inputs of a review's form converted to values of a correction, and values to inputs and to words.

Words are typed or pasted as they stand in the article, with an ellipsis between pieces. Each piece is located in the
text where it occurs nearest to the statement. A list has one entry on each line, its parts separated by bars.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from .. import given
from ..errors import InvalidReview
from ..ledger.reviews.corrections import FieldName
from ..ledger.reviews.review import UnderReview
from ..printable import shorten
from ..values.fields import BESIDE, ON_ROW, STANCES, Field, ValuePart

Spans = list[list[int]]
Inputs = Mapping[str, str]

_GAP: Final = re.compile(r"\s*(?:…|\.\.\.)\s*")
_SIDES: Final = {"for": 1.0, "against": -1.0}


@dataclass(frozen=True, slots=True)
class _Form:
    """A field of a form. name: its label. value: inputs to value. inputs: value to inputs. told: value to words."""

    name: str
    value: Callable[[Inputs, UnderReview], Any]
    inputs: Callable[[Any, UnderReview], Inputs]
    told: Callable[[Any, UnderReview], str]


def value(field: FieldName, typed: Inputs, of: UnderReview) -> Any:
    """The value that somebody typed for a field. typed: the form's inputs by name. Raises InvalidReview."""
    return _FORMS[field].value({name: words.strip() for name, words in typed.items()}, of)


def inputs(field: FieldName, of: UnderReview) -> Inputs:
    """The inputs of a form for a field's present value; empty where it has none."""
    now = of.values.get(field)
    return _FORMS[field].inputs(now, of) if now else {}


def told(field: FieldName, of: UnderReview) -> str:
    """A field's present value in words; empty where it has none."""
    now = of.values.get(field)
    return _FORMS[field].told(now, of) if now else ""


def missed(typed: Inputs, text: str) -> dict[str, Any]:
    """The values of a statement that the reading missed. typed: the form's inputs by name. Raises InvalidReview."""
    content = located(typed.get("content", ""), text, 0)
    near = content[0][0] if content else 0
    holder = _named(typed, text, near)
    return {
        "content": content,
        "cue": located(typed.get("cue", ""), text, near),
        "source": holder["spans"] if holder else [],
        "holder": holder,
        "type": typed.get("type", "").strip(),
    }


# -- words of the text -------------------------------------------------------------------------------------------------


def located(words: str, text: str, near: int) -> Spans:
    """The [start, end) of each piece of `words` in `text`, in code points, where it occurs nearest to offset `near`.

    Raises InvalidReview for words that aren't in the text. No words have no spans.
    """
    return sorted(_found(piece, text, near) for piece in _GAP.split(words.strip()) if piece)


def _found(piece: str, text: str, near: int) -> list[int]:
    pattern = r"\s+".join(re.escape(word) for word in piece.split())
    starts = {match.start(): match.end() for match in re.finditer(pattern, text)}
    if not starts:
        raise InvalidReview(f"expected words as they stand in the article, but found {shorten(piece, 60)!r}")
    start = min(starts, key=lambda start: abs(start - near))
    return [start, starts[start]]


def _here(words: str, of: UnderReview) -> Spans:
    cue: Sequence[Sequence[int]] = of.values.get("cue") or [[0, 0]]
    return located(words, of.text, cue[0][0])


def _words(spans: Sequence[Sequence[int]], of: UnderReview) -> str:
    return " … ".join(" ".join(of.text[start:end].split()) for start, end in spans)


def _of_words(name: str) -> _Form:
    """A field whose value is words of the text."""
    return _Form(
        name,
        lambda typed, of: _here(typed.get("words", ""), of),
        lambda now, of: {"words": _words(now, of)},
        _words,
    )


def _at_most_one(field: Field) -> _Form:
    """The form of a field with at most one value: the value and the words that it rests on, where it has any."""
    choices = field.first.choices
    if field.plain:
        return _Form(
            field.title, lambda typed, _: typed.get("value"), lambda now, _: {"value": now}, lambda now, _: choices[now]
        )
    key = field.first.name

    def read(typed: Inputs, of: UnderReview) -> Any:
        said, words = typed.get("value"), typed.get("words", "")
        if field.usual:
            return {key: said, "spans": _here(words, of)}
        return {key: said, "spans": _here(words or said, of)} if said else None

    return _Form(
        field.title,
        read,
        lambda now, of: {"value": now[key], "words": _words(now["spans"], of)},
        lambda now, _: str(choices.get(now[key], now[key])),
    )


# -- lists -------------------------------------------------------------------------------------------------------------


def _entries(typed: Inputs) -> Iterator[tuple[str, str, str]]:
    """The entries of a list: two parts and the words they rest on, which are the first part if not given.

    Raises InvalidReview for a line that hasn't two or three parts.
    """
    for line in typed.get("value", "").splitlines():
        parts = [part.strip() for part in line.split("|")]
        if line.strip() and not (2 <= len(parts) <= 3 and all(parts)):
            raise InvalidReview(f"expected two or three parts between bars, but found {shorten(line, 60)!r}")
        if line.strip():
            yield parts[0], parts[1], parts[-1] if len(parts) > 2 else parts[0]


def _listed(field: Field) -> _Form:
    """The form of a field with several values: on each line the first part, the second, and the words."""
    first, second = field.first, field.second
    assert second is not None

    def read(typed: Inputs, of: UnderReview) -> Any:
        return [
            {first.name: _meant(first, one, of), second.name: _meant(second, other, of)}
            | ({"spans": _here(words, of)} if field.spans else {})
            for one, other, words in _entries(typed)
        ]

    def line(value: Mapping[str, Any], of: UnderReview) -> str:
        parts = [_typed(part, value[part.name]) for part in (first, second)]
        # A stance rests on the mentions of its target, too, before the words that are for or against it.
        words = [_words(value["spans"][:1] if field is STANCES else value["spans"], of)] if field.spans else []
        return " | ".join([*parts, *words])

    def told(value: Mapping[str, Any]) -> str:
        one, other = (_typed(part, value[part.name]) for part in (first, second))
        return f"{second.choices.get(other, other)} {'statement ' if first.sort == 'statement' else ''}{one}"

    return _Form(
        field.title,
        read,
        lambda now, of: {"value": "\n".join(line(value, of) for value in now)},
        lambda now, _: "; ".join(map(told, now)),
    )


def _meant(part: ValuePart, typed: str, of: UnderReview) -> Any:
    """A part of a value from its input."""
    if part.sort == "statement":
        return _statement(typed, of)
    return _polarity(typed) if part.sort == "polarity" else typed


def _typed(part: ValuePart, given: Any) -> str:
    """The input for a part of a value."""
    return _side(given) if part.sort == "polarity" else str(given)


def _polarity(side: str) -> float:
    if side not in _SIDES:
        raise InvalidReview(f"expected for or against, but found {shorten(side, 40)!r}")
    return _SIDES[side]


def _side(polarity: float) -> str:
    return "for" if polarity > 0 else "against"


# -- other statements, the holder --------------------------------------------------------------------------------------


def _statement(number: str, of: UnderReview) -> int:
    """The id of a statement of the article from its input. Raises InvalidReview."""
    found = given.number(number)
    if found is None or found not in of.statements:
        raise InvalidReview(f"expected the number of a statement of this article, but found {shorten(number, 20)!r}")
    return found


def _named(typed: Inputs, text: str, near: int) -> dict[str, Any] | None:
    name = typed.get("value", "").strip()
    if not name:
        return None
    words = located(typed.get("words", ""), text, near)
    number = given.number(name)
    if number is not None:
        return {"number": number, "spans": words}
    return {"name": name, "kind": typed.get("kind", ""), "role": typed.get("role", "").strip() or None, "spans": words}


_FORMS: Final[Mapping[FieldName, _Form]] = {
    "holder": _Form(
        "Whose words",
        lambda typed, of: _named(typed, of.text, (of.values.get("cue") or [[0]])[0][0]),
        lambda now, _: {"value": now["name"], "kind": now["kind"]},  # role and words are those of the name
        lambda now, _: ", ".join(filter(None, (now["name"], now["role"], now["kind"]))),
    ),
    "source": _of_words("Who is named for it"),
    "cue": _of_words("How it is said"),
    "content": _of_words("What is said"),
    "type": _Form("Kind", lambda typed, _: typed.get("value"), lambda now, _: {"value": now}, lambda now, _: str(now)),
    **{field.name: _at_most_one(field) for field in ON_ROW},
    **{field.name: _listed(field) for field in BESIDE},
    "parent": _Form(
        "Within another",
        lambda typed, of: _statement(typed["value"], of) if typed.get("value") else None,
        lambda now, _: {"value": str(now)},
        lambda now, _: f"statement {now}",
    ),
}
#: The labels of the fields, in the order of the form.
NAMES: Final[Mapping[FieldName, str]] = {field: form.name for field, form in _FORMS.items()}
