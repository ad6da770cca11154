import json
from datetime import date
from pathlib import Path

import pytest

from knowledge.check import Finding, check
from knowledge.errors import FileError, KnowledgeError
from knowledge.laws import read_laws
from knowledge.library import Library, Shelf
from knowledge.statutes import Statutes
from tests.knowledge.conftest import WriteArticle

TODAY = date(2026, 11, 22)


SENTENCE = "发工资的那一天如果碰上了放假就应当在放假以前的那一个上班日发给大家不得往后推"


@pytest.fixture
def statutes(tmp_path: Path) -> Path:
    """The labour law with as many articles as it has, all of them invented, and a notice that counts points."""
    folder = tmp_path / "law"
    (folder / "statutes").mkdir(parents=True)
    articles = "\n\n".join(f"第{n}条 {SENTENCE if n == 50 else '甲，见第八百条。'}" for n in range(1, 108))
    (folder / "statutes" / "a.md").write_text(f"# 劳动法\n\n---\n\n## 第一章\n\n{articles}\n", encoding="utf-8")
    (folder / "statutes" / "b.md").write_text("# 通知\n\n---\n\n## 一、甲\n乙\n\n## 二、丙\n丁\n", encoding="utf-8")
    index = [
        {"cite_as": "劳动法", "files": ["statutes/a.md"], "whole": True},
        {"cite_as": "某通知", "files": ["statutes/b.md"], "whole": False},
    ]
    (folder / "index.json").write_text(json.dumps(index, ensure_ascii=False), encoding="utf-8")
    return folder


def findings(folder: Path, statutes: Path | None = None, today: date = TODAY) -> list[Finding]:
    """What is found in the one article of this folder; that all the others are missing is another matter."""
    found = check(Shelf.load(folder), statutes, today=today)
    return [it for it in found if "has no article" not in it.problem]


def test_the_articles_we_ship_are_fit_to_ship(library: Library) -> None:
    """
    A worker reads only articles that are complete, in force and cite laws we know.
    """
    assert check(library, today=TODAY) == []


def test_an_article_that_is_fine_yields_nothing(write_article: WriteArticle, statutes: Path) -> None:
    """
    A lawyer whose article is in order is not bothered.
    """
    assert findings(write_article(), statutes) == []
    assert findings(write_article(), statutes / "statutes") == []


@pytest.mark.parametrize(
    ("change", "field", "problem"),
    [
        (('"再去劳动监察。"', '"再去。", "还有。"'), "lead", "not 3"),
        (("先把证据存好。", "存" * 61), "lead", "61 characters"),
        (('"存好转账和聊天。"', '"二", "三", "四", "五", "六"'), "steps", "not 6"),
        (('"第3种问法"', '"第2种问法"'), "questions", "not 14"),
        (("region: CN", "region: CN\nurgent: true"), "ring", "number"),
        (("valid_to: null", "valid_to: 2026-01-01"), "valid_to", "expired"),
        (("valid_to: null", "valid_to: 2020-01-01"), "valid_to", "before"),
        (("reviewed_on: 2026-11-01", "reviewed_on: 2027-01-01"), "reviewed_on", "future"),
        (("review_by: 2027-11-01", "review_by: 2026-11-21"), "review_by", "due"),
        (("law: 劳动法", "law: 面包法"), "citations", "laws.yaml"),
        (("{offer: person}", "{offer: article, id: hotline-12351}"), "next", "does not exist"),
        (("{offer: person}", "{offer: complaint}"), "next", "kind"),
        (("存好转账和聊天。", "存" * 93), "steps", "93 characters"),
        (("别空手签结清。", "别" * 121), "watch_out", "121 characters"),
        (("别空手签结清。", "{{ minimum_wages }}"), "steps", "minimum_wages"),
        (("title: ", "title: 又"), "title", "catalogue"),
        (("{offer: person}", "{offer: office}"), "next", "office"),
    ],
)
def test_what_is_missing_or_expired_is_named(
    write_article: WriteArticle, change: tuple[str, str], field: str, problem: str
) -> None:
    """
    A lawyer reads which field of which article to mend and why.
    """
    found = findings(write_article(change=change))

    assert any(it.field == field and problem in it.problem for it in found), found
    assert str(found[0]).startswith("wage-arrears-first-steps (zh-CN), ")


def test_a_related_topic_must_be_in_the_catalogue(write_article: WriteArticle) -> None:
    """
    A related topic may lack its article, but not its place in the catalogue.
    """
    folder = write_article(change=("related: [wage-arrears-time-limit]", "related: [free-tea]"))

    assert [it.field for it in findings(folder)] == ["related"]


def test_an_unverified_citation_may_name_any_source(write_article: WriteArticle, statutes: Path) -> None:
    """
    A source that we could not check is allowed as long as it says so.
    """
    assert findings(write_article(change=("law: 劳动法,", "law: 某热线, unverified: true,")), statutes) == []


