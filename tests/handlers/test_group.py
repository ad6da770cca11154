"""A workmate joins: told what it means, he agrees for himself, states his own, and loses nothing on the way."""

from handlers.incoming import Attachment
from handlers.receive import Door
from storage.database import Database
from tests.handlers.sending import kept, sends
from tests.handlers.town import VAGUE_STORY, Phone, all_cases
from tests.handlers.workmates import Starter, everything, joins


def test_a_workmate_joins_and_states_his_own(starter: Starter, mate: Phone) -> None:
    """
    He reads what joining means before he is asked anything, agrees, states money, days and contact, checks the card,
    and gets a number of his own.
    """
    said = mate.says(f"加入 {starter.code}")
    assert "只给办这件事的律师和工会的人看" in said
    assert starter.members() == []
    mate.taps("agree")
    mate.says("三万二")
    mate.says("大概43天")
    card = mate.says("微信 ceshi_gongyou")
    assert "32,000 元" in card
    assert "大约 43 天" in card

    joined = mate.taps("submit")

    [member] = starter.members()
    assert member.number in joined
    assert starter.number not in everything(mate)
    [told] = starter.told()
    assert told
    assert (str(told.amount), str(told.days), told.contact) == ("32000.00", "43", "微信 ceshi_gongyou")
    assert told.approximate == ("days",)


def test_nothing_he_does_not_know_is_asked_twice(starter: Starter, mate: Phone) -> None:
    """
    Whoever knows nothing joins all the same.
    """
    mate.says(starter.code)
    mate.taps("agree")
    for _ in range(3):
        mate.says("不知道")
    mate.taps("submit")

    [told] = starter.told()
    assert told
    assert (told.amount, told.days, told.period, told.contact) == (None, None, None, None)


def test_he_mends_a_line_before_he_joins(starter: Starter, mate: Phone) -> None:
    """
    A wrong sum on the card is one tap and one answer away from right; the other lines stay.
    """
    mate.says(starter.code)
    mate.taps("agree")
    for answer in ("2万", "三个月", "13800000000"):
        mate.says(answer)
    mate.taps("mend:amount")
    card = mate.says("两万五")

    assert "25,000 元" in card
    assert "三个月" in card
    assert "13800000000" in card


def test_an_answer_that_cannot_be_read_is_asked_again(starter: Starter, mate: Phone) -> None:
    """
    He reads what to write instead, and a question in between is answered without losing his place.
    """
    mate.says(starter.code)
    mate.taps("agree")

    assert "没看明白" in mate.says("好多好多")
    answered = mate.says("老板拖欠我三个月工资怎么办")
    assert "《劳动争议调解仲裁法》" in answered
    assert "还欠您自己多少钱" in answered


def test_who_does_not_agree_leaves_no_trace(starter: Starter, mate: Phone) -> None:
    """
    Refusing ends it; neither the starter nor the lawyer learns of him.
    """
    mate.says(starter.code)
    mate.taps("cancel")

    assert starter.members() == []
    assert "没有加入" in everything(mate)


def test_his_own_complaint_waits_while_he_joins(starter: Starter, mate: Phone) -> None:
    """
    The code comes in the middle of his own form: after joining, or not joining, he goes on where he was.
    """
    mate.presses("complaint")
    mate.taps("agree")
    mate.says(VAGUE_STORY)
    asked = next(button.at for button in mate.buttons() if button.id == "skip")
    joins(mate, starter.code)
    mate.taps("resume")
    assert asked in {button.at for button in mate.buttons()}

    mate.says(f"/start g-{starter.code}")  # he forgot that he had joined
    assert asked in {button.at for button in mate.buttons()}


def test_he_may_go_back_to_his_complaint_in_the_middle(starter: Starter, mate: Phone) -> None:
    """
    "Go on with it" in the middle of joining leads to the form that waits, whatever he was being asked.
    """
    mate.presses("complaint")
    mate.taps("agree")
    mate.says(f"加入 {starter.code}")
    mate.taps("agree")

    mate.says("接着填")

    assert "讲给我听" in everything(mate)[-200:]


def test_danger_comes_before_joining(starter: Starter, mate: Phone) -> None:
    """
    Whoever is in danger in the middle of it is helped at once, and afterwards goes on where he was.
    """
    mate.says(starter.code)
    mate.taps("agree")
    mate.says("我不想活了")
    assert [one.urgency for one in all_cases(mate.database)].count("urgent") == 1

    mate.says("接着填")

    assert [button.at for button in mate.buttons() if button.id == "skip"] == ["amount"]


def test_a_photo_in_between_is_kept(starter: Starter, mate: Phone) -> None:
    """
    A photo sent in the middle is not lost, and the question is asked again.
    """
    mate.says(starter.code)
    mate.taps("agree")
    said = mate.sends("media", "", Attachment("photo", "remote", "", 3, "image/jpeg"))

    assert "先给您存着" in said
    assert "还欠您自己多少钱" in said
    assert len(kept(mate)) == 1


def test_a_shared_contact_is_his_answer(starter: Starter, mate: Phone) -> None:
    """
    Who shares his own number from the telephone need not type it.
    """
    mate.says(starter.code)
    mate.taps("agree")
    mate.taps("skip")
    mate.taps("skip")

    assert "13800000000" in sends(mate, "contact", "13800000000", contact="own")


def test_an_impatient_thumb_joins_once(starter: Starter, mate: Phone) -> None:
    """
    "Submit" tapped twice is one membership, and the second tap shows it.
    """
    joins(mate, starter.code)

    assert starter.members()[0].number in mate.presses("submit:group")
    assert len(starter.members()) == 1


def test_an_english_workmate_reads_english(starter: Starter, door: Door, town: Database) -> None:
    """
    The same way in English, with the same button ids.
    """
    mate = Phone(door, town, "5003", language="en")

    assert "Only those who handle the case" in joins(mate, starter.code, "32000", "43 days") + mate.taps("member")
