"""In a colleague's chat: promises read in his letters, things to do, prepared letters; none goes anywhere by itself."""

import pytest

from cases import promising, templates
from storage import events, promises, todo
from storage.promises import Promise
from tests.cases.desk import Desk
from tests.handlers.lawyer.chats import Chat, StaffChat, second_case, sent_last
from tests.handlers.lawyer.test_notes import notes_of, read_by
from tests.handlers.town import colleague

PROMISES = "您的材料收到了。周五前给您答复。"


def owed(desk: Desk, number: str) -> list[Promise]:
    """What is owed in the case."""
    return desk.database.read(lambda tx: promises.open_of(tx, desk.case(number).id))


def test_a_promise_in_a_letter_becomes_owed_with_one_tap(
    worker: Chat, lawyer: StaffChat, number: str, desk: Desk
) -> None:
    """
    The letter goes at once; a button below the answer writes the day down, both sides see it, another tap settles it.
    """
    said = lawyer.answers(number, PROMISES)
    assert "记下来吗" in said
    assert PROMISES in worker.hears()
    assert owed(desk, number) == []

    assert "11月27日前" in lawyer.taps("owe")
    assert [one.due_on.isoformat() for one in owed(desk, number)] == ["2026-11-27"]
    assert "您的律师答应您：11月27日前给您答复" in worker.says("进度")
    assert "答应工人：11月27日前" in lawyer.says(f"/case {number}")

    lawyer.presses(f"kept:{number}:{owed(desk, number)[0].id}")
    assert owed(desk, number) == []


