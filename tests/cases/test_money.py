"""The money of a case from the promise to the worker's own word, by whatever channel he is reached."""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest

from bot.timers import Timers
from cases import closing, ledger, money
from cases.errors import CaseError, Empty
from cases.ledger import Ledger
from cases.plans import Due
from handlers.receive import Door
from storage import reviews
from storage.cases import UnknownCase
from storage.database import Database
from storage.reviews import Review
from tests.cases.desk import Desk
from tests.handlers.town import Phone, colleague

DUE = date(2026, 12, 15)


@pytest.fixture(params=["telegram", "web"])
def phone(request: pytest.FixtureRequest, door: Door, town: Database) -> Phone:
    """A worker on either channel."""
    return Phone(door, town, channel=request.param)


def filed(phone: Phone, desk: Desk) -> str:
    """A case about 32000 yuan that L01 has and proposes to close."""
    return desk.proposed(phone, district="秦州", amount="32000")


def promised(desk: Desk, number: str, amount: str = "8000", day: date = DUE) -> None:
    """L01's successor, whoever has the case, writes down an instalment."""
    who = colleague(desk.database, desk.case(number).owner)
    due = Due(day, Decimal(amount))
    desk.database.call(lambda tx: money.promise(tx, who, number, [due], "某某公司"))


def stated(desk: Desk, number: str, amount: str) -> None:
    """Whoever has the case states that so much was paid."""
    who = colleague(desk.database, desk.case(number).owner)
    desk.database.call(lambda tx: money.state_received(tx, who, number, Decimal(amount), "银行流水"))


def book(desk: Desk, number: str) -> Ledger:
    """The ledger of a case."""
    return desk.database.read(lambda tx: ledger.of_case(tx, desk.case(number)))


def looks(desk: Desk, number: str) -> list[Review]:
    """What a supervisor has or had to look at."""
    return desk.database.read(lambda tx: reviews.of_case(tx, desk.case(number)))


async def comes(desk: Desk, day: date) -> None:
    """It becomes ten in the morning of the day after this one, and the timers ring."""
    desk.clock.now = desk.clock.now.replace(year=day.year, month=day.month, day=day.day, hour=2)
    desk.clock.advance(days=1)
    while await Timers(desk.database, desk.office).do_due():
        pass


def read(phone: Phone, about: str) -> str:
    """What of the newest messages speaks of this, its buttons below."""
    phone.reads()
    fitting = [one for one in phone.last if about in one.text]
    assert fitting, [one.text for one in phone.last]
    phone.last = fitting[-1:]
    return fitting[-1].text


# solved


def test_all_of_it_is_two_taps(phone: Phone, desk: Desk) -> None:
    """
    Solved, all of it: confirmed with the sum of the claim, in the worker's own name.
    """
    number = filed(phone, desk)

    assert "32,000" in phone.taps("solved")
    assert desk.case(number).status == "awaiting_worker"
    assert "办结" in phone.taps("paid_all")

    assert (desk.case(number).status, desk.case(number).ending) == ("closed", "confirmed")
    totals = book(desk, number).totals
    assert (totals.confirmed, totals.outstanding, totals.stated) == (Decimal(32000), Decimal(0), Decimal(0))


def test_less_than_the_claim_is_solved_only_if_he_is_content(phone: Phone, desk: Desk) -> None:
    """
    He has 20000 of 32000: shown back, then asked whether he wants the rest; content, it is confirmed with what came.
    """
    number = filed(phone, desk)
    phone.taps("solved")
    assert "20,000 元，对吗" in phone.says("收到了两万")
    assert book(desk, number).totals.confirmed == 0
    assert "还差 12,000 元" in phone.taps("sum_yes")
    assert desk.case(number).status == "awaiting_worker"

    phone.taps("content")

    assert desk.case(number).ending == "confirmed"
    assert book(desk, number).totals.outstanding == Decimal(12000)


