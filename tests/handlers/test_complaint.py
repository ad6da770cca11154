"""From "I want to complain" to a case with a number, as a worker goes through it."""

from decimal import Decimal

import pytest

from storage.cases import Complaint
from tests.handlers.town import MAIJI, QINZHOU, VAGUE_STORY, Phone, all_cases, case, complaint, only_case, supervisors

TOLD = (
    "我在麦积区工地绑钢筋，天水红叶劳务有限公司欠我们12个人工钱，一共欠三万六，2026年3月到5月的工资没给，也没有打欠条。"
)
FIELDS = ("district", "employer", "amount", "since", "headcount", "construction", "has_iou", "contact")
TYPED = {
    "district": "秦州",
    "employer": "某某劳务队",
    "amount": "三万二",
    "since": "今年三月",
    "headcount": "连我十二个人",
    "construction": "是工地",
    "has_iou": "没有打",
    "contact": "13800001111，晚上七点以后",
}


def begins(phone: Phone, story: str = VAGUE_STORY) -> str:
    """Agree and tell the story; returns the first question."""
    phone.presses("complaint")
    phone.taps("agree")
    return phone.says(story)


def comes_to(phone: Phone, name: str) -> str:
    """Begin and skip until this question is open."""
    said = begins(phone)
    while open_question(phone) != name:
        said = phone.taps("skip")
    return said


def open_question(phone: Phone) -> str:
    """The field of the question that was shown last; "" if it is none of the form's."""
    return next((it.at for it in phone.buttons() if it.id == "skip"), "")


def row(said: str, name: str) -> str:
    """What the card says on the line of this name."""
    [found] = [line.removeprefix(f"{name}：") for line in said.splitlines() if line.startswith(f"{name}：")]
    return found


def test_a_worker_files_a_complaint_from_consent_to_number(phone: Phone) -> None:
    """
    He agrees, tells his story, answers every gap by typing, checks the card, submits and gets number and receipt.
    """
    assert "加密保存" in phone.presses("complaint")
    assert "经过讲给我听" in phone.taps("agree")
    phone.says(VAGUE_STORY)
    for name in FIELDS:
        assert open_question(phone) == name
        card = phone.says(TYPED[name])

    assert row(card, "经过") == VAGUE_STORY
    assert row(card, "区县") == "秦州区"
    assert row(card, "单位或老板") == "某某劳务队"
    assert row(card, "还欠的钱") == "32,000 元（叁万贰仟元整）"
    assert row(card, "从什么时候") == "2026年3月（农历正月到二月）"
    assert row(card, "人数") == "12 人"
    assert row(card, "联系方式") == "13800001111，晚上七点以后"

    said = phone.taps("submit")
    opened = only_case(phone.database)
    assert f"您的工单号：{opened.number}" in said
    assert (opened.number, opened.status, opened.district) == ("TS26112300001", "offered", QINZHOU)
    assert complaint(phone.database, opened.number) == Complaint(
        "wages",
        VAGUE_STORY,
        QINZHOU,
        "某某劳务队",
        Decimal("32000.00"),
        "2026-03",
        12,
        "13800001111，晚上七点以后",
        answers={"construction": "yes", "has_iou": "no"},
    )


def test_what_the_story_says_is_not_asked_again(phone: Phone) -> None:
    """
    District, employer, amount, month and number of workers stand in the story: only the telephone is asked, and the
    card says which lines were read.
    """
    begins(phone, TOLD)
    assert open_question(phone) == "contact"

    card = phone.taps("skip")

    assert row(card, "区县") == "麦积区（我读到的）"
    assert row(card, "还欠的钱") == "36,000 元（叁万陆仟元整）（我读到的）"
    assert row(card, "联系方式") == "没有填"
    phone.taps("submit")
    filed = complaint(phone.database, only_case(phone.database).number)
    assert (filed.district, filed.employer, filed.amount) == (MAIJI, "天水红叶劳务有限公司", Decimal(36000))
    assert (filed.since, filed.headcount, filed.approximate) == ("2026-03", 12, ())


def test_a_rough_amount_in_the_story_is_asked_for(phone: Phone) -> None:
    """
    "Thirty thousand or so" in a story is no claim: the form asks.
    """
    begins(phone, "我在秦州区给人干活，老板大概欠我三万多块钱工资，一直不给我。")
    phone.taps("skip")

    assert open_question(phone) == "amount"


