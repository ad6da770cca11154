"""A sum of money that a worker types: read, shown back, and taken only when he has tapped that it is right.

What is asked stays open for a day; whoever writes something else meanwhile is asked to whom it goes.
"""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from cases.facts import money
from cases.ledger import LARGEST, plain
from handlers import attachments, joining
from handlers.human import draft_waits
from handlers.letters import case_in_hand, write
from handlers.question import answered, is_sure
from handlers.question import ask as ask_us
from handlers.status import own_case
from handlers.turn import IDLE, Next, Turn
from knowledge.reading.amounts import read_payment
from storage.cases import Case
from storage.conversations import Draft
from storage.messages import Button, Message

PLACE = "sum"
_OURS = "sum"  # what the draft keeps of it, beside a form half filled in
_OPEN_FOR = timedelta(days=1)
_YUAN = re.compile(r"\d{1,9}(?:\.\d{2})?")
_ALL = re.compile(r"(?:全部?|都|全都)(?:收|拿|到|给|付|结)[\w，。！]{0,6}|全部|全款|all(?: of it)?", re.IGNORECASE)
_NOTHING = re.compile(
    r"(?:还|都|一分钱?也?|一分)?没(?:有)?(?:收|拿|到|给)?[\w]{0,4}|一分没有|0元?|none|nothing", re.IGNORECASE
)


def say(turn: Turn, key: str, *buttons: Button | str, **values: object) -> Message:
    """The sentence `money.<key>`; buttons are given whole or named by a key of the dialogue's."""
    return Message(turn.words(f"money.{key}", **values), tuple(turn.button(one) for one in buttons))


def way(turn: Turn, key: str, case: Case, at: str = "", **values: object) -> Button:
    """The button `key` of a case, labelled `money.button_<key>`; `at` is the sum or the instalment it stands for."""
    return Button(_id(key, case, at), turn.words(f"money.button_{key}", **values))


def case_of(turn: Turn) -> tuple[Case | None, str]:
    """The case of his whose number the button carries, and what else it carries."""
    button, at = turn.pressed
    number, _, rest = at.partition(":")
    bare = replace(turn, incoming=replace(turn.incoming, button=f"{button}:{number}"))
    return own_case(bare), rest


def yuan(written: str) -> Decimal | None:
    """The sum that a button of ours carries; None for anything else."""
    return Decimal(written) if _YUAN.fullmatch(written) else None


def ask(turn: Turn, case: Case, message: Message, *, then: str, again: str, at: str = "", all_: str = "") -> Next:
    """Say this, which asks for a sum; what he types next is one, and `then` is the button by which he says yes to it.

    `again` is the button by which he writes it anew, `at` what both carry, `all_` the sum that "all of it" means.
    """
    asked = {"number": case.number, "then": then, "again": again, "at": at, "all": all_, "since": _now(turn)}
    said = [message.text, [[one.id, one.label, one.at, one.beside] for one in message.buttons]]
    return Next(PLACE, (message,), {**turn.draft, _OURS: {**asked, "said": said}}, about=case.id)


def asked(turn: Turn) -> tuple[Message, ...]:
    """The question that stands open."""
    text, buttons = turn.draft[_OURS]["said"]
    return (Message(text, tuple(Button(*one) for one in buttons)),)


def answer(turn: Turn) -> Next:
    """Read the sum and show it back; what cannot be read may be meant for whoever has the case."""
    ours = turn.draft.get(_OURS)
    case = _case(turn, ours["number"]) if ours else None
    if ours is None or case is None or turn.tx.now - datetime.fromisoformat(ours["since"]) > _OPEN_FOR:
        return _elsewhere(turn)
    if turn.incoming.button:
        return turn.again(turn.message("old_button"), *asked(turn))
    amount = _read(turn, ours)
    if amount is not None:
        return turn.again(_shown_back(turn, case, ours, amount), about=case.id)
    if is_sure(turn):
        return turn.again(*answered(turn), *asked(turn))
    pass_on = Button(f"reply:{case.number}", turn.words("money.button_pass_on"))
    held = {**turn.draft, "held": turn.text}
    return Next(PLACE, (say(turn, "sum_unread", pass_on, "cancel"),), held, about=case.id)


def done(turn: Turn, *said: Message, about: Case) -> Next:
    """Say this; no sum is asked for any more. Whoever is in a form stays there."""
    if turn.standing.step not in (IDLE, PLACE):
        return turn.again(*said, about=about.id)
    draft = without(turn.draft)
    waits = draft_waits(turn) or ((joining.waiting(turn),) if joining.waits(turn) else ())
    return Next(IDLE, (*said, *waits), draft, about=about.id)


def cancel(turn: Turn) -> Next:
    """He would rather not say."""
    waits = draft_waits(turn) or ((joining.waiting(turn),) if joining.waits(turn) else ())
    return Next(IDLE, (say(turn, "sum_left", "status"), *waits), without(turn.draft))


def beside(turn: Turn) -> Next:
    """Something that is not words came while a sum was asked for: it goes where it would go otherwise."""
    standing = replace(turn.standing, step=IDLE)
    return replace(attachments.kept(replace(turn, standing=standing)), step=PLACE)


def without(draft: Draft) -> Draft:
    """The draft without the question for a sum."""
    return {name: value for name, value in draft.items() if name != _OURS}


def _elsewhere(turn: Turn) -> Next:
    """The question is too old to be meant: the words go where they would go without it."""
    free = replace(turn, standing=replace(turn.standing, step=IDLE, draft=without(turn.draft)))
    if turn.incoming.button:
        return Next(IDLE, (turn.message("old_button", ("status", "person")),), without(turn.draft))
    case = case_in_hand(turn)
    following = write(free, case) if case else ask_us(free)
    return following if following.draft is not None else replace(following, draft=without(turn.draft))


def _case(turn: Turn, number: str) -> Case | None:
    return own_case(replace(turn, incoming=replace(turn.incoming, button=f"{PLACE}:{number}")))


def _read(turn: Turn, ours: Draft) -> Decimal | None:
    words = turn.ours.strip("。.!！ ，,")
    if ours["all"] and _ALL.fullmatch(words):
        return Decimal(ours["all"])
    if not ours["at"] and _NOTHING.fullmatch(words):
        return Decimal(0)
    found = read_payment(turn.ours)
    return found.yuan if found and found.yuan <= LARGEST else None


def _shown_back(turn: Turn, case: Case, ours: Draft, amount: Decimal) -> Message:
    at = f"{ours['at']}:{plain(amount)}" if ours["at"] else plain(amount)
    yes = Button(_id(ours["then"], case, at), turn.words("money.button_right", amount=money(amount)))
    anew = Button(_id(ours["again"], case, ours["at"]), turn.words("money.button_anew"))
    more = bool(ours["all"]) and amount > Decimal(ours["all"])
    whole = money(Decimal(ours["all"])) if ours["all"] else ""
    return say(turn, "sum_right", yes, anew, amount=money(amount), more=more, whole=whole)


def _id(key: str, case: Case, at: str) -> str:
    """What comes back from a button, whole: what it stands for is part of it on every channel."""
    return f"{key}:{case.number}:{at}" if at else f"{key}:{case.number}"


def _now(turn: Turn) -> str:
    return turn.tx.now.isoformat()
