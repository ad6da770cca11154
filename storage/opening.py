"""Writes a case down for the first time: its number, its complaint, its owner, and the code that proves whose it is."""

import json
import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage import cases, models, receipts
from storage.cases import Case, Complaint
from storage.clock import CHINA
from storage.database import Transaction
from storage.ids import new_id
from storage.vault import Place

_LONGEST_EMPLOYER = 200  # characters; no name is longer, and PostgreSQL cannot index endless ones
_RECEIPT_LETTERS, _RECEIPT_LENGTH = "ABCDEFGHJKMNPQRSTUVWXYZ23456789", 8  # none that looks like another


@dataclass(frozen=True, slots=True)
class Opened:
    """A case just opened: its number and the code with which its worker can prove that it is his."""

    case: Case
    receipt: str


def open_case(
    tx: Transaction,
    complaint: Complaint,
    *,
    conversation_id: str,
    person_id: str,
    unit: str,
    prefix: str,
    owner: str,
    urgency: str,
) -> Opened:
    """Write complaint, case and owner together; a case without an owner never exists."""
    case_id, key_id, receipt = new_id(), tx.vault.new_key(), new_code()
    values = {
        "id": case_id,
        "number": next_number(tx, prefix),
        **receipts.sealed_code(tx, key_id, case_id, receipt),
        "conversation_id": conversation_id,
        "person_id": person_id,
        "key_id": key_id,
        "unit": unit,
        "kind": complaint.kind,
        "status": "received",
        "urgency": urgency,
        "district": complaint.district,
        "last_event": 0,
        "follow_ups": 0,
        "opened_at": tx.now,
    }
    tx.execute(insert(models.Case).values(values))
    _write_complaint(tx, case_id, key_id, complaint)
    cases.set_owner(tx, case_id, owner, "opened")
    return Opened(cases.by_id(tx, case_id), receipt)


def new_code() -> str:
    """A code that nobody guesses, of letters and digits that can be told apart."""
    return "".join(secrets.choice(_RECEIPT_LETTERS) for _ in range(_RECEIPT_LENGTH))


def next_number(tx: Transaction, prefix: str) -> str:
    """The next number of the day in China, such as TS26112200007; no two transactions get the same."""
    day = tx.now.astimezone(CHINA).strftime("%y%m%d")
    upsert = postgresql_insert if tx.on_postgresql else sqlite_insert
    grown = (
        upsert(models.Counter)
        .values(name=f"{prefix}{day}", value=1)
        .on_conflict_do_update(index_elements=["name"], set_={"value": models.Counter.value + 1})
        .returning(models.Counter.value)
    )
    return f"{prefix}{day}{tx.execute(grown).scalar_one():05d}"


def _write_complaint(tx: Transaction, case_id: str, key_id: str, complaint: Complaint) -> None:
    row, contact = new_id(), complaint.contact
    answers = json.dumps(dict(complaint.answers), ensure_ascii=False) if complaint.answers else None
    values: dict[str, Any] = {
        "id": row,
        "case_id": case_id,
        "employer": complaint.employer[:_LONGEST_EMPLOYER] if complaint.employer else None,
        "site": complaint.site[:_LONGEST_EMPLOYER] if complaint.site else None,
        "amount": complaint.amount,
        "since": complaint.since,
        "headcount": complaint.headcount,
        "approximate": list(complaint.approximate),
        "asked_on": _today(tx),
        "story": tx.vault.seal(key_id, complaint.story, Place("complaints", "story", row)),
        "contact": tx.vault.seal(key_id, contact, Place("complaints", "contact", row)) if contact else None,
        "answers": tx.vault.seal(key_id, answers, Place("complaints", "answers", row)) if answers else None,
    }
    tx.execute(insert(models.Complaint).values(values))


def _today(tx: Transaction) -> date:
    return tx.now.astimezone(CHINA).date()
