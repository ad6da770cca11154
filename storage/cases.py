"""Cases and the complaints they rest on; who may see one is decided here, in the query."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased

from storage import models
from storage.database import Transaction
from storage.errors import StorageError
from storage.ids import new_id
from storage.people import Colleague, unit_and_below
from storage.vault import Place

Status = Literal[
    "received", "offered", "accepted", "working", "referred", "awaiting_worker", "closed", "withdrawn", "reopened"
]
Ending = Literal["confirmed", "answered", "unanswered", "withdrawn"]
ENDED: tuple[Status, ...] = ("closed", "withdrawn")


class UnknownCase(StorageError):
    """There is no case with this number, or it is not this person's to see."""

    def __init__(self, number: str) -> None:
        super().__init__(f"There is no case {number} that you may see; check the number.")


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it stands: `owner` answers for it, `offered_to` has been asked to take it.

    Its worker is written to in `conversation_id`, which follows him; `anonymous` if he wishes to stay unknown.
    """

    id: str
    number: str
    kind: str
    status: Status
    ending: Ending | None
    urgency: str
    district: str | None
    unit: str
    owner: str
    offered_to: str | None
    conversation_id: str
    person_id: str
    key_id: str
    follow_ups: int
    opened_at: datetime
    anonymous: bool = False

    @property
    def ended(self) -> bool:
        """Whether nothing more is to be done unless it is reopened."""
        return self.status in ENDED


@dataclass(frozen=True, slots=True)
class Complaint:
    """What the worker told us; `amount` in yuan, `since` as YYYY-MM or in his words, `contact` as he wrote it.

    `approximate` names the figures that he gave only roughly, such as "amount". `answers` is whatever else is known,
    by the name of its question, as cases.facts keeps it.
    """

    kind: str
    story: str
    district: str | None = None
    employer: str | None = None
    amount: Decimal | None = None
    since: str | None = None
    headcount: int | None = None
    contact: str | None = None
    approximate: tuple[str, ...] = ()
    site: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


def set_owner(tx: Transaction, case_id: str, staff_id: str, reason: str) -> None:
    """Hand a case from whoever has it to one other; the index refuses a second owner."""
    current = (models.Owner.case_id == case_id, models.Owner.until.is_(None))
    tx.execute(update(models.Owner).where(*current).values(until=tx.now))
    values = {"id": new_id(), "case_id": case_id, "staff_id": staff_id, "since": tx.now, "reason": reason}
    tx.execute(insert(models.Owner).values(values))


def set_status(tx: Transaction, case_id: str, status: Status, ending: Ending | None = None) -> None:
    """Move a case; `ending` says how a closed one ended."""
    closed_at = tx.now if status in ENDED else None
    changed = {"status": status, "ending": ending, "closed_at": closed_at}
    tx.execute(update(models.Case).where(models.Case.id == case_id).values(changed))


def set_urgency(tx: Transaction, case_id: str, urgency: str) -> None:
    """How pressing a case is from now on."""
    tx.execute(update(models.Case).where(models.Case.id == case_id).values(urgency=urgency))


def count_follow_up(tx: Transaction, case_id: str, times: int) -> None:
    """How often the worker has been asked whether it is solved, since closing was last proposed."""
    tx.execute(update(models.Case).where(models.Case.id == case_id).values(follow_ups=times))


def lock(tx: Transaction, case_id: str) -> Case:
    """The case, held until the transaction ends, so that two decisions about it come one after the other.

    Its conversation is held first. Everybody takes rows in one order, conversation, case, then offer, task or reply,
    or worker and lawyer would wait for each other: his message comes with the conversation, the desk's with the case.

    While we waited for the case its worker may have gone on in another chat. That one is then held after the case: out
    of order, which is rare, and if somebody waits the other way round the database ends one of us, who begins again.
    """
    conversation_id = tx.execute(select(models.Case.conversation_id).where(models.Case.id == case_id)).scalar_one()
    tx.execute(_HOLD_CONVERSATION, {"its_id": conversation_id}).one()
    tx.execute(select(models.Case.id).where(models.Case.id == case_id).with_for_update()).one()
    case = by_id(tx, case_id)
    if case.conversation_id != conversation_id:
        tx.execute(_HOLD_CONVERSATION, {"its_id": case.conversation_id}).one()
    return case


def by_id(tx: Transaction, case_id: str) -> Case:
    """The case with this id; raises UnknownCase."""
    return _one(tx.execute(_cases().where(models.Case.id == case_id)).first(), case_id)


def by_number(tx: Transaction, number: str) -> Case:
    """The case with this number, for the machine itself; people go through `visible` or `of_person`."""
    return _one(tx.execute(_cases().where(models.Case.number == number.strip().upper())).first(), number)


def visible(tx: Transaction, colleague: Colleague, number: str) -> Case:
    """The case, if this colleague may read it; raises UnknownCase otherwise, whether or not it exists."""
    found = tx.execute(_cases().where(models.Case.number == number.strip().upper(), may_read(tx, colleague))).first()
    return _one(found, number)


def visible_to(tx: Transaction, colleague: Colleague, limit: int = 500) -> list[Case]:
    """The cases this colleague may read: a lawyer's own, a supervisor's unit's; open ones first, then the newest."""
    ended = models.Case.status.in_(ENDED)
    chosen = _cases().where(may_read(tx, colleague)).order_by(ended, models.Case.opened_at.desc()).limit(limit)
    return [Case(*row) for row in tx.execute(chosen)]


