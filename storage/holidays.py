"""The days of which the federation itself says whether they are worked; they go before the State's calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import delete, insert, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage import models
from storage.database import Transaction
from storage.ids import new_id

_MARK = "holidays"  # the fact that is another after each change, so that every process knows to read the table again


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day, whether it is worked, and what for: 2027-02-06, free, 春节."""

    day: date
    works: bool
    name: str


def everything(tx: Transaction) -> list[Holiday]:
    """The whole table, by day."""
    columns = (models.Holiday.day, models.Holiday.works, models.Holiday.name)
    return [Holiday(*row) for row in tx.execute(select(*columns).order_by(models.Holiday.day))]


def days(tx: Transaction) -> Mapping[date, bool]:
    """Each day of the table and whether it is worked; kept by the process until somebody changes the table."""
    mark = tx.execute(select(models.Fact.value).where(models.Fact.name == _MARK)).scalar_one_or_none()
    return tx.kept(_MARK, mark, lambda: MappingProxyType({one.day: one.works for one in everything(tx)}))


def put(tx: Transaction, *those: Holiday) -> None:
    """Write these days down, whatever the table said of them before."""
    _forget(tx, [one.day for one in those])
    for one in those:
        tx.execute(insert(models.Holiday).values(day=one.day, works=one.works, name=one.name))
    _changed(tx)


def remove(tx: Transaction, day: date) -> None:
    """The State's calendar decides about a day again."""
    _forget(tx, [day])
    _changed(tx)


def _forget(tx: Transaction, those: list[date]) -> None:
    tx.execute(delete(models.Holiday).where(models.Holiday.day.in_(those)))


def _changed(tx: Transaction) -> None:
    upsert = postgresql_insert if tx.on_postgresql else sqlite_insert
    mark = upsert(models.Fact).values(name=_MARK, value=new_id().encode())
    tx.execute(mark.on_conflict_do_update(index_elements=["name"], set_={"value": mark.excluded.value}))
