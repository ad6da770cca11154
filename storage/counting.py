"""What can be counted, as facts with the moment at which each became one: no content, and who it was only as an id.

A fact never changes: what is corrected later is a fact of its own, at its own moment. So the figures of a month that is
over stay what they were. docs/figures.md says what is made of them.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from storage.database import Transaction
from storage.events import WORKER
from storage.models import Case, CaseClock, Complaint, Event, Member, MoneyEntry, Offer, Survey

What = Literal[
    "opened",
    "joined",
    "withdrawn",
    "reopened",
    "words_met",
    "words_missed",
    "result_met",
    "result_missed",
    "offer_accepted",
    "offer_declined",
    "offer_timed_out",
    "timely",
    "not_timely",
    "satisfied",
    "not_satisfied",
    "confirmed",
    "stated",
]
REOPENINGS = ("reopened", "check_failed")  # the events by which a case that was called solved is taken up again
_STEPS = ("closing_proposed", "closed", "withdrawn", *REOPENINGS)
_OF_COMPLAINT = (Complaint.employer, Complaint.site, Complaint.headcount)
_CLOCKS = {"first_words": "words", "result": "result"}


@dataclass(frozen=True, slots=True)
class Window:
    """From `begins` until before `ends`; of these union bodies, None: of all."""

    begins: datetime
    ends: datetime
    units: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What a case is counted under; `headcount` is how many workers the complaint speaks of, at least one."""

    person: str
    unit: str
    kind: str
    employer: str
    site: str
    headcount: int


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened in a case: `person` is whom it brought to us, `amount` is in yuan."""

    case_id: str
    at: datetime
    what: What
    person: str = ""
    amount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Step:
    """A step on a case's way to its end: closing_proposed, closed with its `ending`, withdrawn, or taken up again."""

    case_id: str
    at: datetime
    kind: str
    ending: str


def about(tx: Transaction, window: Window) -> dict[str, About]:
    """Every case that had been opened when the window ends, by its id."""
    columns = (Case.id, Case.person_id, Case.unit, Case.kind, *_OF_COMPLAINT)
    chosen = select(*columns).join(Complaint, Complaint.case_id == Case.id).where(Case.opened_at < window.ends)
    rows = tx.execute(_in_units(chosen, window))
    return {
        row.id: About(row.person_id, row.unit, row.kind, row.employer or "", row.site or "", max(row.headcount or 1, 1))
        for row in rows
    }


def facts(tx: Transaction, window: Window) -> Iterator[Fact]:
    """Everything that became a fact in the window, but for the closings."""
    yield from _arrivals(tx, window)
    yield from _events(tx, window)
    yield from _clocks(tx, window)
    yield from _offers(tx, window)
    yield from _answers(tx, window)
    yield from _money(tx, window)


def steps(tx: Transaction, window: Window) -> list[Step]:
    """The way of every case with a closing in the window, from its beginning until the window ends, in order."""
    closed = select(Event.case_id).where(Event.kind == "closed", _within(Event.at, window))
    chosen = select(Event.case_id, Event.at, Event.kind, Event.facts).join(Case, Case.id == Event.case_id)
    its = (Event.case_id.in_(closed), Event.kind.in_(_STEPS), Event.at < window.ends)
    rows = tx.execute(_in_units(chosen.where(*its).order_by(Event.case_id, Event.n), window))
    return [Step(row.case_id, row.at, row.kind, str(row.facts.get("ending", ""))) for row in rows]


def _arrivals(tx: Transaction, window: Window) -> Iterator[Fact]:
    opened = select(Case.id, Case.opened_at, Case.person_id).where(_within(Case.opened_at, window))
    yield from (Fact(row[0], row[1], "opened", row[2]) for row in tx.execute(_in_units(opened, window)))
    joined = select(Member.case_id, Member.joined_at, Member.person_id).join(Case, Case.id == Member.case_id)
    rows = tx.execute(_in_units(joined.where(_within(Member.joined_at, window)), window))
    yield from (Fact(row[0], row[1], "joined", row[2]) for row in rows)


