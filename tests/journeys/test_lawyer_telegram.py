"""A lawyer who works from his Telegram: linked, asked, accepted, letters and photos both ways, notes, edits, conflict.

The hotline is a real process behind the real Telegram library, on each engine in turn.
"""

import io
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image

from cases import declaring
from handlers.lawyer.register import COMMANDS
from storage import cases, events, people
from storage.declared import Declared
from tests.bot.telegram import updates
from tests.conftest import SECRET
from tests.fake_telegram.shelf import Held
from tests.hotline_process import command, environment, free_port
from tests.journeys.telegram_worker import TelegramWorker, Town, until

STORY = "我们在麦积区云峰建筑有限公司的工地砌墙，从今年三月干到六月，包工头一直拖着三万二千元工钱不给，说甲方没有结账。"
_GPS, _ARTIST = 0x8825, 0x013B


class LawyerInTelegram(TelegramWorker):
    """A colleague's chat: links, answers messages, edits his own."""

    def links(self, staff_id: str) -> str:
        """Send the code that the administrator gave him."""
        give = people.invite
        code = self.town.database.call(lambda tx: give(tx, staff_id, people.TELEGRAM, timedelta(hours=1)))
        return self.says(f"/start {code}")

    def answers(self, about: str, **content: Any) -> int:
        """Answer the newest message in which `about` stands; returns the id of his message."""
        shown = self.town.telegram.shown(self.chat)
        found = [it for it in shown if about in it.get("text", it.get("caption", ""))][-1]
        message = updates.message(self.chat, reply_to_message=found, **content)
        self.sends(message=message)
        return int(message["message_id"])

    def hears(self, words: str) -> str:
        """Wait until this is in his chat; returns everything that came there."""
        until(lambda: words in "".join(self.town.telegram.texts(self.chat)))
        self.reads()
        return "\n".join(self.town.telegram.texts(self.chat))


def camera_picture() -> bytes:
    """A photo as a telephone takes it: with the place and an invented name inside."""
    image, written = Image.new("RGB", (64, 48), (200, 30, 30)), io.BytesIO()
    exif = Image.Exif()
    exif[_ARTIST] = "Zhao Ceshi 13800000000"
    exif[_GPS] = {1: "N", 2: (34.0, 34.0, 51.0), 3: "E", 4: (105.0, 43.0, 29.0)}
    image.save(written, "JPEG", exif=exif)
    return written.getvalue()


def got(built: Town, chat: int) -> list[Held]:
    """The files that reached a chat, but for the card of a receipt."""
    calls = [call for call in built.telegram.received(chat) if "回执" not in call.text]
    ids = [
        call.asked[kind] for call in calls for kind in ("photo", "document") if isinstance(call.asked.get(kind), str)
    ]
    return [built.telegram.shelf[one] for one in ids]


def is_clean(held: Held) -> bool:
    """Whether a picture shows what it showed and tells nothing more."""
    picture = Image.open(io.BytesIO(held.content))
    return picture.size == (64, 48) and not picture.getexif() and "ceshi" not in held.name.lower()


@pytest.fixture
def pair(tianshui: Town) -> Iterator[tuple[TelegramWorker, LawyerInTelegram, str]]:
    """A worker with a case, and the lawyer in whose linked chat the card lies."""
    worker = tianshui.worker()
    number = worker.complains(STORY)
    asked = tianshui.case(number).offered_to
    assert asked
    lawyer = LawyerInTelegram(tianshui, tianshui.worker().chat)
    lawyer.links(asked)
    lawyer.hears("新派单")
    yield worker, lawyer, number
    tianshui.database.call(lambda tx: people.unlink_chat(tx, asked))


def accepted(pair: tuple[TelegramWorker, LawyerInTelegram, str]) -> tuple[TelegramWorker, LawyerInTelegram, str]:
    """The case is his, and both have read everything."""
    worker, lawyer, number = pair
    lawyer.sends(callback_query=updates.press(lawyer.chat, f"accept:{number}"))
    lawyer.hears("工人的讲述")
    worker.reads()
    return pair


def test_the_menu_of_the_chat_follows_the_link(
    tianshui: Town, pair: tuple[TelegramWorker, LawyerInTelegram, str]
) -> None:
    """
    His chat shows the commands of his work from the link on; after he has unlinked it, a worker's again.
    """
    telegram, (worker, lawyer, _) = tianshui.telegram, pair
    telegram.wait_for(lambda it: tuple(it.menu(lawyer.chat)) == COMMANDS)
    assert telegram.menu(worker.chat) == {}

    lawyer.says("/unlink")
    lawyer.taps("unlink_yes")

    telegram.wait_for(lambda it: it.menu(lawyer.chat) == {})


