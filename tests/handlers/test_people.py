"""A person of ours, letters with whoever has the case, how far it is, and what the worker's word decides."""

import pytest

from cases import assigning, closing, correspondence
from cases.office import Office
from handlers.receive import Door
from storage import events
from storage.database import Database
from tests.conftest import SettableClock
from tests.handlers.town import VAGUE_STORY, Phone, all_cases, case, colleague, complaint, only_case, supervisors


def accepted(phone: Phone, office: Office) -> str:
    """A complaint that a lawyer has taken; returns its number, with everything read."""
    number = phone.complains(district="秦州")
    accept(phone, office, number)
    phone.reads()
    return number


def accept(phone: Phone, office: Office, number: str) -> str:
    """Whoever was offered the case takes it; returns who."""
    lawyer = colleague(phone.database, case(phone.database, number).offered_to or "")
    phone.database.call(lambda tx: assigning.accept(tx, office, lawyer, number))
    return lawyer.id


def write(phone: Phone, office: Office, number: str, text: str) -> str:
    """The owner writes to the worker; returns what the worker reads."""
    owner = colleague(phone.database, case(phone.database, number).owner)
    phone.database.call(lambda tx: correspondence.write_to_worker(tx, office, owner, number, text))
    return phone.reads()


def propose(phone: Phone, office: Office, number: str) -> str:
    """The owner asks whether it is solved; returns what the worker reads."""
    owner = colleague(phone.database, case(phone.database, number).owner)
    phone.database.call(lambda tx: closing.propose_closing(tx, office, owner, number, "单位说钱已经打到卡上了。"))
    return phone.reads()


def letters(phone: Phone, number: str) -> list[str | None]:
    """What the worker wrote, as the record of the case has it."""
    kinds = (correspondence.FROM_WORKER,)
    return [it.words for it in phone.database.read(lambda tx: events.of_case(tx, case(phone.database, number), kinds))]


def test_a_person_in_opening_hours_is_told_at_once(phone: Phone) -> None:
    """
    On Monday at ten somebody is there; the duty supervisor has what was said lately.
    """
    phone.says("我在秦州区一个工地")
    said = phone.says("人工")

    waiting = only_case(phone.database)
    assert "现在有人值班" in said
    assert waiting.number in said
    assert (waiting.kind, waiting.owner, waiting.offered_to, waiting.urgency) == ("other", "S01", None, "high")
    assert "我在秦州区一个工地" in complaint(phone.database, waiting.number).story


@pytest.mark.parametrize(
    ("hours", "opens"), [(10, "11-24 08:30"), (3, "11-23 14:30"), (14, "11-24 08:30"), (5 * 24, "11-30 08:30")]
)
def test_a_person_outside_opening_hours_says_when(phone: Phone, clock: SettableClock, hours: int, opens: str) -> None:
    """
    In the evening, at noon, at midnight, on Saturday: the sentence names the hour at which somebody answers.
    """
    clock.advance(hours=hours)

    assert f"{opens} 以后会有人" in phone.presses("person")


def test_asking_for_a_person_twice_opens_one_case(phone: Phone) -> None:
    """
    A second tap says that they know already, and they see that he asked again; writing on reaches them.
    """
    phone.presses("person")
    number = only_case(phone.database).number

    assert "已经知道了" in phone.presses("person")
    assert only_case(phone.database).number == number
    phone.says("我在火车站这边")
    assert letters(phone, number) == ["[再次点了“人工”]", "我在火车站这边"]


def test_asking_for_a_person_while_writing_to_a_lawyer(phone: Phone, office: Office) -> None:
    """
    人工 reaches the duty supervisor, not the lawyer about whom he may want to complain.
    """
    number = accepted(phone, office)
    write(phone, office, number, "请把材料带来。")

    phone.presses("person")
    phone.says("那个律师一个月没理我")

    asked = next(one for one in all_cases(phone.database) if one.kind == "other")
    assert letters(phone, asked.number) == ["那个律师一个月没理我"]
    assert letters(phone, number) == []


