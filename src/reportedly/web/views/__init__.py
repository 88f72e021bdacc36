"""Views: a module for each page, with its `router`. What the header leads to is in SECTIONS."""

from __future__ import annotations

from . import adding, articles, docs, findings, holders, home, reviewing, searching, signing, threads

#: Pages of the ledger and the same as JSON: where others than this machine can reach the reader, they need a token.
PAGES = (
    home.router,
    *(adding.router, adding.api),
    *(articles.router, articles.api),
    *(findings.router, findings.api),
    *(holders.router, holders.api),
    *(reviewing.router, reviewing.api),
    *(searching.router, searching.api),
    *(threads.router, threads.api),
)
#: Pages that anybody may have who can reach the reader at all.
OPEN = (docs.router, signing.router)
#: What the header leads to.
SECTIONS = (
    ("Articles", "/articles"),
    ("Holders", "/holders"),
    ("Findings", "/findings"),
    ("Search", "/search"),
    ("Add", "/add"),
)

__all__ = ["OPEN", "PAGES", "SECTIONS"]
