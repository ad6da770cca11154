"""What a worker sends beside words: files over bad networks, pictures, recordings, and what becomes of them."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from storage import conversations, uploads
from storage.database import Transaction
from tests.browser.conftest import House, Opens
from tests.browser.judging import judge, problems
from tests.browser.phone import document, said, welcomed

# A microphone that is allowed and gives nothing: what it records is let fall.
DEAF = """Object.defineProperty(MediaRecorder.prototype, 'ondataavailable', {set: function () {}})"""


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


@pytest.mark.parametrize(("locale", "words"), [("zh-CN", "3 个文件"), ("en-US", "3 files")])
def test_a_message_of_several_files_says_how_many(opens: Opens, tmp_path: Path, locale: str, words: str) -> None:
    """
    Three files in one message: it says so while they are on their way, once it has arrived, and after a reload; a
    message with one file says nothing of the kind.
    """
    phone = welcomed(opens(locale=locale))
    papers = [document(tmp_path, 1000), tmp_path / "b.txt", tmp_path / "c.txt"]
    for paper in papers[1:]:
        paper.write_text("另一个文件")
    phone.set_input_files("#anything", papers)
    expect(phone.locator("#chosen .ready")).to_have_count(3)
    phone.click("#send")
    expect(phone.locator(".mine.arrived .count")).to_have_text(words)
    phone.set_input_files("#anything", papers[0])
    phone.click("#send")
    expect(phone.locator(".mine.arrived")).to_have_count(2)

    phone.reload()

    expect(phone.locator(".mine .enclosed")).to_have_count(4)
    expect(phone.locator(".mine .count")).to_have_text(words)
    judge(phone, "chat-album")


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
    kinds = [file["kind"] for spoken in said(phone) for file in spoken["files"]]
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
    assert said(phone)[1:] == []


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

    spoken = house.unit(lambda tx: conversations.said(tx, its))
    assert [len(one.files) for one in spoken] == [1]
    used = opens(f"/chat/upload#{token}")
    expect(used.locator("#status")).to_contain_text("用过或过期")
    assert problems(used) == []


def slow(context: BrowserContext, page: Page, bytes_a_second: int) -> None:
    """A network on which uploading takes its time."""
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    line = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_a_second}
    wire.send("Network.emulateNetworkConditions", line)
