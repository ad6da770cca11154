"""The worker says whether promised money came: all of it, a part, or nothing; one tap, and a sum for a part."""

from decimal import Decimal

from cases import instalments, ledger
from cases.facts import money
from cases.ledger import Instalment
from handlers.letters import case_in_hand
from handlers.status import status_of
from handlers.sums import ask, case_of, done, say, yuan
from handlers.turn import IDLE, Next, Turn
from storage import conversations
from storage.cases import Case
from storage.messages import Button

_TYPED = {
    "收到了": "inst_all",
    "钱收到了": "inst_all",
    "收到一部分": "inst_part",
    "没收到": "inst_none",
    "没有收到": "inst_none",
    "还没收到": "inst_none",
    "it came": "inst_all",
    "a part came": "inst_part",
    "nothing came": "inst_none",
}


def asked_for(turn: Turn) -> str:
    """What a typed 收到了 means while an instalment is asked about, such as "inst_all"; "" for any other word."""
    meant = _TYPED.get(turn.ours.casefold().strip("。.!！ "), "")
    if not meant or turn.standing.step != IDLE:
        return ""
    return meant if _open(turn) else ""


def all_of_it(turn: Turn) -> Next:
    """All of this instalment came."""
    case, instalment = _meant(turn)
    if case is None or instalment is None:
        return _gone(turn, case)
    before = instalment.rest
    now = instalments.came(turn.tx, turn.office, case, instalment.n) or instalment
    return _noted(turn, case, "instalment_came" if before else "instalment_known", now)


def part_of_it(turn: Turn) -> Next:
    """A part of it came: how much?"""
    case, instalment = _meant(turn)
    if case is None or instalment is None:
        return _gone(turn, case)
    conversations.take_in_hand(turn.tx, turn.standing.id, case.id)
    message = say(turn, "how_much_of_it", "cancel", amount=money(instalment.rest), day=_day(instalment))
    return ask(turn, case, message, then="inst_yes", again="inst_part", at=str(instalment.n))


def right(turn: Turn) -> Next:
    """The sum that was shown back is right."""
    case, instalment = _meant(turn)
    amount = _sum(turn)
    if case is None or instalment is None or not amount:
        return _gone(turn, case)
    now = instalments.came(turn.tx, turn.office, case, instalment.n, amount) or instalment
    return _noted(turn, case, "instalment_part" if now.rest else "instalment_came", now)


def none_of_it(turn: Turn) -> Next:
    """Nothing of it came: whoever has the case hears it at once."""
    case, instalment = _meant(turn)
    if case is None or instalment is None:
        return _gone(turn, case)
    now = instalments.did_not_come(turn.tx, turn.office, case, instalment.n) or instalment
    return _noted(turn, case, "instalment_missed" if now.rest else "instalment_known", now)


def _noted(turn: Turn, case: Case, key: str, now: Instalment) -> Next:
    """Say what was noted and what it comes to; if everything is there, ask whether it is solved."""
    totals = ledger.of_case(turn.tx, case).totals
    owed = totals.outstanding
    settled = bool(totals.confirmed) and owed == 0 and not case.ended
    ways = [Button(f"{one}:{case.number}", turn.words(f"buttons.{one}")) for one in ("solved", "unsolved") if settled]
    said = say(
        turn,
        key,
        *ways,
        number=case.number,
        day=_day(now),
        rest=money(now.rest),
        confirmed=money(totals.confirmed),
        owed=money(owed) if owed else "",
        settled=settled,
    )
    return done(turn, said, about=case)


def _meant(turn: Turn) -> tuple[Case | None, Instalment | None]:
    """The case and the instalment of a button; of a typed word, those that were asked about."""
    if not turn.incoming.button:
        return _open(turn) or (None, None)
    case, rest = case_of(turn)
    n = rest.partition(":")[0]
    if case is None or not n.isdecimal():
        return case, None
    return case, ledger.of_case(turn.tx, case).instalment(int(n))


def _open(turn: Turn) -> tuple[Case, Instalment] | None:
    """The case in hand, if an instalment of it was asked about and nothing was said."""
    case = case_in_hand(turn)
    asked = instalments.asked_last(turn.tx, case) if case else None
    return (case, asked) if case and asked else None


def _gone(turn: Turn, case: Case | None) -> Next:
    if case is None:
        return turn.again(turn.message("case_gone", ("status",)))
    return status_of(turn, case)


def _sum(turn: Turn) -> Decimal | None:
    return yuan(case_of(turn)[1].partition(":")[2])


def _day(instalment: Instalment) -> str:
    return f"{instalment.due_on:%Y-%m-%d}"
