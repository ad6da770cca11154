"""Who gets to the desk, and who does not."""

import httpx
from argon2 import Type, extract_parameters

from desk.links import sign_in_link
from desk.passwords import Passwords
from storage import desk_sessions, people
from tests.conftest import SettableClock
from tests.desk.office import URL, Federation, csrf_of, press

PASSWORD = "三个不相干的词 lamp river"


async def try_password(browser: httpx.AsyncClient, password: str, staff_id: str = "L01") -> httpx.Response:
    return await browser.post("/desk/sign-in", data={"staff_id": staff_id, "password": password})


async def with_password(federation: Federation) -> None:
    async with federation.signed_in("L01") as browser:
        chosen = await press(browser, "/desk/password", "/desk/password", password=PASSWORD, again=PASSWORD)
    assert chosen.headers["location"] == "/desk"


async def test_nobody_sees_the_desk_without_signing_in(county: Federation) -> None:
    """
    A stranger who opens the desk is led to the sign-in page.
    """
    async with county.browser() as browser:
        for path in ("/desk", "/desk/cases/TS26112300001", "/desk/password"):
            assert (await browser.get(path)).headers["location"] == "/desk/sign-in"
        assert (await browser.get("/desk/sign-in")).status_code == 200


async def test_a_link_signs_in_once_and_looking_at_it_does_not_use_it_up(tianshui: Federation) -> None:
    """
    A lawyer's phone previews the link, then he presses the button and is in; the next one who has the link is not.
    """
    link = tianshui.link("L01")
    async with tianshui.browser() as browser, tianshui.browser() as other:
        for _ in range(2):
            assert "登录" in (await browser.get(link)).text
        entered = await browser.post(link)
        again = await other.post(link)
        home = await browser.get("/desk")

    assert entered.status_code == 303
    assert entered.headers["location"] == "/desk/password"
    assert home.status_code == 200
    assert again.status_code == 410
    assert "已经用过" in again.text
    assert "set-cookie" not in again.headers


async def test_a_link_expires(county: Federation, clock: SettableClock) -> None:
    """
    A link found in an old message opens nothing.
    """
    link = county.link("L01")
    clock.advance(hours=2)
    async with county.browser() as browser:
        assert (await browser.post(link)).status_code == 410


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(county: Federation) -> None:
    """
    The session travels in a cookie that only our pages over https get, and it does not outlive the working day.
    """
    async with county.browser() as browser:
        cookie = (await browser.post(county.link("L01"))).headers["set-cookie"].lower()

    for part in ("httponly", "samesite=strict", "secure", "path=/desk", "max-age=43200"):
        assert part in cookie


async def test_after_twelve_hours_he_signs_in_again(county: Federation, clock: SettableClock) -> None:
    """
    A browser left open in the evening is signed out the next morning.
    """
    async with county.signed_in("L01") as browser:
        clock.advance(hours=12, seconds=1)
        assert (await browser.get("/desk")).headers["location"] == "/desk/sign-in"


async def test_the_link_is_written_without_a_double_slash() -> None:
    """
    The link works whichever way the public address was written down.
    """
    assert sign_in_link(f"{URL}/", "abc") == sign_in_link(URL, "abc") == f"{URL}/desk/enter/abc"


async def test_with_his_own_password_he_comes_back(tianshui: Federation) -> None:
    """
    A lawyer who chose a password signs in with his id, in small letters too, from another machine.
    """
    await with_password(tianshui)
    async with tianshui.browser() as browser:
        wrong = await try_password(browser, "something else altogether")
        right = await try_password(browser, PASSWORD, "l01")
        home = await browser.get("/desk")

    assert wrong.status_code == 401
    assert "工号或密码不对" in wrong.text
    assert right.headers["location"] == "/desk"
    assert "律师L01" in home.text


