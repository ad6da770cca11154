"""人工: a person of ours, always; says who will answer and by when, and the bot keeps quiet afterwards."""

from cases import clocks, opening
from handlers.letters import case_in_hand
from handlers.turn import Next, Turn, readable
from storage import cases, conversations
from storage.cases import Case
from storage.clock import CHINA
from storage.people import UnknownStaff

_ASKED_FOR = "工人要求与工作人员通话"  # the record is kept in Chinese, whatever the worker speaks


def ask_for(turn: Turn) -> Next:
    """Hand the person over to the duty supervisor; what he writes from now on is read by people."""
    waiting = waiting_for_person(turn)
    if waiting:
        conversations.take_in_hand(turn.tx, turn.standing.id, waiting.id)
        return turn.idle(turn.message("person_again", ("ask",), number=waiting.number))
    try:
        number = hand_over(turn, "high")
    except UnknownStaff:
        return turn.again(turn.message("nobody_there"))
    hours = turn.office.policy.opening
    opens = clocks.next_opening(hours, turn.tx.now).astimezone(CHINA).strftime("%m-%d %H:%M")
    is_open = clocks.is_open(hours, turn.tx.now)
    return turn.idle(turn.message("person_said", ("ask",), number=number, open=is_open, opens=opens))


def hand_over(turn: Turn, urgency: str) -> str:
    """Open a case for a person of ours with what was said lately; returns its number. Raises UnknownStaff."""
    opened = opening.ask_for_person(
        turn.tx,
        turn.office,
        _said_lately(turn),
        conversation_id=turn.standing.id,
        person_id=turn.standing.person_id,
        urgency=urgency,
    )
    conversations.take_in_hand(turn.tx, turn.standing.id, opened.case.id)
    return opened.case.number


def waiting_for_person(turn: Turn) -> Case | None:
    """The open case in which this person asked for one of us, or the case he is writing about."""
    current = case_in_hand(turn)
    if current and not current.ended:
        return current
    mine = cases.of_person(turn.tx, turn.standing.person_id)
    return next((case for case in mine if case.kind == "other" and not case.ended), None)


def urgent_case(turn: Turn) -> Case | None:
    """The open case in which a danger that this person told of is being looked after already."""
    mine = cases.of_person(turn.tx, turn.standing.person_id)
    return next((case for case in mine if case.kind == "other" and case.urgency == "urgent" and not case.ended), None)


def _said_lately(turn: Turn) -> str:
    longest = turn.office.policy.longest_text
    said = [readable(one.text[:longest]) for one in conversations.spoken(turn.tx, turn.standing.id)[-10:]]
    return "\n".join([_ASKED_FOR, *(one for one in said if one and not one.startswith("/"))])
