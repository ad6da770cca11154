"""What a page that stays open hears by itself, and what becomes of words typed into it."""

import json
from html import unescape

from cases import correspondence
from tests.desk.office import Federation, press


async def test_an_open_page_hears_of_a_new_letter_and_of_nothing_else(tianshui: Federation) -> None:
    """
    The page asks every few seconds; it is told nothing until the worker has written, then gets the letter.
    """
    case = tianshui.complaint()
    at = f"/desk/cases/{case.number}"
    async with tianshui.signed_in("L01") as browser:
        await press(browser, "/desk", f"{at}/accept")
        asks = (await browser.get(at)).text.split('hx-get="')[1].split('"')[0]
        quiet = await browser.get(asks, headers={"HX-Request": "true"})
        tianshui.database.call(lambda tx: correspondence.write_from_worker(tx, case, "照片拍好了，<b>怎么发</b>？"))
        news = await browser.get(asks, headers={"HX-Request": "true"})

    assert quiet.status_code == 204
    assert "照片拍好了，&lt;b&gt;怎么发" in news.text
    assert "<html" not in news.text


async def test_the_open_list_hears_of_a_new_offer(county: Federation) -> None:
    """
    A lawyer with the desk open sees a new offer without doing anything.
    """
    async with county.signed_in("L01") as browser:
        asks = (await browser.get("/desk")).text.split('hx-get="')[1].split('"')[0]
        quiet = await browser.get(asks, headers={"HX-Request": "true"})
        case = county.complaint()
        news = await browser.get(asks, headers={"HX-Request": "true"})

    assert quiet.status_code == 204
    assert case.number in news.text


async def test_an_open_page_says_that_he_was_signed_out(county: Federation) -> None:
    """
    When his session ends while he types, the page says so at the top and leaves his words where they are.
    """
    case = county.complaint()
    async with county.browser(**{"HX-Request": "true"}) as browser:
        answer = await browser.post(f"/desk/cases/{case.number}/letters", data={"text": "写到一半"})

    assert answer.status_code == 401
    assert answer.headers["hx-retarget"] == "#said"
    assert "/desk/sign-in" in answer.text


async def test_what_he_typed_is_shown_when_the_page_could_not_keep_it(county: Federation) -> None:
    """
    Without scripts the page is gone when his session has ended: his words come back to be copied.
    """
    case = county.complaint()
    async with county.browser() as browser, county.browser(Origin="https://elsewhere.example") as stranger:
        mine = await browser.post(f"/desk/cases/{case.number}/letters", data={"text": "写到一半"})
        planted = await stranger.post(f"/desk/cases/{case.number}/letters", data={"text": "写到一半"})

    assert (mine.status_code, planted.status_code) == (401, 401)
    assert "写到一半" in mine.text
    assert "写到一半" not in planted.text


async def test_a_page_needs_no_style_that_its_own_rules_forbid(county: Federation) -> None:
    """
    Nothing on a page is laid out in its markup, nor told to the script that renews parts of it: the browser's console
    stays empty.
    """
    case = county.complaint()
    async with county.signed_in("S01") as browser:
        pages = [(await browser.get(path)).text for path in ("/desk", "/desk/calls", f"/desk/cases/{case.number}")]

    for page in pages:
        config = json.loads(unescape(page.split('name="htmx-config" content=\'')[1].split("'")[0]))
        assert " style=" not in page
        assert "style" not in config["attributesToSettle"]
        assert config["includeIndicatorStyles"] is False


async def test_choosing_files_reads_in_his_language(county: Federation) -> None:
    """
    The button beside which a browser says "Choose Files" is ours, in words of the desk.
    """
    case = county.complaint()
    async with county.signed_in("S01") as browser:
        page = (await browser.get(f"/desk/cases/{case.number}")).text

    assert 'class="pick">选择附件（可以不选）</label>' in page
