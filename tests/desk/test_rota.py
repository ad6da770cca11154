"""Duty and leave at the desk: supervisors see who answers and who has room, and enter what is to come."""

import pytest

from storage import duty, offers, people
from tests.desk.office import Federation, press

ROTA = "/desk/rota"
NOON, EVENING, NEXT_DAY = "2026-11-23T12:00", "2026-11-23T20:00", "2026-11-24T08:00"


async def test_the_page_says_who_answers_and_who_has_room(tianshui: Federation) -> None:
    """
    The supervisor sees that he answers, and each lawyer with what he has in hand and what he can carry.
    """
    tianshui.complaint()
    async with tianshui.signed_in("S01") as supervisor:
        page = (await supervisor.get(ROTA)).text

    assert "现在由 示例督导 负责" in page
    assert "0 / 8" in page
    assert "L01 律师L01" in page
    assert "没有核对" in page


@pytest.mark.parametrize("who", ["L01", "O01"])
async def test_nobody_else_finds_it(county: Federation, who: str) -> None:
    """
    A lawyer or an operator who knows the address: there is nothing there.
    """
    async with county.signed_in(who) as browser:
        assert (await browser.get(ROTA)).status_code == 404
        sent = await press(browser, "/desk/password", f"{ROTA}/leaves", staff="L01", begins=NOON, ends=EVENING)
        assert sent.status_code == 404
    assert county.database.read(duty.leaves) == []


async def test_a_leave_is_entered_and_ended(tianshui: Federation) -> None:
    """
    Entered with a cover it stands on the page; "is back" takes it away.
    """
    async with tianshui.signed_in("S01") as supervisor:
        fields = {"staff": "L01", "begins": NOON, "ends": NEXT_DAY, "cover": "L03"}
        assert (await press(supervisor, ROTA, f"{ROTA}/leaves", **fields)).status_code == 303
        page = (await supervisor.get(ROTA)).text
        assert "律师L03 代办" in page
        assert "2026-11-23 12:00" in page
        await press(supervisor, ROTA, f"{ROTA}/leaves/end", staff="L01")

    assert tianshui.database.read(duty.leaves) == []


async def test_a_circle_comes_back_with_what_was_typed(county: Federation) -> None:
    """
    L01 has L03, and L03 would have L01: refused in a sentence that names the way, and the form keeps its times.
    """
    async with county.signed_in("S01") as supervisor:
        times = {"begins": NOON, "ends": NEXT_DAY}
        await press(supervisor, ROTA, f"{ROTA}/leaves", staff="L01", cover="L03", **times)
        refused = await press(supervisor, ROTA, f"{ROTA}/leaves", staff="L03", cover="L01", **times)

    assert refused.status_code == 409
    assert "L03 → L01 → L03" in refused.text
    assert f'value="{NOON}"' in refused.text
    assert [one.staff_id for one in county.database.read(duty.leaves)] == ["L01"]


async def test_somebody_is_put_on_duty(county: Federation) -> None:
    """
    On duty for the district tonight; a second one at the same time is refused; cancelled, nobody is.
    """
    county.database.call(lambda tx: people.add(tx, people.Colleague("S02", "秦州督导", "supervisor", "620502")))
    async with county.signed_in("S01") as supervisor:
        fields = {"unit": "620502", "begins": NOON, "ends": EVENING}
        assert (await press(supervisor, ROTA, f"{ROTA}/shifts", staff="S01", **fields)).status_code == 303
        again = await press(supervisor, ROTA, f"{ROTA}/shifts", staff="S02", **fields)
        assert again.status_code == 409
        assert "已经由 S01 值班" in again.text
        [shift] = county.database.read(duty.shifts)
        assert (await press(supervisor, ROTA, f"{ROTA}/shifts/end", shift=shift.id)).status_code == 303
        gone = await press(supervisor, ROTA, f"{ROTA}/shifts/end", shift=shift.id)
        assert gone.status_code == 409

    assert county.database.read(duty.shifts) == []


@pytest.mark.parametrize(
    ("form", "fields", "said"),
    [
        ("leaves", {"staff": "S01", "begins": NOON, "ends": EVENING}, "不归您管"),
        ("leaves", {"staff": "nobody", "begins": NOON, "ends": EVENING}, "不归您管"),
        ("leaves", {"staff": "S02", "begins": "soon", "ends": EVENING}, "时间没有填对"),
        ("leaves", {"staff": "S02", "begins": EVENING, "ends": NOON}, "结束时间要晚于开始时间"),
        ("shifts", {"unit": "620500", "staff": "S02", "begins": NOON, "ends": EVENING}, "不归您管"),
    ],
)
async def test_only_his_own_and_only_what_can_be(
    county: Federation, form: str, fields: dict[str, str], said: str
) -> None:
    """
    A district's supervisor enters nothing for the city's people or places, and no time that is none.
    """
    county.database.call(lambda tx: people.add(tx, people.Colleague("S02", "秦州督导", "supervisor", "620502")))
    async with county.signed_in("S02") as supervisor:
        refused = await press(supervisor, ROTA, f"{ROTA}/{form}", **fields)

    assert refused.status_code == 409
    assert said in refused.text


async def test_an_offer_that_stood_on_the_desk_has_been_seen(county: Federation) -> None:
    """
    The lawyer opens his lists: nobody need call him about what stands there.
    """
    case = county.complaint()
    async with county.signed_in("L01") as lawyer:
        assert case.number in (await lawyer.get("/desk")).text

    assert not county.database.read(lambda tx: offers.is_unseen(tx, "L01"))
