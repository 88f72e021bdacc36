"""Evaluation: readings scored against gold, for attributions and for each value of a statement.

Gold is JSON Lines in the forms that `load_gold`, `load_statements` and `load_passages` describe.
"""

from .agreement import Agreed, agreement, agreement_json, agreement_table
from .annotated import load_annotated
from .attributions import AlignedPair, Marked, lines_of, matches, score, spans_of
from .figures import Metric, Proportion, Score, as_json, table
from .gold import ROLES, GoldArticle, GoldHolder, GoldStatement, SpanRole, load_gold, load_passages, load_statements
from .line import predictions
from .names import holder_is_right, kind_is_right, normal, same_name
from .statements import FIELDS, FieldComparison, compare, score_statements

__all__ = [
    "FIELDS",
    "ROLES",
    "Agreed",
    "AlignedPair",
    "FieldComparison",
    "GoldArticle",
    "GoldHolder",
    "GoldStatement",
    "Marked",
    "Metric",
    "Proportion",
    "Score",
    "SpanRole",
    "agreement",
    "agreement_json",
    "agreement_table",
    "as_json",
    "compare",
    "holder_is_right",
    "kind_is_right",
    "lines_of",
    "load_annotated",
    "load_gold",
    "load_passages",
    "load_statements",
    "matches",
    "normal",
    "predictions",
    "same_name",
    "score",
    "score_statements",
    "spans_of",
    "table",
]
