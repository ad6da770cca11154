"""How much there is and how much waits: what a graph or an operator's check asks, never content nor who it was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import case, func, select

from storage import conversations
from storage.database import Transaction
from storage.models import Case, Failure, Outbound, StoredFile, Task

LATE = timedelta(minutes=5)  # since it was due, after which something that waits counts as overdue
SLOW = timedelta(hours=1)  # since it was announced, after which a file counts as not coming


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait, and how many of those have been due for more than five minutes."""

    all: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Standings:
    """The database at one moment: replies by channel, tasks by kind, cases by status, rows there have ever been."""

    replies: Mapping[str, Waiting]
    tasks: Mapping[str, Waiting]
    cases: Mapping[str, int]
    parked: int
    files_announced: int
    totals: Mapping[str, int]


def standings(tx: Transaction) -> Standings:
    """All of it; a handful of statements, each of which looks at open rows by their index, or counts."""
    return Standings(
        replies=replies(tx),
        tasks=tasks(tx),
        cases=_cases(tx),
        parked=tx.execute(select(func.count()).where(Failure.parked_at.is_not(None))).scalar_one(),
        files_announced=_to_be_fetched(tx, timedelta(0)),
        totals=conversations.counts(tx),
    )


def replies(tx: Transaction) -> dict[str, Waiting]:
    """Replies that are not sent yet, by channel; in the web chat, those that nobody has fetched."""
    late = func.sum(case((Outbound.due_at <= tx.now - LATE, 1), else_=0))
    waiting = select(Outbound.channel, func.count(), late).where(Outbound.status == "waiting")
    rows = tx.execute(waiting.group_by(Outbound.channel))
    return {channel: Waiting(number, int(overdue)) for channel, number, overdue in rows}


def tasks(tx: Transaction) -> dict[str, Waiting]:
    """Tasks that are not done yet, by kind."""
    late = func.sum(case((Task.due_at <= tx.now - LATE, 1), else_=0))
    open_ones = select(Task.kind, func.count(), late).where(Task.done_at.is_(None)).group_by(Task.kind)
    return {kind: Waiting(number, int(overdue)) for kind, number, overdue in tx.execute(open_ones)}


def _cases(tx: Transaction) -> dict[str, int]:
    return {row[0]: row[1] for row in tx.execute(select(Case.status, func.count()).group_by(Case.status))}


def files_not_coming(tx: Transaction) -> int:
    """How many files that we are to fetch were announced more than an hour ago and are still not here."""
    return _to_be_fetched(tx, SLOW)


def _to_be_fetched(tx: Transaction, ago: timedelta) -> int:
    """What a browser brings by itself is nobody's task, and may stop coming for good."""
    its_task = select(Task.id).where(Task.subject == StoredFile.id, Task.done_at.is_(None)).exists()
    before = StoredFile.received_at <= tx.now - ago
    return tx.execute(select(func.count()).where(StoredFile.status == "announced", before, its_task)).scalar_one()