def test_the_rest_still_owed_is_not_solved(phone: Phone, desk: Desk) -> None:
    """
    He wants the rest: the case goes on, what he has is kept, and a supervisor has to write what he decides.
    """
    number = filed(phone, desk)
    phone.taps("solved")
    phone.taps("paid_some")
    phone.says("20000")
    phone.taps("sum_yes")

    phone.taps("unsolved")

    assert desk.case(number).status == "reopened"
    assert book(desk, number).totals.confirmed == Decimal(20000)
    assert [(one.kind, one.outcome) for one in looks(desk, number)] == [("unsolved", None)]


def test_nothing_came_is_never_confirmed(phone: Phone, desk: Desk) -> None:
    """
    Solved without a yuan: he is asked again; content all the same, it ends as answered.
    """
    number = filed(phone, desk)
    phone.taps("solved")
    assert "还没有办完" in phone.taps("paid_none")

    phone.taps("content")

    assert (desk.case(number).status, desk.case(number).ending) == ("closed", "answered")


@pytest.mark.parametrize(("said", "asked"), [("全部收到了", "32,000 元，对吗"), ("还没有收到", "0 元，对吗")])
def test_all_and_nothing_may_be_typed(phone: Phone, desk: Desk, said: str, asked: str) -> None:
    """
    Whoever types instead of tapping is understood and asked whether that is right.
    """
    filed(phone, desk)
    phone.taps("solved")

    assert asked in phone.says(said)


def test_nothing_came_where_the_claim_is_unknown(phone: Phone, desk: Desk) -> None:
    """
    Nobody knows the claim and he types that nothing came: the case does not end by that.
    """
    number = desk.proposed(phone, district="秦州")
    phone.taps("solved")
    phone.says("还没有收到")

    assert "还没有办完" in phone.taps("sum_yes")

    assert desk.case(number).status == "awaiting_worker"


def test_a_sum_that_cannot_be_read_is_asked_again_and_nothing_is_lost(phone: Phone, desk: Desk) -> None:
    """
    A range is not guessed; what he wrote goes to his lawyer with one tap.
    """
    number = filed(phone, desk)
    phone.taps("solved")
    assert "没看明白" in phone.says("两三千吧，老板的弟弟给的")

    phone.taps("reply")

    assert ("from_worker", "worker") in desk.record(number)
    assert book(desk, number).totals.confirmed == 0


def test_where_the_claim_is_unknown_the_sum_is_asked(phone: Phone, desk: Desk) -> None:
    """
    Nobody knows the claim: "all of it" asks how much that was, and one sum confirms it.
    """
    number = desk.proposed(phone, district="秦州")
    phone.taps("solved")
    assert "一共收到多少钱" in phone.taps("paid_all")
    phone.says("5600")
    phone.taps("sum_yes")

    assert desk.case(number).ending == "confirmed"
    assert book(desk, number).totals.confirmed == Decimal(5600)


def test_money_in_two_parts(phone: Phone, desk: Desk) -> None:
    """
    12000 now and the rest later: asked in all both times, the ledger holds two lines and the claim is met.
    """
    number = filed(phone, desk)
    phone.is_paid(number, "12000")
    phone.taps("unsolved")
    desk.propose(desk.case(number).owner, number)
    phone.reads()

    phone.is_paid(number, "32000")

    lines = [one.amount for one in book(desk, number).standing if one.kind == "received"]
    assert lines == [Decimal(12000), Decimal(20000)]
    assert desk.case(number).ending == "confirmed"


def test_his_last_word_on_the_sum_counts(phone: Phone, desk: Desk) -> None:
    """
    He mistyped 80000 and says 8000 afterwards: the first line is voided and stays, the second counts.
    """
    number = filed(phone, desk)
    phone.taps("solved")
    assert "还多" in phone.says("80000")
    phone.taps("sum_yes")

    phone.presses(f"sum_yes:{number}:8000")

    totals = book(desk, number).totals
    assert (totals.confirmed, totals.overpaid) == (Decimal(8000), Decimal(0))
    assert [one.kind for one in book(desk, number).entries] == ["received", "voided", "received"]


