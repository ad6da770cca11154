"""What a worker has not read on the web page: a neutral notice to his phone, then a call in safe hours."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from bot.timers import Timers
from cases import calling, opening, unread
from cases.calling import safe_hour
from cases.office import Office
from cases.unread import mobile_number
from storage import call_backs, conversations, events, outbox, sending
from storage.call_backs import CallBack, Outcome
from storage.cases import Case, Complaint
from storage.clock import CHINA
from storage.database import Database, Transaction
from storage.messages import Message
from storage.sending import Promised
from tests.conftest import SettableClock
from tests.handlers.town import colleague

NUMBER = "13900000001"
ORDINARY = timedelta(hours=4)


@dataclass
class Page:
    """A worker who complained on the web page, and closed it."""

    database: Database
    office: Office
    clock: SettableClock
    case: Case

    def is_told(self, text: str = "律师给您写信了") -> int:
        """His lawyer writes to him."""
        case = self.case
        work = partial(outbox.promise, conversation_id=case.conversation_id, message=Message(text), case_id=case.id)
        return self.database.call(work)

    def reads(self) -> None:
        """He opens the page and sees everything."""
        self.database.call(lambda tx: outbox.seen(tx, self.case.conversation_id, 10**6))

    async def after(self, span: timedelta) -> None:
        """Time goes by, and every quarter of an hour what has come due is done."""
        end = self.clock.now + span
        while self.clock.now < end:
            self.clock.now = min(end, self.clock.now + timedelta(minutes=15))
            await Timers(self.database, self.office).do_due()

    def notices(self) -> list[Promised]:
        """The notices on their way to his phone."""
        return self.database.call(lambda tx: sending.lease(tx, unread.NOTICE, limit=9, seconds=0))

    def gets_the_notice(self) -> None:
        """The gateway sends the one notice there is."""
        [notice] = self.notices()
        self.database.call(lambda tx: sending.sent(tx, notice.id, None))

    def calls(self) -> list[CallBack]:
        """Whom the supervisor sees that he has to call."""
        supervisor = colleague(self.database, "S01")
        return self.database.read(lambda tx: call_backs.open_ones(tx, supervisor))

    def is_called(self, outcome: Outcome) -> None:
        """His supervisor has called him."""
        [call] = self.calls()

        def made(tx: Transaction) -> None:
            call_backs.done(tx, call.id, "S01", outcome)
            events.record(tx, self.case, calling.DONE, "S01", {"call": outcome})

        self.database.call(made)

    def happened(self) -> list[str]:
        """What happened to the case."""
        return [it.kind for it in self.database.read(lambda tx: events.of_case(tx, self.case))]


def complains(database: Database, office: Office, clock: SettableClock, contact: str | None) -> Page:
    """Somebody complains on the web page, reads his number and closes the page."""

    def work(tx: Transaction) -> Case:
        where = conversations.start_web(tx, None).conversation_id
        ids = {"conversation_id": where, "person_id": conversations.lock_by_id(tx, where).person_id}
        complaint = Complaint("wages", "干完活不给钱", "620502", contact=contact)
        return opening.open_case(tx, office, complaint, **ids, urgency="normal").case

    page = Page(database, office, clock, database.call(work))
    page.reads()
    return page


@pytest.fixture
def office(office: Office) -> Office:
    """An office with a gateway for notices."""
    return Office(office.texts, replace(office.policy, notices=True))


@pytest.fixture
def page(towns: Database, office: Office, clock: SettableClock) -> Page:
    return complains(towns, office, clock, f"王某 {NUMBER}")


async def test_what_is_read_in_time_troubles_nobody(page: Page) -> None:
    """
    Who looks at the page within four hours gets neither a notice nor a call.
    """
    page.is_told()
    await page.after(ORDINARY - timedelta(minutes=1))
    page.reads()
    await page.after(timedelta(days=3))

    assert (page.notices(), page.calls()) == ([], [])


async def test_a_notice_says_nothing_of_the_case(page: Page) -> None:
    """
    After four hours the phone gets one short sentence, which anybody may read.
    """
    page.is_told("您的工资案子有进展了")
    await page.after(ORDINARY - timedelta(minutes=1))
    assert page.notices() == []
    await page.after(timedelta(minutes=1))

    [notice] = page.notices()
    assert (notice.channel, notice.address) == ("notice", NUMBER)
    assert notice.message == Message("12351热线：您有一条新消息，请打开聊天页面查看。")
    assert page.calls() == []


async def test_who_still_does_not_look_is_called(page: Page) -> None:
    """
    Four hours after the notice somebody has to call him; more letters meanwhile bring no second notice.
    """
    page.is_told()
    await page.after(ORDINARY)
    page.gets_the_notice()
    page.is_told("还有一件事")
    await page.after(ORDINARY - timedelta(minutes=1))
    assert page.calls() == []
    await page.after(timedelta(minutes=1))

    [call] = page.calls()
    assert (call.case_number, call.reason) == (page.case.number, "unread")
    assert page.notices() == []


async def test_a_refused_notice_becomes_a_call_soon(page: Page) -> None:
    """
    If the gateway will not take the number, nobody waits another four hours.
    """
    page.is_told()
    await page.after(ORDINARY)
    notice = page.notices()[0]
    page.database.call(lambda tx: sending.stop(tx, notice.id, "refused", "The gateway answers 400."))
    await page.after(timedelta(minutes=15))

    assert len(page.calls()) == 1


async def test_what_comes_later_is_noticed_anew(page: Page) -> None:
    """
    Who read after a notice gets another one for what he does not read next week.
    """
    page.is_told()
    await page.after(ORDINARY)
    page.gets_the_notice()
    page.reads()
    await page.after(timedelta(days=7))
    page.is_told()
    await page.after(ORDINARY)

    assert len(page.notices()) == 1
    assert page.calls() == []


@pytest.mark.parametrize("contact", [None, "王某", "0938-8212345"])
async def test_without_a_mobile_number_somebody_calls(
    towns: Database, office: Office, clock: SettableClock, contact: str | None
) -> None:
    """
    Where no short message can go, the case's people are asked to reach him, however they know how.
    """
    page = complains(towns, office, clock, contact)
    page.is_told()
    await page.after(ORDINARY)

    assert len(page.calls()) == 1
    assert page.notices() == []


async def test_who_looks_after_all_is_not_called(page: Page) -> None:
    """
    Somebody was to call him when he opens the page: soon the call is off the list, and the record says why.
    """
    page.office = Office(page.office.texts, replace(page.office.policy, notices=False))
    page.is_told()
    await page.after(ORDINARY)
    assert len(page.calls()) == 1

    page.reads()
    await page.after(timedelta(minutes=15))

    assert page.calls() == []
    assert page.happened()[-1] == "call_back_needless"


async def test_who_was_called_is_not_called_again(page: Page) -> None:
    """
    He was reached by telephone and still does not open the page: nobody calls about the same letter twice, but
    somebody does about the next one.
    """
    page.office = Office(page.office.texts, replace(page.office.policy, notices=False))
    page.is_told()
    await page.after(ORDINARY)
    page.is_called("reached")
    await page.after(timedelta(days=2))
    assert page.calls() == []

    page.is_told("还有一件事")
    await page.after(ORDINARY + timedelta(hours=1))
    assert len(page.calls()) == 1


async def test_without_a_gateway_somebody_calls(page: Page) -> None:
    """
    An office without a gateway sends no notices.
    """
    page.office = Office(page.office.texts, replace(page.office.policy, notices=False))
    page.is_told()
    await page.after(ORDINARY)

    assert len(page.calls()) == 1
    assert page.notices() == []


async def test_two_who_share_a_phone_are_told_apart(page: Page) -> None:
    """
    Two workers with one phone each get their own notice; erasing one leaves the other's alone.
    """
    other = complains(page.database, page.office, page.clock, NUMBER)
    for one in (page, other):
        one.is_told()
    await page.after(ORDINARY)

    first, second = page.notices()
    assert (first.address, second.address) == (NUMBER, NUMBER)
    assert first.conversation_id != second.conversation_id


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-23T02:00+08:00", "2026-11-23T09:00+08:00"),
        ("2026-11-23T09:00+08:00", "2026-11-23T09:00+08:00"),
        ("2026-11-22T19:59+08:00", "2026-11-22T19:59+08:00"),
        ("2026-11-23T20:00+08:00", "2026-11-24T09:00+08:00"),
        ("2026-11-23T15:00+00:00", "2026-11-24T09:00+08:00"),
    ],
)
def test_nobody_is_called_at_night(at: str, expected: str) -> None:
    """
    A call waits until nine in the morning, in China's time.
    """
    assert safe_hour(datetime.fromisoformat(at)) == datetime.fromisoformat(expected).astimezone(CHINA)


@pytest.mark.parametrize(
    ("contact", "number"),
    [
        ("13900000001", "13900000001"),
        ("王某，电话 139 0000 0001", "13900000001"),
        ("+86 139-0000-0001", "13900000001"),
        ("8613900000001", "13900000001"),
        ("微信同号13900000001。", "13900000001"),
        ("0938-8212345", None),
        ("620502199001011234", None),
        ("12900000001", None),
        (None, None),
    ],
)
def test_a_mobile_number_is_found(contact: str | None, number: str | None) -> None:
    """
    However he wrote it; a landline or the number of an identity card is none.
    """
    assert mobile_number(contact) == number
