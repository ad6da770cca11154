"""Where a case may go from where it stands: the one table that every verb of a case goes by.

What is missing here is refused with a sentence, whoever asks for it: a case that was withdrawn is not worked on, and
nothing is closed that was not asked about or ended by the worker.
"""

from collections.abc import Mapping

from cases import capacity, deadlines
from cases.errors import CaseError
from storage import cases
from storage.cases import Case, Ending, Status
from storage.database import Transaction

_ANYWHERE: frozenset[Status] = frozenset(
    ("received", "offered", "accepted", "working", "referred", "awaiting_worker", "closed", "withdrawn")
)
_OR_AGAIN: frozenset[Status] = _ANYWHERE | {"reopened"}  # a lawyer had it, and the worker says that it is not solved
MOVES: Mapping[Status, frozenset[Status]] = {
    "received": _ANYWHERE,
    "offered": _ANYWHERE,
    "accepted": _OR_AGAIN,
    "working": _OR_AGAIN,
    "referred": _OR_AGAIN,
    "awaiting_worker": frozenset(("accepted", "working", "referred", "closed", "withdrawn", "reopened")),
    "reopened": _ANYWHERE,
    "closed": frozenset(("closed", "reopened")),  # ended in silence, and then the worker says that it is solved
    "withdrawn": frozenset(("reopened",)),
}
_NAMES: Mapping[Status, str] = {
    "received": "已受理",
    "offered": "已派单",
    "accepted": "已签收",
    "working": "办理中",
    "referred": "已转办",
    "awaiting_worker": "待回访",
    "closed": "已办结",
    "withdrawn": "已撤回",
    "reopened": "重新办理",
}


class NotNow(CaseError):
    """The case cannot go there from where it stands."""

    def __init__(self, case: Case, to: Status) -> None:
        super().__init__(f"工单 {case.number} 现在是“{_NAMES[case.status]}”，不能转为“{_NAMES[to]}”；请刷新后再看。")


def may_go(status: Status, to: Status) -> bool:
    """Whether a case that stands at `status` may go there."""
    return to in MOVES[status]


def move(tx: Transaction, case: Case, to: Status, ending: Ending | None = None) -> Case:
    """Move a held case; `ending` says how a closed one ended. Returns it as it stands now; raises NotNow."""
    now = cases.by_id(tx, case.id)
    if not may_go(now.status, to):
        raise NotNow(now, to)
    cases.set_status(tx, case.id, to, ending)
    moved = cases.by_id(tx, case.id)
    deadlines.moved(tx, moved, to)
    if moved.ended and not now.ended:
        capacity.freed(tx, moved.owner)
    return moved
