"""Working a case in the chat: lists, the card, history, closing; what a supervisor sees; what nobody may see."""

from dataclasses import replace

import pytest

from cases.releasing import release
from handlers.lawyer.register import COMMANDS
from handlers.receive import Door
from storage import people
from storage.database import Database
from tests.cases.desk import Desk
from tests.handlers.lawyer.chats import Chat, StaffChat, sent_last
from tests.handlers.town import colleague
from texts import LANGUAGES, Texts


def test_the_list_says_what_is_unanswered(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    His cases with their stage, and how many letters wait for an answer; a tap opens one.
    """
    lawyer.answers(number, "请讲讲经过")
    worker.hears()
    worker.writes("第一件")
    worker.writes("第二件")

    said = lawyer.says("/cases")
    assert "办理中，2 封未回" in said
    assert "工人的讲述" in lawyer.taps(f"case:{number}")
    lawyer.answers(number, "收到")
    assert "封未回" not in lawyer.says("案件")


@pytest.mark.parametrize("typed", ["{number}", "{small}", "{end}"])
def test_a_case_by_its_number(lawyer: StaffChat, number: str, typed: str) -> None:
    """
    The number, in small letters too, or its last digits.
    """
    said = lawyer.says("/case " + typed.format(number=number, small=number.lower(), end=number[-4:]))

    assert number in said
    assert "工人的讲述" in said


@pytest.mark.parametrize("typed", ["TS26112399999", "99999", "随便", "' OR 1=1 --"])
def test_a_case_that_is_not_his(lawyer: StaffChat, number: str, typed: str) -> None:
    """
    What does not exist and what is not his are one answer.
    """
    assert "没有这个案件" in lawyer.says(f"/case {typed}")


def test_history_and_story(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    What happened, line by line, without whom else it was offered to; and every word the worker told.
    """
    lawyer.answers(number, "请讲讲经过")
    lawyer.says(f"/case {number}")

    past = lawyer.taps("history")
    assert "写给工人" in past
    assert "请讲讲经过" in past
    assert "工人的讲述" in lawyer.presses(f"story:{number}")


def test_files_of_a_case(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    What the worker sent is counted on the card and comes with a tap.
    """
    lawyer.answers(number, "请拍一下工资条")
    worker.hears()
    worker.sends_files("photo", caption="工资条")
    lawyer.hears()

    assert "照片 1 张" in lawyer.says(f"/case {number}")
    said = lawyer.taps("files")
    assert [len(it.files) for it in lawyer.last] == [1]
    assert "✓ 说好多少工钱：工资条 1" in said
    assert "没有核对" in said


def test_proposing_to_close(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    He writes what was done, reads it over, and only then the worker is asked; the worker's word ends it, and he hears.
    """
    lawyer.presses(f"propose:{number}")
    assert "钱已经打到卡上" in lawyer.says("钱已经打到卡上。")
    assert worker.hears() == ""
    lawyer.taps("close_yes")

    assert "钱已经打到卡上" in worker.hears()
    assert desk.case(number).status == "awaiting_worker"
    worker.is_paid(number)
    assert f"{number} 办结：工人确认已解决" in lawyer.hears()


@pytest.mark.parametrize("words", ["钱已要回，有事打我手机 13812345678", "钱已要回。王律师"])
def test_a_summary_that_tells_who_he_is(worker: Chat, lawyer: StaffChat, number: str, words: str) -> None:
    """
    The worker will read the summary too: his own name or number in it is pointed out before anything is sent.
    """
    lawyer.presses(f"propose:{number}")

    said = lawyer.says(words)

    assert "先别急" in said
    assert words in said
    assert "照样请工人确认" in [it.label for it in lawyer.buttons()]
    assert worker.hears() == ""
    lawyer.says("钱已经打到卡上。")
    lawyer.taps("close_yes")
    assert words not in worker.hears()


def test_a_summary_written_again(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    He writes the summary a second time before tapping: the button below the first does nothing.
    """
    lawyer.presses(f"propose:{number}")
    lawyer.says("写错了")
    first = next(it.press for it in lawyer.buttons() if it.id.startswith("close_yes"))
    lawyer.says("钱已经打到卡上。")

    lawyer.presses(first)
    assert desk.case(number).status == "accepted"
    lawyer.presses(f"close_yes:{number}:{sent_last(lawyer)}")
    assert desk.case(number).status == "accepted"


def test_not_closing_after_all(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    "Never mind" forgets the summary.
    """
    lawyer.presses(f"propose:{number}")
    lawyer.says("钱已经打到卡上。")
    sure = next(it.press for it in lawyer.buttons() if it.id.startswith("close_yes"))
    lawyer.taps("never")

    lawyer.presses(sure)

    assert worker.hears() == ""
    assert desk.case(number).status == "accepted"


def test_not_solved(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    The worker says that it is not solved: the lawyer hears it, and that it goes on.
    """
    desk.propose("L01", number)
    worker.hears()
    worker.presses(f"unsolved:{number}")

    assert "重新办理" in lawyer.hears()


def test_withdrawn(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    The worker takes his case back: the lawyer hears it, and can write no more.
    """
    worker.presses(f"withdraw_yes:{number}")

    assert "工人撤回" in lawyer.hears()
    assert "没有发出" in lawyer.answers(number, "您好")
    assert "您好" not in worker.hears()


def test_a_supervisor_sees_what_has_no_lawyer(worker: Chat, door: Door, town: Database) -> None:
    """
    The list of cases without a lawyer, each with whom it was offered to, and where to assign it.
    """
    supervisor = StaffChat(door, town, address="9003")
    supervisor.links("S02")
    number = worker.complains(district="秦州")

    said = supervisor.says("/cases")

    assert number in said
    assert "/desk" in said
    assert "王律师" in said or "李律师" in said


def test_somebody_wants_a_person(worker: Chat, door: Door, town: Database) -> None:
    """
    The supervisor on duty hears it, and his answer goes to the worker.
    """
    supervisor = StaffChat(door, town, address="9003")
    supervisor.links("S01")
    worker.says("人工")

    assert "要找工作人员" in supervisor.hears()
    supervisor.answers("要找工作人员", "您好，请讲")
    assert "您好，请讲" in worker.hears()


def test_danger_is_told_at_once(worker: Chat, door: Door, town: Database) -> None:
    """
    Words of danger reach the supervisor as urgent, and so does what the worker writes next.
    """
    supervisor = StaffChat(door, town, address="9003")
    supervisor.links("S01")
    worker.says("老板把我们锁在工棚里不让走，还打人")

    assert "【紧急】" in supervisor.hears()
    worker.says("我们在二楼")
    assert "我们在二楼" in supervisor.hears()


def test_a_late_conflict_seals_the_case(worker: Chat, lawyer: StaffChat, town: Database) -> None:
    """
    It comes out that he acts for the employer: what stood in his chat is taken back, and he reads and sends no more.
    """
    number = worker.complains(district="秦州", employer="云峰建筑有限公司")
    lawyer.takes(number)
    lawyer.answers(number, "您好")
    worker.hears()
    worker.writes("他们在云峰路有个工地")
    lawyer.hears()
    conflicted = replace(colleague(town, "L01"), clients=("云峰建筑有限公司",))
    town.call(lambda tx: people.change(tx, conflicted))
    assert town.call(lambda tx: release(tx, lawyer.door.office, "L01")) == [number]
    worker.answers(number, "老板昨天又来了")

    said = lawyer.hears()

    assert "不归您办理" in said
    assert "老板昨天" not in said
    assert len([it for it in lawyer.changes if it.action == "delete"]) == 5
    assert "没有这个案件" in lawyer.says(f"/case {number}")
    assert "没有发出" in lawyer.answers("已不归您办理", "您好吗")
    assert "您好吗" not in worker.hears()


def test_the_case_changes_hands(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    The supervisor gives it to another lawyer: the worker, the one before and the new one each read plainly who has it.
    """
    other = StaffChat(worker.door, worker.database, address="9002")
    other.links("L02")
    lawyer.answers(number, "您好")
    worker.hears()

    desk.assign("S02", number, "L02")
    read, before, now = worker.hears(), lawyer.hears(), other.hears()

    assert "换了一位工会律师" in read
    assert "不用再讲一遍" in read
    assert "好消息" not in read
    assert "督导已改由另一位律师承办" in before
    assert "现在由您承办。之前由另一位律师承办" in now
    assert not any(name in read + before for name in ("王律师", "李律师"))


def test_the_first_lawyer_has_not_taken_over(worker: Chat, lawyer: StaffChat, desk: Desk) -> None:
    """
    Assigned before anybody had it: nobody reads of another lawyer.
    """
    number = worker.complains(district="秦州")
    desk.assign("S02", number, "L01")

    assert "好消息" in worker.hears()
    assert "督导把这个案件指派给您承办" in lawyer.hears()


def test_he_blocks_the_bot(worker: Chat, lawyer: StaffChat, number: str, door: Door, town: Database) -> None:
    """
    His supervisor hears which case cannot be told to him; when he lets us in again he reads what there is.
    """
    supervisor = StaffChat(door, town, address="9003")
    supervisor.links("S02")
    lawyer.sends("blocked")

    said = supervisor.hears()
    assert number in said
    assert "王律师" in said
    assert number in lawyer.sends("unblocked")


def test_buttons_of_another_life(lawyer: StaffChat, number: str) -> None:
    """
    A worker's buttons above in the same chat do nothing any more, and no press breaks anything.
    """
    for press in ("complaint", "agree", "submit", f"solved:{number}", f"withdraw_yes:{number}", "send", "keep:x:y", ""):
        assert lawyer.presses(press)


def test_help_and_language(lawyer: StaffChat) -> None:
    """
    The three rules stand in the help, in either language.
    """
    assert "//" in lawyer.says("/help")
    lawyer.says("/language")
    assert "working chat" in lawyer.says("/help")


def test_every_command_of_the_menu_has_a_name(texts: Texts) -> None:
    """
    What the menu of a working chat shows is written in both languages.
    """
    assert all(texts.say(language, f"lawyer.menu_{one}") for one in COMMANDS for language in LANGUAGES)
