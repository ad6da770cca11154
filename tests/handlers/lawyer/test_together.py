"""A collective case of three: three telephones, one of them without a name, one lawyer who writes once."""

from functools import partial

import pytest

from cases import collectives
from handlers.receive import Door
from storage import cases
from storage import collectives as kept
from storage.cases import Case
from storage.database import Database
from tests.cases.desk import Desk
from tests.handlers.lawyer.chats import Chat, StaffChat
from tests.handlers.town import VAGUE_STORY, all_cases, case, colleague

CONTACT = "13800000001"


@pytest.fixture
def three(door: Door, town: Database, desk: Desk) -> tuple[StaffChat, dict[str, Chat]]:
    """L02 has the case of the first worker; the other two, one of whom stays unknown, have no lawyer yet."""
    lawyer, workers = StaffChat(door, town, address="9001"), {}
    lawyer.links("L02")
    for n in range(3):
        chat = Chat(door, town, address=f"700{n}")
        told = {"district": "秦州", "employer": "白云劳务公司", "amount": f"{11111 * (n + 1)}", "contact": CONTACT}
        number = stays_unknown(chat, told) if n == 2 else chat.complains(**told)
        workers[number] = chat
    desk.assign("S02", min(workers), "L02")
    supervisor = colleague(town, "S02")
    merge = partial(collectives.merge, office=desk.office, colleague=supervisor, lead_number=min(workers))
    town.call(lambda tx: merge(tx, numbers=sorted(workers)[1:], reason="同一家公司"))
    lawyer.hears()
    return lawyer, workers


def stays_unknown(chat: Chat, told: dict[str, str]) -> str:
    """File a complaint without a name; returns its number."""
    chat.presses("complaint")
    chat.presses("anonymous")
    chat.taps("agree")
    chat.says(VAGUE_STORY)
    while "submit" not in chat.shown():
        asked = next(it.at for it in chat.buttons() if it.id == "skip")
        chat.says(told[asked]) if asked in told else chat.taps("skip")
    chat.taps("submit")
    return max(it.number for it in all_cases(chat.database))


def test_written_once_read_by_three(three: tuple[StaffChat, dict[str, Chat]], town: Database) -> None:
    """
    The lawyer reads of three cases and what they come to, writes once, looks it over; each worker reads a letter of his
    own case, the unknown one too, and his answer comes back in his own case. No chat has a word of another worker.
    """
    lawyer, workers = three
    lead = min(workers)
    card = lawyer.says(f"/case {lead}")
    assert "一共 3 件、3 位工人" in card
    assert "66,666 元" in card
    assert case(town, max(workers)).anonymous

    lawyer.taps("all")
    lawyer.says("公司答应周五在工会谈，请带上考勤记录。")
    assert "3 位工人" in lawyer.presses(lawyer.buttons()[0].press)
    lawyer.hears()

    for number, chat in workers.items():
        said = chat.hears()
        assert said.count("公司答应周五在工会谈") == 1
        assert number in said or number[-4:] in said
        everything = "\n".join(message.text + str(message.buttons) for message in chat.everything())
        for other in set(workers) - {number}:
            assert other not in everything
        assert "合并" not in everything
        assert "李律师" not in everything
    assert "3 人已发出" in lawyer.says(f"/case {lead}")

    second = sorted(workers)[1]
    workers[second].answers("公司答应周五", "我来")
    assert second in lawyer.hears()


@pytest.mark.parametrize("text", ["{number} 的工友请来", "请打 138 0000 0001 找我", "{spaced} 请来"])
def test_a_number_of_one_goes_to_none(three: tuple[StaffChat, dict[str, Chat]], text: str) -> None:
    """
    A case number or a telephone of one of them is refused before anybody reads it, however it is spaced.
    """
    lawyer, workers = three
    number = max(workers)
    lawyer.says(f"/case {min(workers)}")
    lawyer.taps("all")

    said = lawyer.says(text.format(number=number, spaced=f"{number[:4]} {number[4:]}"))

    assert "别的工人会看到" in said
    assert "all_yes" not in lawyer.shown()
    assert all("请来" not in chat.hears() and "找我" not in chat.hears() for chat in workers.values())


def test_a_sum_of_one_is_looked_at_again(three: tuple[StaffChat, dict[str, Chat]]) -> None:
    """
    A figure that is one worker's sum may stand there by chance: the lawyer looks again, and may drop it.
    """
    lawyer, workers = three
    lawyer.says(f"/case {min(workers)}")
    lawyer.taps("all")

    assert "请核对" in lawyer.says("先给 22,222 元，好吗？")
    lawyer.taps("never")
    lawyer.says("取消")

    assert all("22,222" not in chat.hears() for chat in list(workers.values())[::2])


def test_who_was_not_reached_is_named_to_the_lawyer(
    three: tuple[StaffChat, dict[str, Chat]], town: Database, desk: Desk
) -> None:
    """
    One has taken his case back before it was his turn: the others read it, and the record says for whom there was none.
    """
    lawyer, workers = three
    lead, gone = min(workers), sorted(workers)[1]
    lawyer.says(f"/case {lead}")
    lawyer.taps("all")
    lawyer.says("周五见。")
    lawyer.presses(lawyer.buttons()[0].press)
    workers[gone].presses(f"withdraw_yes:{gone}")

    assert "周五见" not in workers[gone].hears()

    fates = town.read(lambda tx: kept.fates(tx, cases.by_number(tx, lead).id))
    assert sorted(one.outcome for one in fates) == ["ended", "sent", "sent"]
    assert next(one.case_id for one in fates if one.outcome == "ended") == case(town, gone).id


def test_old_taps_send_nothing(three: tuple[StaffChat, dict[str, Chat]], town: Database) -> None:
    """
    A tap below an earlier draft, or after it was sent, sends nothing a second time.
    """
    lawyer, workers = three
    lead: Case = case(town, min(workers))
    lawyer.says(f"/case {lead.number}")
    lawyer.taps("all")
    lawyer.says("第一稿")
    first = lawyer.buttons()[0].press
    lawyer.says("第二稿")
    second = lawyer.buttons()[0].press
    lawyer.presses(first)
    lawyer.presses(second)
    lawyer.presses(second)
    lawyer.hears()

    for chat in workers.values():
        said = chat.hears()
        assert (said.count("第一稿"), said.count("第二稿")) == (0, 1)
