"""Somebody in danger: the number to ring and a person of ours come before any form and any law."""

from handlers.articles import shown
from handlers.human import hand_over, tell_owner, waiting_for_person
from handlers.turn import Next, Turn
from storage.outbox import Message
from storage.people import UnknownStaff


def answer(turn: Turn) -> Next:
    """Say whom to ring, tell our people at once, and leave whatever was being filled in as it was."""
    first = turn.message(f"danger_{turn.understood.danger}", ("person",))
    said = [first, _alarm(turn)]
    topic = turn.understood.answer.topic if turn.understood.answer else None
    if topic:
        said.append(shown(turn, turn.library.article(topic, turn.language)))
    if turn.draft.get("at"):
        said.append(turn.message("draft_waits", ("resume",)))
    return turn.again(*said)


def _alarm(turn: Turn) -> Message:
    """Tell the duty supervisor, in the open case if there is one; otherwise open an urgent one."""
    waiting = waiting_for_person(turn)
    if waiting:
        tell_owner(turn, waiting)
        turn.tx.wake("alarms")
        return turn.message("danger_person", number=waiting.number)
    try:
        return turn.message("danger_person", number=hand_over(turn, "urgent"))
    except UnknownStaff:
        return turn.message("danger_nobody")
