"""Letters between a worker and whoever has his case, through us, so that neither sees the other's number or name."""

from dataclasses import dataclass
from datetime import timedelta

from cases import deadlines, enclosures, news, notices, parties, telling
from cases.errors import CaseError, Empty
from cases.letterbox import begin_work, go_on, held, held_writable, worded_letter
from cases.office import Office
from cases.templates import must_be_whole
from storage import cases, conversations, events, outbox, threads
from storage.cases import Case
from storage.database import Transaction
from storage.events import Event
from storage.people import Colleague
from storage.threads import Thread

file_from_worker, file_kept, file_lost = enclosures.file_from_worker, enclosures.file_kept, enclosures.file_lost
TO_WORKER, FROM_WORKER, NOTE, NOT_DELIVERED = news.TO_WORKER, news.FROM_WORKER, news.NOTE, news.NOT_DELIVERED
TO_WORKER_EDITED, NOTE_EDITED = news.TO_WORKER_EDITED, "note_edited"
_NEVER_LEFT = "damaged"  # what came of a reply that does not open, as the record and our sentences know it
TAKE_BACK_WITHIN = timedelta(hours=47)  # Telegram lets a message be deleted for 48


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter on its way: our message `n` to the worker, the event `event_n` of the record.

    `reachable` is False if the worker is known to have shut us out, so that it will hardly arrive.
    """

    case: Case
    n: int
    event_n: int
    reachable: bool


def write_to_worker(tx: Transaction, office: Office, colleague: Colleague, number: str, text: str) -> int:
    """Send the worker a letter about his case; what he writes next answers it. Returns the number of our message.

    Raises UnknownCase, NotYours, Ended, Empty or StillAGap.
    """
    return send_letter(tx, office, colleague, number, text).n


def send_letter(tx: Transaction, office: Office, colleague: Colleague, number: str, text: str) -> Letter:
    """The same, for a colleague who may mend or take back what he wrote: returns the letter."""
    case, text = _writable(tx, colleague, number, text)
    must_be_whole(office, text)
    message = worded_letter(tx, office, case, text)
    n = notices.promise(tx, office, case.conversation_id, message, case_id=case.id)
    event_n = events.record(tx, case, TO_WORKER, colleague.id, {"n": n, "chat": case.conversation_id}, words=text)
    telling.tell_owner(tx, case, event_n, but=colleague.id)
    deadlines.spoke(tx, case, colleague.id, text)
    begin_work(tx, case)
    return Letter(case, n, event_n, conversations.lock_by_id(tx, case.conversation_id).reachable)


def edit_letter(tx: Transaction, office: Office, colleague: Colleague, number: str, event_n: int, text: str) -> None:
    """Have the worker's copy of a letter read like this; the record keeps both versions.

    Raises as write_to_worker, and CaseError if there is no such letter of his or it was taken back.
    """
    case, text = _writable(tx, colleague, number, text)
    must_be_whole(office, text)
    letter = _own_letter(tx, case, colleague, event_n)
    if letter.kind != TO_WORKER:
        raise CaseError("图片和文件下面的说明不能改，请另写一句。")
    if _latest(tx, case, letter) == text:
        return
    [(chat, at)], _ = enclosures.sent_with(tx, case, letter)
    notices.edit(tx, office, chat, at, worded_letter(tx, office, case, text))
    n = events.record(tx, case, TO_WORKER_EDITED, colleague.id, {"of": event_n}, words=text)
    telling.tell_owner(tx, case, n, but=colleague.id)


def take_back_letter(tx: Transaction, office: Office, colleague: Colleague, number: str, event_n: int) -> Case:
    """Have a letter, or files, disappear from the worker's chat, where its channel still can; he may have read it.

    The record keeps it and says that it was taken back; what was not sent yet never will be. Raises UnknownCase,
    NotYours, or CaseError if there is no such letter of his, it was taken back before, or it is too old.
    """
    case = held(tx, colleague, number)
    letter = _own_letter(tx, case, colleague, event_n)
    if tx.now - letter.at > TAKE_BACK_WITHIN:
        raise CaseError(f"这封信发出已超过 {TAKE_BACK_WITHIN // timedelta(hours=1)} 小时，不能再撤回。")
    sent, together = enclosures.sent_with(tx, case, letter)
    instead = office.texts.say(conversations.language_of(tx, case.conversation_id), "lawyer.instead_of_letter")
    for chat, n in sent:
        outbox.delete(tx, chat, n, instead)
    for of in together:
        n = events.record(tx, case, news.TAKEN_BACK, colleague.id, {"of": of})
    telling.tell_owner(tx, case, n, but=colleague.id)
    return case


def write_from_worker(tx: Transaction, case: Case, text: str, message: str = "") -> int:
    """Put what the worker wrote into the record of his case, where its owner reads it; returns the event's number.

    `message` is the channel's id of his message, by which a later edit of it is known. To write instead of tapping,
    when asked whether it is solved, is not silence: it says that there is more to do.
    """
    locked = cases.lock(tx, case.id)
    n = events.record(tx, locked, FROM_WORKER, events.WORKER, words=text)
    if message:
        threads.note(tx, locked.conversation_id, message, case_id=case.id, event_n=n)
    parties.heard(tx, locked, text)
    telling.tell_owner(tx, locked, n)
    go_on(tx, locked)
    tx.wake("letters")
    return n


def leave_contact(tx: Transaction, case: Case, contact: str) -> None:
    """How the worker can be reached, sealed with his complaint; its owner is told only that it is there to be seen."""
    locked = cases.lock(tx, case.id)
    cases.add_contact(tx, locked, contact)
    telling.tell_owner(tx, locked, events.record(tx, locked, news.CONTACT_LEFT, events.WORKER))
    go_on(tx, locked)
    tx.wake("letters")


def edited_by_worker(tx: Transaction, case: Case, thread: Thread, text: str) -> None:
    """The worker has changed what he wrote: the record keeps both versions, its owner reads both."""
    locked = cases.lock(tx, case.id)
    n = events.record(tx, locked, news.FROM_WORKER_EDITED, events.WORKER, {"of": thread.event_n}, words=text)
    parties.heard(tx, locked, text)
    telling.tell_owner(tx, locked, n)
    tx.wake("letters")


def note(tx: Transaction, colleague: Colleague, number: str, text: str) -> int:
    """Write something down that only colleagues read; it can never go to the worker. Returns the event's number.

    Raises as write_to_worker, but an ended case takes notes too.
    """
    case, text = _readable(tx, colleague, number, text)
    n = events.record(tx, case, NOTE, colleague.id, words=text)
    telling.tell_owner(tx, case, n, but=colleague.id)
    return n


def edit_note(tx: Transaction, colleague: Colleague, number: str, event_n: int, text: str) -> None:
    """A note reads differently from now on; the record keeps both versions. Raises as note, CaseError if not his."""
    case, text = _readable(tx, colleague, number, text)
    written = events.by_n(tx, case, event_n)
    if (written.kind, written.actor) != (NOTE, colleague.id):
        raise CaseError(f"工单 {number} 里没有您的这条备注。")
    events.record(tx, case, NOTE_EDITED, colleague.id, {"of": event_n}, words=text)


def not_delivered(tx: Transaction, case_id: str, n: int, outcome: str, reason: str) -> None:
    """A message of ours to the worker did not arrive: the case says so, its owner and his supervisor hear it.

    `reason` has no content.
    """
    case = cases.lock(tx, case_id)
    event_n = events.record(tx, case, NOT_DELIVERED, events.HOTLINE, {"n": n, "outcome": outcome, "reason": reason})
    telling.tell_owner(tx, case, event_n, telling.duty_supervisor(tx, case))
    tx.wake("alarms")


def damaged(tx: Transaction, _: Office, reply_id: str) -> None:
    """A reply of ours does not open and never leaves: whoever has to know that a message did not arrive hears it.

    The caller holds what `outbox.held` holds.
    """
    reply = outbox.held(tx, reply_id)
    if reply.case_id is None:
        return
    if reply.staff_id:
        telling.undelivered(tx, reply.staff_id, reply.case_id, _NEVER_LEFT)
    else:
        not_delivered(tx, reply.case_id, reply.n, _NEVER_LEFT, "damaged")


def _writable(tx: Transaction, colleague: Colleague, number: str, text: str) -> tuple[Case, str]:
    return held_writable(tx, colleague, number), _not_empty(text)


def _readable(tx: Transaction, colleague: Colleague, number: str, text: str) -> tuple[Case, str]:
    return held(tx, colleague, number), _not_empty(text)


def _not_empty(text: str) -> str:
    text = text.replace("\0", "").strip()
    if not text:
        raise Empty
    return text


def _own_letter(tx: Transaction, case: Case, colleague: Colleague, event_n: int) -> Event:
    letter = events.by_n(tx, case, event_n)
    if letter.kind not in (TO_WORKER, news.FILE_TO_WORKER) or letter.actor != colleague.id:
        raise CaseError(f"工单 {case.number} 里没有您的这封信。")
    if any(one.facts.get("of") == event_n for one in events.of_case(tx, case, (news.TAKEN_BACK,))):
        raise CaseError("这封信已经撤回了。")
    return letter


def _latest(tx: Transaction, case: Case, letter: Event) -> str | None:
    edits = [one for one in events.of_case(tx, case, (TO_WORKER_EDITED,)) if one.facts.get("of") == letter.n]
    return edits[-1].words if edits else letter.words
