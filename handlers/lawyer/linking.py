"""How a chat becomes a colleague's and ceases to be: a one-time code, a new phone, /unlink, leaving."""

from cases import telling
from handlers.lawyer.bench import Bench
from handlers.turn import IDLE, Next, Turn
from storage import cases, events, offers, people
from storage.database import Transaction
from storage.messages import Message
from storage.people import Colleague

CHANNEL = "telegram"
_SHORTEST_CODE = 24  # characters; what workers are led here with is shorter


def link(turn: Turn, code: str) -> Next | None:
    """Make this chat the colleague's to whom the code was given; None if it is no such code but something else.

    A chat in which its owner has an open case of his own stays a worker's, and the code is not used up. A colleague
    who had another chat has this one instead, and the other is told.
    """
    if turn.incoming.channel != CHANNEL or len(code) < _SHORTEST_CODE:
        return None
    own = [one for one in cases.of_person(turn.tx, turn.standing.person_id) if not one.ended]
    if own:
        return turn.idle(Message(turn.words("lawyer.link_own_case", number=own[0].number)))
    me = people.redeem(turn.tx, code, people.TELEGRAM)
    if me is None:
        return turn.idle(turn.message("link_gone", ("complaint", "status", "person")))
    _leave_old_chat(turn, me)
    people.link_chat(turn.tx, me.id, turn.standing.id)
    _tell_offers(turn.tx, me)
    return Next(IDLE, (_greeting(turn, me),), {})


def unlink(bench: Bench) -> Next:
    """This chat is a stranger's again, after he has said so twice; what we wrote here about cases goes."""
    if bench.turn.pressed[0] != "unlink_yes":
        return bench.says(bench.saying("unlink_sure", bench.button("unlink_yes")))
    telling.leave(bench.turn.tx, bench.turn.office, bench.me, "unlinked")
    return Next(IDLE, (), {})


def sent_away(turn: Turn, me: Colleague) -> Next:
    """He does not work here any more: what we wrote here about cases goes, the chat is a stranger's."""
    telling.leave(turn.tx, turn.office, me, "left")
    return Next(IDLE, (), {})


def _leave_old_chat(turn: Turn, me: Colleague) -> None:
    """His former chat hears that it is not his any more; a code for this very chat changes nothing."""
    if people.chat_of(turn.tx, me.id) != turn.standing.id:
        telling.leave(turn.tx, turn.office, me, "moved_away")


def _tell_offers(tx: Transaction, me: Colleague) -> None:
    """What waits for his answer is shown to him as cards once more."""
    for offer in offers.open_offers_to(tx, me.id):
        case = cases.by_id(tx, offer.case_id)
        made = [one.n for one in events.of_case(tx, case, ("offered",)) if one.facts.get("staff") == me.id]
        telling.tell(tx, me.id, case, made[-1])


def _greeting(turn: Turn, me: Colleague) -> Message:
    """Who he is to us, without his name, and what he has to do: a phone may lie on a table."""
    own = [one for one in cases.visible_to(turn.tx, me) if one.owner == me.id and not one.ended]
    waiting = offers.open_offers_to(turn.tx, me.id)
    role, worker = turn.words(f"desk.role_{me.role}"), not turn.standing.new and turn.standing.last_n > 0
    counts = {"offers": len(waiting), "cases": len(own), "before": worker}
    return Message(turn.words("lawyer.linked", id=me.id, role=role, **counts))
