"""One number for one statement: it stays, and every link leads to its words, whatever is said, added or read again."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from fabricated import made
from fastapi.testclient import TestClient
from lxml import html

from reportedly.export import to_dict
from reportedly.ledger import Ledger
from reportedly.ledger import keeping as module
from reportedly.ledger.reviews.review import Review
from reportedly.reading import Reading, made_by
from reportedly.web import Settings, create_app

NAMES = ("Ana Reyes", "Ole Lund", "Pia Voss", "Jan Brandt", "Kari Holm", "Tom Wirth")
WORDS = (
    "the port will shut on Friday if the dockers walk out", "the ferry was sold abroad last winter",
    "no bridge was ever planned at the mouth of the river", "the school roof has leaked since early spring",
    "every lamp in the harbour was paid for by the town", "the dredger lay idle for eleven weeks of the year",
)  # fmt: skip
SEEDS = range(12)
HERE = "http://127.0.0.1:8765"


def article(number: int, left_out: frozenset[int] = frozenset(), published: str = "2024-05-08") -> Reading:
    """An article in which each of NAMES has said words of WORDS, read without the statements at some places."""
    parts = []
    for place in range(len(NAMES)):
        name, words = NAMES[(place + number) % len(NAMES)], WORDS[(place * 5 + number) % len(WORDS)]
        marked = f"{{{name}}} {{says}} {{“{words}”}}."
        parts.append(re.sub(r"[{}]", "", marked) if place in left_out else marked)
    outlet = f"Outlet {number}"
    read = made("\n".join(parts), url=f"https://outlet-{number}.example/1", outlet=outlet, published=published)
    return replace(read, read_by=made_by())


@dataclass
class Desk:
    """A ledger on which people work at random. known: article and words of every statement that was seen, by id."""

    ledger: Ledger
    chance: random.Random
    put: Callable[[str, object], None]
    known: dict[int, tuple[int, str]] = field(default_factory=dict)
    colours: dict[tuple[int, str], str] = field(default_factory=dict)
    articles: int = 0

    def add(self) -> None:
        """Add an article."""
        self.articles += 1
        self.ledger.add(article(self.articles))

    def say(self) -> None:
        """Reject a statement, or accept it again."""
        self.ledger.review(Review(self.chance.choice(["reject", "accept"]), self.chance.choice(sorted(self.known))))

    def correct(self) -> None:
        """Give a statement to another holder."""
        number = self.chance.choice(sorted(self.known))
        if self.ledger.stands(number):
            name = self.chance.choice(["Ana Reyes", "Ida Berg"])
            value = {"name": name, "kind": "person", "role": None, "spans": []}
            self.ledger.review(Review("correct", number, "holder", value))

    def undo(self) -> None:
        """Take the last review back."""
        entries = [one for one in self.ledger.reviews() if one.stands and one.kind == "review"]
        if entries:
            self.ledger.undo_review(entries[0].id)

    def learn(self) -> None:
        """Correct an article's day."""
        day = f"2024-05-{self.chance.randint(10, 28)}"
        number = self.chance.randint(1, self.articles)
        self.put("read", lambda _: article(number, published=day))
        self.ledger.add(article(number, published=day))

    def read_again(self) -> None:
        """Read an article again, as a program would that misses some statements."""
        number = self.chance.randint(1, self.articles)
        missed = frozenset(self.chance.sample(range(len(NAMES)), self.chance.randint(0, 2)))
        now = replace(self.ledger.reading(number).article)
        self.put("read", lambda _: replace(article(number, missed), article=now))
        self.ledger.reread(number)
        self.colours = {key: colour for key, colour in self.colours.items() if key[0] != number}

    def merge(self) -> None:
        """Make two holders one."""
        people = self.ledger.holders()
        if len(people) > 1:
            one, other = self.chance.sample(people, 2)
            self.ledger.merge(one.id, other.id, "the same")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Desk]:
    with Ledger.open(tmp_path / "desk.db") as ledger:
        yield Desk(ledger, random.Random(request.param), lambda name, value: monkeypatch.setattr(module, name, value))


@pytest.mark.parametrize("desk", SEEDS, indirect=True)
def test_a_number_stays_and_every_link_leads_to_its_words(desk: Desk) -> None:
    reader = TestClient(create_app(desk.ledger, Settings()), base_url=HERE)
    works = [desk.say, desk.say, desk.correct, desk.undo, desk.learn, desk.read_again, desk.merge, desk.add]
    for work in [desk.add, desk.add, *desk.chance.choices(works, k=10)]:
        work()
        for number in range(1, desk.articles + 1):
            stands(desk, number, reader)
        for person in desk.ledger.holders()[:3]:
            leads(desk, reader.get(f"/holders/{person.id}?nested=true").text)
    for number, (of, words) in desk.known.items():
        page = reader.get(f"/statements/{number}")
        assert page.status_code == 200
        if desk.ledger.stands(number):
            assert words.strip("“”") in page.text
            assert number in {one.id for one in desk.ledger.statement(number).statements}
        else:
            assert f"/articles/{of}" in page.text


def stands(desk: Desk, number: int, reader: TestClient) -> None:
    """Compare what an article has, in Python, in JSON and on its page, with what was known of each number."""
    reading = desk.ledger.reading(number, reviewed=True)
    now = {said.id: (number, reading.words(said.content)) for said in reading.statements}
    assert {one: desk.known.get(one, there) for one, there in now.items()} == now
    desk.known |= now
    written = {said["id"]: said["content"][0]["text"] for said in to_dict(reading)["statements"]}
    told = reader.get(f"/api/v1/articles/{number}").json()
    assert written == {one: words for one, (_, words) in now.items()}
    assert list(now) == [said["id"] for said in told["reading"]["statements"]]
    assert list(now) == [said["id"] for said in told["statements"]]
    page = html.fromstring(reader.get(f"/articles/{number}").text)
    for one, (_, words) in now.items():
        assert words in page.get_element_by_id(f"s{one}").text_content()
    for chip in page.xpath("//a[starts-with(@class, 'chip')]"):
        name = chip.xpath("string(bdi)") or chip.text_content()
        colour = re.findall(r"\bt(\w)", chip.get("class"))[0]
        assert desk.colours.setdefault((number, name), colour) == colour


def leads(desk: Desk, page: str) -> None:
    """Follow every link of a page to a statement, and compare its words with those known of the number."""
    for link in html.fromstring(page).xpath("//blockquote//a"):
        of, number = re.findall(r"/articles/(\d+)#s(\d+)$", link.get("href"))[0]
        assert desk.known[int(number)] == (int(of), link.text_content())


def test_a_link_that_counted_within_its_article_leads_on(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "old.db") as ledger:
        for number in (1, 2):
            ledger.add(article(number))
        page = html.fromstring(TestClient(create_app(ledger, Settings()), base_url=HERE).get("/articles/2").text)
        third = ledger.reading(2).statements[2]
        entry = page.get_element_by_id("s3").getparent()
        assert (entry.get("id"), third.id) == (f"s{third.id}", 9)
