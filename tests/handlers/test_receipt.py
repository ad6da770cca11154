"""The receipt, and the way back to a case from another phone."""

import pytest
from sqlalchemy import update

from bot.timers import LOCKS, VERBS
from cases import correspondence, receipts
from cases.office import Office
from handlers.receive import Door
from storage import events, models, tasks
from storage import receipts as kept
from storage.database import Database, Transaction
from tests.conftest import SettableClock
from tests.handlers.owner import accepted, letters, write
from tests.handlers.town import Phone, case


def code_of(database: Database, number: str) -> str:
    """The code that was given with a case."""
    return database.read(lambda tx: kept.code_of(tx, case(database, number))) or ""


def do_due(database: Database, office: Office) -> None:
    """What the timers would do now."""

    def work(tx: Transaction) -> None:
        for task in tasks.lease(tx, kinds=(receipts.TELL_CHAT,), limit=50, seconds=10):
            LOCKS[task.kind](tx, task.subject)
            assert tasks.done(tx, task.id)
            VERBS[task.kind](tx, office, task.subject)

    database.call(work)


@pytest.fixture
def web(door: Door, town: Database) -> Phone:
    """The same worker, or somebody else, on a page in a browser."""
    return Phone(door, town, address="web-1", channel="web")


def test_the_receipt_can_be_shown_again(phone: Phone) -> None:
    """
    From his cases one tap shows number, code, time, the check of the content and what happens next by when.
    """
    number = phone.complains()
    code = code_of(phone.database, number)
    phone.says("进度")

    said = phone.taps("receipt")

    assert number in said
    assert f"{code[:4]}-{code[4:]}" in said
    assert "2026年11月23日 10:00" in said
    assert "没人改过" in said
    assert "最晚 11月24日 10:00" in said


def test_the_receipt_notices_a_story_that_was_changed(phone: Phone) -> None:
    """
    Whoever changes what was told, by whatever way, changes the check: the receipt says so.
    """
    number = phone.complains()
    phone.database.call(lambda tx: _change_employer(tx, case(phone.database, number).id))

    assert "和登记时不一样了" in phone.presses(f"receipt:{number}")


def test_another_telephone_number_changes_nothing_of_what_was_told(phone: Phone, office: Office) -> None:
    """
    How he can be reached may be added later; the check of the content stays.
    """
    number = phone.complains()
    phone.database.call(lambda tx: correspondence.leave_contact(tx, case(phone.database, number), "13800000000"))

    assert "没人改过" in phone.presses(f"receipt:{number}")


@pytest.mark.parametrize(
    "typed", ["{number} {code}", "查单 {number} {short}", "工单号：{number}\n回执码：{short}", "{low}"]
)
def test_number_and_code_bring_him_back_from_another_phone(phone: Phone, web: Phone, typed: str) -> None:
    """
    A lost phone: on the web page number and code, as he likes to write them, show his case, and he writes on in it.
    """
    number = phone.complains()
    code = code_of(phone.database, number)
    short = f"{code[:4]}-{code[4:]}"

    said = web.says(typed.format(number=number, code=code, short=short, low=f"{number} {code}".lower()))

    assert "找到了" in said
    assert "已派单" in said
    web.says("我换手机了，老板还是不给")
    assert letters(phone, number) == ["我换手机了，老板还是不给"]


def test_a_receipt_that_was_copied_whole_is_understood(phone: Phone, web: Phone) -> None:
    """
    He sends the text of the receipt as it is, with its check code and everything.
    """
    number = phone.complains()
    receipt = phone.presses(f"receipt:{number}")

    assert "找到了" in web.says(receipt)


def test_number_first_and_code_afterwards(phone: Phone, web: Phone) -> None:
    """
    Asked by the button he sends the number alone and is asked for the code, which he then sends alone.
    """
    number = phone.complains()
    web.says("进度")
    assert "工单号和回执码" in web.taps("find")
    assert "还要回执码" in web.says(number)

    assert "找到了" in web.says(code_of(phone.database, number))


def test_letters_follow_him_and_the_old_chat_is_told(phone: Phone, web: Phone, office: Office) -> None:
    """
    After he came back on the page his lawyer's letters come there; the old chat learns it and could deny it.
    """
    number = accepted(phone, office)
    write(phone, office, number, "请把欠条拍给我。")
    said = web.says(f"{number} {code_of(phone.database, number)}")
    assert "请把欠条拍给我。" in said

    owner_writes(web, office, number, "钱到了吗？")
    do_due(phone.database, office)

    assert "钱到了吗？" in web.reads()
    told = phone.reads()
    assert "钱到了吗？" not in told
    assert "有人用回执码打开了您的工单" in told
    assert phone.shown() == ["not_me"]


def test_whoever_opened_it_hears_of_every_return(door: Door, phone: Phone, web: Phone, office: Office) -> None:
    """
    His friend came back with the code, and then a stranger did: he who alone can deny it hears of the stranger too.
    """
    number = accepted(phone, office)
    code = code_of(phone.database, number)
    web.says(f"{number} {code}")
    do_due(phone.database, office)
    phone.reads()

    Phone(door, phone.database, address="815").says(f"{number} {code}")
    do_due(phone.database, office)

    assert "有人用回执码打开了您的工单" in phone.reads()
    assert "有人用回执码打开了您的工单" in web.reads()