def test_what_was_typed_into_a_form_given_up_is_not_handed_over(phone: Phone) -> None:
    """
    After cancelling, a tap on 人工 does not bring the story of the cancelled form before anybody's eyes.
    """
    phone.says("我想问个事情")
    phone.presses("complaint")
    phone.taps("agree")
    phone.says(VAGUE_STORY)
    phone.presses("cancel")
    phone.presses("person")

    said = complaint(phone.database, only_case(phone.database).number).story
    assert "我想问个事情" in said
    assert VAGUE_STORY not in said


def test_words_after_a_letter_in_the_middle_of_a_form(phone: Phone, office: Office) -> None:
    """
    A letter comes while he fills in a second complaint: what he types next is not swallowed by the form unasked.
    """
    number = accepted(phone, office)
    phone.presses("complaint")
    phone.taps("agree")
    write(phone, office, number, "请问证人电话是多少？")

    assert number in phone.says("证人电话是 138-0000-0000，姓某")
    phone.taps("reply")

    assert letters(phone, number) == ["证人电话是 138-0000-0000，姓某"]
    assert "经过讲给我听" in phone.taps("resume")


def test_a_greeting_ends_the_writing_to_a_lawyer(phone: Phone, office: Office) -> None:
    """
    After /start a question is answered by us and does not go to the lawyer.
    """
    number = accepted(phone, office)
    write(phone, office, number, "请把材料带来。")
    phone.says("/start")

    assert "转给" not in phone.says("申请法律援助要看家里穷不穷")
    assert letters(phone, number) == []


def test_solved_with_a_question_mark_decides_nothing(phone: Phone, office: Office) -> None:
    """
    "解决了？" is a question; the case stays open.
    """
    number = accepted(phone, office)
    propose(phone, office, number)
    phone.says("解决了？")

    assert not case(phone.database, number).ended


def test_the_word_belongs_to_the_case_he_writes_about(phone: Phone, office: Office) -> None:
    """
    "没解决" in answer to a lawyer's letter reaches that lawyer and does not reopen an older case.
    """
    older = accepted(phone, office)
    propose(phone, office, older)
    phone.presses(f"solved:{older}")
    newer = accepted(phone, office)
    write(phone, office, newer, "解决了没有？")

    phone.says("没解决")

    assert letters(phone, newer) == ["没解决"]
    assert case(phone.database, older).status == "closed"


def test_without_a_supervisor_a_person_is_asked_for_in_vain_but_politely(phone: Phone) -> None:
    """
    Nobody on duty at all: the number to ring, no crash, and the form stays.
    """
    supervisors(phone.database, active=False)
    phone.presses("complaint")
    phone.taps("agree")

    said = phone.says("人工")

    assert "12351" in said
    assert "经过讲给我听" in said
    assert all_cases(phone.database) == []


def test_letters_go_to_the_owner_and_back(phone: Phone, office: Office) -> None:
    """
    The lawyer writes, the worker answers by just typing; neither sees a name or a number of the other.
    """
    number = accepted(phone, office)

    said = write(phone, office, number, "考勤表还在您手上吗？")

    assert "考勤表还在您手上吗？" in said
    assert all(name not in said for name in ("王律师", "李律师", "L01", "L02"))
    assert "已经转给办您这件事的人" in phone.says("在，我拍了照片。")
    assert letters(phone, number) == ["在，我拍了照片。"]
    assert case(phone.database, number).status == "working"


def test_ask_takes_the_worker_back_to_questions(phone: Phone, office: Office) -> None:
    """
    With a letter in hand a question goes to the lawyer; after "ask something else" it is answered again.
    """
    number = accepted(phone, office)
    write(phone, office, number, "您好")
    phone.says("法律援助怎么申请？")
    assert letters(phone, number) == ["法律援助怎么申请？"]

    phone.taps("ask")

    assert "依据：" in phone.says("法律援助怎么申请？")
    assert len(letters(phone, number)) == 1


def test_reply_chooses_among_several_cases(phone: Phone) -> None:
    """
    With two cases, reply below one of them sends what is written to that one.
    """
    first, second = phone.complains(), phone.complains()
    phone.says("进度")
    phone.taps(f"reply:{first}")

    phone.says("补充：我还有一张欠条。")

    assert letters(phone, first) == ["补充：我还有一张欠条。"]
    assert letters(phone, second) == []


