"""Handing a case over 转办 beside its owner: the worker is asked, says yes or no, and may take his yes back.

Without his yes nothing goes out, and what goes out is what he was asked about. The case stays with whoever owns it; as
long as any receiver has it and owes an answer it stands at `referred`, where the clock of its result stands still.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cases import clocks, handing, lifecycle, notices, telling
from cases.calendars import calendar
from cases.errors import CaseError, Empty, NotYours
from cases.letterbox import held_writable
from cases.naming import tells_who
from cases.office import Office
from cases.owing import today
from cases.promising import next_working_day
from cases.referral_words import AGREED, ASKED, DECLINED, REVOKED, SENT, TAKEN_BACK, about, asks, tell_worker
from storage import cases, conversations, events, people, referrals, sealed, tasks
from storage.cases import Case, Status
from storage.clock import CHINA
from storage.database import Transaction
from storage.messages import Message
from storage.people import Colleague, UnknownStaff
from storage.referrals import Agreed, Receiver, Referral, Share, State

LOOK = "referral_due"  # the task that looks whether an answer came; its subject is the referral
_LONGEST_NAME = 60  # characters of an office's name
_MAY_BE_SENT: tuple[State, ...] = ("agreed", "refused", "returned", "silent")
_MAY_BE_STOPPED: tuple[State, ...] = ("asked", "agreed", "sent", "accepted", "refused", "returned", "silent")
_NOT_AGREED: tuple[State, ...] = ("asked", "declined")
_WITH_SOMEBODY: tuple[Status, ...] = ("received", "accepted", "working", "referred", "reopened")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a colleague would hand over: to whom, why (the worker reads it), and what of the case, as he ticked it."""

    receiver: Receiver
    why: str
    shares: tuple[Share, ...]
    file_ids: tuple[str, ...] = ()
    name: str = ""


class NoReceiver(CaseError):
    """It does not say to whom, or there is nobody there who could answer."""


class NotAgreed(CaseError):
    """The worker has not said yes to exactly this."""

    def __init__(self) -> None:
        super().__init__("工人没有同意，或者同意的不是这份内容，什么都不能交出去。请重新征求他的同意。")


class NotSo(CaseError):
    """The referral stands elsewhere by now."""

    def __init__(self) -> None:
        super().__init__("这件转办现在的状态不能这样操作，请刷新后再看。")


def propose(tx: Transaction, office: Office, colleague: Colleague, number: str, wish: Wish) -> Referral:
    """Ask the worker of a case whether this may be handed over, to this one receiver.

    Raises UnknownCase, NotYours unless the colleague owns the case, Ended, Empty without a reason, NoReceiver,
    NothingShared, NotToBeShared, or CaseError if the same receiver has it or is asked about already, or if the reason
    would tell the worker who writes it.
    """
    case, why = _own(tx, colleague, number), wish.why.replace("\0", "").strip()
    if not why:
        raise Empty
    if tells_who(why, colleague):
        raise CaseError("“为什么转”工人会看到，里面好像有您的姓名或电话。请去掉再提交。")
    receiver = _received_by(tx, case, wish.receiver)
    _must_be_fresh(tx, case, receiver)
    sheet = handing.drawn_up(tx, office, case, wish.shares, wish.file_ids, wish.name)
    wording, its_id = handing.asked(tx, office, case, receiver, why, sheet), referrals.fresh_id()
    kept = handing.written(sheet)
    agreed = Agreed(why, wording, kept, handing.digest(its_id, receiver, wording, kept))
    file_ids = [its_id for its_id, _ in sheet.files]
    referral = referrals.ask(tx, case, its_id, receiver, wish.shares, file_ids, agreed, colleague.id)
    events.record(tx, case, ASKED, colleague.id, about(referral), words=wording)
    language = conversations.language_of(tx, case.conversation_id)
    message = Message(wording, asks(office, language, case, referral))
    notices.promise(tx, office, case.conversation_id, message, case_id=case.id)
    return referral


