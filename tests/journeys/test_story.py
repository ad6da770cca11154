"""A worker in Telegram tells it once, with a photo in between and a slip, and has a case."""

from decimal import Decimal

from storage import cases, files
from tests.bot.telegram import updates
from tests.journeys.telegram_worker import TelegramWorker, Town


def test_told_in_pieces_corrected_and_filed(tianshui: Town, worker: TelegramWorker) -> None:
    """
    He greets nobody and asks nothing: he tells, sends a picture, tells on, puts the sum right, agrees, skips what he
    does not know, confirms a line, mends another and submits. The lawyer reads what he meant.
    """
    heard = worker.says("我们12个人在麦积区花牛镇工地干了半年，包工头老某欠8万块钱不给")
    assert "80,000 元" in heard
    worker.sends(message=updates.message(worker.chat, photo=tianshui.telegram.photo()))
    worker.says("是天水红叶劳务有限公司的活，从今年3月干到8月，工资都没给")
    assert "85,000 元" in worker.says("不是8万，是8万5")

    worker.sends(callback_query=updates.press(worker.chat, "complaint:told"))
    worker.taps("agree")
    while "submit" not in tianshui.telegram.buttons(worker.chat):
        worker.taps("skip")
    card = tianshui.telegram.texts(worker.chat)[-1]
    assert "还欠的钱：85,000 元（捌万伍仟元整）" in card
    assert "单位或老板：天水红叶劳务有限公司（我读到的）" in card
    worker.sends(callback_query=updates.press(worker.chat, "right:employer"))
    worker.sends(callback_query=updates.press(worker.chat, "mend:headcount"))
    worker.says("13个")
    number = cases_number(worker.taps("submit"))

    case = tianshui.case(number)
    filed = tianshui.database.read(lambda tx: cases.complaint_of(tx, case))
    assert (filed.amount, filed.headcount, filed.employer) == (Decimal(85000), 13, "天水红叶劳务有限公司")
    assert len(tianshui.database.read(lambda tx: files.of_case(tx, case.id))) == 1
    lawyer = tianshui.lawyer_of(number)
    lawyer.submits(f"/desk/cases/{number}/accept")
    page = lawyer.page(f"/desk/cases/{number}")
    for shown in ("信访投诉", "85,000 元（捌万伍仟元整）", "13 人", "建筑工地"):
        assert shown in page


def cases_number(said: str) -> str:
    """The number in what he was told."""
    return next(word for word in said.replace("：", " ").split() if word.startswith("TS"))
