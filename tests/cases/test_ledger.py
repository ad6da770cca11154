"""What a ledger comes to: exact to the fen, both sides apart, and a voided line as if it had never been written."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.checking import is_drawn
from cases.ledger import Ledger, Totals, plain
from cases.plans import Due, UnreadLine, is_plan, read_plan
from knowledge.reading.amounts import read_payment
from storage.money import Entry, Kind

AT, DUE = datetime(2026, 11, 23, tzinfo=UTC), date(2026, 12, 15)
yuan = st.decimals(Decimal("0.01"), Decimal(1_000_000), places=2)
kinds: st.SearchStrategy[Kind] = st.sampled_from(("claimed", "promised", "received"))
whos = st.sampled_from(("worker", "L01"))


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Any ledger: lines of every kind, some of them voided afterwards."""
    written = draw(st.lists(st.tuples(kinds, yuan, whos), max_size=12))
    lines = [Entry(n, AT, kind, sum_, DUE, who) for n, (kind, sum_, who) in enumerate(written, 1)]
    gone = draw(st.sets(st.sampled_from([one.n for one in lines]))) if lines else set[int]()
    voids = [void(len(lines) + at, n) for at, n in enumerate(sorted(gone), 1)]
    return Ledger((*lines, *voids), draw(st.none() | yuan))


def void(n: int, of: int) -> Entry:
    """The line that voids another."""
    return Entry(n, AT, "voided", None, None, "L01", of, "记错了")


def received(n: int, amount: str, who: str = "worker", of: int | None = None) -> Entry:
    """Money that came, as one side says."""
    return Entry(n, AT, "received", Decimal(amount), None, who, of)


@given(ledgers())
def test_no_total_is_ever_negative_and_both_sides_of_the_claim_meet(ledger: Ledger) -> None:
    """
    Whatever is written: nothing below zero; claim and over-payment together are what came and what is still owed.
    """
    totals = ledger.totals

    assert min(totals.promised, totals.confirmed, totals.stated, totals.overpaid) >= 0
    if totals.claimed is None:
        assert totals.outstanding is None
    else:
        assert totals.outstanding is not None
        assert totals.outstanding >= 0
        assert totals.claimed + totals.overpaid == totals.confirmed + totals.outstanding
        assert not (totals.overpaid and totals.outstanding)


@given(ledgers(), kinds, yuan, whos)
def test_voiding_a_line_restores_what_was(ledger: Ledger, kind: Kind, amount: Decimal, who: str) -> None:
    """
    Any line written and voided leaves every total as it was before, to the fen.
    """
    n = len(ledger.entries) + 1
    written = replace(ledger, entries=(*ledger.entries, Entry(n, AT, kind, amount, DUE, who)))
    voided = replace(written, entries=(*written.entries, void(n + 1, n)))

    assert voided.totals == ledger.totals
    assert voided.instalments == ledger.instalments


@given(ledgers(), yuan)
def test_what_staff_state_never_changes_what_the_worker_confirmed(ledger: Ledger, amount: Decimal) -> None:
    """
    A lawyer may state what he likes: confirmed and outstanding stay the worker's.
    """
    stated = Entry(len(ledger.entries) + 1, AT, "received", amount, None, "L01")
    after = replace(ledger, entries=(*ledger.entries, stated)).totals

    assert (after.confirmed, after.outstanding) == (ledger.totals.confirmed, ledger.totals.outstanding)
    assert after.stated == ledger.totals.stated + amount


def test_a_corrected_claim_replaces_the_one_before() -> None:
    """
    The complaint says 30000, corrected to 32000.50: that is the claim; voided, it is 30000 again.
    """
    claim = Entry(1, AT, "claimed", Decimal("32000.50"), None, "L01")

    assert Ledger((claim,), Decimal(30000)).totals.claimed == Decimal("32000.50")
    assert Ledger((claim, void(2, 1)), Decimal(30000)).totals.claimed == Decimal(30000)
    assert Ledger(()).totals == Totals(None, Decimal(0), Decimal(0), Decimal(0))


