"""Holders across articles: which are one, for which reason, and how a person corrects that."""

from __future__ import annotations

import json
from pathlib import Path

import commands
import pytest
from commands import Ended
from fabricated import bare

from reportedly.articles.article import Article
from reportedly.english.persons import person
from reportedly.errors import LedgerError, NotInLedger
from reportedly.holders.holder import Holder, HolderKind
from reportedly.ledger import Ledger
from reportedly.ledger.asked.profiles import Person
from reportedly.ledger.people.identity import Appearance, Known, choose, same
from reportedly.ledger.people.names import key
from reportedly.ledger.people.offices import same_high
from reportedly.reading import Reading
from reportedly.span import Span
from reportedly.values.stance import Stance

_NUMBERS = iter(range(1_000_000))

#: name, kind, role
Who = tuple[str, HolderKind, str | None]


def news(*who: Who, outlet: str = "NTB", day: str | None = "2024-05-06", url: str | None = None) -> Reading:
    """An article in which everybody says something; the first speaks for the last."""
    text = f"Number {next(_NUMBERS)}. " + " ".join(f"{name} said it floats." for name, _, _ in who)
    holders, statements, at = [], [], text.index(". ") + 2
    for name, kind, role in who:
        source = Span(at, at + len(name))
        cue, content = Span(source.end + 1, source.end + 5), Span(source.end + 6, source.end + 15)
        holder = Holder(name, kind, role, (source,))
        stances = (Stance(who[-1][0], 0.5, (cue,)),) if not holders and len(who) > 1 else ()
        holders.append(holder)
        statements.append(bare((cue,), (content,), source=(source,), holder=holder, stances=stances))
        at = content.end + 2
    article = Article(text, url or f"https://ntb.example/{next(_NUMBERS)}", outlet, published=day)
    return Reading(article, tuple(statements), tuple(holders))


def one(name: str, role: str | None = None, kind: HolderKind = "person") -> Who:
    return name, kind, role


def add(ledger: Ledger, *who: Who, outlet: str = "NTB", day: str | None = "2024-05-06", url: str | None = None) -> int:
    return ledger.add(news(*who, outlet=outlet, day=day, url=url)).article


def known(ledger: Ledger, name: str) -> list[Person]:
    return ledger.holders(name)


def only(ledger: Ledger, name: str) -> Person:
    (found,) = known(ledger, name)
    return found


# -- which are one ---------------------------------------------------------------------------------------------------

#: Two articles' holders: name and role of each, whether the outlet is the same, and the reason; None if they are two.
PEOPLE = [
    ("Ana Reyes", None, "Ana Reyes", None, False, "the same full name, 'Ana Reyes'"),
    ("Ana Reyes", "Mayor", "Ana Reyes", "mayor of Orle", False, "and role: 'mayor of Orle' and 'Mayor'"),
    ("Ana Reyes", "Mayor", "Ann Reyes", "Mayor", False, None),
    ("Ana Reyes", "Mayor", "Reyes", "Mayor", False, None),
    ("Reyes", "Mayor", "Reyes", "Mayor", False, None),
    ("Reyes", "Mayor", "Reyes", "Mayor", True, "the same surname, outlet and role: 'Mayor'"),
    ("Reyes", None, "Reyes", None, True, None),
    ("Madonna", None, "Madonna", None, True, None),
    # short forms of first names, where the role is the same too
    ("Robert Fox", "senator", "Bob Fox", "Ohio Sen.", False, "'Bob Fox' and 'Robert Fox', both 'senator'"),
    ("Bob Fox", "senator", "Robert Fox", "senator", False, "'Robert Fox' and 'Bob Fox', both 'senator'"),
    ("Bob Fox", "senator", "Rob Fox", "senator", False, "'Rob Fox' and 'Bob Fox', both 'senator'"),
    ("Robert Fox", "senator", "Bob Fox", None, False, None),
    ("Steven Fox", "senator", "Steve Fox", "senator", False, "both 'senator'"),
    ("Stephen Fox", "senator", "Steve Fox", "senator", False, "both 'senator'"),
    # middle names
    ("Robert J. Fox", None, "Robert Fox", None, False, "the same full name"),
    ("Robert J. Fox", None, "Robert John Fox", None, False, "the same full name"),
    ("Robert J. Fox", None, "Robert P. Fox", None, False, None),
    # accents, titles, suffixes, punctuation
    ("José Núñez", None, "Jose Nunez", None, False, "the same full name"),
    ("Søren Brøgger", None, "Soren Brogger", None, False, "the same full name"),
    ("Sen. Robert Fox Jr.", None, "Robert Fox", None, False, "the same full name"),
    ("First Minister of Norland Ana Reyes", None, "Ana Reyes", None, False, "the same full name"),
    ("Sean O’Neil", None, "Sean O'Neil", None, False, "the same full name"),
    # known for other things
    ("Sam Lake", "senator", "Sam Lake", "Chelsea striker", False, None),
    ("Sam Lake", "senator", "Sam Lake", None, False, "the same full name"),
    ("Sam Lake", "rapper", "Sam Lake", "goalkeeper", False, None),
    ("Sam Lake", "resident", "Sam Lake", None, False, None),
    ("Sam Lake", "resident", "Sam Lake", None, True, "the same full name"),
    ("Sam Lake", "neighbour", "Sam Lake", "a neighbour", False, "the same full name"),
    # a high office, which one person of a country has
    ("Lund", "President", "Ole Lund", "President", False, "the same surname and office"),
    ("Ole Lund", "President", "Lund", "Norwegian president", False, "the same surname and office"),
    ("Ole Lund", "Swedish president", "Lund", "Norwegian president", False, None),
    ("Ole Lund", "vice president", "Lund", "president", False, None),
    # no names
    ("foreign minister", None, "foreign minister", None, True, None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "role", "other", "other_role", "same_outlet", "reason"), PEOPLE)
