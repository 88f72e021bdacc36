"""The articles that the benchmarks read, and the options that choose them."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from reportedly.errors import GoldError, NotText
from reportedly.evaluation import GoldArticle, load_gold, load_passages, load_statements

DEFAULT = Path("polnear", "dev.jsonl.xz")
HOLDERS = Path("statements", "dev.jsonl")
PASSAGES = Path(__file__).parents[1] / "annotation" / "passages.jsonl"


def add_corpus_options(parser: argparse.ArgumentParser) -> None:
    """Add the arguments `gold` and `corpora`, each a Path or None."""
    parser.add_argument(
        "gold", nargs="?", type=Path, help="a gold file, or a folder of .txt files; PolNeAR dev if left out"
    )
    add_corpora_option(parser)


def add_corpora_option(parser: argparse.ArgumentParser) -> None:
    """Add the argument `corpora`, a Path or None."""
    parser.add_argument(
        "--corpora",
        type=Path,
        default=os.environ.get("REPORTEDLY_CORPORA") or None,
        help="the folder of the corpora, instead of REPORTEDLY_CORPORA",
    )


def articles(gold: Path | None, corpora: Path | None) -> list[GoldArticle]:
    """The articles of a gold file or a folder of .txt files (without attributions); by default PolNeAR dev.

    PolNeAR dev comes with its holders where they are annotated. Raises GoldError if there is nothing to read, NotText
    for a file that isn't UTF-8.
    """
    if gold is None:
        where = folder(corpora)
        dev = load_gold(where / DEFAULT)
        held = {article.id: article for article in load_statements(where / HOLDERS, dev)}
        return [held.get(article.id, article) for article in dev]
    if not gold.is_dir():
        return load_gold(gold)
    found = [GoldArticle(path.name, _text(path), ()) for path in sorted(gold.glob("*.txt"))]
    if not found:
        raise GoldError(f"expected .txt files in {gold}, found none")
    return found


def listed(corpora: Path | None) -> list[GoldArticle]:
    """The articles of PolNeAR dev with annotated values of statements. Raises GoldError if they can't be read."""
    where = folder(corpora)
    return load_statements(where / HOLDERS, load_gold(where / DEFAULT))


def passages() -> list[GoldArticle]:
    """The repository's invented passages with complete statements."""
    return load_passages(PASSAGES)


def folder(corpora: Path | None) -> Path:
    if corpora is None:
        raise GoldError("expected a gold file, --corpora or REPORTEDLY_CORPORA, found none of them")
    return corpora


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotText(f"{path.name}: expected UTF-8, found something else at byte {error.start + 1}") from error
