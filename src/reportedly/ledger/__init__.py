"""The ledger: statements of many articles, linked and looked through."""

from __future__ import annotations

from importlib.util import find_spec

from ..errors import MissingExtra

if find_spec("sqlalchemy") is None or find_spec("alembic") is None:
    raise MissingExtra("the ledger needs the extra: pip install 'reportedly[ledger]'")

from .asked.search import Found, Query
from .ledger import Ledger
from .records.store import RecordFacts
from .tables.engine import Waiting
from .tables.store import KeptArticle

__all__ = ["Found", "KeptArticle", "Ledger", "Query", "RecordFacts", "Waiting"]
