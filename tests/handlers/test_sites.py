"""A worker scans the poster of his site: the hotline knows which it is, and he need not write it."""

import pytest

from handlers.filling import SCANNED, fill
from storage import sites
from storage.database import Database
from storage.sites import Site
from tests.handlers.town import MAIJI, VAGUE_STORY, Phone, complaint, only_case

NAMED = "某某小区3号楼（总包：甲乙建设工程有限公司）"
LABOUR = "丙丁劳务公司"


@pytest.fixture
def site(town: Database) -> Site:
    """A site in 麦积 where a labour company hires."""
    return town.call(lambda tx: sites.add(tx, MAIJI, "某某小区3号楼", "甲乙建设工程有限公司", LABOUR, MAIJI))


def start_of(phone: Phone, site: Site) -> str:
    """What the code of its poster says."""
    return phone.database.read(lambda tx: f"/start s-{sites.token(tx, site)}")


def scans(phone: Phone, site: Site) -> str:
    """Point the camera at its poster; returns what is said."""
    return phone.says(start_of(phone, site))


def to_the_card(phone: Phone, story: str = VAGUE_STORY) -> str:
    """From the greeting to the review card, without a word that is not asked for."""
    phone.taps("complaint")
    phone.taps("agree")
    said = phone.says(story)
    while "submit" not in phone.shown():
        said = phone.taps("skip")
    return said


def test_a_scan_says_which_site_it_is(phone: Phone, site: Site) -> None:
    """
    Site, general contractor and employer by name, and three ways on: complain, ask, a person.
    """
    said = scans(phone, site)

    assert "某某小区3号楼（总包：甲乙建设工程有限公司，用工单位：丙丁劳务公司）" in said
    assert phone.shown() == ["complaint", "ask", "person"]
    assert phone.taps("ask")


def test_a_complaint_after_a_scan_has_the_facts_of_the_site(phone: Phone, site: Site) -> None:
    """
    The card shows them as read, to be confirmed, and the case keeps them.
    """
    scans(phone, site)

    card = to_the_card(phone)
    phone.taps("submit")

    assert [it for it in (NAMED, LABOUR, "麦积区") if it not in card] == []
    case = only_case(phone.database)
    told = complaint(phone.database, case.number)
    assert (case.district, told.site, told.employer) == (MAIJI, NAMED, LABOUR)
    assert told.answers["construction"] == "yes"


def test_without_an_employer_the_contractor_is_not_made_one(phone: Phone, town: Database) -> None:
    """
    A poster that names no employer leaves that question open: the general contractor is not his boss for sure.
    """
    scans(phone, town.call(lambda tx: sites.add(tx, MAIJI, "某某小区3号楼", "甲乙建设工程有限公司")))

    to_the_card(phone)
    phone.taps("submit")

    told = complaint(phone.database, only_case(phone.database).number)
    assert (told.site, told.employer) == (NAMED, None)


def test_a_scan_in_the_middle_of_a_form_fills_its_gaps(phone: Phone, site: Site) -> None:
    """
    The open question that the poster answers is asked no more, what he answered himself stays, nothing is lost.
    """
    phone.presses("complaint")
    phone.taps("agree")
    phone.says(VAGUE_STORY)
    phone.says("秦州")

    said = scans(phone, site)
    assert "您扫的是：某某小区3号楼" in said
    assert "还空着的，我照海报写上了" in said

    while "submit" not in phone.shown():
        said = phone.taps("skip")
    assert VAGUE_STORY in said
    assert "秦州区" in said
    assert NAMED in said
    assert LABOUR in said


@pytest.mark.parametrize("at", ["consent", "story", "review"])
def test_a_scan_anywhere_keeps_his_place(phone: Phone, site: Site, at: str) -> None:
    """
    At consent, before the story and at the card what was asked is asked again below the word about the site.
    """
    phone.presses("complaint")
    if at != "consent":
        phone.taps("agree")
    if at == "review":
        phone.says(VAGUE_STORY)
        while "submit" not in phone.shown():
            phone.taps("skip")

    before = phone.shown()
    said = scans(phone, site)

    assert "您扫的是：某某小区3号楼" in said
    assert [it for it in before if it not in phone.shown()] == []


