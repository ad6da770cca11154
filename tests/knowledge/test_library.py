from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import FieldError, FileError, KnowledgeError, UnknownArticleError
from knowledge.library import Library, Shelf
from knowledge.reading import parts
from tests.knowledge.conftest import WriteArticle


def test_every_topic_is_answered_in_chinese(library: Library) -> None:
    """
    A worker finds an article for each of the 181 topics.
    """
    assert len(library.topics) == 181
    assert all(library.covers(topic) for topic in library.topics)


def test_the_catalogue_knows_topics_that_have_no_article_yet(write_article: WriteArticle) -> None:
    """
    A lawyer sees the title of a topic that nobody has written about, and that it is not covered.
    """
    shelf = Shelf.load(write_article())

    assert not shelf.covers("year-end-lump-wage")
    assert "年底" in shelf.title("year-end-lump-wage")


def test_an_article_that_is_not_translated_is_shown_in_chinese(write_article: WriteArticle) -> None:
    """
    A foreign worker gets the Chinese article rather than none.
    """
    library = Shelf.load(write_article())

    assert library.article("wage-arrears-first-steps", "en").language == "zh-CN"
    assert library.languages == ("zh-CN",)


def test_a_translated_article_is_shown_in_its_language(write_article: WriteArticle) -> None:
    """
    A foreign worker reads the English article where there is one.
    """
    write_article()
    library = Shelf.load(write_article(language="en", title="Wages not paid"))

    assert library.title("wage-arrears-first-steps", "en") == "Wages not paid"


def test_the_markdown_below_the_front_matter_is_the_longer_explanation(write_article: WriteArticle) -> None:
    """
    A reader who wants more finds the extra explanation of the article.
    """
    article = Shelf.load(write_article(body="多说一句：\n\n- 一\n- 二\n")).article("wage-arrears-first-steps")

    assert article.body == "多说一句：\n\n- 一\n- 二"
    assert article.citations[0].article == "50"


def test_each_day_reads_the_version_valid_on_it(write_article: WriteArticle) -> None:
    """
    A lawyer who asks about 2024 reads the law of 2024, and one who asks about today the new text.
    """
    more = 'versions: [{valid_from: 2026-03-01, valid_to: null, watch_out: "新规定"}]'
    folder = write_article(more=more, change=("valid_to: null\nreviewed", "valid_to: 2026-02-28\nreviewed"))
    library = Shelf.load(folder)

    assert library.article("wage-arrears-first-steps", on=date(2024, 5, 1)).watch_out == "别空手签结清。"
    assert library.article("wage-arrears-first-steps", on=date(2026, 3, 1)).watch_out == "新规定"
    assert library.article("wage-arrears-first-steps").watch_out == "新规定"


def test_before_the_first_version_there_is_no_article(library: Library) -> None:
    """
    Nobody is shown an article for a time in which the law was another one.
    """
    assert not library.covers("wage-arrears-first-steps", date(1990, 1, 1))
    with pytest.raises(UnknownArticleError, match="wage-arrears-first-steps"):
        library.article("wage-arrears-first-steps", on=date(1990, 1, 1))


def test_an_unknown_topic_has_neither_article_nor_title(library: Library) -> None:
    """
    A stale button with an id we never had is refused by name.
    """
    with pytest.raises(UnknownArticleError, match="no-such-topic"):
        library.article("no-such-topic")
    with pytest.raises(UnknownArticleError):
        library.title("no-such-topic")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (("title:", "titel:"), "title"),
        (("valid_from: 2022-01-01", "valid_from: spring"), "valid_from"),
        (("review_by: 2027-11-01", "review_by: 2027-11-01 09:00:00"), "review_by"),
        (("law: 劳动法, ", ""), r"citations\[0\].law"),
        (("offer: person", "offer: tea"), r"next\[1\].offer"),
        (("region: CN", "urgent: maybe\nregion: CN"), "urgent"),
        (('lead: ["先把证据存好。", "再去劳动监察。"]', "lead: 先存证据"), "lead"),
        (('"写下欠多少、哪几个月。"', "{}"), r"steps\[0\]"),
        (("region: CN", "region: [CN]"), "region"),
        (("{offer: person}", "person"), r"next\[1\]"),
        (("region: CN", "region: CN\nversions: later"), "versions"),
        (("id: wage-arrears-first-steps", "id: other-id"), "id"),
        (("category: wages", "category: bread"), "category"),
        (("next: [", "next: []\nformerly: ["), "next"),
    ],
)
def test_a_mistake_in_an_article_is_named_with_file_and_field(
    write_article: WriteArticle, change: tuple[str, str], field: str
) -> None:
    """
    A lawyer who mistypes a field reads which file and which field to mend.
    """
    with pytest.raises(FieldError, match=rf"wages/wage-arrears-first-steps\.md: field '{field}'"):
        Shelf.load(write_article(change=change))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("just text", "front matter"),
        ("---\nid: [\n---\n", "not YAML"),
        ("---\n- id\n---\n", "mapping"),
    ],
)
def test_a_file_without_readable_front_matter_is_named(write_article: WriteArticle, content: str, problem: str) -> None:
    """
    A lawyer who saves a broken file reads which one it is.
    """
    folder = write_article()
    (folder / "zh-CN" / "wages" / "wage-arrears-first-steps.md").write_text(content, encoding="utf-8")

    with pytest.raises(FileError, match=rf"wage-arrears-first-steps\.md: .*{problem}"):
        Shelf.load(folder)


def test_a_file_in_another_encoding_is_named(write_article: WriteArticle) -> None:
    """
    A lawyer whose editor saves GBK reads that it must be UTF-8.
    """
    folder = write_article()
    (folder / "zh-CN" / "wages" / "wage-arrears-first-steps.md").write_bytes("---\n工资\n---".encode("gbk"))

    with pytest.raises(FileError, match="UTF-8"):
        Shelf.load(folder)


def test_an_article_outside_the_catalogue_is_refused(write_article: WriteArticle) -> None:
    """
    An article whose id nobody planned is not shipped unnoticed.
    """
    with pytest.raises(FieldError, match="catalogue"):
        Shelf.load(write_article(topic="free-tea"))


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    """
    A hotline that lost its articles says so at the start instead of knowing nothing.
    """
    with pytest.raises(KnowledgeError, match="no article"):
        Shelf.load(tmp_path)


def test_a_library_that_cannot_read_stories_is_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Whoever starts the hotline is told which file is missing, not the first worker who tells a story.
    """
    monkeypatch.setattr(parts, "MODEL", tmp_path / "parts.npz")
    parts.shipped.cache_clear()

    with pytest.raises(KnowledgeError, match=r"parts\.npz.*make knowledge-model"):
        Library.load()
