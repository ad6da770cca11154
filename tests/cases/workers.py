"""Workers of one employer who complain each for himself, and what colleagues do with their cases together."""

import asyncio
from dataclasses import dataclass
from typing import Any

from bot.timers import Timers
from cases import alike, circulars, collectives, parting
from cases.office import Office
from cases.opening import open_case
from handlers.receive import Door
from storage import cases, conversations, marks
from storage import collectives as kept
from storage.cases import Case, Complaint
from storage.collectives import Collective
from storage.database import Database, Transaction
from storage.marks import Pair
from tests.cases.desk import Desk
from tests.handlers.town import Phone, colleague

EMPLOYER = "白云劳务有限公司"
REASON = "同一家公司，一起谈"


@dataclass
class Together:
    """Workers by their cases, and the colleagues who put these together."""

    desk: Desk
    door: Door
    phones: dict[str, Phone]

    @property
    def database(self) -> Database:
        """Where it all stands."""
        return self.desk.database

    def worker(self, address: str, **answers: str) -> str:
        """Another worker complains from a phone of his own; returns the number of his case."""
        phone = Phone(self.door, self.database, address)
        number = phone.complains(**{"district": "秦州", "employer": EMPLOYER, **answers})
        self.phones[number] = phone
        return number

    def opens(self, who: str, **told: Any) -> str:
        """Somebody's complaint as it stands at the end of the form; returns its number."""
        answers = {"foreman": told.pop("foreman")} if "foreman" in told else {}
        complaint = Complaint("wages", "一直不给工资", **{"district": "620502", **told}, answers=answers)
        return self.database.call(lambda tx: _opened(tx, self.desk.office, complaint, who)).number

    def three(self) -> list[str]:
        """Three workers, whose cases L02, L04 and nobody has; each told another sum."""
        numbers = [self.worker(f"600{n}", amount=str(11111 * (n + 1))) for n in range(3)]
        self.desk.assign("S02", numbers[0], "L02")
        self.desk.assign("S01", numbers[1], "L04")
        return numbers

    def merge(self, staff_id: str, lead: str, *numbers: str, reason: str = REASON) -> Collective:
        """Put these together with the lead."""
        who = colleague(self.database, staff_id)
        return self.database.call(lambda tx: collectives.merge(tx, self.desk.office, who, lead, numbers, reason))

    def undo(self, staff_id: str, lead: str) -> list[str]:
        """Take them apart."""
        who = colleague(self.database, staff_id)
        return self.database.call(lambda tx: parting.undo(tx, self.desk.office, who, lead, "不是一家"))

    def remove(self, staff_id: str, number: str) -> None:
        """Take one out."""
        who = colleague(self.database, staff_id)
        self.database.call(lambda tx: parting.remove(tx, self.desk.office, who, number, "不是一家"))

    def write(self, staff_id: str, lead: str, text: str, *, anyway: bool = False) -> int:
        """Write to all of them, and have it go out."""
        who, office = colleague(self.database, staff_id), self.desk.office
        count = self.database.call(lambda tx: circulars.write_to_all(tx, office, who, lead, text, anyway=anyway))
        self.ring()
        return count

    def ring(self) -> None:
        """Timers do what has come due, until nothing has."""
        while asyncio.run(Timers(self.database, self.desk.office).do_due()):
            pass

    def case(self, number: str) -> Case:
        """The case as it stands."""
        return self.desk.case(number)

    def stand(self, *numbers: str) -> list[tuple[str, str]]:
        """Owner and status of each."""
        return [(case.owner, case.status) for case in map(self.case, numbers)]

    def members(self, lead: str) -> list[str]:
        """The numbers of those that are worked on together, the lead first; nothing if it is on its own."""
        case = self.case(lead)
        found = self.database.read(lambda tx: kept.of_case(tx, case.id))
        return [one.number for one in self.database.read(lambda tx: kept.members(tx, found))] if found else []

    def pairs(self, staff_id: str) -> list[Pair]:
        """What is proposed to a colleague."""
        who = colleague(self.database, staff_id)
        return self.database.read(lambda tx: alike.proposed_to(tx, who))

    def proposed(self, staff_id: str) -> set[frozenset[str]]:
        """The same by the numbers of the cases."""
        return {frozenset(map(self._number, (one.one_id, one.other_id))) for one in self.pairs(staff_id)}

    def crowds(self, staff_id: str) -> list[tuple[str, int]]:
        """Where many gather, as a colleague sees it."""
        who = colleague(self.database, staff_id)
        since = self.desk.clock.now.replace(year=2020)
        return [(one.kind, one.number) for one in self.database.read(lambda tx: marks.crowds(tx, who, since))]

    def _number(self, case_id: str) -> str:
        return self.database.read(lambda tx: cases.by_id(tx, case_id)).number


def _opened(tx: Transaction, office: Office, complaint: Complaint, who: str) -> Case:
    chat = conversations.lock(tx, "telegram", who)
    ids = {"conversation_id": chat.id, "person_id": chat.person_id}
    return open_case(tx, office, complaint, **ids, urgency="normal").case
