"""IRIs of the exported nodes, the same in every export of a ledger."""

from __future__ import annotations

from typing import Any

NodeObject = dict[str, Any]

#: The default beginning of the names of nodes.
BASE = "urn:reportedly:"


class Namespace:
    """Makes the IRIs of nodes. base: what each begins with."""

    def __init__(self, base: str = BASE) -> None:
        self.base = base

    def article(self, digest: str) -> str:
        """The IRI of an article, the same in every ledger: made of the first 96 bits of its hexadecimal digest."""
        return f"{self.base}article/{digest[:24]}"

    def statement(self, digest: str, number: int) -> str:
        """The IRI of a statement, by its id in the ledger."""
        return f"{self.article(digest)}#statement-{number}"

    def holder(self, number: int) -> str:
        """The IRI of a holder across articles."""
        return f"{self.base}holder/{number}"

    def utterance(self, thread: int) -> str:
        """The IRI of an utterance that several articles have."""
        return f"{self.base}utterance/{thread}"

    def of_article(self, digest: str, part: str) -> str:
        """The IRI of a part of an article that has a node of its own."""
        return f"{self.article(digest)}#{part}"


def ref(name: str | None) -> NodeObject | None:
    """A reference to the node `name`; None for None."""
    return None if name is None else {"id": name}


def known(node: NodeObject) -> NodeObject:
    """The node without members that are None or an empty list."""
    return {key: value for key, value in node.items() if value is not None and value != []}
