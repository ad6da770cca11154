"""What Telegram is told about the bot after a start."""

import asyncio

import pytest

from bot.telegram.client import TokenRefused, connect
from bot.telegram.menu import COMMANDS, Introduction, Webhook
from tests.bot.telegram.logged import Logged
from tests.fake_telegram import TOKEN, FakeTelegram, running


def say(language: str, key: str) -> str:
    return f"{language} {key}"


async def introduce(telegram: FakeTelegram, webhook: Webhook | None = None) -> None:
    async with connect(TOKEN, telegram.url) as bot:
        await asyncio.wait_for(Introduction(bot, say, webhook, first_pause=0.01).run(), 10)


async def test_commands_stand_in_the_menu_in_both_languages(telegram: FakeTelegram) -> None:
    """
    A worker finds the commands in Chinese whatever his phone speaks, except English.
    """
    await introduce(telegram)

    calls = telegram.called("setMyCommands")
    menus = {call.asked.get("language_code"): call.asked["commands"] for call in calls}
    assert set(menus) == {None, "zh", "en"}
    assert menus[None] == menus["zh"]
    assert [command["command"] for command in menus["en"]] == list(COMMANDS)
    assert menus["en"][0]["description"] == "en telegram.start"


async def test_the_bot_is_described(telegram: FakeTelegram) -> None:
    """
    Whoever finds the bot reads what it is before writing to it.
    """
    await introduce(telegram)

    assert len(telegram.called("setMyDescription")) == len(telegram.called("setMyShortDescription")) == 3
    assert telegram.called("setMyDescription")[0].asked == {"description": "zh-CN telegram.description"}


async def test_a_webhook_is_set_with_its_secret(telegram: FakeTelegram) -> None:
    """
    Telegram learns where to bring updates, which kinds, and the secret; what waits there already is not dropped.
    """
    await introduce(telegram, Webhook("https://hotline.example.org/", "s3cret"))

    assert telegram.webhook == {
        "url": "https://hotline.example.org/telegram/webhook",
        "secret_token": "s3cret",
        "drop_pending_updates": False,
        "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
    }


async def test_polling_takes_an_old_webhook_away(telegram: FakeTelegram) -> None:
    """
    After a change to polling nothing that waits at Telegram is lost, and getUpdates works.
    """
    telegram.webhook = {"url": "https://old.example.org"}

    await introduce(telegram)

    assert telegram.webhook is None
    assert telegram.called("deleteWebhook")[0].asked == {"drop_pending_updates": False}


async def test_a_network_that_is_down_only_delays_it(telegram: FakeTelegram) -> None:
    """
    The hotline starts while Telegram cannot be reached, and is introduced when it can be.
    """
    for method in ("getMe", "setWebhook", "setMyCommands"):
        telegram.hang_up(method, times=2)
    telegram.flood("setMyDescription", retry_after=1)

    await introduce(telegram, Webhook("https://hotline.example.org", "s3cret"))

    assert telegram.webhook
    assert len(telegram.called("setMyCommands")) == len(telegram.called("setMyDescription")) == 3


@pytest.mark.parametrize("status", [400, 404])
async def test_a_step_that_is_refused_does_not_hold_up_the_rest(telegram: FakeTelegram, status: int) -> None:
    """
    A Bot API server that knows no descriptions still gets the webhook and the commands.
    """
    telegram.fail("setMyDescription", status, "Not Found", times=100)

    await introduce(telegram, Webhook("https://hotline.example.org", "s3cret"))

    assert telegram.webhook
    assert len(telegram.called("setMyShortDescription")) == 3


async def test_a_wrong_token_stops_the_start() -> None:
    """
    Whoever mistypes the token reads one sentence that names the setting, without the token in it.
    """
    with running() as telegram:
        async with connect("1:wrong", telegram.url) as bot:
            with pytest.raises(TokenRefused, match="HOTLINE_TELEGRAM_TOKEN") as refused:
                await bot.answered()

    assert "1:wrong" not in str(refused.value)


async def test_a_token_revoked_while_telegram_was_away_is_noticed(telegram: FakeTelegram, logged: Logged) -> None:
    """
    A hotline that started without a network says so in its log when the token turns out to be refused.
    """
    telegram.hang_up("getMe")
    async with connect(TOKEN, telegram.url) as bot:
        await bot.answered()
        telegram.token = "4711:another"
        await asyncio.wait_for(Introduction(bot, say, None, first_pause=0.01).run(), 10)

    assert logged.of("error")[0]["what"] == "token"


async def test_giving_up_at_a_stop(telegram: FakeTelegram) -> None:
    """
    A hotline that is stopped before Telegram could be reached stops at once.
    """
    telegram.hang_up("setMyCommands", times=10**6)
    async with connect(TOKEN, telegram.url) as bot:
        introduction = Introduction(bot, say, None, first_pause=100)
        introduction.start()
        await asyncio.to_thread(telegram.wait_for, lambda it: len(it.called("setMyShortDescription")) == 3)
        await asyncio.wait_for(introduction.stop(), 5)
