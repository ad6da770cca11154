"""What tests of the other side have in common: declaring, adding, tying, and looking who may read."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from cases import conflicts, declaring, merging, parties
from knowledge.reading.credit_codes import check_character
from storage import cases, sites
from storage import parties as kept
from storage.cases import UnknownCase
from storage.database import Transaction
from storage.declared import Declared
from storage.models import CaseParty, Party, PartyName, PartyTie
from tests.cases.desk import Desk
from tests.handlers.town import QINZHOU, Phone, colleague

CODE = "91620502MA7" + "000001"
CODE += check_character(CODE)
OTHER = "91620503MA7" + "000002"
OTHER += check_character(OTHER)


def against(desk: Desk, number: str) -> set[str]:
    """Who is in conflict with a case."""
    return set(desk.database.read(lambda tx: conflicts.against(tx, desk.case(number))))


def standing(desk: Desk, number: str) -> list[tuple[str, str]]:
    """The parties of a case by role and name."""
    return [(it.role, it.party.name) for it in desk.database.read(lambda tx: kept.of_case(tx, desk.case(number).id))]


def party(desk: Desk, number: str, name: str) -> str:
    """The id of the party of this name in a case."""
    found = desk.database.read(lambda tx: kept.of_case(tx, desk.case(number).id))
    return next(it.party.id for it in found if it.party.name == name)


def declares(desk: Desk, staff_id: str, *clients: str, firm: str = "", relatives: Sequence[str] = ()) -> None:
    """A colleague declares this and nothing else."""
    who = colleague(desk.database, staff_id)
    desk.database.call(lambda tx: declaring.declare(tx, who, Declared(clients, firm, tuple(relatives))))


def add(desk: Desk, staff_id: str, number: str, name: str, role: str = "other", code: str = "") -> None:
    """A colleague adds a party to a case."""
    who = colleague(desk.database, staff_id)
    desk.database.call(lambda tx: parties.add(tx, who, number, name, role, code))


def link(desk: Desk, number: str, party_id: str, relation: str, other: str) -> None:
    """The supervisor says what another company is to a party."""
    who = colleague(desk.database, "S02")
    desk.database.call(lambda tx: merging.link(tx, who, number, party_id, relation, other, "工商登记"))


def rows(tx: Transaction) -> dict[str, list[Any]]:
    """Every byte that is kept of parties, but for the record of what was tied and undone."""
    tables = {model.__tablename__: model.__table__ for model in (Party, PartyName, CaseParty)}
    found: dict[str, list[Any]] = {
        name: sorted(map(tuple, tx.execute(select(it))), key=str) for name, it in tables.items()
    }
    alive = select(PartyTie.kind, PartyTie.lower_id, PartyTie.upper_id).where(PartyTie.state == "stands")
    return {**found, "ties": sorted(map(tuple, tx.execute(alive)))}


def scans(phone: Phone, name: str, contractor: str, employer: str) -> None:
    """The worker scans the poster of a site."""
    site = phone.database.call(lambda tx: sites.add(tx, QINZHOU, name, contractor, employer, QINZHOU))
    phone.says(phone.database.read(lambda tx: f"/start s-{sites.token(tx, site)}"))


def may_read(desk: Desk, staff_id: str, number: str) -> bool:
    """Whether a colleague may read a case."""
    who = colleague(desk.database, staff_id)
    try:
        desk.database.read(lambda tx: cases.visible(tx, who, number))
    except UnknownCase:
        return False
    return True
