"""What a worker decides about himself: anonymous, a phone that others look at, everything of his erased."""

from dataclasses import replace

from cases import grouping
from handlers.turn import IDLE, Next, Turn
from knowledge.reading.identity_numbers import without_papers
from storage import cases, conversations, forgetting, outbox
from storage.messages import Button, Message

_TOLD = "told_papers"  # of a draft: he knows that such numbers are not needed
_NOT_ASKED = ("contact", "hours")


def anonymous(turn: Turn) -> Next:
    """He wishes to stay unknown: how he can be reached is not asked; the way back is his receipt code."""
    if not turn.draft.get("at"):
        return turn.again(_say(turn, "anonymous_later", "complaint"))
    answers = {**turn.draft.get("answers", {}), **dict.fromkeys(_NOT_ASKED)}
    draft = {**turn.draft, "anonymous": True, "answers": answers}
    return Next(turn.standing.step, (_say(turn, "anonymous"),), draft)


def discreet(turn: Turn) -> Next:
    """Others look at this phone: from now on nothing about a case is to be read in passing."""
    conversations.set_discreet(turn.tx, turn.standing.id, True)
    return turn.again(Message(turn.words("receipt.discreet"), (turn.button("indiscreet"),)))


def indiscreet(turn: Turn) -> Next:
    """He is alone with his phone: letters are shown as they are."""
    conversations.set_discreet(turn.tx, turn.standing.id, False)
    return turn.again(Message(turn.words("receipt.indiscreet"), (turn.button("discreet"),)))


def look(turn: Turn) -> Next:
    """Show what a message that says nothing stands for, in its place; files come as a message of their own."""
    n = _number(turn)
    hidden = outbox.behind(turn.tx, turn.standing.id, n)
    if hidden is None:
        return turn.again(Message(turn.words("receipt.nothing_behind"), (turn.button("status"),)))
    if hidden.files:
        next_n = conversations.last_n(turn.tx, turn.standing.id) + 1
        outbox.promise(turn.tx, turn.standing.id, _closing(turn, hidden, next_n))
    else:
        outbox.edit(turn.tx, turn.standing.id, n, _closing(turn, hidden, n))
    return turn.again()  # it stands in its place already


def hide(turn: Turn) -> Next:
    """He has read it: it says nothing again; what came with files is taken away."""
    n, here = _number(turn), turn.standing.id
    unspoken = turn.words("receipt.unspoken")
    if outbox.behind(turn.tx, here, n) is None:
        outbox.delete(turn.tx, here, n, unspoken)
    else:
        outbox.edit(turn.tx, here, n, Message(unspoken, (Button(f"look:{n}", turn.words("buttons.look")),)))
    return turn.again()


def erase(turn: Turn) -> Next:
    """Ask whether he is sure; say what goes, what stays and why."""
    mine = cases.of_person(turn.tx, turn.standing.person_id)
    numbers = [case.number for case in mine if not case.ended]
    return turn.again(_say(turn, "erase_sure", "erase_yes", "status", numbers=numbers))


def erase_for_sure(turn: Turn) -> Next:
    """Erase what can be erased, and say so; what he was just filling in goes too."""
    grouping.leave_all(turn.tx, turn.standing.person_id)
    staying = [case.number for case in forgetting.person(turn.tx, turn.standing.person_id)]
    ways = ("status", "erase") if staying else ("complaint",)
    return Next(IDLE, (_say(turn, "erased", *ways, numbers=staying),), {})


def with_word_about_papers(turn: Turn, following: Next) -> Next:
    """The same, and once the word that numbers of identity and bank cards need not be sent, if there was one."""
    draft = turn.draft if following.draft is None else following.draft
    if turn.incoming.kind == "group" or draft.get(_TOLD) or not has_papers(turn):
        return following
    return replace(following, say=(*following.say, _say(turn, "no_papers")), draft={**draft, _TOLD: True})


def has_papers(turn: Turn) -> bool:
    """Whether what he wrote held such a number."""
    return without_papers(turn.incoming.text) != turn.incoming.text


def _closing(turn: Turn, hidden: Message, n: int) -> Message:
    """What was hidden, with the way to hide it again above the others."""
    return replace(hidden, buttons=(Button(f"hide:{n}", turn.words("buttons.hide")), *hidden.buttons))


def _number(turn: Turn) -> int:
    at = turn.pressed[1]
    return int(at) if at.isascii() and at.isdigit() and len(at) <= 9 else 0


def _say(turn: Turn, key: str, *buttons: str, **values: object) -> Message:
    return Message(turn.words(f"consent.{key}", **values), tuple(turn.button(one) for one in buttons))
