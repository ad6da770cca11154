"""From the poster at a site to a complaint that names it, through a hotline that really runs, on both databases."""

import json
from pathlib import Path

from storage import cases
from tests.hotline_process import command
from tests.journeys.telegram_worker import TelegramWorker, Town
from tests.scanning import codes_of_svg

STORY = "包工头一直拖着工钱不给，我们要了好几回，说甲方没有结账，到现在一分钱也没有拿到手。"
SITE = ("--site", "某某小区3号楼", "--contractor", "甲乙建设工程有限公司", "--employer", "丙丁劳务公司")
NAMED = "某某小区3号楼（总包：甲乙建设工程有限公司）"


def poster(town: Town, folder: Path) -> list[str]:
    """An operator makes a poster; what its codes say, our page's first."""
    sheet = folder / "sheet.svg"
    words = ("poster", *SITE, "--district", "620503", "--out", str(sheet), "--json")
    made = command(town.folder, town.env, *words)
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["site"] == "某某小区3号楼"
    return codes_of_svg(sheet.read_text("utf-8"))


def test_from_the_poster_to_a_complaint(tianshui: Town, worker: TelegramWorker, tmp_path: Path) -> None:
    """
    He scans with Telegram, hears which site it is, tells his story, finds site, contractor and employer on the card
    without having written them, and his lawyer's case has them.
    """
    link = poster(tianshui, tmp_path)[1]

    said = worker.says(f"/start {link.partition('?start=')[2]}")
    worker.taps("complaint")
    worker.taps("agree")
    card = worker.says(STORY)
    while "submit" not in tianshui.telegram.buttons(worker.chat):
        card = worker.taps("skip")
    number = worker.taps("submit").partition("TS")[2][:11]

    assert NAMED.partition("（")[0] in said
    assert [it for it in (NAMED, "丙丁劳务公司", "麦积区") if it not in card] == []
    case = tianshui.case(f"TS{number}")
    told = tianshui.database.read(lambda tx: cases.complaint_of(tx, case))
    assert (told.site, told.employer, case.district) == (NAMED, "丙丁劳务公司", "620503")


def test_the_page_takes_the_code_as_telegram_does(tianshui: Town, tmp_path: Path) -> None:
    """
    What stands behind # in the other code goes through the same door as a message, and is not shown as one.
    """
    link = poster(tianshui, tmp_path)[0]
    page = tianshui.hotline.worker()

    page.post({"id": "start-0001", "text": f"/start {link.partition('#')[2]}"}).raise_for_status()

    assert "某某小区3号楼" in page.reads()
    shown = page.http.get("/chat/api/messages", params={"newest": 1}).raise_for_status().json()
    assert shown["mine"] == []