def test_two_people(
    ledger: Ledger,
    name: str,
    role: str | None,
    other: str,
    other_role: str | None,
    same_outlet: bool,
    reason: str | None,
) -> None:
    add(ledger, one(name, role))
    add(ledger, one(other, other_role), outlet="NTB" if same_outlet else "Echo")
    found = ledger.holders()
    assert len(found) == (2 if reason is None else 1)
    if reason:
        (first, second) = only(ledger, str(found[0].id)).seen
        assert first.reason is None
        assert reason in (second.reason or "")


OTHERS: list[tuple[str, HolderKind, str, bool]] = [
    ("Port Inc.", "organization", "The Port", True),
    ("U.S. Harbour Board of Orle", "organization", "United States Harbour Board of Orle", True),
    ("Radio Fjord", "organization", "Radio Fjord", True),
    ("Radio Fjord", "organization", "Radio Orle", False),
    ("Supreme Court", "organization", "Supreme Court", False),
    ("Police", "organization", "police", False),
    ("harbour study", "organization", "harbour study", False),
    ("United States authorities", "group", "US authorities", False),
    ("some Democrats", "group", "some Democrats", False),
    ("Ministry of Health", "organization", "Ministry of Health", False),
    ("residents", "group", "residents", False),
    ("Residents", "group", "Residents", False),
    ("Friends of Orle", "group", "Friends of Orle", True),
    ("senior official", "unnamed", "senior official", False),
]


@pytest.mark.parametrize(("name", "kind", "other", "are_one"), OTHERS)
def test_two_bodies_or_groups(ledger: Ledger, name: str, kind: HolderKind, other: str, are_one: bool) -> None:
    add(ledger, one(name, None, kind))
    add(ledger, one(other, None, kind), outlet="Echo")
    found = [holder for holder in ledger.holders() if holder.kind == kind]
    assert len(found) == (0 if kind == "unnamed" else 1 if are_one else 2)


def test_a_person_and_a_body_of_one_name_are_two(ledger: Ledger) -> None:
    add(ledger, one("Ana Reyes"))
    add(ledger, one("Ana Reyes", None, "organization"))
    assert len(known(ledger, "Ana Reyes")) == 2


def test_where_it_could_be_several_it_is_none() -> None:
    lakes = [Known(1, "Sam Lake", "person", ("senator",)), Known(2, "Sam Lake", "person", ("senator",))]
    assert choose(Appearance(1, "Sam Lake", "person", "senator"), lakes) is None
    assert choose(Appearance(1, "Sam Lake", "person", None), lakes[:1]) is not None


