"""Where a case may go from where it stands, and how it is said that it may not."""

from itertools import product
from typing import get_args

import pytest

from cases import lifecycle
from cases.lifecycle import NotNow, may_go
from storage import cases
from storage.cases import Status
from storage.database import Database, Transaction
from tests.handlers.town import Phone

STATES: tuple[Status, ...] = get_args(Status)


def test_every_state_has_its_ways() -> None:
    """
    A state that was added without saying where a case may go from there is noticed.
    """
    assert set(lifecycle.MOVES) == set(STATES)


@pytest.mark.parametrize(("status", "to"), [("withdrawn", to) for to in STATES if to != "reopened"])
def test_what_was_withdrawn_is_only_taken_up_again(status: Status, to: Status) -> None:
    """
    Nobody works on, closes or offers what the worker took back.
    """
    assert not may_go(status, to)


def test_whatever_happens_a_case_can_end_and_be_taken_up_again() -> None:
    """
    There is no state out of which a case never finds.
    """
    for status, end in product(STATES, ("closed", "withdrawn")):
        reached, waiting = {status}, [status]
        while waiting:
            fresh = lifecycle.MOVES[waiting.pop()] - reached
            reached |= fresh
            waiting.extend(fresh)
        assert {end, "reopened"} <= reached


def test_a_move_that_is_not_allowed_is_refused_with_a_sentence(phone: Phone) -> None:
    """
    The sentence names the case, where it stands and where it cannot go; the case stays where it is.
    """
    number = phone.complains(district="秦州")

    def withdrawn_then_worked_on(tx: Transaction) -> None:
        case = lifecycle.move(tx, cases.by_number(tx, number), "withdrawn", "withdrawn")
        lifecycle.move(tx, case, "working")

    with pytest.raises(NotNow, match=f"{number} 现在是“已撤回”，不能转为“办理中”"):
        phone.database.call(withdrawn_then_worked_on)

    assert _status(phone.database, number) == "offered"


def _status(database: Database, number: str) -> Status:
    return database.read(lambda tx: cases.by_number(tx, number).status)
