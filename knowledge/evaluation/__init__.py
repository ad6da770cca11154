"""Measures our understanding against labelled questions, so that a worse answer is noticed before it is shipped."""

from knowledge.evaluation.questions import Row, Table, evaluate

__all__ = ["Row", "Table", "evaluate"]
