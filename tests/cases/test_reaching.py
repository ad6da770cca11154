"""A lawyer without Telegram: a notice that says nothing, then a call, unless he has looked at the desk."""

from dataclasses import replace

import pytest

from bot.timers import Timers
from cases.office import Office
from storage import desk_views, notice_chats, outbox
from storage.database import Database
from tests.cases.desk import Desk
from tests.handlers.town import Phone, colleague


@pytest.fixture
def with_gateway(office: Office) -> Office:
    """A federation that has a gateway for short notices."""
    return Office(office.texts, replace(office.policy, notices=True))


def alarms(desk: Desk) -> list[bool]:
    """Whether a lawyer is to be called, for each alarm that his supervisor sees."""
    supervisor = colleague(desk.database, "S02")
    return [one.unseen for one in desk.database.read(lambda tx: desk_views.alarms(tx, supervisor))]


async def test_who_has_not_looked_is_called(phone: Phone, desk: Desk) -> None:
    """
    Half of a working day later nobody has looked: his supervisor sees that he is to be called, and the record says it.
    """
    number = phone.complains(district="秦州")

    await desk.waits(hours=11)
    assert alarms(desk) == []
    await desk.waits(hours=12)

    assert desk.facts(number, "offer_unseen") == {"staff": "L01"}
    assert alarms(desk) == [True]
    desk.looks("L01")
    assert alarms(desk) == []


async def test_who_has_looked_is_not_called(phone: Phone, desk: Desk) -> None:
    """
    He saw it at the desk and thinks about it: nobody is told to call him.
    """
    number = phone.complains(district="秦州")
    desk.looks("L01")

    await desk.waits(hours=23)

    assert not [kind for kind, _ in desk.record(number) if kind == "offer_unseen"]
    assert alarms(desk) == []


async def test_a_notice_says_nothing_of_the_case(phone: Phone, desk: Desk, with_gateway: Office) -> None:
    """
    With a gateway and his number he gets a short message at once, without a number, a kind or a place.
    """
    here = Desk(desk.database, with_gateway, desk.clock)
    phone.door = type(phone.door)(phone.door.library, with_gateway.texts, with_gateway.policy, desk.clock)
    desk.database.call(lambda tx: notice_chats.set_number(tx, "L01", "13800000000"))
    number = phone.complains(district="秦州")

    await Timers(here.database, with_gateway).do_due()

    chat = desk.database.read(lambda tx: notice_chats.of(tx, "L01"))
    assert chat
    [notice] = desk.database.read(lambda tx: outbox.after(tx, chat, 0))
    assert notice.message.text == with_gateway.texts.say(None, "rota.notice")
    assert all(word not in notice.message.text for word in (number, "欠薪", "秦州"))


async def test_a_number_can_be_taken_back(town: Database) -> None:
    """
    Whoever wants no notices any more gets none.
    """
    town.call(lambda tx: notice_chats.set_number(tx, "L01", "13800000000"))
    town.call(lambda tx: notice_chats.set_number(tx, "L01", None))

    assert town.read(lambda tx: notice_chats.of(tx, "L01")) is None
