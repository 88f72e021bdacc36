"""Reportedly reads news and keeps a ledger of who said what, to whom, when, through whom, and how firmly."""
