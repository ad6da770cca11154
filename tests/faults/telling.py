"""What a worker says in the kill tests: a whole complaint, each step of which would show if it were taken twice."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.bot.telegram import updates

STORY = "我在秦州区一个工地干了三个月，老板姓王，欠我三万二千元，一直不给"
_NUMBER = re.compile(r"[A-Z]{2}\d{11}")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing said or tapped."""

    text: str = ""
    button: str = ""

    def update(self, chat: int, update_id: int) -> dict[str, Any]:
        """The step as Telegram brings it."""
        if self.button:
            return {"update_id": update_id, "callback_query": updates.press(chat, self.button)}
        return {"update_id": update_id, "message": updates.message(chat, text=self.text)}

    def post(self, client_id: str) -> dict[str, str]:
        """The step as the web chat posts it."""
        return {"id": client_id, "button": self.button} if self.button else {"id": client_id, "text": self.text}


# A skip that counted twice would pass over a question; a submit that counted twice would open a second case.
STEPS = (
    Step("/start"),
    Step("老板拖欠我三个月工资怎么办"),
    Step(button="complaint"),
    Step(button="agree"),
    Step(STORY),
    Step(button="skip"),
    Step(button="skip"),
    Step(button="skip"),
    Step(button="skip"),
    Step(button="skip"),
    Step(button="submit"),
    Step(button="submit"),
)

REPLIES = len(STEPS) + 1  # one to each, and the receipt beside the number
_CARD = "这张是回执"


def without_card(texts: Sequence[str]) -> list[str]:
    """The texts but for the picture of the receipt, which is drawn beside the hotline and comes when it is ready."""
    return [text for text in texts if not text.startswith(_CARD)]


def gist(texts: Sequence[str]) -> list[str]:
    """The first line of each text with case numbers masked: the same for everybody who said the same."""
    return [_NUMBER.sub("N", text.splitlines()[0]) for text in texts]


def without_repeats(texts: Sequence[str]) -> list[str]:
    """The texts in the order of their first delivery; a repeat can only follow at once, because the next one waits."""
    return [text for before, text in zip([None, *texts], texts, strict=False) if text != before]
