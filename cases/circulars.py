"""One message to all whose cases are worked on together: each gets it as a letter of his own case, in his own chat.

It is written once into the record of the lead and becomes a letter to each by a task, which holds that worker's
conversation alone. So one whose chat is gone, or whose case has ended meanwhile, keeps nobody else from reading it.
"""

from cases import correspondence, together
from cases.collectives import NotTogether, may_change
from cases.errors import CaseError, Empty, NotYours
from cases.letterbox import may_write
from cases.office import Office
from storage import cases, collectives, events, people, tasks
from storage.cases import Case
from storage.collectives import Copy
from storage.database import Transaction
from storage.errors import Erased
from storage.people import Colleague

SEND = "send_circular"  # the task; its subject: a copy of a letter to all
LEFT, ENDED, NOT_HIS, GONE = "left", "ended", "not_his", "gone"  # why a copy was never written


class NamesOne(CaseError):
    """A number of one of the workers stands in what all of them would read."""

    def __init__(self) -> None:
        super().__init__(
            "这段话里有某一位工人的工单号、加入号或电话，别的工人会看到。请去掉再发；只写给他一个人的，到他自己的工单里写。"
        )


class MayTellOfOne(CaseError):
    """A sum or a name that belongs to one of the workers stands in what all of them would read, perhaps by chance."""

    def __init__(self) -> None:
        super().__init__(
            "这段话里的数字或名字，和其中一位工人的金额或联系人一样，别的工人会看到。请核对；确定没问题再发。"
        )


def write_to_all(
    tx: Transaction, office: Office, colleague: Colleague, lead_number: str, text: str, *, anyway: bool = False
) -> int:
    """Have every worker of the collective written to whose case goes on; returns how many that are.

    Raises UnknownCase, NotTogether, NotYours, Empty, CaseError if none of the cases goes on, NamesOne, and, unless it
    shall go `anyway`, MayTellOfOne.
    """
    lead = cases.lock(tx, cases.visible(tx, colleague, lead_number).id)
    text, to = text.replace("\0", "").strip(), addressed(tx, colleague, lead)
    if not text:
        raise Empty
    if not to:
        raise CaseError(f"和工单 {lead.number} 一起办的都已经结束，没有可以写信的工人。")
    must_tell_of_nobody(tx, lead, text, anyway=anyway)
    n = events.record(tx, lead, together.TO_ALL, colleague.id, {"count": len(to)}, words=text)
    for copy_id in collectives.address(tx, lead, n, to):
        tasks.add(tx, SEND, copy_id, tx.now)
    return len(to)


def addressed(tx: Transaction, colleague: Colleague, lead: Case) -> list[Case]:
    """The cases whose workers a letter to all goes to; raises NotTogether unless this leads any, NotYours."""
    collective = collectives.of_case(tx, lead.id)
    if collective is None or collective.lead_id != lead.id:
        raise NotTogether(lead.number)
    if not may_change(colleague, lead):
        raise NotYours(lead.number)
    return [case for case in collectives.members(tx, collective) if not case.ended]


def must_tell_of_nobody(tx: Transaction, lead: Case, text: str, *, anyway: bool) -> None:
    """Refuse what would tell one worker of another: raises NamesOne, and, unless it shall go `anyway`, MayTellOfOne."""
    collective = collectives.of_case(tx, lead.id)
    members = collectives.members(tx, collective) if collective else []
    if together.must_never_read(tx, text, members):
        raise NamesOne
    if not anyway and together.tells_of_one(tx, text, members):
        raise MayTellOfOne


def lock_copy(tx: Transaction, copy_id: str) -> Case:
    """The case that a copy goes to, held; raises LookupError."""
    return cases.lock(tx, collectives.copy_of(tx, copy_id).case_id)


def send(tx: Transaction, office: Office, copy_id: str) -> None:
    """Write a copy to the worker of a held case, as a letter of his own case; or keep why that cannot be."""
    copy = collectives.copy_of(tx, copy_id)
    if copy.n is not None or copy.why:
        return
    case, lead = cases.by_id(tx, copy.case_id), cases.by_id(tx, copy.lead_id)
    try:
        written = events.by_n(tx, lead, copy.event_n)
    except Erased:
        collectives.not_written(tx, copy.id, GONE)
        return
    if why := _why_not(tx, written.actor, case, copy):
        collectives.not_written(tx, copy.id, why)
        return
    writer = people.colleague(tx, written.actor)
    letter = correspondence.send_letter(tx, office, writer, case.number, written.words or "")
    collectives.written(tx, copy.id, case.conversation_id, letter.n)


def _why_not(tx: Transaction, staff_id: str, case: Case, copy: Copy) -> str:
    collective = collectives.of_case(tx, case.id)
    if collective is None or collective.lead_id != copy.lead_id:
        return LEFT
    if case.ended:
        return ENDED
    return "" if may_write(tx, staff_id, case) else NOT_HIS
