"""A person's list: of invented articles, what the shipped tagger and the ledger show as said by one person."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportedly.articles.article import Article
from reportedly.ledger import Ledger

NEWS = [
    ("Harbour Sheet", "2024-03-04",
     "Mayor Teresa Vance said the east quay would reopen in June. “We have waited long enough,” Vance told the "
     "council.\n\nHer spokesman, Ingo Marsh, denied that she had promised “a quay for every ferry”. Councillor Dean "
     "Orlo claimed that Vance had called the pilots “a rabble”.\n\nShe added that the bill would be paid by the port."),
    ("Tarn Courier", "2024-03-05",
     "Brother and rival Colin Vance, who runs the brewery, said the quay was a waste. “Nobody drinks at a quay,” "
     "Colin Vance said.\n\nMayor Teresa Vance rejected the charge. “Not one crown has been wasted,” the mayor "
     "said.\n\nIf the mayor says that the tunnel is safe, she will be believed, Orlo said."),
    ("Orle Post", "2024-03-06",
     "The mayor never said that the ferry would be sold. According to Teresa Vance, the ferry is worth more than the "
     "quay.\n\nThe Tarn Courier reported that Vance believed the bridge was rotten. Vance hopes the rain will stop by "
     "Friday.\n\nDean Orlo, her rival in the race, told reporters: “She told me, ‘Take the money and go.’”"),
    ("Harbour Sheet", "2024-03-07",
     "“I told Orlo, ‘Take your boat and leave,’” Mayor Teresa Vance said in an interview. The mayor, 54, did not say "
     "whether she would run again.\n\nVance said she would not resign. Marsh said that the mayor thinks the vote is "
     "fair.\n\n“The tide waits for nobody,” the mayor of Orle wrote in a letter to the port."),
    ("NTB", "2024-03-08",
     "Asked about the letter, Mayor Teresa Vance declined to comment on its cost. She insisted it was hers.\n\nColin "
     "Vance accused the mayor of hiding the bill. He said his sister was wrong.\n\nOrlo wanted to know whether Vance "
     "had said that the pilots were paid twice."),
    ("Tarn Courier", "2024-03-09",
     "Teresa Vance reportedly told aides that the council was “asleep”. She warned that winter would be hard, and "
     "promised coal for all.\n\n“We have waited long enough,” the mayor had told the council on Monday."),
]  # fmt: skip


@dataclass(frozen=True)
class Expected:
    """Words, and whether Teresa Vance's list has them as hers; if not, why not."""

    words: str
    hers: bool
    why: str = ""


LIST = [
    Expected("the east quay would reopen in June", True),
    Expected("We have waited long enough", True),
    Expected("a quay for every ferry", False, "in her spokesman's denial"),
    Expected("the pilots “a rabble”", False, "in a rival's words"),
    Expected("the bill would be paid by the port", True),
    Expected("the quay was a waste", False, "another Vance's"),
    Expected("Nobody drinks at a quay", False, "another Vance's"),
    Expected("the charge", True),
    Expected("Not one crown has been wasted", True),
    Expected("the tunnel is safe", False, "a condition"),
    Expected("the ferry would be sold", False, "not said"),
    Expected("the ferry is worth more than the quay", True),
    Expected("the bridge was rotten", True),  # a paper passes it on
    Expected("the rain will stop by Friday", True),
    Expected("Take the money and go", False, "in a rival's words"),
    Expected("I told Orlo", True),
    Expected("Take your boat and leave", True),
    Expected("whether she would run again", True),
    Expected("she would not resign", True),
    Expected("the vote is fair", False, "in her spokesman's words"),
    Expected("The tide waits for nobody", True),
    Expected("about the letter", False, "she was asked"),
    Expected("to comment on its cost", True),
    Expected("it was hers", True),
    Expected("of hiding the bill", False, "another Vance's"),
    Expected("his sister was wrong", False, "another Vance's"),
    Expected("the pilots were paid twice", False, "a question"),
    Expected("the council was “asleep”", True),
    Expected("winter would be hard", True),
    Expected("coal for all", True),
]
#: How many of the list are right.
FLOOR = 29


def test_what_a_person_said_and_did_not_say(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "desk.db") as ledger:
        for number, (outlet, day, text) in enumerate(NEWS):
            url = f"https://{outlet.lower().replace(' ', '')}.example/{number}"
            ledger.keep(Article.from_text(text, url=url, outlet=outlet, published=day))
        profile = ledger.who("Teresa Vance")
        listed = [one.content for one in profile.statements]
        right = [one for one in LIST if one.hers == any(one.words in content for content in listed)]
        assert len(right) >= FLOOR, [one for one in LIST if one not in right]
        waited = next(
            row for row in zip(profile.statements, profile.repeats, strict=True) if "waited" in row[0].content
        )
        assert [one.source.outlet for one in (waited[0], *waited[1])] == ["Harbour Sheet", "Tarn Courier"]
        others = ledger.who("Teresa Vance", nested=True).statements
        assert {str(one.around) for one in others if one.around} >= {"in Ingo Marsh’s denial", "in Dean Orlo’s words"}
        person = next(one for one in ledger.holders() if one.name == "Teresa Vance")
        assert person.statements == profile.total + sum(map(len, profile.repeats))
