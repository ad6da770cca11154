"""The menu of a colleague's chat: his work's commands while the chat is his, and nobody's afterwards."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot.holding import Holding
from bot.telegram.client import HotlineBot
from bot.telegram.staff_menus import StaffMenus
from handlers.lawyer.register import COMMANDS
from storage import conversations, people
from storage.database import Database, Transaction
from storage.people import Colleague, UnionBody
from tests.bot.telegram.logged import Logged
from tests.fake_telegram import FakeTelegram
from texts import Texts

SAY = Texts.load().say
CHINESE = {command: SAY("zh-CN", f"lawyer.menu_{command}") for command in COMMANDS}
ENGLISH = {command: SAY("en", f"lawyer.menu_{command}") for command in COMMANDS}


@asynccontextmanager
async def at_work(
    bot: HotlineBot, database: Database, holding: Holding | None = None, backstop: float = 60
) -> AsyncIterator[None]:
    """The menus being looked after, with short pauses."""
    menus = StaffMenus(bot, database, SAY, holding, first_pause=0.01, backstop=backstop)
    menus.start()
    try:
        yield
    finally:
        await menus.stop()


async def until(telegram: FakeTelegram, seen: Callable[[FakeTelegram], object]) -> None:
    await asyncio.to_thread(telegram.wait_for, seen)


def were_set(times: int) -> Callable[[FakeTelegram], bool]:
    return lambda telegram: len(telegram.called("setMyCommands")) == times


def hire(database: Database, *staff_ids: str) -> None:
    """Lawyers without a chat."""

    def add(tx: Transaction) -> None:
        people.add_unit(tx, UnionBody("620500", "天水市总工会", None))
        for staff_id in staff_ids:
            people.add(tx, Colleague(staff_id, "某律师", "lawyer", "620500"))

    database.call(add)


def link(database: Database, staff_id: str, chat: int, language: str = "zh-CN") -> None:
    """This chat becomes the lawyer's, who reads this language there."""

    def become(tx: Transaction) -> None:
        standing = conversations.lock(tx, "telegram", str(chat))
        conversations.save(tx, standing, step="welcome", draft={}, language=language)
        people.link_chat(tx, staff_id, standing.id)

    database.call(become)


def unlink(database: Database, staff_id: str) -> None:
    database.call(lambda tx: people.unlink_chat(tx, staff_id))


async def test_the_menu_comes_with_the_link_and_goes_with_it(
    telegram: FakeTelegram, bot: HotlineBot, database: Database
) -> None:
    """
    A lawyer links his chat and finds his commands below the button; he unlinks it and they are gone.
    """
    hire(database, "L01")
    async with at_work(bot, database):
        link(database, "L01", 42)
        await until(telegram, lambda it: it.menu(42) == CHINESE)

        unlink(database, "L01")
        await until(telegram, lambda it: it.menu(42) == {})

    assert telegram.tried("setMyCommands") == telegram.tried("deleteMyCommands") == 1


async def test_each_reads_his_own_language(telegram: FakeTelegram, bot: HotlineBot, sqlite: Database) -> None:
    """
    One lawyer reads English and another Chinese; who changes his mind finds the other words at the next look.
    """
    hire(sqlite, "L01", "L02")
    link(sqlite, "L01", 42, "en")
    link(sqlite, "L02", 43)
    async with at_work(bot, sqlite, backstop=0.02):
        await until(telegram, lambda it: (it.menu(42), it.menu(43)) == (ENGLISH, CHINESE))

        link(sqlite, "L01", 42, "zh-CN")
        await until(telegram, lambda it: it.menu(42) == CHINESE)


async def test_a_new_phone_takes_the_menu_along(telegram: FakeTelegram, bot: HotlineBot, sqlite: Database) -> None:
    """
    A lawyer links another chat: the menu is there, and no longer in the old one.
    """
    hire(sqlite, "L01")
    async with at_work(bot, sqlite):
        link(sqlite, "L01", 42)
        await until(telegram, lambda it: it.menu(42))
        link(sqlite, "L01", 43)
        await until(telegram, lambda it: it.menu(43) and not it.menu(42))


