"""Measures our understanding against labelled questions, so that a worse answer is noticed before it is shipped."""

from knowledge.evaluation.agreed import OWN, Moved, accept, breaches, moved
from knowledge.evaluation.questions import Judged, Row, Table, evaluate, judge_all, table_of

__all__ = ["OWN", "Judged", "Moved", "Row", "Table", "accept", "breaches", "evaluate", "judge_all", "moved", "table_of"]