def test_the_nearer_of_two() -> None:
    lakes = [Known(1, "Sam Lake", "person", ("senator",)), Known(2, "Sam Lake", "person", ("striker",))]
    chosen = choose(Appearance(1, "Sam Lake", "person", "Chelsea striker"), lakes)
    assert chosen is not None
    assert chosen[0].id == 2


def test_the_very_name_goes_before_a_shared_role() -> None:
    robert, bob = Known(1, "Robert Fox", "person", ("president",)), Known(2, "Bob Fox", "person", ("candidate",))
    chosen = choose(Appearance(1, "Bob Fox", "person", "nominee for president"), [robert, bob])
    assert chosen is not None
    assert chosen[0].id == 2


def test_a_president_known_for_much_else_is_found_by_the_surname(ledger: Ledger) -> None:
    for number in range(45):
        add(ledger, one("Ole Lund", f"guest {number}"), outlet=f"Outlet {number}")
    for name in ("Ole Lund", "Lund"):
        add(ledger, one(name, "President"), outlet="Echo")
    assert [holder.articles for holder in ledger.holders()] == [47]


def test_nobody_is_somebody_unnamed() -> None:
    assert same(Appearance(1, "official", "unnamed", None), Known(1, "official", "unnamed")) is None


HIGH = [
    ("President", "US president", True),
    ("American President", "US president", True),
    ("president of France", "French president", True),
    ("president of France", "US president", False),
    ("vice president", "president", False),
    ("mayor", "mayor", False),
    (None, None, False),
]


@pytest.mark.parametrize(("role", "other", "expected"), HIGH)
def test_a_high_office(role: str | None, other: str | None, expected: bool) -> None:
    assert same_high(role, other) == expected


def test_names_taken_apart() -> None:
    assert person("Sen. Robert J. Fox Jr.").key == "robert fox"
    assert person("Prime Minister Ana Reyes").key == "ana reyes"
    assert key("The U.S. Harbour Board, Inc.", "organization") == "us harbour board"
    assert (person("").key, key("…", "organization")) == ("", "")


def test_new_versions_keep_their_holders(ledger: Ledger) -> None:
    url = "https://ntb.example/storm"
    add(ledger, one("Reyes", "skipper"), one("Lund"), url=url)
    add(ledger, one("Ana Reyes", "footballer"), one("Lund"), url=url, outlet="Echo")
    found = ledger.holders()
    assert sorted(holder.name for holder in found) == ["Ana Reyes", "Lund"]
    reasons = {seen.reason for holder in found for seen in only(ledger, str(holder.id)).seen}
    assert reasons == {None, "the holder 'Reyes' of the version before", "the holder 'Lund' of the version before"}


def test_a_fuller_name_is_taken(ledger: Ledger) -> None:
    add(ledger, one("Lund", "President"))
    add(ledger, one("Ole Lund", "President"), outlet="Echo")
    add(ledger, one("Ole Lund"), outlet="Courier")
    assert (only(ledger, "Lund").name, only(ledger, "Lund").articles) == ("Ole Lund", 3)


# -- corrected -------------------------------------------------------------------------------------------------------


def test_merged_and_undone(ledger: Ledger) -> None:
    add(ledger, one("Ana Reyes"), one("Maria Silva"))
    add(ledger, one("A. R. Fox"), one("Ana Reyes"))
    reyes, silva = only(ledger, "Ana Reyes").id, only(ledger, "Silva").id
    decision = ledger.merge(reyes, silva, "she married")
    merged = only(ledger, "Silva")
    assert (merged.id, merged.statements, merged.aliases) == (reyes, 3, ("Maria Silva",))
    assert [(d.id, d.action, d.reason) for d in merged.decisions] == [(decision, "merge", "she married")]
    assert ledger.who("Maria Silva").id == reyes
    assert {held.target_id for said in ledger.who("Ana Reyes").statements for held in said.stances} == {reyes}

    ledger.undo(decision)
    assert (only(ledger, "Reyes").statements, only(ledger, "Silva").statements) == (2, 1)
    assert only(ledger, "Reyes").decisions == ()
    assert {held.target_id for said in ledger.who("Ana Reyes").statements for held in said.stances} == {silva}
    with pytest.raises(LedgerError, match=f"expected a decision that stands, but number {decision} was undone"):
        ledger.undo(decision)


