"""How well wordings of one utterance are linked, among statements that come near: pairwise precision and recall.

    python -m bench.ledger threads [--part tune|figure] [--size 400] [--misses N]
"""
