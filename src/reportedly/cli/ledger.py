"""Commands on a ledger: adding articles, queries, findings."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..errors import InputError
from ..given import MOST
from .group import ALLOW_PRIVATE, LANGUAGE, Taking, cli, facts, told
from .keeping import COUNTED, Keeper, batches_among, taken
from .keeping import keep as kept

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

    from ..articles.article import Article
    from ..articles.pending import Input
    from ..ledger import Ledger
    from ..ledger.asked.checked import Check
    from ..records import Record

F = TypeVar("F", bound=Callable[..., Any])

LEDGER = click.option(
    "--ledger",
    "where",
    envvar="REPORTEDLY_LEDGER",
    default="reportedly.db",
    show_default=True,
    metavar="PATH|URL",
    help="The ledger: a SQLite file, or postgresql://USER@HOST/DATABASE. Also REPORTEDLY_LEDGER.",
)
EVIDENCE = click.option(
    "--evidence",
    "place",
    envvar="REPORTEDLY_EVIDENCE",
    metavar="FOLDER",
    help="Where evidence is kept; by default LEDGER.evidence, beside the ledger. Also REPORTEDLY_EVIDENCE.",
)
#: The type of --limit: at least one.
COUNT = click.IntRange(1, 1_000_000)
#: The type of what names something by its number in the ledger.
NUMBER = click.IntRange(1, MOST)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
NESTED = click.option(
    "--nested", is_flag=True, help="Of a holder also what stands in somebody else's words (“in X’s denial”)."
)


#: Seconds for which `add` and `reread` wait, for each article, until other writers let them, and for which `add` looks
#: for findings afterwards.
PATIENCE, LOOKING = 600, 60


@contextmanager
def opened(where: str, *, must_be: bool = True, patience: float | None = None) -> Iterator[Ledger]:
    """The ledger at `where`, closed in the end.

    must_be: raise LedgerError for a missing file, don't create it. patience: seconds that a writer waits for others.
    """
    from pathlib import Path

    from ..errors import LedgerError
    from ..ledger import Ledger, Waiting

    if must_be and "://" not in where and not Path(where).expanduser().exists():
        raise LedgerError(f"expected a ledger in {where}, found none; `reportedly add` makes one")
    with Ledger.open(where, Waiting(patience, told)) as ledger:
        yield ledger


def still(waiting: int) -> None:
    """Tell that findings may be missing, if so many places are still to be examined."""
    if waiting:
        places = "place that changed is" if waiting == 1 else "places that changed are"
        click.echo(
            f"{waiting:,} {places} still to be examined, so findings may be missing: `reportedly findings` goes on.",
            err=True,
        )


@cli.command("add", cls=Taking)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@LEDGER
@JSON
@facts
@ALLOW_PRIVATE
@LANGUAGE
@click.option("--keep", is_flag=True, help="Keep what was fetched, or each file, byte for byte.")
@EVIDENCE
@click.option("--timestamp", "authority", metavar="URL", help="Have what is kept stamped by an authority (RFC 3161).")
def add_command(
    inputs: tuple[str, ...],
    where: str,
    as_json: bool,
    published: str | None,
    outlet: str | None,
    title: str | None,
    url: str | None,
    columns: Mapping[str, str],
    allow_private: bool,
    any_language: bool,
    keep: bool,
    place: str | None,
    authority: str | None,
) -> None:
    """Read every INPUT and keep it in the ledger.

    INPUT is a text, HTML, PDF or Word file, a folder of them, a pattern, a URL, an RSS or Atom feed, a table (CSV, TSV,
    Excel, Parquet, JSON), an archive (WARC, WACZ), JSON Lines ({"text", "url", "outlet", "title", "authors",
    "published", "language"} each), or - for any of these on standard input; packed or not. Which columns of a table
    hold what is guessed and told. A folder that `batch` wrote is taken as it was read.

    The same article again changes nothing; another text at the same URL is kept as a new version of it. Another day,
    title, author or outlet of the same text corrects it, and is told. What fails is noted, what isn't in English is
    told and passed over, and the rest goes on. While others write to the ledger it waits, for up to ten minutes an
    article. At the end it looks for findings, for up to a minute.

    With --keep what came over the wire, requests, redirects and responses, and every file, is kept as WARC beside the
    ledger: `reportedly evidence` shows it, `reportedly verify-evidence` checks it. --timestamp sends its SHA-256, and
    nothing else, to an authority that signs the time.
    """
    from contextlib import suppress
    from functools import partial
    from pathlib import Path

    from ..articles.inputs import Facts, articles
    from ..errors import LedgerLocked
    from ..ledger.tables.files import is_of

    outcomes: Counter[str] = Counter()
    if authority and not keep:
        raise click.UsageError("expected --keep with --timestamp: a timestamp is for what is kept")
    keeper = Keeper(where, place, authority) if keep else None
    known = Facts(published, outlet, url, title)
    batches, rest = batches_among(inputs)
    if batches and known != Facts():
        raise click.UsageError(f"what is known of the articles in {batches[0]} was said when they were read.")
    with opened(where, must_be=False, patience=PATIENCE) as ledger:
        with bar("Adding" if batches else "Reading") as progress:
            for batch in batches:
                outcomes += taken(ledger, batch, as_json, progress)
            given = articles(
                rest, known, allow_private=allow_private, columns=columns, tell=told,
                passed_over=partial(is_of, Path(where).expanduser()), keep=keep,
            )  # fmt: skip
            for found in progress(given):
                outcomes[kept(ledger, found, as_json, keeper, any_language=any_language)] += 1
        with bar("Looking") as shown, suppress(LedgerLocked):
            ledger.refresh(LOOKING, shown.told)
        still(ledger.waiting())
    if outcomes.total() > 1:
        click.echo(", ".join(f"{count:,} {COUNTED[outcome]}" for outcome, count in outcomes.most_common()), err=True)
    nothing = outcomes.total() == outcomes["skipped"] == 1
    if outcomes["failed"] or nothing or (keeper and keeper.unstamped):
        sys.exit(1)


@cli.command("correct")
@click.argument("article", metavar="ARTICLE")
@LEDGER
@JSON
@click.option("--published", metavar="DATE", help="The day on which it was published: YYYY-MM-DD.")
@click.option("--outlet", metavar="NAME", help="Who published it.")
@click.option("--title", metavar="WORDS", help="Its title.")
@click.option("--author", "authors", multiple=True, metavar="NAME", help="Who wrote it; may be given several times.")
def correct_command(
    article: str,
    where: str,
    as_json: bool,
    published: str | None,
    outlet: str | None,
    title: str | None,
    authors: tuple[str, ...],
) -> None:
    """Correct what is known of ARTICLE beside its text: its number in the ledger, or its URL (the current version).

    The text is read again, since times and chains rest on it. What was there before is kept; `versions` shows it.
    """
    from ..given import number
    from ..ledger.asked.json import plain
    from ..ledger.tables.facts import CorrectedFacts
    from ..printable import printable

    given = CorrectedFacts(published, title, authors, outlet)
    if given == CorrectedFacts():
        raise click.UsageError("expected what is to be corrected: --published, --outlet, --title or --author")
    with opened(where, patience=PATIENCE) as ledger:
        found = number(article)
        kept = ledger.correct(ledger.versions(article)[-1].article if found is None else found, given)
        with bar("Looking") as shown:
            ledger.refresh(LOOKING, shown.told)
    if as_json:
        told = {"article": kept.article, "outcome": kept.outcome, "facts": plain(kept.facts)}
        click.echo(json.dumps(told))
    else:
        changes = "".join(f"; {change}" for change in kept.facts)
        click.echo(f"{kept.outcome}: article {kept.article}{printable(changes)}")


@cli.command("reread")
@click.argument("articles", nargs=-1, type=NUMBER, metavar="[ARTICLE]...")
@LEDGER
@JSON
@click.option("--since", metavar="DATE", help="Only those published on this day or later: YYYY-MM-DD.")
@click.option("--outlet", metavar="NAME", help="Only those of this outlet: its name, or its host.")
@click.option("--dry-run", is_flag=True, help="Tell what would change, and change nothing.")
def reread_command(
    articles: tuple[int, ...], where: str, as_json: bool, since: str | None, outlet: str | None, dry_run: bool
) -> None:
    """Read again what an older Reportedly, or one with other weights, read: all of it, or each ARTICLE (a number).

    What is read now takes the place of what was read before; reviews stay with the statements that still stand, and
    what has changed is told. No article gets a new version. It may be stopped, and goes on where it was stopped.
    """
    from ..ledger.asked.json import to_json
    from ..shown.terminal.ledger import reread_in_words

    counts: Counter[str] = Counter()
    with opened(where, patience=PATIENCE) as ledger, bar("Reading") as progress:
        for number in progress.of(ledger.to_reread(articles, since, outlet)):
            found = ledger.reread(number, dry_run=dry_run)
            counts += found.counts + Counter(failed=1) if found.error else found.counts + Counter(articles=1)
            if as_json:
                click.echo(to_json(found).encode("utf-8"))
            elif found.error or found.counts:
                printed(found, as_json)
    click.echo(reread_in_words(counts, dry_run), err=True)
    if counts["failed"]:
        sys.exit(1)


#: Words may begin with a minus, which options don't: what isn't to be there.
WITH_MINUS = {"ignore_unknown_options": True}


def _joined(words: tuple[str, ...]) -> str:
    """The words of a query. Raises NoSuchOption for what looks like an option."""
    for word in words:
        if word.startswith("--"):
            raise click.NoSuchOption(word)
    return " ".join(words)


@cli.command("search", context_settings=WITH_MINUS)
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@LEDGER
@JSON
@click.option("--holder", metavar="NAME", help="Whose statements: part of the name.")
@click.option("--outlet", metavar="NAME", help="Published by whom: the outlet's name, or its host.")
@click.option("--since", metavar="DATE", help="Said on this day or later: YYYY-MM-DD.")
@click.option("--until", metavar="DATE", help="Said on this day or before.")
@click.option(
    "--standing",
    metavar="VALUE",
    help="asserted, alleged, confirmed, denied, neither, declined, retracted, “not said”, disputed.",
)
@click.option("--act", metavar="VALUE", help="say, think, feel, want, rule, show.")
@click.option("--document", metavar="WORDS", help="What speaks for the holder: “annual report”, “letter”.")
@click.option(
    "--sourcing", metavar="WORDS", help="Why the holder is unnamed, how it knows; or anonymity, knowledge for all such."
)
@NESTED
@click.option("--limit", type=COUNT, default=20, show_default=True, help="How many at most.")
def search_command(
    where: str, as_json: bool, words: tuple[str, ...], limit: int, nested: bool, **filters: str | None
) -> None:
    """Find statements by their words: every word, every "phrase", wor* for all words that begin so, none of -word."""
    from ..ledger import Query

    with opened(where) as ledger:
        found = ledger.search(Query(_joined(words), nested=nested, **filters), limit=limit)
    printed(found, as_json)


@cli.command("trace", context_settings=WITH_MINUS)
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@LEDGER
@JSON
@click.option("--limit", type=COUNT, default=3, show_default=True, help="How many utterances at most.")
def trace_command(where: str, as_json: bool, words: tuple[str, ...], limit: int) -> None:
    """Follow an utterance: its wordings, who has it since when, where it comes from, what answers it."""
    with opened(where) as ledger:
        found = ledger.trace(_joined(words), limit=limit)
    printed(found, as_json)
    still(max((trace.waiting for trace in found), default=0))


@cli.command("who")
@click.argument("name")
@LEDGER
@JSON
@click.option("--about", metavar="TARGET", help="Only stances toward this target.")
@NESTED
@click.option("--limit", type=COUNT, default=50, show_default=True, help="How many utterances at most.")
def who_command(name: str, where: str, as_json: bool, about: str | None, nested: bool, limit: int) -> None:
    """Show what the holder NAME said, and for and against whom over time.

    NAME is all of the name or a part, in any spelling, or the holder's number. A person comes before a body of the same
    name, which is told; if several may be meant, a terminal asks which.
    """
    with opened(where) as ledger:
        profile = ledger.who(_which(ledger, name), about=about, nested=nested, limit=limit)
    printed(profile, as_json)
    still(profile.waiting)


def _which(ledger: Ledger, name: str) -> str:
    """The number of the holder that is meant, asked for on a terminal if the name is that of several; else the name."""
    from ..ledger.people.called import meant
    from ..printable import printable
    from ..values.labels import count

    found = ledger.called(name)
    if len(found) < 2 or meant(found) or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return name
    for one in found:
        click.echo(f"{one.id:>6}  {printable(one.name)}, {one.kind}, {count(one.statements, 'statement')}", err=True)
    return str(click.prompt("Which of them", type=click.Choice([str(one.id) for one in found]), err=True))


@cli.command("findings")
@LEDGER
@JSON
@click.option("--code", "codes", multiple=True, metavar="CODE", help="Only these kinds; may be given several times.")
@click.option("--limit", type=COUNT, default=50, show_default=True, help="How many at most.")
def findings_command(where: str, as_json: bool, codes: tuple[str, ...], limit: int) -> None:
    """List what a person should look at: altered quotations, circles, denials left out, turns, dates that can't be."""
    from ..ledger.findings.finding import CODES

    unknown = [code for code in codes if code not in CODES]
    if unknown:
        raise click.BadParameter(f"there is no {unknown[0]!r}; there are {', '.join(CODES)}", param_hint="--code")
    with opened(where) as ledger, bar("Looking") as shown:
        found = ledger.findings([code for code in CODES if code in codes], limit=limit, progress=shown.told)
        waiting = ledger.waiting()
    printed({"findings": found, "waiting": waiting} if as_json else found, as_json, limit=limit)
    still(waiting)


