"""No lawyer of the other side: a company is recognised however a worker calls it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import conflicts
from cases.conflicts import names_one_of
from storage.declared import Declared

CLIENT = "天水星河建筑工程有限公司"


@pytest.mark.parametrize(
    "employer",
    [
        "天水星河建筑工程有限公司",
        "星河建筑工程有限公司",
        "天水星河建筑",
        "星河建筑",
        "星河",
        "天水市星河建筑工程公司",
        "甘肃天水星河建筑工程有限责任公司",
        "星河建筑工程有限公司天水分公司",
        "星河 建筑 工程（集团）有限公司",
        "星河公司",
        "星河建筑公司麦积项目部",
        "天水星河建筑劳务有限公司",
    ],
)
def test_the_employer_by_any_of_its_names(employer: str) -> None:
    """
    Full name, short name, with or without the city, in brackets, as branch or site office: the same company.
    """
    assert names_one_of([CLIENT], employer)


@pytest.mark.parametrize(
    "client",
    [
        "天水星河建筑工程有限公司",
        "星河建筑工程有限责任公司",
        "星河集团",
        "甘肃星河建设集团股份有限公司",
        " 星河（天水）建筑工程有限公司 ",
    ],
)
def test_the_employer_was_skipped_but_the_story_names_it(client: str) -> None:
    """
    The worker skips the question but told it: "on the 星河 site".
    """
    assert names_one_of([client], None, "我在星河的工地上砌墙，干了三个月没给钱")


@pytest.mark.parametrize(
    ("employer", "told", "client"),
    [
        ("ABC Foods Co., Ltd.", "", "abc foods"),
        ("Ａｂｃ食品厂", "", "ABC食品厂"),
        (None, "I worked for Galaxy Construction until May", "Galaxy Construction Co., Ltd."),
        ("甲公司", "", "甲公司"),
        ("甲", "", "甲"),
        (None, "在甲公司干活", "甲公司"),
    ],
)
def test_latin_and_very_short_names(employer: str | None, told: str, client: str) -> None:
    """
    Capitals, full-width letters, Co., Ltd. and names of one character make no difference.
    """
    assert names_one_of([client], employer, told)


@pytest.mark.parametrize(
    ("employer", "told", "client"),
    [
        ("红叶劳务有限公司", "在工地绑钢筋", CLIENT),
        ("天水红叶建筑工程有限公司", "在天水的建筑工地上干活", CLIENT),
        (None, "在麦积区的建筑公司干活", "麦积建筑工程有限公司"),
        (None, "", CLIENT),
        ("", "", ""),
        ("公司", "公司不给钱", "有限公司"),
        ("乙公司", "乙方没给钱", "甲公司"),
        (None, "甲方没结账", "甲"),
        ("某某劳务公司", "劳务公司不给钱", "天水劳务有限公司"),
    ],
)
def test_another_company_is_no_conflict(employer: str | None, told: str, client: str) -> None:
    """
    The same trade, the same city, or a company without a name of its own: not the same company.
    """
    assert not names_one_of([client], employer, told)


def test_without_clients_there_is_no_conflict() -> None:
    """
    A lawyer who acts for nobody may have every case.
    """
    assert not names_one_of([], CLIENT, CLIENT)


_PIECES = (
    "天水",
    "麦积",
    "星河",
    "红叶",
    "甲",
    "乙",
    "大河",
    "建筑",
    "劳务",
    "工程",
    "集团",
    "有限公司",
    "公司",
    "厂",
    " ",
    "ABC",
    "华",
)
_names = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=5).map("".join)


@given(st.lists(_names, max_size=3), _names, st.lists(_names, max_size=4).map("，".join))
def test_what_is_found_by_pairs_is_what_a_comparison_finds(clients: list[str], employer: str, told: str) -> None:
    """
    Looking a name up among thousands finds exactly the lawyers whom comparing each of them with it would find.
    """
    sought = conflicts.Sought([conflicts.label(employer)], [], told)
    declared = conflicts.names_of("L01", Declared(tuple(clients)))

    found = [
        one
        for one in declared
        if any(leads and pair in sought.pairs for pair, leads in conflicts._pairs_of(one).items())
        or sought.leading & set(conflicts._pairs_of(one))
    ]

    assert any(sought.names(one) for one in found) == names_one_of(clients, employer, told)


@pytest.mark.parametrize(
    ("relative", "person", "told", "meant"),
    [
        ("陈大明", "陈大明", "", True),
        ("陈大明", "", "工头陈大明跑了", True),
        ("陈大明", "陈大山", "工头陈大山跑了", False),
        ("陈", "陈大明", "", False),
    ],
)
def test_a_relative_who_is_the_foreman(relative: str, person: str, told: str, meant: bool) -> None:
    """
    A relative is meant by his whole name, wherever it stands; a surname alone is nobody.
    """
    sought = conflicts.Sought([], [person] if person else [], told)

    assert any(sought.names(one) for one in conflicts.names_of("L01", Declared(relatives=(relative,)))) == meant
