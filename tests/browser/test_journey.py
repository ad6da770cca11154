"""A worker with a phone and a lawyer at the desk, from the first question to the money, in a real browser."""

import hashlib
import json
import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import House, Opens
from tests.browser.judging import judge, look
from tests.hotline_process import command

STORY = "我们在麦积区一个工地砌墙，从今年三月干到六月，包工头一直拖着工钱不给，说甲方没有结账。"
ANSWERS = {"哪个区县": "麦积", "叫什么": "演示云峰劳务队", "多少钱": "三万二", "几个人": "五个人"}


def says(page: Page, text: str) -> None:
    """Type, tap Send, wait for the answer."""
    heard = page.locator(".said:not(.mine)").count()
    page.fill("#text", text)
    page.click("#send")
    expect(page.locator(".said:not(.mine)").nth(heard)).to_be_visible()


def taps(page: Page, label: str) -> None:
    """Tap a button below the last reply and wait for the answer."""
    heard = page.locator(".said:not(.mine)").count()
    page.locator(".choices button", has_text=re.compile(f"^{label}$")).click()
    expect(page.locator(".said:not(.mine)").nth(heard)).to_be_visible()
    expect(page.locator(".mine .state").last).to_have_text("已收到")


def complains(page: Page) -> str:
    """The whole form; returns the number of the case."""
    taps(page, "我要投诉")
    taps(page, "同意")
    says(page, STORY)
    while not page.locator(".choices button", has_text=re.compile("^提交$")).count():
        asked = page.locator(".said:not(.mine) .bubble").last.inner_text()
        fitting = next((answer for words, answer in ANSWERS.items() if words in asked), None)
        says(page, fitting) if fitting else taps(page, "跳过")
    taps(page, "提交")
    found = re.search(r"TS\d+", page.locator(".said:not(.mine) .bubble").last.inner_text())
    assert found
    return found[0]


def photo(folder: Path) -> Path:
    """A photo of some megabytes, which a slow network takes seconds for."""
    path = folder / "工资条.jpg"
    Image.effect_noise((1600, 1400), 80).convert("RGB").save(path, quality=92)
    return path


def lawyer_of(house: House, opens: Opens, number: str) -> Page:
    """The desk of the lawyer to whom the case was offered, signed in by an invitation."""
    listed = json.loads(command(house.folder, house.env, "cases", "list", "--json").stdout)
    offered_to = next(case["offered_to"] for case in listed if case["number"] == number)
    invited = json.loads(command(house.folder, house.env, "staff", "invite", offered_to, "--json").stdout)
    desk = opens(invited["sign_in"].removeprefix(house.running.url), width=1366)
    desk.click("main form button")
    desk.goto("/desk")
    return desk


def test_from_a_question_to_money_in_hand(house: House, opens: Opens, tmp_path: Path) -> None:
    """
    A worker asks, complains, sends a photo while his network is cut in the middle, and gets his number; the lawyer
    accepts and writes; the worker reads, sees the stages of his case, and confirms.
    """
    phone = opens()
    expect(phone.locator(".choices button").first).to_be_visible()
    judge(phone, "chat-welcome")
    says(phone, "老板拖欠我三个月工资怎么办")
    expect(phone.locator(".bubble", has_text="《劳动争议调解仲裁法》")).to_be_visible()
    judge(phone, "chat-answer")
    number = complains(phone)
    judge(phone, "chat-submitted")
    sends_photo_over_a_bad_network(phone, photo(tmp_path))
    taps(phone, f"是工单 {number} 的")

    desk = lawyer_of(house, opens, number)
    judge(desk, "desk-home", taps=False)
    desk.click('form[action$="/accept"] button')
    desk.goto(f"/desk/cases/{number}")
    expect(desk.get_by_text("砌墙").first).to_be_visible()
    desk.fill('form[action$="/letters"] textarea', "您好，工友里有谁能作证？")
    desk.click('form[action$="/letters"] button')

    expect(phone.locator(".bubble", has_text="工友里有谁能作证")).to_be_visible()
    judge(phone, "chat-letter")
    says(phone, "老张和老李都在场")
    phone.click("#cases-open")
    expect(phone.locator(".stages .current .label").first).to_have_text("办理中")
    judge(phone, "chat-cases")
    phone.keyboard.press("Escape")

    desk.reload()
    expect(desk.get_by_text("老张和老李都在场").first).to_be_visible()
    expect(desk.get_by_text("还没有文件")).to_have_count(0)
    judge(desk, "desk-case", taps=False)
    desk.click('details:has(form[action$="/closing"]) > summary')
    desk.fill('form[action$="/closing"] textarea', "总包已经答应先付，钱到账了吗？")
    desk.click('form[action$="/closing"] button')
    expect(phone.locator(".bubble", has_text="钱到账了吗")).to_be_visible()
    taps(phone, "解决了")
    taps(phone, "全部收到（.+ 元）")
    phone.click("#cases-open")
    expect(phone.locator(".stages .current .label").first).to_have_text("已办结")
    look(phone, "chat-closed")


def sends_photo_over_a_bad_network(phone: Page, path: Path) -> None:
    """The network is slow, then gone, then back: the photo goes on at the byte where it stopped, and arrives whole."""
    wire = phone.context.new_cdp_session(phone)
    slow = {"offline": False, "latency": 20, "downloadThroughput": 500_000, "uploadThroughput": 400_000}
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", slow)
    offsets: list[int] = []
    phone.on(
        "request", lambda one: offsets.append(int(one.headers["upload-offset"])) if one.method == "PATCH" else None
    )
    phone.set_input_files("#gallery", path)
    row = phone.locator("#chosen .file")
    expect(row.locator("progress")).to_have_attribute("value", re.compile(r"^[3-8]\d$"))
    wire.send("Network.emulateNetworkConditions", {**slow, "offline": True})
    expect(row).to_have_class(re.compile("paused"))
    judge(phone, "chat-upload-paused", axe=False)
    begun_again = len(offsets)
    phone.fill("#text", "这是三月的工资条")
    phone.click("#send")
    wire.send("Network.emulateNetworkConditions", {**slow, "offline": False, "uploadThroughput": 5_000_000})

    expect(phone.locator(".mine.arrived .thumb")).to_be_visible(timeout=20_000)
    assert offsets[begun_again] > 0
    kept = phone.evaluate(
        """async () => {
            const said = (await (await fetch('/chat/api/messages?newest=1')).json()).mine;
            const id = said[said.length - 1].files[0].id;
            return [...new Uint8Array(await crypto.subtle.digest('SHA-256',
                await (await fetch('/chat/api/files/' + id)).arrayBuffer()))];
        }"""
    )
    assert bytes(kept) == hashlib.sha256(path.read_bytes()).digest()
