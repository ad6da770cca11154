import json
from datetime import date
from pathlib import Path

import pytest

from knowledge.check import Finding, check, read_laws
from knowledge.errors import FileError, KnowledgeError
from knowledge.library import Library, Shelf
from knowledge.statutes import Statutes
from tests.knowledge.conftest import WriteArticle

TODAY = date(2026, 11, 22)


@pytest.fixture
def statutes(tmp_path: Path) -> Path:
    """Two invented laws: a whole one with articles 1, 50 and 50 之 1, and a notice that counts points."""
    folder = tmp_path / "law"
    (folder / "statutes").mkdir(parents=True)
    (folder / "statutes" / "a.md").write_text(
        "第一条 甲。\n\n第五十条 乙，见第八十条。\n\n第五十条之一 丙。\n", encoding="utf-8"
    )
    (folder / "statutes" / "b.md").write_text("一、甲。\n二、乙。\n", encoding="utf-8")
    index = [
        {"cite_as": "劳动法", "files": ["statutes/a.md"], "whole": True},
        {"cite_as": "某通知", "files": ["statutes/b.md"], "whole": False},
    ]
    (folder / "index.json").write_text(json.dumps(index, ensure_ascii=False), encoding="utf-8")
    return folder


def findings(folder: Path, statutes: Path | None = None, today: date = TODAY) -> list[Finding]:
    return [it for it in check(Shelf.load(folder), statutes, today=today) if it.field != "related"]


def test_the_articles_we_ship_are_fit_to_ship(library: Library) -> None:
    """
    A worker reads only articles that are complete, in force and cite laws we know.
    """
    assert check(library, today=TODAY) == []


def test_an_article_that_is_fine_yields_nothing(write_article: WriteArticle, statutes: Path) -> None:
    """
    A lawyer whose article is in order is not bothered.
    """
    assert check(Shelf.load(write_article()), statutes, today=TODAY) == []
    assert check(Shelf.load(write_article()), statutes / "statutes", today=TODAY) == []


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

    assert [it.field for it in check(Shelf.load(folder), today=TODAY)] == ["related"]


def test_an_unverified_citation_may_name_any_source(write_article: WriteArticle, statutes: Path) -> None:
    """
    A source that we could not check is allowed as long as it says so.
    """
    assert findings(write_article(change=("law: 劳动法,", "law: 某热线, unverified: true,")), statutes) == []


@pytest.mark.parametrize(
    ("cited", "problem"),
    [("80", "80 does not stand"), ("50之二", "50之2"), ("二百条", "200"), ("总则", "no article number")],
)
def test_an_article_of_law_that_does_not_exist_is_found(
    write_article: WriteArticle, statutes: Path, cited: str, problem: str
) -> None:
    """
    A wrong article number is found before a worker relies on it, even when another article mentions that number.
    """
    found = findings(write_article(change=("article: 50", f"article: {cited}")), statutes)

    assert [it.field for it in found] == ["citations"]
    assert problem in found[0].problem


@pytest.mark.parametrize("cited", ["50", "第五十条", "50之一", "1、50", "全文"])
def test_an_article_of_law_that_exists_is_accepted(write_article: WriteArticle, statutes: Path, cited: str) -> None:
    """
    However its number is written, an article that stands in the text is accepted.
    """
    assert findings(write_article(change=("article: 50", f'article: "{cited}"')), statutes) == []


def test_a_notice_is_cited_by_its_points(statutes: Path) -> None:
    """
    Notices have points instead of articles; an excerpt is called one.
    """
    texts = Statutes.load(statutes)

    assert texts.problem("某通知", "2") is None
    assert "excerpt" in str(texts.problem("某通知", "3"))
    assert "no text" in str(texts.problem("另一法", "3"))


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
