"""`python -m reportedly`: the command line, where its script isn't on the path."""

from .cli import main

main()
