"""Somebody has to be called, because nothing that we write reaches him."""

from datetime import datetime, time, timedelta

from cases import telling
from knowledge.reading.hours import read_hours
from storage import call_backs, cases, events
from storage.cases import Case
from storage.clock import CHINA
from storage.conversations import Standing
from storage.database import Transaction
from storage.errors import Erased

WANTED, DONE, NEEDLESS = "call_back_wanted", "call_back_done", "call_back_needless"
_FROM, _UNTIL = time(9), time(20)  # when nobody minds a call, on whatever day


def ask(tx: Transaction, case_id: str, reason: str) -> None:
    """Have the worker of a case called in safe hours; nothing if it has ended or he is to be called already.

    His colleagues see it at the desk, whoever has the case hears it in his chat. `reason` is a short word without
    content; the caller holds the case's conversation.
    """
    case = cases.lock(tx, case_id)
    if case.ended or call_backs.is_open(tx, case.id):
        return
    call_backs.ask(tx, case.id, his_hour(tx, case, tx.now), reason)
    telling.tell_owner(tx, case, events.record(tx, case, WANTED, events.HOTLINE, {"reason": reason}))


def heard(tx: Transaction, case: Case) -> None:
    """The worker of a case, which the caller holds, has read or written: a call that is open for it is not needed."""
    if not call_backs.is_open(tx, case.id):
        return
    its = call_backs.ask(tx, case.id, tx.now, NEEDLESS)  # the one that is open
    call_backs.done(tx, its, events.HOTLINE, "reached")
    telling.tell_owner(tx, case, events.record(tx, case, NEEDLESS, events.HOTLINE))


def heard_in(tx: Transaction, conversation: Standing) -> None:
    """The same for every case of a conversation, which the caller holds."""
    for case in cases.of_person(tx, conversation.person_id):
        if case.conversation_id == conversation.id and not case.ended:
            heard(tx, cases.lock(tx, case.id))


def his_hour(tx: Transaction, case: Case, at: datetime) -> datetime:
    """`at`, or else when the worker of a case may be called next: in the hours he named, or else in safe ones."""
    try:
        complaint = cases.complaint_of(tx, case)
    except Erased:
        return safe_hour(at)
    hours = read_hours(complaint.answers.get("hours", "")) or read_hours(complaint.contact or "")
    return hours.next_moment(at.astimezone(CHINA)) if hours and hours.calls else safe_hour(at)


def safe_hour(at: datetime) -> datetime:
    """`at`, or else the next nine o'clock in China: nobody is called between eight in the evening and nine."""
    here = at.astimezone(CHINA)
    if here.time() < _FROM:
        return datetime.combine(here.date(), _FROM, CHINA)
    if here.time() >= _UNTIL:
        return datetime.combine(here.date() + timedelta(days=1), _FROM, CHINA)
    return here
