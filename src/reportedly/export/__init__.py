"""Export: a reading as JSON; a ledger as JSON-LD, Web Annotations, CSV or Parquet."""

from __future__ import annotations

from .reading import schema, to_dict, to_json

__all__ = ["schema", "to_dict", "to_json"]
