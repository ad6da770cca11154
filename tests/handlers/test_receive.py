"""The door: every message once, whatever is in it, and never a crash."""

import re
from functools import partial

import pytest

from handlers.incoming import Attachment, Incoming, Kind
from handlers.receive import Door, Received
from storage import conversations
from storage.database import Database
from tests.handlers.together import at_once
from tests.handlers.town import VAGUE_STORY, Phone, all_cases, only_case

QUESTION = "老板拖欠工资不给怎么办"
BLANK = ("   \n\t ", "\u200b\u200e", "\0", "\ud800")
ODD = ("😀😀", "\u202e同意\u202c", "a\0b", "x\ud800y\udfff", "🧱" * 300, "/", "/@", "/foo", "؟", *BLANK)
ODD_BUTTONS = (":", ":::", "skip:x", "topic:", "topic:x", "mend:", "reply:\0\ud800", "x" * 5000, "\ud800", "")
WAY = ("我要投诉", "同意", VAGUE_STORY, "秦州", "某某工地")


def test_a_repeated_update_changes_nothing(door: Door, towns: Database) -> None:
    """
    Telegram sending the same message again leaves one conversation and one promised reply.
    """
    phone = Phone(door, towns)
    message = Incoming("telegram", "4711", "u1", "text", QUESTION)

    first, second = phone.receive(message), phone.receive(message)

    assert (first.fresh, second.fresh) == (True, False)
    assert towns.read(lambda tx: conversations.last_n(tx, first.conversation_id or "")) == 1
    assert towns.read(conversations.counts) == {"conversations": 1, "inbox": 1, "outbox": 1}


def test_the_first_copy_counts_even_if_the_second_differs(phone: Phone) -> None:
    """
    The same update translated otherwise after a restart is still the same update.
    """
    phone.receive(Incoming("telegram", "4711", "u1", "text", QUESTION))
    phone.receive(Incoming("telegram", "4711", "u1", "button", button="person"))

    assert all_cases(phone.database) == []


def test_two_web_chats_may_number_their_messages_alike(door: Door, town: Database) -> None:
    """
    Two workers who both send their message number 1 both get an answer.
    """
    replies = [Phone(door, town, address=who, channel="web").says(QUESTION) for who in ("a", "b")]

    assert replies[0] == replies[1] != ""


def test_copies_at_once_are_handled_once(door: Door, postgres_town: Database) -> None:
    """
    Eight processes given the same first message of a new worker: one handles it, seven see that it is done.
    """
    phone = Phone(door, postgres_town)
    message = Incoming("telegram", "4711", "u1", "button", button="person")

    received = at_once(*[partial(phone.receive, message)] * 8)

    assert sum(isinstance(one, Received) and one.fresh for one in received) == 1
    assert sum(isinstance(one, Received) for one in received) == 8
    assert only_case(postgres_town).owner == "S01"


def test_submit_from_two_phones_at_once_opens_one_case(door: Door, postgres_town: Database) -> None:
    """
    A worker tapping submit four times at once gets one case, and no number of a reply is skipped.
    """
    phone = Phone(door, postgres_town)
    phone.presses("complaint")
    phone.taps("agree")
    phone.says("干完了活，说好月底结清，到现在一分钱没有见到。")
    while "submit" not in phone.shown():
        phone.taps("skip")

    taps = [Incoming("telegram", "4711", f"s{n}", "button", button="submit") for n in range(4)]
    received = at_once(*[partial(phone.receive, tap) for tap in taps])

    assert all(isinstance(one, Received) for one in received)
    number = only_case(postgres_town).number
    said = phone.reads()
    assert said.count("登记好了") == 1
    assert said.count(f"已经登记过了，工单号：{number}") == 3


def test_odd_text_gets_a_plain_sentence(door: Door, towns: Database) -> None:
    """
    Emoji, direction marks, NUL, half a character, blanks: an answer each time, outside and inside the form.
    """
    for n, text in enumerate(ODD):
        phone = Phone(door, towns, address=str(n))
        for then in WAY:
            assert phone.says(text), (text, then)
            phone.says(then)
        assert phone.says(text), text


@pytest.mark.parametrize("text", BLANK)
def test_nothing_to_read_is_said_so(phone: Phone, text: str) -> None:
    """
    A message in which no eye sees anything is answered with "I saw no text".
    """
    assert "没有看到文字" in phone.says(text)


def test_odd_buttons_get_a_plain_sentence_everywhere(door: Door, towns: Database) -> None:
    """
    A button nobody ever showed, with anything behind its colon, opens no case and loses nobody's place.
    """
    for n, press in enumerate(ODD_BUTTONS):
        phone = Phone(door, towns, address=str(n))
        for then in WAY:
            assert phone.presses(press), (press, then)
            phone.says(then)
        assert phone.presses(press), press
        assert "还欠您多少钱" in phone.says("接着填")

    assert all_cases(towns) == []


def test_ten_megabytes_of_text_are_kept_and_answered(phone: Phone) -> None:
    """
    A whole book pasted into the story is taken: all of it is kept, the beginning of it is read.
    """
    book = "老板欠我的工钱一直不给我。" * (10_000_000 // 39)
    phone.presses("complaint")
    phone.taps("agree")

    assert "天水哪个区县" in phone.says(book)

    kept = phone.database.read(lambda tx: conversations.spoken(tx, phone.conversation_id))
    assert kept[-1].text == book


@pytest.mark.parametrize("kind", ["media", "contact", "location", "other"])
def test_what_is_not_text_is_kept_and_answered(phone: Phone, kind: Kind) -> None:
    """
    A photo, a contact, a place, a sticker: a plain sentence, and in a form the open question again.
    """
    sent = [Attachment("photo", "f1", "工资条.jpg", 12)] if kind == "media" else []
    assert re.search("收到|记下", phone.sends(kind, "", *sent))
    phone.presses("complaint")
    phone.taps("agree")

    said = phone.sends(kind, "", *sent)

    assert re.match("收到|记下", said)
    assert "请把事情经过讲给我听" in said


def test_an_edited_message_is_kept_beside_the_first(phone: Phone) -> None:
    """
    Somebody mends a typed sentence: told that both are kept, and the form stays where it is.
    """
    phone.presses("complaint")
    phone.taps("agree")

    said = phone.sends("edited", "其实是欠了四个月")

    assert said.startswith("您改过的那句我看到了")
    assert "请把事情经过讲给我听" in said
    kept = phone.database.read(lambda tx: conversations.spoken(tx, phone.conversation_id))
    assert kept[-1].text == "其实是欠了四个月"


def test_blocking_us_is_remembered(phone: Phone) -> None:
    """
    Who blocks the bot hears nothing; who lets it in again is welcomed back and finds the form where he left it.
    """
    phone.presses("complaint")
    assert phone.sends("blocked") == ""
    assert not standing(phone).reachable
    assert "欢迎回来" in phone.sends("unblocked")
    assert standing(phone).reachable
    assert "请把事情经过讲给我听" in phone.presses("agree")


def standing(phone: Phone) -> conversations.Standing:
    return phone.database.call(lambda tx: conversations.lock_by_id(tx, phone.conversation_id))


def test_the_language_of_the_device_is_a_first_guess(door: Door, town: Database) -> None:
    """
    A phone in English is greeted in English, one in any other foreign language in Chinese.
    """
    assert Phone(door, town, address="e", language="en-GB").says("/start").startswith("Hello")
    assert Phone(door, town, address="d", language="de").says("/start").startswith("您好")
