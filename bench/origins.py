# Lists as they are read:
# ruff: noqa: SIM905
"""Whether independent origins are counted right on planted threads: copies, citations, circles, truly independent ones.

    python -m bench.ledger origins [--threads 1000] [--misses N]

A thread is grown article by article. An article gives an origin of its own, tells the whole way of an earlier one,
cites an earlier one's outlet, copies an earlier article, stands in a circle, or says nothing. The truth is kept on the
way: what the article rests on. Outlets are named now this way, now that.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from dataclasses import dataclass, field

from reportedly.ledger.tables.record import Source, StatementRecord
from reportedly.ledger.threads.origins import origins
from reportedly.span import Span

NAMES = (
    "Courier|Harbour Gazette|Evening Echo|Radio Sella|Channel 9|Glas Obale|Meridian Press|Canal Nueve|Mercury|Sudpress|"
    "Tideline|Agence Bleue|Daily Lantern|Northern Post|Kanal Vest|Morning Beacon|Watchdog Visca|Interline|Deck Notes|"
    "Eastern Dispatch|Port Sentinel|Weekly Argus|Tessaly Times|Arden Observer"
).split("|")
PEOPLE = "Ida Berg|Ole Lund|Mira Castell|Jonas Haugen|Samir Amari|Greta Vance".split("|")


@dataclass
class Grown:
    """A thread that is being built.

    rests: for each article, the origins that it really rests on. ways: its chain. free: outlets that aren't in it yet.
    """

    chance: random.Random
    statements: list[StatementRecord] = field(default_factory=list)
    rests: dict[int, frozenset[str]] = field(default_factory=dict)
    ways: dict[int, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    free: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)

    def add(
        self, outlet: str, chain: tuple[tuple[str, str], ...], rests: frozenset[str], copy: int | None = None
    ) -> int:
        number = len(self.statements) + 1
        by_address = self.chance.random() < 0.3
        url = f"https://www.{outlet.lower().replace(' ', '')}.example/{number}"
        name = None if by_address else self.variant(outlet)
        source = Source(number, site=outlet.lower(), outlet=name, url=url, copy_of=copy)
        if by_address:
            source = Source(number, site=f"{outlet.lower().replace(' ', '')}.example", url=url, copy_of=copy)
        told = tuple((self.variant(name) if name in NAMES else name, relation) for name, relation in chain)
        self.statements.append(
            StatementRecord(number, source, 0, None, "Ana Reyes", False, "direct", (Span(0, 3),), ("No.",), chain=told)
        )
        self.rests[number], self.ways[number] = rests, chain
        return number

    def variant(self, name: str) -> str:
        return self.chance.choice([name, name, f"The {name}", f"the {name}", name.upper()])

    def outlet(self) -> str:
        return self.free.pop()


def grown(chance: random.Random) -> tuple[list[StatementRecord], int, Counter[str]]:
    """The statements of a thread, the number of independent origins they rest on, and the kinds of its articles."""
    thread = Grown(chance)
    thread.free = chance.sample(NAMES, len(NAMES))
    outlets: dict[int, str] = {}
    has_record = False

    def plant() -> None:
        """An article with an origin of its own."""
        nonlocal has_record
        kind = chance.choice(["told", "told", "obtained", "published", "retold"])
        if kind == "obtained" and has_record:
            kind = "told"
        has_record |= kind == "obtained"
        outlet = thread.outlet()
        whom = chance.choice(PEOPLE) if kind == "retold" else thread.outlet()
        relation = "told" if kind == "retold" else kind
        number = thread.add(outlet, ((whom, relation),), frozenset([f"{relation} {whom}"]))
        outlets[number] = outlet
        thread.kinds[kind] += 1

    for _ in range(chance.choice([0, 1, 1, 1, 2, 3])):
        plant()
    for _ in range(chance.randint(1, 9)):
        if len(thread.free) < 4:
            break
        kind = chance.choice(["cites", "cites", "the whole way", "copies", "copies", "circle", "silent", "cites two"])
        known = [number for number in thread.rests if number in outlets]
        if kind in ("cites", "the whole way", "copies", "cites two") and not known:
            kind = "silent"
        thread.kinds[kind] += 1
        if kind == "silent":
            number = thread.add(outlet := thread.outlet(), (), frozenset())
            outlets[number] = outlet
        elif kind == "circle":
            ring = [thread.outlet() for _ in range(chance.choice([2, 2, 3]))]
            for i, outlet in enumerate(ring):
                outlets[thread.add(outlet, ((ring[i - 1], "cited"),), frozenset())] = outlet
        else:
            of = chance.choice(known)
            rests, outlet = thread.rests[of], thread.outlet()
            if kind == "copies":
                # A copy of a copy is recorded as a copy of the first.
                first = next(s for s in thread.statements if s.id == of).source.copy_of or of
                number = thread.add(outlet, thread.ways[of] if chance.random() < 0.5 else (), rests, copy=first)
            elif kind == "cites two":
                other = chance.choice(known)
                number = thread.add(outlet, ((outlets[of], "cited"),), rests | thread.rests[other])
                again = thread.add(outlet, ((outlets[other], "cited"),), rests | thread.rests[other])
                outlets[again] = outlet
            else:
                way = (
                    (*thread.ways[of], (outlets[of], "cited")) if kind == "the whole way" else ((outlets[of], "cited"),)
                )
                number = thread.add(outlet, way, rests)
            outlets[number] = outlet
    chance.shuffle(thread.statements)
    return thread.statements, len({origin for rests in thread.rests.values() for origin in rests}), thread.kinds


def counted(size: int, shown: int) -> None:
    """Print in how many threads the number of origins is exactly right."""
    right, with_kind, wrong_kind = 0, Counter[str](), Counter[str]()
    articles = 0
    for seed in range(size):
        thread, expected, kinds = grown(random.Random(f"origins {seed}"))
        found = origins(thread)
        articles += len(thread)
        with_kind.update(set(kinds))
        if found.independent == expected:
            right += 1
            continue
        wrong_kind.update(set(kinds))
        if size - right <= shown:
            print(f"thread {seed}: expected {expected}, found: {found}")
            for statement in thread:
                print("   ", statement.source.id, statement.source.name, statement.source.copy_of, statement.chain)
    print(f"origins: {right} of {size} threads counted exactly right: {right / size:.3f} ({articles} articles)")
    for kind in sorted(with_kind):
        print(f"  with {kind:14} {1 - wrong_kind[kind] / with_kind[kind]:.3f} of {with_kind[kind]}")


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand `origins`."""
    command = commands.add_parser("origins", help="whether independent origins are counted right")
    command.add_argument("--threads", type=int, default=1000, help="planted threads (1000)")
    command.add_argument("--misses", type=int, default=0, metavar="N", help="print the first N that are wrong")
    command.set_defaults(run=lambda o: counted(o.threads, o.misses))
