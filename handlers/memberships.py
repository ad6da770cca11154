"""A person's own memberships in workmates' cases, as he reads them, and the way in for whoever has a case himself."""

from collections.abc import Sequence

from cases import grouping
from handlers.own_facts import answers_of, lines
from handlers.turn import Next, Turn
from storage import cases, groups
from storage.cases import Case
from storage.groups import Member, UnknownMember
from storage.messages import Button, Message

_ALONE = ("other", "opinion", "hardship", "legal_aid")  # kinds of case that nobody shares


def say(turn: Turn, key: str, buttons: Sequence[str | Button] = (), **values: object) -> Message:
    """The sentence `group.<key>`."""
    return Message(turn.words(f"group.{key}", **values), tuple(turn.button(one) for one in buttons))


def way(turn: Turn, key: str, of: str, suffix: str = "") -> Button:
    """A button of a case or a membership, "group:TS26112200007", labelled `group.button_<key>`."""
    return Button(f"{key}:{of}", turn.words(f"group.button_{key}") + suffix)


def can_be_shared(case: Case) -> bool:
    """Whether workmates can join this case."""
    return not case.ended and case.kind not in _ALONE


def together(turn: Turn, case: Case, suffix: str = "") -> tuple[Button, ...]:
    """The way to have workmates join a case, if they can."""
    return (way(turn, "group", case.number, suffix),) if can_be_shared(case) else ()


def listed(turn: Turn) -> tuple[Message, ...]:
    """Every case that he has joined, with the stage at which it stands; nothing if there is none."""
    mine = groups.of_person(turn.tx, turn.standing.person_id)
    if not mine:
        return ()
    suffixes = [f" {one.number}" if len(mine) > 1 else "" for one in mine]
    ways = [way(turn, "member", one.number, suffix) for one, suffix in zip(mine, suffixes, strict=True)]
    return (say(turn, "memberships", ways, lines=[_line(turn, one) for one in mine]),)


def card(turn: Turn, member: Member) -> Message:
    """What he stated, and what he can do about it."""
    kept, case = groups.told(turn.tx, member), cases.by_id(turn.tx, member.case_id)
    keys = ("leave",) if case.ended or kept is None else ("member_change", "leave")
    ways = [way(turn, key, member.number) for key in keys]
    facts = lines(turn, answers_of(kept)) if kept else [turn.words("group.erased")]
    status = turn.words(f"words.status_{case.status}")
    return say(turn, "membership", (*ways, "status"), number=member.number, status=status, lines=facts)


def show(turn: Turn) -> Next:
    """Show what he stated."""
    mine = of_button(turn)
    return turn.again(card(turn, mine) if mine else say(turn, "no_member", ("status", "person")))


def leave(turn: Turn) -> Next:
    """Ask whether he really wants to leave."""
    mine = of_button(turn)
    if mine is None:
        return turn.again(say(turn, "no_member", ("status", "person")))
    return turn.again(say(turn, "leave_sure", (way(turn, "leave_yes", mine.number), way(turn, "member", mine.number))))


def leave_for_sure(turn: Turn) -> Next:
    """Leave; what he stated is erased."""
    mine = of_button(turn)
    if mine is None:
        return turn.again(say(turn, "no_member", ("status", "person")))
    grouping.leave(turn.tx, mine)
    return turn.again(say(turn, "has_left", ("complaint", "person"), number=mine.number))


def paid(turn: Turn) -> Next:
    """He has his money."""
    return _say_paid(turn, paid=True)


def unpaid(turn: Turn) -> Next:
    """He has not got his money: whoever has the case hears it, and he hears how to go on alone."""
    return _say_paid(turn, paid=False)


def _say_paid(turn: Turn, *, paid: bool) -> Next:
    mine = of_button(turn)
    if mine is None:
        return turn.again(say(turn, "no_member", ("status", "person")))
    ended = grouping.say_paid(turn.tx, mine, paid=paid).ended
    ways = ("status", "person") if paid else ("complaint", "person")
    return turn.again(say(turn, "heard_paid" if paid else "heard_unpaid", ways, ended=ended))


def of_button(turn: Turn) -> Member | None:
    """The membership whose number the button carries, or for a word typed instead his only one."""
    if turn.pressed[1]:
        try:
            return groups.of_person_by_number(turn.tx, turn.standing.person_id, turn.pressed[1])
        except UnknownMember:
            return None
    mine = groups.of_person(turn.tx, turn.standing.person_id)
    return mine[0] if len(mine) == 1 else None


def in_case(turn: Turn, case: Case) -> Member | None:
    """His membership in this case, if he has one."""
    mine = groups.of_person(turn.tx, turn.standing.person_id)
    return next((one for one in mine if one.case_id == case.id), None)


def _line(turn: Turn, member: Member) -> str:
    case = cases.by_id(turn.tx, member.case_id)
    kind, status = turn.words(f"words.kind_{case.kind}"), turn.words(f"words.status_{case.status}")
    return turn.words("group.membership_line", number=member.number, kind=kind, status=status)
