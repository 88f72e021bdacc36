"""The watch: feeds asked round by round, their pages kept, and what is news told to those who want it."""

from __future__ import annotations

from importlib.util import find_spec

from ..errors import MissingExtra

if any(find_spec(name) is None for name in ("apprise", "listparser", "msgspec", "protego", "sqlalchemy")):
    raise MissingExtra("the watch needs the extra: pip install 'reportedly[watch]'")