@cli.command("check")
@click.argument("drafts", nargs=-1, required=True, metavar="DRAFT...")
@LEDGER
@JSON
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "junit"]), default="text", show_default=True,
    help="For people, a JSON object a draft, or JUnit XML for build servers.",
)  # fmt: skip
@click.option("--published", metavar="DATE", help="When it is to be published: YYYY-MM-DD; today if nothing is said.")
@click.option("--outlet", metavar="NAME", help="Who is to publish it.")
@click.option(
    "--record", "recorded", multiple=True, metavar="FILE|FOLDER|URL",
    help="A record of what was said, beside those of the ledger: a transcript, captions; may be given several times.",
)  # fmt: skip
@click.option("--links", is_flag=True, help="Fetch what the draft's own links lead to, and look there too.")
@ALLOW_PRIVATE
def check_command(
    drafts: tuple[str, ...],
    where: str,
    as_json: bool,
    form: str,
    published: str | None,
    outlet: str | None,
    recorded: tuple[str, ...],
    links: bool,
    allow_private: bool,
) -> None:
    """Hold an unpublished text against the ledger; the ledger stays as it is.

    Every statement of it is told with the nearest wording there: the same, different, somebody else's, similar, or new.
    Told are also denials left out, sources unnamed, dates that can't be. The exit code is 0 if nothing was found, 1 if
    there is something to look at, 3 if there is nothing to compare with.
    """
    from datetime import UTC, datetime

    from ..articles.inputs import Facts, articles, linked
    from ..printable import printable
    from ..reading import read

    day = published or datetime.now(UTC).date().isoformat()
    records = [one for name in recorded for one in _records(name, allow_private)]
    checks = []
    with opened(where) as ledger:
        for found in articles(drafts, Facts(day, outlet), allow_private=allow_private):
            draft = _article(found)
            pages = []
            for link in linked(draft, allow_private=allow_private) if links else ():
                if link.article:
                    pages.append(link.article)
                else:
                    click.echo(f"reportedly: {printable(str(link.error))}", err=True)
            checks.append((found.name, ledger.check(read(draft), records, pages)))
        compared = bool(records) or ledger.articles(1).total or ledger.records(1).total
    _checked(checks, "json" if as_json else form)
    if not compared:
        click.echo("reportedly: the ledger has no articles or records yet: there is nothing to compare with", err=True)
        sys.exit(3)
    if any(check.findings for _, check in checks):
        sys.exit(1)


