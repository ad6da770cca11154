"""Cases that one lawyer works on together: which, who leads, how each stood before, and the letters to all of them.

Whoever changes a collective holds the cases concerned; the index lets a case stand in one collective at a time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, insert, select, update

from storage import cases, models
from storage.cases import Case, Status, may_read
from storage.database import Transaction
from storage.ids import new_id
from storage.models import CaseClock, CircularLetter, CollectiveCase, Outbound
from storage.models import Collective as CollectiveRow
from storage.people import Colleague


@dataclass(frozen=True, slots=True)
class Collective:
    """Cases that are worked on together; `lead_id` is the case from whose page all of them are written to."""

    id: str
    lead_id: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Joined:
    """A case in a collective and how it stood before; `given` is the status that merging gave it.

    `clocks` are the clocks that counted before, by id, each with whom it counted against.
    """

    id: str
    collective_id: str
    case_id: str
    joined_at: datetime
    owner_before: str
    before: Status
    given: Status
    clocks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Copy:
    """A letter to all as one case got it: our message `n` in `chat`, or `why` there is none, or nothing yet."""

    id: str
    lead_id: str
    event_n: int
    case_id: str
    chat: str | None
    n: int | None
    why: str | None


@dataclass(frozen=True, slots=True)
class Fate:
    """What came of one copy: "waiting", what the outbox says of it, or why it was never written."""

    case_id: str
    event_n: int
    outcome: str


def begin(tx: Transaction, lead: Case, by: str) -> Collective:
    """A collective with a held case as its lead."""
    found = Collective(new_id(), lead.id, by, tx.now)
    values = {"id": found.id, "lead_id": lead.id, "made_by": by, "made_at": tx.now}
    tx.execute(insert(CollectiveRow).values(values))
    return found


def of_case(tx: Transaction, case_id: str) -> Collective | None:
    """The collective in which a case stands; None if it is on its own."""
    its = (CollectiveCase.case_id == case_id, _stays())
    joined = select(*_COLLECTIVE).join(CollectiveCase, CollectiveCase.collective_id == CollectiveRow.id)
    row = tx.execute(joined.where(*its)).first()
    return Collective(*row) if row else None


def leads_of(tx: Transaction, case_ids: Sequence[str]) -> dict[str, str]:
    """For each of these cases that stands in a collective, the id of its lead."""
    joined = select(CollectiveCase.case_id, CollectiveRow.lead_id).join(
        CollectiveRow, CollectiveRow.id == CollectiveCase.collective_id
    )
    rows = tx.execute(joined.where(CollectiveCase.case_id.in_(case_ids), _stays()))
    return {row.case_id: row.lead_id for row in rows}


def end(tx: Transaction, collective: Collective, by: str) -> None:
    """The collective is no more."""
    its = (CollectiveRow.id == collective.id, CollectiveRow.ended_at.is_(None))
    tx.execute(update(CollectiveRow).where(*its).values(ended_at=tx.now, ended_by=by))


def join(tx: Transaction, collective: Collective, case: Case, given: Status, by: str) -> None:
    """A held case stands in the collective from now on; how it stands at this moment is kept.

    The index refuses a case that stands in one.
    """
    rows = tx.execute(select(CaseClock.id, CaseClock.staff_id).where(CaseClock.case_id == case.id, _counts()))
    values: dict[str, Any] = {"id": new_id(), "collective_id": collective.id, "case_id": case.id}
    before = {"owner_before": case.owner, "status_before": case.status, "clocks": {row[0]: row[1] for row in rows}}
    joined = {"joined_at": tx.now, "joined_by": by, "status_given": given}
    tx.execute(insert(CollectiveCase).values({**values, **before, **joined}))


def leave(tx: Transaction, joined: Joined, by: str) -> None:
    """A case is on its own again."""
    its = (CollectiveCase.id == joined.id, _stays())
    tx.execute(update(CollectiveCase).where(*its).values(left_at=tx.now, left_by=by))


def joined(tx: Transaction, collective: Collective) -> list[Joined]:
    """The cases of a collective, its lead among them, in the order in which they joined."""
    columns = tuple(getattr(CollectiveCase, name) for name in _JOINED)
    chosen = select(*columns).where(CollectiveCase.collective_id == collective.id, _stays())
    return [Joined(*row) for row in tx.execute(chosen.order_by(CollectiveCase.joined_at, CollectiveCase.id))]


def members(tx: Transaction, collective: Collective) -> list[Case]:
    """The cases of a collective, its lead first, then as they joined; for the machine itself."""
    found = [cases.by_id(tx, one.case_id) for one in joined(tx, collective)]
    return sorted(found, key=lambda case: case.id != collective.lead_id)


def visible_members(tx: Transaction, colleague: Colleague, collective: Collective) -> list[Case]:
    """Those of them that this colleague may read, its lead first."""
    its = select(models.Case.id).join(CollectiveCase, CollectiveCase.case_id == models.Case.id)
    his = its.where(CollectiveCase.collective_id == collective.id, _stays(), may_read(tx, colleague))
    readable = set(tx.execute(his).scalars())
    return [case for case in members(tx, collective) if case.id in readable]


def visible_to(tx: Transaction, colleague: Colleague, limit: int = 100) -> list[tuple[Collective, int]]:
    """The collectives whose lead this colleague may read, the newest first, each with how many cases it has."""
    size = (
        select(func.count())
        .where(CollectiveCase.collective_id == CollectiveRow.id, _stays())
        .scalar_subquery()
        .label("size")
    )
    lead = select(*_COLLECTIVE, size).join(models.Case, models.Case.id == CollectiveRow.lead_id)
    his = lead.where(CollectiveRow.ended_at.is_(None), may_read(tx, colleague))
    rows = tx.execute(his.order_by(CollectiveRow.made_at.desc(), CollectiveRow.id).limit(limit))
    return [(Collective(row.id, row.lead_id, row.made_by, row.made_at), row.size) for row in rows]


def hand_clocks(tx: Transaction, case_id: str, to: str) -> None:
    """The clocks of a case go on counting, without a minute more or less, against somebody else."""
    tx.execute(update(CaseClock).where(CaseClock.case_id == case_id, _counts()).values(staff_id=to))


def hand_clocks_back(tx: Transaction, joined: Joined) -> list[str]:
    """Those that counted before count against whom they did; returns the ids of the others that count by now."""
    rows = tx.execute(select(CaseClock.id).where(CaseClock.case_id == joined.case_id, _counts())).scalars().all()
    for clock_id in rows:
        if whose := joined.clocks.get(clock_id):
            tx.execute(update(CaseClock).where(CaseClock.id == clock_id).values(staff_id=whose))
    return [clock_id for clock_id in rows if clock_id not in joined.clocks]


def address(tx: Transaction, lead: Case, event_n: int, to: Sequence[Case]) -> list[str]:
    """A copy of a letter to all for each of these cases, still to be written; returns their ids."""
    ids = [(new_id(), case.id) for case in to]
    rows = [{"id": copy_id, "lead_id": lead.id, "event_n": event_n, "case_id": case_id} for copy_id, case_id in ids]
    tx.execute(insert(CircularLetter), rows)
    return [copy_id for copy_id, _ in ids]


def copy_of(tx: Transaction, copy_id: str) -> Copy:
    """The copy with this id; raises LookupError."""
    row = tx.execute(select(*(getattr(CircularLetter, name) for name in _COPY)).where(CircularLetter.id == copy_id))
    found = row.first()
    if found is None:
        raise LookupError("no such letter to all")
    return Copy(*found)


def written(tx: Transaction, copy_id: str, chat: str, n: int) -> None:
    """A copy became our message `n` in this conversation."""
    tx.execute(update(CircularLetter).where(CircularLetter.id == copy_id).values(chat=chat, n=n))


def not_written(tx: Transaction, copy_id: str, why: str) -> None:
    """A copy was never written: "ended", "left" or "not_his"."""
    tx.execute(update(CircularLetter).where(CircularLetter.id == copy_id).values(why=why))


def fates(tx: Transaction, lead_id: str) -> list[Fate]:
    """What came of each copy of each letter to all, the oldest letter first; of copies, never of their words."""
    sent = and_(Outbound.conversation_id == CircularLetter.chat, Outbound.n == CircularLetter.n)
    columns = (CircularLetter.case_id, CircularLetter.event_n, CircularLetter.why, Outbound.status)
    its: Select[*tuple[Any, ...]] = select(*columns).outerjoin(Outbound, sent).where(CircularLetter.lead_id == lead_id)
    rows = tx.execute(its.order_by(CircularLetter.event_n, CircularLetter.id))
    return [_fate(row) for row in rows]


_COLLECTIVE = (CollectiveRow.id, CollectiveRow.lead_id, CollectiveRow.made_by, CollectiveRow.made_at)
_JOINED = ("id", "collective_id", "case_id", "joined_at", "owner_before", "status_before", "status_given", "clocks")
_COPY = tuple(Copy.__dataclass_fields__)


def _fate(row: Row[*tuple[Any, ...]]) -> Fate:
    return Fate(row.case_id, row.event_n, row.why or row.status or "waiting")


def _stays() -> ColumnElement[bool]:
    return CollectiveCase.left_at.is_(None)


def _counts() -> ColumnElement[bool]:
    return CaseClock.ended_at.is_(None)
