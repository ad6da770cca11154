"""A case for tests that are about what happens to one."""

from storage import conversations, opening
from storage.cases import Case, Complaint
from storage.database import Database, Transaction

WAGES = Complaint("wages", "老板拖欠我三个月工资", employer="甲公司")


def open_case(
    database: Database, *, unit: str = "620502", owner: str = "S02", complaint: Complaint = WAGES, address: str = "4711"
) -> Case:
    """Open a case of the worker at `address`."""
    return database.call(lambda tx: opened(tx, unit, owner, complaint, address).case)


def opened(
    tx: Transaction,
    unit: str = "620502",
    owner: str = "S02",
    complaint: Complaint = WAGES,
    address: str = "4711",
) -> opening.Opened:
    """The same within a transaction, with its receipt."""
    worker = conversations.lock(tx, "telegram", address)
    return opening.open_case(
        tx,
        complaint,
        conversation_id=worker.id,
        person_id=worker.person_id,
        unit=unit,
        prefix="TS",
        owner=owner,
        urgency="normal",
    )
