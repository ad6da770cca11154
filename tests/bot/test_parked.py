"""`hotline parked`: what was set aside is tried again when the fault is mended, and none of it is lost or doubled."""

import json
from contextlib import closing
from functools import partial
from typing import Any

import pytest

from bot.commands.database import open_database
from bot.settings import Settings
from handlers.arriving import LARGEST
from handlers.incoming import Incoming
from handlers.receive import Door, Received
from handlers.turn import Understood
from storage import conversations, inbox, outbox
from storage.database import Transaction
from storage.inbox import Source
from tests.bot.command_line import Run, printed, process
from tests.bot.telegram import updates


def test_what_was_set_aside_is_listed_and_replayed(run: Run) -> None:
    """
    A message set aside during a fault is handled afterwards; one that is no message stays, and the status says so.
    """
    run("migrate")
    body = json.dumps({"channel": "web", "address": "w", "id": "1", "kind": "text", "text": "/start", "button": None})
    database = open_database(Settings.read())
    database.call(lambda tx: inbox.park(tx, Source("web", "w", "1"), body, "WrongKey"))
    database.call(lambda tx: inbox.park(tx, Source("telegram", "?", "2"), "{}", "KeyError"))
    database.close()
    rows = printed(run("parked", "list", "--json"))
    assert [(row["channel"], row["id"], row["reason"]) for row in rows] == [
        ("web", "1", "WrongKey"),
        ("telegram", "2", "KeyError"),
    ]

    replayed = process("parked", "replay")

    assert (replayed.returncode, replayed.stdout) == (1, "1 handled, 1 still set aside.\n")
    assert [row["id"] for row in printed(run("parked", "list", "--json"))] == ["2"]


def set_aside(*parked: tuple[str, dict[str, Any]]) -> None:
    """Set updates of Telegram aside that could not be read, each under its id."""
    with closing(open_database(Settings.read())) as database:
        for message_id, raw in parked:
            source, body = Source("telegram", "", message_id), json.dumps(raw)
            database.call(partial(inbox.park, source=source, body=body, reason="KeyError"))


def test_an_update_that_can_be_read_now_is_handled(run: Run) -> None:
    """
    A mended translator reads what it could not: the worker's message is taken, once; one for nobody is let go.
    """
    run("migrate")
    said = {"update_id": 9, "message": updates.message(7, text="/start")}
    of_a_group = {"update_id": 10, "message": updates.message(-7, new_chat_title="x")}
    set_aside(("9", said), ("10", of_a_group), ("11", {"update_id": 11, "message": {}}))

    assert printed(run("parked", "replay", "--json"), 1) == {"handled": 2, "left": 1}

    set_aside(("9", said))
    assert printed(run("parked", "replay", "--json"), 1) == {"handled": 1, "left": 1}
    with closing(open_database(Settings.read())) as database:
        counts = database.read(conversations.counts)
    assert (counts["conversations"], counts["inbox"], counts["outbox"]) == (1, 1, 1)


def test_it_is_handled_by_the_rules_that_are_set(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A video too large to be fetched gets its link to our own address, as it would have when it came.
    """
    monkeypatch.setenv("HOTLINE_PUBLIC_URL", "https://hotline.example.org")
    run("migrate")
    video = updates.file("big", duration=9, width=1, height=1) | {"file_size": LARGEST + 1}
    set_aside(("9", {"update_id": 9, "message": updates.message(7, video=video)}))

    assert printed(run("parked", "replay", "--json")) == {"handled": 1, "left": 0}

    with closing(open_database(Settings.read())) as database:
        where = database.call(lambda tx: conversations.lock(tx, "telegram", "7")).id
        [reply] = database.read(lambda tx: outbox.after(tx, where, 0))
    assert "https://hotline.example.org/chat/upload#" in reply.message.text


def test_what_fails_again_stays_and_stops_nobody(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    One message still meets the fault; the one after it is handled, and nobody is told anything a second time.
    """
    run("migrate")
    bad = {"update_id": 9, "message": updates.message(7, text="/start")}
    good = {"update_id": 10, "message": updates.message(8, text="/start")}
    set_aside(("9", bad), ("10", good))
    receive = Door.receive

    def received(door: Door, tx: Transaction, incoming: Incoming, understood: Understood) -> Received:
        if incoming.id == "9":
            raise ZeroDivisionError
        return receive(door, tx, incoming, understood)

    monkeypatch.setattr(Door, "receive", received)

    assert printed(run("parked", "replay", "--json"), 1) == {"handled": 1, "left": 1}

    assert [row["id"] for row in printed(run("parked", "list", "--json"))] == ["9"]
    with closing(open_database(Settings.read())) as database:
        assert database.read(conversations.counts)["conversations"] == 1
