"""When a worker is called: in the hours that he named, or else in safe ones."""

from datetime import datetime

import pytest

from cases import calling
from cases.office import Office
from cases.opening import open_case
from storage import conversations
from storage.cases import Case, Complaint
from storage.database import Database, Transaction

AT = datetime.fromisoformat("2026-11-23T10:00+08:00")


@pytest.mark.parametrize(
    ("contact", "hours", "due"),
    [
        ("13800000000", "", "2026-11-23T10:00+08:00"),
        ("13800000000 晚上7点以后", "", "2026-11-23T19:00+08:00"),
        ("13800000000", "中午12点到1点", "2026-11-23T12:00+08:00"),
        ("13800000000", "晚上8点以后", "2026-11-23T20:00+08:00"),
        ("13800000000", "早上9点以前", "2026-11-24T08:00+08:00"),
        ("13800000000", "只能发信息别打电话", "2026-11-23T10:00+08:00"),
    ],
)
def test_a_worker_is_called_when_he_said(towns: Database, office: Office, contact: str, hours: str, due: str) -> None:
    """
    Asked for at ten in the morning, a call is due in the hours of his own words, wherever he wrote them.
    """
    filed = towns.call(lambda tx: _filed(tx, office, contact, hours))

    at = towns.read(lambda tx: calling.his_hour(tx, filed, AT))

    assert at == datetime.fromisoformat(due)


def _filed(tx: Transaction, office: Office, contact: str, hours: str) -> Case:
    standing = conversations.lock(tx, "telegram", "4711")
    told = Complaint(
        "wages", "一直拖着工钱不给。", "620502", contact=contact, answers={"hours": hours} if hours else {}
    )
    who = {"conversation_id": standing.id, "person_id": standing.person_id}
    return open_case(tx, office, told, **who, urgency="normal").case
