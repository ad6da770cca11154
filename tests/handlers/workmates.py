"""A worker who starts a group, and the workmates who join it from phones of their own."""

import asyncio
import re
from dataclasses import dataclass

import pytest

from bot.timers import Timers
from storage import cases, events, groups, outbox
from storage.cases import Case
from storage.groups import Member, Told
from tests.handlers.town import Phone


def code_in(text: str) -> str:
    """The code in a text that is sent on to workmates."""
    found = re.search(r"(?:加入|join) ([A-Z\d]{7})", text)
    assert found, text
    return found[1]


def joins(phone: Phone, code: str, amount: str = "三万二", days: str = "43天", contact: str = "") -> str:
    """Go the whole way to membership; returns what is said at its end."""
    phone.says(f"加入 {code}")
    phone.taps("agree")
    for answer in (amount, days, contact):
        phone.says(answer) if answer else phone.taps("skip")
    return phone.taps("submit")


@dataclass
class Starter:
    """A worker with a case that workmates can join, and the code of the moment."""

    phone: Phone
    number: str
    code: str

    def workmate(self, address: str) -> Phone:
        """A workmate's phone."""
        return Phone(self.phone.door, self.phone.database, address)

    def case(self) -> Case:
        """The case as it stands now."""
        return self.phone.database.read(lambda tx: cases.by_number(tx, self.number))

    def members(self) -> list[Member]:
        """Who has joined and not left."""
        return self.phone.database.read(lambda tx: groups.members(tx, self.case().id))

    def told(self) -> list[Told | None]:
        """What each of them stated."""
        return self.phone.database.read(lambda tx: [groups.told(tx, one) for one in groups.members(tx, self.case().id)])


def start(phone: Phone) -> Starter:
    """File a complaint and ask for a code."""
    number = phone.complains(district="秦州")
    phone.says("进度")
    return Starter(phone, number, code_in(phone.taps("group")))


def kinds(starter: Starter) -> list[str]:
    """What happened to the case, in order."""
    return [one.kind for one in starter.phone.database.read(lambda tx: events.of_case(tx, starter.case()))]


def ring(phone: Phone) -> None:
    """Timers do what has come due, until nothing has."""
    timers = Timers(phone.database, phone.door.office)
    while asyncio.run(timers.do_due()):
        pass


def everything(phone: Phone) -> str:
    """All that was ever said to somebody."""
    told = phone.database.read(lambda tx: outbox.after(tx, phone.conversation_id, 0, 500))
    return "\n".join(one.message.text for one in told)


@pytest.fixture
def starter(phone: Phone) -> Starter:
    """A worker who has just been given a code."""
    return start(phone)


@pytest.fixture
def mate(starter: Starter) -> Phone:
    """A workmate who has the code and has never written to us."""
    return starter.workmate("5001")
