"""Casework at the desk: promises, things to do, prepared letters, notes that stay notes, the record on paper."""

import re

import httpx
import pytest

from storage import letter_templates, promises, todo
from storage.cases import Case
from tests.desk.office import Federation, press
from tests.desk.sending import accepted

PROMISES = "材料收到了。周五前给您答复。"


def owed(federation: Federation, case: Case) -> list[str]:
    """The days by which something is owed in the case."""
    found = federation.database.read(lambda tx: promises.open_of(tx, case.id))
    return [one.due_on.isoformat() for one in found]


async def send(browser: httpx.AsyncClient, at: str, text: str, **more: str) -> httpx.Response:
    """Write to the worker."""
    return await press(browser, at, f"{at}/letters", text=text, **more)


def section(page: str, name: str) -> str:
    """One section of a page."""
    return page.partition(f'id="{name}"')[2].partition("</section>")[0]


async def test_a_promise_is_offered_below_the_letter_that_holds_it(tianshui: Federation) -> None:
    """
    Sent, the letter is followed by the offer to write its day down; then it is owed, on the page and on the home list,
    until he says that it is kept.
    """
    async with tianshui.signed_in("L01") as browser:
        case, at = await accepted(tianshui, browser)
        await send(browser, at, PROMISES)
        offered = section((await browser.get(at)).text, "promises")
        [letter] = re.findall(r'name="letter" value="(\d+)"', offered)
        [by] = re.findall(r'name="by" value="([\d-]+)"', offered)
        assert "周五前给您答复" in offered
        made = await press(browser, at, f"{at}/promise-read", letter=letter, by=by)
        page, home = (await browser.get(at)).text, (await browser.get("/desk")).text
        assert made.status_code == 303
        assert owed(tianshui, case) == ["2026-11-27"]
        assert "11月27日前" in section(page, "promises")
        assert 'name="letter"' not in section(page, "promises")
        assert case.number in home.partition("我答应工人的事")[2].partition("</ul>")[0]

        [its_id] = set(re.findall(r'name="promise" value="(\w+)"', page))
        await press(browser, at, f"{at}/promise-kept", promise=its_id)
        twice = await press(browser, at, f"{at}/promise-kept", promise=its_id)

    assert twice.status_code == 409
    assert owed(tianshui, case) == []
    assert tianshui.happened(case, "promise_kept")


async def test_what_no_letter_promises_is_not_written_down(county: Federation) -> None:
    """
    A form with another day than the letter's, or with none, is refused and owes nothing.
    """
    async with county.signed_in("L01") as browser:
        case, at = await accepted(county, browser)
        await send(browser, at, PROMISES)
        [letter] = county.happened(case, "to_worker")
        for by in ("2026-11-28", "gestern", ""):
            refused = await press(browser, at, f"{at}/promise-read", letter=str(letter.n), by=by)
            assert refused.status_code == 409

    assert owed(county, case) == []


async def test_a_promise_by_hand_and_its_end(county: Federation) -> None:
    """
    Entered with day and words; taken back with a reason that stays on the record; a day that is over comes back typed.
    """
    async with county.signed_in("L01") as browser:
        case, at = await accepted(county, browser)
        await press(browser, at, f"{at}/promises", by="2026-12-03", words="电话里说过给答复")
        past = await press(browser, at, f"{at}/promises", by="2026-11-01", words="早就答应过")
        assert past.status_code == 409
        assert "早就答应过" in past.text
        [its_id] = set(re.findall(r'name="promise" value="(\w+)"', past.text))
        await press(browser, at, f"{at}/promise-dropped", promise=its_id, reason="记错了案件")

    assert owed(county, case) == []
    assert [one.words for one in county.happened(case, "promise_dropped")] == ["记错了案件"]


async def test_things_to_do_are_on_the_page_and_the_home_list(county: Federation) -> None:
    """
    Written down, listed with their day, done; the worker is written nothing.
    """
    async with county.signed_in("L01") as browser:
        case, at = await accepted(county, browser)
        before = county.letters(case)
        await press(browser, at, f"{at}/todos", day="2026-11-25", words="问监察大队")
        assert "问监察大队" in section((await browser.get(at)).text, "todos")
        assert "问监察大队" in (await browser.get("/desk")).text
        [one] = county.database.read(lambda tx: todo.open_of(tx, case.id))
        await press(browser, at, f"{at}/todo-done", todo=one.id)
        assert "问监察大队" not in section((await browser.get(at)).text, "todos")

    assert county.letters(case) == before


async def test_whoever_may_not_read_the_case_promises_nothing(county: Federation) -> None:
    """
    Another lawyer's forms, and the record on paper, are as if the case did not exist.
    """
    async with county.signed_in("L01") as browser:
        case, at = await accepted(county, browser)
    async with county.signed_in("L03") as other:
        for form in ("promises", "promise-read", "promise-kept", "promise-dropped", "todos", "todo-done"):
            sent = await press(
                other, "/desk/password", f"{at}/{form}", by="2026-12-01", day="2026-12-01", words="给答复"
            )
            assert sent.status_code == 404, form
        assert (await other.get(f"{at}/timeline")).status_code == 404
        assert (await other.get(f"{at}?template=proof")).status_code == 404

    assert owed(county, case) == []


