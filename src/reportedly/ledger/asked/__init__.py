"""What is asked of a ledger: each question a module."""
