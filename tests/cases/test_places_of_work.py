"""Which union body has a case: the lowest of the place of the debt that can; the record says why not a lower one."""

from dataclasses import replace
from functools import partial

import pytest

from cases import opening
from cases.explaining import Stage, explain
from cases.office import Office
from cases.places_of_work import place_of_work, unit_for
from storage import cases, conversations, people
from storage.cases import Case, Complaint
from storage.database import Database, Transaction
from storage.people import Colleague, UnionBody
from tests.handlers.town import CITY, MAIJI, QINZHOU, colleague


@pytest.fixture
def province(towns: Database) -> Database:
    """The town within its province, and another prefecture with a county, on each engine in turn."""

    def found(tx: Transaction) -> None:
        people.add_unit(tx, UnionBody("620000", "某省总工会", None))
        people.add_unit(tx, UnionBody("620100", "某市总工会", "620000"))
        people.add_unit(tx, UnionBody("620102", "某区总工会", "620100"))
        people.add(tx, Colleague("S08", "省督导", "supervisor", "620000"))
        people.add(tx, Colleague("L08", "某区律师", "lawyer", "620102", "620102", ("wages",), (), 5))
        people.add(tx, Colleague("L09", "省律师", "lawyer", "620000", None, ("wages",), (), 5))

    towns.call(found)
    return towns


def opened(database: Database, office: Office, district: str | None, kind: str = "wages") -> Case:
    """A complaint about a debt at this place."""

    def work(tx: Transaction) -> Case:
        worker = conversations.lock(tx, "web", f"worker {district} {kind}")
        ids = {"conversation_id": worker.id, "person_id": worker.person_id}
        found = opening.open_case(tx, office, Complaint(kind, "（演示）干活没给钱", district), **ids, urgency="normal")
        return cases.by_id(tx, found.case.id)

    return database.call(work)


@pytest.mark.parametrize(
    ("district", "kind", "unit", "climbed"),
    [
        (QINZHOU, "wages", QINZHOU, []),
        (MAIJI, "wages", MAIJI, []),
        (MAIJI, "dismissal", CITY, ["nobody"]),
        ("620525", "wages", CITY, ["no_body"]),
        ("620102", "wages", "620102", []),
        ("620102", "injury", "620000", ["nobody", "nobody"]),
        ("620123", "wages", "620000", ["no_body", "nobody"]),
        ("110101", "wages", CITY, ["no_body"]),
        (None, "wages", CITY, []),
    ],
)
def test_a_case_belongs_to_the_lowest_body_that_can(
    province: Database, office: Office, district: str | None, kind: str, unit: str, climbed: list[str]
) -> None:
    """
    The place of the debt decides; a body without anybody for such a case, or none at all, means one step up.
    """
    place = province.read(lambda tx: place_of_work(tx, office, district, kind))

    assert (place.unit, [one.why for one in place.climbed]) == (unit, climbed)


def test_a_poster_belongs_to_the_body_of_its_place(province: Database, office: Office) -> None:
    """
    Where nothing has to be worked on, the lowest body there is will do.
    """
    assert [province.read(lambda tx, its=one: unit_for(tx, office, its)) for one in ("620503", "620125", "110101")] == [  # type: ignore[misc]
        MAIJI,
        "620100",
        CITY,
    ]


def test_an_enterprise_has_its_own_cases(province: Database, office: Office) -> None:
    """
    A works union with a supervisor has the cases of its own code; without one they are the district's.
    """
    province.call(lambda tx: people.add_unit(tx, UnionBody("620502-07", "某厂工会", QINZHOU)))
    assert opened(province, office, "620502-07").unit == QINZHOU

    province.call(lambda tx: people.add(tx, Colleague("S07", "厂督导", "supervisor", "620502-07")))
    assert opened(province, office, "620502-07", "injury").unit == "620502-07"


def test_another_prefecture_asks_its_own_lawyers(province: Database, office: Office) -> None:
    """
    A debt in another prefecture: its lawyer is asked, none of the pilot's, and its province's supervisor answers.
    """
    case = opened(province, office, "620102")

    assert (case.offered_to, case.owner) == ("L08", "S08")


def test_climbing_is_on_the_record(province: Database, office: Office) -> None:
    """
    Nobody in the prefecture is free: the province's lawyer is asked, and each step says from where, to where and why.
    """
    busy = replace(colleague(province, "L08"), capacity=0)
    province.call(partial(people.change, colleague=busy))

    case = opened(province, office, "620102")

    assert case.offered_to == "L09"
    stages = province.read(lambda tx: explain(tx, office, case))
    climbed = [(one.words, one.reasons) for one in stages if one.kind == "climbed"]
    assert climbed == [("某市总工会 → 某省总工会", ("当地没有律师能接，请上一级的律师",))]


def test_the_way_up_is_explained_in_both_languages(province: Database, office: Office) -> None:
    """
    A case that climbed when it was opened says so to whoever asks.
    """
    case = opened(province, office, "620525")
    for language, reason in (("zh-CN", "当地还没有工会组织"), ("en", "there is no union body at that place")):
        [climbed] = [one for one in explained(province, office, case, language) if one.kind == "climbed"]
        assert climbed.words == "620525 → 天水市总工会"
        assert climbed.reasons == (reason,)


def explained(database: Database, office: Office, case: Case, language: str) -> list[Stage]:
    """The way of a case in words."""
    return database.read(lambda tx: explain(tx, office, case, language))