async def test_what_is_kept_of_a_password_is_slow_to_guess_at(county: Federation) -> None:
    """
    Whoever steals the database needs 64 MiB and three rounds for each guess: what the library advises.
    """
    Passwords(county.database).choose("L01", PASSWORD, PASSWORD)

    kept = county.database.read(lambda tx: desk_sessions.password_hash(tx, "L01"))
    assert kept
    costs = extract_parameters(kept)
    assert costs.type is Type.ID
    assert (costs.memory_cost, costs.time_cost) >= (64 * 1024, 3)


async def test_a_wrong_id_sounds_like_a_wrong_password(county: Federation) -> None:
    """
    Whoever tries ids learns from the answer neither which exist nor who has a password.
    """
    await with_password(county)
    async with county.browser() as browser:
        answers = [
            await try_password(browser, "not his password", id_) for id_ in ("L01", "L03", "L99", "L0\0", "x" * 99)
        ]

    assert {answer.status_code for answer in answers} == {401}
    assert all("工号或密码不对" in answer.text for answer in answers)


async def test_five_wrong_passwords_lock_until_there_is_a_new_link(tianshui: Federation) -> None:
    """
    After five guesses even the right password is refused and he is told to wait or ask for a link; the link unlocks.
    """
    await with_password(tianshui)
    async with tianshui.browser() as browser:
        for _ in range(5):
            assert (await try_password(browser, "a guess at it")).status_code == 401
        locked = await try_password(browser, PASSWORD)
        await browser.post(tianshui.link("L01"))
        await browser.get("/desk")
    async with tianshui.browser() as browser:
        unlocked = await try_password(browser, PASSWORD)

    assert locked.status_code == 429
    assert "新的登录链接" in locked.text
    assert unlocked.status_code == 303


async def test_a_lock_ends_by_itself(county: Federation, clock: SettableClock) -> None:
    """
    Nobody can keep a lawyer out for good by guessing: fifteen minutes after the last counted guess he may try again.
    """
    await with_password(county)
    async with county.browser() as browser:
        for _ in range(5):
            await try_password(browser, "a guess at it")
        clock.advance(minutes=14)
        early = await try_password(browser, PASSWORD)
        clock.advance(minutes=1)
        late = await try_password(browser, PASSWORD)

    assert (early.status_code, late.status_code) == (429, 303)


async def test_an_unknown_id_is_locked_like_a_known_one(county: Federation) -> None:
    """
    Whoever guesses on learns nothing from the lock either: it comes for ids that nobody has, too.
    """
    await with_password(county)
    async with county.browser() as browser:
        for id_ in ("L01", "L03", "L99", "x" * 99):
            codes = [(await try_password(browser, "a guess at it", id_)).status_code for _ in range(6)]
            assert codes == [401] * 5 + [429]


async def test_a_password_must_be_long_and_typed_twice(county: Federation) -> None:
    """
    Nine characters, or two different ones, are refused with a sentence and nothing changes.
    """
    async with county.signed_in("L01") as browser:
        short = await press(
            browser, "/desk/password", "/desk/password", password="九个字符的密码啊啊", again="九个字符的密码啊啊"
        )
        other = await press(
            browser, "/desk/password", "/desk/password", password=PASSWORD, again="别的一个密码，也够长"
        )

    assert (short.status_code, other.status_code) == (409, 409)
    assert "10 个字符" in short.text
    assert "不一样" in other.text
    assert county.database.read(lambda tx: desk_sessions.password_hash(tx, "L01")) is None


async def test_a_new_password_signs_other_browsers_out(county: Federation) -> None:
    """
    Whoever sat at his other machine is out once he changes the password; he himself stays in.
    """
    async with county.signed_in("L01") as other, county.signed_in("L01") as browser:
        await press(browser, "/desk/password", "/desk/password", password=PASSWORD, again=PASSWORD)
        assert (await browser.get("/desk")).status_code == 200
        assert (await other.get("/desk")).status_code == 303


