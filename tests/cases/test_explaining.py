"""Why a case went where it went, readable by whoever is asked about it."""

import pytest

from cases.explaining import explain, why_offered
from storage import cases
from storage.cases import UnknownCase
from tests.cases.desk import Desk
from tests.handlers.town import VAGUE_STORY, Phone


def ways(desk: Desk, number: str, language: str | None = None) -> list[tuple[str, str | None, str, tuple[str, ...]]]:
    """Every stage: kind, who, words, reasons."""
    found = desk.database.read(lambda tx: explain(tx, desk.office, desk.case(number), language))
    return [(it.kind, it.staff, it.words, it.reasons) for it in found]


async def test_every_stage_is_explained_in_words(phone: Phone, desk: Desk) -> None:
    """
    Opened, offered, declined, timed out, nobody left, assigned: each with who and why, in both languages.
    """
    number = phone.complains(district="秦州")
    desk.decline("L01", number)
    for _ in range(3):
        await desk.waits_for_the_offer(number)
    desk.assign("S02", number, "L03")

    chinese, english = ways(desk, number), ways(desk, number, "en")

    kinds = ["opened", "offered", "declined", "offered", "timed_out", "offered", "timed_out", "offered", "timed_out"]
    assert [kind for kind, _, _, _ in chinese] == [*kinds, "nobody_free", "assigned"]
    assert [words for _, _, words, _ in chinese][:3] == [
        "立案，先由值班督导 秦州督导 负责",
        "派单给 王律师",
        "王律师 不能接",
    ]
    assert [words for _, _, words, _ in english][-2:] == [
        "no lawyer can take it now; it stays with the supervisor",
        "given to 赵律师 by the supervisor",
    ]
    assert [(kind, staff) for kind, staff, _, _ in chinese] == [(kind, staff) for kind, staff, _, _ in english]


def test_the_reasons_name_the_points_and_who_was_ruled_out(phone: Phone, desk: Desk) -> None:
    """
    The lawyer reads why he was asked; the supervisor also why another was not.
    """
    number = phone.complains(district="秦州", employer="星河建筑公司")

    reasons = ways(desk, number)[1][3]

    assert "在同一区县或同一市州（30 分）" in reasons
    assert "王律师：利益冲突" in reasons
    why = desk.database.read(lambda tx: why_offered(tx, desk.office, desk.case(number), "L02", "en"))
    assert why[0].startswith("same district")
    assert desk.database.read(lambda tx: why_offered(tx, desk.office, desk.case(number), "L04")) == []


def test_no_content_is_in_an_explanation(phone: Phone, desk: Desk) -> None:
    """
    Neither story nor employer stands in the reasons.
    """
    number = phone.complains(district="秦州", employer="星河建筑公司", contact="13800001111")

    told = str(ways(desk, number))

    assert all(content not in told for content in (VAGUE_STORY[:6], "星河", "1380"))


def test_an_unknown_number_is_a_sentence(desk: Desk) -> None:
    """
    A number read wrongly over the telephone: the sentence repeats it.
    """
    with pytest.raises(UnknownCase, match="TS1"):
        desk.database.read(lambda tx: cases.by_number(tx, "TS1"))