def _events(tx: Transaction, window: Window) -> Iterator[Fact]:
    its = (Event.kind.in_(("withdrawn", *REOPENINGS)), _within(Event.at, window))
    chosen = select(Event.case_id, Event.at, Event.kind).join(Case, Case.id == Event.case_id).where(*its)
    for row in tx.execute(_in_units(chosen, window)):
        yield Fact(row.case_id, row.at, "withdrawn" if row.kind == "withdrawn" else "reopened")


def _clocks(tx: Transaction, window: Window) -> Iterator[Fact]:
    """Each clock when it was decided: missed when its time ran out, met when what was due was done."""
    decided = func.coalesce(CaseClock.missed_at, CaseClock.ended_at, type_=CaseClock.missed_at.type)
    chosen = select(CaseClock.case_id, decided.label("at"), CaseClock.step, CaseClock.missed_at)
    was = or_(CaseClock.missed_at.is_not(None), CaseClock.outcome == "met")
    its = (CaseClock.step.in_(_CLOCKS), was, _within(decided, window))
    for row in tx.execute(_in_units(chosen.join(Case, Case.id == CaseClock.case_id).where(*its), window)):
        came = "missed" if row.missed_at else "met"
        yield Fact(row.case_id, row.at, _named(f"{_CLOCKS[row.step]}_{came}"))


def _offers(tx: Transaction, window: Window) -> Iterator[Fact]:
    its = (Offer.outcome.in_(("accepted", "declined", "timed_out")), _within(Offer.settled_at, window))
    chosen = select(Offer.case_id, Offer.settled_at, Offer.outcome).join(Case, Case.id == Offer.case_id).where(*its)
    for row in tx.execute(_in_units(chosen, window)):
        if row.settled_at:
            yield Fact(row.case_id, row.settled_at, _named(f"offer_{row.outcome}"))


def _answers(tx: Transaction, window: Window) -> Iterator[Fact]:
    columns = (Survey.case_id, Survey.answered_at, Survey.timely, Survey.satisfied)
    chosen = select(*columns).join(Case, Case.id == Survey.case_id).where(_within(Survey.answered_at, window))
    for row in tx.execute(_in_units(chosen, window)):
        for name, said in (("timely", row.timely), ("satisfied", row.satisfied)):
            if said is not None and row.answered_at:
                yield Fact(row.case_id, row.answered_at, _named(name if said else f"not_{name}"))


def _money(tx: Transaction, window: Window) -> Iterator[Fact]:
    """What was received, and again with a minus what was voided, each at the moment when that was said."""
    voided = aliased(MoneyEntry)
    its_line = and_(voided.case_id == MoneyEntry.case_id, voided.n == MoneyEntry.of, MoneyEntry.kind == "voided")
    columns = (MoneyEntry.case_id, MoneyEntry.at, MoneyEntry.kind, MoneyEntry.amount, MoneyEntry.stated_by)
    chosen = (
        select(*columns, voided.amount.label("undone"), voided.stated_by.label("stated_before"))
        .join(Case, Case.id == MoneyEntry.case_id)
        .outerjoin(voided, its_line)
        .where(_within(MoneyEntry.at, window), or_(MoneyEntry.kind == "received", voided.kind == "received"))
    )
    for row in tx.execute(_in_units(chosen, window)):
        by = row.stated_by if row.kind == "received" else row.stated_before
        amount = row.amount if row.kind == "received" else -(row.undone or Decimal(0))
        yield Fact(row.case_id, row.at, "confirmed" if by == WORKER else "stated", amount=amount or Decimal(0))


def _named(what: Any) -> What:
    named: What = what
    return named


def _within(column: Any, window: Window) -> ColumnElement[bool]:
    return and_(column >= window.begins, column < window.ends)


def _in_units(chosen: Select[*tuple[Any, ...]], window: Window) -> Select[*tuple[Any, ...]]:
    return chosen if window.units is None else chosen.where(Case.unit.in_(window.units))
