"""Findings: what a person should look at, each kind a pure function over statements of the ledger."""

from .answers import conflicting, denied_elsewhere
from .dates import Offices, before_it_began, before_the_question, not_yet, out_of_office
from .finding import CODES, Code, Evidence, Finding
from .quotations import altered, contrary, spliced, unattributed
from .sources import circular, unnamed_only
from .turns import reversals

__all__ = [
    "CODES",
    "Code",
    "Evidence",
    "Finding",
    "Offices",
    "altered",
    "before_it_began",
    "before_the_question",
    "circular",
    "conflicting",
    "contrary",
    "denied_elsewhere",
    "not_yet",
    "out_of_office",
    "reversals",
    "spliced",
    "unattributed",
    "unnamed_only",
]
