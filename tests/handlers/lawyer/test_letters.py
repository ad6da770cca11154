"""Letters both ways: an answer goes to its worker, and nothing on a guess."""

import pytest

from storage import conversations
from storage.database import Database
from tests.cases.desk import Desk
from tests.handlers.lawyer.chats import LETTER, Chat, StaffChat, sent_last


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


def test_a_letter_that_is_too_long(worker: Chat, lawyer: StaffChat, number: str) -> None:
    """
    What would be cut is refused whole, with how long it may be; so is an edit of a letter that went out.
    """
    said = lawyer.answers(number, "长" * 20_001)

    assert "20001 个字，一次最多 20000 个字" in said
    assert worker.hears() == ""
    lawyer.answers(number, LETTER)
    assert "一次最多" in lawyer.edits(sent_last(lawyer), "长" * 20_001)
    assert "长长" not in worker.hears()