async def test_signing_out_ends_the_session_itself(county: Federation) -> None:
    """
    After signing out, a kept copy of the cookie opens nothing.
    """
    async with county.signed_in("L01") as browser, county.browser() as thief:
        thief.cookies.update(browser.cookies)
        left = await press(browser, "/desk", "/desk/sign-out")
        assert left.headers["location"] == "/desk/sign-in"
        assert (await browser.get("/desk")).status_code == 303
        assert (await thief.get("/desk")).status_code == 303


async def test_another_site_cannot_sign_anybody_in(county: Federation) -> None:
    """
    A form on a strange page that signs a lawyer in, as whomever, is refused, whether by password or by link.
    """
    await with_password(county)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}):
        async with county.browser(**headers) as browser:
            assert (await try_password(browser, PASSWORD)).status_code == 403
            assert (await browser.post(county.link("L01"))).status_code == 403
    async with county.browser(Origin=URL) as browser:
        assert (await try_password(browser, PASSWORD)).status_code == 303


async def test_a_colleague_who_left_does_not_get_in(county: Federation) -> None:
    """
    Once a lawyer is no longer active, his password, his link and his open browser all stop working.
    """
    await with_password(county)
    async with county.signed_in("L01") as browser:
        link, gone = county.link("L01"), county.database.read(lambda tx: people.colleague(tx, "L01"))
        inactive = people.Colleague(gone.id, gone.name, gone.role, gone.unit, active=False)
        county.database.call(lambda tx: people.change(tx, inactive))
        assert (await browser.get("/desk")).status_code == 303
        assert (await try_password(browser, PASSWORD)).status_code == 401
        assert (await browser.post(link)).status_code == 410


async def test_the_desk_speaks_english_to_whoever_asks_once(county: Federation) -> None:
    """
    The desk is Chinese until a colleague asks for English; the browser remembers.
    """
    async with county.browser() as browser:
        assert "登录" in (await browser.get("/desk/sign-in")).text
        assert "Sign in" in (await browser.get("/desk/sign-in?lang=en")).text
        assert "Sign in" in (await browser.get("/desk/sign-in")).text
        assert "登录" in (await browser.get("/desk/sign-in?lang=zh-CN")).text


async def test_no_page_is_cached_framed_or_runs_foreign_scripts(county: Federation) -> None:
    """
    Every page forbids caching, framing and anything that does not come from here; the files it needs do.
    """
    async with county.signed_in("L01") as browser:
        pages = [await browser.get(path) for path in ("/desk", "/desk/cases/TS1", "/desk/enter/none")]
        files = [await browser.get(f"/desk/static/{name}") for name in ("desk.js", "vendor/htmx.min.js", "desk.css")]
        missing = await browser.get("/desk/static/../routes.py")

    for page in pages:
        assert page.headers["cache-control"] == "no-store"
        assert "script-src 'self';" in page.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
        assert "<script>" not in page.text
        assert " style=" not in page.text
    assert {file.status_code for file in files} == {200}
    assert missing.status_code == 404


async def test_a_form_that_is_too_long_or_broken_gets_a_sentence(county: Federation) -> None:
    """
    Ten megabytes, or a form that is none, are refused in words.
    """
    broken = {"content-type": "multipart/form-data; boundary=x"}
    async with county.browser() as browser:
        long = await try_password(browser, "x" * 10_000_000)
        odd = await browser.post("/desk/sign-in", content=b"--x\r\nnothing", headers=broken)

    assert long.status_code == 413
    assert "太长" in long.text
    assert odd.status_code in (400, 401)


async def test_every_form_of_a_signed_in_page_carries_the_secret(county: Federation) -> None:
    """
    No form that does something could be sent from another page; looking for a case does nothing and holds no secret.
    """
    county.complaint()
    async with county.signed_in("S01") as browser:
        pages = [await browser.get("/desk"), await browser.get("/desk/cases/TS26112300001")]

    for page in pages:
        assert page.text.count('name="csrf"') == page.text.count('<form method="post"')
        assert page.text.count("<form") - page.text.count('<form method="get"') == page.text.count('name="csrf"')
        assert csrf_of(page)
