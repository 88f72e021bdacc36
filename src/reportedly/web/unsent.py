"""Unsent: what was typed into a form that can't be taken yet, carried through signing in and shown again.

Nothing of it is kept here: it travels in the pages themselves, so that it outlives the reader and fills no memory.
"""

from __future__ import annotations

from typing import Final

from fastapi import Request, Response

from .pages import page
from .sessions import Typed

#: Before the name of each field that a form carries for another one, and the field that says that it carries any.
PREFIX: Final = "typed."
CARRIES: Final = "carries"
#: The labels of the fields that somebody types; the others of a form go with them unseen.
LABELS: Final = {
    "url": "Address", "text": "Text", "outlet": "Outlet", "published": "Published", "content": "What is said",
    "cue": "How it is said", "value": "Value", "role": "Role", "words": "Words of the article",
    "other": "The holder that is the same", "why": "Why",
}  # fmt: skip
#: The fields that may have several lines.
LONG: Final = frozenset({"text", "content", "value", "words"})


def sign_in_page(
    request: Request, then: str, typed: Typed | None = None, status: int = 200, wrong: str = ""
) -> Response:
    """The page for signing in. then: the path to go on to, or that of the form. typed: what the form has, if any.

    wrong: the sentence above the input, if there was something wrong.
    """
    return page(
        request, "signin.html", status, title="Sign in", then=then, typed=typed, prefix=PREFIX, carries=CARRIES,
        wrong=wrong,
    )  # fmt: skip


def again(request: Request, path: str, typed: Typed, sentence: str, status: int = 200) -> Response:
    """A page with what was typed, to be looked at and sent to `path` again. sentence: why it is shown."""
    return page(
        request, "again.html", status, title="Send it again", path=path, typed=typed, sentence=sentence,
        labels_of=LABELS, long=LONG,
    )  # fmt: skip


def carried(form: Typed) -> Typed | None:
    """What a form carries for another one; None if it carries none."""
    if CARRIES not in dict(form):
        return None
    return [(name.removeprefix(PREFIX), given) for name, given in form if name.startswith(PREFIX)]
