"""Updates as Telegram writes them, for whoever plays Telegram."""

from itertools import count
from typing import Any

BOT = {"id": 4711, "is_bot": True, "first_name": "12351", "username": "hotline_12351_bot"}
_DATE = 1764000000
_ids = count(1)


def person(user: int) -> dict[str, Any]:
    """A worker with a Chinese phone."""
    return {"id": user, "is_bot": False, "first_name": "工友", "language_code": "zh-hans"}


def chat(number: int) -> dict[str, Any]:
    """A private chat, or a group if its number is negative, as with Telegram."""
    return {"id": number, "type": "private" if number > 0 else "group"}


def message(number: int, **more: Any) -> dict[str, Any]:
    """A message in a chat."""
    return {"message_id": next(_ids), "date": _DATE, "chat": chat(number), "from": person(abs(number)), **more}


def press(number: int, button: str | None, **more: Any) -> dict[str, Any]:
    """A tapped button under a message of the bot."""
    under = {**message(number, text="?"), "from": BOT}
    return {
        "id": f"press-{next(_ids)}",
        "from": person(abs(number)),
        "chat_instance": "1",
        "data": button,
        "message": under,
        **more,
    }


def membership(number: int, status: str) -> dict[str, Any]:
    """The bot's standing in a chat has changed."""
    old, new = ({"user": BOT, "status": each, "until_date": 0} for each in ("member", status))
    changed = {"old_chat_member": old, "new_chat_member": new}
    return {"chat": chat(number), "from": person(abs(number)), "date": _DATE, **changed}


def photo() -> list[dict[str, Any]]:
    """One photo in two sizes, the larger last."""
    return [
        {"file_id": f"photo-{side}", "file_unique_id": f"u{side}", "width": side, "height": side, "file_size": side}
        for side in (90, 1280)
    ]


def file(name: str, **more: Any) -> dict[str, Any]:
    """A file of any kind."""
    return {"file_id": name, "file_unique_id": f"u-{name}", "file_size": 3, **more}


def contact(phone: str, user: int | None = None, **more: Any) -> dict[str, Any]:
    """A shared contact; `user` if it is somebody who is on Telegram."""
    return {"phone_number": phone, "first_name": "王工", **({"user_id": user} if user else {}), **more}


def location(latitude: float = 34.58, longitude: float = 105.72, **more: Any) -> dict[str, Any]:
    """A place in degrees."""
    return {"latitude": latitude, "longitude": longitude, **more}


def sticker(file_id: str = "s") -> dict[str, Any]:
    """A sticker."""
    return file(file_id, type="regular", width=1, height=1, is_animated=False, is_video=False)


def forwarded(sender: int = 77) -> dict[str, Any]:
    """What makes a message a forwarded one."""
    return {"forward_origin": {"type": "user", "date": _DATE, "sender_user": person(sender)}}
