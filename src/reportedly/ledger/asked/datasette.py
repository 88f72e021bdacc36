"""Datasette: what it should show of a ledger, as the file that it is told so by."""

from __future__ import annotations

from typing import Any, Final

import yaml

from ..tables import schema

#: What a person looks at, and the column by which a row is called where another table refers to it.
SHOWN: Final[dict[str, str | None]] = {
    "said": None, "articles": "title", "holders": "name", "statements": "content_text", "stances": "target",
    "sourcing": "text", "hops": "name", "answers": None, "threads": None, "links": None, "findings": "sentence",
    "reviews": None, "figures": "name", "offices": "title", "records": "name", "speakers": "name", "turns": "words",
    "verified": "words",
}  # fmt: skip
#: What columns hold where their names don't tell.
_TOLD: Final = {
    "said": {
        "who": "The holder: whose it is", "words": "The words, pieces joined by …",
        "act": "say, think, feel, want, rule, show", "when": "EDTF: when it was said, else the day of publication",
        "standing": "How firmly the article presents it; never a verdict of ours",
        "thread": "One utterance across articles",
        "within": "In whose words it stands, where these are somebody else’s",
        "said": "1: its holder’s own word; 0: in somebody else’s words, or not said at all",
        "confidence": "0 to 1: how surely words and holder are read rightly",
    }
}  # fmt: skip


def described(database: str) -> str:
    """The file's content, in YAML. database: the name of the ledger's file without its suffix."""
    tables: dict[str, Any] = {
        "said": {
            "description": "Every statement of every current article, as people’s reviews leave it",
            "columns": _TOLD["said"], "fts_table": "statement_words", "fts_pk": "id", "sort_desc": "when",
            "facets": ["said", "who", "outlet", "standing", "act"],
        }
    }  # fmt: skip
    tables |= {name: {"label_column": label} for name, label in SHOWN.items() if label}
    inner = sorted({*schema.metadata.tables, "alembic_version"} - {*SHOWN})
    tables |= {name: {"hidden": True} for name in inner}
    tables |= {name: {"hidden": True, "allow": False} for name in ("additions", "users")}
    told = {
        "title": "Who said what",
        "description": "Read from the articles by Reportedly. Look at the words before you rely on a row.",
        "databases": {database: {"tables": tables}},
    }
    written: str = yaml.safe_dump(told, allow_unicode=True, sort_keys=False)
    return written
