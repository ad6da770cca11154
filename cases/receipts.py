"""A receipt: what was submitted, sealed by a digest; what happens next and by when; and the way back by its code."""

import json
from dataclasses import fields
from datetime import datetime
from hashlib import sha256
from typing import Any

from cases import deadlines, news, notices, telling
from cases.office import Office
from cases.unread import NOTICE
from storage import access, case_clocks, cases, conversations, events, files, offers, outbox, receipts, tasks
from storage.cases import Case
from storage.clock import CHINA
from storage.database import Transaction
from storage.errors import Erased
from storage.files import HOTLINE
from storage.messages import Button, Message
from storage.receipts import Submitted

TELL_CHAT = "tell_chat"  # the task; its subject: case, event and chat
CARD = "receipt"  # the channel that cards come from: they are drawn here
_ADDED_LATER = ("contact", "hours")  # of a complaint; to leave another number changes nothing of what was told
_GROUP, _GROUPS = 4, 4  # letters of a digest that are shown, so that two can be compared by eye


def fix(tx: Transaction, case: Case) -> str:
    """Write down what a case that was just opened holds; returns the digest of it, SHA-256 in hex."""
    arrived = tuple(receipts.files_here(tx, case))
    digest = _digest(tx, case, arrived)
    receipts.keep(tx, case, Submitted(digest, arrived))
    return digest


def is_unchanged(tx: Transaction, case: Case) -> bool | None:
    """Whether a case still says what was submitted; None if that was never written down. Raises Erased."""
    submitted = receipts.submitted(tx, case)
    return None if submitted is None else _digest(tx, case, submitted.files) == submitted.sha256


def digest_of(tx: Transaction, case: Case) -> str:
    """The digest of what was submitted as people read it, 3F2A-91C0-77BE-D41C; "" if there is none. Raises Erased."""
    submitted = receipts.submitted(tx, case)
    if submitted is None:
        return ""
    shown = submitted.sha256[: _GROUP * _GROUPS].upper()
    return "-".join(shown[at : at + _GROUP] for at in range(0, len(shown), _GROUP))


def next_step(tx: Transaction, office: Office, case: Case, language: str | None) -> str:
    """What happens next with a case and by when, in one or two sentences for its worker."""
    if offer := offers.open_offer(tx, case.id):
        words_by = deadlines.words_by(tx, office, case, offer.due_at)
        by = {"accept_by": soon(office, language, offer.due_at), "words_by": soon(office, language, words_by)}
        return office.texts.say(language, "receipt.next_offered", **by)
    due = case_clocks.open_one(tx, case.id, "first_words")
    if case.status == "accepted" and due and due.due_at and due.missed_at is None:
        return office.texts.say(language, "receipt.next_words", words_by=soon(office, language, due.due_at))
    return office.texts.say(language, f"receipt.next_{'ended' if case.ended else case.status}")


def in_words(office: Office, language: str | None, at: datetime) -> str:
    """Day and time in China, as they are read aloud."""
    here = at.astimezone(CHINA)
    return office.texts.say(
        language, "receipt.time", year=here.year, month=here.month, day=here.day, time=f"{here:%H:%M}"
    )


def soon(office: Office, language: str | None, at: datetime) -> str:
    """The same without the year, which nobody doubts."""
    here = at.astimezone(CHINA)
    return office.texts.say(language, "receipt.soon", month=here.month, day=here.day, time=f"{here:%H:%M}")


def draw_card(tx: Transaction, office: Office, case: Case, conversation_id: str, language: str | None) -> str:
    """Announce the picture of a receipt, which is drawn afterwards; returns the id of its file.

    What stands on it is sealed with the conversation. It says nothing of who he is and what he told.
    """
    say, code = office.texts.say, receipts.code_of(tx, case) or ""
    lines = {
        "title": say(language, "receipt.card_title"),
        "number_is": say(language, "receipt.card_number"),
        "number": case.number,
        "code_is": say(language, "receipt.card_code"),
        "code": code_shown(code),
        "at": in_words(office, language, case.opened_at),
        "next_is": say(language, "receipt.card_next"),
        "next": next_step(tx, office, case, language),
        "call": say(language, "receipt.card_call"),
    }
    written = json.dumps(lines, ensure_ascii=False)
    return files.announce(tx, conversation_id, by=HOTLINE, channel=CARD, kind="photo", mime="image/png", remote=written)


def send_card(tx: Transaction, office: Office, file_id: str) -> None:
    """Promise a card that has been drawn to the chat it was drawn for; nothing if he wished everything gone since."""
    file = files.by_id(tx, file_id)
    try:
        number = json.loads(files.hidden(tx, file).remote)["number"]
    except Erased:
        return
    language = conversations.language_of(tx, file.conversation_id)
    said = Message(office.texts.say(language, "receipt.card", number=number), (), (file_id,))
    outbox.promise(tx, file.conversation_id, said, case_id=cases.by_number(tx, number).id)


