"""Threads: which statements are wordings of one utterance, and where their chains start."""
