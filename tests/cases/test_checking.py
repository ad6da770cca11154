"""Supervisors look at closings beside the worker's word, and write what they decide when it is not solved."""

from dataclasses import replace

import pytest

from cases import checking, closing
from cases.checking import NothingToCheck
from cases.errors import CaseError, Empty, NotYours
from storage import people, reviews, surveys
from storage.reviews import Review
from tests.cases.desk import Desk
from tests.handlers.town import Phone, colleague


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A federation that looks at every closing."""
    every = replace(desk.office.policy, check_share=1.0)
    return replace(desk, office=replace(desk.office, policy=every))


def looks(desk: Desk, number: str) -> list[Review]:
    """What a supervisor has or had to look at, the newest first."""
    return desk.database.read(lambda tx: reviews.of_case(tx, desk.case(number)))


def waiting(desk: Desk, staff_id: str) -> list[str]:
    """The numbers on this colleague's list of what waits for a look."""
    who = colleague(desk.database, staff_id)
    return [one.number for one in desk.database.read(lambda tx: reviews.waiting(tx, who))]


def send_back(desk: Desk, staff_id: str, number: str, words: str = "还差六千没有到账") -> None:
    """A supervisor sends a closing back."""
    who = colleague(desk.database, staff_id)
    desk.database.call(lambda tx: checking.send_back(tx, desk.office, who, number, words))


def test_a_drawn_closing_waits_for_the_supervisor_and_holds_nobody_up(phone: Phone, desk: Desk) -> None:
    """
    Drawn with the proposal: it stands on the supervisor's list, not on the lawyer's; the worker confirms meanwhile.
    """
    number = desk.proposed(phone, district="秦州")
    assert waiting(desk, "S02") == [number]
    assert waiting(desk, desk.case(number).owner) == []
    phone.is_paid(number)
    assert desk.case(number).ending == "confirmed"

    who = colleague(desk.database, "S02")
    desk.database.call(lambda tx: checking.passed(tx, who, number, ""))

    assert desk.case(number).ending == "confirmed"
    assert waiting(desk, "S02") == []
    assert ("check_passed", "S02") in desk.record(number)


def test_a_check_that_fails_reopens(phone: Phone, desk: Desk) -> None:
    """
    Confirmed by the worker, sent back with words: it is worked on again, and he is told so without those words.
    """
    number = desk.proposed(phone, district="秦州")
    phone.is_paid(number)

    send_back(desk, "S02", number)

    assert desk.case(number).status == "reopened"
    assert "还有地方没有办好" in phone.reads()
    assert [(one.kind, one.outcome, one.words) for one in looks(desk, number)] == [
        ("check", "sent_back", "还差六千没有到账")
    ]


async def test_sent_back_before_the_worker_answered(phone: Phone, desk: Desk) -> None:
    """
    The proposal itself is sent back: the case goes on, and the worker is not asked any more.
    """
    number = desk.proposed(phone, district="秦州")

    send_back(desk, "S02", number)
    phone.reads()

    assert desk.case(number).status == "reopened"
    await desk.waits(days=30)
    assert "再问您一声" not in phone.reads()


def test_who_may_look_and_what_is_needed(phone: Phone, desk: Desk) -> None:
    """
    Not the lawyer, not without words to send it back, not twice, and not what nobody asked to be looked at.
    """
    number = desk.proposed(phone, district="秦州")
    owner = desk.case(number).owner
    with pytest.raises(NotYours):
        send_back(desk, owner, number)
    with pytest.raises(Empty):
        send_back(desk, "S02", number, "  ")
    send_back(desk, "S02", number)
    with pytest.raises(NothingToCheck):
        send_back(desk, "S01", number)
    with pytest.raises(NothingToCheck):
        desk.database.call(lambda tx: checking.decide(tx, colleague(desk.database, "S02"), number, "继续"))


def test_nobody_checks_his_own_work(phone: Phone, desk: Desk) -> None:
    """
    A supervisor who settled the case himself leaves the check to another; alone on duty, he may.
    """
    number = phone.complains(district="秦州")
    desk.propose("S02", number)
    who = colleague(desk.database, "S02")

    def look() -> None:
        desk.database.call(lambda tx: checking.passed(tx, who, number, ""))

    with pytest.raises(CaseError, match="别的督导"):
        look()

    desk.database.call(lambda tx: people.change(tx, replace(people.colleague(tx, "S01"), active=False)))
    look()
    assert waiting(desk, "S02") == []


