"""A reply that stays unread on a web page: a neutral notice to the worker's phone, then a call.

A web page is not at hand like a messenger. Who closed it does not learn that his lawyer has written. So whatever is
urgent or about a case is looked after until it has been read: after a while a short message goes to the mobile number
of his complaint, which says nothing of him or his case, because others read it too; if that is not possible, or he
still has not looked after as long again, somebody calls him.
"""

import re
from datetime import datetime, timedelta

from cases import calling
from cases.office import Office
from storage import call_backs, cases, conversations, events, outbox, tasks
from storage.cases import Case
from storage.database import Transaction
from storage.errors import Erased
from storage.messages import Message
from storage.outbox import UNREAD

NOTICE = "notice"  # the channel of short messages through a gateway
REASON = "unread"
_READ_WITHIN = {"normal": timedelta(hours=4), "high": timedelta(hours=1), "urgent": timedelta(minutes=15)}
_LOOK_AGAIN = timedelta(minutes=15)  # a gateway may have refused the notice
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[\s-]*)?(1[3-9]\d(?:[\s-]*\d{4}){2})(?!\d)")


def look(tx: Transaction, office: Office, conversation_id: str) -> None:
    """See whether a web chat, whose conversation the caller holds, has been read, and do what is next if not."""
    unread = outbox.unread(tx, conversation_id)
    if unread is None:
        calling.heard_in(tx, conversations.lock_by_id(tx, conversation_id))
        return
    case = cases.by_id(tx, unread.case_id) if unread.case_id else None
    if case is not None and case.conversation_id != conversation_id:
        return  # its worker has gone on in another chat
    if case is not None and _was_called(tx, case, unread, conversation_id):
        return
    patience = _READ_WITHIN[case.urgency if case else "urgent"]
    if tx.now < unread.since + patience:
        tasks.add(tx, UNREAD, conversation_id, unread.since + patience)
    elif case is not None:
        _reach(tx, office, case, conversation_id, unread, patience)
        if call_backs.is_open(tx, case.id):  # until he looks after all: then nobody need call him
            tasks.add(tx, UNREAD, conversation_id, tx.now + _LOOK_AGAIN)


def mobile_number(contact: str | None) -> str | None:
    """The first mobile number of China in what somebody wrote, as eleven digits; None if there is none."""
    found = _MOBILE.search(contact or "")
    return re.sub(r"\D", "", found[1]) if found else None


def _reach(
    tx: Transaction, office: Office, case: Case, conversation_id: str, unread: outbox.Unread, patience: timedelta
) -> None:
    number = mobile_number(_contact(tx, case)) if office.policy.notices else None
    if number is None:
        calling.ask(tx, case.id, REASON)
        return
    beside = conversations.beside(tx, conversation_id, NOTICE, number)
    last = outbox.last_since(tx, beside, unread.since)
    if last is None:
        language = conversations.language_of(tx, conversation_id)
        outbox.promise(tx, beside, Message(office.texts.say(language, "notices.unread")))
        tasks.add(tx, UNREAD, conversation_id, tx.now + _LOOK_AGAIN)
    elif last.status in ("waiting", "sent") and tx.now < last.at + patience:
        tasks.add(tx, UNREAD, conversation_id, min(tx.now + _LOOK_AGAIN, last.at + patience))
    else:
        calling.ask(tx, case.id, REASON)


def _was_called(tx: Transaction, case: Case, unread: outbox.Unread, conversation_id: str) -> bool:
    """Whether somebody has called him since about all that stands there unread, and need not call him again."""
    made = _last_call(tx, case)
    if made is None or made < unread.since or call_backs.is_open(tx, case.id):
        return False
    return outbox.last_since(tx, conversation_id, made) is None


def _last_call(tx: Transaction, case: Case) -> datetime | None:
    try:
        return max((one.at for one in events.of_case(tx, case, (calling.DONE,))), default=None)
    except Erased:
        return None


def _contact(tx: Transaction, case: Case) -> str | None:
    try:
        return cases.complaint_of(tx, case).contact
    except Erased:
        return None
