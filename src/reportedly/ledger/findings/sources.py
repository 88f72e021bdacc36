"""On whom words rest: on nobody named, or on one another in a circle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..tables.record import StatementRecord
from ..threads.origins import Origins, outlet_of
from .finding import ON_RECORD, Evidence, Finding, claims, listed, quote

#: What is not a claim that could be checked.
NO_CLAIM = frozenset(["declined", "neither"])
_MORE = r"(?=$|,| (?:of|to|for|in|at|from|on|with|inside|who|close|familiar|briefed|privy|involved|working|there)\b)"
#: Who is unnamed because the writer doesn't name them: sources, however many, and one of those through whom a body
#: speaks. Where several of them do ("officials said"), the body speaks; of others ("voters") nobody expects a name.
_FAMILIAR = (
    r"\b(?:person|people|someone|somebody|individuals?) "
    r"(?:familiar|close|briefed|privy|involved|with (?:\w+ )?knowledge)\b"
)
WITHHELD = re.compile(
    r"\b(?:(?<!news )(?<!media )sources?|insiders?|official|aide|advis[eo]r|diplomat|(?<!press )(?<!ex-)officer|"
    r"staff member|staffer|executive|operative|investigator|strategist|"
    rf"one of .*(?:officials|aides|advis[eo]rs|diplomats|staffers|executives)){_MORE}|{_FAMILIAR}",
    re.IGNORECASE,
)
#: The same of several people.
SEVERAL = re.compile(_FAMILIAR, re.IGNORECASE)
#: Before that, what tells whom by the office ("the ministry's chief adviser"), or somebody beside them ("Lund and an
#: aide"; not "White House and diplomatic sources").
KNOWN = re.compile(
    r"\b(?:chief|head|first|only|highest)\b|[’'](?:s\b|(?= ))|"
    r"\band\b(?! (?!(?:other|some|several|two|three|four)\b)[\w-]+ sources\b)",
    re.IGNORECASE,
)
#: What is felt or meant is no claim, and a mail is a record.
NO_SPEECH = re.compile(
    r"\b(?:want|hope|fear|felt|feel|worr|wish|underst|assum|know|knew|convinced|plan|intend|e-?mail)\w*", re.IGNORECASE
)


def unnamed_only(utterances: Iterable[Sequence[StatementRecord]]) -> Iterator[Finding]:
    """Words that no article ascribes to anybody by name, nor to a record that somebody obtained.

    utterances: each with the statements of its thread, or the one that is in none. What an article has from one source
    is one finding.
    """
    found: dict[tuple[int, str], list[StatementRecord]] = {}
    for thread in utterances:
        if all(map(_is_withheld, thread)):
            one_each = _one_each(sorted(thread, key=lambda statement: statement.source.published or "~"))
            found.setdefault((one_each[0].source.id, one_each[0].who.casefold()), []).extend(one_each)
    for statement in found.values():
        more = sum(one.source == statement[0].source for one in statement) - 1
        what = f"{quote(statement[0].content)}{f' and {more} more' if more else ''} {'rest' if more else 'rests'}"
        names = list(dict.fromkeys(one.source.name for one in statement))
        whom = f"whom {names[0]} doesn't name" if len(names) == 1 else f"named by none of {listed(names)}"
        yield Finding(
            "unnamed-only", f"{what} on {quote(statement[0].who)} alone, {whom}.", tuple(map(Evidence.of, statement))
        )


def circular(thread: Sequence[StatementRecord], origins: Origins) -> Iterator[Finding]:
    """Articles that cite one another and nothing from outside.

    thread: the statements of one thread. origins: theirs.
    """
    for unknown in origins.unknown:
        citing = [
            one
            for one in _one_each(sorted(thread, key=lambda statement: statement.id))
            if one.source.id in unknown.articles
        ]
        if not unknown.circle or len({outlet_of(one.source) for one in citing}) < 2:
            continue
        sentence = f"{quote(citing[0].content)} goes round: {listed(unknown.circle)} cite one another, and nobody else."
        yield Finding("circular-sourcing", sentence, tuple(Evidence.of(one) for one in citing))


def _is_withheld(statement: StatementRecord) -> bool:
    """Whether a statement claims something, and its article withholds from whom it has that, and names no record."""
    if statement.name is None or statement.nested or statement.standing in NO_CLAIM or not claims(statement):
        return False
    if NO_SPEECH.search(statement.cue) or any(relation in ON_RECORD for _, relation in statement.chain):
        return False
    known_as = WITHHELD if statement.unnamed else SEVERAL if statement.kind == "group" else None
    withheld = known_as and known_as.search(statement.name)
    known = KNOWN.search(statement.name)
    return withheld is not None and not (known and known.start() < withheld.start())


def _one_each(thread: Sequence[StatementRecord]) -> list[StatementRecord]:
    """The first statement of each article."""
    return list({statement.source.id: statement for statement in reversed(thread)}.values())[::-1]