def test_an_instalment_knows_where_it_stands() -> None:
    """
    Coming, due the day after, missed when he says so, a part, paid; money that comes later makes up for a miss.
    """
    promised = Entry(1, AT, "promised", Decimal(8000), DUE, "L01", None, "某某公司")
    missed = Entry(2, AT, "missed", None, None, "worker", 1)

    def state(*more: Entry, on: date = DUE + timedelta(days=1)) -> str:
        [one] = Ledger((promised, *more)).instalments
        return one.state(on)

    assert state(on=DUE) == "coming"
    assert state() == "due"
    assert state(missed) == "missed"
    assert state(received(2, "3000", of=1)) == "part"
    assert state(missed, received(3, "8000", of=1)) == "paid"
    assert state(received(2, "8000", "L01", of=1)) == "due"
    assert Ledger((promised, void(2, 1))).instalments == []


@pytest.mark.parametrize(
    ("typed", "day", "amount"),
    [
        ("约定 2026-12-15 付 8000", DUE, "8000"),
        ("2026-12-15：8,000元", DUE, "8000"),
        ("12月15日付八千", DUE, "8000"),
        ("约定：2026年12月15日 付 3500.50元", DUE, "3500.50"),
        ("promised 2026-12-15 8000", DUE, "8000"),
    ],
)
def test_a_promise_is_read_as_colleagues_write_it(typed: str, day: date, amount: str) -> None:
    """
    Day and sum, with or without the word before them.
    """
    assert read_plan(typed, AT.date()) == [Due(day, Decimal(amount))]


def test_several_instalments_a_line_each() -> None:
    """
    Three lines are three instalments; the line that cannot be read is named, and none is taken.
    """
    lines = ["约定 2026-12-15 8000", "2027-01-15 8000", "2027-02-15 8000"]
    assert [it.day.month for it in read_plan("\n".join(lines), AT.date())] == [12, 1, 2]

    with pytest.raises(UnreadLine) as unread:
        read_plan("2026-12-15 8000\n过完年再给", AT.date())
    assert (unread.value.line, unread.value.words) == (2, "过完年再给")


@pytest.mark.parametrize(
    "typed", ["2026-11-01 8000", "2026-12-15", "8000", "2026-12-15 付 3000-5000", "2026-12-15 大概8000"]
)
def test_what_names_no_day_to_come_or_not_one_sum_is_no_promise(typed: str) -> None:
    """
    A day that is over, no day, no sum, a range, a rough sum: asked again rather than guessed.
    """
    with pytest.raises(UnreadLine):
        read_plan(typed, AT.date())


def test_a_letter_that_speaks_of_a_promise_is_a_letter() -> None:
    """
    Only words that begin with the promise itself are asked about.
    """
    assert is_plan("约定 2026-12-15 付 8000")
    assert not is_plan("约定的日子快到了，请留意银行卡")
    assert not is_plan("我们和公司约定 2026-12-15 付 8000")


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("8000", "8000"),
        ("收到了八千", "8000"),
        ("打了8000块到卡上", "8000"),
        ("收到8000，还差24000", "8000"),
        ("一共拿到1.2万", "12000"),
        ("两三千", None),
        ("五月给了3000，六月给了5000", None),
        ("没多少", None),
    ],
)
def test_what_came_is_read_as_workers_say_it(said: str, amount: str | None) -> None:
    """
    One sum, also beside what is still owed; a range or several sums are asked about again.
    """
    found = read_payment(said)

    assert (found and plain(found.yuan)) == amount


@given(st.text("0123456789", min_size=5, max_size=5), st.floats(0, 1))
def test_a_draw_can_be_drawn_again(end: str, share: float) -> None:
    """
    The same number and share give the same answer; who is drawn at a share is drawn at every greater one.
    """
    number = f"TS261123{end}"

    assert is_drawn(number, share) == is_drawn(number, share)
    assert not is_drawn(number, 0)
    assert is_drawn(number, 1)
    assert not is_drawn(number, share) or is_drawn(number, min(share * 1.5, 1))


def test_a_tenth_is_drawn() -> None:
    """
    Of ten thousand cases about a thousand are looked at.
    """
    drawn = sum(is_drawn(f"TS261123{n:05d}", 0.1) for n in range(10_000))

    assert 900 <= drawn <= 1100
