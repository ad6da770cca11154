"""Several processes on one PostgreSQL database: none does again what another did, and each takes over from the dead."""

import os
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from storage import holders
from storage.database import Database, Transaction
from tests.fake_telegram import TOKEN, FakeTelegram
from tests.faults import records
from tests.faults.checking import CALM, check
from tests.faults.conftest import Say
from tests.faults.mortal import HUNG, Mortal, mortal, until
from tests.faults.storm import Storm
from tests.faults.telling import STEPS, without_repeats
from tests.hotline_process import command

pytestmark = pytest.mark.faults

CHATS = range(101, 107)
HELD = 7  # the chat whose first reply is under way when its sender dies
QUESTION = "老板拖欠我三个月工资怎么办"
TAKEN_OVER = 15.0  # seconds that are promised
_LISTENERS = "FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN hotline'"


@pytest.fixture
def start(telegram: FakeTelegram, tmp_path: Path, postgres_url: str) -> Iterator[Callable[..., Mortal]]:
    """Starts a hotline beside those that serve already, from the same folder and database."""
    with ExitStack() as stack:
        yield lambda mode, *more: stack.enter_context(mortal(tmp_path, telegram.url, TOKEN, mode, postgres_url, *more))


@dataclass
class Race(Storm):
    """Each update is brought to two hotlines at once, and again until both have taken it."""

    other: Mortal | None = None

    def _post(self, update: dict[str, Any]) -> httpx.Response:
        assert self.other
        there = self.threads.submit(self.outside.bring, partial(self.post_to, self.other, update))
        here = self.post_to(self.hotline, update)
        there.result(HUNG)
        return here


def test_two_race_on_the_same_chats(
    telegram: FakeTelegram, start: Callable[..., Mortal], postgres_url: str, seed: int, say: Say
) -> None:
    """
    The same updates reach two hotlines at once, one of which serves from two processes that are killed in turn, and
    both of which lose their listening connections: each counts once, each reply arrives in its order, and they stop
    in peace.
    """
    one, other = start("webhook", "--workers", "2"), start("webhook")
    race = Race(one, telegram, seed, CHATS, other=other)
    try:
        race.tell(CALM)
        telling = race.break_loose(0)
        for n in range(1, 3):
            until(partial(race.is_at, n * len(CHATS) * len(STEPS) // 2))
            kill_a_worker(one)
            with records.looking(one, postgres_url) as database:
                cut_and_wait(database)
        for told in telling:
            told.result(HUNG)
        forked = one.processes
        check(race, postgres_url)
        other.end()
        say(f"seed {seed}: answers other than 200: {race.outside.refused}")
    finally:
        race.close()
    assert [hotline.lives[-1].process.returncode for hotline in (one, other)] == [0, 0]
    assert not any(map(is_alive, forked))


def test_the_dead_are_taken_over_from(
    telegram: FakeTelegram,
    start: Callable[..., Mortal],
    postgres_url: str,
    say: Say,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    The process that fetches and sends is killed when a message has reached its reader but Telegram's answer has not
    come back: another fetches and sends within fifteen seconds, and nothing is lost.
    """
    first = start("polling")
    with records.looking(first, postgres_url) as database:
        until(lambda: database.read(holders.all_held).keys() >= {"poller:telegram", "sender:telegram"})
        start("polling")
        killed = kill_while_sending(first, telegram, monkeypatch)
        told = {chat: [str(telegram.says(chat, words)) for words in ("/start", QUESTION)] for chat in CHATS}
        until(lambda: all(len(telegram.texts(chat)) >= 2 for chat in (HELD, *CHATS)))
        for chat in CHATS:
            kept = database.call(partial(records.of_chat, chat=chat))
            assert kept.taken == told[chat]
            assert without_repeats(telegram.texts(chat)) == kept.replies
    again, fetched = (telegram.received(chat)[n].at - killed for chat, n in ((HELD, 1), (CHATS[0], 0)))
    say(f"sent again {again:.1f} s, fetched and answered {fetched:.1f} s after the kill")
    assert len(set(telegram.texts(HELD))) == 1
    assert max(again, fetched) < TAKEN_OVER


def test_nobody_serves_for_a_dead_parent(start: Callable[..., Mortal]) -> None:
    """
    When the process that watches the others is killed they stop too, rather than serve unwatched.
    """
    hotline = start("webhook", "--workers", "2")
    forked = hotline.processes
    assert len(forked) == 2

    hotline.die()

    until(lambda: not any(is_alive(process) for process in forked))


def test_a_refused_token_is_one_sentence(telegram: FakeTelegram, start: Callable[..., Mortal], tmp_path: Path) -> None:
    """
    When Telegram refuses the token no process goes on, and the operator reads it once.
    """
    hotline = start("polling", "--workers", "2")
    hotline.end()
    telegram.token = "another"

    ended = command(tmp_path, hotline.env, "serve", "--workers", "2")

    assert ended.returncode == 1
    assert (ended.stdout + ended.stderr).count("refuses HOTLINE_TELEGRAM_TOKEN") == 1
    assert "Traceback" not in ended.stderr


def test_each_process_counts_under_its_own_number(start: Callable[..., Mortal]) -> None:
    """
    Whoever looks at the figures tells the processes apart, and one that took a dead one's place has its number.
    """
    hotline = start("webhook", "--workers", "2")

    until(lambda: numbers_seen(hotline, 20) == {"1", "2"})
    kill_a_worker(hotline)
    until(lambda: numbers_seen(hotline, 20) == {"1", "2"})


def numbers_seen(hotline: Mortal, looks: int) -> set[str]:
    """The numbers of the processes that answered, each on a connection of its own."""
    pages = [httpx.get(f"{hotline.url}/metrics", timeout=HUNG, verify=False).text for _ in range(looks)]
    return {number for page in pages for number in re.findall(r'hotline_holds\{.*worker="(\w+)"', page)}


def kill_a_worker(hotline: Mortal) -> None:
    """SIGKILL one of its processes and wait until another has its place."""
    before = hotline.processes
    killed = max(before)
    os.kill(killed, signal.SIGKILL)
    until(lambda: len(hotline.processes) == len(before) and killed not in hotline.processes)


def kill_while_sending(hotline: Mortal, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch) -> float:
    """SIGKILL it while Telegram, which has delivered a message, has not yet answered; returns when that was."""
    reached, go_on, answer = threading.Event(), threading.Event(), telegram.answer

    def held(token: str, method: str, asked: dict[str, Any]) -> Any:
        answered = answer(token, method, asked)
        if method == "sendMessage" and not reached.is_set():
            reached.set()
            go_on.wait(HUNG)
        return answered

    monkeypatch.setattr(telegram, "answer", held)
    telegram.says(HELD, "/start")
    assert reached.wait(HUNG)
    hotline.die()
    go_on.set()
    return time.monotonic()


def cut_and_wait(database: Database) -> None:
    """Have the server end every listening connection, and wait until as many are back."""
    cut = database.read(listeners)
    database.call(lambda tx: tx.execute(text(f"SELECT pg_terminate_backend(pid) {_LISTENERS}")))
    until(lambda: len(database.read(listeners)) >= len(cut) and not cut & database.read(listeners))


def listeners(tx: Transaction) -> set[int]:
    """The server's processes that listen."""
    return {row.pid for row in tx.execute(text(f"SELECT pid {_LISTENERS}"))}


def is_alive(process: int) -> bool:
    """Whether it still runs; one that has ended and whom nobody buried does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
