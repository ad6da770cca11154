"""What a receiver says to a case that was handed to it: taken, refused, given back, done; or nothing in time.

A refusal is a fact of the case. Whatever ends a referral gives the case back to its owner, who never ceased to be one.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from cases import telling
from cases.errors import CaseError
from cases.letterbox import held_writable
from cases.office import Office
from cases.owing import today
from cases.referral_words import ACCEPTED, DONE, REFUSED, RETURNED, SILENT, about, tell_worker
from cases.referring import LOOK, NotSo, come_back, go_over, ring, working_days
from storage import cases, events, referral_views, referrals, tasks
from storage.cases import Case
from storage.clock import CHINA
from storage.database import Transaction
from storage.people import Colleague
from storage.referrals import Reason, Referral, State

Said = Literal["accepted", "refused", "returned", "done"]
SUPERVISOR_HEARS_FROM = 2  # times without an answer
_EVENTS: dict[Said, str] = {"accepted": ACCEPTED, "refused": REFUSED, "returned": RETURNED, "done": DONE}
_ANSWERABLE: tuple[State, ...] = ("sent", "accepted", "silent")
LONGEST_NUMBER = 60  # characters


@dataclass(frozen=True, slots=True)
class Answer:
    """What the receiver said on a day; `reason` is why it refused, in `words` what else it said."""

    said: Said
    on: date
    reason: Reason | None = None
    words: str = ""
    their_number: str = ""


class NoReason(CaseError):
    """A refusal without its reason cannot be answered."""

    def __init__(self) -> None:
        super().__init__("对方不收，请选一个理由；选“其他”的，请写明对方怎么说的。")


class NotThen(CaseError):
    """It cannot have been answered on that day."""

    def __init__(self) -> None:
        super().__init__("答复的日期要在转出那天以后、今天以前，请重新选。")


class OnTheDesk(CaseError):
    """A union body answers for itself."""

    def __init__(self) -> None:
        super().__init__("这是转给工会的，由对方督导在工作台上答复，不用代填。")


def write_down(
    tx: Transaction, office: Office, colleague: Colleague, number: str, referral_n: int, answer: Answer
) -> Referral:
    """Whoever answers for the case writes down what an office said that is not in the system.

    Raises UnknownCase, NotYours, Ended, OnTheDesk, NoReason, NotThen, or NotSo if nothing is waited for.
    """
    case = held_writable(tx, colleague, number)
    referral = referrals.of_case_by_n(tx, case.id, referral_n)
    if referral is None:
        raise NotSo
    if referral.receiver.unit:
        raise OnTheDesk
    return _answered(tx, office, colleague, case, referral, answer)


def answer(tx: Transaction, office: Office, colleague: Colleague, referral_number: str, said: Answer) -> Referral:
    """The supervisor of the union body that has it answers; its owner hears it at once.

    Raises UnknownReferral, NoReason, NotThen, NotSo.
    """
    referral = referral_views.incoming(tx, colleague, referral_number)
    case = cases.lock(tx, referral.case_id)
    referral = referral_views.incoming(tx, colleague, referral_number)
    if case.ended:
        raise NotSo
    return _answered(tx, office, colleague, case, referral, said)


def keep_number(tx: Transaction, colleague: Colleague, number: str, referral_n: int, their_number: str) -> Referral:
    """The number under which the receiver has it; raises UnknownCase, NotYours, Ended, or NotSo."""
    case = held_writable(tx, colleague, number)
    referral = referrals.of_case_by_n(tx, case.id, referral_n)
    if referral is None or not referral.handed:
        raise NotSo
    _keep_number(tx, case, referral, their_number)
    return referral


def lock(tx: Transaction, referral_id: str) -> Case:
    """The case of a referral, held until the transaction ends; raises LookupError if there is no such referral."""
    return cases.lock(tx, referrals.by_id(tx, referral_id).case_id)


def look(tx: Transaction, office: Office, referral_id: str) -> None:
    """No answer in time: the case comes back by itself, and its owner hears it; the second time his supervisor too."""
    referral = referrals.by_id(tx, referral_id)
    case = cases.by_id(tx, referral.case_id)
    if not referral.at_receiver or referral.due_on is None:
        return
    if case.ended:
        referrals.lay_down(tx, referral)
        return
    if today(tx) <= referral.due_on:
        ring(tx, office, referral, referral.due_on)
        return
    referrals.silent(tx, referral)
    come_back(tx, case, referral)
    times = referral.times_silent + 1
    n = events.record(tx, case, SILENT, events.HOTLINE, {**about(referral), "times": times})
    again = times >= SUPERVISOR_HEARS_FROM
    telling.tell_owner(tx, case, n, telling.duty_supervisor(tx, case) if again else None)
    tx.wake("alarms")


def _answered(
    tx: Transaction, office: Office, colleague: Colleague, case: Case, referral: Referral, answer: Answer
) -> Referral:
    if referral.state not in _ANSWERABLE or (referral.state == "accepted" and answer.said == "accepted"):
        raise NotSo
    _must_make_sense(tx, referral, answer)
    _keep_number(tx, case, referral, answer.their_number)
    if answer.said == "accepted":
        _accept(tx, office, case, referral, answer)
    else:
        tasks.cancel(tx, LOOK, referral.id)
        referrals.settle(tx, referral, answer.said, answer.on, answer.reason if answer.said == "refused" else None)
        come_back(tx, case, referral)
    facts = {**about(referral), "day": answer.on.isoformat()}
    if answer.said == "refused":
        facts["refusal"] = answer.reason
    words = answer.words.replace("\0", "").strip() or None
    n = events.record(tx, case, _EVENTS[answer.said], colleague.id, facts, words=words)
    telling.tell_owner(tx, case, n, but=colleague.id)
    tell_worker(tx, office, case, referrals.by_id(tx, referral.id), answer.said)
    return referrals.by_id(tx, referral.id)


def _accept(tx: Transaction, office: Office, case: Case, referral: Referral, answer: Answer) -> None:
    """It has it: what is due from now on is a result. One that had come back is with the receiver again."""
    due_on = working_days(tx, office.policy.referral_results[referral.receiver.kind])
    referrals.accept(tx, referral, answer.on, due_on)
    ring(tx, office, referral, due_on)
    go_over(tx, case)


def _keep_number(tx: Transaction, case: Case, referral: Referral, their_number: str) -> None:
    if kept := " ".join(their_number.replace("\0", "").split())[:LONGEST_NUMBER]:
        referrals.keep_number(tx, case, referral, kept)


def _must_make_sense(tx: Transaction, referral: Referral, answer: Answer) -> None:
    if answer.said == "refused" and (answer.reason is None or (answer.reason == "other" and not answer.words.strip())):
        raise NoReason
    sent_on = referral.sent_at.astimezone(CHINA).date() if referral.sent_at else answer.on
    if not sent_on <= answer.on <= today(tx):
        raise NotThen
