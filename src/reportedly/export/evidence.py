"""Web Annotations: the words of an article that each value of a statement rests on.

They follow the Web Annotation Data Model, https://www.w3.org/TR/annotation-model/.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..ledger.asked.snapshot import TakenArticle
from ..reading import Statement
from ..span import Span
from ..values.fields import CHAIN, evidence
from .names import Namespace, NodeObject
from .shapes import IRI

#: The standard JSON-LD context of annotations.
CONTEXT = "http://www.w3.org/ns/anno.jsonld"

#: Code points kept before and after quoted words, by which they can be found again in a changed text.
AROUND = 32


def annotations_of(record: TakenArticle, names: Namespace) -> Iterator[NodeObject]:
    """An annotation for each value of each statement, on the words that it rests on.

    The body names the statement and the role of the words. The target selects them by quotation and by position in code
    points; its source is the article's URL, or the article's node if it has none.
    """
    for statement in record.reading.statements:
        for number, (role, spans) in enumerate(_evidence(statement)):
            yield {
                "id": names.of_article(record.digest, f"annotation-{statement.id}-{number}"),
                "type": "Annotation",
                "motivation": "linking",
                "body": [
                    {
                        "type": "SpecificResource",
                        "purpose": "linking",
                        "source": names.statement(record.digest, statement.id),
                    },
                    {"type": "TextualBody", "purpose": "tagging", "value": role},
                ],
                "target": [_target(record, span, names) for span in spans],
            }


def _evidence(statement: Statement) -> Iterator[tuple[str, Sequence[Span]]]:
    """The role and spans of all words of the article that a statement rests on."""
    every: list[tuple[str, Sequence[Span]]] = [
        ("source", statement.source),
        ("cue", statement.cue),
        ("content", statement.content),
        *((value.relation if field is CHAIN else field.role, spans)
          for field, _, value, spans in evidence(statement, usual=True)),
    ]  # fmt: skip
    return ((role, spans) for role, spans in every if spans)


def _target(record: TakenArticle, span: Span, names: Namespace) -> NodeObject:
    it = record.reading.article
    return {
        "type": "SpecificResource",
        "source": it.url if it.url and IRI.fullmatch(it.url) else names.article(record.digest),
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": span.of(it.text),
                "prefix": it.text[max(0, span.start - AROUND) : span.start],
                "suffix": it.text[span.end : span.end + AROUND],
            },
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        ],
    }
