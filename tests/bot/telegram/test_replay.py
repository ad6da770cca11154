"""An update that could not be read once is read again by whoever mended the reading."""

import json
from typing import Any

import pytest

from bot.telegram import translate
from bot.telegram.replay import read
from tests.bot.telegram import updates

PHOTO = {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}


@pytest.mark.parametrize(
    ("part", "content", "kind"),
    [
        ("message", updates.message(7, text="欠我工资"), "text"),
        (
            "message",
            updates.message(7, photo=[{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]),
            "media",
        ),
        ("edited_message", updates.message(7, text="欠我两个月工资", edit_date=1764000001), "edited"),
        ("callback_query", updates.press(7, "complaint"), "button"),
        ("my_chat_member", updates.membership(7, "kicked"), "blocked"),
    ],
)
def test_every_kind_of_update_is_read(part: str, content: dict[str, Any], kind: str) -> None:
    """
    The same message comes of it as if it had just been brought, its files included.
    """
    found = read(json.dumps({"update_id": 9, part: content}))

    assert found
    assert (found.channel, found.address, found.id, found.kind) == (translate.CHANNEL, "7", "9", kind)
    assert [one.file_id for one in found.files] == (["f"] if kind == "media" else [])


def test_an_update_for_nobody_is_none() -> None:
    """
    A member who came into a group wants no answer.
    """
    assert read(json.dumps({"update_id": 9, "message": updates.message(-7, new_chat_title="x")})) is None


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"update_id": "9"}', '{"update_id": 9, "message": {}}'])
def test_what_still_cannot_be_read_is_raised(body: str) -> None:
    """
    Whoever replays leaves it where it is.
    """
    with pytest.raises((LookupError, TypeError, ValueError)):
        read(body)
