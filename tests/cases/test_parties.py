"""Who stands on the other side, by all its names, and what the companies are to each other."""

import pytest

from cases import merging, parties
from cases.errors import CaseError
from storage import events
from storage import parties as kept
from storage.party_ties import one_with, ties_of
from tests.cases.desk import Desk
from tests.cases.other_side import (
    CODE,
    OTHER,
    add,
    against,
    declares,
    link,
    party,
    rows,
    scans,
    standing,
)
from tests.handlers.town import Phone, colleague


def test_an_employer_is_one_party_by_its_bare_name(phones: Phone, desks: Desk) -> None:
    """
    Two workers name one company with and without brackets and 有限: both cases have the same party.
    """
    first = phones.complains(district="秦州", employer="天水红叶劳务有限公司")
    second = phones.complains(district="秦州", employer="天水 红叶（劳务）有限责任公司")

    assert party(desks, first, "天水红叶劳务有限公司") == party(desks, second, "天水红叶劳务有限公司")


def test_what_is_only_alike_is_proposed(phones: Phone, desks: Desk) -> None:
    """
    红叶公司 may be 天水红叶劳务: two parties, and it is proposed to look at them.
    """
    phones.complains(district="秦州", employer="天水红叶劳务有限公司")
    number = phones.complains(district="秦州", employer="红叶公司")

    its = party(desks, number, "红叶公司")
    [tie] = desks.database.read(lambda tx: ties_of(tx, [its], ("proposed", "stands")))
    assert (tie.kind, tie.state, tie.lower) == ("same", "proposed", its)


def test_a_name_that_says_nothing_is_nobody_elses(phones: Phone, desks: Desk) -> None:
    """
    劳务公司 of one worker is not 劳务公司 of another, and is proposed to be nobody.
    """
    numbers = [phones.complains(district="秦州", employer="劳务公司") for _ in range(2)]

    one, other = (party(desks, number, "劳务公司") for number in numbers)
    assert one != other
    assert desks.database.read(lambda tx: ties_of(tx, [one, other], ("proposed", "stands"))) == []


def test_a_credit_code_makes_it_certain(phones: Phone, desks: Desk) -> None:
    """
    Whatever it is called, the code says that it is the same; another code says that it is not, though the name is.
    """
    one, other, third = (phones.complains(district="秦州") for _ in range(3))
    add(desks, "S02", one, "红叶劳务有限公司", "employer", CODE)
    add(desks, "S02", other, "宏业建设", "employer", f" {CODE[:8]} {CODE[8:].lower()}")
    add(desks, "S02", third, "红叶劳务有限公司", "employer", OTHER)

    assert standing(desks, one) == standing(desks, other)
    assert party(desks, one, "红叶劳务有限公司") != party(desks, third, "红叶劳务有限公司")


@pytest.mark.parametrize(
    ("name", "role", "code", "said"),
    [
        ("红叶劳务", "employer", CODE[:-1] + ("0" if CODE[-1] != "0" else "1"), f"应为 {CODE[-1]}"),
        ("红叶劳务", "employer", CODE[:10], "18 位"),
        ("红叶劳务", "employer", CODE[:10] + "中" * 8, "没有 I、O"),
        ("陈大明", "foreman", CODE, "包工头是个人"),
        ("公司", "employer", "", "请写清名称"),
        ("红叶劳务", "judge", "", "什么角色"),
    ],
)
def test_what_cannot_be_right_is_said_in_a_sentence(
    phone: Phone, desk: Desk, name: str, role: str, code: str, said: str
) -> None:
    """
    A wrong check character, a code that is too short, a code for a person, no name: nothing is kept, it is said why.
    """
    number = phone.complains(district="秦州")

    with pytest.raises(CaseError, match=said):
        add(desk, "S02", number, name, role, code)

    assert standing(desk, number) == []


def test_parties_are_read_when_a_case_opens(phones: Phone, desks: Desk) -> None:
    """
    The employer, the foreman and the general contractor whom the story names stand in the case with their roles.
    """
    told = "我在红叶劳务有限公司干活，工头叫陈大明，总包是天水大河建设有限公司，干了三个月没给钱。"
    number = phones.complains(told, district="秦州", employer="红叶劳务有限公司")

    assert set(standing(desks, number)) == {
        ("employer", "红叶劳务有限公司"),
        ("contractor", "天水大河建设有限公司"),
        ("foreman", "陈大明"),
    }


def test_a_foremans_name_is_sealed(phones: Phone, desks: Desk) -> None:
    """
    A person is not a company: his name stands in no readable column.
    """
    phones.complains("工头叫陈大明，干了三个月没给钱，一直拖着不结。", district="秦州")

    assert "陈大明" not in str(desks.database.read(rows))


def test_the_poster_of_a_site_brings_its_general_contractor(phones: Phone, desks: Desk) -> None:
    """
    Contractor and subcontractor of the poster are parties, the one above the other; who acts for the one above gets
    nothing, nor who is a relative of the foreman below: a chain of three.
    """
    scans(phones, "滨河花园", "天水大河建设有限公司", "红叶劳务有限公司")
    first = phones.complains("工头叫陈大明，一直没给钱，干了三个月了。")
    second = phones.complains(district="秦州", employer="红叶劳务公司")

    declares(desks, "L01", "大河建设集团")
    declares(desks, "L02", relatives=["陈大明"])

    assert ("contractor", "天水大河建设有限公司") in standing(desks, first)
    assert against(desks, second) == {"L01", "L02"}
    assert "陈大明" not in str(standing(desks, second))