def test_a_name_merged_away_catches_later_articles(ledger: Ledger) -> None:
    for name in ("Robert Fox", "Silver Tide"):
        add(ledger, one(name))
    decision = ledger.merge(only(ledger, "Robert").id, only(ledger, "Silver").id, "his pen name")
    add(ledger, one("Silver Tide"), outlet="Echo")
    assert only(ledger, "Robert").articles == 3
    ledger.undo(decision)  # what came by that name since goes with it
    assert (only(ledger, "Robert").articles, only(ledger, "Silver").articles) == (1, 2)


def test_merges_of_merges_are_undone_in_any_order(ledger: Ledger) -> None:
    for name in ("Ana Reyes", "Bea Silva", "Cleo Marsh"):
        add(ledger, one(name))
    a, b, c = (only(ledger, name).id for name in ("Reyes", "Silva", "Marsh"))
    first, second = ledger.merge(b, c, "one"), ledger.merge(a, b, "all one")
    assert only(ledger, "Marsh").id == only(ledger, "Silva").id == a
    with pytest.raises(LedgerError, match=f"numbers {a} and {c} are one already"):
        ledger.merge(a, c, "again")
    ledger.undo(first)
    assert [only(ledger, name).id for name in ("Reyes", "Silva", "Marsh")] == [a, a, c]
    ledger.undo(second)
    assert [only(ledger, name).id for name in ("Reyes", "Silva", "Marsh")] == [a, b, c]
    assert [only(ledger, name).statements for name in ("Reyes", "Silva", "Marsh")] == [1, 1, 1]


def test_split_outlives_what_comes_later(ledger: Ledger) -> None:
    for outlet in ("NTB", "Echo"):
        add(ledger, one("Sam Lake"), outlet=outlet)
    lake = only(ledger, "Sam Lake")
    decision = ledger.split(lake.id, [lake.seen[1].id], "a cousin")
    assert [holder.articles for holder in known(ledger, "Lake")] == [1, 1]
    add(ledger, one("Sam Lake"), outlet="Courier")  # of which nothing says that it is the cousin
    add(ledger, one("Sam Lake", "senator"), outlet="Courier")
    assert {holder.id: holder.articles for holder in known(ledger, "Lake")}[lake.id] == 3
    ledger.undo(decision)
    assert only(ledger, "Lake").articles == 4
    add(ledger, one("Sam Lake"), outlet="NTB")
    assert only(ledger, "Lake").articles == 5


def test_what_was_split_off_catches_its_like(ledger: Ledger) -> None:
    add(ledger, one("Sam Lake", "senator"))
    add(ledger, one("Sam Lake"), outlet="Echo")
    add(ledger, one("Sam Lake", "harbour pilot"), outlet="Echo", day="2024-05-07")
    lake = only(ledger, "Lake")
    ledger.split(lake.id, [seen.id for seen in lake.seen if seen.outlet == "Echo"], "the pilot")
    add(ledger, one("Sam Lake", "a pilot"), outlet="Courier")
    assert sorted(holder.articles for holder in known(ledger, "Lake")) == [1, 3]


def test_a_link_is_undone(ledger: Ledger) -> None:
    for outlet in ("NTB", "Echo"):
        add(ledger, one("Sam Lake"), outlet=outlet)
    lake = only(ledger, "Lake")
    link = lake.seen[1].decision
    assert link is not None
    ledger.undo(link)
    found = known(ledger, "Lake")
    assert [holder.articles for holder in found] == [1, 1]
    assert all(holder.decisions[0].reason == f"decision {link} was undone" for holder in found)
    with pytest.raises(LedgerError, match="was undone"):
        ledger.undo(link)


def test_a_version_of_what_was_split_off_stays_with_it(ledger: Ledger) -> None:
    url = "https://echo.example/1"
    add(ledger, one("Sam Lake", "senator"))
    add(ledger, one("Sam Lake", "senator"), outlet="Echo", url=url)
    lake = only(ledger, "Lake")
    ledger.split(lake.id, [lake.seen[1].id], "of another state")
    add(ledger, one("Sam Lake", "senator"), outlet="Echo", url=url)
    assert {holder.id: len(holder.seen) for holder in known(ledger, "Lake")}[lake.id] == 1


