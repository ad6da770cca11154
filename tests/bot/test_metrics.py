"""/metrics: what an operator's graphs are drawn from, without a word or an id of anybody."""

from functools import partial

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.intake import Intake
from bot.metrics import Figures
from handlers.arriving import FETCH_FILE
from handlers.incoming import Incoming
from handlers.receive import Door
from storage import conversations, files, inbox, tasks
from storage.database import Database, Transaction
from storage.inbox import Source
from storage.vault import Master
from tests.conftest import SettableClock

STORY = "老板欠我三万二工资"


async def page(figures: Figures, database: Database) -> dict[tuple[str, ...], float]:
    """Every sample on the page, by its name and the values of its labels."""
    text = (await figures.page(database, {"poller:telegram": True, "sender:telegram": False})).decode()
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_what_came_in_is_counted_by_its_outcome(door: Door, database: Database) -> None:
    """
    A message, its copy and another kind of message, each with the time it took; nobody's words or address.
    """
    figures = Figures("2")
    intake = Intake(door, database, figures)
    for message_id in ("1", "1"):
        await intake.take(Incoming("web", "somebody", message_id, "text", STORY))
    await intake.take(Incoming("web", "somebody", "2", "other", STORY))

    found = await page(figures, database)

    assert found["hotline_messages_total", "web", "text", "fresh", "2"] == 1
    assert found["hotline_messages_total", "web", "text", "copy", "2"] == 1
    assert found["hotline_messages_total", "web", "other", "fresh", "2"] == 1
    assert found["hotline_door_seconds_count", "web", "2"] == 3
    assert not any("_created" in name for name, *_ in found)
    written = (await figures.page(database, {})).decode()
    assert STORY not in written
    assert "somebody" not in written


async def test_a_message_that_fails_is_counted_as_failed(
    door: Door, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Four times it is brought again; the fifth time it is set aside.
    """
    figures = Figures()
    intake = Intake(door, database, figures)
    broken = Incoming("web", "w", "1", "text", button=STORY)
    monkeypatch.setattr(Door, "receive", lambda *_: 1 / 0)
    for _ in range(4):
        with pytest.raises(ZeroDivisionError):
            await intake.take(broken)
    await intake.take(broken)

    found = await page(figures, database)

    assert found["hotline_messages_total", "web", "text", "failed", "1"] == 4
    assert found["hotline_messages_total", "web", "text", "set_aside", "1"] == 1
    assert found["hotline_parked",] == 1


async def test_replies_and_tasks_are_counted(database: Database) -> None:
    """
    By what came of them, with how long somebody waited for his answer.
    """
    figures = Figures()
    figures.reply("telegram", "sent", 0.7)
    figures.reply("telegram", "later")
    figures.task("follow_up", "done")

    found = await page(figures, database)

    assert found["hotline_replies_total", "telegram", "sent", "1"] == 1
    assert found["hotline_replies_total", "telegram", "later", "1"] == 1
    assert found["hotline_reply_wait_seconds_sum", "telegram", "1"] == 0.7
    assert found["hotline_tasks_total", "follow_up", "done", "1"] == 1
    assert (found["hotline_holds", "poller:telegram", "1"], found["hotline_holds", "sender:telegram", "1"]) == (1, 0)


async def test_what_waits_is_asked_of_the_database(door: Door, database: Database, clock: SettableClock) -> None:
    """
    Replies, tasks and messages set aside, and which of them are overdue by more than five minutes.
    """
    figures = Figures()
    await Intake(door, database).take(Incoming("telegram", "7", "1", "text", "/start"))
    await database.run(lambda tx: tasks.add(tx, "follow_up", "x", tx.now))
    await database.run(lambda tx: inbox.park(tx, Source("telegram", "7", "2"), "{}", "KeyError"))
    for channel in ("telegram", "web"):
        await database.run(partial(announce, channel=channel))
    before = await page(figures, database)
    clock.advance(minutes=6)
    after = await page(figures, database)

    assert (
        before["hotline_database_up",] == before["hotline_parked",] == before["hotline_tasks_waiting", "follow_up"] == 1
    )
    waiting = before["hotline_outbox_waiting", "telegram"]
    assert (before["hotline_outbox_overdue", "telegram"], after["hotline_outbox_overdue", "telegram"]) == (0, waiting)
    assert (before["hotline_tasks_overdue", "follow_up"], after["hotline_tasks_overdue", "follow_up"]) == (0, 1)
    assert before["hotline_inbox_total",] == before["hotline_conversations_total",] == 1
    assert before["hotline_files_announced",] == 1  # what a browser brings is not fetched


def announce(tx: Transaction, channel: str) -> None:
    """A file is to come: fetched from Telegram, or brought by a browser."""
    file_id = files.announce(tx, conversations.lock(tx, "telegram", "7").id, by="worker", channel=channel, kind="photo")
    if channel == "telegram":
        tasks.add(tx, FETCH_FILE, file_id, tx.now)


async def test_a_database_that_is_away_is_a_figure(master: Master) -> None:
    """
    The page comes all the same, and says so.
    """
    away = Database("postgresql+psycopg://nobody@127.0.0.1:1/nowhere", master)

    found = await page(Figures(), away)

    assert found["hotline_database_up",] == 0
    assert not any(name.startswith("hotline_outbox") for name, *_ in found)
    away.close()