def test_below_a_general_contractor_other_sites_do_not_count(phones: Phone, desks: Desk) -> None:
    """
    Who acts for one subcontractor is not in conflict with the case against another of the same general contractor.
    """
    numbers = []
    for site, employer in (("一号院", "红叶劳务有限公司"), ("二号院", "白云劳务有限公司")):
        scans(phones, site, "大河建设有限公司", employer)
        numbers.append(phones.complains())
    declares(desks, "L02", "白云劳务公司")

    assert [against(desks, number) for number in numbers] == [set(), {"L02"}]


@pytest.mark.parametrize("declared", ["天水红叶劳务有限公司", "宏业建设集团", "长河路桥"])
def test_an_alias_of_three_names(phones: Phone, desks: Desk, declared: str) -> None:
    """
    One company under three names: whoever declared any of them is in conflict.
    """
    number = phones.complains(district="秦州", employer="天水红叶劳务有限公司")
    its = party(desks, number, "天水红叶劳务有限公司")
    link(desks, number, its, "same", "宏业建设有限公司")
    link(desks, number, its, "same", "长河路桥公司")
    declares(desks, "L02", declared)

    assert against(desks, number) == {"L02"}
    listed = desks.database.read(lambda tx: parties.names_of(tx, kept.by_id(tx, its)))
    assert listed == ["天水红叶劳务有限公司", "宏业建设有限公司", "长河路桥公司"]


def test_parent_and_subsidiary_are_in_it_and_a_sister_is_not(phones: Phone, desks: Desk) -> None:
    """
    Who acts for the parent of the employer, or for its subsidiary, is in conflict; chains do not loop.
    """
    number = phones.complains(district="秦州", employer="红叶劳务有限公司")
    its = party(desks, number, "红叶劳务有限公司")
    link(desks, number, its, "parent", "长空控股有限公司")
    link(desks, number, its, "subsidiary", "小叶装饰有限公司")

    for declared, expected in (("长空控股", {"L02"}), ("小叶装饰", {"L02"}), ("大叶园林", set())):
        declares(desks, "L02", declared)
        assert against(desks, number) == expected
    for relation, other in (
        ("parent", "小叶装饰有限公司"),
        ("subsidiary", "长空控股有限公司"),
        ("parent", "红叶劳务公司"),
    ):
        with pytest.raises((merging.Circle, merging.NotTwo)):
            link(desks, number, its, relation, other)


def test_merging_and_undoing_restores_every_byte(phones: Phone, desks: Desk) -> None:
    """
    Two parties are merged from a case and parted again: what is kept of them is what it was, both are on the record.
    """
    phones.complains(district="秦州", employer="天水红叶劳务有限公司")
    number = phones.complains(district="秦州", employer="红叶公司")
    its, who = party(desks, number, "红叶公司"), colleague(desks.database, "S02")
    before = desks.database.read(rows)
    [tie] = desks.database.read(lambda tx: ties_of(tx, [its], ("proposed",)))

    desks.database.call(lambda tx: merging.merge(tx, who, number, tie.lower, tie.upper, "营业执照一致"))
    assert desks.database.read(lambda tx: one_with(tx, [its])) == {tie.lower, tie.upper}
    desks.database.call(lambda tx: merging.undo(tx, who, number, tie.id, "看错了"))

    assert desks.database.read(rows) == before
    said = desks.database.read(lambda tx: events.of_case(tx, desks.case(number), ("parties_merged", "parties_parted")))
    assert [(it.actor, it.words) for it in said] == [
        ("S02", "红叶公司 / 天水红叶劳务有限公司：营业执照一致"),
        ("S02", "红叶公司 / 天水红叶劳务有限公司：看错了"),
    ]


def test_what_cannot_be_merged(phones: Phone, desks: Desk) -> None:
    """
    Two with different codes are two; parent and subsidiary are; a merge needs a reason, and somebody of this case.
    """
    number = phones.complains(district="秦州", employer="红叶劳务有限公司")
    add(desks, "S02", number, "白云劳务有限公司", "other", CODE)
    add(desks, "S02", number, "蓝天劳务有限公司", "other", OTHER)
    its, one, other = (party(desks, number, f"{it}劳务有限公司") for it in ("红叶", "白云", "蓝天"))
    link(desks, number, its, "parent", "白云劳务有限公司")
    boss = colleague(desks.database, "S02")

    def merge(lower: str, upper: str, reason: str = "一样") -> None:
        desks.database.call(lambda tx: merging.merge(tx, boss, number, lower, upper, reason))

    for lower, upper, refusal in (
        (one, other, merging.TwoCodes),
        (its, one, merging.Circle),
        (its, its, merging.NotTwo),
    ):
        with pytest.raises(refusal):
            merge(lower, upper)
    with pytest.raises(CaseError, match="理由"):
        merge(its, other, " ")
