"""What a watch is told to do: feeds, rules, channels and times, from YAML and OPML files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

import listparser
import msgspec
import yaml

from ..__about__ import __version__
from ..errors import WatchError
from ..given import is_address
from ..ledger.findings.finding import CODES, Code
from ..ledger.watched.rules import HAPPENINGS, SURE, Happening, Rule
from ..printable import printable, shorten

#: Most bytes of a file of feeds or rules.
MOST: Final = 10_000_000
#: Seconds between two questions to a feed, and between two to one host; the ages at which a page is kept again.
EVERY, PAUSE, AGAIN = 900.0, 2.0, (3_600.0, 6 * 3_600.0, 86_400.0, 3 * 86_400.0, 7 * 86_400.0)
#: What is told if no rules are given: what was said otherwise later, and findings that mostly are worth a look.
DEFAULT: Final = (
    Rule("edited", frozenset({"edited"})),
    Rule("found", frozenset({"found"}), findings=(
        "altered-quotation", "conflicting-accounts", "denied-elsewhere", "misattributed-quotation", "other-speaker",
        "record-differs", "reversal", "spliced", "spliced-quotation",
    )),
)  # fmt: skip
_SECONDS: Final = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_DURATION = re.compile(r"(\d{1,6})\s*([smhd])")
_UNSET = re.compile(r"\$(?:\{(\w+)\}|(\w+))")


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed to be watched. outlet: what its articles' outlet is called. every: seconds between two questions to it.
    obeys: whether its host's robots.txt counts for the feed itself; it always does for pages.
    """

    url: str
    outlet: str | None = None
    every: float = EVERY
    obeys: bool = True


@dataclass(frozen=True, slots=True)
class Digest:
    """A daily digest. at: the time of day in `zone`. tell: names of channels."""

    at: time
    zone: ZoneInfo
    tell: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WatchSettings:
    """All that a watch is told. channels: notification URLs by name. pause: seconds between two questions to one host.
    again: the ages in seconds at which a page is kept again. agent: what servers are told who asks.
    """

    feeds: tuple[Feed, ...]
    rules: tuple[Rule, ...] = DEFAULT
    channels: Mapping[str, str] = field(default_factory=dict)
    pause: float = PAUSE
    again: tuple[float, ...] = AGAIN
    agent: str = f"Reportedly/{__version__} (a watch of feeds)"
    digest: Digest | None = None


Words = str | list[str]


class _Strict(msgspec.Struct, forbid_unknown_fields=True):
    """A mapping of a file, which has no other keys."""


class _Feed(_Strict):
    url: str
    outlet: str | None = None
    every: str | None = None
    robots: Literal["obey", "ignore"] = "obey"


class _Rule(_Strict):
    name: str | None = None
    when: Words | None = None
    holder: Words = []
    words: str = ""
    target: Words = []
    outlet: Words = []
    finding: Words = []
    sure: float = SURE
    tell: Words = []


class _Digest(_Strict):
    at: str | int
    tell: Words
    zone: str = "UTC"


class _File(_Strict):
    feeds: list[str | _Feed] = []
    opml: Words = []
    every: str | None = None
    pause: str | None = None
    again: Words | None = None
    agent: str | None = None
    channels: dict[str, str] = {}
    rules: list[_Rule] = []
    digest: _Digest | None = None


def load(files: Sequence[str | Path]) -> WatchSettings:
    """What some files together tell a watch to do. Raises WatchError, with the file and the place in it."""
    feeds: list[Feed] = []
    rules: list[Rule] = []
    given: dict[str, Any] = {}
    channels: dict[str, str] = {}
    for name in files:
        path = Path(name)
        text = _text(path)
        if text.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            feeds += _opml(text, path, EVERY)
            continue
        one = _file(text, path)
        every = _duration(one.every, path) if one.every else EVERY
        lists = [path.parent / inner for inner in _many(one.opml)]
        feeds += [feed for inner in lists for feed in _opml(_text(inner), inner, every)]
        feeds += [_feed(feed, every, path) for feed in one.feeds]
        rules += [_rule(rule, number, path) for number, rule in enumerate(one.rules, 1)]
        channels |= {name: _expanded(name, url, path) for name, url in one.channels.items()}
        given |= _times(one, path)
    named = {feed.url: feed for feed in feeds}
    if not named:
        raise WatchError(f"expected feeds in {', '.join(map(str, files))}, found none")
    settings = WatchSettings(tuple(named.values()), tuple(rules) or DEFAULT, channels, **given)
    _check(settings, files)
    return settings


def _check(settings: WatchSettings, files: Iterable[str | Path]) -> None:
    """Raise WatchError for two rules of one name, and for a channel that isn't given."""
    where = ", ".join(map(str, files))
    names = [rule.name for rule in settings.rules]
    for name in names:
        if names.count(name) > 1:
            raise WatchError(f"expected each rule to have a name of its own in {where}, found {name!r} twice")
    asked = [(f"the rule {rule.name!r}", name) for rule in settings.rules for name in rule.tell]
    asked += [("the digest", name) for name in settings.digest.tell] if settings.digest else []
    for who, name in asked:
        if name not in settings.channels:
            known = ", ".join(settings.channels) or "none"
            raise WatchError(f"expected a channel ({known}) for {who} to tell in {where}, found {name!r}")