def test_from_the_card_to_a_closed_case(tianshui: Town, pair: tuple[TelegramWorker, LawyerInTelegram, str]) -> None:
    """
    He accepts from the card, writes, reads the answer, notes, proposes to close; the worker confirms. Neither learns
    who the other is, and no word of a note is in the worker's chat.
    """
    worker, lawyer, number = pair
    assert "砌墙" not in "".join(tianshui.telegram.texts(lawyer.chat))
    accepted(pair)
    assert "砌墙" in "".join(tianshui.telegram.texts(lawyer.chat))

    lawyer.answers("工人的讲述", text="您好，工友里有谁能作证？")
    until(lambda: "作证" in "".join(tianshui.telegram.texts(worker.chat)))
    worker.says("老张和老李都在场")
    said = lawyer.hears("老张和老李")
    assert number in said
    lawyer.answers("老张和老李", text="//证人可靠，先别告诉包工头")
    lawyer.says(f"/note {number} 证人电话在工作台")
    lawyer.sends(callback_query=updates.press(lawyer.chat, f"propose:{number}"))
    lawyer.says("总包已经付清三万二千元。")
    lawyer.taps("close_yes")
    until(lambda: "付清" in "".join(tianshui.telegram.texts(worker.chat)))
    worker.sends(callback_query=updates.press(worker.chat, f"solved:{number}"))
    worker.taps("paid_all")
    lawyer.hears("办结")

    read = "".join(tianshui.telegram.texts(worker.chat))
    assert "演示律师" not in read
    assert "证人" not in read
    assert str(worker.chat) not in "".join(tianshui.telegram.texts(lawyer.chat))
    kinds = [one.kind for one in tianshui.database.read(lambda tx: events.of_case(tx, tianshui.case(number)))]
    assert kinds[kinds.index("accepted") :] == [
        "accepted",
        "to_worker",
        "from_worker",
        "note",
        "note",
        "closing_proposed",
        "money_received",
        "closed",
    ]


def test_photos_both_ways(tianshui: Town, pair: tuple[TelegramWorker, LawyerInTelegram, str]) -> None:
    """
    Each side's photo arrives on the other with its caption, without place, author and file name.
    """
    worker, lawyer, _ = accepted(pair)
    lawyer.answers("工人的讲述", text="请拍一下工资条")
    until(lambda: "工资条" in "".join(tianshui.telegram.texts(worker.chat)))

    taken = tianshui.telegram.file(camera_picture(), name="zhao ceshi.jpg", mime="image/jpeg")
    worker.sends(message=updates.message(worker.chat, document=taken, caption="这是工资条"))
    lawyer.hears("这是工资条")
    lawyer.answers("这是工资条", photo=tianshui.telegram.photo(camera_picture()), caption="请照这张填")
    until(lambda: bool(got(tianshui, worker.chat)))

    [to_lawyer], [to_worker] = got(tianshui, lawyer.chat), got(tianshui, worker.chat)
    assert is_clean(to_lawyer)
    assert is_clean(to_worker)
    assert any("请照这张填" in text for text in tianshui.telegram.texts(worker.chat))


def test_a_file_that_cannot_be_cleaned(tianshui: Town, pair: tuple[TelegramWorker, LawyerInTelegram, str]) -> None:
    """
    An archive may hold anybody's name: the lawyer hears that it does not go out and what to do, the worker nothing.
    """
    worker, lawyer, _ = accepted(pair)
    archive = tianshui.telegram.file(b"PK\x05\x06" + bytes(18), name="papers.zip", mime="application/zip")

    lawyer.answers("工人的讲述", document=archive, caption="请看附件")

    assert "存成照片或 PDF" in lawyer.hears("没有发给工人")
    assert not any("请看附件" in text for text in tianshui.telegram.texts(worker.chat))