@pytest.mark.parametrize(
    "text", ["//对方强硬", "备注 对方强硬", "内部：对方强硬", "/n 对方强硬", "（仅同事看）对方强硬"]
)
async def test_a_letter_that_begins_like_a_note_is_held(county: Federation, text: str) -> None:
    """
    It comes back with a question; as a note it stays among colleagues, and only "anyway" makes it a letter.
    """
    async with county.signed_in("L01") as browser:
        case, at = await accepted(county, browser)
        held = await send(browser, at, text)
        assert held.status_code == 409
        assert 'name="as_note"' in held.text
        assert "强硬" not in county.letters(case)

        await send(browser, at, text, as_note="yes")
        assert "强硬" not in county.letters(case)
        assert [one.words for one in county.happened(case, "note")] == [text]

        await send(browser, at, text, anyway="yes")
    assert "强硬" in county.letters(case)


async def test_what_is_proposed_to_the_worker_is_held_alike(county: Federation) -> None:
    """
    The words with which closing is proposed go to the worker too: a note among them is asked about.
    """
    async with county.signed_in("L01") as browser:
        case, at = await accepted(county, browser)
        held = await press(browser, at, f"{at}/closing", summary="内部：对方强硬")

    assert held.status_code == 409
    assert "强硬" not in county.letters(case)


async def test_no_form_of_a_note_writes_to_the_worker(county: Federation) -> None:
    """
    Whatever is added to it, the form of a note keeps a note; it has its own colour and says who reads it.
    """
    async with county.signed_in("L01") as browser:
        case, at = await accepted(county, browser)
        before = county.letters(case)
        page = (await browser.get(at)).text
        assert '<section id="note" class="note"' in page
        assert "工人看不到" in section(page, "note")
        assert "工人会看到" in section(page, "letter")
        await press(browser, at, f"{at}/notes", text="对方强硬", anyway="yes", as_letter="yes", form="letter")

    assert county.letters(case) == before
    assert len(county.happened(case, "note")) == 1


async def test_a_prepared_letter_is_only_put_into_the_form(county: Federation) -> None:
    """
    Chosen above the form it stands in it, filled in; its gap keeps it here until a day is written, then it is sent.
    """
    async with county.signed_in("L01") as browser:
        case, at = await accepted(county, browser)
        before = county.letters(case)
        drafted = await browser.get(f"{at}?template=hearing")
        assert f"工单 {case.number}" in section(drafted.text, "letter")
        assert "【请填日期】" in section(drafted.text, "letter")
        assert county.letters(case) == before

        refused = await send(browser, at, "开庭的日子定了：【请填日期】。")
        assert refused.status_code == 409
        assert "没填的地方" in refused.text
        await send(browser, at, "开庭的日子定了：12月3日。")

    assert "12月3日" in county.letters(case)


async def test_supervisors_prepare_letters_for_their_unit(tianshui: Federation) -> None:
    """
    Written, changed, chosen by a lawyer of the unit, ended; what nobody can fill in comes back as it was typed.
    """
    async with tianshui.signed_in("S01") as supervisor, tianshui.signed_in("L01") as browser:
        case, at = await accepted(tianshui, browser)
        await press(
            supervisor,
            "/desk/templates",
            "/desk/templates",
            name="通知调解",
            text="工单 {{number}}，{{office}}请您来。",
        )
        wrong = await press(supervisor, "/desk/templates", "/desk/templates", name="错的", text="您好 {{name}}")
        assert wrong.status_code == 409
        assert "您好 {{name}}" in wrong.text
        [one] = tianshui.database.read(lambda tx: letter_templates.for_unit(tx, case.unit))
        drafted = section((await browser.get(f"{at}?template={one.id}")).text, "letter")
        assert f"工单 {case.number}，" in drafted
        assert "总工会请您来" in drafted

        await press(supervisor, "/desk/templates", f"/desk/templates/{one.id}", name="通知调解", text="请您来调解。")
        assert "请您来调解" in section((await browser.get(f"{at}?template={one.id}")).text, "letter")
        await press(supervisor, "/desk/templates", f"/desk/templates/{one.id}/end")
        assert one.id not in (await browser.get(at)).text
        assert (await browser.get("/desk/templates")).status_code == 404


async def test_the_record_can_be_filtered_and_printed(county: Federation) -> None:
    """
    On a page of its own the record stands whole and in order; each group alone leaves out the others, and a warning
    stands where there are notes.
    """
    async with county.signed_in("L01") as browser:
        _, at = await accepted(county, browser)
        await send(browser, at, "第一封信")
        await press(browser, at, f"{at}/notes", text="一条备注")
        whole = (await browser.get(f"{at}/timeline")).text
        alone = {
            only: (await browser.get(f"{at}/timeline?only={only}")).text for only in ("letters", "notes", "events")
        }
        page = (await browser.get(at)).text

    assert whole.index("工单受理") < whole.index("第一封信") < whole.index("一条备注")
    assert {only for only, text in alone.items() if "第一封信" in text} == {"letters"}
    assert {only for only, text in alone.items() if "一条备注" in text} == {"notes"}
    assert {only for only, text in alone.items() if "工单受理" in text} == {"events"}
    assert {only for only, text in alone.items() if "不要交给工人" in text} == {"notes"}
    assert f"{at}/timeline" in page
    assert all(f'id="show-{group}"' in page for group in ("all", "letters", "notes", "events"))
