"""Who acts for the other side has nothing to see, whenever that comes out, and nobody learns with whom."""

from dataclasses import replace

import pytest

from cases.errors import NotEligible, NotYours
from storage import events, people, sealed
from storage.cases import UnknownCase
from tests.cases.desk import Desk
from tests.cases.other_side import (
    add,
    against,
    declares,
    link,
    may_read,
    party,
    standing,
)
from tests.handlers.town import Phone, colleague


def test_the_firm_counts_with_the_clients_of_its_lawyers(phones: Phone, desks: Desk) -> None:
    """
    A colleague of his firm acts for the employer, or the employer is the firm itself: neither may have the case.
    """
    number = phones.complains(district="秦州", employer="红叶劳务有限公司")
    declares(desks, "L02", "红叶劳务", firm="甘肃北斗律师事务所")
    declares(desks, "L03", firm="北斗律所")
    declares(desks, "L04", firm="南斗律师事务所")
    of_firm = phones.complains(district="秦州", employer="甘肃北斗律师事务所")

    assert against(desks, number) == {"L02", "L03"}
    assert against(desks, of_firm) == {"L02", "L03"}


def test_a_late_client_takes_the_case_from_his_whole_firm(phones: Phone, desks: Desk) -> None:
    """
    A lawyer has a case; a colleague of his firm declares the employer: it is sealed from him for good and goes on.
    """
    number = phones.complains(district="秦州", employer="红叶劳务有限公司")
    desks.assign("S02", number, "L02")
    declares(desks, "L02", firm="北斗律师事务所")

    declares(desks, "L03", "红叶劳务公司", firm="北斗律师事务所")

    assert desks.case(number).owner == "S02"
    assert not may_read(desks, "L02", number)
    declares(desks, "L03", firm="北斗律师事务所")
    assert "L02" in against(desks, number)
    with pytest.raises(NotEligible, match="利益冲突"):
        desks.assign("S02", number, "L02")


async def test_it_goes_on_to_the_next_lawyer(phone: Phone, desk: Desk) -> None:
    """
    What is taken from a lawyer in conflict, case or offer, is asked of another, who is not in conflict.
    """
    for taken in (True, False):
        number = phone.complains(district="秦州", employer="红叶劳务有限公司")
        asked = desk.case(number).offered_to
        assert asked
        if taken:
            desk.accept(asked, number)

        declares(desk, asked, "红叶劳务有限公司")
        await desk.waits(seconds=1)

        now = desk.case(number)
        assert (now.owner, now.status) == ("S02", "offered")
        assert now.offered_to not in (asked, None)
        declares(desk, asked)


def test_the_worker_names_another_employer_later(phones: Phone, desks: Desk) -> None:
    """
    He writes that it was another company: his lawyer acts for that one, and does not even read the letter.
    """
    number = phones.complains(district="秦州", employer="白云劳务有限公司")
    desks.assign("S02", number, "L02")
    desks.write("L02", number)
    declares(desks, "L02", "长河路桥有限公司")

    phones.says("说错了，我是在长河路桥有限公司上班，一直拖欠我工资")

    assert ("employer", "长河路桥有限公司") in standing(desks, number)
    assert desks.case(number).owner == "S02"
    assert not may_read(desks, "L02", number)


def test_a_lawyer_adds_his_own_client(phones: Phone, desks: Desk) -> None:
    """
    He finds out who is behind the employer and puts it down: it is a client of his, and the case is gone at once.
    """
    number = phones.complains(district="秦州", employer="白云劳务有限公司")
    desks.assign("S02", number, "L02")
    declares(desks, "L02", "长河路桥")

    add(desks, "L02", number, "长河路桥有限公司", "contractor")

    assert not may_read(desks, "L02", number)
    assert may_read(desks, "S02", number)


def test_a_supervisor_in_conflict_hands_over_to_the_unit_above(phones: Phone, desks: Desk) -> None:
    """
    The district's supervisor is a relative of the foreman: the city's supervisor has the case, he does not see it.
    """
    declares(desks, "S02", relatives=["陈大明"])
    number = phones.complains("工头叫陈大明，干了三个月没给钱，一直拖着不结。", district="秦州")

    assert desks.case(number).owner == "S01"
    assert not may_read(desks, "S02", number)
    assert may_read(desks, "S01", number)


def test_a_supervisor_who_declares_later_loses_what_he_watched(phones: Phone, desks: Desk) -> None:
    """
    He watches cases of his unit that a lawyer has; the one against his new client is sealed from him, the other not.
    """
    numbers = [phones.complains(district="秦州", employer=one) for one in ("红叶劳务有限公司", "白云劳务有限公司")]
    for number in numbers:
        desks.assign("S02", number, "L02")

    declares(desks, "S02", "天水红叶劳务")

    assert [may_read(desks, "S02", number) for number in numbers] == [False, True]
    assert [desks.case(number).owner for number in numbers] == ["L02", "L02"]


def test_all_supervisors_in_conflict(phones: Phone, desks: Desk) -> None:
    """
    Nobody above is free of it: somebody answers for the case all the same, and none of them reads it.
    """
    for staff_id in ("S01", "S02"):
        declares(desks, staff_id, "红叶劳务")
    number = phones.complains(district="秦州", employer="红叶劳务有限公司")

    assert desks.unowned() == []
    assert not any(may_read(desks, one, number) for one in ("S01", "S02"))


def test_a_merge_finds_a_conflict_in_another_case(phones: Phone, desks: Desk) -> None:
    """
    Two companies turn out to be one: the lawyer of another case acts for it, and loses that case at once.
    """
    other = phones.complains(district="秦州", employer="长河路桥有限公司")
    desks.assign("S02", other, "L02")
    declares(desks, "L02", "白云劳务有限公司")
    number = phones.complains(district="秦州", employer="白云劳务有限公司")
    assert may_read(desks, "L02", other)

    link(desks, number, party(desks, number, "白云劳务有限公司"), "same", "长河路桥有限公司")

    assert not may_read(desks, "L02", other)
    assert desks.case(other).owner == "S02"


def test_only_who_has_the_case_decides(phones: Phone, desks: Desk) -> None:
    """
    Another lawyer adds no party and learns nothing; a former owner neither.
    """
    number = phones.complains(district="秦州", employer="红叶劳务有限公司")
    desks.assign("S02", number, "L02")

    with pytest.raises((UnknownCase, NotYours)):
        add(desks, "L03", number, "白云劳务有限公司")


def test_nobody_learns_with_whom(phones: Phone, desks: Desk) -> None:
    """
    Where the case was and why says "conflict of interest", never a name; the facts of the record hold none either.
    """
    number = phones.complains(district="秦州", employer="红叶劳务有限公司")
    desks.assign("S02", number, "L02")
    declares(desks, "L02", "红叶劳务有限公司")

    facts = [str(it.facts) for it in desks.database.read(lambda tx: events.of_case(tx, desks.case(number)))]
    assert "conflict" in "".join(facts)
    assert "红叶" not in "".join(facts)


def test_whoever_changes_staff_by_hand_is_seen_too(phones: Phone, desks: Desk) -> None:
    """
    A client that was written down without being indexed counts all the same.
    """
    number = phones.complains(district="秦州", employer="红叶劳务有限公司")
    now = replace(colleague(desks.database, "L03"), clients=("红叶劳务",))

    desks.database.call(lambda tx: people.change(tx, now))

    assert against(desks, number) == {"L03"}
    assert desks.database.read(lambda tx: sealed.from_whom(tx, desks.case(number).id)) == frozenset()
