"""What a worker decides about himself: unknown, a phone that others look at, erased; and numbers nobody needs."""

import pytest

from cases import correspondence
from cases.office import Office
from handlers.receive import Door
from storage import files, inbox, outbox, receipts
from storage.cases import Case
from storage.database import Database, Transaction
from storage.errors import Erased
from tests.handlers.owner import accepted, letters, propose, write
from tests.handlers.town import VAGUE_STORY, Phone, all_cases, case, colleague, complaint

IDENTITY, CARD = "999999199003070039", "6222020000000000000"  # made up; their check digits are right
LETTER = "请把欠条拍给我看。"


def kept_words(phone: Phone) -> str:
    """Everything the hotline can still open of what this person wrote and was told."""

    def look(tx: Transaction) -> str:
        said = [body for _, _, body in inbox.said(tx, phone.conversation_id)]
        told = [one.message.text for one in outbox.after(tx, phone.conversation_id, 0)]
        return "\n".join([*said, *told])

    return phone.database.read(look)


def ended(phone: Phone, office: Office) -> str:
    """A case whose worker said that it is solved."""
    number = accepted(phone, office)
    propose(phone, office, number)
    phone.is_paid(number)
    return number


# erased


def test_erasing_asks_first_and_says_what_stays(phone: Phone, office: Office) -> None:
    """
    The word alone erases nothing: he reads what goes, what stays and why.
    """
    number = phone.complains()

    said = phone.says("删除我的信息")

    assert "删了就找不回来" in said
    assert f"还在办的工单 {number}" in said
    assert VAGUE_STORY in kept_words(phone)


def test_an_erased_worker_is_forgotten(door: Door, towns: Database, office: Office) -> None:
    """
    Sure: nothing he wrote, was told or complained of opens any more, his ended case is nobody's, and he is answered.
    """
    phone = Phone(door, towns)
    number = ended(phone, office)
    before = case(towns, number)
    phone.says("删除我的信息")

    assert "已经删除了" in phone.taps("erase_yes")

    assert VAGUE_STORY not in kept_words(phone)
    assert number not in kept_words(phone)
    with pytest.raises(Erased):
        complaint(towns, number)
    with pytest.raises(Erased):
        towns.read(lambda tx: tx.vault.key(before.key_id))
    assert "还没有登记过投诉" in phone.says("进度")
    assert phone.complains() != number


def test_an_open_case_and_its_files_stay_until_it_ends(phone: Phone, office: Office) -> None:
    """
    Erased while a lawyer works on it: the chat is empty, the case and its photo stay and letters still come; once it
    has ended they go as well.
    """
    number = accepted(phone, office)
    photo = phone.database.call(lambda tx: _photo(tx, phone.conversation_id, case(phone.database, number)))
    phone.says("删除我的信息")

    assert f"还在办的工单 {number}" in phone.taps("erase_yes")

    assert VAGUE_STORY not in kept_words(phone)
    assert complaint(phone.database, number).story
    assert phone.database.read(lambda tx: files.hidden(tx, files.by_id(tx, photo)).name) == "欠条.jpg"
    assert LETTER in write(phone, office, number, LETTER)
    phone.presses(f"withdraw_yes:{number}")
    phone.presses("erase_yes")
    with pytest.raises(Erased):
        phone.database.read(lambda tx: files.hidden(tx, files.by_id(tx, photo)))


def test_a_form_half_filled_in_goes_too(phone: Phone) -> None:
    """
    In the middle of a complaint he wants everything gone: the form is gone as well.
    """
    phone.presses("complaint")
    phone.taps("agree")
    phone.says(VAGUE_STORY)

    phone.presses("erase_yes")

    assert "没有要提交的投诉" in phone.presses("submit")


def test_a_photo_sent_before_does_not_reach_the_next_complaint(phone: Phone) -> None:
    """
    A photo that belonged to nothing yet is erased as well: the next complaint is not given what no longer opens.
    """
    phone.says("你好")
    phone.database.call(lambda tx: _photo(tx, phone.conversation_id))
    phone.presses("erase_yes")

    number = phone.complains()

    assert phone.database.read(lambda tx: files.of_case(tx, case(phone.database, number).id)) == []


