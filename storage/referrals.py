"""What of a case is handed over 转办 to which receiver, what its worker said to that, and what came of it.

Whoever changes a referral holds its case first (`cases.lock`). Who may see one is decided in storage.referral_views.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Row, Select, func, insert, select, update

from storage import models
from storage.cases import Case
from storage.database import Transaction
from storage.errors import Erased
from storage.ids import new_id
from storage.vault import Place

Kind = Literal["inspection", "petition", "legal_aid", "court", "arbitration", "police", "union"]
Share = Literal["facts", "story", "contact", "name", "files"]
Reason = Literal["not_ours", "no_contract", "civil", "too_late", "evidence", "other"]
State = Literal[
    "asked",
    "agreed",
    "declined",
    "sent",
    "accepted",
    "refused",
    "returned",
    "silent",
    "done",
    "revoked",
    "taken_back",
]
AT_RECEIVER: tuple[State, ...] = ("sent", "accepted")  # an answer is waited for, and the case is with it
HANDED: tuple[State, ...] = (*AT_RECEIVER, "refused", "returned", "silent", "done")
OPEN: tuple[State, ...] = ("asked", "agreed", *AT_RECEIVER)
OVER: tuple[State, ...] = ("declined", "done", "revoked", "taken_back")


@dataclass(frozen=True, slots=True)
class Receiver:
    """An office or union body, by its name; `unit` is the code of a union body that answers on the desk."""

    kind: Kind
    name: str
    address: str = ""
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the worker is asked: why (`words`), as he reads it, what is shared (`sheet`), and a digest of all of it."""

    words: str
    wording: str
    sheet: str
    digest: str


@dataclass(frozen=True, slots=True)
class Referral:
    """A referral as it stands; an answer is due until the end of the day `due_on` in China.

    `reason` is why the receiver refused it. What is sealed is opened by functions of its own.
    """

    id: str
    case_id: str
    n: int
    number: str
    receiver: Receiver
    shares: tuple[Share, ...]
    file_ids: tuple[str, ...]
    state: State
    asked_at: datetime
    agreed_at: datetime | None
    sent_at: datetime | None
    due_on: date | None
    reason: Reason | None
    answered_on: date | None
    revoked_at: datetime | None
    times_sent: int
    times_silent: int

    @property
    def at_receiver(self) -> bool:
        """Whether an answer or a result is waited for."""
        return self.state in AT_RECEIVER

    @property
    def handed(self) -> bool:
        """Whether it was handed over and the worker has not taken his word back."""
        return self.state in HANDED


def ask(
    tx: Transaction,
    case: Case,
    its_id: str,
    receiver: Receiver,
    shares: Collection[Share],
    file_ids: Collection[str],
    agreed: Agreed,
    made_by: str,
) -> Referral:
    """Keep what the worker of a held case is asked; the number is that of the case, 转 and a counting number."""
    n = _last(tx, case.id) + 1
    values = {
        "id": its_id,
        "case_id": case.id,
        "n": n,
        "number": f"{case.number}Z{n}",
        "kind": receiver.kind,
        "name": receiver.name,
        "address": receiver.address,
        "unit": receiver.unit,
        "shares": list(shares),
        "file_ids": list(file_ids),
        **{name: _seal(tx, case, its_id, name, getattr(agreed, name)) for name in _AS_ASKED},
        "made_by": made_by,
        "state": "asked",
        "asked_at": tx.now,
        "times_sent": 0,
        "times_silent": 0,
    }
    tx.execute(insert(models.Referral).values(values))
    return by_id(tx, its_id)


def fresh_id() -> str:
    """The id of a referral that is about to be asked for."""
    return new_id()


def agree(tx: Transaction, referral: Referral) -> None:
    """The worker said yes, now."""
    _set(tx, referral, state="agreed", agreed_at=tx.now)


def send(tx: Transaction, case: Case, referral: Referral, due_on: date, letter: str) -> None:
    """It is with the receiver from now on, with this letter; what was answered before counts no more."""
    sealed = _seal(tx, case, referral.id, "letter", letter) if letter else None
    _set(
        tx,
        referral,
        state="sent",
        sent_at=tx.now,
        due_on=due_on,
        letter=sealed,
        reason=None,
        answered_on=None,
        times_sent=referral.times_sent + 1,
    )


def accept(tx: Transaction, referral: Referral, on: date, due_on: date) -> None:
    """The receiver took it on that day; a result is due by another."""
    _set(tx, referral, state="accepted", answered_on=on, due_on=due_on)


