"""Letters both ways: an answer goes to its worker, everything else waits for a tap, nothing goes on a guess."""

import pytest

from storage import conversations, files, sending
from storage.database import Database
from tests.cases.desk import Desk
from tests.handlers.lawyer.chats import Chat, StaffChat

LETTER = "您好，工友里有谁能作证？"


def second_case(worker: Chat, lawyer: StaffChat, desk: Desk) -> tuple[Chat, str]:
    """Another worker whose case L01 was given."""
    other = Chat(worker.door, worker.database, address="4712")
    number = other.complains(district="秦州")
    desk.assign("S02", number, "L01")
    lawyer.hears()
    other.hears()
    return other, number


def test_an_answer_goes_to_the_worker(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    He answers any message of the case; the worker reads it without his name, and he reads that it is queued, not that
    it has arrived.
    """
    said = lawyer.answers(number, LETTER)

    assert "已放入发送队列" in said
    letter = worker.hears()
    assert LETTER in letter
    assert "王律师" not in letter


def test_the_worker_answers(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    What the worker writes next comes to the lawyer's chat, marked with the number, in the order in which he wrote.
    """
    lawyer.answers(number, LETTER)
    worker.hears()

    for n in range(1, 6):
        worker.writes(f"第{n}件事情要告诉您")
    said = lawyer.hears()

    assert [said.index(f"第{n}件") for n in range(1, 6)] == sorted(said.index(f"第{n}件") for n in range(1, 6))
    assert said.count(f"【来信】{number}") == 5


def test_an_answer_to_his_own_message(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    Answering what he wrote himself goes the same way.
    """
    lawyer.answers(number, LETTER)

    lawyer.writes("另外，工资条还在吗？", to=sent_last(lawyer))

    assert "工资条还在吗" in worker.hears()


def test_an_answer_before_we_know_our_own_message(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    He answers so fast that we have not yet noted what we sent: the number in its first line is enough.
    """
    lawyer.writes(LETTER, to="b4000", quoted=f"【来信】{number}\n我还有话说")

    assert LETTER in worker.hears()


def test_a_list_is_no_case(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    Answering the list of his cases is no answer to one of them: he is asked.
    """
    lawyer.says("/cases")

    lawyer.writes(LETTER, to="b4000", quoted=f"您承办的案件：\n· {number} 欠薪 秦州区：已签收")

    assert "send" in lawyer.shown()
    assert LETTER not in worker.hears()


def test_words_to_nobody_wait(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    He types without answering anything: nothing is sent until he taps.
    """
    said = lawyer.says(LETTER)

    assert LETTER not in worker.hears()
    assert number in said or number in str(lawyer.buttons())
    lawyer.taps("send")
    assert LETTER in worker.hears()


def test_of_several_cases_he_chooses(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    With two cases and none opened lately, both are offered, and the words go where he taps.
    """
    other, its_number = second_case(worker, lawyer, desk)
    desk.clock.advance(hours=2)

    lawyer.says(LETTER)
    assert {it.id for it in lawyer.buttons() if it.id.startswith("send")} == {f"send:{its_number}", f"send:{number}"}
    lawyer.taps(f"send:{its_number}")

    assert LETTER in other.hears()
    assert LETTER not in worker.hears()


def test_the_case_in_hand_is_asked_first(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    Having opened a case a moment ago he is asked about that one; "another" offers the others.
    """
    other, _ = second_case(worker, lawyer, desk)
    lawyer.says(f"/case {number}")

    lawyer.says(LETTER)
    assert [it.id for it in lawyer.buttons() if it.id.startswith("send")] == [f"send:{number}"]
    lawyer.taps("others")
    assert len([it for it in lawyer.buttons() if it.id.startswith("send")]) == 2
    assert LETTER not in other.hears()


def test_several_bubbles_wait_together(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    He goes on typing: the newest question shows all of it, a tap below the older one sends nothing.
    """
    lawyer.says("您好，")
    older = next(it.press for it in lawyer.buttons() if it.id == f"send:{number}")
    lawyer.says("工友里有谁能作证？")

    lawyer.presses(older)
    assert "作证" not in worker.hears()
    lawyer.taps("send")
    said = worker.hears()
    assert said.index("您好，") < said.index("作证")


def test_dropped(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    "Delete it" means that nobody ever reads it.
    """
    lawyer.says(LETTER)
    lawyer.taps("drop")
    lawyer.presses(f"send:{number}:m1.1")

    assert LETTER not in worker.hears()


def test_write_then_type(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    After "write to the worker" the next message goes there; an hour later he is asked again.
    """
    lawyer.presses(f"write:{number}")
    lawyer.says(LETTER)
    assert LETTER in worker.hears()

    lawyer.presses(f"write:{number}")
    desk.clock.advance(hours=1)
    lawyer.says("还有一件事")
    assert "还有一件事" not in worker.hears()


@pytest.mark.parametrize(
    "words", ["我要跳楼了这种话请工人别再说", "人工", "我要投诉", "老板拖欠我三个月工资怎么办", "解决了", "取消"]
)
def test_a_lawyers_words_are_no_workers_words(worker: Chat, lawyer: StaffChat, number: str, words: str) -> None:
    """
    Words that alarm, ask or decide in a worker's chat are only a letter here.
    """
    before = len(desk_record(lawyer, number))

    said = lawyer.answers(number, words)

    assert "110" not in said
    assert "《" not in said
    assert words in worker.hears()
    assert [kind for kind, _ in desk_record(lawyer, number)[before:]] == ["to_worker"]


def desk_record(lawyer: StaffChat, number: str) -> list[tuple[str, str]]:
    """What happened to the case."""
    return Desk(lawyer.database, lawyer.door.office, None).record(number)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "words", ["我是王律师，请打13800001111", "加我微信：abc", "看 t.me/wang_lawyer", "@wang_lawyer"]
)
def test_words_that_tell_who_he_is(worker: Chat, lawyer: StaffChat, number: str, words: str) -> None:
    """
    His own name, a mobile number or an account is not sent before he has been asked.
    """
    said = lawyer.answers(number, words)

    assert "先别急" in said
    assert words not in worker.hears()
    lawyer.taps("send")
    assert words in worker.hears()


def test_contacts_and_places_are_refused(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    A shared contact or place goes to nobody, also as an answer.
    """
    for kind in ("contact", "location", "other"):
        assert "没有发出" in lawyer.gives(lawyer.message(kind, "王律师 13800001111", reply_to=lawyer.last_id(number)))

    assert worker.hears() == ""


def test_a_forward_takes_nothing_along(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    A forwarded text is only its words: whose it was goes to nobody.
    """
    lawyer.gives(lawyer.message("text", LETTER, forwarded=True, reply_to=lawyer.last_id(number)))  # type: ignore[arg-type]

    assert LETTER in worker.hears()


def test_an_edit_changes_the_workers_copy(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    He corrects his letter: the worker's copy follows, the record has both versions.
    """
    lawyer.answers(number, "明天上午九点来工会。")
    mine = sent_last(lawyer)
    worker.hears()

    lawyer.edits(mine, "明天下午三点来工会。")
    worker.hears()

    [change] = worker.changes
    assert change.action == "edit"
    assert "下午三点" in change.message.text
    assert desk.record(number)[-1] == ("to_worker_edited", "L01")


def sent_last(lawyer: StaffChat) -> str:
    """The id of the last message he sent."""
    return f"m{int(lawyer.message('text').id) - 1}"


def test_taking_back(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    "Take back" removes the letter from the worker's chat, once, and the record says so.
    """
    lawyer.answers(number, "发错人了")
    back = next(it.press for it in lawyer.buttons() if it.id.startswith("take_back"))
    worker.hears()

    assert "已从工人的聊天里撤回" in lawyer.presses(back)
    worker.hears()

    assert [it.action for it in worker.changes] == ["delete"]
    assert desk.record(number)[-1] == ("letter_taken_back", "L01")
    assert "已经撤回" in lawyer.presses(back)


def test_taken_back_before_it_left(worker: Chat, lawyer: StaffChat, number: str, town: Database) -> None:
    """
    The letter still waits, and so does its correction: the worker never reads either.
    """
    lawyer.answers(number, "发错人了")
    back = next(it.press for it in lawyer.buttons() if it.id.startswith("take_back"))
    lawyer.edits(sent_last(lawyer), "发错人了，对不起")
    lawyer.presses(back)

    leaving = town.call(lambda tx: sending.lease(tx, "telegram", limit=50, seconds=60))
    assert [it for it in leaving if it.conversation_id == worker.conversation_id] == []
    assert "发错人了" not in "".join(it.text for it in worker.everything())


def test_too_old_to_be_taken_back(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    After two days Telegram deletes nothing any more, and he is told so.
    """
    lawyer.answers(number, "发错人了")
    back = next(it.press for it in lawyer.buttons() if it.id.startswith("take_back"))
    worker.hears()
    desk.clock.advance(hours=48)

    assert "不能再撤回" in lawyer.presses(back)
    worker.hears()
    assert worker.changes == []


def test_a_workers_number_is_not_read_in_the_chat(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    The worker shares his contact: the lawyer's chat says only that it can be seen at the desk with a reason, and so
    does the history there.
    """
    lawyer.answers(number, "方便打电话吗？")
    worker.hears()

    worker.gives(worker.message("contact", "13912345678", contact="own"))
    said = lawyer.hears() + lawyer.presses(f"history:{number}")

    assert said.count("工人留了联系电话") == 2
    assert "写明理由" in said
    assert "13912345678" not in "".join(it.text for it in lawyer.everything())


def test_the_worker_corrects_himself(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    The lawyer reads what it said before and what it says now.
    """
    lawyer.answers(number, LETTER)
    worker.hears()
    worker.writes("欠我三万二")
    mine = f"m{int(worker.message('text').id) - 1}"
    lawyer.hears()

    worker.edits(mine, "欠我两万三")
    said = lawyer.hears()

    assert "欠我三万二" in said
    assert "欠我两万三" in said


def test_files_to_the_worker(worker: Chat, lawyer: StaffChat, number: str, town: Database) -> None:
    """
    A photo that answers the case is queued, goes out when it is here, with its caption, and without its file name.
    """
    said = lawyer.sends_files("photo", caption="请照这个样子填", to=lawyer.last_id(number), name="王律师的表.jpg")

    assert "取到文件后" in said
    letter = worker.hears()
    assert "请照这个样子填" in letter
    assert "王律师" not in letter
    [message] = [it for it in worker.last if it.files]
    file = town.read(lambda tx: files.by_id(tx, message.files[0]))
    assert (file.by, file.kind) == ("L01", "photo")


def test_an_album_goes_as_one(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    Three pictures sent together arrive together, with one answer to the lawyer.
    """
    said = lawyer.sends_files("photo", "photo", "photo", caption="三张样表", to=lawyer.last_id(number), album="7")
    assert said.count("取到文件后") == 1

    worker.hears()
    desk.clock.advance(seconds=3)
    worker.hears()

    assert [len(it.files) for it in worker.last] == [3]


def test_an_album_from_the_worker(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    The worker's three pictures come to the lawyer as one message with what stood below them.
    """
    lawyer.answers(number, "请拍一下工资条")
    worker.hears()
    worker.sends_files("photo", "photo", "photo", caption="工资条", album="9")
    lawyer.hears()
    desk.clock.advance(seconds=3)

    said = lawyer.hears()

    assert number in said
    assert "工资条" in said
    assert [len(it.files) for it in lawyer.last if it.files] == [3]


def test_files_to_nobody_wait(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    An album without an answer asks once, and goes out whole after the tap.
    """
    said = lawyer.sends_files("photo", "photo", album="8", caption="样表")
    assert said.count("发给谁") == 1
    assert not any(it.files for it in worker.everything())

    lawyer.presses(next(it.press for m in lawyer.everything() for it in m.buttons if it.id == f"send:{number}"))
    worker.hears()
    desk.clock.advance(seconds=3)
    worker.hears()

    assert [len(it.files) for it in worker.everything() if it.files] == [2]


def test_a_worker_who_has_shut_us_out(worker: Chat, lawyer: StaffChat, number: str, town: Database) -> None:
    """
    The lawyer is told at once that his letter will hardly arrive.
    """
    town.call(lambda tx: conversations.set_reachable(tx, worker.conversation_id, False))

    assert "多半送不到" in lawyer.answers(number, LETTER)


def test_what_is_not_his_any_more(worker: Chat, lawyer: StaffChat, number: str, desk: Desk) -> None:
    """
    The case was given to somebody else: his answer goes nowhere, nor does an edit of what he wrote before.
    """
    lawyer.answers(number, "我先看看材料")
    mine = sent_last(lawyer)
    worker.hears()
    desk.assign("S02", number, "L02")
    worker.hears()

    assert "没有发出" in lawyer.answers(number, LETTER)
    assert "没有发出" in lawyer.edits(mine, "改一改")
    assert LETTER not in worker.hears()
    assert worker.changes == []
    assert "不归您办理" in lawyer.hears() + str([it.text for it in lawyer.everything()])