def _records(name: str, allow_private: bool) -> Iterator[Record]:
    """The records in a file or a folder, or on a page at a URL."""
    from pathlib import Path

    from ..articles.inputs import Facts, articles
    from ..records import load_all
    from ..records.load import of_bytes

    if "://" not in name:
        yield from load_all(Path(name))
        return
    for found in articles([name], Facts(), allow_private=allow_private):
        article = _article(found)
        yield of_bytes(article.text.encode(), article.title or name)


def _article(found: Input) -> Article:
    if found.article is None:
        raise found.error or InputError(f"expected an article in {found.name}, found none")
    return found.article


def _checked(checks: Sequence[tuple[str, Check]], form: str) -> None:
    """Print what came of checking drafts."""
    from ..ledger.asked.json import to_json

    if form == "json":
        for _, check in checks:
            click.echo(to_json(check).encode("utf-8"))
    elif form == "junit":
        from ..shown.junit import junit

        click.echo(f'<?xml version="1.0" encoding="UTF-8"?>\n{junit(checks)}'.encode())
    else:
        from rich.console import Console

        from ..shown.terminal.check import show_check

        for number, (_, check) in enumerate(checks):
            if number:
                click.echo()
            show_check(check, Console())


@cli.command("versions")
@click.argument("url")
@LEDGER
@JSON
def versions_command(url: str, where: str, as_json: bool) -> None:
    """Show the versions of the article at URL, and what changed from each to the next."""
    with opened(where) as ledger:
        found = ledger.versions(url)
    printed(found, as_json)