def _text(path: Path) -> bytes:
    try:
        with path.expanduser().open("rb") as file:
            text = file.read(MOST + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise WatchError(f"expected feeds and rules in {path}, found: {reason}") from error
    if len(text) > MOST:
        raise WatchError(f"expected at most {MOST / 1e6:.0f} MB in {path}, found more")
    return text


def _file(text: bytes, path: Path) -> _File:
    try:
        return msgspec.convert(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}, _File)
    except msgspec.ValidationError as error:
        raise WatchError(f"expected what a watch can be told in {path}, found: {_line(error)}") from error
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise WatchError(f"expected YAML in {path}, found: {_line(error)}") from error


def _opml(text: bytes, path: Path, every: float) -> list[Feed]:
    """The feeds of a list of subscriptions. Raises WatchError if there are none."""
    found = listparser.parse(text)
    urls = [feed.url for feed in found.feeds]
    if not urls:
        raise WatchError(f"expected an OPML list with feeds in {path}, found none in it")
    return [Feed(_address(url, path), every=every) for url in urls]


def _feed(given: str | _Feed, every: float, path: Path) -> Feed:
    if isinstance(given, str):
        return Feed(_address(given, path), every=every)
    own = _duration(given.every, path) if given.every else every
    return Feed(_address(given.url, path), given.outlet, own, given.robots == "obey")


def _address(url: str, path: Path) -> str:
    url = url.strip()
    if not re.match(r"https?://[^/?#]", url, re.IGNORECASE) or not is_address(url):
        found = shorten(printable(url), 80)
        raise WatchError(f"expected a feed's URL with http:// or https:// in {path}, found {found!r}")
    return url


def _rule(given: _Rule, number: int, path: Path) -> Rule:
    where = f"{path}, rule {number}"
    findings: tuple[Code, ...] = tuple(_one(code, CODES, "kind of finding", where) for code in _many(given.finding))
    usual: Iterable[str] = ("found",) if findings else ("said", "edited")
    when: frozenset[Happening] = frozenset(
        _one(word, HAPPENINGS, "happening", where) for word in (usual if given.when is None else _many(given.when))
    )
    if not 0 <= given.sure <= 1:
        raise WatchError(f"expected a share from 0 to 1 for `sure` in {where}, found {given.sure}")
    if not when:
        raise WatchError(f"expected {', '.join(HAPPENINGS)} or some of them for `when` in {where}, found none")
    rule = Rule(
        "", when, _many(given.holder), given.words.strip(), _many(given.target), _many(given.outlet), findings,
        given.sure, _many(given.tell),
    )  # fmt: skip
    if when == {"said"} and not (rule.of_statements or rule.words or rule.outlets):
        raise WatchError(f"expected a holder, words, a target or an outlet in {where}, found none: all would be told")
    asked = [*rule.holders, rule.words, *rule.targets, *rule.outlets, *rule.findings]
    name = given.name or " · ".join(filter(None, asked)) or " and ".join(sorted(when))
    return Rule(
        shorten(printable(name), 80), rule.on, rule.holders, rule.words, rule.targets, rule.outlets, rule.findings,
        rule.sure, rule.tell,
    )  # fmt: skip


def _one(word: str, known: Sequence[Any], what: str, where: str) -> Any:
    if word not in known:
        raise WatchError(f"expected a {what} ({', '.join(known)}) in {where}, found {shorten(word, 40)!r}")
    return word


def _many(given: Words) -> tuple[str, ...]:
    return tuple(word.strip() for word in ([given] if isinstance(given, str) else given) if word.strip())


def _expanded(name: str, url: str, path: Path) -> str:
    """A notification URL with what the environment has for its $NAMES, so that no secret need stand in a file."""
    whole = os.path.expandvars(url)
    unset = _UNSET.search(whole) if whole == url else None
    if unset and (unset[1] or unset[2]) not in os.environ:
        raise WatchError(f"expected {unset[0]} in the environment for the channel {name!r} of {path}, found none")
    return whole


def _times(one: _File, path: Path) -> dict[str, Any]:
    """What a file says of times, and of who asks."""
    given: dict[str, Any] = {}
    if one.pause is not None:
        given["pause"] = _duration(one.pause, path)
    if one.again is not None:
        given["again"] = tuple(sorted(_duration(age, path) for age in _many(one.again)))
    if one.agent is not None:
        if not re.fullmatch(r"[ -~]{1,200}", one.agent):
            raise WatchError(f"expected up to 200 letters without accents for `agent` in {path}, found others")
        given["agent"] = f"Reportedly/{__version__} (a watch of feeds; {one.agent})"
    if one.digest is not None:
        given["digest"] = _digest(one.digest, path)
    return given


def _digest(given: _Digest, path: Path) -> Digest:
    # YAML reads 17:30 as a number of minutes.
    at = f"{given.at // 60:02}:{given.at % 60:02}" if isinstance(given.at, int) else given.at
    try:
        moment = time.fromisoformat(at)
    except ValueError as error:
        raise WatchError(f'expected a time such as "07:00" for the digest in {path}, found {at!r}') from error
    try:
        zone = ZoneInfo(given.zone)
    except (ValueError, OSError, LookupError) as error:
        raise WatchError(f"expected a zone such as Europe/Oslo for a digest in {path}, found {given.zone!r}") from error
    return Digest(moment.replace(tzinfo=None), zone, _many(given.tell))


def _duration(given: str, path: Path) -> float:
    """Seconds, as “30s”, “15m”, “6h”, “3d” say it."""
    found = _DURATION.fullmatch(given.strip())
    if found is None:
        raise WatchError(f"expected a time such as 30s, 15m, 6h or 3d in {path}, found {shorten(given, 40)!r}")
    return float(int(found[1]) * _SECONDS[found[2]])


def _line(error: Exception) -> str:
    return shorten(printable(str(error)) or type(error).__name__, 200)
