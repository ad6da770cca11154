"""Who has joined: sees his own and nobody else's, hears what concerns all, changes it, leaves, is forgotten."""

import re

from cases.office import Office
from storage import groups
from tests.handlers.owner import accept, propose
from tests.handlers.town import Phone
from tests.handlers.workmates import Starter, everything, joins, kinds, ring


def test_nobody_sees_what_another_stated(starter: Starter, mate: Phone) -> None:
    """
    Two join; neither the starter nor either of them is ever told the other's sums.
    """
    other = starter.workmate("5002")
    joins(mate, starter.code, "12345元", "43天")
    joins(other, starter.code, "54321元", "51天")

    starter.phone.presses(f"group:{starter.number}")
    starter.phone.says("进度")
    other.says("进度")

    theirs = {"starter": "12,345|54,321|43 天|51 天", "mate": "54,321|51 天", "other": "12,345|43 天"}
    for phone, hidden in zip((starter.phone, mate, other), theirs.values(), strict=True):
        assert not re.search(hidden, everything(phone))
    assert "现在有 2 位工友加入" in everything(starter.phone)


def test_he_reads_and_changes_what_he_stated(starter: Starter, mate: Phone) -> None:
    """
    Under 进度 he finds the matter he joined, sees his own lines, and what he changes is what the lawyer reads.
    """
    joins(mate, starter.code)
    assert "讨薪" in mate.says("进度")
    assert "32,000 元" in mate.taps("member")
    mate.taps("member_change")
    mate.taps("mend:amount")
    mate.says("3万5")
    mate.taps("submit")

    [told] = starter.told()
    assert told
    assert str(told.amount) == "35000.00"


def test_who_leaves_is_forgotten(starter: Starter, mate: Phone) -> None:
    """
    After he has said so twice his words are gone for good, under whichever key the others' are; he may join again.
    """
    other = starter.workmate("5002")
    joins(mate, starter.code, "12345元")
    joins(other, starter.code, "54321元")
    [gone, _] = starter.members()

    mate.presses(f"member:{gone.number}")
    mate.taps("leave")
    assert len(starter.members()) == 2
    mate.taps("leave_yes")

    assert [str(told.amount) for told in starter.told() if told] == ["54321.00"]
    assert mate.database.read(lambda tx: groups.told(tx, gone)) is None
    assert "没有找到" in mate.presses(f"member:{gone.number}")
    assert "您已经加入" in joins(mate, starter.code)


def test_members_hear_what_concerns_all(starter: Starter, mate: Phone, office: Office) -> None:
    """
    A lawyer takes the case, and later asks whether it is solved: each workmate hears it, without what the lawyer wrote
    to the starter, and says for himself that his money has not come.
    """
    joins(mate, starter.code)
    accept(starter.phone, office, starter.number)
    ring(mate)
    assert "已有一位工会律师来办" in mate.reads()

    assert "钱已经打到卡上" in propose(starter.phone, office, starter.number)
    ring(mate)
    said = mate.reads()
    assert "您自己的钱到手了吗" in said
    assert "打到卡上" not in said
    mate.taps("unpaid")

    assert "member_unpaid" in kinds(starter)
    assert starter.case().status == "awaiting_worker"


def test_members_hear_that_it_ended(starter: Starter, mate: Phone) -> None:
    """
    The starter takes his case back: the workmate hears it, reads how to go on alone, and can still leave.
    """
    joins(mate, starter.code)
    starter.phone.presses(f"withdraw_yes:{starter.number}")
    ring(mate)

    assert "我要投诉" in mate.reads()
    mate.taps("member")
    assert mate.shown() == ["leave", "status"]


def test_the_starter_hears_that_somebody_joined(starter: Starter, mate: Phone) -> None:
    """
    He is told how many they are, once for several who came together, and not a word of who they are.
    """
    joins(mate, starter.code)
    joins(starter.workmate("5002"), starter.code)
    ring(mate)

    assert "现在有 2 位" in starter.phone.reads()
    assert len(starter.phone.last) == 1


def test_who_wishes_to_be_forgotten_leaves_every_group(starter: Starter, mate: Phone) -> None:
    """
    Erasing all his data takes along what he stated as a workmate.
    """
    joins(mate, starter.code)
    [gone] = starter.members()

    mate.presses("erase_yes")

    assert starter.members() == []
    assert mate.database.read(lambda tx: groups.told(tx, gone)) is None


def test_on_a_phone_that_others_look_at_nothing_is_told(starter: Starter, mate: Phone, office: Office) -> None:
    """
    A workmate who shares his telephone reads only that there is something.
    """
    joins(mate, starter.code)
    mate.presses("discreet")
    accept(starter.phone, office, starter.number)
    ring(mate)

    assert "律师" not in mate.reads()
    assert mate.shown() == ["look"]


def test_a_length_in_months_is_an_answer_however_it_is_written(starter: Starter, mate: Phone) -> None:
    """
    Who does not know the days writes 两个月, as he was told he may.
    """
    joins(mate, starter.code, days="两个月")

    [told] = starter.told()
    assert told
    assert told.period == "两个月"


def test_danger_while_joining_lets_the_questions_wait(starter: Starter, mate: Phone) -> None:
    """
    Halfway through joining he cries for help: he is answered, told that nothing is lost, and can go on.
    """
    mate.says(f"加入 {starter.code}")
    mate.taps("agree")
    mate.says("12345元")

    assert "110" in mate.says("他们拿刀砍人了，快来人")
    assert "多少天" in mate.taps("resume")
