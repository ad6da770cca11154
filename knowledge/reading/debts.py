"""Which of the sums that a text tells of is still owed, and which is the wage.

What is owed (roles.py tells the roles) is the remaining sum; else the owed one; else the total, or the whole debt
(一共欠), minus what was paid later; else mine; else the only sum there is; else what each is owed. A debt told before a
payment gives way to a smaller one told after it. Of two sums in one role the whole (一共) counts, else the one said to
be wages, else the speaker's own; else nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import get_args

from knowledge.reading.roles import Per, Role, Told

_SAME_BREATH = 40  # characters between two sums that are told together
_ALIKE = Decimal("0.005")  # sums that differ by less are one sum, once written to the fen and once to the yuan


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum in yuan as it was said; `approximate` with 多, 左右, 大概 and the like."""

    yuan: Decimal
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """One sum in a text, what the words around it say of it, and where it stands in the folded text."""

    amount: Amount | None  # None where it can mean two sums, so that the others alone would mislead
    told: Told
    start: int
    end: int
    marked: bool  # a currency or a scale says that it is money

    @property
    def role(self) -> Role:
        """What the words make of the sum."""
        return self.told.role


def agreed_rate(found: Sequence[Sum], per: Per) -> Decimal | None:
    """The wage in yuan for a day or a month, the agreed one first; None when two are told or none."""
    rates = [it for it in found if it.role == "rate" and it.told.per == per and it.amount]
    raised = [it for it in rates if it.told.raised]
    full = [it for it in rates if not it.told.base]
    for chosen in (raised[-1:], [it for it in full if it.told.agreed], full, rates):
        yuan = {it.amount.yuan for it in chosen if it.amount}
        if len(yuan) == 1:
            return yuan.pop()
    return None


def owed(found: Sequence[Sum]) -> Amount | None:
    """What is still owed according to the sums of one text; None when they leave it open."""
    by_role = {role: [it for it in found if it.role == role] for role in get_args(Role)}
    total, paid = by_role["total"], by_role["paid"]
    debts = _latest(sorted(by_role["remaining"] + by_role["owed"], key=lambda it: it.start), paid)
    debts = [it for it in debts if it.told.now] or debts
    remaining = [it for it in debts if it.role == "remaining"]
    whole = [it for it in debts if it.told.whole] or _adding_up(total, debts)
    if whole and not remaining:
        return _minus_paid(whole, _later(paid, whole))
    if whole or remaining:
        return _only(whole or remaining)
    if debts:
        return None if _later(paid, debts) else _only(debts) or _only(by_role["mine"])
    if total:
        close = [it for it in paid if it.end + _SAME_BREATH > total[0].start]
        return _minus_paid(total, _later(paid, total) or close)
    return None if paid else _only(by_role["mine"] or by_role["plain"] or by_role["each"])


def _latest(debts: Sequence[Sum], paid: Sequence[Sum]) -> Sequence[Sum]:
    """The debts that still stand: of a debt, a payment and a smaller debt, told in this order, only the last."""
    for payment in reversed(paid):
        before, after = ([it for it in debts if (it.start > payment.start) == later] for later in (False, True))
        if before and after and _most(after) < _most(before):
            return after
    return debts


def _most(found: Sequence[Sum]) -> Decimal:
    return max(it.amount.yuan if it.amount else Decimal(0) for it in found)


def _adding_up(total: Sequence[Sum], debts: Sequence[Sum]) -> list[Sum]:
    """The totals that are the sum of several debts told one by one."""
    parts = [it.amount.yuan for it in debts if it.amount]
    return [it for it in total if len(parts) > 1 and it.amount and it.amount.yuan == sum(parts)]


def _only(found: Sequence[Sum]) -> Amount | None:
    """The one amount of these sums: of the whole, of wages, the speaker's, or the only; None if one is unreadable."""
    of_wages, of_speaker = ([it for it in found if getattr(it.told, what)] for what in ("wages", "mine"))
    for chosen in ([it for it in found if it.told.whole], of_wages, of_speaker, found):
        if chosen and all(_alike(it.amount, chosen[0].amount) for it in chosen):
            return chosen[0].amount
    return None


def _alike(one: Amount | None, other: Amount | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one.yuan - other.yuan) <= _ALIKE * other.yuan


def _later(paid: Sequence[Sum], others: Sequence[Sum]) -> list[Sum]:
    last = max(it.start for it in others)
    return [it for it in paid if it.start > last]


def _minus_paid(total: Sequence[Sum], paid: Sequence[Sum]) -> Amount | None:
    """What is left of a sum; None when the parts are no less than it."""
    whole = _only(total)
    if whole is None or not paid:
        return whole
    parts = [it.amount for it in paid if it.amount]
    rest = whole.yuan - sum(it.yuan for it in parts)
    if len(parts) < len(paid) or rest <= 0:
        return None
    return Amount(rest, whole.approximate or any(it.approximate for it in parts))