@cli.command("backup")
@click.argument("ledger", metavar="LEDGER")
@click.argument("file", metavar="FILE", type=click.Path())
@click.option("--replace", is_flag=True, help="Take the place of a FILE that is there.")
def backup_command(ledger: str, file: str, replace: bool) -> None:
    """Copy LEDGER to FILE, as it is at one moment, while others may go on writing to it.

    The copy is checked, and there as a whole or not at all. It is for ledgers in SQLite; PostgreSQL has pg_dump.
    """
    from pathlib import Path

    from ..evidence.kept import beside

    with opened(ledger) as source:
        source.backup(file, replace=replace)
    click.echo(f"backed up: {ledger} to {file}", err=True)
    if (evidence := beside(Path(ledger).expanduser())).is_dir():
        told(f"what was kept isn't part of it: copy {evidence} too")


@cli.command("datasette")
@click.argument("ledger", metavar="LEDGER")
def datasette_command(ledger: str) -> None:
    """Write datasette.yaml beside LEDGER: what Datasette shows of it, and how.

    `datasette desk.db --metadata datasette.yaml` serves the ledger then: the view `said`, a row a statement, with a box
    for words; the tables beside it with their labels; and none of those that are the ledger's own business.
    """
    from pathlib import Path

    from ..errors import LedgerError
    from ..export.whole import whole_file
    from ..ledger.asked.datasette import described

    if "://" in ledger:
        raise LedgerError("expected a ledger in a file, which Datasette opens, but found a database on a server")
    with opened(ledger):
        pass  # it is a ledger, and has the view
    file = Path(ledger).expanduser().absolute()
    to = file.with_name("datasette.yaml")
    with whole_file(to) as out:
        out.write(described(file.stem))
    click.echo(f"Wrote {to}; now: datasette {file.name} --metadata {to.name}", err=True)


