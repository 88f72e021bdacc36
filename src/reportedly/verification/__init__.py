"""Verification: what an article quotes, held against records of what was said."""

from __future__ import annotations

from .index import RecordIndex
from .kept import kept_index
from .verified import ComparedWords, QuotationClass, RecordPassage, Verification, VerifiedQuotation
from .verify import verify

__all__ = [
    "ComparedWords",
    "QuotationClass",
    "RecordIndex",
    "RecordPassage",
    "Verification",
    "VerifiedQuotation",
    "kept_index",
    "verify",
]
