"""Promises to a worker: made of a letter or by hand, owed until they are kept; late, and he is told so by itself.

Whoever has the case owes them, so they go over with it. One that is late is put off to the next working day with an
apology to the worker; the third time it is the supervisor's, whoever has the case.
"""

from datetime import date, datetime, time, timedelta

from cases import clocks, deadlines, news, notices, owing, telling
from cases.apart import labelled
from cases.calendars import calendar
from cases.errors import CaseError, Empty
from cases.letterbox import held, held_writable
from cases.office import Office
from knowledge.reading.promising import Promised, read_promises
from storage import cases, conversations, events, promises, tasks
from storage.cases import Case
from storage.clock import CHINA
from storage.database import Transaction
from storage.events import Event
from storage.messages import Button, Message
from storage.people import Colleague
from storage.promises import Promise

REMIND, LOOK = "promise_today", "promise_late"
LATE_UNTIL_SUPERVISOR = 3  # times
_FARTHEST = timedelta(days=366)


class NotAhead(CaseError):
    """The day is over, or too far away to be promised."""

    def __init__(self) -> None:
        super().__init__("日期要在今天或以后、一年以内，请重新选一天。")


class NotOwed(CaseError):
    """It was kept before, or taken back, or is of another case."""

    def __init__(self) -> None:
        super().__init__("这件答应的事已经办到或取消了，请刷新后再看。")


def read(tx: Transaction, text: str) -> list[Promised]:
    """What a letter written now promises, to be offered to its writer; the earliest day first."""
    return read_promises(text, owing.today(tx), calendar(tx).works)


def of_letter(tx: Transaction, case: Case, event_n: int, by: date) -> Promised | None:
    """What a letter of a case, as it reads by now, promises by this day; None if it does not, or there is no such."""
    try:
        letter = events.by_n(tx, case, event_n)
    except LookupError:
        return None
    if letter.kind != news.TO_WORKER:
        return None
    on, text = letter.at.astimezone(CHINA).date(), _as_it_reads(tx, case, letter)
    return next((one for one in read_promises(text, on, calendar(tx).works) if one.by == by), None)


def unanswered(tx: Transaction, case: Case) -> list[tuple[int, Promised]]:
    """What the latest letter promises that is neither written down nor over, with the letter's number."""
    letters = events.of_case(tx, case, (news.TO_WORKER,))
    if not letters or letters[-1].n in promises.of_letters(tx, case.id):
        return []
    last, known = letters[-1], calendar(tx)
    found = read_promises(_as_it_reads(tx, case, last), last.at.astimezone(CHINA).date(), known.works)
    return [(last.n, one) for one in found if one.by >= owing.today(tx)]


def promise(
    tx: Transaction,
    office: Office,
    colleague: Colleague,
    number: str,
    by: date,
    words: str,
    *,
    letter_n: int | None = None,
    of_result: bool = False,
) -> str:
    """Something is owed to the worker until the end of that day; returns its id. The same letter and day count once.

    With `of_result` it is the result of the case that is promised.
    Raises UnknownCase, NotYours, Ended, Empty, NotAhead.
    """
    case, words = held_writable(tx, colleague, number), words.replace("\0", "").strip()
    if not words:
        raise Empty
    if not owing.today(tx) <= by <= owing.today(tx) + _FARTHEST:
        raise NotAhead
    before = promises.of_letter(tx, case.id, letter_n) if letter_n else []
    if same := [one.id for one in before if events.by_n(tx, case, one.event_n).facts["day"] == by.isoformat()]:
        return same[0]
    return _promise(tx, office, case, colleague, by, words, letter_n, of_result=of_result)


def keep(tx: Transaction, colleague: Colleague, number: str, promise_id: str) -> Case:
    """It was done; returns the case. Raises UnknownCase, NotYours, NotOwed."""
    case = held(tx, colleague, number)
    owed = _owed(tx, case, promise_id)
    _settle(tx, owed, "kept")
    facts = {"promise": owed.id, "day": owed.due_on.isoformat()}
    events.record(tx, case, owing.KEPT, colleague.id, facts)
    return case


def drop(tx: Transaction, colleague: Colleague, number: str, promise_id: str, reason: str) -> None:
    """It was entered by mistake, or settled otherwise; the reason stays on the record. Raises as keep, and Empty."""
    case = held(tx, colleague, number)
    if not reason.strip():
        raise Empty
    owed = _owed(tx, case, promise_id)
    _settle(tx, owed, "dropped")
    facts = {"promise": owed.id, "day": owed.due_on.isoformat()}
    events.record(tx, case, owing.DROPPED, colleague.id, facts, words=reason.replace("\0", "").strip())


def lock(tx: Transaction, promise_id: str) -> Case:
    """The case of a promise, held until the transaction ends; raises LookupError if there is no such promise."""
    return cases.lock(tx, promises.by_id(tx, promise_id).case_id)


def remind(tx: Transaction, _: Office, promise_id: str) -> None:
    """It is due today: whoever owes it is reminded in his chat, unless it was kept already."""
    owed = promises.by_id(tx, promise_id)
    case = cases.by_id(tx, owed.case_id)
    if owed.settled_at is None and not case.ended and owed.due_on == owing.today(tx):
        telling.tell(tx, _debtor(tx, case, owed), case, owed.event_n)


