"""A message of ours that will never arrive: whoever has to know hears it, and somebody may have to call."""

from cases import calling, correspondence, telling
from storage import cases, conversations
from storage.database import Transaction
from storage.sending import Failed, Promised

UNREACHABLE = "unreachable"


def give_up(tx: Transaction, promised: Promised, outcome: Failed, reason: str) -> None:
    """Say in the record of its case that a message did not arrive; `reason` has no content.

    A worker who cannot be written to any more is to be called about each of his open cases. A colleague who cannot is
    told of at the desk. A notice to a mobile phone is nobody's business here: what it was about is looked after by
    `cases.unread`.
    """
    if promised.channel == "notice":
        return
    if outcome == "unreachable":
        conversations.set_reachable(tx, promised.conversation_id, False)
    standing = conversations.lock_by_id(tx, promised.conversation_id)
    if standing.staff_id:
        if promised.case_id:
            telling.undelivered(tx, standing.staff_id, promised.case_id, outcome)
        return
    if promised.case_id:
        correspondence.not_delivered(tx, promised.case_id, promised.n, outcome, reason)
    if outcome == "unreachable":
        for case in cases.of_person(tx, standing.person_id):
            if case.conversation_id == standing.id:  # which we hold; his other ways to us may well be open
                calling.ask(tx, case.id, UNREACHABLE)
