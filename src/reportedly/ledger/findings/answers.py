"""What others answer: a denial that an article leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..said import Said
from .finding import Evidence, Finding, quote

#: Answers that a reader of the claim should know of.
DENIALS = frozenset(["denies"])


def denied_elsewhere(thread: Sequence[Said], replies: Sequence[Said]) -> Iterator[Finding]:
    """Articles that have an utterance and leave out a denial that another article, not published later, has.

    thread: the statements of one thread. replies: statements, of any article, that answer one of them.
    """
    ids = {said.id for said in thread}
    denials = [r for r in replies if any(i in ids and how in DENIALS for i, how in r.answers) and not r.nested]
    if not denials:
        return
    told = {reply.source.id for reply in denials}
    speakers = {reply.holder for reply in denials if reply.holder is not None}
    for said in thread:
        known = [r for r in denials if r.holder != said.holder and _was_out(r, said)]
        knows = said.source.id in told or said.source.copy_of in told or said.holder in speakers
        if knows or said.standing != "asserted" or not known:
            continue
        told.add(said.source.id)
        first = min(known, key=lambda r: (r.source.published or "~", r.id))
        sentence = (
            f"{said.source.name} has {quote(said.content, 70)}, said by {said.who}, and not that {first.who} denied it "
            f"in {first.source.name}: {quote(first.content, 70)}."
        )
        yield Finding("denied-elsewhere", sentence, (Evidence.of(said), Evidence.of(first)))


def _was_out(reply: Said, said: Said) -> bool:
    """Whether a reply was published by the day of an article."""
    return bool(reply.source.published and said.source.published and reply.source.published <= said.source.published)
