"""Union bodies and their staff: who works here, what for, and how they sign in."""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from storage import duty, outbox, threads, tree
from storage.database import Transaction
from storage.divisions import Level, level_of
from storage.errors import StorageError
from storage.models import Conversation, SignInLink, Staff, Unit

Role = Literal["lawyer", "operator", "supervisor", "administrator"]
ROLES: tuple[Role, ...] = ("lawyer", "operator", "supervisor", "administrator")
SIGN_IN = "sign-in"
TELEGRAM = "telegram"
STAFF_CHATS = "staff_chats"  # woken when a chat becomes a colleague's or ceases to be


class UnknownStaff(StorageError):
    """No member of staff has this id."""


class UnknownUnit(StorageError):
    """No union body has this code."""


@dataclass(frozen=True, slots=True)
class UnionBody:
    """A union body; `code` is the GB/T 2260 code of its place, for an enterprise 620502-07."""

    code: str
    name: str
    parent: str | None

    @property
    def level(self) -> Level:
        """How high it stands."""
        return level_of(self.code)


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff. `clients`: employers a lawyer acts for; `capacity`: open cases he can carry.

    `firm` is where he practises, `relatives` are his by their names; both are only ever compared. `languages` are
    those he speaks beside Chinese; `licence_until` is the last day of his licence, None if nobody has looked at it.
    """

    id: str
    name: str
    role: Role
    unit: str
    district: str | None = None
    subjects: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    capacity: int = 0
    active: bool = True
    firm: str = ""
    relatives: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    licence_until: date | None = None

    @property
    def supervises(self) -> bool:
        """Whether this colleague answers for the cases of a unit and of those below it."""
        return self.role in ("supervisor", "administrator")


def add_unit(tx: Transaction, unit: UnionBody) -> None:
    """Add a union body under its parent.

    Raises UnknownUnit if the parent does not exist (it is not its own either), StorageError if the code is taken.
    """
    if unit.parent is not None:
        _must_exist(tx, unit.parent)
    try:
        tx.execute(insert(Unit).values(code=unit.code, name=unit.name, parent=unit.parent))
    except IntegrityError:
        raise StorageError(f"There is a union body {unit.code} already; see `hotline staff units`.") from None


def units(tx: Transaction, codes: Collection[str] | None = None) -> list[UnionBody]:
    """Every union body, or those of these codes, the highest first."""
    chosen = select(*_UNIT).order_by(Unit.code)
    rows = tx.execute(chosen if codes is None else chosen.where(Unit.code.in_(codes)))
    return [UnionBody(row.code, row.name, row.parent) for row in rows]


def unit_and_below(tx: Transaction, unit: str) -> list[str]:
    """The codes of a union body and of everything under it; each once, even if they stand in a circle."""
    return list(dict.fromkeys((unit, *tx.execute(select(tree.below(unit).c.code)).scalars())))


def next_staff_id(tx: Transaction, role: Role) -> str:
    """A short id nobody has yet, such as L07; staff read it aloud on the telephone."""
    prefix = role[0].upper()
    taken = tx.execute(select(Staff.id).where(Staff.id.like(f"{prefix}%"))).scalars()
    highest = max((int(one[1:]) for one in taken if one[1:].isdigit()), default=0)
    return f"{prefix}{highest + 1:02d}"


def add(tx: Transaction, colleague: Colleague) -> None:
    """Add a member of staff; raises UnknownUnit if the unit does not exist, StorageError if the id is taken."""
    _must_exist(tx, colleague.unit)
    try:
        tx.execute(insert(Staff).values({**_columns(colleague), "made_at": tx.now}))
    except IntegrityError:
        raise StorageError(f"Somebody has the id {colleague.id} already.") from None


def change(tx: Transaction, colleague: Colleague) -> None:
    """Write down what is new about a member of staff; raises UnknownStaff, UnknownUnit."""
    _must_exist(tx, colleague.unit)
    if tx.execute(update(Staff).where(Staff.id == colleague.id).values(_columns(colleague))).rowcount == 0:
        raise UnknownStaff(f"Nobody has the id {colleague.id}.")


def colleague(tx: Transaction, staff_id: str) -> Colleague:
    """The member of staff with this id; raises UnknownStaff."""
    return _known(tx.execute(select(*COLUMNS).where(Staff.id == staff_id)).first(), staff_id)


def held(tx: Transaction, staff_id: str) -> Colleague:
    """The member of staff with this id, who stays as he is until the transaction ends; raises UnknownStaff."""
    chosen = select(*COLUMNS).where(Staff.id == staff_id).with_for_update(read=True)
    return _known(tx.execute(chosen).first(), staff_id)


def everybody(tx: Transaction, role: Role | None = None) -> list[Colleague]:
    """All staff, or all of one role, by id."""
    chosen = select(*COLUMNS).order_by(Staff.id)
    return [from_row(row) for row in tx.execute(chosen.where(Staff.role == role) if role else chosen)]


def of_units(tx: Transaction, units: Collection[str]) -> list[Colleague]:
    """Whoever belongs to these union bodies, not to those below them, by id."""
    return [from_row(row) for row in tx.execute(select(*COLUMNS).where(Staff.unit.in_(units)).order_by(Staff.id))]


def names(tx: Transaction, staff_ids: Iterable[str]) -> dict[str, str]:
    """The names of these members of staff, by id."""
    return {row.id: row.name for row in tx.execute(select(Staff.id, Staff.name).where(Staff.id.in_(set(staff_ids))))}


def supervisor_of(tx: Transaction, unit: str) -> Colleague:
    """Who answers for a unit now: whoever is on duty for it, else its first supervisor who is here, else those above.

    Somebody on leave only if nobody of them all is here. Raises UnknownStaff if nobody supervises the unit at all.
    """
    found = duty.supervisor(tx, tree.upwards(tx, unit))
    if found:
        return colleague(tx, found)
    raise UnknownStaff(
        "No active supervisor answers for this place; add one with `hotline staff add --role supervisor`."
    )


def invite(tx: Transaction, staff_id: str, purpose: str, lasts: timedelta) -> str:
    """A one-time token for this member of staff; only its hash is kept. Raises UnknownStaff."""
    token = secrets.token_urlsafe(24)
    values = {
        "token_hash": tx.vault.look_up("invitation", token),
        "staff_id": colleague(tx, staff_id).id,
        "purpose": purpose,
        "expires_at": tx.now + lasts,
    }
    tx.execute(insert(SignInLink).values(values))
    return token


def redeem(tx: Transaction, token: str, purpose: str) -> Colleague | None:
    """Use up a one-time token; None if it was used, has expired or never was, or its colleague has left."""
    mine = (
        SignInLink.token_hash == tx.vault.look_up("invitation", token),
        SignInLink.purpose == purpose,
        SignInLink.used_at.is_(None),
        SignInLink.expires_at > tx.now,
    )
    used = tx.execute(update(SignInLink).where(*mine).values(used_at=tx.now).returning(SignInLink.staff_id)).first()
    found = colleague(tx, used.staff_id) if used else None
    return found if found and found.active else None


def link_chat(tx: Transaction, staff_id: str, conversation_id: str) -> None:
    """This chat is the colleague's from now on, whosever it was, and no other chat is his."""
    whose = select(Conversation.staff_id).where(Conversation.id == conversation_id)
    former = tx.execute(whose).scalar_one()
    if former == staff_id:
        return
    for one in filter(None, (former, staff_id)):
        unlink_chat(tx, one)
    tx.execute(update(Conversation).where(Conversation.id == conversation_id).values(staff_id=staff_id))
    tx.wake(STAFF_CHATS)


