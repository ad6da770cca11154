"""The words of papers as an engine gives them, for whoever has no picture at hand."""

from collections.abc import Sequence

from knowledge.reading.sheets import Line

_HIGH, _WIDE, _APART = 40, 40, 84  # pixels: of a letter, and from row to row


def page(*rows: str | Sequence[str], score: float = 0.98) -> list[Line]:
    """Lines one below the other; a row of several stands in columns of equal width."""
    lines = []
    for place, row in enumerate(rows):
        cells = [row] if isinstance(row, str) else list(row)
        for column, cell in enumerate(cells):
            if cell:
                lines.append(_line(cell, 90 + column * 220, 100 + place * _APART, score))
    return lines


def as_kept(lines: Sequence[Line]) -> list[list[object]]:
    """The same as the engine's process tells it."""
    return [[one.text, one.left, one.top, one.right, one.bottom, one.score] for one in lines]


def _line(text: str, left: int, top: int, score: float) -> Line:
    return Line(text, left, top, left + _WIDE * len(text), top + _HIGH, score)


IOU = page(
    "欠条",
    "今欠到测试工友在某某花园三期",
    "工地木工工资人民币叁万贰仟元整（￥32000.00）。",
    "此款于2026年2月10日前付清。",
    "欠款人：某甲",
    "2025年12月20日",
)
PAYSLIP = page(
    "2026年7月份工资条",
    "单位：甲方建筑劳务有限公司",
    "项目：某某花园三期工程",
    ("姓名", "出勤天数", "日工资", "应发工资", "实发工资"),
    ("测试工友", "26", "280", "7280.00", "7000.00"),
)
NOTICE = page(
    "农民工维权告示牌",
    "项目名称：某某花园三期工程",
    "建设单位：乙方置业有限公司",
    "施工总承包单位：丙方建设集团有限公司 项目经理：某乙",
    "分包单位：甲方建筑劳务有限公司",
    "当地最低工资标准：2020元/月",
    "劳动保障监察投诉电话：12333",
)
CARD = page("姓名某某", "性别男民族汉", "住址某省某市", "公民身份号码620500199001010000")
