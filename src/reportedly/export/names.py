"""Names of what is exported: IRIs, the same in every export of one ledger."""

from __future__ import annotations

from typing import Any

NodeObject = dict[str, Any]

#: Names of nodes begin with this unless the user has an address of their own for them.
BASE = "urn:reportedly:"


class Namespace:
    """The IRIs of the nodes. base: what each begins with."""

    def __init__(self, base: str = BASE) -> None:
        self.base = base

    def article(self, digest: str) -> str:
        """An article, the same in every ledger: by the first 96 bits of its digest."""
        return f"{self.base}article/{digest[:24]}"

    def statement(self, digest: str, position: int) -> str:
        """A statement, by its place in the reading."""
        return f"{self.article(digest)}#statement-{position}"

    def holder(self, number: int) -> str:
        """A holder across articles."""
        return f"{self.base}holder/{number}"

    def utterance(self, thread: int) -> str:
        """An utterance that several articles have."""
        return f"{self.base}utterance/{thread}"

    def of_article(self, digest: str, part: str) -> str:
        """A part of an article that has a node of its own."""
        return f"{self.article(digest)}#{part}"


def ref(name: str | None) -> NodeObject | None:
    """What points to a node; None to nothing."""
    return None if name is None else {"id": name}


def known(node: NodeObject) -> NodeObject:
    """A node without what isn't known."""
    return {key: value for key, value in node.items() if value is not None and value != []}
