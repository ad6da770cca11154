"""A referral refused and returned, as a worker and a lawyer live it: on the web, in Telegram, at the desk."""

from typing import Literal

import pytest

from storage.clock import CHINA
from tests.hotline_process import Worker
from tests.journeys.telegram_worker import TelegramWorker, Town
from tests.journeys.test_web import complains

STORY = "在麦积区一个工地砌墙，从今年三月干到六月，包工头一直拖着工钱不给。"
OFFICE = "某某区劳动保障监察大队"


def begins(town: Town, channel: Literal["web", "telegram"]) -> tuple[Worker | TelegramWorker, str]:
    """A worker on this channel, and the number of the case he has filed."""
    if channel == "telegram":
        worker = town.worker()
        return worker, worker.complains(STORY)
    on_the_web = town.hotline.worker()
    on_the_web.says("老板拖欠我三个月工资怎么办")
    return on_the_web, complains(on_the_web)


def agrees(worker: Worker | TelegramWorker) -> None:
    """Tap the yes that was read last."""
    if isinstance(worker, TelegramWorker):
        worker.taps("refer_yes")
    else:
        said = (button for message in worker.last for button in message["buttons"])
        press = next(one["press"] for one in said if one["id"].startswith("refer_yes"))
        worker.post({"id": "yes", "button": press}).raise_for_status()


@pytest.mark.parametrize("channel", ["web", "telegram"])
def test_a_referral_is_refused_and_returned(tianshui: Town, channel: Literal["web", "telegram"]) -> None:
    """
    The worker agrees, the office refuses, the lawyer answers with its law and hands over again, it is taken and given
    back; the case never has another owner, and the worker reads at each step where it is.
    """
    worker, number = begins(tianshui, channel)
    lawyer = tianshui.lawyer_of(number)
    lawyer.submits(f"/desk/cases/{number}/accept")
    owner = tianshui.case(number).owner
    lawyer.submits(
        f"/desk/cases/{number}/refer", kind="inspection", name=OFFICE, why="监察可以责令单位付钱", shares="facts"
    )
    page, today = f"/desk/referrals/{number}Z1", tianshui.database.clock().astimezone(CHINA).date().isoformat()
    assert lawyer.http.get(f"{page}/sheet").status_code == 404

    assert OFFICE in worker.reads()
    agrees(worker)
    assert OFFICE in lawyer.page(f"{page}/sheet")
    lawyer.submits(f"{page}/sent")
    assert tianshui.case(number).status == "referred"
    assert "已经交给" in worker.reads()
    assert "该有答复" in worker.says("进度")

    lawyer.submits(f"{page}/answer", said="refused", day=today, reason="no_contract")
    assert "没有收" in worker.reads()
    assert tianshui.case(number).status == "working"
    assert "《劳动合同法》第7条" in lawyer.page(page)
    lawyer.submits(f"{page}/sent", letter="贵单位应当受理。")
    lawyer.submits(f"{page}/answer", said="accepted", day=today, their_number="监9号")
    assert "收下了" in worker.reads()
    lawyer.submits(f"{page}/answer", said="returned", day=today)
    assert "退回来" in worker.reads()

    standing = tianshui.case(number)
    assert (standing.status, standing.owner) == ("working", owner)
    record = lawyer.page(f"/desk/cases/{number}/timeline")
    for happened in ("工人同意转给", "不收", "没有合同", "受理", "退回"):
        assert happened in record
