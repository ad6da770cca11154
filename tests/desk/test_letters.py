"""Letters with files from the desk to a worker: together or not at all, and nothing that says who sent them."""

import hashlib
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from storage import tasks
from storage.database import Database, Transaction
from storage.losses import unavailable
from tests.cases import camera
from tests.conftest import SettableClock
from tests.desk.office import Federation, csrf_of, press
from tests.desk.sending import accepted, of_case


async def letter(browser: httpx.AsyncClient, at: str, text: str, *uploads: tuple[str, bytes]) -> httpx.Response:
    """Send a letter with files, as the form of the page does."""
    parts = [("files", (name, content, "application/x-anything")) for name, content in uploads]
    return await browser.post(f"{at}/letters", data={"csrf": csrf_of(await browser.get(at)), "text": text}, files=parts)


async def test_files_go_to_the_worker_with_a_letter(tianshui: Federation, clock: SettableClock) -> None:
    """
    A form and a photo go with the letter: kept sealed with their digests, on the record, and on their way to the
    worker as one.
    """
    taken, paper = camera.jpeg(), camera.pdf()
    async with tianshui.signed_in("L01") as browser:
        case, at = await accepted(tianshui, browser)
        sent = await letter(browser, at, "请填好这张表。", ("李律师的申请表.pdf", paper), ("IMG_1.jpg", taken))
        page = (await browser.get(at)).text

    assert sent.status_code == 303
    kept = of_case(tianshui, case)
    assert [(file.kind, file.mime, file.by, file.status) for file in kept] == [
        ("document", "application/pdf", "L01", "kept"),
        ("photo", "image/jpeg", "L01", "kept"),
    ]
    assert kept[0].album == kept[1].album != ""
    assert hashlib.sha256(paper).hexdigest() in page
    first, second = tianshui.happened(case, "file_to_worker")
    assert (first.words, second.words) == ("请填好这张表。", None)
    clock.advance(seconds=5)
    waiting = tianshui.database.call(lambda tx: tasks.lease(tx, kinds=("send_files",), limit=9, seconds=9))
    assert {one.subject for one in waiting} == {file.id for file in kept}


async def test_a_file_that_cannot_be_cleaned_keeps_the_letter_here(tianshui: Federation) -> None:
    """
    One file of three might say who he is: nothing is sent, nothing is kept, and his words are still in the form.
    """
    async with tianshui.signed_in("L01") as browser:
        case, at = await accepted(tianshui, browser)
        refused = await letter(browser, at, "写了很久的信", ("a.txt", b"abc"), ("旧合同.doc", b"\xd0\xcf\x11\xe0"))

    assert refused.status_code == 409
    assert "旧合同.doc" in refused.text
    assert "写了很久的信" in refused.text
    assert of_case(tianshui, case) == []
    assert "写了很久的信" not in tianshui.letters(case)


async def test_too_many_files_are_refused_with_a_sentence(county: Federation) -> None:
    """
    Eleven files do not go into one letter.
    """
    async with county.signed_in("L01") as browser:
        case, at = await accepted(county, browser)
        refused = await letter(browser, at, "很多照片", *[(f"{n}.txt", b"page") for n in range(11)])

    assert refused.status_code == 409
    assert "最多发 10 个" in refused.text
    assert of_case(county, case) == []


async def test_a_letter_whose_file_field_was_left_empty_is_a_letter(county: Federation) -> None:
    """
    Browsers send the empty field of files along; the letter goes like any other, and an empty one is refused.
    """
    async with county.signed_in("L01") as browser:
        case, at = await accepted(county, browser)
        sent = await letter(browser, at, "只有文字", ("", b""))
        nothing = await letter(browser, at, "  ", ("", b""))

    assert sent.status_code == 303
    assert "只有文字" in county.letters(case)
    assert nothing.status_code == 409


async def test_a_letter_that_went_keeps_its_files(tianshui: Federation, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The connection is lost in the very moment in which the letter is kept: whatever the desk says, its file stays.
    """
    paper, call, cuts = camera.pdf(), Database.call, [unavailable()]

    def cut_off(database: Database, work: Callable[[Transaction], Any]) -> Any:
        done = call(database, work)
        if cuts and tianshui.happened(case, "file_to_worker"):
            raise cuts.pop()
        return done

    async with tianshui.signed_in("L01") as browser:
        case, at = await accepted(tianshui, browser)
        monkeypatch.setattr(Database, "call", cut_off)
        await letter(browser, at, "附上表格", ("a.pdf", paper))
        monkeypatch.undo()

    [file] = of_case(tianshui, case)
    key = tianshui.database.read(lambda tx: tx.vault.key(file.key_id))
    assert file.status == "kept"
    assert tianshui.evidence.read(key, file.id) == paper


async def test_files_are_not_read_for_somebody_unknown(county: Federation) -> None:
    """
    Somebody who is not signed in cannot make us take in a large upload; one that is too large is refused for anybody.
    """
    async with county.signed_in("L01") as browser, county.browser() as stranger:
        _, at = await accepted(county, browser)
        huge = {"content-type": "multipart/form-data; boundary=x", "content-length": str(2 * 1024 * 1024)}
        unknown = await stranger.post(f"{at}/letters", content=b"", headers=huge)
        too_large = await browser.post(f"{at}/letters", content=b"", headers={**huge, "content-length": "90000000"})
        broken = await browser.post(f"{at}/letters", content=b"x", headers={"content-type": "multipart/form-data"})

    assert unknown.status_code == 401
    assert too_large.status_code == 413
    assert broken.status_code == 400


async def test_a_case_that_was_taken_from_him_meanwhile_takes_no_files(county: Federation) -> None:
    """
    A letter with a file about a case that his supervisor gave to another is refused, and no file of it stays.
    """
    async with county.signed_in("L01") as browser, county.signed_in("S01") as supervisor:
        case, at = await accepted(county, browser)
        await press(supervisor, at, f"{at}/assign", staff="L03")
        fields = {"csrf": csrf_of(await browser.get("/desk")), "text": "附上表格"}
        refused = await browser.post(f"{at}/letters", data=fields, files={"files": ("a.txt", b"abc")})

    assert refused.status_code == 404
    assert "附上表格" in refused.text
    assert of_case(county, case) == []
