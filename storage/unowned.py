"""Cases that nobody answers for: what must never be, and what `hotline doctor` looks for."""

from sqlalchemy import exists, select

from storage import models
from storage.cases import ENDED
from storage.database import Transaction


def with_inactive_owner(tx: Transaction) -> list[tuple[str, str]]:
    """Number and owner of the open cases whose owner has left; it must be empty, as `without_owner`."""
    left = (models.Owner.until.is_(None), models.Case.status.not_in(ENDED), ~models.Staff.active)
    chosen = (
        select(models.Case.number, models.Staff.id)
        .join(models.Owner, models.Owner.case_id == models.Case.id)
        .join(models.Staff, models.Staff.id == models.Owner.staff_id)
    )
    return [(row.number, row.id) for row in tx.execute(chosen.where(*left).order_by(models.Case.number))]


def without_owner(tx: Transaction) -> list[str]:
    """The numbers of cases nobody owns; it must be empty, and `hotline doctor` says so when it is not."""
    owned = exists().where(models.Owner.case_id == models.Case.id, models.Owner.until.is_(None))
    return list(tx.execute(select(models.Case.number).where(~owned)).scalars())
