"""A case is opened with a number, an owner and what the worker told, sealed; nothing of it is there if that fails."""

import random
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from storage import cases, models, opening, unowned
from storage.cases import Complaint
from storage.database import Database, Transaction
from tests.conftest import SettableClock
from tests.storage.opening import WAGES, open_case, opened
from tests.storage.racing import race


def test_a_complaint_comes_back_as_it_was_told(federation: Database) -> None:
    """
    Story and contact opened, the amount to the fen, what is unknown unknown.
    """
    story, contact = "老板\0跑了\ud800", "138… 晚上七点后"
    told = Complaint("wages", story, "620502", "甲公司", Decimal("32000.50"), "2026-08", 12, contact)
    case = open_case(federation, complaint=told)
    bare = open_case(federation, complaint=Complaint("other", "说不清"))

    assert federation.read(lambda tx: cases.complaint_of(tx, case)) == told
    assert federation.read(lambda tx: cases.complaint_of(tx, bare)) == Complaint("other", "说不清")


def test_odd_characters_in_plain_fields_do_not_stop_a_complaint(federation: Database) -> None:
    """
    An employer's name pasted with NUL, half an emoji or ten thousand characters still becomes a case.
    """
    letters = random.Random(1)
    long = "".join(chr(letters.randrange(0x4E00, 0x9FFF)) for _ in range(10_000))
    odd = open_case(federation, complaint=Complaint("wages", "story", employer="甲\0公司\ud800", since="去年\0"))
    endless = open_case(federation, complaint=Complaint("wages", "story", employer=long, since=long))

    kept = federation.read(lambda tx: cases.complaint_of(tx, odd))
    assert (kept.employer, kept.since) == ("甲公司?", "去年")
    assert federation.read(lambda tx: cases.complaint_of(tx, endless)).employer == long[:200]


def test_an_amount_with_a_third_decimal_is_refused(federation: Database) -> None:
    """
    Money is never rounded in silence.
    """
    with pytest.raises(Exception, match="two decimals"):
        open_case(federation, complaint=Complaint("wages", "story", amount=Decimal("0.005")))

    assert federation.read(cases.everything) == []


def test_a_number_can_be_read_aloud(federation: Database, clock: SettableClock) -> None:
    """
    Letters and digits without punctuation, the day in China, counted from one each day and for each city.
    """
    numbers = [federation.call(lambda tx: opening.next_number(tx, "TS")) for _ in range(2)]
    clock.advance(hours=14, minutes=1)  # past midnight in China, not yet in UTC
    numbers.append(federation.call(lambda tx: opening.next_number(tx, "TS")))
    numbers.append(federation.call(lambda tx: opening.next_number(tx, "PL")))

    assert numbers == ["TS26112300001", "TS26112300002", "TS26112400001", "PL26112400001"]
    assert all(len(number) >= 12 and number.isalnum() for number in numbers)


@pytest.mark.parametrize("first_rolls_back", [False, True])
def test_two_cases_at_once_have_two_numbers(on_postgresql: Database, first_rolls_back: bool) -> None:
    """
    The second waits for the first: it takes the next number, or the same one if the first was never opened.
    """

    def number(tx: Transaction) -> str:
        return opening.next_number(tx, "TS")

    one, two = race(on_postgresql, number, number, rolls_back=first_rolls_back)

    assert one == "TS26112300001"
    assert two == ("TS26112300001" if first_rolls_back else "TS26112300002")


def test_a_case_begins_with_an_owner(federation: Database) -> None:
    """
    From its first moment somebody answers for it; nobody was asked to take it yet.
    """
    case = open_case(federation)

    assert (case.owner, case.offered_to, case.status, case.ending) == ("S02", None, "received", None)
    assert federation.read(unowned.without_owner) == []


def test_an_unknown_owner_opens_no_case(federation: Database) -> None:
    """
    A case cannot be given to somebody who does not exist; then nothing of it is there.
    """
    with pytest.raises(IntegrityError):
        open_case(federation, owner="L99")

    assert federation.read(cases.everything) == []


def test_a_receipt_is_kept_only_as_its_hash(federation: Database) -> None:
    """
    Every case has a code of its own, which is given out once with the number and is nowhere to be read.
    """
    one, other = federation.call(opened), federation.call(opened)

    kept = select(models.Case.receipt_hash).where(models.Case.id == one.case.id)
    assert federation.read(lambda tx: tx.execute(kept).scalar_one() == tx.vault.look_up("receipt", one.receipt))
    assert one.receipt != other.receipt
    rows = federation.read(lambda tx: tx.execute(text("SELECT * FROM cases")).all())
    assert one.receipt not in str(rows)


def test_the_story_is_not_in_the_tables(federation: Database) -> None:
    """
    What a worker told and how he is reached cannot be read without the key; the employer can, for search.
    """
    open_case(federation, complaint=Complaint("wages", WAGES.story, employer="甲公司", contact="13812345678"))

    rows = federation.read(lambda tx: [tuple(row) for row in tx.execute(text("SELECT * FROM complaints"))])
    flat = b"".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for row in rows for v in row)
    assert WAGES.story.encode() not in flat
    assert b"13812345678" not in flat
    assert "甲公司".encode() in flat


def test_another_way_to_reach_him(federation: Database) -> None:
    """
    A number given later stands before the first, both sealed; one that is known already adds nothing.
    """
    case = open_case(federation)
    for contact in ("13812345678", "13812345679", "13812345678"):
        federation.call(lambda tx, one=contact: cases.add_contact(tx, case, one))  # type: ignore[misc]

    assert federation.read(lambda tx: cases.complaint_of(tx, case)).contact == "13812345679；13812345678"
    rows = federation.read(lambda tx: [tuple(row) for row in tx.execute(text("SELECT * FROM complaints"))])
    flat = b"".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for row in rows for v in row)
    assert b"1381234567" not in flat
