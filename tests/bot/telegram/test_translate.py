"""Telegram's updates, read as the hotline's messages."""

from typing import Any

import pytest
from telegram import Update

from bot.telegram import translate
from handlers.incoming import Attachment, Incoming
from tests.bot.telegram import updates


def update(**parts: Any) -> Update:
    return Update.de_json({"update_id": 7, **parts})


def incoming(kind: Any, text: str = "", **more: Any) -> Incoming:
    return Incoming("telegram", "42", "7", kind, text, language="zh-hans", **more)


def test_words_arrive_as_they_were_written() -> None:
    """
    A worker's emoji, right-to-left mark and NUL reach the hotline unchanged.
    """
    said = "老板\u202e拖欠😀\x00工资"

    assert translate.message(update(message=updates.message(42, text=said))) == incoming("text", said)


def test_a_command_stays_text_with_its_payload() -> None:
    """
    A lawyer who opens the bot with his one-time link is recognised by what follows /start.
    """
    started = updates.message(42, text="/start abc", entities=[{"type": "bot_command", "offset": 0, "length": 6}])

    assert translate.message(update(message=started)) == incoming("text", "/start abc")


def test_half_an_emoji_does_not_stop_a_message() -> None:
    """
    A broken phone that cuts an emoji in two still gets its complaint through, with a mark where the half stood.
    """
    said = translate.message(update(message=updates.message(42, text="工资\ud83d")))

    assert said == incoming("text", "工资\ufffd")


@pytest.mark.parametrize(
    ("part", "attachment"),
    [
        ({"photo": updates.photo()}, Attachment("photo", "photo-1280", size=1280)),
        (
            {"document": updates.file("d", file_name="合同.pdf", mime_type="application/pdf")},
            Attachment("document", "d", "合同.pdf", 3, "application/pdf"),
        ),
        ({"voice": updates.file("v", duration=4)}, Attachment("voice", "v", size=3)),
        ({"audio": updates.file("a", duration=4)}, Attachment("audio", "a", size=3)),
        ({"video": updates.file("m", duration=4, width=1, height=1)}, Attachment("video", "m", size=3)),
        ({"video_note": updates.file("n", duration=4, length=1)}, Attachment("video_note", "n", size=3)),
    ],
)
def test_a_file_comes_with_its_caption(part: dict[str, Any], attachment: Attachment) -> None:
    """
    A worker's photo, paper or voice message is named by Telegram's file id, and what he wrote under it is its text.
    """
    read = translate.message(update(message=updates.message(42, caption="工资条", **part)))

    assert read == incoming("media", "工资条", files=(attachment,))


def test_a_shared_contact_is_its_number() -> None:
    """
    A worker who taps "share contact" has told his phone number.
    """
    contact = {"phone_number": "13800138000", "first_name": "王"}

    assert translate.message(update(message=updates.message(42, contact=contact))) == incoming("contact", "13800138000")


def test_a_place_is_its_coordinates() -> None:
    """
    A worker who shares where the building site is has told its place in degrees, and its name if it has one.
    """
    point = {"latitude": 34.58, "longitude": 105.72}
    venue = {"location": point, "title": "工地", "address": "秦州区"}

    pinned = translate.message(update(message=updates.message(42, location=point)))
    named = translate.message(update(message=updates.message(42, location=point, venue=venue)))

    assert pinned == incoming("location", "34.58,105.72")
    assert named == incoming("location", "工地 秦州区 34.58,105.72")


@pytest.mark.parametrize(
    "part",
    [
        {"sticker": updates.file("s", type="regular", width=1, height=1, is_animated=False, is_video=False)},
        {"dice": {"emoji": "🎲", "value": 3}},
        {"pinned_message": updates.message(42, text="x")},
        {},
        {"something_of_next_year": {"a": 1}},
    ],
)
def test_anything_else_still_gets_an_answer(part: dict[str, Any]) -> None:
    """
    A worker who sends a sticker, a dice or something Telegram will invent is answered, not ignored.
    """
    assert translate.message(update(message=updates.message(42, **part))) == incoming("other")