def test_less_than_the_lawyer_stated_is_always_looked_at(phone: Phone, desk: Desk) -> None:
    """
    The lawyer stated 32000, the worker confirms 8000 and is content: closed at once, and a supervisor looks at it.
    """
    number = filed(phone, desk)
    stated(desk, number, "32000")
    phone.is_paid(number, "8000")
    phone.taps("content")

    assert desk.case(number).ending == "confirmed"
    assert [(one.kind, one.reason, one.outcome) for one in looks(desk, number)] == [("check", "money", None)]
    assert desk.facts(number, "closed")["check"] == "money"


# instalments


async def test_an_instalment_missed_reopens(phone: Phone, desk: Desk) -> None:
    """
    Closed as confirmed with an instalment to come: the day after it was due he says that it did not come, and the case
    is taken up again.
    """
    number = filed(phone, desk)
    promised(desk, number)
    phone.is_paid(number, "24000")
    assert "2026-12-15 付 8,000 元" in phone.taps("content")
    assert desk.case(number).ending == "confirmed"

    await comes(desk, DUE)
    assert "8,000 元" in read(phone, "这笔钱您收到了吗")
    said = phone.taps("inst_none")

    assert "已经告诉办案人员" in said
    assert (desk.case(number).status, desk.case(number).ending) == ("reopened", None)
    assert ("instalment_missed", "worker") in desk.record(number)
    assert desk.facts(number, "instalment_missed") == {"due": "2026-12-15", "amount": "8000"}


async def test_an_instalment_that_came_keeps_the_case_closed(phone: Phone, desk: Desk) -> None:
    """
    One tap, and the ledger has it in his name; a second tap adds nothing.
    """
    number = filed(phone, desk)
    promised(desk, number)
    phone.is_paid(number, "24000")
    phone.taps("content")
    await comes(desk, DUE)
    read(phone, "这笔钱您收到了吗")

    assert "一共收到 32,000 元" in phone.taps("inst_all")
    assert "已经告诉过我" in phone.presses(f"inst_all:{number}:1")

    assert desk.case(number).status == "closed"
    assert book(desk, number).totals.confirmed == Decimal(32000)


async def test_a_part_of_an_instalment(phone: Phone, desk: Desk) -> None:
    """
    A part came: the sum is asked and shown back; what is missing of it reopens the case.
    """
    number = filed(phone, desk)
    promised(desk, number)
    phone.is_paid(number, "24000")
    phone.taps("content")
    await comes(desk, DUE)
    read(phone, "这笔钱您收到了吗")

    phone.taps("inst_part")
    assert "3,000 元，对吗" in phone.says("三千")
    assert "还差 5,000 元" in phone.taps("inst_yes")

    assert desk.case(number).status == "reopened"
    [one] = book(desk, number).instalments
    assert (one.paid, one.rest, one.state(DUE)) == (Decimal(3000), Decimal(5000), "part")


async def test_the_word_may_be_typed(phone: Phone, desk: Desk) -> None:
    """
    "收到了" answers the question about the instalment; before it was asked it is a letter like any other.
    """
    number = phone.complains(district="秦州", amount="32000")
    desk.accepted(number)
    promised(desk, number)
    desk.write(desk.case(number).owner, number, "请收到回复")
    phone.says("收到了")
    assert ("from_worker", "worker") in desk.record(number)
    await comes(desk, DUE)
    phone.reads()

    assert "一共收到 8,000 元" in phone.says("收到了")


async def test_a_silent_worker_is_asked_again_and_then_his_owner_hears(phone: Phone, desk: Desk) -> None:
    """
    Two questions, then the record says that nobody knows; the case is not reopened on a guess.
    """
    number = filed(phone, desk)
    promised(desk, number)
    phone.is_paid(number, "24000")
    phone.taps("content")
    await comes(desk, DUE)
    await comes(desk, date(2026, 12, 18))
    assert "再问您一声" in read(phone, "这笔钱您收到了吗")
    await comes(desk, date(2026, 12, 21))

    kinds = [kind for kind, _ in desk.record(number)]
    assert kinds.count("instalment_asked") == 2
    assert kinds.count("instalment_unanswered") == 1
    assert desk.case(number).status == "closed"
    await comes(desk, date(2026, 12, 30))
    assert [kind for kind, _ in desk.record(number)] == kinds


