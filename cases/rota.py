"""Who is on duty for a union body and when: entered ahead, so that somebody answers at every hour."""

from datetime import datetime

from cases.leaving import NotPossible, must_be_ahead
from storage import duty, people
from storage.database import Transaction
from storage.duty import Shift
from storage.people import UnknownUnit


def put_on_duty(tx: Transaction, unit: str, staff_id: str, begins: datetime, ends: datetime, made_by: str) -> Shift:
    """A supervisor or administrator answers for a unit from `begins` until before `ends`; a lawyer is at hand then.

    Raises NotPossible if the time goes backwards or is over, or somebody is on duty there then; UnknownStaff,
    UnknownUnit.
    """
    colleague = people.colleague(tx, staff_id)
    if not people.units(tx, [unit]):
        raise UnknownUnit(f"There is no union body {unit}; see `hotline staff units`.")
    must_be_ahead(tx, begins, ends)
    if not colleague.active or colleague.role == "operator":
        sentence = f"{staff_id} cannot be on duty; choose an active supervisor, administrator or lawyer."
        raise NotPossible("no_duty", sentence, staff=staff_id)
    if colleague.supervises:
        _must_be_alone(tx, unit, begins, ends)
    return duty.add_shift(tx, unit, staff_id, begins, ends, made_by)


def end_duty(tx: Transaction, shift_id: str) -> Shift:
    """A duty is over now, or does not come about; raises NoSuchEntry."""
    shift = duty.shift(tx, shift_id)
    duty.end_shift(tx, shift)
    return shift


def _must_be_alone(tx: Transaction, unit: str, begins: datetime, ends: datetime) -> None:
    """Two who both think that it is the other are nobody."""
    for one in duty.shifts(tx, [unit]):
        if one.begins < ends and begins < one.ends and people.colleague(tx, one.staff_id).supervises:
            sentence = f"{one.staff_id} is on duty for {unit} then; end that with `hotline staff duty {unit} --end`."
            raise NotPossible("taken", sentence, staff=one.staff_id, unit=unit)
