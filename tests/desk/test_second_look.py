"""What a lawyer writes at the desk is looked at once more: that it is all there, and does not say who he is."""

import pytest

from tests.cases import camera
from tests.desk.office import Federation, csrf_of, press
from tests.desk.sending import accepted, of_case
from texts import Language

NAMED = "材料收到了。律师L01，手机13800001111"


async def test_a_letter_that_tells_who_he_is(tianshui: Federation) -> None:
    """
    His name and number are pointed out before anything is sent; his words stay in the form, and he may send them.
    """
    async with tianshui.signed_in("L01") as browser:
        case, at = await accepted(tianshui, browser)
        warned = await press(browser, at, f"{at}/letters", text=NAMED)
        before = tianshui.letters(case)
        sent = await press(browser, at, f"{at}/letters", text=NAMED, anyway="yes")

    assert warned.status_code == 409
    assert "先别急" in warned.text
    assert f">{NAMED}</textarea>" in warned.text
    assert "照样发给工人" in warned.text
    assert NAMED not in before
    assert sent.status_code == 303
    assert NAMED in tianshui.letters(case)


async def test_a_letter_that_was_mended_goes(county: Federation) -> None:
    """
    He takes his number out and sends it again: nothing more is asked. The form without it shows one button.
    """
    async with county.signed_in("L01") as browser:
        case, at = await accepted(county, browser)
        plain = (await browser.get(at)).text
        await press(browser, at, f"{at}/letters", text=NAMED)
        sent = await press(browser, at, f"{at}/letters", text="材料收到了。")

    assert sent.status_code == 303
    assert county.letters(case).count("材料收到了。") == 1
    assert "照样" not in plain


async def test_a_letter_with_a_file_that_tells_who_he_is(county: Federation) -> None:
    """
    Nothing of it is kept before he has said so, and he reads that the file has to be chosen again.
    """
    async with county.signed_in("L01") as browser:
        case, at = await accepted(county, browser)
        fields, form = {"csrf": csrf_of(await browser.get(at)), "text": NAMED}, {"files": ("a.pdf", camera.pdf())}
        warned = await browser.post(f"{at}/letters", data=fields, files=form)
        kept = of_case(county, case)
        await browser.post(f"{at}/letters", data={**fields, "anyway": "yes"}, files=form)

    assert "附件要重新选择" in warned.text
    assert kept == []
    assert len(of_case(county, case)) == 1


async def test_a_summary_that_tells_who_he_is(tianshui: Federation) -> None:
    """
    The worker reads the closing summary too: the same warning, and the same way to send it all the same.
    """
    async with tianshui.signed_in("L01") as browser:
        case, at = await accepted(tianshui, browser)
        warned = await press(browser, at, f"{at}/closing", summary=NAMED)
        before = tianshui.now(case).status
        await press(browser, at, f"{at}/closing", summary=NAMED, anyway="yes")

    assert warned.status_code == 409
    assert "先别急" in warned.text
    assert f">{NAMED}</textarea>" in warned.text
    assert "照样请工人确认" in warned.text
    assert before == "accepted"
    assert tianshui.now(case).status == "awaiting_worker"
    assert NAMED in tianshui.letters(case)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-CN", "先别急：这段话里好像有您的姓名、手机号或账号，工人会看到"),
        ("en", "Wait: this seems to have your name, a mobile number or an account in it, and the worker would see it"),
    ],
)
def test_the_words_are_the_same_everywhere(county: Federation, language: Language, words: str) -> None:
    """
    Whether he writes at the desk or in his chat, a letter or a summary: the warning is the same.
    """
    sources = county.office.texts.sources[language]
    warnings = ("desk.tells_who", "desk.closing_tells_who", "lawyer.tells_who", "lawyer.closing_tells_who")

    assert [key for key in warnings if words not in sources[key]] == []


@pytest.mark.parametrize(("form", "field"), [("letters", "text"), ("notes", "text"), ("closing", "summary")])
async def test_what_is_too_long_is_refused_whole(county: Federation, form: str, field: str) -> None:
    """
    More than 20,000 characters: a sentence says how many there are, nothing is sent or kept, all of it is still there.
    """
    long = "工资条" * 6667
    async with county.signed_in("L01") as browser:
        case, at = await accepted(county, browser)
        page = (await browser.get(at)).text
        refused = await press(browser, at, f"{at}/{form}", **{field: long})

    assert 'maxlength="20000"' not in page, "a browser would cut what is pasted, without a word"
    assert refused.status_code == 409
    assert "写了 20001 个字，最多 20000 个字" in refused.text
    assert long in refused.text
    assert county.happened(case, "to_worker") + county.happened(case, "note") == []
    assert county.now(case).status == "accepted"


async def test_lines_count_as_they_were_typed(county: Federation) -> None:
    """
    A browser sends two signs for the end of a line; a letter of exactly 20,000 goes, to its last word.
    """
    longest = "工资\r\n" * 6666 + "完。"
    async with county.signed_in("L01") as browser:
        case, at = await accepted(county, browser)
        sent = await press(browser, at, f"{at}/letters", text=longest)

    assert sent.status_code == 303
    assert county.letters(case).endswith("完。")