def test_it_was_not_he(phone: Phone, web: Phone, office: Office) -> None:
    """
    Somebody else used his code: one tap locks the case, voids the code, alerts the supervisor, and letters come back.
    """
    number = accepted(phone, office)
    code = code_of(phone.database, number)
    web.says(f"{number} {code}")
    do_due(phone.database, office)
    phone.reads()

    assert "已经锁住了" in phone.taps("not_me")

    do_due(phone.database, office)
    assert "已经锁住" in web.reads()
    web.says("让我看看这个案子写了什么")
    assert letters(phone, number) == []
    assert "没有找到这个工单" in web.presses(f"reply:{number}")
    assert "不对" in web.says(f"{number} {code}")
    assert code[:4] not in phone.presses(f"receipt:{number}")
    assert "请回信" in write(phone, office, number, "请回信")
    happened = phone.database.read(lambda tx: events.of_case(tx, case(phone.database, number)))
    assert happened[-2].kind == "code_denied"


def test_the_old_chat_takes_its_case_back_by_writing(phone: Phone, web: Phone, office: Office) -> None:
    """
    He found his phone again: he taps the case there, and letters come there again, without any denial.
    """
    number = accepted(phone, office)
    web.says(f"{number} {code_of(phone.database, number)}")

    phone.presses(f"reply:{number}")
    phone.says("我又用回这个手机了")

    assert "好的" in write(phone, office, number, "好的")


def test_whoever_came_by_the_code_cannot_lock_the_first_out(phone: Phone, web: Phone, office: Office) -> None:
    """
    "Not me" is only for him who opened the case.
    """
    number = phone.complains()
    web.says(f"{number} {code_of(phone.database, number)}")

    assert "没有找到这个工单" in web.presses(f"not_me:{number}")
    phone.says("进度")
    assert number in phone.says("进度")


def test_a_wrong_code_says_the_same_as_a_number_that_does_not_exist(phone: Phone, web: Phone) -> None:
    """
    Nobody finds out which numbers exist.
    """
    number = phone.complains()

    assert web.says(f"{number} ABCDEFGH") == web.says("TS26112399999 ABCDEFGH")
    assert "不对" in web.says(f"{number} ABCDEFGH")


def test_five_tries_within_an_hour(phone: Phone, web: Phone, clock: SettableClock) -> None:
    """
    The sixth try of a chat is not looked at, even if it is right; an hour later it is.
    """
    number = phone.complains()
    right = f"{number} {code_of(phone.database, number)}"
    for _ in range(5):
        assert "不对" in web.says(f"{number} ABCDEFGH")

    assert "次数太多" in web.says(right)
    clock.advance(minutes=61)
    assert "找到了" in web.says(right)


@pytest.mark.parametrize("exists", [True, False])
def test_ten_tries_within_a_day_for_one_number(phone: Phone, door: Door, clock: SettableClock, exists: bool) -> None:
    """
    Ten strangers who guess at one case stop the eleventh until tomorrow, whether the case exists or not.
    """
    number = phone.complains() if exists else "TS26112399999"
    strangers = [Phone(door, phone.database, address=f"web-{n}", channel="web") for n in range(11)]
    said = [one.says(f"{number} ABCDEFGH") for one in strangers]

    assert ["不对" in one for one in said] == [True] * 10 + [False]
    assert "次数太多" in said[-1]
    clock.advance(hours=25)
    assert "不对" in strangers[-1].says(f"{number} ABCDEFGH")


def test_words_that_only_look_like_a_code_are_words(phone: Phone, web: Phone) -> None:
    """
    A number within a sentence is a sentence: it is answered as one and counts as no try.
    """
    number = phone.complains()

    said = web.says(f"我的工单 {number} PAYMENTS 什么时候能办好，老板欠我工资怎么办")

    assert "不对" not in said
    assert web.database.call(lambda tx: kept.may_try(tx, web.conversation_id, number, an_hour=1, a_day=1))


def test_on_both_engines_a_worker_comes_back(door: Door, towns: Database) -> None:
    """
    The way back works on either database, and twice is like once.
    """
    phone, web = Phone(door, towns), Phone(door, towns, address="web-1", channel="web")
    number = phone.complains()
    code = code_of(towns, number)

    assert "找到了" in web.says(f"{number} {code}")
    assert number in web.says(f"{number} {code}")
    assert case(towns, number).conversation_id == web.conversation_id


def owner_writes(phone: Phone, office: Office, number: str, text: str) -> None:
    """The owner writes, and nobody reads it yet."""
    read_to = phone.read_to
    write(phone, office, number, text)
    phone.read_to = read_to


def _change_employer(tx: Transaction, case_id: str) -> None:
    tx.execute(update(models.Complaint).where(models.Complaint.case_id == case_id).values(employer="别的公司"))