def test_what_cannot_be(ledger: Ledger) -> None:
    add(ledger, one("Sam Lake"), one("Ana Reyes"))
    lake, reyes = only(ledger, "Lake"), only(ledger, "Reyes")
    for what, sentence in (
        (lambda: ledger.merge(lake.id, 99, "x"), "expected holder 99 in the ledger, but there is none"),
        (lambda: ledger.merge(lake.id, lake.id, "x"), f"numbers {lake.id} and {lake.id} are one already"),
        (lambda: ledger.split(lake.id, [lake.seen[0].id], "x"), "all or none were named"),
        (lambda: ledger.split(lake.id, [reyes.seen[0].id], "x"), f"{reyes.seen[0].id} belong to others"),
        (lambda: ledger.split(99, [1], "x"), "expected holder 99 in the ledger"),
        (lambda: ledger.undo(99), "expected decision 99 in the ledger, but there is none"),
    ):
        with pytest.raises(LedgerError, match=sentence):
            what()
    with pytest.raises(NotInLedger):
        ledger.who("Nobody At All")


# -- the command -----------------------------------------------------------------------------------------------------


def run(*arguments: str | Path | int, where: str) -> Ended:
    return commands.run(*arguments, "--ledger", where)


def test_the_command(tmp_path: Path) -> None:
    where = str(tmp_path / "desk.db")
    with Ledger.open(where) as ledger:
        for outlet in ("NTB", "Echo"):
            add(ledger, one("Ana Reyes", "Mayor"), one("Sam\x1b[31m Lake"), outlet=outlet)
    (reyes,) = json.loads(run("holders", "reyes", "--json", where=where).stdout)
    lake = json.loads(run("holders", "--json", where=where).stdout)[1]
    assert (reyes["name"], reyes["articles"], len(reyes["seen"])) == ("Ana Reyes", 2, 2)
    shown = run("holders", "reyes", where=where).stdout
    assert "Ana Reyes · person · Mayor · 2 statements in 2 articles" in shown
    assert f"appearance {reyes['seen'][0]['id']}: Ana Reyes, Mayor · 2024-05-06 · NTB · article 1" in shown
    assert "the same full name, 'Ana Reyes', and role: 'Mayor'" in " ".join(shown.split())
    assert "\x1b" not in run("holders", where=where).stdout

    done = run("holders", "--merge", reyes["id"], lake["id"], "--reason", "a pseudonym", "--yes", where=where)
    assert done.returncode == 0, done.stderr
    assert "a pseudonym" in done.stdout
    decision = done.stderr.split()[1].rstrip(";")
    assert run("holders", "--undo", decision, where=where).stderr.strip() == f"undone: decision {decision}"
    seen = reyes["seen"][1]["id"]
    done = run("holders", "--split", reyes["id"], "--appearance", seen, "--reason", "another", "--json", where=where)
    assert [holder["articles"] for holder in json.loads(done.stdout)] == [1, 1]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("--merge", "1", "2"), 2, "--merge needs a --reason"),
        (("--split", "1", "--reason", "x"), 2, "--split and --appearance need each other"),
        (("--appearance", "1"), 2, "--split and --appearance need each other"),
        (("--merge", "1", "2", "--undo", "3", "--reason", "x"), 2, "--merge and --undo can't be done at once"),
        (("Reyes", "--undo", "3"), 2, "--undo takes the numbers of holders, no name"),
        (("--merge", "1", "2", "--reason", "x"), 1, "expected holder 1 in the ledger"),
        (("--undo", "7"), 1, "expected decision 7 in the ledger"),
        (("--undo", "0"), 2, "0 is not in the range 1<=x"),
    ],
)
def test_called_wrongly(tmp_path: Path, arguments: tuple[str, ...], code: int, sentence: str) -> None:
    where = str(tmp_path / "desk.db")
    Ledger.open(where).close()
    result = run("holders", *arguments, where=where)
    assert (result.returncode, "Traceback" in result.stderr) == (code, False)
    assert sentence in result.stderr
