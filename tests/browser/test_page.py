"""What the worker's page does by itself: on old phones, bad networks, shared phones, at night, for weak eyes."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from storage import outbox
from storage.database import Transaction
from storage.messages import Message
from tests.browser.conftest import House, Opens
from tests.browser.judging import judge, look
from tests.browser.phone import document, session_of, welcomed

NO_STREAM = "Object.defineProperty(window, 'EventSource', {value: undefined})"
NO_STORE = "Object.defineProperty(window, 'indexedDB', {value: undefined})"


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


TO_THE_EDGE = "one => { document.getElementById('main').scrollTop = one.offsetTop; }"
TOPMOST = """() => {
    const edge = document.getElementById('main').getBoundingClientRect().top;
    const one = [...document.querySelectorAll('.said')].find(it => it.getBoundingClientRect().bottom > edge + 1);
    return [one.textContent, Math.round(one.getBoundingClientRect().top - edge)];
}"""
LENGTH_BELOW = """() => {
    const main = document.getElementById('main');
    return main.scrollHeight - main.scrollTop - main.clientHeight;
}"""


def test_larger_letters_keep_the_place(house: House, opens: Opens) -> None:
    """
    He reads an old letter, makes the letters larger and smaller again: it still stands where it stood; at the end of
    the conversation he stays at the end.
    """
    phone = welcomed(opens())
    its = session_of(phone)
    house.unit(lambda tx: [outbox.promise(tx, its, Message(f"第{n}封信，" + "工资" * n)) for n in range(1, 41)])
    expect(phone.locator(".bubble", has_text="第40封信")).to_be_visible()
    phone.locator(".said", has_text="第20封信").evaluate(
        "one => { one.parentNode.parentNode.scrollTop = one.offsetTop; }"
    )
    for button in ("#larger", "#larger", "#smaller", "#smaller", "#smaller"):
        changes_letters(phone, button)

        letter, below_the_edge = phone.evaluate(TOPMOST)
        assert "第20封信" in letter
        assert abs(below_the_edge) <= 1

    phone.evaluate("document.getElementById('main').scrollTop = 1e6")
    changes_letters(phone, "#larger")
    assert phone.evaluate(LENGTH_BELOW) <= 1


def changes_letters(phone: Page, button: str) -> None:
    """Open the menu, tap, and close it again."""
    phone.click("#menu-open")
    phone.click(button)
    phone.keyboard.press("Escape")
    phone.evaluate("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


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
