"""The ledger: statements of many articles, linked and looked through."""
