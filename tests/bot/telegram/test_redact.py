"""Logs that may be shown to anybody."""

import io
import json
import logging
from collections.abc import Iterator

import httpx
import pytest
import structlog

from bot.telegram.client import connect
from bot.telegram.redact import guard, whence
from tests.fake_telegram import TOKEN, FakeTelegram


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything that is logged at any level, as it would be written."""
    stream = io.StringIO()
    handler, root = logging.StreamHandler(stream), logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in ("", "httpx", "httpcore", "telegram")}
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    guard([handler], TOKEN)
    yield stream
    root.removeHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


async def test_talking_to_telegram_leaves_no_token_in_the_log(written: io.StringIO, telegram: FakeTelegram) -> None:
    """
    With everything logged, the token is not in it, whether Telegram answers or not.
    """
    telegram.hang_up("sendMessage")
    async with connect(TOKEN, telegram.url) as bot:
        with pytest.raises(Exception, match="RemoteProtocolError"):
            await bot.send_message(42, "你好")
        await bot.send_message(42, "你好")

    assert TOKEN not in written.getvalue()


def test_the_token_is_taken_out_wherever_it_stands(written: io.StringIO) -> None:
    """
    The token is not in the log though it was in the message, in an argument, in an exception and in a stack.
    """
    url = httpx.URL(f"https://api.telegram.org/bot{TOKEN}/getMe")
    log = logging.getLogger("tests")

    log.error(f"called {url}")
    log.error("called %s and %r", url, {"url": url})
    log.error("%(url)s", {"url": url})
    try:
        raise ValueError(f"no answer from {url}")
    except ValueError:
        log.exception("it failed", stack_info=True)

    assert TOKEN not in written.getvalue()
    assert written.getvalue().count("<token>") >= 5
    assert "ValueError: no answer from" in written.getvalue()


def test_the_token_is_taken_out_of_structured_lines() -> None:
    """
    A structured line keeps its fields, and those that held the token show that something was taken out.
    """
    handler = logging.StreamHandler(stream := io.StringIO())
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(structlog.processors.JSONRenderer()))
    guard([handler], TOKEN)
    structured = structlog.stdlib.ProcessorFormatter.wrap_for_formatter
    line = {"event": "called", "url": f"https://api.telegram.org/bot{TOKEN}/getMe", "times": 3}

    [fields], more = structured(logging.getLogger("tests"), "error", line)
    record = logging.makeLogRecord({"name": "tests", "levelname": "ERROR", "msg": fields, **more["extra"]})
    handler.handle(record)

    assert json.loads(stream.getvalue()) == {**line, "url": "https://api.telegram.org/bot<token>/getMe"}


async def test_a_bot_that_is_printed_does_not_show_its_token(telegram: FakeTelegram) -> None:
    """
    A bot in an error report is only called a bot.
    """
    assert TOKEN not in repr(connect(TOKEN, telegram.url))


def test_other_records_are_left_as_they_are(written: io.StringIO) -> None:
    """
    A record without the token keeps its arguments and traceback for whatever writes it.
    """
    logging.getLogger("tests").error("%s and %s", "one", "two")

    assert written.getvalue() == "one and two\n"


def test_an_error_is_found_by_its_line_not_by_its_words() -> None:
    """
    What went wrong can be found without quoting the story it went wrong with.
    """
    with pytest.raises(ValueError, match="我的故事") as failed:
        raise ValueError("我的故事")

    assert whence(failed.value).startswith("ValueError at test_redact.py:")
    assert "我的故事" not in whence(failed.value)
