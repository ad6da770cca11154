"""Somebody in danger: the number to ring, one of our people at once, and no form that answers him."""

import pytest

from cases import assigning
from cases.office import Office
from handlers.everywhere import TYPED
from handlers.incoming import Incoming, Kind
from handlers.receive import Door
from storage import events
from storage.database import Database
from tests.cases.desk import Desk
from tests.conftest import SettableClock
from tests.handlers.lawyer.chats import Chat, StaffChat
from tests.handlers.sending import recorded
from tests.handlers.test_complaint import TOLD, begins, comes_to
from tests.handlers.town import Phone, all_cases, case, colleague, complaint, only_case, supervisors
from texts import LANGUAGES, Texts

DESPAIR = "要不到钱，我不想活了"


@pytest.mark.parametrize(
    ("text", "ring"),
    [
        (DESPAIR, "12356"),
        ("我们被锁在厂里不让出门，身份证和手机都被收走了", "110"),
        ("工友从架子上掉下来了，喊不醒，流了好多血", "120"),
        ("我今天就拿刀去找老板拼命", "110"),
    ],
)
def test_danger_is_answered_with_a_number_to_ring(phone: Phone, text: str, ring: str) -> None:
    """
    The first words name whom to ring, and the duty supervisor has an urgent case at the same moment.
    """
    phone.says(text)

    assert ring in phone.last[0].text
    assert only_case(phone.database).number in phone.last[1].text
    assert (only_case(phone.database).urgency, only_case(phone.database).owner) == ("urgent", "S01")
    assert text in complaint(phone.database, only_case(phone.database).number).story


@pytest.mark.parametrize("place", ["story", "district", "amount", "contact", "review"])
def test_danger_in_the_form_is_not_taken_as_an_answer(phone: Phone, place: str) -> None:
    """
    In the middle of the form: whom to ring, an urgent case, and what he had told is kept and can be gone on with.
    """
    if place == "story":
        phone.presses("complaint")
        phone.taps("agree")
    elif place == "review":
        begins(phone, TOLD)
        phone.taps("skip")
    else:
        comes_to(phone, place)
    before = phone.last[-1]

    assert "12356" in phone.says(DESPAIR)

    assert only_case(phone.database).urgency == "urgent"
    phone.taps("resume")
    assert phone.last == [before]


def test_what_follows_danger_is_read_by_a_person_not_by_the_form(phone: Phone) -> None:
    """
    Asked where he is, he writes it: it goes to the supervisor, not into "how much are you owed".
    """
    comes_to(phone, "amount")
    phone.says(DESPAIR)

    said = phone.says("我在渭河桥上，就我一个")

    assert "没看明白" not in said
    assert letters(phone) == ["我在渭河桥上，就我一个"]


def letters(phone: Phone) -> list[str | None]:
    """What the one case of danger was told afterwards."""
    [urgent] = [it for it in all_cases(phone.database) if it.urgency == "urgent"]
    return [it.words for it in phone.database.read(lambda tx: events.of_case(tx, urgent, ("from_worker",)))]


def test_danger_twice_is_one_urgent_case(door: Door, towns: Database) -> None:
    """
    He says it again in other words: the same case, which now holds both.
    """
    phone = Phone(door, towns)
    phone.says(DESPAIR)
    phone.presses("ask")
    phone.says("活着没意思，我站在楼顶")

    assert letters(phone) == ["活着没意思，我站在楼顶"]
    phone.says("上来有人了")
    assert letters(phone)[-1] == "上来有人了"


def test_danger_twice_is_answered_shortly_the_second_time(door: Door, towns: Database) -> None:
    """
    He has read the numbers and the article: the second time he hears in one message that we are there.
    """
    phone = Phone(door, towns)
    phone.says(DESPAIR)

    said = phone.says("活着没意思，我站在楼顶")

    assert len(phone.last) == 1
    assert "12356" in said
    assert only_case(phone.database).number in said


def test_danger_on_another_day_is_answered_in_full(phone: Phone, clock: SettableClock) -> None:
    """
    The urgent case of Monday is still open on Wednesday: what he needs to know is said again.
    """
    phone.says(DESPAIR)
    first = [it.text for it in phone.last]
    clock.advance(days=2)

    phone.says(DESPAIR)

    assert [it.text for it in phone.last] == first


def test_danger_twice_is_marked_twice(door: Door, town: Database) -> None:
    """
    The second cry looks no more like an ordinary letter than the first: 【紧急】 in the supervisor's chat, every time.
    """
    supervisor = StaffChat(door, town, address="9009")
    supervisor.links("S01")
    worker = Chat(door, town)
    worker.says(DESPAIR)
    assert "【紧急】" in supervisor.hears()

    worker.says("上来有人了")
    assert "【紧急】" not in supervisor.hears()
    worker.says("我的手在流血，老板还拿刀追我")
    said = supervisor.hears()

    assert "【紧急】" in said
    assert said.index("【紧急】") < said.index("拿刀追我")


