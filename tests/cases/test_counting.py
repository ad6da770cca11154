"""The figures of a small federation, each worked out by hand, on both engines; and what is counted when."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cases import closing, counting, money, surveying
from cases.counting import By, Figures, Key, Report, closings, hidden, sector_of
from handlers.receive import Door
from storage.counting import Step, Window
from storage.database import Database
from storage.people import UnknownUnit
from tests.cases.desk import Desk
from tests.handlers.town import CITY, MAIJI, QINZHOU, Phone, colleague

Ring = Callable[[], Phone]
NOVEMBER, DECEMBER = (date(2026, 11, 1), date(2026, 11, 30)), (date(2026, 12, 1), date(2026, 12, 31))
BOTH = (NOVEMBER[0], DECEMBER[1])


@pytest.fixture
def ring(door: Door, towns: Database) -> Ring:
    """Another worker each time, in the town on each engine."""
    numbers = iter(range(1000, 2000))
    return lambda: Phone(door, towns, str(next(numbers)))


def report(desks: Desk, days: tuple[date, date], *by: By, unit: str | None = None) -> Report:
    """The figures of these days."""
    return desks.database.read(lambda tx: counting.count_below(tx, *days, by, unit))


def confirms(desks: Desk, number: str, yuan: int, *, satisfied: bool = True) -> None:
    """The worker says that so many yuan came, that it is solved, and how satisfied he is."""
    case = desks.case(number)
    said = "yes" if satisfied else "no"

    def work(tx: object) -> None:
        money.confirm_total(tx, case, Decimal(yuan))  # type: ignore[arg-type]
        closing.confirm(tx, desks.office, case)  # type: ignore[arg-type]
        surveying.answer(tx, desks.office, desks.case(number), "satisfied", said)  # type: ignore[arg-type]

    desks.database.call(work)


def states(desks: Desk, number: str, yuan: int) -> None:
    """Whoever has the case says that so many yuan came."""
    owner = colleague(desks.database, desks.case(number).owner)
    desks.database.call(lambda tx: money.state_received(tx, owner, number, Decimal(yuan), "对方发来转账单"))


def words(desks: Desk, number: str) -> None:
    """Whoever is asked takes the case and writes to its worker."""
    desks.write(desks.accepted(number), number)


async def lived(desks: Desk, ring: Ring) -> None:
    """Four complaints of November and December, as far as they come.

    A, 秦州, building: declined once, taken, written to in time; staff state 6,000, he confirms 5,000, satisfied.
    B, 麦积, a restaurant: taken and written to; called done, 800 stated; the worker never answers.
    C, 秦州, employer not named: the first lawyer lets his time run out, the second takes it and writes in December.
    D, 麦积, building, December: taken, written to, confirmed with 1,000, not satisfied.
    """
    first = ring().complains(district="秦州", employer="红叶建筑公司", headcount="6")
    asked = desks.case(first).offered_to
    assert asked
    desks.decline(asked, first)
    words(desks, first)
    states(desks, first, 6000)
    desks.propose(desks.case(first).owner, first)
    confirms(desks, first, 5000)
    second = ring().complains(district="麦积", employer="某某饭馆")
    words(desks, second)
    states(desks, second, 800)
    desks.propose(desks.case(second).owner, second)
    desks.clock.now = datetime(2026, 11, 30, 2, tzinfo=UTC)
    third = ring().complains(district="秦州")
    await desks.waits_for_the_offer(third)
    desks.clock.now = datetime(2026, 12, 2, 2, tzinfo=UTC)
    words(desks, third)
    fourth = ring().complains(district="麦积", employer="长风建设集团", headcount="3")
    words(desks, fourth)
    confirms(desks, fourth, 1000, satisfied=False)
    for _ in range(3):
        await desks.waits(days=4)
    assert desks.case(second).ending == "unanswered"


async def test_the_figures_of_a_small_federation(desks: Desk, ring: Ring) -> None:
    """
    All of it over both months, as it can be counted on the fingers of two hands.
    """
    await lived(desks, ring)

    total = report(desks, BOTH).total.plain()

    assert (total["cases"], total["people"], total["workers"]) == (4, 4, 6 + 1 + 1 + 3)
    assert total["response"] == {"met": 4, "missed": 0, "rate": 1.0}
    assert total["acceptance"] == {"accepted": 4, "declined": 1, "timed_out": 1, "rate": round(4 / 6, 4)}
    assert total["solution"] == {
        "closed": 3,
        "confirmed_by_worker": 2,
        "stated_by_staff": 2,
        "unanswered": 1,
        "rate": round(2 / 3, 4),
        "rate_stated_by_staff": round(2 / 3, 4),
    }
    assert total["satisfaction"] == {"satisfied": 1, "not_satisfied": 1, "rate": 0.5}
    assert total["money"] == {"confirmed_by_worker": "6000.00", "stated_by_staff": "6800.00"}


async def test_by_month_each_fact_counts_when_it_became_one(desks: Desk, ring: Ring) -> None:
    """
    C was opened in November and written to in December; B was called done in November and ended in December.
    """
    await lived(desks, ring)

    rows = report(desks, BOTH, "month").rows

    november, december = rows[("2026-11",)].plain(), rows[("2026-12",)].plain()
    assert (november["cases"], december["cases"]) == (3, 1)
    assert (november["response"]["met"], december["response"]["met"]) == (2, 2)
    assert november["solution"]["rate"] == 1.0
    assert (december["solution"]["closed"], december["solution"]["unanswered"]) == (2, 1)
    assert december["solution"]["rate"] == 0.5
    assert report(desks, NOVEMBER).total.plain() == november
    assert report(desks, DECEMBER).total.plain() == december


async def test_by_unit_and_kind_of_work(desks: Desk, ring: Ring) -> None:
    """
    Two cases each in two districts; two on building sites, one in a restaurant, one that did not say.
    """
    await lived(desks, ring)

    places, work = report(desks, BOTH, "unit").rows, report(desks, BOTH, "sector").rows

    assert {key[0]: its.cases for key, its in places.items()} == {QINZHOU: 2, MAIJI: 2}
    assert {key[0]: its.cases for key, its in work.items()} == {"construction": 2, "other": 1, "unknown": 1}
    assert places[(MAIJI,)].confirmed == Decimal(1000)
    assert work[("construction",)].confirmed == Decimal(6000)


async def test_a_unit_counts_what_is_below_it_and_nothing_else(desks: Desk, ring: Ring) -> None:
    """
    The city counts all four, a district its two; a union body that does not exist is refused with a sentence.
    """
    await lived(desks, ring)

    assert report(desks, BOTH, unit=CITY).total.cases == 4
    assert report(desks, BOTH, unit=QINZHOU).total.cases == 2
    with pytest.raises(UnknownUnit, match="620599"):
        report(desks, BOTH, unit="620599")


def test_what_is_voided_is_taken_off_when_it_is_voided(desks: Desk, ring: Ring) -> None:
    """
    A wrong sum stated in November and voided in December: November stays as it was, both together are nothing.
    """
    number = ring().complains(district="秦州")
    words(desks, number)
    states(desks, number, 700)
    owner = colleague(desks.database, desks.case(number).owner)
    desks.clock.now = datetime(2026, 12, 2, 2, tzinfo=UTC)
    desks.database.call(lambda tx: money.take_back(tx, owner, number, 1, "记错了工单"))

    assert report(desks, NOVEMBER).total.stated == Decimal(700)
    assert report(desks, DECEMBER).total.stated == Decimal(-700)
    assert report(desks, BOTH).total.stated == Decimal(0)


def test_days_begin_and_end_in_china(desks: Desk, ring: Ring) -> None:
    """
    A complaint at half past midnight on the first of December in China, still November in London, is December's.
    """
    desks.clock.now = datetime(2026, 11, 30, 16, 30, tzinfo=UTC)
    ring().complains(district="秦州")

    assert report(desks, NOVEMBER).total.cases == 0
    assert report(desks, DECEMBER, "month").rows.keys() == {("2026-12",)}


def step(kind: str, day: int, ending: str = "") -> Step:
    """A step of one case."""
    return Step("a", datetime(2026, 11, day, tzinfo=UTC), kind, ending)


WINDOW = Window(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))


def test_a_case_that_was_taken_up_again_is_not_solved() -> None:
    """
    Confirmed on the 5th, "not solved after all" on the 9th: nothing is closed in that month.
    """
    assert closings([step("closed", 5, "confirmed"), step("reopened", 9)], WINDOW) == []


def test_silence_is_never_counted_as_solved_however_often_staff_say_so() -> None:
    """
    Closed in silence counts among the closed and as staff's word, never as the worker's.
    """
    [found] = closings([step("closing_proposed", 2), step("closed", 9, "unanswered")], WINDOW)
    assert (found.counts["closed"], found.counts["by_worker"], found.counts["by_staff"]) == (1, 0, 1)


def test_only_the_last_closing_of_a_case_counts() -> None:
    """
    Ended in silence, and then the worker says that the money has come: once, as confirmed.
    """
    steps = [step("closing_proposed", 2), step("closed", 9, "unanswered"), step("closed", 12, "confirmed")]
    [found] = closings(steps, WINDOW)
    assert (found.ending, found.by_staff) == ("confirmed", True)


@pytest.mark.parametrize(
    ("employer", "site", "sector"),
    [
        ("天水某某建筑工程有限公司", "", "construction"),
        ("某某劳务队", "", "construction"),
        ("", "麦积区某小区二期", "construction"),
        ("某某饭馆", "", "other"),
        ("", "", "unknown"),
    ],
)
def test_the_kind_of_work_is_read_from_what_is_plain(employer: str, site: str, sector: str) -> None:
    """
    From the names of employer and site, which are no secrets; nothing of the story is opened to count.
    """
    assert sector_of(employer, site) == sector


def test_few_people_are_not_shown_outside_and_cannot_be_worked_out_from_the_total() -> None:
    """
    One group of two people is left out, and the smallest other one with it; two small groups hide each other.
    """
    sizes = {"a": 2, "b": 5, "c": 4}
    rows: dict[Key, Figures] = {
        (name,): Figures(behind={f"{name}{n}" for n in range(size)}) for name, size in sizes.items()
    }
    assert hidden(Report(("unit",), Figures(), rows)) == {("a",), ("c",)}

    rows[("d",)] = Figures(behind={"d"})
    assert hidden(Report(("unit",), Figures(), rows)) == {("a",), ("d",)}