def test_a_tap_that_is_repeated_owes_nothing_twice(lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    An impatient thumb writes one promise down, before it is kept and after.
    """
    lawyer.answers(number, PROMISES)
    [press] = [one.press for one in lawyer.buttons() if one.id.startswith("owe:")]
    lawyer.presses(press)
    lawyer.presses(press)
    assert len(owed(desk, number)) == 1

    lawyer.presses(f"kept:{number}:{owed(desk, number)[0].id}")
    lawyer.presses(press)
    assert owed(desk, number) == []


@pytest.mark.parametrize("forged", ["1.20261127", "99.20261127", "x.y", "", "2.20261399"])
def test_a_forged_tap_owes_nothing(lawyer: StaffChat, number: str, desk: Desk, forged: str) -> None:
    """
    A press for a letter that promises no such day is an old button.
    """
    lawyer.answers(number, "老板说周五给")
    assert "owe" not in lawyer.shown()

    assert "已经用不上了" in lawyer.presses(f"owe:{number}:{forged}")
    assert owed(desk, number) == []


def test_the_next_letter_asks_whether_it_is_kept(lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    With something owed, his next letter is answered with the question whether that was it; one tap says so.
    """
    lawyer.answers(number, PROMISES)
    lawyer.taps("owe")

    assert "还有答应过工人的事" in lawyer.answers(number, "监察大队答复了：已经立案。")
    lawyer.taps("kept")

    assert owed(desk, number) == []


def test_a_letter_that_is_corrected_is_read_again(lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    He changes the day in a letter: the new day is offered, the old one cannot be written down any more.
    """
    lawyer.answers(number, PROMISES)
    [old] = [one.press for one in lawyer.buttons() if one.id.startswith("owe:")]
    lawyer.edits(sent_last(lawyer), "您的材料收到了。下周三前给您答复。")
    [new] = [one.press for one in lawyer.buttons() if one.id.startswith("owe:")]

    lawyer.presses(old)
    assert owed(desk, number) == []
    lawyer.presses(new)
    assert [one.due_on.isoformat() for one in owed(desk, number)] == ["2026-12-02"]


def test_by_hand(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    What was promised on the telephone is written down by a command, for the case in hand or one that is named.
    """
    lawyer.says(f"/case {number}")
    assert "已记下" in lawyer.says("/promise 周三 打电话告诉他")
    assert "已记下" in lawyer.says(f"/promise {number} 12月3日 给答复")
    assert "请写" in lawyer.says("/promise 给答复")
    assert "请写" in lawyer.says("/promise")

    assert [one.due_on.isoformat() for one in owed(desk, number)] == ["2026-11-25", "2026-12-03"]
    assert "打电话告诉他" not in read_by(worker)


def test_things_to_do(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    Written down, listed, done; an answer to such a message is a note, and the worker reads nothing of it.
    """
    lawyer.says(f"/case {number}")
    made = lawyer.says("/todo 周三 打电话问监察大队")
    assert "工人看不到" in made
    lawyer.answers("已记为待办", "电话 0938 转 2")
    assert "电话 0938 转 2" in str(notes_of(lawyer, number))
    assert "打电话问监察大队" in lawyer.says("/todo")

    [one] = desk.database.read(lambda tx: todo.open_of(tx, desk.case(number).id))
    assert "办完了" in lawyer.presses(f"done:{number}:{one.id}")
    assert "现在没有" in lawyer.says("/todo")
    assert "监察大队" not in read_by(worker)
    assert "0938" not in read_by(worker)


def test_another_colleague_settles_nothing(lawyer: StaffChat, number: str, desk: Desk, worker: Chat) -> None:
    """
    Whoever cannot read the case cannot keep its promises or do what is to be done in it.
    """
    who = colleague(desk.database, "L01")
    its_id = desk.database.call(
        lambda tx: promising.promise(tx, desk.office, who, number, desk.clock.now.date(), "给答复")
    )
    other = StaffChat(worker.door, worker.database, address="9003")
    other.links("L03")

    assert "没有这个案件" in other.presses(f"kept:{number}:{its_id}")
    assert len(owed(desk, number)) == 1


def test_a_prepared_letter_is_a_draft_until_he_sends_it(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    Chosen and shown whole, nothing has left; one tap sends it.
    """
    lawyer.says(f"/case {number}")
    lawyer.says("/templates")
    shown = lawyer.presses(f"tpl:{number}:proof")

    assert "还没有发出" in shown
    assert number in shown
    assert "还缺一些证据" not in read_by(worker)
    lawyer.taps("send")
    assert "还缺一些证据" in worker.hears()


def test_a_prepared_letter_with_a_day_asks_for_it(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    The next working days are offered; the letter has the chosen one in it, and its promise can be written down.
    """
    asked = lawyer.presses(f"tpl:{number}:patience")
    assert "选哪天" in asked
    labels = [one.label for one in lawyer.buttons()]
    assert labels[0] == "11月24日"

    assert "11月25日前我们给您答复" in lawyer.presses(f"tpl:{number}:patience.20261125")
    assert "我们给您答复" not in read_by(worker)
    lawyer.taps("send")
    assert "owe" in lawyer.shown()
    assert "11月25日前我们给您答复" in worker.hears()


def test_a_draft_gives_way_to_what_he_writes_himself(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    He answers the draft with a changed text: that goes, and the draft never does.
    """
    lawyer.presses(f"tpl:{number}:proof")
    lawyer.answers("草稿", "您好，请把工资条拍照发来。")

    sent = read_by(worker)
    assert "请把工资条拍照发来" in sent
    assert "还缺一些证据" not in sent
    assert "没有等您确认" in lawyer.presses("drop:x") or "已经用不上了" in lawyer.presses("drop:x")


def test_a_draft_is_never_sent_along_with_other_words(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    Words that wait for his word and a draft do not go together: the later one stands alone.
    """
    second_case(worker, lawyer, desk)
    lawyer.presses(f"tpl:{number}:proof")
    lawyer.says("明天见")
    assert "草稿" not in lawyer.says("再加一句")
    lawyer.presses(f"tpl:{number}:closing")

    assert "明天见" in "".join(message.text for message in lawyer.last)
    lawyer.taps("send")
    assert "还缺一些证据" not in read_by(worker)


def test_a_gap_keeps_a_letter_here(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    With a day still to be filled in, nothing is sent, whichever way it is tried.
    """
    gap = templates.gap(desk.office, "zh-CN")

    assert "还有没填的地方" in lawyer.answers(number, f"{gap}前给您答复")
    assert "还有没填的地方" in lawyer.answers(number, "您好，{{date}}开庭")
    assert gap not in read_by(worker)
    assert not desk.database.read(lambda tx: events.of_case(tx, desk.case(number), ("to_worker",)))


def test_of_several_cases_he_chooses_for_which(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    With two cases and none in hand he is asked for which a prepared letter is.
    """
    second_case(worker, lawyer, desk)
    desk.clock.advance(hours=1)

    assert "给哪个案件" in lawyer.says("/templates")
    assert "用哪个模板" in lawyer.taps(f"templates:{number}")


@pytest.mark.parametrize(
    "text",
    [
        "/n 对方态度强硬",
        "/neibu 对方态度强硬",
        "内部：对方态度强硬",
        "（内部）对方态度强硬",
        "仅同事看：强硬",
        "别发给工人：强硬",
    ],
)
@pytest.mark.parametrize("as_answer", [True, False])
def test_what_begins_like_a_note_is_held_and_asked(
    worker: Chat, lawyer: StaffChat, number: str, text: str, as_answer: bool
) -> None:
    """
    Answering a case or not, it is neither lost nor sent: he says what it is, and as a note it stays here.
    """
    said = lawyer.answers(number, text) if as_answer else lawyer.says(text)

    assert text in said
    assert "强硬" not in read_by(worker)
    lawyer.taps("keep")
    assert "强硬" in str(notes_of(lawyer, number))
    assert "强硬" not in read_by(worker)


def test_an_answer_to_a_colleagues_note_is_a_note(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    The supervisor wrote a note, the lawyer answers the message that brought it: the worker reads neither.
    """
    desk.note("S02", number, "请先不要答应日期")
    lawyer.hears()

    lawyer.answers("记了内部备注", "好的，对方态度强硬")

    assert "强硬" in str(notes_of(lawyer, number))
    assert "强硬" not in read_by(worker)


def test_an_answer_to_the_record_is_asked_about(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    In the record letters and notes stand side by side: what answers it waits until he says which it is.
    """
    lawyer.says("//先记一句")
    lawyer.presses(f"history:{number}")

    assert "里面有信也有备注" in lawyer.answers("案件记录", "对方态度强硬")
    assert "强硬" not in read_by(worker)
    lawyer.taps("keep")
    assert "强硬" in str(notes_of(lawyer, number))
