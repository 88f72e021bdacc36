"""Excerpts of an article on one line, with spans marked."""

from __future__ import annotations

from collections.abc import Iterable

from reportedly.evaluation import ROLES, Marked, spans_of
from reportedly.span import Span

_MARKS = {"source": "{}", "cue": "<>", "content": "[]"}


def snippet(text: str, attribution: Marked, around: int = 60, longest: int | None = None) -> str:
    """The text of an attribution on one line with its spans marked: {source} <cue> [content].

    around: code points of context on either side. longest: the most code points shown between two marks; the middle of
    a longer stretch is left out.
    """
    spans = [(span, _MARKS[role]) for role in ROLES for span in spans_of(attribution, role)]
    return _marked(text, spans, around, longest)


def evidence(text: str, spans: Iterable[Span], around: int = 30) -> str:
    """The words under each span in brackets, with `around` code points of context; joined by “ + ”."""
    return " + ".join(_marked(text, [(span, "[]")], around, None) for span in spans)


def _marked(text: str, spans: list[tuple[Span, str]], around: int, longest: int | None) -> str:
    if not spans:
        return ""
    start = max(0, min(span.start for span, _ in spans) - around)
    end = min(len(text), max(span.end for span, _ in spans) + around)
    # Closing marks come before opening marks at the same place.
    marks = [(span.start, 1, mark[0]) for span, mark in spans]
    marks += [(span.end, 0, mark[1]) for span, mark in spans]
    parts, at = [], start
    for place, _, mark in sorted(marks):
        parts += [_ends(text[at:place], longest), mark]
        at = place
    shown = " ".join("".join([*parts, text[at:end]]).split())
    return f"{'… ' if start else ''}{shown}{' …' if end < len(text) else ''}"


def _ends(words: str, longest: int | None) -> str:
    if longest is None or len(words) <= longest:
        return words
    return f"{words[: longest // 2]} … {words[-longest // 2 :]}"
