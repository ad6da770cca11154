"""The page itself: its words, its languages, what it may load, and that an old phone can run it."""

import re
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import get_args

import pytest

from bot.webchat.languages import language_of_browser
from bot.webchat.stages import line_of
from bot.webchat.visitors import Turnstile
from storage.cases import Status
from tests.bot.webchat.conftest import Phone, Site
from texts import Texts

STATIC = Path(str(files("bot.webchat"))) / "static"
SCRIPT = "\n".join(file.read_text("utf-8") for file in sorted(STATIC.glob("*.js")))
STYLE = "\n".join(file.read_text("utf-8") for file in sorted(STATIC.glob("*.css")))


async def test_the_page_speaks_the_language_of_the_browser_and_then_of_the_conversation(site: Site) -> None:
    """
    A first visit follows the browser; later the language chosen in the chat counts; an address may ask for one.
    """
    phone = site.phone(**{"Accept-Language": "en-US,en;q=0.9"})
    assert '<html lang="en">' in (await phone.http.get("/chat")).text

    await phone.opens()
    phone.http.headers["Accept-Language"] = "zh-CN"
    assert '<html lang="en">' in (await phone.http.get("/chat")).text
    assert '<html lang="zh-CN">' in (await phone.http.get("/chat?lang=zh-CN")).text
    assert '<html lang="en">' in (await phone.http.get("/chat?lang=klingon")).text


async def test_the_page_names_the_hotline_and_a_way_without_scripts(site: Site) -> None:
    """
    Who it is stands at the top, a person is one tap away, and without JavaScript the number to call is there.
    """
    page = (await site.phone().http.get("/chat")).text

    assert "<h1>12351 职工维权热线</h1>" in page
    assert 'id="person"' in page
    assert '<a href="tel:12351">12351</a></p></noscript>' in page


async def test_nothing_comes_from_outside(site: Site) -> None:
    """
    The pages load three files of their own each and nothing else, and their policy forbids anything else.
    """
    phone = site.phone()
    answers = [await phone.http.get(path) for path in ("/chat", "/chat/upload")]
    loaded = [
        found for page in answers for found in re.findall(r'(?:src|link [^>]*href)="(?!data:)([^"]+)"', page.text)
    ]
    answer = answers[0]

    assert len(loaded) == 6
    for address in loaded:
        assert re.fullmatch(r"/chat/static/(chat|look|upload)\.(css|js)\?v=[0-9a-f]{12}", address)
        file = await phone.http.get(address)
        assert file.status_code == 200
        assert "max-age=31536000" in file.headers["cache-control"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
    assert not re.search(r"https?://|@import|url\(", SCRIPT + STYLE)


async def test_only_the_pages_own_files_are_served(site: Site) -> None:
    """
    No other file of the program can be fetched through the address of the static ones.
    """
    for name in ("chat.html", "wire.js", "..%2Fchat.py", "%2Fetc%2Fpasswd", "chat.js%00"):
        assert (await site.phone().http.get(f"/chat/static/{name}")).status_code == 404


async def test_the_page_asks_for_no_secret_in_an_address(phone: Phone) -> None:
    """
    The cookie's token is nowhere in the page that the worker's browser keeps in its history.
    """
    assert phone.http.cookies["hotline_chat"] not in (await phone.http.get("/chat")).text


@pytest.mark.parametrize(
    "modern", [r"=>", r"\b(?:let|const|class|async|await)\s", r"`", r"\bfetch\(", r"\bPromise\b", r"\.\.\.", r"\?\."]
)
def test_the_script_is_one_that_phones_of_2015_understand(modern: str) -> None:
    """
    No syntax and no call that Android 5 does not know.
    """
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", SCRIPT, flags=re.DOTALL)

    assert not re.search(modern, code)


def test_what_people_say_is_never_read_as_a_page() -> None:
    """
    Messages are inserted as text only; nothing builds a page from a string.
    """
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", SCRIPT)


def test_the_style_is_one_that_phones_of_2015_understand() -> None:
    """
    No grid, custom property or gap, and no height that the keyboard of a phone would push out of sight.
    """
    assert not re.search(r"display:\s*grid|var\(|[^-]gap:|\d+vh;\s*\}|height:\s*100vh", STYLE.replace("35vh", ""))


def test_every_word_the_scripts_say_is_in_the_catalogue_and_every_word_there_is_said() -> None:
    """
    No button reads "undefined", and what somebody corrects in the catalogue is really shown.
    """
    there = set(Texts.load().group("zh-CN", "page"))
    templates = "".join(file.read_text("utf-8") for file in (STATIC.parent / "templates").glob("*.html"))
    said = set(re.findall(r"\bwords\.([a-z_]+)", SCRIPT + templates))
    families = {name for name in there if name.startswith(("error_", "stage_", "step_"))}
    kinds = {"photo", "voice", "audio", "video", "document"}

    assert said - there == set()
    assert there - families - kinds - said == set()


def test_every_refusal_and_every_stage_has_its_sentence() -> None:
    """
    Each way of saying no, and each stage of a case, is written in the catalogue, and nothing there is left over.
    """
    code = "\n".join(file.read_text("utf-8") for file in STATIC.parent.glob("*.py"))
    there = set(Texts.load().group("zh-CN", "page"))
    stages = {stage for status in get_args(Status) for stage in line_of(status)}

    assert set(re.findall(r'"(error_[a-z_]+)"', code)) == {name for name in there if name.startswith("error_")}
    assert {f"stage_{stage}" for stage in stages} == {name for name in there if name.startswith("stage_")}


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "zh-CN"),
        ("", "zh-CN"),
        ("*", "zh-CN"),
        ("fr-FR,fr;q=0.9", "zh-CN"),
        ("ug, en;q=0.5", "en"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-CN"),
        ("EN", "en"),
    ],
)
def test_the_first_language_that_we_speak_is_taken(header: str | None, language: str) -> None:
    """
    Browsers write their languages in order of preference; Chinese when we speak none of them.
    """
    assert language_of_browser(header) == language


def test_one_machine_cannot_fill_the_disk_with_empty_chats() -> None:
    """
    So many fresh chats a minute and no more for one address; others, the next minute, and this machine are free.
    """
    gate, now = Turnstile(limit=2), datetime(2026, 11, 23, 2, 0, 5, tzinfo=UTC)

    assert [gate.admits("203.0.113.7", now) for _ in range(3)] == [True, True, False]
    assert gate.admits("203.0.113.8", now)
    assert gate.admits("203.0.113.7", now.replace(minute=1))
    assert all(gate.admits("127.0.0.1", now) for _ in range(9))
