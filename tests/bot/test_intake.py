"""Messages that fail: five times and they are set aside, sealed; a plight of the database never counts."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import asdict

import pytest
from sqlalchemy import select, update

from bot.intake import Intake, replayed
from cases.policy import Policy
from handlers.incoming import Attachment, Incoming
from handlers.receive import Door, Received
from knowledge.library import Library
from storage import conversations, inbox
from storage.database import Database, Transaction
from storage.errors import Unavailable, WrongKey
from storage.inbox import Source
from storage.models import Conversation, Failure
from tests.storage.notes import fill_up, make_space
from texts import Texts

SECRET_WORDS = "只有工人和我们知道的话"
MESSAGE = Incoming("telegram", "4711", "u2", "text", SECRET_WORDS)


@pytest.fixture(scope="module")
def door(library: Library) -> Door:
    """The real door, once for all of these tests."""
    return Door(library, Texts.load(), Policy())


async def spoil(intake: Intake, database: Database) -> bytes | None:
    """A worker in the middle of a form whose draft no longer opens; returns the draft as it was."""
    await intake.take(Incoming("telegram", "4711", "u1", "button", button="complaint"))
    kept = await database.look(lambda tx: tx.execute(select(Conversation.draft)).scalar_one())
    await database.run(put_back(b"\0" * 40))
    return kept


def put_back(draft: bytes | None) -> Callable[[Transaction], None]:
    """A unit of work that writes this draft into the one conversation there is."""

    def work(tx: Transaction) -> None:
        tx.execute(update(Conversation).values(draft=draft))

    return work


async def fails(intake: Intake, times: int) -> None:
    """The outside sends the message so often and hears each time that it failed."""
    for _ in range(times):
        with pytest.raises(WrongKey):
            await intake.take(MESSAGE)


async def test_the_fifth_failure_sets_a_message_aside(intake: Intake, database: Database) -> None:
    """
    Four times Telegram hears an error and repeats it; the fifth time it is set aside and Telegram may stop.
    """
    await spoil(intake, database)
    await fails(intake, 4)
    assert await database.look(inbox.parked) == []

    assert await intake.take(MESSAGE) is None

    [parked] = await database.look(inbox.parked)
    assert (parked.channel, parked.message_id, parked.failures, parked.reason) == ("telegram", "u2", 5, "WrongKey")


async def test_what_is_set_aside_is_sealed_and_listed_without_content(intake: Intake, database: Database) -> None:
    """
    Neither the listing nor the row holds a word of it; opened it is the message as it was.
    """
    await spoil(intake, database)
    await fails(intake, 4)
    await intake.take(MESSAGE)

    assert SECRET_WORDS not in str(await database.look(inbox.parked))
    [sealed] = await database.look(lambda tx: tx.execute(select(Failure.body)).scalars().all())
    assert sealed
    assert SECRET_WORDS.encode() not in sealed
    [(_, _, _, body)] = await database.look(inbox.parked_bodies)
    assert replayed(body) == MESSAGE


async def test_a_sixth_copy_is_not_an_error_either(intake: Intake, database: Database) -> None:
    """
    A copy that was under way all the while is answered like the fifth.
    """
    await spoil(intake, database)
    await fails(intake, 4)

    assert await intake.take(MESSAGE) is None
    assert await intake.take(MESSAGE) is None
    assert len(await database.look(inbox.parked)) == 1


async def test_after_the_fault_is_mended_the_message_counts(intake: Intake, database: Database) -> None:
    """
    A failure below five is forgiven: the next copy is handled as if nothing had been.
    """
    draft = await spoil(intake, database)
    await fails(intake, 3)
    await database.run(put_back(draft))

    received = await intake.take(MESSAGE)

    assert received
    assert received.fresh
    assert await database.look(inbox.parked) == []


async def test_a_full_disk_never_counts_against_a_message(door: Door, sqlite: Database) -> None:
    """
    Ten tries on a full disk: each time the outside hears "try again", nothing is set aside, and with room it is taken.
    """
    intake = Intake(door, sqlite)
    await intake.take(Incoming("telegram", "4711", "u1", "text", "/start"))
    await sqlite.run(lambda tx: fill_up(tx, pages=0))
    for _ in range(10):
        with pytest.raises(Unavailable):
            await intake.take(Incoming("telegram", "4711", "u2", "text", SECRET_WORDS * 5_000))
    await sqlite.run(make_space)

    assert await sqlite.look(lambda tx: tx.execute(select(Failure.failures)).all()) == []
    received = await intake.take(MESSAGE)
    assert received
    assert received.fresh


async def test_a_closed_database_never_counts_either(door: Door, sqlite: Database) -> None:
    """
    A message that arrives while the hotline stops is sent again after the start.
    """
    sqlite.close()

    with pytest.raises(Unavailable):
        await Intake(door, sqlite).take(MESSAGE)


async def test_what_cannot_be_read_is_set_aside_at_once(intake: Intake, database: Database) -> None:
    """
    Authentic but malformed: kept, sealed, listed; its body is no message and is not tried again as one.
    """
    await intake.park(Source("telegram", "?", "u9"), '{"update_id": 9, "message": {}}', "KeyError")

    [parked] = await database.look(inbox.parked)
    assert (parked.message_id, parked.reason) == ("u9", "KeyError")
    [(_, _, _, body)] = await database.look(inbox.parked_bodies)
    assert replayed(body) is None


@pytest.mark.parametrize("body", ["", "{", "[]", "null", "3", '{"channel": "web"}', '"text"'])
def test_a_body_that_is_no_message_is_none(body: str) -> None:
    """
    Whatever was set aside, looking at it fails nowhere.
    """
    assert replayed(body) is None


def test_a_message_with_files_comes_back_with_them() -> None:
    """
    The channel's ids of the files come back with the words, so that they can still be fetched; what another version
    knew besides is passed over.
    """
    sent = Incoming("telegram", "1", "2", "media", "看", files=(Attachment("photo", "f", size=9),))

    assert replayed(json.dumps({**asdict(sent), "of_a_later_version": 1})) == sent


async def test_many_messages_at_once_are_each_taken_once(intake: Intake, database: Database) -> None:
    """
    Thirty workers write in the same moment, each message arriving twice: thirty conversations, thirty handled.
    """
    messages = [Incoming("telegram", str(n % 30), "u1", "text", "法律援助怎么申请？") for n in range(60)]

    received = await asyncio.gather(*(intake.take(one) for one in messages))

    assert sum(isinstance(one, Received) and one.fresh for one in received) == 30
    assert (await database.look(conversations.counts))["outbox"] == 30
