"""A lawyer's day at the desk: what is offered, what he takes, what he writes."""

from decimal import Decimal

import pytest

from cases import assigning, closing, correspondence, money
from storage import offers, people, receipts
from tests.conftest import SettableClock
from tests.desk.office import CONTACT, Federation, csrf_of, press

AFTER_ESCAPING = "&lt;script&gt;"


async def test_an_offer_shows_enough_to_decide_and_nothing_the_worker_told(tianshui: Federation) -> None:
    """
    He sees number, kind, district, deadline and why it came to him; no story, no employer, no contact.
    """
    case = tianshui.complaint()
    async with tianshui.signed_in("L01") as browser:
        home = (await browser.get("/desk")).text
        page = await browser.get(f"/desk/cases/{case.number}")

    for shown in (case.number, "欠薪", "秦州区", "2026-11-23 12:00", "手上还有余力"):
        assert shown in home
    for hidden in ("老板", "兴盛", "138", "21,600", "律师L02"):
        assert hidden not in home
    assert page.status_code == 404


async def test_he_accepts_reads_and_writes_to_the_worker(tianshui: Federation) -> None:
    """
    After accepting he reads the story with its figures, and what he writes is promised to the worker.
    """
    case = tianshui.complaint()
    at = f"/desk/cases/{case.number}"
    async with tianshui.signed_in("L01") as browser:
        accepted = await press(browser, "/desk", f"{at}/accept")
        page = (await browser.get(accepted.headers["location"])).text
        sent = await press(browser, at, f"{at}/letters", text="请把工资条拍照发来。")
        after = (await browser.get(sent.headers["location"])).text

    assert accepted.status_code == 303
    for shown in ("包工头叫我去找总包", "21,600 元", "兴盛", "12 人", "签收承办"):
        assert shown in page
    assert CONTACT not in page
    assert "请把工资条拍照发来。" in after
    assert "请把工资条拍照发来。" in tianshui.letters(case)
    assert tianshui.now(case).owner == "L01"


async def test_a_story_is_shown_as_text(county: Federation) -> None:
    """
    A story that holds a script is read, not run, by lawyer and supervisor.
    """
    case = county.complaint()
    async with county.signed_in("S01") as browser:
        page = (await browser.get(f"/desk/cases/{case.number}")).text

    assert AFTER_ESCAPING in page
    assert "<script>" not in page


async def test_a_note_never_goes_to_the_worker(tianshui: Federation) -> None:
    """
    A note stands in the record, marked as one, and nothing of it is promised to the worker.
    """
    case = tianshui.complaint()
    at = f"/desk/cases/{case.number}"
    async with tianshui.signed_in("L01") as browser:
        await press(browser, "/desk", f"{at}/accept")
        await press(browser, at, f"{at}/notes", text="先问总包有没有工资专户")
        page = (await browser.get(at)).text

    assert "先问总包有没有工资专户" in page
    assert "内部备注（工人看不到）" in page
    assert "工资专户" not in tianshui.letters(case)


async def test_another_lawyer_gets_nothing(tianshui: Federation) -> None:
    """
    For a lawyer who has not the case it does not exist: not its page, not its record, not its forms.
    """
    case = tianshui.complaint()
    at = f"/desk/cases/{case.number}"
    async with tianshui.signed_in("L01") as browser:
        await press(browser, "/desk", f"{at}/accept")
    async with tianshui.signed_in("L03") as browser:
        secret = csrf_of(await browser.get("/desk"))
        looks = [
            await browser.get(path) for path in (at, f"{at}/record", "/desk/cases/TS99999999999", "/desk/cases/%00")
        ]
        forms = [
            await browser.post(f"{at}/{form}", data={"csrf": secret, field: "想看一眼"})
            for form, field in (("letters", "text"), ("notes", "text"), ("closing", "summary"), ("contact", "reason"))
        ]

    assert {answer.status_code for answer in looks + forms} == {404}
    assert all("老板" not in answer.text for answer in looks + forms)
    assert all("想看一眼" in answer.text for answer in forms), "what he typed is not lost"
    assert "想看一眼" not in tianshui.letters(case)


