"""Records: what was said, as transcripts and captions have it."""

from __future__ import annotations

from .load import load, load_all
from .record import Moment, Record, RecordForm, Turn

__all__ = ["Moment", "Record", "RecordForm", "Turn", "load", "load_all"]