# -- printing --------------------------------------------------------------------------------------------------------


def printed(value: object, as_json: bool, limit: int | None = None) -> None:
    """Print an answer of the ledger, as JSON or for people. limit: a list of this length is said to be cut off."""
    if as_json:
        from ..ledger.asked.json import to_json

        click.echo(to_json(value).encode("utf-8"))
        return
    from rich.console import Console

    from ..shown.terminal.ledger import show

    show(value, Console())
    if isinstance(value, list) and len(value) == limit:
        click.echo(f"At most {limit:,} are shown: --limit changes that.", err=True)


class _Bar:
    """A progress bar on standard error, shown only on a terminal."""

    def __init__(self, progress: Progress, words: str) -> None:
        self._progress = progress
        self._task = progress.add_task(words, total=None)

    def __call__(self, values: Any) -> Iterator[Any]:
        for value in values:
            yield value
            self._progress.advance(self._task)

    def of(self, values: Sequence[Any]) -> Iterator[Any]:
        """As calling it, for values of which there are as many as known."""
        self._progress.update(self._task, total=len(values))
        return self(values)

    def doing(self, words: str) -> None:
        """Show what is being done."""
        self._progress.update(self._task, description=words)

    def told(self, done: int, of: int | None) -> None:
        """Show that `done` of `of` are done; of: None if the total is unknown."""
        self._progress.update(self._task, completed=done, total=of)


@contextmanager
def bar(words: str) -> Iterator[_Bar]:
    """A progress bar labelled `words`, removed at the end."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = _stderr()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not sys.stderr.isatty(), transient=True) as progress:
        yield _Bar(progress, words)


def _stderr() -> Console:
    from rich.console import Console

    return Console(stderr=True)
