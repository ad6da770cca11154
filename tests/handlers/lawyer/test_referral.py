"""Referrals in Telegram: the worker says yes, his lawyer hears it, hands over, and taps what the office said."""

from datetime import timedelta

import pytest

from cases import referring
from cases.referring import Wish
from storage import people, referrals
from storage.database import Database
from storage.people import Colleague
from storage.referrals import Receiver, Referral
from tests.cases.desk import Desk
from tests.handlers.lawyer.chats import Chat, StaffChat
from tests.handlers.town import MAIJI, case, colleague

OFFICE = "某区劳动保障监察大队"
WISH = Wish(Receiver("inspection", OFFICE), "监察可以责令单位付钱", ("facts",))


def ask(desk: Desk, number: str, wish: Wish = WISH) -> None:
    """The lawyer has the worker asked, from his desk."""
    who = colleague(desk.database, "L01")
    desk.database.call(lambda tx: referring.propose(tx, desk.office, who, number, wish))


def only(database: Database, number: str) -> Referral:
    """The one referral of a case."""
    [found] = database.read(lambda tx: referrals.of_case(tx, case(database, number).id))
    return found


@pytest.fixture
def agreed(worker: Chat, lawyer: StaffChat, desk: Desk, number: str) -> str:
    """The number of a case to whose referral the worker has agreed; both have read everything."""
    ask(desk, number)
    assert OFFICE in worker.hears()
    worker.taps("refer_yes")
    return number


def test_refused_and_taken_after_all(worker: Chat, lawyer: StaffChat, agreed: str) -> None:
    """
    He hears the yes, taps that he handed it over, that it was refused and why, reads what can be said against it, hands
    it over again, and then taps that it was taken, types their number, and that it is done.
    """
    assert "工人同意转办" in lawyer.hears()
    lawyer.taps("ref")
    assert "今天交给" in lawyer.taps("ref_sent")
    assert OFFICE in worker.hears()
    assert case(lawyer.database, agreed).status == "referred"

    lawyer.presses(f"ref:{agreed}:1")
    lawyer.taps("ref_no")
    shown = lawyer.presses(f"ref_why:{agreed}:1.no_contract")
    assert "《劳动合同法》第7条" in shown
    assert "没有收" in worker.hears()
    assert case(lawyer.database, agreed).status == "working"

    lawyer.taps("ref_again")
    lawyer.presses(f"ref:{agreed}:1")
    lawyer.taps("ref_ok")
    assert "监9号" in lawyer.says("监9号")
    assert "监9号" not in worker.hears()
    assert "监9号" in lawyer.presses(f"ref:{agreed}:1")
    lawyer.taps("ref_done")

    assert only(lawyer.database, agreed).state == "done"
    assert "办完了" in worker.hears()


def test_what_can_be_no_number_goes_nowhere_by_itself(worker: Chat, lawyer: StaffChat, agreed: str) -> None:
    """
    A long text typed when their number was asked for waits for his word, and neither worker nor office gets it.
    """
    for press in (f"ref_sent:{agreed}:1", f"ref_ok:{agreed}:1"):
        lawyer.presses(press)
    worker.hears()

    lawyer.says("您好，对方已经受理了，请您把身份证复印件和工友的证明都准备好，周五之前送到他们那里去，" * 3)

    assert "send" in lawyer.shown()
    assert "身份证" not in worker.hears()


def test_a_silent_office_is_told_and_the_second_time_to_the_supervisor(
    lawyer: StaffChat, desk: Desk, agreed: str
) -> None:
    """
    The owner hears each silence, the supervisor only the second.
    """
    above = StaffChat(lawyer.door, lawyer.database, address="9009")
    above.links("S02")
    heard = []
    for _ in range(2):
        key = "ref_sent" if only(lawyer.database, agreed).state == "agreed" else "ref_again"
        lawyer.presses(f"{key}:{agreed}:1")
        desk.clock.advance(days=9)
        heard.append(("没有答复" in lawyer.hears(), "没有答复" in above.hears()))

    assert heard == [(True, False), (True, True)]
    assert case(lawyer.database, agreed).status == "working"


def test_the_supervisor_of_another_union_hears_only_its_number(
    worker: Chat, lawyer: StaffChat, desk: Desk, number: str
) -> None:
    """
    Whoever is to answer for another unit gets the number of the referral and the way to the desk; taken back, he hears
    that too, and can tap nothing about a case that is not his.
    """
    desk.database.call(lambda tx: people.add(tx, Colleague("S03", "麦积督导", "supervisor", MAIJI)))
    other = StaffChat(lawyer.door, lawyer.database, address="9010")
    other.links("S03")
    ask(desk, number, Wish(Receiver("union", "", unit=MAIJI), "工地在麦积", ("facts",)))
    worker.hears()
    worker.taps("refer_yes")
    lawyer.presses(f"ref_sent:{number}:1")

    told = other.hears()
    assert f"{number}Z1" in told
    assert "/desk/referrals" in told
    assert "没有" in other.presses(f"ref:{number}:1")
    assert not [it for it in lawyer.buttons() if it.id.startswith("ref_ok")]

    worker.presses(f"refer_stop_yes:{number}:1")
    assert "不用办了" in other.hears()
    assert "收不回来" in lawyer.hears()


def test_a_button_that_is_stale_changes_nothing(worker: Chat, lawyer: StaffChat, agreed: str) -> None:
    """
    Answers to what was never handed over, unknown numbers and taps of strangers are refused with a sentence.
    """
    for press in (f"ref_ok:{agreed}:1", f"ref_done:{agreed}:9", f"ref_why:{agreed}:1.because", f"ref:{agreed}:x"):
        assert lawyer.presses(press)
        assert only(lawyer.database, agreed).state == "agreed"
    stranger = Chat(worker.door, worker.database, address="4799")
    for press in (f"refer_yes:{agreed}:1", f"refer_stop_yes:{agreed}:1", "refer_no"):
        assert stranger.presses(press)
    assert only(lawyer.database, agreed).state == "agreed"


def test_a_second_tap_says_nothing_new(worker: Chat, agreed: str) -> None:
    """
    The worker's yes counts once; a no after it, before anything went out, takes it back.
    """
    assert "不用您点了" not in worker.presses(f"refer_no:{agreed}:1")
    assert only(worker.database, agreed).state == "revoked"
    assert "不用您点了" in worker.presses(f"refer_yes:{agreed}:1")


def test_closing_from_the_chat_asks_first(lawyer: StaffChat, agreed: str) -> None:
    """
    Reading over what the worker would be asked, the lawyer sees that an office still has the case.
    """
    lawyer.presses(f"ref_sent:{agreed}:1")
    lawyer.presses(f"propose:{agreed}")

    assert "还有转办没有结束" in lawyer.says("钱已经打到卡上。")


def test_a_letter_an_hour_later_is_no_number(worker: Chat, lawyer: StaffChat, desk: Desk, agreed: str) -> None:
    """
    Whoever was asked for their number and comes back later is asked to whom his words go.
    """
    for press in (f"ref_sent:{agreed}:1", f"ref_ok:{agreed}:1"):
        lawyer.presses(press)
    desk.clock.now += timedelta(hours=1)

    lawyer.says("好的")

    assert "send" in lawyer.shown()
    its = only(lawyer.database, agreed)
    assert lawyer.database.read(lambda tx: referrals.opened_if_there(tx, its, "their_number")) == ""
