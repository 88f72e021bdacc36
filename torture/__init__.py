"""Trying to break it: kills, full disks, damaged ledgers, many writers, servers that drip, hostile pages, fuzzing.

    python -m torture [PART …] [--times 10] [--seed 7]

Each part gives a row: what was tried, how often, and every fault that it found. docs/reliability.md has the last
figures.
"""
