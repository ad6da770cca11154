"""How a colleague links his own Telegram to the desk, and cuts it off again."""

import re

from storage import conversations, outbox, people
from storage.database import Transaction
from tests.conftest import SettableClock
from tests.desk.office import Federation, press


def started(office: Federation, code: str) -> str | None:
    """Somebody sends the code to the bot; returns whose chat it then is."""

    def link(tx: Transaction) -> str | None:
        colleague = people.redeem(tx, code, people.TELEGRAM)
        if colleague is None:
            return None
        people.link_chat(tx, colleague.id, conversations.lock(tx, "telegram", "4711").id)
        return colleague.id

    return office.database.call(link)


def told(office: Federation) -> str:
    """The last thing that was said in that chat."""

    def look(tx: Transaction) -> str:
        return outbox.after(tx, conversations.lock(tx, "telegram", "4711").id, 0)[-1].message.text

    return office.database.call(look)


async def test_a_colleague_links_his_telegram_with_a_one_time_code(tianshui: Federation) -> None:
    """
    He makes a code, sends it to the bot, and the page says that it is linked; the code works once.
    """
    tianshui.bot.append("tianshui_12351_bot")
    async with tianshui.signed_in("L01") as browser:
        before = (await browser.get("/desk/telegram")).text
        made = (await press(browser, "/desk/telegram", "/desk/telegram/code")).text
        code = re.findall(r"/start ([\w-]+)", made)[0]
        first, second = started(tianshui, code), started(tianshui, code)
        after = (await browser.get("/desk/telegram")).text

    assert "还没有接通" in before
    assert f'href="https://t.me/tianshui_12351_bot?start={code}"' in made
    assert (first, second) == ("L01", None)
    assert "已接通" in after
    assert code not in after


async def test_a_code_runs_out(county: Federation, clock: SettableClock) -> None:
    """
    A code that lay around for an hour links nothing.
    """
    async with county.signed_in("L01") as browser:
        made = (await press(browser, "/desk/telegram", "/desk/telegram/code")).text
    clock.advance(hours=1)

    assert started(county, re.findall(r"/start ([\w-]+)", made)[0]) is None


async def test_without_a_bot_the_page_says_so(county: Federation) -> None:
    """
    As long as the hotline is not on Telegram there is no link to follow, and a sentence why.
    """
    async with county.signed_in("L01") as browser:
        made = (await press(browser, "/desk/telegram", "/desk/telegram/code")).text
        back = await browser.get("/desk/telegram/code")

    assert "t.me" not in made
    assert "还没有连上 Telegram" in made
    assert back.headers["location"] == "/desk/telegram"


async def test_a_lost_phone_is_cut_off(tianshui: Federation) -> None:
    """
    He presses one button and his cases are sent to that chat no more; a form from elsewhere cuts nobody off.
    """
    async with tianshui.signed_in("L01") as browser:
        made = (await press(browser, "/desk/telegram", "/desk/telegram/code")).text
        started(tianshui, re.findall(r"/start ([\w-]+)", made)[0])
        planted = await browser.post("/desk/telegram/unlink", data={"csrf": "guessed"})
        still = tianshui.database.read(people.linked)
        cut = await press(browser, "/desk/telegram", "/desk/telegram/unlink")

    assert "已断开" in told(tianshui)
    assert planted.status_code == 403
    assert still == {"L01"}
    assert cut.status_code == 303
    assert tianshui.database.read(people.linked) == set()