def test_what_is_added_after_submitting_reaches_the_case(phone: Phone) -> None:
    """
    The button below the number lets him add what he forgot.
    """
    number = phone.complains()
    phone.presses(f"reply:{number}")

    phone.says("工头姓高。")

    assert letters(phone, number) == ["工头姓高。"]


def test_a_photo_for_a_case_is_noted_in_it(phone: Phone, office: Office) -> None:
    """
    The owner learns that something came, with its caption, cleaned of what no page can show.
    """
    number = accepted(phone, office)
    write(phone, office, number, "请拍一下欠条")

    phone.sends("media", "欠条\ud800在这")
    phone.sends("location")
    phone.sends("other")

    assert letters(phone, number) == ["[文件] 欠条在这", "[位置]"]


def test_what_is_handed_to_a_person_can_be_shown_on_a_page(phone: Phone) -> None:
    """
    Half a character or a whole book said before asking for a person never breaks the supervisor's page.
    """
    phone.says("我叫\ud800小王\0")
    phone.says("啊" * 300_000)
    phone.presses("person")

    story = complaint(phone.database, only_case(phone.database).number).story
    assert "我叫小王" in story
    assert story.encode("utf-8", "strict")
    assert len(story) < 200_000


def test_status_lists_every_case_with_its_stage(phone: Phone, office: Office) -> None:
    """
    One accepted, one offered: two lines, each with number and stage in plain words.
    """
    first = accepted(phone, office)
    second = phone.complains()

    lines = phone.says("进度").splitlines()

    assert f"{second}（讨薪，11-23 登记）：已派单，等律师签收" in lines
    assert f"{first}（讨薪，11-23 登记）：律师已签收" in lines
    assert {f"reply:{first}", f"reply:{second}", f"withdraw:{first}"} <= {it.id for it in phone.buttons()}


def test_status_without_a_case_says_so(phone: Phone) -> None:
    """
    Nothing filed yet: told so, with the way to file.
    """
    assert "还没有登记过投诉" in phone.says("我的工单")
    assert "complaint" in phone.shown()


def test_solved_in_the_workers_own_word_closes_the_case(phone: Phone, office: Office) -> None:
    """
    The lawyer proposes, the worker taps solved: confirmed, and what he types next is a question again.
    """
    number = accepted(phone, office)
    said = propose(phone, office, number)
    assert "钱已经打到卡上" in said
    assert case(phone.database, number).status == "awaiting_worker"

    assert "办结" in phone.taps("solved")

    assert (case(phone.database, number).status, case(phone.database, number).ending) == ("closed", "confirmed")
    assert "依据：" in phone.says("法律援助怎么申请？")


@pytest.mark.parametrize(("typed", "status"), [("解决了", "closed"), ("没解决", "reopened"), ("解决了！", "closed")])
def test_the_answer_may_be_typed(phone: Phone, office: Office, typed: str, status: str) -> None:
    """
    Asked whether it is solved, a worker types the word instead of tapping it: it counts for the case asked about.
    """
    other = phone.complains()
    number = accepted(phone, office)
    propose(phone, office, number)

    phone.says(typed)

    assert case(phone.database, number).status == status
    assert case(phone.database, other).status == "offered"


def test_a_typed_answer_that_fits_two_cases_is_not_guessed(phone: Phone, office: Office) -> None:
    """
    Two lawyers ask at the same time: the word alone closes neither, the worker is shown his cases.
    """
    numbers = [accepted(phone, office), accepted(phone, office)]
    for number in numbers:
        propose(phone, office, number)

    phone.says("解决了")

    assert {case(phone.database, number).status for number in numbers} == {"awaiting_worker"}
    assert {f"solved:{number}" for number in numbers} <= {button.id for button in phone.buttons()}


def test_unsolved_reopens_and_reaches_the_owner(phone: Phone, office: Office) -> None:
    """
    Not solved: it goes on with the same lawyer, and what he writes now is read by him.
    """
    number = accepted(phone, office)
    owner = case(phone.database, number).owner
    propose(phone, office, number)

    phone.taps("unsolved")
    phone.says("只给了一半")

    assert (case(phone.database, number).status, case(phone.database, number).owner) == ("reopened", owner)
    assert letters(phone, number) == ["只给了一半"]


