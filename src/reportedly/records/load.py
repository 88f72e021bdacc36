"""Loading records: which form a file has is told by what is in it, and only then by its name."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Final

from ..articles import documents, packed
from ..articles.article import Article, file_bytes
from ..articles.decoding import HEAD, decoded
from ..articles.html import HTML_START
from ..errors import Empty, InputError, MissingExtra, NotARecord
from . import captions, heard, labels, parliament, rows, sound
from .record import Record, record_of

#: What hears a recording, as `hearing.Recogniser.hear` does.
Hear = Callable[[Path], Record]

#: The suffixes of the files that are taken from a folder, packed or not.
SUFFIXES: Final = (
    ".txt", ".text", ".md", ".vtt", ".srt", ".xml", ".json", ".csv", ".tsv", ".html", ".htm", ".pdf", ".docx",
)  # fmt: skip
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!|[A-Za-z][^<>]{0,2000}>\s*<)")
_JSON = re.compile(r"\s*[\[{]\s*[\"{\[\]}]")


def load(path: str | os.PathLike[str], hear: Hear | None = None) -> Record:
    """The record in a file: a transcript as text, HTML, PDF, Word, captions, XML of a debate, JSON or CSV of turns.

    hear: what hears audio and video; None: they are refused.
    Raises NotFound, NotText, Empty, TooLarge (over 20 MB), NotARecord (a form of which no turns can be read),
    InputError (a folder, no permission, a damaged archive) and MissingExtra (PDF, Word); of recordings as
    `hearing.Recogniser.hear`.
    """
    path = Path(path)
    if sound.is_recording(path):
        if hear is None:
            raise NotARecord(
                f"expected a transcript or captions in {path}, found a recording: to hear it, name the folder of a "
                "speech model (--model)"
            )
        return hear(path)
    return of_bytes(file_bytes(path, "a record"), str(path))


def load_all(
    path: str | os.PathLike[str],
    tell: Callable[[InputError | MissingExtra], object] | None = None,
    hear: Hear | None = None,
) -> Iterator[Record]:
    """The record in a file, or those in a folder and below it, sorted by path, but for hidden files.

    tell: takes the error of each file in a folder that can't be loaded, and the rest goes on; None: it is raised.
    hear: as in `load`; None: recordings in a folder are passed over.
    Raises as `load`, and Empty for a folder without records.
    """
    path = Path(path)
    for one in files(path, recordings=hear is not None):
        try:
            record = load(one, hear)
        except (InputError, MissingExtra) as error:
            if tell is None or not path.is_dir():
                raise
            tell(error)
        else:
            yield record


def files(path: Path, *, recordings: bool = False) -> list[Path]:
    """The file, or those in a folder that may be records, sorted. Raises Empty for a folder without any.

    recordings: whether audio and video in a folder are among them.
    """
    if not path.is_dir():
        return [path]
    suffixes = (*SUFFIXES, *sound.SUFFIXES) if recordings else SUFFIXES
    found = sorted(
        one
        for one in path.rglob("*")
        if packed.inner_name(one.name).endswith(suffixes)
        and one.is_file()
        and not any(part.startswith(".") for part in one.relative_to(path).parts)
    )
    if not found:
        raise Empty(f"expected records in the folder {path}, found no file that may be one ({', '.join(suffixes)})")
    return found


def of_bytes(data: bytes, name: str) -> Record:
    """The record in `data`. name: what messages and the record call it. Raises as `load`."""
    return replace(_of_bytes(data, name), digest=sha256(data).hexdigest())


def _of_bytes(data: bytes, name: str) -> Record:
    suffix = Path(packed.inner_name(name)).suffix
    is_page = bool(HTML_START.match(data[:HEAD].decode("latin-1")))
    if is_page or data.startswith(documents.PDF) or documents.is_word(data):
        text = Article.from_bytes(data, name=name).text
        return record_of(name, "page" if is_page else "transcript", labels.said(text))
    if suffix == ".xml" or (_XML.match(data) and suffix not in (".vtt", ".srt")):
        return record_of(name, "hansard", parliament.said(data, name))
    text = decoded(data, name, is_html=False)
    if not text.strip():
        raise Empty(f"expected a record in {name}, found {'only white space' if text else 'nothing'}")
    return _of_text(text, data, name, suffix)


def _of_text(text: str, data: bytes, name: str, suffix: str) -> Record:
    if heard.is_heard(text):
        return heard.record_of_webvtt(text, name)
    if captions.WEBVTT.match(text) or captions.SRT.match(text) or suffix in (".vtt", ".srt"):
        return record_of(name, "captions", captions.said(text, name))
    if suffix == ".json" or (_JSON.match(text) and suffix != ".txt"):
        turns, congress = rows.of_json(text, name)
        return record_of(name, "congress" if congress else "table", turns)
    if suffix in (".csv", ".tsv", ".tab"):
        return record_of(name, "table", rows.of_table(data, name))
    return record_of(name, "transcript", labels.said(text))
