"""Whether the holder of a quotation is the speaker of a turn, by name, title and role."""

from __future__ import annotations

import re
from typing import Final

from ..english import lexicon
from ..english.lists import meanings
from ..english.names import words
from ..english.persons import person, same_first, uncapitalised
from ..holders.holder import Holder
from ..records.record import Record, Turn

#: Labels that tell a part, not who plays it.
_PARTS: Final = lexicon.words(
    "q a question questioner answer speaker moderator interviewer interviewee host audience member participant "
    "reporter press voice man woman male female unidentified unknown narrator operator caller guest president vice "
    "chairman chairwoman chair chairperson clerk witness prime minister secretary senator governor mayor officer "
    "presiding pro tempore acting the first second third child protester protestor group all crowd court judge "
    "recorder everybody many mr madam journalist anchor announcer translator interpreter of"
)
#: Parts of those who ask and listen: nobody whom an article quotes by name, unless it calls them a reporter.
_ASKING: Final = lexicon.words(
    "q question questioner interviewer audience reporter press participant caller crowd protester protestor child "
    "journalist announcer operator moderator narrator"
)
_ASKERS: Final = lexicon.words("reporter journalist correspondent moderator anchor host interviewer editor presenter")
_SMALL: Final = lexicon.words("the of for a an in at on former and to us u s")


def is_speaker(holder: Holder | None, turn: Turn, record: Record) -> bool | None:
    """Whether a holder is who speaks; None where it can't be told: one of them is unknown, or no person."""
    if holder is None or turn.speaker is None or holder.kind != "person":
        return None
    by_name = _named_alike(holder.name, turn.speaker)
    if by_name is not None:
        return by_name
    part = set(words(turn.speaker)) - _SMALL
    own = _role_words(holder.role) | _role_words(holder.name)
    if part & own or (turn.role and _named_alike(holder.name, turn.role)):
        return True
    if any(_named_alike(holder.name, speaker) for speaker in record.speakers):
        return False  # the record knows them by another label
    return False if part & _ASKING and not own & _ASKERS else None


def _named_alike(name: str, label: str) -> bool | None:
    """Whether a name and a label are one person's; None if the label has no name."""
    whom = set(words(label))
    if not whom - _PARTS or re.search(r"\b(?:speaker|voice|witness|participant)\s*\d+\Z", label, re.IGNORECASE):
        return words(name) == words(label) or None
    one, other = person(uncapitalised(name)), person(uncapitalised(label))
    if not one.first and one.family in {other.family, other.first}:
        return True
    if one.family != other.family:
        double = {*one.middle, one.family} & {*other.middle, other.family}
        return bool(double) and one.first == other.first
    if not one.first or not other.first or same_first(one.first, other.first) or one.first[0] == other.first:
        return True
    # “J. Emil Radek” is called by his second name.
    return (len(other.first) == 1 and one.first in other.middle) or (len(one.first) == 1 and other.first in one.middle)


def _role_words(role: str | None) -> set[str]:
    spelt = meanings("titles")
    return {part for word in words(role or "") for part in spelt.get(word, word).split()} - _SMALL
