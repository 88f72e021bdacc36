# A frame a line, lists as they are read, a recipe has its ingredients:
# ruff: noqa: E501, PLR0913, PLR0917, SIM905
"""Invented utterances in many wordings, and similar statements that are other utterances.

A frame is an utterance with gaps, written both as a quotation and as indirect speech. `{thing}` is a gap: filled with
something else it is another claim. `<shut/close>` is a place where reporters vary the words; the first was said. A line
that begins with `!` says the contrary of the line above it, or something else about the same thing.

Nothing here uses what the ledger knows about linking: words are altered by the frames and by rules of this module.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

GAPS: Mapping[str, Sequence[str]] = {
    "thing": "port|ferry terminal|steelworks|old hospital|airport|coal mine|fish market|university library|tram depot|"
    "city archive|oil refinery|swimming baths|shipyard|cement plant|power station|maternity ward".split("|"),
    "project": "the harbour tunnel|the new stadium|the ring road|the desalination plant|the northern railway|the wind "
    "farm|the opera house|the flood barrier|the metro extension|the border bridge|the data centre|the reservoir".split(
        "|"
    ),
    "group": "the dockers|the teachers|the pilots|the nurses|the farmers|the taxi drivers|the bakers|the miners|"
    "the lifeguards|the postal workers|the train drivers|the firefighters".split("|"),
    "body": "the council|the ministry|the parliament|the water board|the central bank|the audit office|the coastguard|"
    "the housing agency|the election commission|the port authority|the hospital trust|the tax office".split("|"),
    "place": "Arden|Tessaly|Port Selva|Kolmar|Vardø Bay|Lindholm|Santa Rona|Brask|Qarim|Elverum|Oststadt|Maravel|Dunmore|"
    "Halvik|Corrigan|Novi Brod".split("|"),
    "person": "Lund|Okafor|Varga|Delacroix|Brandt|Ishikawa|Moreau|Petrov|Sandoval|Whitlock|Achebe|Novak".split("|"),
    "number": "12|17|23|38|45|60|75|110|140|250|320|480|1,200|2,500|6,000|14,000|30,000".split("|"),
    "percent": "3|5|7|9|11|14|18|22|27|31|36|42".split("|"),
    "money": "2 million|5 million|8 million|14 million|30 million|45 million|120 million|300 million|1.2 billion".split(
        "|"
    ),
    "day": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday".split("|"),
    "month": "January|March|April|June|July|September|October|November".split("|"),
    "crop": "wheat|barley|tobacco|olives|grapes|cotton|sugar beet|rice".split("|"),
    "good": "cheese|timber|fertiliser|cement|textiles|lamb|steel|medicines".split("|"),
}

#: The quotation | the indirect speech. {I}: a pronoun for the holder.
FRAMES = """
I will <shut/close> the {thing} down if {group} walk out on {day}. | {I} would shut down the {thing} if {group} walked out on {day}
! I will reopen the {thing} as soon as {group} come back on {day}. | {I} would reopen the {thing} as soon as {group} came back on {day}
We are going to <build/construct> {project} with our own money and nobody from {place} will stop us. | they were going to build {project} with their own money and nobody from {place} would stop them
! We are not going to build {project} with our own money, whatever they say in {place}. | they were not going to build {project} with their own money, whatever was said in {place}
I have never met {person}, and I have never taken a single <coin/penny> from him. | {I} had never met {person} and had never taken a single coin from him
! I have met {person} twice, and he offered me a coin for luck. | {I} had met {person} twice and he had offered a coin for luck
{group} have been <lied to/deceived> for years by {body}, and they know it. | {group} had been lied to for years by {body} and knew it
! {group} have been helped for years by {body}, and they forget it. | {group} had been helped for years by {body} and forgot it
There are {number} families in {place} tonight without <clean/safe> water, and {body} does nothing. | there were {number} families in {place} without clean water and {body} was doing nothing
! There are {number} families in {place} tonight whose roofs leak, and {body} knows every address. | there were {number} families in {place} whose roofs leaked and {body} knew every address
The budget for {project} has been <overspent/exceeded> by {money}, and I want to know who signed. | the budget for {project} had been overspent by {money} and {I} wanted to know who had signed
! The budget for {project} leaves {money} unspent, and I want to know who waits. | the budget for {project} left {money} unspent and {I} wanted to know who was waiting
My grandmother sold {crop} on this square, and I won't see it turned into a car park. | {I} would not see the square where {her} grandmother sold {crop} turned into a car park
! My grandmother hated this square, and I will gladly see it turned into a park for {crop}. | {I} would gladly see the square turned into a park for {crop}
We found {number} unmarked <graves/tombs> behind the {thing}, some of them quite recent. | they had found {number} unmarked graves behind the {thing}, some of them quite recent
! We found no unmarked graves behind the {thing}, only {number} old kennels. | they had found no unmarked graves behind the {thing}, only {number} old kennels
The engineers told {body} in {month} that the cracks in the {thing} were <growing/widening>. | the engineers had told {body} in {month} that the cracks in the {thing} were growing
! The engineers told {body} in {month} that the cracks in the {thing} had been filled. | the engineers had told {body} in {month} that the cracks in the {thing} had been filled
Anyone who pays {group} less than a decent wage in {place} will <answer/respond> to me personally. | anyone who paid {group} less than a decent wage in {place} would answer to {I_} personally
! Anyone who pays {group} a bonus in {place} will hear my applause. | anyone who paid {group} a bonus in {place} would hear {her} applause
I <told/informed> {person} to his face that the contract with {place} was a swindle. | {I} had told {person} to his face that the contract with {place} was a swindle
! I wrote to {person} that the contract with {place} was a bargain. | {I} had written to {person} that the contract with {place} was a bargain
Exports of {good} fell by {percent} percent in {month}, the <steepest/sharpest> drop since the drought. | exports of {good} had fallen by {percent} percent in {month}, the steepest drop since the drought
! Exports of {good} climbed by {percent} percent in {month}, the steepest climb since the drought. | exports of {good} had climbed by {percent} percent in {month}, the steepest climb since the drought
Every child in {place} will have a seat on a school bus by {month}, and I <stake/bet> my office on it. | every child in {place} would have a seat on a school bus by {month} and {I} staked {her} office on it
! Every pensioner in {place} will have a seat on a free tram by {month}, and I sign for it. | every pensioner in {place} would have a seat on a free tram by {month} and {I} signed for it
If {body} cancels {project}, my party leaves the coalition the same <evening/night>. | if {body} cancelled {project}, {her} party would leave the coalition the same evening
! If {body} approves {project}, my party joins the coalition the same week. | if {body} approved {project}, {her} party would join the coalition the same week
The smell from the {thing} makes people in {place} <vomit/retch>, and the inspectors wear masks. | the smell from the {thing} made people in {place} vomit, while the inspectors wore masks
! The smell from the {thing} makes people in {place} hungry, and the inspectors ask for cake. | the smell from the {thing} made people in {place} hungry and the inspectors asked for cake
They put {number} prisoners in a cellar in {place} meant for twenty and <called/named> it a transit camp. | {number} prisoners had been put in a cellar in {place} meant for twenty, and it was called a transit camp
! They moved {number} prisoners from a cellar in {place} to a ship and called it mercy. | {number} prisoners had been moved from a cellar in {place} to a ship, and it was called mercy
I <apologise/apologize> to {group} for the raid of last {month}; it should never have been ordered. | {I} apologised to {group} for the raid of last {month}, which should never have been ordered
! I thank {group} for their patience after the raid of last {month}; it was ordered by the court. | {I} thanked {group} for their patience after the raid of last {month}, which was ordered by the court
We lost {number} beds, {number2} nurses and one roof in the storm, and {place} still has no <generator/dynamo>. | they had lost {number} beds, {number2} nurses and one roof in the storm, and {place} still had no generator
! We saved {number} beds and {number2} nurses from the storm because {place} had a generator. | they had saved {number} beds and {number2} nurses from the storm because {place} had a generator
The recordings <prove/show> that {person} knew about the brakes in {month} and let the trains run. | the recordings proved that {person} knew about the brakes in {month} and let the trains run
! The recordings prove that {person} reported the brakes in {month} and wanted the trains stopped. | the recordings proved that {person} had reported the brakes in {month} and wanted the trains stopped
A tax on {good} would <cripple/ruin> {place} within a year, and {body} has the figures in a drawer. | a tax on {good} would cripple {place} within a year and {body} had the figures in a drawer
! A tax on {good} would rescue {place} within a year, and {body} is afraid of lobbyists. | a tax on {good} would rescue {place} within a year and {body} was afraid of lobbyists
I slept in the {thing} for {number} nights with my sons, and not one <official/bureaucrat> came. | {I} had slept in the {thing} for {number} nights with {her} sons and not one official had come
! I worked in the {thing} for {number} nights with my sons, and every official greeted us. | {I} had worked in the {thing} for {number} nights with {her} sons and every official had greeted them
Smugglers pay the guards of {place} in {good}, not in cash, so {body} finds nothing in the <accounts/books>. | smugglers paid the guards of {place} in {good} rather than in cash, so {body} found nothing in the accounts
! Smugglers avoid the guards of {place} since {body} doubled the patrols on {good} lorries. | smugglers avoided the guards of {place} since {body} had doubled the patrols on {good} lorries
The vaccine reaches {place} on {day} with {number} doses, and <midwives/nurses> come first. | the vaccine would reach {place} on {day} with {number} doses and midwives would come first
! The vaccine leaves {place} on {day} with {number} doses, and nobody told the midwives. | the vaccine would leave {place} on {day} with {number} doses and nobody had told the midwives
{person} offered me a villa in {place} for my vote on {project}, and I have the <letter/note>. | {person} had offered {I_} a villa in {place} for {her} vote on {project}, and {I} had the letter
! {person} asked me for my vote on {project} in {place} and got a polite letter of refusal. | {person} had asked for {her} vote on {project} in {place} and got a polite letter of refusal
Not one plank of the {thing} will be touched before {body} has <heard/listened to> {group}. | not one plank of the {thing} would be touched before {body} had heard {group}
! The last plank of the {thing} was removed after {body} had fined {group}. | the last plank of the {thing} had been removed after {body} had fined {group}
We will <sue/take> {body} to the highest court over the {crop} subsidies if it takes ten years. | they would sue {body} to the highest court over the {crop} subsidies if it took ten years
! We have settled with {body} over the {crop} subsidies and celebrate in the highest spirits. | they had settled with {body} over the {crop} subsidies and were celebrating
The lighthouse at {place} has been dark since {month}, and a tanker <nearly/almost> hit the reef on {day}. | the lighthouse at {place} had been dark since {month} and a tanker had nearly hit the reef on {day}
! The lighthouse at {place} was relit in {month}, and a tanker saluted the keeper on {day}. | the lighthouse at {place} had been relit in {month} and a tanker had saluted the keeper on {day}
Our laboratory tested {number} samples of {crop} from {place}, and a third contained <lead/arsenic>. | their laboratory had tested {number} samples of {crop} from {place} and a third contained lead
! Our laboratory tested {number} samples of {crop} from {place}, and every one of them was clean. | their laboratory had tested {number} samples of {crop} from {place} and every one of them was clean
Rents in {place} have risen by {percent} percent since {project} was <announced/unveiled>. | rents in {place} had risen by {percent} percent since {project} was announced
! Rents in {place} have stayed flat for {percent} years although {project} was announced. | rents in {place} had stayed flat for {percent} years although {project} was announced
I shouted, I wept, I <begged/implored> {body} on my knees, and they sent the bulldozers to {place} anyway. | {I} had shouted, wept and begged {body}, which sent the bulldozers to {place} anyway
! I shouted, I sang, I danced when {body} on its knees took the bulldozers out of {place}. | {I} had shouted, sung and danced when {body} took the bulldozers out of {place}
The referee was <bribed/paid off> with {money} before the match in {place}, and {person} carried the bag. | the referee had been bribed with {money} before the match in {place} and {person} had carried the bag
! The referee turned down {money} before the match in {place}, and {person} carried the bag home. | the referee had turned down {money} before the match in {place} and {person} had carried the bag home
Stop calling them {crop} thieves; they are {number} <hungry/starving> women from {place}. | people should stop calling them {crop} thieves, they were {number} hungry women from {place}
! Start calling them {crop} queens; they are {number} proud growers from {place}. | they were {crop} queens, {number} proud growers from {place}
"""

#: Formulas that anybody may say about anything: never the same utterance, whoever says them.
FORMULAS = """
We are deeply concerned.
Our thoughts and prayers are with the families of the victims.
We are monitoring the situation closely.
We condemn this attack in the strongest possible terms.
No decision has been made.
It is too early to say.
We take these allegations very seriously.
I have nothing to hide.
We are confident that justice will be done.
We will do whatever it takes.
The safety of our passengers is our first priority.
We are cooperating fully with the investigation.
I am looking forward to working with everybody.
This is a great day for our country.
The people have spoken.
There is no place for violence in our society.
We remain committed to a peaceful solution.
I respect the decision of the court.
We need more time.
Enough is enough.
"""

FIRST = "Ana Ole Mira Jonas Ines Tomas Greta Samir Lucia Henrik Nadia Pavel Rosa Emil Clara Viktor".split()
LAST = "Reyes Haugen Castell Dragan Olsen Bassi Keller Amari Rojas Nyqvist Toth Farrow Demir Vance Sorel Akers".split()
ADVERBS = "honestly frankly really certainly simply actually".split()


@dataclass(frozen=True, slots=True)
class Planted:
    """One statement. utterance: its number; each distractor has its own. variant: how the wording was made."""

    utterance: int
    variant: str
    holder: str | None
    type: str
    text: str


def utterances(part: str, size: int) -> list[Planted]:
    """Statements of `size` utterances in several wordings, among similar ones that are distractors; shuffled.

    part: "tune", with every other frame, or "figure", with the others.
    """
    chance = random.Random(f"utterances of {part}")
    frames = [tuple(line.strip("! ").split(" | ")) for line in FRAMES.strip().splitlines()]
    first = 0 if part == "tune" else 2
    plain, contrary = frames[first::4], frames[first + 1 :: 4]
    numbers = count()
    found: list[Planted] = []
    made: list[tuple[int, str, Mapping[str, str]]] = []
    taken: dict[int, list[str]] = {k: [] for k in range(len(plain))}
    for i in range(size):
        k = i % len(plain)
        holder = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
        gaps = filled(chance)
        if any(words in taken[k] for words in _realised(plain[k], gaps, holder)):
            continue
        made.append((k, holder, gaps))
        taken[k] += _realised(plain[k], gaps, holder)
        for variant, frame, other in _near(chance, plain[k], contrary[k], gaps):
            said, retold = _realised(frame, other, holder)
            if said in taken[k] or retold in taken[k]:
                continue
            taken[k] += [said, retold]
            of = next(numbers)
            found.append(Planted(of, variant, holder, "direct", f"“{said}”"))
            if chance.random() < 0.5:
                found.append(Planted(of, "indirect", holder, "indirect", retold))
    for k, holder, gaps in made:
        found += _wordings(chance, next(numbers), holder, plain[k], gaps, taken[k])
    for text in FORMULAS.strip().splitlines():
        for first in chance.sample(FIRST, 8):
            found.append(Planted(next(numbers), "formula", f"{first} {chance.choice(LAST)}", "direct", f"“{text}”"))
    chance.shuffle(found)
    return found


def filled(chance: random.Random) -> dict[str, str]:
    """A random filling for every gap."""
    gaps = {name: chance.choice(values) for name, values in GAPS.items()}
    gaps["number2"] = chance.choice([n for n in GAPS["number"] if n != gaps["number"]])
    return gaps


def _realised(frame: Sequence[str], gaps: Mapping[str, str], holder: str) -> tuple[str, str]:
    """The quotation and the indirect speech in the original words."""
    she = (
        {"I": "she", "I_": "her", "her": "her"}
        if holder.split(maxsplit=1)[0].endswith("a")
        else {"I": "he", "I_": "him", "her": "his"}
    )
    said, retold = (re.sub(r"<([^/>]*)/[^>]*>", r"\1", half).format(**gaps, **she) for half in frame)
    return said[0].upper() + said[1:], retold


def _wordings(
    chance: random.Random, of: int, holder: str, frame: Sequence[str], gaps: Mapping[str, str], taken: Sequence[str]
) -> Iterator[Planted]:
    said, retold = _realised(frame, gaps, holder)
    yield Planted(of, "original", holder, "direct", f"“{said}”")
    yield Planted(of, "exact", holder, "direct", f"“{said.rstrip('.')},”")
    whose = [holder, holder, holder.rsplit(maxsplit=1)[-1], None]
    made: dict[str, Callable[[], tuple[str, str]]] = {
        "repunctuated": lambda: ("direct", f"“{repunctuated(chance, said)}”"),
        "trimmed": lambda: ("direct", f"“{trimmed(chance, said)}”"),
        "altered": lambda: ("direct", f"“{altered(chance, frame[0], gaps)}”"),
        "part": lambda: ("mixed", f"“{part(chance, said)}”"),
        "indirect": lambda: ("indirect", retold),
        "indirect, altered": lambda: ("indirect", indirect_altered(chance, retold)),
    }
    for variant, make in made.items():
        for _ in range(10):
            type, text = make()
            # A variant that is contained in a distractor is left out: nobody could tell which one it words.
            if not any(_holds(other, text) for other in taken if other not in (said, retold)):
                yield Planted(of, variant, chance.choice(whose), type, text)
                break


def _holds(whole: str, piece: str) -> bool:
    """Whether all words of a piece stand in the whole, in the same order."""
    left = iter(_LONG.findall(whole.lower().replace(",", "")))
    return all(word in left for word in _LONG.findall(piece.lower().replace(",", "")))


#: Words that can identify an utterance: of more than three letters, and figures.
_LONG = re.compile(r"\w{4,}|\d+")


def _near(
    chance: random.Random, frame: Sequence[str], contrary: Sequence[str], gaps: Mapping[str, str]
) -> Iterator[tuple[str, Sequence[str], dict[str, str]]]:
    """Two other utterances of the same holder on the same topic, each as a frame with its filling."""
    names = sorted(set(re.findall(r"\{(\w+)\}", frame[0])) & set(GAPS))
    figures = [name for name in names if name in ("number", "percent", "money")]
    places = [name for name in names if name in ("place", "person", "day", "month")]
    things = [name for name in names if name not in (*figures, *places)]

    def others(changed: Sequence[str]) -> dict[str, str]:
        return {**gaps, **{name: chance.choice([v for v in GAPS[name] if v != gaps[name]]) for name in changed}}

    kinds: dict[str, Callable[[], tuple[Sequence[str], dict[str, str]]]] = {
        "contrary": lambda: (contrary, dict(gaps)),
        "negated": lambda: (tuple(map(negated, frame)), dict(gaps)),
    }
    if figures:
        kinds["other number"] = lambda: (frame, others(figures[:1]))
    if places:
        kinds["other name"] = lambda: (frame, others([chance.choice(places)]))
    if len(things) > 1:
        kinds["other things"] = lambda: (frame, others(things[:2]))
    for kind in chance.sample(sorted(kinds), 2):
        yield kind, *kinds[kind]()


_FINITE = re.compile(r"\b(will|would|are|were|was|is|have|has|had|should)\b(?! not| never| no)")


def negated(text: str) -> str:
    """The sentence negated: at its first finite auxiliary, or as a whole."""
    found, n = _FINITE.subn(r"\1 not", text, count=1)
    return found if n else "It is not true that " + text


def repunctuated(chance: random.Random, text: str) -> str:
    """The words with other marks, other forms of contractions, and sometimes in capitals."""
    swaps = [
        (", and ", " – and "),
        ("; ", ". "),
        (", ", " "),
        ("won't", "won’t"),
        ("I have ", "I’ve "),
        (" is ", " is, "),
    ]
    for old, new in chance.sample(swaps, 3):
        text = text.replace(old, new)
    return chance.choice([text.rstrip(".") + "!", text.rstrip("."), text.replace(" I ", " I, ", 1), text.upper()])


def trimmed(chance: random.Random, text: str) -> str:
    """The beginning or the end of the words, or both with a marked gap between."""
    words = text.rstrip(".").split()
    keep = max(6, int(len(words) * chance.uniform(0.5, 0.85)))
    match chance.randrange(3):
        case 0:
            return " ".join(words[:keep]) + "."
        case 1:
            return " ".join(words[-keep:]) + "."
        case _:
            side = max(3, keep // 2)
            return " ".join(words[:side]) + " … " + " ".join(words[-side:])


def part(chance: random.Random, text: str) -> str:
    """Four to seven words in a row, not the first ones, three of them of more than four letters."""
    words = re.sub(r"[;,.](?!\d)", "", text).split()
    sizes = [(at, size) for size in range(4, 8) for at in range(1, len(words) - size)]
    telling = [(at, size) for at, size in sizes if sum(len(word) > 4 for word in words[at : at + size]) >= 3]
    at, size = chance.choice(telling or sizes)
    return " ".join(words[at : at + size])


def altered(chance: random.Random, frame: str, gaps: Mapping[str, str]) -> str:
    """The words with one exchanged where the frame has an alternative, or one inserted or left out."""
    text = (
        re.sub(r"<[^/>]*/([^>]*)>", r"\1", frame)
        if chance.random() < 0.75
        else re.sub(r"<([^/>]*)/[^>]*>", r"\1", frame)
    )
    text = text.format(**gaps)
    words = text.split()
    match chance.randrange(3):
        case 0:
            words.insert(chance.randint(1, len(words) - 1), chance.choice(ADVERBS))
        case 1:
            places = [
                i
                for i, word in enumerate(words)
                if word in ("and", "the", "that", "of", "single", "still", "own", "to")
            ]
            if places:
                del words[chance.choice(places)]
        case _:
            pass
    return words[0][0].upper() + " ".join(words)[1:]


def indirect_altered(chance: random.Random, retold: str) -> str:
    """The indirect speech with words put before it, or without its last words."""
    words = retold.split()
    if chance.random() < 0.5:
        return " ".join(words[: max(7, int(len(words) * 0.75))])
    return "that " + retold + chance.choice([" all the same", " as well", " at last"])
