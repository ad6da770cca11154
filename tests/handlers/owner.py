"""Whoever has a worker's case, in tests of the worker's side: takes it, writes to him, asks whether it is solved."""

from cases import assigning, closing, correspondence
from cases.office import Office
from storage import events
from tests.handlers.town import Phone, case, colleague


def accepted(phone: Phone, office: Office) -> str:
    """A complaint that a lawyer has taken; returns its number, with everything read."""
    number = phone.complains(district="秦州")
    accept(phone, office, number)
    phone.reads()
    return number


def accept(phone: Phone, office: Office, number: str) -> str:
    """Whoever was offered the case takes it; returns who."""
    lawyer = colleague(phone.database, case(phone.database, number).offered_to or "")
    phone.database.call(lambda tx: assigning.accept(tx, office, lawyer, number))
    return lawyer.id


def write(phone: Phone, office: Office, number: str, text: str) -> str:
    """The owner writes to the worker; returns what the worker reads."""
    owner = colleague(phone.database, case(phone.database, number).owner)
    phone.database.call(lambda tx: correspondence.write_to_worker(tx, office, owner, number, text))
    return phone.reads()


def propose(phone: Phone, office: Office, number: str) -> str:
    """The owner asks whether it is solved; returns what the worker reads."""
    owner = colleague(phone.database, case(phone.database, number).owner)
    phone.database.call(lambda tx: closing.propose_closing(tx, office, owner, number, "单位说钱已经打到卡上了。"))
    return phone.reads()


def letters(phone: Phone, number: str) -> list[str | None]:
    """What the worker wrote, as the record of the case has it."""
    kinds = (correspondence.FROM_WORKER,)
    return [it.words for it in phone.database.read(lambda tx: events.of_case(tx, case(phone.database, number), kinds))]
