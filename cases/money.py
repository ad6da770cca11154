"""What is said about the money of a case: claimed, promised, received; each side speaks for itself, nothing is changed.

A wrong line is voided with a reason and written again. What the worker confirmed only he can correct.
"""

from collections.abc import Sequence
from decimal import Decimal

from cases import instalments, ledger, telling
from cases.errors import CaseError, Empty
from cases.ledger import LARGEST, Ledger, plain
from cases.letterbox import held
from cases.plans import Due
from cases.receiving import receive, void
from storage import cases, events
from storage import money as book
from storage.cases import Case
from storage.database import Transaction
from storage.people import Colleague

CLAIMED, PROMISED = "money_claimed", "money_promised"
_SAID_ANEW = "工人更正了收到的钱数"  # the record is kept in Chinese, whatever the worker speaks


def correct_claim(tx: Transaction, colleague: Colleague, number: str, amount: Decimal, why: str) -> None:
    """What is claimed is so many yuan, and why it is another sum than before.

    Raises UnknownCase, NotYours, Empty without a reason, CaseError for a sum that cannot be.
    """
    case = held(tx, colleague, number)
    _must_be(amount, why)
    book.add(tx, case, "claimed", colleague.id, amount=amount, words=why.strip())
    n = events.record(tx, case, CLAIMED, colleague.id, {"amount": plain(amount)}, why.strip())
    telling.tell_owner(tx, case, n, but=colleague.id)


def promise(tx: Transaction, colleague: Colleague, number: str, dues: Sequence[Due], by: str) -> None:
    """Somebody (`by`, a name) promised these sums, each with its day; whether they come is watched.

    Raises UnknownCase, NotYours, Empty without any, CaseError for a sum that cannot be or a case that was withdrawn.
    """
    case = held(tx, colleague, number)
    if case.status == "withdrawn":
        raise CaseError(f"工单 {number} 工人已撤回，不能再记约定；请先请工人重新办理。")
    if not dues:
        raise Empty
    for due in dues:
        _must_be(due.amount, "-")
        entry = book.add(tx, case, "promised", colleague.id, amount=due.amount, due_on=due.day, words=by.strip())
        facts = {"amount": plain(due.amount), "due": due.day.isoformat()}
        n = events.record(tx, case, PROMISED, colleague.id, facts, by.strip() or None)
        telling.tell_owner(tx, case, n, but=colleague.id)
        if instalment := ledger.of_case(tx, case).instalment(entry.n):
            instalments.watch(tx, case, instalment)


def state_received(tx: Transaction, colleague: Colleague, number: str, amount: Decimal, how: str) -> None:
    """A colleague states that so many yuan came, and how he knows; the worker's own word is kept apart from it.

    Raises as `correct_claim`.
    """
    case = held(tx, colleague, number)
    _must_be(amount, how)
    receive(tx, case, colleague.id, amount, words=how.strip())


def take_back(tx: Transaction, colleague: Colleague, number: str, n: int, why: str) -> None:
    """Void a line that a colleague wrote; the ledger keeps it with the reason.

    Raises UnknownCase, NotYours, Empty without a reason, and CaseError if there is no such line, it was voided before,
    or the worker said it himself.
    """
    case = held(tx, colleague, number)
    found = ledger.of_case(tx, case)
    entry = next((one for one in found.standing if one.n == n and one.kind != "missed"), None)
    if entry is None:
        raise CaseError(f"工单 {number} 的账里没有第 {n} 笔，或者它已经作废；请刷新后再看。")
    if entry.by_worker:
        raise CaseError("这一笔是工人自己说的，只有他自己能更正；要更正请写信问他。")
    if not why.strip():
        raise Empty
    void(tx, case, entry, colleague.id, why.strip())


def confirm_total(tx: Transaction, case: Case, total: Decimal) -> Ledger:
    """The worker says that he has received so many yuan in all; returns the ledger as it stands then.

    What he confirmed before is part of it; if that was more, his earlier words are voided and he has the last one.
    """
    case = cases.lock(tx, case.id)
    found = ledger.of_case(tx, case)
    confirmed = found.totals.confirmed
    if total < confirmed:
        for entry in _of_worker(found):
            void(tx, case, entry, events.WORKER, _SAID_ANEW)
        confirmed = Decimal(0)
    if total > confirmed:
        receive(tx, case, events.WORKER, total - confirmed)
    return ledger.of_case(tx, case)


def _of_worker(found: Ledger) -> list[book.Entry]:
    return [one for one in found.standing if one.kind == "received" and one.by_worker]


def _must_be(amount: Decimal, why: str) -> None:
    """Refuse what is no sum in yuan, or comes without a reason."""
    if not 0 < amount <= LARGEST or amount != amount.quantize(Decimal("0.01")):
        raise CaseError("金额要大于 0 元、不超过 999999999.99 元，最多写到分。")
    if not why.strip():
        raise Empty