def test_skipping_everything_still_leads_to_a_case(phone: Phone) -> None:
    """
    A worker who knows nothing but his story gets a number, and the city's supervisor has the case.
    """
    number = phone.complains()

    assert case(phone.database, number).unit == "620500"
    assert complaint(phone.database, number) == Complaint("wages", VAGUE_STORY)


def test_every_choice_can_be_typed(phone: Phone) -> None:
    """
    A worker whose buttons do not show types the words instead: complain, agree, skip, change, a line, submit.
    """
    phone.says("我要投诉。")
    phone.says("同意！")
    phone.says(VAGUE_STORY)
    for _ in FIELDS:
        card = phone.says("跳过")
    assert row(card, "人数") == "没有填"

    assert "要改哪一行" in phone.says("修改")
    phone.says("人数")
    assert row(phone.says("5个人"), "人数") == "5 人"
    assert "登记好了" in phone.says("提交")


def test_an_id_typed_counts_like_its_label(phone: Phone) -> None:
    """
    Somebody helping by telephone says "type agree, then submit".
    """
    phone.says("complaint")
    phone.says("agree")
    phone.says(VAGUE_STORY)
    for _ in FIELDS:
        phone.says("skip")

    assert "登记好了" in phone.says("submit")


def test_a_district_is_tapped_or_typed(phone: Phone) -> None:
    """
    Seven names to tap; a nickname typed counts too; a place elsewhere is asked again.
    """
    begins(phone)
    assert [it.label for it in phone.buttons()][:7] == [
        "秦州区",
        "麦积区",
        "清水县",
        "秦安县",
        "甘谷县",
        "武山县",
        "张家川回族自治县",
    ]
    assert "没认出是天水的哪个区县" in phone.says("兰州")
    phone.says("北道")
    assert open_question(phone) == "employer"
    phone.taps("back")
    phone.taps(f"district:{QINZHOU}")
    assert open_question(phone) == "employer"


@pytest.mark.parametrize("name", FIELDS)
def test_a_question_in_the_middle_is_answered_and_the_form_goes_on(phone: Phone, name: str) -> None:
    """
    Asked for anything, the worker asks back: he gets his article, then the same question again, nothing taken.
    """
    comes_to(phone, name)

    said = phone.says("法律援助怎么申请？")

    assert "依据：" in said
    assert "我们接着填" in said
    assert open_question(phone) == name


@pytest.mark.parametrize("press", ["", "agree", "skip:x"])
def test_a_question_before_the_form_is_answered_too(phone: Phone, press: str) -> None:
    """
    At consent, at the story and at the card a question gets its article, and then what stood open.
    """
    phone.presses("complaint")
    if press:
        phone.presses("agree")
    if press == "skip:x":
        phone.says(TOLD)
        phone.taps("skip")
    standing = {"": "agree", "agree": "cancel", "skip:x": "submit"}[press]
    assert standing in phone.shown()

    said = phone.says("法律援助怎么申请？")

    assert "依据：" in said
    assert standing in phone.last[-1].buttons[0].id


def test_an_article_tapped_in_the_form_leaves_the_form_open(phone: Phone) -> None:
    """
    A title tapped from an earlier list shows its article and asks the open question again.
    """
    comes_to(phone, "amount")

    assert "依据：" in phone.presses("topic:legal-aid-where")
    assert open_question(phone) == "amount"


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("三万二", "我记下了：32,000 元（"),
        ("32000", "我记下了：32,000 元（"),
        ("1.2万", "我记下了：12,000 元（"),
        ("12345.67元", "我记下了：12,345.67 元（"),
        ("三万左右", "我记下了：大约 30,000 元。"),
        ("两万多", "我记下了：大约 20,000 元。"),
        ("总共五万，给了两万", "我记下了：30,000 元（"),
    ],
)
def test_an_amount_is_echoed_in_digits(phone: Phone, typed: str, heard: str) -> None:
    """
    What was understood is said in digits at once, "about" where it was vague.
    """
    comes_to(phone, "amount")

    said = phone.says(typed)

    assert heard in said


@pytest.mark.parametrize("typed", ["不知道", "不清楚。", "I don't know"])
def test_not_knowing_is_an_answer(phone: Phone, typed: str) -> None:
    """
    Who says that he does not know is asked the next question, and the card shows the line as open.
    """
    comes_to(phone, "amount")

    assert "什么时候" in phone.says(typed)


