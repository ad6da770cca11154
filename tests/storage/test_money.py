"""A ledger is only ever added to, its words are sealed; what waits for a look is one of each kind."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from storage import models, money, people, reviews, surveys
from storage.database import Database
from storage.errors import Unavailable
from storage.models import MoneyEntry
from tests.storage.opening import open_case


def test_lines_are_numbered_and_read_back_as_they_were_written(federation: Database) -> None:
    """
    Sums to the fen, days, who said it, and the words opened; each case counts for itself.
    """
    case, other = open_case(federation), open_case(federation, address="4712")
    due = date(2026, 12, 15)
    federation.call(
        lambda tx: money.add(tx, case, "promised", "L01", amount=Decimal("8000.50"), due_on=due, words="某某")
    )
    federation.call(lambda tx: money.add(tx, case, "received", "worker", amount=Decimal(3000), of=1))
    federation.call(lambda tx: money.add(tx, other, "missed", "worker", of=1))

    first, second = federation.read(lambda tx: money.entries(tx, case))
    assert (first.n, first.amount, first.due_on, first.words) == (1, Decimal("8000.50"), due, "某某")
    assert (second.n, second.of, second.by_worker, first.by_worker) == (2, 1, True, False)
    assert [one.n for one in federation.read(lambda tx: money.entries(tx, other))] == [1]


def test_words_are_sealed_with_the_case(federation: Database) -> None:
    """
    Who promised stands nowhere in the clear, and is gone with the key; the sums stay for the figures.
    """
    case = open_case(federation)
    federation.call(lambda tx: money.add(tx, case, "promised", "L01", amount=Decimal(1), words="某某经理"))
    kept = federation.read(lambda tx: tx.execute(select(MoneyEntry.words)).scalar_one())
    assert "某某经理".encode() not in (kept or b"")

    federation.call(lambda tx: tx.vault.erase(case.key_id))

    [line] = federation.read(lambda tx: money.entries(tx, case))
    assert (line.words, line.amount) == ("", Decimal(1))


@pytest.mark.parametrize("rewriting", [update(MoneyEntry).values(amount=Decimal(1)), delete(MoneyEntry)])
def test_a_ledger_is_never_rewritten(federation: Database, rewriting: object) -> None:
    """
    Neither a sum is changed nor a line taken out, not even by ourselves.
    """
    case = open_case(federation)
    federation.call(lambda tx: money.add(tx, case, "received", "worker", amount=Decimal(3000)))

    with pytest.raises((DBAPIError, Unavailable), match="only ever added to"):
        federation.call(lambda tx: tx.execute(rewriting))  # type: ignore[call-overload]

    [line] = federation.read(lambda tx: money.entries(tx, case))
    assert line.amount == Decimal(3000)


def test_each_time_he_is_asked_has_its_own_row(federation: Database) -> None:
    """
    What he said last month stays when he is asked again; what he leaves open stays open.
    """
    case = open_case(federation)
    federation.call(lambda tx: surveys.begin(tx, case.id))
    assert federation.call(lambda tx: surveys.answer(tx, case.id, "timely", said=False))
    assert not federation.call(lambda tx: surveys.answer(tx, case.id, "timely", said=False))
    federation.call(lambda tx: surveys.begin(tx, case.id))
    federation.call(lambda tx: surveys.answer(tx, case.id, "satisfied", said=True))

    now, before = federation.read(lambda tx: surveys.of_case(tx, case.id))
    assert (now.timely, now.solved, now.satisfied) == (None, None, True)
    assert (before.timely, before.satisfied) == (False, None)


def test_a_look_is_asked_for_once(federation: Database) -> None:
    """
    One of each kind stands open; settled, it keeps its words sealed, and another may be asked for.
    """
    case = open_case(federation)
    assert federation.call(lambda tx: reviews.ask(tx, case, "check", "drawn"))
    assert not federation.call(lambda tx: reviews.ask(tx, case, "check", "money"))
    assert federation.call(lambda tx: reviews.ask(tx, case, "unsolved", "worker"))
    check = federation.read(lambda tx: reviews.open_one(tx, case, "check"))
    assert check
    federation.call(lambda tx: reviews.settle(tx, case, check, "S01", "sent_back", "还差六千"))

    settled = federation.read(lambda tx: reviews.of_case(tx, case))[-1]
    assert (settled.outcome, settled.words, settled.done_by) == ("sent_back", "还差六千", "S01")
    kept = federation.read(lambda tx: tx.execute(select(models.Review.words).where(models.Review.id == check.id)))
    assert "还差六千".encode() not in (kept.scalar_one() or b"")
    assert federation.call(lambda tx: reviews.ask(tx, case, "check", "money"))
    lawyer = next(one for one in federation.read(people.everybody) if one.role == "lawyer")
    assert federation.read(lambda tx: reviews.waiting(tx, lawyer)) == []
