"""Files that we pass on in Telegram."""

import pytest

from bot.outcomes import Later, Sent
from bot.outgoing import Outgoing, StillToCome
from bot.telegram.client import HotlineBot
from bot.telegram.send import TelegramSender
from storage.messages import Button
from tests.bot.sending import at_once
from tests.bot.telegram.replies import reply
from tests.fake_telegram import FakeTelegram
from texts import Texts

PICTURE = Outgoing("photo", "photo.jpg", "image/jpeg", b"\xff\xd8\xff small \xff\xd9")
PAPER = Outgoing("document", "document.pdf", "application/pdf", b"%PDF-")
KEPT = {
    "picture": PICTURE,
    "scan": Outgoing("document", "photo.png", "image/png", b"\x89PNG"),
    "paper": PAPER,
    "voice": Outgoing("voice", "voice.ogg", "audio/ogg", b"OggS"),
    "recording": Outgoing("voice", "voice.webm", "audio/webm", b"\x1aE\xdf\xa3"),
    "film": Outgoing("video", "video.mp4", "video/mp4", b"ftyp"),
    "large picture": Outgoing("photo", "photo.jpg", "image/jpeg", bytes(10_000_001)),
    "too large": Outgoing("video", "video.mp4", "video/mp4", bytes(50_000_001)),
    **{f"picture {n}": PICTURE for n in range(12)},
}


@pytest.fixture
def sender(bot: HotlineBot) -> TelegramSender:
    async def files(file_id: str) -> Outgoing | None:
        if file_id == "announced":
            raise StillToCome
        return KEPT.get(file_id)

    return TelegramSender(bot, files, Texts.load().say)


def arrived(telegram: FakeTelegram) -> list[str]:
    return [call.method for call in telegram.received(42)]


@pytest.mark.parametrize(
    ("file", "method", "part"),
    [
        ("picture", "sendPhoto", "photo"),
        ("scan", "sendDocument", "document"),
        ("paper", "sendDocument", "document"),
        ("voice", "sendVoice", "voice"),
        ("recording", "sendDocument", "document"),
        ("film", "sendVideo", "video"),
        ("large picture", "sendDocument", "document"),
    ],
)
async def test_a_file_arrives_as_what_it_is(
    sender: TelegramSender, telegram: FakeTelegram, file: str, method: str, part: str
) -> None:
    """
    With its words and buttons below it, its bytes uploaded, under the name that the masking gave it.
    """
    outcome = await sender.send(reply("请看", Button("reply", "回复"), files=(file,)), at_once)

    [call] = telegram.received(42)
    assert isinstance(outcome, Sent)
    assert outcome.receipt == str(call.message_ids[0])
    assert (call.method, call.text) == (method, "请看")
    assert call.asked["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "reply"
    held = telegram.shelf[call.asked[part]]
    assert (held.content, held.name) == (KEPT[file].content, KEPT[file].name)


async def test_pictures_arrive_as_an_album(sender: TelegramSender, telegram: FakeTelegram) -> None:
    """
    Twelve pictures are an album of ten and one of two, then come the paper and the words with their buttons.
    """
    ids = (*(f"picture {n}" for n in range(12)), "paper")

    outcome = await sender.send(reply("请看", Button("reply", "回复"), files=ids), at_once)

    assert arrived(telegram) == ["sendMediaGroup", "sendMediaGroup", "sendDocument", "sendMessage"]
    assert [len(call.message_ids) for call in telegram.received(42)] == [10, 2, 1, 1]
    assert telegram.buttons(42) == ["reply"]
    assert isinstance(outcome, Sent)
    assert outcome.receipt == ",".join(str(n) for call in telegram.received(42) for n in call.message_ids)


async def test_long_words_come_after_the_file(sender: TelegramSender, telegram: FakeTelegram) -> None:
    """
    Words too long to stand below a picture are a message of their own.
    """
    await sender.send(reply("长" * 1025, files=("picture",)), at_once)

    assert arrived(telegram) == ["sendPhoto", "sendMessage"]


@pytest.mark.parametrize("missing", ["too large", "gone"])
async def test_a_file_that_cannot_go_is_named(sender: TelegramSender, telegram: FakeTelegram, missing: str) -> None:
    """
    If a file is too large for Telegram or cannot be masked, its reader is told so and still gets the rest.
    """
    await sender.send(reply("请看", files=("paper", missing)), at_once)

    assert arrived(telegram) == ["sendDocument", "sendMessage"]
    assert telegram.texts(42)[-1] == "请看\n\n有 1 个文件没能发到这里：太大，或者这种文件不能转发。"


async def test_a_file_still_to_come_is_waited_for(sender: TelegramSender, telegram: FakeTelegram) -> None:
    """
    A letter whose file has not been fetched yet goes out when it has.
    """
    assert await sender.send(reply("请看", files=("announced",)), at_once) == Later(15.0)
    assert arrived(telegram) == []


async def test_a_picture_telegram_cannot_show_goes_as_a_document(
    sender: TelegramSender, telegram: FakeTelegram
) -> None:
    """
    A picture of odd proportions still arrives, alone or in an album.
    """
    telegram.fail("sendPhoto", 400, "Bad Request: PHOTO_INVALID_DIMENSIONS", times=2)
    telegram.fail("sendMediaGroup", 400, "Bad Request: PHOTO_INVALID_DIMENSIONS")

    assert isinstance(await sender.send(reply("请看", files=("picture",)), at_once), Sent)
    assert isinstance(await sender.send(reply("", files=("picture 1", "picture 2")), at_once), Sent)

    assert arrived(telegram) == ["sendDocument", "sendDocument", "sendPhoto"]
