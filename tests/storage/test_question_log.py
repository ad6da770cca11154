"""What people asked, kept without the people."""

from datetime import timedelta

from storage import question_log
from storage.database import Database, Transaction
from storage.question_log import KEPT, NONE_OF_THEM, Asked
from tests.conftest import SettableClock

UNKNOWN = Asked("高铁几点开", "zh-CN", "abstain")
OFFERED = Asked("钱的事", "zh-CN", "clarify", offered=("payment-order", "wage-slip-and-ledger"))
ANSWERED = Asked("支付令怎么申请", "zh-CN", "answer", "payment-order")


def test_what_was_not_met_is_listed_with_its_reason(database: Database) -> None:
    """
    Unanswered, "none of these" and an answer that did not help are gaps; a title tapped and an answer that helped not.
    """

    def ask(tx: Transaction) -> set[tuple[str, str, str]]:
        question_log.record(tx, UNKNOWN)
        question_log.record(tx, ANSWERED)
        question_log.choose(tx, question_log.record(tx, OFFERED), NONE_OF_THEM)
        question_log.choose(tx, question_log.record(tx, OFFERED), "payment-order")
        question_log.judge(tx, question_log.record(tx, ANSWERED), "useful")
        question_log.judge(tx, question_log.record(tx, ANSWERED), "unclear")
        return {(it.said, it.why, it.topic) for it in question_log.unmet(tx, tx.now - timedelta(days=1))}

    assert database.call(ask) == {
        ("高铁几点开", "not answered", ""),
        ("钱的事", "none of the titles", ""),
        ("支付令怎么申请", "unclear", "payment-order"),
    }


def test_questions_are_counted_by_outcome(database: Database) -> None:
    """
    Whoever runs the hotline sees how many questions were answered, asked back and not known.
    """

    def ask(tx: Transaction) -> dict[str, int]:
        for asked in (UNKNOWN, OFFERED, ANSWERED, ANSWERED):
            question_log.record(tx, asked)
        return question_log.outcomes(tx, tx.now)

    assert database.call(ask) == {"abstain": 1, "clarify": 1, "answer": 2}


def test_a_question_is_forgotten_after_its_time(database: Database, clock: SettableClock) -> None:
    """
    After half a year nothing is left of it; a judgement that comes later finds nothing and breaks nothing.
    """
    old = database.call(lambda tx: question_log.record(tx, UNKNOWN))
    clock.now += KEPT / 2
    database.call(lambda tx: question_log.record(tx, OFFERED))
    clock.now += KEPT / 2 + timedelta(seconds=1)

    assert database.call(question_log.forget) == 1
    database.call(lambda tx: question_log.judge(tx, old, "useless"))
    assert database.read(lambda tx: question_log.outcomes(tx, tx.now - KEPT)) == {"clarify": 1}
