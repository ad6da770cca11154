"""The tree of union bodies: what stands above one and what below, in one indexed statement each."""

from sqlalchemy import CTE, Integer, literal, select

from storage.database import Transaction
from storage.models import Unit

_HIGHEST = 12  # steps: five levels and some room, so that bodies that stand in a circle end no search in a loop


def below(unit: str) -> CTE:
    """The codes of a union body and of everything under it, for use within another query."""
    start = select(Unit.code).where(Unit.code == unit).cte("below", recursive=True)
    return start.union(select(Unit.code).where(Unit.parent == start.c.code))


def upwards(tx: Transaction, unit: str) -> list[str]:
    """The codes of a union body and of those above it, the nearest first; empty if there is none of this code."""
    step = literal(0, Integer).label("step")
    start = select(Unit.code, Unit.parent, step).where(Unit.code == unit).cte("above", recursive=True)
    higher = select(Unit.code, Unit.parent, start.c.step + 1).where(Unit.code == start.c.parent)
    above = start.union_all(higher.where(start.c.step < _HIGHEST))
    return list(dict.fromkeys(tx.execute(select(above.c.code).order_by(above.c.step)).scalars()))
