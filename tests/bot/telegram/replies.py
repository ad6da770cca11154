"""Replies as delivery gives them to a sender."""

from dataclasses import replace

from storage.messages import Button, Message
from storage.sending import Promised


def reply(text: str = "已受理", *buttons: Button, address: str = "42", files: tuple[str, ...] = ()) -> Promised:
    """A reply to be sent."""
    return Promised("p1", "c1", "telegram", address, 1, Message(text, buttons, files), 0, language="zh-CN")


def edited(text: str, *buttons: Button, of: str | None) -> Promised:
    """An earlier reply that shall read like this; `of` is the receipt it was sent with."""
    return replace(reply(text, *buttons), action="edit", target_receipts=tuple(of.split(",")) if of else ())


def taken_back(of: str | None, instead: str = "") -> Promised:
    """An earlier reply that shall go."""
    return replace(reply(instead), action="delete", target_receipts=tuple(of.split(",")) if of else ())