def lock_of_card(tx: Transaction, file_id: str) -> object:
    """Hold the conversation of a card."""
    return conversations.lock_by_id(tx, files.by_id(tx, file_id).conversation_id)


def code_shown(code: str) -> str:
    """A code as people read it, ABCD-EFGH."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def come_back(tx: Transaction, case: Case, conversation_id: str, person_id: str) -> Case:
    """Whoever showed the code goes on here: the case is his too and letters come here.

    The chat it was in is told, and whoever opened it, for he alone can deny. The caller holds this conversation, not
    the others: they are told by tasks.
    """
    case = access.hold(tx, case.id)
    access.let_in(tx, case, person_id)
    others = {case.conversation_id, *access.chats_of_opener(tx, case, but=NOTICE)} - {conversation_id}
    chats = sorted(others)
    n = events.record(tx, case, news.OPENED_BY_CODE, events.WORKER, {"chats": chats})
    _tell_chats(tx, case, n, chats)
    return access.lead_to(tx, case, conversation_id)


def deny(tx: Transaction, case: Case, conversation_id: str) -> None:
    """Whoever opened the case says that it was not he who used the code: it is locked, and our people are told at once.

    Raises LookupError if nobody but he has used it.
    """
    case = access.hold(tx, case.id)
    chats = access.shut_out(tx, case)
    if not chats:
        raise LookupError("nobody came back to this case by its code")
    receipts.lock_code(tx, case)
    access.lead_to(tx, case, conversation_id)
    for chat in chats:
        outbox.withdraw(tx, chat, case.id)
    n = events.record(tx, case, news.CODE_DENIED, events.WORKER, {"chats": chats})
    _tell_chats(tx, case, n, chats)
    telling.tell_owner(tx, case, n, telling.duty_supervisor(tx, case))
    tx.wake("alarms")


def last_letter(tx: Transaction, case: Case) -> str:
    """What was written to the worker last, "" if nothing was. Raises Erased."""
    written = events.of_case(tx, case, (news.TO_WORKER, "to_worker_edited", news.TAKEN_BACK))
    return "" if not written or written[-1].kind == news.TAKEN_BACK else written[-1].words or ""


def tell_chat(tx: Transaction, office: Office, subject: str) -> None:
    """Say in another chat that a case was opened by its code, or that it was locked there."""
    case_id, n, _ = subject.split(":")
    case, chat = cases.by_id(tx, case_id), _chat(tx, subject)
    event = events.by_n(tx, case, int(n))
    language = conversations.language_of(tx, chat)
    say = office.texts.say
    when = in_words(office, language, event.at)
    text = say(language, f"receipt.told_{event.kind}", number=case.number, when=when)
    ways = ("not_me",) if event.kind == news.OPENED_BY_CODE else ("person",)
    buttons = tuple(Button(f"{one}:{case.number}", say(language, f"buttons.{one}")) for one in ways)
    notices.promise(tx, office, chat, Message(text, buttons))


def lock_chat(tx: Transaction, subject: str) -> object:
    """Hold the chat that is to be told."""
    return conversations.lock_by_id(tx, _chat(tx, subject))


def _chat(tx: Transaction, subject: str) -> str:
    case_id, n, at = subject.split(":")
    chats: list[str] = events.by_n(tx, cases.by_id(tx, case_id), int(n)).facts["chats"]
    return chats[int(at)]


def _tell_chats(tx: Transaction, case: Case, event_n: int, chats: list[str]) -> None:
    for at in range(len(chats)):
        tasks.add(tx, TELL_CHAT, f"{case.id}:{event_n}:{at}", tx.now)


def _digest(tx: Transaction, case: Case, arrived: tuple[str, ...]) -> str:
    """SHA-256 over the complaint without what is empty or may be added later, and the digests of its files.

    The id of the case, which nobody is shown, stands before it: who only sees the digest cannot try out stories.
    """
    complaint = cases.complaint_of(tx, case)
    told = {one.name: getattr(complaint, one.name) for one in fields(complaint)}
    digests = [files.hidden(tx, files.by_id(tx, file_id)).sha256 for file_id in arrived]
    canonical = {"case": case.id, "told": _canonical(told), "files": digests}
    written = json.dumps(canonical, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def _canonical(told: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty: a question that is added one day changes no digest of before."""
    kept = {name: _canonical(value) if isinstance(value, dict) else value for name, value in told.items()}
    return {
        name: value
        for name, value in kept.items()
        if value not in (None, "", (), [], {}, False) and name not in _ADDED_LATER
    }
