"""Drawn papers, and what has to be read from each."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.papers.drawing import Picture, ruled, written

SITE, FIRM = "某某花园三期工程", "甲方建筑劳务有限公司"


@dataclass(frozen=True, slots=True)
class Specimen:
    """A paper: what it is called, how it looks, which kind it is and what it says."""

    name: str
    picture: Picture
    kind: str
    facts: Mapping[str, str]


def specimens() -> list[Specimen]:
    """One of each kind."""
    return [_iou(), _payslip(), _attendance(), _contract(), _notice(), _card()]


def _iou() -> Specimen:
    lines = (
        "今欠到测试工友在某某花园三期",
        "工地木工工资人民币叁万贰仟元整（￥32000.00）。",
        "此款于2026年2月10日前付清。",
    )
    picture = written("欠条", (*lines, "", "欠款人：某甲", "电话：13800000000", "2025年12月20日"))
    facts = {"has_iou": "yes", "foreman": "某甲", "site": "某某花园三期工地", "amount": "32000.00"}
    return Specimen("IOU", picture, "iou", facts)


def _payslip() -> Specimen:
    head = ("姓名", "出勤天数", "日工资", "应发工资", "扣款", "实发工资")
    row = ("测试工友", "26", "280", "7280.00", "280.00", "7000.00")
    picture = ruled(
        "2026年7月份工资条", (f"单位：{FIRM}", f"项目：{SITE}"), (head, row), (180, 200, 180, 200, 160, 200)
    )
    facts = {"employer": FIRM, "site": SITE, "daily_wage": "280.00", "days_worked": "26"}
    return Specimen("payslip", picture, "payslip", facts)


def _attendance() -> Specimen:
    head = ("姓名", *map(str, range(1, 16)), "合计")
    row = ("测试工友", *["√"] * 13, "", "√", "14")
    lines = (f"项目名称：{SITE}", "班组：木工班", "带班：某乙")
    picture = ruled("2026年6月份考勤表", lines, (head, row), (160, *[60] * 15, 110))
    return Specimen("attendance sheet", picture, "attendance", {"site": SITE, "foreman": "某乙", "days_worked": "14"})


def _contract() -> Specimen:
    lines = (
        f"甲方（用人单位）：{FIRM}",
        "法定代表人：某丙",
        "乙方（劳动者）：测试工友",
        "一、合同期限：自2026年3月1日起至",
        "2026年12月31日止。",
        "二、工作地点：天水市麦积区某某花园三期项目",
        "三、工作岗位：木工",
        "四、乙方日工资为280元，每月25日发放。",
    )
    facts = {"has_contract": "yes", "employer": FIRM, "site": "某某花园三期项目", "daily_wage": "280.00"}
    return Specimen("contract", written("劳动合同书", lines), "contract", facts)


def _notice() -> Specimen:
    lines = (
        f"项目名称：{SITE}",
        "建设单位：乙方置业有限公司",
        "施工总承包单位：丙方建设集团有限公司",
        f"分包单位：{FIRM}",
        "劳资专管员：某丁  联系电话：13900000000",
        "当地最低工资标准：2020元/月",
        "工资支付日期：每月25日",
        "劳动保障监察投诉电话：12333",
    )
    facts = {"construction": "yes", "employer": FIRM, "site": SITE}
    return Specimen("notice board", written("农民工维权告示牌", lines), "notice", facts)


def _card() -> Specimen:
    lines = ("姓名  某某", "性别 男    民族 汉", "住址  某省某市某某路一号", "公民身份号码  620500199001010000")
    return Specimen("identity card", written("", lines, (1000, 640)), "card", {})
