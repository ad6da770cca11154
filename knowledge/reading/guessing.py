"""What the rules make of the numbers of a story, before the parts of its sums, times and people are read."""

from datetime import date

from knowledge.reading.amounts import claimed, sums
from knowledge.reading.debtors import owe_apart
from knowledge.reading.debts import agreed_rate
from knowledge.reading.headcount import find_headcount
from knowledge.reading.numerals import fold
from knowledge.reading.periods import days_worked, months_owed, owed_from_to
from knowledge.reading.surroundings import Guess


def guess(text: str, asked_on: date) -> Guess:
    """The numbers that the rules read from a story; never raises."""
    folded = fold(text)
    found, amount, people = sums(folded), claimed(folded), find_headcount(folded)
    begin, end = owed_from_to(text, asked_on)
    return Guess(
        owed=amount.yuan if amount else None,
        monthly=agreed_rate(found, "month"),
        daily=agreed_rate(found, "day"),
        days=days_worked(text),
        months=months_owed(text, asked_on),
        heads=(people.people or people.at_least) if people else None,
        begin=begin,
        end=end,
        apart=owe_apart(folded, found),
    )
