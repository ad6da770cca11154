"""Companies that a text names with their part in the work."""

import pytest

from knowledge.reading.firms import find_firms


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("总包是天水大河建设有限公司，", [("contractor", "天水大河建设有限公司")]),
        (
            "总包单位：某某建工集团。分包：红叶劳务公司",
            [("contractor", "某某建工集团"), ("subcontractor", "红叶劳务公司")],
        ),
        ("开发商叫白云置业有限公司的", [("developer", "白云置业有限公司")]),
        ("派遣公司是蓝天人力有限公司", [("agency", "蓝天人力有限公司")]),
        ("某某广场（总包：天水大河建设有限公司）", [("contractor", "天水大河建设有限公司")]),
    ],
)
def test_a_company_with_its_part(told: str, found: list[tuple[str, str]]) -> None:
    """
    What is said to be general contractor, subcontractor, developer or agency is found with its name.
    """
    assert find_firms(told) == found


@pytest.mark.parametrize("told", ["总包是哪家公司我也不知道", "总包不给钱", "分包的老板跑了", "总包是谁没人说", ""])
def test_nobody_is_named(told: str) -> None:
    """
    Who only speaks of the general contractor names nobody.
    """
    assert find_firms(told) == []
