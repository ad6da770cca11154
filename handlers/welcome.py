"""Where everybody starts and comes back to: a greeting, help, and nothing that must be done."""

from handlers.turn import IDLE, Next, Turn
from storage import conversations


def greet(turn: Turn) -> Next:
    """Say who we are and what can be done; a complaint half told is offered to be gone on with.

    What he writes next is a question to us, even if he was writing to a lawyer.
    """
    conversations.take_in_hand(turn.tx, turn.standing.id, None)
    waiting = turn.standing.draft.get("at")
    first = turn.message("welcome", ("complaint", "status", "person", "language"))
    if not waiting:
        return turn.idle(first)
    return Next(IDLE, (first, turn.message("draft_waits", ("resume", "cancel"))))


def thank(turn: Turn) -> Next:
    """He says thank you; whatever was going on goes on."""
    return turn.again(turn.message("thanks"))


def help_out(turn: Turn) -> Next:
    """Say what can be typed; whatever was being filled in stays."""
    return turn.again(turn.message("help", ("complaint", "status", "person", "find", "erase")))


def nothing_to_cancel(turn: Turn) -> Next:
    """Nothing is being filled in; what he writes next is a question to us."""
    conversations.take_in_hand(turn.tx, turn.standing.id, None)
    return turn.idle(turn.message("nothing_to_cancel", ("complaint", "status", "person")))
