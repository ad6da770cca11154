"""Questions that say the same thing come in one group."""

from knowledge.gaps import groups

ASKED = [
    "公积金怎么提取出来",
    "高铁票怎么退",
    "公积金提取要什么材料",
    "离职了公积金怎么提取",
    "高铁票退票扣多少钱",
    "…",
]


def test_what_is_alike_is_one_gap() -> None:
    """
    An editor sees three questions on one matter as one gap, the largest first; what is like nothing stands alone.
    """
    found = [set(group) for group in groups(ASKED)]

    assert found == [{0, 2, 3}, {1, 4}, {5}]


def test_every_question_is_in_one_group() -> None:
    """
    Nothing is left out and nothing counted twice, also where questions are the same.
    """
    asked = ASKED * 3

    assert sorted(n for group in groups(asked) for n in group) == list(range(len(asked)))
    assert groups([]) == []