def test_danger_in_a_case_that_was_given_to_a_lawyer(door: Door, town: Database, clock: SettableClock) -> None:
    """
    The supervisor gave the urgent case to a lawyer: when the worker cries again, both of them hear it.
    """
    supervisor, lawyer = StaffChat(door, town, address="9009"), StaffChat(door, town, address="9001")
    supervisor.links("S01")
    lawyer.links("L01")
    worker = Chat(door, town)
    worker.says(DESPAIR)
    Desk(town, door.office, clock).assign("S01", only_case(town).number, "L01")
    assert supervisor.hears() + lawyer.hears()

    worker.says("活着没意思，我站在楼顶")

    assert "【紧急】" in supervisor.hears()
    assert "【紧急】" in lawyer.hears()


def test_danger_reaches_the_supervisor_even_if_a_lawyer_has_the_case(phone: Phone, office: Office) -> None:
    """
    Written to his lawyer on a Friday night it would be read on Monday: the duty supervisor hears it now.
    """
    number = phone.complains(district="秦州")
    lawyer = colleague(phone.database, case(phone.database, number).offered_to or "")
    phone.database.call(lambda tx: assigning.accept(tx, office, lawyer, number))
    phone.presses(f"reply:{number}")

    phone.says(DESPAIR)

    [urgent] = [it for it in all_cases(phone.database) if it.urgency == "urgent"]
    assert urgent.owner == "S01"


def test_danger_after_asking_for_a_person_is_urgent_too(phone: Phone) -> None:
    """
    Who already waits for a person and then says this does not wait as one of many.
    """
    phone.presses("person")
    phone.says(DESPAIR)

    assert sorted(it.urgency for it in all_cases(phone.database)) == ["high", "urgent"]


def test_danger_without_any_supervisor_still_gets_an_answer(phone: Phone) -> None:
    """
    Nobody of ours on duty: whom to ring and 12351, no crash, and the draft is kept.
    """
    supervisors(phone.database, active=False)
    comes_to(phone, "amount")

    said = phone.says(DESPAIR)

    assert "12356" in said
    assert "12351" in said
    assert all_cases(phone.database) == []
    assert "还欠您多少钱" in phone.taps("resume")


def test_a_story_that_tells_of_danger_need_not_be_told_twice(phone: Phone) -> None:
    """
    Who tells in his story that he wants to die is answered as a person; the story is in the form when he goes on.
    """
    phone.says("/complaint")
    phone.taps("agree")
    phone.says(f"我在麦积区砌墙砌了三个月，包工头欠我三万二一直拖着，{DESPAIR}")

    asked = phone.taps("resume")

    assert "经过讲给我听" not in asked
    assert "哪个单位或者老板" in asked


@pytest.mark.parametrize("kind", ["media", "edited"])
def test_danger_in_a_caption_or_an_edited_message_counts(phone: Phone, kind: Kind) -> None:
    """
    Written below a photo, or into a message sent before: it is the same cry.
    """
    said = phone.sends(kind, DESPAIR)

    assert "12356" in said
    assert only_case(phone.database).urgency == "urgent"


def test_danger_in_english_buttons_or_not_reads_in_the_workers_language(door: Door, town: Database) -> None:
    """
    A worker whose phone speaks English reads the numbers to ring in English.
    """
    assert "Ring now" in Phone(door, town, language="en").says(DESPAIR)


def test_danger_behind_a_slash_counts(phone: Phone) -> None:
    """
    A cry that begins like a command is still a cry.
    """
    assert "12356" in phone.says(f"/{DESPAIR}")


def test_what_an_edited_cry_says_is_what_is_read(phone: Phone) -> None:
    """
    With an urgent case open already, what he changes a message into stands there in his words and is no "document".
    """
    phone.says(DESPAIR)
    number = only_case(phone.database).number

    phone.sends("edited", f"{DESPAIR}，我在楼顶")

    assert recorded(phone, number, "from_worker") == [f"{DESPAIR}，我在楼顶"]


def test_danger_at_the_end_of_a_long_letter_counts(phone: Phone) -> None:
    """
    Eleven thousand characters of grievance, and despair in the last line.
    """
    phone.says("我们多次去要，每次都说等等。" * 800 + DESPAIR)

    assert only_case(phone.database).urgency == "urgent"


def test_none_of_our_own_words_is_taken_for_danger(door: Door, texts: Texts) -> None:
    """
    Whoever types what stands on a button, a command, or sends his receipt line back is in no danger.
    """
    labels = [label for language in LANGUAGES for label in texts.group(language, "buttons").values()]
    receipts = ["TS26112300001 K7MQ2XWP", "加入 K7MQ2X", "回执码 K7MQ2XWP"]

    for words in (*TYPED, *labels, *receipts):
        understood = door.understand(Incoming("telegram", "1", "5001", "text", words))
        assert understood.danger is None, words
