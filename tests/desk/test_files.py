"""What a worker sent, as his lawyer sees and hears it at the desk."""

import hashlib
from typing import Literal

import pytest

from cases import correspondence
from storage import files
from tests.cases import camera
from tests.desk.office import Federation, csrf_of, press
from tests.desk.sending import accepted, sends


async def test_a_photo_is_seen_on_the_page_of_its_case(tianshui: Federation) -> None:
    """
    The lawyer sees the photo at once, without where it was taken and whose it is, and its original's digest.
    """
    taken = camera.jpeg()
    async with tianshui.signed_in("L01") as browser:
        case, at = await accepted(tianshui, browser)
        photo = sends(tianshui, case, "photo", "image/jpeg", taken)
        page = (await browser.get(at)).text
        seen = await browser.get(f"{at}/files/{photo}")

    assert f'<img src="{at}/files/{photo}"' in page
    assert hashlib.sha256(taken).hexdigest() in page
    assert "张测试" not in page
    assert (seen.status_code, seen.headers["content-type"]) == (200, "image/jpeg")
    assert camera.SECRET not in seen.content
    assert seen.headers["content-disposition"] == f'inline; filename="photo-{photo[-6:]}.jpg"'
    assert "sandbox" in seen.headers["content-security-policy"]
    assert seen.headers["x-content-type-options"] == "nosniff"
    assert seen.headers["cache-control"] == "no-store"


