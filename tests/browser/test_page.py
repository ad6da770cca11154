"""What the worker's page does by itself: on old phones, bad networks, shared phones, at night, for weak eyes."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from storage import conversations, outbox, uploads
from storage.database import Transaction
from storage.messages import Message
from tests.browser.conftest import House, Opens
from tests.browser.judging import judge, look, problems

NO_STREAM = "Object.defineProperty(window, 'EventSource', {value: undefined})"
NO_STORE = "Object.defineProperty(window, 'indexedDB', {value: undefined})"
# A microphone that is allowed and gives nothing: what it records is let fall.
DEAF = """Object.defineProperty(MediaRecorder.prototype, 'ondataavailable', {set: function () {}})"""


def welcomed(page: Page) -> Page:
    """The page with its first answer."""
    expect(page.locator(".choices button").first).to_be_visible()
    return page


def session_of(page: Page) -> str:
    """The conversation that the page shows."""
    begun: dict[str, Any] = page.request.post("/chat/api/sessions").json()
    return str(begun["session"])


def document(folder: Path, size: int) -> Path:
    path = folder / "合同.pdf"
    path.write_bytes(b"%PDF-1.7\n" + b"x" * size)
    return path


def slow(context: BrowserContext, page: Page, bytes_a_second: int) -> None:
    """A network on which uploading takes its time."""
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    line = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_a_second}
    wire.send("Network.emulateNetworkConditions", line)


def test_an_upload_goes_on_after_the_page_was_reloaded(opens: Opens, tmp_path: Path) -> None:
    """
    The phone closes the page in the middle of an upload: opened again it goes on by itself from where it was, and the
    message that was already sent off with it arrives.
    """
    phone = welcomed(opens())
    slow(phone.context, phone, 400_000)
    offsets: list[int] = []
    phone.on(
        "request", lambda one: offsets.append(int(one.headers["upload-offset"])) if one.method == "PATCH" else None
    )
    phone.set_input_files("#anything", document(tmp_path, 1_500_000))
    phone.fill("#text", "这是合同")
    phone.click("#send")
    expect(phone.locator(".mine .state").last).to_have_text("文件传完就发出")
    expect(phone.locator(".mine progress")).to_have_attribute("value", re.compile(r"^[4-8]\d$"))
    before = len(offsets)

    phone.reload()

    expect(phone.locator(".mine.arrived", has_text="这是合同")).to_be_visible()
    assert offsets[before] > 0
    mine = phone.request.get("/chat/api/messages?newest=1").json()["mine"]
    assert [file["size"] for file in mine[-1]["files"]] == [1_500_009]


def test_an_old_phone_manages_too(house: House, opens: Opens, tmp_path: Path) -> None:
    """
    Without a live connection letters come by asking; without a store for files the page says that it must stay open.
    """
    phone = welcomed(opens(width=320, before=NO_STREAM + ";" + NO_STORE))
    phone.set_input_files("#anything", document(tmp_path, 10_000))
    expect(phone.locator("#keep-open")).to_be_visible()
    expect(phone.locator("#chosen .ready")).to_be_visible()
    phone.click("#send")
    expect(phone.locator(".mine.arrived")).to_be_visible()

    its = session_of(phone)
    house.unit(lambda tx: outbox.promise(tx, its, Message("律师来信，请看。")))
    expect(phone.locator(".bubble", has_text="律师来信")).to_be_visible()


def test_a_chosen_file_can_be_taken_back(opens: Opens, tmp_path: Path) -> None:
    """
    Several files at once, one of them thought better of: only the others are sent.
    """
    phone = welcomed(opens())
    other = tmp_path / "b.txt"
    other.write_text("另一个文件")
    phone.set_input_files("#anything", [document(tmp_path, 1000), other])
    expect(phone.locator("#chosen .ready")).to_have_count(2)
    phone.get_by_role("button", name="取消 合同.pdf").click()
    phone.click("#send")

    expect(phone.locator(".mine.arrived .file")).to_have_count(1)
    mine = phone.request.get("/chat/api/messages?newest=1").json()["mine"]
    assert len(mine[-1]["files"]) == 1


def test_at_night_with_weak_eyes_on_the_smallest_phone(opens: Opens) -> None:
    """
    Dark by the phone's wish or its owner's, letters up to 28 px: nothing sticks out, axe finds nothing, and both
    choices are still there after a reload.
    """
    phone = welcomed(opens(width=320, color_scheme="dark"))
    assert phone.evaluate("document.documentElement.className") == "dark"
    phone.click("#menu-open")
    judge(phone, "menu-dark")
    for _ in range(4):
        phone.click("#larger")
    judge(phone, "menu-dark-large")
    phone.keyboard.press("Escape")
    judge(phone, "chat-dark-large")
    phone.click("#attach")
    judge(phone, "ways-dark-large")
    phone.click("#menu-open")
    phone.click("#scheme")
    phone.reload()
    welcomed(phone)

    assert phone.evaluate("document.documentElement.className") == ""
    assert phone.evaluate("getComputedStyle(document.documentElement).fontSize") == "28px"
    judge(phone, "chat-light-large")


def test_a_voice_message(opens: Opens) -> None:
    """
    Record, see the time, stop, listen, send; or throw it away and nothing is sent.
    """
    phone = welcomed(opens())
    for last in ("#voice-drop", "#voice-send"):
        phone.click("#attach")
        phone.click("#record")
        expect(phone.locator("#seconds")).to_have_text("0:01")
        phone.click("#stop")
        expect(phone.locator("#listen")).to_be_visible()
        judge(phone, "recorded", axe=last == "#voice-send")
        phone.click(last)
    expect(phone.locator(".mine.arrived")).to_have_count(1)

    phone.reload()
    expect(phone.locator(".mine audio")).to_be_visible()
    kinds = [file["kind"] for said in _said(phone) for file in said["files"]]
    assert kinds == ["voice"]


def test_a_microphone_that_hears_nothing(opens: Opens) -> None:
    """
    Nothing was recorded: he reads what to do, no empty file is sent, and the clock never ran.
    """
    phone = welcomed(opens(before=DEAF))
    phone.click("#attach")
    phone.click("#record")
    expect(phone.locator("#seconds")).to_have_text("0:00")
    phone.click("#stop")

    expect(phone.locator("#status")).to_contain_text("没有录到声音")
    expect(phone.locator("#recorder")).to_be_hidden()
    assert _said(phone)[1:] == []


def test_an_empty_file(opens: Opens, tmp_path: Path) -> None:
    """
    A file without a byte is refused in words, and does not keep his message back.
    """
    phone = welcomed(opens())
    empty = tmp_path / "空.pdf"
    empty.touch()
    phone.set_input_files("#anything", empty)
    expect(phone.locator("#chosen .refused")).to_contain_text("这个文件是空的")
    phone.fill("#text", "我先写")
    phone.click("#send")

    expect(phone.locator(".mine.arrived", has_text="我先写")).to_be_visible()


def test_leaving_a_shared_phone(opens: Opens) -> None:
    """
    He is asked first; then cookie, words and files are gone from the phone, and the next person begins afresh.
    """
    phone = welcomed(opens())
    phone.fill("#text", "我叫王小明")
    phone.click("#send")
    expect(phone.locator(".mine.arrived")).to_be_visible()
    phone.fill("#text", "还没写完")
    phone.click("#menu-open")
    phone.click("#leave-open")
    judge(phone, "leave")
    phone.click("#leave-no")
    expect(phone.locator("#leave")).to_be_hidden()
    phone.click("#menu-open")
    phone.click("#leave-open")
    phone.click("#leave-yes")
    expect(phone.locator("#left")).to_be_visible()
    look(phone, "left")

    assert phone.context.cookies() == []
    assert phone.evaluate("localStorage.length") == 0
    assert phone.evaluate("indexedDB.databases().then(found => found.length)") == 0
    assert "王小明" not in phone.content()
    phone.click("#left a")
    welcomed(phone)
    expect(phone.locator(".bubble", has_text="王小明")).to_have_count(0)


def test_a_second_device_shows_the_same_conversation(house: House, opens: Opens) -> None:
    """
    His words, his taps, replies that were changed and taken back; what is old is fetched when he asks for it.
    """
    phone = welcomed(opens())
    phone.locator(".choices button", has_text="进度").click()
    expect(phone.locator(".mine.arrived", has_text="进度")).to_be_visible()
    its = session_of(phone)

    def writes(tx: Transaction) -> None:
        numbers = [outbox.promise(tx, its, Message(f"第{n}封信")) for n in range(1, 211)]
        outbox.edit(tx, its, numbers[-1], Message("最后一封信，改过了"))
        outbox.delete(tx, its, numbers[-2])

    house.unit(writes)
    expect(phone.locator(".bubble", has_text="改过了")).to_be_visible()
    expect(phone.locator(".said", has_text="改过了").locator(".state")).to_have_text("已修改")
    expect(phone.locator(".deleted")).to_have_text(re.compile("这条消息已撤回"))

    second = opens(storage_state=phone.context.storage_state())
    expect(second.locator(".bubble", has_text="改过了")).to_be_visible()
    expect(second.locator(".deleted")).to_have_count(1)
    expect(second.locator(".mine")).to_have_count(0)
    second.click("#earlier")
    expect(second.locator(".mine", has_text="进度")).to_be_visible()
    expect(second.locator("#earlier")).to_be_hidden()


def test_by_keyboard_alone(opens: Opens) -> None:
    """
    Somebody without a mouse writes, opens and closes the menu, and is back where he was.
    """
    page = welcomed(opens(width=1366, has_touch=False))
    page.focus("#menu-open")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "close"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "menu-open"
    page.focus("#text")
    page.keyboard.type("老板不给签合同怎么办")
    page.keyboard.press("Enter")

    expect(page.locator(".mine.arrived")).to_be_visible()
    expect(page.locator(".said:not(.mine)").nth(1)).to_be_visible()


def test_an_english_browser_reads_english(opens: Opens) -> None:
    """
    Every label in English; axe is content with both languages.
    """
    page = welcomed(opens(locale="en-US"))
    judge(page, "chat-english")
    page.click("#menu-open")
    judge(page, "menu-english")
    page.keyboard.press("Escape")
    page.click("#cases-open")
    expect(page.locator("#case-list")).to_contain_text("You have no case yet")
    visible = page.locator("body").inner_text().replace("中文", "")
    assert not re.search(r"[\u4e00-\u9fff]", visible)


def test_a_link_takes_a_large_file_for_telegram(house: House, opens: Opens, tmp_path: Path) -> None:
    """
    He taps the link that he was given in Telegram, chooses, sends, and reads that he can go back; the token has left
    the address by then, and the used link says so in one sentence.
    """

    def gives(tx: Transaction) -> tuple[str, str]:
        standing = conversations.lock(tx, "telegram", "23456789")
        return standing.id, uploads.make_link(tx, standing.id, timedelta(hours=1))

    its, token = house.unit(gives)
    phone = opens(f"/chat/upload#{token}")
    expect(phone.locator("#uploading")).to_be_visible()
    judge(phone, "upload")
    assert token not in phone.url
    phone.set_input_files("#gallery", document(tmp_path, 300_000))
    expect(phone.locator("#chosen .ready")).to_be_visible()
    phone.reload()
    expect(phone.locator("#chosen .ready")).to_be_visible()
    judge(phone, "upload-ready", axe=False)
    phone.click("#send")
    expect(phone.locator("#done")).to_be_visible()
    judge(phone, "upload-done")

    said = house.unit(lambda tx: conversations.said(tx, its))
    assert [len(one.files) for one in said] == [1]
    used = opens(f"/chat/upload#{token}")
    expect(used.locator("#status")).to_contain_text("用过或过期")
    assert problems(used) == []


def _said(page: Page) -> list[dict[str, Any]]:
    shown: dict[str, list[dict[str, Any]]] = page.request.get("/chat/api/messages?newest=1").json()
    return shown["mine"]
