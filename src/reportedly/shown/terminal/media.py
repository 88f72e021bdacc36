"""What a media file says of its own making, on a screen or in a pipe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.text import Text

from ...printable import printable
from .lines import write

if TYPE_CHECKING:
    from ...evidence.media import MediaAction, MediaManifest, SignatureState

_STATES: Final[dict[SignatureState, str]] = {
    "trusted": "the signature is whole, and by somebody certified by those whom you trust",
    "whole": "the signature is whole; nobody here vouches for who signed (--anchors says whom to trust)",
    "broken": "the signature is broken: this isn't, or not only, what was signed",
}


def show_media(name: str, found: MediaManifest | None, console: Console) -> None:
    """Write what is known of a file. found: None if it has no manifest."""
    write(console, Text(printable(name), style="bold"))
    for line in _lines(found) if found else ["no C2PA manifest, which says nothing: most files have none"]:
        write(console, Text(printable(line)), Text("  "))


def _lines(found: MediaManifest) -> Iterator[str]:
    signer = ", ".join(dict.fromkeys(filter(None, (found.signer, found.organization)))) or "somebody unnamed"
    yield f"signed by {signer}" + (f", {found.at}" if found.at else ", at a time that nobody stamped")
    yield _STATES[found.state]
    yield from (f"broken: {problem}" for problem in found.problems)
    if found.tool:
        yield f"made with {found.tool}"
    if found.actions:
        yield f"done: {'; '.join(map(_done, found.actions))}"
    if found.ingredients:
        yield f"made of: {', '.join(found.ingredients)}"
    yield "all of this is what its signer says; it is one fact among others"


def _done(action: MediaAction) -> str:
    beside = [part for part in (action.source, action.by and f"by {action.by}", action.at) if part]
    return action.action + (f" ({', '.join(beside)})" if beside else "")
