"""The starter of a group: a code and a text for his workmates, how many came, a fresh code, an end of joining."""

from cases import grouping
from cases.errors import Ended
from handlers.memberships import can_be_shared, say, way
from handlers.status import own_case, status_of
from handlers.turn import Next, Turn
from storage import bot_name, cases, groups
from storage.cases import Case, Status
from storage.clock import CHINA
from storage.groups import Group
from storage.messages import Message

_RUNNING: tuple[Status, ...] = (
    *("received", "offered", "accepted", "working", "referred"),
    *("awaiting_worker", "reopened"),
)
LINK = "g-"  # what a link's payload begins with


def start(turn: Turn) -> Next:
    """Give the code of his case, a fresh one if none runs, and the text to send on."""
    return _with_code(turn, fresh=False)


def renew(turn: Turn) -> Next:
    """Give a fresh code; the one before leads nowhere from now on."""
    return _with_code(turn, fresh=True)


def close(turn: Turn) -> Next:
    """Let nobody join any more; who has joined stays."""
    case = own_case(turn, *_RUNNING)
    if case is None:
        return turn.again(turn.message("case_gone", ("status",)))
    grouping.close(turn.tx, case)
    ways = (way(turn, "group_renew", case.number), "status")
    said = say(turn, "code_closed", ways, number=case.number, joined=groups.count(turn.tx, case.id))
    return turn.again(said, about=case.id)


def _with_code(turn: Turn, *, fresh: bool) -> Next:
    case = own_case(turn, *_RUNNING)
    if case is None:
        return turn.again(turn.message("case_gone", ("status",)))
    if not can_be_shared(case):
        return status_of(turn, case) if case.ended else turn.again(say(turn, "not_shared", ("person",)))
    try:
        verb = grouping.renew if fresh else grouping.share
        group = verb(turn.tx, turn.office, case)
    except Ended:  # in this very moment, by whoever has it
        return status_of(turn, cases.by_id(turn.tx, case.id))
    return turn.again(_standing(turn, case, group), _to_forward(turn, case, group), about=case.id)


def _standing(turn: Turn, case: Case, group: Group) -> Message:
    ways = [way(turn, key, case.number) for key in ("group_renew", "group_close")]
    joined = groups.count(turn.tx, case.id)
    return say(turn, "code", (*ways, "status"), code=group.code, joined=joined, until=_day(group))


def _to_forward(turn: Turn, case: Case, group: Group) -> Message:
    """What he sends on as it is: no name, no employer, no sum. The code of the link stands where no log sees it."""
    bot, base = bot_name.known(turn.tx), turn.office.policy.public_url
    return say(
        turn,
        "to_forward",
        kind=turn.words(f"words.kind_{case.kind}"),
        code=group.code,
        until=_day(group),
        telegram=f"https://t.me/{bot}?start={LINK}{group.code}" if bot else "",
        web=f"{base}/chat#{LINK}{group.code}" if base else "",
    )


def _day(group: Group) -> str:
    return f"{group.expires_at.astimezone(CHINA):%Y-%m-%d}" if group.expires_at else ""
