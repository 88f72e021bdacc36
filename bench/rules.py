"""What every pattern of the reading stages is good for: where it matches, what it decides, which figures rest on it.

    python -m bench.rules ARTICLES... [--limit N] [--gold FILE] [--json]

ARTICLES are files, folders or JSON Lines: whatever `reportedly add` takes. Each pattern that `bench.switches` finds is
switched off by itself, and every text in which it matches is read again by the stages; the tagger's scores stay as they
are. A value that comes out otherwise was decided by the pattern. The figures are those of the invented passages and,
with --gold, of a gold file. A test holds a pattern if a string in it is read otherwise when the pattern is off.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, cast

from rich.console import Console
from rich.progress import track
from rich.table import Table

from reportedly.articles import inputs
from reportedly.articles.article import Article
from reportedly.errors import InputError, ReportedlyError
from reportedly.evaluation import GoldArticle, Score, score, score_statements
from reportedly.reading import Reading, Statement, read
from reportedly.tagger import Scores, Tagger, tagger

from .corpus import passages
from .labelled import labelled
from .same import strings
from .switches import Switch, forgetting, switches

TESTS = Path(__file__).parents[1] / "tests"
#: The publication date given to the tests' texts; without one, no "Tuesday" has a value.
DAY = "2016-11-01"
#: The difference counted where a stage raises an exception without the pattern.
FAILS = "fails"


@dataclass
class Rule:
    """The measurements of a pattern.

    matches: its matches in the articles, with all others on. articles: the number of articles in which it matches.
    decided: the number of values of statements that differ without it, by name. figures: by how much each figure falls
    without it, where it does. held_by: the place of the first text in the tests that is read differently without it;
    None if there is none.
    """

    name: str
    matches: int = 0
    articles: int = 0
    decided: Counter[str] = field(default_factory=Counter)
    figures: dict[str, float] = field(default_factory=dict)
    held_by: str | None = None


@dataclass(frozen=True)
class Read:
    """A text read with every pattern. fired: the number of matches of each pattern that matches."""

    article: Article
    scores: Scores
    reading: Reading
    fired: Mapping[Switch, int]


@dataclass(frozen=True)
class _Kept:
    """A stand-in for the tagger that returns scores computed before."""

    scores: Scores
    digest: str = ""

    def tag(self, _: str) -> Scores:
        return self.scores


class Reader:
    """Reads texts with every pattern, and again without one of them; the tagger runs once for each text."""

    def __init__(self, found: Sequence[Switch]) -> None:
        self._switches, self._forget, self._tagger = found, forgetting(), tagger()

    def read(self, article: Article) -> Read:
        """Read an article with every pattern. Raises InputError if the text can't be an article."""
        scores = self._tagger.tag(article.text)
        for switch in self._switches:
            switch.matches = 0
        reading = self._again(article, scores)
        return Read(article, scores, reading, {switch: switch.matches for switch in self._switches if switch.matches})

    def without(self, switch: Switch, whole: Read) -> Reading | None:
        """Read the same article without a pattern; None if a stage raises an exception without it."""
        switch.off = True
        try:
            return self._again(whole.article, whole.scores)
        except Exception:  # a stage may fail in any way if it takes a match for granted
            return None
        finally:
            switch.off = False

    def _again(self, article: Article, scores: Scores) -> Reading:
        self._forget()
        return read(article, cast("Tagger", _Kept(scores)))


def differences(before: Reading, after: Reading | None) -> Counter[str]:
    """The number of values that differ, by name; a statement missing from one side counts once, as “statement”.

    Holders are equal if they differ only in their mentions, which are compared as “mentions”.
    """
    if after is None:
        return Counter([FAILS])
    if before == after:
        return Counter()
    ours, theirs = _values(before.statements), _values(after.statements)
    found = Counter({"statement": len(ours.keys() ^ theirs.keys())})
    for key in ours.keys() & theirs.keys():
        found.update(name for name, value in ours[key].items() if value != theirs[key][name])
    return +found


