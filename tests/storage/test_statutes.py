"""The texts of laws that an operator imported."""

from storage import statutes
from storage.database import Database

TEXTS = {"甲法": {"1": "第一条 甲。", "2": "第二条 乙。"}, "乙法": {"276之1": "第二百七十六条之一 丙。"}}


def test_an_import_takes_the_place_of_the_last_one(database: Database) -> None:
    """
    After a law was amended the operator imports again, and nothing of the old text is left.
    """
    assert database.call(lambda tx: statutes.replace_all(tx, TEXTS)) == 3
    wanted = [("甲法", "2"), ("乙法", "276之1"), ("丙法", "1")]
    assert database.read(lambda tx: statutes.find(tx, wanted)) == {
        ("甲法", "2"): "第二条 乙。",
        ("乙法", "276之1"): "第二百七十六条之一 丙。",
    }

    assert database.call(lambda tx: statutes.replace_all(tx, {"甲法": {"1": "第一条 新。"}})) == 1
    assert database.read(lambda tx: statutes.find(tx, [("甲法", "1"), ("甲法", "2")])) == {("甲法", "1"): "第一条 新。"}


def test_without_texts_there_is_nothing_to_show(database: Database) -> None:
    """
    Whether a button is worth showing is known without reading the texts.
    """
    assert not database.read(statutes.are_here)
    assert database.read(lambda tx: statutes.find(tx, [])) == {}
    database.call(lambda tx: statutes.replace_all(tx, TEXTS))

    assert database.read(statutes.are_here)
