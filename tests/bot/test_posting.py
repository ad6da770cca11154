"""`hotline poster`: an operator makes, lists, prints again and ends the posters of sites."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from bot import fonts
from bot.fonts import chinese_letters
from bot.poster_pdf import DOTS
from tests.bot.command_line import FEDERATION, Run, printed, refused
from tests.scanning import codes_of_picture, codes_of_svg

SITE = ("poster", "--site", "某某小区3号楼", "--contractor", "甲乙建设工程有限公司")
BOT = ("--bot", "ceshi_bot")
with_letters = pytest.mark.skipif(chinese_letters() is None, reason="no Chinese letters on this machine")


@pytest.fixture
def federation(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A hotline with one union body and an address of its own."""
    monkeypatch.setenv("HOTLINE_PUBLIC_URL", "https://hotline.example")
    run(*FEDERATION)
    return run


@pytest.fixture
def no_letters(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without a Chinese font."""
    monkeypatch.setattr(fonts, "_FONTS", ())
    monkeypatch.setenv("PATH", "")
    chinese_letters.cache_clear()
    yield
    chinese_letters.cache_clear()


@with_letters
def test_a_pdf_of_one_page_of_a4_whose_codes_can_be_scanned(federation: Run) -> None:
    """
    Without --out there is a PDF named for the site, and a camera reads from it the links that --json names.
    """
    made = printed(federation(*SITE, "--district", "620503", *BOT, "--json"))

    [page] = PdfReader(made["file"]).pages
    picture = Image.open(io.BytesIO(page.images[0].data))
    assert made["file"] == f"poster-{made['id']}.pdf"
    assert (round(page.mediabox.width / 72 * 25.4), round(page.mediabox.height / 72 * 25.4)) == (210, 297)
    assert picture.width == round(210 / 25.4 * DOTS)
    assert codes_of_picture(picture) == sorted(made["links"])
    assert [link.partition("s-")[0] for link in made["links"]] == [
        "https://t.me/ceshi_bot?start=",
        "https://hotline.example/chat#",
    ]


def test_an_svg_needs_no_letters_here(federation: Run, no_letters: None) -> None:
    """
    Where there is no Chinese font a sheet is still made, for a printer that has one.
    """
    made = printed(federation(*SITE, "--out", "sheet.svg", "--json"))

    assert codes_of_svg(Path("sheet.svg").read_text("utf-8")) == made["links"]


def test_a_pdf_without_letters_says_what_to_do(federation: Run, no_letters: None) -> None:
    """
    The sentence names a package and the way without, and no site is kept for a poster that was not made.
    """
    sentence = refused(federation(*SITE))

    assert "fonts-noto-cjk" in sentence
    assert ".svg" in sentence
    assert printed(federation("poster", "list", "--json")) == []


def test_a_code_that_would_lead_nowhere_is_not_printed(run: Run) -> None:
    """
    Without the bot's name and an address the operator hears what to set, and no site is kept.
    """
    run(*FEDERATION)

    sentence = refused(run(*SITE, "--out", "sheet.svg"))

    assert "HOTLINE_PUBLIC_URL" in sentence
    assert "--bot" in sentence
    assert printed(run("poster", "list", "--json")) == []


def test_the_list_says_which_posters_hang(federation: Run) -> None:
    """
    The newest first, each with what it says and, once it has ended, since when.
    """
    first = printed(federation(*SITE, "--employer", "丙丁劳务公司", "--out", "a.svg", "--json"))
    second = printed(federation(*SITE, "--out", "b.svg", "--json"))
    federation("poster", "end", first["id"])

    listed = printed(federation("poster", "list", "--json"))

    assert [one["id"] for one in listed] == [second["id"], first["id"]]
    assert [one["ended_at"] is None for one in listed] == [True, False]
    assert listed[1]["employer"] == "丙丁劳务公司"
    assert "ended" in federation("poster", "list").stdout.splitlines()[1]


def test_a_sheet_is_printed_again_with_the_same_code(federation: Run) -> None:
    """
    A poster that got wet is replaced by the same; one that has ended is not.
    """
    made = printed(federation(*SITE, "--out", "a.svg", "--json"))

    again = printed(federation("poster", "again", made["id"], "--out", "b.svg", "--json"))
    assert again["links"] == made["links"]
    assert Path("b.svg").read_bytes() == Path("a.svg").read_bytes()

    federation("poster", "end", made["id"])
    assert "make a new one" in refused(federation("poster", "again", made["id"], "--out", "c.svg"))


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("poster", "--site", "某某小区"), "--contractor"),
        ((*SITE, "--out", "sheet.png"), ".svg"),
        ((*SITE, "--out", "nowhere/sheet.svg"), "no folder"),
        ((*SITE, "--district", "110101", "--out", "a.svg"), "110101"),
        ((*SITE, "--bot", "t.me/bot", "--out", "a.svg"), "--bot"),
        ((*SITE, "--employer", "某" * 41, "--out", "a.svg"), "employer"),
    ],
)
def test_wrong_usage_is_named(federation: Run, words: tuple[str, ...], what: str) -> None:
    """
    What is missing or wrong is said, nothing is printed and no site is kept.
    """
    result = federation(*words)

    assert result.exit_code == 2
    assert what in result.stderr
    assert printed(federation("poster", "list", "--json")) == []


def test_an_unknown_poster_is_refused(federation: Run) -> None:
    """
    Ending or printing what is not there says where to look.
    """
    assert "hotline poster list" in refused(federation("poster", "end", "GD26112399999"))
    assert "hotline poster list" in refused(federation("poster", "again", "GD26112399999", "--out", "a.svg"))