def keep_number(tx: Transaction, case: Case, referral: Referral, their_number: str) -> None:
    """The number under which the receiver has it."""
    _set(tx, referral, their_number=_seal(tx, case, referral.id, "their_number", their_number))


def settle(tx: Transaction, referral: Referral, state: State, on: date, reason: Reason | None = None) -> None:
    """The receiver refused it, gave it back or is done with it, on that day."""
    _set(tx, referral, state=state, answered_on=on, reason=reason, due_on=None)


def silent(tx: Transaction, referral: Referral) -> None:
    """No answer came in time, once more."""
    _set(tx, referral, state="silent", times_silent=referral.times_silent + 1)


def lay_down(tx: Transaction, referral: Referral) -> None:
    """Its case had ended when an answer was due, so nobody waits for one; that counts as no silence."""
    _set(tx, referral, state="silent")


def end(tx: Transaction, referral: Referral, state: State) -> None:
    """The worker said no, took his yes back, or whoever has the case did."""
    revoked = {"revoked_at": tx.now} if state == "revoked" else {}
    _set(tx, referral, state=state, due_on=None, **revoked)


def by_id(tx: Transaction, referral_id: str) -> Referral:
    """The referral with this id; raises LookupError."""
    row = tx.execute(_chosen().where(models.Referral.id == referral_id)).first()
    if row is None:
        raise LookupError("no such referral")
    return from_row(row)


def of_case(tx: Transaction, case_id: str) -> list[Referral]:
    """Every referral of a case in order."""
    rows = tx.execute(_chosen().where(models.Referral.case_id == case_id).order_by(models.Referral.n))
    return [from_row(row) for row in rows]


def of_case_by_n(tx: Transaction, case_id: str, n: int) -> Referral | None:
    """The referral of a case with this counting number."""
    row = tx.execute(_chosen().where(models.Referral.case_id == case_id, models.Referral.n == n)).first()
    return from_row(row) if row else None


def opened(tx: Transaction, referral: Referral, what: Literal["words", "wording", "sheet", "digest"]) -> str:
    """What the worker was asked, opened; raises Erased. The caller has decided who may read it."""
    column = getattr(models.Referral, what)
    sealed = tx.execute(select(column).where(models.Referral.id == referral.id)).scalar_one()
    return tx.vault.open(sealed, _place(referral.id, what))


def opened_if_there(tx: Transaction, referral: Referral, what: Literal["letter", "their_number"]) -> str:
    """The letter that went along, or the receiver's number; "" if there is none or it was erased."""
    column = getattr(models.Referral, what)
    sealed = tx.execute(select(column).where(models.Referral.id == referral.id)).scalar_one()
    try:
        return tx.vault.open(sealed, _place(referral.id, what)) if sealed else ""
    except Erased:
        return ""


_AS_ASKED = ("words", "wording", "sheet", "digest")
COLUMNS: tuple[Any, ...] = (
    models.Referral.id,
    models.Referral.case_id,
    models.Referral.n,
    models.Referral.number,
    models.Referral.kind,
    models.Referral.name,
    models.Referral.address,
    models.Referral.unit,
    models.Referral.shares,
    models.Referral.file_ids,
    models.Referral.state,
    models.Referral.asked_at,
    models.Referral.agreed_at,
    models.Referral.sent_at,
    models.Referral.due_on,
    models.Referral.reason,
    models.Referral.answered_on,
    models.Referral.revoked_at,
    models.Referral.times_sent,
    models.Referral.times_silent,
)


def _chosen() -> Select[*tuple[Any, ...]]:
    return select(*COLUMNS)


def from_row(row: Row[*tuple[Any, ...]]) -> Referral:
    """A row that begins with COLUMNS as what it says."""
    values: list[Any] = [*row[:4], Receiver(*row[4:8]), tuple(row.shares), tuple(row.file_ids), *row[10 : len(COLUMNS)]]
    return Referral(*values)


def _last(tx: Transaction, case_id: str) -> int:
    last = select(func.max(models.Referral.n)).where(models.Referral.case_id == case_id)
    return tx.execute(last).scalar_one() or 0


def _set(tx: Transaction, referral: Referral, **values: object) -> None:
    tx.execute(update(models.Referral).where(models.Referral.id == referral.id).values(values))


def _seal(tx: Transaction, case: Case, referral_id: str, what: str, text: str) -> bytes:
    return tx.vault.seal(case.key_id, text, _place(referral_id, what))


def _place(referral_id: str, what: str) -> Place:
    return Place("referrals", what, referral_id)
