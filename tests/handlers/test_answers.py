"""How an answer looks: the law it rests on, the law of its time, local facts, what one can tap below it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cases.policy import Policy
from handlers.receive import Door
from knowledge.library import Library, LocalFacts
from storage import judgements, statutes
from storage.database import Database
from storage.judgements import Tally
from tests.conftest import SettableClock
from tests.handlers.town import Phone
from texts import Texts

LONGEST = {"zh-CN": 900, "en": 2000}
WAGE = """
[minimum_wage]
"zh-CN" = "演示区每月九千元。"
source = "某号"
checked_on = 2026-11-01
expires = 2026-12-31
"""
LAW = {"劳动法": {"50": "第五十条 某某。"}}


@pytest.fixture
def phone_of_a_region(library: Library, texts: Texts, town: Database, clock: SettableClock, tmp_path: Path) -> Phone:
    """A worker whose federation keeps a figure of its own."""
    own = tmp_path / "local.toml"
    own.write_text(WAGE, "utf-8")
    local = replace(library, local=LocalFacts.load(own=own))
    return Phone(Door(local, texts, Policy(), clock), town)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_no_answer_is_longer_than_a_small_screen_bears(phone: Phone, library: Library, language: str) -> None:
    """
    Every article with its law fits into 900 characters, 2,000 in English; what does not is one tap away.
    """
    if language == "en":
        phone.presses("language")
    topics = [topic for topic in library.topics if (language, topic) in library.versions]
    too_long = {}
    for topic in topics:
        said = phone.presses(f"topic:{topic}")
        law = "依据：" if language == "zh-CN" else "The law: "
        assert law in said, topic
        if len(said) > LONGEST[language]:
            too_long[topic] = len(said)

    assert too_long == {}
    assert len(topics) >= (181 if language == "zh-CN" else 12)


def test_what_each_law_is_cited_for_is_one_tap_away(phone: Phone, library: Library) -> None:
    """
    Where the laws do not all fit, the rest is behind 更多: every article of law with the point it carries.
    """
    longest = max(library.articles(), key=lambda it: len({citation.law for citation in it.citations}))
    phone.presses(f"topic:{longest.id}")
    said = phone.presses(f"more:{longest.id}")

    assert all(citation.point in said for citation in library.article(longest.id).citations)


def test_without_texts_there_is_no_button_for_them(phone: Phone) -> None:
    """
    看法条 appears only where the operator has imported what it would show; an old button says whom to ask.
    """
    phone.presses("topic:wage-payment-deadline")

    assert "law" not in phone.shown()
    assert "12348" in phone.presses("law:wage-payment-deadline")


def test_the_article_of_law_itself_can_be_read(phone: Phone, library: Library) -> None:
    """
    With the texts imported, 看法条 shows the cited articles as they stand, a page at a time.
    """
    phone.database.call(lambda tx: statutes.replace_all(tx, LAW))
    phone.presses("topic:wage-payment-deadline")
    assert "law" in phone.shown()

    assert "《劳动法》：\n第五十条 某某。" in phone.taps("law")
    cited = {it.law for it in library.article("wage-payment-deadline").citations}
    long = {law: {str(n): f"《{law}》{n}" + "长" * 900 for n in range(1, 60)} for law in cited}
    phone.database.call(lambda tx: statutes.replace_all(tx, long))
    phone.presses("topic:wage-payment-deadline")
    read = phone.taps("law")
    while phone.shown() == ["law"]:
        assert read.count("长" * 900) == 1
        read = phone.taps("law")
    assert read.count("长" * 900) == 1
    assert phone.shown() == []


def test_an_answer_about_the_past_says_so(phone: Phone) -> None:
    """
    The law of 2024 for what happened in 2024, with its day; today's law with the hint that it once was another.
    """
    then = phone.says("2024年5月2号加班给几倍工资")
    now = phone.says("国庆加班给几倍工资")

    assert "下面是 2024-05-31 时的规定" in then
    assert "以前的事规定不一样" in now
    assert "下面是" not in now


def test_the_law_below_an_answer_about_the_past_is_that_of_then(phone: Phone, library: Library) -> None:
    """
    看法条 and 更多 below what was true in 2024 show what it rested on, not what holds today.
    """
    then = library.article("holiday-which-days", on=date(2024, 12, 31))
    phone.database.call(lambda tx: statutes.replace_all(tx, LAW))
    phone.says("2024年法定节假日到底是哪几天，除夕算三倍吗")
    [law] = [one for one in phone.buttons() if one.id == "law"]
    assert law.at == f"{then.id}@{then.valid_from}"

    said = phone.presses(f"more:{law.at}")
    assert all(it.point in said for it in then.citations)


def test_a_local_figure_is_said_until_its_last_day(phone_of_a_region: Phone, clock: SettableClock) -> None:
    """
    The federation's own sentence stands in the answer; the day after it has ended, the number to ring does.
    """
    assert "演示区每月九千元。" in phone_of_a_region.presses("topic:minimum-wage-gansu-lookup")

    clock.advance(days=60)

    said = phone_of_a_region.presses("topic:minimum-wage-gansu-lookup")
    assert "九千" not in said
    assert "12333" in said


def test_whoever_says_that_it_did_not_help_is_asked_why(phone: Phone) -> None:
    """
    One tap for the reason; it is counted by article, without who said it.
    """
    phone.presses("topic:payment-order")
    phone.taps("useless")
    assert phone.shown() == ["why"] * 4 + ["person"]
    assert "记下了" in phone.taps("why")
    phone.presses("topic:payment-order")
    phone.taps("useful")

    assert phone.database.read(judgements.tallies) == [Tally("payment-order", 1, 1, {"unclear": 1})]


@pytest.mark.parametrize(
    "press",
    ["why:x:wrong", "why::", "law:nothing:x", "more:holiday-which-days@then", "more:", "useful:nothing", "useless:"],
)
def test_a_button_that_was_never_shown_harms_nothing(phone: Phone, press: str) -> None:
    """
    Whatever somebody sends instead of a tap is answered and counted nowhere.
    """
    assert phone.presses(press)
    assert phone.database.read(judgements.tallies) == []


def test_an_emergency_leads_with_the_number(phone: Phone) -> None:
    """
    Who reads about an accident reads 120 first, then the rest; nothing beside it draws him away.
    """
    said = phone.presses("topic:accident-emergency")

    assert said.index("120") < said.index("依据：")
    assert said.startswith("拨 ")
    assert "topic" not in phone.shown()
