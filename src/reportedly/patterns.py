"""Regular expressions that are compiled on first use.

There are hundreds of them, many of them long: compiling all at import took longer than everything else in a search of
a ledger.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any, cast


def lazy(pattern: str | Callable[[], str], flags: int = 0) -> re.Pattern[str]:
    """A pattern that is compiled on first use, with the arguments of `re.compile`.

    pattern: a string, or a function that returns it, where it takes words from a file. An invalid pattern raises
    re.error on first use, not here.
    """
    return cast("re.Pattern[str]", _Lazy(pattern, flags))


class _Lazy:
    """A proxy for a compiled pattern; each attribute is copied from the pattern when it is first asked for."""

    def __init__(self, pattern: str | Callable[[], str], flags: int) -> None:
        self._given = pattern
        self._flags = flags

    @cached_property
    def pattern(self) -> str:
        """What is compiled."""
        return self._given if isinstance(self._given, str) else self._given()

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._compiled, name)
        setattr(self, name, found)  # the next access bypasses __getattr__
        return found
