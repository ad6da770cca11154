"""The workmates of a case at the desk: each one's line, the sums, and a contact opened only with a reason."""

from decimal import Decimal
from functools import partial

from cases import assigning, grouping
from storage import conversations, groups, people
from storage.cases import Case
from storage.database import Transaction
from storage.groups import Told
from tests.desk.office import Federation, press

WECHAT = "微信 ceshi_gongyou"


def shared(tianshui: Federation, *told: Told) -> Case:
    """A case of L01's that these workmates have joined."""
    case = tianshui.complaint()
    lawyer = tianshui.database.read(lambda tx: people.colleague(tx, "L01"))
    tianshui.database.call(lambda tx: assigning.accept(tx, tianshui.office, lawyer, case.number))
    code = tianshui.database.call(lambda tx: grouping.share(tx, tianshui.office, case)).code or ""
    for place, one in enumerate(told):
        tianshui.database.call(partial(_join, tianshui=tianshui, code=code, place=place, told=one))
    return case


def _join(tx: Transaction, tianshui: Federation, code: str, place: int, told: Told) -> None:
    mate = conversations.lock(tx, "web", f"mate {place}")
    grouping.admit(tx, tianshui.office, code, told, conversation_id=mate.id, person_id=mate.person_id)


async def test_the_lawyer_reads_each_line_and_the_sums(tianshui: Federation) -> None:
    """
    Every workmate has a line; sums are of those who named one, rough ones are counted, and the headcount of the
    complaint stays apart from who joined.
    """
    case = shared(
        tianshui,
        Told(Decimal("12000"), Decimal("43"), contact=WECHAT),
        Told(Decimal("8500.50"), period="三个月", approximate=("amount",)),
        Told(),
    )
    async with tianshui.signed_in("L01") as browser:
        page = (await browser.get(f"/desk/cases/{case.number}")).text

    for shown in (
        "共 4 人，加入 3 人",
        "投诉里说 12 人",
        "20,500.50 元",
        "1 人是大约数",
        "43 天",
        "三个月",
        "留了联系方式",
    ):
        assert shown in page
    for member in tianshui.database.read(lambda tx: groups.members(tx, case.id)):
        assert member.number in page
    assert WECHAT not in page


async def test_who_has_left_is_not_on_the_page(county: Federation) -> None:
    """
    His line and his part of the sums are gone, and the record says that he left.
    """
    case = shared(county, Told(Decimal("12000")), Told(Decimal("700")))
    first = county.database.read(lambda tx: groups.members(tx, case.id))[0]
    county.database.call(lambda tx: grouping.leave(tx, first))
    async with county.signed_in("L01") as browser:
        page = (await browser.get(f"/desk/cases/{case.number}")).text

    assert "700 元" in page
    assert "12,000" not in page
    assert f"工友 {first.number} 退出" in page


async def test_what_was_erased_elsewhere_is_said_so(county: Federation) -> None:
    """
    A workmate whose key is gone still counts as one who joined; his line says that his words are erased.
    """
    case = shared(county, Told(Decimal("12000")))
    [member] = county.database.read(lambda tx: groups.members(tx, case.id))
    county.database.call(lambda tx: tx.vault.erase(member.key_id))
    async with county.signed_in("L01") as browser:
        page = (await browser.get(f"/desk/cases/{case.number}")).text

    assert "已删除" in page
    assert "12,000" not in page


async def test_a_case_without_a_group_has_no_such_section(county: Federation) -> None:
    """
    Nothing about workmates stands on the page of a case whose worker asked nobody to join.
    """
    case = county.complaint()
    async with county.signed_in("S01") as browser:
        assert "工友一起" not in (await browser.get(f"/desk/cases/{case.number}")).text


async def test_a_contact_is_opened_by_its_owner_with_a_reason(tianshui: Federation) -> None:
    """
    The owner gives a reason and reads the contact of the member he chose; the record names both, the page later not.
    """
    case = shared(tianshui, Told(contact=WECHAT))
    [member] = tianshui.database.read(lambda tx: groups.members(tx, case.id))
    at = f"/desk/cases/{case.number}"
    async with tianshui.signed_in("L01") as browser:
        without = await press(browser, at, f"{at}/member-contact", member=member.number, reason="  ")
        opened = await press(browser, at, f"{at}/member-contact", member=member.number, reason="核对工时")
        reloaded = await browser.get(f"{at}/member-contact")
        again = await browser.get(at)

    assert (without.status_code, opened.status_code, reloaded.status_code) == (409, 200, 303)
    assert WECHAT not in without.text
    assert WECHAT in opened.text
    assert WECHAT not in again.text
    [event] = tianshui.happened(case, "identity_opened")
    assert (event.actor, event.words, event.facts) == ("L01", "核对工时", {"member": member.number})


async def test_nobody_but_the_owner_opens_a_contact(county: Federation) -> None:
    """
    The supervisor reads the case and not the contact; a member of another case is not found in this one.
    """
    case, other = shared(county, Told(contact=WECHAT)), county.complaint("另一件事，跟前面没有关系。")
    [member] = county.database.read(lambda tx: groups.members(tx, case.id))
    at, elsewhere = f"/desk/cases/{case.number}", f"/desk/cases/{other.number}"
    async with county.signed_in("S01") as browser:
        refused = await press(browser, at, f"{at}/member-contact", member=member.number, reason="看看")
        strange = await press(browser, elsewhere, f"{elsewhere}/member-contact", member=member.number, reason="看看")

    assert refused.status_code == 409
    assert strange.status_code == 409
    assert WECHAT not in refused.text + strange.text