async def test_an_offer_that_ran_out_says_so(tianshui: Federation, clock: SettableClock) -> None:
    """
    He presses accept on a page that is older than his offer and reads that it went on to somebody else.
    """
    case = tianshui.complaint()
    async with tianshui.signed_in("L01") as browser:
        secret = csrf_of(await browser.get("/desk"))
        clock.advance(hours=9)
        offer = tianshui.database.read(lambda tx: offers.open_offer(tx, case.id))
        assert offer
        tianshui.database.call(lambda tx: assigning.time_out(tx, tianshui.office, offer.id))
        late = await browser.post(f"/desk/cases/{case.number}/accept", data={"csrf": secret})

    assert late.status_code == 409
    assert "超时转派" in late.text
    assert tianshui.now(case).owner == "S01"


async def test_declining_takes_one_tap_and_asks_the_next(tianshui: Federation) -> None:
    """
    He declines with a reason; the case is offered to the next lawyer and is gone from his list.
    """
    case = tianshui.complaint()
    async with tianshui.signed_in("L01") as browser:
        declined = await press(browser, "/desk", f"/desk/cases/{case.number}/decline", reason="conflict")
        home = (await browser.get("/desk")).text

    assert declined.headers["location"] == "/desk"
    assert case.number not in home
    assert tianshui.now(case).offered_to in ("L02", "L03")
    assert tianshui.happened(case, "declined")[0].facts["reason"] == "conflict"


@pytest.mark.parametrize("form", ["accept", "decline", "letters", "notes", "closing", "contact", "assign"])
async def test_a_form_without_the_secret_changes_nothing(county: Federation, form: str) -> None:
    """
    A form sent from elsewhere with the colleague's cookie is refused with a sentence, and his words are kept.
    """
    case = county.now(county.complaint())
    fields = {"text": "写了很久的话", "summary": "写了很久的话", "reason": "写了很久的话", "staff": "L03"}
    async with county.signed_in("S01" if form != "accept" else "L01") as browser:
        refused = await browser.post(f"/desk/cases/{case.number}/{form}", data={"csrf": "guessed", **fields})

    assert refused.status_code == 403
    assert "没有接受" in refused.text
    assert form in ("accept", "decline", "assign") or "写了很久的话" in refused.text
    assert county.now(case) == case
    assert county.letters(case) == ""


async def test_the_secret_may_come_in_the_header(county: Federation) -> None:
    """
    A part of a page that sends the secret in its header is heard like a form that carries it.
    """
    case = county.complaint()
    at = f"/desk/cases/{case.number}"
    async with county.signed_in("L01") as browser:
        secret = csrf_of(await browser.get("/desk"))
        accepted = await browser.post(f"{at}/accept", headers={"X-CSRF-Token": secret})

    assert accepted.status_code == 303


async def test_the_contact_opens_only_with_a_reason_that_is_kept(tianshui: Federation) -> None:
    """
    He must say why he wants the worker's number; he sees it once, the record keeps who looked and why.
    """
    case = tianshui.complaint()
    at = f"/desk/cases/{case.number}"
    async with tianshui.signed_in("L01") as browser:
        await press(browser, "/desk", f"{at}/accept")
        without = await press(browser, at, f"{at}/contact", reason="  ")
        opened = await press(browser, at, f"{at}/contact", reason="约好当面看证据")
        afterwards = (await browser.get(at)).text

    assert without.status_code == 409
    assert CONTACT not in without.text
    assert CONTACT in opened.text
    assert CONTACT not in afterwards
    kept = tianshui.happened(case, "identity_opened")
    assert [(event.actor, event.words) for event in kept] == [("L01", "约好当面看证据")]


async def test_only_the_owner_opens_the_contact(county: Federation) -> None:
    """
    A supervisor reads the case of a lawyer, but the worker's number only once the case is the supervisor's.
    """
    case = county.complaint()
    at = f"/desk/cases/{case.number}"
    async with county.signed_in("L01") as lawyer, county.signed_in("S01") as supervisor:
        before = await press(supervisor, at, f"{at}/contact", reason="工人着急，先打个电话")
        await press(lawyer, "/desk", f"{at}/accept")
        after = await press(supervisor, at, f"{at}/contact", reason="看看")

    assert CONTACT in before.text
    assert after.status_code == 409
    assert CONTACT not in after.text


