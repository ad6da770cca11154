"""Somebody in danger: the number to ring and a person of ours come before any form and any law."""

from datetime import timedelta

from cases import alarming, correspondence
from handlers import complaint, form, joining
from handlers.arriving import attach
from handlers.articles import CRISIS, article, shown
from handlers.attachments import described
from handlers.human import everything_lately, hand_over, urgent_case
from handlers.turn import IDLE, Next, Turn
from knowledge.reading.story import Facts
from storage import conversations
from storage.cases import Case
from storage.conversations import Draft
from storage.messages import Message
from storage.people import UnknownStaff

_AN_EVENING = timedelta(hours=12)


def answer(turn: Turn) -> Next:
    """Say whom to ring and tell our people at once; what he writes next is read by them, the form waits.

    Who cries again the same evening hears it in one breath: he has read the rest.
    """
    before = urgent_case(turn)
    case = _alarm(turn)
    again = before is not None and turn.tx.now - before.opened_at < _AN_EVENING
    said = _shortly(turn, case) if again and case else _at_length(turn, case)
    draft = _with_story(turn)
    return Next(IDLE, (*said, *_waits(turn, draft)), draft, about=case.id if case else None, urgent=True)


def _at_length(turn: Turn, case: Case | None) -> tuple[Message, ...]:
    """Whom to ring, who of ours has read it, and for him who wants to die the article that is for him."""
    first = turn.message(f"danger_{turn.understood.danger}", ("person",))
    told = turn.message("danger_person", number=case.number) if case else turn.message("danger_nobody")
    if turn.understood.danger == "self_harm":
        return first, told, shown(turn, article(turn, CRISIS))
    return first, told


def _shortly(turn: Turn, case: Case) -> tuple[Message, ...]:
    """The same in one breath."""
    words = turn.words(f"danger.again_{turn.understood.danger}", number=case.number)
    return (Message(words, (turn.button("person"),)),)


def _waits(turn: Turn, draft: Draft) -> tuple[Message, ...]:
    """The word that a form half filled in is kept, with the way back to it; nothing if there is none."""
    if joining.waits(turn):
        return (joining.waiting(turn),)
    return (turn.message("draft_waits", ("resume",)),) if draft.get("at") else ()


def _with_story(turn: Turn) -> Draft:
    """The draft; a story that told of the danger is kept in it, so that nobody has to tell it twice."""
    tells = form.is_a_tale(turn.text) or turn.understood.facts != Facts()
    if turn.standing.step == "story" and tells and complaint.is_enough(turn.text):
        return complaint.tell(turn).draft or turn.draft
    return turn.draft


def _alarm(turn: Turn) -> Case | None:
    """Tell the duty supervisor in an urgent case, the one that is open already or a new one; None if there is nobody.

    A case that a lawyer has is not enough: he may read it on Monday.
    """
    urgent = urgent_case(turn)
    if urgent:
        conversations.take_in_hand(turn.tx, turn.standing.id, urgent.id)
        alarming.cry(turn.tx, urgent, turn.understood.danger or "")
        correspondence.write_from_worker(turn.tx, urgent, turn.said or described(turn), turn.incoming.message)
        attach(turn, urgent, turn.files)
        return urgent
    try:
        return hand_over(turn, "urgent", everything_lately(turn))
    except UnknownStaff:
        return None
