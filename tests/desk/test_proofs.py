"""The list of what proves what on the page of a case, and files that nobody may look at."""

from storage import files
from tests.cases import camera
from tests.desk.office import Federation, press
from tests.desk.sending import accepted, sends


async def test_the_lawyer_sees_what_proves_what(tianshui: Federation) -> None:
    """
    The page says at each element what the worker named, what is missing, and what he was asked to look for.
    """
    async with tianshui.signed_in("L01") as browser:
        case, at = await accepted(tianshui, browser)
        photo = sends(tianshui, case, "photo", "image/jpeg", camera.jpeg())
        sends(tianshui, case, "voice", "audio/ogg", camera.ogg())
        tianshui.database.call(lambda tx: files.show(tx, [photo], "iou"))
        page = (await browser.get(at)).text

    shown = page[page.index('id="proofs"') :]
    assert "<dt>还欠多少</dt>\n<dd>欠条 1</dd>" in shown
    assert "<dt>给这家干过活</dt>\n<dd>还没有</dd>" in shown
    assert "语音、录音 1 段，要有人听" in shown
    assert "接下来请工人找：合同、考勤" in shown
    assert "没有核对过" in shown
    assert "照片 · 欠条" in page


async def test_a_name_that_came_later_reaches_an_open_page(county: Federation) -> None:
    """
    The worker taps what his photo shows: the open page hears of it although nothing else has happened.
    """
    async with county.signed_in("L01") as browser:
        case, at = await accepted(county, browser)
        photo = sends(county, case, "photo", "image/jpeg", camera.jpeg())
        page = (await browser.get(at)).text
        start = page.index(f"{at}/record?")
        poll = page[start : page.index('"', start)].replace("&amp;", "&")
        nothing_new = await browser.get(poll)
        county.database.call(lambda tx: files.show(tx, [photo], "iou"))
        news = await browser.get(poll)

    assert (nothing_new.status_code, news.status_code) == (204, 200)
    assert "照片 · 欠条" in news.text


async def test_the_same_photo_stands_there_once(county: Federation) -> None:
    """
    A photo sent twice is one entry that says so; the second copy is kept all the same.
    """
    async with county.signed_in("L01") as browser:
        case, at = await accepted(county, browser)
        first, again = (sends(county, case, "photo", "image/jpeg", camera.jpeg()) for _ in range(2))
        page = (await browser.get(at)).text
        kept = await browser.get(f"{at}/files/{again}")

    assert f'id="file-{first}"' in page
    assert f'id="file-{again}"' not in page
    assert "同一份发了 2 次" in page
    assert kept.status_code == 200


async def test_a_program_is_never_shown(county: Federation) -> None:
    """
    A program that came as a photo has no preview and no copy to save; the page says what it is, and its original,
    with a reason, comes under a name that starts nothing.
    """
    async with county.signed_in("L01") as browser:
        case, at = await accepted(county, browser)
        file_id = sends(county, case, "photo", "image/jpeg", b"MZ\x90\0" + bytes(50))
        county.database.call(lambda tx: files.kept(tx, file_id, size=54, sha256="ab", kind="document", flaw="program"))
        page = (await browser.get(at)).text
        seen = await browser.get(f"{at}/files/{file_id}")
        original = await press(browser, at, f"{at}/files/{file_id}/original", reason="交给公安")

    assert "<img" not in page
    assert "这是一个程序" in page
    assert f'href="{at}/files/{file_id}" download' not in page
    assert seen.status_code == 415
    assert original.headers["content-type"] == "application/octet-stream"
    assert original.headers["content-disposition"].endswith('.bin"')


async def test_what_a_machine_heard_is_marked_as_such(county: Federation) -> None:
    """
    The words of a recogniser stand below the sound, with the warning that nobody has checked them.
    """
    async with county.signed_in("L01") as browser:
        case, at = await accepted(county, browser)
        voice = sends(county, case, "voice", "audio/ogg", camera.ogg())
        county.database.call(lambda tx: files.hear(tx, files.by_id(tx, voice), "老板说下个月给"))
        page = (await browser.get(at)).text

    assert "机器听写，没有人核对" in page
    assert "老板说下个月给" in page
    assert "<audio" in page