def test_a_closed_case_can_be_reopened_from_status(phone: Phone, office: Office) -> None:
    """
    Closed by mistake, or the promised money never came: "not solved" below the case brings it back.
    """
    number = accepted(phone, office)
    propose(phone, office, number)
    phone.taps("solved")
    phone.says("进度")

    phone.taps(f"unsolved:{number}")

    assert case(phone.database, number).status == "reopened"


def test_a_worker_takes_his_case_back_only_when_sure(phone: Phone) -> None:
    """
    Withdraw asks first; then it ends, and can be taken up again.
    """
    number = phone.complains()
    phone.says("进度")
    assert "确定要撤回" in phone.taps("withdraw")
    assert case(phone.database, number).status == "offered"

    assert "已经撤回" in phone.taps("withdraw_yes")
    assert (case(phone.database, number).status, case(phone.database, number).ending) == ("withdrawn", "withdrawn")

    phone.taps("unsolved")
    assert (case(phone.database, number).status, case(phone.database, number).ending) == ("reopened", None)


@pytest.mark.parametrize("verb", ["solved", "unsolved", "withdraw", "withdraw_yes", "reply"])
def test_nobody_reaches_another_workers_case(door: Door, towns: Database, verb: str) -> None:
    """
    A number seen over somebody's shoulder opens, ends and answers nothing: not found, as if it did not exist.
    """
    number = Phone(door, towns).complains()
    stranger = Phone(door, towns, address="815")

    for known in (number, number.lower(), "TS26112399999", "", f"{number}:{number}", "\0"):
        assert "没有找到这个工单" in stranger.presses(f"{verb}:{known}"), known

    assert case(towns, number).status == "offered"
    stranger.says("让我看看")
    assert letters(Phone(door, towns), number) == []


def test_writing_to_a_case_that_has_ended_says_how_to_reopen_it(phone: Phone, office: Office) -> None:
    """
    A letter in hand, the case withdrawn meanwhile: he is told that it ended and offered to reopen it.
    """
    number = accepted(phone, office)
    write(phone, office, number, "您好")
    phone.presses(f"withdraw_yes:{number}")

    assert "已经结束" in phone.says("我再补充一点")
    assert "unsolved" in phone.shown()
    assert "依据：" in phone.says("法律援助怎么申请？")


def test_useful_and_useless_are_thanked(phone: Phone) -> None:
    """
    Saying that an answer did not help offers a person.
    """
    phone.says("法律援助怎么申请？")
    assert "谢谢" in phone.taps("useful")
    phone.presses("useless:legal-aid-where")
    assert "person" in phone.shown()


def test_what_we_do_not_know_is_said(phone: Phone) -> None:
    """
    No guess about the weather: a person and the form are offered.
    """
    assert "不敢乱说" in phone.says("明天会不会下雨")
    assert phone.shown() == ["complaint", "person"]


def test_a_vague_question_is_asked_back_with_titles(phone: Phone) -> None:
    """
    A single word gets two to four titles; tapping one shows its article.
    """
    said = phone.says("法律援助")
    assert "您问的是哪一个" in said
    assert 2 <= phone.shown().count("topic") <= 4

    assert "依据：" in phone.taps("topic")


def test_the_story_stays_out_of_the_answer_to_status(phone: Phone) -> None:
    """
    A phone shared in a dormitory shows numbers and stages, never the story.
    """
    phone.complains()

    assert VAGUE_STORY[:8] not in phone.says("进度")


def test_what_is_remembered_after_submitting_can_be_added(phone: Phone, office: Office) -> None:
    """
    "对了，还有一个工友" after the number was given is offered to be added to the case, and one tap adds it.
    """
    number = accepted(phone, office)
    phone.says("对了，还有一个工友也没拿到钱，他叫某某")

    phone.taps("reply")

    assert letters(phone, number) == ["对了，还有一个工友也没拿到钱，他叫某某"]


@pytest.mark.parametrize(
    ("said", "answer"), [("谢谢", "不客气"), ("你好", "您好，这里是工会"), ("在吗？", "您好，这里是工会")]
)
def test_a_greeting_and_thanks_are_answered_as_people_do(phone: Phone, said: str, answer: str) -> None:
    """
    Nobody who says hello or thank you is told that we have no checked answer.
    """
    assert answer in phone.says(said)
