"""A reading, and the answers of a ledger, for people: on a terminal and as HTML."""