def agree(tx: Transaction, case: Case, n: int) -> Referral | None:
    """The worker says yes; returns the referral, unchanged if he had said so before or it goes no further."""
    case = cases.lock(tx, case.id)
    referral = referrals.of_case_by_n(tx, case.id, n)
    if referral is None or referral.state not in _NOT_AGREED or case.ended:
        return referral
    referrals.agree(tx, referral)
    n_of = events.record(tx, case, AGREED, events.WORKER, about(referral), words=_wording(tx, referral))
    telling.tell_owner(tx, case, n_of)
    return referrals.by_id(tx, referral.id)


def decline(tx: Transaction, case: Case, n: int) -> Referral | None:
    """The worker says no: nothing goes out; of what he had agreed to before, he takes that back."""
    case = cases.lock(tx, case.id)
    referral = referrals.of_case_by_n(tx, case.id, n)
    if referral is None or referral.state != "asked":
        return revoke(tx, case, n) if referral and referral.state != "declined" else referral
    referrals.end(tx, referral, "declined")
    telling.tell_owner(tx, case, events.record(tx, case, DECLINED, events.WORKER, about(referral)))
    return referrals.by_id(tx, referral.id)


def revoke(tx: Transaction, case: Case, n: int) -> Referral | None:
    """The worker takes his yes back: the sheet is shown to nobody any more, and whoever has the case hears it.

    What was handed over on paper is not ours to take back.
    """
    case = cases.lock(tx, case.id)
    referral = referrals.of_case_by_n(tx, case.id, n)
    if referral is None or referral.state not in _MAY_BE_STOPPED:
        return referral
    referrals.end(tx, referral, "revoked")
    come_back(tx, case, referral)
    facts = {**about(referral), "handed": referral.sent_at is not None}
    n_of = events.record(tx, case, REVOKED, events.WORKER, facts)
    telling.tell_owner(tx, case, n_of, supervisor_of(tx, case, referral) if referral.sent_at else None)
    return referrals.by_id(tx, referral.id)


def send(
    tx: Transaction, office: Office, colleague: Colleague, number: str, referral_n: int, letter: str = ""
) -> Referral:
    """It was handed over, now, with this letter: the receiver owes an answer, and the case stands at `referred`.

    What was refused, came back or was never answered may be handed over again on the same yes.
    Raises UnknownCase, NotYours unless the colleague owns the case, Ended, NotAgreed, or NotSo.
    """
    case = _own(tx, colleague, number)
    referral = _of_case(tx, case, referral_n)
    if referral.state in _NOT_AGREED:
        raise NotAgreed
    if referral.state not in _MAY_BE_SENT:
        raise NotSo
    if case.status not in _WITH_SOMEBODY:
        raise CaseError(f"工单 {case.number} 在等工人回访，或还在等律师接单，先不能转出去。")
    if not _is_as_agreed(tx, referral):
        raise NotAgreed
    due_on = working_days(tx, office.policy.referral_answers[referral.receiver.kind])
    letter = letter.replace("\0", "").strip()
    referrals.send(tx, case, referral, due_on, letter)
    go_over(tx, case)
    ring(tx, office, referral, due_on)
    facts = {**about(referral), "due": due_on.isoformat(), "times": referral.times_sent + 1}
    n_of = events.record(tx, case, SENT, colleague.id, facts, words=letter or None)
    if supervisor := supervisor_of(tx, case, referral):
        telling.tell(tx, supervisor, case, n_of)
    tell_worker(tx, office, case, referrals.by_id(tx, referral.id), "sent")
    return referrals.by_id(tx, referral.id)


def take_back(
    tx: Transaction, office: Office, colleague: Colleague, number: str, referral_n: int, reason: str
) -> Referral:
    """It need not be handed over any more; the reason stays on the record, and the worker hears it.

    Raises UnknownCase, NotYours unless the colleague owns the case, Ended, Empty without a reason, or NotSo.
    """
    case = _own(tx, colleague, number)
    referral, reason = _of_case(tx, case, referral_n), reason.replace("\0", "").strip()
    if not reason:
        raise Empty
    if referral.state not in _MAY_BE_STOPPED:
        raise NotSo
    referrals.end(tx, referral, "taken_back")
    come_back(tx, case, referral)
    n_of = events.record(tx, case, TAKEN_BACK, colleague.id, about(referral), words=reason)
    if referral.sent_at and (supervisor := supervisor_of(tx, case, referral)):
        telling.tell(tx, supervisor, case, n_of)
    tell_worker(tx, office, case, referral, "taken_back")
    return referrals.by_id(tx, referral.id)


