"""Several cases of one worker are kept apart: what is said names its case, what he writes goes to the one he means."""

import pytest

from handlers.receive import Door
from storage.database import Database
from storage.messages import Message
from tests.cases.desk import Desk
from tests.conftest import SettableClock
from tests.handlers.lawyer.chats import Chat
from tests.handlers.owner import letters
from tests.handlers.town import case


@pytest.fixture
def worker(door: Door, town: Database) -> Chat:
    """A worker in Telegram, whose messages have ids."""
    return Chat(door, town)


@pytest.fixture
def desk(town: Database, worker: Chat, clock: SettableClock) -> Desk:
    """Colleagues at their desks."""
    return Desk(town, worker.door.office, clock)


@pytest.fixture
def numbers(worker: Chat, desk: Desk) -> list[str]:
    """Three cases of his, each with a lawyer who has written to him; all read."""
    filed = [worker.complains() for _ in range(3)]
    for number in filed:
        desk.write(desk.accepted(number), number, f"关于 {number} 的信")
    worker.hears()
    return filed


def of(worker: Chat, number: str) -> list[str | None]:
    """What he wrote to a case."""
    return letters(worker, number)


def about(message: Message) -> str:
    """The first line."""
    return message.text.partition("\n")[0]


def test_every_message_about_a_case_names_it(worker: Chat, desk: Desk, numbers: list[str]) -> None:
    """
    With more than one open, a letter and what is answered to him begin with kind and last digits.
    """
    desk.write(case(worker.database, numbers[1]).owner, numbers[1], "请拍一下欠条")
    worker.hears()
    assert about(worker.last[0]) == f"【讨薪 尾号{numbers[1][-4:]}】"

    worker.writes("好的")
    assert about(worker.last[0]) == f"【讨薪 尾号{numbers[1][-4:]}】"
    assert "cases" in worker.shown()


def test_with_one_case_nothing_is_added(worker: Chat, desk: Desk) -> None:
    """
    Whoever has one case reads no label and no switcher.
    """
    number = worker.complains()
    desk.write(desk.accepted(number), number, "您好")

    assert "尾号" not in worker.hears()
    assert "尾号" not in worker.writes("好的")
    assert "cases" not in worker.shown()


def test_replies_to_old_messages_go_to_their_cases(worker: Chat, numbers: list[str]) -> None:
    """
    Three lawyers wrote; he answers the first letter last: each answer reaches the case of the letter it answers.
    """
    for number in (numbers[2], numbers[0], numbers[1]):
        assert f"尾号{number[-4:]}" in worker.answers(f"关于 {number} 的信", f"答 {number}")

    assert {number: of(worker, number) for number in numbers} == {number: [f"答 {number}"] for number in numbers}


def test_he_switches_with_one_tap(worker: Chat, numbers: list[str]) -> None:
    """
    /cases says to which case his words go now and has a button for each; after a tap they go to that one.
    """
    said = worker.says("/cases")
    assert f"讨薪 尾号{numbers[2][-4:]}" in said
    assert {f"reply:{number}" for number in numbers} <= {button.id for button in worker.buttons()}

    worker.taps(f"reply:{numbers[0]}")
    worker.writes("第一件的事")
    worker.writes("还有一句")

    assert of(worker, numbers[0]) == ["第一件的事", "还有一句"]
    assert of(worker, numbers[2]) == []


def test_the_switcher_without_a_case_in_hand(worker: Chat, numbers: list[str]) -> None:
    """
    While he asks the hotline, it says that his words go to nobody, and how to change that.
    """
    worker.presses("ask")

    assert "不转给任何工单" in worker.says("换工单")
    worker.taps(f"reply:{numbers[1]}")
    worker.writes("第二件的事")
    assert of(worker, numbers[1]) == ["第二件的事"]


def test_status_of_three_cases_has_a_button_for_each(worker: Chat, desk: Desk, numbers: list[str]) -> None:
    """
    Each case is one line and one button, one that waits for his word can be answered at once; behind it is the rest.
    """
    desk.propose(case(worker.database, numbers[0]).owner, numbers[0])
    worker.hears()
    worker.says("进度")

    ways = [button.id for button in worker.buttons()]
    assert {f"see:{number}" for number in numbers} <= set(ways)
    assert {f"solved:{numbers[0]}", f"unsolved:{numbers[0]}"} <= set(ways)
    shown = worker.taps(f"see:{numbers[1]}")
    assert f"尾号{numbers[1][-4:]}" in shown
    assert {f"reply:{numbers[1]}", f"withdraw:{numbers[1]}"} <= {button.id for button in worker.buttons()}


def test_two_workers_cases_never_mix(worker: Chat, desk: Desk, numbers: list[str]) -> None:
    """
    Another worker neither sees nor reaches them, by number, by button, or by the id of a message in his own chat.
    """
    other = Chat(worker.door, worker.database, address="4799")
    own = other.complains()
    desk.write(desk.accepted(own), own, "您好")
    other.hears()

    assert "没有找到这个工单" in other.presses(f"see:{numbers[0]}")
    assert "没有找到这个工单" in other.presses(f"reply:{numbers[0]}")
    other.writes("我的话", to=worker.last_id(f"关于 {numbers[0]} 的信"))

    assert [of(worker, number) for number in numbers] == [[], [], []]
    assert not any(number in other.says("/cases") for number in numbers)
