"""Findings: what a person should look at, each kind a pure function over statements of the ledger."""