def go_over(tx: Transaction, case: Case) -> None:
    """A receiver has it: the case stands at `referred`, unless its worker is just being asked whether it is solved."""
    if case.status != "referred" and case.status in _WITH_SOMEBODY:
        lifecycle.move(tx, case, "referred")


def come_back(tx: Transaction, case: Case, referral: Referral) -> None:
    """A receiver has it no longer: the case is worked on again, and its clock goes on, unless another one has it."""
    tasks.cancel(tx, LOOK, referral.id)
    others = [one for one in referrals.of_case(tx, case.id) if one.at_receiver and one.id != referral.id]
    if not others and cases.by_id(tx, case.id).status == "referred":
        lifecycle.move(tx, case, "working")


def ring(tx: Transaction, office: Office, referral: Referral, due_on: date) -> None:
    """Have it looked at when the office is open for the first time after that day."""
    over = datetime.combine(due_on + timedelta(days=1), datetime.min.time(), CHINA)
    tasks.cancel(tx, LOOK, referral.id)
    tasks.add(tx, LOOK, referral.id, clocks.next_opening(office.policy.opening, over, calendar(tx)))


def working_days(tx: Transaction, days: int) -> date:
    """The day that is so many working days from today."""
    day = today(tx)
    for _ in range(days):
        day = next_working_day(tx, day)
    return day


def supervisor_of(tx: Transaction, case: Case, referral: Referral) -> str | None:
    """Who answers for the union body to which a case is handed; None for an office that is not in the system."""
    if referral.receiver.unit is None:
        return None
    try:
        return sealed.supervisor_of(tx, case.id, referral.receiver.unit).id
    except UnknownStaff:
        return None


def _own(tx: Transaction, colleague: Colleague, number: str) -> Case:
    case = held_writable(tx, colleague, number)
    if case.owner != colleague.id:
        raise NotYours(number)
    return case


def _of_case(tx: Transaction, case: Case, n: int) -> Referral:
    referral = referrals.of_case_by_n(tx, case.id, n)
    if referral is None:
        raise NotSo
    return referral


def _wording(tx: Transaction, referral: Referral) -> str:
    return referrals.opened(tx, referral, "wording")


def _is_as_agreed(tx: Transaction, referral: Referral) -> bool:
    """Whether what would go out is what the worker was asked about."""
    wording, sheet = _wording(tx, referral), referrals.opened(tx, referral, "sheet")
    return handing.digest(referral.id, referral.receiver, wording, sheet) == referrals.opened(tx, referral, "digest")


def _received_by(tx: Transaction, case: Case, receiver: Receiver) -> Receiver:
    """The receiver with the name it has here; raises NoReceiver."""
    if receiver.kind == "union":
        return _unit(tx, case, receiver.unit or "")
    name, address = " ".join(receiver.name.split()), " ".join(receiver.address.split())
    if not 1 < len(name) <= _LONGEST_NAME:
        raise NoReceiver(f"请写清楚转给哪个单位，单位全称不超过 {_LONGEST_NAME} 个字。")
    return Receiver(receiver.kind, name, address[: 2 * _LONGEST_NAME])


def _unit(tx: Transaction, case: Case, code: str) -> Receiver:
    found = people.units(tx, [code])
    if not found:
        raise NoReceiver("请选择转给哪一级工会。")
    try:
        supervisor = sealed.supervisor_of(tx, case.id, code)
    except UnknownStaff:
        raise NoReceiver(f"{found[0].name}还没有督导，没有人能答复。请另选一个。") from None
    if supervisor.id == case.owner:
        raise NoReceiver(f"{found[0].name}就由您负责，不用转。")
    return Receiver("union", found[0].name, unit=code)


def _must_be_fresh(tx: Transaction, case: Case, receiver: Receiver) -> None:
    """One receiver has a case once; raises CaseError."""
    waits = (one for one in referrals.of_case(tx, case.id) if one.state in referrals.OPEN)
    same = [one for one in waits if (one.receiver.kind, one.receiver.name) == (receiver.kind, receiver.name)]
    if same:
        raise CaseError(f"已经有一件转给{receiver.name}的（{same[0].number}），不用重复转。")
