"""Letters that a unit has prepared for its colleagues and for those of the units below it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update

from storage import tree
from storage.database import Transaction
from storage.ids import new_id
from storage.models import LetterTemplate as Row
from storage.people import Colleague


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """A prepared letter: its name among colleagues, and its text with what is filled in for each case."""

    id: str
    unit: str
    name: str
    text: str


def add(tx: Transaction, supervisor: Colleague, name: str, text: str) -> str:
    """Prepare a letter for the supervisor's unit; returns its id."""
    its_id = new_id()
    values = {"id": its_id, "unit": supervisor.unit, "name": name, "text": text}
    tx.execute(insert(Row).values({**values, "made_by": supervisor.id, "changed_at": tx.now}))
    return its_id


def change(tx: Transaction, supervisor: Colleague, template_id: str, name: str, text: str) -> bool:
    """It reads like this from now on; False if it is not of his unit, or not in use any more."""
    values = {"name": name, "text": text, "made_by": supervisor.id, "changed_at": tx.now}
    return tx.execute(update(Row).where(*_his(supervisor, template_id)).values(values)).rowcount == 1


def end(tx: Transaction, supervisor: Colleague, template_id: str) -> bool:
    """Nobody chooses it any more; False if it is not of his unit, or was ended before."""
    return tx.execute(update(Row).where(*_his(supervisor, template_id)).values(ended_at=tx.now)).rowcount == 1


def for_unit(tx: Transaction, unit: str) -> list[LetterTemplate]:
    """What colleagues of a unit may choose: what it has prepared itself, and what those above it have; by name."""
    chosen = select(Row.id, Row.unit, Row.name, Row.text).where(
        Row.ended_at.is_(None), Row.unit.in_(tree.upwards(tx, unit))
    )
    return [LetterTemplate(*row) for row in tx.execute(chosen.order_by(Row.name, Row.id))]


def _his(supervisor: Colleague, template_id: str) -> tuple[Any, ...]:
    return Row.id == template_id, Row.unit == supervisor.unit, Row.ended_at.is_(None)