def look(tx: Transaction, office: Office, promise_id: str) -> None:
    """Its day is over: late, unless it was kept; looked at again later if it was put off, or nobody is at the desk.

    While the worker is being asked whether all is solved he has just heard from us, so nothing is late.
    """
    owed = promises.by_id(tx, promise_id)
    case = cases.by_id(tx, owed.case_id)
    if owed.settled_at is not None:
        return
    if case.ended:
        _settle(tx, owed, "case_ended")
        return
    over, at_desk = owing.today(tx) > owed.due_on, clocks.is_open(office.policy.opening, tx.now, calendar(tx))
    if over and at_desk and case.status != "awaiting_worker":
        _late(tx, office, case, owed)
        return
    again = max(owed.due_on, owing.today(tx)) if at_desk else max(owed.due_on, owing.today(tx) - timedelta(days=1))
    tasks.add(tx, LOOK, owed.id, max(_after(tx, office, again), tx.now))


def _promise(
    tx: Transaction,
    office: Office,
    case: Case,
    colleague: Colleague,
    by: date,
    words: str,
    letter_n: int | None,
    *,
    of_result: bool,
) -> str:
    facts = {"day": by.isoformat(), **({"letter": letter_n} if letter_n else {})}
    n = events.record(tx, case, owing.PROMISED, colleague.id, facts, words=words)
    its_id = promises.make(tx, case, colleague.id, by, words, n, letter_n)
    _ring(tx, office, its_id, by)
    telling.tell_owner(tx, case, n, but=colleague.id)
    if of_result:
        deadlines.promised(tx, office, case, _at(by, office.policy.opening[-1][1]))
    return its_id


def _as_it_reads(tx: Transaction, case: Case, letter: Event) -> str:
    """The words of a letter by now; none of one that was taken back."""
    kinds = (news.TO_WORKER_EDITED, news.TAKEN_BACK)
    later = [one for one in events.of_case(tx, case, kinds) if one.facts.get("of") == letter.n]
    if any(one.kind == news.TAKEN_BACK for one in later):
        return ""
    return (later[-1].words if later else letter.words) or ""


def _late(tx: Transaction, office: Office, case: Case, owed: Promise) -> None:
    """Put it off to the next working day, with an apology; from the third time on the supervisor owes it."""
    times, by = owed.times_late + 1, next_working_day(tx, owing.today(tx))
    promises.put_off(tx, owed.id, by, times, with_supervisor=owed.with_supervisor or times >= LATE_UNTIL_SUPERVISOR)
    facts = {"promise": owed.id, "day": owed.due_on.isoformat(), "next_day": by.isoformat(), "times": times}
    n = events.record(tx, case, owing.LATE, events.HOTLINE, facts)
    _apologise(tx, office, case, promises.by_id(tx, owed.id), owed.due_on)
    telling.tell_owner(tx, case, n, telling.duty_supervisor(tx, case))
    _ring(tx, office, owed.id, by)
    tx.wake("alarms")


def next_working_day(tx: Transaction, day: date) -> date:
    """The first day after this one on which the office is open."""
    known = calendar(tx)
    following = day + timedelta(days=1)
    while not known.works(following):
        following += timedelta(days=1)
    return following


def _apologise(tx: Transaction, office: Office, case: Case, owed: Promise, was_due: date) -> None:
    language = conversations.language_of(tx, case.conversation_id)
    text = office.texts.say(
        language,
        "casework.apology",
        number=case.number,
        who=owing.who(tx, office, case, owed, language),
        day=owing.in_words(tx, office, was_due, language),
        next_day=owing.in_words(tx, office, owed.due_on, language),
    )
    reply = Button(f"reply:{case.number}", office.texts.say(language, "buttons.reply"))
    said = Message(labelled(tx, office, case, language, text), (reply,))
    notices.promise(tx, office, case.conversation_id, said, case_id=case.id)


def _debtor(tx: Transaction, case: Case, owed: Promise) -> str:
    """Who owes it: the owner of the case, or the supervisor once it went to him."""
    return (telling.duty_supervisor(tx, case) if owed.with_supervisor else None) or case.owner


def _ring(tx: Transaction, office: Office, promise_id: str, by: date) -> None:
    morning = clocks.next_opening(office.policy.opening, _at(by), calendar(tx))
    if morning > tx.now:
        tasks.add(tx, REMIND, promise_id, morning)
    tasks.add(tx, LOOK, promise_id, _after(tx, office, by))


def _after(tx: Transaction, office: Office, by: date) -> datetime:
    """When somebody is at the desk for the first time after that day."""
    return clocks.next_opening(office.policy.opening, _at(by + timedelta(days=1)), calendar(tx))


def _at(day: date, moment: time = time.min) -> datetime:
    return datetime.combine(day, moment, CHINA)


def _settle(tx: Transaction, owed: Promise, outcome: promises.Outcome) -> None:
    promises.settle(tx, owed.id, outcome)
    for kind in (REMIND, LOOK):
        tasks.cancel(tx, kind, owed.id)


def _owed(tx: Transaction, case: Case, promise_id: str) -> Promise:
    found = [one for one in promises.open_of(tx, case.id) if one.id == promise_id]
    if not found:
        raise NotOwed
    return found[0]
