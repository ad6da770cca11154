"""In the middle of a form in Telegram a worker says that he wants to die: people first, and nothing he told is lost."""

from datetime import timedelta

from desk.links import sign_in_link
from storage import people
from tests.hotline_process import Clerk
from tests.journeys.telegram_worker import TelegramWorker, Town

STORY = "我们在麦积区一个工地贴瓷砖，从今年三月干到六月，包工头一直拖着三万二千元工钱不给，说甲方没有结账。"
CRY = "钱要不回来 我真的不想活了 现在就站在楼顶"


def test_danger_in_the_middle_of_a_form_and_the_form_afterwards(tianshui: Town, worker: TelegramWorker) -> None:
    """
    Half way through his complaint he says it: he reads whom to ring, the supervisor has an urgent case that holds his
    words, a second cry is answered in one message and joins it; later he goes on with his form and files it.
    """
    worker.says("我要投诉")
    worker.taps("agree")
    worker.says(STORY)

    said = worker.says(CRY)
    assert "12356" in said
    urgent = number_in(said)
    assert (tianshui.case(urgent).urgency, tianshui.case(urgent).owner) == ("urgent", "S01")

    before = len(tianshui.telegram.texts(worker.chat))
    again = worker.says("我腿在抖 跳下去就不疼了")
    assert "12356" in again
    assert len(tianshui.telegram.texts(worker.chat)) == before + 2  # the answer, and the form that waits
    worker.says("工友上来拉住我了")

    page = supervisor(tianshui).page(f"/desk/cases/{urgent}")
    for words in (CRY, "我腿在抖 跳下去就不疼了", "工友上来拉住我了"):
        assert words in page

    worker.says("接着填")
    while "submit" not in tianshui.telegram.buttons(worker.chat):
        worker.taps("skip")
    assert "32,000 元" in tianshui.telegram.texts(worker.chat)[-1]
    number = number_in(worker.taps("submit"))
    assert number != urgent
    lawyer = tianshui.lawyer_of(number)
    lawyer.submits(f"/desk/cases/{number}/accept")
    assert CRY not in lawyer.page(f"/desk/cases/{number}")


def supervisor(tianshui: Town) -> Clerk:
    """The supervisor on duty, signed in at the desk."""
    token = tianshui.database.call(lambda tx: people.invite(tx, "S01", people.SIGN_IN, timedelta(hours=1)))
    return tianshui.hotline.clerk(sign_in_link(tianshui.hotline.url, token))


def number_in(said: str) -> str:
    """The number of a case in what the hotline said."""
    return next(word[:13] for word in said.replace("（", " ").replace("：", " ").split() if word.startswith("TS"))
