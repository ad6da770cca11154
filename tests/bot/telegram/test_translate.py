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


def sent(**parts: Any) -> dict[str, Any]:
    """A message whose id is 5."""
    return {**updates.message(42, **parts), "message_id": 5}


def arrived(kind: Any, text: str = "", **more: Any) -> Incoming:
    """What the hotline reads of it."""
    return incoming(kind, text, message="5", **more)


def test_words_arrive_as_they_were_written() -> None:
    """
    A worker's emoji, right-to-left mark and NUL reach the hotline unchanged.
    """
    said = "老板\u202e拖欠😀\x00工资"

    assert translate.message(update(message=sent(text=said))) == arrived("text", said)


def test_a_command_stays_text_with_its_payload() -> None:
    """
    A lawyer who opens the bot with his one-time link is recognised by what follows /start.
    """
    started = sent(text="/start abc", entities=[{"type": "bot_command", "offset": 0, "length": 6}])

    assert translate.message(update(message=started)) == arrived("text", "/start abc")


def test_half_an_emoji_does_not_stop_a_message() -> None:
    """
    A broken phone that cuts an emoji in two still gets its complaint through, with a mark where the half stood.
    """
    said = translate.message(update(message=sent(text="工资\ud83d")))

    assert said == arrived("text", "工资\ufffd")


@pytest.mark.parametrize(
    ("part", "attachment"),
    [
        ({"photo": updates.photo()}, Attachment("photo", "photo-1280", size=1280, mime="image/jpeg", unique="u1280")),
        (
            {"document": updates.file("d", file_name="合同.pdf", mime_type="application/pdf")},
            Attachment("document", "d", "合同.pdf", 3, "application/pdf", unique="u-d"),
        ),
        ({"voice": updates.file("v", duration=4)}, Attachment("voice", "v", size=3, mime="audio/ogg", unique="u-v")),
        ({"audio": updates.file("a", duration=4)}, Attachment("audio", "a", size=3, unique="u-a")),
        ({"video": updates.file("m", duration=4, width=1, height=1)}, Attachment("video", "m", size=3, unique="u-m")),
        (
            {"video_note": updates.file("n", duration=4, length=1)},
            Attachment("video_note", "n", size=3, mime="video/mp4", unique="u-n"),
        ),
        ({"sticker": updates.sticker("s")}, Attachment("sticker", "s", size=3, unique="u-s")),
        (
            {
                "animation": updates.file("g", duration=4, width=1, height=1, mime_type="video/mp4"),
                "document": updates.file("g", mime_type="video/mp4"),
            },
            Attachment("video", "g", size=3, mime="video/mp4", unique="u-g"),
        ),
    ],
)
def test_a_file_comes_with_its_caption(part: dict[str, Any], attachment: Attachment) -> None:
    """
    A worker's photo, paper or voice message is named by Telegram's file id, and what he wrote under it is its text.
    """
    read = translate.message(update(message=sent(caption="工资条", **part)))

    assert read == arrived("media", "工资条", files=(attachment,))


@pytest.mark.parametrize(
    ("user", "whose", "text"),
    [(42, "own", "13800138000"), (43, "other", "王工 13800138000"), (None, "other", "王工 13800138000")],
)
def test_a_shared_contact_is_his_own_or_somebody_elses(user: int | None, whose: Any, text: str) -> None:
    """
    A worker who shares his own contact has told his number; of somebody else's the name comes along.
    """
    shared = updates.contact("138 0013 8000", user)

    assert translate.message(update(message=sent(contact=shared))) == arrived("contact", text, contact=whose)


def test_a_place_is_its_coordinates() -> None:
    """
    A worker who shares where the building site is has told its place in degrees, and its name if it has one.
    """
    venue = {"location": updates.location(), "title": "工地", "address": "秦州区"}

    pinned = translate.message(update(message=sent(location=updates.location())))
    named = translate.message(update(message=sent(location=updates.location(), venue=venue)))

    assert pinned == arrived("location", "34.58,105.72")
    assert named == arrived("location", "工地 秦州区 34.58,105.72")


def test_a_live_location_that_moves_is_not_a_correction() -> None:
    """
    A worker who shares where he is walks on, and nobody takes each step for a mended message.
    """
    walking = sent(location=updates.location(live_period=900), edit_date=1764000001)

    assert translate.edited(update(edited_message=walking)) == arrived("moved", "34.58,105.72")


def test_an_album_is_known_by_its_group() -> None:
    """
    Pictures that were sent together carry the same name, by which they are answered once.
    """
    read = translate.message(update(message=sent(photo=updates.photo(), media_group_id="g1")))

    assert read is not None
    assert read.album == "g1"


def test_a_reply_names_the_message_it_answers() -> None:
    """
    A reply to a letter names it and how it began; of a reply to his own words nothing is repeated.
    """
    letter = {**updates.message(42, text="信" * 400), "from": updates.BOT, "message_id": 3}
    own = {**updates.message(42, text="我自己的话"), "message_id": 4}

    to_us = translate.message(update(message=sent(text="好", reply_to_message=letter)))
    to_himself = translate.message(update(message=sent(text="好", reply_to_message=own)))

    assert to_us == arrived("text", "好", reply_to="3", quoted="信" * 300)
    assert to_himself == arrived("text", "好", reply_to="4")


def test_a_forwarded_message_is_known_as_one_without_whose() -> None:
    """
    What a worker passes on is marked, and nobody learns from whom he had it.
    """
    read = translate.message(update(message=sent(text="工资下周发", **updates.forwarded(77))))

    assert read == arrived("text", "工资下周发", forwarded=True)
    assert "77" not in str(read)


@pytest.mark.parametrize(
    "part",
    [
        {"dice": {"emoji": "🎲", "value": 3}},
        {"story": {"id": 1, "chat": updates.chat(9)}},
        {"paid_media": {"star_count": 1, "paid_media": []}},
        {"pinned_message": updates.message(42, text="x")},
        {},
        {"something_of_next_year": {"a": 1}},
    ],
)
def test_anything_else_still_gets_an_answer(part: dict[str, Any]) -> None:
    """
    A worker who sends a dice, a story or something Telegram will invent is answered, not ignored.
    """
    assert translate.message(update(message=sent(**part))) == arrived("other")


def test_a_correction_is_told_as_one() -> None:
    """
    A worker who corrects his message is known to have corrected it.
    """
    assert translate.edited(update(edited_message=sent(text="三万"))) == arrived("edited", "三万")


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
