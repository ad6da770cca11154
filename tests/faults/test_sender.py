"""Senders that are killed or stopped while they send; another process is there to go on."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from signal import SIGCONT, SIGSTOP

import pytest
from sqlalchemy import make_url

from storage import conversations, holders, outbox
from storage.database import Database, Transaction
from storage.messages import Message
from storage.vault import Master
from tests.conftest import SECRET
from tests.fake_telegram import FakeTelegram
from tests.faults.conftest import Say
from tests.faults.mortal import HUNG, until
from tests.replies import statuses

pytestmark = pytest.mark.faults

HOLD = 3.0  # seconds after which a dead sender is followed; ten where it is not a test
LEASE = 12.0  # seconds, which nobody has to wait for
ON_POSTGRESQL = pytest.mark.parametrize("migrated_url", ["postgresql"], indirect=True)  # SQLite has but one process

_LETTING_GO = "-c idle_in_transaction_session_timeout=2000"  # milliseconds

Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def served_url(migrated_url: str) -> str:
    """A database of each engine in turn; a server lets go of whoever stands still in the middle of a transaction."""
    url = make_url(migrated_url)
    letting_go = url if url.get_backend_name() == "sqlite" else url.update_query_dict({"options": _LETTING_GO})
    return letting_go.render_as_string(hide_password=False)


@pytest.fixture
def records(served_url: str) -> Iterator[Database]:
    """The database both senders work with, in our own process."""
    database = Database(served_url, Master(SECRET))
    yield database
    database.close()


@pytest.fixture
def start(served_url: str, telegram: FakeTelegram) -> Iterator[Start]:
    """Start one more sender; all of them are gone at the end."""
    started = list[subprocess.Popen[bytes]]()

    def begin() -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "tests.faults.lone_sender", served_url, telegram.url, str(HOLD)]
        started.append(subprocess.Popen(command))
        return started[-1]

    yield begin
    for process in started:
        process.send_signal(SIGCONT)
        process.terminate()
        process.wait(HUNG)


def promise(database: Database, chat: int, *texts: str) -> None:
    def work(tx: Transaction) -> None:
        where = conversations.lock(tx, "telegram", str(chat)).id
        for text in texts:
            outbox.promise(tx, where, Message(text))

    database.call(work)


def all_sent(database: Database) -> bool:
    return set(statuses(database)) == {"sent"}


def test_a_sender_killed_before_it_wrote_it_down(
    records: Database, telegram: FakeTelegram, start: Start, say: Say
) -> None:
    """
    Killed between Telegram's taking a reply and writing that down, it is followed when its hold is over, long before
    its lease: the reply is sent again, and what stands behind it follows in order.
    """
    first = start()
    until(lambda: bool(records.read(holders.all_held)))
    start()
    until(lambda: telegram.tried("getMe") == 2)  # the second one is there and stands by
    with telegram.slow("sendMessage"):
        promise(records, 42, "一", "二")
        until(lambda: telegram.tried("sendMessage") == 1)
        killed_at = time.monotonic()
        first.kill()
        first.wait(HUNG)
    until(lambda: all_sent(records))

    again = telegram.received(42)[1].at - killed_at
    assert telegram.texts(42) == ["一", "一", "二"]
    assert again < LEASE
    say(f"sent again {again:.1f} s after the kill, with a hold of {HOLD:.0f} s")


@ON_POSTGRESQL
def test_a_stopped_sender_wakes_up_too_late(records: Database, telegram: FakeTelegram, start: Start, say: Say) -> None:
    """
    A sender that the system stops for a while sends nothing when it goes on: another has taken over, and every reply
    reaches its reader once.
    """
    promise(records, 42, "一")
    first = start()
    until(lambda: all_sent(records))
    start()
    first.send_signal(SIGSTOP)
    for n in range(5):
        promise(records, 100 + n, "停")
    until(lambda: all_sent(records))
    first.send_signal(SIGCONT)
    for n in range(5):
        promise(records, 100 + n, "醒")
    until(lambda: all_sent(records))

    assert [telegram.texts(100 + n) for n in range(5)] == [["停", "醒"]] * 5
    say(f"{len(telegram.called('sendMessage'))} messages, each once")


@ON_POSTGRESQL
def test_a_sender_stopped_between_two_parts_leaves_the_rest(
    records: Database, telegram: FakeTelegram, start: Start, say: Say
) -> None:
    """
    Stopped in the middle of a long text, it does not go on with it afterwards: the other began anew and has sent it
    all.
    """
    promise(records, 42, "一" * 4096 + "二" * 4096 + "三")
    first = start()
    until(lambda: len(telegram.received(42)) == 1)
    first.send_signal(SIGSTOP)
    start()
    until(lambda: all_sent(records))
    first.send_signal(SIGCONT)
    promise(records, 43, "好")
    until(lambda: all_sent(records))

    parts = [text[0] for text in telegram.texts(42)]
    assert parts[-3:] == ["一", "二", "三"]
    assert len(parts) <= 5
    say(f"parts as they came: {' '.join(parts)}")