def _values(statements: Sequence[Statement]) -> dict[object, dict[str, object]]:
    """The values of each statement, by its cue and its number among those with the same cue."""
    seen: Counter[object] = Counter()
    keys = []
    for statement in statements:
        keys.append((statement.cue, seen[statement.cue]))
        seen[statement.cue] += 1
    return {key: dict(_named(statement, keys)) for key, statement in zip(keys, statements, strict=True)}


def _named(statement: Statement, keys: Sequence[object]) -> Iterator[tuple[str, object]]:
    """The values of a statement, without its id and by what they came; others are given by key, not by index."""
    for name in (each.name for each in fields(statement) if each.name not in ("id", "provenance")):
        value = getattr(statement, name)
        if name == "parent":
            yield name, None if value is None else keys[value]
        elif name == "answers":
            yield name, [(keys[answer.statement], answer.relation) for answer in value]
        elif name == "holder" and value is not None:
            yield name, replace(value, mentions=())
            yield "mentions", value.mentions
        elif name == "holder":
            yield from {name: None, "mentions": ()}.items()
        else:
            yield name, value


# --- what is read -------------------------------------------------------------------------------------------------


def sample(names: Sequence[str], limit: int | None) -> list[Article]:
    """The articles of files and folders, or `limit` evenly spread ones if there are more.

    Raises InputError for the first that can't be read.
    """
    found = list(inputs.articles(names))
    if limit is not None and len(found) > limit:
        found = [found[i * len(found) // limit] for i in range(limit)]
    failed = next((each.error for each in found if each.error), None)
    if failed:
        raise failed
    return [each.article for each in found if each.article]


def tables(folder: Path) -> dict[str, str]:
    """Every string in the tests of a folder that may be a text, with the file and line of its first occurrence."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("test_*.py")):
        for line, text in strings(path.read_text(encoding="utf-8")):
            found.setdefault(text, f"{path.name}:{line}")
    return found


# --- what is found out --------------------------------------------------------------------------------------------


def examine(
    articles: Sequence[Article], gold: Mapping[str, Sequence[GoldArticle]], texts: Mapping[str, str]
) -> list[Rule]:
    """The measurements of every pattern on articles, gold (by the name of each part) and the texts of tests."""
    with switches() as found:
        rules, reader = {switch: Rule(switch.name) for switch in found}, Reader(found)
        for article in _told(articles, "articles"):
            _try(reader, article, rules)
        for part, of_part in gold.items():
            _weigh(reader, part, of_part, rules)
        for text, where in _told(texts.items(), "texts of tests"):
            _hold(reader, text, where, rules)
        return list(rules.values())


def _try(reader: Reader, article: Article, rules: Mapping[Switch, Rule]) -> None:
    """Add the matches and decisions of each pattern in one article."""
    whole = reader.read(article)
    for switch, matches in whole.fired.items():
        rule = rules[switch]
        rule.matches += matches
        rule.articles += 1
        rule.decided.update(differences(whole.reading, reader.without(switch, whole)))


def _weigh(reader: Reader, part: str, gold: Sequence[GoldArticle], rules: Mapping[Switch, Rule]) -> None:
    """Add the figures of gold that fall without each pattern."""
    all_on: dict[str, Sequence[Statement]] = {}
    changed: dict[Switch, dict[str, Sequence[Statement]]] = {}
    for article in _told(gold, part):
        whole = reader.read(article.article())
        all_on[article.id] = whole.reading.statements
        for switch in whole.fired:
            without = reader.without(switch, whole)
            if differences(whole.reading, without):
                changed.setdefault(switch, {})[article.id] = without.statements if without else ()
    figures = _figures(gold, all_on)
    for switch, readings in changed.items():
        less = _figures(gold, {**all_on, **readings})
        falls = {f"{part} {name}": round(value - less[name], 4) for name, value in figures.items()}
        rules[switch].figures.update((name, fall) for name, fall in falls.items() if fall > 0)


def _figures(gold: Sequence[GoldArticle], predicted: Mapping[str, Sequence[Statement]]) -> dict[str, float]:
    """The F1 or proportion of each figure for which more is better."""
    found = {**score(gold, predicted), **score_statements(gold, predicted)}
    return {name: f.f1 if isinstance(f, Score) else f.value for name, f in found.items() if name != "time wrong"}


def _hold(reader: Reader, text: str, where: str, rules: Mapping[Switch, Rule]) -> None:
    """Note the patterns for which a text of the tests is the first to be read differently."""
    try:
        whole = reader.read(Article.from_text(text, published=DAY))
    except InputError:  # from a test of texts that can't be articles
        return
    for switch in whole.fired:
        if rules[switch].held_by is None and differences(whole.reading, reader.without(switch, whole)):
            rules[switch].held_by = where


def _told(each: Iterable[Any], what: str) -> Iterable[Any]:
    """The items themselves, with a progress bar."""
    return track(list(each), what, console=Console(stderr=True))


# --- what is shown ------------------------------------------------------------------------------------------------


def summary(rules: Sequence[Rule], articles: int) -> str:
    """The number of patterns, and of those that match, decide, raise or hold nothing."""
    silent = sum(not rule.matches for rule in rules)
    idle = sum(not rule.decided for rule in rules) - silent
    weightless, free = sum(not rule.figures for rule in rules), sum(rule.held_by is None for rule in rules)
    return (
        f"{len(rules)} patterns: {silent} match nothing in {articles} articles, {idle} match and decide nothing there; "
        f"no figure falls without {weightless}; {free} are held by no test"
    )


def table(rules: Iterable[Rule]) -> Table:
    """A table with a row for each pattern: first those that match nothing, then those that decide nothing, then those
    that no test holds.
    """
    shown = Table(box=None, pad_edge=False)
    for name in ("pattern", "matches", "articles", "decides", "figures that fall", "held by"):
        number = name in {"matches", "articles"}
        shown.add_column(name, justify="right" if number else "left", overflow="fold", no_wrap=name == "pattern")
    for rule in sorted(rules, key=lambda rule: (rule.matches > 0, bool(rule.decided), rule.held_by is not None)):
        decided = ", ".join(f"{name} {count}" for name, count in rule.decided.most_common())
        falls = sorted(rule.figures.items(), key=lambda item: -item[1])
        figures = ", ".join(f"{name} {-fall:.4f}" for name, fall in falls)
        shown.add_row(rule.name, str(rule.matches), str(rule.articles), decided, figures, rule.held_by)
    return shown


def as_json(rules: Iterable[Rule], articles: int) -> dict[str, object]:
    """The measurements as JSON values."""
    return {"articles": articles, "patterns": [vars(rule) for rule in rules]}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and the summary. Returns the exit code: 0, or 1 with a sentence if there is nothing to read."""
    parser = argparse.ArgumentParser(prog="python -m bench.rules", description=__doc__.split("\n")[0])
    parser.add_argument("articles", nargs="+", help="files, folders, JSON Lines: whatever `reportedly add` takes")
    parser.add_argument("--limit", type=int, help="read so many articles, evenly spread; all if left out")
    parser.add_argument("--gold", type=Path, help="a gold file whose figures are told beside those of the passages")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args(arguments)
    if options.limit is not None and options.limit < 1:
        parser.error("--limit must be at least 1")
    try:
        articles = sample(options.articles, options.limit)
        gold = {"passages": passages()} | ({"gold": labelled(options.gold)} if options.gold else {})
        rules = examine(articles, gold, tables(TESTS))
    except ReportedlyError as error:
        print(error, file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps(as_json(rules, len(articles)), ensure_ascii=False, indent=2))
        return 0
    console = Console(width=None if sys.stdout.isatty() else 200, highlight=False, markup=False)
    console.print(table(rules))
    console.print(summary(rules, len(articles)), soft_wrap=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
