"""Output for people: a reading, and the answers of a ledger, on a terminal and as HTML."""
