"""What the ledger of a case comes to: claimed, promised, received, still owed; in exact yuan, without a database.

What the worker confirmed and what staff state is kept apart and never added up: both speak of the same money. A line
that was voided counts for nothing, as if it had never been written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from cases.facts import money
from cases.office import Office
from storage import money as book
from storage.cases import Case
from storage.database import Transaction
from storage.money import Entry

ABOUT_MONEY = frozenset(("wages", "overtime", "injury", "dismissal", "insurance"))
LARGEST = Decimal("999999999.99")  # yuan of one line
State = Literal["paid", "part", "missed", "due", "coming"]
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Instalment:
    """A promised sum with its day: `paid` is what the worker confirmed of it, `missed` that he said it did not come."""

    n: int
    amount: Decimal
    due_on: date
    paid: Decimal
    missed: bool
    promised_by: str

    @property
    def rest(self) -> Decimal:
        """What has not come of it, in yuan."""
        return max(self.amount - self.paid, _NOTHING)

    @property
    def answered(self) -> bool:
        """Whether the worker has said what came of it."""
        return self.missed or self.paid > 0

    def state(self, today: date) -> State:
        """Where it stands on this day in China."""
        if not self.rest:
            return "paid"
        if self.paid:
            return "part"
        if self.missed:
            return "missed"
        return "due" if self.due_on < today else "coming"


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums in yuan: `confirmed` is what the worker says he received, `stated` what staff say that he did.

    `claimed` is None where nobody knows it.
    """

    claimed: Decimal | None
    promised: Decimal
    confirmed: Decimal
    stated: Decimal

    @property
    def outstanding(self) -> Decimal | None:
        """What is still owed by the worker's own word, never below zero; None where the claim is not known."""
        return None if self.claimed is None else max(self.claimed - self.confirmed, _NOTHING)

    @property
    def overpaid(self) -> Decimal:
        """What came beyond the claim, zero if nothing did or the claim is not known."""
        return _NOTHING if self.claimed is None else max(self.confirmed - self.claimed, _NOTHING)

    @property
    def aim(self) -> Decimal | None:
        """What "all of it" means: the claim, or else all that was promised; None if neither is known."""
        return self.claimed if self.claimed is not None else self.promised or None

    @property
    def staff_say_more(self) -> bool:
        """Whether staff state more than the worker confirmed."""
        return self.stated > self.confirmed

    @property
    def any(self) -> bool:
        """Whether any money is known of."""
        return any((self.claimed, self.promised, self.confirmed, self.stated))


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every line of a case, and the sum `told` in its complaint."""

    entries: tuple[Entry, ...]
    told: Decimal | None = None

    @property
    def voided(self) -> dict[int, Entry]:
        """By the number of each line that was voided, the line that voids it."""
        return {one.of: one for one in self.entries if one.kind == "voided" and one.of is not None}

    @property
    def standing(self) -> list[Entry]:
        """The lines that count."""
        voided = self.voided
        return [one for one in self.entries if one.kind != "voided" and one.n not in voided]

    @property
    def totals(self) -> Totals:
        """What they come to."""
        standing = self.standing
        claims = [one.amount for one in standing if one.kind == "claimed"]
        received = [one for one in standing if one.kind == "received"]
        return Totals(
            claims[-1] if claims else self.told,
            _sum([one for one in standing if one.kind == "promised"]),
            _sum([one for one in received if one.by_worker]),
            _sum([one for one in received if not one.by_worker]),
        )

    @property
    def instalments(self) -> list[Instalment]:
        """What was promised and stands, by its day."""
        standing = self.standing
        promised = (one for one in standing if one.kind == "promised" and one.due_on and one.amount)
        return sorted((_instalment(one, standing) for one in promised), key=lambda one: (one.due_on, one.n))

    def instalment(self, n: int) -> Instalment | None:
        """The instalment with this number, if it stands."""
        return next((one for one in self.instalments if one.n == n), None)

    def to_come(self, today: date) -> list[Instalment]:
        """The instalments whose day has not passed."""
        return [one for one in self.instalments if one.state(today) == "coming"]


def of_case(tx: Transaction, case: Case) -> Ledger:
    """The ledger of a case as it stands; the caller has decided who may read it."""
    return Ledger(tuple(book.entries(tx, case)), book.told(tx, case))


def is_about_money(case: Case, ledger: Ledger) -> bool:
    """Whether a case is solved only when money has come: by its kind, or because money is known of."""
    return case.kind in ABOUT_MONEY or ledger.totals.any


def in_words(office: Office, language: str | None, totals: Totals) -> list[str]:
    """The totals line by line as a colleague reads them; nothing while only the complaint speaks of money."""
    known = (
        ("claimed", totals.claimed),
        ("promised", totals.promised),
        ("confirmed", totals.confirmed),
        ("stated", totals.stated),
        ("outstanding", totals.outstanding),
        ("overpaid", totals.overpaid),
    )
    if not (totals.promised or totals.confirmed or totals.stated):
        return []
    said = [(name, amount) for name, amount in known if amount or (amount is not None and name in _ALWAYS)]
    return [office.texts.say(language, f"money.total_{name}", amount=money(amount)) for name, amount in said]


def plain(amount: Decimal) -> str:
    """Yuan as a button and the record carry them: 8000, or 8000.50 where there are fen."""
    return f"{amount:.0f}" if amount == amount.to_integral() else f"{amount:.2f}"


_ALWAYS = ("confirmed", "outstanding")


def _sum(lines: Sequence[Entry]) -> Decimal:
    return sum((one.amount or _NOTHING for one in lines), _NOTHING)


def _instalment(promised: Entry, standing: Sequence[Entry]) -> Instalment:
    its = [one for one in standing if one.of == promised.n]
    paid = [one for one in its if one.kind == "received" and one.by_worker]
    missed = max((one.n for one in its if one.kind == "missed"), default=0)
    later = max((one.n for one in paid), default=0)
    amount, due_on = promised.amount or _NOTHING, promised.due_on or date.max
    return Instalment(promised.n, amount, due_on, _sum(paid), missed > later, promised.words)
