"""Tells colleagues in their chats what happened to a case: who is told is decided with the event, what when it is sent.

Whoever does something to a case holds the worker's conversation. A colleague's conversation is never taken after that,
or the two would wait for each other; so a task tells him, which takes his conversation first.
"""

from datetime import timedelta

from cases import news
from cases.office import Office
from storage import cases, conversations, events, outbox, people, sealed, tasks, tellings, threads
from storage.cases import Case
from storage.database import Transaction
from storage.errors import Erased
from storage.events import Event
from storage.messages import Message
from storage.people import Colleague, UnknownStaff
from storage.tellings import TELL

UNREACHABLE = "colleague_unreachable"
_GIVEN_AWAY = ("released", "assigned", "taken_away", "sealed", "merged", "unmerged")
_DELETABLE = timedelta(hours=47)  # Telegram lets a message be deleted for 48


def tell(tx: Transaction, staff_id: str, case: Case, event_n: int, *, delay: timedelta = timedelta(0)) -> None:
    """Have a colleague told of an event in his chat; nothing if he has none: the desk shows it to him."""
    if people.chat_of(tx, staff_id) is not None:
        tasks.add(tx, TELL, tellings.subject(staff_id, case.id, event_n), tx.now + delay)


def tell_owner(
    tx: Transaction,
    case: Case,
    event_n: int,
    *others: str | None,
    but: str = "",
    delay: timedelta = timedelta(0),
) -> None:
    """Have whoever answers for the case by now told of an event, and these others, but not the one who did it."""
    told = {cases.by_id(tx, case.id).owner, *others} - {but}
    for staff_id in sorted(one for one in told if one):
        tell(tx, staff_id, case, event_n, delay=delay)


def lock(tx: Transaction, subject: str) -> Case:
    """Hold what telling needs: the colleague's conversation, then the worker's, then the case."""
    staff_id, case_id, _ = tellings.meant(subject)
    if chat := people.chat_of(tx, staff_id):
        conversations.lock_by_id(tx, chat)
    return cases.lock(tx, case_id)


def tell_now(tx: Transaction, office: Office, subject: str) -> None:
    """Promise a colleague what an event means for him, after everything earlier of its case that he was to be told.

    It is worded as things stand now: what he may not see any more is not said.
    """
    staff_id, case_id, event_n = tellings.meant(subject)
    chat = people.chat_of(tx, staff_id)
    if chat is None:
        return
    colleague, case = people.colleague(tx, staff_id), cases.by_id(tx, case_id)
    for n in [*(n for n in tellings.waiting(tx, staff_id, case_id, event_n) if n < event_n), event_n]:
        if n == event_n or _take(tx, colleague, case, n):
            _promise(tx, office, colleague, case, chat, events.by_n(tx, case, n))


def undelivered(tx: Transaction, staff_id: str, case_id: str, outcome: str) -> None:
    """A message about a case did not reach a colleague's chat: the record says so and his supervisor hears it.

    The work is not lost: it stands at the desk. The caller holds no worker's conversation.
    """
    case = cases.lock(tx, case_id)
    n = events.record(tx, case, UNREACHABLE, events.HOTLINE, {"staff": staff_id, "outcome": outcome})
    tx.wake("alarms")
    supervisor = duty_supervisor(tx, case)
    if supervisor and supervisor != staff_id:
        tell(tx, supervisor, case, n)


def duty_supervisor(tx: Transaction, case: Case) -> str | None:
    """Who supervises the unit of a case and may read it; None if nobody supervises it."""
    try:
        return sealed.supervisor_of(tx, case.id, case.unit).id
    except UnknownStaff:
        return None


def leave(tx: Transaction, office: Office, colleague: Colleague, why: str) -> bool:
    """A colleague's chat is his no longer: what we wrote there about cases goes, and `lawyer.<why>` is said there.

    False if he had none. The caller holds no worker's conversation.
    """
    chat = people.chat_of(tx, colleague.id)
    if chat is None:
        return False
    conversations.lock_by_id(tx, chat)
    clear_chat(tx, chat)
    outbox.promise(tx, chat, Message(office.texts.say(conversations.language_of(tx, chat), f"lawyer.{why}")))
    people.unlink_chat(tx, colleague.id)
    return True


def clear_chat(tx: Transaction, conversation_id: str, case_id: str | None = None) -> None:
    """Take back from a colleague's chat, which the caller holds, what we wrote there lately about a case, or any.

    What waits to be sent there never leaves, however long it has waited.
    """
    outbox.withdraw(tx, conversation_id, case_id)
    for n in threads.about(tx, conversation_id, case_id, tx.now - _DELETABLE):
        outbox.delete(tx, conversation_id, n)


def _promise(tx: Transaction, office: Office, colleague: Colleague, case: Case, chat: str, event: Event) -> None:
    together = [event, *_rest_of_album(tx, colleague, case, event)]
    if event.kind in _GIVEN_AWAY and not news.may_read(tx, colleague, case):
        clear_chat(tx, chat, case.id)
    try:
        told = news.about(tx, office, colleague, case, together, conversations.language_of(tx, chat))
    except Erased:  # the worker wished his words gone; there is nothing left to tell
        return
    if told:
        outbox.promise(tx, chat, told, case_id=case.id, urgent=case.urgency == "urgent")


def _rest_of_album(tx: Transaction, colleague: Colleague, case: Case, event: Event) -> list[Event]:
    """What else of the same album he was to be told of: it goes along."""
    album = event.facts.get("album")
    if event.kind != news.FILE_KEPT or not album:
        return []
    later = [n for n in tellings.waiting(tx, colleague.id, case.id, event.n) if n > event.n]
    others = [events.by_n(tx, case, n) for n in later]
    same = [one for one in others if one.kind == news.FILE_KEPT and one.facts.get("album") == album]
    return [one for one in same if _take(tx, colleague, case, one.n)]


def _take(tx: Transaction, colleague: Colleague, case: Case, event_n: int) -> bool:
    """Tell of an event with another, instead of by its own task; False if that was done meanwhile."""
    subject = tellings.subject(colleague.id, case.id, event_n)
    if not tasks.exists_open(tx, TELL, subject):
        return False
    tasks.cancel(tx, TELL, subject)
    return True