def unlink_chat(tx: Transaction, staff_id: str) -> None:
    """No chat is this colleague's any more; the one he had is anybody's and begins anew.

    What waits there about cases never leaves, and its messages lead to no case but its person's own.
    """
    chat = chat_of(tx, staff_id)
    if chat is None:
        return
    outbox.withdraw(tx, chat)
    threads.forget_others(tx, chat)
    anew = {"staff_id": None, "step": "welcome", "draft": None, "case_in_hand": None}
    tx.execute(update(Conversation).where(Conversation.id == chat).values(anew))
    tx.wake(STAFF_CHATS)


def chat_of(tx: Transaction, staff_id: str) -> str | None:
    """The conversation in which this colleague is written to; None if he works at the desk only."""
    return tx.execute(select(Conversation.id).where(Conversation.staff_id == staff_id)).scalar_one_or_none()


def linked(tx: Transaction) -> set[str]:
    """The ids of the colleagues who have a chat."""
    found = tx.execute(select(Conversation.staff_id).where(Conversation.staff_id.is_not(None))).scalars()
    return {staff_id for staff_id in found if staff_id}


def is_empty(tx: Transaction) -> bool:
    """Whether nobody works here yet."""
    return tx.execute(select(func.count()).select_from(Staff)).scalar_one() == 0


_UNIT = (Unit.code, Unit.name, Unit.parent)
COLUMNS: tuple[Any, ...] = (
    Staff.id,
    Staff.name,
    Staff.role,
    Staff.unit,
    Staff.district,
    Staff.subjects,
    Staff.clients,
    Staff.capacity,
    Staff.active,
    Staff.firm,
    Staff.relatives,
    Staff.languages,
    Staff.licence_until,
)


def _columns(colleague: Colleague) -> dict[str, Any]:
    return {
        "id": colleague.id,
        "name": colleague.name,
        "role": colleague.role,
        "unit": colleague.unit,
        "district": colleague.district,
        "subjects": list(colleague.subjects),
        "clients": list(colleague.clients),
        "capacity": colleague.capacity,
        "active": colleague.active,
        "firm": colleague.firm,
        "relatives": list(colleague.relatives),
        "languages": list(colleague.languages),
        "licence_until": colleague.licence_until,
        "indexed": False,
    }


def _must_exist(tx: Transaction, unit: str) -> None:
    if tx.execute(select(Unit.code).where(Unit.code == unit)).first() is None:
        raise UnknownUnit(f"There is no union body {unit}; see `hotline staff units`.")


def _known(row: Any, staff_id: str) -> Colleague:
    if row is None:
        raise UnknownStaff(f"Nobody has the id {staff_id}; see `hotline staff list`.")
    return from_row(row)


def from_row(row: Any) -> Colleague:
    """The member of staff in a row with COLUMNS."""
    return Colleague(
        row.id,
        row.name,
        row.role,
        row.unit,
        row.district,
        tuple(row.subjects),
        tuple(row.clients),
        row.capacity,
        row.active,
        row.firm,
        tuple(row.relatives or ()),
        tuple(row.languages or ()),
        row.licence_until,
    )
