"""Findings: what a person should look at. Each kind is a pure function of statements in the ledger."""