def of_person(tx: Transaction, person_id: str) -> list[Case]:
    """A worker's own cases, the newest first."""
    return [Case(*row) for row in tx.execute(_OF_PERSON, {"its_person_id": person_id})]


def of_person_by_number(tx: Transaction, person_id: str, number: str) -> Case:
    """A worker's own case; raises UnknownCase."""
    its = {"its_person_id": person_id, "its_number": number.strip().upper()}
    return _one(tx.execute(_OF_PERSON_BY_NUMBER, its).first(), number)


def everything(tx: Transaction) -> list[Case]:
    """All cases, the newest first, for the command line; numbers and ids, never content."""
    return [Case(*row) for row in tx.execute(_cases().order_by(models.Case.opened_at.desc()))]


def complaint_of(tx: Transaction, case: Case) -> Complaint:
    """What the worker told us, opened; the caller has decided through `visible` that it may be read."""
    row = tx.execute(select(*_COMPLAINT).where(models.Complaint.case_id == case.id)).one()
    return Complaint(
        case.kind,
        tx.vault.open(row.story, Place("complaints", "story", row.id)),
        case.district,
        row.employer,
        row.amount,
        row.since,
        row.headcount,
        tx.vault.open(row.contact, Place("complaints", "contact", row.id)) if row.contact else None,
        tuple(row.approximate),
        row.site,
        json.loads(tx.vault.open(row.answers, Place("complaints", "answers", row.id))) if row.answers else {},
    )


def add_contact(tx: Transaction, case: Case, contact: str) -> None:
    """Another way to reach the worker of a held case, before those he gave earlier; one that is known adds nothing."""
    its = models.Complaint.case_id == case.id
    row = tx.execute(select(models.Complaint.id, models.Complaint.contact).where(its)).one()
    place = Place("complaints", "contact", row.id)
    known = tx.vault.open(row.contact, place) if row.contact else ""
    if contact in known:
        return
    sealed = tx.vault.seal(case.key_id, "；".join(filter(None, (contact, known))), place)
    tx.execute(update(models.Complaint).where(its).values(contact=sealed))


def with_colleague(tx: Transaction, staff_id: str) -> list[Case]:
    """The open cases that a colleague owns or is asked to take, in the order in which several are locked."""
    asked = exists().where(
        models.Offer.case_id == models.Case.id, models.Offer.outcome.is_(None), models.Offer.staff_id == staff_id
    )
    his = (or_(_owned_by(staff_id), asked), models.Case.status.not_in(ENDED))
    return [
        Case(*row) for row in tx.execute(_cases().where(*his).order_by(models.Case.conversation_id, models.Case.id))
    ]


_HOLD_CONVERSATION = (
    select(models.Conversation.id).where(models.Conversation.id == bindparam("its_id")).with_for_update()
)
_COMPLAINT = (
    models.Complaint.id,
    models.Complaint.employer,
    models.Complaint.amount,
    models.Complaint.since,
    models.Complaint.headcount,
    models.Complaint.story,
    models.Complaint.contact,
    models.Complaint.approximate,
    models.Complaint.site,
    models.Complaint.answers,
)


def _cases() -> Select[*tuple[Any, ...]]:
    case = models.Case
    owner = select(models.Owner.staff_id).where(models.Owner.case_id == case.id, models.Owner.until.is_(None))
    offered = select(models.Offer.staff_id).where(models.Offer.case_id == case.id, models.Offer.outcome.is_(None))
    return select(
        case.id,
        case.number,
        case.kind,
        case.status,
        case.ending,
        case.urgency,
        case.district,
        case.unit,
        owner.scalar_subquery().label("owner"),
        offered.scalar_subquery().label("offered_to"),
        case.conversation_id,
        case.person_id,
        case.key_id,
        case.follow_ups,
        case.opened_at,
        case.anonymous,
    )


def _is_his(person_id: BindParameter[Any]) -> ColumnElement[bool]:
    """He opened it, or showed its code."""
    shown = (models.Access.person_id == person_id, models.Access.until.is_(None))
    return or_(models.Case.person_id == person_id, models.Case.id.in_(select(models.Access.case_id).where(*shown)))


_OF_PERSON = (  # asked with nearly every message
    _cases().where(_is_his(bindparam("its_person_id"))).order_by(models.Case.opened_at.desc())
)
_OF_PERSON_BY_NUMBER = _cases().where(
    _is_his(bindparam("its_person_id")), models.Case.number == bindparam("its_number")
)


def _one(row: Row[*tuple[Any, ...]] | None, number: str) -> Case:
    if row is None:
        raise UnknownCase(number)
    return Case(*row)


def may_read(tx: Transaction, colleague: Colleague) -> ColumnElement[bool]:
    """The one rule of who reads a case: everybody what he owns, a supervisor also what is of his unit or below.

    What was sealed from him, because he stands on the other side, nobody reads, whatever he owns or supervises.
    """
    owned, open_to_him = _owned_by(colleague.id), ~_sealed_from(colleague.id)
    if not colleague.supervises:
        return and_(owned, open_to_him)
    return and_(or_(owned, models.Case.unit.in_(unit_and_below(tx, colleague.unit))), open_to_him)


def _sealed_from(staff_id: str) -> ColumnElement[bool]:
    return exists().where(models.Sealed.case_id == models.Case.id, models.Sealed.staff_id == staff_id)


def _owned_by(staff_id: str) -> ColumnElement[bool]:
    owner = aliased(models.Owner)  # the rule also stands in queries that join the owners themselves
    return exists().where(owner.case_id == models.Case.id, owner.until.is_(None), owner.staff_id == staff_id)
