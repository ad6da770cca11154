"""What the lists of the desk show: cases without their content, the visibility decided in the query."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from storage.cases import ENDED, Ending, Status, may_read
from storage.database import Transaction
from storage.models import CallBack, Case, CaseClock, Conversation, Event, Offer, Owner, Staff
from storage.people import Colleague


@dataclass(frozen=True, slots=True)
class Listed:
    """A case on a list: where it stands and with whom, no story, no employer, no person."""

    number: str
    kind: str
    status: Status
    ending: Ending | None
    urgency: str
    district: str | None
    opened_at: datetime
    owner: str
    owner_name: str
    with_lawyer: bool
    offered_to_name: str | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sought:
    """What a supervisor looks for; an empty field asks for nothing. `number` may be a part of one."""

    stage: str = ""
    kind: str = ""
    district: str = ""
    lawyer: str = ""
    number: str = ""

    @property
    def anything(self) -> bool:
        """Whether anything is asked for."""
        return any((self.stage, self.kind, self.district, self.lawyer, self.number))


@dataclass(frozen=True, slots=True)
class Alarm:
    """An open case that somebody has to look at now, and why: any of the last six.

    `danger`: somebody may be in danger and no lawyer has the case. `not_delivered`: since the worker was last heard,
    something we wrote did not arrive. `call`: he could have been called by now. `late`: a clock of it was missed.
    `unseen`: half the time of an offer has passed and its lawyer, who has no chat, has not looked: he is to be called.
    """

    number: str
    kind: str
    district: str | None
    urgency: str
    opened_at: datetime
    danger: bool
    nobody_free: bool
    not_delivered: bool
    call: bool
    late: bool
    unseen: bool = False


ANYTHING = Sought()


def own(tx: Transaction, colleague: Colleague, limit: int = 300) -> list[Listed]:
    """What this colleague answers for; what has not ended first, then the newest."""
    his = (Owner.staff_id == colleague.id, may_read(tx, colleague))
    chosen = _listed().where(*his).order_by(_ended(), Case.opened_at.desc())
    return [Listed(*row) for row in tx.execute(chosen.limit(limit))]


def without_lawyer(tx: Transaction, supervisor: Colleague, sought: Sought = ANYTHING, limit: int = 300) -> list[Listed]:
    """Cases no lawyer has taken yet, of the supervisor's unit and below; the most urgent, then the oldest first."""
    mine = (_watched(tx, supervisor), *_asked(sought), ~_ended(), Staff.role != "lawyer")
    chosen = _listed().where(*mine).order_by(_rank(), Case.opened_at, Case.number)
    return [Listed(*row) for row in tx.execute(chosen.limit(limit))]


def with_lawyer_or_ended(
    tx: Transaction, supervisor: Colleague, sought: Sought = ANYTHING, limit: int = 300
) -> list[Listed]:
    """Every other case of the supervisor's unit and below; what has not ended first, then the newest."""
    mine = (_watched(tx, supervisor), *_asked(sought), or_(_ended(), Staff.role == "lawyer"))
    chosen = _listed().where(*mine).order_by(_ended(), Case.opened_at.desc())
    return [Listed(*row) for row in tx.execute(chosen.limit(limit))]


def alarms(tx: Transaction, colleague: Colleague, limit: int = 100) -> list[Alarm]:
    """What somebody has to look at now, of the cases this colleague may read; danger first, then the oldest."""
    lawyer, offered = Staff.role == "lawyer", exists().where(Offer.case_id == Case.id, Offer.outcome.is_(None))
    danger = and_(Case.urgency == "urgent", ~lawyer)
    nobody_free = and_(~lawyer, ~offered, Case.status.in_(("received", "reopened")))
    grounds = (danger, nobody_free, _not_delivered(), _call_overdue(tx), _late(), _unseen())
    shown: tuple[Any, ...] = (Case.number, Case.kind, Case.district, Case.urgency, Case.opened_at, *grounds)
    chosen = (
        select(*shown)
        .join(Owner, (Owner.case_id == Case.id) & Owner.until.is_(None))
        .join(Staff, Staff.id == Owner.staff_id)
        .where(may_read(tx, colleague), ~_ended(), or_(*grounds))
        .order_by(_rank(), Case.opened_at, Case.number)
    )
    return [Alarm(*row) for row in tx.execute(chosen.limit(limit))]


def reachable(tx: Transaction, conversation_id: str) -> bool:
    """Whether what we write in a conversation arrives, as far as we know."""
    return tx.execute(select(Conversation.reachable).where(Conversation.id == conversation_id)).scalar_one()


def _not_delivered() -> ColumnElement[bool]:
    """Something did not arrive, and the worker has not been heard since."""
    of_case = select(func.max(Event.n)).where(Event.case_id == Case.id)
    failed = of_case.where(Event.kind == "not_delivered").scalar_subquery()
    heard = of_case.where(Event.actor == "worker").scalar_subquery()
    return func.coalesce(failed, 0) > func.coalesce(heard, 0)


def _unseen() -> ColumnElement[bool]:
    return exists().where(Offer.case_id == Case.id, Offer.outcome.is_(None), Offer.call_asked_at.is_not(None))


def _call_overdue(tx: Transaction) -> ColumnElement[bool]:
    return exists().where(CallBack.case_id == Case.id, CallBack.done_at.is_(None), CallBack.not_before <= tx.now)


def _late() -> ColumnElement[bool]:
    missed = (CaseClock.ended_at.is_(None), CaseClock.missed_at.is_not(None))
    return exists().where(CaseClock.case_id == Case.id, *missed)


def _asked(sought: Sought) -> list[ColumnElement[bool]]:
    asked = (
        (sought.stage, Case.status == sought.stage),
        (sought.kind, Case.kind == sought.kind),
        (sought.district, Case.district == sought.district),
        (sought.lawyer, or_(Owner.staff_id == sought.lawyer, Offer.staff_id == sought.lawyer)),
        (sought.number, Case.number.contains(sought.number, autoescape=True)),
    )
    return [condition for value, condition in asked if value]


def _listed() -> Select[*tuple[Any, ...]]:
    asked = aliased(Staff)
    return (
        select(
            Case.number,
            Case.kind,
            Case.status,
            Case.ending,
            Case.urgency,
            Case.district,
            Case.opened_at,
            Staff.id,
            Staff.name,
            Staff.role == "lawyer",
            asked.name,
            Offer.due_at,
        )
        .join(Owner, (Owner.case_id == Case.id) & Owner.until.is_(None))
        .join(Staff, Staff.id == Owner.staff_id)
        .outerjoin(Offer, (Offer.case_id == Case.id) & Offer.outcome.is_(None))
        .outerjoin(asked, asked.id == Offer.staff_id)
    )


def _watched(tx: Transaction, supervisor: Colleague) -> ColumnElement[bool]:
    """What a supervisor may read; nobody else watches a unit."""
    return may_read(tx, supervisor) if supervisor.supervises else false()


def _ended() -> ColumnElement[bool]:
    return Case.status.in_(ENDED)


def _rank() -> ColumnElement[int]:
    return case({"urgent": 0, "high": 1}, value=Case.urgency, else_=2)