def test_another_worker_keeps_everything(door: Door, phone: Phone) -> None:
    """
    Erasing is of one's own alone.
    """
    other = Phone(door, phone.database, address="815")
    number = other.complains()

    phone.says("你好")
    phone.presses("erase_yes")

    assert complaint(phone.database, number).story
    assert number in other.says("进度")


def test_what_others_sent_to_his_case_takes_nothing_from_them(door: Door, towns: Database, office: Office) -> None:
    """
    His case holds a photo from another chat, such as his lawyer's: erased, the case shows none, that chat goes on.
    """
    phone, other = Phone(door, towns), Phone(door, towns, address="815")
    number = ended(phone, office)
    other.says("你好")
    photo = towns.call(lambda tx: _photo(tx, other.conversation_id, case(towns, number)))

    phone.presses("erase_yes")

    assert other.says("你好")
    assert kept_words(other)
    assert towns.read(lambda tx: files.by_id(tx, photo)).status == "gone"


def test_what_he_sent_to_a_case_he_came_to_by_code_stays_while_it_is_open(
    door: Door, phone: Phone, office: Office
) -> None:
    """
    He came back on another phone and sent a photo there; erased there, the open case keeps it and he is told so.
    """
    number = accepted(phone, office)
    code = phone.database.read(lambda tx: receipts.code_of(tx, case(phone.database, number)))
    second = Phone(door, phone.database, address="815")
    second.says(f"{number} {code}")
    photo = phone.database.call(lambda tx: _photo(tx, second.conversation_id, case(phone.database, number)))

    assert f"还在办的工单 {number}" in second.presses("erase_yes")

    assert phone.database.read(lambda tx: files.hidden(tx, files.by_id(tx, photo)).name) == "欠条.jpg"


# a phone that others look at


def test_on_a_shared_phone_a_letter_says_nothing_until_he_looks(phone: Phone, office: Office) -> None:
    """
    "Others use this phone": a letter reads as a neutral sentence; a tap shows it in its place, another hides it again.
    """
    number = accepted(phone, office)
    phone.says("这手机别人也看")

    assert write(phone, office, number, LETTER) == "您有一条新消息。"
    looked = phone.taps("look")
    assert LETTER in looked
    assert phone.taps("hide") == "您有一条新消息。"
    assert last(phone).action == "edit"


def test_a_letter_that_was_mended_stays_hidden(phone: Phone, office: Office) -> None:
    """
    The lawyer mends a letter on a shared phone: nothing shows, and looking shows the new words.
    """
    number = accepted(phone, office)
    phone.says("这手机别人也看")
    owner = colleague(phone.database, case(phone.database, number).owner)
    sent = phone.database.call(lambda tx: correspondence.send_letter(tx, office, owner, number, LETTER))
    phone.reads()
    phone.database.call(lambda tx: correspondence.edit_letter(tx, office, owner, number, sent.event_n, "不用拍了。"))

    assert phone.reads() == "您有一条新消息。"
    assert "不用拍了。" in phone.taps("look")


def test_a_letter_taken_back_is_not_to_be_seen(phone: Phone, office: Office) -> None:
    """
    What was taken back before he looked cannot be looked at.
    """
    number = accepted(phone, office)
    phone.says("这手机别人也看")
    owner = colleague(phone.database, case(phone.database, number).owner)
    sent = phone.database.call(lambda tx: correspondence.send_letter(tx, office, owner, number, LETTER))
    phone.reads()
    phone.database.call(lambda tx: correspondence.take_back_letter(tx, office, owner, number, sent.event_n))

    assert LETTER not in phone.presses(f"look:{sent.n}")


def test_every_word_about_a_case_that_he_did_not_ask_for_is_hidden(phone: Phone, office: Office) -> None:
    """
    Being asked whether it is solved says nothing on a shared phone either.
    """
    number = accepted(phone, office)
    phone.says("这手机别人也看")

    assert propose(phone, office, number) == "您有一条新消息。"
    assert number in phone.taps("look")
    assert {"solved", "unsolved"} <= set(phone.shown())