async def test_a_voided_instalment_is_not_asked_about(phone: Phone, desk: Desk) -> None:
    """
    Written down by mistake and voided: nobody is asked, the promise counts no more.
    """
    number = phone.complains(district="秦州", amount="32000")
    who = colleague(desk.database, desk.accepted(number))
    promised(desk, number)
    desk.database.call(lambda tx: money.take_back(tx, who, number, 1, "记错了案件"))

    await comes(desk, DUE)

    assert "instalment_asked" not in [kind for kind, _ in desk.record(number)]
    assert book(desk, number).totals.promised == 0


async def test_a_withdrawn_case_is_not_asked_about(phone: Phone, desk: Desk) -> None:
    """
    He took it back: no question about money reaches him.
    """
    number = filed(phone, desk)
    promised(desk, number)
    phone.presses(f"withdraw_yes:{number}")
    phone.reads()

    await comes(desk, DUE)

    assert phone.reads() == ""


async def test_whoever_wished_to_be_forgotten_is_not_asked(phone: Phone, desk: Desk) -> None:
    """
    His ended case was erased: no instalment of it brings us back to him.
    """
    number = filed(phone, desk)
    promised(desk, number)
    phone.is_paid(number, "24000")
    phone.taps("content")
    phone.says("删除我的信息")
    phone.taps("erase_yes")

    await comes(desk, DUE)

    assert "这笔钱" not in phone.reads()


# who may


def test_what_the_worker_said_only_he_can_correct(phone: Phone, desk: Desk) -> None:
    """
    A lawyer voids what staff wrote, with a reason, once; never the worker's word.
    """
    number = filed(phone, desk)
    owner = colleague(desk.database, desk.case(number).owner)
    stated(desk, number, "32000")
    phone.is_paid(number, "8000")

    with pytest.raises(CaseError, match="只有他自己"):
        desk.database.call(lambda tx: money.take_back(tx, owner, number, 2, "不对"))
    with pytest.raises(Empty):
        desk.database.call(lambda tx: money.take_back(tx, owner, number, 1, " "))
    desk.database.call(lambda tx: money.take_back(tx, owner, number, 1, "记错了"))
    with pytest.raises(CaseError, match="作废"):
        desk.database.call(lambda tx: money.take_back(tx, owner, number, 1, "记错了"))

    assert (book(desk, number).totals.stated, book(desk, number).totals.confirmed) == (Decimal(0), Decimal(8000))


def test_a_ledger_is_its_owners_and_his_supervisors(phone: Phone, desk: Desk) -> None:
    """
    A lawyer who may not even read the case, and sums that cannot be, are refused.
    """
    number = filed(phone, desk)
    other, owner = colleague(desk.database, "L03"), colleague(desk.database, desk.case(number).owner)
    with pytest.raises(UnknownCase):
        desk.database.call(lambda tx: money.state_received(tx, other, number, Decimal(1), "-"))
    for wrong in (Decimal(0), Decimal("-1"), Decimal("0.001"), Decimal(10**9)):
        with pytest.raises(CaseError, match="金额"):
            desk.database.call(partial(money.state_received, colleague=owner, number=number, amount=wrong, how="-"))
    assert book(desk, number).entries == ()


def test_confirming_without_a_sum_is_no_confirmation(phone: Phone, desk: Desk) -> None:
    """
    Whoever calls the verb without what the worker said about money gets "answered", never "confirmed".
    """
    number = filed(phone, desk)

    desk.database.call(lambda tx: closing.confirm(tx, desk.office, desk.case(number)))

    assert desk.case(number).ending == "answered"


def test_two_taps_at_once_are_one_payment(phone: Phone, desk: Desk) -> None:
    """
    An impatient thumb: the same button again finds the case closed and the ledger as it was.
    """
    number = filed(phone, desk)
    phone.taps("solved")
    press = next(it.press for it in phone.buttons() if it.id.startswith("paid_all"))

    for _ in range(2):
        phone.presses(press)

    assert book(desk, number).totals.confirmed == Decimal(32000)
    assert [kind for kind, _ in desk.record(number)].count("closed") == 1
