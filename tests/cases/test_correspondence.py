"""Letters through us: who may write, what the record keeps, and what happens when a letter does not arrive."""

import pytest

from cases import correspondence, undelivered
from cases.errors import Empty, Ended, NotYours
from storage import conversations, events, outbox, sending
from storage.cases import UnknownCase
from tests.cases.desk import Desk
from tests.handlers.town import Phone


def taken(phone: Phone, desk: Desk) -> str:
    """A case that L01 owns; the worker has read everything."""
    number = phone.complains(district="秦州")
    assert desk.accepted(number) == "L01"
    phone.reads()
    return number


def test_only_owner_and_supervisor_write(phone: Phone, desk: Desk) -> None:
    """
    The owner and the supervisor of the unit reach the worker; for everybody else the case does not exist.
    """
    number = taken(phone, desk)
    desk.write("L01", number)
    desk.write("S02", number)
    desk.write("S01", number)
    for who in ("L02", "L03", "O01"):
        with pytest.raises((UnknownCase, NotYours)):
            desk.write(who, number)
        with pytest.raises((UnknownCase, NotYours)):
            desk.note(who, number, "看看")

    assert phone.reads().count("办案人员来信") == 3


@pytest.mark.parametrize("nothing", ["", "   ", "\n", "\0"])
def test_an_empty_letter_is_not_sent(phone: Phone, desk: Desk, nothing: str) -> None:
    """
    The button pressed before anything was written: a sentence, nothing sent.
    """
    number = taken(phone, desk)

    with pytest.raises(Empty):
        desk.write("L01", number, nothing)

    assert phone.reads() == ""


def test_nothing_is_written_to_a_case_that_has_ended(phone: Phone, desk: Desk) -> None:
    """
    Withdrawn: letters are refused, a note for colleagues is not.
    """
    number = taken(phone, desk)
    phone.presses(f"withdraw_yes:{number}")

    with pytest.raises(Ended):
        desk.write("L01", number)
    desk.note("L01", number, "工人说已经私下解决。")
    assert desk.record(number)[-1] == ("note", "L01")


def test_a_note_never_reaches_the_worker(phone: Phone, desk: Desk) -> None:
    """
    What colleagues write down for each other is in the record and in no message.
    """
    number = taken(phone, desk)
    desk.note("L01", number, "对方律师态度强硬。")

    assert phone.reads() == ""
    assert "强硬" not in phone.says("进度")


def test_the_first_letter_begins_the_work(phone: Phone, desk: Desk) -> None:
    """
    Accepted becomes working with the first letter, and stays so.
    """
    number = taken(phone, desk)
    desk.write("L01", number)
    desk.write("L01", number)

    assert desk.case(number).status == "working"


def test_a_letter_with_braces_and_tags_arrives_as_written(phone: Phone, desk: Desk) -> None:
    """
    What a lawyer writes is never read as a template.
    """
    number = taken(phone, desk)

    desk.write("L01", number, "请看 {{ key }} {% if x %} <b>粗</b>")

    [message] = read(phone)
    assert "请看 {{ key }} {% if x %} <b>粗</b>" in message


def read(phone: Phone) -> list[str]:
    """The texts of everything new."""
    new = phone.database.read(lambda tx: outbox.after(tx, phone.conversation_id, phone.read_to))
    return [it.message.text for it in new]


@pytest.mark.parametrize(("outcome", "reachable"), [("unreachable", False), ("refused", True)])
def test_a_letter_that_does_not_arrive_reaches_the_case(
    phone: Phone, desk: Desk, outcome: sending.Failed, reachable: bool
) -> None:
    """
    The worker has blocked us, or Telegram refuses the text: the record says so without content, and an alarm rings.
    """
    number = taken(phone, desk)
    alarms: list[str] = []
    desk.database.listen("alarms", lambda: alarms.append("ring"))
    desk.write("L01", number, "一句只有工人该看到的话")
    while promised := desk.database.call(lambda tx: sending.lease(tx, "telegram", limit=1, seconds=60)):
        head = promised[0]
        desk.database.call(lambda tx, head=head: undelivered.give_up(tx, head, outcome, "Forbidden"))  # type: ignore[misc]
        desk.database.call(lambda tx, head=head: sending.stop(tx, head.id, outcome, "Forbidden"))  # type: ignore[misc]

    facts = desk.facts(number, correspondence.NOT_DELIVERED)
    assert (facts["outcome"], facts["reason"]) == (outcome, "Forbidden")
    assert "一句只有工人" not in str(facts)
    assert "ring" in alarms
    standing = desk.database.call(lambda tx: conversations.lock_by_id(tx, phone.conversation_id))
    assert standing.reachable == reachable


def test_an_answer_that_no_case_waits_for_tells_no_case(phone: Phone, desk: Desk) -> None:
    """
    A greeting that could not be delivered is nobody's case.
    """
    number = taken(phone, desk)
    phone.says("/start")
    desk.database.call(lambda tx: outbox.seen(tx, phone.conversation_id, phone.read_to - 1))
    [head] = desk.database.call(lambda tx: sending.lease(tx, "telegram", limit=1, seconds=60))

    desk.database.call(lambda tx: undelivered.give_up(tx, head, "refused", "Bad Request"))

    assert correspondence.NOT_DELIVERED not in [kind for kind, _ in desk.record(number)]


def test_letters_are_sealed_with_the_case(phone: Phone, desk: Desk) -> None:
    """
    Both sides' words open with the case's key only; the plain facts hold none of them.
    """
    number = taken(phone, desk)
    desk.write("L01", number, "律师的话")
    phone.says("工人的话")

    record = desk.database.read(lambda tx: events.of_case(tx, desk.case(number)))
    assert [it.words for it in record if it.words] == ["律师的话", "工人的话"]
    assert all("的话" not in str(it.facts) for it in record)
