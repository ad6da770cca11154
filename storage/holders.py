"""Which process does what only one of them may do: a row with an end, renewed while its holder lives."""

from datetime import timedelta

from sqlalchemy import case, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage.database import Transaction
from storage.models import Holder


def take(tx: Transaction, name: str, holder: str, seconds: float) -> int | None:
    """Hold `name` for so many seconds from now; returns the fence, or None while somebody else holds it.

    The fence stays while the same holder renews and grows with every change, so that what an earlier holder still
    does can be told from what the present one does.
    """
    until = tx.now + timedelta(seconds=seconds)
    insert = postgresql_insert if tx.on_postgresql else sqlite_insert
    first = insert(Holder).values(name=name, holder=holder, fence=1, until=until)
    free = or_(Holder.holder == holder, Holder.until <= tx.now)
    fence = Holder.fence + case((Holder.holder == holder, 0), else_=1)
    taken = first.on_conflict_do_update(
        index_elements=["name"], set_={"holder": holder, "fence": fence, "until": until}, where=free
    )
    row = tx.execute(taken.returning(Holder.fence)).first()
    return None if row is None else int(row.fence)


def still(tx: Transaction, name: str, fence: int) -> bool:
    """Whether this fence still counts; nobody can take over before the transaction has ended."""
    held = (Holder.name == name, Holder.fence == fence, Holder.until > tx.now)
    return tx.execute(select(Holder.fence).where(*held).with_for_update(read=True)).first() is not None


def give_up(tx: Transaction, name: str, holder: str) -> None:
    """Let the next one have it at once; does nothing if it is somebody else's by now."""
    tx.execute(update(Holder).where(Holder.name == name, Holder.holder == holder).values(until=tx.now))


def release_all(tx: Transaction) -> None:
    """End every hold, when it is certain that its holder is dead."""
    tx.execute(update(Holder).values(until=tx.now))


def all_held(tx: Transaction) -> dict[str, str]:
    """Who holds what at this moment."""
    rows = tx.execute(select(Holder.name, Holder.holder).where(Holder.until > tx.now))
    return {row.name: row.holder for row in rows}
