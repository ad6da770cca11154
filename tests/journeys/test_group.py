"""A group of three: one in Telegram starts, a workmate joins there by a link, another on the web page by the code."""

import re

from tests.hotline_process import Clerk, Worker
from tests.journeys.telegram_worker import TelegramWorker, Town, until

STORY = "我们在秦州区一个工地绑钢筋，从今年三月干到六月，包工头一直拖着工钱不给，说甲方没有结账。"


def starts(worker: TelegramWorker, number: str) -> tuple[str, str]:
    """Ask for the code under 进度; returns it with all that was said."""
    worker.says("进度")
    said = worker.taps("group")
    found = re.search(r"加入 ([A-Z\d]{7})", said)
    assert found, said
    return found[1], said


def joins(mate: TelegramWorker | Worker, opening: str, amount: str, days: str) -> str:
    """From the code to membership; returns the number."""
    assert "随时可以退出" in mate.says(opening)
    mate.taps("agree")
    mate.says(amount)
    mate.says(days)
    mate.taps("skip")
    found = re.search(r"GY\d{11}", mate.taps("submit"))
    assert found
    return found[0]


def everything(town: Town, mate: TelegramWorker | Worker) -> str:
    """All that was ever said to somebody."""
    if isinstance(mate, TelegramWorker):
        return "\n".join(town.telegram.texts(mate.chat))
    mate.read_up_to = 0
    return mate.reads()


def test_a_group_of_three(tianshui: Town, worker: TelegramWorker) -> None:
    """
    Three workers, three chats, one case: each states his own, none reads another's, the lawyer reads all three and
    the sum; all hear that a lawyer has it; one leaves, and his line is gone.
    """
    number = worker.complains(STORY)
    code, said = starts(worker, number)
    assert f"{tianshui.hotline.url}/chat#g-{code}" in said
    assert f"start=g-{code}" in said

    in_telegram, on_the_web = tianshui.worker(), tianshui.hotline.worker()
    first = joins(in_telegram, f"/start g-{code}", "一万二", "43天")
    second = joins(on_the_web, f"加入 {code.lower()}", "8500", "31天")
    until(lambda: "现在有 2 位" in everything(tianshui, worker))
    worker.reads()

    lawyer = tianshui.lawyer_of(number)
    lawyer.submits(f"/desk/cases/{number}/accept")
    sees(lawyer, number, first, second, "12,000 元", "8,500 元", "20,500 元", "共 3 人，加入 2 人")
    for mate, own in ((in_telegram, first), (on_the_web, second)):
        until(lambda mate=mate: "已有一位工会律师来办" in everything(tianshui, mate))  # type: ignore[misc]
        mate.reads()
        assert own in mate.says("进度")

    for who, hidden in ((worker, "12,000|8,500|20,500"), (in_telegram, "8,500|31 天"), (on_the_web, "12,000|43 天")):
        assert not re.search(hidden, everything(tianshui, who))

    in_telegram.taps("member")
    in_telegram.taps("leave")
    assert "删掉了" in in_telegram.taps("leave_yes")
    page = lawyer.page(f"/desk/cases/{number}")
    assert "12,000" not in page
    assert "共 2 人，加入 1 人" in page


def test_codes_cannot_be_tried_out_and_are_in_no_log(tianshui: Town, worker: TelegramWorker) -> None:
    """
    A stranger's guesses are refused after five, even the right one; what the hotline printed names no code.
    """
    code, _ = starts(worker, worker.complains(STORY))
    stranger = tianshui.hotline.worker()
    for _ in range(5):
        stranger.says("加入 ABC34DE")

    assert "输错太多次" in stranger.says(f"加入 {code}")
    assert code not in "\n".join(tianshui.hotline.printed)


def sees(lawyer: Clerk, number: str, *shown: str) -> None:
    page = lawyer.page(f"/desk/cases/{number}")
    assert [one for one in shown if one not in page] == []
