"""Killed at any moment, the hotline loses nothing and does nothing twice."""

import threading
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.fake_telegram import TOKEN, FakeTelegram
from tests.faults.checking import CALM, check
from tests.faults.conftest import Say
from tests.faults.mortal import HUNG, mortal, until
from tests.faults.storm import Storm
from tests.faults.telling import REPLIES, STEPS, without_card

pytestmark = pytest.mark.faults

CHATS = range(101, 120)  # 19 workers with 11 steps each
FETCHED = CHATS[:10]
VISITORS = 3


@pytest.mark.parametrize(("url", "kills"), [("sqlite", 4), ("postgresql", 2)], indirect=["url"])
def test_webhook_and_web_chat(
    telegram: FakeTelegram, tmp_path: Path, url: str | None, kills: int, times: int, seed: int, say: Say
) -> None:
    """
    Two hundred updates come by webhook and thirty posts from the web chat, some of them twice, while the process is
    killed again and again: each counts once, and each reply arrives, in its order.
    """
    with mortal(tmp_path, telegram.url, TOKEN, "webhook", url) as hotline:
        storm = Storm(hotline, telegram, seed, CHATS)
        try:
            storm.tell(CALM)
            telling = storm.break_loose(VISITORS)
            kill_now_and_then(storm, kills * times, 2 * len(CHATS) * len(STEPS))
            for told in telling:
                told.result(HUNG)
            say(f"seed {seed}: {measured(storm)}; answers other than 200: {storm.outside.refused}")
            check(storm, url)
        finally:
            storm.close()


@pytest.mark.parametrize(("url", "kills"), [("sqlite", 2), ("postgresql", 1)], indirect=["url"])
def test_polling(
    telegram: FakeTelegram, tmp_path: Path, url: str | None, kills: int, times: int, seed: int, say: Say
) -> None:
    """
    A hundred updates wait to be fetched, some of them twice, and the process that fetches them is killed again and
    again: Telegram forgets none before it is kept, and each reply arrives, in its order.
    """
    with mortal(tmp_path, telegram.url, TOKEN, "polling", url) as hotline:
        storm = Storm(hotline, telegram, seed, FETCHED)
        try:
            storm.pour([CALM])
            until(lambda: len(without_card(telegram.texts(CALM))) == REPLIES)
            storm.pour(FETCHED)
            kill_now_and_then(storm, kills * times, len(FETCHED) * len(STEPS))
            check(storm, url)
            say(f"seed {seed}: {measured(storm)}")
        finally:
            storm.close()


@pytest.mark.parametrize("url", ["sqlite", "postgresql"], indirect=True)
def test_a_reply_that_was_under_way(
    telegram: FakeTelegram, tmp_path: Path, url: str | None, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The process dies while Telegram has not yet answered; whoever comes after it sends the reply, on SQLite at once, on
    PostgreSQL when the dead process's lease is over.
    """
    reached, go_on, answer = threading.Event(), threading.Event(), telegram.answer

    def held(token: str, method: str, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if method == "sendMessage" and not reached.is_set():
            reached.set()
            go_on.wait(HUNG)
            return 0, {}
        return answer(token, method, asked)

    monkeypatch.setattr(telegram, "answer", held)
    with mortal(tmp_path, telegram.url, TOKEN, "polling", url) as hotline:
        telegram.says(7, "/start")
        assert reached.wait(HUNG)
        hotline.die()
        go_on.set()
        hotline.live()
        until(lambda: bool(telegram.received(7)))
        say(f"sent {telegram.received(7)[0].at - hotline.begun[-1]:.1f} s after the new start")


def kill_now_and_then(storm: Storm, kills: int, expected: int) -> None:
    """Kill and start again so many times, spread over most of the storm; once also while it starts."""
    points = sorted(storm.chance.sample(range(3, expected * 4 // 5), kills))
    for n, point in enumerate(points):
        until(partial(storm.is_at, point))
        threading.Event().wait(storm.chance.uniform(0, 0.1))
        storm.hotline.die()
        if n == kills // 2:
            storm.hotline.die_while_starting(storm.chance.uniform(0.5, 3))
        storm.hotline.live()


def measured(storm: Storm) -> str:
    """Seconds from each new start to the first message taken and to the first reply that reached Telegram."""
    taken, sent = storm.outside.accepted, [call.at for call in storm.telegram.called("sendMessage")]
    begun = storm.hotline.begun
    parts = [f"{len(begun)} lives", f"answering after {_spans(begun, storm.hotline.answered)}"]
    if taken:
        parts.append(f"first 200 after {_spans(begun, taken)}")
    return ", ".join([*parts, f"first reply after {_spans(begun, sent)} s"])


def _spans(begun: list[float], happened: Iterable[float]) -> str:
    moments = sorted(happened)
    ends = [*begun[2:], float("inf")]
    firsts = [
        next((at for at in moments if start < at < end), None) for start, end in zip(begun[1:], ends, strict=True)
    ]
    return " ".join("-" if at is None else f"{at - start:.1f}" for at, start in zip(firsts, begun[1:], strict=True))
