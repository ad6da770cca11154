"""What is not plain text: kept, and answered with a plain sentence; nothing that somebody sent is passed over."""

from cases import correspondence
from handlers.letters import case_in_hand
from handlers.turn import Next, Turn
from storage import conversations

_NOTED = {
    "media": "attachment_kept",
    "contact": "attachment_kept",
    "location": "attachment_kept",
    "edited": "edited_kept",
}


def kept(turn: Turn) -> Next:
    """Say that it arrived and what to do; if a case is being written about, its owner learns of it."""
    kind = turn.incoming.kind
    case = case_in_hand(turn)
    if case and not case.ended and kind in _NOTED:
        correspondence.write_from_worker(turn.tx, case, described(turn))
    return turn.again(turn.message(_NOTED.get(kind, "strange_kept"), ("person",)))


def not_here(turn: Turn) -> Next:
    """A group is no place to speak of one's wages: say where, and keep nothing."""
    return turn.again(turn.message("not_in_groups"))


def reachability(turn: Turn) -> Next:
    """The person has blocked us, or let us in again: remember it, say nothing."""
    conversations.set_reachable(turn.tx, turn.standing.id, turn.incoming.kind == "unblocked")
    return turn.again()


def described(turn: Turn) -> str:
    """What arrived, for the record of a case: its kind and the words that came with it."""
    kinds = "、".join(one.kind for one in turn.incoming.files) or turn.incoming.kind
    return f"[{kinds}] {turn.said}".strip()
