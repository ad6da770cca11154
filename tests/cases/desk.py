"""What tests of a case do beside the worker: colleagues act, timers ring, the record is read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from bot.timers import Timers
from cases import assigning, closing, correspondence, deadlines, reaching
from cases.office import Office
from storage import events, offers, unowned
from storage.cases import Case
from storage.database import Database, Transaction
from storage.models import Task
from storage.offers import Offer
from tests.conftest import SettableClock
from tests.handlers.town import Phone, case, colleague

_LOOKS = (deadlines.LOOK, reaching.LOOK, reaching.NOTIFY)  # tasks that only see whether there is something to do


def _tasks_done(tx: Transaction) -> int:
    done = (Task.outcome == "done", Task.kind.not_in(_LOOKS))
    return tx.execute(select(func.count()).select_from(Task).where(*done)).scalar_one()


@dataclass
class Desk:
    """Colleagues at their desks, by staff id."""

    database: Database
    office: Office
    clock: SettableClock

    def case(self, number: str) -> Case:
        """The case as it stands."""
        return case(self.database, number)

    def accept(self, staff_id: str, number: str) -> Case:
        """Take a case."""
        who = colleague(self.database, staff_id)
        return self.database.call(lambda tx: assigning.accept(tx, self.office, who, number))

    def accepted(self, number: str) -> str:
        """Whoever was offered the case takes it; returns who."""
        asked = self.case(number).offered_to
        assert asked
        return self.accept(asked, number).owner

    def decline(self, staff_id: str, number: str) -> str | None:
        """Refuse a case; returns who is asked next."""
        who = colleague(self.database, staff_id)
        return self.database.call(lambda tx: assigning.decline(tx, self.office, who, number, "时间冲突"))

    def assign(self, supervisor: str, number: str, staff_id: str) -> Case:
        """Give a case to a lawyer."""
        who = colleague(self.database, supervisor)
        return self.database.call(lambda tx: assigning.assign(tx, self.office, who, number, staff_id))

    def write(self, staff_id: str, number: str, text: str = "您好") -> int:
        """Write to the worker."""
        who = colleague(self.database, staff_id)
        return self.database.call(lambda tx: correspondence.write_to_worker(tx, self.office, who, number, text))

    def note(self, staff_id: str, number: str, text: str) -> None:
        """Write something down for colleagues."""
        who = colleague(self.database, staff_id)
        self.database.call(lambda tx: correspondence.note(tx, who, number, text))

    def propose(self, staff_id: str, number: str, summary: str = "钱已经打到卡上。") -> None:
        """Ask the worker whether it is solved."""
        who = colleague(self.database, staff_id)
        self.database.call(lambda tx: closing.propose_closing(tx, self.office, who, number, summary))

    def proposed(self, phone: Phone, **answers: str) -> str:
        """A case that a lawyer has taken and proposes to close; returns its number, the worker has read it."""
        number = phone.complains(**answers)
        self.propose(self.accepted(number), number)
        phone.reads()
        return number

    async def waits(self, **by: float) -> int:
        """Time goes by and the timers do what has come due; returns how many tasks that were but for mere looks."""
        self.clock.advance(**by)
        before = self.database.read(_tasks_done)
        await Timers(self.database, self.office).do_due()
        return self.database.read(_tasks_done) - before

    async def lives_until(self, moment: datetime) -> None:
        """Time goes by until then in steps of half an hour, and whatever comes due is done soon after."""
        while self.clock.now < moment:
            self.clock.now = min(moment, self.clock.now + timedelta(minutes=30))
            while await Timers(self.database, self.office).do_due():
                pass

    def looks(self, staff_id: str) -> None:
        """See at the desk what waits for an answer."""
        self.database.call(lambda tx: reaching.looked(tx, staff_id))

    async def waits_for_the_offer(self, number: str) -> None:
        """Time goes by until the open offer of this case has run out, at which its lawyer only looks."""
        due_at, asked = self.offers(number)[-1].due_at, self.offers(number)[-1].staff_id
        self.looks(asked)
        await self.waits(seconds=(due_at - self.clock.now + timedelta(seconds=1)).total_seconds())

    def offers(self, number: str) -> list[Offer]:
        """Every offer ever made of the case."""
        return self.database.read(lambda tx: offers.of_case(tx, self.case(number).id))

    def record(self, number: str) -> list[tuple[str, str]]:
        """What happened to the case, and by whom."""
        return [(it.kind, it.actor) for it in self.database.read(lambda tx: events.of_case(tx, self.case(number)))]

    def facts(self, number: str, kind: str) -> Any:
        """The facts of the last event of this kind."""
        return self.database.read(lambda tx: events.of_case(tx, self.case(number), (kind,)))[-1].facts

    def unowned(self) -> list[str]:
        """Cases without an owner."""
        return self.database.read(unowned.without_owner)
