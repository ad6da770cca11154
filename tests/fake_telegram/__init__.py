"""A Bot API on loopback: real HTTP for the real python-telegram-bot, which records what it is told and fails on demand.

`python -m tests.fake_telegram 8081` runs it by itself; POST /fake/updates brings an update, GET /fake/calls
gives what was recorded, both as JSON.
"""

from tests.fake_telegram.calls import Call, Failure
from tests.fake_telegram.server import running
from tests.fake_telegram.shelf import Held
from tests.fake_telegram.telegram import TOKEN, FakeTelegram

__all__ = ["TOKEN", "Call", "Failure", "FakeTelegram", "Held", "running"]
