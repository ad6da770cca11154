"""Somebody in danger: the number to ring and a person of ours come before any form and any law."""

from cases import alarming, correspondence
from handlers import complaint, form
from handlers.arriving import attach
from handlers.articles import CRISIS, article, shown
from handlers.attachments import described
from handlers.human import everything_lately, hand_over, urgent_case
from handlers.turn import IDLE, Next, Turn
from knowledge.reading.story import Facts
from storage import conversations
from storage.cases import Case
from storage.conversations import Draft
from storage.people import UnknownStaff


def answer(turn: Turn) -> Next:
    """Say whom to ring and tell our people at once; what he writes next is read by them, the form waits."""
    first = turn.message(f"danger_{turn.understood.danger}", ("person",))
    case = _alarm(turn)
    told = turn.message("danger_person", number=case.number) if case else turn.message("danger_nobody")
    said = [first, told]
    if turn.understood.danger == "self_harm":
        said.append(shown(turn, article(turn, CRISIS)))
    draft = _with_story(turn)
    if draft.get("at"):
        said.append(turn.message("draft_waits", ("resume",)))
    return Next(IDLE, tuple(said), draft, about=case.id if case else None, urgent=True)


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
