"""What one message of ours is made of, and how it is sealed into its row."""

import json
from dataclasses import dataclass
from typing import Literal

from storage.database import Transaction
from storage.vault import Place

Action = Literal["send", "edit", "delete"]


@dataclass(frozen=True, slots=True)
class Button:
    """Something to tap: `id` says what it does, and to what ("reply:TS26112200007"); `label` is what is read.

    `at` is the question it was shown below, where the same id stands below several ("skip"). One that is `beside`
    stands in the row of the button before it, where there are rows.
    """

    id: str
    label: str
    at: str = ""
    beside: bool = False

    @property
    def press(self) -> str:
        """What comes back when it is tapped: the id, and the question it stood below."""
        return f"{self.id}:{self.at}" if self.at else self.id


@dataclass(frozen=True, slots=True)
class Message:
    """One message of ours: its text, what can be tapped below it, and the ids of the files that go with it."""

    text: str
    buttons: tuple[Button, ...] = ()
    files: tuple[str, ...] = ()


def seal(
    tx: Transaction, key_id: str, conversation_id: str, n: int, message: Message, column: str = "message"
) -> bytes:
    """The message as it stands in the row of reply `n`; raises Erased if the conversation's key is gone."""
    buttons = [[button.id, button.label, button.at, button.beside] for button in message.buttons]
    written = json.dumps({"text": message.text, "buttons": buttons, "files": message.files}, ensure_ascii=False)
    return tx.vault.seal(key_id, written, _place(conversation_id, n, column))


def read(tx: Transaction, conversation_id: str, n: int, sealed: bytes, column: str = "message") -> Message:
    """The message that was sealed as reply `n`; raises Erased or WrongKey."""
    written = json.loads(tx.vault.open(sealed, _place(conversation_id, n, column)))
    buttons = tuple(Button(*button) for button in written["buttons"])
    return Message(written["text"], buttons, tuple(written.get("files", ())))


def _place(conversation_id: str, n: int, column: str) -> Place:
    return Place("outbox", column, f"{conversation_id}:{n}")