def test_a_form_that_waits_is_offered_again(phone: Phone, site: Site) -> None:
    """
    Who left his complaint half filled in and scans gets the facts into it and can go on.
    """
    phone.presses("complaint")
    phone.taps("agree")
    phone.says(VAGUE_STORY)
    phone.says("/start")

    scans(phone, site)

    assert phone.shown() == ["resume", "cancel"]
    said = phone.taps("resume")
    while "submit" not in phone.shown():
        said = phone.taps("skip")
    assert NAMED in said


def test_the_next_poster_replaces_the_last(phone: Phone, site: Site, town: Database) -> None:
    """
    Who scans at another site complains about that one, with nothing left of the first.
    """
    scans(phone, site)
    scans(phone, town.call(lambda tx: sites.add(tx, MAIJI, "某某路2号", "戊己建设公司")))

    card = to_the_card(phone)

    assert "某某路2号（总包：戊己建设公司）" in card
    assert "某某小区" not in card
    assert LABOUR not in card


@pytest.mark.parametrize("way", ["changed", "cut", "invented", "empty"])
def test_a_code_that_is_not_ours_loses_nothing(phone: Phone, site: Site, way: str) -> None:
    """
    Forged or not scanned whole: the same sentence, whether or not there is such a site, and the greeting.
    """
    whole = start_of(phone, site)
    sign = "A" if whole[-1] != "A" else "B"
    payload = {
        "changed": whole[:-1] + sign,
        "cut": whole[:-5],
        "invented": f"/start s-GD26112300099{'x' * 16}",
        "empty": "/start s-",
    }[way]

    said = phone.says(payload)

    assert "这个码我没读出来" in said
    assert "某某小区" not in said
    assert {"complaint", "person"} <= set(phone.shown())


def test_a_mangled_code_in_a_form_keeps_the_form(phone: Phone, site: Site) -> None:
    """
    The open question is asked again below the sentence.
    """
    phone.presses("complaint")
    phone.taps("agree")

    said = phone.says(start_of(phone, site)[:-3])

    assert "这个码我没读出来" in said
    assert "cancel" in phone.shown()
    assert "某某小区" not in to_the_end(phone)


def to_the_end(phone: Phone) -> str:
    """From the question for the story to the card."""
    said = phone.says(VAGUE_STORY)
    while "submit" not in phone.shown():
        said = phone.taps("skip")
    return said


def test_a_poster_that_hangs_no_more_gives_no_facts(phone: Phone, site: Site, town: Database) -> None:
    """
    He is told so and is helped all the same, without the facts.
    """
    town.call(lambda tx: sites.end(tx, site.id))

    said = scans(phone, site)

    assert "海报已经停用" in said
    assert "某某小区" not in to_the_card(phone)


def test_what_he_tells_comes_before_the_poster() -> None:
    """
    A fact of a poster that nobody confirmed gives way to his story; one that he confirmed or that says the same stays.
    """
    answers = {"site": "某某小区3号楼（总包：甲乙建设公司）", "employer": LABOUR, "district": MAIJI}
    scanned = {"answers": answers, "read": ["district", "site"], SCANNED: ["district", "employer", "site"]}

    told = fill(scanned, {"site": "某某小区", "employer": "庚辛公司", "district": "620502"})

    assert told["answers"] == {**answers, "district": "620502"}


def test_a_scan_is_understood_in_english_too(phone: Phone, site: Site) -> None:
    """
    Whose telephone speaks English reads about the site in English.
    """
    phone.language = "en"

    assert "general contractor: 甲乙建设工程有限公司, employer: 丙丁劳务公司" in scans(phone, site)
