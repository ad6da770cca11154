"""The code with which a worker comes back to his case, what he submitted, and how often a code may be tried."""

import hmac
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from storage import cases, models
from storage.cases import Case
from storage.database import Transaction
from storage.ids import new_id
from storage.vault import Place

_PURPOSE = "receipt"
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_LONGEST_NUMBER = 32
_NOBODYS = b"\0" * 32  # compared with where there is no such number, which takes as long


@dataclass(frozen=True, slots=True)
class Submitted:
    """What a case was opened with: the SHA-256 of it in hex, and the ids of the files that had arrived by then."""

    sha256: str
    files: tuple[str, ...] = ()


def sealed_code(tx: Transaction, key_id: str, case_id: str, code: str) -> dict[str, bytes]:
    """The columns of a code: the hash that it is compared with, and itself, to be shown again."""
    sealed = tx.vault.seal(key_id, code, Place("cases", "receipt", case_id))
    return {"receipt_hash": tx.vault.look_up(_PURPOSE, code), "receipt": sealed}


def code_of(tx: Transaction, case: Case) -> str | None:
    """The code of a case; None if it was locked, or is older than codes that can be shown again. Raises Erased."""
    its = (models.Case.id == case.id, models.Case.receipt_locked_at.is_(None))
    sealed = tx.execute(select(models.Case.receipt).where(*its)).scalar_one_or_none()
    return tx.vault.open(sealed, Place("cases", "receipt", case.id)) if sealed else None


def keep(tx: Transaction, case: Case, submitted: Submitted) -> None:
    """Write down what a case was opened with."""
    sealed = tx.vault.seal(case.key_id, json.dumps(asdict(submitted)), _digest_place(case))
    tx.execute(update(models.Case).where(models.Case.id == case.id).values(digest=sealed))


def submitted(tx: Transaction, case: Case) -> Submitted | None:
    """What a case was opened with; None if that was never written down. Raises Erased."""
    sealed = tx.execute(select(models.Case.digest).where(models.Case.id == case.id)).scalar_one()
    if sealed is None:
        return None
    known = json.loads(tx.vault.open(sealed, _digest_place(case)))
    return Submitted(known["sha256"], tuple(known["files"]))


def lock_code(tx: Transaction, case: Case) -> None:
    """The code of this case opens nothing any more."""
    tx.execute(update(models.Case).where(models.Case.id == case.id).values(receipt_locked_at=tx.now))


def is_locked(tx: Transaction, case: Case) -> bool:
    """Whether somebody denied that it was he who used the code."""
    its = select(models.Case.receipt_locked_at).where(models.Case.id == case.id)
    return tx.execute(its).scalar_one() is not None


def may_try(tx: Transaction, conversation_id: str, number: str, *, an_hour: int, a_day: int) -> bool:
    """Count one more try from a conversation that the caller holds, for a number that may exist or not.

    False if there were `an_hour` from this conversation within an hour, or `a_day` for this number within a day; such a
    try does not count itself, so that waiting helps.
    """
    tx.execute(delete(models.ReceiptTry).where(models.ReceiptTry.at <= tx.now - _DAY))
    here, there = f"chat:{conversation_id}", f"case:{number.strip().upper()[:_LONGEST_NUMBER]}"
    if _tries(tx, here, _HOUR) >= an_hour or _tries(tx, there, _DAY) >= a_day:
        return False
    tx.execute(insert(models.ReceiptTry), [_one_try(tx, here), _one_try(tx, there)])
    return True


def proven(tx: Transaction, number: str, code: str) -> Case | None:
    """The case with this number, if this is its code and nobody locked it; None otherwise.

    A number that does not exist takes as long as a wrong code.
    """
    columns = (models.Case.id, models.Case.receipt_hash, models.Case.receipt_locked_at)
    row = tx.execute(select(*columns).where(models.Case.number == number.strip().upper())).first()
    right = hmac.compare_digest(tx.vault.look_up(_PURPOSE, code), row.receipt_hash if row else _NOBODYS)
    return cases.by_id(tx, row.id) if row and right and row.receipt_locked_at is None else None


def forget_tries(tx: Transaction, number: str) -> None:
    """Whoever showed the right code for a number has not guessed; nor need others wait because of him."""
    tx.execute(delete(models.ReceiptTry).where(models.ReceiptTry.subject == f"case:{number}"))


def make_anonymous(tx: Transaction, case: Case) -> None:
    """Nobody is to know whose case this is."""
    tx.execute(update(models.Case).where(models.Case.id == case.id).values(anonymous=True))


def files_here(tx: Transaction, case: Case) -> Sequence[str]:
    """The ids of a case's files that have arrived, the oldest first."""
    its = (models.StoredFile.case_id == case.id, models.StoredFile.status == "kept")
    ids = select(models.StoredFile.id).where(*its)
    return list(tx.execute(ids.order_by(models.StoredFile.received_at, models.StoredFile.id)).scalars())


def _tries(tx: Transaction, subject: str, within: timedelta) -> int:
    lately: tuple[ColumnElement[bool], ...] = (
        models.ReceiptTry.subject == subject,
        models.ReceiptTry.at > tx.now - within,
    )
    return tx.execute(select(func.count()).select_from(models.ReceiptTry).where(*lately)).scalar_one()


def _one_try(tx: Transaction, subject: str) -> dict[str, Any]:
    return {"id": new_id(), "subject": subject, "at": tx.now}


def _digest_place(case: Case) -> Place:
    return Place("cases", "digest", case.id)
