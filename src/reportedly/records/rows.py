"""Rows with a speaker, a time and words: tables, the JSON of the US Congressional Record, and other JSON of turns."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from ..articles import tables
from ..errors import NotARecord
from . import clock, labels
from .record import Spoken

#: What a column, or a key, is called that holds the words, the speaker, the role, the time; the first that is there.
_WORDS: Final = ("words", "text", "transcript", "utterance", "speech", "content", "sentence", "caption", "line", "said")
_SPEAKERS: Final = ("speaker", "speaker_name", "speakername", "name", "who", "person", "voice", "label", "member")
_ROLES: Final = ("role", "title", "position", "affiliation")
_STARTS: Final = (
    "start", "start_time", "starttime", "start time", "begin", "from", "time", "timestamp", "time_code", "timecode",
    "time code", "in", "seconds",
)  # fmt: skip
_ENDS: Final = ("end", "end_time", "endtime", "end time", "stop", "to", "out")
#: Keys of a JSON object under which its turns lie.
_LISTS: Final = ("content", "segments", "turns", "utterances", "results", "monologues", "transcript", "speeches")
#: The kinds of items of the Congressional Record that nobody says.
_SILENT: Final = frozenset(["linebreak", "title", "empty_line", "metacharacters", "unknown", "header"])


def of_table(data: bytes, name: str) -> Iterator[Spoken]:
    """What the rows of a CSV or TSV file say. Raises NotARecord if no column holds words, InputError."""
    for table in tables.tables(io.BytesIO(data), name, "csv"):
        given = list(table.rows)
        held = {column.strip().casefold().lstrip("\ufeff"): column for column in table.columns}
        if not any(key in held for key in _WORDS):
            raise NotARecord(
                f"expected a column with the words (“text”, “words”, “transcript” …) in {name}, found the columns "
                f"{', '.join(table.columns)[:200]}"
            )
        for row in given:
            if row.error:
                raise row.error
            yield _said({key: row.cells.get(column) for key, column in held.items()})


def of_json(text: str, name: str) -> tuple[Iterable[Spoken], bool]:
    """What JSON says turn by turn, and whether it is of the US Congressional Record.

    Raises NotARecord if it isn't JSON, or has no turns.
    """
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotARecord(f"expected a record as JSON in {name}, found JSON that can't be read") from error
    items = _items(loaded)
    if not items:
        raise NotARecord(f"expected a list of turns in the JSON of {name}, each with its words, found none")
    congress = isinstance(loaded, dict) and any("kind" in item for item in items)
    return (_of_congress(items) if congress else [_said(item) for item in items]), congress


def _items(loaded: Any) -> list[Mapping[str, Any]]:
    """The turns in loaded JSON: a list of objects with words, or what lies under a key of _LISTS."""
    if isinstance(loaded, dict):
        return next((found for key in _LISTS if key in loaded and (found := _items(loaded[key]))), [])
    if not isinstance(loaded, list):
        return []
    lowered = [{str(key).casefold(): value for key, value in item.items()} for item in loaded if isinstance(item, dict)]
    return [item for item in lowered if any(isinstance(item.get(key), str) for key in _WORDS)]


def _of_congress(items: Iterable[Mapping[str, Any]]) -> Iterator[Spoken]:
    """What the items say, without the label with which the words of a speech begin (“Mr. LUND. Mr. President, …”)."""
    for item in items:
        if str(item.get("kind", "")).casefold() in _SILENT:
            continue
        one = _said(item)
        label = labels.labelled(one.words, stops=True)
        yield Spoken(label.words if label else one.words, one.speaker or (label.speaker if label else None))


def _said(cells: Mapping[str, Any]) -> Spoken:
    named = _first(cells, _SPEAKERS)
    speaker = None if named in ("", "None", "none", "null") else named
    start, end = (clock.seconds(_first(cells, keys)) for keys in (_STARTS, _ENDS))
    return Spoken(_first(cells, _WORDS), speaker, _first(cells, _ROLES) or None, start, end, continues=speaker is None)


def _first(cells: Mapping[str, Any], keys: Iterable[str]) -> str:
    return next((str(cells[key]).strip() for key in keys if isinstance(cells.get(key), str | int | float)), "")
