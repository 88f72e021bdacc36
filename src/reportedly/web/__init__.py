"""The reader: a ledger in the browser."""

from __future__ import annotations

from importlib.util import find_spec

from ..errors import MissingExtra

if any(find_spec(name) is None for name in ("fastapi", "jinja2", "limits", "uvicorn", "sqlalchemy")):
    raise MissingExtra("serving a ledger needs the extra: pip install 'reportedly[serve]'")

from .app import Settings, create_app

__all__ = ["Settings", "create_app"]