def test_mended_and_taken_back(tianshui: Town, pair: tuple[TelegramWorker, LawyerInTelegram, str]) -> None:
    """
    He corrects a letter and the worker's copy follows; he takes it back and it is gone from there.
    """
    worker, lawyer, number = accepted(pair)

    def shown() -> str:
        return "".join(it.get("text", "") for it in tianshui.telegram.shown(worker.chat))

    mine = lawyer.answers("工人的讲述", text="明天上午九点请来。")
    until(lambda: "上午九点" in shown())
    back = next(one for one in tianshui.telegram.buttons(lawyer.chat) if one.startswith(f"take_back:{number}"))
    edited = {**updates.message(lawyer.chat, text="明天下午三点请来。", edit_date=1764000001), "message_id": mine}
    lawyer.sends(edited_message=edited)
    until(lambda: "下午三点" in shown())
    assert "上午九点" not in shown()

    lawyer.sends(callback_query=updates.press(lawyer.chat, back))
    until(lambda: "下午三点" not in shown())


def test_declined(tianshui: Town, pair: tuple[TelegramWorker, LawyerInTelegram, str]) -> None:
    """
    He declines with the reason in one tap, and the next lawyer is asked.
    """
    worker, lawyer, number = pair
    before = tianshui.case(number).offered_to
    lawyer.taps("decline")

    lawyer.sends(callback_query=updates.press(lawyer.chat, f"decline:{number}:time"))

    assert tianshui.case(number).offered_to not in (None, before)
    lawyer.answers("新派单", text="我再想想")
    assert "我再想想" not in "".join(tianshui.telegram.texts(worker.chat))


def test_a_late_conflict(tianshui: Town, pair: tuple[TelegramWorker, LawyerInTelegram, str]) -> None:
    """
    It comes out that he acts for the employer: his chat is emptied of the case, and nothing passes through it any more.
    """
    folder = tianshui.folder
    worker, lawyer, number = accepted(pair)
    lawyer.answers("工人的讲述", text="您好")
    until(lambda: "您好" in tianshui.telegram.texts(worker.chat)[-1])
    owner, url = tianshui.case(number).owner, tianshui.database.url.render_as_string(hide_password=False)
    env = environment(folder, free_port(), HOTLINE_DATABASE_URL=url, HOTLINE_SECRET_KEY=SECRET)
    acting_for = command(folder, env, "staff", "list", "--json")
    assert any(one["id"] == owner and one["telegram_linked"] for one in json.loads(acting_for.stdout))

    assert command(folder, env, "staff", "set", owner, "--clients", "云峰建筑有限公司").returncode == 0

    lawyer.hears("不归您办理")
    until(lambda: not any("砌墙" in it.get("text", "") for it in tianshui.telegram.shown(lawyer.chat)))
    assert tianshui.case(number).owner != owner
    worker.says("老板昨天又来工地了")
    assert "没有发出" in lawyer.says(f"/case {number}")
    lawyer.answers("不归您办理", text="最近怎么样")
    assert "老板昨天" not in "".join(tianshui.telegram.texts(lawyer.chat))
    assert "最近怎么样" not in "".join(tianshui.telegram.texts(worker.chat))
    assert command(folder, env, "staff", "set", owner, "--clients", "").returncode == 0


def test_a_conflict_found_late_by_a_letter(tianshui: Town, pair: tuple[TelegramWorker, LawyerInTelegram, str]) -> None:
    """
    The worker writes that it was another company, which his lawyer declared: the letter never reaches him, what stood
    in his chat is gone, his desk has no such case, and another lawyer is asked.
    """
    worker, lawyer, number = accepted(pair)
    owner = tianshui.case(number).owner
    lawyer.answers("工人的讲述", text="您好，请问公司全名是什么？")
    until(lambda: "公司全名" in tianshui.telegram.texts(worker.chat)[-1])
    who = tianshui.database.read(lambda tx: people.colleague(tx, owner))
    tianshui.database.call(lambda tx: declaring.declare(tx, who, Declared(("长河路桥有限公司",))))
    assert tianshui.case(number).owner == owner

    worker.says("问清楚了，我是在长河路桥有限公司上班，一直拖欠我工资")

    lawyer.hears("不归您办理")
    until(lambda: not any("砌墙" in it.get("text", "") for it in tianshui.telegram.shown(lawyer.chat)))
    assert "问清楚了" not in "".join(tianshui.telegram.texts(lawyer.chat))
    until(lambda: tianshui.case(number).offered_to not in (None, owner))
    assert "没有发出" in lawyer.says(f"/case {number}")
    assert number not in [one.number for one in tianshui.database.read(lambda tx: cases.visible_to(tx, who))]
    tianshui.database.call(lambda tx: declaring.declare(tx, who, Declared()))
