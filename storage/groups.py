"""Workmates with one case: the code by which they join, and what each told for himself, under a key of his own.

Whoever changes a group holds the row of its case first (`access.hold`, or `cases.lock` where the conversation of the
case is needed too), so that a code that is closed and somebody who joins by it come one after the other.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage import cases, models
from storage.cases import ENDED, Case
from storage.database import Transaction
from storage.errors import Erased, StorageError
from storage.ids import new_id
from storage.opening import next_number
from storage.vault import Place

CODE_LENGTH = 7
_LETTERS, _DIGITS = "ABCDEFHJKLMNPQRSTVWXYZ", "34679"  # none that looks like another, on paper or on a small screen
_PREFIX = "GY"  # 工友; what a membership number begins with
_CODE = "group code"


class UnknownMember(StorageError):
    """Nobody has this membership number, or it is not this person's."""

    def __init__(self, number: str) -> None:
        super().__init__(f"There is no membership {number} that you may see; check the number.")


@dataclass(frozen=True, slots=True)
class Group:
    """The workmates of a case; `code` is None while nobody can join, because it was closed or has run out."""

    case_id: str
    code: str | None
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Member:
    """A workmate who joined and has not left; `number` is what he is known by."""

    id: str
    case_id: str
    number: str
    conversation_id: str
    person_id: str
    key_id: str
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What one workmate is owed: `amount` in yuan, `days` of work, or `period` where he told it in other words.

    `approximate` names the figures that he gave only roughly. What he did not know or say is None.
    """

    amount: Decimal | None = None
    days: Decimal | None = None
    period: str | None = None
    contact: str | None = None
    approximate: tuple[str, ...] = ()


def of_case(tx: Transaction, case: Case) -> Group | None:
    """The group of a case with its code opened; None if none was ever begun."""
    columns = (models.Group.code, models.Group.expires_at)
    row = tx.execute(select(*columns).where(models.Group.case_id == case.id)).first()
    if row is None:
        return None
    runs = row.code is not None and row.expires_at > tx.now
    code = tx.vault.open(row.code, _code_place(case.id)) if runs else None
    return Group(case.id, code, row.expires_at if runs else None)


def give_code(tx: Transaction, case: Case, lasts: timedelta) -> Group:
    """A fresh code for the group of a held case, which begins with it if there was none; an earlier code is gone."""
    code = _fresh_code()
    values = {
        "code_hash": tx.vault.look_up(_CODE, code),
        "code": tx.vault.seal(case.key_id, code, _code_place(case.id)),
        "expires_at": tx.now + lasts,
    }
    upsert = postgresql_insert if tx.on_postgresql else sqlite_insert
    row = upsert(models.Group).values(case_id=case.id, made_at=tx.now, **values)
    tx.execute(row.on_conflict_do_update(index_elements=["case_id"], set_=values))
    return Group(case.id, code, tx.now + lasts)


def close(tx: Transaction, case_id: str) -> None:
    """Nobody joins any more, until a fresh code is given; who has joined stays."""
    nothing = {"code_hash": None, "code": None, "expires_at": None}
    tx.execute(update(models.Group).where(models.Group.case_id == case_id).values(nothing))


def by_code(tx: Transaction, code: str) -> Case | None:
    """The case that this code leads to; None if there is none, the code has run out or the case has ended."""
    its = (models.Group.code_hash == tx.vault.look_up(_CODE, code), models.Group.expires_at > tx.now)
    open_ones = select(models.Group.case_id).join(models.Case, models.Case.id == models.Group.case_id)
    found = tx.execute(open_ones.where(*its, models.Case.status.not_in(ENDED))).scalar_one_or_none()
    return cases.by_id(tx, found) if found else None


def add(tx: Transaction, case: Case, conversation_id: str, person_id: str, told: Told) -> Member:
    """Somebody joins a held case; what he told is sealed with a key of his own."""
    member_id, key_id, number = new_id(), tx.vault.new_key(), next_number(tx, _PREFIX)
    row = Member(member_id, case.id, number, conversation_id, person_id, key_id, tx.now)
    sealed = tx.vault.seal(key_id, _written(told), _told_place(member_id))
    tx.execute(insert(models.Member).values({**{name: getattr(row, name) for name in _NAMES}, "told": sealed}))
    return row


def change(tx: Transaction, member: Member, told: Told) -> None:
    """What a member says now, instead of what he told before."""
    sealed = tx.vault.seal(member.key_id, _written(told), _told_place(member.id))
    tx.execute(update(models.Member).where(models.Member.id == member.id).values(told=sealed))


def leave(tx: Transaction, member: Member) -> None:
    """He is no member any more, and what he told cannot be read by anybody again."""
    tx.execute(update(models.Member).where(models.Member.id == member.id).values(left_at=tx.now))
    tx.vault.erase(member.key_id)


def told(tx: Transaction, member: Member) -> Told | None:
    """What a member told, opened; None if it was erased. The caller has decided who may read it."""
    sealed = tx.execute(select(models.Member.told).where(models.Member.id == member.id)).scalar_one()
    try:
        return _read(tx.vault.open(sealed, _told_place(member.id)))
    except Erased:
        return None


def members(tx: Transaction, case_id: str) -> list[Member]:
    """Who has joined a case and not left, the first first."""
    chosen = _members().where(models.Member.case_id == case_id, _stays())
    return [Member(*row) for row in tx.execute(chosen.order_by(models.Member.joined_at, models.Member.number))]


def count(tx: Transaction, case_id: str) -> int:
    """How many have joined a case and not left; the one who started it is not among them."""
    its = (models.Member.case_id == case_id, _stays())
    return tx.execute(select(func.count()).select_from(models.Member).where(*its)).scalar_one()


def of_person(tx: Transaction, person_id: str) -> list[Member]:
    """A person's own memberships, the newest first."""
    chosen = _members().where(models.Member.person_id == person_id, _stays())
    return [Member(*row) for row in tx.execute(chosen.order_by(models.Member.joined_at.desc()))]


