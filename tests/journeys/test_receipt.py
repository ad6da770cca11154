"""A worker files in Telegram, loses his phone, and comes back from the web page with nothing but his receipt."""

import pytest

from bot.fonts import chinese_letters
from storage import receipts
from tests.journeys.telegram_worker import TelegramWorker, Town, until

STORY = "我们在一个工地绑钢筋，从今年二月干到五月，带班的一直拖着工钱，说等甲方结账。"


def code_of(tianshui: Town, number: str) -> str:
    """The receipt code of a case as it was given out."""
    return tianshui.database.read(lambda tx: receipts.code_of(tx, tianshui.case(number))) or ""


def test_back_by_code_from_a_page_and_the_letters_follow(tianshui: Town, worker: TelegramWorker) -> None:
    """
    Without a name or number he files in Telegram; from a page he shows number and code, reads where it stands, writes
    to his lawyer and gets the answer there. The old chat hears of it and no word of what was written.
    """
    worker.says("我要投诉")
    worker.says("匿名")
    number = worker.complains(STORY)
    lawyer = tianshui.lawyer_of(number)
    lawyer.submits(f"/desk/cases/{number}/accept")
    worker.reads()

    page = tianshui.hotline.worker()
    wrong = page.says(f"{number} ABCDEFGH")
    said = page.says(f"{number} {code_of(tianshui, number)}")
    page.says("我的手机丢了，以后在这里联系我")
    lawyer.submits(f"/desk/cases/{number}/letters", text="好，那就在这里说。")

    assert "不对" in wrong
    assert "律师已签收" in said
    assert "我的手机丢了，以后在这里联系我" in lawyer.page(f"/desk/cases/{number}")
    assert "好，那就在这里说。" in page.reads()
    until(lambda: "有人用回执码打开了您的工单" in "\n".join(tianshui.telegram.texts(worker.chat)))
    assert "好，那就在这里说。" not in "\n".join(tianshui.telegram.texts(worker.chat))


@pytest.mark.skipif(chinese_letters() is None, reason="no Chinese letters on this machine")
def test_the_card_comes_as_a_picture(tianshui: Town, worker: TelegramWorker) -> None:
    """
    He taps "receipt" in Telegram and gets the picture that he can save; on the page it can be fetched, too.
    """
    number = worker.complains(STORY)
    worker.says("进度")
    worker.taps("receipt")
    until(lambda: any(one.chat == worker.chat for one in tianshui.telegram.called("sendPhoto")))

    page = tianshui.hotline.worker()
    page.says(f"{number} {code_of(tianshui, number)}")
    page.post({"id": "the-receipt", "button": f"receipt:{number}"}).raise_for_status()
    until(lambda: "请存到手机相册" in page.reads())
    [file] = page.last[-1]["files"]
    fetched = page.http.get(f"/chat/api/files/{file['id']}").raise_for_status()

    assert fetched.content.startswith(b"\x89PNG")