def test_not_solved_waits_until_the_supervisor_has_written(phone: Phone, desk: Desk) -> None:
    """
    没解决 reopens; the mark stays on the list until the supervisor has written what he decided. The check of that
    closing is moot.
    """
    number = desk.proposed(phone, district="秦州")
    phone.taps("unsolved")
    assert desk.case(number).status == "reopened"
    assert [(one.kind, one.outcome) for one in looks(desk, number)] == [("unsolved", None), ("check", "lapsed")]
    who = colleague(desk.database, "S02")
    with pytest.raises(Empty):
        desk.database.call(lambda tx: checking.decide(tx, who, number, ""))
    assert waiting(desk, "S02") == [number]

    desk.database.call(lambda tx: checking.decide(tx, who, number, "三天内再去一次工地"))

    assert waiting(desk, "S02") == []
    assert ("review_decided", "S02") in desk.record(number)


def test_undoing_a_withdrawal_is_no_complaint_about_us(phone: Phone, desk: Desk) -> None:
    """
    Nobody had called it solved: taken up again, there is nothing for a supervisor to review.
    """
    number = phone.complains(district="秦州")
    desk.accepted(number)
    phone.presses(f"withdraw_yes:{number}")

    phone.presses(f"unsolved:{number}")

    assert desk.case(number).status == "reopened"
    assert looks(desk, number) == []


# how we did


def test_three_things_in_one_tap_each(phone: Phone, desk: Desk) -> None:
    """
    Answered in time, satisfied, solved: each a tap below the one message; the buttons show it, no word is said.
    """
    number = desk.proposed(phone, district="秦州")
    assert [it.id.rpartition(":")[2] for it in phone.buttons() if it.id.startswith("survey")] == [
        *("timely_yes", "timely_no", "satisfied_yes", "satisfied_no")
    ]

    said = phone.presses(f"survey:{number}:timely_yes")

    assert "✓ 回话及时" in [it.label for it in phone.buttons()]
    assert "办得差不多了" in said  # the same message, changed
    phone.presses(f"survey:{number}:satisfied_no")
    assert {"✓ 回话及时", "✓ 不满意"} <= {it.label for it in phone.buttons()}
    phone.is_paid(number)
    kept = desk.database.read(lambda tx: surveys.last(tx, desk.case(number).id))
    assert kept
    assert (kept.timely, kept.solved, kept.satisfied) == (True, True, False)


def test_what_he_leaves_open_stays_open_and_he_may_change_his_mind(phone: Phone, desk: Desk) -> None:
    """
    One answer, changed; the others are nobody's guess.
    """
    number = desk.proposed(phone, district="秦州")
    phone.presses(f"survey:{number}:satisfied_yes")
    phone.presses(f"survey:{number}:satisfied_no")
    phone.presses(f"survey:{number}:satisfied_no")

    kept = desk.database.read(lambda tx: surveys.last(tx, desk.case(number).id))
    assert kept
    assert (kept.timely, kept.solved, kept.satisfied) == (None, None, False)
    assert [kind for kind, _ in desk.record(number)].count("surveyed") == 2


def test_after_it_is_closed_he_can_still_say(phone: Phone, desk: Desk) -> None:
    """
    The message that it is closed carries the questions again.
    """
    number = phone.complains(district="秦州")
    desk.propose(desk.accepted(number), number)
    phone.reads()
    phone.is_paid(number)
    assert "survey" in phone.shown()

    phone.presses(f"survey:{number}:timely_no")

    kept = desk.database.read(lambda tx: surveys.last(tx, desk.case(number).id))
    assert kept
    assert (kept.timely, kept.solved) == (False, True)
    assert "solved" not in phone.shown()


@pytest.mark.parametrize("press", ["survey:{n}:solved_yes", "survey:{n}:x", "survey:{n}", "survey::timely_yes"])
def test_what_is_no_answer_of_ours_is_kept_nowhere(phone: Phone, desk: Desk, press: str) -> None:
    """
    A forged or broken button changes nothing.
    """
    number = desk.proposed(phone, district="秦州")

    phone.presses(press.format(n=number))

    kept = desk.database.read(lambda tx: surveys.last(tx, desk.case(number).id))
    assert kept
    assert kept.answered_at is None


def test_follow_up_says_not_solved_and_a_supervisor_reviews(phone: Phone, desk: Desk) -> None:
    """
    Asked again by the timer he says 没解决: it reopens, and the supervisor has to look.
    """
    number = desk.proposed(phone, district="秦州")
    desk.database.call(lambda tx: closing.follow_up(tx, desk.office, desk.case(number).id))
    assert "再问您一声" in phone.reads()

    phone.taps("unsolved")

    assert desk.case(number).status == "reopened"
    assert waiting(desk, "S02") == [number]