def test_a_correction_is_told_as_one() -> None:
    """
    A worker who corrects his message is known to have corrected it.
    """
    assert translate.edited(update(edited_message=updates.message(42, text="三万"))) == incoming("edited", "三万")


def test_a_button_is_its_whole_callback_data() -> None:
    """
    A tapped button is told with whatever follows its id.
    """
    assert translate.press(update(callback_query=updates.press(42, "mend:amount"))) == incoming(
        "button", button="mend:amount"
    )


def test_a_button_of_a_message_that_is_gone_counts() -> None:
    """
    A tap below a message that Telegram no longer has belongs to the chat of the worker who tapped.
    """
    orphan = updates.press(42, "agree", message=None)

    assert translate.press(update(callback_query=orphan)) == incoming("button", button="agree")


def test_a_press_without_a_button_gets_an_answer() -> None:
    """
    A tap that carries nothing is answered, not ignored.
    """
    assert translate.press(update(callback_query=updates.press(42, None))) == incoming("other")


@pytest.mark.parametrize(("status", "kind"), [("kicked", "blocked"), ("member", "unblocked")])
def test_blocking_is_noticed(status: str, kind: str) -> None:
    """
    A worker who blocks the bot, and one who lets it back in, are known as that.
    """
    assert translate.membership(update(my_chat_member=updates.membership(42, status))) == incoming(kind)


def test_nothing_of_a_group_is_kept() -> None:
    """
    What is said in a group reaches the hotline without its words, so that it can only answer where to write.
    """
    said = translate.message(update(message=updates.message(-42, text="老板拖欠工资")))

    assert said == Incoming("telegram", "-42", "7", "group", language="zh-hans")


def test_a_group_is_not_answered_for_every_stir() -> None:
    """
    A group in which somebody joins, posts a photo or corrects himself is left in peace.
    """
    joined = updates.message(-42, new_chat_members=[updates.person(5)])

    assert translate.message(update(message=joined)) is None
    assert translate.message(update(message=updates.message(-42, photo=updates.photo()))) is None
    assert translate.edited(update(edited_message=updates.message(-42, text="x"))) is None


def test_a_bot_put_into_a_group_says_where_it_works() -> None:
    """
    Whoever puts the bot into a group is answered; being thrown out counts as blocked.
    """
    entered = translate.membership(update(my_chat_member=updates.membership(-42, "member")))
    thrown_out = translate.membership(update(my_chat_member=updates.membership(-42, "left")))

    assert entered is not None
    assert thrown_out is not None
    assert (entered.kind, thrown_out.kind) == ("group", "blocked")


@pytest.mark.parametrize(
    "part",
    [
        {"inline_query": {"id": "1", "from": updates.person(42), "query": "工资", "offset": ""}},
        {"poll_answer": {"poll_id": "1", "user": updates.person(42), "option_ids": [], "option_persistent_ids": []}},
        {"channel_post": {**updates.message(42, text="x"), "chat": {"id": -100, "type": "channel"}}},
        {"of_next_year": {"x": 1}},
        {},
    ],
)
def test_what_has_no_private_chat_is_let_go(part: dict[str, Any]) -> None:
    """
    An update that nobody waits for an answer to is not turned into a message.
    """
    assert translate.other(update(**part)) is None


def test_an_unknown_update_of_a_private_chat_gets_an_answer() -> None:
    """
    A worker who reacts to a message is answered like one who sent something unreadable.
    """
    reaction = {"chat": updates.chat(42), "message_id": 1, "user": updates.person(42), "date": 1764000000}
    changed = {**reaction, "old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": "👍"}]}

    assert translate.other(update(message_reaction=changed)) == incoming("other")


def test_the_log_learns_the_kind_and_no_more() -> None:
    """
    A poll is logged as a poll, and what nobody knows yet as unknown.
    """
    assert translate.kind_of(update(message=updates.message(42, text="x"))) == "message"
    assert translate.kind_of(update(of_next_year={})) == "an unknown kind"