async def test_closing_is_proposed_with_a_summary_and_the_worker_is_asked(tianshui: Federation) -> None:
    """
    His summary goes to the worker as a question; a second proposal is refused and what he typed stays.
    """
    case = tianshui.complaint()
    at = f"/desk/cases/{case.number}"
    async with tianshui.signed_in("L01") as browser:
        await press(browser, "/desk", f"{at}/accept")
        await press(browser, at, f"{at}/closing", summary="总包已付清两万一千六。")
        again = await press(browser, at, f"{at}/closing", summary="再催一次")
        page = (await browser.get(at)).text

    assert "总包已付清两万一千六。" in tianshui.letters(case)
    assert tianshui.now(case).status == "awaiting_worker"
    assert again.status_code == 409
    assert "再催一次" in again.text
    assert "待回访" in page


async def test_a_letter_about_an_ended_case_is_refused_and_kept(county: Federation) -> None:
    """
    The worker confirmed while the lawyer was still typing: he reads that it has ended, with his letter before him.
    """
    case = county.complaint()
    at = f"/desk/cases/{case.number}"
    async with county.signed_in("L01") as browser:
        secret = csrf_of(await browser.get("/desk"))
        await browser.post(f"{at}/accept", data={"csrf": secret})
        county.database.call(lambda tx: money.confirm_total(tx, case, Decimal(21600)))
        county.database.call(lambda tx: closing.confirm(tx, county.office, case))
        late = await browser.post(f"{at}/letters", data={"csrf": secret, "text": "还有一件事想问您"})
        page = (await browser.get(at)).text

    assert late.status_code == 409
    assert "已结束" in late.text
    assert "还有一件事想问您" in late.text
    assert "工人确认已解决" in page


async def test_a_message_that_did_not_arrive_stands_out(county: Federation) -> None:
    """
    When the worker cannot be reached any more, the record says so in a line of its own.
    """
    case = county.complaint()
    at = f"/desk/cases/{case.number}"
    async with county.signed_in("L01") as browser:
        await press(browser, "/desk", f"{at}/accept")
        county.database.call(lambda tx: correspondence.not_delivered(tx, case.id, 1, "unreachable", "blocked"))
        page = (await browser.get(at)).text

    assert '<li class="trouble ' in page
    assert "没有送到" in page


async def test_the_way_to_him_does_not_tell_him_about_the_others(county: Federation) -> None:
    """
    A lawyer who got the case second reads why it came to him, not who declined before him and why.
    """
    case = county.complaint()
    at = f"/desk/cases/{case.number}"
    first = county.database.read(lambda tx: people.colleague(tx, "L01"))
    county.database.call(lambda tx: assigning.decline(tx, county.office, first, case.number, "conflict"))
    second = county.now(case).offered_to
    assert second
    async with county.signed_in(second) as browser:
        await press(browser, "/desk", f"{at}/accept")
        page = (await browser.get(at)).text

    assert "手上还有余力" in page
    assert "律师L01" not in page
    assert "利害关系" not in page


async def test_a_reload_of_a_refused_form_leads_back_to_the_case(county: Federation) -> None:
    """
    Whoever reloads, or changes the language, where a form was refused gets the case and no error.
    """
    async with county.signed_in("L01") as browser:
        back = await browser.get("/desk/cases/TS26112300001/letters?lang=en")
        home = await browser.get("/desk/cases/TS26112300001/accept")

    assert back.headers["location"] == "/desk/cases/TS26112300001"
    assert home.headers["location"] == "/desk"


async def test_an_anonymous_worker_stays_unknown(tianshui: Federation) -> None:
    """
    Who filed anonymously left no contact: the page says that he does not wish to be known.
    """
    case = tianshui.complaint(contact=None)
    tianshui.database.call(lambda tx: receipts.make_anonymous(tx, case))
    tianshui.database.call(lambda tx: assigning.accept(tx, tianshui.office, people.colleague(tx, "L01"), case.number))

    async with tianshui.signed_in("L01") as browser:
        page = (await browser.get(f"/desk/cases/{case.number}")).text

    assert "匿名：工人不愿透露是谁" in page
