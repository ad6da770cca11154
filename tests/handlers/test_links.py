"""Where links lead, and what a group is told."""

import pytest

from tests.conftest import SettableClock
from tests.handlers.sending import recorded, sends
from tests.handlers.town import Phone, all_cases


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ("complaint", "您同意吗"),
        ("status", "您还没有登记过投诉"),
        ("person", "已经告诉值班人员"),
        ("a-wage-arrears-first-steps", "依据："),
        ("a-no-such-topic", "您好"),
        ("what-is-this", "您好"),
        ("case-TS26112299999", "没有找到这个工单"),
    ],
)
def test_a_link_opens_the_right_place(phone: Phone, payload: str, said: str) -> None:
    """
    A poster's link leads to the complaint, the status, a person, an article; an unknown one to the greeting.
    """
    assert said in phone.says(f"/start {payload}")


@pytest.mark.parametrize("payload", ["wage-arrears-first-steps", "AbCdEfGhIjKlMn", "AbCdEfGhIjKlMnOpQrStUvWxYz-_0123"])
def test_a_link_that_leads_nowhere_speaks_to_a_worker(phone: Phone, payload: str) -> None:
    """
    An old link, a clipped code and one that was used: words for a worker, one sentence for a colleague, no commands.
    """
    said = phone.says(f"/start {payload}")

    assert "这个链接用不上了。有事直接打字问我。" in said
    assert "hotline staff" not in said
    assert "complaint" in phone.shown()


def test_a_link_to_his_own_case(phone: Phone) -> None:
    """
    The link on a receipt leads to the case, and what he writes next goes there.
    """
    number = phone.complains()

    assert number in phone.says(f"/start case-{number}")
    phone.says("工头姓高。")
    assert recorded(phone, number, "from_worker") == ["工头姓高。"]


def test_a_group_is_told_once_an_hour_and_nothing_is_kept(phone: Phone, clock: SettableClock) -> None:
    """
    A busy group is not flooded with our sentence, and not a word of it is kept.
    """
    said = [sends(phone, "group"), sends(phone, "group")]
    clock.advance(hours=1)

    assert [bool(one) for one in (*said, sends(phone, "group"))] == [True, False, True]
    assert all_cases(phone.database) == []
