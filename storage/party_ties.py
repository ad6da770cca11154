"""What parties are to each other: the same, parent and subsidiary, contractor and subcontractor, firm and foreman.

Two that were merged are joined by a standing tie of the kind "same". Nothing else of either is touched, so that undoing
it leaves every byte as it was.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import func, insert, select, update

from storage.database import Transaction
from storage.ids import new_id
from storage.models import PartyTie

Kind = Literal["same", "parent", "contractor", "foreman"]
State = Literal["proposed", "stands", "refused", "undone"]
CHAINS: tuple[Kind, ...] = ("parent", "contractor", "foreman")
_AT_ONCE = 500  # ids in one statement
_TYING = 735001  # PostgreSQL's advisory lock of whoever ties parties; with SQLite there is one writer


@dataclass(frozen=True, slots=True)
class Tie:
    """What `lower` is to `upper`: the same, its subsidiary, its subcontractor, its foreman."""

    id: str
    kind: Kind
    lower: str
    upper: str
    state: State


def tie(tx: Transaction, kind: Kind, lower: str, upper: str, state: State, by: str) -> Tie | None:
    """Say what two parties are to each other, or propose it; None if that was said, or proposed, before."""
    alive = ("proposed", "stands")
    its = (PartyTie.kind == kind, PartyTie.lower_id == lower, PartyTie.upper_id == upper, PartyTie.state.in_(alive))
    if tx.execute(select(PartyTie.id).where(*its)).first():
        return None
    found = Tie(new_id(), kind, lower, upper, state)
    names = {"id": found.id, "kind": kind, "lower_id": lower, "upper_id": upper, "state": state}
    settled = {"settled_by": by, "settled_at": tx.now} if state == "stands" else {}
    tx.execute(insert(PartyTie).values({**names, "made_by": by, "made_at": tx.now, **settled}))
    return found


def was_proposed(tx: Transaction, one: str, other: str) -> bool:
    """Whether it was asked before whether these two are the same, whatever came of it."""
    pair = [one, other]
    its = (PartyTie.kind == "same", PartyTie.lower_id.in_(pair), PartyTie.upper_id.in_(pair))
    return tx.execute(select(PartyTie.id).where(*its).limit(1)).first() is not None


def settle(tx: Transaction, tie_id: str, state: State, by: str) -> None:
    """What became of a proposal."""
    values = {"state": state, "settled_by": by, "settled_at": tx.now}
    tx.execute(update(PartyTie).where(PartyTie.id == tie_id, PartyTie.state == "proposed").values(values))


def undo(tx: Transaction, tie_id: str, by: str) -> None:
    """A tie stands no more."""
    values = {"state": "undone", "undone_by": by, "undone_at": tx.now}
    tx.execute(update(PartyTie).where(PartyTie.id == tie_id, PartyTie.state == "stands").values(values))


def ties_of(tx: Transaction, party_ids: Collection[str], states: tuple[State, ...] = ("stands",)) -> list[Tie]:
    """The ties of these parties, in either direction, the oldest first."""
    columns = (PartyTie.id, PartyTie.kind, PartyTie.lower_id, PartyTie.upper_id, PartyTie.state, PartyTie.made_at)
    found: dict[str, Any] = {}
    for some in _some(party_ids):
        either = PartyTie.lower_id.in_(some) | PartyTie.upper_id.in_(some)
        found |= {row.id: row for row in tx.execute(select(*columns).where(either, PartyTie.state.in_(states)))}
    ordered = sorted(found.values(), key=lambda row: (row.made_at, row.id))
    return [Tie(row.id, row.kind, row.lower_id, row.upper_id, row.state) for row in ordered]


def hold_ties(tx: Transaction) -> None:
    """Nobody else ties parties until the transaction ends, so that no two together make a circle."""
    if tx.on_postgresql:
        tx.execute(select(func.pg_advisory_xact_lock(_TYING)))


def one_with(tx: Transaction, party_ids: Collection[str]) -> set[str]:
    """These parties and all that are the same as one of them."""
    return _spread(tx, party_ids, up=("same",), down=("same",))


def above(tx: Transaction, party_ids: Collection[str]) -> set[str]:
    """These parties and, by whatever chains, all that stand above them."""
    return _spread(tx, party_ids, up=("same", *CHAINS), down=("same",))


def below(tx: Transaction, party_ids: Collection[str], kinds: tuple[Kind, ...] = CHAINS) -> set[str]:
    """These parties and, by chains of these kinds, all that stand below them."""
    return _spread(tx, party_ids, up=("same",), down=("same", *kinds))


def _spread(tx: Transaction, party_ids: Collection[str], up: tuple[Kind, ...], down: tuple[Kind, ...]) -> set[str]:
    """What is reached from these by ties of the kinds `up` towards the upper and `down` towards the lower party."""
    reached, fresh = set(party_ids), set(party_ids)
    while fresh:
        ties = ties_of(tx, fresh)
        to = {one.upper for one in ties if one.kind in up and one.lower in fresh}
        to |= {one.lower for one in ties if one.kind in down and one.upper in fresh}
        fresh = to - reached
        reached |= fresh
    return reached


def _some(ids: Collection[str]) -> list[list[str]]:
    """The ids in an order, as many at a time as one statement takes."""
    ordered = sorted(ids)
    return [ordered[at : at + _AT_ONCE] for at in range(0, len(ordered), _AT_ONCE)]
