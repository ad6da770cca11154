"""What people say of our answers, counted."""

import pytest

from storage import judgements
from storage.database import Database, Transaction
from storage.judgements import Tally


def test_what_failed_most_comes_first(database: Database) -> None:
    """
    Whoever mends articles sees the worst first, with the reasons that were given.
    """

    def judge(tx: Transaction) -> list[Tally]:
        judgements.record(tx, "wage-slip-and-ledger", useful=True)
        for reason in ("unclear", "unclear", "wrong", None):
            told = judgements.record(tx, "payment-order", useful=False)
            if reason:
                assert judgements.explain(tx, told, reason)
        judgements.record(tx, "payment-order", useful=True)
        return judgements.tallies(tx)

    assert database.call(judge) == [
        Tally("payment-order", 1, 4, {"unclear": 2, "wrong": 1}),
        Tally("wage-slip-and-ledger", 1, 0, {}),
    ]


def test_a_reason_counts_once(database: Database) -> None:
    """
    A second tap on a reason, or one below an answer that helped, changes nothing; an unknown reason is refused.
    """

    def judge(tx: Transaction) -> list[bool]:
        bad, good = (judgements.record(tx, "payment-order", useful=it) for it in (False, True))
        return [
            judgements.explain(tx, one, reason) for one, reason in ((bad, "wrong"), (bad, "other"), (good, "wrong"))
        ]

    assert database.call(judge) == [True, False, False]
    with pytest.raises(KeyError):
        database.call(lambda tx: judgements.explain(tx, "x", "nonsense"))
