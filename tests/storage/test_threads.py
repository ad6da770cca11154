"""A reply to a message finds the case that the message was about."""

from storage import conversations, outbox, people, sending, threads
from storage.database import Database
from storage.messages import Message
from storage.threads import Thread
from tests.storage.opening import open_case


def test_a_reply_to_what_we_sent_finds_its_case(federation: Database) -> None:
    """
    Also when our text went out in two parts and the reply is to the second.
    """
    case = open_case(federation)
    where = case.conversation_id
    federation.call(lambda tx: outbox.promise(tx, where, Message("您的工单"), case_id=case.id))
    [promised] = federation.call(lambda tx: sending.lease(tx, "telegram", limit=1, seconds=9))
    federation.call(lambda tx: sending.sent(tx, promised.id, "501,502"))

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


def test_a_chat_that_was_a_colleagues_leads_to_his_cases_no_more(federation: Database) -> None:
    """
    Once it is unlinked, or linked to somebody else, what waits about cases never leaves and no reply or edit finds
    them; what its owner told us as a worker before, he still finds.
    """
    case, other = open_case(federation), open_case(federation, address="4712")
    chat = case.conversation_id
    for message, about in (("7", case.id), ("8", other.id)):
        federation.call(lambda tx, m=message, c=about: threads.note(tx, chat, m, case_id=c))  # type: ignore[misc]

    for colleague in ("L01", "L02"):
        federation.call(lambda tx, one=colleague: people.link_chat(tx, one, chat))  # type: ignore[misc]
        if colleague == "L01":
            federation.call(lambda tx: outbox.promise(tx, chat, Message("来信"), case_id=other.id))

    assert federation.read(lambda tx: threads.find(tx, chat, "7")) == Thread(case.id, None, None)
    assert federation.read(lambda tx: threads.find(tx, chat, "8")) is None
    assert federation.call(lambda tx: sending.lease(tx, "telegram", limit=9, seconds=9)) == []
    assert federation.read(people.linked) == {"L02"}


def test_a_fresh_code_for_the_same_chat_loses_nothing(federation: Database) -> None:
    """
    A colleague who links the chat that is his already still finds what stands in it.
    """
    case, other = open_case(federation), open_case(federation, address="4712")
    chat = case.conversation_id
    federation.call(lambda tx: people.link_chat(tx, "L01", chat))
    federation.call(lambda tx: threads.note(tx, chat, "8", case_id=other.id))

    federation.call(lambda tx: people.link_chat(tx, "L01", chat))

    assert federation.read(lambda tx: threads.find(tx, chat, "8")) is not None
