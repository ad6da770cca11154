"""The texts of laws that the operator imported, so that an answer can show the article it rests on."""

from collections.abc import Collection, Mapping

from sqlalchemy import delete, insert, select, tuple_

from storage.database import Transaction
from storage.models import StatuteArticle

_FIRST = select(StatuteArticle.law).limit(1)
Cited = tuple[str, str]  # a law by its short name, and the number of an article


def replace_all(tx: Transaction, texts: Mapping[str, Mapping[str, str]]) -> int:
    """Keep these texts, by law and number, instead of all that were there; returns how many articles they have."""
    rows = [
        {"law": law, "number": number, "text": text}
        for law, articles in texts.items()
        for number, text in articles.items()
    ]
    tx.execute(delete(StatuteArticle))
    if rows:
        tx.execute(insert(StatuteArticle), rows)
    return len(rows)


def find(tx: Transaction, cited: Collection[Cited]) -> dict[Cited, str]:
    """The texts of those of these articles that we have."""
    if not cited:
        return {}
    its = tuple_(StatuteArticle.law, StatuteArticle.number).in_(sorted(set(cited)))
    rows = tx.execute(select(StatuteArticle.law, StatuteArticle.number, StatuteArticle.text).where(its))
    return {(law, number): text for law, number, text in rows}


def are_here(tx: Transaction) -> bool:
    """Whether any text was imported; asked for with every answer."""
    return tx.execute(_FIRST).first() is not None
