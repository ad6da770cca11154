"""What a worker writes about a case he has, and what he says when he is asked whether it is solved."""

from cases import closing, correspondence
from handlers.status import own_case
from handlers.turn import Next, Turn
from storage import cases, conversations
from storage.cases import Case
from storage.outbox import Button


def write(turn: Turn, case: Case) -> Next:
    """Put the words into the case, where its owner reads them; an ended case says how to reopen it."""
    if case.ended:
        conversations.take_in_hand(turn.tx, turn.standing.id, None)
        reopen = Button(f"unsolved:{case.number}", turn.words("buttons.unsolved"))
        return turn.again(turn.message("case_ended", (reopen, "person"), number=case.number))
    correspondence.write_from_worker(turn.tx, case, turn.text)
    return turn.again(turn.message("letter_passed", ("ask", "status"), number=case.number))


def reply(turn: Turn) -> Next:
    """What he writes next belongs to the case of this button."""
    case = own_case(turn)
    if case is None:
        return turn.again(turn.message("case_gone", ("status",)))
    conversations.take_in_hand(turn.tx, turn.standing.id, case.id)
    return turn.idle(turn.message("reply_now", ("ask",), number=case.number))


def stop_writing(turn: Turn) -> Next:
    """What he writes next is a question to the hotline again."""
    conversations.take_in_hand(turn.tx, turn.standing.id, None)
    ways = ("resume",) if turn.draft.get("at") else ()
    return turn.idle(turn.message("ask_now", ways))


def solved(turn: Turn) -> Next:
    """The money is there, or what he needed: his word ends the case."""
    case = own_case(turn, "awaiting_worker")
    if case is None:
        return turn.again(turn.message("case_gone", ("status",)))
    closing.confirm(turn.tx, turn.office, case)
    conversations.take_in_hand(turn.tx, turn.standing.id, None)
    undo = Button(f"unsolved:{case.number}", turn.words("buttons.unsolved"))
    return turn.again(turn.message("confirmed", (undo,), number=case.number))


def unsolved(turn: Turn) -> Next:
    """It is not solved: the case goes on, and what he writes next goes to its owner."""
    case = own_case(turn, "awaiting_worker", "closed", "withdrawn")
    if case is None:
        return turn.again(turn.message("case_gone", ("status",)))
    closing.dispute(turn.tx, turn.office, case)
    conversations.take_in_hand(turn.tx, turn.standing.id, case.id)
    return turn.idle(turn.message("disputed", number=case.number))


def case_in_hand(turn: Turn) -> Case | None:
    """The case that this person is writing about, if any."""
    return cases.by_id(turn.tx, turn.standing.case_in_hand) if turn.standing.case_in_hand else None
