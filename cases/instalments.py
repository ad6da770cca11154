"""Watching promised money: the day after an instalment was due its worker is asked whether it came.

If it did not, the owner hears at once, and a case that had ended, or waited for the worker's word, is taken up again.
Whoever says nothing is asked again; then the owner hears that, too.
"""

from datetime import datetime, time, timedelta
from decimal import Decimal

from cases import calling, closing, ledger, money_words, telling
from cases.facts import money
from cases.ledger import Instalment, plain
from cases.office import Office
from cases.receiving import receive
from storage import cases, conversations, events, tasks
from storage import money as book
from storage.cases import Case
from storage.clock import CHINA
from storage.database import Transaction
from storage.errors import Erased

DUE = "instalment_due"
ASKED, MISSED, UNANSWERED = "instalment_asked", "instalment_missed", "instalment_unanswered"
ANSWERS = ("inst_all", "inst_part", "inst_none")
_REOPENED = ("closed", "awaiting_worker")


def watch(tx: Transaction, case: Case, instalment: Instalment) -> None:
    """Have the worker asked, in safe hours of the day after it is due, whether it came."""
    day_after = datetime.combine(instalment.due_on + timedelta(days=1), time(), CHINA)
    tasks.add(tx, DUE, _subject(case.id, instalment.n, 1), calling.safe_hour(max(day_after, tx.now)))


def lock(tx: Transaction, subject: str) -> Case:
    """Hold the case of an instalment."""
    return cases.lock(tx, _meant(subject)[0])


def look(tx: Transaction, office: Office, subject: str) -> None:
    """An instalment was due: ask its worker, or, when he was asked often enough, tell the owner that he is silent.

    Nothing if it was voided or answered meanwhile, or the case was withdrawn or forgotten.
    """
    case_id, n, times = _meant(subject)
    case = cases.lock(tx, case_id)
    instalment = ledger.of_case(tx, case).instalment(n)
    if instalment is None or instalment.answered or case.status == "withdrawn" or _is_forgotten(tx, case):
        return
    if times > office.policy.instalment_asks:
        event_n = events.record(tx, case, UNANSWERED, events.HOTLINE, _facts(instalment))
        telling.tell_owner(tx, case, event_n)
        return
    _ask(tx, office, case, instalment, times)
    later = calling.safe_hour(tx.now + office.policy.instalment_again_after)
    tasks.add(tx, DUE, _subject(case.id, n, times + 1), later)


def came(tx: Transaction, office: Office, case: Case, n: int, amount: Decimal | None = None) -> Instalment | None:
    """The worker says that so many yuan of an instalment came, or what was left of it; the rest is missed.

    Returns how the instalment stands now, unchanged if all of it had come; None if there is none of this number.
    """
    case = cases.lock(tx, case.id)
    instalment = ledger.of_case(tx, case).instalment(n)
    if instalment is None or not instalment.rest:
        return instalment
    receive(tx, case, events.WORKER, instalment.rest if amount is None else amount, of=n)
    if amount is not None and amount < instalment.rest:
        _miss(tx, office, case, instalment, instalment.rest - amount)
    return ledger.of_case(tx, case).instalment(n)


def did_not_come(tx: Transaction, office: Office, case: Case, n: int) -> Instalment | None:
    """The worker says that an instalment did not come; a second tap says nothing new. Returns as `came`."""
    case = cases.lock(tx, case.id)
    instalment = ledger.of_case(tx, case).instalment(n)
    if instalment is None or not instalment.rest or instalment.missed:
        return instalment
    _miss(tx, office, case, instalment, instalment.rest)
    return ledger.of_case(tx, case).instalment(n)


def asked_last(tx: Transaction, case: Case) -> Instalment | None:
    """The instalment about which the worker was asked and has not answered, the newest question first."""
    asked = [one.facts.get("n") for one in events.of_case(tx, case, (ASKED,))]
    found = ledger.of_case(tx, case)
    waiting = (found.instalment(n) for n in reversed(asked) if isinstance(n, int))
    return next((one for one in waiting if one and not one.answered), None)


def _ask(tx: Transaction, office: Office, case: Case, instalment: Instalment, times: int) -> None:
    language = money_words.language_of(tx, case)
    buttons = [money_words.button(office, language, key, case, str(instalment.n)) for key in ANSWERS]
    conversations.take_in_hand(tx, case.conversation_id, case.id)
    day, amount = f"{instalment.due_on:%m-%d}", money(instalment.amount)
    money_words.tell(tx, office, case, "ask_instalment", buttons, day=day, amount=amount, again=times > 1)
    events.record(tx, case, ASKED, events.HOTLINE, {**_facts(instalment), "n": instalment.n, "times": times})


def _miss(tx: Transaction, office: Office, case: Case, instalment: Instalment, rest: Decimal) -> None:
    book.add(tx, case, "missed", events.WORKER, of=instalment.n)
    n = events.record(tx, case, MISSED, events.WORKER, {**_facts(instalment), "amount": plain(rest)})
    telling.tell_owner(tx, case, n)
    if case.status in _REOPENED:
        closing.dispute(tx, office, case)


def _facts(instalment: Instalment) -> dict[str, object]:
    return {"due": instalment.due_on.isoformat(), "amount": plain(instalment.amount)}


def _is_forgotten(tx: Transaction, case: Case) -> bool:
    try:
        cases.complaint_of(tx, case)
    except Erased:
        return True
    return False


def _subject(case_id: str, n: int, times: int) -> str:
    return f"{case_id}:{n}:{times}"


def _meant(subject: str) -> tuple[str, int, int]:
    case_id, n, times = subject.split(":")
    return case_id, int(n), int(times)
