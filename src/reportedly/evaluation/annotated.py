"""Annotated articles in whatever form they are: a gold file, an export of Label Studio, a folder of brat."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, Literal

from ..articles.article import Article
from ..printable import encodable, tame
from ..reading import Reading
from . import brat, label_studio
from .brat import load_brat
from .gold import GoldArticle, load_gold
from .label_studio import load_label_studio
from .line import predictions

#: How articles to annotate are written.
AnnotatedForm = Literal["gold", "label-studio", "brat"]
#: The file with Label Studio's interface, beside the tasks; that of brat is in its folder.
CONFIG: Final = "label-studio.xml"
#: An article to annotate: its id, itself, and what was read in it, or None to have it annotated blind.
ToAnnotate = tuple[str, Article, Reading | None]


def load_annotated(path: Path) -> list[GoldArticle]:
    """The annotated articles at a path, in any of the forms. Raises GoldError."""
    if path.is_dir():
        return load_brat(path)
    return load_label_studio(path) if path.suffix.lower() == ".json" else load_gold(path)


def lines(articles: Iterable[ToAnnotate], form: AnnotatedForm) -> Iterator[str]:
    """The pieces of the file with articles to annotate, as gold or for Label Studio."""
    if form == "gold":
        yield from (_dumped(_line(*one)) + "\n" for one in articles)
        return
    parted = "["
    for name, article, reading in articles:
        yield f"{parted}\n{_dumped(label_studio.task(article, name, reading))}"
        parted = ","
    yield "[]\n" if parted == "[" else "\n]\n"


def write_brat(folder: Path, articles: Iterable[ToAnnotate]) -> None:
    """Write the files of brat into an existing folder."""
    for name, article, reading in articles:
        stem = re.sub(r"[^\w-]", "_", name)
        (folder / f"{stem}.txt").write_bytes(encodable(article.text).encode("utf-8"))
        ann = brat.written(reading) if reading else ""
        (folder / f"{stem}.ann").write_text(encodable(ann), encoding="utf-8")
    (folder / "annotation.conf").write_text(brat.configuration(), encoding="utf-8")


def _line(name: str, article: Article, reading: Reading | None) -> dict[str, Any]:
    known = {"outlet": article.outlet, "published": article.published, "title": article.title, "url": article.url}
    said = predictions(reading, name) if reading else {"id": name, "attributions": []}
    return {**said, "text": article.text, **{key: value for key, value in known.items() if value}}


def _dumped(value: Any) -> str:
    return tame(encodable(json.dumps(value, ensure_ascii=False, allow_nan=False)))
