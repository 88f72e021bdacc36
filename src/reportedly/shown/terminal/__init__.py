"""Terminal output: readings and the answers of a ledger, on a screen or in a pipe."""

from .reading import show

__all__ = ["show"]
