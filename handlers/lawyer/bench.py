"""A colleague's turn: his message, who he is, what lies before him; and how it is answered."""

import re
from dataclasses import dataclass

from cases import cards
from handlers.lawyer.pad import Pad
from handlers.turn import IDLE, Next, Turn
from storage import cases
from storage.cases import Case, UnknownCase
from storage.messages import Button, Message
from storage.people import Colleague

NUMBER = re.compile(r"[A-Z]{1,6}\d{10,}", re.IGNORECASE)
END_OF_NUMBER = re.compile(r"\d{3,}")


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything that a step of a colleague may use."""

    turn: Turn
    me: Colleague
    pad: Pad

    @property
    def pressed(self) -> tuple[str, str, str]:
        """The button that was tapped, the case number it carries, and the question it stood below."""
        button, rest = self.turn.pressed
        number, _, at = rest.partition(":")
        return button, number, at

    def words(self, key: str, **values: object) -> str:
        """The sentence `lawyer.<key>`."""
        return self.turn.words(f"lawyer.{key}", **values)

    def saying(self, key: str, *buttons: Button, **values: object) -> Message:
        """A message of ours, `lawyer.<key>`, with buttons."""
        return Message(self.words(key, **values), buttons)

    def button(self, key: str, number: str = "", at: str = "", label: str = "") -> Button:
        """A button `lawyer.button_<key>`, of a case if it has a number."""
        shown = label or self.words(f"button_{key}", number=number)
        return Button(f"{key}:{number}" if number else key, shown, at)

    def says(self, *messages: Message, pad: Pad | None = None, case: Case | None = None) -> Next:
        """Say this; a reply to it finds `case`."""
        return Next(IDLE, messages, (self.pad if pad is None else pad).draft(), about=case.id if case else None)

    def case(self, number: str) -> Case:
        """The case with this number that he may read, or the only one whose number ends like this.

        Raises UnknownCase.
        """
        if END_OF_NUMBER.fullmatch(number):
            ending = [one for one in cases.visible_to(self.turn.tx, self.me) if one.number.endswith(number)]
            if len(ending) == 1:
                return ending[0]
        return cases.visible(self.turn.tx, self.me, number)

    def case_by_id(self, case_id: str) -> Case:
        """The case with this id, if he may still read it; raises UnknownCase."""
        return cases.visible(self.turn.tx, self.me, cases.by_id(self.turn.tx, case_id).number)

    def own_cases(self) -> list[Case]:
        """The cases he answers for that have not ended."""
        return [one for one in cases.visible_to(self.turn.tx, self.me) if one.owner == self.me.id and not one.ended]

    def in_hand(self) -> Case | None:
        """The case he opened a moment ago, or else his only one; None if it cannot be told."""
        own, case_id = self.own_cases(), self.pad.in_hand(self.turn.tx.now)
        try:
            return self.case_by_id(case_id) if case_id else (own[0] if len(own) == 1 else None)
        except UnknownCase:
            return None

    def line(self, case: Case) -> str:
        """A case in a few words."""
        return cards.line(self.turn.office, case, self.turn.language)
