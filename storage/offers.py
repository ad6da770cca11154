"""Cases offered to lawyers: one open offer for a case at most, and what became of each."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from storage import models
from storage.database import Transaction
from storage.ids import new_id
from storage.models import Outcome


@dataclass(frozen=True, slots=True)
class Offer:
    """A case offered to one lawyer, to be answered by `due_at`."""

    id: str
    case_id: str
    staff_id: str
    made_at: datetime
    due_at: datetime
    outcome: Outcome | None
    reason: str | None


def make(tx: Transaction, case_id: str, staff_id: str, due_at: datetime) -> Offer:
    """Offer a case; the index refuses a second open offer of the same case."""
    offer = Offer(new_id(), case_id, staff_id, tx.now, due_at, None, None)
    values = {"id": offer.id, "case_id": case_id, "staff_id": staff_id, "made_at": tx.now, "due_at": due_at}
    tx.execute(insert(models.Offer).values(values))
    tx.wake("offers")
    return offer


def settle(tx: Transaction, offer_id: str, outcome: Outcome, reason: str | None = None) -> bool:
    """Say what became of an open offer; False if that was decided already."""
    still_open = (models.Offer.id == offer_id, models.Offer.outcome.is_(None))
    values = {"outcome": outcome, "settled_at": tx.now, "reason": reason}
    return tx.execute(update(models.Offer).where(*still_open).values(values)).rowcount == 1


def looked(tx: Transaction, staff_id: str) -> list[str]:
    """This lawyer has seen what waits for his answer; returns the offers that he had not seen before."""
    unseen = (models.Offer.staff_id == staff_id, models.Offer.outcome.is_(None), models.Offer.looked_at.is_(None))
    seen = update(models.Offer).where(*unseen).values(looked_at=tx.now, call_asked_at=None)
    return list(tx.execute(seen.returning(models.Offer.id)).scalars())


def is_unseen(tx: Transaction, staff_id: str) -> bool:
    """Whether something waits for this lawyer's answer that he has not seen at the desk."""
    unseen = (models.Offer.staff_id == staff_id, models.Offer.outcome.is_(None), models.Offer.looked_at.is_(None))
    return tx.execute(select(models.Offer.id).where(*unseen).limit(1)).first() is not None


def ask_for_call(tx: Transaction, offer_id: str) -> bool:
    """Have the lawyer of an open offer called; False if he has answered or looked, or is to be called already."""
    still_open = (models.Offer.id == offer_id, models.Offer.outcome.is_(None))
    unseen = (*still_open, models.Offer.looked_at.is_(None), models.Offer.call_asked_at.is_(None))
    return tx.execute(update(models.Offer).where(*unseen).values(call_asked_at=tx.now)).rowcount == 1


def postpone(tx: Transaction, offer_id: str, due_at: datetime) -> None:
    """An open offer is to be answered by another time."""
    still_open = (models.Offer.id == offer_id, models.Offer.outcome.is_(None))
    tx.execute(update(models.Offer).where(*still_open).values(due_at=due_at))


def by_id(tx: Transaction, offer_id: str) -> Offer:
    """The offer with this id; raises LookupError."""
    row = tx.execute(select(*_COLUMNS).where(models.Offer.id == offer_id)).first()
    if row is None:
        raise LookupError("no such offer")
    return Offer(*row)


def open_offer(tx: Transaction, case_id: str) -> Offer | None:
    """The offer of this case that waits for an answer."""
    row = tx.execute(select(*_COLUMNS).where(models.Offer.case_id == case_id, models.Offer.outcome.is_(None))).first()
    return Offer(*row) if row else None


def open_offers_to(tx: Transaction, staff_id: str) -> list[Offer]:
    """What waits for this lawyer's answer, the most pressing first."""
    mine = (models.Offer.staff_id == staff_id, models.Offer.outcome.is_(None))
    return [Offer(*row) for row in tx.execute(select(*_COLUMNS).where(*mine).order_by(models.Offer.due_at))]


def of_case(tx: Transaction, case_id: str) -> list[Offer]:
    """Every offer ever made of a case, in order."""
    chosen = select(*_COLUMNS).where(models.Offer.case_id == case_id).order_by(models.Offer.made_at, models.Offer.id)
    return [Offer(*row) for row in tx.execute(chosen)]


_COLUMNS = (
    models.Offer.id,
    models.Offer.case_id,
    models.Offer.staff_id,
    models.Offer.made_at,
    models.Offer.due_at,
    models.Offer.outcome,
    models.Offer.reason,
)