@pytest.mark.parametrize(
    ("cited", "problem"),
    [("108", "108 does not stand"), ("50之二", "50之2"), ("二百条", "200"), ("总则", "no article number")],
)
def test_an_article_of_law_that_does_not_exist_is_found(write_article: WriteArticle, cited: str, problem: str) -> None:
    """
    A wrong article number is found before a worker relies on it, without the text of any law.
    """
    found = findings(write_article(change=("article: 50", f"article: {cited}")))

    assert [it.field for it in found] == ["citations"]
    assert problem in found[0].problem


@pytest.mark.parametrize("cited", ["50", "第五十条", "1、50", "第50条第2款", "全文"])
def test_an_article_of_law_that_exists_is_accepted(write_article: WriteArticle, statutes: Path, cited: str) -> None:
    """
    However its number is written, an article that stands in the law is accepted.
    """
    assert findings(write_article(change=("article: 50", f'article: "{cited}"')), statutes) == []


@pytest.mark.parametrize("cited", ["276之一", "276之1", "第二百七十六条之一"])
def test_an_article_that_was_put_in_later_has_a_number_of_its_own(write_article: WriteArticle, cited: str) -> None:
    """
    The crime of refusing to pay stands behind article 276, not in it.
    """
    change = ("law: 劳动法, article: 50", f'law: 刑法, article: "{cited}"')

    assert findings(write_article(change=change)) == []
    assert findings(write_article(change=("law: 劳动法, article: 50", "law: 刑法, article: 276")))


@pytest.mark.parametrize(("cited", "fine"), [("32", False), ("第32条第1款", False), ("第32条第2款", True)])
def test_repealed_law_is_not_cited(write_article: WriteArticle, cited: str, fine: bool) -> None:
    """
    What was repealed may carry a version that ended before, not one that is read today.
    """
    law = ("law: 劳动法, article: 50", f"law: 最高法劳动争议解释（一）, article: {cited}")
    ended = (
        "valid_to: null",
        "valid_to: 2025-08-31\nversions: [{valid_from: 2025-09-01, valid_to: null, citations: []}]",
    )
    folder = write_article(change=law)

    assert (findings(folder) == []) is fine
    file = next(folder.rglob("*.md"))
    file.write_text(file.read_text("utf-8").replace(*ended).replace("citations: []", _STANDING), "utf-8")
    assert findings(folder) == []


_STANDING = "citations: [{law: 劳动法, article: 50, point: 按月付}]"


def test_our_list_of_a_law_must_agree_with_its_text(write_article: WriteArticle, statutes: Path) -> None:
    """
    When a law is amended and its new text laid beside the project, the list of its articles is asked to follow.
    """
    text = statutes / "statutes" / "a.md"
    text.write_text(text.read_text("utf-8") + "\n第108条 新。\n", "utf-8")

    assert ["differ in 108" in it.problem for it in findings(write_article(), statutes)] == [True]


def test_a_sentence_of_a_statute_is_not_ours(write_article: WriteArticle, statutes: Path) -> None:
    """
    We say what the law means; a sentence taken over from it is found, also across commas, and a title is not one.
    """
    copied = ("别空手签结清。", f"别签。{SENTENCE[:26]}。")
    short = ("别空手签结清。", f"别签。{SENTENCE[:24]}。")

    assert [it.field for it in findings(write_article(change=copied), statutes)] == ["watch_out"]
    assert findings(write_article(change=short), statutes) == []


def test_no_two_articles_answer_one_question(write_article: WriteArticle) -> None:
    """
    Which of the two would be right, nobody could say.
    """
    write_article()
    folder = write_article(topic="wage-arrears-time-limit")

    assert {it.field for it in findings(folder)} == {"questions"}


def test_every_topic_wants_its_article(write_article: WriteArticle) -> None:
    """
    A topic of the catalogue that nobody has written about is named.
    """
    found = check(Shelf.load(write_article()), today=TODAY)

    assert "hotline-12351 (zh-CN), id: has no article" in map(str, found)


def test_a_notice_is_cited_by_its_points(statutes: Path) -> None:
    """
    Notices have points instead of articles; what stands before the first of them is nobody's.
    """
    assert Statutes.load(statutes).texts["某通知"] == {"1": "一、甲\n乙", "2": "二、丙\n丁"}


def test_a_law_that_is_not_yet_in_force_is_found(write_article: WriteArticle) -> None:
    """
    An article must not promise what the law gives only later.
    """
    assert any("comes into force" in it.problem for it in findings(write_article(), today=date(1990, 1, 1)))


def test_a_folder_that_holds_no_statutes_is_refused_by_name(tmp_path: Path, library: Library) -> None:
    """
    A mistyped folder is named instead of passing every citation.
    """
    with pytest.raises(FileError, match=r"index\.json"):
        check(library, tmp_path / "nowhere", today=TODAY)


def test_the_laws_we_may_cite_are_listed_once_with_a_date(tmp_path: Path) -> None:
    """
    Every law in our list has a name, a full title and a day; a broken list is named.
    """
    assert read_laws()["法律援助法"].in_force_from == date(2022, 1, 1)
    broken = tmp_path / "laws.yaml"
    broken.write_text("- cite_as: 甲法\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"\[0\]\.title"):
        read_laws(broken)
