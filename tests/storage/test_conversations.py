"""One conversation for each address, locked while it is decided what to say, its draft sealed."""

import json
from functools import partial

import pytest
from sqlalchemy import func, select, update

from storage import conversations, inbox, outbox
from storage.conversations import Spoken, Standing
from storage.database import Database, Transaction
from storage.errors import WrongKey
from storage.inbox import Source
from storage.messages import Message
from storage.models import Conversation, DataKey, Person
from tests.conftest import SettableClock
from tests.storage.racing import race


def lock(tx: Transaction) -> Standing:
    return conversations.lock(tx, "telegram", "4711")


def how_many(tx: Transaction, table: type[Conversation | Person | DataKey]) -> int:
    return tx.execute(select(func.count()).select_from(table)).scalar_one()


def test_a_first_message_makes_a_conversation(database: Database) -> None:
    """
    Somebody unknown starts at the welcome; when he comes back he is known, on another channel he is not.
    """
    first, again = database.call(lock), database.call(lock)
    elsewhere = database.call(lambda tx: conversations.lock(tx, "web", "4711"))

    assert (first.new, first.step, first.draft, first.version, first.last_n) == (True, "welcome", {}, 0, 0)
    assert (again.new, again.id, again.person_id) == (False, first.id, first.person_id)
    assert elsewhere.id != first.id
    assert database.read(lambda tx: conversations.address_of(tx, first.id)) == "4711"


@pytest.mark.parametrize("first_rolls_back", [False, True])
def test_two_first_messages_at_once_make_one_conversation(on_postgresql: Database, first_rolls_back: bool) -> None:
    """
    A worker's first two messages reach two processes: both stand in one conversation, and he is one person.
    """
    one, two = race(on_postgresql, lock, lock, rolls_back=first_rolls_back)

    assert (one.new, two.new) == (True, first_rolls_back)
    assert (one.id == two.id) == (not first_rolls_back)
    for table in (Conversation, Person, DataKey):
        assert on_postgresql.read(partial(how_many, table=table)) == 1


def test_two_messages_of_one_worker_are_decided_one_after_the_other(on_postgresql: Database) -> None:
    """
    The second decision starts from where the first has led.
    """
    on_postgresql.call(lock)

    def move(tx: Transaction) -> int:
        standing = lock(tx)
        conversations.save(tx, standing, step="story", draft={}, language=None)
        return standing.version

    assert race(on_postgresql, move, move) == (0, 1)


@pytest.mark.parametrize("words", ["三个月工资", "a\0b", "\ud800", "😀"])
def test_a_draft_survives_as_it_was(database: Database, words: str) -> None:
    """
    A half-told complaint is there days later, whatever characters are in it.
    """
    standing = database.call(lock)
    draft = {"story": words, "amount": None, "parts": [1, 2]}
    database.call(lambda tx: conversations.save(tx, lock(tx), step="story", draft=draft, language="zh-CN"))

    again = database.call(lambda tx: conversations.lock_by_id(tx, standing.id))

    assert (again.step, again.draft, again.language, again.version) == ("story", draft, "zh-CN", 1)


def test_a_draft_does_not_open_in_another_conversation(database: Database) -> None:
    """
    A sealed draft copied over another worker's is refused, not shown.
    """
    mine, other = database.call(lock), database.call(lambda tx: conversations.lock(tx, "telegram", "4712"))
    database.call(lambda tx: conversations.save(tx, lock(tx), step="story", draft={"a": 1}, language=None))

    def copy(tx: Transaction) -> None:
        draft = tx.execute(select(Conversation.draft).where(Conversation.id == mine.id)).scalar_one()
        tx.execute(update(Conversation).where(Conversation.id == other.id).values(draft=draft))

    database.call(copy)
    with pytest.raises(WrongKey):
        database.call(lambda tx: conversations.lock_by_id(tx, other.id))


def test_what_is_remembered_about_a_person(database: Database) -> None:
    """
    His language, whether he can be reached, and the case he is talking about.
    """
    standing = database.call(lock)

    def remember(tx: Transaction) -> None:
        conversations.save(tx, standing, step="welcome", draft={}, language="en")
        conversations.set_reachable(tx, standing.id, False)
        conversations.take_in_hand(tx, standing.id, "c" * 32)

    database.call(remember)
    again = database.call(lambda tx: conversations.lock_by_id(tx, standing.id))

    assert (again.language, again.reachable, again.case_in_hand) == ("en", False, "c" * 32)
    assert database.read(lambda tx: conversations.language_of(tx, standing.id)) == "en"
    database.call(lambda tx: conversations.take_in_hand(tx, standing.id, None))
    assert database.call(lock).case_in_hand is None


def test_an_unknown_conversation_is_an_error(database: Database) -> None:
    """
    An id that was never given out is refused.
    """
    with pytest.raises(LookupError):
        database.call(lambda tx: conversations.lock_by_id(tx, "0" * 32))


def test_a_web_chat_is_found_by_its_cookie_alone(database: Database) -> None:
    """
    The cookie leads back to its conversation, a wrong one to nothing, and the address is the conversation's own id.
    """
    session = database.call(lambda tx: conversations.start_web(tx, "en"))

    assert database.read(lambda tx: conversations.web_session(tx, session.token)) == session
    assert database.read(lambda tx: conversations.web_session(tx, session.token + "x")) is None
    assert database.read(lambda tx: conversations.web_session(tx, "\0\ud800")) is None
    assert database.read(lambda tx: conversations.address_of(tx, session.conversation_id)) == session.conversation_id
    standing = database.call(lambda tx: conversations.lock(tx, "web", session.conversation_id))
    assert (standing.id, standing.language, standing.new) == (session.conversation_id, "en", False)


def test_a_persons_own_words_stand_between_our_replies(database: Database, clock: SettableClock) -> None:
    """
    The page shows what the worker wrote after which reply; presses of buttons are no words.
    """

    def say(tx: Transaction, message_id: str, body: dict[str, str]) -> str:
        inbox.claim(tx, source := Source("telegram", "4711", message_id))
        standing = lock(tx)
        inbox.keep(tx, source, standing.id, standing.key_id, standing.last_n, json.dumps(body))
        outbox.promise(tx, standing.id, Message("好的"))
        return standing.id

    said = [{"text": "你好"}, {"text": "", "button": "agree"}, {"text": "工资"}]
    for number, body in enumerate(said, 1):
        clock.advance(seconds=1)
        where = database.call(partial(say, message_id=str(number), body=body))

    assert database.read(lambda tx: conversations.spoken(tx, where)) == [Spoken(0, "1", "你好"), Spoken(2, "3", "工资")]
    assert database.read(conversations.counts) == {"conversations": 1, "inbox": 3, "outbox": 3}


def test_whoever_writes_can_be_written_to(database: Database) -> None:
    """
    A reply to him failed once; now he is heard from again.
    """
    standing = database.call(lock)
    database.call(lambda tx: conversations.set_reachable(tx, standing.id, False))
    assert not database.call(lambda tx: conversations.lock_by_id(tx, standing.id)).reachable

    assert database.call(lock).reachable
    assert database.call(lambda tx: conversations.lock_by_id(tx, standing.id)).reachable
