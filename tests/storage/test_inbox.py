"""Every message counts once, and one that cannot be handled is set aside without a word of it showing."""

from functools import partial

import pytest
from sqlalchemy import text

from storage import conversations, inbox
from storage.database import Database, Transaction
from storage.inbox import Source
from tests.conftest import SettableClock
from tests.storage.racing import race

HELLO = Source("telegram", "4711", "900001")


def keep(tx: Transaction, source: Source, body: str) -> str:
    inbox.claim(tx, source)
    standing = conversations.lock(tx, source.channel, source.address)
    inbox.keep(tx, source, standing.id, standing.key_id, standing.last_n, body)
    return standing.id


def test_a_message_counts_once(database: Database) -> None:
    """
    The second copy of a message is recognised, in the same transaction and later; another message is not.
    """
    assert database.call(lambda tx: (inbox.claim(tx, HELLO), inbox.claim(tx, HELLO))) == (True, False)
    assert database.call(lambda tx: inbox.claim(tx, HELLO)) is False

    others = [Source("web", "4711", "900001"), Source("telegram", "4712", "900001"), Source("telegram", "4711", "2")]
    assert database.call(lambda tx: [inbox.claim(tx, other) for other in others]) == [True] * 3


def test_a_claim_that_was_rolled_back_is_free(database: Database) -> None:
    """
    A message whose handling failed is handled when it comes again.
    """

    def fail(tx: Transaction) -> None:
        inbox.claim(tx, HELLO)
        raise LookupError

    with pytest.raises(LookupError):
        database.call(fail)

    assert database.call(lambda tx: inbox.claim(tx, HELLO)) is True


@pytest.mark.parametrize("first_rolls_back", [False, True])
def test_two_processes_given_the_same_message(on_postgresql: Database, first_rolls_back: bool) -> None:
    """
    The second waits for the first: it stands back if that commits, and wins if that rolls back.
    """

    def claim(tx: Transaction) -> bool:
        return inbox.claim(tx, HELLO)

    outcome = race(on_postgresql, claim, claim, rolls_back=first_rolls_back)

    assert outcome == (True, first_rolls_back)


def test_what_was_said_is_kept_in_order(database: Database, clock: SettableClock) -> None:
    """
    A conversation reads in the order in which it was spoken, the latest part of it if it is long.
    """
    for i, words in enumerate(["你好", "工资没发", "三个月了"]):
        clock.advance(seconds=1)
        where = database.call(partial(keep, source=Source("web", "w", f"{9 - i}"), body=words))

    said = database.read(lambda tx: inbox.said(tx, where))
    assert said == [(0, "9", "你好"), (0, "8", "工资没发"), (0, "7", "三个月了")]
    assert [body for _, _, body in database.read(lambda tx: inbox.said(tx, where, limit=1))] == ["三个月了"]


@pytest.mark.parametrize("dirty", ["a\0b", "a\ud800b"])
def test_odd_characters_in_a_message_and_its_id_are_no_obstacle(database: Database, dirty: str) -> None:
    """
    NUL and lone surrogates, which PostgreSQL and UTF-8 refuse, neither stop a message nor change what was said.
    """
    source = Source("web", dirty, dirty)
    where = database.call(lambda tx: keep(tx, source, dirty))

    assert database.call(lambda tx: inbox.claim(tx, source)) is False
    assert [body for _, _, body in database.read(lambda tx: inbox.said(tx, where))] == [dirty]

    assert [database.call(lambda tx: inbox.failed(tx, source, "LookupError")) for _ in range(2)] == [1, 2]
    database.call(lambda tx: inbox.park(tx, source, dirty, "LookupError"))
    assert [row[3] for row in database.read(inbox.parked_bodies)] == [dirty]


def test_failures_are_counted_by_message(database: Database) -> None:
    """
    Each failure of one message counts; another message starts at one; nothing is parked by counting.
    """
    counted = [database.call(lambda tx: inbox.failed(tx, HELLO, "KeyError")) for _ in range(5)]

    assert counted == [1, 2, 3, 4, 5]
    assert database.call(lambda tx: inbox.failed(tx, Source("telegram", "4711", "2"), "KeyError")) == 1
    assert database.read(inbox.parked) == []


def test_a_parked_message_is_listed_and_can_be_tried_again(database: Database, clock: SettableClock) -> None:
    """
    The list says which and why and since when, never what; trying again finds the words; unparking forgets.
    """
    database.call(lambda tx: inbox.failed(tx, HELLO, "KeyError"))
    database.call(lambda tx: inbox.failed(tx, HELLO, "KeyError"))
    since = clock.now
    database.call(lambda tx: inbox.park(tx, HELLO, "我的身份证号是", "KeyError"))
    clock.advance(hours=1)
    database.call(lambda tx: inbox.park(tx, HELLO, "我的身份证号是", "TypeError"))

    assert database.read(inbox.parked) == [inbox.Parked("telegram", "900001", 2, "TypeError", since)]
    [(channel, hashed, message_id, body)] = database.read(inbox.parked_bodies)
    assert (channel, message_id, body) == ("telegram", "900001", "我的身份证号是")

    database.call(lambda tx: inbox.unpark(tx, channel, hashed, message_id))
    assert database.read(inbox.parked) == []


def test_no_column_shows_what_was_said(sqlite: Database) -> None:
    """
    Neither words nor address of a worker can be found in the tables by somebody without the key.
    """
    sqlite.call(lambda tx: keep(tx, Source("telegram", "138123456", "1"), "我叫张三"))
    sqlite.call(lambda tx: inbox.park(tx, Source("telegram", "138123456", "2"), "我叫张三", "KeyError"))

    tables = ("inbox", "failures", "conversations", "persons", "data_keys", "outbox")
    everything = [text(f"SELECT * FROM {table}") for table in tables]
    rows = sqlite.read(lambda tx: [tuple(row) for statement in everything for row in tx.execute(statement)])
    flat = b"".join(value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row)
    assert b"138123456" not in flat
    assert "张三".encode() not in flat
