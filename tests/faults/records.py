"""What the database knows after the storm, to be held against what was said and what was read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import func, select

from bot.commands.database import open_database
from bot.settings import Settings
from storage import cases, conversations, inbox, outbox, sending
from storage.database import Database, Transaction
from storage.models import Base
from tests.faults.mortal import Mortal
from tests.faults.telling import without_card


@dataclass(frozen=True, slots=True)
class Record:
    """One conversation: the ids of the messages taken, our replies in words, the cases of its person."""

    taken: list[str]
    replies: list[str]
    cases: int


@contextmanager
def looking(hotline: Mortal, url: str | None) -> Iterator[Database]:
    """The database of a hotline."""
    opened = open_database(Settings(data_dir=hotline.folder / "var", database_url=url))
    try:
        yield opened
    finally:
        opened.close()


def of_chat(tx: Transaction, chat: int) -> Record:
    """The record of a Telegram chat."""
    standing = conversations.lock(tx, "telegram", str(chat))
    assert not standing.new, "this chat was never heard"
    return _of(tx, standing.id)


def of_visitor(tx: Transaction, cookie: str) -> Record:
    """The record of a web chat."""
    session = conversations.web_session(tx, cookie)
    assert session, "this web chat is gone"
    return _of(tx, session.conversation_id)


def count(tx: Transaction, table: type[Base]) -> int:
    """How many rows there are."""
    return tx.execute(select(func.count()).select_from(table)).scalar_one()


def all_sent(tx: Transaction) -> bool:
    """Whether every reply to Telegram has been settled."""
    return sending.next_due(tx, "telegram") is None


def _of(tx: Transaction, conversation_id: str) -> Record:
    standing = conversations.lock_by_id(tx, conversation_id)
    taken = [message_id for _, message_id, _ in inbox.said(tx, conversation_id)]
    numbered = outbox.after(tx, conversation_id, 0)
    assert [one.n for one in numbered] == list(range(1, len(numbered) + 1)), "a reply was skipped"
    replies = without_card([one.message.text for one in numbered])
    return Record(taken, replies, len(cases.of_person(tx, standing.person_id)))