def test_alone_with_his_phone_again(phone: Phone, office: Office) -> None:
    """
    It can be switched off, by word or by tap.
    """
    number = accepted(phone, office)
    phone.says("进度")
    phone.taps("discreet")
    phone.taps("indiscreet")

    assert LETTER in write(phone, office, number, LETTER)


def test_nobody_looks_behind_a_message_of_another(door: Door, phone: Phone, office: Office) -> None:
    """
    The number of a message counts in its own chat only.
    """
    number = accepted(phone, office)
    phone.says("这手机别人也看")
    write(phone, office, number, LETTER)
    stranger = Phone(door, phone.database, address="815")

    for n in range(phone.read_to + 2):
        assert LETTER not in stranger.presses(f"look:{n}")


# unknown


def test_an_anonymous_complaint_asks_for_no_contact(phone: Phone) -> None:
    """
    Anonymous, chosen when he is asked for consent: how to reach him is neither asked nor kept.
    """
    phone.presses("complaint")

    assert "匿名工友" in phone.presses("anonymous")
    phone.taps("agree")
    phone.says(VAGUE_STORY)
    while "submit" not in phone.shown():
        assert "contact" not in {it.at for it in phone.buttons()}
        phone.taps("skip")
    phone.taps("submit")

    [filed] = all_cases(phone.database)
    assert complaint(phone.database, filed.number).contact is None


# numbers that nobody needs


def test_what_agreeing_means_is_said_once(phone: Phone) -> None:
    """
    Whoever chose to stay unknown is asked whether he agrees, without the five points that he has just read.
    """
    assert "怎么删" in phone.presses("complaint")

    said = phone.presses("anonymous")

    assert "怎么删" not in said
    assert "agree" in phone.shown()
    assert "anonymous" not in phone.shown()


def test_identity_and_card_numbers_do_not_reach_the_case(phone: Phone) -> None:
    """
    Typed into the story they are left out of it, the message itself stays sealed, and he is told once.
    """
    phone.presses("complaint")
    phone.taps("agree")
    said = phone.says(f"{VAGUE_STORY} 我身份证{IDENTITY}，工资卡 {CARD}")
    again = phone.says(f"卡号再说一遍 {CARD}，就是这张卡，老板答应打到这上面的，一直没有打")
    while "submit" not in phone.shown():
        phone.taps("skip")
    phone.taps("submit")

    [filed] = all_cases(phone.database)
    story = complaint(phone.database, filed.number).story
    assert IDENTITY not in story
    assert CARD not in story
    assert "没有写进工单" in said
    assert "没有写进工单" not in again
    assert IDENTITY in kept_words(phone)


def test_a_number_in_a_story_told_before_consent_is_left_out_too(phone: Phone) -> None:
    """
    He tells everything at once and agrees afterwards: what is taken from the sealed message has no such number.
    """
    phone.presses("complaint")
    phone.says(f"{VAGUE_STORY} 我身份证{IDENTITY}，工资卡 {CARD}")
    phone.taps("agree")
    while "submit" not in phone.shown():
        phone.taps("skip")
    phone.taps("submit")

    [filed] = all_cases(phone.database)
    story = complaint(phone.database, filed.number).story
    assert VAGUE_STORY in story
    assert IDENTITY not in story
    assert CARD not in story


def test_a_card_number_does_not_reach_a_lawyers_letter_box(phone: Phone, office: Office) -> None:
    """
    Written to the lawyer it is left out too.
    """
    number = accepted(phone, office)
    write(phone, office, number, LETTER)

    said = phone.says(f"我的卡号是{CARD}")

    assert letters(phone, number) == ["我的卡号是（银行卡号，没有保存）"]
    assert "没有写进工单" in said


def last(phone: Phone) -> outbox.Numbered:
    """Our last message in this chat."""
    return phone.database.read(lambda tx: outbox.after(tx, phone.conversation_id, phone.read_to - 1))[-1]


def _photo(tx: Transaction, chat: str, its_case: Case | None = None) -> str:
    """A photo that belongs to a case, or to nothing yet."""
    case_id = its_case.id if its_case else None
    photo = files.announce(tx, chat, by="worker", channel="telegram", kind="photo", name="欠条.jpg", case_id=case_id)
    files.kept(tx, photo, size=3, sha256="0" * 64)
    return photo