async def test_a_voice_message_is_played_in_parts(county: Federation) -> None:
    """
    The player on the page asks for a part of the recording and gets just that, and is told where it ends.
    """
    async with county.signed_in("L01") as browser:
        case, at = await accepted(county, browser)
        voice = sends(county, case, "voice", "audio/ogg", camera.ogg())
        page = (await browser.get(at)).text
        whole = await browser.get(f"{at}/files/{voice}")
        part = await browser.get(f"{at}/files/{voice}", headers={"Range": "bytes=10-19"})
        rest = await browser.get(f"{at}/files/{voice}", headers={"Range": "bytes=5-"})
        beyond = await browser.get(f"{at}/files/{voice}", headers={"Range": "bytes=999999-"})

    assert f'src="{at}/files/{voice}"' in page
    assert "<audio" in page
    assert whole.headers["accept-ranges"] == "bytes"
    assert (part.status_code, part.content) == (206, whole.content[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{len(whole.content)}"
    assert rest.content == whole.content[5:]
    assert beyond.status_code == 416


async def test_the_parts_of_a_recording_come_from_one_cleaning(county: Federation) -> None:
    """
    A player that asks for a recording bit by bit has it read and cleaned once; whoever may not see it gets no part.
    """
    async with county.signed_in("L01") as browser, county.signed_in("L03") as stranger:
        case, at = await accepted(county, browser)
        voice = sends(county, case, "voice", "audio/ogg", camera.ogg())
        whole = await browser.get(f"{at}/files/{voice}")
        county.evidence.remove(voice)
        part = await browser.get(f"{at}/files/{voice}", headers={"Range": "bytes=10-19"})
        refused = await stranger.get(f"{at}/files/{voice}", headers={"Range": "bytes=10-19"})

    assert (part.status_code, part.content) == (206, whole.content[10:20])
    assert refused.status_code == 404


async def test_other_files_are_saved_and_not_opened(county: Federation) -> None:
    """
    A contract as PDF, whatever it says it is, is saved under a neutral name; it cannot run in our pages.
    """
    async with county.signed_in("L01") as browser:
        case, at = await accepted(county, browser)
        paper = sends(county, case, "document", "text/html", camera.pdf())
        saved = await browser.get(f"{at}/files/{paper}")

    assert saved.headers["content-type"] == "application/pdf"
    assert saved.headers["content-disposition"] == f'attachment; filename="document-{paper[-6:]}.pdf"'


async def test_the_original_opens_only_with_a_reason_that_is_kept(tianshui: Federation) -> None:
    """
    He must say why he needs the original; he gets it byte for byte under a name that says nothing, the record keeps
    who opened it and why.
    """
    taken = camera.jpeg()
    async with tianshui.signed_in("L01") as browser:
        case, at = await accepted(tianshui, browser)
        photo = sends(tianshui, case, "photo", "image/jpeg", taken)
        without = await press(browser, at, f"{at}/files/{photo}/original", reason=" ")
        opened = await press(browser, at, f"{at}/files/{photo}/original", reason="要作为证据提交仲裁")
        page = (await browser.get(at)).text

    assert without.status_code == 409
    assert camera.SECRET not in without.content
    assert opened.content == taken
    assert opened.headers["content-disposition"] == f'attachment; filename="original-{photo[-6:]}.jpg"'
    (event,) = tianshui.happened(case, "original_opened")
    assert (event.actor, event.words, event.facts["file"]) == ("L01", "要作为证据提交仲裁", photo)
    assert "打开了照片原件" in page


async def test_only_the_owner_opens_an_original(county: Federation) -> None:
    """
    A supervisor sees the masked photo of a lawyer's case, but the original is for whoever answers for the case.
    """
    async with county.signed_in("L01") as lawyer, county.signed_in("S01") as supervisor:
        case, at = await accepted(county, lawyer)
        photo = sends(county, case, "photo", "image/jpeg", camera.jpeg())
        seen = await supervisor.get(f"{at}/files/{photo}")
        refused = await press(supervisor, at, f"{at}/files/{photo}/original", reason="看看")

    assert seen.status_code == 200
    assert refused.status_code == 409
    assert county.happened(case, "original_opened") == []


async def test_a_file_is_there_only_for_who_may_read_its_case(tianshui: Federation) -> None:
    """
    Another lawyer, somebody signed out, and the address of a file under another case find nothing.
    """
    async with tianshui.signed_in("L01") as browser:
        case, at = await accepted(tianshui, browser)
        photo = sends(tianshui, case, "photo", "image/jpeg", camera.jpeg())
        other_case = tianshui.complaint("另一件")
        await press(browser, "/desk", f"/desk/cases/{other_case.number}/accept")
        crossed = await browser.get(f"/desk/cases/{other_case.number}/files/{photo}")
        unknown = await browser.get(f"{at}/files/{'0' * 32}")
    async with tianshui.signed_in("L03") as stranger, tianshui.browser() as nobody:
        secret = csrf_of(await stranger.get("/desk"))
        looked = await stranger.get(f"{at}/files/{photo}")
        forced = await stranger.post(f"{at}/files/{photo}/original", data={"csrf": secret, "reason": "看看"})
        outside = await nobody.get(f"{at}/files/{photo}")

    assert [one.status_code for one in (crossed, unknown, looked, forced)] == [404] * 4
    assert outside.status_code == 303
    assert tianshui.happened(case, "original_opened") == []


async def test_an_original_is_not_given_to_a_form_from_elsewhere(county: Federation) -> None:
    """
    A form without the session's secret opens nothing, and what was typed is still there.
    """
    async with county.signed_in("L01") as browser:
        case, at = await accepted(county, browser)
        photo = sends(county, case, "photo", "image/jpeg", camera.jpeg())
        refused = await browser.post(f"{at}/files/{photo}/original", data={"csrf": "guessed", "reason": "写好的原因"})
        again = await browser.get(f"{at}/files/{photo}/original")

    assert refused.status_code == 403
    assert "写好的原因" in refused.text
    assert again.headers["location"] == at
    assert county.happened(case, "original_opened") == []


@pytest.mark.parametrize(("status", "said"), [("too_large", "文件太大"), ("gone", "已经取不到"), (None, "还在接收中")])
async def test_what_is_not_here_is_said(
    county: Federation, status: Literal["too_large", "gone"] | None, said: str
) -> None:
    """
    A file still on its way, one too large and one that cannot be had any more are told apart, and open nothing.
    """
    async with county.signed_in("L01") as browser:
        case, at = await accepted(county, browser)
        file_id = sends(county, case, "video", "video/mp4", None)
        if status:
            county.database.call(lambda tx: files.lost(tx, file_id, status))
        page, file = (await browser.get(at)).text, await browser.get(f"{at}/files/{file_id}")

    assert said in page
    assert file.status_code == 404
    assert said in file.text


async def test_what_cannot_be_cleaned_waits_for_a_reason(county: Federation) -> None:
    """
    A file that may tell more than it shows is not shown; its original opens like any other, under a harmless name.
    """
    content = b"\xd0\xcf\x11\xe0 an old Word file of " + camera.SECRET
    async with county.signed_in("L01") as browser:
        case, at = await accepted(county, browser)
        file_id = sends(county, case, "document", "application/msword", content)
        looked = await browser.get(f"{at}/files/{file_id}")
        opened = await press(browser, at, f"{at}/files/{file_id}/original", reason="看合同")

    assert looked.status_code == 415
    assert camera.SECRET not in looked.content
    assert opened.content == content
    assert opened.headers["content-disposition"].endswith('.doc"')


async def test_an_open_page_hears_of_a_new_file_once(county: Federation) -> None:
    """
    A page that stays open gets the list of files when one has come, and not again with the next letter, so that a
    recording that is playing goes on.
    """
    async with county.signed_in("L01") as browser:
        case, at = await accepted(county, browser)
        asks = (await browser.get(at)).text.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
        photo = sends(county, case, "photo", "image/jpeg", camera.jpeg())
        news = (await browser.get(asks)).text
        asks = news.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
        county.database.call(lambda tx: correspondence.write_from_worker(tx, case, "照片收到了吗"))
        later = (await browser.get(asks)).text

    assert f'id="file-{photo}"' in news
    assert "照片收到了吗" in later
    assert 'id="files"' not in later
