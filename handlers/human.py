"""人工: a person of ours, always; says who will answer and by when, and the bot keeps quiet afterwards."""

from collections.abc import Sequence

from cases import clocks, correspondence, opening
from cases.calendars import calendar
from handlers.arriving import outside_form, with_draft
from handlers.turn import IDLE, Next, Turn, readable
from knowledge.reading.identity_numbers import without_papers
from storage import cases, conversations, files
from storage.cases import Case
from storage.clock import CHINA
from storage.conversations import Spoken
from storage.messages import Message
from storage.people import UnknownStaff

_ASKED_FOR = "工人要求与工作人员通话"  # the record is kept in Chinese, whatever the worker speaks
_ASKED_AGAIN = "[再次点了“人工”]"
_WITH_DRAFT = "[另有 {count} 个文件，跟他没填完的投诉放在一起]"


def ask_for(turn: Turn) -> Next:
    """Hand the person over to the duty supervisor; what he writes from now on is read by people."""
    waiting = waiting_for_person(turn)
    if waiting:
        conversations.take_in_hand(turn.tx, turn.standing.id, waiting.id)
        correspondence.write_from_worker(turn.tx, waiting, _ASKED_AGAIN)
        said = turn.message("person_again", ("ask",), number=waiting.number)
        return turn.idle(said, *draft_waits(turn), about=waiting.id)
    try:
        case = hand_over(turn, "high", _said_lately(turn))
    except UnknownStaff:
        return turn.again(turn.message("nobody_there"))
    hours, known = turn.office.policy.opening, calendar(turn.tx)
    opens = clocks.next_opening(hours, turn.tx.now, known).astimezone(CHINA).strftime("%m-%d %H:%M")
    is_open = clocks.is_open(hours, turn.tx.now, known)
    said = turn.message("person_said", ("ask",), number=case.number, open=is_open, opens=opens)
    return turn.idle(said, *draft_waits(turn), about=case.id)


def draft_waits(turn: Turn) -> tuple[Message, ...]:
    """The word that a form half filled in is kept, with the way back to it; nothing if there is none."""
    return (turn.message("draft_waits", ("resume",)),) if turn.draft.get("at") else ()


def hand_over(turn: Turn, urgency: str, said: Sequence[str]) -> Case:
    """Open a case for a person of ours with what was said and sent; returns it. Raises UnknownStaff.

    The files of a form that is open stay with the form; the case only says that they are there.
    """
    kept = with_draft(turn)
    opened = opening.ask_for_person(
        turn.tx,
        turn.office,
        "\n".join([_ASKED_FOR, *said, *([_WITH_DRAFT.format(count=len(kept))] if kept else [])]),
        conversation_id=turn.standing.id,
        person_id=turn.standing.person_id,
        urgency=urgency,
    )
    files.attach(turn.tx, [one.id for one in outside_form(turn)], opened.case.id)
    conversations.take_in_hand(turn.tx, turn.standing.id, opened.case.id)
    return opened.case


def waiting_for_person(turn: Turn) -> Case | None:
    """The open case in which this person asked for one of us; a lawyer's case is another matter."""
    mine = cases.of_person(turn.tx, turn.standing.person_id)
    return next((case for case in mine if case.kind == "other" and not case.ended), None)


def urgent_case(turn: Turn) -> Case | None:
    """The open case in which a danger that this person told of is being looked after already."""
    mine = cases.of_person(turn.tx, turn.standing.person_id)
    return next((case for case in mine if case.kind == "other" and case.urgency == "urgent" and not case.ended), None)


def everything_lately(turn: Turn) -> list[str]:
    """His last words, wherever he said them: in danger nothing is held back from whoever can help."""
    return _words(turn, conversations.spoken(turn.tx, turn.standing.id))


def _said_lately(turn: Turn) -> list[str]:
    """His last words outside any form: what was typed into a form that he gave up is nobody's."""
    spoken = conversations.spoken(turn.tx, turn.standing.id)
    return _words(turn, [one for one in spoken if one.step == IDLE])


def _words(turn: Turn, spoken: Sequence[Spoken]) -> list[str]:
    longest = turn.office.policy.longest_text
    said = [without_papers(readable(one.text[:longest])) for one in spoken[-10:]]
    return [one for one in said if one and not one.startswith("/")]
