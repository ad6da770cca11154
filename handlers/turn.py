"""One message of one person and what comes of it: the shape every step is written in.

A step reads a Turn and returns a Next. It never commits, never sends, never remembers anything by itself: the door
saves what Next says and promises its messages, in the same transaction.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cases.office import Office
from handlers.incoming import Incoming
from knowledge.answering import Answer
from knowledge.library import Library
from knowledge.reading.danger import Danger
from knowledge.reading.identity_numbers import without_papers
from knowledge.reading.story import Facts
from knowledge.script import simplified
from storage.clock import CHINA
from storage.conversations import Draft, Standing
from storage.database import Transaction
from storage.messages import Button, Message
from texts import Language

IDLE = "welcome"


@dataclass(frozen=True, slots=True)
class Understood:
    """What could be made of the words alone, before any database was asked."""

    answer: Answer | None = None
    danger: Danger | None = None
    is_question: bool = False
    facts: Facts = field(default_factory=Facts)


@dataclass(frozen=True, slots=True)
class Next:
    """Where the conversation goes and what is said; `draft` None leaves the draft as it is, `{}` drops it.

    `about` is the id of the case that is spoken of, so that a reply to what is said finds it; what is `asked` again
    behind it is about no case: a reply to that is an answer in the form. What is `urgent` leaves before what others
    are told.
    """

    step: str
    say: tuple[Message, ...] = ()
    draft: Draft | None = None
    language: Language | None = None
    about: str | None = None
    urgent: bool = False
    asked: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A message in its conversation, with everything a step may use; `files` are our ids of what came with it."""

    tx: Transaction
    office: Office
    library: Library
    incoming: Incoming
    understood: Understood
    standing: Standing
    language: Language
    files: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What was typed, without the signs that no eye sees; empty for anything but text."""
        return self.said if self.incoming.kind == "text" else ""

    @property
    def said(self) -> str:
        """The words of any kind of message, such as a photo's caption, without the signs that no eye sees.

        A worker's numbers of identity and bank cards are left out; the message itself stays sealed as it came.
        """
        longest = self.office.policy.longest_text
        words = readable(self.incoming.text[: 2 * longest])[:longest]
        return words if self.standing.staff_id else without_papers(words)

    @property
    def ours(self) -> str:
        """What was typed, in Simplified characters whichever he writes: so words of ours are known and numbers read."""
        return simplified(self.text)

    @property
    def today(self) -> date:
        """The day in China on which the message came."""
        return self.tx.now.astimezone(CHINA).date()

    @property
    def draft(self) -> Draft:
        """What has been filled in so far."""
        return self.standing.draft

    @property
    def pressed(self) -> tuple[str, str]:
        """The id of the button that was tapped and what it was shown for; ("", "") if none was."""
        button, _, at = (self.incoming.button or "").partition(":")
        return button, at

    def choice(self, *ids: str) -> str | None:
        """Which of these was tapped, or typed by its label or id; None if none of them."""
        button, _ = self.pressed
        if button:
            return button if button in ids else None
        typed = self.ours.casefold().strip("。.!！ ")
        return next((one for one in ids if typed in (one, self.words(f"buttons.{one}").casefold())), None)

    def words(self, key: str, **values: object) -> str:
        """A sentence of ours in the person's language."""
        return self.office.texts.say(self.language, key, **values)

    def message(self, key: str, buttons: Sequence[str | Button] = (), **values: object) -> Message:
        """A message of the dialogue; buttons are named by their key or given whole."""
        return Message(self.words(f"dialogue.{key}", **values), tuple(self.button(one) for one in buttons))

    def button(self, one: str | Button) -> Button:
        """A button by its key, such as "agree"."""
        return one if isinstance(one, Button) else Button(one, self.words(f"buttons.{one}"))

    def again(self, *messages: Message, about: str | None = None) -> Next:
        """Say this, which is about this case if one is named, and stay where we are."""
        return Next(self.standing.step, messages, about=about)

    def idle(self, *messages: Message, about: str | None = None) -> Next:
        """The same, but wait for whatever comes, keeping the draft."""
        return Next(IDLE, messages, about=about)


Step = Callable[[Turn], Next]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the dialogue: what happens there, and what is asked there, to be asked again after a detour."""

    step: Step
    ask: Callable[[Turn], tuple[Message, ...]] = field(default=lambda _turn: ())


def readable(text: str) -> str:
    """The text without NUL, direction marks and lone surrogates, which no reader sees and no column takes."""
    kept = "".join(sign for sign in text if sign not in _UNSEEN and not "\ud800" <= sign <= "\udfff")
    return kept.strip()


_UNSEEN = frozenset("\0\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")

Values = dict[str, Any]
