"""A reply to a message finds the case that the message was about."""

from storage import conversations, outbox, threads
from storage.database import Database
from storage.outbox import Message
from storage.threads import Thread
from tests.storage.opening import open_case


def test_a_reply_to_what_we_sent_finds_its_case(federation: Database) -> None:
    """
    Also when our text went out in two parts and the reply is to the second.
    """
    case = open_case(federation)
    where = case.conversation_id
    federation.call(lambda tx: outbox.promise(tx, where, Message("您的工单"), case_id=case.id))
    [promised] = federation.call(lambda tx: outbox.lease(tx, "telegram", limit=1, seconds=9))
    federation.call(lambda tx: outbox.sent(tx, promised.id, "501,502"))

    found = federation.read(lambda tx: threads.find(tx, where, "502"))

    assert found == Thread(case.id, promised.id, None)
    assert federation.read(lambda tx: threads.find(tx, where, "503")) is None


def test_what_was_known_of_a_message_can_be_replaced(federation: Database) -> None:
    """
    A letter is first only a message of this case, and then the third event of its record.
    """
    case = open_case(federation)
    where = case.conversation_id
    for event_n in (None, 3):
        federation.call(lambda tx, n=event_n: threads.note(tx, where, "7", case_id=case.id, event_n=n))  # type: ignore[misc]

    assert federation.read(lambda tx: threads.find(tx, where, "7")) == Thread(case.id, None, 3)


def test_messages_of_two_chats_are_not_confused(federation: Database) -> None:
    """
    Telegram counts messages for each chat anew.
    """
    case = open_case(federation)
    other = federation.call(lambda tx: conversations.lock(tx, "telegram", "4712")).id
    federation.call(lambda tx: threads.note(tx, case.conversation_id, "7", case_id=case.id))

    assert federation.read(lambda tx: threads.find(tx, other, "7")) is None