def of_person_by_number(tx: Transaction, person_id: str, number: str) -> Member:
    """A person's own membership; raises UnknownMember."""
    his = (models.Member.person_id == person_id, models.Member.number == number.strip().upper(), _stays())
    return _one(tx.execute(_members().where(*his)).first(), number)


def of_case_by_number(tx: Transaction, case: Case, number: str) -> Member:
    """A member of a case; raises UnknownMember. The caller has decided who may read the case."""
    its = (models.Member.case_id == case.id, models.Member.number == number.strip().upper(), _stays())
    return _one(tx.execute(_members().where(*its)).first(), number)


def by_id(tx: Transaction, member_id: str) -> Member | None:
    """A member by his id; None if he has left."""
    row = tx.execute(_members().where(models.Member.id == member_id, _stays())).first()
    return Member(*row) if row else None


def _fresh_code() -> str:
    """Letters and at least one digit, so that no word is ever taken for a code."""
    while True:
        code = "".join(secrets.choice(_LETTERS + _DIGITS) for _ in range(CODE_LENGTH))
        if set(code) & set(_LETTERS) and set(code) & set(_DIGITS):
            return code


_NAMES = ("id", "case_id", "number", "conversation_id", "person_id", "key_id", "joined_at")


def _members() -> Any:
    return select(*(getattr(models.Member, name) for name in _NAMES))


def _stays() -> ColumnElement[bool]:
    return models.Member.left_at.is_(None)


def _one(row: Row[*tuple[Any, ...]] | None, number: str) -> Member:
    if row is None:
        raise UnknownMember(number)
    return Member(*row)


def _written(told: Told) -> str:
    amount, days = (None if it is None else str(it) for it in (told.amount, told.days))
    return json.dumps([amount, days, told.period, told.contact, told.approximate], ensure_ascii=False)


def _read(written: str) -> Told:
    amount, days, period, contact, approximate = json.loads(written)
    amount, days = (None if it is None else Decimal(it) for it in (amount, days))
    return Told(amount, days, period, contact, tuple(approximate))


def _code_place(case_id: str) -> Place:
    return Place("case_groups", "code", case_id)


def _told_place(member_id: str) -> Place:
    return Place("group_members", "told", member_id)
