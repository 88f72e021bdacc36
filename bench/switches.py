"""Switches: finds the patterns of the reading stages, counts their matches and switches them off one by one.

A stage is any module that `reportedly.reading` imports, directly or not, except those of NO_STAGES. So modules may
move, and patterns come and go, without a change here.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from types import ModuleType
from typing import Any

import grimp

from reportedly.patterns import lazy

PACKAGE, READING = "reportedly", "reportedly.reading"
#: Modules imported by the reading that aren't stages: for articles, for the tagger (its scores are kept between runs)
#: and for text shown to people.
NO_STAGES = ("reportedly.articles", "reportedly.tagger", "reportedly.printable", "reportedly.values.labels")
#: The types of patterns: compiled, or compiled on first use.
PATTERNS = (re.Pattern, type(lazy("")))


class Switch:
    """Replaces a pattern in a stage. Counts its matches, and matches nothing while it is `off`.

    name: module and place in it, such as `values.standing.GROUPS[3]`. matches: their number since it was last set to 0;
    of an iterator those that were taken from it.
    """

    def __init__(self, name: str, pattern: re.Pattern[str]) -> None:
        self.name, self.off, self.matches = name, False, 0
        self._pattern = pattern

    @cached_property
    def _never(self) -> re.Pattern[str]:
        """A pattern that matches nothing and has the same groups, since templates may name them."""
        return re.compile(f"(?!)(?:{self._pattern.pattern})", self._pattern.flags)

    def __getattr__(self, name: str) -> Any:
        """Other attributes of the pattern: `pattern`, `flags`, `groups`."""
        return getattr(self._pattern, name)

    @property
    def _now(self) -> re.Pattern[str]:
        return self._never if self.off else self._pattern

    def _counted(self, match: re.Match[str] | None) -> re.Match[str] | None:
        self.matches += match is not None
        return match

    def match(self, *where: Any) -> re.Match[str] | None:
        return self._counted(self._now.match(*where))

    def search(self, *where: Any) -> re.Match[str] | None:
        return self._counted(self._now.search(*where))

    def fullmatch(self, *where: Any) -> re.Match[str] | None:
        return self._counted(self._now.fullmatch(*where))

    def finditer(self, *where: Any) -> Iterator[re.Match[str]]:
        for match in self._now.finditer(*where):
            self.matches += 1
            yield match

    def findall(self, *where: Any) -> list[Any]:
        found = self._now.findall(*where)
        self.matches += len(found)
        return found

    def sub(self, *how: Any, **options: Any) -> str:
        replaced, count = self._now.subn(*how, **options)
        self.matches += count
        return replaced

    def split(self, *how: Any, **options: Any) -> list[str | Any]:
        parts = self._now.split(*how, **options)
        self.matches += (len(parts) - 1) // (self.groups + 1)
        return parts


@contextmanager
def switches() -> Iterator[list[Switch]]:
    """Replaces every pattern of every stage, in all modules that hold it, by a switch, until the context ends.

    Gives the switches, sorted by name.
    """
    modules = _stages()
    found = {id(pattern): Switch(name, pattern) for module in modules for name, pattern in _declared(module)}
    held = [(module, name, value) for module in modules for name, value in vars(module).items()]
    changed = [
        (module, name, value, new)
        for module, name, value in held
        if not name.startswith("__") and (new := _exchanged(value, found)) is not value
    ]
    try:
        for module, name, _, new in changed:
            setattr(module, name, new)
        yield sorted(found.values(), key=lambda switch: _in_order(switch.name))
    finally:
        for module, name, old, _ in changed:
            setattr(module, name, old)


def forgetting() -> Callable[[], None]:
    """A function that empties the caches of all stages, which may have results from before a switch."""
    caches = [
        value.cache_clear
        for module in _stages()
        for value in _own(module).values()
        if inspect.isroutine(value) and hasattr(value, "cache_clear")
    ]

    def forget() -> None:
        for clear in caches:
            clear()

    return forget


def _stages() -> list[ModuleType]:
    reached = grimp.build_graph(PACKAGE, cache_dir=None).find_upstream_modules(READING)
    return [importlib.import_module(name) for name in sorted(reached) if not name.startswith(NO_STAGES)]


def _declared(module: ModuleType) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The patterns that a module declares itself, with their names."""
    for name, value in _own(module).items():
        yield from _within(value, f"{module.__name__.removeprefix(PACKAGE + '.')}.{name}")


def _own(module: ModuleType) -> Mapping[str, Any]:
    """The names and values of a module without imported ones."""
    tree = ast.parse(inspect.getsource(module))
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))
    imported = {alias.asname or alias.name for node in imports for alias in node.names}
    return {name: value for name, value in vars(module).items() if name not in imported and not name.startswith("__")}


def _within(value: object, name: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The patterns that a value is or contains, with their names. A row with a single one is named by its index."""
    if isinstance(value, PATTERNS):
        yield name, value
    elif isinstance(value, tuple | list):
        yield from _inside(enumerate(value), name)
    elif isinstance(value, dict):
        yield from _inside(value.items(), name)


def _inside(items: Iterable[tuple[object, object]], name: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    for key, item in items:
        row = list(_within(item, f"{name}[{key!r}]"))
        yield from [(f"{name}[{key!r}]", row[0][1])] if len(row) == 1 else row


def _exchanged(value: Any, found: Mapping[int, Switch]) -> Any:
    """The value with switches in place of its patterns; the value itself if it has none."""
    if id(value) in found:
        return found[id(value)]
    if isinstance(value, dict):
        new: Any = {key: _exchanged(item, found) for key, item in value.items()}
        return new if any(new[key] is not value[key] for key in value) else value
    if isinstance(value, tuple | list):
        items = [_exchanged(item, found) for item in value]
        if all(new is old for new, old in zip(items, value, strict=True)):
            return value
        return type(value)(*items) if hasattr(value, "_fields") else type(value)(items)
    return value


def _in_order(name: str) -> list[str | int]:
    """A sort key for names that puts a table's tenth row after its ninth."""
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]
