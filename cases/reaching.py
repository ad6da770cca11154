"""A lawyer without a chat is reached all the same: the desk, a neutral notice, then a call by his supervisor."""

from cases import clocks, telling
from cases.calendars import calendar
from cases.office import Office
from storage import cases, conversations, events, notice_chats, offers, outbox, people, tasks
from storage.database import Transaction
from storage.messages import Message
from storage.offers import Offer

NOTIFY, LOOK = "notify_lawyer", "has_he_looked"  # tasks; their subject is the offer
UNSEEN = "offer_unseen"


def see_to(tx: Transaction, office: Office, offer: Offer) -> None:
    """Have a lawyer without a chat told that something waits for him, and looked after when the offer is half over."""
    if people.chat_of(tx, offer.staff_id) is not None:
        return
    if office.policy.notices and notice_chats.of(tx, offer.staff_id):
        tasks.add(tx, NOTIFY, offer.id, tx.now)
    middle = offer.made_at + (offer.due_at - offer.made_at) / 2
    opens = clocks.next_opening(office.policy.opening, middle, calendar(tx))
    tasks.add(tx, LOOK, offer.id, opens if opens < offer.due_at else middle)


def answered(tx: Transaction, offer_id: str) -> None:
    """The lawyer of an offer need not be told of it or called any more."""
    for kind in (NOTIFY, LOOK):
        tasks.cancel(tx, kind, offer_id)


def looked(tx: Transaction, staff_id: str) -> None:
    """A lawyer has seen what waits for him at the desk: nobody need call him."""
    for offer_id in offers.looked(tx, staff_id):
        answered(tx, offer_id)


def lock_notices(tx: Transaction, offer_id: str) -> None:
    """Hold the conversation in which the lawyer of an offer gets his notices."""
    if chat := notice_chats.of(tx, offers.by_id(tx, offer_id).staff_id):
        conversations.lock_by_id(tx, chat)


def notify(tx: Transaction, office: Office, offer_id: str) -> None:
    """Promise a notice that says nothing of any case; nothing once the offer has been answered."""
    offer = offers.by_id(tx, offer_id)
    chat = notice_chats.of(tx, offer.staff_id)
    if offer.outcome is None and chat:
        language = conversations.language_of(tx, chat)
        outbox.promise(tx, chat, Message(office.texts.say(language, "rota.notice")))


def look(tx: Transaction, office: Office, offer_id: str) -> None:
    """Have his supervisor call a lawyer who has not looked at an offer that is half over; the caller holds its case."""
    offer = offers.by_id(tx, offer_id)
    if not offers.ask_for_call(tx, offer.id):
        return
    case = cases.by_id(tx, offer.case_id)
    n = events.record(tx, case, UNSEEN, events.HOTLINE, {"staff": offer.staff_id})
    telling.tell_owner(tx, case, n, telling.duty_supervisor(tx, case))
    tx.wake("alarms")
