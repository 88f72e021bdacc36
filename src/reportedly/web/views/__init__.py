"""Views: a module for each page, with its `router`."""

from __future__ import annotations

from . import (
    adding,
    alerts,
    articles,
    checking,
    docs,
    evidence,
    findings,
    holders,
    home,
    records,
    reviewing,
    searching,
    signing,
    threads,
)

#: Pages of the ledger and their JSON; they need a token unless only this machine can reach the reader.
PAGES = (
    home.router,
    *(adding.router, adding.api),
    *(alerts.router, alerts.api),
    *(articles.router, articles.api),
    *(checking.router, checking.api),
    *(evidence.router, evidence.api),
    *(findings.router, findings.api),
    *(holders.router, holders.api),
    *(records.router, records.played, records.api),
    *(reviewing.router, reviewing.api),
    *(searching.router, searching.api),
    *(threads.router, threads.api),
)
#: Pages that never need a token.
OPEN = (docs.router, signing.router)
#: The links in the header: name and address.
SECTIONS = (
    ("Articles", "/articles"),
    ("Holders", "/holders"),
    ("Records", "/records"),
    ("Findings", "/findings"),
    ("Search", "/search"),
    ("Check", "/check"),
    ("Add", "/add"),
)

__all__ = ["OPEN", "PAGES", "SECTIONS"]