async def test_a_start_sets_every_menu_again(telegram: FakeTelegram, bot: HotlineBot, sqlite: Database) -> None:
    """
    Whatever a new version calls its commands stands in every linked chat after the start.
    """
    hire(sqlite, "L01", "L02")
    link(sqlite, "L01", 42)
    link(sqlite, "L02", 43)
    for times in (1, 2):
        async with at_work(bot, sqlite):
            await until(telegram, were_set(2 * times))

    assert telegram.menu(42) == telegram.menu(43) == CHINESE


async def test_telegram_that_is_away_hears_it_later(
    telegram: FakeTelegram, bot: HotlineBot, database: Database
) -> None:
    """
    Telegram drops the connection, fails and wants to be left alone: the menu comes when it is there again, and goes so.
    """
    hire(database, "L01")
    telegram.hang_up("setMyCommands", times=2)
    telegram.fail("setMyCommands", 502, "Bad Gateway", times=1)
    telegram.flood("setMyCommands", retry_after=1)
    telegram.hang_up("deleteMyCommands", times=2)
    async with at_work(bot, database):
        link(database, "L01", 42)
        await until(telegram, lambda it: it.menu(42) == CHINESE)
        unlink(database, "L01")
        await until(telegram, lambda it: it.called("deleteMyCommands"))

    assert telegram.tried("setMyCommands") == 5
    assert telegram.menu(42) == {}


async def test_a_chat_that_blocked_us_holds_nobody_up(
    telegram: FakeTelegram, bot: HotlineBot, sqlite: Database, logged: Logged
) -> None:
    """
    Telegram refuses one lawyer's menu for good: it is not asked again and again, and the other has his.
    """
    hire(sqlite, "L01", "L02")
    link(sqlite, "L01", 42)
    telegram.fail("setMyCommands", 403, "Forbidden: bot was blocked by the user")
    async with at_work(bot, sqlite, backstop=0.02):
        await until(telegram, lambda it: it.tried("setMyCommands"))
        link(sqlite, "L02", 43)
        await until(telegram, lambda it: it.menu(43) == CHINESE)

    assert telegram.tried("setMyCommands") == 2
    assert "42" not in str(logged.of("error"))


async def test_only_one_process_does_it(telegram: FakeTelegram, bot: HotlineBot, database: Database) -> None:
    """
    Of two processes one sets the menus; when it has stopped the other sets them anew and goes on.
    """
    hire(database, "L01")
    first, second = Holding(database, "poller", seconds=0.6), Holding(database, "poller", seconds=0.6)
    await first.start()
    await second.start()
    link(database, "L01", 42)

    async with at_work(bot, database, second):
        async with at_work(bot, database, first):
            await until(telegram, lambda it: it.menu(42) == CHINESE)
        assert telegram.tried("setMyCommands") == 1
        await first.stop()
        await until(telegram, lambda it: it.tried("setMyCommands") == 2)
        unlink(database, "L01")
        await until(telegram, lambda it: it.menu(42) == {})

    await second.stop()


async def test_a_hold_that_lapsed_for_a_moment_leaves_nobody_without_a_menu(
    telegram: FakeTelegram, bot: HotlineBot, sqlite: Database
) -> None:
    """
    The hold is lost between two chats and is ours again at once: the second has its menu then, not at the next look.
    """
    hire(sqlite, "L01", "L02")
    link(sqlite, "L01", 42)
    link(sqlite, "L02", 43)
    holding = Holding(sqlite, "poller", seconds=60)
    await holding.start()

    async with at_work(bot, sqlite, holding):
        with telegram.slow("setMyCommands"):
            await until(telegram, lambda it: it.tried("setMyCommands"))
            await holding.stop()
        await until(telegram, lambda it: it.called("setMyCommands"))
        await holding.start()
        await until(telegram, lambda it: it.menu(42) == it.menu(43) == CHINESE)

    await holding.stop()
