"""Which referrals a colleague may see: those of cases he may read, and those handed to a union body he answers for."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from storage import models
from storage.cases import ENDED, may_read
from storage.database import Transaction
from storage.errors import StorageError
from storage.people import Colleague, unit_and_below
from storage.referrals import AT_RECEIVER, COLUMNS, HANDED, OVER, Referral, from_row


class UnknownReferral(StorageError):
    """There is no referral with this number, or it is not this person's to see."""

    def __init__(self, number: str) -> None:
        super().__init__(f"There is no referral {number} that you may see; check the number.")


@dataclass(frozen=True, slots=True)
class Listed:
    """A referral on a list, with its case; no word of what it is about."""

    referral: Referral
    case_number: str
    case_kind: str
    district: str | None


def visible(tx: Transaction, colleague: Colleague, number: str) -> Referral:
    """The referral, if this colleague may read its case; raises UnknownReferral, whether or not it exists."""
    return _one(tx, number, models.Referral.case_id.in_(select(models.Case.id).where(may_read(tx, colleague))))


def incoming(tx: Transaction, colleague: Colleague, number: str) -> Referral:
    """The referral, if it was handed to his union body or one below it and he answers for it; raises UnknownReferral.

    Not if the case was sealed from him, or if he owns it himself: nobody answers his own letter.
    """
    return _one(tx, number, _handed_to(tx, colleague))


def listed(tx: Transaction, colleague: Colleague, limit: int = 200) -> list[Listed]:
    """What is under way in open cases that he may read, the answer that is due first first."""
    mine = (may_read(tx, colleague), models.Case.status.not_in(ENDED), models.Referral.state.not_in(OVER))
    due = models.Referral.due_on
    return _list(tx, *mine, order=[due.is_(None), due, models.Referral.asked_at], limit=limit)


def listed_incoming(tx: Transaction, colleague: Colleague, limit: int = 200) -> list[Listed]:
    """What was handed to his union body or one below it, what waits for an answer first."""
    waits = models.Referral.state.in_(AT_RECEIVER)
    order = [~waits, models.Referral.due_on, models.Referral.sent_at.desc()]
    return _list(tx, _handed_to(tx, colleague), order=order, limit=limit)


def _one(tx: Transaction, number: str, allowed: ColumnElement[bool]) -> Referral:
    row = tx.execute(select(*COLUMNS).where(models.Referral.number == number.strip().upper(), allowed)).first()
    if row is None:
        raise UnknownReferral(number)
    return from_row(row)


def _list(tx: Transaction, *which: ColumnElement[bool], order: list[Any], limit: int) -> list[Listed]:
    case = models.Case
    chosen = select(*COLUMNS, case.number, case.kind, case.district).join(case, case.id == models.Referral.case_id)
    rows = tx.execute(chosen.where(*which).order_by(*order, models.Referral.number).limit(limit))
    return [Listed(from_row(row), *row[len(COLUMNS) :]) for row in rows]


def _handed_to(tx: Transaction, colleague: Colleague) -> ColumnElement[bool]:
    if not (colleague.supervises and colleague.active):
        return false()
    its = models.Referral
    sealed = exists().where(models.Sealed.case_id == its.case_id, models.Sealed.staff_id == colleague.id)
    own = exists().where(
        models.Owner.case_id == its.case_id, models.Owner.until.is_(None), models.Owner.staff_id == colleague.id
    )
    units = unit_and_below(tx, colleague.unit)
    return and_(its.unit.in_(units), its.state.in_(HANDED), ~or_(sealed, own))
