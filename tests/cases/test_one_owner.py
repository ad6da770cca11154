"""Whatever colleagues and worker do in whatever order: a case has exactly one owner and at most one open offer."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from bot.timers import VERBS
from cases import checking, money
from cases.errors import CaseError
from cases.plans import Due
from handlers.receive import Door
from storage import tasks
from storage.cases import UnknownCase
from storage.database import Transaction
from tests.cases.lives import Town
from tests.handlers.town import Phone, colleague

LAWYERS = ("L01", "L02", "L03", "L04")
OF_MONEY = ("paid_all", "paid_none", "content", "inst_all", "inst_none")


class Life(Town):
    """One case and everything that can be done with it."""

    def __init__(self) -> None:
        super().__init__()
        self.phone = Phone(self.door, self.database)
        self.number = self.phone.complains(district="秦州")

    def teardown(self) -> None:
        """Let go of the database."""
        self.database.close()
        self.folder.cleanup()

    @rule(who=st.sampled_from(LAWYERS))
    def accepts(self, who: str) -> None:
        """A lawyer tries to take it."""
        refusable(lambda: self.desk.accept(who, self.number))

    @rule(who=st.sampled_from(LAWYERS))
    def declines(self, who: str) -> None:
        """A lawyer tries to refuse it."""
        refusable(lambda: self.desk.decline(who, self.number))

    @rule(who=st.sampled_from(LAWYERS))
    def assigned(self, who: str) -> None:
        """The supervisor gives it to one of them."""
        refusable(lambda: self.desk.assign("S02", self.number, who))

    @rule(who=st.sampled_from((*LAWYERS, "S02")))
    def proposes(self, who: str) -> None:
        """Somebody tries to propose closing."""
        refusable(lambda: self.desk.propose(who, self.number))

    @rule(who=st.sampled_from((*LAWYERS, "S02")))
    def writes(self, who: str) -> None:
        """Somebody tries to write to the worker."""
        refusable(lambda: self.desk.write(who, self.number))

    @rule(press=st.sampled_from(("solved", "unsolved", "withdraw_yes", "reply", *OF_MONEY)))
    def taps(self, press: str) -> None:
        """The worker taps a button, fitting or not."""
        self.phone.presses(f"{press}:{self.number}" + (":1" if press.startswith("inst") else ""))

    @rule(who=st.sampled_from((*LAWYERS, "S02")), days=st.sampled_from((0, 3)))
    def promises_money(self, who: str, days: int) -> None:
        """Somebody tries to write down an instalment."""
        due = Due((self.clock.now + timedelta(days=days)).date(), Decimal(8000))
        colleague_ = colleague(self.database, who)
        refusable(lambda: self.database.call(lambda tx: money.promise(tx, colleague_, self.number, [due], "")))

    @rule(amount=st.sampled_from(("100", "8000")))
    def says_how_much(self, amount: str) -> None:
        """The worker says how much has come."""
        self.phone.presses(f"sum_yes:{self.number}:{amount}")

    @rule(words=st.sampled_from(("", "还差六千")))
    def sends_back(self, words: str) -> None:
        """The supervisor tries to send a closing back."""
        office, who = self.desk.office, colleague(self.database, "S02")
        refusable(lambda: self.database.call(lambda tx: checking.send_back(tx, office, who, self.number, words)))

    @rule(hours=st.sampled_from((1, 8, 100)))
    def waits(self, hours: int) -> None:
        """Time goes by and the timers ring."""
        self.clock.advance(hours=hours)
        self.database.call(self._ring)

    @invariant()
    def one_owner(self) -> None:
        """Exactly one owner, at most one open offer, and no ended case is on offer."""
        assert self.desk.unowned() == []
        now = self.desk.case(self.number)
        waiting = [it for it in self.desk.offers(self.number) if it.outcome is None]
        assert len(waiting) <= 1
        assert not (now.ended and waiting)
        assert now.ended == (now.ending is not None)
        assert now.owner in (*LAWYERS, "S02")
        assert not (waiting and now.owner in LAWYERS)

    def _ring(self, tx: Transaction) -> None:
        for due in tasks.lease(tx, kinds=VERBS.keys(), limit=20, seconds=60):
            assert tasks.done(tx, due.id)
            VERBS[due.kind](tx, self.door.office, due.subject)


def refusable(verb: Callable[[], object]) -> None:
    """Do it; a refusal in a sentence is fine."""
    with suppress(CaseError, UnknownCase):
        verb()


@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
def test_one_owner_whatever_happens(door: Door, town_file: Path) -> None:
    """
    Random lives of a case, each verb at any moment: never unowned, never two owners, never on offer once it has ended.
    """
    Life.door, Life.town_file = door, town_file
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    few = settings(max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=checks, database=None)
    run_state_machine_as_test(Life, settings=few)
