"""What a photographed paper says for certain: its kind, its facts, and what must not be taken from it."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.documents import Paper, read_paper
from knowledge.reading.sheets import Line, Sheet
from tests.papers.pages import CARD, IOU, NOTICE, PAYSLIP, page

_TODAY = date(2026, 11, 23)


def read(lines: Sequence[Line]) -> Paper:
    return read_paper(Sheet(lines), _TODAY)


def test_an_iou_says_who_owes_and_how_much() -> None:
    """
    From an IOU for wages come the sum, the one who owes and the site; the day of paying is no month that is owed.
    """
    paper = read(IOU)

    assert paper.kind == "iou"
    assert paper.facts == {"has_iou": "yes", "foreman": "某甲", "site": "某某花园三期工地", "amount": "32000.00"}


@pytest.mark.parametrize(
    "said",
    [
        "木工工资人民币叁万贰仟元整（￥3200.00）。",  # a digit was lost
        "木工工资人民币叁万贰任元整（￥32000.00）。",  # a numeral was misread
        "木工工资32000元。",  # said only once
        "木工工资人民币叁万贰仟元整。",
        "木工工资人民币叁万贰仟元整（￥32000.00），已付5000元。",  # what is still owed is another sum
        "木工工资人民币叁万贰仟元伍角（￥32000.00）。",
        "木工工资人民币叁万贰仟元整（￥320O0.00）。",  # a letter among the digits
    ],
)
def test_a_sum_counts_only_if_words_and_figures_agree(said: str) -> None:
    """
    A sum that is written once, or twice and differently, is none: the worker types it himself.
    """
    paper = read(page("欠条", "今欠到测试工友", said, "欠款人：某甲"))

    assert paper.kind == "iou"
    assert "amount" not in paper.facts


def test_a_loan_between_friends_is_no_wage() -> None:
    """
    An IOU in which nothing speaks of work says nothing about a complaint.
    """
    assert read(page("欠条", "今欠到某某人民币伍仟元整（￥5000）", "欠款人：某甲")).facts == {}


def test_a_payslip_says_the_wage_and_is_no_debt() -> None:
    """
    A payslip tells the employer, the site, the wage a day and the days of work; what was paid is not what is owed.
    """
    paper = read(PAYSLIP)

    assert paper.kind == "payslip"
    assert paper.facts == {
        "employer": "甲方建筑劳务有限公司",
        "site": "某某花园三期工程",
        "daily_wage": "280.00",
        "days_worked": "26",
    }


def test_figures_that_contradict_each_other_are_left_out() -> None:
    """
    26 days at 230 are not 7,280: one of the figures was misread, and nobody knows which.
    """
    head, one = ("姓名", "出勤天数", "日工资", "应发工资"), ("测试工友", "26", "230", "7280.00")

    assert read(page("工资条", head, one)).facts == {}


def test_figures_that_the_engine_doubts_are_left_out() -> None:
    """
    A blurred cell is not guessed at.
    """
    lines = page("工资条", ("姓名", "出勤天数", "日工资"), ("测试工友", "26", "280"), score=0.7)

    assert read(lines).facts == {}


def test_a_list_of_many_says_nothing_about_one() -> None:
    """
    From the payroll of a whole team nobody's wage is taken: it does not say who sent it.
    """
    head = ("姓名", "出勤天数", "日工资")
    lines = page("甲方建筑劳务有限公司工资表", head, ("测试甲", "26", "280"), ("测试乙", "20", "300"))

    assert read(lines).facts == {"employer": "甲方建筑劳务有限公司"}


def test_an_attendance_sheet_says_where_and_how_long() -> None:
    """
    The project, who led the team, and the days in the last column.
    """
    head, one = ("姓名", "1", "2", "3", "合计"), ("测试工友", "√", "√", "√", "14")
    paper = read(page("2026年6月份考勤表", "项目名称：某某花园三期工程", "带班：某乙", head, one))

    assert paper.kind == "attendance"
    assert paper.facts == {"site": "某某花园三期工程", "foreman": "某乙", "days_worked": "14"}


def test_a_contract_that_is_filled_in() -> None:
    """
    The employer and the agreed wage; neither the lowest wage of the law nor that of the trial time is the agreed one.
    """
    paper = read(
        page(
            "劳动合同书",
            "甲方（用人单位）：甲方建筑劳务有限公司",
            "乙方（劳动者）：测试工友",
            "乙方日工资为280元，每月25日发放。",
            "试用期月工资为3000元，不低于当地最低工资标准2020元/月。",
        )
    )

    assert paper.facts == {"has_contract": "yes", "employer": "甲方建筑劳务有限公司", "daily_wage": "280.00"}


def test_an_empty_form_of_a_contract_says_nothing() -> None:
    """
    A contract without a name is no proof that there is one.
    """
    assert read(page("劳动合同书", "甲方（用人单位）：________", "乙方（劳动者）：")).facts == {}


def test_a_notice_board_says_the_project_and_who_employs() -> None:
    """
    The labour contractor on the board is the employer, else the general contractor; the builder-owner is neither.
    """
    assert read(NOTICE).facts == {
        "construction": "yes",
        "employer": "甲方建筑劳务有限公司",
        "site": "某某花园三期工程",
    }
    without = [line for line in NOTICE if not line.text.startswith("分包")]
    assert read(without).facts["employer"] == "丙方建设集团有限公司"


def test_two_labour_contractors_leave_it_open() -> None:
    """
    A board that names several labour contractors does not say which of them is his.
    """
    lines = page("农民工维权告示牌", "劳务分包单位：甲方劳务有限公司", "专业分包单位：乙方劳务有限公司")

    assert "employer" not in read(lines).facts


def test_a_title_with_one_letter_misread() -> None:
    """
    An engine mistakes a letter now and then; a long title is known all the same.
    """
    assert read(page("农民工维权告示脾", "项目名称：某某花园三期工程")).kind == "notice"


@pytest.mark.parametrize(
    "lines",
    [
        CARD,
        page("中国某某银行", "借记卡", "银联", "6222000000000000000"),
        page("姓名某某", "性别男", "民族汉", "住址某省"),
    ],
)
def test_a_card_says_nothing(lines: list[Line]) -> None:
    """
    From an identity card or a bank card nothing at all is told.
    """
    assert read(lines) == Paper("card")


def test_a_photo_of_something_else_says_nothing() -> None:
    """
    A shop sign, a selfie with a helmet: no paper, no facts.
    """
    assert read(page("老王牛肉面", "营业中")) == Paper()
    assert read([]) == Paper()


_WORDS = st.text(alphabet="欠条工资单位：￥0123456789.元整叁万贰仟公司项目甲方姓名合计() ", max_size=30)
_LINE = st.builds(
    lambda text, left, top: Line(text, left, top, left + 30 * len(text), top + 40),
    _WORDS,
    st.integers(-50, 1600),
    st.integers(-50, 1600),
)


@given(st.lists(_LINE, max_size=25))
def test_any_page_is_read(lines: list[Line]) -> None:
    """
    Whatever an engine makes of a picture, reading it ends, and a sum is never one that does not stand there.
    """
    paper = read(lines)

    digits = "".join(line.text for line in lines)
    if "amount" in paper.facts:
        assert paper.facts["amount"].removesuffix(".00").rstrip("0") in digits.replace(",", "")