@pytest.mark.parametrize("typed", ["3", "很多", "两三千", "十几万", "8000美元", "0", "-500", "999999999999", "😀"])
def test_an_unreadable_amount_is_asked_again_and_never_guessed(phone: Phone, typed: str) -> None:
    """
    A range, a bare 3, another currency, nothing at all: asked again; skipping leaves the claim without a sum.
    """
    comes_to(phone, "amount")

    assert "没看明白是多少钱" in phone.says(typed)
    assert open_question(phone) == "amount"
    while "submit" not in phone.shown():
        phone.taps("skip")
    phone.taps("submit")
    assert complaint(phone.database, only_case(phone.database).number).amount is None


def test_rough_figures_are_marked_in_the_record(phone: Phone) -> None:
    """
    The lawyer sees which figures the worker gave only roughly.
    """
    number = phone.complains(amount="三万左右", headcount="十几个人")

    filed = complaint(phone.database, number)
    assert (filed.amount, filed.headcount) == (Decimal(30000), 11)
    assert filed.approximate == ("amount", "headcount")


def test_a_tale_typed_at_a_question_is_added_to_the_story(phone: Phone) -> None:
    """
    Instead of a sum the worker tells more: it is kept in his story, and the sum is asked again.
    """
    comes_to(phone, "amount")
    more = "说好干完就给钱，结果老板换了手机，找到家里也没有人，工友们都说再等等看吧。"

    assert "已经加到经过里" in phone.says(more)
    assert open_question(phone) == "amount"
    while "submit" not in phone.shown():
        phone.taps("skip")
    phone.taps("submit")
    assert complaint(phone.database, only_case(phone.database).number).story == f"{VAGUE_STORY}\n{more}"


def test_a_tale_typed_at_the_card_is_added_to_the_story(phone: Phone) -> None:
    """
    Reading the card he remembers more: nothing of it is passed over.
    """
    begins(phone, TOLD)
    phone.taps("skip")
    more = "还有一件事，老板给我们打过一张欠条，欠条现在我工友拿着，上面有他的签字。"

    said = phone.says(more)

    assert "已经加到经过里" in said
    assert more in row_and_after(said, "经过")
    phone.taps("submit")
    assert complaint(phone.database, only_case(phone.database).number).story == f"{TOLD}\n{more}"


def row_and_after(said: str, name: str) -> str:
    """The card from the line of this name on."""
    return said[said.index(f"{name}：") :]


def test_a_short_word_at_the_card_is_told_what_to_do(phone: Phone) -> None:
    """
    "OK" at the card submits nothing; what to tap is said, and the card stands again.
    """
    begins(phone, TOLD)
    phone.taps("skip")

    said = phone.says("好的")

    assert "请点“提交”；要改，点“修改”" in said
    assert "submit" in phone.shown()
    assert all_cases(phone.database) == []


def test_a_story_of_three_words_is_not_enough(phone: Phone) -> None:
    """
    "No money" is no story: he is asked for a little more.
    """
    phone.presses("complaint")
    phone.taps("agree")

    assert "再多说几句" in phone.says("不给钱")


def test_several_complaints_of_one_worker_are_several_cases(phone: Phone) -> None:
    """
    Two sites, two complaints, two numbers; each keeps its own story.
    """
    first = phone.complains(district="秦州")
    second = phone.complains(story=TOLD)

    assert first != second
    assert complaint(phone.database, first).story == VAGUE_STORY
    assert complaint(phone.database, second).story == TOLD


def test_without_a_supervisor_nothing_is_lost(phone: Phone) -> None:
    """
    While nobody is on duty no case can be opened: a plain sentence, the form kept, and submit works later.
    """
    begins(phone, TOLD)
    phone.taps("skip")
    supervisors(phone.database, active=False)

    assert "您填的都给您留着" in phone.taps("submit")
    assert all_cases(phone.database) == []

    supervisors(phone.database, active=True)
    assert "登记好了" in phone.taps("submit")


def test_an_answer_to_another_question_is_not_lost(phone: Phone) -> None:
    """
    A telephone number typed where the amount was asked is asked again, and is kept as the way to reach him.
    """
    comes_to(phone, "amount")
    phone.says("138 0000 0000 晚上打")
    while "submit" not in phone.shown():
        phone.taps("skip")
    phone.taps("submit")

    filed = complaint(phone.database, only_case(phone.database).number)
    assert filed.contact == "138 0000 0000 晚上打"
    assert "138 0000 0000" not in filed.story
