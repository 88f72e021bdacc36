"""Questions to a ledger, one module for each kind."""
